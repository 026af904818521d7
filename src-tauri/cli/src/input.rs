//! Files that an argument names, to be read: the only place that opens them. It must never wait for a pipe, nor take in more than is read.
use isms::Refusal;
use serde_json::Value;
use std::io::Read;
use std::path::Path;

/// Bytes of a list, a report of a scanner, the file of a policy, answers that came back.
pub const LIST: u64 = isms_import::source::MOST_BYTES as u64;
/// Bytes of JSON: the fields of a record, whose longest text has a million characters; answers of a guide; a map of columns.
pub const JSON: u64 = 8 << 20;
/// Bytes of a text: a million characters of four bytes.
pub const TEXT: u64 = 4 << 20;
/// Bytes of the PDF of a pack, with proofs inside it, and of the proof of one.
pub const PACK: u64 = 512 << 20;

/// What the file system answered, in words.
pub fn why(e: &std::io::Error) -> &'static str {
    use std::io::ErrorKind as Is;
    match e.kind() {
        Is::NotFound => "it is not there",
        Is::PermissionDenied => "this account may not do that",
        Is::NotADirectory => "a part of its path is no folder",
        Is::IsADirectory => "it is a folder, not a file",
        Is::InvalidInput | Is::InvalidFilename => "no file can have this name",
        Is::StorageFull | Is::QuotaExceeded => "the disk is full",
        Is::ReadOnlyFilesystem => "the disk is write-protected",
        Is::AlreadyExists => "there is something of this name already",
        Is::OutOfMemory => "there is not enough memory",
        Is::BrokenPipe => "nobody reads it any more",
        _ => "the disk answered with an error",
    }
}
fn no(path: &Path, text: impl Into<String>, hint: &str) -> Refusal {
    Refusal::new("field", path.display().to_string(), text, hint)
}
fn unread(path: &Path, e: &std::io::Error, hint: &str) -> Refusal {
    no(path, format!("It cannot be read: {}.", why(e)), hint)
}

/// A file to be read, not a folder, a pipe or a device: those never end, or wait for somebody. It is not read as a whole here.
pub fn open(path: &Path, hint: &str) -> Result<std::fs::File, Refusal> {
    regular(path, hint)?;
    std::fs::File::open(path).map_err(|e| unread(path, &e, hint))
}
/// Its size, by its own word.
fn regular(path: &Path, hint: &str) -> Result<u64, Refusal> {
    let found = std::fs::metadata(path).map_err(|e| match std::fs::symlink_metadata(path) {
        Ok(link) if link.is_symlink() => no(path, "It cannot be read: it is a link that leads nowhere.", hint),
        _ => unread(path, &e, hint),
    })?;
    if found.is_file() {
        return Ok(found.len());
    }
    Err(no(path, format!("It is {}, not a file.", what(&found)), hint))
}
fn what(found: &std::fs::Metadata) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let is = found.file_type();
        if is.is_fifo() || is.is_socket() {
            return "a pipe";
        }
        if is.is_char_device() || is.is_block_device() {
            return "a device";
        }
    }
    if found.is_dir() { "a folder" } else { "something else" }
}

/// All of a file that has at most so many bytes.
pub fn read(path: &Path, most: u64, hint: &str) -> Result<Vec<u8>, Refusal> {
    let too_large = |size: Option<u64>| {
        let has =
            size.map_or_else(|| format!("more than {} MB", most >> 20), |n| format!("{} MB", n.div_ceil(1 << 20)));
        let hint = format!("At most {} MB are read; take out what is not needed, or split it.", most >> 20);
        no(path, format!("The file has {has}."), &hint)
    };
    let size = regular(path, hint)?;
    if size > most {
        return Err(too_large(Some(size)));
    }
    let file = std::fs::File::open(path).map_err(|e| unread(path, &e, hint))?;
    let mut bytes = Vec::new();
    // What is said of its size is not believed: it may grow meanwhile.
    file.take(most + 1).read_to_end(&mut bytes).map_err(|e| unread(path, &e, hint))?;
    if bytes.len() as u64 > most {
        return Err(too_large(None));
    }
    Ok(bytes)
}
pub fn text(path: &Path, most: u64, hint: &str) -> Result<String, Refusal> {
    String::from_utf8(read(path, most, hint)?).map_err(|_| no(path, "It is not text in UTF-8.", hint))
}

/// JSON, or where it stops being that.
pub fn json(text: &str, place: &str, hint: &str) -> Result<Value, Refusal> {
    serde_json::from_str(text).map_err(|e| {
        let (line, column) = (e.line(), e.column());
        let said = if depth(text) > DEEPEST {
            format!("This is not JSON that can be read: it is nested deeper than {DEEPEST} levels.")
        } else if text.trim().is_empty() {
            "This is not JSON: it is empty.".into()
        } else if e.is_eof() {
            format!("This is not JSON: it ends in the middle, in line {line}, column {column}.")
        } else {
            format!("This is not JSON: line {line}, column {column} is not as JSON is written.")
        };
        Refusal::new("field", place, said, hint)
    })
}
/// Levels of brackets that are read.
const DEEPEST: usize = 127;
fn depth(text: &str) -> usize {
    let (mut now, mut most, mut quoted, mut escaped) = (0usize, 0, false, false);
    for b in text.bytes() {
        match b {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                now += 1;
                most = most.max(now);
            }
            b']' | b'}' if !quoted => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
}
