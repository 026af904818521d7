//! Everything with a day: what rules of time count to, what repeats until then, what needs a look now, what was done.
//! It must never decide what is due: staleness does.
use super::super::{Shown, today};
use crate::dates::{self, add_days, add_months};
use crate::isms::{Isms, Ix};
use crate::kinds::{Audit, Course, ManagementReview, Objective, Review, Routine};
use crate::staleness::{self, Item, Reason, State, Target, of_a_review};
use crate::words::{Cadence, From, Unit};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How a thing stands on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Standing {
    #[serde(rename = "overdue")]
    Overdue,
    #[serde(rename = "out of step")]
    OutOfStep,
    #[serde(rename = "due soon")]
    DueSoon,
    #[serde(rename = "planned")]
    Planned,
    #[serde(rename = "done")]
    Done,
}
impl Standing {
    pub fn word(self) -> &'static str {
        match self {
            Standing::Overdue => "overdue",
            Standing::OutOfStep => "out of step",
            Standing::DueSoon => "due soon",
            Standing::Planned => "planned",
            Standing::Done => "done",
        }
    }
}

/// The rows of the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    Audit,
    Risks,
    Policies,
    Controls,
    Suppliers,
    Business,
    Training,
    Routines,
    Actions,
    Law,
}
impl Lane {
    pub const ALL: [Lane; 10] = [
        Lane::Audit,
        Lane::Risks,
        Lane::Policies,
        Lane::Controls,
        Lane::Suppliers,
        Lane::Business,
        Lane::Training,
        Lane::Routines,
        Lane::Actions,
        Lane::Law,
    ];
    pub fn title(self) -> &'static str {
        match self {
            Lane::Audit => "Audit",
            Lane::Risks => "Risks",
            Lane::Policies => "Policies",
            Lane::Controls => "Controls",
            Lane::Suppliers => "Suppliers",
            Lane::Business => "Business",
            Lane::Training => "Training",
            Lane::Routines => "Routines",
            Lane::Actions => "Actions",
            Lane::Law => "Law",
        }
    }
    /// Drawn also when it holds nothing.
    pub fn always(self) -> bool {
        !matches!(self, Lane::Controls | Lane::Business | Lane::Actions)
    }
    fn of(kind: &str, target: Target) -> Lane {
        match (kind, target) {
            ("risk" | "threat" | "vulnerability" | "incident", _) | (_, Target::Whole("REGISTER")) => Lane::Risks,
            ("policy", _) | (_, Target::Whole("POLICIES")) => Lane::Policies,
            ("control" | "evidence" | "exception", _) | (_, Target::Whole("SOA")) => Lane::Controls,
            ("supplier", _) => Lane::Suppliers,
            ("asset" | "process" | "change" | "organization" | "objective", _) => Lane::Business,
            (
                "course" | "campaign" | "person" | "person_course" | "person_policy" | "training_record"
                | "acknowledgement",
                _,
            ) => Lane::Training,
            ("routine", _) => Lane::Routines,
            ("action" | "nonconformity", _) => Lane::Actions,
            ("obligation" | "incident_clock", _) => Lane::Law,
            _ => Lane::Audit,
        }
    }
}

/// One thing on one day.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// "R-012"; of what several people owe, the course or policy.
    pub id: String,
    /// Every code that stands in it.
    pub codes: Vec<String>,
    pub kind: &'static str,
    pub lane: Lane,
    /// In few words, for a field of the drawing.
    pub label: String,
    pub title: String,
    /// Its true day; none of what only needs a look.
    pub on: Option<NaiveDate>,
    /// The day it stands on: the true one; of what is owed already, today or the day until which it is put off.
    pub at: NaiveDate,
    pub state: Standing,
    pub why: String,
    /// Address.
    pub go: String,
    pub verb: &'static str,
    pub minutes: u32,
    /// Codes of those who answer for it.
    pub who: Vec<String>,
    /// Their names, or how many they are.
    pub names: String,
    /// It follows an earlier one that is not done yet.
    pub again: bool,
    /// The guide that it takes.
    #[serde(skip)]
    pub guide: &'static str,
    /// Is its time counted with another look at the same thing?
    #[serde(skip)]
    pub counted: bool,
    /// Days before it from which on the owner wants to know.
    #[serde(skip)]
    pub lead: u32,
    /// What it is, and which occurrence: never the same for two events of one record.
    #[serde(skip)]
    pub key: String,
    /// The moment, where the law counts hours.
    #[serde(skip)]
    pub moment: Option<chrono::DateTime<chrono::FixedOffset>>,
    /// A review by cadence that may be brought forward: the day of the last one.
    #[serde(skip)]
    pub held_on: Option<NaiveDate>,
}

