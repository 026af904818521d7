// Would we pass, and what do I hand over? Gaps like a compiler's list, the contents, and the making of the pack.
// It must never soften a gap or leave one out.
/** @import { Commands } from "../commands.d.ts" */
import { html, useState } from "../html.js";
import { address, go, record } from "../router.js";
import { act, session, set, tell, useCall, useStore } from "../store.js";
import { Refusal } from "../bridge.js";
import { useKeys } from "../keys.js";
import { fullDay, sayDay } from "../pure/dates.js";
import { Ask } from "../parts/field.js";
import { DayField } from "../parts/day.js";
import { Page } from "../parts/frame.js";
import { count, Icon, kindOf, Words } from "../parts/marks.js";

/** @typedef {Commands["pack_shown"]["out"]} Shown */
/** @type {Record<string, [string, string, string]>} */
const GRADES = { stop: ["overdue", "m-stop", "Stop"], weak: ["soon", "m-weak", "Weak"], note: ["na", "m-note", "Note"] };
const gradeOf = (/** @type {string} */ s) => GRADES[s.toLowerCase()] ?? GRADES.note;

export function PackPage() {
  const { address: at } = useStore();
  const span = { from: at.query.from ?? null, as_of: at.query.asof ?? null };
  const { data } = useCall("pack_shown", span);
  const make = () => data && set({ dialog: { title: "Make the pack", view: () => html`<${Make} shown=${data} />` } });
  const look = () => go(address(["print", "pack"], { asof: at.query.asof, from: at.query.from }));
  useKeys([
    { key: "F8", says: "next gap", run: () => jump(1) }, { key: "Shift+F8", says: "earlier gap", run: () => jump(-1) },
    { key: "Ctrl+P", says: "look at it first", run: look },
  ]);
  if (!data) return html`<${Page} title="Audit pack" ruled />`;
  const n = (/** @type {string} */ g) => data.gaps.filter((x) => gradeOf(x.severity) === GRADES[g]).length;
  const today = session().today;
  const pages = data.sections.reduce((m, s) => m + (s.pages || 0), 0);
  let page = 1;
  const toc = data.sections.map((s) => ({ ...s, at: (page += s.pages || 0) - (s.pages || 0) }));
  return html`<${Page} title="Audit pack" sub=${html`<p class="small faint">${data.title} · covers ${sayDay(data.from, today)} to ${data.as_of === today ? "today" : sayDay(data.as_of, today)}</p>`}
    actions=${html`<button type="button" class="btn" onClick=${look}>Look at it first</button><button type="button" class="btn primary" onClick=${make}><${Icon} name="pack" />Make the pack…</button>`}>
    <div class="split">
      <section aria-labelledby="gaps-h" tabindex="0" role="region"><div class="gaps-head"><h2 id="gaps-h">${data.gaps.length ? count(data.gaps.length, "gap") : "No gaps"}</h2><p class="key">${n("stop") ? html`<span><${Icon} name="m-stop" mark="overdue" />${n("stop")} ${n("stop") === 1 ? "stops" : "stop"} an audit</span>` : null}${n("weak") ? html`<span><${Icon} name="m-weak" mark="soon" />${n("weak")} ${n("weak") === 1 ? "weakens" : "weaken"} it</span>` : null}${n("note") ? html`<span><${Icon} name="m-note" mark="na" />${n("note")} to know</span>` : null}</p><span class="small faint push">checked just now, ${data.sections.length} sections</span></div>
        ${data.gaps.length ? html`<ol class="gaps">${data.gaps.map((g) => {
          const [cls, icon, word] = gradeOf(g.severity);
          const section = data.sections.find((s) => g.id && s.clause && kindOf(g.id)?.clause && s.clause.includes(kindOf(g.id)?.clause ?? "-"));
          return html`<li tabindex="-1"><span class=${`state ${cls}`}><${Icon} name=${icon} mark=${cls} />${word}</span><div><p><${Words} words=${g.sentence} /></p>${section ? html`<p class="where">Section ${section.number}, ${section.title}</p>` : null}</div>${g.id ? html`<a class="btn slim" href=${record(g.id)}>Mend<span class="unseen">: ${g.text}</span></a>` : html`<span></span>`}</li>`;
        })}</ol>` : html`<div class="empty"><h2>Nothing would be noticed</h2><p>Every check of every section passed. The list of checks is printed in the pack.</p></div>`}</section>
      <aside class="panel" aria-label="Contents"><section><h2>Contents${pages ? `, about ${pages} pages` : ""}</h2><ol class="toc">${toc.map((s) => html`<li><span class="faint num">${s.number}</span><a href=${address(["print", "pack"], { asof: at.query.asof, section: String(s.number) })}>${s.title}</a><span class="p">${pages ? s.at : ""}</span><span></span></li>`)}</ol></section>
        <section><h2>Evidence</h2><p class="small">${count(data.evidence, "file")} ${data.evidence === 1 ? "is" : "are"} listed with their fingerprints.</p></section>
        <section><p class="small dim">You can make the pack with gaps. They are then printed in it, which auditors take better than finding them.</p></section></aside></div><//>`;
}
let here = -1;
/** @param {number} by */
function jump(by) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".gaps li")]);
  if (!all.length) return;
  here = (here + by + all.length) % all.length;
  all[here].focus();
}

