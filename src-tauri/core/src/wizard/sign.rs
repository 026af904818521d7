//! The last step of every guide, and the one proposal that comes of it: the changes of the registers and the review that attests them.
//! It must never sign for somebody, nor leave out of the review what was on the screen.
use super::ask::Page;
use super::check::Dry;
use super::run::{Done, unknown};
use super::{About, Judge, PanelPart, Run, Step, ask, changed, check, say};
use crate::act::{Change, Proposal, Verb};
use crate::catalog;
use crate::dates;
use crate::isms::WHOLES;
use crate::kinds::{Outcome, Person, Review, kind};
use crate::words::{Date, Past, Prose, Refs};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde_json::{Value, json};
use std::collections::HashSet;

/// Nothing is asked: the answers are read once more.
#[derive(JsonSchema)]
struct Nothing {}

/// Last but one in every guide (WIZARDS 1.2).
pub(super) static CHECK: Step = ask::<Nothing>("check", "Check your answers")
    .heading("Check your answers", "This is what will be recorded. Nothing has been saved to the registers yet.");

/// The signature (WIZARDS 1.3).
#[derive(JsonSchema)]
#[allow(dead_code)] // Read by name, from the answers.
struct Sign {
    /// On which day did you look at this? — Today, unless you are writing up notes.
    held_on: Option<Past>,
    /// Why is it written up later? — This is shown to the auditor; it is no fault.
    late_why: Option<Prose>,
    /// It was left out before ({left}). Why? — This is shown to the auditor. An honest reason is worth more than none.
    skipped_why: Option<Prose>,
    /// Who else took part? — Whoever you asked or who sat with you. Names help an auditor believe it.
    #[serde(default)]
    with: Refs<Person>,
    /// What is the result? — Proposed from your answers; change it if it is wrong.
    outcome: Option<Result>,
    /// In one or two sentences: why? — What did you look at, and what did you conclude?
    why: Prose,
    /// Do you want to look again sooner than {next}? — Empty: no.
    next_by: Option<Date>,
    /// I have looked at what is shown here and stand by these answers. {name}, {role}
    signed: bool,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Result {
    /// it still holds
    Holds,
    /// holds, with things to do
    HoldsWithActions,
    /// changed
    Changed,
    /// does not hold
    DoesNotHold,
}

/// Last in every guide.
pub(super) static SIGN: Step = ask::<Sign>("sign", "Sign")
    .heading(
        "Sign",
        "What stands here goes into the record as it is. A new review can follow it; it cannot be changed.",
    )
    .least(&[("why", 10), ("late_why", 10), ("skipped_why", 10)])
    .shape(shape)
    .panel(panel)
    .judge(judge);

fn shape(run: &Run, page: &mut Page) {
    // Whoever signs says so: nobody else answers this page.
    page.asks.iter_mut().for_each(|a| a.optional_word = false);
    let before = check::dry(run);
    if let Some(a) = page.the("held_on") {
        a.value = run.today.to_string().into();
    }
    if let Some(a) = page.the("outcome") {
        a.value = json!(before.proposed);
    }
    if let Some(a) = page.the("next_by") {
        let day = check::next_due(run).map_or_else(|| "its own day".into(), |d| run.say_day(d));
        a.label = a.label.replace("{next}", &day);
    }
    if let Some(a) = page.the("why") {
        let last = run.isms.last_mark(&run.subject).and_then(|m| run.isms.rec(m.review).get::<Review>());
        a.last = last.filter(|_| !run.many()).map_or(Value::Null, |r| r.why.to_string().into());
    }
    if held_on(run) >= dates::add_days(run.today, -14) && run.says("sign", "late_why").is_empty() {
        // It comes on the page once the day lies so far back; the window sees the warning as the day is chosen.
        page.drop("late_why");
    }
    match left_out(run) {
        None => page.drop("skipped_why"),
        Some(day) => {
            if let Some(a) = page.the("skipped_why") {
                a.label = a.label.replace("{left}", &run.say_day(day));
            }
        }
    }
    if run.many() || before.each {
        page.drop("outcome");
    }
    // Who was there was the first question already.
    if before.with {
        page.drop("with");
    }
    // What is chosen inside the guide, and a register as a whole, has no day of its own to come sooner than.
    if run.many() || !matches!(run.wizard.about, About::Records(_)) {
        page.drop("next_by");
    }
}
fn panel(run: &Run, out: &mut Vec<PanelPart>) {
    super::panel::last_review(run, out);
    out.push(changed::what_changed(run));
}

/// The day on which the routine that this performs was to be done last and was not (DOMAIN 7.4); none if it was, or nothing is performed.
fn left_out(run: &Run) -> Option<NaiveDate> {
    let said = run.about.iter().filter_map(|id| run.item(id)).flat_map(|i| &i.reasons);
    said.filter(|r| r.rule.id == "routine-missed").filter_map(|r| r.changed).max()
}
/// The day that is signed for; today unless another was given.
pub(super) fn held_on(run: &Run) -> NaiveDate {
    run.day("sign", "held_on").unwrap_or(run.today)
}

fn judge(run: &Run, judge: &mut Judge) {
    let held = held_on(run);
    for target in run.about {
        if let Some(before) = run.isms.last_mark(target).filter(|m| m.held_on > held) {
            judge.red(
                "held_on",
                format!(
                    "{target} was already reviewed on {}. Give that day or a later one.",
                    run.say_day(before.held_on)
                ),
            );
        }
    }
    if dates::days_between(held, run.today) > 14 && run.says("sign", "late_why").trim().is_empty() {
        judge.red(
            "late_why",
            format!(
                "{} is {} days back. Why is it written up later? It is shown to the auditor; it is no fault.",
                run.say_day(held),
                dates::days_between(held, run.today)
            ),
        );
    }
    if let Some(day) = left_out(run).filter(|_| run.says("sign", "skipped_why").trim().is_empty()) {
        judge.red(
            "skipped_why",
            format!(
                "It was to be done on {} and was left out. Say why; the auditor is shown it beside the gap.",
                run.say_day(day)
            ),
        );
    }
    if !run.yes("sign", "signed") && !judge.has("signed") {
        judge.red("signed", "Nobody has signed. Tick the sentence if you stand by these answers.");
    }
    let before = check::dry(run);
    let outcome = outcome(run, before.proposed);
    if !run.many() {
        if outcome == Outcome::HoldsWithActions && before.actions == 0 {
            judge.red("outcome", "\u{201c}Holds, with things to do\u{201d} needs something to do. Add an action, or choose another result.");
        }
        if outcome == Outcome::DoesNotHold && before.actions == 0 {
            judge.red(
                "outcome",
                "What does not hold needs something to do about it. Add an action, or choose another result.",
            );
        }
        if outcome == Outcome::Holds && unknowns(run) > 0 {
            judge.red("outcome", "You answered \u{201c}I don't know\u{201d}, so it holds with things to do at best.");
        }
        if outcome == Outcome::Holds && before.material {
            judge.yellow("outcome", "Your answers change what is recorded. Is the result not \u{201c}changed\u{201d}?");
        }
        if let Some(given) = run.day("sign", "next_by") {
            if given <= run.today {
                judge.red("next_by", format!("{} is not in the future.", run.say_day(given)));
            } else if let Some(next) = check::next_due(run).filter(|n| given >= *n) {
                judge.red(
                    "next_by",
                    format!(
                        "{} is not sooner than {}. Leave it empty, or choose an earlier day.",
                        run.say_day(given),
                        run.say_day(next)
                    ),
                );
            }
        }
    }
    let why = run.says("sign", "why").trim();
    for target in run.about {
        let Some(last) = run.isms.last_mark(target).and_then(|m| run.isms.rec(m.review).get::<Review>()) else {
            continue;
        };
        if !why.is_empty() && last.why.trim() == why && !changed::reasons_of(run, target).is_empty() {
            judge.red("why", format!("This is word for word what was said of {target} last time, and something has changed since. Say what you looked at now."));
            break;
        }
    }
}

/// How often "I don't know" was the answer.
pub(super) fn unknowns(run: &Run) -> usize {
    not_known(run).len()
}
/// A question that was answered by "I don't know".
#[derive(Clone)]
pub(super) struct NotKnown {
    /// The record that it is about, and the prefix of its step.
    pub subject: String,
    pub prefix: String,
    pub question: String,
    /// Title of the row; empty where it is not asked by row.
    pub row: String,
}
/// Every question that was answered by "I don't know", on the whole way of the guide.
pub(super) fn not_known<'r>(run: &'r Run) -> &'r [NotKnown] {
    if run.worked.not_known.get().is_none() {
        // By a step, not at once: what shapes a question may ask the same.
        let found = found_not_known(run);
        let _ = run.worked.not_known.set(found);
    }
    run.worked.not_known.get().map_or(&[], Vec::as_slice)
}
fn found_not_known(run: &Run) -> Vec<NotKnown> {
    let mut out = Vec::new();
    let mut put = |at: &Run, question: &str, row: &str| {
        out.push(NotKnown {
            subject: at.subject.clone(),
            prefix: at.prefix.clone(),
            question: question.into(),
            row: row.into(),
        })
    };
    // Who signs is asked for nothing that could be found out.
    for at in run.whole().way().into_iter().filter(|a| a.id != CHECK.id && a.id != SIGN.id) {
        let Some(given) = run.answers.0.get(&at.id) else { continue };
        if !given.values().any(|v| unknown(v) || v.as_object().is_some_and(|o| o.values().any(unknown))) {
            continue;
        }
        for a in ask::asks(&at.run, at.step).iter() {
            match given.get(&a.field) {
                Some(v) if unknown(v) => put(&at.run, &a.label, ""),
                Some(Value::Object(rows)) if a.rows.is_some() => {
                    for r in a.rows.iter().flatten().filter(|r| rows.get(&r.id).is_some_and(unknown)) {
                        put(&at.run, &a.label, &r.title);
                    }
                }
                _ => {}
            }
        }
    }
    out
}

