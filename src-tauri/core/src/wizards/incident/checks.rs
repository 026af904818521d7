//! What the incident's pages check beyond types, in the owner's words; and which rows and choices they have.
//! Yellow makes think, red stops; neither answers.
use super::facts::*;
use crate::dates;
use crate::kind::Choice;
use crate::kinds::incident::moment;
use crate::wizard::{Judge, Page, Row, Run};
use chrono::{DateTime, FixedOffset};
use serde_json::json;

fn at(text: &str) -> Option<DateTime<FixedOffset>> {
    moment(text).ok()
}
/// "21 April 14:10 has not happened yet. When was it?"
fn not_yet(run: &Run, field: &str, text: &str, what: &str, judge: &mut Judge) -> bool {
    let Some(m) = at(text).filter(|m| m.date_naive() > run.today) else { return false };
    judge.red(field, format!("{what}{} has not happened yet. When was it?", say_moment(run, m)));
    true
}
fn noticed(run: &Run) -> Option<DateTime<FixedOffset>> {
    match recorded(run) {
        Some(i) => at(&i.noticed_at),
        None => at(run.says("when", "noticed_at")),
    }
}

pub(super) fn news_shape(run: &Run, page: &mut Page) {
    let class = recorded(run).map_or(0, crate::staleness::follow_up::class);
    let data = recorded(run).map_or("no", |i| crate::staleness::word(&i.personal_data));
    if let Some(a) = page.the("new") {
        let crate::kind::Ty::Many { of } = &a.ty else { return };
        let fits = |c: &&Choice| match c.name.as_str() {
            "people" => data != "no",
            "weight" => class >= 2 && asks_weight_at_all(run),
            "proof" => class >= 2,
            _ => true,
        };
        a.choices = Some(of.iter().filter(fits).cloned().collect());
    }
}
fn asks_weight_at_all(run: &Run) -> bool {
    recorded(run).is_some_and(|i| i.significant.is_some()) || asks_weight(run)
}
pub(super) fn news(run: &Run, judge: &mut Judge) {
    let since = run.says("news", "since");
    if not_yet(run, "since", since, "", judge) {
        return;
    }
    if let (Some(n), Some(s)) = (noticed(run), at(since)) {
        if s < n {
            judge.red(
                "since",
                format!("The incident was noticed only on {}. From when on did you know?", say_moment(run, n)),
            );
        }
    }
}

pub(super) fn what_shape(run: &Run, page: &mut Page) {
    if let (Some(r), Some(a)) = (run.record(), page.the("title")) {
        a.hint = format!("Empty: it stays {}.", r.title());
    }
    for field in ["what", "assets", "suppliers"] {
        let now = run.body().get(field).cloned().unwrap_or_default();
        if let Some(a) = page.the(field) {
            a.value = now;
        }
    }
}

pub(super) fn when(run: &Run, judge: &mut Judge) {
    let (noticed, aware) = (run.says("when", "noticed_at"), run.says("when", "aware_at"));
    if not_yet(run, "noticed_at", noticed, "", judge) || not_yet(run, "aware_at", aware, "", judge) {
        return;
    }
    if let (Some(n), Some(a)) = (at(noticed), at(aware)) {
        if a < n {
            judge.red("aware_at", "You cannot have been sure before it was noticed. Give the same or a later moment.");
        } else if (a - n).num_hours() >= 24 {
            judge.yellow(
                "aware_at",
                format!("You were sure {} hours after it was noticed. An authority asks what was done meanwhile; write it down.", (a - n).num_hours()),
            );
        }
    }
    if let Some(days) = days_late(run).filter(|d| *d > 1) {
        judge.yellow(
            "noticed_at",
            format!("That is {days} days ago. The record says that it was written down later; that is no fault."),
        );
    }
}

pub(super) fn now_shape(_: &Run, page: &mut Page) {
    if let Some(a) = page.the("now") {
        a.rows = Some(HOUR.iter().map(|(id, what)| Row::new(*id, *what, "", "")).collect());
    }
}
pub(super) fn now(run: &Run, judge: &mut Judge) {
    let begun = noticed(run);
    let early = |m: &str| at(m).zip(begun).is_some_and(|(m, n)| m < n);
    for t in ticks(run).into_iter().filter(|t| t.then == "done") {
        if !not_yet(run, "now", &t.at, &format!("{}: ", t.what), judge) && early(&t.at) {
            judge.red("now", format!("{}: that is before it was noticed. When was it done?", t.what));
        }
    }
    for row in run.table("now", "more") {
        not_yet(run, "more", cell(row, "at"), &format!("{}: ", cell(row, "what")), judge);
    }
}

