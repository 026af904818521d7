// The field for links: type to search code or title; several stand as chips that can be taken away.
// It must never know a kind: it is told in which kinds to look.
/** @import { Code, StateName } from "../commands.d.ts" */
import { html, useEffect, useMemo, useRef, useState } from "../html.js";
import { call } from "../bridge.js";
import { get, session, useStore } from "../store.js";
import { finds } from "../pure/sort.js";
import { Icon, State, kindNamed, kindOf, inOrder } from "./marks.js";
import { quickAdd } from "../screens/form.js";

/** @typedef {{ id: Code, title: string, kind: string, states: StateName[], retired: boolean }} Found */
/** Titles are asked for once per act and kind. @type {Map<string, Promise<Found[]>>} */
const cache = new Map();
let cachedAt = "";

/** @param {string} kind @returns {Promise<Found[]>} */
function rowsOf(kind) {
  const now = `${get().session?.path}/${get().rev}`;
  if (now !== cachedAt) cache.clear();
  cachedAt = now;
  let rows = cache.get(kind);
  if (!rows) cache.set(kind, (rows = call("register", { kind }).then((r) => r.rows.map((x) => ({ id: x.id, title: x.title, kind, states: x.states, retired: x.retired })))));
  return rows;
}
/** All records that a link may go to. "any" stands for every kind. @param {string[]} kinds */
export function useRecords(kinds) {
  const { rev } = useStore();
  const [rows, setRows] = useState(/** @type {Found[]} */ ([]));
  const names = kinds.includes("any") ? session().kinds.map((k) => k.name) : kinds;
  useEffect(() => {
    let gone = false;
    Promise.all(names.map(rowsOf)).then((all) => !gone && setRows(all.flat()));
    return () => void (gone = true);
  }, [names.join(), rev]);
  return rows;
}

/** @param {{ id: string, kinds: string[], value: any, many: boolean, change: (v: any) => void, titles: Record<Code, string>, described?: string, wrong?: boolean, left?: () => void, name?: string }} p */
export function Picker({ id, kinds, value, many, change, titles, described, wrong, left, name }) {
  const rows = useRecords(kinds);
  const [find, setFind] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  /** @type {Code[]} */
  const chosen = many ? (value ?? []) : value ? [value] : [];
  const byId = useMemo(() => new Map(rows.map((r) => [r.id, r])), [rows]);
  const title = (/** @type {Code} */ c) => byId.get(c)?.title ?? titles[c] ?? "";
  const hits = useMemo(() => {
    const live = rows.filter((r) => !r.retired && !chosen.includes(r.id));
    return (find.trim() ? live.filter((r) => finds(`${r.id} ${r.title}`.toLowerCase(), find.trim())) : live).slice(0, 60);
  }, [rows, find, chosen.join()]);
  const only = kinds.length === 1 ? kindNamed(kinds[0]) : undefined;
  const canAdd = only && only.name !== "evidence" && find.trim().length > 2 && !hits.some((h) => h.title.toLowerCase() === find.trim().toLowerCase());
  const length = hits.length + (canAdd ? 1 : 0);
  const input = () => /** @type {HTMLInputElement | null} */ (box.current?.querySelector("input"));
  const take = (/** @type {Code} */ c) => {
    change(many ? [...chosen, c] : c);
    setFind("");
    setAt(0);
    setOpen(false);
    requestAnimationFrame(() => input()?.focus());
  };
  const drop = (/** @type {Code} */ c) => {
    change(many ? chosen.filter((x) => x !== c) : null);
    requestAnimationFrame(() => input()?.focus());
  };
  const add = () => {
    setOpen(false);
    if (only) quickAdd(only, find.trim(), take);
  };
  const keys = (/** @type {KeyboardEvent} */ e) => {
    if (e.ctrlKey || e.altKey) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      if (!open) setOpen(true);
      else if (length) setAt((at + (e.key === "ArrowDown" ? 1 : length - 1)) % length);
    } else if (e.key === "Enter" && open && length) hits[at] ? take(hits[at].id) : add();
    else if (e.key === "Escape" && open) setOpen(false);
    else if (e.key === "Backspace" && !find && chosen.length) drop(chosen[chosen.length - 1]);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  useEffect(() => {
    box.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at, open]);
  return html`<span class="picker" ref=${box} onFocusOut=${(/** @type {FocusEvent} */ e) => {
    if (box.current?.contains(/** @type {Node | null} */ (e.relatedTarget))) return;
    setOpen(false);
    setFind("");
    left?.();
  }}>
    ${chosen.length ? html`<ul class="picked" aria-label="Chosen">${chosen.map((c) => html`<li class="token"><${Icon} name=${kindOf(c)?.icon ?? "link"} /><span><span class="code faint">${c}</span> ${title(c)}</span><button type="button" aria-label=${`Take ${c} ${title(c)} away`} onClick=${() => drop(c)}><${Icon} name="close" /></button></li>`)}</ul>` : null}
    ${many || !chosen.length ? html`<span class="find"><${Icon} name="search" /><input class="field-in" id=${id} role="combobox" aria-label=${name} aria-expanded=${open && length > 0 ? "true" : "false"} aria-controls=${`${id}-list`} aria-autocomplete="list" aria-activedescendant=${open && length ? `${id}-${at}` : undefined} aria-describedby=${described} aria-invalid=${wrong ? "true" : undefined}
      autocomplete="off" spellcheck=${false} value=${find} onInput=${(/** @type {any} */ e) => (setFind(e.target.value), setAt(0), setOpen(true))} onClick=${() => setOpen(true)} onKeyDown=${keys} /></span>` : html`<input class="unseen" id=${id} aria-label=${name} aria-describedby=${`${described ?? ""} ${id}-way`.trim()} readonly value=${`${chosen[0]} ${title(chosen[0])}`} onKeyDown=${keys} /><span hidden id=${`${id}-way`}>Backspace takes it away</span>`}
    ${open && length
      ? html`<ul class="options" role="listbox" id=${`${id}-list`} aria-label="Found" onMouseDown=${(/** @type {Event} */ e) => e.preventDefault()}>
          ${hits.map((r, i) => html`<li role="option" id=${`${id}-${i}`} aria-selected=${i === at ? "true" : "false"} onClick=${() => take(r.id)}><${Icon} name=${kindNamed(r.kind)?.icon ?? "link"} /><span><span class="code faint">${r.id}</span> ${r.title}</span>${r.states[0] && r.states[0] !== "current" && r.states[0] !== "not applicable" ? html`<span class="push"><${State} state=${inOrder(r.states)[0]} /></span>` : null}</li>`)}
          ${canAdd ? html`<li role="option" id=${`${id}-${hits.length}`} aria-selected=${at === hits.length ? "true" : "false"} onClick=${add}><${Icon} name="plus" /><span>Add “${find.trim()}”…</span></li>` : null}</ul>`
      : open && find.trim() && !length ? html`<p class="options none" id=${`${id}-list`}>Nothing is called that.</p>` : html`<span id=${`${id}-list`} hidden></span>`}</span>`;
}
