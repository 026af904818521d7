// What is this, what does it rest on, how did it come so? Every record's page, today or on a day in the past.
// It must never know a kind by name, nor decide what may be done: the verbs come with the record.
/** @import { Code, Field, KindInfo, RecordShown } from "../commands.d.ts" */
import { html, useEffect, useState } from "../html.js";
import { address, go, record, refine } from "../router.js";
import { session, tell, tryAct, useCall, useStore } from "../store.js";
import { useKeys } from "../keys.js";
import { fullDay, sayDay } from "../pure/dates.js";
import { asked, empty } from "../pure/sort.js";
import { askAttach, askNoEffect, askPutOff, askRestore, askRetire, askState, begin, chooseAndAttach, saveFiles } from "../parts/acts.js";
import { askErase } from "../parts/erase.js";
import { AsOfSeg, asOf, pastBar, showAsOf, useDays } from "../parts/asof.js";
import { Menu } from "../parts/dialog.js";
import { Empty, Page } from "../parts/frame.js";
import { History } from "../parts/history.js";
import { Links } from "../parts/links.js";
import { Icon, kindNamed, Level, lower, Mark, size, States, Words } from "../parts/marks.js";
import { Strip } from "../parts/strip.js";
import { Compare } from "../parts/compare.js";
import { plain, scoreWord, Value } from "../parts/value.js";
import { Document } from "./document.js";

/** @param {{ code: Code }} p */
export function RecordPage({ code }) {
  const asof = asOf();
  const { data: rec, refusal } = useCall("record", { id: code, as_of: asof });
  const days = useDays();
  const { address: at } = useStore();
  const kind = rec && kindNamed(rec.kind);
  const stay = kind && !asof && !rec?.erased;
  const over = useDropped(rec?.id ?? null, Boolean(stay));
  const climb = () => (asof ? showAsOf(null) : kind && go(kind.prefix === code ? "#/today" : address([kind.name], { at: code })));
  useKeys([
    { key: "r", says: lower(rec?.guide?.verb || "review"), run: () => stay && rec && (rec.item?.available ? go(begin(rec.item)) : rec.guide && go(address(["wizard", rec.guide.name, rec.id]))) },
    { key: "e", says: "edit", run: () => stay && !rec?.retired && go(address(["edit", code])) },
    { key: "a", says: "act on it", run: () => /** @type {HTMLElement | null} */ (document.querySelector(".record-verbs [aria-haspopup]"))?.click() },
    { key: "[", says: "earlier day", run: () => step(days, asof, 1) },
    { key: "]", says: "later day", run: () => step(days, asof, -1) },
    { key: "Ctrl+P", says: "print or preview this", run: () => go(address(["print", "record"], { about: code, asof })) },
    { key: "Escape", says: "back to the list", run: climb },
  ]);
  if (refusal) return html`<${Page} title=${code} ruled><${Empty} icon="search" title=${refusal.refused.text}><p>${refusal.refused.hint}</p><p><a class="btn" href="#/today">To Today</a></p><//><//>`;
  if (!rec || !kind || rec.id !== code) return html`<${Page} title=${code} ruled />`;
  const owner = rec.body.owner && rec.titles[rec.body.owner];
  const added = rec.history[rec.history.length - 1];
  const show = at.query.show ?? "";
  // What has versions and words is read, written and compared on a page of its own; "all" shows its other answers here.
  const text = kind.fields.some((f) => f.ty.is === "prose" && f.name === "text");
  if (text && show !== "all") return html`<${Document} key=${rec.id} rec=${rec} kind=${kind} asof=${asof} days=${days} verbs=${(/** @type {any} */ more) => html`<${Verbs} rec=${rec} kind=${kind} asof=${asof} ...${more} />`} evidence=${html`<${Evidence} rec=${rec} over=${over} asof=${asof} />`} />`;
  return html`<${Page} asof=${pastBar(days) && { .../** @type {any} */ (pastBar(days)), compare: () => refine({ show: "compare" }) }}
    crumb=${html`<a href=${address([kind.name])}>${kind.plural}</a><${Icon} name="right" />${code}`} title=${rec.title}
    sub=${html`<p class="state-line">${rec.retired ? html`<span class="state na"><${Icon} name="m-na" mark="na" />Retired: ${rec.retired}</span>` : html`<${States} states=${rec.states} />`} <span class="small faint">${[stateWord(kind, rec), rec.body.version && `version ${rec.body.version}`, owner && `${owner} ${rec.level ? "has the say" : "answers for it"}`, added && `added ${sayDay(added.on, session().today)}`].filter(Boolean).join(" · ")}</span></p>`}
    actions=${html`<span class="row record-verbs"><${Verbs} rec=${rec} kind=${kind} asof=${asof} /></span>`}
    under=${html`${text ? html`<a class="btn slim" href=${address(["record", code], { asof })}><${Icon} name="back" />To the text</a>` : null}<${AsOfSeg} days=${days} />${show === "compare" ? html`<button type="button" class="btn quiet slim" onClick=${() => refine({ show: null })}>Leave the comparison</button>` : null}`}>
    <div class="split">
      <div class="pad" tabindex="0" role="region" aria-label=${`${code}${asof ? ` on ${fullDay(asof)}` : ""}`}>
        ${show === "compare" ? html`<${Compare} rec=${rec} from=${asof ?? days[0]?.on ?? session().today} />`
          : html`${rec.erased ? html`<p class="note"><${Icon} name="m-na" mark="na" /><span>${rec.erased}</span></p>` : null}<${Answers} kind=${kind} rec=${rec} asof=${asof} />${rec.strip ? html`<${Strip} strip=${rec.strip} />` : null}<section class="above-5"><h2>History</h2><${History} entries=${rec.history} titles=${rec.titles} /></section>`}
      </div>
      <aside class="panel" aria-label=${asof ? "Links and evidence on that day" : "Links and evidence"}>
        ${rec.reasons.length && !asof ? html`<section><h2>Why it needs you</h2><ul class="links">${rec.reasons.map((r) => html`<li><${Mark} state=${r.state} /><span><${Words} words=${r.sentence} /></span>${r.input && r.changed && !r.contradiction ? html`<span class="why"><button type="button" class="linkish" onClick=${() => askNoEffect(code, r)}>Does not affect it…<span class="unseen"> ${r.input}</span></button></span>` : null}</li>`)}</ul></section>` : null}
        ${rec.rests_on.length ? html`<section><h2>${asof ? "It rested on" : "It rests on"}</h2><${Links} links=${rec.rests_on} asof=${asof} /></section>` : null}
        ${rec.news.length ? html`<section><h2>News that bears on it</h2><${Links} links=${rec.news} asof=${asof} /></section>` : null}
        ${rec.rested_on_by.length ? html`<section><h2>${asof ? "What rested on it" : "What rests on it"}</h2><${Links} links=${rec.rested_on_by} asof=${asof} /></section>` : null}
        ${rec.also.length ? html`<section><h2>Also named</h2><${Links} links=${rec.also} asof=${asof} /></section>` : null}
        <section><h2>Evidence</h2><${Evidence} rec=${rec} over=${over} asof=${asof} /></section>
      </aside>
    </div><//>`;
}

