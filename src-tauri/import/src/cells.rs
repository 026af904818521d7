//! From what a cell shows to the value that a field takes, by the field's own type. Every answer that is needed is asked for once;
//! what cannot be read is said with the value and the mend, and nothing is cut, rounded or computed.
use crate::ask::{Asks, Notes};
use crate::days;
use crate::fold::{invisible, key, shown};
use crate::guides::{Guide, NO, YES};
use crate::header::{Column, Table};
use crate::mapping::Goes;
use crate::people::Names;
use crate::scale::{self, Scale};
use crate::source::{Cell, Source, Value, number};
use chrono::NaiveDate;
use isms::kind::{Choice, Ty};
use isms::{Isms, KindInfo};
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use std::rc::Rc;

/// What a cell gives.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Got {
    Nothing,
    Is(Json),
    Bad { text: String, mend: Vec<String> },
}
pub(crate) fn bad(text: impl Into<String>) -> Got {
    Got::Bad { text: text.into(), mend: Vec::new() }
}

/// Everything at hand while a table is read.
pub(crate) struct Work<'a> {
    pub(crate) isms: &'a Isms,
    pub(crate) today: NaiveDate,
    pub(crate) source: &'a Source,
    pub(crate) table: &'a Table<'a>,
    pub(crate) guide: &'static Guide,
    pub(crate) info: &'static KindInfo,
    pub(crate) goes: &'a [Goes],
    pub(crate) asks: Asks,
    pub(crate) notes: Notes,
    /// Records that several rows rest on, by name.
    pub(crate) shared: Vec<(String, crate::draft::Extra)>,
    names: HashMap<String, Rc<Names>>,
    scales: HashMap<&'static str, Rc<Scale>>,
    pub(crate) habits: HashMap<usize, Rc<crate::dates::Habit>>,
    pub(crate) known: HashMap<(String, String), Got>,
}

