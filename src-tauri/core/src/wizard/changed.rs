//! The first step of every guide: what has happened since the last look, and whether each of it matters here (WIZARDS 1.1).
//! It must never decide that something does not matter.
use super::ask::{Page, Row, too_short};
use super::panel::{PanelPart, ReasonPart, reason_shown};
use super::{Judge, Run, Step, ask, say};
use crate::isms::Seq;
use crate::staleness::{Reason, State};
use crate::words::Prose;
use schemars::JsonSchema;
use serde_json::{Value, json};

/// Each of these was changed or added after the last review.
#[derive(JsonSchema)]
#[allow(dead_code)] // Read by name, from the answers.
struct Changed {
    /// Does this matter here?
    matters: Matters,
    /// Why not? — One sentence that you would say to the auditor.
    matters_why: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Matters {
    /// yes
    Yes,
    /// no
    No,
    /// not sure
    NotSure,
}

/// The step `changed`, as each guide puts it first.
pub const CHANGED: Step = ask::<Changed>("changed", "What changed")
    .heading(
        "What has happened since you last looked ({date}, by {who})?",
        "Each of these was changed or added after the last review. Say for each whether it matters here.",
    )
    .shape(shape)
    .panel(panel)
    .judge(judge);

/// Why the subject is out of step, besides the calendar: each with the id by which it is answered.
pub fn reasons(run: &Run) -> Vec<(String, Reason)> {
    reasons_of(run, &run.subject)
}
pub(crate) fn reasons_of(run: &Run, target: &str) -> Vec<(String, Reason)> {
    let Some(item) = run.item(target) else { return Vec::new() };
    let calendar = ["never-reviewed", "review-overdue", "review-due-soon", "due-before-audit", "high-risk-cadence"];
    item.shown()
        .filter(|r| !calendar.contains(&r.rule.id))
        .filter(|r| r.state == State::Stale || r.rule.dagger || r.input.is_some())
        .map(|r| (reason_id(run, r), r.clone()))
        .collect()
}
/// "risk-asset-changed:A-07"
fn reason_id(run: &Run, r: &Reason) -> String {
    match r.input {
        Some(ix) => format!("{}:{}", r.rule.id, run.isms.rec(ix).code),
        None => r.rule.id.to_string(),
    }
}
/// A contradiction, or an incident that names the record: it cannot be said not to matter.
pub(crate) fn must_matter(run: &Run, r: &Reason) -> bool {
    r.rule.dagger || (r.input.is_some_and(|ix| run.isms.rec(ix).info().name == "incident") && r.path.len() <= 2)
}

fn shape(run: &Run, page: &mut Page) {
    let all = reasons(run);
    if all.is_empty() {
        page.asks.clear();
        return;
    }
    let rows = |only_no: bool| {
        all.iter()
            .filter(|(_, r)| !only_no || !must_matter(run, r))
            .map(|(id, r)| Row {
                id: id.clone(),
                title: r.text(run.isms),
                sentence: Vec::new(),
                detail: if must_matter(run, r) {
                    "This one has to be answered; it cannot be set aside with a sentence.".into()
                } else {
                    say_path(run, r)
                },
                flags: Vec::new(),
                fields: None,
                panel: Vec::new(),
            })
            .collect::<Vec<_>>()
    };
    if let Some(a) = page.the("matters") {
        a.rows = Some(rows(false));
    }
    if let Some(a) = page.the("matters_why") {
        a.rows = Some(rows(true));
    }
}
/// "Risk R-012 → asset A-07 → supplier S-03"
pub(crate) fn say_path(run: &Run, r: &Reason) -> String {
    if r.path.len() < 2 {
        return String::new();
    }
    let words: Vec<String> = r
        .path
        .iter()
        .rev()
        .map(|ix| {
            let x = run.isms.rec(*ix);
            format!("{} {}", x.info().title.to_lowercase(), x.code)
        })
        .collect();
    let mut path = words.join(" \u{2192} ");
    if let Some(first) = path.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    path
}

fn judge(run: &Run, judge: &mut Judge) {
    for (id, r) in reasons(run) {
        if run.row("changed", "matters", &id) != "no" {
            continue;
        }
        if must_matter(run, &r) {
            judge.red("matters", format!("{} That cannot be set aside; answer yes or not sure.", r.text(run.isms)));
        } else {
            let why = run.row("changed", "matters_why", &id);
            if why.trim().is_empty() {
                judge.red(
                    "matters_why",
                    format!(
                        "{} Why does it not matter here? One sentence that you would say to the auditor.",
                        r.text(run.isms)
                    ),
                );
            } else {
                too_short("matters_why", why, 10, judge);
            }
        }
    }
}

/// Old and new side by side, who changed it, when and why, and the path; and the last review.
fn panel(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(what_changed(run));
    super::panel::last_review(run, out);
}
/// The panel `changed`.
pub fn what_changed(run: &Run) -> PanelPart {
    let title = "What changed".to_string();
    let last = run.isms.last_mark(&run.subject);
    let all = reasons(run);
    if last.is_none() {
        return PanelPart::text(title, "This is the first review; there is nothing to compare with.");
    }
    if all.is_empty() {
        let since = last.map(|m| run.say_day(m.held_on)).unwrap_or_default();
        let item = run.item(&run.subject);
        let time = item.is_some_and(|i| i.states.has(State::Overdue) || i.states.has(State::DueSoon));
        return PanelPart::text(
            title,
            if time {
                "Nothing that this rests on has changed. You are here because a year has passed.".to_string()
            } else {
                format!("Nothing that this rests on has changed since {since}.")
            },
        );
    }
    PanelPart::Reasons { title, reasons: all.iter().map(|(_, r)| before_and_after(run, r)).collect() }
}
fn before_and_after(run: &Run, r: &Reason) -> ReasonPart {
    let isms = run.isms;
    let mut part = ReasonPart {
        reason: reason_shown(run, r),
        was: String::new(),
        now: String::new(),
        by: String::new(),
        on: r.changed,
        why: String::new(),
    };
    let Some(input) = r.input.map(|ix| isms.rec(ix)) else { return part };
    let seen = horizon(run, &input.code);
    let diff = say::differences(isms, run.today, input, seen);
    let side = |pick: fn(&(String, String, String)) -> &String| {
        diff.iter()
            .take(4)
            .map(|d| {
                let v = pick(d);
                if diff.len() == 1 { v.clone() } else { format!("{} {v}", d.2) }
            })
            .collect::<Vec<_>>()
            .join("; ")
    };
    if input.at(seen).is_some() {
        part.was = side(|d| &d.0);
        part.now = side(|d| &d.1);
    } else {
        part.now = input.title();
    }
    if let Some(act) = isms.act(input.head().seq) {
        part.by = run.name(&act.by);
        part.on = part.on.or(Some(act.on));
        part.why = act.why.to_string();
    }
    part
}
/// The last act that the subject's reviewer can have seen of an input.
fn horizon(run: &Run, input: &str) -> Seq {
    run.isms.last_mark(&run.subject).map_or(0, |m| m.horizon).max(run.isms.no_effect(&run.subject, input))
}

/// What the review record keeps of the reasons, word for word.
pub(super) fn saw(run: &Run) -> Vec<Value> {
    reasons(run)
        .iter()
        .map(|(id, r)| {
            let mut row = json!({"target": run.subject, "rule": r.rule.id, "text": r.text(run.isms)});
            let (matters, why) = (run.row("changed", "matters", id), run.row("changed", "matters_why", id));
            if let Some(o) = row.as_object_mut() {
                if !matters.is_empty() {
                    o.insert("matters".into(), matters.replace('_', " ").into());
                }
                if matters == "no" && !why.is_empty() {
                    o.insert("why".into(), why.into());
                }
            }
            row
        })
        .collect()
}
