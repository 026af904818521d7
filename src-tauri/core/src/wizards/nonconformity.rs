//! Put it right, and the cause: a finding from the first correction to the proof that it no longer happens, over several visits.
//! It must never close what nobody has looked at again.
mod checks;
mod facts;
mod panels;
mod questions;

use crate::Change;
use crate::dates;
use crate::wizard::{About, Done, Part, Run, Step, Wizard, ask};
pub(crate) use checks::is_a_person;
use checks::*;
use facts::*;
use questions as q;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "nonconformity",
    title: "Put it right, and the cause",
    clause: "10.2",
    about: About::Chosen(&["nonconformity"]),
    minutes: 25,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: panels::at_check,
    finish,
};

static STEPS: &[Step] = &[
    ask::<q::Reopen>("reopen", "Open again")
        .when("if it was closed", reopened)
        .least(&[("reopen_why", 10)])
        .panel(panels::found),
    ask::<q::What>("what", "What was found")
        .heading("What was required, what was found, with which evidence?", "Leave out guilt.")
        .when("if it is new", |r| !returning(r))
        .least(&[("what", 10)])
        .panel(panels::what),
    ask::<q::HowGrave>("grade", "How grave")
        .when("if it is new", |r| !returning(r))
        .shape(grade_shape)
        .panel(panels::grade)
        .judge(grade),
    ask::<q::Worked>("worked", "Did it work?")
        .heading("{days}: did it work? What did you look at?", "Not \u{201c}was it done\u{201d} but \u{201c}does it no longer happen\u{201d}.")
        .when("once an action is done and not checked", |r| !to_check(r).is_empty())
        .shape(worked_shape)
        .panel(panels::worked)
        .judge(worked),
    ask::<q::Now>("now", "Put right at once")
        .when("if a rule was not met, until it is said", |r| failing(r) && missing(r, |n| n.correction.is_none()))
        .least(&[("correction", 10)])
        .panel(panels::now)
        .judge(now),
    ask::<q::Harm>("harm", "Consequences")
        .heading("Did it have consequences, and what was done about those?", "")
        .when("if a rule was not met, until it is said", |r| failing(r) && missing(r, |n| n.harm.is_none()))
        .least(&[("harm", 10)])
        .panel(panels::found),
    ask::<q::Elsewhere>("elsewhere", "Elsewhere")
        .heading("Does the same exist, or could it, elsewhere? How did you look?", "")
        .when("if a rule was not met, until it is said", |r| failing(r) && missing(r, |n| n.elsewhere.is_none()))
        .least(&[("how", 10)])
        .panel(panels::elsewhere),
    ask::<q::Whys>("why", "Why")
        .heading(
            "Why did that happen?",
            "Ask until the answer is something that you can change. \u{201c}Someone forgot\u{201d} is never the last answer: why could it be forgotten?",
        )
        .when("if a rule was not met, until the cause is known, and again if the cure did not work", asks_why)
        .panel(panels::why)
        .judge(why),
    ask::<q::Before>("before", "Before")
        .heading("Has it happened before?", "The same requirement within 36 months counts as the same again.")
        .when("if a rule was not met, with the first answer", |r| failing(r) && missing(r, |n| n.cause.is_none()))
        .cases(&[("repeats", "before=yes"), ("repeats_why", "before=yes")])
        .least(&[("repeats_why", 10)])
        .shape(before_shape)
        .panel(panels::before)
        .judge(before),
    ask::<q::Act>("act", "What removes the cause")
        .heading(
            "What removes the cause, who, until when? When will you check that it worked, and by what sign?",
            "At least one, or the reason why there is none.",
        )
        .when("until something is to be done, and again if the cure did not work", asks_act)
        .least(&[("no_action_because", 10)])
        .shape(act_shape)
        .panel(panels::act)
        .judge(act),
    ask::<q::Says>("says", "What it says about the rest")
        .heading("What does it say about your risks, controls, rules, training?", "What you name here has to be looked at again.")
        .when("with the first answer", asks_says)
        .least(&[("says_nothing_because", 10)])
        .shape(says_shape)
        .panel(panels::says)
        .judge(says),
    ask::<q::Answer>("answer", "The answer")
        .when("if the certification body found it, until it is sent", asks_answer)
        .shape(answer_shape)
        .panel(panels::answer)
        .judge(answer),
    ask::<q::Confirm>("confirm", "Confirmed")
        .when("if the certification body found it, once it has your answer", asks_confirm)
        .panel(panels::found),
];

fn words(run: &Run, word: &str) -> Option<String> {
    (word == "days").then(|| match longest(run) {
        Some(1) => "1 day later".into(),
        Some(n) => format!("{n} days later"),
        None => "Later".into(),
    })
}

fn finish(run: &Run, done: &mut Done) {
    let code = if returning(run) { run.subject.clone() } else { "@finding".to_string() };
    let mut set = given(run);
    let mut actions = named(run, "actions");
    let mut fresh = Vec::new();
    for row in to_do(run) {
        let name = done.action(
            "corrective",
            &format!("{} It worked if: {}", sentence(&row.what), sentence(&row.sign)),
            &code,
            &row.who,
            row.until,
        );
        let days = row.check_after;
        done.put("action", &name, json!({"title": crate::wizard::short(&row.what), "check_after_days": days}));
        fresh.push(name);
    }
    let teach = run.says("says", "teach").trim();
    if asks_says(run) && !teach.is_empty() {
        fresh.push(done.action(
            "improvement",
            &format!("Teach: {teach}"),
            &code,
            run.by,
            dates::add_days(run.today, 30),
        ));
    }
    if !fresh.is_empty() {
        actions.extend(fresh.iter().cloned());
        set.insert("actions".into(), json!(actions));
    }
    for c in checked(run) {
        let mut fields = json!({"state": "checked", "checked_on": run.today.to_string(), "effective": c.effective, "effective_because": c.how});
        if !c.proof.is_empty() {
            let mut proofs = run
                .isms
                .record(&c.code)
                .map(|r| r.body_json())
                .and_then(|b| b.get("evidence").map(crate::wizard::strings))
                .unwrap_or_default();
            if !proofs.contains(&c.proof) {
                proofs.push(c.proof.clone());
            }
            fields["evidence"] = json!(proofs);
        }
        done.put("action", &c.code, fields);
    }
    set.insert("state".into(), state(run, &fresh).into());
    keep_changed(run, &mut set);
    let cause = set.get("cause").cloned();
    if !set.is_empty() {
        done.changes.push(Change::put("nonconformity", &code, Value::Object(set)));
    }
    let mut about = vec![code.clone()];
    for other in run.codes("before", "join").into_iter().filter(|_| failing(run) && asks_why(run)) {
        let mut theirs = run
            .isms
            .record(&other)
            .map(|r| r.body_json())
            .and_then(|b| b.get("actions").map(crate::wizard::strings))
            .unwrap_or_default();
        theirs.extend(fresh.iter().cloned());
        let whys: Vec<&str> = whys(run);
        done.put("nonconformity", &other, json!({"cause": cause, "whys": whys, "actions": theirs}));
        about.push(other);
    }
    done.about = Some(about);
}
fn keep_changed(run: &Run, set: &mut Map<String, Value>) {
    let body = run.body();
    set.retain(|f, v| body.get(f) != Some(v) && (body.contains_key(f) || !crate::canonical::empty(v)));
}
/// With its full stop.
fn sentence(text: &str) -> String {
    let t = text.trim().trim_end_matches('.');
    format!("{t}.")
}
