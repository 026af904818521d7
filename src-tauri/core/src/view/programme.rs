//! The programme as the owner sees it: each routine with its rhythm and its strip of months, and what all of it takes month by month
//! against the mean and the owner's budget (DOMAIN 4, PACK 13a).
mod strip;

pub use strip::{Became, Cell, Occasion, Strip, strip};

use super::{ItemShown, Shown, item_shown};
use crate::catalog::{self, takes_each};
use crate::dates::{add_months, say};
use crate::isms::{Isms, Ix};
use crate::kinds::Routine;
use crate::kinds::routine::ProofNeeded;
use crate::refusal::Refusal;
use crate::staleness::State;
use crate::staleness::time::gives_cadence;
use crate::wizards;
use crate::words::From;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;
use strip::{items, month, months, occasions, performances};

/// A routine of the programme.
#[derive(Clone, Debug, Serialize)]
pub struct RoutineShown {
    pub id: String,
    pub title: String,
    pub owner: String,
    pub owner_name: String,
    /// "every 3 months"
    pub every: String,
    /// "from 1 August 2024", "from the last time", "before the external audit"
    pub counted: String,
    pub lead_days: u32,
    pub window_days: u32,
    /// Of one time; of one item where `each` says of which kind.
    pub minutes: u32,
    pub minutes_a_year: u32,
    /// "a note", "evidence", "nothing"
    pub proof: &'static str,
    pub serves: Vec<String>,
    /// Its guide, by name and title; empty where it has none.
    pub wizard: String,
    pub guide: String,
    /// Plural of the kind to which it gives the rhythm ("risks"): done item by item, never accused itself.
    pub each: Option<String>,
    pub states: Vec<State>,
    /// Why it needs the owner, in sentences.
    pub reasons: Vec<String>,
    /// What is to be done next: also where it is out of step.
    pub due: Option<NaiveDate>,
    /// Paused on this day.
    pub paused: bool,
    pub item: Option<ItemShown>,
    pub cells: Vec<Cell>,
    /// Clauses and controls that only this routine answers.
    pub alone_answers: Vec<String>,
}
/// What a month takes.
#[derive(Clone, Debug, Serialize)]
pub struct MonthShown {
    /// Its first day.
    pub month: NaiveDate,
    /// Minutes of all: performed, where it is past; performed and planned in this one; planned ahead.
    pub minutes: u32,
    /// Those of routines for which whoever looks after the ISMS answers.
    pub yours: u32,
    /// More than twice the mean.
    pub crowded: bool,
    /// This month or one ahead.
    pub ahead: bool,
}
/// The programme.
#[derive(Clone, Debug, Serialize)]
pub struct ProgrammeShown {
    pub as_of: NaiveDate,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// First day of the month of today.
    pub now: NaiveDate,
    pub months: Vec<MonthShown>,
    pub routines: Vec<RoutineShown>,
    /// What a year of it takes by the cadences.
    pub minutes_a_year: u32,
    /// A twelfth of it.
    pub mean: u32,
    /// Of the owner, in minutes a month.
    pub budget: u32,
    /// How many times were skipped, and how many of them without a why, in the months shown.
    pub skipped: usize,
    pub unexplained: usize,
    /// What is to be said of it, in sentences; the first is about the spread of the year.
    pub says: Vec<String>,
    pub titles: BTreeMap<String, String>,
}

/// The months that are shown when none are named: the last twelve, this one, and the next eleven.
pub fn span(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (add_months(month(today), -12), add_months(month(today), 11))
}

/// The programme over the months from one day's to another's (none: `span`); `budget` is the owner's, in minutes a month.
pub fn programme(s: &Shown, from: Option<NaiveDate>, to: Option<NaiveDate>, budget: u32) -> ProgrammeShown {
    let isms = s.isms;
    let usual = span(s.today);
    let from = month(from.unwrap_or(usual.0));
    let to = month(to.unwrap_or(usual.1).max(from));
    let now = month(s.today);
    let keeper = isms.organization().map(|o| o.isms_owner.to_string()).unwrap_or_default();
    let mut list: Vec<MonthShown> = months(from, to)
        .into_iter()
        .map(|m| MonthShown { month: m, minutes: 0, yours: 0, crowded: false, ahead: m >= now })
        .collect();
    let mut routines = Vec::new();
    let mut heavy: BTreeMap<NaiveDate, Vec<(u32, String)>> = BTreeMap::new();
    let mut codes = Vec::new();
    let end = crate::dates::add_days(add_months(to, 1), -1);
    for (ix, r, routine) in isms.live::<Routine>() {
        let owner = r.common.owner.as_deref().cloned().unwrap_or_default();
        for (day, minutes) in work(s, ix, routine, from, end) {
            if let Some(m) = list.iter_mut().find(|m| m.month == month(day)) {
                m.minutes += minutes;
                if owner == keeper {
                    m.yours += minutes;
                }
                let of = heavy.entry(m.month).or_default();
                match of.iter_mut().find(|(_, t)| *t == r.title()) {
                    Some(h) => h.0 += minutes,
                    None => of.push((minutes, r.title())),
                }
            }
        }
        codes.push(owner);
        routines.push(routine_shown(s, ix, routine, from, end));
    }
    let minutes_a_year: u32 = routines.iter().map(|r| r.minutes_a_year).sum();
    let mean = minutes_a_year / 12;
    for m in &mut list {
        m.crowded = m.minutes * 6 > minutes_a_year;
    }
    let times = || routines.iter().flat_map(|r| &r.cells).flat_map(|c| &c.times);
    let unexplained = times().filter(|t| t.became == Became::Skipped).count();
    let skipped = unexplained + times().filter(|t| t.became == Became::SkippedSaid).count();
    let mut says = spread(&list, &heavy, mean);
    if let Some(sentence) = against_budget(&list, budget) {
        says.push(sentence);
    }
    if skipped > 0 {
        let n = if skipped == 1 { "1 time was skipped".into() } else { format!("{skipped} times were skipped") };
        says.push(match unexplained {
            0 => format!("{n}, each with its why."),
            k if k == skipped => format!("{n}, and nobody said why."),
            k => format!("{n}, {k} of them without a why."),
        });
    }
    ProgrammeShown {
        as_of: s.today,
        from,
        to,
        now,
        months: list,
        minutes_a_year,
        mean,
        budget,
        skipped,
        unexplained,
        says,
        titles: s.titles(codes.iter().map(String::as_str)),
        routines,
    }
}

