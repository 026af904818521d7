//! The words of a file that is the text of a policy: taken out of DOCX and PDF as Markdown, for search and comparison. The file itself stays
//! what holds. What it claims of its sizes is not believed; a file that cannot be read safely is a refusal, one without words is none.
mod docx;
mod pdf;

use crate::source::refuse;
use isms::Refusal;

/// Bytes of the file.
pub(crate) const MOST_BYTES: usize = 50 << 20;
/// Bytes of all that is unpacked of it, and of one part against its packed size (beyond the first 8 MiB).
pub(crate) const MOST_UNPACKED: u64 = 128 << 20;
pub(crate) const MOST_RATIO: u64 = 200;
pub(crate) const MOST_PAGES: usize = 2_000;
/// Characters of words, as the record keeps them.
pub(crate) const MOST_CHARACTERS: usize = 1_000_000;

/// What was taken out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The words as Markdown; none where there are none, and then `note` says why.
    pub text: Option<String>,
    pub note: Option<String>,
}

/// The words of a DOCX or PDF. Refused: other files, damaged and protected ones, and those that unpack to far more than they are.
pub fn words_of(name: &str, bytes: &[u8]) -> Result<Taken, Refusal> {
    if bytes.is_empty() {
        return Err(refuse(name, "The file is empty (0 bytes).", "Choose the file that has the text in it."));
    }
    if bytes.len() > MOST_BYTES {
        return Err(refuse(
            name,
            format!("The file has {} MB.", bytes.len() >> 20),
            format!("At most {} MB are read as a text. Save it without its pictures.", MOST_BYTES >> 20),
        ));
    }
    let text = match bytes {
        [b'P', b'K', ..] => docx::words(name, bytes)?,
        _ if bytes[..bytes.len().min(1024)].windows(5).any(|w| w == b"%PDF-") => pdf::words(name, bytes)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            return Err(refuse(
                name,
                "It is an old Word document (.doc), or one that is protected with a password.",
                "Open it in your word processor, save it as .docx without a password, and choose that.",
            ));
        }
        _ => {
            return Err(refuse(
                name,
                "The content is neither a DOCX nor a PDF.",
                "Save the text as .docx or .pdf, or write it here.",
            ));
        }
    };
    let text = text.trim_end().to_string();
    let n = text.chars().count();
    if n > MOST_CHARACTERS {
        return Err(too_long(name, n));
    }
    if text.trim().is_empty() {
        let note = "No words could be taken out of it; its pages may be pictures. It is kept as it is; differences are not shown.";
        return Ok(Taken { text: None, note: Some(note.into()) });
    }
    Ok(Taken { text: Some(text), note: None })
}
fn too_long(name: &str, n: usize) -> Refusal {
    refuse(
        name,
        format!("The file has more than {n} characters of text."),
        format!("At most {MOST_CHARACTERS} are kept. Make several documents of it."),
    )
}
fn unpacks(name: &str) -> Refusal {
    refuse(
        name,
        format!(
            "The file unpacks to far more than its size (over {} MB, or more than {MOST_RATIO} to 1).",
            MOST_UNPACKED >> 20
        ),
        "That is no ordinary document; save it anew, and choose that.",
    )
}
/// Controls and marks that change the direction of writing are no words.
fn clean(s: &str) -> String {
    s.chars()
        .filter(|c| {
            !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}' | '\u{fffd}')
        })
        .map(|c| if c.is_control() || c == '\u{a0}' { ' ' } else { c })
        .collect()
}
