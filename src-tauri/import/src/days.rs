//! Days as people write them. A reading is only taken where there is no other; two readings are both handed back, and the owner is asked.
//! A time of day behind a date is not looked at.
use crate::fold::key;
use chrono::{Datelike, NaiveDate};

/// What a text says of a day.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    Day(NaiveDate),
    /// "03/04/2027": with the day first, and with the month first.
    Two(NaiveDate, NaiveDate),
    /// "May 2025", "Q3 2026": from, to.
    Span(NaiveDate, NaiveDate),
    /// "n/a", "tbc", "-": no day, and none meant.
    Nothing,
    /// "45000": the number by which a spreadsheet counts days.
    Serial(NaiveDate),
    /// Why it is no day.
    Bad(String),
}

/// Which of two numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "janner"],
    &["february", "feb", "februar", "feber"],
    &["march", "mar", "marz", "mrz"],
    &["april", "apr"],
    &["may", "mai"],
    &["june", "jun", "juni"],
    &["july", "jul", "juli"],
    &["august", "aug"],
    &["september", "sep", "sept"],
    &["october", "oct", "oktober", "okt"],
    &["november", "nov"],
    &["december", "dec", "dezember", "dez"],
];
/// Words that stand where a date was not known. English and German.
const NOTHING: &[&str] = &[
    "",
    "na",
    "n a",
    "n v",
    "none",
    "no",
    "nil",
    "null",
    "tbc",
    "tbd",
    "tba",
    "open",
    "offen",
    "unknown",
    "unbekannt",
    "missing",
    "fehlt",
    "expired",
    "abgelaufen",
    "pending",
    "k a",
    "keine",
    "kein",
    "keiner",
    "nein",
    "entfallt",
    "not applicable",
    "nicht zutreffend",
    "unlimited",
    "unbefristet",
    "ongoing",
    "laufend",
    "permanent",
    "never",
    "nie",
    "x",
    "to be confirmed",
    "to be defined",
    "planned",
    "geplant",
    "lost",
    "in progress",
];

pub(crate) fn is_nothing(text: &str) -> bool {
    let k = key(text);
    NOTHING.contains(&k.as_str())
}

fn month_of(word: &str) -> Option<u32> {
    MONTHS.iter().position(|names| names.contains(&word)).map(|i| i as u32 + 1)
}
fn full_year(text: &str) -> Option<i32> {
    let n: i32 = text.parse().ok()?;
    match text.len() {
        4 => Some(n),
        2 if n < 80 => Some(2000 + n),
        2 => Some(1900 + n),
        _ => None,
    }
}

/// "20 Nov 2025 3pm", "2026-11-23T08:18:00Z", "1/20/2026 13:40:54" without the time.
fn without_time(text: &str) -> &str {
    let t = text.trim();
    if let Some((day, rest)) = t.split_once('T') {
        if day.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit()) {
            return day;
        }
    }
    let timed = |w: &str| {
        let w = w.to_lowercase();
        w.contains(':')
            || ["am", "pm", "h"]
                .iter()
                .any(|e| w.strip_suffix(e).is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit())))
            || matches!(w.as_str(), "am" | "pm" | "uhr" | "utc")
    };
    let mut end = t.len();
    while let Some(at) = t[..end].rfind(' ') {
        if !timed(t[at + 1..end].trim()) {
            break;
        }
        end = at;
    }
    t[..end].trim().trim_end_matches(',')
}

fn day(y: i32, m: u32, d: u32, text: &str) -> Said {
    if y == 0 || d == 0 && m == 0 {
        return Said::Bad(format!("\u{201c}{text}\u{201d} is a date of zeros: nothing was entered."));
    }
    if !(1..=12).contains(&m) {
        return Said::Bad(format!("\u{201c}{text}\u{201d}: there is no month {m}."));
    }
    let Some(date) = NaiveDate::from_ymd_opt(y, m, d) else {
        let name = MONTHS[m as usize - 1][0];
        let name = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
        return Said::Bad(format!("\u{201c}{text}\u{201d}: {name} {y} has no day {d}."));
    };
    if date == NaiveDate::default() || (1899..=1904).contains(&y) {
        return Said::Bad(format!(
            "\u{201c}{text}\u{201d} is the zero of a spreadsheet's calendar: nothing was entered."
        ));
    }
    if !(1950..=2099).contains(&y) {
        return Said::Bad(format!("\u{201c}{text}\u{201d} lies outside 1990 to 2099."));
    }
    Said::Day(date)
}
fn span(from: NaiveDate, months: u32) -> Said {
    let to = from.checked_add_months(chrono::Months::new(months)).and_then(|d| d.pred_opt()).unwrap_or(from);
    Said::Span(from, to)
}

