// The small signs: icons, states, levels, keys, sentences whose nouns are links. Shape and word first, colour third.
// It must never fetch anything.
/** @import { StateName, Sentence, Code } from "../commands.d.ts" */
import { html } from "../html.js";
import { record } from "../router.js";
import { session } from "../store.js";

/** @param {{ name: string, mark?: string }} p */
export const Icon = ({ name, mark }) => html`<svg class=${mark ? `mark ${mark}` : "i"} aria-hidden="true"><use href=${`#${name}`} /></svg>`;

/** Stored name, class, mark, word on screen. @type {Record<StateName, [string, string, string]>} */
export const STATES = {
  overdue: ["overdue", "m-overdue", "Overdue"],
  "never reviewed": ["never", "m-never", "Never reviewed"],
  stale: ["stale", "m-stale", "Out of step"],
  "due soon": ["soon", "m-soon", "Due soon"],
  current: ["current", "m-current", "Current"],
  "not applicable": ["na", "m-na", "Not applicable"],
};
const order = Object.keys(STATES);
/** Time before truth. @param {StateName[]} states */
export const inOrder = (states) => [...states].sort((a, b) => order.indexOf(a) - order.indexOf(b));

/** The mark alone, with its word for who cannot see it. @param {{ state: StateName, quiet?: boolean }} p */
export function Mark({ state, quiet }) {
  const [cls, id, word] = STATES[state] ?? STATES["not applicable"];
  return html`<${Icon} name=${id} mark=${cls} />${quiet ? null : html`<span class="unseen">${word}</span>`}`;
}
/** @param {{ state: StateName, word?: string }} p */
export function State({ state, word }) {
  const [cls, id, own] = STATES[state] ?? STATES["not applicable"];
  return html`<span class=${`state ${cls}`}><${Icon} name=${id} mark=${cls} />${word ?? own}</span>`;
}
/** @param {{ states: StateName[], stacked?: boolean }} p */
export const States = ({ states, stacked }) => html`<span class=${`states ${stacked ? "stacked" : ""}`}>${inOrder(states).map((s) => html`<${State} state=${s} />`)}</span>`;
/** For a dense table: the first with its word, the second axis as mark alone. @param {{ states: StateName[] }} p */
export function StatesOne({ states }) {
  const [first, ...rest] = inOrder(states);
  return first ? html`<span class="states one"><${State} state=${first} />${rest.map((s) => html`<${Mark} state=${s} />`)}</span>` : null;
}

export const RANKS = ["low", "medium", "high", "very-high"];
/** @param {number} n */
export const bandOf = (n) => session().bands.find((b) => n >= b.from && n <= b.to);
/** @param {{ n: number }} p */
export function Level({ n }) {
  const band = bandOf(n);
  return html`<span class=${`level ${RANKS[band?.rank ?? 0]}`} title=${band?.name}>${n}<span class="unseen">, ${band?.name}</span></span>`;
}

/** @param {{ children?: any }} p */
export const Kbd = ({ children }) => html`<kbd aria-hidden="true">${children}</kbd>`;

/** @param {{ code: Code, title?: string, asof?: string | null }} p */
export const CodeLink = ({ code, title, asof }) => html`<a href=${record(code, asof)}>${title ? `${code} ${title}` : code}</a>`;

/** A sentence whose nouns are links. @param {{ words: Sentence, asof?: string | null }} p */
export const Words = ({ words, asof }) => words.map((w) => (typeof w === "string" ? w : html`<a href=${record(w.code, asof)}>${w.text}</a>`));

/** "9 risks" @param {number} n @param {string} one @param {string} [many] */
export const count = (n, one, many) => `${n.toLocaleString("en-GB").replace(/\s/g, ",")} ${n === 1 ? one : (many ?? `${one}s`)}`;
/** First letter small, names of things untouched. @param {string} s */
export const lower = (s) => (s.length > 1 && s[1] === s[1].toUpperCase() && s[1] !== " " ? s : s.charAt(0).toLowerCase() + s.slice(1));
/** "a risk", "an asset" @param {string} s */
export const a = (s) => `${/^[aeiou]/i.test(s) ? "an" : "a"} ${lower(s)}`;
/** @param {number} minutes */
export const spell = (minutes) => (minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ""}`);
/** @param {number} bytes */
export const size = (bytes) => (bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
/** A kind as the session declares it, by name or by a code of it. @param {string} name */
export const kindNamed = (name) => session().kinds.find((k) => k.name === name);
/** @param {Code} code */
export const kindOf = (code) => {
  const prefix = code.split("-")[0];
  return session().kinds.find((k) => k.prefix === prefix);
};
