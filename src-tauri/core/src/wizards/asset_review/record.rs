//! What the stock-take leaves in the registers: things as answered, new ones, those that are gone, incidents, activities. Pure.
//! It must never retire what was said to be somewhere.
use super::checks::{ACTIVITY, FACTS, NEEDS, text};
use super::list::There;
use super::*;
use crate::act::Change;
use crate::dates::add_days;
use crate::wizard::Done;
use serde_json::{Map, Value, json};

/// What is on the list and is to be added.
pub(super) fn added(run: &Run) -> Vec<There> {
    let add = |t: &There| run.answer("new", "new").and_then(|v| v.get(&t.id)).is_some_and(|v| text(v, "then") == "add");
    list::only_there(run).into_iter().filter(add).collect()
}
/// A stock-take of everything where no activity is on record yet.
pub(super) fn first_activities(run: &Run) -> bool {
    run.is("choose", "scope", "all") && run.isms.live::<Process>().next().is_none()
}
/// What is to be different of a thing; none: it is right as it stands.
pub(super) fn facts(run: &Run, code: &str) -> Option<Map<String, Value>> {
    row_of(run, "each-change", "different", code, &FACTS).filter(|_| run.row("each", "right", code) == "change")
}
/// What a row says otherwise than the register.
fn row_of(run: &Run, step: &str, field: &str, code: &str, fields: &[&str]) -> Option<Map<String, Value>> {
    let row = run.answer(step, field)?.get(code)?.as_object()?;
    let body = run.isms.record(code)?.body_json();
    let same = |f: &str, v: &Value| {
        body.get(f).cloned().unwrap_or_default() == *v || (crate::canonical::empty(v) && !body.contains_key(f))
    };
    Some(
        row.iter()
            .filter(|(f, v)| fields.contains(&f.as_str()) && !same(f, v))
            .map(|(f, v)| (f.clone(), v.clone()))
            .collect(),
    )
}

pub(super) fn finish(run: &Run, done: &mut Done) {
    let mut about = scope(run);
    for code in &about {
        let mut set = Map::new();
        set.extend(facts(run, code).unwrap_or_default());
        set.extend(row_of(run, "need", "need", code, &NEEDS).unwrap_or_default());
        if !set.is_empty() {
            done.put("asset", code, Value::Object(set));
        }
    }
    orphaned(run, done);
    not_found(run, done);
    about.extend(new_things(run, done));
    for code in activities(run) {
        let set = row_of(run, "process", "process", &code, &ACTIVITY).unwrap_or_default();
        if !set.is_empty() {
            done.put("process", &code, Value::Object(set));
        }
        about.push(code);
    }
    for (n, row) in run.table("process", "more").into_iter().enumerate() {
        let code = format!("@process{}", n + 1);
        done.changes.push(Change::put("process", &code, Value::Object(row.clone())));
        about.push(code);
    }
    done.about = Some(about);
    super::super::routine::perform(run, done);
}
fn owner_of(run: &Run, code: &str) -> String {
    let owner = run.isms.record(code).and_then(|r| r.common.owner.as_ref()).map(|o| o.to_string());
    owner.filter(|o| crate::wizard::gone_person(run, o).is_none()).unwrap_or_else(|| run.by.to_string())
}
fn orphaned(run: &Run, done: &mut Done) {
    for code in orphans(run) {
        let Some(row) = run.answer("orphan", "orphan").and_then(|v| v.get(&code)) else { continue };
        match text(row, "then") {
            "owner" => {
                done.put("asset", &code, json!({"owner": text(row, "owner"), "users": text(row, "users").trim()}))
            }
            "retire" => {
                done.changes.push(Change::Retire { code: code.clone(), why: text(row, "why").trim().to_string() })
            }
            _ => {}
        }
    }
}
fn not_found(run: &Run, done: &mut Done) {
    for code in list::only_here(run) {
        let Some(row) = run.answer("gone", "gone").and_then(|v| v.get(&code)) else { continue };
        let (Some(a), Some(r)) = (run.isms.get::<Asset>(&code), run.isms.record(&code)) else { continue };
        let name = format!("{code} {}", r.title());
        match text(row, "then") {
            "gone" => {
                let (on, proof) = (text(row, "on"), text(row, "proof"));
                let mut kept = r.common.evidence.to_vec();
                if !proof.is_empty() && !kept.iter().any(|e| e == proof) {
                    kept.push(proof.to_string());
                }
                done.put("asset", &code, json!({"until": on, "evidence": kept}));
                let wiped = match text(row, "wiped") {
                    "yes" => format!("wiped, see {proof}"),
                    "nothing" => "there was nothing on it".into(),
                    _ => "not wiped".into(),
                };
                done.changes.push(Change::Retire { code: code.clone(), why: format!("Gone since {on}; {wiped}.") });
                let held =
                    matches!(word(&a.classification), "confidential" | "secret") || word(&a.personal_data) != "none";
                if text(row, "wiped") == "no" && held {
                    let what = format!("Find out who has {name} now, and have what it held wiped");
                    done.action("improvement", &what, "@review", &owner_of(run, &code), add_days(run.today, 14));
                }
            }
            "lost" => {
                let personal = if word(&a.personal_data) == "none" { "no" } else { "unclear" };
                let mut fields = json!({
                    "title": format!("{} is lost", r.title()), "what": format!("{name} was not found at the stock-take."), "noticed_at": text(row, "noticed_at"), "class": "incident",
                    "loss": ["availability"], "personal_data": personal, "significant": "not_judged", "assets": [code], "state": "open",
                });
                if personal != "no" {
                    fields["risk_to_people"] = "not_judged".into();
                }
                done.changes.push(Change::add("incident", fields));
            }
            _ => {}
        }
    }
}
/// Things that only the list had: each, or one for many of one sort.
fn new_things(run: &Run, done: &mut Done) -> Vec<String> {
    let mut out = Vec::new();
    for (n, t) in added(run).into_iter().enumerate() {
        let row = run.answer("new", "new").and_then(|v| v.get(&t.id)).cloned().unwrap_or_default();
        let Some(worth) = run.answer("new-worth", "worth").and_then(|v| v.get(&t.id)).and_then(Value::as_object) else {
            continue;
        };
        let mut fields = worth.clone();
        for f in ["what", "purpose", "runs_where", "exposed", "owner"] {
            fields.insert(f.into(), row.get(f).cloned().unwrap_or_default());
        }
        fields.insert("title".into(), t.name.clone().into());
        fields.insert("state".into(), "in_use".into());
        fields.insert("evidence".into(), json!(list::kept_as(run).into_iter().collect::<Vec<_>>()));
        let code = format!("@asset{}", n + 1);
        done.changes.push(Change::put("asset", &code, Value::Object(fields)));
        out.push(code);
    }
    out
}
