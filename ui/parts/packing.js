// What is asked about a pack in a dialog: the choices, a declaration of a gap, the one-minute test.
// It must never decide what a choice means.
/** @import { PackGap, PackRequest, PackSample, PackShown, Day } from "../commands.d.ts" */
import { html, useState } from "../html.js";
import { act, session, set } from "../store.js";
import { call, Refusal } from "../bridge.js";
import { Ask } from "./field.js";
import { DayField } from "./day.js";
import { Picker } from "./picker.js";
import { count, Icon } from "./marks.js";

const close = () => set({ dialog: null });
/** @param {{ wrong: Refusal | null }} p */
const Mistakes = ({ wrong }) => (wrong ? html`<div role="alert">${[wrong.refused, ...(wrong.refused.also ?? [])].map((m) => html`<p class="mistake"><${Icon} name="m-overdue" mark="overdue" /><span>${m.text} ${m.hint}</span></p>`)}</div>` : null);

/** @param {PackGap} g */
export function askDeclare(g) {
  set({ dialog: { title: "Declare what stays open", view: () => html`<${Declare} g=${g} />` } });
}
/** @param {{ g: PackGap }} p */
function Declare({ g }) {
  const [x, setX] = useState({ why: "", plan: "", until: /** @type {Day | null} */ (null) });
  const [wrong, setWrong] = useState(/** @type {Refusal | null} */ (null));
  const run = async (/** @type {Event} */ e) => {
    e.preventDefault();
    try {
      const out = await act("declare_gap", { check: g.check, place: g.place, why: x.why.trim(), plan: x.plan.trim(), until: x.until ?? session().today });
      if (out !== undefined) close();
    } catch (err) {
      if (!(err instanceof Refusal)) throw err;
      setWrong(err);
      set({ assertive: err.refused.text });
    }
  };
  return html`<form onSubmit=${run} noValidate><p class="note"><${Icon} name="m-note" mark="na" /><span>${g.sentence.map((w) => (typeof w === "string" ? w : w.text)).join("")}</span></p>
    <div class="above-3"><${Ask} id="dc-why" label="Why is it open?" hint="As you would say it to the auditor. It is printed with the gap."><textarea id="dc-why" rows="2" aria-describedby="dc-why-hint" value=${x.why} onInput=${(/** @type {any} */ e) => setX({ ...x, why: e.target.value })}></textarea><//>
    <${Ask} id="dc-plan" label="What is planned, and what holds until then?"><textarea id="dc-plan" rows="2" value=${x.plan} onInput=${(/** @type {any} */ e) => setX({ ...x, plan: e.target.value })}></textarea><//>
    <${Ask} id="dc-until" label="Until when?"><${DayField} id="dc-until" value=${x.until} change=${(/** @type {any} */ v) => setX({ ...x, until: v })} /><//></div>
    <${Mistakes} wrong=${wrong} />
    <p class="small faint">Signed as ${session().owner.name}. The gap stays in the list, with these words.</p>
    <p class="row end"><button type="button" class="btn" onClick=${close}>Cancel</button><button class="btn primary">Declare it</button></p></form>`;
}

