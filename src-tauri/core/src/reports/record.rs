//! Any record as a sheet, from its kind's declaration alone: every answer, what links to it, proofs, reviews, and its history with differences.
//! It must never know a kind by name.
use crate::act::Act;
use crate::catalog;
use crate::doc::{Answer, Block, Cell, Part, Row, Section, Sheet, Span, Table, column};
use crate::isms::{Ix, Record, Revision};
use crate::kind::Ty;
use crate::refusal::Refusal;
use crate::report::paper::{step, why_of};
use crate::report::{Body, Paper, Report, count, heading, join, one_line, plain, right, section, soft, thousands};
use std::collections::BTreeMap;

pub(super) const REPORT: Report =
    Report { name: "record", title: "Record", clause: "7.5.3", about: "record", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let Some(ix) = p.isms.ix(about) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no \u{201c}{about}\u{201d} in this file."),
            "Give the code of a record.",
        ));
    };
    let r = p.isms.rec(ix);
    let first = r.added();
    let mut blocks = vec![Block::Para(vec![soft(format!(
        "{} \u{b7} {} \u{b7} first recorded {} (act {}), in its {} version",
        r.code,
        r.info().title.to_lowercase(),
        p.isms.day_of(first),
        thousands(first as usize),
        ordinal(r.revisions.len())
    ))])];
    let (rows, left_out) = answered(p, r);
    let mut parts = vec![Part { title: String::new(), rows: standing(p, r) }];
    parts.push(Part { title: r.info().title.into(), rows });
    let links = linked_by(p, r);
    if !links.is_empty() {
        parts.push(Part { title: "What names it".into(), rows: links });
    }
    blocks.push(Block::Sheet(Sheet { id: Some(r.code.to_string()), parts }));
    if !left_out.is_empty() {
        blocks.push(Block::Note(vec![plain(format!(
            "{} of {} questions answered. Without an answer: {}.",
            r.info().fields.len() - left_out.len(),
            r.info().fields.len(),
            left_out.join(", ")
        ))]));
    }
    blocks.extend(proofs(p, ix));
    blocks.extend(reviews(p, r));
    blocks.extend(history(p, r));
    let title = if r.info().titled || r.info().name == "person" {
        format!("{} {}", r.code, p.title(r))
    } else {
        format!("{} {}", r.code, r.info().title)
    };
    Ok(vec![section("record", title, &[r.info().clause], false, blocks)])
}

fn ordinal(n: usize) -> String {
    match n {
        1 => "first".into(),
        2 => "second".into(),
        3 => "third".into(),
        n if !(11..=13).contains(&(n % 100)) && n % 10 == 1 => format!("{n}st"),
        n if !(11..=13).contains(&(n % 100)) && n % 10 == 2 => format!("{n}nd"),
        n if !(11..=13).contains(&(n % 100)) && n % 10 == 3 => format!("{n}rd"),
        n => format!("{n}th"),
    }
}

/// State, what the file says of it today, and whether it still counts.
fn standing(p: &Paper, r: &Record) -> Vec<(String, Vec<Answer>)> {
    let mut out = Vec::new();
    if !r.state().is_empty() {
        out.push(("Where it stands".to_string(), vec![Answer::Spans(vec![plain(r.state().replace('_', " "))])]));
    }
    let states = p.states(&r.code);
    if !states.is_empty() {
        let mut answers = vec![Answer::States(states)];
        answers.extend(p.reasons(&r.code).into_iter().map(Answer::Spans));
        if let Some(due) = p.item(&r.code).and_then(|i| i.due) {
            answers.push(Answer::Spans(vec![soft(format!("Due {due}"))]));
        }
        out.push((format!("On {}", p.day()), answers));
    }
    if let Some(why) = &r.common.retired {
        out.push((
            "Retired".into(),
            vec![
                Answer::Spans(vec![plain(format!("on {}", p.isms.day_of(r.head().seq)))]),
                Answer::Recorded(why.clone()),
            ],
        ));
    }
    out
}

/// Every answer under its question; and the names of the fields that have none.
fn answered(p: &Paper, r: &Record) -> (Vec<(String, Vec<Answer>)>, Vec<String>) {
    let b = Body::of(r);
    let (mut rows, mut none) = (Vec::new(), Vec::new());
    for f in &r.info().fields {
        let v = b.get(&f.name);
        if crate::canonical::empty(v) {
            none.push(f.name.replace('_', " "));
            continue;
        }
        // A person's own title is a name: shown as this copy names people.
        let words = matches!(f.ty, Ty::Text | Ty::Prose | Ty::Link | Ty::Row { .. });
        let answers = if words && p.held(r) {
            vec![Answer::Spans(vec![soft("names people: held, shown on request")])]
        } else if p.people.known(&r.code) && f.name == "title" {
            vec![Answer::Spans(vec![plain(p.who(&r.code))])]
        } else {
            p.answers(f, v)
        };
        let question = if f.question.is_empty() { f.name.replace('_', " ") } else { f.question.clone() };
        rows.push((question, answers));
    }
    (rows, none)
}

/// Backlinks by kind and field; proofs and reviews have tables of their own.
fn linked_by(p: &Paper, r: &Record) -> Vec<(String, Vec<Answer>)> {
    let mut by: BTreeMap<(u8, u16), Vec<Ix>> = BTreeMap::new();
    for (src, f) in &r.inn {
        let o = p.isms.rec(*src);
        if !o.common.withdrawn && !matches!(o.info().name, "review" | "evidence") {
            by.entry((o.kind, *f)).or_default().push(*src);
        }
    }
    by.into_iter()
        .map(|((kind, f), mut list)| {
            let info = &crate::kinds::kinds()[kind as usize];
            list.sort_by(|a, b| p.isms.rec(*a).code.cmp(&p.isms.rec(*b).code));
            list.dedup();
            let n = list.len();
            let few = n <= 12;
            let spans = join(
                list.iter()
                    .map(|ix| p.isms.rec(*ix))
                    .map(|o| if few && o.info().titled { p.named(&o.code) } else { vec![p.code(&o.code)] })
                    .collect(),
                if few { " \u{b7} " } else { ", " },
            );
            (
                format!("{}, as {}", info.plural, info.fields[f as usize].name.replace('_', " ")),
                vec![Answer::Spans(spans)],
            )
        })
        .collect()
}

