// How much of each register still held, month by month: an account book of percentages, and the same facts as a list.
// It must never count, nor decide what is current: every number and sentence comes from the domain.
/** @import { CurrencyMonths, CurrencyRow, Day } from "../commands.d.ts" */
import { html, useEffect, useRef, useState } from "../html.js";
import { address, go, refine } from "../router.js";
import { session, useCall, useStore } from "../store.js";
import { useKeys } from "../keys.js";
import { addMonths, fullDay, sayDay } from "../pure/dates.js";
import { Seg } from "../parts/dialog.js";
import { Page } from "../parts/frame.js";
import { count, Icon, Mark } from "../parts/marks.js";

const TITLE = "What still holds";
/** "Jan" with the year under it where a year begins. @param {Day} day @param {boolean} year */
const head = (day, year) => html`<span aria-hidden="true">${fullDay(day).split(" ")[1].slice(0, 3)}<br /><span class="faint">${year ? day.slice(0, 4) : "\u00a0"}</span></span><span class="unseen">${fullDay(day)}</span>`;

/** What holds as a length, what is due soon hatched, the rest as paper. @param {{ f: CurrencyRow["fields"][number] }} p */
const Bar = ({ f }) => html`<span class="held" aria-hidden="true"><i class="g-current" style=${{ width: `${(100 * f.current) / (f.total || 1)}%` }}></i><i class="g-soon" style=${{ width: `${(100 * f.soon) / (f.total || 1)}%` }}></i></span>`;

/** @param {CurrencyRow["fields"][number]} f */
const percent = (f) => (f.percent === null ? "–" : `${f.percent}\u00a0%`);

export function CurrencyPage() {
  const { address: at } = useStore();
  const s = session();
  const span = at.query.span ?? "all";
  const from = span === "12" ? addMonths(s.today, -11) : span === "24" ? addMonths(s.today, -23) : undefined;
  const { data } = useCall("currency", { from });
  const asList = at.query.show === "list";
  useKeys([
    { key: "Ctrl+P", says: "print or preview this", run: () => go(address(["print", "currency"])) },
    { key: "Escape", says: "back to Today", run: () => go("#/today") },
  ]);
  if (!data) return html`<${Page} title=${TITLE} crumb=${html`<a href="#/today">Today</a>`} ruled />`;
  const now = data.all.fields[data.all.fields.length - 1];
  return html`<${Page} title=${TITLE} crumb=${html`<a href="#/today">Today</a>`} sub=${html`<p class="small faint">${now.current + now.soon} of ${now.total} things are current. ${data.trend}</p>`}
    actions=${html`<${Seg} label="Show as" value=${asList ? "list" : "book"} choose=${(/** @type {string} */ v) => refine({ show: v === "list" ? "list" : null })} options=${[{ value: "book", says: html`<${Icon} name="matrix" />Months` }, { value: "list", says: html`<${Icon} name="sheet" />List` }]} /><a class="btn slim wide" href=${address(["print", "currency"])}><${Icon} name="print" />Print…</a>`}
    under=${html`<span class="small dim">From</span><${Seg} label="From when" value=${span} choose=${(/** @type {string} */ v) => refine({ span: v === "all" ? null : v })} options=${[{ value: "all", says: "The certificate" }, { value: "24", says: "24 months" }, { value: "12", says: "12 months" }]} />`}
    foot=${asList ? undefined : html`<span>${count(data.days.length, "month")}, ${count(data.rows.length, "register")}</span><span class="keys push" aria-hidden="true"><span><kbd>↑</kbd><kbd>↓</kbd><kbd>←</kbd><kbd>→</kbd> move</span><span><kbd>Enter</kbd> open as of that day</span></span>`}>
    ${asList ? html`<${List} data=${data} />` : html`<${Book} key=${span} data=${data} />`}<//>`;
}

