// Long work under way: what is being done, how far, and Cancel. Under 400 ms nothing is shown.
// It must never know what the work is.
import { html, useEffect, useReducer } from "../html.js";
import { get, set } from "../store.js";

/** @typedef {{ title: string, words: string, part: number, begun: number, cancelling: boolean, cancel: () => Promise<unknown> }} Working */

/** "about 20 seconds left", once it can be told. @param {Working} w */
function left(w) {
  const gone = (performance.now() - w.begun) / 1000;
  if (gone < 3 || w.part < 0.1) return "";
  const s = Math.round((gone * (1 - w.part)) / w.part);
  return s < 5 ? "a few seconds left" : s < 60 ? `about ${Math.ceil(s / 5) * 5} seconds left` : `about ${Math.ceil(s / 60)} min left`;
}
/** @param {{ work: Working, small?: boolean }} p */
export function Work({ work, small }) {
  const [, again] = useReducer((/** @type {number} */ n) => n + 1, 0);
  useEffect(() => {
    const late = setTimeout(again, 410);
    return () => clearTimeout(late);
  }, [work.begun]);
  if (performance.now() - work.begun < 400) return null;
  const cancel = () => {
    const now = get().work;
    if (!now || now.cancelling) return;
    set({ work: { ...now, cancelling: true } });
    now.cancel();
  };
  const part = Math.round(work.part * 100);
  const words = work.cancelling ? "Cancelling…" : work.words;
  return html`<div class=${`work ${small ? "small" : ""}`}><p class="row tight"><b>${work.title}</b><span class="dim" role="status">${words}</span>${small || work.cancelling ? null : html`<span class="faint push">${left(work)}</span>`}</p>
    <div class="row tight"><div class="gauge" role="progressbar" aria-label=${work.title} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${part} aria-valuetext=${words}><i class="g-blue" style=${{ width: `${part}%` }}></i></div><button type="button" class="btn slim" aria-disabled=${work.cancelling ? "true" : undefined} onClick=${cancel}>Cancel</button></div></div>`;
}
