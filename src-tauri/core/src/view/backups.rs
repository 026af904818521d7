//! Backups as the settings show them: when the last was made, where they lie, what restoring each would cost.
//! It must never call one good that was not read.
use crate::backups::PATIENCE;
use crate::dates;
use crate::isms::Isms;
use crate::ledger::{Frontier, Hash};
use crate::report::count;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use std::collections::HashMap;

/// A backup, as it was read.
pub struct BackupFact {
    pub number: u32,
    pub day: NaiveDate,
    /// When the disk says that it was made, in the zone of this computer.
    pub made: Option<NaiveDateTime>,
    pub acts: u64,
    pub root: Hash,
    pub bytes: u64,
    /// "before-import" and so on.
    pub before: Option<&'static str>,
}
/// A folder with backups: the program's own first, then the second place.
pub struct PlaceFact {
    pub folder: String,
    /// Why it cannot be looked into.
    pub trouble: Option<String>,
    /// Newest first.
    pub backups: Vec<BackupFact>,
    /// How many lie there that cannot be read.
    pub unread: usize,
    /// How many of them anyone can read, although the file itself is locked.
    pub legible: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupShown {
    pub place: usize,
    pub number: u32,
    pub on: NaiveDate,
    /// "14:05", if known.
    pub at: String,
    pub acts: u64,
    pub bytes: u64,
    /// "before bringing in a list"; empty: as time went by.
    pub before: &'static str,
    /// What restoring it would cost.
    pub loses: String,
}
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupPlace {
    pub folder: String,
    pub says: String,
    pub trouble: String,
}
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupsShown {
    /// When the last good one was made, and what it holds.
    pub last: String,
    /// The program's own place, and the second one if it is chosen.
    pub places: Vec<BackupPlace>,
    /// Newest first.
    pub list: Vec<BackupShown>,
    /// What would make them safer, said calmly; empty: nothing.
    pub advice: String,
    /// What Today says too: the second place, once chosen, has waited for long.
    pub today: String,
    /// The routine under which a trial can be recorded.
    pub routine: Option<BackupRoutine>,
}
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupRoutine {
    pub id: String,
    pub title: String,
}

fn before_words(name: Option<&str>) -> &'static str {
    match name {
        Some("before-import") => "before bringing in a list",
        Some("before-erasure") => "before erasing",
        Some("before-restore") => "before restoring",
        _ => "",
    }
}
/// "today", "yesterday", "24 November".
fn say_on(day: NaiveDate, today: NaiveDate) -> String {
    match dates::days_between(day, today) {
        0 => "today".into(),
        1 => "yesterday".into(),
        _ => format!("on {}", dates::say(day, today)),
    }
}
fn clock(made: Option<NaiveDateTime>) -> String {
    made.map(|m| m.format("%H:%M").to_string()).unwrap_or_default()
}
fn when(b: &BackupFact, today: NaiveDate) -> String {
    match b.made.filter(|m| m.date() == b.day) {
        Some(m) => format!("{} at {}", say_on(b.day, today), m.format("%H:%M")),
        None => say_on(b.day, today),
    }
}
fn megabytes(bytes: u64) -> String {
    match bytes >> 20 {
        0 => format!("{} kB", bytes.div_ceil(1024)),
        n => format!("{n} MB"),
    }
}

