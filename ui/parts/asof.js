// The switch to the past: today, the days that matter by name, or any day.
// It must never keep the day itself: it stands in the address.
/** @import { Day, NamedDay } from "../commands.d.ts" */
import { html, useState } from "../html.js";
import { get, session, set, useCall } from "../store.js";
import { refine } from "../router.js";
import { fullDay, shortDay } from "../pure/dates.js";
import { Menu, Seg } from "./dialog.js";
import { DayField } from "./day.js";
import { Ask } from "./field.js";
import { Icon } from "./marks.js";

/** The day in the address, if the past is shown. @returns {Day | null} */
export const asOf = () => get().address.query.asof ?? null;
/** @param {Day | null} day */
export const showAsOf = (day) => refine({ asof: day });

/** What the bar over a page of the past says. @param {NamedDay[]} days */
export function pastBar(days) {
  const on = asOf();
  if (!on) return null;
  const named = days.find((d) => d.on === on);
  return { on, what: `${fullDay(on)}${named ? `, ${named.what}` : ""}`, back: () => showAsOf(null) };
}
export const useDays = () => useCall("days", {}).data ?? [];

export function askDay() {
  set({ dialog: { title: "Show it as it was on a day", view: () => html`<${OnDay} />` } });
}
function OnDay() {
  const [day, setDay] = useState(asOf());
  return html`<form onSubmit=${(/** @type {Event} */ e) => {
    e.preventDefault();
    if (!day) return;
    set({ dialog: null });
    showAsOf(day < session().today ? day : null);
  }}><${Ask} id="asof-day" label="On which day?"><${DayField} id="asof-day" value=${day} change=${setDay} /><//>
    <p class="row end"><button class="btn primary">Show it</button></p></form>`;
}

/** As a small button with a menu, for a register. @param {{ days: NamedDay[] }} p */
export function AsOfMenu({ days }) {
  const on = asOf();
  const today = session().today;
  return html`<${Menu} cls="btn slim" name=${`As of ${on ? fullDay(on) : "today"}: choose a day`} label=${html`<${Icon} name="asof" />${on ? shortDay(on, today) : "Today"}`} items=${[
    { label: "Today", checked: !on, run: () => showAsOf(null) },
    ...days.map((d) => ({ label: html`${fullDay(d.on)} <span class="dim">${d.what}</span>`, checked: d.on === on, run: () => showAsOf(d.on) })),
    { label: "On a day…", checked: false, run: askDay },
  ]} />`;
}

/** As a switch, for a record. @param {{ days: NamedDay[] }} p */
export function AsOfSeg({ days }) {
  const on = asOf();
  const today = session().today;
  const shown = days.slice(0, 2);
  const other = on && !shown.some((d) => d.on === on);
  return html`<span class="small dim">Show it as it was</span><${Seg} label="Show it as it was" value=${on ?? ""} choose=${(/** @type {string} */ v) => (v === "ask" ? askDay() : showAsOf(v || null))} options=${[
    { value: "", says: "Today" },
    ...shown.map((d) => ({ value: d.on, says: `${d.what}, ${shortDay(d.on, today)}` })),
    ...(other ? [{ value: /** @type {string} */ (on), says: shortDay(/** @type {string} */ (on), today) }] : []),
    { value: "ask", says: html`<${Icon} name="asof" />On a day…` },
  ]} />`;
}
