//! Who a training concerns, who came, who was missing, and who is meant by a line of a pasted list.
//! A name that could be two people is nobody's until the owner says whose it is.
use super::{course_code, for_roles, version, version_now};
use crate::dates;
use crate::kinds::person;
use crate::kinds::{Acknowledgement, Person, TrainingRecord};
use crate::wizard::Run;
use chrono::NaiveDate;
use serde_json::Value;

/// Active people with one of these roles; none named: everyone.
pub(super) fn concerned(run: &Run, roles: &[String]) -> Vec<String> {
    person::concerned(run.isms, roles, run.today)
}
/// All whom the course concerns: those due first, then by name.
pub(super) fn all(run: &Run) -> Vec<String> {
    let mut list = concerned(run, &for_roles(run));
    let asked: Vec<&str> = run.about.iter().flat_map(|a| a.split('/')).collect();
    list.sort_by_cached_key(|p| (!asked.contains(&p.as_str()), !is_due(run, p), run.name(p)));
    list
}
/// Is the person's item not current?
pub(super) fn is_due(run: &Run, person: &str) -> bool {
    run.item(&format!("{person}/{}", course_code(run))).is_some_and(|i| !i.is_current())
}
/// Everyone who stands on the page: whom it concerns, others that were added, and those of the pasted list.
pub(super) fn on_page(run: &Run) -> Vec<String> {
    let mut list = all(run);
    for p in run.codes("who-came", "others").into_iter().chain(placed(run)) {
        if !list.contains(&p) {
            list.push(p);
        }
    }
    list
}
/// Who came: person, result, result in percent. A tick of the pasted list counts as having been there.
pub(super) fn attended(run: &Run) -> Vec<(String, String, Option<u64>)> {
    let pasted = placed(run);
    on_page(run)
        .into_iter()
        .filter_map(|p| {
            let given = run.row("who-came", "result", &p);
            let result = if given.is_empty() && pasted.contains(&p) { "attended" } else { given };
            let score = run.answer("who-came", "score").and_then(|v| v.get(&p)).and_then(Value::as_u64);
            (!result.is_empty()).then(|| (p.clone(), result.to_string(), score))
        })
        .collect()
}
/// Who must have it and was not there, unless they have it already.
pub(super) fn missing(run: &Run) -> Vec<String> {
    let there: Vec<String> = attended(run).into_iter().filter(|(_, r, _)| r != "failed").map(|a| a.0).collect();
    let due = |p: &String| is_due(run, p) || version(run) != version_now(run);
    all(run).into_iter().filter(|p| !there.contains(p) && due(p) && away(run, p).is_none()).collect()
}
/// Away on this day, until when?
pub(super) fn away(run: &Run, person: &str) -> Option<NaiveDate> {
    let p = run.isms.get::<Person>(person)?;
    let (from, until) = (p.away_from?.0, p.away_until?.0);
    (from <= run.today && run.today <= until).then_some(until)
}
/// The record of the same person, course and day, if there is one.
pub(super) fn twice(run: &Run, person: &str, on: NaiveDate) -> Option<String> {
    let code = course_code(run);
    let trained = run
        .isms
        .live::<TrainingRecord>()
        .find(|(_, _, t)| *t.person == person && *t.course == code && t.on.0 == on)
        .map(|(_, r, _)| r.code.to_string());
    trained.or_else(|| {
        run.isms
            .live::<Acknowledgement>()
            .find(|(_, _, a)| *a.person == person && *a.policy == code && a.on.0 == on)
            .map(|(_, r, _)| r.code.to_string())
    })
}

