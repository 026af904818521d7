//! The Statement of Applicability: one control, a theme, or all: whether it is needed and why, how it is done, what shows it, whether it works;
//! and who approves the version that comes of it. It must never call something in place that nothing shows.
mod checks;
mod panels;
mod questions;
mod record;

use crate::catalog::{self, Entry};
use crate::kinds::Control;
use crate::soa;
use crate::staleness::{State, word};
use crate::wizard::{About, CHANGED, Part, Run, Step, Wizard, ask, changed_reasons};
use checks::*;
use questions as q;

pub(super) static WIZARD: Wizard = Wizard {
    name: "control-review",
    title: "The Statement of Applicability",
    clause: "6.1.3",
    about: About::Register("control", "SOA"),
    minutes: 2,
    parts: &[Part::Once(BEFORE), Part::Each(chosen, STEPS), Part::Once(AFTER)],
    words,
    at_check: panels::at_check,
    finish: record::finish,
};

static BEFORE: &[Step] = &[ask::<q::Choose>("choose", "Which controls")
    .when("when it is begun on the whole Statement", |r| r.about.len() == 1 && r.many())
    .cases(&[("which", "theme=chosen")])
    .shape(choose_shape)
    .panel(panels::choose)
    .judge(choose)];

static STEPS: &[Step] = &[
    CHANGED.when("in a batch, if something changed", |r| !r.many() || !changed_reasons(r).is_empty()),
    ask::<q::Needed>("needed", "Do you do it").shape(needed_shape).panel(panels::needed).judge(needed),
    ask::<q::Reason>("reason", "What makes it necessary")
        .when("if it is needed", applies)
        .least(&[("justification", 20)])
        .shape(reason_shape)
        .panel(panels::reason)
        .judge(reason),
    ask::<q::Out>("out", "Why it is not needed")
        .when("if it is not needed", |r| r.is("needed", "needed", "not_needed"))
        .least(&[("justification", 20)])
        .shape(out_shape)
        .panel(panels::reason)
        .judge(out),
    ask::<q::How>("how", "How you do it")
        .when(DONE, done_somehow)
        .least(&[("how", 20)])
        .shape(how_shape)
        .panel(panels::how)
        .judge(how),
    ask::<q::Shows>("shows", "What shows it")
        .when("if you do it", |r| r.is("needed", "needed", "yes"))
        .shape(shows_shape)
        .panel(panels::shows)
        .judge(shows),
    ask::<q::Worked>("worked", "Did it work")
        .heading("Did it work at the last look? How do you know?", "")
        .when(DONE, done_somehow)
        .least(&[("how_checked", 10)])
        .shape(worked_shape)
        .panel(panels::worked)
        .judge(worked),
    ask::<q::Gap>("gap", "What is missing")
        .when("if something is missing, or it did not work", gap_asked)
        .shape(gap_shape)
        .panel(panels::gap)
        .judge(gap),
    ask::<q::Owner>("owner", "Who answers for it").shape(owner_shape).panel(panels::owner).judge(owner),
];
const DONE: &str = "if you do it, at least partly";
const SEVERAL: &str = "when several controls are gone through";

static AFTER: &[Step] = &[
    ask::<q::Own>("own", "Controls of your own").when(SEVERAL, |r| r.many()).panel(panels::own).judge(own),
    ask::<q::Version>("version", "The version")
        .when("when several are gone through, if there is a version to approve", |r| {
            r.many() && record::next(r).is_some()
        })
        .shape(version_shape)
        .panel(panels::version),
];

/// The control as it is recorded; none where it stands in the list only.
fn control<'a>(run: &Run<'a>) -> Option<&'a Control> {
    run.record()?.get()
}
/// What the catalogue says of it: none of an own control.
fn entry(run: &Run) -> Option<&'static Entry> {
    entry_of(&run.subject)
}
fn entry_of(code: &str) -> Option<&'static Entry> {
    catalog::entry(&format!("A.{}", code.strip_prefix("SOA-")?))
}
fn title_of(run: &Run, code: &str) -> String {
    let title = run.isms.record(code).map(crate::isms::Record::title);
    title.or_else(|| entry_of(code).map(|e| e.title.to_string())).unwrap_or_default()
}
/// Every line: what is on record, and what of Annex A is not decided yet; in the order of the Statement.
fn lines(run: &Run) -> Vec<String> {
    let live = run.isms.live::<Control>().map(|(_, r, _)| r.code.to_string());
    let mut all: Vec<String> = live.collect();
    let missing = catalog::controls().iter().filter_map(|e| e.number.strip_prefix("A.")).map(|n| format!("SOA-{n}"));
    all.extend(missing.filter(|c| run.isms.record(c).is_none()));
    all.sort_by(|a, b| soa::order(a).cmp(&soa::order(b)));
    all
}
/// Does this one need a look: a state other than current, or nothing decided?
fn needs(run: &Run, code: &str) -> bool {
    run.isms.record(code).is_none()
        || run.item(code).is_some_and(|i| {
            [State::Stale, State::Overdue, State::NeverReviewed, State::DueSoon].iter().any(|s| i.states.has(*s))
        })
}
/// What is gone through: of a single review its own; else by theme.
fn chosen(run: &Run) -> Vec<String> {
    if !run.many() {
        return run.about.to_vec();
    }
    let named: Vec<String> = run.about.iter().filter(|a| *a != "SOA").cloned().collect();
    if !named.is_empty() {
        return named;
    }
    let theme = |n: u32| lines(run).into_iter().filter(|c| soa::number(c).is_some_and(|(t, _)| t == n)).collect();
    match run.says("choose", "theme") {
        "due" => lines(run).into_iter().filter(|c| needs(run, c)).collect(),
        "organizational" => theme(5),
        "people" => theme(6),
        "physical" => theme(7),
        "technological" => theme(8),
        "chosen" => run.codes("choose", "which").into_iter().filter(|c| run.isms.get::<Control>(c).is_some()).collect(),
        _ => Vec::new(),
    }
}

fn applies(run: &Run) -> bool {
    matches!(run.says("needed", "needed"), "yes" | "partly" | "not_yet")
}
fn done_somehow(run: &Run) -> bool {
    matches!(run.says("needed", "needed"), "yes" | "partly")
}
/// Is it not all there yet?
fn open(run: &Run) -> bool {
    matches!(run.says("needed", "needed"), "partly" | "not_yet")
}
/// Asked where something is missing; and where it did not work, for then something is to be done.
fn gap_asked(run: &Run) -> bool {
    open(run) || (done_somehow(run) && matches!(run.says("worked", "works"), "partly" | "no"))
}
/// Risks that count on it, live.
fn risks_before(run: &Run) -> Vec<String> {
    let me = &run.subject;
    run.isms
        .live::<crate::kinds::Risk>()
        .filter(|(_, _, k)| k.controls.contains(me) || k.planned_controls.contains(me))
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
fn recorded(run: &Run, field: &str) -> Vec<String> {
    run.body().get(field).map(crate::wizard::strings).unwrap_or_default()
}

fn words(run: &Run, w: &str) -> Option<String> {
    (w == "soa_on_certificate").then(|| {
        let named = run.isms.organization().and_then(|o| o.soa_on_certificate.as_ref());
        named.map_or_else(|| "None is on record.".into(), |v| format!("It names {}.", &**v))
    })
}
