// The frame around every page: places at the left, whether all is saved, and the regions a page is made of.
// It must never know what a page shows.
import { html, useEffect, useRef, useState } from "../html.js";
import { call } from "../bridge.js";
import { act, get, replaced, session, set, tryAct, useCall, useStore } from "../store.js";
import { address } from "../router.js";
import { sayDay } from "../pure/dates.js";
import { Icon, Kbd } from "./marks.js";
import { Work } from "./work.js";

/** @typedef {{ kind: string | null, screen: string, title: string, icon: string, count: number, more: boolean }} Place */
/** @param {Place} p */
export const placeAddress = (p) => address([p.screen === "register" ? (p.kind ?? p.screen) : p.screen]);

/** Every place, top to bottom, as Ctrl 1 to 9 count them. */
export const places = () => session().places.flatMap((g) => g.places).filter((p) => !p.more);

/** @param {{ here: string }} p */
export function Side({ here }) {
  const { session: s, saving, fault, work } = useStore();
  const gaps = useCall("pack_gaps", {}).data ?? 0;
  const [open, setOpen] = useState(/** @type {Record<string, boolean>} */ ({}));
  if (!s) return null;
  const link = (/** @type {Place} */ p) => {
    const to = placeAddress(p);
    const n = p.screen === "pack" ? gaps : p.count;
    return html`<a href=${to} aria-current=${to === here ? "page" : undefined} data-more=${p.more ? "" : undefined}><${Icon} name=${p.icon} />${p.title}${n ? html`<span class="n">${n}<span class="unseen"> ${p.screen === "pack" ? "gaps" : "need you"}</span></span>` : null}</a>`;
  };
  const broken = s.read_only || (fault && !fault.ours);
  return html`<nav class="side" aria-label="Places">
    <div class="whose"><img src="icon.svg" width="26" height="26" alt="" /><span>${s.organization}</span></div>
    <button type="button" class="btn slim do" aria-keyshortcuts="Control+K" onClick=${() => set({ palette: true })}><${Icon} name="search" /><span>Find or do…</span><${Kbd}>Ctrl K<//></button>
    <div class="places">${s.places.map((g, i) => {
      const rest = g.places.filter((p) => p.more && placeAddress(p) !== here);
      const shown = g.places.filter((p) => !p.more || placeAddress(p) === here || open[g.title]);
      return html`<div class="group" key=${g.title || i}>${g.title ? html`<div class="group-head"><h2>${g.title}</h2>${rest.length || open[g.title] ? html`<button type="button" class="more-places" aria-expanded=${open[g.title] ? "true" : "false"} onClick=${() => setOpen({ ...open, [g.title]: !open[g.title] })}>${open[g.title] ? "Fewer" : "More"}<span class="unseen"> places: ${g.title}</span><${Icon} name=${open[g.title] ? "up" : "down"} /></button>` : null}</div>` : null}${shown.map(link)}</div>`;
    })}</div>
    ${work && here !== "#/pack" ? html`<${Work} work=${work} small />` : null}
    <p class="saved"><${Icon} name=${broken ? "lock" : "m-current"} mark=${broken ? undefined : "current"} /><span>${saving ? "Saving…" : broken ? `Not saving · ${s.file_name}` : `All saved · ${s.file_name}`}</span></p>
  </nav>`;
}

/** The page right of the places. Focus comes to its heading when the address changes.
 * @param {{ title: any, crumb?: any, sub?: any, actions?: any, under?: any, ruled?: boolean, asof?: { on: string, what: string, back: () => void, compare?: () => void } | null, children?: any, foot?: any }} p */
export function Page({ title, crumb, sub, actions, under, ruled, asof, children, foot }) {
  const { session: s, fault } = useStore();
  return html`<main id="main" class="page" tabindex="-1">
    ${asof ? html`<p class="past-bar" role="status"><${Icon} name="asof" /><span>You see <b>${asof.what}</b>. Nothing can be changed here.</span>${asof.compare ? html`<button type="button" class="btn slim push" onClick=${asof.compare}>Compare with today</button>` : html`<span class="push"></span>`}<button type="button" class="btn slim" onClick=${asof.back}>Back to today <${Kbd}>Esc<//></button></p>` : null}
    ${s?.read_only ? html`<div class="fault-bar" role="alert"><${Icon} name="lock" /><span><b>Looking only.</b> ${s.read_only}</span></div>` : null}
    ${s?.copies.map((says) => html`<div class="fault-bar" role="status"><${Icon} name="m-overdue" mark="overdue" /><span><b>There are two of this file.</b> ${says}</span></div>`)}
    ${fault ? html`<${FaultBar} fault=${fault} />` : null}
    <header class=${`bar ${ruled ? "ruled" : ""}`}><div>${crumb ? html`<p class="crumb">${crumb}</p>` : null}<${Heading} title=${title} />${sub ? html`<div class="sub">${sub}</div>` : null}</div>
      ${actions ? html`<div class="row push">${actions}</div>` : null}</header>
    ${under ? html`<div class="under">${under}</div>` : null}
    ${children}
    ${foot ? html`<footer class="foot">${foot}</footer>` : null}</main>`;
}

/** @param {{ fault: NonNullable<import("../store.js").State["fault"]> }} p */
function FaultBar({ fault }) {
  return html`<div class="fault-bar" role="alert"><${Icon} name="lock" /><div class="grow"><p><b>${fault.text}.</b> ${fault.lost} ${fault.still}</p><details class="small dim"><summary>For whoever helps you</summary><p class="fingerprint wrap">${fault.detail}</p></details></div>
    ${fault.ours ? html`<button type="button" class="btn slim" onClick=${() => location.reload()}>Open it again</button><button type="button" class="btn slim" onClick=${() => set({ fault: null })}>Close</button>` : html`<button type="button" class="btn slim" onClick=${() => tryAct("save_copy", {})}>Save a copy…</button>
    <button type="button" class="btn slim" onClick=${async () => {
      set({ fault: null });
      try {
        replaced(await call("session", {}));
      } catch (e) {
        await act("session", {}).catch(() => {});
      }
    }}>Try again</button>`}</div>`;
}

let lastSpoken = "";
/** The one h1. @param {{ title: any }} p */
export function Heading({ title }) {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  const { address: at } = useStore();
  const place = at.path.join("/");
  useEffect(() => {
    if (lastSpoken === place && document.activeElement !== document.body) return;
    lastSpoken = place;
    const now = document.activeElement;
    if (get().dialog || get().palette || (now && now !== document.body && now.closest("main") && now.tagName !== "H1" && now.isConnected)) return;
    ref.current?.focus({ preventScroll: true });
  }, [place]);
  useEffect(() => {
    document.title = `${ref.current?.textContent} · ISMS Upkeep`;
  });
  return html`<h1 ref=${ref} tabindex="-1">${title}</h1>`;
}

/** The example stands on its own day until the owner goes on with the real one. */
export function DemoBar() {
  const s = session();
  if (!s.demo || s.today === s.real_today) return null;
  return html`<p class="demo-bar small"><${Icon} name="look" /><span>This is the example. It stands still on ${sayDay(s.today, s.real_today)}; nothing you do here can harm anything.</span><button type="button" class="linkish push" onClick=${async () => {
    const next = await tryAct("go_on_today", {});
    if (next) replaced(next);
  }}>Go on with today</button></p>`;
}

/** What a page says when there is nothing. @param {{ icon: string, title: string, children?: any }} p */
export const Empty = ({ icon, title, children }) => html`<div class="scroll"><div class="empty"><${Icon} name=${icon} /><h2>${title}</h2>${children}</div></div>`;
