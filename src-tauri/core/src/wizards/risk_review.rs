//! Review a risk, or many at once: still the same, what stands against it, how likely and how bad, what is decided, who said yes.
//! It must never score, decide or accept by itself.
mod batch;
mod checks;
mod panels;
mod questions;

use crate::act::Change;
use crate::kinds::{Outcome, Risk};
use crate::matrix;
use crate::wizard::{About, CHANGED, Done, Part, Run, Step, Wizard, ask};
use checks::*;
use questions as q;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "risk-review",
    title: "Review a risk",
    clause: "8.2",
    about: About::Records("risk"),
    minutes: 6,
    parts: &[
        Part::Once(batch::BEFORE),
        Part::Each(batch::first, STEPS),
        Part::Once(batch::QUIET),
        Part::Each(batch::looked_closer, STEPS),
        Part::Once(batch::AFTER),
    ],
    words,
    at_check: |run, out| crate::wizard::panel::matrix(run, out),
    finish,
};

static STEPS: &[Step] = &[
    ask::<q::Touched>("touched", "Now or later").when("when several risks are gone through", |r| r.many()),
    CHANGED.when("", on),
    ask::<q::Same>("same", "Still the same risk?")
        .when("", on)
        .cases(&[
            ("title", "still=words"),
            ("because", "still=words"),
            ("split_into", "still=two"),
            ("gone_why", "still=gone"),
        ])
        .least(&[("gone_why", 20)])
        .panel(panels::same)
        .judge(same),
    ask::<q::Reach>("reach", "What it would hit")
        .when(NOT_GONE, stays)
        .shape(reach_shape)
        .panel(panels::reach)
        .judge(reach),
    ask::<q::Owner>("owner", "Who decides")
        .when(NOT_GONE, stays)
        .cases(&[("new_owner", "owner=someone_else")])
        .panel(panels::owner)
        .judge(owner),
    ask::<q::Controls>("controls", "Controls today")
        .heading("What stands against it today, and does it work?", "Only what works now. What is planned comes later.")
        .when(NOT_GONE, stays)
        .shape(controls_shape)
        .panel(panels::controls)
        .judge(controls),
    ask::<q::Scores>("score", "How likely, how bad")
        .when(NOT_GONE, stays)
        .facts(&["likelihood", "impact"])
        .least(&[("scores_why", 10), ("lower_why", 10)])
        .shape(score_shape)
        .panel(panels::score)
        .judge(score),
    ask::<q::Decide>("decide", "What you decide")
        .when(NOT_GONE, stays)
        .least(&[("treatment_why", 10)])
        .panel(panels::decide),
    ask::<q::Plan>("plan", "What will be done")
        .when("if it is to be made smaller, stopped or shared", |r| {
            stays(r) && matches!(r.says("decide", "treatment"), "modify" | "avoid" | "share")
        })
        .shape(plan_shape)
        .panel(panels::plan)
        .judge(plan),
    ask::<q::After>("after", "What is left")
        .when(NOT_GONE, stays)
        .facts(&["residual_likelihood", "residual_impact"])
        .least(&[("residual_why", 10)])
        .shape(after_shape)
        .panel(panels::after)
        .judge(after),
    ask::<q::Accept>("accept", "Who accepts it")
        .when(
            "if what is left, or what is carried until then, lies above the line; or if you live with it",
            must_accept,
        )
        .shape(accept_shape)
        .panel(panels::accept)
        .judge(accept),
    ask::<q::Approve>("approve", "The owner's word")
        .when("if the decision, the plan or what is left has changed, or no approval stands", |r| {
            must_approve(r) && !r.many()
        })
        .shape(approve_shape)
        .panel(panels::approve),
];
const NOT_GONE: &str = "unless it can no longer happen";

/// The risk as it is recorded.
fn risk<'a>(run: &Run<'a>) -> Option<&'a Risk> {
    run.record()?.get()
}
/// Is it gone through now, and not put aside?
fn on(run: &Run) -> bool {
    !run.is("touched", "look", "later")
}
fn gone(run: &Run) -> bool {
    run.is("same", "still", "gone")
}
fn stays(run: &Run) -> bool {
    on(run) && !gone(run)
}

