//! A routine month by month: what was performed and when, what was skipped and why, what is planned ahead (DOMAIN 7.2 to 7.4).
//! Nothing of it is stored: performances are the reviews of the routine, occurrences are computed from its cadence.
use super::Shown;
use crate::calendar::Rhythm;
use crate::dates::{add_days, add_months, days_between, say};
use crate::isms::{Ix, Mark, Record};
use crate::kinds::{Objective, Outcome, Review, Risk, Routine};
use crate::staleness::time::{gives_cadence, paused, rhythm};
use crate::words::{Cadence, From, Unit};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// What became of one time, or is to become of it. In the order in which one of several gives a month its mark: the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// Its window is over and the next one's is open: for good, and nobody said why.
    Skipped,
    /// The same, and a later performance says why.
    SkippedSaid,
    /// Not done, its day is over, it can still be done.
    Overdue,
    /// Its window is open.
    DueSoon,
    /// Done after its tolerance.
    Late,
    /// Done after its day, within its tolerance.
    Tolerated,
    Done,
    /// Done item by item: records of its kind were reviewed or measured.
    Looked,
    /// Planned.
    Ahead,
    /// Done once more for an occurrence that was done already.
    Again,
    /// It does not exist, for the routine is paused.
    Paused,
}

/// One time of a routine.
#[derive(Clone, Debug, Serialize)]
pub struct Occasion {
    pub became: Became,
    /// The day of the occurrence; none where it has no due day (a first time, item by item, paused).
    pub due: Option<NaiveDate>,
    /// The day on which it was performed.
    pub on: Option<NaiveDate>,
    /// Days after its due day, where it was or is late.
    pub days_late: i64,
    /// The review that is the performance.
    pub review: Option<String>,
    /// Why it was skipped, or is paused.
    pub why: String,
    /// How many items, where it is done item by item; else 1.
    pub count: usize,
    /// The whole of it as a sentence.
    pub says: String,
    /// First day of the month in which it stands: that of its occurrence, else of its performance.
    #[serde(skip)]
    pub(super) month: NaiveDate,
}

/// A month of a routine's strip.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// First day of the month.
    pub month: NaiveDate,
    /// The gravest of its times; none where nothing falls into it.
    pub mark: Option<Became>,
    /// In small beside the mark: the day, or how many.
    pub text: String,
    pub times: Vec<Occasion>,
    /// All of its sentences, for who cannot see the mark.
    pub says: String,
}
/// A routine over some months.
#[derive(Clone, Debug, Serialize)]
pub struct Strip {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// First day of the month of today.
    pub now: NaiveDate,
    pub cells: Vec<Cell>,
}

/// The first day of a day's month.
pub(super) fn month(day: NaiveDate) -> NaiveDate {
    day.with_day0(0).unwrap_or(day)
}
/// First days of the months from one day's to another's, both included; at most ten years of them.
pub(super) fn months(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let from = month(from);
    (0..120).map(|n| add_months(from, n)).take_while(|m| *m <= to).collect()
}

/// The strip of a record that is a routine; none of any other.
pub fn strip(s: &Shown, ix: Ix, from: NaiveDate, to: NaiveDate) -> Option<Strip> {
    let r = s.isms.rec(ix);
    r.get::<Routine>()?;
    let all = occasions(s, ix, from, to);
    let cells = months(from, to).into_iter().map(|m| cell(m, &all)).collect();
    Some(Strip { from: month(from), to: month(to), now: month(s.today), cells })
}
fn cell(month: NaiveDate, all: &[Occasion]) -> Cell {
    let times: Vec<Occasion> = all.iter().filter(|o| o.month == month).cloned().collect();
    let first = times.iter().min_by_key(|o| o.became);
    // Where it is done item by item, how many say more than a day.
    let counted = |o: &&Occasion| o.on.is_none() && o.due.is_none() && o.became != Became::Paused;
    let first = times.iter().filter(counted).min_by_key(|o| o.became).or(first);
    let text = match (first, times.len()) {
        (None, _) => String::new(),
        (Some(o), _) if o.became == Became::Paused => String::new(),
        (Some(o), _) if counted(&o) => o.count.to_string(),
        (Some(_), n) if n > 1 => format!("{n}\u{d7}"),
        (Some(o), _) => o.on.or(o.due).map(|d| d.day().to_string()).unwrap_or_default(),
    };
    let says = times.iter().map(|o| o.says.as_str()).collect::<Vec<_>>().join(" ");
    Cell { month, mark: first.map(|o| o.became), text, says, times }
}

