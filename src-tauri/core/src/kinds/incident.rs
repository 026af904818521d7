//! Something went wrong, or nearly. A.5.24 to A.5.28, A.6.8, 10.2.
use super::risk::Harm;
use super::{Asset, Control, Evidence, Nonconformity, Policy, Risk, Supplier};
use crate::check::Check;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Something went wrong, or nearly.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Incident {
    /// What happened? No names, no health data.
    pub what: Prose,
    /// When did you notice?
    pub noticed_at: Moment,
    /// From when on were you reasonably sure?
    pub aware_at: Option<Moment>,
    /// How serious?
    pub class: IncidentClass,
    /// What was lost?
    #[serde(default)]
    pub loss: Vec<Harm>,
    /// Is personal data involved?
    pub personal_data: Involved,
    /// What does it mean for the people concerned?
    #[schemars(extend("case" = "personal_data!=no"))]
    pub risk_to_people: Option<RiskToPeople>,
    /// Serious disruption, loss, or harm to others?
    pub significant: Option<Significant>,
    /// When was it classed as major? For financial entities.
    pub classified_at: Option<Moment>,
    /// What was hit?
    #[serde(default)]
    pub assets: BearsOn<Asset>,
    /// Which suppliers were involved?
    #[serde(default)]
    pub suppliers: BearsOn<Supplier>,
    /// Which risks came true?
    #[serde(default)]
    pub risks: BearsOn<Risk>,
    /// Which controls failed or were missing?
    #[serde(default)]
    pub controls: BearsOn<Control>,
    /// Which rules were missing or not followed?
    #[serde(default)]
    pub policies: BearsOn<Policy>,
    /// Who had to be told, who was, when?
    #[serde(default)]
    pub notifications: Vec<Notification>,
    /// Under control when?
    pub contained_on: Option<Past>,
    /// Back to normal when?
    pub recovered_on: Option<Past>,
    /// What do you learn from it?
    #[schemars(extend("case" = "state=closed&class=incident|major"))]
    pub lessons: Option<Prose>,
    /// Was a rule not met?
    pub nonconformity: Option<Ref<Nonconformity>>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentClass {
    Event,
    /// near miss.
    NearMiss,
    Incident,
    Major,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Involved {
    No,
    Yes,
    Unclear,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RiskToPeople {
    Unlikely,
    /// a risk.
    Risk,
    /// a high risk.
    HighRisk,
    /// not judged.
    NotJudged,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Significant {
    No,
    Yes,
    /// not judged.
    NotJudged,
}
/// A duty to tell someone, and how it was answered.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Notification {
    /// By which clock?
    pub clock: Text,
    /// Until when?
    pub due: Option<Moment>,
    /// When was it sent?
    pub sent: Option<Moment>,
    /// To whom?
    pub to: Option<Text>,
    /// What shows it?
    pub evidence: Option<Ref<Evidence>>,
    /// Sent, or not needed?
    pub answer: NotificationAnswer,
    /// Why?
    pub why: Option<Prose>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotificationAnswer {
    Sent,
    /// not needed.
    NotNeeded,
}
impl Kind for Incident {
    const NAME: &'static str = "incident";
    const PREFIX: &'static str = "I";
    const TITLE: &'static str = "Incident";
    const PLURAL: &'static str = "Incidents";
    const CLAUSE: &'static str = "A.5.26";
    const ICON: &'static str = "incident";
    const GROUP: Group = Group::Threats;
    const MATERIAL: &'static [&'static str] = &["what", "class", "loss", "personal_data", "assets", "suppliers", "risks", "controls", "policies"];
    const STATE_MATERIAL: bool = false;
    const STATES: &'static [&'static str] = &["open", "contained", "recovered", "closed"];
    const ARROWS: &'static [Arrow] = &[
        arrow("open", "contained", "Record as under control"), arrow("contained", "recovered", "Record as back to normal"), arrow("open", "recovered", "Record as back to normal"),
        arrow("recovered", "closed", "Close"), arrow("open", "closed", "Close"), arrow("contained", "closed", "Close"), arrow("closed", "open", "Open again"),
    ];
    const COLUMNS: &'static [&'static str] = &["title", "class", "noticed_at", "personal_data", "assets", "risks"];
    const WIZARD: Option<&'static str> = Some("incident");
    const VERB: &'static str = "Go on";
    fn active(&self, _: &str) -> bool {
        self.class >= IncidentClass::NearMiss
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if let Some(a) = &self.aware_at {
            if let (Ok(n), Ok(a)) = (moment(&self.noticed_at), moment(a)) {
                if a < n {
                    bad.push(c.field("aware_at", "You cannot have been sure before you noticed.", "Give the same or a later moment."));
                }
            }
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Laptop stolen", "what": "A bag was taken in a train.", "noticed_at": "2026-01-05T09:00+01:00", "class": "incident", "personal_data": "no", "significant": "no", "state": "open"})
    }
}
/// A `Moment` as a point in time.
pub fn moment(m: &str) -> Result<chrono::DateTime<chrono::FixedOffset>, chrono::ParseError> {
    chrono::DateTime::parse_from_str(m, "%Y-%m-%dT%H:%M%:z")
}
