//! The list of guides. One guide, one file, one line here.
//! It must never know what a guide asks.
use crate::wizard::Wizard;

mod pentest;
mod policy_review;
mod risk_review;
mod threat_digest;
mod training_record;
mod vulnerability_round;
mod weaknesses;

static ALL: [&Wizard; 6] = [
    &pentest::WIZARD,
    &policy_review::WIZARD,
    &risk_review::WIZARD,
    &threat_digest::WIZARD,
    &training_record::WIZARD,
    &vulnerability_round::WIZARD,
];

/// Every guide, by name.
pub fn all() -> &'static [&'static Wizard] {
    &ALL
}
pub fn wizard(name: &str) -> Option<&'static Wizard> {
    ALL.into_iter().find(|w| w.name == name)
}
