//! What the guides of audits share, your own and those of others: findings without an answer, what management was told, the samples
//! that are drawn, and what stands beside the questions. It must never know which visit it is.
use crate::isms::{Isms, Ix};
use crate::kinds::{
    Action, Asset, Audit, Change, Control, Incident, Nonconformity, Objective, Person, Policy, Risk, Supplier,
};
use crate::kinds::{TrainingRecord, Vulnerability};
use crate::wizard::{Judge, PanelPart, Run, panel};
use crate::words::*;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde_json::{Map, Value};

// ---- questions that both ask
#[derive(JsonSchema)]
#[allow(dead_code)] // Read by name, from the answers.
pub(super) struct Held {
    /// From which day was it held?
    held_from: Past,
    /// Until which day? — Empty: the same day.
    held_until: Option<Past>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
pub(super) struct After {
    /// What is to be added to the audit? — It is closed once every finding has its answer.
    added: Option<Prose>,
}

// ---- reading
/// A cell of a row that was written into a table.
pub(super) fn text<'a>(row: &'a Map<String, Value>, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default().trim()
}
/// Findings of an audit that have no answer yet.
pub(super) fn unanswered(isms: &Isms, audit: Option<&Audit>) -> Vec<String> {
    let found = audit.map(|a| a.findings.0.clone()).unwrap_or_default();
    found.into_iter().filter(|c| isms.record(c).is_some_and(|r| r.live() && r.state() == "raised")).collect()
}
/// The control behind a number.
pub(super) fn control_of(isms: &Isms, number: &str) -> Option<Ix> {
    isms.live::<Control>().find(|(_, _, c)| c.number.0 == number).map(|(ix, ..)| ix)
}
/// "NC-1, NC-2, NC-3, NC-4 and 2 more"
pub(super) fn some(codes: &[String]) -> String {
    let more = if codes.len() > 4 { format!(" and {} more", codes.len() - 4) } else { String::new() };
    format!("{}{more}", codes.iter().take(4).cloned().collect::<Vec<_>>().join(", "))
}
/// The summary with what is added on a day.
pub(super) fn added_to(run: &Run, audit: Option<&Audit>, added: &str) -> Option<String> {
    let before = audit.and_then(|a| a.summary.as_ref()).map(|s| s.to_string()).unwrap_or_default();
    (!added.is_empty()).then(|| format!("{before}\n\nAdded on {}: {added}", run.today).trim().to_string())
}

/// Records of which samples may be drawn for a clause or control.
fn population(isms: &Isms, number: &str) -> Vec<String> {
    fn of<K: crate::kind::Kind>(isms: &Isms) -> Vec<String> {
        isms.live::<K>().map(|(_, r, _)| r.code.to_string()).collect()
    }
    match number {
        "6.1.2" | "8.2" => of::<Risk>(isms),
        "6.1.3" | "8.3" => of::<Action>(isms),
        "6.2" | "9.1" => of::<Objective>(isms),
        "6.3" | "A.8.32" => of::<Change>(isms),
        "7.3" | "A.6.3" => of::<TrainingRecord>(isms),
        "7.2" | "A.5.15" | "A.5.16" | "A.5.18" | "A.8.2" => of::<Person>(isms),
        "5.2" | "7.5.2" | "7.5.3" | "A.5.1" => of::<Policy>(isms),
        "10.2" => of::<Nonconformity>(isms),
        "A.8.8" => of::<Vulnerability>(isms),
        "A.5.9" | "A.5.10" | "A.5.11" | "A.5.12" => of::<Asset>(isms),
        n if ["A.5.19", "A.5.20", "A.5.21", "A.5.22", "A.5.23"].contains(&n) => of::<Supplier>(isms),
        n if ["A.5.24", "A.5.25", "A.5.26", "A.5.27", "A.5.28"].contains(&n) => of::<Incident>(isms),
        n if n.starts_with("A.6.") => of::<Person>(isms),
        _ => Vec::new(),
    }
}
/// Three samples for a row of a checklist, and of how many they were drawn: the same again for the same audit, row and day.
pub(crate) fn samples(isms: &Isms, audit: &str, row: usize, number: &str, on: NaiveDate) -> (Vec<String>, usize) {
    let all = population(isms, number);
    let of = all.len();
    (super::spot_check::draw(all, 3, &format!("{audit} {on} {row}")), of)
}

