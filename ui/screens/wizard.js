// One question at a time, with everything needed to answer it right. Generic over what Rust says the step is.
// It must never know a guide by name, nor decide which step comes next.
/** @import { Question, Warning, WizardShown, Finished } from "../commands.d.ts" */
import { html, useEffect, useRef, useState } from "../html.js";
import { call, Fault, Refusal } from "../bridge.js";
import { act, done, failed, get, refused, replaced, say, set, useStore } from "../store.js";
import { go, record } from "../router.js";
import { useKeys, writing } from "../keys.js";
import { asked, empty } from "../pure/sort.js";
import { askAttach, askWhy } from "../parts/acts.js";
import { Heading } from "../parts/frame.js";
import { Icon, Kbd, spell } from "../parts/marks.js";
import { Panel } from "../parts/panel.js";
import { again, Asked } from "../parts/question.js";
import { Check } from "../parts/check.js";
import { Clocks } from "../parts/clocks.js";
import { Ended } from "./wizard-end.js";

/** @param {{ wizard: string, about: string[] }} p */
export function WizardPage({ wizard, about }) {
  const [shown, setShown] = useState(/** @type {WizardShown | null} */ (null));
  const [end, setEnd] = useState(/** @type {Finished | null} */ (null));
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  useEffect(() => {
    // Files that were dropped elsewhere and begin this guide are taken at its step for them.
    const { step } = get().inHand[0]?.begins ?? {};
    const start = async () => {
      const first = await call("wizard_start", { wizard, about });
      return step && first.step.id !== step && first.steps.some((s) => s.id === step) ? call("wizard_go", { draft: first.draft, step }) : first;
    };
    start().then(setShown, (e) => {
      set({ inHand: [] });
      if (e instanceof Refusal) setRefusal(e);
      else if (e instanceof Fault) failed(e.fault);
      else throw e;
    });
  }, [wizard, about.join()]);
  const back = about[0] ? record(about[0]) : "#/today";
  if (end) return html`<${Ended} end=${end} back=${back} />`;
  if (refusal) return html`<div class="wizard"><header><b>This cannot begin yet</b></header><main id="main" class="body one"><div class="question"><${Heading} title=${refusal.refused.text} /><p class="dim">${refusal.refused.hint}</p></div></main><footer><a class="btn" href=${back}><${Icon} name="back" />Back</a></footer></div>`;
  if (!shown) return html`<div class="wizard"><header></header><main id="main" class="body"></main><footer></footer></div>`;
  return html`<${Steps} shown=${shown} show=${setShown} finish=${setEnd} back=${back} />`;
}

/** The steps to count: of one of several records only its own, with which of them it is. @param {WizardShown} shown */
function stretchOf(shown) {
  const part = (/** @type {string} */ id) => id.slice(0, id.lastIndexOf("/") + 1);
  const own = part(shown.step.id);
  if (!own) {
    // Of several records each has its own count; here only the steps that concern them all.
    const steps = shown.steps.filter((s) => !part(s.id));
    return { of: "", steps, at: steps.findIndex((s) => s.id === shown.step.id) };
  }
  const parts = [...new Set(shown.steps.map((s) => part(s.id)).filter(Boolean))];
  const steps = shown.steps.filter((s) => part(s.id) === own);
  return { of: parts.length > 1 ? `${own.slice(0, -1)}, ${parts.indexOf(own) + 1} of ${parts.length}` : own.slice(0, -1), own: `${own.slice(0, -1)} · `, steps, at: steps.findIndex((s) => s.id === shown.step.id) };
}

/** Something on the page that needs another look; `of` is the question where the text does not name it. @typedef {{ field: string, text: string, of?: string }} Mistake */
/** @param {Mistake} m */
const whole = (m) => (m.of ? `${m.of} ${m.text}` : m.text);

/** Has anything been answered? @param {any} v */
const answered = (v) => !empty(v) && !(typeof v === "object" && !Array.isArray(v) && Object.values(v).every(empty));

