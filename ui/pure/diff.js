// What changed between two short texts, word by word. Documents are compared by the domain.
// It must never know where the texts come from, nor how a difference is drawn.

/** @typedef {{ op: "same" | "added" | "removed", text: string }} Piece */

/** Longest common run of two lists, as marks. Lists longer than the table allows are told apart as wholes.
 * @param {string[]} a @param {string[]} b @returns {Piece[]} */
function compare(a, b) {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const x = a.slice(start, a.length - end);
  const y = b.slice(start, b.length - end);
  /** @type {Piece[]} */
  const out = a.slice(0, start).map((text) => ({ op: "same", text }));
  if (x.length * y.length > 16_000_000) {
    out.push(...x.map((text) => /** @type {Piece} */ ({ op: "removed", text })), ...y.map((text) => /** @type {Piece} */ ({ op: "added", text })));
  } else {
    const w = y.length + 1;
    const t = new Uint16Array((x.length + 1) * w);
    for (let i = x.length - 1; i >= 0; i--) for (let j = y.length - 1; j >= 0; j--) t[i * w + j] = x[i] === y[j] ? t[(i + 1) * w + j + 1] + 1 : Math.max(t[(i + 1) * w + j], t[i * w + j + 1]);
    let i = 0;
    let j = 0;
    while (i < x.length || j < y.length) {
      if (i < x.length && j < y.length && x[i] === y[j]) {
        out.push({ op: "same", text: x[i] });
        i++, j++;
      } else if (i < x.length && (j >= y.length || t[(i + 1) * w + j] >= t[i * w + j + 1])) out.push({ op: "removed", text: x[i++] });
      else out.push({ op: "added", text: y[j++] });
    }
  }
  return out.concat(b.slice(b.length - end).map((text) => ({ op: "same", text })));
}

/** @param {Piece[]} pieces */
function joined(pieces) {
  /** @type {Piece[]} */
  const out = [];
  for (const p of pieces) {
    const last = out[out.length - 1];
    if (last && last.op === p.op) last.text += p.text;
    else out.push({ ...p });
  }
  return out;
}

/** @param {string} was @param {string} now */
export function words(was, now) {
  const cut = (/** @type {string} */ s) => s.match(/\s+|[\p{L}\p{N}'’-]+|[^\s\p{L}\p{N}]/gu) ?? [];
  return joined(compare(cut(was), cut(now)));
}
