//! An obligation: a law, regulation, contract or promise that binds us, cited to the article. A.5.31 to A.5.34, 4.2.
use crate::check::Check;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A law, regulation, contract or promise that binds you, cited to the article.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Obligation {
    /// What sort of requirement is it?
    pub sort: ObligationSort,
    /// Where does it come from? Name, article or section: "GDPR Art. 33".
    pub source: Text,
    /// Which country, or which customer?
    pub jurisdiction: Text,
    /// What must you do, in your own words?
    pub demands: Prose,
    /// Does it apply to you?
    pub applies: Applies,
    /// Why, or why not?
    pub applies_why: Prose,
    /// From when? May lie ahead.
    pub in_force_from: Option<Date>,
    /// Until when?
    pub ends_on: Option<Date>,
    /// Does it start a reporting clock?
    pub clock: Option<Text>,
    /// If it is a clock of its own: how many hours, to whom?
    #[schemars(extend("case" = "clock=own"))]
    pub own_clock_hours: Option<Count>,
    /// How do you learn of changes to it? Newsletter, lawyer, regulator's feed.
    pub how_kept_up: Text,
    /// Which version or date of the text did you read?
    pub source_version: Option<Text>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObligationSort {
    Law,
    Regulation,
    Contract,
    Standard,
    Licence,
    /// own promise.
    OwnPromise,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Applies {
    Yes,
    No,
    Unclear,
}
impl Kind for Obligation {
    const NAME: &'static str = "obligation";
    const PREFIX: &'static str = "OB";
    const TITLE: &'static str = "Obligation";
    const PLURAL: &'static str = "Obligations";
    const CLAUSE: &'static str = "A.5.31";
    const ICON: &'static str = "obligation";
    const GROUP: Group = Group::Rules;
    const REVIEWED: bool = true;
    const MATERIAL: &'static [&'static str] =
        &["demands", "applies", "in_force_from", "ends_on", "clock", "own_clock_hours", "source_version"];
    const STATES: &'static [&'static str] = &["watching", "binding", "ended"];
    const ARROWS: &'static [Arrow] = &[
        arrow("watching", "binding", "Record as binding"),
        arrow("binding", "ended", "Record as ended"),
        arrow("watching", "ended", "Record as dropped"),
    ];
    const COLUMNS: &'static [&'static str] = &["title", "source", "sort", "applies", "owner", "source_version"];
    const WIZARD: Option<&'static str> = Some("obligation-review");
    const VERB: &'static str = "Read again";
    const EVERY: Option<(u32, Unit, u32)> = Some((1, Unit::Year, 30));
    const ROUTINE: &'static str = "obligation-review";
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if let Some(clock) = &self.clock {
            if !matches!(clock.0.as_str(), "none" | "own") && crate::catalog::clock(&clock.0).is_none() {
                bad.push(c.field(
                    "clock",
                    &format!("There is no clock \u{201c}{clock}\u{201d}."),
                    "Choose none, own, or one of the legal clocks.",
                ));
            }
        }
        if let (Some(f), Some(e)) = (self.in_force_from, self.ends_on) {
            if e < f {
                bad.push(c.field("ends_on", "It ends before it begins.", "Give a later day."));
            }
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Breach notification", "owner": "P-0", "sort": "contract", "source": "Customer contract, section 9", "jurisdiction": "Helvian", "demands": "Tell them of incidents within two days.",
            "applies": "yes", "applies_why": "Signed in 2023.", "how_kept_up": "Account manager", "source_version": "2023-05-01", "clock": "none", "state": "binding"})
    }
}
