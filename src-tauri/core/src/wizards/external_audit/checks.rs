//! What the questions of an audit by others check beyond types, in the owner's words; and what their pages propose.
//! Yellow makes think, red stops; neither answers.
use super::super::audits::{self, unanswered};
use super::facts::*;
use crate::catalog;
use crate::dates::{add_months, days_between};
use crate::kinds::{Control, Nonconformity};
use crate::wizard::{Judge, Page, Row, Run};
use serde_json::{Value, json};

pub(super) fn which(run: &Run, judge: &mut Judge) {
    if let Some(own) = not_by_others(run) {
        judge.red(
            "audit",
            format!("{own} is no audit by others; this guide is for those. Leave, and start from one of theirs."),
        );
        return;
    }
    let chosen = run.says("which", "audit");
    if !chosen.is_empty() && code(run).is_none() {
        judge.red(
            "audit",
            format!("{chosen} is no audit by others that is under way. Choose one of those beside, or none."),
        );
    }
}
pub(super) fn dates_shape(run: &Run, page: &mut Page) {
    let a = audit(run);
    if a.is_none() && !sort(run).is_empty() && run.says("dates", "sort").is_empty() {
        page.drop("sort");
    } else {
        put(page, "sort", a.map(|_| sort(run).to_string()));
    }
    put(page, "from", a.and_then(|a| a.planned_on).map(|d| d.0.to_string()));
    put(page, "who", a.map(|a| a.auditor.to_string()));
}
fn put(page: &mut Page, field: &str, proposed: Option<String>) {
    if let (Some(q), Some(v)) = (page.the(field), proposed) {
        q.value = v.into();
    }
}
pub(super) fn dates(run: &Run, judge: &mut Judge) {
    let (Some(from), until) = (run.day("dates", "from"), run.day("dates", "until")) else { return };
    if until.is_some_and(|u| u < from) {
        judge.red("until", "It ends before it begins. Give a later day.");
    }
    if until.is_some_and(|u| u > run.today) && from <= run.today {
        judge.red("until", "It is not over yet. Come back once they have left: your answers are kept.");
    }
    let Some(ends) = org(run).and_then(|o| o.expires_on).map(|d| d.0) else { return };
    if sort(run) == "recertification" && from > ends {
        judge.yellow(
            "from",
            format!("The certificate ends before that, on {}. It can be restored for six months.", run.say_day(ends)),
        );
    }
}
pub(super) fn covers_shape(run: &Run, page: &mut Page) {
    let Some(a) = audit(run) else { return };
    let (controls, clauses): (Vec<_>, Vec<_>) = a.covers.0.iter().cloned().partition(|n| n.starts_with("A."));
    let controls: Vec<String> = run
        .isms
        .live::<Control>()
        .filter(|(_, _, c)| controls.contains(&c.number.0))
        .map(|(_, r, _)| r.code.to_string())
        .collect();
    for (field, v) in [("clauses", json!(clauses)), ("controls", json!(controls)), ("areas", json!(a.areas.0))] {
        if let Some(q) = page.the(field) {
            q.value = v;
        }
    }
}
pub(super) fn given(run: &Run, judge: &mut Judge) {
    if run.is("given", "pack", "not_yet") && visit(run) == Visit::After {
        judge.red(
            "pack",
            "They have been here already. Which pack did they have? If none: \u{201c}they look here\u{201d}.",
        );
    }
}
pub(super) fn held_shape(run: &Run, page: &mut Page) {
    put(page, "held_from", planned_on(run).map(|d| d.to_string()));
}
fn known(judge: &mut Judge, field: &str, number: &str) {
    if !number.is_empty() && !catalog::knows(number) {
        judge.red(
            field,
            format!("There is no clause or control \u{201c}{number}\u{201d}. Give a number like 8.2 or A.5.22."),
        );
    }
}
pub(super) fn day(run: &Run, judge: &mut Judge) {
    for row in run.table("day", "day") {
        known(judge, "day", text(row, "clause"));
    }
}
pub(super) fn findings(run: &Run, judge: &mut Judge) {
    let came = run.day("findings", "came_on");
    let rows = found(run);
    if !rows.is_empty() && came.is_none() {
        judge.red("came_on", "On which day did the findings come? The time to answer runs from it.");
    }
    if let (Some(came), Some((from, _))) = (came, days(run)) {
        if came < from {
            judge.red(
                "came_on",
                format!("That lies before the audit ({}). On which day did they come?", run.say_day(from)),
            );
        }
    }
    for (n, row) in &rows {
        for number in requirement(row) {
            known(judge, "findings", &number);
        }
        if let (Some(due), Some(came)) = (crate::dates::parse(text(row, "answer_due")), came) {
            if due < came {
                judge.red(
                    "findings",
                    format!(
                        "{}: the answer would be due on {}, before the finding came ({}). Which day is written there?",
                        named(row),
                        run.say_day(due),
                        run.say_day(came)
                    ),
                );
            }
        }
        let number = text(row, "number");
        if !number.is_empty() && rows.iter().any(|(m, r)| m < n && text(r, "number") == number) {
            judge.yellow("findings", format!("{number} stands here twice. Is it the same finding?"));
        }
        for before in again(run, row) {
            judge.yellow(
                "findings",
                format!("{}: {before} was found for the same requirement within three years. A cure that did not last is asked about first.", named(row)),
            );
        }
    }
}
/// Findings of the last 36 months for the same requirement.
fn again(run: &Run, row: &serde_json::Map<String, Value>) -> Vec<String> {
    let numbers = requirement(row);
    let since = add_months(run.today, -36);
    let failing = matches!(text(row, "grade"), "major" | "minor");
    run.isms
        .live::<Nonconformity>()
        .filter(|(_, _, n)| failing && n.failing() && n.raised_on.0 >= since)
        .filter(|(_, _, n)| n.requirement.0.iter().any(|x| numbers.contains(x)))
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
pub(super) fn disagree_shape(run: &Run, page: &mut Page) {
    let Some(a) = page.the("objections") else { return };
    a.rows_vary = true;
    a.rows = Some(found(run).into_iter().map(|(id, row)| Row::new(id, named(row), text(row, "grade"), "")).collect());
}
pub(super) fn objection<'a>(run: &Run<'a>, id: &str, field: &str) -> &'a str {
    let row = run.answer("disagree", "objections").and_then(|v| v.get(id));
    row.and_then(|r| r.get(field)).and_then(Value::as_str).unwrap_or_default().trim()
}
pub(super) fn disagree(run: &Run, judge: &mut Judge) {
    let Some((from, _)) = days(run) else { return };
    for (id, row) in found(run) {
        let Some(until) = crate::dates::parse(objection(run, &id, "until")) else { continue };
        if until < from {
            judge.red(
                "objections",
                format!(
                    "{}: {} lies before the audit ({}). Until when may you object?",
                    named(row),
                    run.say_day(until),
                    run.say_day(from)
                ),
            );
        } else if until < run.today {
            judge.yellow(
                "objections",
                format!("{}: {} has passed. Was it sent in time?", named(row), run.say_day(until)),
            );
        }
        let why = objection(run, &id, "why");
        if !why.is_empty() {
            crate::wizard::too_short("objections", why, 10, judge);
        }
    }
}
pub(super) fn tell_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("to") {
        a.value = json!(audits::top_management(run));
    }
}
pub(super) fn told_to(run: &Run) -> Vec<String> {
    run.codes_or("tell", "to", &audits::top_management(run))
}
pub(super) fn tell(run: &Run, judge: &mut Judge) {
    audits::told(run, judge, &told_to(run), run.day("tell", "on"), days(run).map(|(_, until)| until));
}
pub(super) fn result(run: &Run, judge: &mut Judge) {
    let (what, on) = (run.says("result", "what"), run.day("result", "on"));
    if !matches!(what, "" | "not_yet") && on.is_none() {
        judge.red("on", "On which day did they say so? A result without its day cannot be shown.");
    }
    if let (Some(on), Some((from, _))) = (on, days(run)) {
        if on < from {
            judge.red(
                "on",
                format!("That lies before the audit ({}). On which day did they say so?", run.say_day(from)),
            );
        }
    }
    let failing = |g: &str| found(run).iter().any(|(_, row)| text(row, "grade") == g);
    if what == "recommended" && failing("major") {
        judge.red("what", "You say that they recommended it as it is, but a major finding is open. Is it \u{201c}yes, once findings are answered\u{201d}?");
    } else if what == "recommended" && failing("minor") {
        judge.yellow("what", "There are findings. Do they not want an answer first?");
    }
}
pub(super) fn new_shape(run: &Run, page: &mut Page) {
    let Some(o) = org(run) else { return };
    put(page, "number", o.certificate_number.as_ref().map(|n| n.to_string()));
    put(page, "scope", Some(o.scope.to_string()));
    let soa = crate::soa::soa_version(run.isms).map(|v| v.version.to_string());
    put(page, "soa", soa);
}
pub(super) fn new(run: &Run, judge: &mut Judge) {
    let Some(decided) = run.day("new", "decided_on") else { return };
    if let Some((from, _)) = days(run).filter(|(from, _)| decided < *from) {
        judge.red(
            "decided_on",
            format!("That lies before the audit ({}). Which day stands on the certificate?", run.say_day(from)),
        );
    }
    match run.day("new", "expires_on") {
        Some(until) if until <= decided => {
            judge.red("expires_on", "It would end before it was decided. Which day stands on the certificate?")
        }
        Some(until) if until > add_months(decided, 37) => judge.red(
            "expires_on",
            format!(
                "That is more than three years after {}. Which day stands on the certificate?",
                run.say_day(decided)
            ),
        ),
        Some(until) if days_between(until, add_months(decided, 36)).abs() > 31 => {
            judge.yellow("expires_on", "That is not three years after the decision. Was it transferred or cut short?")
        }
        _ => {}
    }
    if run.day("new", "next_audit").is_some_and(|d| d <= run.today) {
        judge.red("next_audit", "That day has passed. When do they come next?");
    }
}
pub(super) fn after(run: &Run, judge: &mut Judge) {
    audits::after(judge, &unanswered(run.isms, audit(run)));
}
