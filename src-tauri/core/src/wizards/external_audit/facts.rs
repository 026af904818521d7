//! Which audit and which visit it is, what was found, whether it makes a new certificate: read from the file and the answers.
//! It must never ask or refuse anything.
pub(super) use super::super::audits::{control_of, text};
use crate::dates::{add_days, add_months};
use crate::isms::Isms;
use crate::kinds::audit::AuditSort;
use crate::kinds::organization::BodyTermName;
use crate::kinds::{Audit, Organization};
use crate::staleness::word;
use crate::wizard::Run;
use chrono::NaiveDate;
use serde_json::{Map, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visit {
    /// Its first day lies ahead.
    Before,
    /// Its first day has come, and not all of what came of it is written.
    After,
    /// It is told; what is left are the decision of the body and the answers to findings.
    Closing,
}
pub(super) fn visit(run: &Run) -> Visit {
    match stands(run) {
        "reported" | "closed" => Visit::Closing,
        "held" => Visit::After,
        _ => {
            let first = if asks_dates(run) { run.day("dates", "from") } else { planned_on(run) };
            if first.is_some_and(|d| d <= run.today) { Visit::After } else { Visit::Before }
        }
    }
}
/// An audit by others: of the body, or of a customer.
fn by_others(a: &Audit) -> bool {
    a.external() || a.sort == AuditSort::Customer
}
/// The audit on which it was begun.
fn begun_on(run: &Run) -> Option<String> {
    run.about.iter().find(|c| run.isms.get::<Audit>(c).is_some_and(by_others)).cloned()
}
/// An audit on which it was begun, and of which it is not.
pub(super) fn not_by_others(run: &Run) -> Option<String> {
    run.about.iter().find(|c| run.isms.get::<Audit>(c).is_some_and(|a| !by_others(a))).cloned()
}
/// Audits by others that are planned, or held and not told yet.
pub(super) fn under_way(run: &Run) -> Vec<String> {
    let open = |state: &str| matches!(state, "planned" | "held");
    let of = run.isms.live::<Audit>().filter(|(_, r, a)| by_others(a) && open(r.state()));
    of.map(|(_, r, _)| r.code.to_string()).collect()
}
/// The sort that a day of the cycle is about: "cycle/surveillance-1" is a surveillance.
fn of_the_cycle(run: &Run) -> Option<&'static str> {
    let event = run.about.iter().find_map(|id| id.strip_prefix("cycle/"))?;
    ["surveillance", "recertification"].into_iter().find(|s| event.starts_with(s))
}
/// Begun on a day of the cycle for which exactly one audit is under way: that one is meant.
fn of_the_day(run: &Run) -> Option<String> {
    let sort = of_the_cycle(run)?;
    let mut of = under_way(run).into_iter().filter(|c| run.isms.get::<Audit>(c).is_some_and(|a| word(&a.sort) == sort));
    of.next().filter(|_| of.next().is_none())
}
pub(super) fn asks_which(run: &Run) -> bool {
    not_by_others(run).is_some() || begun_on(run).is_none() && of_the_day(run).is_none() && !under_way(run).is_empty()
}
/// The audit as it is recorded; none where it has no record yet.
pub(super) fn code(run: &Run) -> Option<String> {
    begun_on(run).or_else(|| of_the_day(run)).or_else(|| {
        let chosen = run.says("which", "audit");
        under_way(run).into_iter().find(|c| c == chosen)
    })
}
pub(super) fn audit<'a>(run: &Run<'a>) -> Option<&'a Audit> {
    let isms: &'a Isms = run.isms;
    isms.get(&code(run)?)
}
/// Where it stands on record: nothing while it has none.
pub(super) fn stands<'a>(run: &Run<'a>) -> &'a str {
    let isms: &'a Isms = run.isms;
    code(run).and_then(|c| isms.record(&c)).map_or("", |r| r.state())
}
pub(super) fn planned_on(run: &Run) -> Option<NaiveDate> {
    audit(run).and_then(|a| a.planned_on).map(|d| d.0)
}
/// Days, auditor and plan are asked while they may change: until the first day has come.
pub(super) fn asks_dates(run: &Run) -> bool {
    match stands(run) {
        "" => true,
        "planned" => planned_on(run).is_none_or(|d| d > run.today),
        _ => false,
    }
}
/// What stands in the notes once a pack was given.
pub(super) const GIVEN: &str = "Given to the auditor on ";
pub(super) fn asks_given(run: &Run) -> bool {
    let noted = code(run).and_then(|c| run.isms.record(&c)).and_then(|r| r.common.notes.as_ref());
    matches!(stands(run), "" | "planned") && !noted.is_some_and(|n| n.contains(GIVEN))
}
pub(super) fn sort<'a>(run: &Run<'a>) -> &'a str {
    match run.says("dates", "sort") {
        "" => audit(run).map(|a| word(&a.sort)).or_else(|| of_the_cycle(run)).unwrap_or_default(),
        said => said,
    }
}
/// First and last day on which it was held; none before it.
pub(super) fn days(run: &Run) -> Option<(NaiveDate, NaiveDate)> {
    let step = if asks_dates(run) { ("dates", "from", "until") } else { ("held", "held_from", "held_until") };
    let from = run.day(step.0, step.1).or_else(|| audit(run).and_then(|a| a.held_from).map(|d| d.0))?;
    let until = run.day(step.0, step.2).or_else(|| audit(run).and_then(|a| a.held_until).map(|d| d.0));
    Some((from, until.unwrap_or(from)))
}
/// Findings as they were written down, numbered from 1.
pub(super) fn found<'a>(run: &Run<'a>) -> Vec<(String, &'a Map<String, Value>)> {
    run.table("findings", "findings").into_iter().enumerate().map(|(n, row)| ((n + 1).to_string(), row)).collect()
}
/// Numbers that a finding names: "7.5.3, A.5.15".
pub(super) fn requirement(row: &Map<String, Value>) -> Vec<String> {
    text(row, "requirement").split([',', ';']).map(|n| n.trim().to_string()).filter(|n| !n.is_empty()).collect()
}
/// "01: Three of ten tickets hold results"
pub(super) fn named(row: &Map<String, Value>) -> String {
    let words = crate::wizard::short(text(row, "text").trim_end_matches('.'));
    match text(row, "number") {
        "" => words,
        n => crate::wizard::short(&format!("{n}: {words}")),
    }
}
/// By when the body must have the answer: as it wrote, else by its terms from the day on which the finding came. A remark needs none.
pub(super) fn answer_due(run: &Run, row: &Map<String, Value>) -> Option<NaiveDate> {
    let given = crate::dates::parse(text(row, "answer_due"));
    let by_terms = || {
        let failing = matches!(text(row, "grade"), "major" | "minor") && sort(run) != "customer";
        let days = run.isms.organization().map_or(30, |o| o.body_days(BodyTermName::AnswerFinding));
        run.day("findings", "came_on").filter(|_| failing).map(|d| add_days(d, days.into()))
    };
    given.or_else(by_terms)
}
/// By when a major must be closed: by the body's terms, in stage 2 within six months, in a recertification before the certificate ends.
pub(super) fn close_due(run: &Run, row: &Map<String, Value>) -> Option<NaiveDate> {
    if text(row, "grade") != "major" || sort(run) == "customer" {
        return None;
    }
    let o = run.isms.organization();
    let days = o.map_or(90, |o| o.body_days(BodyTermName::CloseFinding));
    let by_terms = add_days(run.day("findings", "came_on")?, days.into());
    let latest = match sort(run) {
        "stage_2" => days_of(run).map(|d| add_months(d, 6)),
        "recertification" => o.and_then(|o| o.expires_on).map(|d| d.0),
        _ => None,
    };
    Some(latest.map_or(by_terms, |l| l.min(by_terms)))
}
fn days_of(run: &Run) -> Option<NaiveDate> {
    days(run).map(|(_, until)| until)
}
pub(super) fn org<'a>(run: &Run<'a>) -> Option<&'a Organization> {
    let isms: &'a Isms = run.isms;
    isms.organization()
}
/// Does it make a certificate that the file does not have yet?
pub(super) fn asks_new(run: &Run) -> bool {
    match visit(run) {
        Visit::Before => false,
        Visit::After => {
            let given = matches!(run.says("result", "what"), "recommended" | "once_answered");
            given && matches!(sort(run), "stage_2" | "recertification" | "special")
        }
        Visit::Closing => stands(run) == "reported" && waits_for_decision(run),
    }
}
/// What stands in the summary where no certificate was recommended.
pub(super) const REFUSED: &str = "Not recommended.";
/// A first certificate or a new one: the body's decision lies after the audit, and is not in the file.
pub(super) fn waits_for_decision(run: &Run) -> bool {
    let decided = org(run).and_then(|o| o.decided_on).map(|d| d.0);
    let refused = run.is("result", "what", "refused")
        || audit(run).and_then(|a| a.summary.as_ref()).is_some_and(|s| s.contains(REFUSED));
    matches!(sort(run), "stage_2" | "recertification")
        && !refused
        && days(run).is_some_and(|(from, _)| decided.is_none_or(|d| d < from))
}
