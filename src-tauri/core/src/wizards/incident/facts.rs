//! The incident as it would stand with the answers given so far, which questions that leaves open, and which clocks run.
//! It reads; it must never judge.
use crate::dates;
use crate::kinds::Incident;
use crate::kinds::incident::moment;
use crate::staleness::follow_up::{self, Running};
use crate::staleness::word;
use crate::wizard::{ClockShown, PanelPart, Run, short, strings};
use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value, json};

pub(super) fn recorded<'a>(run: &Run<'a>) -> Option<&'a Incident> {
    run.record()?.get()
}
pub(super) fn returning(run: &Run) -> bool {
    run.record().is_some()
}
pub(super) fn reopened(run: &Run) -> bool {
    run.record().is_some_and(|r| r.state() == "closed")
}
pub(super) fn is_new(run: &Run, what: &str) -> bool {
    run.codes("news", "new").iter().any(|n| n == what)
}
/// "I-006 Laptop stolen", or its title alone while it has no code.
pub(super) fn name_of(run: &Run) -> String {
    match run.record() {
        Some(r) => format!("{} {}", r.code, r.title()),
        None => title(run),
    }
}
fn title(run: &Run) -> String {
    let given = run.says("what", "title").trim();
    if given.is_empty() { short(run.says("what", "what")) } else { given.to_string() }
}

// ---- which questions are asked
pub(super) fn asks_what(run: &Run) -> bool {
    !returning(run) || is_new(run, "what")
}
pub(super) fn asks_class(run: &Run) -> bool {
    !returning(run) || is_new(run, "class")
}
/// 0 event, 1 near miss, 2 incident, 3 major; an incident until it is said.
pub(super) fn class(run: &Run) -> u8 {
    match asks_class(run).then(|| run.says("class", "class")) {
        Some("event") => 0,
        Some("near_miss") => 1,
        Some("incident") => 2,
        Some("major") => 3,
        _ => recorded(run).map_or(2, follow_up::class),
    }
}
pub(super) fn asks_data(run: &Run) -> bool {
    !returning(run) || is_new(run, "data") || recorded(run).is_some_and(|i| word(&i.personal_data) == "unclear")
}
/// "no", "yes", "unclear": as answered, else as recorded; unclear until it is said.
pub(super) fn personal_data(run: &Run) -> &'static str {
    match asks_data(run).then(|| run.says("data", "personal_data")) {
        Some("no") => "no",
        Some("yes") => "yes",
        Some("unclear") => "unclear",
        _ => recorded(run).map_or("unclear", |i| word(&i.personal_data)),
    }
}
pub(super) fn asks_people(run: &Run) -> bool {
    let before = recorded(run).map_or("", |i| word(&i.risk_to_people));
    personal_data(run) != "no" && (is_new(run, "people") || matches!(before, "" | "not_judged"))
}
/// Laws that ask whether it is a serious disruption.
const WEIGHED: [&str; 9] =
    ["nis2_essential", "nis2_important", "dora", "cra", "ch_isa", "eidas", "cer", "uk_nis", "nydfs"];
pub(super) fn law_applies(run: &Run, laws: &[&str]) -> bool {
    run.isms.organization().is_some_and(|o| o.laws.iter().any(|l| laws.contains(&word(l))))
}
pub(super) fn asks_weight(run: &Run) -> bool {
    let before = recorded(run).map_or("", |i| word(&i.significant));
    class(run) >= 2 && law_applies(run, &WEIGHED) && (is_new(run, "weight") || matches!(before, "" | "not_judged"))
}
pub(super) fn asks_others(run: &Run) -> bool {
    !returning(run) || is_new(run, "others")
}
pub(super) fn asks_proof(run: &Run) -> bool {
    let kept = run.record().is_some_and(|r| run.isms.linked(r, "evidence").next().is_some())
        || recorded(run).is_some_and(|i| !i.custody.is_empty());
    class(run) >= 2 && (!kept || is_new(run, "proof"))
}
/// Days between the day on which it was noticed and today.
pub(super) fn days_late(run: &Run) -> Option<i64> {
    let at = moment(run.says("when", "noticed_at")).ok()?;
    Some(dates::days_between(at.date_naive(), run.today))
}
fn later(run: &Run) -> bool {
    returning(run) || days_late(run).is_some_and(|d| d > 0)
}
pub(super) fn asks_contain(run: &Run) -> bool {
    later(run) && class(run) >= 1 && recorded(run).is_none_or(|i| i.contained_on.is_none())
}
pub(super) fn contained(run: &Run) -> Option<chrono::NaiveDate> {
    recorded(run)
        .and_then(|i| i.contained_on)
        .map(|d| d.0)
        .or_else(|| run.day("contain", "contained_on").filter(|_| asks_contain(run)))
}
pub(super) fn asks_recover(run: &Run) -> bool {
    later(run) && class(run) >= 1 && contained(run).is_some() && recorded(run).is_none_or(|i| i.recovered_on.is_none())
}
pub(super) fn recovered(run: &Run) -> Option<chrono::NaiveDate> {
    recorded(run)
        .and_then(|i| i.recovered_on)
        .map(|d| d.0)
        .or_else(|| run.day("recover", "recovered_on").filter(|_| asks_recover(run)))
}
pub(super) fn asks_close(run: &Run) -> bool {
    !reopened(run) && (class(run) <= 1 || recovered(run).is_some())
}
pub(super) fn closing(run: &Run) -> bool {
    asks_close(run) && run.is("close", "close", "yes")
}
pub(super) fn asks_cause(run: &Run) -> bool {
    closing(run)
        && class(run) >= 1
        && recorded(run).is_none_or(|i| i.nonconformity.is_none() && i.no_rule_because.is_none())
}

