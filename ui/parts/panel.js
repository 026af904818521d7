// What one may want to know beside a question: one drawing for each part that a step can bring.
// It must never fetch: everything comes with the step.
/** @import { CheckShown, Code, PanelPart, WizardShown } from "../commands.d.ts" */
import { html, useState } from "../html.js";
import { record } from "../router.js";
import { session, tell, tryAct, useCall } from "../store.js";
import { fullDay, sayDay, shortDay } from "../pure/dates.js";
import { Links } from "./links.js";
import { count, Icon, kindNamed, Level, Mark, States, Words } from "./marks.js";
import { MatrixGrid } from "./matrix.js";
import { Differences, Inline, Prose, WordDiff } from "./prose.js";
import { Value } from "./value.js";
import { empty } from "../pure/sort.js";

/** @param {{ parts: PanelPart[], check: CheckShown | null, proposed: WizardShown["proposed"], titles: Record<Code, string> }} p */
export function Panel({ parts, check, proposed, titles }) {
  return html`<aside class="panel" aria-label=${check ? "What follows" : "What you may want to know"} tabindex="0">
    ${check ? html`<${Follows} check=${check} proposed=${proposed} />` : null}
    ${parts.filter((p) => p.part !== "clocks").map((p) => html`<section><h2>${p.title}</h2><${Part} p=${p} titles=${titles} /></section>`)}
    ${!check && proposed ? html`<section><h2>When you sign</h2><ul class="links"><li><${Icon} name="m-current" mark="current" /><span>What stands here goes into the record as it is.</span><span></span><span class="why">It can be followed by a new review, and undone with a reason, but not changed.</span></li>${proposed.next ? html`<li><${Icon} name="clock" /><span>Next look</span><span class="faint nowrap">${shortDay(proposed.next, session().today)}</span></li>` : null}</ul></section>` : null}
    ${!check && !proposed && !parts.length ? html`<section><p class="small dim">Nothing more is known about this.</p></section>` : null}</aside>`;
}

/** A draft that the owner copies and sends; nothing is sent from here. @param {{ text: string }} p */
function Letter({ text }) {
  const [copied, setCopied] = useState(false);
  return html`<pre class="letter small" tabindex="0">${text}</pre><p class="row above-1"><button type="button" class="btn slim" onClick=${() => navigator.clipboard?.writeText(text).then(() => setCopied(true))}>Copy the draft</button><span class="tiny faint" aria-live="polite">${copied ? "Copied" : "You send it; nothing leaves from here."}</span></p>`;
}
/** A report to take along: the PDF is made from here, the guide stays open. @param {{ p: Extract<PanelPart, { part: "print" }> }} q */
function Print({ p }) {
  const make = async () => {
    const out = await tryAct("print_report", { report: p.report, about: p.about, from: p.from });
    if (out) tell(`The PDF is made: ${out.path}, ${count(out.pages, "page")}`);
  };
  return html`<p class="small">${p.text}</p><p class="row above-1"><button type="button" class="btn slim" onClick=${make}><${Icon} name="print" />Make the PDF…</button></p>`;
}
/** @param {{ p: PanelPart, titles: Record<Code, string> }} q */
function Part({ p, titles }) {
  const today = session().today;
  switch (p.part) {
    case "text": return html`<div class="small prose"><${Prose} text=${p.text} top=${3} /></div>`;
    case "reasons":
      return html`<ul class="links">${p.reasons.map((r) => html`<li><${Mark} state=${r.reason.state} /><span><${Words} words=${r.reason.sentence} /></span><span class="faint nowrap">${r.on ? shortDay(r.on, today) : ""}</span>
        ${r.was || r.now ? html`<span class="why"><${WordDiff} was=${r.was} now=${r.now} /></span>` : null}${r.why ? html`<span class="why">“<${Inline} text=${r.why} />” ${r.by}</span>` : null}${r.reason.path.length > 2 ? html`<span class="why faint">${r.reason.path.join(" → ")}</span>` : null}</li>`)}</ul>`;
    case "letter": return html`<${Letter} text=${p.text} />`;
    case "print": return html`<${Print} p=${p} />`;
    case "links": return html`<${Links} links=${p.links} />`;
    case "evidence": return p.evidence.length ? html`<ul class="links">${p.evidence.map((e) => html`<li><${Icon} name="attach" /><a href=${record(e.id)}>${e.shows}</a><span class="faint">${shortDay(e.collected_on, today)}</span><span class="why">${e.age}${e.valid_until ? `; counts until ${sayDay(e.valid_until, today)}` : ""}</span></li>`)}</ul>` : html`<p class="small dim">No proof is attached yet.</p>`;
    case "scale": return html`<dl class="scale small">${p.words.map((w) => html`<dt><b>${w.score}</b> ${w.word}</dt><dd class="dim">${w.meaning}</dd>`)}</dl>`;
    case "similar": return html`<ul class="links">${p.risks.map((r) => html`<li><${Icon} name=${kindNamed("risk")?.icon ?? "risk"} /><span><span class="code faint">${r.id}</span> <a href=${record(r.id)}>${r.title}</a></span><span class="nowrap faint">${r.likelihood} × ${r.impact}</span>${r.why ? html`<span class="why">“<${Inline} text=${r.why} />”</span>` : null}</li>`)}</ul>`;
    case "matrix": return html`<${MatrixGrid} shown=${p.matrix} mark=${p.mark} small />`;
    case "last": return html`<p class="record small">${p.answer}</p>${p.why ? html`<p class="small dim above-1">“<${Inline} text=${p.why} />”</p>` : null}<p class="tiny faint above-1">${p.by}, ${fullDay(p.on)}</p>`;
    case "people": return html`<ul class="links">${p.people.map((x) => html`<li><${Icon} name="person" /><span><a href=${record(x.id)}>${x.name}</a></span><span class="faint">${x.role}</span>${x.note ? html`<span class="why">${x.note}</span>` : null}</li>`)}</ul>`;
    case "record": return html`<${Glance} id=${p.id} titles=${titles} />`;
    case "bars": return html`<${Bars} p=${p} />`;
    case "trend": return html`<${Trend} p=${p} />`;
    case "diff": return html`<div class="record small diff-text"><${Differences} compared=${p.compared} top=${4} /></div>`;
  }
}

