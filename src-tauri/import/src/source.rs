//! A file as the owner has it, read into sheets of cells with the row numbers that a spreadsheet shows. What it is, its content says, never its name.
//! Everything here is judged before it is believed: sizes are counted, not read from headers, and a fault of a reader is a refusal.
use crate::{book, feeds, text};
use chrono::NaiveDateTime;
use isms::Refusal;

/// Bytes of a file.
pub const MOST_BYTES: usize = 50 << 20;
/// Bytes of a cell.
pub const MOST_CELL: usize = 64 << 10;
/// Rows of a sheet.
pub const MOST_ROWS: usize = 200_000;
/// Columns of a sheet.
pub const MOST_COLUMNS: usize = 500;

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    Date(NaiveDateTime),
    Bool(bool),
    /// "#REF!"
    Error(String),
}

/// A cell; a formula is text, its value is the one that the spreadsheet stored, and nothing is ever computed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub value: Value,
    pub formula: Option<Box<str>>,
}
impl Cell {
    pub(crate) fn text(s: impl Into<String>) -> Cell {
        let s = s.into();
        if s.is_empty() { Cell::default() } else { Cell { value: Value::Text(s), formula: None } }
    }
    pub fn is_empty(&self) -> bool {
        self.formula.is_none()
            && match &self.value {
                Value::Empty => true,
                Value::Text(s) => s.trim().is_empty(),
                _ => false,
            }
    }
    /// A formula without a stored value: there is nothing to take.
    pub(crate) fn only_formula(&self) -> bool {
        self.formula.is_some() && matches!(self.value, Value::Empty)
    }
    /// As it is shown: a formula without a value as itself.
    pub fn show(&self) -> String {
        match &self.value {
            Value::Empty => self.formula.as_deref().unwrap_or_default().to_string(),
            Value::Text(s) => s.trim().to_string(),
            Value::Number(n) => number(*n),
            Value::Date(d) if d.time() == chrono::NaiveTime::MIN => d.date().to_string(),
            Value::Date(d) => d.format("%Y-%m-%d %H:%M").to_string(),
            Value::Bool(b) => if *b { "true" } else { "false" }.to_string(),
            Value::Error(e) => e.clone(),
        }
    }
}
/// 3 and not 3.0; 0.9965 and not 0.9965000000000001.
pub(crate) fn number(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 {
        return format!("{n:.0}");
    }
    let s = format!("{n:.10}");
    s.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// A row that is not blank.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// As a spreadsheet shows it, from 1.
    pub number: u32,
    /// From column A; trailing empty cells are absent.
    pub cells: Vec<Cell>,
    /// A line of another encoding than the file: read as Latin-1.
    pub other_encoding: bool,
}
impl Line {
    pub(crate) fn cell(&self, column: usize) -> &Cell {
        static NONE: Cell = Cell { value: Value::Empty, formula: None };
        self.cells.get(column).unwrap_or(&NONE)
    }
    pub(crate) fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().enumerate().filter(|(_, c)| !c.is_empty())
    }
}

/// Merged cells, rows as shown (from 1), columns from 0, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub top: u32,
    pub bottom: u32,
    pub left: usize,
    pub right: usize,
}

#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub name: String,
    pub hidden: bool,
    pub lines: Vec<Line>,
    pub merges: Vec<Merge>,
    pub hidden_columns: Vec<usize>,
}

/// What the file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
    Xls,
    /// A list of threats or a report of a scanner, read into a table.
    Feed,
}

#[derive(Clone, Debug)]
pub struct Source {
    /// Name of the file, without its folder.
    pub name: String,
    pub format: Format,
    /// "UTF-8, separated by ;" or "workbook".
    pub encoding: String,
    pub sheets: Vec<Sheet>,
    /// What the owner should know of the file as a whole.
    pub notes: Vec<String>,
}

pub(crate) fn refuse(place: impl Into<String>, text: impl Into<String>, hint: impl Into<String>) -> Refusal {
    Refusal::new("source", place, text, hint)
}
pub(crate) fn letter(column: usize) -> String {
    let mut n = column;
    let mut out = Vec::new();
    loop {
        out.push(b'A' + (n % 26) as u8);
        if n < 26 {
            break;
        }
        n = n / 26 - 1;
    }
    out.iter().rev().map(|b| *b as char).collect()
}