/// Everything about the backups of a file; `today` is the machine's day, `by_itself` whether they are made without being asked for (not of
/// the demo).
pub fn backups(isms: &Isms, today: NaiveDate, places: &[PlaceFact], by_itself: bool) -> BackupsShown {
    let heads = heads(isms, places);
    let now = isms.acts.len() as u64;
    let is_part = |b: &BackupFact| heads.get(&b.acts) == Some(&b.root);
    let loses = |b: &BackupFact| {
        let missing = now.saturating_sub(b.acts);
        if !is_part(b) {
            return "It is from a history that went another way: what was recorded since they parted is not in it."
                .into();
        }
        match missing {
            0 => "All that is recorded is in it.".to_string(),
            n => {
                let day = dates::say(isms.day_of(u32::try_from(b.acts).unwrap_or(u32::MAX)), today);
                let are = if n == 1 { "is" } else { "are" };
                format!("{} after {day} {are} not in it.", count(n as usize, "act", "acts"))
            }
        }
    };
    let mut list: Vec<BackupShown> = Vec::new();
    for (place, p) in places.iter().enumerate() {
        list.extend(p.backups.iter().map(|b| BackupShown {
            place,
            number: b.number,
            on: b.day,
            at: clock(b.made.filter(|m| m.date() == b.day)),
            acts: b.acts,
            bytes: b.bytes,
            before: before_words(b.before),
            loses: loses(b),
        }));
    }
    // Within a place by number; the places one after the other.
    let newest = places.iter().filter_map(|p| p.backups.iter().find(|b| is_part(b))).max_by_key(|b| (b.acts, b.made));
    let last = match newest {
        None if by_itself => {
            "No backup yet. The first is made within half an hour, and whenever the file is closed.".into()
        }
        None => "No backup yet. The example is not backed up by itself.".into(),
        Some(b) => {
            let rest = now - b.acts;
            let holds = match rest {
                0 => "It holds all that is recorded.".to_string(),
                n if by_itself => format!(
                    "{} since {} not in it yet; the next is made within half an hour.",
                    count(n as usize, "act", "acts"),
                    if n == 1 { "is" } else { "are" }
                ),
                n => format!(
                    "{} since {} not in it.",
                    count(n as usize, "act", "acts"),
                    if n == 1 { "is" } else { "are" }
                ),
            };
            format!("The last good backup was made {}. {holds}", when(b, today))
        }
    };
    let shown = places.iter().map(|p| {
        let bytes = p.backups.iter().map(|b| b.bytes).sum();
        let says = match p.backups.first() {
            None => "No backups of this file lie there.".to_string(),
            Some(b) => {
                format!(
                    "{}, {}; the newest was made {}.",
                    count(p.backups.len(), "backup", "backups"),
                    megabytes(bytes),
                    when(b, today)
                )
            }
        };
        let unread = match p.unread {
            0 => String::new(),
            1 => "1 file there cannot be read, and is left alone.".to_string(),
            n => format!("{n} files there cannot be read, and are left alone."),
        };
        let legible = crate::backups::legible(p.legible).unwrap_or_default();
        let trouble = p.trouble.clone().unwrap_or_else(|| [legible, unread].join(" ").trim().to_string());
        BackupPlace { folder: p.folder.clone(), says, trouble }
    });
    let routine = crate::backups::routine(isms).and_then(|r| isms.record(r));
    let advice = if by_itself { advice(isms, today, places) } else { String::new() };
    BackupsShown {
        last,
        places: shown.collect(),
        list,
        today: if places.len() > 1 { advice.clone() } else { String::new() },
        advice,
        routine: routine.map(|r| BackupRoutine { id: r.code.to_string(), title: r.title() }),
    }
}
fn advice(isms: &Isms, today: NaiveDate, places: &[PlaceFact]) -> String {
    let age = isms.acts.first().map_or(0, |a| dates::days_between(a.on, today));
    match places.get(1) {
        None if age > PATIENCE => {
            "All backups lie on this computer. A second place, like a stick or a folder of another computer, outlives it.".into()
        }
        None => String::new(),
        Some(second) => {
            let newest = second.backups.first();
            let holds_all = newest.is_some_and(|b| (b.acts, b.root) == (isms.acts.len() as u64, isms.root()));
            let days = newest.map_or(age, |b| dates::days_between(b.day, today));
            if holds_all || days <= PATIENCE {
                return String::new();
            }
            format!("The second place has had no backup for {days} days. Connect it, or choose another, and back up once.")
        }
    }
}
/// Heads of the trail at the sizes that the backups have.
fn heads(isms: &Isms, places: &[PlaceFact]) -> HashMap<u64, Hash> {
    let mut sizes: Vec<u64> = places.iter().flat_map(|p| &p.backups).map(|b| b.acts).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let mut tree = Frontier::default();
    let mut out = HashMap::new();
    let mut acts = isms.acts.iter();
    for size in sizes {
        while tree.size() < size {
            let Some(a) = acts.next() else { return out };
            tree.push(a.leaf);
        }
        out.insert(size, tree.root());
    }
    out
}
