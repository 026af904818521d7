//! The two short answers beside a review (DOMAIN 3.7): "this change does not touch it" and "not now". Each is a record of kind review.
//! They move no due date, and never the horizon of the whole.
use crate::act::Change;
use crate::dates;
use crate::isms::Isms;
use crate::kinds::Outcome;
use crate::refusal::Refusal;
use crate::staleness;
use chrono::NaiveDate;
use serde_json::json;

/// At most this long is an item put off at once, and at most twice in a row.
const MOST_DAYS: i64 = 30;

/// "This change of `input` does not touch `target`, because…": clears the reasons of that pair until the input changes again.
pub fn no_effect(
    isms: &Isms,
    today: NaiveDate,
    by: &str,
    target: &str,
    input: &str,
    why: &str,
) -> Result<Change, Refusal> {
    let item = staleness::of(isms, today, target).ok_or_else(|| {
        Refusal::new(
            "link",
            target,
            format!("There is no \u{201c}{target}\u{201d} that could be out of step."),
            "Give the code of a record, like R-012.",
        )
    })?;
    let Some(from) = isms.ix(input) else {
        return Err(Refusal::new(
            "link",
            input,
            format!("There is no \u{201c}{input}\u{201d} in this file."),
            "Give the code of the record that changed.",
        ));
    };
    let reason = item.reasons.iter().find(|r| r.input == Some(from));
    match reason {
        None => {
            return Err(Refusal::new(
                "field",
                target,
                format!("{target} is not out of step because of {input}."),
                "Nothing needs to be decided.",
            ));
        }
        Some(r) if !r.rule.takes_no_effect() => {
            return Err(Refusal::new(
                "closed",
                target,
                format!("\u{201c}{}\u{201d} is not answered by saying that it has no effect.", r.text(isms)),
                "Review it.",
            ));
        }
        Some(_) => {}
    }
    if isms.last_mark(target).is_none() {
        return Err(Refusal::new("closed", target, format!("{target} was never reviewed."), "Review it first."));
    }
    why_of(target, why)?;
    Ok(decision(target, input, today, by, why))
}
/// The decision itself, as guides make it together with the change of which it speaks.
pub(crate) fn decision(target: &str, input: &str, today: NaiveDate, by: &str, why: &str) -> Change {
    Change::add(
        "review",
        json!({"wizard": "no-effect", "about": [target], "input": input, "held_on": today, "by": by, "outcome": "no_effect", "why": why, "signed": {"by": by, "on": today, "how": "in_app"}}),
    )
}

/// "Not now": the item keeps its states, and *Today* folds it away until that day.
pub fn put_off(
    isms: &Isms,
    today: NaiveDate,
    by: &str,
    target: &str,
    until: NaiveDate,
    why: &str,
) -> Result<Change, Refusal> {
    let item = staleness::of(isms, today, target).ok_or_else(|| {
        Refusal::new(
            "link",
            target,
            format!("There is no \u{201c}{target}\u{201d} that could be due."),
            "Give the code of a record, like R-012.",
        )
    })?;
    if until <= today || dates::days_between(today, until) > MOST_DAYS {
        return Err(Refusal::new(
            "date",
            "until",
            format!("{until} is not within the next {MOST_DAYS} days."),
            "Choose a nearer day; it can be put off once more then.",
        ));
    }
    if item
        .reasons
        .iter()
        .any(|r| r.rule.sort == staleness::Sort::Clock || (r.rule.dagger && r.rule.clause.contains("6.1.3 f")))
    {
        return Err(Refusal::new(
            "closed",
            target,
            "This cannot be put off: the law's clock runs, or an acceptance is missing.",
            "Deal with it now.",
        ));
    }
    let in_a_row = isms.marks_of(target).iter().rev().take_while(|m| m.outcome == Outcome::PutOff).count();
    if in_a_row >= 2 {
        return Err(Refusal::new(
            "closed",
            target,
            format!("{target} was put off twice already."),
            "Review it, or say what changed.",
        ));
    }
    why_of(target, why)?;
    Ok(Change::add(
        "review",
        json!({"wizard": "put-off", "about": [target], "held_on": today, "by": by, "outcome": "put_off", "why": why, "next_by": until}),
    ))
}

fn why_of(target: &str, why: &str) -> Result<(), Refusal> {
    if why.trim().chars().count() < 10 {
        return Err(Refusal::new(
            "field",
            format!("{target}.why"),
            "It is not said why.",
            "One sentence of at least 10 characters that you would say to the auditor.",
        ));
    }
    Ok(())
}
