//! Reports: what the file says on a day, as a `Doc`. Here is what all of them see and share; each report is one file under `reports/`.
//! It must never know how a page is drawn, and it reads neither clock nor hash order: same file, same scope, same `Doc`.
pub(crate) mod audits;
pub(crate) mod chart;
mod names;
pub(crate) mod paper;
pub(crate) mod register;
mod values;

pub use names::People;
pub use paper::{Paper, choose, thousands};
pub use values::{Body, Signed, how_words};
pub(crate) use values::{capital, join, one_line};

use crate::doc::{Block, Checkpoint, Column, Doc, Section, Span};
use crate::isms::Isms;
use crate::packs;
use crate::refusal::Refusal;
use crate::reports;
use chrono::NaiveDate;
pub use paper::last_audit;
use serde::Serialize;

/// How people are named in a copy that leaves the house.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// "D.O., ISMS owner"
    #[default]
    Initials,
    /// "Daniel Okafor, ISMS owner"
    Full,
    /// "ISMS owner"
    Roles,
}

/// Of which day, since when, about what, for whom.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The file is read as it stood at the end of this day.
    pub as_of: NaiveDate,
    /// The day of the comparison; none: the last day of the last external audit.
    pub from: Option<NaiveDate>,
    /// First and last day of a report that looks ahead; none: twelve months from this one.
    pub span: (Option<NaiveDate>, Option<NaiveDate>),
    /// Code of the one record that a sheet is about; of a calendar, the person whose it is.
    pub about: Option<String>,
    /// Of a document, the version; of two that are compared, the earlier and the later. None: the one in force, the latest two.
    pub versions: (Option<String>, Option<String>),
    pub names: Names,
    /// Printed at the foot of each page, in words.
    pub classification: String,
    /// The long form: also what a copy for outside leaves out by default, such as the hosts of a weakness.
    pub long: bool,
    /// "Draft" in the head of each page.
    pub draft: bool,
    /// Checkpoint of the last pack that left the house: this one must extend it.
    pub earlier: Option<Checkpoint>,
    /// What the owner chose of a pack; what a report of its own has no use for.
    pub pack: packs::Choices,
}
impl Scope {
    /// People by initials, for the certification body, since the last external audit.
    pub fn on(as_of: NaiveDate) -> Scope {
        Scope {
            as_of,
            from: None,
            span: (None, None),
            about: None,
            versions: (None, None),
            names: Names::default(),
            classification: "Confidential: for the certification body".into(),
            long: false,
            draft: false,
            earlier: None,
            pack: packs::Choices::default(),
        }
    }
    /// The same, about one record.
    pub fn about(self, code: &str) -> Scope {
        Scope { about: Some(code.into()), ..self }
    }
}

/// Does it show what comes, so that its days lie ahead of the one that the file is read on?
pub fn looks_ahead(name: &str) -> bool {
    name == "calendar"
}

/// One report of the catalogue.
#[derive(Clone, Copy)]
pub struct Report {
    /// On the command line and in the pack's settings; never renamed.
    pub name: &'static str,
    pub title: &'static str,
    pub clause: &'static str,
    /// What it is about, where it is a sheet: "review", "risk", "record". Empty: the whole file.
    pub about: &'static str,
    /// Kinds whose register it is: what their page prints.
    pub of: &'static [&'static str],
    pub build: fn(&Paper) -> Result<Vec<Section>, Refusal>,
}

/// A version that a report can be of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VersionNamed {
    /// By which the scope asks for it.
    pub key: String,
    pub number: String,
    /// "in force", "earlier", "draft"; empty where versions have no state.
    pub state: String,
    pub from: Option<NaiveDate>,
}
/// Which versions a report can be of, newest first, and which it is of: one, or the earlier and the later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Versions {
    pub of: Vec<VersionNamed>,
    pub picked: Vec<String>,
}

/// The file as it stood at the end of the scope's day.
fn stood<'a>(isms: &'a Isms, scope: &Scope) -> std::borrow::Cow<'a, Isms> {
    let last = isms.last_act_of(scope.as_of);
    if last < isms.last_seq() {
        std::borrow::Cow::Owned(isms.as_of_act(last))
    } else {
        std::borrow::Cow::Borrowed(isms)
    }
}
/// The versions that this report lets one choose; none where it is of no version, or there is nothing to choose from.
pub fn versions(isms: &Isms, name: &str, scope: &Scope) -> Option<Versions> {
    let of = reports::versions_of(name)?;
    Some(of(&stood(isms, scope), scope)).filter(|v| v.of.len() > 1)
}

