//! Backups of one trail in a folder: numbered, each verified before an older one may go; restoring one, and trying one out.
//! It must never touch a file of another trail, nor a name that it did not give, nor replace a document before its successor is verified.
//!
//! A name is `STEM.TRAIL.NUMBER.DAY[.before-REASON].isms-backup`, as in `fennel-rowe.3fa9c2d1.000123.2026-11-24.isms-backup`: the name of the
//! document, the first eight digits of its trail's number, the number of the backup, and the civil day. Inside is a whole document.
use crate::copy::{self, passes};
use crate::fault::{ActError, Fault, NOTHING, OpenRefused, Trouble, Why};
use crate::lock::{self, Lock, Taken as LockTaken};
use crate::open::journal_of;
use crate::settings::At;
use crate::{File, code, header, load, moved, verify};
use chrono::NaiveDate;
use isms::backups::{self, Kept, Tried};
use isms::erase::Erasures;
use isms::{Isms, Refusal};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

const ENDS: &str = "isms-backup";

/// What a backup was made before; none of those that are made as time goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    Import,
    Erasure,
    Restore,
}
impl Before {
    const ALL: [Before; 3] = [Before::Import, Before::Erasure, Before::Restore];
    pub fn name(self) -> &'static str {
        match self {
            Before::Import => "before-import",
            Before::Erasure => "before-erasure",
            Before::Restore => "before-restore",
        }
    }
}

/// A backup that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    pub path: PathBuf,
    /// Its place in the series: the greatest is the newest, whatever its day says.
    pub number: u32,
    /// The civil day on which it was made, by the clock of then.
    pub day: NaiveDate,
    pub before: Option<Before>,
    /// How many acts it holds, and the head of its trail.
    pub acts: u64,
    pub root: [u8; 32],
    pub bytes: u64,
    /// Is it locked, as its file was?
    pub locked: bool,
    /// When it was made, as the disk says; to be shown, never to be reckoned with.
    pub made: Option<SystemTime>,
}

impl Backup {
    fn kept(&self) -> Kept {
        Kept { number: self.number, day: self.day, before: self.before.is_some() }
    }
}

/// What lies in a folder of one trail.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Newest first.
    pub backups: Vec<Backup>,
    /// By their names of this trail, and not readable: why not. They are left alone.
    pub unread: Vec<(PathBuf, String)>,
}

/// What came of making a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// A new one, verified, and how many older ones it made superfluous.
    New { backup: Backup, thinned: usize },
    /// The newest one holds all of it.
    Unchanged(Backup),
}
impl Made {
    pub fn backup(&self) -> &Backup {
        match self {
            Made::New { backup, .. } | Made::Unchanged(backup) => backup,
        }
    }
}

/// What came of restoring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    pub to: PathBuf,
    /// Where the file that was there lies now.
    pub kept: Option<PathBuf>,
    pub acts: u64,
    /// How many acts the replaced file had, if it could be read.
    pub had: Option<u64>,
    /// How many of these are not in the backup.
    pub lost: Option<u64>,
    /// The last act that both have, where each went on for itself after it.
    pub parted: Option<u64>,
    /// How many people and records that were erased since were erased in it again.
    pub erased_again: usize,
}

impl File {
    /// Makes a backup in a folder that exists, unless the newest there holds all of this. Works for a file that is only read.
    pub fn back_up(&self, folder: &Path, day: NaiveDate, before: Option<Before>) -> Result<Made, Fault> {
        take(&self.conn, &self.path, folder, day, before)
    }
}

/// Before an act that brings much in or takes something away for good: into the program's own folder. Where it cannot be made, the act is
/// not to be done. The demo needs none.
pub fn before(file: &File, day: NaiveDate, why: Before) -> Result<(), Fault> {
    if file.demo_day().is_none() {
        file.back_up(&own_folder(&file.isms().log)?, day, Some(why))?;
    }
    Ok(())
}

/// The same as `File::back_up` beside an open document, through a connection of its own that only reads: whoever has it open goes on working.
pub fn back_up(path: &Path, log: &str, folder: &Path, day: NaiveDate, before: Option<Before>) -> Result<Made, Fault> {
    let conn = code::reading(path)?;
    if load::meta(&conn)?.log != log || moved::has_moved(&conn) {
        return Err(Fault::moved("No backup was made of it."));
    }
    take(&conn, path, folder, day, before)
}

