// Where do we stand, what moved? Twenty-five fields, and the same facts as a list beside them.
// It must never hold a rule: it shows what the domain counted.
/** @import { KindInfo } from "../commands.d.ts" */
import { html, useState } from "../html.js";
import { address, go, record, refine } from "../router.js";
import { session, useCall, useStore } from "../store.js";
import { useKeys } from "../keys.js";
import { fullDay, shortDay } from "../pure/dates.js";
import { AsOfMenu, asOf, pastBar, showAsOf } from "../parts/asof.js";
import { Seg } from "../parts/dialog.js";
import { Page } from "../parts/frame.js";
import { Icon, kindNamed, RANKS } from "../parts/marks.js";
import { MatrixGrid } from "../parts/matrix.js";

export function MatrixPage() {
  const { address: at } = useStore();
  const asof = asOf();
  const since = at.query.since === "none" ? null : (at.query.since ?? undefined);
  const { data } = useCall("matrix", { since: since === undefined ? undefined : since, as_of: asof });
  const [field, setField] = useState(/** @type {string | undefined} */ (undefined));
  const kind = /** @type {KindInfo} */ (kindNamed("risk") ?? session().kinds[0]);
  useKeys([
    { key: "Ctrl+P", says: "print or preview this", run: () => go(address(["print", "risk-matrix"], { asof })) },
    { key: "Escape", says: "back to the list", run: () => (asof ? showAsOf(null) : go(address([kind.name]))) },
  ]);
  if (!data) return html`<${Page} title=${kind.plural} ruled />`;
  const all = data.fields.flat();
  const live = all.reduce((n, f) => n + f.codes.length, 0);
  const today = session().today;
  const from = data.since;
  const up = data.moves.filter((m) => m.higher);
  const down = data.moves.filter((m) => !m.higher);
  const chosen = field ? data.fields[Number(field[0]) - 1][Number(field[2]) - 1] : null;
  const list = (/** @type {typeof up} */ moves, /** @type {string} */ icon) => html`<ul class="links">${moves.map((m) => html`<li><${Icon} name=${icon} /><span><span class="code faint">${m.code}</span> <a href=${record(m.code, asof)}>${m.title}</a></span><span class="nowrap">${m.from[0] * m.from[1]} → ${m.to[0] * m.to[1]}</span>${m.why ? html`<span class="why">${m.why}${m.on ? html` <span class="faint">${shortDay(m.on, today)}</span>` : null}</span>` : null}</li>`)}</ul>`;
  return html`<${Page} title=${kind.plural} asof=${pastBar(data.days)} sub=${html`<p class="small faint">${live} live · each in the field of its level${asof ? " on that day" : " today"}</p>`}
    actions=${html`<${Seg} label="Show as" value="matrix" choose=${(/** @type {string} */ v) => v === "list" && go(address([kind.name], { asof }))} options=${[{ value: "list", says: html`<${Icon} name="sheet" />List` }, { value: "matrix", says: html`<${Icon} name="matrix" />Matrix` }]} /><${AsOfMenu} days=${data.days} /><a class="btn slim wide" href=${address(["print", "risk-matrix"], { asof })}><${Icon} name="print" />Print…</a>`}
    under=${html`<span class="small dim">Movement since</span><${Seg} label="Movement since" value=${at.query.since === "none" ? "none" : (from ?? "none")} choose=${(/** @type {string} */ v) => refine({ since: v })} options=${[...data.days.slice(0, 3).map((d) => ({ value: d.on, says: `${d.what}, ${shortDay(d.on, today)}` })), ...(from && !data.days.slice(0, 3).some((d) => d.on === from) ? [{ value: from, says: shortDay(from, today) }] : []), { value: "none", says: "None" }]} />`}>
    <div class="split">
      <div class="pad matrix-pad" tabindex="0" role="region" aria-label="The matrix">
        <${MatrixGrid} shown=${data} asof=${asof} at=${field} choose=${setField} />
        <p class="axis x under-matrix">How bad?</p>
        <p class="above-3 key">${session().bands.map((b) => html`<span><i class=${`sw ${RANKS[b.rank]}`}></i>${b.name} ${b.from}–${b.to}: ${all.filter((f) => f.rank === b.rank).reduce((n, f) => n + f.codes.length, 0)}</span>`)}<span><i class="sw-line"></i>what you accept: up to ${data.accept_up_to}</span></p>
      </div>
      <aside class="panel" aria-label=${from ? `Movement since ${fullDay(from)}` : "In the fields"}>
        ${chosen ? html`<section><h2>Likelihood ${field?.[0]}, impact ${field?.[2]}</h2>${chosen.codes.length ? html`<ul class="links">${chosen.codes.map((c) => html`<li><${Icon} name=${kind.icon} /><span><span class="code faint">${c}</span> <a href=${record(c, asof)}>${data.titles[c]}</a></span></li>`)}</ul>` : html`<p class="small dim">No risk stands here.</p>`}</section>` : null}
        ${from ? html`<section><h2>Since ${fullDay(from)}</h2><table class="tbl inset"><tbody><tr><th scope="row">Higher</th><td class="num">${up.length}</td></tr><tr><th scope="row">Lower</th><td class="num">${down.length}</td></tr></tbody></table></section>` : null}
        ${up.length ? html`<section><h2>Higher</h2>${list(up, "up")}</section>` : null}
        ${down.length ? html`<section><h2>Lower</h2>${list(down, "down")}</section>` : null}
        ${!chosen && !data.moves.length ? html`<section><p class="small dim">${from ? "No risk moved." : "Choose a field to see which risks stand in it."}</p></section>` : null}
        ${!chosen ? html`<section><h2>Every risk by its field</h2><ul class="small">${all.map((f, n) => ({ f, l: Math.floor(n / 5) + 1, i: (n % 5) + 1 })).filter((x) => x.f.codes.length).sort((x, y) => y.l * y.i - x.l * x.i).map((x) => html`<li class="by-field"><span class="dim">${x.l} × ${x.i}</span> <span>${x.f.codes.map((c, k) => html`${k ? ", " : ""}<a href=${record(c, asof)}>${c}</a>`)}</span></li>`)}</ul></section>` : null}
      </aside></div><//>`;
}
