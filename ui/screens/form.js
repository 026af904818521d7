// Writing a record: every field by its type, what the change puts out of step before it is saved, mistakes on top and at their fields.
// It must never know a kind by name, nor judge an answer: Rust refuses, this shows where.
/** @import { Code, Field, Impact, KindInfo, RecordShown, Starter } from "../commands.d.ts" */
import { html, useEffect, useMemo, useRef, useState } from "../html.js";
import { call, Refusal } from "../bridge.js";
import { act, get, say, session, set, useCall, useStore } from "../store.js";
import { address, go, record } from "../router.js";
import { useKeys } from "../keys.js";
import { asked, empty, same } from "../pure/sort.js";
import { chooseAndAttach } from "../parts/acts.js";
import { Ask, Control, isGroup } from "../parts/field.js";
import { Page } from "../parts/frame.js";
import { a, count, Icon, Kbd, kindNamed, Words } from "../parts/marks.js";

/** "Add a risk", "Record an incident" @param {KindInfo} kind */
export const addWord = (kind) => `${!kind.form ? "Start" : ["incident", "nonconformity", "change", "audit", "training_record", "acknowledgement", "management_review"].includes(kind.name) ? "Record" : "Add"} ${a(kind.title)}`;

/** Where one is added: a form, or the guide that makes it. @param {KindInfo} kind */
export const addPlace = (kind) => (kind.form || !kind.wizard ? address(["new", kind.name]) : address(["wizard", kind.wizard]));

/** Words that are not saved yet: they lie in the file, beside the answers of guides. @param {string} key */
export const readDraft = (key) => session().words[key] ?? null;
/** @param {string} key @param {any} body */
export function keepDraft(key, body) {
  const words = { ...session().words, [key]: body };
  if (!body) delete words[key];
  set({ session: { ...session(), words } });
  return call("keep_words", { key, body });
}

/** @param {{ code: Code }} p */
export function EditPage({ code }) {
  const { data: rec } = useCall("record", { id: code });
  const kind = rec && kindNamed(rec.kind);
  return rec && kind && rec.id === code ? html`<${Form} key=${code} kind=${kind} rec=${rec} />` : html`<${Page} title=${`Edit ${code}`} ruled />`;
}
/** @param {{ kind: KindInfo }} p */
export const NewPage = ({ kind }) => html`<${Form} key=${kind.name} kind=${kind} rec=${null} />`;

