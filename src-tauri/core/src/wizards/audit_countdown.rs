//! Ninety days to the audit: week by week what would be noticed, who mends it, and what is said of what stays open.
//! It must never draw by chance, nor hide a gap that somebody lives with.
mod checks;
mod facts;
mod panels;
mod questions;

use crate::dates::{add_days, days_between};
use crate::kinds::{Course, Evidence};
use crate::preflight::{DECLARED, places, spell, spoken};
use crate::wizard::{About, Done, Page, Part, Row, Run, Step, Wizard, ask};
use facts::*;
use questions as q;
use serde_json::{Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "audit-countdown",
    title: "Ninety days to the audit",
    clause: "9.2.2",
    about: About::Chosen(&["audit", "cycle", "routine"]),
    minutes: 20,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: |run, out| panels::open(run, out),
    finish,
};

static STEPS: &[Step] = &[
    ask::<q::When>("date", "The day")
        .heading("Is the audit on {date}? On site, which places, who must be there?", "")
        .when("on the first visit", is_first)
        .shape(date_shape)
        .judge(checks::date),
    ask::<q::Gaps>("gaps", "What would be noticed")
        .heading(
            "{n} things would be noticed. This week's are on top.",
            "Sorted by weight and by how long they take; each opens what mends it.",
        )
        .shape(gaps_shape)
        .panel(panels::by_owner)
        .judge(checks::gaps),
    ask::<q::Order>("order", "In which order")
        .heading("Internal audit, then management review, then the pack: are they placed?", "")
        .when("on the first visit", is_first)
        .shape(order_shape)
        .panel(panels::placed)
        .judge(checks::order),
    ask::<q::Samples>("sample", "Play auditor")
        .heading(
            "Play auditor: five records drawn at random. Can you show each within a minute?",
            "An access, a leaver, a risk, an incident, a supplier; drawn anew each time.",
        )
        .when("from 45 days before, if there is something to draw", |r| days_left(r) <= 45 && !samples(r).is_empty())
        .shape(sample_shape)
        .panel(panels::drawn)
        .judge(checks::sample),
    ask::<q::Asked>("ask", "Your colleagues")
        .heading(
            "Would your colleagues know? Ask three: where is the policy, what do you do with a strange mail, what changed lately?",
            "",
        )
        .when("from 30 days before", |r| days_left(r) <= 30)
        .panel(panels::colleagues)
        .judge(checks::ask),
    ask::<q::Told>("told", "The body")
        .heading("Has the certification body been told of all changes?", "")
        .when("from 60 days before, until it has", |r| days_left(r) <= 60 && !told_before(r))
        .panel(panels::changes)
        .judge(checks::told),
    ask::<q::Honest>("honest", "What stays open")
        .heading(
            "These gaps will still be open. What do you say to each?",
            "An auditor forgives a gap with a plan, not one that you did not know.",
        )
        .when("from 14 days before, if gaps are open", |r| days_left(r) <= 14 && found(r).noticed().next().is_some())
        .shape(honest_shape)
        .panel(panels::open)
        .judge(checks::honest),
    ask::<q::Pack>("pack", "The pack")
        .heading("Build the pack.", "")
        .when("from 14 days before", |r| days_left(r) <= 14)
        .panel(panels::pack),
    ask::<q::Room>("room", "On the day")
        .heading("On the day: who opens which record, where are the originals, who takes notes?", "")
        .when("from 7 days before", |r| days_left(r) <= 7)
        .least(&[("opens", 10), ("originals", 10)])
        .panel(panels::room),
];

fn words(run: &Run, word: &str) -> Option<String> {
    match word {
        "date" => Some(recorded(run).map_or_else(|| "a day that is fixed".into(), |d| run.say_day(d))),
        "n" => Some(found(run).noticed().count().to_string()),
        _ => None,
    }
}

