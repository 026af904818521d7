// The control for each type of field, and the frame around one: question, hint, mistake.
// It must never know which record is being written.
/** @import { Ty, Code, Choice, Field } from "../commands.d.ts" */
import { html, useRef } from "../html.js";
import { session } from "../store.js";
import { asked } from "../pure/sort.js";
import { HOWS, cadence } from "./value.js";
import { DayField, MomentField } from "./day.js";
import { Picker } from "./picker.js";
import { Icon } from "./marks.js";
import { Lists } from "./lists.js";

/** @param {{ id: string, label: any, hint?: any, mistake?: string | null, optional?: boolean, group?: boolean, children?: any, note?: any }} p */
export function Ask({ id, label, hint, mistake, optional, group, children, note }) {
  const words = html`${label}${optional ? html` <span class="faint light">(if you like)</span>` : null}`;
  const inner = html`${hint ? html`<span class="hint" id=${`${id}-hint`}>${hint}</span>` : null}
    ${mistake ? html`<p class="mistake" id=${`${id}-e`}><${Icon} name="m-overdue" mark="overdue" /><span>${mistake}</span></p>` : null}${children}${note ?? null}`;
  return group
    ? html`<fieldset class=${`ask ${mistake ? "wrong" : ""}`} id=${`${id}-group`} aria-describedby=${[hint && `${id}-hint`, mistake && `${id}-e`].filter(Boolean).join(" ") || undefined}><legend>${words}</legend>${inner}</fieldset>`
    : html`<div class=${`ask ${mistake ? "wrong" : ""}`}><label for=${id}>${words}</label>${inner}</div>`;
}

/** Is the type a group of things rather than one control? @param {Ty} ty */
export const isGroup = (ty) => ty.is === "score" || ty.is === "bool" || ty.is === "many" || ty.is === "approval" || ty.is === "cadence" || ty.is === "list" || ty.is === "texts" || ty.is === "drop" || (ty.is === "choice" && ty.of.length <= 5);

/** @typedef {{ id: string, field: string, ty: Ty, value: any, change: (v: any) => void, titles: Record<Code, string>, hint?: boolean, wrong?: boolean, left?: () => void, last?: any, label?: string, choices?: Choice[], people?: Code[], attach?: () => Promise<Code[]> | void, drop?: () => void, choose?: (list: string, choices: Record<string, any> | null) => void, notYet?: boolean }} ControlProps */

