// What floats above the page: one dialog at a time, menus, the toast. Focus goes in, stays in, and returns to where it came from.
// It must never know what is asked in it.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../html.js";
import { set, tryAct, useStore } from "../store.js";
import { useKeys } from "../keys.js";
import { askUndo } from "./acts.js";
import { Icon, Kbd } from "./marks.js";

/** @param {Element | null} root */
const stops = (root) => (root ? /** @type {HTMLElement[]} */ ([...root.querySelectorAll("a[href], button, input, select, textarea, [tabindex='0']")]).filter((e) => !e.hasAttribute("disabled") && e.getClientRects().length > 0) : []);

/** Keeps Tab inside, gives focus back at the end. @param {{ current: HTMLElement | null }} box @param {() => HTMLElement | null} first */
export function useInside(box, first) {
  useLayoutEffect(() => {
    const from = /** @type {HTMLElement | null} */ (document.activeElement);
    (first() ?? box.current)?.focus();
    return () => {
      if (from?.isConnected && from !== document.body) from.focus();
      else document.querySelector("h1")?.focus();
    };
  }, []);
  return (/** @type {KeyboardEvent} */ e) => {
    if (e.key !== "Tab") return;
    const all = stops(box.current);
    const edge = e.shiftKey ? all[0] : all[all.length - 1];
    if (document.activeElement === edge || document.activeElement === box.current) {
      e.preventDefault();
      (e.shiftKey ? all[all.length - 1] : all[0])?.focus();
    }
  };
}

export const closeDialog = () => set({ dialog: null });

export function Dialogs() {
  const { dialog } = useStore();
  return dialog ? html`<${Box} key=${dialog.title} ...${dialog} />` : null;
}
/** @param {import("../store.js").Dialog} p */
function Box({ title, view, wide, closed }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const close = () => {
    closeDialog();
    closed?.();
  };
  const tab = useInside(box, () => box.current?.querySelector("input, select, textarea, [role=radio][tabindex='0'], .body button, .body a") ?? null);
  useKeys([{ key: "Escape", run: close }]);
  return html`<div class="scrim" onClick=${close}></div>
    <div ref=${box} class=${`sheet-dialog ${wide ? "broad" : ""}`} role="dialog" aria-modal="true" aria-labelledby="dialog-title" tabindex="-1" onKeyDown=${tab}>
      <header><h2 id="dialog-title" tabindex="-1">${title}</h2><button type="button" class="btn icon" aria-label="Close" onClick=${close}><${Icon} name="close" /></button></header>
      <div class="body">${view()}</div>
    </div>`;
}

