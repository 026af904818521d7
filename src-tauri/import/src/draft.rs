//! From rows to records: what each row would add or change, what is missing, and what it may be filled with.
//! A row is new, changed, the same, wrong, or left out with a reason; nothing is dropped without a word.
use crate::ask::pairs;
use crate::cells::{Got, Work, bad, blank, words, yes_no};
use crate::fold::{key, shown};
use crate::guides::{Fill, Layout};
use crate::header::{Column, like_code};
use crate::source::{Cell, Line};
use chrono::NaiveDate;
use isms::kind::{Field, Ty};
use serde_json::{Map, Value as Json, json};
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
        Draft { row, what: What::New, code: None, exists: false, title: title.into(), fields: Map::new(), extras: Vec::new(), reviewed: None, errors: Vec::new(), waits: Vec::new(), changes: Vec::new() }
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
struct Beside {
    cells: HashMap<&'static str, (String, Cell)>,
    lines: Vec<String>,
    /// Several notes columns, or one that is not called so: with the column's name.
    notes: Vec<(String, String)>,
    left: Option<String>,
}

impl Work<'_> {
    /// Every row of the table as a draft, in order.
    pub(crate) fn drafts(&mut self) -> Vec<Draft> {
        let lines: Vec<&Line> = self.table.rows.clone();
        let mut drafts = Vec::with_capacity(lines.len());
        let merged = if self.guide.merge { self.merged(&lines) } else { HashMap::new() };
        let numbers = (self.guide.layout == Layout::Soa).then(|| crate::soa::numbers(self, &lines)).unwrap_or_default();
        for (n, line) in lines.iter().enumerate() {
            if self.asks.given(&format!("row:{}", line.number)) == Some("out") {
                drafts.push(Draft::left(line.number, line.filled().next().map(|(_, c)| c.show()).unwrap_or_default(), "left out by you"));
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
        d.title = d.fields.get("title").and_then(Json::as_str).map(String::from).unwrap_or_else(|| line.filled().map(|(_, c)| c.show()).find(|t| !like_code(t) || line.filled().count() == 1).unwrap_or_default());
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
        let text = format!("Row {} is not UTF-8; read as Latin-1 it says \u{ab}{}\u{bb}: take that?", line.number, shown(&odd));
        let answer = self.asks.ask(&format!("encoding:{}", line.number), None, || (text.clone(), pairs(&[("take", "take it"), ("out", "leave the row out")])));
        if answer.as_deref() != Some("take") {
            d.errors.push(RowError { column: self.table.columns.iter().find(|c| line.cell(c.index).show() == odd).map(|c| c.name.clone()).unwrap_or_default(), value: shown(&odd), text: format!("not UTF-8; read as Latin-1 it says \u{ab}{}\u{bb}: take that?", shown(&odd)), mend: vec![odd] });
        }
    }

    /// One cell into its place.
    fn place(&mut self, d: &mut Draft, beside: &mut Beside, line: &Line, column: &Column, to: &'static str, cell: &Cell) {
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
            d.wrong(&column.name, &show, bad(format!("\u{201c}{}\u{201d} is a formula without a stored value; nothing is computed here.", shown(&show))));
            return;
        }
        let t = show.trim();
        let (a, b) = t.split_once('-').unwrap_or(("", ""));
        let ok = (1..=6).contains(&a.len()) && a.bytes().all(|c| c.is_ascii_alphabetic()) && (1..=12).contains(&b.len()) && b.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'.');
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
            (None, _) => d.wrong(&column.name, &show, bad(format!("\u{201c}{}\u{201d} is not written like {}; say above what becomes of such codes.", shown(t), self.info.code(12)))),
        }
    }

    /// What is no field of its own: names in two columns, reviews, certificates, approvals, actions, reasons in columns.
    fn beside(&mut self, d: &mut Draft, b: &mut Beside, line: &Line) {
        let text = |b: &Beside, k: &str| b.cells.get(k).map(|(_, c)| c.show()).filter(|t| !t.is_empty());
        if let (first, Some(last)) = (text(b, "first_name"), text(b, "last_name")) {
            let name = format!("{} {last}", first.unwrap_or_default());
            let field = if self.info.field("person").is_some() { "person" } else { "title" };
            d.fields.insert(field.into(), name.trim().into());
        }
        for (to, because) in [("because_risk", "risk"), ("because_law", "law"), ("because_contract", "contract"), ("because_business", "business"), ("because_practice", "good_practice")] {
            if b.cells.get(to).is_some_and(|(_, c)| yes_no(c) == Some(true) || key(&c.show()) == "x") {
                let list = d.fields.entry("because_of").or_insert_with(|| json!([]));
                if let Some(a) = list.as_array_mut().filter(|a| !a.contains(&json!(because))) {
                    a.push(because.into());
                }
            }
        }
        let day = |w: &mut Self, d: &mut Draft, to: &'static str| -> Option<NaiveDate> {
            let (name, cell) = b.cells.get(to)?;
            let column = w.column(to)?;
            match w.day(column, cell, line.number) {
                Ok(day) => day,
                Err(got) => {
                    d.wrong(name, &cell.show(), got);
                    None
                }
            }
        };
        let (reviewed, next) = (day(self, d, "reviewed_on"), day(self, d, "next_review"));
        let until = day(self, d, "iso27001_until");
        let approved = day(self, d, "approved_on");
        let due = day(self, d, "action_due");
        match reviewed {
            Some(on) if on > self.today => d.wrong(&self.name_of("reviewed_on"), &on.to_string(), bad(format!("{} lies after today.", words(on)))),
            Some(on) => d.reviewed = Some((on, next.filter(|n| *n > self.today))),
            None => {
                if let Some(n) = next {
                    b.lines.push(format!("{}: {n}", self.name_of("next_review")));
                }
            }
        }
        if let Some(until) = until {
            d.fields.insert("assurance".into(), json!([{"sort": "iso27001", "valid_until": until.to_string()}]));
        }
        if let Some(by) = text(b, "approved_by").filter(|t| !blank(t)) {
            let on = approved.map(|d| format!(" on {d}")).unwrap_or_default();
            b.lines.push(format!("Approved by {by}{on}, as the list says"));
        }
        if let Some((name, cell)) = b.cells.get("damage") {
            b.lines.push(format!("{name}: {}", cell.show()));
        }
        if let Some(what) = text(b, "action").filter(|t| !blank(t)) {
            self.action(d, b, &what, due, line);
        } else if let Some(who) = text(b, "action_owner") {
            // Without an action, "Who" is whose risk it is.
            if self.column("owner").is_none() && !d.fields.contains_key("owner") {
                self.person_into(d, "owner", "action_owner", &who);
            }
        }
    }

    fn person_into(&mut self, d: &mut Draft, field: &str, to: &str, who: &str) {
        match self.one(field, &["person".to_string()], who) {
            Got::Is(v) => {
                d.fields.insert(field.into(), v);
            }
            got => d.wrong(&self.name_of(to), who, got),
        }
    }

    fn action(&mut self, d: &mut Draft, b: &mut Beside, what: &str, due: Option<NaiveDate>, line: &Line) {
        let who = b.cells.get("action_owner").map(|(_, c)| c.show()).unwrap_or_default();
        if self.column("action_owner").is_none() && self.column("action_due").is_none() {
            b.lines.push(format!("{}: {what}", self.name_of("action")));
            return;
        }
        let mut fields = Map::new();
        fields.insert("title".into(), shown(what).into());
        fields.insert("sort".into(), "treatment".into());
        fields.insert("what".into(), what.into());
        let mut holder = Draft::new(line.number, "");
        if who.is_empty() {
            d.wrong(&self.name_of("action_owner"), "", bad("The action has nobody who does it."));
        } else {
            self.person_into(&mut holder, "owner", "action_owner", &who);
        }
        if let Some(v) = holder.fields.remove("owner") {
            // The table has one person a row: whose risk it is, is asked once.
            if self.column("owner").is_none() && !d.fields.contains_key("owner") {
                let answer = self.asks.ask("risk-owner", Some("same"), || ("The table names only who does the action. Is that person the owner of the risk too?".into(), pairs(&[("same", "yes"), ("ask", "no; one owner for all rows")])));
                if answer.as_deref() == Some("same") {
                    d.fields.insert("owner".into(), v.clone());
                }
            }
            fields.insert("owner".into(), v);
        }
        d.errors.append(&mut holder.errors);
        match due {
            Some(day) => {
                fields.insert("due".into(), day.to_string().into());
                if b.cells.get("action_done").is_some_and(|(_, c)| yes_no(c) == Some(true)) {
                    // The day on which it was done is not in the table: at the latest its due day, or today.
                    fields.insert("done_on".into(), day.min(self.today).to_string().into());
                    fields.insert("state".into(), "done".into());
                    fields.insert("result".into(), format!("Done, as {} says; the day is the one on which it was due.", self.source.name).into());
                    self.notes.say("Actions that are done have no day of their own in the table; the due day stands for it.");
                }
            }
            None if !d.errors.iter().any(|e| e.column == self.name_of("action_due")) => d.wrong(&self.name_of("action_due"), "", bad("The action has no day until when.")),
            None => {}
        }
        d.extras.push(Extra { kind: "action", fields, listed_in: "actions" });
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
            } else if let Some(twin) = d.fields.get("title").and_then(Json::as_str).map(String::from).and_then(|t| self.names(&[self.info.name.to_string()]).titled(&t)) {
                self.notes.row(format!("{code} has the same title as {twin}, which is there already; by its code it is another one."), d.row);
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
                let mut c: Vec<(String, String)> = list.iter().take(4).map(|c| (c.clone(), format!("{} ({c})", names.name(c)))).collect();
                c.push(("new".into(), "none of these; it is new".into()));
                (format!("Is \u{201c}{}\u{201d} one that is there already?", shown(&title)), c)
            });
            match answer.as_deref() {
                Some("new") => None,
                Some(code) => Some(code.to_string()),
                None => {
                    d.waits.push(format!("whether \u{201c}{}\u{201d} is {} or new", shown(&title), names.name(&list[0])));
                    None
                }
            }
        });
        if let Some(code) = code {
            d.code = Some(code);
            d.exists = true;
        }
    }

    /// Notes, what is missing, and what differs from the record that exists.
    fn finish(&mut self, d: &mut Draft, b: Beside, line: &Line) {
        let was = d.code.as_deref().filter(|_| d.exists).and_then(|c| self.isms.record(c)).map(|r| r.body_json());
        let mut b = b;
        if let Some(was) = &was {
            self.state_stays(d, &mut b, was);
            self.approval_known(d, &mut b, was);
        }
        self.note_lines(d, b, was.as_ref());
        // A word may allow several choices ("Y": ordinary or special): what is there already stays, else the first.
        for (name, v) in d.fields.iter_mut() {
            if let Some(many) = v.as_str().filter(|s| s.contains('|') && matches!(self.info.field(name).map(|f| &f.ty), Some(Ty::Choice { .. }))) {
                let now = was.as_ref().and_then(|w| w.get(name)).and_then(Json::as_str).filter(|n| many.split('|').any(|m| m == *n));
                let first = many.split('|').next().unwrap_or_default();
                *v = now.unwrap_or(first).into();
            }
        }
        self.links_here(d, line);
        match &was {
            None => self.fill(d),
            Some(was) => self.follow(d, was),
        }
        if let (Some(left), Some(Ty::Date)) = (d.fields.get("left_on").and_then(Json::as_str).and_then(|s| s.parse::<NaiveDate>().ok()), self.info.field("left_on").map(|f| f.ty.clone())) {
            if left <= self.today && self.info.states.contains(&"left") {
                d.fields.insert("state".into(), "left".into());
            }
        }
        if let Some(was) = &was {
            self.compare(d, was);
        }
        // What was reviewed since, or on that day, needs no review that is carried over.
        if let (Some((on, _)), Some(code)) = (d.reviewed, d.code.as_deref().filter(|_| d.exists)) {
            if self.isms.last_mark(code).is_some_and(|m| m.held_on >= on) {
                d.reviewed = None;
            }
        }
        if !d.waits.is_empty() {
            let text = format!("The table does not say {}; answer it above.", crate::fold::list(&d.waits, 12));
            d.errors.push(RowError { column: String::new(), value: String::new(), text, mend: Vec::new() });
        }
        if !d.errors.is_empty() {
            d.what = What::Wrong;
        } else if d.exists {
            d.what = if d.changes.is_empty() && d.reviewed.is_none() && d.extras.is_empty() { What::Same } else { What::Changed };
        }
    }

    /// A state that cannot be reached from where the record stands is noted, not forced.
    fn state_stays(&mut self, d: &mut Draft, b: &mut Beside, was: &Map<String, Json>) {
        let (Some(from), Some(to)) = (was.get("state").and_then(Json::as_str), d.fields.get("state").and_then(Json::as_str).map(String::from)) else { return };
        if from != to && !self.info.arrows.iter().any(|a| a.from == from && a.to == to) {
            let name = self.name_of("state");
            self.notes.row(format!("The table says \u{201c}{}\u{201d} where the record is {}; the record stays so, and the word is kept in its notes.", to.replace('_', " "), from.replace('_', " ")), d.row);
            b.lines.push(format!("{name}: {}", to.replace('_', " ")));
            d.fields.remove("state");
        }
    }
    /// An approval that is recorded already is not noted again.
    fn approval_known(&mut self, d: &Draft, b: &mut Beside, was: &Map<String, Json>) {
        let (Some(by), Some(on)) = (was.get("approved").and_then(|a| a["by"].as_str()), was.get("approved").and_then(|a| a["on"].as_str())) else { return };
        let people = self.people();
        let _ = d;
        b.lines.retain(|l| {
            let Some(rest) = l.strip_prefix("Approved by ") else { return true };
            let Some((who, day)) = rest.trim_end_matches(", as the list says").rsplit_once(" on ") else { return true };
            let same = match people.find(who) {
                crate::people::Found::One(c) => c == by,
                crate::people::Found::Perhaps(list) => list.len() == 1 && list[0] == by,
                crate::people::Found::None => false,
            };
            !(same && day == on)
        });
    }

    fn note_lines(&mut self, d: &mut Draft, b: Beside, was: Option<&Map<String, Json>>) {
        let several = self.goes.iter().filter(|g| g.to == Some("notes")).count() > 1;
        let mut lines: Vec<String> = b.notes.into_iter().map(|(name, text)| {
            let plain = !several && ["note", "comment", "remark", "bemerkung", "kommentar", "anmerkung", "notiz"].iter().any(|w| key(&name).starts_with(w));
            if plain { text } else { format!("{name}: {text}") }
        }).collect();
        lines.extend(b.lines);
        let before = was.and_then(|w| w.get("notes")).and_then(Json::as_str).unwrap_or_default();
        let have = key(before);
        // What the notes say already, with or without the column's name, is not said twice.
        lines.retain(|l| {
            let bare = l.split_once(": ").map_or(l.as_str(), |(_, t)| t);
            !have.contains(&key(l)) && !(key(bare).len() > 3 && have.contains(&key(bare)))
        });
        if lines.is_empty() {
            return;
        }
        let added = lines.join("\n");
        let whole = if before.is_empty() { added } else { format!("{before}\n{added}") };
        d.fields.insert("notes".into(), whole.into());
    }

    /// People who left own nothing; what is retired is not linked anew.
    fn links_here(&mut self, d: &mut Draft, line: &Line) {
        let people = self.people();
        for f in &self.info.fields {
            let (Ty::Ref { kinds, .. }, Some(code)) = (&f.ty, d.fields.get(&f.name).and_then(Json::as_str)) else { continue };
            if kinds == &["person"] && f.name == "owner" {
                if let Some((_, on)) = people.gone(code) {
                    let text = format!("{} left{}.", people.name(code), on.map(|o| format!(" on {}", words(o))).unwrap_or_default());
                    let name = self.column("owner").map(|c| (c.name.clone(), self.cell(line, c).show())).unwrap_or_default();
                    d.wrong(&name.0, &name.1, bad(format!("{text} Name someone who is here.")));
                }
            }
        }
    }

    /// "2 scores that stayed equal stay equal": what a table does not say of what is left follows what it says of today.
    fn follow(&mut self, d: &mut Draft, was: &Map<String, Json>) {
        for (field, fill) in self.guide.fill {
            let Fill::Same(of) = fill else { continue };
            if d.fields.contains_key(*field) {
                continue;
            }
            let (Some(now), Some(old), Some(left)) = (d.fields.get(*of).and_then(Json::as_i64), was.get(*of).and_then(Json::as_i64), was.get(*field).and_then(Json::as_i64)) else { continue };
            if now != old && (left == old || left > now) {
                d.fields.insert((*field).into(), now.into());
                self.notes.row("The table does not say what is left; where it was as today, or would be higher than today, it follows today's score.", d.row);
            }
        }
        if let (Some(rows), Some(Json::Array(old))) = (d.fields.get("assurance").and_then(Json::as_array).cloned(), was.get("assurance")) {
            let mut list = old.clone();
            for row in rows {
                match list.iter_mut().find(|o| o["sort"] == row["sort"]) {
                    Some(o) => o["valid_until"] = row["valid_until"].clone(),
                    None => list.push(row),
                }
            }
            d.fields.insert("assurance".into(), list.into());
        }
    }

    fn compare(&mut self, d: &mut Draft, was: &Map<String, Json>) {
        isms::check::normal(self.info, &mut d.fields);
        // A table rarely names all links: those that it does not name stay.
        for f in self.info.fields.iter().filter(|f| matches!(f.ty, Ty::Refs { .. })) {
            if let (Some(Json::Array(now)), Some(Json::Array(old))) = (d.fields.get_mut(&f.name), was.get(&f.name)) {
                if old.iter().any(|o| !now.contains(o)) {
                    let more: Vec<Json> = now.iter().filter(|n| !old.contains(n)).cloned().collect();
                    *now = old.iter().cloned().chain(more).collect();
                }
            }
        }
        let sorted = |v: &Json| match v {
            Json::Array(a) if a.iter().all(Json::is_string) => {
                let mut a: Vec<String> = a.iter().filter_map(Json::as_str).map(String::from).collect();
                a.sort();
                json!(a)
            }
            other => other.clone(),
        };
        // Assurances are compared by what the table can say of them.
        let same = |name: &str, now: &Json| {
            let old = was.get(name).cloned().unwrap_or_default();
            sorted(&old) == sorted(now) || old.as_str().zip(now.as_str()).is_some_and(|(a, b)| name == "title" && key(a) == key(b))
        };
        let changed: Vec<String> = d.fields.iter().filter(|(n, v)| !same(n, v)).map(|(n, _)| n.clone()).collect();
        d.fields.retain(|n, _| changed.contains(n));
        for name in changed {
            let f: Option<&Field> = self.info.field(&name);
            d.changes.push(FieldChange {
                question: f.map_or_else(|| "Where does it stand?".to_string(), |f| f.question.clone()),
                was: was.get(&name).cloned().unwrap_or_default(),
                now: d.fields.get(&name).cloned().unwrap_or_default(),
                ty: f.map_or(Ty::Text, |f| f.ty.clone()),
                field: name,
            });
        }
    }
}
