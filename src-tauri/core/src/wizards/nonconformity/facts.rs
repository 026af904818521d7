//! The finding as it would stand with the answers given so far: which questions that leaves open, and how far it gets.
//! It reads; it must never judge.
use crate::dates;
use crate::kinds::{Action, Nonconformity};
use crate::staleness::word;
use crate::wizard::{Run, short, strings};
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

pub(super) fn recorded<'a>(run: &Run<'a>) -> Option<&'a Nonconformity> {
    run.record()?.get()
}
pub(super) fn returning(run: &Run) -> bool {
    run.record().is_some()
}
pub(super) fn named(run: &Run, field: &str) -> Vec<String> {
    run.body().get(field).map(strings).unwrap_or_default()
}
/// Where it stands on record: "raised" while it has no record.
pub(super) fn stands(run: &Run) -> String {
    run.record().map_or("raised", |r| r.state()).to_string()
}
/// Is this still to be said of it?
pub(super) fn missing(run: &Run, lacks: fn(&Nonconformity) -> bool) -> bool {
    stands(run) != "closed" && recorded(run).is_none_or(lacks)
}
pub(super) fn reopened(run: &Run) -> bool {
    stands(run) == "closed"
}
/// Major or minor.
pub(super) fn failing(run: &Run) -> bool {
    match recorded(run) {
        Some(n) => n.failing(),
        None => matches!(run.says("grade", "grade"), "major" | "minor"),
    }
}
pub(super) fn external(run: &Run) -> bool {
    recorded(run).is_some_and(|n| word(&n.source) == "external_audit")
}
pub(super) fn requirement(run: &Run) -> Vec<String> {
    recorded(run).map_or_else(|| run.codes("what", "requirement"), |n| n.requirement.0.clone())
}
/// Controls that the requirement names, as records: "A.5.18" is SOA-5.18.
pub(super) fn controls_of(run: &Run) -> Vec<String> {
    let mut out = named(run, "controls");
    for n in requirement(run) {
        if let Some(code) = n.strip_prefix("A.").map(|n| format!("SOA-{n}")).filter(|c| run.isms.record(c).is_some()) {
            if !out.contains(&code) {
                out.push(code);
            }
        }
    }
    out
}

// ---- its actions
/// The live actions of the finding: those it names and those that come from it.
pub(super) fn actions<'a>(run: &Run<'a>) -> Vec<(String, &'a str, &'a Action)> {
    let own = named(run, "actions");
    run.isms
        .live::<Action>()
        .filter(|(_, r, a)| {
            own.iter().any(|o| **o == *r.code) || returning(run) && a.from.as_ref().is_some_and(|f| f.0 == run.subject)
        })
        .map(|(_, r, a)| (r.code.to_string(), r.state(), a))
        .collect()
}
/// Done and not checked yet.
pub(super) fn to_check<'a>(run: &Run<'a>) -> Vec<(String, &'a Action)> {
    if stands(run) == "closed" {
        return Vec::new();
    }
    actions(run)
        .into_iter()
        .filter(|(_, state, a)| *state == "done" && a.check_after_days.is_some())
        .map(|(c, _, a)| (c, a))
        .collect()
}
/// The day on which it was to be checked.
pub(super) fn check_day(a: &Action) -> Option<NaiveDate> {
    Some(dates::add_days(a.done_on?.0, i64::from(a.check_after_days?.0)))
}
/// Days since the first of those that are to be checked was done.
pub(super) fn longest(run: &Run) -> Option<i64> {
    to_check(run).iter().filter_map(|(_, a)| Some(dates::days_between(a.done_on?.0, run.today))).max()
}
pub(super) struct Checked {
    pub code: String,
    pub effective: String,
    pub how: String,
    pub proof: String,
}
/// What was found of each action on this visit.
pub(super) fn checked(run: &Run) -> Vec<Checked> {
    to_check(run)
        .into_iter()
        .filter_map(|(code, _)| {
            let row = run.answer("worked", "worked")?.get(&code)?;
            let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim().to_string();
            let effective = text("effective");
            let how = match row.get("samples").and_then(Value::as_u64) {
                Some(1) => format!("{} (1 sample)", text("how")),
                Some(n) => format!("{} ({n} samples)", text("how")),
                None => text("how"),
            };
            matches!(effective.as_str(), "yes" | "partly" | "no").then(|| Checked {
                code,
                effective,
                how,
                proof: text("proof"),
            })
        })
        .collect()
}
/// One of them did not remove the cause.
pub(super) fn failed_again(run: &Run) -> bool {
    checked(run).iter().any(|c| c.effective == "no")
}
pub(super) struct ToDo {
    pub what: String,
    pub who: String,
    pub until: NaiveDate,
    pub check_after: u64,
    pub sign: String,
}
pub(super) fn to_do(run: &Run) -> Vec<ToDo> {
    if !asks_act(run) {
        return Vec::new();
    }
    run.table("act", "act")
        .into_iter()
        .filter_map(|row| {
            let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim().to_string();
            Some(ToDo {
                what: text("what"),
                who: text("who"),
                until: dates::parse(&text("until"))?,
                check_after: row.get("check_after").and_then(Value::as_u64).unwrap_or(90),
                sign: text("sign"),
            })
        })
        .collect()
}

