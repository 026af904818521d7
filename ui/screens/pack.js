// Would we pass, and what do I hand over? Gaps like a compiler's list, what is chosen, the contents with their pages, the making.
// It must never soften a gap or leave one out.
/** @import { Commands, PackGap, PackRequest, PackShown } from "../commands.d.ts" */
import { html, useEffect, useRef, useState } from "../html.js";
import { address, go } from "../router.js";
import { failed, get, refused, replaced, session, set, useCall, useStore } from "../store.js";
import { call, Fault, Refusal } from "../bridge.js";
import { useKeys } from "../keys.js";
import { fullDay, sayDay } from "../pure/dates.js";
import { Page } from "../parts/frame.js";
import { count, Icon, Kbd, size, spell, Words } from "../parts/marks.js";
import { askChoices, askDeclare, askSamples } from "../parts/packing.js";
import { Work } from "../parts/work.js";

/** Class, mark, word, and what several of them do. @type {Record<string, [string, string, string, string, string]>} */
const GRADES = {
  refuse: ["overdue", "m-stop", "Refuse", "forbids it", "forbid it"],
  stop: ["overdue", "m-stop", "Stop", "stops an audit", "stop an audit"],
  weak: ["soon", "m-weak", "Weak", "weakens it", "weaken it"],
  note: ["na", "m-note", "Note", "to know", "to know"],
};
/** @typedef {NonNullable<Commands["pack_pages"]["out"]>} Pages */

/** Counted beside the window, anew for each choice. @param {PackRequest | null} request @returns {Pages | null} */
function usePages(request) {
  const { rev } = useStore();
  const key = JSON.stringify(request);
  const [held, hold] = useState(/** @type {{ key: string, pages: Pages | null }} */ ({ key: "", pages: null }));
  useEffect(() => {
    if (!request) return;
    let gone = false;
    call("pack_pages", { request }).then(
      (pages) => pages && !gone && hold({ key, pages }),
      (e) => {
        if (e instanceof Fault) failed(e.fault);
        else if (!(e instanceof Refusal)) throw e;
        if (!gone) hold({ key, pages: null });
      },
    );
    return () => void (gone = true);
  }, [key, rev]);
  return held.key === key ? held.pages : null;
}
/** The checks that read the whole file run beside the window; what they found is asked for again. */
function useChecked() {
  const { rev } = useStore();
  useEffect(() => {
    call("pack_checked", {}).then(
      (anew) => anew && set({ rev: get().rev + 1 }),
      (e) => {
        if (e instanceof Fault) failed(e.fault);
        else if (!(e instanceof Refusal)) throw e;
      },
    );
  }, [rev]);
}

