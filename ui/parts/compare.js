// Two days of a record side by side: what was, what is. For a text with versions: paragraph by paragraph.
// It must never fetch a version's text but through the record as it stood on that day.
/** @import { Day, Field, RecordShown } from "../commands.d.ts" */
import { html, useEffect, useRef, useState } from "../html.js";
import { useCall, session } from "../store.js";
import { fullDay, sayDay } from "../pure/dates.js";
import { useKeys } from "../keys.js";
import { Icon } from "./marks.js";
import { TextDiff } from "./prose.js";
import { Changes } from "./value.js";

/** @param {{ rec: RecordShown, from: Day }} p */
export function Compare({ rec, from }) {
  const today = session().today;
  const { data } = useCall("compare", { id: rec.id, from, to: today });
  return html`<section><h2>What changed from ${fullDay(from)} to today</h2>${data ? (data.length ? html`<div class="above-3"><${Changes} changes=${data} titles=${rec.titles} /></div>` : html`<p class="dim above-2">Nothing changed.</p>`) : null}</section>`;
}

/** The days on which a new text came into force, newest first. @param {RecordShown} rec @param {string} field */
function versions(rec, field) {
  return rec.history.filter((h) => !h.undone && h.changes.some((c) => c.field === field)).map((h) => ({ on: h.on, version: h.changes.find((c) => c.field === "version")?.now ?? null }));
}

/** @param {{ rec: RecordShown, field: Field }} p */
export function TextCompare({ rec, field }) {
  const all = versions(rec, field.name);
  const draft = rec.body.draft ? [{ on: "draft", version: null }] : [];
  const days = [...draft, ...(all.length ? all : rec.history.slice(-1).map((h) => ({ on: h.on, version: rec.body.version ?? null })))];
  const [pair, setPair] = useState({ was: days[1]?.on ?? days[0]?.on ?? "", now: days[0]?.on ?? "" });
  const asDay = (/** @type {string} */ on) => (on === "draft" ? null : on || null);
  const { data: was } = useCall("record", { id: rec.id, as_of: asDay(pair.was) });
  const { data: now } = useCall("record", { id: rec.id, as_of: asDay(pair.now) });
  const page = useRef(/** @type {HTMLElement | null} */ (null));
  const [places, setPlaces] = useState(0);
  useEffect(() => setPlaces(page.current?.querySelectorAll(".changed").length ?? 0));
  const at = useRef(-1);
  const jump = (/** @type {number} */ by) => {
    const found = /** @type {HTMLElement[]} */ ([...(page.current?.querySelectorAll(".changed") ?? [])]);
    if (!found.length) return;
    at.current = (at.current + by + found.length) % found.length;
    found[at.current].scrollIntoView({ block: "center" });
    found[at.current].focus();
  };
  useKeys([{ key: "F8", says: "next change", run: () => jump(1) }, { key: "Shift+F8", says: "earlier change", run: () => jump(-1) }]);
  const text = (/** @type {RecordShown | null} */ r, /** @type {string} */ on) => (on === "draft" ? (rec.body.draft ?? "") : (r?.body[field.name] ?? ""));
  const name = (/** @type {{ on: string, version: any }} */ v) => (v.on === "draft" ? "draft" : `${v.version ? `${v.version}, ` : ""}${sayDay(v.on, session().today)}`);
  const pick = (/** @type {"was" | "now"} */ which, /** @type {string} */ label) => html`<select class="fit" aria-label=${label} value=${pair[which]} onChange=${(/** @type {any} */ e) => setPair({ ...pair, [which]: e.target.value })}>${days.map((v) => html`<option value=${v.on} selected=${v.on === pair[which]}>${name(v)}</option>`)}</select>`;
  return html`<div class="row compare-bar"><span class="small dim">Compare</span>${pick("was", "Earlier version")}<span class="small dim">with</span>${pick("now", "Later version")}<span class="small dim push">${places === 1 ? "1 place" : `${places} places`} changed</span><button type="button" class="btn icon slim" aria-label="Earlier change" onClick=${() => jump(-1)}><${Icon} name="up" /></button><button type="button" class="btn icon slim" aria-label="Next change" onClick=${() => jump(1)}><${Icon} name="down" /></button></div>
    <article class="sheet" ref=${page}><div class="record"><${TextDiff} was=${text(was, pair.was)} now=${text(now, pair.now)} /></div></article>`;
}