fn routine_shown(s: &Shown, ix: Ix, routine: &Routine, from: NaiveDate, to: NaiveDate) -> RoutineShown {
    let isms = s.isms;
    let r = isms.rec(ix);
    let item = s.item(&r.code);
    let c = &routine.cadence;
    let wizard = routine.wizard.as_ref().map(|w| w.to_string()).unwrap_or_default();
    let owner = r.common.owner.as_deref().map_or("", String::as_str);
    let each = gives_cadence(routine).and_then(crate::kinds::kind);
    let cells = strip(s, ix, from, to).map(|x| x.cells).unwrap_or_default();
    let open = |o: &&Occasion| matches!(o.became, Became::Overdue | Became::DueSoon | Became::Ahead);
    let next = cells.iter().flat_map(|c| &c.times).filter(open).find_map(|o| o.due);
    RoutineShown {
        id: r.code.to_string(),
        title: r.title(),
        owner_name: isms.name_of(owner),
        owner: owner.to_string(),
        every: format!("every {}", c.words()),
        counted: match c.from {
            From::Last => "from the last time".into(),
            From::Fixed(day) => format!("from {}", say(day, s.today)),
            From::Audit => "before the external audit".into(),
        },
        lead_days: c.lead_days,
        window_days: c.window_days,
        minutes: routine.minutes.map_or(0, |m| m.0),
        minutes_a_year: a_year(isms, routine),
        proof: match routine.proof_needed {
            ProofNeeded::None => "nothing",
            ProofNeeded::Note => "a note",
            ProofNeeded::Evidence => "evidence",
        },
        serves: routine.serves.0.clone(),
        guide: wizards::wizard(&wizard).map_or_else(|| sentence_case(&wizard), |w| w.title.to_string()),
        wizard,
        each: each.map(|k| k.plural.to_lowercase()),
        states: item.map(|i| i.states.as_ref().to_vec()).unwrap_or_default(),
        reasons: item.map(|i| i.shown().map(|x| x.text(isms)).collect()).unwrap_or_default(),
        due: next.or(item.and_then(|i| i.due)),
        paused: crate::staleness::time::paused(routine, s.today),
        item: item.map(|i| item_shown(s, i)),
        cells,
        alone_answers: alone_answers(isms, &r.code),
    }
}
fn sentence_case(name: &str) -> String {
    crate::report::capital(&name.replace('-', " "))
}

/// Live records to which an item-by-item routine gives the rhythm.
fn of_kind(isms: &Isms, kind: &str) -> u32 {
    isms.each(kind).filter(|(_, r)| r.live() && !crate::staleness::time::closed(r)).count() as u32
}
/// Minutes that a routine takes in a year by its cadence: of one each year where it counts from the external audit.
fn a_year(isms: &Isms, routine: &Routine) -> u32 {
    let minutes = routine.minutes.map_or(0, |m| m.0);
    let times = match gives_cadence(routine) {
        Some(kind) if takes_each(routine.wizard.as_deref().unwrap_or_default()) => of_kind(isms, kind),
        _ => 1,
    };
    let c = &routine.cadence;
    let (every, a_year) = match c.unit {
        crate::words::Unit::Day => (c.every, 365),
        crate::words::Unit::Week => (c.every, 52),
        crate::words::Unit::Month => (c.every, 12),
        crate::words::Unit::Year => (c.every, 1),
    };
    (minutes * times * a_year).checked_div(every).unwrap_or(0)
}
/// Days on which a routine takes time, with its minutes: performed up to today, planned from today on. What is late is to be done today.
fn work(s: &Shown, ix: Ix, routine: &Routine, from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, u32)> {
    let minutes = routine.minutes.map_or(0, |m| m.0);
    let Some(kind) = gives_cadence(routine) else {
        let done = performances(s.isms.rec(ix)).into_iter().map(|m| (m.held_on, minutes));
        let planned = |o: &Occasion| match o.became {
            Became::Overdue | Became::DueSoon | Became::Ahead => o.due.map(|d| (d.max(s.today), minutes)),
            _ => None,
        };
        // What is overdue stands in a month before those shown.
        let since = from.min(add_months(s.today, -24));
        return done.chain(occasions(s, ix, since, to).iter().filter_map(planned)).collect();
    };
    let (looked, due) = items(s, routine, kind, to);
    let whole = of_kind(s.isms, kind).max(1);
    let each = takes_each(routine.wizard.as_deref().unwrap_or_default());
    // Where the minutes are those of the whole round, each item has its share.
    let mut days: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    looked
        .into_iter()
        .chain(due.into_iter().map(|d| d.max(s.today)))
        .for_each(|d| *days.entry(month(d)).or_insert(0) += 1);
    days.into_iter().map(|(m, n)| (m, if each { minutes * n } else { (minutes * n).div_ceil(whole) })).collect()
}

