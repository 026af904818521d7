//! A guide in words and types, for the command line: every step, also those that do not apply now, with what it waits for.
//! The JSON is a contract (DESIGN 13).
use super::ask::fields;
use super::{Answers, Part, Run, Step, Wizard, ask, sign};
use crate::isms::Isms;
use crate::kind::{Choice, Field, Ty};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// `isms wizard FILE NAME [--about ID] --describe`. With a record, rows and choices are those that it has now.
pub fn describe(isms: &Isms, today: NaiveDate, by: &str, wizard: &'static Wizard, about: &[String]) -> Value {
    let none = Answers::default();
    let run = Run::new(isms, today, by, wizard, about, &none);
    let mut steps = Vec::new();
    for part in wizard.parts {
        match part {
            Part::Once(list) => steps.extend(list.iter().map(|s| step(&run, s, ""))),
            Part::Each(_, list) => steps.extend(
                list.iter().map(|s| step(&run, s, if run.many() { "for each of them, under CODE/STEP" } else { "" })),
            ),
        }
    }
    steps.push(step(&run, &sign::CHECK, ""));
    steps.push(step(&run, &sign::SIGN, ""));
    json!({"name": wizard.name, "title": wizard.title, "clause": wizard.clause, "about": about, "kind": wizard.about.word(), "minutes": wizard.minutes, "steps": steps})
}
fn step(run: &Run, s: &'static Step, each: &str) -> Value {
    let when = [s.when_words, each].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("; ");
    let asks = if run.about.is_empty() { Default::default() } else { ask::asks(run, s) };
    let questions: Vec<Value> = fields(s)
        .iter()
        .map(|f| {
            let live = asks.iter().find(|a| a.field == f.name);
            let label = live.map_or_else(|| run.fill(&f.question), |a| a.label.clone());
            let mut q = json!({
                "field": f.name, "type": type_words(&f.ty), "label": label, "hint": run.fill(&f.hint), "required": live.map_or(f.required, |a| a.required),
                "when": if f.case.is_empty() { Value::Null } else { f.case.as_str().into() }, "dont_know": s.facts.contains(&f.name.as_str()),
            });
            let mut put = |k: &str, v: Value| {
                if let Some(o) = q.as_object_mut() {
                    o.insert(k.into(), v);
                }
            };
            let names = |of: &[Choice]| of.iter().map(|c| json!({"name": c.name, "label": c.label})).collect::<Value>();
            match (live.and_then(|a| a.choices.as_deref()), &f.ty) {
                (Some(of), _) => put("choices", names(of)),
                (None, Ty::Choice { of } | Ty::Many { of }) => put("choices", names(of)),
                (None, Ty::List { of } | Ty::Row { of }) => put("fields", of.iter().map(row).collect()),
                _ => {}
            }
            if let Some(rows) = live.and_then(|a| a.rows.as_ref()) {
                put("rows", rows.iter().map(|r| json!({"id": r.id, "title": r.title})).collect());
            }
            q
        })
        .collect();
    json!({"id": s.id, "title": s.title, "when": if when.is_empty() { Value::Null } else { when.into() }, "heading": run.fill(s.heading), "questions": questions})
}
fn row(f: &Field) -> Value {
    json!({"field": f.name, "type": type_words(&f.ty), "label": f.question, "required": f.required, "when": if f.case.is_empty() { Value::Null } else { f.case.as_str().into() }})
}
/// "choice", "score", "refs of asset"
fn type_words(ty: &Ty) -> String {
    let name = serde_json::to_value(ty)
        .ok()
        .and_then(|v| v.get("is").and_then(Value::as_str).map(String::from))
        .unwrap_or_default();
    match ty {
        Ty::Ref { kinds, .. } | Ty::Refs { kinds, .. } if !kinds.is_empty() => {
            format!("{name} of {}", kinds.join(" or "))
        }
        Ty::Drop { of } => format!("file of {of}: {{\"file\": PATH}}"),
        _ => name,
    }
}
