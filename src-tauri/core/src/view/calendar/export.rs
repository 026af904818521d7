//! The days to come for another calendar: one entry a thing and occurrence, under a name that a second export finds again.
//! It must never know how such a file is written.
use super::super::Shown;
use super::events::{Event, Standing, events};
use crate::dates::add_months;
use crate::isms::Isms;
use crate::staleness;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use std::collections::BTreeMap;

/// A whole day, or a moment where the law counts hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Day(NaiveDate),
    Moment(DateTime<FixedOffset>),
}
/// One entry of the calendar file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Of the file's own number, the record and what is due: the same in every export of this file.
    pub uid: String,
    pub when: When,
    pub summary: String,
    pub description: String,
    /// Days before it on which it reminds.
    pub lead: u32,
    /// It stood in an earlier export, and is no longer to come.
    pub cancelled: bool,
}
/// Everything for another calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFile {
    pub name: String,
    /// Grows with every act and every day, so that what is exported later takes the place of what was exported before.
    pub sequence: u32,
    /// The moment of the last act, or the beginning of the day of the export if that is later.
    pub stamp: DateTime<Utc>,
    pub entries: Vec<Entry>,
}

/// How far ahead is exported, in months.
const MONTHS: i32 = 12;
/// So many of the last exports are looked through for what is no longer to come.
const EARLIER: usize = 12;

/// The entries from what is overdue to a year ahead; and, marked as cancelled, those that stood in an earlier export and have gone: the
/// owner did them, or retired what they were about. `earlier` are the exports so far, oldest first: after how many acts, on which day.
pub fn calendar_file(s: &Shown, earlier: &[(u64, NaiveDate)]) -> CalendarFile {
    let isms = s.isms;
    let now = entries(s);
    let mut gone: BTreeMap<String, Entry> = BTreeMap::new();
    for (acts, day) in earlier.iter().rev().take(EARLIER).rev() {
        let then = isms.as_of_act(u32::try_from(*acts).unwrap_or(u32::MAX).min(isms.last_seq()));
        let currency = staleness::staleness(&then, *day);
        for e in entries(&Shown::new(&then, *day, &currency)) {
            gone.insert(e.uid.clone(), Entry { cancelled: true, ..e });
        }
    }
    for e in &now {
        gone.remove(&e.uid);
    }
    let midnight = s.today.and_hms_opt(0, 0, 0).map(|t| t.and_utc());
    let last = isms.acts.iter().map(|a| a.at).max();
    let first_day = isms.acts.first().map_or(s.today, |a| a.on);
    let days = crate::dates::days_between(first_day, s.today).max(0) as u32;
    let mut all = now;
    all.extend(gone.into_values());
    all.sort_by(|a, b| a.uid.cmp(&b.uid));
    CalendarFile {
        name: match isms.organization() {
            Some(o) => format!("ISMS of {}", o.name),
            None => "ISMS".into(),
        },
        sequence: isms.last_seq().saturating_add(days),
        stamp: last.max(midnight).unwrap_or_default(),
        entries: all,
    }
}

fn entries(s: &Shown) -> Vec<Entry> {
    let mut out: Vec<Entry> = events(s, add_months(s.today, MONTHS))
        .into_iter()
        .filter(|e| e.state != Standing::Done)
        .filter_map(|e| entry(s.isms, e))
        .collect();
    out.sort_by(|a, b| a.uid.cmp(&b.uid));
    out
}
fn entry(isms: &Isms, e: Event) -> Option<Entry> {
    let on = e.on?;
    let record = isms.record(&e.id).is_some();
    let named = if record { format!("{} {}", e.id, e.title) } else { e.title.clone() };
    let summary = match (e.verb, e.key.as_str()) {
        (_, "audit") => e.title.clone(),
        _ if e.label.len() > e.title.len() => format!("{} {}", e.id, e.label),
        ("Open", _) => named,
        (verb, _) => format!("{verb}: {named}"),
    };
    let mut description = e.why.clone();
    if e.minutes > 0 {
        let takes = match e.minutes {
            1 => "1 minute".to_string(),
            m @ ..60 => format!("{m} minutes"),
            m => crate::dates::spell(m),
        };
        description.push_str(&format!("\nAbout {takes}."));
    }
    if e.codes.len() > 1 {
        let named = |c: &String| match (e.kind, c.split_once('/')) {
            ("person_course" | "person_policy", Some((person, _))) => isms.name_of(person),
            (_, Some((_, of))) => of.to_string(),
            _ => c.clone(),
        };
        description.push_str(&format!("\n{}", e.codes.iter().map(named).collect::<Vec<_>>().join(", ")));
    }
    Some(Entry {
        uid: format!("{}.{}.{}@isms-upkeep", isms.log, e.id.replace(['/', ' '], "."), e.key),
        when: e.moment.map_or(When::Day(on), When::Moment),
        summary,
        description,
        lead: e.lead,
        cancelled: false,
    })
}
