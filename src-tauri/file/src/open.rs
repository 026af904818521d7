//! Opening with suspicion, in the order of RELIABILITY 5.1: header, lock, journal, structure, schema, links, trail; only then for writing.
//! It must never change a file that it refuses, delete a journal, or show what it could not read as if it were whole.
use crate::code::{Code, Key};
use crate::fault::{OpenRefused, Why};
use crate::header::Looked;
use crate::load::{self, Loaded, Meta};
use crate::lock::{self, Entered, Lock, Taken};
use crate::settings::At;
use crate::{File, copy, header, migrate, schema, verify};
use isms::Isms;
use rusqlite::{Connection, ErrorCode};
use std::path::{Path, PathBuf};

/// What a document is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    Write,
    /// Even where another computer left its lock behind.
    WriteOver,
    Read,
}

impl File {
    /// Opens a document. Where it cannot be changed (another window has it, a record does not read), it opens for reading and says why.
    pub fn open(path: impl AsRef<Path>) -> Result<File, OpenRefused> {
        open(path.as_ref(), Ask::Write, None)
    }
    /// Opens for viewing only. Nothing on the disk is changed, no file is made beside it.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<File, OpenRefused> {
        open(path.as_ref(), Ask::Read, None)
    }
    /// Opens although a lock of another computer lies beside it, once the owner knows that nobody works there any more.
    pub fn take_over(path: impl AsRef<Path>) -> Result<File, OpenRefused> {
        open(path.as_ref(), Ask::WriteOver, None)
    }
    /// Opens a document that may be locked. Without its code, and where the process was not told it (`know`), a locked one is refused
    /// as `Why::Locked`, with another code as `Why::WrongCode`; a document that is not locked opens with any.
    pub fn open_as(path: impl AsRef<Path>, ask: Ask, code: Option<&Code>) -> Result<File, OpenRefused> {
        open(path.as_ref(), ask, code)
    }

    /// Makes a new, empty document: a trail with its random number, and no act yet. Never replaces a file.
    pub fn create(path: impl AsRef<Path>) -> Result<File, OpenRefused> {
        File::create_as(path, None)
    }
    /// The same, locked from the first byte on.
    pub fn create_as(path: impl AsRef<Path>, code: Option<&Code>) -> Result<File, OpenRefused> {
        let asked = path.as_ref();
        #[cfg(test)]
        let test_code = crate::tests::code();
        #[cfg(test)]
        let code = code.or(test_code.as_ref());
        let placed = |e: std::io::Error| match e.kind() {
            std::io::ErrorKind::AlreadyExists => OpenRefused::new(
                asked,
                Why::Exists,
                "There is a file of this name already.",
                "It was not changed. Choose another name.",
            ),
            std::io::ErrorKind::NotFound => {
                OpenRefused::new(asked, Why::Missing, "The folder is not there.", "Choose another folder.")
            }
            std::io::ErrorKind::StorageFull => {
                OpenRefused::new(asked, Why::Disk, "The disk is full.", "Make room, or choose another disk.")
            }
            _ => OpenRefused::new(asked, Why::Disk, "No file can be made here.", "Choose another folder.").detail(e),
        };
        // The empty file holds the name; SQLite takes an empty file for an empty database.
        std::fs::OpenOptions::new().write(true).create_new(true).open(asked).map_err(placed)?;
        let made = std::fs::canonicalize(asked).map_err(placed).and_then(|path| {
            let key = code.map(Code::fresh_key);
            lay_down(At::new(&path, key.as_ref()))
                .map_err(|e| refused(&path, &e, "The disk answered with an error."))
                .and_then(|()| open(&path, Ask::Write, code))
        });
        if made.is_err() {
            let _ = std::fs::remove_file(asked);
        }
        made
    }

    /// Where the bytes are: the document, or the copy that was rolled back for reading.
    pub(crate) fn at(&self) -> At<'_> {
        At::new(self.conn.path().map_or(&self.path, Path::new), self.key.as_ref())
    }
    /// Is it locked with a recovery code?
    pub fn is_locked(&self) -> bool {
        self.key.is_some()
    }
    /// The code that it is locked with, if it is.
    pub fn code(&self) -> Option<&Code> {
        self.code.as_ref()
    }
}

