//! Look at a supplier: what they do and reach, what went wrong, what shows that they are secure, the contract, the way out, how it ends.
//! It must never call a supplier fine against what was just answered.
mod checks;
mod panels;
mod questions;
mod record;

use crate::kinds::Supplier;
use crate::staleness::word;
use crate::wizard::{About, CHANGED, Part, Run, Step, Wizard, ask, panel};
use checks::*;
use questions as q;
use serde_json::Value;

pub(super) static WIZARD: Wizard = Wizard {
    name: "supplier-review",
    title: "Look at a supplier",
    clause: "A.5.22",
    about: About::Records("supplier"),
    minutes: 25,
    parts: &[Part::Each(|run| run.about.to_vec(), STEPS)],
    words: |_, _| None,
    at_check: panels::at_check,
    finish: record::finish,
};

static STEPS: &[Step] = &[
    ask::<q::Touched>("touched", "Now or later").when("when several suppliers are gone through", |r| r.many()),
    CHANGED.when("", on),
    ask::<q::Service>("service", "What they do")
        .heading("Is this still what they do for you, and how bad would it be if they failed or leaked?", "")
        .when("", on)
        .cases(&[("service", "still=changed")])
        .least(&[("service", 10)])
        .panel(panels::service),
    ask::<q::Reach>("reach", "What they reach")
        .heading("What of yours can they reach? In which countries is the data? Whom do they use?", "")
        .when("", on)
        .cases(&[("data_where", "access=our_data")])
        .shape(reach_shape)
        .panel(panels::reach)
        .judge(reach),
    ask::<q::Past>("past", "What went wrong")
        .when("", on)
        .cases(&[("events", "past=more")])
        .shape(past_shape)
        .panel(panels::past)
        .judge(past),
    ask::<q::Assurance>("assurance", "What shows it")
        .when(NOT_MINOR, |r| on(r) && !minor(r))
        .least(&[("without_why", 10)])
        .shape(assurance_shape)
        .panel(panels::assurance)
        .judge(assurance),
    ask::<q::Read>("read", "The exceptions")
        .when("if a SOC 2 or C5 report or a penetration test shows it", |r| on(r) && !minor(r) && report(r))
        .cases(&[("read_what", "read=yes")])
        .least(&[("read_what", 10)])
        .panel(panels::read),
    ask::<q::Contract>("contract", "The contract")
        .when("", on)
        .shape(contract_shape)
        .panel(panels::contract)
        .judge(contract),
    ask::<q::Privacy>("privacy", "Personal data")
        .heading("Is the processing agreement signed, and its list of sub-processors known?", "")
        .when("if they handle personal data for you", privacy_asked)
        .shape(privacy_shape)
        .panel(panels::privacy)
        .judge(privacy),
    ask::<q::Setup>("setup", "Whose job is what")
        .when("if they reach your systems or data; unless they are minor", |r| {
            on(r) && !minor(r) && reaches(r, &["our_systems", "our_data"])
        })
        .shape(setup_shape)
        .panel(panels::setup)
        .judge(setup),
    ask::<q::Exit>("exit", "The way out")
        .when("if they are critical", |r| on(r) && critical(r) == "critical")
        .least(&[("exit", 20)])
        .panel(panels::exit),
    ask::<q::Ends>("result", "How it ends")
        .when("", on)
        .cases(&[
            ("todo", "last_result=fine_with_actions|not_acceptable"),
            ("risk", "last_result=not_acceptable"),
            ("use_now", "last_result=fine|fine_with_actions"),
        ])
        .shape(result_shape)
        .panel(panels::result)
        .judge(result),
    ask::<q::NewRisk>("result-risk", "What could happen")
        .when("if it is not acceptable, and no risk on record carries it", |r| on(r) && new_risk(r))
        .least(&[("because", 10)])
        .panel(panels::result),
    ask::<q::RiskLevel>("result-level", "How likely, how bad")
        .when("if it is not acceptable, and no risk on record carries it", |r| on(r) && new_risk(r))
        .least(&[("scores_why", 10), ("treatment_why", 10)])
        .panel(panel::scale),
];
const NOT_MINOR: &str = "unless they are minor";

