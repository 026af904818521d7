//! People by courses and policies: who is trained on which version, who has read what, what is missing, and the story of one field.
use super::{Shown, needs};
use crate::dates::{self, add_days};
use crate::isms::{Ix, Record};
use crate::kinds::{Acknowledgement, Course, Person, Policy, TrainingRecord};
use crate::refusal::Refusal;
use crate::staleness::{Item, State};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

#[derive(Clone, Debug, Serialize)]
pub struct ColumnShown {
    pub id: String,
    pub title: String,
    pub version: String,
    pub sort: &'static str,
}
/// How one person stands to one course or policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Done,
    /// To be repeated within the lead time.
    Soon,
    /// To be repeated, or never done, and its day is past.
    Overdue,
    /// Done, and since then a version came that asks for something new.
    NewVersion,
    /// Never done, its day is still to come.
    NotYet,
    /// It does not concern this person.
    NotAsked,
    /// Away for long: suspended (DOMAIN 3.7).
    Away,
}
impl Standing {
    /// Is something asked of the person?
    fn asked(self) -> bool {
        !matches!(self, Standing::NotAsked | Standing::Away)
    }
}
#[derive(Clone, Debug, Serialize)]
pub struct CellShown {
    pub standing: Standing,
    /// "2.0 · 4 Mar 26": what was done last.
    pub text: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct PersonRow {
    pub person: String,
    pub name: String,
    pub roles: Vec<String>,
    pub joined: NaiveDate,
    /// Of top management: always shown.
    pub top: bool,
    /// In the order of the columns.
    pub cells: Vec<CellShown>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Total {
    pub id: String,
    pub done: usize,
    pub of: usize,
}
/// What is missing, in one sentence: of a course, of somebody who joined, or of one person and one course.
#[derive(Clone, Debug, Serialize)]
pub struct Missing {
    pub title: String,
    pub why: String,
    pub state: State,
    /// The fields of which it speaks, "P-007/CRS-02".
    pub about: Vec<String>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Training {
    pub columns: Vec<ColumnShown>,
    pub rows: Vec<PersonRow>,
    pub totals: Vec<Total>,
    pub missing: Vec<Missing>,
}

/// One line of the story of a field.
#[derive(Clone, Debug, Serialize)]
pub struct StoryLine {
    pub state: State,
    pub text: String,
    /// What stands behind it, with the codes in it.
    pub why: String,
    pub on: Option<NaiveDate>,
    pub record: Option<String>,
}
/// One person and one course or policy: how it stands, why, and what was done before.
#[derive(Clone, Debug, Serialize)]
pub struct CellStory {
    pub id: String,
    pub states: Vec<State>,
    /// The whole sentence, for screen readers and where nothing else is to be said.
    pub says: String,
    pub lines: Vec<StoryLine>,
}

/// Something that counts as done: training that was passed or attended, a confirmation.
struct Done {
    version: String,
    on: NaiveDate,
}
/// The last of each pair.
fn last_done(s: &Shown) -> HashMap<String, Done> {
    let mut done: HashMap<String, Done> = HashMap::new();
    let mut put = |person: &str, of: &str, version: String, on: NaiveDate| {
        let e = done.entry(format!("{person}/{of}")).or_insert_with(|| Done { version: version.clone(), on });
        if on >= e.on {
            *e = Done { version, on };
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
/// Courses that are offered, then policies in force that must be read.
fn columns(s: &Shown) -> Vec<ColumnShown> {
    let column =
        |r: &Record, version: String, sort| ColumnShown { id: r.code.to_string(), title: r.title(), version, sort };
    let courses = s.isms.live::<Course>().filter(|(_, r, _)| r.state() == "offered");
    let policies = s.isms.live::<Policy>().filter(|(_, r, p)| r.state() == "in_force" && p.must_be_read());
    courses
        .map(|(_, r, c)| column(r, c.version.to_string(), "course"))
        .chain(policies.map(|(_, r, p)| column(r, p.version.to_string(), "policy")))
        .collect()
}
fn standing(item: Option<&Item>, last: Option<&Done>, away: bool, today: NaiveDate) -> Standing {
    let Some(item) = item else { return Standing::NotAsked };
    let has = |st: State| item.states.has(st);
    if has(State::NotApplicable) {
        if away { Standing::Away } else { Standing::NotAsked }
    } else if has(State::Stale) {
        Standing::NewVersion
    } else if last.is_none() {
        if item.due.is_some_and(|d| d >= today) { Standing::NotYet } else { Standing::Overdue }
    } else if has(State::Overdue) {
        Standing::Overdue
    } else if has(State::DueSoon) {
        Standing::Soon
    } else {
        Standing::Done
    }
}
fn roles(p: &Person) -> Vec<String> {
    p.roles.iter().map(|t| t.to_string()).filter(|t| t != "everyone").collect()
}

/// The whole grid: active people who have begun, top management first, then by name.
pub fn training(s: &Shown) -> Training {
    let isms = s.isms;
    let done = last_done(s);
    let columns = columns(s);
    let top: Vec<String> = isms.organization().map(|o| o.top_management.to_vec()).unwrap_or_default();
    let mut people: Vec<Ix> = isms
        .live::<Person>()
        .filter(|(_, r, p)| r.state() == "active" && p.joined_on.0 <= s.today)
        .map(|(ix, ..)| ix)
        .collect();
    people.sort_by_cached_key(|ix| {
        let r = isms.rec(*ix);
        (!top.contains(&r.code.to_string()), r.title().to_lowercase())
    });
    let mut totals: Vec<Total> = columns.iter().map(|c| Total { id: c.id.clone(), done: 0, of: 0 }).collect();
    let mut owed = Vec::new();
    let mut rows = Vec::new();
    for ix in people {
        let r = isms.rec(ix);
        let Some(p) = r.get::<Person>() else { continue };
        let away = p.away(s.today);
        let mut cells = Vec::with_capacity(columns.len());
        for (i, c) in columns.iter().enumerate() {
            let id = format!("{}/{}", r.code, c.id);
            let item = s.item(&id);
            let last = done.get(&id);
            let standing = standing(item, last, away, s.today);
            if let Some(item) = item.filter(|_| standing.asked()) {
                totals[i].of += 1;
                totals[i].done += usize::from(item.counts_as_current());
                if standing == Standing::NotYet || (needs(item, s.today) && standing != Standing::Done) {
                    owed.push(Owed { row: rows.len(), column: i, standing, due: item.due });
                }
            }
            let text = last.map(|d| format!("{} \u{b7} {}", d.version, d.on.format("%-d %b %y"))).unwrap_or_default();
            cells.push(CellShown { standing, text });
        }
        rows.push(PersonRow {
            person: r.code.to_string(),
            name: r.title(),
            roles: roles(p),
            joined: p.joined_on.0,
            top: top.contains(&r.code.to_string()),
            cells,
        });
    }
    let missing = missing(s, &rows, &columns, owed);
    Training { columns, rows, totals, missing }
}

struct Owed {
    row: usize,
    column: usize,
    standing: Standing,
    due: Option<NaiveDate>,
}
/// Whoever joined lately and has all still before them is one line; else what several lack is one line, and what one lacks is one line.
fn missing(s: &Shown, rows: &[PersonRow], columns: &[ColumnShown], owed: Vec<Owed>) -> Vec<Missing> {
    let window = i64::from(s.isms.organization().map_or(30, |o| o.joiner_days.0));
    let about =
        |list: &[&Owed]| list.iter().map(|o| format!("{}/{}", rows[o.row].person, columns[o.column].id)).collect();
    let is_new = |o: &Owed| {
        matches!(o.standing, Standing::NotYet | Standing::Overdue) && add_days(rows[o.row].joined, window) >= s.today
    };
    let mut joiners: BTreeMap<usize, Vec<&Owed>> = BTreeMap::new();
    let mut lacks: BTreeMap<(usize, u8), Vec<&Owed>> = BTreeMap::new();
    for o in &owed {
        if is_new(o) {
            joiners.entry(o.row).or_default().push(o);
        } else {
            lacks.entry((o.column, o.standing as u8)).or_default().push(o);
        }
    }
    let state = |standing: Standing| match standing {
        Standing::NewVersion => State::Stale,
        Standing::NotYet => State::NeverReviewed,
        Standing::Soon => State::DueSoon,
        _ => State::Overdue,
    };
    let mut out: Vec<Missing> = lacks
        .into_values()
        .map(|list| {
            let (first, c) = (list[0], &columns[list[0].column]);
            let what = if c.sort == "policy" || first.standing == Standing::NewVersion {
                format!("{} {}", c.title, c.version)
            } else {
                c.title.clone()
            };
            let by = |due: NaiveDate| {
                format!("{} {}", if due < s.today { "since" } else { "until" }, dates::say(due, s.today))
            };
            let (title, why) = if let [one] = list.as_slice() {
                (format!("{}, {what}", rows[one.row].name), one.due.map(by).unwrap_or_default())
            } else {
                (what, listed(list.iter().map(|o| rows[o.row].name.as_str())))
            };
            Missing { title, why, state: state(first.standing), about: about(&list) }
        })
        .collect();
    out.sort_by_key(|m| std::cmp::Reverse(m.about.len()));
    out.extend(joiners.into_iter().map(|(row, list)| {
        let until = list.iter().filter_map(|o| o.due).min();
        Missing {
            title: format!("{} joined on {}", rows[row].name, dates::say(rows[row].joined, s.today)),
            why: until.map_or_else(String::new, |d| format!("first of them until {}", dates::say(d, s.today))),
            state: state(list[0].standing),
            about: about(&list),
        }
    }));
    out
}
/// "Beatriz Leal, Sam Whitlock and 7 more"
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = names.collect();
    match all.len() {
        0..=6 => all.join(", "),
        n => format!("{} and {} more", all[..5].join(", "), n - 5),
    }
}

/// The story of one field, "P-007/CRS-02". Refused where one of the two is not on record.
pub fn training_cell(s: &Shown, id: &str) -> Result<CellStory, Refusal> {
    let isms = s.isms;
    let (person, of) = id.split_once('/').unwrap_or((id, ""));
    let (Some(who), Some(what)) = (isms.record(person).filter(|r| r.get::<Person>().is_some()), isms.record(of)) else {
        return Err(Refusal::new(
            "unknown",
            id,
            format!("There is no person and course \u{201c}{id}\u{201d}."),
            "Give both codes: P-007/CRS-02.",
        ));
    };
    let item = s.item(id);
    let mut lines: Vec<StoryLine> = item
        .into_iter()
        .flat_map(|i| &i.reasons)
        .map(|r| StoryLine {
            state: r.state,
            text: r.text(isms),
            why: r
                .input
                .and_then(|ix| isms.rec(ix).body_json().get("changed_what")?.as_str().map(String::from))
                .unwrap_or_default(),
            on: r.changed,
            record: r.input.map(|ix| isms.rec(ix).code.to_string()),
        })
        .collect();
    let reasons = lines.len();
    for (_, r, t) in isms.live::<TrainingRecord>().filter(|(_, _, t)| *t.person == person && *t.course == of) {
        let score = t.score.map(|x| format!(" with {} %", x.0)).unwrap_or_default();
        lines.push(StoryLine {
            state: if t.passes() { State::Current } else { State::Overdue },
            text: format!(
                "{} version {}{score}",
                crate::report::capital(crate::staleness::word(&t.result)),
                t.course_version
            ),
            why: t.taught_by.as_ref().map(|x| format!("by {x}")).unwrap_or_default(),
            on: Some(t.on.0),
            record: Some(r.code.to_string()),
        });
    }
    for (_, r, a) in isms.live::<Acknowledgement>().filter(|(_, _, a)| *a.person == person && *a.policy == of) {
        lines.push(StoryLine {
            state: State::Current,
            text: format!("Confirmed version {}", a.policy_version),
            why: String::new(),
            on: Some(a.on.0),
            record: Some(r.code.to_string()),
        });
    }
    lines[reasons..].sort_by_key(|l| std::cmp::Reverse(l.on));
    if let Some(due) = item.filter(|i| i.reasons.is_empty()).and_then(|i| i.due.or(i.next)) {
        lines.push(StoryLine {
            state: State::NotApplicable,
            text: "To be done again by".into(),
            why: String::new(),
            on: Some(due),
            record: None,
        });
    }
    let says = match item {
        None => format!("{} does not concern {}.", what.title(), who.title()),
        Some(i) if i.states.has(State::NotApplicable) => match who.get::<Person>().and_then(|p| p.away_until) {
            Some(until) if who.get::<Person>().is_some_and(|p| p.away(s.today)) => {
                format!("{} is away until {}; nothing is asked meanwhile.", who.title(), dates::say(until.0, s.today))
            }
            _ => format!("Nothing is asked of {} now.", who.title()),
        },
        Some(i) => i.reasons.first().map_or_else(|| "Nothing is owed.".to_string(), |r| r.text(isms)),
    };
    Ok(CellStory {
        id: id.to_string(),
        states: item.map(|i| i.states.as_ref().to_vec()).unwrap_or_default(),
        says,
        lines,
    })
}
