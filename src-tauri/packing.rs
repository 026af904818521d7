//! The commands of the pack's builder, and what runs beside the window for it: checks that read the whole file, counting pages, making.
//! The file is borrowed for moments only. No rule stands here.
use crate::book::Desk;
use crate::dialog;
use crate::trouble::Trouble;
use chrono::NaiveDate;
use isms::doc::Doc;
use isms::isms::Isms;
use isms::preflight::{self, Facts, Said};
use isms::view::{self, OutcomeShown, PackShown};
use isms::{Refusal, packs};
use isms_file::Bundle;
use isms_pack::{NotMade, Pages, Request, Step};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tauri::{AppHandle, Emitter, Manager, State};

type Answer<T> = Result<T, Trouble>;

/// What runs beside the window.
#[derive(Default)]
pub(crate) struct Packing {
    /// A pack is being made.
    busy: AtomicBool,
    cancelled: AtomicBool,
    /// Which count of pages is the latest that was asked for.
    counting: AtomicU64,
    /// What was found in the file whose trail had this head.
    facts: Mutex<Option<([u8; 32], Facts)>>,
    /// The last pack that was made here.
    made: Mutex<Option<PathBuf>>,
}
impl Packing {
    fn known(&self, isms: &Isms) -> Option<Facts> {
        let held = self.facts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        held.as_ref().filter(|(root, _)| *root == isms.root()).map(|(_, f)| f.clone())
    }
}

impl From<NotMade> for Trouble {
    fn from(n: NotMade) -> Trouble {
        match n {
            NotMade::Cancelled => Trouble::Refused(packs::cancelled()),
            NotMade::Refused(r) => Trouble::Refused(r),
            NotMade::Fault(f) => f.into(),
            NotMade::Press(text) => Trouble::fault("The pages could not be set.", text),
        }
    }
}

/// Works beside the window, which stays usable.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    done.unwrap_or_else(|e| Err(Trouble::fault("The work ended early.", e)))
}
/// The file as it is now, and its day.
fn now(app: &AppHandle) -> Answer<(Isms, NaiveDate)> {
    app.state::<Desk>().book(|b| Ok((b.isms().clone(), b.today)))
}
/// Borrows the open file for a moment.
fn lender(app: &AppHandle) -> Box<isms_pack::Lend<'static>> {
    let app = app.clone();
    Box::new(move |f| {
        app.state::<Desk>()
            .book(|b| {
                f(&mut b.file);
                Ok(())
            })
            .map_err(|_| Refusal::new("closed", "", "The file was closed.", "Open it, and make the pack again."))
    })
}

