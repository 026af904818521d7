//! Something new is coming: what changes, seven questions, what it touches, what could go wrong, what must be true first, who says yes;
//! and later whether it went live and what came of it. It must never pass over a question because another was answered no.
mod checks;
mod panels;
mod questions;
mod record;

use crate::kinds::{Asset, Change, Supplier};
use crate::staleness::word;
use crate::wizard::{About, Part, Run, Step, Wizard, ask};
use checks::*;
use questions as q;

pub(super) static WIZARD: Wizard = Wizard {
    name: "change-intake",
    title: "Something new is coming",
    clause: "6.3",
    about: About::Chosen(&["change", "asset", "supplier"]),
    minutes: 10,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: panels::at_check,
    finish: record::finish,
};

/// The seven questions, as they are asked and as they are kept with the change.
const SEVEN: [&str; 7] = [
    "New or more sensitive data?",
    "New people with access?",
    "A new supplier, or one that does more?",
    "Reachable from the internet in a new way?",
    "A law, contract or promise touched?",
    "Does the scope, a site or what you sell change?",
    "Does anyone's duty change?",
];
const SEVEN_STEPS: [&str; 7] = ["seven-1", "seven-2", "seven-3", "seven-4", "seven-5", "seven-6", "seven-7"];

macro_rules! seven {
    ($n:literal, $title:literal, $hint:literal) => {
        ask::<q::Screen>(SEVEN_STEPS[$n], $title)
            .heading(SEVEN[$n], $hint)
            .when("unless it is answered already", |r| asked(r, $n))
            .cases(&[("note", "answer=yes"), ("ask", "answer=unsure")])
            .shape(|_, page| seven_shape($n, page))
            .panel(|r, out| panels::seven(r, $n, out))
            .judge(|r, j| seven($n, r, j))
    };
}

static STEPS: &[Step] = &[
    ask::<q::What>("what", "What is changing")
        .heading(
            "What is changing, why, and from when?",
            "New tool, supplier, site, product, reorganization, a way of working.",
        )
        .when("unless the change is on record", |r| change(r).is_none())
        .least(&[("what", 10), ("why", 10)])
        .shape(what_shape)
        .panel(panels::what)
        .judge(what),
    ask::<q::BeforeYouKnew>("unplanned", "Before you knew")
        .when("if it came before you could plan it", |r| first(r) && unplanned(r))
        .least(&[("before_known", 10)])
        .panel(panels::unplanned),
    seven!(0, "1 Data", "Data that you did not have, or more about each person, or more people."),
    seven!(1, "2 People", "Staff, contractors, customers, a support desk: anyone who could not get in before."),
    seven!(2, "3 Supplier", "Also one that you have and that will hold, see or run more than today."),
    seven!(3, "4 Internet", "A new address, an open port, an app, a link that anyone can follow."),
    seven!(4, "5 Law and promises", "Data protection, a customer's contract, what your site promises."),
    seven!(5, "6 Scope", "What the certificate says must still be true afterwards."),
    seven!(6, "7 Duties", "Who decides, who administers, who is called at night."),
    ask::<q::Data>("data", "Which data")
        .when("if there is new or more sensitive data", |r| newly(r, 0))
        .cases(&[("ask", "assessment=ask")])
        .least(&[("which", 10)])
        .panel(panels::data),
    ask::<q::Who>("supplier", "The supplier")
        .heading(
            "Who is it, and what can they reach?",
            "A new one is put down as considered, and is looked at before you use it.",
        )
        .when("if there is a new supplier, or one that does more", |r| newly(r, 2))
        .cases(&[("data_where", "access=our_data")])
        .shape(supplier_shape)
        .panel(panels::supplier)
        .judge(supplier),
    ask::<q::NewSupplier>("supplier-new", "How much hangs on them")
        .when("if the supplier is new", |r| newly(r, 2) && new_supplier(r))
        .cases(&[("exit", "critical=critical")])
        .panel(panels::supplier),
    ask::<q::Things>("things", "New things")
        .when("if there is new data, a new way in, or a new system, site or product", |r| {
            newly(r, 0) || newly(r, 3) || (first(r) && matches!(sort(r), "system" | "site" | "initiative"))
        })
        .panel(panels::things)
        .judge(things),
    ask::<q::Worths>("worth", "What it will hold")
        .when("if there are new things", |r| !new_things(r).is_empty())
        .shape(worth_shape)
        .panel(panels::worth),
    ask::<q::Isms>("isms", "The ISMS itself")
        .when("if the scope or a duty changes, or the ISMS itself", |r| {
            newly(r, 5) || newly(r, 6) || (first(r) && sort(r) == "isms")
        })
        .least(&[("thought", 10)])
        .panel(panels::isms),
    ask::<q::Touch>("touch", "What it touches")
        .heading("It touches these. Right?", "Take away what does not fit, add what is missing.")
        .when("on the first visit", first)
        .shape(touch_shape)
        .panel(panels::touch)
        .judge(touch),
    ask::<q::TouchRules>("touch-rules", "Risks and rules")
        .heading(
            "Which risks, policies and controls does it touch?",
            "What follows by itself from the things before need not be named.",
        )
        .when("on the first visit", first)
        .least(&[("nothing_why", 10)])
        .shape(touch_rules_shape)
        .panel(panels::touch)
        .judge(touch_rules),
    ask::<q::Wrong>("risks", "What could go wrong")
        .when("if any of the seven is yes", any_yes)
        .least(&[("none_because", 10)])
        .panel(panels::risks)
        .judge(wrong),
    ask::<q::Levels>("risk-levels", "How likely, how bad")
        .when("if something could go wrong", |r| any_yes(r) && !r.table("risks", "wrong").is_empty())
        .shape(levels_shape)
        .panel(crate::wizard::panel::scale),
    ask::<q::Needs>("needs", "Before it goes live")
        .when("if any of the seven is yes", any_yes)
        .panel(panels::needs)
        .judge(needs),
    ask::<q::Tell>("tell", "The certification body")
        .when("on the first visit, or if one of the seven is newly yes", |r| first(r) || any_yes(r))
        .cases(&[("tell_by", "tell=yes")])
        .shape(tell_shape)
        .panel(panels::tell)
        .judge(tell),
    ask::<q::Approve>("yes", "Who says yes")
        .when("until somebody has said yes", screening)
        .shape(approve_shape)
        .panel(panels::approve)
        .judge(approve),
    ask::<q::Back>("back", "Looking back")
        .when("until somebody has said yes", screening)
        .shape(back_shape)
        .panel(panels::back)
        .judge(back),
    ask::<q::Live>("live", "Did it go live")
        .when("once it is approved, unless it is known", |r| {
            matches!(visit(r), Visit::Live) || matches!(visit(r), Visit::Back) && !live_known(r)
        })
        .cases(&[("live_on", "live=yes"), ("new_when", "live=not_yet"), ("drop_why", "live=given_up")])
        .least(&[("drop_why", 10)])
        .shape(live_shape)
        .panel(panels::live)
        .judge(live),
    ask::<q::Held>("held", "Did the needs hold")
        .when("once it is live, if something had to be true first", |r| is_live(r) && !needed(r).is_empty())
        .shape(held_shape)
        .panel(panels::live)
        .judge(held),
    ask::<q::Came>("came", "What came of it")
        .when("when you look back", |r| matches!(visit(r), Visit::Back))
        .least(&[("outcome", 10)])
        .panel(panels::live),
    ask::<q::Mend>("mend", "To take back or add")
        .when("when you look back", |r| matches!(visit(r), Visit::Back))
        .panel(panels::live)
        .judge(mend),
    ask::<q::Closed>("closed", "To add")
        .when("once it is closed", |r| matches!(visit(r), Visit::Closed))
        .least(&[("added", 10)])
        .panel(panels::live),
];

