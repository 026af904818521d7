//! F. People: training, acknowledgement, competence, joining and leaving (DOMAIN 3.4 F).
use super::{Eye, Item, Reason, Rule, Said, Sort, State, Target, When, word};
use crate::dates::{add_days, days_between};
use crate::isms::{Isms, Ix, Seq};
use crate::kinds::{Acknowledgement, Course, Evidence, Person, Policy, TrainingRecord};
use crate::words::{Cadence, From, Unit, Version};
use chrono::NaiveDate;
use serde_json::Value;

pub const RULES: &[Rule] = &[
    Rule {
        id: "training-missing",
        target: "person_course",
        clause: "7.2, 7.3, A.6.3",
        sort: Sort::Cadence,
        dagger: false,
        when: When::With("training-missing"),
        says: "{t} joined on {joined} and has not done {b}; due {due}.",
        clears: "passing record; excused with why",
    },
    Rule {
        id: "training-repeat",
        target: "person_course",
        clause: "7.3",
        sort: Sort::Cadence,
        dagger: false,
        when: When::With("training-missing"),
        says: "{t} did {b} on {changed}; it is repeated every {repeat}.",
        clears: "passing record",
    },
    Rule {
        id: "training-version",
        target: "person_course",
        clause: "7.3",
        sort: Sort::Input,
        dagger: false,
        when: When::With("training-missing"),
        says: "{t} was trained on version {before} of {b}; {holds} since {changed}{what_changed}.",
        clears: "record of the new major; a no effect review about the course and named roles",
    },
    Rule {
        id: "training-version-late",
        target: "person_course",
        clause: "7.3",
        sort: Sort::Cadence,
        dagger: false,
        when: When::With("training-missing"),
        says: "{t} was trained on version {before} of {b}; {holds} since {changed}, {ago} days ago.",
        clears: "record of the new major; a no effect review about the course and named roles",
    },
    Rule {
        id: "training-role-changed",
        target: "person_course",
        clause: "7.2",
        sort: Sort::Cadence,
        dagger: false,
        when: When::With("training-missing"),
        says: "{t} became {role} on {changed}; {b} follows from it.",
        clears: "passing record",
    },
    Rule {
        id: "training-failed",
        target: "person_course",
        clause: "7.2 c",
        sort: Sort::Cadence,
        dagger: false,
        when: When::With("training-missing"),
        says: "{t} did not pass {b} on {changed}.",
        clears: "pass; action",
    },
    Rule {
        id: "reading-missing",
        target: "person_policy",
        clause: "7.3, A.5.1",
        sort: Sort::Cadence,
        dagger: false,
        when: When::With("reading-missing"),
        says: "{t} has not confirmed {b}.",
        clears: "acknowledgement",
    },
    Rule {
        id: "reading-version",
        target: "person_policy",
        clause: "7.3, A.5.1",
        sort: Sort::Input,
        dagger: false,
        when: When::With("reading-missing"),
        says: "{t} confirmed version {before} of {b}; {holds} since {changed}.",
        clears: "acknowledgement",
    },
    Rule {
        id: "reading-yearly",
        target: "person_policy",
        clause: "7.3",
        sort: Sort::Cadence,
        dagger: false,
        when: When::With("reading-missing"),
        says: "{t} last confirmed {b} on {changed}.",
        clears: "acknowledgement",
    },
    Rule {
        id: "competence-missing",
        target: "person",
        clause: "7.2 d",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(competence),
        says: "{t} is {needs}; nothing shows the competence for it.",
        clears: "proof; record",
    },
    Rule {
        id: "competence-ending",
        target: "person",
        clause: "7.2",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(competence_ending),
        says: "{t}'s proof of competence ({O}) ends on {due}.",
        clears: "newer proof",
    },
    Rule {
        id: "confidentiality-missing",
        target: "person",
        clause: "A.6.6",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(confidentiality),
        says: "No confidentiality agreement of {t} is on record.",
        clears: "the date",
    },
    Rule {
        id: "leaver-open",
        target: "person",
        clause: "A.5.18, A.5.11, A.6.5",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(leaver_open),
        says: "{t} left on {due}; {open} not recorded as closed.",
        clears: "both dates",
    },
    Rule {
        id: "owner-left",
        target: "owned",
        clause: "5.3, 6.1.2 c",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(owner_left),
        says: "{T} belongs to {o}, who left on {changed}.",
        clears: "new owner",
    },
    Rule {
        id: "campaign-unanswered",
        target: "campaign",
        clause: "7.3",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(campaign_unanswered),
        says: "{T}: the last day to answer was {due}; {people_missing}.",
        clears: "answers; closed",
    },
];

