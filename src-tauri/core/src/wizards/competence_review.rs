//! Competence, role by role: what a role needs, who holds it, why they are able, what is missing, and whether the last measure helped (7.2).
//! Whoever looks after the ISMS and whoever audits it are always asked about.
use crate::kinds::{Evidence, Person};
use crate::wizard::{About, Done, Judge, Page, PanelPart, Part, Row, Run, Step, Wizard, ask, panel};
use crate::words::*;
use crate::{Change, dates};
use schemars::JsonSchema;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) static WIZARD: Wizard = Wizard {
    name: "competence-review",
    title: "Look at who is able to do what",
    clause: "7.2",
    about: About::Chosen(&["routine", "person"]),
    minutes: 30,
    parts: &[Part::Once(STEPS)],
    words: |_, _| None,
    at_check: |_, _| {},
    finish,
};
static STEPS: &[Step] = &[
    ask::<Needs>("needs", "What each role needs").shape(needs_shape).panel(roles_panel),
    ask::<Holders>("holders", "Who holds it")
        .when("if a role needs something", |r| !asked_roles(r).is_empty())
        .shape(holders_shape)
        .panel(roles_panel)
        .judge(holders),
    ask::<Able>("able", "Why they are able")
        .when("if somebody holds one", |r| !people(r).is_empty())
        .shape(able_shape)
        .panel(able_panel)
        .judge(able),
    ask::<Gap>("gap", "What is missing").panel(able_panel).judge(gap),
    ask::<Helped>("helped", "Did the last measure help")
        .when("if something was done since the last time", |r| !measures(r).is_empty())
        .shape(helped_shape)
        .panel(roles_panel),
    ask::<Me>("self", "And you").least(&[("me", 10), ("auditor", 10)]).panel(roles_panel),
];

