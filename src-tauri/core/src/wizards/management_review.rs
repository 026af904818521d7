//! Management looks at it all: eleven topics with the facts of the file, the means, three verdicts, what is decided, who approves the minutes.
//! It must never answer a topic, nor let a review pass that the owner held alone.
mod checks;
mod panels;
mod questions;

use crate::act::Change as Act;
use crate::dates;
use crate::isms::{Ix, Record};
use crate::kinds::{ManagementReview, Objective, Risk, TOPICS};
use crate::staleness::Item;
use crate::topics::{self, Facts, Look, Standing, Trend};
use crate::wizard::{About, Done, PanelPart, Part, Run, Step, Wizard, ask};
use chrono::NaiveDate;
use questions as q;
use serde_json::{Map, Value, json};
use std::rc::Rc;

pub(super) static WIZARD: Wizard = Wizard {
    name: "management-review",
    title: "Management looks at it all",
    clause: "9.3",
    about: About::Chosen(&["management_review", "routine", "PROGRAMME"]),
    minutes: 120,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: |_, _| {},
    finish,
};

/// What is asked of each topic, as its page asks it: for the paper, and for minutes with a gap.
const HEADINGS: [(&str, &str); 11] = [
    ("a1", "What became of what you decided last time?"),
    ("b1", "What changed outside?"),
    ("b2", "What changed inside?"),
    ("c1", "What do customers, authorities and others expect now that they did not before?"),
    ("d1", "What went wrong, and was it cured?"),
    ("d2", "What do the numbers say?"),
    ("d3", "What did audits say?"),
    ("d4", "Are the objectives reached?"),
    ("e1", "What did others tell you about your security?"),
    ("f1", "Where do the risks stand, and how far is the plan?"),
    ("g1", "What could be better, and what is worth doing?"),
];

macro_rules! topic {
    ($id:literal, $title:literal, $q:ty) => {
        ask::<$q>($id, $title)
            .when("when it is held", held_now)
            .least(&[("said", 10)])
            .panel(|r, out| panels::topic(r, $id, out))
            .judge(|r, j| checks::said(r, $id, j))
    };
}

static STEPS: &[Step] = &[
    ask::<q::When>("when", "When, and who")
        .heading("When, who takes part, since when do you look back?", "")
        .when("when it is held", held_now)
        .shape(checks::when_shape)
        .panel(panels::when)
        .judge(checks::when),
    ask::<q::Before>("before", "The paper").when("when it is held", held_now).panel(panels::before),
    topic!("a1", "Last decisions", q::A1),
    topic!("b1", "Outside", q::B1),
    topic!("b2", "Inside", q::B2),
    topic!("c1", "Who expects what", q::C1),
    topic!("d1", "What went wrong", q::D1),
    topic!("d2", "The numbers", q::D2),
    topic!("d3", "Audits", q::D3),
    topic!("d4", "Objectives", q::Aims).shape(checks::aims_shape).judge(checks::aims),
    topic!("e1", "What others said", q::E1),
    topic!("f1", "The risks", q::Risks).shape(checks::risks_shape).judge(checks::risks),
    topic!("g1", "What could be better", q::G1),
    ask::<q::Means>("means", "The means").when("when it is held", held_now).least(&[("why", 10)]).panel(panels::means),
    ask::<q::Verdict>("verdict", "The verdict")
        .heading("Is it enough for its task? Does it fit who you are? Does it have the effect that you want?", "")
        .when("when it is held", held_now)
        .least(&[("enough_why", 10), ("fits_why", 10), ("works_why", 10)])
        .panel(panels::verdict),
    ask::<q::Decide>("decide", "Decisions")
        .when("when it is held", held_now)
        .panel(panels::decide)
        .judge(checks::decide),
    ask::<q::Gaps>("gaps", "What the minutes leave out")
        .when("if the minutes say nothing to a topic", |r| visit(r) == Visit::Gaps)
        .shape(checks::gaps_shape)
        .panel(panels::gaps)
        .judge(checks::gaps),
    ask::<q::Closed>("closed", "To add")
        .when("once it is minuted", |r| visit(r) == Visit::Closed)
        .least(&[("added", 10)])
        .panel(panels::minutes),
    ask::<q::Minutes>("minutes", "The minutes")
        .when("until they are approved, or when something is added", |r| visit(r) != Visit::Closed)
        .shape(checks::minutes_shape)
        .panel(panels::minutes)
        .judge(checks::minutes),
];

