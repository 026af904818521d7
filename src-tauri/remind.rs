//! One notification a day, with a window or without one: looks at the file that was opened last, and leaves no trace on it.
//! Whether the owner is told, and what, is the domain's word (`isms::digest::remind`); here are the clock, the file and the one line that tells.
use crate::book::{Desk, real_today};
use chrono::NaiveDate;
use isms::digest::{self, Pending, Told};
use isms::staleness;
use isms::view::Shown;
use isms_file::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;
use tauri::{AppHandle, Manager};

/// How often it looks while the program runs: a day may begin, a file may have been worked on.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// Looks at once, then every hour and whenever it is nudged (a file was opened, a choice was made), until the program ends.
pub(crate) fn watch(app: AppHandle, nudged: Receiver<()>) {
    std::thread::spawn(move || {
        let mut said = String::new();
        loop {
            match look(&app) {
                Ok(()) => said.clear(),
                // One line, once: whoever reads the log sees why nothing was told.
                Err(why) if why != said => {
                    aside(&why);
                    said = why;
                }
                Err(_) => {}
            }
            if let Err(RecvTimeoutError::Disconnected) = nudged.recv_timeout(EVERY) {
                return;
            }
        }
    });
}

fn look(app: &AppHandle) -> Result<(), String> {
    let desk = app.state::<Desk>();
    let settings = desk.settings();
    if !settings.remind {
        return Ok(());
    }
    let today = real_today();
    let pending = match desk.waits(today) {
        Some(open) => open,
        None => match desk.memory(|m| m.recent.first().map(|r| PathBuf::from(&r.path))) {
            Some(path) => waits_in(&path).map_err(|why| format!("{}: {why}", path.display()))?,
            None => return Ok(()),
        },
    };
    // Decided and remembered in one step, so that two looks cannot both tell.
    let told = desk.memory(|m| {
        let told = digest::remind(today, m.told, &pending, settings.remind_names)?;
        m.told = Some(today);
        m.keep();
        Some(told)
    });
    if !overheard(today, told.as_ref()) {
        if let Some(told) = told {
            tell(app, told);
        }
    }
    Ok(())
}

/// What waits in a file that is not open here: read only, without a lock, closed at once. The demo reminds nobody.
fn waits_in(path: &Path) -> Result<Pending, String> {
    let file = File::open_read_only(path).map_err(|e| e.text)?;
    if file.demo_day().is_some() {
        return Ok(Pending { count: 0, first: String::new() });
    }
    let today = real_today();
    let currency = staleness::staleness(file.isms(), today);
    Ok(digest::pending(&Shown::new(file.isms(), today, &currency)))
}

/// In tests nobody can see a notification: what is told, or that nothing is, is written into the folder that ISMS_DIALOG names.
fn overheard(today: NaiveDate, told: Option<&Told>) -> bool {
    let (Some(_), Some(folder)) = (std::env::var_os("TAURI_WEBVIEW_AUTOMATION"), std::env::var_os("ISMS_DIALOG"))
    else {
        return false;
    };
    let said = told.map_or_else(|| "nothing".to_string(), |t| format!("{}: {}", t.title, t.body));
    if let Ok(mut f) = std::fs::OpenOptions::new().create(true).append(true).open(Path::new(&folder).join("told.txt")) {
        let _ = f.write_all(format!("{today} {said}\n").as_bytes());
    }
    true
}

/// Shows it.
fn tell(app: &AppHandle, told: Told) {
    let mut note = notify_rust::Notification::new();
    note.appname("ISMS Upkeep").summary(&told.title).body(&told.body).icon("isms-upkeep");
    #[cfg(windows)]
    note.app_id(&app.config().identifier);
    #[cfg(target_os = "macos")]
    let _ = notify_rust::set_application(&app.config().identifier);
    #[cfg(all(unix, not(target_os = "macos")))]
    note.action("default", "Open");
    match note.show() {
        // A click on it opens the window, where the desktop says so.
        #[cfg(all(unix, not(target_os = "macos")))]
        Ok(shown) => {
            let app = app.clone();
            std::thread::spawn(move || {
                shown.wait_for_action(|action| {
                    if action == "default" {
                        crate::to_front(&app);
                    }
                });
            });
        }
        #[cfg(not(all(unix, not(target_os = "macos"))))]
        Ok(_) => {}
        Err(e) => aside(&format!("The notification could not be shown: {e}")),
    }
}

#[allow(clippy::print_stderr)] // The only place to say it: there may be no window.
fn aside(text: &str) {
    eprintln!("{text}");
}
