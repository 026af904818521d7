//! Backups beside the window: every half-hour if something changed, when a file is closed, before much is brought in; and the commands of
//! their section of the settings. The open file is never held while one is made: a connection of its own reads it.
//! No rule stands here: which are kept, and what is said of them, is the domain's word.
use crate::book::{Desk, real_today};
use crate::dialog;
use crate::trouble::Trouble;
use isms::Refusal;
use isms::backups::{self, Tried};
use isms::view::{self, BackupFact, BackupsShown, OutcomeShown, PlaceFact, SessionShown};
use isms_file::{Backup, Before, Fault, backup as store};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Manager, State};

type Answer<T> = Result<T, Trouble>;

const EVERY: Duration = Duration::from_secs(30 * 60);

/// What is known of backups while the program runs.
#[derive(Default)]
pub(crate) struct Keeping {
    /// One is made at a time.
    one: Mutex<()>,
    /// Why the last one could not be made.
    failed: Mutex<Option<String>>,
    /// What came of the last trial, until it is recorded.
    tried: Mutex<Vec<Tried>>,
}
fn held<T>(m: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    m.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file of which backups are made: where it lies and whose trail it is.
#[derive(Clone)]
pub(crate) struct Of {
    pub(crate) path: PathBuf,
    pub(crate) log: String,
    pub(crate) locked: bool,
    /// The example is backed up only when asked for.
    pub(crate) by_itself: bool,
}

/// Every half-hour, until the program ends.
pub(crate) fn watch(app: AppHandle) {
    std::thread::spawn(move || {
        loop {
            std::thread::park_timeout(EVERY);
            if let Some(of) = app.state::<Desk>().of() {
                by_itself(&app, &of);
            }
        }
    });
}
/// Makes what is due, in both places. What goes wrong is told in the settings.
pub(crate) fn by_itself(app: &AppHandle, of: &Of) {
    if of.by_itself {
        let done = make(app, of, None).map(drop);
        *held(&app.state::<Keeping>().failed) = done.err().map(|f| f.to_string());
    }
}
/// Makes a backup in the program's own place, and in the second one if there is one. Both are tried; the first fault is the answer. Was
/// there anything new?
fn make(app: &AppHandle, of: &Of, before: Option<Before>) -> Result<bool, Fault> {
    let keeping = app.state::<Keeping>();
    let _one = held(&keeping.one);
    let one = |folder: &Path| store::back_up(&of.path, &of.log, folder, real_today(), before);
    let own = store::own_folder(&of.log).and_then(|f| one(&f));
    let second = app.state::<Desk>().memory(|m| m.second_place.clone()).map(|f| one(&f)).transpose();
    let is_new = |made: &isms_file::Made| matches!(made, isms_file::Made::New { .. });
    Ok(is_new(&own?) | second?.as_ref().is_some_and(is_new))
}
/// Before an act that brings much in: where no backup can be made in the program's own place, the act is not done.
pub(crate) fn before(desk: &Desk, why: Before) -> Answer<()> {
    match desk.of() {
        Some(of) if of.by_itself => {
            store::back_up(&of.path, &of.log, &store::own_folder(&of.log)?, real_today(), Some(why))?;
            Ok(())
        }
        _ => Ok(()),
    }
}

async fn beside<T: Send + 'static>(work: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    done.unwrap_or_else(|e| Err(Trouble::fault("The work ended early.", e)))
}
fn of(desk: &Desk) -> Answer<Of> {
    desk.of().ok_or_else(Trouble::no_file)
}

/// The folders in which backups lie: the program's own, then the second place.
fn places(desk: &Desk, log: &str) -> Vec<(PathBuf, Result<store::Series, Fault>)> {
    let second = desk.memory(|m| m.second_place.clone());
    let own = store::home().join("backups").join(log);
    let found = if own.is_dir() { store::series(&own, log) } else { Ok(store::Series::default()) };
    std::iter::once((own, found)).chain(second.map(|s| (s.clone(), store::series(&s, log)))).collect()
}
fn fact(b: &Backup) -> BackupFact {
    BackupFact {
        number: b.number,
        day: b.day,
        made: b.made.map(|t| chrono::DateTime::<chrono::Local>::from(t).naive_local()),
        acts: b.acts,
        root: b.root,
        bytes: b.bytes,
        before: b.before.map(Before::name),
    }
}

