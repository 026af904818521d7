//! Which backups are kept, which are tried out, and what is recorded of a trial (RELIABILITY 5.4; A.8.13).
//! The order is that of the numbers, never that of a clock: days only say which of them is a day's, a week's, a month's last.
use crate::act::{Change, Proposal, Verb};
use crate::dates;
use crate::isms::Isms;
use crate::kinds::{Control, Routine};
use crate::report::count;
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The latest stay, so that a mistake of this morning can be gone back behind.
pub const LATEST: usize = 6;
/// The last of so many days, weeks and months is kept.
pub const DAILY: usize = 12;
pub const WEEKLY: usize = 8;
pub const MONTHLY: usize = 6;
/// More than these are thinned as one, whatever the clock did.
pub const MOST: usize = 100;
const HALF_A_YEAR: i64 = 183;
/// A clock may differ by this many days (travel, another zone) without having gone back.
const JITTER: i64 = 2;
/// A suggestion for a second place is made after so many days without a good backup there.
pub const PATIENCE: i64 = 7;

/// A backup that lies in a folder, as its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    pub number: u32,
    pub day: NaiveDate,
    /// Made before much was brought in, erased or restored.
    pub before: bool,
}

/// Numbers that may be taken away, once a newer backup is verified. `kept` in any order; the greatest number is never among them.
///
/// While the clock runs forward there stay: the latest six; the last of each of the latest 12 days, 8 weeks and 6 months; and what was made
/// before a large act on one of those 12 days. Where the clock went back, what was kept before that stays as it is until half a year
/// lies after it, for the days before and after do not compare.
pub fn superfluous(kept: &[Kept]) -> Vec<u32> {
    let mut list = kept.to_vec();
    list.sort_unstable();
    let went_back = (1..list.len())
        .rev()
        .find(|i| dates::days_between(list[i - 1].day, list[*i].day) < -JITTER)
        .filter(|_| list.len() <= MOST);
    let (before, after) = list.split_at(went_back.unwrap_or(0));
    let mut stay = lasts(after);
    // How long it is since the clock went back is told by the first backup after that, which stays as long as those before it.
    let months: BTreeSet<_> = after.iter().map(|b| month(b.day)).collect();
    let (first, last) = (after.first(), after.last());
    let span = first.zip(last).map_or(0, |(f, l)| dates::days_between(f.day, l.day));
    let long_ago = months.len() >= MONTHLY && span > HALF_A_YEAR;
    if !before.is_empty() && !long_ago {
        stay.extend(first.map(|b| b.number));
    }
    let old = before.iter().filter(|_| long_ago);
    old.chain(after).map(|b| b.number).filter(|n| !stay.contains(n)).collect()
}
fn month(day: NaiveDate) -> (i32, u32) {
    (day.year(), day.month())
}
/// What stays of a list that ascends by number.
fn lasts(list: &[Kept]) -> BTreeSet<u32> {
    let mut stay = BTreeSet::new();
    let (mut days, mut weeks, mut months) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (n, b) in list.iter().rev().enumerate() {
        let week = (b.day.iso_week().year(), b.day.iso_week().week());
        let last_of_its_day = days.len() < DAILY && days.insert(b.day);
        let last_of_its_week = weeks.len() < WEEKLY && weeks.insert(week);
        let last_of_its_month = months.len() < MONTHLY && months.insert(month(b.day));
        let large = b.before && days.contains(&b.day);
        if n < LATEST || last_of_its_day || last_of_its_week || last_of_its_month || large {
            stay.insert(b.number);
        }
    }
    stay
}

/// Which are tried out on a day: the newest, and one older one that the day chooses, so that over the months all have their turn.
pub fn to_try(kept: &[u32], today: NaiveDate) -> Vec<u32> {
    let mut list = kept.to_vec();
    list.sort_unstable_by(|a, b| b.cmp(a));
    let Some((newest, older)) = list.split_first() else { return Vec::new() };
    let turn = (!older.is_empty()).then(|| older[today.num_days_from_ce().unsigned_abs() as usize % older.len()]);
    std::iter::once(*newest).chain(turn).collect()
}

/// What came of restoring one backup to a temporary file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    pub number: u32,
    /// The day in its name.
    pub day: NaiveDate,
    /// Acts, records, versions of records and files of evidence that were counted in what was restored.
    pub acts: u64,
    pub records: usize,
    pub versions: usize,
    pub evidence: usize,
    /// Seconds that restoring and checking took, rounded up.
    pub seconds: u64,
    /// What was not as it should be; empty: it is whole.
    pub wrong: String,
    /// It is whole, and from a history that went another way after this act: the file was restored since.
    pub parted: Option<u64>,
}
impl Tried {
    /// "Backup 123 of 24 November 2026: restored and whole. 412 acts, 388 records in 951 versions and 40 files of evidence, as the trail says."
    pub fn sentence(&self) -> String {
        let name = format!("Backup {} of {}", self.number, self.day.format("%-d %B %Y"));
        if !self.wrong.is_empty() {
            return format!("{name}: {}", self.wrong);
        }
        let counts = format!(
            "{}, {} in {} and {} of evidence",
            count(self.acts as usize, "act", "acts"),
            count(self.records, "record", "records"),
            count(self.versions, "version", "versions"),
            count(self.evidence, "file", "files"),
        );
        match self.parted {
            None => format!("{name}: restored and whole. {counts}, as the trail says."),
            Some(act) => {
                format!("{name}: restored and whole. {counts}; its history went another way after act {act}.")
            }
        }
    }
    pub fn ok(&self) -> bool {
        self.wrong.is_empty()
    }
}

