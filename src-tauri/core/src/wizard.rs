//! A guided review: a list of steps as data, whose questions are structs with doc comments, and answers that are replayed from the top.
//! It knows no kind and no clock; what a guide asks and writes is in its own file under `wizards/`.
mod ask;
mod changed;
mod check;
mod describe;
mod moved;
pub mod panel;
mod run;
pub mod say;
mod show;
mod sign;

pub use ask::{Ask, Flag, Page, Row};
pub(crate) use ask::{or, too_short};
pub use changed::CHANGED;
pub(crate) use changed::{must_matter, what_changed};
pub use check::CheckShown;
pub use describe::describe;
pub use moved::{Moved, resume};
pub use panel::{ClockShown, PanelPart};
pub use run::{Answers, Done, Run};
pub(crate) use run::{each_once, short, strings};
pub use show::{
    AboutShown, Proposed, StepShown, StepTitle, WizardShown, finish, next, show, so_far, tell_time, warnings,
};
pub(crate) use sign::material as is_material;

use crate::isms::Isms;
use crate::kind::{Field, fields_of};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Serialize;

/// What a guide is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// One record of this kind, or several of them together.
    Records(&'static str),
    /// What the first step chooses or makes; it may be begun on one of these kinds, the first of which is its own. What is no
    /// record is named by its whole ("PROGRAMME") or by what stands before the stroke ("coverage" for "coverage/7.4").
    Chosen(&'static [&'static str]),
    /// One or several records of this kind; or the whole register of them, of which the guide asks what is to be gone through.
    Register(&'static str, &'static str),
    /// A register as a whole: "REGISTER", "SOA", "POLICIES" or "PROGRAMME".
    Whole(&'static str),
}
impl About {
    /// The kind, as the surfaces name it.
    pub fn word(self) -> &'static str {
        match self {
            About::Records(kind) | About::Register(kind, _) => kind,
            About::Chosen(kinds) => kinds.first().copied().unwrap_or("whole"),
            About::Whole(_) => "whole",
        }
    }
    /// Can it be begun on this record or whole?
    pub fn takes(self, isms: &Isms, id: &str) -> bool {
        let kind = isms.record(id).filter(|r| !r.common.withdrawn).map(|r| r.info().name);
        match self {
            About::Records(own) => kind == Some(own),
            About::Chosen(kinds) => {
                kinds.contains(&kind.unwrap_or_else(|| id.split_once('/').map_or(id, |(whole, _)| whole)))
            }
            About::Register(own, whole) => kind == Some(own) || whole == id,
            About::Whole(whole) => whole == id,
        }
    }
}

/// A guide, declared once. `check` and `sign` follow its parts in every guide and are not listed.
pub struct Wizard {
    /// Stored; never renamed.
    pub name: &'static str,
    pub title: &'static str,
    pub clause: &'static str,
    pub about: About,
    /// How long it takes as a rule.
    pub minutes: u32,
    pub parts: &'static [Part],
    /// Fills a `{word}` of a label, hint or heading.
    pub words: fn(&Run, &str) -> Option<String>,
    /// What stands beside the answers when they are read once more.
    pub at_check: fn(&Run, &mut Vec<PanelPart>),
    /// What the answers make of the registers. Pure.
    pub finish: fn(&Run, &mut Done),
}

impl Wizard {
    /// Can it be about several records at once? Then it goes through its steps for each.
    pub fn takes_many(&self) -> bool {
        !matches!(self.about, About::Records(_)) || self.parts.iter().any(|p| matches!(p, Part::Each(..)))
    }
}

/// A stretch of the way.
pub enum Part {
    /// Steps that are gone through once.
    Once(&'static [Step]),
    /// Steps that are gone through for each of these records, one after the other.
    Each(fn(&Run) -> Vec<String>, &'static [Step]),
}

/// One page: a question, or two or three that are answered in the same breath.
pub struct Step {
    /// Stored in drafts and reviews; never renamed.
    pub id: &'static str,
    /// In the row of steps.
    pub title: &'static str,
    /// Empty: the first question is the heading.
    pub heading: &'static str,
    pub hint: &'static str,
    pub(crate) fields: fn() -> Vec<Field>,
    /// In words, for who reads the description of a guide; empty: always.
    pub when_words: &'static str,
    pub(crate) when: fn(&Run) -> bool,
    /// Fields that are asked only in a case: (field, "still=words").
    pub(crate) cases: &'static [(&'static str, &'static str)],
    /// Questions about facts, to which "I don't know" is an answer.
    pub(crate) facts: &'static [&'static str],
    /// Texts that must say something: (field, fewest characters).
    pub(crate) least: &'static [(&'static str, usize)],
    /// Rows, choices, last answers: what only the file knows about its questions.
    pub(crate) shape: fn(&Run, &mut Page),
    pub(crate) panel: fn(&Run, &mut Vec<PanelPart>),
    /// Bounds that no type can say.
    pub(crate) judge: fn(&Run, &mut Judge),
}

