// What recurs, month by month: one mark a month, its word for who cannot see it, and what was late or skipped as sentences.
// It must never decide what is late: each mark comes with its sentence.
/** @import { Became, Day, Strip as Shown, StripCell } from "../commands.d.ts" */
import { html } from "../html.js";
import { record } from "../router.js";
import { fullDay } from "../pure/dates.js";
import { Icon } from "./marks.js";

/** Mark, class and word of what became of a time. @type {Record<Became, [string, string, string]>} */
export const BECAME = {
  done: ["m-current", "current", "done in time"], looked: ["m-current", "current", "looked at"], tolerated: ["m-within", "current", "within tolerance"], late: ["m-late", "soon", "done late"],
  skipped: ["m-missed", "overdue", "skipped, no why"], skipped_said: ["m-skipped", "na", "skipped, with its why"], overdue: ["m-overdue", "overdue", "overdue"], due_soon: ["m-soon", "soon", "due"],
  ahead: ["m-open", "na", "planned"], again: ["m-current", "na", "done once more"], paused: ["m-paused", "na", "paused"],
};
/** "Nov" @param {Day} month */
export const monthName = (month) => fullDay(month).split(" ")[1].slice(0, 3);
/** "November 2026" @param {Day} month */
export const monthWhole = (month) => fullDay(month).slice(2);

/** The field of one month: mark and day for the eye, month and word for the ear. @param {{ cell: StripCell }} p */
export function StripMark({ cell }) {
  if (!cell.mark) return html`<i aria-hidden="true">·</i><span class="unseen">${monthWhole(cell.month)}, nothing</span>`;
  const [icon, cls, word] = BECAME[cell.mark];
  return html`<${Icon} name=${icon} mark=${cls} /><small aria-hidden="true">${cell.text || "\u00a0"}</small><span class="unseen">${monthWhole(cell.month)}, ${word}${cell.text ? `, ${cell.text}` : ""}</span>`;
}

/** The head over the months: years above, months below, today's marked. @param {{ months: Day[], now: Day, lead?: any, tail?: any }} p */
export function StripHead({ months, now, lead, tail }) {
  return html`<thead><tr>${lead}${months.map((m, i) => {
    const year = i === 0 || m.slice(5, 7) === "01" ? m.slice(0, 4) : "";
    return html`<th scope="col" class=${`c of-month ${m === now ? "now" : ""} ${m.slice(5, 7) === "01" ? "january" : ""}`}><span class="unseen">${monthWhole(m)}${m === now ? ", this month" : ""}</span><span class="year-of" aria-hidden="true">${year || "\u00a0"}</span><span aria-hidden="true">${monthName(m)}</span></th>`;
  })}${tail}</tr></thead>`;
}
/** @param {{ months: Day[], i: number, now: Day }} p class of a month's field */
export const monthClass = ({ months, i, now }) => `c ${months[i] === now ? "now" : ""} ${months[i].slice(5, 7) === "01" ? "january" : ""}`;

/** What the marks mean. @param {{ only?: Set<Became> }} p */
export function StripKey({ only }) {
  const shown = /** @type {Became[]} */ (["done", "tolerated", "late", "skipped", "skipped_said", "overdue", "due_soon", "ahead", "paused"]).filter((b) => !only || only.has(b) || (b === "done" && only.has("looked")));
  return html`<p class="key">${shown.map((b) => html`<span><${Icon} name=${BECAME[b][0]} mark=${BECAME[b][1]} />${BECAME[b][2]}</span>`)}<span>· nothing</span></p>`;
}

/** The page of what recurs: its strip, and in sentences what was not as planned. @param {{ strip: Shown }} p */
export function Strip({ strip }) {
  const months = strip.cells.map((c) => c.month);
  const times = strip.cells.flatMap((c) => c.times);
  const speaks = times.filter((t) => ["skipped", "skipped_said", "overdue", "late", "paused"].includes(t.became));
  /** @type {Set<string>} */
  const told = new Set();
  return html`<section class="above-5"><h2>Month by month</h2>
    <div class="strip-box" tabindex="0" role="region" aria-label="Month by month"><table class="tbl inset strip" aria-label=${`${monthWhole(strip.from)} to ${monthWhole(strip.to)}`}><${StripHead} months=${months} now=${strip.now} />
      <tbody><tr>${strip.cells.map((c, i) => html`<td class=${monthClass({ months, i, now: strip.now })} title=${c.says}><${StripMark} cell=${c} /></td>`)}</tr></tbody></table></div>
    <div class="above-2"><${StripKey} only=${new Set(times.map((t) => t.became))} /></div>
    ${speaks.length ? html`<ul class="links above-3">${speaks.filter((t) => !told.has(t.says) && told.add(t.says)).map((t) => html`<li><${Icon} name=${BECAME[t.became][0]} mark=${BECAME[t.became][1]} /><span>${t.says}</span>${t.review ? html`<a class="code" href=${record(t.review)}>${t.review}</a>` : null}</li>`)}</ul>` : null}</section>`;
}
