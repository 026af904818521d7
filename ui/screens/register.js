// Which ones, and which first? Every kind's list: find, chips, sort, preview, as of a day.
// It must never know a kind by name: columns, chips and words come from what the kind declares.
/** @import { Code, Field, KindInfo, Register as Shown, Row, StateName } from "../commands.d.ts" */
import { html, useEffect, useMemo, useRef, useState } from "../html.js";
import { address, go, record, refine } from "../router.js";
import { say, session, useCall, useStore } from "../store.js";
import { useKeys } from "../keys.js";
import { shortDay } from "../pure/dates.js";
import { empty, finds, matches, needsYou, numeric, sorted } from "../pure/sort.js";

import { AsOfMenu, asOf, pastBar, showAsOf, useDays } from "../parts/asof.js";
import { Menu, Seg } from "../parts/dialog.js";
import { Empty, Page } from "../parts/frame.js";
import { count, Icon, inOrder, Kbd, Level, lower, STATES, StatesOne } from "../parts/marks.js";
import { Preview } from "../parts/preview.js";
import { Table } from "../parts/table.js";
import { plain, scoreWord } from "../parts/value.js";
import { addPlace, addWord } from "./form.js";

/** @param {KindInfo} kind @param {Shown} data */
function columnsOf(kind, data) {
  const today = session().today;
  const levels = data.rows.some((r) => r.level !== undefined && r.level !== null);
  const say = (/** @type {Field} */ f, /** @type {Row} */ r) => f.ty.is === "date" && r.body[f.name] ? shortDay(r.body[f.name], today) : plain(f.ty, r.body[f.name], data.titles, f.name);
  const wide = (/** @type {Field} */ f) => Math.min(9, Math.max(shortHead(f).length * 0.46, ...data.rows.slice(0, 200).map((r) => say(f, r).length * 0.45)) + 1.25);
  /** @type {import("../parts/table.js").Column[]} */
  const own = kind.columns
    .map((name) => kind.fields.find((f) => f.name === name))
    .filter((f) => f !== undefined && f.name !== "title" && f.ty.is !== "prose" && !(f.name === "due" && data.rows.some((r) => r.due)))
    .map((field, i) => {
      const f = /** @type {Field} */ (field);
      const num = numeric(f.ty);
      return { name: f.name, head: f.name === "state" ? "Stage" : shortHead(f), num, roomy: levels || i > 1, width: f.ty.is === "score" ? Math.max(3.5, shortHead(f).length * 0.46 + 1.25) : wide(f), cell: (/** @type {Row} */ r) => (f.ty.is === "score" ? html`<span title=${scoreWord(r.body[f.name], f.name)}>${r.body[f.name]}</span>` : say(f, r)) };
    });
  const last = own[own.length - 1];
  if (last && !data.rows.some((r) => r.due || r.states.length)) last.width = (last.width ?? 6) + 1; // the page's own margin
  return [
    { name: "code", head: "Code", width: Math.max(4, ...data.rows.map((r) => r.id.length)) * 0.5 + 2.25, cell: (/** @type {Row} */ r) => r.id },
    { name: "title", head: titleHead(kind), cell: (/** @type {Row} */ r) => r.title },
    ...(levels ? [{ name: "*level", head: "Level", num: true, width: 4.25, cell: (/** @type {Row} */ r) => (r.level ? html`<${Level} n=${r.level} />` : null) }, { name: "*after", head: "After", num: true, snug: true, width: 3.5, cell: (/** @type {Row} */ r) => r.residual ?? "" }] : []),
    ...own,
    ...(data.rows.some((r) => r.states.length) ? [{ name: "*state", head: "State", width: Math.max(...data.rows.map((r) => (r.states.length ? STATES[inOrder(r.states)[0]][2].length * 0.44 + 2.5 + (r.states.length > 1 ? 1.25 : 0) : 0))), cell: (/** @type {Row} */ r) => html`<${StatesOne} states=${r.states} />` }] : []),
    ...(data.rows.some((r) => r.due) ? [{ name: "due", head: "Due", num: true, width: Math.max(...data.rows.map((r) => (r.due ? shortDay(r.due, today).length * 0.45 : 0))) + 2.25, cell: (/** @type {Row} */ r) => (r.due ? shortDay(r.due, today) : "") }] : []),
  ];
}
/** Where a kind asks something of its own for the title, that is the head. @param {KindInfo} kind */
const titleHead = (kind) => {
  const q = kind.fields.find((f) => f.name === "title")?.question ?? "";
  return !q || /call it\?$/.test(q) ? kind.title : q;
};
/** A question is too long for the head of a column: its field's name says it shorter. @param {Field} f */
const shortHead = (f) => (f.question.length <= 14 ? f.question.replace(/\?$/, "") : f.name.charAt(0).toUpperCase() + f.name.slice(1).replace(/_/g, " "));

