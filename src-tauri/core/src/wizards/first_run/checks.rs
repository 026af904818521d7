//! What the first run checks beyond types, in the owner's words; and which rows its pages have.
//! Yellow makes think, red stops; neither answers.
use super::{cell, count, has_routines, open, org, plan};
use crate::catalog::{self, Proposed, answers_alone};
use crate::dates::{add_days, add_months, days_between};
use crate::wizard::{Judge, Page, Row, Run};
use crate::words::From;
use serde_json::{Map, Value, json};

pub(super) fn who_shape(run: &Run, page: &mut Page) {
    if let (Some(a), Some(o)) = (page.the("name"), org(run)) {
        a.value = o.name.to_string().into();
        a.last = Value::Null;
    }
}
/// Set up already: it is not asked again.
fn again(run: &Run, field: &str, judge: &mut Judge) {
    if has_routines(run) {
        judge.red(field, "This file is set up: it has its routines. Change them on the page of the programme.");
    }
}
pub(super) fn who(run: &Run, judge: &mut Judge) {
    again(run, "name", judge);
    not_open(run, "who", &["name", "does"], judge);
}
fn not_open(run: &Run, step: &str, fields: &[&str], judge: &mut Judge) {
    for field in fields.iter().filter(|f| open(run.says(step, f))) {
        judge.red(field, "This is still to be written. Say it in your own words.");
    }
}

pub(super) fn people_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("people") {
        a.value = json!([{"name": run.name(run.by)}]);
    }
}
pub(super) fn people(run: &Run, judge: &mut Judge) {
    let rows = run.table("people", "people");
    if rows.is_empty() {
        return;
    }
    match rows.iter().filter(|r| matches!(cell(r, "is"), "me" | "both")).count() {
        0 => judge.red("people", "Which of these are you?"),
        1 => {}
        n => judge.red("people", format!("You are one person, and {n} rows say that they are you.")),
    }
    if !rows.iter().any(|r| matches!(cell(r, "is"), "directs" | "both")) {
        judge.red(
            "people",
            "Nobody here directs the organization. Who can decide about money and people? Add them, or say that you do.",
        );
    }
    for (i, row) in rows.iter().enumerate() {
        let name = cell(row, "name");
        if rows[..i].iter().any(|r| cell(r, "name").eq_ignore_ascii_case(name)) {
            judge.red("people", format!("{name} stands here twice."));
        }
    }
}

pub(super) fn certificate(run: &Run, judge: &mut Judge) {
    not_open(run, "certificate", &["certificate_number", "certificate_body", "accreditation"], judge);
    let (Some(from), Some(until)) = (run.day("certificate", "decided_on"), run.day("certificate", "expires_on")) else {
        return;
    };
    if until <= from {
        judge.red("expires_on", "It ends before it begins. Give the day that stands on the certificate.");
    } else if until > add_months(from, 37) {
        judge.red(
            "expires_on",
            format!(
                "{} is more than 37 months after the decision. A certificate is valid for three years; read both days again.",
                run.say_day(until)
            ),
        );
    } else if until < run.today {
        judge.yellow("expires_on", format!("Then the certificate has ended on {}. Is that so?", run.say_day(until)));
    }
    // Three years less a day before the end: the decision, as a rule. A day close to it is often that of the audit.
    let usual = add_months(add_days(until, 1), -36);
    let apart = days_between(from, usual);
    if (3..=90).contains(&apart.abs()) && !judge.has("expires_on") {
        judge.yellow(
            "decided_on",
            format!(
                "A certificate that ends on {} was as a rule decided on {}. Is {} the day of the audit?",
                run.say_day(until),
                run.say_day(usual),
                run.say_day(from)
            ),
        );
    }
}
pub(super) fn audit(run: &Run, judge: &mut Judge) {
    let Some(next) = run.day("audit", "next_external_audit").filter(|_| run.is("audit", "agreed", "yes")) else {
        return;
    };
    if next <= run.today {
        judge.red("next_external_audit", format!("{} is not in the future. When do they come?", run.say_day(next)));
        return;
    }
    let decided = run.day("certificate", "decided_on");
    if let Some(n) = decided.map(|d| days_between(d, next)).filter(|n| *n <= 90) {
        judge.yellow(
            "next_external_audit",
            format!("The decision and this audit lie {n} days apart. Is one of them the day of another audit?"),
        );
    }
    if let Some(until) = run.day("certificate", "expires_on").filter(|u| next > *u) {
        judge.yellow("next_external_audit", format!("By then the certificate has ended, on {}.", run.say_day(until)));
    }
}
pub(super) fn covers(run: &Run, judge: &mut Judge) {
    not_open(run, "covers", &["scope"], judge);
    if !run.says("covers", "scope").trim().is_empty() && run.codes("covers", "copy").is_empty() {
        judge.yellow(
            "copy",
            "Nothing shows yet that these are the certificate's own words. Put it here if you have it.",
        );
    }
}

