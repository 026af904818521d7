//! Judgements that keep something from being asked again: no effect, declared corrections, reviews recorded late, long putting off.
//! It must never leave one out; it exists also when there is none.
use super::record::{declared, differences};
use crate::dates::days_between;
use crate::doc::{Block, Cell, Row, Section, Span};
use crate::isms::Record;
use crate::kinds::{Outcome, Review};
use crate::refusal::Refusal;
use crate::report::paper::{LATE_DAYS, step, why_of};
use crate::report::register::{drawn, list, owed, recorded, row};
use crate::report::{Paper, Report, heading, purpose, section, soft};

pub(super) const REPORT: Report =
    Report { name: "judgements", title: "Judgements", clause: "9.1", about: "", of: &[], build };

/// A putting off for longer than this is shown.
const SNOOZE_DAYS: i64 = 14;

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all: Vec<(&Record, &Review)> =
        p.isms.each("review").filter(|(_, r)| r.live()).filter_map(|(_, r)| Some((r, r.get::<Review>()?))).collect();
    all.sort_by(|a, b| (b.1.held_on.0, &b.0.code).cmp(&(a.1.held_on.0, &a.0.code)));
    let none = |v: &Review| v.outcome == Outcome::NoEffect;
    let late = |r: &Record, v: &Review| {
        v.outcome.reviews() && v.outcome != Outcome::CarriedOver && days_late(p, r, v) > LATE_DAYS
    };
    let long = |v: &Review| {
        v.outcome == Outcome::PutOff && v.next_by.is_some_and(|d| days_between(v.held_on.0, d.0) > SNOOZE_DAYS)
    };
    let of = |keep: &dyn Fn(&Record, &Review) -> bool| {
        let whole: Vec<(&Record, &Review)> = all.iter().filter(|(r, v)| keep(r, v)).copied().collect();
        let n = whole.len();
        // A late one counts from the day on which it was recorded.
        let in_it = |r: &Record, v: &Review| p.recent(Some(v.held_on.0.max(p.isms.day_of(r.added()))));
        (whole.into_iter().filter(|(r, v)| in_it(r, v)).collect::<Vec<_>>(), n)
    };
    let (no_effects, every_none) = of(&|_, v| none(v));
    let (dated, every_late) = of(&|r, v| late(r, v));
    let (snoozed, every_long) = of(&|_, v| long(v));
    let (fixes, every_fix) = corrections(p);
    let since = p.since_words();
    let blocks = vec![
        purpose("Where we said that a change does not matter, or that something can wait."),
        Block::Figures(vec![
            (no_effects.len().to_string(), format!("decisions that a change has no effect{since}")),
            (fixes.len().to_string(), format!("declared corrections{since}")),
            (
                dated.len().to_string(),
                format!("reviews recorded more than {LATE_DAYS} days after they were held{since}"),
            ),
            (snoozed.len().to_string(), format!("put off for more than {SNOOZE_DAYS} days{since}")),
        ]),
        drawn("newest first", format!("all{since}; what was undone is left out.")),
        heading("\u{201c}No effect\u{201d} decisions"),
        list(
            &[("Date", 20.0), ("Change", 62.0), ("Record", 62.0), ("Why", 73.0), ("By", 40.0)],
            no_effects.iter().map(|(_, v)| no_effect(p, v)).collect(),
            every_none,
            ("decision", "decisions"),
            &nothing("No decision was made that a change has no effect", &since, every_none),
        ),
        heading("Declared corrections"),
        list(
            &[("Date", 20.0), ("Record", 60.0), ("Before \u{2192} after", 80.0), ("Why", 57.0), ("By", 40.0)],
            fixes,
            every_fix,
            ("correction", "corrections"),
            &nothing("No change was declared to be only a correction", &since, every_fix),
        ),
        heading("Back-dated reviews"),
        list(
            &[("Review", 55.0), ("Held on", 20.0), ("Recorded on", 22.0), ("Days", 14.0), ("Why", 106.0), ("By", 40.0)],
            dated.iter().map(|(r, v)| back_dated(p, r, v)).collect(),
            every_late,
            ("back-dated review", "back-dated reviews"),
            &nothing("No review was recorded late", &since, every_late),
        ),
        heading("Put off for long"),
        list(
            &[("Date", 20.0), ("What", 72.0), ("Until", 20.0), ("Days", 14.0), ("Why", 91.0), ("By", 40.0)],
            snoozed.iter().map(|(_, v)| put_off(p, v)).collect(),
            every_long,
            ("decision to put off", "decisions to put off"),
            &nothing(&format!("Nothing was put off for more than {SNOOZE_DAYS} days"), &since, every_long),
        ),
    ];
    Ok(vec![section("judgements", "Judgements", &["6.3", "9.1"], true, blocks)])
}

