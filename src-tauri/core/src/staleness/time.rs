//! A. Time: reviews that fall due, routines, measurements, what waits for a judgement (DOMAIN 3.4 A).
use super::{Eye, Reason, Rule, Said, Sort, State, Target, When};
use crate::calendar::{self, Rhythm};
use crate::dates::{add_days, add_months, days_between};
use crate::isms::{Isms, Ix, Record};
use crate::kinds::{Objective, Review, Risk, Routine, Supplier, Threat, kinds};
use crate::words::{Cadence, From, Unit};
use chrono::NaiveDate;

pub const RULES: &[Rule] = &[
    Rule {
        id: "never-reviewed",
        target: "reviewed",
        clause: "8.2",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(never),
        says: "{t} was added on {changed} and has never been reviewed.",
        clears: "its review",
    },
    Rule {
        id: "review-overdue",
        target: "reviewed",
        clause: "7.5.2, 8.2",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(looked_at),
        says: "{t} was due on {due}; it was last reviewed on {reviewed} and is to be looked at every {every}.",
        clears: "its review",
    },
    Rule {
        id: "review-due-soon",
        target: "reviewed",
        clause: "7.5.2, 8.2",
        sort: Sort::Cadence,
        dagger: false,
        when: When::With("review-overdue"),
        says: "{t} is due on {due}.",
        clears: "its review",
    },
    Rule {
        id: "due-before-audit",
        target: "reviewed",
        clause: "9.2",
        sort: Sort::Cadence,
        dagger: false,
        when: When::With("review-overdue"),
        says: "{t} falls due on {due}, {n} days before the audit on {org.next_external_audit}.",
        clears: "its review; audit moved",
    },
    Rule {
        id: "high-risk-cadence",
        target: "risk",
        clause: "8.2",
        sort: Sort::Cadence,
        dagger: false,
        when: When::With("review-overdue"),
        says: "{t} is above what you accept ({n} of {line}), so it is looked at every 3 months; the last time was {reviewed}.",
        clears: "review; lower level",
    },
    Rule {
        id: "routine-due",
        target: "routine",
        clause: "8.1, 9.1",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(routine_due),
        says: "{T} of {due} has not been done.",
        clears: "performing it",
    },
    Rule {
        id: "routine-missed",
        target: "routine",
        clause: "8.1",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(routine_missed),
        says: "{T} was skipped {times} in the last 13 months ({changed}).",
        clears: "a performance that says why, after it",
    },
    Rule {
        id: "measure-due",
        target: "objective",
        clause: "9.1",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(measure_due),
        says: "{T} has no value for {period}.",
        clears: "a measurement dated in the period",
    },
    Rule {
        id: "objective-target-date",
        target: "objective",
        clause: "6.2",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(objective_target_date),
        says: "{t} was to be reached by {due}; say whether it was.",
        clears: "state reached, missed, dropped",
    },
    Rule {
        id: "management-review-due",
        target: "PROGRAMME",
        clause: "9.3",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(management_review_due),
        says: "The last management review was on {changed}; the next is due by {due}.",
        clears: "a minuted review",
    },
    Rule {
        id: "threat-unjudged",
        target: "threat",
        clause: "A.5.7",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(threat_unjudged),
        says: "{T} has been waiting {ago} days for your judgement.",
        clears: "state judged",
    },
];

/// Wizards whose routine gives a kind its cadence and is never accused itself (3.10, 3).
const EACH: [(&str, &str); 7] = [
    ("risk-review", "risk"),
    ("control-review", "control"),
    ("policy-review", "policy"),
    ("obligation-review", "obligation"),
    ("supplier-review", "supplier"),
    ("measure", "objective"),
    ("exception-review", "exception"),
];
pub(crate) fn gives_cadence(r: &Routine) -> Option<&'static str> {
    let wizard = r.wizard.as_deref()?;
    EACH.iter().find(|(w, _)| *w == wizard).map(|(_, kind)| *kind)
}
/// Per kind, the cadence of the active routine that gives it one.
pub(crate) fn cadences(isms: &Isms) -> Vec<Option<Cadence>> {
    let mut out = vec![None; kinds().len()];
    for (_, _, r) in isms.live::<Routine>() {
        // An objective is measured by its own rhythm.
        if let Some(k) = gives_cadence(r).filter(|k| *k != "objective").and_then(crate::kinds::kind_id) {
            out[k as usize].get_or_insert_with(|| r.cadence.clone());
        }
    }
    out
}

