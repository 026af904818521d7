//! What recording training checks beyond types, in the owner's words; and which rows and choices its pages have.
//! Yellow makes think, red stops; neither answers.
use super::people::{attended, concerned, missing, on_page, placed, still_open, twice, unplaced};
use super::{course, course_code, for_roles, is_policy, proposed_course, version, version_now, version_on, versions};
use crate::dates;
use crate::kind::{Choice, Ty};
use crate::kinds::Person;
use crate::wizard::{Judge, Page, Row, Run};
use serde_json::{Value, json};

fn choice(name: &str, label: &str) -> Choice {
    Choice { name: name.into(), label: label.into(), meaning: String::new() }
}

pub(super) fn what_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("course") {
        let given = proposed_course(run);
        a.required = given.is_empty();
        a.value = if given.is_empty() { Value::Null } else { given.into() };
    }
    // Which version is asked of a course that was chosen.
    if run.is("what", "do", "assign") || course_code(run).is_empty() {
        page.drop("version");
    }
    if let Some(a) = page.the("version") {
        a.required = false;
        a.value = version_now(run).to_string().into();
        let of: Vec<Choice> = versions(run)
            .iter()
            .rev()
            .map(|(v, from, _)| choice(&v.to_string(), &format!("{v}, since {}", run.say_day(*from))))
            .collect();
        if of.len() > 1 {
            a.ty = Ty::Choice { of };
        }
    }
}
pub(super) fn what(run: &Run, judge: &mut Judge) {
    if course_code(run).is_empty() {
        return;
    }
    let (taught, now) = (version(run), version_now(run));
    if !run.says("what", "version").is_empty()
        && versions(run).iter().all(|v| v.0 != taught)
        && judge_free(judge, "version")
    {
        judge.red("version", format!("{} has no version {taught}. The latest is {now}.", course_code(run)));
    } else if taught.major < now.major && !run.is("what", "do", "assign") {
        let what = versions(run)
            .into_iter()
            .find(|v| v.0.major == now.major)
            .map(|v| v.2)
            .filter(|w| !w.is_empty())
            .map_or_else(String::new, |w| format!(" ({})", w.trim_end_matches('.')));
        judge.yellow("version", format!("Version {now} changed what people must do{what}. Those trained on {taught} will be shown as not up to date."));
    }
    if run.is("what", "do", "outside") && is_policy(run) {
        judge.red("do", "A policy is read, not taught outside. Record that it was read, or choose a course.");
    }
}
fn judge_free(judge: &Judge, field: &str) -> bool {
    !judge.has(field)
}

fn role_list(run: &Run) -> Vec<String> {
    let body = run.isms.record("ORG").map(crate::isms::Record::body_json).unwrap_or_default();
    let mut out: Vec<String> = body
        .get("role_list")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|r| r.get("role")?.as_str().map(String::from))
        .collect();
    out.extend(for_roles(run).into_iter().filter(|r| !out.contains(r)).collect::<Vec<_>>());
    out
}
pub(super) fn due_shape(run: &Run, page: &mut Page) {
    let roles = role_list(run);
    if let Some(a) = page.the("roles") {
        a.value = json!(for_roles(run));
        if !roles.is_empty() {
            a.ty = Ty::Many { of: roles.iter().map(|r| choice(r, r)).collect() };
        }
    }
}
pub(super) fn due(run: &Run, judge: &mut Judge) {
    let known = role_list(run);
    let roles = run.codes("people-due", "roles");
    for role in roles.iter().filter(|r| !known.contains(r)) {
        judge.red("roles", format!("There is no role \u{201c}{role}\u{201d} in your list."));
    }
    if run.is("people-due", "who", "roles") && !roles.is_empty() && concerned(run, &roles).is_empty() {
        judge.yellow("roles", "Nobody has one of these roles today.");
    }
    if let Some(until) = run.day("people-due", "until") {
        if until <= run.today {
            judge.red(
                "until",
                format!("{} is not in the future. Until when must they have done it?", run.say_day(until)),
            );
        } else if dates::days_between(run.today, until) > 90 {
            judge.yellow(
                "until",
                format!("That is {} days from now. What is meanwhile?", dates::days_between(run.today, until)),
            );
        }
    }
}

