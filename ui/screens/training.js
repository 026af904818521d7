// Who lacks what? People by courses and policies, one mark a field, the story of the field chosen, and what is missing as sentences.
// It must never decide who must be trained.
/** @import { Trained, Training } from "../commands.d.ts" */
import { html, useEffect, useMemo, useRef, useState } from "../html.js";
import { address, go, record, refine } from "../router.js";
import { say, session, useCall, useStore } from "../store.js";
import { useKeys } from "../keys.js";
import { fullDay, shortDay } from "../pure/dates.js";
import { finds } from "../pure/sort.js";
import { AsOfMenu, asOf, pastBar, showAsOf, useDays } from "../parts/asof.js";
import { Menu } from "../parts/dialog.js";
import { Empty, Page } from "../parts/frame.js";
import { Grid } from "../parts/grid.js";
import { count, Icon, Kbd, Mark, State } from "../parts/marks.js";
import { withCodes } from "../parts/prose.js";

/** Mark, class and word of each field. @type {Record<Trained, [string, string, string]>} */
const MARKS = {
  done: ["m-current", "current", "done"], soon: ["m-soon", "soon", "due soon"], overdue: ["m-overdue", "overdue", "overdue"], new_version: ["m-stale", "stale", "new version"],
  not_yet: ["m-never", "never", "not yet"], away: ["m-na", "na", "away"], not_asked: ["", "", "not asked"],
};
const owed = (/** @type {Trained} */ m) => m === "new_version" || m === "overdue" || m === "soon" || m === "not_yet";
/** A guide about several fields. @param {string} guide @param {string[]} about */
const begin = (guide, about) => address(["wizard", guide, about.join(",")]);

