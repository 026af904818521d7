//! Words of a PDF, page by page, in lines as they stand. Each stream is inflated and counted before the reader sees the file; a reader's
//! panic is a refusal. It must never run, open or fetch what a PDF names.
use super::{MOST_CHARACTERS, MOST_PAGES, MOST_RATIO, MOST_UNPACKED, clean, too_long, unpacks};
use crate::source::refuse;
use flate2::read::ZlibDecoder;
use isms::{Refusal, prose};
use lopdf::content::Content;
use lopdf::{Document, Encoding, Object};
use std::collections::BTreeMap;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

fn damaged(name: &str) -> Refusal {
    refuse(
        name,
        "The PDF cannot be read; it is damaged, cut off, or not what its name says.",
        "Open it in a reader, print it to PDF again, and choose that.",
    )
}

/// Inflates whatever follows the word "stream" and counts. Lengths that the file states are not looked at.
fn weigh(name: &str, bytes: &[u8]) -> Result<(), Refusal> {
    let (mut total, mut at) = (0u64, 0usize);
    let mut buffer = vec![0u8; 64 << 10];
    while let Some(found) = find(&bytes[at..], b"stream") {
        let mut from = at + found + 6;
        at = from;
        if bytes[..from].ends_with(b"endstream") {
            continue;
        }
        from += bytes[from..].iter().take(2).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        if bytes.get(from).is_none_or(|b| b & 0x0f != 8) {
            continue;
        }
        let mut inflate = ZlibDecoder::new(&bytes[from..]);
        let mut size = 0u64;
        while let Ok(n) = inflate.read(&mut buffer) {
            if n == 0 {
                break;
            }
            size += n as u64;
            let packed = inflate.total_in().max(1);
            if total + size > MOST_UNPACKED || size > (8 << 20) && size / packed > MOST_RATIO {
                return Err(unpacks(name));
            }
        }
        total += size;
    }
    Ok(())
}
fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let first = *what.first()?;
    let mut at = 0;
    loop {
        let next = at + bytes.get(at..)?.iter().position(|b| *b == first)?;
        if bytes.get(next..next + what.len())? == what {
            return Some(next);
        }
        at = next + 1;
    }
}

pub(super) fn words(name: &str, bytes: &[u8]) -> Result<String, Refusal> {
    weigh(name, bytes)?;
    catch_unwind(AssertUnwindSafe(|| read(name, bytes))).unwrap_or_else(|_| Err(damaged(name)))
}
fn read(name: &str, bytes: &[u8]) -> Result<String, Refusal> {
    let doc = match Document::load_mem(bytes) {
        Ok(doc) => doc,
        Err(e) if format!("{e:?}").to_lowercase().contains("password") || find(bytes, b"/Encrypt").is_some() => {
            return Err(protected(name));
        }
        Err(_) => return Err(damaged(name)),
    };
    if doc.is_encrypted() || doc.was_encrypted() || doc.trailer.get(b"Encrypt").is_ok() {
        return Err(protected(name));
    }
    let pages = doc.get_pages();
    if pages.is_empty() {
        return Err(damaged(name));
    }
    if pages.len() > MOST_PAGES {
        return Err(refuse(
            name,
            format!("The PDF has {} pages.", pages.len()),
            format!("At most {MOST_PAGES} are read. Make several documents of it."),
        ));
    }
    let mut out = Vec::new();
    let mut characters = 0;
    for page in pages.into_values() {
        let lines = page_lines(name, &doc, page)?;
        characters += lines.iter().map(|l| l.words.chars().count()).sum::<usize>();
        if characters > MOST_CHARACTERS {
            return Err(too_long(name, MOST_CHARACTERS));
        }
        out.push(lines);
    }
    Ok(paragraphs(out))
}
fn protected(name: &str) -> Refusal {
    refuse(
        name,
        "The PDF is protected.",
        "Print it to PDF again without a password and without limits, and choose that.",
    )
}

