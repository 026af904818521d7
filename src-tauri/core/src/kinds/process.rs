//! An activity of the business or of the ISMS that must work. 4.4, 8.1, A.5.29, A.5.30.
use super::asset::PersonalData;
use super::{Asset, Obligation, Supplier};
use crate::kind::{Group, Kind};
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// An activity of the business or of the ISMS that must work.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Process {
    /// What happens in it, and what comes out?
    pub does: Prose,
    /// How bad if it stood still for a day?
    pub critical: Score,
    /// How long may it stand still at most?
    pub down_at_most: Option<Text>,
    /// Which assets does it need?
    #[serde(default)]
    pub assets: RestsOn<Asset>,
    /// Which suppliers does it need?
    #[serde(default)]
    pub suppliers: RestsOn<Supplier>,
    /// Which laws or contracts govern it?
    #[serde(default)]
    pub obligations: RestsOn<Obligation>,
    /// Does it handle personal data?
    pub personal_data: PersonalData,
    /// How can you tell that it runs as it should?
    pub criteria: Option<Prose>,
}
impl Kind for Process {
    const NAME: &'static str = "process";
    const PREFIX: &'static str = "PR";
    const TITLE: &'static str = "Process";
    const PLURAL: &'static str = "Processes";
    const CLAUSE: &'static str = "8.1";
    const ICON: &'static str = "routine";
    const GROUP: Group = Group::Business;
    const MORE: bool = true;
    const REVIEWED: bool = true;
    const MATERIAL: &'static [&'static str] =
        &["does", "critical", "down_at_most", "assets", "suppliers", "obligations", "personal_data"];
    const CONDUCTS: &'static [&'static str] = &["assets", "suppliers"];
    const COLUMNS: &'static [&'static str] = &["title", "critical", "owner", "assets", "suppliers", "down_at_most"];
    const WIZARD: Option<&'static str> = Some("asset-review");
    const VERB: &'static str = "Look through";
    const EVERY: Option<(u32, Unit, u32)> = Some((1, Unit::Year, 30));
    const ROUTINE: &'static str = "asset-review";
    fn example() -> Value {
        json!({"title": "Payroll", "owner": "P-0", "does": "Pays everyone at the end of the month.", "critical": 3, "down_at_most": "2 days", "personal_data": "ordinary"})
    }
}
