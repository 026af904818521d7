//! Text tables: which encoding, which separator, and cells. Nothing is repaired in silence: a line of another encoding is named by its row.
//! Our own reader, because rows must be counted as a spreadsheet counts them, blank ones too, and a quotation mark that never closes must be found.
use crate::source::{Cell, Format, Line, MOST_CELL, MOST_COLUMNS, MOST_ROWS, Sheet, Source, letter, refuse};
use isms::Refusal;
use std::collections::HashSet;

/// The whole text, the encoding's name, and the lines (from 0) that are of another one.
struct Decoded {
    text: String,
    encoding: &'static str,
    other: HashSet<usize>,
}

/// UTF-16, by its mark or by the zeros of every second byte.
pub(crate) fn wide(bytes: &[u8]) -> bool {
    wide_order(bytes).is_some()
}
fn wide_order(bytes: &[u8]) -> Option<bool> {
    if bytes.starts_with(b"\xff\xfe") {
        return Some(true);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Some(false);
    }
    let head = &bytes[..bytes.len().min(2000) & !1];
    if head.len() < 8 {
        return None;
    }
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|b| **b == 0).count() * 2;
    if zeros(1) * 10 > head.len() * 6 && zeros(0) == 0 {
        return Some(true);
    }
    if zeros(0) * 10 > head.len() * 6 && zeros(1) == 0 {
        return Some(false);
    }
    None
}

fn decode(bytes: &[u8]) -> Decoded {
    let whole = |text: String, encoding| Decoded { text, encoding, other: HashSet::new() };
    if let Some(little) = wide_order(bytes) {
        let body = if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) { &bytes[2..] } else { bytes };
        let units = body.chunks(2).map(|p| match p {
            [a, b] if little => u16::from_le_bytes([*a, *b]),
            [a, b] => u16::from_be_bytes([*a, *b]),
            _ => 0xfffd,
        });
        return whole(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect(), "UTF-16");
    }
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let marked = body.len() != bytes.len();
    if let Ok(text) = std::str::from_utf8(body) {
        return whole(text.to_string(), if marked { "UTF-8 (with byte order mark)" } else { "UTF-8" });
    }
    let latin = |b: &[u8]| encoding_rs::WINDOWS_1252.decode_without_bom_handling(b).0.into_owned();
    let lines: Vec<&[u8]> = body.split_inclusive(|b| *b == b'\n').collect();
    let good = lines.iter().filter(|l| !l.is_ascii() && std::str::from_utf8(l).is_ok()).count();
    if good == 0 && !marked {
        let encoding = if body.iter().any(|b| (0x80..=0x9f).contains(b)) { "Windows-1252" } else { "Latin-1" };
        return whole(latin(body), encoding);
    }
    let mut text = String::with_capacity(body.len());
    let mut other = HashSet::new();
    for (n, line) in lines.iter().enumerate() {
        match std::str::from_utf8(line) {
            Ok(s) => text.push_str(s),
            Err(_) => {
                text.push_str(&latin(line));
                other.insert(n);
            }
        }
    }
    Decoded { text, encoding: "UTF-8, with lines that are not", other }
}

