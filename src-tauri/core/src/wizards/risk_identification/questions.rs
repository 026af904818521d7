//! Every question about what is missing from the register, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Asset, Person, Process, Risk, Supplier};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct With {
    /// Who is in the room? — Someone from the business and someone from IT see twice as much.
    with: Option<Refs<Person>>,
}
#[derive(JsonSchema)]
pub(super) struct AskedFor {
    /// These news asked for a risk. Which?
    asked: Vec<Item>,
}
#[derive(JsonSchema)]
pub(super) struct Uncovered {
    /// Nothing stands in the register about these. Is there really nothing to fear?
    uncovered: Vec<Item>,
}
#[derive(JsonSchema)]
pub(super) struct Changed {
    /// These changed in the last half-year. Does something new follow?
    changes: Vec<Item>,
}
/// Something that may want a risk.
#[derive(JsonSchema)]
struct Item {
    /// What follows?
    then: Then,
    /// What could happen?
    #[schemars(extend("case" = "then=new"))]
    title: Option<Text>,
    /// To which risk does it belong?
    #[schemars(extend("case" = "then=belongs"))]
    risk: Option<Ref<Risk>>,
    /// None, because?
    #[schemars(extend("case" = "then=none"))]
    because: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Then {
    /// new risk
    New,
    /// belongs to …
    Belongs,
    /// none, because
    None,
}
#[derive(JsonSchema)]
pub(super) struct Worried {
    /// What did you worry about this half-year? What nearly went wrong? What would a thief, an angry leaver, a tired colleague, a fire do? — One line each; sorting comes later.
    worries: Option<Vec<Text>>,
    /// Nothing at all? Why not?
    nothing_why: Option<Prose>,
}
#[derive(JsonSchema)]
pub(super) struct Catalogue {
    /// Have you thought of these? — Twenty short sentences for firms like yours; those that your register already answers are ticked.
    catalogue: Vec<Thought>,
}
/// A sentence of the list.
#[derive(JsonSchema)]
struct Thought {
    /// Have you thought of it?
    have: Known,
    /// Does not fit, because?
    #[schemars(extend("case" = "have=not"))]
    because: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Known {
    /// have it
    Have,
    /// new
    New,
    /// does not fit, because
    Not,
}
#[derive(JsonSchema)]
pub(super) struct Doubles {
    /// These look alike. The same? — Merged, the first stays with the links of both.
    doubles: Alike,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Alike {
    /// merge
    Merge,
    /// they differ
    Differ,
}
#[derive(JsonSchema)]
pub(super) struct Fresh {
    /// What is each new one about? — Keep those that differ in what you would do about them. The scores are a first guess.
    fresh: Vec<NewRisk>,
}
/// A risk that was found.
#[derive(JsonSchema)]
struct NewRisk {
    /// Keep it?
    keep: Keep,
    /// How would it come about, and what would it lead to?
    #[schemars(extend("case" = "keep=keep"))]
    because: Option<Prose>,
    /// What would it hit?
    #[schemars(extend("case" = "keep=keep"))]
    hits: Option<Refs<(Asset, Process, Supplier)>>,
    /// What would be lost?
    #[schemars(extend("case" = "keep=keep"))]
    harms: Option<Vec<Harm>>,
    /// Who can decide about it?
    #[schemars(extend("case" = "keep=keep"))]
    owner: Option<Ref<Person>>,
    /// How likely is it?
    #[schemars(extend("case" = "keep=keep"))]
    likelihood: Option<Score>,
    /// How bad would it be?
    #[schemars(extend("case" = "keep=keep"))]
    impact: Option<Score>,
    /// Why not?
    #[schemars(extend("case" = "keep=drop"))]
    dropped_why: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Keep {
    /// keep
    Keep,
    /// drop
    Drop,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Harm {
    /// secrecy
    Confidentiality,
    /// correctness
    Integrity,
    /// availability
    Availability,
}
