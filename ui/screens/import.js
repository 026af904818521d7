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
import { Changes } from "../parts/value.js";

/** @type {Record<string, [string, string, string]>} */
const WHAT = { new: ["current", "plus", "New"], changed: ["soon", "change", "Changed"], same: ["na", "m-na", "Same"], wrong: ["overdue", "m-overdue", "Row"], left_out: ["na", "m-na", "Left out"] };

export function ImportPage() {
  const { address: at, dialog } = useStore();
  const [shown, setShown] = useState(/** @type {ImportShown | null} */ (null));
  const [map, setMap] = useState({ kind: /** @type {string | null} */ (at.query.kind ?? null), sheet: /** @type {string | null} */ (null), mapping: /** @type {Record<string, string | null>} */ ({}), answers: /** @type {Record<string, string>} */ ({}) });
  const [only, setOnly] = useState("");
  const [busy, setBusy] = useState(false);
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
      setShown(at.query.kind && out.recognised_as !== at.query.kind && out.kinds.some((k) => k.name === at.query.kind) ? await call("import_look", { handle: out.handle, kind: at.query.kind, sheet: out.sheet, mapping: {}, answers: {} }) : out);
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
      setShown(await call("import_look", { handle: shown.handle, kind: next.kind ?? shown.recognised_as, sheet: next.sheet ?? shown.sheet, mapping: next.mapping, answers: next.answers }));
    } catch (e) {
      failedOr(e);
    }
  };
  const bring = async () => {
    if (!shown || busy) return;
    setBusy(true);
    try {
      const out = await act("import_apply", { handle: shown.handle, skip_wrong: true });
      if (out) go(kindNamed(shown.recognised_as) ? address([shown.recognised_as]) : "#/today");
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
  const kind = kindNamed(shown.recognised_as);
  const found = shown.columns.filter((x) => x.field).length;
  const rows = shown.rows.filter((r) => !only || r.what === only);
  const asks = shown.asks.filter((x) => !x.answer || map.answers[x.id]);
  const chip = (/** @type {string} */ what, /** @type {string} */ word, /** @type {number} */ n) => (n || !what ? html`<button type="button" class="chip" aria-pressed=${only === what ? "true" : "false"} onClick=${() => setOnly(what)}>${word} <span class="dim">${n}</span></button>` : null);
  const n = c.adds + c.changes;
  return html`<div class="wizard" inert=${dialog ? true : undefined}>${head(`Bring in ${shown.source}`, 2, "Columns and preview")}
    <main class="body import-body" id="main">
      <section class="map" aria-labelledby="map" tabindex="0" role="region"><div class="map-head"><h1 id="map" tabindex="-1">Which column is what?</h1><p class="dim small">Recognised as <b>${kind?.plural.toLowerCase() ?? shown.recognised_as}</b>${shown.sheet ? `: sheet “${shown.sheet}”` : ""}. ${found} of ${shown.columns.length} columns found their place.</p>
          <p class="row small above-2"><label for="im-kind">Read it as</label><select id="im-kind" class="fit" onChange=${(/** @type {any} */ e) => look({ kind: e.target.value, mapping: {}, answers: {} })}>${shown.kinds.map((k) => html`<option value=${k.name} selected=${k.name === shown.recognised_as}>${k.title}</option>`)}</select>${shown.sheets.length > 1 ? html`<label for="im-sheet">Sheet</label><select id="im-sheet" class="fit" onChange=${(/** @type {any} */ e) => look({ sheet: e.target.value, mapping: {}, answers: {} })}>${shown.sheets.map((s) => html`<option value=${s} selected=${s === shown.sheet}>${s}</option>`)}</select>` : null}</p>
          ${shown.notes.map((t) => html`<p class="note above-2"><${Icon} name="m-note" mark="na" /><span>${t}</span></p>`)}</div>
        ${asks.map((x) => html`<fieldset class="ask map-ask"><legend>${x.text}</legend><span class="radios in-line">${x.choices.map((k) => html`<label><input type="radio" name=${`ask-${x.id}`} checked=${(map.answers[x.id] ?? x.answer) === k.name} onChange=${() => look({ answers: { ...map.answers, [x.id]: k.name } })} /><span>${k.label}</span></label>`)}</span></fieldset>`)}
        <table class="tbl" aria-label="Columns"><thead><tr><th scope="col">In your sheet</th><th scope="col" class="eg">For example</th><th scope="col"><span class="unseen">goes to</span></th><th scope="col">Becomes</th><th scope="col"><span class="unseen">Found?</span></th></tr></thead><tbody>${shown.columns.map((x) => html`<tr><th scope="row">${x.column}</th><td class="faint eg">${x.example}</td><td><${Icon} name="next" /></td><td><select aria-label=${`Becomes, column ${x.column}`} onChange=${(/** @type {any} */ e) => look({ mapping: { ...map.mapping, [x.column]: e.target.value || null } })}><option value="" selected=${!x.field}>Leave out</option>${shown.fields.map((f) => html`<option value=${f.name} selected=${f.name === x.field}>${f.question}</option>`)}</select></td><td>${x.field ? html`<span title=${x.why}><${Icon} name="m-current" mark="current" /><span class="unseen">${x.why || "found"}</span></span>` : html`<span class="state na"><${Icon} name="m-na" mark="na" />${x.why || "left out"}</span>`}</td></tr>`)}</tbody></table></section>
      <section class="preview" aria-labelledby="pre" tabindex="0" role="region"><div class="row pre-head"><h2 id="pre">What would happen</h2></div>
        <div class="under pre-chips">${chip("", "All", shown.rows.length)}${chip("new", "New", c.adds)}${chip("changed", "Changed", c.changes)}${chip("same", "Same", c.unchanged)}${chip("wrong", "Wrong", c.errors)}${chip("left_out", "Left out", c.left_out)}</div>
        <ol class="changes">${rows.slice(0, 300).map((r) => {
          const [cls, icon, word] = WHAT[r.what];
          return html`<li class=${r.what === "wrong" ? "bad" : ""}><span class=${`state ${cls}`}><${Icon} name=${icon} mark=${icon.startsWith("m-") ? cls : undefined} />${r.what === "wrong" ? `Row ${r.row}` : word}</span><div>${r.what === "wrong" ? r.errors.map((e) => html`<p>${e.text}</p><p class="small dim">${e.column}: “${e.value}”${e.mend.length ? `. It could be ${e.mend.join(", or ")}.` : ""}</p>`) : html`<p>${r.id ? html`<span class="code faint">${r.id}</span> ` : null}${r.title}</p>${r.what === "changed" ? html`<${Changes} changes=${r.changes} titles=${{}} />` : null}`}</div></li>`;
        })}</ol>${rows.length > 300 ? html`<p class="pad small dim">and ${rows.length - 300} more of the same sort</p>` : null}</section>
    </main>
    <footer><button type="button" class="btn" onClick=${() => setShown(null)}><${Icon} name="back" />Back</button><span class="small faint">${c.errors ? `${count(c.errors, "row is", "rows are")} wrong and ${c.errors === 1 ? "stays" : "stay"} out unless mended in the sheet. ` : ""}You can undo all of it afterwards.</span><button type="button" class="btn primary push" aria-disabled=${n ? undefined : "true"} onClick=${() => n && bring()}>${busy ? "Bringing in…" : n ? html`Bring in ${n} ${n === 1 ? (kind?.title.toLowerCase() ?? "row") : (kind?.plural.toLowerCase() ?? "rows")}<${Icon} name="next" />` : "Nothing to bring in"}</button></footer></div>`;
}
