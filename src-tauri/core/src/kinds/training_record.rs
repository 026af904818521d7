//! One person, one course version, one date, one result. A proof: never edited. 7.2 d, 7.3.
use super::{Course, Person};
use crate::check::Check;
use crate::kind::{Group, Kind};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// One person, one course version, one date, one result.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TrainingRecord {
    /// Who?
    pub person: Ref<Person>,
    /// Which course?
    pub course: Ref<Course>,
    /// In which version?
    pub course_version: Version,
    /// When?
    pub on: Past,
    /// How did it end?
    pub result: TrainingResult,
    /// With which result? In percent.
    #[schemars(extend("personal" = true))]
    pub score: Option<Percent>,
    /// In what way?
    pub how: TrainingWay,
    /// Who taught it?
    #[schemars(extend("personal" = true))]
    pub taught_by: Option<Text>,
    /// Did it close the gap?
    pub effective: Option<TrainingEffect>,
    /// How do you know?
    #[schemars(extend("personal" = true))]
    pub effective_because: Option<Prose>,
    /// (kept by the program) To which campaign was it the answer?
    pub campaign: Option<Ref<super::Campaign>>,
    /// What shows that they were there?
    #[serde(default)]
    #[schemars(extend("personal" = true))]
    pub evidence: Refs<super::Evidence>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrainingResult {
    Attended,
    Passed,
    Failed,
    Excused,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrainingWay {
    /// together.
    Session,
    /// each alone.
    SelfStudy,
    /// campaign file.
    CampaignFile,
    /// outside.
    External,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrainingEffect {
    NotAsked,
    Yes,
    No,
}
impl TrainingRecord {
    /// Does it count as done?
    pub fn passes(&self) -> bool {
        matches!(self.result, TrainingResult::Attended | TrainingResult::Passed)
    }
}
impl Kind for TrainingRecord {
    const NAME: &'static str = "training_record";
    const PREFIX: &'static str = "TR";
    const PAD: usize = 4;
    const TITLE: &'static str = "Training record";
    const PLURAL: &'static str = "Training records";
    const CLAUSE: &'static str = "7.2";
    const ICON: &'static str = "training";
    const GROUP: Group = Group::Rules;
    const MORE: bool = true;
    const TITLED: bool = false;
    const PROOF: bool = true;
    const WHOSE: &'static [&'static str] = &["person"];
    const COLUMNS: &'static [&'static str] = &["person", "course", "course_version", "on", "result", "score"];
    fn title(&self) -> String {
        format!("{} on {} {}", *self.person, *self.course, self.course_version)
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if let Some(p) = c.isms.get::<Person>(&self.person) {
            if self.on.0 < p.joined_on.0 {
                bad.push(c.field(
                    "on",
                    &format!("{} joined on {}.", c.isms.name_of(&self.person), p.joined_on.0),
                    "Nobody is trained before their first day.",
                ));
            }
        }
        if let Some(course) = c.isms.get::<Course>(&self.course) {
            if self.course_version > course.version {
                bad.push(c.field(
                    "course_version",
                    &format!("{} has no version {}.", *self.course, self.course_version),
                    &format!("The latest is {}.", course.version),
                ));
            }
            if let (Some(mark), Some(score), TrainingResult::Passed) = (course.pass_mark, self.score, self.result) {
                if score < mark {
                    bad.push(c.field(
                        "score",
                        &format!("{} % is under your mark of {} %.", score.0, mark.0),
                        "Failed, or is the number wrong?",
                    ));
                }
            }
        }
        bad
    }
    fn example() -> Value {
        json!({"person": "P-0", "course": "CRS-0", "course_version": "1.0", "on": "2026-01-05", "result": "attended", "how": "session", "taught_by": "Pat Zero"})
    }
}