/// Performances of a routine, in the order of their days.
pub(super) fn performances(r: &Record) -> Vec<&Mark> {
    let mut all: Vec<&Mark> = r.marks.iter().filter(|m| m.outcome.reviews()).collect();
    all.sort_by_key(|m| m.held_on);
    all
}

/// Every time of the routine that stands in these months.
pub(super) fn occasions(s: &Shown, ix: Ix, from: NaiveDate, to: NaiveDate) -> Vec<Occasion> {
    let r = s.isms.rec(ix);
    let Some(routine) = r.get::<Routine>() else { return Vec::new() };
    let w = Window { s, r, routine, from: month(from), to: add_days(add_months(month(to), 1), -1) };
    let mut out = match (gives_cadence(routine), routine.cadence.from) {
        (Some(kind), _) => w.by_item(kind),
        (None, From::Last) => w.since_last(),
        (None, From::Fixed(_)) => rhythm(routine).map_or_else(Vec::new, |rhythm| w.fixed(&rhythm)),
        (None, From::Audit) => w.before_audits(),
    };
    w.paused(&mut out);
    out.retain(|o| (w.from..=w.to).contains(&o.month));
    out.sort_by_key(|o| (o.month, o.on.or(o.due)));
    out
}

struct Window<'a> {
    s: &'a Shown<'a>,
    r: &'a Record,
    routine: &'a Routine,
    from: NaiveDate,
    to: NaiveDate,
}
impl Window<'_> {
    fn say(&self, day: NaiveDate) -> String {
        say(day, self.s.today)
    }
    fn review(&self, m: &Mark) -> Option<String> {
        Some(self.s.isms.rec(m.review).code.to_string())
    }
    /// A performance against the day on which it was due.
    fn done(&self, m: &Mark, due: Option<NaiveDate>, month_day: NaiveDate) -> Occasion {
        let on = m.held_on;
        let late = due.map_or(0, |d| days_between(d, on)).max(0);
        let window = i64::from(self.routine.cadence.window_days);
        let days = |n: i64| if n == 1 { "1 day".to_string() } else { format!("{n} days") };
        let (became, says) = match due {
            None => (Became::Done, format!("Done on {}.", self.say(on))),
            Some(d) if late == 0 => {
                (Became::Done, format!("Done on {}, due on {}: in time.", self.say(on), self.say(d)))
            }
            Some(d) if late <= window => (
                Became::Tolerated,
                format!(
                    "Done on {}, {} after {}: within the {} that you allow.",
                    self.say(on),
                    days(late),
                    self.say(d),
                    days(window)
                ),
            ),
            Some(d) => {
                (Became::Late, format!("Done on {}, due on {}: {} late.", self.say(on), self.say(d), days(late)))
            }
        };
        Occasion {
            became,
            due,
            on: Some(on),
            days_late: late,
            review: self.review(m),
            why: String::new(),
            count: 1,
            says,
            month: month(month_day),
        }
    }
    fn open(&self, due: NaiveDate, opens: NaiveDate) -> Occasion {
        let late = days_between(due, self.s.today).max(0);
        let (became, says) = if late > 0 {
            (
                Became::Overdue,
                format!(
                    "Due on {}, not done: {late} {} late so far.",
                    self.say(due),
                    if late == 1 { "day" } else { "days" }
                ),
            )
        } else if opens <= self.s.today {
            (Became::DueSoon, format!("Due on {}.", self.say(due)))
        } else {
            (Became::Ahead, format!("Planned for {}.", self.say(due)))
        };
        Occasion {
            became,
            due: Some(due),
            on: None,
            days_late: late,
            review: None,
            why: String::new(),
            count: 1,
            says,
            month: month(due),
        }
    }
    /// 7.4: occurrences from a fixed day. Each stands in its own month, with the first performance that counts for it.
    fn fixed(&self, rhythm: &Rhythm) -> Vec<Occasion> {
        let all = performances(self.r);
        let days: Vec<NaiveDate> = all.iter().map(|m| m.held_on).collect();
        let mut out: Vec<Occasion> = Vec::new();
        for m in &all {
            let occurrence = rhythm.counts_for(m.held_on);
            let again = occurrence.is_some() && out.iter().any(|o| o.due == occurrence);
            let mut one = self.done(m, occurrence, occurrence.unwrap_or(m.held_on));
            if again {
                one.became = Became::Again;
                one.says = format!("Done once more on {}.", self.say(m.held_on));
            }
            out.push(one);
        }
        // What was over before the record was made is not held against it.
        let added = self.s.isms.day_of(self.r.added());
        for (occurrence, opened) in rhythm.skipped(&days, self.from, self.s.today) {
            if opened > added {
                out.push(self.skipped(occurrence, opened, &all));
            }
        }
        let standing = rhythm.standing(days.iter().copied(), self.s.today);
        let mut next = standing.due;
        while let Some(due) = next.filter(|d| *d <= self.to) {
            out.push(self.open(due, rhythm.opens(due)));
            next = rhythm.after(due);
        }
        out
    }
    /// The why of a skipped one is what the first performance after it says that says one.
    fn skipped(&self, due: NaiveDate, opened: NaiveDate, all: &[&Mark]) -> Occasion {
        let said = all.iter().filter(|m| m.held_on >= opened).find_map(|m| {
            let why = self.s.isms.rec(m.review).get::<Review>()?.skipped_why.as_ref()?.trim().to_string();
            (!why.is_empty()).then(|| (why, self.review(m)))
        });
        let (became, says) = match &said {
            Some((why, _)) => {
                (Became::SkippedSaid, format!("That of {} was skipped: {}", self.say(due), full_stop(why)))
            }
            None => (Became::Skipped, format!("That of {} was skipped, and nobody said why.", self.say(due))),
        };
        let (why, review) = said.unwrap_or_default();
        Occasion { became, due: Some(due), on: None, days_late: 0, review, why, count: 1, says, month: month(due) }
    }
    /// 7.2: each performance is measured against the one before it, and stands in the month in which it was held.
    fn since_last(&self) -> Vec<Occasion> {
        let cadence = self.r.common.review_every.as_ref().unwrap_or(&self.routine.cadence);
        let mut out = Vec::new();
        let mut due: Option<NaiveDate> = None;
        for m in performances(self.r) {
            out.push(self.done(m, due, m.held_on));
            let next = cadence.due_after(m.held_on);
            due = Some(m.next_by.map_or(next, |n| n.min(next)));
        }
        // One that was never done is due when the record's own state says.
        let due = due.or_else(|| self.s.item(&self.r.code).and_then(|i| i.due)).or_else(|| {
            let first = add_days(self.routine.started_on.0, 14);
            (first > self.s.today).then_some(first)
        });
        let Some(mut due) = due else { return out };
        if paused(self.routine, self.s.today) {
            let Some(until) = self.routine.paused_until.map(|d| d.0) else { return out };
            due = due.max(add_days(until, 1));
        }
        let opens = |d: NaiveDate| add_days(d, -i64::from(cadence.lead_days));
        out.push(self.open(due, opens(due)));
        // The one after is counted from the day on which this one is done: today at the soonest.
        let base = due.max(self.s.today);
        self.each_after(cadence, base, |d| out.push(self.open(d, opens(d))));
        out
    }
    /// Every day a whole number of periods after `base`, as far as the months shown reach.
    fn each_after(&self, cadence: &Cadence, base: NaiveDate, mut with: impl FnMut(NaiveDate)) {
        for k in 1..4_000 {
            let day = cadence.after(base, k);
            if day > self.to || day <= base {
                break;
            }
            with(day);
        }
    }
    fn before_audits(&self) -> Vec<Occasion> {
        let mut out: Vec<Occasion> = performances(self.r).into_iter().map(|m| self.done(m, None, m.held_on)).collect();
        if let Some(due) = self.s.item(&self.r.code).and_then(|i| i.due) {
            out.push(self.open(due, add_days(due, -i64::from(self.routine.cadence.lead_days))));
        }
        out
    }
    /// 3.10, 3: it gives its kind the cadence; the reviews that name it show, and how many of its kind were looked at or fall due.
    fn by_item(&self, kind: &'static str) -> Vec<Occasion> {
        let today = self.s.today;
        let mut out: Vec<Occasion> = performances(self.r).into_iter().map(|m| self.done(m, None, m.held_on)).collect();
        let (looked, due) = items(self.s, self.routine, kind, self.to);
        let plural = |n: usize| {
            let info = crate::kinds::kind(kind);
            let (one, many) = info.map_or(("", ""), |k| (k.title, k.plural));
            format!("{n} {}", if n == 1 { one.to_lowercase() } else { many.to_lowercase() })
        };
        let done = if kind == "objective" { "measured" } else { "reviewed" };
        let in_words = |m: NaiveDate| m.format("%B %Y").to_string();
        for m in months(self.from, self.to) {
            let blank = Occasion {
                became: Became::Looked,
                due: None,
                on: None,
                days_late: 0,
                review: None,
                why: String::new(),
                count: 0,
                says: String::new(),
                month: m,
            };
            let n = looked.iter().filter(|d| month(**d) == m).count();
            if n > 0 {
                out.push(Occasion {
                    count: n,
                    says: format!("{} {done} in {}.", plural(n), in_words(m)),
                    ..blank.clone()
                });
            }
            // What is late already is to be done now.
            let n = due.iter().filter(|d| month((**d).max(today)) == m).count();
            if n > 0 {
                let late = due.iter().filter(|d| **d < today && month(today) == m).count();
                let says = match late {
                    0 => format!("{} {} due in {}.", plural(n), if n == 1 { "falls" } else { "fall" }, in_words(m)),
                    _ => format!("{} due in {}, {late} of them late.", plural(n), in_words(m)),
                };
                out.push(Occasion {
                    became: if late > 0 { Became::DueSoon } else { Became::Ahead },
                    count: n,
                    says,
                    ..blank
                });
            }
        }
        out
    }
    fn paused(&self, out: &mut Vec<Occasion>) {
        let Some(a) = self.routine.paused_from.map(|d| d.0) else { return };
        let b = self.routine.paused_until.map(|d| d.0);
        let until = b.map_or(String::new(), |d| format!(" until {}", self.say(d)));
        let why = self.routine.paused_why.as_ref().map(|w| w.trim().to_string()).unwrap_or_default();
        for m in months(a.max(self.from), b.unwrap_or(self.to).min(self.to)) {
            let says = format!(
                "Paused from {}{until}{}",
                self.say(a),
                if why.is_empty() { ".".into() } else { format!(": {}", full_stop(&why)) }
            );
            out.push(Occasion {
                became: Became::Paused,
                due: None,
                on: None,
                days_late: 0,
                review: None,
                why: why.clone(),
                count: 1,
                says,
                month: m,
            });
        }
    }
}