/** @param {KindInfo} kind @param {RecordShown} rec */
function stateWord(kind, rec) {
  const f = kind.fields.find((x) => x.name === "state");
  return f ? lower(plain(f.ty, rec.body.state, rec.titles)) : typeof rec.body.state === "string" ? rec.body.state.replace(/_/g, " ") : "";
}
/** @param {{ on: string }[]} days newest first @param {string | null} now @param {number} by */
function step(days, now, by) {
  const all = ["", ...days.map((d) => d.on)];
  const at = now ? all.indexOf(now) : 0;
  const to = all[Math.min(all.length - 1, Math.max(0, at + by))];
  if (to !== undefined) showAsOf(to || null);
}

/** `lead`: the page's own filled button instead of the guide's; `more`: verbs of its own. @param {{ rec: RecordShown, kind: KindInfo, asof: string | null, lead?: any, more?: any[], before?: any }} p */
function Verbs({ rec, kind, asof, lead, more = [], before }) {
  const print = address(["print", "record"], { about: rec.id, asof });
  const sheets = session().reports.filter((r) => r.about === rec.kind);
  if (asof) return html`${before}<a class="btn" href=${print}><${Icon} name="print" />Print…</a>`;
  if (rec.erased) return html`<a class="btn" href=${print}><${Icon} name="print" />Print…</a>`;
  if (rec.retired) return html`<button type="button" class="btn" onClick=${() => askRestore(rec.id)}>Bring back…</button><a class="btn" href=${print}><${Icon} name="print" />Print…</a>`;
  const item = rec.item;
  const guide = item?.available ? { to: begin(item), word: item.verb } : rec.guide ? { to: address(["wizard", rec.guide.name, rec.id]), word: rec.guide.verb || "Review" } : null;
  return html`
    ${rec.drawn ? html`<a class="btn" href=${address([rec.drawn.screen, rec.id])}><${Icon} name=${rec.drawn.icon} />${rec.drawn.word}</a>` : null}
    ${before ?? html`<a class="btn" href=${address(["edit", rec.id])}><${Icon} name="edit" />Edit</a>`}
    <${Menu} cls="btn icon" name="More: print, attach, retire" label=${html`<${Icon} name="more" />`} items=${[
      ...more,
      ...(before ? [] : rec.verbs).map((v) => ({ label: `${v.label}…`, off: v.enabled ? undefined : v.missing, run: () => (v.verb === "erase" ? askErase(rec, v.label) : askState(rec, kind, v)) })),
      rec.kind === "evidence" ? { label: "Save the file…", run: async () => {
        const to = await tryAct("save_evidence", { id: rec.id });
        if (to) tell(`The file is saved: ${to}`);
      } } : null,
      { label: "Attach a file…", run: () => chooseAndAttach(rec.id) },
      item ? { label: "Not now…", run: () => askPutOff(item) } : null,
      ...(rec.saves ?? []).map((s) => ({ label: s.label, run: () => saveFiles(s) })),
      ...sheets.map((r) => ({ label: `${r.title}…`, run: () => go(address(["print", r.name], { about: rec.id })) })),
      { label: "Print or preview…", run: () => go(print) },
      { label: "Compare with an earlier day", run: () => refine({ show: "compare" }) },
      { label: "Retire…", run: () => askRetire(rec) },
    ]} />
    ${lead ? html`${guide && !lead.alone ? html`<a class="btn" href=${guide.to}>${guide.word}</a>` : null}${lead.button}` : guide ? html`<a class="btn primary" href=${guide.to}>${guide.word}</a>` : null}`;
}

