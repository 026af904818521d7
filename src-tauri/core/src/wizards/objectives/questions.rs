//! Every question about the aims, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::Person;
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct StillFits {
    /// Does this aim still fit the policy and the risks?
    still: YesNo,
    /// Why not?
    still_why: Prose,
    /// What becomes of it?
    becomes: Becomes,
    /// What do you want to reach instead?
    aim: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum YesNo {
    /// yes
    Yes,
    /// no
    No,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Becomes {
    /// it changes
    Changes,
    /// management decides whether it is dropped
    Dropped,
}
#[derive(JsonSchema)]
pub(super) struct RightNumber {
    /// Is it the right number? — Could it be reached without anything getting safer?
    right: YesNo,
    /// Why not?
    right_why: Prose,
    /// What number would tell you?
    measured_by: Text,
    /// In which unit?
    unit: Text,
}
#[derive(JsonSchema)]
pub(super) struct Aim {
    /// Which value do you want to reach? — {better}, in {unit}.
    target: Option<Number>,
    /// And not less than? — It shall stay between the two.
    target_low: Option<Number>,
}
#[derive(JsonSchema)]
pub(super) struct ByWhen {
    /// Until when?
    by_when: Option<Date>,
}
#[derive(JsonSchema)]
pub(super) struct Who {
    /// Who measures it?
    who_measures: Option<Ref<Person>>,
    /// And who judges the result?
    who_reads: Option<Ref<Person>>,
}
#[derive(JsonSchema)]
pub(super) struct Plan {
    /// What will be done, with which means? — Time, money, people: what it takes.
    plan: Option<Prose>,
}
#[derive(JsonSchema)]
pub(super) struct New {
    /// What do you want to reach next year? — Three good ones are enough.
    new: Option<Vec<NewAim>>,
}
/// A new aim.
#[derive(JsonSchema)]
struct NewAim {
    /// What do you want to reach?
    aim: Prose,
    /// What number tells you?
    measured_by: Text,
    /// In which unit?
    unit: Text,
    /// Which way is better?
    better: Better,
    /// Which value?
    target: Number,
    /// Until when?
    by_when: Date,
    /// Who measures?
    who: Ref<Person>,
    /// Who judges the result?
    reads: Ref<Person>,
    /// What will be done, with which means?
    plan: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Better {
    /// higher
    Higher,
    /// lower
    Lower,
}
