// How do I begin? Four ways, each one key, and the files opened before.
// It must never open a file itself: Rust shows the dialog.
import { html, useState } from "../html.js";
import { Refusal } from "../bridge.js";
import { act, refused, replaced, set, tell, useStore } from "../store.js";
import { go } from "../router.js";
import { useKeys } from "../keys.js";
import { sayDay } from "../pure/dates.js";
import { closeDialog } from "../parts/dialog.js";
import { Heading } from "../parts/frame.js";
import { DayField } from "../parts/day.js";
import { Ask } from "../parts/field.js";
import { count, Icon, Kbd } from "../parts/marks.js";

/** @param {() => Promise<any>} open @param {string} [to] */
async function opened(open, to) {
  try {
    const s = await open();
    if (!s) return;
    replaced(s);
    go(to ?? (s.address || "#/today"));
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    if (e.refused.code === "locked") set({ locked: { file: e.refused.where } });
    else if (e.refused.code === "damaged") offerBackup(e.refused);
    else refused(e);
  }
}
/** A damaged file: what is wrong with it, and its newest good backup. @param {{ where: string, text: string, hint: string }} refused */
export function offerBackup({ where, text, hint }) {
  set({ assertive: `${where}: ${text}`, dialog: { title: "This file does not open", view: () => html`<p><b>${where}</b>: ${text}</p><p class="dim above-2">${hint} The damaged file is kept beside it.</p>
    <p class="row end above-3"><button type="button" class="btn" onClick=${closeDialog}>Cancel</button><button type="button" class="btn primary" onClick=${newest}>Open the newest good backup</button></p>` } });
}
async function newest() {
  closeDialog();
  try {
    const r = await act("open_newest_backup", {});
    if (!r) return;
    replaced(r.session);
    go("#/today");
    tell(r.says);
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    refused(e);
  }
}
const open = () => opened(() => act("open_file", {}));
const demo = () => opened(() => act("open_demo", {}), "#/today");
const begin = (/** @type {string} */ today) => set({ dialog: { title: "Begin with your organization", view: () => html`<${Begin} then="#/today" today=${today} />` } });
const bring = (/** @type {string} */ today) => set({ dialog: { title: "Bring in your spreadsheets", view: () => html`<${Begin} then="#/import" today=${today} />` } });

/** The two things without which a calendar cannot be made. @param {{ then: string, today: string }} p */
function Begin({ then, today }) {
  const [name, setName] = useState("");
  const [day, setDay] = useState(/** @type {string | null} */ (null));
  const [wrong, setWrong] = useState(/** @type {Record<string, string>} */ ({}));
  const save = async (/** @type {Event} */ e) => {
    e.preventDefault();
    const found = { ...(name.trim() ? {} : { name: "Give the legal name of your organization." }), ...(day ? {} : { day: "Give the day on the certificate." }) };
    setWrong(found);
    if (Object.keys(found).length) return /** @type {HTMLElement | null} */ (document.querySelector(found.name ? "#org-name" : "#org-day"))?.focus();
    try {
      const s = await act("new_file", { name: name.trim(), certified: /** @type {string} */ (day) });
      if (!s) return;
      set({ dialog: null });
      replaced(s);
      go(then);
    } catch (err) {
      if (!(err instanceof Refusal)) throw err;
      setWrong({ [err.refused.where === "certified" ? "day" : "name"]: `${err.refused.text} ${err.refused.hint}` });
    }
  };
  return html`<form onSubmit=${save} noValidate>
    <${Ask} id="org-name" label="What is the organization’s legal name?" hint="As it stands on the certificate." mistake=${wrong.name}><input class="field-in" id="org-name" aria-describedby="org-name-hint org-name-e" aria-invalid=${wrong.name ? "true" : undefined} autocomplete="off" value=${name} onInput=${(/** @type {any} */ e) => setName(e.target.value)} /><//>
    <${Ask} id="org-day" label="On which day did the body decide to certify you?" hint="It stands on the certificate. From it follow the days of your audits." mistake=${wrong.day}><${DayField} id="org-day" today=${today} value=${day} change=${setDay} described="org-day-hint org-day-e" wrong=${Boolean(wrong.day)} /><//>
    <p class="row end"><button type="button" class="btn" onClick=${() => set({ dialog: null })}>Cancel</button><button class="btn primary">Choose where to keep it…</button></p></form>`;
}

/** @param {{ recent: import("../commands.d.ts").Commands["start"]["out"]["recent"], today: string }} p */
export function Welcome({ recent, today }) {
  const { dialog } = useStore();
  useKeys([
    { key: "Ctrl+N", says: "begin with your organization", run: () => begin(today) },
    { key: "Ctrl+I", says: "bring in your spreadsheets", run: () => bring(today) },
    { key: "Ctrl+O", says: "open a file", run: open },
    { key: "Ctrl+D", says: "look around in the example", run: demo },
  ]);
  const way = (/** @type {() => void} */ run, /** @type {string} */ icon, /** @type {string} */ title, /** @type {string} */ says, /** @type {string} */ key) => html`<button type="button" onClick=${run}><${Icon} name=${icon} /><span><b>${title}</b><small>${says}</small></span><${Kbd}>${key}<//></button>`;
  return html`<div class="alone" inert=${dialog ? true : undefined}><main id="main"><div>
    <div class="row brand"><img src="icon.svg" width="56" height="56" alt="" /><div><${Heading} title="ISMS Upkeep" /><p class="dim">You have the certificate. This keeps it true, in about two hours a month.</p></div></div>
    <nav class="ways" aria-label="Begin">
      ${way(() => begin(today), "plus", "Begin with your organization", "Two questions, then it knows what is due and when.", "Ctrl N")}
      ${way(() => bring(today), "import", "Bring in your spreadsheets", "Risk register, Statement of Applicability, people, suppliers: .xlsx, .ods or .csv. Your codes are kept.", "Ctrl I")}
      ${way(open, "folder", "Open a file", "An .isms file from this computer or a backup.", "Ctrl O")}
      ${way(demo, "look", "Look around in the example", "A made-up firm, some weeks before its audit. Nothing you do there can harm anything.", "Ctrl D")}
    </nav>
    ${recent.length ? html`<h2 class="small dim">Opened before</h2><ul class="above-1 links">${recent.map((r) => html`<li><${Icon} name="trail" /><span>${r.missing ? r.name : html`<button type="button" class="linkish" onClick=${() => opened(() => act("open_recent", { path: r.path }))}>${r.name}</button>`} <span class="faint">${r.folder}</span></span>
      <span class="faint">${r.missing ? "no longer there" : html`${sayDay(r.opened.slice(0, 10), today)}${r.needs === null ? "" : r.needs ? `, ${count(r.needs, "thing needs", "things need")} you` : ", nothing needs you"}`}</span></li>`)}</ul>` : null}
    <p class="above-6 tiny faint">Everything stays in one file on this computer. The program never goes online.</p>
  </div></main></div>`;
}
