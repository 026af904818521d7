//! A task that recurs; the programme is the set of all routines. 8.1, 9.1 and the control it keeps alive.
use crate::kind::{Group, Kind};
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A task that recurs; the programme is the set of all routines.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Routine {
    /// What is done, step by step, in a few lines?
    pub what: Prose,
    /// How often, counted from when, how long before do you want to know?
    pub cadence: Cadence,
    /// With which guide is it done?
    pub wizard: Option<Text>,
    /// On what is it done?
    #[serde(default)]
    pub about: AnyRefs,
    /// Which clauses and controls does it serve?
    #[serde(default)]
    pub serves: Clauses,
    /// How long does it take? In minutes.
    pub minutes: Option<Count>,
    /// What must be left as proof?
    pub proof_needed: ProofNeeded,
    /// Since when?
    pub started_on: Date,
    /// Paused from when?
    pub paused_from: Option<Date>,
    /// Paused until when?
    pub paused_until: Option<Date>,
    /// Why is it paused?
    #[schemars(extend("case" = "paused_from!="))]
    pub paused_why: Option<Prose>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProofNeeded {
    None,
    Note,
    Evidence,
}
impl Kind for Routine {
    const NAME: &'static str = "routine";
    const PREFIX: &'static str = "RT";
    const PAD: usize = 2;
    const TITLE: &'static str = "Routine";
    const PLURAL: &'static str = "Routines";
    const CLAUSE: &'static str = "8.1";
    const ICON: &'static str = "routine";
    const GROUP: Group = Group::Rules;
    const MORE: bool = true;
    const REVIEWED: bool = true;
    const MATERIAL: &'static [&'static str] = &["what", "cadence", "started_on", "paused_from", "paused_until"];
    const COLUMNS: &'static [&'static str] = &["title", "cadence", "owner", "serves", "minutes", "proof_needed"];
    const WIZARD: Option<&'static str> = Some("note");
    const VERB: &'static str = "Do it";
    fn example() -> Value {
        json!({"title": "Access review", "owner": "P-0", "what": "Go through the accounts of each system.", "cadence": {"every": 1, "unit": "year", "from": "last", "lead_days": 30}, "wizard": "note",
            "serves": ["A.5.18"], "minutes": 30, "proof_needed": "note", "started_on": "2026-01-01"})
    }
}
