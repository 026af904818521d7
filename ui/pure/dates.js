// Days as words and words as days. A day is "2026-11-24"; the clock of the machine is never asked.
// It must never know a screen, nor which field a day stands in.
/** @import { Day } from "../commands.d.ts" */

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAY = 86400000;

/** @param {Day} day */
const stamp = (day) => Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8, 10));
/** @param {number} t @returns {Day} */
const iso = (t) => new Date(t).toISOString().slice(0, 10);

/** Days from one to the other. @param {Day} from @param {Day} to */
export const between = (from, to) => Math.round((stamp(to) - stamp(from)) / DAY);
/** @param {Day} day @param {number} n */
export const addDays = (day, n) => iso(stamp(day) + n * DAY);
/** The same day of another month, or its last one. @param {Day} day @param {number} n */
export function addMonths(day, n) {
  const [y, m, d] = day.split("-").map(Number);
  const first = new Date(Date.UTC(y, m - 1 + n, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return iso(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(d, last)));
}

/** "18 November", with the year when it is not this year. @param {Day} day @param {Day} today */
export function sayDay(day, today) {
  const d = `${+day.slice(8, 10)} ${MONTHS[+day.slice(5, 7) - 1]}`;
  return day.slice(0, 4) === today.slice(0, 4) ? d : `${d} ${day.slice(0, 4)}`;
}
/** "18 Nov", with the year when it is not this year and the reader cannot guess it. @param {Day} day @param {Day} today */
export function shortDay(day, today) {
  const d = `${+day.slice(8, 10)} ${MONTHS[+day.slice(5, 7) - 1].slice(0, 3)}`;
  return Math.abs(between(today, day)) < 300 ? d : `${d} ${day.slice(0, 4)}`;
}
/** "18 November 2026" @param {Day} day */
export const fullDay = (day) => `${+day.slice(8, 10)} ${MONTHS[+day.slice(5, 7) - 1]} ${day.slice(0, 4)}`;
/** "Tuesday 24 November 2026" @param {Day} day */
export const longDay = (day) => `${WEEKDAYS[new Date(stamp(day)).getUTCDay()]} ${fullDay(day)}`;

/** "in 14 weeks", "6 days ago" @param {Day} day @param {Day} today */
export function away(day, today) {
  const n = between(today, day);
  if (n === 0) return "today";
  const a = Math.abs(n);
  const words = a < 14 ? [a, "day"] : a < 120 ? [Math.round(a / 7), "week"] : a < 730 ? [Math.round(a / 30.44), "month"] : [Math.round(a / 365.25), "year"];
  const s = `${words[0]} ${words[1]}${words[0] === 1 ? "" : "s"}`;
  return n > 0 ? `in ${s}` : `${s} ago`;
}
/** "Tue 4 March 2027 (in 14 weeks)" @param {Day} day @param {Day} today */
export const sayBack = (day, today) => `${WEEKDAYS[new Date(stamp(day)).getUTCDay()].slice(0, 3)} ${fullDay(day)} (${away(day, today)})`;

/** "11 March 2025, 18:40" @param {string} moment @param {Day} today */
export const sayMoment = (moment, today) => `${sayDay(moment.slice(0, 10), today)}, ${moment.slice(11, 16)}`;

/** How far that place's clocks stand from UTC at that moment: "+02:00". An unknown zone: as on this machine. @param {string} local "2026-04-20T14:10" @param {string} zone */
export function offsetAt(local, zone) {
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall)) return "+00:00";
  let minutes = -new Date(local).getTimezoneOffset();
  try {
    const clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
    const off = (/** @type {number} */ t) => {
      const p = Object.fromEntries(clock.formatToParts(t).map((x) => [x.type, +x.value]));
      return Math.round((Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute) - t) / 60000);
    };
    minutes = off(wall - off(wall) * 60000);
  } catch {
    // A zone that nobody knows: the machine's own stands.
  }
  const a = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${String(Math.floor(a / 60)).padStart(2, "0")}:${String(a % 60).padStart(2, "0")}`;
}
/** A time of day as people write it: "8:40", "0840", "8". @param {string} typed @returns {string | null} */
export function readTime(typed) {
  const m = typed.trim().match(/^(\d{1,2})(?:[:.h]?(\d{2}))?$/);
  return m && +m[1] < 24 && +(m[2] ?? 0) < 60 ? `${m[1].padStart(2, "0")}:${m[2] ?? "00"}` : null;
}
/** "41 hours left", "50 minutes left", "23 days left", "3 hours late" @param {number} minutes */
export function left(minutes) {
  const a = Math.abs(minutes);
  const [n, one] = a < 120 ? [a, "minute"] : a < 120 * 60 ? [Math.floor(a / 60), "hour"] : [Math.floor(a / 1440), "day"];
  return `${n} ${one}${n === 1 ? "" : "s"} ${minutes < 0 ? "late" : "left"}`;
}

/** @param {number} y @param {number} m @param {number} d @returns {Day | null} */
function real(y, m, d) {
  if (y < 100) y += 2000;
  const t = new Date(Date.UTC(y, m - 1, d));
  return t.getUTCFullYear() === y && t.getUTCMonth() === m - 1 && t.getUTCDate() === d ? iso(t.getTime()) : null;
}
/** The day of that name nearest to today: in November "12 jan" is the coming one. @param {number} m @param {number} d @param {Day} today */
function nearest(m, d, today) {
  const y = +today.slice(0, 4);
  const found = [y - 1, y, y + 1].map((year) => real(year, m, d)).filter((day) => day !== null);
  return found.sort((a, b) => Math.abs(between(today, a)) - Math.abs(between(today, b)))[0] ?? null;
}
/** @param {string} word */
const month = (word) => (word.length < 3 ? 0 : MONTHS.findIndex((m) => m.toLowerCase().startsWith(word)) + 1);
/** @param {string} word */
const weekday = (word) => (word.length < 2 ? -1 : WEEKDAYS.findIndex((w) => w.toLowerCase().startsWith(word)));

/** A day from any usual way of writing it: "2027-01-12", "12 jan", "12.1.27", "12/1/2027", "+6m", "in 2 weeks", "next fri", "today".
 * @param {string} typed @param {Day} today @returns {Day | null} */
export function readDay(typed, today) {
  const s = typed.trim().toLowerCase().replace(/,/g, " ").replace(/\s+/g, " ").replace(/(\d)(st|nd|rd|th)\b/, "$1");
  /** @type {RegExpMatchArray | null} */
  let m;
  if (s === "today" || s === "now") return today;
  if (s === "tomorrow") return addDays(today, 1);
  if (s === "yesterday") return addDays(today, -1);
  if ((m = s.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/))) return real(+m[1], +m[2], +m[3]);
  if ((m = s.match(/^(\d{1,2})[./](\d{1,2})[./](\d{2}|\d{4})$/))) return real(+m[3], +m[2], +m[1]);
  if ((m = s.match(/^(\d{1,2})[./](\d{1,2})\.?$/))) return nearest(+m[2], +m[1], today);
  if ((m = s.match(/^([+-]|in )\s*(\d{1,3})\s*(d|w|m|y)[a-z]*$/)) || (m = s.match(/^()(\d{1,3})\s*(d|w|m|y)[a-z]* (?:from now|ago)$/))) {
    const n = +m[2] * (m[1] === "-" || s.endsWith("ago") ? -1 : 1);
    return m[3] === "d" ? addDays(today, n) : m[3] === "w" ? addDays(today, 7 * n) : addMonths(today, m[3] === "y" ? 12 * n : n);
  }
  if ((m = s.match(/^(next |last )?([a-z]+)$/))) {
    const w = weekday(m[2]);
    if (w < 0) return null;
    const now = new Date(stamp(today)).getUTCDay();
    return m[1] === "last " ? addDays(today, -(((now - w + 6) % 7) + 1)) : addDays(today, ((w - now + 6) % 7) + 1);
  }
  if ((m = s.match(/^(\d{1,2})\.? ([a-z]+)\.?(?: (\d{2}|\d{4}))?$/)) && month(m[2])) return m[3] ? real(+m[3], month(m[2]), +m[1]) : nearest(month(m[2]), +m[1], today);
  if ((m = s.match(/^([a-z]+)\.? (\d{1,2})(?: (\d{2}|\d{4}))?$/)) && month(m[1])) return m[3] ? real(+m[3], month(m[1]), +m[2]) : nearest(month(m[1]), +m[2], today);
  return null;
}