#[derive(Serialize)]
pub(crate) struct Builder {
    /// What is chosen: what was asked for, else what was chosen last time.
    request: Request,
    shown: PackShown,
    /// A pack is being made.
    busy: bool,
}
#[tauri::command]
pub(crate) async fn pack_shown(
    desk: State<'_, Desk>,
    packing: State<'_, Packing>,
    request: Option<Request>,
) -> Answer<Builder> {
    let (isms, today, path) = desk.book(|b| Ok((b.isms().clone(), b.today, b.file.path().display().to_string())))?;
    let request = match request {
        Some(asked) => {
            // Days and the audit are chosen anew each time, and words of the owner's stand nowhere but in the file; the rest is as it was.
            let kept = Request {
                audit: None,
                from: None,
                as_of: None,
                draft: false,
                copy_for: String::new(),
                ..asked.clone()
            };
            desk.memory(|m| {
                if m.packs.get(&path) != Some(&kept) {
                    m.packs.insert(path, kept);
                    m.keep();
                }
            });
            asked
        }
        None => {
            let kept = desk.memory(|m| m.packs.get(&path).cloned());
            kept.filter(|r| r.pack(&isms, today).is_ok()).unwrap_or_default()
        }
    };
    let (pack, mut scope) = request.scope(&isms, today)?;
    let request = Request { pack: pack.name.into(), ..request };
    scope.pack.facts = packing.known(&isms).unwrap_or_default();
    let mut shown = view::pack(&isms, today, pack, &scope);
    if let Some(reason) = desk.book(|b| Ok(b.file.read_only().map(String::from)))? {
        shown
            .notes
            .push(format!("The file is open for reading only: the pack gets no proof, and is not recorded. {reason}"));
    }
    Ok(Builder { request, shown, busy: packing.busy.load(Ordering::Relaxed) })
}
/// Runs the checks that read the whole file, if they have not run on it yet. Did anything come of it?
#[tauri::command]
pub(crate) async fn pack_checked(app: AppHandle) -> Answer<bool> {
    beside(move || {
        let packing = app.state::<Packing>();
        let (isms, _) = now(&app)?;
        if packing.known(&isms).is_some() {
            return Ok(false);
        }
        let facts = isms_pack::facts_of(&mut *lender(&app), &isms, &mut |_| true)?;
        *packing.facts.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some((isms.root(), facts));
        Ok(true)
    })
    .await
}
/// How many pages it would have; none where another count was asked for meanwhile.
#[tauri::command]
pub(crate) async fn pack_pages(app: AppHandle, request: Request) -> Answer<Option<Pages>> {
    let turn = app.state::<Packing>().counting.fetch_add(1, Ordering::Relaxed) + 1;
    beside(move || {
        let packing = app.state::<Packing>();
        let (isms, today) = now(&app)?;
        match isms_pack::pages(&isms, &request, today, &mut || packing.counting.load(Ordering::Relaxed) == turn) {
            Ok(pages) => Ok(Some(pages)),
            Err(NotMade::Cancelled) => Ok(None),
            Err(e) => Err(e.into()),
        }
    })
    .await
}
/// One section as it will be printed, bound alone.
#[tauri::command]
pub(crate) async fn pack_preview(app: AppHandle, request: Option<Request>, section: String) -> Answer<Doc> {
    beside(move || {
        let (isms, today) = now(&app)?;
        let path = app.state::<Desk>().book(|b| Ok(b.file.path().display().to_string()))?;
        let kept = || app.state::<Desk>().memory(|m| m.packs.get(&path).cloned());
        let request = request.or_else(kept).unwrap_or_default();
        let (pack, scope) = request.scope(&isms, today)?;
        if section.is_empty() {
            return Ok(packs::build(&isms, pack, &scope)?);
        }
        Ok(packs::preview(&isms, pack, &scope, &section)?)
    })
    .await
}
/// How many gaps would be noticed.
#[tauri::command]
pub(crate) async fn pack_gaps(app: AppHandle) -> Answer<usize> {
    beside(move || {
        let (isms, today) = now(&app)?;
        Ok(view::pack_gaps(&isms, today))
    })
    .await
}
#[tauri::command]
pub(crate) async fn declare_gap(
    desk: State<'_, Desk>,
    packing: State<'_, Packing>,
    check: String,
    place: String,
    why: String,
    plan: String,
    until: NaiveDate,
) -> Answer<OutcomeShown> {
    desk.book(|b| {
        let known = packing.known(b.isms());
        let said = Said { check, place, why, plan, until };
        let found =
            preflight::run(b.isms(), b.today, &preflight::Choices::default(), &known.clone().unwrap_or_default());
        let proposal = preflight::declare(b.isms(), b.today, &b.by(), &found, &said)?;
        let done = b.act(|b| {
            let (by, clock) = (b.by(), b.clock());
            b.file.act(proposal, &by, clock)
        })?;
        // A declaration changes no byte of what the checks have read.
        if let Some(facts) = known {
            *packing.facts.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some((b.isms().root(), facts));
        }
        desk.remember(b);
        Ok(done)
    })
}