fn full_stop(why: &str) -> String {
    if why.ends_with(['.', '?', '!', '\u{2026}']) { why.to_string() } else { format!("{why}.") }
}

/// Days on which records of the kind were looked at (or measured), and days up to `until` on which they fall due, each as often as its
/// own rhythm brings it.
pub(super) fn items(s: &Shown, routine: &Routine, kind: &str, until: NaiveDate) -> (Vec<NaiveDate>, Vec<NaiveDate>) {
    let isms = s.isms;
    let (mut looked, mut due) = (Vec::new(), Vec::new());
    let line = isms.organization().map_or(9, |o| o.accept_up_to.0);
    for (_, r) in isms.each(kind).filter(|(_, r)| !r.common.withdrawn) {
        if let Some(o) = r.get::<Objective>() {
            looked.extend(o.measurements.iter().filter(|m| m.struck.is_none()).map(|m| m.date.0));
        } else {
            let real = |m: &&Mark| m.outcome.reviews() && m.outcome != Outcome::CarriedOver;
            looked.extend(r.marks.iter().filter(real).map(|m| m.held_on));
        }
        let Some(first) = s.item(&r.code).filter(|_| r.live()).and_then(|i| i.due) else { continue };
        if first > until {
            continue;
        }
        due.push(first);
        let own = r.get::<Objective>().map(|o| &o.measure_every).or(r.common.review_every.as_ref());
        let mut cadence = own.unwrap_or(&routine.cadence).clone();
        if r.get::<Risk>().is_some_and(|x| x.level() > line) && cadence.days() > 90 {
            (cadence.every, cadence.unit) = (3, Unit::Month);
        }
        let base = first.max(s.today);
        due.extend((1..4_000).map(|k| cadence.after(base, k)).take_while(|d| *d <= until && *d > base));
    }
    looked.sort_unstable();
    due.sort_unstable();
    (looked, due)
}
