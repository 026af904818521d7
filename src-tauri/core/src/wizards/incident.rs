//! Something went wrong: opened in five minutes, taken up again as often as needed, closed when nothing is owed any more.
//! It must never decide that somebody need not be told, nor send anything.
mod checks;
mod facts;
mod panels;
mod questions;

use crate::Change;
use crate::dates;
use crate::wizard::{About, Done, Part, Run, Step, Wizard, ask};
use checks::*;
use facts::*;
use questions as q;
use serde_json::{Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "incident",
    title: "Something happened",
    clause: "A.5.26",
    about: About::Chosen(&["incident"]),
    minutes: 5,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: panels::at_check,
    finish,
};

static STEPS: &[Step] = &[
    ask::<q::Reopen>("reopen", "Open again")
        .when("if it was closed", reopened)
        .least(&[("why", 10)])
        .panel(panels::reopen),
    ask::<q::News>("news", "What is new")
        .when("when it is taken up again", returning)
        .cases(&[("since", "new=data|people|weight")])
        .shape(news_shape)
        .panel(panels::news)
        .judge(news),
    ask::<q::What>("what", "What happened")
        .when("at first, or when it has changed", asks_what)
        .shape(what_shape)
        .panel(panels::what),
    ask::<q::When>("when", "When")
        .heading(
            "When was it noticed, by whom, how? Since when are you reasonably sure?",
            "The second starts the legal clocks.",
        )
        .when("at first", |r| !returning(r))
        .panel(panels::when)
        .judge(when),
    ask::<q::Now>("now", "The next hour")
        .heading("What must be done in the next hour?", "Tick what is done; its time is kept. Do the rest first.")
        .when("at first", |r| !returning(r))
        .shape(now_shape)
        .panel(panels::now)
        .judge(now),
    ask::<q::Class>("class", "How serious")
        .when("at first, or when it has changed", asks_class)
        .shape(class_shape)
        .panel(panels::class),
    ask::<q::Data>("data", "Personal data")
        .heading("Is personal data involved? Whose, about how many, what kind?", "An estimate is enough; say that it is one.")
        .when("at first, when it has changed, or while it is unclear", asks_data)
        .cases(&[("whose_data", "personal_data=yes")])
        .least(&[("whose_data", 10)])
        .panel(panels::data)
        .judge(data),
    ask::<q::People>("people", "What it means for people")
        .when("if personal data is or may be involved", asks_people)
        .cases(&[("people_why", "risk_to_people=unlikely|risk|high_risk")])
        .least(&[("people_why", 10)])
        .panel(panels::people),
    ask::<q::Weight>("weight", "Its weight")
        .when("from an incident on, if a law asks for it", asks_weight)
        .shape(weight_shape)
        .panel(panels::weight)
        .judge(weight),
    ask::<q::Clocks>("clocks", "Reports that may be due")
        .heading(
            "These reports may be due. For each: sent, or not needed, and why?",
            "\u{201c}Not needed\u{201d} with a reason is a proper answer and must be kept.",
        )
        .when("if a clock runs", |r| !open_clocks(r).is_empty())
        .shape(clocks_shape)
        .panel(panels::clocks)
        .judge(clocks),
    ask::<q::Others>("others", "Who else must hear")
        .when("at first, or when somebody else must hear of it", asks_others)
        .panel(panels::others)
        .judge(others),
    ask::<q::Proof>("proof", "Proof")
        .heading("What have you kept as proof, where, who touched it?", "Whoever asks later will ask who had it in hand.")
        .when("from an incident on, until something is kept", asks_proof)
        .shape(proof_shape)
        .panel(panels::proof),
    ask::<q::Contain>("contain", "Under control")
        .when("when it is taken up again, until it is under control", asks_contain)
        .cases(&[("contain_done", "contained_on!=")])
        .panel(panels::during)
        .judge(contain),
    ask::<q::Recover>("recover", "Back to normal")
        .when("once it is under control", asks_recover)
        .cases(&[("recover_done", "recovered_on!=")])
        .panel(panels::during)
        .judge(recover),
    ask::<q::Close>("close", "Close it?")
        .when("once it is over", asks_close)
        .panel(panels::close)
        .judge(close),
    ask::<q::Lessons>("lessons", "What you learn")
        .when("to close an incident", |r| closing(r) && class(r) >= 2 && recorded(r).is_none_or(|i| i.lessons.is_none()))
        .least(&[("lessons", 10)])
        .panel(panels::lessons)
        .judge(lessons),
    ask::<q::Cause>("cause", "The cause")
        .when("to close, unless it is known", asks_cause)
        .cases(&[
            ("no_rule_because", "failed=no"),
            ("requirement", "failed=yes"),
            ("own_rule", "failed=yes"),
            ("gap", "failed=yes"),
            ("grade", "failed=yes"),
        ])
        .least(&[("no_rule_because", 10), ("gap", 10)])
        .panel(panels::cause)
        .judge(cause),
    ask::<q::Marks>("marks", "What it says about the rest")
        .heading(
            "Which risks came true, which controls failed or were missing, which rules must change, who must be taught?",
            "What you name here has to be looked at again.",
        )
        .when("to close", |r| closing(r) && class(r) >= 1)
        .least(&[("says_nothing_because", 10)])
        .shape(marks_shape)
        .panel(panels::marks)
        .judge(marks),
    ask::<q::Cost>("cost", "What it cost")
        .heading("What did it cost (hours, money, customers)?", "If you like: next year's budget will ask.")
        .when("to close an incident", |r| closing(r) && class(r) >= 2)
        .panel(panels::during),
];

