// How it came so: each act on a record with what changed, when, why, newest first.
// It must never reckon a difference: the changes come with the act.
/** @import { Code, HistoryEntry } from "../commands.d.ts" */
import { html, useState } from "../html.js";
import { record } from "../router.js";
import { fullDay, sayDay } from "../pure/dates.js";
import { session } from "../store.js";
import { Inline } from "./prose.js";
import { Changes } from "./value.js";

/** @param {{ entries: HistoryEntry[], titles: Record<Code, string> }} p */
export function History({ entries, titles }) {
  const [all, setAll] = useState(false);
  const shown = all ? entries : entries.slice(0, 12);
  return html`<ol class="above-2 story">${shown.map((e) => html`<li><div>${sayDay(e.on, session().today) === fullDay(e.on) ? fullDay(e.on) : sayDay(e.on, session().today)}<br /><span class="tiny">act ${e.seq.toLocaleString("en-GB")}</span></div>
    <div><p class=${e.undone ? "undone" : ""}><b>${e.did}</b>${e.by_name && !e.did.includes(e.by_name) ? html` <span class="dim">by ${e.by_name}</span>` : null}${e.undone ? html` <span class="dim">(undone)</span>` : null}${e.review ? html` <a class="small" href=${record(e.review)}>${e.review}</a>` : null}</p>
      ${e.why ? html`<p class="record small dim">“<${Inline} text=${e.why} />”</p>` : null}${e.changes.length ? html`<${Changes} changes=${e.changes} titles=${titles} />` : null}</div></li>`)}</ol>
    ${entries.length > shown.length ? html`<p class="above-2"><button type="button" class="btn slim" onClick=${() => setAll(true)}>Show all ${entries.length} acts</button></p>` : null}`;
}
