//! The window: it owns the open file, and hands the page what the domain computes. No rule, no SQL, no PDF is known here.
mod book;
mod commands;
mod dialog;
mod keeping;
mod locking;
mod memory;
mod packing;
mod remind;
mod trouble;

use book::Desk;
use std::path::PathBuf;
use std::process::ExitCode;
use tauri::{AppHandle, Emitter, Manager, RunEvent, WebviewUrl, WebviewWindowBuilder, webview::NewWindowResponse};

/// How the system starts it at login: no window, only the reminder.
const QUIETLY: &str = "--quietly";

/// Runs until the window is closed; started quietly, until the session ends. A path among the arguments is opened at once.
pub fn run() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let quietly = arguments.iter().any(|a| a == QUIETLY);
    let given = arguments.into_iter().map(PathBuf::from).find(|p| !p.to_string_lossy().starts_with('-'));
    let automated = std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some();
    let mut builder = tauri::Builder::default();
    if !automated {
        // A second start brings the first window to the front (or opens it) and hands it the file; a quiet one finds all done.
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, args, folder| {
            if args.iter().any(|a| a == QUIETLY) {
                return;
            }
            let path = args.iter().skip(1).find(|a| !a.starts_with('-'));
            if let Some(path) = path {
                // The path is relative to where the second start was made; the page only hears that there is one.
                app.state::<Desk>().give(PathBuf::from(folder).join(path));
            }
            let there = app.get_webview_window("main").is_some();
            to_front(app);
            if there && path.is_some() {
                let _ = app.emit_to("main", "asked-to-open", ());
            }
        }));
    }
    let (desk, nudged) = Desk::new(given);
    packing::settle(&desk);
    let built = builder
        .plugin(tauri_plugin_autostart::Builder::new().arg(QUIETLY).app_name("ISMS Upkeep").build())
        .manage(desk)
        .manage(packing::Packing::default())
        .manage(keeping::Keeping::default())
        .manage(locking::Locking::default())
        .invoke_handler(commands::handler())
        .setup(move |app| {
            if !quietly {
                window(app.handle())?;
            }
            remind::watch(app.handle().clone(), nudged);
            keeping::watch(app.handle().clone());
            Ok(())
        })
        .on_window_event(|window, event| match event {
            tauri::WindowEvent::DragDrop(tauri::DragDropEvent::Drop { paths, .. }) => {
                let rows = window.state::<Desk>().take_files(paths);
                let _ = window.emit_to("main", "dropped", rows);
            }
            // Without a window nobody works in the file: it is closed, and its lock is given back.
            tauri::WindowEvent::Destroyed => {
                let desk = window.state::<Desk>();
                let of = desk.of();
                desk.close();
                if let Some(of) = of {
                    keeping::by_itself(window.app_handle(), &of);
                }
            }
            _ => {}
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(move |_, event| {
                // What was started quietly stays when its window is closed.
                if let RunEvent::ExitRequested { code: None, api, .. } = event {
                    if quietly {
                        api.prevent_exit();
                    }
                }
            });
            ExitCode::SUCCESS
        }
        Err(e) => {
            trouble::complain(&format!("The window cannot be opened: {e}"));
            ExitCode::from(3)
        }
    }
}

/// A proxy on this machine that is not there. The window has no need of any network.
const NOWHERE: &str = "http://127.0.0.1:9";

/// Opens the one window.
fn window(app: &AppHandle) -> tauri::Result<()> {
    let automated = std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some();
    WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("ISMS Upkeep")
        .inner_size(1280.0, 800.0)
        .min_inner_size(720.0, 560.0)
        .incognito(!automated)
        .devtools(false)
        .zoom_hotkeys_enabled(false)
        // Nothing answers there: where the engine would reach ahead of a link, no packet leaves.
        .proxy_url(tauri::Url::parse(NOWHERE).map_err(tauri::Error::InvalidUrl)?)
        .on_navigation(|url| {
            url.scheme() == "tauri"
                || (url.host_str() == Some("tauri.localhost") && matches!(url.scheme(), "http" | "https"))
        })
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    Ok(())
}

/// Brings the window to the front, and opens it where there is none.
pub(crate) fn to_front(app: &AppHandle) {
    let there = app.clone();
    let _ = app.run_on_main_thread(move || match there.get_webview_window("main") {
        Some(w) => {
            let _ = w.unminimize();
            let _ = w.set_focus();
        }
        None => {
            if let Err(e) = window(&there) {
                trouble::complain(&format!("The window cannot be opened: {e}"));
            }
        }
    });
}
