// A grid in which only the fields in view exist: 250 rows by 40 columns at the screen's rate, one tab stop, arrows move, Shift chooses several
// of a column. It must never know what a field stands for; it is told how each is drawn.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../html.js";

/** @typedef {{ row: number, column: number, to: number }} Spot Where the focus is, and to which row the choice reaches. */

/** From so many columns on, widths are fixed and columns out of view are left out. */
const MANY = 12;
/** Rows and columns drawn beyond the edge; the window moves by as many at a time. */
const BEYOND = 4;

/**
 * @param {{ label: string, head: any, foot: any, rows: number, columns: number, at: Spot, move: (at: Spot) => void, act: () => void, of: any, lead: (row: number) => any, field: (row: number, column: number) => any, row: (row: number) => string }} p
 * `of`: what the fields are drawn from; as long as it is the same, a row that was drawn is not drawn again. `lead` gives the row's head, `field` what stands in a cell, `row` a key.
 */
export function Grid({ label, head, foot, rows, columns, at, move, act, of, lead, field, row: keyOf }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [size, setSize] = useState({ height: 800, width: 800, row: 28, column: 84, head: 48, foot: 30 });
  const [seen, setSeen] = useState({ row: 0, column: 0 });
  const wantsFocus = useRef(false);
  const within = useRef(false);
  const drawn = useRef({ of, columns, rows: /** @type {Map<string, any>} */ (new Map()) });
  if (drawn.current.of !== of || drawn.current.columns !== columns) drawn.current = { of, columns, rows: new Map() };
  const many = columns > MANY;
  const measure = () => {
    const el = box.current;
    if (!el) return;
    const rect = (/** @type {string} */ what) => el.querySelector(what)?.getBoundingClientRect();
    const now = { height: el.clientHeight, width: el.clientWidth, row: rect("tbody tr[aria-rowindex]")?.height || size.row, column: rect("thead th.c")?.width || size.column, head: rect("thead")?.height || 0, foot: rect("tfoot")?.height || 0 };
    setSize((s) => (/** @type {(keyof typeof now)[]} */ (Object.keys(now)).every((k) => Math.abs(s[k] - now[k]) < 0.01) ? s : now));
  };
  /** Only where the window moves on is anything drawn; between, the browser scrolls alone. */
  const scrolled = () => {
    const el = box.current;
    if (!el) return;
    const to = { row: Math.floor(el.scrollTop / size.row / BEYOND) * BEYOND, column: Math.floor(el.scrollLeft / size.column / BEYOND) * BEYOND };
    setSeen((s) => (s.row === to.row && s.column === to.column ? s : to));
  };
  useLayoutEffect(measure, [rows > 0, columns]);
  useEffect(() => {
    const watch = new ResizeObserver(measure);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const stop = Math.min(at.row, rows - 1);
  const first = Math.max(0, seen.row - BEYOND);
  const last = Math.min(rows, seen.row + Math.ceil(size.height / size.row) + 2 * BEYOND);
  const left = many ? Math.max(0, seen.column - BEYOND) : 0;
  const right = many ? Math.min(columns, seen.column + Math.ceil(size.width / size.column) + 2 * BEYOND) : columns;

  const bring = (/** @type {number} */ r, /** @type {number} */ c, /** @type {boolean} */ several) => {
    const to = Math.min(rows - 1, Math.max(0, r));
    const column = Math.min(columns - 1, Math.max(0, c));
    const el = box.current;
    if (el) {
      const room = el.clientHeight - size.head - size.foot;
      if (to * size.row < el.scrollTop) el.scrollTop = to * size.row;
      else if ((to + 1) * size.row > el.scrollTop + room) el.scrollTop = (to + 1) * size.row - room;
    }
    wantsFocus.current = true;
    move(several ? { row: at.row, column: at.column, to } : { row: to, column, to });
    scrolled();
  };
  useLayoutEffect(() => {
    // A row that scrolls into view may be drawn anew: then the focus it had comes back, before another key can fall beside it.
    if (!wantsFocus.current && !(within.current && document.activeElement === document.body)) return;
    const td = /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector("td[tabindex='0']"));
    const el = box.current;
    if (!td || !el) return;
    const asked = wantsFocus.current;
    wantsFocus.current = false;
    td.focus({ preventScroll: true });
    if (!asked) return;
    // The name of the row stays at the left: a field must not hide behind it.
    const names = el.querySelector("tbody th")?.getBoundingClientRect().width ?? 0;
    const from = td.offsetLeft - names;
    if (from < el.scrollLeft) el.scrollLeft = from;
    else if (td.offsetLeft + td.offsetWidth > el.scrollLeft + el.clientWidth) el.scrollLeft = td.offsetLeft + td.offsetWidth - el.clientWidth;
  });
  const keys = (/** @type {KeyboardEvent} */ e) => {
    if (e.altKey || e.metaKey || !/** @type {HTMLElement} */ (e.target).matches("td")) return;
    const page = Math.max(1, Math.floor((size.height - size.head - size.foot) / size.row) - 1);
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
  const pressed = (/** @type {MouseEvent} */ e) => {
    const where = /** @type {HTMLElement | null} */ (/** @type {Element} */ (e.target).closest("td[data-at]"))?.dataset.at?.split("-").map(Number);
    if (where) bring(where[0], e.shiftKey ? at.column : where[1], e.shiftKey);
  };
  const [low, high] = [Math.min(at.row, at.to), Math.max(at.row, at.to)];
  const space = (/** @type {string} */ side, /** @type {number} */ n) => (n > 0 ? html`<td key=${side} colspan=${n} aria-hidden="true"></td>` : null);
  const draw = (/** @type {number} */ i) => {
    const focus = i === stop ? at.column : -1;
    const chosen = i >= low && i <= high ? at.column : -1;
    // The one tab stop exists even when it is scrolled away.
    const [a, b] = focus < 0 ? [left, right] : [Math.min(left, focus), Math.max(right, focus + 1)];
    const name = `${i} ${focus} ${chosen} ${a} ${b}`;
    let row = drawn.current.rows.get(name);
    if (!row) {
      if (drawn.current.rows.size > 2000) drawn.current.rows.clear();
      row = html`<tr key=${keyOf(i)} aria-rowindex=${i + 2}>${lead(i)}${space("left", a)}${Array.from({ length: b - a }, (_, n) => {
        const j = a + n;
        return html`<td key=${j} class="c" role="gridcell" data-at=${`${i}-${j}`} aria-colindex=${j + 2} tabindex=${j === focus ? "0" : "-1"} aria-selected=${j === chosen ? "true" : "false"}>${field(i, j)}</td>`;
      })}${space("right", columns - b)}</tr>`;
      drawn.current.rows.set(name, row);
    }
    return row;
  };
  const spacer = (/** @type {string} */ place, /** @type {number} */ n) => (n > 0 ? html`<tr key=${place} class="space" aria-hidden="true"><td style=${{ height: `${n * size.row}px` }}></td></tr>` : null);
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, n) => first + n);
  const before = rows && stop < first ? [stop] : [];
  const after = rows && stop >= last ? [stop] : [];
  // One list: a row that comes into view from either end stays the same element.
  const lines = [...before.map(draw), spacer("above", first - before.length), ...shown.map(draw), spacer("below", rows - last - after.length), ...after.map(draw)];
  return html`<div class="rows both" ref=${box} onScroll=${scrolled} onKeyDown=${keys} onClick=${pressed} onDblClick=${(/** @type {MouseEvent} */ e) => /** @type {Element} */ (e.target).closest("td[data-at]") && act()} onFocusIn=${() => (within.current = true)} onFocusOut=${(/** @type {FocusEvent} */ e) => {
    if (e.relatedTarget && !box.current?.contains(/** @type {Node} */ (e.relatedTarget))) within.current = false;
  }}>
    <table class=${`tbl grid ${many ? "many" : ""}`} style=${many ? { width: `${13 + columns * 5.25}rem` } : {}} role="grid" aria-label=${label} aria-rowcount=${rows + 1} aria-colcount=${columns + 1} aria-multiselectable="true">
      ${many ? html`<colgroup><col class="names" />${Array.from({ length: columns }, () => html`<col class="field" />`)}</colgroup>` : null}
      <thead><tr aria-rowindex="1">${head}</tr></thead>
      <tbody>${lines}</tbody>
      <tfoot><tr>${foot}</tr></tfoot>
    </table></div>`;
}
