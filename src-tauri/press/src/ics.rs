//! The calendar as iCalendar (RFC 5545): entries that another calendar takes in, and takes in again without doubling any.
//! The same entries give the same bytes: no clock, no chance. It must never know what is due, nor why.
//!
//! For whoever imports: each entry keeps its UID over all exports of a file, and SEQUENCE grows, so that a later export takes the place of an
//! earlier one. What stood in an earlier export and is no longer to come is sent once more with STATUS:CANCELLED, which tells a calendar to
//! take it out. Days are whole days on their true date (DOMAIN 7.5) and block no time; the reminder comes at nine o'clock of the morning on
//! which the owner wants to know. The clocks of laws are moments, written in UTC.
use icalendar::{Alarm, Calendar, Component, Event, EventLike, EventStatus, Property};
use isms::view::CalendarFile;
use isms::view::calendar::{Entry, When};

/// The file, ready to be written. UTF-8, lines of at most 75 octets ended by CR LF.
pub fn ics(file: &CalendarFile) -> Vec<u8> {
    let mut out = Calendar::empty();
    let name = visible(&file.name);
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//ISMS Upkeep//Calendar//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", name.as_str()),
    ] {
        out.append_property(Property::new(key, value));
    }
    for e in &file.entries {
        out.push(event(file, e));
    }
    folded(&out.to_string()).into_bytes()
}

fn event(file: &CalendarFile, e: &Entry) -> Event {
    let mut v = Event::with_uid(&e.uid);
    v.timestamp(file.stamp)
        .last_modified(file.stamp)
        .sequence(file.sequence)
        .summary(&visible(&e.summary))
        .description(&visible(&e.description))
        .add_property("TRANSP", "TRANSPARENT");
    match e.when {
        // The end of a day is the beginning of the next (RFC 5545, 3.6.1).
        When::Day(day) => v.starts(day).ends(isms::dates::add_days(day, 1)),
        When::Moment(at) => {
            let at = at.with_timezone(&chrono::Utc);
            v.starts(at).ends(at)
        }
    };
    if e.cancelled {
        v.status(EventStatus::Cancelled);
        return v;
    }
    let mut alarm = Alarm::display(&visible(&e.summary), -chrono::Duration::hours(4));
    alarm.add_property("TRIGGER", trigger(e));
    // Else the writer would give it a name by chance, and the time of the machine.
    alarm.uid(&format!("alarm.{}", e.uid)).timestamp(file.stamp);
    v.alarm(alarm.done());
    v
}

/// Lines of at most 75 octets, the blank of a continued one counted in (RFC 5545, 3.1): the writer's last line may have one too many.
fn folded(text: &str) -> String {
    const MOST: usize = 75;
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut room = MOST;
        for c in line.chars() {
            if c.len_utf8() > room {
                out.push_str("\r\n ");
                room = MOST - 1;
            }
            room -= c.len_utf8();
            out.push(c);
        }
        out.push_str("\r\n");
    }
    out
}

/// Nine o'clock of the morning so many days before; four hours before the end of a clock that counts hours.
fn trigger(e: &Entry) -> String {
    match (e.when, e.lead) {
        (When::Moment(_), _) => "-PT4H".into(),
        (When::Day(_), 0) => "PT9H".into(),
        (When::Day(_), 1) => "-PT15H".into(),
        (When::Day(_), days) => format!("-P{}DT15H", days - 1),
    }
}

/// Without control characters; a line break stays.
fn visible(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}
