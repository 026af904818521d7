// What do I do now, and why? The best step, the rest by the deadline that governs it, and where things stand.
// It must never rank or count: the domain does.
/** @import { Item, Today as Shown } from "../commands.d.ts" */
import { html, useEffect, useRef, useState } from "../html.js";
import { address, go, record } from "../router.js";
import { say, session, useCall } from "../store.js";
import { useKeys } from "../keys.js";
import { longDay, sayDay, shortDay } from "../pure/dates.js";
import { begin, askPutOff } from "../parts/acts.js";
import { Waiting } from "../parts/backups.js";
import { DemoBar, Page } from "../parts/frame.js";
import { count, Icon, kindNamed, Kbd, Mark, spell, States, Words } from "../parts/marks.js";
import { happened } from "../parts/happened.js";

/** @param {{ item: Item }} p */
function When({ item }) {
  const today = session().today;
  return html`<div><${States} states=${item.states} stacked />${item.since ? html`<span class="tiny faint">since ${shortDay(item.since, today)}</span>` : item.due ? html`<span class="tiny faint">by ${shortDay(item.due, today)}</span>` : null}</div>`;
}

/** @param {{ item: Item }} p */
const reasonWords = ({ item }) => item.reasons.map((r, i) => html`${i ? " " : ""}<${Words} words=${r.sentence} />`);
/** @param {Item} item */
const noun = (item) => kindNamed(item.kind)?.title.toLowerCase() ?? "";

export function Today() {
  const { data } = useCall("today", {});
  const s = session();
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const was = useRef(/** @type {string | null} */ (null));
  const best = data?.best ?? null;
  useEffect(() => {
    if (was.current && best && was.current !== best.id) say(`Next: ${best.verb} ${best.id} ${best.title}`);
    was.current = best?.id ?? null;
  }, [best?.id]);
  const move = (/** @type {number} */ step) => {
    const all = /** @type {HTMLElement[]} */ ([...(list.current?.querySelectorAll(".first .primary, .what") ?? [])]);
    const at = all.findIndex((x) => x.closest("li") === document.activeElement?.closest("li"));
    all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
  };
  useKeys([
    { key: "Enter", says: "begin the step", run: (e) => (e.target === document.body || /** @type {HTMLElement} */ (e.target).tagName === "H1" ? best && go(begin(best)) : false) },
    { key: "r", says: "begin the step", run: () => best && go(begin(best)) },
    { key: "ArrowDown", says: "next step", run: (e) => (/** @type {HTMLElement} */ (e.target).closest("[role=menu]") ? false : move(1)) },
    { key: "ArrowUp", says: "earlier step", run: (e) => (/** @type {HTMLElement} */ (e.target).closest("[role=menu]") ? false : move(-1)) },
  ]);
  if (!data) return html`<${Page} title="Today" sub=${html`<p class="small faint">${longDay(s.today)}</p>`} ruled />`;
  const audit = data.countdown?.on ?? null;
  return html`<${Page} title="Today" sub=${html`<p class="small faint">${longDay(s.today)}</p>`} actions=${html`<button type="button" class="btn" onClick=${happened}><${Icon} name="plus" />Something happened…</button>`}>
    <${DemoBar} />
    <div class="split">
      <div class="today" tabindex="0" role="region" aria-label="What is due">
        ${best || data.groups.length || s.drafts.length ? html`<ol class="book" aria-label="What is due, the best next step first" ref=${list}>
          ${s.drafts.map((d) => html`<li><div><span class="state na"><${Icon} name="edit" />Begun</span><br /><span class="tiny faint">${shortDay(d.kept_at.slice(0, 10), s.today)}</span></div><div><a class="what" href=${address(["wizard", d.wizard, d.about.join(",")])}>${d.title}</a><p class="because">You left at “${d.step}”. Your answers are kept.</p></div><div class="does"><a class="btn slim" href=${address(["wizard", d.wizard, d.about.join(",")])}>Go on<span class="unseen"> with ${d.title}</span></a><span>${spell(d.minutes_left)} left</span></div></li>`)}
          ${best ? html`<${Best} item=${best} audit=${audit} />` : html`<li class="first"><div></div><div><${Nothing} data=${data} /></div><div></div></li>`}
          ${data.flood.map((f) => html`<li><div></div><div><p class="note due"><${Icon} name="m-weak" mark="soon" /><span>${f.text} ${f.wizard ? html`<a href=${address(["wizard", f.wizard, f.about.join(",")])}>Go through them together</a>` : null}</span></p></div><div></div></li>`)}
          ${data.groups.map((g) => html`<li class="group" key=${g.title}><h2>${g.title}</h2></li>${g.items.map((i) => html`<${Line} key=${i.id} item=${i} audit=${audit} />`)}`)}
          ${data.put_aside.count ? html`<li class="group"><p>${count(data.put_aside.count, "thing")} can wait${data.put_aside.until ? ` until ${sayDay(data.put_aside.until, s.today)}` : ""}</p></li>` : null}
        </ol>` : html`<div class="empty"><${Nothing} data=${data} /></div>`}
      </div>
      <aside class="panel" aria-label="Where things stand"><${Standing} data=${data} /><${Waiting} /></aside>
    </div><//>`;
}

/** @param {{ data: Shown }} p */
const Nothing = ({ data }) => html`<p class="small dim">Nothing is owed</p><h2>Nothing needs you${data.next_quiet ? ` until ${sayDay(data.next_quiet, session().today)}` : ""}</h2>${data.currency.total ? html`<p class="dim">${data.currency.current} of ${data.currency.total} things are current.</p>` : html`<p class="dim">Begin with what you have: <a href="#/import">bring in your lists</a>, or add the first risk.</p>`}`;

