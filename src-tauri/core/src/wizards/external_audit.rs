//! The auditor comes: an audit by others in two visits, before it and after it; what they found goes on in a guide of its own.
//! It must never soften what was written, nor let a finding lose the day by which it is to be answered.
mod checks;
mod facts;
mod panels;
mod questions;
mod record;

use super::audits::{After, Held, held};
use crate::wizard::{About, Part, Step, Wizard, ask};
use checks::*;
use facts::*;
use questions as q;

pub(super) static WIZARD: Wizard = Wizard {
    name: "external-audit",
    title: "The auditor comes",
    clause: "certification",
    about: About::Chosen(&["audit", "cycle"]),
    minutes: 45,
    parts: &[Part::Once(STEPS)],
    words: |_, _| None,
    at_check: |_, _| {},
    finish: record::finish,
};

static STEPS: &[Step] = &[
    ask::<q::Which>("which", "Which audit")
        .when("if one is under way and none was named", asks_which)
        .panel(panels::which)
        .judge(which),
    ask::<q::Dates>("dates", "When and who")
        .heading("When, who, on site or remote, which plan?", "")
        .when("until it is held", asks_dates)
        .shape(dates_shape)
        .panel(panels::dates)
        .judge(dates),
    ask::<q::Covers>("covers", "What they look at")
        .heading("What will they look at?", "As far as the plan says.")
        .when("until it is held", asks_dates)
        .shape(covers_shape)
        .panel(panels::covers),
    ask::<q::Given>("given", "The pack").when("until it is given", asks_given).panel(panels::given).judge(given),
    ask::<Held>("held", "When it was")
        .heading("On which days did they come?", "")
        .when("once its day has come", |r| visit(r) == Visit::After && !asks_dates(r) && stands(r) == "planned")
        .shape(held_shape)
        .panel(panels::held)
        .judge(held),
    ask::<q::Day>("day", "What they asked for")
        .when("once it is held", |r| visit(r) == Visit::After)
        .panel(panels::day)
        .judge(day),
    ask::<q::Findings>("findings", "Findings")
        .when("once it is held", |r| visit(r) == Visit::After)
        .panel(panels::findings)
        .judge(findings),
    ask::<q::Disagree>("disagree", "Objections")
        .when("if something was found", |r| visit(r) == Visit::After && !found(r).is_empty())
        .shape(disagree_shape)
        .panel(panels::disagree)
        .judge(disagree),
    ask::<q::Tell>("tell", "Who must know")
        .heading("Who must know?", "")
        .when("once it is held", |r| visit(r) == Visit::After)
        .shape(tell_shape)
        .panel(panels::tell)
        .judge(tell),
    ask::<q::Outcome>("result", "The result")
        .when("once it is held", |r| visit(r) == Visit::After)
        .panel(panels::result)
        .judge(result),
    ask::<q::New>("new", "The certificate")
        .heading("New dates and scope of the certificate", "As they stand on the certificate. It may take some weeks.")
        .when("if it makes a new certificate", asks_new)
        .shape(new_shape)
        .panel(panels::new)
        .judge(new),
    ask::<After>("after", "What became of it")
        .when("once it is reported", |r| visit(r) == Visit::Closing)
        .panel(panels::after)
        .judge(after),
];