// ---- which questions are asked
pub(super) fn asks_why(run: &Run) -> bool {
    failing(run) && (missing(run, |n| n.cause.is_none()) || failed_again(run) || reopened(run))
}
pub(super) fn asks_act(run: &Run) -> bool {
    let none = actions(run).is_empty() && missing(run, |n| n.no_action_because.is_none());
    stands(run) != "noted" && (none || failed_again(run) || reopened(run))
}
pub(super) fn asks_says(run: &Run) -> bool {
    let none = ["risks", "controls", "policies", "suppliers"].iter().all(|f| named(run, f).is_empty());
    missing(run, |n| n.says_nothing_because.is_none()) && (none || asks_why(run)) && stands(run) != "noted"
}
/// Everything that the answer needs is there, or is said on this visit.
pub(super) fn complete(run: &Run) -> bool {
    if !failing(run) {
        return true;
    }
    let said = |field: &str, step: &str, answer: &str| {
        run.body().get(field).is_some_and(|v| !crate::canonical::empty(v)) || !run.says(step, answer).trim().is_empty()
    };
    said("correction", "now", "correction")
        && said("elsewhere", "elsewhere", "how")
        && said("cause", "why", "why2")
        && (!actions(run).is_empty() || !to_do(run).is_empty() || said("no_action_because", "act", "no_action_because"))
}
pub(super) fn asks_answer(run: &Run) -> bool {
    external(run)
        && failing(run)
        && missing(run, |n| n.answered_on.is_none())
        && stands(run) == "raised"
        && complete(run)
}
pub(super) fn asks_confirm(run: &Run) -> bool {
    external(run) && failing(run) && missing(run, |n| n.closed_by_cb_on.is_none()) && stands(run) != "raised"
}

