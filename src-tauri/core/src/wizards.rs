//! The list of guides. One guide, one file, one line here.
//! It must never know what a guide asks.
use crate::wizard::Wizard;

mod context_review;
mod exception_review;
mod measure;
mod objectives;
mod obligation_review;
mod policy_review;
mod risk_identification;
mod risk_review;
mod training_record;

static ALL: [&Wizard; 9] = [
    &context_review::WIZARD,
    &exception_review::WIZARD,
    &measure::WIZARD,
    &objectives::WIZARD,
    &obligation_review::WIZARD,
    &policy_review::WIZARD,
    &risk_identification::WIZARD,
    &risk_review::WIZARD,
    &training_record::WIZARD,
];

/// Every guide, by name.
pub fn all() -> &'static [&'static Wizard] {
    &ALL
}
pub fn wizard(name: &str) -> Option<&'static Wizard> {
    ALL.into_iter().find(|w| w.name == name)
}