/// What several rules ask again and again, worked out once.
#[derive(Default)]
pub(crate) struct Once {
    /// By number of record: a person whose last day is over.
    pub(crate) gone: Vec<bool>,
    pub(crate) criteria: Vec<super::risks::Criteria>,
    /// Actions that did not work: what they came from, the action, the act that says so.
    pub(crate) ineffective: Vec<(Ix, Ix, u32)>,
    /// Active findings by the control against which they speak.
    pub(crate) findings: Vec<(Ix, Ix)>,
}
impl Once {
    pub(crate) fn new(eye: &Eye) -> Once {
        let mut gone = vec![false; eye.isms.records.len()];
        for (ix, r) in eye.isms.each("person") {
            let Some(p) = r.get::<crate::kinds::Person>() else { continue };
            gone[ix as usize] =
                matches!(r.state(), "left" | "erased") || p.left_on.is_some_and(|d| d.0 < eye.today) || !r.live();
        }
        Once {
            gone,
            criteria: super::risks::criteria(eye),
            ineffective: super::follow_up::ineffective(eye),
            findings: super::controls::findings(eye),
        }
    }
}

/// Is the reviewed record at its end, so that no rule has a subject any more?
pub(crate) fn closed(r: &Record) -> bool {
    matches!(
        (r.info().name, r.state()),
        ("exception", "ended" | "refused")
            | ("policy", "superseded" | "withdrawn")
            | ("obligation", "ended")
            | ("objective", "reached" | "missed" | "dropped")
            | ("course" | "asset" | "supplier", "retired")
    )
}

/// How often a record is looked at, and how long before one wants to know: record, else routine, else kind.
struct Every {
    every: u32,
    unit: Unit,
    lead: i64,
}
impl Every {
    fn of(c: &Cadence) -> Every {
        Every { every: c.every, unit: c.unit, lead: i64::from(c.lead_days) }
    }
    fn cadence(&self) -> Cadence {
        Cadence { every: self.every, unit: self.unit, from: From::Last, lead_days: self.lead as u32, window_days: 0 }
    }
    fn due_after(&self, day: NaiveDate) -> NaiveDate {
        self.cadence().due_after(day)
    }
}
fn cadence_of(given: Option<&Cadence>, r: &Record) -> Option<Every> {
    if let Some(c) = &r.common.review_every {
        return Some(Every::of(c));
    }
    if let Some(routine) = r.get::<Routine>() {
        return (gives_cadence(routine).is_none() && routine.cadence.from == From::Last)
            .then(|| Every::of(&routine.cadence));
    }
    let mut e = match given {
        Some(c) => Every::of(c),
        None => {
            let (every, unit, lead) = r.info().every?;
            Every { every, unit, lead: i64::from(lead) }
        }
    };
    // 2.6: a minor supplier is looked at half as often.
    if r.get::<Supplier>().is_some_and(supply_minor) && given.is_none_or(|c| c.unit == Unit::Year && c.every == 1) {
        e.every = 2;
        e.unit = Unit::Year;
    }
    Some(e)
}
fn supply_minor(s: &Supplier) -> bool {
    super::supply::importance(s) == 0
}
/// "year", "3 months", for the sentence.
pub(crate) fn every(isms: &Isms, r: &Reason) -> String {
    let Some(ix) = r.target.record() else { return "year".into() };
    let rec = isms.rec(ix);
    let all = cadences(isms);
    cadence_of(all[rec.kind as usize].as_ref(), rec).map_or_else(|| "year".into(), |e| e.cadence().words())
}