pub(super) fn whys<'a>(run: &Run<'a>) -> Vec<&'a str> {
    ["why1", "why2", "why3", "why4", "why5"]
        .iter()
        .map(|f| run.says("why", f).trim())
        .filter(|w| !w.is_empty())
        .collect()
}
/// What the answers change of the record, but for its actions and its state.
pub(super) fn given(run: &Run) -> Map<String, Value> {
    let mut set = Map::new();
    let text = |step: &str, field: &str| Value::from(run.says(step, field).trim());
    let mut put = |field: &str, v: Value| {
        set.insert(field.to_string(), v);
    };
    if !returning(run) {
        let given = run.says("what", "title").trim();
        put("title", if given.is_empty() { short(run.says("what", "what")).into() } else { given.into() });
        for (step, f) in [("what", "what"), ("what", "own_rule"), ("grade", "grade"), ("grade", "source")] {
            put(f, text(step, f));
        }
        put("requirement", json!(run.codes("what", "requirement")));
        put("raised_on", run.day("grade", "raised_on").unwrap_or(run.today).to_string().into());
    }
    if failing(run) && missing(run, |n| n.correction.is_none()) {
        put("correction", text("now", "correction"));
        put("corrected_on", text("now", "corrected_on"));
        let mut proofs = named(run, "evidence");
        proofs.extend(run.codes("now", "proof").into_iter().filter(|e| !proofs.contains(e)).collect::<Vec<_>>());
        put("evidence", json!(proofs));
    }
    if failing(run) && missing(run, |n| n.harm.is_none()) {
        let none = run.is("harm", "consequences", "none");
        put("harm", format!("{}{}", if none { "None: " } else { "" }, run.says("harm", "harm").trim()).into());
    }
    if failing(run) && missing(run, |n| n.elsewhere.is_none()) {
        let word = match run.says("elsewhere", "found") {
            "no" => "No",
            "could" => "It could",
            _ => "Yes",
        };
        put("elsewhere", format!("{word}: {}", run.says("elsewhere", "how").trim()).into());
    }
    if asks_why(run) {
        put("whys", json!(whys(run)));
        put("cause", whys(run).last().copied().unwrap_or_default().into());
    }
    if failing(run) && missing(run, |n| n.cause.is_none()) && run.is("before", "before", "yes") {
        put("repeats", text("before", "repeats"));
        put("repeats_why", text("before", "repeats_why"));
    }
    if asks_act(run) {
        put("no_action_because", text("act", "no_action_because"));
    }
    if asks_says(run) {
        for f in ["risks", "controls", "policies", "suppliers"] {
            put(f, json!(run.codes_or("says", f, &proposed(run, f))));
        }
        put("says_nothing_because", text("says", "says_nothing_because"));
    }
    if asks_answer(run) {
        for f in ["answered_on", "answer_due", "close_due"] {
            put(f, run.answer("answer", f).cloned().or_else(|| run.body().get(f).cloned()).unwrap_or_default());
        }
    }
    if asks_confirm(run) {
        put("closed_by_cb_on", text("confirm", "closed_by_cb_on"));
    }
    set
}
/// What stands ticked before anything is touched: what is recorded, and the controls that the requirement names.
pub(super) fn proposed(run: &Run, field: &str) -> Vec<String> {
    if field == "controls" { controls_of(run) } else { named(run, field) }
}
/// How far it gets with these answers (DOMAIN 2.19), by the arrows that there are. `fresh`: actions that this visit adds.
pub(super) fn state(run: &Run, fresh: &[String]) -> &'static str {
    let all = actions(run);
    let now = checked(run);
    let effective = |code: &str, a: &Action| {
        now.iter().find(|c| c.code == code).map_or_else(|| word(&a.effective).to_string(), |c| c.effective.clone())
    };
    let over = |code: &str, state: &str, a: &Action| {
        state == "dropped" || effective(code, a) == "yes" || state == "done" && a.check_after_days.is_none()
    };
    let cured = fresh.is_empty() && !all.is_empty() && all.iter().all(|(c, s, a)| over(c, s, a));
    // What did not work counts no more once something newer is to remove the cause.
    let superseded = |code: &str, a: &Action| {
        effective(code, a) == "no" && all.iter().any(|(c, s, b)| c > &code.to_string() && over(c, s, b))
    };
    let cured =
        cured || fresh.is_empty() && !all.is_empty() && all.iter().all(|(c, s, a)| over(c, s, a) || superseded(c, a));
    let nothing = all.is_empty() && fresh.is_empty();
    let all_done = fresh.is_empty() && all.iter().all(|(_, s, _)| matches!(*s, "done" | "checked" | "dropped"));
    let sent = !external(run)
        || recorded(run).is_some_and(|n| n.answered_on.is_some())
        || run.day("answer", "answered_on").is_some();
    match (stands(run).as_str(), failing(run)) {
        ("closed", _) => "acting",
        ("noted", _) => "noted",
        ("raised", false) if nothing => "noted",
        ("raised", false) => "acting",
        ("raised", true) if complete(run) && sent => "answered",
        ("raised", true) => "raised",
        (_, _) if cured => "closed",
        ("answered", _) if nothing => "closed",
        ("verifying", _) if failed_again(run) => "acting",
        ("acting", _) if all_done && !failed_again(run) => "verifying",
        ("verifying", _) => "verifying",
        _ => "acting",
    }
}
