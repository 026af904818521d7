//! Texts of our own with which a small organization begins its rules, each mapped to the clauses and controls that it answers.
//! The standard's words are not in them. Numbers in square brackets, names and periods are for the organization to decide.
use crate::isms::Isms;
use crate::words::Text;
use serde_json::{Map, Value, json};

/// One text to begin with. It is a proposal: nothing of it holds before its owner has changed and approved it.
#[derive(Clone, Copy, Debug)]
pub struct Starter {
    /// "access-control"; stored nowhere, typed on the command line.
    pub name: &'static str,
    pub title: &'static str,
    /// The kind of record that it becomes.
    pub kind: &'static str,
    /// As `policy.sort` stores it.
    pub sort: &'static str,
    /// Numbers of clauses and controls, the one it is mainly there for first.
    pub answers: &'static [&'static str],
    /// Beginnings of words that the roles have whom it concerns; none: everyone.
    pub roles: &'static [&'static str],
    /// As `policy.must_be_read` stores it.
    pub must_be_read: &'static str,
    /// As `policy.classification` stores it.
    pub classification: &'static str,
    /// Where people would find it.
    pub kept_where: &'static str,
    /// Markdown.
    pub text: &'static str,
}

const READ: &str = "once_a_major";
const STAFF: &str = "Where all our rules are found";
const TEAM: &str = "With the working papers of the team";

macro_rules! starters {
    ($($name:literal $title:literal, $sort:ident, [$($n:literal)+], [$($role:literal)*], $read:expr, $class:ident, $where:expr;)+) => {
        /// Every text to begin with, in the order in which an organization usually needs them.
        pub const STARTERS: &[Starter] = &[$(Starter {
            name: $name, title: $title, kind: "policy", sort: stringify!($sort), answers: &[$($n),+], roles: &[$($role),*], must_be_read: $read,
            classification: stringify!($class), kept_where: $where, text: include_str!(concat!("starters/", $name, ".md")),
        }),+];
    };
}
#[rustfmt::skip]
starters! {
    "information-security-policy" "Information security policy", policy, ["5.2" "5.1" "5.3" "6.2" "A.5.1" "A.5.2" "A.5.3" "A.5.4"], [], READ, public, STAFF;
    "risk-method" "How we judge and treat risks", method, ["6.1.2" "6.1.3" "8.2" "8.3"], ["top management" "isms" "owner" "security"], READ, internal, TEAM;
    "acceptable-use" "Acceptable use", topic_policy, ["A.5.10" "A.5.11" "A.5.14" "A.7.7" "A.8.1"], [], READ, internal, STAFF;
    "access-control" "Access control", topic_policy, ["A.5.15" "A.5.16" "A.5.18" "A.8.2" "A.8.3" "A.8.4" "A.8.18"], [], READ, internal, STAFF;
    "authentication" "Passwords and second factors", topic_policy, ["A.5.17" "A.8.5"], [], READ, internal, STAFF;
    "information-classification" "Classes of information and how to handle them", topic_policy, ["A.5.12" "A.5.9" "A.5.13" "A.5.14" "A.7.10"], [], READ, internal, STAFF;
    "incident-response" "Incident plan", plan, ["A.5.24" "A.5.25" "A.5.26" "A.5.27" "A.5.28" "A.6.8"], [], READ, internal, "Where all our rules are found, and on paper";
    "backup" "Backup and restore", topic_policy, ["A.8.13"], ["admin" "system" "it " "operation" "engineer"], "no", internal, TEAM;
    "business-continuity" "Continuity plan", plan, ["A.5.29" "A.5.30" "A.8.14"], [], "no", internal, "Where all our rules are found, and on paper";
    "supplier-security" "Suppliers", topic_policy, ["A.5.19" "A.5.20" "A.5.21" "A.5.22"], ["buy" "purchas" "procure" "owner" "top management" "isms"], READ, internal, STAFF;
    "remote-work" "Work from elsewhere and mobile devices", topic_policy, ["A.6.7" "A.7.9" "A.8.1"], [], READ, internal, STAFF;
    "secure-development" "Secure development", topic_policy, ["A.8.25" "A.8.26" "A.8.27" "A.8.28" "A.8.29" "A.8.30" "A.8.31" "A.8.33"], ["develop" "engineer" "program" "product"], READ, internal, TEAM;
    "cryptography" "Cryptography and keys", topic_policy, ["A.8.24"], ["admin" "develop" "engineer" "system"], READ, internal, TEAM;
    "physical-security" "Rooms and what stands in them", topic_policy, ["A.7.1" "A.7.2" "A.7.3" "A.7.4" "A.7.5" "A.7.6" "A.7.8" "A.7.11" "A.7.12" "A.7.13" "A.7.14"], [], READ, internal, STAFF;
    "logging-monitoring" "Logs and watching", topic_policy, ["A.8.15" "A.8.16" "A.8.17"], ["admin" "system" "it " "operation" "engineer"], "no", internal, TEAM;
    "vulnerability-management" "Weaknesses, updates and basic settings", procedure, ["A.8.8" "A.8.7" "A.8.9" "A.8.19"], ["admin" "develop" "engineer" "system" "operation"], READ, internal, TEAM;
    "change-management" "Changes and operating procedures", procedure, ["A.8.32" "6.3" "8.1" "A.5.37"], ["admin" "develop" "engineer" "system" "operation"], READ, internal, TEAM;
    "people-security" "Joining, moving and leaving", procedure, ["A.6.1" "A.6.2" "A.6.3" "A.6.4" "A.6.5" "A.6.6" "A.5.11"], ["hr" "human" "personnel" "people" "lead" "manage" "head"], READ, internal, STAFF;
    "data-protection" "Personal data", topic_policy, ["A.5.34" "A.5.31"], [], READ, internal, STAFF;
    "document-control" "Documents and records", procedure, ["7.5.2" "7.5.3" "A.5.33" "A.5.37"], ["owner" "isms" "top management" "lead" "head"], "no", internal, TEAM;
    "internal-audit" "Internal audit", procedure, ["9.2.1" "9.2.2" "A.5.35" "A.5.36"], ["audit" "isms"], "no", internal, TEAM;
    "corrective-action" "Putting things right", procedure, ["10.2" "10.1"], ["owner" "isms" "lead" "head"], "no", internal, TEAM;
    "data-retention" "Retention and deletion", topic_policy, ["A.8.10" "A.5.33" "A.7.14"], [], "no", internal, STAFF;
    "cloud-services" "Cloud services", topic_policy, ["A.5.23"], [], READ, internal, STAFF;
}

