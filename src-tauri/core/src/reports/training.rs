//! Competence and awareness: people by courses and documents, what is missing, who was trained on what, who came and who left.
//! It must never show a mark without version and date, nor leave out top management (7.2, 7.3, A.6.3).
use crate::dates::{add_days, days_between};
use crate::doc::{Block, Cell, Grid, GridMark, GridRow, Mark, Row, Section, Span, State, Table, column};
use crate::isms::Record;
use crate::kinds::Review;
use crate::refusal::Refusal;
use crate::report::{Body, Paper, Report, bold, count, heading, plain, purpose, right, section, soft};
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub(super) const REPORT: Report = Report {
    name: "training",
    title: "Competence and awareness",
    clause: "7.2",
    about: "",
    of: &["person", "course", "training_record"],
    build,
};

/// The last record of a pair that counts, else the last that does not: version, day, does it count.
pub(super) type Done = BTreeMap<(String, String), (String, NaiveDate, bool)>;
/// A course or document of the grid.
#[derive(Clone)]
pub(super) struct Head<'a> {
    pub record: &'a Record,
    pub version: String,
    pub course: bool,
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let done = done(p);
    let heads = heads(p);
    let people = people(p);
    let blocks = whole(p, "Who can, who knows, in which version.", heads.clone(), &people, &done);
    let mut second = vec![purpose("What is not in order, who came and left, and every training of the period.")];
    second.extend(missing(p, &heads, &people, &done));
    second.extend(joiners(p, &done));
    second.extend(leavers(p));
    second.extend(held(p));
    Ok(vec![
        section("training", "Who is trained, in which version", &["7.2", "7.3", "A.6.3"], true, blocks),
        section(
            "training-records",
            "Training: what is missing, and what was held",
            &["7.2", "7.3", "A.6.3"],
            false,
            second,
        ),
    ])
}

pub(super) fn done(p: &Paper) -> Done {
    let mut out: Done = BTreeMap::new();
    let mut put = |person: &str, of: &str, version: &str, on: NaiveDate, counts: bool| {
        let key = (person.to_string(), of.to_string());
        let better = out.get(&key).is_none_or(|(_, day, had)| (counts, on) >= (*had, *day));
        if better {
            out.insert(key, (version.to_string(), on, counts));
        }
    };
    for (_, r) in p.isms.each("training_record").filter(|(_, r)| r.live()) {
        let b = Body::of(r);
        if let Some(on) = b.day("on") {
            put(
                b.text("person"),
                b.text("course"),
                b.text("course_version"),
                on,
                matches!(b.text("result"), "attended" | "passed"),
            );
        }
    }
    for (_, r) in p.isms.each("acknowledgement").filter(|(_, r)| r.live()) {
        let b = Body::of(r);
        if let Some(on) = b.day("on") {
            put(b.text("person"), b.text("policy"), b.text("policy_version"), on, true);
        }
    }
    out
}

/// Courses that are offered, then documents in force that must be read.
pub(super) fn heads<'a>(p: &'a Paper) -> Vec<Head<'a>> {
    let of = |kind: &str, state: &str, course: bool| -> Vec<Head> {
        let mut out: Vec<Head> = p
            .isms
            .each(kind)
            .filter(|(_, r)| r.live() && r.state() == state)
            .map(|(_, r)| (r, Body::of(r)))
            .filter(|(_, b)| course || !matches!(b.text("must_be_read"), "no" | ""))
            .map(|(record, b)| Head { record, version: b.text("version").into(), course })
            .collect();
        out.sort_by(|a, b| a.record.code.cmp(&b.record.code));
        out
    };
    let mut out = of("course", "offered", true);
    out.extend(of("policy", "in_force", false));
    out
}
/// Active people who have begun: top management first, then by role, then by name.
pub(super) fn people<'a>(p: &'a Paper) -> Vec<(&'a Record, Body)> {
    let top = |code: &str| p.isms.organization().is_some_and(|o| o.top_management.iter().any(|c| c == code));
    let mut out: Vec<(&Record, Body)> = p
        .isms
        .each("person")
        .filter(|(_, r)| r.live() && r.state() == "active")
        .map(|(_, r)| (r, Body::of(r)))
        .filter(|(_, b)| b.day("joined_on").is_none_or(|d| d <= p.day()))
        .collect();
    out.sort_by_key(|(r, _)| {
        (!top(&r.code), p.people.role(&r.code).to_lowercase(), r.title().to_lowercase(), r.code.to_string())
    });
    out
}
fn away(b: &Body, day: NaiveDate) -> bool {
    b.day("away_from").is_some_and(|f| f <= day) && b.day("away_until").is_none_or(|u| u >= day)
}