/** @param {{ shown: WizardShown, show: (w: WizardShown) => void, finish: (f: Finished) => void, back: string }} p */
function Steps({ shown, show, finish, back }) {
  const { saving, dialog } = useStore();
  const { step, draft } = shown;
  const last = shown.at === shown.steps.length - 1;
  const proposal = (/** @type {Question[]} */ list) => Object.fromEntries(list.map((q) => [q.field, q.value ?? (q.field === "outcome" ? shown.proposed?.outcome : undefined)]).filter(([, v]) => v !== undefined && v !== null));
  const [answers, setAnswers] = useState(/** @type {Record<string, any>} */ ({ ...proposal(step.questions), ...(shown.answers[step.id] ?? {}) }));
  const [warnings, setWarnings] = useState(shown.warnings);
  const [mistakes, setMistakes] = useState(/** @type {Mistake[]} */ ([]));
  const [keptAt, setKept] = useState("");
  const [openedAt, reopen] = useState(0);
  const [seenRow, look] = useState("");
  const page = useRef(/** @type {HTMLElement | null} */ (null));
  const summary = useRef(/** @type {HTMLElement | null} */ (null));
  const dirty = useRef(false);
  const busy = useRef(false);
  const first = useRef(true);

  // A new step: its answers, its warnings, the eye on its question.
  const seen = useRef(step.id);
  useEffect(() => {
    setWarnings(shown.warnings);
    setMistakes([]);
    if (!dirty.current) setKept("");
    setAnswers((now) => (seen.current === step.id ? { ...proposal(step.questions), ...now } : { ...proposal(step.questions), ...(shown.answers[step.id] ?? {}) }));
    if (seen.current !== step.id || first.current) {
      page.current?.scrollTo(0, 0);
      /** @type {HTMLElement | null | undefined} */ (page.current?.querySelector("h1"))?.focus({ preventScroll: true });
      document.title = `${step.heading || step.title} · ISMS Upkeep`;
    }
    first.current = false;
    seen.current = step.id;
    reopen((n) => n + 1);
  }, [shown]);

  // Of rows that an earlier page has taken away, nothing is sent.
  const ofRows = (/** @type {string} */ field, /** @type {any} */ v) => {
    const rows = step.questions.find((q) => q.field === field)?.rows;
    return rows && v ? Object.fromEntries(Object.entries(v).filter(([id]) => rows.some((r) => r.id === id))) : v;
  };
  const held = () => Object.fromEntries(Object.entries(answers).filter(([, v]) => v !== undefined).map(([field, v]) => [field, ofRows(field, v)]));
  useEffect(() => {
    if (!dirty.current) return;
    setKept("Keeping…");
    const t = setTimeout(async () => {
      try {
        const out = await call("wizard_draft", { draft, step: step.id, answers: held() });
        dirty.current = false;
        setKept(out.kept ? "Draft kept" : "");
        // The page may have been left meanwhile.
        if (seen.current !== step.id) return;
        setWarnings(out.warnings);
        if (out.warnings.length) say(out.warnings.map((w) => w.text).join(" "));
      } catch (e) {
        if (e instanceof Fault) failed(e.fault);
        else if (!(e instanceof Refusal)) throw e;
      }
    }, 400);
    return () => clearTimeout(t);
  }, [answers]);

  // A file dropped on the window is proof for the question that asks for one.
  const drop = useRef((/** @type {any[]} */ _files) => {});
  drop.current = (files) => {
    const subject = shown.about[0]?.id;
    const asksFor = questions.find((x) => x.ty.is === "drop");
    if (asksFor) return void take(asksFor.field, files.map((f) => f.handle));
    const q = step.questions.find((x) => x.ty.is === "refs" && x.ty.kinds.includes("evidence"));
    if (subject) askAttach(subject, files, (codes) => q && put(q.field, [...(answers[q.field] ?? []), ...codes]));
  };
  useEffect(() => {
    const got = (/** @type {any} */ e) => drop.current(e.detail);
    addEventListener("isms-dropped", got);
    const { inHand } = get();
    if (inHand.length) {
      set({ inHand: [] });
      drop.current(inHand);
    }
    return () => removeEventListener("isms-dropped", got);
  }, []);

  const put = (/** @type {string} */ field, /** @type {any} */ v) => {
    dirty.current = true;
    setAnswers((now) => ({ ...now, [field]: v }));
    setMistakes((m) => m.filter((x) => x.field !== field));
  };
  const questions = step.questions.filter((q) => asked(q.case, answers));
  const rowsHere = questions.flatMap((q) => q.rows ?? []).filter((r) => r.panel);
  const beside = (rowsHere.find((r) => r.id === seenRow) ?? rowsHere[0])?.panel ?? [];
  /** A file for a question that asks for one: read, kept as proof, and its rows are the answer. */
  const take = async (/** @type {string} */ field, /** @type {number[]} */ handles) => {
    try {
      await keep();
      const rows = await act("wizard_drop", { draft, step: step.id, field, handles });
      if (!rows) return;
      put(field, rows);
      // What the file says is looked at by Rust, and stands beside the question at once.
      await call("wizard_draft", { draft, step: step.id, answers: { ...held(), [field]: rows } });
      dirty.current = false;
      const out = await act("wizard_go", { draft, step: step.id });
      if (out) show(out);
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
      tell([{ field, text: `${e.refused.text} ${e.refused.hint}`.trim() }]);
    }
  };
  /** What the owner chose of one list of an answer, and what it comes to then. */
  const choose = async (/** @type {string} */ field, /** @type {string} */ list, /** @type {Record<string, any> | null} */ choices) => {
    try {
      await keep();
      put(field, await call("wizard_list", { draft, step: step.id, field, list, choices }));
    } catch (e) {
      if (e instanceof Fault) failed(e.fault);
      else if (e instanceof Refusal) tell([{ field, text: `${e.refused.text} ${e.refused.hint}`.trim() }]);
      else throw e;
    }
  };
  const tell = (/** @type {Mistake[]} */ all) => {
    setMistakes(all);
    set({ assertive: all.map(whole).join(" ") });
    requestAnimationFrame(() => summary.current?.focus());
  };
  const gaps = () =>
    questions.flatMap((q) => {
      const missing = q.rows ? q.rows.filter((r) => !answered(answers[q.field]?.[r.id])).length : 0;
      if (!q.required || asksOnlySome(q)) return [];
      if (q.rows) return missing ? [{ field: q.field, of: q.label, text: missing === q.rows.length ? "Answer this for each." : `${missing === 1 ? "One still has" : `${missing} still have`} no answer.` }] : [];
      return answered(answers[q.field]) || answers[q.field] === false ? [] : [{ field: q.field, of: q.label, text: q.dont_know ? "Say it here. If you cannot judge it, choose “I don’t know”: that makes a task." : "This needs an answer." }];
    });
  const next = async () => {
    if (busy.current) return;
    const found = gaps();
    if (found.length) return tell(found);
    busy.current = true;
    try {
      if (last) {
        const out = await act("wizard_finish", { draft, answers: held() });
        if (!out) return;
        done(out.outcome);
        finish(out);
      } else {
        const out = await act("wizard_next", { draft, step: step.id, answers: held() });
        dirty.current = false;
        if (out) show(out);
      }
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
      const where = e.refused.where.split(".").pop() ?? "";
      tell([{ field: questions.some((q) => q.field === where) ? where : (questions[0]?.field ?? where), text: `${e.refused.text} ${e.refused.hint}`.trim() }]);
    } finally {
      busy.current = false;
    }
  };
  const keep = async () => {
    if (dirty.current) await call("wizard_draft", { draft, step: step.id, answers: held() }).catch(() => {});
    dirty.current = false;
  };
  const to = async (/** @type {string} */ id) => {
    try {
      await keep();
      const out = await act("wizard_go", { draft, step: id });
      if (out) show(out);
    } catch (e) {
      if (e instanceof Refusal) refused(e);
      else throw e;
    }
  };
  const before = shown.at > 0 ? () => to(shown.steps[shown.at - 1].id) : null;
  const leave = async () => {
    await keep();
    const s = await call("session", {}).catch(() => null);
    if (s) replaced(s);
    go(back);
  };
  const discard = () =>
    askWhy({ title: "Discard these answers?", lead: "They are not in the record yet and cannot be brought back.", word: "Discard the answers", needWhy: false, run: async () => {
      const s = await act("wizard_discard", { draft });
      if (s) replaced(s);
      go(back);
      return s;
    } });
  /** The question that has the focus, else the first that is still open; where there is no last time, nothing. */
  const copyLast = (/** @type {KeyboardEvent} */ e) => {
    const group = e.target instanceof HTMLElement ? e.target.closest(".ask") : null;
    const known = questions.filter((q) => again(q) !== null);
    const q = known.find((x) => group?.querySelector(`[id="f-${x.field}"]`)) ?? known.find((x) => empty(answers[x.field])) ?? known[0];
    if (!q) return say("Nothing was answered here before.");
    put(q.field, again(q));
    say(`Copied from last time: ${q.label}`);
    document.getElementById(`f-${q.field}`)?.focus();
  };
  useKeys([
    { key: "Ctrl+Enter", says: last ? "sign and record" : "next", run: next },
    { key: "Alt+ArrowLeft", says: "back", run: () => (before ? before() : leave()) },
    { key: "Ctrl+L", says: "copy the answer of last time", run: copyLast },
    { key: "Escape", says: "leave, keep my answers", run: (e) => (/** @type {HTMLElement} */ (e.target).closest(".picker, .month, .menu") ? false : leave()) },
    ...[1, 2, 3, 4, 5].map((n) => ({ key: String(n), says: n === 1 ? "choose a score, 1 to 5" : undefined, run: (/** @type {KeyboardEvent} */ e) => {
      const q = nearestScore(questions, e.target, answers);
      if (!q || writing(e.target)) return false;
      put(q.field, n);
      /** @type {HTMLElement | null} */ (document.querySelector(`#f-${q.field}-group input[value="${n}"]`))?.focus();
    } })),
  ]);
  const stretch = stretchOf(shown);
  const heading = step.heading || questions[0]?.label || step.title;
  const oneQuestion = questions.length > 0 && heading === questions[0].label;
  const wrong = (/** @type {string} */ f) => mistakes.find((m) => m.field === f)?.text ?? null;
  const yellow = (/** @type {string} */ f) => warnings.filter((w) => w.field === f);
  const loose = warnings.filter((w) => !questions.some((q) => q.field === w.field));
  return html`<div class="wizard" inert=${dialog ? true : undefined}>
    <header><div class="whole"><p class="small dim">${shown.title}${shown.about.length === 1 ? ` · ${shown.about[0].id}` : shown.about.length > 1 ? ` · ${shown.about.length} together` : ""}${shown.clause ? ` · clause ${shown.clause}` : ""}</p><p class="nowrap"><b>${stretch.of ? `${stretch.of} · step` : "Step"} ${stretch.at + 1} of ${stretch.steps.length}</b> · ${stretch.own && step.title.startsWith(stretch.own) ? step.title.slice(stretch.own.length) : step.title}</p></div>
      <ol class="track" aria-label="Steps">${stretch.steps.map((s, i) => html`<li class=${i === stretch.at ? "here" : s.done ? "done" : ""} aria-current=${i === stretch.at ? "step" : undefined} title=${s.title}><span class="unseen">${s.title}${s.done ? ", done" : ""}</span></li>`)}</ol>
      <span class="small faint nowrap minutes">${shown.minutes_left ? `about ${spell(shown.minutes_left)} left` : ""}</span>
      <button type="button" class="btn slim" onClick=${leave}>Leave, keep my answers <${Kbd}>Esc<//></button></header>
    <${Clocks} shown=${shown} />
    <main class="body" id="main">
      <form class="question" ref=${page} aria-labelledby="q" onSubmit=${(/** @type {Event} */ e) => (e.preventDefault(), next())} noValidate>
        ${shown.about.length === 1 ? html`<p class="small dim">${shown.about[0].title}</p>` : null}
        <h1 id="q" tabindex="-1">${heading}</h1>
        ${step.hint || (oneQuestion && questions[0].hint) ? html`<p class="dim lead">${step.hint || questions[0].hint}</p>` : null}
        ${shown.count_changed ? html`<p class="note"><${Icon} name="m-note" mark="na" /><span>Your answers changed how many steps there are: now ${shown.steps.length}.</span></p>` : null}
        ${shown.moved.length ? html`<p class="note due"><${Icon} name="m-weak" mark="soon" /><span>Since you were here: ${shown.moved.join(" ")}</span></p>` : null}
        ${mistakes.length ? html`<div class="summary" role="group" tabindex="-1" aria-labelledby="sum" ref=${summary}><h2 id="sum">${mistakes.length === 1 ? "One answer needs" : `${mistakes.length} answers need`} another look</h2><ul class="small">${mistakes.map((m) => html`<li><a href=${`#f-${m.field}`} onClick=${(/** @type {Event} */ e) => {
          e.preventDefault();
          /** @type {HTMLElement | null} */ (document.querySelector(`#f-${m.field}, #f-${m.field}-group :is(input, button, textarea)`))?.focus();
        }}>${whole(m)}</a></li>`)}</ul></div>` : null}
        ${shown.check ? html`<${Check} check=${shown.check} titles=${shown.titles} change=${to} />` : null}
        <div class=${last ? "sign" : ""} key=${`${step.id}/${openedAt > 0 ? "" : "new"}`}>
          ${last && shown.proposed ? html`<p class="note"><${Icon} name="m-note" mark="na" /><span>${shown.proposed.statement}</span></p>` : null}
          ${groupedRows(questions).map((q, i) => html`<${Asked} key=${q[0].field} questions=${q} lead=${oneQuestion && i === 0} answers=${answers} put=${put} wrong=${wrong} warnings=${q.flatMap((x) => yellow(x.field))} titles=${shown.titles} about=${shown.about[0]?.id ?? null} people=${peopleOf(shown)} drop=${(/** @type {string} */ field) => take(field, [])} choose=${choose} look=${look} />`)}
        </div>
        ${loose.map((w) => html`<${Yellow} w=${w} />`)}
      </form>
      <${Panel} parts=${[...beside, ...step.panel]} check=${shown.check} proposed=${last ? shown.proposed : null} titles=${shown.titles} />
    </main>
    <footer>${before ? html`<button type="button" class="btn" onClick=${before}><${Icon} name="back" />Back</button>` : null}
      <span class="keys wide" aria-hidden="true">${questions.some((q) => q.ty.is === "score" && !q.rows) ? html`<span><kbd>1</kbd>–<kbd>5</kbd> choose</span>` : null}<span><kbd>Ctrl Enter</kbd> ${last ? "sign and record" : "next"}</span>${before ? html`<span><kbd>Alt ←</kbd> back</span>` : null}${questions.some((q) => again(q) !== null) ? html`<span><kbd>Ctrl L</kbd> last answer</span>` : null}<span><kbd>F6</kbd> to the panel</span></span>
      <button type="button" class="btn quiet slim push" onClick=${discard}>Discard…</button><span class="small faint">${keptAt}</span>
      <button type="button" class="btn primary" onClick=${next}>${saving ? (last ? "Signing…" : "Next…") : last ? html`<${Icon} name="seal" />Sign and record` : html`Continue<${Icon} name="next" />`}</button></footer>
  </div>`;
}

/** Rows of the same things asked one after the other stand in one table. @param {Question[]} list @returns {Question[][]} */
function groupedRows(list) {
  /** @type {Question[][]} */
  const out = [];
  for (const q of list) {
    const before = out[out.length - 1];
    const same = q.rows && before?.[0].rows && q.rows.every((r) => before[0].rows?.some((x) => x.id === r.id));
    if (same) before.push(q);
    else out.push([q]);
  }
  return out;
}
/** "Why not?" belongs to those rows only whose answer was no. @param {Question} q */
const asksOnlySome = (q) => Boolean(q.rows && q.field.endsWith("_why"));
/** @param {Question[]} questions @param {EventTarget | null} target @param {Record<string, any>} answers */
function nearestScore(questions, target, answers) {
  const scores = questions.filter((q) => q.ty.is === "score" && !q.rows);
  const inside = target instanceof HTMLElement && target.closest("fieldset")?.id.replace(/^f-|-group$/g, "");
  return scores.find((q) => q.field === inside) ?? scores.find((q) => empty(answers[q.field])) ?? scores[0];
}
/** Who may decide, where the step says it. @param {WizardShown} shown */
function peopleOf(shown) {
  const part = shown.step.panel.find((p) => p.part === "people");
  return part?.part === "people" ? part.people.map((x) => x.id) : undefined;
}
/** @param {{ w: Warning }} p */
export const Yellow = ({ w }) => html`<p class=${`note ${w.level === "red" ? "bad" : "due"}`}><${Icon} name=${w.level === "red" ? "m-overdue" : "m-weak"} mark=${w.level === "red" ? "overdue" : "soon"} /><span>${w.text}</span></p>`;
