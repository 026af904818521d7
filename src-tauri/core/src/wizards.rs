//! The list of guides. One guide, one file, one line here.
//! It must never know what a guide asks.
use crate::wizard::Wizard;

mod asset_review;
mod change_intake;
mod control_review;
mod policy_review;
mod risk_review;
mod supplier_review;
mod training_record;

static ALL: [&Wizard; 7] = [
    &asset_review::WIZARD,
    &change_intake::WIZARD,
    &control_review::WIZARD,
    &policy_review::WIZARD,
    &risk_review::WIZARD,
    &supplier_review::WIZARD,
    &training_record::WIZARD,
];

/// Every guide, by name.
pub fn all() -> &'static [&'static Wizard] {
    &ALL
}
pub fn wizard(name: &str) -> Option<&'static Wizard> {
    ALL.into_iter().find(|w| w.name == name)
}
