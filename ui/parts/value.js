// How an answer reads: one drawing for each type of field.
// It must never know a kind; only types, and the words the session declares.
/** @import { Ty, Field, Code, Change } from "../commands.d.ts" */
import { html } from "../html.js";
import { record } from "../router.js";
import { session } from "../store.js";
import { fullDay, sayDay, sayMoment } from "../pure/dates.js";
import { empty } from "../pure/sort.js";
import { CodeLink } from "./marks.js";
import { Inline, Prose, WordDiff, withCodes } from "./prose.js";

/** The word of a score: likelihood has its own words, everything else those of impact. @param {number} n @param {string} field */
export function scoreWord(n, field) {
  const s = session();
  return (field.includes("likelihood") ? s.likelihood_words : s.impact_words).find((w) => w.score === n)?.word ?? "";
}

const HOW = { in_app: "here in the application", signed: "on signed paper", email: "by e-mail", minutes: "in minutes" };
export const HOWS = Object.entries(HOW);

/** @param {any} c a cadence */
export function cadence(c) {
  const one = c.every === 1;
  const from = typeof c.from === "object" && c.from?.fixed ? ` from ${fullDay(c.from.fixed)}` : c.from === "audit" ? " before the audit" : "";
  return one && !from ? `every ${c.unit}` : `every ${one ? "" : `${c.every} `}${c.unit}${one ? "" : "s"}${from}`;
}
/** @param {any} m minor units and currency */
const money = (m) => (typeof m === "object" ? new Intl.NumberFormat("en-GB", { style: "currency", currency: m.currency }).format(m.minor / 100) : String(m));

/** The answer as one line of text, for sorting, cells and names.
 * @param {Ty} ty @param {any} v @param {Record<Code, string>} titles @param {string} [field] @returns {string} */
export function plain(ty, v, titles, field = "") {
  if (empty(v)) return "";
  if (typeof v === "object" && v.dont_know) return "I don’t know";
  const today = session().today;
  switch (ty.is) {
    case "date": return sayDay(v, today);
    case "moment": return sayMoment(v, today);
    case "score": return `${v} ${scoreWord(v, field).toLowerCase()}`.trim();
    case "percent": return `${v} %`;
    case "bool": return v === true || v === "yes" ? "Yes" : "No";
    case "choice": return ty.of.find((c) => c.name === v)?.label ?? String(v);
    case "many": return v.map((/** @type {string} */ x) => ty.of.find((c) => c.name === x)?.label ?? x).join(", ");
    case "ref": return titles[v] ?? v;
    case "refs": case "codes": return v.map((/** @type {Code} */ x) => (titles[x] ? `${x} ${titles[x]}` : x)).join(", ");
    case "clauses": case "texts": return [v].flat().join(", ");
    case "approval": return v.not_yet ? "Not yet" : `${titles[v.by] ?? v.by}, on ${sayDay(v.on, today)}, ${/** @type {any} */ (HOW)[v.how] ?? v.how}`;
    case "cadence": return cadence(v);
    case "money": return money(v);
    case "row": return ty.of.map((f) => plain(f.ty, v[f.name], titles, f.name)).filter(Boolean).join(": ");
    case "list": return v.map((/** @type {any} */ row) => ty.of.map((f) => plain(f.ty, row[f.name], titles, f.name)).filter(Boolean).join(", ")).join("; ");
    default: return typeof v === "object" ? JSON.stringify(v) : String(v);
  }
}

/** The answer as it stands on a record's page.
 * @param {{ ty: Ty, v: any, titles: Record<Code, string>, field?: string, asof?: string | null }} p */
