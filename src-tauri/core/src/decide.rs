//! The short answers beside a review (DOMAIN 3.7): "this change does not touch it" and "not now"; and "sooner", by which what comes
//! together is spread. Each is a record of kind review. None moves the horizon of the whole, and none lets anything fall due later.
use crate::act::Change;
use crate::dates;
use crate::isms::{Isms, Ix};
use crate::kinds::Outcome;
use crate::refusal::Refusal;
use crate::staleness;
use chrono::NaiveDate;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

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

/// One record that is to be looked at by an earlier day.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sooner {
    pub id: String,
    pub by: NaiveDate,
}
/// Brings reviews forward, so that no month takes too much: one decision for each day, all in one act. A day that is not before the one on
/// which the review falls due anyway is refused: nothing is ever looked at later than its cadence asks.
pub fn spread(isms: &Isms, today: NaiveDate, by: &str, moves: &[Sooner], why: &str) -> Result<Vec<Change>, Refusal> {
    if moves.is_empty() {
        return Err(Refusal::new(
            "field",
            "moves",
            "Nothing is named that could be spread.",
            "Name at least one record.",
        ));
    }
    let ahead = staleness::ahead(isms, today);
    let due: HashMap<Ix, NaiveDate> = ahead
        .items
        .iter()
        .filter_map(|i| Some((i.target.record()?, i.reasons.iter().find(|r| staleness::of_a_review(r))?.due?)))
        .collect();
    let mut days: BTreeMap<NaiveDate, Vec<&str>> = BTreeMap::new();
    let mut bad = Vec::new();
    for m in moves {
        let falls = isms.ix(&m.id).filter(|_| isms.last_mark(&m.id).is_some()).and_then(|ix| due.get(&ix).copied());
        match falls {
            None => bad.push(Refusal::new(
                "link",
                &m.id,
                format!("No review of \u{201c}{}\u{201d} is to come.", m.id),
                "Leave it out.",
            )),
            Some(_) if m.by <= today => {
                bad.push(Refusal::new("date", &m.id, format!("{} is not after today.", m.by), "Choose a day to come."))
            }
            Some(d) if m.by >= d => bad.push(Refusal::new(
                "date",
                &m.id,
                format!("{} falls due on {d}; {} would not be sooner.", m.id, m.by),
                "Choose an earlier day: nothing is looked at later than its cadence asks.",
            )),
            Some(_) => {
                let list = days.entry(m.by).or_default();
                if !list.contains(&m.id.as_str()) {
                    list.push(&m.id);
                }
            }
        }
    }
    Refusal::all(bad)?;
    why_of("moves", why)?;
    Ok(days
        .into_iter()
        .map(|(day, about)| {
            Change::add(
                "review",
                json!({"wizard": "spread", "about": about, "held_on": today, "by": by, "outcome": "sooner", "why": why, "next_by": day}),
            )
        })
        .collect())
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