/// The text of this name.
pub fn starter(name: &str) -> Option<&'static Starter> {
    STARTERS.iter().find(|s| s.name == name)
}

impl Starter {
    /// Places in square brackets: what the organization has to decide.
    pub fn places(&self) -> usize {
        self.text.matches('[').count()
    }
    /// The fields of the draft that it becomes: first version, for those roles of this file that fit, answered for by `by`.
    pub fn draft(&self, isms: &Isms, by: &str) -> Map<String, Value> {
        let list = isms.organization().map(|o| o.role_list.as_slice()).unwrap_or_default();
        let fits = |role: &Text| {
            let padded = format!("{} ", role.to_lowercase());
            self.roles.iter().any(|r| padded.starts_with(r) || padded.contains(&format!(" {r}")))
        };
        let roles: Vec<&str> = list.iter().map(|r| &r.role).filter(|r| fits(r)).map(|r| &*r.0).collect();
        let mut out = Map::new();
        let fields = [
            ("title", json!(self.title)),
            ("owner", json!(by)),
            ("sort", json!(self.sort)),
            ("text", json!(self.text.trim())),
            ("version", json!("1.0")),
            ("change", json!("major")),
            ("changed_what", json!("First version.")),
            ("classification", json!(self.classification)),
            ("for_roles", json!(roles)),
            ("must_be_read", json!(self.must_be_read)),
            ("answers", json!(self.answers)),
            ("kept_where", json!(self.kept_where)),
            ("state", json!("draft")),
        ];
        out.extend(fields.into_iter().map(|(k, v)| (k.to_string(), v)));
        out
    }
}
