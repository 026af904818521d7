//! Every question of an internal audit, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Audit, Control, Evidence, Person, Process, Supplier};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Which {
    /// Which audit is it? — Empty: plan a new one.
    audit: Option<Ref<Audit>>,
}

#[derive(JsonSchema)]
pub(super) struct Cover {
    /// Which clauses? — Those that are looked at every year, and those that are due, stand here already.
    clauses: Option<Clauses>,
    /// Which controls?
    controls: Option<Refs<Control>>,
    /// Which activities and suppliers will you visit?
    areas: Option<Refs<(Process, Supplier)>>,
    /// What should it show?
    aims: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Who {
    /// Who audits? — One of you.
    auditor: Option<Ref<Person>>,
    /// Or who from outside? — Name and firm.
    outside: Option<Text>,
    /// Why can they? — What they learned, which audits they have done.
    able: Prose,
    /// Why do they not judge their own work?
    independent: Option<Prose>,
}

#[derive(JsonSchema)]
pub(super) struct How {
    /// How: talk, look, test? How many samples of what?
    how: Vec<Way>,
    /// When is it to be?
    planned_on: Date,
}
#[derive(JsonSchema)]
struct Way {
    /// How?
    how: Means,
    /// How many?
    samples: Count,
    /// Of what? — People of the office, leavers since spring, restored files.
    of: Text,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Means {
    /// talk
    Talk,
    /// look
    Look,
    /// test
    Test,
}

#[derive(JsonSchema)]
pub(super) struct List {
    /// This is the checklist. Add what you worry about. — Drawn from links, stale items, last findings and changes.
    list: Option<Vec<Line>>,
}
#[derive(JsonSchema)]
struct Line {
    /// Which clause or control?
    clause: Text,
    /// What will you ask or look at?
    question: Text,
}

#[derive(JsonSchema)]
pub(super) struct Looked {
    /// What did you ask or look at? What exactly did you see (name, date, number)?
    rows: Vec<Seen>,
}
#[derive(JsonSchema)]
struct Seen {
    /// What do you say to it?
    verdict: Says,
    /// What exactly did you see? — Name, date, number. Roles instead of people's names.
    seen: Option<Prose>,
    /// Which sample or paper shows it?
    proof: Option<Ref<Evidence>>,
    /// Whom did you talk with? — By role.
    interviewed: Option<Text>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Says {
    /// conforms
    Conforms,
    /// a finding
    Finding,
    /// not looked at
    NotLookedAt,
}

#[derive(JsonSchema)]
pub(super) struct Findings {
    /// What was required, what did you see, how grave? — Requirement, evidence, gap: three short lines.
    findings: Vec<Found>,
}
#[derive(JsonSchema)]
struct Found {
    /// How grave?
    grade: Grade,
    /// What was required?
    required: Prose,
    /// What is missing between the two?
    gap: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Grade {
    /// major
    Major,
    /// minor
    Minor,
    /// observation
    Observation,
    /// opportunity
    Opportunity,
}

#[derive(JsonSchema)]
pub(super) struct Good {
    /// What works well?
    good: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Verdicts {
    /// Does the ISMS meet the standard and your own rules, and does it work?
    verdict: Vec<Verdict>,
}
#[derive(JsonSchema)]
struct Verdict {
    /// Yes, partly or no?
    answer: Degree,
    /// Why?
    why: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Degree {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
}

#[derive(JsonSchema)]
pub(super) struct Nothing {
    /// Nothing was found. What did you do that could have found something?
    did: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Report {
    /// Who of management got it?
    to: Refs<Person>,
    /// When?
    on: Past,
}