pub(super) fn session_shape(run: &Run, page: &mut Page) {
    if run.is("what", "do", "outside") {
        page.drop("how");
    }
    if let Some(a) = page.the("teacher") {
        a.required = needs_teacher(run);
    }
}
/// Competence that was taught together or outside needs a teacher.
fn needs_teacher(run: &Run) -> bool {
    let taught = run.is("what", "do", "outside") || matches!(run.says("session", "how"), "session" | "external");
    taught && course(run).is_some_and(|c| crate::staleness::word(&c.aim) == "competence")
}
pub(super) fn session(run: &Run, judge: &mut Judge) {
    let Some(on) = run.day("session", "on").filter(|d| *d <= run.today) else { return };
    let taught = version(run);
    if let Some((v, from, _)) = versions(run).into_iter().find(|v| v.0 == taught).filter(|v| v.1 > on) {
        let then = version_on(run, on).map_or_else(|| "none".to_string(), |v| v.to_string());
        judge.red(
            "on",
            format!(
                "Version {v} exists since {}. On {} you can only have taught {then}.",
                run.say_day(from),
                run.say_day(on)
            ),
        );
    }
}

/// One row a person: those due first.
pub(super) fn came_shape(run: &Run, page: &mut Page) {
    let rows: Vec<Row> = on_page(run).iter().map(|p| person_row(run, p)).collect();
    let mark = course(run).and_then(|c| c.pass_mark);
    if let Some(a) = page.the("result") {
        a.rows = Some(rows.clone());
        if mark.is_none() {
            a.hint = "A: was there. E: excused. Empty: was not there.".into();
            a.ty = Ty::Choice { of: vec![choice("attended", "attended"), choice("excused", "excused")] };
        }
    }
    match (mark, page.the("score")) {
        (Some(_), Some(a)) => a.rows = Some(rows),
        _ => page.drop("score"),
    }
    for a in &mut page.asks {
        a.optional_word = false;
    }
}
fn person_row(run: &Run, person: &str) -> Row {
    let item = run.item(&format!("{person}/{}", course_code(run)));
    let why = item.and_then(|i| i.reasons.first().map(|r| r.text(run.isms))).unwrap_or_default();
    let ticked = if placed(run).iter().any(|p| p == person) { "named in the pasted list" } else { "" };
    let away = super::people::away(run, person).map(|d| format!("away until {}", run.say_day(d))).unwrap_or_default();
    let detail = [ticked, &away].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join("; ");
    Row::new(person, run.name(person), why, detail)
}
pub(super) fn came(run: &Run, judge: &mut Judge) {
    let on = run.day("session", "on").unwrap_or(run.today);
    let mark = course(run).and_then(|c| c.pass_mark).map(|m| u64::from(m.0));
    let there = attended(run);
    if there.is_empty() && still_open(run).is_empty() {
        judge.red("result", "Nobody is ticked. Who was there?");
    }
    for (person, result, score) in &there {
        let name = run.name(person);
        if let Some(p) = run.isms.get::<Person>(person).filter(|p| on < p.joined_on.0) {
            judge.red(
                "result",
                format!("{name} joined on {}. Nobody is trained before their first day.", run.say_day(p.joined_on.0)),
            );
        }
        if let Some(code) = twice(run, person, on) {
            judge.add(
                crate::wizard::Level::Red,
                "link",
                "result",
                format!("{name} is recorded for {} on {} already ({code}).", course_code(run), run.say_day(on)),
                format!("Open {code}; if it is wrong, retire it with a why and record it anew."),
            );
        }
        match (mark, result.as_str()) {
            (None, "passed" | "failed") => judge.red(
                "result",
                format!("{name}: {} has no pass mark, so nobody passes or fails. A: was there.", course_code(run)),
            ),
            (Some(mark), "passed") if score.is_some_and(|s| s < mark) => judge.red(
                "score",
                format!(
                    "{name}: {} % is under your mark of {mark} %. Failed, or is the number wrong?",
                    score.unwrap_or_default()
                ),
            ),
            _ => {}
        }
    }
    let sheet = run.answer("who-came", "sheet_count").and_then(Value::as_u64);
    let ticked = there.iter().filter(|t| t.1 != "excused").count() as u64;
    if let Some(n) = sheet.filter(|n| *n != ticked && still_open(run).is_empty()) {
        judge.red("sheet_count", format!("The sheet has {n} signatures, you ticked {ticked}. Which is right?"));
    }
}

