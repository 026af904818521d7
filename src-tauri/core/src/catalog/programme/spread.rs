//! The spread of the proposed year (DOMAIN 4): no month takes more than twice the mean, and what is fixed keeps out of the busiest months.
//!
//! Months are the twelve whole ones after today's. What recurs monthly or oftener, and what is done item by item, falls into every
//! month. The internal audit and the management review are placed by the external audit, or by the budgets. Everything else, largest
//! first, takes the month in which the year stays flattest. Where not all can be had, twice the mean counts before the busiest months.
use super::first_run::{FirstRun, Proposed, month_of, takes_each, with};
use super::{Anchor, ROUTINES};
use crate::dates::{add_days, add_months, days_between, say};
use crate::words::{Cadence, From};
use chrono::{Datelike, NaiveDate};

/// The days: monthly ones first, then the audit and the review, then the rest where the year is flattest.
pub(super) fn place(lines: &mut [Proposed], answers: &FirstRun, today: NaiveDate) {
    let start = add_months(today.with_day0(0).unwrap_or(today), 1);
    let busy = |day: NaiveDate| answers.busiest.contains(&day.month());
    let fixed = |l: &Proposed| ROUTINES.iter().find(|t| t.name == l.name).is_some_and(|t| t.from == Anchor::Fixed);
    let often = |c: &Cadence| c.days() <= 31;
    let external = answers.external_audit(today);
    with(lines, "audit-countdown", |l| {
        l.first = external;
        if external.is_none() {
            let day = add_months(start, 7);
            l.first = Some(day);
            l.because(&format!(
                "No external audit is known yet; the year is planned as if it came in {}.",
                day.format("%B %Y")
            ));
        }
    });

    // What comes every month or oftener: one day each, so that a week has one of them.
    for (n, l) in lines.iter_mut().filter(|l| !l.dropped && often(&l.cadence)).enumerate() {
        let day = add_days(start, [2, 9, 16, 23, 5, 12][n % 6]);
        (l.first, l.cadence.from) = (Some(day), From::Fixed(day));
    }
    let mut sum = [0; 12];
    let by_item = |l: &Proposed| takes_each(l.wizard);
    lines
        .iter()
        .filter(|l| !l.dropped && (l.first.is_some() || by_item(l)))
        .for_each(|l| l.load(l.first, start, &mut sum));
    // The mean does not depend on where things fall, so it is known before they are placed.
    let whole: u32 = lines
        .iter()
        .filter(|l| !l.dropped)
        .map(|l| {
            let mut own = [0; 12];
            l.load(l.first.or(Some(start)), start, &mut own);
            own.iter().sum::<u32>()
        })
        .sum();
    let most = whole / 6;

    audit_and_review(lines, answers, today, external, start, &sum, most);
    for name in ["internal-audit", "management-review"] {
        with(lines, name, |l| l.load(l.first, start, &mut sum));
    }
    let mut rest: Vec<usize> = (0..lines.len())
        .filter(|i| {
            let l = &lines[*i];
            !l.dropped && l.first.is_none() && !by_item(l)
        })
        .collect();
    // Largest first, and of equal ones those that come oftener: they have fewer places to choose from.
    rest.sort_by_key(|i| (std::cmp::Reverse(lines[*i].minutes), lines[*i].cadence.days()));
    for (n, i) in rest.into_iter().enumerate() {
        let within = (lines[i].cadence.days() / 30).clamp(1, 12);
        let day_in_month = [2, 9, 16, 23][n % 4];
        let best = (0..within)
            .map(|m| {
                let day = add_days(add_months(start, m as i32), day_in_month);
                let mut own = [0; 12];
                lines[i].load(Some(day), start, &mut own);
                let over = (0..12).filter(|k| own[*k] > 0 && sum[*k] + own[*k] > most).count();
                let in_busy = (0..12).filter(|k| own[*k] > 0 && busy(add_months(start, *k as i32))).count();
                let high = (0..12).filter(|k| own[*k] > 0).map(|k| sum[k] + own[k]).max().unwrap_or(0);
                (over, in_busy, high, m, day, own)
            })
            .min_by_key(|(over, in_busy, high, m, ..)| (*over, *in_busy, *high, *m));
        let Some((.., day, own)) = best else { continue };
        sum.iter_mut().zip(own).for_each(|(s, o)| *s += o);
        lines[i].first = Some(day);
        if fixed(&lines[i]) {
            lines[i].cadence.from = From::Fixed(day);
        }
    }
}

