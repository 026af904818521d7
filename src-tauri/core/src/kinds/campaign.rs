//! Some people are asked to read or learn one version, each by a file of their own. Their answers are told from all others by a key that
//! only this record makes. 7.3, A.6.3.
use super::{Course, Person, Policy};
use crate::check::Check;
use crate::kind::{Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Some people are asked to read or learn one version of a course or policy, each by a file of their own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Campaign {
    /// What shall they read or learn?
    pub of: Ref<(Course, Policy)>,
    /// In which version?
    pub version: Version,
    /// Who gets it?
    pub people: Refs<Person>,
    /// Which questions are asked? Empty: reading is enough.
    #[serde(default)]
    pub quiz: Vec<Question>,
    /// From which result on is it passed?
    pub pass_mark: Option<Percent>,
    /// What do you write to them?
    pub words: Prose,
    /// Which language is the text in? Empty: English.
    pub lang: Option<Language>,
    /// Until when shall they answer?
    pub until: Date,
    /// To which address do the answers come?
    pub answers_to: Text,
    /// (kept by the program) On which day did the files go out?
    pub sent_on: Past,
    /// (kept by the program) Which answers came?
    #[serde(default)]
    pub answered: Vec<Answered>,
    /// (kept by the program) Who was reminded, when?
    #[serde(default)]
    pub reminded: Vec<Reminded>,
    /// What the keys of its people are made of: 64 hexadecimal digits. No field of the kind, so that nothing shows, prints or exports it.
    #[schemars(skip)]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub secret: String,
}
/// A question with two to four answers, one of which is right.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Question {
    /// What do you ask?
    pub question: Text,
    /// Answer A?
    pub a: Text,
    /// Answer B?
    pub b: Text,
    /// Answer C? Empty: there are only two.
    pub c: Option<Text>,
    /// Answer D?
    pub d: Option<Text>,
    /// Which is right?
    pub right: Letter,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Letter {
    /// A.
    A,
    /// B.
    B,
    /// C.
    C,
    /// D.
    D,
}
impl Question {
    /// Its answers, in order.
    pub fn choices(&self) -> Vec<&str> {
        let more = [self.c.as_deref(), self.d.as_deref()];
        [Some(&*self.a), Some(&*self.b)].into_iter().chain(more).flatten().collect()
    }
    /// Place of the right one among its answers.
    pub fn right(&self) -> usize {
        match self.right {
            Letter::A => 0,
            Letter::B => 1,
            Letter::C => 2,
            // Without a C, what was written as D stands third.
            Letter::D => 2 + usize::from(self.c.is_some()),
        }
    }
}
/// Languages that a text can be in, by their tags (BCP 47).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Czech.
    Cs,
    /// Danish.
    Da,
    /// Dutch.
    Nl,
    /// Finnish.
    Fi,
    /// French.
    Fr,
    /// German.
    De,
    /// Greek.
    El,
    /// Hungarian.
    Hu,
    /// Italian.
    It,
    /// Norwegian.
    Nb,
    /// Polish.
    Pl,
    /// Portuguese.
    Pt,
    /// Romanian.
    Ro,
    /// Spanish.
    Es,
    /// Swedish.
    Sv,
    /// Turkish.
    Tr,
    /// Ukrainian.
    Uk,
}
/// An answer that was taken in.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Answered {
    /// Who?
    pub person: Ref<Person>,
    /// On which day?
    pub on: Date,
    /// With which result? In percent; empty: nothing was asked.
    #[schemars(extend("personal" = true))]
    pub score: Option<Percent>,
    /// Was it passed?
    pub passed: bool,
    /// Number of the answer?
    pub answer: Text,
}
/// What became of somebody who had not answered.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reminded {
    /// Who?
    pub person: Ref<Person>,
    /// On which day?
    pub on: Date,
    /// What was done?
    pub then: Then,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// reminded.
    Remind,
    /// away.
    Away,
    /// to be talked to.
    Talk,
    /// next date.
    NextDate,
}
impl Campaign {
    /// The answer of this person that counts: one that passed, else the last.
    pub fn answer_of(&self, person: &str) -> Option<&Answered> {
        let theirs = || self.answered.iter().filter(|a| *a.person == person);
        theirs().find(|a| a.passed).or_else(|| theirs().next_back())
    }
    /// Has this person read it, and passed where there is something to pass?
    pub fn done_by(&self, person: &str) -> bool {
        self.answered.iter().any(|a| a.passed && *a.person == person)
    }
    /// How many have.
    pub fn done(&self) -> usize {
        self.people.iter().filter(|p| self.done_by(p)).count()
    }
}
impl Kind for Campaign {
    const NAME: &'static str = "campaign";
    const PREFIX: &'static str = "CMP";
    const PAD: usize = 2;
    const TITLE: &'static str = "Campaign";
    const PLURAL: &'static str = "Campaigns";
    const CLAUSE: &'static str = "7.3";
    const ICON: &'static str = "training";
    const GROUP: Group = Group::Rules;
    const MORE: bool = true;
    const TITLED: bool = false;
    const KEYED: bool = true;
    const STATES: &'static [&'static str] = &["out", "closed"];
    const ARROWS: &'static [Arrow] = &[arrow("out", "closed", "Close")];
    const COLUMNS: &'static [&'static str] = &["of", "version", "people", "sent_on", "until"];
    const WIZARD: Option<&'static str> = Some("training-campaign");
    const VERB: &'static str = "Go on";
    fn title(&self) -> String {
        format!(
            "{} {} to {} {}",
            *self.of,
            self.version,
            self.people.len(),
            if self.people.len() == 1 { "person" } else { "people" }
        )
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if self.people.is_empty() {
            bad.push(c.field("people", "Nobody gets it.", "Name at least one person."));
        }
        let version = c
            .isms
            .get::<Course>(&self.of)
            .map(|x| x.version)
            .or_else(|| c.isms.get::<Policy>(&self.of).map(|x| x.version));
        if version.is_some_and(|now| self.version > now) {
            bad.push(c.field(
                "version",
                &format!("{} has no version {}.", *self.of, self.version),
                "Give one that exists.",
            ));
        }
        for (n, q) in self.quiz.iter().enumerate() {
            if q.right() >= q.choices().len() || (q.right == Letter::C && q.c.is_none()) {
                bad.push(c.field(
                    &format!("quiz[{}].right", n + 1),
                    &format!("Question {} has no answer {}.", n + 1, crate::staleness::word(&q.right).to_uppercase()),
                    "Say which of its answers is right.",
                ));
            }
        }
        if !self.quiz.is_empty() && self.pass_mark.is_none() {
            bad.push(c.field("pass_mark", "It is not said from which result on it is passed.", "Give a percentage."));
        }
        // Keys were given out: what they speak for stays.
        for f in
            ["of", "version", "quiz", "pass_mark", "lang", "sent_on"].iter().filter(|f| c.was.is_some() && c.moved(f))
        {
            bad.push(Refusal::new(
                "closed",
                format!("{}.{f}", c.code),
                "The files are out; what they ask stays as it went out.",
                "Close this campaign, and begin another.",
            ));
        }
        bad
    }
    fn example() -> Value {
        json!({"of": "CRS-0", "version": "1.0", "people": ["P-0"], "words": "Read it by the end of the month.", "until": "2026-01-31", "answers_to": "pat@example.test", "sent_on": "2026-01-05", "state": "out"})
    }
}
