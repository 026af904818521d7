//! The demo organization: its dated history (`file/demo/acts.jsonl`), line by line, as proposals that any file can replay.
//! What a line means is told in the story beside the data; here it is only brought into the form of `act`.
use crate::act::{Change, Declare, Proposal, Verb};
use crate::kinds::kind;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The day that is today in a demo, until its user goes on with the real date.
pub const DAY: &str = "2026-11-24";

/// One act of the history: when, whose decision, what.
pub struct DemoAct {
    pub on: NaiveDate,
    pub by: String,
    pub proposal: Proposal,
}

#[derive(Deserialize)]
struct Line {
    on: NaiveDate,
    by: String,
    verb: String,
    kind: String,
    code: String,
    fields: Map<String, Value>,
    #[serde(default)]
    changes: Vec<Also>,
    #[serde(default)]
    why: String,
    declared: Option<String>,
}
/// A further record in the same act: a change of one that exists, or one that is added.
#[derive(Deserialize)]
struct Also {
    kind: String,
    code: String,
    fields: Map<String, Value>,
}

/// Every line as a proposal, in order.
pub fn acts(jsonl: &str) -> Result<Vec<DemoAct>, String> {
    let mut story = Story::default();
    let lines = jsonl.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    lines
        .map(|(i, text)| {
            let line: Line = serde_json::from_str(text).map_err(|e| format!("line {}: {e}", i + 1))?;
            story.act(line).map_err(|e| format!("line {}: {e}", i + 1))
        })
        .collect()
}

/// What earlier lines leave for later ones.
#[derive(Default)]
struct Story {
    measured: HashMap<String, Vec<Value>>,
    no_effects: u32,
    put_off: u32,
}

impl Story {
    fn act(&mut self, line: Line) -> Result<DemoAct, String> {
        let Line { on, by, verb, kind, code, mut fields, changes, why, declared } = line;
        let verb = match verb.as_str() {
            "add" => Verb::Add,
            "change" => Verb::Change,
            "state" => Verb::State,
            "publish" => Verb::Publish,
            "review" => Verb::Review,
            "measure" => Verb::Measure,
            "no_effect" => Verb::NoEffect,
            "snooze" => Verb::PutOff,
            other => return Err(format!("there is no verb \u{201c}{other}\u{201d}")),
        };
        let mut declare = Declare::Nothing;
        let mut said = why;
        let (kind, code) = match verb {
            Verb::Review => {
                let held_on = fields.get("held_on").cloned().unwrap_or_else(|| json!(on));
                let who = fields.get("by").cloned().unwrap_or_else(|| json!(by));
                fields.entry("signed").or_insert_with(|| json!({"by": who, "on": held_on, "how": "in_app"}));
                if let Some(Value::String(why)) = fields.get_mut("why") {
                    *why = full(why);
                }
                (kind, code)
            }
            Verb::NoEffect => {
                self.no_effects += 1;
                let target = taken(&mut fields, "target")?;
                let input = taken(&mut fields, "input")?;
                fields = decision(&target, "no_effect", on, &by, &std::mem::take(&mut said));
                fields.insert("input".into(), input.into());
                ("review".into(), format!("RV-N{:04}", self.no_effects))
            }
            Verb::PutOff => {
                self.put_off += 1;
                let until = taken(&mut fields, "until")?;
                fields = decision(&code, "put_off", on, &by, &std::mem::take(&mut said));
                fields.insert("next_by".into(), until.into());
                ("review".into(), format!("RV-P{:04}", self.put_off))
            }
            Verb::Measure => {
                let values = self.measured.entry(code.clone()).or_default();
                values.push(Value::Object(std::mem::take(&mut fields)));
                fields.insert("measurements".into(), values.clone().into());
                (kind, code)
            }
            _ => {
                if let Some(Value::Array(values)) = fields.get("measurements") {
                    self.measured.insert(code.clone(), values.clone());
                }
                if declared.is_some() && touches_material(&kind, &fields) {
                    declare = Declare::Correction;
                }
                (kind, code)
            }
        };
        let mut all = vec![Change::Put { kind, code: Some(code), fields, declare }];
        all.extend(changes.into_iter().map(|c| Change::Put {
            kind: c.kind,
            code: Some(c.code),
            fields: c.fields,
            declare: Declare::Nothing,
        }));
        Ok(DemoAct { on, by, proposal: Proposal { verb, why: said, changes: all } })
    }
}

/// The body of a decision that is no wizard's.
fn decision(target: &str, outcome: &str, on: NaiveDate, by: &str, why: &str) -> Map<String, Value> {
    let body = json!({"wizard": "note", "about": [target], "held_on": on, "by": by, "outcome": outcome, "why": full(why), "signed": {"by": by, "on": on, "how": "in_app"}});
    match body {
        Value::Object(m) => m,
        _ => Map::new(),
    }
}
fn taken(fields: &mut Map<String, Value>, name: &str) -> Result<String, String> {
    match fields.remove(name) {
        Some(Value::String(s)) => Ok(s),
        _ => Err(format!("\u{201c}{name}\u{201d} is missing")),
    }
}
/// A review's why has at least ten characters; two of the history are shorter.
fn full(why: &str) -> String {
    if why.trim().chars().count() < 10 {
        format!("{why} Nothing else was seen.").trim().to_string()
    } else {
        why.to_string()
    }
}
fn touches_material(name: &str, fields: &Map<String, Value>) -> bool {
    kind(name).is_some_and(|k| fields.keys().any(|f| k.field(f).is_some_and(|f| f.material)))
}