/** Chips come from fields with few answers: choices, links to one, states. @param {KindInfo} kind @param {Shown} data */
function chipsOf(kind, data) {
  const out = [];
  for (const f of kind.fields) {
    if (!["choice", "many", "ref", "refs", "bool"].includes(f.ty.is)) continue;
    const counts = new Map();
    for (const r of data.rows) for (const v of [r.body[f.name]].flat()) if (!empty(v)) counts.set(String(v), (counts.get(String(v)) ?? 0) + 1);
    if (counts.size < 2 || counts.size > 40) continue;
    const one = { ...f.ty, is: f.ty.is === "many" ? "choice" : f.ty.is === "refs" ? "ref" : f.ty.is };
    const options = [...counts].map(([v, n]) => ({ v, n, says: f.ty.is === "bool" ? (v === "true" ? "Yes" : "No") : plain(/** @type {any} */ (one), v, data.titles) || v })).sort((x, y) => y.n - x.n || x.says.localeCompare(y.says));
    out.push({ field: f, options, near: kind.columns.includes(f.name) || f.name === "owner" || f.name === "state" });
  }
  return out.sort((x, y) => Number(y.near) - Number(x.near)).slice(0, 5);
}

/** @param {{ kind: KindInfo }} p */
export function Register({ kind }) {
  const { address: at } = useStore();
  const asof = asOf();
  const { data, refusal } = useCall("register", { kind: kind.name, as_of: asof });
  const days = useDays();
  const q = at.query;
  const paper = session().reports.find((r) => r.of.includes(kind.name))?.name;
  const [preview, setPreview] = useState(true);
  const search = useRef(/** @type {HTMLInputElement | null} */ (null));
  const s = session();

  const columns = useMemo(() => (data ? columnsOf(kind, data) : []), [data, kind]);
  const chips = useMemo(() => (data ? chipsOf(kind, data) : []), [data, kind]);
  const levels = columns.some((c) => c.name === "*level");
  const by = { column: q.sort?.replace(/^-/, "") || (levels ? "*level" : columns.some((c) => c.name === "*state") ? "*state" : "code"), down: q.sort ? q.sort.startsWith("-") : levels };
  const wordsOf = useMemo(() => new Map(data?.rows.map((r) => [r.id, `${r.id} ${r.title} ${kind.fields.map((f) => plain(f.ty, r.body[f.name], data.titles, f.name)).join(" ")}`.toLowerCase()]) ?? []), [data]);
  const said = (/** @type {any} */ v, /** @type {string} */ column) => {
    const f = kind.fields.find((x) => x.name === column);
    return f && f.ty.is !== "date" ? plain(f.ty, v, data?.titles ?? {}, column) : String(v);
  };
  const filtered = useMemo(() => {
    if (!data) return [];
    const rows = data.rows.filter((r) => (q.all || !r.retired) && (!q.needs || needsYou(r.states)) && (!q.is || r.states.includes(/** @type {StateName} */ (q.is))) && (!q.find || finds(wordsOf.get(r.id) ?? "", q.find)) && chips.every((c) => !q[c.field.name] || matches(r.body[c.field.name], q[c.field.name]) || String(r.body[c.field.name]) === q[c.field.name]));
    return sorted(rows, by, said);
  }, [data, JSON.stringify(q)]);
  const chosen = q.at && filtered.some((r) => r.id === q.at) ? q.at : (filtered[0]?.id ?? null);
  const row = filtered.find((r) => r.id === chosen) ?? null;
  const told = useRef(false);
  useEffect(() => {
    if (told.current) say(`${count(filtered.length, kind.title.toLowerCase(), kind.plural.toLowerCase())} shown`);
    told.current = true;
  }, [q.find, q.needs, q.all, ...chips.map((c) => q[c.field.name])]);

  const choose = (/** @type {Code} */ id) => refine({ at: id });
  const open = (/** @type {Code} */ id) => go(record(id, asof));
  // A kind of which there is exactly one has no list: its place is its page.
  const single = data?.rows.length === 1 && kind.prefix === data.rows[0].id;
  useKeys([
    { key: "/", says: "find in this list", run: () => search.current?.focus() },
    { key: " ", says: "preview on or off", run: (e) => (/** @type {HTMLElement} */ (e.target).matches("button, a, [role=radio]") ? false : setPreview((v) => !v)) },
    { key: "n", says: `${lower(addWord(kind))}`, run: () => !asof && go(addPlace(kind)) },
    { key: "r", says: lower(kind.wizard_verb || "review"), run: () => row && kind.wizard && !asof && go(address(["wizard", row.guide ?? kind.wizard, row.id])) },
    { key: "e", says: "edit", run: () => row && !asof && go(address(["edit", row.id])) },
    { key: "Ctrl+P", says: "print or preview this", run: () => paper && go(address(["print", paper], { asof })) },
    { key: "Escape", run: () => (asof ? showAsOf(null) : q.find ? refine({ find: null }) : false) },
  ]);
  if (refusal) return html`<${Page} title=${kind.plural} ruled><${Empty} icon=${kind.icon} title=${refusal.refused.text}><p>${refusal.refused.hint}</p><//><//>`;
  if (!data) return html`<${Page} title=${kind.plural} ruled />`;
  if (single) {
    history.replaceState(null, "", record(data.rows[0].id));
    requestAnimationFrame(() => dispatchEvent(new HashChangeEvent("hashchange")));
    return html`<${Page} title=${kind.plural} ruled />`;
  }
  const live = data.rows.filter((r) => !r.retired);
  const needs = live.filter((r) => needsYou(r.states)).length;
  const above = levels ? live.filter((r) => (r.level ?? 0) > s.accept_up_to).length : 0;
  const add = html`<a class="btn slim primary" href=${addPlace(kind)}><${Icon} name="plus" />${addWord(kind)}</a>`;
  const past = pastBar(days);
  if (!data.rows.length)
    return html`<${Page} title=${kind.plural} ruled asof=${past} sub=${html`<p class="small faint">${asof ? "none on that day" : "none recorded yet"}</p>`} actions=${asof ? null : add}>
      <${Empty} icon=${kind.icon} title="Nothing has been written down here yet"><p>${kind.about}${kind.clause ? html` <span class="faint">Clause ${kind.clause}.</span>` : null}</p>
        ${asof ? null : html`<p class="row"><a class="btn" href=${addPlace(kind)}>${addWord(kind).split(" ")[0]} the first one</a>${kind.starters ? html`<a class="btn" href=${`${address(["new", kind.name])}?from=`}>Start from a text of ours…</a>` : null}${kind.form ? html`<a class="btn" href=${address(["import"], { kind: kind.name })}>Bring in a list…</a>` : null}</p>`}<//><//>`;
  const filters = chips.filter((c) => q[c.field.name]);
  const any = q.needs || q.is || q.find || filters.length || q.all;
  const clear = () => refine(Object.fromEntries(["needs", "is", "find", "all", ...chips.map((c) => c.field.name)].map((k) => [k, null])));
  const chip = (/** @type {string} */ key, /** @type {string} */ word, /** @type {number} */ n) => html`<button type="button" class="chip" aria-pressed=${q[key] ? "true" : "false"} onClick=${() => refine({ [key]: q[key] ? null : "1" })}>${word} <span class="dim">${n}</span>${q[key] ? html`<${Icon} name="close" />` : null}</button>`;
  return html`<${Page} title=${kind.plural} asof=${past}
    sub=${html`<p class="small faint">${live.length} live${needs ? ` · ${needs} ${needs === 1 ? "needs" : "need"} you` : ""}${above ? ` · ${above} above the line` : ""}</p>`}
    actions=${html`${kind.drawn ? html`<${Seg} label="Show as" value="list" choose=${(/** @type {string} */ v) => v !== "list" && go(address([v], { asof }))} options=${[{ value: "list", says: html`<${Icon} name="sheet" />List` }, { value: kind.drawn.screen, says: html`<${Icon} name=${kind.drawn.icon} />${kind.drawn.word}` }]} />` : null}
      <${AsOfMenu} days=${days} />${paper ? html`<a class="btn slim wide" href=${address(["print", paper], { asof })}><${Icon} name="print" />Print…</a>` : null}${asof ? null : add}`}
    under=${html`<div class="find"><${Icon} name="search" /><input class="field-in" type="search" ref=${search} aria-label=${`Find in ${kind.plural.toLowerCase()}`} placeholder=${`Find in ${kind.plural.toLowerCase()}`} value=${q.find ?? ""} onInput=${(/** @type {any} */ e) => refine({ find: e.target.value })} onKeyDown=${(/** @type {KeyboardEvent} */ e) => {
      if (e.key === "ArrowDown") /** @type {HTMLElement | null} */ (document.querySelector(".rows tr[tabindex='0']"))?.focus();
    }} /><${Kbd}>/<//></div>
      ${filters.map((c) => html`<button type="button" class="chip" aria-pressed="true" onClick=${() => refine({ [c.field.name]: null })}>${c.options.find((o) => o.v === q[c.field.name])?.says}<${Icon} name="close" /><span class="unseen">: take this filter away</span></button>`)}
      ${needs || q.needs ? chip("needs", "Needs you", needs) : null}
      ${q.is ? html`<button type="button" class="chip" aria-pressed="true" onClick=${() => refine({ is: null })}>${STATES[/** @type {StateName} */ (q.is)]?.[2]}<${Icon} name="close" /></button>` : null}
      ${data.rows.length > live.length ? chip("all", "Retired too", data.rows.length) : null}
      ${chips.filter((c) => !q[c.field.name]).map((c, i) => html`<span class=${i > 1 ? "wide" : ""}><${Menu} cls="chip" name=${`Filter by ${shortHead(c.field).toLowerCase()}`} pressed=${false} label=${html`${shortHead(c.field)}<${Icon} name="down" />`} items=${c.options.map((o) => ({ label: html`${o.says} <span class="dim">${o.n}</span>`, run: () => refine({ [c.field.name]: o.v }) }))} /></span>`)}
      ${any ? html`<button type="button" class="btn quiet slim" onClick=${clear}>Clear</button>` : null}`}
    foot=${html`<span>${count(filtered.length, kind.title.toLowerCase(), kind.plural.toLowerCase())}</span>${levels && filtered.length ? html`<span class="faint wide">average level ${(filtered.reduce((n, r) => n + (r.level ?? 0), 0) / filtered.length).toFixed(1)}</span>` : null}<span class="keys push" aria-hidden="true"><span><kbd>↑</kbd><kbd>↓</kbd> move</span><span class="wide"><kbd>Space</kbd> preview</span><span><kbd>Enter</kbd> open</span>${kind.wizard ? html`<span><kbd>R</kbd> ${lower(kind.wizard_verb || "review")}</span>` : null}</span>`}>
    <div class=${`split ${preview ? "" : "whole"}`}>
      ${filtered.length ? html`<${Table} label=${`${kind.plural}, ${filtered.length}, sorted by ${by.column.replace("*", "").replace(/_/g, " ")}${by.down ? ", highest first" : ""}`} columns=${columns} rows=${filtered} chosen=${chosen} choose=${choose} open=${open} by=${by} sort=${(/** @type {string} */ c) => refine({ sort: c === by.column && !by.down ? `-${c}` : c })} />`
        : html`<div><div class="empty"><h2>Nothing found</h2><p>No ${kind.title.toLowerCase()} answers to ${[q.find && `“${q.find}”`, q.needs && "needs you", ...filters.map((c) => c.options.find((o) => o.v === q[c.field.name])?.says)].filter(Boolean).join(", ") || "that"}.</p><p><button type="button" class="btn" onClick=${clear}>Clear</button></p></div></div>`}
      ${preview && row ? html`<${Preview} kind=${kind} id=${row.id} asof=${asof} />` : null}
    </div><//>`;
}