/** What was done, for ten seconds; it stays while pointed at, focused, or another window is in front. */
export function Toaster() {
  const { toast } = useStore();
  const held = useRef(false);
  useEffect(() => {
    if (!toast) return;
    let left = 10000;
    const beat = setInterval(() => {
      if (held.current || !document.hasFocus()) return;
      left -= 250;
      if (left <= 0) set({ toast: null });
    }, 250);
    return () => clearInterval(beat);
  }, [toast]);
  if (!toast) return null;
  const hold = (/** @type {boolean} */ on) => () => (held.current = on);
  return html`<section class="toast" aria-label="What was done" onMouseEnter=${hold(true)} onMouseLeave=${hold(false)} onFocusIn=${hold(true)} onFocusOut=${hold(false)}>
    <${Icon} name=${toast.bad ? "m-overdue" : "m-current"} mark=${toast.bad ? "overdue" : "current"} />
    <span>${toast.did}${toast.why ? (toast.bad ? html` <span class="dim">${toast.why}</span>` : `: “${toast.why}”`) : ""}</span>
    ${toast.go ? html`<a class="btn quiet slim" href=${toast.go}>Open</a>` : null}
    ${toast.made ? html`<button type="button" class="btn quiet slim" onClick=${() => tryAct("show_made", { folder: false })}>Open</button><button type="button" class="btn quiet slim" onClick=${() => tryAct("show_made", { folder: true })}>Show in folder</button>` : null}
    ${toast.undo ? html`<button type="button" class="btn quiet slim" onClick=${askUndo}>Undo <${Kbd}>Ctrl Z<//></button>` : null}
    <button type="button" class="btn icon slim" aria-label="Close this message" onClick=${() => set({ toast: null })}><${Icon} name="close" /></button></section>`;
}

/** A button with a menu under it.
 * @param {{ label: any, name?: string, cls?: string, items: ({ label: any, run: () => void, mark?: any, checked?: boolean, off?: string } | null)[], pressed?: boolean }} p */
export function Menu({ label, name, cls = "btn", items, pressed }) {
  const [open, setOpen] = useState(false);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const shown = items.filter((i) => i !== null);
  // Before it is painted: what jumps under the pointer is missed by it.
  useLayoutEffect(() => {
    if (!open) return;
    const menu = /** @type {HTMLElement | null} */ (box.current?.querySelector("[role=menu]"));
    if (menu) {
      const r = menu.getBoundingClientRect();
      if (r.right > innerWidth - 8) menu.classList.add("to-left");
      if (r.bottom > innerHeight - 8) menu.style.maxHeight = `${Math.max(120, innerHeight - r.top - 12)}px`;
    }
    /** @type {HTMLElement | null | undefined} */ (menu?.querySelector("[aria-checked=true], [role^=menuitem]"))?.focus();
    const out = (/** @type {Event} */ e) => !box.current?.contains(/** @type {Node} */ (e.target)) && setOpen(false);
    addEventListener("pointerdown", out);
    return () => removeEventListener("pointerdown", out);
  }, [open]);
  const close = () => {
    setOpen(false);
    box.current?.querySelector("button")?.focus();
  };
  const walk = (/** @type {KeyboardEvent} */ e) => {
    const all = /** @type {HTMLElement[]} */ ([...(box.current?.querySelectorAll("[role^=menuitem]") ?? [])]);
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[e.key];
    if (to !== undefined) all[to]?.focus();
    else if (e.key === "Escape" || e.key === "Tab") close();
    else if (e.key.length === 1 && !e.ctrlKey) all.find((x, i) => i > at && x.textContent?.trim().toLowerCase().startsWith(e.key.toLowerCase()))?.focus();
    else return;
    if (e.key !== "Tab") e.preventDefault();
    e.stopPropagation();
  };
  const choice = shown.some((i) => i.checked !== undefined);
  return html`<span class="menu-at" ref=${box}>
    <button type="button" class=${cls} aria-haspopup="menu" aria-expanded=${open ? "true" : "false"} aria-label=${name} aria-pressed=${pressed === undefined ? undefined : String(pressed)} onClick=${() => setOpen(!open)}>${label}</button>
    ${open
      ? html`<div class="menu" role="menu" aria-label=${name ?? "Choose"} onKeyDown=${walk}>${shown.map(
          (i) => html`<button type="button" role=${choice ? "menuitemradio" : "menuitem"} tabindex="-1" aria-checked=${i.checked === undefined ? undefined : String(i.checked)} aria-disabled=${i.off ? "true" : undefined} onClick=${() => {
            if (i.off) return;
            close();
            i.run();
          }}>${i.mark ?? null}<span>${i.label}${i.off ? html`<small class="dim">${i.off}</small>` : null}</span></button>`,
        )}</div>`
      : null}</span>`;
}

/** One of two to four; arrows move, the change is immediate.
 * @param {{ label: string, options: { value: string, says: any }[], value: string, choose: (value: string) => void }} p */
export function Seg({ label, options, value, choose }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const walk = (/** @type {KeyboardEvent} */ e) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
    if (!step || e.altKey) return;
    e.preventDefault();
    const at = options.findIndex((o) => o.value === value);
    const to = (at + step + options.length) % options.length;
    choose(options[to].value);
    requestAnimationFrame(() => /** @type {HTMLElement | undefined} */ (box.current?.children[to])?.focus());
  };
  const none = !options.some((o) => o.value === value);
  return html`<div class="seg" role="radiogroup" aria-label=${label} ref=${box} onKeyDown=${walk}>${options.map(
    (o, i) => html`<button type="button" role="radio" aria-checked=${o.value === value ? "true" : "false"} tabindex=${o.value === value || (none && !i) ? "0" : "-1"} onClick=${() => choose(o.value)}>${o.says}</button>`,
  )}</div>`;
}