/// What the answers make of the risk: each value as answered, or as it stands.
struct Now {
    owner: String,
    likelihood: u8,
    impact: u8,
    treatment: String,
    planned: Vec<String>,
    residual_likelihood: u8,
    residual_impact: u8,
}
impl Now {
    fn of(run: &Run) -> Option<Now> {
        let r = risk(run)?;
        let likelihood = run.score("score", "likelihood").unwrap_or(r.likelihood.0);
        let impact = run.score("score", "impact").unwrap_or(r.impact.0);
        let body = run.body();
        let treatment = Some(run.says("decide", "treatment"))
            .filter(|t| !t.is_empty())
            .or_else(|| body.get("treatment")?.as_str())
            .unwrap_or_default()
            .to_string();
        let carried = treatment == "retain";
        let left = |field: &str, today: u8, before: u8| {
            if carried { today } else { run.score("after", field).unwrap_or(before.min(today)) }
        };
        Some(Now {
            owner: owner_now(run),
            residual_likelihood: left("residual_likelihood", likelihood, r.residual_likelihood.0),
            residual_impact: left("residual_impact", impact, r.residual_impact.0),
            planned: run.codes_or("plan", "planned_controls", &r.planned_controls),
            likelihood,
            impact,
            treatment,
        })
    }
    fn level(&self) -> u32 {
        u32::from(self.likelihood) * u32::from(self.impact)
    }
    fn residual(&self) -> u32 {
        u32::from(self.residual_likelihood) * u32::from(self.residual_impact)
    }
    /// What is carried from today on: what is left, or what stands until the plan is done.
    fn carried(&self) -> u32 {
        self.level().max(self.residual())
    }
}
fn owner_now(run: &Run) -> String {
    match run.says("owner", "new_owner") {
        new if run.is("owner", "owner", "someone_else") && !new.is_empty() => new.to_string(),
        _ => risk(run).map(|r| r.owner.to_string()).unwrap_or_default(),
    }
}
/// Controls of the risk, and those that were added on the page.
fn controls_now(run: &Run) -> Vec<String> {
    let mut list: Vec<String> = risk(run).map(|r| r.controls.to_vec()).unwrap_or_default();
    list.retain(|c| run.isms.record(c).is_some_and(crate::isms::Record::live));
    for c in run.codes("controls", "add") {
        if !list.contains(&c) {
            list.push(c);
        }
    }
    list
}
fn line(run: &Run) -> u32 {
    run.isms.organization().map_or(9, |o| o.accept_up_to.0)
}
/// "3 × 4 = 12, high. Your line is 9: this is above it."
fn where_it_lies(run: &Run, now: &Now) -> String {
    let (level, line) = (now.level(), line(run));
    let side = if level > line {
        "this is above it"
    } else if level == line {
        "this is on it"
    } else {
        "this is below it"
    };
    format!(
        "{} \u{d7} {} = {level}, {}. Your line is {line}: {side}.",
        now.likelihood,
        now.impact,
        matrix::band(run.isms, level)
    )
}

fn words(run: &Run, word: &str) -> Option<String> {
    match word {
        "owner" => Some(risk(run).map(|r| run.name(&r.owner)).unwrap_or_else(|| "its owner".into())),
        "risk owner" => Some(run.name(&owner_now(run))),
        "months" => Now::of(run).and_then(|n| months(run, n.carried())).map(|m| m.to_string()),
        "n" => Some(match run.wizard.name {
            _ if !run.prefix.is_empty() || !run.many() => {
                Now::of(run).map_or_else(|| "this".into(), |n| n.level().to_string())
            }
            _ => batch::count(run).to_string(),
        }),
        "m" => Some(batch::minutes(run).to_string()),
        _ => None,
    }
}

fn finish(run: &Run, done: &mut Done) {
    if run.many() {
        return batch::finish(run, done);
    }
    one(run, done);
}

/// Everything that the answers about one risk change.
fn one(run: &Run, done: &mut Done) {
    if gone(run) {
        done.changes
            .push(Change::Retire { code: run.subject.clone(), why: run.says("same", "gone_why").trim().to_string() });
        return;
    }
    let (Some(r), Some(now)) = (risk(run), Now::of(run)) else { return };
    let body = run.body();
    let mut set = Map::new();
    let mut put = |field: &str, v: Value| {
        if body.get(field) != Some(&v) && (body.contains_key(field) || !crate::canonical::empty(&v)) {
            set.insert(field.into(), v);
        }
    };
    if run.is("same", "still", "words") {
        put("title", run.says("same", "title").trim().into());
        put("because", run.says("same", "because").trim_end().into());
    }
    for (field, before) in [
        ("assets", &r.assets.0),
        ("processes", &r.processes.0),
        ("suppliers", &r.suppliers.0),
        ("obligations", &r.obligations.0),
    ] {
        put(field, json!(run.codes_or("reach", field, before)));
    }
    if run.answer("reach", "harms").is_some() {
        put("harms", json!(run.codes("reach", "harms")));
    }
    put("owner", now.owner.clone().into());
    let mut cites: Vec<String> = r.controls.to_vec();
    cites.extend(run.codes("controls", "add").into_iter().filter(|c| !r.controls.contains(c)));
    put("controls", json!(cites));
    put("likelihood", now.likelihood.into());
    put("impact", now.impact.into());
    let lower = run.says("score", "lower_why").trim();
    let why = run.says("score", "scores_why").trim();
    if !why.is_empty() {
        put(
            "scores_why",
            if lower.is_empty() {
                why.into()
            } else {
                format!("{why}\n\nLower than last time because: {lower}").into()
            },
        );
    }
    put("treatment", now.treatment.clone().into());
    if run.answer("decide", "treatment_why").is_some() {
        put("treatment_why", run.says("decide", "treatment_why").trim().into());
    }
    put("residual_likelihood", now.residual_likelihood.into());
    put("residual_impact", now.residual_impact.into());
    put(
        "residual_why",
        if now.residual() > now.level() { run.says("after", "residual_why").trim().into() } else { Value::Null },
    );
    put("scored_by_criteria", run.isms.criteria().into());
    if now.treatment != "retain" {
        put("planned_controls", json!(now.planned));
        put("actions", json!(actions(run, r, &now, done)));
    }
    if let Some(a) = run.approval("accept", "accepted") {
        put("accepted", a);
        put("accepted_until", run.says("accept", "accepted_until").into());
    }
    if let Some(a) = run.approval("approve", "plan_approved") {
        put("plan_approved", a);
    }
    if let Some(state) = state(run, r) {
        put("state", state.into());
    }
    works(run, done);
    split(run, &body, done);
    if !set.is_empty() {
        done.changes.push(Change::put("risk", &run.subject, Value::Object(set)));
    }
}

