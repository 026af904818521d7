//! The day that a cell means, by the habit of its column: which number comes first is taken from dates that can only be read one way.
//! Where the column does not tell, the owner is asked once; a month without a day and a day without a zone are asked about too.
use crate::ask::pairs;
use crate::cells::{Got, Work, bad, quoted, words};
use crate::days::{self, Order, Said};
use crate::fold::{list, shown};
use crate::header::Column;
use crate::source::{Cell, Value};
use chrono::{Datelike, NaiveDate};
use std::rc::Rc;

/// What the dates of a column have in common.
#[derive(Clone, Default)]
pub(crate) struct Habit {
    order: Option<Order>,
    both: bool,
    two: Vec<String>,
    spans: Vec<String>,
    words: Vec<String>,
}

impl Work<'_> {
    fn habit(&mut self, column: &Column) -> Rc<Habit> {
        if let Some(h) = self.habits.get(&column.index) {
            return h.clone();
        }
        let mut h = Habit::default();
        let (mut day, mut month) = (false, false);
        for r in &self.table.rows {
            let Value::Text(t) = &r.cell(column.index).value else { continue };
            match days::habit(t) {
                Some(Order::DayFirst) => day = true,
                Some(Order::MonthFirst) => month = true,
                None => {}
            }
            let keep = |list: &mut Vec<String>| {
                if list.len() < 20 && !list.contains(t) {
                    list.push(t.clone());
                }
            };
            match days::read(t) {
                Said::Two(..) => keep(&mut h.two),
                Said::Span(..) => keep(&mut h.spans),
                Said::Nothing => keep(&mut h.words),
                _ => {}
            }
        }
        h.both = day && month;
        h.order = match (day, month) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        };
        if let (Some(order), false) = (h.order, h.two.is_empty()) {
            let first = if order == Order::DayFirst { "day" } else { "month" };
            self.notes.say(format!("In \u{201c}{}\u{201d}, {} {} read with the {first} first, because other dates in the column can only be read so.", column.name, list(&quoted(&h.two), 3), if h.two.len() == 1 { "is" } else { "are" }));
        }
        let h = Rc::new(h);
        self.habits.insert(column.index, h.clone());
        h
    }

    /// The day of a cell; none where none is meant.
    pub(crate) fn day(&mut self, column: &Column, cell: &Cell, row: u32) -> Result<Option<NaiveDate>, Got> {
        let show = cell.show();
        let said = match &cell.value {
            Value::Date(d) if (1990..=2099).contains(&d.year()) => Said::Day(d.date()),
            Value::Date(d) if d.year() < 1905 => Said::Bad(format!(
                "\u{201c}{}\u{201d} is the zero of a spreadsheet's calendar: nothing was entered.",
                d.date()
            )),
            Value::Date(d) => Said::Bad(format!("\u{201c}{}\u{201d} lies outside 1990 to 2099.", d.date())),
            Value::Number(n) => days::serial(*n).map_or_else(|| days::read(&show), Said::Serial),
            Value::Empty if cell.formula.is_some() => Said::Bad(format!(
                "\u{201c}{}\u{201d} is a formula without a stored value; nothing is computed here.",
                shown(&show)
            )),
            _ => days::read(&show),
        };
        let name = &column.name;
        let waits = |text: String| Err(Got::Bad { text, mend: Vec::new() });
        match said {
            Said::Day(d) => Ok(Some(d)),
            Said::Bad(text) => Err(bad(text)),
            Said::Two(first, second) => {
                let h = self.habit(column);
                let order = h.order.or_else(|| {
                    let answer = self.asks.ask(&format!("date:{name}"), None, || {
                        let more = if h.both { "The column has dates of both kinds. " } else { "" };
                        (format!("{more}In \u{201c}{name}\u{201d}, \u{201c}{}\u{201d} can be {} or {}. Which number comes first?", show, words(first), words(second)), pairs(&[("day", "the day"), ("month", "the month")]))
                    });
                    answer.map(|a| if a == "day" { Order::DayFirst } else { Order::MonthFirst })
                });
                match order {
                    Some(Order::DayFirst) => Ok(Some(first)),
                    Some(Order::MonthFirst) => Ok(Some(second)),
                    None => Err(Got::Bad {
                        text: format!(
                            "\u{201c}{}\u{201d} can be {} or {}; say above which number comes first.",
                            shown(&show),
                            words(first),
                            words(second)
                        ),
                        mend: vec![first.to_string(), second.to_string()],
                    }),
                }
            }
            Said::Span(from, to) => {
                let h = self.habit(column);
                let answer = self.asks.ask(&format!("span:{name}"), None, || {
                    (
                        format!(
                            "In \u{201c}{name}\u{201d}, {} {} no day. Which one is meant?",
                            list(&quoted(&h.spans), 3),
                            if h.spans.len() == 1 { "names" } else { "name" }
                        ),
                        pairs(&[
                            ("last", "the last day of it"),
                            ("first", "the first day of it"),
                            ("empty", "leave it empty"),
                        ]),
                    )
                });
                match answer.as_deref() {
                    Some("last") => Ok(Some(to)),
                    Some("first") => Ok(Some(from)),
                    Some(_) => Ok(None),
                    None => {
                        waits(format!("\u{201c}{}\u{201d} names no day; say above which one is meant.", shown(&show)))
                    }
                }
            }
            Said::Serial(day) => {
                let answer = self.asks.ask(&format!("serial:{name}:{show}"), None, || {
                    (format!("\u{201c}{show}\u{201d} in \u{201c}{name}\u{201d} is how a spreadsheet counts days: {}. Take that?", words(day)), pairs(&[("yes", "yes"), ("empty", "no, leave it empty")]))
                });
                match answer.as_deref() {
                    Some("yes") => Ok(Some(day)),
                    Some(_) => Ok(None),
                    None => Err(Got::Bad {
                        text: format!(
                            "\u{201c}{}\u{201d} may be {day}, as a spreadsheet counts days; say so above.",
                            shown(&show)
                        ),
                        mend: vec![day.to_string()],
                    }),
                }
            }
            Said::Nothing if show.trim().is_empty() => Ok(None),
            Said::Nothing => {
                let h = self.habit(column);
                let answer = self.asks.ask(&format!("words:{name}"), Some("empty"), || {
                    (
                        format!(
                            "In \u{201c}{name}\u{201d}, {} {}. Leave those cells empty?",
                            list(&quoted(&h.words), 4),
                            if h.words.len() == 1 { "is no day" } else { "are no days" }
                        ),
                        pairs(&[("empty", "yes, leave them empty"), ("wrong", "no, the rows are wrong")]),
                    )
                });
                if answer.as_deref() == Some("wrong") {
                    return Err(bad(format!("\u{201c}{}\u{201d} is not a day.", shown(&show))));
                }
                self.notes.row(
                    format!("\u{201c}{}\u{201d} in \u{201c}{name}\u{201d} is no day; it is left empty.", shown(&show)),
                    row,
                );
                Ok(None)
            }
        }
    }

    pub(crate) fn moment(&mut self, column: &Column, cell: &Cell, row: u32) -> Got {
        let (date, time) = match &cell.value {
            Value::Date(d) => (d.date(), d.format("%H:%M").to_string()),
            _ => match self.day(column, cell, row) {
                Ok(Some(d)) => (d, clock(&cell.show()).unwrap_or_else(|| "00:00".into())),
                Ok(None) => return Got::Nothing,
                Err(got) => return got,
            },
        };
        let answer = self.asks.ask("offset", None, || {
            (
                "The times in the table do not say in which zone they are. Which offset from UTC had they?".to_string(),
                pairs(&[
                    ("+00:00", "+00:00"),
                    ("+01:00", "+01:00"),
                    ("+02:00", "+02:00"),
                    ("-05:00", "\u{2212}05:00"),
                    ("-08:00", "\u{2212}08:00"),
                ]),
            )
        });
        match answer {
            Some(offset) => Got::Is(format!("{date}T{time}{offset}").into()),
            None => bad(format!("\u{201c}{}\u{201d} has no offset from UTC; say it above.", shown(&cell.show()))),
        }
    }
}

/// "3pm", "14:10": the time of day in a text.
fn clock(text: &str) -> Option<String> {
    text.split_whitespace().find_map(|w| {
        let w = w.to_lowercase();
        let (body, late) = match (w.strip_suffix("pm"), w.strip_suffix("am")) {
            (Some(b), _) => (b.to_string(), Some(true)),
            (_, Some(b)) => (b.to_string(), Some(false)),
            _ => (w.clone(), None),
        };
        let (h, m) = body.split_once(':').map_or((body.as_str(), "00"), |(h, m)| (h, &m[..m.len().min(2)]));
        if late.is_none() && !body.contains(':') {
            return None;
        }
        let (h, m): (u32, u32) = (h.parse().ok()?, m.parse().ok()?);
        let h = match late {
            Some(true) if h < 12 => h + 12,
            Some(false) if h == 12 => 0,
            _ => h,
        };
        (h < 24 && m < 60).then(|| format!("{h:02}:{m:02}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn times() {
        assert_eq!(
            (clock("20 Nov 2025 3pm"), clock("2025-01-01 14:10:33"), clock("12 May")),
            (Some("15:00".into()), Some("14:10".into()), None)
        );
    }
}
