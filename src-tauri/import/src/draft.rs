//! From rows to records: what each row would add or change, what is missing, and what it may be filled with.
//! A row is new, changed, the same, wrong, or left out with a reason; nothing is dropped without a word.
use crate::ask::pairs;
use crate::cells::{Got, Work, bad, blank};
use crate::fold::{key, shown};
use crate::guides::Layout;
use crate::header::{Column, like_code};
use crate::source::{Cell, Line};
use chrono::NaiveDate;
use isms::kind::Ty;
use serde_json::{Map, Value as Json};
use std::collections::HashMap;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    New,
    Changed,
    Same,
    Wrong,
    LeftOut,
}
/// What is wrong in a row, and where.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RowError {
    pub column: String,
    pub value: String,
    pub text: String,
    /// What may stand there instead.
    pub mend: Vec<String>,
}
/// A field that would change.
#[derive(Clone, Debug, serde::Serialize)]
pub struct FieldChange {
    pub field: String,
    pub question: String,
    pub was: Json,
    pub now: Json,
    pub ty: Ty,
}
/// A further record that a row makes: an action of a risk.
#[derive(Clone, Debug)]
pub(crate) struct Extra {
    pub(crate) kind: &'static str,
    pub(crate) fields: Map<String, Json>,
    /// Field of the row's record that lists it.
    pub(crate) listed_in: &'static str,
}
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) row: u32,
    pub(crate) what: What,
    /// Of the existing record, or the one that the new one gets.
    pub(crate) code: Option<String>,
    pub(crate) exists: bool,
    pub(crate) title: String,
    pub(crate) fields: Map<String, Json>,
    pub(crate) extras: Vec<Extra>,
    /// Last reviewed on, next on: becomes a review that is carried over.
    pub(crate) reviewed: Option<(NaiveDate, Option<NaiveDate>)>,
    pub(crate) errors: Vec<RowError>,
    /// What is asked above for all rows, and not answered yet.
    pub(crate) waits: Vec<String>,
    pub(crate) changes: Vec<FieldChange>,
}
impl Draft {
    pub(crate) fn new(row: u32, title: impl Into<String>) -> Draft {
        Draft {
            row,
            what: What::New,
            code: None,
            exists: false,
            title: title.into(),
            fields: Map::new(),
            extras: Vec::new(),
            reviewed: None,
            errors: Vec::new(),
            waits: Vec::new(),
            changes: Vec::new(),
        }
    }
    pub(crate) fn left(row: u32, title: impl Into<String>, why: impl Into<String>) -> Draft {
        let mut d = Draft::new(row, title);
        d.what = What::LeftOut;
        d.errors.push(RowError { column: String::new(), value: String::new(), text: why.into(), mend: Vec::new() });
        d
    }
    pub(crate) fn wrong(&mut self, column: &str, value: &str, got: Got) {
        if let Got::Bad { text, mend } = got {
            self.errors.push(RowError { column: column.into(), value: shown(value), text, mend });
        }
    }
}

/// What of a row is no field.
#[derive(Default)]
pub(crate) struct Beside {
    pub(crate) cells: HashMap<&'static str, (String, Cell)>,
    pub(crate) lines: Vec<String>,
    /// Several notes columns, or one that is not called so: with the column's name.
    pub(crate) notes: Vec<(String, String)>,
    pub(crate) left: Option<String>,
}

