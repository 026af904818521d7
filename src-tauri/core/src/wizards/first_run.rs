//! Set up the file: who you are, the certificate, the laws, the line, the last findings, and the year that follows from it.
//! It must never ask again in a file that has routines, nor take a task away that alone answers a clause without asking what does instead.
mod checks;
mod lists;
mod panels;
mod plan;
mod questions;
mod record;

use crate::kinds::Organization;
use crate::wizard::{About, Part, Run, Step, Wizard, ask};
use checks::*;
use questions as q;
use serde_json::Value;

pub(super) static WIZARD: Wizard = Wizard {
    name: "first-run",
    title: "Set up the file",
    clause: "4.3",
    about: About::Records("organization"),
    minutes: 25,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: |_, _| {},
    finish: record::finish,
};

static STEPS: &[Step] = &[
    ask::<q::Who>("who", "The organization")
        .heading("What is the organization's legal name, and what does it do, for whom?", "")
        .least(&[("does", 10)])
        .shape(who_shape)
        .panel(panels::who)
        .judge(who),
    ask::<q::People>("people", "You and who directs").shape(people_shape).panel(panels::people).judge(people),
    ask::<q::Certificate>("certificate", "The certificate")
        .heading("When did the certification body decide, until when is it valid, what is its number?", "")
        .facts(&["certificate_number", "certificate_body"])
        .panel(panels::certificate)
        .judge(certificate),
    ask::<q::Audit>("audit", "The next audit")
        .cases(&[("next_external_audit", "agreed=yes")])
        .panel(panels::audit)
        .judge(audit),
    ask::<q::Covers>("covers", "What it covers").least(&[("scope", 10)]).panel(panels::covers).judge(covers),
    ask::<q::Size>("size", "People and places")
        .heading("How many people are covered, and how many join or leave in a year?", "")
        .facts(&["headcount"])
        .shape(size_shape)
        .panel(panels::size)
        .judge(size),
    ask::<q::Make>("make", "What you do").facts(&["does_what"]).panel(panels::make),
    ask::<q::Laws>("laws", "Law and promises")
        .cases(&[("promises", "promised=yes")])
        .shape(laws_shape)
        .panel(panels::laws)
        .judge(laws),
    ask::<q::Rhythm>("rhythm", "Your months")
        .heading("In which months is there least time? When are budgets made?", "")
        .panel(panels::rhythm),
    ask::<q::Line>("line", "Your line")
        .cases(&[("bands_own", "bands_fit=own")])
        .shape(line_shape)
        .panel(panels::line)
        .judge(line),
    ask::<q::Above>("above", "Above the line")
        .when("if a level lies above the line", |r| !above_rows(r).is_empty())
        .shape(above_shape)
        .panel(panels::line)
        .judge(above),
    ask::<q::Scale>("scale", "The scale")
        .cases(&[("likelihood_own", "likelihood_fit=own"), ("impact_own", "impact_fit=own")])
        .shape(scale_shape)
        .panel(crate::wizard::panel::scale),
    ask::<q::Bring>("bring", "What you have").panel(panels::bring).judge(lists::bring),
    ask::<q::Reviewed>("reviewed", "Last reviewed")
        .when("if a list is brought in whose records are looked at again and again", |r| {
            !lists::looked_at(r).is_empty()
        })
        .shape(lists::reviewed_shape)
        .panel(panels::reviewed)
        .judge(lists::reviewed),
    ask::<q::Findings>("findings", "Last findings")
        .cases(&[("sort", "found=these"), ("ended_on", "found=these"), ("findings", "found=these")])
        .panel(panels::findings)
        .judge(findings),
    ask::<q::Programme>("programme", "Your year").shape(programme_shape).panel(panels::programme).judge(programme),
    ask::<q::Safe>("safe", "Backups and lock")
        .heading(
            "Where shall backups go, and shall the file be locked with a passphrase?",
            "Both can be changed. A lost passphrase is a lost file.",
        )
        .panel(panels::safe),
];

fn org<'a>(run: &Run<'a>) -> Option<&'a Organization> {
    run.record()?.get()
}
/// Is the file set up already?
fn has_routines(run: &Run) -> bool {
    run.isms.each("routine").next().is_some()
}
/// A whole number, given as one or as text.
fn count(v: Option<&Value>) -> Option<u32> {
    let v = v?;
    v.as_u64().or_else(|| v.as_str()?.trim().parse().ok()).and_then(|n| u32::try_from(n).ok())
}
/// Text of a cell, trimmed; empty if there is none.
fn cell<'a>(row: &'a serde_json::Map<String, Value>, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default().trim()
}
/// A place that the new file left open.
fn open(text: &str) -> bool {
    text.trim().to_lowercase().starts_with("to be written")
}

fn words(run: &Run, word: &str) -> Option<String> {
    match word {
        "bands" => Some(
            bands(run).iter().map(|(name, from, to)| format!("{name} {from} to {to}")).collect::<Vec<_>>().join(", "),
        ),
        "count" => Some(match plan::kept(run).iter().filter(|l| !l.dropped).count() {
            1 => "1 task".to_string(),
            n => format!("{n} tasks"),
        }),
        "hours" => Some(match plan::by_month(run).iter().sum::<u32>().div_ceil(60) {
            1 => "1 hour a year".to_string(),
            n => format!("{n} hours a year"),
        }),
        _ => None,
    }
}
