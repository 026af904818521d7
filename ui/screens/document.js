// What does it say, what changed, who must know? The page of what has versions and words: read, write, compare.
// It must never decide what differs, what number follows, whom it costs, nor who may approve: all that comes computed.
/** @import { Code, KindInfo, Price, RecordShown, Version } from "../commands.d.ts" */
import { html, useEffect, useMemo, useRef, useState } from "../html.js";
import { Refusal } from "../bridge.js";
import { act, session, set, useCall, useStore } from "../store.js";
import { address, go, record, refine } from "../router.js";
import { useKeys } from "../keys.js";
import { fullDay, sayDay } from "../pure/dates.js";
import * as writing from "../pure/writing.js";
import { askNoEffect, askWhy, begin, chooseAndAttach } from "../parts/acts.js";
import { AsOfSeg, pastBar, showAsOf } from "../parts/asof.js";
import { DayField } from "../parts/day.js";
import { Seg } from "../parts/dialog.js";
import { Ask, Control } from "../parts/field.js";
import { Page } from "../parts/frame.js";
import { History } from "../parts/history.js";
import { Links } from "../parts/links.js";
import { count, Icon, Kbd, kindNamed, Mark, States, Words } from "../parts/marks.js";
import { Picker } from "../parts/picker.js";
import { Differences, Prose } from "../parts/prose.js";
import { keepDraft, readDraft } from "./form.js";

/** What is being written. @typedef {{ text: string, change: "major" | "minor" | "", changed_what: string, in_force_from: string | null }} Draft_ */