/// Builds a report of the file as it stood at the end of the scope's day.
pub fn build(isms: &Isms, name: &str, scope: &Scope) -> Result<Doc, Refusal> {
    let Some(report) = reports::report(name) else {
        return Err(Refusal::new(
            "unknown",
            name,
            format!("There is no report \u{201c}{name}\u{201d}."),
            format!("It is one of: {}.", reports::all().iter().map(|r| r.name).collect::<Vec<_>>().join(", ")),
        ));
    };
    let stood = stood(isms, scope);
    let isms = &*stood;
    if !report.about.is_empty() {
        about(isms, report, scope)?;
    }
    let paper = Paper::new(isms, scope)?;
    let sections = (report.build)(&paper)?;
    Ok(Doc {
        title: title(report, &sections),
        organization: isms.organization().map(|o| o.name.to_string()).unwrap_or_default(),
        classification: for_whom(name).map_or_else(|| scope.classification.clone(), String::from),
        as_of: scope.as_of,
        checkpoint: Some(isms.checkpoint()),
        draft: scope.draft,
        sections,
        files: Vec::new(),
    })
}

/// Papers that are made for one reader alone say so, whatever the copy is for.
fn for_whom(name: &str) -> Option<&'static str> {
    match name {
        "held-on-person" | "training-certificate" => Some("Personal: for this person"),
        "attendance-sheet" | "acknowledgement-sheet" => Some("Internal: names people"),
        _ => None,
    }
}
/// A sheet is called after its record, a pack after the audit on its cover.
fn title(report: &Report, sections: &[Section]) -> String {
    match sections.first() {
        Some(s) if !report.about.is_empty() => s.title.clone(),
        Some(Section { blocks, .. }) => match blocks.first() {
            Some(Block::Cover(c)) => c.subtitle.lines().next().unwrap_or(report.title).to_string(),
            _ => report.title.to_string(),
        },
        None => report.title.to_string(),
    }
}

/// Is the record that the sheet is about there, and of the right kind?
pub(crate) fn about(isms: &Isms, report: &Report, scope: &Scope) -> Result<(), Refusal> {
    let Some(code) = scope.about.as_deref() else {
        return Err(Refusal::new(
            "field",
            "about",
            format!("\u{201c}{}\u{201d} is a sheet about one {}, and none is named.", report.title, report.about),
            "Give its code.",
        ));
    };
    match isms.record(code).filter(|r| !r.common.withdrawn) {
        None => Err(Refusal::new(
            "unknown",
            code,
            format!("There was no \u{201c}{code}\u{201d} in this file on {}.", scope.as_of),
            "Give the code of a record, like R-012, or a later day.",
        )),
        Some(r) if report.about != "record" && r.info().name != report.about => Err(Refusal::new(
            "link",
            code,
            format!("{code} is a {}, not a {}.", r.info().title.to_lowercase(), report.about),
            "Give another code, or print it with `record`.",
        )),
        Some(_) => Ok(()),
    }
}

// ---- small words that all reports use

/// A section without a number; a pack gives numbers.
pub(crate) fn section(
    id: &str,
    title: impl Into<String>,
    clauses: &[&str],
    landscape: bool,
    blocks: Vec<Block>,
) -> Section {
    Section {
        number: None,
        title: title.into(),
        clauses: clauses.iter().map(|c| c.to_string()).collect(),
        landscape,
        id: format!("section-{id}"),
        part: false,
        control: Vec::new(),
        blocks,
    }
}
/// The purpose of a section in one line.
pub(crate) fn purpose(words: &str) -> Block {
    Block::Para(vec![Span::Soft(words.into())])
}
pub(crate) fn heading(words: impl Into<String>) -> Block {
    Block::Heading { level: 1, spans: vec![Span::Text(words.into())], id: None }
}
pub(crate) fn right(head: &str, width: f32) -> Column {
    Column { head: head.into(), width, right: true }
}
pub(crate) fn plain(s: impl Into<String>) -> Span {
    Span::Text(s.into())
}
pub(crate) fn bold(s: impl Into<String>) -> Span {
    Span::Bold(s.into())
}
pub(crate) fn soft(s: impl Into<String>) -> Span {
    Span::Soft(s.into())
}
/// "1 risk", "5 risks"
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}
