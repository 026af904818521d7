//! Every question about permission to deviate, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Control, Person, Policy, Risk};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Begin {
    /// What do you want to do?
    #[serde(rename = "do")]
    task: Task,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Task {
    /// ask for a new exception
    Ask,
    /// go through those that there are
    Round,
}

// ---- asking

#[derive(JsonSchema)]
pub(super) struct What {
    /// From which rule, for whom, why can it not be kept? — First the rule.
    from_rule: Refs<(Policy, Control)>,
    /// For whom, or for what?
    for_what: Prose,
    /// Why can it not be kept?
    why: Prose,
    /// What do you call it? — A few words for the list.
    title: Text,
    /// Who answers for it?
    owner: Ref<Person>,
}
#[derive(JsonSchema)]
pub(super) struct Instead {
    /// What do you do instead? — Something that really keeps the damage away, and that somebody can see.
    instead: Prose,
}
#[derive(JsonSchema)]
pub(super) struct Rises {
    /// Which risks rise by it?
    risks: Option<Refs<Risk>>,
    /// None, because?
    no_risk_because: Option<Prose>,
}
#[derive(JsonSchema)]
pub(super) struct Until {
    /// Until when at the latest? — At most 12 months: {latest}.
    until: Date,
}
#[derive(JsonSchema)]
pub(super) struct Yes {
    /// Does the owner of the rule say yes?
    approved: Approval,
    /// And does the owner of each risk that rises?
    risk_owners: Approval,
}

// ---- the round

#[derive(JsonSchema)]
pub(super) struct Round {
    /// Still needed? Is the instead still done? How do you know? — What is no longer needed ends; what is needed for long changes the rule.
    round: Vec<Look>,
}
/// One exception.
#[derive(JsonSchema)]
struct Look {
    /// What becomes of it?
    then: Then,
    /// Is the instead still done?
    instead_done: Done,
    /// How do you know?
    know_by: Text,
    /// Longer until?
    #[schemars(extend("case" = "then=longer"))]
    until: Option<Date>,
    /// Why longer?
    #[schemars(extend("case" = "then=longer"))]
    why: Option<Prose>,
    /// How should the rule read?
    #[schemars(extend("case" = "then=rule"))]
    rule: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Then {
    /// goes on
    GoesOn,
    /// end it
    End,
    /// longer
    Longer,
    /// change the rule
    Rule,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Done {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
    /// I don't know
    DontKnow,
}
#[derive(JsonSchema)]
pub(super) struct Longer {
    /// Does the owner of the rule say yes again?
    longer: Approval,
}
