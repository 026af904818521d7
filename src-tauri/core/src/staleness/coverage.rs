//! H. Coverage by audits, the certificate's cycle, what the standard asks to be written down (DOMAIN 3.4 H, 5, 9).
use super::{Eye, Item, Reason, Rule, Said, Sort, State, Target, When, word};
use crate::calendar::surveillance_by;
use crate::catalog;
use crate::dates::{add_days, add_months, days_between};
use crate::isms::{Isms, Ix};
use crate::kinds::organization::BodyTermName;
use crate::kinds::{
    Action, Audit, Control, ManagementReview, Nonconformity, Objective, Obligation, Organization, Person, Policy, Risk,
    Routine, TOPICS, TrainingRecord,
};
use crate::soa::{ANNEX_A, of_annex};
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub const RULES: &[Rule] = &[
    Rule {
        id: "coverage-clause",
        target: "coverage",
        clause: "9.2.2",
        sort: Sort::Coverage,
        dagger: false,
        when: When::With("coverage-clause"),
        says: "Clause {clause} has not been audited internally since the certificate of {org.decided_on}; due by {due}.",
        clears: "an internal audit row",
    },
    Rule {
        id: "coverage-core",
        target: "coverage",
        clause: "9.2.2",
        sort: Sort::Coverage,
        dagger: false,
        when: When::With("coverage-clause"),
        says: "Clause {clause} {audited}.",
        clears: "row",
    },
    Rule {
        id: "coverage-control",
        target: "coverage",
        clause: "9.2.2, A.5.35",
        sort: Sort::Coverage,
        dagger: false,
        when: When::With("coverage-clause"),
        says: "{t} has not been audited in this cycle.",
        clears: "row",
    },
    Rule {
        id: "audit-due",
        target: "PROGRAMME",
        clause: "9.2.1",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(audit_due),
        says: "The last internal audit {last_audit}{external}.",
        clears: "audit held",
    },
    Rule {
        id: "audit-unreported",
        target: "audit",
        clause: "9.2.2",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(audit_unreported),
        says: "{T} was held on {changed} and not reported to management.",
        clears: "reported",
    },
    Rule {
        id: "audit-not-independent",
        target: "audit",
        clause: "9.2.2",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(not_independent),
        says: "{other} audits {O} and also answers for it.",
        clears: "another auditor; explanation",
    },
    Rule {
        id: "review-before-audit",
        target: "PROGRAMME",
        clause: "9.3.2",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(review_before_audit),
        says: "The auditor comes on {org.next_external_audit}; management has not yet looked at the internal audit of {changed}.",
        clears: "review minuted",
    },
    Rule {
        id: "review-topic-empty",
        target: "management_review",
        clause: "9.3.2",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(topic_empty),
        says: "{T} says nothing about {topic}.",
        clears: "a supplement to the minutes",
    },
    Rule {
        id: "cycle-surveillance",
        target: "cycle",
        clause: "certification",
        sort: Sort::Expiry,
        dagger: false,
        when: When::With("cycle-surveillance"),
        says: "The {event} surveillance audit must be held by {due} (the certificate was decided on {org.decided_on}).",
        clears: "audit held",
    },
    Rule {
        id: "cycle-recertification",
        target: "cycle",
        clause: "certification",
        sort: Sort::Expiry,
        dagger: false,
        when: When::With("cycle-surveillance"),
        says: "The certificate ends on {org.expires_on}; the recertification audit should be held by {due}, so that findings can be closed in time.",
        clears: "audit held; new certificate",
    },
    Rule {
        id: "certificate-ended",
        target: "organization",
        clause: "certification",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(certificate_ended),
        says: "The certificate ended on {due}. It can be restored until {restore} if the outstanding work is completed.",
        clears: "new date",
    },
    Rule {
        id: "documents-missing",
        target: "checklist",
        clause: "7.5.1 b",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::With("documents-missing"),
        says: "The standard asks for {document}; nothing in the file provides it.",
        clears: "the record",
    },
    Rule {
        id: "audit-findings-open",
        target: "PROGRAMME",
        clause: "10.2",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(findings_open),
        says: "{O} of the last external audit is still open, {n} days before the next.",
        clears: "closed",
    },
    Rule {
        id: "communication-untold",
        target: "policy",
        clause: "7.4, 5.2 f",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(untold),
        says: "Version {held_version} of {T} holds since {changed}; nobody was told.",
        clears: "performance of the telling routine; campaign",
    },
];

