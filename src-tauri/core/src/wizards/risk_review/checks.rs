//! What the review of a risk checks beyond types, in the owner's words; and which rows, choices and approvals its pages have.
//! Yellow makes think, red stops; neither answers.
use super::{Now, controls_now, gone, line, owner_now, risk, stays, where_it_lies};
use crate::dates::{add_days, add_months};
use crate::isms::Record;
use crate::kinds::{Action, Asset, Control, Incident, Nonconformity, Risk};
use crate::matrix;
use crate::wizard::{Judge, Page, Row, Run, changed_reasons, gone_person, newest_proof};
use chrono::NaiveDate;
use serde_json::{Value, json};

pub(super) fn same(run: &Run, judge: &mut Judge) {
    let title = run.says("same", "title");
    if run.is("same", "still", "words") && !title.is_empty() && !happens(title) {
        judge.yellow("title", "This names a thing. What could happen to it?");
    }
    if run.is("same", "still", "two") && run.codes("same", "split_into").is_empty() && !judge.has("split_into") {
        judge.red("split_into", "Name at least one other risk, one line each.");
    }
    if gone(run)
        && run.isms.each("action").any(|(_, a)| {
            a.live()
                && matches!(a.state(), "open" | "doing")
                && a.body_json().get("from").and_then(Value::as_str) == Some(&run.subject)
        })
    {
        judge.yellow("gone_why", "There are still open actions for this risk. They stay on your list.");
    }
}
/// Does a title say that something happens? Our own simple test: it has a word that acts, after the first.
pub(super) fn happens(title: &str) -> bool {
    const ACTS: [&str; 26] = [
        "is", "are", "be", "gets", "get", "goes", "has", "have", "can", "cannot", "could", "may", "does", "do", "will",
        "not", "no", "stops", "falls", "fails", "leaves", "leaks", "breaks", "sees", "reads", "sends",
    ];
    let words: Vec<String> = title
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|w| !w.is_empty())
        .map(String::from)
        .collect();
    words.len() >= 2
        && words.iter().skip(1).any(|w| {
            ACTS.contains(&w.as_str())
                || (w.len() > 3
                    && (w.ends_with("ed")
                        || w.ends_with("es")
                        || (w.ends_with('s') && !w.ends_with("ss"))
                        || matches!(w.as_str(), "stolen" | "lost" | "gone" | "broken" | "taken")))
        })
}

pub(super) fn reach_shape(run: &Run, page: &mut Page) {
    let Some(r) = risk(run) else { return };
    for (field, before) in [
        ("assets", &r.assets.0),
        ("processes", &r.processes.0),
        ("suppliers", &r.suppliers.0),
        ("obligations", &r.obligations.0),
    ] {
        if let Some(a) = page.the(field) {
            a.value = json!(before);
        }
    }
    if let Some(a) = page.the("harms") {
        a.value = run.body().get("harms").cloned().unwrap_or_default();
        a.required = false;
    }
}
pub(super) fn reach(run: &Run, judge: &mut Judge) {
    let Some(r) = risk(run) else { return };
    let now = |field: &str, before: &[String]| run.codes_or("reach", field, before);
    let assets = now("assets", &r.assets);
    let all: Vec<(&str, Vec<String>)> = vec![
        ("assets", assets.clone()),
        ("processes", now("processes", &r.processes)),
        ("suppliers", now("suppliers", &r.suppliers)),
    ];
    if all.iter().all(|(_, list)| list.is_empty()) {
        judge
            .red("assets", "This risk hits nothing that the file knows. Name at least one asset, process or supplier.");
    }
    for (field, list) in &all {
        if run.answer("reach", field).is_some() {
            continue; // Judged as given, as in every guide.
        }
        for code in list {
            if let Some(x) = run.isms.record(code).filter(|x| x.retired()) {
                let on = run
                    .isms
                    .day_of(x.revisions.iter().rev().take_while(|v| v.derived.retired).last().map_or(0, |v| v.seq));
                judge.red(
                    field,
                    format!("{code} was retired on {}. Choose what took its place, or remove it.", run.say_day(on)),
                );
            }
        }
    }
    if now("obligations", &r.obligations).is_empty() {
        let holds = |code: &&String| {
            run.isms.get::<Asset>(code).is_some_and(|a| crate::staleness::word(&a.personal_data) != "none")
        };
        if let Some(code) = assets.iter().find(holds) {
            judge.yellow("obligations", format!("{code} holds personal data. Is data protection law not touched?"));
        }
    }
    let harms = run.answers.0.get(&format!("{}reach", run.prefix)).and_then(|s| s.get("harms"));
    if harms.map_or(r.harms.is_empty(), |h| h.as_array().is_none_or(Vec::is_empty)) {
        judge.red("harms", "What would be lost? Choose at least one of secrecy, correctness, availability.");
    }
}