/// Which visit this is: by the state of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Visit {
    /// It is held now, or is written up.
    Hold,
    /// It was held; the minutes wait for a word.
    Approve,
    /// It is minuted, but to some topic nothing was said.
    Gaps,
    /// It is minuted and whole.
    Closed,
}
fn visit(run: &Run) -> Visit {
    match review(run).and(run.record()).map(Record::state) {
        Some("held") => Visit::Approve,
        Some("minuted") if empty_topics(run).is_empty() => Visit::Closed,
        Some("minuted") => Visit::Gaps,
        _ => Visit::Hold,
    }
}
fn held_now(run: &Run) -> bool {
    visit(run) == Visit::Hold
}
/// The review as it is recorded; none where it is only held now.
fn review<'a>(run: &Run<'a>) -> Option<&'a ManagementReview> {
    run.record()?.get()
}
/// The newest one before this whose minutes are approved.
fn last_minuted<'a>(run: &Run<'a>) -> Option<(Ix, &'a Record, &'a ManagementReview)> {
    topics::last_minuted(run.isms, &run.subject)
}
fn held_on(run: &Run) -> NaiveDate {
    let kept = || review(run).filter(|_| !held_now(run)).map(|m| m.held_on.0);
    run.day("when", "held_on").or_else(kept).unwrap_or(run.today)
}
/// The day from which it looks back: as answered, as recorded, since the last one, or a year.
fn since(run: &Run) -> NaiveDate {
    run.day("when", "period_from")
        .or_else(|| review(run).map(|m| m.period_from.0))
        .or_else(|| last_minuted(run).map(|(_, _, m)| m.held_on.0))
        .unwrap_or_else(|| dates::add_months(run.today, -12))
        .min(run.today)
}
impl Standing for Run<'_> {
    fn standing(&self, id: &str) -> Option<&Item> {
        self.item(id)
    }
    fn kept(&self, make: &dyn Fn() -> Trend) -> Rc<Trend> {
        self.once(make)
    }
}
fn look<'a>(run: &'a Run) -> Look<'a> {
    Look { isms: run.isms, today: run.today, since: since(run), last: last_minuted(run), by: run, full: false }
}
/// Everything that the file knows of a topic.
fn facts(run: &Run, topic: &str) -> Vec<Facts> {
    topics::of(&look(run), topic)
}
/// Topics to which the minutes say nothing.
fn empty_topics(run: &Run) -> Vec<&'static str> {
    let Some(m) = review(run) else { return Vec::new() };
    let told = |t: &str| {
        m.inputs.iter().filter(|i| &*i.topic == t).any(|i| i.said.as_ref().is_some_and(|s| says_something(s)))
    };
    TOPICS.iter().map(|(t, _)| *t).filter(|t| !told(t)).collect()
}
fn says_something(text: &str) -> bool {
    crate::staleness::coverage::says_something(text)
}
/// "Facts as of act 412, 2 June. Checkpoint of 412 acts: 1A2B ..."
fn checkpoint(run: &Run) -> String {
    let c = run.isms.checkpoint();
    format!(
        "Facts as of act {}, {}. Checkpoint of {} acts: {}",
        run.isms.last_seq(),
        run.today,
        c.size,
        c.groups().join(" ")
    )
}
fn words(run: &Run, word: &str) -> Option<String> {
    (word == "who may").then(|| checks::who_may(run))
}

