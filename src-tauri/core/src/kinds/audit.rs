//! One internal or external audit. 9.2; certification.
use super::{Control, Evidence, Nonconformity, Person, Process, Supplier};
use crate::check::Check;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// One internal or external audit.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Audit {
    /// What sort of audit is it?
    pub sort: AuditSort,
    /// Planned for?
    pub planned_on: Option<Date>,
    /// Held from?
    pub held_from: Option<Date>,
    /// Held until?
    pub held_until: Option<Date>,
    /// What should it show?
    pub aims: Prose,
    /// How?
    pub method: Prose,
    /// Which clauses and controls?
    #[serde(default)]
    pub covers: Clauses,
    /// Which areas, sites or suppliers?
    #[serde(default)]
    pub areas: Refs<(Process, Control, Supplier)>,
    /// Who audits? A person of your own, by code, or a name.
    pub auditor: Text,
    /// Why is that person able to audit?
    pub auditor_able: Option<Prose>,
    /// Why do they not judge their own work?
    pub independent_because: Option<Prose>,
    /// What was looked at, what was seen?
    #[serde(default)]
    pub checklist: Vec<ChecklistRow>,
    /// What is the verdict, good things too?
    pub summary: Option<Prose>,
    /// Which findings?
    #[serde(default)]
    pub findings: Refs<Nonconformity>,
    /// When did management get the report?
    #[schemars(extend("case" = "state=reported|closed"))]
    pub reported_on: Option<Past>,
    /// Who got it?
    #[serde(default)]
    pub reported_to: Refs<Person>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditSort {
    Internal,
    /// stage 1.
    #[serde(rename = "stage_1")]
    Stage1,
    /// stage 2.
    #[serde(rename = "stage_2")]
    Stage2,
    Surveillance,
    Recertification,
    Special,
    Customer,
    Supplier,
}
/// One row of the checklist.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ChecklistRow {
    /// Which clause or control?
    pub clause: Text,
    /// What was asked or looked at?
    pub question: Text,
    /// What was seen?
    pub seen: Option<Prose>,
    /// Which verdict?
    pub verdict: Verdict,
    /// Which proofs?
    #[serde(default)]
    pub evidence: Refs<Evidence>,
    /// Whom was spoken with? By role.
    pub interviewed: Option<Text>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Conforms,
    Minor,
    Major,
    Observation,
    Opportunity,
    /// not looked at.
    NotLookedAt,
}
impl Audit {
    pub fn internal(&self) -> bool {
        self.sort == AuditSort::Internal
    }
    /// By the certification body.
    pub fn external(&self) -> bool {
        matches!(
            self.sort,
            AuditSort::Stage1
                | AuditSort::Stage2
                | AuditSort::Surveillance
                | AuditSort::Recertification
                | AuditSort::Special
        )
    }
}
impl Kind for Audit {
    const NAME: &'static str = "audit";
    const PREFIX: &'static str = "AU";
    const TITLE: &'static str = "Audit";
    const PLURAL: &'static str = "Audits";
    const CLAUSE: &'static str = "9.2";
    const ICON: &'static str = "audit";
    const GROUP: Group = Group::Audit;
    const MATERIAL: &'static [&'static str] = &["covers"];
    const STATES: &'static [&'static str] = &["planned", "held", "reported", "closed"];
    const ARROWS: &'static [Arrow] = &[
        arrow("planned", "held", "Record as held"),
        arrow("held", "reported", "Report to management"),
        arrow("reported", "closed", "Close"),
        // What others audit is told in one go: no button, only their guide goes this way.
        arrow("planned", "reported", ""),
        arrow("planned", "closed", ""),
        arrow("held", "closed", ""),
    ];
    const COLUMNS: &'static [&'static str] = &["title", "sort", "planned_on", "held_from", "auditor", "findings"];
    const WIZARD: Option<&'static str> = Some("internal-audit");
    const VERB: &'static str = "Audit";
    const GUIDES: &'static [&'static str] = &["internal-audit", "external-audit"];
    /// Your own audit is done by you; the auditor comes for the others; what you audit at a supplier has no guide.
    fn guide(&self) -> Option<(&'static str, &'static str)> {
        match self.sort {
            AuditSort::Internal => Some(("internal-audit", Self::VERB)),
            AuditSort::Supplier => None,
            _ => Some(("external-audit", "Go on")),
        }
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if let (Some(f), Some(u)) = (self.held_from, self.held_until) {
            if u < f {
                bad.push(c.field("held_until", "It ends before it begins.", "Give a later day."));
            }
        }
        for (i, row) in self.checklist.iter().enumerate() {
            if row.verdict == Verdict::Conforms && row.seen.is_none() {
                bad.push(c.field(
                    &format!("checklist[{}].seen", i + 1),
                    "\u{201c}Conforms\u{201d} without what was seen is no evidence.",
                    "Write what you looked at.",
                ));
            }
            if !crate::catalog::knows(&row.clause) {
                bad.push(c.field(
                    &format!("checklist[{}].clause", i + 1),
                    &format!("There is no clause or control \u{201c}{}\u{201d}.", row.clause),
                    "Give a number like 8.2 or A.5.22.",
                ));
            }
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Internal audit", "sort": "internal", "planned_on": "2026-01-05", "aims": "Does it work?", "method": "Interviews and samples", "auditor": "Sam Extern", "auditor_able": "Ten years of auditing.",
            "independent_because": "From outside.", "state": "planned"})
    }
}
