//! What charts over months have in common: the steps, the top of the scale, bars of counts.
//! It must never leave a month out, nor begin a scale elsewhere than at zero.
use super::count;
use crate::dates::add_months;
use crate::doc::{Chart, Form, Series};
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
