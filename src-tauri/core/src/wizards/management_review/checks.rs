//! What the management review checks beyond types, in the owner's words; and which rows and values its pages have.
//! Yellow makes think, red stops; neither answers.
use super::*;
use crate::topics::carried;
use crate::wizard::{Judge, Page, Row};

fn top(run: &Run) -> Vec<String> {
    let all = run.isms.organization().map(|o| o.top_management.to_vec()).unwrap_or_default();
    all.into_iter().filter(|p| crate::wizard::gone_person(run, p).is_none()).collect()
}
fn late(run: &Run) -> bool {
    run.day("when", "held_on").is_some_and(|d| dates::days_between(d, run.today) > 14)
}
pub(super) fn when_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("held_on") {
        a.value = run.today.to_string().into();
    }
    if let Some(a) = page.the("period_from") {
        a.value = since(run).to_string().into();
    }
    // It comes on the page once the day lies so far back.
    if !late(run) && run.says("when", "late_why").is_empty() {
        page.drop("late_why");
    }
}
pub(super) fn when(run: &Run, judge: &mut Judge) {
    let Some(held) = run.day("when", "held_on") else { return };
    let present = run.codes("when", "present");
    let owner = run.isms.organization().map(|o| o.isms_owner.to_string()).unwrap_or_default();
    if !present.is_empty() && present.iter().all(|p| *p == owner) {
        judge.red(
            "present",
            format!(
                "{} looks after the ISMS and would review that work alone. Somebody else who leads must take part.",
                run.name(&owner)
            ),
        );
    } else if !present.is_empty() && !present.iter().any(|p| top(run).contains(p)) {
        judge.red("present", "Nobody of top management takes part. It is their review: name who of them does.");
    }
    for p in &present {
        let left = run.isms.get::<crate::kinds::Person>(p).and_then(|x| x.left_on).filter(|d| d.0 < held);
        if let Some(d) = left {
            judge.red("present", format!("{} left on {}. Who was there?", run.name(p), run.say_day(d.0)));
        }
    }
    if let Some((_, r, m)) = last_minuted(run).filter(|(_, _, m)| m.held_on.0 >= held) {
        judge.red("held_on", format!("{} was held on {}. Give a later day.", r.code, run.say_day(m.held_on.0)));
    }
    if let Some(from) = run.day("when", "period_from") {
        if from >= held {
            judge.red("period_from", "It looks back from the day on which it is held. Give an earlier day.");
        } else if let Some((_, r, m)) = last_minuted(run).filter(|(_, _, m)| m.held_on.0 < from) {
            judge.yellow(
                "period_from",
                format!(
                    "{} was held on {}: nobody looks at the time until {}.",
                    r.code,
                    run.say_day(m.held_on.0),
                    run.say_day(from)
                ),
            );
        }
    }
    if late(run) && run.says("when", "late_why").trim().chars().count() < 10 {
        judge.red(
            "late_why",
            format!(
                "{} is {} days back. Why is it written up later? It is shown to the auditor; it is no fault.",
                run.say_day(held),
                dates::days_between(held, run.today)
            ),
        );
    }
}

