//! Every question of planning and recording training, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Course, Evidence, Person, Policy};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct What {
    /// Which training is it? — Nothing fits? Add a course: title, aim, for whom.
    course: Ref<(Course, Policy)>,
    /// What do you want to do?
    #[serde(rename = "do")]
    task: Task,
    /// Which version was taught? — The one in use on that day is proposed. An older version counts only until a real change came.
    version: Version,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Task {
    /// record a training that took place
    Record,
    /// assign it to people who must do it
    Assign,
    /// record a certificate or an outside course
    Outside,
}

#[derive(JsonSchema)]
pub(super) struct Due {
    /// Who must do it? — By role is better than by name: whoever joins later is then included.
    who: Who,
    /// Which roles?
    roles: Vec<Text>,
    /// Which people?
    people: Refs<Person>,
    /// Until when? — Newcomers have {joiner_days} days; for the others say a date.
    until: Date,
    /// How will they hear of it?
    how_told: Told,
    /// On which day is the meeting?
    meeting_on: Date,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Who {
    /// everyone
    Everyone,
    /// roles
    Roles,
    /// these people only
    People,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Told {
    /// campaign file
    Campaign,
    /// I tell them myself
    Myself,
    /// a meeting
    Meeting,
}

#[derive(JsonSchema)]
pub(super) struct Session {
    /// On which day? — The last day, if it took several.
    on: Past,
    /// In what way?
    how: Way,
    /// Who taught it? — Name or firm; why they can is a bonus.
    teacher: Option<Text>,
    /// How long? — Minutes.
    length: Option<Count>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Way {
    /// together (room or call)
    Session,
    /// each alone
    SelfStudy,
    /// campaign file
    CampaignFile,
    /// outside
    External,
}

#[derive(JsonSchema)]
pub(super) struct Came {
    /// Who was there? — A: was there. P: passed. F: failed. E: excused. Empty: was not there.
    result: Option<Result>,
    /// Result in %
    score: Option<Percent>,
    /// Add others
    others: Option<Refs<Person>>,
    /// Paste a list — Names or addresses, one a line. Those whom it can place are ticked as having been there.
    pasted: Option<Prose>,
    /// How many signatures are on the sheet? — If there is one.
    sheet_count: Option<Count>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Result {
    /// attended
    Attended,
    /// passed
    Passed,
    /// failed
    Failed,
    /// excused
    Excused,
}

#[derive(JsonSchema)]
pub(super) struct Import {
    /// These lines could not be placed. Who is it? — "A. Meyer" could be Anna or Alexander.
    placed: Vec<Line>,
}
/// A line of a pasted list.
#[derive(JsonSchema)]
struct Line {
    /// Who is it?
    what: Placed,
    /// Which person?
    #[schemars(extend("case" = "what=person"))]
    who: Option<Ref<Person>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Placed {
    /// a person
    Person,
    /// not one of ours
    NotOurs,
    /// skip
    Skip,
}

#[derive(JsonSchema)]
pub(super) struct Proof {
    /// What shows that they were there? — Signed sheet, export of the meeting, result list, certificate. Drop it here.
    evidence: Option<Refs<Evidence>>,
    /// Until when is the certificate valid? — Empty: it does not end.
    valid_until: Option<Date>,
    /// Is the material that you used kept with the course?
    content: Content,
    /// Which file is it?
    content_file: Ref<Evidence>,
    /// No, because?
    content_why: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Content {
    /// yes
    Yes,
    /// add it now
    AddNow,
    /// no, because
    No,
}

#[derive(JsonSchema)]
pub(super) struct Missing {
    /// Who was not there. What now? — Someone on long leave is not late.
    then: Vec<Then>,
}
/// What is to become of somebody who was not there?
#[derive(JsonSchema)]
struct Then {
    /// What now?
    then: WhatNow,
    /// Which date?
    #[schemars(extend("case" = "then=next_date"))]
    on: Option<Date>,
    /// Away until?
    #[schemars(extend("case" = "then=away"))]
    until: Option<Date>,
    /// Because?
    #[schemars(extend("case" = "then=not_concerned"))]
    because: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum WhatNow {
    /// next date
    NextDate,
    /// campaign file
    Campaign,
    /// away until
    Away,
    /// no longer concerned, because
    NotConcerned,
}

#[derive(JsonSchema)]
pub(super) struct Helped {
    /// Did it close the gap? — Ask them to show it, look at the next results, watch the work.
    effective: Effect,
    /// How do you know?
    effective_how: Prose,
    /// When shall I ask you?
    ask_on: Date,
    /// Is there anything in the course that should change? — Questions that nobody could answer are a hint.
    lesson: NoYes,
    /// What?
    lesson_what: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Effect {
    /// yes
    Yes,
    /// no
    No,
    /// too early
    TooEarly,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum NoYes {
    /// no
    No,
    /// yes
    Yes,
}