/// The program's own data: ISMS_HOME, else the system's place for it.
pub fn home() -> PathBuf {
    let var = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    var("ISMS_HOME")
        .or_else(|| var("LOCALAPPDATA").map(|d| d.join("ISMS Upkeep")))
        .or_else(|| {
            if cfg!(target_os = "macos") {
                var("HOME").map(|h| h.join("Library/Application Support/ISMS Upkeep"))
            } else {
                None
            }
        })
        .or_else(|| var("XDG_DATA_HOME").map(|d| d.join("isms-upkeep")))
        .or_else(|| var("HOME").map(|h| h.join(".local/share/isms-upkeep")))
        .unwrap_or_else(std::env::temp_dir)
}
/// Where backups of a trail lie if nothing else is said; the folder is made.
pub fn own_folder(log: &str) -> Result<PathBuf, Fault> {
    let folder = home().join("backups").join(log);
    std::fs::create_dir_all(&folder).map_err(|e| in_folder(Fault::io(&e, "The folder of the backups"), &folder))?;
    Ok(folder)
}
/// The number of the trail in a file, even in one that does not open as a whole; none if that cannot be read either.
pub fn log_of(path: &Path) -> Option<String> {
    let conn = code::reading(path).ok()?;
    load::meta(&conn).ok().map(|m| m.log)
}

/// Number, day and reason in a name of this trail.
fn read_name(name: &str, log: &str) -> Option<(u32, NaiveDate, Option<Before>)> {
    let rest = name.strip_suffix(ENDS)?.strip_suffix('.')?;
    let (rest, before) = match Before::ALL.into_iter().find(|b| rest.ends_with(b.name())) {
        Some(b) => (rest.strip_suffix(b.name())?.strip_suffix('.')?, Some(b)),
        None => (rest, None),
    };
    let mut parts = rest.rsplitn(4, '.');
    let (day, number, trail) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = number.len() >= 6 && number.bytes().all(|b| b.is_ascii_digit());
    let same = !trail.is_empty() && trail.len() == 8.min(log.len()) && log.starts_with(trail);
    Some((number.parse().ok().filter(|_| digits && same)?, day.parse().ok()?, before))
}
fn written_name(path: &Path, log: &str, number: u32, day: NaiveDate, before: Option<Before>) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let before = before.map_or_else(String::new, |b| format!(".{}", b.name()));
    format!("{stem}.{}.{number:06}.{}{before}.{ENDS}", log.get(..8).unwrap_or(log), day.format("%Y-%m-%d"))
}

/// Says of a fault where it was and that nothing older suffered.
fn in_folder(fault: Fault, folder: &Path) -> Fault {
    let still = match fault.trouble {
        Trouble::Full => "Make room there, or choose another folder.",
        Trouble::Moved | Trouble::Busy | Trouble::Damaged => return fault,
        _ => "Look whether the folder is there and can be written to, or choose another.",
    };
    Fault {
        text: format!("No backup was made in {}. {}", folder.display(), fault.text),
        lost: "Your file and the older backups are as they were.".into(),
        still: still.into(),
        ..fault
    }
}

/// Looks what lies in a folder of the trail with this number.
pub fn series(folder: &Path, log: &str) -> Result<Series, Fault> {
    let said = |e: std::io::Error| in_folder(Fault::io(&e, "The folder"), folder);
    let mut found = Series::default();
    for entry in std::fs::read_dir(folder).map_err(said)? {
        let entry = entry.map_err(said)?;
        let Some((number, day, before)) = entry.file_name().to_str().and_then(|n| read_name(n, log)) else { continue };
        if !entry.file_type().is_ok_and(|t| t.is_file()) {
            continue;
        }
        let path = entry.path();
        match head_of(&path) {
            // By its name it is of this trail, and is not: it belongs to somebody.
            Ok(meta) if meta.log != log => {}
            Ok(meta) => {
                let m = entry.metadata().ok();
                found.backups.push(Backup {
                    number,
                    day,
                    before,
                    acts: meta.size,
                    root: meta.root,
                    bytes: m.as_ref().map_or(0, |m| m.len()),
                    locked: header::salt(&path).is_some(),
                    made: m.and_then(|m| m.modified().ok()),
                    path,
                });
            }
            Err(why) => found.unread.push((path, why)),
        }
    }
    found.backups.sort_by(|a, b| (b.number, b.acts, &b.path).cmp(&(a.number, a.acts, &a.path)));
    found.unread.sort();
    Ok(found)
}
/// Is all of it there, and which trail is it?
fn head_of(path: &Path) -> Result<load::Meta, String> {
    if !lock::is_open_here(path) {
        header::look(path, false).map_err(|r| r.text)?;
    }
    code::reading(path).and_then(|c| load::meta(&c)).map_err(|_| match header::salt(path) {
        Some(_) => "It is locked, with a code that is not given here.".to_string(),
        None => "It cannot be read.".to_string(),
    })
}

