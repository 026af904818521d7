//! The year that follows from the answers: what they propose, and what the owner keeps, moves or takes away.
//! It must never propose by itself; `catalog::propose` does.
use super::{cell, count};
use crate::catalog::{Does, FirstRun, Joiners, Proposed, minutes_by_month, propose, takes_each};
use crate::dates::add_months;
use crate::wizard::Run;
use crate::words::From;
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

pub(super) const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The answers to the five questions.
pub(super) fn answers(run: &Run) -> FirstRun {
    let months = |field: &str| {
        let ticked = run.codes("rhythm", field);
        (1..=12u32).zip(MONTHS).filter(|(_, m)| ticked.iter().any(|t| t == m)).map(|(n, _)| n).collect()
    };
    let does = run.codes("make", "does_what");
    let sites = run.table("size", "sites");
    FirstRun {
        decided_on: run.day("certificate", "decided_on"),
        expires_on: run.day("certificate", "expires_on"),
        next_external_audit: run.day("audit", "next_external_audit").filter(|_| run.is("audit", "agreed", "yes")),
        headcount: count(run.answer("size", "headcount")).filter(|n| (1..=100_000).contains(n)),
        joiners: match run.says("size", "joiners") {
            "few" => Joiners::Few,
            "many" => Joiners::Many,
            _ => Joiners::Some,
        },
        home_offices_only: !sites.is_empty() && sites.iter().all(|s| cell(s, "sort") == "home"),
        does: [("build", Does::Build), ("run", Does::Run), ("use", Does::Use)]
            .into_iter()
            .filter(|(name, _)| does.iter().any(|d| d == name))
            .map(|(_, d)| d)
            .collect(),
        laws: run
            .by_row("laws", "laws")
            .into_iter()
            .filter(|(_, v)| v.as_str() == Some("yes"))
            .filter_map(|(law, _)| serde_json::from_value(json!(law)).ok())
            .collect(),
        contracts_set_terms: run.is("laws", "promised", "yes")
            && run.table("laws", "promises").iter().any(|p| cell(p, "sort") == "customer"),
        busiest: months("busiest"),
        budgets: months("budgets"),
    }
}
/// The first day of the first month that is planned.
pub(super) fn start(run: &Run) -> NaiveDate {
    add_months(run.today.with_day0(0).unwrap_or(run.today), 1)
}
pub(super) fn proposed(run: &Run) -> Vec<Proposed> {
    propose(&answers(run), run.today)
}
/// Can it be moved to another month? What is done item by item, and what follows the external audit, has no month of its own.
pub(super) fn moves(line: &Proposed) -> bool {
    !takes_each(line.wizard) && line.cadence.from != From::Audit && line.first.is_some()
}
/// What was said of a line: "keep", "move", "leave" or nothing.
pub(super) fn said<'a>(run: &Run<'a>, code: &str) -> &'a str {
    field(run, code, "what")
}
pub(super) fn field<'a>(run: &Run<'a>, code: &str, field: &str) -> &'a str {
    let row = run.answer("programme", "lines").and_then(|v| v.get(code));
    row.and_then(|r| r.get(field)).and_then(Value::as_str).unwrap_or_default().trim()
}
/// The proposed lines as the owner has them; those that were taken away are still there, as dropped.
pub(super) fn kept(run: &Run) -> Vec<Proposed> {
    let mut lines = proposed(run);
    for l in &mut lines {
        match said(run, &l.code) {
            "keep" => l.dropped = false,
            "leave" => l.dropped = true,
            "move" if moves(l) => {
                l.dropped = false;
                let month = MONTHS.iter().position(|m| *m == field(run, &l.code, "month"));
                if let (Some(month), Some(first)) = (month, l.first) {
                    let day = in_month(start(run), month as u32 + 1, first);
                    l.first = Some(day);
                    if matches!(l.cadence.from, From::Fixed(_)) {
                        l.cadence.from = From::Fixed(day);
                    }
                }
            }
            _ => {}
        }
    }
    lines
}
/// The same day of the month, in the next month of that number from `start` on.
fn in_month(start: NaiveDate, month: u32, like: NaiveDate) -> NaiveDate {
    let ahead = (month + 12 - start.month()) % 12;
    let first = add_months(start, ahead as i32);
    first.with_day(like.day()).unwrap_or(first)
}
/// Minutes of each of the twelve months from `start` on.
pub(super) fn by_month(run: &Run) -> [u32; 12] {
    minutes_by_month(&kept(run), start(run))
}