// ---- the derived items person × course and person × policy

/// What a person has of a course or policy.
#[derive(Clone, Copy, Default)]
struct Has {
    /// The last that counts: version and day.
    pass: Option<(NaiveDate, Version)>,
    failed: Option<NaiveDate>,
    any: bool,
}
/// The rows of one kind of proof, by person and subject, sorted for looking up.
struct Proofs {
    rows: Vec<((Ix, Ix), Has)>,
}
impl Proofs {
    /// `most`: how many rows there can be.
    fn gather(most: usize, rows: impl Iterator<Item = ((Ix, Ix), Has)>) -> Proofs {
        let mut all: Vec<((Ix, Ix), Has)> = Vec::with_capacity(most);
        all.extend(rows);
        all.sort_unstable_by_key(|r| r.0);
        all.dedup_by(|one, has| {
            let same = one.0 == has.0;
            if same {
                has.1.pass = has.1.pass.max(one.1.pass);
                has.1.failed = has.1.failed.max(one.1.failed);
            }
            same
        });
        Proofs { rows: all }
    }
    fn of(&self, person: Ix, subject: Ix) -> Has {
        match self.rows.binary_search_by(|(k, _)| k.cmp(&(person, subject))) {
            Ok(n) => self.rows[n].1,
            Err(_) => Has::default(),
        }
    }
}
/// Of a proof: the person, and what it is a proof of.
fn pair_of(kind: &str, subject: &str) -> impl Fn(&crate::isms::Record) -> Option<(Ix, Ix)> {
    let info = crate::kinds::kind(kind);
    let (person, subject) = (info.and_then(|k| k.field_ix("person")), info.and_then(|k| k.field_ix(subject)));
    move |r| {
        let to = |field: Option<u16>| r.out.iter().find(|(f, _)| Some(*f) == field).map(|(_, ix)| *ix);
        Some((to(person)?, to(subject)?))
    }
}

/// A course or policy as every person meets it.
struct Subject {
    ix: Ix,
    /// Since when it can be done at all.
    offered: NaiveDate,
    /// The present major version, since when, by which act.
    major: u32,
    since: NaiveDate,
    seq: Seq,
}

/// Pairs of people and what they must know.
pub(crate) fn pairs(eye: &Eye, out: &mut Vec<Item>) {
    let isms = eye.isms;
    let people: Vec<(Ix, &Person)> =
        isms.live::<Person>().filter(|(_, r, _)| r.state() == "active").map(|(ix, _, p)| (ix, p)).collect();
    if people.is_empty() {
        return;
    }
    let pair = pair_of("training_record", "course");
    let trained = Proofs::gather(
        isms.of_kind("training_record").len(),
        isms.live::<TrainingRecord>().filter_map(|(_, r, t)| {
            let key = pair(r)?;
            let counts = t.passes() || word(&t.result) == "excused";
            Some((
                key,
                Has {
                    pass: counts.then_some((t.on.0, t.course_version)),
                    failed: (!counts).then_some(t.on.0),
                    any: true,
                },
            ))
        }),
    );
    for (ix, r, course) in isms.live::<Course>().filter(|(_, r, _)| r.state() == "offered") {
        let Some(v) = super::policies::major_since(isms, ix, eye.today) else { continue };
        let offered = r
            .revisions
            .iter()
            .find(|v| crate::isms::json_of(v).get("state").and_then(Value::as_str) == Some("offered"))
            .map_or(v.since, |v| isms.day_of(v.seq));
        let s = Subject { ix, offered, major: v.version.major, since: v.since, seq: v.seq };
        for (person, p) in people.iter().filter(|(_, p)| course.concerns(&p.roles)) {
            out.push(train(eye, *person, p, course, &s, trained.of(*person, ix)));
        }
    }
    let pair = pair_of("acknowledgement", "policy");
    let read = Proofs::gather(
        isms.of_kind("acknowledgement").len(),
        isms.live::<Acknowledgement>().filter_map(|(_, r, a)| {
            let key = pair(r)?;
            Some((key, Has { pass: Some((a.on.0, a.policy_version)), failed: None, any: true }))
        }),
    );
    for (ix, _, policy) in
        isms.live::<Policy>().filter(|(_, r, p)| p.must_be_read() && matches!(r.state(), "in_force" | "in_approval"))
    {
        let Some(v) = super::policies::major_since(isms, ix, eye.today) else { continue };
        let s = Subject { ix, offered: v.since, major: v.version.major, since: v.since, seq: v.seq };
        for (person, p) in people.iter().filter(|(_, p)| policy.concerns(&p.roles)) {
            out.push(reads(eye, *person, p, policy, &s, read.of(*person, ix)));
        }
    }
}