/// The risk's actions after this: those that it has, and the new ones. Late ones are done, moved or dropped.
fn actions(run: &Run, r: &Risk, now: &Now, done: &mut Done) -> Vec<String> {
    let mut list = r.actions.to_vec();
    for row in run.table("plan", "actions") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default();
        let who = if text("who").is_empty() { now.owner.as_str() } else { text("who") };
        if let Some(until) = crate::dates::parse(text("until")) {
            list.push(done.action("treatment", text("what"), &run.subject, who, until));
        }
    }
    for (code, row) in run.by_row("plan", "late") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default();
        let fields = match text("then") {
            "done" => json!({"state": "done", "done_on": text("on"), "result": text("what")}),
            "drop" => json!({"state": "dropped", "dropped_why": text("why")}),
            "new_date" => {
                let was = run.isms.record(code).map(crate::isms::Record::body_json).unwrap_or_default();
                let kept = was.get("notes").and_then(Value::as_str).unwrap_or_default();
                let moved = format!(
                    "Moved from {} to {} on {}: {}",
                    was.get("due").and_then(Value::as_str).unwrap_or_default(),
                    text("until"),
                    run.today,
                    text("why")
                );
                json!({"due": text("until"), "notes": format!("{kept}\n{moved}").trim()})
            }
            _ => continue,
        };
        done.changes.push(Change::put("action", code, fields));
    }
    list
}
/// Treated, once all its actions are done and this review confirms it; open again, once there is more to do.
fn state(run: &Run, r: &Risk) -> Option<&'static str> {
    let new = !run.table("plan", "actions").is_empty();
    let is_done = |code: &String| {
        let now =
            run.answer("plan", "late").and_then(|v| v.get(code)).and_then(|v| v.get("then")).and_then(Value::as_str);
        now == Some("done")
            || now.is_none()
                && run.isms.record(code).is_some_and(|a| matches!(a.state(), "done" | "checked" | "dropped"))
    };
    let all = !r.actions.is_empty() && !new && r.actions.iter().all(is_done);
    match run.record()?.state() {
        "open" if all => Some("treated"),
        "treated" if new => Some("open"),
        _ => None,
    }
}
/// What was found out about the controls. That one does not work asks for a decision; it never makes a finding by itself.
fn works(run: &Run, done: &mut Done) {
    for (code, v) in run.by_row("controls", "works") {
        let (Some(works), Some(r)) = (v.as_str().filter(|w| *w != "dont_know"), run.isms.record(code)) else {
            continue;
        };
        let already = done.changes.iter().any(|c| matches!(c, Change::Put { code: Some(x), .. } if x == code));
        if !already && r.body_json().get("works").and_then(Value::as_str) != Some(works) {
            done.changes.push(Change::put("control", code, json!({"works": works})));
        }
        if works == "no" && !already {
            let what = format!("Decide whether it is a nonconformity that {code} {} does not work", r.title());
            done.action("improvement", &what, code, run.by, crate::dates::add_days(run.today, 14));
        }
    }
}
/// The other risks that it really was, each with the same links and not yet reviewed.
fn split(run: &Run, body: &Map<String, Value>, done: &mut Done) {
    for (n, title) in run.codes("same", "split_into").into_iter().filter(|_| run.is("same", "still", "two")).enumerate()
    {
        let mut copy = body.clone();
        for kept in [
            "v",
            "state",
            "retired",
            "plan_approved",
            "accepted",
            "accepted_until",
            "actions",
            "evidence",
            "scored_by_criteria",
        ] {
            copy.remove(kept);
        }
        copy.insert("title".into(), title.into());
        done.changes.push(Change::put("risk", &format!("@{}-{n}", run.subject), Value::Object(copy)));
    }
}
/// The result of one risk in a batch.
fn outcome_of(run: &Run, done: &Done) -> Outcome {
    let about = |code: &str| code == run.subject;
    if done.changes.iter().any(|c| crate::wizard::is_material(run, c, &about)) {
        Outcome::Changed
    } else if !done.actions.is_empty() {
        Outcome::HoldsWithActions
    } else {
        Outcome::Holds
    }
}
