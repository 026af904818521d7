//! Threat news: month by month what was looked at and what concerned us, then each that did with what came of it (A.5.7).
//! It must never pass over a month in which nobody looked, nor news that nobody judged.
use super::incident_sheet::from_here;
use crate::doc::{Block, Cell, Row, Section, Span};
use crate::isms::Record;
use crate::kinds::{Review, Threat, threat::Relevant};
use crate::refusal::Refusal;
use crate::report::chart::{first, months, step};
use crate::report::register::{Col, Entry, col, drawn, entries, list, of, only, owed, row, table};
use crate::report::{Paper, Report, bold, count, heading, join, plain, purpose, section, soft};
use chrono::NaiveDate;

pub(super) const REPORT: Report =
    Report { name: "threats", title: "Threat news", clause: "A.5.7", about: "", of: &["threat"], build };

const NOUN: (&str, &str) = ("item of news", "items of news");
const CONCERNED: &[Col] = &[
    col("Code", 14.0, |p, e| e.code(p)),
    col("What", 78.0, |p, e| e.title(p, e.body.text("says"))),
    col("Source, date", 38.0, source),
    col("Assets", 30.0, |p, e| e.codes(p, "assets")),
    col("Risks", 26.0, |p, e| e.codes(p, "risks")),
    col("Done", 71.0, done),
];
const OPEN: &[Col] = &[
    col("Code", 14.0, |p, e| e.code(p)),
    col("What", 117.0, |p, e| e.title(p, e.body.text("says"))),
    col("Source, date", 70.0, source),
    col("Used in attacks", 30.0, |_, e| e.word("exploited")),
    col("Flag", 26.0, |p, e| e.flag(p)),
];

fn is(e: &Entry, r: Relevant) -> bool {
    e.record.get::<Threat>().is_some_and(|t| t.relevant == r)
}
/// The day on which it was judged: of the first revision that says so.
fn judged(p: &Paper, r: &Record) -> Option<NaiveDate> {
    let said = |v: &&crate::isms::Revision| {
        crate::isms::json_of(v).get("relevant").and_then(serde_json::Value::as_str).is_some_and(|s| s != "not_judged")
    };
    r.revisions.iter().find(said).map(|v| p.isms.day_of(v.seq))
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all = entries(p, "threat");
    all.sort_by(|a, b| (b.body.day("published_on"), &b.record.code).cmp(&(a.body.day("published_on"), &a.record.code)));
    let recent = only(&all, |e| !is(e, Relevant::NotJudged) && p.recent(judged(p, e.record)));
    let ours = only(&all, |e| is(e, Relevant::Yes) && p.recent(judged(p, e.record)));
    let open = only(&all, |e| is(e, Relevant::NotJudged));
    let every = all.iter().filter(|e| is(e, Relevant::Yes)).count();
    let months = digest(p, &all);
    let missed = months.iter().filter(|(_, looked, _)| !looked).count();
    let n = months.len();
    let mut blocks = vec![
        purpose("What was new, and whether it concerned us."),
        Block::Figures(vec![
            (recent.len().to_string(), format!("items judged{}", p.since_words())),
            (of(ours.len(), recent.len()), "of them concerned us".into()),
            (open.len().to_string(), "not judged yet".into()),
            (of(n - missed, n), "months with an entry".into()),
        ]),
        heading("Month by month"),
        drawn(
            "newest first",
            "every month of the period up to this one, at most 36, also those in which nothing was recorded.",
        ),
        list(
            &[("Month", 18.0), ("Looked at", 112.0), ("Concerned us", 47.0), ("What followed", 80.0)],
            months.into_iter().map(|(_, _, r)| r).collect(),
            n,
            ("month", "months"),
            "No threat news is on record.",
        ),
        heading("What concerned us"),
        table(p, &ours, every, ("item that concerned us", "items that concerned us"), CONCERNED, true),
    ];
    if !open.is_empty() {
        blocks.push(heading("Not judged yet"));
        blocks.push(table(p, &open, all.len(), NOUN, OPEN, true));
    }
    Ok(vec![section("threats", "Threat news", &["A.5.7"], true, blocks)])
}

