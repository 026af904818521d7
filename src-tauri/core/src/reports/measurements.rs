//! Measurements: what is measured, how, how often, who judges, what it says; then every value, also those that were struck (9.1).
//! It must never leave a struck value out, nor call a value good that missed its target.
use super::objectives::{chosen, newest, of, says, target, values, with_unit};
use crate::catalog;
use crate::doc::{Block, Cell, Section, Span};
use crate::isms::Record;
use crate::kinds::{Measurement, Objective, Review};
use crate::refusal::Refusal;
use crate::report::register::{Col, Entry, col, drawn, entries, listing, only, table};
use crate::report::{Paper, Report, bold, heading, plain, purpose, section, soft};

pub(super) const REPORT: Report =
    Report { name: "measurements", title: "Measurements", clause: "9.1", about: "", of: &[], build };

const COLUMNS: &[Col] = &[
    col("Code", 14.0, |p, e| e.code(p)),
    col("What", 44.0, |p, e| e.title(p, "")),
    col("How", 52.0, |_, e| e.body.text("measured_by").into()),
    col("How often", 27.0, |p, e| e.say(p, "measure_every")),
    col("Who measures, who judges", 38.0, |p, e| {
        Cell::Lines(["who_measures", "who_reads"].iter().map(|f| vec![plain(p.who(e.body.text(f)))]).collect())
    }),
    col("Last result", 31.0, |_, e| match of(e).and_then(|o| Some((o, newest(o)?))) {
        Some((o, m)) => Cell::Lines(vec![vec![plain(with_unit(o, &m.number))], vec![soft(m.date.0.to_string())]]),
        None => vec![soft("none")].into(),
    }),
    col("Conclusion", 28.0, |_, e| of(e).map_or(Cell::Empty, |o| vec![says(o, e.state())].into())),
    col("Flag", 23.0, |p, e| e.flag(p)),
];
const OTHERS: &[Col] = &[
    col("What", 50.0, |p, e| vec![p.code(&e.record.code), plain(" "), bold(p.title(e.record))].into()),
    col("How", 72.0, |_, e| e.recorded("what")),
    col("How often", 25.0, |p, e| e.say(p, "cadence")),
    col("Who judges", 30.0, |p, e| e.who(p, "owner")),
    col("Last result", 24.0, |p, e| match last(p, e) {
        Some((r, v)) => Cell::Lines(vec![vec![plain(v.held_on.0.to_string())], vec![p.code(&r.code)]]),
        None => vec![soft("never done")].into(),
    }),
    col("Conclusion", 56.0, |p, e| match last(p, e) {
        Some((_, v)) => Cell::Lines(vec![
            vec![plain(catalog::outcome_words(v.outcome))],
            vec![Span::Recorded(crate::report::one_line(&v.why))],
        ]),
        None => Cell::Empty,
    }),
];
/// Guides that try out whether something works.
const TRIES: [&str; 6] = ["spot-check", "restore-test", "exercise", "vulnerability-round", "pentest", "access-review"];

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let all = entries(p, "objective");
    let rows = chosen(p, &all)?;
    let mut every: Vec<(&Entry, &Objective, &Measurement)> = rows
        .iter()
        .filter_map(|e| of(e).map(|o| (*e, o)))
        .flat_map(|(e, o)| o.measurements.iter().map(move |m| (e, o, m)))
        .collect();
    every.sort_by(|a, b| (b.2.date.0, &a.0.record.code).cmp(&(a.2.date.0, &b.0.record.code)));
    let whole = every.len();
    let missed = every.iter().filter(|(_, o, m)| m.struck.is_none() && !o.on_target(m.number.value())).count();
    let struck = every.iter().filter(|(.., m)| m.struck.is_some()).count();
    let shown: Vec<_> = every.into_iter().filter(|(.., m)| p.from.is_none_or(|f| m.date.0 > f)).collect();
    let silent = rows.iter().filter(|e| of(e).is_some_and(|o| values(o).is_empty())).count();
    let mut blocks = vec![
        purpose("What we measure, how, and what it says."),
        Block::Figures(vec![
            (
                rows.len().to_string(),
                if silent == 0 {
                    "things are measured, each with a value".into()
                } else {
                    format!("things are measured, {silent} of them without a value yet")
                },
            ),
            (format!("{} of {whole}", shown.len()), format!("values{}", p.since_words())),
            (format!("{missed} of {}", whole - struck), "values that count missed their target, over all time".into()),
            (struck.to_string(), "struck, each with its why".into()),
        ]),
        drawn("code", "all objectives that are not retired; what else is watched stands below."),
        table(p, &rows, all.len(), ("thing that is measured", "things that are measured"), COLUMNS, true),
    ];
    if p.scope.about.is_none() {
        blocks.extend(others(p));
    }
    blocks.extend([
        heading(format!("Every value{}", p.since_words())),
        listing(
            &[
                ("Day", 20.0),
                ("Of", 66.0),
                ("Value", 25.0),
                ("Target now", 34.0),
                ("Says", 24.0),
                ("What was said of it", 64.0),
                ("Proof", 24.0),
            ],
            shown.iter().map(|(e, o, m)| value(p, e, o, m)).collect(),
            ("value", "values"),
            &format!("No value is on record{}.", p.since_words()),
        ),
    ]);
    Ok(vec![section("measurements", "Measurements", &["9.1"], true, blocks)])
}
/// What else is monitored: routines that serve 9.1, and those whose guide tries out whether something works.
fn others(p: &Paper) -> [Block; 3] {
    let all = entries(p, "routine");
    let rows = only(&all, |e| {
        e.body.texts("serves").iter().any(|c| c.starts_with("9.1")) || TRIES.contains(&e.body.text("wizard"))
    });
    [
        heading("Other measures"),
        drawn(
            "code",
            "routines that serve 9.1, and those that try out whether something works: spot checks, restore tests, exercises, scans, penetration tests, access reviews. Each occurrence stands with the routines.",
        ),
        table(p, &rows, all.len(), ("routine", "routines"), OTHERS, false),
    ]
}
/// The newest time that it was done: the review, and what it says.
fn last<'a>(p: &'a Paper, e: &Entry) -> Option<(&'a Record, &'a Review)> {
    p.isms.last_mark(&e.record.code).and_then(|m| p.review_of(m))
}
fn value(p: &Paper, e: &Entry, o: &Objective, m: &Measurement) -> Vec<Cell> {
    let said = |s: &str| vec![Span::Recorded(s.trim().to_string())];
    let (verdict, note): (Span, Cell) = match &m.struck {
        Some(why) => (soft("struck"), said(why).into()),
        None => (
            if o.on_target(m.number.value()) { plain("on target") } else { Span::Red("off target".into()) },
            m.note.as_ref().map_or(Cell::Empty, |n| said(n).into()),
        ),
    };
    vec![
        m.date.0.to_string().into(),
        vec![p.code(&e.record.code), plain(format!(" {}", e.record.title()))].into(),
        with_unit(o, &m.number).into(),
        target(o).into(),
        vec![verdict].into(),
        note,
        m.evidence.as_ref().map_or(Cell::Empty, |c| vec![p.code(c)].into()),
    ]
}