/** Two scores that belong together stand on one line with their level. @param {Field[]} fields @param {number} i */
const paired = (fields, i) => fields[i].ty.is === "score" && fields[i].name.endsWith("likelihood") && fields[i + 1]?.ty.is === "score" && fields[i + 1].name.endsWith("impact");

/** @param {{ kind: KindInfo, rec: RecordShown, asof: string | null }} p */
function Answers({ kind, rec, asof }) {
  const beside = new Set([...rec.rests_on, ...rec.news].map((l) => l.id));
  // Links that stand in the panel with their state are not said twice.
  const linked = (/** @type {Field} */ f) => (f.ty.is === "ref" || f.ty.is === "refs") && f.ty.edge !== null && [rec.body[f.name]].flat().every((c) => beside.has(c));
  const fields = kind.fields.filter((f) => f.name !== "title" && f.name !== "evidence" && (empty(rec.body[f.name]) || !linked(f)) && (!empty(rec.body[f.name]) || (f.required && asked(f.case, rec.body))));
  const rows = [];
  for (let i = 0; i < fields.length; i++) {
    const f = fields[i];
    if (paired(fields, i)) {
      const g = fields[++i];
      const n = rec.level && (f.name === "likelihood" ? rec.level.now : rec.level.after);
      const moved = f.name === "likelihood" && rec.level?.then != null && rec.level.then !== n ? `was ${rec.level.then} at the last audit` : "";
      rows.push(html`<dt>${f.question.replace(/\?$/, "")}, ${lower(g.question)}</dt><dd><p class="row">${n ? html`<${Level} n=${n} />` : null}<span>${rec.body[f.name] ?? "–"} ${scoreWord(rec.body[f.name], f.name).toLowerCase()} × ${rec.body[g.name] ?? "–"} ${scoreWord(rec.body[g.name], g.name).toLowerCase()}</span>${moved ? html` <span class="moved">${moved}</span>` : null}</p></dd>`);
    } else rows.push(html`<dt>${f.question}</dt><dd><${Value} ty=${f.ty} v=${rec.body[f.name]} titles=${rec.titles} field=${f.name} asof=${asof} /></dd>`);
  }
  return html`<dl class="qa">${rows}</dl>`;
}

/** @param {{ rec: RecordShown, over: boolean, asof: string | null }} p */
function Evidence({ rec, over, asof }) {
  const today = session().today;
  return html`${rec.evidence.length ? html`<ul class="links">${rec.evidence.map((e) => html`<li><${Icon} name="attach" /><a href=${record(e.id, asof)}>${e.shows}</a><span class="faint">${e.size ? size(e.size) : ""}</span><span class="why">${sayDay(e.collected_on, today)}, ${e.age}${e.valid_until ? `; counts until ${sayDay(e.valid_until, today)}` : ""}${e.note ? `. ${e.note}` : ""}</span></li>`)}</ul>` : html`<p class="small dim">Nothing is attached${asof ? " on that day" : " yet"}.</p>`}
    ${asof || rec.retired || rec.erased ? null : html`<p class=${`above-2 drop ${over ? "over" : ""}`}><${Icon} name="plus" />${over ? html`<b>Attach to ${rec.id}</b>` : html`<span>Drop a file here, or <button type="button" class="linkish" onClick=${() => chooseAndAttach(rec.id)}>choose one</button></span>`}</p>`}`;
}

/** Files dropped on the window belong to the record that is shown. @param {Code | null} id @param {boolean} takes */
function useDropped(id, takes) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!id || !takes) return;
    const got = (/** @type {any} */ e) => {
      setOver(false);
      askAttach(id, e.detail);
    };
    const drag = (/** @type {any} */ e) => setOver(e.detail);
    addEventListener("isms-dropped", got);
    addEventListener("isms-drag", drag);
    return () => {
      removeEventListener("isms-dropped", got);
      removeEventListener("isms-drag", drag);
    };
  }, [id, takes]);
  return over;
}