/// A new file has no last time: what stands in it is where it begins.
pub(super) fn size_shape(_: &Run, page: &mut Page) {
    page.asks.iter_mut().for_each(|a| a.last = Value::Null);
}
pub(super) fn size(run: &Run, judge: &mut Judge) {
    if let Some(n) = count(run.answer("size", "headcount")).filter(|n| !(1..=100_000).contains(n)) {
        judge.red("headcount", format!("{n} people are not in one scope. Give a number from 1 to 100,000."));
    }
    if run.table("size", "sites").iter().any(|s| open(cell(s, "place"))) {
        judge.red("sites", "This is still to be written. Say it in your own words.");
    }
}

/// Laws that start clocks or duties: stored name, what it is called, whom it binds.
#[rustfmt::skip]
pub(super) const LAWS: [(&str, &str, &str); 15] = [
    ("gdpr", "GDPR", "Whoever handles data about people in the European Union."),
    ("uk_gdpr", "UK GDPR", "Whoever handles data about people in the United Kingdom."),
    ("nis2_essential", "NIS2, essential", "Large ones in energy, transport, health, banking, water, digital infrastructure and the like, in the European Union."),
    ("nis2_important", "NIS2, important", "Middle-sized ones in those fields; middle-sized and large ones in post, waste, food, chemicals, making, digital services, research."),
    ("dora", "DORA", "Banks, insurers, payment and investment firms in the European Union; through contracts, those who serve them."),
    ("cra", "Cyber Resilience Act", "Whoever makes or sells products with software in the European Union."),
    ("eidas", "eIDAS", "Those who provide trust services, such as signatures and seals."),
    ("cer", "CER", "Those whom a state has named as critical."),
    ("ai_act", "AI Act", "Those who make or use systems of artificial intelligence with high risk."),
    ("ch_isa", "Swiss Information Security Act", "Those who run critical infrastructure in Switzerland."),
    ("ch_fadp", "Swiss data protection act", "Whoever handles data about people in Switzerland."),
    ("uk_nis", "UK NIS Regulations", "Essential and digital services in the United Kingdom."),
    ("hipaa", "HIPAA", "Health care in the United States, and those who handle its data."),
    ("nydfs", "New York DFS rules", "Financial firms with a licence of New York."),
    ("sec", "SEC rules", "Companies listed in the United States."),
];
pub(super) fn laws_shape(_: &Run, page: &mut Page) {
    if let Some(a) = page.the("laws") {
        a.last = Value::Null;
        a.rows = Some(LAWS.iter().map(|(id, name, whom)| Row::new(*id, *name, *whom, "")).collect());
    }
}
pub(super) fn laws(run: &Run, judge: &mut Judge) {
    let yes = |law: &str| run.row("laws", "laws", law) == "yes";
    if yes("nis2_essential") && yes("nis2_important") {
        judge.red("laws", "NIS2 binds you as essential or as important, never as both. Which is it?");
    }
    if run.is("laws", "promised", "yes") {
        for p in run.table("laws", "promises") {
            if count(p.get("hours")).is_some_and(|h| !(1..=8760).contains(&h)) {
                judge.red("promises", format!("{}: give from 1 to 8,760 hours.", cell(p, "whose")));
            }
        }
    }
}

