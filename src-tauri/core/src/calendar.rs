//! What is due when: occurrences of a fixed rhythm, periods of measurement, and what a performance counts for (DOMAIN 7.2 to 7.6).
//! Pure functions of civil dates; nothing here knows a record.
use crate::dates::{LAST, add_days, add_months, days_between};
use crate::words::{Cadence, From, Unit};
use chrono::{Datelike, NaiveDate};

/// The occurrences of a cadence that counts from a fixed anchor (7.4).
#[derive(Clone, Copy, Debug)]
pub struct Rhythm<'a> {
    pub cadence: &'a Cadence,
    pub anchor: NaiveDate,
    /// Occurrences before this day do not exist.
    pub started_on: Option<NaiveDate>,
    /// Nor do those from the first to the second of these days.
    pub paused: Option<(NaiveDate, NaiveDate)>,
}

/// How a rhythm stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The latest occurrence whose window is open; none before the first opens.
    pub open: Option<NaiveDate>,
    /// Has it a performance that counts for it?
    pub done: bool,
    /// The occurrence that is due: the open one if it is not done, else the next.
    pub due: Option<NaiveDate>,
}

impl<'a> Rhythm<'a> {
    /// The rhythm of a cadence with a fixed anchor; none of any other.
    pub fn of(cadence: &'a Cadence) -> Option<Rhythm<'a>> {
        match cadence.from {
            From::Fixed(anchor) => Some(Rhythm { cadence, anchor, started_on: None, paused: None }),
            _ => None,
        }
    }
    /// oₖ = anchor + k·period, always from the anchor (7.1).
    pub fn nth(&self, k: u32) -> NaiveDate {
        self.cadence.after(self.anchor, k)
    }
    fn exists(&self, day: NaiveDate) -> bool {
        self.started_on.is_none_or(|s| day >= s) && self.paused.is_none_or(|(a, b)| day < a || day > b)
    }
    /// The day on which the window of an occurrence opens.
    pub fn opens(&self, occurrence: NaiveDate) -> NaiveDate {
        add_days(occurrence, -i64::from(self.cadence.lead_days))
    }
    /// Number of the latest occurrence, existing or not, that is not after `day`.
    fn number_at(&self, day: NaiveDate) -> Option<u32> {
        if day < self.anchor {
            return None;
        }
        let every = self.cadence.every.max(1);
        let guess = match self.cadence.unit {
            Unit::Day => days_between(self.anchor, day) as u32 / every,
            Unit::Week => days_between(self.anchor, day) as u32 / 7 / every,
            Unit::Month => months_between(self.anchor, day) / every,
            Unit::Year => months_between(self.anchor, day) / 12 / every,
        };
        (guess.saturating_sub(1)..=guess + 1).rev().find(|k| self.nth(*k) <= day)
    }
    /// The latest existing occurrence whose window is open on `day`; none beyond the bounds of dates.
    pub fn open_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        let last = self.number_at(add_days(day, i64::from(self.cadence.lead_days)).min(LAST))?;
        (0..=last)
            .rev()
            .map(|k| self.nth(k))
            .take_while(|o| self.started_on.is_none_or(|s| *o >= s))
            .find(|o| self.exists(*o))
    }
    /// The first existing occurrence after `day`; none beyond the bounds of dates.
    pub fn after(&self, day: NaiveDate) -> Option<NaiveDate> {
        let mut at = self.started_on.map_or(day, |s| day.max(add_days(s, -1)));
        loop {
            let next = self.nth(self.number_at(at).map_or(0, |k| k + 1));
            if next <= at || next > LAST {
                return None;
            }
            match self.paused {
                // Those within the pause do not exist: the search goes on behind it.
                Some((a, b)) if next >= a && next <= b => at = b,
                _ => return Some(next),
            }
        }
    }
    /// The occurrence for which a performance on `day` counts: the latest whose window is open; before any has opened, the first.
    pub fn counts_for(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.open_on(day).or_else(|| self.after(add_days(self.anchor, -1)))
    }
    /// How it stands on `today`, given the days on which it was performed.
    pub fn standing(&self, performed: impl Iterator<Item = NaiveDate>, today: NaiveDate) -> Standing {
        let open = self.open_on(today);
        let mut days = performed;
        let Some(o) = open else {
            // A performance before any window opens counts for the first occurrence.
            let first = self.after(add_days(self.anchor, -1));
            let done = days.next().is_some();
            return Standing { open: None, done, due: first.and_then(|f| if done { self.after(f) } else { Some(f) }) };
        };
        let done = days.any(|d| self.counts_for(d) == Some(o));
        Standing { open, done, due: if done { self.after(o) } else { Some(o) } }
    }
    /// Occurrences from `since` on that nobody performed and whose successor's window is open on `today`, each with the day on which
    /// that window opened: skipped for good.
    pub fn skipped(&self, performed: &[NaiveDate], since: NaiveDate, today: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
        let mut out = Vec::new();
        let mut o = match self.after(add_days(since, -1)) {
            Some(o) => o,
            None => return out,
        };
        while let Some(next) = self.after(o) {
            let opened = self.opens(next);
            if opened > today {
                break;
            }
            if !performed.iter().any(|d| self.counts_for(*d) == Some(o)) {
                out.push((o, opened));
            }
            o = next;
        }
        out
    }
}

