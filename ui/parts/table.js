// A list of records as a table in which only the rows in view exist: 5,000 rows without lag, one tab stop, arrows move.
// It must never know what a row stands for; it is told how each cell is drawn.
/** @import { Row } from "../commands.d.ts" */
import { html, useEffect, useLayoutEffect, useRef, useState } from "../html.js";
import { Icon } from "./marks.js";

/** @typedef {{ name: string, head: any, num?: boolean, roomy?: boolean, snug?: boolean, sort?: boolean, width?: number, cell: (row: Row) => any }} Column width in rem; without: the rest. `roomy` goes first when the window narrows, then `snug`. */

/** The columns for which there is room: a title keeps 18 rem, so the last roomy ones go, then the snug ones. @param {Column[]} columns @param {number} rem */
function fitting(columns, rem) {
  const shown = [...columns];
  const needs = () => shown.reduce((n, c) => n + (c.width ?? 18), 0);
  while (needs() > rem) {
    const at = Math.max(shown.findLastIndex((c) => c.roomy), -1);
    const out = at >= 0 ? at : shown.findLastIndex((c) => c.snug);
    if (out < 0) break;
    shown.splice(out, 1);
  }
  return shown;
}

/** @param {{ label: string, columns: Column[], rows: Row[], chosen: string | null, choose: (id: string) => void, open: (id: string) => void, by: { column: string, down: boolean }, sort: (column: string) => void }} p */
export function Table({ label, columns: all, rows, chosen, choose, open, by, sort }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [view, setView] = useState({ top: 0, height: 800, row: 32, head: 31, rem: 50 });
  const columns = fitting(all, view.rem);
  const wantsFocus = useRef(false);
  const within = useRef(false);
  const measure = () => {
    const el = box.current;
    if (!el) return;
    const row = el.querySelector("tbody tr[aria-rowindex]")?.getBoundingClientRect().height || view.row;
    const head = el.querySelector("thead")?.getBoundingClientRect().height || view.head;
    const rem = el.clientWidth / (parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
    setView((v) => (v.top === el.scrollTop && v.height === el.clientHeight && v.rem === rem && Math.abs(v.row - row) < 0.01 ? v : { top: el.scrollTop, height: el.clientHeight, row, head, rem }));
  };
  useLayoutEffect(measure, [rows.length > 0]);
  useEffect(() => {
    const watch = new ResizeObserver(measure);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const at = rows.findIndex((r) => r.id === chosen);
  const first = Math.max(0, Math.floor(view.top / view.row) - 8);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / view.row) + 8);
  const shown = rows.slice(first, last).map((row, i) => ({ row, i: first + i }));
  // The one tab stop exists even when it is scrolled away.
  const stop = at < 0 ? 0 : at;
  if (rows.length && (stop < first || stop >= last)) shown[stop < first ? "unshift" : "push"]({ row: rows[stop], i: stop });
  const above = shown.length ? Math.min(shown[0].i, first) : 0;

  const bring = (/** @type {number} */ i) => {
    const el = box.current;
    if (!el || !rows[i]) return;
    const top = i * view.row;
    if (top < el.scrollTop) el.scrollTop = top;
    else if (top + view.row + view.head > el.scrollTop + el.clientHeight) el.scrollTop = top + view.row + view.head - el.clientHeight;
    wantsFocus.current = true;
    choose(rows[i].id);
    measure();
  };
  useLayoutEffect(() => {
    // A row that scrolls into view may be drawn anew: then the focus it had comes back, before another key can fall beside it.
    if (!wantsFocus.current && !(within.current && document.activeElement === document.body)) return;
    const tr = /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector("tr[tabindex='0']"));
    if (tr && (tr.dataset.id === chosen || !wantsFocus.current)) {
      wantsFocus.current = false;
      tr.focus({ preventScroll: true });
    }
  });
  const keys = (/** @type {KeyboardEvent} */ e) => {
    if (e.ctrlKey || e.altKey || e.metaKey || !/** @type {HTMLElement} */ (e.target).matches("tr")) return;
    const page = Math.max(1, Math.floor((view.height - view.head) / view.row) - 1);
    const to = { ArrowDown: stop + (at < 0 ? 0 : 1), ArrowUp: stop - 1, Home: 0, End: rows.length - 1, PageDown: stop + page, PageUp: stop - page }[e.key];
    if (to !== undefined) bring(Math.min(rows.length - 1, Math.max(0, to)));
    else if (e.key === "Enter") open(rows[stop].id);
    else return;
    e.preventDefault();
  };
  const spacer = (/** @type {string} */ place, /** @type {number} */ n) => (n > 0 ? html`<tr key=${place} class="space" aria-hidden="true"><td style=${{ height: `${n * view.row}px` }}></td></tr>` : null);
  const inside = shown.filter((s) => s.i >= first && s.i < last);
  const before = shown.filter((s) => s.i < first);
  const after = shown.filter((s) => s.i >= last);
  const tr = (/** @type {{ row: Row, i: number }} */ { row, i }) => html`<tr key=${row.id} data-id=${row.id} aria-rowindex=${i + 2} aria-selected=${row.id === chosen ? "true" : "false"} tabindex=${i === stop ? "0" : "-1"} onClick=${() => choose(row.id)} onDblClick=${() => open(row.id)}>${columns.map((c) =>
    c.name === "title" ? html`<th scope="row" class="cut" title=${row.title}>${c.cell(row)}</th>` : html`<td class=${`${c.num ? "num" : ""} ${c.name === "code" ? "code faint" : "one-line"}`}>${c.cell(row)}</td>`,
  )}</tr>`;
  // One list: a row that comes into view from either end stays the same element.
  const lines = [...before.map(tr), spacer("above", above ? first - before.length : first), ...inside.map(tr), spacer("below", rows.length - last - after.length), ...after.map(tr)];
  return html`<div class="rows" ref=${box} onScroll=${measure} onKeyDown=${keys} onFocusIn=${() => (within.current = true)} onFocusOut=${(/** @type {FocusEvent} */ e) => {
    if (e.relatedTarget && !box.current?.contains(/** @type {Node} */ (e.relatedTarget))) within.current = false;
  }}>
    <table class="tbl fixed" role="grid" aria-label=${label} aria-rowcount=${rows.length + 1}>
      <colgroup>${columns.map((c) => html`<col style=${c.width ? { width: `${c.width}rem` } : {}} />`)}</colgroup>
      <thead><tr aria-rowindex="1">${columns.map((c) => html`<th scope="col" class=${`${c.num ? "num" : ""}`} aria-sort=${c.name === by.column ? (by.down ? "descending" : "ascending") : undefined}>${c.sort === false ? c.head : html`<button type="button" onClick=${() => sort(c.name)}>${c.head}${c.name === by.column ? html`<${Icon} name=${by.down ? "down" : "up"} />` : null}</button>`}</th>`)}</tr></thead>
      <tbody>${lines}</tbody>
    </table></div>`;
}
