//! Every question of a campaign, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Course, Person, Policy};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct What {
    /// What shall they read or learn? — The version that holds now goes out.
    of: Ref<(Course, Policy)>,
}

#[derive(JsonSchema)]
pub(super) struct Whom {
    /// Who gets it? — Those who are due are ticked. Top management included.
    people: Refs<Person>,
}

#[derive(JsonSchema)]
pub(super) struct Quiz {
    /// Do you want to ask questions?
    ask: YesNo,
    /// Which ones? — Three to seven questions that a person who read it can answer.
    questions: Vec<crate::kinds::campaign::Question>,
    /// From which result on is it passed? — In percent.
    pass_mark: Percent,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum YesNo {
    /// yes
    Yes,
    /// no, reading is enough
    No,
}

#[derive(JsonSchema)]
pub(super) struct Words {
    /// What do you write to them? — Two sentences: what changed, until when.
    words: Prose,
    /// Which language is it in? — English, if you say nothing. By it a screen reader reads it aloud.
    lang: Option<crate::kinds::campaign::Language>,
    /// Until when shall they answer?
    until: Date,
}

#[derive(JsonSchema)]
pub(super) struct Out {
    /// To which address do the answers come? — Yours, or one that you read.
    answers_to: Text,
}

#[derive(JsonSchema)]
pub(super) struct Back {
    /// Drop the answers here, as many as you have. — Files that were saved, or whole mails. None have come? Go on.
    files: Option<DroppedAnswers>,
}

#[derive(JsonSchema)]
pub(super) struct Missing {
    /// {n} are missing. Remind, or what? — Leave those open whom you still want to give time.
    then: Option<Vec<Then>>,
}
/// What is to become of somebody who has not answered?
#[derive(JsonSchema)]
struct Then {
    /// What now?
    then: WhatNow,
    /// Away until?
    #[schemars(extend("case" = "then=away"))]
    until: Option<Date>,
    /// Which date?
    #[schemars(extend("case" = "then=next_date"))]
    on: Option<Date>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum WhatNow {
    /// remind
    Remind,
    /// away
    Away,
    /// talk to them
    Talk,
    /// next date
    NextDate,
}

#[derive(JsonSchema)]
pub(super) struct Close {
    /// Close it? {n} of {m} done. — Those open stay due as persons.
    close: CloseIt,
    /// Why, with so many still open?
    why: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum CloseIt {
    /// not yet
    NotYet,
    /// close it
    Close,
}
