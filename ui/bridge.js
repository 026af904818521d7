// The wire to Rust: commands, events, and what to do when either fails. The only file that names Tauri.
// It must never know a screen, nor what any command means.
/** @import { Commands, Refused, Faulted } from "./commands.d.ts" */

/** @typedef {{ invoke: (name: string, args?: object) => Promise<any>, transformCallback: (f: (e: any) => void) => number }} Internals */
/** @returns {Internals} */
function internals() {
  return /** @type {any} */ (window).__TAURI_INTERNALS__;
}

/** The owner can mend it. */
export class Refusal extends Error {
  /** @param {Refused["refused"]} refused */
  constructor(refused) {
    super(refused.text);
    this.refused = refused;
  }
}

/** The machine or the file cannot. */
export class Fault extends Error {
  /** @param {Faulted["fault"]} fault */
  constructor(fault) {
    super(fault.text);
    this.fault = fault;
  }
}

/** Everything that went wrong unasked, for tests and for whoever helps.
 * @type {{ at: string, text: string }[]} */
const faults = [];
Object.defineProperty(window, "__faults", { value: faults });

// Calls that are not answered yet: whoever drives the window waits for none.
const pending = { count: 0 };
Object.defineProperty(window, "__pending", { get: () => pending.count });

/** @type {(fault: Faulted["fault"], ours: boolean) => void} */
let show = () => {};
/** Whoever paints faults says so here; `ours`: a mistake of the window, not of the file. @param {(fault: Faulted["fault"], ours: boolean) => void} painter */
export function onFault(painter) {
  show = painter;
}

const lastly = { when: -1000, text: "" };
/** @param {string} at @param {unknown} cause */
function unforeseen(at, cause) {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  // Showing a mistake draws the page again: one that drawing makes must not come back at once, for ever.
  const again = performance.now() - lastly.when < 1000 && lastly.text === text;
  lastly.when = performance.now();
  lastly.text = text;
  if (again) return;
  faults.push({ at, text });
  show({ text: "The window ran into a mistake of its own", lost: "Nothing is lost: what you saved is in the file.", still: "You can go on; if a page looks wrong, open it again.", detail: `${at}: ${text}` }, true);
}
addEventListener("error", (e) => unforeseen("error", e.error ?? e.message));
addEventListener("unhandledrejection", (e) => {
  e.preventDefault();
  unforeseen("unhandledrejection", e.reason);
});

/** @param {unknown} e */
function asError(e) {
  if (e && typeof e === "object" && "refused" in e) return new Refusal(/** @type {Refused} */ (e).refused);
  if (e && typeof e === "object" && "fault" in e) return new Fault(/** @type {Faulted} */ (e).fault);
  return new Fault({ text: "The program did not answer as it should", lost: "It is not known whether the last step was saved. Open the page again to see.", still: "You can read everything.", detail: String(e) });
}

/** The shell writes a command's argument `as_of` as `asOf`; what is inside an argument keeps its names. @param {object} args */
const named = (args) => Object.fromEntries(Object.entries(args).map(([k, v]) => [k.replace(/_([a-z])/g, (_, c) => c.toUpperCase()), v]));

/** Calls a command of Rust. Throws `Refusal` or `Fault`.
 * @template {keyof Commands} N
 * @param {N} name @param {Commands[N]["args"]} args @returns {Promise<Commands[N]["out"]>} */
export async function call(name, args) {
  pending.count += 1;
  try {
    return await internals().invoke(name, named(args));
  } catch (e) {
    throw asError(e);
  } finally {
    pending.count -= 1;
  }
}

/** Listens to an event of Rust. @param {string} event @param {(payload: any) => void} handler */
export function listen(event, handler) {
  const { invoke, transformCallback } = internals();
  invoke("plugin:event|listen", { event, target: { kind: "Any" }, handler: transformCallback((e) => handler(e.payload)) }).catch((e) => unforeseen(`listen ${event}`, e));
}
