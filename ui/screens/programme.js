// What recurs over the year: kept, skipped and why, planned ahead, and what each month takes. A list whose columns are months.
// It must never count hours or judge a month: the domain does both.
/** @import { Programme, RoutineShown } from "../commands.d.ts" */
import { html, useEffect, useRef, useState } from "../html.js";
import { address, go, record, refine } from "../router.js";
import { useCall, useStore } from "../store.js";
import { useKeys } from "../keys.js";
import { addMonths, shortDay } from "../pure/dates.js";
import { needsYou } from "../pure/sort.js";
import { begin } from "../parts/acts.js";
import { AsOfMenu, asOf, pastBar, showAsOf, useDays } from "../parts/asof.js";
import { Seg } from "../parts/dialog.js";
import { Empty, Page } from "../parts/frame.js";
import { a, count, Icon, kindNamed, lower, spell, StatesOne } from "../parts/marks.js";
import { BECAME, monthClass, monthWhole, StripHead, StripKey, StripMark } from "../parts/strip.js";

/** The kind whose drawing this is. */
const kind = () => kindNamed("routine");

export function ProgrammePage() {
  const { address: at } = useStore();
  const asof = asOf();
  const { data } = useCall("programme", { as_of: asof, from: at.query.from ?? null, to: at.query.to ?? null });
  const days = useDays();
  const [cell, setCell] = useState(/** @type {{ r: number, c: number } | null} */ (null));
  const grid = useRef(/** @type {HTMLElement | null} */ (null));
  const rows = data?.routines ?? [];
  const now = data ? Math.max(0, data.months.findIndex((m) => m.month === data.now)) : 0;
  const here = cell ?? { r: 0, c: now };
  const r = rows[Math.min(here.r, rows.length - 1)];
  const c = r?.cells[Math.min(here.c, r.cells.length - 1)];
  const move = (/** @type {number} */ by) => data && refine({ from: addMonths(data.from, by), to: addMonths(data.to, by) });
  const perform = () => r?.item && !asof && go(begin(r.item));
  useKeys([
    { key: "[", says: "earlier", run: () => move(-6) },
    { key: "]", says: "later", run: () => move(6) },
    { key: "r", says: "do it", run: perform },
    { key: "e", says: "change it", run: () => r && !asof && go(address(["edit", r.id])) },
    { key: "Escape", says: "back to the list", run: () => (asof ? showAsOf(null) : go(address(["routine"]))) },
  ]);
  // Today's month is brought into view, where the window is narrow.
  useEffect(() => {
    grid.current?.querySelector("th.now")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [data?.from, rows.length > 0]);
  const k = kind();
  if (!data || !k) return html`<${Page} title=${k?.plural ?? "Programme"} ruled />`;
  const seg = html`<${Seg} label="Show as" value="programme" choose=${(/** @type {string} */ v) => v === "list" && go(address([k.name], { asof }))} options=${[{ value: "list", says: html`<${Icon} name="sheet" />List` }, { value: "programme", says: html`<${Icon} name=${k.drawn?.icon ?? "calendar"} />${k.drawn?.word ?? "Year"}` }]} />`;
  if (!rows.length)
    return html`<${Page} title=${k.plural} ruled asof=${pastBar(days)} actions=${seg}><${Empty} icon=${k.icon} title="Nothing recurs yet"><p>${k.about} An auditor asks for what was done when, all year long.</p>${asof ? null : html`<p><a class="btn" href=${address(["new", k.name])}>Add ${a(k.title)}</a></p>`}<//><//>`;
  // Keys may come faster than frames: each starts from the field that has the focus, not from the last one that was drawn.
  const focus = (/** @type {number} */ row, /** @type {number} */ col) => {
    const to = { r: Math.min(rows.length - 1, Math.max(0, row)), c: Math.min(data.months.length - 1, Math.max(0, col)) };
    setCell(to);
    const el = /** @type {HTMLElement | null | undefined} */ (grid.current?.querySelector(`[data-at="${to.r}-${to.c}"]`));
    el?.focus({ preventScroll: true });
    el?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const keys = (/** @type {KeyboardEvent} */ e) => {
    const at = /** @type {HTMLElement} */ (e.target).dataset.at?.split("-").map(Number);
    if (e.ctrlKey || e.altKey || !at) return;
    const to = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageDown: [10, 0], PageUp: [-10, 0] }[e.key];
    if (to) focus(at[0] + to[0], at[1] + to[1]);
    else if (e.key === "Home") focus(at[0], 0);
    else if (e.key === "End") focus(at[0], data.months.length - 1);
    else if (e.key === "Enter") go(record(rows[at[0]].id, asof));
    else return;
    e.preventDefault();
  };
  const months = data.months.map((m) => m.month);
  const crowded = data.months.some((m) => m.ahead && m.crowded);
  return html`<${Page} title=${k.plural} asof=${pastBar(days)} sub=${html`<p class="small faint">${count(rows.length, k.title.toLowerCase(), k.plural.toLowerCase())} · ${spell(data.minutes_a_year)} a year · ${monthWhole(data.from)} to ${monthWhole(data.to)}</p>`}
    actions=${html`${seg}<button type="button" class="btn icon" aria-label="Earlier" onClick=${() => move(-6)}><${Icon} name="back" /></button><button type="button" class="btn icon" aria-label="Later" onClick=${() => move(6)}><${Icon} name="next" /></button><${AsOfMenu} days=${days} />`}
    under=${html`<${StripKey} />`}
    foot=${html`<span>${count(rows.length, k.title.toLowerCase(), k.plural.toLowerCase())}</span><span class="keys push" aria-hidden="true"><span><kbd>↑</kbd><kbd>↓</kbd><kbd>←</kbd><kbd>→</kbd> move</span><span><kbd>Enter</kbd> open</span>${asof ? null : html`<span><kbd>R</kbd> do it</span><span><kbd>E</kbd> change it</span>`}<span class="wide"><kbd>[</kbd><kbd>]</kbd> earlier, later</span></span>`}>
    <div class="split below">
      <div class="programme" ref=${grid}>
        <table class="tbl grid strip" role="grid" aria-label="What recurs, month by month" onKeyDown=${keys}>
          <${StripHead} months=${months} now=${data.now} lead=${html`<th scope="col">${k.title}</th>`} tail=${html`<th scope="col" class="wide">State</th><th scope="col" class="num">Next</th>`} />
          <tbody>${rows.map((row, i) => html`<tr key=${row.id} aria-selected=${row === r ? "true" : "false"}><th scope="row"><a class="what" tabindex="-1" href=${record(row.id, asof)}><span class="code">${row.id}</span> ${row.title}</a><span class="rhythm">${row.every}${row.each ? "" : ` ${row.counted}`}${row.each ? `, each of the ${row.each}` : ""}</span></th>${row.cells.map(
            (x, j) => html`<td class=${monthClass({ months, i: j, now: data.now })} data-at=${`${i}-${j}`} tabindex=${i === Math.min(here.r, rows.length - 1) && j === here.c ? "0" : "-1"} title=${x.says || undefined} onFocus=${() => (here.r !== i || here.c !== j || !cell) && setCell({ r: i, c: j })} onClick=${() => focus(i, j)} onDblClick=${() => go(record(row.id, asof))}><${StripMark} cell=${x} /></td>`,
          )}<td class="wide nowrap">${row.paused ? html`<span class="state na"><${Icon} name="m-paused" mark="na" />Paused</span>` : html`<${StatesOne} states=${row.states} />`}</td><td class="num nowrap">${row.due ? shortDay(row.due, data.as_of) : ""}</td></tr>`)}</tbody>
          <tfoot><tr><th scope="row">Hours a month<span class="rhythm">dark: yours · line: twice the mean</span></th>${data.months.map((m, j) => html`<${Hours} m=${m} data=${data} cls=${monthClass({ months, i: j, now: data.now })} />`)}<td class="wide"></td><td></td></tr></tfoot>
        </table>
      </div>
      <aside class="panel" aria-label=${r && c ? `${r.id}, ${monthWhole(c.month)}` : "The year"}>
        ${r && c ? html`<${Chosen} row=${r} c=${c} asof=${asof} verb=${k.wizard_verb} />` : null}
        <section><h2>The year</h2><ul class="links">${data.says.map((s, i) => html`<li><${Icon} name=${crowded && !i ? "m-weak" : "m-note"} mark=${crowded && !i ? "soon" : "na"} /><span>${s}</span></li>`)}</ul></section>
      </aside>
    </div><//>`;
}

/** One month's hours as a bar: yours below, the others' above; the broken line is twice the mean. @param {{ m: Programme["months"][number], data: Programme, cls: string }} p */
function Hours({ m, data, cls }) {
  // A month of three times what is usual fills the field; what is more is cut and says so by its number.
  const top = Math.max(data.mean * 3, 1);
  const share = (/** @type {number} */ n) => `${(Math.min(n, top) / top) * 3}rem`;
  const says = `${monthWhole(m.month)}: ${spell(m.minutes)}${m.crowded ? ", more than twice the mean" : ""}${m.yours !== m.minutes ? `; you ${spell(m.yours)}` : ""}`;
  return html`<td class=${`${cls} hours-of ${m.ahead ? "" : "gone"}`} title=${says}><span class="hours-box" aria-hidden="true"><i class="limit"></i><i class=${`load ${m.crowded ? "over" : ""}`} style=${{ height: share(m.minutes) }}></i>${m.crowded ? null : html`<i class="load yours" style=${{ height: share(Math.min(m.yours, m.minutes)) }}></i>`}</span><small aria-hidden="true">${m.minutes < 60 && m.minutes ? "<1" : Math.round(m.minutes / 60)}</small><span class="unseen">${says}</span></td>`;
}

/** @param {{ row: RoutineShown, c: RoutineShown["cells"][number], asof: string | null, verb: string }} p */
function Chosen({ row, c, asof, verb }) {
  return html`<section><p class="crumb"><a href=${record(row.id, asof)}>${row.id}</a> · ${row.owner_name}</p><h2 class="title"><a href=${record(row.id, asof)}>${row.title}</a></h2>
      ${asof ? null : html`<p class="row above-1">${row.item ? html`<a class=${`btn slim ${needsYou(row.states) ? "primary" : ""}`} href=${begin(row.item)}>${row.item.available ? verb : "Open"}<span class="unseen"> ${row.id}</span></a>` : null}<a class="btn slim" href=${address(["edit", row.id])}>Change<span class="unseen"> ${row.id}</span></a></p>`}
      <p class="small dim above-2">${row.every} ${row.counted} · ${row.lead_days} days before, ${row.window_days} after · ${spell(row.minutes)}${row.each ? " each" : ""} · leaves ${row.proof}${row.guide ? ` · ${row.guide}` : ""}</p>
      <p class="small faint">Serves ${row.serves.join(", ")}${row.alone_answers.length ? `; alone ${row.alone_answers.join(", ")}` : ""}</p></section>
    <section><h2>${monthWhole(c.month)}</h2>${c.times.length ? html`<ul class="links">${c.times.map((t) => html`<li><${Icon} name=${BECAME[t.became][0]} mark=${BECAME[t.became][1]} /><span><span class="unseen">${BECAME[t.became][2]}: </span>${t.says}</span>${t.review ? html`<a class="code" href=${record(t.review, asof)}>${t.review}</a>` : null}</li>`)}</ul>` : html`<p class="small dim">Nothing fell or falls into it.</p>`}
      ${row.reasons.length ? html`<ul class="small above-2">${row.reasons.map((s) => html`<li>${s}</li>`)}</ul>` : null}</section>`;
}
