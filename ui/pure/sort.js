// Puts rows of a register in order, filters them, and says when a field is asked for.
// It must never fetch anything, nor know a kind by name.
/** @import { Row, StateName, Ty } from "../commands.d.ts" */

/** What needs the owner first. @type {StateName[]} */
export const STATE_ORDER = ["overdue", "stale", "never reviewed", "due soon", "current", "not applicable"];

/** @param {StateName[]} states */
export const worst = (states) => Math.min(...states.map((s) => STATE_ORDER.indexOf(s)), STATE_ORDER.length);
/** @param {StateName[]} states */
export const needsYou = (states) => states.some((s) => s === "overdue" || s === "stale" || s === "never reviewed" || s === "due soon");

const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** What a row is put in order by. A column with a star is not an answer but worked out by the domain. @param {Row} row @param {string} column @param {(value: any, column: string) => string} say */
function key(row, column, say) {
  if (column === "code") return row.id;
  if (column === "title") return row.title;
  if (column === "*state") return worst(row.states) * 1e6 + (row.due ? Date.parse(row.due) / 86400000 : 9e5);
  if (column === "due") return row.due ?? row.body.due ?? "9999";
  if (column === "*level") return row.level ?? -1;
  if (column === "*after") return row.residual ?? -1;
  const v = row.body[column];
  return typeof v === "number" ? v : v == null ? "" : say(v, column);
}

/** @param {Row[]} rows @param {{ column: string, down: boolean }} by @param {(value: any, column: string) => string} say */
export function sorted(rows, by, say) {
  const keyed = rows.map((row) => ({ row, k: key(row, by.column, say) }));
  keyed.sort((a, b) => {
    const empty = Number(a.k === "") - Number(b.k === "");
    if (empty) return empty;
    const c = typeof a.k === "number" && typeof b.k === "number" ? a.k - b.k : natural.compare(String(a.k), String(b.k));
    return (by.down ? -c : c) || natural.compare(a.row.id, b.row.id);
  });
  return keyed.map((k) => k.row);
}

/** Does a row answer to a chip? Sets match if they contain it. @param {any} value @param {string} wanted */
export const matches = (value, wanted) => (value == null ? wanted === "" : Array.isArray(value) ? value.includes(wanted) : String(value) === wanted);

/** Every word typed must stand somewhere. @param {string} hay @param {string} find */
export const finds = (hay, find) => find.toLowerCase().split(/\s+/).every((w) => hay.includes(w));

/** "status=partly|in_place": asked for only when that holds; with "?" at its end it may stay empty. @param {string | undefined} rule @param {Record<string, any>} body */
export function asked(rule, body) {
  if (!rule) return true;
  return rule.replace(/\?$/, "").split(/\s*[&,]\s*/).every((part) => {
    const m = part.match(/^(\w+)\s*(!?=)\s*(.*)$/);
    if (!m) return true;
    const held = m[3].split("|").some((w) => matches(body[m[1]] === true ? "yes" : body[m[1]] === false ? "no" : body[m[1]], w.trim()));
    return m[2] === "=" ? held : !held;
  });
}

/** Nothing was said. @param {any} v */
export const empty = (v) => v == null || v === "" || (Array.isArray(v) && v.length === 0);

/** The same answer? @param {any} a @param {any} b */
export const same = (a, b) => (empty(a) && empty(b)) || JSON.stringify(a) === JSON.stringify(b);

/** May a column of this type be sorted, and does it stand at the right? @param {Ty} ty */
export const numeric = (ty) => ["score", "percent", "count", "number", "money"].includes(ty.is);
