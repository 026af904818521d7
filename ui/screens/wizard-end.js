// The end of a guide: the page that the auditor will see, what is better now, and the next step.
// It must never change what was signed; undo is an act of its own.
/** @import { Finished } from "../commands.d.ts" */
import { html, useEffect, useRef } from "../html.js";
import { session, useStore } from "../store.js";
import { address, go, record } from "../router.js";
import { useKeys } from "../keys.js";
import { askUndo, begin, saveFiles } from "../parts/acts.js";
import { DocPage } from "../parts/doc.js";
import { Icon, Kbd, Mark, spell } from "../parts/marks.js";

/** @param {{ end: Finished, back: string }} p */
export function Ended({ end, back }) {
  const { dialog } = useStore();
  const { outcome, review, doc, saves, follows, chains } = end;
  const h1 = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => h1.current?.focus(), []);
  const next = outcome.next;
  const on = () => go(next ? begin(next) : "#/today");
  useKeys([{ key: "Enter", says: "go on", run: (e) => (/** @type {HTMLElement} */ (e.target).matches("a, button") ? false : on()) }, { key: "Escape", says: "back", run: () => go(back) }, { key: "Ctrl+P", says: "print", run: () => go(address(["print", "review"], { about: review })) }]);
  return html`<div class="wizard" inert=${dialog ? true : undefined}>
    <header><div class="whole"><p class="small dim">Signed and recorded</p><p><b>${outcome.did}</b></p></div><span class="push"></span><a class="btn slim" href=${back}>Close <${Kbd}>Esc<//></a></header>
    <main class="body" id="main"><div class="doc-scroll" tabindex="0" role="region" aria-label="The page as it is printed"><h1 class="unseen" ref=${h1} tabindex="-1">${outcome.did}</h1><${DocPage} doc=${doc} /></div>
      <aside class="panel" aria-label="What follows">
        ${saves.map((s) => html`<section><h2>To be saved now</h2><p class="small">${s.says}</p><p class="above-2"><button type="button" class="btn primary" onClick=${() => saveFiles(s)}><${Icon} name="export" />${s.label}</button></p></section>`)}
        ${follows.map((f) => html`<section><h2>What follows from it</h2><p><a class="btn wrap" href=${address(["wizard", f.wizard, f.about])}><${Icon} name="training" />${f.label}</a></p></section>`)}
        <section><h2>What is better now</h2><ul class="links">${outcome.became_current.map((c) => html`<li><${Mark} state="current" /><span><a href=${record(c)}>${c}</a> is current</span></li>`)}${outcome.became_current.length ? null : html`<li><${Icon} name="m-note" mark="na" /><span>It is recorded that you looked.</span></li>`}</ul></section>
        ${outcome.became_stale.length ? html`<section><h2>To look at again</h2><ul class="links">${outcome.became_stale.map((c) => html`<li><${Mark} state="stale" /><span><a href=${record(c)}>${c}</a></span></li>`)}</ul></section>` : null}
        ${chains.length ? html`<section><h2>From the law to the people</h2><ul class="links">${chains.map((c) => html`<li><${Icon} name="link" /><span><a href=${address(["chain", c.id])}>The chain of ${c.id}</a> ${c.title}</span></li>`)}</ul></section>` : null}
        <section><h2>The record</h2><p class="small"><a href=${record(review)}>${review}</a> stands in the trail as act ${outcome.seq.toLocaleString("en-GB")}.</p><p class="above-2 row"><a class="btn slim" href=${address(["print", "review"], { about: review })}><${Icon} name="print" />Print…</a>${session().can_undo ? html`<button type="button" class="btn slim" onClick=${askUndo}><${Icon} name="undo" />Undo</button>` : null}</p></section>
      </aside></main>
    <footer><span class="small dim">${next ? `Next: ${next.verb} ${next.record ?? next.id} ${next.title}, ${spell(next.minutes)}` : "Nothing else is owed now."}</span><a class="btn push" href="#/today">To Today</a>${next ? html`<a class="btn primary" href=${begin(next)}>${next.available ? next.verb : "Open"} next<${Icon} name="next" /></a>` : null}</footer></div>`;
}