/// The result as signed, or as proposed.
pub(super) fn outcome(run: &Run, proposed: Outcome) -> Outcome {
    match run.says("sign", "outcome") {
        "holds" => Outcome::Holds,
        "holds_with_actions" => Outcome::HoldsWithActions,
        "changed" => Outcome::Changed,
        "does_not_hold" => Outcome::DoesNotHold,
        _ => proposed,
    }
}
/// Which result the answers speak for: with things to do, if something is to be found out; changed, if something material differs.
pub(super) fn propose(run: &Run, material: bool, done: &Done) -> Outcome {
    if unknowns(run) > 0 || (!material && !done.actions.is_empty()) {
        Outcome::HoldsWithActions
    } else if material {
        Outcome::Changed
    } else {
        Outcome::Holds
    }
}
/// Does a change touch something material of what the guide is about?
pub(crate) fn material(run: &Run, c: &Change, about: &dyn Fn(&str) -> bool) -> bool {
    match c {
        Change::Put { code: Some(code), fields, .. } if about(code) => {
            // What this is about was not there before.
            let Some(r) = run.isms.record(code) else { return true };
            let body = r.body_json();
            let info = r.info();
            fields.iter().any(|(f, v)| {
                let same = body.get(f).filter(|b| !crate::canonical::empty(b))
                    == Some(v).filter(|v| !crate::canonical::empty(v));
                !same
                    && (info.field(f).is_some_and(|x| x.material)
                        || (f == "state" && info.state_material)
                        || f == "version")
            })
        }
        Change::Retire { code, .. } | Change::Restore { code } => about(code),
        Change::Put { .. } | Change::Keep { .. } | Change::Erase(_) => false,
    }
}