pub(super) fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// What a rule's day is called: stable over exports, whatever the rule says of it today.
fn about(r: &Reason) -> &'static str {
    match r.rule.id {
        _ if of_a_review(r) => "review",
        "routine-due" => "routine",
        "reading-missing" | "reading-yearly" | "reading-version" => "reading",
        id if id.starts_with("training-") => "training",
        id => id,
    }
}

/// Everything that stands on a day until `until`, in the order of days. What was done before this month stands on the day of doing.
pub fn events(s: &Shown, until: NaiveDate) -> Vec<Event> {
    let isms = s.isms;
    let ahead = staleness::ahead(isms, s.today);
    let look = Look { s, until, rhythms: Box::new(staleness::rhythms(isms)) };
    let mut out = Vec::new();
    for (item, far) in s.currency.items.iter().zip(&ahead.items) {
        if !item.states.has(State::NotApplicable) && item.target == far.target {
            look.item(item, far, &mut out);
        }
    }
    look.planned_audits(&mut out);
    look.told_dates(&mut out);
    let mut out = together(isms, out);
    look.done(&mut out);
    for e in &mut out {
        e.names = match e.who.as_slice() {
            [] => String::new(),
            [one] => isms.name_of(one),
            many => format!("{} people", many.len()),
        };
    }
    out.sort_by(|a, b| (a.at, a.state, a.on, a.lane, &a.id, &a.key).cmp(&(b.at, b.state, b.on, b.lane, &b.id, &b.key)));
    out
}

