// One question of a guide, or the same question of several things as a table with letter keys.
// It must never know which guide asks.
/** @import { Code, Question, Warning, Field, Choice } from "../commands.d.ts" */
import { html, useRef, useState } from "../html.js";
import { asked, empty } from "../pure/sort.js";
import { chooseAndAttach } from "./acts.js";
import { Ask, Control, isGroup } from "./field.js";
import { Icon, Mark, Words } from "./marks.js";
import { plain } from "./value.js";

/** @typedef {{ questions: Question[], lead: boolean, answers: Record<string, any>, put: (field: string, v: any) => void, wrong: (field: string) => string | null, warnings: Warning[], titles: Record<Code, string>, about: Code | null, people?: Code[], drop?: (field: string) => void, choose?: (field: string, list: string, choices: Record<string, any> | null) => void, look?: (row: string) => void }} AskedProps */

/** @param {AskedProps} p */
export function Asked(p) {
  const q = p.questions[0];
  const notes = p.warnings.map((w) => html`<p class=${`note ${w.level === "red" ? "bad" : "due"}`}><${Icon} name=${w.level === "red" ? "m-overdue" : "m-weak"} mark=${w.level === "red" ? "overdue" : "soon"} /><span>${w.text}</span></p>`);
  if (q.rows) return html`<${Table} ...${p} />${notes}`;
  const id = `f-${q.field}`;
  const v = p.answers[q.field];
  const unknown = v && typeof v === "object" && v.dont_know;
  if (q.ty.is === "bool" && q.field === "signed") return html`<div class=${`ask ${p.wrong(q.field) ? "wrong" : ""}`} id=${`${id}-group`}>${p.wrong(q.field) ? html`<p class="mistake" id=${`${id}-e`}><${Icon} name="m-overdue" mark="overdue" /><span>Tick this to sign.</span></p>` : null}<label class="row tight top"><input id=${id} type="checkbox" checked=${v === true} aria-describedby=${p.wrong(q.field) ? `${id}-e` : undefined} onChange=${(/** @type {any} */ e) => p.put(q.field, e.target.checked || null)} /><span>${q.label}</span></label></div>`;
  const body = html`<${Control} id=${id} field=${q.field} ty=${q.ty} value=${unknown ? null : v} change=${(/** @type {any} */ x) => p.put(q.field, x)} titles=${p.titles} hint=${Boolean(q.hint) && !p.lead} wrong=${Boolean(p.wrong(q.field))} last=${q.last} choices=${q.choices} people=${q.ty.is === "approval" ? (q.people ?? p.people) : undefined} notYet drop=${p.drop ? () => p.drop?.(q.field) : undefined} choose=${p.choose ? (/** @type {string} */ list, /** @type {any} */ x) => p.choose?.(q.field, list, x) : undefined}
      label=${p.lead && !isGroup(q.ty) ? q.label : undefined} attach=${p.about ? () => new Promise((done) => chooseAndAttach(/** @type {Code} */ (p.about), (codes) => {
        if (q.ty.is === "refs") p.put(q.field, [...(p.answers[q.field] ?? []), ...codes]);
        done(codes);
      })) : undefined} />
    ${q.last !== null && q.last !== undefined && !["score", "choice"].includes(q.ty.is) ? html`<p class="small dim last-time">Last time: <span class=${q.ty.is === "prose" ? "record small" : ""}>${plain(q.ty, q.last, p.titles, q.field)}</span>${again(q) ? html` <button type="button" class="linkish" onClick=${() => p.put(q.field, again(q))}>Copy it</button>` : null}</p>` : null}
    ${q.dont_know ? html`<p class="dont-know"><label class="row tight small"><input type="checkbox" checked=${Boolean(unknown)} onChange=${(/** @type {any} */ e) => p.put(q.field, e.target.checked ? { dont_know: true } : null)} />I don’t know: make it a task to find out</label></p>` : null}
    ${q.optional_word ? html`<${Who} id=${id} value=${p.answers[`${q.field}__who`]} change=${(/** @type {any} */ x) => p.put(`${q.field}__who`, x)} />` : null}`;
  // What has a proposed answer is not "if you like": it is answered.
  // The page's heading is the question already: the frame says it once more only to those who cannot see.
  return html`<${Ask} id=${id} label=${p.lead ? html`<span class="unseen">${q.label}</span>` : q.label} hint=${p.lead ? null : q.hint} optional=${!q.required && !p.lead && q.value == null} group=${isGroup(q.ty)} mistake=${p.wrong(q.field)}>${body}<//>${notes}`;
}