impl<'a> Work<'a> {
    pub(crate) fn new(
        isms: &'a Isms,
        today: NaiveDate,
        source: &'a Source,
        table: &'a Table<'a>,
        info: &'static KindInfo,
        goes: &'a [Goes],
        asks: Asks,
    ) -> Work<'a> {
        Work {
            isms,
            today,
            source,
            table,
            guide: table.guide,
            info,
            goes,
            asks,
            notes: Notes::default(),
            shared: Vec::new(),
            names: HashMap::new(),
            scales: HashMap::new(),
            habits: HashMap::new(),
            known: HashMap::new(),
        }
    }
    pub(crate) fn column(&self, to: &str) -> Option<&'a Column> {
        self.goes.iter().position(|g| g.to == Some(to)).map(|i| &self.table.columns[i])
    }
    pub(crate) fn names(&mut self, kinds: &[String]) -> Rc<Names> {
        let isms = self.isms;
        self.names.entry(kinds.join("|")).or_insert_with(|| Rc::new(Names::of(isms, kinds))).clone()
    }
    pub(crate) fn people(&mut self) -> Rc<Names> {
        self.names(&["person".to_string()])
    }

    /// The cell, or what the owner put in its place.
    pub(crate) fn cell(&self, line: &crate::source::Line, column: &Column) -> Cell {
        if self.asks.any_given("cell:") {
            if let Some(v) = self.asks.given(&format!("cell:{}:{}", line.number, column.name)) {
                return Cell::text(v);
            }
        }
        line.cell(column.index).clone()
    }

    pub(crate) fn scale(&mut self, name: &'static str) -> Rc<Scale> {
        if let Some(s) = self.scales.get(name) {
            return s.clone();
        }
        let columns: Vec<&Column> = self
            .goes
            .iter()
            .zip(&self.table.columns)
            .filter(|(g, _)| {
                g.to.is_some_and(|t| self.info.field(t).is_some_and(|f| f.ty == Ty::Score) && scale::of(t) == name)
            })
            .map(|(_, c)| c)
            .collect();
        let titles: Vec<String> = columns.iter().map(|c| c.name.clone()).collect();
        let cells = self.table.rows.iter().flat_map(|r| columns.iter().map(|c| r.cell(c.index)));
        let brought: Vec<(String, Vec<(String, i64)>)> = self
            .source
            .sheets
            .iter()
            .filter(|s| s.name != self.table.sheet.name)
            .flat_map(crate::header::scales)
            .collect();
        let own = scale::own_words(self.isms, name);
        let s = Rc::new(Scale::build(name, own, &titles, cells, &brought, &mut self.asks, &mut self.notes));
        self.scales.insert(name, s.clone());
        s
    }

    /// Reads a cell as a value of this type. `lines` are what else the row's notes should keep.
    pub(crate) fn read(
        &mut self,
        field: &str,
        ty: &Ty,
        column: &Column,
        cell: &Cell,
        row: u32,
        lines: &mut Vec<String>,
    ) -> Got {
        if cell.is_empty() {
            return Got::Nothing;
        }
        let show = cell.show();
        if let Some(c) = show.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            let what = if c == '\0' {
                "a NUL character".to_string()
            } else {
                format!("a control character (U+{:04X})", c as u32)
            };
            return bad(format!("\u{201c}{}\u{201d} holds {what}.", shown(&show)));
        }
        if let Some(c) = show.chars().find(|c| invisible(*c) && *c != '\u{feff}') {
            return bad(format!(
                "\u{201c}{}\u{201d} holds an invisible mark (U+{:04X}) that can make one text look like another.",
                shown(&show),
                c as u32
            ));
        }
        if let Value::Error(e) = &cell.value {
            return bad(format!("The sheet has an error here: {e}."));
        }
        match ty {
            Ty::Score => match self.scale(scale::of(field)).read(cell) {
                Ok(Some(n)) => Got::Is(n.into()),
                Ok(None) => Got::Nothing,
                Err(text) => Got::Bad { text, mend: self.scale(scale::of(field)).mend() },
            },
            Ty::Date | Ty::Past => match self.day(column, cell, row) {
                Ok(Some(d)) if *ty == Ty::Past && d > self.today => {
                    bad(format!("\u{201c}{}\u{201d} lies after today.", shown(&show)))
                }
                Ok(Some(d)) => Got::Is(d.to_string().into()),
                Ok(None) => Got::Nothing,
                Err(got) => got,
            },
            Ty::Text | Ty::PersonalText | Ty::Link => {
                let most = if *ty == Ty::Link { 2_000 } else { 200 };
                let text = show.split_whitespace().collect::<Vec<_>>().join(" ");
                let n = text.chars().count();
                if n > most {
                    return bad(format!("The text has {n} characters; at most {most} fit here. It is never cut."));
                }
                if field != "title" && blank(&text) {
                    return Got::Nothing;
                }
                if show.contains('\n') {
                    self.notes.row(format!("Line breaks in \u{201c}{}\u{201d} became spaces.", column.name), row);
                }
                Got::Is(text.into())
            }
            Ty::Prose | Ty::PersonalProse | Ty::LongProse => {
                let most = if *ty == Ty::LongProse { 200_000 } else { 20_000 };
                match show.chars().count() {
                    n if n > most => {
                        bad(format!("The text has {n} characters; at most {most} fit here. It is never cut."))
                    }
                    _ if blank(&show) => Got::Nothing,
                    _ => Got::Is(show.into()),
                }
            }
            Ty::Choice { of } => self.choice(field, of, column, cell, &show),
            Ty::Many { of } => self.many(field, of, column, &show),
            Ty::Bool => match yes_no(cell) {
                Some(b) => Got::Is(b.into()),
                None => Got::Bad {
                    text: format!("\u{201c}{}\u{201d} is neither yes nor no.", shown(&show)),
                    mend: vec!["yes".into(), "no".into()],
                },
            },
            Ty::Percent => self.percent(column, cell, &show),
            Ty::Count => self.count(column, &show, row),
            Ty::Number => match show.replace(',', ".").parse::<f64>() {
                Ok(n) if n.is_finite() => Got::Is(number(n).into()),
                _ => bad(format!("\u{201c}{}\u{201d} is not a number.", shown(&show))),
            },
            Ty::Version => self.version(&show, lines),
            Ty::Ref { kinds, .. } => self.one(field, kinds, &show),
            Ty::Refs { kinds, .. } => self.several(field, kinds, column, &show, lines),
            Ty::Texts => self.texts(field, &show),
            Ty::Clauses => {
                let numbers = control_numbers(&show);
                if numbers.is_empty() {
                    bad(format!("\u{201c}{}\u{201d} names no clause or control.", shown(&show)))
                } else {
                    Got::Is(numbers.into_iter().map(|n| format!("A.{n}")).collect::<Vec<_>>().into())
                }
            }
            Ty::Moment => self.moment(column, cell, row),
            _ => {
                lines.push(format!("{}: {show}", column.name));
                Got::Nothing
            }
        }
    }

    /// The choice that a word means: by its name, its label, the words of the guide; else the owner says, once a word.
    pub(crate) fn choice(&mut self, field: &str, of: &[Choice], column: &Column, cell: &Cell, show: &str) -> Got {
        let id = ("choice ".to_string() + field, show.to_string());
        if let Some(got) = self.known.get(&id) {
            return got.clone();
        }
        let shown_word = match (&cell.value, yes_no(cell)) {
            (Value::Bool(b), _) => if *b { "yes" } else { "no" }.to_string(),
            _ => show.to_string(),
        };
        let got = match self.choose(field, of, &shown_word) {
            Some(name) => Got::Is(name.into()),
            None if days::is_nothing(show) => Got::Nothing,
            None => {
                let word = shown(show);
                let answer = self.asks.ask(&format!("choice:{field}:{show}"), None, || {
                    let mut choices: Vec<(String, String)> = of.iter().map(|c| (c.name.clone(), label(c))).collect();
                    choices.push(("!empty".into(), "leave it empty".into()));
                    (format!("What is \u{201c}{word}\u{201d} in \u{201c}{}\u{201d}?", column.name), choices)
                });
                match answer.as_deref() {
                    Some("!empty") => Got::Nothing,
                    Some(a) => Got::Is(a.into()),
                    None => Got::Bad {
                        text: format!(
                            "\u{201c}{word}\u{201d} is none of: {}.",
                            of.iter().map(label).collect::<Vec<_>>().join(", ")
                        ),
                        mend: of.iter().map(label).collect(),
                    },
                }
            }
        };
        self.known.insert(id, got.clone());
        got
    }
    /// Name of the choice; several, separated by "|", where a word allows them.
    pub(crate) fn choose(&self, field: &str, of: &[Choice], word: &str) -> Option<String> {
        let k = key(word);
        let bare = key(&crate::fold::without_brackets(word));
        let own = of.iter().find(|c| key(&c.name) == k || key(&label(c)) == k);
        own.map(|c| c.name.clone()).or_else(|| {
            let words = self.guide.col(field).map_or(&[][..], |c| c.words);
            [&k, &bare].into_iter().find_map(|k| {
                words.iter().find(|(names, _)| names.split('|').any(|n| key(n) == *k)).map(|(_, c)| c.to_string())
            })
        })
    }
    fn many(&mut self, field: &str, of: &[Choice], column: &Column, show: &str) -> Got {
        let mut out: Vec<Json> = Vec::new();
        let parts: Vec<&str> = match self.choose(field, of, show) {
            Some(_) => vec![show],
            None => show.split([',', ';', '/', '\n', '+', '&']).map(str::trim).filter(|p| !p.is_empty()).collect(),
        };
        for part in parts {
            match self.choice(field, of, column, &Cell::text(part), part) {
                Got::Is(v) if !out.contains(&v) => out.push(v),
                got @ Got::Bad { .. } => return got,
                _ => {}
            }
        }
        if out.is_empty() { Got::Nothing } else { Got::Is(out.into()) }
    }

    fn percent(&mut self, column: &Column, cell: &Cell, show: &str) -> Got {
        let whole = |p: f64| {
            if (0.0..=100.0).contains(&p) {
                Got::Is(json!(p.round() as u64))
            } else {
                bad(format!("\u{201c}{}\u{201d} is not between 0 and 100 percent.", shown(show)))
            }
        };
        let parse = |t: &str| t.trim().replace(',', ".").parse::<f64>().ok();
        if let Some((a, b)) =
            show.split_once('/').or_else(|| show.split_once(" of ")).or_else(|| show.split_once(" von "))
        {
            return match (parse(a), parse(b)) {
                (Some(a), Some(b)) if b > 0.0 => whole(a / b * 100.0),
                _ => bad(format!("\u{201c}{}\u{201d} is not a result.", shown(show))),
            };
        }
        if let Some(p) = show.strip_suffix('%').and_then(parse) {
            return whole(p);
        }
        match (&cell.value, parse(show)) {
            (Value::Number(n), _) if *n > 0.0 && *n < 1.0 => whole(n * 100.0),
            (_, Some(p)) => {
                if key(&column.name).contains("point") || key(&column.name).contains("punkt") {
                    self.notes.say(format!("The points in \u{201c}{}\u{201d} are read as percent.", column.name));
                }
                whole(p)
            }
            _ => bad(format!("\u{201c}{}\u{201d} is not a result in percent.", shown(show))),
        }
    }
    fn count(&mut self, column: &Column, show: &str, row: u32) -> Got {
        if days::is_nothing(show) {
            return Got::Nothing;
        }
        let digits: String = show.trim().chars().take_while(char::is_ascii_digit).collect();
        let unit = key(&show.trim()[digits.len()..]);
        let Ok(n) = digits.parse::<u32>() else {
            return bad(format!("\u{201c}{}\u{201d} is not a number.", shown(show)));
        };
        let days = match unit.as_str() {
            "" | "d" | "day" | "days" | "tag" | "tage" | "h" | "hour" | "hours" | "stunden" | "std" => 1,
            "w" | "week" | "weeks" | "woche" | "wochen" => 7,
            "m" | "month" | "months" | "monat" | "monate" => 30,
            "y" | "year" | "years" | "jahr" | "jahre" => 365,
            _ => return bad(format!("\u{201c}{}\u{201d} is not a number of days.", shown(show))),
        };
        if days > 1 {
            self.notes.row(
                format!(
                    "\u{201c}{}\u{201d} in \u{201c}{}\u{201d} is taken as {} days.",
                    shown(show),
                    column.name,
                    n.saturating_mul(days)
                ),
                row,
            );
        }
        Got::Is(n.saturating_mul(days).into())
    }
    /// "2.0", "v2.2", "2"; "1.1 / draft 2.0" is 1.1, and the rest goes to the notes.
    fn version(&mut self, show: &str, lines: &mut Vec<String>) -> Got {
        let mut parts = show.splitn(2, ['/', ';', ',']);
        let first = parts.next().unwrap_or_default().trim();
        let bare = first.to_lowercase();
        let bare = ["version", "rev.", "rev", "ver.", "ver", "v.", "v"]
            .iter()
            .find_map(|p| bare.strip_prefix(p))
            .unwrap_or(&bare)
            .trim()
            .to_string();
        let numbers: Vec<Option<u32>> = bare.split('.').map(|n| n.trim().parse().ok()).collect();
        let got = match numbers.as_slice() {
            [Some(a)] => Got::Is(format!("{a}.0").into()),
            [Some(a), Some(b)] | [Some(a), Some(b), Some(_)] => Got::Is(format!("{a}.{b}").into()),
            _ => return bad(format!("\u{201c}{}\u{201d} is not a version like 2.1.", shown(show))),
        };
        if numbers.len() == 3 {
            lines.push(format!("Version in the list: {first}"));
        }
        if let Some(rest) = parts.next().map(str::trim).filter(|r| !r.is_empty()) {
            lines.push(format!("Beside version {}: {rest}", bare));
        }
        got
    }

    fn texts(&mut self, field: &str, show: &str) -> Got {
        let parts: Vec<String> =
            show.split([';', ',', '\n', '|']).map(str::trim).filter(|p| !blank(p)).map(String::from).collect();
        if parts.is_empty() {
            return Got::Nothing;
        }
        let roles = if field.contains("roles") { self.roles() } else { Vec::new() };
        let mut out = Vec::new();
        for p in parts {
            match roles.iter().find(|r| key(r) == key(&p)) {
                Some(r) => out.push(r.clone()),
                None if roles.is_empty() => out.push(p),
                None => {
                    let answer = self.asks.ask(&format!("role:{p}"), None, || {
                        let mut c: Vec<(String, String)> = roles.iter().map(|r| (r.clone(), r.clone())).collect();
                        c.push(("!none".into(), "none of these; leave it out".into()));
                        (format!("Which role of your list is \u{201c}{}\u{201d}?", shown(&p)), c)
                    });
                    match answer.as_deref() {
                        Some("!none") => {}
                        Some(r) => out.push(r.to_string()),
                        None => {
                            return Got::Bad {
                                text: format!("There is no role \u{201c}{}\u{201d} in your list.", shown(&p)),
                                mend: roles,
                            };
                        }
                    }
                }
            }
        }
        out.dedup();
        if out.is_empty() { Got::Nothing } else { Got::Is(out.into()) }
    }
    /// Names of the organization's roles.
    pub(crate) fn roles(&self) -> Vec<String> {
        let body = self.isms.record("ORG").map(isms::Record::body_json).unwrap_or_default();
        body.get("role_list")
            .and_then(Json::as_array)
            .map(|l| l.iter().filter_map(|r| r.get("role").and_then(Json::as_str)).map(String::from).collect())
            .unwrap_or_default()
    }
}

