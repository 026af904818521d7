//! The attested record of a finished wizard; everything about staleness hangs on it. Also a "no effect" decision and a putting off.
use super::{Action, Person};
use crate::check::Check;
use crate::kind::{Group, Kind};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a person attested on a day: what was looked at, what was found, and who stands by it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// With which guide?
    pub wizard: Text,
    /// What was looked at?
    pub about: Vec<Target>,
    /// On which day was it looked at?
    pub held_on: Past,
    /// Why was it written up later?
    #[schemars(extend("personal" = true))]
    pub late_why: Option<Prose>,
    /// Who reviewed?
    pub by: Ref<Person>,
    /// Who else took part?
    #[serde(default)]
    pub with: Refs<Person>,
    /// What is the result?
    pub outcome: Outcome,
    /// Why? What was looked at, and what was concluded.
    #[schemars(extend("personal" = true))]
    pub why: Prose,
    /// In a batch: what is the result of each?
    #[serde(default)]
    pub each: Vec<Each>,
    /// (no effect) Which change does not touch it?
    pub input: Option<Target>,
    /// (program) What was on the screen: the reasons, word for word.
    #[serde(default)]
    #[schemars(extend("personal" = true))]
    pub saw: Vec<Saw>,
    /// (program) What was answered, as it was asked?
    #[serde(default)]
    #[schemars(extend("personal" = true))]
    pub answers: Vec<Answered>,
    /// What follows?
    #[serde(default)]
    pub actions: Refs<Action>,
    /// Is it to be looked at sooner than the cadence says? When put off: until when?
    pub next_by: Option<Date>,
    /// (a routine's performance) Why was the one before skipped?
    #[schemars(extend("personal" = true))]
    pub skipped_why: Option<Prose>,
    /// Who signed it off?
    pub signed: Option<Approval>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// it still holds.
    Holds,
    /// holds, with things to do.
    HoldsWithActions,
    /// changed.
    Changed,
    /// does not hold.
    DoesNotHold,
    /// no effect. A decision about one record and one change.
    NoEffect,
    /// carried over. Imported from the time before this file.
    CarriedOver,
    /// put off. Not now; the item keeps its state.
    PutOff,
    /// sooner. To be looked at before its cadence asks; nothing was looked at.
    Sooner,
}
impl Outcome {
    /// Does it move the horizon of what it is about?
    pub fn reviews(self) -> bool {
        !matches!(self, Outcome::NoEffect | Outcome::PutOff | Outcome::Sooner)
    }
}

/// One target of a batch.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Each {
    /// Which?
    pub target: Target,
    /// What is the result?
    pub outcome: Outcome,
    /// Why?
    #[schemars(extend("personal" = true))]
    pub why: Option<Prose>,
}
/// A reason as it stood on the screen, and what was said of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Saw {
    /// Of which target?
    pub target: Target,
    /// Which rule?
    pub rule: Text,
    /// Which sentence?
    pub text: Prose,
    /// Does it matter here? yes, no, not sure
    pub matters: Option<Text>,
    /// Why not?
    pub why: Option<Prose>,
}
/// A question and its answer in words.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Answered {
    /// Of which target?
    pub target: Option<Target>,
    /// Which step?
    pub step: Text,
    /// Which field?
    pub field: Text,
    /// What was asked?
    pub question: Prose,
    /// What was answered?
    pub answer: Prose,
    /// Who said so?
    pub who: Option<Text>,
}

impl Kind for Review {
    const NAME: &'static str = "review";
    const PREFIX: &'static str = "RV";
    const PAD: usize = 4;
    const TITLE: &'static str = "Review";
    const PLURAL: &'static str = "Reviews";
    const CLAUSE: &'static str = "8.2";
    const ICON: &'static str = "look";
    const GROUP: Group = Group::Audit;
    const MORE: bool = true;
    const TITLED: bool = false;
    const PROOF: bool = true;
    const WHOSE: &'static [&'static str] = &["about"];
    const COLUMNS: &'static [&'static str] = &["held_on", "wizard", "about", "outcome", "by"];

    fn title(&self) -> String {
        let about = match self.about.as_slice() {
            [one] => one.to_string(),
            [one, rest @ ..] => format!("{one} and {} more", rest.len()),
            [] => String::new(),
        };
        format!(
            "{} of {about}",
            match self.outcome {
                Outcome::NoEffect => "No effect: decision",
                Outcome::PutOff => "Putting off",
                Outcome::Sooner => "Sooner: decision",
                _ => "Review",
            }
        )
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if self.about.is_empty() {
            bad.push(c.field("about", "The review is about nothing.", "Name what was looked at."));
        }
        if self.why.trim().chars().count() < 10 && self.outcome != Outcome::CarriedOver {
            bad.push(c.field(
                "why",
                &format!("\u{201c}{}\u{201d} does not tell next year's you anything.", self.why.trim()),
                "Write what you looked at, in at least 10 characters.",
            ));
        }
        if self.outcome == Outcome::NoEffect && self.input.is_none() {
            bad.push(c.field("input", "It is not said which change has no effect.", "Name the record that changed."));
        }
        if self.outcome == Outcome::Sooner && self.next_by.is_none() {
            bad.push(c.field("next_by", "It is not said by when.", "Give the day by which it is to be looked at."));
        }
        for target in &self.about {
            if let Some(before) = c.isms.last_mark(target).filter(|_| self.outcome.reviews()) {
                if before.held_on > self.held_on.0 {
                    bad.push(c.field(
                        "held_on",
                        &format!("{target} was already reviewed on {}.", before.held_on),
                        "Give that day or a later one.",
                    ));
                }
            }
        }
        bad
    }
    fn example() -> Value {
        json!({"wizard": "risk-review", "about": ["R-0"], "held_on": "2026-01-05", "by": "P-0", "outcome": "holds", "why": "Went through it with the heads of sales and IT.",
            "signed": {"by": "P-0", "on": "2026-01-05", "how": "in_app"}})
    }
}
