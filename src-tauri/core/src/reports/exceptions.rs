//! Exceptions: from which rule we deviate, for what, what is done instead, who allowed it and until when (A.5.1, A.5.36).
//! It must never show one without its end.
use crate::doc::{Block, Cell, Section, Span};
use crate::refusal::Refusal;
use crate::report::register::{Col, Entry, col, drawn, entries, of, only, owed, table};
use crate::report::{Paper, Report, bold, plain, purpose, section, soft};

pub(super) const REPORT: Report =
    Report { name: "exceptions", title: "Exceptions", clause: "A.5.36", about: "", of: &["exception"], build };

const COLUMNS: &[Col] = &[
    col("Code", 14.0, |p, e| e.code(p)),
    col("From which rule", 26.0, |p, e| e.codes(p, "from_rule")),
    col("For what", 54.0, |p, e| e.title(p, e.body.text("for_what"))),
    col("Instead", 50.0, |_, e| e.recorded("instead")),
    col("Risk", 28.0, risk),
    col("By", 28.0, by),
    col("From, until", 22.0, span),
    col("Extended", 16.0, |_, e| match e.body.number("extended") {
        0 => vec![soft("no")].into(),
        1 => "once".into(),
        2 => "twice".into(),
        n => format!("{n} times").into(),
    }),
    col("Flag", 19.0, |p, e| e.flag(p)),
];

/// Live: asked for or granted, and not ended.
fn live(e: &Entry) -> bool {
    matches!(e.state(), "asked" | "granted")
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all = entries(p, "exception");
    all.sort_by(|a, b| (a.body.day("from"), &a.record.code).cmp(&(b.body.day("from"), &b.record.code)));
    let rows = only(&all, |e| live(e) || p.recent(e.body.day("until")));
    let now = rows.iter().filter(|e| live(e)).count();
    let past =
        rows.iter().filter(|e| e.state() == "granted" && e.body.day("until").is_some_and(|d| d < p.day())).count();
    let looked = rows.iter().filter(|e| live(e) && p.reviewed_in_period(&e.record.code)).count();
    let blocks = vec![
        purpose("Where we deviate, what we do instead, and until when."),
        Block::Figures(vec![
            (of(now, all.len()), "exceptions on record are live".into()),
            (past.to_string(), "are past their end and not ended".into()),
            (of(looked, now), format!("live ones were looked at{}", p.since_words())),
        ]),
        drawn("the day from which they hold", format!("all that are live, and those that ended{}.", p.since_words())),
        table(p, &rows, all.len(), ("exception", "exceptions"), COLUMNS, true),
    ];
    Ok(vec![section("exceptions", "Exceptions", &["A.5.1", "A.5.36"], true, blocks)])
}

fn risk(p: &Paper, e: &Entry) -> Cell {
    match e.codes(p, "risks") {
        Cell::Empty => match e.recorded("no_risk_because") {
            Cell::Empty => owed("not said"),
            why => why,
        },
        codes => codes,
    }
}
fn by(p: &Paper, e: &Entry) -> Cell {
    match e.body.signed("approved") {
        Some(a) => p.signed_cell(&a),
        None if e.state() == "asked" => vec![soft("asked for, not granted")].into(),
        None if e.state() == "refused" => vec![soft("refused")].into(),
        None => owed("nobody"),
    }
}
fn span(p: &Paper, e: &Entry) -> Cell {
    let from = e.body.day("from").map(|d| d.to_string()).unwrap_or_default();
    let until = match e.body.day("until") {
        None => Span::Red("no end set".into()),
        Some(d) if d < p.day() && e.state() == "granted" => Span::Red(d.to_string()),
        Some(d) => plain(d.to_string()),
    };
    let mut lines = vec![vec![plain(from)], vec![until]];
    if !live(e) {
        lines.push(vec![bold(e.state().to_string())]);
    }
    Cell::Lines(lines)
}
