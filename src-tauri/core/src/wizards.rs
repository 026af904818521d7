//! The list of guides. One guide, one file, one line here.
//! It must never know what a guide asks.
use crate::wizard::Wizard;

mod access_review;
mod competence_review;
mod course_review;
mod exercise;
mod note;
mod people_round;
mod policy_review;
mod restore_test;
mod risk_review;
mod routine;
mod spot_check;
mod training_record;

static ALL: &[&Wizard] = &[
    &access_review::WIZARD,
    &competence_review::WIZARD,
    &course_review::WIZARD,
    &exercise::WIZARD,
    &note::WIZARD,
    &people_round::WIZARD,
    &policy_review::WIZARD,
    &restore_test::WIZARD,
    &risk_review::WIZARD,
    &spot_check::WIZARD,
    &training_record::WIZARD,
];

/// Every guide, by name.
pub fn all() -> &'static [&'static Wizard] {
    ALL
}
pub fn wizard(name: &str) -> Option<&'static Wizard> {
    ALL.iter().copied().find(|w| w.name == name)
}
