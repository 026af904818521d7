//! What may want a risk: found in the file, or said by the people in the room. Pure reading; nothing is decided here.
use super::WORRIES;
use crate::dates::{add_days, add_months};
use crate::isms::Record;
use crate::kinds::{Asset, Change, Nonconformity, Obligation, Process, Risk, Supplier};
use crate::wizard::Run;
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::HashMap;

/// Something new: where it comes from, and what could happen.
pub(super) struct Found {
    /// Code of a record, "worry-1", or the name of a line of the catalogue.
    pub id: String,
    pub title: String,
}

fn reasons(run: &Run, rule: &str) -> Vec<String> {
    let mut out: Vec<String> = run
        .item("REGISTER")
        .map(|i| i.reasons.iter().filter(|r| r.rule.id == rule).filter_map(|r| r.input).collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
        .map(|ix| run.isms.rec(ix).code.to_string())
        .collect();
    out.dedup();
    out
}
/// The day of the last look; half a year ago, if that is later or there was none.
fn since(run: &Run) -> NaiveDate {
    let half = add_months(run.today, -6);
    run.isms.last_mark("REGISTER").map_or(half, |m| m.held_on.max(half))
}
/// Threats, incidents and changes that asked for one, and findings that name none.
pub(super) fn asked_for(run: &Run) -> Vec<String> {
    let mut out = reasons(run, "register-risk-missing");
    out.extend(
        run.isms
            .live::<Nonconformity>()
            .filter(|(_, r, n)| {
                n.failing()
                    && n.risks.is_empty()
                    && !matches!(r.state(), "closed" | "noted")
                    && run.isms.day_of(r.added()) > since(run)
            })
            .map(|(_, r, _)| r.code.to_string()),
    );
    out
}
/// Assets and suppliers that matter, and processes, that no risk names.
pub(super) fn uncovered(run: &Run) -> Vec<String> {
    let mut out = reasons(run, "register-asset-uncovered");
    let covered = |code: &str, p: &Process| {
        run.isms
            .live::<Risk>()
            .any(|(_, _, k)| k.processes.iter().any(|x| x == code) || p.assets.iter().any(|a| k.assets.contains(a)))
    };
    let said = |code: &str| {
        run.isms.marks_of("REGISTER").iter().any(|m| {
            run.isms
                .rec(m.review)
                .get::<crate::kinds::Review>()
                .is_some_and(|r| r.answers.iter().any(|a| a.target.as_ref().is_some_and(|t| t.0 == code)))
        })
    };
    out.extend(
        run.isms
            .live::<Process>()
            .filter(|(_, r, p)| p.critical.0 >= 4 && !covered(&r.code, p) && !said(&r.code))
            .map(|(_, r, _)| r.code.to_string()),
    );
    out
}
/// Changes, and what was added or materially changed, since the last look or in the last half-year; the newest twelve.
pub(super) fn changes(run: &Run) -> Vec<String> {
    let from = since(run);
    // What stood in the file from the first day did not change.
    let first = run.isms.day_of(1);
    let elsewhere: Vec<String> = asked_for(run).into_iter().chain(uncovered(run)).collect();
    let mut out: Vec<(NaiveDate, String)> = Vec::new();
    let mut put = |r: &Record| {
        let on = run.isms.day_of(r.print(0));
        if on > from && on > first && on > add_days(run.today, -184) && !elsewhere.iter().any(|e| **e == *r.code) {
            out.push((on, r.code.to_string()));
        }
    };
    run.isms
        .live::<Change>()
        .filter(|(_, r, c)| matches!(r.state(), "approved" | "done" | "checked") && c.risks.is_empty())
        .for_each(|x| put(x.1));
    run.isms.live::<Asset>().for_each(|x| put(x.1));
    run.isms.live::<Supplier>().filter(|(_, r, _)| r.state() != "considered").for_each(|x| put(x.1));
    run.isms.live::<Process>().for_each(|x| put(x.1));
    run.isms.live::<Obligation>().for_each(|x| put(x.1));
    out.sort_by(|a, b| b.cmp(a));
    out.truncate(12);
    out.into_iter().map(|x| x.1).collect()
}
/// Every record that was asked about, with what was said of it.
pub(super) fn all_items<'a>(run: &Run<'a>) -> Vec<(&'a str, &'a Value)> {
    let of = |step: &str, field: &str, codes: Vec<String>| {
        run.by_row(step, field).into_iter().filter(|(c, _)| codes.iter().any(|x| x == c)).collect::<Vec<_>>()
    };
    let mut out = of("asked-for", "asked", asked_for(run));
    out.extend(of("uncovered", "uncovered", uncovered(run)));
    out.extend(of("changes", "changes", changes(run)));
    out
}
/// Everything that was said to be new, in the order in which it was asked.
pub(super) fn fresh(run: &Run) -> Vec<Found> {
    let text = |row: &Value, f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim().to_string();
    let mut out: Vec<Found> = all_items(run)
        .into_iter()
        .filter(|(_, row)| text(row, "then") == "new" && !text(row, "title").is_empty())
        .map(|(code, row)| Found { id: code.to_string(), title: text(row, "title") })
        .collect();
    let lines = run.codes("worry", "worries");
    out.extend(
        lines
            .iter()
            .map(|l| l.trim())
            .filter(|l| !l.is_empty())
            .enumerate()
            .map(|(n, l)| Found { id: format!("worry-{}", n + 1), title: l.to_string() }),
    );
    out.extend(
        run.by_row("catalogue", "catalogue")
            .into_iter()
            .filter(|(_, row)| text(row, "have") == "new")
            .filter_map(|(id, _)| WORRIES.iter().find(|w| w.id == id))
            .map(|w| Found { id: w.id.into(), title: w.sentence.into() }),
    );
    out
}
/// The risk of the register that speaks of a line of the catalogue.
pub(super) fn answered(run: &Run, worry: &crate::catalog::Worry) -> Option<String> {
    // A title says it plainly; the text behind it only by the way.
    let by = |text: fn(&Risk) -> &str| {
        run.isms.live::<Risk>().find(|(_, _, k)| worry.stands_in(text(k))).map(|(_, r, _)| r.code.to_string())
    };
    by(|k| &k.title).or_else(|| by(|k| &k.because))
}
/// Pairs of risks whose titles share at least half of their longer words; at most six.
pub(super) fn doubles(run: &Run) -> Vec<(String, String)> {
    run.once(|| Doubles(found_doubles(run))).0.clone()
}
struct Doubles(Vec<(String, String)>);
/// How many doubles are asked about at once.
const DOUBLES: usize = 6;
fn found_doubles(run: &Run) -> Vec<(String, String)> {
    // Each word by a number: hundreds of thousands of pairs are compared.
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut words = |t: &str| {
        let mut list: Vec<u32> = t
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() > 3)
            .map(|w| {
                let next = numbers.len() as u32;
                *numbers.entry(w.to_string()).or_insert(next)
            })
            .collect();
        list.sort_unstable();
        list.dedup();
        list
    };
    let all: Vec<(&str, Vec<u32>)> = run.isms.live::<Risk>().map(|(_, r, k)| (&*r.code, words(&k.title))).collect();
    let mut out = Vec::new();
    for (n, (a, mine)) in all.iter().enumerate() {
        for (b, theirs) in &all[n + 1..] {
            let shared = mine.iter().filter(|w| theirs.contains(w)).count();
            let either = mine.len() + theirs.len() - shared;
            if shared >= 2 && shared * 2 >= either {
                out.push((a.to_string(), b.to_string()));
                if out.len() == DOUBLES {
                    return out;
                }
            }
        }
    }
    out
}
