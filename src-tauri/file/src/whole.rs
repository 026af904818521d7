//! Writing a file that others read: whole or not at all. A cancelled or failed export leaves what was there.
//! It must never be used for the document itself: only SQLite opens that.
use isms::Refusal;
use std::path::{Path, PathBuf};

/// Beside the place first, onto the disk, then moved there.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    stage(path, bytes)?.place()
}

/// A file that lies beside its place, whole and on the disk. Where it is not moved there it is taken away.
pub(crate) struct Staged {
    path: PathBuf,
    beside: PathBuf,
}
impl Drop for Staged {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.beside);
    }
}
/// Lays a file down beside its place.
pub(crate) fn stage(path: &Path, bytes: &[u8]) -> Result<Staged, Refusal> {
    let staged = Staged { path: path.to_path_buf(), beside: beside(path, "part") };
    std::fs::write(&staged.beside, bytes)
        .and_then(|()| std::fs::OpenOptions::new().write(true).open(&staged.beside)?.sync_all())
        .map_err(|e| unwritten(path, &e))?;
    Ok(staged)
}
impl Staged {
    pub(crate) fn place(self) -> Result<(), Refusal> {
        std::fs::rename(&self.beside, &self.path).map_err(|e| unwritten(&self.path, &e))?;
        crate::copy::sync_folder(&self.path);
        Ok(())
    }
}
/// Both, or neither: where the second cannot be moved to its place, the first is as it was before.
pub(crate) fn place_both(first: Staged, second: Staged) -> Result<(), Refusal> {
    let path = first.path.clone();
    let former = path.exists().then(|| beside(&path, "former"));
    if let Some(former) = &former {
        std::fs::copy(&path, former).map_err(|e| {
            let _ = std::fs::remove_file(former);
            unwritten(&path, &e)
        })?;
    }
    let placed = first.place().and_then(|()| {
        second.place().inspect_err(|_| {
            let _ = match &former {
                Some(former) => std::fs::rename(former, &path),
                None => std::fs::remove_file(&path),
            };
        })
    });
    if let Some(former) = &former {
        let _ = std::fs::remove_file(former);
    }
    placed
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_second_of_two_cannot_be_written_the_first_is_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir(at("p.proof")).unwrap();
        std::fs::write(at("p.proof").join("in the way"), "").unwrap();
        let both = || place_both(stage(&at("p.pdf"), b"new").unwrap(), stage(&at("p.proof"), b"new").unwrap());
        assert!(both().unwrap_err().text.starts_with("It cannot be written"));
        assert!(!at("p.pdf").exists());
        std::fs::write(at("p.pdf"), "former").unwrap();
        both().unwrap_err();
        assert_eq!(std::fs::read(at("p.pdf")).unwrap(), b"former");
        std::fs::remove_dir_all(at("p.proof")).unwrap();
        both().unwrap();
        assert_eq!(std::fs::read(at("p.pdf")).unwrap(), b"new");
        let mut left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["p.pdf", "p.proof"], "nothing else is left");
    }
}