/// The routine under which a trial is recorded, if there is one: that of restore tests.
pub fn routine(isms: &Isms) -> Option<&str> {
    isms.live::<Routine>().find(|(_, _, r)| crate::wizards::guide_of(r) == "restore-test").map(|(_, r, _)| &*r.code)
}

/// What is recorded of a trial, when the owner says so: a text that proves it, and, where there is a routine for restore tests, that it was
/// performed. What went wrong becomes something to do. It says nothing of control A.8.13 as a whole: one file was tried, not all systems.
pub fn record(isms: &Isms, today: NaiveDate, by: &str, tried: &[Tried]) -> Proposal {
    let routine = routine(isms);
    let says: Vec<String> = tried.iter().map(Tried::sentence).collect();
    let ok = !tried.is_empty() && tried.iter().all(Tried::ok);
    let control = isms.live::<Control>().find(|(_, _, c)| &*c.number == "A.8.13").map(|(_, r, _)| &*r.code);
    let about: Vec<&str> = routine.into_iter().chain(control).collect();
    let seconds: u64 = tried.iter().map(|t| t.seconds).sum();
    let how =
        "Each was restored to a temporary file, opened, checked from its stored bytes, and counted against the trail.";
    let mut text = format!("Test of the backups of this file, {today}\n\n{}\n\n{how}\n", says.join("\n"));
    text.push_str(&format!("Restoring and checking took {}. ", count(seconds as usize, "second", "seconds")));
    text.push_str(&format!("Trail of now: {} acts, checkpoint {}.\n", isms.last_seq(), isms.checkpoint().short()));
    let fields = json!({"shows": format!("Test of the backups of this file, {today}"), "about": about, "collected_on": today, "collected_by": by, "classification": "internal", "personal": false});
    let Value::Object(fields) = fields else {
        return Proposal { verb: Verb::Add, why: String::new(), changes: Vec::new() };
    };
    let mut changes = vec![Change::Keep {
        code: "@proof".into(),
        name: format!("restore-test-{today}.txt"),
        media_type: "text/plain",
        bytes: text.into_bytes().into(),
        fields,
    }];
    let Some(routine) = routine else {
        return Proposal { verb: Verb::Attach, why: says.join(" "), changes };
    };
    let mut actions = Vec::new();
    if !ok {
        let what = format!("A backup cannot be used: {}", says.join(" "));
        changes.push(Change::add(
            "action",
            json!({"title": "Find out why a backup cannot be used", "what": what, "sort": "improvement", "from": routine, "owner": by, "due": dates::add_days(today, 7)}),
        ));
        if let Some(Change::Put { code, .. }) = changes.last_mut() {
            *code = Some("@mend".into());
        }
        actions.push("@mend");
    }
    let answer = |step: &str, field: &str, question: &str, answer: String| json!({"target": routine, "step": step, "field": field, "question": question, "answer": answer});
    let newest = tried.first().map_or(today, |t| t.day);
    changes.push(Change::add(
        "review",
        json!({
            "wizard": "note", "about": [routine], "held_on": today, "by": by,
            "outcome": if ok { "holds" } else { "does_not_hold" },
            "why": format!("Backups of this file were restored and compared. {}", says.join(" ")),
            "answers": [
                answer("what", "backup_of", "From which backup of which day?", newest.to_string()),
                answer("what", "to", "To where?", "A temporary file, taken away afterwards.".into()),
                answer("time", "took", "How long did it take?", count(seconds as usize, "second", "seconds")),
                answer("right", "right", "Was it complete and usable?", if ok { "yes" } else { "no" }.into()),
                answer("right", "how", "Who checked, and how?", format!("The program. {how}")),
                answer("proof", "proof", "What shows it?", format!("restore-test-{today}.txt")),
            ],
            "actions": actions,
            "signed": {"by": by, "on": today, "how": "in_app"},
        }),
    ));
    Proposal { verb: Verb::Review, why: String::new(), changes }
}

