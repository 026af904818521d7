//! Review a policy and bring it up to date: what changed, what people do, whether it fits, the new text, who must read it, who approves.
//! It must never publish what nobody approved.
mod checks;
mod panels;
mod questions;

use crate::kinds::Policy;
use crate::wizard::{About, CHANGED, Done, Part, Run, Step, Wizard, ask, strings};
use crate::words::Version;
use crate::{Change, dates};
use checks::*;
use questions as q;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "policy-review",
    title: "Review a policy",
    clause: "7.5",
    about: About::Records("policy"),
    minutes: 10,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: panels::at_check,
    finish,
};

static STEPS: &[Step] = &[
    CHANGED.shape(changed_shape).panel(panels::changed),
    ask::<q::Practice>("practice", "What people do")
        .facts(&["differs"])
        .cases(&[
            ("differs", "practised=mostly|no"),
            ("which_changes", "practised=mostly|no"),
            ("habit", "which_changes=habit|both"),
        ])
        .panel(panels::practice)
        .judge(practice),
    ask::<q::Fit>("fit", "Does it fit").least(&[("fit_why", 10)]).panel(panels::fit).judge(fit),
    ask::<q::Decide>("decide", "What becomes of it")
        .cases(&[("withdraw_why", "course=withdraw"), ("answered_by", "course=withdraw")])
        .least(&[("withdraw_why", 10)])
        .panel(panels::decide)
        .judge(decide),
    ask::<q::NewText>("text", "The text")
        .when("if the words, the rule or the whole are to change", rewritten)
        .shape(text_shape)
        .panel(panels::text)
        .judge(text),
    ask::<q::Duty>("duty", "A real change?")
        .when("if the text changes", rewritten)
        .least(&[("changed_what", 10)])
        .shape(duty_shape)
        .panel(panels::duty)
        .judge(duty),
    ask::<q::Audience>("audience", "Whom it concerns")
        .when("for a real change, or the first version", |r| rewritten(r) && (major(r) || first(r)))
        .cases(&[("tell_whom", "tell_outside=yes"), ("tell_by", "tell_outside=yes")])
        .shape(audience_shape)
        .panel(panels::audience)
        .judge(audience),
    ask::<q::Approve>("approve", "Who approves")
        .when("if the text changes, it is withdrawn, or no valid approval stands", must_approve)
        .shape(approve_shape)
        .panel(panels::approve)
        .judge(approve),
    ask::<q::Place>("place", "Where it is kept")
        .when("unless it is withdrawn", |r| !withdrawn(r))
        .shape(place_shape)
        .panel(panels::place),
];

/// The policy as it is recorded.
fn policy<'a>(run: &Run<'a>) -> Option<&'a Policy> {
    run.record()?.get()
}
fn withdrawn(run: &Run) -> bool {
    run.is("decide", "course", "withdraw")
}
fn rewritten(run: &Run) -> bool {
    matches!(run.says("decide", "course"), "improve" | "change" | "replace")
}
/// No version was ever in force.
fn first(run: &Run) -> bool {
    run.record().is_some_and(|r| matches!(r.state(), "draft" | "in_approval"))
        && policy(run).is_some_and(|p| p.approved.is_none())
}
fn major(run: &Run) -> bool {
    run.is("duty", "change", "major")
}
/// The number of the version that this makes.
fn next_version(run: &Run, major: bool) -> Version {
    let now = policy(run).map(|p| p.version).unwrap_or_default();
    match (first(run), major) {
        (true, _) => now,
        (_, true) => Version { major: now.major + 1, minor: 0 },
        (_, false) => Version { minor: now.minor + 1, ..now },
    }
}
/// A document that was given as the new text: its code, and its words where any could be taken out.
fn given_file<'a>(run: &Run<'a>) -> Option<(&'a str, Option<&'a str>)> {
    let v = run.answer("text", "file")?;
    Some((v["evidence"].as_str()?, v["rows"][0]["text"].as_str()))
}
/// The words as they will be: those of the file that was given, else what was written here. Empty: they are not known.
fn text_now(run: &Run) -> String {
    match given_file(run) {
        Some((_, words)) => words.unwrap_or_default().to_string(),
        None => run.says("text", "draft").to_string(),
    }
}
/// What the editor begins with: the draft that waits, else the text in force.
fn text_begun(run: &Run) -> String {
    let draft = policy(run).and_then(|p| p.draft.as_ref()).and_then(|d| d.text.as_ref());
    draft.or_else(|| policy(run)?.text.as_ref()).map(|t| t.to_string()).unwrap_or_default()
}
/// The words in force: as written here, or taken out of the file. Empty: they are not known.
fn text_before(run: &Run) -> String {
    let Some(p) = policy(run) else { return String::new() };
    let written = p.text.as_ref().map(|t| t.to_string());
    written.or_else(|| p.file_text.as_ref().map(|t| t.to_string())).unwrap_or_default()
}
fn roles_now(run: &Run) -> Vec<String> {
    let before: Vec<String> =
        policy(run).map(|p| p.for_roles.iter().map(|r| r.to_string()).collect()).unwrap_or_default();
    run.codes_or("audience", "for_roles", &before)
}

