// What was done, and can it be trusted? Acts by day, checkpoints as double rules, what a checkpoint shows and what not.
// It must never verify anything itself.
/** @import { HistoryEntry, TrailShown } from "../commands.d.ts" */
import { html, useEffect, useRef, useState } from "../html.js";
import { address, record, refine } from "../router.js";
import { call } from "../bridge.js";
import { act, session, set, tell, tryAct, useCall, useStore } from "../store.js";
import { useKeys } from "../keys.js";
import { between, fullDay } from "../pure/dates.js";
import { askWhy } from "../parts/acts.js";
import { Page } from "../parts/frame.js";
import { count, Icon, Kbd } from "../parts/marks.js";
import { Inline, withCodes } from "../parts/prose.js";
import { Changed } from "../parts/value.js";

export function TrailPage() {
  const { address: at, rev } = useStore();
  const find = at.query.find ?? "";
  const { data } = useCall("trail", { before: null, find });
  const [more, setMore] = useState(/** @type {HistoryEntry[]} */ ([]));
  const [verified, setVerified] = useState(/** @type {TrailShown["verified"]} */ (null));
  const [checking, setChecking] = useState(false);
  const search = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => setMore([]), [find, rev]);
  const checkpoint = () => askWhy({ title: "Make a checkpoint", word: "Make the checkpoint", whyLabel: "What for?", whyHint: "It is printed beside it: “with the report of the internal audit”.", lead: "It stands for all acts up to now. Whoever keeps it can later see that nothing was changed.", run: async (purpose) => {
    const out = await act("checkpoint", { purpose });
    if (out) {
      tell("Checkpoint made", purpose);
      set({ rev: session() ? rev + 1 : rev });
    }
    return out;
  } });
  useKeys([{ key: "/", says: "find in the trail", run: () => search.current?.focus() }, { key: "Escape", run: () => (find ? refine({ find: null }) : false) }]);
  useEffect(() => {
    if (!data || at.query.check !== "now") return;
    refine({ check: null });
    void check();
  }, [data, at.query.check]);
  if (!data) return html`<${Page} title="Trail" ruled />`;
  const acts = [...data.acts, ...more];
  const older = async () => setMore([...more, ...(await call("trail", { before: acts[acts.length - 1]?.seq ?? null, find })).acts]);
  const check = async () => {
    setChecking(true);
    const out = await tryAct("verify", {});
    setChecking(false);
    if (out !== undefined) setVerified(out);
  };
  const state = verified ?? data.verified;
  const rows = [];
  let day = "";
  const seals = [...data.checkpoints].sort((a, b) => b.size - a.size);
  for (const a of acts) {
    while (seals.length && seals[0].size >= a.seq) {
      const c = /** @type {TrailShown["checkpoints"][number]} */ (seals.shift());
      if (!find && c.size <= data.total) rows.push(html`<tr class="seal"><td class="num">${c.size.toLocaleString("en-GB")}</td><td colspan="4"><span class="row tight"><${Icon} name="seal" /><span><b>Checkpoint</b> <span class="dim">${c.purpose}, ${fullDay(c.on)}</span></span><span class="fingerprint push">${c.short}</span></span></td></tr>`);
    }
    if (a.on !== day) rows.push(html`<tr class="day"><th colspan="5" scope="rowgroup">${between(a.on, session().today) === 0 ? "Today, " : ""}${fullDay(a.on)}</th></tr>`);
    day = a.on;
    rows.push(html`<tr class=${a.undone ? "undone" : ""}><td class="num faint">${a.seq.toLocaleString("en-GB")}</td><td class="faint nowrap">${a.at.slice(11, 16)}</td><th scope="row">${withCodes(a.did)}${a.review ? html` <a class="small" href=${record(a.review)}>${a.review}</a>` : null}${a.undone ? html` <span class="dim">(undone)</span>` : null}${a.changes.length && a.changes.length < 4 ? html`<span class="small"> ${a.changes.map((c) => html`<br /><span class="dim">${c.question.replace(/\?$/, "")}:</span> <${Changed} change=${c} titles=${{}} />`)}</span>` : null}</th><td class="dim record small">${a.why ? html`<${Inline} text=${a.why} />` : ""}</td><td class="faint nowrap roomy">${a.by_name}</td></tr>`);
  }
  return html`<${Page} title="Trail" sub=${html`<p class="small faint">${count(data.total, "act")}<span class="wide"> · nothing in it can be rewritten unseen</span></p>`}
    actions=${html`<a class="btn slim wide" href=${address(["print", "trail"])}><${Icon} name="print" />Print…</a><button type="button" class="btn slim" onClick=${check}>${checking ? "Checking…" : "Check it now"}</button><button type="button" class="btn slim primary" onClick=${checkpoint}><${Icon} name="seal" />Make a checkpoint</button>`}
    under=${html`<div class="find"><${Icon} name="search" /><input class="field-in" type="search" ref=${search} aria-label="Find in the trail" placeholder="Find in the trail" value=${find} onInput=${(/** @type {any} */ e) => refine({ find: e.target.value })} /><${Kbd}>/<//></div>${find ? html`<button type="button" class="btn quiet slim" onClick=${() => refine({ find: null })}>Clear</button>` : null}`}>
    <div class="split">
      <div tabindex="0" role="region" aria-label="Acts">${acts.length ? html`<table class="tbl trail" aria-label="Acts, newest first"><thead><tr><th scope="col" class="num">Act</th><th scope="col">At</th><th scope="col">What</th><th scope="col">Why</th><th scope="col" class="roomy">By</th></tr></thead><tbody>${rows}</tbody></table>
        ${acts.length && acts[acts.length - 1].seq > 1 && acts.length < data.total ? html`<p class="pad"><button type="button" class="btn slim" onClick=${older}>Show earlier acts</button></p>` : null}` : html`<div class="empty"><h2>Nothing found</h2><p>No act says “${find}”.</p></div>`}</div>
      <aside class="panel" aria-label="What the trail shows">
        <section><h2>${state ? (state.ok ? "Checked" : "Something does not fit") : "Not checked yet"}</h2>${state ? html`<ul class="links"><li><${Icon} name=${state.ok ? "m-current" : "m-overdue"} mark=${state.ok ? "current" : "overdue"} /><span>${state.text}</span></li>${state.problems.map((p) => html`<li><${Icon} name="m-overdue" mark="overdue" /><span>${p.where}</span><span></span><span class="why">${p.text}</span></li>`)}</ul>` : html`<p class="small dim">It is checked on opening, and whenever you ask.</p>`}</section>
        <section><h2>Where it stands</h2><p class="small">${count(data.checkpoint.size, "act")}, ${fullDay(data.checkpoint.on)}</p><p class="fingerprint wrap above-1 double-rule">${data.checkpoint.groups.join(" ")}</p><p class="above-2 row"><button type="button" class="btn slim" onClick=${() => navigator.clipboard?.writeText(`${session().organization}: ${data.checkpoint.size} acts, ${data.checkpoint.on}\n${data.checkpoint.groups.join(" ")}`).then(() => tell("Copied: paste it into a mail"))}>Copy as a mail</button></p></section>
        <section><h2>What a checkpoint shows</h2><p class="small">That nothing the auditor was shown has been changed since. The characters on the cover stand for all acts up to there.</p></section>
        <section><h2>What it does not show</h2><p class="small">That an entry was true, or written at the hour it states. The clock is yours, and so is the file. Whoever keeps an old pack can compare.</p></section>
      </aside></div><//>`;
}
