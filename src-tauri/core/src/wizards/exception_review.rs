//! Permission to deviate: asked for, with something done instead, a last day and the words of those who may; and looked at each quarter.
//! It must never grant what nobody who may has granted.
mod checks;
mod panels;
mod questions;

use crate::act::Change;
use crate::dates;
use crate::kinds::{Exception, Outcome};
use crate::wizard::{About, CHANGED, Done, Part, Run, Step, Wizard, ask};
use checks::*;
use questions as q;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "exception-review",
    title: "Permission to deviate",
    clause: "A.5.36",
    about: About::Chosen(&["exception", "policy", "control"]),
    minutes: 10,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: |_, _| {},
    finish,
};

static STEPS: &[Step] = &[
    CHANGED.when("for an exception that there is", |r| going(r).len() == 1 && !may_choose(r)),
    ask::<q::Begin>("begin", "New, or those that there are")
        .when("if it begins on nothing, and exceptions are granted", may_choose)
        .panel(panels::begin),
    ask::<q::What>("what", "The rule")
        .when(ASKING, asking)
        .least(&[("for_what", 10), ("why", 10)])
        .shape(what_shape)
        .panel(panels::what)
        .judge(what),
    ask::<q::Instead>("instead", "Instead")
        .when(ASKING, asking)
        .least(&[("instead", 10)])
        .panel(panels::what)
        .judge(instead),
    ask::<q::Rises>("risk", "Which risks rise")
        .when(ASKING, asking)
        .least(&[("no_risk_because", 10)])
        .panel(panels::risk)
        .judge(risk),
    ask::<q::Until>("until", "Until when").when(ASKING, asking).panel(panels::what).judge(until),
    ask::<q::Yes>("yes", "Who says yes").when(ASKING, asking).shape(yes_shape).panel(panels::yes).judge(yes),
    ask::<q::Round>("round", "Those that there are")
        .when("for exceptions that there are", |r| !asking(r) && !going(r).is_empty())
        .shape(round_shape)
        .panel(panels::round)
        .judge(round),
    ask::<q::Longer>("longer", "Who says yes to longer")
        .when("if one goes on for longer", |r| !asking(r) && !longer(r).is_empty())
        .shape(longer_shape)
        .panel(panels::longer)
        .judge(judge_longer),
];
const ASKING: &str = "if a new one is asked for";

/// Every exception that is granted or waits for a word.
fn open(run: &Run) -> Vec<String> {
    run.isms
        .live::<Exception>()
        .filter(|(_, r, _)| matches!(r.state(), "granted" | "asked"))
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
/// Those among what it was begun on.
fn named(run: &Run) -> Vec<String> {
    run.about.iter().filter(|c| run.isms.get::<Exception>(c).is_some()).cloned().collect()
}
fn may_choose(run: &Run) -> bool {
    run.about.is_empty() && !open(run).is_empty()
}
/// Asked for anew: begun on a rule, or on nothing where that is chosen or nothing else is there.
fn asking(run: &Run) -> bool {
    named(run).is_empty() && (!may_choose(run) || run.is("begin", "do", "ask"))
}
/// The exceptions that are looked at.
fn going(run: &Run) -> Vec<String> {
    let named = named(run);
    if named.is_empty() && run.about.is_empty() { open(run) } else { named }
}
fn row<'a>(run: &Run<'a>, code: &str, field: &str) -> &'a str {
    run.answer("round", "round").and_then(|v| v.get(code)?.get(field)).and_then(Value::as_str).unwrap_or_default()
}
/// Those that shall go on for longer, or whose yes is still to come.
fn longer(run: &Run) -> Vec<String> {
    going(run)
        .into_iter()
        .filter(|c| {
            row(run, c, "then") == "longer"
                || (row(run, c, "then") == "goes_on" && run.isms.record(c).is_some_and(|r| r.state() == "asked"))
        })
        .collect()
}

fn words(run: &Run, word: &str) -> Option<String> {
    (word == "latest").then(|| run.say_day(dates::add_months(run.today, 12)))
}

