//! What charts over months have in common: the steps, the top of the scale, bars of counts.
//! It must never leave a month out, nor begin a scale elsewhere than at zero.
use super::{bold, count, plain, right, soft};
use crate::dates::{add_days, add_months};
use crate::doc::{Block, Cell, Chart, Column, Form, Row, Series, Table, column};
use chrono::{Datelike, NaiveDate};

/// Months that a page takes.
pub(crate) const MOST: i32 = 36;

/// The first day of a day's month.
pub(crate) fn first(day: NaiveDate) -> NaiveDate {
    day.with_day0(0).unwrap_or(day)
}
/// First days of the months up to that of `to`, from that of `from`, at most as many as a page takes: the last ones.
pub(crate) fn months(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let from = first(from).max(add_months(first(to), 1 - MOST));
    (0..MOST).map(|n| add_months(from, n)).take_while(|m| *m <= to).collect()
}
/// "2025-01"
pub(crate) fn step(month: &NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}
/// How many of the days fall into each month.
pub(crate) fn counts(months: &[NaiveDate], days: &[NaiveDate]) -> Vec<usize> {
    months.iter().map(|m| days.iter().filter(|d| first(**d) == *m).count()).collect()
}
/// The top of a scale of four equal parts, each a round number.
pub(crate) fn top(n: usize) -> u32 {
    let mut tens = 1;
    loop {
        if let Some(part) = [1, 2, 5].iter().map(|f| f * tens).find(|part| part * 4 >= n) {
            return part as u32 * 4;
        }
        tens *= 10;
    }
}
/// Stacked bars, a series each.
pub(crate) fn stacked(caption: &str, steps: Vec<String>, series: Vec<(&str, Vec<usize>)>, sentence: String) -> Chart {
    let most = (0..steps.len()).map(|i| series.iter().filter_map(|(_, v)| v.get(i)).sum::<usize>()).max();
    Chart {
        caption: caption.into(),
        steps,
        top: top(most.unwrap_or(1)),
        foot: 0,
        places: 0,
        unit: String::new(),
        form: Form::Bars,
        series: series
            .into_iter()
            .map(|(name, v)| Series { name: name.into(), values: v.iter().map(|n| Some(*n as u32)).collect() })
            .collect(),
        sentence,
    }
}
/// Bars of one count.
pub(crate) fn bars(caption: &str, steps: Vec<String>, counts: &[usize], sentence: String) -> Chart {
    stacked(caption, steps, vec![("", counts.to_vec())], sentence)
}
/// "Something was looked at in every month; most in 2026-03, 60."
pub(crate) fn spread_words(months: &[NaiveDate], counts: &[usize], done: &str) -> String {
    let none = counts.iter().filter(|n| **n == 0).count();
    match (months.iter().zip(counts).max_by_key(|(_, n)| **n), none) {
        (Some((on, n)), 0) => format!("Something was {done} in every month; most in {}, {n}.", step(on)),
        (Some((on, n)), z) if *n > 0 => {
            format!(
                "Nothing was {done} in {} of {}; most in {}, {n}.",
                count(z, "month", "months"),
                months.len(),
                step(on)
            )
        }
        _ => format!("Nothing was {done} in these months."),
    }
}

// ---- quarters
/// Quarters that a page takes.
pub(crate) const MOST_QUARTERS: i32 = 16;

/// A quarter as a number that goes on by one: 2026-02 is 8104.
pub(crate) fn quarter(d: NaiveDate) -> i32 {
    d.year() * 4 + d.month0() as i32 / 3
}
/// "2026 Q1"
pub(crate) fn quarter_words(q: i32) -> String {
    format!("{} Q{}", q.div_euclid(4), q.rem_euclid(4) + 1)
}
/// Its last day.
pub(crate) fn quarter_end(q: i32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(q.div_euclid(4), q.rem_euclid(4) as u32 * 3 + 1, 1).unwrap_or_default();
    add_days(add_months(first, 3), -1)
}
/// From that of the day up to that of `to`, at most as many as a page takes: the last ones.
pub(crate) fn quarters(from: NaiveDate, to: NaiveDate) -> Vec<i32> {
    (quarter(from).max(quarter(to) + 1 - MOST_QUARTERS)..=quarter(to)).collect()
}

// ---- the numbers beneath
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const QUARTERS: [&str; 4] = ["Q1", "Q2", "Q3", "Q4"];

/// The numbers of a chart over months or quarters: a line a series and year, so that what is drawn can be read off. `whole`: the width of the
/// page's column in mm. A dash: the month lies outside the chart.
pub(crate) fn by_year(c: &Chart, whole: f32) -> Block {
    let months = c.steps.first().is_some_and(|s| s.contains('-'));
    let heads: &[&str] = if months { &MONTHS } else { &QUARTERS };
    let place = |step: &str| {
        let year = step.get(..4)?;
        let n: usize = step.get(4..)?.trim_start_matches(['-', ' ', 'Q']).parse().ok()?;
        Some((year.to_string(), n.checked_sub(1).filter(|n| *n < heads.len())?))
    };
    let mut years: Vec<String> = c.steps.iter().filter_map(|s| place(s)).map(|(y, _)| y).collect();
    years.dedup();
    let named = c.series.iter().any(|s| !s.name.is_empty());
    let first = if named { 40.0 } else { 0.0 };
    let each = (whole - first - 16.0) / heads.len() as f32;
    let mut columns: Vec<Column> = Vec::new();
    if named {
        columns.push(column("", first));
    }
    columns.push(column("Year", 16.0));
    columns.extend(heads.iter().map(|h| right(h, each)));
    let mut rows = Vec::new();
    for s in &c.series {
        for (i, year) in years.iter().enumerate() {
            let mut cells: Vec<Cell> = Vec::new();
            if named {
                cells.push(if i == 0 { vec![bold(s.name.clone())].into() } else { vec![soft(s.name.clone())].into() });
            }
            cells.push(vec![plain(year.clone())].into());
            cells.extend((0..heads.len()).map(|n| {
                let at = c.steps.iter().position(|step| place(step) == Some((year.clone(), n)));
                match at.and_then(|at| s.values.get(at).copied().flatten()) {
                    Some(0) => Cell::Spans(vec![soft("0")]),
                    Some(v) => c.number(v).into(),
                    None => Cell::Spans(vec![soft("\u{2013}")]),
                }
            }));
            rows.push(Row::Cells { cells, id: None, reasons: Vec::new() });
        }
    }
    let n = c.steps.len();
    let foot =
        format!("{n} of {} shown", if months { count(n, "month", "months") } else { count(n, "quarter", "quarters") });
    Block::Close(Table { columns, rows, foot })
}
