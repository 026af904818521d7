//! The guide as the window shows it, and its three moves: keep, next, finish. All of it is replayed from the answers.
//! It must never lose an answer: a step that is refused keeps what was typed.
use super::panel::PanelPart;
use super::run::At;
use super::{Answers, Ask, CheckShown, Judge, Level, Run, Warning, Wizard, ask, check, say, sign};
use crate::act::{Change, Proposal};
use crate::isms::{Isms, Seq};
use crate::kinds::Outcome;
use crate::refusal::Refusal;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};

/// What stands on the screen.
#[derive(Clone, Debug, Serialize)]
pub struct WizardShown {
    /// Number of the draft; the file knows it.
    pub draft: i64,
    pub wizard: &'static str,
    pub title: String,
    pub clause: &'static str,
    pub about: Vec<AboutShown>,
    /// The steps that now apply.
    pub steps: Vec<StepTitle>,
    pub at: usize,
    pub step: StepShown,
    /// Of the present step; those of the others stay in the draft.
    pub answers: Answers,
    pub warnings: Vec<Warning>,
    pub check: Option<CheckShown>,
    pub proposed: Option<Proposed>,
    pub minutes_left: u32,
    /// The last answer changed how many steps there are.
    pub count_changed: bool,
    pub titles: BTreeMap<String, String>,
    /// What was decided elsewhere since the draft was kept.
    pub moved: Vec<String>,
}
#[derive(Clone, Debug, Serialize)]
pub struct AboutShown {
    pub id: String,
    pub title: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct StepTitle {
    pub id: String,
    pub title: String,
    pub done: bool,
}
#[derive(Clone, Debug, Serialize)]
pub struct StepShown {
    pub id: String,
    pub heading: String,
    pub hint: String,
    pub title: String,
    pub questions: Vec<Ask>,
    pub panel: Vec<PanelPart>,
}
/// What the answers speak for.
#[derive(Clone, Debug, Serialize)]
pub struct Proposed {
    pub outcome: Outcome,
    pub next: Option<NaiveDate>,
    pub statement: String,
}

/// The guide at a step: at the one asked for, or at the first that is not done.
pub fn show(
    isms: &Isms,
    today: NaiveDate,
    by: &str,
    wizard: &'static Wizard,
    about: &[String],
    answers: &Answers,
    at_step: Option<&str>,
) -> WizardShown {
    shown(&Run::new(isms, today, by, wizard, about, answers), at_step)
}
fn shown(run: &Run, at_step: Option<&str>) -> WizardShown {
    let (isms, wizard, about, answers) = (run.isms, run.wizard, run.about, run.answers);
    let way = run.way();
    let done: Vec<bool> = way.iter().map(|at| is_done(answers, at)).collect();
    let at = at_step
        .and_then(|id| way.iter().position(|a| a.id == id))
        .or_else(|| done.iter().position(|d| !d))
        .unwrap_or(way.len() - 1);
    let here = &way[at];
    let on_check = here.id == sign::CHECK.id;
    let mut warnings = ask::judge(&here.run, here.step, &here.id).found.clone();
    // What is not answered yet is said when the owner goes on, not while the page is being read.
    if !answers.0.contains_key(&here.id) {
        warnings.retain(|w| w.level == Level::Yellow);
    }
    let check = on_check.then(|| check::shown(run, all_warnings(&way)));
    let proposed = (here.id == sign::SIGN.id).then(|| {
        let outcome = sign::outcome(run, check::dry(run).proposed);
        Proposed { outcome, next: check::next_due(run), statement: sign::statement(outcome) }
    });
    let mut panel = Vec::new();
    (here.step.panel)(&here.run, &mut panel);
    if on_check {
        (wizard.at_check)(run, &mut panel);
    } else if panel.is_empty() {
        panel.push(super::changed::what_changed(&here.run));
    }
    if here.id == sign::SIGN.id {
        // What runs goes on running while somebody signs.
        let mut beside = Vec::new();
        (wizard.at_check)(run, &mut beside);
        panel.extend(beside.into_iter().filter(|p| matches!(p, PanelPart::Clocks { .. })));
    }
    let left = done.iter().enumerate().filter(|(i, d)| *i >= at && (!**d || *i == at)).count() as u32;
    let step = StepShown {
        id: here.id.clone(),
        heading: here.run.fill(if here.step.heading == super::changed::CHANGED.heading {
            changed_heading(&here.run)
        } else {
            here.step.heading
        }),
        hint: here.run.fill(here.step.hint),
        title: say::step_title(&here.run, here.step),
        questions: ask::asks(&here.run, here.step).to_vec(),
        panel,
    };
    let mut page = WizardShown {
        draft: 0,
        wizard: wizard.name,
        title: wizard.title.to_string(),
        clause: wizard.clause,
        about: about
            .iter()
            .map(|id| AboutShown {
                id: id.clone(),
                title: match isms.record(id) {
                    Some(r) => r.title(),
                    None if crate::isms::WHOLES.contains(&id.as_str()) => crate::view::whole(id).to_string(),
                    None => id.clone(),
                },
            })
            .collect(),
        steps: way
            .iter()
            .zip(&done)
            .map(|(a, d)| StepTitle { id: a.id.clone(), title: say::step_title(&a.run, a.step), done: *d })
            .collect(),
        at,
        step,
        answers: answers.only(&here.id),
        warnings,
        check,
        proposed,
        minutes_left: (wizard.minutes * about.len().max(1) as u32 * left)
            .div_ceil(way.len().max(1) as u32)
            .max(u32::from(left > 0)),
        count_changed: false,
        titles: BTreeMap::new(),
        moved: Vec::new(),
    };
    page.titles = titles(isms, &page);
    page
}
/// How long each clock on the page has still to run. The moment comes from outside, as the day does.
pub fn tell_time(page: &mut WizardShown, now: DateTime<FixedOffset>) {
    for part in &mut page.step.panel {
        let PanelPart::Clocks { clocks, .. } = part else { continue };
        for c in clocks {
            let until = c.until.as_deref().and_then(|u| crate::kinds::incident::moment(u).ok());
            c.minutes = until.map(|u| (u - now).num_minutes());
        }
    }
}
/// Heading of the first step: a first review has nothing to compare with.
fn changed_heading(run: &Run) -> &'static str {
    if run.isms.last_mark(&run.subject).is_some() {
        super::changed::CHANGED.heading
    } else {
        "This is the first review. Is anything already known that matters here?"
    }
}
/// Gone through, and nothing red is left.
fn is_done(answers: &Answers, at: &At) -> bool {
    answers.0.contains_key(&at.id)
        && !answers.reopened(&at.id)
        && !ask::judge(&at.run, at.step, &at.id).found.iter().any(|w| w.level == Level::Red)
}
fn all_warnings(way: &[At]) -> Vec<Warning> {
    way.iter()
        .filter(|a| a.id != sign::CHECK.id && a.id != sign::SIGN.id)
        .flat_map(|a| ask::judge(&a.run, a.step, &a.id).found.clone())
        .collect()
}
/// Titles of every record that is named anywhere on the page.
fn titles(isms: &Isms, shown: &WizardShown) -> BTreeMap<String, String> {
    fn walk(isms: &Isms, v: &Value, out: &mut BTreeMap<String, String>) {
        match v {
            Value::String(s) if s.len() <= 24 => {
                if let Some(r) = isms.record(s) {
                    out.insert(s.clone(), r.title());
                }
            }
            Value::Array(a) => a.iter().for_each(|v| walk(isms, v, out)),
            Value::Object(o) => o.iter().for_each(|(k, v)| {
                walk(isms, &Value::String(k.clone()), out);
                walk(isms, v, out);
            }),
            _ => {}
        }
    }
    let mut out = BTreeMap::new();
    if let Ok(v) = serde_json::to_value(shown) {
        walk(isms, &v, &mut out);
    }
    out
}