export function Value({ ty, v, titles, field = "", asof }) {
  if (empty(v)) return html`<span class="faint">not said</span>`;
  if (typeof v === "object" && (v.dont_know || v.not_yet)) return plain(ty, v, titles);
  switch (ty.is) {
    case "prose": case "personal_prose": return html`<div class="record small"><${Prose} text=${v} top=${3} /></div>`;
    case "ref": return html`<a href=${record(v, asof)}>${titles[v] ?? v}</a>`;
    case "refs": case "codes":
      return html`<ul class="lines">${v.map((/** @type {Code} */ c) => html`<li><span class="code faint small">${c}</span> <a href=${record(c, asof)}>${titles[c] ?? c}</a></li>`)}</ul>`;
    case "approval":
      return html`<p>${plain(ty, v, titles)}</p>${v.proof?.length ? html`<p class="small dim">Shown by ${v.proof.map((/** @type {Code} */ c, /** @type {number} */ i) => html`${i ? ", " : ""}<${CodeLink} code=${c} title=${titles[c]} asof=${asof} />`)}</p>` : null}`;
    case "row": return html`<span class="record small">${plain(ty, v, titles, field)}</span>`;
    case "list": return html`<${List} of=${ty.of} rows=${v} titles=${titles} label=${field} asof=${asof} />`;
    case "clauses": return html`<span class="clauses">${v.join(" · ")}</span>`;
    case "link": return html`<span class="fingerprint wrap">${v}</span>`;
    case "text": case "personal_text": return withCodes(String(v));
    default: return plain(ty, v, titles, field);
  }
}

/** Rows with their own fields. Columns that nobody filled stay away.
 * @param {{ of: Field[], rows: any[], titles: Record<Code, string>, label: string, asof?: string | null }} p */
function List({ of, rows, titles, label, asof }) {
  const used = of.filter((f) => rows.some((r) => !empty(r[f.name])));
  return html`<table class="tbl inset" aria-label=${label}>
    <thead><tr>${used.map((f) => html`<th scope="col">${f.question}</th>`)}</tr></thead>
    <tbody>${rows.map((r) => html`<tr>${used.map((f, i) => (i ? html`<td>${cell(f, r[f.name], titles, asof)}</td>` : html`<th scope="row">${cell(f, r[f.name], titles, asof)}</th>`))}</tr>`)}</tbody></table>`;
}
/** @param {Field} f @param {any} v @param {Record<Code, string>} titles @param {string | null} [asof] */
function cell(f, v, titles, asof) {
  if (empty(v)) return "";
  if (f.ty.is === "refs" || f.ty.is === "ref" || f.ty.is === "codes") return [v].flat().map((c, i) => html`${i ? ", " : ""}<${CodeLink} code=${c} title=${titles[c]} asof=${asof} />`);
  if (f.ty.is === "prose") return html`<${Inline} text=${v} />`;
  return plain(f.ty, v, titles, f.name);
}

/** One change as "was, now". @param {{ change: Change, titles: Record<Code, string> }} p */
export function Changed({ change, titles }) {
  const { ty, was, now, field } = change;
  if ((ty.is === "prose" || ty.is === "text") && typeof was === "string" && typeof now === "string" && was.length + now.length < 4000) return html`<${WordDiff} was=${was} now=${now} />`;
  const cut = (/** @type {string} */ s) => (s.length > 400 ? `${s.slice(0, 400)}…` : s);
  if (Array.isArray(was) && Array.isArray(now) && ty.is !== "list") {
    const say = (/** @type {any} */ x) => plain(ty, [x], titles, field);
    return html`${was.filter((x) => !now.includes(x)).map((x) => html`<del><span class="unseen">was: </span>${say(x)}</del> `)}${now.filter((x) => !was.includes(x)).map((x) => html`<ins><span class="unseen">now: </span>${say(x)}</ins> `)}`;
  }
  return html`${empty(was) ? null : html`<del><span class="unseen">was: </span>${cut(plain(ty, was, titles, field))}</del> `}${empty(now) ? null : html`<ins><span class="unseen">now: </span>${cut(plain(ty, now, titles, field))}</ins>`}`;
}
/** @param {{ changes: Change[], titles: Record<Code, string> }} p */
export const Changes = ({ changes, titles }) => html`<dl class="diff">${changes.map((c) => html`<dt>${c.question.replace(/\?$/, "")}</dt><dd><${Changed} change=${c} titles=${titles} /></dd>`)}</dl>`;

