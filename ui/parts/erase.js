// Erasing what names a person: what goes and what stays is shown before, and the button says what it does. Nothing brings it back.
// It must never decide what goes, nor erase what was not shown.
/** @import { Erasure, FoundText, RecordShown } from "../commands.d.ts" */
import { html, useEffect, useLayoutEffect, useRef, useState } from "../html.js";
import { call, Refusal } from "../bridge.js";
import { act, session, set } from "../store.js";
import { record } from "../router.js";
import { sayDay } from "../pure/dates.js";
import { Ask } from "./field.js";
import { Icon } from "./marks.js";

/** @param {RecordShown} rec @param {string} label */
export const askErase = (rec, label) => set({ dialog: { title: `${label}: ${rec.title}`, wide: true, view: () => html`<${Erase} id=${rec.id} />` } });

/** @param {{ title: string, lines: string[] }} p */
const List = ({ title, lines }) => (lines.length ? html`<section class="above-3"><h3>${title}</h3><ul class="dotted small">${lines.map((l) => html`<li>${l}</li>`)}</ul></section>` : null);
/** @param {{ title: string, texts: FoundText[] }} p */
const Texts = ({ title, texts }) => (texts.length ? html`<section class="above-3"><h3>${title}</h3><ul class="links">${texts.slice(0, 12).map((t) => html`<li><${Icon} name="search" /><a href=${record(t.id, null)} onClick=${() => set({ dialog: null })}>${t.id} ${t.title}</a><span class="why">${t.question}: ${t.text}</span></li>`)}</ul>${texts.length > 12 ? html`<p class="small dim">and ${texts.length - 12} more</p>` : null}</section>` : null);

/** @param {{ id: string }} p */
function Erase({ id }) {
  const [why, setWhy] = useState("");
  const [keep, setKeep] = useState(false);
  const [e, setE] = useState(/** @type {Erasure | null} */ (null));
  const [wrong, setWrong] = useState(/** @type {string | null} */ (null));
  const [busy, setBusy] = useState(false);
  const form = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    let stale = false;
    const beat = setTimeout(async () => {
      try {
        const seen = await call("erase_look", { ids: [id], why, keep_texts: keep });
        if (!stale) setE(seen);
      } catch (err) {
        if (!(err instanceof Refusal)) throw err;
        if (!stale) setWrong(`${err.refused.text} ${err.refused.hint}`);
      }
    }, e ? 200 : 0);
    return () => {
      stale = true;
      clearTimeout(beat);
    };
  }, [id, why, keep]);
  // While it was looked through, the dialog itself held the focus.
  useLayoutEffect(() => {
    if (e && document.activeElement?.matches("[role=dialog]")) /** @type {HTMLElement | null | undefined} */ (form.current?.querySelector("textarea, input, button"))?.focus();
  }, [!e]);
  if (!e) return wrong ? html`<p class="mistake" role="alert"><${Icon} name="m-overdue" mark="overdue" /><span>${wrong}</span></p>` : html`<p class="dim">Looking through the whole file…</p>`;
  const go = async (/** @type {Event} */ ev) => {
    ev.preventDefault();
    if (busy || e.stops.length) return;
    setBusy(true);
    try {
      if ((await act("erase", { ids: [id], why: why.trim(), keep_texts: keep })) !== undefined) set({ dialog: null });
    } catch (err) {
      if (!(err instanceof Refusal)) throw err;
      setWrong(`${err.refused.text} ${err.refused.hint}`);
      set({ assertive: err.refused.text });
    } finally {
      setBusy(false);
    }
  };
  const found = [...e.texts, ...e.kept];
  return html`<form ref=${form} onSubmit=${go} noValidate>
    <p>${e.of.map((g) => `${g.name} becomes “${g.becomes}”`).join("; ")}. It cannot be undone, and nothing before it can be undone either.</p>
    <div class="two"><${List} title="What goes" lines=${e.goes} /><${List} title="What stays" lines=${e.stays} /></div>
    <${Texts} title="The name stands in these texts" texts=${found} />
    ${found.length ? html`<label class="row tight small above-2"><input type="checkbox" checked=${keep} onChange=${(/** @type {any} */ x) => setKeep(x.target.checked)} />I have read them, and they stay as they are</label>` : null}
    <${Texts} title="Perhaps meant here too" texts=${e.perhaps} />
    <${List} title="Kept files that name others too, or hold the name in plain letters; they stay" lines=${e.shared.map((s) => `${s.id} ${s.title}`)} />
    <p class="small dim above-3">Backups and packs from before still name them. A backup from before is erased again when it is restored.</p>
    ${e.until || why ? html`<div class="above-4"><${Ask} id="erase-why" label="Why does it go earlier?" hint=${e.until ? `By your own times it is kept until ${sayDay(e.until, session().today)}. One sentence that you would say to the auditor.` : "One sentence that you would say to the auditor."}><textarea id="erase-why" rows="2" aria-describedby="erase-why-hint" value=${why} onInput=${(/** @type {any} */ x) => setWhy(x.target.value)}></textarea><//></div>` : null}
    ${e.stops.map((s) => (e.until && !why ? html`<p class="small dim" role="status">${s.text} ${s.hint}</p>` : html`<p class="mistake" role="status"><${Icon} name="m-overdue" mark="overdue" /><span>${s.text} ${s.hint}</span></p>`))}
    ${wrong ? html`<p class="mistake" role="alert"><${Icon} name="m-overdue" mark="overdue" /><span>${wrong}</span></p>` : null}
    <p class="row end"><button type="button" class="btn" onClick=${() => set({ dialog: null })}>Cancel</button><button class="btn primary" disabled=${busy || e.stops.length > 0}>${busy ? "Erasing…" : e.button}</button></p></form>`;
}
