// What comes, and will it fit? The certificate's line, lanes by month with the hours against the budget; the days of one month; the same as a list.
// It must never decide what is due, nor what may be brought forward: the domain does.
/** @import { CalendarEvent, CalendarLine, CalendarShown, Crowded, SheetDay, Standing } from "../commands.d.ts" */
import { html, useEffect, useRef, useState } from "../html.js";
import { address, go, record, refine } from "../router.js";
import { act, say, session, tell, tryAct, useCall, useStore } from "../store.js";
import { useKeys } from "../keys.js";
import { addMonths, fullDay, longDay, sayDay, shortDay } from "../pure/dates.js";
import { askWhy } from "../parts/acts.js";
import { Menu, Seg } from "../parts/dialog.js";
import { DemoBar, Page } from "../parts/frame.js";
import { count, Icon, Kbd, spell } from "../parts/marks.js";

/** Class, mark. @type {Record<Standing, [string, string]>} */
const SIGNS = { overdue: ["overdue", "m-overdue"], "out of step": ["stale", "m-stale"], "due soon": ["soon", "m-soon"], planned: ["na", "m-open"], done: ["current", "m-current"] };
/** "March 2027" @param {string} day */
const monthOf = (day) => fullDay(day).replace(/^\d+ /, "");
/** "Nov 2026", and only where a year begins the year. @param {string} day @param {boolean} first */
const shortMonth = (day, first) => {
  const [name, year] = monthOf(day).split(" ");
  return `${name.slice(0, 3)}${first || day.slice(5, 7) === "01" ? ` ${year}` : ""}`;
};
/** Where a long word may break in a narrow field. @param {string} text */
const soft = (text) => text.replace(/\p{L}{8,}/gu, (w) => w.replace(/[aeiouy][^aeiouy](?=[^aeiouy]{1,2}[aeiouy]\p{L})|[aeiouy](?=[^aeiouy][aeiouy]\p{L}{2})/giu, (m, at) => (at + m.length > 1 ? `${m}\u00ad` : m)));
/** "1 h 42" @param {number} m */
const hours = (m) => (m < 60 ? `${m} min` : `${Math.floor(m / 60)} h ${String(m % 60).padStart(2, "0")}`);

export async function saveCalendar() {
  const out = await tryAct("save_calendar", {});
  if (out) tell(`The calendar is saved: ${out.path}, ${count(out.entries, "entry", "entries")}${out.gone ? `, ${out.gone} taken out` : ""}`);
}

/** Is the window so narrow that half a year is shown? */
function useNarrow() {
  const media = matchMedia("(max-width: 64rem)");
  const [narrow, setNarrow] = useState(media.matches);
  useEffect(() => {
    const look = () => setNarrow(media.matches);
    media.addEventListener("change", look);
    return () => media.removeEventListener("change", look);
  }, []);
  return narrow;
}