/** @param {{ rec: RecordShown, kind: KindInfo, asof: string | null, days: any[], verbs: (more: any) => any, evidence: any }} p */
export function Document({ rec, kind, asof, days, verbs, evidence }) {
  const { address: at, saving } = useStore();
  const { data: doc } = useCall("versions", { id: rec.id, as_of: asof });
  const key = `text:${rec.id}`;
  const kept = useMemo(() => readDraft(key), []);
  const [words, setWords] = useState(/** @type {Draft_ | null} */ (kept));
  const [note, setNote] = useState(kept ? "Your words of last time are here again." : "");
  const [wrong, setWrong] = useState("");
  const show = asof && at.query.show === "write" ? "read" : (at.query.show ?? "read");
  const today = session().today;
  const draft = doc?.draft ?? null;
  const fileDraft = Boolean(draft?.file);
  /** What the editor begins with: the draft that waits, or the words in force. */
  const start = /** @type {Draft_} */ (doc ? { text: draft ? draft.text : doc.words, change: draft?.change || "", changed_what: draft?.changed_what ?? "", in_force_from: draft?.from ?? null } : { text: "", change: "", changed_what: "", in_force_from: null });
  const now = words ?? start;
  const dirty = Boolean(words && doc && JSON.stringify(words) !== JSON.stringify(start));
  const put = (/** @type {Partial<Draft_>} */ patch) => {
    setWords({ ...now, ...patch });
    setWrong("");
  };
  const keep = () => dirty && words && keepDraft(key, words).then(() => setNote("Draft kept"), () => setNote("The draft could not be kept."));
  // Words that came from the draft are kept already: to keep them again would wipe the sentence that they are back.
  useEffect(() => {
    if (!dirty || words === kept) return;
    const t = setTimeout(keep, 400);
    return () => clearTimeout(t);
  }, [words, dirty]);
  const forget = () => {
    keepDraft(key, null);
    setWords(null);
    setNote("");
  };
  const refuse = (/** @type {any} */ e) => {
    if (!(e instanceof Refusal)) throw e;
    const said = [e.refused, ...(e.refused.also ?? [])].map((r) => `${r.text} ${r.hint}`).join(" ");
    setWrong(said);
    set({ assertive: said });
  };
  const written = (/** @type {boolean} */ ask) => ({ ...(fileDraft && now.text === start.text ? {} : { text: now.text }), ...(now.change ? { change: now.change } : {}), ...(now.changed_what.trim() ? { changed_what: now.changed_what.trim() } : {}), ...(now.in_force_from ? { in_force_from: now.in_force_from } : {}), ask });
  const save = async (/** @type {boolean} */ ask) => {
    try {
      const out = ask && !dirty && draft ? await act("ask_approval", { id: rec.id }) : await act("write_draft", { id: rec.id, written: written(ask) });
      if (out) forget();
    } catch (e) {
      refuse(e);
    }
  };
  const fromFile = async () => {
    try {
      const { text: _, ...rest } = written(false);
      const out = await act("draft_from_file", { id: rec.id, handle: null, written: { ...rest, ask: false } });
      if (out) forget();
    } catch (e) {
      refuse(e);
    }
  };
  const discard = () => (draft && !doc?.first ? askWhy({ title: `Give up the draft of ${rec.id}`, lead: "The version in force stays as it is. What was kept of the draft stays in the trail.", word: "Give it up", run: async (why) => {
    const out = await act("discard_draft", { id: rec.id, why });
    if (out) forget();
    return out;
  } }) : set({ dialog: { title: "Discard what you wrote here?", view: () => html`<p>It is not in the record yet and cannot be brought back.</p><p class="row end"><button type="button" class="btn" onClick=${() => set({ dialog: null })}>Keep writing</button><button type="button" class="btn primary" onClick=${() => (set({ dialog: null }), forget())}>Discard the draft</button></p>` } }));
  const approve = () => doc && askApprove(rec, doc, now);
  const decline = () => askWhy({ title: `Not approved: ${rec.id} ${rec.title}`, lead: "It goes back to being a draft; what has to be different stands in the trail.", word: "Refuse", whyLabel: "What has to be different?", whyHint: "One sentence for whoever writes on.", run: (why) => act("refuse_draft", { id: rec.id, why }) });
  const choose = (/** @type {string} */ v) => refine({ show: v === "read" ? null : v });
  useKeys([
    { key: "r", says: "review", run: () => !asof && rec.guide && go(rec.item?.available ? begin(rec.item) : address(["wizard", rec.guide.name, rec.id])) },
    { key: "e", says: "write", run: () => !asof && choose("write") },
    { key: "Ctrl+S", says: "keep as draft", run: () => (show === "write" && dirty ? void save(false) : false) },
    { key: "Escape", says: "back", run: () => (asof ? showAsOf(null) : show !== "read" ? choose("read") : go(address([kind.name], { at: rec.id }))) },
  ]);
  const owner = rec.body.owner && rec.titles[rec.body.owner];
  const inForce = doc?.versions.find((v) => v.state === "in force");
  const line = [inForce ? `version ${inForce.number} in force${inForce.from ? (inForce.from > today ? ` from ${sayDay(inForce.from, today)}` : ` since ${fullDay(inForce.from)}`) : ""}` : doc?.first ? `version ${rec.body.version}, ${doc.draft?.state ?? "draft"}` : rec.body.version && `version ${rec.body.version}`, owner].filter(Boolean).join(" · ");
  const waits = !asof && draft?.state === "in approval";
  const lead = show === "write" && dirty ? { alone: true, button: html`<button type="button" class="btn primary" onClick=${() => save(false)}>${saving ? "Saving…" : html`Keep as draft <${Kbd}>Ctrl S<//>`}</button>` }
    : waits ? { button: html`<button type="button" class="btn primary" onClick=${approve}>Approve…</button>` } : null;
  const more = [
    { label: "All answers", run: () => refine({ show: "all" }) },
    { label: "Edit the other answers…", run: () => go(address(["edit", rec.id])) },
    waits ? { label: "Refuse…", run: decline } : null,
    ...rec.verbs.filter((v) => v.to === "withdrawn").map((v) => ({ label: `${v.label}…`, off: "By its review: it asks what answers its clauses then.", run: () => {} })),
  ];
  return html`<${Page} ruled=${false} asof=${pastBar(days) && { .../** @type {any} */ (pastBar(days)), compare: () => refine({ show: "compare" }) }}
    crumb=${html`<a href=${address([kind.name])}>${kind.plural}</a><${Icon} name="right" />${rec.id}`} title=${rec.title}
    sub=${html`<p class="state-line">${rec.retired ? html`<span class="state na"><${Icon} name="m-na" mark="na" />Retired: ${rec.retired}</span>` : html`<${States} states=${rec.states} />`} <span class="small faint">${line}</span></p>`}
    actions=${html`<span class="row record-verbs">${verbs({ lead, more, before: html`<${Seg} label="Show" value=${show} choose=${choose} options=${[{ value: "read", says: "Read" }, ...(asof || rec.retired ? [] : [{ value: "write", says: "Write" }]), { value: "compare", says: "Compare" }]} />` })}</span>`}
    under=${show === "read" ? html`<${AsOfSeg} days=${days} />` : show === "write" ? html`<${Tools} text=${now.text} put=${(/** @type {string} */ text) => put({ text })} note=${wrong ? "" : note} />` : null}>${show === "compare" && doc ? html`<${Comparing} rec=${rec} versions=${doc.versions} text=${dirty ? now.text : null} panel=${panel()} />` : html`<div class="split">
      ${show === "write" ? html`<${Editor} text=${now.text} put=${(/** @type {string} */ text) => put({ text })} left=${keep} wrong=${wrong} file=${fileDraft} id=${rec.id} />`
        : html`<div class="pad" tabindex="0" role="region" aria-label=${`The text of ${rec.id}`}><${Reading} rec=${rec} doc=${doc} /></div>`}
      ${panel()}</div>`}<//>`;

  function panel() {
    const answers = [...(rec.body.answers ?? [])];
    const links = rec.rests_on;
    const by = now.change === "minor" ? doc?.minor : doc?.major;
    return html`<aside class="panel" aria-label="Why, and what follows">
      ${rec.reasons.length && !asof ? html`<section><h2>${rec.states[0] === "stale" ? "Why it is out of step" : "Why it needs you"}</h2><ul class="links">${rec.reasons.map((r) => html`<li><${Mark} state=${r.state} /><span><${Words} words=${r.sentence} /></span>${r.input && r.changed && !r.contradiction ? html`<span class="why"><button type="button" class="linkish" onClick=${() => askNoEffect(rec.id, r)}>Does not affect it…<span class="unseen"> ${r.input}</span></button></span>` : null}</li>`)}</ul></section>` : null}
      ${doc && !asof && !rec.retired && (draft || show === "write" || dirty) ? html`<section><h2>This version</h2>
        ${doc.first ? html`<p class="small">It is the first: version ${doc.major.number}.</p>` : html`<fieldset><legend class="small">Does anyone have to act differently?</legend><div class="row">${(/** @type {["major", "minor"]} */ (["major", "minor"])).map((c) => html`<label class="row tight small"><input type="radio" name="mm" checked=${now.change === c} disabled=${show !== "write"} onChange=${() => put({ change: c })} /> ${c === "major" ? `Yes: version ${doc.major.number}` : `No: ${doc.minor.number}`}</label>`)}</div></fieldset>
        ${now.change && by ? html`<${Costs} price=${by} />` : null}`}
        ${show === "write" ? html`${doc.first ? null : html`<${Ask} id="doc-what" label="What changed, in two sentences that staff will read?"><textarea id="doc-what" rows="3" value=${now.changed_what} onInput=${(/** @type {any} */ e) => put({ changed_what: e.target.value })} onBlur=${keep}></textarea><//>`}
          <${Ask} id="doc-from" label="From when shall it hold?" optional><${DayField} id="doc-from" value=${now.in_force_from} change=${(/** @type {any} */ v) => put({ in_force_from: v })} /><//>` : now.changed_what ? html`<p class="above-2 small dim">${now.changed_what}</p>` : null}
        ${wrong ? html`<p class="mistake" role="alert"><${Icon} name="m-overdue" mark="overdue" /><span>${wrong}</span></p>` : null}
        <p class="row above-3">${waits && !dirty ? html`<button type="button" class="btn slim" onClick=${decline}>Refuse…</button>${show === "write" ? html`<button type="button" class="btn slim" onClick=${approve}>Approve…</button>` : null}` : html`<button type="button" class="btn slim" onClick=${() => save(true)}>Ask for approval</button>${draft && !dirty ? html`<button type="button" class="btn slim" onClick=${approve}>Approve…</button>` : null}`}${dirty || (draft && !doc.first) ? html`<button type="button" class="btn quiet slim" onClick=${discard}>Discard…</button>` : null}</p>
        ${show === "write" ? html`<p class="above-2 tiny faint">The text is a file? <button type="button" class="linkish" onClick=${fromFile}>Choose a DOCX or PDF…</button></p>` : null}</section>` : null}
      ${doc ? html`<section><h2>Versions</h2><table class="tbl inset"><tbody>${doc.versions.map((v) => html`<tr><td>${v.state === "in force" ? html`<b>${v.number}</b>` : v.number}</td><td>${v.key === "draft" ? `${v.state}${v.since ? `, ${sayDay(v.since, today)}` : ""}` : v.from ? `${v.state === "approved" ? "from " : ""}${sayDay(v.from, today)}` : ""}</td><td class=${`num ${v.approver ? "" : "faint"}`} title=${v.approved}>${v.approver || "not signed"}</td></tr>`)}</tbody></table></section>` : null}
      ${links.length || answers.length ? html`<section><h2>It answers</h2><${Links} links=${links} asof=${asof} />${answers.length ? html`<p class="small dim">${answers.join(", ")}</p>` : null}</section>` : null}
      ${rec.rested_on_by.length ? html`<section><h2>What rests on it</h2><${Links} links=${rec.rested_on_by} asof=${asof} /></section>` : null}
      ${rec.also.length ? html`<section><h2>Also named</h2><${Links} links=${rec.also} asof=${asof} /></section>` : null}
      ${rec.reviews.length ? html`<section><h2>Reviews</h2><ul class="links">${rec.reviews.slice(0, 6).map((r) => html`<li><${Mark} state="current" /><a href=${record(r.id)}>${r.outcome}</a><span class="faint">${sayDay(r.held_on, today)}</span></li>`)}</ul></section>` : null}
      <section><h2>Evidence</h2>${evidence}</section>
      ${rec.history.length ? html`<section><h2>History</h2><${History} entries=${rec.history.slice(0, 8)} titles=${rec.titles} /></section>` : null}</aside>`;
  }
}

/** What the version asks of people, and puts out of step. @param {{ price: Price }} p */
function Costs({ price }) {
  // Few of a kind by name, many by their number.
  const kinds = [...new Set(price.out_of_step.map((l) => l.kind))].map((k) => price.out_of_step.filter((l) => l.kind === k)).sort((a, b) => a.length - b.length);
  const said = kinds.flatMap((all) => (all.length < 4 ? all.map((l) => html`<a href=${record(l.id)}>${l.id} ${l.title}</a>`) : [count(all.length, kindNamed(all[0].kind)?.title.toLowerCase() ?? "thing", kindNamed(all[0].kind)?.plural.toLowerCase())]));
  return html`<div class="above-3 note"><${Icon} name="m-note" mark="na" /><p>With ${price.number}, ${price.people ? html`<b>${count(price.people, "person", "people")}</b> ${price.people === 1 ? "confirms" : "confirm"} again that they have read it` : "nobody has to confirm anything again"}${said.length ? html`, and ${said.map((x, i) => html`${i ? (i === said.length - 1 ? " and " : ", ") : ""}${x}`)} ${price.out_of_step.length === 1 ? "is" : "are"} out of step` : ", and nothing is put out of step"}.</p></div>`;
}

/** @param {{ rec: RecordShown, doc: import("../commands.d.ts").PolicyShown | null }} p */
function Reading({ rec, doc }) {
  const text = rec.body.text ?? rec.body.file_text ?? "";
  const file = rec.body.file;
  return html`<article class="sheet">${file ? html`<div class="note"><${Icon} name="attach" /><p>The text is a file: <a href=${record(file)}>${file} ${rec.titles[file] ?? ""}</a>. ${text ? "Its words were taken out for search and comparison." : (doc?.versions[0]?.no_words ?? "No words could be taken out of it.")}</p></div>` : null}
    ${text ? html`<div class="record"><${Prose} text=${text} top=${2} /></div>` : file ? null : html`<p class="dim">There is no text yet.</p>`}</article>`;
}

/** Puts an edit into the field so that the field's own undo knows it. @param {HTMLTextAreaElement} el @param {writing.Edit} e @param {(text: string) => void} put */
function apply(el, e, put) {
  el.focus();
  el.setSelectionRange(e.from, e.to);
  if (!(e.text ? document.execCommand("insertText", false, e.text) : document.execCommand("delete"))) {
    el.setRangeText(e.text, e.from, e.to, "end");
    put(el.value);
  }
  el.setSelectionRange(...e.select);
}
const field = () => /** @type {HTMLTextAreaElement | null} */ (document.getElementById("doc-text"));

/** @param {{ text: string, put: (text: string) => void, note: string }} p */
function Tools({ put, note }) {
  const use = (/** @type {(text: string, a: number, b: number) => writing.Edit} */ edit) => () => {
    const el = field();
    if (el) apply(el, edit(el.value, el.selectionStart, el.selectionEnd), put);
  };
  const link = () => {
    const el = field();
    if (!el) return;
    const [a, b] = [el.selectionStart, el.selectionEnd];
    const take = (/** @type {Code} */ code) => {
      set({ dialog: null });
      requestAnimationFrame(() => apply(el, writing.link(code, el.value, a, b), put));
    };
    set({ dialog: { title: "Name a control, an obligation or another record", view: () => html`<${Ask} id="doc-link" label="Which?" hint="Its code is written into the text; on the page it is a link."><${Picker} id="doc-link" kinds=${["control", "obligation", ...session().kinds.map((k) => k.name).filter((k) => !["control", "obligation", "review", "acknowledgement", "training_record"].includes(k))]} many=${false} value=${null} change=${take} titles=${{}} described="doc-link-hint" /><//>` } });
  };
  const tools = [
    { says: "Heading", label: html`<b>H</b>`, key: "Ctrl+Shift+H", run: use(writing.heading) },
    { says: "Bold", label: html`<b>B</b>`, key: "Ctrl+B", run: use(writing.bold) },
    { says: "List", label: "– List", key: "Ctrl+Shift+L", run: use((t, a, b) => writing.list(false, t, a, b)) },
    { says: "Numbered", label: "Numbered", key: "Ctrl+Shift+N", run: use((t, a, b) => writing.list(true, t, a, b)) },
    { says: "Table", label: "Table", key: "Ctrl+Shift+T", run: use(writing.table) },
    { says: "Link…", label: html`<${Icon} name="link" />Link…`, key: "Ctrl+L", run: link },
  ];
  useKeys(tools.map((t) => ({ key: t.key, says: t.says.toLowerCase(), run: t.run })));
  return html`<div class="row tight tools" role="toolbar" aria-label="Form of the text" aria-controls="doc-text">${tools.map((t) => html`<button type="button" class="btn quiet slim" title=${`${t.says} (${t.key.replace(/\+/g, " ")})`} aria-label=${t.says} aria-keyshortcuts=${t.key.replace("Ctrl", "Control")} onMouseDown=${(/** @type {Event} */ e) => e.preventDefault()} onClick=${t.run}>${t.label}</button>`)}</div><span class="small faint push" role="status">${note || "Kept as you write"}</span>`;
}

/** @param {{ text: string, put: (text: string) => void, left: () => void, wrong: string, file: boolean, id: Code }} p */
function Editor({ text, put, left, file, id }) {
  const [seen, setSeen] = useState(text);
  useEffect(() => {
    const t = setTimeout(() => setSeen(text), 120);
    return () => clearTimeout(t);
  }, [text]);
  const keys = (/** @type {KeyboardEvent} */ e) => {
    if (e.key !== "Enter" || e.ctrlKey || e.shiftKey || e.isComposing) return;
    const el = /** @type {HTMLTextAreaElement} */ (e.target);
    const edit = writing.enter(el.value, el.selectionStart, el.selectionEnd);
    if (!edit) return;
    e.preventDefault();
    apply(el, edit, put);
  };
  return html`<div class="writing">
    <div class="paper"><label class="unseen" for="doc-text">The text of ${id}, Markdown</label>${file ? html`<p class="small dim paper-note">The draft is a file. What you write here takes its place.</p>` : null}<textarea id="doc-text" class="record" spellcheck value=${text} onInput=${(/** @type {any} */ e) => put(e.target.value)} onBlur=${left} onKeyDown=${keys}></textarea></div>
    <article class="as-read" tabindex="0" aria-label="How it will read"><div class="sheet"><div class="record">${seen.trim() ? html`<${Prose} text=${seen} top=${2} />` : html`<p class="dim">How it will read stands here.</p>`}</div></div></article></div>`;
}

/** @param {{ rec: RecordShown, versions: Version[], text: string | null, panel: any }} p */
function Comparing({ rec, versions, text, panel }) {
  const today = session().today;
  const all = text === null ? versions : [/** @type {Version} */ ({ ...versions[0], key: "writing", state: "draft" }), ...versions];
  const [pair, setPair] = useState({ was: "", now: "" });
  const now = all.find((v) => v.key === pair.now)?.key ?? all[0]?.key ?? "";
  const was = all.find((v) => v.key === pair.was)?.key ?? (all.slice(all.findIndex((v) => v.key === now) + 1).find((v) => v.key !== "draft") ?? all[all.length - 1])?.key ?? "";
  const { data } = useCall("compare_text", { id: rec.id, was: was || null, now: now || null, text });
  const page = useRef(/** @type {HTMLElement | null} */ (null));
  const at = useRef(0);
  const jump = (/** @type {number} */ by) => {
    const n = data?.places ?? 0;
    if (!n) return;
    at.current = at.current === 0 && by < 0 ? n : ((at.current + by - 1 + n) % n) + 1;
    const el = /** @type {HTMLElement | null | undefined} */ (page.current?.querySelector(`[data-place="${at.current}"]`));
    el?.scrollIntoView({ block: "center" });
    el?.focus({ preventScroll: true });
  };
  useKeys([{ key: "F8", says: "next change", run: () => jump(1) }, { key: "Shift+F8", says: "earlier change", run: () => jump(-1) }]);
  useEffect(() => void (at.current = 0), [was, now]);
  const name = (/** @type {Version} */ v) => v.key === "writing" ? "as written now" : `${v.number}, ${v.key === "draft" ? `${v.state}${v.since ? `, ${sayDay(v.since, today)}` : ""}` : v.state === "in force" ? "in force" : v.state === "approved" && v.from ? `approved, from ${sayDay(v.from, today)}` : v.from ? sayDay(v.from, today) : "earlier"}`;
  const pick = (/** @type {"was" | "now"} */ which, /** @type {string} */ label, /** @type {string} */ value) => html`<select class="fit version" aria-label=${label} value=${value} onChange=${(/** @type {any} */ e) => setPair({ was, now, [which]: e.target.value })}>${all.map((v) => html`<option value=${v.key} selected=${v.key === value}>${name(v)}</option>`)}</select>`;
  const says = !data || data.not_shown ? "" : data.places === 0 ? "Nothing changed" : data.places === 1 ? "1 place changed" : `${data.places} places changed`;
  return html`<div class="under versions-bar"><span class="small dim">Compare</span>${pick("was", "Earlier version", was)}<span class="small dim">with</span>${pick("now", "Later version", now)}<span class="small dim push wide" role="status">${says}</span><button type="button" class="btn icon slim" aria-label="Previous place" aria-keyshortcuts="Shift+F8" title="Shift F8" onClick=${() => jump(-1)}><${Icon} name="up" /></button><button type="button" class="btn icon slim" aria-label="Next place" aria-keyshortcuts="F8" title="F8" onClick=${() => jump(1)}><${Icon} name="down" /></button></div>
    <div class="split"><div class="pad" tabindex="0" role="region" aria-label=${data ? `The text, version ${data.was.number} compared with ${data.now.number}` : "The text compared"}><article class="sheet" ref=${page}>${data?.not_shown ? html`<div class="note"><${Icon} name="m-note" mark="na" /><p>${data.not_shown}</p></div>` : data ? html`<div class="record"><${Differences} compared=${data} top=${2} /></div>` : null}</article></div>${panel}</div>`;
}

/** Who says yes, on which day, how, from when it holds: publishes in one act. @param {RecordShown} rec @param {import("../commands.d.ts").PolicyShown} doc @param {Draft_} now */
function askApprove(rec, doc, now) {
  const may = now.change === "minor" ? doc.may_approve_minor : doc.may_approve;
  const number = doc.first || now.change !== "minor" ? doc.major.number : doc.minor.number;
  const price = now.change === "minor" ? doc.minor : doc.major;
  const me = session().owner.code;
  askWhy({
    title: `Approve version ${number} of ${rec.title}`, word: "Put it in force", needWhy: false, start: { approved: may.includes(me) ? { by: me, on: session().today, how: "in_app" } : { on: session().today }, from: now.in_force_from ?? doc.proposed_from },
    lead: price.people && !doc.first ? `${count(price.people, "person", "people")} will be asked to confirm that they have read it.` : "",
    extra: (x, setX) => html`<${Ask} id="ap" label="Who approves this version?" group><${Control} id="ap" field="approved" ty=${{ is: "approval" }} value=${x.approved} change=${(/** @type {any} */ v) => setX({ ...x, approved: v })} titles=${rec.titles} people=${may} attach=${() => new Promise((done) => chooseAndAttach(rec.id, done))} /><//>
      <${Ask} id="ap-from" label="From which day does it hold?" hint="Leave people time to read."><${DayField} id="ap-from" value=${x.from} change=${(/** @type {any} */ v) => setX({ ...x, from: v })} /><//>`,
    run: (_, x) => act("approve_draft", { id: rec.id, approval: x.approved, from: x.from }),
  });
}
