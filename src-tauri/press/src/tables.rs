//! Registers as tables: CSV, XLSX and JSON. A cell never becomes a formula in the reader's spreadsheet (OWASP, CSV injection).
//! It must never know a rule: what is written is what the records say.
use isms::doc::Doc;
use isms::isms::Isms;
use isms::kind::Ty;
use isms::kinds::kinds;
use isms::text::Rows;
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Map, Value, json};

/// One file a kind (CSV), or one for all. Name and bytes.
pub fn export(isms: &Isms, format: &str) -> Result<Vec<(String, Vec<u8>)>, crate::PressFault> {
    match format {
        "json" => {
            let all: Map<String, Value> = kinds()
                .iter()
                .map(|k| {
                    (
                        k.name.to_string(),
                        Value::Array(
                            bodies(isms, k.name).into_iter().map(|(code, b)| json!({"id": code, "body": b})).collect(),
                        ),
                    )
                })
                .collect();
            Ok(vec![("isms.json".into(), serde_json::to_vec_pretty(&all).map_err(fault)?)])
        }
        "csv" => kinds()
            .iter()
            .filter(|k| !bodies(isms, k.name).is_empty())
            .map(|k| Ok((format!("{}.csv", k.name), csv(&table(isms, k.name)))))
            .collect(),
        _ => Ok(vec![("isms.xlsx".into(), xlsx(isms)?)]),
    }
}

/// The tables of a report: all of them as sheets of one workbook ("xlsx"), or the main one, that with the most rows ("csv").
/// A report without a table is a refusal of the caller's to word: none.
pub fn of_report(doc: &Doc, format: &str) -> Result<Option<Vec<u8>>, crate::PressFault> {
    let all = isms::text::tables(doc);
    if format == "csv" {
        let main = all.iter().enumerate().max_by_key(|(i, t)| (t.rows.len(), std::cmp::Reverse(*i))).map(|(_, t)| t);
        return Ok(main.map(|t| csv(&cells(t))));
    }
    if all.is_empty() {
        return Ok(None);
    }
    let sheets: Vec<(String, Vec<Vec<Cell>>)> =
        sheet_names(&all).into_iter().zip(&all).map(|(name, t)| (name, cells(t))).collect();
    Ok(Some(book(sheets.iter().map(|(name, rows)| (name.as_str(), rows)))?))
}
fn cells(t: &Rows) -> Vec<Vec<Cell>> {
    let row = |r: &Vec<String>| r.iter().map(|c| Cell::Text(c.clone())).collect();
    std::iter::once(row(&t.heads)).chain(t.rows.iter().map(row)).collect()
}
/// A name of a sheet has at most 31 characters, none of `[]:*?/\\`, and stands once.
fn sheet_names(all: &[Rows]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for t in all {
        // What stands under a heading is called after it; the report is the file's own name.
        let own = t.title.rsplit_once(": ").map_or(t.title.as_str(), |(_, under)| under);
        let clean: String = own.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
        let clean = if clean.trim().is_empty() { "Table" } else { clean.trim() };
        let mut name: String = clean.chars().take(31).collect::<String>().trim_end().to_string();
        let mut n = 2;
        while out.iter().any(|o| o.eq_ignore_ascii_case(&name)) {
            name = format!("{} {n}", clean.chars().take(27).collect::<String>().trim_end());
            n += 1;
        }
        out.push(name);
    }
    out
}

/// What the writer of a format says.
fn fault(e: impl ToString) -> crate::PressFault {
    crate::PressFault::Table(e.to_string())
}

fn bodies(isms: &Isms, kind: &str) -> Vec<(String, Map<String, Value>)> {
    isms.each(kind).filter(|(_, r)| !r.common.withdrawn).map(|(_, r)| (r.code.to_string(), r.shown_json())).collect()
}

