// Draws the words of a record: the little Markdown they use, codes as links, and the differences between two texts.
// It must never put markup of the record into the page: only text.
import { html, h } from "../html.js";
import { blocks, runs } from "../pure/markdown.js";
import { paragraphs, words } from "../pure/diff.js";
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

/** Two long texts, with a bar where something changed. @param {{ was: string, now: string }} p */
export function TextDiff({ was, now }) {
  return paragraphs(was, now).map((p) => {
    const heading = p.pieces.length === 1 && p.pieces[0].op === "same" && p.pieces[0].text.match(/^(#{1,6})\s+(.*)$/s);
    if (heading) return html`<h3>${heading[2]}</h3>`;
    const item = p.pieces.map((x) => x.text).join("").match(/^\s*(?:[-*]|\d+[.)])\s/);
    return html`<p class=${`${p.changed ? "changed" : ""} ${item ? "item" : ""}`} tabindex=${p.changed ? "-1" : undefined}><${Pieces} pieces=${p.pieces} /></p>`;
  });
}
