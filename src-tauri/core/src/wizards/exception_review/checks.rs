//! What permission to deviate checks beyond types, in the owner's words; and which rows and approvals its pages have.
//! Yellow makes think, red stops; neither answers.
use super::{going, longer, row};
use crate::dates;
use crate::kinds::{Exception, Risk};
use crate::wizard::{Judge, Page, Row, Run};
use serde_json::{Value, json};

/// Owners of these rules, and top management, which may always.
fn may_allow(run: &Run, rules: &[String]) -> Vec<String> {
    let mut out: Vec<String> =
        rules.iter().filter_map(|c| run.isms.record(c)?.common.owner.as_ref().map(|o| o.to_string())).collect();
    out.extend(run.isms.organization().map(|o| o.top_management.to_vec()).unwrap_or_default());
    let mut once: Vec<String> = Vec::new();
    out.into_iter().filter(|p| crate::wizard::gone_person(run, p).is_none()).for_each(|p| {
        if !once.contains(&p) {
            once.push(p);
        }
    });
    once
}
/// Owners of the risks that rise, each with their risks.
pub(super) fn owners_of_risks(run: &Run) -> Vec<(String, Vec<String>)> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for code in run.codes("risk", "risks") {
        let Some(owner) = run.isms.get::<Risk>(&code).map(|k| k.owner.to_string()) else { continue };
        match out.iter_mut().find(|o| o.0 == owner) {
            Some(o) => o.1.push(code),
            None => out.push((owner, vec![code])),
        }
    }
    out
}

pub(super) fn what_shape(run: &Run, page: &mut Page) {
    let rules: Vec<&String> = run.about.iter().filter(|c| run.isms.get::<Exception>(c).is_none()).collect();
    if let Some(a) = page.the("from_rule").filter(|_| !rules.is_empty()) {
        a.value = json!(rules);
    }
    // What stands on the page it was begun on is no earlier answer to these.
    page.asks.iter_mut().for_each(|a| a.last = Value::Null);
}
pub(super) fn what(run: &Run, judge: &mut Judge) {
    let rules = run.codes("what", "from_rule");
    for code in &rules {
        let Some(r) = run.isms.record(code) else { continue };
        if r.info().name == "policy" && r.state() != "in_force" {
            judge.red("from_rule", format!("{code} is not in force; nothing deviates from it."));
        }
    }
    if let Some((_, r, _)) = run
        .isms
        .live::<Exception>()
        .find(|(_, r, e)| matches!(r.state(), "granted" | "asked") && e.from_rule.iter().any(|c| rules.contains(c)))
    {
        judge.yellow(
            "from_rule",
            format!("{} {} deviates from the same rule already. Is it the rule that does not fit?", r.code, r.title()),
        );
    }
}
pub(super) fn instead(run: &Run, judge: &mut Judge) {
    let said = run.says("instead", "instead").trim().to_lowercase();
    if said.starts_with("nothing") || said.starts_with("none") {
        judge.red("instead", "Without something else instead it is no exception, but a rule that is not kept. What keeps the damage away?");
    }
}
pub(super) fn risk(run: &Run, judge: &mut Judge) {
    let (risks, why) = (run.codes("risk", "risks"), run.says("risk", "no_risk_because").trim());
    if risks.is_empty() && why.is_empty() {
        judge.red("no_risk_because", "No risk rises, because? Say it, or name the risks.");
    } else if !risks.is_empty() && !why.is_empty() {
        judge.red("no_risk_because", format!("You name {} and say that none rises. Which is right?", risks.join(", ")));
    }
}
pub(super) fn until(run: &Run, judge: &mut Judge) {
    let Some(d) = run.day("until", "until") else { return };
    let latest = dates::add_months(run.today, 12);
    if d <= run.today {
        judge.red("until", format!("{} is not in the future.", run.say_day(d)));
    } else if d > latest {
        judge.red(
            "until",
            format!(
                "An exception holds for at most 12 months: {} at the latest. It can be asked for again, twice.",
                run.say_day(latest)
            ),
        );
    }
}
pub(super) fn yes_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("approved") {
        a.people = may_allow(run, &run.codes("what", "from_rule"));
        a.only = "Only the owner of the rule or top management may allow this:".into();
        a.last = Value::Null;
    }
    let owners = owners_of_risks(run);
    if owners.is_empty() {
        page.drop("risk_owners");
    } else if let Some(a) = page.the("risk_owners") {
        a.rows = Some(
            owners
                .iter()
                .map(|(o, risks)| Row::new(o.as_str(), format!("{} for {}", run.name(o), risks.join(", ")), "", ""))
                .collect(),
        );
    }
}
pub(super) fn yes(run: &Run, judge: &mut Judge) {
    for (owner, v) in run.by_row("yes", "risk_owners") {
        let by = v.get("by").and_then(Value::as_str).unwrap_or_default();
        if !by.is_empty() && by != owner {
            judge.red(
                "risk_owners",
                format!("That risk is {}'s. Only its owner may say yes to more of it.", run.name(owner)),
            );
        }
    }
}

