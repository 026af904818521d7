//! Copies: of an open document through SQLite's backup, verified before it gets its name; of a closed one, byte by byte.
//! It must never leave half a copy under a good name, nor read an open document past SQLite.
use crate::fault::{Fault, NOTHING, Trouble};
use crate::load::Meta;
use crate::open::journal_of;
use crate::settings::At;
use crate::{File, load, lock, schema, verify};
use isms::ledger;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::types::ToSqlOutput;
use std::path::{Path, PathBuf};
use std::time::Duration;

impl File {
    /// Writes a complete, verified copy and gives it this name, in place of what had the name. Works for a file that is open for
    /// reading only and for one that was moved away.
    pub fn save_copy(&self, to: impl AsRef<Path>) -> Result<(), Fault> {
        let to = to.as_ref();
        if lock::is_open_here(to) {
            return Err(Fault::new(
                Trouble::Busy,
                "The copy would replace a file that is open.",
                NOTHING,
                "Choose another name.",
            ));
        }
        save(&self.conn, self.at().with(to))
    }
}

/// Backup → temporary file beside the target → verified → on the disk → renamed → folder on the disk.
pub(crate) fn save(conn: &Connection, at: At) -> Result<(), Fault> {
    whole(conn, at, &mut |temp| fill(conn, temp))
}

/// Filled by the caller under another name → compared with the open document → on the disk → renamed → folder on the disk.
fn whole(conn: &Connection, at: At, fill: &mut dyn FnMut(At) -> Result<(), Fault>) -> Result<(), Fault> {
    let to = at.path;
    let name = to.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut random = crate::write::salts();
    let temp = to.with_file_name(format!(".{name}.{}.part", isms::plan::hex(&random()[..4])));
    let saved = fill(at.with(&temp)).and_then(|()| compared(conn, at.with(&temp))).and_then(|()| {
        let said = |e| Fault::io(&e, &name);
        passes().and_then(|()| std::fs::File::open(&temp)?.sync_all()).map_err(said)?;
        passes().and_then(|()| std::fs::rename(&temp, to)).map_err(said)
    });
    if saved.is_err() {
        let _ = std::fs::remove_file(&temp);
        let _ = std::fs::remove_file(journal_of(&temp));
    }
    saved?;
    sync_folder(to);
    Ok(())
}

/// Where a test lets the disk fail, or the process end, between SQLite's own operations; nothing otherwise.
#[cfg(test)]
pub(crate) use crate::tests::shim::passes;
#[cfg(not(test))]
#[allow(clippy::unnecessary_wraps)] // In tests the disk may fail here.
pub(crate) fn passes() -> std::io::Result<()> {
    Ok(())
}

/// Page by page, as SQLite copies an open document.
fn fill(conn: &Connection, temp: At) -> Result<(), Fault> {
    {
        let mut twin = begun(temp)?;
        let backup = Backup::new(conn, &mut twin)?;
        let mut patience = 100;
        loop {
            match backup.step(2_000)? {
                StepResult::Done => break,
                StepResult::More => {}
                _ if patience == 0 => {
                    return Err(Fault::new(
                        Trouble::Busy,
                        crate::fault::BUSY,
                        NOTHING,
                        "Close it there, then do it again.",
                    ));
                }
                _ => {
                    patience -= 1;
                    std::thread::sleep(Duration::from_millis(100));
                }
            }
        }
    }
    Ok(())
}

/// Row by row into a new file: nothing comes along that stands in no row (free pages, what was erased), and the key may be another.
pub(crate) fn rewrite(conn: &Connection, at: At) -> Result<(), Fault> {
    whole(conn, at, &mut |temp| poured(conn, temp))
}