/// The bands as the answers have them: name, first and last level.
pub(super) fn bands(run: &Run) -> Vec<(String, u32, u32)> {
    let mut bands = catalog::bands(org(run));
    if run.is("line", "bands_fit", "own") {
        let mut from = 1;
        for b in &mut bands {
            let to = run.answer("line", "bands_own").and_then(|v| v.get(&b.0)).and_then(|r| count(r.get("to")));
            (b.1, b.2) = (from, to.unwrap_or(b.2));
            from = b.2.saturating_add(1);
        }
    }
    bands
}
pub(super) fn line_shape(run: &Run, page: &mut Page) {
    let before = catalog::bands(org(run));
    if let Some(a) = page.the("accept_up_to") {
        a.last = Value::Null;
    }
    if let Some(a) = page.the("bands_fit") {
        let said: Vec<String> = before.iter().map(|(n, from, to)| format!("{n} {from} to {to}")).collect();
        a.hint = format!("{}.", said.join(", "));
    }
    if let Some(a) = page.the("bands_own") {
        a.rows = Some(
            before.iter().map(|(n, from, to)| Row::new(n, n, format!("{from} to {to} as it stands"), "")).collect(),
        );
    }
}
pub(super) fn line(run: &Run, judge: &mut Judge) {
    if let Some(n) = count(run.answer("line", "accept_up_to")).filter(|n| !(1..=25).contains(n)) {
        judge.red("accept_up_to", format!("{n} lies outside of the matrix. Give a level from 1 to 25."));
    }
    if run.is("line", "bands_fit", "own") && !judge.has("bands_own") {
        let bands = bands(run);
        if let Some(b) = bands.iter().find(|b| b.2 < b.1) {
            judge.red(
                "bands_own",
                format!("{} ends before it begins. Each band goes further than the one before.", b.0),
            );
        } else if let Some(last) = bands.last().filter(|b| b.2 != 25) {
            judge.red("bands_own", format!("{} ends at {}. The last band goes up to 25.", last.0, last.2));
        }
    }
}
/// The bands of which some levels lie above the line.
pub(super) fn above_rows(run: &Run) -> Vec<(String, u32, u32)> {
    let line = count(run.answer("line", "accept_up_to")).unwrap_or_else(|| org(run).map_or(9, |o| o.accept_up_to.0));
    bands(run).into_iter().filter(|b| b.2 > line).collect()
}
pub(super) fn above_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("above") {
        a.rows_vary = true;
        a.rows = Some(
            above_rows(run).iter().map(|(n, from, to)| Row::new(n, n, format!("levels {from} to {to}"), "")).collect(),
        );
    }
}
pub(super) fn above(run: &Run, judge: &mut Judge) {
    for (band, ..) in above_rows(run) {
        let row = run.answer("above", "above").and_then(|v| v.get(&band));
        if row.and_then(|r| count(r.get("months"))).is_some_and(|m| !(1..=36).contains(&m)) {
            judge.red("above", format!("{band}: give from 1 to 36 months."));
        }
    }
}
pub(super) fn scale_shape(run: &Run, page: &mut Page) {
    for (field, words) in
        [("likelihood_own", catalog::likelihood_words(org(run))), ("impact_own", catalog::impact_words(org(run)))]
    {
        if let Some(a) = page.the(field) {
            a.rows =
                Some(words.into_iter().map(|(n, w, m)| Row::new(n.to_string(), format!("{n} {w}"), m, "")).collect());
        }
    }
}

pub(super) fn findings(run: &Run, judge: &mut Judge) {
    if !run.is("findings", "found", "these") {
        return;
    }
    let rows = run.table("findings", "findings");
    let ended = run.day("findings", "ended_on");
    for (i, row) in rows.iter().enumerate() {
        let number = cell(row, "number");
        if rows[..i].iter().any(|r| cell(r, "number") == number) {
            judge.red("findings", format!("{number} stands here twice."));
        }
        let failing = matches!(cell(row, "grade"), "major" | "minor");
        let clause = row.get("clause").is_some_and(|c| !crate::canonical::empty(c));
        if failing && !clause {
            judge.red("findings", format!("{number}: say which clause or control it is about."));
        }
        let due = crate::dates::parse(cell(row, "answer_due"));
        if let (Some(due), Some(ended)) = (due, ended) {
            if due < ended {
                judge.red(
                    "findings",
                    format!("{number}: it is to be answered before the audit ended. Read the day again."),
                );
            }
        }
        if due.is_none() && failing {
            judge.yellow("findings", format!("{number}: the body wants an answer by a day. It stands in the report."));
        }
    }
}