/// The answers as one proposal. Without a signature (`dry`) it is what would be proposed.
pub(super) fn proposal(run: &Run, dry: bool) -> (Proposal, Dry) {
    let mut done = Done::default();
    (run.wizard.finish)(run, &mut done);
    for NotKnown { subject, question, row, .. } in not_known(run) {
        let what = format!("Find out: {question}{}", if row.is_empty() { String::new() } else { format!(" ({row})") });
        let from = if source(run, subject) { subject.as_str() } else { "@review" };
        done.action("improvement", &what, from, run.by, dates::add_days(run.today, 14));
    }
    let about: Vec<String> = done.about.clone().unwrap_or_else(|| run.about.to_vec());
    let among: HashSet<&str> = about.iter().map(String::as_str).collect();
    let touches = |code: &str| among.contains(code);
    let differs = done.changed || done.changes.iter().any(|c| material(run, c, &touches));
    let proposed = propose(run, differs, &done);
    let many = !done.each.is_empty();
    let outcome = if many { whole(&done) } else { outcome(run, proposed) };
    let why = match run.says("sign", "why").trim() {
        "" if dry => "It is not signed yet.",
        why => why,
    };
    let mut review = json!({
        "wizard": run.wizard.name, "about": about, "held_on": held_on(run).to_string(), "by": run.by, "outcome": outcome, "why": why,
    });
    let mut put = |k: &str, v: Value| {
        if let (false, Some(o)) = (crate::canonical::empty(&v), review.as_object_mut()) {
            o.insert(k.into(), v);
        }
    };
    put("late_why", run.says("sign", "late_why").into());
    put("skipped_why", run.says("sign", "skipped_why").trim().into());
    let mut with = done.with.clone();
    with.extend(run.codes("sign", "with").into_iter().filter(|p| !done.with.contains(p)));
    put("with", json!(with));
    put(
        "next_by",
        run.day("sign", "next_by").into_iter().chain(done.next_by).min().map_or(Value::Null, |d| d.to_string().into()),
    );
    put(
        "each",
        done.each
            .iter()
            .map(|(t, o, why)| {
                if why.trim().is_empty() {
                    json!({"target": t, "outcome": o})
                } else {
                    json!({"target": t, "outcome": o, "why": why})
                }
            })
            .collect(),
    );
    put(
        "saw",
        about
            .iter()
            .filter(|t| run.isms.record(t).is_some() || WHOLES.contains(&t.as_str()))
            .flat_map(|t| changed::saw(&run.of(t)))
            .collect(),
    );
    put("answers", answers(run, &done));
    put("actions", json!(done.actions));
    if !dry {
        put("signed", json!({"by": run.by, "on": run.today.to_string(), "how": "in_app"}));
    }
    let mut changes = std::mem::take(&mut done.changes);
    changes.push(Change::put("review", "@review", review));
    (
        Proposal {
            verb: Verb::Review,
            why: if dry { String::new() } else { run.says("sign", "why").trim().to_string() },
            changes,
        },
        Dry { proposed, material: differs, actions: done.actions.len(), each: many, with: !done.with.is_empty() },
    )
}
/// May an action come from a record of this kind?
fn source(run: &Run, code: &str) -> bool {
    let Some(r) = run.isms.record(code) else { return false };
    let Some(crate::kind::Ty::Ref { kinds, .. }) = kind("action").and_then(|k| k.field("from")).map(|f| f.ty.clone())
    else {
        return false;
    };
    kinds.is_empty() || kinds.iter().any(|k| k == r.info().name)
}
/// The result of a batch as a whole: the worst of its parts.
fn whole(done: &Done) -> Outcome {
    let has = |o: Outcome| done.each.iter().any(|(_, x, _)| *x == o);
    [Outcome::DoesNotHold, Outcome::Changed, Outcome::HoldsWithActions]
        .into_iter()
        .find(|o| has(*o))
        .unwrap_or(Outcome::Holds)
}

