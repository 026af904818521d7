//! Ask people to read or learn something: one file and one draft of a mail a person; later visits take the answers in, remind, and close.
//! It must never take an answer for true that its person's file did not seal, nor record half of what was dropped.
mod checks;
mod panels;
mod questions;

use crate::act::Change;
use crate::campaign::{self, Looked};
use crate::dates;
use crate::kinds::person::at_work;
use crate::kinds::{Campaign, Course, Person, Policy};
use crate::wizard::{About, Done, Part, Run, Step, Wizard, ask};
use crate::words::{Date, Version};
use checks::*;
use questions as q;
use serde_json::{Value, json};
use std::rc::Rc;

pub(super) static WIZARD: Wizard = Wizard {
    name: "training-campaign",
    title: "Ask people to read or learn something",
    clause: "7.3",
    about: About::Chosen(&["campaign", "course", "policy", "person", "routine"]),
    minutes: 10,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: panels::at_check,
    finish,
};

static STEPS: &[Step] = &[
    ask::<q::What>("what", "What").when("at first", |r| !returning(r)).shape(what_shape).panel(panels::what).judge(what),
    ask::<q::Whom>("whom", "Who gets it")
        .when("at first", |r| !returning(r))
        .shape(whom_shape)
        .panel(panels::whom)
        .judge(whom),
    ask::<q::Quiz>("quiz", "Questions")
        .heading(
            "Do you want to ask questions? From which result on is it passed?",
            "Three to seven questions that a person who read it can answer.",
        )
        .when("at first", |r| !returning(r))
        .cases(&[("questions", "ask=yes"), ("pass_mark", "ask=yes")])
        .shape(quiz_shape)
        .panel(panels::quiz)
        .judge(quiz),
    ask::<q::Words>("words", "What you write")
        .when("at first", |r| !returning(r))
        .least(&[("words", 10)])
        .panel(panels::words)
        .judge(words_judge),
    ask::<q::Out>("out", "Files and drafts")
        .heading(
            "Here is one file a person and a mail draft each.",
            "Files work without internet. The answer comes back as a small file. You save them as soon as this is signed.",
        )
        .when("at first", |r| !returning(r))
        .shape(out_shape)
        .panel(panels::out)
        .judge(out),
    ask::<q::Back>("back", "Answers").when("when it is taken up again", open).panel(panels::back).judge(back),
    ask::<q::Missing>("missing", "Who is missing")
        .when("after the date, while some are missing", |r| open(r) && past(r) && !missing(r).is_empty())
        .shape(missing_shape)
        .panel(panels::missing)
        .judge(judge_missing),
    ask::<q::Close>("close", "Close it?")
        .when("when it is taken up again", returning)
        .cases(&[("why", "close=close")])
        .least(&[("why", 10)])
        .shape(close_shape)
        .panel(panels::missing)
        .judge(close),
];

fn given<'a>(run: &Run<'a>) -> Option<&'a Campaign> {
    run.isms.get(&run.subject)
}
fn returning(run: &Run) -> bool {
    given(run).is_some()
}
fn open(run: &Run) -> bool {
    returning(run) && run.record().is_some_and(|r| r.state() == "out")
}
/// Is the day over until which they were asked to answer?
fn past(run: &Run) -> bool {
    given(run).is_some_and(|c| c.until.0 < run.today)
}
/// What is asked: chosen, or what this began with ("CRS-02", or the course of "P-007/CRS-02").
fn of(run: &Run) -> String {
    match run.says("what", "of") {
        "" => proposed(run),
        given => given.to_string(),
    }
}
fn proposed(run: &Run) -> String {
    let parts = || run.about.iter().flat_map(|a| a.split('/'));
    parts()
        .find(|c| run.isms.get::<Course>(c).is_some() || run.isms.get::<Policy>(c).is_some())
        .map(String::from)
        .unwrap_or_default()
}
fn version(run: &Run) -> Version {
    campaign::version_now(run.isms, &of(run)).unwrap_or_default()
}
/// Active people whom it concerns, those who are due first, then by name.
fn concerned(run: &Run) -> Vec<String> {
    let of = of(run);
    let (course, policy) = (run.isms.get::<Course>(&of), run.isms.get::<Policy>(&of));
    let mut list: Vec<String> = at_work(run.isms, run.today)
        .filter(|(_, p)| course.is_some_and(|c| c.concerns(&p.roles)) || policy.is_some_and(|c| c.concerns(&p.roles)))
        .map(|(r, _)| r.code.to_string())
        .collect();
    list.sort_by_cached_key(|p| (!is_due(run, p), run.name(p)));
    list
}
fn is_due(run: &Run, person: &str) -> bool {
    let item = run.item(&format!("{person}/{}", of(run)));
    item.is_some_and(|i| !i.is_current() && !i.states.has(crate::staleness::State::NotApplicable))
}
/// Those who are due, and whom this began with.
fn due(run: &Run) -> Vec<String> {
    let mut list: Vec<String> = concerned(run).into_iter().filter(|p| is_due(run, p)).collect();
    let asked = run.about.iter().flat_map(|a| a.split('/')).filter(|c| run.isms.get::<Person>(c).is_some());
    for p in asked.map(String::from) {
        if !list.contains(&p) {
            list.push(p);
        }
    }
    list
}
fn people(run: &Run) -> Vec<String> {
    run.codes_or("whom", "people", &due(run))
}
/// What was dropped, looked at once for the whole page.
fn looked(run: &Run) -> Rc<Looked> {
    run.once(|| {
        let rows = run.answer("back", "files").map(campaign::rows).unwrap_or_default();
        campaign::look(run.isms, &run.subject, &rows, run.today).unwrap_or_default()
    })
}
/// Who has still not done it, with what was dropped just now.
fn missing(run: &Run) -> Vec<String> {
    let (Some(c), new) = (given(run), looked(run)) else { return Vec::new() };
    let now = |p: &String| new.accepted.iter().any(|a| a.passed && a.person == *p);
    campaign::missing(run.isms, c).into_iter().filter(|p| !now(p)).collect()
}
/// How many have done it, of how many.
fn done_of(run: &Run) -> (usize, usize) {
    let Some(c) = given(run) else { return (0, 0) };
    let new = looked(run);
    let done = |p: &&String| c.done_by(p) || new.accepted.iter().any(|a| a.passed && a.person == **p);
    (c.people.iter().filter(done).count(), c.people.len())
}