/// Tables, guards, views and the number of the trail, in one transaction.
fn lay_down(at: At) -> rusqlite::Result<()> {
    let mut conn = at.writing()?;
    let mut random = crate::write::salts();
    let log = isms::plan::hex(&random()[..16]);
    let tx = conn.transaction()?;
    tx.execute_batch(schema::SPINE)?;
    tx.execute_batch(&schema::views())?;
    tx.execute(
        "INSERT INTO meta (one, log, size, root) VALUES (1, ?1, 0, ?2)",
        rusqlite::params![log, Isms::new(&log).root()],
    )?;
    tx.execute_batch(&schema::marks())?;
    tx.commit()?;
    conn.execute_batch("PRAGMA journal_mode = DELETE")?;
    drop(conn);
    copy::sync_folder(at.path);
    Ok(())
}

/// With the code that is given; without one, with each that this process was told.
fn open(asked: &Path, ask: Ask, code: Option<&Code>) -> Result<File, OpenRefused> {
    #[cfg(test)]
    let test_code = crate::tests::code();
    #[cfg(test)]
    let code = code.or(test_code.as_ref());
    if code.is_none() {
        for known in crate::code::known() {
            match open_with(asked, ask, Some(&known)) {
                Err(r) if r.why == Why::WrongCode => {}
                otherwise => return otherwise,
            }
        }
    }
    open_with(asked, ask, code)
}

fn open_with(asked: &Path, ask: Ask, code: Option<&Code>) -> Result<File, OpenRefused> {
    let path = resolve(asked)?;
    let (mut ask, mut reason, mut held) = (ask, None, None);
    if ask == Ask::Read {
        reason = Some("It was opened for viewing.".to_string());
    } else if path.extension().is_some_and(|e| e == "isms-backup") {
        let text = "It is a backup, to go back to and not to work in: restore it under a name of its own.";
        (ask, reason) = (Ask::Read, Some(text.to_string()));
    } else if std::fs::metadata(&path).is_ok_and(|m| m.permissions().readonly()) {
        (ask, reason) = (Ask::Read, Some("The file is write-protected.".into()));
    } else {
        match Lock::take(&path, ask == Ask::WriteOver) {
            Taken::Ours(l) => {
                crate::erase::sweep(&path);
                held = Some(l);
            }
            Taken::Theirs(who) => (ask, reason) = (Ask::Read, Some(who)),
            Taken::Nowhere => (ask, reason) = (Ask::Read, Some("Its folder cannot be written to.".into())),
        }
    }
    let mut temporary = None;
    let mut bytes = path.clone();
    let mut version = schema::VERSION;
    let mut key = None;
    if let Some(salt) = lock::open_here(&path) {
        key = salt.map(|salt| key_of(&path, code, salt)).transpose()?;
    } else {
        let journal = waiting_journal(&path);
        match header::look(&path, journal)? {
            Looked::Plain(v) => version = v,
            Looked::Locked(salt) => {
                let made = key_of(&path, code, salt)?;
                // Where a journal waits, only the copy that is rolled back can tell whether the code fits.
                if !journal {
                    version = locked_format(At::new(&path, Some(&made)))?;
                }
                key = Some(made);
            }
        }
        // A journal of a living writer is that writer's; one that nobody holds is from a crash.
        let crashed = journal && (held.is_some() || !lock::is_held(&path));
        if crashed {
            (temporary, version) = roll_back(At::new(&path, key.as_ref()), ask == Ask::Read)?;
        } else if version < schema::VERSION && ask == Ask::Read {
            temporary = Some(copy::aside(&path, None).map_err(|e| {
                OpenRefused::new(
                    &path,
                    Why::Disk,
                    "It is of an older format, and there is no room for a copy to read it from.",
                    "Nothing was changed.",
                )
                .detail(e)
            })?);
        }
        if let Some(dir) = &temporary {
            bytes = dir.join(path.file_name().unwrap_or_default());
        }
    }
    let entered = Entered::new(&bytes, key.as_ref().map(Key::salt));
    let opened = read(&path, At::new(&bytes, key.as_ref()), version, ask);
    if opened.is_err()
        && let Some(dir) = &temporary
    {
        let _ = std::fs::remove_dir_all(dir);
    }
    let (conn, loaded) = opened?;
    if let Some(b) = loaded.broken.first() {
        let more = match loaded.broken.len() - 1 {
            0 => String::new(),
            n => format!(" So it is with {n} more."),
        };
        reason = Some(format!("{} cannot be read: {}.{more}", b.record, b.why.trim_end_matches('.')));
    }
    let code = code.filter(|_| key.is_some()).cloned();
    Ok(File { path, conn, key, code, isms: loaded.isms, read_only: reason, temporary, entered, _lock: held })
}