/// A page that asks the questions of a struct.
pub const fn ask<Q: JsonSchema>(id: &'static str, title: &'static str) -> Step {
    Step {
        id,
        title,
        heading: "",
        hint: "",
        fields: questions::<Q>,
        when_words: "",
        when: |_| true,
        cases: &[],
        facts: &[],
        least: &[],
        shape: |_, _| {},
        panel: |_, _| {},
        judge: |_, _| {},
    }
}
impl Step {
    pub const fn heading(self, heading: &'static str, hint: &'static str) -> Step {
        Step { heading, hint, ..self }
    }
    /// Asked only when this holds; `words` says so to who reads the description.
    pub const fn when(self, words: &'static str, when: fn(&Run) -> bool) -> Step {
        Step { when_words: words, when, ..self }
    }
    pub const fn cases(self, cases: &'static [(&'static str, &'static str)]) -> Step {
        Step { cases, ..self }
    }
    pub const fn facts(self, facts: &'static [&'static str]) -> Step {
        Step { facts, ..self }
    }
    pub const fn least(self, least: &'static [(&'static str, usize)]) -> Step {
        Step { least, ..self }
    }
    pub const fn shape(self, shape: fn(&Run, &mut Page)) -> Step {
        Step { shape, ..self }
    }
    pub const fn panel(self, panel: fn(&Run, &mut Vec<PanelPart>)) -> Step {
        Step { panel, ..self }
    }
    pub const fn judge(self, judge: fn(&Run, &mut Judge)) -> Step {
        Step { judge, ..self }
    }
}

/// Fields of a struct of questions. Its doc comments are "Question? — Hint.", exactly as they are shown.
fn questions<Q: JsonSchema>() -> Vec<Field> {
    let settings = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true);
    let mut fields = fields_of(&settings.into_generator().into_root_schema_for::<Q>().to_value());
    fields.iter_mut().for_each(split);
    fields
}
/// Questions and hints stand apart by a dash, for a label may be two questions. Rows of tables too.
fn split(f: &mut Field) {
    let whole = format!("{} {}", f.question, f.hint);
    let (label, hint) = whole.split_once(" \u{2014} ").unwrap_or((&whole, ""));
    (f.question, f.hint) = (label.trim().to_string(), hint.trim().to_string());
    if let crate::kind::Ty::List { of } | crate::kind::Ty::Row { of } = &mut f.ty {
        of.iter_mut().for_each(split);
    }
}

/// Ids of the reasons why the subject is out of step: rule names, and "rule:code" where a record is the cause.
pub(crate) fn changed_reasons(run: &Run) -> Vec<String> {
    changed::reasons(run).into_iter().map(|(id, _)| id).collect()
}
/// The same with the reasons themselves.
pub(crate) fn all_reasons(run: &Run) -> Vec<(String, crate::staleness::Reason)> {
    changed::reasons(run)
}
/// "Anna Meyer left on 31 May."; none if the person is there.
pub(crate) fn gone_person(run: &Run, person: &str) -> Option<String> {
    ask::left(run.isms, person, run)
}
/// "Nothing" without a because: that is no answer.
pub(crate) fn bare_nothing(said: &str) -> bool {
    let said = said.trim().to_lowercase();
    let Some(rest) = ["nothing new", "nothing", "none", "no change"].iter().find_map(|w| said.strip_prefix(w)) else {
        return false;
    };
    let why = rest.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_start_matches("because").trim();
    why.chars().count() < 10
}
/// The day of the newest proof of a record.
pub(crate) fn newest_proof(run: &Run, code: &str) -> Option<chrono::NaiveDate> {
    panel::proofs(run, run.isms.ix(code)?).into_iter().map(|e| e.collected_on).max()
}
/// How often "I don't know" was the answer about the present record.
pub(crate) fn unknowns_of(run: &Run) -> usize {
    sign::not_known(run).iter().filter(|n| n.subject == run.subject && n.prefix == run.prefix).count()
}

/// How grave a warning is: yellow goes on, red does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Yellow,
    Red,
}
/// What is wrong with an answer, or worth another thought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    pub field: String,
    pub level: Level,
    pub text: String,
    #[serde(skip)]
    pub step: String,
    #[serde(skip)]
    pub hint: String,
    #[serde(skip)]
    pub code: &'static str,
}
/// Collects what is to be said about the answers of one step.
pub struct Judge {
    step: String,
    pub(crate) found: Vec<Warning>,
}
impl Judge {
    pub(crate) fn new(step: &str) -> Judge {
        Judge { step: step.into(), found: Vec::new() }
    }
    pub(crate) fn add(&mut self, level: Level, code: &'static str, field: &str, text: String, hint: String) {
        self.found.push(Warning { field: field.into(), level, text, step: self.step.clone(), hint, code });
    }
    /// It does not go on like this.
    pub fn red(&mut self, field: &str, text: impl Into<String>) {
        self.add(Level::Red, "field", field, text.into(), String::new());
    }
    /// Worth another thought; it goes on.
    pub fn yellow(&mut self, field: &str, text: impl Into<String>) {
        self.add(Level::Yellow, "field", field, text.into(), String::new());
    }
    /// Is this field wrong already?
    pub fn has(&self, field: &str) -> bool {
        self.found.iter().any(|w| w.field == field && w.level == Level::Red)
    }
}

/// Questions of a guide that ask for a file: (step, field, sort of file).
pub fn drops(wizard: &'static Wizard) -> Vec<(&'static str, String, String)> {
    let steps = wizard.parts.iter().flat_map(|p| match p {
        Part::Once(steps) | Part::Each(_, steps) => steps.iter(),
    });
    steps
        .flat_map(|s| {
            ask::fields(s).iter().filter_map(|f| match &f.ty {
                crate::kind::Ty::Drop { of } => Some((s.id, f.name.clone(), of.clone())),
                _ => None,
            })
        })
        .collect()
}
