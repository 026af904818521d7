//! What the answers about a change leave in the registers: the change, what is to come with it, what follows. Pure.
//! It must never make an answer better than it was given.
use super::checks::text;
use super::*;
use crate::act::Change as Act;
use crate::dates::{add_days, parse};
use crate::wizard::Done;
use serde_json::{Map, Value, json};

/// The name of the change inside the proposal, or its code.
fn me(run: &Run) -> String {
    if change(run).is_some() { run.subject.clone() } else { "@change".into() }
}

pub(super) fn finish(run: &Run, done: &mut Done) {
    match visit(run) {
        Visit::Intake | Visit::Waiting => intake(run, done),
        Visit::Live | Visit::Back => look_back(run, done),
        Visit::Closed => {
            let kept = change(run).and_then(|c| c.outcome.as_ref()).map(|o| o.to_string()).unwrap_or_default();
            let all = format!("{kept}\n\nAdded on {}: {}", run.today, run.says("closed", "added").trim());
            done.put("change", &run.subject, json!({"outcome": all.trim()}));
        }
    }
    done.about = Some(vec![me(run)]);
}

fn intake(run: &Run, done: &mut Done) {
    let me = me(run);
    let (assets, suppliers) = (new_assets(run, done), new_supplier_record(run, done));
    let mut set = Map::new();
    if change(run).is_none() {
        set.insert("title".into(), title(run).into());
        set.insert("sort".into(), sort(run).into());
        set.insert("what".into(), run.says("what", "what").trim().into());
        set.insert("why".into(), run.says("what", "why").trim().into());
        set.insert("when".into(), run.says("what", "when").into());
        set.insert("unplanned".into(), unplanned(run).into());
        set.insert("owner".into(), owner(run).into());
        set.insert("tell_cb".into(), "no".into());
    }
    if (0..SEVEN.len()).any(|n| asked(run, n)) {
        set.insert("screening".into(), screening_rows(run));
    }
    if first(run) {
        for field in TOUCHED {
            let mut list = touched(run, field);
            match field {
                "assets" => list.extend(assets.clone()),
                "suppliers" => list.extend(suppliers.clone()),
                _ => {}
            }
            set.insert(field.into(), json!(list));
        }
    }
    if run.answer("tell", "tell").is_some() {
        set.insert("tell_cb".into(), run.says("tell", "tell").into());
    }
    set.insert("after_check_on".into(), run.says("back", "after_check_on").into());
    if let Some(notes) = notes(run) {
        set.insert("notes".into(), notes.into());
    }
    match run.approval("yes", "approved") {
        Some(a) => {
            set.insert("approved".into(), a);
            // What was there before anybody could plan it is done already.
            let there = unplanned(run) && change(run).is_none();
            set.insert("state".into(), if there { "done" } else { "approved" }.into());
        }
        None => {
            set.insert("state".into(), "screened".into());
        }
    }
    let before = change(run).map(|_| run.body()).unwrap_or_default();
    set.retain(|f, v| before.get(f) != Some(v) && (before.contains_key(f) || !crate::canonical::empty(v)));
    done.changes.push(Act::put("change", &me, Value::Object(set)));
    known_supplier_does_more(run, done);
    risks(run, &assets, &suppliers, done);
    follow_up(run, &me, done);
}
fn screening_rows(run: &Run) -> Value {
    let kept =
        |n: usize| change(run).and_then(|c| c.screening.get(n)).and_then(|s| s.note.as_ref()).map(|t| t.to_string());
    (0..SEVEN.len())
        .map(|n| {
            let said = if asked(run, n) {
                run.says(SEVEN_STEPS[n], "note").trim().to_string()
            } else {
                kept(n).unwrap_or_default()
            };
            let more = if n == 0 { run.says("data", "which").trim() } else { "" };
            let note = [said.as_str(), more].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join("\n");
            let mut row = json!({"question": SEVEN[n], "answer": answer(run, n)});
            if let (false, Some(o)) = (note.is_empty(), row.as_object_mut()) {
                o.insert("note".into(), note.into());
            }
            row
        })
        .collect()
}
/// What no field of a change asks for, kept with it in words.
fn notes(run: &Run) -> Option<String> {
    let kept = change(run).and(run.record()).and_then(|r| r.common.notes.as_ref()).map(|n| n.to_string());
    let mut parts: Vec<String> = kept.into_iter().collect();
    let mut put = |head: &str, said: &str| {
        if !said.trim().is_empty() {
            parts.push(format!("{head}: {}", said.trim()));
        }
    };
    put("What it did before it was known", run.says("unplanned", "before_known"));
    put("What must be thought of for the ISMS", run.says("isms", "thought"));
    put("It touches nothing on record, because", run.says("touch-rules", "nothing_why"));
    put("Nothing could go wrong because of it, because", run.says("risks", "none_because"));
    Some(parts.join("\n\n")).filter(|p| !p.is_empty())
}

