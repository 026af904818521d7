// Who lacks what? People by courses and policies, one mark a field, and what is missing as sentences.
// It must never decide who must be trained.
/** @import { StateName, Training } from "../commands.d.ts" */
import { html, useRef, useState } from "../html.js";
import { address, go, record, refine } from "../router.js";
import { session, useCall, useStore } from "../store.js";
import { useKeys } from "../keys.js";
import { fullDay } from "../pure/dates.js";
import { finds } from "../pure/sort.js";
import { begin } from "../parts/acts.js";
import { AsOfMenu, asOf, pastBar, showAsOf, useDays } from "../parts/asof.js";
import { Page } from "../parts/frame.js";
import { count, Icon, Kbd, Mark, State } from "../parts/marks.js";

/** Mark, class and word of each field. @type {Record<Training["rows"][number]["cells"][number]["mark"], [string, string, string]>} */
const MARKS = {
  full: ["m-current", "current", "done"], repeat: ["m-soon", "soon", "due soon"], earlier: ["m-stale", "stale", "new version"],
  never: ["m-overdue", "overdue", "overdue"], not_yet: ["m-never", "never", "not yet"], none: ["", "", "not asked"], away: ["m-na", "na", "away"],
};
const owed = (/** @type {string} */ m) => m === "earlier" || m === "never" || m === "repeat" || m === "not_yet";