/// What is audited at least every twelve months by usual practice.
const CORE: [&str; 10] = ["6.1.2", "6.1.3", "8.2", "8.3", "9.2.1", "9.2.2", "9.3.1", "9.3.2", "9.3.3", "10.2"];

// ---- audits
pub(crate) fn was_held(state: &str) -> bool {
    matches!(state, "held" | "reported" | "closed")
}
pub(crate) fn held_on(eye: &Eye, ix: Ix, a: &Audit) -> NaiveDate {
    a.held_until.or(a.held_from).map_or_else(|| eye.day(eye.since_state(ix, was_held)), |d| d.0)
}
/// The last day of each internal audit that was held, with its record.
fn internal(eye: &Eye) -> Vec<(NaiveDate, Ix)> {
    let mut out: Vec<_> = eye
        .isms
        .live::<Audit>()
        .filter(|(_, r, a)| a.internal() && was_held(r.state()))
        .map(|(ix, _, a)| (held_on(eye, ix, a), ix))
        .filter(|(d, _)| *d <= eye.today)
        .collect();
    out.sort_unstable();
    out
}
pub(crate) fn last_management_review(eye: &Eye) -> Option<NaiveDate> {
    eye.isms
        .live::<ManagementReview>()
        .filter(|(_, r, m)| r.state() == "minuted" && m.held_on.0 <= eye.today)
        .map(|(_, _, m)| m.held_on.0)
        .max()
}
/// The certificate's cycle: decided, ends.
fn cycle(eye: &Eye) -> Option<(NaiveDate, NaiveDate)> {
    let (_, o) = eye.org?;
    let from = o.decided_on?.0;
    Some((from, o.expires_on.map_or(add_months(from, 36), |d| d.0)))
}
/// Days before the certificate ends by which the recertification audit is to be held: the body's, else 60.
pub(crate) fn before_expiry(org: Option<&Organization>) -> i64 {
    org.map_or(60, |o| o.body_days(BodyTermName::AuditBeforeExpiry).into())
}
/// How many audits of a sort were held since the certificate was decided.
fn held_since(eye: &Eye, sort: &str) -> usize {
    let from = cycle(eye).map_or(NaiveDate::MAX, |(d, _)| d);
    super::supply::held_external(eye).iter().filter(|(on, s)| *s == sort && *on > from).count()
}
/// The next external audit: agreed, else the latest day of the next event of the cycle (5.2).
pub(crate) fn next_external_audit(eye: &Eye) -> Option<NaiveDate> {
    if eye.next_audit.is_some() {
        return eye.next_audit;
    }
    let (from, until) = cycle(eye)?;
    let first = eye.org.and_then(|(_, o)| o.first_decided_on).map(|d| d.0);
    let n = held_since(eye, "surveillance") as u32;
    let day = if n < 2 {
        surveillance_by(from, first, n + 1)
    } else {
        add_days(until, -before_expiry(eye.org.map(|(_, o)| o)))
    };
    (day >= eye.today).then_some(day)
}

