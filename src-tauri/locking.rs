//! Locking the open file with a recovery code, asking for the code of a locked one, and putting what is shown out of sight.
//! It must never hand a code to the page but the one that was just drawn, nor write one anywhere but where the owner says.
use crate::book::Desk;
use crate::dialog;
use crate::trouble::Trouble;
use isms::Refusal;
use isms::recovery::{self, Recovery};
use isms::view::SessionShown;
use isms_file::{Ask, Code, File, Why, forget_codes, know};
use serde::Serialize;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tauri::State;

/// A code that was drawn and locks nothing yet, and how often a wrong one was typed.
#[derive(Default)]
pub(crate) struct Locking {
    drawn: Mutex<Option<Code>>,
    wrong: AtomicU32,
}
impl Locking {
    fn drawn(&self) -> Result<Code, Trouble> {
        let drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner).clone();
        drawn.ok_or_else(|| {
            Refusal::new("closed", "", "No code was drawn.", "Begin again with “Lock this file”.").into()
        })
    }
}

/// How the open file is locked.
#[derive(Serialize)]
pub(crate) struct LockShown {
    locked: bool,
    /// Tells its code from others.
    number: Option<String>,
    /// A keyring of the system answers, and whether it holds the code.
    keyring: bool,
    kept: bool,
    /// The day on which the page with the code was last found.
    found_on: Option<chrono::NaiveDate>,
    /// It is half a year or longer since, or never.
    look_for_it: bool,
    /// Which group is asked for next, from 1.
    group: usize,
}
/// A code that was just drawn.
#[derive(Serialize)]
pub(crate) struct Drawn {
    groups: Vec<String>,
    number: String,
    /// The two groups that are to be typed back, from 1.
    ask: [usize; 2],
    keyring: bool,
}

const SERVICE: &str = "ISMS Upkeep";

/// Where one answers: the keyring of the system holds the code of this file.
mod keyring_of {
    use super::*;
    pub(super) fn answers() -> bool {
        // Tests must not touch the keyring of whoever runs them.
        std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_none() && keyring::Entry::store_status().is_ok()
    }
    fn entry(path: &Path) -> Option<keyring::Entry> {
        answers().then(|| keyring::Entry::new(SERVICE, &path.display().to_string()).ok()).flatten()
    }
    pub(super) fn read(path: &Path) -> Option<Code> {
        Code::read(&entry(path)?.get_password().ok()?).ok()
    }
    pub(super) fn keep(path: &Path, code: &Code) -> Result<(), Refusal> {
        let kept = entry(path).map(|e| e.set_password(&code.written()));
        match kept {
            Some(Ok(())) => Ok(()),
            Some(Err(e)) => Err(Refusal::new("closed", "Keyring", format!("It did not keep the code: {e}."), NOT_KEPT)),
            None => Err(Refusal::new("closed", "Keyring", "No keyring answers on this computer.", NOT_KEPT)),
        }
    }
    pub(super) fn forget(path: &Path) {
        // Where it cannot be taken out it opens nothing any more.
        let _ = entry(path).map(|e| e.delete_credential());
    }
    const NOT_KEPT: &str = "The file is locked all the same; its code will be asked for.";
}

/// Opens a file that may be locked: with a code of this run, else with the one in the keyring.
pub(crate) fn open(path: &Path) -> Result<File, isms_file::OpenRefused> {
    match File::open(path) {
        Err(r) if r.why == Why::Locked => match keyring_of::read(path) {
            Some(code) => File::open_as(path, Ask::Write, Some(&code)).inspect(|_| know(&code)).map_err(|again| {
                // A code that was changed since: it is asked for.
                if again.why == Why::WrongCode { r } else { again }
            }),
            None => Err(r),
        },
        other => other,
    }
}

#[tauri::command]
pub(crate) async fn lock_shown(desk: State<'_, Desk>) -> Result<LockShown, Trouble> {
    let today = crate::book::real_today();
    let (path, number, locked) =
        desk.book(|b| Ok((b.file.path().to_path_buf(), b.file.code().map(Code::id), b.file.is_locked())))?;
    let found_on = number.as_ref().and_then(|n| desk.memory(|m| m.pages_found.get(n).copied()));
    Ok(LockShown {
        locked,
        keyring: keyring_of::answers(),
        kept: locked && keyring_of::read(&path).map(|c| c.id()) == number,
        found_on,
        look_for_it: locked && recovery::look_for_it(found_on, today),
        group: recovery::group_of_the_day(today),
        number,
    })
}

/// Draws a code. Nothing is locked before it was typed back.
#[tauri::command]
pub(crate) async fn draw_code(desk: State<'_, Desk>, locking: State<'_, Locking>) -> Result<Drawn, Trouble> {
    desk.book(|b| {
        b.file.read_only().map_or(Ok(()), |why| Err(Refusal::new("closed", "", why, "Nothing was changed.").into()))
    })?;
    let code = Code::draw();
    let shown = drawn(&code);
    *locking.drawn.lock().unwrap_or_else(PoisonError::into_inner) = Some(code);
    Ok(shown)
}
fn drawn(code: &Code) -> Drawn {
    let groups: Vec<String> = code.groups().iter().map(|g| g.to_string()).collect();
    let number = code.id();
    Drawn { groups, ask: recovery::to_type_back(&number), number, keyring: keyring_of::answers() }
}

