//! Files bound into the PDF as PDF/A-3 knows them: which may, under which name, with which sum. It must never open one.
use crate::PressFault;
use crate::shape::visible;
use crate::write::{self, Content, Out};
use isms::doc::{Attached, Doc, Relationship};
use md5::{Digest, Md5};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// What may be attached: media type, ends of the name (the first is added where none stands), first bytes of such a file (empty: words,
/// which have no byte 0). Programs, archives, pages with scripts and everything unknown stay outside.
pub const ATTACHABLE: &[(&str, &[&str], &[u8])] = &[
    ("application/pdf", &["pdf"], b"%PDF-"),
    ("image/png", &["png"], b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", &["jpg", "jpeg"], b"\xff\xd8\xff"),
    ("text/plain", &["txt", "md", "log"], b""),
    ("text/csv", &["csv"], b""),
    ("message/rfc822", &["eml"], b""),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"], b"PK\x03\x04"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"], b"PK\x03\x04"),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"], b"PK\x03\x04"),
    ("application/vnd.oasis.opendocument.text", &["odt"], b"PK\x03\x04"),
    ("application/vnd.oasis.opendocument.spreadsheet", &["ods"], b"PK\x03\x04"),
];
/// A name's greatest length, bytes.
const LONGEST: usize = 100;

/// May a file of this media type with these bytes go into a PDF? The reason if not, as the rest of a sentence.
pub fn attachable(media_type: &str, bytes: &[u8]) -> Result<(), String> {
    let Some((_, _, first)) = ATTACHABLE.iter().find(|(name, ..)| *name == media_type) else {
        return Err(format!("files of the type {} are not attached", visible(media_type)));
    };
    if first.is_empty() {
        return if bytes.contains(&0) { Err(format!("it says {media_type} but is not text")) } else { Ok(()) };
    }
    if bytes.starts_with(first) { Ok(()) } else { Err(format!("it says {media_type} but begins otherwise")) }
}

/// What the files of `doc` weigh together, bytes.
pub fn attached_bytes(doc: &Doc) -> u64 {
    doc.files.iter().map(|file| file.bytes.len() as u64).sum()
}

/// The names under which the files stand in the PDF, in the order given: safe on every system, each once.
pub fn attached_names(doc: &Doc) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    doc.files
        .iter()
        .map(|file| {
            let (stem, end) = safe(&file.name, &file.media_type);
            let mut name = fitted(&stem, "", &end);
            let mut n = 1;
            while !taken.insert(name.to_lowercase()) {
                n += 1;
                name = fitted(&stem, &format!(" ({n})"), &end);
            }
            name
        })
        .collect()
}

/// Stem and end of a name without anything that leads elsewhere, hides or runs.
fn safe(name: &str, media_type: &str) -> (String, String) {
    let ends = ATTACHABLE.iter().find(|(m, ..)| *m == media_type).map_or(&["bin"][..], |(_, ends, _)| ends);
    let shown: String = visible(name).nfc().collect();
    let lower = shown.to_lowercase();
    let end = ends.iter().find(|end| lower.ends_with(&format!(".{end}")));
    let stem = match end {
        Some(end) => shown.get(..shown.len() - end.len() - 1).unwrap_or(&shown),
        None => &shown,
    };
    let mut stem: String = stem
        .chars()
        .map(|c| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '-' } else { c })
        .collect::<String>()
        .trim_matches(|c: char| c == '.' || c.is_whitespace())
        .to_owned();
    if stem.is_empty() {
        stem = "file".into();
    }
    let first = stem.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let numbered = |of: &str| first.strip_prefix(of).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    if ["CON", "PRN", "AUX", "NUL"].contains(&first.as_str()) || numbered("COM") || numbered("LPT") {
        stem.insert(0, '_');
    }
    (stem, (*end.unwrap_or(&ends[0])).to_owned())
}

/// What a file is called that lies beside a PDF instead: its label first ("EV-012"), safe on every system. What a system would run gets an
/// end that none runs.
pub fn beside_name(label: &str, name: &str, media_type: &str) -> String {
    const RUNS: &[&str] = &[
        "app", "bat", "cmd", "com", "command", "cpl", "desktop", "exe", "hta", "htm", "html", "jar", "js", "jse",
        "lnk", "mht", "msi", "msp", "pif", "ps1", "reg", "scr", "sh", "svg", "url", "vb", "vbe", "vbs", "wsf", "xhtml",
    ];
    if ATTACHABLE.iter().any(|(m, ..)| *m == media_type) {
        let (stem, end) = safe(&format!("{label} {name}"), media_type);
        return fitted(&stem, "", &end);
    }
    let shown = visible(name).into_owned();
    let end = shown.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    let kept = (1..=8).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric()) && !RUNS.contains(&&*end);
    let whole = if kept { &shown[..shown.len() - end.len() - 1] } else { shown.as_str() };
    let (stem, _) = safe(&format!("{label} {whole}"), media_type);
    fitted(&stem, "", if kept { &end } else { "bin" })
}

