//! Words of a DOCX: paragraphs, headings by their style, lists by their numbering, tables; footnotes and endnotes behind the text, those of
//! text boxes behind the paragraph that they hang on, each said to be so. Deleted text of tracked changes is left out.
//! It must never follow a link, a template or a macro.
use super::{MOST_CHARACTERS, MOST_RATIO, MOST_UNPACKED, clean, too_long, unpacks};
use crate::source::refuse;
use isms::{Refusal, prose};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{Cursor, Read};

const MOST_PARTS: usize = 5_000;
/// Elements inside one another.
const MOST_DEPTH: usize = 200;

fn damaged(name: &str) -> Refusal {
    refuse(
        name,
        "The document cannot be read; it is damaged or not what its name says.",
        "Open it in your word processor, save it again as .docx, and choose that.",
    )
}
fn part(
    name: &str,
    zip: &mut zip::ZipArchive<Cursor<&[u8]>>,
    title: &str,
    total: &mut u64,
) -> Result<Option<Vec<u8>>, Refusal> {
    let mut part = match zip.by_name(title) {
        Ok(p) => p,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(zip::result::ZipError::UnsupportedArchive(why)) if why.to_lowercase().contains("password") => {
            return Err(protected(name));
        }
        Err(_) => return Err(damaged(name)),
    };
    if part.encrypted() {
        return Err(protected(name));
    }
    let packed = part.compressed_size().max(1);
    let (mut out, mut buffer) = (Vec::new(), vec![0u8; 64 << 10]);
    loop {
        let n = part.read(&mut buffer).map_err(|_| damaged(name))?;
        if n == 0 {
            break;
        }
        *total += n as u64;
        out.extend_from_slice(&buffer[..n]);
        let size = out.len() as u64;
        if *total > MOST_UNPACKED || size > (8 << 20) && size / packed > MOST_RATIO {
            return Err(unpacks(name));
        }
    }
    Ok(Some(out))
}
fn protected(name: &str) -> Refusal {
    refuse(name, "The document is protected with a password.", "Take the password away, and choose it again.")
}

pub(super) fn words(name: &str, bytes: &[u8]) -> Result<String, Refusal> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(name))?;
    if zip.len() > MOST_PARTS {
        return Err(refuse(
            name,
            format!("The document has {} parts.", zip.len()),
            "That is no ordinary document; save it anew, and choose that.",
        ));
    }
    let mut total = 0;
    let Some(document) = part(name, &mut zip, "word/document.xml", &mut total)? else {
        return Err(refuse(
            name,
            "It is packed like a document and has no text of one in it.",
            "Save the text as .docx or .pdf, or write it here.",
        ));
    };
    let styles = part(name, &mut zip, "word/styles.xml", &mut total)?.unwrap_or_default();
    let numbering = part(name, &mut zip, "word/numbering.xml", &mut total)?.unwrap_or_default();
    let headings = headings(&styles);
    let bullets = bullets(&numbering);
    let mut notes = Notes::default();
    for (n, (title, element)) in
        [("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")].iter().enumerate()
    {
        if let Some(xml) = part(name, &mut zip, title, &mut total)? {
            notes.of[n] = noted(name, &xml, element)?;
        }
    }
    body(name, &document, &headings, &bullets, notes)
}