pub(super) fn class_shape(run: &Run, page: &mut Page) {
    let one = |name: &str, label: &str, meaning: &str| Choice {
        name: name.into(),
        label: label.into(),
        meaning: meaning.into(),
    };
    let loss = named(run, "loss");
    if let Some(a) = page.the("class") {
        a.choices = Some(vec![
            one("event", "an event", "nothing was lost, and nothing could have been"),
            one("near_miss", "a near miss", "nothing was lost, but by luck or at the last moment"),
            one("incident", "an incident", "something was lost, seen, changed or down"),
            one("major", "a major incident", "customers, many people or the whole business feel it"),
        ]);
    }
    if let Some(a) = page.the("loss").filter(|_| !loss.is_empty()) {
        a.value = json!(loss);
    }
}

pub(super) fn data(run: &Run, judge: &mut Judge) {
    if run.is("data", "personal_data", "unclear") && law_applies(run, &["gdpr", "uk_gdpr"]) {
        judge.yellow(
            "personal_data",
            "Unclear counts as possible: the clock for the authority runs until you know. Find out first.",
        );
    }
}

pub(super) fn weight_shape(run: &Run, page: &mut Page) {
    if !law_applies(run, &["dora"]) || class(run) < 3 {
        page.drop("classified_at");
    }
}
pub(super) fn weight(run: &Run, judge: &mut Judge) {
    not_yet(run, "classified_at", run.says("weight", "classified_at"), "", judge);
}

pub(super) fn clocks_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("answers") {
        let rows = open_clocks(run).into_iter().map(|c| {
            // The limit in words is said once, also where it is no day and no hour.
            let limit = c.limit.split(';').next().unwrap_or(&c.limit);
            let by = match c.until {
                Some(u) => format!("by {}; {limit}", say_moment(run, u)),
                None if limit.is_empty() => "without undue delay".into(),
                None => limit.to_string(),
            };
            let panel = super::panels::draft(run, &c.id).into_iter().collect();
            let row = Row::new(
                c.id,
                if c.law.ends_with(&c.to) { c.law.clone() } else { format!("{}: to {}", c.law, c.to) },
                format!("{by}, from {}", say_moment(run, c.begins)),
                "",
            );
            Row { panel, ..row }
        });
        a.rows = Some(rows.collect());
        a.rows_vary = true;
    }
}
pub(super) fn clocks(run: &Run, judge: &mut Judge) {
    for c in open_clocks(run) {
        let (answer, why) = (run_row(run, &c.id, "answer"), run_row(run, &c.id, "why"));
        let few = why.chars().count() < 10;
        if answer == "not_needed" && few {
            judge.red(
                "answers",
                format!("{}: why is it not needed? The reason is what an authority and an auditor ask for, in at least 10 characters.", c.law),
            );
        }
        if answer != "sent" {
            continue;
        }
        let sent = run_row(run, &c.id, "sent");
        if not_yet(run, "answers", sent, &format!("{}: ", c.law), judge) {
            continue;
        }
        if run_row(run, &c.id, "evidence").is_empty() && run_row(run, &c.id, "reference").is_empty() {
            judge.red(
                "answers",
                format!("{}: what shows that it was sent? Give the file, or the number of the confirmation.", c.law),
            );
        }
        let Some(s) = at(sent) else { continue };
        if s < c.begins {
            judge.red(
                "answers",
                format!(
                    "{}: it cannot have been sent before {}, when you were sure.",
                    c.law,
                    say_moment(run, c.begins)
                ),
            );
        } else if let Some(late) = c.until.filter(|u| s > *u) {
            if few {
                let hours = ((s - late).num_minutes() + 59) / 60;
                judge.red(
                    "answers",
                    format!(
                        "{}: it went out {hours} {} after its limit. Why was it late? The reason goes with the report.",
                        c.law,
                        if hours == 1 { "hour" } else { "hours" }
                    ),
                );
            }
        }
    }
}

