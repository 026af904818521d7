// Two days of a record side by side: what was, what is.
// It must never decide what differs.
/** @import { Day, RecordShown } from "../commands.d.ts" */
import { html } from "../html.js";
import { useCall, session } from "../store.js";
import { fullDay } from "../pure/dates.js";
import { Changes } from "./value.js";

/** @param {{ rec: RecordShown, from: Day }} p */
export function Compare({ rec, from }) {
  const today = session().today;
  const { data } = useCall("compare", { id: rec.id, from, to: today });
  return html`<section><h2>What changed from ${fullDay(from)} to today</h2>${data ? (data.length ? html`<div class="above-3"><${Changes} changes=${data} titles=${rec.titles} /></div>` : html`<p class="dim above-2">Nothing changed.</p>`) : null}</section>`;
}