#[derive(Serialize)]
pub(crate) struct Kept {
    #[serde(flatten)]
    shown: BackupsShown,
    /// Why the last one could not be made.
    failed: Option<String>,
}
fn shown(app: &AppHandle) -> Answer<Kept> {
    let desk = app.state::<Desk>();
    let of = of(&desk)?;
    let facts: Vec<PlaceFact> = places(&desk, &of.log)
        .into_iter()
        .map(|(folder, found)| match found {
            Ok(s) => PlaceFact {
                folder: folder.display().to_string(),
                trouble: None,
                backups: s.backups.iter().map(fact).collect(),
                unread: s.unread.len(),
                legible: s.backups.iter().filter(|b| of.locked && !b.locked).count(),
            },
            Err(f) => PlaceFact {
                folder: folder.display().to_string(),
                trouble: Some(format!("{} {}", f.text, f.still)),
                backups: Vec::new(),
                unread: 0,
                legible: 0,
            },
        })
        .collect();
    let isms = desk.book(|b| Ok(b.isms().clone()))?;
    let failed = held(&app.state::<Keeping>().failed).clone();
    Ok(Kept { shown: view::backups(&isms, real_today(), &facts, of.by_itself), failed })
}
/// Where backups lie, which there are, and what restoring each would cost.
#[tauri::command]
pub(crate) async fn backups(app: AppHandle) -> Answer<Kept> {
    beside(move || shown(&app)).await
}
#[derive(Serialize)]
pub(crate) struct BackedUp {
    /// Was there anything new?
    made: bool,
    kept: Kept,
}
#[tauri::command]
pub(crate) async fn back_up_now(app: AppHandle) -> Answer<BackedUp> {
    beside(move || {
        let of = of(&app.state::<Desk>())?;
        let made = make(&app, &of, None);
        *held(&app.state::<Keeping>().failed) = made.as_ref().err().map(Fault::to_string);
        Ok(BackedUp { made: made?, kept: shown(&app)? })
    })
    .await
}
/// Chooses the second place; none where no folder was chosen.
#[tauri::command]
pub(crate) async fn choose_second_place(app: AppHandle) -> Answer<Option<Kept>> {
    let Some(folder) = dialog::folder("Where shall the second backups go?").await else { return Ok(None) };
    beside(move || {
        let desk = app.state::<Desk>();
        if !folder.is_dir() {
            let text = "The folder is not there.";
            return Err(Refusal::new("field", folder.display().to_string(), text, "Choose one that is.").into());
        }
        desk.memory(|m| {
            m.second_place = Some(folder.clone());
            m.keep();
        });
        shown(&app).map(Some)
    })
    .await
}
#[tauri::command]
pub(crate) async fn leave_second_place(app: AppHandle) -> Answer<Kept> {
    beside(move || {
        app.state::<Desk>().memory(|m| {
            m.second_place = None;
            m.keep();
        });
        shown(&app)
    })
    .await
}
/// Has the system show the folder of a place.
#[tauri::command]
pub(crate) async fn show_backups(desk: State<'_, Desk>, place: usize) -> Answer<()> {
    let of = of(&desk)?;
    let Some((folder, _)) = places(&desk, &of.log).into_iter().nth(place) else { return Ok(()) };
    Ok(dialog::show(&folder, false)?)
}

#[derive(Serialize)]
pub(crate) struct TriedShown {
    ok: bool,
    says: Vec<String>,
}
/// Restores the newest backup and an older one to temporary files, and counts them against the trail.
#[tauri::command]
pub(crate) async fn try_backups(app: AppHandle) -> Answer<TriedShown> {
    beside(move || {
        let desk = app.state::<Desk>();
        let of = of(&desk)?;
        let all: Vec<Backup> = places(&desk, &of.log)
            .into_iter()
            .filter_map(|(_, s)| s.ok())
            .find(|s| !s.backups.is_empty())
            .unwrap_or_default()
            .backups;
        if all.is_empty() {
            let hint = "Back up now, then try it.";
            return Err(Refusal::new("empty", "", "There is no backup yet that could be tried.", hint).into());
        }
        let isms = desk.book(|b| Ok(b.isms().clone()))?;
        let numbers: Vec<u32> = all.iter().map(|b| b.number).collect();
        let chosen = backups::to_try(&numbers, real_today());
        let those = chosen.iter().filter_map(|n| all.iter().find(|b| b.number == *n));
        let tried = those.map(|b| store::try_out(b, &isms)).collect::<Result<Vec<_>, _>>()?;
        let told = TriedShown { ok: tried.iter().all(Tried::ok), says: tried.iter().map(Tried::sentence).collect() };
        *held(&app.state::<Keeping>().tried) = tried;
        Ok(told)
    })
    .await
}
/// Records what came of the last trial.
#[tauri::command]
pub(crate) async fn record_trial(desk: State<'_, Desk>, keeping: State<'_, Keeping>) -> Answer<OutcomeShown> {
    let tried = held(&keeping.tried).clone();
    if tried.is_empty() {
        return Err(Refusal::new("empty", "", "No trial waits to be recorded.", "Test the backups first.").into());
    }
    let done = desk.book(|b| {
        let done = b.act(|b| {
            let (by, clock) = (b.by(), b.clock());
            let proposal = backups::record(b.isms(), b.today, &by, &tried);
            b.file.act(proposal, &by, clock)
        })?;
        desk.remember(b);
        Ok(done)
    })?;
    held(&keeping.tried).clear();
    Ok(done)
}