pub(super) fn others(run: &Run, judge: &mut Judge) {
    for row in run.table("others", "others") {
        not_yet(run, "others", cell(row, "told"), &format!("{}: ", cell(row, "who")), judge);
    }
}
pub(super) fn proof_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("custody").filter(|_| !named(run, "evidence").is_empty()) {
        a.hint = "One row for each thing more. By role.".into();
    }
}

pub(super) fn contain(run: &Run, judge: &mut Judge) {
    if let (Some(on), Some(n)) = (run.day("contain", "contained_on"), noticed(run)) {
        if on < n.date_naive() {
            judge.red(
                "contained_on",
                format!("That lies before it was noticed ({}). Since when?", run.say_day(n.date_naive())),
            );
        }
    }
}
pub(super) fn recover(run: &Run, judge: &mut Judge) {
    if let (Some(on), Some(c)) = (run.day("recover", "recovered_on"), contained(run)) {
        if on < c {
            judge.red(
                "recovered_on",
                format!("That lies before it was under control ({}). Since when?", run.say_day(c)),
            );
        }
    }
}
/// What must be answered before it can be closed.
pub(super) fn close(run: &Run, judge: &mut Judge) {
    if !run.is("close", "close", "yes") {
        return;
    }
    let owed = owed(run);
    if !owed.is_empty() {
        let names: Vec<&str> = owed.iter().map(|c| c.law.as_str()).collect();
        judge.red(
            "close",
            format!(
                "{} still open: {}. Say for each that it was sent, or that it is not needed and why.",
                if owed.len() == 1 { "1 report is".into() } else { format!("{} reports are", owed.len()) },
                names.join("; ")
            ),
        );
    }
    let people = asks_people(run) && matches!(run.says("people", "risk_to_people"), "" | "not_judged");
    if class(run) >= 1 && (people || asks_weight(run) && matches!(run.says("weight", "significant"), "" | "not_judged"))
    {
        judge.red("close", "It is not judged yet whether it must be reported. Judge that first.");
    }
    if personal_data(run) == "unclear" && class(run) >= 1 {
        judge.red("close", "It is still unclear whether personal data was involved. Say yes or no first.");
    }
}
pub(super) fn lessons(run: &Run, judge: &mut Judge) {
    if let Some(days) = recovered(run).map(|r| dates::days_between(r, run.today)).filter(|d| *d > 30) {
        judge.yellow(
            "lessons",
            format!("It has been over for {days} days; 30 is the aim. What was seen then is fading."),
        );
    }
}
pub(super) fn cause(run: &Run, judge: &mut Judge) {
    let nothing = run.codes("cause", "requirement").is_empty() && run.says("cause", "own_rule").trim().is_empty();
    if run.is("cause", "failed", "yes") && nothing {
        judge.red("requirement", "Which one was it? Give a clause, a control, or a rule of your own.");
    }
}
pub(super) fn marks_shape(run: &Run, page: &mut Page) {
    for field in ["risks", "controls", "policies", "teach"] {
        let now = named(run, field);
        if let Some(a) = page.the(field).filter(|_| !now.is_empty()) {
            a.value = json!(now);
        }
    }
}
pub(super) fn marks(run: &Run, judge: &mut Judge) {
    let some = ["risks", "controls", "policies"].iter().any(|f| !run.codes_or("marks", f, &named(run, f)).is_empty())
        || !run.table("marks", "teach").is_empty();
    let why = run.says("marks", "says_nothing_because").trim();
    if !some && why.is_empty() {
        judge.red(
            "says_nothing_because",
            "It is not said what it means for risks, controls, rules or people. Name them, or say why there are none.",
        );
    } else if some && !why.is_empty() {
        judge.red("says_nothing_because", "You name some, and say that there are none. Which is right?");
    }
    let failed = run.is("cause", "failed", "yes") && asks_cause(run);
    if failed
        && run.codes_or("marks", "controls", &named(run, "controls")).is_empty()
        && !judge.has("says_nothing_because")
    {
        judge.yellow("controls", "A rule was not met or a control failed, you say. Which control stands for it?");
    }
}
