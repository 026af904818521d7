//! A supplier: someone outside on whom our information depends. A.5.19 to A.5.23, 8.1.
use super::{Evidence, Obligation};
use crate::check::Check;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Someone outside on whom your information depends.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Supplier {
    /// What does this supplier do for you?
    pub service: Prose,
    /// What if they failed, or leaked?
    pub critical: Critical,
    /// What of yours can they reach?
    pub access: Vec<Access>,
    /// Do they handle personal data for you?
    pub personal_data: Handles,
    /// In which countries is your data?
    #[schemars(extend("case" = "access=our_data"))]
    pub data_where: Option<Text>,
    /// On whom do they depend that matters to you?
    pub subcontractors: Option<Prose>,
    /// When does the contract end, or renew?
    pub contract_ends: Option<Date>,
    /// How long before must you give notice? In days.
    pub notice_days: Option<Count>,
    /// Does the contract say what they must do for security?
    pub security_clauses: YesPartlyNo,
    /// When was the data processing agreement signed?
    pub processing_agreement_on: Option<Date>,
    /// What shows that they are secure, until when, and does it cover what you buy?
    #[serde(default)]
    pub assurance: Vec<Assurance>,
    /// Within how many hours must they tell you of an incident?
    pub must_tell_us_hours: Option<Count>,
    /// How would you leave them, and get your data back?
    #[schemars(extend("case" = "critical=critical"))]
    pub exit: Option<Prose>,
    /// How did the last assessment end?
    pub last_result: Option<LastResult>,
    /// Which laws or contracts govern this relation?
    #[serde(default)]
    pub obligations: RestsOn<Obligation>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Critical {
    Critical,
    Important,
    Minor,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    OurData,
    OurSystems,
    OurPremises,
    BuildsOurProduct,
    None,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Handles {
    /// no.
    None,
    /// as processor. By your order.
    Processor,
    /// as controller. For purposes of their own.
    Controller,
    /// jointly.
    Joint,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum YesPartlyNo {
    Yes,
    Partly,
    No,
}
/// What shows that they are secure.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Assurance {
    /// What is it?
    pub sort: AssuranceSort,
    /// Until when does it count?
    pub valid_until: Option<Date>,
    /// Where is it?
    pub evidence: Option<Ref<Evidence>>,
    /// Does it cover what you buy?
    #[serde(default)]
    pub covers_our_service: bool,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssuranceSort {
    /// ISO 27001 certificate.
    Iso27001,
    /// SOC 2 report.
    Soc2,
    /// TISAX label.
    Tisax,
    /// C5 report.
    C5,
    /// penetration test.
    Pentest,
    Questionnaire,
    Visit,
    Other,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LastResult {
    Fine,
    FineWithActions,
    NotAcceptable,
}
impl Kind for Supplier {
    const NAME: &'static str = "supplier";
    const PREFIX: &'static str = "S";
    const TITLE: &'static str = "Supplier";
    const PLURAL: &'static str = "Suppliers";
    const CLAUSE: &'static str = "A.5.22";
    const ICON: &'static str = "supplier";
    const GROUP: Group = Group::Business;
    const REVIEWED: bool = true;
    const MATERIAL: &'static [&'static str] = &[
        "service",
        "critical",
        "access",
        "personal_data",
        "data_where",
        "subcontractors",
        "contract_ends",
        "security_clauses",
        "processing_agreement_on",
        "assurance",
        "exit",
        "last_result",
        "obligations",
    ];
    const STATES: &'static [&'static str] = &["considered", "in_use", "leaving"];
    const ARROWS: &'static [Arrow] = &[
        arrow("considered", "in_use", "Put into use"),
        arrow("in_use", "leaving", "Give notice"),
        arrow("leaving", "in_use", "Stay after all"),
    ];
    const COLUMNS: &'static [&'static str] = &["title", "critical", "service", "owner", "data_where", "contract_ends"];
    const WIZARD: Option<&'static str> = Some("supplier-review");
    const VERB: &'static str = "Assess";
    const EVERY: Option<(u32, Unit, u32)> = Some((1, Unit::Year, 45));
    const ROUTINE: &'static str = "supplier-review";
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if self.access.contains(&Access::None) && self.access.len() > 1 {
            bad.push(c.field(
                "access",
                "They can reach nothing, and yet something is named.",
                "Take one of the two away.",
            ));
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Halden Cloud", "owner": "P-0", "service": "Runs our machines.", "critical": "important", "access": ["our_data"], "personal_data": "processor", "data_where": "Germany",
            "security_clauses": "yes", "processing_agreement_on": "2024-01-10", "assurance": [{"sort": "iso27001", "valid_until": "2029-12-31", "covers_our_service": true}], "state": "in_use"})
    }
}
