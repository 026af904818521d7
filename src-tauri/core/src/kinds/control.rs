//! A control: a line of the Statement of Applicability. Whether it is needed, why, and whether it works. 6.1.3 b to d, Annex A.
use super::{Asset, Obligation, Policy, Routine, Supplier};
use crate::check::Check;
use crate::kind::{Facet, Group, Kind};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A line of the Statement of Applicability: whether the control is needed, why, how it is done here, and whether it works.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Control {
    /// Number in Annex A, or your own?
    pub number: Text,
    /// Do you need this control?
    pub applies: YesNo,
    /// What makes it necessary?
    #[serde(default)]
    #[schemars(extend("case" = "applies=yes"))]
    pub because_of: Vec<Because>,
    /// Why is it in, or why is it out?
    pub justification: Prose,
    /// How far is it?
    #[schemars(extend("case" = "applies=yes"))]
    pub status: Option<Status>,
    /// Until when will it be in place?
    #[schemars(extend("case" = "status=planned|partly"))]
    pub done_by: Option<Date>,
    /// How do you do it here, concretely? Which tool, who, how often; not the standard's text.
    #[schemars(extend("case" = "status=partly|in_place"))]
    pub how: Option<Prose>,
    /// Which documents rule it?
    #[serde(default)]
    pub policies: Mutual<Policy>,
    /// Which laws or contracts ask for it?
    #[serde(default)]
    pub obligations: RestsOn<Obligation>,
    /// On which systems does it rest?
    #[serde(default)]
    pub assets: RestsOn<Asset>,
    /// On which suppliers does it rest?
    #[serde(default)]
    pub suppliers: RestsOn<Supplier>,
    /// Which recurring task keeps it working?
    #[serde(default)]
    pub routines: RestsOn<Routine>,
    /// How do you know that it works?
    #[schemars(extend("case" = "status=in_place"))]
    pub how_checked: Option<Prose>,
    /// Did it work at the last look?
    pub works: Option<Works>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum YesNo {
    Yes,
    No,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    Risk,
    Law,
    Contract,
    Business,
    /// good practice.
    GoodPractice,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// not started.
    NotStarted,
    Planned,
    Partly,
    /// in place.
    InPlace,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Works {
    Yes,
    Partly,
    No,
    /// not checked.
    NotChecked,
}
impl Kind for Control {
    const NAME: &'static str = "control";
    const PREFIX: &'static str = "SOA";
    const TITLE: &'static str = "Control";
    const PLURAL: &'static str = "Controls";
    const CLAUSE: &'static str = "6.1.3";
    const ICON: &'static str = "control";
    const GROUP: Group = Group::Rules;
    const REVIEWED: bool = true;
    const MATERIAL: &'static [&'static str] = &[
        "applies",
        "because_of",
        "justification",
        "status",
        "how",
        "policies",
        "obligations",
        "assets",
        "suppliers",
        "routines",
        "works",
    ];
    const FACETS: &'static [Facet] =
        &[("for_risk", &["applies", "status", "works", "how"]), ("for_policy", &["applies", "status", "how"])];
    const ALIKE: &'static [(&'static str, &'static [&'static str])] = &[("works", &["yes", "not_checked", ""])];
    const COLUMNS: &'static [&'static str] = &["title", "applies", "status", "works", "owner", "because_of"];
    const WIZARD: Option<&'static str> = Some("control-review");
    const EVERY: Option<(u32, Unit, u32)> = Some((1, Unit::Year, 45));
    const ROUTINE: &'static str = "control-review";
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if self.justification.trim().chars().count() < 20 {
            bad.push(c.field(
                "justification",
                "That is too short for an auditor.",
                "Say in at least 20 characters why it is in, or why it is out.",
            ));
        }
        if self.applies == YesNo::Yes
            && (self.because_of.contains(&Because::Law) || self.because_of.contains(&Because::Contract))
            && self.obligations.is_empty()
            && c.moved("because_of")
            && c.was.is_some()
        {
            bad.push(c.field(
                "obligations",
                "A law or contract is the reason, and none is named.",
                "Name the obligation that asks for it.",
            ));
        }
        if self.number.starts_with("A.") && !crate::catalog::knows(&self.number) {
            bad.push(c.field(
                "number",
                &format!("Annex A has no {}.", self.number),
                "Give a number like A.8.13, or one of your own.",
            ));
        }
        if c.was.is_some() && c.moved("number") {
            bad.push(c.field("number", "The number of a control is fixed.", "Retire this line and add another."));
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Backups", "owner": "P-0", "number": "X01", "applies": "yes", "because_of": ["business"], "justification": "Without backups a mistake would be for good.", "status": "in_place",
            "how": "Every night to a second place, by the backup tool.", "how_checked": "A restore each quarter.", "works": "yes"})
    }
}
