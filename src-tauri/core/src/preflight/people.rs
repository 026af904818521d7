//! Documents and people (PACK 3).
use super::Mends::Guide;
use super::Run::{Look, Rule};
use super::Severity::{Note, Stop, Weak};
use super::sight::over;
use super::{Check, Found, Sight, check};
use crate::dates::days_between;
use crate::isms::{Ix, json_of};
use crate::kinds::{Course, Person, Policy};
use crate::staleness::{self, Item, State, Target, word};

const REVIEW: super::Mends = Guide("policy-review");
const CAMPAIGN: super::Mends = Guide("training-campaign");
pub(super) const CHECKS: &[Check] = &[
    check("policy-overdue", Weak, "7.5.2", REVIEW, Look(policy_overdue))
        .means("The rule may no longer fit what we do."),
    check("policy-stale", Weak, "7.5.2", REVIEW, Look(policy_stale))
        .means("The rule rests on something that has changed."),
    check("policy-approver-left", Weak, "5.2", REVIEW, Look(approver_left))
        .means("The rule in force has nobody at the top behind it."),
    check("policy-unapproved", Stop, "7.5.2", REVIEW, Look(unapproved))
        .means("A rule is applied that nobody with the right to has approved."),
    check("policy-draft-waiting", Note, "7.5.2", REVIEW, Look(draft_waiting))
        .means("The better text is written, and not in force."),
    check("reading-gap", Weak, "7.3", CAMPAIGN, Look(reading_gap)).means("Some work by rules that they have not read."),
    check("training-gap", Weak, "7.2", CAMPAIGN, Look(training_gap))
        .means("Some work without what the course teaches."),
    check("training-joiner-late", Weak, "7.2", Guide("people-round"), Look(joiner_late))
        .means("Somebody new works without the training for newcomers."),
    check("training-management", Weak, "7.3", CAMPAIGN, Look(management))
        .means("Management asks of others what it has not done."),
    check("competence-missing", Weak, "7.2", Guide("competence-review"), Look(competence))
        .means("It cannot be shown that the person can do the work."),
    check("leaver-open", Stop, "A.5.18", Guide("people-round"), Rule)
        .means("Somebody who has left could still get in."),
    check("confidentiality-missing", Weak, "A.6.6", Guide("people-round"), Rule)
        .means("Somebody has access and has not promised to keep it to themselves."),
];

fn of_kind(s: &Sight, item: &Item, kind: &str) -> bool {
    item.target.record().is_some_and(|ix| s.isms.rec(ix).info().name == kind)
}
fn policy_overdue(s: &Sight) -> Vec<Found> {
    overdue(s, "policy")
}
/// The items of a kind whose review is overdue, in the words of the rule.
pub(super) fn overdue(s: &Sight, kind: &str) -> Vec<Found> {
    let mut out = Vec::new();
    for item in s.currency.items.iter().filter(|i| of_kind(s, i, kind)) {
        out.extend(item.reasons.iter().filter(|r| r.rule.id == "review-overdue").map(|r| s.told(item, r)));
    }
    out
}
/// What a policy rests on differs from what was seen: the rules of its table that have no check of their own. One finding a policy.
fn policy_stale(s: &Sight) -> Vec<Found> {
    let own = |id: &str| super::named(id).is_some();
    let of_the_table = |id: &str| staleness::policies::RULES.iter().any(|r| r.id == id && r.target == "policy");
    let mut out = Vec::new();
    for item in s.currency.items.iter().filter(|i| of_kind(s, i, "policy")) {
        let first = item.shown().find(|r| r.state == State::Stale && of_the_table(r.rule.id) && !own(r.rule.id));
        out.extend(first.map(|r| s.told(item, r)));
    }
    out
}
fn approver_left(s: &Sight) -> Vec<Found> {
    let mut out = s.rule("policy-approver-left");
    for f in &mut out {
        if s.isms.get::<Policy>(&f.place).is_some_and(|p| word(&p.sort) == "policy") {
            f.severity = Some(Stop);
        }
    }
    out
}
/// In force without a word of approval; or in a version that came after the approval was given.
fn unapproved(s: &Sight) -> Vec<Found> {
    let mut out = Vec::new();
    for (_, r, p) in s.isms.live::<Policy>() {
        if r.state() != "in_force" || word(&p.sort) == "external" {
            continue;
        }
        let since = |field: &str| {
            let now = r.body_json().get(field).cloned();
            let same = r.revisions.iter().rev().take_while(|v| json_of(v).get(field) == now.as_ref());
            same.last().map_or(0, |v| v.seq)
        };
        let text = match &p.approved {
            None => format!("{} {} is in force, and nobody has approved it.", r.code, p.version),
            Some(a) if since("version") > since("approved") => format!(
                "{} {} is in force, and the approval of {} is that of the version before.",
                r.code,
                p.version,
                s.day(a.on.0)
            ),
            Some(_) => continue,
        };
        out.push(Found::at(&*r.code, text));
    }
    out
}
fn draft_waiting(s: &Sight) -> Vec<Found> {
    s.rule("policy-draft-waiting").into_iter().map(|f| f.with(Note)).collect()
}