/// What is to be said of a step while it is being answered. Nothing is kept.
pub fn warnings(
    isms: &Isms,
    today: NaiveDate,
    by: &str,
    wizard: &'static Wizard,
    about: &[String],
    answers: &Answers,
    step: &str,
) -> Vec<Warning> {
    let run = Run::new(isms, today, by, wizard, about, answers);
    run.way()
        .iter()
        .find(|a| a.id == step)
        .map(|a| {
            let judged = ask::judge(&a.run, a.step, &a.id);
            judged.found.iter().filter(|w| w.level == Level::Yellow).cloned().collect()
        })
        .unwrap_or_default()
}

/// Keeps the answers of a step and goes on; refuses while something on it is missing or red. The answers are kept in either case.
#[allow(clippy::too_many_arguments)] // The file's context, the guide, and the move.
pub fn next(
    isms: &Isms,
    today: NaiveDate,
    by: &str,
    wizard: &'static Wizard,
    about: &[String],
    answers: &mut Answers,
    step: &str,
    given: Map<String, Value>,
) -> Result<WizardShown, Refusal> {
    let kept = answers.clone();
    let file = Run::new(isms, today, by, wizard, about, &kept);
    let before: Vec<String> = file.way().into_iter().map(|a| a.id).collect();
    if !before.iter().any(|id| id == step) {
        return Err(Refusal::new(
            "unknown",
            step,
            format!("There is no step \u{201c}{step}\u{201d} here."),
            format!("The steps are: {}.", before.join(", ")),
        ));
    }
    let asked: HashSet<String> = page_of(&file, step).into_iter().collect();
    answers.keep(step, given);
    let (said, left);
    let mut run = {
        said = answers.clone();
        file.with(&said)
    };
    drop_gone_rows(&run, step, answers);
    if *answers != said {
        left = answers.clone();
        run = file.with(&left);
    }
    let asks_more = page_of(&run, step).iter().any(|q| !asked.contains(q));
    {
        let way = run.way();
        let Some(here) = way.iter().find(|a| a.id == step) else {
            return Err(Refusal::new("unknown", step, "This step is not asked any more.", ""));
        };
        let refused = refusals(&ask::judge(&here.run, here.step, &here.id));
        // What was answered raises a further question on the same page: it is shown before anything is refused.
        if asks_more && !refused.is_empty() {
            return Ok(shown(&run, Some(step)));
        }
        Refusal::all(refused)?;
    }
    if answers.reopened(step) {
        answers.close(step);
        run = file.with(answers);
    }
    let way = run.way();
    let here = way.iter().position(|a| a.id == step).unwrap_or(0);
    // Whoever came back from the check to mend one answer goes straight back to it.
    let open = way.iter().position(|a| a.id == sign::CHECK.id || !is_done(answers, a)).unwrap_or(here + 1);
    let to = if way[open].id == sign::CHECK.id && here < open { open } else { (here + 1).min(way.len() - 1) };
    let mut page = shown(&run, Some(&way[to].id));
    page.count_changed = before.len() != way.len();
    Ok(page)
}
/// Another answer before this one may leave other rows: what was said of those that are gone is taken back, so that it stops nobody.
fn drop_gone_rows(run: &Run, step: &str, answers: &mut Answers) {
    let way = run.way();
    let Some(here) = way.iter().find(|a| a.id == step) else { return };
    let Some(given) = answers.0.get_mut(step) else { return };
    for ask in ask::asks(&here.run, here.step).iter() {
        if let (Some(rows), Some(Value::Object(said))) = (&ask.rows, given.get_mut(&ask.field)) {
            said.retain(|id, _| rows.iter().any(|r| r.id == *id));
        }
    }
}
/// The questions and rows of a step, by name.
fn page_of(run: &Run, step: &str) -> Vec<String> {
    let way = run.way();
    let Some(here) = way.iter().find(|a| a.id == step) else { return Vec::new() };
    ask::asks(&here.run, here.step)
        .iter()
        .flat_map(|a| {
            std::iter::once(a.field.clone())
                .chain(a.rows.iter().flatten().map(move |r| format!("{}/{}", a.field, r.id)))
        })
        .collect()
}
fn refusals(judge: &Judge) -> Vec<Refusal> {
    judge
        .found
        .iter()
        .filter(|w| w.level == Level::Red)
        .map(|w| Refusal::new(w.code, format!("{}.{}", w.step, w.field), w.text.clone(), w.hint.clone()))
        .collect()
}

