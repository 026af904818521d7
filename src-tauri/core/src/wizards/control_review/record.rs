//! What the review of controls leaves in the registers: the lines, what is to be done, the risks that count on them, the version. Pure.
//! It must never make a line better than it was answered.
use super::checks::{risk_ticks, text};
use super::*;
use crate::act::Change;
use crate::dates::{add_days, parse};
use crate::isms::json_of;
use crate::kinds::Outcome;
use crate::wizard::{Done, is_material, unknowns_of};
use crate::words::Version;
use serde_json::{Map, Value, json};

pub(super) fn finish(run: &Run, done: &mut Done) {
    if !run.many() {
        return one(run, done);
    }
    let mut about = Vec::new();
    for code in chosen(run) {
        let at = run.of(&code);
        let (had, acted) = (done.changes.len(), done.actions.len());
        one(&at, done);
        let mine = |c: &str| c == code;
        let outcome = if unknowns_of(&at) > 0 || done.actions.len() > acted {
            Outcome::HoldsWithActions
        } else if done.changes[had..].iter().any(|c| is_material(&at, c, &mine)) {
            Outcome::Changed
        } else {
            Outcome::Holds
        };
        let why =
            [at.says("reason", "justification"), at.says("out", "justification"), at.says("worked", "how_checked")];
        let why = why.into_iter().find(|w| !w.trim().is_empty()).unwrap_or_default();
        done.each.push((code.clone(), outcome, why.to_string()));
        about.push(code);
    }
    own(run, done);
    let approved = run.approval("version", "approved").is_some();
    if let (Some(who), Some(next)) = (run.waits_for("version", "approved"), next(run)) {
        let what = format!("Get the approval of {} for SoA {}", run.name(who), next.version);
        done.action("decision", &what, "@review", run.by, add_days(run.today, 14));
    }
    if approved {
        done.each.push(("SOA".into(), Outcome::Holds, String::new()));
    }
    // The review of the Statement as a whole is its approval; without one only its lines were looked at.
    if approved || about.is_empty() {
        about.push("SOA".into());
    }
    done.about = Some(about);
}

/// One line of the Statement.
fn one(run: &Run, done: &mut Done) {
    let body = run.body();
    let mut set = Map::new();
    let mut put = |field: &str, v: Value| {
        if body.get(field) != Some(&v) && (body.contains_key(field) || !crate::canonical::empty(&v)) {
            set.insert(field.into(), v);
        }
    };
    if let (None, Some(e)) = (run.record(), entry(run)) {
        put("title", e.title.into());
        put("number", e.number.as_str().into());
    }
    put("owner", run.says("owner", "owner").into());
    if applies(run) {
        put("applies", "yes".into());
        put("because_of", json!(run.codes("reason", "because_of")));
        put("obligations", json!(run.codes_or("reason", "obligations", &recorded(run, "obligations"))));
        if !run.says("reason", "justification").trim().is_empty() {
            put("justification", run.says("reason", "justification").trim().into());
        }
        put("status", status(run).into());
        if !run.says("how", "how").trim().is_empty() {
            put("how", run.says("how", "how").trim().into());
        }
        if !run.says("worked", "how_checked").trim().is_empty() {
            put("how_checked", run.says("worked", "how_checked").trim().into());
        }
        if done_somehow(run) {
            put("works", run.says("worked", "works").into());
        }
        if run.is("needed", "needed", "yes") {
            put("evidence", json!(run.codes_or("shows", "evidence", &recorded(run, "evidence"))));
            put("routines", json!(run.codes_or("shows", "routines", &recorded(run, "routines"))));
        }
        put("done_by", if open(run) { run.says("gap", "done_by").into() } else { Value::Null });
    } else if run.is("needed", "needed", "not_needed") {
        put("applies", "no".into());
        put("justification", run.says("out", "justification").trim().into());
        for field in ["because_of", "status", "done_by", "works"] {
            put(field, Value::Null);
        }
    }
    if !set.is_empty() {
        done.put("control", &run.subject, Value::Object(set));
    }
    ticks(run, done);
    let name = format!("{} {}", run.subject, title_of(run, &run.subject));
    for row in run.table("gap", "todo").into_iter().filter(|_| gap_asked(run)) {
        if let Some(until) = parse(text(row, "until")) {
            done.action(
                "improvement",
                &format!("{} ({name})", text(row, "what").trim().trim_end_matches('.')),
                &run.subject,
                text(row, "who"),
                until,
            );
        }
    }
}
fn status(run: &Run) -> &'static str {
    match run.says("needed", "needed") {
        "yes" => "in_place",
        "partly" => "partly",
        _ => "planned",
    }
}
/// The link lies with the risk: a tick is added there, or taken away there.
fn ticks(run: &Run, done: &mut Done) {
    let (new, gone) = risk_ticks(run);
    let now = |code: &str, field: &str, done: &Done| -> Vec<String> {
        let set = done.changes.iter().find_map(|c| match c {
            Change::Put { code: Some(have), fields, .. } if have == code => fields.get(field).cloned(),
            _ => None,
        });
        let body = run.isms.record(code).map(crate::isms::Record::body_json).unwrap_or_default();
        set.or_else(|| body.get(field).cloned()).map(|v| crate::wizard::strings(&v)).unwrap_or_default()
    };
    for code in new {
        let field = if run.is("needed", "needed", "not_yet") { "planned_controls" } else { "controls" };
        let mut list = now(&code, field, done);
        list.push(run.subject.clone());
        done.put("risk", &code, json!({ (field): list }));
    }
    for code in gone {
        for field in ["controls", "planned_controls"] {
            let list = now(&code, field, done);
            if list.contains(&run.subject) {
                let left: Vec<&String> = list.iter().filter(|c| **c != run.subject).collect();
                done.put("risk", &code, json!({ (field): left }));
            }
        }
    }
}
/// Controls that the list lacks: X01, X02 and on.
fn own(run: &Run, done: &mut Done) {
    let highest = run
        .isms
        .each("control")
        .filter_map(|(_, r)| r.code.strip_prefix("SOA-X")?.parse::<u32>().ok())
        .max()
        .unwrap_or(0);
    for (n, row) in (highest + 1..).zip(run.table("own", "own")) {
        let mut fields = row.clone();
        fields.insert("number".into(), format!("X{n:02}").into());
        fields.insert("applies".into(), "yes".into());
        fields.insert("because_of".into(), json!([text(row, "because_of")]));
        for (field, with) in [("how", "in_place"), ("how_checked", "in_place"), ("done_by", "planned")] {
            if text(row, "status") != with {
                fields.remove(field);
            }
        }
        done.changes.push(Change::put("control", &format!("SOA-X{n:02}"), Value::Object(fields)));
    }
}

