//! Writing a file that others read: whole or not at all. A cancelled or failed export leaves what was there.
//! It must never be used for the document itself: only SQLite opens that.
use isms::Refusal;
use std::path::Path;

/// Beside the place first, onto the disk, then moved there.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.part"));
    let done = std::fs::write(&beside, bytes)
        .and_then(|()| std::fs::OpenOptions::new().write(true).open(&beside)?.sync_all())
        .and_then(|()| std::fs::rename(&beside, path));
    if done.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    done.map_err(|e| {
        Refusal::new(
            "field",
            path.display().to_string(),
            format!("It cannot be written: {e}."),
            "Choose a folder that exists and may be written to; nothing was changed.",
        )
    })?;
    crate::copy::sync_folder(path);
    Ok(())
}