export function TrainingPage() {
  const { address: at } = useStore();
  const asof = asOf();
  const { data } = useCall("training", { as_of: asof });
  const days = useDays();
  const [spot, setSpot] = useState({ row: 0, column: 0, to: 0 });
  const search = useRef(/** @type {HTMLInputElement | null} */ (null));
  const q = at.query;
  const year = session().today.slice(0, 4);
  const rows = useMemo(() => {
    if (!data) return [];
    return data.rows.filter((r) => (!q.missing || r.cells.some((c) => owed(c.standing))) && (!q.role || r.roles.includes(q.role)) && (!q.new || r.joined.startsWith(year)) && (!q.find || finds(`${r.person} ${r.name} ${r.roles.join(" ")}`.toLowerCase(), q.find)));
  }, [data, q.missing, q.role, q.new, q.find]);
  const told = useRef(false);
  useEffect(() => {
    if (told.current) say(`${count(rows.length, "person", "people")} shown`);
    told.current = true;
    setSpot((s) => ({ row: 0, column: s.column, to: 0 }));
  }, [q.missing, q.role, q.new, q.find]);
  useKeys([
    { key: "/", says: "find people", run: () => search.current?.focus() },
    { key: "Ctrl+P", says: "print or preview this", run: () => go(address(["print", "training"], { asof })) },
    { key: "Escape", run: () => (asof ? showAsOf(null) : q.find ? refine({ find: null }) : false) },
  ]);
  const guides = session().wizards.map((w) => w.name);
  const records = !asof && guides.includes("training-record");
  const asks = !asof && guides.includes("training-campaign");
  const column = data?.columns[Math.min(spot.column, data.columns.length - 1)];
  const chosen = rows.slice(Math.min(spot.row, spot.to), Math.max(spot.row, spot.to) + 1);
  const about = column ? chosen.map((r) => `${r.person}/${column.id}`) : [];
  const act = () => records && about.length && go(begin("training-record", about));
  if (!data) return html`<${Page} title="Training" ruled />`;
  const past = pastBar(days);
  if (!data.rows.length || !data.columns.length)
    return html`<${Page} title="Training" ruled asof=${past} sub=${html`<p class="small faint">${data.rows.length ? "no course is offered, no policy has to be read" : "nobody is on record"}</p>`} actions=${html`<${AsOfMenu} days=${days} />`}>
      <${Empty} icon="training" title="Nothing has to be learned or read here yet"><p>A course that is offered, or a policy that must be read, becomes a column; every active person a row. An auditor picks five people and asks what each was trained on, and when. <span class="faint">Clauses 7.2 and 7.3.</span></p>
        ${asof ? null : html`<p class="row"><a class="btn" href=${address(["new", data.rows.length ? "course" : "person"])}>${data.rows.length ? "Add a course" : "Add a person"}</a><a class="btn" href=${address(["import"], { kind: data.rows.length ? "training_record" : "person" })}>Bring in a list…</a></p>`}<//><//>`;
  const courses = data.columns.filter((c) => c.sort === "course").length;
  const missing = data.rows.filter((r) => r.cells.some((c) => owed(c.standing))).length;
  const fresh = data.rows.filter((r) => r.joined.startsWith(year)).length;
  const roles = [...new Set(data.rows.flatMap((r) => r.roles))].map((role) => ({ role, n: data.rows.filter((r) => r.roles.includes(role)).length })).sort((x, y) => y.n - x.n || x.role.localeCompare(y.role));
  const few = data.columns.length < 8;
  const chip = (/** @type {string} */ key, /** @type {string} */ word, /** @type {number} */ n, wide = "") => html`<button type="button" class=${`chip ${wide}`} aria-pressed=${q[key] ? "true" : "false"} onClick=${() => refine({ [key]: q[key] ? null : "1" })}>${word} <span class="dim">${n}</span>${q[key] ? html`<${Icon} name="close" />` : null}</button>`;
  return html`<${Page} title="Training" asof=${past} sub=${html`<p class="small faint">${count(data.rows.length, "person", "people")} · ${count(courses, "course")} · ${count(data.columns.length - courses, "policy", "policies")} to confirm</p>`}
    actions=${html`<${AsOfMenu} days=${days} /><a class="btn slim wide" href=${address(["print", "training"], { asof })}><${Icon} name="print" />Print…</a>${asof ? null : html`<a class="btn slim wide" href=${address(["import"], { kind: "training_record" })}><${Icon} name="import" />Bring in results…</a>`}${asks && column ? html`<a class="btn slim primary" href=${begin("training-campaign", [column.id])}>Start a campaign…</a>` : records && column ? html`<a class="btn slim primary" href=${begin("training-record", [column.id])}>Record training…</a>` : null}`}
    under=${html`<div class="find"><${Icon} name="search" /><input class="field-in" type="search" ref=${search} aria-label="Find people" placeholder="Find people" value=${q.find ?? ""} onInput=${(/** @type {any} */ e) => refine({ find: e.target.value })} /><${Kbd}>/<//></div>
      ${chip("missing", "Something missing", missing)}
      ${q.role ? html`<button type="button" class="chip" aria-pressed="true" onClick=${() => refine({ role: null })}>${q.role}<${Icon} name="close" /><span class="unseen">: take this filter away</span></button>` : roles.length > 1 ? html`<${Menu} cls="chip" name="Filter by role" pressed=${false} label=${html`Role<${Icon} name="down" />`} items=${roles.map((r) => ({ label: html`${r.role} <span class="dim">${r.n}</span>`, run: () => refine({ role: r.role }) }))} />` : null}
      ${fresh || q.new ? chip("new", "Joined this year", fresh, "wide") : null}
      ${q.missing || q.role || q.find || q.new ? html`<button type="button" class="btn quiet slim" onClick=${() => refine({ missing: null, role: null, find: null, new: null })}>Clear</button>` : null}`}
    foot=${html`<span>${count(rows.length, "person", "people")}</span><span class="keys push" aria-hidden="true"><span><kbd>↑</kbd><kbd>↓</kbd><kbd>←</kbd><kbd>→</kbd> move</span>${records ? html`<span><kbd>Enter</kbd> record</span>` : null}<span class="wide"><kbd>Shift ↓</kbd> choose several</span></span>`}>
    <div class="split stack">
      ${rows.length ? html`<${Grid} label="Who is trained in what" rows=${rows.length} columns=${data.columns.length} at=${spot} move=${setSpot} act=${act} of=${rows} row=${(/** @type {number} */ i) => rows[i].person}
        head=${html`<th scope="col">Person</th>${few ? html`<th scope="col" class="wide">Role</th>` : null}${data.columns.map((c) => html`<th scope="col" class="c"><span class="course-head" title=${`${c.id} ${c.title} ${c.version}`}>${c.title}${c.sort === "policy" ? ` ${c.version}` : ""}</span></th>`)}`}
        lead=${(/** @type {number} */ i) => html`<th scope="row" title=${rows[i].name}>${rows[i].name}${rows[i].top ? html`<span class="unseen">, top management</span>` : null}</th>${few ? html`<td class="faint wide one-line">${rows[i].roles.join(", ")}</td>` : null}`}
        field=${(/** @type {number} */ i, /** @type {number} */ j) => {
          const c = rows[i].cells[j];
          const [icon, cls, word] = MARKS[c.standing];
          return html`${icon ? html`<${Icon} name=${icon} mark=${cls} />` : html`<i aria-hidden="true">·</i>`}<span class="unseen">${word}${c.text ? `, ${c.text}` : ""}</span>`;
        }}
        foot=${html`<th scope="row">${count(data.rows.length, "person", "people")}</th>${few ? html`<td class="wide"></td>` : null}${data.totals.map((t) => html`<td class="c">${t.done}/${t.of}</td>`)}`} />`
        : html`<div class="empty"><h2>Nobody found</h2><p>No one answers to that. <button type="button" class="linkish" onClick=${() => refine({ missing: null, role: null, find: null, new: null })}>Clear</button></p></div>`}
      <aside class="panel" aria-label=${chosen.length === 1 && column ? `${chosen[0].name}, ${column.title}` : "What is missing"}>
        ${chosen.length > 1 && column ? html`<${Several} chosen=${chosen} column=${column} at=${data.columns.indexOf(column)} about=${about} asks=${asks} records=${records} />` : chosen.length && column ? html`<${Story} row=${chosen[0]} column=${column} cell=${chosen[0].cells[data.columns.indexOf(column)]} all=${data} asof=${asof} asks=${asks} records=${records} />` : null}
        ${data.missing.length ? html`<section><h2>What is missing</h2><ul class="links">${data.missing.slice(0, 12).map((m) => html`<li><${Mark} state=${m.state} /><span>${asks || records ? html`<a href=${begin(asks ? "training-campaign" : "training-record", m.about)}>${m.title}</a>` : m.title}</span><span>${m.about.length}</span>${m.why ? html`<span class="why">${m.why}</span>` : null}</li>`)}</ul>${data.missing.length > 12 ? html`<p class="small dim above-2">and ${data.missing.length - 12} more lines; all of them are on the page that Print shows.</p>` : null}</section>` : html`<section><p class="small dim">Nothing is missing.</p></section>`}
        <section><p class="key">${/** @type {Trained[]} */ (["done", "soon", "overdue", "new_version", "not_yet"]).map((m) => html`<span><${Icon} name=${MARKS[m][0]} mark=${MARKS[m][1]} />${MARKS[m][2]}</span>`)}<span>· not asked</span></p></section>
      </aside></div><//>`;
}