pub use crate::dates::spell;
/// Does any month ahead take more than twice the mean?
fn spread(list: &[MonthShown], heavy: &BTreeMap<NaiveDate, Vec<(u32, String)>>, mean: u32) -> Vec<String> {
    let ahead: Vec<&MonthShown> = list.iter().filter(|m| m.ahead).collect();
    let (Some(first), Some(last)) = (ahead.first(), ahead.last()) else { return Vec::new() };
    if mean == 0 {
        return Vec::new();
    }
    let name = |m: NaiveDate| m.format("%B %Y").to_string();
    let crowded: Vec<String> = ahead
        .iter()
        .filter(|m| m.crowded)
        .map(|m| {
            let mut of = heavy.get(&m.month).cloned().unwrap_or_default();
            of.sort_by(|a, b| b.cmp(a));
            let largest: Vec<String> = of.iter().take(3).map(|(n, t)| format!("{t} {}", spell(*n))).collect();
            format!(
                "{} takes {}, more than twice the mean of {}: {}.",
                name(m.month),
                spell(m.minutes),
                spell(mean),
                largest.join(", ")
            )
        })
        .collect();
    if crowded.is_empty() {
        return vec![format!(
            "No month from {} to {} takes more than twice the mean of {}.",
            name(first.month),
            name(last.month),
            spell(mean)
        )];
    }
    crowded
}
fn against_budget(list: &[MonthShown], budget: u32) -> Option<String> {
    let ahead = list.iter().filter(|m| m.ahead).count();
    let over = list.iter().filter(|m| m.ahead && m.yours > budget).count();
    let what = spell(budget);
    (ahead > 0 && budget > 0).then(|| match over {
        0 => format!("What you do yourself fits into your {what} in each of the {ahead} months ahead."),
        n => format!("What you do yourself takes more than your {what} in {n} of the {ahead} months ahead."),
    })
}

/// Clauses and controls that among the live routines only this one serves: "then what answers A.8.13?" is asked before it is retired.
/// Empty for any other record.
pub fn alone_answers(isms: &Isms, code: &str) -> Vec<String> {
    let Some(routine) = isms.record(code).filter(|r| r.live()).and_then(|r| r.get::<Routine>()) else {
        return Vec::new();
    };
    let others = isms.live::<Routine>().filter(|(_, r, _)| *r.code != *code).map(|(_, _, x)| x.serves.0.as_slice());
    catalog::answers_alone(&routine.serves.0, others)
}
/// A routine that alone answers a clause is retired only with a why that names the clause and says what answers it from now on.
pub fn may_retire(isms: &Isms, code: &str, why: &str) -> Result<(), Refusal> {
    let alone = alone_answers(isms, code);
    let named =
        |n: &str| why.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).any(|w| w.trim_end_matches('.') == n);
    let missing: Vec<&str> = alone.iter().map(String::as_str).filter(|n| !named(n)).collect();
    let said: usize = why
        .split_whitespace()
        .filter(|w| !alone.iter().any(|n| w.starts_with(n.as_str())))
        .map(|w| w.chars().count())
        .sum();
    if alone.is_empty() || (missing.is_empty() && said >= 10) {
        return Ok(());
    }
    let asked = if missing.is_empty() { alone.iter().map(String::as_str).collect() } else { missing };
    let with_titles: Vec<String> =
        asked.iter().map(|n| format!("{n} ({})", catalog::title_of(n).unwrap_or_default())).collect();
    Err(Refusal::new(
        "field",
        format!("{code}.why"),
        format!(
            "Only {code} answers {}. Then what answers {}?",
            with_titles.join(", "),
            if asked.len() == 1 { "it" } else { "them" }
        ),
        format!(
            "Say it in the why, with the number: \u{201c}{}: \u{2026}\u{201d}.",
            asked.first().copied().unwrap_or_default()
        ),
    ))
}