fn key_of(path: &Path, code: Option<&Code>, salt: [u8; 16]) -> Result<Key, OpenRefused> {
    let locked = || {
        let text = "It is locked with a recovery code, or it is not an ISMS file.";
        OpenRefused::new(path, Why::Locked, text, "Nothing was changed. Give the code that stands on its page.")
    };
    Ok(code.ok_or_else(locked)?.key(salt))
}
fn wrong_code(path: &Path) -> OpenRefused {
    let text = "Wrong recovery code, or not an ISMS file.";
    OpenRefused::new(path, Why::WrongCode, text, "Nothing was changed. Compare the code with its page, group by group.")
}
/// The format of a locked file, once its code fits.
fn locked_format(at: At) -> Result<i32, OpenRefused> {
    let look = |conn: &Connection| -> rusqlite::Result<(u32, i32)> {
        // The first page that is read tells whether the code fits.
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        let application: i32 = conn.query_row("PRAGMA application_id", [], |r| r.get(0))?;
        Ok((application as u32, migrate::version(conn)?))
    };
    match at.reading().and_then(|c| look(&c)) {
        Ok((application, version)) => header::ours(at.path, application, version),
        Err(e) if e.sqlite_error_code() == Some(ErrorCode::NotADatabase) => Err(wrong_code(at.path).detail(e)),
        Err(e) => Err(altered(at.path, at, refused(at.path, &e, "Damaged (structure)."))),
    }
}
/// In a locked file the damaged page can be named.
fn altered(path: &Path, at: At, otherwise: OpenRefused) -> OpenRefused {
    match at.key.and_then(|_| verify::altered_page(&at.reading().ok()?).ok()?) {
        Some(page) if otherwise.why == Why::Damaged => damaged(path, &page).detail(otherwise.detail),
        _ => otherwise,
    }
}

/// The real file behind a name. Folders, devices and files with several names are not opened.
fn resolve(asked: &Path) -> Result<PathBuf, OpenRefused> {
    let missing = |e: std::io::Error| {
        let (why, text, hint) = match e.kind() {
            std::io::ErrorKind::NotFound => (Why::Missing, "It is not there.", "It may have been moved or renamed."),
            std::io::ErrorKind::PermissionDenied => (Why::Disk, "It may not be read by you.", "Nothing was changed."),
            _ => (Why::NotAFile, "Its name leads nowhere.", "Choose a file whose name ends in .isms."),
        };
        OpenRefused::new(asked, why, text, hint).detail(e)
    };
    let path = std::fs::canonicalize(asked).map_err(missing)?;
    let m = std::fs::metadata(&path).map_err(missing)?;
    if !m.is_file() {
        return Err(OpenRefused::new(
            asked,
            Why::NotAFile,
            "It is not a file.",
            "Choose a file whose name ends in .isms.",
        ));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if m.nlink() > 1 {
            return Err(OpenRefused::new(
                asked,
                Why::NotAFile,
                format!(
                    "The file has {} names (hard links); written under one, the others would no longer be the same.",
                    m.nlink()
                ),
                "Nothing was changed. Make a copy and open that.",
            ));
        }
    }
    Ok(path)
}
pub(crate) fn journal_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push("-journal");
    name.into()
}
fn waiting_journal(path: &Path) -> bool {
    std::fs::metadata(journal_of(path)).is_ok_and(|m| m.len() > 0)
}