/** @param {ControlProps} p */
export function Control(p) {
  const { id, field, ty, value, change, titles, wrong, left } = p;
  const described = [p.hint && `${id}-hint`, wrong && `${id}-e`].filter(Boolean).join(" ") || undefined;
  const common = { id, "aria-describedby": described, "aria-invalid": wrong ? "true" : undefined, onBlur: left, autocomplete: "off", "aria-label": p.label };
  const text = (/** @type {any} */ e) => change(e.target.value);
  const number = (/** @type {any} */ e) => change(e.target.value.trim() === "" ? null : Number.isFinite(Number(e.target.value.replace(",", "."))) ? Number(e.target.value.replace(",", ".")) : e.target.value);
  switch (ty.is) {
    case "text": case "personal_text": case "link": return html`<input class="field-in" ...${common} value=${value ?? ""} onInput=${text} />`;
    case "prose": case "personal_prose": return html`<${Area} ...${p} described=${described} />`;
    case "date": return html`<${DayField} id=${id} value=${value} change=${change} described=${described} wrong=${wrong} left=${left} />`;
    case "moment": return html`<${MomentField} id=${id} value=${value} change=${change} described=${described} wrong=${wrong} left=${left} />`;
    case "percent": return html`<span class="row"><input class="field-in short" inputmode="numeric" ...${common} value=${value ?? ""} onInput=${number} /> %</span>`;
    // A decimal stays text, as it is stored: whoever is about to type what follows the point must not lose the point.
    case "number": return html`<input class="field-in short" inputmode="decimal" ...${common} value=${value ?? ""} onInput=${(/** @type {any} */ e) => change(e.target.value.trim().replace(",", ".") || null)} />`;
    case "count": return html`<input class="field-in short" inputmode="decimal" ...${common} value=${value ?? ""} onInput=${number} />`;
    case "version": return html`<input class="field-in short" ...${common} value=${value ?? ""} onInput=${text} />`;
    case "money": return html`<span class="row"><input class="field-in short" inputmode="decimal" ...${common} value=${value ? value.minor / 100 : ""} onInput=${(/** @type {any} */ e) => change(e.target.value ? { minor: Math.round(Number(e.target.value) * 100), currency: value?.currency ?? "EUR" } : null)} /><input class="field-in short" aria-label="Currency" value=${value?.currency ?? "EUR"} onInput=${(/** @type {any} */ e) => value && change({ ...value, currency: e.target.value.toUpperCase() })} /></span>`;
    case "score": return html`<${Scores} ...${p} />`;
    case "bool": return html`<${Radios} ...${p} of=${[{ name: "yes", label: "Yes", meaning: "" }, { name: "no", label: "No", meaning: "" }]} value=${value === true ? "yes" : value === false ? "no" : value} change=${(/** @type {any} */ v) => change(v === "yes" ? true : v === "no" ? false : v)} />`;
    case "choice": {
      const of = p.choices ?? ty.of;
      return of.length <= 5 ? html`<${Radios} ...${p} of=${of} />` : html`<select ...${common} class="fit" value=${value ?? ""} onChange=${(/** @type {any} */ e) => change(e.target.value || null)}><option value="">choose…</option>${of.map((c) => html`<option value=${c.name} selected=${c.name === value}>${c.label}</option>`)}</select>`;
    }
    case "many": {
      const of = p.choices ?? ty.of;
      return html`<span class="checks">${of.map((c) => html`<label class="row tight"><input type="checkbox" checked=${(value ?? []).includes(c.name)} onChange=${(/** @type {any} */ e) => change(of.map((o) => o.name).filter((n) => (n === c.name ? e.target.checked : (value ?? []).includes(n))))} /><span>${c.label}${c.meaning ? html` <span class="small dim">${c.meaning}</span>` : null}</span></label>`)}</span>`;
    }
    case "ref": case "refs": {
      const many = ty.is === "refs";
      const add = p.attach;
      return html`<${Picker} id=${id} kinds=${ty.kinds} many=${many} value=${value} change=${change} titles=${titles} described=${described} wrong=${wrong} left=${left} name=${p.label} />
        ${add && ty.kinds.includes("evidence") ? html`<p class="above-2 drop"><${Icon} name="plus" />Drop a file here, or <button type="button" class="linkish" onClick=${() => add()}>choose one</button></p>` : null}`;
    }
    case "codes": return html`<${Picker} id=${id} kinds=${["any"]} many value=${value} change=${change} titles=${titles} described=${described} wrong=${wrong} left=${left} name=${p.label} />`;
    case "clauses": return html`<input class="field-in" ...${common} value=${(value ?? []).join(", ")} onChange=${(/** @type {any} */ e) => change(e.target.value.split(/[,;\s]+/).filter(Boolean))} /><span class="tiny dim">Numbers with commas between: 6.1.2, A.5.19</span>`;
    case "texts": return html`<textarea rows="2" class="plain" ...${common} aria-label=${p.label ?? "One a line"} value=${(value ?? []).join("\n")} onInput=${(/** @type {any} */ e) => change(e.target.value.split("\n"))} onBlur=${() => (change((value ?? []).map((/** @type {string} */ s) => s.trim()).filter(Boolean)), left?.())}></textarea><span class="tiny dim">One a line</span>`;
    case "cadence": return html`<${Every} ...${p} />`;
    case "approval": return html`<${Approval} ...${p} />`;
    case "drop": return ty.of === "lists" ? html`<${Lists} id=${id} value=${value} described=${described} drop=${p.drop} choose=${p.choose} />` : html`<${DropFile} id=${id} value=${value} change=${change} described=${described} drop=${p.drop} />`;
    case "list": return html`<${Rows} ...${p} of=${ty.of} />`;
    case "row": return html`<${Rows} ...${p} of=${ty.of} value=${[value ?? {}]} change=${(/** @type {any} */ rows) => change(rows[rows.length - 1] ?? null)} />`;
  }
  return html`<span class="faint">${field} cannot be written here</span>`;
}

