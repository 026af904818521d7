//! Suppliers: on whom our information depends, what they can reach, and what shows that they are secure (A.5.19 to A.5.23).
//! It must never show an assurance without its end, nor leave out one who is used before they were assessed.
use crate::doc::{Block, Cell, Section, Span};
use crate::refusal::Refusal;
use crate::report::register::{Col, Entry, col, drawn, entries, table};
use crate::report::{Paper, Report, purpose, section, soft};

pub(super) const REPORT: Report =
    Report { name: "suppliers", title: "Suppliers", clause: "A.5.19", about: "", of: &["supplier"], build };

const COLUMNS: &[Col] = &[
    col("Code", 14.0, |p, e| e.code(p)),
    col("Name, service", 50.0, |p, e| e.title(p, e.body.text("service"))),
    col("Importance", 22.0, |_, e| e.word("critical")),
    col("Reach", 30.0, |_, e| e.word("access")),
    col("Data where", 22.0, |_, e| e.recorded("data_where")),
    col("Assured by, until, for our service?", 46.0, |p, e| match e.say(p, "assurance") {
        Cell::Empty => vec![Span::Red("nothing".into())].into(),
        said => said,
    }),
    col("Contract, clauses", 26.0, contract),
    col("Assessed on", 24.0, assessed),
    col("Flag", 23.0, |p, e| e.flag(p)),
];

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all = entries(p, "supplier");
    let rank = |e: &Entry| match e.body.text("critical") {
        "critical" => 0,
        "important" => 1,
        _ => 2,
    };
    all.sort_by(|a, b| (rank(a), &a.record.code).cmp(&(rank(b), &b.record.code)));
    let used: Vec<&Entry> = all.iter().filter(|e| e.state() != "considered").collect();
    let reviewed = used.iter().filter(|e| p.reviewed_in_period(&e.record.code)).count();
    let early = used.iter().filter(|e| p.reviewed_on(&e.record.code).is_none()).count();
    let rows: Vec<&Entry> = all.iter().collect();
    let blocks = vec![
        purpose("On whom our information depends, and what shows that they are secure."),
        Block::Figures(vec![
            (used.len().to_string(), "suppliers in use".into()),
            (used.iter().filter(|e| rank(e) == 0).count().to_string(), "that we could not do without".into()),
            (format!("{reviewed} of {}", used.len()), format!("assessed{}", p.since_words())),
            (early.to_string(), "used, and never assessed".into()),
        ]),
        drawn("importance, then code", "all that are considered, in use or being left."),
        table(p, &rows, all.len(), ("supplier", "suppliers"), COLUMNS, true),
    ];
    Ok(vec![section("suppliers", "Suppliers", &["A.5.19", "A.5.20", "A.5.21", "A.5.22"], true, blocks)])
}

/// Does the contract say it, until when, and is there an agreement on personal data where one is owed?
fn contract(_: &Paper, e: &Entry) -> Cell {
    let mut lines = vec![vec![soft(format!("clauses: {}", e.body.word("security_clauses").to_lowercase()))]];
    if let Some(d) = e.body.day("contract_ends") {
        lines.push(vec![soft(format!("until {d}"))]);
    }
    match (e.body.text("personal_data"), e.body.day("processing_agreement_on")) {
        (_, Some(d)) => lines.push(vec![soft(format!("data agreement {d}"))]),
        ("processor", None) => lines.push(vec![Span::Red("no data agreement".into())]),
        _ => {}
    }
    Cell::Lines(lines)
}
/// When, and with which result.
fn assessed(p: &Paper, e: &Entry) -> Cell {
    let Some(on) = p.reviewed_on(&e.record.code) else { return vec![Span::Red("never".into())].into() };
    let mut lines = vec![vec![Span::Text(on.to_string())]];
    let result = e.body.word("last_result");
    if !result.is_empty() {
        lines.push(vec![soft(result.to_lowercase())]);
    }
    Cell::Lines(lines)
}
