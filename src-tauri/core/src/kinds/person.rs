//! A person within the scope. Name and proofs of competence are personal: erasable, left out of packs unless asked for. 5.3, 7.2, A.6.1 to A.6.6.
use super::Evidence;
use crate::check::Check;
use crate::isms::{Isms, Record};
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Someone who works within the scope, or decides for it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// What is the person's name?
    pub title: PersonalText,
    /// E-mail address?
    pub email: Option<PersonalText>,
    /// In what capacity?
    pub standing: Standing,
    /// Which roles from your list?
    pub roles: Vec<Text>,
    /// First day?
    pub joined_on: Date,
    /// Last day?
    #[schemars(extend("case" = "state=left"))]
    pub left_on: Option<Date>,
    /// Away for long, from when? Parental leave, illness; no reason is stored.
    #[schemars(extend("personal" = true))]
    pub away_from: Option<Date>,
    /// Until when?
    #[schemars(extend("personal" = true))]
    pub away_until: Option<Date>,
    /// Why is this person able to do the security part of the job?
    pub able_because: Option<PersonalProse>,
    /// Which certificates, diplomas or references show it?
    #[serde(default)]
    #[schemars(extend("personal" = true))]
    pub competence_proof: Refs<Evidence>,
    /// When was the confidentiality agreement signed?
    pub confidentiality_on: Option<Date>,
    /// Was the background checked as your rules ask? The result itself is not stored.
    #[schemars(extend("personal" = true))]
    pub screened: Option<Screened>,
    /// Access closed?
    pub accounts_closed_on: Option<Date>,
    /// Equipment back?
    pub things_returned_on: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Employee,
    Contractor,
    Temporary,
    Board,
    Intern,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Screened {
    Done,
    NotNeeded,
    Open,
}

impl Person {
    /// Away for long on this day: training and acknowledgements are suspended.
    pub fn away(&self, today: NaiveDate) -> bool {
        self.away_from.is_some_and(|f| f.0 <= today) && self.away_until.is_none_or(|u| u.0 >= today)
    }
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|r| r.0 == role)
    }
}

/// Those who can be asked to read or learn: active, and not past their last day.
pub fn at_work(isms: &Isms, today: NaiveDate) -> impl Iterator<Item = (&Record, &Person)> {
    isms.live::<Person>()
        .filter(move |(_, r, p)| r.state() == "active" && p.left_on.is_none_or(|d| d.0 >= today))
        .map(|(_, r, p)| (r, p))
}
/// Of them those with one of these roles, by code; no role named: everyone.
pub fn concerned(isms: &Isms, roles: &[String], today: NaiveDate) -> Vec<String> {
    at_work(isms, today)
        .filter(|(_, p)| roles.is_empty() || p.roles.iter().any(|x| roles.contains(&x.0)))
        .map(|(r, _)| r.code.to_string())
        .collect()
}

impl Kind for Person {
    const NAME: &'static str = "person";
    const PREFIX: &'static str = "P";
    const TITLE: &'static str = "Person";
    const PLURAL: &'static str = "People";
    const CLAUSE: &'static str = "7.2";
    const ICON: &'static str = "person";
    const GROUP: Group = Group::Business;
    const TITLED: bool = false;
    const MATERIAL: &'static [&'static str] = &["roles", "left_on"];
    const STATES: &'static [&'static str] = &["active", "left", "erased"];
    const ARROWS: &'static [Arrow] = &[
        arrow("active", "left", "Record as left"),
        arrow("left", "active", "Record as returned"),
        arrow("left", "erased", "Erase personal data"),
    ];
    const COLUMNS: &'static [&'static str] = &["title", "standing", "roles", "joined_on", "left_on"];
    const WIZARD: Option<&'static str> = Some("people-round");
    const VERB: &'static str = "Go through";

    fn title(&self) -> String {
        self.title.to_string()
    }
    /// Somebody was at work until their last day.
    fn as_it_was(body: &mut serde_json::Map<String, Value>, on: NaiveDate) {
        let left = body.get("left_on").and_then(Value::as_str).and_then(crate::dates::parse);
        body.insert("state".into(), if left.is_some_and(|d| d <= on) { "left" } else { "active" }.into());
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if self.left_on.is_some_and(|l| l.0 < self.joined_on.0) {
            bad.push(c.field("left_on", "The last day lies before the first.", "Give a later day."));
        }
        if let (Some(f), Some(u)) = (self.away_from, self.away_until) {
            if u < f {
                bad.push(c.field("away_until", "The absence ends before it begins.", "Give a later day."));
            }
        }
        if c.moved("roles") {
            if let Some(org) = c.isms.organization() {
                for r in self.roles.iter().filter(|r| !org.role_list.iter().any(|l| l.role == **r)) {
                    bad.push(c.field(
                        "roles",
                        &format!("There is no role \u{201c}{r}\u{201d} in your list."),
                        "Choose one of the list, or add it to the organization first.",
                    ));
                }
            }
        }
        if c.moved("email") {
            if let Some(mail) = &self.email {
                let twin = c.isms.live::<Person>().find(|(_, r, p)| {
                    r.state() == "active"
                        && &*r.code != c.code
                        && p.email.as_ref().is_some_and(|e| e.eq_ignore_ascii_case(mail))
                });
                if let Some((_, r, _)) = twin {
                    bad.push(c.field(
                        "email",
                        &format!("{} has this address already.", r.code),
                        "Give another one, or leave it empty.",
                    ));
                }
            }
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Pat Zero", "standing": "employee", "roles": ["everyone"], "joined_on": "2020-01-06", "confidentiality_on": "2020-01-06", "screened": "done", "state": "active"})
    }
}