fn fitted(stem: &str, number: &str, end: &str) -> String {
    let room = LONGEST - number.len() - end.len() - 1;
    let mut cut = stem.len().min(room);
    while !stem.is_char_boundary(cut) {
        cut -= 1;
    }
    format!("{}{number}.{end}", stem[..cut].trim_end_matches(['.', ' ']))
}

/// A file with all that is written of it.
#[derive(Debug)]
pub(crate) struct Bound<'a> {
    pub(crate) name: String,
    pub(crate) sum: [u8; 16],
    pub(crate) file: &'a Attached,
}

/// Looks at each file; one that may not go along is refused, never left out in silence.
pub(crate) fn bound(doc: &Doc) -> Result<Vec<Bound<'_>>, PressFault> {
    let names = attached_names(doc);
    doc.files
        .iter()
        .zip(names)
        .map(|(file, name)| {
            attachable(&file.media_type, &file.bytes)
                .map_err(|why| PressFault::Attachment { name: visible(&file.name).into_owned(), why })?;
            Ok(Bound { name, sum: Md5::digest(&file.bytes).into(), file })
        })
        .collect()
}

impl Bound<'_> {
    /// Writes the file and its specification. Returns the number of the second.
    fn bind(&self, out: &mut Out) -> std::io::Result<u32> {
        let Attached { media_type, description, day, relationship, bytes, .. } = self.file;
        let mut about = b"/Type/EmbeddedFile/Subtype".to_vec();
        write::name(media_type.as_bytes(), &mut about);
        about.extend(
            format!("/Params<</Size {}/ModDate(D:{}000000Z)/CheckSum", bytes.len(), day.format("%Y%m%d")).into_bytes(),
        );
        write::string(&self.sum, true, &mut about);
        about.extend_from_slice(b">>");
        let about = String::from_utf8_lossy(&about).into_owned();
        // Pictures, PDFs and office files are compressed already.
        let words = media_type.starts_with("text/") || media_type.starts_with("message/");
        let stream = out.number();
        out.stream(stream, &about, &if words { Content::ToPack(bytes) } else { Content::Plain(bytes) })?;
        // The older of the two names knows no letters beyond ASCII.
        let plain: String = self.name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
        let mut spec = b"<</Type/Filespec/F".to_vec();
        write::text(&plain, &mut spec);
        spec.extend_from_slice(b"/UF");
        write::text(&self.name, &mut spec);
        let said = if description.trim().is_empty() { &self.name } else { description };
        spec.extend_from_slice(b"/Desc");
        write::text(&visible(said), &mut spec);
        let relationship = match relationship {
            Relationship::Supplement => "Supplement",
            Relationship::Data => "Data",
        };
        spec.extend(format!("/AFRelationship/{relationship}/EF<</F {stream} 0 R/UF {stream} 0 R>>>>").into_bytes());
        let number = out.number();
        out.put(number, &spec)?;
        Ok(number)
    }
}

/// Writes the files; gives the catalog's entries for them, which are empty where there are none.
pub(crate) fn catalogued(files: &[Bound<'_>], out: &mut Out) -> std::io::Result<Vec<u8>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let mut list = Vec::new();
    let mut tree = Vec::new();
    for file in files {
        let mut key = Vec::new();
        write::text(&file.name, &mut key);
        let number = file.bind(out)?;
        list.push(number);
        tree.push((key_bytes(&file.name), key, number));
    }
    // Name trees are ordered by the bytes of their keys.
    tree.sort();
    let mut text = b"/AF[".to_vec();
    for number in list {
        text.extend(format!("{number} 0 R ").into_bytes());
    }
    text.extend_from_slice(b"]/Names<</EmbeddedFiles<</Names[");
    for (_, key, number) in tree {
        text.extend(key);
        text.extend(format!(" {number} 0 R ").into_bytes());
    }
    text.extend_from_slice(b"]>>>>");
    Ok(text)
}

/// A name as the file's string of it: ASCII, or UTF-16 with its mark.
fn key_bytes(name: &str) -> Vec<u8> {
    if name.is_ascii() {
        return name.as_bytes().to_vec();
    }
    [0xFE, 0xFF].into_iter().chain(name.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}
