//! What a command ends with, and the only place that prints.
use isms::Refusal;
use isms::caution::legible;
use isms_file::Trouble;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

pub enum End {
    Done,
    /// Verify failed, --fail-on met, rows of an import are wrong.
    Finding,
}
pub enum Stop {
    Refused(Refusal),
    Fault(String),
    /// Said already, where it came up among others; only the exit status is left.
    Told {
        fault: bool,
    },
}
impl Stop {
    pub fn told(self) -> Stop {
        Stop::Told { fault: matches!(self, Stop::Fault(_) | Stop::Told { fault: true }) }
    }
}
impl From<Refusal> for Stop {
    fn from(r: Refusal) -> Stop {
        Stop::Refused(r)
    }
}
impl From<isms_file::OpenRefused> for Stop {
    fn from(r: isms_file::OpenRefused) -> Stop {
        let hint = match r.why {
            isms_file::Why::Locked => {
                "Nothing was changed. ISMS_CODE holds the code of a locked file for a run.".to_string()
            }
            _ => here(r.hint),
        };
        Stop::Refused(Refusal::new("closed", r.file, r.text, hint))
    }
}
impl From<isms_file::Fault> for Stop {
    fn from(f: isms_file::Fault) -> Stop {
        // What the owner can put right: the protection taken off, the other program closed.
        if f.trouble == Trouble::Busy || f.trouble == Trouble::ReadOnly && f.still.contains(BUTTON) {
            let hint = format!("{} {}", f.lost, here(f.still));
            return Stop::Refused(Refusal::new("closed", "FILE", f.text, hint.trim_start()));
        }
        Stop::Fault(here(f.to_string()))
    }
}
/// A button of the window, and the command that does the same.
const BUTTON: &str = "\u{201c}Save a copy\u{201d}";
fn here(hint: String) -> String {
    hint.replace(BUTTON, "\u{201c}isms backup FILE COPY.isms\u{201d}")
}
impl From<isms_file::ActError> for Stop {
    fn from(e: isms_file::ActError) -> Stop {
        match e {
            isms_file::ActError::Refused(r) => Stop::Refused(r),
            isms_file::ActError::Fault(f) => f.into(),
        }
    }
}
impl From<isms_pack::NotMade> for Stop {
    fn from(n: isms_pack::NotMade) -> Stop {
        match n {
            isms_pack::NotMade::Cancelled => Stop::Refused(isms::packs::cancelled()),
            isms_pack::NotMade::Refused(r) => Stop::Refused(r),
            isms_pack::NotMade::Fault(f) => f.into(),
            isms_pack::NotMade::Press(text) => Stop::Fault(text),
        }
    }
}
pub type Ended = Result<End, Stop>;

/// The first write to standard output that failed. Nothing is written after it.
static FAILED: Mutex<Option<io::Error>> = Mutex::new(None);

