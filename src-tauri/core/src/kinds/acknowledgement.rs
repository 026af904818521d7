//! One person has confirmed one policy version. A proof: never edited. 7.3, A.5.1, A.5.10, A.6.2.
use super::{Evidence, Person, Policy};
use crate::check::Check;
use crate::kind::{Group, Kind};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// One person has confirmed that they have read one policy version.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Acknowledgement {
    /// Who?
    pub person: Ref<Person>,
    /// Which policy?
    pub policy: Ref<Policy>,
    /// In which version?
    pub policy_version: Version,
    /// When?
    pub on: Past,
    /// In what way?
    pub how: ReadWay,
    /// (kept by the program) To which campaign was it the answer?
    pub campaign: Option<Ref<super::Campaign>>,
    /// Where is the signed sheet or the mail?
    #[serde(default)]
    #[schemars(extend("case" = "how=sheet|email"))]
    #[schemars(extend("personal" = true))]
    pub proof: Refs<Evidence>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReadWay {
    /// campaign file.
    CampaignFile,
    /// signed sheet.
    Sheet,
    /// e-mail.
    Email,
    /// here, now.
    InApp,
}
impl Kind for Acknowledgement {
    const NAME: &'static str = "acknowledgement";
    const PREFIX: &'static str = "ACK";
    const PAD: usize = 4;
    const TITLE: &'static str = "Acknowledgement";
    const PLURAL: &'static str = "Acknowledgements";
    const CLAUSE: &'static str = "7.3";
    const ICON: &'static str = "look";
    const GROUP: Group = Group::Rules;
    const MORE: bool = true;
    const TITLED: bool = false;
    const PROOF: bool = true;
    const WHOSE: &'static [&'static str] = &["person"];
    const COLUMNS: &'static [&'static str] = &["person", "policy", "policy_version", "on", "how"];
    fn title(&self) -> String {
        format!("{} has read {} {}", *self.person, *self.policy, self.policy_version)
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if let Some(p) = c.isms.get::<Policy>(&self.policy) {
            if self.policy_version > p.version {
                bad.push(c.field(
                    "policy_version",
                    &format!("{} has no version {}.", *self.policy, self.policy_version),
                    &format!("The latest is {}.", p.version),
                ));
            }
        }
        bad
    }
    fn example() -> Value {
        json!({"person": "P-0", "policy": "POL-0", "policy_version": "1.0", "on": "2026-01-05", "how": "campaign_file"})
    }
}
