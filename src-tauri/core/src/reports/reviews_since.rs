//! Every review since the last audit, one line each, and how the work was spread over the months.
//! It must never leave one out: what was undone is said to be so.
use super::review_record::{guide, reviews_words, said};
use crate::catalog;
use crate::dates::days_between;
use crate::doc::{Block, Cell, Row, Section, Span, Table, column};
use crate::isms::Record;
use crate::kinds::{Outcome, Review};
use crate::refusal::Refusal;
use crate::report::register::or_none;
use crate::report::{Paper, Report, bold, heading, one_line, plain, purpose, right, section, soft};
use std::collections::BTreeMap;

pub(super) const REPORT: Report = Report {
    name: "reviews-since",
    title: "Reviews since the last audit",
    clause: "8.2",
    about: "",
    of: &["review"],
    build,
};

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let all: Vec<(&Record, &Review)> =
        p.isms.each("review").filter_map(|(_, r)| Some((r, r.get::<Review>()?))).collect();
    let mut list: Vec<(&Record, &Review)> = all
        .iter()
        .copied()
        .filter(|(r, v)| p.from.is_none_or(|f| v.held_on.0 > f || p.isms.day_of(r.added()) > f))
        .collect();
    list.sort_by(|a, b| (a.1.held_on, &a.0.code).cmp(&(b.1.held_on, &b.0.code)));
    let (undone, list): (Vec<_>, Vec<_>) = list.into_iter().partition(|(r, _)| !r.live());
    let n = |o: Outcome| list.iter().filter(|(_, v)| v.outcome == o).count();
    let targets: usize = list.iter().filter(|(_, v)| v.outcome.reviews()).map(|(_, v)| v.about.len()).sum();
    let late = list.iter().filter(|(r, v)| days_between(v.held_on.0, p.isms.day_of(r.added())) > 14).count();
    let figures = vec![
        (list.iter().filter(|(_, v)| v.outcome.reviews()).count().to_string(), format!("reviews{}", p.since_words())),
        (targets.to_string(), "looks at one thing in them".into()),
        (
            format!("{} \u{b7} {}", n(Outcome::Changed), n(Outcome::DoesNotHold)),
            "changed something, found something not to hold".into(),
        ),
        (n(Outcome::NoEffect).to_string(), "decisions that a change has no effect".into()),
        (n(Outcome::PutOff).to_string(), "put off".into()),
        (late.to_string(), "recorded more than 14 days after".into()),
    ];
    let mut blocks = vec![purpose("Who looked at what, and what came of it."), Block::Figures(figures)];
    blocks.extend(months(p, &list));
    blocks.push(heading("All of them"));
    blocks.push(Block::Note(vec![
        bold("Order: "),
        plain("day held, then code. "),
        bold("Drawn: "),
        plain("all. Each has a record of its own with answers and signature; ask for any of them by its code."),
    ]));
    let rows = list.iter().map(|(r, v)| row(p, r, v)).collect();
    let columns = vec![
        column("Code", 18.0),
        column("Held on", 20.0),
        column("Guide", 22.0),
        column("Looked at", 30.0),
        column("By", 18.0),
        column("Outcome", 20.0),
        column("Why, as recorded", 42.0),
    ];
    let gone = if undone.is_empty() {
        String::new()
    } else {
        format!(
            " \u{b7} left out because undone: {}",
            undone.iter().map(|(r, _)| r.code.to_string()).collect::<Vec<_>>().join(", ")
        )
    };
    let table = Table {
        columns,
        rows,
        foot: format!("{} of {} in the file shown: all{}{gone}", list.len(), reviews_words(all.len()), p.since_words()),
    };
    blocks.push(or_none(table, "No review was recorded in this time."));
    Ok(vec![section("reviews-since", format!("Reviews{}", p.since_words()), &["8.2", "9.1"], false, blocks)])
}

fn row(p: &Paper, r: &Record, v: &Review) -> Row {
    let recorded = p.isms.day_of(r.added());
    let mut held = vec![vec![plain(v.held_on.0.to_string())]];
    if recorded != v.held_on.0 {
        held.push(vec![soft(format!("recorded {recorded}"))]);
    }
    let link = |t: &str| if p.isms.record(t).is_some() { p.code(t) } else { plain(said(p, t)) };
    let few = v.about.len() <= 6;
    let mut about: Vec<Vec<Span>> =
        vec![crate::report::join(v.about.iter().take(if few { 6 } else { 5 }).map(|t| vec![link(t)]).collect(), ", ")];
    if !few {
        about.push(vec![soft(format!("and {} more, in its record", v.about.len() - 5))]);
    }
    if let Some(input) = &v.input {
        about.push(vec![soft("change: "), link(input)]);
    }
    let mut by = vec![vec![plain(p.short(&v.by))]];
    if !v.with.is_empty() {
        by.push(vec![soft(format!("with {}", v.with.iter().map(|c| p.short(c)).collect::<Vec<_>>().join(", ")))]);
    }
    let cells: Vec<Cell> = vec![
        vec![p.code(&r.code)].into(),
        Cell::Lines(held),
        guide(v).into(),
        Cell::Lines(about),
        Cell::Lines(by),
        catalog::outcome_words(v.outcome).to_string().into(),
        vec![Span::Recorded(one_line(&v.why))].into(),
    ];
    Row::Cells {
        cells,
        id: Some(r.code.to_string()),
        reasons: v.late_why.iter().map(|w| vec![plain("Written up later: "), Span::Recorded(one_line(w))]).collect(),
    }
}

/// Reviews by month of holding: shows whether the work was spread.
fn months(p: &Paper, list: &[(&Record, &Review)]) -> Vec<Block> {
    let mut by: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for (_, v) in list.iter().filter(|(_, v)| v.outcome != Outcome::Sooner) {
        let m = by.entry(v.held_on.0.format("%Y-%m").to_string()).or_default();
        m[match v.outcome {
            Outcome::NoEffect => 1,
            Outcome::PutOff => 2,
            _ => 0,
        }] += 1;
    }
    if by.is_empty() {
        return vec![Block::Note(vec![plain(format!("No review was held{}.", p.since_words()))])];
    }
    let n = by.len();
    let cell = |n: usize| -> Cell { if n == 0 { "\u{2013}".into() } else { n.to_string().into() } };
    let rows = by
        .into_iter()
        .map(|(m, [a, b, c])| Row::Cells {
            cells: vec![m.into(), cell(a), cell(b), cell(c)],
            id: None,
            reasons: Vec::new(),
        })
        .collect();
    let columns = vec![
        column("Month", 40.0),
        right("reviewed", 40.0),
        right("\u{201c}no effect\u{201d}", 45.0),
        right("put off", 45.0),
    ];
    vec![
        heading("By month"),
        Block::Table(Table { columns, rows, foot: format!("{n} of {n} months with a review shown") }),
    ]
}
