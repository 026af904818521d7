//! Answers of a record in words: read by the stored names of the fields, so that a past revision reads like the present one.
//! It must never change a recorded word, nor print what is personal in a copy without names.
use super::{Names, Paper, plain, soft, thousands};
use crate::dates;
use crate::doc::{Answer, Span};
use crate::isms::{Record, Revision, json_of};
use crate::kind::{Choice, Field, KindInfo, Ty};
use chrono::NaiveDate;
use serde_json::{Map, Value};

/// The fields of one revision.
pub struct Body {
    pub kind: &'static KindInfo,
    map: Map<String, Value>,
}
/// An approval as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub by: String,
    pub on: Option<NaiveDate>,
    pub how: String,
    pub proof: Vec<String>,
}

static NOTHING: Value = Value::Null;

impl Body {
    pub fn of(r: &Record) -> Body {
        Body { kind: r.info(), map: r.body_json() }
    }
    pub fn at(r: &Record, v: &Revision) -> Body {
        Body { kind: r.info(), map: json_of(v) }
    }
    pub fn get(&self, field: &str) -> &Value {
        debug_assert!(
            self.kind.field(field).is_some() || matches!(field, "state" | "retired" | "withdrawn"),
            "{} has no field {field}",
            self.kind.name
        );
        self.map.get(field).unwrap_or(&NOTHING)
    }
    pub fn map(&self) -> &Map<String, Value> {
        &self.map
    }
    pub fn text(&self, field: &str) -> &str {
        self.get(field).as_str().unwrap_or_default()
    }
    pub fn day(&self, field: &str) -> Option<NaiveDate> {
        self.get(field).as_str().and_then(dates::parse)
    }
    pub fn number(&self, field: &str) -> u32 {
        self.get(field).as_u64().unwrap_or_default() as u32
    }
    pub fn yes(&self, field: &str) -> bool {
        self.get(field).as_bool().unwrap_or_default()
    }
    pub fn texts(&self, field: &str) -> Vec<&str> {
        self.get(field).as_array().map(|a| a.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
    }
    /// Codes of a link or of links.
    pub fn codes(&self, field: &str) -> Vec<&str> {
        match self.get(field) {
            Value::String(s) => vec![s],
            _ => self.texts(field),
        }
    }
    pub fn rows(&self, field: &str) -> Vec<&Map<String, Value>> {
        self.get(field).as_array().map(|a| a.iter().filter_map(Value::as_object).collect()).unwrap_or_default()
    }
    /// The words of what was chosen, as on the button.
    pub fn word(&self, field: &str) -> String {
        self.words(field).join(", ")
    }
    pub fn words(&self, field: &str) -> Vec<String> {
        let Some(Ty::Choice { of } | Ty::Many { of }) = self.kind.field(field).map(|f| &f.ty) else {
            return self.codes(field).iter().map(|s| s.replace('_', " ")).collect();
        };
        self.codes(field).into_iter().map(|name| label(of, name)).collect()
    }
    pub fn signed(&self, field: &str) -> Option<Signed> {
        signed(self.get(field))
    }
}

fn label(of: &[Choice], name: &str) -> String {
    of.iter().find(|c| c.name == name).map_or_else(|| name.replace('_', " "), |c| c.label.clone())
}
fn signed(v: &Value) -> Option<Signed> {
    let text = |k: &str| v.get(k).and_then(Value::as_str).unwrap_or_default();
    v.get("by").and_then(Value::as_str).map(|by| Signed {
        by: by.into(),
        on: dates::parse(text("on")),
        how: how_words(text("how")).into(),
        proof: v
            .get("proof")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(String::from)
            .collect(),
    })
}
/// The way of saying yes.
pub fn how_words(how: &str) -> &str {
    match how {
        "in_app" => "in the program",
        "signed" => "signed",
        "email" => "by e-mail",
        "minutes" => "in the minutes",
        other => other,
    }
}

/// The words of a file stand in the file; how many were taken out for search and comparison.
fn file_words(s: &str) -> String {
    format!("{} words taken out of the file", super::thousands(s.split_whitespace().count()))
}
/// What is printed where a copy holds something back.
const HELD: &str = "about a person: held back in this copy";

impl Paper<'_> {
    /// A value in one run of text.
    pub fn say(&self, ty: &Ty, v: &Value) -> Vec<Span> {
        let s = v.as_str().unwrap_or_default();
        if crate::canonical::empty(v) {
            return vec![soft("none")];
        }
        match ty {
            Ty::FileText => vec![soft(file_words(s))],
            Ty::Prose | Ty::LongProse => vec![Span::Recorded(one_line(s))],
            Ty::PersonalText | Ty::PersonalProse if self.scope.names != Names::Full => vec![soft(HELD)],
            Ty::PersonalText | Ty::PersonalProse => vec![Span::Recorded(one_line(s))],
            Ty::Percent => vec![plain(format!("{v} %"))],
            Ty::Count => vec![plain(thousands(v.as_u64().unwrap_or_default() as usize))],
            Ty::Money => {
                let minor = v.get("minor").and_then(Value::as_i64).unwrap_or_default();
                vec![plain(format!(
                    "{}.{:02} {}",
                    minor / 100,
                    (minor % 100).abs(),
                    v.get("currency").and_then(Value::as_str).unwrap_or_default()
                ))]
            }
            Ty::Bool => vec![plain(if v.as_bool() == Some(true) { "yes" } else { "no" })],
            Ty::Cadence => vec![plain(
                serde_json::from_value::<dates::Cadence>(v.clone())
                    .map_or_else(|_| v.to_string(), |c| format!("every {}", c.words())),
            )],
            Ty::Choice { of } => vec![plain(label(of, s))],
            Ty::Many { of } => vec![plain(
                v.as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .map(|n| label(of, n))
                    .collect::<Vec<_>>()
                    .join(", "),
            )],
            Ty::Clauses | Ty::Texts => {
                vec![plain(v.as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))]
            }
            Ty::Ref { .. } | Ty::Target => self.named(s),
            Ty::Refs { .. } | Ty::Targets => join(
                v.as_array().into_iter().flatten().filter_map(Value::as_str).map(|c| self.named(c)).collect(),
                " · ",
            ),
            Ty::Approval => signed(v).map_or_else(|| vec![plain(v.to_string())], |a| self.approval(&a)),
            Ty::Row { of } => self.row(of, v),
            Ty::List { of } => join(v.as_array().into_iter().flatten().map(|row| self.row(of, row)).collect(), "; "),
            Ty::Text | Ty::Link | Ty::Moment | Ty::Number | Ty::Date | Ty::Past | Ty::Version if v.is_string() => {
                vec![plain(s)]
            }
            _ => vec![plain(v.to_string())],
        }
    }
    /// "by M.R., top management, on 2026-08-25, signed · EV-0527"
    pub fn approval(&self, a: &Signed) -> Vec<Span> {
        let on = a.on.map(|d| format!(", on {d}")).unwrap_or_default();
        let mut out = vec![plain(format!("by {}{on}, {}", self.who(&a.by), a.how))];
        for p in &a.proof {
            out.push(plain(" · "));
            out.push(self.code(p));
        }
        out
    }
    fn row(&self, of: &[Field], row: &Value) -> Vec<Span> {
        let mut out = Vec::new();
        for f in of {
            let Some(v) = row.get(&f.name).filter(|v| !crate::canonical::empty(v)) else { continue };
            if !out.is_empty() {
                out.push(plain(" · "));
            }
            if matches!(f.ty, Ty::Bool | Ty::Count | Ty::Percent | Ty::Number | Ty::Date | Ty::Past) {
                out.push(soft(format!("{} ", f.name.replace('_', " "))));
            }
            out.extend(self.say(&f.ty, v));
        }
        out
    }
    /// A value right of the margin rule of a sheet.
    pub fn answers(&self, field: &Field, v: &Value) -> Vec<Answer> {
        match (&field.ty, v) {
            (Ty::FileText, Value::String(s)) => vec![Answer::Spans(vec![soft(file_words(s))])],
            (Ty::Prose | Ty::LongProse, Value::String(s)) => vec![Answer::Recorded(s.clone())],
            (Ty::List { of }, Value::Array(rows)) => rows.iter().map(|row| Answer::Spans(self.row(of, row))).collect(),
            (Ty::Score, Value::Number(n)) if field.name.contains("likelihood") || field.name.contains("impact") => {
                let n = n.as_u64().unwrap_or_default() as u32;
                let words =
                    if field.name.contains("likelihood") { self.likelihood_words() } else { self.impact_words() };
                vec![Answer::Spans(vec![plain(format!(
                    "{n} {}",
                    words.get((n as usize).wrapping_sub(1)).cloned().unwrap_or_default().to_lowercase()
                ))])]
            }
            (ty, v) => vec![Answer::Spans(self.say(ty, v))],
        }
    }
    /// "was → now" of one field, short: a long text that was rewritten is said to be so, for its words stand in the record.
    pub fn difference(&self, field: &str, ty: &Ty, was: &Value, now: &Value) -> Vec<Span> {
        let name = field.replace('_', " ");
        let long = |v: &Value| {
            v.as_str().is_some_and(|s| s.chars().count() > 90)
                || v.as_array().is_some_and(|a| a.iter().any(Value::is_object))
        };
        let empty = crate::canonical::empty;
        if long(was) || long(now) {
            let verb = if empty(was) {
                "written"
            } else if empty(now) {
                "taken out"
            } else {
                "rewritten"
            };
            return vec![plain(format!("{name}: {verb}"))];
        }
        if let (
            Ty::Refs { .. } | Ty::Many { .. } | Ty::Texts | Ty::Clauses | Ty::Targets,
            Value::Array(_) | Value::Null,
            Value::Array(_) | Value::Null,
        ) = (ty, was, now)
        {
            return self.set_difference(&name, ty, was, now);
        }
        let mut out = vec![plain(format!("{name}: "))];
        if let (Ty::Approval, Some(a)) = (ty, signed(now)) {
            out.extend(self.approval(&a));
            if let Some(day) = signed(was).and_then(|w| w.on) {
                out.push(soft(format!(" (before: {day})")));
            }
            return out;
        }
        out.extend(self.say(ty, was).into_iter().map(faded));
        out.push(plain(" \u{2192} "));
        out.extend(self.say(ty, now));
        out
    }
    /// What a set gained and lost.
    fn set_difference(&self, name: &str, ty: &Ty, was: &Value, now: &Value) -> Vec<Span> {
        let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
        let (was, now) = (list(was), list(now));
        let some = |vs: Vec<Value>| -> Vec<Span> {
            match ty {
                Ty::Refs { .. } | Ty::Targets => {
                    join(vs.iter().filter_map(Value::as_str).map(|c| vec![self.code(c)]).collect(), ", ")
                }
                _ => self.say(ty, &Value::Array(vs)),
            }
        };
        let (gone, new): (Vec<Value>, Vec<Value>) = (
            was.iter().filter(|v| !now.contains(v)).cloned().collect(),
            now.iter().filter(|v| !was.contains(v)).cloned().collect(),
        );
        let mut out = vec![plain(format!("{name}: "))];
        if !gone.is_empty() {
            out.push(plain("without "));
            out.extend(some(gone.clone()));
        }
        if !new.is_empty() {
            out.push(plain(if gone.is_empty() { "with " } else { ", with " }));
            out.extend(some(new));
        }
        out
    }
}

fn faded(s: Span) -> Span {
    match s {
        Span::Text(t) | Span::Bold(t) | Span::Recorded(t) => Span::Soft(t),
        other => other,
    }
}
/// The same with a capital at its head, as a sentence begins.
pub(crate) fn capital(s: &str) -> String {
    let mut c = s.chars();
    c.next().map(|f| f.to_uppercase().collect::<String>() + c.as_str()).unwrap_or_default()
}
/// Markdown of the record as one run: line breaks become spaces, its words stay.
pub(crate) fn one_line(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}
/// Runs one after another with words between.
pub(crate) fn join(parts: Vec<Vec<Span>>, between: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for p in parts {
        if !out.is_empty() {
            out.push(plain(between));
        }
        out.extend(p);
    }
    out
}