/** @param {{ item: Item, audit: string | null }} p */
function Best({ item, audit }) {
  return html`<li class="first"><${When} item=${item} />
    <div><p class="small dim">The best next step</p>
      <h2>${item.available ? item.verb : "Look at"}${item.record ? ` ${item.record}` : ""}: ${item.title}</h2>
      <ul class="reasons small">${item.reasons.map((r) => html`<li><${Mark} state=${r.state} /><span><${Words} words=${r.sentence} /></span></li>`)}</ul>
      <p class="above-3 row"><a class="btn primary" href=${begin(item)}>${item.available ? `${item.verb}${noun(item) ? ` this ${noun(item)}` : ""}` : "Open it"} <${Kbd}>Enter<//></a><button type="button" class="btn quiet" onClick=${() => askPutOff(item, audit)}>Not now…</button><span class="small faint">about ${count(item.minutes, "minute")}</span></p>
    </div><div></div></li>`;
}

/** @param {{ item: Item, audit: string | null }} p */
function Line({ item, audit }) {
  const [more, setMore] = useState(false);
  const cut = item.reasons.length > 2 && !more;
  return html`<li><${When} item=${item} />
    <div><a class="what" href=${item.record ? record(item.record) : begin(item)}>${item.record ? html`<span class="code">${item.record}</span> ` : null}${item.title}</a>
      <p class="because">${cut ? reasonWords({ item: { ...item, reasons: item.reasons.slice(0, 2) } }) : reasonWords({ item })}${cut ? html` <button type="button" class="linkish" onClick=${() => setMore(true)}>and ${count(item.reasons.length - 2, "more reason")}</button>` : null}</p></div>
    <div class="does"><a class="btn slim" href=${begin(item)}>${item.available ? item.verb : "Open"}<span class="unseen"> ${item.id} ${item.title}</span></a><span>${spell(item.minutes)} · <button type="button" class="linkish faint" onClick=${() => askPutOff(item, audit)}>not now…<span class="unseen"> ${item.id}</span></button></span></div></li>`;
}

/** @param {{ data: Shown }} p */
function Standing({ data }) {
  const s = session();
  const c = data.countdown;
  const cur = data.currency;
  const share = (/** @type {number} */ n) => ({ width: `${cur.total ? (100 * n) / cur.total : 0}%` });
  const ok = cur.current + cur.soon;
  return html`
    ${c ? html`<section><h2>${c.title}</h2><p><span class="big">${c.days}</span> <span class="dim">${c.days === 1 ? "day" : "days"} · ${longDay(c.on)}</span></p><p class="small faint">${c.who}</p>
      <ul class="above-3 steps">${c.milestones.map((m) => html`<li>${m.state === "current" || m.state === "overdue" || m.state === "due soon" ? html`<${Mark} state=${m.state} />` : html`<${Icon} name="m-open" mark="na" />`}<span>${m.go ? html`<a href=${m.go}>${m.text}</a>` : m.text}</span><span class="faint">${m.state === "current" ? "" : "by "}${shortDay(m.on, s.today)}</span></li>`)}</ul></section>` : null}
    <section><h2>Your two hours</h2><p class="small">Everything here takes about <b>${spell(data.minutes)}</b>.</p>
      <div class="gauge" role="img" aria-label=${`${spell(data.minutes)} of ${spell(data.budget)}`}><i class=${data.minutes > data.budget ? "g-overdue" : "g-blue"} style=${{ width: `${Math.min(100, (100 * data.minutes) / (data.budget || 1))}%` }}></i></div>
      <p class="tiny faint">${data.minutes > data.budget ? `More than your ${spell(data.budget)} a month. What can wait stands last.` : `You give it ${spell(data.budget)} a month.`}</p></section>
    <section><div class="row headed"><h2>What still holds</h2><a class="small push" href="#/currency">Month by month</a></div><p class="small"><b>${ok} of ${cur.total}</b> things are current${cur.percent === null ? "" : `: ${cur.percent}\u00a0%`}.${cur.then !== null && cur.then_on ? ` On ${sayDay(cur.then_on, s.today)} it was ${cur.then}\u00a0%.` : ""}</p>
      <div class="gauge" role="img" aria-label=${`${cur.current} current, ${cur.soon} due soon, ${cur.stale} out of step, ${cur.overdue} overdue, ${cur.never} never reviewed`}><i class="g-current" style=${share(cur.current)}></i><i class="g-soon" style=${share(cur.soon)}></i><i class="g-stale" style=${share(cur.stale)}></i><i class="g-overdue" style=${share(cur.overdue)}></i></div>
      <p class="key"><span><${Mark} state="current" />${cur.current}</span>${cur.soon ? html`<span><${Mark} state="due soon" quiet />${cur.soon} soon</span>` : null}${cur.stale ? html`<span><${Mark} state="stale" quiet />${cur.stale} out of step</span>` : null}${cur.overdue ? html`<span><${Mark} state="overdue" />${cur.overdue}</span>` : null}${cur.never ? html`<span><${Mark} state="never reviewed" />${cur.never}</span>` : null}</p></section>
    ${data.since.sentences.length ? html`<section><h2>Since you were here${data.since.on ? `, ${sayDay(data.since.on, s.today)}` : ""}</h2><ul class="small dim">${data.since.sentences.map((t) => html`<li>${t}</li>`)}</ul></section>` : null}`;
}