struct Look<'a> {
    s: &'a Shown<'a>,
    until: NaiveDate,
    rhythms: Box<dyn Fn(Ix) -> Option<Cadence> + 'a>,
}
impl Look<'_> {
    fn item(&self, item: &Item, far: &Item, out: &mut Vec<Event>) {
        let (isms, today) = (self.s.isms, self.s.today);
        let now = item.put_off_until.map_or(today, |d| d.max(today));
        let from = out.len();
        let mut told: BTreeSet<(String, NaiveDate)> = BTreeSet::new();
        let mut keys: BTreeSet<String> = BTreeSet::new();
        let needs = today::needs(item, today);
        let mut shows_now = false;
        for r in far.reasons.iter().filter(|r| r.state != State::Stale) {
            let Some(due) = r.due.filter(|d| *d <= self.until) else { continue };
            let group = about(r);
            // The clocks of contracts are one item, each contract an event of its own.
            let contract = r.input.filter(|_| matches!(item.target, Target::Clock(..)));
            let mut key = contract.map_or_else(|| group.to_string(), |o| format!("{group}.{}", isms.rec(o).code));
            if !told.insert((key.clone(), due)) {
                continue;
            }
            if keyed_by_day(item, group, isms) || keys.contains(&key) {
                key = format!("{key}-{due}");
            }
            keys.insert(key.clone());
            let real = item
                .reasons
                .iter()
                .find(|x| about(x) == group && x.due == Some(due) && (contract.is_none() || x.input == contract));
            let state = match real.map(|x| x.state) {
                Some(State::Overdue) => Standing::Overdue,
                Some(State::NeverReviewed) if due < today => Standing::Overdue,
                Some(_) => Standing::DueSoon,
                None => Standing::Planned,
            };
            let mut e = self.event(item, real.unwrap_or(r));
            e.on = Some(due);
            e.at = if state == Standing::Overdue { now } else { due };
            e.state = state;
            e.lead = r.lead.clamp(0, 400) as u32;
            e.key = key;
            shows_now |= e.at <= now && state != Standing::Planned;
            if let (Target::Record(ix), "review") = (item.target, group) {
                let spreads = today::EACH.contains(&e.guide) && state != Standing::Overdue;
                e.held_on = isms.rec(ix).last_review().map(|m| m.held_on).filter(|_| spreads);
            }
            // Where several days of one sort are owed, only the last is followed by others.
            let later = far.reasons.iter().any(|x| about(x) == group && x.state != State::Stale && x.due > Some(due));
            let from_day = if state == Standing::Overdue { now } else { due };
            let again = if later { Vec::new() } else { self.again(item.target, group, r, from_day) };
            let first = e.clone();
            out.push(e);
            for (n, day) in again.into_iter().enumerate() {
                let key = if keyed_by_day(item, group, isms) {
                    format!("{group}-{day}")
                } else {
                    format!("{group}-{}", n + 2)
                };
                out.push(Event {
                    on: Some(day),
                    at: day,
                    state: Standing::Planned,
                    again: true,
                    key,
                    held_on: None,
                    why: self.why(item, r, false),
                    ..first.clone()
                });
            }
        }
        // What needs a look and names no day stands where the owner stands; its look answers for the next one too.
        let stale = item.states.has(State::Stale);
        let undated = item.reasons.iter().any(|r| r.due.is_none() && r.state != State::Stale);
        if needs && !shows_now && (stale || undated) {
            if let Some(r) = item.shown().find(|r| (r.state == State::Stale) == stale) {
                let mut e = self.event(item, r);
                e.at = now;
                e.state = if stale { Standing::OutOfStep } else { Standing::DueSoon };
                e.key = "now".into();
                for x in out[from..].iter_mut().filter(|x| !x.again && x.guide == e.guide) {
                    x.counted = false;
                }
                out.push(e);
            }
        }
    }

    fn event(&self, item: &Item, r: &Reason) -> Event {
        let isms = self.s.isms;
        let alone = Item { reasons: vec![r.clone()], due: r.due.or(item.due), ..item.clone() };
        let (guide, verb) = today::offer(isms, &alone).unwrap_or(("", "Open"));
        let id = item.id(isms);
        let kind = item.kind(isms);
        let title = match item.target {
            Target::Cycle(_) | Target::Whole("PROGRAMME") => label(item.target, r, &today::title_of(isms, item)),
            _ => today::title_of(isms, item),
        };
        let record = item.target.record();
        let routine = record.and_then(|ix| isms.rec(ix).get::<Routine>());
        let minutes = routine
            .and_then(|x| x.minutes.as_ref().map(|m| m.0))
            .unwrap_or_else(|| if guide.is_empty() { 5 } else { staleness::minutes(guide) });
        let moment = match item.target {
            Target::Clock(ix, clock) => staleness::follow_up::clock_until(isms, ix, clock, r.input),
            _ => None,
        };
        Event {
            label: label(item.target, r, &title),
            codes: vec![id.clone()],
            kind,
            lane: Lane::of(kind, item.target),
            on: None,
            at: self.s.today,
            state: Standing::Planned,
            why: self.why(item, r, today::needs(item, self.s.today)),
            go: match record {
                Some(_) => format!("#/record/{id}"),
                None => match id.split('/').find(|part| isms.record(part).is_some()) {
                    Some(code) => format!("#/record/{code}"),
                    None => today::place_of(item.target, Some(guide)),
                },
            },
            verb,
            minutes,
            who: answers(isms, item.target),
            names: String::new(),
            again: false,
            guide,
            counted: true,
            lead: 0,
            key: String::new(),
            moment,
            held_on: None,
            title,
            id,
        }
    }

    /// Why on that day, in one sentence.
    fn why(&self, item: &Item, r: &Reason, needs: bool) -> String {
        let isms = self.s.isms;
        if needs && r.state != State::DueSoon {
            return r.text(isms);
        }
        let record = item.target.record().map(|ix| (ix, isms.rec(ix)));
        if let (Some((ix, rec)), true) = (record, of_a_review(r)) {
            let last = rec.last_review().map(|m| m.held_on);
            let every = (self.rhythms)(ix).map(|c| format!("it is looked at every {}", c.words()));
            let sooner = rec.next_by().filter(|d| Some(*d) == r.due).map(|_| {
                if rec.marks.iter().rev().take_while(|m| !m.outcome.reviews()).any(|m| m.next_by == r.due) {
                    "it was brought forward to this day".to_string()
                } else {
                    "the last review asked for this day".to_string()
                }
            });
            return match (last, sooner.or(every)) {
                (Some(on), Some(why)) => format!("Last looked at on {}; {why}.", dates::say(on, self.s.today)),
                (Some(on), None) => format!("Last looked at on {}.", dates::say(on, self.s.today)),
                (None, _) => {
                    format!("Added on {}, never looked at.", dates::say(isms.day_of(rec.added()), self.s.today))
                }
            };
        }
        if let Some(x) = record.and_then(|(_, rec)| rec.get::<Routine>()) {
            return match x.cadence.from {
                From::Fixed(anchor) => {
                    format!("Every {}, counted from {}.", x.cadence.words(), dates::say(anchor, self.s.today))
                }
                From::Audit => "Before the next external audit.".into(),
                From::Last => format!("Every {}, counted from the last time.", x.cadence.words()),
            };
        }
        r.text(isms)
    }

    /// The days after this one on which the same is due again, if each is done on its day.
    fn again(&self, target: Target, group: &str, r: &Reason, from: NaiveDate) -> Vec<NaiveDate> {
        let isms = self.s.isms;
        let by = |c: Cadence| -> Vec<NaiveDate> {
            (1..800).map(|k| c.after(from, k)).take_while(|d| *d <= self.until).collect()
        };
        let yearly = || Cadence { every: 1, unit: Unit::Year, from: From::Last, lead_days: 0, window_days: 0 };
        match (target, group) {
            (Target::Record(ix), "review") => (self.rhythms)(ix).map(by).unwrap_or_default(),
            (Target::Record(ix), "routine") => isms.rec(ix).get::<Routine>().map_or_else(Vec::new, |x| {
                staleness::occurrences(x, r.due.unwrap_or(from).max(add_days(self.s.today, -1)), self.until)
            }),
            (Target::Record(ix), "measure-due") => isms.rec(ix).get::<Objective>().map_or_else(Vec::new, |o| {
                let end = self.until.min(o.by_when.0);
                let next = |d: NaiveDate| crate::calendar::period_of(&o.measure_every, add_days(d, 1)).map(|p| p.until);
                std::iter::successors(next(r.due.unwrap_or(from)), |d| next(*d)).take_while(|d| *d <= end).collect()
            }),
            (Target::Pair(_, b), "training") => {
                isms.rec(b).get::<Course>().and_then(|c| c.repeat.clone()).map(by).unwrap_or_default()
            }
            (Target::Pair(..), "reading") if r.rule.id == "reading-yearly" => by(yearly()),
            (Target::Whole("PROGRAMME"), "management-review-due" | "audit-due")
            | (Target::Clause(_), "coverage-core") => by(yearly()),
            _ => Vec::new(),
        }
    }

    /// A day that is told by a record, and takes no time of its own.
    fn bare(&self, id: &str, lane: Lane, title: String, on: NaiveDate, why: &str, key: &str) -> Event {
        let isms = self.s.isms;
        Event {
            codes: vec![id.to_string()],
            kind: isms.record(id).map_or("audit", |r| r.info().name),
            lane,
            label: title.clone(),
            on: Some(on),
            at: on.max(self.s.today),
            state: Standing::Planned,
            why: why.into(),
            go: format!("#/record/{id}"),
            verb: "Open",
            minutes: 0,
            who: isms.ix(id).map(|ix| answers(isms, Target::Record(ix))).unwrap_or_default(),
            names: String::new(),
            again: false,
            guide: "",
            counted: false,
            lead: 0,
            key: key.into(),
            moment: None,
            held_on: None,
            title,
            id: id.to_string(),
        }
    }

    /// Days to come that records tell and no rule watches yet.
    fn told_dates(&self, out: &mut Vec<Event>) {
        /// Kind, field, states in which the day still means something (none: all), what happens then, why.
        type Told = (&'static str, &'static str, &'static [&'static str], &'static str, &'static str);
        const TOLD: [Told; 6] = [
            ("change", "when", &["idea", "screened", "approved"], "", "The change is planned for this day."),
            (
                "change",
                "after_check_on",
                &["approved", "done"],
                ": did it work?",
                "The day set for looking back at the change.",
            ),
            ("obligation", "ends_on", &["watching", "binding"], " ends", "It binds until this day."),
            ("policy", "in_force_from", &[], " comes into force", "It holds from this day on."),
            ("asset", "until", &["planned", "in_use"], " goes out of use", "It is in use until this day."),
            (
                "nonconformity",
                "close_due",
                &["raised", "answered", "acting", "verifying"],
                ": to be closed",
                "The day by which it is to be closed.",
            ),
        ];
        let isms = self.s.isms;
        let mut more = Vec::new();
        for (kind, field, states, ends, why) in TOLD {
            for (_, r) in isms.each(kind).filter(|(_, r)| r.live()) {
                if !states.is_empty() && !states.contains(&r.state()) {
                    continue;
                }
                let day = r.body_json().get(field).and_then(|v| v.as_str()).and_then(dates::parse);
                let Some(on) = day.filter(|d| *d >= self.s.today && *d <= self.until) else { continue };
                if !out.iter().any(|e| *e.id == *r.code && e.on == Some(on)) {
                    let title = format!("{}{ends}", r.title());
                    more.push(Event {
                        lead: 14,
                        ..self.bare(&r.code, Lane::of(kind, Target::Whole("")), title, on, why, field)
                    });
                }
            }
        }
        out.append(&mut more);
    }

    /// Audits that are agreed: no rule accuses them, but they have their day.
    fn planned_audits(&self, out: &mut Vec<Event>) {
        let isms = self.s.isms;
        let mut days = Vec::new();
        let mut put = |id: &str, title: String, on: NaiveDate, why: &str| {
            if on <= self.until {
                let state = if on < self.s.today { Standing::Overdue } else { Standing::Planned };
                out.push(Event { state, lead: 14, ..self.bare(id, Lane::Audit, title, on, why, "audit") });
            }
        };
        for (_, r, a) in isms.live::<Audit>().filter(|(_, r, _)| r.state() == "planned") {
            if let Some(on) = a.planned_on.or(a.held_from) {
                days.push((on.0, a.external()));
                put(&r.code, r.title(), on.0, "Planned for this day.");
            }
        }
        if let Some(on) = isms.organization().and_then(|o| o.next_external_audit) {
            let held = isms.live::<Audit>().any(|(_, r, a)| {
                a.external()
                    && r.state() != "planned"
                    && a.held_from.is_some_and(|d| dates::days_between(d.0, on.0).abs() < 30)
            });
            if !held && !days.iter().any(|(d, external)| *external && dates::days_between(*d, on.0).abs() < 30) {
                put("ORG", "External audit".into(), on.0, "The day that is agreed with the certification body.");
            }
        }
    }

    /// What was done before this month.
    fn done(&self, out: &mut Vec<Event>) {
        let isms = self.s.isms;
        let first = first_of(self.s.today);
        let past = |d: NaiveDate| d < first && d <= self.until;
        let done = |id: &str, lane: Lane, title: String, on: NaiveDate| Event {
            at: on,
            state: Standing::Done,
            who: Vec::new(),
            counted: true,
            ..self.bare(id, lane, title, on, "Done on this day.", &format!("done-{id}"))
        };
        for (_, r, v) in isms.live::<Review>() {
            let counts = v.outcome.reviews() && v.outcome != crate::kinds::Outcome::CarriedOver;
            if !counts || !past(v.held_on.0) {
                continue;
            }
            let about: Vec<String> = v.about.iter().map(|t| t.0.clone()).collect();
            let of = about.first().map(String::as_str).unwrap_or_default();
            let kind = match (isms.record(of), of.split_once('/')) {
                (Some(x), _) => x.info().name,
                (None, Some((_, b))) if isms.record(b).is_some_and(|x| x.info().name == "course") => "person_course",
                (None, Some(_)) => "person_policy",
                (None, None) => "whole",
            };
            let whole = crate::isms::WHOLES.into_iter().find(|w| *w == of);
            let lane = Lane::of(kind, Target::Whole(whole.unwrap_or_default()));
            let named = isms.record(of).map_or_else(|| of.to_string(), |x| x.title());
            let title = if about.len() > 1 { format!("{named} and {} more", about.len() - 1) } else { named };
            let n = about.len() as u32;
            let mut e = done(&r.code, lane, title, v.held_on.0);
            e.codes = about;
            e.who = vec![v.by.0.clone()];
            e.guide = staleness::guide(&v.wizard).unwrap_or("");
            e.minutes = if e.guide.is_empty() {
                0
            } else if today::EACH.contains(&e.guide) {
                staleness::minutes(e.guide) * n
            } else {
                staleness::minutes(e.guide)
            };
            out.push(e);
        }
        for (_, r, a) in isms.live::<Audit>().filter(|(_, r, _)| r.state() != "planned") {
            if let Some(on) = a.held_from.or(a.held_until).filter(|d| past(d.0)) {
                out.push(done(&r.code, Lane::Audit, r.title(), on.0));
            }
        }
        for (_, r, m) in isms.live::<ManagementReview>().filter(|(_, _, m)| past(m.held_on.0)) {
            out.push(done(&r.code, Lane::Audit, r.title(), m.held_on.0));
        }
    }
}

