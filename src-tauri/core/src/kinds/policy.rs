//! A controlled document: the policy, topic rules, procedures, plans, the method papers. 5.2, 7.5, A.5.1, A.5.37.
use super::{Evidence, Obligation};
use crate::check::Check;
use crate::isms::Isms;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A controlled document: the policy, topic rules, procedures, plans, the method papers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Policy {
    /// What sort of document is it?
    pub sort: PolicySort,
    /// The text? Markdown.
    pub text: Option<LongProse>,
    /// Or the file?
    pub file: Option<Ref<Evidence>>,
    /// (kept by the program) The words of the file, for search and comparison.
    pub file_text: Option<FileText>,
    /// Which version?
    pub version: Version,
    /// Does this version change what anyone must do?
    pub change: VersionChange,
    /// What changed, in two sentences that staff will read?
    pub changed_what: Option<Prose>,
    /// Who approved it?
    pub approved: Option<Approval>,
    /// From when does it hold?
    pub in_force_from: Option<Date>,
    /// Who may see it?
    pub classification: PolicyClassification,
    /// Whom does it concern? Empty: everyone.
    #[serde(default)]
    pub for_roles: Vec<Text>,
    /// Must they confirm that they have read it?
    pub must_be_read: MustBeRead,
    /// Which clauses and controls does it serve?
    #[serde(default)]
    pub answers: Clauses,
    /// Which laws or contracts does it answer?
    #[serde(default)]
    pub obligations: RestsOn<Obligation>,
    /// Under which policy does it stand?
    pub parent: Option<RestsOnOne<Policy>>,
    /// Where do people find it?
    pub kept_where: Text,
    /// (kept by the program) The next version, while it is written and approved.
    pub draft: Option<PolicyDraft>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PolicySort {
    Policy,
    /// topic policy.
    TopicPolicy,
    Procedure,
    Plan,
    Method,
    /// form of a record.
    RecordForm,
    /// of outside origin.
    External,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VersionChange {
    /// yes. Someone has to act differently.
    Major,
    /// no. Only the words.
    Minor,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PolicyClassification {
    Public,
    Internal,
    Confidential,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MustBeRead {
    No,
    /// once for each real change.
    OnceAMajor,
    /// every year.
    Yearly,
}
/// A version that is not yet in force.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PolicyDraft {
    /// The text?
    pub text: Option<LongProse>,
    /// Or the file?
    pub file: Option<Ref<Evidence>>,
    /// The words of the file?
    pub file_text: Option<FileText>,
    /// Which version will it be?
    pub version: Option<Version>,
    /// Does it change what anyone must do?
    pub change: Option<VersionChange>,
    /// What changes?
    pub changed_what: Option<Prose>,
    /// Whom will it concern?
    #[serde(default)]
    pub for_roles: Vec<Text>,
    /// From when shall it hold?
    pub in_force_from: Option<Date>,
    /// Where does it stand?
    pub state: Option<DraftState>,
    /// Since when?
    pub since: Option<Date>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftState {
    Draft,
    InApproval,
}
impl Policy {
    /// Who may say yes to a version of the policy `code`: of the information security policy top management, and its owner where nobody
    /// has to act differently; of all others the owner or top management.
    pub fn approvers(&self, isms: &Isms, code: &str, change: VersionChange) -> Vec<String> {
        let top = isms.organization().map(|o| o.top_management.to_vec()).unwrap_or_default();
        let owner = isms.record(code).and_then(|r| r.common.owner.as_ref()).map(|o| o.to_string());
        let mut out: Vec<String> =
            owner.into_iter().filter(|_| self.sort != PolicySort::Policy || change == VersionChange::Minor).collect();
        out.extend(top.into_iter().filter(|p| !out.contains(p)).collect::<Vec<_>>());
        out
    }
    /// Must anyone confirm that they have read it?
    pub fn must_be_read(&self) -> bool {
        self.must_be_read != MustBeRead::No
    }
    /// Does it concern someone with these roles?
    pub fn concerns(&self, roles: &[Text]) -> bool {
        self.for_roles.is_empty() || self.for_roles.iter().any(|r| roles.contains(r))
    }
}
impl Kind for Policy {
    const NAME: &'static str = "policy";
    const PREFIX: &'static str = "POL";
    const PAD: usize = 2;
    const TITLE: &'static str = "Policy";
    const PLURAL: &'static str = "Policies";
    const CLAUSE: &'static str = "7.5";
    const ICON: &'static str = "policy";
    const GROUP: Group = Group::Rules;
    const REVIEWED: bool = true;
    const MATERIAL: &'static [&'static str] = &["text", "file", "for_roles", "obligations", "parent"];
    /// A draft beside the version in force is minor until it is published (2.11); withdrawal is seen by the rules themselves.
    const STATE_MATERIAL: bool = false;
    const STATES: &'static [&'static str] = &["draft", "in_approval", "in_force", "withdrawn"];
    const ARROWS: &'static [Arrow] = &[
        arrow("draft", "in_approval", "Ask for approval"),
        arrow("in_approval", "draft", "Refuse"),
        arrow("in_approval", "in_force", "Put in force"),
        arrow("draft", "in_force", "Put in force"),
        arrow("in_force", "in_approval", "Ask for approval"),
        arrow("in_force", "withdrawn", "Withdraw"),
    ];
    const COLUMNS: &'static [&'static str] = &["title", "version", "in_force_from", "owner", "must_be_read", "sort"];
    const WIZARD: Option<&'static str> = Some("policy-review");
    const EVERY: Option<(u32, Unit, u32)> = Some((1, Unit::Year, 45));
    const ROUTINE: &'static str = "policy-review";
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if self.text.is_none() == self.file.is_none() {
            bad.push(c.field(
                "text",
                if self.text.is_some() { "There is a text and a file." } else { "There is neither a text nor a file." },
                "Give one of the two.",
            ));
        }
        if self.file_text.is_some() && self.file.is_none() {
            bad.push(c.field(
                "file_text",
                "There are words of a file and no file.",
                "Name the file, or take the words away.",
            ));
        }
        if let Some(was) =
            c.was.and_then(|w| w.get("version")).and_then(Value::as_str).and_then(|v| v.parse::<Version>().ok())
        {
            // What people have confirmed must not become another text under the same number (7.5.3).
            let held = c.was.and_then(|w| w.get("state")).and_then(Value::as_str) == Some("in_force");
            if held && self.version == was && (c.moved("text") || c.moved("file")) {
                bad.push(c.field(
                    if c.moved("text") { "text" } else { "file" },
                    &format!("Version {was} is in force; its text stays as it was approved."),
                    "Write the next version: Write on the page of the policy, or `isms policy FILE ID write`.",
                ));
            }
            if self.version < was {
                bad.push(c.field(
                    "version",
                    &format!("Version {} is older than {was}, which was in force.", self.version),
                    "A version only grows.",
                ));
            }
            if self.version > was && (self.version.major > was.major) != (self.change == VersionChange::Major) {
                bad.push(c.field(
                    "version",
                    &format!("{was} to {} is not what you said of the change.", self.version),
                    "If anyone has to act differently the first number grows by one; if not, the second.",
                ));
            }
        }
        if self.version > (Version { major: 1, minor: 0 }) && self.changed_what.is_none() {
            bad.push(c.field("changed_what", "It is not said what changed.", "Tell your colleagues in two sentences."));
        }
        if let (Some(a), Some(f)) = (&self.approved, self.in_force_from) {
            if f.0 < a.on.0 {
                bad.push(c.field(
                    "in_force_from",
                    &format!("It would hold before it was approved ({}).", a.on.0),
                    "Give that day or a later one.",
                ));
            }
        }
        if c.state() == "in_force" && self.approved.is_none() && self.sort != PolicySort::External {
            bad.push(c.field("approved", "Nobody has approved it.", "Say who approved it, on which day, and how."));
        }
        if c.moved("approved") && self.sort == PolicySort::Policy {
            if let (Some(a), Some(org)) = (&self.approved, c.isms.organization()) {
                let owner =
                    self.change == VersionChange::Minor && c.now.get("owner").and_then(Value::as_str) == Some(&**a.by);
                if !org.top_management.contains(&a.by) && !owner {
                    let who: Vec<String> = org.top_management.iter().map(|p| c.isms.name_of(p)).collect();
                    bad.push(Refusal::new(
                        "approval",
                        format!("{}.approved", c.code),
                        format!("{} does not direct the organization.", c.isms.name_of(&a.by)),
                        format!("Only top management may approve the policy: {}.", who.join(" or ")),
                    ));
                }
            }
        }
        if self.parent.as_ref().is_some_and(|p| **p == c.code) {
            bad.push(c.field("parent", "A policy cannot stand under itself.", "Choose another, or none."));
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Acceptable use", "owner": "P-0", "sort": "topic_policy", "text": "Use what we give you for work.", "version": "1.0", "change": "major", "changed_what": "First issue.",
            "approved": {"by": "P-0", "on": "2026-01-05", "how": "in_app"}, "in_force_from": "2026-01-05", "classification": "internal", "must_be_read": "no", "kept_where": "Wiki", "state": "in_force"})
    }
}