fn finish(run: &Run, done: &mut Done) {
    let code = if review(run).is_some() { run.subject.clone() } else { "@meeting".to_string() };
    let mut set = Map::new();
    match visit(run) {
        Visit::Hold => {
            set = held(run, &code, done);
            accept(run, done);
            done.with = run.codes("when", "present").into_iter().filter(|p| p != run.by).collect();
        }
        Visit::Approve => {}
        Visit::Gaps => {
            set.insert("inputs".into(), filled(run));
        }
        Visit::Closed => {
            let added = format!("Added on {}: {}", run.today, run.says("closed", "added").trim());
            set.insert("notes".into(), noted(run, &[added]).into());
        }
    }
    approve(run, &code, &mut set, done);
    done.changes.push(Act::put("management_review", &code, Value::Object(set)));
    let mut about = vec![code];
    if held_now(run) {
        // Whoever keeps the programme sees that the routine was done.
        about.extend(super::routine::performed(run));
    }
    done.about = Some(about);
}
/// What was said and decided, as the record keeps it; each decision with somebody who does it becomes an action.
fn held(run: &Run, code: &str, done: &mut Done) -> Map<String, Value> {
    let mut set = Map::new();
    let day = held_on(run);
    let judged =
        |f: &str| json!({"answer": run.says("verdict", f), "why": run.says("verdict", &format!("{f}_why")).trim()});
    let mut put = |f: &str, v: Value| {
        set.insert(f.into(), v);
    };
    put("title", format!("Management review of {}", day.format("%-d %B %Y")).into());
    put("held_on", day.to_string().into());
    put("period_from", since(run).to_string().into());
    put("present", json!(run.codes("when", "present")));
    put(
        "inputs",
        TOPICS
            .iter()
            .map(|(t, _)| json!({"topic": t, "said": run.says(t, "said").trim(), "refs": shown(run, t)}))
            .collect(),
    );
    put("adequate", judged("enough"));
    put("suitable", judged("fits"));
    put("effective", judged("works"));
    let means = if run.is("means", "enough", "yes") { "They are enough" } else { "They are not enough" };
    put("resources", format!("{means}: {}", run.says("means", "why").trim()).into());
    put("decisions", decisions(run, code, done));
    let mut notes = Vec::new();
    if run.is("before", "paper", "ahead") {
        notes.push("All have read the paper beforehand.".to_string());
    }
    let why = run.says("when", "late_why").trim();
    if !why.is_empty() {
        notes.push(format!("Written up on {}, because: {why}", run.today));
    }
    notes.push(checkpoint(run));
    put("notes", noted(run, &notes).into());
    set
}
/// Codes of the records that the panel of a topic shows.
fn shown(run: &Run, topic: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for f in facts(run, topic) {
        for ix in f.lines.iter().filter_map(|(ix, _)| *ix).take(panels::MOST) {
            let code = run.isms.rec(ix).code.to_string();
            if !out.contains(&code) {
                out.push(code);
            }
        }
    }
    out
}
fn decisions(run: &Run, code: &str, done: &mut Done) -> Value {
    let mut out = Vec::new();
    let mut decide = |what: &str, who: &str, until: &str| {
        let Some(until) = dates::parse(until) else { return };
        let action = done.action("decision", what, code, who, until);
        out.push(json!({"what": what, "action": action}));
    };
    for (id, row) in run.by_row("d4", "off") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        if text("then") == "decide" && topics::off(run.isms).iter().any(|c| c == id) {
            decide(&format!("{id}: {}", text("what")), text("who"), text("until"));
        }
    }
    for row in run.table("decide", "decisions") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        decide(text("what"), text("who"), text("until"));
    }
    if out.is_empty() {
        let why = run.says("decide", "none_because").trim();
        out.push(json!({"what": format!("Nothing is decided, because: {why}")}));
    }
    Value::Array(out)
}
/// Acceptances that were given here stand with their risks.
fn accept(run: &Run, done: &mut Done) {
    let asked = topics::to_accept(run.isms, run.today);
    for (id, row) in run.by_row("f1", "accept") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        if text("given") == "yes" && asked.iter().any(|c| c == id) {
            let word = json!({"by": text("by"), "on": run.today.to_string(), "how": "in_app"});
            done.put("risk", id, json!({"accepted": word, "accepted_until": text("until")}));
        }
    }
}
/// What stands there stays; what was left out is added with its day.
fn filled(run: &Run) -> Value {
    let body = run.body();
    let mut rows: Vec<Value> = body.get("inputs").and_then(Value::as_array).cloned().unwrap_or_default();
    for topic in empty_topics(run) {
        let said = run.answer("gaps", "gaps").and_then(|v| v.get(topic)?.get("said")?.as_str()).unwrap_or_default();
        let said = format!("Added on {}: {}", run.today, said.trim());
        match rows.iter_mut().find(|r| r.get("topic").and_then(Value::as_str) == Some(topic)) {
            Some(row) => {
                let was = row.get("said").and_then(Value::as_str).unwrap_or_default().trim().to_string();
                row["said"] = format!("{was}\n\n{said}").trim().into();
            }
            None => rows.push(json!({"topic": topic, "said": said})),
        }
    }
    Value::Array(rows)
}
/// The word of top management, or somebody who is to be asked for it.
fn approve(run: &Run, code: &str, set: &mut Map<String, Value>, done: &mut Done) {
    if visit(run) == Visit::Closed {
        return;
    }
    if let Some(a) = run.approval("minutes", "approved") {
        set.insert("minutes_approved".into(), a);
        set.insert("state".into(), "minuted".into());
        if !held_now(run) {
            let what = if visit(run) == Visit::Gaps { "Approved again, with what was added" } else { "Approved" };
            let note = format!("{what} on {}. {}", run.today, checkpoint(run));
            set.insert("notes".into(), noted(run, &[note]).into());
        }
        return;
    }
    set.insert("state".into(), "held".into());
    if let Some(who) = run.waits_for("minutes", "approved").filter(|w| !w.is_empty()) {
        let day = held_on(run).format("%-d %B %Y");
        let what = format!("Approve the minutes of the management review of {day}");
        // One reminder is enough.
        let open = run.isms.live::<crate::kinds::Action>().any(|(_, r, a)| {
            a.from.as_ref().is_some_and(|f| **f == *code) && *a.what == what && matches!(r.state(), "open" | "doing")
        });
        if !open {
            done.action("decision", &what, code, who, dates::add_days(run.today, 14));
        }
    }
}
fn noted(run: &Run, more: &[String]) -> String {
    let kept = review(run).and(run.record()).and_then(|r| r.common.notes.as_ref()).map(|n| n.to_string());
    kept.into_iter().chain(more.iter().cloned()).collect::<Vec<_>>().join("\n\n").trim().to_string()
}
