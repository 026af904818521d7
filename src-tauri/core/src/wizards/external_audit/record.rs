//! What the answers about an audit by others make of the registers: the audit, a finding for each of theirs, the certificate.
use super::super::audits::{added_to, unanswered};
use super::checks::{objection, told_to};
use super::facts::*;
use super::panels::checkpoint;
use crate::act::Change;
use crate::kinds::Control;
use crate::wizard::{Done, Run};
use serde_json::{Map, Value, json};

pub(super) fn finish(run: &Run, done: &mut Done) {
    let code = code(run).unwrap_or_else(|| "@audit".into());
    let mut set = Map::new();
    if asks_dates(run) {
        plan(run, &mut set);
    }
    if asks_given(run) {
        given(run, &mut set, done);
    }
    match visit(run) {
        Visit::Before => agreed(run, done),
        Visit::After => held(run, &code, &mut set, done),
        Visit::Closing => {
            if let Some(summary) = added_to(run, audit(run), run.says("after", "added").trim()) {
                set.insert("summary".into(), summary.into());
            }
            certificate(run, done);
            let waits = waits_for_decision(run) && run.day("new", "decided_on").is_none();
            if unanswered(run.isms, audit(run)).is_empty() && !waits {
                set.insert("state".into(), "closed".into());
            }
        }
    }
    let body = run.isms.record(&code).map(|r| r.body_json()).unwrap_or_default();
    set.retain(|f, v| body.get(f) != Some(v) && (body.contains_key(f) || !crate::canonical::empty(v)));
    if !set.is_empty() {
        done.changes.push(Change::put("audit", &code, Value::Object(set)));
    }
    done.about = Some(vec![code]);
}
/// "Surveillance", and what it should show.
fn words_of(sort: &str) -> (&'static str, &'static str) {
    match sort {
        "stage_1" => ("Stage 1", "Whether the system is ready for stage 2."),
        "stage_2" => ("Stage 2", "Whether the system works, so that it can be certified."),
        "surveillance" => ("Surveillance", "Whether the certificate can be kept."),
        "recertification" => {
            ("Recertification", "Whether the certificate can be renewed: the whole system over three years.")
        }
        "customer" => ("Audit by a customer", "Whether the customer can rely on us."),
        _ => ("Special audit", "What changed, or what was complained of."),
    }
}
fn plan(run: &Run, set: &mut Map<String, Value>) {
    let Some(from) = run.day("dates", "from") else { return };
    let until = run.day("dates", "until").filter(|u| *u > from);
    let place = match run.says("dates", "place") {
        "remote" => "Remote",
        "both" => "On site and remote",
        _ => "On site",
    };
    let mut put = |f: &str, v: Value| set.insert(f.to_string(), v);
    put("planned_on", from.to_string().into());
    put("auditor", run.says("dates", "who").trim().into());
    put("method", format!("{place}, {}.", period(from, until)).into());
    put("sort", sort(run).into());
    let numbers = run.isms.live::<Control>();
    let controls = run.codes("covers", "controls");
    let mut covers = run.codes("covers", "clauses");
    covers.extend(
        numbers.filter(|(_, r, _)| controls.iter().any(|c| **c == *r.code)).map(|(_, _, c)| c.number.to_string()),
    );
    put("covers", json!(covers));
    put("areas", json!(run.codes("covers", "areas")));
    if code(run).is_none() {
        let (title, aims) = words_of(sort(run));
        put("title", format!("{title}, {}", from.format("%B %Y")).into());
        put("aims", aims.into());
        put("state", "planned".into());
    }
    evidence(run, run.codes("dates", "plan"), set);
}
/// "2027-03-16 to 2027-03-18"
fn period(from: chrono::NaiveDate, until: Option<chrono::NaiveDate>) -> String {
    until.map_or_else(|| from.to_string(), |u| format!("{from} to {u}"))
}
/// Proofs that are added to those of the audit.
fn evidence(run: &Run, more: Vec<String>, set: &mut Map<String, Value>) {
    let mut all = match set.get("evidence") {
        Some(v) => crate::wizard::strings(v),
        None => code(run).and_then(|c| run.isms.record(&c)).map(|r| r.common.evidence.to_vec()).unwrap_or_default(),
    };
    let before = all.len();
    for m in more {
        if !all.contains(&m) {
            all.push(m);
        }
    }
    if all.len() > before {
        set.insert("evidence".into(), json!(all));
    }
}
fn given(run: &Run, set: &mut Map<String, Value>, done: &mut Done) {
    let what = match run.says("given", "pack") {
        "pack" => "the pack",
        "reports" => "some reports",
        _ => return,
    };
    let on = run.day("given", "sent_on").unwrap_or(run.today);
    let note = format!(
        "{GIVEN}{on}: {what}, to {}. Checkpoint when it was noted: {}.",
        run.says("given", "sent_to").trim(),
        checkpoint(run)
    );
    let kept = code(run).and_then(|c| run.isms.record(&c)).and_then(|r| r.common.notes.as_ref()).map(|n| n.to_string());
    let notes: Vec<String> = kept.into_iter().chain([note.clone()]).collect();
    set.insert("notes".into(), notes.join("\n\n").into());
    evidence(run, run.codes("given", "copy"), set);
    done.notes.push(("What they were given".into(), note));
}
/// The agreed day replaces the computed one.
fn agreed(run: &Run, done: &mut Done) {
    let Some(from) = run.day("dates", "from").filter(|_| sort(run) != "customer") else { return };
    let sooner = org(run).is_some_and(|o| {
        o.next_external_audit.is_none_or(|d| {
            // The day that stood for this audit, one that is over, or one that comes after it.
            d.0 != from && (Some(d.0) == planned_on(run) || d.0 < run.today || d.0 > from)
        })
    });
    if sooner {
        done.put("organization", "ORG", json!({"next_external_audit": from.to_string()}));
    }
}
fn held(run: &Run, code: &str, set: &mut Map<String, Value>, done: &mut Done) {
    let Some((from, until)) = days(run) else { return };
    set.insert("held_from".into(), from.to_string().into());
    set.insert("held_until".into(), until.to_string().into());
    let mut findings = audit(run).map(|a| a.findings.0.clone()).unwrap_or_default();
    for (id, row) in found(run) {
        let name = format!("@finding{id}");
        done.changes.push(Change::put("nonconformity", &name, finding(run, code, row, until)));
        if let Some(by) = crate::dates::parse(objection(run, &id, "until")) {
            let what = format!("Object to a finding, {}: {}", named(row), objection(run, &id, "why"));
            let owner = org(run).map_or(run.by.to_string(), |o| o.isms_owner.0.clone());
            done.action("decision", &what, &name, &owner, by);
        }
        findings.push(name);
    }
    set.insert("findings".into(), json!(findings));
    evidence(run, run.codes("findings", "report"), set);
    let summary = [audit(run).and_then(|a| a.summary.as_ref()).map(|s| s.to_string()), Some(said(run))];
    let summary: Vec<String> = summary.into_iter().flatten().filter(|s| !s.is_empty()).collect();
    set.insert("summary".into(), summary.join("\n\n").into());
    certificate(run, done);
    // What is still to come keeps it under way.
    let open = found(run).len() + unanswered(run.isms, audit(run)).len();
    let waits = waits_for_decision(run) && run.day("new", "decided_on").is_none();
    let state = match run.says("result", "what") {
        "not_yet" | "" => "held",
        _ if open > 0 || waits => "reported",
        _ => "closed",
    };
    set.insert("state".into(), state.into());
    set.insert("reported_on".into(), run.says("tell", "on").into());
    set.insert("reported_to".into(), json!(told_to(run)));
}
/// The result, what was good, what was asked for and shown.
fn said(run: &Run) -> String {
    let mut parts = Vec::new();
    let result = match run.says("result", "what") {
        "recommended" => "Recommended.",
        "once_answered" => "Recommended, once findings are answered.",
        "visit_again" => "Another visit comes first.",
        "refused" => REFUSED,
        _ => "",
    };
    if !result.is_empty() {
        parts.push(format!("Result of {}: {result}", run.says("result", "on")));
    }
    let good = run.says("result", "good").trim();
    if !good.is_empty() {
        parts.push(format!("Good: {good}"));
    }
    let asked: Vec<String> = run
        .table("day", "day")
        .iter()
        .map(|row| {
            let clause =
                Some(text(row, "clause")).filter(|c| !c.is_empty()).map(|c| format!("{c}: ")).unwrap_or_default();
            let shown =
                Some(text(row, "shown")).filter(|c| !c.is_empty()).map(|c| format!("; shown: {c}")).unwrap_or_default();
            format!("- {clause}{}{shown}", text(row, "asked"))
        })
        .collect();
    if !asked.is_empty() {
        parts.push(format!("Asked for:\n\n{}", asked.join("\n")));
    }
    parts.join("\n\n")
}
fn finding(run: &Run, code: &str, row: &Map<String, Value>, on: chrono::NaiveDate) -> Value {
    let source = if sort(run) == "customer" { "customer" } else { "external_audit" };
    let numbers = requirement(row);
    let controls: Vec<String> =
        numbers.iter().filter_map(|n| control_of(run.isms, n)).map(|ix| run.isms.rec(ix).code.to_string()).collect();
    let mut body = json!({
        "title": named(row), "grade": text(row, "grade"), "source": source, "audit": code, "requirement": numbers,
        "what": text(row, "text"), "raised_on": on.to_string(), "state": "raised",
    });
    if !controls.is_empty() {
        body["controls"] = json!(controls);
    }
    for (field, due) in [("answer_due", answer_due(run, row)), ("close_due", close_due(run, row))] {
        if let Some(d) = due {
            body[field] = d.to_string().into();
        }
    }
    let report = run.codes("findings", "report");
    if !report.is_empty() {
        body["evidence"] = json!(report);
    }
    body
}
/// A new certificate begins a new cycle; the first one stays on record as such.
fn certificate(run: &Run, done: &mut Done) {
    let Some(decided) = run.day("new", "decided_on").filter(|_| asks_new(run)) else { return };
    let mut set =
        json!({"decided_on": decided.to_string(), "certificate_state": "valid", "state_since": decided.to_string()});
    for (field, from) in [
        ("expires_on", "expires_on"),
        ("certificate_number", "number"),
        ("scope", "scope"),
        ("soa_on_certificate", "soa"),
        ("next_external_audit", "next_audit"),
    ] {
        let v = run.says("new", from).trim();
        if !v.is_empty() {
            set[field] = v.into();
        }
    }
    if let Some(o) = org(run).filter(|o| o.first_decided_on.is_none()) {
        if let Some(first) = o.decided_on {
            set["first_decided_on"] = first.0.to_string().into();
        }
    }
    done.put("organization", "ORG", set);
}