/// Internal audit 90 and management review 60 days before the external audit (DOMAIN 5.2); without one, the review before the budgets.
/// A day in a busiest or a budget month gives way to the nearest one that is in time: at the latest 30 and 14 days before.
fn audit_and_review(
    lines: &mut [Proposed],
    answers: &FirstRun,
    today: NaiveDate,
    external: Option<NaiveDate>,
    start: NaiveDate,
    sum: &[u32; 12],
    most: u32,
) {
    let budget = (0..13)
        .map(|n| add_months(start, n))
        .find(|d| answers.budgets.contains(&d.month()) && days_between(today, *d) >= 60);
    // (day before which, wished days before it, latest days before it)
    let goal = |by: NaiveDate| -> (NaiveDate, (i64, i64), (i64, i64)) {
        match (external, budget) {
            (Some(_), _) => (by, (90, 60), (30, 14)),
            (None, Some(_)) => (by, (60, 21), (15, 1)),
            (None, None) => (by, (90, 60), (30, 14)),
        }
    };
    let mut by = external.or(budget).unwrap_or_else(|| add_months(start, 7));
    // Too near to be held before it: planned for next year's. More than a year away: for the same day a year sooner.
    let ready = add_days(today, 14);
    if days_between(ready, by) < 30 + 14 {
        by = add_months(by, 12);
    }
    while days_between(today, by) > 365 + 90 {
        by = add_months(by, -12);
    }
    let (by, (ia_wish, mr_wish), (ia_last, mr_last)) = goal(by);
    let minutes = |name: &str| lines.iter().find(|l| l.name == name).map_or(0, |l| l.minutes * 12);
    let (ia_minutes, mr_minutes) = (minutes("internal-audit"), minutes("management-review"));
    let in_year = |d: NaiveDate| d >= start && d < add_months(start, 12);
    let at = |d: NaiveDate| if in_year(d) { sum[month_of(start, d)] } else { 0 };
    let busy = |d: NaiveDate| i64::from(answers.busiest.contains(&d.month())) * BUSY;
    let month = |d: NaiveDate| (d.year(), d.month());
    let ia_cost = |n: i64| {
        let d = add_days(by, -n);
        (n - ia_wish).abs() + busy(d) + i64::from(at(d) + ia_minutes > most) * FULL
    };
    let mr_cost = |n: i64| {
        let d = add_days(by, -n);
        (n - mr_wish).abs()
            + busy(d)
            + i64::from(answers.budgets.contains(&d.month())) * BUSY
            + i64::from(at(d) + mr_minutes > most) * FULL
    };
    let both = |ia: i64, mr: i64| {
        let (a, b) = (add_days(by, -ia), add_days(by, -mr));
        i64::from(month(a) == month(b) && at(a) + ia_minutes + mr_minutes > most) * FULL
    };
    let far = days_between(ready, by).min(300);
    let audits = cheapest(ia_last, far, ia_cost);
    let reviews = cheapest(mr_last, far, mr_cost);
    let mut best = (i64::MAX, ia_wish, mr_wish);
    for &(audit, ia) in &audits {
        if audit >= best.0 {
            break;
        }
        for &(review, mr) in &reviews {
            if audit + review >= best.0 {
                break;
            }
            // The review looks at the audit's report.
            if mr + 14 > ia {
                continue;
            }
            let cost = audit + review + both(ia, mr);
            if cost < best.0 {
                best = (cost, ia, mr);
            }
        }
    }
    let (_, ia, mr) = best;
    for (name, n, wish) in [("internal-audit", ia, ia_wish), ("management-review", mr, mr_wish)] {
        with(lines, name, |l| {
            let day = add_days(by, -n);
            l.first = Some(day);
            let why = match (external, budget) {
                (None, None) => return,
                (Some(audit), _) => format!(
                    "Counted from a fixed day, so that it is held {n} days before the day of the external audit, {}.",
                    say(audit, today)
                ),
                (None, Some(_)) if name == "management-review" => format!(
                    "Counted from a fixed day, {n} days before budgets are made, so that its decisions find their money."
                ),
                (None, Some(_)) => format!(
                    "Counted from a fixed day, {} days before the management review, which looks at its report.",
                    ia - mr
                ),
            };
            l.cadence.from = From::Fixed(day);
            l.because(&why);
            if n != wish && external.is_some() {
                l.because(&format!(
                    "{wish} days before would be {}, which your answers do not leave free.",
                    say(add_days(by, -wish), today)
                ));
            }
        });
    }
}
/// What a day in a busiest or a budget month costs, and one in a month that is full, in days of distance.
const BUSY: i64 = 1_000;
const FULL: i64 = 10_000;

/// Days before a goal from the latest to the farthest allowed, with what each costs, the cheapest first.
fn cheapest(latest: i64, farthest: i64, cost: impl Fn(i64) -> i64) -> Vec<(i64, i64)> {
    let mut days: Vec<(i64, i64)> = (latest..=farthest.max(latest)).map(|n| (cost(n), n)).collect();
    days.sort_unstable();
    days
}
