//! What the look at a supplier leaves in the registers: the supplier as answered, incidents, a risk, what is to be done. Pure.
//! It must never put anybody into use of whom it was said that they are not acceptable.
use super::*;
use crate::act::Change;
use crate::dates::{add_days, parse};
use crate::kinds::Outcome;
use crate::wizard::{Done, short, unknowns_of};
use serde_json::{Map, json};

pub(super) fn finish(run: &Run, done: &mut Done) {
    if !run.many() {
        return one(run, done);
    }
    let mut about = Vec::new();
    for code in run.about {
        let at = run.of(code);
        if !on(&at) {
            continue;
        }
        let (had, acted) = (done.changes.len(), done.actions.len());
        one(&at, done);
        let mine = |c: &str| c == code;
        let outcome = match at.says("result", "last_result") {
            "not_acceptable" => Outcome::DoesNotHold,
            _ if done.actions.len() > acted || unknowns_of(&at) > 0 => Outcome::HoldsWithActions,
            _ if done.changes[had..].iter().any(|c| crate::wizard::is_material(&at, c, &mine)) => Outcome::Changed,
            _ => Outcome::Holds,
        };
        done.each.push((code.clone(), outcome, String::new()));
        about.push(code.clone());
    }
    done.about = Some(about);
}

fn one(run: &Run, done: &mut Done) {
    let body = run.body();
    let mut set = Map::new();
    let mut put = |field: &str, v: Value| {
        if body.get(field) != Some(&v) && (body.contains_key(field) || !crate::canonical::empty(&v)) {
            set.insert(field.into(), v);
        }
    };
    let step = |step: &str| run.answers.0.get(&format!("{}{step}", run.prefix)).cloned().unwrap_or_default();
    let said = |at: &str, field: &str| step(at).get(field).cloned().unwrap_or_default();
    if run.is("service", "still", "changed") {
        put("service", run.says("service", "service").trim().into());
    }
    put("critical", critical(run).into());
    if step("reach").contains_key("access") {
        put("access", said("reach", "access"));
        put("personal_data", personal(run).into());
        let there = reaches(run, &["our_data"]);
        put("data_where", if there { said("reach", "data_where") } else { Value::Null });
        put("subcontractors", run.says("reach", "subcontractors").trim().into());
    }
    if step("assurance").contains_key("assurance") {
        put("assurance", rows(run).into_iter().map(kept_row).collect());
    }
    if !run.says("contract", "security_clauses").is_empty() {
        put("security_clauses", said("contract", "security_clauses"));
        for field in ["must_tell_us_hours", "contract_ends", "notice_days"] {
            put(field, said("contract", field));
        }
    }
    if privacy_asked(run) {
        put("processing_agreement_on", said("privacy", "processing_agreement_on"));
    }
    if !run.says("exit", "exit").is_empty() {
        put("exit", run.says("exit", "exit").trim().into());
    }
    put("last_result", run.says("result", "last_result").into());
    let considered = run.record().is_some_and(|r| r.state() == "considered");
    if considered && run.is("result", "use_now", "yes") && !run.is("result", "last_result", "not_acceptable") {
        put("state", "in_use".into());
    }
    if let Some(notes) = notes(run, &body) {
        put("notes", notes.into());
    }
    if !set.is_empty() {
        done.put("supplier", &run.subject, Value::Object(set));
    }
    incidents(run, done);
    let ordered = follow_up(run, done);
    risk(run, ordered, done);
}
/// What the register keeps of a proof; the rest is in the review.
fn kept_row(mut row: Map<String, Value>) -> Value {
    row.remove("holder");
    row.remove("signed_by");
    Value::Object(row)
}
/// Who signed a questionnaire is kept with the supplier, for the next who asks.
fn notes(run: &Run, body: &Map<String, Value>) -> Option<String> {
    let kept = body.get("notes").and_then(Value::as_str).unwrap_or_default();
    let new: Vec<String> = rows(run)
        .iter()
        .filter(|r| text(r, "sort") == "questionnaire" && !text(r, "signed_by").trim().is_empty())
        .map(|r| format!("The questionnaire was signed by {}.", text(r, "signed_by").trim()))
        .filter(|line| !kept.contains(line.as_str()))
        .collect();
    (!new.is_empty()).then(|| format!("{kept}\n{}", new.join("\n")).trim().to_string())
}
/// What went wrong becomes incidents that name them, open to be gone on with.
fn incidents(run: &Run, done: &mut Done) {
    for row in run.table("past", "events").into_iter().filter(|_| run.is("past", "past", "more")) {
        let mut fields = json!({
            "title": short(text(row, "what")).trim_end_matches('.'), "what": text(row, "what"), "noticed_at": text(row, "noticed_at"), "class": text(row, "class"),
            "personal_data": text(row, "personal_data"), "significant": "not_judged", "suppliers": [run.subject], "state": "open",
        });
        if text(row, "personal_data") != "no" {
            fields["risk_to_people"] = "not_judged".into();
        }
        done.changes.push(Change::add("incident", fields));
    }
}
/// What is to be done; gives the names of what was ordered with the result.
fn follow_up(run: &Run, done: &mut Done) -> Vec<String> {
    let me = &run.subject;
    let name = run.record().map(|r| format!("{me} {}", r.title())).unwrap_or_default();
    let owner =
        run.record().and_then(|r| r.common.owner.as_ref()).map_or_else(|| run.by.to_string(), |o| o.to_string());
    let soon = add_days(run.today, 30);
    let mut ordered = Vec::new();
    if matches!(run.says("result", "last_result"), "fine_with_actions" | "not_acceptable") {
        for row in run.table("result", "todo") {
            if let Some(until) = parse(text(row, "until")) {
                ordered.push(done.action("supplier", text(row, "what"), me, text(row, "who"), until));
            }
        }
    }
    if run.is("read", "read", "no") && report(run) {
        done.action(
            "supplier",
            &format!("Read the exceptions in the report of {name}, and what they expect you to do"),
            me,
            &owner,
            soon,
        );
    }
    if privacy_asked(run) {
        if run.says("privacy", "processing_agreement_on").is_empty() {
            done.action("supplier", &format!("Get the processing agreement with {name} signed"), me, &owner, soon);
        }
        if run.is("privacy", "subs_known", "no") {
            done.action("supplier", &format!("Get the list of sub-processors of {name}"), me, &owner, soon);
        }
    }
    for (id, what) in JOBS {
        if run.row("setup", "jobs", id) == "nobody" {
            done.action("supplier", &format!("Settle with {name}: {what}"), me, &owner, soon);
        }
    }
    ordered
}
/// What is not acceptable is carried by a risk: one on record, or a new one.
fn risk(run: &Run, ordered: Vec<String>, done: &mut Done) {
    if !run.is("result", "last_result", "not_acceptable") {
        return;
    }
    let me = &run.subject;
    let carries = run.says("result", "risk");
    if let Some(k) = run.isms.get::<crate::kinds::Risk>(carries) {
        if !k.suppliers.contains(me) {
            let mut all = k.suppliers.to_vec();
            all.push(me.clone());
            done.put("risk", carries, json!({"suppliers": all}));
        }
        return;
    }
    let said = |at: &str, field: &str| run.answer(at, field).cloned().unwrap_or_default();
    let owner =
        run.record().and_then(|r| r.common.owner.as_ref()).map_or_else(|| run.by.to_string(), |o| o.to_string());
    let fields = json!({
        "title": run.says("result-risk", "title").trim(), "because": said("result-risk", "because"), "owner": owner, "harms": said("result-risk", "harms"), "suppliers": [me],
        "likelihood": said("result-level", "likelihood"), "impact": said("result-level", "impact"), "scores_why": said("result-level", "scores_why"),
        "treatment": "modify", "treatment_why": said("result-level", "treatment_why"), "actions": ordered,
        // Until its review says otherwise it stays where it is.
        "residual_likelihood": said("result-level", "likelihood"), "residual_impact": said("result-level", "impact"), "scored_by_criteria": run.isms.criteria(),
    });
    done.changes.push(Change::put("risk", &format!("@risk-{me}"), fields));
}
