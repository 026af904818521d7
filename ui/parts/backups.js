// Backups among the settings: when the last was made, where they lie, trying them out, going back to one.
// It must never say of one that it is good: Rust reads it and says so.
/** @import { BackupShown, BackupsShown, Commands } from "../commands.d.ts" */
import { html, useState } from "../html.js";
import { replaced, session, set, tell, tryAct, useCall } from "../store.js";
import { go } from "../router.js";
import { fullDay, sayDay } from "../pure/dates.js";
import { closeDialog } from "./dialog.js";
import { count, Icon, size } from "./marks.js";

/** Restoring one: what it costs is said before. @param {{ list: BackupShown[] }} p */
function Restore({ list }) {
  const [chosen, choose] = useState(list[0]);
  const today = session().real_today;
  const restore = async () => {
    closeDialog();
    const r = await tryAct("restore_backup", { place: chosen.place, number: chosen.number });
    if (!r) return;
    replaced(r.session);
    go("#/today");
    tell(r.says);
  };
  return html`<fieldset><legend class="unseen">Which backup?</legend><ul class="backups">${list.map((b) => html`<li key=${`${b.place}-${b.number}`}><label class="row tight"><input type="radio" name="backup" checked=${b === chosen} onChange=${() => choose(b)} /><span>${fullDay(b.on)}${b.at ? `, ${b.at}` : ""}${b.before ? html` <span class="dim">${b.before}</span>` : null}${b.place ? html` <span class="dim">second place</span>` : null}</span><span class="push faint">${count(b.acts, "act")}, ${size(b.bytes)}</span></label></li>`)}</ul></fieldset>
    <p class="above-3" role="status"><b>${chosen.loses}</b> The file as it is now is kept beside it.</p>
    <p class="row end above-3"><button type="button" class="btn" onClick=${closeDialog}>Cancel</button><button type="button" class="btn primary" onClick=${restore}>Go back to ${sayDay(chosen.on, today)}</button></p>`;
}

/** What came of a trial; the owner says whether it is recorded. @param {{ tried: Commands["try_backups"]["out"], routine: BackupsShown["routine"] }} p */
function Tried({ tried, routine }) {
  const record = async () => {
    closeDialog();
    await tryAct("record_trial", {});
  };
  return html`<ul class="told">${tried.says.map((s) => html`<li>${s}</li>`)}</ul>
    <p class="above-3 dim">${routine ? html`Recorded, it counts as done for ${routine.id} ${routine.title}, with a proof. It shows that this file can be restored, not your other systems.` : "Recorded, it becomes evidence that this file can be restored."}</p>
    <p class="row end above-3"><button type="button" class="btn" onClick=${closeDialog}>Close</button><button type="button" class="btn primary" onClick=${record}>Record it</button></p>`;
}

/** On Today, only when something about them waits. */
export function Waiting() {
  const { data } = useCall("backups", {});
  const says = data?.failed || data?.today;
  return says ? html`<section><h2>Backups</h2><p class="small">${says} <a href="#/settings">To the settings</a></p></section>` : null;
}

export function Backups() {
  const { data } = useCall("backups", {});
  const [newer, setNewer] = useState(/** @type {{ of: BackupsShown | null, now: BackupsShown } | null} */ (null));
  const [busy, setBusy] = useState("");
  // What an answer brought stands until it is asked for anew.
  const b = newer && newer.of === data ? newer.now : data;
  /** @param {BackupsShown | null | undefined} now */
  const keep = (now) => now && setNewer({ of: data, now });
  /** @param {string} words @param {() => Promise<void>} work */
  const long = async (words, work) => {
    setBusy(words);
    try {
      await work();
    } finally {
      setBusy("");
    }
  };
  const now = () => long("Backing up…", async () => {
    const out = await tryAct("back_up_now", {});
    if (!out) return;
    keep(out.kept);
    tell(out.made ? "Backed up, and checked" : "Nothing changed since the last backup");
  });
  const test = () => long("Testing…", async () => {
    const tried = await tryAct("try_backups", {});
    if (tried) set({ dialog: { title: tried.ok ? "The backups can be restored" : "A backup cannot be used", wide: true, view: () => html`<${Tried} tried=${tried} routine=${b?.routine ?? null} />` } });
  });
  const second = async () => keep(await tryAct("choose_second_place", {}));
  const leave = async () => keep(await tryAct("leave_second_place", {}));
  if (!b) return html`<section class="settings sign"><h2>Backups</h2></section>`;
  const older = () => set({ dialog: { title: "Throw the older backups away", view: () => html`<p>For what was erased: ${count(b.list.length, "backup")} may still name somebody. A new one is made and checked first, in each place; then the older ones go, and nobody can go back to a day before today.</p><p class="dim above-2">Packs that were handed out, copies elsewhere and files that were kept when you went back to a backup are not touched.</p><p class="row end above-4"><button type="button" class="btn" onClick=${closeDialog}>Cancel</button><button type="button" class="btn primary" onClick=${() => (closeDialog(), drop())}>Throw the older ones away</button></p>` } });
  const drop = () => long("Backing up…", async () => {
    const gone = await tryAct("drop_older_backups", {});
    if (gone === undefined) return;
    keep(await tryAct("backups", {}));
    tell(`${count(gone, "older backup")} thrown away`);
  });
  const restore = () => set({ dialog: { title: "Go back to a backup", wide: true, view: () => html`<${Restore} list=${b.list} />` } });
  return html`<section class="settings sign"><h2>Backups</h2>
    <p class="above-1">${b.last}</p>
    ${b.failed ? html`<p class="note due above-2"><${Icon} name="m-overdue" mark="overdue" /><span>${b.failed}</span></p>` : null}
    <dl class="qa above-2">${b.places.map((p, i) => html`<dt>${i ? "Second place" : "Where they lie"}</dt><dd class="wrap">${p.folder}<br /><span class="dim">${p.trouble || p.says}</span>
      <span class="row above-1"><button type="button" class="btn slim" onClick=${() => tryAct("show_backups", { place: i })}>Open the folder</button>${i ? html`<button type="button" class="btn slim" onClick=${second}>Choose another…</button><button type="button" class="btn quiet slim" onClick=${leave}>No second place</button>` : null}</span></dd>`)}
      ${b.places.length < 2 ? html`<dt>Second place</dt><dd>${b.advice || "None. A stick or a folder of another computer outlives this one."}<span class="row above-1"><button type="button" class="btn slim" onClick=${second}>Choose a folder…</button></span></dd>` : null}</dl>
    ${b.places.length > 1 && b.advice ? html`<p class="above-2 dim">${b.advice}</p>` : null}
    <p class="row above-3"><button type="button" class="btn" aria-disabled=${busy ? "true" : undefined} onClick=${() => busy || now()}>Back up now</button><button type="button" class="btn" aria-disabled=${busy ? "true" : undefined} onClick=${() => busy || test()}>Test my backups</button>${b.list.length ? html`<button type="button" class="btn" onClick=${restore}>Restore…</button>${b.list.length > 1 ? html`<button type="button" class="btn quiet" onClick=${older}>Throw older ones away…</button>` : null}` : null}<span class="dim" role="status">${busy}</span></p></section>`;
}