/// The items of this table that are no record.
pub(crate) fn items(eye: &Eye, out: &mut Vec<Item>) {
    cover(eye, out);
    events(eye, out);
    checklist(eye, out);
}
fn cover(eye: &Eye, out: &mut Vec<Item>) {
    let Some((from, until)) = cycle(eye) else { return };
    // Number of clause or control → the last day on which an internal audit looked at it.
    let mut seen: BTreeMap<String, NaiveDate> = BTreeMap::new();
    for (on, ix) in internal(eye) {
        let Some(a) = eye.rec(ix).get::<Audit>() else { continue };
        for row in a.checklist.iter().filter(|r| word(&r.verdict) != "not_looked_at") {
            let number = row.clause.0.strip_prefix("SOA-").map_or_else(|| row.clause.0.clone(), |n| format!("A.{n}"));
            seen.insert(number, on);
        }
    }
    // A number with parts stands for all of them.
    let last = |number: &str| {
        let mut best = seen.get(number).copied();
        let mut part = number;
        while let Some((whole, _)) = part.rsplit_once('.') {
            best = best.max(seen.get(whole).copied());
            part = whole;
        }
        best
    };
    let due = add_days(until, -90);
    for c in catalog::clauses() {
        let number: &'static str = &c.number;
        let mut said = eye.begin(Target::Clause(number), None);
        let on = last(number);
        if on.is_none_or(|d| d < from) {
            said.due("coverage-clause", due, 180);
        }
        if CORE.contains(&number) {
            if let Some(say) = said.due("coverage-core", add_months(on.unwrap_or(from), 12), 60) {
                say.changed = on;
            }
        }
        out.push(eye.finish(said));
    }
    for (ix, r, c) in eye.isms.live::<Control>() {
        let mut said = eye.begin(Target::Control(ix), None);
        if word(&c.applies) == "no" {
            said.not_applicable();
        } else {
            let number = r.code.strip_prefix("SOA-").map_or_else(|| c.number.0.clone(), |n| format!("A.{n}"));
            if last(&number).is_none_or(|d| d < from) {
                said.due("coverage-control", due, 180);
            }
        }
        out.push(eye.finish(said));
    }
}
fn events(eye: &Eye, out: &mut Vec<Item>) {
    let Some((from, until)) = cycle(eye) else { return };
    let first = eye.org.and_then(|(_, o)| o.first_decided_on).map(|d| d.0);
    let held = held_since(eye, "surveillance");
    for (n, name) in [(1u32, "surveillance-1"), (2, "surveillance-2")] {
        let mut said = eye.begin(Target::Cycle(name), None);
        if held < n as usize {
            if let Some(say) = said.due("cycle-surveillance", surveillance_by(from, first, n), 120) {
                say.number = n.into();
            }
        }
        out.push(eye.finish(said));
    }
    let mut said = eye.begin(Target::Cycle("recertification"), None);
    if held_since(eye, "recertification") == 0 {
        said.due("cycle-recertification", add_days(until, -before_expiry(eye.org.map(|(_, o)| o))), 120);
    } else if let Some((nc, _, _)) = open_majors(eye).next() {
        // A major finding must be closed before the certificate ends.
        if let Some(say) = said.due("cycle-recertification", add_days(until, -30), -1) {
            say.other = Some(nc);
        }
    }
    out.push(eye.finish(said));
}
fn open_majors<'e>(eye: &'e Eye) -> impl Iterator<Item = (Ix, &'e crate::isms::Record, &'e Nonconformity)> {
    eye.isms
        .live::<Nonconformity>()
        .filter(|(_, r, n)| word(&n.grade) == "major" && word(&n.source) == "external_audit" && r.state() != "closed")
}

