//! What comes, and will it fit? The certificate's line, what falls due by month, the hours against the budget, and the days of one month.
//! The same facts stand in the fields of the drawing and in the list. It must never decide what is due: staleness does.
mod cycle;
mod events;
mod export;
mod spread;

pub use cycle::{Certificate, CycleMark};
pub use events::{Event, Lane, Standing, events, minutes};
pub use export::{CalendarFile, Entry, When, calendar_file};
pub use spread::{Crowded, Load, Moved, Offer, spell};

use super::Shown;
use crate::calendar::offered_on;
use crate::dates::{add_days, add_months};
use crate::kinds::organization::Weekday;
use chrono::{Datelike, NaiveDate};
use events::{first_of, month_end, same_month};
use serde::Serialize;
use std::collections::BTreeSet;

/// What stands in a field: one thing by its words, several by their number.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub state: Standing,
    pub label: String,
    /// How many things.
    pub count: usize,
    pub codes: Vec<String>,
    /// Address of the thing, where it is one.
    pub go: Option<String>,
    /// An audit has its own sign.
    pub audit: bool,
}
#[derive(Clone, Debug, Serialize)]
pub struct Month {
    pub first: NaiveDate,
    pub now: bool,
    /// An external audit falls into it.
    pub audit: bool,
    pub minutes: u32,
    pub over: bool,
}
#[derive(Clone, Debug, Serialize)]
pub struct LaneShown {
    pub lane: Lane,
    pub title: &'static str,
    /// One a month; lines of one state each.
    pub fields: Vec<Vec<Line>>,
}
/// A day of the month sheet.
#[derive(Clone, Debug, Serialize)]
pub struct SheetDay {
    pub on: NaiveDate,
    pub off: bool,
    pub today: bool,
    /// Of the month before or after.
    pub outside: bool,
    /// Numbers of `events` that stand on this day.
    pub events: Vec<usize>,
    /// Numbers of those that fall on a day off and are offered here (7.5).
    pub offered: Vec<usize>,
}
#[derive(Clone, Debug, Serialize)]
pub struct CalendarShown {
    pub from: NaiveDate,
    /// The last day of the span.
    pub until: NaiveDate,
    pub today: NaiveDate,
    pub certificate: Option<Certificate>,
    pub months: Vec<Month>,
    pub lanes: Vec<LaneShown>,
    pub events: Vec<Event>,
    /// Minutes a month.
    pub budget: u32,
    pub crowded: Vec<Crowded>,
    /// Weeks of the first month, Monday first.
    pub weeks: Vec<Vec<SheetDay>>,
}

/// Is it a day off in the organization's week?
pub(super) fn day_off(s: &Shown, day: NaiveDate) -> bool {
    const DAYS: [Weekday; 7] =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    let of = DAYS[day.weekday().num_days_from_monday() as usize];
    s.isms.organization().is_some_and(|o| o.weekend.contains(&of))
}

