//! Training or awareness content, with its versions. 7.2, 7.3, A.6.3.
use super::policy::VersionChange;
use super::{Control, Evidence, Policy};
use crate::check::Check;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Training or awareness content, with its versions.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Course {
    /// Should people know (awareness) or be able to do (competence)?
    pub aim: Aim,
    /// What should they know or be able to do afterwards?
    pub teaches: Prose,
    /// Where is the material? As a file.
    pub content: Option<Ref<Evidence>>,
    /// Or its address?
    pub content_link: Option<Link>,
    /// Which version?
    pub version: Version,
    /// Does this version change what anyone must know or do?
    pub change: VersionChange,
    /// What changed?
    pub changed_what: Option<Prose>,
    /// For whom? Empty: everyone.
    #[serde(default)]
    pub for_roles: Vec<Text>,
    /// How often must it be repeated? Empty: once.
    pub repeat: Option<Cadence>,
    /// Within how many days of joining? Empty: as the organization says.
    pub within_days: Option<Count>,
    /// From which result on is it passed? Empty: taking part is enough.
    pub pass_mark: Option<Percent>,
    /// Which policies does it teach?
    #[serde(default)]
    pub policies: RestsOn<Policy>,
    /// Which controls does it serve?
    #[serde(default)]
    pub controls: Refs<Control>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// know.
    Awareness,
    /// be able to do.
    Competence,
}
impl Course {
    /// Does it concern someone with these roles?
    pub fn concerns(&self, roles: &[Text]) -> bool {
        self.for_roles.is_empty() || self.for_roles.iter().any(|r| roles.contains(r))
    }
}
impl Kind for Course {
    const NAME: &'static str = "course";
    const PREFIX: &'static str = "CRS";
    const PAD: usize = 2;
    const TITLE: &'static str = "Course";
    const PLURAL: &'static str = "Courses";
    const CLAUSE: &'static str = "7.3";
    const ICON: &'static str = "training";
    const GROUP: Group = Group::Rules;
    const MORE: bool = true;
    const REVIEWED: bool = true;
    const MATERIAL: &'static [&'static str] =
        &["teaches", "content", "content_link", "for_roles", "pass_mark", "policies"];
    const STATES: &'static [&'static str] = &["draft", "offered"];
    const ARROWS: &'static [Arrow] = &[arrow("draft", "offered", "Offer")];
    const COLUMNS: &'static [&'static str] = &["title", "version", "aim", "for_roles", "repeat", "owner"];
    const WIZARD: Option<&'static str> = Some("course-review");
    const EVERY: Option<(u32, Unit, u32)> = Some((1, Unit::Year, 30));
    const ROUTINE: &'static str = "";
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if let Some(was) =
            c.was.and_then(|w| w.get("version")).and_then(Value::as_str).and_then(|v| v.parse::<Version>().ok())
        {
            if self.version < was {
                bad.push(c.field(
                    "version",
                    &format!("Version {} is older than {was}.", self.version),
                    "A version only grows.",
                ));
            }
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Security basics", "owner": "P-0", "aim": "awareness", "teaches": "What everyone must know.", "version": "1.0", "change": "major", "changed_what": "First issue.", "state": "offered"})
    }
}
