//! What goes wrong that the owner did not do: the disk, the file, another program. Each says what was lost and what still works.
//! It must never be used for what the owner can put right in an answer: that is a `Refusal`.
use isms::Refusal;
use rusqlite::ErrorCode;
use std::path::Path;

/// What sort of fault, for the surface to branch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The file is no longer where it was.
    Moved,
    /// The disk is full.
    Full,
    /// The disk or the network answered with an error.
    Disk,
    /// Another window or program holds the file.
    Busy,
    /// The file is open for reading only.
    ReadOnly,
    /// What is stored is not what was written.
    Damaged,
    /// It is not known whether the last act was saved.
    Unsure,
    /// A mistake of this program.
    Bug,
}

/// A fault in the owner's words.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{text}{}{lost}{}{still}", gap(.lost), gap(.still))]
pub struct Fault {
    pub trouble: Trouble,
    /// What happened.
    pub text: String,
    /// What was lost, or that nothing was.
    pub lost: String,
    /// What still works, what to do.
    pub still: String,
    /// For a report of the fault; never needed to understand it.
    pub detail: String,
}
fn gap(next: &str) -> &'static str {
    if next.is_empty() { "" } else { " " }
}

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// Something in the answers; nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why a file was not opened, as the surface may branch on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Missing,
    /// A folder, a device, a file with several names.
    NotAFile,
    Empty,
    NotIsms,
    /// Locked with a recovery code, and none was given.
    Locked,
    /// The code does not fit.
    WrongCode,
    OtherProgram,
    Newer,
    Incomplete,
    Damaged,
    /// Parts that this program did not create.
    Strange,
    /// A journal beside it that does not belong to it.
    Journal,
    Exists,
    Busy,
    Disk,
}

/// A file that was not opened. Nothing in it was changed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{file}: {text}{}{hint}", gap(.hint))]
pub struct OpenRefused {
    pub why: Why,
    /// Name of the file.
    pub file: String,
    pub text: String,
    /// What to do next.
    pub hint: String,
    pub detail: String,
}
impl OpenRefused {
    pub(crate) fn new(path: &Path, why: Why, text: impl Into<String>, hint: impl Into<String>) -> OpenRefused {
        let file = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        OpenRefused { why, file, text: text.into(), hint: hint.into(), detail: String::new() }
    }
    pub(crate) fn detail(mut self, detail: impl ToString) -> OpenRefused {
        self.detail = detail.to_string();
        self
    }
    /// Is the newest backup worth offering?
    pub fn backup_helps(&self) -> bool {
        matches!(self.why, Why::Empty | Why::Incomplete | Why::Damaged | Why::Journal)
    }
}
impl From<OpenRefused> for Fault {
    fn from(r: OpenRefused) -> Fault {
        let trouble = match r.why {
            Why::Busy => Trouble::Busy,
            Why::Disk | Why::Exists | Why::Missing => Trouble::Disk,
            _ => Trouble::Damaged,
        };
        Fault { trouble, text: format!("{}: {}", r.file, r.text), lost: String::new(), still: r.hint, detail: r.detail }
    }
}

pub(crate) const NOTHING: &str = "Nothing was changed.";
pub(crate) const COPY: &str = "Reading still works, and \u{201c}Save a copy\u{201d} keeps everything that was saved.";
pub(crate) const BUSY: &str = "Another window or program has this file open and is writing to it.";
pub(crate) const MOVED: &str =
    "The file is no longer where it was: it was moved, renamed, deleted or replaced while it was open.";

impl Fault {
    pub(crate) fn new(
        trouble: Trouble,
        text: impl Into<String>,
        lost: impl Into<String>,
        still: impl Into<String>,
    ) -> Fault {
        Fault { trouble, text: text.into(), lost: lost.into(), still: still.into(), detail: String::new() }
    }
    pub(crate) fn detail(mut self, detail: impl ToString) -> Fault {
        self.detail = detail.to_string();
        self
    }
    pub(crate) fn moved(lost: &str) -> Fault {
        Fault::new(Trouble::Moved, MOVED, lost, COPY)
    }
    pub(crate) fn damaged(what: impl Into<String>) -> Fault {
        Fault::new(Trouble::Damaged, what, NOTHING, "Open the newest good backup.")
    }
    /// An error of SQLite before anything was committed.
    pub(crate) fn sqlite(e: &rusqlite::Error) -> Fault {
        let (code, extended) = match e {
            rusqlite::Error::SqliteFailure(f, _) => (f.code, f.extended_code),
            _ => (ErrorCode::Unknown, 0),
        };
        use rusqlite::Error::{
            FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, QueryReturnedNoRows, Utf8Error,
        };
        let unread = matches!(
            e,
            FromSqlConversionFailure(..)
                | IntegralValueOutOfRange(..)
                | InvalidColumnType(..)
                | QueryReturnedNoRows
                | Utf8Error(..)
        );
        let fault = match code {
            // What was written is not what is read: the types of the columns are ours.
            _ if unread => Fault::damaged("Damaged (a row of it cannot be read)."),
            _ if extended == rusqlite::ffi::SQLITE_READONLY_DBMOVED => Fault::moved("The last change was not saved."),
            ErrorCode::DiskFull => {
                Fault::new(Trouble::Full, "The disk is full.", NOTHING, "Make room on the disk, then do it again.")
            }
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                Fault::new(Trouble::Busy, BUSY, NOTHING, "Close it there, then do it again.")
            }
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
                Fault::new(Trouble::ReadOnly, "The file or its folder cannot be written to.", NOTHING, COPY)
            }
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Fault::new(
                Trouble::Disk,
                "The disk answered with an error.",
                NOTHING,
                "Do it again; if it stays so, save a copy to another disk.",
            ),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Fault::new(
                Trouble::Damaged,
                "The file is damaged (structure).",
                NOTHING,
                "Save what can be read as a copy, and open the newest good backup.",
            ),
            ErrorCode::OutOfMemory => Fault::new(
                Trouble::Disk,
                "There was not enough memory.",
                NOTHING,
                "Close other programs, then do it again.",
            ),
            _ => Fault::new(
                Trouble::Bug,
                "This program made a mistake while it was saving.",
                NOTHING,
                "Your file is as it was before.",
            ),
        };
        fault.detail(e)
    }
    pub(crate) fn io(e: &std::io::Error, what: &str) -> Fault {
        let (trouble, text) = match e.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                (Trouble::Full, format!("{what}: the disk is full."))
            }
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                (Trouble::ReadOnly, format!("{what}: it cannot be written to."))
            }
            std::io::ErrorKind::NotFound => (Trouble::Disk, format!("{what}: it is not there.")),
            _ => (Trouble::Disk, format!("{what}: the disk answered with an error.")),
        };
        Fault::new(trouble, text, NOTHING, "Choose another place, or make room, and do it again.").detail(e)
    }
}
impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Fault {
        Fault::sqlite(&e)
    }
}
