//! What is still to be done: every open action at once, the late ones first, and whether those that are done have worked.
//! It must never move a date without a reason, nor drop what a major finding needs.
mod checks;
mod questions;

use crate::dates;
use crate::kinds::{Action, Person, Risk};
use crate::staleness::word;
use crate::wizard::{About, Done, PanelPart, Part, Run, Step, Wizard, ask, panel, strings};
use checks::*;
use chrono::NaiveDate;
use questions as q;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "action-round",
    title: "What is still to be done",
    clause: "8.3",
    about: About::Chosen(&["action"]),
    minutes: 20,
    parts: &[Part::Once(STEPS)],
    words: |_, _| None,
    at_check: |_, _| {},
    finish,
};

static STEPS: &[Step] = &[
    ask::<q::Open>("open", "Open actions")
        .heading(
            "What became of each?",
            "The late ones come first. Done, needs longer, or no longer needed; each with its reason.",
        )
        .when("unless nothing is open", |r| !open(r).is_empty() || due_for_check(r).is_empty())
        .shape(open_shape)
        .panel(panel_open)
        .judge(judge_open),
    ask::<q::Worked>("worked", "Did it work?")
        .heading(
            "Did it work? How can you tell?",
            "Not \u{201c}was it done\u{201d} but \u{201c}is it better now\u{201d}.",
        )
        .when("if an action is done and due for its check", |r| !due_for_check(r).is_empty())
        .shape(worked_shape)
        .panel(panel_worked)
        .judge(judge_worked),
    ask::<q::Stuck>("stuck", "What keeps it")
        .heading(
            "What keeps it from being done, and who can clear that?",
            "It has been put off three times or more. Somebody has to decide.",
        )
        .when("if one was put off three times", |r| !stuck(r).is_empty())
        .shape(stuck_shape)
        .panel(panel_stuck)
        .judge(judge_stuck),
    ask::<q::Residual>("residual", "The risks behind it")
        .heading(
            "Everything against these risks is done. Is the level now what you hoped for?",
            "Their level after it was a forecast. Look at it once more, beginning with what is in place.",
        )
        .when("if the last action against a risk is done", |r| !treated(r).is_empty())
        .shape(residual_shape)
        .panel(panel_residual),
];