struct Line {
    y: f64,
    size: f64,
    words: String,
}
type Matrix = [f64; 6];
const STILL: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// The operators of a page that show text, in the order in which they stand; a jump is a space or a new line.
fn page_lines(name: &str, doc: &Document, page: lopdf::ObjectId) -> Result<Vec<Line>, Refusal> {
    let mut data = Vec::new();
    for id in doc.get_page_contents(page) {
        let Ok(stream) = doc.get_object(id).and_then(Object::as_stream) else { continue };
        // Rare packings are only believed while they are small.
        let filters = stream.filters().map(|f| f.len()).unwrap_or(0);
        let plain = filters == 1 && stream.filters().is_ok_and(|f| f[0] == b"FlateDecode");
        if filters > 0 && !plain && stream.content.len() > 256 << 10 {
            return Err(unpacks(name));
        }
        match if filters == 0 { Ok(stream.content.clone()) } else { stream.decompressed_content() } {
            Ok(bytes) => data.extend(bytes),
            Err(_) => return Err(damaged(name)),
        }
        data.push(b'\n');
        if data.len() as u64 > MOST_UNPACKED {
            return Err(unpacks(name));
        }
    }
    let Ok(content) = Content::decode(&data) else { return Err(damaged(name)) };
    let fonts = doc.get_page_fonts(page).unwrap_or_default();
    let codes: BTreeMap<Vec<u8>, Encoding> =
        fonts.into_iter().filter_map(|(n, f)| Some((n, f.get_font_encoding(doc).ok()?))).collect();
    let mut out: Vec<Line> = Vec::new();
    let (mut ctm, mut stack) = (STILL, Vec::new());
    let (mut tm, mut tlm, mut leading, mut size) = (STILL, STILL, 0.0, 0.0);
    let mut font: Option<&Encoding> = None;
    // Where the last word ended is not known without the widths of the font; a jump to the right within a line is a space.
    let mut moved = false;
    for op in &content.operations {
        let n = |i: usize| op.operands.get(i).and_then(|o| o.as_float().ok()).map_or(0.0, f64::from);
        match op.operator.as_str() {
            "q" if stack.len() < 200 => stack.push(ctm),
            "Q" => ctm = stack.pop().unwrap_or(ctm),
            "cm" => ctm = times([n(0), n(1), n(2), n(3), n(4), n(5)], ctm),
            "BT" => (tm, tlm, moved) = (STILL, STILL, true),
            "Tf" => {
                font = op.operands.first().and_then(|o| o.as_name().ok()).and_then(|f| codes.get(f));
                size = n(1);
            }
            "TL" => leading = n(0),
            "Td" | "TD" => {
                if op.operator == "TD" {
                    leading = -n(1);
                }
                tlm = times([1.0, 0.0, 0.0, 1.0, n(0), n(1)], tlm);
                (tm, moved) = (tlm, true);
            }
            "Tm" => {
                tlm = [n(0), n(1), n(2), n(3), n(4), n(5)];
                (tm, moved) = (tlm, true);
            }
            "T*" | "'" | "\"" => {
                tlm = times([1.0, 0.0, 0.0, 1.0, 0.0, -leading], tlm);
                (tm, moved) = (tlm, true);
            }
            _ => {}
        }
        if !matches!(op.operator.as_str(), "Tj" | "TJ" | "'" | "\"") {
            continue;
        }
        let Some(code) = font else { continue };
        let mut said = String::new();
        for part in
            op.operands.iter().flat_map(|o| o.as_array().map_or_else(|_| std::slice::from_ref(o), |a| a.as_slice()))
        {
            match part {
                Object::String(bytes, _) => said.push_str(&Document::decode_text(code, bytes).unwrap_or_default()),
                Object::Integer(_) | Object::Real(_) => {
                    if part.as_float().is_ok_and(|k| k < -180.0) && !said.ends_with(' ') {
                        said.push(' ');
                    }
                }
                _ => {}
            }
        }
        let place = times(tm, ctm);
        let high = (size * (place[1].powi(2) + place[3].powi(2)).sqrt()).abs();
        let y = place[5];
        match out.last_mut() {
            Some(line) if (line.y - y).abs() <= high.max(1.0) * 0.35 => {
                if moved && !line.words.ends_with(' ') && !said.starts_with([' ', ',', '.', ';', ':', ')']) {
                    line.words.push(' ');
                }
                line.words.push_str(&said);
            }
            _ => out.push(Line { y, size: high, words: said }),
        }
        moved = false;
    }
    for line in &mut out {
        line.words = clean(&line.words).split_whitespace().collect::<Vec<_>>().join(" ");
    }
    out.retain(|l| !l.words.is_empty());
    Ok(out)
}

/// Lines to paragraphs: a wider gap, a larger face or a mark of a list begins a new one. What stands on nearly every page at its head or
/// foot is furniture and no text.
fn paragraphs(pages: Vec<Vec<Line>>) -> String {
    let shape = |w: &str| w.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let mut edges: BTreeMap<String, usize> = BTreeMap::new();
    for lines in &pages {
        for l in lines.iter().take(2).chain(lines.iter().skip(2).rev().take(2)) {
            *edges.entry(shape(&l.words)).or_default() += 1;
        }
    }
    let often = (pages.len() * 2 / 3).max(2);
    let mut sizes: Vec<i64> = pages
        .iter()
        .flatten()
        .flat_map(|l| std::iter::repeat_n((l.size * 10.0) as i64, l.words.len().min(200)))
        .collect();
    sizes.sort_unstable();
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or(100) as f64 / 10.0;
    let mut out: Vec<(bool, String)> = Vec::new();
    let mut open = false;
    for lines in pages {
        let n = lines.len();
        let mut last: Option<f64> = None;
        for (i, l) in lines.into_iter().enumerate() {
            if (i < 2 || i + 2 >= n) && edges.get(&shape(&l.words)).is_some_and(|k| *k >= often) {
                continue;
            }
            let heading = l.size > usual * 1.15 && l.words.chars().count() < 120;
            let mark = l.words.starts_with(['\u{2022}', '\u{2013}', '\u{25aa}', '\u{f0b7}']);
            let digits = l.words.chars().take_while(char::is_ascii_digit).count();
            let number = (1..=2).contains(&digits)
                && l.words[digits..].starts_with([')', '.'])
                && l.words[digits..].chars().nth(1) == Some(' ');
            let gap = last.map(|y| (y - l.y).abs() > l.size.max(1.0) * 1.75);
            // Over the end of a page a sentence goes on.
            let goes_on = gap.unwrap_or_else(|| out.last().is_some_and(|(_, t)| t.ends_with(['.', ':', '!', '?'])));
            match out.last_mut() {
                Some((h, t)) if open && *h == heading && !goes_on && !mark && !number => {
                    t.push(' ');
                    t.push_str(&l.words);
                }
                _ => out.push((heading, l.words)),
            }
            open = true;
            last = Some(l.y);
        }
    }
    let said: Vec<String> = out
        .into_iter()
        .map(|(heading, t)| {
            let bare = t.trim_start_matches(['\u{2022}', '\u{25aa}', '\u{f0b7}']).trim_start();
            match (heading, bare.len() < t.len()) {
                (true, _) => format!("## {}", prose::escaped(&t)),
                (_, true) => format!("- {}", prose::escaped(bare)),
                _ => prose::escaped(&t),
            }
        })
        .collect();
    said.join("\n\n")
}
