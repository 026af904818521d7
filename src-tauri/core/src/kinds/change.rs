//! A planned or noticed change of the business, its technology or the ISMS. 6.3, 8.1, A.5.8, A.8.32.
use super::{Asset, Control, Person, Policy, Process, Risk, Supplier};
use crate::check::Check;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A planned or noticed change of the business, its technology or the management system.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// What is changing?
    pub sort: ChangeSort,
    /// What exactly?
    pub what: Prose,
    /// Why?
    pub why: Prose,
    /// When does it take effect?
    pub when: Date,
    /// Did it happen before you could plan it?
    pub unplanned: bool,
    /// Who sees to it?
    pub owner: Option<Ref<Person>>,
    /// New data? New people with access? New supplier? Reachable from outside? Law? Scope of the certificate? Roles?
    #[serde(default)]
    pub screening: Vec<Screening>,
    /// Which assets does it touch?
    #[serde(default)]
    pub assets: BearsOn<Asset>,
    /// Which activities?
    #[serde(default)]
    pub processes: BearsOn<Process>,
    /// Which suppliers?
    #[serde(default)]
    pub suppliers: BearsOn<Supplier>,
    /// Which risks?
    #[serde(default)]
    pub risks: BearsOn<Risk>,
    /// Which policies?
    #[serde(default)]
    pub policies: BearsOn<Policy>,
    /// Which controls?
    #[serde(default)]
    pub controls: BearsOn<Control>,
    /// Must the certification body be told?
    pub tell_cb: TellBody,
    /// Who said yes?
    pub approved: Option<Approval>,
    /// When will you look whether it went well?
    pub after_check_on: Option<Date>,
    /// What came of it?
    #[schemars(extend("case" = "state=checked"))]
    pub outcome: Option<Prose>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeSort {
    Initiative,
    System,
    Supplier,
    Site,
    Role,
    Process,
    Organization,
    Isms,
    Law,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TellBody {
    No,
    Yes,
    Done,
}
/// One screening question with its answer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Screening {
    /// Which question?
    pub question: Text,
    /// Which answer?
    pub answer: ScreeningAnswer,
    /// What exactly?
    pub note: Option<Prose>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScreeningAnswer {
    Yes,
    No,
    Unsure,
}
impl Kind for Change {
    const NAME: &'static str = "change";
    const PREFIX: &'static str = "CH";
    const TITLE: &'static str = "Change";
    const PLURAL: &'static str = "Changes";
    const CLAUSE: &'static str = "6.3";
    const ICON: &'static str = "change";
    const GROUP: Group = Group::Business;
    const MATERIAL: &'static [&'static str] = &[
        "what",
        "why",
        "when",
        "screening",
        "assets",
        "processes",
        "suppliers",
        "risks",
        "policies",
        "controls",
        "outcome",
    ];
    const STATES: &'static [&'static str] = &["idea", "screened", "approved", "done", "checked", "dropped"];
    const ARROWS: &'static [Arrow] = &[
        arrow("idea", "screened", "Screen"),
        arrow("screened", "approved", "Approve"),
        arrow("approved", "done", "Record as done"),
        arrow("done", "checked", "Look back"),
        arrow("idea", "approved", "Screen and approve"),
        arrow("idea", "dropped", "Drop"),
        arrow("screened", "dropped", "Drop"),
        arrow("approved", "dropped", "Drop"),
    ];
    const COLUMNS: &'static [&'static str] = &["title", "sort", "when", "owner", "unplanned", "tell_cb"];
    const WIZARD: Option<&'static str> = Some("change-intake");
    const VERB: &'static str = "Look at it";
    fn active(&self, state: &str) -> bool {
        matches!(state, "approved" | "done" | "checked")
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if c.state() == "approved" && c.moved("state") && c.was.is_some() && self.screening.is_empty() {
            bad.push(c.field("screening", "It was not looked at for security.", "Answer the seven questions first."));
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Move to a new office", "sort": "system", "what": "The office moves in March.", "why": "It is too small.", "when": "2026-12-01", "unplanned": false, "owner": "P-0", "tell_cb": "no", "after_check_on": "2027-06-01", "state": "idea",
            "screening": [{"question": "New data?", "answer": "no"}]})
    }
}