/** @param {{ data: CurrencyMonths }} p */
function Book({ data }) {
  const s = session();
  const last = data.days.length - 1;
  const [cell, setCell] = useState({ r: 0, c: last });
  const grid = useRef(/** @type {HTMLElement | null} */ (null));
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const rows = [data.all, ...data.rows];
  const r = rows[Math.min(cell.r, rows.length - 1)];
  const c = Math.min(cell.c, last);
  const f = r.fields[c];
  // The newest months are what one came for.
  useEffect(() => {
    if (box.current) box.current.scrollLeft = box.current.scrollWidth;
  }, [data.days.length]);
  const focus = (/** @type {number} */ r, /** @type {number} */ c) => {
    const to = { r: Math.min(rows.length - 1, Math.max(0, r)), c: Math.min(last, Math.max(0, c)) };
    setCell(to);
    requestAnimationFrame(() => {
      const el = /** @type {HTMLElement | null | undefined} */ (grid.current?.querySelector(`[data-at="${to.r}-${to.c}"]`));
      el?.focus({ preventScroll: true });
      el?.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  };
  const keys = (/** @type {KeyboardEvent} */ e) => {
    if (e.altKey || !/** @type {HTMLElement} */ (e.target).matches("td")) return;
    const to = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageDown: [12, 0], PageUp: [-12, 0] }[e.key];
    if (to) focus(cell.r + to[0], cell.c + to[1]);
    else if (e.key === "Home") focus(e.ctrlKey ? 0 : cell.r, 0);
    else if (e.key === "End") focus(e.ctrlKey ? rows.length - 1 : cell.r, last);
    else if (e.key === "Enter") go(f.go);
    else return;
    e.preventDefault();
  };
  const line = (/** @type {CurrencyRow} */ row, /** @type {number} */ i) => html`<tr key=${row.sort}><th scope="row">${row.title}</th>${row.fields.map((x, j) => html`<td class=${`c ${i === cell.r && j === c ? "is-focused" : ""}`} data-at=${`${i}-${j}`} tabindex=${i === cell.r && j === c ? "0" : "-1"} title=${x.says} onFocus=${() => (cell.r !== i || c !== j) && setCell({ r: i, c: j })} onClick=${() => focus(i, j)} onDblClick=${() => go(x.go)}>${x.percent === null ? html`<i aria-hidden="true">·</i>` : html`<span class=${x.percent === 100 ? "full-100" : ""}>${x.percent}</span><${Bar} f=${x} />`}<span class="unseen">${x.percent === null ? "" : " per cent: "}${x.says}</span></td>`)}</tr>`;
  const starts = data.rows.map((row, i) => (i === 0 || data.rows[i - 1].group !== row.group ? row.group : ""));
  return html`<div class="split stack">
    <div ref=${box}><table class="tbl grid months" role="grid" aria-label="How much of each register held at the end of each month, in per cent" ref=${grid} onKeyDown=${keys}>
      <thead><tr><th scope="col">Register</th>${data.days.map((d, i) => html`<th scope="col" class="c">${head(d, i === 0 || d.slice(0, 4) !== data.days[i - 1].slice(0, 4))}</th>`)}</tr></thead>
      <tbody class="sum">${line(data.all, 0)}</tbody>
      ${data.rows.map((row, i) => (starts[i] ? html`<tbody key=${row.group}><tr class="group-row"><th scope="rowgroup">${row.group}</th><td colspan=${data.days.length}></td></tr>${data.rows.map((x, n) => (x.group === row.group ? line(x, n + 1) : null))}</tbody>` : null))}</table></div>
    <aside class="panel" aria-label=${`${r.title}, ${fullDay(data.days[c])}`}>
      <section><p class="crumb">${fullDay(data.days[c])}</p><h2 class="title"><a href=${f.go}>${r.title}</a></h2>
        <p><span class="big">${f.percent === null ? "–" : f.percent}</span> <span class="dim">${f.percent === null ? "nothing there yet" : `% held: ${f.current + f.soon} of ${f.total}`}</span></p>
        <${States} f=${f} />
        ${r.then !== null && data.then_on && data.days[c] > data.then_on ? html`<p class="small faint above-2">On ${sayDay(data.then_on, s.today)}, ${data.then_what}: ${r.then} %</p>` : null}
        <p class="above-3"><a class="btn slim" href=${f.go}>${c === last ? "Open" : `As of ${sayDay(data.days[c], s.today)}`}<span class="unseen"> ${r.title}</span></a></p></section>
      <section><h2>The trend</h2><p class="small">${data.trend}</p>${data.lowest ? html`<p class="small dim above-1">${data.lowest}</p>` : null}</section>
      ${data.spread.total ? html`<section><h2>Was the work spread?</h2>${data.spread.says.length ? html`<ul class="small dim">${data.spread.says.map((t) => html`<li>${t}</li>`)}</ul>` : html`<p class="small dim">${data.spread.total} things were looked at in this time.</p>`}</section>` : null}
      <section><p class="key"><span><i class="sw-held g-current"></i>current</span><span><i class="sw-held g-soon"></i>due soon, holds</span><span><i class="sw-held"></i>does not hold</span></p></section>
    </aside></div>`;
}

/** @param {{ f: CurrencyRow["fields"][number] }} p */
const States = ({ f }) => html`<ul class="steps above-2">${/** @type {const} */ ([["current", f.current, "current"], ["due soon", f.soon, "due soon"], ["stale", f.stale, "out of step"], ["overdue", f.overdue, "overdue"], ["never reviewed", f.never, "never reviewed"]]).filter(([, n]) => n).map(([state, n, word]) => html`<li><${Mark} state=${state} quiet /><span>${word}</span><span>${n}</span></li>`)}</ul>`;

/** The same facts, month after month, the latest first. @param {{ data: CurrencyMonths }} p */
const List = ({ data }) => html`<div class="scroll" tabindex="0" role="region" aria-label="Month by month"><div class="pad">${data.days.map((d, i) => ({ d, i })).reverse().map(({ d, i }) => html`<section class="settings" key=${d}><h2>${fullDay(d)}: ${percent(data.all.fields[i])}</h2><p class="small dim">${data.all.fields[i].says}</p>
  <ul class="links months-list">${data.rows.filter((r) => r.fields[i].percent !== null).map((r) => html`<li><${Bar} f=${r.fields[i]} /><span><a href=${r.fields[i].go}>${r.title}<span class="unseen"> on ${fullDay(d)}</span></a></span><span class="nowrap">${percent(r.fields[i])}</span><span class="why">${r.fields[i].says}</span></li>`)}</ul></section>`)}</div></div>`;