/// Each month, newest first, whether somebody looked, and its row.
fn digest(p: &Paper, all: &[Entry]) -> Vec<(NaiveDate, bool, Row)> {
    let held: Vec<(&Record, &Review)> = p
        .isms
        .each("review")
        .filter(|(_, r)| r.live())
        .filter_map(|(_, r)| Some((r, r.get::<Review>()?)))
        .filter(|(_, v)| &*v.wizard == "threat-digest" && v.outcome.reviews())
        .collect();
    let judged: Vec<(&Entry, NaiveDate)> = all.iter().filter_map(|e| Some((e, judged(p, e.record)?))).collect();
    let days = held.iter().map(|(_, v)| v.held_on.0).chain(judged.iter().map(|(_, d)| *d));
    let Some(begin) = p.from.or(days.min()) else { return Vec::new() };
    let line = |m: NaiveDate| {
        let looked: Vec<Vec<Span>> = held
            .iter()
            .filter(|(_, v)| first(v.held_on.0) == m)
            .map(|(r, v)| {
                vec![
                    plain(format!("{}, {} (", v.held_on.0, p.short(&v.by))),
                    p.code(&r.code),
                    plain("): "),
                    Span::Recorded(crate::report::one_line(&v.why)),
                ]
            })
            .collect();
        let here: Vec<&Entry> = judged.iter().filter(|(_, d)| first(*d) == m).map(|(e, _)| *e).collect();
        let ours: Vec<&Entry> = here.iter().filter(|e| is(e, Relevant::Yes)).copied().collect();
        let seen = !looked.is_empty() || !here.is_empty();
        let mut lines = looked;
        if !here.is_empty() {
            lines.push(vec![soft(format!("{} judged", count(here.len(), "item", "items")))]);
        }
        let concerned: Cell = match (seen, ours.is_empty()) {
            (false, _) => Cell::Empty,
            (true, true) => vec![soft("nothing")].into(),
            _ => p.codes(ours.iter().map(|e| &*e.record.code)).into(),
        };
        let followed: Vec<Vec<Span>> = ours.iter().flat_map(|e| followed(p, e)).collect();
        let cells = vec![
            step(&m).into(),
            if seen { Cell::Lines(lines) } else { vec![bold("nothing recorded in this month")].into() },
            concerned,
            if followed.is_empty() { Cell::Empty } else { Cell::Lines(followed) },
        ];
        (m, seen, row(cells))
    };
    months(begin, p.day()).into_iter().rev().map(line).collect()
}
/// Actions that come from it, and the risks that were looked at since it was judged.
fn followed(p: &Paper, e: &Entry) -> Vec<Vec<Span>> {
    let mut out: Vec<Vec<Span>> = from_here(p, e.record, "action")
        .into_iter()
        .map(|ix| p.isms.rec(ix))
        .map(|r| vec![p.code(&r.code), plain(format!(" {}: ", r.title())), bold(r.state().replace('_', " "))])
        .collect();
    let since = judged(p, e.record);
    let looked = |c: &&str| {
        p.isms.marks_of(c).iter().filter(|m| m.outcome.reviews()).map(|m| m.held_on).find(|d| Some(*d) >= since)
    };
    let (yes, no): (Vec<&str>, Vec<&str>) = e.body.codes("risks").into_iter().partition(|c| looked(c).is_some());
    let seen: Vec<Vec<Span>> = yes
        .into_iter()
        .map(|c| vec![p.code(c), plain(looked(&c).map(|d| format!(" {d}")).unwrap_or_default())])
        .collect();
    if !seen.is_empty() {
        let mut said = vec![plain("looked at: ")];
        said.extend(join(seen, ", "));
        out.push(said);
    }
    if !no.is_empty() {
        let mut said = vec![Span::Red("not yet looked at: ".into())];
        said.extend(p.codes(no));
        out.push(said);
    }
    out
}
fn done(p: &Paper, e: &Entry) -> Cell {
    let mut lines = followed(p, e);
    let why = e.body.text("relevant_why");
    if !why.is_empty() {
        lines.insert(0, vec![Span::Recorded(crate::report::one_line(why))]);
    }
    if lines.is_empty() { owed("nothing on record") } else { Cell::Lines(lines) }
}
fn source(_: &Paper, e: &Entry) -> Cell {
    let day = e.body.day("published_on").map(|d| d.to_string()).unwrap_or_default();
    Cell::Lines(vec![vec![plain(e.body.text("source"))], vec![soft(day)]])
}
