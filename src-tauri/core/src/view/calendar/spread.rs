//! A month that takes more than the owner gives: why it does, and what could be looked at sooner. Nothing is ever moved to a later day.
use super::super::Shown;
use super::events::{self, Event, Standing, first_of, same_month};
use crate::calendar::offered_on;
use crate::dates::{add_days, add_months, days_between};
use crate::kinds::Outcome;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A month above the budget.
#[derive(Clone, Debug, Serialize)]
pub struct Crowded {
    pub month: NaiveDate,
    pub minutes: u32,
    /// "March 2027 takes 3 h 54 min, more than your two hours."
    pub text: String,
    /// "41 risks fall due on the same two days because they came in together."
    pub because: String,
    pub offer: Option<Offer>,
}
/// What could be looked at sooner.
#[derive(Clone, Debug, Serialize)]
pub struct Offer {
    /// "Spread 24 of them over January to March"
    pub text: String,
    /// "none is looked at later than its year allows"
    pub holds: String,
    pub moves: Vec<Moved>,
    /// Minutes of each month that changes, before and after.
    pub months: Vec<Load>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Moved {
    pub id: String,
    pub title: String,
    /// Due now.
    pub due: NaiveDate,
    /// To be looked at by then.
    pub by: NaiveDate,
}
#[derive(Clone, Debug, Serialize)]
pub struct Load {
    pub month: NaiveDate,
    pub was: u32,
    pub will: u32,
}

/// Months of the span that take more than the budget: first the one of which most can be moved, then the fullest.
pub(super) fn crowded(s: &Shown, all: &[Event], months: &[NaiveDate], budget: u32) -> Vec<Crowded> {
    let this = first_of(s.today);
    // Where the year takes more than the owner gives, no month is to take more than the mean.
    let year: u32 = (0..12).map(|n| load(all, add_months(this, n))).sum();
    let line = budget.max(year.div_ceil(12));
    let mut out: Vec<Crowded> = months
        .iter()
        .filter(|m| **m >= this)
        .filter_map(|month| {
            let here: Vec<&Event> = all.iter().filter(|e| same_month(e.at, *month)).collect();
            let minutes = events::minutes(here.iter().copied());
            (minutes > budget).then(|| {
                let (because, group) = because(s, &here);
                Crowded {
                    month: *month,
                    minutes,
                    text: format!("{} takes {}, more than your {}.", name(*month), spell(minutes), hours(budget)),
                    because: if line > budget {
                        format!("{because} The year takes {} a month on average.", spell(line))
                    } else {
                        because
                    },
                    offer: offer(s, all, *month, line, group),
                }
            })
        })
        .collect();
    out.sort_by_key(|c| {
        let moved = c.offer.as_ref().map_or(0, |o| o.moves.len());
        (std::cmp::Reverse(moved), std::cmp::Reverse(c.minutes), c.month)
    });
    out
}

fn load(all: &[Event], month: NaiveDate) -> u32 {
    events::minutes(all.iter().filter(|e| same_month(e.at, month)))
}

/// What takes most of a month, in a sentence, and the kind of it where it is many records.
fn because(s: &Shown, here: &[&Event]) -> (String, Option<&'static str>) {
    let isms = s.isms;
    let mut by: BTreeMap<(&str, &str), Vec<&Event>> = BTreeMap::new();
    for e in here.iter().filter(|e| e.counted && e.minutes > 0) {
        by.entry((e.guide, e.kind)).or_default().push(e);
    }
    let most = by.into_iter().max_by_key(|(_, list)| (events::minutes(list.iter().copied()), list.len()));
    let Some(((_, kind), list)) = most else { return (String::new(), None) };
    let info = crate::kinds::kinds().iter().find(|k| k.name == kind);
    if list.len() < 2 || info.is_none() {
        let alone = events::minutes(list.iter().copied());
        if kind.starts_with("person_") {
            return (format!("Training and reading take {}.", spell(alone)), None);
        }
        return (format!("{} alone takes {}.", list[0].label, spell(alone)), None);
    }
    let n = list.len();
    let plural = info.map_or("things", |k| k.plural).to_lowercase();
    let now = list.iter().filter(|e| matches!(e.state, Standing::Overdue | Standing::OutOfStep)).count();
    if now * 2 > n {
        return (format!("{n} {plural} need a look now."), Some(kind));
    }
    let days: BTreeSet<NaiveDate> = list.iter().filter_map(|e| e.on).collect();
    let when = match days.len() {
        1 => " on the same day".to_string(),
        2 => " on the same two days".to_string(),
        _ => String::new(),
    };
    let last: Vec<_> = list.iter().filter_map(|e| isms.last_mark(&e.id)).collect();
    let held: BTreeSet<NaiveDate> = last.iter().map(|m| m.held_on).collect();
    let why = if when.is_empty() || last.len() < n || held.len() > 2 {
        ""
    } else if last.iter().all(|m| m.outcome == Outcome::CarriedOver) {
        " because they came in together"
    } else {
        " because they were looked at together"
    };
    let end = if when.is_empty() { " in it" } else { "" };
    (format!("{n} {plural} fall due{when}{end}{why}."), Some(kind))
}

/// Which reviews of a crowded month could stand in an earlier one that has room, the nearest months first, so that little of what the last
/// review was good for is lost. None is moved to before half of its time is over. No month gets more than `line`.
fn offer(s: &Shown, all: &[Event], month: NaiveDate, line: u32, group: Option<&str>) -> Option<Offer> {
    let this = first_of(s.today);
    let was = load(all, month);
    let mut left = was;
    let mut here: Vec<&Event> = all
        .iter()
        .filter(|e| same_month(e.at, month) && e.held_on.is_some() && e.counted && !e.again && e.minutes > 0)
        .collect();
    // The kind that crowds the month first, then by day; each record once.
    here.sort_by_key(|e| (Some(e.kind) != group, e.on, &e.id));
    let mut seen = BTreeSet::new();
    here.retain(|e| seen.insert(&e.id));
    let mut moves: Vec<(&Event, NaiveDate)> = Vec::new();
    let mut months = Vec::new();
    let mut target = add_months(month, -1);
    while target > this && left > line {
        let before = load(all, target);
        let mut room = line.saturating_sub(before);
        let by = review_day(s, target);
        for e in &here {
            if left <= line {
                break;
            }
            let (Some(held), Some(due)) = (e.held_on, e.on) else { continue };
            let half = add_days(held, days_between(held, due) / 2);
            if e.minutes > room || by < half || by <= s.today || by >= due || moves.iter().any(|(m, _)| m.id == e.id) {
                continue;
            }
            room -= e.minutes;
            left = left.saturating_sub(e.minutes);
            moves.push((e, by));
        }
        let took: u32 = moves.iter().filter(|(_, d)| *d == by).map(|(e, _)| e.minutes).sum();
        if took > 0 {
            months.push(Load { month: target, was: before, will: before + took });
        }
        target = add_months(target, -1);
    }
    if moves.is_empty() {
        return None;
    }
    months.push(Load { month, was, will: left });
    months.sort_by_key(|l| l.month);
    moves.sort_by(|a, b| (a.1, &a.0.id).cmp(&(b.1, &b.0.id)));
    let n = moves.len();
    let of_them = moves.iter().all(|(e, _)| Some(e.kind) == group);
    let what = match (of_them, n) {
        (true, _) => format!("{n} of them"),
        (false, 1) => "1 review".to_string(),
        (false, _) => format!("{n} reviews"),
    };
    let (first, last) = (moves[0].1, moves[n - 1].1);
    let text = if same_month(first, last) {
        format!("Bring {what} forward to {}", short(first, month))
    } else {
        format!("Spread {what} over {} to {}", short(first, month), short(month, month))
    };
    let rhythms = crate::staleness::rhythms(s.isms);
    let yearly = moves.iter().all(|(e, _)| s.isms.ix(&e.id).and_then(&rhythms).is_some_and(|c| c.words() == "year"));
    let holds = format!("none is looked at later than its {} allows", if yearly { "year" } else { "cadence" });
    let moves = moves
        .into_iter()
        .filter_map(|(e, by)| Some(Moved { id: e.id.clone(), title: e.title.clone(), due: e.on?, by }))
        .collect();
    Some(Offer { text, holds, moves, months })
}

/// The middle of a month, on a working day.
fn review_day(s: &Shown, month: NaiveDate) -> NaiveDate {
    offered_on(month.with_day(15).unwrap_or(month), |d| super::day_off(s, d))
}
/// "March 2027"
pub(super) fn name(month: NaiveDate) -> String {
    month.format("%B %Y").to_string()
}
/// "January", with the year where it is not that of the month beside it.
fn short(day: NaiveDate, beside: NaiveDate) -> String {
    if day.year() == beside.year() { day.format("%B").to_string() } else { name(day) }
}
pub use crate::dates::spell;
/// "two hours", "1 h 30 min"
fn hours(minutes: u32) -> String {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    match (minutes % 60, WORDS.get((minutes / 60).wrapping_sub(1) as usize)) {
        (0, Some(word)) => format!("{word} hour{}", if minutes == 60 { "" } else { "s" }),
        _ => spell(minutes),
    }
}