/// One record: its cells, the line on which it began and the one on which it ended.
struct Record {
    cells: Vec<String>,
    first: usize,
    last: usize,
}
struct Records<'a> {
    text: &'a str,
    separator: u8,
    at: usize,
    line: usize,
}
/// A quotation mark that never closes: in which cell of the record.
struct Unclosed {
    cell: usize,
}
impl Records<'_> {
    fn new(text: &str, separator: u8) -> Records<'_> {
        Records { text, separator, at: 0, line: 0 }
    }
    fn next(&mut self) -> Result<Option<Record>, Unclosed> {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return Ok(None);
        }
        let first = self.line;
        let mut cells = Vec::new();
        loop {
            let mut cell = String::new();
            if bytes.get(self.at) == Some(&b'"') {
                self.at += 1;
                loop {
                    let start = self.at;
                    while self.at < bytes.len() && bytes[self.at] != b'"' {
                        self.line += usize::from(bytes[self.at] == b'\n');
                        self.at += 1;
                    }
                    cell.push_str(&self.text[start..self.at]);
                    if self.at >= bytes.len() {
                        return Err(Unclosed { cell: cells.len() });
                    }
                    self.at += 1;
                    if bytes.get(self.at) == Some(&b'"') {
                        cell.push('"');
                        self.at += 1;
                    } else {
                        break;
                    }
                }
                if cell.contains('\r') {
                    cell = cell.replace("\r\n", "\n").replace('\r', "\n");
                }
            }
            let start = self.at;
            while self.at < bytes.len() && bytes[self.at] != self.separator && !matches!(bytes[self.at], b'\n' | b'\r')
            {
                self.at += 1;
            }
            cell.push_str(&self.text[start..self.at]);
            cells.push(cell);
            match bytes.get(self.at) {
                Some(b) if *b == self.separator => self.at += 1,
                end => {
                    if end == Some(&b'\r') && bytes.get(self.at + 1) == Some(&b'\n') {
                        self.at += 1;
                    }
                    self.at += 1;
                    let last = self.line;
                    self.line += 1;
                    return Ok(Some(Record { cells, first, last }));
                }
            }
        }
    }
}

/// The separator by which most of the first records have the same, largest number of cells.
fn separator(text: &str) -> u8 {
    let mut best = (0.0, b',');
    for s in [b';', b'\t', b',', b'|'] {
        let mut counts: Vec<usize> = Vec::new();
        let mut records = Records::new(text, s);
        while counts.len() < 60 {
            match records.next() {
                Ok(Some(r)) if r.cells.iter().all(|c| c.trim().is_empty()) => {}
                Ok(Some(r)) => counts.push(r.cells.len()),
                _ => break,
            }
        }
        if counts.is_empty() {
            // The first record never closes its quotation mark: its beginning must do.
            counts.push(text.lines().next().unwrap_or_default().split(s as char).count());
        }
        let mode = counts.iter().copied().max_by_key(|n| (counts.iter().filter(|c| *c == n).count(), *n)).unwrap_or(1);
        if mode < 2 {
            continue;
        }
        let share = counts.iter().filter(|c| **c == mode).count() as f64 / counts.len() as f64;
        let score = share * (mode as f64).min(12.0).ln_1p();
        if score > best.0 + 1e-9 {
            best = (score, s);
        }
    }
    best.1
}

pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
    let Decoded { text, encoding, other } = decode(bytes);
    let mut rows = 0u32;
    let told =
        text.strip_prefix("sep=").and_then(|t| t.bytes().next()).filter(|b| b.is_ascii_punctuation() || *b == b'\t');
    let separator = told.unwrap_or_else(|| separator(&text));
    let mut records = Records::new(&text, separator);
    let mut lines: Vec<Line> = Vec::new();
    let mut formulas = 0usize;
    let mut header: Vec<String> = Vec::new();
    loop {
        let record = match records.next() {
            Ok(Some(r)) => r,
            Ok(None) => break,
            Err(Unclosed { cell }) => {
                let column = header.get(cell).cloned().unwrap_or_else(|| letter(cell));
                return Err(refuse(
                    format!("{name}, row {}, column {column}", rows + 1),
                    format!(
                        "row {}, column {column}: a quotation mark is not closed; everything after it would be one cell.",
                        rows + 1
                    ),
                    "Close or remove it in your spreadsheet program; nothing was taken.",
                ));
            }
        };
        rows += 1;
        if record.cells.iter().all(|c| c.trim().is_empty()) || rows == 1 && told.is_some() {
            continue;
        }
        if lines.len() == MOST_ROWS {
            return Err(refuse(
                name,
                format!("The table has more than {MOST_ROWS} rows."),
                "Split it; a register of this kind has hundreds.",
            ));
        }
        if record.cells.len() > MOST_COLUMNS {
            return Err(refuse(
                format!("{name}, row {rows}"),
                format!("Row {rows} has {} cells.", record.cells.len()),
                format!("At most {MOST_COLUMNS} columns are read."),
            ));
        }
        if let Some(c) = record.cells.iter().position(|c| c.len() > MOST_CELL) {
            return Err(refuse(
                format!("{name}, row {rows}, column {}", c + 1),
                format!("Row {rows}, column {} is larger than 64 KB.", c + 1),
                "Shorten it, or keep it as a document of its own.",
            ));
        }
        formulas += record.cells.iter().filter(|c| runs(c)).count();
        if header.is_empty() {
            header = record.cells.iter().map(|c| c.trim().to_string()).collect();
        }
        let strange = !other.is_empty() && (record.first..=record.last).any(|l| other.contains(&l));
        let mut cells: Vec<Cell> = record.cells.into_iter().map(Cell::text).collect();
        while cells.last().is_some_and(Cell::is_empty) {
            cells.pop();
        }
        lines.push(Line { number: rows, cells, other_encoding: strange });
    }
    let by = match separator {
        b'\t' => "tabs".to_string(),
        s => format!("\u{201c}{}\u{201d}", s as char),
    };
    let mut notes = Vec::new();
    if formulas > 0 {
        notes.push(format!("Cells that look like formulas: {formulas}. They are taken as text; nothing is computed."));
    }
    let encoding = format!("{encoding}, separated by {by}");
    Ok(Source {
        name: name.to_string(),
        format: Format::Csv,
        encoding,
        sheets: vec![Sheet { name: String::new(), lines, ..Sheet::default() }],
        notes,
    })
}

