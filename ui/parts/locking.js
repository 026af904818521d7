// The lock among the settings: a recovery code that is drawn here, shown once, typed back; looking for its page; taking it off.
// It must never keep a code longer than its dialog stands, nor put one where it could be copied from by accident.
/** @import { Drawn, LockShown } from "../commands.d.ts" */
import { html, useState } from "../html.js";
import { Refusal } from "../bridge.js";
import { act, replaced, session, set, tell, tryAct, useCall } from "../store.js";
import { sayDay } from "../pure/dates.js";
import { Ask } from "./field.js";
import { closeDialog } from "./dialog.js";
import { Icon } from "./marks.js";

/** What is wrong with which field. @param {unknown} e @returns {Record<string, string>} */
export function wrongs(e) {
  if (!(e instanceof Refusal)) throw e;
  return Object.fromEntries([e.refused, ...(e.refused.also ?? [])].map((r) => [r.where, `${r.text} ${r.hint}`]));
}

/** @param {{ id: string, label: any, hint?: any, mistake?: string, value: string, change: (v: string) => void, size?: string }} p */
export const CodeField = ({ id, label, hint, mistake, value, change, size = "short" }) => html`<${Ask} id=${id} label=${label} hint=${hint} mistake=${mistake}><input id=${id} class=${`field-in mono ${size}`} value=${value} autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby=${hint ? `${id}-hint` : undefined} aria-invalid=${mistake ? "true" : undefined} onInput=${(/** @type {any} */ e) => change(e.target.value)} /><//>`;

/** @param {{ drawn: Drawn, changes: boolean }} p */
function Lock({ drawn, changes }) {
  const [typed, setTyped] = useState(["", ""]);
  const [keep, setKeep] = useState(false);
  const [wrong, setWrong] = useState(/** @type {Record<string, string>} */ ({}));
  const [saved, setSaved] = useState("");
  const [busy, setBusy] = useState(false);
  const page = async () => setSaved((await tryAct("save_recovery_page", {})) ?? saved);
  const lock = async (/** @type {Event} */ e) => {
    e.preventDefault();
    setBusy(true);
    try {
      const s = await act("lock_file", { first: typed[0], second: typed[1], keep });
      if (!s) return;
      closeDialog();
      replaced(s);
      tell(changes ? `The code is changed: the file opens with the code of page ${drawn.number} only` : `The file is locked with the code of page ${drawn.number}`);
    } catch (e) {
      setWrong(wrongs(e));
    } finally {
      setBusy(false);
    }
  };
  return html`<form onSubmit=${lock}><p>This is the code. It is shown only now. <b>A lost code is a lost file</b>: nobody can open it without.</p>
    <ol class="code-groups above-3" aria-label="Recovery code">${drawn.groups.map((g) => html`<li>${g}</li>`)}</ol>
    <p class="row above-3"><button type="button" class="btn" onClick=${page}>Save the page to print…</button><span class="dim" role="status">${saved ? `Saved: ${saved}. Print it, then delete it.` : `Page number ${drawn.number}: it tells pages apart and opens nothing.`}</span></p>
    <p class="above-4">Type two groups back, from paper, so that you know it is there.</p>
    <div class="code-back above-2">${[0, 1].map((i) => html`<${CodeField} id=${`lock-${i}`} label=${`Group ${drawn.ask[i]}`} mistake=${wrong[`group-${drawn.ask[i]}`]} value=${typed[i]} change=${(/** @type {string} */ v) => setTyped(typed.map((t, n) => (n === i ? v : t)))} />`)}</div>
    ${drawn.keyring ? html`<p class="above-3"><label class="row tight"><input type="checkbox" checked=${keep} onChange=${(/** @type {any} */ e) => setKeep(e.target.checked)} />Keep it in the keyring of this computer too, so that the file opens without asking</label></p>` : null}
    <p class="row end above-4"><button type="button" class="btn" onClick=${closeDialog}>Cancel</button><button type="submit" class="btn primary" aria-disabled=${busy ? "true" : undefined}>${changes ? "Change the code" : "Lock the file"}</button></p></form>`;
}

/** @param {{ lock: LockShown, found: () => void }} p */
function Find({ lock, found }) {
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState("");
  const look = async (/** @type {Event} */ e) => {
    e.preventDefault();
    try {
      await act("find_page", { group: lock.group, typed });
      closeDialog();
      found();
      tell("The page is where you thought");
    } catch (e) {
      setWrong(Object.values(wrongs(e))[0]);
    }
  };
  return html`<form onSubmit=${look}><p>Fetch the page with code ${lock.number}. What stands in group ${lock.group}?</p>
    <div class="above-3"><${CodeField} id="find-page" label=${`Group ${lock.group}`} mistake=${wrong} value=${typed} change=${setTyped} /></div>
    <p class="row end above-4"><button type="button" class="btn" onClick=${closeDialog}>Cancel</button><button type="submit" class="btn primary">This is it</button></p></form>`;
}

async function takeOff() {
  closeDialog();
  const s = await tryAct("take_lock_off", {});
  if (!s) return;
  replaced(s);
  tell("The lock is off: whoever has the file can read it");
}

export function Locking() {
  const { data } = useCall("lock_shown", {});
  const [found, setFound] = useState(false);
  if (!data) return html`<section class="settings sign"><h2>Lock</h2></section>`;
  const begin = async () => {
    const drawn = await tryAct("draw_code", {});
    if (drawn) set({ dialog: { title: data.locked ? "A new recovery code" : "Lock this file", wide: true, view: () => html`<${Lock} drawn=${drawn} changes=${data.locked} />` } });
  };
  const find = () => set({ dialog: { title: "Is the page still there?", view: () => html`<${Find} lock=${data} found=${() => setFound(true)} />` } });
  const off = () => set({ dialog: { title: "Take the lock off", view: () => html`<p>Whoever gets hold of the file can then read it. Backups that were made with the lock keep it: keep the page with code ${data.number}.</p><p class="row end above-4"><button type="button" class="btn" onClick=${closeDialog}>Cancel</button><button type="button" class="btn primary" onClick=${takeOff}>Take the lock off</button></p>` } });
  if (!data.locked) return html`<section class="settings sign"><h2>Lock</h2>
    <p class="above-1">Whoever has this file can read it, unless the whole disk is encrypted.</p>
    <p class="dim above-1">A lock is a code that is drawn here. Without it nobody can read the file, you neither. Backups made before stay as they are.</p>
    <p class="row above-3"><button type="button" class="btn" onClick=${begin}>Lock this file…</button></p></section>`;
  const today = session().real_today;
  return html`<section class="settings sign"><h2>Lock</h2>
    <p class="above-1">Locked with the code of page ${data.number}. ${data.kept ? "The keyring of this computer has it, so it opens without asking." : "It is asked for whenever the file is opened."}</p>
    ${data.look_for_it && !found ? html`<p class="note due above-2"><${Icon} name="m-soon" mark="soon" /><span>${data.found_on ? `Its page was last seen on ${sayDay(data.found_on, today)}. ` : ""}See whether it can still be found.</span></p>` : html`<p class="dim above-1">Its page was seen on ${sayDay(found ? today : (data.found_on ?? today), today)}.</p>`}
    <p class="row above-3"><button type="button" class="btn" onClick=${find}>Look for the page…</button><button type="button" class="btn" onClick=${begin}>Change the code…</button><button type="button" class="btn quiet" onClick=${off}>Take the lock off…</button></p></section>`;
}
