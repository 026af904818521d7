//! The aims once a year: does each still fit, is it the right number, until when, by whom, with which means; and what comes next.
//! It must never say that an aim was reached or is dropped; that is for management.
mod questions;

use crate::act::Change;
use crate::dates;
use crate::kinds::{Objective, Outcome};
use crate::wizard::{
    About, CHANGED, Done, Judge, Page, PanelPart, Part, Run, Step, Wizard, ask, is_material, panel, short,
};
use chrono::{Datelike, NaiveDate};
use questions as q;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "objectives",
    title: "The aims of security",
    clause: "6.2",
    about: About::Records("objective"),
    minutes: 5,
    parts: &[Part::Each(|r| r.about.to_vec(), STEPS), Part::Once(AFTER)],
    words,
    at_check: |_, _| {},
    finish,
};

const STAYS: &str = "unless management decides about it";

static STEPS: &[Step] = &[
    CHANGED,
    ask::<q::StillFits>("still", "Does it still fit")
        .cases(&[("still_why", "still=no"), ("becomes", "still=no"), ("aim", "still=no&becomes=changes")])
        .least(&[("still_why", 10)])
        .shape(still_shape)
        .panel(still_panel),
    ask::<q::RightNumber>("number", "The right number")
        .when(STAYS, stays)
        .cases(&[("right_why", "right=no"), ("measured_by", "right=no"), ("unit", "right=no")])
        .least(&[("right_why", 10)])
        .shape(stands)
        .panel(super::measure::trend),
    ask::<q::Aim>("target", "The value")
        .when(STAYS, stays)
        .shape(target_shape)
        .panel(super::measure::trend)
        .judge(target),
    ask::<q::ByWhen>("by_when", "Until when")
        .when(STAYS, stays)
        .shape(stands)
        .panel(super::measure::trend)
        .judge(by_when),
    ask::<q::Who>("who", "By whom").when(STAYS, stays).shape(stands).panel(people).judge(who),
    ask::<q::Plan>("plan", "With which means").when(STAYS, stays).shape(stands).panel(plan_panel).judge(plan),
];
static AFTER: &[Step] = &[ask::<q::New>("new", "What comes next").panel(new_panel).judge(new)];

fn objective<'a>(run: &Run<'a>) -> Option<&'a Objective> {
    run.record()?.get()
}
fn stays(run: &Run) -> bool {
    !(run.is("still", "still", "no") && run.is("still", "becomes", "dropped"))
}
/// A number as it is stored: decimal, as text.
fn number(v: &Value) -> Option<String> {
    match v {
        Value::Null => None,
        Value::String(s) => Some(s.trim().to_string()).filter(|s| !s.is_empty()),
        other => Some(other.to_string()),
    }
}

fn words(run: &Run, word: &str) -> Option<String> {
    let o = objective(run)?;
    match word {
        "better" => Some(match crate::staleness::word(&o.better) {
            "higher" => "Higher is better".into(),
            "lower" => "Lower is better".into(),
            _ => "It shall stay within".into(),
        }),
        "unit" => Some(match run.says("number", "unit") {
            given if run.is("number", "right", "no") && !given.is_empty() => given.to_string(),
            _ => o.unit.to_string(),
        }),
        _ => None,
    }
}
/// What stands in the record is edited where it stands.
fn stands(run: &Run, page: &mut Page) {
    let body = run.body();
    for a in page.asks.iter_mut().filter(|a| !matches!(a.field.as_str(), "right" | "right_why")) {
        a.value = body.get(&a.field).cloned().unwrap_or_default();
        a.last = Value::Null;
    }
}
fn still_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("aim") {
        a.value = run.body().get("aim").cloned().unwrap_or_default();
        a.last = Value::Null;
    }
}
fn target_shape(run: &Run, page: &mut Page) {
    stands(run, page);
    if objective(run).is_some_and(|o| crate::staleness::word(&o.better) != "within") {
        page.drop("target_low");
    }
}
fn target(run: &Run, judge: &mut Judge) {
    let of = |f: &str| run.answer("target", f).and_then(number).and_then(|n| n.parse::<f64>().ok());
    if let (Some(high), Some(low)) = (of("target"), of("target_low")) {
        if low > high {
            judge.red("target_low", format!("{low} lies above {high}. Which is the lower one?"));
        }
    }
    // A value that was reached before anything was done moves nobody.
    if let (Some(aim), Some(o)) = (of("target"), objective(run)) {
        let last =
            o.measurements.iter().filter(|m| m.struck.is_none()).max_by_key(|m| m.date).map(|m| m.number.value());
        let easy = last.is_some_and(|l| match crate::staleness::word(&o.better) {
            "higher" => aim < l,
            "lower" => aim > l,
            _ => false,
        });
        if let (true, Some(last)) = (easy, last) {
            judge.yellow("target", format!("You stand at {last} already. What gets better by aiming at {aim}?"));
        }
    }
}
fn by_when(run: &Run, judge: &mut Judge) {
    let before = objective(run).map(|o| o.by_when.0);
    let now = run.day("by_when", "by_when").or(before);
    if let Some(d) = now.filter(|d| *d <= run.today) {
        let text = if Some(d) == before {
            format!("Its day is over ({}). Give a new one, or go back and leave it to management.", run.say_day(d))
        } else {
            format!("{} is not in the future. Until when do you want to reach it?", run.say_day(d))
        };
        judge.red("by_when", text);
    }
}
fn who(run: &Run, judge: &mut Judge) {
    let body = run.body();
    for field in ["who_measures", "who_reads"] {
        let stood = body.get(field).and_then(Value::as_str).unwrap_or_default();
        if run.says("who", field).is_empty() {
            if let Some(gone) = crate::wizard::gone_person(run, stood) {
                judge.red(field, format!("{gone} Choose who has the say now."));
            }
        }
    }
}
fn plan(run: &Run, judge: &mut Judge) {
    let before = objective(run).map(|o| o.plan.trim().to_string()).unwrap_or_default();
    let now = run.says("plan", "plan").trim();
    if now.is_empty() && before.is_empty() {
        judge.red("plan", "An aim without a plan is a wish. What will be done, with which means?");
    }
}
fn new(run: &Run, judge: &mut Judge) {
    let rows = run.table("new", "new");
    if rows.len() > 3 {
        judge.yellow("new", format!("{} new ones. Three good ones are enough.", rows.len()));
    }
    for row in rows {
        if let Some(d) = row.get("by_when").and_then(Value::as_str).and_then(dates::parse).filter(|d| *d <= run.today) {
            judge.red("new", format!("{} is not in the future. Until when do you want to reach it?", run.say_day(d)));
        }
    }
}