/// After a crash: copies file and journal aside, rolls back the copy, and only if that is whole the file. For reading, the copy is kept.
/// Gives the copy, and the format.
fn roll_back(at: At, for_reading: bool) -> Result<(Option<PathBuf>, i32), OpenRefused> {
    let path = at.path;
    let aside = if for_reading {
        None
    } else {
        Some(path.with_file_name(format!(".{}.recovery", path.file_name().unwrap_or_default().to_string_lossy())))
    };
    let dir = copy::aside(path, aside.as_deref()).map_err(|e| {
        OpenRefused::new(
            path,
            Why::Disk,
            "It was not closed well, and there is no room to copy it aside before it is put in order.",
            "Nothing was changed. Make room on the disk.",
        )
        .detail(e)
    })?;
    let twin = dir.join(path.file_name().unwrap_or_default());
    let opened = at.with(&twin).writing();
    if at.key.is_some()
        && let Err(e) = &opened
        && e.sqlite_error_code() == Some(ErrorCode::NotADatabase)
    {
        // Where the code fits the file as it lies, without its journal, it is the journal that does not belong to it.
        let _ = std::fs::remove_file(journal_of(&twin));
        let alone = std::fs::copy(path, &twin).map_err(|e| e.to_string());
        let fits = alone.and_then(|_| locked_format(at.with(&twin)).map_err(|r| r.detail));
        if fits.is_err() {
            let _ = std::fs::remove_dir_all(&dir);
            return Err(wrong_code(path).detail(e));
        }
    }
    let trial = opened.map_err(|e| e.to_string()).and_then(|conn| {
        let format = migrate::version(&conn).map_err(|e| e.to_string())?;
        let report = verify::check(&conn, None).map_err(|e| e.to_string())?;
        match report.problems.first() {
            None => conn.execute_batch("PRAGMA journal_mode = DELETE").map(|()| format).map_err(|e| e.to_string()),
            Some(p) => Err(format!("{}: {}", p.place, p.text)),
        }
    });
    let format = match trial {
        Ok(format) => format,
        Err(e) => return Err(unfit(path, &dir, for_reading, &e)),
    };
    if for_reading {
        return Ok((Some(dir), format));
    }
    at.writing()
        .and_then(|c| c.execute_batch("PRAGMA journal_mode = DELETE"))
        .map_err(|e| refused(path, &e, "It was not closed well, and could not be put in order."))?;
    let _ = std::fs::remove_dir_all(&dir);
    Ok((None, format))
}

/// File and journal do not fit together.
fn unfit(path: &Path, dir: &Path, for_reading: bool, detail: &str) -> OpenRefused {
    let text = format!(
        "A journal of an interrupted change lies beside it ({}), and the two do not fit together.",
        journal_of(path).file_name().unwrap_or_default().to_string_lossy()
    );
    let hint = if for_reading {
        let _ = std::fs::remove_dir_all(dir);
        "Both are as they were. Open the newest good backup.".to_string()
    } else {
        // The copies as they were, not as the trial left them.
        let _ = copy::aside(path, Some(dir));
        format!("Both are as they were; copies are in {}. Open the newest good backup.", dir.display())
    };
    OpenRefused::new(path, Why::Journal, text, hint).detail(detail)
}

/// The checks on a connection for reading, beside the loading; then, where asked for, the connection for writing.
fn read(path: &Path, at: At, version: i32, ask: Ask) -> Result<(Connection, Loaded), OpenRefused> {
    let say = |e: rusqlite::Error| refused(path, &e, "Damaged (structure).");
    let altered = |otherwise| altered(path, at, otherwise);
    let conn = at.reading().map_err(say)?;
    if version < schema::VERSION {
        conn.close().map_err(|(_, e)| say(e))?;
        migrate::migrate(at, version, migrate::STEPS)
            .map_err(|f| OpenRefused::new(path, Why::Disk, f.text, f.still).detail(f.detail))?;
        return read(path, at, schema::VERSION, ask);
    }
    // Held open, so that all connections see the same state.
    conn.execute_batch("BEGIN").map_err(say)?;
    fits(path, &conn).map_err(altered)?;
    // Each further connection reads the schema anew, which in a small file costs more than it saves.
    let large = std::fs::metadata(at.path).is_ok_and(|m| m.len() > 4 << 20);
    let (structure, loaded) = if large {
        std::thread::scope(|s| {
            let structure = s.spawn(|| at.reading().and_then(|c| structure(&c)));
            let second = at.reading().ok();
            let loaded = load::load(&conn, second);
            (structure.join().unwrap_or_else(|_| Ok(Some("the check stopped".into()))), loaded)
        })
    } else {
        (structure(&conn), load::load(&conn, None))
    };
    if let Some(detail) = structure.map_err(|e| altered(say(e)))? {
        return Err(altered(damaged(path, "Damaged (structure).").detail(detail)));
    }
    let loaded = loaded.map_err(|f| altered(damaged(path, &f.text).detail(f.detail)))?;
    if let Some(link) = &loaded.dangling {
        return Err(damaged(path, &format!("Damaged (links): {link}.")));
    }
    conn.execute_batch("COMMIT").map_err(say)?;
    if ask == Ask::Read || !loaded.broken.is_empty() {
        return Ok((conn, loaded));
    }
    let seen = load::meta(&conn).map_err(say)?;
    conn.close().map_err(|(_, e)| say(e))?;
    let conn = writing(path, at, &seen)?;
    Ok((conn, loaded))
}

