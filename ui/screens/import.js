// What will this sheet do? Columns to questions, every row as new, changed, same or wrong, before anything is done.
// It must never read a file itself, nor judge a row.
/** @import { ImportShown } from "../commands.d.ts" */
import { html, useEffect, useState } from "../html.js";
import { call, Fault, Refusal } from "../bridge.js";
import { act, failed, refused, useStore } from "../store.js";
import { address, go } from "../router.js";
import { useKeys } from "../keys.js";
import { Heading } from "../parts/frame.js";
import { count, Icon, Kbd, kindNamed } from "../parts/marks.js";
import { Asks, Columns, Rows } from "../parts/lists.js";

export function ImportPage() {
  const { address: at, dialog } = useStore();
  const [shown, setShown] = useState(/** @type {ImportShown | null} */ (null));
  const [map, setMap] = useState({ kind: /** @type {string | null} */ (at.query.kind ?? null), sheet: /** @type {string | null} */ (null), mapping: /** @type {Record<string, string | null>} */ ({}), answers: /** @type {Record<string, string>} */ ({}) });
  const [only, setOnly] = useState("");
  const [busy, setBusy] = useState(false);
  /** Which of the kinds it was taken for. @param {ImportShown} x */
  const asKind = (x) => x.kinds.find((k) => k.title === x.recognised_as)?.name ?? x.recognised_as;
  const leave = () => go("#/today");
  const failedOr = (/** @type {unknown} */ e) => {
    if (e instanceof Refusal) refused(e);
    else if (e instanceof Fault) failed(e.fault);
    else throw e;
  };
  const choose = async () => {
    try {
      const out = await act("import_choose", {});
      if (!out) return;
      setShown(at.query.kind && asKind(out) !== at.query.kind && out.kinds.some((k) => k.name === at.query.kind) ? await call("import_look", { handle: out.handle, kind: at.query.kind, sheet: out.sheet, mapping: {}, answers: {} }) : out);
      setMap({ kind: null, sheet: null, mapping: {}, answers: {} });
    } catch (e) {
      failedOr(e);
    }
  };
  const look = async (/** @type {Partial<typeof map>} */ change) => {
    if (!shown) return;
    const next = { ...map, ...change };
    setMap(next);
    try {
      setShown(await call("import_look", { handle: shown.handle, kind: next.kind ?? asKind(shown), sheet: next.sheet ?? shown.sheet, mapping: next.mapping, answers: next.answers }));
    } catch (e) {
      failedOr(e);
    }
  };
  const bring = async () => {
    if (!shown || busy) return;
    setBusy(true);
    try {
      const out = await act("import_apply", { handle: shown.handle, skip_wrong: true });
      if (out) go(kindNamed(asKind(shown)) ? address([asKind(shown)]) : "#/today");
    } catch (e) {
      failedOr(e);
    } finally {
      setBusy(false);
    }
  };
  useKeys([{ key: "Escape", says: "leave; nothing is changed", run: leave }, { key: "Ctrl+Enter", says: "bring it in", run: bring }]);
  useEffect(() => {
    document.title = "Bring in a list · ISMS Upkeep";
    if (shown) document.getElementById("map")?.focus();
  }, [shown?.handle]);
  const head = (/** @type {any} */ title, /** @type {number} */ step, /** @type {string} */ name) => html`<header><div class="whole"><p class="small dim">${title}</p><p class="nowrap"><b>Step ${step} of 2</b> · ${name}</p></div><ol class="track" aria-label="Steps">${["Choose the file", "Columns and preview"].map((t, i) => html`<li class=${i + 1 === step ? "here" : i + 1 < step ? "done" : ""} aria-current=${i + 1 === step ? "step" : undefined}><span class="unseen">${t}</span></li>`)}</ol><span class="small faint nowrap">Nothing is changed yet</span><button type="button" class="btn slim" onClick=${leave}>Leave <${Kbd}>Esc<//></button></header>`;
  if (!shown)
    return html`<div class="wizard" inert=${dialog ? true : undefined}>${head("Bring in a list", 1, "Choose the file")}<main id="main" class="body one"><div class="question"><${Heading} title="Which list do you want to bring in?" /><p class="dim">A risk register, a Statement of Applicability, people, suppliers, assets, training: .xlsx, .ods or .csv. Your codes are kept, and every row is shown before anything is done.</p>
      <p class="above-4 drop big-drop"><${Icon} name="import" /><span>Choose a file from this computer. It is read here and goes nowhere else.</span></p></div></main>
      <footer><span class="push"></span><button type="button" class="btn primary" onClick=${choose}>Choose a file…</button></footer></div>`;
  const c = shown.counts;
  const kind = kindNamed(asKind(shown));
  const found = shown.columns.filter((x) => x.field).length;
  const rows = shown.rows.filter((r) => !only || r.what === only);
  const asks = shown.asks.filter((x) => !x.answer || map.answers[x.id]);
  const chip = (/** @type {string} */ what, /** @type {string} */ word, /** @type {number} */ n) => (n || !what ? html`<button type="button" class="chip" aria-pressed=${only === what ? "true" : "false"} onClick=${() => setOnly(what)}>${word} <span class="dim">${n}</span></button>` : null);
  const n = c.adds + c.changes;
  return html`<div class="wizard" inert=${dialog ? true : undefined}>${head(`Bring in ${shown.source}`, 2, "Columns and preview")}
    <main class="body import-body" id="main">
      <section class="map" aria-labelledby="map" tabindex="0" role="region"><div class="map-head"><h1 id="map" tabindex="-1">Which column is what?</h1><p class="dim small">Recognised as <b>${kind?.plural.toLowerCase() ?? shown.recognised_as}</b>${shown.sheet ? `: sheet “${shown.sheet}”` : ""}. ${found} of ${shown.columns.length} columns found their place.</p>
          <p class="row small above-2"><label for="im-kind">Read it as</label><select id="im-kind" class="fit" onChange=${(/** @type {any} */ e) => look({ kind: e.target.value, mapping: {}, answers: {} })}>${shown.kinds.map((k) => html`<option value=${k.name} selected=${k.name === asKind(shown)}>${k.title}</option>`)}</select>${shown.sheets.length > 1 ? html`<label for="im-sheet">Sheet</label><select id="im-sheet" class="fit" onChange=${(/** @type {any} */ e) => look({ sheet: e.target.value, mapping: {}, answers: {} })}>${shown.sheets.map((s) => html`<option value=${s} selected=${s === shown.sheet}>${s}</option>`)}</select>` : null}</p>
          ${shown.notes.map((t) => html`<p class="note above-2"><${Icon} name="m-note" mark="na" /><span>${t}</span></p>`)}</div>
        <${Asks} id="ask" asks=${asks} given=${map.answers} answer=${(/** @type {string} */ id, /** @type {string} */ v) => look({ answers: { ...map.answers, [id]: v } })} />
        <${Columns} shown=${shown} map=${(/** @type {string} */ column, /** @type {string | null} */ field) => look({ mapping: { ...map.mapping, [column]: field } })} /></section>
      <section class="preview" aria-labelledby="pre" tabindex="0" role="region"><div class="row pre-head"><h2 id="pre">What would happen</h2></div>
        <div class="under pre-chips">${chip("", "All", shown.rows.length)}${chip("new", "New", c.adds)}${chip("changed", "Changed", c.changes)}${chip("same", "Same", c.unchanged)}${chip("wrong", "Wrong", c.errors)}${chip("left_out", "Left out", c.left_out)}</div>
        <${Rows} rows=${rows.slice(0, 300)} />${rows.length > 300 ? html`<p class="pad small dim">and ${rows.length - 300} more of the same sort</p>` : null}</section>
    </main>
    <footer><button type="button" class="btn" onClick=${() => setShown(null)}><${Icon} name="back" />Back</button><span class="small faint">${c.errors ? `${count(c.errors, "row is", "rows are")} wrong and ${c.errors === 1 ? "stays" : "stay"} out unless mended in the sheet. ` : ""}You can undo all of it afterwards.</span><button type="button" class="btn primary push" aria-disabled=${n ? undefined : "true"} onClick=${() => n && bring()}>${busy ? "Bringing in…" : n ? html`Bring in ${n} ${n === 1 ? (kind?.title.toLowerCase() ?? "row") : (kind?.plural.toLowerCase() ?? "rows")}<${Icon} name="next" />` : "Nothing to bring in"}</button></footer></div>`;
}
