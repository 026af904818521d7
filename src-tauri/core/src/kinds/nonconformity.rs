//! A requirement was not met, or an auditor remarked something. 10.1, 10.2, 9.2.
use super::{Action, Audit, Control, Policy, Risk, Supplier};
use crate::check::Check;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A requirement was not met, or an auditor remarked something.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Nonconformity {
    /// How was it graded?
    pub grade: Grade,
    /// Where does it come from?
    pub source: NcSource,
    /// From which audit?
    #[schemars(extend("case" = "source=internal_audit|external_audit"))]
    pub audit: Option<Ref<Audit>>,
    /// Which requirement was not met? Clause or control.
    #[serde(default)]
    pub requirement: Clauses,
    /// Which rule of your own?
    pub own_rule: Option<Text>,
    /// What was found, with the evidence seen?
    pub what: Prose,
    /// When?
    pub raised_on: Past,
    /// Which risks does it say something about?
    #[serde(default)]
    pub risks: BearsOn<Risk>,
    /// Which controls?
    #[serde(default)]
    pub controls: BearsOn<Control>,
    /// Which policies?
    #[serde(default)]
    pub policies: BearsOn<Policy>,
    /// Which suppliers?
    #[serde(default)]
    pub suppliers: BearsOn<Supplier>,
    /// What was done at once? And about the consequences?
    #[schemars(extend("case" = "grade=major|minor&state=answered|verifying|closed"))]
    pub correction: Option<Prose>,
    /// On which day was that done?
    pub corrected_on: Option<Past>,
    /// Did it have consequences, and what was done about those?
    pub harm: Option<Prose>,
    /// Does or could the same exist elsewhere?
    pub elsewhere: Option<Prose>,
    /// Why did it happen? Ask why until the answer is something you can change.
    #[schemars(extend("case" = "grade=major|minor&state=answered|verifying|closed"))]
    pub cause: Option<Prose>,
    /// Why, and why that? One answer after the other, the last is the cause.
    #[serde(default)]
    pub whys: Vec<Text>,
    /// What removes the cause?
    #[serde(default)]
    pub actions: Refs<Action>,
    /// If nothing is to be done about the cause: why?
    pub no_action_because: Option<Prose>,
    /// If it says nothing about risks, controls, rules or suppliers: why?
    pub says_nothing_because: Option<Prose>,
    /// Until when must the certification body have your answer?
    pub answer_due: Option<Date>,
    /// When was the answer sent?
    pub answered_on: Option<Past>,
    /// Until when must it be closed?
    pub close_due: Option<Date>,
    /// When did the body confirm the closure?
    pub closed_by_cb_on: Option<Past>,
    /// Has this been found before?
    pub repeats: Option<Ref<Nonconformity>>,
    /// If it was: why did the last cure not last?
    pub repeats_why: Option<Prose>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    Major,
    Minor,
    Observation,
    Opportunity,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NcSource {
    InternalAudit,
    ExternalAudit,
    Incident,
    Staff,
    Customer,
    OwnCheck,
}
impl Nonconformity {
    /// Major or minor: a requirement was not met.
    pub fn failing(&self) -> bool {
        matches!(self.grade, Grade::Major | Grade::Minor)
    }
}
impl Kind for Nonconformity {
    const NAME: &'static str = "nonconformity";
    const PREFIX: &'static str = "NC";
    const TITLE: &'static str = "Finding";
    const PLURAL: &'static str = "Findings";
    const CLAUSE: &'static str = "10.2";
    const ICON: &'static str = "audit";
    const GROUP: Group = Group::Audit;
    const MORE: bool = true;
    const MATERIAL: &'static [&'static str] =
        &["grade", "requirement", "own_rule", "what", "risks", "controls", "policies", "suppliers", "repeats"];
    const STATE_MATERIAL: bool = false;
    const STATES: &'static [&'static str] = &["raised", "answered", "acting", "verifying", "closed", "noted"];
    const ARROWS: &'static [Arrow] = &[
        arrow("raised", "answered", "Answer"),
        arrow("answered", "acting", "Begin to act"),
        arrow("acting", "verifying", "All is done: check"),
        arrow("verifying", "closed", "Close"),
        arrow("acting", "closed", "Close"),
        arrow("answered", "closed", "Close"),
        arrow("raised", "noted", "Note"),
        arrow("raised", "acting", "Begin to act"),
        arrow("closed", "acting", "Open again"),
        arrow("verifying", "acting", "Act again"),
    ];
    const COLUMNS: &'static [&'static str] = &["title", "grade", "source", "requirement", "raised_on", "actions"];
    const WIZARD: Option<&'static str> = Some("nonconformity");
    const VERB: &'static str = "Go on";
    fn active(&self, state: &str) -> bool {
        self.failing() && state != "closed"
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if self.requirement.0.is_empty() && self.own_rule.is_none() && self.failing() && c.was.is_none() {
            bad.push(c.field(
                "requirement",
                "It is not said which requirement was not met.",
                "Give a clause, a control, or a rule of your own.",
            ));
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Account of a leaver open", "grade": "minor", "source": "own_check", "requirement": ["7.5.3"], "what": "An account was open 40 days after the last day.", "raised_on": "2026-01-05",
            "correction": "Closed the same day.", "elsewhere": "One more was found.", "cause": "No list of tools.", "state": "acting"})
    }
}