// ---- the first hour
pub(super) struct Tick {
    pub what: &'static str,
    pub then: String,
    pub at: String,
}
pub(super) const HOUR: [(&str, &str); 5] = [
    ("stop", "Stop it from spreading: take the device, account or service off"),
    ("keep", "Keep what shows what happened; delete nothing, switch nothing off that can stay on"),
    ("keys", "Change the passwords and keys that may be known to others"),
    ("lead", "Tell whoever leads in an incident, and their deputy"),
    ("notes", "Write down who does what, with the time"),
];
/// The things of the first hour with what was ticked.
pub(super) fn ticks(run: &Run) -> Vec<Tick> {
    HOUR.into_iter()
        .map(|(id, what)| {
            let row = run.answer("now", "now").and_then(|v| v.get(id));
            let text = |f: &str| row.and_then(|r| r.get(f)).and_then(Value::as_str).unwrap_or_default().to_string();
            Tick { what, then: text("then"), at: text("at") }
        })
        .collect()
}

// ---- the incident as it would stand
/// What the answers change of the record.
pub(super) fn given(run: &Run) -> Map<String, Value> {
    let mut set = Map::new();
    let body = run.body();
    let text = |step: &str, field: &str| Value::from(run.says(step, field).trim());
    let mut put = |field: &str, v: Value| {
        set.insert(field.to_string(), v);
    };
    if asks_what(run) {
        put("what", text("what", "what"));
        put("assets", json!(run.codes("what", "assets")));
        put("suppliers", json!(run.codes("what", "suppliers")));
        if !returning(run) || !run.says("what", "title").is_empty() {
            put("title", title(run).into());
        }
    }
    if !returning(run) {
        put("noticed_at", text("when", "noticed_at"));
        put("noticed_by", text("when", "noticed_by"));
        put("aware_at", text("when", "aware_at"));
        let mut steps: Vec<Value> = ticks(run)
            .iter()
            .filter(|t| t.then == "done" && !t.at.is_empty())
            .map(|t| json!({"at": t.at, "what": t.what}))
            .collect();
        steps.extend(run.table("now", "more").into_iter().map(|r| Value::Object(r.clone())));
        steps.sort_by_key(|s| s["at"].as_str().and_then(|m| moment(m).ok()));
        put("steps", steps.into());
    }
    if asks_class(run) && !run.says("class", "class").is_empty() {
        put("class", text("class", "class"));
        put("loss", json!(run.codes("class", "loss")));
    }
    if asks_data(run) {
        put("personal_data", personal_data(run).into());
        if personal_data(run) != "no" && !run.says("data", "whose_data").is_empty() {
            put("whose_data", text("data", "whose_data"));
        }
    }
    if asks_people(run) {
        let said = run.says("people", "risk_to_people");
        put("risk_to_people", if said.is_empty() { "not_judged" } else { said }.into());
        if !run.says("people", "people_why").is_empty() {
            put("people_why", text("people", "people_why"));
        }
    }
    if asks_weight(run) {
        let said = run.says("weight", "significant");
        put("significant", if said.is_empty() { "not_judged" } else { said }.into());
        if !run.says("weight", "classified_at").is_empty() {
            put("classified_at", text("weight", "classified_at"));
        }
    }
    put("awareness", awareness(run));
    let mut told: Vec<Value> = body.get("notifications").and_then(Value::as_array).cloned().unwrap_or_default();
    told.extend(answered_now(run));
    if asks_others(run) {
        for row in run.table("others", "others") {
            let (who, at, note) = (cell(row, "who"), cell(row, "told"), cell(row, "note"));
            if !at.is_empty() {
                told.push(json!({"clock": "other", "sent": at, "to": who, "answer": "sent", "why": note}));
            }
        }
    }
    put("notifications", told.into());
    if asks_proof(run) {
        let mut evidence = body.get("evidence").map(strings).unwrap_or_default();
        evidence
            .extend(run.codes("proof", "evidence").into_iter().filter(|e| !evidence.contains(e)).collect::<Vec<_>>());
        put("evidence", json!(evidence));
        let mut kept: Vec<Value> = body.get("custody").and_then(Value::as_array).cloned().unwrap_or_default();
        kept.extend(run.table("proof", "custody").into_iter().map(|r| Value::Object(r.clone())));
        put("custody", kept.into());
    }
    let mut done: Vec<String> = body.get("done").and_then(Value::as_str).map(String::from).into_iter().collect();
    for (field, step, asked) in
        [("contained_on", "contain", asks_contain(run)), ("recovered_on", "recover", asks_recover(run))]
    {
        if asked && run.day(step, field).is_some() {
            put(field, text(step, field));
            done.push(run.says(step, &format!("{step}_done")).trim().to_string());
        }
    }
    put("done", done.join("\n\n").into());
    if closing(run) {
        closed(run, &mut put);
    }
    let now = run.record().map_or("", |r| r.state());
    let state = if reopened(run) {
        "open"
    } else if closing(run) {
        "closed"
    } else if recovered(run).is_some() {
        "recovered"
    } else if contained(run).is_some() {
        "contained"
    } else if now.is_empty() {
        "open"
    } else {
        now
    };
    put("state", state.into());
    set
}
fn closed(run: &Run, put: &mut dyn FnMut(&str, Value)) {
    for (step, field) in [("lessons", "lessons"), ("cause", "no_rule_because"), ("marks", "says_nothing_because")] {
        if !run.says(step, field).is_empty() && (step != "cause" || run.is("cause", "failed", "no")) {
            put(field, run.says(step, field).trim().into());
        }
    }
    if class(run) >= 1 {
        for field in ["risks", "controls", "policies"] {
            put(field, json!(run.codes_or("marks", field, &named(run, field))));
        }
    }
    for field in ["cost_hours", "cost_money", "customers_hit"] {
        if let Some(v) = run.answer("cost", field) {
            put(field, v.clone());
        }
    }
}
/// Codes that are recorded in a field.
pub(super) fn named(run: &Run, field: &str) -> Vec<String> {
    run.body().get(field).map(strings).unwrap_or_default()
}
pub(super) fn cell<'r>(row: &'r Map<String, Value>, field: &str) -> &'r str {
    row.get(field).and_then(Value::as_str).unwrap_or_default().trim()
}
/// A fact that was not so before starts its clocks at its own moment.
fn awareness(run: &Run) -> Value {
    let mut rows: Vec<Value> = run.body().get("awareness").and_then(Value::as_array).cloned().unwrap_or_default();
    let since = run.says("news", "since");
    let Some(before) = recorded(run).filter(|_| !since.is_empty()) else { return rows.into() };
    let mut add = |of: &str| rows.push(json!({"of": of, "from": since}));
    if is_new(run, "data") && word(&before.personal_data) == "no" && personal_data(run) != "no" {
        add("personal_data");
    }
    if asks_people(run)
        && run.is("people", "risk_to_people", "high_risk")
        && word(&before.risk_to_people) != "high_risk"
    {
        add("high_risk");
    }
    if asks_weight(run) && word(&before.significant) == "no" && !run.is("weight", "significant", "no") {
        add("significance");
    }
    rows.into()
}
/// Rows of the present visit: what was sent or is not needed.
fn answered_now(run: &Run) -> Vec<Value> {
    let clocks = open_clocks(run);
    let mut out = Vec::new();
    for (id, row) in run.by_row("clocks", "answers") {
        let Some(row) = row.as_object() else { continue };
        let answer = cell(row, "answer");
        if !matches!(answer, "sent" | "not_needed") {
            continue;
        }
        let mut n = json!({"clock": id, "answer": answer, "why": cell(row, "why")});
        if let Some(c) = clocks.iter().find(|c| c.id == id) {
            n["from"] = stored(c.begins).into();
            if let Some(u) = c.until {
                n["due"] = stored(u).into();
            }
        }
        if answer == "sent" {
            for f in ["sent", "to", "evidence", "reference"] {
                n[f] = cell(row, f).into();
            }
        }
        crate::canonical::tidy(&mut n);
        out.push(n);
    }
    out
}
fn stored(m: DateTime<FixedOffset>) -> String {
    m.format("%Y-%m-%dT%H:%M%:z").to_string()
}

