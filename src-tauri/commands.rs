//! Every command that the page may call, a few lines each: take what the page gives, ask file and domain, hand back what they say.
//! No rule stands here. The list in `commands.txt`, the handler and the capability are one list; a test compares them.
use crate::book::{Book, Desk, Importing, InHand};
use crate::dialog;
use crate::keeping;
use crate::locking;
use crate::memory::{Memory, Settings};
use crate::packing;
use crate::trouble::Trouble;
use chrono::NaiveDate;
use isms::act::{Change, Declare, Proposal, Verb};
use isms::campaign;
use isms::digest;
use isms::doc::Doc;
use isms::policy;
use isms::report::Scope;
use isms::view::{self, OutcomeShown, SessionShown};
use isms::wizard::{self, Answers, WizardShown};
use isms::{Refusal, matrix::MatrixShown, wizards};
use isms_file::File;
use isms_import::{Choices, Import, Source};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tauri::State;
use tauri_plugin_autostart::ManagerExt;

type Answer<T> = Result<T, Trouble>;
type Fields = Map<String, Value>;
type Desked<'a> = State<'a, Desk>;

pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke) -> bool {
    tauri::generate_handler![
        start,
        open_file,
        open_recent,
        new_file,
        open_demo,
        close_file,
        session,
        go_on_today,
        set,
        today,
        register,
        record,
        compare,
        days,
        matrix,
        training,
        training_cell,
        chain,
        starters,
        programme,
        currency,
        calendar,
        impact_of,
        put,
        move_state,
        erase_look,
        erase,
        retire,
        restore,
        put_off,
        no_effect,
        spread,
        undo,
        redo,
        choose_evidence,
        attach,
        save_evidence,
        wizard_start,
        wizard_draft,
        wizard_next,
        wizard_go,
        wizard_finish,
        wizard_discard,
        wizard_drop,
        wizard_list,
        save_files,
        import_choose,
        import_look,
        import_apply,
        versions,
        compare_text,
        write_draft,
        draft_from_file,
        ask_approval,
        approve_draft,
        refuse_draft,
        discard_draft,
        keep_words,
        remember,
        trail,
        verify,
        checkpoint,
        preview,
        print_report,
        packing::pack_shown,
        packing::pack_checked,
        packing::pack_pages,
        packing::pack_preview,
        packing::pack_gaps,
        packing::declare_gap,
        packing::make_pack,
        packing::cancel_pack,
        packing::show_made,
        keeping::backups,
        keeping::back_up_now,
        keeping::choose_second_place,
        keeping::leave_second_place,
        keeping::show_backups,
        keeping::try_backups,
        keeping::record_trial,
        keeping::restore_backup,
        keeping::open_newest_backup,
        keeping::drop_older_backups,
        locking::lock_shown,
        locking::draw_code,
        locking::save_recovery_page,
        locking::lock_file,
        locking::find_page,
        locking::take_lock_off,
        locking::unlock,
        locking::hide,
        export_tables,
        save_calendar,
        save_copy,
        save_digest,
        palette
    ]
}

// ---- files

