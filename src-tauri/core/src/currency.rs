//! How much still held, day by day: the counts that `staleness` gives on each of several days, by one replay of the acts.
//! Derived, never stored. It holds no rule: what is current is `staleness`'s word alone (DOMAIN 3.3, 6).
use crate::dates;
use crate::isms::{Isms, Replay};
use crate::kinds::{Audit, Review, kinds};
use crate::staleness::{self, Item, State, Target};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// Of so many things: each stands in exactly one of the five. What is both overdue and out of step counts as overdue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub current: usize,
    /// Due soon and nothing else: it still holds.
    pub soon: usize,
    pub stale: usize,
    pub overdue: usize,
    pub never: usize,
    pub total: usize,
}
impl Counts {
    pub fn of<'a>(items: impl IntoIterator<Item = &'a Item>) -> Counts {
        let mut c = Counts::default();
        items.into_iter().for_each(|i| c.add(i));
        c
    }
    fn add(&mut self, i: &Item) {
        if i.states.has(State::NotApplicable) {
            return;
        }
        self.total += 1;
        match i.states.as_ref() {
            [State::Current] => self.current += 1,
            [State::DueSoon] => self.soon += 1,
            st if st.contains(&State::Overdue) => self.overdue += 1,
            st if st.contains(&State::NeverReviewed) => self.never += 1,
            _ => self.stale += 1,
        }
    }
    /// What still holds: current, or due soon alone.
    pub fn holds(&self) -> usize {
        self.current + self.soon
    }
    /// In whole per cent, rounded down: 100 is said only where everything holds. None where there is nothing.
    pub fn percent(&self) -> Option<usize> {
        (self.holds() * 100).checked_div(self.total)
    }
}

/// How things stood at the end of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    pub on: NaiveDate,
    pub all: Counts,
    /// By sort of item, in the order of `sorts`; a sort of which there was nothing is not named.
    pub by: Vec<(&'static str, Counts)>,
}
impl Moment {
    pub fn of(&self, sort: &str) -> Counts {
        self.by.iter().find(|(s, _)| *s == sort).map_or_else(Counts::default, |(_, c)| *c)
    }
}

/// Every sort of item: the registers in the order of the kinds, then what is derived (DOMAIN 3.10, 4).
pub fn sorts() -> impl Iterator<Item = &'static str> {
    let derived = ["person_course", "person_policy", "whole", "coverage", "cycle", "checklist", "incident_clock"];
    kinds().iter().map(|k| k.name).chain(derived)
}
/// The name of a sort on screen and paper.
pub fn title(sort: &str) -> &'static str {
    match sort {
        "person_course" => "Training of people",
        "person_policy" => "Policies read",
        "whole" => "Registers as wholes",
        "coverage" => "Audit coverage",
        "cycle" => "Certificate",
        "checklist" => "Required documents",
        "incident_clock" => "Legal clocks",
        kind => crate::kinds::kind(kind).map_or("Other", |k| k.plural),
    }
}

/// How things stood on each of these days: what `staleness(as_of(day), day)` counts, by one replay forward.
pub fn on_days(isms: &Isms, days: &[NaiveDate]) -> Vec<Moment> {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    let order: Vec<&'static str> = sorts().collect();
    let mut replay = Replay::new(isms);
    days.into_iter()
        .map(|on| {
            let then = replay.forward(isms.last_act_of(on));
            let mut by: Vec<(&'static str, Counts)> = order.iter().map(|s| (*s, Counts::default())).collect();
            let mut all = Counts::default();
            for item in &staleness::staleness(then, on).items {
                all.add(item);
                let at = match item.target {
                    Target::Record(ix) => Some(usize::from(then.rec(ix).kind)),
                    _ => order.iter().rposition(|s| *s == item.kind(then)),
                };
                if let Some((_, c)) = at.and_then(|at| by.get_mut(at)) {
                    c.add(item);
                }
            }
            by.retain(|(_, c)| c.total > 0);
            Moment { on, all, by }
        })
        .collect()
}

/// The last day of each month from `from` on, and `to` itself. Nothing where `from` is after `to`.
pub fn month_ends(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let mut out = Vec::new();
    let mut first = from.with_day(1).unwrap_or(from);
    while first <= to {
        let next = dates::add_months(first, 1);
        if next <= first {
            break;
        }
        out.push(dates::add_days(next, -1).min(to));
        first = next;
    }
    if from > to {
        out.clear();
    }
    out
}

/// Where the span begins unless one is given: the day of the certification decision, or 24 months ago where that is longer than three years
/// past or not known; never before the first act.
pub fn begins(isms: &Isms, today: NaiveDate) -> NaiveDate {
    let decided = isms
        .organization()
        .and_then(|o| o.decided_on)
        .map(|d| d.0)
        .filter(|d| *d <= today && *d >= dates::add_months(today, -36));
    let from = decided.unwrap_or_else(|| dates::add_months(today, -23));
    isms.acts.first().map_or(today, |a| a.on).max(from).min(today)
}

/// The last day and the name of the latest external audit that ended before `day`, in the time of this file: how things stood before it
/// began, nobody can say.
pub fn last_audit(isms: &Isms, day: NaiveDate) -> Option<(NaiveDate, String)> {
    audits(isms, day).pop()
}
/// External audits that ended before `day` and not before the file began, oldest first.
fn audits(isms: &Isms, day: NaiveDate) -> Vec<(NaiveDate, String)> {
    let Some(began) = isms.acts.first().map(|a| a.on) else { return Vec::new() };
    let mut all: Vec<(NaiveDate, String)> = isms
        .live::<Audit>()
        .filter(|(_, _, a)| a.external())
        .filter_map(|(_, r, a)| Some((a.held_until?.0, r.title())))
        .filter(|(d, _)| *d >= began && *d < day)
        .collect();
    all.sort();
    all
}

/// When reviews were held: whether the work was spread, or done just before the auditor came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// In each month of the span: things looked at.
    pub months: Vec<usize>,
    /// Monday first.
    pub weekdays: [usize; 7],
    pub total: usize,
    /// Sentences that an auditor would come to alone.
    pub says: Vec<String>,
}

