//! Stock-take: what is there, what is new, what is gone, whether each is described right, what it needs, and which activities rest on it.
//! It must never take a thing off the list without a word of where it went.
mod checks;
mod list;
mod panels;
mod questions;
mod record;

use crate::kinds::{Asset, Process};
use crate::staleness::{State, word};
use crate::wizard::{About, CHANGED, Part, Run, Step, Wizard, ask, panel};
use checks::*;
use questions as q;

pub(super) static WIZARD: Wizard = Wizard {
    name: "asset-review",
    title: "Stock-take",
    clause: "A.5.9",
    about: About::Chosen(&["asset", "process"]),
    minutes: 60,
    parts: &[Part::Once(STEPS)],
    words: |_, _| None,
    at_check: panels::at_check,
    finish: record::finish,
};

static STEPS: &[Step] = &[
    ask::<q::Choose>("choose", "Which things")
        .when("unless it is begun on some", |r| r.about.is_empty())
        .cases(&[("kinds", "scope=kinds"), ("places", "scope=places")])
        .shape(choose_shape)
        .panel(panels::choose)
        .judge(choose),
    CHANGED
        .heading(
            "What has happened since you last looked at these?",
            "Each of these was changed or added since. Say for each whether it matters here.",
        )
        .when("if something they rest on has changed", |r| !causes(r).is_empty())
        .shape(changed_shape)
        .panel(panels::changed)
        .judge(changed),
    ask::<q::Compare>("compare", "A list to compare")
        .heading(
            "Drop a list from your device, cloud or software management.",
            "We show what is only there, only here, and different.",
        )
        .when("unless it is begun on one thing", several)
        .cases(&[("list", "have=list"), ("covers", "have=list"), ("column", "have=list")])
        .shape(compare_shape)
        .panel(panels::compare)
        .judge(compare),
    ask::<q::New>("new", "Only on the list")
        .when("if something is only on the list", |r| !list::only_there(r).is_empty())
        .shape(new_shape)
        .panel(panels::compare)
        .judge(new),
    ask::<q::Worths>("new-worth", "What it holds")
        .when("if something is added", |r| !record::added(r).is_empty())
        .shape(worth_shape)
        .panel(panels::worth),
    ask::<q::Gone>("gone", "Not found")
        .when("if something is only here", |r| !list::only_here(r).is_empty())
        .shape(gone_shape)
        .panel(panels::compare)
        .judge(gone),
    ask::<q::Each>("each", "Described right?")
        .when("if there are things to look at", |r| !stays(r).is_empty())
        .shape(each_shape)
        .panel(panels::each),
    ask::<q::Different>("each-change", "What is different")
        .when("if one is not described right", |r| !changing(r).is_empty())
        .shape(different_shape)
        .panel(panels::each)
        .judge(different),
    ask::<q::Need>("need", "What it needs")
        .when("for those on which most hangs", |r| !critical(r).is_empty())
        .shape(need_shape)
        .panel(panels::need)
        .judge(need),
    ask::<q::Orphan>("orphan", "Of nobody")
        .when("if nobody owns or uses one", |r| !orphans(r).is_empty())
        .shape(orphan_shape)
        .panel(panels::orphan)
        .judge(orphan),
    ask::<q::Activities>("process", "Activities")
        .when("once a year, or if it is begun on one", |r| !activities(r).is_empty() || record::first_activities(r))
        .shape(process_shape)
        .panel(panels::process)
        .judge(process),
];

/// Assets and activities with which this was begun.
fn begun_on<'a, K: 'static>(run: &Run<'a>) -> Vec<String> {
    run.about.iter().filter(|c| run.isms.get::<K>(c).is_some()).cloned().collect()
}
fn several(run: &Run) -> bool {
    run.about.len() != 1
}
fn due(run: &Run, code: &str) -> bool {
    run.item(code).is_some_and(|i| {
        [State::Stale, State::Overdue, State::NeverReviewed, State::DueSoon].iter().any(|s| i.states.has(*s))
    })
}
/// The things that are gone through: those named, or by the answer to the first question.
fn scope(run: &Run) -> Vec<String> {
    if !run.about.is_empty() {
        return begun_on::<Asset>(run);
    }
    let kinds = run.codes("choose", "kinds");
    let places = run.codes("choose", "places");
    let wanted = |code: &str, a: &Asset| match run.says("choose", "scope") {
        "due" => due(run, code),
        "kinds" => kinds.iter().any(|k| *k == word(&a.what)),
        "places" => places.iter().any(|p| *p == *a.runs_where),
        "all" => true,
        _ => false,
    };
    run.isms.live::<Asset>().filter(|(_, r, a)| wanted(&r.code, a)).map(|(_, r, _)| r.code.to_string()).collect()
}
/// Those that are still there after the comparison.
fn stays(run: &Run) -> Vec<String> {
    scope(run).into_iter().filter(|c| list::fate(run, c) != "gone").collect()
}
/// Those that were said to be described wrongly.
fn changing(run: &Run) -> Vec<String> {
    stays(run).into_iter().filter(|c| run.row("each", "right", c) == "change").collect()
}
/// Those on which most hangs: the fourth step of damage or more, however it comes about.
fn critical(run: &Run) -> Vec<String> {
    stays(run).into_iter().filter(|c| run.isms.get::<Asset>(c).is_some_and(|a| a.worst() >= 4)).collect()
}
/// Those whose owner is gone, and those of which no record and no word says who uses them.
fn orphans(run: &Run) -> Vec<String> {
    let unowned = |c: &str| {
        let owner = run.isms.record(c).and_then(|r| r.common.owner.as_ref());
        owner.is_none_or(|o| crate::wizard::gone_person(run, o).is_some())
    };
    let given =
        |c: &str| record::facts(run, c).is_some_and(|f| f.get("owner").is_some_and(|o| !crate::canonical::empty(o)));
    let unused = |c: &str| {
        let Some(r) = run.isms.record(c) else { return false };
        let named = r.inn.iter().any(|(ix, _)| {
            let s = run.isms.rec(*ix);
            s.live() && matches!(s.info().name, "process" | "asset" | "risk" | "control")
        });
        !named && run.isms.get::<Asset>(c).is_some_and(|a| a.users.is_none())
    };
    stays(run).into_iter().filter(|c| (unowned(c) && !given(c)) || unused(c)).collect()
}
/// Activities that are looked at: those named; in a stock-take of many those that need a look.
fn activities(run: &Run) -> Vec<String> {
    let named = begun_on::<Process>(run);
    if !named.is_empty() || !run.about.is_empty() {
        return named;
    }
    let all = run.says("choose", "scope") == "all";
    run.isms
        .live::<Process>()
        .filter(|(_, r, _)| all || due(run, &r.code))
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