/// The page to print, as a PDF where the owner says. Gives its path.
#[tauri::command]
pub(crate) async fn save_recovery_page(
    desk: State<'_, Desk>,
    locking: State<'_, Locking>,
) -> Result<Option<String>, Trouble> {
    let code = locking.drawn()?;
    let page = desk.book(|b| {
        let groups = code.groups();
        let groups: Vec<&str> = groups.iter().map(|g| g.as_str()).collect();
        let name = b.file.path().file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let of = Recovery { groups: &groups, id: &code.id(), file_name: &name };
        Ok(recovery::sheet(b.isms(), &of, crate::book::real_today()))
    })?;
    let Some(path) = dialog::save("Page with the recovery code", "Recovery code.pdf", "PDF", "pdf").await else {
        return Ok(None);
    };
    let pdf = isms_press::pdf(&page).map_err(|e| Trouble::bug(e.to_string()))?;
    isms_file::write_whole(&path, &pdf.bytes)?;
    Ok(Some(path.display().to_string()))
}

/// Locks the file with the code that was drawn, once two groups of it were typed back.
#[tauri::command]
pub(crate) async fn lock_file(
    app: tauri::AppHandle,
    desk: State<'_, Desk>,
    locking: State<'_, Locking>,
    first: String,
    second: String,
    keep: bool,
) -> Result<SessionShown, Trouble> {
    let code = locking.drawn()?;
    let asked = recovery::to_type_back(&code.id());
    let mut wrong = Vec::new();
    for (typed, n) in [(&first, asked[0]), (&second, asked[1])] {
        if !code.has_group(n, typed) {
            let text = format!("Group {n} is not what stands there.");
            wrong.push(Refusal::new(
                "field",
                format!("group-{n}"),
                text,
                "Type it as it was shown; nothing is locked yet.",
            ));
        }
    }
    if let Some(mut r) = (!wrong.is_empty()).then(|| wrong.remove(0)) {
        r.also = wrong;
        return Err(r.into());
    }
    let path = desk.book(|b| {
        b.file.relock(Some(&code))?;
        Ok(b.file.path().to_path_buf())
    })?;
    know(&code);
    if let Some(of) = desk.of() {
        // The first one that nobody else can read.
        let _ = tauri::async_runtime::spawn_blocking(move || crate::keeping::by_itself(&app, &of)).await;
    }
    *locking.drawn.lock().unwrap_or_else(PoisonError::into_inner) = None;
    let today = crate::book::real_today();
    desk.memory(|m| {
        m.pages_found.insert(code.id(), today);
        m.keep();
    });
    if keep {
        keyring_of::keep(&path, &code)?;
    } else {
        keyring_of::forget(&path);
    }
    desk.session().ok_or_else(Trouble::no_file)
}
/// Was the page found? One group is typed from it.
#[tauri::command]
pub(crate) async fn find_page(desk: State<'_, Desk>, group: usize, typed: String) -> Result<(), Trouble> {
    let code = desk.book(|b| Ok(b.file.code().cloned()))?;
    let Some(code) = code.filter(|c| c.has_group(group, &typed)) else {
        let text = format!("Group {group} of the code in use is another.");
        let hint =
            "Look for a page with the number shown here. If it is lost, change the code now, while the file is open.";
        return Err(Refusal::new("field", format!("group-{group}"), text, hint).into());
    };
    let today = crate::book::real_today();
    desk.memory(|m| {
        m.pages_found.insert(code.id(), today);
        m.keep();
    });
    Ok(())
}

/// Whoever has the file can read it from now on.
#[tauri::command]
pub(crate) async fn take_lock_off(desk: State<'_, Desk>) -> Result<SessionShown, Trouble> {
    let path = desk.book(|b| {
        b.file.relock(None)?;
        Ok(b.file.path().to_path_buf())
    })?;
    keyring_of::forget(&path);
    desk.session().ok_or_else(Trouble::no_file)
}

/// Opens the locked file that was asked for last. Each wrong code makes the next answer wait longer, eight seconds at most.
#[tauri::command]
pub(crate) async fn unlock(
    desk: State<'_, Desk>,
    locking: State<'_, Locking>,
    code: String,
    keep: bool,
) -> Result<SessionShown, Trouble> {
    let Some(path) = desk.locked() else {
        return Err(Refusal::new("closed", "", "No locked file is waiting.", "Open one.").into());
    };
    let field = |r: Refusal| Refusal { code: "field", place: "code".into(), ..r };
    let code = Code::read(&code).map_err(field)?;
    let opened = desk.put(|| {
        let refused = |r: isms_file::OpenRefused| match r.why {
            Why::WrongCode => Trouble::Refused(Refusal::new("field", "code", r.text, r.hint)),
            _ => r.into(),
        };
        File::open_as(&path, Ask::Write, Some(&code)).map_err(refused)
    });
    match opened {
        Ok(session) => {
            locking.wrong.store(0, Ordering::SeqCst);
            know(&code);
            if keep {
                keyring_of::keep(&path, &code)?;
            }
            Ok(session)
        }
        Err(e) => {
            let n = locking.wrong.fetch_add(1, Ordering::SeqCst).min(5);
            let wait = Duration::from_millis(250 << n);
            let _ = tauri::async_runtime::spawn_blocking(move || std::thread::sleep(wait)).await;
            Err(e)
        }
    }
}

/// Out of sight: a locked file is closed and its code forgotten; any other stays open, and only the page is emptied.
#[tauri::command]
pub(crate) async fn hide(app: tauri::AppHandle, desk: State<'_, Desk>) -> Result<Option<String>, Trouble> {
    let Some((path, locked)) = desk.book(|b| Ok((b.file.path().to_path_buf(), b.file.is_locked()))).ok() else {
        return Ok(None);
    };
    if !locked {
        return Ok(None);
    }
    let of = desk.of();
    desk.close();
    if let Some(of) = of {
        let _ = tauri::async_runtime::spawn_blocking(move || crate::keeping::by_itself(&app, &of)).await;
    }
    forget_codes();
    desk.wait_for_code(&path);
    Ok(path.file_name().map(|n| n.to_string_lossy().into_owned()))
}