pub(super) fn owner(run: &Run, judge: &mut Judge) {
    let Some(r) = risk(run) else { return };
    if run.is("owner", "owner", "yes") {
        if let Some(text) = gone_person(run, &r.owner) {
            judge.red("owner", format!("{text} Choose who has the say now."));
        }
    }
    let owner = owner_now(run);
    let keeper = run.isms.organization().map(|o| o.isms_owner.to_string()).unwrap_or_default();
    let all = run.isms.live::<Risk>().count();
    let theirs = run
        .isms
        .live::<Risk>()
        .filter(|(_, x, k)| if *x.code == *run.subject { owner == keeper } else { k.owner.0 == keeper })
        .count();
    if owner == keeper && !owner.is_empty() && all > 1 && theirs * 2 > all {
        judge.yellow("owner", format!("One person owns {theirs} of {all} risks. An auditor will ask whether they can decide about all of them."));
    }
}

/// The label of a control's row, and what is known of it.
pub(super) fn controls_shape(run: &Run, page: &mut Page) {
    let rows: Vec<Row> = controls_now(run).iter().filter_map(|code| control_row(run, code)).collect();
    for field in ["works", "know_by"] {
        if let Some(a) = page.the(field) {
            a.rows = Some(rows.clone());
        }
    }
    if rows.is_empty() {
        page.drop("works");
        page.drop("know_by");
    }
    if let Some(a) = page.the("add") {
        a.optional_word = false;
    }
}
fn control_row(run: &Run, code: &str) -> Option<Row> {
    let r = run.isms.record(code)?;
    let status = status(r);
    let proof = newest_proof(run, code).map_or_else(
        || "no proof yet".to_string(),
        |d| format!("newest proof {}", crate::wizard::panel::age(d, run.today)),
    );
    let found =
        open_findings(run, code).first().map(|nc| format!("; {} is open against it", nc.code)).unwrap_or_default();
    Some(Row::new(code, format!("{code} {}", r.title()), "", format!("{}, {proof}{found}", status.replace('_', " "))))
}
fn status(r: &Record) -> String {
    r.body_json().get("status").and_then(Value::as_str).unwrap_or("not_started").to_string()
}
/// Findings against a control that are not closed.
pub(super) fn open_findings<'a>(run: &Run<'a>, control: &str) -> Vec<&'a Record> {
    run.isms
        .live::<Nonconformity>()
        .filter(|(_, r, n)| !matches!(r.state(), "closed" | "noted") && n.controls.iter().any(|c| c == control))
        .map(|(_, r, _)| r)
        .collect()
}
pub(super) fn controls(run: &Run, judge: &mut Judge) {
    for code in controls_now(run) {
        let Some(r) = run.isms.record(&code).filter(|r| r.get::<Control>().is_some()) else { continue };
        let works = run.row("controls", "works", &code);
        let status = status(r);
        if matches!(works, "yes" | "partly") && matches!(status.as_str(), "planned" | "not_started") {
            let how = if status == "planned" { "only planned" } else { "not started" };
            judge.red("works", format!("{code} is {how}. It cannot count today."));
            continue;
        }
        if works != "yes" {
            continue;
        }
        if let Some(nc) = open_findings(run, &code).first() {
            judge.red(
                "works",
                format!("You say the control works, but {} (open) says it does not. Which is right?", nc.code),
            );
        }
        let old = newest_proof(run, &code).is_none_or(|d| add_months(d, 13) < run.today);
        if old && run.row("controls", "know_by", &code).trim().is_empty() {
            judge.red("know_by", format!("The newest proof of {code} is older than 13 months, or there is none. How do you know that it works?"));
        }
    }
}