/// 3.10, 10: what fell due during or after an absence moves by its length, and at least to 14 days after the return.
fn moved(p: &Person, from: NaiveDate, due: NaiveDate) -> NaiveDate {
    match (p.away_from, p.away_until) {
        (Some(a), Some(b)) if a.0 <= due && from <= b.0 => add_days(due, days_between(a.0, b.0)).max(add_days(b.0, 14)),
        _ => due,
    }
}
/// The act and day by which the person came into the circle of those concerned; none if it was by joining.
fn role_gained(eye: &Eye, person: Ix, for_roles: &[crate::words::Text]) -> Option<NaiveDate> {
    if for_roles.is_empty() || eye.rec(person).revisions.len() == 1 {
        return None;
    }
    let meets = |b: &serde_json::Map<String, Value>| {
        b.get("roles")
            .and_then(Value::as_array)
            .is_some_and(|l| l.iter().filter_map(Value::as_str).any(|r| for_roles.iter().any(|f| f.0 == r)))
    };
    let seq = eye.since(person, meets);
    (seq > eye.rec(person).added()).then(|| eye.day(seq))
}

fn train(eye: &Eye, person: Ix, p: &Person, course: &Course, s: &Subject, has: Has) -> Item {
    let mut said = eye.begin(Target::Pair(person, s.ix), has.pass.map(|(on, _)| on));
    if p.away(eye.today) {
        said.not_applicable();
        return eye.finish(said);
    }
    let joiner = eye.org.map_or(30, |(_, o)| o.joiner_days.0);
    let within = i64::from(course.within_days.map_or(joiner, |d| d.0));
    if !has.any {
        let gained = role_gained(eye, person, &course.for_roles);
        let from = p.joined_on.0.max(s.offered).max(gained.unwrap_or(NaiveDate::MIN));
        let due = moved(p, from, add_days(from, within));
        said.next(due);
        let say = said
            .tell(if gained.is_some() { "training-role-changed" } else { "training-missing" }, State::NeverReviewed);
        say.due = Some(due);
        say.changed = Some(gained.unwrap_or(p.joined_on.0));
        return eye.finish(said);
    }
    if let Some(failed) = has.failed.filter(|f| has.pass.is_none_or(|(on, _)| on <= *f)) {
        let due = moved(p, failed, add_days(failed, 30));
        if let Some(say) = said.due("training-failed", due, 30) {
            say.changed = Some(failed);
        }
    }
    let Some((on, version)) = has.pass else { return eye.finish(said) };
    if let Some(c) = &course.repeat {
        let due = moved(p, on, c.due_after(on));
        if let Some(say) = said.due("training-repeat", due, i64::from(c.lead_days)) {
            say.changed = Some(on);
        }
    }
    if version.major < s.major && !nothing_new(eye, person, s, "training-version") {
        older(eye, &mut said, p, s, on, "training-version", "training-version-late", 60);
    }
    eye.finish(said)
}
/// What someone confirmed or learned is of an older major version: out of step, and after some days overdue as well.
#[allow(clippy::too_many_arguments)]
fn older(
    eye: &Eye,
    said: &mut Said,
    p: &Person,
    s: &Subject,
    on: NaiveDate,
    id: &'static str,
    late: &'static str,
    days: i64,
) {
    let path = match said.target {
        Target::Pair(person, _) => super::Path::of(&[s.ix, person]),
        _ => super::Path::of(&[s.ix]),
    };
    let say = eye.input(said, id, State::Stale, s.ix, s.since, s.seq.saturating_sub(1));
    say.path = path;
    let due = moved(p, s.since.max(on), add_days(s.since, days));
    said.next(due);
    if eye.today > due {
        let say = said.tell(late, State::Overdue);
        say.due = Some(due);
        say.changed = Some(s.since);
        say.other = Some(s.ix);
        if late != id {
            say.input = Some(s.ix);
            say.path = path;
        }
    } else if let Some(say) = said.coming(late, due, days) {
        say.changed = Some(s.since);
        say.other = Some(s.ix);
        say.path = path;
    }
}
/// A decision that the new version holds nothing new for this person's roles: about the pair, or about the person.
fn nothing_new(eye: &Eye, person: Ix, s: &Subject, id: &str) -> bool {
    if !eye.isms.has_no_effects() || super::rule(id).is_none() {
        return false;
    }
    let (p, b) = (&eye.rec(person).code, &eye.rec(s.ix).code);
    eye.isms.no_effect(&format!("{p}/{b}"), b) >= s.seq || eye.isms.no_effect(p, b) >= s.seq
}