/// Is an occurrence named by its day? What has a rhythm of its own is; what counts from the last time moves, and keeps its name.
fn keyed_by_day(item: &Item, group: &str, isms: &Isms) -> bool {
    match group {
        "measure-due" => true,
        "routine" => item
            .target
            .record()
            .and_then(|ix| isms.rec(ix).get::<Routine>())
            .is_some_and(|r| matches!(r.cadence.from, From::Fixed(_))),
        _ => false,
    }
}

/// Those who answer for it: the owner, or the person it is about.
fn answers(isms: &Isms, target: Target) -> Vec<String> {
    let owner = |ix: Ix| -> Vec<String> {
        let r = isms.rec(ix);
        match r.info().name {
            "person" => vec![r.code.to_string()],
            _ => isms.linked(r, "owner").map(|o| isms.rec(o).code.to_string()).collect(),
        }
    };
    let own = match target {
        Target::Record(ix) | Target::Control(ix) | Target::Clock(ix, _) => owner(ix),
        Target::Pair(person, _) => vec![isms.rec(person).code.to_string()],
        _ => Vec::new(),
    };
    if own.is_empty() { isms.organization().map(|o| o.isms_owner.0.clone()).into_iter().collect() } else { own }
}

/// In few words, for a field of the drawing.
fn label(target: Target, r: &Reason, title: &str) -> String {
    match (target, r.rule.id) {
        (Target::Cycle(e), _) => {
            let mut words = e.replace('-', " ");
            words[..1].make_ascii_uppercase();
            format!("{words}, latest day")
        }
        (Target::Whole("PROGRAMME"), "management-review-due" | "review-before-audit") => "Management review".into(),
        (Target::Whole("PROGRAMME"), "audit-due") => "Internal audit".into(),
        (_, "supplier-contract-ending") => format!("{title} ends"),
        (_, "supplier-assurance-ending" | "evidence-ended" | "control-evidence-expired") => {
            format!("{title}: proof ends")
        }
        (_, "risk-acceptance-ending") => format!("{title}: acceptance ends"),
        (_, "objective-target-date") => format!("{title}: reached?"),
        (_, "obligation-coming") => format!("{title} holds"),
        _ => title.to_string(),
    }
}

