// A report as it will be printed: the same tree as the press gets, drawn as a page that looks like the paper.
// It must never know what a report is about: only headings, tables, sheets, levels, states.
import { html, h } from "../html.js";
import { fullDay } from "../pure/dates.js";
import { Icon, RANKS } from "./marks.js";
import { Prose } from "./prose.js";

/** A node of the tree: an enum of Rust is `{ variant: content }`, one without content its name. @typedef {any} Node */
/** @param {Node} n @returns {[string, any]} */
const split = (n) => (typeof n === "string" ? [n, null] : /** @type {[string, any]} */ (Object.entries(n)[0]));

/** Days and codes stay on one line. @param {string} text */
const whole = (text) => String(text).split(/(\b(?:\d{4}-\d{2}-\d{2}|[A-Z]{1,4}-[0-9][0-9A-Za-z.]*)\b)/).map((t, i) => (i % 2 ? html`<span class="nowrap">${t}</span>` : t));

/** @param {{ spans: Node[] }} p */
const Spans = ({ spans }) =>
  spans.map((s) => {
    const [is, v] = split(s);
    switch (is) {
      case "bold": return html`<b>${whole(v)}</b>`;
      case "soft": return html`<span class="soft">${whole(v)}</span>`;
      case "red": return html`<span class="red">${v}</span>`;
      case "recorded": return html`<span class="rec">${v}</span>`;
      case "link": return html`<a href=${`#/record/${encodeURIComponent(v.to)}`}>${whole(v.text)}</a>`;
      case "added": return html`<ins><span class="unseen">now: </span>${v}</ins>`;
      case "removed": return html`<del><span class="unseen">was: </span>${v}</del>`;
      default: return whole(v);
    }
  });

/** @param {{ level: { number: number, rank: number, word: string } }} p */
const Lv = ({ level }) => html`<span class=${`p-level ${RANKS[level.rank]}`}><span class="bars-4" aria-hidden="true">${[0, 1, 2, 3].slice(0, level.rank + 1).map((i) => html`<i class=${`b${i}`}></i>`)}</span><b>${level.number}</b></span> <span class=${level.rank > 1 ? "strong" : ""}>${level.rank === 3 ? level.word.toUpperCase() : level.word}</span>`;

/** @type {Record<string, [string, string, string]>} */
const STATE = { never_reviewed: ["never", "m-never", "never reviewed"], overdue: ["overdue", "m-overdue", "overdue"], due_soon: ["soon", "m-soon", "due soon"], stale: ["stale", "m-stale", "out of step"], current: ["current", "m-current", "current"], not_applicable: ["na", "m-na", "not applicable"] };
/** @param {{ states: string[] }} p */
const Sts = ({ states }) => html`<span class="p-states">${states.map((s) => html`<span class=${`p-state ${STATE[s][0]}`}><${Icon} name=${STATE[s][1]} mark=${STATE[s][0]} />${STATE[s][2]}</span>`)}</span>`;

/** @param {Node} cell */
function cellOf(cell) {
  const [is, v] = split(cell);
  switch (is) {
    case "spans": return html`<${Spans} spans=${v} />`;
    case "lines": return v.map((/** @type {Node[]} */ l) => html`<p><${Spans} spans=${l} /></p>`);
    case "level": return html`<${Lv} level=${v} />`;
    case "levels": return html`${v.then ? html`<${Lv} level=${v.then} /> → ` : null}<${Lv} level=${v.now} />`;
    case "states": return html`<${Sts} states=${v} />`;
    default: return null;
  }
}

/** @param {{ t: any }} p */
function Tbl({ t }) {
  const sum = t.columns.reduce((/** @type {number} */ n, /** @type {any} */ c) => n + c.width, 0) || 1;
  return html`<table class="p-table"><colgroup>${t.columns.map((/** @type {any} */ c) => html`<col style=${{ width: `${(100 * c.width) / sum}%` }} />`)}</colgroup><thead><tr>${t.columns.map((/** @type {any} */ c) => html`<th scope="col" class=${c.right ? "num" : ""}>${c.head}</th>`)}</tr></thead><tbody>${t.rows.map((/** @type {Node} */ row) => {
    const [is, v] = split(row);
    if (is === "group") return html`<tr class="p-group"><th scope="rowgroup" colspan=${t.columns.length}><${Spans} spans=${v} /></th></tr>`;
    const why = v.reasons?.length;
    return html`<tr id=${v.id ? `p-${v.id}` : undefined} class=${why ? "join" : ""}>${v.cells.map((/** @type {Node} */ c, /** @type {number} */ i) => html`<td class=${t.columns[i]?.right ? "num" : ""}>${cellOf(c)}</td>`)}</tr>
      ${why ? html`<tr class="p-why"><td></td><td colspan=${Math.max(1, t.columns.length - 1)}>${v.reasons.map((/** @type {Node[]} */ r) => html`<p>– <${Spans} spans=${r} /></p>`)}</td></tr>` : null}`;
  })}</tbody></table>${t.foot ? html`<p class="p-more">${t.foot}</p>` : null}`;
}