#[derive(Serialize)]
pub(crate) struct RecentShown {
    path: String,
    name: String,
    folder: String,
    needs: Option<usize>,
    opened: String,
    missing: bool,
}
#[derive(Serialize)]
pub(crate) struct Started {
    version: &'static str,
    recent: Vec<RecentShown>,
    session: Option<SessionShown>,
    settings: Settings,
    problem: Option<String>,
    /// Why the file that was named does not open, where a backup of it would help.
    damaged: Option<Value>,
    /// The name of the file that was named, where its code is asked for.
    locked: Option<String>,
}
#[tauri::command]
pub(crate) async fn start(app: tauri::AppHandle, desk: Desked<'_>) -> Answer<Started> {
    // The list of the system may have been changed elsewhere.
    if let Ok(on) = app.autolaunch().is_enabled() {
        desk.memory(|m| m.settings.at_login = on);
    }
    let (mut problem, mut damaged, mut locked) = (None, None, None);
    let mut session = desk.session();
    if let Some(path) = desk.given() {
        match desk.open(&path) {
            Ok(s) => session = Some(s),
            Err(Trouble::Refused(r)) if r.code == "locked" => locked = Some(r.place),
            Err(Trouble::Refused(r)) if r.code == "damaged" => {
                damaged = Some(json!({"where": r.place, "text": r.text, "hint": r.hint}));
            }
            Err(Trouble::Refused(r)) => problem = Some(format!("{}: {} {}", r.place, r.text, r.hint)),
            Err(Trouble::Fault { text, still, .. }) => problem = Some(format!("{text} {still}")),
        }
    }
    let recent = desk.memory(|m: &mut Memory| {
        m.recent
            .iter()
            .map(|r| {
                let path = PathBuf::from(&r.path);
                RecentShown {
                    name: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
                    folder: path.parent().map(|p| p.display().to_string()).unwrap_or_default(),
                    missing: !path.exists(),
                    path: r.path.clone(),
                    needs: r.needs,
                    opened: r.opened.clone(),
                }
            })
            .collect()
    });
    Ok(Started {
        version: env!("CARGO_PKG_VERSION"),
        recent,
        session,
        settings: desk.settings(),
        problem,
        damaged,
        locked,
    })
}
#[tauri::command]
pub(crate) async fn open_file(desk: Desked<'_>) -> Answer<Option<SessionShown>> {
    let Some(path) = dialog::open("Open", "ISMS Upkeep file", &["isms"]).await else { return Ok(None) };
    desk.open(&path).map(Some)
}
#[tauri::command]
pub(crate) async fn open_recent(desk: Desked<'_>, path: String) -> Answer<SessionShown> {
    let known = desk.memory(|m| m.recent.iter().any(|r| r.path == path));
    if !known {
        return Err(
            Refusal::new("closed", path, "This file was not opened here before.", "Open it with the dialog.").into()
        );
    }
    desk.open(&PathBuf::from(&path))
}
#[tauri::command]
pub(crate) async fn new_file(desk: Desked<'_>, name: String, certified: NaiveDate) -> Answer<Option<SessionShown>> {
    let slug: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let Some(path) = dialog::save(
        "Where shall the new file lie?",
        &format!("{}.isms", slug.trim_matches('-')),
        "ISMS Upkeep file",
        "isms",
    )
    .await
    else {
        return Ok(None);
    };
    let clock = isms_file::Clock { at: chrono::Utc::now(), on: crate::book::real_today() };
    desk.put(|| {
        let mut file = File::create(&path)?;
        if let Err(e) =
            file.act(isms::catalog::first_act(&name, certified, "The owner of this file", clock.on), "P-001", clock)
        {
            // Nothing half made is left behind.
            drop(file);
            let _ = std::fs::remove_file(&path);
            return Err(e.into());
        }
        Ok(file)
    })
    .map(Some)
}
/// The demo lies among the program's own data, so that it is found again as it was left.
#[tauri::command]
pub(crate) async fn open_demo(desk: Desked<'_>) -> Answer<SessionShown> {
    let home = crate::memory::home();
    std::fs::create_dir_all(&home)?;
    let path = home.join("fennel-rowe.isms");
    desk.put(|| Ok(if path.exists() { File::open(&path)? } else { File::demo(&path)? }))
}
#[tauri::command]
pub(crate) async fn close_file(app: tauri::AppHandle, desk: Desked<'_>) -> Answer<()> {
    let of = desk.of();
    desk.close();
    if let Some(of) = of {
        let _ = tauri::async_runtime::spawn_blocking(move || keeping::by_itself(&app, &of)).await;
    }
    Ok(())
}
#[tauri::command]
pub(crate) async fn session(desk: Desked<'_>) -> Answer<SessionShown> {
    desk.book(|b| Ok(b.session()))
}
#[tauri::command]
pub(crate) async fn go_on_today(desk: Desked<'_>) -> Answer<SessionShown> {
    desk.book(|b| {
        b.go_on_today()?;
        Ok(b.session())
    })
}
#[tauri::command]
pub(crate) async fn set(app: tauri::AppHandle, desk: Desked<'_>, settings: Settings) -> Answer<Settings> {
    let settings =
        Settings { zoom: settings.zoom.clamp(80, 200), budget: settings.budget.clamp(10, 6_000), ..settings };
    if settings.at_login != desk.settings().at_login {
        let list = app.autolaunch();
        // Taking off what is not on the list is no mistake.
        let done = match settings.at_login {
            true => list.enable(),
            false if list.is_enabled().unwrap_or(true) => list.disable(),
            false => Ok(()),
        };
        done.map_err(|e| {
            Refusal::new(
                "closed",
                "at_login",
                format!("The system did not change its list of programs that start at login: {e}."),
                "Change it in the settings of the system.",
            )
        })?;
    }
    desk.memory(|m| {
        m.settings = settings.clone();
        m.keep();
    });
    desk.nudge();
    Ok(settings)
}
/// This week in words, as a file where the owner wants it: text, or a draft that a mail program opens.
#[tauri::command]
pub(crate) async fn save_digest(desk: Desked<'_>, format: String) -> Answer<Option<String>> {
    let mail = format == "eml";
    let budget = desk.settings().budget;
    let (name, bytes) = desk.book(|b| {
        let d = digest::digest(&b.shown(), budget);
        let bytes = if mail {
            isms_press::mail::draft(&d, d.owner.1.as_deref(), &b.isms().log)
        } else {
            digest::plain(&d).into_bytes()
        };
        Ok((format!("digest-{}", d.on), bytes))
    })?;
    let (what, end) = if mail { ("Draft of a mail", "eml") } else { ("Text", "txt") };
    let Some(path) = dialog::save("Save this week\u{2019}s digest", &format!("{name}.{end}"), what, end).await else {
        return Ok(None);
    };
    isms_file::write_whole(&path, &bytes)?;
    Ok(Some(path.display().to_string()))
}

// ---- looking