// ---- what is checked
/// The last day of an audit does not lie before its first.
pub(super) fn held(run: &Run, judge: &mut Judge) {
    if let (Some(f), Some(u)) = (run.day("held", "held_from"), run.day("held", "held_until")) {
        if u < f {
            judge.red("held_until", "It ends before it begins. Give a later day.");
        }
    }
}
/// Who was told of an audit, on which day; top management should be among them, and nobody was told before it ended.
pub(super) fn told(run: &Run, judge: &mut Judge, to: &[String], on: Option<NaiveDate>, ended: Option<NaiveDate>) {
    let top = top_management(run);
    if !to.is_empty() && !to.iter().any(|p| top.contains(p)) {
        let names: Vec<String> = top.iter().map(|p| run.name(p)).collect();
        judge.yellow(
            "to",
            format!("None of them is top management. {} should know of it too.", crate::wizard::or(&names)),
        );
    }
    if let (Some(on), Some(ended)) = (on, ended) {
        if on < ended {
            judge
                .red("on", format!("That lies before the audit ended ({}). When did they get it?", run.say_day(ended)));
        }
    }
}
pub(super) fn top_management(run: &Run) -> Vec<String> {
    run.isms.organization().map(|o| o.top_management.0.clone()).unwrap_or_default()
}
/// The audit stays open while a finding has no answer.
pub(super) fn after(judge: &mut Judge, open: &[String]) {
    if !open.is_empty() {
        judge.yellow(
            "added",
            format!("{} has no answer yet. The audit stays open until every finding has one.", some(open)),
        );
    }
}

// ---- what stands beside
/// Lines of a list, thirty at most; a sentence where there are none.
pub(super) fn lines(of: &[String], none: &str) -> String {
    if of.is_empty() {
        return none.into();
    }
    let mut out: Vec<String> = of.iter().take(30).map(|l| format!("- {l}")).collect();
    if of.len() > 30 {
        out.push(format!("- and {} more", of.len() - 30));
    }
    out.join("\n")
}
/// Records one under another, or a sentence where there are none.
pub(super) fn linked(run: &Run, title: &str, none: &str, of: impl Iterator<Item = Ix>, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = of.map(|ix| panel::link_shown(run, ix, "", panel::one_line(run, run.isms.rec(ix)))).collect();
    out.push(if links.is_empty() {
        PanelPart::text(title, none)
    } else {
        PanelPart::Links { title: title.into(), links }
    });
}
pub(super) fn changes_since(run: &Run, since: NaiveDate, out: &mut Vec<PanelPart>) {
    let of = run.isms.live::<Change>().filter(|(_, _, c)| c.when.0 >= since).take(10).map(|(ix, ..)| ix);
    linked(run, "Changes since the last audit", "None is on record.", of, out);
}
pub(super) fn open_findings(run: &Run, out: &mut Vec<PanelPart>) {
    let open = run.isms.live::<Nonconformity>().filter(|(_, r, n)| n.failing() && r.state() != "closed");
    linked(run, "Open findings", "None.", open.take(10).map(|(ix, ..)| ix), out);
}
pub(super) fn found_here(run: &Run, audit: Option<&Audit>, out: &mut Vec<PanelPart>) {
    let found = audit.map(|a| a.findings.0.clone()).unwrap_or_default();
    linked(run, "Findings", "Nothing was found.", found.iter().filter_map(|c| run.isms.ix(c)), out);
}
pub(super) fn grades(out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "How grave",
        "- Major: a whole requirement is not met, or it happens again and again. No internal audit for two years.\n- Minor: one lapse of something that works. One of nine laptops is not encrypted.\n- Observation: it is met, and may not be for long. One person alone knows how.\n- Opportunity: it is met, and could be easier.",
    ));
}
