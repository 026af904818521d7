//! Which visit it is, what is to be covered, the checklist, who judges their own work: read from the file and the answers.
//! It must never ask or refuse anything.
pub(super) use super::super::audits::{control_of, text};
use crate::catalog;
use crate::dates::{add_days, add_months};
use crate::isms::Isms;
use crate::kinds::{Audit, Change, Control, Nonconformity, Policy, Process, Routine, Supplier};
use crate::staleness::word;
use crate::wizard::Run;
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::BTreeMap;

/// Looked at every year, by usual practice.
pub(super) const CORE: [&str; 10] =
    ["6.1.2", "6.1.3", "8.2", "8.3", "9.2.1", "9.2.2", "9.3.1", "9.3.2", "9.3.3", "10.2"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visit {
    Plan,
    /// Planned, with a checklist to be gone through.
    Conduct,
    /// Held: management is to have the report.
    Report,
    After,
}
pub(super) fn visit(run: &Run) -> Visit {
    let Some(code) = code(run) else { return Visit::Plan };
    match (run.isms.record(&code).map(|r| r.state()), run.isms.get::<Audit>(&code)) {
        (None | Some("planned"), a) if a.is_none_or(|a| a.checklist.is_empty()) => Visit::Plan,
        (Some("planned"), _) => Visit::Conduct,
        (Some("held"), _) => Visit::Report,
        _ => Visit::After,
    }
}
/// The audit on which it was begun.
pub(super) fn begun_on(run: &Run) -> Option<String> {
    run.about.iter().find(|c| run.isms.get::<Audit>(c).is_some_and(Audit::internal)).cloned()
}
/// An audit by others, on which it was begun.
pub(super) fn not_our_own(run: &Run) -> Option<String> {
    run.about.iter().find(|c| run.isms.get::<Audit>(c).is_some_and(|a| !a.internal())).cloned()
}
/// Internal audits that are planned, or held and not reported.
pub(super) fn under_way(run: &Run) -> Vec<String> {
    let open = |state: &str| matches!(state, "planned" | "held");
    run.isms
        .live::<Audit>()
        .filter(|(_, r, a)| a.internal() && open(r.state()))
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
/// The audit as it is recorded; none where it is only being planned.
pub(super) fn code(run: &Run) -> Option<String> {
    begun_on(run).or_else(|| {
        let chosen = run.says("which", "audit");
        under_way(run).into_iter().find(|c| c == chosen)
    })
}
pub(super) fn audit<'a>(run: &Run<'a>) -> Option<&'a Audit> {
    let isms: &'a Isms = run.isms;
    isms.get(&code(run)?)
}

