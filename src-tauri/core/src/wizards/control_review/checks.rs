//! What the review of a control checks beyond types, in the owner's words; and which values and approvals its pages have.
//! Yellow makes think, red stops; neither answers.
use super::*;
use crate::dates::{add_months, parse};
use crate::kinds::{Incident, Nonconformity, Obligation, Risk, Routine};
use crate::wizard::{Judge, Page, newest_proof};
use serde_json::{Map, Value, json};

pub(super) fn text<'a>(row: &'a Map<String, Value>, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn choose_shape(_: &Run, page: &mut Page) {
    page.asks.iter_mut().for_each(|a| a.optional_word = false);
}
pub(super) fn choose(run: &Run, judge: &mut Judge) {
    let said = run.says("choose", "theme");
    if said == "due" && chosen(run).is_empty() {
        judge.red("theme", "None needs a look today. Choose a theme, choose some, or go on to the version only.");
    }
}

pub(super) fn needed_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("needed") {
        a.label = match entry(run) {
            Some(e) => e.question.to_string(),
            None => format!("\u{201c}{}\u{201d}: do you do this?", title_of(run, &run.subject)),
        };
        a.hint = format!("{} {}", run.subject, title_of(run, &run.subject));
    }
}
pub(super) fn needed(run: &Run, judge: &mut Judge) {
    if run.is("needed", "needed", "yes") {
        if let Some(nc) = open_findings(run).first() {
            judge.yellow(
                "needed",
                format!(
                    "You say that you do it, and {nc} (open) says it is not as it should be. You are asked again below."
                ),
            );
        }
    }
}

pub(super) fn reason_shape(run: &Run, page: &mut Page) {
    let was_out = control(run).is_none_or(|c| word(&c.applies) != "yes");
    for (field, value) in [
        ("because_of", json!(recorded(run, "because_of"))),
        ("risks", json!(risks_before(run))),
        ("obligations", json!(recorded(run, "obligations"))),
    ] {
        if let Some(a) = page.the(field) {
            a.value = value;
            a.last = Value::Null;
        }
    }
    if was_out {
        if let Some(a) = page.the("justification") {
            a.last = Value::Null;
        }
    } else {
        page.drop("justification");
    }
}
/// "It is in the standard" is not a reason.
fn only_the_standard(why: &str) -> bool {
    let why = why.to_lowercase();
    [
        "in the standard",
        "required by iso",
        "iso 27001 requires",
        "annex a",
        "the standard asks",
        "the standard requires",
    ]
    .iter()
    .any(|w| why.contains(w))
}
pub(super) fn reason(run: &Run, judge: &mut Judge) {
    let because = run.codes("reason", "because_of");
    let live = |code: &String| run.isms.record(code).is_some_and(crate::isms::Record::live);
    let risks: Vec<String> = run.codes_or("reason", "risks", &risks_before(run)).into_iter().filter(live).collect();
    let duties = run.codes_or("reason", "obligations", &recorded(run, "obligations"));
    let named = |w: &str| because.iter().any(|b| b == w);
    if named("risk") && risks.is_empty() {
        judge.red(
            "risks",
            "A risk is the reason, and no risk on record counts on it. Tick one, or take the reason away.",
        );
    }
    if (named("law") || named("contract")) && duties.is_empty() {
        judge.red(
            "obligations",
            "A law or contract is the reason, and none is named. Tick it, or take the reason away.",
        );
    }
    if !risks.is_empty() && !named("risk") {
        judge.yellow("because_of", format!("{} counts on it. Is a risk not among the reasons?", risks[0]));
    }
    let why = run.says("reason", "justification");
    if only_the_standard(why) {
        judge.red("justification", "That it is in the standard is no reason. What would happen here without it?");
    }
}