/// What is to be said of backups that anyone can read while the file itself is locked; nothing where there are none.
pub fn legible(n: usize) -> Option<String> {
    let (what, can) = (count(n, "backup", "backups"), if n == 1 { "was" } else { "were" });
    let them = if n == 1 { "it" } else { "them" };
    (n > 0).then(|| {
        format!("{what} there {can} made without the lock, and anyone can read {them}. Throw the older ones away.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }
    /// What is left after each backup was made and thinned in its turn.
    fn kept(days: impl Iterator<Item = NaiveDate>) -> Vec<Kept> {
        let mut list: Vec<Kept> = Vec::new();
        for (n, day) in days.enumerate() {
            list.push(Kept { number: n as u32 + 1, day, before: false });
            let gone = superfluous(&list);
            assert!(!gone.contains(&(n as u32 + 1)), "the newest goes");
            list.retain(|b| !gone.contains(&b.number));
        }
        list
    }

    #[test]
    fn the_last_of_12_days_8_weeks_and_6_months_stays() {
        let start = day("2025-01-01");
        let list = kept((0..5 * 400).map(|n| dates::add_days(start, n / 5)));
        let last = dates::add_days(start, 399);
        assert_eq!(last, day("2026-02-04"));
        // The latest six: all of the last day, and the last of the day before, which stays anyway.
        let (latest, rest): (Vec<Kept>, Vec<Kept>) = list.iter().partition(|b| b.number > 1995);
        assert_eq!(latest.iter().map(|b| b.number).collect::<Vec<_>>(), [1996, 1997, 1998, 1999, 2000]);
        let days: Vec<String> = rest.iter().chain(latest.last()).map(|b| b.day.to_string()).collect();
        let expected = [
            // Months, weeks (Sundays), days.
            "2025-09-30",
            "2025-10-31",
            "2025-11-30",
            "2025-12-21",
            "2025-12-28",
            "2025-12-31",
            "2026-01-04",
            "2026-01-11",
            "2026-01-18",
            "2026-01-24",
            "2026-01-25",
            "2026-01-26",
            "2026-01-27",
            "2026-01-28",
            "2026-01-29",
            "2026-01-30",
            "2026-01-31",
            "2026-02-01",
            "2026-02-02",
            "2026-02-03",
            "2026-02-04",
        ];
        assert_eq!(days, expected);
        // Each the last of its day.
        assert!(rest.iter().all(|b| b.number % 5 == 0), "{rest:?}");
        // What was made before a large act stays beside the last of its day, as long as that day is one of the 12.
        let on = |n: u32| Kept { number: n, day: dates::add_days(last, i64::from(n / 3) - 20), before: n % 3 == 1 };
        let gone = superfluous(&(0..60).map(on).collect::<Vec<_>>());
        assert!((0..60).filter(|n| n % 3 == 1).all(|n| gone.contains(&n) == (n < 24)), "{gone:?}");
    }

    #[test]
    fn a_clock_that_jumps_takes_nothing_away_that_time_would_not_have_taken() {
        let start = day("2026-01-05");
        let year = || (0..300).map(move |n| dates::add_days(start, n));
        let before: BTreeSet<u32> = kept(year()).iter().map(|b| b.number).collect();
        // Back by a year, by five, to 1970: for half a year nothing of it goes.
        for back in [365, 5 * 365, 20_000] {
            let jumped = kept(year().chain((300..460).map(|n| dates::add_days(start, n - back))));
            let left: BTreeSet<u32> = jumped.iter().map(|b| b.number).collect();
            assert!(before.is_subset(&left), "{back}: {:?}", before.difference(&left).collect::<Vec<_>>());
            assert!(left.len() <= 60);
        }
        // Ahead for one backup, and right again: it takes one day's, one week's and one month's place, as any new day may, and no more.
        for ahead in ["2046-05-10", "2038-01-19", "9999-12-31"] {
            let jumped = kept(year().chain([day(ahead)]).chain((300..460).map(|n| dates::add_days(start, n))));
            let left: BTreeSet<u32> = jumped.iter().map(|b| b.number).collect();
            let lost: Vec<&u32> = before.difference(&left).collect();
            assert!(lost.len() <= 3 && lost.iter().all(|n| **n < 290), "{ahead}: {lost:?}");
        }
        // A clock that stands at 2015 at every second start: never more than the most, and the newest of both stays.
        let wild = kept((0..2_000).map(|n| if n % 2 == 0 { day("2015-01-01") } else { dates::add_days(start, n / 4) }));
        assert!(wild.len() <= MOST + 1 && wild.iter().any(|b| b.number == 2_000), "{}", wild.len());
        // A day to and fro is travel, not a clock that went back.
        let travel = kept((0..400).map(|n| dates::add_days(start, n / 2 - n % 2)));
        assert!(travel.len() <= 30, "{}", travel.len());
    }

    #[test]
    fn all_have_their_turn_to_be_tried() {
        let list: Vec<u32> = (1..=20).collect();
        assert_eq!(to_try(&[], day("2026-11-24")), [0; 0]);
        assert_eq!(to_try(&[4], day("2026-11-24")), [4]);
        let turns: BTreeSet<u32> =
            (0..19).map(|n| to_try(&list, dates::add_days(day("2026-11-24"), n))).map(|t| t[1]).collect();
        assert_eq!(turns.len(), 19);
        assert!((0..19).all(|n| to_try(&list, dates::add_days(day("2026-11-24"), n))[0] == 20));
    }
}