/// Which visit this is: by the state of the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Visit {
    /// Not on record yet, or only an idea.
    Intake,
    /// Looked at for security; somebody's yes, or an answer, is waited for.
    Waiting,
    /// Approved: did it go live?
    Live,
    /// Done: what came of it?
    Back,
    /// Looked back at, or dropped.
    Closed,
}
fn visit(run: &Run) -> Visit {
    match change(run).and(run.record()).map(|r| r.state()) {
        None | Some("idea") => Visit::Intake,
        Some("screened") => Visit::Waiting,
        Some("approved") => Visit::Live,
        Some("done") => Visit::Back,
        _ => Visit::Closed,
    }
}
fn first(run: &Run) -> bool {
    visit(run) == Visit::Intake
}
/// Is it still to be said yes to?
fn screening(run: &Run) -> bool {
    matches!(visit(run), Visit::Intake | Visit::Waiting)
}
/// The change as it is recorded; none where it is only coming now.
fn change<'a>(run: &Run<'a>) -> Option<&'a Change> {
    run.record()?.get()
}
fn sort<'a>(run: &Run<'a>) -> &'a str {
    change(run).map_or_else(|| run.says("what", "sort"), |c| word(&c.sort))
}
fn when(run: &Run) -> Option<chrono::NaiveDate> {
    change(run).map(|c| c.when.0).or_else(|| run.day("what", "when"))
}
fn unplanned(run: &Run) -> bool {
    change(run).map_or_else(|| when(run).is_some_and(|d| d < run.today), |c| c.unplanned || c.when.0 < run.today)
}
fn owner(run: &Run) -> String {
    match change(run).and_then(|c| c.owner.as_ref()) {
        Some(o) => o.to_string(),
        None if run.says("what", "owner").is_empty() => run.by.to_string(),
        None => run.says("what", "owner").to_string(),
    }
}
fn title(run: &Run) -> String {
    match change(run).and(run.record()) {
        Some(r) => r.title(),
        None => crate::wizard::short(run.says("what", "what")).trim_end_matches('.').to_string(),
    }
}