/// What the grid is for, its figures, what the marks mean, and the grid itself: courses, then documents.
pub(super) fn whole(p: &Paper, of: &str, heads: Vec<Head>, people: &[(&Record, Body)], done: &Done) -> Vec<Block> {
    let mut blocks = vec![purpose(of), Block::Figures(figures(p, &heads, people)), Block::Note(legend())];
    if heads.is_empty() || people.is_empty() {
        blocks.push(Block::Para(vec![plain(
            "No course is offered and no document has to be read, or nobody is active: there is no grid.",
        )]));
        return blocks;
    }
    let (courses, documents): (Vec<Head>, Vec<Head>) = heads.into_iter().partition(|h| h.course);
    for (title, part) in [("Courses", courses), ("Documents that must be read", documents)] {
        if !part.is_empty() {
            blocks.push(heading(title));
            blocks.push(Block::Grid(grid(p, &part, people, done)));
        }
    }
    blocks
}

/// The mark of a pair, from its derived item: what is due, what is of an earlier version.
pub(super) fn mark(p: &Paper, person: &(&Record, Body), head: &Head, done: &Done) -> GridMark {
    let id = format!("{}/{}", person.0.code, head.record.code);
    let last = done.get(&(person.0.code.to_string(), head.record.code.to_string()));
    let when = last.map(|(v, d, _)| format!("{v} {}", d.format("%y-%m-%d"))).unwrap_or_default();
    let states = p.states(&id);
    let due = p.item(&id).and_then(|i| i.due);
    let by = || due.map(|d| format!("by {}", d.format("%y-%m-%d"))).unwrap_or_default();
    let counts = last.is_some_and(|(.., counts)| *counts);
    let (mark, text) = match states.as_slice() {
        [] => (Mark::None, String::new()),
        s if s.contains(&State::NotApplicable) => {
            (if away(&person.1, p.day()) { Mark::Away } else { Mark::None }, String::new())
        }
        _ if !counts && due.is_some_and(|d| d >= p.day()) => (Mark::NotYet, by()),
        _ if !counts => (Mark::Never, if when.is_empty() { by() } else { when }),
        s if s.contains(&State::Stale) => (Mark::Earlier, when),
        s if s.contains(&State::Overdue) || s.contains(&State::NeverReviewed) => (Mark::Repeat, when),
        _ => (Mark::Full, when),
    };
    GridMark { mark, text }
}
/// Is what is owed done? None: nothing is owed.
pub(super) fn in_order(p: &Paper, person: &Record, head: &Head) -> Option<bool> {
    let states = p.states(&format!("{}/{}", person.code, head.record.code));
    let owed = !states.is_empty() && !states.contains(&State::NotApplicable);
    owed.then_some(matches!(states.as_slice(), [State::Current] | [State::DueSoon]))
}

