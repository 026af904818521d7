//! The first hundred bytes, read before SQLite sees the file: whose file it is, which version, whether all of it is here.
//! It must never be used on a document that this process has open (a plain close would drop SQLite's lock).
use crate::fault::{OpenRefused, Why};
use crate::schema::{APPLICATION_ID, VERSION};
use std::io::Read;
use std::path::Path;

/// The largest file that is opened.
const LARGEST: u64 = 64 << 30;
const BACKUP: &str = "Nothing was changed. Open the newest good backup.";

/// What the first bytes say.
pub(crate) enum Looked {
    /// Readable by anyone, of this format.
    Plain(i32),
    /// Nothing that could be read without its code; these sixteen bytes go into the key.
    Locked([u8; 16]),
}

/// Size of the pages of a locked file, which all of it consists of.
const LOCKED_PAGE: u64 = 4_096;

/// The first sixteen bytes of a document that is not readable by anyone.
pub(crate) fn salt(path: &Path) -> Option<[u8; 16]> {
    let mut first = [0; 16];
    std::fs::File::open(path).ok()?.read_exact(&mut first).ok()?;
    (!first.starts_with(b"SQLite format 3")).then_some(first)
}

/// Does it begin as every SQLite database does? A locked one does not.
pub(crate) fn is_database(path: &Path) -> bool {
    let mut first = [0; 16];
    let read = std::fs::File::open(path).and_then(|mut f| f.read_exact(&mut first));
    read.is_ok() && &first == b"SQLite format 3\0"
}

/// Looks at the header. `journal`: a journal waits beside it, so its length need not be right yet.
pub(crate) fn look(path: &Path, journal: bool) -> Result<Looked, OpenRefused> {
    let refuse = |why, text: String, hint: &str| OpenRefused::new(path, why, text, hint);
    let unread = |e: std::io::Error| {
        let text = match e.kind() {
            std::io::ErrorKind::NotFound => {
                return refuse(Why::Missing, "It is not there.".into(), "It may have been moved or renamed.").detail(e);
            }
            std::io::ErrorKind::PermissionDenied => "It may not be read by you.",
            _ => "The disk answered with an error.",
        };
        refuse(Why::Disk, text.into(), "Nothing was changed.").detail(e)
    };
    let length = std::fs::metadata(path).map_err(unread)?.len();
    if length == 0 {
        return Err(refuse(Why::Empty, "This file is empty (0 bytes).".into(), BACKUP));
    }
    if length > LARGEST {
        return Err(refuse(Why::Damaged, format!("It is larger than {} GiB.", LARGEST >> 30), "Nothing was changed."));
    }
    let mut h = Vec::new();
    std::fs::File::open(path).map_err(unread)?.take(100).read_to_end(&mut h).map_err(unread)?;
    if !h.starts_with(b"SQLite format 3\0") {
        // A locked file begins with random bytes: sixteen letters would be a rare accident.
        if let Some(salt) = h.first_chunk::<16>()
            && (length.is_multiple_of(LOCKED_PAGE) || journal)
            && salt.iter().any(|b| !(b.is_ascii_graphic() || b.is_ascii_whitespace()))
        {
            return Ok(Looked::Locked(*salt));
        }
        // Letters are no part of a locked file; anything else under such a name may be.
        if !h.is_ascii() && h.len() >= 100 && path.extension().is_some_and(|e| e.eq_ignore_ascii_case("isms")) {
            let text = "Not an ISMS file, or a locked one of which a part is missing.";
            return Err(refuse(Why::Incomplete, text.into(), BACKUP));
        }
        return Err(refuse(
            Why::NotIsms,
            "Not an ISMS file.".into(),
            "Nothing was changed. Choose a file that this program made; its name ends in .isms.",
        ));
    }
    if h.len() < 100 {
        return Err(refuse(Why::Incomplete, "Incomplete: almost nothing of it is here.".into(), BACKUP));
    }
    let four = |at: usize| u32::from_be_bytes([h[at], h[at + 1], h[at + 2], h[at + 3]]);
    let page = match u16::from_be_bytes([h[16], h[17]]) {
        1 => 65_536,
        n => u64::from(n),
    };
    if !page.is_power_of_two()
        || page < 512
        || h[20] != 0
        || h[21..24] != [64, 32, 32]
        || !(1..=2).contains(&h[18])
        || !(1..=2).contains(&h[19])
    {
        return Err(refuse(Why::Damaged, "Damaged (header).".into(), BACKUP));
    }
    let version = ours(path, four(68), four(60) as i32)?;
    if h[18] == 2 || h[19] == 2 {
        return Err(refuse(
            Why::Strange,
            "Another program has switched this file to write-ahead logging.".into(),
            "Nothing was changed. Switch it back there (PRAGMA journal_mode = DELETE), then open it here.",
        ));
    }
    // The number of pages holds only where the last writer kept it, as SQLite has done since 2010.
    let pages = if four(24) == four(92) { u64::from(four(28)) } else { 0 };
    if !journal && length < pages * page {
        return Err(refuse(
            Why::Incomplete,
            format!("Incomplete: {} % of it is here.", length * 100 / (pages * page)),
            BACKUP,
        ));
    }
    Ok(Looked::Plain(version))
}

/// The format, if the file is this program's and of a format that it reads.
pub(crate) fn ours(path: &Path, application: u32, version: i32) -> Result<i32, OpenRefused> {
    if application as i32 != APPLICATION_ID {
        return Err(OpenRefused::new(
            path,
            Why::OtherProgram,
            format!("A database of another program (id {application})."),
            "Nothing was changed. Choose a file that this program made.",
        ));
    }
    if version < 1 {
        let text = format!("Damaged (header): there is no format {version}.");
        return Err(OpenRefused::new(path, Why::Damaged, text, BACKUP));
    }
    if version > VERSION {
        return Err(newer(path, version));
    }
    Ok(version)
}

pub(crate) fn newer(path: &Path, version: i32) -> OpenRefused {
    let text = format!(
        "Made by a newer version of this program: it needs one that reads format {version} or later, and this one reads up to {VERSION}."
    );
    OpenRefused::new(path, Why::Newer, text, "Opened nothing, changed nothing. Install the newer version.")
}