/** The answer of last time where it can be given again as it stands; else nothing. @param {Question} q */
export function again(q) {
  const { ty, last } = q;
  if (q.rows || empty(last)) return null;
  if (ty.is === "choice") return (q.choices ?? ty.of).some((c) => c.name === last) ? last : null;
  if (ty.is === "score") return Number.isInteger(last) ? last : null;
  if (ty.is === "refs" || ty.is === "many") return Array.isArray(last) ? last : null;
  return ["text", "prose", "personal_text", "personal_prose"].includes(ty.is) && typeof last === "string" ? last : null;
}

/** "Who said so?", if you like. @param {{ id: string, value: any, change: (v: any) => void }} p */
function Who({ id, value, change }) {
  const [open, setOpen] = useState(!empty(value));
  return open ? html`<div class="who"><label class="small dim" for=${`${id}-who`}>Who said so? (if you like)</label><input class="field-in" id=${`${id}-who`} autocomplete="off" value=${value ?? ""} onInput=${(/** @type {any} */ e) => change(e.target.value)} /></div>` : html`<p><button type="button" class="linkish small" onClick=${() => setOpen(true)}>Who said so?</button></p>`;
}

/** A letter for each answer: the first of its word that is free. @param {Choice[]} of */
export function letters(of) {
  /** @type {string[]} */
  const taken = [];
  for (const c of of) taken.push([...c.label.toUpperCase().replace(/[^A-Z]/g, ""), ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].find((x) => !taken.includes(x)) ?? "");
  return taken;
}
/** @param {Question | Field} q @returns {Choice[] | null} */
function choicesOf(q) {
  if (q.ty.is === "bool") return [{ name: "yes", label: "Yes", meaning: "" }, { name: "no", label: "No", meaning: "" }];
  if (q.ty.is === "choice") return ("choices" in q && q.choices) || q.ty.of;
  return null;
}