/** @param {{ kind: KindInfo, rec: RecordShown | null }} p */
function Form({ kind, rec }) {
  const { saving } = useStore();
  const draftKey = rec?.id ?? `new:${kind.name}`;
  const start = useMemo(() => readDraft(draftKey), []);
  const [body, setBody] = useState(/** @type {Record<string, any>} */ (start ?? rec?.body ?? {}));
  const [why, setWhy] = useState("");
  const [wording, setWording] = useState(false);
  const [mistakes, setMistakes] = useState(/** @type {{ field: string, text: string }[]} */ ([]));
  const [impact, setImpact] = useState(/** @type {Impact | null} */ (null));
  const [note, setNote] = useState(start ? "Your words of last time are here again." : "");
  const summary = useRef(/** @type {HTMLElement | null} */ (null));
  const touched = useRef(new Set());
  const [begun, setBegun] = useState(/** @type {Starter | null} */ (null));
  const fields = kind.fields.filter((f) => !f.program && asked(f.case, body) && !(f.name === "state" && rec));
  const dirty = !rec ? Object.values(body).some((v) => !empty(v)) : kind.fields.some((f) => !same(body[f.name], rec.body[f.name]));

  // What came from the draft is kept already: to keep it again would wipe the sentence that it is back.
  useEffect(() => {
    if (!dirty || body === start) return;
    const t = setTimeout(() => {
      keepDraft(draftKey, body).then(() => setNote("Draft kept"), () => setNote("The draft could not be kept."));
    }, 400);
    return () => clearTimeout(t);
  }, [body]);
  useEffect(() => {
    if (!rec || !dirty) return setImpact(null);
    let gone = false;
    const t = setTimeout(() => call("impact_of", { kind: kind.name, id: rec.id, body }).then((i) => !gone && setImpact(i), () => {}), 500);
    return () => {
      gone = true;
      clearTimeout(t);
    };
  }, [body]);
  const told = useRef(/** @type {string} */ (""));
  useEffect(() => {
    const names = fields.map((f) => f.name).join();
    const fresh = fields.filter((f) => f.case && !told.current.split(",").includes(f.name));
    if (told.current && fresh.length) say(`Also asked now: ${fresh.map((f) => f.question).join(" ")}`);
    told.current = names;
  }, [fields.length]);

  // A text of ours fills the form; words of the owner's own are never overwritten unasked.
  const from = (/** @type {Starter | null} */ t, /** @type {Starter[]} */ all) => {
    const fill = () => {
      setBegun(t);
      setBody(t ? { ...t.body } : {});
      setMistakes([]);
      if (!t) keepDraft(draftKey, null);
      say(t ? `The form begins with our text: ${t.title}` : "The form is empty");
    };
    const own = dirty && !all.some((x) => kind.fields.every((f) => same(body[f.name], x.body[f.name])));
    if (own) askDiscard(fill);
    else fill();
  };
  const put = (/** @type {Field} */ f, /** @type {any} */ v) => {
    touched.current.add(f.name);
    setBody((b) => ({ ...b, [f.name]: v }));
    setMistakes((m) => (m.some((x) => x.field === f.name) ? m.filter((x) => x.field !== f.name) : m));
  };
  const missing = (/** @type {Field} */ f) => f.required && empty(body[f.name]) ? { field: f.name, text: f.ty.is === "date" ? "Give a day." : f.ty.is === "ref" || f.ty.is === "refs" ? "Choose one." : f.ty.is === "choice" || f.ty.is === "bool" || f.ty.is === "score" ? "Choose an answer." : "Say it in a few words." } : null;
  const left = (/** @type {Field} */ f) => () => {
    const m = missing(f);
    if (touched.current.has(f.name)) setMistakes((all) => [...all.filter((x) => x.field !== f.name), ...(m ? [m] : [])]);
  };
  const refuse = (/** @type {{ field: string, text: string }[]} */ all) => {
    setMistakes(all);
    set({ assertive: `Not saved: ${all.map((m) => m.text).join(" ")}` });
    requestAnimationFrame(() => summary.current?.focus());
  };
  const save = async (/** @type {Event | undefined} */ e) => {
    e?.preventDefault();
    const gaps = fields.map(missing).filter((m) => m !== null);
    if (rec && wording && why.trim().length < 10) gaps.push({ field: "why", text: "Say why it is only the wording, in one sentence." });
    if (gaps.length) return refuse(gaps);
    const clean = Object.fromEntries(Object.entries(body).filter(([n, v]) => !empty(v) || (rec && !empty(rec.body[n]))));
    try {
      const out = await act("put", { kind: kind.name, id: rec?.id ?? null, body: clean, why: why.trim(), declare: rec && wording ? "correction" : null });
      if (!out) return;
      keepDraft(draftKey, null);
      go(record(rec?.id ?? out.changed[0]));
    } catch (err) {
      if (!(err instanceof Refusal)) throw err;
      refuse([err.refused, ...(err.refused.also ?? [])].map((r) => ({ field: r.where.split(".").pop() ?? "", text: `${r.text}${r.hint ? ` ${r.hint}` : ""}` })));
    }
  };
  const discard = () => {
    keepDraft(draftKey, null);
    go(rec ? record(rec.id) : address([kind.name]));
  };
  const leave = () => go(rec ? record(rec.id) : address([kind.name]));
  useKeys([{ key: "Ctrl+S", says: "save", run: () => save(undefined) }, { key: "Escape", says: "leave, keep the draft", run: leave }, { key: "F8", says: "next mistake", run: () => focusField(mistakes[0]?.field) }]);
  const titles = { ...(rec?.titles ?? {}), [session().owner.code]: session().owner.name };
  const wrong = (/** @type {string} */ name) => mistakes.find((m) => m.field === name)?.text ?? null;
  return html`<${Page} ruled crumb=${html`<a href=${address([kind.name])}>${kind.plural}</a><${Icon} name="right" />${rec ? html`<a href=${record(rec.id)}>${rec.id}</a>` : "new"}`} title=${rec ? `Edit: ${rec.title}` : addWord(kind)}
    foot=${html`<span class="faint">${note || "Your words are kept as a draft until you save or discard them."}</span><span class="push row"><button type="button" class="btn" onClick=${dirty ? () => askDiscard(discard) : leave}>${dirty ? "Discard…" : "Leave"}</button><button type="button" class="btn primary" onClick=${save}>${saving ? "Saving…" : html`Save <${Kbd}>Ctrl S<//>`}</button></span>`}>
    <div class="split">
      <div class="form-pad" tabindex="-1"><form class="pad form" aria-label=${rec ? `Edit ${rec.id}` : addWord(kind)} onSubmit=${save} noValidate>
        ${mistakes.length ? html`<div class="summary" role="group" tabindex="-1" aria-labelledby="sum" ref=${summary}><h2 id="sum">Not saved: ${mistakes.length === 1 ? "one answer needs" : `${mistakes.length} answers need`} another look</h2><ul class="small">${mistakes.map((m) => html`<li><a href=${`#f-${m.field}`} onClick=${(/** @type {Event} */ e) => (e.preventDefault(), focusField(m.field))}>${kind.fields.find((f) => f.name === m.field)?.question ?? ""} ${m.text}</a></li>`)}</ul></div>` : null}
        ${!rec && kind.starters ? html`<${Begin} kind=${kind} begun=${begun} from=${from} />` : null}
        ${fields.map((f) => html`<${Ask} key=${f.name} id=${`f-${f.name}`} label=${f.question} hint=${f.hint} optional=${!f.required} group=${isGroup(f.ty)} mistake=${wrong(f.name)}>
          <${Control} id=${`f-${f.name}`} field=${f.name} ty=${f.ty} value=${body[f.name]} change=${(/** @type {any} */ v) => put(f, v)} titles=${titles} hint=${Boolean(f.hint)} wrong=${Boolean(wrong(f.name))} left=${left(f)} attach=${rec ? () => new Promise((done) => chooseAndAttach(rec.id, done)) : undefined} /><//>`)}
        ${rec && dirty ? html`<section class="sign"><h2>Why it changes</h2>
          ${impact?.material ? html`<fieldset class="ask"><legend>What kind of change is it?</legend><span class="radios"><label><input type="radio" name="declare" checked=${!wording} onChange=${() => setWording(false)} /><span>Something is different now</span></label><label><input type="radio" name="declare" checked=${wording} onChange=${() => setWording(true)} /><span>Only the wording<span class="small dim">Nothing that rests on it has to be looked at again; the why is printed.</span></span></label></span></fieldset>` : null}
          <${Ask} id="f-why" label="Why?" hint="One sentence that next year’s you will understand." optional=${!wording} mistake=${wrong("why")}><textarea id="f-why" rows="2" aria-describedby="f-why-hint f-why-e" aria-invalid=${wrong("why") ? "true" : undefined} value=${why} onInput=${(/** @type {any} */ e) => (setWhy(e.target.value), setMistakes((m) => m.filter((x) => x.field !== "why")))}></textarea><//></section>` : null}
      </form></div>
      <aside class="panel" aria-label=${rec ? "What follows" : kind.plural}><${Follows} kind=${kind} rec=${rec} impact=${wording ? null : impact} dirty=${dirty} wording=${wording} /></aside>
    </div><//>`;
}

/** @param {string | undefined} field */
function focusField(field) {
  const el = document.getElementById(`f-${field}`) ?? document.querySelector(`#f-${field}-group :is(input, button)`);
  el?.scrollIntoView({ block: "center" });
  /** @type {HTMLElement | null} */ (el)?.focus();
}
/** @param {() => void} run */
function askDiscard(run) {
  set({ dialog: { title: "Discard what you wrote here?", view: () => html`<p>It is not in the record yet and cannot be brought back.</p><p class="row end"><button type="button" class="btn" onClick=${() => set({ dialog: null })}>Keep writing</button><button type="button" class="btn primary" onClick=${() => (set({ dialog: null }), run())}>Discard the draft</button></p>` } });
}

/** What the change will do, before it is done. @param {{ kind: KindInfo, rec: RecordShown | null, impact: Impact | null, dirty: boolean, wording: boolean }} p */
function Follows({ kind, rec, impact, dirty, wording }) {
  if (!rec) return html`<section><h2>${kind.plural}</h2><p class="small dim">${kind.about}</p>${kind.clause ? html`<p class="above-2 tiny faint">Clause ${kind.clause}</p>` : null}</section>`;
  if (!dirty) return html`<section><h2>What follows</h2><p class="small dim">Nothing is changed yet. What a change puts out of step stands here before you save it.</p></section>`;
  if (wording) return html`<section><h2>What follows</h2><p class="small dim">Only the wording: nothing is put out of step.</p></section>`;
  if (!impact) return html`<section><h2>What follows</h2></section>`;
  const n = new Set(impact.would_be_stale.map((l) => l.id)).size;
  return html`<section><h2>${n ? `This puts ${count(n, "thing")} out of step` : "This puts nothing out of step"}</h2>
    ${n ? html`<p class="small">${impact.says} ${impact.then}</p><ul class="links above-2">${impact.would_be_stale.map((l) => html`<li><${Icon} name="m-stale" mark="stale" /><span><span class="code faint">${l.id}</span> <a href=${record(l.id)}>${l.title}</a></span><span></span><span class="why"><${Words} words=${l.sentence} />${l.path.length > 2 ? html` <span class="faint">${l.path.join(" → ")}</span>` : null}</span></li>`)}</ul><p class="above-2 tiny faint">Each comes to Today, to be looked at again.</p>` : html`<p class="small dim">${impact.material ? "Nothing rests on it." : "What changed is not of the sort that others rest on."}</p>`}</section>`;
}

/** An empty page, or a text of ours: those first that answer what nothing answers yet. @param {{ kind: KindInfo, begun: Starter | null, from: (t: Starter | null, all: Starter[]) => void }} p */
function Begin({ kind, begun, from }) {
  const { data } = useCall("starters", { kind: kind.name });
  const { address: at } = useStore();
  const box = useRef(/** @type {HTMLSelectElement | null} */ (null));
  const asked = at.query.from;
  useEffect(() => {
    if (!data || asked === undefined) return;
    const t = data.find((x) => x.name === asked);
    if (t && t.name !== begun?.name) from(t, data);
    else if (!t) box.current?.focus();
  }, [data, asked]);
  if (!data) return null;
  const one = (/** @type {Starter} */ t) => html`<option value=${t.name}>${t.title} (${t.answers.slice(0, 3).join(", ")}${t.answers.length > 3 ? " …" : ""})</option>`;
  const [open, rest] = [data.filter((t) => t.missing.length), data.filter((t) => !t.missing.length)];
  return html`<div class="begin"><${Ask} id="f-from" label="Start from a text of ours?" hint="Short texts to change and to complete. They hold only once someone approves them." optional=${true}>
    <select id="f-from" class="fit" ref=${box} aria-describedby="f-from-hint" value=${begun?.name ?? ""} onChange=${(/** @type {any} */ e) => {
      const t = data.find((x) => x.name === e.target.value) ?? null;
      e.target.value = begun?.name ?? "";
      from(t, data);
    }}>
      <option value="">An empty page</option>
      ${open.length ? html`<optgroup label="Answers what nothing answers yet">${open.map(one)}</optgroup>` : null}
      ${rest.length ? html`<optgroup label="Answered already">${rest.map(one)}</optgroup>` : null}</select>
    ${begun ? html`<p class="small above-2"><${Words} words=${begun.why} /> ${begun.places ? html`<span class="dim">${count(begun.places, "place")} in [square brackets] ${begun.places === 1 ? "is" : "are"} yours to decide.</span>` : null}</p>` : open[0] ? html`<p class="small above-2 dim">The first: <button type="button" class="linkish" onClick=${() => from(open[0], data)}>${open[0].title}</button>. <${Words} words=${open[0].why} /></p>` : null}<//></div>`;
}

/** The short form: adds a record from within another page and gives its code back. @param {KindInfo} kind @param {string} title @param {(code: Code) => void} then */
export function quickAdd(kind, title, then) {
  const before = get().dialog;
  set({ dialog: { title: addWord(kind), view: () => html`<${Quick} kind=${kind} title=${title} then=${(/** @type {Code} */ c) => (set({ dialog: before }), then(c))} />` } });
}
/** @param {{ kind: KindInfo, title: string, then: (code: Code) => void }} p */
function Quick({ kind, title, then }) {
  const [body, setBody] = useState(/** @type {Record<string, any>} */ ({ title, ...(kind.fields.some((f) => f.name === "owner") ? { owner: session().owner.code } : {}) }));
  const [wrong, setWrong] = useState("");
  const fields = kind.fields.filter((f) => f.required && asked(f.case, body));
  const save = async (/** @type {Event} */ e) => {
    e.preventDefault();
    try {
      const out = await act("put", { kind: kind.name, id: null, body, why: "", declare: null });
      if (out) then(out.changed[0]);
    } catch (err) {
      if (!(err instanceof Refusal)) throw err;
      setWrong(`${err.refused.text} ${err.refused.hint}`);
    }
  };
  return html`<form onSubmit=${save} noValidate>${fields.map((f) => html`<${Ask} id=${`q-${f.name}`} label=${f.question} hint=${f.hint} group=${isGroup(f.ty)}><${Control} id=${`q-${f.name}`} field=${f.name} ty=${f.ty} value=${body[f.name]} change=${(/** @type {any} */ v) => setBody((b) => ({ ...b, [f.name]: v }))} titles=${{ [session().owner.code]: session().owner.name }} hint=${Boolean(f.hint)} /><//>`)}
    ${wrong ? html`<p class="mistake" role="alert"><${Icon} name="m-overdue" mark="overdue" /><span>${wrong}</span></p>` : null}
    <p class="row end"><button type="button" class="btn" onClick=${() => set({ dialog: null })}>Cancel</button><button class="btn primary">${addWord(kind).split(" ")[0]}</button></p></form>`;
}