fn months_between(a: NaiveDate, b: NaiveDate) -> u32 {
    ((b.year() - a.year()) * 12 + b.month() as i32 - a.month() as i32).max(0) as u32
}

/// A period of measurement (7.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    /// The last day that belongs to it; its value is due then.
    pub until: NaiveDate,
}
/// The period of a cadence in which a day lies; none before the anchor.
pub fn period_of(cadence: &Cadence, day: NaiveDate) -> Option<Period> {
    let rhythm = Rhythm::of(cadence)?;
    let k = rhythm.number_at(day)?;
    Some(Period { from: rhythm.nth(k), until: add_days(rhythm.nth(k + 1), -1) })
}
/// The period before this one; none before the anchor.
pub fn period_before(cadence: &Cadence, p: &Period) -> Option<Period> {
    period_of(cadence, add_days(p.from, -1))
}
/// "2026-Q2", "2026-05", "2026-H1", "2026": named by its start; other lengths by the day on which they start.
pub fn period_name(cadence: &Cadence, p: &Period) -> String {
    let (y, m, first) = (p.from.year(), p.from.month(), p.from.day() == 1);
    match (cadence.unit, cadence.every) {
        (Unit::Month, 1) if first => format!("{y}-{m:02}"),
        (Unit::Month, 3) if first && m % 3 == 1 => format!("{y}-Q{}", m / 3 + 1),
        (Unit::Month, 6) if first && m % 6 == 1 => format!("{y}-H{}", m / 6 + 1),
        (Unit::Year, 1) | (Unit::Month, 12) if first && m == 1 => format!("{y}"),
        _ => p.from.to_string(),
    }
}

/// 7.5: where a due day falls on a day off it is offered on the last working day before. `off` says which days are days off.
pub fn offered_on(due: NaiveDate, off: impl Fn(NaiveDate) -> bool) -> NaiveDate {
    (0..14).map(|n| add_days(due, -n)).find(|d| !off(*d)).unwrap_or(due)
}