/// The connection for writing, on the very same state.
fn writing(path: &Path, at: At, seen: &Meta) -> Result<Connection, OpenRefused> {
    let say = |e: rusqlite::Error| refused(path, &e, "It cannot be written to.");
    let mut conn = at.writing().map_err(say)?;
    let now = load::meta(&conn).map_err(say)?;
    if now != *seen {
        return Err(OpenRefused::new(
            path,
            Why::Busy,
            "Another program is writing to this file.",
            "Close it there, then open it again.",
        ));
    }
    if fits(path, &conn)? == schema::Fits::OldViews {
        let renewed = (|| {
            let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            schema::renew_views(&tx)?;
            tx.commit()
        })();
        renewed.map_err(say)?;
        if fits(path, &conn)? != schema::Fits::Exactly {
            return Err(damaged(path, "Its views could not be made anew."));
        }
    }
    Ok(conn)
}

fn fits(path: &Path, conn: &Connection) -> Result<schema::Fits, OpenRefused> {
    let say = |e: rusqlite::Error| refused(path, &e, "Damaged (structure).");
    let known = schema::known().map_err(say)?;
    match schema::fits(&schema::parts(conn).map_err(say)?, known) {
        schema::Fits::Strange(part) => Err(OpenRefused::new(
            path,
            Why::Strange,
            format!("The file contains parts this program did not create: {part}."),
            "Nothing was changed. Ask whoever gave it to you what it is; open a copy from before.",
        )),
        schema::Fits::Missing(part) => Err(damaged(path, &format!("Damaged (schema): the {part} is missing."))),
        fit => Ok(fit),
    }
}

/// Page structure, and the foreign keys that loading does not follow.
fn structure(conn: &Connection) -> rusqlite::Result<Option<String>> {
    let text: String = conn.query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
    if text != "ok" {
        return Ok(Some(text));
    }
    for table in ["chunk", "act"] {
        if conn.prepare(&format!("PRAGMA foreign_key_check({table})"))?.exists([])? {
            return Ok(Some(format!("a row of {table} names one that is not there")));
        }
    }
    Ok(None)
}

fn damaged(path: &Path, text: &str) -> OpenRefused {
    OpenRefused::new(path, Why::Damaged, text, "Nothing was changed. Open the newest good backup.")
}
fn refused(path: &Path, e: &rusqlite::Error, otherwise: &str) -> OpenRefused {
    match e.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            OpenRefused::new(path, Why::Busy, crate::fault::BUSY, "Close it there, then open it again.")
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => damaged(path, "Damaged (structure)."),
        Some(ErrorCode::DiskFull) => OpenRefused::new(
            path,
            Why::Disk,
            "The disk is full.",
            "Nothing was changed. Make room, then open it again.",
        ),
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => OpenRefused::new(
            path,
            Why::Disk,
            "The disk answered with an error.",
            "Nothing was changed. Open it again; if it stays so, open the newest good backup.",
        ),
        Some(_) => damaged(path, otherwise),
        None => damaged(path, otherwise),
    }
    .detail(e)
}

impl From<&OpenRefused> for isms::Refusal {
    fn from(r: &OpenRefused) -> isms::Refusal {
        isms::Refusal::new("file", r.file.clone(), r.text.clone(), r.hint.clone())
    }
}