/// People who owe the same on a day are one thing, and so are the clauses that one internal audit covers.
fn together(isms: &Isms, all: Vec<Event>) -> Vec<Event> {
    let mut at: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut out: Vec<Event> = Vec::new();
    for mut e in all {
        let of = match (e.kind, e.id.split_once('/')) {
            ("person_course" | "person_policy", Some((_, b))) => b.to_string(),
            ("coverage", _) => "coverage".to_string(),
            ("checklist", _) => "checklist".to_string(),
            _ => {
                out.push(e);
                continue;
            }
        };
        // They are named by what is owed and the day: who is among them changes.
        e.key = match (e.kind, e.on) {
            (_, None) => format!("{}-{}", e.key, e.state.word()),
            ("coverage" | "checklist", Some(on)) => on.to_string(),
            (_, Some(on)) => format!("{}-{on}", e.key.split('-').next().unwrap_or_default()),
        };
        match at.get(&(of.clone(), e.key.clone())) {
            Some(n) => {
                let have = &mut out[*n];
                have.state = have.state.min(e.state);
                have.codes.extend(e.codes);
                have.who.extend(e.who);
            }
            None => {
                at.insert((of.clone(), e.key.clone()), out.len());
                e.id = of;
                out.push(e);
            }
        }
    }
    for e in &mut out {
        for list in [&mut e.who, &mut e.codes] {
            list.sort();
            list.dedup();
        }
        let n = e.codes.len();
        let s = if n == 1 { "" } else { "s" };
        match e.kind {
            "person_course" | "person_policy" => {
                let what = isms.record(&e.id).map(|r| r.title()).unwrap_or_default();
                let people = if n == 1 { "1 person".to_string() } else { format!("{n} people") };
                e.label = people.clone();
                e.title = format!("{what}: {people}");
                e.go = format!("#/record/{}", e.id);
                if n > 1 {
                    e.why = format!("{} And {} more.", e.why, n - 1);
                }
            }
            "coverage" => {
                e.label = "Internal audit".into();
                e.title = format!("Internal audit of {n} clause{s} or control{s}");
                if n > 1 {
                    e.why = format!("{} And {} more.", e.why, n - 1);
                }
            }
            "checklist" => {
                e.title = format!("{n} document{s} that the standard asks for");
                e.label = e.title.clone();
            }
            _ => {}
        }
    }
    out
}

/// Minutes of what stands in a month, by the same measure as Today: a round goes through everything of its sort at once, so it counts once.
pub fn minutes<'e>(events: impl Iterator<Item = &'e Event>) -> u32 {
    let mut by: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    // Guides that several routines share, each with another subject.
    const SHARED: [&str; 4] = ["note", "exercise", "spot-check", ""];
    for e in events.filter(|e| e.counted) {
        let own = today::EACH.contains(&e.guide) || SHARED.contains(&e.guide) || e.state == Standing::Done;
        let slot = by.entry((e.guide, if own { &e.id } else { "" })).or_default();
        *slot = (*slot).max(e.minutes);
    }
    by.values().sum()
}

/// The last day of the month after so many months.
pub(super) fn month_end(first: NaiveDate, months: u32) -> NaiveDate {
    add_days(add_months(first, months as i32), -1)
}
pub(super) fn same_month(a: NaiveDate, b: NaiveDate) -> bool {
    (a.year(), a.month()) == (b.year(), b.month())
}