/// Days that a spreadsheet counts: 45000 is 2023-03-15.
pub(crate) fn serial(n: f64) -> Option<NaiveDate> {
    if !(20_000.0..73_050.0).contains(&n) {
        return None;
    }
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(n as u64))
}

pub(crate) fn read(text: &str) -> Said {
    let whole = text.trim();
    if is_nothing(whole) {
        return Said::Nothing;
    }
    let t = without_time(whole);
    let bad = || Said::Bad(format!("\u{201c}{}\u{201d} is not a day.", crate::fold::shown(whole)));
    if t.chars().all(|c| c.is_ascii_digit()) {
        if t.len() == 8 {
            let (y, m, d) = (t[..4].parse().unwrap_or(0), t[4..6].parse().unwrap_or(0), t[6..].parse().unwrap_or(0));
            return day(y, m, d, whole);
        }
        if let Some(y) = full_year(t).filter(|_| t.len() == 4) {
            return match NaiveDate::from_ymd_opt(y, 1, 1).filter(|d| (1990..=2099).contains(&d.year())) {
                Some(first) => span(first, 12),
                None => bad(),
            };
        }
        return t.parse().ok().and_then(serial).map_or_else(bad, Said::Serial);
    }
    let folded = key(t);
    let words: Vec<&str> = folded.split(' ').collect();
    // With a name of a month.
    if let Some(m) = words.iter().find_map(|w| month_of(w)) {
        let numbers: Vec<&str> = words
            .iter()
            .filter(|w| month_of(w).is_none())
            .map(|w| w.trim_end_matches(|c: char| c.is_ascii_alphabetic()))
            .filter(|w| !w.is_empty())
            .collect();
        let other = words.iter().any(|w| {
            month_of(w).is_none()
                && !w.starts_with(|c: char| c.is_ascii_digit())
                && !matches!(*w, "of" | "den" | "the" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")
        });
        return match numbers.as_slice() {
            _ if other => bad(),
            [y] if y.len() == 4 => {
                full_year(y).and_then(|y| NaiveDate::from_ymd_opt(y, m, 1)).map_or_else(bad, |d| span(d, 1))
            }
            [y] if y.len() == 2 && t.trim_end().ends_with(*y) => {
                full_year(y).and_then(|y| NaiveDate::from_ymd_opt(y, m, 1)).map_or_else(bad, |d| span(d, 1))
            }
            [a, b] => {
                let (d, y) = if a.len() == 4 { (b, a) } else { (a, b) };
                match (d.parse(), full_year(y)) {
                    (Ok(d), Some(y)) => day(y, m, d, whole),
                    _ => bad(),
                }
            }
            _ => bad(),
        };
    }
    // A quarter.
    if let [a, b] = words.as_slice() {
        for (q, y) in [(a, b), (b, a)] {
            if let (Some(n @ 1..=4), Some(y)) =
                (q.strip_prefix('q').and_then(|n| n.parse::<u32>().ok()), full_year(y).filter(|_| y.len() == 4))
            {
                return NaiveDate::from_ymd_opt(y, n * 3 - 2, 1).map_or_else(bad, |d| span(d, 3));
            }
        }
    }
    let parts: Vec<&str> = t.split(['-', '/', '.']).map(str::trim).filter(|p| !p.is_empty()).collect();
    if parts.iter().any(|p| !p.chars().all(|c| c.is_ascii_digit()) || p.len() > 4) {
        return bad();
    }
    let n = |i: usize| parts.get(i).and_then(|p| p.parse::<u32>().ok()).unwrap_or(0);
    match parts.as_slice() {
        [y, _, _] if y.len() == 4 => day(n(0) as i32, n(1), n(2), whole),
        [_, _, y] => {
            let Some(y) = full_year(y) else { return bad() };
            let (a, b) = (n(0), n(1));
            // Dots are only ever written with the day first.
            if t.contains('.') || a > 12 || a == b {
                return day(y, b, a, whole);
            }
            if b > 12 {
                return day(y, a, b, whole);
            }
            match (day(y, b, a, whole), day(y, a, b, whole)) {
                (Said::Day(first), Said::Day(second)) => Said::Two(first, second),
                (one, _) => one,
            }
        }
        [m, y] if y.len() == 4 && m.len() <= 2 && (1..=12).contains(&n(0)) => {
            NaiveDate::from_ymd_opt(n(1) as i32, n(0), 1).map_or_else(bad, |d| span(d, 1))
        }
        [y, m] if y.len() == 4 && m.len() <= 2 && (1..=12).contains(&n(1)) => {
            NaiveDate::from_ymd_opt(n(0) as i32, n(1), 1).map_or_else(bad, |d| span(d, 1))
        }
        _ => bad(),
    }
}

/// What a text shows of the habit of its column: only days that exist, and only where the order of the numbers tells.
pub(crate) fn habit(text: &str) -> Option<Order> {
    let t = without_time(text);
    let parts: Vec<u32> = t.split(['-', '/', '.']).filter_map(|p| p.trim().parse().ok()).collect();
    let [a, b, y] = parts.as_slice() else { return None };
    if t.split(['-', '/', '.']).next().is_some_and(|p| p.trim().len() == 4)
        || !matches!(read(text), Said::Day(_))
        || *y == 0
    {
        return None;
    }
    if t.contains('.') && *a <= 31 || *a > 12 {
        Some(Order::DayFirst)
    } else if *b > 12 {
        Some(Order::MonthFirst)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn d(y: i32, m: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, day).unwrap()
    }
    #[test]
    fn common_forms() {
        for (text, day) in [
            ("2026-04-20", d(2026, 4, 20)),
            ("2025/05/12", d(2025, 5, 12)),
            ("31.05.2025", d(2025, 5, 31)),
            ("1.2.26", d(2026, 2, 1)),
            ("14/09/2027", d(2027, 9, 14)),
            ("03/17/2026", d(2026, 3, 17)),
            ("12 May 2025", d(2025, 5, 12)),
            ("14th May 2024", d(2024, 5, 14)),
            ("23-Feb-26", d(2026, 2, 23)),
            ("May 12, 2025", d(2025, 5, 12)),
            ("12. März 2025", d(2025, 3, 12)),
            ("1 Sep 2026", d(2026, 9, 1)),
            ("20 Nov 2025 3pm", d(2025, 11, 20)),
            ("2026-11-23T08:18:00Z", d(2026, 11, 23)),
            ("1/20/2026 13:40:54", d(2026, 1, 20)),
            ("20260420", d(2026, 4, 20)),
            ("1/1/26", d(2026, 1, 1)),
        ] {
            assert_eq!(read(text), Said::Day(day), "{text}");
        }
        assert_eq!(read("03/04/2027"), Said::Two(d(2027, 4, 3), d(2027, 3, 4)));
        assert_eq!(read("12-05-25"), Said::Two(d(2025, 5, 12), d(2025, 12, 5)));
        assert_eq!(read("May 2025"), Said::Span(d(2025, 5, 1), d(2025, 5, 31)));
        assert_eq!(read("07/2027"), Said::Span(d(2027, 7, 1), d(2027, 7, 31)));
        assert_eq!(read("Q3 2026"), Said::Span(d(2026, 7, 1), d(2026, 9, 30)));
        assert_eq!(read("45000"), Said::Serial(d(2023, 3, 15)));
        for nothing in ["n/a", "-", "tbc", "missing", "k. A.", "–", "expired"] {
            assert_eq!(read(nothing), Said::Nothing, "{nothing}");
        }
    }
    #[test]
    fn what_is_no_day_says_why() {
        for (text, why) in [
            ("31/02/2027", "February 2027 has no day 31"),
            ("2027-13-01", "no month 13"),
            ("29.02.2026", "February 2026 has no day 29"),
            ("31 June 2027", "June 2027 has no day 31"),
            ("2027-06-31", "June 2027 has no day 31"),
            ("0000-00-00", "zeros"),
            ("1899-12-30", "zero of a spreadsheet"),
            ("tomorrow", "not a day"),
            ("see contract", "not a day"),
            ("0001-01-01", "outside"),
        ] {
            match read(text) {
                Said::Bad(said) => assert!(said.contains(why), "{text}: {said}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }
    #[test]
    fn only_days_that_exist_show_a_habit() {
        assert_eq!(habit("31/02/2027"), None);
        assert_eq!(habit("14/09/2027"), Some(Order::DayFirst));
        assert_eq!(habit("31.05.2025"), Some(Order::DayFirst));
        assert_eq!(habit("03/17/2026"), Some(Order::MonthFirst));
        assert_eq!(habit("2026-04-20"), None);
        assert_eq!(habit("1 Sep 2026"), None);
    }
    #[test]
    fn no_text_makes_it_panic() {
        let mut seed = 3u64;
        for _ in 0..20_000 {
            let text: String = (0..(seed % 14))
                .map(|i| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(i + 1);
                    ['1', '2', '0', '9', '/', '-', '.', ' ', 'M', 'a', 'y', 'T', ':', 'é', 'q']
                        [(seed >> 33) as usize % 15]
                })
                .collect();
            seed = seed.wrapping_add(0x9e37_79b9);
            let _ = (read(&text), habit(&text));
        }
    }
}