/** @param {PackShown} shown @param {PackRequest} request @param {(r: PackRequest) => void} take */
export function askChoices(shown, request, take) {
  set({ dialog: { title: "What the pack is", wide: true, view: () => html`<${Choices} shown=${shown} request=${request} take=${take} />` } });
}
/** @param {{ shown: PackShown, request: PackRequest, take: (r: PackRequest) => void }} p */
function Choices({ shown, request, take }) {
  const [x, setX] = useState(request);
  const [wrong, setWrong] = useState(/** @type {Refusal | null} */ (null));
  /** @param {Partial<PackRequest>} patch */
  const put = (patch) => setX({ ...x, ...patch });
  const run = async (/** @type {Event} */ e) => {
    e.preventDefault();
    try {
      await call("pack_shown", { request: x });
      close();
      take(x);
    } catch (err) {
      if (!(err instanceof Refusal)) throw err;
      setWrong(err);
      set({ assertive: err.refused.text });
    }
  };
  const text = (/** @type {"classification" | "copy_for"} */ field, /** @type {string} */ shownAs) => html`<input class="field-in" id=${`pk-${field}`} autocomplete="off" value=${x[field] || shownAs} onInput=${(/** @type {any} */ e) => put({ [field]: e.target.value })} />`;
  const tick = (/** @type {"long" | "draft" | "gaps_last"} */ field, /** @type {string} */ words) => html`<label class="row tight"><input type="checkbox" checked=${x[field]} onChange=${(/** @type {any} */ e) => put({ [field]: e.target.checked })} />${words}</label>`;
  const over = shown.files[1] > shown.most_inside;
  return html`<form onSubmit=${run} noValidate class="pack-choices"><div class="two">
    <${Ask} id="pk-from" label="From which day?" hint=${shown.from ? "Left empty: the day of the last audit." : "Nothing earlier stands in the file."} optional><${DayField} id="pk-from" value=${x.from} change=${(/** @type {any} */ v) => put({ from: v })} /><//>
    <${Ask} id="pk-asof" label="As of which day?" hint="Left empty: today." optional><${DayField} id="pk-asof" value=${x.as_of} change=${(/** @type {any} */ v) => put({ as_of: v })} /><//>
    <${Ask} id="pk-classification" label="What stands in the foot of each page?">${text("classification", shown.classification)}<//>
    <${Ask} id="pk-copy_for" label="For whom is this copy?" optional>${text("copy_for", "")}<//>
    <${Ask} id="pk-released_by" label="Who lets it out?" optional><${Picker} id="pk-released_by" kinds=${["person"]} many=${false} value=${x.released_by || null} titles=${{}} change=${(/** @type {any} */ v) => put({ released_by: v ?? "" })} /><//>
    <${Ask} id="pk-paper" label="On which paper?"><select class="fit" id="pk-paper" value=${x.paper} onChange=${(/** @type {any} */ e) => put({ paper: e.target.value })}><option value="a4">A4</option><option value="letter">Letter</option></select><//></div>
    ${over && x.evidence === "inside" ? html`<p class="note due"><${Icon} name="m-weak" mark="soon" /><span>More than 25 MB of files do not go inside: the rest lies in a folder beside the PDF.</span></p>` : null}
    ${x.pack === "topic" ? html`<${Reports} shown=${shown} x=${x} put=${put} />` : null}
    <fieldset class="ask"><legend>And</legend>${tick("long", "Weaknesses with hosts and identifiers: the long form")}${tick("gaps_last", "The gaps only in their section, not on page 3 too")}${tick("draft", "A draft: the word stands in the head of each page")}</fieldset>
    <${Mistakes} wrong=${wrong} />
    <p class="row end"><button type="button" class="btn" onClick=${close}>Cancel</button><button class="btn primary">Take these</button></p></form>`;
}
/** Which reports answer the question, each with what it is about. @param {{ shown: PackShown, x: PackRequest, put: (p: Partial<PackRequest>) => void }} p */
function Reports({ shown, x, put }) {
  const free = shown.questions.filter((r) => r.about || !x.reports.some(([n]) => n === r.name));
  const set1 = (/** @type {number} */ i, /** @type {string | null} */ code) => put({ reports: x.reports.map((r, j) => (j === i ? [r[0], code] : r)) });
  return html`<fieldset class="ask"><legend>Which reports answer the question?</legend>
    ${x.reports.map(([name, code], i) => {
      const r = shown.questions.find((q) => q.name === name);
      return html`<div class="row tight report-row" key=${`${name}-${i}`}><span class="grow">${r?.title ?? name}</span>${r?.about ? html`<${Picker} id=${`pk-about-${i}`} name=${`${r.title}: about which`} kinds=${[r.about === "record" ? "any" : r.about]} many=${false} value=${code} titles=${{}} change=${(/** @type {any} */ v) => set1(i, v)} />` : null}<button type="button" class="btn icon slim" aria-label=${`Take out ${r?.title ?? name}`} onClick=${() => put({ reports: x.reports.filter((_, j) => j !== i) })}><${Icon} name="close" /></button></div>`;
    })}
    <select id="pk-report" aria-label="Add a report" value="" onChange=${(/** @type {any} */ e) => e.target.value && put({ reports: [...x.reports, [e.target.value, null]] })}><option value="">Add a report…</option>${free.map((r) => html`<option value=${r.name}>${r.title}${r.clause ? ` (${r.clause})` : ""}</option>`)}</select></fieldset>`;
}

/** @param {PackSample[]} samples */
export function askSamples(samples) {
  set({ dialog: { title: "The one-minute test", view: () => html`<${Samples} samples=${samples} />` } });
}
/** One record after another, as an auditor would ask; the page is told when it is asked for. @param {{ samples: PackSample[] }} p */
function Samples({ samples }) {
  const [at, setAt] = useState(0);
  const [told, setTold] = useState(false);
  const s = samples[at];
  if (!s) return html`<p>${count(samples.length, "record")} looked for. What you did not find within a minute, an auditor does not find either.</p><p class="row end above-3"><button type="button" class="btn primary" onClick=${close}>Done</button></p>`;
  const where = s.page ? html`Page <b>${s.page}</b>${s.section ? `: ${s.section}` : ""}.` : "The pack does not show it: it lies outside its period, or its section is left out.";
  return html`<div class="sample-card"><p class="small faint">${at + 1} of ${samples.length} · ${s.register}</p><p class="big"><b>${s.code}</b> ${s.title}</p><p>Show me ${s.ask}.</p>
    ${told ? html`<p class="note good" role="status"><${Icon} name="m-current" mark="current" /><span>${where}</span></p>` : html`<p class="small dim">Look for it in the pack. Can you point at it within a minute?</p>`}</div>
    <p class="row end"><button type="button" class="btn" aria-disabled=${told ? "true" : undefined} onClick=${() => setTold(true)}>Show the page</button><button type="button" class="btn primary" onClick=${() => {
      setTold(false);
      setAt(at + 1);
    }}>${at + 1 < samples.length ? "Next" : "End"}</button></p>`;
}