#[tauri::command]
pub(crate) async fn today(desk: Desked<'_>) -> Answer<view::Today> {
    let budget = desk.settings().budget;
    desk.book(|b| Ok(view::today(&b.shown(), budget, b.seen)))
}
#[tauri::command]
pub(crate) async fn register(desk: Desked<'_>, kind: String, as_of: Option<NaiveDate>) -> Answer<view::Register> {
    desk.book(|b| {
        b.on(as_of, |s| view::register(s, &kind))
            .ok_or_else(|| Refusal::new("unknown", kind, "There is no such register.", "").into())
    })
}
fn no_record(id: &str) -> Trouble {
    Refusal::new(
        "link",
        id,
        format!("There is no \u{201c}{id}\u{201d} in this file on that day."),
        "Choose another day, or another record.",
    )
    .into()
}
#[tauri::command]
pub(crate) async fn record(desk: Desked<'_>, id: String, as_of: Option<NaiveDate>) -> Answer<view::RecordShown> {
    desk.book(|b| b.on(as_of, |s| view::record(s, &id)).ok_or_else(|| no_record(&id)))
}
#[tauri::command]
pub(crate) async fn compare(
    desk: Desked<'_>,
    id: String,
    from: NaiveDate,
    to: NaiveDate,
) -> Answer<Vec<view::FieldChange>> {
    desk.book(|b| {
        let r = b.isms().record(&id).ok_or_else(|| no_record(&id))?;
        let at = |day| r.at(b.isms().last_act_of(day)).map(isms::isms::json_of);
        let now = at(to).ok_or_else(|| no_record(&id))?;
        Ok(view::changes_between(r.info(), at(from).as_ref(), &now))
    })
}
#[tauri::command]
pub(crate) async fn days(desk: Desked<'_>) -> Answer<Vec<view::NamedDay>> {
    desk.book(|b| Ok(view::days(b.isms())))
}
#[derive(Serialize)]
pub(crate) struct MatrixAndDays {
    #[serde(flatten)]
    matrix: MatrixShown,
    days: Vec<view::NamedDay>,
}
#[tauri::command]
pub(crate) async fn matrix(
    desk: Desked<'_>,
    since: Option<NaiveDate>,
    as_of: Option<NaiveDate>,
) -> Answer<MatrixAndDays> {
    desk.book(|b| {
        Ok(b.on(as_of, |s| MatrixAndDays {
            matrix: isms::matrix::matrix(s.isms, s.today, since),
            days: view::days(s.isms),
        }))
    })
}
#[tauri::command]
pub(crate) async fn training(desk: Desked<'_>, as_of: Option<NaiveDate>) -> Answer<view::Training> {
    desk.book(|b| Ok(b.on(as_of, view::training)))
}
#[tauri::command]
pub(crate) async fn training_cell(desk: Desked<'_>, id: String, as_of: Option<NaiveDate>) -> Answer<view::CellStory> {
    desk.book(|b| Ok(b.on(as_of, |s| view::training_cell(s, &id))?))
}
/// From a law to the last person who reads or learns because of it.
#[tauri::command]
pub(crate) async fn chain(desk: Desked<'_>, id: String, as_of: Option<NaiveDate>) -> Answer<view::ChainShown> {
    desk.book(|b| Ok(b.on(as_of, |s| view::chain(s, &id))?))
}
/// Texts of ours with which a record of this kind may begin.
#[tauri::command]
pub(crate) async fn starters(desk: Desked<'_>, kind: String) -> Answer<Vec<view::StarterShown>> {
    desk.book(|b| Ok(view::starters(&b.shown(), &kind, &b.by())))
}
/// How much of each register still held, month by month.
#[tauri::command]
pub(crate) async fn currency(desk: Desked<'_>, from: Option<NaiveDate>) -> Answer<view::CurrencyMonths> {
    desk.book(|b| Ok(view::months(b.isms(), b.today, from, None)?))
}
#[tauri::command]
pub(crate) async fn programme(
    desk: Desked<'_>,
    as_of: Option<NaiveDate>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Answer<view::ProgrammeShown> {
    let budget = desk.settings().budget;
    desk.book(|b| Ok(b.on(as_of, |s| view::programme(s, from, to, budget))))
}
#[tauri::command]
pub(crate) async fn calendar(desk: Desked<'_>, from: Option<NaiveDate>, months: u32) -> Answer<view::CalendarShown> {
    let budget = desk.settings().budget;
    desk.book(|b| Ok(view::calendar(&b.shown(), from, months, budget)))
}
#[tauri::command]
pub(crate) async fn palette(desk: Desked<'_>, find: String) -> Answer<Vec<view::PaletteEntry>> {
    desk.book(|b| Ok(view::palette(&b.shown(), &find)))
}

// ---- acts

/// What a change would put out of step, before it is saved.
#[tauri::command]
pub(crate) async fn impact_of(
    desk: Desked<'_>,
    kind: String,
    id: Option<String>,
    body: Fields,
) -> Answer<view::ImpactShown> {
    desk.book(|b| {
        let change = Change::Put { kind, code: id, fields: body, declare: Declare::Nothing };
        let mut none = || [0; 32];
        let mut stamp = isms::Stamp { at: chrono::Utc::now(), on: b.today, by: b.by(), salt: &mut none };
        let planned =
            b.isms().plan(Proposal { verb: Verb::Change, why: String::new(), changes: vec![change] }, &mut stamp);
        Ok(planned.map(|p| view::impact(&b.shown(), &p)).unwrap_or_default())
    })
}
fn act(desk: &Desk, verb: Verb, why: String, changes: Vec<Change>) -> Answer<OutcomeShown> {
    desk.book(|b| {
        let done = b.act(|b| {
            let (by, clock) = (b.by(), b.clock());
            b.file.act(Proposal { verb, why, changes }, &by, clock)
        })?;
        desk.remember(b);
        Ok(done)
    })
}
#[tauri::command]
pub(crate) async fn put(
    desk: Desked<'_>,
    kind: String,
    id: Option<String>,
    body: Fields,
    why: String,
    declare: Option<Declare>,
) -> Answer<OutcomeShown> {
    let verb = if id.is_some() { Verb::Change } else { Verb::Add };
    act(&desk, verb, why, vec![Change::Put { kind, code: id, fields: body, declare: declare.unwrap_or_default() }])
}
#[tauri::command]
pub(crate) async fn move_state(
    desk: Desked<'_>,
    id: String,
    to: String,
    body: Fields,
    why: String,
) -> Answer<OutcomeShown> {
    let kind = desk.book(|b| b.isms().record(&id).map(|r| r.info().name.to_string()).ok_or_else(|| no_record(&id)))?;
    let mut fields = body;
    fields.insert("state".into(), to.into());
    act(&desk, Verb::State, why, vec![Change::Put { kind, code: Some(id), fields, declare: Declare::Nothing }])
}
/// What erasing would do: what goes, what stays, what is to be seen to first.
#[tauri::command]
pub(crate) async fn erase_look(
    desk: Desked<'_>,
    ids: Vec<String>,
    why: String,
    keep_texts: bool,
) -> Answer<isms::erase::Erasure> {
    desk.book(|b| Ok(b.file.look_before_erasing(&isms::erase::Asked { of: ids, why, keep_texts }, b.today)?))
}
/// Erases what names people; never undone.
#[tauri::command]
pub(crate) async fn erase(desk: Desked<'_>, ids: Vec<String>, why: String, keep_texts: bool) -> Answer<OutcomeShown> {
    keeping::before(&desk, isms_file::Before::Erasure)?;
    desk.book(|b| {
        let asked = isms::erase::Asked { of: ids, why, keep_texts };
        let done = b.act(|b| {
            let (by, clock) = (b.by(), b.clock());
            b.file.erase(&asked, &by, clock)
        })?;
        desk.remember(b);
        Ok(done)
    })
}
#[tauri::command]
pub(crate) async fn retire(desk: Desked<'_>, id: String, why: String) -> Answer<OutcomeShown> {
    desk.book(|b| Ok(view::may_retire(b.isms(), &id, &why)?))?;
    act(&desk, Verb::Retire, why.clone(), vec![Change::Retire { code: id, why }])
}
#[tauri::command]
pub(crate) async fn restore(desk: Desked<'_>, id: String, why: String) -> Answer<OutcomeShown> {
    act(&desk, Verb::Restore, why, vec![Change::Restore { code: id }])
}
#[tauri::command]
pub(crate) async fn put_off(desk: Desked<'_>, id: String, until: NaiveDate, why: String) -> Answer<OutcomeShown> {
    let change = desk.book(|b| Ok(isms::decide::put_off(b.isms(), b.today, &b.by(), &id, until, &why)?))?;
    act(&desk, Verb::PutOff, why, vec![change])
}
#[tauri::command]
pub(crate) async fn no_effect(desk: Desked<'_>, target: String, input: String, why: String) -> Answer<OutcomeShown> {
    let change = desk.book(|b| Ok(isms::decide::no_effect(b.isms(), b.today, &b.by(), &target, &input, &why)?))?;
    act(&desk, Verb::NoEffect, why, vec![change])
}
#[tauri::command]
pub(crate) async fn spread(desk: Desked<'_>, moves: Vec<isms::decide::Sooner>, why: String) -> Answer<OutcomeShown> {
    let changes = desk.book(|b| Ok(isms::decide::spread(b.isms(), b.today, &b.by(), &moves, &why)?))?;
    act(&desk, Verb::Spread, why, changes)
}
#[tauri::command]
pub(crate) async fn undo(desk: Desked<'_>, why: String) -> Answer<OutcomeShown> {
    desk.book(|b| {
        let done = b.act(|b| {
            let (by, clock) = (b.by(), b.clock());
            b.file.undo(&why, &by, clock)
        })?;
        desk.remember(b);
        Ok(done)
    })
}
#[tauri::command]
pub(crate) async fn redo(desk: Desked<'_>) -> Answer<OutcomeShown> {
    desk.book(|b| {
        let done = b.act(|b| {
            let (by, clock) = (b.by(), b.clock());
            b.file.redo(&by, clock)
        })?;
        desk.remember(b);
        Ok(done)
    })
}

// ---- policies

/// The page of a policy: its versions, its draft, what the next one costs.
#[tauri::command]
pub(crate) async fn versions(desk: Desked<'_>, id: String, as_of: Option<NaiveDate>) -> Answer<policy::PolicyShown> {
    desk.book(|b| Ok(b.on(as_of, |s| policy::policy_shown(s.isms, s.currency, s.today, &id))?))
}
/// Two versions side by side; `text` is the later one while it is written.
#[tauri::command]
pub(crate) async fn compare_text(
    desk: Desked<'_>,
    id: String,
    was: Option<String>,
    now: Option<String>,
    text: Option<String>,
) -> Answer<policy::TextsCompared> {
    desk.book(|b| {
        Ok(policy::compare_versions(b.isms(), b.today, &id, was.as_deref(), now.as_deref(), text.as_deref())?)
    })
}
fn proposed(desk: &Desk, plan: impl Fn(&crate::book::Book) -> Result<Proposal, Refusal>) -> Answer<OutcomeShown> {
    desk.book(|b| {
        let done = b.act(|b| {
            let (by, clock) = (b.by(), b.clock());
            let proposal = plan(b)?;
            b.file.act(proposal, &by, clock)
        })?;
        desk.remember(b);
        Ok(done)
    })
}
#[tauri::command]
pub(crate) async fn write_draft(desk: Desked<'_>, id: String, written: policy::Written) -> Answer<OutcomeShown> {
    proposed(&desk, |b| policy::write(b.isms(), b.today, &id, &written))
}
/// A DOCX or PDF that becomes the text of the draft: dropped (`handle`), or chosen now; none: nothing was.
#[tauri::command]
pub(crate) async fn draft_from_file(
    desk: Desked<'_>,
    id: String,
    handle: Option<u64>,
    written: policy::Written,
) -> Answer<Option<OutcomeShown>> {
    let file = match handle.and_then(|n| desk.hands(|h| h.files.remove(&n))) {
        Some(file) => Some(file),
        None => match dialog::open("Which file is the text?", "DOCX or PDF", &["docx", "pdf"]).await {
            Some(path) => desk.take_files(std::slice::from_ref(&path)).pop(),
            None => None,
        },
    };
    let Some(file) = file else { return Ok(None) };
    if let Some(no) = file.refused {
        return Err(Refusal::new("source", file.name, no, "Choose another file.").into());
    }
    let bytes = std::fs::read(&file.path)?;
    let taken = isms_import::words_of(&file.name, &bytes)?;
    desk.book(|b| {
        let done = b.act(|b| {
            let (by, clock) = (b.by(), b.clock());
            b.file.write_policy_file(&id, &file.name, &bytes, taken.text.clone(), written.clone(), &by, clock)
        })?;
        desk.remember(b);
        Ok(Some(OutcomeShown { why: taken.note.clone().unwrap_or_default(), ..done }))
    })
}
#[tauri::command]
pub(crate) async fn ask_approval(desk: Desked<'_>, id: String) -> Answer<OutcomeShown> {
    proposed(&desk, |b| policy::ask(b.isms(), b.today, &id))
}
#[tauri::command]
pub(crate) async fn approve_draft(
    desk: Desked<'_>,
    id: String,
    approval: Value,
    from: Option<NaiveDate>,
) -> Answer<OutcomeShown> {
    proposed(&desk, |b| policy::approve(b.isms(), b.today, &b.by(), &id, &approval, from))
}
#[tauri::command]
pub(crate) async fn refuse_draft(desk: Desked<'_>, id: String, why: String) -> Answer<OutcomeShown> {
    proposed(&desk, |b| policy::refuse(b.isms(), b.today, &id, &why))
}
#[tauri::command]
pub(crate) async fn discard_draft(desk: Desked<'_>, id: String, why: String) -> Answer<OutcomeShown> {
    proposed(&desk, |b| policy::drop_draft(b.isms(), &id, &why))
}

/// Words typed into a form that is not saved: kept in the file, like the answers of a guide; null forgets them.
#[tauri::command]
pub(crate) async fn keep_words(desk: Desked<'_>, key: String, body: Option<Fields>) -> Answer<()> {
    desk.book(|b| {
        let have =
            b.file.drafts()?.into_iter().find(|d| d.wizard == crate::book::FORM && d.about.first() == Some(&key));
        match (body, have) {
            (Some(body), have) => {
                let draft = isms_file::Draft {
                    id: have.and_then(|d| d.id),
                    wizard: crate::book::FORM.into(),
                    about: vec![key],
                    step: String::new(),
                    answers: Value::Object(body),
                    kept_at: chrono::Utc::now(),
                };
                b.file.keep_draft(&draft)?;
            }
            (None, Some(d)) => b.file.drop_draft(d.id.unwrap_or_default())?,
            (None, None) => {}
        }
        Ok(())
    })
}
/// Where the owner is, so that the next start begins there.
#[tauri::command]
pub(crate) async fn remember(desk: Desked<'_>, address: String) -> Answer<()> {
    let address: String = address.chars().take(300).collect();
    let path = desk.book(|b| {
        b.address = address.clone();
        Ok(b.file.path().display().to_string())
    })?;
    desk.memory(|m| {
        m.addresses.insert(path, address);
        m.keep();
    });
    Ok(())
}

// ---- evidence

#[tauri::command]
pub(crate) async fn choose_evidence(desk: Desked<'_>) -> Answer<Vec<InHand>> {
    let paths = dialog::open_many("What proves it?").await;
    Ok(desk.take_files(&paths))
}
#[tauri::command]
#[allow(clippy::too_many_arguments)] // The questions that every proof is asked.
pub(crate) async fn attach(
    desk: Desked<'_>,
    id: String,
    handles: Vec<u64>,
    shows: String,
    collected_on: NaiveDate,
    from_date: Option<NaiveDate>,
    until_date: Option<NaiveDate>,
    personal: bool,
) -> Answer<OutcomeShown> {
    let files: Vec<InHand> = desk.hands(|h| handles.iter().filter_map(|n| h.files.get(n).cloned()).collect());
    let mut last = Err(Refusal::new("field", id.clone(), "No file was chosen.", "Choose or drop one.").into());
    for f in files {
        if let Some(no) = f.refused {
            return Err(Refusal::new("field", f.name, no, "Leave it out, or choose another.").into());
        }
        let shows = if shows.trim().is_empty() { f.name.clone() } else { shows.clone() };
        last = desk.book(|b| {
            let fields = json!({"shows": shows, "collected_on": collected_on, "from_date": from_date, "until_date": until_date, "collected_by": b.by(), "classification": "internal", "personal": personal});
            let Value::Object(fields) = fields else { return Err(Trouble::fault("The proof could not be described.", "")) };
            let bytes = std::fs::File::open(&f.path)?;
            let done = b.act(|b| {
                let (by, clock) = (b.by(), b.clock());
                b.file.attach(std::slice::from_ref(&id), &f.name, isms_file::media_type(&f.name), bytes, fields, &by, clock).map(|a| a.done)
            })?;
            desk.remember(b);
            Ok(done)
        });
        desk.hands(|h| h.files.remove(&f.handle));
        if last.is_err() {
            break;
        }
    }
    last
}
#[tauri::command]
pub(crate) async fn save_evidence(desk: Desked<'_>, id: String) -> Answer<Option<String>> {
    let (name, bytes) = desk.book(|b| {
        let e =
            b.isms().get::<isms::kinds::Evidence>(&id).and_then(|e| e.file.clone()).ok_or_else(|| no_record(&id))?;
        let mut bytes = Vec::new();
        let sha = isms::plan::unhex(&e.sha256).ok_or_else(|| no_record(&id))?;
        std::io::Read::read_to_end(&mut b.file.evidence_bytes(&sha)?, &mut bytes)?;
        // Under a name of ours: safe on every system, and with an end that none runs.
        Ok((isms_press::beside_name(&id, &e.name, &e.media_type), bytes))
    })?;
    let extension = name.rsplit('.').next().unwrap_or("bin").to_string();
    let Some(path) = dialog::save("Save a copy", &name, "File", &extension).await else { return Ok(None) };
    isms_file::write_whole(&path, &bytes)?;
    Ok(Some(path.display().to_string()))
}

// ---- guides

fn guide(name: &str) -> Answer<&'static wizard::Wizard> {
    wizards::wizard(name).ok_or_else(|| {
        Refusal::new("unknown", name, format!("There is no guide \u{201c}{name}\u{201d} in this version."), "").into()
    })
}
/// A kept draft with its guide and answers.
fn draft_of(file: &File, number: i64) -> Answer<(isms_file::Draft, &'static wizard::Wizard, Answers)> {
    let draft = file.drafts()?.into_iter().find(|d| d.id == Some(number)).ok_or_else(|| {
        Trouble::Refused(Refusal::new("closed", "", "This draft is no longer there.", "Start the guide again."))
    })?;
    let guide = guide(&draft.wizard)?;
    let answers = serde_json::from_value(draft.answers.get("answers").cloned().unwrap_or_default()).unwrap_or_default();
    Ok((draft, guide, answers))
}
fn since_of(draft: &isms_file::Draft) -> u32 {
    draft.answers.get("since").and_then(Value::as_u64).unwrap_or(0) as u32
}
/// Lists among the answers, read with what is answered now.
fn read_lists(b: &Book, draft: &isms_file::Draft, w: &'static wizard::Wizard, all: &mut Answers) -> Answer<()> {
    let bytes = &mut |code: &str| -> Answer<Vec<u8>> { Ok(b.file.evidence_of(code)?) };
    isms_import::read_lists(b.isms(), b.today, &b.by(), w, &draft.about, all, bytes)
}
fn keep(file: &mut File, mut draft: isms_file::Draft, answers: &Answers, step: &str) -> Answer<i64> {
    draft.answers = json!({"answers": answers, "since": since_of(&draft)});
    draft.step = step.into();
    draft.kept_at = chrono::Utc::now();
    Ok(file.keep_draft(&draft)?)
}
#[tauri::command]
pub(crate) async fn wizard_start(desk: Desked<'_>, wizard: String, about: Vec<String>) -> Answer<WizardShown> {
    let w = guide(&wizard)?;
    desk.book(|b| {
        let by = b.by();
        let about = view::begin(&b.shown(), w, &about)?;
        if let Some(draft) = b.file.drafts()?.into_iter().find(|d| d.wizard == wizard && d.about == about) {
            let (draft, w, mut answers) = draft_of(&b.file, draft.id.unwrap_or_default())?;
            let moved = wizard::resume(b.isms(), b.today, &by, w, &about, &mut answers, since_of(&draft));
            let step = draft.step.clone();
            let mut shown = wizard::show(
                b.isms(),
                b.today,
                &by,
                w,
                &about,
                &answers,
                moved.reopened.first().map(String::as_str).or(Some(&step)),
            );
            shown.moved = moved.sentences;
            shown.draft = draft.id.unwrap_or_default();
            return Ok(b.timed(shown));
        }
        let answers = Answers::default();
        let mut shown = wizard::show(b.isms(), b.today, &by, w, &about, &answers, None);
        let draft = isms_file::Draft {
            id: None,
            wizard,
            about,
            step: shown.step.id.clone(),
            answers: json!({"answers": answers, "since": b.isms().last_seq()}),
            kept_at: chrono::Utc::now(),
        };
        shown.draft = b.file.keep_draft(&draft)?;
        Ok(b.timed(shown))
    })
}
#[derive(Serialize)]
pub(crate) struct DraftKept {
    kept: bool,
    warnings: Vec<wizard::Warning>,
}
/// While the owner types: kept, so that a crash loses nothing.
#[tauri::command]
pub(crate) async fn wizard_draft(desk: Desked<'_>, draft: i64, step: String, answers: Fields) -> Answer<DraftKept> {
    desk.book(|b| {
        let by = b.by();
        let (d, w, mut all) = draft_of(&b.file, draft)?;
        let about = d.about.clone();
        all.keep(&step, answers);
        let warnings = wizard::warnings(b.isms(), b.today, &by, w, &about, &all, &step);
        keep(&mut b.file, d, &all, &step)?;
        Ok(DraftKept { kept: true, warnings })
    })
}
#[tauri::command]
pub(crate) async fn wizard_next(desk: Desked<'_>, draft: i64, step: String, answers: Fields) -> Answer<WizardShown> {
    desk.book(|b| {
        let by = b.by();
        let (d, w, mut all) = draft_of(&b.file, draft)?;
        let about = d.about.clone();
        all.keep(&step, answers.clone());
        read_lists(b, &d, w, &mut all)?;
        let answers = all.0.get(&step).cloned().unwrap_or_default();
        let mut shown = wizard::next(b.isms(), b.today, &by, w, &about, &mut all, &step, answers)?;
        shown.draft = keep(&mut b.file, d, &all, &shown.step.id)?;
        Ok(b.timed(shown))
    })
}
#[tauri::command]
pub(crate) async fn wizard_go(desk: Desked<'_>, draft: i64, step: String) -> Answer<WizardShown> {
    desk.book(|b| {
        let by = b.by();
        let (d, w, all) = draft_of(&b.file, draft)?;
        let mut shown = wizard::show(b.isms(), b.today, &by, w, &d.about, &all, Some(&step));
        shown.draft = keep(&mut b.file, d, &all, &step)?;
        Ok(b.timed(shown))
    })
}
#[derive(Serialize)]
pub(crate) struct Finished {
    outcome: OutcomeShown,
    review: String,
    doc: Doc,
    /// Laws whose chain runs through what was reviewed.
    chains: Vec<view::LawNamed>,
    /// Files that are to be saved now.
    saves: Vec<view::SavesShown>,
    /// Guides that a new version asks for.
    follows: Vec<view::FollowsShown>,
}
#[tauri::command]
pub(crate) async fn wizard_finish(desk: Desked<'_>, draft: i64, answers: Fields) -> Answer<Finished> {
    desk.book(|b| {
        let by = b.by();
        let (d, w, mut all) = draft_of(&b.file, draft)?;
        all.keep("sign", answers);
        read_lists(b, &d, w, &mut all)?;
        let proposal = wizard::finish(b.isms(), b.today, &by, w, &d.about, &all, Some(since_of(&d)))?;
        if isms::erase::erases(&proposal) {
            isms_file::backup::before(&b.file, crate::book::real_today(), isms_file::Before::Erasure)?;
        }
        let outcome = b.act(|b| {
            let clock = b.clock();
            b.file.finish(draft, proposal, &by, clock)
        })?;
        desk.remember(b);
        let review = outcome
            .changed
            .iter()
            .find(|c| b.isms().record(c).is_some_and(|r| r.info().name == "review"))
            .cloned()
            .unwrap_or_default();
        let doc = isms::report::build(
            b.isms(),
            "review-record",
            &Scope { names: isms::report::Names::Full, ..Scope::on(b.today) }.about(&review),
        )?;
        let saves = outcome.changed.iter().flat_map(|c| view::saves_after(b.isms(), c, b.today)).collect();
        let follows = outcome.changed.iter().filter_map(|c| view::follows(&b.shown(), c)).collect();
        Ok(Finished { outcome, review, doc, saves, follows, chains: view::chains_of(b.isms(), &d.about) })
    })
}
#[tauri::command]
pub(crate) async fn wizard_discard(desk: Desked<'_>, draft: i64) -> Answer<SessionShown> {
    desk.book(|b| {
        b.file.drop_draft(draft)?;
        Ok(b.session())
    })
}

