//! What the pages of a finding check beyond types, in the owner's words; and which rows and choices they have.
//! Yellow makes think, red stops; neither answers.
use super::facts::*;
use crate::dates;
use crate::kind::{Choice, Ty};
use crate::kinds::{Nonconformity, Person};
use crate::staleness::word;
use crate::wizard::{Judge, Page, Row, Run};
use serde_json::{Value, json};

pub(super) fn grade_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("raised_on") {
        a.value = run.today.to_string().into();
    }
}
pub(super) fn grade(run: &Run, judge: &mut Judge) {
    let nothing = run.codes("what", "requirement").is_empty() && run.says("what", "own_rule").trim().is_empty();
    if nothing && failing(run) {
        judge.red(
            "grade",
            "It is not said what was required. Go back one page and give a clause, a control, or a rule of your own.",
        );
    }
}

pub(super) fn worked_shape(run: &Run, page: &mut Page) {
    let rows = to_check(run).into_iter().map(|(code, a)| {
        let title = run.isms.record(&code).map(|r| r.title()).unwrap_or_default();
        let done = a.done_on.map_or_else(String::new, |d| format!("done on {}", run.say_day(d.0)));
        let due = check_day(a).map_or_else(String::new, |d| format!(", to be checked by {}", run.say_day(d)));
        Row::new(code.clone(), format!("{code} {title}"), format!("{done}{due}"), a.what.to_string())
    });
    if let Some(a) = page.the("worked") {
        a.rows = Some(rows.collect());
    }
}
pub(super) fn worked(run: &Run, judge: &mut Judge) {
    for (code, a) in to_check(run) {
        let row = run.answer("worked", "worked").and_then(|v| v.get(&code));
        let text = |f: &str| row.and_then(|r| r.get(f)).and_then(Value::as_str).unwrap_or_default().trim();
        let Some(done) = a.done_on.map(|d| d.0) else { continue };
        let due = check_day(a).unwrap_or(run.today);
        match text("effective") {
            "" if due <= run.today => {
                judge.red("worked", format!("{code} was to be checked by {}. Did it work?", run.say_day(due)))
            }
            "" => {}
            "too_early" if due <= run.today => judge.yellow(
                "worked",
                format!("{code} was to be checked by {}. It stays on Today until it is.", run.say_day(due)),
            ),
            "too_early" => {}
            _ if done >= run.today => judge.red(
                "worked",
                format!(
                    "{code} was done today. Whether it worked shows later: from tomorrow on at the earliest, by {} as planned.",
                    run.say_day(due)
                ),
            ),
            _ => {
                if text("how").chars().count() < 10 {
                    judge.red(
                        "worked",
                        format!("{code}: \u{201c}{}\u{201d} does not tell next year's you anything. What did you look at?", text("how")),
                    );
                }
                if due > run.today {
                    judge.yellow(
                        "worked",
                        format!("{code} was to be checked on {}. Is it not too early to see?", run.say_day(due)),
                    );
                }
            }
        }
    }
}

pub(super) fn now(run: &Run, judge: &mut Judge) {
    let raised = recorded(run).map(|n| n.raised_on.0).or_else(|| run.day("grade", "raised_on"));
    if let (Some(on), Some(raised)) = (run.day("now", "corrected_on"), raised) {
        if on < raised {
            judge.yellow(
                "corrected_on",
                format!("That lies before it was found ({}). Is the day right?", run.say_day(raised)),
            );
        }
    }
}