fn words(run: &Run, word: &str) -> Option<String> {
    let p = policy(run)?;
    match word {
        "owner" => Some(run.record()?.common.owner.as_ref().map(|o| run.name(o))?),
        "clauses" => Some(if p.answers.0.is_empty() { "what it was for".into() } else { p.answers.0.join(", ") }),
        "major" => Some(next_version(run, true).to_string()),
        "minor" => Some(next_version(run, false).to_string()),
        "n" => Some(concerned(run, &roles_now(run)).len().to_string()),
        _ => None,
    }
}

fn finish(run: &Run, done: &mut Done) {
    let Some(p) = policy(run) else { return };
    let mut set = Map::new();
    let mut put = |field: &str, v: Value| {
        set.insert(field.to_string(), v);
    };
    let approval = run.approval("approve", "approved");
    let waits = run.waits_for("approve", "approved").map(String::from);
    if run.answer("place", "kept_where").is_some() && !withdrawn(run) {
        put("kept_where", run.says("place", "kept_where").trim().into());
    }
    if withdrawn(run) {
        if approval.is_some() {
            put("state", "withdrawn".into());
            put("draft", Value::Null);
        }
    } else if rewritten(run) {
        let version = next_version(run, major(run)).to_string();
        let change = if first(run) { "major" } else { run.says("duty", "change") };
        let from = run.day("approve", "in_force_from").unwrap_or(run.today).to_string();
        let what = run.says("duty", "changed_what").trim();
        match (&approval, first(run)) {
            (None, false) => {
                let mut draft = json!({
                    "version": version, "change": change, "changed_what": what, "for_roles": roles_now(run),
                    "in_force_from": from, "state": "in_approval", "since": run.today.to_string(),
                });
                new_text(run, &mut |field, v| {
                    if !v.is_null() {
                        draft[field] = v;
                    }
                });
                put("draft", draft);
            }
            (given, _) => {
                new_text(run, &mut put);
                put("version", version.into());
                put("change", change.into());
                put("changed_what", what.into());
                put("draft", Value::Null);
                put("in_force_from", from.into());
                match given {
                    Some(a) => {
                        put("approved", a.clone());
                        put("state", "in_force".into());
                    }
                    None => put("state", "in_approval".into()),
                }
                if run.answer("audience", "must_be_read").is_some() {
                    put("for_roles", json!(roles_now(run)));
                    put("must_be_read", run.says("audience", "must_be_read").into());
                }
            }
        }
    } else if let Some(a) = &approval {
        put("approved", a.clone());
    }
    let body = run.body();
    set.retain(|f, v| body.get(f) != Some(v) && (body.contains_key(f) || !crate::canonical::empty(v)));
    if !set.is_empty() {
        done.changes.push(Change::put("policy", &run.subject, Value::Object(set)));
    }
    follow_up(run, p, waits.as_deref(), done);
    if let Some(a) = &approval {
        if a.get("by").and_then(Value::as_str) == Some(run.by) {
            done.notes.push(("Approval".into(), "approved by its author".into()));
        }
    }
}
fn new_text(run: &Run, put: &mut dyn FnMut(&str, Value)) {
    let (text, file, words) = match given_file(run) {
        Some((code, words)) => (Value::Null, code.into(), words.map_or(Value::Null, Value::from)),
        None => (text_now(run).into(), Value::Null, Value::Null),
    };
    put("text", text);
    put("file", file);
    put("file_text", words);
}
/// What is to be done because of the answers: each becomes an action.
fn follow_up(run: &Run, p: &Policy, waits: Option<&str>, done: &mut Done) {
    let owner =
        run.record().and_then(|r| r.common.owner.as_ref()).map_or_else(|| run.by.to_string(), |o| o.to_string());
    let title = run.record().map(|r| r.title()).unwrap_or_default();
    let me = &run.subject;
    if matches!(run.says("practice", "which_changes"), "habit" | "both") {
        for row in run.table("practice", "habit") {
            let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default();
            if let Some(until) = dates::parse(text("until")) {
                done.action(
                    "improvement",
                    text("what"),
                    me,
                    if text("who").is_empty() { &owner } else { text("who") },
                    until,
                );
            }
        }
    }
    if let Some(who) = waits {
        let what = match (withdrawn(run), rewritten(run)) {
            (true, _) => format!("Get the word of {} that {me} {title} is withdrawn", run.name(who)),
            (_, true) => format!(
                "Get the approval of {} for version {} of {me} {title}",
                run.name(who),
                next_version(run, major(run))
            ),
            _ => format!("Get the approval of {} for {me} {title}", run.name(who)),
        };
        done.action("decision", &what, me, run.by, dates::add_days(run.today, 14));
    }
    if !rewritten(run) {
        return;
    }
    let version = next_version(run, major(run));
    for code in run
        .codes_or("audience", "courses", &teaching(run))
        .into_iter()
        .filter(|_| run.answer("audience", "must_be_read").is_some())
    {
        let Some(c) = run.isms.record(&code) else { continue };
        let who = c.common.owner.as_ref().map_or_else(|| owner.clone(), |o| o.to_string());
        done.action(
            "improvement",
            &format!("Bring {code} {} up to date with version {version} of {me} {title}", c.title()),
            me,
            &who,
            dates::add_days(run.today, 30),
        );
    }
    if run.is("audience", "tell_outside", "yes") {
        if let Some(by) = run.day("audience", "tell_by") {
            done.action(
                "improvement",
                &format!(
                    "Tell {} what changes with version {version} of {me} {title}",
                    run.says("audience", "tell_whom").trim()
                ),
                me,
                &owner,
                by,
            );
        }
    }
    if run.is("place", "old_out", "will_see_to_it") {
        done.action(
            "improvement",
            &format!("Take version {} of {me} {title} out of use, printed copies too", p.version),
            me,
            run.by,
            dates::add_days(run.today, 7),
        );
    }
}
/// Courses that teach this policy.
fn teaching(run: &Run) -> Vec<String> {
    run.isms
        .live::<crate::kinds::Course>()
        .filter(|(_, _, c)| c.policies.contains(&run.subject))
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
/// Active people whom a policy with these roles concerns; none named: everyone.
fn concerned(run: &Run, roles: &[String]) -> Vec<String> {
    crate::kinds::person::concerned(run.isms, roles, run.today)
}
/// The organization's roles.
fn role_list(run: &Run) -> Vec<String> {
    let body = run.isms.record("ORG").map(crate::isms::Record::body_json).unwrap_or_default();
    let mut out: Vec<String> = body
        .get("role_list")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|r| r.get("role")?.as_str().map(String::from))
        .collect();
    for r in policy(run).map(|p| strings(&json!(p.for_roles))).unwrap_or_default() {
        if !out.contains(&r) {
            out.push(r);
        }
    }
    out
}
