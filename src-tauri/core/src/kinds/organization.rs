//! The organization: what the certificate covers, the yardsticks, and the certificate itself. Exactly one. 4.1 to 4.4, 5.3, 6.1.2, 7.4.
use super::{Course, Obligation, Person};
use crate::check::Check;
use crate::kind::{Facet, Group, Kind};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The organization, what the certificate covers, the yardsticks and the certificate itself.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Organization {
    /// What is the organization's legal name?
    pub name: Text,
    /// What does it do, for whom?
    pub does: Prose,
    /// How many people work within the scope?
    pub headcount: Count,
    /// From where do you work? Home counts as one row.
    #[serde(default)]
    pub sites: Vec<Site>,
    /// What does the certificate cover, word for word as on the certificate?
    pub scope: Prose,
    /// What is left out, and where do others do something for you?
    pub scope_edges: Prose,
    /// What inside makes security harder or easier?
    pub issues_inside: Prose,
    /// What outside does: market, law, technology, attackers?
    pub issues_outside: Prose,
    /// Does climate change matter for your information security?
    pub climate: Climate,
    /// Why, or why not? Floods, heat, power, law, customers' demands.
    pub climate_why: Prose,
    /// Who has a stake, what do they expect, which of it do you answer through the ISMS?
    pub parties: Vec<Party>,
    /// Who directs the organization?
    pub top_management: Refs<Person>,
    /// Who looks after the ISMS and reports on it to management?
    pub isms_owner: Ref<Person>,
    /// Which roles are there, what must each know or be able to do, which courses follow?
    #[serde(default)]
    pub role_list: Vec<Role>,
    /// What does each likelihood score mean?
    pub likelihood_words: Vec<ScaleWord>,
    /// What does each impact score mean?
    pub impact_words: Vec<ScaleWord>,
    /// From which product of the scores is a risk low, medium, high, very high?
    pub bands: Vec<Band>,
    /// Up to which level is a risk acceptable without more ado?
    pub accept_up_to: Count,
    /// Who may accept more than that, and for how many months at most?
    pub accept_above: Vec<AcceptAbove>,
    /// In how many days must a weakness be dealt with?
    pub vulnerability_days: Vec<DaysBySeverity>,
    /// Within how many days must a newcomer be trained and have read the rules?
    pub joiner_days: Count,
    /// Which of these laws apply to you?
    #[serde(default)]
    pub laws: Vec<Law>,
    /// Which reporting clocks run otherwise for you? Other hours, or not at all: with why, and when you read it.
    #[serde(default)]
    pub clock_terms: Vec<ClockTerm>,
    /// What do you tell whom about security, when and how?
    #[serde(default)]
    pub communication: Vec<Telling>,
    /// What is the certificate's number?
    pub certificate_number: Option<Text>,
    /// Which body certifies you?
    pub certificate_body: Option<Text>,
    /// By whom is the body accredited?
    pub accreditation: Option<Text>,
    /// On which day did the body decide to certify?
    pub decided_on: Option<Date>,
    /// When were you first certified, by any body? Empty: the running cycle is the first.
    pub first_decided_on: Option<Date>,
    /// Is it valid, or has the body suspended it?
    pub certificate_state: Option<CertificateState>,
    /// Since when?
    pub state_since: Option<Date>,
    /// What does your contract with the body say: days to answer a finding, days to close it, how long before expiry to audit?
    #[serde(default)]
    pub body_terms: Vec<BodyTerm>,
    /// Until when is it valid?
    pub expires_on: Option<Date>,
    /// Which version of the Statement of Applicability does the certificate name?
    pub soa_on_certificate: Option<Text>,
    /// When will the auditor come next? If agreed.
    pub next_external_audit: Option<Date>,
    /// Time zone?
    pub zone: Text,
    /// Currency?
    pub currency: Text,
    /// Days off?
    #[serde(default)]
    pub weekend: Vec<Weekday>,
}