pub(super) fn proofs(p: &Paper, ix: Ix) -> Vec<Block> {
    let list = p.proofs(ix);
    if list.is_empty() {
        return Vec::new();
    }
    let n = list.len();
    let rows = list
        .into_iter()
        .map(|(e, day)| {
            let r = p.isms.rec(e);
            let b = Body::of(r);
            let shows = if p.held(r) {
                vec![soft("names people: held, shown on request")].into()
            } else {
                Cell::from(b.text("shows"))
            };
            let by =
                if b.text("collected_by").is_empty() { Cell::Empty } else { p.short(b.text("collected_by")).into() };
            Row::Cells {
                cells: vec![vec![p.code(&r.code)].into(), shows, day.to_string().into(), by],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    let columns = vec![column("Code", 20.0), column("Shows", 104.0), column("Taken on", 24.0), column("By", 22.0)];
    vec![
        heading("Proofs"),
        Block::Table(Table {
            columns,
            rows,
            foot: format!("{n} of {} shown, newest first", count(n, "proof", "proofs")),
        }),
    ]
}

pub(super) fn reviews(p: &Paper, r: &Record) -> Vec<Block> {
    if r.marks.is_empty() {
        return Vec::new();
    }
    let rows: Vec<Row> = r
        .marks
        .iter()
        .rev()
        .filter_map(|m| {
            let (o, v) = p.review_of(m)?;
            let why = v.each.iter().find(|e| e.target.0 == *r.code).and_then(|e| e.why.as_ref()).unwrap_or(&v.why);
            let cells = vec![
                vec![p.code(&o.code)].into(),
                m.held_on.to_string().into(),
                p.short(&v.by).into(),
                catalog::outcome_words(m.outcome).to_string().into(),
                vec![Span::Recorded(one_line(why))].into(),
            ];
            Some(Row::Cells { cells, id: None, reasons: Vec::new() })
        })
        .collect();
    let n = rows.len();
    let columns = vec![
        column("Review", 20.0),
        column("Held on", 22.0),
        column("By", 18.0),
        column("Outcome", 30.0),
        column("Why, as recorded", 80.0),
    ];
    vec![
        heading("Looked at"),
        Block::Table(Table {
            columns,
            rows,
            foot: format!("{n} of {} shown, newest first", count(n, "review", "reviews")),
        }),
    ]
}

/// What the owner declared the change to be: "a correction", "material".
pub(super) fn declared(act: &Act, code: &str) -> Option<&'static str> {
    let body: serde_json::Value = serde_json::from_str(&act.body).ok()?;
    let line = body.get("cm")?.as_array()?.iter().find(|l| l.get("rec").and_then(|r| r.as_str()) == Some(code))?;
    match line.get("as")?.as_str()? {
        "correction" => Some("a correction"),
        "material" => Some("material"),
        _ => None,
    }
}
/// Field by field, what one revision made of the one before.
pub(super) fn differences(p: &Paper, r: &Record, was: &Revision, now: &Revision) -> Vec<Vec<Span>> {
    let (a, b) = (Body::at(r, was), Body::at(r, now));
    let fields = r.info().fields.iter().map(|f| (f.name.as_str(), f.ty.clone()));
    fields
        .chain([("state", Ty::Text), ("retired", Ty::Text)])
        .filter(|(n, _)| a.get(n) != b.get(n))
        .map(|(n, ty)| p.difference(n, &ty, a.get(n), b.get(n)))
        .collect()
}
/// Every act that touched it, with before and after.
fn history(p: &Paper, r: &Record) -> Vec<Block> {
    let rows: Vec<Row> = r
        .revisions
        .iter()
        .rev()
        .filter_map(|v| {
            let act = p.isms.act(v.seq)?;
            let (was, now) = step(r, v.seq)?;
            let what = match was {
                None => vec![vec![plain("added")]],
                Some(was) => differences(p, r, was, now),
            };
            let why = one_line(&why_of(p.isms, v.seq));
            let undone = if p.isms.is_undone(v.seq) { " (undone)" } else { "" };
            let declared = declared(act, &r.code).map(|d| format!(", declared {d}")).unwrap_or_default();
            let why: Cell = if why.is_empty() { Cell::Empty } else { vec![Span::Recorded(why)].into() };
            Some(Row::Cells {
                cells: vec![
                    thousands(v.seq as usize).into(),
                    act.on.to_string().into(),
                    p.short(&act.by).into(),
                    format!("{}{declared}{undone}", act.verb.name().replace('_', " ")).into(),
                    Cell::Lines(what),
                    why,
                ],
                id: None,
                reasons: Vec::new(),
            })
        })
        .collect();
    let n = rows.len();
    let columns = vec![
        right("Act", 14.0),
        column("On", 20.0),
        column("By", 14.0),
        column("Verb", 20.0),
        column("Before \u{2192} after", 58.0),
        column("Why, as recorded", 44.0),
    ];
    vec![
        heading("History"),
        Block::Table(Table {
            columns,
            rows,
            foot: format!("{n} of {} that changed it shown, newest first", count(n, "act", "acts")),
        }),
    ]
}
