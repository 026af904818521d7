// Keys of the whole window and of each screen: who listens, in which order, and what to say of them on "?".
// It must never know what a key does beyond its words.
import { get } from "./store.js";
import { useEffect, useRef } from "./html.js";

/** "Ctrl+K", "Alt+ArrowLeft", "n", "/", "Escape". `says` makes it appear under "?". A handler that returns `false` lets the key go on.
 * @typedef {{ key: string, says?: string, run: (e: KeyboardEvent) => unknown }} Key */

/** The newest listens first. @type {{ current: Key[] }[]} */
const stack = [];

/** @param {KeyboardEvent} e */
function spelled(e) {
  const key = e.key.length === 1 && (e.ctrlKey || e.metaKey || e.altKey) ? e.key.toUpperCase() : e.key;
  return `${e.ctrlKey || e.metaKey ? "Ctrl+" : ""}${e.altKey ? "Alt+" : ""}${e.shiftKey && key.length > 1 ? "Shift+" : ""}${e.shiftKey && (e.ctrlKey || e.metaKey) && key.length === 1 && /[A-Z]/.test(key) ? "Shift+" : ""}${key}`;
}
/** Is the owner writing? @param {EventTarget | null} t */
export function writing(t) {
  return t instanceof HTMLElement && (t.isContentEditable || t.matches("textarea, select, input:not([type=radio]):not([type=checkbox]):not([type=button])"));
}

addEventListener("keydown", (e) => {
  if (e.defaultPrevented || e.isComposing) return;
  const name = spelled(e);
  const letter = e.key.length === 1 && !e.ctrlKey && !e.metaKey && !e.altKey;
  if (letter && (writing(e.target) || !get().settings.single_keys)) return;
  for (const layer of [...stack].reverse()) {
    for (const k of layer.current) {
      if (k.key.toLowerCase() !== name.toLowerCase()) continue;
      if (k.run(e) !== false) {
        e.preventDefault();
        return;
      }
    }
  }
});

/** Keys that hold as long as the component stands. Those of the whole window are `under` all others. @param {Key[]} keys @param {boolean} [under] */
export function useKeys(keys, under = false) {
  const layer = useRef(keys);
  layer.current = keys;
  useEffect(() => {
    stack[under ? "unshift" : "push"](layer);
    return () => void stack.splice(stack.indexOf(layer), 1);
  }, []);
}

/** Everything that can be pressed now, the screen's own first. */
export function spoken() {
  const seen = new Set();
  return [...stack].reverse().flatMap((l) => l.current).filter((k) => k.says && !seen.has(k.key) && seen.add(k.key)).map((k) => ({ key: k.key, says: /** @type {string} */ (k.says) }));
}

const NAMES = { arrowup: "↑", arrowdown: "↓", arrowleft: "←", arrowright: "→", escape: "Esc", " ": "Space" };
/** How a key is written on the screen. @param {string} key */
export const written = (key) => key.replace("++", "+plus").split("+").map((k) => (k === "plus" ? "+" : k)).map((k) => /** @type {Record<string, string>} */ (NAMES)[k.toLowerCase()] ?? (k.length === 1 ? k.toUpperCase() : k)).join(" ");