/// Words of footnotes and endnotes by their number in the file, and in which order the text names them.
#[derive(Default)]
struct Notes {
    of: [HashMap<String, String>; 2],
    named: [Vec<String>; 2],
}
const NOTE: [&str; 2] = ["Footnote", "Endnote"];
impl Notes {
    /// "[footnote 2]", where the text names one; empty where it has no words.
    fn name(&mut self, which: usize, id: String) -> String {
        if !self.of[which].contains_key(&id) {
            return String::new();
        }
        let named = &mut self.named[which];
        let at = named.iter().position(|n| *n == id).unwrap_or_else(|| {
            named.push(id);
            named.len() - 1
        });
        format!(" [{} {}]", NOTE[which].to_lowercase(), at + 1)
    }
    /// Each that the text names, in its order.
    fn paragraphs(&self) -> impl Iterator<Item = String> + '_ {
        (0..2).flat_map(move |w| {
            let words = move |id: &String| self.of[w].get(id).map(String::as_str).unwrap_or_default();
            self.named[w].iter().enumerate().map(move |(n, id)| format!("{} {}: {}", NOTE[w], n + 1, words(id)))
        })
    }
}
/// Notes that have words, by their number; lines that only part them from the text are none.
fn noted(name: &str, xml: &[u8], element: &str) -> Result<HashMap<String, String>, Refusal> {
    let mut out = HashMap::new();
    let mut reader = Reader::from_reader(xml);
    let mut now: Option<(String, String)> = None;
    let (mut depth, mut all, mut in_text, mut deleted) = (0usize, 0usize, false, 0u32);
    loop {
        match reader.read_event().map_err(|_| damaged(name))? {
            Event::DocType(_) => return Err(defines(name)),
            Event::Start(e) => {
                depth += 1;
                if depth > MOST_DEPTH {
                    return Err(too_deep(name));
                }
                match local(&e).as_str() {
                    "t" => in_text = true,
                    "del" | "moveFrom" | "Fallback" => deleted += 1,
                    tag if tag == element && value(&e, "type").is_none_or(|t| t == "normal") => {
                        now = Some((value(&e, "id").unwrap_or_default(), String::new()));
                    }
                    _ => {}
                }
            }
            Event::Empty(e) if matches!(local(&e).as_str(), "tab" | "br" | "cr") => {
                if let Some((_, words)) = &mut now {
                    words.push(' ');
                }
            }
            Event::Text(t) if in_text && deleted == 0 => {
                if let Some((_, words)) = &mut now {
                    words.push_str(&t);
                }
            }
            Event::GeneralRef(r) if in_text && deleted == 0 => {
                if let Some((_, words)) = &mut now {
                    let c = r.resolve_char_ref().ok().flatten();
                    let known = quick_xml::escape::resolve_xml_entity(&r).map(String::from);
                    words.push_str(&c.map(String::from).or(known).unwrap_or_default());
                }
            }
            Event::End(e) => {
                depth = depth.saturating_sub(1);
                match e.local_name().as_ref() {
                    "t" => in_text = false,
                    "del" | "moveFrom" | "Fallback" => deleted = deleted.saturating_sub(1),
                    "p" => {
                        if let Some((_, words)) = &mut now {
                            words.push(' ');
                        }
                    }
                    tag if tag == element => {
                        if let Some((id, words)) = now.take() {
                            let words = clean(&words).split_whitespace().collect::<Vec<_>>().join(" ");
                            all += words.len();
                            if all > 4 * MOST_CHARACTERS {
                                return Err(too_long(name, MOST_CHARACTERS));
                            }
                            if !words.is_empty() {
                                out.insert(id, words);
                            }
                        }
                    }
                    _ => {}
                }
            }
            Event::Eof if depth > 0 => return Err(damaged(name)),
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}
fn too_deep(name: &str) -> Refusal {
    refuse(name, format!("It is nested too deeply (limit {MOST_DEPTH})."), "Save it anew as .docx.")
}
fn defines(name: &str) -> Refusal {
    refuse(name, "It contains a document type definition, which is not accepted.", "Save it anew as .docx.")
}

fn local(e: &BytesStart) -> String {
    e.local_name().as_ref().to_string()
}
fn value(e: &BytesStart, of: &str) -> Option<String> {
    e.attributes().flatten().find(|a| a.key.local_name().as_ref() == of).map(|a| a.value.into_owned())
}
/// Styles that are headings, by their outline level or their name: id → level from 1.
fn headings(xml: &[u8]) -> HashMap<String, u8> {
    let mut out = HashMap::new();
    let mut reader = Reader::from_reader(xml);
    let mut id = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(e) | Event::Empty(e) => match local(&e).as_str() {
                "style" => id = value(&e, "styleId").unwrap_or_default(),
                "name" => {
                    let title = value(&e, "val").unwrap_or_default().to_lowercase();
                    if let Some(level) = title.strip_prefix("heading ").and_then(|n| n.trim().parse::<u8>().ok()) {
                        out.insert(id.clone(), level.clamp(1, 6));
                    } else if title == "title" {
                        out.insert(id.clone(), 1);
                    }
                }
                "outlineLvl" => {
                    if let Some(level) = value(&e, "val").and_then(|v| v.parse::<u8>().ok()).filter(|l| *l < 9) {
                        out.insert(id.clone(), (level + 1).clamp(1, 6));
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    out
}
/// Numberings whose first level is a bullet.
fn bullets(xml: &[u8]) -> HashMap<String, bool> {
    let (mut kinds, mut out) = (HashMap::new(), HashMap::new());
    let (mut abstract_id, mut num_id, mut level) = (String::new(), String::new(), String::new());
    let mut reader = Reader::from_reader(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(e) | Event::Empty(e) => match local(&e).as_str() {
                "abstractNum" => abstract_id = value(&e, "abstractNumId").unwrap_or_default(),
                "lvl" => level = value(&e, "ilvl").unwrap_or_default(),
                "numFmt" if level == "0" => {
                    kinds.insert(abstract_id.clone(), value(&e, "val").as_deref() == Some("bullet"));
                }
                "num" => num_id = value(&e, "numId").unwrap_or_default(),
                "abstractNumId" => {
                    let bullet = value(&e, "val").and_then(|v| kinds.get(&v).copied()).unwrap_or(true);
                    out.insert(num_id.clone(), bullet);
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    out
}

/// A paragraph under way.
#[derive(Default)]
struct Paragraph {
    text: String,
    heading: Option<u8>,
    /// Is it an item, how deep, of a list with bullets?
    item: Option<(usize, String)>,
}
/// What is being put together.
#[derive(Default)]
struct Out {
    text: String,
    was_item: bool,
    /// Tables that are open: rows of cells.
    tables: Vec<Vec<Vec<String>>>,
}
impl Out {
    fn paragraph(&mut self, p: Paragraph, bullets: &HashMap<String, bool>) {
        let words = clean(p.text.trim()).trim().to_string();
        if words.is_empty() {
            return;
        }
        if let Some(cell) = self.tables.last_mut().and_then(|t| t.last_mut()).and_then(|r| r.last_mut()) {
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(&words);
            return;
        }
        let line = match (&p.heading, &p.item) {
            (Some(level), _) => format!("{} {}", "#".repeat(usize::from(*level)), prose::escaped(&words)),
            (None, Some((depth, id))) => {
                let mark = if bullets.get(id).copied().unwrap_or(true) { "-" } else { "1." };
                format!("{}{mark} {}", "    ".repeat(*depth), prose::escaped(&words))
            }
            _ => prose::escaped(&words),
        };
        let item = p.heading.is_none() && p.item.is_some();
        if !self.text.is_empty() {
            self.text.push_str(if item && self.was_item { "\n" } else { "\n\n" });
        }
        self.text.push_str(&line);
        self.was_item = item;
    }
    fn table(&mut self) {
        let Some(rows) = self.tables.pop() else { return };
        let rows: Vec<Vec<String>> = rows.into_iter().filter(|r| r.iter().any(|c| !c.is_empty())).collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return;
        }
        if let Some(cell) = self.tables.last_mut().and_then(|t| t.last_mut()).and_then(|r| r.last_mut()) {
            // A table inside a cell is words of that cell.
            let inner: Vec<String> = rows.iter().map(|r| r.join(" ")).collect();
            cell.push_str(&inner.join(" "));
            return;
        }
        for (i, row) in rows.iter().enumerate() {
            let cells: Vec<String> =
                (0..width).map(|c| row.get(c).map(|s| prose::escaped(s)).unwrap_or_default()).collect();
            self.text.push_str(if i == 0 && !self.text.is_empty() {
                "\n\n"
            } else if i > 0 {
                "\n"
            } else {
                ""
            });
            self.text.push_str(&format!("| {} |", cells.join(" | ")));
            if i == 0 {
                self.text.push_str(&format!("\n|{}", "---|".repeat(width)));
            }
        }
        self.was_item = false;
    }
}

fn body(
    name: &str,
    xml: &[u8],
    headings: &HashMap<String, u8>,
    bullets: &HashMap<String, bool>,
    mut notes: Notes,
) -> Result<String, Refusal> {
    let mut reader = Reader::from_reader(xml);
    let mut out = Out::default();
    // Paragraphs that are open: those of a text box stand inside the one that it hangs on.
    let mut open: Vec<Paragraph> = Vec::new();
    let mut boxes: Vec<Paragraph> = Vec::new();
    let (mut depth, mut in_text, mut deleted) = (0usize, false, 0u32);
    loop {
        let event = reader.read_event().map_err(|_| damaged(name))?;
        if let Event::Start(_) = &event {
            depth += 1;
            if depth > MOST_DEPTH {
                return Err(too_deep(name));
            }
        }
        match event {
            Event::DocType(_) => return Err(defines(name)),
            Event::Start(e) | Event::Empty(e)
                if deleted == 0 && matches!(local(&e).as_str(), "footnoteReference" | "endnoteReference") =>
            {
                let which = usize::from(local(&e) == "endnoteReference");
                if let Some(p) = open.last_mut() {
                    p.text.push_str(&notes.name(which, value(&e, "id").unwrap_or_default()));
                }
            }
            Event::Start(e) | Event::Empty(e) if local(&e) == "tab" || local(&e) == "br" || local(&e) == "cr" => {
                if let Some(p) = open.last_mut() {
                    p.text.push(' ');
                }
            }
            Event::Start(e) => match local(&e).as_str() {
                "p" => open.push(Paragraph::default()),
                "t" => in_text = true,
                // What is drawn for old programs says the same once more.
                "del" | "moveFrom" | "Fallback" => deleted += 1,
                "tbl" => out.tables.push(Vec::new()),
                "tr" => {
                    if let Some(t) = out.tables.last_mut() {
                        t.push(Vec::new());
                    }
                }
                "tc" => {
                    if let Some(r) = out.tables.last_mut().and_then(|t| t.last_mut()) {
                        r.push(String::new());
                    }
                }
                _ => marks(&e, open.last_mut(), headings),
            },
            Event::Empty(e) => marks(&e, open.last_mut(), headings),
            Event::Text(t) if in_text && deleted == 0 => {
                if let Some(p) = open.last_mut() {
                    p.text.push_str(&t);
                }
            }
            Event::GeneralRef(r) if in_text && deleted == 0 => {
                if let Some(p) = open.last_mut() {
                    let c = r.resolve_char_ref().ok().flatten();
                    let named = quick_xml::escape::resolve_xml_entity(&r).map(String::from);
                    p.text.push_str(&c.map(String::from).or(named).unwrap_or_default());
                }
            }
            Event::End(e) => {
                depth = depth.saturating_sub(1);
                match e.local_name().as_ref() {
                    "t" => in_text = false,
                    "del" | "moveFrom" | "Fallback" => deleted = deleted.saturating_sub(1),
                    "p" => {
                        match open.pop() {
                            Some(p) if open.is_empty() => {
                                out.paragraph(p, bullets);
                                boxes.drain(..).for_each(|b| out.paragraph(b, bullets));
                            }
                            Some(p) if !p.text.trim().is_empty() => boxes.push(Paragraph {
                                text: format!("Text box: {}", p.text.trim()),
                                ..Paragraph::default()
                            }),
                            _ => {}
                        }
                        if out.text.len() > 4 * MOST_CHARACTERS {
                            return Err(too_long(name, MOST_CHARACTERS));
                        }
                    }
                    "tbl" => out.table(),
                    _ => {}
                }
            }
            Event::Eof => {
                if depth > 0 {
                    return Err(damaged(name));
                }
                for text in notes.paragraphs() {
                    out.paragraph(Paragraph { text, ..Paragraph::default() }, bullets);
                }
                return Ok(out.text);
            }
            _ => {}
        }
    }
}
fn marks(e: &BytesStart, now: Option<&mut Paragraph>, headings: &HashMap<String, u8>) {
    let Some(p) = now else { return };
    match local(e).as_str() {
        "pStyle" => p.heading = value(e, "val").and_then(|v| headings.get(&v).copied()),
        "outlineLvl" => {
            p.heading = value(e, "val")
                .and_then(|v| v.parse::<u8>().ok())
                .filter(|l| *l < 9)
                .map(|l| (l + 1).min(6))
                .or(p.heading);
        }
        "ilvl" => {
            let depth = value(e, "val").and_then(|v| v.parse::<usize>().ok()).unwrap_or(0).min(6);
            p.item = Some((depth, p.item.take().map(|i| i.1).unwrap_or_default()));
        }
        "numId" => {
            let id = value(e, "val").unwrap_or_default();
            // Number 0 takes the numbering of the style away.
            p.item = if id == "0" { None } else { Some((p.item.take().map_or(0, |i| i.0), id)) };
        }
        _ => {}
    }
}