// ---- what the questions look like
fn date_shape(run: &Run, page: &mut Page) {
    if let (Some(a), Some(day)) = (page.the("begins"), recorded(run)) {
        a.value = json!(day.to_string());
    }
    if let (Some(a), Some((_, audit))) = (page.the("ends"), audit(run)) {
        a.value = audit.held_until.map_or(Value::Null, |d| json!(d.0.to_string()));
    }
}
fn gaps_shape(run: &Run, page: &mut Page) {
    let found = found(run);
    let Some(a) = page.the("gaps") else { return };
    let row = |w: &crate::preflight::InWeek| {
        let f = w.finding;
        let when = if w.week == 0 { "this week".to_string() } else { format!("by {}", run.say_day(w.until)) };
        let who = if f.owner.is_empty() { "nobody".into() } else { run.name(&f.owner) };
        let time = f.minutes.map(|m| format!(", {}", spell(m))).unwrap_or_default();
        let said = f.declared.as_ref().map(|d| format!("; you said: {d}")).unwrap_or_default();
        Row {
            panel: panels::of_gap(run, f, w),
            ..Row::new(
                f.key(),
                f.sentence.clone(),
                format!("{}, {when}{time}, {who}{said}", f.severity.name()),
                spoken(&f.place),
            )
        }
    };
    a.rows = Some(found.by_week().iter().map(row).collect());
    // What is mended between two pages is gone from the next.
    a.rows_vary = true;
}
fn order_shape(run: &Run, page: &mut Page) {
    if internal_is_reported(run) {
        page.drop("internal");
    }
    if review_is_minuted(run) {
        page.drop("review");
    }
}
fn sample_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("samples") {
        a.rows = Some(samples(run).into_iter().map(|(code, words)| Row::new(code, words, "", "")).collect());
    }
}
fn honest_shape(run: &Run, page: &mut Page) {
    let found = found(run);
    let Some(a) = page.the("honest") else { return };
    let row = |f: &crate::preflight::Finding| {
        let said = f.declared.as_ref().map(|d| format!("You said: {d}")).unwrap_or_default();
        Row::new(f.key(), f.sentence.clone(), format!("{}, {}", f.severity.name(), spoken(&f.place)), said)
    };
    a.rows = Some(found.noticed().map(row).collect());
    a.rows_vary = true;
}

