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
    /// By whom or by what was it noticed? A role or a tool.
    #[schemars(extend("personal" = true))]
    pub noticed_by: Option<Text>,
    /// From when on were you reasonably sure?
    pub aware_at: Option<Moment>,
    /// Which facts came to light later, each from when on? Each starts clocks of its own.
    #[serde(default)]
    pub awareness: Vec<Awareness>,
    /// How serious?
    pub class: IncidentClass,
    /// What was lost?
    #[serde(default)]
    pub loss: Vec<Harm>,
    /// Is personal data involved?
    pub personal_data: Involved,
    /// Whose data, about how many people, what kind?
    pub whose_data: Option<Prose>,
    /// What does it mean for the people concerned?
    #[schemars(extend("case" = "personal_data!=no"))]
    pub risk_to_people: Option<RiskToPeople>,
    /// Why is that so?
    pub people_why: Option<Prose>,
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
    /// What was done, step by step, and when?
    #[serde(default)]
    pub steps: Vec<Happening>,
    /// What was kept as proof, where, and who had it?
    #[serde(default)]
    pub custody: Vec<Custody>,
    /// Under control when?
    pub contained_on: Option<Past>,
    /// Back to normal when?
    pub recovered_on: Option<Past>,
    /// What was done to get it under control and back to normal?
    pub done: Option<Prose>,
    /// What do you learn from it?
    #[schemars(extend("case" = "state=closed&class=incident|major"))]
    pub lessons: Option<Prose>,
    /// Was a rule not met?
    pub nonconformity: Option<Ref<Nonconformity>>,
    /// If no rule was broken and no control failed: how do you know?
    pub no_rule_because: Option<Prose>,
    /// If it says nothing about risks, controls or rules: why?
    pub says_nothing_because: Option<Prose>,
    /// How many hours of work did it cost?
    pub cost_hours: Option<Count>,
    /// How much money did it cost?
    pub cost_money: Option<Money>,
    /// How many customers felt it?
    pub customers_hit: Option<Count>,
}
impl Incident {
    /// What happened when, in order: a moment or a day as it is stored, and what. A report names its clock: "clock gdpr-33: reported".
    pub fn time_line(&self) -> Vec<(String, String)> {
        let mut out: Vec<(String, String)> = Vec::new();
        let mut put = |at: &str, what: String| out.push((at.to_string(), what));
        let by = self.noticed_by.as_ref().map_or_else(String::new, |b| format!(", by {b}"));
        put(&self.noticed_at, format!("noticed{by}"));
        if let Some(a) = &self.aware_at {
            put(a, "reasonably sure".into());
        }
        for a in &self.awareness {
            let of = match a.of {
                LaterFact::PersonalData => "known that personal data is involved",
                LaterFact::HighRisk => "known that it is a high risk to people",
                LaterFact::Significance => "known that it is serious",
            };
            put(&a.from, of.into());
        }
        if let Some(c) = &self.classified_at {
            put(c, "classed as major".into());
        }
        for s in &self.steps {
            put(&s.at, s.what.to_string());
        }
        for n in &self.notifications {
            if let Some(sent) = &n.sent {
                let to = n.to.as_ref().map_or_else(String::new, |t| format!(" to {t}"));
                put(
                    sent,
                    if &*n.clock == "other" { format!("told{to}") } else { format!("clock {}: reported{to}", n.clock) },
                );
            }
        }
        for (day, what) in [(self.contained_on, "under control"), (self.recovered_on, "back to normal")] {
            if let Some(d) = day {
                put(&d.0.to_string(), what.into());
            }
        }
        // A day without a time stands after the moments of that day.
        out.sort_by_key(|(at, _)| match moment(at) {
            Ok(m) => (m.naive_utc().date(), m.naive_utc()),
            Err(_) => {
                let day = crate::dates::parse(at).unwrap_or_default();
                (day, day.and_hms_opt(23, 59, 59).unwrap_or_default())
            }
        });
        out
    }
}
/// A fact that came to light later than the rest. A clock that depends on it starts at its own moment (DOMAIN 6, rule 3).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Awareness {
    /// Of what?
    pub of: LaterFact,
    /// From when on were you sure?
    pub from: Moment,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LaterFact {
    /// personal data is involved.
    PersonalData,
    /// it is a high risk to people.
    HighRisk,
    /// it is a serious disruption or loss.
    Significance,
}
/// Something that was done while it lasted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Happening {
    /// When?
    pub at: Moment,
    /// What?
    pub what: Text,
}
/// A thing that was kept as proof, and who had it. A.5.28.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Custody {
    /// What?
    pub what: Text,
    /// Where is it kept?
    pub place: Text,
    /// Who took it, who has touched it since? By role.
    #[schemars(extend("personal" = true))]
    pub who: Text,
    /// Since when?
    pub since: Option<Moment>,
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
    /// From when did it run?
    pub from: Option<Moment>,
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
    const MATERIAL: &'static [&'static str] =
        &["what", "class", "loss", "personal_data", "assets", "suppliers", "risks", "controls", "policies"];
    const STATE_MATERIAL: bool = false;
    const STATES: &'static [&'static str] = &["open", "contained", "recovered", "closed"];
    const ARROWS: &'static [Arrow] = &[
        arrow("open", "contained", "Record as under control"),
        arrow("contained", "recovered", "Record as back to normal"),
        arrow("open", "recovered", "Record as back to normal"),
        arrow("recovered", "closed", "Close"),
        arrow("open", "closed", "Close"),
        arrow("contained", "closed", "Close"),
        arrow("closed", "open", "Open again"),
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
                    bad.push(c.field(
                        "aware_at",
                        "You cannot have been sure before you noticed.",
                        "Give the same or a later moment.",
                    ));
                }
            }
        }
        for n in self.notifications.iter().filter(|n| n.answer == NotificationAnswer::NotNeeded && n.why.is_none()) {
            bad.push(c.field(
                "notifications",
                &format!("{} is said not to be needed, and not why.", n.clock),
                "Give the reason; it must be kept.",
            ));
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