/** Labels left of the red double rule, answers right of it. @param {{ title?: string, rows: [string, any][], draw: (v: any) => any }} p */
const Book = ({ title, rows, draw }) => html`<dl class="p-book">${title ? html`<dt class="p-part"></dt><dd class="p-part"><b>${title}</b></dd>` : null}${rows.map(([label, v]) => html`<dt>${label}</dt><dd>${draw(v)}</dd>`)}</dl>`;

/** @param {Node} a */
function answer(a) {
  const [is, v] = split(a);
  if (is === "recorded") return html`<div class="rec"><${Prose} text=${v} top=${4} /></div>`;
  if (is === "level") return html`<p><${Lv} level=${v} /></p>`;
  if (is === "states") return html`<p><${Sts} states=${v} /></p>`;
  return html`<p><${Spans} spans=${v} /></p>`;
}

/** @param {{ m: any }} p */
function Mx({ m }) {
  return html`<figure class="p-matrix"><table aria-label=${m.caption}><tbody>${[5, 4, 3, 2, 1].map((l) => html`<tr><th scope="row">${l} ${m.likelihood_words[l - 1]}</th>${[1, 2, 3, 4, 5].map((i) => {
    const f = m.fields[l - 1][i - 1];
    const over = (/** @type {number} */ a, /** @type {number} */ b) => a <= 5 && b <= 5 && a * b > m.accept_up_to;
    return html`<td class=${`${RANKS[f.rank]} ${!over(l, i) && over(l + 1, i) ? "top" : ""} ${!over(l, i) && over(l, i + 1) ? "rt" : ""}`} title=${f.codes.join(", ")}>${f.codes.length ? html`<b>${f.codes.length}</b>` : html`<span class="unseen">none</span>`}</td>`;
  })}</tr>`)}</tbody><tfoot><tr><td></td>${m.impact_words.map((/** @type {string} */ w, /** @type {number} */ i) => html`<th scope="col">${i + 1} ${w}</th>`)}</tr></tfoot></table><figcaption>${m.caption}${m.moves.length ? html`. ${m.moves.map((/** @type {any} */ x) => `${x.code} ${x.from[0] * x.from[1]} → ${x.to[0] * x.to[1]}`).join(", ")}` : null}</figcaption></figure>`;
}

/** @type {Record<string, [string, string, string]>} */
const GRID = { full: ["m-current", "current", "up to date"], repeat: ["m-soon", "soon", "to be repeated"], earlier: ["m-stale", "stale", "earlier version"], never: ["m-overdue", "overdue", "never"], not_yet: ["m-never", "never", "not yet"], none: ["m-na", "na", "does not concern"], away: ["m-na", "na", "away"] };
/** @param {{ g: any }} p */
const Gr = ({ g }) => html`<table class="p-table p-grid"><thead><tr><th scope="col">Who</th>${g.columns.map((/** @type {[string, string]} */ c) => html`<th scope="col">${c[0]}<br />${c[1]}</th>`)}</tr></thead><tbody>${g.rows.map((/** @type {any} */ r) => html`<tr><th scope="row"><b>${r.who}</b> ${r.code}<br /><span class="soft">${r.role}${r.joined ? `, ${r.joined}` : ""}</span></th>${r.marks.map((/** @type {any} */ m) => html`<td class=${["full", "none", "away"].includes(m.mark) ? "" : "owed"}><${Icon} name=${GRID[m.mark][0]} mark=${GRID[m.mark][1]} /><span class="unseen">${GRID[m.mark][2]} </span>${m.text}</td>`)}</tr>`)}</tbody></table>${g.foot ? html`<p class="p-more">${g.foot}</p>` : null}`;

