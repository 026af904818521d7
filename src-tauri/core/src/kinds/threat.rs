//! An item of threat news that someone judged. A.5.7.
use super::{Asset, Risk};
use crate::check::Check;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// An item of threat news, and whether it concerns you.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Threat {
    /// What is new out there?
    pub says: Prose,
    /// Who says so?
    pub source: Text,
    /// Where?
    pub source_link: Option<Link>,
    /// When?
    pub published_on: Date,
    /// Is it a trend, a method of attack, or a concrete thing to act on?
    pub level: ThreatLevel,
    /// Does it concern you?
    pub relevant: Relevant,
    /// Why, or why not?
    #[schemars(extend("case" = "state=judged&relevant=yes|no"))]
    pub relevant_why: Option<Prose>,
    /// Is it being used in attacks?
    pub exploited: Exploited,
    /// Which of your assets does it concern?
    #[serde(default)]
    pub assets: BearsOn<Asset>,
    /// Which risks does it change?
    #[serde(default)]
    pub risks: BearsOn<Risk>,
    /// Is a risk missing from your register?
    pub wants_new_risk: Option<bool>,
    /// Under which number does the source list it?
    pub item: Option<Text>,
    /// Which maker does it concern?
    pub vendor: Option<Text>,
    /// Which product?
    pub product: Option<Text>,
    /// (kept by the program) How well did it fit what you have?
    pub fits: Option<Fits>,
    /// (kept by the program) How often was the answer put off?
    pub put_off: Option<Count>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ThreatLevel {
    /// trend.
    Strategic,
    /// method.
    Tactical,
    /// act now.
    Operational,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relevant {
    /// not judged.
    NotJudged,
    Yes,
    No,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exploited {
    Unknown,
    Claimed,
    Confirmed,
}
/// How well news fits what is in the registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fits {
    /// nothing that you have.
    Nothing,
    /// by words only.
    Words,
    /// by maker.
    Maker,
    /// by product.
    Product,
}
impl Kind for Threat {
    const NAME: &'static str = "threat";
    const PREFIX: &'static str = "T";
    const TITLE: &'static str = "Threat";
    const PLURAL: &'static str = "Threat news";
    const CLAUSE: &'static str = "A.5.7";
    const ICON: &'static str = "threat";
    const GROUP: Group = Group::Threats;
    const MATERIAL: &'static [&'static str] = &["says", "relevant", "exploited", "assets", "risks", "wants_new_risk"];
    const STATES: &'static [&'static str] = &["new", "judged"];
    const ARROWS: &'static [Arrow] = &[arrow("new", "judged", "Judge")];
    const COLUMNS: &'static [&'static str] = &["title", "relevant", "exploited", "published_on", "source", "risks"];
    const WIZARD: Option<&'static str> = Some("threat-digest");
    const VERB: &'static str = "Judge";
    fn active(&self, _: &str) -> bool {
        self.relevant == Relevant::Yes
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if c.state() == "judged" && self.relevant == Relevant::NotJudged {
            bad.push(c.field(
                "relevant",
                "It is judged, and yet it is not said whether it concerns you.",
                "Answer yes or no.",
            ));
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Stolen sign-in tokens", "says": "Attackers read sessions from browsers.", "source": "National centre", "published_on": "2026-01-04", "level": "tactical", "relevant": "not_judged", "exploited": "unknown", "state": "new"})
    }
}
