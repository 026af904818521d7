//! What the reports on audits and findings share: who audited what with which verdict, which findings came of it, by when it was closed.
//! It must never give a verdict where nobody looked.
use super::{Body, Paper};
use crate::catalog;
use crate::isms::{Ix, Record, json_of};
use crate::kinds::audit::Verdict;
use crate::kinds::{Audit, Nonconformity};
use crate::staleness::coverage::was_held;
use crate::staleness::word;
use chrono::NaiveDate;

/// An audit that was held.
pub(crate) struct Held<'a> {
    pub on: NaiveDate,
    pub record: &'a Record,
    pub audit: &'a Audit,
}
/// Audits that were held, the oldest first; of them those that a test takes.
pub(crate) fn held<'a>(p: &'a Paper, takes: fn(&Audit) -> bool) -> Vec<Held<'a>> {
    let mut out: Vec<Held> = p
        .isms
        .live::<Audit>()
        .filter(|(_, r, a)| was_held(r.state()) && takes(a))
        .map(|(_, record, audit)| {
            let on = audit.held_until.or(audit.held_from).map_or_else(|| p.isms.day_of(record.head().seq), |d| d.0);
            Held { on, record, audit }
        })
        .filter(|h| h.on <= p.day())
        .collect();
    out.sort_by(|a, b| (a.on, &a.record.code).cmp(&(b.on, &b.record.code)));
    out
}
/// Findings of an audit: those that it names, and those that name it. The gravest first, then by code.
pub(crate) fn findings<'a>(p: &'a Paper, code: &str, audit: &Audit) -> Vec<(Ix, &'a Record, &'a Nonconformity)> {
    let mut out: Vec<_> = p
        .isms
        .live::<Nonconformity>()
        .filter(|(_, r, n)| {
            audit.findings.iter().any(|f| **f == *r.code) || n.audit.as_ref().is_some_and(|a| **a == *code)
        })
        .collect();
    out.sort_by(|a, b| (a.2.grade as u8, &a.1.code).cmp(&(b.2.grade as u8, &b.1.code)));
    out
}
/// How grave a verdict is: the gravest of several stands in the map.
fn grave(v: Verdict) -> u8 {
    match v {
        Verdict::NotLookedAt => 0,
        Verdict::Conforms => 1,
        Verdict::Opportunity => 2,
        Verdict::Observation => 3,
        Verdict::Minor => 4,
        Verdict::Major => 5,
    }
}
/// "C", "i", "o", "m", "M"; nothing where nobody looked.
pub(crate) fn letter(v: Verdict) -> &'static str {
    ["", "C", "i", "o", "m", "M"][usize::from(grave(v))]
}
/// What an audit says of a clause or control. Of an audit by others, who keep their own rows: a finding, or what its plan covers.
pub(crate) fn verdict(p: &Paper, h: &Held, number: &str) -> Verdict {
    let names = |n: &str| catalog::parts(n).contains(&number) || n == number;
    let rows = h.audit.checklist.iter().filter(|r| names(&r.clause)).map(|r| r.verdict);
    let found = findings(p, &h.record.code, h.audit)
        .into_iter()
        .filter(|(_, _, n)| n.requirement.0.iter().any(|x| names(x)))
        .map(|(_, _, n)| match word(&n.grade) {
            "major" => Verdict::Major,
            "minor" => Verdict::Minor,
            "observation" => Verdict::Observation,
            _ => Verdict::Opportunity,
        });
    let planned = !h.audit.internal() && h.audit.covers.0.iter().any(|c| names(c));
    let covered = planned.then_some(Verdict::Conforms);
    rows.chain(found).chain(covered).max_by_key(|v| grave(*v)).unwrap_or(Verdict::NotLookedAt)
}
/// The day on which a finding was closed; none while it is open.
pub(crate) fn closed_on(p: &Paper, r: &Record) -> Option<NaiveDate> {
    if !matches!(r.state(), "closed" | "noted") {
        return None;
    }
    let state = |v: &crate::isms::Revision| json_of(v).get("state").cloned();
    let last = state(r.head());
    let first = r.revisions.iter().rev().take_while(|v| state(v) == last).last()?;
    Some(p.isms.day_of(first.seq))
}
/// The person's initials and role where the auditor is one of us, else the name as it was written.
pub(crate) fn auditor(p: &Paper, r: &Record) -> String {
    let b = Body::of(r);
    let who = b.text("auditor");
    if p.people.known(who) { p.who(who) } else { p.people.redact(who) }
}
/// "2026-03-10 to 2026-03-12"
pub(crate) fn days(a: &Audit) -> String {
    match (a.held_from, a.held_until) {
        (Some(f), Some(u)) if f != u => format!("{} to {}", f.0, u.0),
        (Some(d), _) | (None, Some(d)) => d.0.to_string(),
        (None, None) => a.planned_on.map_or_else(|| "no day on record".into(), |d| format!("planned for {}", d.0)),
    }
}
