// Draws the words of a record: the little Markdown they use, codes as links, and the differences between two texts.
// It must never put markup of the record into the page: only text.
import { html, h } from "../html.js";
import { blocks, runs } from "../pure/markdown.js";
import { words } from "../pure/diff.js";
import { record } from "../router.js";
import { get } from "../store.js";

const CODE = /\b([A-Z]{1,4})-[0-9A-Z][0-9A-Za-z.]{0,11}\b/g;

/** Text in which codes are links. @param {string} text */
export function withCodes(text) {
  const prefixes = new Set(get().session?.kinds.map((k) => k.prefix) ?? []);
  const out = [];
  let at = 0;
  for (const m of text.matchAll(CODE)) {
    if (!prefixes.has(m[1])) continue;
    const code = m[0].replace(/\.$/, "");
    out.push(text.slice(at, m.index), html`<a href=${record(code)}>${code}</a>`);
    at = m.index + code.length;
  }
  out.push(text.slice(at));
  return out;
}

/** @param {import("../pure/markdown.js").Run[]} list */
const drawn = (list) =>
  list.map((r) => {
    if (r.is === "bold") return html`<b>${withCodes(r.text)}</b>`;
    if (r.is === "emphasis") return html`<em>${withCodes(r.text)}</em>`;
    if (r.is === "code") return html`<code>${r.text}</code>`;
    if (r.is === "link") return html`${r.text} <span class="faint">(${r.to})</span>`;
    return withCodes(r.text);
  });

/** One line of the record's words. @param {{ text: string }} p */
export const Inline = ({ text }) => drawn(runs(text));

/** The words of the record, as they were written. `top` is the level of its first heading on this page.
 * @param {{ text: string, top?: number }} p */
export function Prose({ text, top = 3 }) {
  const tree = blocks(text);
  const first = Math.min(...tree.map((b) => (b.is === "heading" ? b.level : 9)));
  return tree.map((b) => {
    if (b.is === "heading") return h(`h${Math.min(6, top + Math.min(2, b.level - first))}`, null, drawn(b.runs));
    if (b.is === "table") return html`<table class="tbl text-table"><thead><tr>${b.head.map((c) => html`<th scope="col">${drawn(c)}</th>`)}</tr></thead><tbody>${b.rows.map((r) => html`<tr>${r.map((c) => html`<td>${drawn(c)}</td>`)}</tr>`)}</tbody></table>`;
    if (b.is === "list") return h(b.ordered ? "ol" : "ul", { class: b.ordered ? "numbered" : "dotted" }, b.items.map((i) => html`<li>${drawn(i)}</li>`));
    return html`<p>${drawn(b.runs)}</p>`;
  });
}

/** @param {{ pieces: import("../pure/diff.js").Piece[] }} p */
const Pieces = ({ pieces }) =>
  pieces.map((p) => {
    if (p.op === "added") return html`<ins><span class="unseen">now: </span>${p.text}</ins>`;
    if (p.op === "removed") return html`<del><span class="unseen">was: </span>${p.text}</del>`;
    return p.text;
  });

/** Two short texts. @param {{ was: string, now: string }} p */
export const WordDiff = ({ was, now }) => html`<${Pieces} pieces=${words(was, now)} />`;

/** @param {{ pieces: import("../commands.d.ts").WordPiece[] }} p */
const Words = ({ pieces }) =>
  pieces.map((p) => {
    const text = p.look === "bold" ? html`<b>${withCodes(p.text)}</b>` : p.look === "emphasis" ? html`<em>${withCodes(p.text)}</em>` : p.look === "code" ? html`<code>${p.text}</code>` : withCodes(p.text);
    if (p.op === "added") return html`<ins><span class="unseen">now: </span>${text}</ins>`;
    if (p.op === "removed") return html`<del><span class="unseen">was: </span>${text}</del>`;
    return text;
  });

/** The differences of two documents, as the domain found them: a bar where something changed, each place with its number.
 * @param {{ compared: import("../commands.d.ts").Compared, top?: number }} p */
export function Differences({ compared, top = 2 }) {
  const { parts } = compared;
  const first = Math.min(...parts.map((p) => (p.is === "heading" ? (p.level ?? 1) : 9)));
  const out = [];
  let seen = 0;
  const marks = (/** @type {import("../commands.d.ts").TextPart} */ p) => {
    const begins = p.place !== null && p.place !== seen;
    if (p.place !== null) seen = p.place;
    return { class: p.fate === "same" ? undefined : "changed", tabindex: begins ? "-1" : undefined, "data-place": begins ? p.place : undefined };
  };
  for (let i = 0; i < parts.length; i++) {
    const p = parts[i];
    const run = [p];
    if (p.is === "item") while (parts[i + 1]?.is === "item" && (parts[i + 1].number == null) === (p.number == null)) run.push(parts[++i]);
    if (p.is === "row") while (parts[i + 1]?.is === "row" && !parts[i + 1].head) run.push(parts[++i]);
    if (p.is === "item") out.push(h(p.number == null ? "ul" : "ol", { class: p.number == null ? "dotted" : "numbered" }, run.map((x) => html`<li ...${marks(x)} value=${x.number ?? undefined}><${Words} pieces=${x.cells[0] ?? []} /></li>`)));
    else if (p.is === "row") {
      const cells = (/** @type {import("../commands.d.ts").TextPart} */ x, /** @type {string} */ tag) => html`<tr ...${marks(x)}>${x.cells.map((c) => h(tag, null, html`<${Words} pieces=${c} />`))}</tr>`;
      out.push(html`<table class="tbl text-table">${p.head ? html`<thead>${cells(p, "th")}</thead>` : null}<tbody>${run.slice(p.head ? 1 : 0).map((x) => cells(x, "td"))}</tbody></table>`);
    } else if (p.is === "heading") out.push(h(`h${Math.min(6, top + Math.min(2, (p.level ?? 1) - first))}`, marks(p), html`<${Words} pieces=${p.cells[0] ?? []} />`));
    else if (p.is === "lines") out.push(html`<pre ...${marks(p)}><${Words} pieces=${p.cells[0] ?? []} /></pre>`);
    else out.push(html`<p ...${marks(p)}><${Words} pieces=${p.cells[0] ?? []} /></p>`);
  }
  return out;
}