// ---- coverage
/// Since when the cycle runs, and by when all must be covered.
fn cycle(run: &Run) -> Option<(NaiveDate, NaiveDate)> {
    let o = run.isms.organization()?;
    let from = o.decided_on?.0;
    Some((from, o.expires_on.map_or(add_months(from, 36), |d| d.0)))
}
pub(super) fn covered_by(run: &Run) -> Option<NaiveDate> {
    cycle(run).map(|(_, until)| add_days(until, -90))
}
fn held_on(r: &crate::isms::Record, a: &Audit, isms: &Isms) -> NaiveDate {
    a.held_until.or(a.held_from).map_or_else(|| isms.day_of(r.head().seq), |d| d.0)
}
/// Internal audits that were held, the oldest first.
pub(super) fn held_before(run: &Run) -> Vec<(NaiveDate, String)> {
    let own = code(run);
    let mut out: Vec<_> = run
        .isms
        .live::<Audit>()
        .filter(|(_, r, a)| {
            a.internal() && matches!(r.state(), "held" | "reported" | "closed") && own.as_deref() != Some(&*r.code)
        })
        .map(|(_, r, a)| (held_on(r, a, run.isms), r.code.to_string()))
        .collect();
    out.sort();
    out
}
/// Number → the last day on which an internal audit looked at it.
pub(super) fn looked_at(run: &Run) -> BTreeMap<String, NaiveDate> {
    let mut out = BTreeMap::new();
    for (on, code) in held_before(run) {
        let Some(a) = run.isms.get::<Audit>(&code) else { continue };
        for row in a.checklist.iter().filter(|r| word(&r.verdict) != "not_looked_at") {
            for n in catalog::parts(&row.clause) {
                out.insert(n.to_string(), on);
            }
        }
    }
    out
}
/// Every clause, and every control that applies.
fn all_numbers(run: &Run) -> Vec<String> {
    let clauses = catalog::clauses().iter().map(|e| e.number.clone());
    let controls = run.isms.live::<Control>().filter(|(_, _, c)| word(&c.applies) == "yes");
    clauses.chain(controls.map(|(_, _, c)| c.number.to_string())).collect()
}
/// What is still to be covered (red), and what was in this cycle (grey), with its day.
pub(super) fn coverage(run: &Run) -> (Vec<String>, Vec<(String, NaiveDate)>) {
    let looked = looked_at(run);
    let from = cycle(run).map_or(NaiveDate::MIN, |(d, _)| d);
    let mut red = Vec::new();
    let mut grey = Vec::new();
    for n in all_numbers(run) {
        let fresh = |d: &NaiveDate| *d >= from && (!CORE.contains(&n.as_str()) || add_months(*d, 12) > run.today);
        match looked.get(&n).copied().filter(fresh) {
            Some(d) => grey.push((n, d)),
            None => red.push(n),
        }
    }
    (red, grey)
}
/// Numbers that it was begun for ("coverage/7.4", "coverage/SOA-8.13"), and those that are due.
fn due(run: &Run) -> Vec<String> {
    let number = |id: &str| id.strip_prefix("SOA-").map_or_else(|| id.to_string(), |n| format!("A.{n}"));
    let mut out: Vec<String> = run.about.iter().filter_map(|id| id.strip_prefix("coverage/")).map(number).collect();
    let all = all_numbers(run);
    out.extend(all.into_iter().filter(|n| {
        let id = n.strip_prefix("A.").map_or_else(|| n.clone(), |c| format!("SOA-{c}"));
        run.item(&format!("coverage/{id}")).is_some_and(|i| !i.is_current())
    }));
    out
}
/// Clauses that stand ticked at first.
pub(super) fn clauses_at_first(run: &Run) -> Vec<String> {
    if let Some(a) = audit(run).filter(|a| !a.covers.0.is_empty()) {
        return a.covers.0.iter().filter(|n| !n.starts_with("A.")).cloned().collect();
    }
    let due = due(run);
    let known = catalog::clauses().iter().map(|e| e.number.as_str());
    known.filter(|n| CORE.contains(n) || due.iter().any(|d| d == n)).map(String::from).collect()
}
/// Controls that stand ticked at first, by code.
pub(super) fn controls_at_first(run: &Run) -> Vec<String> {
    let wanted = match audit(run).filter(|a| !a.covers.0.is_empty()) {
        Some(a) => a.covers.0.clone(),
        None => due(run),
    };
    let of = run.isms.live::<Control>().filter(|(_, _, c)| wanted.contains(&c.number.0));
    of.map(|(_, r, _)| r.code.to_string()).collect()
}
pub(super) fn areas(run: &Run) -> Vec<String> {
    let before = audit(run).map(|a| a.areas.0.clone()).unwrap_or_default();
    run.codes_or("cover", "areas", &before)
}
/// Everything that it covers, by number.
pub(super) fn covers(run: &Run) -> Vec<String> {
    let mut out = run.codes_or("cover", "clauses", &clauses_at_first(run));
    let controls = run.codes_or("cover", "controls", &controls_at_first(run));
    let numbers = controls.iter().filter_map(|c| run.isms.get::<Control>(c)).map(|c| c.number.to_string());
    for n in numbers {
        if !out.contains(&n) {
            out.push(n);
        }
    }
    out
}
fn within(numbers: &[String], n: &str) -> bool {
    numbers.iter().any(|c| c == n || n.strip_prefix(c.as_str()).is_some_and(|rest| rest.starts_with('.')))
}

// ---- who
/// What somebody answers for among that which is covered, by code.
pub(super) fn owns(run: &Run, person: &str) -> Vec<String> {
    let (numbers, areas) = (covers(run), areas(run));
    let own = |r: &crate::isms::Record| r.common.owner.as_ref().is_some_and(|o| o.0 == person);
    let mut out: Vec<String> = Vec::new();
    let mut put = |r: &crate::isms::Record, covered: bool| {
        if own(r) && (covered || areas.iter().any(|a| **a == *r.code)) {
            out.push(r.code.to_string());
        }
    };
    run.isms.live::<Control>().for_each(|(_, r, c)| put(r, within(&numbers, &c.number)));
    run.isms.live::<Policy>().for_each(|(_, r, p)| put(r, p.answers.0.iter().any(|n| within(&numbers, n))));
    run.isms.live::<Routine>().for_each(|(_, r, x)| put(r, x.serves.0.iter().any(|n| within(&numbers, n))));
    run.isms.live::<Process>().for_each(|(_, r, _)| put(r, false));
    run.isms.live::<Supplier>().for_each(|(_, r, _)| put(r, false));
    out
}
/// Code of the person, or name and firm.
pub(super) fn auditor<'a>(run: &Run<'a>) -> &'a str {
    match run.says("who", "auditor") {
        "" => run.says("who", "outside").trim(),
        code => code,
    }
}

