//! Every question about a control, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Control, Evidence, Obligation, Person, Risk, Routine};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Choose {
    /// Which controls do you want to go through? — All of them take about three hours; four sittings are usual.
    theme: Theme,
    /// Which ones?
    which: Refs<Control>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Theme {
    /// those that need a look
    Due,
    /// organizational (5)
    Organizational,
    /// people (6)
    People,
    /// physical (7)
    Physical,
    /// technological (8)
    Technological,
    /// those that I choose
    Chosen,
    /// none: only the version
    None,
}

#[derive(JsonSchema)]
pub(super) struct Needed {
    /// Do you do this?
    needed: Do,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Do {
    /// yes, we do
    Yes,
    /// partly
    Partly,
    /// not yet
    NotYet,
    /// we do not need it
    NotNeeded,
}

#[derive(JsonSchema)]
pub(super) struct Reason {
    /// What makes it necessary? — Tick the risks and duties. "It is in the standard" is not a reason.
    because_of: Vec<Because>,
    /// Which risks count on it?
    risks: Option<Refs<Risk>>,
    /// Which laws or contracts ask for it?
    obligations: Option<Refs<Obligation>>,
    /// Why is it in, in one sentence?
    justification: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Because {
    /// a risk
    Risk,
    /// a law
    Law,
    /// a contract
    Contract,
    /// our business
    Business,
    /// good practice
    GoodPractice,
}

#[derive(JsonSchema)]
pub(super) struct Out {
    /// Why is it not needed? — What would have to exist here for it to matter, and does not?
    justification: Prose,
}

#[derive(JsonSchema)]
pub(super) struct How {
    /// How do you do it, concretely? — Tool, who, how often. Two to four sentences. Empty: as it stands.
    how: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Shows {
    /// What shows it? Take a fresh proof if the newest is older than 13 months.
    evidence: Option<Refs<Evidence>>,
    /// Or which recurring task shows it?
    routines: Option<Refs<Routine>>,
}

#[derive(JsonSchema)]
pub(super) struct Worked {
    /// Did it work at the last look?
    works: Works,
    /// How do you know? — Empty: as it stands.
    how_checked: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Works {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
    /// not checked
    NotChecked,
}

#[derive(JsonSchema)]
pub(super) struct Gap {
    /// What is missing, who does it, until when?
    todo: Vec<Task>,
    /// Until when will it be in place?
    done_by: Date,
}
/// One thing to do.
#[derive(JsonSchema)]
struct Task {
    /// What?
    what: Prose,
    /// Who?
    who: Ref<Person>,
    /// Until when?
    until: Date,
}

#[derive(JsonSchema)]
pub(super) struct Owner {
    /// Who answers for it?
    owner: Ref<Person>,
}

#[derive(JsonSchema)]
pub(super) struct Own {
    /// Do you have controls of your own that the list lacks? — None: leave it empty.
    own: Option<Vec<OwnControl>>,
}
/// A control of one's own.
#[derive(JsonSchema)]
struct OwnControl {
    /// What do you call it?
    title: Text,
    /// Why do you have it?
    justification: Prose,
    /// What makes it necessary?
    because_of: OwnBecause,
    /// How far is it?
    status: OwnStatus,
    /// How do you do it, concretely?
    #[schemars(extend("case" = "status=in_place"))]
    how: Option<Prose>,
    /// How do you know that it works?
    #[schemars(extend("case" = "status=in_place"))]
    how_checked: Option<Prose>,
    /// Until when will it be in place?
    #[schemars(extend("case" = "status=planned"))]
    done_by: Option<Date>,
    /// Who answers for it?
    owner: Ref<Person>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum OwnBecause {
    /// our business
    Business,
    /// good practice
    GoodPractice,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum OwnStatus {
    /// in place
    InPlace,
    /// planned
    Planned,
}

#[derive(JsonSchema)]
pub(super) struct Version {
    /// Who approves the new version? — And does the certificate name a version? {soa_on_certificate}
    approved: Approval,
}