/// Files for a question that asks for one, read into rows and kept as evidence. They were dropped (`handles`), or are chosen now; none:
/// nothing was.
#[tauri::command]
pub(crate) async fn wizard_drop(
    desk: Desked<'_>,
    draft: i64,
    step: String,
    field: String,
    handles: Vec<u64>,
) -> Answer<Option<Value>> {
    let mut files: Vec<InHand> = desk.hands(|h| handles.iter().filter_map(|n| h.files.remove(n)).collect());
    if handles.is_empty() {
        files = desk.take_files(&dialog::open_many("Which files?").await);
    }
    let mut answer = None;
    for file in files {
        if let Some(no) = file.refused {
            return Err(Refusal::new("source", file.name, no, "Choose another file.").into());
        }
        let bytes = std::fs::read(&file.path)?;
        answer = desk.book(|b| {
            let (d, w, mut all) = draft_of(&b.file, draft)?;
            let bare = step.rsplit('/').next().unwrap_or_default();
            let Some((_, _, of)) = wizard::drops(w).into_iter().find(|(s, f, _)| *s == bare && *f == field) else {
                return Err(Refusal::new("unknown", &*field, "This question does not ask for a file.", "").into());
            };
            // What came with this drop before is not in the draft yet.
            if let Some(before) = answer.take() {
                all.keep(&step, Fields::from_iter([(field.clone(), before)]));
            }
            let mut rows = isms_import::dropped(&of, &file.name, &bytes, b.isms(), b.today)?;
            if isms_import::kept(&of) {
                let (by, clock) = (b.by(), b.clock());
                rows["evidence"] =
                    b.file.keep_dropped(&d.about, &file.name, &bytes, isms_import::personal(&of), &by, clock)?.into();
                b.refresh();
            }
            let beside = isms_import::beside(&of, all.get(&step, &field), rows);
            all.keep(&step, Fields::from_iter([(field.clone(), beside)]));
            read_lists(b, &d, w, &mut all)?;
            Ok(all.get(&step, &field).cloned())
        })?;
    }
    Ok(answer)
}
/// What the owner chose of one list of an answer (its kind, sheet, columns, answers; or that it comes later), and what it comes to then.
/// None: it is taken away.
#[tauri::command]
pub(crate) async fn wizard_list(
    desk: Desked<'_>,
    draft: i64,
    step: String,
    field: String,
    list: String,
    choices: Option<Value>,
) -> Answer<Option<Value>> {
    desk.book(|b| {
        let (d, w, mut all) = draft_of(&b.file, draft)?;
        if let Some(answer) = all.0.get_mut(&step).and_then(|s| s.get_mut(&field)) {
            isms_import::choose(answer, &list, choices);
        }
        read_lists(b, &d, w, &mut all)?;
        Ok(all.get(&step, &field).filter(|v| v["rows"].as_array().is_none_or(|r| !r.is_empty())).cloned())
    })
}
/// The files of a campaign, in a folder that the owner chooses: all of them, or none.
#[derive(Serialize)]
pub(crate) struct FilesSaved {
    path: String,
    files: usize,
}
#[tauri::command]
pub(crate) async fn save_files(desk: Desked<'_>, id: String, again: bool) -> Answer<Option<FilesSaved>> {
    let Some(parent) = dialog::folder("Where shall the files go?").await else { return Ok(None) };
    desk.book(|b| {
        let (isms, today) = (b.isms(), b.today);
        let c = campaign::find(isms, &id)?;
        let people = if again { campaign::to_remind(isms, c) } else { campaign::missing(isms, c) };
        let whole = match campaign::material_of(isms, &c.of) {
            Some(e) => b.file.evidence_whole(&e, campaign::LARGEST_MATERIAL)?,
            None => None,
        };
        let material = whole.map(|(name, media_type, bytes)| campaign::Material { name, media_type, bytes });
        let made = people.iter().flat_map(|p| match campaign::letter(isms, &id, p, material.as_ref(), again, today) {
            Ok(l) => {
                let mail = isms_press::mail::letter(&l, today, &isms.log);
                vec![Ok((format!("{}.html", l.name), l.page.into_bytes())), Ok((format!("{}.eml", l.name), mail))]
            }
            Err(r) => vec![Err(r)],
        });
        let name = if again { format!("{id} reminders {today}") } else { id.clone() };
        std::fs::create_dir_all(&parent)?;
        let (path, files) = isms_file::write_folder(&parent, &name, made)?;
        // Reminders that the guide did not record today already.
        let written = campaign::reminders_written(b.isms(), &id, &people, today).filter(|_| again);
        if let Some(p) = written.filter(|_| b.file.read_only().is_none()) {
            b.act(|b| {
                let (by, clock) = (b.by(), b.clock());
                b.file.act(p, &by, clock)
            })?;
            desk.remember(b);
        }
        Ok(Some(FilesSaved { path: path.display().to_string(), files }))
    })
}

