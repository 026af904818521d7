//! Permission to deviate from a rule for a while. A.5.1, A.5.36, 6.1.3.
use super::{Control, Policy, Risk};
use crate::check::Check;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Permission to deviate from a rule for a while, with something else done instead.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Exception {
    /// From which rule or control?
    pub from_rule: BearsOn<(Policy, Control)>,
    /// For whom, or for what?
    pub for_what: Prose,
    /// Why can the rule not be kept?
    pub why: Prose,
    /// What is done instead?
    pub instead: Prose,
    /// Which risks rise by it?
    #[serde(default)]
    pub risks: BearsOn<Risk>,
    /// No risk rises, because?
    pub no_risk_because: Option<Prose>,
    /// Who allows it?
    #[schemars(extend("case" = "state=granted"))]
    pub approved: Option<Approval>,
    /// From when?
    pub from: Date,
    /// Until when?
    pub until: Date,
    /// (kept by the program) How often was it extended?
    pub extended: Option<Count>,
}
impl Kind for Exception {
    const NAME: &'static str = "exception";
    const PREFIX: &'static str = "EX";
    const TITLE: &'static str = "Exception";
    const PLURAL: &'static str = "Exceptions";
    const CLAUSE: &'static str = "A.5.36";
    const ICON: &'static str = "exception";
    const GROUP: Group = Group::Rules;
    const MORE: bool = true;
    const REVIEWED: bool = true;
    const MATERIAL: &'static [&'static str] = &["from_rule", "for_what", "instead", "risks", "from", "until"];
    const STATES: &'static [&'static str] = &["asked", "granted", "ended", "refused"];
    const ARROWS: &'static [Arrow] =
        &[arrow("asked", "granted", "Grant"), arrow("asked", "refused", "Refuse"), arrow("granted", "ended", "End")];
    const COLUMNS: &'static [&'static str] = &["title", "from_rule", "until", "owner", "risks"];
    const WIZARD: Option<&'static str> = Some("exception-review");
    const VERB: &'static str = "Look again";
    const EVERY: Option<(u32, Unit, u32)> = Some((6, Unit::Month, 30));
    fn active(&self, state: &str) -> bool {
        state == "granted"
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if self.until < self.from {
            bad.push(c.field("until", "It ends before it begins.", "Give a later day."));
        } else if self.until.0 > crate::dates::add_months(self.from.0, 12) {
            bad.push(c.field(
                "until",
                "An exception holds for at most 12 months.",
                "Give an earlier day; it can be extended twice.",
            ));
        }
        if self.extended.is_some_and(|e| e.0 > 2) {
            bad.push(c.field("extended", "It was extended twice already.", "Ask for a new exception."));
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Shared account at the fair", "owner": "P-0", "from_rule": ["POL-0"], "for_what": "One terminal.", "why": "Staff change every hour.", "instead": "No network, made-up data.", "no_risk_because": "Nothing real is on it.",
            "from": "2026-01-05", "until": "2027-01-05", "extended": 0, "approved": {"by": "P-0", "on": "2026-01-05", "how": "in_app"}, "state": "granted"})
    }
}
