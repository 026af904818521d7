//! Due dates survive zones, clock changes, leap days and the ends of the calendar (DOMAIN 7; RELIABILITY P21).
#![allow(clippy::expect_used, clippy::unwrap_used)]
use chrono::{Datelike, NaiveDate, NaiveTime, Offset, TimeZone};
use isms::calendar::{Rhythm, offered_on, period_before, period_name, period_of, surveillance_by};
use isms::clock::{after_hours, after_months, aware};
use isms::dates::{add_days, add_months, days_between, parse, say};
use isms::kinds::{Incident, kind};
use isms::words::{Cadence, From, Unit};

fn d(s: &str) -> NaiveDate {
    parse(s).unwrap()
}
fn every(every: u32, unit: Unit, from: From) -> Cadence {
    Cadence { every, unit, from, lead_days: 0, window_days: 0 }
}
fn incident(at: &str) -> Incident {
    let mut body = (kind("incident").unwrap().example)();
    body["noticed_at"] = at.into();
    serde_json::from_value(body).unwrap()
}
/// The last day of a month, reckoned otherwise than the product does.
fn last_of(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
/// 7.1, reckoned otherwise.
fn months_later(day: NaiveDate, n: u32) -> NaiveDate {
    let months = day.year() as u32 * 12 + day.month0() + n;
    let (y, m) = ((months / 12) as i32, months % 12 + 1);
    NaiveDate::from_ymd_opt(y, m, day.day().min(last_of(y, m))).unwrap()
}

/// A moment keeps the civil day on which it was, in every zone, on every day from 2024 to 2032; hours are true hours across a change of the
/// clocks; months end on the day that the calendar says.
#[test]
fn a_civil_day_never_shifts_in_any_zone() {
    let first = d("2024-01-01");
    let days: Vec<NaiveDate> = first.iter_days().take_while(|x| x.year() <= 2032).collect();
    assert_eq!(days.len(), 3_288);
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
    let (mut zones, mut changes) = (0, 0);
    for zone in chrono_tz::TZ_VARIANTS {
        zones += 1;
        let mut offset = None;
        for &day in &days {
            // The clock shows noon on every day that a zone has; some have left one out.
            let Some(local) = zone.from_local_datetime(&day.and_time(noon)).earliest() else { continue };
            let now = local.offset().fix();
            if offset == Some(now) && day.day() != 1 {
                continue;
            }
            changes += usize::from(offset.is_some_and(|o| o != now));
            offset = Some(now);
            for time in [(0, 0), (0, 30), (12, 0), (23, 59)] {
                let at = day.and_hms_opt(time.0, time.1, 0).unwrap();
                let Some(at) = zone.from_local_datetime(&at).earliest() else { continue };
                let text = at.format("%Y-%m-%dT%H:%M%:z").to_string();
                let i = incident(&text);
                let moment = aware(&i).unwrap_or_else(|| panic!("{zone}: {text}"));
                assert_eq!(moment.date_naive(), day, "{zone}: {text}");
                let later = after_hours(moment, 72).unwrap();
                assert_eq!((later - moment).num_minutes(), 72 * 60, "{zone}: {text}");
                assert_eq!(later.date_naive(), add_days(day, 3), "{zone}: {text}");
                let month = after_months(moment, 1).unwrap();
                assert_eq!(
                    (month.date_naive(), month.format("%H:%M").to_string().as_str()),
                    (months_later(day, 1), "23:59"),
                    "{zone}: {text}"
                );
            }
        }
    }
    // If the table of zones or the walk were empty, nothing would have been tried.
    assert!(zones > 400 && changes > 1_000, "{zones} zones, {changes} changes");
}

#[test]
fn the_days_that_bite() {
    // The clocks go forward in Berlin; Apia leaves out a day; Kathmandu stands a quarter of an hour beside; the date line between two.
    for (at, day, after) in [
        ("2027-03-28T01:59+01:00", "2027-03-28", "2027-03-29T01:59+01:00"),
        ("2027-03-28T03:00+02:00", "2027-03-28", "2027-03-29T03:00+02:00"),
        ("2011-12-29T23:59-10:00", "2011-12-29", "2011-12-30T23:59-10:00"),
        ("2011-12-31T00:00+14:00", "2011-12-31", "2012-01-01T00:00+14:00"),
        ("2026-01-01T00:05+05:45", "2026-01-01", "2026-01-02T00:05+05:45"),
        ("2028-02-29T12:00-12:00", "2028-02-29", "2028-03-01T12:00-12:00"),
    ] {
        let begins = aware(&incident(at)).unwrap();
        assert_eq!(begins.date_naive(), d(day));
        let end = after_hours(begins, 24).unwrap();
        assert_eq!(end.format("%Y-%m-%dT%H:%M%:z").to_string(), after, "{at}");
    }
    assert_eq!(months_later(d("2026-01-31"), 1), d("2026-02-28"));
    let year = every(1, Unit::Year, From::Last);
    assert_eq!(year.due_after(d("2024-02-29")), d("2025-02-28"));
    assert_eq!(year.due_after(d("2025-02-28")), d("2026-02-28"));
    assert_eq!(year.after(d("2024-02-29"), 4), d("2028-02-29"));
}

/// Every anchor of four years, 70 years of months: always from the anchor, never a creep.
#[test]
fn months_and_years_clamp_and_come_back() {
    let month = every(1, Unit::Month, From::Last);
    let year = every(1, Unit::Year, From::Last);
    for anchor in d("2023-12-01").iter_days().take_while(|x| x.year() < 2028) {
        for n in 0..840 {
            let want = months_later(anchor, n);
            assert_eq!(month.after(anchor, n), want, "{anchor} and {n} months");
            assert_eq!(want.day(), anchor.day().min(last_of(want.year(), want.month())));
            if n % 12 == 0 {
                assert_eq!(year.after(anchor, n / 12), want, "{anchor} and {} years", n / 12);
            }
        }
        for (unit, days) in [(Unit::Day, 1), (Unit::Week, 7)] {
            for n in [1, 4, 60, 52 * 60] {
                assert_eq!(days_between(anchor, every(1, unit, From::Last).after(anchor, n)), i64::from(n) * days);
            }
        }
    }
}

/// Whatever is asked at the first and the last day that a file may name, there is an answer, and no occurrence beyond the last.
#[test]
fn the_ends_of_the_calendar_give_defined_results() {
    let (first, last) = (d("1990-01-01"), d("2099-12-31"));
    assert_eq!((parse("1989-12-31"), parse("2100-01-01")), (None, None));
    for unit in [Unit::Day, Unit::Week, Unit::Month, Unit::Year] {
        for n in [1, 2, 12, 59, 60] {
            for anchor in [first, d("2096-02-29"), add_days(last, -1), last] {
                let mut c = every(n, unit, From::Fixed(anchor));
                for lead in [0, 180] {
                    c.lead_days = lead;
                    let r = Rhythm::of(&c).unwrap();
                    assert!(c.due_after(anchor) > anchor);
                    for today in [first, anchor, add_days(last, -1), last] {
                        let next = r.after(today);
                        assert!(next.is_none_or(|o| o > today && o <= last), "{c:?} after {today}: {next:?}");
                        let s = r.standing([anchor, last].into_iter(), today);
                        assert!(s.due.is_none_or(|o| o <= last), "{c:?} on {today}: {s:?}");
                        assert!(r.skipped(&[last], add_months(today, -13), today).iter().all(|(o, _)| *o <= last));
                        let _ = (r.counts_for(today), r.open_on(today), r.opens(today));
                        if let Some(p) = period_of(&c, today) {
                            assert!(p.from <= today && today <= p.until, "{c:?} on {today}: {p:?}");
                            assert!(!period_name(&c, &p).is_empty());
                            assert!(period_before(&c, &p).is_none_or(|b| b.until == add_days(p.from, -1)));
                        }
                    }
                    assert_eq!(r.after(last), None);
                }
            }
        }
    }
    // Nothing wraps around, whatever stands in a body that another program wrote.
    let wild = every(u32::MAX, Unit::Year, From::Last);
    assert!(wild.due_after(last) > last && wild.after(first, u32::MAX) > last && wild.days() == u32::MAX);
    for n in [i32::MAX, 4_000_000] {
        assert_eq!((add_months(first, n), add_months(last, -n)), (NaiveDate::MAX, NaiveDate::MIN));
    }
    assert_eq!((add_days(first, i64::MAX), add_days(first, i64::MIN)), (NaiveDate::MAX, NaiveDate::MIN));
    assert_eq!(surveillance_by(last, Some(first), 2), d("2099-12-31").with_year(2101).unwrap());
    assert_eq!(offered_on(last, |_| true), last);
    assert_eq!(say(last, first), "31 December 2099");
}

#[test]
fn a_pause_of_any_length_ends() {
    let c = every(1, Unit::Day, From::Fixed(d("1990-01-01")));
    let r = Rhythm::of(&c).unwrap();
    let paused = |a: &str, b: NaiveDate| Rhythm { paused: Some((d(a), b)), ..r };
    assert_eq!(paused("1995-01-01", d("2094-12-31")).after(d("1994-12-31")), Some(d("2095-01-01")));
    assert_eq!(paused("1995-01-01", d("2094-12-31")).after(d("2000-01-01")), Some(d("2095-01-01")));
    assert_eq!(paused("1995-01-01", NaiveDate::MAX).after(d("2000-01-01")), None);
    assert_eq!(paused("1995-01-01", NaiveDate::MAX).open_on(d("2099-12-31")), Some(d("1994-12-31")));
    let late = Rhythm { started_on: Some(d("2099-01-01")), ..r };
    assert_eq!(late.after(d("1990-01-01")), Some(d("2099-01-01")));
    assert_eq!(late.open_on(d("2098-12-31")), None);
}
