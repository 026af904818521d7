// How the window looks and listens, and what can be done with the file as a whole.
// It must never hold anything of the record.
/** @import { Settings } from "../commands.d.ts" */
import { html } from "../html.js";
import { address } from "../router.js";
import { get, session, set, tell, tryAct, useStore } from "../store.js";
import { fullDay } from "../pure/dates.js";
import { Seg } from "../parts/dialog.js";
import { Ask } from "../parts/field.js";
import { Page } from "../parts/frame.js";
import { Icon, spell } from "../parts/marks.js";
import { Backups } from "../parts/backups.js";
import { Locking } from "../parts/locking.js";

/** @param {Partial<Settings>} change */
export async function change(change) {
  const before = get().settings;
  const settings = { ...before, ...change };
  set({ settings });
  const out = await tryAct("set", { settings });
  set({ settings: out ?? before });
}
/** @param {number} by 0: as it was */
export function zoom(by) {
  const now = get().settings.zoom || 100;
  const to = by === 0 ? 100 : Math.min(200, Math.max(80, now + by));
  change({ zoom: to });
  set({ polite: `${to} per cent` });
}
export async function saveCopy() {
  const to = await tryAct("save_copy", {});
  if (to) tell(`A copy is saved: ${to}`);
}
/** @param {"csv" | "xlsx" | "json"} format */
export async function exportTables(format) {
  const to = await tryAct("export_tables", { format });
  if (to) tell(`The tables are written: ${to}`);
}
/** @param {"txt" | "eml"} format */
export async function saveDigest(format) {
  const to = await tryAct("save_digest", { format });
  if (to) tell(`This week is written: ${to}`);
}
export async function closeFile() {
  if ((await tryAct("close_file", {})) === undefined) return;
  location.hash = "#/";
  location.reload();
}

/** A choice that is off until made, with what it does. @param {{ name: "remind" | "remind_names" | "at_login", on: boolean, says: string, hint: string }} p */
const Choice = ({ name, on, says, hint }) => html`<div class="ask"><label class="row tight"><input type="checkbox" checked=${on} aria-describedby=${`st-${name}-hint`} onChange=${(/** @type {any} */ e) => change({ [name]: e.target.checked })} />${says}</label><p class="hint" id=${`st-${name}-hint`}>${hint}</p></div>`;

export function SettingsPage() {
  const { settings: s, version } = useStore();
  const file = session();
  return html`<${Page} title="Settings" ruled sub=${html`<p class="small faint">ISMS Upkeep ${version}</p>`}>
    <div class="scroll"><div class="pad form">
      <section class="settings"><h2>The window</h2>
        <div class="ask"><span class="as-label" id="st-theme">Light or dark?</span><p class="above-1"><${Seg} label="Light or dark?" value=${s.theme} choose=${(/** @type {any} */ v) => change({ theme: v })} options=${[{ value: "system", says: "As the system" }, { value: "light", says: "Light" }, { value: "dark", says: "Dark" }]} /></p></div>
        <div class="ask"><span class="as-label">How large?</span><p class="above-1 row"><button type="button" class="btn slim" onClick=${() => zoom(-10)}>Smaller</button><span>${s.zoom || 100} %</span><button type="button" class="btn slim" onClick=${() => zoom(10)}>Larger</button>${s.zoom !== 100 ? html`<button type="button" class="btn quiet slim" onClick=${() => zoom(0)}>As it was</button>` : null}</p></div>
        <div class="ask"><label class="row tight"><input type="checkbox" checked=${s.single_keys} onChange=${(/** @type {any} */ e) => change({ single_keys: e.target.checked })} />Single letters act (R review, E edit, N new, / find)</label></div>
        <div class="ask"><span class="as-label" id="st-hide">Out of sight when nobody is here?</span><p class="above-1"><${Seg} label="Out of sight when nobody is here?" value=${String(s.hide_after)} choose=${(/** @type {any} */ v) => change({ hide_after: Number(v) })} options=${[{ value: "5", says: "After 5 minutes" }, { value: "10", says: "After 10" }, { value: "30", says: "After 30" }, { value: "0", says: "Never" }]} /></p></div>
        <${Ask} id="st-budget" label="How much time do you give it a month?" hint=${`In minutes. Now ${spell(s.budget)}; Today fits its list into it.`}><input id="st-budget" class="field-in short" inputmode="numeric" aria-describedby="st-budget-hint" value=${s.budget} onChange=${(/** @type {any} */ e) => Number(e.target.value) >= 10 && change({ budget: Math.round(Number(e.target.value)) })} /><//></section>
      <section class="settings sign"><h2>Reminders</h2>
        <${Choice} name="remind" on=${s.remind} says="One notification a day" hint="On a day when something needs you, once. It says how many things, nothing else; nothing is sent anywhere." />
        ${s.remind ? html`<${Choice} name="remind_names" on=${s.remind_names} says="It may say what comes first" hint="Then code and title of the best next step stand on your screen, where others may see them." />` : null}
        <${Choice} name="at_login" on=${s.at_login} says="Start when I log in" hint="Without a window, only to remind. It looks at the file that was open last and changes nothing in it." />
        <div class="ask"><span class="as-label" id="st-digest">This week in words</span><p class="hint">The best next step, what became due, what comes in the next 14 days, how long it takes. You keep it or send it yourself.</p><p class="row above-2" role="group" aria-labelledby="st-digest"><button type="button" class="btn" onClick=${() => saveDigest("eml")}>Save as a mail draft…</button><button type="button" class="btn" onClick=${() => saveDigest("txt")}>Save as text…</button></p></div></section>
      <section class="settings sign"><h2>The file</h2>
        <dl class="qa"><dt>Organization</dt><dd>${file.organization}</dd><dt>Where it is</dt><dd class="wrap">${file.path}</dd><dt>You are</dt><dd>${file.owner.name}, ${file.owner.role}</dd><dt>Today</dt><dd>${fullDay(file.today)}${file.demo ? ", the example’s own day" : ""}, ${file.zone}</dd></dl>
        <p class="row above-3"><button type="button" class="btn" onClick=${saveCopy}>Save a copy…</button><a class="btn" href="#/import">Bring in a list…</a><button type="button" class="btn" onClick=${() => exportTables("xlsx")}>Export as a workbook…</button><button type="button" class="btn" onClick=${() => exportTables("csv")}>As CSV…</button><button type="button" class="btn" onClick=${() => exportTables("json")}>As JSON…</button><button type="button" class="btn quiet" onClick=${closeFile}>Close the file</button></p></section>
      <${Backups} />
      <${Locking} />
      ${file.reports.length ? html`<section class="settings sign"><h2>Reports</h2><ul class="links above-2">${file.reports.map((r) => html`<li><${Icon} name="print" /><a href=${address(["print", r.name])}>${r.title}</a><span class="faint">${r.clause}</span></li>`)}</ul></section>` : null}
    </div></div><//>`;
}