fn reads(eye: &Eye, person: Ix, p: &Person, policy: &Policy, s: &Subject, has: Has) -> Item {
    let mut said = eye.begin(Target::Pair(person, s.ix), has.pass.map(|(on, _)| on));
    if p.away(eye.today) {
        said.not_applicable();
        return eye.finish(said);
    }
    let joiner = i64::from(eye.org.map_or(30, |(_, o)| o.joiner_days.0));
    let Some((on, version)) = has.pass else {
        let gained = role_gained(eye, person, &policy.for_roles).unwrap_or(NaiveDate::MIN);
        let joined = p.joined_on.0.max(gained);
        let due = moved(p, joined.max(s.offered), add_days(s.offered, 30).max(add_days(joined, joiner)));
        said.next(due);
        let say = said.tell("reading-missing", State::NeverReviewed);
        say.due = Some(due);
        say.changed = Some(s.offered.max(joined));
        return eye.finish(said);
    };
    if word(&policy.must_be_read) == "yearly" {
        let c = Cadence { every: 1, unit: Unit::Year, from: From::Last, lead_days: 30, window_days: 0 };
        let due = moved(p, on, c.due_after(on));
        if let Some(say) = said.due("reading-yearly", due, 30) {
            say.changed = Some(on);
        }
    }
    if version.major < s.major && !nothing_new(eye, person, s, "reading-version") {
        older(eye, &mut said, p, s, on, "reading-version", "reading-version", 30);
    }
    eye.finish(said)
}

// ---- people themselves
fn person<'e>(eye: &'e Eye, t: Target) -> Option<(Ix, &'e Person)> {
    let ix = t.record()?;
    Some((ix, eye.rec(ix).get::<Person>()?))
}
/// Roles of the person that need something.
fn needy<'p>(isms: &Isms, p: &'p Person) -> Vec<&'p str> {
    let Some(org) = isms.organization() else { return Vec::new() };
    p.roles
        .iter()
        .map(|r| &*r.0)
        .filter(|r| {
            org.role_list.iter().any(|l| l.role.0 == **r && l.needs.as_ref().is_some_and(|n| !n.trim().is_empty()))
        })
        .collect()
}
fn competence(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, p)) = person(eye, t) else { return };
    if eye.rec(ix).state() != "active" || p.away(eye.today) || needy(eye.isms, p).is_empty() {
        return;
    }
    let able = p.able_because.as_ref().is_some_and(|w| !w.trim().is_empty());
    let proof = || eye.isms.linked(eye.rec(ix), "competence_proof").any(|e| eye.live(e));
    let record = || {
        eye.citing(ix, "training_record", "person").any(|t| {
            let passes = eye.rec(t).get::<TrainingRecord>().is_some_and(TrainingRecord::passes);
            passes
                && eye
                    .isms
                    .linked(eye.rec(t), "course")
                    .any(|c| eye.rec(c).get::<Course>().is_some_and(|c| word(&c.aim) == "competence"))
        })
    };
    if !(able && (proof() || record())) {
        let since = eye.since(ix, |b| {
            b.get("roles")
                .and_then(Value::as_array)
                .is_some_and(|l| l.iter().filter_map(Value::as_str).any(|r| needy(eye.isms, p).contains(&r)))
        });
        said.tell("competence-missing", State::Stale).changed = Some(eye.day(since));
    }
}
fn competence_ending(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, _)) = person(eye, t) else { return };
    let r = eye.rec(ix);
    if r.state() != "active" {
        return;
    }
    for e in eye.isms.linked(r, "competence_proof").filter(|e| eye.live(*e)) {
        let Some(until) = eye.rec(e).get::<Evidence>().and_then(|v| v.valid_until) else { continue };
        if eye.citing(e, "evidence", "replaces").next().is_some() {
            continue;
        }
        if let Some(say) = said.due("competence-ending", until.0, 60) {
            say.input = Some(e);
            say.path = super::Path::of(&[e, ix]);
        }
    }
}
fn confidentiality(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, p)) = person(eye, t) else { return };
    if eye.rec(ix).state() == "active" && word(&p.standing) != "board" && p.confidentiality_on.is_none() {
        said.due("confidentiality-missing", add_days(p.joined_on.0, 14), -1);
    }
}
fn leaver_open(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, p)) = person(eye, t) else { return };
    let Some(left) = p.left_on.filter(|_| eye.rec(ix).state() == "left") else { return };
    let n = match (p.accounts_closed_on, p.things_returned_on) {
        (Some(_), Some(_)) => return,
        (None, None) => 2,
        (None, Some(_)) => 0,
        (Some(_), None) => 1,
    };
    if let Some(say) = said.due("leaver-open", left.0, 0) {
        say.number = n;
    }
}
/// Nobody need answer for it any more: done actions, closed records and evidence (3.10, 9).
fn over(r: &crate::isms::Record) -> bool {
    matches!(
        (r.info().name, r.state()),
        ("action", "done" | "checked" | "dropped")
            | ("change", "checked" | "dropped")
            | ("evidence", _)
            | (_, "closed" | "minuted" | "noted" | "verified" | "false_alarm")
    )
}
/// Codes of the live records that this person answers for: as owner, or in the organization itself.
pub fn answers_for(isms: &Isms, person: &str) -> Vec<String> {
    let mut out: Vec<String> = isms
        .records
        .iter()
        .filter(|r| r.live() && !over(r) && !super::time::closed(r))
        .filter(|r| r.common.owner.as_ref().is_some_and(|o| **o == *person))
        .map(|r| r.code.to_string())
        .collect();
    if isms.organization().is_some_and(|o| *o.isms_owner == *person || o.top_management.iter().any(|t| t == person)) {
        out.insert(0, "ORG".into());
    }
    out
}
fn owner_left(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let Some(owner) = eye.owner(ix) else { return };
    if !eye.gone(owner) {
        return;
    }
    let r = eye.rec(ix);
    if !over(r) {
        let on = eye.rec(owner).get::<Person>().and_then(|p| p.left_on).map_or(eye.today, |d| d.0);
        eye.input(said, "owner-left", State::Stale, owner, on, eye.horizon(ix));
    }
}

