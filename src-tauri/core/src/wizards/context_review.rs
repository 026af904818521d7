//! Us and the world around us: what changed inside and outside, who expects what, whether the scope is still true, who has which role.
//! It must never let last year's list pass unread: each party has its own tick.
mod checks;
mod panels;
mod questions;

use crate::act::Change;
use crate::dates;
use crate::kinds::{Organization, Supplier};
use crate::wizard::{About, CHANGED, Done, Part, Run, Step, Wizard, ask, short};
use checks::*;
use chrono::NaiveDate;
use questions as q;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "context-review",
    title: "Us and the world around us",
    clause: "4.1",
    about: About::Records("organization"),
    minutes: 45,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: |_, _| {},
    finish,
};

static STEPS: &[Step] = &[
    CHANGED,
    ask::<q::Inside>("inside", "Inside")
        .facts(&["inside"])
        .least(&[("inside", 10)])
        .shape(edited)
        .panel(panels::inside)
        .judge(|r, j| nothing(r, "inside", "inside", j)),
    ask::<q::Outside>("outside", "Outside")
        .facts(&["outside"])
        .least(&[("outside", 10)])
        .shape(edited)
        .panel(panels::outside)
        .judge(|r, j| nothing(r, "outside", "outside", j)),
    ask::<q::Climate>("climate", "Climate").least(&[("climate_why", 20)]).panel(panels::climate),
    ask::<q::Parties>("parties", "Who expects what")
        .cases(&[("climate_what", "climate=yes")])
        .least(&[("climate_what", 10)])
        .shape(parties_shape)
        .panel(panels::parties)
        .judge(parties),
    ask::<q::Scope>("scope", "The scope")
        .cases(&[("differs", "scope_true=no"), ("scope", "scope_true=no")])
        .least(&[("differs", 10)])
        .shape(scope_shape)
        .panel(panels::scope)
        .judge(scope),
    ask::<q::Edges>("edges", "At the edge").shape(edges_shape).panel(panels::edges).judge(edges),
    ask::<q::Roles>("roles", "Roles").shape(roles_shape).panel(panels::roles).judge(roles),
    ask::<q::Tell>("tell", "The certification body")
        .cases(&[
            ("because", "tell=no"),
            ("what", "tell=told|will"),
            ("told_on", "tell=told"),
            ("tell_by", "tell=will"),
        ])
        .least(&[("because", 10), ("what", 10)])
        .panel(panels::tell)
        .judge(tell),
    ask::<q::Mark>("mark", "The mark")
        .when("once a year", mark_is_due)
        .cases(&[("places", "shown=here")])
        .panel(panels::mark),
];

fn org<'a>(run: &Run<'a>) -> Option<&'a Organization> {
    run.record()?.get()
}
/// The day of the last look; a year ago, if there was none.
fn since(run: &Run) -> NaiveDate {
    run.isms.last_mark(&run.subject).map_or_else(|| dates::add_months(run.today, -12), |m| m.held_on)
}
/// Suppliers who hold our data or reach our systems.
fn at_the_edge<'a>(run: &Run<'a>) -> Vec<(&'a str, &'a Supplier)> {
    run.isms
        .live::<Supplier>()
        .filter(|(_, r, s)| {
            r.state() != "considered"
                && s.access.iter().any(|a| matches!(crate::staleness::word(a), "our_data" | "our_systems"))
        })
        .map(|(_, r, s)| (&*r.code, s))
        .collect()
}
/// The roles of the organization that somebody must have, with the people who have each.
fn roles_held(run: &Run) -> Vec<(String, Vec<String>)> {
    let Some(o) = org(run) else { return Vec::new() };
    let there = |p: &str| crate::wizard::gone_person(run, p).is_none();
    let mut out = vec![("top management".to_string(), o.top_management.to_vec())];
    if !o.role_list.iter().any(|r| r.role.to_lowercase().contains("isms")) {
        out.push(("owner of the ISMS".to_string(), vec![o.isms_owner.to_string()]));
    }
    for role in o.role_list.iter().map(|r| r.role.to_string()).filter(|r| r != "everyone" && r != "top management") {
        let who = run
            .isms
            .live::<crate::kinds::Person>()
            .filter(|(_, r, p)| r.state() == "active" && p.has_role(&role))
            .map(|(_, r, _)| r.code.to_string())
            .collect();
        out.push((role, who));
    }
    out.iter_mut().for_each(|(_, who)| who.retain(|p| there(p)));
    out
}

fn words(run: &Run, word: &str) -> Option<String> {
    (word == "date" && run.isms.last_mark(&run.subject).is_none()).then(|| run.say_day(since(run)))
}

