// Reads the little Markdown that records use: headings, paragraphs, lists, tables, bold, emphasis, code, links.
// It must never make markup: it returns a tree, and whoever draws it puts in text.

/** @typedef {{ is: "text" | "bold" | "emphasis" | "code", text: string } | { is: "link", text: string, to: string }} Run */
/** @typedef {{ is: "heading", level: number, runs: Run[] } | { is: "paragraph", runs: Run[] } | { is: "list", ordered: boolean, items: Run[][] } | { is: "table", head: Run[][], rows: Run[][][] }} Block */

const INLINE = /\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|(?<![\p{L}\p{N}])_([^_\s][^_]*)_(?![\p{L}\p{N}])|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/gu;

/** A sign after a backslash is only a sign. It is hidden from the marks, and comes back as what it is. */
const HIDDEN = 0xe000;
const hide = (/** @type {string} */ s) => s.replace(/\\([!-/:-@[-`{-~])/g, (_, c) => String.fromCharCode(HIDDEN + c.charCodeAt(0)));
const bring = (/** @type {string} */ s) => s.replace(/[\ue000-\ue07f]/g, (c) => String.fromCharCode(c.charCodeAt(0) - HIDDEN));

/** @param {string} source @returns {Run[]} */
export function runs(source) {
  const text = hide(source);
  /** @type {Run[]} */
  const out = [];
  let at = 0;
  for (const m of text.matchAll(INLINE)) {
    if (m.index > at) out.push({ is: "text", text: text.slice(at, m.index) });
    if (m[1] ?? m[2]) out.push({ is: "bold", text: m[1] ?? m[2] });
    else if (m[3] ?? m[4]) out.push({ is: "emphasis", text: m[3] ?? m[4] });
    else if (m[5]) out.push({ is: "code", text: m[5] });
    else out.push({ is: "link", text: m[6], to: m[7] });
    at = m.index + m[0].length;
  }
  if (at < text.length) out.push({ is: "text", text: text.slice(at) });
  for (const r of out) r.text = bring(r.text);
  return out;
}

/** The cells of a line of a table. @param {string} line */
const cells = (line) => hide(line.trim()).replace(/^\||\|$/g, "").split("|").map((c) => runs(bring(c).replace(/^\s+|\s+$/g, "")));
const RULE = /^\s*\|?\s*:?-{1,}:?\s*(\|\s*:?-{1,}:?\s*)*\|?\s*$/;

/** @param {string} source @returns {Block[]} */
export function blocks(source) {
  /** @type {Block[]} */
  const out = [];
  /** @type {string[]} */
  let lines = [];
  const close = () => {
    if (lines.length) out.push({ is: "paragraph", runs: runs(lines.join(" ")) });
    lines = [];
  };
  const all = source.replace(/\r\n?/g, "\n").split("\n");
  for (let i = 0; i < all.length; i++) {
    const line = all[i];
    if (!lines.length && line.includes("|") && i + 1 < all.length && all[i + 1].includes("-") && RULE.test(all[i + 1]) && cells(line).length === cells(all[i + 1]).length) {
      const head = cells(line);
      /** @type {Run[][][]} */
      const rows = [];
      for (i += 2; i < all.length && all[i].trim() && all[i].includes("|"); i++) rows.push(head.map((_, c) => cells(all[i])[c] ?? []));
      i--;
      out.push({ is: "table", head, rows });
      continue;
    }
    const heading = line.match(/^(#{1,6})\s+(.*)$/);
    const item = line.match(/^\s*(?:([-*•])|(\d+)[.)])\s+(.*)$/);
    if (!line.trim()) close();
    else if (heading) {
      close();
      out.push({ is: "heading", level: heading[1].length, runs: runs(heading[2]) });
    } else if (item) {
      close();
      const ordered = item[2] !== undefined;
      const last = out[out.length - 1];
      if (last?.is === "list" && last.ordered === ordered) last.items.push(runs(item[3]));
      else out.push({ is: "list", ordered, items: [runs(item[3])] });
    } else {
      const last = out[out.length - 1];
      if (!lines.length && last?.is === "list" && (/^\s+/.test(line) || all[i - 1]?.trim())) last.items[last.items.length - 1].push(...runs(` ${line.trim()}`));
      else lines.push(line.trim());
    }
  }
  close();
  return out;
}
