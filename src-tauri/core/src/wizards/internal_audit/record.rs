//! What the answers about an audit make of the registers: the audit, a finding for each row that is one, what shows that the routine ran.
use super::super::audits::added_to;
use super::checks::{VERDICTS, reported_to, unanswered, verdict_of};
use super::facts::*;
use crate::act::Change;
use crate::wizard::{Done, Run, each_once};
use serde_json::{Map, Value, json};

pub(super) fn finish(run: &Run, done: &mut Done) {
    let code = code(run).unwrap_or_else(|| "@audit".into());
    let mut about = vec![code.clone()];
    let set = match visit(run) {
        Visit::Plan => plan(run),
        Visit::Conduct => {
            about.extend(routines(run, done));
            conduct(run, &code, done)
        }
        Visit::Report => report(run),
        Visit::After => after(run),
    };
    let body = run.isms.record(&code).map(|r| r.body_json()).unwrap_or_default();
    let Value::Object(mut set) = set else { return };
    set.retain(|f, v| body.get(f) != Some(v) && (body.contains_key(f) || !crate::canonical::empty(v)));
    if !set.is_empty() {
        done.changes.push(Change::put("audit", &code, Value::Object(set)));
    }
    if let Some(words) = desk_words(run).filter(|_| matches!(visit(run), Visit::Conduct | Visit::Report)) {
        done.notes.push(("Was it looked at, or only filled in?".into(), words));
    }
    done.about = Some(about);
}
fn plan(run: &Run) -> Value {
    let method: Vec<String> = run
        .table("how", "how")
        .iter()
        .map(|w| {
            let n =
                w.get("samples").map(|n| n.as_str().map_or_else(|| n.to_string(), String::from)).unwrap_or_default();
            format!("- {}: {n} of {}", text(w, "how"), text(w, "of"))
        })
        .collect();
    let aims = match run.says("cover", "aims").trim() {
        "" => "Whether the ISMS meets the standard and our own rules, and whether it works.",
        given => given,
    };
    let rows: Vec<Value> =
        checklist(run).iter().map(|(n, q)| json!({"clause": n, "question": q, "verdict": "not_looked_at"})).collect();
    let on = run.day("how", "planned_on").unwrap_or(run.today);
    let mut set = json!({
        "sort": "internal", "planned_on": on.to_string(), "aims": aims, "method": method.join("\n"), "covers": covers(run),
        "areas": areas(run), "auditor": auditor(run), "auditor_able": run.says("who", "able").trim(),
        "independent_because": run.says("who", "independent").trim(), "checklist": rows,
    });
    if code(run).is_none() {
        set["title"] = format!("Internal audit, {}", on.format("%B %Y")).into();
        set["state"] = "planned".into();
    }
    set
}
/// The routine that asks for internal audits has run, and the samples show it.
fn routines(run: &Run, done: &mut Done) -> Vec<String> {
    let proofs =
        each_once(rows(run).iter().map(|(id, _)| said(run, id, "proof").to_string()).filter(|p| !p.is_empty()));
    let of: Vec<_> = super::super::routine::performed(run).iter().filter_map(|c| run.isms.record(c)).collect();
    of.into_iter()
        .map(|r| {
            let mut all = r.common.evidence.to_vec();
            all.extend(proofs.iter().filter(|p| !r.common.evidence.contains(p)).cloned());
            if all.len() > r.common.evidence.len() {
                done.put("routine", &r.code, json!({"evidence": all}));
            }
            r.code.to_string()
        })
        .collect()
}
fn conduct(run: &Run, code: &str, done: &mut Done) -> Value {
    let until = run.day("held", "held_until").or_else(|| run.day("held", "held_from")).unwrap_or(run.today);
    let mut findings = audit(run).map(|a| a.findings.0.clone()).unwrap_or_default();
    let mut list = Vec::new();
    for (id, (n, question)) in rows(run) {
        let verdict = match said(run, &id, "verdict") {
            "finding" => {
                let name = format!("@finding{id}");
                done.changes.push(Change::put("nonconformity", &name, finding(run, code, &id, &n, until)));
                findings.push(name);
                super::checks::graded(run, &id)
            }
            "" => "not_looked_at",
            other => other,
        };
        let mut row = Map::from_iter([
            ("clause".to_string(), n.into()),
            ("question".to_string(), question.into()),
            ("verdict".to_string(), verdict.into()),
        ]);
        for (field, from) in [("seen", "seen"), ("interviewed", "interviewed")] {
            let v = said(run, &id, from);
            if !v.is_empty() {
                row.insert(field.into(), v.into());
            }
        }
        let proof = said(run, &id, "proof");
        if !proof.is_empty() {
            row.insert("evidence".into(), json!([proof]));
        }
        list.push(Value::Object(row));
    }
    json!({
        "checklist": list, "findings": findings, "held_from": run.says("held", "held_from"), "held_until": until.to_string(),
        "state": "held",
    })
}
fn finding(run: &Run, code: &str, id: &str, number: &str, on: chrono::NaiveDate) -> Value {
    let row = run.answer("finding", "findings").and_then(|v| v.get(id)).and_then(Value::as_object);
    let of = |f: &str| row.map(|r| text(r, f)).unwrap_or_default();
    let what = format!("Required: {}\n\nSeen: {}\n\nMissing: {}", of("required"), said(run, id, "seen"), of("gap"));
    let mut body = json!({
        "title": crate::wizard::short(of("gap")), "grade": of("grade"), "source": "internal_audit", "audit": code,
        "requirement": [number], "what": what, "raised_on": on.to_string(), "state": "raised",
    });
    if let Some(c) = control_of(run.isms, number).map(|ix| run.isms.rec(ix)) {
        body["controls"] = json!([c.code.to_string()]);
    }
    let proof = said(run, id, "proof");
    if !proof.is_empty() {
        body["evidence"] = json!([proof]);
    }
    body
}
fn report(run: &Run) -> Value {
    let mut parts = vec![format!("Works well: {}", run.says("good", "good").trim())];
    for (id, question) in VERDICTS {
        parts.push(format!("{question} {}: {}", verdict_of(run, id, "answer"), verdict_of(run, id, "why")));
    }
    if found_nothing(run) {
        parts.push(format!("Nothing was found. What was done: {}", run.says("none", "did").trim()));
    }
    parts.extend(desk_words(run));
    json!({
        "summary": parts.join("\n\n"), "reported_on": run.says("report", "on"), "reported_to": reported_to(run),
        "state": "reported",
    })
}
fn after(run: &Run) -> Value {
    let mut set = json!({});
    if let Some(summary) = added_to(run, audit(run), run.says("after", "added").trim()) {
        set["summary"] = summary.into();
    }
    if unanswered(run).is_empty() {
        set["state"] = "closed".into();
    }
    set
}
