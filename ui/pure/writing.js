// What the small tools of the editor do to a text: given text and selection, which part becomes what, and what is selected then.
// It must never touch a page.

/** @typedef {{ from: number, to: number, text: string, select: [number, number] }} Edit */

/** The lines that the selection touches. @param {string} text @param {number} a @param {number} b */
function lines(text, a, b) {
  const from = text.lastIndexOf("\n", a - 1) + 1;
  const end = text.indexOf("\n", b > a && text[b - 1] === "\n" ? b - 1 : b);
  return { from, to: end < 0 ? text.length : end };
}
/** @param {number} from @param {number} to @param {string} text @returns {Edit} */
const whole = (from, to, text) => ({ from, to, text, select: [from, from + text.length] });

/** Bold around the words, or off again. @param {string} text @param {number} a @param {number} b @returns {Edit} */
export function bold(text, a, b) {
  const words = text.slice(a, b);
  if (words.startsWith("**") && words.endsWith("**") && words.length > 4) return whole(a, b, words.slice(2, -2));
  if (text.slice(a - 2, a) === "**" && text.slice(b, b + 2) === "**") return { from: a - 2, to: b + 2, text: words, select: [a - 2, b - 2] };
  return { from: a, to: b, text: `**${words}**`, select: [a + 2, b + 2] };
}
/** Heading of the second level, of the third, none. @param {string} text @param {number} a @param {number} b @returns {Edit} */
export function heading(text, a, b) {
  const { from, to } = lines(text, a, b);
  const line = text.slice(from, to);
  const level = line.match(/^#+(?=\s)/)?.[0].length ?? 0;
  const bare = line.replace(/^#+\s+/, "");
  const now = level === 0 ? `## ${bare}` : level < 3 ? `### ${bare}` : bare;
  return { from, to, text: now, select: [from + now.length, from + now.length] };
}
const MARK = /^(\s*)(?:[-*•]|\d+[.)])\s+/;
/** A list of the lines, or none. @param {boolean} numbered @param {string} text @param {number} a @param {number} b @returns {Edit} */
export function list(numbered, text, a, b) {
  const { from, to } = lines(text, a, b);
  const all = text.slice(from, to).split("\n");
  const is = (/** @type {string} */ l) => (numbered ? /^\s*\d+[.)]\s/ : /^\s*[-*•]\s/).test(l);
  const off = all.every((l) => !l.trim() || is(l));
  let n = 0;
  const now = all.map((l) => {
    if (!l.trim() && all.length > 1) return l;
    const bare = l.replace(MARK, "$1");
    return off ? bare : numbered ? `${++n}. ${bare}` : `- ${bare}`;
  }).join("\n");
  // A list begins after an empty line, else it is read as part of the paragraph before.
  const gap = !off && from > 1 && text[from - 2] !== "\n" && !MARK.test(text.slice(text.lastIndexOf("\n", from - 2) + 1, from)) ? "\n" : "";
  const end = from + gap.length + now.length;
  return { from, to, text: gap + now, select: all.length > 1 ? [from + gap.length, end] : [end, end] };
}
/** A table with two columns to begin with. @param {string} text @param {number} a @param {number} b @returns {Edit} */
export function table(text, a, b) {
  const before = a === 0 || text.slice(0, a).endsWith("\n\n") ? "" : text[a - 1] === "\n" ? "\n" : "\n\n";
  const now = `${before}| What | Who |\n|------|-----|\n|      |     |\n`;
  return { from: a, to: b, text: now, select: [a + before.length + 2, a + before.length + 6] };
}
/** @param {string} code @param {string} text @param {number} a @param {number} b @returns {Edit} */
export function link(code, text, a, b) {
  const gap = a > 0 && !/[\s(]/.test(text[a - 1]) ? " " : "";
  const now = `${gap}${code}`;
  return { from: a, to: b, text: now, select: [a + now.length, a + now.length] };
}
/** Enter inside a list goes on with it; on an empty item the list ends. @param {string} text @param {number} a @param {number} b @returns {Edit | null} */
export function enter(text, a, b) {
  if (a !== b) return null;
  const from = text.lastIndexOf("\n", a - 1) + 1;
  const m = text.slice(from, a).match(/^(\s*)([-*•]|(\d+)([.)]))(\s+)(.*)$/);
  if (!m) return null;
  if (!m[6].trim()) return { from, to: a, text: "", select: [from, from] };
  const mark = m[3] ? `${Number(m[3]) + 1}${m[4]}` : m[2];
  const now = `\n${m[1]}${mark}${m[5]}`;
  return { from: a, to: a, text: now, select: [a + now.length, a + now.length] };
}