// ---- clocks
/// The incident with these rows of notifications; none while it is not known when it was noticed.
fn incident(run: &Run, rows: &[Value]) -> Option<Incident> {
    let mut body = run.body();
    if !returning(run) {
        body.insert("noticed_at".into(), run.says("when", "noticed_at").into());
        if !run.says("when", "aware_at").is_empty() {
            body.insert("aware_at".into(), run.says("when", "aware_at").into());
        }
    }
    let class_word = |n: u8| ["event", "near_miss", "incident", "major"][usize::from(n.min(3))];
    body.insert("what".into(), "".into());
    body.insert("class".into(), class_word(class(run)).into());
    body.insert("personal_data".into(), personal_data(run).into());
    if asks_people(run) {
        let said = run.says("people", "risk_to_people");
        body.insert("risk_to_people".into(), if said.is_empty() { "not_judged" } else { said }.into());
    }
    if asks_weight(run) {
        let said = run.says("weight", "significant");
        body.insert("significant".into(), if said.is_empty() { "not_judged" } else { said }.into());
        if !run.says("weight", "classified_at").is_empty() {
            body.insert("classified_at".into(), run.says("weight", "classified_at").into());
        }
    }
    body.insert("awareness".into(), awareness(run));
    let mut told: Vec<Value> = body.get("notifications").and_then(Value::as_array).cloned().unwrap_or_default();
    told.extend(rows.iter().cloned());
    body.insert("notifications".into(), told.into());
    serde_json::from_value(Value::Object(body)).ok()
}
/// Clocks that run, with these answers on top of what is recorded.
fn open_of(run: &Run, rows: &[Value]) -> Vec<Running> {
    let Some(i) = incident(run, rows) else { return Vec::new() };
    let have: Vec<String> =
        recorded(run).map(|i| i.notifications.iter().map(|n| n.clock.to_string()).collect()).unwrap_or_default();
    follow_up::running(run.isms, &i).into_iter().filter(|c| !have.contains(&c.id)).collect()
}
/// Clocks that the file holds no answer to yet, those among them that are answered on this visit; the next first. An answer may set
/// another one going.
pub(super) fn open_clocks(run: &Run) -> Vec<Running> {
    open_of(run, &sent_now(run))
}
/// What was sent on this visit, as far as a clock may begin with it.
fn sent_now(run: &Run) -> Vec<Value> {
    run.by_row("clocks", "answers")
        .into_iter()
        .filter_map(|(id, row)| {
            let row = row.as_object()?;
            let sent = cell(row, "sent");
            (cell(row, "answer") == "sent" && moment(sent).is_ok())
                .then(|| json!({"clock": id, "answer": "sent", "sent": sent}))
        })
        .collect()
}
/// Those that are still owed, with the answers of this visit.
pub(super) fn owed(run: &Run) -> Vec<Running> {
    open_clocks(run).into_iter().filter(|c| !matches!(run_row(run, &c.id, "answer"), "sent" | "not_needed")).collect()
}
pub(super) fn run_row<'a>(run: &Run<'a>, id: &str, field: &str) -> &'a str {
    run.answer("clocks", "answers")
        .and_then(|v| v.get(id))
        .and_then(|r| r.get(field))
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim()
}
/// "GDPR Art. 33(1)"
pub(super) fn law_of(run: &Run, clock: &str) -> String {
    match clock.strip_prefix("own-") {
        Some(code) => run.isms.record(code).map_or_else(|| code.to_string(), |r| format!("{code} {}", r.title())),
        None => crate::catalog::clock(clock).map_or_else(|| clock.to_string(), |c| c.law.to_string()),
    }
}
/// "Fri 24 April 14:10 +02:00"
pub(super) fn say_moment(run: &Run, m: DateTime<FixedOffset>) -> String {
    format!("{} {} {}", m.format("%a"), run.say_day(m.date_naive()), m.format("%H:%M %:z"))
}
/// The line at the top of every page.
pub(super) fn clock_line(run: &Run) -> Option<PanelPart> {
    let mut clocks: Vec<ClockShown> = open_clocks(run)
        .into_iter()
        .map(|c| {
            let answer = run_row(run, &c.id, "answer");
            let answered = matches!(answer, "sent" | "not_needed");
            let sent = moment(run_row(run, &c.id, "sent")).ok();
            ClockShown {
                says: match (answer, sent, c.until) {
                    ("sent", Some(at), _) => format!("sent {}", say_moment(run, at)),
                    ("not_needed", ..) => "not needed".into(),
                    (_, _, Some(u)) => format!("by {}", say_moment(run, u)),
                    _ => "without undue delay".into(),
                },
                until: c.until.filter(|_| !answered).map(stored),
                minutes: None,
                answered,
                law: c.law,
                to: c.to,
                id: c.id,
            }
        })
        .collect();
    clocks.sort_by_key(|c| c.answered);
    (!clocks.is_empty()).then(|| PanelPart::Clocks { title: "Reports that may be due".into(), clocks })
}