/// "Nothing" is an answer with a why; the same words twice are none.
pub(super) fn said(run: &Run, topic: &str, judge: &mut Judge) {
    let text = run.says(topic, "said").trim();
    if text.is_empty() || judge.has("said") {
        return;
    }
    if crate::wizard::bare_nothing(text) {
        judge.red("said", "Nothing? Say because of what: whom you asked, what you looked at.");
        return;
    }
    let before = HEADINGS.iter().take_while(|(id, _)| *id != topic);
    if let Some((other, _)) = before.into_iter().find(|(id, _)| run.says(id, "said").trim() == text) {
        judge.yellow("said", format!("Word for word what you said to {other}. Was this topic really looked at?"));
    }
}
pub(super) fn aims_shape(run: &Run, page: &mut Page) {
    let rows: Vec<Row> = topics::off(run.isms)
        .into_iter()
        .filter_map(|code| {
            let (r, o) = (run.isms.record(&code)?, run.isms.get::<Objective>(&code)?);
            let value = topics::off_target(o)?;
            Some(Row::new(
                code.as_str(),
                format!("{code} {}", r.title()),
                o.aim.to_string(),
                format!("{value} {}, the aim is {}", &*o.unit, &*o.target),
            ))
        })
        .collect();
    rows_or_none(page, "off", rows);
}
fn rows_or_none(page: &mut Page, field: &str, rows: Vec<Row>) {
    if rows.is_empty() {
        page.drop(field);
    } else if let Some(a) = page.the(field) {
        a.last = Value::Null;
        a.rows = Some(rows);
    }
}
pub(super) fn aims(run: &Run, judge: &mut Judge) {
    said(run, "d4", judge);
    for (code, row) in run.by_row("d4", "off") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        if text("then") == "leave" && !text("because").is_empty() && text("because").chars().count() < 10 {
            judge.red(
                "off",
                format!("{code}: \u{201c}{}\u{201d} does not tell next year's you anything.", text("because")),
            );
        }
        if text("then") == "decide" {
            to_come(run, "off", &format!("{code}: "), text("until"), judge);
        }
    }
}
/// A day to come; whether the person is here is seen to for every question.
fn to_come(run: &Run, field: &str, of: &str, until: &str, judge: &mut Judge) {
    if let Some(d) = dates::parse(until).filter(|d| *d <= run.today) {
        judge.red(field, format!("{of}{} is not in the future.", run.say_day(d)));
    }
}
pub(super) fn risks_shape(run: &Run, page: &mut Page) {
    let rows: Vec<Row> = topics::to_accept(run.isms, run.today)
        .into_iter()
        .filter_map(|code| {
            let (r, k) = (run.isms.record(&code)?, run.isms.get::<Risk>(&code)?);
            let until = match (&k.accepted, k.accepted_until) {
                (Some(a), Some(d)) => format!("{} accepted it until {}", run.name(&a.by), run.say_day(d.0)),
                _ => "accepted by nobody".to_string(),
            };
            Some(Row::new(
                code.as_str(),
                format!("{code} {}", r.title()),
                format!("It stands at {}.", carried(k)),
                until,
            ))
        })
        .collect();
    rows_or_none(page, "accept", rows);
}
pub(super) fn risks(run: &Run, judge: &mut Judge) {
    said(run, "f1", judge);
    let Some(org) = run.isms.organization() else { return };
    for (code, row) in run.by_row("f1", "accept") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        let (Some(k), Some(r)) = (run.isms.get::<Risk>(code), run.isms.record(code)) else { continue };
        if text("given") == "no" {
            if !text("because").is_empty() && text("because").chars().count() < 10 {
                let because = text("because");
                judge.red(
                    "accept",
                    format!("{code}: \u{201c}{because}\u{201d} does not tell next year's you anything."),
                );
            }
            continue;
        }
        let level = carried(k);
        let owner = r.common.owner.as_ref().map(|o| o.to_string()).unwrap_or_default();
        let by = text("by");
        if !by.is_empty() && !org.may_accept(by, &owner, level) {
            judge.red(
                "accept",
                format!(
                    "{code} stands at {level}, above your line of {}; {} may not accept that.",
                    org.accept_up_to.0,
                    run.name(by)
                ),
            );
        } else if !by.is_empty() && !run.codes("when", "present").iter().any(|p| p == by) {
            judge.red("accept", format!("{code}: {} was not there. Whoever accepts it says so here.", run.name(by)));
        }
        let Some(until) = dates::parse(text("until")) else { continue };
        let most = org.accept_rule(level).map(|a| dates::add_months(run.today, a.months.0 as i32));
        if until <= run.today {
            judge.red("accept", format!("{code}: {} is not in the future.", run.say_day(until)));
        } else if let Some(m) = most.filter(|m| until > *m) {
            judge.red("accept", format!("{code}: an acceptance at {level} ends on {} at the latest.", run.say_day(m)));
        }
    }
}
pub(super) fn decide(run: &Run, judge: &mut Judge) {
    let rows = run.table("decide", "decisions");
    let off = run.by_row("d4", "off");
    let above = off.iter().any(|(_, r)| r.get("then").and_then(Value::as_str) == Some("decide"));
    let none = run.says("decide", "none_because").trim();
    if rows.is_empty() && !above {
        if none.is_empty() {
            judge.red("decisions", "Nothing is decided. Decide at least one thing, or say why none.");
        } else if none.chars().count() < 10 {
            judge.red("none_because", format!("\u{201c}{none}\u{201d} does not tell next year's you anything."));
        } else if let Some(what) = short_of(run) {
            judge.yellow("none_because", format!("You said that {what}. Does nothing follow from it?"));
        }
    } else if !none.is_empty() {
        judge.red("none_because", "Something is decided, and you say why nothing is. Take one of them away.");
    }
    for row in rows {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        if !text("what").is_empty() && text("what").chars().count() < 10 {
            judge.red("decisions", format!("\u{201c}{}\u{201d} does not tell next year's you anything.", text("what")));
        }
        to_come(run, "decisions", "", text("until"), judge);
    }
}
/// What was said to fall short.
fn short_of(run: &Run) -> Option<&'static str> {
    let falls = |f: &str| matches!(run.says("verdict", f), "partly" | "no");
    if run.is("means", "enough", "no") {
        Some("the means are not enough")
    } else if falls("enough") {
        Some("it is not enough for its task")
    } else if falls("fits") {
        Some("it does not quite fit")
    } else if falls("works") {
        Some("it does not have the effect that you want")
    } else {
        None
    }
}
pub(super) fn gaps_shape(run: &Run, page: &mut Page) {
    let rows = empty_topics(run)
        .into_iter()
        .filter_map(|id| HEADINGS.iter().find(|(t, _)| *t == id))
        .map(|(id, heading)| Row::new(*id, *heading, "", ""))
        .collect();
    rows_or_none(page, "gaps", rows);
}
pub(super) fn gaps(run: &Run, judge: &mut Judge) {
    for id in empty_topics(run) {
        let text = run.answer("gaps", "gaps").and_then(|v| v.get(id)?.get("said")?.as_str()).unwrap_or_default().trim();
        if text.is_empty() {
            continue;
        }
        if crate::wizard::bare_nothing(text) {
            judge.red("gaps", format!("{id}: Nothing? Say because of what: whom you asked, what you looked at."));
        } else if text.chars().count() < 10 {
            judge.red("gaps", format!("{id}: \u{201c}{text}\u{201d} does not tell next year's you anything."));
        }
    }
}
pub(super) fn minutes_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("approved") {
        a.people = top(run);
        a.only = "Only top management approves the minutes:".into();
    }
}
pub(super) fn minutes(run: &Run, judge: &mut Judge) {
    let on = run.answer("minutes", "approved").and_then(|v| v.get("on")?.as_str()).and_then(dates::parse);
    if let Some(on) = on.filter(|d| *d < held_on(run)) {
        judge.red(
            "approved",
            format!("{} lies before the review itself ({}).", run.say_day(on), run.say_day(held_on(run))),
        );
    }
}
/// "Jo Berg or Tom Lund"
pub(super) fn who_may(run: &Run) -> String {
    crate::wizard::or(&top(run).iter().map(|p| run.name(p)).collect::<Vec<_>>())
}
