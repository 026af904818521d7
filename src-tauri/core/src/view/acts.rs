//! The trail in words: what was done, by whom, when, why, and what changed.
use super::NamedDay;
use super::record::{FieldChange, changes_between};
use crate::act::{Act, Verb};
use crate::isms::{Isms, Ix, json_of};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub struct HistoryEntry {
    pub seq: u32,
    pub at: String,
    pub on: NaiveDate,
    pub by: String,
    pub by_name: String,
    pub verb: &'static str,
    /// "Reviewed R-012"
    pub did: String,
    pub why: String,
    pub changes: Vec<FieldChange>,
    pub review: Option<String>,
    pub undone: bool,
    /// Records that it touched, in order.
    pub records: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Verified {
    pub ok: bool,
    pub acts: usize,
    pub text: String,
    pub problems: Vec<Problem>,
}
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Problem {
    #[serde(rename = "where")]
    pub place: String,
    pub text: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct CheckpointShown {
    pub size: u64,
    pub groups: Vec<String>,
    pub on: NaiveDate,
}
#[derive(Clone, Debug, Serialize)]
pub struct CheckpointKept {
    pub size: u64,
    pub short: String,
    pub on: NaiveDate,
    pub purpose: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct TrailShown {
    pub acts: Vec<HistoryEntry>,
    pub total: usize,
    pub checkpoint: CheckpointShown,
    pub checkpoints: Vec<CheckpointKept>,
    pub verified: Option<Verified>,
    pub days: Vec<NamedDay>,
}

/// What an act did, as a sentence without a subject: "Reviewed R-012", "Added 14 assets".
pub fn say_act(isms: &Isms, act: &Act) -> String {
    let codes: Vec<&str> = act.made.iter().map(|(ix, _)| &*isms.rec(*ix).code).collect();
    let main: Vec<&(Ix, u32)> = act.made.iter().filter(|(ix, _)| isms.rec(*ix).info().name != "review").collect();
    let about = |review: &crate::kinds::Review| match review.about.as_slice() {
        [one] => one.to_string(),
        [one, rest @ ..] => format!("{one} and {} more", rest.len()),
        [] => String::new(),
    };
    let review = isms.review_of(act).and_then(|ix| isms.rec(ix).get::<crate::kinds::Review>());
    let some = |verb: &str| match main.as_slice() {
        [] => format!("{verb} {}", codes.first().copied().unwrap_or("nothing")),
        [(one, _)] => format!("{verb} {}", isms.rec(*one).code),
        [(one, _), rest @ ..] if rest.iter().all(|(ix, _)| isms.rec(*ix).kind == isms.rec(*one).kind) => {
            format!("{verb} {} {}", main.len(), isms.rec(*one).info().plural.to_lowercase())
        }
        [(one, _), rest @ ..] => format!("{verb} {} and {} more", isms.rec(*one).code, rest.len()),
    };
    match act.verb {
        Verb::Add => some("Added"),
        Verb::Change => some("Changed"),
        Verb::State => match main.first() {
            Some((ix, v)) => format!("{}: {}", isms.rec(*ix).code, state_of(isms, *ix, *v)),
            None => some("Moved"),
        },
        Verb::Publish => match main.first() {
            Some((ix, v)) => {
                let body = json_of(&isms.rec(*ix).revisions[*v as usize - 1]);
                format!(
                    "Published {} {}",
                    isms.rec(*ix).code,
                    body.get("version").and_then(|v| v.as_str()).unwrap_or_default()
                )
            }
            None => some("Published"),
        },
        Verb::Review => review.map_or_else(|| some("Reviewed"), |r| format!("Reviewed {}", about(r))),
        Verb::Measure => some("Measured"),
        Verb::NoEffect => review.map_or_else(
            || some("Decided: no effect on"),
            |r| {
                format!(
                    "Decided that {} does not affect {}",
                    r.input.as_ref().map(|i| i.to_string()).unwrap_or_default(),
                    about(r)
                )
            },
        ),
        Verb::PutOff => review.map_or_else(|| some("Put off"), |r| format!("Put off {}", about(r))),
        Verb::Spread => {
            let moved: usize = act
                .made
                .iter()
                .filter_map(|(ix, _)| isms.rec(*ix).get::<crate::kinds::Review>())
                .map(|r| r.about.len())
                .sum();
            format!("Brought {moved} review{} forward", if moved == 1 { "" } else { "s" })
        }
        Verb::Retire => some("Retired"),
        Verb::Restore => some("Restored"),
        Verb::Undo | Verb::Redo => {
            let word = if act.verb == Verb::Undo { "Undid" } else { "Did again" };
            act.undoes
                .and_then(|s| isms.act(s))
                .map_or_else(|| word.to_string(), |a| format!("{word}: {}", lower(&say_act(isms, a))))
        }
        Verb::Import => some("Brought in"),
        Verb::Attach => some("Attached"),
        Verb::Export => crate::proof::Pack::of(act).map_or_else(|| "Gave out a pack".into(), |p| p.says()),
        Verb::Erase => some("Erased personal data of"),
        Verb::Setting => "Changed a setting".into(),
    }
}
fn lower(s: &str) -> String {
    let mut c = s.chars();
    c.next().map(|f| f.to_lowercase().collect::<String>() + c.as_str()).unwrap_or_default()
}
fn state_of(isms: &Isms, ix: Ix, version: u32) -> String {
    let r = isms.rec(ix);
    let body = json_of(&r.revisions[version as usize - 1]);
    let to = body.get("state").and_then(|s| s.as_str()).unwrap_or_default().replace('_', " ");
    if to.is_empty() { "changed".into() } else { format!("now {to}") }
}

/// The review that an act recorded; where what it said was erased, its code still stands.
fn act_review(isms: &Isms, act: &Act) -> Option<String> {
    let any = || act.made.iter().map(|(ix, _)| *ix).find(|ix| isms.rec(*ix).info().name == "review");
    isms.review_of(act).or_else(any).map(|ix| isms.rec(ix).code.to_string())
}

fn entry(isms: &Isms, act: &Act, only: Option<Ix>) -> HistoryEntry {
    let changes = act
        .made
        .iter()
        .filter(|(ix, _)| only.is_none_or(|o| o == *ix) && isms.rec(*ix).info().name != "review")
        .take(if only.is_some() { 1 } else { 3 })
        .flat_map(|(ix, v)| {
            let r = isms.rec(*ix);
            let now = &r.revisions[*v as usize - 1];
            let before = (*v > 1).then(|| &r.revisions[*v as usize - 2]);
            // What was erased is not compared with anything: that it is gone is no change of what it said.
            if now.body.is_none() || before.is_some_and(|b| b.body.is_none()) {
                return Vec::new();
            }
            changes_between(r.info(), before.map(json_of).as_ref(), &json_of(now))
        })
        .take(40)
        .collect();
    HistoryEntry {
        seq: act.seq,
        at: act.at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        on: act.on,
        by: act.by.to_string(),
        by_name: isms.name_of(&act.by),
        verb: act.verb.name(),
        did: match only {
            Some(o)
                if act.made.iter().any(|(ix, v)| *ix == o && isms.rec(o).revisions[*v as usize - 1].body.is_none()) =>
            {
                format!("{}; what it said of {} was erased", say_act(isms, act), isms.rec(o).code)
            }
            _ => say_act(isms, act),
        },
        why: act.why.to_string(),
        changes,
        review: act_review(isms, act),
        undone: isms.is_undone(act.seq),
        records: act.made.iter().map(|(ix, _)| isms.rec(*ix).code.to_string()).take(20).collect(),
    }
}

/// Every act that touched a record or reviewed it, latest first.
pub fn history_of(isms: &Isms, ix: Ix) -> Vec<HistoryEntry> {
    let r = isms.rec(ix);
    let mut seqs: Vec<u32> = r.revisions.iter().map(|v| v.seq).chain(r.marks.iter().map(|m| m.seq)).collect();
    seqs.sort_unstable();
    seqs.dedup();
    seqs.iter().rev().filter_map(|s| isms.act(*s)).map(|a| entry(isms, a, Some(ix))).collect()
}

/// A page of the trail, latest first: at most 200 acts before the given one whose words contain `find`.
pub fn trail(isms: &Isms, before: Option<u32>, find: &str, kept: Vec<CheckpointKept>, today: NaiveDate) -> TrailShown {
    let find = find.to_lowercase();
    let acts = isms
        .acts
        .iter()
        .rev()
        .filter(|a| before.is_none_or(|b| a.seq < b))
        .map(|a| entry(isms, a, None))
        .filter(|e| {
            find.is_empty()
                || format!("{} {} {} {}", e.did, e.why, e.by_name, e.records.join(" ")).to_lowercase().contains(&find)
        })
        .take(200)
        .collect();
    let head = isms.checkpoint();
    TrailShown {
        acts,
        total: isms.acts.len(),
        checkpoint: CheckpointShown { size: head.size, groups: head.groups(), on: today },
        checkpoints: kept,
        verified: None,
        days: super::days(isms),
    }
}
