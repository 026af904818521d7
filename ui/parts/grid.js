// A grid in which only the rows in view exist: 250 rows by 40 columns without lag, one tab stop, arrows move, Shift chooses several of a column.
// It must never know what a field stands for; it is told how each is drawn.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../html.js";

/** @typedef {{ row: number, column: number, to: number }} Spot Where the focus is, and to which row the choice reaches. */

/**
 * @param {{ label: string, head: any, foot: any, rows: number, columns: number, at: Spot, move: (at: Spot) => void, act: () => void, lead: (row: number) => any, field: (row: number, column: number) => any, row: (row: number) => string }} p
 * `lead` gives the row's head, `field` what stands in a cell, `row` a key.
 */
export function Grid({ label, head, foot, rows, columns, at, move, act, lead, field, row: keyOf }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [view, setView] = useState({ top: 0, height: 800, row: 28, head: 48, foot: 30 });
  const wantsFocus = useRef(false);
  const within = useRef(false);
  const high = (/** @type {string} */ what) => box.current?.querySelector(what)?.getBoundingClientRect().height ?? 0;
  const measure = () => {
    const el = box.current;
    if (!el) return;
    const now = { top: el.scrollTop, height: el.clientHeight, row: high("tbody tr[aria-rowindex]") || view.row, head: high("thead"), foot: high("tfoot") };
    setView((v) => (v.top === now.top && v.height === now.height && v.head === now.head && v.foot === now.foot && Math.abs(v.row - now.row) < 0.01 ? v : now));
  };
  useLayoutEffect(measure, [rows > 0, columns]);
  useEffect(() => {
    const watch = new ResizeObserver(measure);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const stop = Math.min(at.row, rows - 1);
  const first = Math.max(0, Math.floor(view.top / view.row) - 6);
  const last = Math.min(rows, Math.ceil((view.top + view.height) / view.row) + 6);

  const bring = (/** @type {number} */ r, /** @type {number} */ c, /** @type {boolean} */ several) => {
    const to = Math.min(rows - 1, Math.max(0, r));
    const column = Math.min(columns - 1, Math.max(0, c));
    const el = box.current;
    if (el) {
      const room = el.clientHeight - view.head - view.foot;
      if (to * view.row < el.scrollTop) el.scrollTop = to * view.row;
      else if ((to + 1) * view.row > el.scrollTop + room) el.scrollTop = (to + 1) * view.row - room;
    }
    wantsFocus.current = true;
    move(several ? { row: at.row, column: at.column, to } : { row: to, column, to });
    measure();
  };
  useEffect(() => {
    // A row that scrolls into view may be drawn anew: then the focus it had comes back.
    if (!wantsFocus.current && !(within.current && document.activeElement === document.body)) return;
    const td = /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector("td[tabindex='0']"));
    if (!td) return;
    wantsFocus.current = false;
    td.focus({ preventScroll: true });
    const el = box.current;
    if (!el) return;
    // The name of the row stays at the left: a field must not hide behind it.
    const names = el.querySelector("tbody th")?.getBoundingClientRect().width ?? 0;
    const left = td.offsetLeft - names;
    if (left < el.scrollLeft) el.scrollLeft = left;
    else if (td.offsetLeft + td.offsetWidth > el.scrollLeft + el.clientWidth) el.scrollLeft = td.offsetLeft + td.offsetWidth - el.clientWidth;
  });
  const keys = (/** @type {KeyboardEvent} */ e) => {
    if (e.altKey || e.metaKey || !/** @type {HTMLElement} */ (e.target).matches("td")) return;
    const page = Math.max(1, Math.floor((view.height - view.head - view.foot) / view.row) - 1);
    const by = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageDown: [page, 0], PageUp: [-page, 0] }[e.key];
    const several = e.shiftKey && (!by || by[1] === 0);
    const from = several ? at.to : stop;
    if (by && !e.ctrlKey) bring(from + by[0], at.column + by[1], several);
    else if (e.key === "Home") bring(e.ctrlKey ? 0 : stop, 0, false);
    else if (e.key === "End") bring(e.ctrlKey ? rows - 1 : stop, columns - 1, false);
    else if (e.key === "Enter" && !e.ctrlKey) act();
    else return;
    e.preventDefault();
  };
  const [low, high_] = [Math.min(at.row, at.to), Math.max(at.row, at.to)];
  const spacer = (/** @type {number} */ n) => (n > 0 ? html`<tr class="space" aria-hidden="true"><td style=${{ height: `${n * view.row}px` }}></td></tr>` : null);
  const draw = (/** @type {number} */ i) => html`<tr key=${keyOf(i)} aria-rowindex=${i + 2}>${lead(i)}${Array.from({ length: columns }, (_, j) => {
    const chosen = j === at.column && i >= low && i <= high_;
    return html`<td class="c" role="gridcell" data-at=${`${i}-${j}`} tabindex=${i === stop && j === at.column ? "0" : "-1"} aria-selected=${chosen ? "true" : "false"} onClick=${(/** @type {MouseEvent} */ e) => bring(i, e.shiftKey ? at.column : j, e.shiftKey)} onDblClick=${act}>${field(i, j)}</td>`;
  })}</tr>`;
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, n) => first + n);
  // The one tab stop exists even when it is scrolled away.
  const before = rows && stop < first ? [stop] : [];
  const after = rows && stop >= last ? [stop] : [];
  return html`<div class="rows both" ref=${box} onScroll=${measure} onKeyDown=${keys} onFocusIn=${() => (within.current = true)} onFocusOut=${(/** @type {FocusEvent} */ e) => {
    if (e.relatedTarget && !box.current?.contains(/** @type {Node} */ (e.relatedTarget))) within.current = false;
  }}>
    <table class="tbl grid" role="grid" aria-label=${label} aria-rowcount=${rows + 1} aria-multiselectable="true">
      <thead><tr aria-rowindex="1">${head}</tr></thead>
      <tbody>${before.map(draw)}${spacer(first - before.length)}${shown.map(draw)}${spacer(rows - last - after.length)}${after.map(draw)}</tbody>
      <tfoot><tr>${foot}</tr></tfoot>
    </table></div>`;
}