export function PackPage() {
  const { address: at, work } = useStore();
  const q = at.query;
  const [want, setWant] = useState(/** @type {PackRequest | null} */ (null));
  const [only, setOnly] = useState(/** @type {string | null} */ (null));
  const [ticking, setTicking] = useState(false);
  const { data, refusal } = useCall("pack_shown", { request: want });
  const last = useRef(/** @type {Commands["pack_shown"]["out"] | null} */ (null));
  if (data) last.current = data;
  const built = data ?? last.current;
  const request = want ?? built?.request ?? null;
  const pages = usePages(data ? request : null);
  useChecked();
  useEffect(() => {
    if (built && !want && (q.asof || q.from)) setWant({ ...built.request, as_of: q.asof ?? null, from: q.from ?? null });
  }, [built !== null]);
  const choose = () => built && request && askChoices(built.shown, request, setWant);
  useEffect(() => {
    if (q.show === "choices" && built) {
      choose();
      history.replaceState(null, "", "#/pack");
      set({ address: { ...at, query: {} } });
    }
  }, [q.show, built !== null]);
  const look = () => go(address(["print", "pack"], {}));
  const make = () => built && request && askMake(built.shown, request);
  const gap = () => {
    const li = /** @type {HTMLElement | null} */ (document.activeElement?.closest(".gaps li"));
    return li && built ? built.shown.gaps[Number(li.dataset.gap)] : undefined;
  };
  useKeys([
    { key: "F8", says: "next gap", run: () => jump(1) }, { key: "Shift+F8", says: "earlier gap", run: () => jump(-1) },
    { key: "d", says: "declare this gap", run: () => {
      const g = gap();
      return g?.declares ? askDeclare(g) : false;
    } },
    { key: "Ctrl+P", says: "look at it first", run: look },
  ]);
  if (!built || !request) return html`<${Page} title="Audit pack" ruled>${refusal ? html`<${Refused} r=${refusal} again=${null} />` : null}<//>`;
  const s = built.shown;
  const today = session().today;
  /** @param {Partial<PackRequest>} patch */
  const change = (patch) => setWant({ ...request, ...patch });
  const forWhat = s.audit ? `${s.audit.title}${s.audit.on ? `, ${sayDay(s.audit.on, today)}` : ""}` : s.title;
  const period = `${s.from ? `covers ${sayDay(s.from, today)} to ` : "as of "}${s.as_of === today ? "today" : sayDay(s.as_of, today)}`;
  const inPack = s.sections.filter((x) => x.number !== null).length;
  const shown = s.gaps.map((g, i) => /** @type {[PackGap, number]} */ ([g, i])).filter(([g]) => !only || g.severity === only);
  const [files, bytes, held] = s.files;
  const out = files ? `, ${size(bytes)}` : "";
  return html`<${Page} title="Audit pack" sub=${html`<p class="small faint">${forWhat} · ${period}</p>`}
    actions=${html`<button type="button" class="btn" onClick=${look}>Look at it first</button><button type="button" class="btn primary" aria-disabled=${s.refused || work ? "true" : undefined} onClick=${() => !s.refused && !work && make()}><${Icon} name="pack" />Make the pack…</button>`}
    under=${html`<label class="row tight small"><span class="dim">For</span><select class="fit slim" id="pk-pack" value=${request.pack} onChange=${(/** @type {any} */ e) => change({ pack: e.target.value, audit: null, sections: [], classification: "" })}>${s.packs.map((p) => html`<option value=${p.name}>${p.title}</option>`)}</select></label>
      ${s.audits.length > 1 ? html`<label class="row tight small"><span class="unseen">Which one</span><select class="fit slim" id="pk-audit" value=${s.audit?.id} onChange=${(/** @type {any} */ e) => change({ audit: e.target.value })}>${s.audits.map((a) => html`<option value=${a.id}>${a.title}</option>`)}</select></label>` : null}
      <label class="row tight small"><span class="dim">Evidence</span><select class="fit slim" id="pk-evidence" value=${request.evidence} onChange=${(/** @type {any} */ e) => change({ evidence: e.target.value })}><option value="index">listed only</option><option value="beside">beside it${out}</option><option value="inside">inside it${out}</option></select></label>
      <label class="row tight small"><span class="dim">People</span><select class="fit slim" id="pk-names" value=${request.names} onChange=${(/** @type {any} */ e) => change({ names: e.target.value })}><option value="initials">by initials</option><option value="full">by name</option><option value="roles">by role</option></select></label>
      <button type="button" class="btn slim" onClick=${choose}>More choices…</button>`}>
    ${refusal ? html`<${Refused} r=${refusal} again=${() => setWant(last.current?.request ?? null)} />` : null}
    ${s.refused ? html`<p class="note bad band" role="alert"><${Icon} name="m-stop" mark="overdue" /><span>Nothing is exported: the proof itself would be false. ${s.refused}</span></p>` : null}
    <div class="split stack">
      <section aria-labelledby="gaps-h" tabindex="0" role="region"><div class="gaps-head"><h2 id="gaps-h">${s.gaps.length ? count(s.gaps.length, "gap") : "No gaps"}</h2>
        <p class="row tight">${s.counts.filter(([, n]) => n).map(([g, n]) => {
          const [cls, icon, , one, many] = GRADES[g];
          return html`<button type="button" class="chip" aria-pressed=${only === g ? "true" : "false"} onClick=${() => setOnly(only === g ? null : g)}><${Icon} name=${icon} mark=${cls} />${n} ${n === 1 ? one : many}</button>`;
        })}${only ? html`<button type="button" class="linkish small" onClick=${() => setOnly(null)}>Clear</button>` : null}</p>
        <span class="small faint push" role="status">${s.waits ? `${s.ran} checks ran, ${s.waits} read the file…` : `${s.ran} checks ran just now`}</span></div>
        ${s.notes.length ? html`<ul class="pack-notes small dim">${s.notes.map((n) => html`<li>${n}</li>`)}</ul>` : null}
        ${shown.length ? html`<ol class="gaps">${shown.map(([g, i]) => html`<${Gap} key=${`${g.check} ${g.place}`} g=${g} at=${i} />`)}</ol>`
          : only ? html`<div class="empty"><h2>None of this sort</h2><p><button type="button" class="btn" onClick=${() => setOnly(null)}>Show all</button></p></div>`
            : html`<div class="empty"><h2>Nothing would be noticed</h2><p>All ${s.ran} checks passed. Their list is printed in the pack.</p></div>`}</section>
      <aside class="panel" aria-label="Contents"><section><div class="toc-head"><h2>Contents${pages ? `, ${count(pages.count, "page")}` : ", counting pages…"}</h2><button type="button" class="linkish small" aria-expanded=${ticking ? "true" : "false"} onClick=${() => setTicking(!ticking)}>${ticking ? "Done" : "Choose"}<span class="unseen"> sections</span></button></div>
          <ol class="toc">${s.sections.filter((x) => ticking || x.number !== null).map((x) => {
            const page = x.number !== null && pages ? pages.begins[x.number] : undefined;
            const [cls, icon, word] = x.mark ? GRADES[x.mark] : ["current", "m-current", "no gap"];
            const tick = () => {
              const now = s.sections.filter((y) => y.number !== null).map((y) => y.name);
              const next = x.number !== null ? now.filter((n) => n !== x.name) : [...now, x.name];
              change({ sections: next.length === s.sections.length ? [] : s.sections.map((y) => y.name).filter((n) => next.includes(n)) });
            };
            return html`<li><span class="faint num">${ticking ? html`<input type="checkbox" id=${`pk-s-${x.name}`} checked=${x.number !== null} disabled=${x.always} aria-label=${x.title} onChange=${tick} />` : x.number}</span>${ticking ? html`<label for=${`pk-s-${x.name}`}>${x.title}</label>` : html`<a href=${address(["print", "pack"], { section: x.name })} title=${x.purpose || undefined}>${x.title}</a>`}<span class="p">${page ?? ""}</span><span title=${x.gaps ? count(x.gaps, "gap") : undefined}><${Icon} name=${icon} mark=${cls} /><span class="unseen">${x.gaps ? `${count(x.gaps, "gap")}, ${word.toLowerCase()}` : word}</span></span></li>`;
          })}</ol>
          ${request.pack === "topic" ? html`<p class="small above-2">${request.reports.length ? `${count(request.reports.length, "report")} on the question: ${request.reports.map(([n, c]) => `${s.questions.find((x) => x.name === n)?.title ?? n}${c ? ` ${c}` : ""}`).join(", ")}.` : "No report is chosen yet: a question needs at least one."} <button type="button" class="linkish" onClick=${choose}>Choose the reports</button></p>` : null}
          ${inPack < s.sections.length && !ticking ? html`<p class="small faint above-2">${count(s.sections.length - inPack, "section")} left out</p>` : null}</section>
        <section><p class="small dim">${s.undeclared ? `${s.undeclared === 1 ? "1 stop is" : `${s.undeclared} stops are`} not declared: the pack says “Draft” on each page.` : s.gaps.length ? "You can make the pack with gaps. They are then printed in it, which auditors take better than finding them." : "No stop is open: it is no draft."}${held ? ` ${count(held, "file")} ${held === 1 ? "is" : "are"} held back and shown on request.` : ""}</p>
          ${pages?.samples.length ? html`<p class="above-2"><button type="button" class="btn slim" onClick=${() => askSamples(pages.samples)}>Try the one-minute test…</button></p>` : null}</section>
        ${s.given.length ? html`<section><h2>Left the house</h2><ul class="given">${s.given.slice(0, 8).map((g) => html`<li><p><b>${g.file}</b></p><p class="small faint">${sayDay(g.on, today)} · ${g.title} · ${count(g.pages, "page")}</p><p class="small faint">Its proof: act ${g.seq}, ${g.checkpoint}</p></li>`)}</ul></section>` : null}</aside></div>
    ${work ? html`<${Work} work=${work} />` : null}<//>`;
}