#[derive(JsonSchema)]
#[allow(dead_code)]
struct Needs {
    /// What must someone in this role be able to do? — Leave as it stands what is right; a role without an answer needs nothing special.
    needs: Option<Vec<Need>>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Need {
    /// Is what stands there right?
    right: Stands,
    /// What must they be able to do?
    #[schemars(extend("case" = "right=other"))]
    needs: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Stands {
    /// as it stands
    Same,
    /// this instead
    Other,
    /// nothing special
    Nothing,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Holders {
    /// Does somebody hold it?
    holders: Vec<Held>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Held {
    /// Does somebody hold it?
    held: HeldBy,
    /// Who shall hold it from now on?
    #[schemars(extend("case" = "held=from_now"))]
    who: Option<Ref<Person>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum HeldBy {
    /// yes
    Yes,
    /// from now on
    FromNow,
    /// nobody
    Nobody,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Able {
    /// Why can this person do it? — Schooling, certificate, years, results.
    able: Vec<Why>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Why {
    /// Is this person able?
    able: IsAble,
    /// Why?
    #[schemars(extend("case" = "able=yes"))]
    why: Option<PersonalProse>,
    /// What shows it?
    proof: Option<Refs<Evidence>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum IsAble {
    /// yes
    Yes,
    /// not yet
    NotYet,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Gap {
    /// What is missing? — One line a gap, and what closes it.
    gap: Option<Vec<Measure>>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Measure {
    /// What is missing?
    what: Prose,
    /// What closes it?
    by: Closes,
    /// Who sees to it?
    who: Ref<Person>,
    /// Until when?
    until: Date,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Closes {
    /// a course
    Course,
    /// coaching
    Coaching,
    /// hiring
    Hiring,
    /// help from outside
    Outside,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Helped {
    /// Did it help? How do you see it?
    helped: Vec<Help>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Help {
    /// Did it help?
    helped: DidHelp,
    /// How do you see it?
    how: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum DidHelp {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Me {
    /// And you, who look after all this: why are you able to?
    me: PersonalProse,
    /// And whoever audits internally?
    auditor: PersonalProse,
}

/// Roles of the organization with what they need, by name; "everyone" is none.
fn roles(run: &Run) -> Vec<(String, String)> {
    let list = run.isms.organization().map(|o| o.role_list.as_slice()).unwrap_or_default();
    list.iter()
        .map(|r| (r.role.to_string(), r.needs.as_ref().map(|n| n.to_string()).unwrap_or_default()))
        .filter(|(r, _)| r != "everyone")
        .collect()
}
/// What each role needs by the answers.
fn needs_now(run: &Run) -> BTreeMap<String, String> {
    let said: BTreeMap<&str, &Value> = run.by_row("needs", "needs").into_iter().collect();
    roles(run)
        .into_iter()
        .map(|(role, needs)| {
            let now = match said.get(role.as_str()).and_then(|v| v.get("right")).and_then(Value::as_str) {
                Some("other") => {
                    said[role.as_str()].get("needs").and_then(Value::as_str).unwrap_or_default().trim().to_string()
                }
                Some("nothing") => String::new(),
                _ => needs,
            };
            (role, now)
        })
        .collect()
}
/// Roles that need something.
fn asked_roles(run: &Run) -> Vec<String> {
    needs_now(run).into_iter().filter(|(_, n)| !n.is_empty()).map(|(r, _)| r).collect()
}
fn holding(run: &Run, role: &str) -> Vec<String> {
    let mut out: Vec<String> = run
        .isms
        .live::<Person>()
        .filter(|(_, r, p)| r.state() == "active" && p.roles.iter().any(|x| **x == *role))
        .map(|(_, r, _)| r.code.to_string())
        .collect();
    let given = run
        .by_row("holders", "holders")
        .into_iter()
        .find(|(r, _)| *r == role)
        .and_then(|(_, v)| v.get("who")?.as_str());
    out.extend(given.map(String::from).filter(|c| !out.contains(c)).into_iter().collect::<Vec<_>>());
    out
}
/// People who hold a role that needs something; a person begun on stands alone.
fn people(run: &Run) -> Vec<String> {
    let named: Vec<String> = run.about.iter().filter(|c| run.isms.get::<Person>(c).is_some()).cloned().collect();
    if !named.is_empty() {
        return named;
    }
    let mut out: Vec<String> = Vec::new();
    for role in asked_roles(run) {
        for p in holding(run, &role) {
            if !out.contains(&p) {
                out.push(p);
            }
        }
    }
    out
}
/// Measures of competence that were done since the last time and of which nobody said yet whether they helped.
fn measures(run: &Run) -> Vec<String> {
    run.isms
        .live::<crate::kinds::Action>()
        .filter(|(_, r, _)| r.state() == "done" && r.title().starts_with("Competence:"))
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
fn needs_shape(run: &Run, page: &mut Page) {
    let rows = roles(run).into_iter().map(|(role, needs)| Row::new(role.clone(), role, needs, "")).collect();
    if let Some(a) = page.the("needs") {
        a.rows = Some(rows);
    }
}
fn holders_shape(run: &Run, page: &mut Page) {
    let rows = asked_roles(run)
        .into_iter()
        .map(|role| {
            let who = holding(run, &role).iter().map(|p| run.name(p)).collect::<Vec<_>>().join(", ");
            Row::new(role.clone(), role, if who.is_empty() { "Nobody holds it.".to_string() } else { who }, "")
        })
        .collect();
    if let Some(a) = page.the("holders") {
        a.rows = Some(rows);
    }
}
fn holders(run: &Run, judge: &mut Judge) {
    for (role, v) in run.by_row("holders", "holders") {
        let held = v.get("held").and_then(Value::as_str).unwrap_or_default();
        if held == "yes" && holding(run, role).is_empty() {
            judge.red(
                "holders",
                format!("Nobody holds \u{201c}{role}\u{201d} by the register. Say who shall, or that nobody does."),
            );
        }
        if held == "nobody" {
            judge.yellow("holders", format!("\u{201c}{role}\u{201d} needs somebody. It becomes something to do."));
        }
    }
}
fn able_shape(run: &Run, page: &mut Page) {
    let needs = needs_now(run);
    let rows = people(run)
        .into_iter()
        .map(|p| {
            let body = run.isms.record(&p).map(crate::isms::Record::body_json).unwrap_or_default();
            let mine: Vec<String> = body
                .get("roles")
                .map(crate::wizard::strings)
                .unwrap_or_default()
                .into_iter()
                .filter_map(|r| needs.get(&r).filter(|n| !n.is_empty()).map(|n| format!("{r}: {n}")))
                .collect();
            let before = body.get("able_because").and_then(Value::as_str).unwrap_or_default().to_string();
            Row::new(
                p.clone(),
                run.name(&p),
                mine.join(" "),
                if before.is_empty() { String::new() } else { format!("On record: {before}") },
            )
        })
        .collect();
    if let Some(a) = page.the("able") {
        a.rows = Some(rows);
    }
}
fn not_yet(run: &Run) -> Vec<String> {
    run.by_row("able", "able")
        .into_iter()
        .filter(|(_, v)| v.get("able").and_then(Value::as_str) == Some("not_yet"))
        .map(|(p, _)| p.to_string())
        .collect()
}
fn able(run: &Run, judge: &mut Judge) {
    for (p, v) in run.by_row("able", "able") {
        let why = v.get("why").and_then(Value::as_str).unwrap_or_default().trim();
        if v.get("able").and_then(Value::as_str) == Some("yes") && !why.is_empty() && why.chars().count() < 10 {
            judge.red(
                "able",
                format!(
                    "\u{201c}{why}\u{201d} shows nobody why {} is able. Name schooling, years or results.",
                    run.name(p)
                ),
            );
        }
    }
}
fn gap(run: &Run, judge: &mut Judge) {
    let missing = not_yet(run);
    if !missing.is_empty() && run.table("gap", "gap").is_empty() {
        let names: Vec<String> = missing.iter().map(|p| run.name(p)).collect();
        judge.red(
            "gap",
            format!(
                "{} not yet able. Say what closes the gap.",
                if names.len() == 1 { format!("{} is", names[0]) } else { format!("{} are", names.join(", ")) }
            ),
        );
    }
}
fn helped_shape(run: &Run, page: &mut Page) {
    let rows = measures(run)
        .into_iter()
        .map(|c| {
            Row::new(c.clone(), format!("{c} {}", run.isms.record(&c).map(|r| r.title()).unwrap_or_default()), "", "")
        })
        .collect();
    if let Some(a) = page.the("helped") {
        a.rows = Some(rows);
    }
}
fn roles_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let lines: Vec<String> = roles(run)
        .iter()
        .map(|(role, needs)| {
            let who = holding(run, role).iter().map(|p| run.name(p)).collect::<Vec<_>>().join(", ");
            format!(
                "- {role}: {} ({})",
                if needs.is_empty() { "nothing special" } else { needs },
                if who.is_empty() { "nobody".into() } else { who }
            )
        })
        .collect();
    out.push(PanelPart::text(
        "Roles, what they need, who holds them",
        if lines.is_empty() { "The organization names no roles yet.".into() } else { lines.join("\n") },
    ));
    panel::last_review(run, out);
}
fn able_panel(run: &Run, out: &mut Vec<PanelPart>) {
    panel::people(run, "Who holds a role that needs something", &people(run), out);
    for p in people(run).iter().take(4) {
        if let Some(ix) = run.isms.ix(p) {
            panel::evidence(run, &format!("What shows it for {}", run.name(p)), &[ix], out);
        }
    }
}
fn finish(run: &Run, done: &mut Done) {
    let needs = needs_now(run);
    if roles(run).iter().any(|(role, was)| needs.get(role).is_some_and(|n| n != was)) {
        let body = run.isms.record("ORG").map(crate::isms::Record::body_json).unwrap_or_default();
        let list: Vec<Value> = body
            .get("role_list")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|r| {
                let mut r = r.clone();
                let role = r["role"].as_str().unwrap_or_default().to_string();
                if let (Some(n), Some(o)) = (needs.get(&role), r.as_object_mut()) {
                    if n.is_empty() {
                        o.remove("needs");
                    } else {
                        o.insert("needs".into(), n.as_str().into());
                    }
                }
                r
            })
            .collect();
        done.put("organization", "ORG", json!({"role_list": list}));
    }
    for (role, v) in run.by_row("holders", "holders") {
        match v.get("held").and_then(Value::as_str) {
            Some("from_now") => {
                let Some(who) = v.get("who").and_then(Value::as_str) else { continue };
                let mut of: Vec<String> = run
                    .isms
                    .record(who)
                    .map(crate::isms::Record::body_json)
                    .and_then(|b| b.get("roles").map(crate::wizard::strings))
                    .unwrap_or_default();
                if !of.iter().any(|r| r == role) {
                    of.push(role.to_string());
                    done.put("person", who, json!({"roles": of}));
                }
            }
            Some("nobody") => {
                let text = format!("Competence: find somebody for the role {role}");
                done.action("improvement", &text, "ORG", run.by, dates::add_days(run.today, 60));
            }
            _ => {}
        }
    }
    for (p, v) in run.by_row("able", "able") {
        if v.get("able").and_then(Value::as_str) != Some("yes") {
            continue;
        }
        let why = v.get("why").and_then(Value::as_str).unwrap_or_default().trim();
        let mut set = json!({});
        if !why.is_empty() {
            set["able_because"] = why.into();
        }
        let proof = v.get("proof").map(crate::wizard::strings).unwrap_or_default();
        if !proof.is_empty() {
            let mut all: Vec<String> = run
                .isms
                .record(p)
                .map(crate::isms::Record::body_json)
                .and_then(|b| b.get("competence_proof").map(crate::wizard::strings))
                .unwrap_or_default();
            all.extend(proof.into_iter().filter(|c| !all.contains(c)).collect::<Vec<_>>());
            set["competence_proof"] = json!(all);
        }
        if set != json!({}) {
            done.put("person", p, set);
        }
    }
    for row in run.table("gap", "gap") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        let how = match text("by") {
            "course" => "a course",
            "coaching" => "coaching",
            "hiring" => "hiring",
            _ => "help from outside",
        };
        if let Some(until) = dates::parse(text("until")) {
            done.action(
                "improvement",
                &format!("Competence: {} ({how})", text("what").trim_end_matches('.')),
                "ORG",
                text("who"),
                until,
            );
        }
    }
    for (code, v) in run.by_row("helped", "helped") {
        let effective = match v.get("helped").and_then(Value::as_str) {
            Some("yes") => "yes",
            Some("partly") => "partly",
            _ => "no",
        };
        let how = v.get("how").and_then(Value::as_str).unwrap_or_default().trim();
        done.changes.push(Change::put("action", code, json!({"state": "checked", "checked_on": run.today.to_string(), "effective": effective, "effective_because": how})));
    }
    done.notes.push(("And you, who look after all this?".into(), run.says("self", "me").trim().into()));
    let mut about = super::routine::performed(run);
    about.extend(run.about.iter().filter(|c| !about.contains(c)).cloned().collect::<Vec<_>>());
    if about.is_empty() {
        about = people(run);
    }
    if about.is_empty() {
        about.push(run.by.to_string());
    }
    done.about = Some(about);
}
