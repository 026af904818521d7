//! Writing a file that others read: whole or not at all. A cancelled or failed export leaves what was there.
//! It must never be used for the document itself: only SQLite opens that.
use isms::Refusal;
use std::path::{Path, PathBuf};

/// May a result be laid down here? Never where an ISMS file, a backup or any database lies, whatever its name, nor on what is no file.
pub fn may_be_laid(path: &Path) -> Result<(), Refusal> {
    let refuse = |text: &str| {
        let hint = "Choose another name; nothing was changed.";
        Err(Refusal::new("field", path.display().to_string(), text, hint))
    };
    let Ok(there) = std::fs::metadata(path) else {
        return if path.is_symlink() { refuse("A link that leads nowhere lies there.") } else { Ok(()) };
    };
    if there.is_dir() {
        return refuse("There is a folder of this name.");
    }
    if !there.is_file() {
        return refuse("What lies there is no file, and cannot be replaced by one.");
    }
    let kept = ["isms", "isms-backup"];
    let named = path.extension().is_some_and(|e| kept.iter().any(|k| e.eq_ignore_ascii_case(k)));
    if named || crate::lock::is_open_here(path) || crate::header::is_database(path) {
        return refuse("An ISMS file or a database lies there; it is never replaced by what is made from one.");
    }
    Ok(())
}

/// Beside the place first, onto the disk, then moved there.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    may_be_laid(path)?;
    stage(path, bytes)?.place()
}

/// A file that lies beside its place, whole and on the disk. Where it is not moved there it is taken away.
struct Staged {
    path: PathBuf,
    beside: PathBuf,
}
impl Drop for Staged {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.beside);
    }
}
/// Lays a file down beside its place.
fn stage(path: &Path, bytes: &[u8]) -> Result<Staged, Refusal> {
    let staged = Staged { path: path.to_path_buf(), beside: beside(path, "part") };
    std::fs::write(&staged.beside, bytes)
        .and_then(|()| std::fs::OpenOptions::new().write(true).open(&staged.beside)?.sync_all())
        .map_err(|e| unwritten(path, &e))?;
    Ok(staged)
}
impl Staged {
    fn place(self) -> Result<(), Refusal> {
        std::fs::rename(&self.beside, &self.path).map_err(|e| unwritten(&self.path, &e))?;
        crate::copy::sync_folder(&self.path);
        Ok(())
    }
}
fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{what}"))
}
fn unwritten(path: &Path, e: &std::io::Error) -> Refusal {
    Refusal::new(
        "field",
        path.display().to_string(),
        format!("It cannot be written: {e}."),
        "Choose a folder that exists and may be written to; nothing was changed.",
    )
}

/// Files of a folder of their own inside `parent`: all of them, or none. Where the name is taken the folder is called "NAME 2" and so on.
/// Gives the folder, and how many files are in it.
pub fn write_folder(
    parent: &Path,
    name: &str,
    files: impl Iterator<Item = Result<(String, Vec<u8>), Refusal>>,
) -> Result<(std::path::PathBuf, usize), Refusal> {
    let wrong = |at: &Path, e: std::io::Error| {
        Refusal::new(
            "field",
            at.display().to_string(),
            format!("It cannot be written: {e}."),
            "Choose a folder that exists and has room; nothing was left there.",
        )
    };
    let beside = parent.join(format!(".{name}.part"));
    // What a run that was killed has left behind.
    let _ = std::fs::remove_dir_all(&beside);
    std::fs::create_dir(&beside).map_err(|e| wrong(parent, e))?;
    let done = (|| {
        let mut n = 0;
        for file in files {
            let (name, bytes) = file?;
            let at = beside.join(&name);
            std::fs::write(&at, bytes).map_err(|e| wrong(&at, e))?;
            n += 1;
        }
        let names = std::iter::once(name.to_string()).chain((2..1000).map(|n| format!("{name} {n}")));
        let free = names.map(|n| parent.join(n)).find(|p| !p.exists()).unwrap_or_else(|| parent.join(name));
        std::fs::rename(&beside, &free).map_err(|e| wrong(&free, e))?;
        Ok((free, n))
    })();
    if done.is_err() {
        let _ = std::fs::remove_dir_all(&beside);
    }
    done
}
