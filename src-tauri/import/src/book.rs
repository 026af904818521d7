//! Workbooks: XLSX cell by cell with our own caps, XLS after its records were walked. Formulas stay text, macros are not even opened.
//! What a workbook claims of its sizes is not believed: its parts are inflated and counted before the reader sees them.
use crate::source::{
    Cell, Format, Line, MOST_CELL, MOST_COLUMNS, MOST_ROWS, Merge, Sheet, Source, Value, letter, refuse,
};
use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, Xlsx};
use isms::Refusal;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes of all parts once inflated, and of one part against its packed size (beyond the first 8 MiB).
const MOST_INFLATED: u64 = 256 << 20;
const MOST_RATIO: u64 = 100;
const MOST_PARTS: usize = 2_000;
/// Cells of an XLS sheet's bounding box.
const MOST_BOX: u64 = 5_000_000;

fn damaged(name: &str) -> Refusal {
    refuse(
        name,
        "The workbook cannot be read; it is damaged or not what its name says.",
        "Open it in your spreadsheet program, save it again as .xlsx, and bring that.",
    )
}

fn protected(name: &str) -> Refusal {
    refuse(name, "The workbook is protected with a password.", "Take the password away, and bring it again.")
}

/// Inflates every part into nothing and counts. Also tells whether there are macros.
fn weigh(name: &str, bytes: &[u8]) -> Result<(bool, BTreeMap<String, Vec<u8>>), Refusal> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(name))?;
    if zip.len() > MOST_PARTS {
        return Err(refuse(
            name,
            format!("The workbook has {} parts.", zip.len()),
            "That is no ordinary workbook; save it anew as .xlsx.",
        ));
    }
    let (mut total, mut macros) = (0u64, false);
    let mut heads = BTreeMap::new();
    let mut buffer = vec![0u8; 64 << 10];
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(why) if why.to_lowercase().contains("password") => {
                protected(name)
            }
            _ => damaged(name),
        })?;
        if part.encrypted() {
            return Err(protected(name));
        }
        let title = part.name().map_err(|_| damaged(name))?.to_string();
        let lower = title.to_lowercase();
        macros |= lower.ends_with("vbaproject.bin");
        let packed = part.compressed_size().max(1);
        let sheet = lower.starts_with("xl/worksheets/") && lower.ends_with(".xml");
        let (mut size, mut head) = (0u64, Vec::new());
        loop {
            let n = part.read(&mut buffer).map_err(|_| damaged(name))?;
            if n == 0 {
                break;
            }
            size += n as u64;
            if total + size > MOST_INFLATED || size > (8 << 20) && size / packed > MOST_RATIO {
                return Err(refuse(
                    name,
                    format!(
                        "The workbook unpacks to far more than its size (over {} MB, or more than {MOST_RATIO} to 1).",
                        MOST_INFLATED >> 20
                    ),
                    "Save only the sheet that you need as .csv, and bring that.",
                ));
            }
            if sheet && head.len() < 64 << 10 {
                head.extend_from_slice(&buffer[..n]);
            }
        }
        total += size;
        if sheet {
            head.truncate(64 << 10);
            heads.insert(title, head);
        }
    }
    Ok((macros, heads))
}

pub(crate) fn xlsx(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
    let (macros, heads) = weigh(name, bytes)?;
    let read = catch_unwind(AssertUnwindSafe(|| sheets_of(name, bytes, &heads)));
    let mut sheets = read.map_err(|_| damaged(name))??;
    sheets.iter_mut().for_each(tidy);
    let mut notes = Vec::new();
    if macros {
        notes.push("The workbook has a macro part. It was not opened, and nothing of it is taken. Do not keep this file as evidence without a reason.".to_string());
    }
    Ok(Source { name: name.to_string(), format: Format::Xlsx, encoding: "workbook".into(), sheets, notes })
}