fn finish(run: &Run, done: &mut Done) {
    if asking(run) {
        return new(run, done);
    }
    let all = going(run);
    for code in &all {
        let (had, acted) = (done.changes.len(), done.actions.len());
        one(run, code, done);
        if all.len() > 1 {
            let outcome = if done.actions.len() > acted {
                Outcome::HoldsWithActions
            } else if done.changes.len() > had {
                Outcome::Changed
            } else {
                Outcome::Holds
            };
            done.each.push((code.clone(), outcome, row(run, code, "know_by").to_string()));
        }
    }
    done.about = Some(all);
}
/// Granted, if everybody who may has said yes; else it waits, and the rule holds until then.
fn new(run: &Run, done: &mut Done) {
    let text = |step: &str, field: &str| run.says(step, field).trim().to_string();
    let risks = run.codes("risk", "risks");
    let approval = run.approval("yes", "approved");
    let owners = owners_of_risks(run);
    let said = |owner: &String| {
        run.answer("yes", "risk_owners")
            .and_then(|v| v.get(owner))
            .filter(|v| v.get("how").is_some() && v.get("not_yet").is_none())
    };
    let granted = approval.is_some() && owners.iter().all(|(o, _)| said(o).is_some());
    let mut fields = json!({
        "title": text("what", "title"), "owner": text("what", "owner"), "from_rule": run.codes("what", "from_rule"), "for_what": text("what", "for_what"), "why": text("what", "why"),
        "instead": text("instead", "instead"), "risks": risks, "from": run.today.to_string(), "until": text("until", "until"), "extended": 0, "state": if granted { "granted" } else { "asked" },
    });
    if risks.is_empty() {
        fields["no_risk_because"] = text("risk", "no_risk_because").into();
    }
    if let (true, Some(a)) = (granted, &approval) {
        fields["approved"] = a.clone();
    }
    // Papers of the risk's owners stand beside that of the rule's owner.
    let papers: Vec<String> =
        owners.iter().filter_map(|(o, _)| said(o)?.get("proof").map(crate::wizard::strings)).flatten().collect();
    fields["evidence"] = json!(papers);
    done.changes.push(Change::put("exception", "@exception", fields));
    let title = text("what", "title");
    if approval.is_none() {
        let who = run.waits_for("yes", "approved").map(|p| run.name(p)).unwrap_or_else(|| "the rule's owner".into());
        done.action(
            "decision",
            &format!("Get the word of {who} for the exception \u{201c}{title}\u{201d}"),
            "@exception",
            run.by,
            dates::add_days(run.today, 14),
        );
    }
    for (owner, of) in owners.iter().filter(|(o, _)| said(o).is_none()) {
        let what = format!(
            "Get the word of {} for the exception \u{201c}{title}\u{201d}: it makes {} greater",
            run.name(owner),
            of.join(", ")
        );
        done.action("decision", &what, "@exception", run.by, dates::add_days(run.today, 14));
    }
    for (owner, of) in &owners {
        if let Some(v) = said(owner) {
            let on = v
                .get("on")
                .and_then(Value::as_str)
                .and_then(dates::parse)
                .map_or_else(String::new, |d| format!(" on {}", run.say_day(d)));
            done.notes
                .push((format!("Did the owner of {} say yes?", of.join(", ")), format!("{}{on}", run.name(owner))));
        }
    }
    done.about = Some(vec!["@exception".into()]);
}
/// What the round makes of one.
fn one(run: &Run, code: &str, done: &mut Done) {
    let Some(r) = run.isms.record(code) else { return };
    let Some(e) = r.get::<Exception>() else { return };
    let owner = r.common.owner.as_ref().map_or_else(|| run.by.to_string(), |o| o.to_string());
    let waited = r.state() == "asked";
    let fortnight = dates::add_days(run.today, 14);
    let word = run
        .answer("longer", "longer")
        .and_then(|v| v.get(code))
        .filter(|v| v.get("how").is_some() && v.get("not_yet").is_none());
    match row(run, code, "then") {
        "end" => done.changes.push(Change::put(
            "exception",
            code,
            json!({"state": if waited { "refused" } else { "ended" }}),
        )),
        "longer" | "goes_on" if longer(run).iter().any(|c| c == code) => {
            let Some(a) = word else {
                let what = format!("Get the word of the rule's owner for {code} {}", r.title());
                done.action("decision", &what, code, run.by, fortnight);
                return;
            };
            let mut set = Map::from_iter([("approved".to_string(), a.clone())]);
            if waited {
                set.insert("state".into(), "granted".into());
            }
            if row(run, code, "then") == "longer" {
                // A new term of at most twelve months from today; how often is counted.
                set.insert("from".into(), run.today.to_string().into());
                set.insert("until".into(), row(run, code, "until").into());
                set.insert("extended".into(), (e.extended.map_or(0, |n| n.0) + u32::from(!waited)).into());
                done.notes
                    .push((format!("Why does {code} go on for longer?"), row(run, code, "why").trim().to_string()));
            }
            done.changes.push(Change::put("exception", code, Value::Object(set)));
        }
        "rule" => {
            let rule = e.from_rule.first().cloned().unwrap_or_default();
            let (title, who) = run.isms.record(&rule).map_or_else(
                || (String::new(), owner.clone()),
                |x| (x.title(), x.common.owner.as_ref().map_or_else(|| owner.clone(), |o| o.to_string())),
            );
            let what =
                format!("Change {rule} {title} so that {code} is no longer needed: {}", row(run, code, "rule").trim());
            done.action("improvement", &what, code, &who, dates::add_days(run.today, 30));
        }
        _ => {}
    }
    let ended = row(run, code, "then") == "end";
    match row(run, code, "instead_done") {
        "no" | "partly" if !ended => {
            let what = format!("Do again what {code} {} promises instead: {}", r.title(), e.instead.trim());
            done.action("correction", &what, code, &owner, fortnight);
        }
        "dont_know" if !ended => {
            done.action(
                "improvement",
                &format!("Find out whether the instead of {code} {} is still done", r.title()),
                code,
                run.by,
                fortnight,
            );
        }
        _ => {}
    }
}