/// What was answered to one of the seven, by an earlier visit.
fn recorded(run: &Run, n: usize) -> Option<&'static str> {
    let c = change(run)?;
    let row = c.screening.iter().find(|s| *s.question == *SEVEN[n]);
    row.or_else(|| c.screening.get(n).filter(|_| c.screening.len() == SEVEN.len())).map(|s| word(&s.answer))
}
/// What the file knows is not asked again; what somebody was not sure of is.
fn asked(run: &Run, n: usize) -> bool {
    screening(run) && !matches!(recorded(run, n), Some("yes" | "no"))
}
fn answer<'a>(run: &Run<'a>, n: usize) -> &'a str {
    if asked(run, n) { run.says(SEVEN_STEPS[n], "answer") } else { recorded(run, n).unwrap_or_default() }
}
/// Yes, said on this visit.
fn newly(run: &Run, n: usize) -> bool {
    asked(run, n) && answer(run, n) == "yes"
}
fn any_yes(run: &Run) -> bool {
    screening(run) && (0..SEVEN.len()).any(|n| newly(run, n))
}
fn yeses(run: &Run) -> Vec<usize> {
    (0..SEVEN.len()).filter(|n| answer(run, *n) == "yes").collect()
}
fn unsure(run: &Run) -> Vec<usize> {
    (0..SEVEN.len()).filter(|n| answer(run, *n) == "unsure").collect()
}

/// A supplier with which this was begun, or whom the answers name.
fn known_supplier(run: &Run) -> Option<String> {
    let seed = Some(run.subject.clone()).filter(|s| run.isms.get::<Supplier>(s).is_some());
    Some(run.says("supplier", "known").to_string()).filter(|s| !s.is_empty()).or(seed)
}
fn new_supplier(run: &Run) -> bool {
    known_supplier(run).is_none() && !run.says("supplier", "name").trim().is_empty()
}
/// An asset with which this was begun.
fn seed_asset(run: &Run) -> Option<String> {
    Some(run.subject.clone()).filter(|s| run.isms.get::<Asset>(s).is_some())
}
/// Names of the things that are to come.
fn new_things(run: &Run) -> Vec<String> {
    let text = |r: &&serde_json::Map<String, serde_json::Value>| {
        r.get("title").and_then(serde_json::Value::as_str).unwrap_or_default().trim().to_string()
    };
    run.table("things", "things").iter().map(text).filter(|t| !t.is_empty()).collect()
}
/// What it touches, as ticked or as proposed: field by field.
fn touched(run: &Run, field: &str) -> Vec<String> {
    let before: Vec<String> = match (field, change(run)) {
        ("assets", Some(c)) => c.assets.0.clone(),
        ("processes", Some(c)) => c.processes.0.clone(),
        ("suppliers", Some(c)) => c.suppliers.0.clone(),
        ("risks", Some(c)) => c.risks.0.clone(),
        ("policies", Some(c)) => c.policies.0.clone(),
        ("controls", Some(c)) => c.controls.0.clone(),
        ("assets", None) => seed_asset(run).into_iter().collect(),
        ("suppliers", None) => known_supplier(run).into_iter().collect(),
        _ => Vec::new(),
    };
    let step = if matches!(field, "assets" | "processes" | "suppliers") { "touch" } else { "touch-rules" };
    run.codes_or(step, field, &before)
}
const TOUCHED: [&str; 6] = ["assets", "processes", "suppliers", "risks", "policies", "controls"];

/// Did an earlier visit say on which day it went live?
fn live_known(run: &Run) -> bool {
    run.isms.marks_of(&run.subject).iter().any(|m| {
        let review = run.isms.rec(m.review).get::<crate::kinds::Review>();
        review.is_some_and(|r| &*r.wizard == WIZARD.name && r.answers.iter().any(|a| &*a.field == "live_on"))
    })
}
fn is_live(run: &Run) -> bool {
    match visit(run) {
        Visit::Live => run.is("live", "live", "yes"),
        Visit::Back => true,
        _ => false,
    }
}
/// Actions that had to be done first, and were not dropped or checked already.
fn needed(run: &Run) -> Vec<String> {
    run.isms
        .live::<crate::kinds::Action>()
        .filter(|(_, r, a)| {
            a.from.as_ref().is_some_and(|f| **f == run.subject)
                && word(&a.sort) == "change"
                && matches!(r.state(), "open" | "doing" | "done")
        })
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}

fn words(run: &Run, w: &str) -> Option<String> {
    (w == "who may").then(|| {
        let names: Vec<String> = may_approve(run).iter().map(|p| run.name(p)).collect();
        format!("Only these people may decide this: {}.", crate::wizard::or(&names))
    })
}
