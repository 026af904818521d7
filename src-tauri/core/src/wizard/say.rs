//! Answers and fields in words: for the review record, the list of answers, and what stood before and stands now.
//! It must never decide what is asked or whether it is right.
use super::ask::Ask;
use super::run::unknown;
use super::{Run, Step, ask};
use crate::canonical::empty;
use crate::catalog;
use crate::dates;
use crate::isms::{Isms, Record, json_of};
use crate::kind::{Choice, Ty};
use crate::kinds::Review;
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// A value of a field, in words.
pub fn value(isms: &Isms, today: NaiveDate, field: &str, ty: &Ty, v: &Value) -> String {
    let one = |v: &Value| v.as_str().map_or_else(|| v.to_string(), String::from);
    if unknown(v) {
        return "I don't know".into();
    }
    match ty {
        _ if empty(v) => String::new(),
        Ty::Date | Ty::Past => v.as_str().and_then(dates::parse).map_or_else(|| one(v), |d| dates::say(d, today)),
        Ty::Moment => v.as_str().and_then(|m| moment(m, today)).unwrap_or_else(|| one(v)),
        Ty::Score => {
            let n = v.as_u64().unwrap_or_default() as u32;
            let words = if field.contains("likelihood") {
                catalog::likelihood_words(isms.organization())
            } else {
                catalog::impact_words(isms.organization())
            };
            words.iter().find(|w| w.0 == n).map_or_else(|| n.to_string(), |w| format!("{n} {}", w.1.to_lowercase()))
        }
        // A whole document is not printed as an answer; it stands in the register with its versions.
        Ty::LongProse | Ty::FileText => format!("a text of {} words", one(v).split_whitespace().count()),
        Ty::Percent => format!("{} %", one(v)),
        Ty::Bool => {
            if v.as_bool() == Some(true) {
                "yes".into()
            } else {
                "no".into()
            }
        }
        Ty::Choice { of } => label(of, v),
        Ty::Many { of } => v.as_array().into_iter().flatten().map(|c| label(of, c)).collect::<Vec<_>>().join(", "),
        Ty::Ref { .. } | Ty::Target => link(isms, v),
        Ty::Refs { .. } | Ty::Targets => {
            v.as_array().into_iter().flatten().map(|c| link(isms, c)).collect::<Vec<_>>().join(", ")
        }
        Ty::Texts | Ty::Clauses => v.as_array().into_iter().flatten().map(one).collect::<Vec<_>>().join(", "),
        Ty::Approval => approval(isms, today, v),
        Ty::Row { of } => v.as_object().map(|r| row(isms, today, of, r)).unwrap_or_default(),
        Ty::List { of } => v
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .map(|r| row(isms, today, of, r))
            .collect::<Vec<_>>()
            .join("; "),
        Ty::Drop { of } if of == "lists" => {
            let rows = v["rows"].as_array().into_iter().flatten();
            rows.map(list).collect::<Vec<_>>().join("; ")
        }
        Ty::Drop { .. } => {
            let n = v["rows"].as_array().map_or(0, Vec::len);
            let name = v["file"].as_str().unwrap_or_default();
            let kept = v["evidence"].as_str().map(|e| format!(", kept as {e}")).unwrap_or_default();
            let rows = format!("{n} {}", if n == 1 { "row" } else { "rows" });
            format!("{name}: {}{kept}", v["says"].as_str().unwrap_or(&rows))
        }
        Ty::Cadence => serde_json::from_value::<dates::Cadence>(v.clone())
            .map_or_else(|_| one(v), |c| format!("every {}", c.words())),
        Ty::Money => format!(
            "{}.{:02} {}",
            v["minor"].as_i64().unwrap_or(0) / 100,
            v["minor"].as_i64().unwrap_or(0) % 100,
            v["currency"].as_str().unwrap_or_default()
        ),
        _ => one(v),
    }
}
/// "risks.csv, kept as EV-004: risk register, 12 new, 1 wrong"
fn list(l: &Value) -> String {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_string();
    let kept = l["evidence"].as_str().map(|e| format!(", kept as {e}")).unwrap_or_default();
    if l["later"] == true {
        return format!("{}{kept}: later", text(&l["id"]));
    }
    let counts = &l["look"]["counts"];
    let parts =
        [("adds", "new"), ("changes", "changed"), ("unchanged", "same"), ("errors", "wrong"), ("left_out", "left out")]
            .into_iter()
            .filter_map(|(k, word)| counts[k].as_u64().filter(|n| *n > 0).map(|n| format!("{n} {word}")));
    let parts: Vec<String> = std::iter::once(text(&l["look"]["recognised_as"])).chain(parts).collect();
    format!("{}{kept}: {}", text(&l["id"]), parts.join(", "))
}
/// "20 April 14:10 +02:00"
pub fn moment(m: &str, today: NaiveDate) -> Option<String> {
    let at = crate::kinds::incident::moment(m).ok()?;
    Some(format!("{} {}", dates::say(at.date_naive(), today), at.format("%H:%M %:z")))
}
fn label(of: &[Choice], v: &Value) -> String {
    let name = v.as_str().unwrap_or_default();
    of.iter().find(|c| c.name == name).map_or_else(|| name.replace('_', " "), |c| c.label.clone())
}
/// A code with its title; a person by name.
pub fn link(isms: &Isms, v: &Value) -> String {
    let code = v.as_str().unwrap_or_default();
    match isms.record(code) {
        Some(r) if r.info().name == "person" => r.title(),
        Some(r) => format!("{code} {}", r.title()),
        None => code.to_string(),
    }
}
fn approval(isms: &Isms, today: NaiveDate, v: &Value) -> String {
    let by = isms.name_of(v["by"].as_str().unwrap_or_default());
    if v.get("not_yet").is_some() {
        return format!("not yet: waiting for {by}");
    }
    let on = v["on"].as_str().and_then(dates::parse).map_or_else(String::new, |d| dates::say(d, today));
    let how = match v["how"].as_str() {
        Some("in_app") => "here, now",
        Some("signed") => "signed paper",
        Some("email") => "e-mail",
        Some("minutes") => "minutes",
        _ => "",
    };
    let proof = v["proof"].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(", ");
    format!("{by}, {on}, {how}{}", if proof.is_empty() { String::new() } else { format!(" ({proof})") })
}
fn row(isms: &Isms, today: NaiveDate, of: &[crate::kind::Field], r: &Map<String, Value>) -> String {
    of.iter()
        .filter_map(|f| r.get(&f.name).map(|v| value(isms, today, &f.name, &f.ty, v)))
        .map(|s| s.trim_end_matches('.').to_string())
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The answer to a question, in words; rows one after the other.
pub(super) fn answer(run: &Run, ask: &Ask, v: &Value) -> String {
    let say = |ty: &Ty, v: &Value| {
        let ty = match (&ask.choices, ty) {
            (Some(of), Ty::Choice { .. }) => &Ty::Choice { of: of.clone() },
            _ => ty,
        };
        value(run.isms, run.today, &ask.field, ty, v)
    };
    let text = match &ask.rows {
        None => say(&ask.ty, v),
        Some(rows) => rows
            .iter()
            .filter_map(|r| {
                let v = v.get(&r.id).filter(|v| !empty(v))?;
                let words = match (&ask.ty, v) {
                    (Ty::List { of }, Value::Object(cells)) => row(run.isms, run.today, of, cells),
                    (ty, v) => say(ty, v),
                };
                Some(format!("{}: {words}", r.title.trim_end_matches('.')))
            })
            .collect::<Vec<_>>()
            .join("; "),
    };
    if ask.ty == Ty::Prose
        && !text.is_empty()
        && ask.last.as_str().is_some_and(|l| l.trim() == text.trim())
        && !matches!(ask.field.as_str(), "because" | "title")
    {
        return format!("{text} (confirmed unchanged)");
    }
    text
}

/// Every question that was answered on the way, with its answer in words: step, record, question, answer, who said so.
pub(super) struct Said {
    pub step: String,
    /// The step's own id, without the record.
    pub bare: &'static str,
    pub target: Option<String>,
    pub field: String,
    pub label: String,
    pub shown: String,
    pub who: String,
}
pub(super) fn said(run: &Run) -> Vec<Said> {
    let mut out = Vec::new();
    for at in run.way() {
        if at.id == super::sign::CHECK.id || at.id == super::sign::SIGN.id {
            continue;
        }
        let given = run.answers.0.get(&at.id).cloned().unwrap_or_default();
        for a in ask::asks(&at.run, at.step).iter() {
            if !a.case.is_empty() && !crate::check::holds(&a.case, &given) {
                continue;
            }
            let v = given.get(&a.field).cloned().unwrap_or_default();
            let shown = answer(&at.run, a, &v);
            // Where nothing had to be said and nothing was, nothing is printed.
            if shown.is_empty() && (!a.required || a.rows.as_ref().is_some_and(Vec::is_empty)) {
                continue;
            }
            let who = given.get(&format!("{}__who", a.field)).and_then(Value::as_str).unwrap_or_default().to_string();
            // Not everything that is gone through has a code yet; then its step names it.
            let has_code = at.run.isms.record(&at.run.subject).is_some();
            let target = (!at.run.prefix.is_empty() && has_code).then(|| at.run.subject.clone());
            let of = at.run.fill(at.step.heading);
            let nameless = !at.run.prefix.is_empty() && !has_code && !of.is_empty();
            out.push(Said {
                step: at.id.clone(),
                bare: at.step.id,
                target,
                field: a.field.clone(),
                label: if nameless { format!("{of}: {}", a.label) } else { a.label.clone() },
                shown,
                who,
            });
        }
    }
    out
}

/// What was answered last time to the questions of a step: from the review record, in words.
pub(super) fn last_words(run: &Run, step: &str) -> HashMap<String, String> {
    let Some(review) = run.isms.last_mark(&run.subject).and_then(|m| run.isms.rec(m.review).get::<Review>()) else {
        return HashMap::new();
    };
    if review.wizard.0 != run.wizard.name {
        return HashMap::new();
    }
    let mine = |t: &Option<crate::words::Target>| t.as_ref().is_none_or(|t| t.0 == run.subject);
    review
        .answers
        .iter()
        .filter(|a| a.step.0 == step && mine(&a.target))
        .map(|a| (a.field.to_string(), a.answer.trim_end_matches(" (confirmed unchanged)").to_string()))
        .collect()
}

/// What stood in a record when act `seen` was done beside what stands now, field by field: before, now, the question.
pub(super) fn differences(isms: &Isms, today: NaiveDate, r: &Record, seen: u32) -> Vec<(String, String, String)> {
    let was = r.at(seen).map(json_of).unwrap_or_default();
    let now = r.body_json();
    let mut out: Vec<(String, String, String)> = r
        .info()
        .fields
        .iter()
        .filter(|f| was.get(&f.name) != now.get(&f.name))
        .map(|f| {
            let say = |b: &Map<String, Value>| {
                b.get(&f.name).map(|v| value(isms, today, &f.name, &f.ty, v)).unwrap_or_default()
            };
            (say(&was), say(&now), f.question.clone())
        })
        .collect();
    for word in ["state", "retired"] {
        let say = |b: &Map<String, Value>| b.get(word).and_then(Value::as_str).unwrap_or_default().replace('_', " ");
        if say(&was) != say(&now) {
            out.push((say(&was), say(&now), if word == "state" { "Where it stands".into() } else { "Retired".into() }));
        }
    }
    out
}
/// Every step with its own title, for a draft's line on *Today*.
pub fn step_title(run: &Run, step: &Step) -> String {
    if run.prefix.is_empty() { step.title.to_string() } else { format!("{} \u{b7} {}", run.subject, step.title) }
}