/// A line of a pasted list with the people whom it could mean.
struct Pasted {
    line: String,
    could_be: Vec<String>,
}
fn lines(run: &Run) -> Vec<Pasted> {
    let mut out: Vec<Pasted> = Vec::new();
    for line in run.says("who-came", "pasted").lines().map(str::trim).filter(|l| !l.is_empty()) {
        if out.iter().all(|p| p.line != line) {
            out.push(Pasted { line: line.into(), could_be: who(run, line) });
        }
    }
    out
}
/// People whom the pasted list names, and those that the owner placed.
pub(super) fn placed(run: &Run) -> Vec<String> {
    let mut out: Vec<String> =
        lines(run).into_iter().filter(|p| p.could_be.len() == 1).flat_map(|p| p.could_be).collect();
    let open: Vec<String> = unplaced(run).into_iter().map(|l| l.0).collect();
    for (_, row) in run.by_row("import", "placed").into_iter().filter(|(line, _)| open.iter().any(|o| o == line)) {
        if row.get("what").and_then(Value::as_str) == Some("person") {
            out.extend(row.get("who").and_then(Value::as_str).map(String::from));
        }
    }
    let mut once: Vec<String> = Vec::new();
    out.into_iter().for_each(|p| {
        if !once.contains(&p) {
            once.push(p)
        }
    });
    once
}
/// Lines that mean nobody, or could mean several: with whom they could mean.
pub(super) fn unplaced(run: &Run) -> Vec<(String, Vec<String>)> {
    lines(run).into_iter().filter(|p| p.could_be.len() != 1).map(|p| (p.line, p.could_be)).collect()
}
/// Those of them about which nothing was said yet.
pub(super) fn still_open(run: &Run) -> Vec<String> {
    let said =
        |line: &str| run.answer("import", "placed").and_then(|v| v.get(line)).and_then(|v| v.get("what")).is_some();
    unplaced(run).into_iter().map(|l| l.0).filter(|l| !said(l)).collect()
}
/// By address, else by name: in either order, or by initial and surname.
fn who(run: &Run, line: &str) -> Vec<String> {
    let people: Vec<(String, String, String)> = run
        .isms
        .live::<Person>()
        .filter(|(_, r, p)| {
            r.state() == "active" || p.left_on.is_some_and(|d| d.0 >= dates::add_months(run.today, -12))
        })
        .map(|(_, r, p)| {
            (r.code.to_string(), r.title(), p.email.as_ref().map(|e| e.to_lowercase()).unwrap_or_default())
        })
        .collect();
    let by = |hit: &dyn Fn(&(String, String, String)) -> bool| {
        people.iter().filter(|p| hit(p)).map(|p| p.0.clone()).collect::<Vec<_>>()
    };
    if let Some(mail) = line.split(|c: char| c.is_whitespace() || "<>(),;\"".contains(c)).find(|w| w.contains('@')) {
        let found = by(&|p| p.2 == mail.to_lowercase());
        if !found.is_empty() {
            return found;
        }
    }
    let bare: String = line
        .split(['<', '(', ';', '\t'])
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .filter(|w| !w.contains('@'))
        .collect::<Vec<_>>()
        .join(" ");
    // "Meyer, Anna"
    let turned = match bare.split_once(',') {
        Some((last, first)) => format!("{} {}", first.trim(), last.trim()),
        None => bare.clone(),
    };
    let name = plain(&turned);
    if name.is_empty() {
        return Vec::new();
    }
    let exact = by(&|p| plain(&p.1) == name || p.0.eq_ignore_ascii_case(line));
    if !exact.is_empty() {
        return exact;
    }
    let words: Vec<&str> = name.split(' ').collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Vec::new() };
    by(&|p| {
        let theirs = plain(&p.1);
        let theirs: Vec<&str> = theirs.split(' ').collect();
        let (Some(f), Some(l)) = (theirs.first(), theirs.last()) else { return false };
        // One word: a surname or a first name alone. Two: the surname, and a first name or its initial.
        if words.len() == 1 {
            l == first || f == first
        } else {
            l == last && (f == first || (first.chars().count() == 1 && f.starts_with(*first)))
        }
    })
}
/// Lower case, letters only, single blanks.
fn plain(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '-' || c == '\'' { c } else { ' ' })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