/// The months from the one of `from` on (none: this month), at most 24; `budget` in minutes a month.
pub fn calendar(s: &Shown, from: Option<NaiveDate>, months: u32, budget: u32) -> CalendarShown {
    let months = months.clamp(1, 24);
    let from = first_of(from.unwrap_or(s.today));
    let until = month_end(from, months);
    let firsts: Vec<NaiveDate> = (0..months).map(|n| add_months(from, n as i32)).collect();
    // The sheet shows the whole of its first and last week.
    let monday = add_days(from, -i64::from(from.weekday().num_days_from_monday()));
    let month_ends = month_end(from, 1);
    let sunday = add_days(month_ends, 6 - i64::from(month_ends.weekday().num_days_from_monday()));
    let all = events(s, until.max(sunday).max(add_months(s.today, 12)));
    let crowded = spread::crowded(s, &all, &firsts, budget);
    let shown: Vec<Event> = all.into_iter().filter(|e| e.at >= monday.min(from) && e.at <= until.max(sunday)).collect();
    let inside = |e: &&Event| e.at >= from && e.at <= until;
    let months: Vec<Month> = firsts
        .iter()
        .map(|m| {
            let here = || shown.iter().filter(inside).filter(|e| same_month(e.at, *m));
            let minutes = minutes(here());
            Month {
                first: *m,
                now: same_month(*m, s.today),
                audit: here().any(|e| external(s, e)),
                minutes,
                over: minutes > budget,
            }
        })
        .collect();
    let lanes = Lane::ALL
        .into_iter()
        .map(|lane| LaneShown {
            lane,
            title: lane.title(),
            fields: firsts
                .iter()
                .map(|m| {
                    let here = |e: &&Event| e.lane == lane && same_month(e.at, *m);
                    field(s, shown.iter().filter(inside).filter(here).collect())
                })
                .collect(),
        })
        .filter(|l| l.lane.always() || l.fields.iter().any(|f| !f.is_empty()))
        .collect();
    let mut weeks: Vec<Vec<SheetDay>> = Vec::new();
    let mut day = monday;
    while day <= sunday {
        let week = (0..7)
            .map(|n| {
                let on = add_days(day, n);
                SheetDay {
                    on,
                    off: day_off(s, on),
                    today: on == s.today,
                    outside: !same_month(on, from),
                    events: shown.iter().enumerate().filter(|(_, e)| e.at == on).map(|(n, _)| n).collect(),
                    offered: Vec::new(),
                }
            })
            .collect();
        weeks.push(week);
        day = add_days(day, 7);
    }
    for (n, e) in shown.iter().enumerate() {
        let ahead = matches!(e.state, Standing::Planned | Standing::DueSoon);
        if let Some(on) = e.on.filter(|on| ahead && *on == e.at && day_off(s, *on)) {
            let offered = offered_on(on, |d| day_off(s, d));
            if let Some(d) = weeks.iter_mut().flatten().find(|d| d.on == offered && offered != on) {
                d.offered.push(n);
            }
        }
    }
    CalendarShown {
        from,
        until,
        today: s.today,
        certificate: cycle::certificate(s),
        months,
        lanes,
        events: shown,
        budget,
        crowded,
        weeks,
    }
}

/// Is it an audit by the certification body?
fn external(s: &Shown, e: &Event) -> bool {
    e.key == "audit" && (e.id == "ORG" || s.isms.get::<crate::kinds::Audit>(&e.id).is_some_and(|a| a.external()))
}

/// An external audit by its own sign; then one line for each state, the worst first.
fn field(s: &Shown, here: Vec<&Event>) -> Vec<Line> {
    let (audits, here): (Vec<&Event>, Vec<&Event>) = here.into_iter().partition(|e| external(s, e));
    let mut out: Vec<Line> = audits.into_iter().map(|e| alone(e, true)).collect();
    out.extend(by_state(here));
    out
}
fn alone(e: &Event, audit: bool) -> Line {
    let day = e.on.filter(|_| e.lane == Lane::Audit && e.state == Standing::Planned);
    let mut codes = e.codes.clone();
    codes.sort();
    Line {
        state: e.state,
        label: day.map_or_else(|| e.label.clone(), |d| format!("{}, {}", e.label, nth(d.day()))),
        count: 1,
        codes,
        go: Some(e.go.clone()),
        audit,
    }
}
fn by_state(here: Vec<&Event>) -> Vec<Line> {
    let states: BTreeSet<Standing> = here.iter().map(|e| e.state).collect();
    states
        .into_iter()
        .flat_map(|state| {
            let list: Vec<&Event> = here.iter().copied().filter(|e| e.state == state).collect();
            let few = if list.iter().all(|e| e.lane == Lane::Audit) { 2 } else { 1 };
            if list.len() <= few {
                return list.into_iter().map(|e| alone(e, false)).collect();
            }
            let mut codes: Vec<String> = list.iter().flat_map(|e| e.codes.clone()).collect();
            codes.sort();
            codes.dedup();
            let ids: BTreeSet<&str> = list.iter().map(|e| e.id.as_str()).collect();
            let (label, count) = if list.iter().all(|e| e.kind.starts_with("person_")) {
                let people: BTreeSet<&str> = codes.iter().filter_map(|c| c.split('/').next()).collect();
                (format!("{} {}", people.len(), if people.len() == 1 { "person" } else { "people" }), people.len())
            } else {
                (ids.len().to_string(), ids.len())
            };
            vec![Line { state, label, count, codes, go: None, audit: false }]
        })
        .collect()
}
/// "12th"
fn nth(day: u32) -> String {
    let end = match (day % 10, day / 10) {
        (1, d) if d != 1 => "st",
        (2, d) if d != 1 => "nd",
        (3, d) if d != 1 => "rd",
        _ => "th",
    };
    format!("{day}{end}")
}