fn audit_due(eye: &Eye, _: Target, said: &mut Said) {
    let cadence = eye
        .isms
        .live::<Routine>()
        .find(|(_, _, r)| r.wizard.as_deref() == Some("internal-audit"))
        .map(|(_, _, r)| (r.cadence.clone(), i64::from(r.cadence.lead_days)));
    let last = internal(eye).last().copied();
    let from = last.map(|(d, _)| d).or(cycle(eye).map(|(d, _)| d));
    let by_cadence = from.map(|d| cadence.as_ref().map_or_else(|| add_months(d, 12), |(c, _)| c.due_after(d)));
    // None between the last external audit and 30 days before the next.
    let external = super::supply::held_external(eye).last().map(|(d, _)| *d);
    let since = external.or(cycle(eye).map(|(d, _)| d));
    let by_audit =
        eye.next_audit.filter(|_| last.is_none_or(|(d, _)| since.is_some_and(|s| d <= s))).map(|a| add_days(a, -30));
    let Some(due) = by_cadence.into_iter().chain(by_audit).min() else { return };
    if let Some(say) = said.due("audit-due", due, cadence.map_or(60, |(_, lead)| lead)) {
        say.changed = last.map(|(d, _)| d);
    }
}
fn audit_unreported(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let Some(a) = eye.rec(ix).get::<Audit>().filter(|a| a.internal() && eye.rec(ix).state() == "held") else { return };
    let on = held_on(eye, ix, a);
    if let Some(say) = said.due("audit-unreported", add_days(on, 30), -1) {
        say.changed = Some(on);
    }
}
fn not_independent(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let Some(a) = eye
        .rec(ix)
        .get::<Audit>()
        .filter(|a| a.internal() && a.independent_because.as_ref().is_none_or(|w| w.trim().is_empty()))
    else {
        return;
    };
    let Some(auditor) = eye
        .isms
        .ix(&a.auditor)
        .or_else(|| eye.isms.live::<Person>().find(|(_, _, p)| p.title.0 == a.auditor.0).map(|(ix, _, _)| ix))
    else {
        return;
    };
    let covers = |n: &str| {
        a.covers.0.iter().any(|c| c == n || n.strip_prefix(c.as_str()).is_some_and(|rest| rest.starts_with('.')))
    };
    let areas: Vec<Ix> = eye.isms.linked(eye.rec(ix), "areas").collect();
    let own_work = |s: Ix| {
        let r = eye.rec(s);
        areas.contains(&s)
            || r.get::<Control>().is_some_and(|c| {
                covers(&c.number) || r.code.strip_prefix("SOA-").is_some_and(|n| covers(&format!("A.{n}")))
            })
            || r.get::<Policy>().is_some_and(|p| p.answers.0.iter().any(|n| covers(n)))
            || r.get::<Routine>().is_some_and(|x| x.serves.0.iter().any(|n| covers(n)))
    };
    let mut owned: Vec<Ix> = eye
        .rec(auditor)
        .inn
        .iter()
        .map(|(s, _)| *s)
        .filter(|s| {
            eye.live(*s)
                && eye.owner(*s) == Some(auditor)
                && matches!(eye.kind(*s), "control" | "process" | "policy" | "routine")
        })
        .collect();
    owned.sort_unstable();
    owned.dedup();
    for s in owned.into_iter().filter(|s| own_work(*s)) {
        eye.input(said, "audit-not-independent", State::Stale, s, eye.day(eye.rec(ix).added()), 0).other =
            Some(auditor);
    }
}
fn review_before_audit(eye: &Eye, _: Target, said: &mut Said) {
    let Some(audit) = eye.next_audit.filter(|a| eye.ahead || days_between(eye.today, *a) <= 60) else { return };
    let reported = |(d, ix): &(NaiveDate, Ix)| {
        let r = eye.rec(*ix);
        matches!(r.state(), "reported" | "closed")
            .then(|| (r.get::<Audit>().and_then(|a| a.reported_on).map_or(*d, |x| x.0), *ix))
    };
    let last = internal(eye).iter().filter_map(reported).max();
    let review = last_management_review(eye);
    let fine = review.is_some_and(|m| last.is_none_or(|(d, _)| m >= d) && audit <= add_months(m, 12));
    if fine {
        return;
    }
    let due = add_days(audit, -14);
    let state = if days_between(eye.today, audit) < 14 { State::Overdue } else { State::DueSoon };
    said.next(due);
    let say = match last {
        Some((d, ix)) => eye.input(said, "review-before-audit", state, ix, d, 0),
        None => said.tell("review-before-audit", state),
    };
    say.due = Some(due);
}
fn topic_empty(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let Some(m) = eye.rec(ix).get::<ManagementReview>().filter(|_| eye.rec(ix).state() == "minuted") else { return };
    for (n, (topic, _)) in TOPICS.iter().enumerate() {
        let told =
            m.inputs.iter().filter(|i| i.topic.0 == *topic).any(|i| i.said.as_ref().is_some_and(|s| says_something(s)));
        if !told {
            let say = said.tell("review-topic-empty", State::Stale);
            say.number = n as i64;
            say.changed = Some(m.held_on.0);
        }
    }
}
/// "Nothing" needs a why.
pub(crate) fn says_something(text: &str) -> bool {
    let t = text.trim().trim_end_matches('.').to_lowercase();
    !(t.is_empty() || matches!(t.as_str(), "nothing" | "nothing new" | "none" | "no" | "n/a" | "-" | "\u{2013}"))
}
fn certificate_ended(eye: &Eye, _: Target, said: &mut Said) {
    if let Some((_, until)) = cycle(eye) {
        said.due("certificate-ended", until, -1);
    }
}
fn findings_open(eye: &Eye, _: Target, said: &mut Said) {
    let Some(audit) = eye.next_audit.filter(|a| eye.ahead || days_between(eye.today, *a) <= 30) else { return };
    for (ix, r, n) in eye.isms.live::<Nonconformity>() {
        if n.failing() && word(&n.source) == "external_audit" && r.state() != "closed" {
            let say = eye.input(said, "audit-findings-open", State::Overdue, ix, n.raised_on.0, 0);
            say.number = days_between(eye.today, audit);
            say.due = Some(add_days(audit, -30));
        }
    }
}
/// A new major version of a rule that nobody must confirm: were people told within 30 days?
fn untold(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let r = eye.rec(ix);
    if !r.get::<Policy>().is_some_and(|p| !p.must_be_read() && p.version.major > 1 && r.state() == "in_force") {
        return;
    }
    let Some(v) = super::policies::major_since(eye.isms, ix, eye.today).filter(|v| v.version.major > 1) else { return };
    if days_between(v.since, eye.today) <= 30 {
        return;
    }
    let by_campaign =
        eye.isms.live::<crate::kinds::Campaign>().any(|(_, _, c)| *c.of == *r.code && c.sent_on.0 >= v.since);
    let by_routine = eye.isms.live::<Routine>().any(|(x, _, rt)| {
        let tells = rt.wizard.as_deref() == Some("training-campaign") || rt.serves.0.iter().any(|c| c == "7.4");
        tells && eye.reviewed(x).is_some_and(|d| d >= v.since)
    });
    if !by_campaign && !by_routine {
        let say = said.tell("communication-untold", State::DueSoon);
        say.changed = Some(v.since);
        say.due = Some(add_days(v.since, 30));
    }
}

