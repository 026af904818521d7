// The chosen row of a register at a glance: states, why, links, what can be done.
// It must never know a kind by name.
/** @import { Code, KindInfo } from "../commands.d.ts" */
import { html } from "../html.js";
import { address, record } from "../router.js";
import { session, useCall } from "../store.js";
import { shortDay } from "../pure/dates.js";
import { askPutOff, begin } from "./acts.js";
import { Links } from "./links.js";
import { bandOf, Icon, Kbd, Level, Mark, States, Words } from "./marks.js";
import { scoreWord, Value } from "./value.js";
import { empty } from "../pure/sort.js";

/** @param {{ kind: KindInfo, id: Code, asof: string | null }} p */
export function Preview({ kind, id, asof }) {
  const { data: rec, fresh } = useCall("record", { id, as_of: asof });
  const today = session().today;
  if (!rec || (!fresh && rec.id !== id)) return html`<aside class="panel" aria-label=${`Preview of ${id}`}></aside>`;
  const owner = rec.body.owner && rec.titles[rec.body.owner];
  const scores = kind.fields.filter((f) => f.ty.is === "score" && rec.body[f.name] && !f.name.startsWith("residual")).slice(0, 2);
  const facts = kind.fields.filter((f) => !["prose", "personal_prose", "list", "refs", "score", "approval"].includes(f.ty.is) && !["title", "owner", "state"].includes(f.name) && !empty(rec.body[f.name])).slice(0, 4);
  return html`<aside class="panel" aria-label=${`Preview of ${id}`}>
    <section><p class="crumb">${id} ${owner ? html`<span class="push">${owner}</span>` : null}</p><h2 class="title">${rec.title}</h2>
      <p><${States} states=${rec.states} /></p>
      ${rec.level ? html`<p class="above-2 row small"><${Level} n=${rec.level.now} /><span>${scores.map((f) => scoreWord(rec.body[f.name], f.name).toLowerCase()).join(" × ")}</span></p><p class="small faint">${rec.level.then !== null && rec.level.then !== rec.level.now ? `${rec.level.then} when it was last scored; ` : ""}after treatment ${rec.level.after}, ${bandOf(rec.level.after)?.name}</p>` : null}
      <p class="above-3 row">${rec.item && !asof ? html`<a class="btn slim primary" href=${begin(rec.item)}>${rec.item.available ? rec.item.verb : "Look"}<span class="unseen"> ${id}</span></a>` : rec.guide && !asof ? html`<a class="btn slim" href=${address(["wizard", rec.guide.name, id])}>${rec.guide.verb || "Review"}<span class="unseen"> ${id}</span></a>` : null}<a class="btn slim" href=${record(id, asof)}>Open<span class="unseen"> ${id}</span> <${Kbd}>Enter<//></a>${rec.item && !asof ? html`<button type="button" class="btn quiet slim" onClick=${() => rec.item && askPutOff(rec.item)}>Not now…</button>` : null}</p></section>
    ${rec.reasons.length ? html`<section><h2>Why it needs you</h2><ul class="links">${rec.reasons.map((r) => html`<li><${Mark} state=${r.state} /><span><${Words} words=${r.sentence} asof=${asof} /></span><span class="faint nowrap">${r.changed ? shortDay(r.changed, today) : ""}</span></li>`)}</ul></section>` : null}
    ${facts.length && !rec.level ? html`<section><h2>At a glance</h2><dl class="facts">${facts.map((f) => html`<dt>${f.question}</dt><dd><${Value} ty=${f.ty} v=${rec.body[f.name]} titles=${rec.titles} field=${f.name} asof=${asof} /></dd>`)}</dl></section>` : null}
    ${rec.rests_on.length ? html`<section><h2>Rests on</h2><${Links} links=${rec.rests_on} asof=${asof} brief /></section>` : null}
    ${rec.news.length ? html`<section><h2>News that bears on it</h2><${Links} links=${rec.news} asof=${asof} brief /></section>` : null}
    ${rec.evidence.length ? html`<section><h2>Evidence</h2><ul class="links">${rec.evidence.slice(0, 4).map((e) => html`<li><${Icon} name="attach" /><a href=${record(e.id)}>${e.shows}</a><span class="faint">${e.age}</span></li>`)}</ul></section>` : null}
  </aside>`;
}