pub(super) fn score_shape(run: &Run, page: &mut Page) {
    if !unexplained_drop(run) {
        page.drop("lower_why");
    }
}
/// Down by two or more, and no changed control, asset or proof says why.
fn unexplained_drop(run: &Run) -> bool {
    let (Some(r), Some(m)) = (risk(run), run.isms.last_mark(&run.subject)) else { return false };
    let down = |f: &str, was: u8| run.score("score", f).is_some_and(|now| was >= now + 2);
    if !down("likelihood", r.likelihood.0) && !down("impact", r.impact.0) {
        return false;
    }
    let moved = |code: &String| run.isms.record(code).is_some_and(|x| x.print(0) != x.print_at(0, m.horizon));
    let proven = |code: &str| newest_proof(run, code).is_some_and(|d| d > m.held_on);
    let known = r.controls.iter().chain(r.assets.iter()).any(moved)
        || r.controls.iter().any(|c| proven(c))
        || proven(&run.subject);
    !known && run.codes("controls", "add").is_empty()
}
pub(super) fn score(run: &Run, judge: &mut Judge) {
    let (Some(r), Some(now)) = (risk(run), Now::of(run)) else { return };
    let given = run.score("score", "likelihood").is_some() && run.score("score", "impact").is_some();
    let changed = (now.likelihood, now.impact) != (r.likelihood.0, r.impact.0);
    let why = run.says("score", "scores_why").trim();
    if given && changed && !why.is_empty() && why == r.scores_why.trim() {
        judge
            .red("scores_why", "The score is another, the reason is the same as last time. What makes you say so now?");
    }
    if given && now.level() > line(run) {
        judge.yellow("impact", where_it_lies(run, &now));
    }
    if given && now.likelihood <= r.likelihood.0 {
        if let Some((code, on)) = came_true(run) {
            let word = crate::catalog::likelihood_words(run.isms.organization())
                .into_iter()
                .find(|w| w.0 == u32::from(now.likelihood))
                .map_or_else(|| now.likelihood.to_string(), |w| w.1.to_lowercase());
            judge.yellow(
                "likelihood",
                format!("This happened on {} ({code}). You still say: {word}. Why?", run.say_day(on)),
            );
        }
    }
}
/// The incident by which the risk came true since it was last looked at.
pub(super) fn came_true(run: &Run) -> Option<(String, NaiveDate)> {
    let since = run.isms.last_mark(&run.subject).map_or(0, |m| m.horizon);
    run.isms
        .live::<Incident>()
        .filter(|(_, r, i)| i.risks.contains(&run.subject) && (r.added() > since || r.print(0) != r.print_at(0, since)))
        .map(|(_, r, _)| {
            let body = r.body_json();
            let day = ["noticed_at", "aware_at"]
                .iter()
                .find_map(|f| body.get(*f)?.as_str()?.get(..10))
                .and_then(crate::dates::parse);
            (r.code.to_string(), day.unwrap_or_else(|| run.isms.day_of(r.added())))
        })
        .max_by_key(|x| x.1)
}

