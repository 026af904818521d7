// The keys of this screen, as a list.
// It must never name a key of its own: they are those that listen now.
import { html } from "../html.js";
import { get, set } from "../store.js";
import { spoken, written } from "../keys.js";

export function showKeys() {
  const keys = spoken();
  set({ dialog: { title: "The keys of this screen", wide: true, view: () => html`<dl class="key-list">${keys.map((k) => html`<div><dt><kbd>${written(k.key)}</kbd></dt><dd>${k.says}</dd></div>`)}</dl>${get().settings.single_keys ? null : html`<p class="small dim above-3">Single letters are switched off in the settings.</p>`}` } });
}
