//! What the questions of an audit check beyond types, in the owner's words; and the rows and proposals of their pages.
//! Yellow makes think, red stops; neither answers.
use super::super::audits::{self, some};
use super::facts::*;
use super::panels;
use crate::catalog;
use crate::kinds::{Audit, Nonconformity};
use crate::staleness::word;
use crate::wizard::{Judge, Page, Row, Run};
use serde_json::{Value, json};

pub(super) fn which(run: &Run, judge: &mut Judge) {
    if let Some(other) = not_our_own(run) {
        judge.red(
            "audit",
            format!("{other} is an audit by others; this guide is for your own. Leave, and start from one of yours."),
        );
        return;
    }
    let chosen = run.says("which", "audit");
    if !chosen.is_empty() && code(run).is_none() {
        judge.red(
            "audit",
            format!("{chosen} is no internal audit that is under way. Choose one of those beside, or none."),
        );
    }
}
pub(super) fn cover_shape(run: &Run, page: &mut Page) {
    for (field, proposed) in
        [("clauses", clauses_at_first(run)), ("controls", controls_at_first(run)), ("areas", areas(run))]
    {
        if let Some(a) = page.the(field) {
            a.value = json!(proposed);
        }
    }
    if let Some(a) = page.the("aims") {
        a.value = "Whether the ISMS meets the standard and our own rules, and whether it works.".into();
    }
}
pub(super) fn cover(run: &Run, judge: &mut Judge) {
    let numbers = covers(run);
    if numbers.is_empty() && areas(run).is_empty() {
        judge.red("clauses", "It covers nothing yet. Choose clauses, controls or areas.");
        return;
    }
    let left: Vec<&str> = coverage(run)
        .0
        .iter()
        .filter_map(|n| CORE.iter().find(|c| *c == n).copied())
        .filter(|n| !numbers.iter().any(|c| catalog::parts(c).contains(n)))
        .collect();
    if !left.is_empty() {
        judge.yellow("clauses", format!("Left out: {}. These are looked at every year, as a rule.", left.join(", ")));
    }
}
pub(super) fn who(run: &Run, judge: &mut Judge) {
    let (own, outside) = (run.says("who", "auditor"), run.says("who", "outside").trim());
    if own.is_empty() && outside.is_empty() {
        judge.red("auditor", "Nobody is named. Choose one of you, or write who comes from outside.");
        return;
    }
    if !own.is_empty() && !outside.is_empty() {
        judge.red("outside", "Two are named. Who signs the report? The other can be named when you sign.");
        return;
    }
    let owned = owns(run, own);
    if !owned.is_empty() && run.says("who", "independent").trim().is_empty() {
        judge.red(
            "independent",
            format!(
                "{} answers for {} and would judge their own work. Choose another auditor, or say why it is still fair.",
                run.name(own),
                some(&owned)
            ),
        );
    }
}
pub(super) fn how(run: &Run, judge: &mut Judge) {
    let ways = run.table("how", "how");
    if !ways.is_empty() && ways.iter().all(|w| text(w, "how") == "talk") {
        judge.yellow("how", "Only talk. What people say is one thing; look at something as well.");
    }
    if let Some(d) = run.day("how", "planned_on").filter(|d| *d < run.today) {
        judge.yellow("planned_on", format!("{} has passed. Was it planned then?", run.say_day(d)));
    }
}
pub(super) fn list_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("list") {
        a.value = proposed(run).iter().map(|(n, q)| json!({"clause": n, "question": q})).collect();
    }
}
pub(super) fn list(run: &Run, judge: &mut Judge) {
    let list = checklist(run);
    if list.is_empty() {
        judge.red("list", "The checklist is empty. Write at least one line.");
    }
    for (n, _) in list.iter().filter(|(n, _)| !catalog::knows(n)) {
        judge.red(
            "list",
            format!("There is no clause or control \u{201c}{n}\u{201d}. Give a number like 8.2 or A.5.22."),
        );
    }
    let left: Vec<String> = covers(run)
        .into_iter()
        .filter(|n| !list.iter().any(|(l, _)| l == n || catalog::parts(n).contains(&l.as_str())))
        .collect();
    if !list.is_empty() && !left.is_empty() {
        judge.yellow("list", format!("No line asks about {}. It will not count as covered.", some(&left)));
    }
}
pub(super) fn row_shape(run: &Run, page: &mut Page) {
    let Some(a) = page.the("rows") else { return };
    let rows = rows(run).into_iter().map(|(id, (n, question))| {
        let panel = panels::beside(run, &id, &n);
        Row { panel, ..Row::new(id, format!("{n}: {question}"), "", "") }
    });
    a.rows = Some(rows.collect());
}
pub(super) fn row(run: &Run, judge: &mut Judge) {
    for (id, (n, question)) in rows(run) {
        let (verdict, seen) = (said(run, &id, "verdict"), said(run, &id, "seen"));
        let place = format!("{n}: {question}");
        if matches!(verdict, "conforms" | "finding") && seen.is_empty() {
            let said = if verdict == "conforms" { "Conforms" } else { "A finding" };
            judge.red(
                "rows",
                format!("{place}: \u{201c}{said}\u{201d} without what was seen is no evidence. Write which one, when, what number."),
            );
        } else if verdict == "conforms" && seen.chars().count() < 10 {
            judge.red(
                "rows",
                format!(
                    "{place}: \u{201c}{seen}\u{201d} does not tell next year's you anything. What did you look at?"
                ),
            );
        }
    }
    let rows = rows(run);
    let skipped = rows.iter().filter(|(id, _)| said(run, id, "verdict") == "not_looked_at").count();
    if skipped > 0 && skipped == rows.len() {
        judge.red("rows", "Nothing was looked at. An audit looks at something.");
    } else if skipped > 0 {
        judge.yellow(
            "rows",
            format!("{skipped} of {} rows were not looked at. They do not count as covered.", rows.len()),
        );
    }
    if let Some(words) = desk_words(run) {
        judge.yellow("rows", format!("{words} The report counts them."));
    }
}
pub(super) fn finding_shape(run: &Run, page: &mut Page) {
    let Some(a) = page.the("findings") else { return };
    a.rows_vary = true;
    let rows = found(run)
        .into_iter()
        .map(|(id, (n, question))| Row::new(id.clone(), format!("{n}: {question}"), said(run, &id, "seen"), ""));
    a.rows = Some(rows.collect());
}
pub(super) fn finding(run: &Run, judge: &mut Judge) {
    // The same requirement found open already.
    for (id, (n, _)) in found(run) {
        let open = run
            .isms
            .live::<Nonconformity>()
            .find(|(_, r, f)| f.failing() && r.state() != "closed" && f.requirement.0.contains(&n));
        if let (Some((_, r, _)), "minor") = (open, graded(run, &id)) {
            judge.yellow(
                "findings",
                format!("{n}: {} is still open for the same requirement. Is it still minor?", r.code),
            );
        }
    }
}
pub(super) fn graded<'a>(run: &Run<'a>, id: &str) -> &'a str {
    let row = run.answer("finding", "findings").and_then(|v| v.get(id));
    row.and_then(|r| r.get("grade")).and_then(Value::as_str).unwrap_or_default()
}
pub(super) const VERDICTS: [(&str, &str); 3] = [
    ("standard", "Does the ISMS meet the standard?"),
    ("own", "Does it meet your own rules?"),
    ("works", "Does it work?"),
];
pub(super) fn verdict_shape(_: &Run, page: &mut Page) {
    if let Some(a) = page.the("verdict") {
        a.rows = Some(VERDICTS.iter().map(|(id, title)| Row::new(*id, *title, "", "")).collect());
    }
}
pub(super) fn verdict_of<'a>(run: &Run<'a>, id: &str, field: &str) -> &'a str {
    let row = run.answer("verdict", "verdict").and_then(|v| v.get(id));
    row.and_then(|r| r.get(field)).and_then(Value::as_str).unwrap_or_default().trim()
}
pub(super) fn verdict(run: &Run, judge: &mut Judge) {
    for (id, _) in VERDICTS {
        let why = verdict_of(run, id, "why");
        if !why.is_empty() {
            crate::wizard::too_short("verdict", why, 10, judge);
        }
    }
    let found = audit(run).map(|a| a.findings.0.clone()).unwrap_or_default();
    let mut graded = found.iter().filter_map(|c| run.isms.get::<Nonconformity>(c).map(|n| (c, word(&n.grade))));
    if verdict_of(run, "standard", "answer") == "yes" {
        if let Some((c, _)) = graded.clone().find(|(_, g)| *g == "major") {
            judge.red(
                "verdict",
                format!("You say that it meets the standard, but {c} (major) says that it does not. Which is right?"),
            );
        } else if let Some((c, _)) = graded.find(|(_, g)| *g == "minor") {
            judge.yellow(
                "verdict",
                format!("You say that it meets the standard; {c} says: not in everything. Is it partly?"),
            );
        }
    }
}
pub(super) fn none(run: &Run, judge: &mut Judge) {
    let before = held_before(run);
    let empty = |c: &String| run.isms.get::<Audit>(c).is_some_and(|a| a.findings.is_empty());
    let quiet = before.iter().rev().take_while(|(_, c)| empty(c)).count();
    if quiet >= 2 {
        judge.yellow(
            "did",
            format!("{} audits in a row have found nothing. Let somebody else look, or look elsewhere.", quiet + 1),
        );
    }
}
pub(super) fn report_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("to") {
        a.value = json!(audits::top_management(run));
    }
}
pub(super) fn reported_to(run: &Run) -> Vec<String> {
    run.codes_or("report", "to", &audits::top_management(run))
}
pub(super) fn report(run: &Run, judge: &mut Judge) {
    let ended = audit(run).and_then(|a| a.held_until.or(a.held_from)).map(|d| d.0);
    audits::told(run, judge, &reported_to(run), run.day("report", "on"), ended);
}
/// Findings that have no answer yet.
pub(super) fn unanswered(run: &Run) -> Vec<String> {
    audits::unanswered(run.isms, audit(run))
}
pub(super) fn after(run: &Run, judge: &mut Judge) {
    audits::after(judge, &unanswered(run));
}
