// Puts the window together: which screen an address means, the keys of the whole window, what floats, what is spoken.
// It must never know what a screen shows.
/** @import { Commands } from "./commands.d.ts" */
import { html, render, useEffect, useState } from "./html.js";
import { call, listen } from "./bridge.js";
import { act, get, replaced, set, useStore } from "./store.js";
import { address, go, parse } from "./router.js";
import { useKeys } from "./keys.js";
import { askUndo, redo } from "./parts/acts.js";
import { Dialogs, Toaster } from "./parts/dialog.js";
import { Empty, Page, placeAddress, places, Side } from "./parts/frame.js";
import { showKeys } from "./parts/help.js";
import { kindNamed, kindOf } from "./parts/marks.js";
import { Palette } from "./parts/palette.js";
import { keepFocus } from "./parts/focus.js";
import { fitZoom } from "./parts/zoom.js";
import { CurrencyPage } from "./screens/currency.js";
import { CalendarPage } from "./screens/calendar.js";
import { ChainPage } from "./screens/chain.js";
import { EditPage, NewPage } from "./screens/form.js";
import { ImportPage } from "./screens/import.js";
import { MatrixPage } from "./screens/matrix.js";
import { PackPage } from "./screens/pack.js";
import { ProgrammePage } from "./screens/programme.js";
import { PrintPage } from "./screens/print.js";
import { RecordPage } from "./screens/record.js";
import { Register } from "./screens/register.js";
import { SettingsPage, zoom } from "./screens/settings.js";
import { Today } from "./screens/today.js";
import { TrailPage } from "./screens/trail.js";
import { TrainingPage } from "./screens/training.js";
import { Hidden, hide, Locked } from "./screens/locked.js";
import { idle } from "./pure/idle.js";
import { offerBackup, Welcome } from "./screens/welcome.js";
import { WizardPage } from "./screens/wizard.js";

/** The screen an address means; `alone` has no places beside it. @param {string[]} path @returns {{ view: any, here: string, alone?: boolean }} */
function screen([first = "today", second, third]) {
  switch (first) {
    case "today": return { view: html`<${Today} />`, here: "#/today" };
    case "calendar": return { view: html`<${CalendarPage} />`, here: "#/calendar" };
    case "matrix": return { view: html`<${MatrixPage} />`, here: address(["risk"]) };
    case "currency": return { view: html`<${CurrencyPage} />`, here: "#/today" };
    case "training": return { view: html`<${TrainingPage} />`, here: "#/training" };
    case "chain": return { view: html`<${ChainPage} key=${second} code=${second ?? ""} />`, here: address([kindOf(second ?? "")?.name ?? ""]) };
    case "programme": return { view: html`<${ProgrammePage} />`, here: address(["routine"]) };
    case "pack": return { view: html`<${PackPage} />`, here: "#/pack" };
    case "trail": return { view: html`<${TrailPage} />`, here: "#/trail" };
    case "settings": return { view: html`<${SettingsPage} />`, here: "#/settings" };
    case "import": return { view: html`<${ImportPage} />`, here: "", alone: true };
    case "wizard": return { view: html`<${WizardPage} key=${`${second}/${third}`} wizard=${second ?? ""} about=${(third ?? "").split(",").filter(Boolean)} />`, here: "", alone: true };
    case "record": return { view: html`<${RecordPage} key=${second} code=${second ?? ""} />`, here: address([kindOf(second ?? "")?.name ?? ""]) };
    case "edit": return { view: html`<${EditPage} key=${second} code=${second ?? ""} />`, here: address([kindOf(second ?? "")?.name ?? ""]) };
    case "print": return { view: html`<${PrintPage} report=${second ?? ""} />`, here: "" };
    case "new": {
      const kind = kindNamed(second ?? "");
      if (kind) return { view: html`<${NewPage} key=${kind.name} kind=${kind} />`, here: address([kind.name]) };
      break;
    }
    default: {
      const kind = kindNamed(first);
      if (kind) return { view: html`<${Register} key=${first} kind=${kind} />`, here: address([first]) };
    }
  }
  return { view: html`<${Page} title="There is no such page" ruled><${Empty} icon="search" title="Nothing is here"><p>The address leads nowhere in this version.</p><p><a class="btn" href="#/today">To Today</a></p><//><//>`, here: "" };
}

/** Regions that F6 walks through: places, page, panel. @param {number} by */
function region(by) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("nav.side, main > .scroll, main .split > :first-child, main .question, main aside, body .wizard aside")]);
  const at = all.findIndex((r) => r.contains(document.activeElement));
  const to = all[(at + by + all.length) % all.length];
  if (!to) return;
  const stop = /** @type {HTMLElement | null} */ (to.matches("[tabindex]") ? to : (to.querySelector("[aria-current=page], tr[tabindex='0'], .cell[tabindex='0'], td[tabindex='0']") ?? to.querySelector("[tabindex='0'], a[href], button, input")));
  stop?.focus();
}