pub(crate) fn label(c: &Choice) -> String {
    c.label.trim_end_matches('.').to_string()
}
pub(crate) fn quoted(list: &[String]) -> Vec<String> {
    list.iter().map(|t| format!("\u{201c}{}\u{201d}", shown(t))).collect()
}
/// "3 April 2027"
pub(crate) fn words(d: NaiveDate) -> String {
    d.format("%-d %B %Y").to_string()
}
/// Words that say that there is nothing.
pub(crate) fn blank(text: &str) -> bool {
    matches!(
        key(text).as_str(),
        "" | "na" | "n a" | "none" | "nil" | "k a" | "keine" | "keiner" | "entfallt" | "not applicable"
    )
}
pub(crate) fn yes_no(cell: &Cell) -> Option<bool> {
    match &cell.value {
        Value::Bool(b) => Some(*b),
        Value::Number(n) if *n == 1.0 => Some(true),
        Value::Number(n) if *n == 0.0 => Some(false),
        Value::Text(t) => {
            // The key folds "ue" as in German names; "true" is meant as it stands.
            let (k, plain) = (key(t), t.trim().to_lowercase());
            if YES.contains(&k.as_str())
                || YES.contains(&plain.as_str())
                || matches!(t.trim(), "\u{2713}" | "\u{2714}" | "\u{2611}" | "\u{d7}")
            {
                Some(true)
            } else if NO.contains(&k.as_str()) || matches!(t.trim(), "\u{2717}" | "\u{2610}") {
                Some(false)
            } else {
                None
            }
        }
        _ => None,
    }
}
/// Numbers of Annex A in a text: "A.5.7", "8.24", "SOA-8.1"; not dates, versions or amounts.
pub(crate) fn control_numbers(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for w in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')) {
        let w = w.trim_matches('.');
        let w = w.strip_prefix("A.").or_else(|| w.strip_prefix("a.")).or_else(|| w.strip_prefix('A')).unwrap_or(w);
        let Some((a, b)) = w.split_once('.') else { continue };
        let (Ok(theme), Ok(n)) = (a.parse::<u32>(), b.parse::<u32>()) else { continue };
        let most = match theme {
            5 => 37,
            6 => 8,
            7 => 14,
            8 => 34,
            _ => 0,
        };
        if n >= 1 && n <= most && !b.starts_with('0') {
            let number = format!("{theme}.{n}");
            if !out.contains(&number) {
                out.push(number);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn numbers_of_controls() {
        assert_eq!(control_numbers("Encryption, remote erase (8.1; 8.24)"), ["8.1", "8.24"]);
        assert_eq!(control_numbers("8.28/8.29/8.3"), ["8.28", "8.29", "8.3"]);
        assert_eq!(control_numbers("A.5.7 and SOA-8.1, version 2.0, 12.05.2025, policy HM-88214"), ["5.7", "8.1"]);
    }
}