/** A file that is read into rows. @param {{ id: string, value: any, change: (v: any) => void, described?: string, drop?: () => void }} p */
function DropFile({ id, value, change, described, drop }) {
  return html`<div class="drop-file">${value?.file ? html`<p class="row tight"><${Icon} name="attach" /><span><b>${value.file}</b> · ${value.says ?? `${value.rows?.length ?? 0} ${value.rows?.length === 1 ? "row" : "rows"}`}${value.evidence ? html` · kept as <a href=${`#/record/${value.evidence}`}>${value.evidence}</a>` : null}</span><button type="button" class="btn icon" aria-label=${`Take ${value.file} away`} onClick=${() => change(null)}><${Icon} name="close" /></button></p>${(value.also ?? []).map((/** @type {any} */ a) => html`<p class="row tight"><${Icon} name="attach" /><span><b>${a.file}</b>${a.evidence ? html` · kept as <a href=${`#/record/${a.evidence}`}>${a.evidence}</a>` : null}</span></p>`)}${(value.notes ?? []).map((/** @type {string} */ n) => html`<p class="small dim">${n}</p>`)}` : null}
    <p class="drop"><${Icon} name="plus" />Drop ${value?.file ? "another" : "the"} file here, or <button type="button" class="linkish" id=${id} aria-describedby=${described} onClick=${() => drop?.()}>choose one</button></p></div>`;
}

/** Three lines high, grows with what is written. @param {ControlProps & { described?: string }} p */
function Area({ id, value, change, described, wrong, left, label }) {
  const lines = Math.min(24, Math.max(3, String(value ?? "").split("\n").reduce((n, l) => n + 1 + Math.floor(l.length / 78), 0)));
  return html`<textarea id=${id} rows=${lines} aria-label=${label} aria-describedby=${described} aria-invalid=${wrong ? "true" : undefined} value=${value ?? ""} onInput=${(/** @type {any} */ e) => change(e.target.value)} onBlur=${left}></textarea>`;
}

/** @param {ControlProps & { of: Choice[] }} p */
function Radios({ id, of, value, change, last }) {
  return html`<span class="radios">${of.map((c, i) => html`<label><input type="radio" name=${id} id=${i ? undefined : id} value=${c.name} checked=${value === c.name} onChange=${() => change(c.name)} /><span>${c.label}${c.meaning ? html`<span class="small dim">${c.meaning}</span>` : null}</span>${last === c.name ? html`<span class="last tiny dim">last answer</span>` : null}</label>`)}</span>`;
}

/** Five steps with the organization's own words. The last answer is said, not preselected. @param {ControlProps} p */
function Scores({ id, field, value, change, last }) {
  const s = session();
  const words = field.includes("likelihood") ? s.likelihood_words : s.impact_words;
  return html`<div class="choices">${words.map((w, i) => html`<label><input type="radio" name=${id} id=${i ? undefined : id} value=${w.score} checked=${value === w.score} onChange=${() => change(w.score)} /><b>${w.score}</b><span>${w.word}</span><span class="small dim">${w.meaning}</span><span class="last">${last === w.score ? "last answer" : ""}</span></label>`)}</div>`;
}

/** @param {ControlProps} p */
function Every({ id, value, change }) {
  const c = value ?? null;
  const put = (/** @type {any} */ x) => change({ every: 1, unit: "year", from: "last", lead_days: 30, window_days: 0, ...c, ...x });
  return html`<span class="row"><span>every</span><input id=${id} class="field-in tight-in" inputmode="numeric" aria-label="How many" value=${c?.every ?? ""} onInput=${(/** @type {any} */ e) => (e.target.value ? put({ every: Number(e.target.value) || 1 }) : change(null))} />
    <select class="fit" aria-label="Days, weeks, months or years" value=${c?.unit ?? "year"} onChange=${(/** @type {any} */ e) => put({ unit: e.target.value })}>${["day", "week", "month", "year"].map((u) => html`<option value=${u} selected=${(c?.unit ?? "year") === u}>${c?.every === 1 ? u : `${u}s`}</option>`)}</select>
    <select class="fit" aria-label="Counted from" value=${typeof c?.from === "object" ? "fixed" : (c?.from ?? "last")} onChange=${(/** @type {any} */ e) => put({ from: e.target.value === "fixed" ? { fixed: session().today } : e.target.value })}>${[["last", "since the last time"], ["fixed", "from a fixed day"], ["audit", "before the audit"]].map(([v, l]) => html`<option value=${v} selected=${(typeof c?.from === "object" ? "fixed" : (c?.from ?? "last")) === v}>${l}</option>`)}</select></span>
    ${typeof c?.from === "object" ? html`<${DayField} id=${`${id}-from`} name="From which day" value=${c.from.fixed} change=${(/** @type {any} */ d) => d && put({ from: { fixed: d } })} />` : null}
    ${c ? html`<span class="tiny dim">${cadence(c)}</span>` : null}`;
}

/** Somebody's word: who, how, when, and what shows it. `notYet` offers to wait for it. @param {ControlProps} p */
function Approval({ id, value, change, titles, people, attach, notYet, wrong }) {
  const v = value ?? {};
  const put = (/** @type {any} */ x) => change({ ...(v.not_yet ? { by: v.by } : v), ...x });
  const how = v.not_yet ? "not_yet" : v.how;
  const ways = notYet ? [...HOWS, ["not_yet", "not yet"]] : HOWS;
  const say = { in_app: "here, now", signed: "signed paper", email: "e-mail", minutes: "minutes", not_yet: "not yet" };
  return html`<div class="approval">
    <div class="ask"><label for=${id}>Who says yes?</label>${people?.length ? html`<span class="hint">Only these people may decide this.</span><select id=${id} class="fit" aria-invalid=${wrong ? "true" : undefined} value=${v.by ?? ""} onChange=${(/** @type {any} */ e) => put(v.not_yet ? { by: e.target.value || null, not_yet: true } : { by: e.target.value || null })}><option value="">choose…</option>${people.map((c) => html`<option value=${c} selected=${c === v.by}>${titles[c] ?? c}</option>`)}</select>` : html`<${Picker} id=${id} kinds=${["person"]} many=${false} value=${v.by} change=${(/** @type {any} */ by) => put(v.not_yet ? { by, not_yet: true } : { by })} titles=${titles} wrong=${wrong} />`}</div>
    <fieldset class="ask"><legend>How do you have their word?</legend><span class="hint">Here, now means: they sit here.</span><span class="radios in-line">${ways.map(([n]) => html`<label><input type="radio" name=${`${id}-how`} value=${n} checked=${how === n} onChange=${() => (n === "not_yet" ? change({ by: v.by ?? null, not_yet: true }) : put({ how: n, on: v.on ?? session().today }))} /><span>${/** @type {any} */ (say)[n]}</span></label>`)}</span></fieldset>
    ${how && how !== "not_yet" ? html`<div class="ask"><label for=${`${id}-on`}>On which day?</label><${DayField} id=${`${id}-on`} value=${v.on} change=${(/** @type {any} */ on) => put({ on })} /></div>` : null}
    ${how && how !== "not_yet" && how !== "in_app" ? html`<div class="ask"><label for=${`${id}-proof`}>Put the paper, mail or minutes here.</label><${Picker} id=${`${id}-proof`} kinds=${["evidence"]} many value=${v.proof ?? []} change=${(/** @type {any} */ proof) => put({ proof })} titles=${titles} />
      ${attach ? html`<p class="above-2 drop"><${Icon} name="attach" />Not kept yet? <button type="button" class="linkish" onClick=${async () => put({ proof: [...(v.proof ?? []), ...((await attach()) ?? [])] })}>choose a file</button></p>` : null}</div>` : null}
    ${how === "not_yet" ? html`<p class="note"><${Icon} name="m-note" mark="na" /><span>It is recorded that you wait for ${v.by ? (titles[v.by] ?? v.by) : "their word"}. Today shows it once it is late.</span></p>` : null}</div>`;
}

/** A small table: one row a thing, each with its own fields. @param {ControlProps & { of: Field[] }} p */
function Rows({ id, of, value, change, titles, label }) {
  const rows = value ?? [];
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const put = (/** @type {number} */ i, /** @type {string} */ name, /** @type {any} */ v) => change(rows.map((/** @type {any} */ r, /** @type {number} */ j) => (j === i ? { ...r, [name]: v } : r)));
  const add = () => {
    change([...rows, {}]);
    requestAnimationFrame(() => /** @type {HTMLElement | undefined} */ ([...(box.current?.querySelectorAll(".list-row:last-of-type :is(input, textarea, select)") ?? [])][0])?.focus());
  };
  return html`<div class="list" ref=${box} role="group" aria-label=${label}>${rows.map((/** @type {any} */ r, /** @type {number} */ i) => html`<div class="list-row" role="group" aria-label=${`Row ${i + 1}`}>
      <div class="list-fields">${of.filter((f) => asked(f.case, r)).map((f) => html`<div class="list-field"><label class="tiny dim" for=${`${id}-${i}-${f.name}`}>${f.question}</label><${Control} id=${`${id}-${i}-${f.name}`} field=${f.name} ty=${f.ty} value=${r[f.name]} change=${(/** @type {any} */ v) => put(i, f.name, v)} titles=${titles} label=${isGroup(f.ty) ? f.question : undefined} /></div>`)}</div>
      <button type="button" class="btn icon" aria-label=${`Take row ${i + 1} away`} onClick=${() => {
        change(rows.filter((/** @type {any} */ _, /** @type {number} */ j) => j !== i));
        requestAnimationFrame(() => /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector(".add-row"))?.focus());
      }}><${Icon} name="close" /></button></div>`)}
    <button type="button" id=${id} class="btn slim add-row" onClick=${add}><${Icon} name="plus" />Add a row</button></div>`;
}
