//! Every question of an audit by others, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Audit, Control, Evidence, Person, Process, Supplier};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Which {
    /// Which audit is it? — Empty: one that is not here yet.
    audit: Option<Ref<Audit>>,
}

#[derive(JsonSchema)]
pub(super) struct Dates {
    /// What sort of audit is it?
    sort: Sort,
    /// On which day does it begin?
    from: Date,
    /// On which day does it end? — Empty: the same day.
    until: Option<Date>,
    /// Who comes? — Name and body.
    who: Text,
    /// On site or remote?
    place: Place,
    /// Which plan? — Put the audit plan here, once it has come.
    plan: Option<Refs<Evidence>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Sort {
    /// stage 1. The first certificate: is the system ready?
    #[serde(rename = "stage_1")]
    Stage1,
    /// stage 2. The first certificate: does it work?
    #[serde(rename = "stage_2")]
    Stage2,
    /// surveillance. The yearly visit.
    Surveillance,
    /// recertification. The third year, before the certificate ends.
    Recertification,
    /// special. After a change or a complaint.
    Special,
    /// customer. A customer looks at you.
    Customer,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Place {
    /// on site
    OnSite,
    /// remote
    Remote,
    /// both
    Both,
}

#[derive(JsonSchema)]
pub(super) struct Covers {
    /// Which clauses?
    clauses: Option<Clauses>,
    /// Which controls?
    controls: Option<Refs<Control>>,
    /// Which activities and suppliers?
    areas: Option<Refs<(Process, Supplier)>>,
}

#[derive(JsonSchema)]
pub(super) struct Given {
    /// Which pack do they get?
    pack: Handed,
    /// Where did you send it? — An address, a portal, a person at the body.
    #[schemars(extend("case" = "pack=pack|reports"))]
    sent_to: Text,
    /// On which day?
    #[schemars(extend("case" = "pack=pack|reports"))]
    sent_on: Past,
    /// Keep a copy of what was sent? — Put it here, and it can be shown what they had.
    #[schemars(extend("case" = "pack=pack|reports?"))]
    copy: Option<Refs<Evidence>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Handed {
    /// the pack
    Pack,
    /// some reports
    Reports,
    /// nothing: they look here
    Nothing,
    /// not yet
    NotYet,
}

#[derive(JsonSchema)]
pub(super) struct Day {
    /// What did they ask for, and what did you show? — For next year. You may leave it out.
    day: Option<Vec<Asked>>,
}
#[derive(JsonSchema)]
struct Asked {
    /// What did they ask for?
    asked: Text,
    /// What did you show? — A code, a file, a screen.
    shown: Option<Text>,
    /// Which clause or control was it about?
    clause: Option<Text>,
}

#[derive(JsonSchema)]
pub(super) struct Findings {
    /// Each finding as written: number, grade, requirement, text, date to answer — Word for word; leave it empty if there is none.
    findings: Option<Vec<Found>>,
    /// On which day did the report or letter come? — The time to answer runs from it.
    came_on: Option<Past>,
    /// Put the report or letter here.
    report: Option<Refs<Evidence>>,
}
#[derive(JsonSchema)]
struct Found {
    /// Which number has it there?
    number: Option<Text>,
    /// How did they grade it?
    grade: Grade,
    /// Which clause or control was not met?
    requirement: Option<Text>,
    /// What is written there, word for word?
    text: Prose,
    /// Until when do they want an answer? — Empty: as the contract says.
    answer_due: Option<Date>,
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
pub(super) struct Disagree {
    /// Do you object to one? Until when? — Leave out those that you accept.
    objections: Option<Vec<Objection>>,
}
#[derive(JsonSchema)]
struct Objection {
    /// Until when must they have it?
    until: Date,
    /// Why do you object?
    why: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Tell {
    /// Whom have you told what came of it?
    to: Refs<Person>,
    /// On which day?
    on: Past,
}

#[derive(JsonSchema)]
pub(super) struct Outcome {
    /// What did they recommend? — To give the certificate, or to keep it.
    what: Said,
    /// On which day did they say so?
    #[schemars(extend("case" = "what=recommended|once_answered|visit_again|refused?"))]
    on: Option<Past>,
    /// What did they find good?
    good: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Said {
    /// yes
    Recommended,
    /// yes, once findings are answered
    OnceAnswered,
    /// another visit first
    VisitAgain,
    /// no
    Refused,
    /// not said yet
    NotYet,
}

#[derive(JsonSchema)]
pub(super) struct New {
    /// On which day did the body decide? — Empty: it has not decided yet.
    decided_on: Option<Past>,
    /// Until when is it valid?
    #[schemars(extend("case" = "decided_on!="))]
    expires_on: Date,
    /// Which number has it?
    #[schemars(extend("case" = "decided_on!=?"))]
    number: Option<Text>,
    /// What does it cover, word for word?
    #[schemars(extend("case" = "decided_on!="))]
    scope: Prose,
    /// Which version of the list of controls does it name?
    #[schemars(extend("case" = "decided_on!=?"))]
    soa: Option<Text>,
    /// When does the auditor come next? — If it is agreed.
    #[schemars(extend("case" = "decided_on!=?"))]
    next_audit: Option<Date>,
}
