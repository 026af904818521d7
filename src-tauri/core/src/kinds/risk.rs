//! A risk, from what could happen to who said yes. 6.1.2, 6.1.3, 8.2, 8.3.
use super::{Action, Asset, Control, Obligation, Person, Process, Supplier};
use crate::check::Check;
use crate::kind::{Arrow, Facet, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Something that could happen to your information, how likely and how bad it is, what is done about it, and who said yes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Risk {
    /// What could happen? One sentence with something that happens: "Laptop with customer data is stolen", not "Laptop".
    pub title: Text,
    /// How would it come about, and what would it lead to? Cause first, then the damage, in two or three sentences.
    pub because: Prose,
    /// Who has the say over this risk? The one who has the say and the money, not the one who keeps the list.
    pub owner: Ref<Person>,
    /// What would be lost?
    pub harms: Vec<Harm>,
    /// Which assets would it hit?
    #[serde(default)]
    pub assets: RestsOn<Asset>,
    /// Which activities?
    #[serde(default)]
    pub processes: RestsOn<Process>,
    /// Through which suppliers could it come?
    #[serde(default)]
    pub suppliers: RestsOn<Supplier>,
    /// Which laws or contracts would it break?
    #[serde(default)]
    pub obligations: RestsOn<Obligation>,
    /// Which controls work against it today?
    #[serde(default)]
    pub controls: Mutual<Control>,
    /// How likely is it, with today's controls? Choose the sentence that fits, not the number.
    pub likelihood: Score,
    /// How bad would it be, with today's controls? Take the worst column: money, work, people, reputation.
    pub impact: Score,
    /// What makes you say so? An auditor asks "how did you get to 3?".
    pub scores_why: Prose,
    /// What do you decide?
    pub treatment: Treatment,
    /// Why that? Cost against damage, in one sentence.
    pub treatment_why: Prose,
    /// Which controls will be added or made stronger?
    #[serde(default)]
    pub planned_controls: Refs<Control>,
    /// What will be done, by whom, until when?
    #[serde(default)]
    pub actions: Refs<Action>,
    /// How likely do you expect it to be afterwards?
    pub residual_likelihood: Score,
    /// How bad do you expect it to be afterwards?
    pub residual_impact: Score,
    /// Why is what is left higher than it stands today? Asked only if you expect it to rise.
    pub residual_why: Option<Prose>,
    /// Has the risk owner approved the treatment? The standard asks for the risk owner's word, not yours.
    pub plan_approved: Option<Approval>,
    /// Who has accepted what is left?
    pub accepted: Option<Approval>,
    /// Until when does that acceptance hold?
    pub accepted_until: Option<Date>,
    /// (kept by the program) Which version of the criteria did these scores use?
    pub scored_by_criteria: Option<Count>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Harm {
    /// secrecy. Someone sees what they should not.
    Confidentiality,
    /// correctness. Something is wrong.
    Integrity,
    /// availability. Something is not there when needed.
    Availability,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// reduce. Make it smaller, by controls.
    Modify,
    /// carry. Live with it, knowingly.
    Retain,
    /// stop. Stop what causes it.
    Avoid,
    /// share. Let someone else carry part of the damage.
    Share,
}

impl Risk {
    /// Likelihood times impact, 1 to 25 (DOMAIN 8).
    pub fn level(&self) -> u32 {
        u32::from(self.likelihood.0) * u32::from(self.impact.0)
    }
    /// What is expected to be left once the plan is done.
    pub fn residual(&self) -> u32 {
        u32::from(self.residual_likelihood.0) * u32::from(self.residual_impact.0)
    }
}

impl Kind for Risk {
    const NAME: &'static str = "risk";
    const PREFIX: &'static str = "R";
    const TITLE: &'static str = "Risk";
    const PLURAL: &'static str = "Risks";
    const CLAUSE: &'static str = "8.2";
    const ICON: &'static str = "risk";
    const GROUP: Group = Group::Threats;
    const REVIEWED: bool = true;
    const MATERIAL: &'static [&'static str] = &[
        "title",
        "because",
        "owner",
        "harms",
        "assets",
        "processes",
        "suppliers",
        "obligations",
        "controls",
        "likelihood",
        "impact",
        "treatment",
        "planned_controls",
        "actions",
        "residual_likelihood",
        "residual_impact",
    ];
    const FACETS: &'static [Facet] = &[
        ("treatment", &["treatment", "planned_controls", "actions", "residual_likelihood", "residual_impact"]),
        ("scores", &["likelihood", "impact", "treatment", "residual_likelihood", "residual_impact"]),
    ];
    const STATES: &'static [&'static str] = &["open", "treated"];
    const ARROWS: &'static [Arrow] =
        &[arrow("open", "treated", "Confirm as treated"), arrow("treated", "open", "Open again")];
    const STATE_MATERIAL: bool = false;
    const COLUMNS: &'static [&'static str] = &["title", "likelihood", "impact", "treatment", "owner", "assets"];
    const WIZARD: Option<&'static str> = Some("risk-review");
    const EVERY: Option<(u32, Unit, u32)> = Some((1, Unit::Year, 30));
    const ROUTINE: &'static str = "risk-review";

    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if self.harms.is_empty() {
            bad.push(c.field(
                "harms",
                "Nothing is chosen.",
                "Choose at least one of secrecy, correctness, availability.",
            ));
        }
        if self.assets.is_empty() && self.processes.is_empty() && self.suppliers.is_empty() {
            bad.push(c.field("assets", "This risk hits nothing that the file knows.", "Name at least one asset, process or supplier; without one nothing can tell when the risk needs another look."));
        }
        if self.residual() > self.level() && self.residual_why.as_ref().is_none_or(|w| w.trim().chars().count() < 10) {
            bad.push(c.field(
                "residual_likelihood",
                "What is left is higher than it stands today, and no why is given.",
                "Lower it, or say why it will rise (at least 10 characters).",
            ));
        }
        if self.treatment == Treatment::Retain && self.residual() != self.level() {
            bad.push(c.field(
                "residual_likelihood",
                "A risk that is carried stays where it is.",
                "Give the same two scores as today, or decide to reduce it.",
            ));
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Laptop with customer data is stolen", "because": "A bag is left in a train; whoever finds it reads the data.", "owner": "P-0", "harms": ["confidentiality"], "assets": ["A-0"],
            "likelihood": 2, "impact": 3, "scores_why": "One case in ten years, and the disks are encrypted.", "treatment": "retain", "treatment_why": "What more could be done costs more than it saves.",
            "residual_likelihood": 2, "residual_impact": 3, "plan_approved": {"by": "P-0", "on": "2026-01-05", "how": "in_app"}, "scored_by_criteria": 1})
    }
}
