//! The list of guides. One guide, one file, one line here.
//! It must never know what a guide asks.
use crate::wizard::Wizard;

mod action_round;
mod incident;
mod nonconformity;
mod policy_review;
mod risk_review;
mod training_record;

static ALL: [&Wizard; 6] = [
    &action_round::WIZARD,
    &incident::WIZARD,
    &nonconformity::WIZARD,
    &policy_review::WIZARD,
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
