//! An asset: information, or something that holds or moves it. A.5.9 to A.5.13, 6.1.2.
use super::Supplier;
use crate::check::Check;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Information, or something that holds or moves it: what you would miss or regret if it leaked, were wrong or were gone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Asset {
    /// What kind of thing is it?
    pub what: What,
    /// What is it used for?
    pub purpose: Prose,
    /// How sensitive is what it holds?
    pub classification: Classification,
    /// Does it hold personal data?
    pub personal_data: PersonalData,
    /// How bad if it leaked?
    pub confidentiality: Score,
    /// How bad if it were wrong?
    pub integrity: Score,
    /// How bad if it were gone?
    pub availability: Score,
    /// Where is it, or where does it run?
    pub runs_where: Text,
    /// From where can it be reached?
    pub exposed: Exposed,
    /// Who provides or runs it for you?
    #[serde(default)]
    pub supplier: RestsOn<Supplier>,
    /// What does it need in order to work?
    #[serde(default)]
    pub depends_on: RestsOn<Asset>,
    /// Which product? For matching with threat news.
    pub product: Option<Text>,
    /// Which maker?
    pub vendor: Option<Text>,
    /// Which version?
    pub release: Option<Text>,
    /// Who uses it?
    pub users: Option<Text>,
    /// How fast must it be back?
    pub restore_within: Option<Text>,
    /// How much work may be lost?
    pub lose_at_most: Option<Text>,
    /// In use since?
    pub since: Option<Date>,
    /// In use until?
    pub until: Option<Date>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Information,
    Application,
    Platform,
    Device,
    Network,
    Site,
    Service,
    People,
    Other,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Classification {
    Public,
    Internal,
    Confidential,
    Secret,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonalData {
    /// no.
    None,
    /// yes, ordinary.
    Ordinary,
    /// yes, of a special category. Health, belief, union and the like.
    Special,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exposed {
    Internet,
    Partners,
    Internal,
    Offline,
}
impl Asset {
    /// The worst of leaked, wrong and gone.
    pub fn worst(&self) -> u8 {
        self.confidentiality.0.max(self.integrity.0).max(self.availability.0)
    }
}
impl Kind for Asset {
    const NAME: &'static str = "asset";
    const PREFIX: &'static str = "A";
    const TITLE: &'static str = "Asset";
    const PLURAL: &'static str = "Assets";
    const CLAUSE: &'static str = "A.5.9";
    const ICON: &'static str = "asset";
    const GROUP: Group = Group::Business;
    const REVIEWED: bool = true;
    const MATERIAL: &'static [&'static str] = &[
        "purpose",
        "classification",
        "personal_data",
        "confidentiality",
        "integrity",
        "availability",
        "runs_where",
        "exposed",
        "supplier",
        "depends_on",
        "restore_within",
        "lose_at_most",
    ];
    const CONDUCTS: &'static [&'static str] = &["supplier", "depends_on"];
    const STATES: &'static [&'static str] = &["planned", "in_use"];
    const ARROWS: &'static [Arrow] = &[arrow("planned", "in_use", "Put into use")];
    const COLUMNS: &'static [&'static str] = &["title", "what", "classification", "owner", "runs_where", "supplier"];
    const WIZARD: Option<&'static str> = Some("asset-review");
    const VERB: &'static str = "Look through";
    const EVERY: Option<(u32, Unit, u32)> = Some((1, Unit::Year, 30));
    const ROUTINE: &'static str = "asset-review";
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if let (Some(s), Some(u)) = (self.since, self.until) {
            if u < s {
                bad.push(c.field("until", "It ends before it begins.", "Give a later day."));
            }
        }
        if self.depends_on.iter().any(|d| d == c.code) {
            bad.push(c.field("depends_on", "An asset cannot need itself.", "Take it away."));
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Customer database", "owner": "P-0", "what": "application", "purpose": "Keeps results of customers.", "classification": "confidential", "personal_data": "ordinary",
            "confidentiality": 2, "integrity": 2, "availability": 2, "runs_where": "Frankfurt", "exposed": "internal", "state": "in_use"})
    }
}
