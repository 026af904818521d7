//! The `.isms` document: one SQLite file, opened with suspicion, written by one path, checked from its stored bytes.
//! The only crate that knows SQL. It must never decide what an ISMS asks for: that is the domain's.
pub mod backup;
mod bundle;
mod canon;
mod code;
mod copy;
mod demo;
mod doctor;
mod drafts;
mod erase;
mod evidence;
mod fault;
mod header;
mod load;
mod lock;
mod media;
mod migrate;
mod moved;
mod open;
mod pack;
mod relock;
mod schema;
mod settings;
mod trail;
mod twins;
mod verify;
mod whole;
mod write;

#[cfg(test)]
mod tests;

pub use backup::{Backup, Before, Made, Restored, Series};
pub use bundle::Bundle;
pub use code::{Code, forget_codes, know};
pub use doctor::{Finding, doctor};
pub use drafts::Draft;
pub use evidence::{Attached, EvidenceReader, LARGEST};
pub use fault::{ActError, Fault, OpenRefused, Trouble, Why};
pub use load::moment_text;
pub use media::media_type;
pub use open::Ask;
pub use pack::{Given, GivenOut, proof_beside};
pub use trail::{Kept, Standing, first_difference};
pub use twins::{Twins, is_conflict_copy, twins};
pub use verify::{OTHER_VIEWS, Problem, Report};
pub use whole::{may_be_laid, write_folder, write_whole};
pub use write::{Clock, Done};

use isms::Isms;
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// An open document.
pub struct File {
    path: PathBuf,
    conn: Connection,
    /// What it is locked with.
    key: Option<code::Key>,
    code: Option<Code>,
    isms: Isms,
    read_only: Option<String>,
    /// Where the bytes really are, if they are read from a rolled-back copy.
    temporary: Option<PathBuf>,
    // Given back in this order when the document is closed: first SQLite's connection (by `Drop`), then these.
    entered: lock::Entered,
    _lock: Option<lock::Lock>,
}

impl File {
    /// Everything that the file knows.
    pub fn isms(&self) -> &Isms {
        &self.isms
    }
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// Why nothing can be changed, in a sentence; nothing if it can.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }
    /// From now on only for reading, for a reason of the caller's (opened for viewing, differs from what this computer saw).
    pub fn hold_read_only(&mut self, reason: impl Into<String>) {
        self.read_only.get_or_insert(reason.into());
    }
    /// Is the file still where it was opened?
    pub fn is_in_place(&self) -> bool {
        self.temporary.is_some() || !moved::has_moved(&self.conn)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        if self._lock.is_some() && self.is_in_place() {
            // Takes the empty journal away. Where that fails it stays, empty and harmless.
            let _ = self.conn.execute_batch("PRAGMA journal_mode = DELETE");
        }
        if let Ok(empty) = Connection::open_in_memory() {
            let _ = std::mem::replace(&mut self.conn, empty).close();
        }
        if let Some(dir) = &self.temporary {
            let _ = std::fs::remove_dir_all(dir);
        }
    }
}