/// The people of a course or policy that the rules watch, and which of them are up to date.
fn pairs(s: &Sight, of: Ix) -> (usize, usize) {
    let all = s.currency.items.iter().filter(|i| matches!(i.target, Target::Pair(_, b) if b == of));
    all.filter(|i| !i.states.has(State::NotApplicable))
        .fold((0, 0), |(n, up), i| (n + 1, up + usize::from(i.counts_as_current())))
}
fn reading_gap(s: &Sight) -> Vec<Found> {
    let mut out = Vec::new();
    for (ix, r, p) in s.isms.live::<Policy>().filter(|(_, r, p)| p.must_be_read() && r.state() == "in_force") {
        let (n, read) = pairs(s, ix);
        let since = staleness::policies::major_since(s.isms, ix, s.today).map(|v| v.since);
        if n == 0 || !over(n - read, n, 10) || since.is_none_or(|d| days_between(d, s.today) <= 30) {
            continue;
        }
        out.push(Found::at(&*r.code, format!("{} {}: {read} of {n} have read it.", s.named(r), p.version)));
    }
    out
}
fn training_gap(s: &Sight) -> Vec<Found> {
    let mut out = Vec::new();
    for (ix, r, _) in s.isms.live::<Course>() {
        let (n, up) = pairs(s, ix);
        if n > 0 && over(n - up, n, 10) {
            out.push(Found::at(&*r.code, format!("{}: {up} of {n} are up to date.", s.named(r))));
        }
    }
    out
}
/// Never trained, and the days of a newcomer are over.
fn joiner_late(s: &Sight) -> Vec<Found> {
    let late = s.currency.items.iter().filter_map(|i| match i.target {
        Target::Pair(p, c) if s.isms.rec(c).get::<Course>().is_some() => {
            let joined = s.isms.rec(p).get::<Person>()?.joined_on.0;
            let within = s.isms.rec(c).get::<Course>().and_then(|c| c.within_days.map(|d| d.0));
            let within = i64::from(within.or(s.org().map(|o| o.joiner_days.0)).unwrap_or(30));
            // Of who was here before the course, the gap in training speaks.
            let new = |due: chrono::NaiveDate| due < s.today && days_between(joined, due) <= within;
            let r = i.reasons.iter().find(|r| r.rule.id == "training-missing" && r.due.is_some_and(new))?;
            Some((p, (c, r.due)))
        }
        _ => None,
    });
    let mut out = Vec::new();
    for (p, courses) in super::sight::grouped(late) {
        let Some(person) = s.isms.rec(p).get::<Person>() else { continue };
        let due = courses.iter().filter_map(|(_, d)| *d).min().unwrap_or(s.today);
        let joined = person.joined_on.0;
        let codes: Vec<String> = courses.iter().map(|(c, _)| s.code(*c)).collect();
        let are = if codes.len() == 1 { "is" } else { "are" };
        let text = format!(
            "{}: day {} of {}, and {} {are} not done.",
            s.isms.rec(p).title(),
            days_between(joined, s.today),
            days_between(joined, due),
            super::places(&codes)
        );
        out.push(Found::at(s.code(p), text));
    }
    out
}
fn management(s: &Sight) -> Vec<Found> {
    let Some(o) = s.org() else { return Vec::new() };
    let up = |code: &str| {
        let Some(ix) = s.isms.ix(code) else { return true };
        let own =
            |i: &&Item| matches!(i.target, Target::Pair(p, c) if p == ix && s.isms.rec(c).info().name == "course");
        s.currency.items.iter().filter(own).all(|i| i.counts_as_current() || i.states.has(State::NotApplicable))
    };
    let all: Vec<&String> = o
        .top_management
        .iter()
        .filter(|p| s.isms.record(p).is_some_and(|r| r.live() && r.state() == "active"))
        .collect();
    let behind: Vec<String> = all.iter().filter(|p| !up(p)).map(|p| p.to_string()).collect();
    if behind.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = behind.iter().map(|p| s.isms.name_of(p)).collect();
    let text = format!("{} of {} of top management are up to date in training.", all.len() - behind.len(), all.len());
    vec![Found { records: behind, ..Found::at("PROGRAMME", text).noting(format!("not: {}", names.join(", "))) }]
}
/// Of who looks after the ISMS and of who audits it, an auditor asks first.
fn competence(s: &Sight) -> Vec<Found> {
    let owner = s.org().map(|o| o.isms_owner.0.clone()).unwrap_or_default();
    let mut out = s.rule("competence-missing");
    for f in &mut out {
        let auditor = s
            .isms
            .get::<Person>(&f.place)
            .is_some_and(|p| p.roles.iter().any(|r| r.to_lowercase().contains("auditor")));
        if f.severity.is_none() && (f.place == owner || auditor) {
            f.severity = Some(Stop);
        }
    }
    out
}