/** @param {{ shown: Shown }} p */
function Make({ shown }) {
  const [x, setX] = useState({ from: shown.from, as_of: shown.as_of, classification: "Confidential: for the certification body", draft: false });
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  const run = async (/** @type {Event} */ e) => {
    e.preventDefault();
    const slow = setTimeout(() => setBusy(true), 400);
    try {
      const out = await act("make_pack", x);
      if (out) {
        set({ dialog: null });
        tell(`The pack is made: ${out.path}, ${count(out.pages, "page")}`);
      }
    } catch (err) {
      if (!(err instanceof Refusal)) throw err;
      setWrong(`${err.refused.text} ${err.refused.hint}`);
    } finally {
      clearTimeout(slow);
      setBusy(false);
    }
  };
  return html`<form onSubmit=${run} noValidate>
    ${shown.gaps.length ? html`<p class="note due"><${Icon} name="m-weak" mark="soon" /><span>${count(shown.gaps.length, "gap")} will be printed in it as known to you.</span></p>` : null}
    <${Ask} id="pk-from" label="From which day?" hint="Usually the day after the last audit."><${DayField} id="pk-from" value=${x.from} change=${(/** @type {any} */ v) => v && setX({ ...x, from: v })} /><//>
    <${Ask} id="pk-asof" label="As of which day?"><${DayField} id="pk-asof" value=${x.as_of} change=${(/** @type {any} */ v) => v && setX({ ...x, as_of: v })} /><//>
    <${Ask} id="pk-class" label="What stands in the foot of each page?"><input class="field-in" id="pk-class" autocomplete="off" value=${x.classification} onInput=${(/** @type {any} */ e) => setX({ ...x, classification: e.target.value })} /><//>
    <label class="row tight"><input type="checkbox" checked=${x.draft} onChange=${(/** @type {any} */ e) => setX({ ...x, draft: e.target.checked })} />A draft: the word stands in the head of each page</label>
    ${wrong ? html`<p class="mistake" role="alert"><${Icon} name="m-overdue" mark="overdue" /><span>${wrong}</span></p>` : null}
    ${busy ? html`<p class="small above-3" role="status">Making the pack as of ${fullDay(x.as_of)}…</p>` : null}
    <p class="row end"><button type="button" class="btn" onClick=${() => set({ dialog: null })}>Cancel</button><button class="btn primary">${busy ? "Making…" : "Choose where…"}</button></p></form>`;
}