/// Words that put it on a person, where a last answer must be something that can be changed.
const SOMEBODY: [&str; 18] = [
    " forgot",
    " forgotten",
    " careless",
    " human error",
    " inattent",
    " distracted",
    " someone ",
    " somebody ",
    " was lazy",
    " did not think",
    " did not pay attention",
    " overlooked",
    " his fault",
    " her fault",
    " made a mistake",
    " was not careful",
    " employee did not",
    " colleague did not",
];
/// Is the last answer a person, not a thing that can be changed?
fn is_person(run: &Run, text: &str) -> bool {
    let names: Vec<String> = run.isms.live::<Person>().map(|(_, r, _)| r.title().to_lowercase()).collect();
    is_a_person(text, &names)
}
/// The same, by the names of all people in small letters.
pub(crate) fn is_a_person(text: &str, names: &[String]) -> bool {
    let said = format!(" {} ", text.to_lowercase());
    let named = names.iter().any(|name| {
        name.split_whitespace().count() > 1
            && (said.contains(name)
                || name.split_whitespace().last().is_some_and(|l| l.len() > 3 && said.contains(&format!(" {l} "))))
    });
    named || SOMEBODY.iter().any(|w| said.contains(w))
}
pub(super) fn why(run: &Run, judge: &mut Judge) {
    let all = ["why1", "why2", "why3", "why4", "why5"];
    let said: Vec<&str> = all.iter().map(|f| run.says("why", f).trim()).collect();
    if let Some(gap) = (0..4).find(|i| said[*i].is_empty() && !said[i + 1].is_empty() && *i > 1) {
        judge.red(all[gap], "One answer is left out. Each why asks for the answer before it.");
    }
    let Some(last) = said.iter().rposition(|s| !s.is_empty()).filter(|l| *l > 0) else { return };
    if is_person(run, said[last]) {
        judge.red(all[last], "What let that person be the only safeguard? Ask once more; a person is no last answer.");
    } else if said[last].chars().count() < 10 {
        judge.red(
            all[last],
            format!(
                "\u{201c}{}\u{201d} does not tell next year's you anything. What is it that can be changed?",
                said[last]
            ),
        );
    } else if said[..last].contains(&said[last]) {
        judge.red(all[last], "This is the same answer again. What lies behind it?");
    }
}