/// Latest day of the first and second surveillance audit (5.2). `first` is the day of the very first decision; empty or equal: first cycle.
pub fn surveillance_by(decided_on: NaiveDate, first: Option<NaiveDate>, which: u32) -> NaiveDate {
    let end_of = |year: i32| NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(decided_on);
    match which {
        1 if first.is_none_or(|f| f == decided_on) => add_months(decided_on, 12),
        n => end_of(decided_on.year() + n as i32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::parse;
    fn d(s: &str) -> NaiveDate {
        parse(s).unwrap()
    }
    fn fixed(every: u32, unit: Unit, anchor: &str, lead: u32) -> Cadence {
        Cadence { every, unit, from: From::Fixed(d(anchor)), lead_days: lead, window_days: 0 }
    }
    fn standing(c: &Cadence, done: &[&str], today: &str) -> (Option<NaiveDate>, bool, Option<NaiveDate>) {
        let r = Rhythm::of(c).unwrap();
        let s = r.standing(done.iter().map(|x| d(x)), d(today));
        (s.open, s.done, s.due)
    }
    #[test]
    fn the_examples_of_domain_7() {
        let leap = fixed(1, Unit::Year, "2024-02-29", 0);
        let r = Rhythm::of(&leap).unwrap();
        assert_eq!(
            (1..=4).map(|k| r.nth(k)).collect::<Vec<_>>(),
            [d("2025-02-28"), d("2026-02-28"), d("2027-02-28"), d("2028-02-29")]
        );
        let month = fixed(1, Unit::Month, "2026-01-31", 7);
        assert_eq!(Rhythm::of(&month).unwrap().counts_for(d("2026-02-22")), Some(d("2026-02-28")));
        assert_eq!(
            standing(&month, &["2026-02-22"], "2026-02-28"),
            (Some(d("2026-02-28")), true, Some(d("2026-03-31")))
        );
        let quarter = fixed(3, Unit::Month, "2026-01-01", 14);
        assert_eq!(
            standing(&quarter, &["2026-02-02"], "2026-02-02"),
            (Some(d("2026-01-01")), true, Some(d("2026-04-01")))
        );
        assert_eq!(Rhythm::of(&quarter).unwrap().counts_for(d("2026-03-20")), Some(d("2026-04-01")));
        assert_eq!(
            standing(&quarter, &["2026-03-20"], "2026-03-20"),
            (Some(d("2026-04-01")), true, Some(d("2026-07-01")))
        );
        let weekend = |x: NaiveDate| matches!(x.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun);
        assert_eq!(offered_on(d("2026-08-01"), weekend), d("2026-07-31"));
        assert_eq!(surveillance_by(d("2024-02-29"), None, 1), d("2025-02-28"));
        assert_eq!(surveillance_by(d("2024-02-29"), Some(d("2021-02-20")), 1), d("2025-12-31"));
        assert_eq!(surveillance_by(d("2024-02-29"), None, 2), d("2026-12-31"));
    }
    #[test]
    fn the_edges_of_an_occurrence() {
        let c = fixed(3, Unit::Month, "2026-01-01", 14);
        for (done, today, want) in [
            (&[][..], "2025-12-17", (None, false, Some("2026-01-01"))),
            (&[], "2025-12-18", (Some("2026-01-01"), false, Some("2026-01-01"))),
            (&[], "2026-01-02", (Some("2026-01-01"), false, Some("2026-01-01"))),
            (&["2025-11-01"], "2025-12-01", (None, true, Some("2026-04-01"))),
            (&["2025-11-01"], "2025-12-20", (Some("2026-01-01"), true, Some("2026-04-01"))),
            (&["2026-01-10"], "2026-03-17", (Some("2026-01-01"), true, Some("2026-04-01"))),
            (&["2026-01-10"], "2026-03-18", (Some("2026-04-01"), false, Some("2026-04-01"))),
            (&["2026-01-10", "2026-03-18"], "2026-04-01", (Some("2026-04-01"), true, Some("2026-07-01"))),
        ] {
            let s = |x: Option<&str>| x.map(d);
            assert_eq!(standing(&c, done, today), (s(want.0), want.1, s(want.2)), "{done:?} on {today}");
        }
    }
    #[test]
    fn what_is_skipped_before_started_and_within_a_pause() {
        let c = fixed(3, Unit::Month, "2026-01-01", 14);
        let r = Rhythm::of(&c).unwrap();
        let since = d("2025-06-10");
        assert_eq!(
            r.skipped(&[d("2026-01-10"), d("2026-07-03")], since, d("2026-07-10")),
            [(d("2026-04-01"), d("2026-06-17"))]
        );
        assert_eq!(r.skipped(&[d("2026-01-10")], since, d("2026-06-16")), []);
        let late = Rhythm { started_on: Some(d("2026-05-01")), ..r };
        assert_eq!(late.open_on(d("2026-04-10")), None);
        assert_eq!(late.after(d("2026-01-01")), Some(d("2026-07-01")));
        assert_eq!(
            late.skipped(&[], since, d("2026-12-31")),
            [(d("2026-07-01"), d("2026-09-17"))]
                .into_iter()
                .chain([(d("2026-10-01"), d("2026-12-18"))])
                .collect::<Vec<_>>()
        );
        let paused = Rhythm { paused: Some((d("2026-03-01"), d("2026-08-01"))), ..r };
        assert_eq!(paused.open_on(d("2026-07-10")), Some(d("2026-01-01")));
        assert_eq!(paused.skipped(&[d("2026-01-10")], since, d("2026-12-01")), []);
        assert_eq!(paused.standing([d("2026-01-10")].into_iter(), d("2026-07-10")).due, Some(d("2026-10-01")));
    }
    #[test]
    fn periods_have_names_and_ends() {
        let q = fixed(3, Unit::Month, "2024-01-01", 10);
        let p = period_of(&q, d("2026-05-17")).unwrap();
        assert_eq!((p.from, p.until, period_name(&q, &p)), (d("2026-04-01"), d("2026-06-30"), "2026-Q2".into()));
        assert_eq!(period_name(&q, &period_before(&q, &p).unwrap()), "2026-Q1");
        assert_eq!(period_of(&q, d("2023-12-31")), None);
        let m = fixed(1, Unit::Month, "2024-01-01", 0);
        assert_eq!(period_name(&m, &period_of(&m, d("2026-05-31")).unwrap()), "2026-05");
        let h = fixed(6, Unit::Month, "2024-01-01", 0);
        assert_eq!(period_name(&h, &period_of(&h, d("2026-05-31")).unwrap()), "2026-H1");
        let y = fixed(1, Unit::Year, "2024-01-01", 0);
        assert_eq!(period_name(&y, &period_of(&y, d("2026-05-31")).unwrap()), "2026");
        let odd = fixed(3, Unit::Month, "2024-02-15", 0);
        assert_eq!(period_name(&odd, &period_of(&odd, d("2026-05-31")).unwrap()), "2026-05-15");
    }
    #[test]
    fn number_at_agrees_with_counting() {
        for (every, unit) in [
            (1, Unit::Day),
            (10, Unit::Day),
            (2, Unit::Week),
            (1, Unit::Month),
            (5, Unit::Month),
            (1, Unit::Year),
            (2, Unit::Year),
        ] {
            for anchor in ["2024-02-29", "2024-01-31", "2024-12-01"] {
                let c = fixed(every, unit, anchor, 0);
                let r = Rhythm::of(&c).unwrap();
                for n in (0..1500).step_by(7) {
                    let day = add_days(d(anchor), n);
                    let slow = (0..2000).take_while(|k| r.nth(*k) <= day).last();
                    assert_eq!(r.number_at(day), slow, "{every} {unit:?} from {anchor} on {day}");
                }
            }
        }
    }
}