// ---- section 9
/// A line of section 9: its number here, what the standard asks for, the guide of what satisfies it, and whether it is there.
struct Line {
    number: &'static str,
    asks: &'static str,
    wizard: Option<&'static str>,
    there: fn(&Eye) -> bool,
}
const LINES: [Line; 21] = [
    Line {
        number: "4.1",
        asks: "the decision whether climate change matters",
        wizard: Some("context-review"),
        there: |e| {
            e.org.is_some_and(|(ix, o)| {
                !o.climate_why.trim().is_empty() && e.reviewed(ix).is_some_and(|d| add_months(d, 13) >= e.today)
            })
        },
    },
    Line {
        number: "4.3",
        asks: "the scope",
        wizard: Some("context-review"),
        there: |e| e.org.is_some_and(|(_, o)| !o.scope.trim().is_empty()),
    },
    Line {
        number: "5.2",
        asks: "the information security policy",
        wizard: Some("policy-review"),
        there: |e| {
            policy(e, |e, p| {
                word(&p.sort) == "policy"
                    && p.approved
                        .as_ref()
                        .is_some_and(|a| e.org.is_some_and(|(_, o)| o.top_management.contains(&a.by.0)))
            })
        },
    },
    Line {
        number: "6.1.2",
        asks: "how risks are judged",
        wizard: Some("policy-review"),
        there: |e| {
            policy(e, |_, p| word(&p.sort) == "method" && cites(p, "6.1.2"))
                && e.org.is_some_and(|(_, o)| !o.bands.is_empty())
        },
    },
    Line {
        number: "6.1.3",
        asks: "how risks are treated",
        wizard: Some("policy-review"),
        there: |e| policy(e, |_, p| word(&p.sort) == "method" && cites(p, "6.1.3")),
    },
    Line {
        number: "6.1.3 d",
        asks: "the Statement of Applicability, approved",
        wizard: Some("control-review"),
        there: |e| {
            e.isms
                .live::<Control>()
                .filter(|(_, r, c)| {
                    of_annex(&r.code)
                        && !c.justification.trim().is_empty()
                        && (word(&c.applies) == "no" || c.status.is_some())
                })
                .count()
                >= ANNEX_A
                && e.isms.last_mark("SOA").is_some()
        },
    },
    Line {
        number: "6.1.3 e",
        asks: "the risk treatment plan",
        wizard: Some("risk-review"),
        there: |e| {
            risks(e, |e, ix, r| {
                r.level() <= e.accept_up_to || super::risks::actions(e, ix).next().is_some() || r.accepted.is_some()
            })
        },
    },
    Line {
        number: "6.1.3 f",
        asks: "the risk owners' approval and acceptance",
        wizard: Some("risk-review"),
        there: |e| {
            risks(e, |e, _, r| {
                r.plan_approved.is_some()
                    && (r.level() <= e.accept_up_to || r.accepted.is_some() || r.residual() <= e.accept_up_to)
            })
        },
    },
    Line {
        number: "6.2",
        asks: "objectives with measure, owner, date and plan",
        wizard: Some("objectives"),
        there: |e| e.isms.live::<Objective>().any(|(_, r, o)| r.state() == "set" && !o.plan.trim().is_empty()),
    },
    Line { number: "7.2", asks: "evidence of competence", wizard: Some("competence-review"), there: competence_shown },
    Line {
        number: "7.3",
        asks: "proof that people know the policy and their part in it",
        wizard: Some("training-campaign"),
        there: |e| e.isms.live::<TrainingRecord>().any(|(_, _, t)| t.passes()),
    },
    Line {
        number: "7.4",
        asks: "what is told to whom, when and how",
        wizard: Some("context-review"),
        there: |e| e.org.is_some_and(|(_, o)| !o.communication.is_empty()),
    },
    Line {
        number: "7.5.1 b",
        asks: "the documents that you yourselves find necessary",
        wizard: Some("policy-review"),
        there: |e| policy(e, |_, _| true),
    },
    Line {
        number: "7.5.3",
        asks: "documents from outside under control",
        wizard: Some("obligation-review"),
        there: |e| {
            policy(e, |_, p| word(&p.sort) == "external")
                || e.isms.live::<Obligation>().any(|(_, _, o)| o.source_version.is_some())
        },
    },
    Line {
        number: "8.1",
        asks: "records that the security routines really ran",
        wizard: Some("note"),
        there: |e| e.isms.live::<Routine>().any(|(ix, _, _)| e.reviewed(ix).is_some_and(|d| d >= period(e))),
    },
    Line {
        number: "8.2",
        asks: "results of risk assessments",
        wizard: Some("risk-review"),
        there: |e| e.isms.live::<Risk>().any(|(ix, _, _)| e.reviewed(ix).is_some_and(|d| d >= period(e))),
    },
    Line {
        number: "8.3",
        asks: "results of risk treatment",
        wizard: Some("action-round"),
        there: |e| e.isms.live::<Action>().any(|(_, r, _)| super::risks::done(r.state())),
    },
    Line {
        number: "9.1",
        asks: "what was measured, and what it says",
        wizard: Some("measure"),
        there: |e| e.isms.live::<Objective>().any(|(_, _, o)| o.measurements.iter().any(super::follow_up::counts)),
    },
    Line {
        number: "9.2.2",
        asks: "the audit programme and its results",
        wizard: Some("internal-audit"),
        there: |e| internal(e).iter().any(|(_, ix)| e.rec(*ix).get::<Audit>().is_some_and(|a| a.reported_on.is_some())),
    },
    Line {
        number: "9.3.3",
        asks: "results of management reviews",
        wizard: Some("management-review"),
        there: |e| e.isms.live::<ManagementReview>().any(|(_, r, _)| r.state() == "minuted"),
    },
    Line {
        number: "10.2",
        asks: "what was wrong, what was done about it, what it brought",
        wizard: Some("nonconformity"),
        there: findings_answered,
    },
];
/// Each line of section 9: clause, and what the standard asks to be there. Whether it is there says the item "checklist/CLAUSE".
pub(crate) fn required() -> impl Iterator<Item = (&'static str, &'static str)> {
    LINES.iter().map(|l| (l.number, l.asks))
}
/// Since the last external audit; without one, since the certificate.
fn period(eye: &Eye) -> NaiveDate {
    super::supply::held_external(eye).last().map(|(d, _)| *d).or(cycle(eye).map(|(d, _)| d)).unwrap_or(NaiveDate::MIN)
}
fn policy(eye: &Eye, is: fn(&Eye, &Policy) -> bool) -> bool {
    eye.isms.live::<Policy>().any(|(_, r, p)| matches!(r.state(), "in_force" | "in_approval") && is(eye, p))
}
fn cites(p: &Policy, clause: &str) -> bool {
    p.answers.0.iter().any(|c| c == clause || clause.strip_prefix(c.as_str()).is_some_and(|r| r.starts_with('.')))
}
fn risks(eye: &Eye, is: fn(&Eye, Ix, &Risk) -> bool) -> bool {
    let mut any = false;
    eye.isms.live::<Risk>().all(|(ix, _, r)| {
        any = true;
        is(eye, ix, r)
    }) && any
}
fn competence_shown(eye: &Eye) -> bool {
    let Some((_, org)) = eye.org else { return false };
    let needy: Vec<&str> = org
        .role_list
        .iter()
        .filter(|r| r.needs.as_ref().is_some_and(|n| !n.trim().is_empty()))
        .map(|r| &*r.role.0)
        .collect();
    // For each role with needs somebody shows it; without such roles any proof of competence will do.
    let shows = |ix: Ix, p: &Person| {
        p.able_because.is_some() && !p.competence_proof.is_empty()
            || eye.citing(ix, "training_record", "person").next().is_some()
    };
    if needy.is_empty() {
        return eye.isms.live::<Person>().any(|(ix, _, p)| shows(ix, p));
    }
    needy.iter().all(|role| {
        eye.isms
            .live::<Person>()
            .filter(|(_, r, p)| r.state() == "active" && p.has_role(role))
            .any(|(ix, _, p)| shows(ix, p))
    })
}
/// No finding at all is no gap; one without cause and action is (nc-no-cause speaks of it).
fn findings_answered(eye: &Eye) -> bool {
    let mut all = eye.isms.live::<Nonconformity>().filter(|(_, _, n)| n.failing()).peekable();
    all.peek().is_none() || all.any(|(_, r, n)| n.cause.is_some() && r.state() != "raised")
}
fn checklist(eye: &Eye, out: &mut Vec<Item>) {
    for (n, line) in LINES.iter().enumerate() {
        let mut said = eye.begin(Target::Line(line.number), None);
        if !(line.there)(eye) {
            said.tell("documents-missing", State::NeverReviewed).number = n as i64;
        }
        out.push(eye.finish(said));
    }
}
pub(crate) fn wizard_of_line(t: Target) -> Option<(&'static str, &'static str)> {
    let Target::Line(number) = t else { return None };
    LINES.iter().find(|l| l.number == number).and_then(|l| l.wizard).map(|w| (w, "Provide it"))
}

// ---- words for sentences
pub(crate) fn clause_words(isms: &Isms, r: &Reason) -> String {
    match r.target {
        Target::Clause(n) | Target::Line(n) => n.to_string(),
        Target::Control(ix) => isms.rec(ix).code.to_string(),
        _ => String::new(),
    }
}
pub(crate) fn event_words(r: &Reason) -> &'static str {
    if r.number == 1 { "first" } else { "second" }
}
pub(crate) fn document_words(r: &Reason) -> &'static str {
    LINES.get(r.number as usize).map_or("", |l| l.asks)
}
pub(crate) fn topic_words(r: &Reason) -> &'static str {
    TOPICS.get(r.number as usize).map_or("", |t| t.1)
}
