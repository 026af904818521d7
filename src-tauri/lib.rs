//! The window: it owns the open file, and hands the page what the domain computes. No rule, no SQL, no PDF is known here.
mod book;
mod commands;
mod dialog;
mod memory;
mod trouble;

use book::Desk;
use std::path::PathBuf;
use std::process::ExitCode;
use tauri::{Emitter, Manager, WebviewUrl, WebviewWindowBuilder, webview::NewWindowResponse};

/// Runs until the window is closed. A path among the arguments is opened at once.
pub fn run() -> ExitCode {
    let given = std::env::args_os().skip(1).map(PathBuf::from).find(|p| !p.to_string_lossy().starts_with('-'));
    let automated = std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some();
    let mut builder = tauri::Builder::default();
    if !automated {
        // A second start brings the first window to the front and hands it the file.
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, args, folder| {
            if let Some(w) = app.get_webview_window("main") {
                let _ = w.unminimize();
                let _ = w.set_focus();
            }
            if let Some(path) = args.iter().skip(1).find(|a| !a.starts_with('-')) {
                // The path is relative to where the second start was made; the page only hears that there is one.
                app.state::<Desk>().give(PathBuf::from(folder).join(path));
                let _ = app.emit_to("main", "asked-to-open", ());
            }
        }));
    }
    let built = builder
        .manage(Desk::new(given))
        .invoke_handler(commands::handler())
        .setup(move |app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
                .title("ISMS Upkeep")
                .inner_size(1280.0, 800.0)
                .min_inner_size(720.0, 560.0)
                .incognito(!automated)
                .devtools(false)
                .zoom_hotkeys_enabled(false)
                .on_navigation(|url| {
                    url.scheme() == "tauri"
                        || (url.host_str() == Some("tauri.localhost") && matches!(url.scheme(), "http" | "https"))
                })
                .on_new_window(|_, _| NewWindowResponse::Deny)
                .on_download(|_, _| false)
                .build()?;
            Ok(())
        })
        .on_window_event(|window, event| {
            if let tauri::WindowEvent::DragDrop(tauri::DragDropEvent::Drop { paths, .. }) = event {
                let rows = window.state::<Desk>().take_files(paths);
                let _ = window.emit_to("main", "dropped", rows);
            }
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(|_, _| {});
            ExitCode::SUCCESS
        }
        Err(e) => {
            trouble::complain(&format!("The window cannot be opened: {e}"));
            ExitCode::from(3)
        }
    }
}
