// Lists that were dropped: what each was taken for, which column is what, what it asks, and what would happen. Also the parts of the import's page.
// It must never judge a row; what is chosen goes back, and what it comes to then is read anew.
/** @import { Code, ImportShown, ListRead } from "../commands.d.ts" */
import { html } from "../html.js";
import { count, Icon } from "./marks.js";
import { Changes } from "./value.js";

/** @typedef {Pick<ImportShown, "columns" | "fields" | "asks" | "rows" | "counts" | "notes">} Shown */
/** @type {Record<string, [string, string, string]>} */
const WHAT = { new: ["current", "plus", "New"], changed: ["soon", "change", "Changed"], same: ["na", "m-na", "Same"], wrong: ["overdue", "m-overdue", "Row"], left_out: ["na", "m-na", "Left out"] };

/** Which column becomes what. @param {{ shown: Shown, map: (column: string, field: string | null) => void }} p */
export function Columns({ shown, map }) {
  return html`<table class="tbl" aria-label="Columns"><thead><tr><th scope="col">In your sheet</th><th scope="col" class="eg">For example</th><th scope="col"><span class="unseen">goes to</span></th><th scope="col">Becomes</th><th scope="col"><span class="unseen">Found?</span></th></tr></thead><tbody>${shown.columns.map((x) => html`<tr><th scope="row">${x.column}</th><td class="faint eg">${x.example}</td><td><${Icon} name="next" /></td><td><select aria-label=${`Becomes, column ${x.column}`} onChange=${(/** @type {any} */ e) => map(x.column, e.target.value || null)}><option value="" selected=${!x.field}>Leave out</option>${shown.fields.map((f) => html`<option value=${f.name} selected=${f.name === x.field}>${f.question}</option>`)}</select></td><td>${x.field ? html`<span title=${x.why}><${Icon} name="m-current" mark="current" /><span class="unseen">${x.why || "found"}</span></span>` : html`<span class="state na"><${Icon} name="m-na" mark="na" />${x.why || "left out"}</span>`}</td></tr>`)}</tbody></table>`;
}
/** What only the owner can say, once for all rows. @param {{ id: string, asks: Shown["asks"], given: Record<string, string>, answer: (id: string, choice: string) => void }} p */
export function Asks({ id, asks, given, answer }) {
  return asks.map((x) => html`<fieldset class="ask map-ask"><legend>${x.text}</legend><span class="radios in-line">${x.choices.map((k) => html`<label><input type="radio" name=${`${id}-${x.id}`} checked=${(given[x.id] ?? x.answer) === k.name} onChange=${() => answer(x.id, k.name)} /><span>${k.label}</span></label>`)}</span></fieldset>`);
}
/** What each row would do. @param {{ rows: Shown["rows"] }} p */
export function Rows({ rows }) {
  return html`<ol class="changes">${rows.map((r) => {
    const [cls, icon, word] = WHAT[r.what];
    return html`<li class=${r.what === "wrong" ? "bad" : ""}><span class=${`state ${cls}`}><${Icon} name=${icon} mark=${icon.startsWith("m-") ? cls : undefined} />${r.what === "wrong" ? `Row ${r.row}` : word}</span><div>${r.what === "wrong" ? r.errors.map((e) => html`<p>${e.text}</p><p class="small dim">${e.column}: “${e.value}”${e.mend.length ? `. It could be ${e.mend.join(", or ")}.` : ""}</p>`) : html`<p>${r.id ? html`<span class="code faint">${r.id}</span> ` : null}${r.title}</p>${r.what === "changed" ? html`<${Changes} changes=${r.changes} titles=${{}} />` : null}`}</div></li>`;
  })}</ol>`;
}

/** The answer of a question that takes lists: each with its kind, its columns, a preview, or later.
 * @param {{ id: string, value: any, described?: string, drop?: () => void, choose?: (list: string, choices: Record<string, any> | null) => void }} p */
export function Lists({ id, value, described, drop, choose }) {
  /** @type {ListRead[]} */
  const rows = value?.rows ?? [];
  return html`<div class="drop-file">${rows.map((l, n) => html`<${One} key=${l.id} id=${`${id}-${n}`} list=${l} choose=${choose} />`)}
    <p class="drop"><${Icon} name="plus" />Drop ${rows.length ? "another" : "a"} list here, or <button type="button" class="linkish" id=${id} aria-describedby=${described} onClick=${() => drop?.()}>choose one</button></p></div>`;
}
/** @param {{ id: string, list: ListRead, choose?: (list: string, choices: Record<string, any> | null) => void }} p */
function One({ id, list, choose }) {
  const put = (/** @type {Record<string, any>} */ x) => choose?.(list.id, x);
  const { look, choices } = list;
  const c = look?.counts;
  const said = c ? [[c.adds, "new"], [c.changes, "changed"], [c.unchanged, "same"], [c.errors, "wrong"], [c.left_out, "left out"]].filter(([n]) => n).map(([n, w]) => `${n} ${w}`).join(", ") : "";
  const found = look ? look.columns.filter((x) => x.field).length : 0;
  const open = look?.asks.filter((x) => !x.answer) ?? [];
  const rest = look?.asks.filter((x) => x.answer) ?? [];
  return html`<section class="list-read" aria-labelledby=${`${id}-name`}>
    <div class="row tight"><${Icon} name="attach" /><h2 id=${`${id}-name`} class="push-end">${list.id}</h2>${list.evidence ? html`<span class="small dim">kept as <a href=${`#/record/${list.evidence}`}>${list.evidence}</a></span>` : null}<button type="button" class="btn icon" aria-label=${`Take ${list.id} away`} onClick=${() => choose?.(list.id, null)}><${Icon} name="close" /></button></div>
    <p class="row"><label class="small" for=${`${id}-kind`}>It is a</label><select id=${`${id}-kind`} class="fit" onChange=${(/** @type {any} */ e) => put(e.target.value ? { kind: e.target.value, mapping: {}, answers: {}, later: false } : { later: true })}>${(list.kinds ?? []).map((k) => html`<option value=${k.name} selected=${!list.later && k.name === list.kind}>${k.title}</option>`)}<option value="" selected=${Boolean(list.later)}>later: only keep it</option></select>${list.later ? html`<span class="small dim">It is kept, and bringing it in becomes a task.</span>` : html`<span class="small">${said}</span>`}</p>
    ${list.refused && !list.later ? html`<p class="note bad"><${Icon} name="m-overdue" mark="overdue" /><span>${list.refused}</span></p>` : null}
    ${look && !list.later ? html`<${Asks} id=${id} asks=${open} given=${choices.answers} answer=${(/** @type {string} */ a, /** @type {string} */ v) => put({ answers: { ...choices.answers, [a]: v } })} />
      <${Rows} rows=${look.rows.filter((r) => r.what !== "same")} />
      ${c && c.adds + c.changes + c.errors > look.rows.length ? html`<p class="small dim">The first rows are shown; all are counted.</p>` : null}
      <details><summary class="small">${found} of ${count(look.columns.length, "column", "columns")} found their place: look</summary><div class="map scroll"><${Columns} shown=${look} map=${(/** @type {string} */ column, /** @type {string | null} */ field) => put({ mapping: { ...choices.mapping, [column]: field } })} /></div>
        <${Asks} id=${id} asks=${rest} given=${choices.answers} answer=${(/** @type {string} */ a, /** @type {string} */ v) => put({ answers: { ...choices.answers, [a]: v } })} />
        ${look.notes.map((t) => html`<p class="small dim">${t}</p>`)}</details>` : null}</section>`;
}