/// Open actions of the risk that are past their day.
pub(super) fn late(run: &Run) -> Vec<String> {
    let Some(r) = risk(run) else { return Vec::new() };
    let is_late = |code: &&String| {
        run.isms.record(code).is_some_and(|a| {
            a.live() && matches!(a.state(), "open" | "doing") && a.get::<Action>().is_some_and(|x| x.due.0 < run.today)
        })
    };
    r.actions.iter().filter(is_late).cloned().collect()
}
/// Actions that are on their way, the late ones among them unless they are ended here.
pub(super) fn open_actions(run: &Run) -> Vec<String> {
    let Some(r) = risk(run) else { return Vec::new() };
    let ended = |code: &String| {
        run.answer("plan", "late")
            .and_then(|v| v.get(code))
            .and_then(|v| v.get("then"))
            .and_then(Value::as_str)
            .is_some_and(|t| t != "new_date")
    };
    r.actions
        .iter()
        .filter(|c| run.isms.record(c).is_some_and(|a| a.live() && matches!(a.state(), "open" | "doing")))
        .filter(|c| !ended(c))
        .cloned()
        .collect()
}
pub(super) fn plan_shape(run: &Run, page: &mut Page) {
    let late = late(run);
    if late.is_empty() {
        page.drop("late");
    } else if let Some(a) = page.the("late") {
        a.label = match late.len() {
            1 => "1 thing is late. What about it?".into(),
            n => format!("{n} things are late. What about each?"),
        };
        a.rows = Some(
            late.iter()
                .filter_map(|code| {
                    let r = run.isms.record(code)?;
                    let x = r.get::<Action>()?;
                    let first = x
                        .first_due
                        .map(|d| d.0)
                        .filter(|d| *d != x.due.0)
                        .map(|d| format!(", first {}", run.say_day(d)))
                        .unwrap_or_default();
                    Some(Row::new(
                        code.as_str(),
                        format!("{code} {}", r.title()),
                        "",
                        format!("{}, due {}{first}", run.name(&x.owner), run.say_day(x.due.0)),
                    ))
                })
                .collect(),
        );
    }
    if let (Some(a), Some(r)) = (page.the("planned_controls"), risk(run)) {
        a.value = json!(r.planned_controls.0);
    }
}
pub(super) fn plan(run: &Run, judge: &mut Judge) {
    let Some(now) = Now::of(run) else { return };
    let above = now.level() > line(run);
    let rows = run.table("plan", "actions");
    if now.treatment == "modify" && above && now.planned.is_empty() && rows.is_empty() && open_actions(run).is_empty() {
        judge.red("planned_controls", "It is to be made smaller and lies above your line. Which control does that? Or write down what will be done.");
    }
    if above && rows.is_empty() && open_actions(run).is_empty() && !judge.has("planned_controls") {
        judge.red("actions", "It lies above your line, and nothing says what will be done. Write down at least one thing, by whom, until when.");
    }
    for row in &rows {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default();
        if let Some(until) = crate::dates::parse(text("until")) {
            if until <= run.today {
                judge.red(
                    "actions",
                    format!("{} is not in the future. Until when will it be done?", run.say_day(until)),
                );
            } else if above && until > add_months(run.today, 12) {
                judge.yellow("actions", "That is long for a risk above your line. What is done until then?");
            }
        }
    }
    for (code, row) in run.by_row("plan", "late") {
        if let Some(until) =
            row.get("until").and_then(Value::as_str).and_then(crate::dates::parse).filter(|d| *d <= run.today)
        {
            judge.red("late", format!("{code}: {} is not in the future. Give a new date.", run.say_day(until)));
        }
    }
}

pub(super) fn after_shape(run: &Run, page: &mut Page) {
    let Some(now) = Now::of(run) else { return };
    if now.treatment == "retain" {
        for (field, v) in [("residual_likelihood", now.likelihood), ("residual_impact", now.impact)] {
            if let Some(a) = page.the(field) {
                a.value = v.into();
                a.required = false;
                a.dont_know = false;
            }
        }
    }
    if !(left(run, "residual_likelihood") > Some(now.likelihood) || left(run, "residual_impact") > Some(now.impact)) {
        page.drop("residual_why");
    }
}
fn left(run: &Run, field: &str) -> Option<u8> {
    run.score("after", field)
}
pub(super) fn after(run: &Run, judge: &mut Judge) {
    let Some(now) = Now::of(run) else { return };
    let given = left(run, "residual_likelihood").zip(left(run, "residual_impact"));
    let Some((l, i)) = given else { return };
    if now.treatment == "retain" && (l, i) != (now.likelihood, now.impact) {
        judge.red(
            "residual_likelihood",
            format!("You live with it, so it stays where it is: {} \u{d7} {}.", now.likelihood, now.impact),
        );
    }
    let lower = l < now.likelihood || i < now.impact;
    if lower && run.table("plan", "actions").is_empty() && now.planned.is_empty() && open_actions(run).is_empty() {
        judge.yellow("residual_likelihood", "What would make it smaller?");
    }
}

