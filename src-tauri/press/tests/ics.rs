//! What another calendar is given: read back with two readers that know nothing of one another, and by the letter of RFC 5545.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use chrono::{DateTime, NaiveDate};
use isms::view::CalendarFile;
use isms::view::calendar::{Entry, When};
use isms_press::ics::ics;
use std::collections::BTreeMap;

fn day(s: &str) -> NaiveDate {
    s.parse().unwrap()
}
fn entry(uid: &str, when: When, summary: &str, description: &str, lead: u32) -> Entry {
    Entry { uid: uid.into(), when, summary: summary.into(), description: description.into(), lead, cancelled: false }
}
const HARD: &str = "Zażółć gęślą jaźń; a, b \\ c: \u{1f512} 老虎 every \"word\" counts, and this one is so long that it is folded more than once or twice";
fn sample() -> CalendarFile {
    CalendarFile {
        name: "ISMS of Fennel, Rowe; Söhne".into(),
        sequence: 3480,
        stamp: DateTime::parse_from_rfc3339("2026-11-24T09:12:33Z").unwrap().to_utc(),
        entries: vec![
            entry(
                "f00d.R-012.review@isms-upkeep",
                When::Day(day("2027-02-28")),
                HARD,
                "Last looked at on 28 February; it is looked at every year.\nAbout 6 minutes.",
                30,
            ),
            entry(
                "f00d.ACT-001.action-late@isms-upkeep",
                When::Day(day("2026-12-31")),
                "Go through: ACT-001",
                "Due.",
                0,
            ),
            entry(
                "f00d.I-009.gdpr-33.incident-clock@isms-upkeep",
                When::Moment(DateTime::parse_from_rfc3339("2026-11-23T14:10:00+02:00").unwrap()),
                "Go on: I-009",
                "The authority must be told\u{7} by 14:10.",
                0,
            ),
            Entry {
                cancelled: true,
                ..entry("f00d.R-013.review@isms-upkeep", When::Day(day("2027-03-01")), "Review: R-013", "Gone.", 30)
            },
        ],
    }
}
fn text(file: &CalendarFile) -> String {
    String::from_utf8(ics(file)).expect("UTF-8")
}
/// What a reader understood: UID to what matters of it.
type Read = BTreeMap<String, (String, String, String, String, String, Vec<String>)>;
/// An instant, whatever way it was written.
fn date(s: &str) -> String {
    s.replace(['-', ':'], "").trim_end_matches("Z").to_string()
}

fn by_icalendar(text: &str) -> Read {
    use icalendar::{Calendar, CalendarComponent, Component};
    let c: Calendar = text.parse().expect("icalendar reads it");
    c.components
        .iter()
        .map(|c| match c {
            CalendarComponent::Event(e) => e,
            other => panic!("not an event: {other:?}"),
        })
        .map(|e| {
            let of = |k: &str| e.property_value(k).unwrap_or_default().to_string();
            let alarms =
                e.components().iter().map(|a| a.property_value("TRIGGER").unwrap_or_default().to_string()).collect();
            let said =
                (e.get_summary().unwrap_or_default().to_string(), e.get_description().unwrap_or_default().to_string());
            (of("UID"), (said.0, said.1, date(&of("DTSTART")), of("SEQUENCE"), of("STATUS"), alarms))
        })
        .collect()
}
fn by_calcard(text: &str) -> Read {
    use calcard::common::IanaString;
    use calcard::icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty as P, ICalendarValue as V,
    };
    let c = ICalendar::parse(text).expect("calcard reads it");
    let value = |x: &ICalendarComponent, p: &P| -> String {
        match x.property(p).and_then(|e| e.values.first()) {
            None => String::new(),
            Some(V::Text(t)) => t.to_string(),
            Some(V::Integer(n)) => n.to_string(),
            Some(V::Status(s)) => s.as_str().to_string(),
            Some(V::Duration(d)) => d.to_string(),
            Some(V::PartialDateTime(d)) => {
                let day = format!("{:04}{:02}{:02}", d.year.unwrap_or(0), d.month.unwrap_or(0), d.day.unwrap_or(0));
                match (d.hour, d.minute) {
                    (Some(h), Some(m)) => format!("{day}T{h:02}{m:02}{:02}", d.second.unwrap_or(0)),
                    _ => day,
                }
            }
            Some(other) => format!("{other:?}"),
        }
    };
    c.components
        .iter()
        .filter(|x| x.component_type == ICalendarComponentType::VEvent)
        .map(|x| {
            let alarms =
                x.component_ids.iter().map(|n| &c.components[*n as usize]).map(|a| value(a, &P::Trigger)).collect();
            let of = |p: P| value(x, &p);
            (of(P::Uid), (of(P::Summary), of(P::Description), of(P::Dtstart), of(P::Sequence), of(P::Status), alarms))
        })
        .collect()
}

