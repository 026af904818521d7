//! What stands beside each question of an audit: the coverage map, who answers for what, the record behind a row with its samples.
//! It shows; it must never answer.
use super::super::audits::{self, lines};
use super::facts::*;
use crate::catalog;
use crate::kinds::{Control, Person};
use crate::wizard::{PanelPart, Run, panel};
use chrono::NaiveDate;

fn titled(number: &str) -> String {
    format!("{number} {}", catalog::title_of(number).unwrap_or_default()).trim().to_string()
}
pub(super) fn which(run: &Run, out: &mut Vec<PanelPart>) {
    let of = under_way(run);
    audits::linked(run, "Under way", "None.", of.iter().filter_map(|c| run.isms.ix(c)), out);
}
/// The coverage map: first what must be covered, then what weighs more, then what was covered.
pub(super) fn cover(run: &Run, out: &mut Vec<PanelPart>) {
    let (red, grey) = coverage(run);
    out.push(PanelPart::Print {
        title: "The coverage map".into(),
        text: "Every clause and control, drawn, with what each audit found.".into(),
        report: "audit-programme",
        about: None,
        from: None,
    });
    let (controls, clauses): (Vec<String>, Vec<String>) = red.iter().cloned().partition(|n| n.starts_with("A."));
    let clauses: Vec<String> = clauses.iter().map(|n| titled(n)).collect();
    out.push(PanelPart::text("Red: clauses not yet covered", lines(&clauses, "Every clause is covered.")));
    let controls = if controls.is_empty() { "Every control is covered.".to_string() } else { controls.join(", ") };
    out.push(PanelPart::text("Red: controls not yet covered", controls));
    let since = held_before(run).last().map_or(NaiveDate::MIN, |(d, _)| *d);
    audits::changes_since(run, since, out);
    audits::open_findings(run, out);
    let due: Vec<String> = run
        .isms
        .live::<Control>()
        .filter(|(_, r, _)| run.item(&r.code).is_some_and(|i| !i.is_current()))
        .map(|(_, r, _)| format!("{} {}", r.code, r.title()))
        .collect();
    out.push(PanelPart::text("Controls that are out of step", lines(&due, "None.")));
    let grey: Vec<String> = grey.iter().map(|(n, d)| format!("{} ({})", titled(n), run.say_day(*d))).collect();
    out.push(PanelPart::text("Grey: covered in this cycle", lines(&grey, "Nothing yet.")));
}
pub(super) fn who(run: &Run, out: &mut Vec<PanelPart>) {
    let people: Vec<String> = run
        .isms
        .live::<Person>()
        .filter(|(_, r, _)| r.state() == "active")
        .filter_map(|(_, r, _)| {
            let own = owns(run, &r.code);
            (!own.is_empty()).then(|| format!("{}: {}", r.title(), own.join(", ")))
        })
        .collect();
    out.push(PanelPart::text(
        "Who answers for what is covered",
        lines(&people, "Nobody on record answers for any of it."),
    ));
    out.push(PanelPart::text(
        "Why it matters",
        "Nobody sees their own mistakes. An auditor asks first who audited, and what they answer for themselves.",
    ));
}
pub(super) fn how(run: &Run, out: &mut Vec<PanelPart>) {
    let n = covers(run).len();
    out.push(PanelPart::text("How much", format!("{n} clauses and controls are covered. A sample of each that matters: three to five are enough for forty people. Draw them yourself; do not let them be chosen for you.")));
}
pub(super) fn list(run: &Run, out: &mut Vec<PanelPart>) {
    let n = proposed(run).len();
    out.push(PanelPart::text("Where it comes from", format!("{n} lines were drawn: one for each clause and control, one for what is out of step, each rule that is linked, each finding and each change that bears on them. Take away what does not fit.")));
    audits::open_findings(run, out);
}
/// What stands beside one row: what an auditor wants to see, the record, its history and proofs, samples.
pub(super) fn beside(run: &Run, id: &str, number: &str) -> Vec<PanelPart> {
    let mut out = Vec::new();
    if let Some(e) = catalog::entry(number) {
        out.push(PanelPart::text(titled(number), format!("{}\n\nWhat shows it: {}", e.question, e.typical_evidence)));
    }
    if let Some(ix) = control_of(run.isms, number) {
        let r = run.isms.rec(ix);
        out.push(PanelPart::Record { title: "The control as it stands".into(), id: r.code.to_string() });
        let last = r.last_review().map_or("Nobody has looked at it yet.".into(), |m| {
            format!("Last looked at on {}.", run.say_day(m.held_on))
        });
        out.push(PanelPart::text("Its history", last));
        panel::evidence(run, "Its proofs", &[ix], &mut out);
    }
    let row = id.parse().unwrap_or_default();
    let (drawn, of) = audits::samples(run.isms, &code(run).unwrap_or_default(), row, number, run.today);
    if !drawn.is_empty() {
        let named: Vec<String> = drawn
            .iter()
            .map(|c| run.isms.record(c).map_or_else(|| c.clone(), |r| format!("{c} {}", r.title())))
            .collect();
        let text = format!(
            "{}\n\nDrawn from {} by a fixed rule from today's date, so that it can be repeated.",
            lines(&named, ""),
            of
        );
        out.push(PanelPart::text("Samples", text));
    }
    out
}
pub(super) fn row(_: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "How to write it",
        "Which one, when, what number: \u{201c}Three leavers of spring; all accounts were closed on the last day.\u{201d} Write roles instead of names: the text goes into the pack.",
    ));
}
pub(super) fn finding(run: &Run, out: &mut Vec<PanelPart>) {
    audits::grades(out);
    let seen: Vec<String> = found(run)
        .iter()
        .map(|(id, (n, question))| format!("{n} {question} Seen: {}", said(run, id, "seen")))
        .collect();
    out.push(PanelPart::text("What you saw", lines(&seen, "Nothing yet.")));
}
pub(super) fn held(run: &Run, out: &mut Vec<PanelPart>) {
    let planned = audit(run).and_then(|a| a.planned_on).map(|d| run.say_day(d.0));
    let text = planned.map_or("No day was planned.".into(), |d| format!("It was planned for {d}."));
    out.push(PanelPart::text("The plan", format!("{text} Management is to have the report within 30 days after it.")));
}
/// What was seen, and what was found.
pub(super) fn seen(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(a) = audit(run) else { return };
    let rows: Vec<String> = a
        .checklist
        .iter()
        .map(|r| {
            let seen = r.seen.as_ref().map(|s| s.to_string()).unwrap_or_default();
            format!("{} {}: {}. {seen}", r.clause, r.question, crate::staleness::word(&r.verdict).replace('_', " "))
        })
        .collect();
    audits::found_here(run, audit(run), out);
    out.push(PanelPart::text("What was seen", lines(&rows, "Nothing.")));
}
pub(super) fn report(run: &Run, out: &mut Vec<PanelPart>) {
    panel::people(run, "Top management", &audits::top_management(run), out);
    audits::found_here(run, audit(run), out);
    out.extend(desk_words(run).map(|w| PanelPart::text("In the report", w)));
}
pub(super) fn after(run: &Run, out: &mut Vec<PanelPart>) {
    audits::found_here(run, audit(run), out);
    out.extend(code(run).map(|id| PanelPart::Record { title: "The audit".into(), id }));
}
pub(super) fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    if matches!(visit(run), Visit::Conduct | Visit::Report) {
        out.extend(desk_words(run).map(|w| PanelPart::text("In the report", w)));
    }
}