// ---- words for sentences
/// The version that the person learned or confirmed.
pub(crate) fn version_before(isms: &Isms, r: &Reason) -> String {
    let Target::Pair(person, b) = r.target else { return String::new() };
    let mut last: Option<(NaiveDate, Version)> = None;
    for (s, _) in &isms.rec(person).inn {
        let rec = isms.rec(*s);
        if !rec.live() || !rec.out.iter().any(|(_, x)| *x == b) {
            continue;
        }
        if let Some(t) = rec.get::<TrainingRecord>().filter(|t| t.passes()) {
            last = last.max(Some((t.on.0, t.course_version)));
        }
        if let Some(a) = rec.get::<Acknowledgement>() {
            last = last.max(Some((a.on.0, a.policy_version)));
        }
    }
    last.map_or_else(|| "an earlier one".into(), |(_, v)| v.to_string())
}
/// The roles by which a course concerns the person.
pub(crate) fn role_words(isms: &Isms, r: &Reason) -> String {
    let Target::Pair(person, b) = r.target else { return String::new() };
    let (Some(p), Some(c)) = (isms.rec(person).get::<Person>(), isms.rec(b).get::<Course>()) else {
        return String::new();
    };
    p.roles.iter().filter(|x| c.for_roles.contains(x)).map(|x| x.0.clone()).collect::<Vec<_>>().join(" and ")
}
pub(crate) fn needs_words(isms: &Isms, r: &Reason) -> String {
    r.target
        .record()
        .and_then(|ix| isms.rec(ix).get::<Person>())
        .map_or_else(String::new, |p| needy(isms, p).join(" and "))
}
pub(crate) fn repeat_words(isms: &Isms, r: &Reason) -> String {
    let Target::Pair(_, b) = r.target else { return String::new() };
    isms.rec(b).get::<Course>().and_then(|c| c.repeat.as_ref()).map_or_else(String::new, Cadence::words)
}

/// A campaign whose last day is over while people are missing. DOMAIN has no rule for it: those who are missing are due as persons whether
/// or not it is closed; what is due here is to remind them, or to close it. Once it is closed there is nothing to do with it.
fn campaign_unanswered(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let Some(c) = eye.rec(ix).get::<crate::kinds::Campaign>() else { return };
    if eye.rec(ix).state() != "out" {
        return said.not_applicable();
    }
    let missing = crate::campaign::missing(eye.isms, c).len();
    if missing > 0 {
        if let Some(say) = said.due("campaign-unanswered", c.until.0, -1) {
            say.number = missing as i64;
        }
    }
}