#[test]
fn two_readers_understand_the_same() {
    let (one, two) = (by_icalendar(&text(&sample())), by_calcard(&text(&sample())));
    assert_eq!(one, two);
    let (summary, description, start, sequence, status, alarms) = &one["f00d.R-012.review@isms-upkeep"];
    assert_eq!(summary, HARD);
    assert_eq!(description, "Last looked at on 28 February; it is looked at every year.\nAbout 6 minutes.");
    assert_eq!((start.as_str(), sequence.as_str(), status.as_str()), ("20270228", "3480", ""));
    // Thirty days before, at nine in the morning.
    assert_eq!(alarms, &["-P29DT15H"]);
    assert_eq!(one["f00d.ACT-001.action-late@isms-upkeep"].5, ["PT9H"]);
    let clock = &one["f00d.I-009.gdpr-33.incident-clock@isms-upkeep"];
    assert_eq!(
        (clock.2.as_str(), clock.1.as_str(), clock.5.as_slice()),
        ("20261123T121000", "The authority must be told by 14:10.", &["-PT4H".to_string()][..])
    );
    let gone = &one["f00d.R-013.review@isms-upkeep"];
    assert_eq!((gone.4.as_str(), gone.5.len()), ("CANCELLED", 0));
    assert_eq!(one.len(), 4);
}

#[test]
fn the_letter_of_the_format_is_kept() {
    let text = text(&sample());
    assert!(
        text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:") && text.ends_with("END:VCALENDAR\r\n"),
        "{text}"
    );
    assert!(text.split("\r\n").all(|l| l.len() <= 75 && !l.contains(['\r', '\n', '\u{7}'])), "{text}");
    // However long a text is, whatever its letters, and wherever its blanks stand.
    let long: Vec<Entry> = (0..300)
        .map(|n| {
            entry(
                &format!("f00d.{n}@isms-upkeep"),
                When::Day(day("2027-01-01")),
                &"aż ".repeat(n % 97),
                &"x".repeat(n),
                1,
            )
        })
        .collect();
    let file = CalendarFile { entries: long, ..sample() };
    let lines = String::from_utf8(ics(&file)).unwrap();
    assert!(lines.split("\r\n").all(|l| l.len() <= 75));
    for (one, two) in by_icalendar(&lines).values().zip(by_calcard(&lines).values()) {
        assert_eq!((one.1.len(), &one.1), (two.1.len(), &two.1));
        assert_eq!(one.0.trim_end(), two.0.trim_end());
    }
    let unfolded = text.replace("\r\n ", "");
    assert!(unfolded.contains("X-WR-CALNAME:ISMS of Fennel\\, Rowe\\; Söhne\r\n"), "{unfolded}");
    assert!(unfolded.contains("METHOD:PUBLISH\r\n"));
    assert!(unfolded.contains("DTSTART;VALUE=DATE:20270228\r\n"), "{unfolded}");
    assert!(unfolded.contains("DTSTART:20261123T121000Z\r\n"));
    for property in ["DTSTAMP:20261124T091233Z", "LAST-MODIFIED:20261124T091233Z", "TRANSP:TRANSPARENT"] {
        assert!(unfolded.matches(property).count() >= 4, "{property}: {unfolded}");
    }
    assert!(!unfolded.contains("URL"), "{unfolded}");
    // What is written hangs on the entries alone.
    assert_eq!(ics(&sample()), ics(&sample()));
    let later = CalendarFile { sequence: 3481, ..sample() };
    assert_ne!(ics(&later), ics(&sample()));
    let empty = CalendarFile { entries: Vec::new(), ..sample() };
    assert!(String::from_utf8(ics(&empty)).unwrap().ends_with("END:VCALENDAR\r\n"));
}