// ---- the checklist
/// A clause or control, and what to ask or look at.
pub(super) type Line = (String, String);
/// What links, stale items, last findings and changes make of what is covered.
pub(super) fn proposed(run: &Run) -> Vec<Line> {
    let numbers = covers(run);
    let mut out: Vec<Line> = Vec::new();
    for n in &numbers {
        for part in catalog::parts(n) {
            if let Some(e) = catalog::entry(part) {
                out.push((part.to_string(), crate::wizard::short(e.question)));
            }
        }
    }
    let mut put = |n: &str, question: String| out.push((n.to_string(), crate::wizard::short(&question)));
    for (ix, r, c) in run.isms.live::<Control>().filter(|(_, _, c)| within(&numbers, &c.number)) {
        if run.item(&r.code).is_some_and(|i| !i.is_current()) {
            put(&c.number, format!("{} is due for a look: does it work as it is written?", r.code));
        }
        for rule in run.isms.linked(run.isms.rec(ix), "policies").map(|ix| run.isms.rec(ix)) {
            put(&c.number, format!("Is {} {} known and kept?", rule.code, rule.title()));
        }
    }
    for (_, r, n) in run.isms.live::<Nonconformity>().filter(|(_, _, n)| n.failing()) {
        if let Some(number) = n.requirement.0.iter().find(|x| within(&numbers, x)) {
            put(number, format!("{} {}: is it put right, and does it stay so?", r.code, r.title()));
        }
    }
    if let Some(number) = ["6.3", "A.8.32"].into_iter().find(|n| within(&numbers, n)) {
        let since = held_before(run).last().map_or(NaiveDate::MIN, |(d, _)| *d);
        for (_, r, _) in run.isms.live::<Change>().filter(|(_, _, c)| c.when.0 >= since) {
            put(number, format!("{} {}: was it looked at before?", r.code, r.title()));
        }
    }
    for a in areas(run).iter().filter_map(|c| run.isms.record(c)) {
        let number = if a.info().name == "supplier" { "A.5.22" } else { "8.1" };
        put(number, format!("{} {}: what is done there, and what shows it?", a.code, a.title()));
    }
    out
}
/// As it was written, or as it is proposed.
pub(super) fn checklist(run: &Run) -> Vec<Line> {
    match run.answers.0.get("list").and_then(|s| s.get("list")).filter(|v| !v.is_null()) {
        None => proposed(run),
        Some(_) => run
            .table("list", "list")
            .iter()
            .map(|r| (text(r, "clause").to_string(), text(r, "question").to_string()))
            .collect(),
    }
}
/// Rows of the recorded checklist, numbered from 1.
pub(super) fn rows(run: &Run) -> Vec<(String, Line)> {
    let list = audit(run).map(|a| a.checklist.as_slice()).unwrap_or_default();
    list.iter()
        .enumerate()
        .map(|(n, r)| ((n + 1).to_string(), (r.clause.to_string(), r.question.to_string())))
        .collect()
}
/// What was answered to a row.
pub(super) fn said<'a>(run: &Run<'a>, row: &str, field: &str) -> &'a str {
    run.answer("row", "rows")
        .and_then(|v| v.get(row))
        .and_then(|r| r.get(field))
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim()
}
/// Rows that are a finding.
pub(super) fn found(run: &Run) -> Vec<(String, Line)> {
    rows(run).into_iter().filter(|(id, _)| said(run, id, "verdict") == "finding").collect()
}
pub(super) fn found_nothing(run: &Run) -> bool {
    audit(run).is_some_and(|a| a.findings.is_empty())
}
/// How many rows were looked at, and how many of those with no sample and no talk.
pub(super) fn from_the_desk(run: &Run) -> (usize, usize) {
    let looked: Vec<bool> = match visit(run) {
        Visit::Conduct => rows(run)
            .iter()
            .filter(|(id, _)| !matches!(said(run, id, "verdict"), "" | "not_looked_at"))
            .map(|(id, _)| said(run, id, "proof").is_empty() && said(run, id, "interviewed").is_empty())
            .collect(),
        _ => audit(run)
            .map(|a| a.checklist.as_slice())
            .unwrap_or_default()
            .iter()
            .filter(|r| word(&r.verdict) != "not_looked_at")
            .map(|r| r.evidence.is_empty() && r.interviewed.is_none())
            .collect(),
    };
    (looked.len(), looked.iter().filter(|desk| **desk).count())
}
/// "3 of 12 rows have no sample and no talk."
pub(super) fn desk_words(run: &Run) -> Option<String> {
    let (all, desk) = from_the_desk(run);
    (desk > 0).then(|| format!("{desk} of {all} rows have no sample and no talk."))
}
