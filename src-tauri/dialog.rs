//! The one owner of file dialogs. Paths never come from the page: Rust asks, and hands out what was chosen.
use std::path::PathBuf;

/// In tests the window is automated and no one can answer a native dialog: `ISMS_DIALOG` names a folder, into which files are saved,
/// and whose `open.txt` names the file to open.
fn told(save_as: Option<&str>) -> Option<Option<PathBuf>> {
    std::env::var_os("TAURI_WEBVIEW_AUTOMATION")?;
    let folder = PathBuf::from(std::env::var_os("ISMS_DIALOG")?);
    Some(match save_as {
        Some(name) => Some(folder.join(name)),
        None => std::fs::read_to_string(folder.join("open.txt")).ok().map(|p| PathBuf::from(p.trim())),
    })
}

pub(crate) async fn open(title: &str, what: &str, extensions: &[&str]) -> Option<PathBuf> {
    if let Some(answer) = told(None) {
        return answer;
    }
    let mut d = rfd::AsyncFileDialog::new().set_title(title);
    if !extensions.is_empty() {
        d = d.add_filter(what, extensions);
    }
    d.pick_file().await.map(|f| f.path().to_path_buf())
}
pub(crate) async fn open_many(title: &str) -> Vec<PathBuf> {
    if let Some(answer) = told(None) {
        // In tests each line of `open.txt` names a file.
        let lines = answer.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
        return lines.lines().map(PathBuf::from).collect();
    }
    rfd::AsyncFileDialog::new()
        .set_title(title)
        .pick_files()
        .await
        .unwrap_or_default()
        .iter()
        .map(|f| f.path().to_path_buf())
        .collect()
}
pub(crate) async fn save(title: &str, name: &str, what: &str, extension: &str) -> Option<PathBuf> {
    if let Some(answer) = told(Some(name)) {
        return answer;
    }
    let chosen = rfd::AsyncFileDialog::new()
        .set_title(title)
        .set_file_name(name)
        .add_filter(what, &[extension])
        .save_file()
        .await?;
    let path = chosen.path().to_path_buf();
    Some(if path.extension().is_none() { path.with_extension(extension) } else { path })
}
pub(crate) async fn folder(title: &str) -> Option<PathBuf> {
    if let Some(answer) = told(Some("tables")) {
        return answer;
    }
    rfd::AsyncFileDialog::new().set_title(title).pick_folder().await.map(|f| f.path().to_path_buf())
}

/// Has the system open a file, or show it in its folder. In tests the path is written down in the folder that `ISMS_DIALOG` names.
pub(crate) fn show(path: &std::path::Path, folder: bool) -> std::io::Result<()> {
    if std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some() {
        let Some(dir) = std::env::var_os("ISMS_DIALOG") else { return Ok(()) };
        let what = if folder { path.parent().unwrap_or(path) } else { path };
        return std::fs::write(PathBuf::from(dir).join("shown.txt"), what.to_string_lossy().as_bytes());
    }
    let (program, arguments): (&str, Vec<std::ffi::OsString>) = if cfg!(target_os = "windows") {
        let mut select = std::ffi::OsString::from("/select,");
        select.push(path);
        ("explorer", vec![if folder { select } else { path.into() }])
    } else if cfg!(target_os = "macos") {
        ("open", if folder { vec!["-R".into(), path.into()] } else { vec![path.into()] })
    } else {
        ("xdg-open", vec![if folder { path.parent().unwrap_or(path).into() } else { path.into() }])
    };
    std::process::Command::new(program).args(arguments).spawn().map(drop)
}