/// The cadence that holds for each record, from its last review.
pub(crate) fn rhythms(isms: &Isms) -> impl Fn(Ix) -> Option<Cadence> {
    let given = cadences(isms);
    let line = isms.organization().map_or(9, |o| o.accept_up_to.0);
    move |ix| {
        let r = isms.rec(ix);
        let mut e = cadence_of(given[r.kind as usize].as_ref(), r)?;
        let above = r.get::<Risk>().is_some_and(|x| x.level() > line);
        if above && e.cadence().days() > 90 {
            (e.every, e.unit) = (3, Unit::Month);
        }
        Some(e.cadence())
    }
}
/// The occurrences of a routine with a fixed rhythm after a day, until another.
pub(crate) fn occurrences(r: &Routine, after: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
    let Some(rhythm) = rhythm(r) else { return Vec::new() };
    std::iter::successors(rhythm.after(after), |d| rhythm.after(*d)).take_while(|d| *d <= until).take(800).collect()
}

fn never(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let r = eye.rec(ix);
    if eye.reviewed(ix).is_some() {
        return;
    }
    let added = eye.day(r.added());
    if let Some(routine) = r.get::<Routine>() {
        if gives_cadence(routine).is_some() {
            return;
        }
        if routine.cadence.from != From::Last {
            // 7.4: as long as no window is open, nothing is owed.
            if let Some((due, _)) = occurrence(eye, ix, routine).filter(|(due, open)| *open || *due < eye.today) {
                let say = said.tell("never-reviewed", State::NeverReviewed);
                say.changed = Some(added);
                say.due = Some(due);
            }
            return;
        }
        if paused(routine, eye.today) || routine.started_on.0 > eye.today {
            return;
        }
        let from = added.max(routine.started_on.0);
        let say = said.tell("never-reviewed", State::NeverReviewed);
        say.changed = Some(added);
        say.due = Some(add_days(from, 14));
        return;
    }
    // What came with lists of which nobody knows when they were last looked at is spread over the first 90 days (3.8, 5).
    let spread = r.next_by().map(|d| d.min(add_days(added, 90)));
    let say = said.tell("never-reviewed", State::NeverReviewed);
    say.changed = Some(added);
    say.due = Some(spread.unwrap_or_else(|| add_days(added, 14)));
}

fn looked_at(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let Some(held_on) = eye.reviewed(ix) else { return };
    let r = eye.rec(ix);
    if r.get::<Routine>().is_some_and(|x| paused(x, eye.today)) {
        return;
    }
    let next_by = r.next_by();
    let mut cadence = cadence_of(eye.cadence_of_kind(ix), r);
    let mut id = "review-overdue";
    let level = r.get::<Risk>().map(Risk::level).filter(|l| *l > eye.accept_up_to);
    if let Some(c) = &mut cadence {
        if level.is_some() && add_months(held_on, 3) < c.due_after(held_on) {
            (c.every, c.unit, id) = (3, Unit::Month, "high-risk-cadence");
        }
    }
    let (due, lead) = match (&cadence, next_by) {
        (Some(c), Some(n)) => (c.due_after(held_on).min(n), c.lead),
        (Some(c), None) => (c.due_after(held_on), c.lead),
        (None, Some(n)) => (n, 30),
        (None, None) => return,
    };
    said.next(due);
    let today = eye.today;
    let state = if today > due {
        State::Overdue
    } else if days_between(today, due) <= lead {
        State::DueSoon
    } else {
        // Not yet due soon by its own lead, but before the auditor comes.
        if let Some(audit) = eye.next_audit {
            if (0..=90).contains(&days_between(today, audit)) && due <= audit {
                let say = said.tell("due-before-audit", State::DueSoon);
                say.due = Some(due);
                say.number = days_between(due, audit);
                say.lead = lead;
                return;
            }
        }
        let id = if id == "review-overdue" { "review-due-soon" } else { id };
        if let Some(say) = said.coming(id, due, lead) {
            say.number = level.unwrap_or(0).into();
        }
        return;
    };
    if id == "review-overdue" && state == State::DueSoon {
        id = "review-due-soon";
    }
    let say = said.tell(id, state);
    say.due = Some(due);
    say.lead = lead;
    say.number = level.unwrap_or(0).into();
}