/// A place of work.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Site {
    /// Where?
    pub place: Text,
    /// What sort of place?
    pub sort: SiteSort,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SiteSort {
    Office,
    DataCentre,
    Home,
    Other,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Climate {
    Relevant,
    NotRelevant,
}
/// Someone with a stake.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// Who?
    pub who: Text,
    /// What do they expect?
    pub expects: Prose,
    /// Is it answered through the ISMS?
    pub answered: PartyAnswered,
    /// Which obligations follow?
    #[serde(default)]
    pub obligations: Refs<Obligation>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyAnswered {
    ThroughIsms,
    Otherwise,
    Not,
}
/// A role with what it needs.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// Which role?
    pub role: Text,
    /// What must it know or be able to do?
    #[serde(default)]
    pub needs: Option<Prose>,
    /// Which courses follow?
    #[serde(default)]
    pub courses: Refs<Course>,
}
/// A step of a scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScaleWord {
    /// Which score?
    pub score: Score,
    /// Which word?
    pub word: Text,
    /// In plain words?
    pub meaning: Option<Prose>,
}
/// A band of levels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Band {
    /// Which name?
    pub name: Text,
    /// From which level?
    pub from: Count,
    /// Up to which?
    pub to: Count,
    /// Which colour?
    pub colour: Option<Text>,
}
/// Who may accept a level above the line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AcceptAbove {
    /// Which band?
    pub band: Text,
    /// Who may accept it?
    pub by: MayAccept,
    /// For how many months at most?
    pub months: Count,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MayAccept {
    RiskOwner,
    TopManagement,
    Nobody,
}
/// Days to deal with a weakness.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DaysBySeverity {
    /// How serious?
    pub severity: SeverityOrExploited,
    /// In how many days?
    pub days: Count,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeverityOrExploited {
    Exploited,
    Critical,
    High,
    Medium,
    Low,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Law {
    Gdpr,
    UkGdpr,
    Nis2Essential,
    Nis2Important,
    Dora,
    Cra,
    Eidas,
    Cer,
    AiAct,
    ChIsa,
    ChFadp,
    UkNis,
    Hipaa,
    Nydfs,
    Sec,
    Other,
}
/// What differs from a reporting clock as the program knows it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ClockTerm {
    /// Which clock? By its name: gdpr-33.
    pub clock: Text,
    /// Does it run for you?
    pub runs: bool,
    /// Within how many hours, if not as the program says?
    pub hours: Option<Count>,
    /// Why?
    pub why: Prose,
    /// When did you read it?
    pub read_on: Past,
}
/// Who is told what.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Telling {
    /// What?
    pub what: Text,
    /// To whom?
    pub to_whom: Text,
    /// When?
    pub when: Text,
    /// How?
    pub how: Text,
    /// By whom?
    pub by: Ref<Person>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CertificateState {
    Valid,
    Suspended,
    Withdrawn,
}
/// A term of the contract with the certification body.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BodyTerm {
    /// Which term?
    pub term: BodyTermName,
    /// How many days?
    pub days: Count,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyTermName {
    AnswerFinding,
    CloseFinding,
    AuditBeforeExpiry,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Organization {
    /// Days by the contract with the certification body; where it says nothing, what bodies usually ask (DOMAIN 5.1).
    pub fn body_days(&self, term: BodyTermName) -> u32 {
        self.body_terms.iter().find(|t| t.term == term).map_or(
            match term {
                BodyTermName::AnswerFinding => 30,
                BodyTermName::CloseFinding => 90,
                BodyTermName::AuditBeforeExpiry => 60,
            },
            |t| t.days.0,
        )
    }
    /// Band of a level, with its rank: 0 low to 3 very high.
    pub fn band_of(&self, level: u32) -> (u8, &str) {
        let at = self
            .bands
            .iter()
            .position(|b| (b.from.0..=b.to.0).contains(&level))
            .unwrap_or(self.bands.len().saturating_sub(1));
        (at.min(3) as u8, self.bands.get(at).map_or("", |b| &b.name))
    }
    /// In how many days a weakness is to be dealt with, by the organization's own rules; one that is used in attacks by its own row.
    pub fn weakness_days(&self, severity: super::Severity, exploited: bool) -> u32 {
        use super::Severity::*;
        let days = |s: SeverityOrExploited| self.vulnerability_days.iter().find(|d| d.severity == s).map(|d| d.days.0);
        let (row, usual) = match severity {
            Critical => (SeverityOrExploited::Critical, 7),
            High => (SeverityOrExploited::High, 30),
            Medium => (SeverityOrExploited::Medium, 90),
            Low => (SeverityOrExploited::Low, 180),
        };
        let own = days(row).unwrap_or(usual);
        if exploited { own.min(days(SeverityOrExploited::Exploited).unwrap_or(3)) } else { own }
    }
    /// Who may accept this level, and for how many months; none at or below the line.
    pub fn accept_rule(&self, level: u32) -> Option<&AcceptAbove> {
        if level <= self.accept_up_to.0 {
            return None;
        }
        let (_, band) = self.band_of(level);
        self.accept_above.iter().find(|a| &*a.band == band)
    }
    /// May this person accept what stands at this level (6.1.3 f)?
    pub fn may_accept(&self, person: &str, risk_owner: &str, level: u32) -> bool {
        let top = self.top_management.iter().any(|p| p == person);
        match self.accept_rule(level).map(|a| a.by) {
            Some(MayAccept::Nobody) => false,
            Some(MayAccept::TopManagement) => top,
            Some(MayAccept::RiskOwner) | None => top || person == risk_owner,
        }
    }
}

impl Kind for Organization {
    const NAME: &'static str = "organization";
    const PREFIX: &'static str = "ORG";
    const TITLE: &'static str = "Organization";
    const PLURAL: &'static str = "Organization";
    const CLAUSE: &'static str = "4.1";
    const ICON: &'static str = "folder";
    const GROUP: Group = Group::Business;
    const MORE: bool = true;
    const REVIEWED: bool = true;
    const MATERIAL: &'static [&'static str] = &[
        "name",
        "does",
        "sites",
        "scope",
        "scope_edges",
        "issues_inside",
        "issues_outside",
        "climate",
        "climate_why",
        "parties",
        "top_management",
        "isms_owner",
        "role_list",
        "likelihood_words",
        "impact_words",
        "bands",
        "accept_up_to",
        "accept_above",
        "vulnerability_days",
        "laws",
        "clock_terms",
        "certificate_number",
        "certificate_body",
        "accreditation",
        "decided_on",
        "certificate_state",
        "state_since",
        "expires_on",
        "next_external_audit",
    ];
    const FACETS: &'static [Facet] = &[
        ("scope", &["name", "sites", "scope", "scope_edges"]),
        ("context", &["does", "issues_inside", "issues_outside", "climate", "climate_why", "parties"]),
        ("roles", &["top_management", "isms_owner", "role_list"]),
        ("criteria", &["likelihood_words", "impact_words", "bands", "accept_up_to", "accept_above"]),
        ("law", &["laws", "clock_terms"]),
        (
            "certificate",
            &[
                "certificate_number",
                "certificate_body",
                "accreditation",
                "decided_on",
                "certificate_state",
                "state_since",
                "expires_on",
                "next_external_audit",
            ],
        ),
        ("scale", &["likelihood_words", "impact_words", "bands"]),
    ];
    const COLUMNS: &'static [&'static str] = &["name", "headcount", "certificate_number", "expires_on"];
    const WIZARD: Option<&'static str> = Some("context-review");
    const EVERY: Option<(u32, Unit, u32)> = Some((1, Unit::Year, 30));
    const ROUTINE: &'static str = "context-review";

    /// The organization is looked after by the owner of the ISMS unless it is said otherwise.
    fn complete(body: &mut serde_json::Map<String, Value>, _: &Check) {
        if !body.contains_key("owner") {
            if let Some(o) = body.get("isms_owner").cloned() {
                body.insert("owner".into(), o);
            }
        }
        if !body.contains_key("title") {
            if let Some(n) = body.get("name").cloned() {
                body.insert("title".into(), n);
            }
        }
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if c.code != "ORG" {
            bad.push(c.field("name", "There is one organization in a file already.", "Change ORG instead."));
        }
        for (name, words) in [("likelihood_words", &self.likelihood_words), ("impact_words", &self.impact_words)] {
            let scores: Vec<u8> = words.iter().map(|w| w.score.0).collect();
            if scores != [1, 2, 3, 4, 5] {
                bad.push(c.field(
                    name,
                    "The scale does not have its five steps in order.",
                    "Give a word for each score from 1 to 5.",
                ));
            }
        }
        let mut next = 1;
        for b in &self.bands {
            if b.from.0 != next || b.to.0 < b.from.0 {
                bad.push(c.field(
                    "bands",
                    "The bands leave a gap or overlap.",
                    "They must cover the levels 1 to 25, each once.",
                ));
                break;
            }
            next = b.to.0 + 1;
        }
        if next != 26 && bad.is_empty() {
            bad.push(c.field("bands", "The bands do not end at 25.", "They must cover the levels 1 to 25, each once."));
        }
        if !(1..=25).contains(&self.accept_up_to.0) {
            bad.push(c.field("accept_up_to", "The line lies outside of the scale.", "Give a level from 1 to 25."));
        }
        if !(1..=180).contains(&self.joiner_days.0) {
            bad.push(c.field("joiner_days", "That is no useful time for newcomers.", "Give 1 to 180 days."));
        }
        if self.top_management.is_empty() {
            bad.push(c.field("top_management", "Nobody directs the organization.", "Name at least one person."));
        }
        for (n, t) in self.body_terms.iter().enumerate() {
            if !(1..=400).contains(&t.days.0) || self.body_terms[..n].iter().any(|o| o.term == t.term) {
                bad.push(c.field(
                    &format!("body_terms[{}]", n + 1),
                    "The terms of the body do not fit.",
                    "Give each term once, with 1 to 400 days.",
                ));
            }
        }
        for (n, t) in self.clock_terms.iter().enumerate() {
            let place = format!("clock_terms[{}]", n + 1);
            let known = crate::catalog::clock(&t.clock).filter(|c| !c.of.is_empty());
            if known.is_none() {
                bad.push(c.field(
                    &place,
                    &format!("There is no clock of a law \u{201c}{}\u{201d}.", t.clock),
                    "Name one like gdpr-33; hours of a contract stand in its obligation.",
                ));
            }
            if self.clock_terms[..n].iter().any(|o| o.clock == t.clock) {
                bad.push(c.field(&place, &format!("{} stands here twice.", t.clock), "Keep one row for each clock."));
            }
            match (t.runs, t.hours) {
                (true, Some(h)) if !(1..=8_784).contains(&h.0) => {
                    bad.push(c.field(
                        &place,
                        &format!("{} hours are no useful limit.", h.0),
                        "Give 1 to 8,784 hours, a year at most.",
                    ));
                }
                (true, None) => bad.push(c.field(
                    &place,
                    &format!("Nothing of {} is otherwise.", t.clock),
                    "Give its hours, say that it does not run, or leave the row out.",
                )),
                (false, Some(_)) => bad.push(c.field(
                    &place,
                    &format!("{} does not run, yet it has hours.", t.clock),
                    "Take the hours out, or let it run.",
                )),
                _ => {}
            }
            if t.why.trim().chars().count() < 10 {
                bad.push(c.field(
                    &place,
                    &format!("It is not said why {} is otherwise.", t.clock),
                    "Say in at least 10 characters where that stands.",
                ));
            }
        }
        if let (Some(d), Some(e)) = (self.decided_on, self.expires_on) {
            if e <= d || e.0 > crate::dates::add_months(d.0, 37) {
                bad.push(c.field(
                    "expires_on",
                    "The certificate does not end within three years of the decision.",
                    "Give the day that stands on the certificate.",
                ));
            }
        }
        bad
    }
    fn example() -> Value {
        let words = |list: [&str; 5]| {
            list.iter().enumerate().map(|(i, w)| json!({"score": i + 1, "word": w})).collect::<Vec<_>>()
        };
        json!({"title": "Example Ltd", "name": "Example Ltd", "owner": "P-0", "does": "Software for laboratories.", "headcount": 40, "sites": [{"place": "London", "sort": "office"}],
            "scope": "Development and operation of the product.", "scope_edges": "The host runs the machines.", "issues_inside": "Few people, much knowledge.", "issues_outside": "Customers ask more each year.",
            "climate": "not_relevant", "climate_why": "The offices lie high and the host has two places.", "parties": [{"who": "Customers", "expects": "That their results stay secret.", "answered": "through_isms"}],
            "top_management": ["P-0"], "isms_owner": "P-0", "role_list": [{"role": "everyone"}], "likelihood_words": words(["Very rare", "Rare", "Possible", "Likely", "Very likely"]),
            "impact_words": words(["Slight", "Small", "Noticeable", "Serious", "Threatens us"]),
            "bands": [{"name": "low", "from": 1, "to": 4}, {"name": "medium", "from": 5, "to": 9}, {"name": "high", "from": 10, "to": 15}, {"name": "very high", "from": 16, "to": 25}],
            "accept_up_to": 9, "accept_above": [{"band": "high", "by": "top_management", "months": 12}, {"band": "very high", "by": "top_management", "months": 3}],
            "vulnerability_days": [{"severity": "exploited", "days": 3}, {"severity": "critical", "days": 7}, {"severity": "high", "days": 30}, {"severity": "medium", "days": 90}, {"severity": "low", "days": 180}],
            "joiner_days": 30, "laws": ["gdpr"], "communication": [{"what": "Rules", "to_whom": "staff", "when": "yearly", "how": "mail", "by": "P-0"}],
            "certificate_number": "C-1", "certificate_body": "Certare", "accreditation": "national body", "decided_on": "2025-02-01", "expires_on": "2028-01-31", "certificate_state": "valid", "state_since": "2025-02-01",
            "zone": "Europe/London", "currency": "EUR", "weekend": ["sat", "sun"]})
    }
}