/// The same requirement, within 36 months, newest first.
pub(super) fn same_before(run: &Run) -> Vec<String> {
    let mine = requirement(run);
    let raised = recorded(run).map(|n| n.raised_on.0).or_else(|| run.day("grade", "raised_on")).unwrap_or(run.today);
    let mut out: Vec<(chrono::NaiveDate, String)> = run
        .isms
        .live::<Nonconformity>()
        .filter(|(_, r, n)| {
            *r.code != *run.subject
                && n.raised_on.0 <= raised
                && dates::add_months(n.raised_on.0, 36) >= raised
                && n.requirement.0.iter().any(|c| mine.contains(c))
        })
        .map(|(_, r, n)| (n.raised_on.0, r.code.to_string()))
        .collect();
    out.sort();
    out.into_iter().rev().map(|(_, c)| c).collect()
}
/// Open minors that look as if they had the same cause: same requirement or same control.
pub(super) fn alike(run: &Run) -> Vec<String> {
    let (mine, controls) = (requirement(run), controls_of(run));
    run.isms
        .live::<Nonconformity>()
        .filter(|(_, r, n)| {
            *r.code != *run.subject
                && word(&n.grade) == "minor"
                && !matches!(r.state(), "closed" | "noted")
                && (n.requirement.0.iter().any(|c| mine.contains(c)) || n.controls.iter().any(|c| controls.contains(c)))
        })
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
pub(super) fn before_shape(run: &Run, page: &mut Page) {
    let alike = alike(run);
    if alike.len() < 2 {
        page.drop("join");
    } else if let Some(a) = page.the("join") {
        let name = |c: &String| Choice {
            name: c.clone(),
            label: format!("{c} {}", run.isms.record(c).map(|r| r.title()).unwrap_or_default()),
            meaning: String::new(),
        };
        a.ty = Ty::Many { of: alike.iter().map(name).collect() };
    }
}
pub(super) fn before(run: &Run, judge: &mut Judge) {
    let same = same_before(run);
    if let Some(first) = same.first().filter(|_| run.is("before", "before", "no")) {
        let on = run.isms.get::<Nonconformity>(first).map(|n| run.say_day(n.raised_on.0)).unwrap_or_default();
        judge.yellow(
            "before",
            format!("{first} of {on} was about {} too. Is it really another matter?", requirement(run).join(", ")),
        );
    }
    let given = run.says("before", "repeats");
    if given == run.subject && !given.is_empty() {
        judge.red("repeats", "That is this finding itself. Which one was before it?");
    } else if let Some(n) = run.isms.get::<Nonconformity>(given).filter(|_| !same.iter().any(|s| s == given)) {
        judge.yellow(
            "repeats",
            format!(
                "{given} is of {} and about {}. Only the same requirement within 36 months counts as the same again.",
                run.say_day(n.raised_on.0),
                n.requirement.0.join(", ")
            ),
        );
    }
}

pub(super) fn act_shape(run: &Run, page: &mut Page) {
    if !failing(run) {
        page.drop("no_action_because");
    }
    if reopened(run) || failed_again(run) {
        page.drop("no_action_because");
    }
}
pub(super) fn act(run: &Run, judge: &mut Judge) {
    let rows = run.table("act", "act");
    let none = run.says("act", "no_action_because").trim();
    if rows.is_empty() && none.is_empty() && failing(run) {
        judge.red("act", "Nothing removes the cause yet. Add at least one thing to do, or say why there is none.");
    } else if !rows.is_empty() && !none.is_empty() {
        judge.red("no_action_because", "You name something to do, and say that there is nothing. Which is right?");
    }
    if rows.is_empty() && recorded(run).is_some_and(|n| word(&n.grade) == "major") && !none.is_empty() {
        judge.yellow(
            "no_action_because",
            "For a major finding a certification body expects an action. Will this reason do?",
        );
    }
    for (i, row) in rows.into_iter().enumerate() {
        if let Some(until) = row.get("until").and_then(Value::as_str).and_then(dates::parse).filter(|d| *d < run.today)
        {
            judge.red("act", format!("Row {}: {} is past. Until when will it be done?", i + 1, run.say_day(until)));
        }
        if let Some(days) = row.get("check_after").and_then(Value::as_u64).filter(|d| !(7..=365).contains(d)) {
            judge.red(
                "act",
                format!("Row {}: {days} days is too soon or too late to see an effect. Give 7 to 365.", i + 1),
            );
        }
    }
}

pub(super) fn says_shape(run: &Run, page: &mut Page) {
    for field in ["risks", "controls", "policies", "suppliers"] {
        let now = proposed(run, field);
        if let Some(a) = page.the(field).filter(|_| !now.is_empty()) {
            a.value = json!(now);
        }
    }
}
pub(super) fn says(run: &Run, judge: &mut Judge) {
    let some = ["risks", "controls", "policies", "suppliers"]
        .iter()
        .any(|f| !run.codes_or("says", f, &proposed(run, f)).is_empty())
        || !run.says("says", "teach").trim().is_empty();
    let why = run.says("says", "says_nothing_because").trim();
    if !some && why.is_empty() && failing(run) {
        judge.red(
            "says_nothing_because",
            "It is not said what it means for the rest. Name it, or say why there is nothing.",
        );
    } else if some && !why.is_empty() {
        judge.red("says_nothing_because", "You name something, and say that there is nothing. Which is right?");
    }
}

pub(super) fn answer_shape(run: &Run, page: &mut Page) {
    for field in ["answer_due", "close_due"] {
        let now = run.body().get(field).cloned();
        if let (Some(a), Some(v)) = (page.the(field), now) {
            a.value = v;
        }
    }
}
pub(super) fn answer(run: &Run, judge: &mut Judge) {
    let due = run.day("answer", "answer_due").or_else(|| recorded(run).and_then(|n| n.answer_due).map(|d| d.0));
    if let (Some(sent), Some(due)) = (run.day("answer", "answered_on"), due) {
        if sent > due {
            judge.yellow(
                "answered_on",
                format!(
                    "They wanted it by {}. It is shown as sent {} days late.",
                    run.say_day(due),
                    dates::days_between(due, sent)
                ),
            );
        }
    }
    let raised = recorded(run).map(|n| n.raised_on.0);
    if let (Some(sent), Some(raised)) = (run.day("answer", "answered_on"), raised) {
        if sent < raised {
            judge.red(
                "answered_on",
                format!("That lies before the finding ({}). When was it sent?", run.say_day(raised)),
            );
        }
    }
}