fn poured(conn: &Connection, temp: At) -> Result<(), Fault> {
    let mut twin = begun(temp)?;
    twin.execute_batch("PRAGMA foreign_keys = OFF")?;
    // One state of it, unless the caller holds one already.
    let held = if conn.is_autocommit() { Some(conn.unchecked_transaction()?) } else { None };
    let tx = twin.transaction()?;
    tx.execute_batch(schema::SPINE)?;
    // The guards ask for the order in which rows were made; here they come table by table, and are compared afterwards.
    let guards = names(&tx, "type = 'trigger'")?;
    for guard in &guards {
        tx.execute_batch(&format!("DROP TRIGGER {guard}"))?;
    }
    for table in names(&tx, "type = 'table'")? {
        // The counter of drafts is a table of SQLite's own.
        let mut from = conn.prepare(&format!("SELECT * FROM {table}"))?;
        let places = vec!["?"; from.column_count()].join(", ");
        let mut into = tx.prepare(&format!("INSERT INTO {table} VALUES ({places})"))?;
        if table == "sqlite_sequence" {
            tx.execute("DELETE FROM sqlite_sequence", [])?;
        }
        let mut rows = from.query([])?;
        while let Some(row) = rows.next()? {
            for i in 0..into.parameter_count() {
                into.raw_bind_parameter(i + 1, ToSqlOutput::Borrowed(row.get_ref(i)?))?;
            }
            into.raw_execute()?;
        }
    }
    schema::put_guards(&tx, &guards)?;
    tx.execute_batch(&schema::views())?;
    tx.execute_batch(&schema::marks())?;
    tx.commit()?;
    drop(held);
    Ok(())
}
/// Names in the order in which they were made. A table that others count by comes last.
fn names(conn: &Connection, which: &str) -> rusqlite::Result<Vec<String>> {
    let mut q = conn
        .prepare(&format!("SELECT name FROM sqlite_schema WHERE {which} ORDER BY name = 'sqlite_sequence', rowid"))?;
    q.query_map([], |r| r.get(0))?.collect()
}

/// An empty file of this name, and a connection to fill it.
fn begun(temp: At) -> Result<Connection, Fault> {
    passes()
        .and_then(|()| std::fs::OpenOptions::new().write(true).create_new(true).open(temp.path).map(drop))
        .map_err(|e| Fault::io(&e, "The copy"))?;
    Ok(temp.filling()?)
}

/// Is the copy what the document is?
fn compared(conn: &Connection, temp: At) -> Result<(), Fault> {
    let twin = temp.reading()?;
    let bad = |what: &str| {
        Err(Fault::new(
            Trouble::Damaged,
            format!("The copy is not whole: {what}."),
            "The copy was thrown away; your file is as it was.",
            "Choose another disk.",
        ))
    };
    if !begins(conn, &load::meta(&twin)?)? {
        return bad("its trail is not that of the file");
    }
    let here = verify::check(&twin, Some(temp))?;
    // What is wrong in the file is wrong in its copy too; what is wrong only in the copy is the copy's.
    if !here.ok && here != verify::check(conn, None)? {
        return bad(&here
            .problems
            .first()
            .map_or_else(String::new, |p| format!("{}: {}", p.place, p.text.trim_end_matches('.'))));
    }
    Ok(())
}

/// Is this the head of the file, or one that it had a moment ago? Whoever has it open may have gone on while it was copied.
fn begins(conn: &Connection, head: &Meta) -> rusqlite::Result<bool> {
    let now = load::meta(conn)?;
    if now.log != head.log || now.size <= head.size {
        return Ok(now == *head);
    }
    let mut q = conn.prepare("SELECT leaf FROM act WHERE seq <= ?1 ORDER BY seq")?;
    let leaves: Vec<ledger::Hash> = q.query_map([head.size as i64], |r| r.get(0))?.collect::<Result<_, _>>()?;
    Ok(leaves.len() as u64 == head.size && ledger::root(&leaves) == head.root)
}

/// A new folder that only this person may look into, among the temporary ones.
pub(crate) fn temporary() -> std::io::Result<PathBuf> {
    let mut random = crate::write::salts();
    let dir = std::env::temp_dir().join(format!("isms-upkeep-{}", isms::plan::hex(&random()[..8])));
    private(&dir)?;
    Ok(dir)
}
/// Copies a closed document with its journal, byte by byte, into a folder: this one, or a new temporary one.
pub(crate) fn aside(path: &Path, dir: Option<&Path>) -> std::io::Result<PathBuf> {
    let dir = match dir {
        Some(d) => {
            std::fs::create_dir_all(d)?;
            d.to_path_buf()
        }
        None => temporary()?,
    };
    let twin = dir.join(path.file_name().unwrap_or_default());
    std::fs::copy(path, &twin)?;
    let journal = journal_of(path);
    if journal.exists() {
        std::fs::copy(journal, journal_of(&twin))?;
    }
    Ok(dir)
}
#[cfg(unix)]
fn private(dir: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().mode(0o700).create(dir)
}
#[cfg(not(unix))]
fn private(dir: &Path) -> std::io::Result<()> {
    std::fs::create_dir(dir)
}

/// So that a new name survives a power cut. Where the system has no such thing (Windows), the rename itself is enough.
pub(crate) fn sync_folder(path: &Path) {
    if cfg!(unix)
        && let Some(Ok(dir)) = path.parent().map(std::fs::File::open)
    {
        let _ = dir.sync_all();
    }
}
