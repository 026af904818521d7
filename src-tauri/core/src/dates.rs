//! Civil dates: cadences, occurrences, periods (DOMAIN 7). No time of day, no zone; today always comes from outside.
use chrono::{Datelike, Days, Months, NaiveDate};

/// The words for units of a cadence.
pub use crate::words::{Cadence, From, Unit};

/// The last day that a file may name (7.8).
pub const LAST: NaiveDate = match NaiveDate::from_ymd_opt(2099, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// 7.1: same day number in the target month, or that month's last day. Never computed from a previous result. What lies beyond the calendar
/// (some 260,000 years) is its last or first day.
pub fn add_months(day: NaiveDate, months: i32) -> NaiveDate {
    let moved = if months >= 0 {
        day.checked_add_months(Months::new(months as u32))
    } else {
        day.checked_sub_months(Months::new(months.unsigned_abs()))
    };
    moved.unwrap_or(if months >= 0 { NaiveDate::MAX } else { NaiveDate::MIN })
}
pub fn add_days(day: NaiveDate, days: i64) -> NaiveDate {
    let moved = if days >= 0 {
        day.checked_add_days(Days::new(days as u64))
    } else {
        day.checked_sub_days(Days::new(days.unsigned_abs()))
    };
    moved.unwrap_or(if days >= 0 { NaiveDate::MAX } else { NaiveDate::MIN })
}
/// b − a in days.
pub fn days_between(a: NaiveDate, b: NaiveDate) -> i64 {
    (b - a).num_days()
}

impl Cadence {
    /// The day `times` periods after the anchor (7.1, always from the anchor).
    pub fn after(&self, anchor: NaiveDate, times: u32) -> NaiveDate {
        let n = self.every.saturating_mul(times);
        let months = |n: u32| add_months(anchor, i32::try_from(n).unwrap_or(i32::MAX));
        match self.unit {
            Unit::Day => add_days(anchor, n.into()),
            Unit::Week => add_days(anchor, i64::from(n) * 7),
            Unit::Month => months(n),
            Unit::Year => months(n.saturating_mul(12)),
        }
    }
    /// 7.2: next due day counted from the last time.
    pub fn due_after(&self, held_on: NaiveDate) -> NaiveDate {
        self.after(held_on, 1)
    }
    /// "year", "3 months": as in "every {…}".
    pub fn words(&self) -> String {
        let unit = match self.unit {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        if self.every == 1 { unit.to_string() } else { format!("{} {unit}s", self.every) }
    }
    /// Roughly how many days a period has; used only to compare cadences.
    pub fn days(&self) -> u32 {
        self.every.saturating_mul(match self.unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 30,
            Unit::Year => 365,
        })
    }
}

/// "18 November", with the year when it is not this year (UX 6).
pub fn say(day: NaiveDate, today: NaiveDate) -> String {
    if day.year() == today.year() { day.format("%-d %B").to_string() } else { day.format("%-d %B %Y").to_string() }
}

/// Minutes as people say them: "50 min", "2 h", "1 h 30 min".
pub fn spell(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, m) => format!("{m} min"),
        (h, 0) => format!("{h} h"),
        (h, m) => format!("{h} h {m} min"),
    }
}

/// A date as people write it in a form or on the command line: only the one unambiguous shape.
pub fn parse(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|d| (1990..=2099).contains(&d.year()) && text.len() == 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    fn d(s: &str) -> NaiveDate {
        parse(s).unwrap()
    }
    fn every(every: u32, unit: Unit) -> Cadence {
        Cadence { every, unit, from: From::Last, lead_days: 0, window_days: 0 }
    }
    #[test]
    fn months_clamp_to_the_last_day_and_do_not_creep() {
        assert_eq!(every(1, Unit::Year).due_after(d("2024-02-29")), d("2025-02-28"));
        assert_eq!(
            (1..=4).map(|k| every(1, Unit::Year).after(d("2024-02-29"), k)).collect::<Vec<_>>(),
            [d("2025-02-28"), d("2026-02-28"), d("2027-02-28"), d("2028-02-29")]
        );
        assert_eq!(every(6, Unit::Month).due_after(d("2026-08-31")), d("2027-02-28"));
        assert_eq!(
            (1..=3).map(|k| every(1, Unit::Month).after(d("2026-01-31"), k)).collect::<Vec<_>>(),
            [d("2026-02-28"), d("2026-03-31"), d("2026-04-30")]
        );
    }
    #[test]
    fn dates_outside_1990_to_2099_and_other_shapes_are_not_dates() {
        for bad in ["1989-12-31", "2100-01-01", "2026-02-30", "2026-2-3", "03/04/2026", "tomorrow", ""] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
