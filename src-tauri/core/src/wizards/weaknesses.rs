//! What the monthly round and the penetration test have in common: hosts and assets, what is done about each, permission to live with one.
//! It must never fix a day that the organization's own rules do not give, nor let one be lived with without a permission.
pub(super) mod list;
pub(super) mod questions;

use crate::dates;
use crate::kinds::Severity;
use crate::staleness::word;
use crate::wizard::{Done, Judge, Page, PanelPart, Row, Run, Step, ask, each_once, panel, short};
use list::{List, Weakness};
use questions as q;
use serde_json::{Value, json};
use std::rc::Rc;

/// Where this guide takes its file.
fn step(run: &Run) -> &'static str {
    if run.wizard.name == "pentest" { "report" } else { "scan" }
}
pub(super) fn list(run: &Run) -> Rc<List> {
    list::list(run, step(run))
}
pub(super) const MATCH: Step = ask::<q::Match>("match", "Which asset is it")
    .when("if hosts are found that no asset names", |r| !list(r).unmatched.is_empty())
    .shape(match_shape)
    .panel(match_panel);
pub(super) const TRIAGE: Step = ask::<q::Triage>("triage", "What is done")
    .when("if there is anything to decide", |r| !list(r).all.is_empty())
    .shape(triage_shape)
    .panel(triage_panel)
    .judge(triage);
pub(super) static PERMIT: &[Step] = &[ask::<q::Permit>("permit", "Permission to live with it")
    .heading("You want to live with this: {weakness}", "It needs a permission to deviate, for a while.")
    .when("for each that is lived with for a while", |_| true)
    .least(&[("why", 10), ("instead", 10)])
    .shape(permit_shape)
    .panel(permit_panel)
    .judge(permit)];

fn match_shape(run: &Run, page: &mut Page) {
    let all = list(run);
    if let Some(a) = page.the("host") {
        a.optional_word = false;
        let rows = all.unmatched.iter().map(|h| {
            let n = all.all.iter().filter(|w| w.hosts.contains(h)).count();
            Row::new(h.as_str(), h.as_str(), if n == 1 { "1 finding".to_string() } else { format!("{n} findings") }, "")
        });
        a.rows = Some(rows.collect());
    }
}
fn match_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let all = list(run);
    let reached = all.reached.len();
    out.push(PanelPart::text(
        "How it is remembered",
        format!("The scan reached {reached} {}. What you say here is kept among the words to find an asset by, so it is not asked again.", if reached == 1 { "host" } else { "hosts" }),
    ));
}
fn triage_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("triage") {
        a.optional_word = false;
        a.rows = Some(list(run).rows.clone());
    }
}
fn triage_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let all = list(run);
    let mut lines = Vec::new();
    for (n, says) in [
        (all.known, "are open or decided already and are not asked again"),
        (all.aside, "are not yours, or fit nothing that you have, and are put aside"),
        (all.all.iter().filter(|w| w.back).count(), "were fixed before and are there again"),
    ] {
        if n > 0 {
            lines.push(format!("- {n} {says}"));
        }
    }
    if !lines.is_empty() {
        out.push(PanelPart::text("Besides these", lines.join("\n")));
    }
    out.push(PanelPart::text("Your own deadlines", super::threat_digest::panels::deadlines(run)));
}
fn cell<'a>(run: &Run<'a>, key: &str, field: &str) -> &'a str {
    run.answers.get("triage", "triage").and_then(|v| v.get(key)?.get(field)?.as_str()).unwrap_or_default()
}
fn severity(run: &Run, w: &Weakness) -> Severity {
    w.severity.or_else(|| serde_json::from_value(cell(run, &w.key, "severity").into()).ok()).unwrap_or(Severity::High)
}
fn triage(run: &Run, judge: &mut Judge) {
    for w in &list(run).all {
        let says = |f: &str| cell(run, &w.key, f).trim();
        if says("decision").is_empty() {
            continue;
        }
        if w.severity.is_none() && says("severity").is_empty() {
            judge.red(
                "triage",
                format!("{}: the list does not say how serious it is. Say it, for the day follows from it.", w.title),
            );
        }
        if w.assets.is_empty() {
            judge.red(
                "triage",
                format!(
                    "{}: it is not said on which asset it is. Say on the page before which asset the host is.",
                    w.title
                ),
            );
        }
        if w.back && w.code.is_some() && matches!(says("decision"), "accept" | "false_alarm") {
            judge.red("triage", format!("{}: it was fixed and is there again. Fix or reduce it; then it can be lived with at the next round.", w.title));
        }
        let rule = list::due(run, severity(run, w), w.attacked());
        if let Some(d) = dates::parse(says("due")) {
            if d > rule {
                judge.red(
                    "triage",
                    format!(
                        "{}: {} is later than your rules allow ({}). Keep that day, or live with it by a permission.",
                        w.title,
                        run.say_day(d),
                        run.say_day(rule)
                    ),
                );
            } else if d < run.today {
                judge.red("triage", format!("{}: {} has passed already. Until when?", w.title, run.say_day(d)));
            }
        }
        for f in ["why", "by"] {
            let asked =
                (f == "why" && says("decision") == "false_alarm") || (f == "by" && says("decision") == "reduce");
            if asked && !says(f).is_empty() && says(f).chars().count() < 10 {
                judge.red(
                    "triage",
                    format!(
                        "{}: \u{201c}{}\u{201d} does not tell next year's you anything. Say what you looked at.",
                        w.title,
                        says(f)
                    ),
                );
            }
        }
    }
}

