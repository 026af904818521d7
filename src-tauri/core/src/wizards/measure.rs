//! Measure the objectives: the value of the period, where it comes from, what it tells; off target, why and what now.
//! It must never move a target; that is for management.
mod questions;

use crate::act::Change;
use crate::calendar::{Period, period_before, period_name, period_of};
use crate::dates;
use crate::kinds::{Objective, Outcome, Review};
use crate::wizard::panel::{self, Point};
use crate::wizard::{About, CHANGED, Done, Judge, Page, PanelPart, Part, Run, Step, Wizard, ask};
use chrono::NaiveDate;
use questions as q;
use serde_json::{Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "measure",
    title: "Measure the objectives",
    clause: "9.1",
    about: About::Records("objective"),
    minutes: 2,
    parts: &[Part::Each(|r| r.about.to_vec(), STEPS)],
    words,
    at_check: |_, _| {},
    finish,
};

static STEPS: &[Step] = &[
    CHANGED.when("if something that it rests on has changed", |r| r.touched()),
    ask::<q::Measured>("value", "The value").facts(&["value"]).shape(value_shape).panel(trend).judge(value),
    ask::<q::Proof>("proof", "Where it comes from").when("if there is a value", measured).panel(trend),
    ask::<q::Says>("says", "What it tells you")
        .when("if there is a value", measured)
        .least(&[("says", 10)])
        .panel(trend)
        .judge(says),
    ask::<q::Off>("off", "Off target")
        .when("if it is off target", off)
        .cases(&[("what", "now=act"), ("who", "now=act"), ("until", "now=act")])
        .least(&[("off_why", 10)])
        .panel(off_panel)
        .judge(judge_off),
];

fn objective<'a>(run: &Run<'a>) -> Option<&'a Objective> {
    run.record()?.get()
}
/// The value as it is stored: decimal, as text.
fn number(run: &Run) -> Option<String> {
    let v = run.answer("value", "value").filter(|_| !run.unknown("value", "value"))?;
    Some(v.as_str().map_or_else(|| v.to_string(), |s| s.trim().to_string()))
}
fn measured(run: &Run) -> bool {
    number(run).is_some()
}
fn off(run: &Run) -> bool {
    let value = number(run).and_then(|n| n.parse::<f64>().ok());
    value.is_some_and(|v| objective(run).is_some_and(|o| !o.on_target(v)))
}
fn counts(o: &Objective) -> Vec<(NaiveDate, f64)> {
    let mut out: Vec<(NaiveDate, f64)> =
        o.measurements.iter().filter(|m| m.struck.is_none()).map(|m| (m.date.0, m.number.value())).collect();
    out.sort_by_key(|x| x.0);
    out
}
/// The oldest of the last two periods that has no value; else the present one.
fn period(run: &Run) -> Option<Period> {
    let o = objective(run)?;
    let c = &o.measure_every;
    let now = period_of(c, run.today)?;
    let has = |p: &Period| counts(o).iter().any(|(d, _)| (p.from..=p.until).contains(d));
    let added = run.isms.day_of(run.record()?.added());
    let last = period_before(c, &now);
    let before = last.and_then(|p| period_before(c, &p));
    [before, last].into_iter().flatten().find(|p| !has(p) && p.until >= added && p.from <= o.by_when.0).or(Some(now))
}
/// The day for which the value is: as given, or the end of the period.
fn day(run: &Run) -> NaiveDate {
    run.day("value", "on").unwrap_or_else(|| period(run).map_or(run.today, |p| p.until.min(run.today)))
}

fn words(run: &Run, word: &str) -> Option<String> {
    let o = objective(run)?;
    match word {
        "period" => Some(period(run).map_or_else(|| run.say_day(run.today), |p| period_name(&o.measure_every, &p))),
        "measured_by" => Some(format!("{}, in {}", &*o.measured_by, &*o.unit)),
        "last time" => Some(
            counts(o).last().map_or_else(|| "not measured yet".into(), |(d, v)| format!("{v} on {}", run.say_day(*d))),
        ),
        _ => None,
    }
}