/// What was said of many rows may be longer than one answer of a review holds (20,000 characters): it is kept in several, one after the
/// other, parted between rows.
fn pieces(said: &str) -> Vec<String> {
    const MOST: usize = 16_000;
    let mut out = Vec::new();
    let mut rest = said;
    while let Some((cut, _)) = rest.char_indices().nth(MOST) {
        let at = ["; ", "\n", " "].iter().find_map(|sep| rest[..cut].rfind(sep).map(|i| i + sep.len())).unwrap_or(cut);
        out.push(rest[..at].trim_end().to_string());
        rest = &rest[at..];
    }
    out.push(rest.to_string());
    out
}

/// Question and answer in words, as they stood on the screen, and who said so.
fn answers(run: &Run, done: &Done) -> Value {
    let mut out: Vec<Value> = say::said(run)
        .into_iter()
        .filter(|s| !s.shown.is_empty())
        .flat_map(|s| {
            pieces(&s.shown)
                .into_iter()
                .map(|piece| {
                    let mut row = json!({"step": s.bare, "field": s.field, "question": s.label, "answer": piece});
                    if let Some(o) = row.as_object_mut() {
                        if let Some(t) = &s.target {
                            o.insert("target".into(), t.clone().into());
                        }
                        if !s.who.trim().is_empty() {
                            o.insert("who".into(), s.who.trim().into());
                        }
                    }
                    row
                })
                .collect::<Vec<_>>()
        })
        .collect();
    out.extend(
        done.of
            .iter()
            .map(|(t, q, a)| json!({"target": t, "step": "check", "field": "note", "question": q, "answer": a})),
    );
    out.extend(done.notes.iter().map(|(q, a)| json!({"step": "check", "field": "note", "question": q, "answer": a})));
    Value::Array(out)
}

/// Words for the result on the sign page.
pub(super) fn statement(outcome: Outcome) -> String {
    format!("Proposed from your answers: {}.", catalog::outcome_words(outcome))
}
