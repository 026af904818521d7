// The acts that can be asked for from anywhere: undo, redo, put off, retire, no effect, attach, change of state.
// It must never decide whether an act is allowed: Rust does, and says why not.
/** @import { Code, Item, Reason, RecordShown, KindInfo } from "../commands.d.ts" */
import { html, useState } from "../html.js";
import { call, Refusal } from "../bridge.js";
import { act, get, refused, say, session, set, tell, tryAct } from "../store.js";
import { addDays, between } from "../pure/dates.js";
import { DayField } from "./day.js";
import { Icon, kindOf, size } from "./marks.js";
import { Ask, Control } from "./field.js";
import { asked } from "../pure/sort.js";

/** A dialog that asks a why and then does one act. The refusal stands at its field.
 * @param {{ title: string, lead?: any, word: string, whyLabel?: string, whyHint?: string, needWhy?: boolean, extra?: (x: any, setX: (x: any) => void) => any, start?: any, startWhy?: string, run: (why: string, x: any) => Promise<any> }} p */
export function askWhy(p) {
  set({ dialog: { title: p.title, view: () => html`<${Why} ...${p} />` } });
}
/** @param {Parameters<typeof askWhy>[0]} p */
function Why({ lead, word, whyLabel = "Why?", whyHint = "One sentence that you would say to the auditor.", needWhy = true, extra, start, startWhy = "", run }) {
  const [why, setWhy] = useState(startWhy);
  const [x, setX] = useState(start ?? {});
  const [wrong, setWrong] = useState(/** @type {Refusal | null} */ (null));
  const go = async (/** @type {Event} */ e) => {
    e.preventDefault();
    try {
      if ((await run(why.trim(), x)) !== undefined) set({ dialog: null });
    } catch (err) {
      if (!(err instanceof Refusal)) throw err;
      setWrong(err);
      set({ assertive: err.refused.text });
    }
  };
  return html`<form onSubmit=${go} noValidate>${lead ? html`<p class="dim">${lead}</p>` : null}${extra?.(x, setX)}
    ${needWhy ? html`<${Ask} id="act-why" label=${whyLabel} hint=${whyHint}><textarea id="act-why" rows=${Math.min(8, Math.max(2, startWhy.split("\n").length))} aria-describedby="act-why-hint" value=${why} onInput=${(/** @type {any} */ e) => setWhy(e.target.value)}></textarea><//>` : null}
    ${wrong ? html`<p class="mistake" role="alert"><${Icon} name="m-overdue" mark="overdue" /><span>${wrong.refused.text} ${wrong.refused.hint}</span></p>` : null}
    <p class="row end"><button type="button" class="btn" onClick=${() => set({ dialog: null })}>Cancel</button><button class="btn primary">${word}</button></p></form>`;
}

/** Undoes the last act; asks why where that is needed. */
export async function askUndo() {
  const what = get().session?.can_undo;
  if (!what) return say("There is nothing to undo.");
  set({ toast: null });
  try {
    await act("undo", { why: "" });
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    if (e.refused.where !== "why") return refused(e);
    askWhy({ title: "Undo", lead: what, word: "Undo it", whyHint: e.refused.hint || "What was signed is undone with a reason.", run: (why) => act("undo", { why }) });
  }
}
export async function redo() {
  if (!get().session?.can_redo) return say("There is nothing to redo.");
  try {
    await act("redo", {});
  } catch (e) {
    if (e instanceof Refusal) refused(e);
    else throw e;
  }
}

/** @param {{ id: Code, title: string }} item @param {string | null} [audit] day of the next audit */
export function askPutOff(item, audit) {
  const today = session().today;
  const days = [
    { name: "in a week", on: addDays(today, 7) },
    { name: "in a month", on: addDays(today, 30) },
    ...(audit && between(today, audit) > 0 ? [{ name: "after the audit", on: addDays(audit, 1) }] : []),
  ];
  askWhy({
    title: `Not now: ${item.title}`, word: "Put off", whyHint: "It is recorded, and printed when it is put off for more than 14 days.", start: { until: days[0].on },
    extra: (x, setX) => html`<${Ask} id="act-until" label="Until when?"><p class="row chips">${days.map((d) => html`<button type="button" class="chip" aria-pressed=${x.until === d.on ? "true" : "false"} onClick=${() => setX({ ...x, until: d.on })}>${d.name}</button>`)}</p>
      <${DayField} id="act-until" value=${x.until} change=${(/** @type {any} */ v) => setX({ ...x, until: v })} /><//>`,
    run: (why, x) => act("put_off", { id: item.id, until: x.until, why }),
  });
}
/** What nothing else answers is asked for before it goes. @param {RecordShown} rec */
export function askRetire({ id, title, alone_answers: alone = [] }) {
  const them = alone.length > 1 ? `${alone.slice(0, -1).join(", ")} and ${alone[alone.length - 1]}` : alone[0];
  askWhy({
    title: `Retire ${id}`, lead: `${title}. It keeps its code and its history, and can be brought back.`, word: "Retire",
    whyLabel: alone.length ? `Then what answers ${them}?` : undefined,
    whyHint: alone.length ? `Only this answers ${alone.length > 1 ? "them" : "it"}. Say after ${alone.length > 1 ? "each number" : "the number"} what answers it from now on, or why it no longer applies.` : "It no longer exists, no longer applies, or is done.",
    startWhy: alone.map((n) => `${n}: `).join("\n"), run: (why) => act("retire", { id, why }),
  });
}
/** @param {Code} id */
export const askRestore = (id) => askWhy({ title: `Bring ${id} back`, word: "Bring back", run: (why) => act("restore", { id, why }) });
/** @param {Code} target @param {Reason} r */
export const askNoEffect = (target, r) => askWhy({ title: `${r.input} does not affect ${target}`, lead: r.text, word: "Does not affect it", whyLabel: "Why not?", run: (why) => act("no_effect", { target, input: /** @type {Code} */ (r.input), why }) });

