// What stands in the window while its content is out of sight: a locked file asks for its code, any other for a key.
// It must never show a word of the file but its name.
import { html, useEffect, useState } from "../html.js";
import { act, get, replaced, set, useStore } from "../store.js";
import { go } from "../router.js";
import { useKeys } from "../keys.js";
import { CodeField, wrongs } from "../parts/locking.js";
import { Heading } from "../parts/frame.js";

/** @param {{ says: any, children?: any }} p */
const Cover = ({ says, children }) => html`<div class="alone"><main id="main"><div class="cover-page"><div class="row brand"><img src="icon.svg" width="56" height="56" alt="" /><div><${Heading} title="ISMS Upkeep" /><p class="dim">${says}</p></div></div>${children}</div></main></div>`;

export function Hidden() {
  const show = () => set({ hidden: false });
  useKeys([{ key: "Enter", run: show }, { key: "Escape", run: show }]);
  return html`<${Cover} says="Out of sight while nobody was here."><p class="above-4"><button type="button" class="btn primary" onClick=${show}>Go on</button></p><p class="dim above-3 small">Whoever sits here can go on: this file has no lock. The settings offer one.</p><//>`;
}

/** @param {{ file: string }} p */
export function Locked({ file }) {
  const { rev } = useStore();
  const [code, setCode] = useState("");
  const [keep, setKeep] = useState(false);
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => document.getElementById("code")?.focus(), []);
  const open = async (/** @type {Event} */ e) => {
    e.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      const s = await act("unlock", { code, keep });
      if (!s) return;
      set({ locked: null });
      replaced(s);
      go(s.address || "#/today");
    } catch (e) {
      setWrong(Object.values(wrongs(e))[0]);
      set({ assertive: Object.values(wrongs(e))[0] });
    } finally {
      setBusy(false);
    }
  };
  const other = () => {
    set({ locked: null, session: null });
    location.hash = "#/";
    location.reload();
  };
  return html`<${Cover} key=${rev} says=${html`<b>${file}</b> is locked.`}><form class="above-4" onSubmit=${open}>
    <${CodeField} id="code" label="Recovery code" hint="Six groups, as they stand on its page. Hyphens and spaces do not matter." mistake=${wrong} value=${code} change=${setCode} size="long" />
    <p class="row above-4"><button type="submit" class="btn primary" aria-disabled=${busy ? "true" : undefined}>Open</button><button type="button" class="btn quiet" onClick=${other}>Another file</button><span class="dim" role="status">${busy ? "Looking…" : ""}</span></p></form><//>`;
}

/** Out of sight, now. */
export async function hide() {
  if (!get().session || get().hidden) return;
  const file = await act("hide", {});
  if (file === undefined) return;
  set({ dialog: null, palette: false, toast: null, ...(file ? { session: null, locked: { file } } : { hidden: true }) });
}