/** @param {{ r: Refusal, again: (() => void) | null }} p */
const Refused = ({ r, again }) => html`<p class="note bad band" role="alert"><${Icon} name="m-overdue" mark="overdue" /><span>${r.refused.text} ${r.refused.hint} ${again ? html`<button type="button" class="linkish" onClick=${again}>Back to what it was</button>` : null}</span></p>`;

/** @param {{ g: PackGap, at: number }} p */
function Gap({ g, at }) {
  const [cls, icon, word] = GRADES[g.severity];
  const today = session().today;
  const open = (/** @type {KeyboardEvent} */ e) => {
    if (e.key === "Enter" && e.target === e.currentTarget && g.go) go(g.go);
  };
  return html`<li tabindex="-1" data-gap=${at} onKeyDown=${open}><span class=${`state ${cls}`}><${Icon} name=${icon} mark=${cls} />${word}</span>
    <div><p><${Words} words=${g.sentence} /></p><p class="where">${g.at}${g.at ? " " : ""}<span class="rule-id">${g.check}</span></p>
      ${g.note ? html`<p class="where">${g.note}</p>` : null}${g.latest ? html`<p class="where">Latest sensible day: ${sayDay(g.latest, today)}</p>` : null}
      ${g.declared ? html`<p class="where said">Declared: ${g.declared}</p>` : null}</div>
    <div class="gap-does">${g.go ? html`<a class="btn slim" href=${g.go} title=${g.minutes ? spell(g.minutes) : undefined}>${g.verb}<span class="unseen">: ${g.check} ${g.place}</span></a>` : null}${g.declares ? html`<button type="button" class="linkish small" onClick=${() => askDeclare(g)}>${g.declared ? "Say it anew…" : "Declare…"}<span class="unseen">: ${g.check} ${g.place}</span></button>` : null}</div></li>`;
}