/// Row of `accept_above` for the band of a level: who may, for how many months.
fn rule(run: &Run, level: u32) -> Option<(&'static str, u32)> {
    let band = matrix::band(run.isms, level);
    let org = run.isms.organization()?;
    let row = org.accept_above.iter().find(|a| *a.band == band)?;
    Some((crate::staleness::word(&row.by), row.months.0))
}
pub(super) fn months(run: &Run, level: u32) -> Option<u32> {
    if level > line(run) { rule(run, level).map(|r| r.1) } else { None }
}
pub(super) fn must_accept(run: &Run) -> bool {
    stays(run) && Now::of(run).is_some_and(|n| n.carried() > line(run) || n.treatment == "retain")
}
/// Who may accept a level: the risk owner up to the line; above it whom the organization says.
pub(super) fn may_accept(run: &Run, level: u32) -> Vec<String> {
    let owner = owner_now(run);
    let top = || run.isms.organization().map(|o| o.top_management.to_vec()).unwrap_or_default();
    if level <= line(run) {
        return vec![owner];
    }
    match rule(run, level).map(|r| r.0) {
        Some("risk_owner") => vec![owner],
        Some("nobody") => Vec::new(),
        _ => top(),
    }
}
/// "High: only top management, for at most 12 months."
pub(super) fn accept_words(run: &Run, level: u32) -> String {
    let mut band = matrix::band(run.isms, level);
    if let Some(first) = band.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    if level <= line(run) {
        return format!("{band}: within your line of {}; the risk owner.", line(run));
    }
    match rule(run, level) {
        Some(("risk_owner", m)) => format!("{band}: the risk owner, for at most {m} months."),
        Some(("nobody", _)) => format!("{band}: nobody may carry this. Make it smaller, or stop what causes it."),
        Some((_, m)) => format!("{band}: only top management, for at most {m} months."),
        None => format!("{band}: only top management."),
    }
}
pub(super) fn accept_shape(run: &Run, page: &mut Page) {
    let Some(now) = Now::of(run) else { return };
    let level = now.carried();
    if let Some(a) = page.the("accepted") {
        a.people = may_accept(run, level);
        let who = match (level <= line(run), rule(run, level).map(|r| r.0)) {
            (true, _) | (false, Some("risk_owner")) => "Only the risk owner may accept that:",
            _ => "Only top management may accept that:",
        };
        a.only = if level > line(run) {
            format!("{} stands at {level}, above your line of {}. {who}", run.subject, line(run))
        } else {
            who.to_string()
        };
    }
    let waits = run.waits_for("accept", "accepted").is_some();
    if level <= line(run) {
        page.drop("accepted_until");
    } else if let Some(a) = page.the("accepted_until") {
        a.required = !waits;
        a.optional_word = false;
    }
}
pub(super) fn accept(run: &Run, judge: &mut Judge) {
    let Some(now) = Now::of(run) else { return };
    let level = now.carried();
    if may_accept(run, level).is_empty() {
        judge.red("accepted", accept_words(run, level));
        return;
    }
    let (Some(until), Some(m)) = (run.day("accept", "accepted_until"), months(run, level)) else { return };
    let on = run
        .answer("accept", "accepted")
        .and_then(|v| v.get("on")?.as_str())
        .and_then(crate::dates::parse)
        .unwrap_or(run.today);
    let most = add_months(on, m as i32);
    if until > most {
        judge.red(
            "accepted_until",
            format!("{} It ends on {} at the latest.", accept_words(run, level), run.say_day(most)),
        );
    } else if until <= run.today {
        judge.red("accepted_until", format!("{} is not in the future.", run.say_day(until)));
    }
}

/// The decision, the plan or what is left is another; or nobody's approval stands.
pub(super) fn must_approve(run: &Run) -> bool {
    let (true, Some(r), Some(now)) = (stays(run), risk(run), Now::of(run)) else { return false };
    if run.says("decide", "treatment").is_empty() {
        return false;
    }
    let same = crate::staleness::word(&r.treatment) == now.treatment
        && (r.residual_likelihood.0, r.residual_impact.0) == (now.residual_likelihood, now.residual_impact)
        && (now.treatment == "retain"
            || (r.planned_controls.0 == now.planned && run.table("plan", "actions").is_empty()));
    let stands = r.plan_approved.as_ref().is_some_and(|a| a.by.0 == now.owner)
        && !changed_reasons(run).iter().any(|id| id == "risk-not-approved");
    !same || !stands
}
pub(super) fn approve_shape(run: &Run, page: &mut Page) {
    let owner = owner_now(run);
    if let Some(a) = page.the("plan_approved") {
        a.only = format!("The plan is {}'s to approve. Only the risk owner may:", run.name(&owner));
        a.people = vec![owner];
    }
}
/// Two weeks from today, for what has to be asked again.
pub(super) fn fortnight(run: &Run) -> NaiveDate {
    add_days(run.today, 14)
}
