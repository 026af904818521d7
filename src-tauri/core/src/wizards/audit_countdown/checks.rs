//! What is wrong with an answer before an audit, or worth another thought.
use super::facts::*;
use crate::dates::{self, add_days, days_between};
use crate::preflight::{Severity, spoken};
use crate::report::capital;
use crate::wizard::{Judge, Run, gone_person, too_short};
use serde_json::Value;

fn cell<'a>(row: &'a Value, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default().trim()
}
pub(super) fn date(run: &Run, judge: &mut Judge) {
    let (begins, ends) = (run.day("date", "begins"), run.day("date", "ends"));
    if let Some(d) = begins.filter(|d| *d < run.today) {
        judge.red("begins", format!("{} is over. Give a day that lies ahead.", run.say_day(d)));
    }
    if let (Some(b), Some(e)) = (begins, ends) {
        if e < b {
            judge.red("ends", "It ends before it begins. Give a later day.");
        }
    }
    // The latest day of the cycle is the body's, not ours.
    let due = ["cycle/surveillance-1", "cycle/surveillance-2", "cycle/recertification"]
        .iter()
        .filter_map(|id| run.item(id))
        .filter(|i| !i.states.has(crate::staleness::State::NotApplicable))
        .filter_map(|i| i.next.or(i.due))
        .min();
    if let (Some(b), Some(latest)) = (begins, due) {
        if b > latest && latest >= run.today {
            judge.yellow(
                "begins",
                format!("The audit must be held by {}. Ask the body for an earlier day.", run.say_day(latest)),
            );
        }
    }
}
pub(super) fn gaps(run: &Run, judge: &mut Judge) {
    if let Some(code) = not_external(run) {
        judge.red(
            "gaps",
            format!("{code} is an audit of your own. This prepares for one by others; begin it on that one."),
        );
    }
    if let Some(d) = begins(run).filter(|d| *d < run.today) {
        judge.red(
            "gaps",
            format!("The audit of {} is over. Record what came of it, or give its new day.", run.say_day(d)),
        );
    }
    let found = found(run);
    for (key, row) in run.by_row("gaps", "gaps") {
        let Some(f) = finding(&found, key) else { continue };
        match cell(row, "then") {
            "give" => {
                if let Some(text) = gone_person(run, cell(row, "who")) {
                    judge.red("gaps", format!("{}: {text} Choose who sees to it now.", capital(&spoken(&f.place))));
                }
            }
            "live" => {
                let because = cell(row, "because");
                if !because.is_empty() {
                    too_short("gaps", because, 10, judge);
                }
                if f.severity <= Severity::Stop {
                    judge.yellow(
                        "gaps",
                        format!("{}: an auditor would very probably write this up. Two weeks before, you are asked for a plan and a day.", capital(&spoken(&f.place))),
                    );
                }
            }
            "start" if f.wizard.is_none() => {
                judge.yellow("gaps", format!("{}: no guide mends this. {}", capital(&spoken(&f.place)), help(f.help)));
            }
            _ => {}
        }
    }
}
fn help(words: &str) -> String {
    if words.is_empty() { "Say why you live with it.".into() } else { format!("What does: {words}.") }
}
pub(super) fn order(run: &Run, judge: &mut Judge) {
    let day = |f: &str| run.day("order", f);
    let (internal, review, pack) = (day("internal"), day("review"), day("pack"));
    for (field, d) in [("internal", internal), ("review", review), ("pack", pack)] {
        let Some(d) = d else { continue };
        if d < run.today {
            judge.red(field, format!("{} is over. Give a day that lies ahead.", run.say_day(d)));
        } else if begins(run).is_some_and(|a| d >= a) {
            judge.red(field, "That is not before the audit. Give an earlier day.");
        }
    }
    if let (Some(i), Some(r)) = (internal, review) {
        if r < i {
            judge.red(
                "review",
                format!("Management reviews what the internal audit found. Place it after {}.", run.say_day(i)),
            );
        }
    }
    if let (Some(r), Some(p)) = (review.or(internal), pack) {
        if p < r {
            judge.red("pack", format!("The pack shows what was decided. Place it after {}.", run.say_day(r)));
        }
    }
    if let (Some(i), Some(a)) = (internal, begins(run)) {
        if days_between(i, a) < 30 && i < a {
            judge.yellow(
                "internal",
                format!(
                    "Fewer than 30 days are left then to mend what it finds. {} would leave them.",
                    run.say_day(add_days(a, -30))
                ),
            );
        }
    }
}
pub(super) fn sample(run: &Run, judge: &mut Judge) {
    for (code, row) in run.by_row("sample", "samples") {
        if let Some(text) = gone_person(run, cell(row, "who")) {
            judge.red("samples", format!("{code}: {text} Choose who sees to it now."));
        }
    }
}
pub(super) fn ask(run: &Run, judge: &mut Judge) {
    let n = run.table("ask", "asked").len();
    if n > 0 && n < 3 {
        judge.yellow("asked", format!("You asked {n}. An auditor asks three or more; one of them is from management."));
    }
}
pub(super) fn told(run: &Run, judge: &mut Judge) {
    let open = untold(run);
    if run.is("told", "told", "yes") && !open.is_empty() {
        let says = if open.len() == 1 { "says" } else { "say" };
        judge.yellow(
            "told",
            format!(
                "{} still {says} that the body is to be told. Is it written there, too?",
                crate::preflight::places(&open)
            ),
        );
    }
}
pub(super) fn honest(run: &Run, judge: &mut Judge) {
    let rows = run.by_row("honest", "honest");
    for (key, row) in &rows {
        for field in ["why", "plan"] {
            let said = cell(row, field);
            if !said.is_empty() {
                too_short("honest", said, 10, judge);
            }
        }
        if let Some(d) = dates::parse(cell(row, "until")).filter(|d| *d < run.today) {
            let place = key.split_once(' ').map_or(*key, |(_, p)| p);
            judge.red(
                "honest",
                format!("{}: {} is over. By when is it mended?", capital(&spoken(place)), run.say_day(d)),
            );
        }
    }
    let found = found(run);
    let silent = found
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Stop && f.declared.is_none() && !rows.iter().any(|(k, _)| *k == f.key()))
        .count();
    if silent > 0 {
        let have = if silent == 1 {
            "1 gap that would stop the pack has no word".to_string()
        } else {
            format!("{silent} gaps that would stop the pack have no word")
        };
        judge.yellow(
            "honest",
            format!("{have} from you. Until they have, \u{201c}Draft\u{201d} stands in the head of the pack."),
        );
    }
}
