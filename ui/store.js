// The one state of the window, replaced as a whole by each act, and the ways to do an act.
// It must never know how anything is drawn.
/** @import { Commands, Outcome, Session, Settings, Faulted } from "./commands.d.ts" */
import { call, Fault, Refusal, onFault } from "./bridge.js";
import { parse } from "./router.js";
import { useEffect, useReducer, useRef, useState } from "./html.js";

/** @typedef {{ did: string, why: string, undo: boolean, go: string | null, bad?: boolean, made?: boolean }} Toast */
/** @typedef {{ title: string, view: () => any, wide?: boolean, closed?: () => void }} Dialog */
/** @typedef {{ session: Session | null, settings: Settings, version: string, address: import("./router.js").Address, rev: number, toast: Toast | null, dialog: Dialog | null, palette: boolean,
 *   fault: (Faulted["fault"] & { ours?: boolean }) | null, polite: string, assertive: string, saving: boolean, work: import("./parts/work.js").Working | null,
 *   hidden: boolean, locked: { file: string } | null, inHand: import("./commands.d.ts").InHand[] }} State */

/** @type {State} */
let state = {
  session: null, settings: { theme: "system", single_keys: true, zoom: 100, budget: 120, remind: false, remind_names: false, at_login: false, hide_after: 10 }, version: "", address: parse(location.hash), rev: 0, toast: null, dialog: null, palette: false,
  fault: null, polite: "", assertive: "", saving: false, work: null, hidden: false, locked: null, inHand: [],
};
/** @type {Set<() => void>} */
const watchers = new Set();

export const get = () => state;
/** The open file; only screens that stand in one ask. @returns {Session} */
export const session = () => /** @type {Session} */ (state.session);
/** @param {Partial<State>} patch */
export function set(patch) {
  state = { ...state, ...patch };
  for (const w of [...watchers]) w();
}
export function useStore() {
  const [, again] = useReducer((/** @type {number} */ n) => n + 1, 0);
  const drawn = state;
  useEffect(() => {
    const w = () => again(0);
    watchers.add(w);
    // What changed between the drawing and this moment told nobody yet.
    if (state !== drawn) w();
    return () => void watchers.delete(w);
  }, []);
  return state;
}
addEventListener("hashchange", () => set({ address: parse(location.hash), fault: state.fault?.ours ? null : state.fault }));

/** Politely said to a screen reader. @param {string} text */
export const say = (text) => set({ polite: text });

/** @param {Faulted["fault"]} fault @param {boolean} [ours] the window made the mistake; the file is well */
export function failed(fault, ours = false) {
  set({ fault: { ...fault, ours }, assertive: fault.text });
}
onFault(failed);

/** A new session, and everything shown is asked for anew. @param {Session} s */
export const replaced = (s) => set({ session: s, rev: state.rev + 1 });

/** Tells of an act that was done. @param {Outcome} o @param {string | null} [go] */
export function done(o, go = null) {
  set({ session: o.session, rev: state.rev + 1, toast: { did: o.did, why: o.why, undo: o.session.can_undo !== null, go }, polite: `Saved. ${o.did}` });
}
/** @param {string} did @param {string} [why] */
export const tell = (did, why = "") => set({ toast: { did, why, undo: false, go: null }, polite: did });

/** Does an act: confirmed, never optimistic. Faults are shown; a refusal is thrown to whoever asked.
 * @template {keyof Commands} N
 * @param {N} name @param {Commands[N]["args"]} args @returns {Promise<Commands[N]["out"] | undefined>} `undefined` after a fault */
export async function act(name, args) {
  const slow = setTimeout(() => set({ saving: true }), 400);
  try {
    const out = await call(name, args);
    if (out && typeof out === "object" && "did" in out && "session" in out) done(/** @type {Outcome} */ (out));
    return out;
  } catch (e) {
    if (e instanceof Fault) failed(e.fault);
    else throw e;
  } finally {
    clearTimeout(slow);
    if (state.saving) set({ saving: false });
  }
}

/** The same for a button that stands alone: a refusal becomes a toast with its hint.
 * @template {keyof Commands} N
 * @param {N} name @param {Commands[N]["args"]} args */
export async function tryAct(name, args) {
  try {
    return await act(name, args);
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    refused(e);
  }
}
/** @param {Refusal} e */
export function refused(e) {
  const { text, hint } = e.refused;
  set({ toast: { did: text, why: hint, undo: false, go: null, bad: true }, assertive: `${text} ${hint}` });
}

/** What a command answers, asked again after each act. The last answer stays while the next is on its way.
 * @template {keyof Commands} N
 * @param {N} name @param {Commands[N]["args"]} args
 * @returns {{ data: Commands[N]["out"] | null, refusal: Refusal | null, fresh: boolean }} */
export function useCall(name, args) {
  const { rev } = useStore();
  const key = name + JSON.stringify(args);
  const [held, hold] = useState(/** @type {{ key: string, data: Commands[N]["out"] | null, refusal: Refusal | null }} */ ({ key: "", data: null, refusal: null }));
  const turn = useRef(0);
  useEffect(() => {
    const mine = ++turn.current;
    call(name, args).then(
      (data) => mine === turn.current && hold({ key, data, refusal: null }),
      (e) => {
        if (mine !== turn.current) return;
        if (e instanceof Refusal) hold({ key, data: null, refusal: e });
        else if (e instanceof Fault) failed(e.fault);
        else throw e;
      },
    );
  }, [key, rev]);
  return { data: held.data, refusal: held.refusal, fresh: held.key === key };
}
