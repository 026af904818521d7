// The page as it will be, from the same tree that makes the PDF.
// It must never lay out a PDF: the press does.
import { html } from "../html.js";
import { address, go, record, refine } from "../router.js";
import { session, tell, tryAct, useCall, useStore } from "../store.js";
import { useKeys } from "../keys.js";
import { fullDay, sayDay } from "../pure/dates.js";
import { DocPage } from "../parts/doc.js";
import { Empty, Page } from "../parts/frame.js";
import { count, Icon, Kbd } from "../parts/marks.js";

/** @param {{ report: string }} p */
export function PrintPage({ report }) {
  const { address: at } = useStore();
  const q = at.query;
  const args = { report, about: q.about ?? null, as_of: q.asof ?? null, from: q.from ?? null, versions: q.versions ? q.versions.split(",") : [] };
  // The pack as it was chosen in its builder, or one section of it.
  const pack = report === "pack";
  const whole = useCall(pack ? "pack_preview" : "preview", /** @type {any} */ (pack ? { request: null, section: q.section ?? "" } : args));
  const { data, refusal } = whole;
  const known = session().reports.find((r) => r.name === report);
  const make = async () => {
    if (pack) return go("#/pack");
    const out = await tryAct("print_report", args);
    if (out) tell(`The PDF is made: ${out.path}, ${count(out.pages, "page")}`);
  };
  const tables = async () => {
    const out = await tryAct("print_report", { ...args, format: "xlsx" });
    if (out) tell(`The tables are saved: ${out.path}`);
  };
  const back = () => (q.about ? go(record(q.about)) : history.length > 1 ? history.back() : go("#/today"));
  useKeys([{ key: "Ctrl+P", says: "make the PDF", run: make }, ...(pack ? [] : [{ key: "Ctrl+Shift+S", says: "save its tables", run: tables }]), { key: "Escape", says: "back", run: back }]);
  return html`<${Page} ruled title=${data?.title ?? known?.title ?? "Page"} crumb=${q.about ? html`<a href=${record(q.about)}>${q.about}</a><${Icon} name="right" />as it is printed` : "as it is printed"}
    sub=${html`<p class="small faint">as of ${fullDay(q.asof ?? session().today)}${known?.clause ? ` · clause ${known.clause}` : ""}</p>`}
    actions=${html`<button type="button" class="btn" onClick=${back}>Back <${Kbd}>Esc<//></button>${pack ? null : html`<button type="button" class="btn" onClick=${tables}>As a spreadsheet…</button>`}<button type="button" class="btn primary" onClick=${make}><${Icon} name="print" />${pack ? "To the pack" : "Make the PDF…"}</button>`}>
    ${data?.versions ? html`<${Versions} versions=${data.versions} />` : null}
    ${refusal ? html`<${Empty} icon="print" title=${refusal.refused.text}><p>${refusal.refused.hint}</p><ul class="links">${session().reports.filter((r) => !r.about).map((r) => html`<li><${Icon} name="print" /><a href=${address(["print", r.name])}>${r.title}</a><span class="faint">${r.clause}</span></li>`)}</ul><//>` : html`<div class="scroll doc-scroll" tabindex="0" role="region" aria-label="The page as it is printed">${data ? html`<${DocPage} doc=${data} />` : null}</div>`}<//>`;
}

/** Which version the page is of, or which two. @param {{ versions: { of: { key: string, number: string, state: string, from: string | null }[], picked: string[] } }} p */
function Versions({ versions: { of, picked } }) {
  const labels = picked.length > 1 ? ["Earlier version", "Later version"] : ["Version"];
  const choose = (/** @type {number} */ i, /** @type {string} */ key) => refine({ versions: picked.map((k, n) => (n === i ? key : k)).join(",") });
  return html`<div class="under versions-bar">${labels.map((label, i) => html`<span class="small dim">${i ? "with" : picked.length > 1 ? "Compare" : "Version"}</span><select class="fit version" aria-label=${label} value=${picked[i]} onChange=${(/** @type {any} */ e) => choose(i, e.target.value)}>${of.map((v) => html`<option value=${v.key} selected=${v.key === picked[i]}>${[v.number, v.state, v.from && sayDay(v.from, session().today)].filter(Boolean).join(", ")}</option>`)}</select>`)}</div>`;
}
