//! Every question about open actions, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Evidence, Person};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Open {
    /// What became of it?
    now: Vec<Became>,
}
/// What became of one action.
#[derive(JsonSchema)]
struct Became {
    /// What became of it?
    then: Then,
    /// On which day was it done?
    #[schemars(extend("case" = "then=done"))]
    done_on: Option<Past>,
    /// What was done in the end?
    #[schemars(extend("case" = "then=done"))]
    result: Option<Prose>,
    /// What is the new date?
    #[schemars(extend("case" = "then=longer"))]
    due: Option<Date>,
    /// Why?
    #[schemars(extend("case" = "then=longer|dropped"))]
    why: Option<Prose>,
    /// Who agreed?
    #[schemars(extend("case" = "then=dropped"))]
    agreed: Option<Ref<Person>>,
    /// Which file shows it?
    #[schemars(extend("case" = "then=done?"))]
    proof: Option<Ref<Evidence>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Then {
    /// done
    Done,
    /// needs longer
    Longer,
    /// no longer needed
    Dropped,
    /// on its way
    OnItsWay,
}

#[derive(JsonSchema)]
pub(super) struct Worked {
    /// Did it work? — For those that are done: how can you tell?
    worked: Vec<Checked>,
}
/// Whether one action worked.
#[derive(JsonSchema)]
struct Checked {
    /// Did it work?
    effective: Effective,
    /// How can you tell?
    #[schemars(extend("case" = "effective=yes|partly|no"))]
    how: Option<Prose>,
    /// Which file shows it?
    #[schemars(extend("case" = "effective=yes|partly|no?"))]
    proof: Option<Ref<Evidence>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Effective {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
    /// too early
    TooEarly,
}

#[derive(JsonSchema)]
pub(super) struct Stuck {
    /// What keeps it from being done, and who can clear that?
    stuck: Vec<Keeps>,
}
/// What keeps one action from being done.
#[derive(JsonSchema)]
struct Keeps {
    /// What keeps it?
    keeps: Text,
    /// Who can clear that?
    who: Ref<Person>,
    /// Until when must it be decided?
    until: Date,
}

#[derive(JsonSchema)]
pub(super) struct Residual {
    /// When do you look at its level again?
    again: Again,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Again {
    /// next
    Now,
    /// later, from Today
    Later,
}