pub(super) fn import_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("placed") {
        a.rows = Some(
            unplaced(run)
                .into_iter()
                .map(|(line, could)| {
                    let names: Vec<String> = could.iter().map(|p| run.name(p)).collect();
                    let detail = if names.is_empty() {
                        "Nobody of that name is on record.".to_string()
                    } else {
                        format!("It could be {}.", names.join(" or "))
                    };
                    Row::new(line.clone(), line, "", detail)
                })
                .collect(),
        );
    }
}

pub(super) fn proof_shape(run: &Run, page: &mut Page) {
    if !run.is("what", "do", "outside") {
        page.drop("valid_until");
    }
    // Whoever comes with a certificate from outside used material that is not ours to keep; a policy is its own text.
    if run.is("what", "do", "outside") || is_policy(run) {
        for f in ["content", "content_file", "content_why"] {
            page.drop(f);
        }
    }
}
pub(super) fn proof(run: &Run, judge: &mut Judge) {
    if run.codes("proof", "evidence").is_empty() {
        if is_policy(run) && !run.is("session", "how", "campaign_file") {
            judge.red(
                "evidence",
                "A policy that was read together counts as confirmed by the signed sheet. Put it here.",
            );
        } else {
            judge.yellow("evidence", "An auditor picks five people and asks for this.");
        }
    }
    if let (Some(until), Some(on)) = (run.day("proof", "valid_until"), run.day("session", "on")) {
        if until <= on {
            judge.red("valid_until", format!("It would have ended before it was given ({}).", run.say_day(on)));
        }
    }
}

pub(super) fn missing_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("then") {
        let rows: Vec<Row> = missing(run).iter().map(|p| person_row(run, p)).collect();
        a.label = if rows.len() == 1 {
            format!("{} was not there. What now?", rows[0].title)
        } else {
            format!("{} people were not there. What now?", rows.len())
        };
        a.rows = Some(rows);
    }
}
pub(super) fn judge_missing(run: &Run, judge: &mut Judge) {
    for (person, row) in run.by_row("missing", "then") {
        for field in ["on", "until"] {
            if let Some(d) = row.get(field).and_then(Value::as_str).and_then(dates::parse).filter(|d| *d <= run.today) {
                judge.red("then", format!("{}: {} is not in the future.", run.name(person), run.say_day(d)));
            }
        }
        if row.get("then").and_then(Value::as_str) == Some("not_concerned") {
            let why = row.get("because").and_then(Value::as_str).unwrap_or_default().trim();
            if (1..10).contains(&why.chars().count()) {
                judge.red("then", format!("{}: \u{201c}{why}\u{201d} does not tell an auditor anything. Why are they no longer concerned?", run.name(person)));
            }
        }
    }
}

pub(super) fn helped(run: &Run, judge: &mut Judge) {
    if let Some(d) =
        run.day("did-it-help", "ask_on").filter(|d| *d <= run.today && run.is("did-it-help", "effective", "too_early"))
    {
        judge.red("ask_on", format!("{} is not in the future. When shall I ask you?", run.say_day(d)));
    }
}