/** A change of state, with the answers that the new state asks for. @param {RecordShown} rec @param {KindInfo} kind @param {RecordShown["verbs"][number]} verb */
export function askState(rec, kind, verb) {
  const needed = kind.fields.filter((f) => f.case && asked(f.case, { ...rec.body, state: verb.to }) && !asked(f.case, { ...rec.body, state: rec.body.state }));
  askWhy({
    title: `${verb.label}: ${rec.id} ${rec.title}`, word: verb.label, start: {},
    extra: (x, setX) => needed.map((f) => html`<${Ask} id=${`state-${f.name}`} label=${f.question} hint=${f.hint} group=${["choice", "bool", "many", "score"].includes(f.ty.is)}><${Control} id=${`state-${f.name}`} field=${f.name} ty=${f.ty} value=${x[f.name] ?? rec.body[f.name]} change=${(/** @type {any} */ v) => setX({ ...x, [f.name]: v })} titles=${rec.titles} /><//>`),
    run: (why, x) => act("move_state", { id: rec.id, to: verb.to, body: x, why }),
  });
}

/** Files chosen or dropped: what they show, of when. @param {Code} id @param {{ handle: number, name: string, size: number, known: Code | null, refused: string | null, caution: string | null }[]} files @param {(codes: Code[]) => void} [then] */
export function askAttach(id, files, then) {
  const good = files.filter((f) => !f.refused);
  if (!files.length) return;
  const today = session().today;
  askWhy({
    title: `Attach to ${id}`, word: "Attach", needWhy: false, start: { shows: "", on: today, from: null, until: null, personal: false },
    lead: html`<ul class="links">${files.map((f) => html`<li><${Icon} name=${f.refused ? "m-overdue" : "attach"} mark=${f.refused ? "overdue" : undefined} /><span>${f.name}</span><span class="faint">${size(f.size)}</span>${f.refused ? html`<span class="why">${f.refused}; it is left out</span>` : f.known ? html`<span class="why">already kept as ${f.known}; it is linked, not stored twice</span>` : f.caution ? html`<span class="why">${f.caution}</span>` : null}</li>`)}</ul>`,
    extra: (x, setX) => html`
      <${Ask} id="ev-shows" label="What does it show?" hint="One line, as it will stand in the list of evidence."><input class="field-in" id="ev-shows" aria-describedby="ev-shows-hint" autocomplete="off" value=${x.shows} onInput=${(/** @type {any} */ e) => setX({ ...x, shows: e.target.value })} /><//>
      <${Ask} id="ev-on" label="From which day is it?"><${DayField} id="ev-on" value=${x.on} change=${(/** @type {any} */ v) => setX({ ...x, on: v })} /><//>
      <${Ask} id="ev-from" label="Which period does it cover?" hint="From, until. Empty: only that day."><span class="row"><${DayField} id="ev-from" value=${x.from} change=${(/** @type {any} */ v) => setX({ ...x, from: v })} /><${DayField} id="ev-until" name="Until" value=${x.until} change=${(/** @type {any} */ v) => setX({ ...x, until: v })} /></span><//>
      <label class="row tight small"><input type="checkbox" checked=${x.personal} onChange=${(/** @type {any} */ e) => setX({ ...x, personal: e.target.checked })} />It names people: leave it out of packs unless I ask for it</label>`,
    run: async (_, x) => {
      if (!good.length) return null;
      const out = await act("attach", { id, handles: good.map((f) => f.handle), shows: x.shows, collected_on: x.on, from_date: x.from, until_date: x.until, personal: x.personal });
      if (out) then?.(out.changed.filter((c) => c !== id && kindOf(c)?.name === "evidence"));
      return out;
    },
  });
}
/** @param {Code} id @param {(codes: Code[]) => void} [then] */
export async function chooseAndAttach(id, then) {
  askAttach(id, await call("choose_evidence", {}), then);
}

/** Files that are made of a record, into a folder. @param {import("../commands.d.ts").Saves} s */
export async function saveFiles(s) {
  say("The files are being written.");
  const out = await tryAct("save_files", { id: s.id, again: s.again });
  if (out) tell(`${out.files} files are saved: ${out.path}`);
}
/** Where a step of Today begins. @param {Item} item */
export const begin = (item) => (item.wizard && item.available ? `#/wizard/${encodeURIComponent(item.wizard)}/${item.about.map(encodeURIComponent).join(",")}` : item.record ? `#/record/${encodeURIComponent(item.record)}` : item.place);