fn figures(p: &Paper, heads: &[Head], people: &[(&Record, Body)]) -> Vec<(String, String)> {
    let each: Vec<Vec<bool>> = people
        .iter()
        .map(|(r, _)| heads.iter().filter_map(|h| in_order(p, r, h)).collect())
        .filter(|v: &Vec<bool>| !v.is_empty())
        .collect();
    let whole = each.iter().filter(|v| v.iter().all(|x| *x)).count();
    let of = |course: bool| {
        let all: Vec<bool> = people
            .iter()
            .flat_map(|(r, _)| {
                heads.iter().filter(|h| h.course == course).filter_map(|h| in_order(p, r, h)).collect::<Vec<_>>()
            })
            .collect();
        (all.iter().filter(|x| **x).count(), all.len())
    };
    let ((c, call), (d, dall)) = (of(true), of(false));
    let gone = people.iter().filter(|(_, b)| away(b, p.day())).count();
    vec![
        (format!("{whole} of {}", each.len()), "people concerned have nothing missing".into()),
        (format!("{c} of {call}"), "person and course pairs in order".into()),
        (format!("{d} of {dall}"), "person and document pairs in order".into()),
        (
            people.len().to_string(),
            if gone == 0 {
                "people active; none away for long".into()
            } else {
                format!("people active, {gone} of them away for long")
            },
        ),
    ]
}
fn legend() -> Vec<Span> {
    vec![
        bold("Every cell: "),
        plain(
            "mark, version, date (year-month-day). Full: up to date; left half: to be repeated; right half: earlier version; ring: never, or not passed; dashed ring: not yet due, with its day; dash: does not concern this person. What is not in order stands on grey. ",
        ),
        bold("Order: "),
        plain("top management, then role, then name."),
    ]
}
fn grid(p: &Paper, heads: &[Head], people: &[(&Record, Body)], done: &Done) -> Grid {
    let columns = heads
        .iter()
        .map(|h| {
            (
                h.record.code.to_string(),
                if h.course {
                    format!("{} now {}", h.record.title(), h.version)
                } else {
                    format!("read now {}", h.version)
                },
            )
        })
        .collect();
    let rows = people
        .iter()
        .map(|person| {
            let code: &str = &person.0.code;
            let role = p.people.role(code).to_string();
            GridRow {
                code: code.to_string(),
                who: if p.short(code) == role { code.to_string() } else { p.short(code) },
                role,
                joined: person.1.day("joined_on").map(|d| d.format("%Y-%m").to_string()).unwrap_or_default(),
                marks: heads.iter().map(|h| mark(p, person, h, done)).collect(),
            }
        })
        .collect();
    let all = p.isms.each("person").filter(|(_, r)| r.live() && r.state() == "active").count();
    let rest = if all > people.len() { format!(" \u{b7} {} not yet begun", all - people.len()) } else { String::new() };
    Grid { columns, rows, foot: format!("{} of {all} active people shown{rest}", people.len()) }
}

/// Everything that is owed and not in order, one line each.
pub(super) fn missing(p: &Paper, heads: &[Head], people: &[(&Record, Body)], done: &Done) -> Vec<Block> {
    let mut rows = Vec::new();
    let mut owed = 0;
    for person in people {
        for h in heads {
            let Some(fine) = in_order(p, person.0, h) else { continue };
            owed += 1;
            if fine {
                continue;
            }
            let id = format!("{}/{}", person.0.code, h.record.code);
            let mark = mark(p, person, h, done);
            if mark.mark == Mark::NotYet {
                continue;
            }
            let due = p.item(&id).and_then(|i| i.due);
            let cells: Vec<Cell> = vec![
                p.who(&person.0.code).into(),
                p.named(&h.record.code).into(),
                h.version.clone().into(),
                if mark.mark == Mark::Never && mark.text.starts_with("by") { "never".into() } else { mark.text.into() },
                due.map_or(Cell::Empty, |d| d.to_string().into()),
                p.flag(&id),
            ];
            rows.push(Row::Cells { cells, id: None, reasons: p.reasons(&id) });
        }
    }
    if rows.is_empty() {
        return vec![
            heading("What is missing"),
            Block::Para(vec![plain(format!("Nothing: all {owed} pairs are in order or not yet due."))]),
        ];
    }
    let n = rows.len();
    let columns = vec![
        column("Who", 40.0),
        column("Course or document", 56.0),
        column("Now", 11.0),
        column("Has", 21.0),
        column("Due", 20.0),
        column("Flag", 22.0),
    ];
    vec![
        heading("What is missing"),
        Block::Table(Table {
            columns,
            rows,
            foot: format!("{n} of {owed} pairs shown: all that are not in order; those not yet due are left out"),
        }),
    ]
}

