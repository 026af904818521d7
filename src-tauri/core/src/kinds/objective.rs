//! A security aim with a measure. 6.2, 9.1.
use super::{Evidence, Person, Policy, Risk};
use crate::check::Check;
use crate::kind::{Arrow, Facet, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A security aim with a measure, an owner and a date.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Objective {
    /// What do you want to reach?
    pub aim: Prose,
    /// What number tells you?
    pub measured_by: Text,
    /// In which unit?
    pub unit: Text,
    /// Which way is better?
    pub better: Better,
    /// Which value?
    pub target: Number,
    /// From which value on? Where it shall stay within.
    #[schemars(extend("case" = "better=within"))]
    pub target_low: Option<Number>,
    /// Until when?
    pub by_when: Date,
    /// How often is it measured?
    pub measure_every: Cadence,
    /// Who measures?
    pub who_measures: Ref<Person>,
    /// Who judges the result?
    pub who_reads: Ref<Person>,
    /// What will be done, with which means?
    pub plan: Prose,
    /// Measured values?
    #[serde(default)]
    pub measurements: Vec<Measurement>,
    /// Which risks does it lower?
    #[serde(default)]
    pub risks: RestsOn<Risk>,
    /// Which policy does it serve?
    #[serde(default)]
    pub policies: RestsOn<Policy>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    Higher,
    Lower,
    Within,
}
/// A measured value.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Measurement {
    /// For which day?
    pub date: Past,
    /// Which value?
    pub number: Number,
    /// What is there to say?
    pub note: Option<Text>,
    /// What shows it?
    pub evidence: Option<Ref<Evidence>>,
    /// Struck, because?
    pub struck: Option<Text>,
}
impl Objective {
    /// Is this value on target?
    pub fn on_target(&self, value: f64) -> bool {
        match self.better {
            Better::Higher => value >= self.target.value(),
            Better::Lower => value <= self.target.value(),
            Better::Within => {
                value <= self.target.value() && self.target_low.as_ref().is_none_or(|l| value >= l.value())
            }
        }
    }
}
impl Kind for Objective {
    const NAME: &'static str = "objective";
    const PREFIX: &'static str = "OBJ";
    const PAD: usize = 2;
    const TITLE: &'static str = "Objective";
    const PLURAL: &'static str = "Objectives";
    const CLAUSE: &'static str = "6.2";
    const ICON: &'static str = "objective";
    const GROUP: Group = Group::Business;
    const MORE: bool = true;
    const REVIEWED: bool = true;
    const MATERIAL: &'static [&'static str] =
        &["aim", "measured_by", "target", "target_low", "by_when", "risks", "policies"];
    const FACETS: &'static [Facet] = &[("measured", &["measurements"])];
    const STATES: &'static [&'static str] = &["set", "reached", "missed", "dropped"];
    const ARROWS: &'static [Arrow] = &[
        arrow("set", "reached", "Record as reached"),
        arrow("set", "missed", "Record as missed"),
        arrow("set", "dropped", "Drop"),
    ];
    const COLUMNS: &'static [&'static str] = &["title", "measured_by", "target", "unit", "by_when", "owner"];
    const WIZARD: Option<&'static str> = Some("objectives");
    const EVERY: Option<(u32, Unit, u32)> = Some((1, Unit::Year, 30));
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        let before = c.was.and_then(|w| w.get("measurements")).and_then(Value::as_array);
        if let Some(before) = before {
            let now = c.now.get("measurements").and_then(Value::as_array).map_or(0, Vec::len);
            if now < before.len() {
                bad.push(c.field(
                    "measurements",
                    "Measured values are never taken away.",
                    "Strike a wrong one with a why.",
                ));
            }
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "People report odd mail", "owner": "P-0", "aim": "Most people report the false mail.", "measured_by": "Share of staff who report", "unit": "%", "better": "higher", "target": "70",
            "by_when": "2027-12-31", "measure_every": {"every": 1, "unit": "year", "from": {"fixed": "2026-01-01"}}, "who_measures": "P-0", "who_reads": "P-0", "plan": "An exercise each quarter.", "state": "set"})
    }
}
