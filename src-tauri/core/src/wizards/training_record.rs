//! Plan and record training: which course in which version, who must do it or who came, what shows it, what about the missing.
//! It must never tick anybody; a wrong record is retired and made anew.
mod checks;
mod panels;
mod people;
mod questions;

use crate::dates;
use crate::isms::json_of;
use crate::kinds::{Course, Person, Policy};
use crate::wizard::{About, Done, Part, Run, Step, Wizard, ask};
use crate::words::{Date, Version};
use crate::{Change, Declare};
use checks::*;
use chrono::NaiveDate;
use people::{attended, missing, unplaced};
use questions as q;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "training-record",
    title: "Plan and record training",
    clause: "7.2",
    about: About::Chosen(&["course", "policy", "person"]),
    minutes: 5,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: panels::at_check,
    finish,
};

static STEPS: &[Step] = &[
    ask::<q::What>("what", "Which training").shape(what_shape).panel(panels::what).judge(what),
    ask::<q::Due>("people-due", "Who must do it")
        .when("if it is to be assigned", |r| r.is("what", "do", "assign"))
        .cases(&[("roles", "who=roles"), ("people", "who=people"), ("meeting_on", "how_told=meeting")])
        .shape(due_shape)
        .panel(panels::due)
        .judge(due),
    ask::<q::Session>("session", "When and how")
        .when("if it took place", took_place)
        .shape(session_shape)
        .panel(panels::session)
        .judge(session),
    ask::<q::Came>("who-came", "Who came")
        .when("if it took place", took_place)
        .shape(came_shape)
        .panel(panels::came)
        .judge(came),
    ask::<q::Import>("import", "Lines without a person")
        .when("if lines of a pasted list could not be placed", |r| took_place(r) && !unplaced(r).is_empty())
        .shape(import_shape)
        .panel(panels::import),
    ask::<q::Proof>("proof", "What shows it")
        .when("if it took place", took_place)
        .cases(&[("content_file", "content=add_now"), ("content_why", "content=no")])
        .least(&[("content_why", 10)])
        .shape(proof_shape)
        .panel(panels::proof)
        .judge(proof),
    ask::<q::Missing>("missing", "Who was missing")
        .when("if some who must were not there", |r| r.is("what", "do", "record") && !missing(r).is_empty())
        .shape(missing_shape)
        .panel(panels::missing)
        .judge(judge_missing),
    ask::<q::Helped>("did-it-help", "Did it help")
        .when(
            "if people should be able to do something, or the course was made because of a finding or incident",
            |r| took_place(r) && asks_effect(r),
        )
        .cases(&[
            ("effective_how", "effective=yes|no"),
            ("ask_on", "effective=too_early"),
            ("lesson_what", "lesson=yes"),
        ])
        .least(&[("effective_how", 10), ("lesson_what", 10)])
        .panel(panels::helped)
        .judge(helped),
];

fn took_place(run: &Run) -> bool {
    matches!(run.says("what", "do"), "record" | "outside")
}
/// The course, or the policy that was read together.
fn course_code(run: &Run) -> String {
    match run.says("what", "course") {
        "" => proposed_course(run),
        given => given.to_string(),
    }
}
/// The one with which this began: "CRS-02", or the course of "P-007/CRS-02".
fn proposed_course(run: &Run) -> String {
    run.about
        .iter()
        .filter_map(|a| a.rsplit('/').next())
        .find(|c| run.isms.get::<Course>(c).is_some() || run.isms.get::<Policy>(c).is_some())
        .map(String::from)
        .unwrap_or_default()
}
fn course<'a>(run: &Run<'a>) -> Option<&'a Course> {
    run.isms.get(&course_code(run))
}
fn is_policy(run: &Run) -> bool {
    run.isms.get::<Policy>(&course_code(run)).is_some()
}
fn version_now(run: &Run) -> Version {
    let code = course_code(run);
    run.isms
        .get::<Course>(&code)
        .map(|c| c.version)
        .or_else(|| run.isms.get::<Policy>(&code).map(|p| p.version))
        .unwrap_or_default()
}
fn version(run: &Run) -> Version {
    run.says("what", "version").parse().unwrap_or_else(|_| version_now(run))
}
/// Every version of the course with the day from which it is, oldest first.
fn versions(run: &Run) -> Vec<(Version, NaiveDate, String)> {
    let mut out: Vec<(Version, NaiveDate, String)> = Vec::new();
    let Some(r) = run.isms.record(&course_code(run)) else { return out };
    for v in &r.revisions {
        let body = json_of(v);
        let text = |f: &str| body.get(f).and_then(Value::as_str).unwrap_or_default().to_string();
        let Ok(number) = text("version").parse::<Version>() else { continue };
        if out.iter().all(|o| o.0 != number) {
            let from = dates::parse(&text("in_force_from")).unwrap_or_else(|| run.isms.day_of(v.seq));
            out.push((number, from, text("changed_what")));
        }
    }
    out
}
/// The version in use on a day.
fn version_on(run: &Run, day: NaiveDate) -> Option<Version> {
    versions(run).into_iter().filter(|v| v.1 <= day).map(|v| v.0).max()
}
fn for_roles(run: &Run) -> Vec<String> {
    let code = course_code(run);
    let texts = |list: &[crate::words::Text]| list.iter().map(|r| r.to_string()).collect();
    run.isms
        .get::<Course>(&code)
        .map(|c| texts(&c.for_roles))
        .or_else(|| run.isms.get::<Policy>(&code).map(|p| texts(&p.for_roles)))
        .unwrap_or_default()
}
/// Asked of competence, and of a course that was made because of a finding or an incident.
fn asks_effect(run: &Run) -> bool {
    let Some(c) = course(run) else { return false };
    crate::staleness::word(&c.aim) == "competence" || because_of(run).is_some()
}
/// The finding or incident to which the course is the answer: one that its policies are named by.
fn because_of(run: &Run) -> Option<String> {
    let r = run.isms.record(&course_code(run))?;
    let body = r.body_json();
    let said: String = ["notes", "changed_what"]
        .iter()
        .filter_map(|f| body.get(*f).and_then(Value::as_str))
        .collect::<Vec<_>>()
        .join(" ");
    said.split(|c: char| !c.is_alphanumeric() && c != '-')
        .find(|w| run.isms.record(w).is_some_and(|x| matches!(x.info().name, "incident" | "nonconformity")))
        .map(String::from)
}