/// Things that are to come, as planned ones. Gives their names inside the proposal.
fn new_assets(run: &Run, done: &mut Done) -> Vec<String> {
    let mut out = Vec::new();
    let suppliers: Vec<String> = known_supplier(run).into_iter().collect();
    for (n, row) in run.table("things", "things").into_iter().enumerate() {
        let worth =
            run.answer("worth", "worth").and_then(|w| w.get(text(row, "title").trim())).and_then(Value::as_object);
        let (Some(worth), name) = (worth, format!("@asset{}", n + 1)) else { continue };
        let mut fields = Map::new();
        fields.extend(row.clone());
        fields.extend(worth.clone());
        fields.insert("title".into(), text(row, "title").trim().into());
        fields.insert("owner".into(), owner(run).into());
        fields.insert("state".into(), "planned".into());
        if newly(run, 2) {
            let by = if new_supplier(run) { vec!["@supplier".to_string()] } else { suppliers.clone() };
            fields.insert("supplier".into(), json!(by));
        }
        done.changes.push(Act::put("asset", &name, Value::Object(fields)));
        out.push(name);
    }
    out
}
/// A new supplier, as a considered one: it is looked at before it is used.
fn new_supplier_record(run: &Run, done: &mut Done) -> Vec<String> {
    if !newly(run, 2) || !new_supplier(run) {
        return Vec::new();
    }
    let said = |step: &str, f: &str| run.answer(step, f).cloned().unwrap_or_default();
    let access = run.codes("supplier", "access");
    let fields = json!({
        "title": run.says("supplier", "name").trim(), "owner": owner(run), "service": said("supplier", "service"), "critical": said("supplier-new", "critical"),
        "access": access, "data_where": if access.iter().any(|a| a == "our_data") { said("supplier", "data_where") } else { Value::Null },
        "personal_data": said("supplier-new", "personal_data"), "exit": if run.is("supplier-new", "critical", "critical") { said("supplier-new", "exit") } else { Value::Null },
        // Nothing is agreed yet; the look before use asks for it.
        "security_clauses": "no", "state": "considered",
    });
    done.changes.push(Act::put("supplier", "@supplier", fields));
    vec!["@supplier".into()]
}
/// One that is on record and does more: what they do and reach is brought up to date.
fn known_supplier_does_more(run: &Run, done: &mut Done) {
    let Some(code) = known_supplier(run).filter(|_| newly(run, 2)) else { return };
    let before = run.isms.record(&code).map(crate::isms::Record::body_json).unwrap_or_default();
    let mut set = Map::new();
    for field in ["service", "access", "data_where"] {
        if let Some(v) = run.answer("supplier", field).filter(|v| before.get(field) != Some(v)) {
            set.insert(field.into(), v.clone());
        }
    }
    if !set.is_empty() {
        done.put("supplier", &code, Value::Object(set));
    }
}

/// What could go wrong becomes risks. They were not reviewed: their review asks for what is not said here.
fn risks(run: &Run, assets: &[String], suppliers: &[String], done: &mut Done) {
    let hit = |field: &str, new: &[String]| {
        let mut all = touched(run, field);
        all.extend(new.iter().cloned());
        all
    };
    for (n, row) in run.table("risks", "wrong").into_iter().filter(|_| any_yes(run)).enumerate() {
        let level =
            run.answer("risk-levels", "level").and_then(|l| l.get(text(row, "title"))).and_then(Value::as_object);
        let (Some(level), name) = (level, format!("@risk{}", n + 1)) else { continue };
        let treatment = text(level, "treatment");
        let about_it = text(row, "about_it").trim();
        let mut fields = json!({
            "title": text(row, "title").trim(), "because": text(row, "because"), "owner": owner(run), "harms": row.get("harms"),
            "assets": hit("assets", assets), "processes": hit("processes", &[]), "suppliers": hit("suppliers", suppliers),
            "likelihood": level.get("likelihood"), "impact": level.get("impact"), "scores_why": text(level, "scores_why"),
            "treatment": treatment, "treatment_why": about_it,
            // Until its review says otherwise it stays where it is.
            "residual_likelihood": level.get("likelihood"), "residual_impact": level.get("impact"), "scored_by_criteria": run.isms.criteria(),
        });
        if treatment != "retain" && !about_it.is_empty() {
            let due = when(run).filter(|d| *d > run.today).unwrap_or_else(|| add_days(run.today, 30));
            let action = done.action("treatment", about_it, &name, &owner(run), due);
            fields["actions"] = json!([action]);
        }
        done.changes.push(Act::put("risk", &name, fields));
    }
}

