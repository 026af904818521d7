//! What the first run writes: the organization, its people, promises with clocks, the last audit with its findings, and the year.
//! All of it in one act.
use super::checks::{LAWS, above_rows, bands, cells};
use super::{cell, count, open, org, plan};
use crate::act::Change;
use crate::dates::add_days;
use crate::kinds::Person;
use crate::wizard::{Done, Run, short};
use serde_json::{Map, Value, json};

pub(super) fn finish(run: &Run, done: &mut Done) {
    let mut set = Map::new();
    people(run, done, &mut set);
    organization(run, &mut set);
    yardsticks(run, &mut set);
    let body = run.body();
    // Null takes a field back, where there is something to take.
    set.retain(|field, v| match v {
        Value::Null => body.contains_key(field),
        v => !crate::canonical::empty(v) && body.get(field) != Some(v),
    });
    // What is open after this is for the guide about us and the world around us.
    let mut after = body.clone();
    after.extend(set.clone());
    if !set.is_empty() {
        done.changes.push(Change::put("organization", &run.subject, Value::Object(set)));
    }
    super::lists::bring_in(run, done);
    promises(run, done);
    last_audit(run, done);
    year(run, done);
    to_do(run, done, &Value::Object(after));
}

fn organization(run: &Run, set: &mut Map<String, Value>) {
    let mut text = |step: &str, field: &str| {
        set.insert(field.into(), run.says(step, field).trim().into());
    };
    for field in ["name", "does"] {
        text("who", field);
    }
    for field in ["decided_on", "expires_on", "certificate_number", "certificate_body", "accreditation"] {
        text("certificate", field);
    }
    text("covers", "scope");
    if run.is("audit", "agreed", "yes") {
        text("audit", "next_external_audit");
    }
    let (name, decided) = (run.says("who", "name").trim(), run.says("certificate", "decided_on"));
    set.insert("title".into(), name.into());
    if org(run).is_none_or(|o| o.certificate_state.is_none()) {
        set.insert("certificate_state".into(), "valid".into());
    }
    if org(run).is_none_or(|o| o.state_since.is_none() || o.state_since == o.decided_on) {
        set.insert("state_since".into(), decided.into());
    }
    if let Some(n) = count(run.answer("size", "headcount")) {
        set.insert("headcount".into(), n.into());
    }
    let sites =
        run.table("size", "sites").into_iter().map(|s| json!({"place": cell(s, "place"), "sort": cell(s, "sort")}));
    set.insert("sites".into(), sites.collect());
    let laws = LAWS.iter().filter(|(law, ..)| run.row("laws", "laws", law) == "yes").map(|(law, ..)| json!(law));
    let laws: Vec<Value> = laws.collect();
    set.insert("laws".into(), if laws.is_empty() { Value::Null } else { laws.into() });
}
/// You and those who direct: known ones by name, new ones added.
fn people(run: &Run, done: &mut Done, set: &mut Map<String, Value>) {
    let listed = |role: &str| org(run).is_some_and(|o| o.role_list.iter().any(|r| &*r.role == role));
    let mut top = Vec::new();
    // Numbered here, so that lists which are read before all of it is written can name them.
    let kind = crate::kinds::kind_id("person").map(|k| (&crate::kinds::kinds()[k as usize], run.isms.next_code(k)));
    let first = kind.as_ref().and_then(|(info, code)| crate::isms::number_in(code, info.prefix)).unwrap_or(1);
    let mut fresh = 0;
    for row in run.table("people", "people") {
        let (name, is) = (cell(row, "name"), cell(row, "is"));
        let me = matches!(is, "me" | "both");
        let directs = matches!(is, "directs" | "both");
        let known = run.isms.live::<Person>().find(|(_, r, p)| {
            r.state() == "active" && p.title.to_string().trim().eq_ignore_ascii_case(name) && &*r.code != run.by
        });
        let code = match known {
            _ if me => run.by.to_string(),
            Some((_, r, _)) => r.code.to_string(),
            None => {
                fresh += 1;
                kind.as_ref().map(|(info, _)| info.code(first + fresh - 1)).unwrap_or_default()
            }
        };
        if directs {
            top.push(json!(code));
        }
        let before = run.isms.get::<Person>(&code);
        let mut roles: Vec<String> =
            before.map_or_else(|| vec!["everyone".to_string()], |p| p.roles.iter().map(|r| r.to_string()).collect());
        roles.retain(|r| listed(r));
        for (role, has) in [("top management", directs), ("isms owner", me)] {
            if !has {
                roles.retain(|r| r != role);
            } else if listed(role) && !roles.iter().any(|r| r == role) {
                roles.push(role.into());
            }
        }
        let mut fields = Map::new();
        let since = cell(row, "since");
        match before {
            None => {
                let joined = if since.is_empty() { run.today.to_string() } else { since.to_string() };
                fields.extend([
                    ("title".into(), name.into()),
                    ("standing".into(), "employee".into()),
                    ("roles".into(), json!(roles)),
                    ("joined_on".into(), joined.into()),
                ]);
            }
            Some(p) => {
                if p.title.to_string() != name {
                    fields.insert("title".into(), name.into());
                }
                if p.roles.iter().map(|r| r.to_string()).collect::<Vec<_>>() != roles {
                    fields.insert("roles".into(), json!(roles));
                }
                if !since.is_empty() && since != p.joined_on.0.to_string() {
                    fields.insert("joined_on".into(), since.into());
                }
            }
        }
        if !fields.is_empty() {
            done.changes.push(Change::put("person", &code, Value::Object(fields)));
        }
    }
    set.insert("top_management".into(), Value::Array(top));
    set.insert("isms_owner".into(), run.by.into());
    set.insert("owner".into(), run.by.into());
}
/// The line, the bands, who may accept more, and the words of the scale.
fn yardsticks(run: &Run, set: &mut Map<String, Value>) {
    if let Some(n) = count(run.answer("line", "accept_up_to")) {
        set.insert("accept_up_to".into(), n.into());
    }
    let now = bands(run);
    let rows = run.body().get("bands").and_then(Value::as_array).cloned().unwrap_or_default();
    if rows.len() == now.len() {
        let bands = rows.into_iter().zip(&now).map(|(mut row, (_, from, to))| {
            (row["from"], row["to"]) = (json!(from), json!(to));
            row
        });
        set.insert("bands".into(), bands.collect());
    }
    let above = above_rows(run).into_iter().filter_map(|(band, ..)| {
        let row = cells(run, "above", "above", &band)?;
        let months = count(row.get("months")).filter(|_| cell(row, "by") != "nobody").unwrap_or_default();
        Some(json!({"band": band, "by": cell(row, "by"), "months": months}))
    });
    set.insert("accept_above".into(), above.collect());
    for (name, field, fit) in
        [("likelihood_words", "likelihood_own", "likelihood_fit"), ("impact_words", "impact_own", "impact_fit")]
    {
        if !run.is("scale", fit, "own") {
            continue;
        }
        let steps = (1..=5u32).filter_map(|n| {
            let row = cells(run, "scale", field, &n.to_string())?;
            let mut step = json!({"score": n, "word": cell(row, "word")});
            if !cell(row, "meaning").is_empty() {
                step["meaning"] = cell(row, "meaning").into();
            }
            Some(step)
        });
        set.insert(name.into(), steps.collect());
    }
}
/// Hours that a contract or an insurer has set: obligations with a clock of their own.
fn promises(run: &Run, done: &mut Done) {
    for (n, p) in run.table("laws", "promises").into_iter().enumerate().filter(|_| run.is("laws", "promised", "yes")) {
        let (whose, hours) = (cell(p, "whose"), count(p.get("hours")).unwrap_or_default());
        let time = if hours == 1 { "1 hour".to_string() } else { format!("{hours} hours") };
        done.changes.push(Change::put("obligation", &format!("@promise{}", n + 1), json!({
            "title": format!("Report to {whose} within {time}"), "owner": run.by, "sort": "contract", "source": cell(p, "source"), "jurisdiction": whose,
            "demands": format!("Report to {whose} within {time} what they must hear of."), "applies": "yes", "applies_why": format!("You agreed to it: {}.", cell(p, "source").trim_end_matches('.')),
            "clock": "own", "own_clock_hours": hours, "how_kept_up": cell(p, "learn"), "state": "binding",
        })));
    }
}
/// The last external audit, if it found something that is still open, with each finding.
fn last_audit(run: &Run, done: &mut Done) {
    let Some(ended) = run.day("findings", "ended_on").filter(|_| run.is("findings", "found", "these")) else { return };
    let body = match run.says("certificate", "certificate_body").trim() {
        "" => "the certification body",
        body => body,
    };
    let mut names = Vec::new();
    for (n, f) in run.table("findings", "findings").into_iter().enumerate() {
        let name = format!("@finding{}", n + 1);
        let mut fields = json!({
            "title": short(&format!("{} {}", cell(f, "number"), cell(f, "what"))),  "grade": cell(f, "grade"), "source": "external_audit", "audit": "@audit",
            "requirement": f.get("clause").cloned().unwrap_or_default(), "what": cell(f, "what"), "raised_on": ended.to_string(), "state": "raised",
        });
        if !cell(f, "answer_due").is_empty() {
            fields["answer_due"] = cell(f, "answer_due").into();
        }
        done.changes.push(Change::put("nonconformity", &name, fields));
        names.push(name);
    }
    done.changes.push(Change::put("audit", "@audit", json!({
        "title": format!("External audit of {}", ended.format("%B %Y")),  "sort": run.says("findings", "sort"), "held_from": ended.to_string(), "held_until": ended.to_string(),
        "aims": "The body's own audit.", "method": "Their report; entered when this file was set up.", "auditor": body, "findings": names, "state": "held",
    })));
}
/// The routines of the kept lines, with their numbers; what was taken away is said in the review, with what answers instead.
fn year(run: &Run, done: &mut Done) {
    for l in plan::kept(run) {
        if l.dropped {
            let instead = plan::field(run, &l.code, "instead");
            let why = if instead.is_empty() { &*l.why } else { instead };
            let why = if why.is_empty() { "taken away" } else { why };
            done.notes.push((format!("Not in the programme: {} {}", l.code, l.title), why.to_string()));
            continue;
        }
        done.changes.push(Change::put("routine", &l.code, l.body(run.by, run.today)));
    }
}
/// What is still to be found out, brought in or written.
fn to_do(run: &Run, done: &mut Done, after: &Value) {
    for (_, name, whom) in LAWS.iter().filter(|(law, ..)| run.row("laws", "laws", law) == "unsure") {
        let what = format!("Ask your lawyer: does \u{201c}{name}\u{201d} bind us?\n\n{whom}");
        done.action("decision", &what, &run.subject, run.by, add_days(run.today, 30));
    }
    let later = run.codes("bring", "later");
    for (list, name) in [
        ("risks", "risks"),
        ("assets", "assets"),
        ("suppliers", "suppliers"),
        ("people", "people"),
        ("policies", "policies"),
        ("controls", "controls, the Statement of Applicability"),
    ] {
        if later.iter().any(|l| l == list) {
            to_bring(run, done, &format!("the list of {name}"));
        }
    }
    for list in super::lists::later(run) {
        to_bring(run, done, &list);
    }
    if run.is("safe", "backups", "second") {
        let what = "Choose a second place for backups\n\nSettings, Backups, \u{201c}Choose a folder\u{2026}\u{201d}: a stick, or a folder of another computer.";
        done.action("improvement", what, &run.subject, run.by, add_days(run.today, 7));
    }
    if run.is("safe", "lock", "yes") {
        let what = "Lock the file with a recovery code\n\nSettings, Lock, \u{201c}Lock this file\u{2026}\u{201d}. Have paper at hand: a lost code is a lost file.";
        done.action("improvement", what, &run.subject, run.by, add_days(run.today, 7));
    }
    if still_open(after) {
        let what = "Write what still says \u{201c}To be written\u{201d} about the organization\n\nMost of it is asked in \u{201c}Us and the world around us\u{201d}; the rest stands on the organization's page.";
        done.action("improvement", what, &run.subject, run.by, add_days(run.today, 30));
        done.next_by = Some(add_days(run.today, 30));
    }
}
fn to_bring(run: &Run, done: &mut Done, list: &str) {
    let what = format!("Bring in {list}\n\nCtrl K, then \u{201c}Bring in a spreadsheet\u{2026}\u{201d}.");
    done.action("improvement", &what, &run.subject, run.by, add_days(run.today, 14));
}
/// Does any text still say that it is to be written?
fn still_open(v: &Value) -> bool {
    match v {
        Value::String(s) => open(s),
        Value::Array(a) => a.iter().any(still_open),
        Value::Object(o) => o.values().any(still_open),
        _ => false,
    }
}