fn finish(run: &Run, done: &mut Done) {
    let Some(o) = org(run) else { return };
    let body = run.body();
    let mut set = Map::new();
    let mut put = |field: &str, v: Value| {
        if !crate::canonical::empty(&v) && body.get(field) != Some(&v) {
            set.insert(field.into(), v);
        }
    };
    for (step, field) in [
        ("inside", "issues_inside"),
        ("outside", "issues_outside"),
        ("climate", "climate"),
        ("climate", "climate_why"),
        ("edges", "scope_edges"),
    ] {
        put(field, run.says(step, field).trim().into());
    }
    if run.is("scope", "scope_true", "no") {
        put("scope", run.says("scope", "scope").trim().into());
    }
    put("parties", parties_now(run, &body));
    if !set.is_empty() {
        done.changes.push(Change::put("organization", &run.subject, Value::Object(set)));
    }
    at_edge(run, done);
    see_to_roles(run, done);
    told(run, o, done);
    for row in run.table("mark", "places").into_iter().filter(|_| run.is("mark", "shown", "here")) {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        if text("right") == "no" {
            let what = format!("Put right how the certificate is shown at {}: {}", text("place"), text("wrong"));
            done.action("correction", &what, &run.subject, run.by, dates::add_days(run.today, 30));
        }
    }
    super::routine::perform(run, done);
}
/// The parties after this: those that stay, changed ones in their new words, new ones.
fn parties_now(run: &Run, body: &Map<String, Value>) -> Value {
    let mut out = Vec::new();
    for party in body.get("parties").and_then(Value::as_array).into_iter().flatten() {
        let who = party.get("who").and_then(Value::as_str).unwrap_or_default();
        let row = run.answer("parties", "parties").and_then(|v| v.get(who));
        let text = |f: &str| row.and_then(|r| r.get(f)).and_then(Value::as_str).unwrap_or_default().trim();
        match text("is") {
            "gone" => {}
            "changed" => {
                let mut now = party.clone();
                now["expects"] = text("expects").into();
                now["answered"] = text("answered").into();
                out.push(now);
            }
            _ => out.push(party.clone()),
        }
    }
    for row in run.table("parties", "new") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        out.push(json!({"who": text("who"), "expects": text("expects"), "answered": text("answered")}));
    }
    Value::Array(out)
}
fn at_edge(run: &Run, done: &mut Done) {
    for (code, s) in at_the_edge(run) {
        let row = run.answer("edges", "edges").and_then(|v| v.get(code));
        let text = |f: &str| row.and_then(|r| r.get(f)).and_then(Value::as_str).unwrap_or_default().trim();
        if text("right") != "no" {
            continue;
        }
        let mut set = Map::new();
        if text("does") != s.service.trim() {
            set.insert("service".into(), text("does").into());
        }
        let owner = run.isms.record(code).and_then(|r| r.common.owner.as_ref()).map(|o| o.to_string());
        if owner.as_deref() != Some(text("who")) {
            set.insert("owner".into(), text("who").into());
        }
        if !set.is_empty() {
            done.changes.push(Change::put("supplier", code, Value::Object(set)));
        }
    }
}
/// A role without a person, or whose person does not know it, becomes a task of whoever shall have it.
fn see_to_roles(run: &Run, done: &mut Done) {
    for (role, _) in roles_held(run) {
        let row = run.answer("roles", "roles").and_then(|v| v.get(&role));
        let text = |f: &str| row.and_then(|r| r.get(f)).and_then(Value::as_str).unwrap_or_default();
        if let (Some(until), "no") = (dates::parse(text("until")), text("held")) {
            let what = format!("Take the role \u{201c}{role}\u{201d}, know what it asks, and have it recorded");
            done.action("decision", &what, &run.subject, text("who"), until);
        }
    }
}
/// What the certification body hears of is a change of the management system, with the day on which it was or will be told.
fn told(run: &Run, o: &Organization, done: &mut Done) {
    let how = run.says("tell", "tell");
    if !matches!(how, "told" | "will") {
        return;
    }
    let what = run.says("tell", "what").trim();
    let why = [run.says("scope", "differs"), run.says("inside", "inside")].into_iter().find(|w| !w.trim().is_empty());
    let on = run.day("tell", "told_on").unwrap_or(run.today);
    let body = o.certificate_body.as_ref().map_or_else(|| "the certification body".to_string(), |b| b.to_string());
    done.changes.push(Change::put("change", "@tell", json!({
        "title": short(what), "sort": if run.is("scope", "scope_true", "no") { "organization" } else { "isms" }, "what": what, "why": why.unwrap_or(what).trim(),
        "when": on.to_string(), "unplanned": false, "owner": run.by, "tell_cb": if how == "told" { "done" } else { "yes" }, "state": "approved",
    })));
    if let (Some(by), "will") = (run.day("tell", "tell_by"), how) {
        done.action("change", &format!("Tell {body}: {what}"), "@tell", run.by, by);
    }
}