// ---- spreadsheets

#[derive(Serialize)]
pub(crate) struct ImportShown {
    handle: u64,
    #[serde(flatten)]
    look: isms_import::Look,
}
fn look_at(desk: &Desk, handle: u64, source: Source, choices: &Choices) -> Answer<ImportShown> {
    let look = desk.book(|b| Ok(Import::look(&source, b.isms(), b.today, choices)?))?;
    desk.hands(|h| h.imports.insert(handle, Importing { source, look: look.clone() }));
    Ok(ImportShown { handle, look })
}
#[tauri::command]
pub(crate) async fn import_choose(desk: Desked<'_>) -> Answer<Option<ImportShown>> {
    let Some(path) =
        dialog::open("Which spreadsheet?", "Spreadsheet", &["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods"]).await
    else {
        return Ok(None);
    };
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let size = std::fs::metadata(&path)?.len();
    if size > 50 << 20 {
        return Err(Refusal::new(
            "field",
            name,
            format!("The file has {} MB.", size >> 20),
            "At most 50 MB are read. Split it.",
        )
        .into());
    }
    let source = Source::read(&name, &std::fs::read(&path)?)?;
    let handle = desk.hands(|h| h.number());
    look_at(&desk, handle, source, &Choices::default()).map(Some)
}
#[derive(Deserialize)]
pub(crate) struct Mapped(BTreeMap<String, Option<String>>);
#[tauri::command]
pub(crate) async fn import_look(
    desk: Desked<'_>,
    handle: u64,
    kind: Option<String>,
    sheet: Option<String>,
    mapping: Mapped,
    answers: BTreeMap<String, String>,
) -> Answer<ImportShown> {
    let Some(held) = desk.hands(|h| h.imports.remove(&handle)) else {
        return Err(Refusal::new("closed", "", "This spreadsheet is no longer in hand.", "Choose it again.").into());
    };
    look_at(&desk, handle, held.source, &Choices { kind, sheet, mapping: mapping.0, answers })
}
#[tauri::command]
pub(crate) async fn import_apply(desk: Desked<'_>, handle: u64, skip_wrong: bool) -> Answer<OutcomeShown> {
    let proposal = desk.hands(|h| h.imports.get(&handle).map(|i| i.look.proposal(skip_wrong)));
    let Some(proposal) = proposal else {
        return Err(Refusal::new("closed", "", "This spreadsheet is no longer in hand.", "Choose it again.").into());
    };
    let Proposal { verb, why, changes } = proposal?;
    keeping::before(&desk, isms_file::Before::Import)?;
    let done = act(&desk, verb, why, changes)?;
    desk.hands(|h| h.imports.remove(&handle));
    Ok(done)
}