/** @param {number} by */
function jump(by) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".gaps li")]);
  if (!all.length) return;
  const at = all.findIndex((li) => li.contains(document.activeElement));
  const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  all[to].focus();
}

/** What it will be is said before it is made. @param {PackShown} shown @param {PackRequest} request */
function askMake(shown, request) {
  if (!shown.undeclared && !request.draft) return void run(request);
  const lead = shown.undeclared
    ? `${shown.undeclared === 1 ? "1 stop is" : `${shown.undeclared} stops are`} not declared, so “Draft” stands in the head of each page. Mend or declare ${shown.undeclared === 1 ? "it" : "them"}, and it is no draft.`
    : "You have chosen a draft: the word stands in the head of each page.";
  set({ dialog: { title: "Make a draft", view: () => html`<p class="note due"><${Icon} name="m-weak" mark="soon" /><span>${lead}</span></p><p class="row end above-3"><button type="button" class="btn" onClick=${() => set({ dialog: null })}>Cancel</button><button type="button" class="btn primary" onClick=${() => {
    set({ dialog: null });
    run(request);
  }}>Choose where…</button></p>` } });
}
/** @param {PackRequest} request */
async function run(request) {
  set({ toast: null, work: { title: "Making the pack", words: "", part: 0, begun: performance.now(), cancelling: false, cancel: () => call("cancel_pack", {}) } });
  /** @type {Commands["make_pack"]["out"]} */
  let out = null;
  try {
    out = await call("make_pack", { request });
  } catch (e) {
    if (e instanceof Refusal) refused(e);
    else if (e instanceof Fault) failed(e.fault);
    else throw e;
  } finally {
    set({ work: null });
  }
  if (!out) return;
  if (out.cancelled) return set({ toast: { did: "Cancelled. No pack was made; a former one is untouched.", why: "", undo: false, go: null }, polite: "Cancelled. No pack was made." });
  replaced(await call("session", {}));
  const files = out.beside ? `, ${count(out.beside, "file")} beside it` : out.inside ? `, ${count(out.inside, "file")} inside it` : "";
  const did = `${out.draft ? "The draft" : "The pack"} is made: ${out.name}, ${count(out.pages, "page")}${files}${out.proof ? ", its proof beside it" : ""}.`;
  set({ toast: { did: [did, ...out.notes].join(" "), why: "", undo: false, go: null, made: true }, polite: did });
}