/// The version that these answers make, or one that still waits for approval.
pub(super) struct Next {
    pub(super) version: Version,
    /// The version that was approved last.
    pub(super) since: Option<Version>,
    pub(super) changes: Vec<Differs>,
}
/// A line that differs from the version that was approved last.
pub(super) struct Differs {
    pub(super) code: String,
    pub(super) what: String,
}
const MAJOR: [&str; 2] = ["applies", "because_of"];
const MINOR: [&str; 3] = ["status", "owner", "how"];

/// None: the Statement is not complete, or what stands is approved and nothing is changed.
pub(super) fn next(run: &Run) -> Option<Next> {
    let mut draft = Done::default();
    for code in chosen(run) {
        one(&run.of(&code), &mut draft);
    }
    own(run, &mut draft);
    let now = soa::soa_versions(run.isms);
    let seen = run.isms.last_mark("SOA").map_or(0, |m| m.seq);
    let since = now.iter().rfind(|v| v.seq <= seen).map(|v| v.version);
    let (mut major, mut minor, mut changes) = (false, false, Vec::new());
    let mut added = 0;
    for (_, r) in run.isms.each("control").filter(|(_, r)| r.head().seq > seen && !now.is_empty()) {
        let (was, is) = (r.at(seen).map(json_of), r.body_json());
        if let Some(what) = differs(was.as_ref(), &is).filter(|_| since.is_some()) {
            changes.push(Differs { code: r.code.to_string(), what });
        }
    }
    for c in &draft.changes {
        let Change::Put { kind, code: Some(code), fields, .. } = c else { continue };
        if kind != "control" {
            continue;
        }
        added += usize::from(run.isms.record(code).is_none() && soa::of_annex(code));
        let was = run.isms.record(code).map(crate::isms::Record::body_json);
        let mut is = was.clone().unwrap_or_default();
        is.extend(fields.clone());
        is.retain(|_, v| !crate::canonical::empty(v));
        let moved =
            |of: &[&str]| was.is_none() || of.iter().any(|f| was.as_ref().and_then(|w| w.get(*f)) != is.get(*f));
        major |= moved(&MAJOR);
        minor |= moved(&MINOR);
        if let Some(what) = differs(was.as_ref(), &is) {
            changes.retain(|d| d.code != *code);
            changes.push(Differs { code: code.clone(), what });
        }
    }
    let version = match now.last() {
        // The first comes with the last of the 93.
        None => {
            let there = run.isms.each("control").filter(|(_, r)| soa::of_annex(&r.code)).count();
            (there + added >= soa::ANNEX_A).then_some(Version { major: 1, minor: 0 })?
        }
        Some(v) if major => Version { major: v.version.major + 1, minor: 0 },
        Some(v) if minor => Version { major: v.version.major, minor: v.version.minor + 1 },
        Some(v) if v.seq > seen => v.version,
        Some(_) => return None,
    };
    changes.sort_by(|a, b| soa::order(&a.code).cmp(&soa::order(&b.code)));
    Some(Next { version, since, changes })
}
/// What of a line that makes a version differs, in words.
fn differs(was: Option<&Map<String, Value>>, is: &Map<String, Value>) -> Option<String> {
    let Some(was) = was else { return Some("is new".into()) };
    let say = |v: Option<&Value>| match v {
        Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ").replace('_', " "),
        Some(Value::String(s)) => s.replace('_', " "),
        _ => "none".into(),
    };
    let mut parts: Vec<String> = Vec::new();
    for (field, name) in
        [("applies", "needed"), ("because_of", "reasons"), ("status", "status"), ("owner", "who answers for it")]
    {
        if was.get(field) != is.get(field) {
            parts.push(format!("{name}: {} \u{2192} {}", say(was.get(field)), say(is.get(field))));
        }
    }
    if was.get("how") != is.get("how") {
        parts.push("how it is done".into());
    }
    if was.contains_key("retired") != is.contains_key("retired") {
        parts.push("retired or restored".into());
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}
