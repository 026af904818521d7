// The fields for a day and for a moment: typed in any usual way, said back with its weekday, or picked from a small calendar.
// It must never know which day would be right.
/** @import { Day } from "../commands.d.ts" */
import { html, useEffect, useRef, useState } from "../html.js";
import { session } from "../store.js";
import { addDays, addMonths, fullDay, longDay, offsetAt, readDay, readTime, sayBack } from "../pure/dates.js";
import { Icon } from "./marks.js";

/** @param {{ id: string, value: Day | null | undefined, change: (day: Day | null) => void, name?: string, described?: string, wrong?: boolean, left?: () => void, today?: Day }} p `today` is that of the open file, where one is. */
export function DayField({ id, value, change, name, described, wrong, left, today = session().today }) {
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const [open, setOpen] = useState(false);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const shown = typed ?? (value ? fullDay(value) : "");
  const read = typed === null ? value : readDay(typed, today);
  const input = (/** @type {string} */ s) => {
    setTyped(s);
    const day = readDay(s, today);
    if (day || !s.trim()) change(day);
  };
  const leave = () => {
    if (typed !== null && (read || !typed.trim())) setTyped(null);
    left?.();
  };
  const says = read ? sayBack(read, today) : typed?.trim() ? "That is not a day yet. Try “12 jan”, “+6m” or “next fri”." : "";
  return html`<span class="day" ref=${box}>
    <span class="day-row"><input class="field-in" id=${id} aria-label=${name} aria-describedby=${`${described ?? ""} ${id}-says`.trim()} aria-invalid=${wrong ? "true" : undefined} autocomplete="off" value=${shown}
      onInput=${(/** @type {any} */ e) => input(e.target.value)} onBlur=${leave} />
    <button type="button" class="btn icon" aria-label=${`Pick ${name ? name.toLowerCase() : "the day"} from a calendar`} aria-expanded=${open ? "true" : "false"} onClick=${() => setOpen(!open)}><${Icon} name="calendar" /></button></span>
    <span class="tiny dim says" id=${`${id}-says`}>${says}</span>
    ${open ? html`<${Month} start=${read ?? today} today=${today} pick=${(/** @type {Day | null} */ d) => {
      setOpen(false);
      if (d) {
        setTyped(null);
        change(d);
      }
      /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector("input"))?.focus();
    }} />` : null}</span>`;
}

/** A day and a time of day, with the offset of the organization's own clocks. @param {{ id: string, value: string | null | undefined, change: (moment: string | null) => void, described?: string, wrong?: boolean, left?: () => void }} p */
export function MomentField({ id, value, change, described, wrong, left }) {
  const [day, setDay] = useState(/** @type {Day | null} */ (value?.slice(0, 10) ?? null));
  const [typed, setTyped] = useState(value?.slice(11, 16) ?? "");
  useEffect(() => {
    if (!value) return;
    setDay(value.slice(0, 10));
    if (readTime(typed) !== value.slice(11, 16)) setTyped(value.slice(11, 16));
  }, [value]);
  const put = (/** @type {Day | null} */ d, /** @type {string} */ t) => {
    setDay(d);
    setTyped(t);
    const time = readTime(t);
    change(d && time ? `${d}T${time}${offsetAt(`${d}T${time}`, session().zone)}` : null);
  };
  const now = () => {
    const at = new Date();
    put(session().today, `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`);
  };
  return html`<span class="moment"><${DayField} id=${id} value=${day} change=${(/** @type {Day | null} */ d) => put(d, typed)} described=${described} wrong=${wrong} left=${left} />
    <span class="time"><input class="field-in" id=${`${id}-time`} aria-label="At what time?" placeholder="14:10" autocomplete="off" inputmode="numeric" aria-invalid=${wrong ? "true" : undefined} value=${typed} onInput=${(/** @type {any} */ e) => put(day, e.target.value)} onBlur=${() => (readTime(typed) && setTyped(readTime(typed) ?? ""), left?.())} />
    <button type="button" class="linkish small" onClick=${now}>now</button><span class="tiny dim">${value ? `UTC${value.slice(16)}` : day && !readTime(typed) ? "At what time? Like 14:10." : ""}</span></span></span>`;
}

/** @param {{ start: Day, today: Day, pick: (day: Day | null) => void }} p */
function Month({ start, today, pick }) {
  const [at, setAt] = useState(start);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector("[tabindex='0']"))?.focus();
    const out = (/** @type {Event} */ e) => !box.current?.parentElement?.contains(/** @type {Node} */ (e.target)) && pick(null);
    addEventListener("pointerdown", out);
    return () => removeEventListener("pointerdown", out);
  }, [at]);
  const first = `${at.slice(0, 8)}01`;
  const lead = (new Date(`${first}T00:00Z`).getUTCDay() + 6) % 7;
  const weeks = Array.from({ length: 6 }, (_, w) => Array.from({ length: 7 }, (_, d) => addDays(first, w * 7 + d - lead)));
  const walk = (/** @type {KeyboardEvent} */ e) => {
    const to = { ArrowLeft: addDays(at, -1), ArrowRight: addDays(at, 1), ArrowUp: addDays(at, -7), ArrowDown: addDays(at, 7), PageUp: addMonths(at, -1), PageDown: addMonths(at, 1) }[e.key];
    if (to) setAt(to);
    else if (e.key === "Escape") pick(null);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  return html`<span class="month" role="dialog" aria-label="Pick a day" ref=${box} onKeyDown=${walk}>
    <span class="row tight"><button type="button" class="btn icon slim" aria-label="Earlier month" onClick=${() => setAt(addMonths(at, -1))}><${Icon} name="back" /></button><b class="push" aria-live="polite">${fullDay(at).replace(/^\d+ /, "")}</b><button type="button" class="btn icon slim push" aria-label="Later month" onClick=${() => setAt(addMonths(at, 1))}><${Icon} name="next" /></button></span>
    <table role="grid" aria-label=${fullDay(at).replace(/^\d+ /, "")}><thead><tr>${["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map((d) => html`<th scope="col">${d}</th>`)}</tr></thead><tbody>${weeks
      .filter((w) => w.some((d) => d.slice(0, 7) === at.slice(0, 7)))
      .map((w) => html`<tr>${w.map((d) => html`<td aria-selected=${d === at ? "true" : "false"}><button type="button" tabindex=${d === at ? "0" : "-1"} class=${`${d.slice(0, 7) === at.slice(0, 7) ? "" : "faint"} ${d === today ? "now" : ""}`} aria-label=${longDay(d)} onClick=${() => pick(d)}>${+d.slice(8)}</button></td>`)}</tr>`)}</tbody></table></span>`;
}