fn still_panel(run: &Run, out: &mut Vec<PanelPart>) {
    panel::linked(run, "Policies that it serves", &["policies"], out);
    panel::linked(run, "Risks that it lowers", &["risks"], out);
    super::measure::trend(run, out);
    panel::last_review(run, out);
}
fn people(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(o) = objective(run) else { return };
    panel::people(run, "Who does it today", &[o.who_measures.to_string(), o.who_reads.to_string()], out);
}
fn plan_panel(run: &Run, out: &mut Vec<PanelPart>) {
    panel::quoted(run, "The plan so far", "plan", out);
    panel::linking(run, "What is being done about it", &["action"], out);
}
fn new_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = run
        .isms
        .live::<Objective>()
        .filter(|(_, r, _)| r.state() == "set")
        .map(|(ix, _, o)| {
            panel::link_shown(run, ix, "about", format!("{} {} by {}", &*o.target, &*o.unit, run.say_day(o.by_when.0)))
        })
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("What you want to reach", "Nothing is set yet.")
    } else {
        PanelPart::Links { title: "What you want to reach".into(), links }
    });
    out.push(PanelPart::text("What is this?", "The standard asks for aims with a number, a day and a person. An auditor asks what you did when one was missed."));
}

fn finish(run: &Run, done: &mut Done) {
    for code in run.about {
        let at = run.of(code);
        let (had, acted) = (done.changes.len(), done.actions.len());
        one(&at, done);
        if run.many() {
            let itself = |c: &str| c == code;
            let outcome = if done.changes[had..].iter().any(|c| is_material(&at, c, &itself)) {
                Outcome::Changed
            } else if done.actions.len() > acted {
                Outcome::HoldsWithActions
            } else {
                Outcome::Holds
            };
            let why = [at.says("still", "still_why"), at.says("number", "right_why")];
            let why = why.into_iter().find(|w| !w.trim().is_empty()).unwrap_or_default();
            done.each.push((code.clone(), outcome, why.trim().to_string()));
        }
    }
    for row in run.table("new", "new") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        done.changes.push(Change::add("objective", json!({
            "title": short(text("aim")), "aim": text("aim"), "owner": text("reads"), "measured_by": text("measured_by"), "unit": text("unit"), "better": text("better"),
            "target": row.get("target").and_then(number), "by_when": text("by_when"), "who_measures": text("who"), "who_reads": text("reads"), "plan": text("plan"),
            "measure_every": {"every": 3, "unit": "month", "from": {"fixed": quarter(run.today).to_string()}, "lead_days": 10}, "state": "set",
        })));
    }
}
/// The first day of a quarter.
fn quarter(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), (day.month0() / 3) * 3 + 1, 1).unwrap_or(day)
}
fn one(run: &Run, done: &mut Done) {
    let Some(r) = run.record() else { return };
    let owner = r.common.owner.as_ref().map_or_else(|| run.by.to_string(), |o| o.to_string());
    if !stays(run) {
        let what = format!(
            "Let management decide whether {} {} is dropped: {}",
            run.subject,
            r.title(),
            run.says("still", "still_why").trim()
        );
        done.action("decision", &what, &run.subject, &owner, dates::add_days(run.today, 90));
        return;
    }
    let body = run.body();
    let mut set = Map::new();
    let mut put = |field: &str, v: Value| {
        if !crate::canonical::empty(&v) && body.get(field) != Some(&v) {
            set.insert(field.into(), v);
        }
    };
    if run.is("still", "still", "no") {
        put("aim", run.says("still", "aim").trim().into());
    }
    if run.is("number", "right", "no") {
        put("measured_by", run.says("number", "measured_by").trim().into());
        put("unit", run.says("number", "unit").trim().into());
    }
    for field in ["target", "target_low"] {
        put(field, run.answer("target", field).and_then(number).map_or(Value::Null, Value::from));
    }
    for (step, field) in [("by_when", "by_when"), ("who", "who_measures"), ("who", "who_reads"), ("plan", "plan")] {
        put(field, run.says(step, field).trim().into());
    }
    if !set.is_empty() {
        done.changes.push(Change::put("objective", &run.subject, Value::Object(set)));
    }
}