impl Work<'_> {
    /// Every row of the table as a draft, in order.
    pub(crate) fn drafts(&mut self) -> Vec<Draft> {
        let lines: Vec<&Line> = self.table.rows.clone();
        let mut drafts = Vec::with_capacity(lines.len());
        let merged = if self.guide.merge { self.merged(&lines) } else { HashMap::new() };
        let numbers = if self.guide.layout == Layout::Soa { crate::soa::numbers(self, &lines) } else { Vec::new() };
        for (n, line) in lines.iter().enumerate() {
            if self.asks.given(&format!("row:{}", line.number)) == Some("out") {
                drafts.push(Draft::left(
                    line.number,
                    line.filled().next().map(|(_, c)| c.show()).unwrap_or_default(),
                    "left out by you",
                ));
                continue;
            }
            let class = merged.get(&line.number);
            if let Some(Err(title)) = class {
                drafts.push(Draft::left(line.number, title.clone(), "part of the one above"));
                continue;
            }
            let soa = numbers.get(n).cloned();
            drafts.push(self.draft(line, class.and_then(|c| c.as_ref().ok()), soa));
        }
        self.twice(&mut drafts);
        drafts
    }

    fn draft(&mut self, line: &Line, class: Option<&(String, String)>, soa: Option<Result<String, String>>) -> Draft {
        let mut d = Draft::new(line.number, "");
        let mut beside = Beside::default();
        if line.other_encoding {
            self.encoding(line, &mut d);
        }
        for (column, goes) in self.table.columns.iter().zip(self.goes) {
            let Some(to) = goes.to else { continue };
            let cell = self.cell(line, column);
            if class.is_some() && !matches!(to, "title" | "what" | "classification" | "personal_data") {
                continue;
            }
            self.place(&mut d, &mut beside, line, column, to, &cell);
        }
        if let Some((title, told)) = class {
            d.fields.insert("title".into(), title.clone().into());
            beside.lines.push(told.clone());
        }
        if let Some(number) = soa {
            match number {
                Ok(n) => {
                    d.code = Some(format!("SOA-{n}"));
                    d.fields.insert("number".into(), format!("A.{n}").into());
                }
                Err(text) => {
                    let value = self.column("number").map(|c| line.cell(c.index).show()).unwrap_or_default();
                    d.wrong(&self.name_of("number"), &value, bad(text));
                }
            }
        }
        self.beside(&mut d, &mut beside, line);
        d.title = d.fields.get("title").and_then(Json::as_str).map(String::from).unwrap_or_else(|| {
            line.filled()
                .map(|(_, c)| c.show())
                .find(|t| !like_code(t) || line.filled().count() == 1)
                .unwrap_or_default()
        });
        d.title = shown(&d.title);
        self.find_existing(&mut d, line);
        if let Some(why) = beside.left.take() {
            return Draft::left(line.number, d.title, why);
        }
        if let Some(out) = self.bare(&mut d, line) {
            return out;
        }
        if let Some(out) = self.same_event(&d, line) {
            return out;
        }
        self.finish(&mut d, beside, line);
        d
    }

    pub(crate) fn name_of(&self, to: &str) -> String {
        self.column(to).map(|c| c.name.clone()).unwrap_or_default()
    }

    /// A line that is not of the file's encoding is taken only by the owner's word.
    fn encoding(&mut self, line: &Line, d: &mut Draft) {
        let odd = line.filled().map(|(_, c)| c.show()).find(|t| !t.is_ascii()).unwrap_or_default();
        let text = format!(
            "Row {} is not UTF-8; read as Latin-1 it says \u{ab}{}\u{bb}: take that?",
            line.number,
            shown(&odd)
        );
        let answer = self.asks.ask(&format!("encoding:{}", line.number), None, || {
            (text.clone(), pairs(&[("take", "take it"), ("out", "leave the row out")]))
        });
        if answer.as_deref() != Some("take") {
            d.errors.push(RowError {
                column: self
                    .table
                    .columns
                    .iter()
                    .find(|c| line.cell(c.index).show() == odd)
                    .map(|c| c.name.clone())
                    .unwrap_or_default(),
                value: shown(&odd),
                text: format!("not UTF-8; read as Latin-1 it says \u{ab}{}\u{bb}: take that?", shown(&odd)),
                mend: vec![odd],
            });
        }
    }

    /// One cell into its place.
    fn place(
        &mut self,
        d: &mut Draft,
        beside: &mut Beside,
        line: &Line,
        column: &Column,
        to: &'static str,
        cell: &Cell,
    ) {
        if cell.is_empty() {
            return;
        }
        let show = cell.show();
        match to {
            "code" => self.code(d, beside, column, cell),
            "number" if self.guide.layout == Layout::Soa => {}
            "notes" => match self.read("notes", &Ty::Prose, column, cell, line.number, &mut beside.lines) {
                Got::Is(v) => beside.notes.push((column.name.clone(), v.as_str().unwrap_or_default().to_string())),
                Got::Nothing => {}
                got => d.wrong(&column.name, &show, got),
            },
            "state" => self.state(d, beside, column, &show),
            _ => match self.info.field(to) {
                Some(f) => {
                    let got = self.read(to, &f.ty, column, cell, line.number, &mut beside.lines);
                    match got {
                        Got::Is(v) => {
                            d.fields.insert(to.into(), v);
                        }
                        Got::Nothing => {}
                        got => d.wrong(&column.name, &show, got),
                    }
                }
                None => {
                    beside.cells.insert(to, (column.name.clone(), cell.clone()));
                }
            },
        }
    }

    fn state(&mut self, d: &mut Draft, beside: &mut Beside, column: &Column, show: &str) {
        let words = self.guide.col("state").map_or(&[][..], |c| c.words);
        let k = key(show);
        match words.iter().find(|(names, _)| names.split('|').any(|n| key(n) == k)) {
            Some((_, "!")) => beside.left = Some(format!("\u{201c}{}\u{201d} in the list", shown(show))),
            Some((_, state)) => {
                d.fields.insert("state".into(), (*state).into());
            }
            None if blank(show) => {}
            None => beside.lines.push(format!("{}: {show}", column.name)),
        }
    }

    /// A code is kept where it can be one; else the owner says once what becomes of such codes.
    fn code(&mut self, d: &mut Draft, beside: &mut Beside, column: &Column, cell: &Cell) {
        let show = cell.show();
        if cell.only_formula() {
            d.wrong(
                &column.name,
                &show,
                bad(format!(
                    "\u{201c}{}\u{201d} is a formula without a stored value; nothing is computed here.",
                    shown(&show)
                )),
            );
            return;
        }
        let t = show.trim();
        let (a, b) = t.split_once('-').unwrap_or(("", ""));
        let ok = (1..=6).contains(&a.len())
            && a.bytes().all(|c| c.is_ascii_alphabetic())
            && (1..=12).contains(&b.len())
            && b.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'.');
        if ok {
            d.code = Some(format!("{}-{b}", a.to_uppercase()));
            return;
        }
        let letters: String = t.chars().take_while(char::is_ascii_alphabetic).collect();
        let rest = t[letters.len()..].trim_start_matches(['-', '_', '.', ' ', '#']);
        let fits = like_code(t).then(|| format!("{}-{rest}", letters.to_uppercase()));
        if self.isms.record(t).is_some_and(|r| r.info().name == self.info.name) {
            d.code = Some(t.to_string());
            return;
        }
        let example = fits.clone();
        let answer = self.asks.ask("codes", None, || {
            let mut choices = Vec::new();
            if let Some(e) = &example {
                choices.push(("keep".to_string(), format!("keep them, written {e}")));
            }
            choices.push(("renumber".to_string(), format!("give new codes like {}; the old ones stay in the notes", self.info.code(1))));
            (format!("Codes like \u{201c}{}\u{201d} in \u{201c}{}\u{201d} are not written like {}. What shall become of them?", shown(t), column.name, self.info.code(12)), choices)
        });
        match (answer.as_deref(), fits) {
            (Some("keep"), Some(code)) => d.code = Some(code),
            (Some(_), _) => beside.lines.push(format!("{}: {t}", column.name)),
            (None, _) => d.wrong(
                &column.name,
                &show,
                bad(format!(
                    "\u{201c}{}\u{201d} is not written like {}; say above what becomes of such codes.",
                    shown(t),
                    self.info.code(12)
                )),
            ),
        }
    }

    /// The record that the row means: by code, e-mail, or title.
    fn find_existing(&mut self, d: &mut Draft, _: &Line) {
        if let Some(code) = &d.code.clone() {
            d.exists = self.isms.record(code).is_some_and(|r| r.info().name == self.info.name && !r.common.withdrawn);
            if d.exists || self.guide.layout == Layout::Soa {
                return;
            }
            if let Some(r) = self.isms.record(code).filter(|r| !r.common.withdrawn) {
                let text = format!("{code} is a {} already.", r.info().title.to_lowercase());
                d.wrong(&self.name_of("code"), code, bad(text));
            } else if let Some(twin) = d
                .fields
                .get("title")
                .and_then(Json::as_str)
                .map(String::from)
                .and_then(|t| self.names(&[self.info.name.to_string()]).titled(&t))
            {
                self.notes.row(
                    format!(
                        "{code} has the same title as {twin}, which is there already; by its code it is another one."
                    ),
                    d.row,
                );
            }
            return;
        }
        let names = self.names(&[self.info.name.to_string()]);
        let mail = d.fields.get("email").and_then(Json::as_str).map(String::from);
        let title = d.fields.get("title").and_then(Json::as_str).map(String::from);
        let by_mail = mail.and_then(|m| names.mail(&m));
        let code = by_mail.or_else(|| title.as_ref().and_then(|t| names.titled(t))).or_else(|| {
            // Nearly the same name: the same thing, or another one? Only the owner knows.
            let title = title.filter(|_| self.guide.unique && !d.fields.contains_key("number"))?;
            let crate::people::Found::Perhaps(list) = names.find(&title) else { return None };
            let answer = self.asks.ask(&format!("same:{title}"), None, || {
                let mut c: Vec<(String, String)> =
                    list.iter().take(4).map(|c| (c.clone(), format!("{} ({c})", names.name(c)))).collect();
                c.push(("new".into(), "none of these; it is new".into()));
                (format!("Is \u{201c}{}\u{201d} one that is there already?", shown(&title)), c)
            });
            match answer.as_deref() {
                Some("new") => None,
                Some(code) => Some(code.to_string()),
                None => {
                    d.waits.push(format!(
                        "whether \u{201c}{}\u{201d} is {} or new",
                        shown(&title),
                        names.name(&list[0])
                    ));
                    None
                }
            }
        });
        if let Some(code) = code {
            d.code = Some(code);
            d.exists = true;
        }
    }
}
