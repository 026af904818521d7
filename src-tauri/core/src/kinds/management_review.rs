//! Top management looked at the management system, at all set topics, and decided. 9.3.
use super::{Action, Person};
use crate::check::Check;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Top management looked at the management system, at all set topics, and decided.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ManagementReview {
    /// When was it held?
    pub held_on: Past,
    /// Since when do you look back?
    pub period_from: Date,
    /// Who was there?
    pub present: Refs<Person>,
    /// What do you say to each topic?
    #[serde(default)]
    pub inputs: Vec<Input>,
    /// Is the ISMS enough for its task?
    pub adequate: Judgement,
    /// Does it fit the organization?
    pub suitable: Judgement,
    /// Does it have the effect that you want?
    pub effective: Judgement,
    /// Are people, time and money enough?
    pub resources: Prose,
    /// What is decided, by whom, until when?
    #[serde(default)]
    pub decisions: Vec<MrDecision>,
    /// Who approved the minutes?
    #[schemars(extend("case" = "state=minuted"))]
    pub minutes_approved: Option<Approval>,
}
/// The eleven topics of a management review (9.3.2), in our words.
pub const TOPICS: [(&str, &str); 11] = [
    ("a1", "what became of the last decisions"),
    ("b1", "what changed outside"),
    ("b2", "what changed inside"),
    ("c1", "what interested parties now expect"),
    ("d1", "nonconformities and corrective actions"),
    ("d2", "measurements"),
    ("d3", "audit results"),
    ("d4", "objectives reached or not"),
    ("e1", "what interested parties told us"),
    ("f1", "the risks and how far the treatment plan is"),
    ("g1", "chances to get better"),
];
/// What was said to a topic.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// Which topic?
    pub topic: Text,
    /// What do you say to this?
    pub said: Option<Prose>,
    /// Which records?
    #[serde(default)]
    pub refs: AnyRefs,
}
/// An answer with its why.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Judgement {
    /// Yes, partly, no?
    pub answer: super::supplier::YesPartlyNo,
    /// Why?
    pub why: Prose,
}
/// A decision.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MrDecision {
    /// What is decided?
    pub what: Prose,
    /// Which action follows?
    pub action: Option<Ref<Action>>,
}
impl Kind for ManagementReview {
    const NAME: &'static str = "management_review";
    const PREFIX: &'static str = "MR";
    const TITLE: &'static str = "Management review";
    const PLURAL: &'static str = "Management reviews";
    const CLAUSE: &'static str = "9.3";
    const ICON: &'static str = "audit";
    const GROUP: Group = Group::Audit;
    const MORE: bool = true;
    const STATES: &'static [&'static str] = &["prepared", "held", "minuted"];
    const ARROWS: &'static [Arrow] =
        &[arrow("prepared", "held", "Record as held"), arrow("held", "minuted", "Approve the minutes")];
    const COLUMNS: &'static [&'static str] = &["title", "held_on", "present", "decisions"];
    const WIZARD: Option<&'static str> = Some("management-review");
    const VERB: &'static str = "Hold";
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        for (i, row) in self.inputs.iter().enumerate() {
            if !TOPICS.iter().any(|(t, _)| *t == row.topic.0) {
                bad.push(c.field(
                    &format!("inputs[{}].topic", i + 1),
                    &format!("There is no topic \u{201c}{}\u{201d}.", row.topic),
                    "The topics are a1, b1, b2, c1, d1, d2, d3, d4, e1, f1, g1.",
                ));
            }
        }
        if let Some(org) = c.isms.organization() {
            if c.was.is_none() && !self.present.iter().any(|p| org.top_management.contains(p)) {
                bad.push(c.field(
                    "present",
                    "Nobody of top management was there.",
                    "It is their review: name who of them took part.",
                ));
            }
        }
        bad
    }
    fn example() -> Value {
        let inputs: Vec<Value> = TOPICS
            .iter()
            .map(|(t, _)| json!({"topic": t, "said": "Nothing new, because the year was quiet."}))
            .collect();
        json!({"title": "Management review 2026", "held_on": "2026-01-05", "period_from": "2025-01-05", "present": ["P-0"], "inputs": inputs, "adequate": {"answer": "yes", "why": "It covers what we do."},
            "suitable": {"answer": "yes", "why": "It fits us."}, "effective": {"answer": "yes", "why": "Few incidents."}, "resources": "Enough.", "decisions": [{"what": "Go on as planned."}],
            "minutes_approved": {"by": "P-0", "on": "2026-01-05", "how": "in_app"}, "state": "minuted"})
    }
}
