// Check your answers: every question with its answer and a way back, and what will be changed by them.
// It must never reckon what changes: it comes with the step.
/** @import { CheckShown, Code } from "../commands.d.ts" */
import { html } from "../html.js";
import { record } from "../router.js";
import { Icon } from "./marks.js";
import { Changes } from "./value.js";

/** @param {{ check: CheckShown, titles: Record<Code, string>, change: (step: string) => void }} p */
export function Check({ check, titles, change }) {
  return html`<dl class="qa check">${check.answers.map((a) => html`<dt>${a.label}</dt><dd class="answer"><span>${a.shown || html`<span class="faint">not said</span>`}${a.who ? html` <span class="small faint">said by ${a.who}</span>` : null}</span><button type="button" class="linkish small" onClick=${() => change(a.step)}>Change<span class="unseen"> ${a.label}</span></button></dd>`)}</dl>
    ${check.warnings.map((w) => html`<p class=${`note ${w.level === "red" ? "bad" : "due"}`}><${Icon} name=${w.level === "red" ? "m-overdue" : "m-weak"} mark=${w.level === "red" ? "overdue" : "soon"} /><span>${w.text}</span></p>`)}
    ${check.changes.length ? html`<section class="above-4"><h2>This will change</h2>${check.changes.map((c) => html`<div class="above-2"><p class="small"><span class="code faint">${c.id}</span> <a href=${record(c.id)}>${c.title}</a></p><${Changes} changes=${c.changes} titles=${titles} /></div>`)}</section>` : html`<p class="above-3 small dim">Nothing in the registers changes; that you looked is recorded.</p>`}`;
}