/// Days that count as "just before" an audit.
const JUST_BEFORE: i64 = 28;

/// Reviews by the day on which they were held, over the months that end on these days (the first begins at its own first day).
pub fn spread(isms: &Isms, ends: &[NaiveDate]) -> Spread {
    let (Some(first), Some(last)) = (ends.first(), ends.last()) else { return Spread::default() };
    let begin = first.with_day(1).unwrap_or(*first);
    let mut held: Vec<(NaiveDate, usize)> = isms
        .live::<Review>()
        .filter(|(_, r, v)| v.outcome.reviews() && isms.day_of(r.added()) <= *last)
        .map(|(_, _, v)| (v.held_on.0, v.about.len()))
        .filter(|(d, _)| (begin..=*last).contains(d))
        .collect();
    held.sort_unstable();
    let mut s = Spread { months: vec![0; ends.len()], ..Spread::default() };
    for (d, n) in &held {
        if let Some(m) = s.months.get_mut(ends.partition_point(|e| e < d)) {
            *m += n;
        }
        s.weekdays[d.weekday().num_days_from_monday() as usize] += n;
        s.total += n;
    }
    let within = |from: NaiveDate, to: NaiveDate| -> usize {
        held.iter().filter(|(d, _)| *d > from && *d <= to).map(|(_, n)| n).sum()
    };
    let mut since = dates::add_days(begin, -1);
    let mut coming: Vec<(NaiveDate, String)> = isms
        .live::<Audit>()
        .filter(|(_, r, a)| a.external() && r.state() != "planned")
        .filter_map(|(_, r, a)| Some((a.held_from?.0, r.title())))
        .filter(|(d, _)| *d > begin && *d <= *last)
        .collect();
    coming.sort();
    let next = isms.organization().and_then(|o| o.next_external_audit).map(|d| d.0);
    if let Some(d) = next.filter(|d| *d > *last && dates::days_between(*last, *d) <= JUST_BEFORE) {
        coming.push((d, "the next external audit".into()));
    }
    for (day, name) in coming {
        let (all, late) = (within(since, day), within(dates::add_days(day, -JUST_BEFORE - 1).max(since), day));
        let when = format!("the four weeks before {name} on {}", day.format("%-d %B %Y"));
        if all > 0 && late == all {
            s.says.push(format!("Everything that was looked at before it was looked at in {when}: {all} of {all}."));
        } else if late * 2 > all {
            s.says.push(format!("More than half was looked at in {when}: {late} of {all}."));
        } else if all > 0 {
            s.says.push(format!("{late} of {all} were looked at in {when}."));
        }
        since = day;
    }
    s
}

/// The latest day of the span on which least held, with what lay open most: sort, not current, of how many.
pub fn lowest(moments: &[Moment]) -> Option<(&Moment, Option<(&'static str, usize)>)> {
    let m = moments.iter().filter(|m| m.all.total > 0).min_by_key(|m| (m.all.percent(), std::cmp::Reverse(m.on)))?;
    let worst = m.by.iter().map(|(s, c)| (*s, c.total - c.holds())).max_by_key(|(_, n)| *n).filter(|(_, n)| *n > 0);
    Some((m, worst))
}

/// "On 14 January it was 97 %, now 94 %." Nothing where there is no day to compare with.
pub fn trend(then: Option<(NaiveDate, usize)>, now: Option<usize>, today: NaiveDate) -> Option<String> {
    let (now, (on, was)) = (now?, then?);
    let on = dates::say(on, today);
    Some(if was == now {
        format!("On {on} it was {was} %, and it is so now.")
    } else {
        format!("On {on} it was {was} %, now {now} %.")
    })
}
