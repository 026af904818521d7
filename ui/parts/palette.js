// One field for everything that can be done or found. Verbs come from Rust, none is listed here.
// It must never rank: the entries come in their order.
/** @import { PaletteEntry } from "../commands.d.ts" */
import { html, useEffect, useRef, useState } from "../html.js";
import { call, Fault } from "../bridge.js";
import { failed, get, replaced, say, session, set, tryAct } from "../store.js";
import { address, go, record } from "../router.js";
import { useKeys } from "../keys.js";
import { fullDay, readDay } from "../pure/dates.js";
import { askPutOff, askRetire, askUndo, chooseAndAttach, redo } from "./acts.js";
import { showAsOf } from "./asof.js";
import { useInside } from "./dialog.js";
import { happened } from "./happened.js";
import { Icon, Kbd } from "./marks.js";
import { saveCalendar } from "../screens/calendar.js";
import { change, closeFile, exportTables, saveCopy, zoom } from "../screens/settings.js";
import { hide } from "../screens/locked.js";
import { showKeys } from "./help.js";

/** What an entry's `run` may name; after a colon, what it is done to. @type {Record<string, (about: string) => unknown>} */
const RUNS = {
  undo: askUndo, redo, happened, keys: showKeys, close_file: closeFile, hide, import: () => go("#/import"), verify: () => go("#/trail?check=now"), save_copy: saveCopy, save_calendar: saveCalendar,
  theme: () => change({ theme: matchMedia("(prefers-color-scheme: dark)").matches !== (get().settings.theme === "dark") && get().settings.theme !== "light" ? "light" : get().settings.theme === "dark" ? "light" : "dark" }),
  zoom_in: () => zoom(10), zoom_out: () => zoom(-10), zoom_reset: () => zoom(0),
  export: (format) => exportTables(/** @type {any} */ (format || "xlsx")),
  bring_in: (kind) => go(address(["import"], { kind })),
  checkpoint: () => go("#/trail"),
  as_of: (day) => showAsOf(day),
  new: (kind) => go(address(["new", kind])),
  edit: (code) => go(address(["edit", code])),
  attach: (code) => chooseAndAttach(code),
  retire: async (code) => askRetire(await call("record", { id: code })),
  put_off: async (code) => askPutOff({ id: code, title: (await call("record", { id: code })).title }),
  compare: (code) => go(`${record(code)}?show=compare`),
  print: (report) => go(address(["print", report])),
  settings: () => go("#/settings"),
  go_on_today: async () => {
    const s = await tryAct("go_on_today", {});
    if (s) replaced(s);
  },
};

/** @param {{ text: string, find: string }} p */
function Marked({ text, find }) {
  const at = find ? text.toLowerCase().indexOf(find.toLowerCase()) : -1;
  return at < 0 ? text : html`${text.slice(0, at)}<mark>${text.slice(at, at + find.length)}</mark>${text.slice(at + find.length)}`;
}

export function Palette() {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [find, setFind] = useState("");
  const [found, setFound] = useState(/** @type {PaletteEntry[]} */ ([]));
  const [at, setAt] = useState(0);
  const close = () => set({ palette: false });
  const tab = useInside(box, () => box.current?.querySelector("input") ?? null);
  const turn = useRef(0);
  useEffect(() => {
    const mine = ++turn.current;
    call("palette", { find }).then((all) => {
      if (mine !== turn.current) return;
      const day = readDay(find, session().today);
      /** @type {PaletteEntry[]} */
      const dated = day && day < session().today && !all.some((e) => e.run?.startsWith("as_of")) ? [{ group: "Do", label: `Show as of ${fullDay(day)}`, detail: "", icon: "asof", go: null, run: `as_of:${day}`, keys: "" }] : [];
      setFound([...dated, ...all]);
      setAt(0);
      say(`${all.length} found`);
    }, (e) => {
      if (e instanceof Fault) failed(e.fault);
    });
  }, [find]);
  const groups = /** @type {const} */ (["Do", "Go to", "In the words of the record"]);
  const list = groups.flatMap((g) => found.filter((e) => e.group === g));
  const doit = (/** @type {PaletteEntry | undefined} */ e) => {
    if (!e) return;
    close();
    if (e.go) return go(e.go.startsWith("#") ? e.go : record(e.go));
    const [name, ...about] = (e.run ?? "").split(":");
    if (e.run?.startsWith("#")) return go(e.run);
    requestAnimationFrame(() => void RUNS[name]?.(about.join(":")));
  };
  const walk = (/** @type {KeyboardEvent} */ e) => {
    const to = { ArrowDown: (at + 1) % (list.length || 1), ArrowUp: (at - 1 + list.length) % (list.length || 1), PageDown: Math.min(list.length - 1, at + 8), PageUp: Math.max(0, at - 8) }[e.key];
    if (to !== undefined) setAt(to);
    else if (e.key === "Enter") doit(list[at]);
    else return tab(e);
    e.preventDefault();
  };
  useEffect(() => box.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }), [at, found]);
  useKeys([{ key: "Escape", run: close }]);
  const words = find.replace(/^[>#]\s*/, "").trim();
  return html`<div class="scrim" onClick=${close}></div>
    <div class="palette" role="dialog" aria-modal="true" aria-label="Find or do anything" ref=${box} onKeyDown=${walk}>
      <div class="find"><${Icon} name="search" /><input role="combobox" aria-expanded=${list.length ? "true" : "false"} aria-controls="found" aria-activedescendant=${list.length ? `pick-${at}` : undefined} aria-label="Find or do" autocomplete="off" spellcheck=${false} value=${find} onInput=${(/** @type {any} */ e) => setFind(e.target.value)} /></div>
      <div class="options" id="found" role="listbox" aria-label="Found">${groups.map((g, gi) => {
        const mine = list.filter((e) => e.group === g);
        return mine.length ? html`<div role="group" aria-labelledby=${`g-${gi}`}><p class="head" id=${`g-${gi}`} role="presentation">${g}</p>${mine.map((e) => {
          const i = list.indexOf(e);
          return html`<div role="option" id=${`pick-${i}`} aria-selected=${i === at ? "true" : "false"} onClick=${() => doit(e)}><${Icon} name=${e.icon || "right"} /><span><${Marked} text=${e.label} find=${words} /></span><span class="push">${e.detail}${i === at ? html` <${Kbd}>Enter<//>` : e.keys ? html` <${Kbd}>${e.keys}<//>` : null}</span></div>`;
        })}</div>` : null;
      })}</div>
      ${list.length ? null : html`<p class="head nothing">${find ? `Nothing is called “${find}”.` : "Write what you look for, or what you want to do."}</p>`}
      <div class="foot keys" aria-hidden="true"><span><kbd>↑</kbd><kbd>↓</kbd> choose</span><span><kbd>Enter</kbd> do it</span><span class="push"><kbd>></kbd> only verbs</span><span><kbd>#</kbd> only codes</span></div></div>`;
}