fn words(run: &Run, word: &str) -> Option<String> {
    match word {
        "date" => {
            let seq = run.record()?.head().seq;
            Some(run.say_day(run.isms.day_of(seq)))
        }
        _ => None,
    }
}

fn finish(run: &Run, done: &mut Done) {
    let code = if returning(run) { run.subject.clone() } else { "@incident".to_string() };
    let mut set = given(run);
    let controls = run.codes("marks", "controls");
    if closing(run) && asks_cause(run) && run.is("cause", "failed", "yes") {
        let gap = run.says("cause", "gap").trim();
        let mut finding = json!({
            "title": crate::wizard::short(gap), "grade": run.says("cause", "grade"), "source": "incident", "what": gap,
            "raised_on": run.today.to_string(), "requirement": run.codes("cause", "requirement"), "state": "raised",
            "risks": run.codes("marks", "risks"), "controls": controls, "policies": run.codes("marks", "policies"),
        });
        if !run.says("cause", "own_rule").is_empty() {
            finding["own_rule"] = run.says("cause", "own_rule").into();
        }
        done.changes.push(Change::put("nonconformity", "@finding", finding));
        set.insert("nonconformity".into(), "@finding".into());
    }
    proofs_by_number(run, &code, &mut set, done);
    let body = run.body();
    set.retain(|f, v| body.get(f) != Some(v) && (body.contains_key(f) || !crate::canonical::empty(v)));
    if !set.is_empty() {
        done.changes.push(Change::put("incident", &code, Value::Object(set)));
    }
    let name = name_of(run);
    for row in run.table("others", "others").into_iter().filter(|_| asks_others(run)) {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default();
        if text("told").is_empty() {
            let until = dates::parse(text("until")).unwrap_or_else(|| dates::add_days(run.today, 1));
            done.action("correction", &format!("Tell {} of {name}", text("who").trim()), &code, run.by, until);
        }
    }
    if !returning(run) {
        for what in ticks(run).into_iter().filter(|t| t.then == "open").map(|t| t.what) {
            done.action("correction", &format!("{what} ({name})"), &code, run.by, run.today);
        }
        if let Some(days) = days_late(run).filter(|d| *d > 0) {
            let days = if days == 1 { "1 day".into() } else { format!("{days} days") };
            done.notes.push(("When was it written down?".into(), format!("{days} after it was noticed.")));
        }
    }
    for row in run.table("marks", "teach").into_iter().filter(|_| closing(run)) {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default();
        if let Some(until) = dates::parse(text("until")) {
            let who = if text("who").is_empty() { run.by } else { text("who") };
            done.action(
                "improvement",
                &format!("Teach {}: {}", text("whom").trim(), text("what").trim()),
                &code,
                who,
                until,
            );
        }
    }
    done.about = Some(vec![code]);
}
/// Where only the number of a confirmation is at hand, a note is the proof: it says when, to whom, by which law.
fn proofs_by_number(run: &Run, code: &str, set: &mut serde_json::Map<String, Value>, done: &mut Done) {
    let Some(Value::Array(rows)) = set.get_mut("notifications") else { return };
    for row in rows {
        let Some(row) = row.as_object_mut() else { continue };
        let Some(number) = row.remove("reference").and_then(|v| v.as_str().map(String::from)) else { continue };
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default();
        let law = law_of(run, text("clock"));
        let name = format!("@proof-{}", text("clock"));
        let note = format!("Sent {} to {} ({law}). Number of the confirmation: {number}.", text("sent"), text("to"));
        done.changes.push(Change::put("evidence", &name, json!({
            "note": note, "shows": crate::wizard::short(&format!("Report of {} to {}", name_of(run), text("to"))), "about": [code],
            "collected_on": run.today.to_string(), "classification": "confidential", "personal": false,
        })));
        row.insert("evidence".into(), name.into());
    }
}