/// What counts on a control, or speaks of it, so that it cannot simply be left out.
pub(super) fn cited_by(run: &Run) -> Option<String> {
    let me = &run.subject;
    let said = |code: &str, title: String, why: &str| Some(format!("{code} {title} {why}"));
    if let Some(code) = risks_before(run).first() {
        return said(code, run.isms.record(code)?.title(), "counts on it");
    }
    for code in recorded(run, "obligations") {
        if let Some(r) = run
            .isms
            .record(&code)
            .filter(|r| r.live() && r.get::<Obligation>().is_some_and(|o| word(&o.applies) == "yes"))
        {
            return said(&code, r.title(), "asks for it");
        }
    }
    run.isms
        .live::<Incident>()
        .find(|(_, _, i)| i.controls.contains(me))
        .and_then(|(_, r, _)| said(&r.code, r.title(), "says that it failed or was missing"))
}
pub(super) fn out_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("justification") {
        // What was said when it was in is no reason why it is out.
        if control(run).is_none_or(|c| word(&c.applies) == "yes") {
            a.last = Value::Null;
        }
    }
}
pub(super) fn out(run: &Run, judge: &mut Judge) {
    if let Some(cited) = cited_by(run) {
        judge.red("justification", format!("It cannot be left out: {cited}. Mend that first, or keep the control."));
    }
    let why = run.says("out", "justification").trim().to_lowercase();
    if ["not applicable", "not needed", "n/a", "not relevant"].iter().any(|w| why.trim_end_matches('.') == *w) {
        judge.red("justification", "That only says it again. What would have to exist here for it to matter?");
    }
}

fn plain(text: &str) -> String {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}
pub(super) fn how_shape(run: &Run, page: &mut Page) {
    let stands = control(run).is_some_and(|c| c.how.is_some());
    if let Some(a) = page.the("how") {
        a.required = !stands;
        if !stands {
            a.hint = a.hint.replace(" Empty: as it stands.", "");
        }
    }
}
pub(super) fn how(run: &Run, judge: &mut Judge) {
    let said = plain(run.says("how", "how"));
    if said.is_empty() {
        return;
    }
    let like = |other: &str| !other.is_empty() && plain(other) == said;
    if entry(run).is_some_and(|e| like(e.title) || like(e.question) || like(&e.question.replace("Do we", "We"))) {
        judge.yellow("how", "This reads like the question itself. Say how you do it: which tool, who, how often.");
    }
    let same =
        run.isms.live::<Control>().find(|(_, r, c)| *r.code != *run.subject && c.how.as_ref().is_some_and(|h| like(h)));
    if let Some((_, r, _)) = same {
        judge.yellow("how", format!("{} has the same text. What is done for this one?", r.code));
    }
}

pub(super) fn shows_shape(run: &Run, page: &mut Page) {
    for field in ["evidence", "routines"] {
        if let Some(a) = page.the(field) {
            a.value = json!(recorded(run, field));
            a.last = Value::Null;
        }
    }
}
/// The day of the newest proof: of what is ticked, and of what says that it is about this control.
fn newest(run: &Run) -> Option<chrono::NaiveDate> {
    let ticked = run.codes_or("shows", "evidence", &recorded(run, "evidence"));
    let days = ticked.iter().filter_map(|e| run.isms.get::<crate::kinds::Evidence>(e)).map(|e| e.collected_on.0);
    days.chain(newest_proof(run, &run.subject)).max()
}
pub(super) fn shows(run: &Run, judge: &mut Judge) {
    let kept = run.codes_or("shows", "routines", &recorded(run, "routines")).into_iter().any(|code| {
        let last = run.isms.last_mark(&code).map(|m| m.held_on);
        let next = run.isms.get::<Routine>(&code).zip(last).map(|(r, d)| r.cadence.due_after(d));
        next.is_some_and(|d| d >= run.today)
    });
    match newest(run) {
        _ if kept => {}
        None => judge.red(
            "evidence",
            "You say that you do it, and nothing shows it. Put a proof here, name a task that was done, or say partly.",
        ),
        Some(d) if add_months(d, 13) < run.today => judge.yellow(
            "evidence",
            format!(
                "\u{201c}In place\u{201d} by habit? The newest proof is from {}. Take a fresh one.",
                run.say_day(d)
            ),
        ),
        _ => {}
    }
}