#[derive(Serialize)]
pub(crate) struct MadeShown {
    cancelled: bool,
    path: String,
    name: String,
    pages: usize,
    draft: bool,
    proof: bool,
    inside: usize,
    beside: usize,
    notes: Vec<String>,
}
/// Asks where to, and makes it; the page hears each step. None where no place was chosen.
#[tauri::command]
pub(crate) async fn make_pack(app: AppHandle, request: Request) -> Answer<Option<MadeShown>> {
    let (pack, day, by, clock) =
        app.state::<Desk>().book(|b| Ok((request.pack(b.isms(), b.today)?, b.today, b.by(), b.clock())))?;
    let day = request.as_of.unwrap_or(day).min(day);
    let name = if pack.numbered { format!("pack-{day}.pdf") } else { format!("{}-pack-{day}.pdf", pack.name) };
    let Some(to) = dialog::save("Save the pack", &name, "PDF", "pdf").await else { return Ok(None) };
    if app.state::<Packing>().busy.swap(true, Ordering::SeqCst) {
        return Err(Refusal::new("closed", "", "A pack is being made.", "Wait for it, or cancel it.").into());
    }
    app.state::<Packing>().cancelled.store(false, Ordering::SeqCst);
    let made = beside({
        let app = app.clone();
        move || {
            let (desk, packing) = (app.state::<Desk>(), app.state::<Packing>());
            // If the program is ended meanwhile, the next start clears away what is left.
            desk.memory(|m| {
                m.making = Some(to.clone());
                m.keep();
            });
            let mut told = Instant::now() - Duration::from_secs(1);
            let mut tell = |step: Step| {
                if told.elapsed() > Duration::from_millis(50) {
                    told = Instant::now();
                    let _ = app.emit_to("main", "pack-step", &step);
                }
                !packing.cancelled.load(Ordering::SeqCst)
            };
            let made = isms_pack::make(&mut *lender(&app), &request, &to, &by, clock, &mut tell);
            desk.memory(|m| {
                m.making = None;
                m.keep();
            });
            let shown = |m: isms_pack::Made| MadeShown {
                cancelled: false,
                path: m.path.display().to_string(),
                name: m.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
                pages: m.pages,
                draft: m.draft,
                proof: m.proof.is_some(),
                inside: m.inside,
                beside: m.beside,
                notes: m.notes,
            };
            match made {
                Ok(m) => {
                    let _ = desk.book(|b| {
                        desk.remember(b);
                        Ok(())
                    });
                    *packing.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(m.path.clone());
                    Ok(Some(shown(m)))
                }
                Err(NotMade::Cancelled) => Ok(Some(MadeShown {
                    cancelled: true,
                    path: String::new(),
                    name: String::new(),
                    pages: 0,
                    draft: false,
                    proof: false,
                    inside: 0,
                    beside: 0,
                    notes: Vec::new(),
                })),
                Err(e) => Err(Trouble::from(e)),
            }
        }
    })
    .await;
    app.state::<Packing>().busy.store(false, Ordering::SeqCst);
    made
}
#[tauri::command]
pub(crate) async fn cancel_pack(packing: State<'_, Packing>) -> Answer<()> {
    packing.cancelled.store(true, Ordering::SeqCst);
    Ok(())
}
/// Opens the pack that was made last, or shows it in its folder.
#[tauri::command]
pub(crate) async fn show_made(packing: State<'_, Packing>, folder: bool) -> Answer<()> {
    let made = packing.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    let gone = || {
        Refusal::new(
            "closed",
            "",
            "The pack is no longer where it was put.",
            "Make it again, or look where it was moved to.",
        )
    };
    let made = made.filter(|p| p.exists()).ok_or_else(gone)?;
    dialog::show(&made, folder).map_err(|e| Trouble::fault("The system could not open it.", e))
}

/// What a run that was ended while it made a pack has left is cleared away.
pub(crate) fn settle(desk: &Desk) {
    let left = desk.memory(|m| m.making.take());
    if let Some(to) = left {
        // Where it cannot be, the next pack at that place does it.
        let _ = Bundle::settle(&to);
        desk.memory(|m| m.keep());
    }
}
