//! Suppliers: on whom our information depends, what they can reach, and what shows that they are secure (A.5.19 to A.5.23).
//! It must never show an assurance without its end, nor leave out one who is used before they were assessed.
use crate::doc::{Block, Cell, Section, Span};
use crate::isms::{Revision, json_of};
use crate::kinds::Supplier;
use crate::kinds::supplier::Assurance;
use crate::refusal::Refusal;
use crate::report::register::{Col, Entry, col, drawn, entries, of, table};
use crate::report::{Paper, Report, plain, purpose, section, soft};
use chrono::NaiveDate;

pub(super) const REPORT: Report =
    Report { name: "suppliers", title: "Suppliers", clause: "A.5.19", about: "", of: &["supplier"], build };

const COLUMNS: &[Col] = &[
    col("Code", 14.0, |p, e| e.code(p)),
    col("Name, service", 48.0, |p, e| e.title(p, e.body.text("service"))),
    col("Importance", 20.0, |_, e| e.word("critical")),
    col("Reach", 29.0, |_, e| e.word("access")),
    col("Data where", 22.0, |_, e| e.recorded("data_where")),
    col("Assured by, until, for our service?", 44.0, assured),
    col("Contract, clauses", 33.0, contract),
    col("Assessed on, result", 27.0, assessed),
    col("Flag", 20.0, |p, e| e.flag(p)),
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
            (
                of(used.iter().filter(|e| covered(p, e)).count(), used.len()),
                "with an assurance that holds and covers what we use".into(),
            ),
        ]),
        drawn("importance, then code", "all that are considered, in use or being left."),
        table(p, &rows, all.len(), ("supplier", "suppliers"), COLUMNS, true),
    ];
    Ok(vec![section("suppliers", "Suppliers", &["A.5.19", "A.5.20", "A.5.21", "A.5.22"], true, blocks)])
}

fn body<'a>(e: &Entry<'a>) -> &'a [Assurance] {
    e.record.get::<Supplier>().map(|s| s.assurance.as_slice()).unwrap_or_default()
}
fn ended(p: &Paper, a: &Assurance) -> bool {
    a.valid_until.is_some_and(|d| d.0 < p.day())
}
fn covered(p: &Paper, e: &Entry) -> bool {
    body(e).iter().any(|a| a.covers_our_service && !ended(p, a))
}
/// Each with its end and whether it covers what we use: what has ended, or covers another service, says so.
fn assured(p: &Paper, e: &Entry) -> Cell {
    let lines: Vec<Vec<Span>> = body(e)
        .iter()
        .zip(e.body.rows("assurance"))
        .map(|(a, row)| {
            let sort = row.get("sort").and_then(serde_json::Value::as_str).unwrap_or_default();
            let mut said = vec![plain(sort_words(sort))];
            match a.valid_until {
                Some(d) if ended(p, a) => said.push(Span::Red(format!(", ended {}", d.0))),
                Some(d) => said.push(plain(format!(", until {}", d.0))),
                None => said.push(Span::Red(", no end on record".into())),
            }
            said.push(if a.covers_our_service { soft(", our service") } else { Span::Red(", another service".into()) });
            if let Some(proof) = &a.evidence {
                said.extend([soft(" \u{b7} "), p.code(proof)]);
            }
            said
        })
        .collect();
    if lines.is_empty() { vec![Span::Red("nothing".into())].into() } else { Cell::Lines(lines) }
}
fn sort_words(sort: &str) -> String {
    match sort {
        "iso27001" => "ISO/IEC 27001".into(),
        "soc2" => "SOC 2".into(),
        "tisax" | "c5" => sort.to_uppercase(),
        "pentest" => "penetration test".into(),
        other => other.replace('_', " "),
    }
}
/// The day from which the file has it in use.
fn in_use(p: &Paper, e: &Entry) -> Option<NaiveDate> {
    let used =
        |v: &&Revision| json_of(v).get("state").and_then(serde_json::Value::as_str).is_some_and(|s| s != "considered");
    e.record.revisions.iter().find(used).map(|v| p.isms.day_of(v.seq))
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
    let first = p.isms.marks_of(&e.record.code).iter().filter(|m| m.outcome.reviews()).map(|m| m.held_on).min();
    if let (Some(first), Some(used)) = (first, in_use(p, e)) {
        // Of those that came in the period: what was there when the file was begun was assessed in another one, if at all.
        if first > used && p.from.is_some() && p.recent(Some(used)) {
            lines.push(vec![Span::Red(format!("first on {first}, in use by {used}"))]);
        }
    }
    Cell::Lines(lines)
}
