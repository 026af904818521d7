// From a law to the last signature: the rules that answer it, the courses that teach them, the people whom each concerns.
// It must never decide what hangs from what, nor what is current.
/** @import { Chain, Circle, Code, Concerned, Knot } from "../commands.d.ts" */
import { html } from "../html.js";
import { address, go, record } from "../router.js";
import { useCall } from "../store.js";
import { useKeys } from "../keys.js";
import { begin } from "../parts/acts.js";
import { AsOfMenu, asOf, pastBar, showAsOf, useDays } from "../parts/asof.js";
import { Empty, Page } from "../parts/frame.js";
import { Icon, kindNamed, kindOf, Mark, State, States, Words } from "../parts/marks.js";

/** @param {{ code: Code }} p */
export function ChainPage({ code }) {
  const asof = asOf();
  const days = useDays();
  const { data, refusal } = useCall("chain", { id: code, as_of: asof });
  const print = address(["print", "chain"], { about: code, asof });
  useKeys([
    { key: "Ctrl+P", says: "print or preview this", run: () => go(print) },
    { key: "Escape", says: "back to the record", run: () => (asof ? showAsOf(null) : go(record(code))) },
  ]);
  if (refusal) return html`<${Page} title=${code} ruled><${Empty} icon="search" title=${refusal.refused.text}><p>${refusal.refused.hint}</p><p><a class="btn" href="#/today">To Today</a></p><//><//>`;
  if (!data || data.law.id !== code) return html`<${Page} title=${code} ruled />`;
  const kind = kindOf(code);
  const next = asof ? null : data.next;
  return html`<${Page} asof=${pastBar(days)} crumb=${html`<a href=${address([kind?.name ?? ""])}>${kind?.plural}</a><${Icon} name="right" /><a href=${record(code, asof)}>${code}</a><${Icon} name="right" />the chain`} title=${data.law.title}
    sub=${html`<p class="state-line"><${State} state=${data.whole ? "current" : "stale"} word=${data.whole ? "Whole" : "Not whole"} /> <span class="small">${data.says}</span></p>`}
    actions=${html`<${AsOfMenu} days=${days} /><a class="btn" href=${print}><${Icon} name="print" />Print…</a>${next ? html`<a class="btn primary" href=${begin(next)}>${next.verb} ${next.about[0] ?? next.record ?? next.id}</a>` : null}`} ruled>
    <div class="scroll" tabindex="0" role="region" aria-label=${`The chain of ${code}`}>
      <div class="chain">
        <section aria-labelledby="c-law"><h2 id="c-law">Law</h2><ol><${Link} knot=${data.law} asof=${asof}>
          <p class="small dim">${data.source}, ${data.jurisdiction}. ${data.read}</p><p class="record small">${data.demands}</p><//></ol></section>
        <section aria-labelledby="c-pol"><h2 id="c-pol">Policies</h2>${data.policies.length ? html`<ol>${data.policies.map((k) => html`<${Link} knot=${k} asof=${asof} />`)}</ol>` : html`<p class="small dim">No policy answers it.</p>`}</section>
        <section aria-labelledby="c-crs"><h2 id="c-crs">Courses</h2>${data.courses.length ? html`<ol>${data.courses.map((k) => html`<${Link} knot=${k} asof=${asof}><p class="small dim">Teaches ${k.from.map((c, i) => html`${i ? ", " : ""}<a href=${record(c, asof)}>${c}</a>`)}.</p><//>`)}</ol>` : html`<p class="small dim">No course teaches them.</p>`}</section>
        <section aria-labelledby="c-who"><h2 id="c-who">People</h2>${data.people.length ? html`<ol>${data.people.map((c) => html`<${Round} circle=${c} asof=${asof} />`)}</ol>` : html`<p class="small dim">Nobody is asked to read or learn any of it.</p>`}</section>
      </div>
      ${data.gaps.length ? html`<section class="pad chain-note"><h2>Where it breaks off</h2><ul class="links">${data.gaps.map((g) => html`<li><${Mark} state="stale" /><span><${Words} words=${g} asof=${asof} /></span></li>`)}</ul></section>` : null}
      <div class="chain-foot">
        <section class="pad"><h2>If it changed today</h2><p class="above-1">${data.would} ${data.then}</p><p class="small dim above-1">Courses and people follow only when a policy really gets a new version.</p></section>
        <section class="pad"><h2>What else rests on it</h2>${data.also.length ? html`<div class="chain-also">${data.also.map((g) => html`<div><h3>${g.title}</h3><ul class="links">${g.knots.map((k) => html`<li><${Icon} name=${kindNamed(k.kind)?.icon ?? "link"} /><span><span class="code faint">${k.id}</span> <a href=${record(k.id, asof)}>${k.title}</a></span><span>${k.states.map((s) => html`<${Mark} state=${s} />`)}</span>${k.reasons[0] ? html`<span class="why"><${Words} words=${k.reasons[0].sentence} asof=${asof} /></span>` : null}</li>`)}</ul></div>`)}</div>` : html`<p class="small dim above-1">No control, risk, supplier or activity cites it.</p>`}</section>
      </div>
    </div><//>`;
}

/** @param {{ knot: Knot, asof: string | null, children?: any }} p */
function Link({ knot, asof, children }) {
  return html`<li><p class="row"><${States} states=${knot.states} /></p>
    <p class="what"><a href=${record(knot.id, asof)}><span class="code faint">${knot.id}</span> ${knot.title}</a></p>
    <p class="small dim">${[knot.version && `version ${knot.version}`, knot.stage].filter(Boolean).join(", ")}</p>
    ${knot.waits ? html`<p class="small">${knot.waits}</p>` : null}
    ${knot.reasons.map((r) => html`<p class="small because"><${Words} words=${r.sentence} asof=${asof} /></p>`)}
    ${children}
    ${knot.item && !asof ? html`<p class="above-1"><a class="btn slim" href=${begin(knot.item)}>${knot.item.verb}<span class="unseen"> ${knot.id}</span></a></p>` : null}</li>`;
}

/** @param {{ circle: Circle, asof: string | null }} p */
function Round({ circle: c, asof }) {
  const some = (/** @type {Concerned[]} */ list, /** @type {string} */ word) => (list.length ? html`<details class="small"><summary>${list.length} ${word}</summary><p class="dim">${list.map((p, i) => html`${i ? ", " : ""}<a href=${record(p.id, asof)}>${p.name}</a>`)}</p></details>` : null);
  const names = (/** @type {Concerned[]} */ list) => html`<ul class="links">${list.map((p) => html`<li><${Mark} state=${p.states[0]} /><a href=${record(p.id, asof)}>${p.name}</a><span></span>${p.why ? html`<span class="why">${p.why}</span>` : null}</li>`)}</ul>`;
  const first = c.owed.slice(0, 4);
  const rest = c.owed.slice(4);
  return html`<li><p class="row"><${State} state=${c.state} word=${c.word} /></p>
    <p class="what"><a href=${record(c.of, asof)}><span class="code faint">${c.of}</span> ${c.must === "read" ? "to read" : "to learn"}, version ${c.version}</a></p>
    <p class="small">${c.says}</p>
    ${first.length ? names(first) : null}${rest.length ? html`<details class="small"><summary>${rest.length} more who ${rest.length === 1 ? "owes" : "owe"} it</summary>${names(rest)}</details>` : null}
    ${some(c.ahead, c.ahead.length === 1 ? "who still has time" : "who still have time")}${some(c.done, c.done.length === 1 ? "who is done" : "who are done")}${some(c.away, "away")}</li>`;
}