/** Bars or lines, told apart by fill, dash and marker as on paper. The numbers stand in a table beside it. @param {{ c: any }} p */
function Ch({ c }) {
  const W = 640, H = c.series.length > 1 ? 130 : 72, L = 38, R = c.form === "lines" ? 150 : 0;
  const step = (W - L - R) / (c.steps.length || 1);
  const x = (/** @type {number} */ i) => L + step * (i + 0.5);
  const of = Math.max(1, c.top - c.foot), says = (/** @type {number} */ v) => (v / 10 ** c.places).toFixed(c.places) + c.unit;
  const y = (/** @type {number} */ v) => 6 + H * (1 - Math.min(1, Math.max(0, v - c.foot) / of));
  const every = Math.max(1, Math.ceil(52 / step));
  const low = c.steps.map(() => 0);
  const dashes = ["", "8 3", "2 2", "14 4", "4 5", "1 4"];
  const ends = c.series.map((/** @type {any} */ s, /** @type {number} */ n) => ({ n, name: s.name, last: s.values.filter((/** @type {any} */ v) => v !== null).pop() ?? 0 })).sort((/** @type {any} */ a, /** @type {any} */ b) => b.last - a.last);
  let above = -9;
  return html`<figure class="p-chart"><figcaption>${c.caption}</figcaption>
    ${c.form === "bars" && c.series.some((/** @type {any} */ s) => s.name) ? html`<p class="key">${c.series.map((/** @type {any} */ s, /** @type {number} */ n) => html`<span><svg width="14" height="8" aria-hidden="true"><rect width="14" height="8" class=${`f${n}`} /></svg>${s.name}</span>`)}</p>` : null}
    <svg viewBox=${`0 0 ${W} ${H + 24}`} role="img" aria-label=${`${c.caption}. ${c.sentence}`}>
      <defs><pattern id="p-hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="4" fill="#fff" /><rect width="1.5" height="4" fill="#435049" /></pattern></defs>
      ${[0, 1, 2, 3, 4].map((q) => html`<line x1=${L} x2=${W - R} y1=${y(c.foot + (of * q) / 4)} y2=${y(c.foot + (of * q) / 4)} class=${q ? "hair" : "foot"} /><text x=${L - 5} y=${y(c.foot + (of * q) / 4) + 3} text-anchor="end">${says(Math.floor(c.foot + (of * q) / 4))}</text>`)}
      ${c.steps.map((/** @type {string} */ t, /** @type {number} */ i) => (i % every ? null : html`<text x=${x(i)} y=${H + 19} text-anchor="middle">${t}</text>`))}
      ${c.form === "bars" ? c.series.map((/** @type {any} */ s, /** @type {number} */ n) => s.values.map((/** @type {number | null} */ v, /** @type {number} */ i) => {
        const from = low[i];
        low[i] += v ?? 0;
        return v ? html`<rect x=${x(i) - Math.min(24, step * 0.36)} width=${Math.min(48, step * 0.72)} y=${y(from + v)} height=${y(from) - y(from + v)} class=${`f${n}`} />` : null;
      })) : c.form === "dots" ? c.steps.map((/** @type {string} */ _, /** @type {number} */ i) => {
        const most = c.series[0]?.values[i] ?? null;
        const here = c.series.slice(1).map((/** @type {any} */ s) => s.values[i] ?? null).filter((/** @type {any} */ v) => v !== null);
        return html`${most === null ? null : html`<line x1=${x(i) - step * 0.4} x2=${x(i) + step * 0.4} y1=${y(most)} y2=${y(most)} class="line strong" />`}${here.map((/** @type {number} */ v, /** @type {number} */ n) => html`<circle cx=${x(i) - step * 0.4 + (step * 0.8 * (n + 1)) / (here.length + 1)} cy=${y(v)} r="3" class=${most !== null && v > most ? "f3" : "f0"} />`)}`;
      }) : c.series.map((/** @type {any} */ s, /** @type {number} */ n) => {
        let pen = false;
        const d = s.values.map((/** @type {number | null} */ v, /** @type {number} */ i) => {
          const to = v === null ? "" : `${pen ? "L" : "M"}${x(i)} ${y(v)}`;
          pen = v !== null;
          return to;
        }).join("");
        return html`<path d=${d} class=${n ? "line" : "line strong"} stroke-dasharray=${dashes[n % 6]} />`;
      })}
      ${c.form === "lines" ? ends.map((/** @type {any} */ e) => {
        above = Math.max(above + 11, y(e.last));
        return html`<line x1=${W - R + 4} x2=${W - R + 26} y1=${above} y2=${above} class=${e.n ? "line" : "line strong"} stroke-dasharray=${dashes[e.n % 6]} /><text x=${W - R + 30} y=${above + 3}>${e.name} ${says(e.last)}</text>`;
      }) : null}
    </svg></figure>`;
}