// ---- what it writes
fn finish(run: &Run, done: &mut Done) {
    let code = plan(run, done);
    let found = found(run);
    let weeks = found.by_week();
    let cell = |row: &Value, field: &str| row.get(field).and_then(Value::as_str).unwrap_or_default().trim().to_string();
    let before = add_days(begins(run).unwrap_or(add_days(run.today, 90)), -1).max(run.today);
    let mut said: Vec<(String, String)> = Vec::new();
    for (key, row) in run.by_row("gaps", "gaps") {
        let Some(w) = weeks.iter().find(|w| w.finding.key() == key) else { continue };
        match cell(row, "then").as_str() {
            "give" => {
                let text = format!("Before the audit: {}", w.finding.sentence);
                done.action("improvement", &text, source(run, &w.finding.place, &code), &cell(row, "who"), w.until);
            }
            "live" => said.push((key.to_string(), format!("We live with it, because: {}", cell(row, "because")))),
            _ => {}
        }
    }
    if is_first(run) {
        for (field, what) in [
            ("internal", "Hold the internal audit and report it"),
            ("review", "Hold the management review"),
            ("pack", "Build the pack for the audit"),
        ] {
            let done_already = match field {
                "internal" => internal_is_reported(run),
                "review" => review_is_minuted(run),
                _ => false,
            };
            if let Some(d) = run.day("order", field).filter(|_| !done_already) {
                done.action("improvement", what, &code, run.by, d);
            }
        }
    }
    for (sample, row) in run.by_row("sample", "samples") {
        let words = samples(run).into_iter().find(|(c, _)| c == sample).map(|(_, w)| w).unwrap_or_default();
        let text = match cell(row, "shown").as_str() {
            "not_found" => format!("Make findable within a minute: {words}"),
            "not_right" => format!("{sample}: {}", cell(row, "what")),
            _ => continue,
        };
        done.action("improvement", &text, source(run, sample, &code), &cell(row, "who"), before);
    }
    for row in run.table("ask", "asked") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        if text("knew") == "not" {
            let course = run.isms.record(text("course")).filter(|r| r.get::<Course>().is_some());
            let course =
                course.map_or_else(|| "what they did not know".to_string(), |r| format!("{} {}", r.code, r.title()));
            let due = before.min(add_days(run.today, 14));
            done.action("improvement", &format!("Tell {} once more: {course}", text("role")), &code, run.by, due);
        }
    }
    if run.is("told", "told", "not_yet") && days_left(run) <= 60 {
        let open = untold(run);
        let which = if open.is_empty() { String::new() } else { format!(": {}", places(&open)) };
        let due = before.min(add_days(run.today, 14));
        done.action("improvement", &format!("Tell the certification body of the changes{which}"), &code, run.by, due);
    }
    for (key, row) in run.by_row("honest", "honest") {
        if finding(&found, key).is_none() {
            continue;
        }
        let until = crate::dates::parse(&cell(row, "until")).map_or_else(|| cell(row, "until"), |d| d.to_string());
        // What is said last is said; the plan stands in the place of a mere "we live with it".
        said.retain(|(k, _)| k != key);
        said.push((key.to_string(), crate::preflight::said(&cell(row, "why"), &cell(row, "plan"), &until)));
    }
    done.notes.extend(said.into_iter().map(|(key, text)| (format!("{DECLARED}{key}"), text)));
    let mut about = vec![code];
    about.extend(super::routine::performed(run));
    done.about = Some(about);
}
/// An action comes from the record that it mends, if it is one that actions come from; else from the audit.
fn source<'s>(run: &Run, place: &'s str, audit: &'s str) -> &'s str {
    match run.isms.record(place) {
        Some(r) if r.live() && r.get::<Evidence>().is_none() && !matches!(r.info().name, "organization" | "person") => {
            place
        }
        _ => audit,
    }
}
/// The audit as it was agreed: a new record where there is none, its day where it moved.
fn plan(run: &Run, done: &mut Done) -> String {
    let (have, day) =
        (audit(run).map(|(r, _)| r.code.to_string()), run.day("date", "begins").filter(|_| is_first(run)));
    let code = have.clone().unwrap_or_else(|| "@audit".into());
    let Some(day) = day else {
        if have.is_none() {
            done.put("audit", &code, fresh(run, add_days(run.today, days_left(run).max(0))));
        }
        return code;
    };
    if have.is_none() {
        done.put("audit", &code, fresh(run, day));
    } else if audit(run).and_then(|(_, a)| a.planned_on).map(|d| d.0) != Some(day) {
        done.put("audit", &code, json!({"planned_on": day.to_string()}));
    }
    if run.isms.organization().is_some_and(|o| o.next_external_audit.map(|d| d.0) != Some(day)) {
        done.put("organization", "ORG", json!({"next_external_audit": day.to_string()}));
    }
    code
}
fn fresh(run: &Run, day: chrono::NaiveDate) -> Value {
    let org = run.isms.organization();
    let ends = org.and_then(|o| o.expires_on).map(|d| d.0);
    // Half a year before the certificate ends, the next audit is about the next one.
    let again =
        run.about.iter().any(|a| a == "cycle/recertification") || ends.is_some_and(|e| days_between(day, e) <= 180);
    let (sort, title) =
        if again { ("recertification", "Recertification audit") } else { ("surveillance", "Surveillance audit") };
    let how = match run.says("date", "how") {
        "remote" => "From afar.".to_string(),
        "both" => format!("Partly on site: {}.", run.says("date", "places").trim()),
        _ => match run.says("date", "places").trim() {
            "" => "On site.".to_string(),
            places => format!("On site: {places}."),
        },
    };
    json!({
        "title": format!("{title}, {}", day.format("%B %Y")), "sort": sort, "planned_on": day.to_string(), "state": "planned",
        "aims": "Whether the certificate stands.", "method": how,
        "auditor": org.and_then(|o| o.certificate_body.as_ref()).map_or("The certification body", |b| &**b),
    })
}