fn sheets_of(name: &str, bytes: &[u8], heads: &BTreeMap<String, Vec<u8>>) -> Result<Vec<Sheet>, Refusal> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged(name))?;
    let metas: Vec<_> = book.sheets_metadata().to_vec();
    // Sheets stand in the order of their parts in nearly every workbook; hidden columns are a hint only, so that is good enough.
    let parts: Vec<&Vec<u8>> = {
        let mut named: Vec<(&String, &Vec<u8>)> = heads.iter().collect();
        named.sort_by_key(|(n, _)| {
            n.chars().filter(char::is_ascii_digit).collect::<String>().parse::<u32>().unwrap_or(0)
        });
        named.into_iter().map(|(_, h)| h).collect()
    };
    let mut sheets = Vec::new();
    for (ix, meta) in metas.iter().enumerate().filter(|(_, m)| m.typ == SheetType::WorkSheet) {
        let mut sheet =
            Sheet { name: meta.name.clone(), hidden: meta.visible != SheetVisible::Visible, ..Sheet::default() };
        sheet.hidden_columns = parts.get(ix).map(|h| hidden_columns(h)).unwrap_or_default();
        let place = format!("{name}, sheet \u{201c}{}\u{201d}", meta.name);
        let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
        let mut reader = book.worksheet_cells_reader(&meta.name).map_err(|_| damaged(name))?;
        while let Some(c) = reader.next_cell_with_formula().map_err(|_| damaged(name))? {
            let (row, column) = (c.pos.0, c.pos.1 as usize);
            let value = match c.value {
                DataRef::Empty => Value::Empty,
                DataRef::Int(n) => Value::Number(n as f64),
                DataRef::Float(n) => Value::Number(n),
                DataRef::String(s) => text(s),
                DataRef::SharedString(s) => text(s.to_string()),
                DataRef::Bool(b) => Value::Bool(b),
                DataRef::DateTime(d) => moment(d),
                DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => text(s),
                DataRef::Error(e) => Value::Error(e.to_string()),
            };
            let formula = c
                .formula
                .filter(|f| !f.is_empty())
                .map(|f| if f.starts_with('=') { f.into() } else { format!("={f}").into() });
            let cell = Cell { value, formula };
            if !cell.is_empty() {
                enter(&place, &mut rows, row, column, cell)?;
            }
        }
        drop(reader);
        sheet.lines = rows.into_iter().map(|(r, cells)| Line { number: r + 1, cells, other_encoding: false }).collect();
        let merges = book.merge_cells_by_sheet_name(&meta.name).unwrap_or_default();
        sheet.merges = merges
            .iter()
            .take(10_000)
            .map(|d| Merge {
                top: d.start.0 + 1,
                bottom: d.end.0 + 1,
                left: d.start.1 as usize,
                right: d.end.1 as usize,
            })
            .collect();
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn text(s: String) -> Value {
    if s.trim().is_empty() { Value::Empty } else { Value::Text(s.replace("\r\n", "\n").replace("_x000D_", "")) }
}
fn moment(d: calamine::ExcelDateTime) -> Value {
    if d.is_duration() {
        return Value::Number(d.as_f64());
    }
    let (y, m, day, h, min, s, _) = d.to_ymd_hms_milli();
    let date = chrono::NaiveDate::from_ymd_opt(y.into(), m.into(), day.into())
        .and_then(|day| day.and_hms_opt(h.into(), min.into(), s.into()));
    // Within a minute, as the sheet shows it: 19:59:59.999 is 20:00.
    date.map_or(Value::Number(d.as_f64()), |d| {
        Value::Date(if chrono::Timelike::second(&d) >= 59 { d + chrono::Duration::seconds(1) } else { d })
    })
}
fn enter(place: &str, rows: &mut BTreeMap<u32, Vec<Cell>>, row: u32, column: usize, cell: Cell) -> Result<(), Refusal> {
    if column >= MOST_COLUMNS {
        return Err(refuse(
            place,
            format!("There is something in column {}, row {}.", letter(column), row + 1),
            format!("At most {MOST_COLUMNS} columns are read; take it out."),
        ));
    }
    let size = match &cell.value {
        Value::Text(s) => s.len(),
        _ => 0,
    };
    if size.max(cell.formula.as_deref().map_or(0, str::len)) > MOST_CELL {
        return Err(refuse(
            format!("{place}, row {}, column {}", row + 1, column + 1),
            format!("Row {}, column {} is larger than 64 KB.", row + 1, column + 1),
            "Shorten it, or keep it as a document of its own.",
        ));
    }
    if !rows.contains_key(&row) && rows.len() == MOST_ROWS {
        return Err(refuse(
            place,
            format!("The sheet has more than {MOST_ROWS} rows."),
            "Split it; a register of this kind has hundreds.",
        ));
    }
    let cells = rows.entry(row).or_default();
    if cells.len() <= column {
        cells.resize(column + 1, Cell::default());
    }
    cells[column] = cell;
    Ok(())
}
fn tidy(sheet: &mut Sheet) {
    for line in &mut sheet.lines {
        while line.cells.last().is_some_and(Cell::is_empty) {
            line.cells.pop();
        }
    }
    sheet.lines.retain(|l| !l.cells.is_empty());
}

/// `<col min="12" max="12" hidden="1"/>`: columns that the sheet hides. From the first bytes of the part; a hint, nothing rests on it.
fn hidden_columns(head: &[u8]) -> Vec<usize> {
    let text = String::from_utf8_lossy(head);
    let mut out = Vec::new();
    for tag in text.split("<col ").skip(1).filter_map(|t| t.split('>').next()) {
        let attribute = |name: &str| tag.split(&format!("{name}=\"")[..]).nth(1).and_then(|v| v.split('"').next());
        let number = |name: &str| attribute(name).and_then(|v| v.parse::<usize>().ok());
        if matches!(attribute("hidden"), Some("1" | "true")) {
            if let (Some(min), Some(max)) = (number("min"), number("max")) {
                out.extend((min..=max.min(MOST_COLUMNS)).filter(|c| *c > 0).map(|c| c - 1));
            }
        }
    }
    out
}

/// Walks the records of an XLS stream and refuses what would make a reader reserve the box of two far corners.
fn weigh_xls(name: &str, bytes: &[u8]) -> Result<(), Refusal> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| damaged(name))?;
    if file.exists("/EncryptedPackage") {
        return Err(refuse(
            name,
            "The workbook is protected with a password.",
            "Take the password away, and bring it again.",
        ));
    }
    let path = ["/Workbook", "/Book"].into_iter().find(|p| file.exists(p));
    let Some(path) = path else {
        return Err(refuse(
            name,
            "It is an old Office document, but not a workbook.",
            "Bring a .csv, .txt, .xlsx or .xls file.",
        ));
    };
    let mut stream = Vec::new();
    file.open_stream(path).map_err(|_| damaged(name))?.read_to_end(&mut stream).map_err(|_| damaged(name))?;
    let word = |at: usize| stream.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]));
    let double = |at: usize| stream.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    let (mut at, mut total) = (0usize, 0u64);
    let mut corners: Option<(u64, u64, u64, u64)> = None;
    let mut close = |c: &mut Option<(u64, u64, u64, u64)>| {
        if let Some((r0, r1, c0, c1)) = c.take() {
            total += (r1 - r0 + 1) * (c1 - c0 + 1);
        }
        total
    };
    while at + 4 <= stream.len() {
        let (typ, len, data) = (word(at), word(at + 2) as usize, at + 4);
        match typ {
            0x0809 | 0x000A => {
                close(&mut corners);
            }
            0x0200 if len >= 10 => {
                let (r0, r1) = if len >= 14 {
                    (double(data), double(data + 4))
                } else {
                    (word(data).into(), word(data + 2).into())
                };
                let c = if len >= 14 { data + 8 } else { data + 4 };
                if r1 < r0
                    || word(c + 2) < word(c)
                    || u64::from(r1 - r0 + 1) * u64::from(word(c + 2) - word(c) + 1) > MOST_BOX
                {
                    return Err(refuse(
                        name,
                        "A sheet of the workbook claims an enormous table.",
                        "Save the sheet that you need as .csv, and bring that.",
                    ));
                }
            }
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x00BD | 0x0006 | 0x00BE | 0x0201 if len >= 4 => {
                let (r, c) = (u64::from(word(data)), u64::from(word(data + 2)));
                let last =
                    if matches!(typ, 0x00BD | 0x00BE) && len >= 6 { u64::from(word(data + len - 2)).max(c) } else { c };
                corners = Some(
                    corners.map_or((r, r, c, last), |(r0, r1, c0, c1)| (r0.min(r), r1.max(r), c0.min(c), c1.max(last))),
                );
            }
            _ => {}
        }
        at = data + len;
    }
    if close(&mut corners) > MOST_BOX {
        return Err(refuse(
            name,
            "The sheets of the workbook span an enormous area.",
            "Save the sheet that you need as .csv, and bring that.",
        ));
    }
    Ok(())
}