/// The actions that are gone through: those named, else all. Late ones first.
fn all<'a>(run: &Run<'a>) -> Vec<(String, &'a str, &'a Action)> {
    let mut out: Vec<_> = run
        .isms
        .live::<Action>()
        .filter(|(_, r, _)| run.about.is_empty() || run.about.iter().any(|a| **a == *r.code))
        .map(|(_, r, a)| (r.code.to_string(), r.state(), a))
        .collect();
    out.sort_by(|x, y| x.2.due.cmp(&y.2.due).then_with(|| x.0.cmp(&y.0)));
    out
}
fn open<'a>(run: &Run<'a>) -> Vec<(String, &'a Action)> {
    all(run).into_iter().filter(|(_, s, _)| matches!(*s, "open" | "doing")).map(|(c, _, a)| (c, a)).collect()
}
/// Done, and to be checked within two weeks or overdue; of a named action at any time.
fn due_for_check<'a>(run: &Run<'a>) -> Vec<(String, &'a Action)> {
    all(run)
        .into_iter()
        .filter(|(_, s, a)| {
            *s == "done" && check_day(a).is_some_and(|d| !run.about.is_empty() || dates::add_days(d, -14) <= run.today)
        })
        .map(|(c, _, a)| (c, a))
        .collect()
}
fn check_day(a: &Action) -> Option<NaiveDate> {
    Some(dates::add_days(a.done_on?.0, i64::from(a.check_after_days?.0)))
}
/// How often its date was moved already.
fn moves(run: &Run, code: &str) -> usize {
    let Some(r) = run.isms.record(code) else { return 0 };
    let mut days: Vec<String> = r
        .revisions
        .iter()
        .filter_map(|v| crate::isms::json_of(v).get("due").and_then(Value::as_str).map(String::from))
        .collect();
    days.dedup();
    days.len().saturating_sub(1)
}
fn said<'a>(run: &Run<'a>, step: &str, code: &str, field: &str) -> &'a str {
    run.answer(
        step,
        match step {
            "open" => "now",
            "worked" => "worked",
            _ => "stuck",
        },
    )
    .and_then(|v| v.get(code))
    .and_then(|r| r.get(field))
    .and_then(Value::as_str)
    .unwrap_or_default()
    .trim()
}
/// Put off three times, this one counted, and still open.
fn stuck<'a>(run: &Run<'a>) -> Vec<(String, &'a Action)> {
    open(run)
        .into_iter()
        .filter(|(c, _)| match said(run, "open", c, "then") {
            "longer" => moves(run, c) + 1 >= 3,
            "on_its_way" => moves(run, c) >= 3,
            _ => false,
        })
        .collect()
}
/// Risks whose last action is done by this visit.
fn treated(run: &Run) -> Vec<String> {
    let over = |ix: crate::isms::Ix| {
        let r = run.isms.rec(ix);
        matches!(r.state(), "done" | "checked" | "dropped")
            || matches!(said(run, "open", &r.code, "then"), "done" | "dropped")
    };
    let now: Vec<(String, &Action)> =
        open(run).into_iter().filter(|(c, _)| said(run, "open", c, "then") == "done").collect();
    run.isms
        .live::<Risk>()
        .filter(|(_, r, _)| {
            let of: Vec<_> = run
                .isms
                .linked(r, "actions")
                .chain(r.inn.iter().map(|(s, _)| *s).filter(|s| {
                    run.isms.rec(*s).get::<Action>().is_some_and(|a| a.from.as_ref().is_some_and(|f| *f.0 == *r.code))
                }))
                .filter(|ix| run.isms.rec(*ix).live())
                .collect();
            of.iter().any(|ix| now.iter().any(|(c, a)| **c == *run.isms.rec(*ix).code && word(&a.sort) == "treatment"))
                && of.iter().all(|ix| over(*ix))
        })
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
fn title(run: &Run, code: &str) -> String {
    format!("{code} {}", run.isms.record(code).map(|r| r.title()).unwrap_or_default())
}

fn finish(run: &Run, done: &mut Done) {
    let mut about: Vec<String> = Vec::new();
    for (code, _) in open(run) {
        let text = |f: &str| said(run, "open", &code, f);
        match text("then") {
            "done" => {
                let mut set = json!({"state": "done", "done_on": text("done_on"), "result": text("result")});
                proof(run, &code, text("proof"), &mut set);
                done.put("action", &code, set);
            }
            "longer" => done.put("action", &code, json!({"due": text("due"), "moved_why": text("why")})),
            "dropped" => done.put(
                "action",
                &code,
                json!({"state": "dropped", "dropped_why": text("why"), "dropped_with": text("agreed")}),
            ),
            _ => {}
        }
        about.push(code);
    }
    for (code, a) in due_for_check(run) {
        let text = |f: &str| said(run, "worked", &code, f);
        if matches!(text("effective"), "yes" | "partly" | "no") {
            let mut set = json!({"state": "checked", "checked_on": run.today.to_string(), "effective": text("effective"), "effective_because": text("how")});
            proof(run, &code, text("proof"), &mut set);
            done.put("action", &code, set);
            open_again(run, a, text("effective"), done);
        }
        about.push(code);
    }
    for (code, a) in stuck(run) {
        let text = |f: &str| said(run, "stuck", &code, f);
        if let Some(until) = dates::parse(text("until")) {
            let from = a.from.as_ref().map_or_else(|| code.clone(), |f| f.0.clone());
            let what = format!("Decide what becomes of {}: {}", title(run, &code), text("keeps"));
            done.action("decision", &what, &from, text("who"), until);
        }
    }
    done.about = Some(about);
    super::routine::perform(run, done);
}
fn proof(run: &Run, code: &str, proof: &str, set: &mut Value) {
    if !proof.is_empty() {
        let mut all = run
            .isms
            .record(code)
            .map(|r| r.body_json())
            .and_then(|b: Map<String, Value>| b.get("evidence").map(strings))
            .unwrap_or_default();
        if !all.iter().any(|p| p == proof) {
            all.push(proof.into());
        }
        set["evidence"] = json!(all);
    }
}
/// A finding whose cure did not work is open again (10.2).
fn open_again(run: &Run, a: &Action, effective: &str, done: &mut Done) {
    let Some(from) = a.from.as_ref().filter(|_| effective == "no") else { return };
    let finding = run.isms.record(from).filter(|r| r.info().name == "nonconformity");
    if finding.is_some_and(|r| matches!(r.state(), "closed" | "verifying")) {
        done.put("nonconformity", from, json!({"state": "acting"}));
    }
}

// ---- what stands beside
fn panel_open(run: &Run, out: &mut Vec<PanelPart>) {
    let list = open(run);
    let late = list.iter().filter(|(_, a)| a.due.0 < run.today).count();
    out.push(PanelPart::text(
        "How many",
        match (list.len(), late) {
            (0, _) => "Nothing is open.".into(),
            (n, 0) => format!("{n} open, none late."),
            (n, l) => format!("{n} open, {l} late."),
        },
    ));
    let mut by: std::collections::BTreeMap<String, (usize, usize)> = Default::default();
    for (_, a) in &list {
        let e = by.entry(run.name(&a.owner)).or_default();
        e.0 += 1;
        e.1 += usize::from(a.due.0 < run.today);
    }
    let lines: Vec<String> = by
        .into_iter()
        .map(|(who, (n, late))| {
            format!("- {who}: {n}{}", if late > 0 { format!(", {late} late") } else { String::new() })
        })
        .collect();
    if !lines.is_empty() {
        out.push(PanelPart::text("Who has how many", lines.join("\n")));
    }
    out.push(PanelPart::text(
        "Moving is no fault",
        "A date that is moved with a reason is honest; the first date stays visible. A date that nobody moves is what an auditor notices.",
    ));
    panel::last_review(run, out);
}
fn panel_worked(run: &Run, out: &mut Vec<PanelPart>) {
    for (code, a) in due_for_check(run) {
        let result = a.result.as_ref().map_or_else(String::new, |r| format!("\n\nIn the end: {r}"));
        let from = a.from.as_ref().map_or_else(String::new, |f| format!("\n\nIt came from {}.", title(run, f)));
        out.push(PanelPart::text(title(run, &code), format!("{}{result}{from}", &*a.what)));
    }
}
fn panel_stuck(run: &Run, out: &mut Vec<PanelPart>) {
    for (code, a) in stuck(run) {
        let first = a.first_due.map_or_else(String::new, |d| format!("First to be done by {}. ", run.say_day(d.0)));
        let why = a.moved_why.as_ref().map_or_else(String::new, |w| format!("Last time: {w}"));
        out.push(PanelPart::text(title(run, &code), format!("{first}Moved {} times. {why}", moves(run, &code))));
    }
    let top: Vec<String> = run.isms.organization().map(|o| o.top_management.to_vec()).unwrap_or_default();
    panel::people(run, "Who can decide", &top, out);
}
fn panel_residual(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = treated(run)
        .iter()
        .filter_map(|c| run.isms.ix(c))
        .map(|ix| {
            let said = run.isms.rec(ix).get::<Risk>().map_or_else(String::new, |r| {
                format!(
                    "{} \u{d7} {} now, {} \u{d7} {} hoped for",
                    r.likelihood.0, r.impact.0, r.residual_likelihood.0, r.residual_impact.0
                )
            });
            panel::link_shown(run, ix, "actions", said)
        })
        .collect();
    out.push(PanelPart::Links { title: "The risks".into(), links });
    out.push(PanelPart::text(
        "Where it goes on",
        "When you have signed, each of them stands on Today, and its review begins with the controls that are now in place.",
    ));
}
/// Is this person still here?
fn here(run: &Run, person: &str) -> bool {
    run.isms.get::<Person>(person).is_some_and(|p| p.left_on.is_none_or(|d| d.0 >= run.today))
}
