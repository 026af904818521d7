//! Checking ourselves: audits, management reviews, findings, measures (PACK 3).
use super::Mends::Guide;
use super::Run::{Look, Rule};
use super::Severity::{Note, Stop, Weak};
use super::sight::count;
use super::{Check, Found, Sight, check};
use crate::kinds::{Audit, ManagementReview, Nonconformity, Person, TOPICS};
use crate::staleness::word;

const AUDIT: super::Mends = Guide("internal-audit");
pub(super) const CHECKS: &[Check] = &[
    check("coverage-clause", Weak, "9.2.2", AUDIT, Look(clauses))
        .means("The cycle ends with a clause that we never checked ourselves."),
    check("coverage-control", Weak, "9.2.2", AUDIT, Look(controls))
        .means("The cycle ends with controls that we never checked ourselves."),
    check("audit-not-independent", Weak, "9.2.2", AUDIT, Rule)
        .means("The result may be doubted: the auditor judged own work."),
    check("audit-no-evidence", Weak, "9.2.2", AUDIT, Look(no_evidence)).means("Verdicts stand that nobody can follow."),
    check("audit-finds-nothing", Note, "9.2.2", AUDIT, Look(finds_nothing))
        .means("It may be asked whether the audits look closely enough."),
    check("audit-unreported", Weak, "9.2.2", AUDIT, Rule).means("Management has not heard what was found."),
    check("review-topic-empty", Stop, "9.3.2", Guide("management-review"), Look(topic_empty))
        .means("Management cannot be shown to have looked at all of it."),
    check("decision-late", Weak, "9.3.3", Guide("action-round"), Look(decision_late))
        .means("What management decided is not yet done."),
    check("nc-no-cause", Weak, "10.2", Guide("nonconformity"), Look(no_cause))
        .means("It may happen again: nobody has found out why."),
    check("action-check-due", Weak, "10.2", Guide("nonconformity"), Rule)
        .means("Nobody knows yet whether the cure worked."),
    check("measure-due", Weak, "9.1", Guide("measure"), Rule)
        .means("For this time nobody can say whether the aim is met."),
    check("objective-missed-alone", Weak, "9.1", Guide("objectives"), Rule)
        .means("An aim is missed and nothing is done about it."),
    check("exception-ending", Weak, "A.5.36", Guide("exception-review"), Rule)
        .means("The deviation goes on without anybody's leave."),
];

/// What the rule says, due soon or overdue: it is not covered yet. At the recertification all must have been seen.
fn uncovered(s: &Sight, rule: &str) -> Vec<Found> {
    let severity = if s.recertification { Stop } else { Weak };
    s.rule(rule).into_iter().map(|f| f.with(severity)).collect()
}
fn clauses(s: &Sight) -> Vec<Found> {
    uncovered(s, "coverage-clause")
}
/// Many controls are one line, for one audit covers them.
fn controls(s: &Sight) -> Vec<Found> {
    let found = uncovered(s, "coverage-control");
    if found.len() < 4 {
        return found;
    }
    let list: Vec<String> = found.iter().map(|f| f.place.trim_start_matches("coverage/").to_string()).collect();
    let text = format!("{} that apply have not been audited in this cycle.", count(list.len(), "control"));
    vec![Found { severity: found[0].severity, ..Found::at("PROGRAMME", text).of(list) }]
}
/// Internal audits that were held in the period, the latest last.
fn held<'a>(s: &Sight<'a>) -> Vec<(chrono::NaiveDate, &'a crate::Record, &'a Audit)> {
    let isms: &'a crate::Isms = s.isms;
    let mut out: Vec<_> = isms
        .live::<Audit>()
        .filter(|(_, r, a)| a.internal() && matches!(r.state(), "held" | "reported" | "closed"))
        .map(|(ix, r, a)| (crate::staleness::coverage::held_on(&s.eye, ix, a), r, a))
        .collect();
    out.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.code.cmp(&b.1.code)));
    out
}
fn no_evidence(s: &Sight) -> Vec<Found> {
    let mut out = Vec::new();
    for (_, r, a) in held(s).into_iter().filter(|(on, _, _)| s.in_period(*on)) {
        let looked: Vec<_> = a.checklist.iter().filter(|row| word(&row.verdict) != "not_looked_at").collect();
        let bare = looked
            .iter()
            .filter(|row| row.seen.as_ref().is_none_or(|t| t.trim().is_empty()) && row.evidence.is_empty())
            .count();
        if bare > 0 {
            let text = format!("{}: {bare} of {} do not say what was seen.", s.named(r), count(looked.len(), "row"));
            out.push(Found::at(&*r.code, text));
        }
    }
    out
}
fn finds_nothing(s: &Sight) -> Vec<Found> {
    let all = held(s);
    let last: Vec<_> = all.iter().rev().take(3).collect();
    if last.len() < 3 || !last.iter().all(|(_, _, a)| a.findings.is_empty()) {
        return Vec::new();
    }
    let list: Vec<String> = last.iter().rev().map(|(_, r, _)| r.code.to_string()).collect();
    vec![Found::at("PROGRAMME", "The last 3 internal audits found nothing.").of(list)]
}
/// Of the reviews of the period: a topic without content, or with a word or two.
fn topic_empty(s: &Sight) -> Vec<Found> {
    let held = |code: &str| s.isms.get::<ManagementReview>(code).map(|m| m.held_on.0);
    let mut out: Vec<Found> =
        s.rule("review-topic-empty").into_iter().filter(|f| held(&f.place).is_some_and(|d| s.in_period(d))).collect();
    for (_, r, m) in
        s.isms.live::<ManagementReview>().filter(|(_, r, m)| r.state() == "minuted" && s.in_period(m.held_on.0))
    {
        for (topic, words) in TOPICS {
            let said = |i: &&crate::kinds::management_review::Input| i.topic.0 == *topic;
            let text: String =
                m.inputs.iter().filter(said).filter_map(|i| i.said.as_ref()).map(|t| t.trim().to_string()).collect();
            if crate::staleness::coverage::says_something(&text) && text.chars().count() < 20 {
                let text = format!("{} says of {words} only \u{201c}{text}\u{201d}.", r.code);
                out.push(Found::at(&*r.code, text).with(Weak));
            }
        }
    }
    out
}
fn decision_late(s: &Sight) -> Vec<Found> {
    s.rule("action-late").into_iter().filter(|f| super::risks::is_decision(s, &f.place)).collect()
}
/// The rule's; and a cause that is a person, not a thing that can be changed.
fn no_cause(s: &Sight) -> Vec<Found> {
    let mut out = s.rule("nc-no-cause");
    let names: Vec<String> = s.isms.live::<Person>().map(|(_, r, _)| r.title().to_lowercase()).collect();
    for (_, r, n) in s.isms.live::<Nonconformity>().filter(|(_, r, n)| n.failing() && r.state() != "closed") {
        let Some(cause) = n.cause.as_ref().map(|c| c.trim()).filter(|c| !c.is_empty()) else { continue };
        if crate::wizards::is_a_person(cause, &names) {
            let text = format!("The cause of {} is a person: \u{201c}{}\u{201d}.", r.code, crate::wizard::short(cause));
            out.push(Found::at(&*r.code, text).noting("ask once more what let that person be the only safeguard"));
        }
    }
    out
}