/// The answers as one proposal, if every step that applies is answered. `since`: the act after which the answers were begun; a review of
/// the same record that was made meanwhile is not written over.
#[allow(clippy::too_many_arguments)] // The file's context, the guide, and the move.
pub fn finish(
    isms: &Isms,
    today: NaiveDate,
    by: &str,
    wizard: &'static Wizard,
    about: &[String],
    answers: &Answers,
    since: Option<Seq>,
) -> Result<Proposal, Refusal> {
    let run = Run::new(isms, today, by, wizard, about, answers);
    if let Some(since) = since {
        for target in about {
            if let Some(m) = isms.last_mark(target).filter(|m| m.seq > since) {
                let at = isms.act(m.seq).map(|a| a.at.format("%H:%M").to_string()).unwrap_or_default();
                let (who, code) =
                    (isms.act(m.seq).map(|a| isms.name_of(&a.by)).unwrap_or_default(), &isms.rec(m.review).code);
                return Err(Refusal::new(
                    "closed",
                    target.as_str(),
                    format!("{target} was reviewed at {at} UTC by {who} ({code}); compare."),
                    "Read that review, then begin again or discard these answers.",
                ));
            }
        }
    }
    let way = run.way();
    let mut bad = Vec::new();
    for step in answers.steps() {
        if !way.iter().any(|a| a.id == *step) && !known_step(wizard, step) {
            bad.push(Refusal::new(
                "unknown",
                step.as_str(),
                format!("There is no step \u{201c}{step}\u{201d} here."),
                format!("The steps are: {}.", way.iter().map(|a| a.id.as_str()).collect::<Vec<_>>().join(", ")),
            ));
        }
    }
    for at in &way {
        if answers.reopened(&at.id) {
            bad.push(Refusal::new(
                "closed",
                at.id.as_str(),
                "Something changed elsewhere since this was answered.",
                "Look at this step once more.",
            ));
        }
        bad.extend(refusals(&ask::judge(&at.run, at.step, &at.id)));
    }
    Refusal::all(bad)?;
    Ok(sign::proposal(&run, false).0)
}
/// What the answers given so far would make of records of these kinds, were it not for the files that were dropped: a list that is
/// dropped is read against it, so that it knows those whom the guide has been told of already.
pub fn so_far(
    isms: &Isms,
    today: NaiveDate,
    by: &str,
    wizard: &'static Wizard,
    about: &[String],
    answers: &Answers,
    kinds: &[&str],
) -> Vec<Change> {
    let mut bare = answers.clone();
    for (step, field, _) in super::drops(wizard) {
        for (_, given) in bare.0.iter_mut().filter(|(id, _)| id.rsplit('/').next() == Some(step)) {
            given.remove(&field);
        }
    }
    let mut done = super::Done::default();
    (wizard.finish)(&Run::new(isms, today, by, wizard, about, &bare), &mut done);
    done.changes.retain(|c| matches!(c, Change::Put { kind, .. } if kinds.contains(&kind.as_str())));
    done.changes
}
/// Is this a step of the guide that merely does not apply now?
fn known_step(wizard: &Wizard, id: &str) -> bool {
    let bare = id.rsplit('/').next().unwrap_or(id);
    wizard.parts.iter().any(|p| match p {
        super::Part::Once(steps) | super::Part::Each(_, steps) => steps.iter().any(|s| s.id == bare),
    })
}