/// Findings against it that are not closed.
pub(super) fn open_findings(run: &Run) -> Vec<String> {
    let me = &run.subject;
    run.isms
        .live::<Nonconformity>()
        .filter(|(_, r, n)| !matches!(r.state(), "closed" | "noted") && n.controls.contains(me))
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
pub(super) fn worked_shape(run: &Run, page: &mut Page) {
    let stands = control(run).is_some_and(|c| c.how_checked.is_some());
    let asked = run.is("needed", "needed", "yes") && !stands;
    if let Some(a) = page.the("how_checked") {
        a.required = asked;
        if !stands {
            a.hint = String::new();
        }
    }
}
pub(super) fn worked(run: &Run, judge: &mut Judge) {
    if run.is("worked", "works", "yes") {
        if let Some(nc) = open_findings(run).first() {
            judge.red("works", format!("You say the control works, but {nc} (open) says it does not. Which is right?"));
        }
        let since = run.isms.last_mark(&run.subject).map(|m| m.seq).unwrap_or(0);
        let me = &run.subject;
        if let Some((_, r, _)) =
            run.isms.live::<Incident>().find(|(_, r, i)| i.controls.contains(me) && r.added() > since)
        {
            judge.yellow("works", format!("In {} it failed or was missing. Does it work since then?", r.code));
        }
    }
}

pub(super) fn gap_shape(run: &Run, page: &mut Page) {
    if !open(run) {
        page.drop("done_by");
    }
    if let Some(a) = page.the("done_by") {
        let kept = control(run).and_then(|c| c.done_by).filter(|d| d.0 > run.today);
        a.value = kept.map_or(Value::Null, |d| d.0.to_string().into());
        a.last = Value::Null;
    }
}
pub(super) fn gap(run: &Run, judge: &mut Judge) {
    for row in run.table("gap", "todo") {
        if let Some(d) = parse(text(row, "until")).filter(|d| *d <= run.today) {
            judge.red("todo", format!("{} is not in the future. Until when will it be done?", run.say_day(d)));
        }
    }
    if let Some(d) = run.day("gap", "done_by").filter(|d| *d <= run.today) {
        judge.red("done_by", format!("{} is not in the future. Until when will it be in place?", run.say_day(d)));
    }
}

pub(super) fn owner_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("owner") {
        a.value = run.body().get("owner").cloned().unwrap_or_default();
        a.last = Value::Null;
    }
}
pub(super) fn owner(run: &Run, judge: &mut Judge) {
    if run.says("owner", "owner").is_empty() {
        return;
    }
    let all = run.isms.live::<Control>().count();
    let theirs = run
        .isms
        .live::<Control>()
        .filter(|(_, r, _)| r.common.owner.as_ref().is_some_and(|o| **o == *run.says("owner", "owner")))
        .count();
    if all > 10 && theirs * 2 > all && !run.many() {
        judge.yellow(
            "owner",
            format!("One person answers for {theirs} of {all} controls. Can they do so for all of them?"),
        );
    }
}

pub(super) fn own(run: &Run, judge: &mut Judge) {
    for row in run.table("own", "own") {
        if (1..20).contains(&text(row, "justification").trim().chars().count()) {
            judge.red(
                "own",
                format!(
                    "{}: \u{201c}{}\u{201d} is too short for an auditor. Why do you have it?",
                    text(row, "title"),
                    text(row, "justification").trim()
                ),
            );
        }
        if let Some(d) = parse(text(row, "done_by")).filter(|d| *d <= run.today) {
            judge.red(
                "own",
                format!(
                    "{}: {} is not in the future. Until when will it be in place?",
                    text(row, "title"),
                    run.say_day(d)
                ),
            );
        }
    }
}

pub(super) fn version_shape(run: &Run, page: &mut Page) {
    let (Some(next), Some(a)) = (record::next(run), page.the("approved")) else { return };
    let since = next.since.map_or_else(
        || ", the first that is approved".into(),
        |v| {
            let n = next.changes.len();
            format!(": {n} {} since {v}", if n == 1 { "change" } else { "changes" })
        },
    );
    a.label = format!("SoA {}{since}. Who approves it?", next.version);
    a.people = approvers(run);
    a.only = "Only top management approves the Statement:".into();
}
pub(super) fn approvers(run: &Run) -> Vec<String> {
    let all = run.isms.organization().map(|o| o.top_management.to_vec()).unwrap_or_default();
    all.into_iter().filter(|p| crate::wizard::gone_person(run, p).is_none()).collect()
}
/// Risks that a page ticks anew, and those from which it takes the tick away.
pub(super) fn risk_ticks(run: &Run) -> (Vec<String>, Vec<String>) {
    let before = risks_before(run);
    let now = if applies(run) { run.codes_or("reason", "risks", &before) } else { before.clone() };
    let new = now.iter().filter(|c| !before.contains(c) && run.isms.get::<Risk>(c).is_some()).cloned().collect();
    (new, before.into_iter().filter(|c| !now.contains(c)).collect())
}