fn write(text: &str) {
    let mut failed = FAILED.lock().unwrap_or_else(PoisonError::into_inner);
    if failed.is_none() {
        *failed = out(text).err();
    }
}
/// Not through `io::stdout`, which takes a closed end for a written one.
#[cfg(unix)]
fn out(text: &str) -> io::Result<()> {
    own()?.write_all(text.as_bytes())
}
#[cfg(unix)]
fn own() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}
#[cfg(not(unix))]
fn out(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
/// Why not all was written that was said so far. Asked once; then it is forgotten.
pub fn unwritten() -> Option<io::Error> {
    FAILED.lock().unwrap_or_else(PoisonError::into_inner).take()
}
/// All that was said so far is written, and on the disk where it goes to a file.
pub fn reached() -> Result<(), io::Error> {
    if let Some(e) = unwritten() {
        return Err(e);
    }
    #[cfg(unix)]
    {
        let out = own()?;
        if out.metadata()?.is_file() {
            out.sync_all()?;
        }
    }
    Ok(())
}
/// Is standard output closed, or leads to where nothing is kept?
pub fn leads_nowhere() -> bool {
    // A closed one is the null device by the time that a program begins.
    #[cfg(unix)]
    {
        use std::os::unix::fs::{FileTypeExt, MetadataExt};
        let null = std::fs::metadata("/dev/null").map(|m| m.rdev());
        own()
            .and_then(|f| f.metadata())
            .map_or(true, |m| m.file_type().is_char_device() && null.is_ok_and(|null| m.rdev() == null))
    }
    #[cfg(windows)]
    {
        use std::os::windows::io::AsRawHandle;
        io::stdout().as_raw_handle().is_null()
    }
    #[cfg(not(any(unix, windows)))]
    false
}

/// Characters of a line; what is longer is shortened.
const LONGEST: usize = 10_000;

/// As it is shown: what would steer a terminal, or turn the direction of reading, is made visible, and an endless line ends. Lines and
/// tabs stay.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (n, one) in text.split('\n').enumerate() {
        if n > 0 {
            out.push('\n');
        }
        let cut = one.char_indices().nth(LONGEST).map_or(one.len(), |(at, _)| at);
        let (first, rest) = one.split_at(cut);
        for (n, part) in first.split('\t').enumerate() {
            if n > 0 {
                out.push('\t');
            }
            out.push_str(&legible(part, usize::MAX));
        }
        if !rest.is_empty() {
            out.push_str(&format!("\u{2026} ({} characters more)", rest.chars().count()));
        }
    }
    out
}
/// JSON, with the same characters written as JSON escapes them: they stand in strings alone.
fn escaped(json: &str) -> String {
    // Most of it is neither.
    if json.bytes().all(|b| b == b'\n' || (b' '..=b'~').contains(&b)) {
        return json.to_string();
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if (' '..='~').contains(&c) {
            out.push(c);
            continue;
        }
        let one = c.to_string();
        if c == '\n' || legible(&one, 1) == one {
            out.push(c);
        } else {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        }
    }
    out
}

pub fn line(text: impl AsRef<str>) {
    write(&(shown(text.as_ref()) + "\n"));
}
pub fn value(v: &impl serde::Serialize) {
    raw(&(serde_json::to_string_pretty(v).unwrap_or_default() + "\n"));
}
/// A piece of JSON.
pub fn raw(json: &str) {
    write(&escaped(json));
}
pub fn aside(text: impl AsRef<str>) {
    // Where nobody hears, nobody can be told.
    let _ = writeln!(io::stderr(), "{}", shown(text.as_ref()));
}
pub fn stop(stop: &Stop, json: bool) {
    match stop {
        Stop::Told { .. } => {}
        _ if json => {
            let _ = writeln!(io::stderr(), "{}", escaped(&stop_json(stop).to_string()));
        }
        Stop::Refused(r) => aside(format!("Refused. {r}")),
        Stop::Fault(text) => aside(format!("Fault. {text}")),
    }
}
/// `{"refused": …}` or `{"fault": …}`.
pub fn stop_json(stop: &Stop) -> Value {
    match stop {
        Stop::Refused(r) => {
            let one = |r: &Refusal| json!({"code": r.code, "where": r.place, "text": r.text, "hint": r.hint});
            let mut refused = one(r);
            if !r.also.is_empty() {
                refused["also"] = Value::Array(r.also.iter().map(one).collect());
            }
            json!({ "refused": refused })
        }
        Stop::Fault(text) => json!({"fault": {"text": text}}),
        Stop::Told { .. } => json!({}),
    }
}
/// What went wrong, in a line.
pub fn words_of(stop: &Stop) -> String {
    match stop {
        Stop::Refused(r) => r.text.clone(),
        Stop::Fault(text) => text.lines().next().unwrap_or_default().to_string(),
        Stop::Told { .. } => String::new(),
    }
}
/// Columns that stand under one another.
pub fn table(rows: &[Vec<String>]) {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|r| r.iter().map(|cell| shown(&cell.replace('\n', " "))).collect()).collect();
    let n = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..n)
        .map(|c| rows.iter().filter_map(|r| r.get(c)).map(|t| t.chars().count()).max().unwrap_or(0).min(60))
        .collect();
    for r in &rows {
        let text: Vec<String> = r
            .iter()
            .enumerate()
            .map(|(c, t)| if c + 1 == r.len() { t.clone() } else { format!("{t:w$}", w = widths[c]) })
            .collect();
        line(text.join("  ").trim_end());
    }
}