/// Someone whose first day lies in the period: trained when, read when.
pub(super) struct Joiner {
    pub code: String,
    pub joined: NaiveDate,
    pub trained: Option<NaiveDate>,
    pub read: Option<NaiveDate>,
    /// Not trained within the days of the rule, which are over.
    pub late: bool,
}
/// Days of the rule for newcomers.
pub(super) fn joiner_days(p: &Paper) -> u32 {
    p.isms.organization().map_or(30, |o| o.joiner_days.0)
}
/// People with a day of this field in the period, by day.
fn in_period<'a>(p: &'a Paper, field: &str) -> Vec<(&'a Record, Body, NaiveDate)> {
    let mut list: Vec<(&Record, Body, NaiveDate)> = p
        .isms
        .each("person")
        .filter(|(_, r)| !r.common.withdrawn)
        .map(|(_, r)| (r, Body::of(r)))
        .filter_map(|(r, b)| b.day(field).filter(|d| p.from.is_none_or(|f| *d > f) && *d <= p.day()).map(|d| (r, b, d)))
        .collect();
    list.sort_by_key(|(r, _, d)| (*d, r.code.to_string()));
    list
}
pub(super) fn joined(p: &Paper, done: &Done) -> Vec<Joiner> {
    let days = joiner_days(p);
    let first = |person: &str, kind: &str| {
        done.iter()
            .filter(|((who, of), (.., counts))| {
                who == person && *counts && p.isms.record(of).is_some_and(|r| r.info().name == kind)
            })
            .map(|(_, (_, on, _))| *on)
            .min()
    };
    in_period(p, "joined_on")
        .into_iter()
        .map(|(r, _, joined)| {
            let trained = first(&r.code, "course");
            let late = match trained {
                Some(t) => days_between(joined, t) > i64::from(days),
                None => add_days(joined, i64::from(days)) < p.day(),
            };
            Joiner { code: r.code.to_string(), joined, trained, read: first(&r.code, "policy"), late }
        })
        .collect()
}
pub(super) fn joiners(p: &Paper, done: &Done) -> Vec<Block> {
    let (days, since) = (joiner_days(p), p.since_words());
    let list = joined(p, done);
    if list.is_empty() {
        return vec![heading("Joiners"), Block::Para(vec![plain(format!("Nobody joined{since}."))])];
    }
    let n = list.len();
    let rows = list
        .iter()
        .map(|j| {
            let took = j.trained.map_or_else(|| "\u{2013}".to_string(), |t| days_between(j.joined, t).to_string());
            let day =
                |d: Option<NaiveDate>| d.map_or_else(|| Cell::Spans(vec![soft("not yet")]), |d| d.to_string().into());
            Row::Cells {
                cells: vec![
                    p.who(&j.code).into(),
                    j.joined.to_string().into(),
                    day(j.trained),
                    took.into(),
                    day(j.read),
                    if j.late { vec![bold("late")].into() } else { Cell::Empty },
                ],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    let columns = vec![
        column("Who", 56.0),
        column("First day", 24.0),
        column("First trained on", 28.0),
        right("Days", 14.0),
        column("First rule read on", 28.0),
        column("Flag", 20.0),
    ];
    vec![
        heading("Joiners"),
        Block::Table(Table {
            columns,
            rows,
            foot: format!("{n} of {}{since} shown \u{b7} rule: within {days} days", count(n, "joiner", "joiners")),
        }),
    ]
}
/// Whoever left in the period.
pub(super) fn left<'a>(p: &'a Paper) -> Vec<(&'a Record, Body, NaiveDate)> {
    in_period(p, "left_on")
}
/// People whose last day lies in the period: access and things.
pub(super) fn leavers(p: &Paper) -> Vec<Block> {
    let since = p.since_words();
    let list = left(p);
    if list.is_empty() {
        return vec![heading("Leavers"), Block::Para(vec![plain(format!("Nobody left{since}."))])];
    }
    let n = list.len();
    let rows = list
        .iter()
        .map(|(r, b, left)| {
            let closed = b.day("accounts_closed_on");
            let day = |d: Option<NaiveDate>| {
                d.map_or_else(|| Cell::Spans(vec![Span::Red("not recorded".into())]), |d| d.to_string().into())
            };
            let flag: Cell = match closed {
                Some(c) if c > *left => vec![bold("closed late")].into(),
                None if *left < p.day() => vec![Span::Red("open".into())].into(),
                _ => Cell::Empty,
            };
            Row::Cells {
                cells: vec![
                    p.who(&r.code).into(),
                    left.to_string().into(),
                    day(closed),
                    day(b.day("things_returned_on")),
                    gone_through(p, *left),
                    flag,
                ],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    let columns = vec![
        column("Who", 48.0),
        column("Last day", 22.0),
        column("Access closed", 26.0),
        column("Things back", 26.0),
        column("Reminded: see", 26.0),
        column("Flag", 22.0),
    ];
    vec![
        heading("Leavers"),
        Block::Note(vec![
            bold("Reminded: "),
            plain(
                "the round that asks of every leaver whether they were reminded of what still binds them; the answer stands in its record.",
            ),
        ]),
        Block::Table(Table { columns, rows, foot: format!("{n} of {}{since} shown", count(n, "leaver", "leavers")) }),
    ]
}
/// The first round of joiners and leavers that was held on the last day or after it.
fn gone_through(p: &Paper, left: NaiveDate) -> Cell {
    let round = p
        .isms
        .live::<Review>()
        .filter(|(_, _, v)| &*v.wizard == "people-round" && v.outcome.reviews() && v.held_on.0 >= left)
        .min_by_key(|(_, r, v)| (v.held_on.0, r.code.to_string()));
    match round {
        Some((_, r, v)) => Cell::Lines(vec![vec![p.code(&r.code)], vec![soft(v.held_on.0.to_string())]]),
        None if left < p.day() => vec![Span::Red("no round yet".into())].into(),
        None => vec![soft("not yet")].into(),
    }
}

/// Every training record of the period, in the order of days.
fn held(p: &Paper) -> Vec<Block> {
    let all: Vec<(&Record, Body)> =
        p.isms.each("training_record").filter(|(_, r)| r.live()).map(|(_, r)| (r, Body::of(r))).collect();
    let mut list: Vec<(NaiveDate, &Record, &Body)> = all
        .iter()
        .filter_map(|(r, b)| b.day("on").filter(|d| p.from.is_none_or(|f| *d > f)).map(|d| (d, *r, b)))
        .collect();
    list.sort_by(|a, b| (a.0, &a.1.code).cmp(&(b.0, &b.1.code)));
    if list.is_empty() {
        return vec![
            heading("Trainings held"),
            Block::Para(vec![plain(format!("No training is recorded{}.", p.since_words()))]),
        ];
    }
    let n = list.len();
    let rows = list
        .iter()
        .map(|(on, r, b)| {
            let result = match b.get("score").as_u64() {
                Some(s) => format!("{}, {s} %", b.word("result")),
                None => b.word("result"),
            };
            let mut how = vec![vec![plain(b.word("how"))]];
            if !b.text("taught_by").is_empty() {
                how.push(vec![soft(p.people.redact(b.text("taught_by")))]);
            }
            let proofs = p.isms.ix(&r.code).map(|ix| p.proofs(ix)).unwrap_or_default();
            let cells = vec![
                vec![p.code(&r.code)].into(),
                on.to_string().into(),
                p.who(b.text("person")).into(),
                vec![p.code(b.text("course")), plain(format!(" {}", b.text("course_version")))].into(),
                result.into(),
                Cell::Lines(how),
                p.codes(proofs.iter().map(|(e, _)| &*p.isms.rec(*e).code)).into(),
            ];
            Row::Cells { cells, id: Some(r.code.to_string()), reasons: Vec::new() }
        })
        .collect();
    let columns = vec![
        column("Code", 18.0),
        column("Date", 20.0),
        column("Who", 40.0),
        column("Course, version", 26.0),
        column("Result", 22.0),
        column("Way", 24.0),
        column("Proof", 20.0),
    ];
    vec![
        heading(format!("Trainings held{}", p.since_words())),
        Block::Table(Table {
            columns,
            rows,
            foot: format!(
                "{n} of {} in the file shown: all{}",
                count(all.len(), "training record", "training records"),
                p.since_words()
            ),
        }),
    ]
}