export function CalendarPage() {
  const { address: { query: q } } = useStore();
  const narrow = useNarrow();
  const view = q.view === "month" || q.view === "list" ? q.view : "year";
  const months = view === "month" ? 1 : view === "year" && narrow ? 6 : 12;
  const from = /^\d{4}-\d\d$/.test(q.from ?? "") ? `${q.from}-01` : null;
  const { data } = useCall("calendar", { from, months });
  const today = session().today;
  const first = from ?? `${today.slice(0, 7)}-01`;
  const to = (/** @type {string | null} */ day) => {
    refine({ from: day && day.slice(0, 7) !== today.slice(0, 7) ? day.slice(0, 7) : null, month: null, day: null });
    const begins = day ?? `${today.slice(0, 7)}-01`;
    say(months === 1 ? monthOf(begins) : `${monthOf(begins)} to ${monthOf(addMonths(begins, months - 1))}`);
  };
  const step = (/** @type {number} */ n) => to(addMonths(first, n * months));
  useKeys([
    { key: "[", says: "earlier", run: () => step(-1) },
    { key: "]", says: "later", run: () => step(1) },
  ]);
  const span = months === 1 ? monthOf(first) : `${monthOf(first)} to ${monthOf(addMonths(first, months - 1))}`;
  const show = (/** @type {string} */ v) => refine({ view: v === "year" ? null : v, lane: null, month: null, day: null });
  return html`<${Page} title="Calendar" sub=${html`<p class="small faint">${span}</p>`} actions=${html`
    <${Seg} label="Show" value=${view} choose=${show} options=${[{ value: "year", says: narrow ? "Half-year" : "Year" }, { value: "month", says: "Month" }, { value: "list", says: "List" }]} />
    <button type="button" class="btn icon" aria-label="Earlier" aria-keyshortcuts="[" onClick=${() => step(-1)}><${Icon} name="back" /></button><button type="button" class="btn slim" onClick=${() => to(null)}>Today</button><button type="button" class="btn icon" aria-label="Later" aria-keyshortcuts="]" onClick=${() => step(1)}><${Icon} name="next" /></button>
    ${narrow ? html`<${Menu} cls="btn icon" name="More" label=${html`<${Icon} name="more" />`} items=${[{ label: "To my calendar…", run: saveCalendar }, { label: "Print…", run: () => go(address(["print", "calendar"], { from: first })) }]} />` : html`<button type="button" class="btn slim" onClick=${saveCalendar}><${Icon} name="export" />To my calendar…</button>`}`}
    foot=${html`<span>${data ? count(data.events.filter((e) => e.at >= data.from && e.at <= data.until).length, "thing") : ""}</span><span class="keys push" aria-hidden="true">${view === "list" ? null : html`<span><kbd>↑</kbd><kbd>↓</kbd><kbd>←</kbd><kbd>→</kbd> move</span><span><${Kbd}>Enter<//> open</span>`}<span><${Kbd}>[<//><${Kbd}>]<//> earlier, later</span></span>`}>
    <${DemoBar} />
    ${!data ? null : html`<div class="scroll" key=${view} tabindex=${view === "list" ? "0" : undefined} role=${view === "list" ? "region" : undefined} aria-label=${view === "list" ? "What comes" : undefined}><div class="pad calendar">
      ${view === "list" ? html`<${List} data=${data} />` : view === "month" ? html`<${Sheet} data=${data} />` : html`<${Year} data=${data} />`}</div></div>`}<//>`;
}

/** @param {{ c: CalendarShown["certificate"] }} p */
function Cycle({ c }) {
  if (!c) return html`<p class="note"><${Icon} name="audit" /><span><b>No certificate is entered.</b> Without the day on which the body decided, its audits have no latest day. <a href="#/edit/ORG">Enter the certificate</a>.</span></p>`;
  const how = (/** @type {{ how: string, on: string }} */ m) => `${m.how ? `${m.how} ` : ""}${+m.on.slice(8, 10)} ${monthOf(m.on).slice(0, 3)} ${m.on.slice(0, 4)}`;
  return html`<h2 class="small">The certificate, ${fullDay(c.decided)} to ${fullDay(c.ends)}</h2>
    ${c.warning ? html`<p class="note bad above-2"><${Icon} name="m-overdue" mark="overdue" /><span>${c.warning}</span></p>` : null}
    <div class=${`cycle ${c.marks.some((m) => m.deep) ? "tall" : ""}`} role="img" aria-label=${c.says}><div class="bar-line"><i style=${{ width: `${c.gone}%` }}></i></div>
      ${c.marks.map((m) => html`<div class=${`at ${m.below ? "below" : ""} ${m.deep ? "deep" : ""} ${m.at < 4 ? "start" : m.at > 96 ? "end" : ""}`} style=${{ left: `${m.at}%` }}><b>${m.what}</b><br /><span class="faint">${how(m)}</span></div>`)}</div>`;
}
/** @param {{ done: boolean }} p */
const Key = ({ done }) => html`<p class="key">${/** @type {Standing[]} */ (["planned", "due soon", "overdue", "out of step", ...(done ? ["done"] : [])]).map((s) => html`<span><${Icon} name=${SIGNS[s][1]} mark=${SIGNS[s][0]} />${s}</span>`)}</p>`;

/** Where what stands in a field is told in full. @param {{ lane?: string, month: string }} at */
const listed = ({ lane, month }) => {
  const { from } = Object.fromEntries(new URLSearchParams(location.hash.split("?")[1] ?? ""));
  return address(["calendar"], { view: "list", from, lane, month: month.slice(0, 7) });
};

/** A grid with one tab stop: arrows move, Enter opens. @param {{ rows: number, cols: number, open: (r: number, c: number) => void, start?: [number, number] }} p */
function useGrid({ rows, cols, open, start = [0, 0] }) {
  const [cell, setCell] = useState(start);
  const grid = useRef(/** @type {HTMLElement | null} */ (null));
  const at = [Math.min(cell[0], rows - 1), Math.min(cell[1], cols - 1)];
  const focus = (/** @type {number} */ r, /** @type {number} */ c) => {
    const to = [Math.max(0, Math.min(rows - 1, r)), Math.max(0, Math.min(cols - 1, c))];
    setCell(/** @type {[number, number]} */ (to));
    const el = /** @type {HTMLElement | null | undefined} */ (grid.current?.querySelector(`[data-at="${to[0]}-${to[1]}"]`));
    el?.focus({ preventScroll: true });
    el?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const keys = (/** @type {KeyboardEvent} */ e) => {
    if (e.ctrlKey || e.altKey || !/** @type {HTMLElement} */ (e.target).matches("[role=gridcell]")) return;
    const to = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[e.key];
    if (to) focus(at[0] + to[0], at[1] + to[1]);
    else if (e.key === "Home") focus(at[0], 0);
    else if (e.key === "End") focus(at[0], cols - 1);
    else if (e.key === "PageUp") focus(0, at[1]);
    else if (e.key === "PageDown") focus(rows - 1, at[1]);
    else if (e.key === "Enter") open(at[0], at[1]);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  const props = (/** @type {number} */ r, /** @type {number} */ c) => ({
    role: "gridcell", "data-at": `${r}-${c}`, tabindex: r === at[0] && c === at[1] ? "0" : "-1",
    onFocus: (/** @type {Event} */ e) => e.target === e.currentTarget && (cell[0] !== r || cell[1] !== c) && setCell([r, c]),
  });
  return { grid, keys, props };
}

/** @param {{ line: CalendarLine, lane: string, month: string }} p */
function Line({ line, lane, month }) {
  const [cls, icon] = SIGNS[line.state];
  return html`<a class="event" tabindex="-1" href=${line.go ?? listed({ lane, month })} title=${line.count === 1 ? `${line.label}, ${line.state}` : `${line.codes.join(", ")}: ${line.state}`}>${line.audit ? html`<${Icon} name="audit" />` : html`<${Icon} name=${icon} mark=${cls} />`}<span class="unseen">${line.state}: </span><span>${soft(line.label)}</span></a>`;
}

/** @param {{ data: CalendarShown }} p */
function Year({ data }) {
  const cols = data.months.length;
  const open = (/** @type {number} */ r, /** @type {number} */ c) => {
    const month = data.months[c].first;
    const lane = data.lanes[r];
    const field = lane?.fields[c];
    if (!lane) go(address(["calendar"], { view: "month", from: month.slice(0, 7) }));
    else if (field.length === 1 && field[0].go) go(field[0].go);
    else if (field.length) go(listed({ lane: lane.lane, month }));
  };
  const now = data.months.findIndex((m) => m.now);
  const { grid, keys, props } = useGrid({ rows: data.lanes.length + 1, cols, open, start: [0, Math.max(0, now)] });
  const most = Math.max(data.budget, 1, ...data.months.map((m) => m.minutes));
  const rem = (/** @type {number} */ m) => `${(4.875 * m) / most}rem`;
  const cls = (/** @type {number} */ c, /** @type {string} */ more = "") => `${more}${data.months[c].audit ? " audit" : ""}` || undefined;
  const done = data.lanes.some((l) => l.fields.some((f) => f.some((x) => x.state === "done")));
  const nothing = !data.events.some((e) => e.at >= data.from && e.at <= data.until);
  return html`<${Cycle} c=${data.certificate} /><div class=${`cycle-key ${data.certificate?.marks.some((m) => m.below && m.at < 66) ? "clear" : ""}`}><${Key} done=${done} /></div>
    <div class=${`year ${cols < 12 ? "half" : ""}`} role="grid" aria-label="What falls due, by month" ref=${grid} onKeyDown=${keys}>
      <div role="row"><div class="m lane" role="columnheader"><span class="unseen">What</span></div>${data.months.map((m, i) => html`<div class=${`m ${m.now ? "now" : ""}`} role="columnheader" aria-current=${m.now ? "date" : undefined}>${shortMonth(m.first, !i)}</div>`)}</div>
      ${data.lanes.map((l, r) => html`<div role="row" key=${l.lane}><div class="lane" role="rowheader">${l.title}</div>${l.fields.map((f, c) => html`<div ...${props(r, c)} class=${cls(c)}>${f.map((line) => html`<${Line} line=${line} lane=${l.lane} month=${data.months[c].first} />`)}</div>`)}</div>`)}
      <div role="row"><div class="lane" role="rowheader"><span>Your hours<br /><span class="tiny faint">line: ${spell(data.budget)}</span></span></div>${data.months.map((m, c) => html`<div ...${props(data.lanes.length, c)} class=${cls(c, "hours")}><i class="limit" style=${{ bottom: rem(data.budget) }}></i><i class=${`bars ${m.over ? "over" : ""}`} style=${{ height: rem(m.minutes) }}></i><span>${m.over ? html`<b>${hours(m.minutes)}</b><span class="unseen">, more than ${spell(data.budget)}</span>` : hours(m.minutes)}</span></div>`)}</div>
    </div>
    ${nothing ? html`<p class="note above-4"><${Icon} name="calendar" /><span><b>Nothing stands in these months.</b> What you add gets its days from its own rhythm: a risk is looked at every year, a routine as often as you say.</span></p>` : null}
    <${Full} crowded=${data.crowded} />`;
}

/** A month that takes more than the owner gives, and what could be looked at sooner. @param {{ crowded: Crowded[] }} p */
function Full({ crowded }) {
  const [first, ...rest] = crowded;
  if (!first) return null;
  const names = [...rest].sort((a, b) => (a.month < b.month ? -1 : 1)).map((c) => monthOf(c.month));
  return html`<div class="above-4 note due"><${Icon} name="m-soon" mark="soon" /><div><p><b>${first.text}</b> ${first.because} ${first.offer ? html`<button type="button" class="linkish" onClick=${() => askSpread(first)}>${first.offer.text}…</button>; ${first.offer.holds}.` : "Nothing of it can be looked at sooner."}</p>
    ${names.length ? html`<p class="above-1 dim">${names.length > 4 ? `${names.length} other months take more, too.` : names.length === 1 ? `${names[0]} takes more, too.` : `So do ${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}.`}</p>` : null}</div></div>`;
}

/** @param {Crowded} c */
function askSpread(c) {
  const offer = c.offer;
  if (!offer) return;
  const today = session().today;
  const days = [...new Set(offer.moves.map((m) => m.by))];
  askWhy({
    title: offer.text, word: `Bring ${count(offer.moves.length, "review")} forward`,
    whyHint: "It is recorded with each of them. One sentence that you would say to the auditor.",
    lead: html`Each gets a day before the one on which it falls due; ${offer.holds}. Nothing is looked at by this, no state changes, and Ctrl Z takes it back as a whole.`,
    extra: () => html`<table class="tbl inset spread-months"><caption class="unseen">Hours of each month, before and after</caption><thead><tr><th scope="col">Month</th><th scope="col" class="num">Now</th><th scope="col" class="num">Then</th></tr></thead><tbody>${offer.months.map((m) => html`<tr><th scope="row">${monthOf(m.month)}</th><td class="num">${spell(m.was)}</td><td class="num">${spell(m.will)}</td></tr>`)}</tbody></table>
      <div class="spread-list" role="region" aria-label="What is brought forward" tabindex="0">${days.map((d) => html`<h3 class="small">By ${longDay(d)}</h3><ul class="small">${offer.moves.filter((m) => m.by === d).map((m) => html`<li><span class="code faint">${m.id}</span> ${m.title} <span class="faint">instead of ${sayDay(m.due, today)}</span></li>`)}</ul>`)}</div>`,
    run: (why) => act("spread", { moves: offer.moves.map((m) => ({ id: m.id, by: m.by })), why }),
  });
}

/** @param {{ e: CalendarEvent, offered?: boolean }} p */
function InDay({ e, offered }) {
  const [cls, icon] = SIGNS[e.state];
  return html`<a class=${`event ${offered ? "offered" : ""}`} tabindex="-1" href=${e.go} title=${`${e.title}: ${e.why}`}><${Icon} name=${icon} mark=${cls} /><span class="unseen">${e.state}: </span><span>${offered ? html`<span class="faint">for ${shortDay(e.on ?? e.at, e.at)}: </span>` : null}${own(e) ? html`<span class="code">${e.id}</span> ` : null}${e.kind.startsWith("person_") ? e.title : e.label}</span></a>`;
}

/** The days of one month. @param {{ data: CalendarShown }} p */
function Sheet({ data }) {
  const MOST = 3;
  const open = (/** @type {number} */ r, /** @type {number} */ c) => enter(data.weeks[r][c]);
  const enter = (/** @type {SheetDay} */ d) => {
    const all = [...d.events, ...d.offered];
    if (all.length === 1) go(data.events[all[0]].go);
    else if (all.length) go(address(["calendar"], { view: "list", from: data.from.slice(0, 7), day: d.on }));
  };
  const flat = data.weeks.flat();
  const start = flat.findIndex((d) => d.today && !d.outside);
  const first = start < 0 ? flat.findIndex((d) => !d.outside) : start;
  const { grid, keys, props } = useGrid({ rows: data.weeks.length, cols: 7, open, start: [Math.floor(first / 7), first % 7] });
  const m = data.months[0];
  return html`<div class="row spread"><h2 class="small">${monthOf(data.from)}: ${spell(m.minutes)}${m.over ? html`<span class="dim">, more than your ${spell(data.budget)}</span>` : ""}</h2><${Key} done=${data.events.some((e) => e.state === "done")} /></div>
    <div class="days above-2" role="grid" aria-label=${`The days of ${monthOf(data.from)}`} ref=${grid} onKeyDown=${keys}>
      <div role="row">${["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map((d) => html`<div class="m" role="columnheader"><span class="wide">${d}</span><span class="narrow">${d.slice(0, 3)}</span></div>`)}</div>
      ${data.weeks.map((w, r) => html`<div role="row">${w.map((d, c) => {
        const all = [...d.events.map((n) => ({ e: data.events[n], offered: false })), ...d.offered.map((n) => ({ e: data.events[n], offered: true }))];
        const most = all.length > MOST ? MOST - 1 : MOST;
        return html`<div ...${props(r, c)} class=${`${d.off ? "off" : ""} ${d.outside ? "outside" : ""} ${d.today ? "now" : ""}`} aria-current=${d.today ? "date" : undefined}>
          <p class="d">${+d.on.slice(8, 10)}<span class="unseen"> ${monthOf(d.on)}${d.off ? ", a day off" : ""}</span></p>
          ${all.slice(0, most).map((x) => html`<${InDay} e=${x.e} offered=${x.offered} />`)}
          ${all.length > most ? html`<a class="more" tabindex="-1" href=${address(["calendar"], { view: "list", from: data.from.slice(0, 7), day: d.on })}>and ${all.length - most} more</a>` : null}</div>`;
      })}</div>`)}
    </div>
    <p class="small faint above-2">What falls on a day off keeps its day, and is offered on the working day before.</p>`;
}

/** Is it one record, that can be called by its code? @param {CalendarEvent} e */
const own = (e) => e.codes.length === 1 && e.codes[0] === e.id && /^([A-Z]+-[^/]+|ORG)$/.test(e.id);

/** @param {{ data: CalendarShown }} p */
function List({ data }) {
  const { address: { query: q } } = useStore();
  const today = session().today;
  const inside = data.events.filter((e) => e.at >= data.from && e.at <= data.until && (!q.month || e.at.startsWith(q.month)));
  const offered = q.day ? new Set(data.weeks.flat().filter((d) => d.on === q.day).flatMap((d) => d.offered).map((n) => data.events[n].id)) : null;
  const shown = inside.filter((e) => (!q.lane || e.lane === q.lane) && (!q.day || e.at === q.day || offered?.has(e.id)));
  const lanes = data.lanes.filter((l) => inside.some((e) => e.lane === l.lane));
  const filtered = q.lane || q.month || q.day;
  return html`<div class="row chips">${lanes.map((l) => html`<button type="button" class="chip" aria-pressed=${q.lane === l.lane ? "true" : "false"} onClick=${() => refine({ lane: q.lane === l.lane ? null : l.lane })}>${l.title}</button>`)}
      ${q.month ? html`<button type="button" class="chip" aria-pressed="true" onClick=${() => refine({ month: null })}>${monthOf(`${q.month}-01`)}<${Icon} name="close" /><span class="unseen"> only; show all months</span></button>` : null}
      ${q.day ? html`<button type="button" class="chip" aria-pressed="true" onClick=${() => refine({ day: null })}>${sayDay(q.day, today)}<${Icon} name="close" /><span class="unseen"> only; show all days</span></button>` : null}
      ${filtered ? html`<button type="button" class="btn quiet slim" onClick=${() => refine({ lane: null, month: null, day: null })}>Clear</button>` : null}</div>
    ${shown.length ? data.months.map((m) => {
      const here = shown.filter((e) => e.at.slice(0, 7) === m.first.slice(0, 7));
      return here.length ? html`<section class="above-4" aria-labelledby=${`m-${m.first}`}><h2 class="small" id=${`m-${m.first}`}>${monthOf(m.first)} <span class="faint">${count(here.length, "thing")}${filtered && q.lane ? "" : `, ${spell(m.minutes)}`}</span></h2>
        <table class="tbl inset dated"><thead><tr><th scope="col">Day</th><th scope="col">State</th><th scope="col">What</th><th scope="col" class="wide">Who</th><th scope="col" class="num">Minutes</th></tr></thead>
        <tbody>${here.map((e) => html`<tr><td class="nowrap">${e.on ? shortDay(e.on, today) : "now"}</td><td><span class=${`state ${SIGNS[e.state][0]}`}><${Icon} name=${SIGNS[e.state][1]} mark=${SIGNS[e.state][0]} />${e.state.replace(/^./, (x) => x.toUpperCase())}</span></td>
          <th scope="row"><a href=${e.go}>${own(e) ? html`<span class="code">${e.id}</span> ` : null}${e.title}</a><p class="dim">${e.why}</p>${own(e) ? null : html`<p class="tiny faint">${e.codes.map((c, i) => html`${i ? ", " : ""}<a class="plain" href=${/\//.test(c) || !/^[A-Z]+-/.test(c) ? e.go : record(c)}>${c}</a>`)}</p>`}</th>
          <td class="wide">${e.names}</td><td class="num">${e.minutes || ""}</td></tr>`)}</tbody></table></section>` : null;
    }) : html`<div class="empty"><h2>Nothing found</h2><p>Nothing of this sort stands in these months. ${filtered ? html`<button type="button" class="linkish" onClick=${() => refine({ lane: null, month: null, day: null })}>Clear</button>` : null}</p></div>`}`;
}