// ---- trail

fn kept(file: &File) -> Answer<Vec<view::CheckpointKept>> {
    let short = |size, root| isms::doc::Checkpoint { size, root }.short();
    Ok(file
        .checkpoints()?
        .into_iter()
        .map(|k| view::CheckpointKept {
            size: k.size,
            short: short(k.size, k.root),
            on: k.day.unwrap_or_default(),
            purpose: k.purpose,
        })
        .collect())
}
#[tauri::command]
pub(crate) async fn trail(desk: Desked<'_>, before: Option<u32>, find: String) -> Answer<view::TrailShown> {
    desk.book(|b| Ok(view::trail(b.isms(), before, &find, kept(&b.file)?, b.today)))
}
#[tauri::command]
pub(crate) async fn verify(desk: Desked<'_>) -> Answer<view::Verified> {
    desk.book(|b| {
        let r = b.file.verify()?;
        let n = r.problems.len();
        let text = if r.ok {
            let erased = r.says_erased().map_or_else(String::new, |e| format!(" {e}"));
            format!("{} acts and everything that they made are in order.{erased}", r.acts)
        } else {
            format!("{n} thing{} not as it was written.", if n == 1 { " is" } else { "s are" })
        };
        Ok(view::Verified {
            ok: r.ok,
            acts: r.acts as usize,
            text,
            problems: r.problems.into_iter().map(|p| view::Problem { place: p.place, text: p.text }).collect(),
        })
    })
}
#[tauri::command]
pub(crate) async fn checkpoint(desk: Desked<'_>, purpose: String) -> Answer<view::TrailShown> {
    desk.book(|b| {
        let day = b.today;
        isms::plan::sayable(&purpose)?;
        b.file.checkpoint(&purpose, day)?;
        Ok(view::trail(b.isms(), None, "", kept(&b.file)?, b.today))
    })
}