/** Shape and word of a small cell, as on paper. @type {Record<string, [string, string]>} */
const CELL = { empty: ["", ""], dot: ["dot", "not due"], light: ["light", ""], hatched: ["hatched", "late"], framed: ["framed", ""], crossed: ["crossed", "not done"], open: ["open", "due"], bare: ["", ""] };
/** @param {{ mark: any, missing?: boolean }} p */
const Small = ({ mark, missing }) => html`<td class=${`c-${CELL[mark.form][0]} ${missing ? "c-missing" : ""}`}>${CELL[mark.form][1] ? html`<span class="unseen">${CELL[mark.form][1]} </span>` : null}${missing && !mark.text ? html`<span class="unseen">not looked at in time</span>` : null}${mark.form === "dot" ? "·" : mark.text}</td>`;
/** Rows of small cells: the months of routines, the audits of each clause. @param {{ c: any }} p */
const Cl = ({ c }) => html`<figure class="p-cells" aria-label=${c.sentence}>${c.key.length ? html`<table class="p-key" role="presentation"><tbody><tr>${c.key.map((/** @type {[string, string, string]} */ k) => html`<${Small} mark=${{ form: k[0], text: k[1] }} /><td class="p-says">${k[2]}</td>`)}</tr></tbody></table>` : null}
  <div class="p-blocks">${c.parts.map((/** @type {any} */ p) => html`<table>${p.title ? html`<caption>${p.title}</caption>` : null}<thead><tr><th scope="col"><span class="unseen">Which</span></th>${c.columns.map((/** @type {[string, string]} */ k, /** @type {number} */ i) => html`<th scope="col" class=${k[0].length > 2 ? "p-year" : ""} aria-label=${c.names[i]}><span>${k[0] || "\u00a0"}</span>${k[1]}</th>`)}${c.end ? html`<th scope="col" class="end">${c.end}</th>` : null}</tr></thead><tbody>${p.rows.map((/** @type {any} */ r) => html`<tr><th scope="row">${r.strong ? html`<b>${r.code}</b>` : r.code}${r.title ? html` <b>${r.title}</b>` : null}</th>${r.cells.map((/** @type {any} */ m, /** @type {number} */ i) => html`<${Small} mark=${m} missing=${i >= r.cells.length - r.missing} />`)}${c.end ? html`<td class="end">${r.short ? html`<b>${r.end}</b>` : r.end}</td>` : null}</tr>`)}</tbody></table>`)}</div></figure>`;

/** @param {number[]} root */
const groups = (root) => Array.from({ length: 16 }, (_, i) => (((root[2 * i] ?? 0) << 8) | (root[2 * i + 1] ?? 0)).toString(16).toUpperCase().padStart(4, "0"));

/** @param {{ figures: [string, string][] }} p */
const Figures = ({ figures }) => html`<dl class="p-figures">${figures.map(([n, w]) => html`<div><dt>${w}</dt><dd>${n}</dd></div>`)}</dl>`;