fn words(run: &Run, word: &str) -> Option<String> {
    (word == "joiner_days").then(|| joiner_days(run).to_string())
}
fn joiner_days(run: &Run) -> u32 {
    course(run)
        .and_then(|c| c.within_days)
        .map(|d| d.0)
        .or_else(|| run.isms.organization().map(|o| o.joiner_days.0))
        .unwrap_or(30)
}
fn name_of_course(run: &Run) -> String {
    let code = course_code(run);
    run.isms.record(&code).map_or_else(|| code.clone(), |r| format!("{code} {}", r.title()))
}

fn finish(run: &Run, done: &mut Done) {
    let code = course_code(run);
    let Some(kind) = run.isms.record(&code).map(|r| r.info().name) else { return };
    let mut about: Vec<String> = Vec::new();
    if run.is("what", "do", "assign") {
        assign(run, kind, &code, done, &mut about);
    } else {
        record(run, &code, done, &mut about);
        material(run, &code, done);
        who_was_missing(run, &code, done);
        did_it_help(run, &code, done);
    }
    if about.is_empty() {
        about.push(code);
    }
    done.about = Some(about);
}
/// By role the course is changed; by name each gets an action.
fn assign(run: &Run, kind: &str, code: &str, done: &mut Done, about: &mut Vec<String>) {
    let Some(until) = run.day("people-due", "until") else { return };
    let named = run.is("people-due", "who", "people");
    let roles = if run.is("people-due", "who", "roles") { run.codes("people-due", "roles") } else { Vec::new() };
    let who = if named { run.codes("people-due", "people") } else { people::concerned(run, &roles) };
    if named {
        for p in &who {
            done.action("improvement", &format!("Do {}", name_of_course(run)), code, p, until);
        }
    } else {
        if roles != for_roles(run) {
            done.changes.push(Change::put(kind, code, json!({"for_roles": roles})));
        }
        let told = match run.says("people-due", "how_told") {
            "campaign" => " by a campaign file",
            "meeting" => " in a meeting",
            _ => "",
        };
        done.action(
            "improvement",
            &format!("See that the {} people whom it concerns do {}{told}", who.len(), name_of_course(run)),
            code,
            run.by,
            until,
        );
    }
    about.extend(who.iter().map(|p| format!("{p}/{code}")));
}
/// One record a person. Of a policy that was read together: an acknowledgement with the signed sheet.
fn record(run: &Run, code: &str, done: &mut Done, about: &mut Vec<String>) {
    let (Some(on), outside) = (run.day("session", "on"), run.is("what", "do", "outside")) else { return };
    let evidence = run.codes("proof", "evidence");
    let how = if outside { "external" } else { run.says("session", "how") };
    let came: Vec<String> = attended(run).iter().map(|(p, r, _)| format!("{}: {r}", run.name(p))).collect();
    done.notes.push(("Who came, the pasted list among them?".into(), came.join("; ")));
    for (person, result, score) in attended(run) {
        about.push(format!("{person}/{code}"));
        if is_policy(run) {
            if matches!(result.as_str(), "attended" | "passed") {
                let how = if how == "campaign_file" { "campaign_file" } else { "sheet" };
                done.changes.push(Change::add("acknowledgement", json!({"person": person, "policy": code, "policy_version": version(run).to_string(), "on": on.to_string(), "how": how, "proof": evidence})));
            }
            continue;
        }
        let mut fields = json!({"person": person, "course": code, "course_version": version(run).to_string(), "on": on.to_string(), "result": result, "how": how, "evidence": evidence});
        let mut put = |k: &str, v: Value| {
            if let (false, Some(o)) = (crate::canonical::empty(&v), fields.as_object_mut()) {
                o.insert(k.into(), v);
            }
        };
        put("score", score.map_or(Value::Null, Value::from));
        put("taught_by", run.says("session", "teacher").trim().into());
        match run.says("did-it-help", "effective") {
            e @ ("yes" | "no") => {
                put("effective", e.into());
                put("effective_because", run.says("did-it-help", "effective_how").trim().into());
            }
            "too_early" => put("effective", "not_asked".into()),
            _ => {}
        }
        done.changes.push(Change::add("training_record", fields));
        if outside && matches!(result.as_str(), "attended" | "passed") {
            certificate(run, &person, on, &evidence, done);
        }
    }
}
/// An outside course or certificate also proves the person's competence; its end is followed.
fn certificate(run: &Run, person: &str, on: NaiveDate, evidence: &[String], done: &mut Done) {
    let Some(p) = run.isms.get::<Person>(person) else { return };
    let mut proofs: Vec<String> = p.competence_proof.to_vec();
    proofs.extend(evidence.iter().filter(|e| !p.competence_proof.contains(e)).cloned());
    if let Some(until) = run.day("proof", "valid_until") {
        let name = format!("@certificate-{person}");
        let note = format!(
            "{} did {} on {on}; the certificate is valid until {until}.{}",
            run.name(person),
            name_of_course(run),
            if evidence.is_empty() { String::new() } else { format!(" See {}.", evidence.join(", ")) }
        );
        done.changes.push(Change::put("evidence", &name, json!({"note": note, "shows": crate::wizard::short(&format!("Certificate of {}", name_of_course(run))), "about": [person], "collected_on": on.to_string(), "valid_until": until.to_string(), "classification": "internal", "personal": true})));
        proofs.push(name);
    }
    if proofs.len() != p.competence_proof.len() {
        done.put("person", person, json!({"competence_proof": proofs}));
    }
}
/// The material that was used goes to the course; it was taught already, so nothing of substance changes by it.
fn material(run: &Run, code: &str, done: &mut Done) {
    let file = run.says("proof", "content_file");
    if run.is("proof", "content", "add_now") && !file.is_empty() && course(run).is_some() {
        let fields = Map::from_iter([("content".to_string(), Value::from(file))]);
        done.changes.push(Change::Put {
            kind: "course".into(),
            code: Some(code.into()),
            fields,
            declare: Declare::Correction,
        });
    }
}
fn who_was_missing(run: &Run, code: &str, done: &mut Done) {
    let what = name_of_course(run);
    let mut campaign = Vec::new();
    for (person, row) in run.by_row("missing", "then") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default();
        match text("then") {
            "next_date" => {
                if let Some(on) = dates::parse(text("on")) {
                    done.action("improvement", &format!("Do {what}"), code, person, on);
                }
            }
            "campaign" => campaign.push(run.name(person)),
            "away" => {
                let from = run.isms.get::<Person>(person).and_then(|p| p.away_from).unwrap_or(Date(run.today));
                done.put("person", person, json!({"away_from": from, "away_until": text("until")}));
            }
            "not_concerned" if !is_policy(run) => {
                let on = run.day("session", "on").unwrap_or(run.today);
                done.changes.push(Change::add("training_record", json!({
                    "person": person, "course": code, "course_version": version(run).to_string(), "on": on.to_string(), "result": "excused", "how": run.says("session", "how"),
                    "effective": "not_asked", "effective_because": text("because"), "taught_by": if run.says("session", "teacher").is_empty() { "nobody: excused" } else { run.says("session", "teacher") },
                })));
            }
            _ => {}
        }
    }
    if !campaign.is_empty() {
        done.action(
            "improvement",
            &format!("Send the campaign file of {what} to {}", campaign.join(", ")),
            code,
            run.by,
            dates::add_days(run.today, 14),
        );
    }
}
fn did_it_help(run: &Run, code: &str, done: &mut Done) {
    let what = name_of_course(run);
    let owner = run
        .isms
        .record(code)
        .and_then(|r| r.common.owner.as_ref())
        .map_or_else(|| run.by.to_string(), |o| o.to_string());
    if let Some(on) = run.day("did-it-help", "ask_on").filter(|_| run.is("did-it-help", "effective", "too_early")) {
        done.action("improvement", &format!("See whether {what} closed the gap"), code, run.by, on);
    }
    if run.is("did-it-help", "effective", "no") {
        done.action(
            "improvement",
            &format!("{what} did not close the gap: decide what will"),
            code,
            &owner,
            dates::add_days(run.today, 30),
        );
    }
    if run.is("did-it-help", "lesson", "yes") {
        done.action(
            "improvement",
            &format!("Change {what}: {}", run.says("did-it-help", "lesson_what").trim()),
            code,
            &owner,
            dates::add_days(run.today, 30),
        );
    }
}
/// What a person has of the course: is it up to date by the version, and by the days?
fn up_to_date(run: &Run, person: &str, and: &[(String, String, Option<u64>)]) -> bool {
    let id = format!("{person}/{}", course_code(run));
    let now = run.item(&id).is_some_and(|i| i.counts_as_current());
    let latest = version(run).major == version_now(run).major;
    now || (latest && and.iter().any(|(p, r, _)| p == person && matches!(r.as_str(), "attended" | "passed")))
}