#[derive(Serialize)]
pub(crate) struct RestoredShown {
    session: SessionShown,
    /// "The backup of 24 November is open. What was there before is kept as …"
    says: String,
}
/// Backs up once more in every place, and takes the older ones away: for what was erased and stands in them still.
#[tauri::command]
pub(crate) async fn drop_older_backups(app: AppHandle) -> Answer<usize> {
    beside(move || {
        let desk = app.state::<Desk>();
        let of = of(&desk)?;
        let keeping = app.state::<Keeping>();
        let _one = held(&keeping.one);
        let mut gone = 0;
        for (folder, _) in places(&desk, &of.log) {
            store::back_up(&of.path, &of.log, &folder, real_today(), None)?;
            gone += store::drop_older(&folder, &of.log)?;
        }
        Ok(gone)
    })
    .await
}

/// Puts a backup in the place of the open file, which is kept beside it, and opens it.
#[tauri::command]
pub(crate) async fn restore_backup(app: AppHandle, place: usize, number: u32) -> Answer<RestoredShown> {
    beside(move || {
        let desk = app.state::<Desk>();
        let of = of(&desk)?;
        let found = places(&desk, &of.log).into_iter().nth(place).and_then(|(_, s)| s.ok());
        let Some(one) = found.and_then(|s| s.backups.into_iter().find(|b| b.number == number)) else {
            return Err(Refusal::new("closed", "", "This backup is no longer there.", "Choose another.").into());
        };
        before(&desk, Before::Restore)?;
        desk.close();
        put_back(&app, &one, &of.path)
    })
    .await
}
/// Restores and opens; where it is not done, what was there is opened again.
fn put_back(app: &AppHandle, one: &Backup, to: &Path) -> Answer<RestoredShown> {
    let desk = app.state::<Desk>();
    let keeping = app.state::<Keeping>();
    let done = {
        let _one = held(&keeping.one);
        store::restore(&one.path, to, real_today())
    };
    let done = match done {
        Ok(done) => done,
        Err(e) => {
            let _ = desk.put(|| Ok(crate::locking::open(to)?));
            return Err(e.into());
        }
    };
    let file = crate::locking::open(to)?;
    // It has fewer acts than this computer saw, and that is meant.
    let log = file.isms().log.to_string();
    desk.memory(|m| m.seen.remove(&log));
    let session = desk.put(|| Ok(file))?;
    let kept = done.kept.map_or_else(String::new, |k| {
        let name = k.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        format!(" What was there before is kept beside it as \u{201c}{name}\u{201d}.")
    });
    let day = isms::dates::say(one.day, real_today());
    let again = match done.erased_again {
        0 => String::new(),
        n => format!(" {} that were erased since were erased in it again.", isms::erase::counted(n)),
    };
    let parted = done.parted.map_or_else(String::new, |last| {
        format!(" It is the same as what was there up to act {last}; after it each went on for itself.")
    });
    Ok(RestoredShown { session, says: format!("The backup of {day} is open.{parted}{again}{kept}") })
}
/// For a file that did not open because it is damaged: the newest backup that is whole takes its place.
#[tauri::command]
pub(crate) async fn open_newest_backup(app: AppHandle) -> Answer<RestoredShown> {
    beside(move || {
        let desk = app.state::<Desk>();
        let Some(path) = desk.refused() else { return Err(Trouble::no_file()) };
        let name = path.display().to_string();
        let none = || {
            let text = "No backup of this file was found on this computer.";
            Trouble::from(Refusal::new("closed", &name, text, "If you have one elsewhere, open that."))
        };
        let log = desk.memory(|m| m.logs.get(&name).cloned()).or_else(|| store::log_of(&path)).ok_or_else(none)?;
        let mut all: Vec<Backup> =
            places(&desk, &log).into_iter().filter_map(|(_, s)| s.ok()).flat_map(|s| s.backups).collect();
        // The two places count for themselves: what holds more comes first.
        all.sort_by_key(|b| std::cmp::Reverse((b.acts, b.number)));
        let mut last = none();
        for one in &all {
            match put_back(&app, one, &path) {
                Err(e @ Trouble::Refused(_)) => last = e,
                other => return other,
            }
        }
        Err(last)
    })
    .await
}