/// Keys of those that are lived with by permission: from the list, and late ones.
pub(super) fn permits(run: &Run) -> Vec<String> {
    let all = list(run);
    let chosen = all.all.iter().map(|w| w.key.clone()).filter(|k| cell(run, k, "decision") == "accept");
    let late =
        run.by_row("late", "late").into_iter().filter(|(_, v)| v["then"] == "exception").map(|(k, _)| k.to_string());
    chosen.chain(late).collect()
}
/// Title of what a permission is asked for.
pub(super) fn word_of(run: &Run) -> Option<String> {
    let all = list(run);
    let found = all.all.iter().find(|w| w.key == run.subject).map(|w| w.title.clone());
    found.or_else(|| run.isms.record(&run.subject).map(crate::isms::Record::title))
}
/// Owners of the rules that are deviated from.
fn may_permit(run: &Run) -> Vec<String> {
    let owner = |c: &String| run.isms.record(c)?.common.owner.as_ref().map(|o| o.to_string());
    let mut out: Vec<String> = run.codes("permit", "from_rule").iter().filter_map(owner).collect();
    out.sort();
    out.dedup();
    out
}
fn permit_shape(run: &Run, page: &mut Page) {
    page.asks.iter_mut().for_each(|a| a.optional_word = false);
    if let Some(a) = page.the("approved") {
        a.people = may_permit(run);
        a.only = "Only the owner of the rule may allow that:".into();
    }
}
fn permit_panel(run: &Run, out: &mut Vec<PanelPart>) {
    if let Some(row) = list(run).rows.iter().find(|r| r.id == run.subject) {
        out.extend(row.panel.clone());
    }
    panel::people(run, "Who may allow it", &may_permit(run), out);
}
fn permit(run: &Run, judge: &mut Judge) {
    if let Some(d) = run.day("permit", "until") {
        if d <= run.today {
            judge.red("until", format!("{} is not in the future. Until when?", run.say_day(d)));
        } else if d > dates::add_months(run.today, 12) {
            judge.red(
                "until",
                "A permission holds for at most 12 months. Give an earlier day; it can be extended twice.",
            );
        }
    }
}

// ---- what is recorded