/// Would a spreadsheet run it?
fn runs(cell: &str) -> bool {
    let c = cell.trim_start();
    match c.as_bytes().first() {
        Some(b'=' | b'@') => c.len() > 1,
        Some(b'+' | b'-') => c[1..].starts_with(|c: char| c.is_alphabetic()) && c.contains(['(', '!', '|']),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
        read("x.csv", bytes).unwrap().sheets[0].lines.iter().map(|l| l.cells.iter().map(Cell::show).collect()).collect()
    }
    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let s = read("x.csv", b"a,b\n\n1,\"two\nlines\"\n3,4").unwrap();
        assert_eq!(s.sheets[0].lines.iter().map(|l| l.number).collect::<Vec<_>>(), [1, 3, 4]);
    }
    #[test]
    fn separators() {
        assert_eq!(separator("a;b;c\n1;2,5;3\n"), b';');
        assert_eq!(separator("a\tb\n1\t2\n"), b'\t');
        assert_eq!(separator("a,b\n1,2;3\n"), b',');
        assert_eq!(rows(b"sep=;\na;b\n1,2;3"), [["a", "b"], ["1,2", "3"]]);
    }
    #[test]
    fn encodings() {
        assert_eq!(rows("x;Größe".as_bytes())[0][1], "Größe");
        assert_eq!(rows(b"x;Gr\xf6\xdfe")[0][1], "Größe");
        assert_eq!(rows(b"x;\x80")[0][1], "€");
        let le: Vec<u8> = "x\tŁ\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(rows(&[b"\xff\xfe", &le[..]].concat())[0][1], "Ł");
        let be: Vec<u8> = "name\tvalue\nx\ty\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(rows(&be)[1][1], "y");
    }
    #[test]
    fn the_same_cells_as_the_csv_crate_where_that_one_is_right() {
        let mut seed = 7u32;
        for _ in 0..400 {
            let mut table = String::new();
            for _ in 0..4 {
                for c in 0..3 {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let cell = ["a", "\"q\"", "\"x,y\"", "\"l\r\nm\"", "\"he said \"\"no\"\"\"", "1.5", "é"]
                        [(seed >> 16) as usize % 7];
                    table.push_str(cell);
                    table.push_str(if c == 2 { "\r\n" } else { "," });
                }
            }
            let theirs: Vec<Vec<String>> = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(table.as_bytes())
                .records()
                .map(|r| r.unwrap().iter().map(|c| c.replace("\r\n", "\n")).collect())
                .collect();
            let mut records = Records::new(&table, b',');
            let mut ours = Vec::new();
            while let Ok(Some(r)) = records.next() {
                ours.push(r.cells);
            }
            assert_eq!(ours, theirs, "{table}");
        }
    }
    #[test]
    fn a_giant_cell_is_named() {
        let bytes = format!("{},b\n1,2", "x".repeat(70_000));
        assert_eq!(read("x.csv", bytes.as_bytes()).unwrap_err().text, "Row 1, column 1 is larger than 64 KB.");
    }
}