fn value_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("on") {
        a.value = day(run).to_string().into();
        a.optional_word = false;
    }
}
fn value(run: &Run, judge: &mut Judge) {
    let Some(o) = objective(run) else { return };
    if !measured(run) {
        return;
    }
    let on = day(run);
    if let Some((_, v)) = counts(o).iter().find(|(d, _)| *d == on) {
        judge.red(
            "on",
            format!(
                "A value for {} is recorded already: {v}. Strike it on its page first, if it is wrong.",
                run.say_day(on)
            ),
        );
    } else if let Some(p) = period(run).filter(|p| !(p.from..=p.until).contains(&on)) {
        let name = period_name(&o.measure_every, &p);
        judge.yellow("on", format!("{} does not lie in {name}; that stays without a value.", run.say_day(on)));
    }
    let (now, last) = (number(run).and_then(|n| n.parse::<f64>().ok()), counts(o).last().map(|x| x.1));
    if let (Some(now), Some(last)) = (now, last) {
        if last != 0.0 && (now.abs() > last.abs() * 5.0 || now.abs() * 5.0 < last.abs()) {
            judge.yellow("value", format!("It was {last} last time and is {now} now. Is the point at its place?"));
        }
    }
}
fn says(run: &Run, judge: &mut Judge) {
    let said = run.says("says", "says").trim();
    if off(run) && said.is_empty() {
        judge.red("says", "It is off target. What does the value tell you?");
    }
}
fn judge_off(run: &Run, judge: &mut Judge) {
    if let Some(d) = run.day("off", "until").filter(|d| run.is("off", "now", "act") && *d <= run.today) {
        judge.red("until", format!("{} is not in the future. Until when will it be done?", run.say_day(d)));
    }
}

/// The last eight values, and what the aim is.
pub(super) fn trend(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(o) = objective(run) else { return };
    out.push(PanelPart::text("The aim", o.aim.to_string()));
    let all = counts(o);
    let points: Vec<Point> = all
        .iter()
        .skip(all.len().saturating_sub(8))
        .map(|(on, v)| Point { on: *on, value: *v, off: !o.on_target(*v) })
        .collect();
    out.push(if points.is_empty() {
        PanelPart::text("The values so far", "It was not measured yet.")
    } else {
        PanelPart::Trend {
            title: "The values so far".into(),
            unit: o.unit.to_string(),
            points,
            target: o.target.value(),
        }
    });
    let way = match crate::staleness::word(&o.better) {
        "higher" => format!("At least {} {}", &*o.target, &*o.unit),
        "lower" => format!("At most {} {}", &*o.target, &*o.unit),
        _ => format!("Between {} and {} {}", o.target_low.as_ref().map_or("", |l| l), &*o.target, &*o.unit),
    };
    out.push(PanelPart::text("The target", format!("{way}, by {}.", run.say_day(o.by_when.0))));
}
fn off_panel(run: &Run, out: &mut Vec<PanelPart>) {
    trend(run, out);
    panel::linking(run, "What is being done about it", &["action"], out);
}

fn finish(run: &Run, done: &mut Done) {
    for code in run.about {
        let at = run.of(code);
        let acted = done.actions.len();
        one(&at, done);
        if run.many() {
            let todo = done.actions.len() > acted || crate::wizard::unknowns_of(&at) > 0;
            let outcome = if todo { Outcome::HoldsWithActions } else { Outcome::Holds };
            done.each.push((code.clone(), outcome, at.says("says", "says").trim().to_string()));
        }
    }
    done.next_by = run.about.iter().filter_map(|c| yearly(&run.of(c))).min();
}
/// Measuring is not yet a look at the aim: that stays due when it was due.
fn yearly(run: &Run) -> Option<NaiveDate> {
    let looked = run.isms.marks_of(&run.subject).iter().rev().find(|m| {
        m.outcome.reviews() && run.isms.rec(m.review).get::<Review>().is_some_and(|r| r.wizard.0 != run.wizard.name)
    })?;
    let every = run.record()?.common.review_every.as_ref();
    Some(every.map_or_else(|| dates::add_months(looked.held_on, 12), |c| c.due_after(looked.held_on)))
}
/// The value is appended; nothing that was measured is ever changed.
fn one(run: &Run, done: &mut Done) {
    let (Some(r), Some(value)) = (run.record(), number(run)) else { return };
    let mut all = run.body().get("measurements").and_then(Value::as_array).cloned().unwrap_or_default();
    let note: String = [run.says("proof", "source").trim(), run.says("says", "says").trim()]
        .into_iter()
        .filter(|s| !s.is_empty())
        .map(|s| s.lines().next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("; ")
        .chars()
        .take(200)
        .collect();
    let mut row = json!({"date": day(run).to_string(), "number": value, "note": note.trim()});
    if !run.says("proof", "file").is_empty() {
        row["evidence"] = run.says("proof", "file").into();
    }
    all.push(row);
    done.changes.push(Change::put("objective", &run.subject, json!({"measurements": all})));
    if !off(run) {
        return;
    }
    let owner = r.common.owner.as_ref().map_or_else(|| run.by.to_string(), |o| o.to_string());
    if run.is("off", "now", "act") {
        let who = if run.says("off", "who").is_empty() { &owner } else { run.says("off", "who") };
        if let Some(until) = run.day("off", "until") {
            done.action("improvement", run.says("off", "what").trim(), &run.subject, who, until);
        }
    } else {
        let what = format!(
            "Bring to management whether the target of {} {} is the right one: {}",
            run.subject,
            r.title(),
            run.says("off", "off_why").trim()
        );
        done.action("decision", &what, &run.subject, &owner, dates::add_days(run.today, 90));
    }
}