fn take(conn: &Connection, path: &Path, folder: &Path, day: NaiveDate, before: Option<Before>) -> Result<Made, Fault> {
    let meta = load::meta(conn)?;
    let there = series(folder, &meta.log)?;
    // One that is locked otherwise than the file is no backup of it: it may be legible to anyone.
    let key = code::key_of(path);
    let same_lock = |b: &&Backup| header::salt(&b.path) == key.as_ref().map(code::Key::salt);
    if let Some(newest) = there.backups.first().filter(same_lock).filter(|b| holds_all(b, conn, &meta)) {
        // What is to be relied on in a moment is looked at once more.
        if before.is_none() || is_whole(&newest.path) {
            clear_unfinished(folder, &meta.log);
            return Ok(Made::Unchanged(newest.clone()));
        }
    }
    let names = std::fs::read_dir(folder).map_err(|e| in_folder(Fault::io(&e, "The folder"), folder))?;
    let last = names.flatten().filter_map(|e| Some(read_name(e.file_name().to_str()?, &meta.log)?.0)).max();
    let number = last.unwrap_or(0).saturating_add(1);
    let to = folder.join(written_name(path, &meta.log, number, day, before));
    copy::save(conn, At::new(&to, key.as_ref())).map_err(|f| in_folder(f, folder))?;
    // Only now, with the new one verified and on the disk, may older ones go.
    let head = head_of(&to).map_err(|why| in_folder(Fault::new(Trouble::Disk, why, NOTHING, ""), folder))?;
    let m = std::fs::metadata(&to).ok();
    let (bytes, made) = (m.as_ref().map_or(0, |m| m.len()), m.and_then(|m| m.modified().ok()));
    let locked = key.is_some();
    let backup = Backup { path: to, number, day, before, acts: head.size, root: head.root, bytes, locked, made };
    let list: Vec<Kept> = there.backups.iter().chain([&backup]).map(Backup::kept).collect();
    let gone = backups::superfluous(&list);
    let mut thinned = 0;
    for old in there.backups.iter().filter(|b| gone.contains(&b.number)) {
        // One that cannot be taken away stays, and is tried again next time.
        thinned += usize::from(std::fs::remove_file(&old.path).is_ok());
    }
    clear_unfinished(folder, &meta.log);
    Ok(Made::New { backup, thinned })
}
/// Does a backup hold the trail, the drafts and the checkpoints that the file has now?
fn holds_all(backup: &Backup, conn: &Connection, meta: &load::Meta) -> bool {
    let beside = |c: &Connection| -> rusqlite::Result<(i64, Option<String>, i64)> {
        c.query_row(
            "SELECT (SELECT count(*) FROM draft), (SELECT max(kept_at) FROM draft), (SELECT coalesce(max(n), 0) FROM checkpoint)",
            [],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )
    };
    let there = code::reading(&backup.path).and_then(|c| beside(&c));
    (backup.acts, backup.root) == (meta.size, meta.root) && there.is_ok() && there.ok() == beside(conn).ok()
}
fn is_whole(path: &Path) -> bool {
    let checked = code::reading(path)
        .map_err(Fault::from)
        .and_then(|c| verify::check(&c, Some(At::new(path, code::key_of(path).as_ref()))));
    checked.is_ok_and(|r| r.ok)
}
/// A backup that is being made is written to at least this often, in seconds; what stands still longer is of a run that was killed.
const STILL: u64 = 600;
/// What runs that were killed have left unfinished in a folder of backups.
pub(crate) fn unfinished(folder: &Path, log: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let ours = name.to_str().and_then(|n| {
            let n = n.strip_suffix("-journal").unwrap_or(n);
            let n = n.strip_prefix('.')?.strip_suffix(".part")?;
            read_name(n.rsplit_once('.')?.0, log)
        });
        if ours.is_some() {
            out.push(entry.path());
        }
    }
    out
}
fn clear_unfinished(folder: &Path, log: &str) {
    for path in unfinished(folder, log) {
        let written = std::fs::metadata(&path).and_then(|m| m.modified());
        if written.is_ok_and(|m| m.elapsed().is_ok_and(|e| e.as_secs() > STILL)) {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Puts what a backup holds in a place, and keeps what was there beside it. At every moment the place holds the old file or the new one.
///
/// Refused: a backup that is not whole; a place where another organization's file lies, or one that somebody has open.
pub fn restore(backup: &Path, to: &Path, day: NaiveDate) -> Result<Restored, ActError> {
    let from = File::open_read_only(backup).map_err(|r| not_whole(&r))?;
    let report = from.verify()?;
    if let Some(p) = report.problems.first() {
        let what = format!("It is not whole. {}: {}", p.place, p.text);
        return Err(Refusal::new("file", name_of(backup), what, "Nothing was changed. Choose an older backup.").into());
    }
    let (to, there) = match std::fs::canonicalize(to) {
        Ok(real) => (real, true),
        Err(_) => (to.to_path_buf(), false),
    };
    if to == from.path {
        let text = "The backup and the place are the same file.";
        return Err(Refusal::new("file", name_of(&to), text, "Give another place. Nothing was changed.").into());
    }
    let (had, common) = if there { what_is_there(&to, &from)? } else { None }.unzip();
    let _held = match Lock::take(&to, false) {
        LockTaken::Ours(l) => l,
        LockTaken::Theirs(who) => return Err(in_use(&to, &who)),
        LockTaken::Nowhere => {
            let text = format!("{}: its folder is not there, or cannot be written to.", name_of(&to));
            return Err(Fault::new(Trouble::ReadOnly, text, NOTHING, "Choose another place.").into());
        }
    };
    crate::erase::sweep(&to);
    // The new one lies beside its place, verified and on the disk, before the old one is touched.
    let beside = to.with_file_name(format!(".{}.restored", name_of(&to)));
    let gone = erased_since(&from, backup, &to, there);
    copy::save(&from.conn, from.at().with(&beside))?;
    let acts = from.isms().acts.len() as u64;
    let placed =
        erased_again(&beside, &gone, day).and_then(|again| Ok((again, put_in_place(&beside, &to, there, day)?)));
    if placed.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    let (erased_again, kept) = placed?;
    let lost = had.zip(common).map(|(had, common)| had - common);
    Ok(Restored { kept, to, acts, had, lost, parted: common.filter(|c| *c < acts && lost > Some(0)), erased_again })
}
/// What was erased after this backup was made, as far as a newer file of the same history tells: the one that is there, or a later backup.
fn erased_since(from: &File, backup: &Path, to: &Path, there: bool) -> Erasures {
    let log = &*from.isms().log;
    let mut known = from.erasures();
    let mut newer: Vec<PathBuf> = if there { vec![to.to_path_buf()] } else { Vec::new() };
    let folders = [backup.parent().map(Path::to_path_buf), Some(home().join("backups").join(log))];
    for folder in folders.into_iter().flatten() {
        newer.extend(series(&folder, log).ok().and_then(|s| s.backups.first().map(|b| b.path.clone())));
    }
    for path in newer {
        if let Ok(f) = File::open_read_only(&path)
            && f.isms().log == from.isms().log
            && f.erasures().len() > known.len()
        {
            known = f.erasures();
        }
    }
    known
}
/// Brings a copy to what was erased since; gives how many people and records that were.
fn erased_again(copy: &Path, gone: &Erasures, day: NaiveDate) -> Result<usize, ActError> {
    let mut file = File::open(copy).map_err(Fault::from)?;
    let before = file.erasures().len();
    if gone.len() <= before {
        return Ok(0);
    }
    let by = file.isms().organization().map_or_else(|| "P-001".to_string(), |o| o.isms_owner.to_string());
    let at = chrono::DateTime::<chrono::Utc>::from(SystemTime::now());
    file.reapply_erasures(gone, &by, crate::Clock { at, on: day })?;
    Ok(file.erasures().len() - before)
}
/// Takes away all backups of a trail in a folder but the newest, which must be whole. Gives how many went.
///
/// For what was erased from the file and stands in older copies still.
pub fn drop_older(folder: &Path, log: &str) -> Result<usize, Fault> {
    let all = series(folder, log)?.backups;
    let Some((newest, older)) = all.split_first() else { return Ok(0) };
    if !is_whole(&newest.path) {
        let text = "The newest backup is not whole, so no older one was taken away.";
        return Err(in_folder(Fault::new(Trouble::Damaged, text, NOTHING, "Back up now, then do it again."), folder));
    }
    // What was never finished may hold it too, however young it is.
    for part in unfinished(folder, log) {
        std::fs::remove_file(&part).map_err(|e| in_folder(Fault::io(&e, "An unfinished backup"), folder))?;
    }
    for old in older {
        std::fs::remove_file(&old.path).map_err(|e| in_folder(Fault::io(&e, "An older backup"), folder))?;
    }
    Ok(older.len())
}
fn put_in_place(beside: &Path, to: &Path, there: bool, day: NaiveDate) -> Result<Option<PathBuf>, Fault> {
    let said = |e: std::io::Error| Fault::io(&e, &name_of(to));
    let kept = if there { Some(keep(to, day).map_err(said)?) } else { None };
    passes().map_err(said)?;
    // A journal that waits belongs to the old bytes, and lies beside their copy now.
    match std::fs::remove_file(journal_of(to)) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(said(e)),
        _ => {}
    }
    passes().map_err(said)?;
    std::fs::rename(beside, to).map_err(said)?;
    copy::sync_folder(to);
    Ok(kept)
}
/// Copies the closed document that is about to be replaced, with a journal that waits, to a name that says so.
fn keep(to: &Path, day: NaiveDate) -> std::io::Result<PathBuf> {
    let stem = to.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ends = to.extension().map_or_else(String::new, |e| format!(".{}", e.to_string_lossy()));
    let names = std::iter::once(String::new()).chain((2..10_000).map(|n| format!(" {n}")));
    let free = names.map(|n| to.with_file_name(format!("{stem} replaced {day}{n}{ends}"))).find(|p| !p.exists());
    let kept = free.ok_or(std::io::ErrorKind::AlreadyExists)?;
    let part = to.with_file_name(format!(".{}.part", name_of(&kept)));
    let whole = (|| {
        if journal_of(to).exists() {
            passes()?;
            std::fs::copy(journal_of(to), journal_of(&kept))?;
            on_disk(&journal_of(&kept))?;
        }
        passes()?;
        std::fs::copy(to, &part)?;
        passes()?;
        on_disk(&part)?;
        passes()?;
        std::fs::rename(&part, &kept)
    })();
    if whole.is_err() {
        let _ = std::fs::remove_file(&part);
        let _ = std::fs::remove_file(journal_of(&kept));
    }
    whole?;
    copy::sync_folder(&kept);
    Ok(kept)
}
/// Waits until the bytes are on the disk; where that needs a handle for writing (Windows), with one.
fn on_disk(path: &Path) -> std::io::Result<()> {
    std::fs::OpenOptions::new().read(true).write(cfg!(windows)).open(path)?.sync_all()
}
/// How many acts the file has that is to be replaced, and how many of them the backup has too; none if it cannot be read as a whole. A
/// journal that waits is rolled back on the way.
fn what_is_there(to: &Path, from: &File) -> Result<Option<(u64, u64)>, ActError> {
    if lock::is_open_here(to) {
        return Err(in_use(to, "It is open here."));
    }
    let log = match File::open(to) {
        Ok(f) if f._lock.is_none() => return Err(in_use(to, f.read_only().unwrap_or_default())),
        Ok(f) if f.isms().log == from.isms().log => {
            let common = f.isms().acts.iter().zip(&from.isms().acts).take_while(|(a, b)| a.leaf == b.leaf).count();
            return Ok(Some((f.isms().acts.len() as u64, common as u64)));
        }
        Ok(f) => Some(f.isms().log.to_string()),
        // What is damaged is what a backup is for.
        Err(r) if matches!(r.why, Why::Locked | Why::WrongCode) => {
            let text = "What lies there is locked, and its code was not given.";
            let hint = "Nothing was changed. Give its code, or restore under another name.";
            return Err(Refusal::new("file", name_of(to), text, hint).into());
        }
        Err(r) if r.backup_helps() => log_of(to).filter(|l| **l != *from.isms().log),
        Err(r) => return Err(Refusal::from(&r).into()),
    };
    match log {
        None => Ok(None),
        Some(_) => Err(Refusal::new(
            "file",
            name_of(to),
            "What lies there is the file of another history, and not what this backup was made of.",
            "Nothing was changed. Give another place.",
        )
        .into()),
    }
}
fn in_use(to: &Path, who: &str) -> ActError {
    Refusal::new(
        "file",
        name_of(to),
        format!("It cannot be replaced now. {who}").trim_end().to_string(),
        "Nothing was changed. Close it there, then do it again.",
    )
    .into()
}
fn not_whole(r: &OpenRefused) -> ActError {
    let hint = match r.why {
        Why::Missing | Why::NotAFile | Why::NotIsms | Why::OtherProgram | Why::Newer | Why::Busy => {
            return Refusal::from(r).into();
        }
        _ => "Nothing was changed. Choose an older backup.",
    };
    Refusal::new("file", r.file.clone(), r.text.clone(), hint).into()
}
fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Restores a backup to a temporary file, checks that from its stored bytes, and counts it against the trail that it is to be a part of.
/// What does not agree stands in the answer; a fault is the machine's own (no room for the temporary file).
pub fn try_out(backup: &Backup, isms: &Isms) -> Result<Tried, Fault> {
    let begun = Instant::now();
    let dir = copy::temporary().map_err(|e| Fault::io(&e, "The folder for temporary files"))?;
    let counted = counted(backup, isms, &dir);
    let _ = std::fs::remove_dir_all(&dir);
    let mut tried = Tried {
        number: backup.number,
        day: backup.day,
        acts: backup.acts,
        records: 0,
        versions: 0,
        evidence: 0,
        seconds: begun.elapsed().as_secs() + 1,
        wrong: String::new(),
        parted: None,
    };
    match counted? {
        Ok((records, versions, evidence, parted)) => {
            (tried.records, tried.versions, tried.evidence, tried.parted) = (records, versions, evidence, parted);
        }
        Err(wrong) => tried.wrong = wrong,
    }
    Ok(tried)
}
/// Records, versions, files of evidence, and where the history parted; or what is wrong.
type Counted = Result<(usize, usize, usize, Option<u64>), String>;
fn counted(backup: &Backup, isms: &Isms, dir: &Path) -> Result<Counted, Fault> {
    let twin = dir.join("tried.isms");
    let damaged = |f: &Fault| matches!(f.trouble, Trouble::Damaged | Trouble::Bug);
    let copied = code::reading(&backup.path)
        .map_err(Fault::from)
        .and_then(|c| copy::save(&c, At::new(&twin, code::key_of(&backup.path).as_ref())));
    match copied {
        Err(f) if damaged(&f) => return Ok(Err(f.text)),
        other => other?,
    }
    let file = match File::open_read_only(&twin) {
        Ok(f) => f,
        Err(r) => return Ok(Err(r.text)),
    };
    let report = file.verify()?;
    if let Some(p) = report.problems.first() {
        return Ok(Err(format!("{}: {}", p.place, p.text)));
    }
    let there = file.isms();
    let common = there.acts.iter().zip(&isms.acts).take_while(|(a, b)| a.leaf == b.leaf).count();
    let parted = (common < there.acts.len()).then_some(common as u64);
    // A history of its own is counted against itself.
    let trail = if parted.is_some() { &there.acts[..] } else { &isms.acts[..common] };
    let made: Vec<_> = trail.iter().flat_map(|a| &a.made).collect();
    let expected = (made.iter().filter(|(_, version)| *version == 1).count(), made.len());
    let found = (there.records.iter().count(), there.records.iter().map(|r| r.revisions.len()).sum::<usize>());
    if expected != found {
        return Ok(Err(format!(
            "It has {} records in {} versions, and the trail has {} in {}.",
            found.0, found.1, expected.0, expected.1
        )));
    }
    let evidence: i64 = file.conn.query_row("SELECT count(*) FROM evidence", [], |r| r.get(0))?;
    Ok(Ok((found.0, found.1, evidence as usize, parted)))
}