// ---- paper

/// A page with the versions that can be chosen for it.
#[derive(Serialize)]
pub(crate) struct Previewed {
    #[serde(flatten)]
    doc: Doc,
    versions: Option<isms::report::Versions>,
}
fn doc_of(
    desk: &Desk,
    report: &str,
    about: Option<String>,
    as_of: Option<NaiveDate>,
    from: Option<NaiveDate>,
    versions: Option<Vec<String>>,
) -> Answer<Previewed> {
    desk.book(|b| {
        let day = as_of.unwrap_or(b.today).min(b.today);
        let mut asked = versions.unwrap_or_default().into_iter();
        let versions = (asked.next(), asked.next());
        let scope = Scope { about, versions, names: isms::report::Names::Full, ..Scope::on(day) };
        let scope = if isms::report::looks_ahead(report) {
            Scope { span: (from, None), ..scope }
        } else {
            Scope { from, ..scope }
        };
        let versions = isms::report::versions(b.isms(), report, &scope);
        Ok(Previewed { doc: isms::report::build(b.isms(), report, &scope)?, versions })
    })
}
fn pdf(doc: &Doc) -> Answer<isms_press::Pdf> {
    isms_press::pdf(doc).map_err(|e| Trouble::fault("The page could not be set.", e))
}
#[tauri::command]
pub(crate) async fn preview(
    desk: Desked<'_>,
    report: String,
    about: Option<String>,
    as_of: Option<NaiveDate>,
    from: Option<NaiveDate>,
    versions: Option<Vec<String>>,
) -> Answer<Previewed> {
    doc_of(&desk, &report, about, as_of, from, versions)
}
#[derive(Serialize)]
pub(crate) struct Printed {
    path: String,
    pages: usize,
}
#[tauri::command]
pub(crate) async fn print_report(
    desk: Desked<'_>,
    report: String,
    about: Option<String>,
    as_of: Option<NaiveDate>,
    from: Option<NaiveDate>,
    versions: Option<Vec<String>>,
    format: Option<String>,
) -> Answer<Option<Printed>> {
    let (ending, title, sort) = match format.as_deref() {
        Some("xlsx") => ("xlsx", "Save the tables", "Spreadsheet"),
        Some("csv") => ("csv", "Save the main table", "CSV"),
        _ => ("pdf", "Save the PDF", "PDF"),
    };
    let name = about
        .as_deref()
        .map_or_else(|| format!("{report}.{ending}"), |a| format!("{report}-{}.{ending}", a.replace('/', "-")));
    let doc = doc_of(&desk, &report, about, as_of, from, versions)?.doc;
    let (bytes, pages) = if ending == "pdf" {
        let made = pdf(&doc)?;
        (made.bytes, made.pages)
    } else {
        let tables = isms_press::tables::of_report(&doc, ending)
            .map_err(|e| Trouble::fault("The tables could not be written.", e))?;
        let Some(bytes) = tables else {
            return Err(Refusal::new(
                "empty",
                report,
                "Nothing of it is on record, so it has no table.",
                "Make the PDF instead: it says so.",
            )
            .into());
        };
        (bytes, 0)
    };
    let Some(path) = dialog::save(title, &name, sort, ending).await else { return Ok(None) };
    isms_file::write_whole(&path, &bytes)?;
    Ok(Some(Printed { path: path.display().to_string(), pages }))
}
#[tauri::command]
pub(crate) async fn export_tables(desk: Desked<'_>, format: String) -> Answer<Option<String>> {
    let files = desk.book(|b| {
        isms_press::tables::export(b.isms(), &format).map_err(|e| Trouble::fault("The tables could not be written.", e))
    })?;
    let Some(folder) = dialog::folder("Into which folder?").await else { return Ok(None) };
    std::fs::create_dir_all(&folder)?;
    for (name, bytes) in files {
        isms_file::write_whole(&folder.join(name), &bytes)?;
    }
    Ok(Some(folder.display().to_string()))
}
#[derive(Serialize)]
pub(crate) struct CalendarSaved {
    path: String,
    entries: usize,
    /// Taken out of what was given out before.
    gone: usize,
}
#[tauri::command]
pub(crate) async fn save_calendar(desk: Desked<'_>) -> Answer<Option<CalendarSaved>> {
    let (made, day) = desk.book(|b| Ok((view::calendar_file(&b.shown(), &b.file.calendars()?), b.today)))?;
    let Some(path) = dialog::save("Save the calendar", "isms.ics", "Calendar", "ics").await else { return Ok(None) };
    isms_file::write_whole(&path, &isms_press::ics::ics(&made))?;
    desk.book(|b| Ok(b.file.calendar_given(day)?))?;
    let gone = made.entries.iter().filter(|e| e.cancelled).count();
    Ok(Some(CalendarSaved { path: path.display().to_string(), entries: made.entries.len() - gone, gone }))
}
#[tauri::command]
pub(crate) async fn save_copy(desk: Desked<'_>) -> Answer<Option<String>> {
    let name = desk.book(|b| Ok(b.session().file_name))?;
    let Some(path) = dialog::save("Save a copy", &format!("copy of {name}"), "ISMS Upkeep file", "isms").await else {
        return Ok(None);
    };
    desk.book(|b| Ok(b.file.save_copy(&path)?))?;
    Ok(Some(path.display().to_string()))
}