/// The files, each once, as evidence.
pub(super) fn evidence(run: &Run) -> Vec<String> {
    let Some(f) = run.answer(step(run), "file") else { return Vec::new() };
    let also = f["also"].as_array().into_iter().flatten().filter_map(|a| a["evidence"].as_str());
    each_once(f["evidence"].as_str().into_iter().chain(also).filter(|e| run.isms.record(e).is_some()).map(String::from))
}
/// Hosts become words to find an asset by, or new assets.
pub(super) fn hosts(run: &Run, done: &mut Done) {
    for (host, v) in run.by_row("match", "host") {
        let text = |f: &str| v[f].as_str().unwrap_or_default();
        match text("what") {
            "asset" => {
                let Some(r) = run.isms.record(text("asset")) else { continue };
                let mut tags: Vec<String> = r.common.tags.iter().map(|t| t.to_string()).collect();
                for c in &done.changes {
                    if let crate::Change::Put { code: Some(code), fields, .. } = c {
                        if *code == *r.code {
                            tags.extend(fields.get("tags").map(crate::wizard::strings).unwrap_or_default());
                        }
                    }
                }
                tags.push(host.to_string());
                tags.sort();
                tags.dedup();
                done.put("asset", text("asset"), json!({"tags": tags}));
            }
            "new" => done.put(
                "asset",
                &format!("@host-{host}"),
                json!({"title": text("title"), "owner": text("owner"), "what": text("sort"), "purpose": format!("Found by the scan of {}; what it is used for is not written down yet.", run.today),
                    "classification": text("classification"), "personal_data": text("personal_data"), "exposed": text("exposed"), "runs_where": host,
                    "confidentiality": v["impact"], "integrity": v["impact"], "availability": v["impact"], "tags": [host], "state": "in_use"}),
            ),
            _ => {}
        }
    }
}
/// What was decided about each; gives the codes or names of all of them.
pub(super) fn decided(run: &Run, found_by: &str, done: &mut Done) -> Vec<String> {
    let all = list(run);
    let proofs = evidence(run);
    let mut about = Vec::new();
    for (code, assets, hosts) in &all.further {
        let body = run.isms.record(code).map(crate::isms::Record::body_json).unwrap_or_default();
        let with = |f: &str, more: &[String]| {
            let mut have = body.get(f).map(crate::wizard::strings).unwrap_or_default();
            have.extend(more.iter().cloned());
            have.sort();
            have.dedup();
            have
        };
        done.put("vulnerability", code, json!({"assets": with("assets", assets), "hosts": with("hosts", hosts)}));
        about.push(code.clone());
    }
    for w in &all.all {
        let decision = cell(run, &w.key, "decision");
        if decision.is_empty() || w.assets.is_empty() {
            continue;
        }
        // What was closed for good stays so; that it is there again is a record of its own.
        let old = w.code.clone().filter(|c| run.isms.record(c).is_some_and(|r| r.state() != "verified"));
        let name = old.clone().unwrap_or_else(|| format!("@{}", w.key));
        let grave = severity(run, w);
        let due = dates::parse(cell(run, &w.key, "due")).unwrap_or_else(|| list::due(run, grave, w.attacked()));
        let mut body = json!({"decision": decision, "due": due.to_string()});
        let mut put = |k: &str, v: Value| body[k] = v;
        if old.is_none() {
            put("title", short(&w.title).into());
            put("found_by", found_by.into());
            put("found_on", run.today.to_string().into());
            put("assets", json!(w.assets));
            put("identifiers", json!(w.identifiers));
            put("hosts", json!(w.hosts));
            put("severity", grave.word().into());
            put("exploited", if w.exploited.is_empty() { "unknown" } else { &w.exploited }.into());
            put("evidence", json!(proofs));
            put("state", "open".into());
            if crate::cvss::score(&w.vector).is_ok() {
                put("vector", w.vector.clone().into());
            }
            if let Some(c) = w.code.as_ref() {
                put("notes", format!("{c} was the same and was closed; it is there again.").into());
            }
        } else if w.back {
            put("state", "open".into());
            put("fixed_on", Value::Null);
        }
        match decision {
            "reduce" => {
                let how = cell(run, &w.key, "by").trim();
                put("decided_because", how.into());
                let owner = w.assets.first().map_or_else(|| run.by.to_string(), |a| owner_of(run, a));
                done.action("vulnerability", &format!("Reduce {}: {how}", w.title), &name, &owner, due);
            }
            "false_alarm" => {
                put("decided_because", cell(run, &w.key, "why").trim().into());
                put("state", "false_alarm".into());
            }
            "accept" => {
                let at = run.each(&w.key);
                let (ex, granted) = exception(&at, &w.title, done);
                put("exception", ex.into());
                put("decided_because", at.says("permit", "why").trim().into());
                if let Some(d) = at.day("permit", "until") {
                    put("due", d.to_string().into());
                }
                // Lived with only once it is allowed; until then it stays open.
                put("state", if granted { "accepted" } else { "open" }.into());
            }
            _ => {}
        }
        done.put("vulnerability", &name, body);
        about.push(name);
    }
    about
}
/// The permission that was asked for; is it given?
pub(super) fn exception(at: &Run, title: &str, done: &mut Done) -> (String, bool) {
    let name = format!("@permit-{}", at.subject);
    let given = at.approval("permit", "approved");
    let owner = may_permit(at).into_iter().next().unwrap_or_else(|| at.by.to_string());
    let mut body = json!({
        "title": short(&format!("Live with {title}")), "owner": owner, "from_rule": at.codes("permit", "from_rule"), "for_what": format!("For the weakness {title}."),
        "why": at.says("permit", "why"), "instead": at.says("permit", "instead"), "no_risk_because": "The risks of what it is on are looked at by their own rule, because it is lived with.",
        "from": at.today.to_string(), "until": at.says("permit", "until"), "extended": 0, "state": if given.is_some() { "granted" } else { "asked" },
    });
    if let Some(v) = &given {
        body["approved"] = v.clone();
    }
    done.put("exception", &name, body);
    done.notes.push((
        format!("{title}: who allows that it is lived with?"),
        given
            .as_ref()
            .map_or_else(|| "Waiting for their word.".into(), |v| at.name(v["by"].as_str().unwrap_or_default())),
    ));
    (name, given.is_some())
}
pub(super) fn owner_of(run: &Run, code: &str) -> String {
    let gone = |p: &str| crate::wizard::gone_person(run, p).is_some();
    run.isms
        .record(code)
        .and_then(|r| r.common.owner.as_ref())
        .map(|o| o.to_string())
        .filter(|o| !gone(o))
        .unwrap_or_else(|| run.by.to_string())
}
pub(super) fn routine(run: &Run) -> Option<String> {
    super::routine::performed(run).into_iter().next()
}
/// "exploited 3, critical 7, high 30 days"
pub(super) fn days(run: &Run) -> String {
    let rows: Vec<String> = run
        .isms
        .organization()
        .map(|o| o.vulnerability_days.iter().map(|d| format!("{} {}", word(&d.severity), d.days.0)).collect())
        .unwrap_or_default();
    if rows.is_empty() { "30 days".into() } else { format!("{} days", rows.join(", ")) }
}
/// How many of each decision, in words.
pub(super) fn counts(run: &Run) -> String {
    let all = list(run);
    let n = |d: &str| all.all.iter().filter(|w| cell(run, &w.key, "decision") == d).count();
    let mut parts = vec![format!("{} looked at", all.all.len())];
    for (d, says) in
        [("fix", "to fix"), ("reduce", "to reduce"), ("accept", "to live with"), ("false_alarm", "false alarms")]
    {
        if n(d) > 0 {
            parts.push(format!("{} {says}", n(d)));
        }
    }
    for (n, says) in [(all.known, "known before"), (all.aside, "put aside")] {
        if n > 0 {
            parts.push(format!("{n} {says}"));
        }
    }
    parts.join(", ") + "."
}