/// What is to be done because of the answers: each becomes an action of the change.
fn follow_up(run: &Run, me: &str, done: &mut Done) {
    let name = title(run);
    let soon = add_days(run.today, 14);
    for n in (0..SEVEN.len()).filter(|n| asked(run, *n) && answer(run, *n) == "unsure") {
        let who = Some(run.says(SEVEN_STEPS[n], "ask")).filter(|w| !w.is_empty()).unwrap_or(run.by);
        done.action("change", &format!("Find out for \u{201c}{name}\u{201d}: {}", SEVEN[n]), me, who, soon);
    }
    match run.says("data", "assessment") {
        "yes" => {
            let due = when(run).filter(|d| *d > run.today).map_or(soon, |d| add_days(d, -1).max(run.today));
            done.action(
                "change",
                &format!("Make the data protection assessment for \u{201c}{name}\u{201d}, before the data comes in"),
                me,
                &owner(run),
                due,
            );
        }
        "ask" => {
            let who = Some(run.says("data", "ask")).filter(|w| !w.is_empty()).unwrap_or(run.by);
            done.action(
                "change",
                &format!("Say whether \u{201c}{name}\u{201d} needs a data protection assessment"),
                me,
                who,
                soon,
            );
        }
        _ => {}
    }
    if newly(run, 2) && new_supplier(run) {
        let due = when(run).filter(|d| *d > run.today).map_or(soon, |d| add_days(d, -1).max(run.today));
        let who = run.says("supplier", "name").trim();
        done.action("supplier", &format!("Look at the supplier {who} before it is used"), me, &owner(run), due);
    }
    for row in run.table("needs", "needs").into_iter().filter(|_| any_yes(run)) {
        if let Some(until) = parse(text(row, "until")) {
            done.action("change", text(row, "what"), me, text(row, "who"), until);
        }
    }
    if run.is("tell", "tell", "yes") {
        if let Some(by) = run.day("tell", "tell_by") {
            done.action("change", &format!("Tell the certification body of \u{201c}{name}\u{201d}"), me, run.by, by);
        }
    }
    if let Some(who) = run.waits_for("yes", "approved") {
        done.action(
            "decision",
            &format!("Get the word of {} on \u{201c}{name}\u{201d}", run.name(who)),
            me,
            run.by,
            soon,
        );
    }
}

/// The later visits: did it go live, did the needs hold, what came of it.
fn look_back(run: &Run, done: &mut Done) {
    let Some(c) = change(run) else { return };
    let me = run.subject.clone();
    let mut set = Map::new();
    let live_on = run.day("live", "live_on");
    if let Some(on) = live_on.filter(|d| *d != c.when.0 && is_live(run)) {
        set.insert("when".into(), on.to_string().into());
    }
    match (visit(run), run.says("live", "live")) {
        (Visit::Live, "yes") => {
            set.insert("state".into(), "done".into());
            if c.after_check_on.is_none() {
                set.insert("after_check_on".into(), add_days(run.today, 60).to_string().into());
            }
        }
        (Visit::Live, "not_yet") => {
            set.insert("when".into(), run.says("live", "new_when").into());
            if let Some(on) = run.day("live", "new_when").filter(|d| c.after_check_on.is_none_or(|a| a.0 <= *d)) {
                set.insert("after_check_on".into(), add_days(on, 60).to_string().into());
            }
        }
        (Visit::Live, "given_up") => {
            set.insert("state".into(), "dropped".into());
            set.insert("outcome".into(), format!("Given up: {}", run.says("live", "drop_why").trim()).into());
        }
        (Visit::Back, _) => {
            set.insert("state".into(), "checked".into());
            set.insert("outcome".into(), run.says("came", "outcome").trim().into());
        }
        _ => {}
    }
    if !set.is_empty() {
        done.put("change", &me, Value::Object(set));
    }
    for (code, row) in run.by_row("held", "held") {
        need(run, &me, code, row, live_on, done);
    }
    for row in run.table("mend", "mend") {
        if let Some(until) = parse(text(row, "until")) {
            done.action("change", text(row, "what"), &me, text(row, "who"), until);
        }
    }
}
/// A need that held is done, and checked if it was done already; one that did not hold is to be put right.
fn need(run: &Run, me: &str, code: &str, row: &Value, live_on: Option<chrono::NaiveDate>, done: &mut Done) {
    let how = row.get("how").and_then(Value::as_str).unwrap_or_default().trim();
    let (Some(r), held) = (run.isms.record(code), row.get("held").and_then(Value::as_str).unwrap_or_default()) else {
        return;
    };
    let done_on = r.get::<crate::kinds::Action>().and_then(|a| a.done_on).map(|d| d.0);
    match (held, r.state()) {
        ("yes", "open" | "doing") => {
            let on = live_on.unwrap_or(run.today);
            done.put("action", code, json!({"state": "done", "done_on": on.to_string(), "result": how}));
        }
        ("yes", "done") if done_on.is_some_and(|d| d < run.today) => {
            done.put("action", code, json!({"state": "checked", "checked_on": run.today.to_string(), "effective": "yes", "effective_because": how}));
        }
        ("partly" | "no", _) => {
            let owner = r.get::<crate::kinds::Action>().map_or(run.by.to_string(), |a| a.owner.to_string());
            let what = format!("Put right what did not hold: {code} {} ({how})", r.title());
            done.action("change", &what, me, &owner, add_days(run.today, 14));
        }
        _ => {}
    }
}
