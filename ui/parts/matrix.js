// The 25 fields of the risk matrix with counts, codes, the line of acceptance and arrows for what moved.
// It must never score or band a risk: fields, ranks and moves come from the domain.
/** @import { MatrixShown } from "../commands.d.ts" */
import { html, useRef } from "../html.js";
import { record } from "../router.js";
import { session } from "../store.js";
import { Icon, RANKS } from "./marks.js";

/** @param {{ shown: MatrixShown, mark?: string, small?: boolean, asof?: string | null, at?: string, choose?: (field: string) => void }} p */
export function MatrixGrid({ shown, mark, small, asof, at, choose }) {
  const s = session();
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const field = (/** @type {number} */ l, /** @type {number} */ i) => shown.fields[l - 1][i - 1];
  const over = (/** @type {number} */ l, /** @type {number} */ i) => l <= 5 && i <= 5 && l * i > shown.accept_up_to;
  const here = at ?? "3-3";
  const keys = (/** @type {KeyboardEvent} */ e) => {
    const [l, i] = here.split("-").map(Number);
    const to = { ArrowUp: [l + 1, i], ArrowDown: [l - 1, i], ArrowLeft: [l, i - 1], ArrowRight: [l, i + 1], Home: [l, 1], End: [l, 5] }[e.key];
    if (!to || e.altKey || e.ctrlKey) return;
    e.preventDefault();
    const name = `${Math.min(5, Math.max(1, to[0]))}-${Math.min(5, Math.max(1, to[1]))}`;
    choose?.(name);
    requestAnimationFrame(() => /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector(`[data-field="${name}"]`))?.focus());
  };
  const rise = new Map(shown.moves.map((m) => [m.code, m.higher]));
  const cell = (/** @type {number} */ l, /** @type {number} */ i) => {
    const f = field(l, i);
    const name = `${l}-${i}`;
    const most = small ? 0 : f.codes.length > 4 ? 3 : 4;
    const here_ = mark && f.codes.includes(mark);
    return html`<div class=${`cell ${RANKS[f.rank]} ${f.codes.length ? "" : "none"} ${!over(l, i) && over(l + 1, i) ? "top" : ""} ${!over(l, i) && over(l, i + 1) ? "rt" : ""} ${here_ ? "mine" : ""} ${choose && name === at ? "chosen" : ""}`} role="gridcell" data-field=${name} tabindex=${choose ? (name === here ? "0" : "-1") : undefined} aria-selected=${choose ? String(name === at) : undefined} onClick=${() => choose?.(name)}>
      <span class="unseen">Likelihood ${l}, impact ${i}, ${s.bands.find((b) => b.rank === f.rank)?.name}: </span><span class="count">${f.codes.length ? html`${f.codes.length}<span class="unseen"> ${f.codes.length === 1 ? "risk" : "risks"} at level</span>` : html`<span class="unseen">none at level</span>`}</span><span class="lv">${l * i}</span>
      <span class="who">${f.codes.slice(0, most).map((c) => html`<a href=${record(c, asof)} tabindex="-1">${c}${rise.has(c) ? html`<${Icon} name=${rise.get(c) ? "up" : "down"} />` : null}</a>`)}${f.codes.length > most && most ? html`<span>and ${f.codes.length - most} more</span>` : null}${here_ && small ? html`<b>${mark}</b>` : null}</span></div>`;
  };
  const words = s.likelihood_words;
  const word = (/** @type {number} */ n) => words.find((w) => w.score === n)?.word ?? "";
  return html`<div class=${`matrix ${small ? "small-matrix" : ""}`} role="grid" aria-label="Risks by likelihood and impact" ref=${box} onKeyDown=${choose ? keys : undefined}>
    ${[5, 4, 3, 2, 1].map((l) => html`<div role="row"><div class="axis" role="rowheader">${l === 5 && !small ? html`<span class="first">How likely?</span>` : null}<b>${l}${small ? html`<span class="unseen"> ${word(l)}</span>` : ` ${word(l)}`}</b></div>${[1, 2, 3, 4, 5].map((i) => cell(l, i))}</div>`)}
    <div role="row"><div role="columnheader"><span class="unseen">Likelihood</span></div>${[1, 2, 3, 4, 5].map((i) => html`<div class="axis x" role="columnheader"><b>${i}${small ? html`<span class="unseen"> ${s.impact_words.find((w) => w.score === i)?.word}</span>` : ` ${s.impact_words.find((w) => w.score === i)?.word ?? ""}`}</b></div>`)}</div>
    <${Moves} moves=${mark ? shown.moves.filter((m) => m.code === mark) : shown.moves} /></div>`;
}

/** Arrows from field to field: solid higher, dashed lower. Each leaves a little beside the last, so that none hides another. @param {{ moves: MatrixShown["moves"] }} p */
function Moves({ moves }) {
  const at = (/** @type {[number, number]} */ p, /** @type {number} */ n) => [(p[1] - 0.5) * 100 + (n % 3) * 16 - 10, (5 - p[0] + 0.5) * 100 + (n % 2) * 12 - 4];
  return html`<svg class="moves" viewBox="0 0 500 500" preserveAspectRatio="none" aria-hidden="true">
    <defs><marker id="mk-up" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0l8 4-8 4z" class="fu" /></marker><marker id="mk-dn" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0l8 4-8 4z" class="fd" /></marker></defs>
    ${moves.slice(0, 24).filter((m) => m.from.join() !== m.to.join()).map((m, n) => {
      const [x1, y1] = at(m.from, n);
      const [x2, y2] = at(m.to, n);
      const cls = m.higher ? "mu" : "md";
      return html`<line x1=${x1} y1=${y1} x2=${x2} y2=${y2} marker-end=${`url(#mk-${m.higher ? "up" : "dn"})`} class=${cls} vector-effect="non-scaling-stroke" /><line x1=${x1} y1=${y1} x2=${x1} y2=${y1} class=${`dot ${cls}`} vector-effect="non-scaling-stroke" />`;
    })}</svg>`;
}