/// The year in its order: what has a day by its day, then what the records themselves call for.
pub(super) fn programme_shape(run: &Run, page: &mut Page) {
    let Some(a) = page.the("lines") else { return };
    let mut lines = plan::proposed(run);
    lines.sort_by_key(|l| (l.dropped, l.first.is_none(), l.first));
    a.rows_vary = true;
    a.rows = Some(
        lines
            .iter()
            .map(|l| {
                let mut row = Row::new(&*l.code, format!("{}: {}", month(l), l.title), sentence(run, l), l.why.clone());
                row.fields =
                    Some(if plan::moves(l) { vec!["month".into(), "instead".into()] } else { vec!["instead".into()] });
                row
            })
            .collect(),
    );
}
/// The month in which it falls first, as a word.
fn month(l: &Proposed) -> String {
    match (l.dropped, l.first) {
        (true, _) => "Left out".into(),
        (_, Some(d)) => d.format("%B").to_string(),
        (_, None) => "All year".into(),
    }
}
/// "Every 3 months, first on 9 February; 40 min."
fn sentence(run: &Run, l: &Proposed) -> String {
    let takes = crate::dates::spell(l.minutes);
    let when = match (l.first, &l.cadence.from) {
        (Some(d), From::Audit) => format!("Before the external audit, here on {}", run.say_day(d)),
        (Some(d), _) => format!("Every {}, first on {}", l.cadence.words(), run.say_day(d)),
        (None, _) => "Each one when it is due".into(),
    };
    let each = if l.first.is_none() { " for each" } else { "" };
    format!("{when}; {takes}{each}.")
}
pub(super) fn programme(run: &Run, judge: &mut Judge) {
    again(run, "lines", judge);
    let kept = plan::kept(run);
    let proposed = plan::proposed(run);
    for l in &kept {
        let code = &l.code;
        if plan::said(run, code) == "move" && !plan::moves(l) {
            judge.red("lines", format!("{} has no month of its own. Keep it, or take it away.", l.title));
        }
        if !l.dropped {
            continue;
        }
        let others = kept.iter().filter(|x| !x.dropped).map(|x| x.serves.as_slice());
        let alone = answers_alone(&l.serves, others);
        if !alone.is_empty() && plan::field(run, code, "instead").chars().count() < 10 {
            judge.red(
                "lines",
                format!(
                    "{}: nothing else in your year answers {}. Say in a sentence what does, or keep it.",
                    l.title,
                    alone.join(", ")
                ),
            );
        }
    }
    if kept.iter().all(|l| l.dropped) && !kept.is_empty() {
        judge.red("lines", "Then nothing would be left of the year. Keep what you will do.");
    }
    let external = plan::answers(run).external_audit(run.today);
    let before = |name: &str| proposed.iter().zip(&kept).find(|(_, k)| k.name == name && !k.dropped);
    for (name, days) in [("internal-audit", 30), ("management-review", 14)] {
        let (Some(by), Some((was, now))) = (external, before(name)) else { continue };
        let late = |l: &Proposed| l.first.is_some_and(|d| d > add_days(by, -days));
        if late(now) && !late(was) {
            judge.yellow(
                "lines",
                format!("{} then comes too late for the external audit on {}.", now.title, run.say_day(by)),
            );
        }
    }
}
/// Cells of a row, by row.
pub(super) fn cells<'a>(run: &Run<'a>, step: &str, field: &str, row: &str) -> Option<&'a Map<String, Value>> {
    run.answer(step, field).and_then(|v| v.get(row)).and_then(Value::as_object)
}
