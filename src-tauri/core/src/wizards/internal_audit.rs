//! Check yourself: an internal audit in three visits. It is planned, it is held, management gets its report; later it is closed.
//! It must never take "conforms" for an answer where nobody wrote what was seen.
mod checks;
mod facts;
mod panels;
mod questions;
mod record;

use super::audits::{After, Held, held};
use crate::wizard::{About, Part, Run, Step, Wizard, ask};
use checks::*;
use facts::*;
use questions as q;

pub(super) static WIZARD: Wizard = Wizard {
    name: "internal-audit",
    title: "Check yourself",
    clause: "9.2, A.5.35",
    about: About::Chosen(&["audit", "routine", "coverage", "checklist", "PROGRAMME"]),
    minutes: 480,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: panels::at_check,
    finish: record::finish,
};

static STEPS: &[Step] = &[
    ask::<q::Which>("which", "Which audit")
        .when("if one is under way and none was named", |r| {
            begun_on(r).is_none() && (!under_way(r).is_empty() || not_our_own(r).is_some())
        })
        .panel(panels::which)
        .judge(which),
    ask::<q::Cover>("cover", "What it covers")
        .heading("What shall this audit cover?", "Red must be covered before {date}; grey was covered in this cycle.")
        .when("to plan", |r| visit(r) == Visit::Plan)
        .least(&[("aims", 10)])
        .shape(cover_shape)
        .panel(panels::cover)
        .judge(cover),
    ask::<q::Who>("who", "Who audits")
        .heading(
            "Who audits? Why can they, and why do they not judge their own work?",
            "In a small firm: another manager, a colleague from a partner firm, a consultant who did not write it.",
        )
        .when("to plan", |r| visit(r) == Visit::Plan)
        .least(&[("able", 10), ("independent", 10)])
        .panel(panels::who)
        .judge(who),
    ask::<q::How>("how", "How").when("to plan", |r| visit(r) == Visit::Plan).panel(panels::how).judge(how),
    ask::<q::List>("list", "The checklist")
        .when("to plan", |r| visit(r) == Visit::Plan)
        .shape(list_shape)
        .panel(panels::list)
        .judge(list),
    ask::<q::Looked>("row", "What you saw")
        .when("to hold it", |r| visit(r) == Visit::Conduct)
        .shape(row_shape)
        .panel(panels::row)
        .judge(row),
    ask::<q::Findings>("finding", "Findings")
        .when("if something is a finding", |r| visit(r) == Visit::Conduct && !found(r).is_empty())
        .shape(finding_shape)
        .panel(panels::finding)
        .judge(finding),
    ask::<Held>("held", "When")
        .heading("On which days did you look?", "")
        .when("to hold it", |r| visit(r) == Visit::Conduct)
        .panel(panels::held)
        .judge(held),
    ask::<q::Good>("good", "What works well")
        .when("to report", |r| visit(r) == Visit::Report)
        .least(&[("good", 10)])
        .panel(panels::seen),
    ask::<q::Verdicts>("verdict", "The verdict")
        .when("to report", |r| visit(r) == Visit::Report)
        .shape(verdict_shape)
        .panel(panels::seen)
        .judge(verdict),
    ask::<q::Nothing>("none", "Nothing was found")
        .when("to report, if nothing was found", |r| visit(r) == Visit::Report && found_nothing(r))
        .least(&[("did", 20)])
        .panel(panels::seen)
        .judge(none),
    ask::<q::Report>("report", "The report")
        .heading("Who of management got it, when?", "The report is the record of this audit: print it, or send it.")
        .when("to report", |r| visit(r) == Visit::Report)
        .shape(report_shape)
        .panel(panels::report)
        .judge(report),
    ask::<After>("after", "What became of it")
        .when("once it is reported", |r| visit(r) == Visit::After)
        .panel(panels::after)
        .judge(after),
];

fn words(run: &Run, word: &str) -> Option<String> {
    (word == "date").then(|| match covered_by(run) {
        Some(d) => run.say_day(d),
        None => "the certificate ends".into(),
    })
}
