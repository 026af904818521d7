//! Answers to a campaign as they come: the small file itself, several of them in one file, or a mail that has it attached or copied into
//! its text. Here texts are found; whether an answer is true is the domain's to say.
use crate::dropped::{Dropped, Found};
use isms::Refusal;
use isms::campaign::{LARGEST_ANSWER, tidy, too_large};
use mail_parser::{MessageParser, MimeHeaders, PartType};
use serde_json::{Map, Value};

/// The largest mail that is opened, in bytes.
pub const LARGEST_MAIL: usize = 8 << 20;
const BEGINS: &str = "{\"isms-answer\"";

/// Every answer in a file, each a row; a file without one is a row that says so, so that it speaks for itself among many.
pub(crate) fn rows(d: &Dropped) -> Result<Found, Refusal> {
    let rows = found(d.name, d.bytes)
        .into_iter()
        .enumerate()
        .map(|(n, text)| {
            let mut row: Map<String, Value> = Map::new();
            row.insert("id".into(), format!("{}/{n}", d.name).into());
            row.insert("file".into(), d.name.into());
            match text {
                Ok(text) => row.insert("text".into(), text.into()),
                Err(why) => row.insert("refused".into(), why.into()),
            };
            row
        })
        .collect();
    Ok(Found { rows, ..Found::default() })
}
fn found(name: &str, bytes: &[u8]) -> Vec<Result<String, String>> {
    if bytes.is_empty() {
        return vec![Err("The file is empty (0 bytes).".into())];
    }
    if is_mail(name, bytes) {
        return in_mail(bytes);
    }
    let lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').filter(|l| !l.is_empty()).collect();
    if lines.len() > 1 && lines.iter().all(|l| l.starts_with(BEGINS.as_bytes())) {
        return lines.into_iter().map(text).collect();
    }
    vec![text(bytes)]
}
/// The text of one answer. What begins as an answer is taken byte for byte; of anything else the answer in it.
fn text(bytes: &[u8]) -> Result<String, String> {
    if bytes.len() > LARGEST_ANSWER {
        return Err(too_large(bytes.len()));
    }
    match std::str::from_utf8(bytes) {
        Ok(t) if t.starts_with('{') => Ok(t.to_string()),
        Ok(t) if tidy(t).starts_with(BEGINS) => Ok(tidy(t)),
        Ok(_) => Err("This is no answer to a campaign.".into()),
        Err(_) => Err("This is no answer to a campaign: it is no text.".into()),
    }
}
fn is_mail(name: &str, bytes: &[u8]) -> bool {
    let name = name.to_lowercase();
    let head = &bytes[..bytes.len().min(4096)];
    name.ends_with(".eml")
        || (!bytes.starts_with(b"{")
            && [&b"\nFrom:"[..], b"\nReceived:", b"\nMIME-Version:"]
                .iter()
                .any(|h| head.windows(h.len()).any(|w| w == *h)))
}
fn in_mail(bytes: &[u8]) -> Vec<Result<String, String>> {
    if bytes.len() > LARGEST_MAIL {
        return vec![Err(format!(
            "The mail has {} MB. At most {} MB are opened; save the answer from it, and drop that.",
            bytes.len().div_ceil(1 << 20),
            LARGEST_MAIL >> 20
        ))];
    }
    let Some(mail) = MessageParser::default().parse(bytes) else {
        return vec![Err("The mail cannot be read. Save the answer from it, and drop that.".into())];
    };
    let mut out: Vec<Result<String, String>> = Vec::new();
    for part in mail.attachments() {
        let bytes: &[u8] = match &part.body {
            PartType::Text(t) | PartType::Html(t) => t.as_bytes(),
            PartType::Binary(b) | PartType::InlineBinary(b) => b,
            _ => continue,
        };
        let named = part.attachment_name().is_some_and(|n| n.to_lowercase().ends_with(".isms-answer"));
        if named || bytes.starts_with(BEGINS.as_bytes()) {
            out.push(text(bytes));
        }
    }
    if out.is_empty() {
        // An HTML mail is read as the text that it shows.
        let shown = (0..mail.text_body_count()).filter_map(|n| mail.body_text(n)).map(|t| tidy(&t));
        out.extend(shown.filter(|t| t.starts_with(BEGINS)).take(1).map(Ok));
    }
    if out.is_empty() {
        out.push(Err("There is no answer in this mail, neither attached nor in its text.".into()));
    }
    out
}

/// The campaign that a file answers: the one that it names, else the last that is open; none if there is no answer in it.
pub fn answers_to(name: &str, bytes: &[u8], isms: &isms::Isms) -> Option<String> {
    let text = found(name, bytes).into_iter().find_map(Result::ok).filter(|t| t.starts_with(BEGINS))?;
    let open = || isms.live::<isms::kinds::Campaign>().filter(|(_, r, _)| r.state() == "out").last();
    isms::campaign::meant_for(isms, &text).or_else(|| open().map(|(_, r, _)| r.code.to_string()))
}