/** Amounts beside one another, each with its number. @param {{ p: Extract<PanelPart, { part: "bars" }> }} q */
function Bars({ p }) {
  const most = Math.max(p.line, ...p.bars.map((b) => b.value)) || 1;
  return html`<ul class="amounts small">${p.bars.map((b) => html`<li><span>${b.label}</span><span class="amount"><i class=${b.over ? "over" : ""} style=${{ width: `${(100 * b.value) / most}%` }}></i></span><span class="faint nowrap">${b.value} ${p.unit}${b.over ? html`<span class="unseen">, over the line</span>` : null}</span></li>`)}</ul>${p.bars.some((b) => b.over) ? html`<p class="tiny faint above-1">Striped: more than twice the mean, ${p.line} ${p.unit}.</p>` : null}`;
}

/** The last values as a line beside the target, with the numbers below. @param {{ p: Extract<PanelPart, { part: "trend" }> }} q */
function Trend({ p }) {
  const today = session().today;
  const all = [...p.points.map((x) => x.value), p.target];
  const low = Math.min(...all), span = Math.max(...all) - low || 1;
  const x = (/** @type {number} */ i) => (p.points.length < 2 ? 50 : 4 + (92 * i) / (p.points.length - 1));
  const y = (/** @type {number} */ v) => 36 - (32 * (v - low)) / span;
  return html`<svg class="trend" viewBox="0 0 100 40" role="img" aria-label=${`${p.points.length} values; target ${p.target} ${p.unit}`}>
      <line class="aim" x1="0" x2="100" y1=${y(p.target)} y2=${y(p.target)} /><polyline points=${p.points.map((v, i) => `${x(i)},${y(v.value)}`).join(" ")} />${p.points.map((v, i) => html`<circle class=${v.off ? "off" : ""} cx=${x(i)} cy=${y(v.value)} r="1.6" />`)}</svg>
    <ul class="links above-1">${[...p.points].reverse().map((v) => html`<li><${Icon} name=${v.off ? "m-weak" : "m-current"} mark=${v.off ? "soon" : "current"} /><span>${v.value} ${p.unit}${v.off ? ", off target" : ""}</span><span class="faint nowrap">${shortDay(v.on, today)}</span></li>`)}</ul>`;
}

/** The record in full, as it stands. @param {{ id: Code, titles: Record<Code, string> }} p */
function Glance({ id }) {
  const { data: rec } = useCall("record", { id });
  const kind = rec && kindNamed(rec.kind);
  if (!rec || !kind) return null;
  return html`<p class="small"><span class="code faint">${id}</span> <a href=${record(id)}>${rec.title}</a></p><p><${States} states=${rec.states} />${rec.level ? html` <${Level} n=${rec.level.now} />` : null}</p>
    <dl class="facts">${kind.fields.filter((f) => f.name !== "title" && !empty(rec.body[f.name])).map((f) => html`<dt>${f.question}</dt><dd><${Value} ty=${f.ty} v=${rec.body[f.name]} titles=${rec.titles} field=${f.name} /></dd>`)}</dl>`;
}

/** @param {{ check: CheckShown, proposed: WizardShown["proposed"] }} p */
function Follows({ check, proposed }) {
  const today = session().today;
  return html`<section><h2>When you sign</h2><ul class="links">
      ${check.current.map((c) => html`<li><${Mark} state="current" /><span><a href=${record(c)}>${c}</a> is looked at</span><span class="faint nowrap">${proposed?.next ? `next by ${shortDay(proposed.next, today)}` : ""}</span></li>`)}
      ${check.adds.map((x) => html`<li><${Icon} name=${kindNamed(x.kind)?.icon ?? "plus"} /><span>${x.title} is added</span><span class="faint">${x.id}</span></li>`)}
      ${check.current.length + check.adds.length ? null : html`<li><${Icon} name="m-note" mark="na" /><span class="dim">Your answers are recorded.</span></li>`}</ul></section>
    <section><h2>${check.again.length ? "What this puts out of step" : "This puts nothing out of step"}</h2>${check.again.length ? html`<ul class="links">${check.again.map((l) => html`<li><${Mark} state="stale" /><span><span class="code faint">${l.id}</span> <a href=${record(l.id)}>${l.title}</a></span><span></span><span class="why"><${Words} words=${l.sentence} />${l.path.length > 2 ? html` <span class="faint">${l.path.join(" → ")}</span>` : null}</span></li>`)}</ul><p class="above-2 tiny faint">They come to Today, to be looked at again.</p>` : null}</section>`;
}
