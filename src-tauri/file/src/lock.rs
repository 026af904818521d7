//! One writer: a small file beside the document that names who has it open, and the list of documents that this process has open.
//! It must never lock or open the document itself: that is SQLite's alone (a plain open and close would drop SQLite's own lock).
use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// ".name.isms.lock" beside the document.
pub(crate) fn lock_path(document: &Path) -> PathBuf {
    let name = document.file_name().unwrap_or_default().to_string_lossy();
    document.with_file_name(format!(".{name}.lock"))
}

/// Held as long as the document is open for writing. The operating system lets go of it when the process ends, however it ends.
pub(crate) struct Lock {
    path: PathBuf,
    file: Option<File>,
}

pub(crate) enum Taken {
    Ours(Lock),
    /// "Anna on HALDEN-3 has had it open since 24 November 2026, 09:12 (UTC)."
    Theirs(String),
    /// No lock file can be made here: the folder cannot be written to.
    Nowhere,
}

impl Lock {
    /// Takes the lock, or says who has it. `over` takes one that another computer left behind.
    pub(crate) fn take(document: &Path, over: bool) -> Taken {
        let path = lock_path(document);
        for _ in 0..20 {
            let mut file = match OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path) {
                Ok(f) => f,
                Err(_) => return Taken::Nowhere,
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Taken::Theirs(sentence(&mut file)),
                // A file system without locks: the file's text alone decides.
                Err(TryLockError::Error(_)) => {}
            }
            // The holder before us may have removed the file between our opening and our locking it.
            if !same(&file, &path) {
                continue;
            }
            let mut text = String::new();
            let _ = (&mut file).take(2_000).read_to_string(&mut text);
            if !over && text.lines().nth(1).is_some_and(|host| !host.is_empty() && host != this_host()) {
                return Taken::Theirs(words(&text));
            }
            let entry = format!("{}\n{}\n{}\n{}\n", this_user(), this_host(), now(), std::process::id());
            if file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(entry.as_bytes())).is_err() {
                return Taken::Nowhere;
            }
            return Taken::Ours(Lock { path, file: Some(file) });
        }
        Taken::Theirs("Another window keeps opening and closing it.".into())
    }
}
impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still locked, so that whoever opened it meanwhile sees that it is gone.
        let _ = std::fs::remove_file(&self.path);
        self.file.take();
    }
}

/// Does anyone have the document open for writing? Makes no file.
pub(crate) fn is_held(document: &Path) -> bool {
    let Ok(mut file) = File::open(lock_path(document)) else { return false };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => true,
        _ => {
            let mut text = String::new();
            let _ = (&mut file).take(2_000).read_to_string(&mut text);
            text.lines().nth(1).is_some_and(|host| !host.is_empty() && host != this_host())
        }
    }
}

#[cfg(unix)]
fn same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(a), Ok(b)) => a.ino() == b.ino() && a.dev() == b.dev(),
        _ => false,
    }
}
#[cfg(not(unix))]
fn same(_: &File, path: &Path) -> bool {
    path.exists()
}

fn sentence(file: &mut File) -> String {
    let mut text = String::new();
    let _ = file.take(2_000).read_to_string(&mut text);
    words(&text)
}
fn words(text: &str) -> String {
    let mut lines = text.lines().map(|l| l.chars().filter(|c| !c.is_control()).take(80).collect::<String>());
    match (lines.next(), lines.next(), lines.next()) {
        (Some(user), Some(host), Some(since)) if !user.is_empty() => {
            format!("{user} on {host} has had it open since {since} (UTC).")
        }
        _ => "Another window or program has this file open.".into(),
    }
}
fn this_user() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|v| std::env::var(v).ok().filter(|u| !u.is_empty()))
        .unwrap_or_else(|| "Someone".into())
}
pub(crate) fn this_host() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}
fn now() -> String {
    chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).format("%-d %B %Y, %H:%M").to_string()
}

/// A document as the file system knows it, however it is named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity(u64, u64, PathBuf);
impl Identity {
    #[cfg(unix)]
    pub(crate) fn of(path: &Path) -> Option<Identity> {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(path).ok().map(|m| Identity(m.dev(), m.ino(), PathBuf::new()))
    }
    #[cfg(not(unix))]
    pub(crate) fn of(path: &Path) -> Option<Identity> {
        std::fs::canonicalize(path).ok().map(|p| Identity(0, 0, p))
    }
}

/// How often each is open, and the salt of a locked one.
type Opened = HashMap<Identity, (usize, Option<[u8; 16]>)>;
static OPEN: Mutex<Option<Opened>> = Mutex::new(None);

/// An entry in the list of documents that this process has open through SQLite.
pub(crate) struct Entered(Option<Identity>);
impl Entered {
    pub(crate) fn new(path: &Path, salt: Option<[u8; 16]>) -> Entered {
        let id = Identity::of(path);
        if let Some(id) = &id {
            let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
            open.get_or_insert_default().entry(id.clone()).or_insert((0, salt)).0 += 1;
        }
        Entered(id)
    }
}
impl Drop for Entered {
    fn drop(&mut self) {
        let Some(id) = self.0.take() else { return };
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        let open = open.get_or_insert_default();
        match open.get_mut(&id) {
            Some((n, _)) if *n > 1 => *n -= 1,
            _ => {
                open.remove(&id);
            }
        }
    }
}
/// Does this process have the document open already? Then it may not be read past SQLite.
pub(crate) fn is_open_here(path: &Path) -> bool {
    open_here(path).is_some()
}
/// The salt, or that it is not locked, of a document that this process has open already.
pub(crate) fn open_here(path: &Path) -> Option<Option<[u8; 16]>> {
    let id = Identity::of(path)?;
    OPEN.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default().get(&id).map(|(_, salt)| *salt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_exclusive_and_goes_with_its_holder() {
        let dir = tempfile::tempdir().unwrap();
        let doc = dir.path().join("a.isms");
        let Taken::Ours(first) = Lock::take(&doc, false) else { panic!("free") };
        let Taken::Theirs(who) = Lock::take(&doc, false) else { panic!("held") };
        assert!(who.contains(&this_host()), "{who}");
        drop(first);
        assert!(!lock_path(&doc).exists());
        assert!(matches!(Lock::take(&doc, false), Taken::Ours(_)));
    }

    #[test]
    fn a_lock_left_by_a_dead_process_is_taken_and_one_of_another_computer_is_asked_about() {
        let dir = tempfile::tempdir().unwrap();
        let doc = dir.path().join("a.isms");
        std::fs::write(lock_path(&doc), format!("Anna\n{}\n1 May 2026, 09:00\n99999\n", this_host())).unwrap();
        assert!(matches!(Lock::take(&doc, false), Taken::Ours(_)));
        std::fs::write(lock_path(&doc), "Anna\nHALDEN-3\n1 May 2026, 09:00\n7\n").unwrap();
        let Taken::Theirs(who) = Lock::take(&doc, false) else { panic!("left by another computer") };
        assert_eq!(who, "Anna on HALDEN-3 has had it open since 1 May 2026, 09:00 (UTC).");
        assert!(matches!(Lock::take(&doc, true), Taken::Ours(_)));
    }
}