/** One person, one course: how it stands, why, what was done before.
 * @param {{ row: Training["rows"][number], column: Training["columns"][number], cell: Training["rows"][number]["cells"][number], all: Training, asof: string | null, asks: boolean, records: boolean }} p */
function Story({ row, column, cell, all, asof, asks, records }) {
  const id = `${row.person}/${column.id}`;
  const { data: got } = useCall("training_cell", { id, as_of: asof });
  const data = got?.id === id ? got : null;
  const today = session().today;
  const at = all.columns.indexOf(column);
  const others = all.rows.filter((r) => owed(r.cells[at].standing)).map((r) => `${r.person}/${column.id}`);
  const word = MARKS[cell.standing][2];
  return html`<section><p class="crumb"><a href=${record(row.person, asof)}>${row.name}</a>${row.roles.length ? ` · ${row.roles.join(", ")}` : ""}</p><h2 class="title"><a href=${record(column.id, asof)}>${column.title}</a> <span class="faint">${column.version}</span></h2>
    <p class="above-1">${data?.states.length && cell.standing !== "not_asked" ? html`<${State} state=${data.states[0]} word=${word.replace(/^./, (x) => x.toUpperCase())} />` : html`<span class="small dim">${word}</span>`}</p>
    ${data?.lines.length ? html`<ul class="links above-2">${data.lines.slice(0, 8).map((l) => html`<li><${Mark} state=${l.state} /><span>${l.record ? html`<a href=${record(l.record, asof)}>${l.text}</a>` : l.text}</span><span class="faint">${l.on ? shortDay(l.on, today) : ""}</span>${l.why ? html`<span class="why">${withCodes(l.why)}</span>` : null}</li>`)}</ul>` : data ? html`<p class="small above-2">${data.says}</p>` : null}
    <p class="small faint above-2">Joined ${fullDay(row.joined)}</p>
    ${owed(cell.standing) && (records || asks) ? html`<p class="above-3 row">${records ? html`<a class="btn slim" href=${begin("training-record", [id])}>Record it…</a>` : null}${asks && others.length ? html`<a class="btn slim" href=${begin("training-campaign", others)}>${others.length > 1 ? `Ask all ${others.length}…` : "Ask them…"}</a>` : null}</p>` : null}</section>`;
}

/** Several people of one column. @param {{ chosen: Training["rows"], column: Training["columns"][number], at: number, about: string[], asks: boolean, records: boolean }} p */
function Several({ chosen, column, at, about, asks, records }) {
  return html`<section><p class="crumb">${count(chosen.length, "person", "people")}</p><h2 class="title">${column.title} <span class="faint">${column.version}</span></h2>
    <ul class="links above-2">${chosen.slice(0, 10).map((r) => {
      const [icon, cls, word] = MARKS[r.cells[at].standing];
      return html`<li>${icon ? html`<${Icon} name=${icon} mark=${cls} />` : html`<span aria-hidden="true">·</span>`}<span>${r.name}</span><span class="faint">${word}</span></li>`;
    })}</ul>${chosen.length > 10 ? html`<p class="small dim">and ${chosen.length - 10} more</p>` : null}
    <p class="above-3 row">${records ? html`<a class="btn slim" href=${begin("training-record", about)}>Record ${chosen.length}…</a>` : null}${asks ? html`<a class="btn slim" href=${begin("training-campaign", about)}>Ask ${chosen.length}…</a>` : null}</p></section>`;
}
