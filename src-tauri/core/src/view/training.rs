//! People by courses and policies: who is trained on which version, who has read what, what is missing.
use super::{ItemShown, Shown, item_shown, needs};
use crate::doc::Mark;
use crate::isms::Ix;
use crate::kinds::{Acknowledgement, Course, Person, Policy, TrainingRecord};
use crate::staleness::State;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashMap;

#[derive(Clone, Debug, Serialize)]
pub struct ColumnShown {
    pub id: String,
    pub title: String,
    pub version: String,
    pub sort: &'static str,
}
#[derive(Clone, Debug, Serialize)]
pub struct CellShown {
    pub id: String,
    pub state: Option<State>,
    pub mark: Mark,
    /// "2.0 · 4 Mar 26"
    pub text: String,
    /// The whole sentence, for screen readers and the hint.
    pub says: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct PersonRow {
    pub person: String,
    pub name: String,
    pub role: String,
    pub joined: NaiveDate,
    /// Of top management: always shown.
    pub top: bool,
    pub cells: Vec<CellShown>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Total {
    pub id: String,
    pub done: usize,
    pub of: usize,
}
#[derive(Clone, Debug, Serialize)]
pub struct Training {
    pub columns: Vec<ColumnShown>,
    pub rows: Vec<PersonRow>,
    pub totals: Vec<Total>,
    pub missing: Vec<ItemShown>,
}

/// The last passing training or confirmation of each pair: version and day.
fn last_done(s: &Shown) -> HashMap<(String, String), (String, NaiveDate)> {
    let mut done: HashMap<(String, String), (String, NaiveDate)> = HashMap::new();
    let mut put = |person: &str, of: &str, version: String, on: NaiveDate| {
        let e = done.entry((person.to_string(), of.to_string())).or_insert_with(|| (version.clone(), on));
        if on >= e.1 {
            *e = (version, on);
        }
    };
    for (_, _, t) in s.isms.live::<TrainingRecord>() {
        if t.passes() {
            put(&t.person, &t.course, t.course_version.to_string(), t.on.0);
        }
    }
    for (_, _, a) in s.isms.live::<Acknowledgement>() {
        put(&a.person, &a.policy, a.policy_version.to_string(), a.on.0);
    }
    done
}

pub fn training(s: &Shown) -> Training {
    let isms = s.isms;
    let done = last_done(s);
    let mut columns = Vec::new();
    for (_, r, c) in isms.live::<Course>().filter(|(_, r, _)| r.state() == "offered") {
        columns.push(ColumnShown {
            id: r.code.to_string(),
            title: r.title(),
            version: c.version.to_string(),
            sort: "course",
        });
    }
    for (_, r, p) in isms.live::<Policy>().filter(|(_, r, p)| r.state() == "in_force" && p.must_be_read()) {
        columns.push(ColumnShown {
            id: r.code.to_string(),
            title: r.title(),
            version: p.version.to_string(),
            sort: "policy",
        });
    }
    let top: Vec<String> = isms.organization().map(|o| o.top_management.to_vec()).unwrap_or_default();
    let mut people: Vec<(Ix, NaiveDate)> = isms
        .live::<Person>()
        .filter(|(_, r, p)| r.state() == "active" && p.joined_on.0 <= s.today)
        .map(|(ix, _, p)| (ix, p.joined_on.0))
        .collect();
    people.sort_by_key(|(ix, _)| {
        let r = isms.rec(*ix);
        (!top.contains(&r.code.to_string()), r.title().to_lowercase())
    });
    let mut totals: Vec<Total> = columns.iter().map(|c| Total { id: c.id.clone(), done: 0, of: 0 }).collect();
    let mut missing = Vec::new();
    let rows = people
        .into_iter()
        .filter_map(|(ix, joined)| {
            let r = isms.rec(ix);
            let p = r.get::<Person>()?;
            let cells = columns
                .iter()
                .enumerate()
                .map(|(i, c)| {
                    let id = format!("{}/{}", r.code, c.id);
                    let item = s.item(&id);
                    let last = done.get(&(r.code.to_string(), c.id.clone()));
                    let text = last.map(|(v, d)| format!("{v} · {}", d.format("%-d %b %y"))).unwrap_or_default();
                    let Some(item) = item else {
                        return CellShown {
                            id,
                            state: None,
                            mark: Mark::None,
                            says: format!("{} does not concern {}.", c.title, r.title()),
                            text,
                        };
                    };
                    let has = |st: State| item.states.has(st);
                    let mark = if has(State::NotApplicable) {
                        if p.away(s.today) { Mark::Away } else { Mark::None }
                    } else if has(State::Stale) {
                        Mark::Earlier
                    } else if last.is_none() {
                        if item.due.is_some_and(|d| d >= s.today) { Mark::NotYet } else { Mark::Never }
                    } else if has(State::Overdue) || has(State::DueSoon) {
                        Mark::Repeat
                    } else {
                        Mark::Full
                    };
                    if mark != Mark::None && mark != Mark::Away {
                        totals[i].of += 1;
                        if item.counts_as_current() {
                            totals[i].done += 1;
                        }
                    }
                    if needs(item, s.today) {
                        missing.push(item_shown(s, item));
                    }
                    let says = item.reasons.first().map_or_else(
                        || {
                            if text.is_empty() {
                                "Nothing is owed.".to_string()
                            } else {
                                format!("{}: {text}", c.title)
                            }
                        },
                        |x| x.text(isms),
                    );
                    CellShown { id, state: item.states.as_ref().first().copied(), mark, text, says }
                })
                .collect();
            Some(PersonRow {
                person: r.code.to_string(),
                name: r.title(),
                role: p.roles.iter().map(|t| t.to_string()).filter(|t| t != "everyone").collect::<Vec<_>>().join(", "),
                joined,
                top: top.contains(&r.code.to_string()),
                cells,
            })
        })
        .collect();
    Training { columns, rows, totals, missing }
}