/// "No review was recorded late since 2026-05-20; 3 before."
fn nothing(words: &str, since: &str, ever: usize) -> String {
    let before = if ever > 0 { format!("; {ever} before") } else { String::new() };
    format!("{words}{since}{before}.")
}
/// Days from the day it was held to the day it was recorded.
fn days_late(p: &Paper, r: &Record, v: &Review) -> i64 {
    days_between(v.held_on.0, p.isms.day_of(r.added()))
}
fn no_effect(p: &Paper, v: &Review) -> Row {
    row(vec![
        v.held_on.0.to_string().into(),
        v.input.as_ref().map_or_else(|| owed("not said"), |c| p.named(&c.0).into()),
        targets(p, v),
        recorded(&v.why),
        p.who(&v.by).into(),
    ])
}
fn targets(p: &Paper, v: &Review) -> Cell {
    let first: Vec<Vec<Span>> = v.about.iter().take(6).map(|t| p.named(&t.0)).collect();
    let more = v.about.len().saturating_sub(6);
    let rest = (more > 0).then(|| vec![soft(format!("and {more} more"))]);
    Cell::Lines(first.into_iter().chain(rest).collect())
}
fn back_dated(p: &Paper, r: &Record, v: &Review) -> Row {
    let mut what = vec![vec![p.code(&r.code)]];
    what.extend(v.about.iter().take(3).map(|t| p.named(&t.0)));
    if v.about.len() > 3 {
        what.push(vec![soft(format!("and {} more", v.about.len() - 3))]);
    }
    row(vec![
        Cell::Lines(what),
        v.held_on.0.to_string().into(),
        p.isms.day_of(r.added()).to_string().into(),
        days_late(p, r, v).to_string().into(),
        v.late_why.as_ref().map_or_else(|| owed("not said"), |w| recorded(w)),
        p.who(&v.by).into(),
    ])
}
fn put_off(p: &Paper, v: &Review) -> Row {
    let until = v.next_by.map(|d| d.0);
    row(vec![
        v.held_on.0.to_string().into(),
        targets(p, v),
        until.map_or(Cell::Empty, |d| d.to_string().into()),
        until.map_or(Cell::Empty, |d| days_between(v.held_on.0, d).to_string().into()),
        recorded(&v.why),
        p.who(&v.by).into(),
    ])
}
/// Changes that the owner declared to be only corrections, newest first, with before and after; and how many there ever were.
fn corrections(p: &Paper) -> (Vec<Row>, usize) {
    let mut rows = Vec::new();
    let mut ever = 0;
    for act in p.isms.acts.iter().rev().filter(|a| !p.isms.is_undone(a.seq)) {
        for (ix, _) in &act.made {
            let r = p.isms.rec(*ix);
            if declared(act, &r.code) != Some("a correction") {
                continue;
            }
            ever += 1;
            if !p.recent(Some(act.on)) {
                continue;
            }
            let Some((Some(was), now)) = step(r, act.seq) else { continue };
            let why = why_of(p.isms, act.seq);
            rows.push(row(vec![
                act.on.to_string().into(),
                p.named(&r.code).into(),
                Cell::Lines(differences(p, r, was, now)),
                if why.is_empty() { owed("not said") } else { recorded(&why) },
                p.who(&act.by).into(),
            ]));
        }
    }
    (rows, ever)
}