fn words(run: &Run, word: &str) -> Option<String> {
    match word {
        "n" => Some(done_of(run).0.to_string()),
        "m" => Some(done_of(run).1.to_string()),
        _ => None,
    }
}

fn finish(run: &Run, done: &mut Done) {
    if returning(run) { again(run, done) } else { begin(run, done) }
}
fn begin(run: &Run, done: &mut Done) {
    let Some(until) = run.day("words", "until") else { return };
    let mut fields = json!({
        "of": of(run), "version": version(run).to_string(), "people": people(run), "words": run.says("words", "words").trim(),
        "until": until.to_string(), "answers_to": answers_to(run), "sent_on": run.today.to_string(),
    });
    if !run.says("words", "lang").is_empty() {
        fields["lang"] = run.says("words", "lang").into();
    }
    if run.is("quiz", "ask", "yes") {
        fields["quiz"] = run.answer("quiz", "questions").cloned().unwrap_or_default();
        fields["pass_mark"] = json!(pass_mark(run));
    }
    done.changes.push(Change::put("campaign", "@campaign", fields));
    let routines = run.about.iter().filter(|a| run.isms.get::<crate::kinds::Routine>(a).is_some()).cloned();
    done.about = Some(std::iter::once("@campaign".to_string()).chain(routines).collect());
}
fn again(run: &Run, done: &mut Done) {
    let (Some(c), code) = (given(run), run.subject.clone()) else { return };
    let new = looked(run);
    done.changes = campaign::record(run.isms, &code, &new.accepted, run.by, run.today);
    done.changed = !new.accepted.is_empty();
    let passed = new.accepted.iter().filter(|a| a.passed).count();
    if !new.accepted.is_empty() {
        let failed = new.accepted.len() - passed;
        let of_them = if failed > 0 { format!("; {failed} did not pass, and may answer again") } else { String::new() };
        done.notes.push(("How many answers were taken in?".into(), format!("{}{of_them}.", new.accepted.len())));
    }
    if !new.refused.is_empty() {
        let list: Vec<String> = new.refused.iter().map(|r| format!("{}: {}", r.file, r.why)).collect();
        let text: String = list.join("; ").chars().take(15_000).collect();
        done.notes.push((format!("Which were not taken in ({})?", list.len()), text));
    }
    let title = campaign::title_of(run.isms, &c.of);
    let mut reminded = json!(c.reminded);
    let list: Vec<String> = missing(run);
    for (person, row) in run.by_row("missing", "then").into_iter().filter(|(p, _)| list.iter().any(|m| m == p)) {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default();
        if text("then").is_empty() {
            continue;
        }
        if let Some(rows) = reminded.as_array_mut() {
            rows.push(json!({"person": person, "on": run.today.to_string(), "then": text("then")}));
        }
        match text("then") {
            "away" => {
                let from = run.isms.get::<Person>(person).and_then(|p| p.away_from).unwrap_or(Date(run.today));
                done.put("person", person, json!({"away_from": from, "away_until": text("until")}));
            }
            "talk" => {
                let what = format!("Talk to {} about {} {title}", run.name(person), *c.of);
                done.action("improvement", &what, &c.of, run.by, dates::add_days(run.today, 14));
            }
            "next_date" => {
                if let Some(on) = dates::parse(text("on")) {
                    done.action("improvement", &format!("Do {} {title}", *c.of), &c.of, person, on);
                }
            }
            _ => {}
        }
    }
    let mut set = serde_json::Map::new();
    if reminded.as_array().map_or(0, Vec::len) > c.reminded.len() {
        set.insert("reminded".into(), reminded);
    }
    if closing(run) {
        set.insert("state".into(), "closed".into());
    }
    if !set.is_empty() {
        done.put("campaign", &code, Value::Object(set));
    }
    done.about = Some(vec![code]);
}
fn closing(run: &Run) -> bool {
    run.is("close", "close", "close") && open(run)
}
/// Where the answers come to: what was said, else the address of whoever acts.
fn answers_to(run: &Run) -> String {
    match run.says("out", "answers_to").trim() {
        "" => run.isms.get::<Person>(run.by).and_then(|p| p.email.as_ref()).map(|e| e.to_string()).unwrap_or_default(),
        given => given.to_string(),
    }
}
/// The result of somebody who has answered and not passed, in percent.
fn tried(run: &Run, person: &str) -> Option<u8> {
    let now = looked(run).accepted.iter().rev().find(|a| a.person == person && !a.passed).and_then(|a| a.score);
    now.or_else(|| given(run)?.answer_of(person).filter(|a| !a.passed).and_then(|a| a.score).map(|s| s.0))
}