export function TrainingPage() {
  const { address: at } = useStore();
  const asof = asOf();
  const { data } = useCall("training", { as_of: asof });
  const days = useDays();
  const [cell, setCell] = useState({ r: 0, c: 0 });
  const search = useRef(/** @type {HTMLInputElement | null} */ (null));
  const grid = useRef(/** @type {HTMLElement | null} */ (null));
  const q = at.query;
  useKeys([
    { key: "/", says: "find people", run: () => search.current?.focus() },
    { key: "Ctrl+P", says: "print or preview this", run: () => go(address(["print", "training"], { asof })) },
    { key: "Escape", run: () => (asof ? showAsOf(null) : q.find ? refine({ find: null }) : false) },
  ]);
  if (!data) return html`<${Page} title="Training" ruled />`;
  const rows = data.rows.filter((r) => (!q.missing || r.cells.some((c) => owed(c.mark))) && (!q.role || r.role === q.role) && (!q.find || finds(`${r.person} ${r.name} ${r.role}`.toLowerCase(), q.find)));
  const missing = data.rows.filter((r) => r.cells.some((c) => owed(c.mark))).length;
  const roles = [...new Set(data.rows.map((r) => r.role))].filter(Boolean);
  const courses = data.columns.filter((c) => c.sort === "course").length;
  const guide = session().wizards.find((w) => w.name === "training-record");
  const r = rows[Math.min(cell.r, rows.length - 1)];
  const col = data.columns[Math.min(cell.c, data.columns.length - 1)];
  const here = r && col ? r.cells[data.columns.indexOf(col)] : null;
  const focus = (/** @type {number} */ row, /** @type {number} */ c) => {
    const to = { r: Math.min(rows.length - 1, Math.max(0, row)), c: Math.min(data.columns.length - 1, Math.max(0, c)) };
    setCell(to);
    requestAnimationFrame(() => {
      const el = /** @type {HTMLElement | null | undefined} */ (grid.current?.querySelector(`[data-at="${to.r}-${to.c}"]`));
      el?.focus({ preventScroll: true });
      el?.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  };
  const act = () => guide && col && go(address(["wizard", guide.name, col.id]));
  const keys = (/** @type {KeyboardEvent} */ e) => {
    if (e.ctrlKey || e.altKey || !/** @type {HTMLElement} */ (e.target).matches("td")) return;
    const to = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageDown: [12, 0], PageUp: [-12, 0] }[e.key];
    if (to) focus(cell.r + to[0], cell.c + to[1]);
    else if (e.key === "Home") focus(e.ctrlKey ? 0 : cell.r, 0);
    else if (e.key === "End") focus(cell.r, data.columns.length - 1);
    else if (e.key === "Enter") act();
    else return;
    e.preventDefault();
  };
  return html`<${Page} title="Training" asof=${pastBar(days)} sub=${html`<p class="small faint">${count(data.rows.length, "person", "people")} · ${count(courses, "course")} · ${count(data.columns.length - courses, "policy", "policies")} to confirm</p>`}
    actions=${html`<${AsOfMenu} days=${days} /><a class="btn slim wide" href=${address(["print", "training"], { asof })}><${Icon} name="print" />Print…</a>${asof || !guide ? null : html`<a class="btn slim primary" href=${address(["wizard", guide.name, col?.sort === "course" ? col.id : ""])}>Record training…</a>`}`}
    under=${html`<div class="find"><${Icon} name="search" /><input class="field-in" type="search" ref=${search} aria-label="Find people" placeholder="Find people" value=${q.find ?? ""} onInput=${(/** @type {any} */ e) => refine({ find: e.target.value })} /><${Kbd}>/<//></div>
      <button type="button" class="chip" aria-pressed=${q.missing ? "true" : "false"} onClick=${() => refine({ missing: q.missing ? null : "1" })}>Something missing <span class="dim">${missing}</span></button>
      ${roles.slice(0, 4).map((x) => html`<button type="button" class="chip wide" aria-pressed=${q.role === x ? "true" : "false"} onClick=${() => refine({ role: q.role === x ? null : x })}>${x}</button>`)}
      ${q.missing || q.role || q.find ? html`<button type="button" class="btn quiet slim" onClick=${() => refine({ missing: null, role: null, find: null })}>Clear</button>` : null}`}
    foot=${html`<span>${count(rows.length, "person", "people")}</span><span class="keys push" aria-hidden="true"><span><kbd>↑</kbd><kbd>↓</kbd><kbd>←</kbd><kbd>→</kbd> move</span><span><kbd>Enter</kbd> record</span></span>`}>
    <div class="split stack">
      <div>${rows.length ? html`<table class="tbl grid" role="grid" aria-label="Who is trained in what" ref=${grid} onKeyDown=${keys}>
        <thead><tr><th scope="col">Person</th>${data.columns.length < 7 ? html`<th scope="col" class="wide">Role</th>` : null}${data.columns.map((c) => html`<th scope="col" class="c"><span class="course-head" title=${`${c.id} ${c.title} ${c.version}`}>${c.title}${c.sort === "policy" ? ` ${c.version}` : ""}</span></th>`)}</tr></thead>
        <tbody>${rows.map((row, i) => html`<tr key=${row.person}><th scope="row">${row.name}${row.top ? html`<span class="unseen">, top management</span>` : null}</th>${data.columns.length < 7 ? html`<td class="faint wide one-line">${row.role}</td>` : null}${row.cells.map((c, j) => {
          const [icon, cls, word] = MARKS[c.mark];
          return html`<td class="c" data-at=${`${i}-${j}`} tabindex=${i === Math.min(cell.r, rows.length - 1) && j === cell.c ? "0" : "-1"} title=${c.says} onFocus=${() => (cell.r !== i || cell.c !== j) && setCell({ r: i, c: j })} onClick=${() => focus(i, j)} onDblClick=${act}>${icon ? html`<${Icon} name=${icon} mark=${cls} />` : html`<i aria-hidden="true">·</i>`}<span class="unseen">${word}${c.text ? `, ${c.text}` : ""}</span></td>`;
        })}</tr>`)}</tbody>
        <tfoot><tr><th scope="row">${count(data.rows.length, "person", "people")}</th>${data.columns.length < 7 ? html`<td class="wide"></td>` : null}${data.totals.map((t) => html`<td class="c">${t.done}/${t.of}</td>`)}</tr></tfoot></table>` : html`<div class="empty"><h2>Nobody found</h2><p>No one answers to that. <button type="button" class="linkish" onClick=${() => refine({ missing: null, role: null, find: null })}>Clear</button></p></div>`}</div>
      <aside class="panel" aria-label=${r && col ? `${r.name}, ${col.title}` : "Who is missing"}>
        ${r && col && here ? html`<section><p class="crumb"><a href=${record(r.person, asof)}>${r.name}</a> · ${r.role}</p><h2 class="title"><a href=${record(col.id, asof)}>${col.title}</a></h2>
          <p class="above-1">${here.state ? html`<${State} state=${/** @type {StateName} */ (here.state)} word=${MARKS[here.mark][2].replace(/^./, (x) => x.toUpperCase())} />` : html`<span class="small dim">${MARKS[here.mark][2]}</span>`}</p>
          <p class="small above-2">${here.says}</p><p class="small faint">Joined ${fullDay(r.joined)}</p>
          ${guide && !asof && owed(here.mark) ? html`<p class="above-3 row"><button type="button" class="btn slim" onClick=${act}>Record it…</button></p>` : null}</section>` : null}
        ${data.missing.length ? html`<section><h2>Who is missing</h2><ul class="links">${data.missing.slice(0, 12).map((m) => html`<li><${Mark} state=${m.states[0]} /><span><a href=${begin(m)}>${m.title}</a></span><span></span>${m.reasons[0] ? html`<span class="why">${m.reasons[0].text}</span>` : null}</li>`)}</ul></section>` : html`<section><p class="small dim">Nobody is missing.</p></section>`}
        <section><p class="key">${["full", "repeat", "never", "earlier", "not_yet"].map((m) => html`<span><${Icon} name=${/** @type {any} */ (MARKS)[m][0]} mark=${/** @type {any} */ (MARKS)[m][1]} />${/** @type {any} */ (MARKS)[m][2]}</span>`)}<span>· not asked</span></p></section>
      </aside></div><//>`;
}