pub(crate) fn paused(r: &Routine, day: NaiveDate) -> bool {
    r.paused_from.is_some_and(|a| day >= a.0) && r.paused_until.is_none_or(|b| day <= b.0)
}
pub(crate) fn rhythm(r: &Routine) -> Option<Rhythm<'_>> {
    let mut rhythm = Rhythm::of(&r.cadence)?;
    rhythm.started_on = Some(r.started_on.0);
    rhythm.paused = r.paused_from.map(|a| (a.0, r.paused_until.map_or(NaiveDate::MAX, |b| b.0)));
    Some(rhythm)
}
/// The occurrence that is due and not performed, and whether its window is open.
fn occurrence(eye: &Eye, ix: Ix, routine: &Routine) -> Option<(NaiveDate, bool)> {
    let performed = eye.rec(ix).marks.iter().filter(|m| m.outcome.reviews()).map(|m| m.held_on);
    match routine.cadence.from {
        From::Fixed(_) => {
            let rhythm = rhythm(routine)?;
            let s = rhythm.standing(performed, eye.today);
            Some((s.due?, s.open.is_some() && !s.done))
        }
        From::Audit => {
            let audit = super::coverage::next_external_audit(eye)?;
            let opens = add_days(audit, -i64::from(routine.cadence.lead_days));
            let mut performed = performed;
            let done = performed.any(|d| d >= opens);
            (!done).then_some((audit, eye.today >= opens && !paused(routine, eye.today)))
        }
        From::Last => None,
    }
}
/// For what lives by it: since when a routine is overdue by more than its window (and false), or the last occurrence that it missed (and true).
pub(crate) fn routine_late(eye: &Eye, ix: Ix) -> Option<(NaiveDate, bool)> {
    let routine = eye.rec(ix).get::<Routine>().filter(|r| gives_cadence(r).is_none())?;
    let due = match routine.cadence.from {
        From::Last if paused(routine, eye.today) => None,
        From::Last => eye.reviewed(ix).map(|held| routine.cadence.due_after(held)),
        _ => occurrence(eye, ix, routine).filter(|(_, open)| *open).map(|(due, _)| due),
    };
    let window = i64::from(routine.cadence.window_days);
    let late = due.filter(|d| days_between(*d, eye.today) > window).map(|d| (d, false));
    late.or_else(|| missed(eye, ix, routine).last().map(|d| (*d, true)))
}
/// Was it performed within its period?
pub(crate) fn routine_kept(eye: &Eye, ix: Ix) -> bool {
    let Some(routine) = eye.rec(ix).get::<Routine>() else { return false };
    let Some(last) = eye.reviewed(ix) else { return false };
    let period = routine.cadence.due_after(last);
    eye.today <= add_days(period, i64::from(routine.cadence.window_days))
}

fn routine_due(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let Some(routine) = eye.rec(ix).get::<Routine>() else { return };
    if gives_cadence(routine).is_some() {
        return;
    }
    let Some((due, open)) = occurrence(eye, ix, routine) else { return };
    said.next(due);
    if open {
        let state = if eye.today > due { State::Overdue } else { State::DueSoon };
        let say = said.tell("routine-due", state);
        say.due = Some(due);
        say.lead = routine.cadence.lead_days.into();
    } else {
        said.coming("routine-due", due, routine.cadence.lead_days.into());
    }
}
/// Skipped occurrences of the last 13 months for which no later performance says why.
fn missed(eye: &Eye, ix: Ix, routine: &Routine) -> Vec<NaiveDate> {
    let r = eye.rec(ix);
    let Some(rhythm) = rhythm(routine) else { return Vec::new() };
    let performed: Vec<NaiveDate> = r.marks.iter().filter(|m| m.outcome.reviews()).map(|m| m.held_on).collect();
    let added = eye.day(r.added());
    let skipped = rhythm.skipped(&performed, add_months(eye.today, -13), eye.today);
    skipped
        .into_iter()
        .filter(|(_, opened)| *opened > added)
        .filter(|(_, opened)| {
            !r.marks.iter().any(|m| {
                m.outcome.reviews()
                    && m.held_on >= *opened
                    && eye
                        .rec(m.review)
                        .get::<Review>()
                        .is_some_and(|v| v.skipped_why.as_ref().is_some_and(|w| !w.trim().is_empty()))
            })
        })
        .map(|(o, _)| o)
        .collect()
}
fn routine_missed(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let Some(routine) = eye.rec(ix).get::<Routine>() else { return };
    if gives_cadence(routine).is_some() {
        return;
    }
    let days = missed(eye, ix, routine);
    if let Some(last) = days.last() {
        let say = said.tell("routine-missed", State::Stale);
        say.changed = Some(*last);
        say.number = days.len() as i64;
    }
}