enum Cell {
    Text(String),
    Number(f64),
}
/// Head and rows of a register.
fn table(isms: &Isms, kind: &str) -> Vec<Vec<Cell>> {
    let Some(info) = kinds().iter().find(|k| k.name == kind) else { return Vec::new() };
    let mut head = vec![Cell::Text("Code".into())];
    head.extend(info.fields.iter().map(|f| Cell::Text(f.name.clone())));
    if !info.states.is_empty() {
        head.push(Cell::Text("state".into()));
    }
    head.push(Cell::Text("retired".into()));
    let mut out = vec![head];
    for (code, body) in bodies(isms, kind) {
        let mut row = vec![Cell::Text(code)];
        row.extend(info.fields.iter().map(|f| cell(&f.ty, body.get(&f.name))));
        if !info.states.is_empty() {
            row.push(cell(&Ty::Text, body.get("state")));
        }
        row.push(cell(&Ty::Text, body.get("retired")));
        out.push(row);
    }
    out
}
fn cell(ty: &Ty, v: Option<&Value>) -> Cell {
    match (ty, v) {
        (_, None | Some(Value::Null)) => Cell::Text(String::new()),
        (Ty::Number, Some(Value::String(s))) => s.parse().map_or_else(|_| Cell::Text(s.clone()), Cell::Number),
        (_, Some(Value::Number(n))) => Cell::Number(n.as_f64().unwrap_or_default()),
        (_, Some(Value::Bool(b))) => Cell::Text(if *b { "yes" } else { "no" }.into()),
        (_, Some(Value::String(s))) => Cell::Text(s.clone()),
        (_, Some(Value::Array(list))) if list.iter().all(Value::is_string) => {
            Cell::Text(list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "))
        }
        (_, Some(other)) => Cell::Text(other.to_string()),
    }
}

/// A text that a spreadsheet would run, or take for a number it is not, is led by an apostrophe.
fn tame(text: &str) -> String {
    let runs = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
    };
    if text.trim_start_matches(' ').starts_with(runs) { format!("'{text}") } else { text.to_string() }
}
fn csv(rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    for row in rows {
        let line: Vec<String> = row
            .iter()
            .map(|c| match c {
                Cell::Number(n) => n.to_string(),
                Cell::Text(t) => {
                    let t = tame(t);
                    if t.contains(['"', ',', '\n', '\r', ';']) || t.starts_with('\'') {
                        format!("\"{}\"", t.replace('"', "\"\""))
                    } else {
                        t
                    }
                }
            })
            .collect();
        out.push_str(&line.join(","));
        out.push_str("\r\n");
    }
    out.into_bytes()
}
fn xlsx(isms: &Isms) -> Result<Vec<u8>, crate::PressFault> {
    let all: Vec<_> =
        kinds().iter().map(|k| (k.plural, table(isms, k.name))).filter(|(_, rows)| rows.len() > 1).collect();
    book(all.iter().map(|(name, rows)| (*name, rows)))
}
/// One sheet a table, its head in bold and always in view.
fn book<'a>(sheets: impl Iterator<Item = (&'a str, &'a Vec<Vec<Cell>>)>) -> Result<Vec<u8>, crate::PressFault> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1).map_err(fault)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&day));
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name).map_err(fault)?;
        sheet.set_freeze_panes(1, 1).map_err(fault)?;
        for (r, row) in rows.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                let (r, c) = (r as u32, c as u16);
                match cell {
                    Cell::Number(n) => sheet.write_number(r, c, *n).map(|_| ()),
                    // Written as text, never as a formula. A cell holds 32,767 characters.
                    Cell::Text(t) if r == 0 => sheet.write_string_with_format(r, c, t, &bold).map(|_| ()),
                    Cell::Text(t) if t.is_empty() => Ok(()),
                    Cell::Text(t) => sheet.write_string(r, c, t.chars().take(32_000).collect::<String>()).map(|_| ()),
                }
                .map_err(fault)?;
            }
        }
    }
    book.save_to_buffer().map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::{sheet_names, tame};
    use isms::text::Rows;
    #[test]
    fn names_of_sheets_are_short_clean_and_each_once() {
        let t = |title: &str| Rows { title: title.into(), heads: Vec::new(), rows: Vec::new(), foot: String::new() };
        let long = "A heading that goes on and on and on: and never ends, ever";
        let names = sheet_names(&[t("Risks: What moved?"), t("Risks: what moved/"), t(long), t("a: ???"), t("")]);
        assert_eq!(names, ["What moved", "what moved 2", "and never ends, ever", "Table", "Table 2"]);
    }
    #[test]
    fn what_a_spreadsheet_would_run_is_tamed() {
        for bad in ["=1+1", "+cmd|x", "-2 degrees", "@SUM(A1)", "\t=1", "  =1", "＝1"] {
            assert!(tame(bad).starts_with('\''), "{bad}");
        }
        assert_eq!(tame("a - b"), "a - b");
    }
}