impl Source {
    /// Reads a file that the owner chose. Refused as a whole: what is no table, what is too large, and a quotation mark that never closes.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_string();
        if bytes.is_empty() {
            return Err(refuse(name, "The file is empty.", "Choose another file."));
        }
        if bytes.len() > MOST_BYTES {
            return Err(refuse(
                name,
                format!("The file has {} MB.", bytes.len() >> 20),
                "At most 50 MB are read; take out what is not needed, or split it.",
            ));
        }
        if let Some(source) = feeds::source(&name, bytes) {
            return source;
        }
        let ending = name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
        let mut source = match sniff(bytes) {
            Sniffed::Xlsx => book::xlsx(&name, bytes)?,
            Sniffed::Xls => book::xls(&name, bytes)?,
            Sniffed::Text => text::read(&name, bytes)?,
            Sniffed::No(what, mend) => return Err(refuse(name, what, mend)),
        };
        let fits = match source.format {
            Format::Csv => !matches!(ending.as_str(), "xlsx" | "xlsm" | "xls"),
            Format::Xlsx => matches!(ending.as_str(), "xlsx" | "xlsm" | "xltx"),
            Format::Xls => ending == "xls",
            Format::Feed => true,
        };
        if !fits {
            let is = match source.format {
                Format::Csv => "a plain text table (CSV)",
                Format::Xlsx => "an Excel workbook (XLSX)",
                Format::Xls => "an old Excel workbook (XLS)",
                Format::Feed => "a list",
            };
            source
                .notes
                .insert(0, format!("The name ends in .{ending}, but by its content it is {is}; it was read as that."));
        }
        if source.sheets.iter().all(|s| s.lines.is_empty()) {
            let what = if source.format == Format::Csv { "The file has no rows." } else { "No sheet has rows." };
            return Err(refuse(source.name, what, "Choose a file with a header and rows."));
        }
        Ok(source)
    }
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|s| s.name == name)
    }
}

enum Sniffed {
    Xlsx,
    Xls,
    Text,
    No(&'static str, &'static str),
}
fn sniff(bytes: &[u8]) -> Sniffed {
    const SAVE: &str = "Save it as .xlsx or .csv in your spreadsheet program, and bring that.";
    let has = |what: &[u8]| bytes.windows(what.len()).any(|w| w == what);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        // Names of entries stand uncompressed in every zip.
        return if has(b"xl/workbook.bin") {
            Sniffed::No("It is a binary workbook (XLSB).", SAVE)
        } else if has(b"xl/") {
            Sniffed::Xlsx
        } else if has(b"opendocument") {
            Sniffed::No("It is an OpenDocument file.", SAVE)
        } else {
            Sniffed::No(
                "It is a packed folder (ZIP), not a spreadsheet.",
                "Unpack it first, and bring the table that is inside.",
            )
        };
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Sniffed::Xls;
    }
    if bytes.starts_with(b"%PDF") {
        return Sniffed::No("It is a PDF, not a spreadsheet.", "Bring the table from which it was made.");
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)])
        .trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t'])
        .to_lowercase();
    if start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || start.starts_with("<head")
        || start.starts_with("<body")
        || start.starts_with("<table")
    {
        return Sniffed::No(
            "It is a web page, not a spreadsheet. Nothing of it is shown.",
            "Open it in your spreadsheet program, save it as .xlsx or .csv, and bring that.",
        );
    }
    if start.starts_with("<?xml") || start.starts_with("<workbook") {
        return Sniffed::No("It is an XML file, not a spreadsheet.", SAVE);
    }
    if start.starts_with("{\\rtf") {
        return Sniffed::No("It is a text document, not a spreadsheet.", SAVE);
    }
    // Many control characters: no text. UTF-16 has its zeros, but those are half of it and regular; text::read judges them.
    let head = &bytes[..bytes.len().min(4096)];
    let odd = head.iter().filter(|b| **b < 9 && **b != 0 || matches!(**b, 14..=26 | 28..=31)).count();
    if odd * 20 > head.len() && !text::wide(bytes) {
        return Sniffed::No("It is neither a text table nor a workbook.", "Bring a .csv, .txt, .xlsx or .xls file.");
    }
    Sniffed::Text
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn letters_and_numbers() {
        assert_eq!(
            (letter(0), letter(25), letter(26), letter(701), letter(702)),
            ("A".into(), "Z".into(), "AA".into(), "ZZ".into(), "AAA".into())
        );
        assert_eq!(
            (number(3.0), number(0.1 + 0.2), number(5.1), number(-2.5)),
            ("3".into(), "0.3".into(), "5.1".into(), "-2.5".into())
        );
    }
    #[test]
    fn what_is_no_table_is_refused() {
        for (bytes, word) in [
            (&b""[..], "empty"),
            (b"%PDF-1.7 ...", "PDF"),
            (b"PK\x03\x04aaaa", "packed folder"),
            (b"<?xml version='1.0'?>", "XML"),
            (b"\x01\x02\x03\x04\x05\x06\x07\x01\x02\x03", "neither"),
        ] {
            let r = Source::read("x.csv", bytes).unwrap_err();
            assert!(r.text.contains(word), "{r}");
        }
        assert!(Source::read("x.csv", &vec![b'a'; MOST_BYTES + 1]).unwrap_err().text.contains("50 MB"));
    }
}