/** @param {{ begun: Commands["start"]["out"] }} p */
function App({ begun }) {
  const { session, address: at, dialog, palette, polite, assertive, settings, hidden, locked } = useStore();
  useEffect(() => {
    // Also after the computer slept: the clock went on.
    let last = Date.now();
    const here = () => (last = Date.now());
    const signs = ["pointermove", "pointerdown", "keydown", "wheel"];
    for (const s of signs) addEventListener(s, here, { passive: true });
    const watch = setInterval(() => idle(Date.now(), last, settings.hide_after) && hide(), 5_000);
    return () => {
      clearInterval(watch);
      for (const s of signs) removeEventListener(s, here);
    };
  }, [settings.hide_after]);
  useEffect(() => {
    if (settings.theme === "system") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.setAttribute("data-theme", settings.theme);
    fitZoom(settings.zoom || 100);
  }, [settings]);
  useEffect(() => {
    if (session && !at.path.includes("wizard")) call("remember", { address: address(at.path, { ...at.query, find: null, role: null }) }).catch(() => {});
  }, [at, session?.path]);
  const nth = (/** @type {number} */ n) => () => {
    const p = session && places()[n - 1];
    if (p) go(placeAddress(p));
  };
  useKeys([
    { key: "Ctrl+K", says: "find or do", run: () => (session ? set({ palette: !get().palette }) : false) },
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => ({ key: `Ctrl+${n}`, says: n === 1 ? "places, top to bottom: 1 to 9" : undefined, run: nth(n) })),
    { key: "Alt+ArrowLeft", says: "back", run: () => history.back() },
    { key: "Alt+ArrowRight", says: "forward", run: () => history.forward() },
    { key: "F6", says: "next region", run: () => region(1) },
    { key: "Shift+F6", run: () => region(-1) },
    { key: "Ctrl+Z", says: "undo", run: (e) => (/** @type {HTMLElement} */ (e.target).matches("input, textarea") ? false : session && void askUndo()) },
    { key: "Ctrl+Shift+Z", says: "redo", run: (e) => (/** @type {HTMLElement} */ (e.target).matches("input, textarea") ? false : session && void redo()) },
    { key: "Ctrl++", says: "larger", run: () => zoom(10) }, { key: "Ctrl+=", run: () => zoom(10) }, { key: "Ctrl+-", says: "smaller", run: () => zoom(-10) }, { key: "Ctrl+0", says: "as it was", run: () => zoom(0) },
    { key: "Ctrl+P", says: "reports to print", run: () => (session ? go("#/settings") : undefined) },
    { key: "Ctrl+Shift+L", says: "out of sight", run: () => void hide() },
    { key: "?", says: "these keys", run: showKeys },
  ], true);
  const spoken = html`<p class="unseen live" role="status" aria-live="polite">${polite}</p><p class="unseen live" role="alert" aria-live="assertive">${assertive}</p>`;
  const floats = html`<${Dialogs} /><${Toaster} />${palette && session ? html`<${Palette} />` : null}${spoken}`;
  if (locked) return html`<${Locked} file=${locked.file} />${spoken}`;
  if (hidden) return html`<${Hidden} />${spoken}`;
  if (!session) return html`<${Welcome} recent=${begun.recent} today=${new Date().toISOString().slice(0, 10)} />${floats}`;
  const { view, here, alone } = screen(at.path);
  const inert = dialog || palette ? true : undefined;
  if (alone) return html`${view}${floats}`;
  return html`<a class="skip" href="#main" onClick=${(/** @type {Event} */ e) => (e.preventDefault(), document.getElementById("main")?.focus())}>Skip to the page</a>
    <div class=${`app ${at.query.asof ? "past" : ""}`} inert=${inert}><${Side} here=${here} />${view}</div>${floats}`;
}

/** The program was started a second time with a file: it is opened here. */
async function askedToOpen() {
  const out = await act("start", {});
  if (!out) return;
  if (out.problem) set({ toast: { did: out.problem, why: "", undo: false, go: null, bad: true }, assertive: out.problem });
  else if (out.locked) set({ session: null, hidden: false, locked: { file: out.locked } });
  else if (out.damaged) offerBackup(out.damaged);
  else if (out.session) {
    replaced(out.session);
    go(out.session.address || "#/today");
  }
}

function Root() {
  const [begun, setBegun] = useState(/** @type {Commands["start"]["out"] | null} */ (null));
  useEffect(() => {
    act("start", {}).then((out) => {
      if (!out) return;
      set({ settings: out.settings, version: out.version });
      if (out.session) {
        replaced(out.session);
        if (!location.hash || location.hash === "#/") history.replaceState(null, "", out.session.address || "#/today");
        dispatchEvent(new HashChangeEvent("hashchange"));
      }
      if (out.problem) set({ toast: { did: out.problem, why: "", undo: false, go: null, bad: true }, assertive: out.problem });
      if (out.damaged) offerBackup(out.damaged);
      if (out.locked) set({ locked: { file: out.locked } });
      setBegun(out);
    });
  }, []);
  return begun ? html`<${App} begun=${begun} />` : null;
}

listen("pack-step", (/** @type {{ words: string, part: number }} */ step) => {
  const work = get().work;
  if (work) set({ work: { ...work, ...step } });
});
listen("asked-to-open", askedToOpen);
/** Files that begin a guide begin it from any page but a guide; all others belong to what is shown. @param {import("./commands.d.ts").InHand[]} rows */
function dropped(rows) {
  const begins = rows.find((r) => r.begins)?.begins;
  if (!begins || parse(location.hash).path[0] === "wizard") return void dispatchEvent(new CustomEvent("isms-dropped", { detail: rows }));
  dispatchEvent(new CustomEvent("isms-drag", { detail: false }));
  set({ inHand: [...rows].sort((a, b) => Number(!a.begins) - Number(!b.begins)) });
  go(address(["wizard", begins.wizard, begins.about]));
}
listen("dropped", dropped);
listen("tauri://drag-enter", () => dispatchEvent(new CustomEvent("isms-drag", { detail: true })));
listen("tauri://drag-leave", () => dispatchEvent(new CustomEvent("isms-drag", { detail: false })));
const root = /** @type {HTMLElement} */ (document.getElementById("root"));
keepFocus(root);
render(html`<${Root} />`, root);