/** One row a thing; ↑ ↓ move, letters answer. @param {AskedProps} p */
function Table({ questions, lead, answers, put, wrong, titles, look }) {
  const q = questions[0];
  const rows = q.rows ?? [];
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [at, setAt] = useState(0);
  // Rows whose answers did not change are not drawn again, so their handlers look up what is answered now.
  const live = useRef(answers);
  live.current = answers;
  const drawn = useRef(/** @type {Map<string, { of: any[], node: any }>} */ (new Map()));
  const main = q.ty.is === "list" ? q.ty.of.find((f) => choicesOf(f)) : q;
  const of = main ? (choicesOf(main) ?? []) : [];
  const keys = letters(of);
  const cells = (/** @type {string} */ id) => live.current[q.field]?.[id];
  const valueOf = (/** @type {string} */ id) => (q.ty.is === "list" ? cells(id)?.[/** @type {any} */ (main)?.name] : cells(id));
  const set = (/** @type {string} */ id, /** @type {string} */ name, /** @type {any} */ v) => {
    const field = q.ty.is === "list" ? q.field : name;
    const rowsNow = { ...live.current[field], [id]: q.ty.is === "list" ? { ...cells(id), [name]: v } : v };
    live.current = { ...live.current, [field]: rowsNow };
    put(field, rowsNow);
  };
  const mainName = q.ty.is === "list" ? (/** @type {any} */ (main)?.name ?? "") : q.field;
  const stored = (/** @type {string} */ name) => (main?.ty.is === "bool" ? name === "yes" : name);
  const chosen = (/** @type {string} */ id, /** @type {string} */ name) => valueOf(id) === stored(name);
  const see = (/** @type {number} */ i) => {
    setAt(i);
    if (rows[i]) look?.(rows[i].id);
  };
  const focus = (/** @type {number} */ i) => {
    const to = Math.min(rows.length - 1, Math.max(0, i));
    see(to);
    // At once, so that the next key, however fast, is for the next row; and again once this row is drawn with its answer.
    const take = () => /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector(`[data-row="${to}"] [role=radio][tabindex="0"], [data-row="${to}"] :is(input, textarea, select)`))?.focus();
    take();
    const here = document.activeElement;
    requestAnimationFrame(() => (document.activeElement === here || document.activeElement === document.body) && take());
  };
  const onKey = (/** @type {KeyboardEvent} */ e) => {
    if (e.ctrlKey || e.altKey || e.metaKey || /** @type {HTMLElement} */ (e.target).matches("input, textarea, select")) return;
    const i = Number(/** @type {HTMLElement} */ (e.target).closest("[data-row]")?.getAttribute("data-row") ?? at);
    const k = keys.indexOf(e.key.toUpperCase());
    if (e.key === "ArrowDown" || e.key === "ArrowUp") focus(i + (e.key === "ArrowDown" ? 1 : -1));
    else if (e.key === "ArrowRight" || e.key === "ArrowLeft") {
      const now = of.findIndex((c) => chosen(rows[i].id, c.name));
      const to = of[(now + (e.key === "ArrowRight" ? 1 : of.length - 1) + of.length) % of.length];
      set(rows[i].id, mainName, stored(to.name));
      focus(i);
    } else if (k >= 0) {
      set(rows[i].id, mainName, stored(of[k].name));
      if (!follows(rows[i].id, of[k].name)) focus(i + 1);
    } else if (/^[1-9]$/.test(e.key) && ready(rows[i].id)[Number(e.key) - 1]) {
      const field = /** @type {any} */ (second(rows[i].id));
      set(rows[i].id, field.name, ready(rows[i].id)[Number(e.key) - 1].name);
      if (!extra(rows[i].id).some((f) => f !== field && empty(cells(rows[i].id)?.[/** @type {any} */ (f).name]))) focus(i + 1);
    } else return;
    e.preventDefault();
    e.stopPropagation();
  };
  /** What else is asked of that row. @param {string} id @param {string} [now] */
  const extra = (id, now) => {
    const row = rows.find((r) => r.id === id);
    if (q.ty.is === "list") return q.ty.of.filter((f) => f !== main && (!row?.fields || row.fields.includes(f.name)) && asked(f.case, { ...cells(id), ...(now ? { [mainName]: now } : {}) }));
    return questions.slice(1).filter((x) => x.rows?.some((r) => r.id === id) && (!x.field.endsWith("_why") || ["no", "not", false].includes(now ?? valueOf(id))));
  };
  /** The choice that is asked next of that row, as reasons of a no are: digits answer it. @param {string} id */
  const second = (id) => (q.ty.is === "list" ? extra(id).find((f) => choicesOf(f)) : undefined);
  /** @param {string} id */
  const ready = (id) => choicesOf(/** @type {any} */ (second(id) ?? { ty: { is: "" } })) ?? [];
  const follows = (/** @type {string} */ id, /** @type {string} */ now) => extra(id, now).length > 0;
  const reasons = q.ty.is === "list" ? (q.ty.of.filter((f) => f !== main && f.ty.is === "choice" && f.case && f.ty.of.length < 10)[0] ?? null) : null;
  const left = rows.filter((r) => empty(valueOf(r.id))).length;
  const mistake = questions.map((x) => wrong(x.field)).find(Boolean);
  /** @param {NonNullable<Question["rows"]>[number]} r @param {number} i */
  const drawRow = (r, i) => {
    const of = [r, i, titles, rows.length, ...questions.map((x) => answers[x.field]?.[r.id])];
    const before = drawn.current.get(r.id);
    if (before && before.of.length === of.length && before.of.every((x, n) => x === of[n])) return before.node;
    const node = fresh(r, i);
    drawn.current.set(r.id, { of, node });
    return node;
  };
  /** @param {NonNullable<Question["rows"]>[number]} r @param {number} i */
  const fresh = (r, i) => html`<li data-row=${i} key=${r.id}>
      <div class="row-what"><p class="row-title">${r.title}${(r.flags ?? []).map((f) => html` <span class="flag"><${Mark} state=${f.state} quiet />${f.text}</span>`)}</p>${r.sentence.length ? html`<p class="small dim"><${Words} words=${r.sentence} /></p>` : null}${r.detail ? html`<p class="small faint">${r.detail}</p>` : null}</div>
      ${of.length ? html`<div class="seg" role="radiogroup" aria-label=${`${main && "question" in main ? main.question : q.label} ${r.title}`}>${of.map((c, j) => html`<button type="button" role="radio" aria-checked=${chosen(r.id, c.name) ? "true" : "false"} tabindex=${chosen(r.id, c.name) || (empty(valueOf(r.id)) && !j) ? "0" : "-1"} title=${c.meaning || undefined} onClick=${() => set(r.id, mainName, chosen(r.id, c.name) ? null : stored(c.name))}>${c.label}</button>`)}</div>` : html`<div class="grow"><${Control} id=${`f-${q.field}-${i}`} field=${q.field} ty=${q.ty} value=${answers[q.field]?.[r.id]} change=${(/** @type {any} */ v) => set(r.id, q.field, v)} titles=${titles} label=${`${q.label} ${r.title}`} notYet /></div>`}
      ${extra(r.id).length ? html`<div class="row-more">${extra(r.id).map((f) => {
        const field = /** @type {any} */ (f);
        const name = field.name ?? field.field;
        const id = `f-${q.field}-${i}-${name}`;
        return html`<div class="ask"><label for=${id}>${field.question ?? field.label}</label>${field.hint ? html`<span class="hint" id=${`${id}-hint`}>${field.hint}</span>` : null}<${Control} id=${id} field=${name} ty=${field.ty} value=${q.ty.is === "list" ? answers[q.field]?.[r.id]?.[name] : answers[name]?.[r.id]} change=${(/** @type {any} */ v) => set(r.id, name, v)} titles=${titles} hint=${Boolean(field.hint)} /></div>`;
      })}</div>` : null}</li>`;
  return html`<fieldset class=${`ask rows-ask ${mistake ? "wrong" : ""}`} id=${`f-${q.field}-group`} aria-describedby=${`f-${q.field}-hint`}><legend class=${lead ? "unseen" : ""}>${q.label}</legend>
    ${q.hint && !lead ? html`<span class="hint" id=${`f-${q.field}-hint`}>${q.hint}</span>` : html`<span id=${`f-${q.field}-hint`} hidden>Arrows move between the rows.</span>`}
    ${mistake ? html`<p class="mistake"><${Icon} name="m-overdue" mark="overdue" /><span>${mistake}</span></p>` : null}
    ${of.length ? html`<p class="keys small" aria-hidden="true">${of.map((c, i) => html`<span><kbd>${keys[i]}</kbd> ${c.label.toLowerCase()}</span>`)}<span class="push">${left ? `${left} of ${rows.length} to go` : `all ${rows.length} answered`}</span></p>` : null}
    ${reasons && rows.length > 3 ? html`<p class="keys small" aria-hidden="true"><span class="dim">${reasons.question}</span>${(choicesOf(reasons) ?? []).map((c, i) => html`<span><kbd>${i + 1}</kbd> ${c.label}</span>`)}</p>` : null}
    <ol class=${`row-list${rows.length > 40 ? " long" : ""}`} ref=${box} onKeyDown=${onKey} onFocusIn=${(/** @type {FocusEvent} */ e) => see(Number(/** @type {HTMLElement} */ (e.target).closest("[data-row]")?.getAttribute("data-row") ?? at))}>${rows.map(drawRow)}</ol></fieldset>`;
}