pub(crate) fn xls(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
    weigh_xls(name, bytes)?;
    let read = catch_unwind(AssertUnwindSafe(|| old_sheets(name, bytes)));
    let mut sheets = read.map_err(|_| damaged(name))??;
    sheets.iter_mut().for_each(tidy);
    Ok(Source {
        name: name.to_string(),
        format: Format::Xls,
        encoding: "workbook (old format)".into(),
        sheets,
        notes: Vec::new(),
    })
}

fn old_sheets(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsError::Password => {
            refuse(name, "The workbook is protected with a password.", "Take the password away, and bring it again.")
        }
        _ => damaged(name),
    })?;
    let metas: Vec<_> = book.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for meta in metas.iter().filter(|m| m.typ == SheetType::WorkSheet) {
        let place = format!("{name}, sheet \u{201c}{}\u{201d}", meta.name);
        let range = book.worksheet_range(&meta.name).map_err(|_| damaged(name))?;
        let formulas = book.worksheet_formula(&meta.name).map_err(|_| damaged(name))?;
        let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
        let (top, left) = range.start().unwrap_or_default();
        for (r, c, v) in range.used_cells() {
            let value = match v {
                Data::Int(n) => Value::Number(*n as f64),
                Data::Float(n) => Value::Number(*n),
                Data::String(s) => text(s.clone()),
                Data::Bool(b) => Value::Bool(*b),
                Data::DateTime(d) => moment(*d),
                Data::DateTimeIso(s) | Data::DurationIso(s) => text(s.clone()),
                Data::Error(e) => Value::Error(e.to_string()),
                Data::Empty => Value::Empty,
            };
            enter(&place, &mut rows, top + r as u32, left as usize + c, Cell { value, formula: None })?;
        }
        let (top, left) = formulas.start().unwrap_or_default();
        for (r, c, f) in formulas.used_cells().filter(|(_, _, f)| !f.is_empty()) {
            let (row, column) = (top + r as u32, left as usize + c);
            let mut cell = rows.get(&row).and_then(|cells| cells.get(column)).cloned().unwrap_or_default();
            cell.formula = Some(format!("={}", f.trim_start_matches('=')).into());
            enter(&place, &mut rows, row, column, cell)?;
        }
        let lines = rows.into_iter().map(|(r, cells)| Line { number: r + 1, cells, other_encoding: false }).collect();
        let merges = book.merge_cells_by_sheet_name(&meta.name).unwrap_or_default();
        let merges = merges
            .iter()
            .take(10_000)
            .map(|d| Merge {
                top: d.start.0 + 1,
                bottom: d.end.0 + 1,
                left: d.start.1 as usize,
                right: d.end.1 as usize,
            })
            .collect();
        sheets.push(Sheet {
            name: meta.name.clone(),
            hidden: meta.visible != SheetVisible::Visible,
            lines,
            merges,
            hidden_columns: Vec::new(),
        });
    }
    Ok(sheets)
}