/// Is it gone through now, and not put aside?
fn on(run: &Run) -> bool {
    !run.is("touched", "look", "later")
}
/// The supplier as it is recorded.
fn supplier<'a>(run: &Run<'a>) -> Option<&'a Supplier> {
    run.record()?.get()
}
fn critical<'a>(run: &Run<'a>) -> &'a str {
    match run.says("service", "critical") {
        "" => supplier(run).map_or("", |s| word(&s.critical)),
        said => said,
    }
}
fn minor(run: &Run) -> bool {
    critical(run) == "minor"
}
/// What they can reach, as answered or as recorded.
fn access(run: &Run) -> Vec<String> {
    let before: Vec<String> =
        supplier(run).map(|s| s.access.iter().map(|a| word(a).to_string()).collect()).unwrap_or_default();
    run.codes_or("reach", "access", &before)
}
fn reaches(run: &Run, any: &[&str]) -> bool {
    access(run).iter().any(|a| any.contains(&a.as_str()))
}
fn personal<'a>(run: &Run<'a>) -> &'a str {
    match run.says("reach", "personal_data") {
        "" => supplier(run).map_or("", |s| word(&s.personal_data)),
        said => said,
    }
}
/// What shows that they are secure: the rows as answered, or as recorded.
fn rows(run: &Run) -> Vec<serde_json::Map<String, Value>> {
    let given = run.answers.0.get(&format!("{}assurance", run.prefix)).and_then(|s| s.get("assurance"));
    let recorded = run.body().get("assurance").cloned().unwrap_or_default();
    let list = given.unwrap_or(&recorded).as_array().cloned().unwrap_or_default();
    list.into_iter().filter_map(|r| r.as_object().cloned()).collect()
}
fn report(run: &Run) -> bool {
    rows(run).iter().any(|r| matches!(text(r, "sort"), "soc2" | "c5" | "pentest"))
}
/// Data protection law asks for the agreement of whoever works by your order, however small they are.
fn privacy_asked(run: &Run) -> bool {
    let none = supplier(run).is_none_or(|s| s.processing_agreement_on.is_none());
    on(run) && personal(run) != "none" && (!minor(run) || (personal(run) == "processor" && none))
}
fn new_risk(run: &Run) -> bool {
    run.is("result", "last_result", "not_acceptable") && run.says("result", "risk").is_empty()
}
/// Does something valid show that they are secure, for what is bought?
fn covered(run: &Run) -> bool {
    rows(run).iter().any(|r| {
        r.get("covers_our_service").and_then(Value::as_bool) == Some(true)
            && crate::dates::parse(text(r, "valid_until")).is_none_or(|d| d >= run.today)
    })
}
/// What is on record of them, or from this look, that speaks against "fine".
fn against(run: &Run) -> Vec<String> {
    let mut out = Vec::new();
    let reach = access(run).iter().any(|a| a != "none");
    let clauses = match run.says("contract", "security_clauses") {
        "" => supplier(run).map_or("", |s| word(&s.security_clauses)),
        said => said,
    };
    if reach && clauses == "no" {
        out.push("the contract says nothing of security, and they can reach what is yours".into());
    }
    if personal(run) == "processor" && privacy_asked(run) && run.says("privacy", "processing_agreement_on").is_empty() {
        out.push("no processing agreement is signed".into());
    }
    if !minor(run)
        && !covered(run)
        && run.says("assurance", "without_why").trim().is_empty()
        && critical(run) == "critical"
    {
        out.push("nothing valid shows that they are secure".into());
    }
    out
}
/// The four jobs that fall between two stools.
const JOBS: [(&str, &str); 4] = [
    ("patches", "Who patches?"),
    ("backups", "Who backs up?"),
    ("logs", "Who watches the logs?"),
    ("accounts", "Who closes accounts?"),
];