fn measure_due(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let r = eye.rec(ix);
    let Some(o) = r.get::<Objective>() else { return };
    let c = &o.measure_every;
    let Some(now) = calendar::period_of(c, eye.today) else { return };
    let has = |p: &calendar::Period| {
        o.measurements.iter().any(|m| super::follow_up::counts(m) && m.date.0 >= p.from && m.date.0 <= p.until)
    };
    let added = eye.day(r.added());
    let in_lead = days_between(eye.today, now.until) <= i64::from(c.lead_days);
    // What has its value already is not due again before the next period ends.
    let next = if has(&now) { calendar::period_of(c, add_days(now.until, 1)).unwrap_or(now) } else { now };
    said.next(next.until);
    let mut accused = Vec::with_capacity(2);
    let mut p = if in_lead { Some(now) } else { calendar::period_before(c, &now) };
    for _ in 0..2 {
        let Some(one) = p else { break };
        if !has(&one) && one.until >= added && one.from <= o.by_when.0 {
            accused.push(one);
        }
        p = calendar::period_before(c, &one);
    }
    for one in accused.into_iter().rev() {
        let state = if eye.today > one.until { State::Overdue } else { State::DueSoon };
        let say = said.tell("measure-due", state);
        say.due = Some(one.until);
        say.lead = c.lead_days.into();
    }
    let told = accuses(said, next.until);
    if !told && next.from <= o.by_when.0 {
        said.coming("measure-due", next.until, c.lead_days.into());
    }
}
fn accuses(said: &Said, due: NaiveDate) -> bool {
    said.told().iter().any(|r| r.rule.id == "measure-due" && r.due == Some(due))
}
/// "2026-Q2", for the sentence.
pub(crate) fn periods(isms: &Isms, r: &Reason) -> String {
    let o = r.target.record().and_then(|ix| isms.rec(ix).get::<Objective>());
    match (o, r.due) {
        (Some(o), Some(due)) => calendar::period_of(&o.measure_every, due)
            .map_or_else(|| due.to_string(), |p| calendar::period_name(&o.measure_every, &p)),
        _ => String::new(),
    }
}
fn objective_target_date(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let Some(o) = eye.rec(ix).get::<Objective>() else { return };
    if eye.rec(ix).state() == "set" {
        said.due("objective-target-date", o.by_when.0, -1);
    }
}

fn management_review_due(eye: &Eye, _: Target, said: &mut Said) {
    let last = super::coverage::last_management_review(eye);
    let cadence = eye
        .isms
        .live::<Routine>()
        .find(|(_, _, r)| r.wizard.as_deref() == Some("management-review"))
        .map(|(_, _, r)| r.cadence.clone());
    let cadence =
        cadence.unwrap_or(Cadence { every: 1, unit: Unit::Year, from: From::Last, lead_days: 45, window_days: 30 });
    let Some(from) = last.or(eye.org.and_then(|(_, o)| o.decided_on).map(|d| d.0)) else { return };
    if let Some(say) = said.due("management-review-due", cadence.due_after(from), i64::from(cadence.lead_days)) {
        say.changed = Some(from);
    }
}

fn threat_unjudged(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let r = eye.rec(ix);
    if r.get::<Threat>().is_none() || r.state() != "new" {
        return;
    }
    let added = eye.day(r.added());
    if let Some(say) = said.due("threat-unjudged", add_days(added, 30), -1) {
        say.changed = Some(added);
    }
}