pub(super) fn round_shape(run: &Run, page: &mut Page) {
    let rows = going(run)
        .iter()
        .filter_map(|code| {
            let r = run.isms.record(code)?;
            let e = r.get::<Exception>()?;
            let state = if r.state() == "asked" { "waits for a yes; ".to_string() } else { String::new() };
            let times = match e.extended.map_or(0, |n| n.0) {
                0 => String::new(),
                1 => ", extended once".into(),
                n => format!(", extended {n} times"),
            };
            Some(Row::new(
                code.as_str(),
                format!("{code} {}", r.title()),
                format!("Instead: {}", &*e.instead),
                format!("{state}from {}, until {}{times}", e.from_rule.join(", "), run.say_day(e.until.0)),
            ))
        })
        .collect();
    if let Some(a) = page.the("round") {
        a.rows = Some(rows);
    }
}
pub(super) fn round(run: &Run, judge: &mut Judge) {
    for code in going(run) {
        let Some(e) = run.isms.get::<Exception>(&code) else { continue };
        let then = row(run, &code, "then");
        if then == "longer" {
            if e.extended.is_some_and(|n| n.0 >= 2) {
                judge.red(
                    "round",
                    format!("{code} was extended twice already. End it, change the rule, or ask for a new one."),
                );
            }
            let latest = dates::add_months(run.today, 12);
            match dates::parse(row(run, &code, "until")) {
                Some(d) if d <= e.until.0.max(run.today) => {
                    judge.red(
                        "round",
                        format!(
                            "{code}: {} is not longer than {}.",
                            run.say_day(d),
                            run.say_day(e.until.0.max(run.today))
                        ),
                    );
                }
                Some(d) if d > latest => {
                    judge.red("round", format!("{code}: at most 12 months, {} at the latest.", run.say_day(latest)));
                }
                _ => {}
            }
            let why = row(run, &code, "why").trim();
            if !why.is_empty() && why.chars().count() < 10 {
                judge.red(
                    "round",
                    format!("{code}: \u{201c}{why}\u{201d} does not tell next year's you anything. Why longer?"),
                );
            }
        }
        if then == "goes_on" && e.until.0 < run.today {
            judge.red(
                "round",
                format!("{code} ran out on {}. End it, ask for longer, or change the rule.", run.say_day(e.until.0)),
            );
        }
        if matches!(then, "goes_on" | "longer") && row(run, &code, "instead_done") == "no" {
            judge.yellow(
                "round",
                format!("{code} goes on, and what was promised instead is not done. What keeps the damage away today?"),
            );
        }
    }
}
pub(super) fn longer_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("longer") {
        a.rows = Some(
            longer(run)
                .iter()
                .filter_map(|c| {
                    let e = run.isms.get::<Exception>(c)?;
                    let who: Vec<String> = may_allow(run, &e.from_rule).iter().map(|p| run.name(p)).collect();
                    Some(Row::new(
                        c.as_str(),
                        format!("{c} {}", run.isms.record(c)?.title()),
                        "",
                        format!("{} may say so", who.join(", ")),
                    ))
                })
                .collect(),
        );
    }
}
pub(super) fn judge_longer(run: &Run, judge: &mut Judge) {
    for (code, v) in run.by_row("longer", "longer") {
        let Some(e) = run.isms.get::<Exception>(code) else { continue };
        let by = v.get("by").and_then(Value::as_str).unwrap_or_default();
        if !by.is_empty() && !may_allow(run, &e.from_rule).iter().any(|p| p == by) {
            let who: Vec<String> = may_allow(run, &e.from_rule).iter().map(|p| run.name(p)).collect();
            judge.red(
                "longer",
                format!("{code}: only the owner of the rule or top management may allow this: {}.", who.join(" or ")),
            );
        }
    }
}
/// Who may allow it, for the panels.
pub(super) fn allowed_by(run: &Run, rules: &[String]) -> Vec<String> {
    may_allow(run, rules)
}