/** @param {{ b: Node, doc: any }} p */
function Block({ b, doc }) {
  const [is, v] = split(b);
  switch (is) {
    case "heading": return h(v.level === 1 ? "h3" : "h4", { id: v.id ? `p-${v.id}` : undefined }, html`<${Spans} spans=${v.spans} />`);
    case "para": return html`<p class="p-para"><${Spans} spans=${v} /></p>`;
    case "recorded": return html`<div class="rec p-para"><${Prose} text=${v} top=${4} /></div>`;
    case "compared": return h(v.heading ? "h4" : "p", { class: `rec p-para ${v.changed ? "changed" : ""}` }, v.lead, html`<${Spans} spans=${v.spans} />`);
    case "note": return html`<p class="p-note"><${Spans} spans=${v} /></p>`;
    case "bullets": return html`<ul class="dotted p-para">${v.map((/** @type {Node[]} */ x) => html`<li><${Spans} spans=${x} /></li>`)}</ul>`;
    case "figures": return html`<${Figures} figures=${v} />`;
    case "table": return html`<${Tbl} t=${v} />`;
    case "close": return html`<div class="p-close"><${Tbl} t=${v} /></div>`;
    case "beside": return html`<div class="p-beside">${v.map((/** @type {[number, Node[]]} */ [share, blocks]) => html`<div style=${{ flex: `${share} 1 0` }}>${blocks.map((x) => html`<${Block} b=${x} doc=${doc} />`)}</div>`)}</div>`;
    case "sheet": return html`<div id=${v.id ? `p-${v.id}` : undefined}>${v.parts.map((/** @type {any} */ p) => html`<${Book} title=${p.title} rows=${p.rows} draw=${(/** @type {Node[]} */ all) => all.map(answer)} />`)}</div>`;
    case "matrix": return html`<${Mx} m=${v} />`;
    case "matrix_pair": return html`<div class="p-pair"><${Mx} m=${v.then} /><${Mx} m=${v.now} /></div>`;
    case "grid": return html`<${Gr} g=${v} />`;
    case "chart": return html`<${Ch} c=${v} />`;
    case "cells": return html`<${Cl} c=${v} />`;
    case "signature": return html`<div class="p-sign">${v.signers.map((/** @type {string[]} */ s) => html`<p><b>${s[0]}</b></p><p>${s[1]}</p><p>${s[2]}</p>`)}</div><p class="p-note">${v.sentence}</p>`;
    case "checkpoint": return html`<div class="p-check"><p><b>${v.checkpoint.size.toLocaleString("en-GB")} acts</b></p><p class="hash">${groups(v.checkpoint.root).map((g) => html`<span>${g}</span>`)}</p></div><p class="p-note"><${Spans} spans=${v.caption} /></p>`;
    case "cover": return html`<div class="p-cover"><p class="p-name">${v.name}</p><p class="p-subtitle">${v.subtitle}</p><${Book} rows=${v.rows} draw=${(/** @type {Node[]} */ s) => html`<p><${Spans} spans=${s} /></p>`} /><${Figures} figures=${v.figures} />${v.checkpoint ? html`<div class="p-check"><p><b>${v.checkpoint.size.toLocaleString("en-GB")} acts</b></p><p class="hash">${groups(v.checkpoint.root).map((g) => html`<span>${g}</span>`)}</p></div><p class="p-note"><${Spans} spans=${v.checkpoint_caption} /></p>` : null}</div>`;
    case "contents": return html`<ol class="p-contents">${doc.sections.filter((/** @type {any} */ s) => s.title).map((/** @type {any} */ s) => html`<li><button type="button" class="linkish" onClick=${() => document.getElementById(`p-${s.id}`)?.scrollIntoView()}>${s.number ? `${s.number} ` : ""}${s.title}</button></li>`)}</ol>`;
    case "page_break": return html`<hr class="p-break" />`;
  }
  return null;
}

/** @param {{ doc: any }} p */
export function DocPage({ doc }) {
  const foot = html`<b>${doc.classification}</b><span>As of ${fullDay(doc.as_of)}${doc.checkpoint ? ` · ${doc.checkpoint.size.toLocaleString("en-GB")} · ${groups(doc.checkpoint.root).slice(0, 2).join("-")}` : ""}</span>`;
  return html`<div class="print-pages">${doc.sections.map((/** @type {any} */ s) => html`<article class=${`print-page ${s.landscape ? "land" : ""}`} id=${`p-${s.id}`} aria-label=${s.title}>
    <p class="p-head"><span>${doc.organization}</span><span>${doc.draft ? "Draft · " : ""}${s.number ? `${s.number} · ` : ""}${s.title}</span></p>
    ${s.clauses.length ? html`<p class="p-thumb">${s.clauses.map((/** @type {string} */ c) => html`<span>${c}</span>`)}</p>` : null}
    ${s.blocks.some((/** @type {Node} */ b) => split(b)[0] === "cover") ? null : html`<h2>${s.number ? html`<span class="no">${s.number}</span>` : null}${s.title}</h2>`}
    ${s.blocks.map((/** @type {Node} */ b) => html`<${Block} b=${b} doc=${doc} />`)}
    <p class="p-foot">${foot}</p></article>`)}</div>`;
}
