//! Activities that must work: what happens in them, how long each may stand still, and what it needs (4.4, 8.1, A.5.29, A.5.30).
//! It must never leave out what an activity rests on.
use crate::doc::{Block, Cell, Section};
use crate::refusal::Refusal;
use crate::report::register::{Col, Entry, col, drawn, entries, of, owed, table};
use crate::report::{Paper, Report, bold, plain, purpose, section, soft};

pub(super) const REPORT: Report =
    Report { name: "processes", title: "Processes", clause: "8.1", about: "", of: &["process"], build };

const COLUMNS: &[Col] = &[
    col("Code", 16.0, |p, e| e.code(p)),
    col("Activity", 74.0, |p, e| e.title(p, e.body.text("does"))),
    col("Owner", 34.0, |p, e| e.who(p, "owner")),
    col("If it stood still for a day", 28.0, still),
    col("Still at most", 20.0, |_, e| match e.body.text("down_at_most") {
        "" => owed("not said"),
        t => t.into(),
    }),
    col("Rests on", 36.0, rests),
    col("Reviewed", 22.0, |p, e| e.reviewed(p)),
    col("Flag", 27.0, |p, e| e.flag(p)),
];

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all = entries(p, "process");
    all.sort_by(|a, b| (b.body.number("critical"), &a.record.code).cmp(&(a.body.number("critical"), &b.record.code)));
    let rows: Vec<&Entry> = all.iter().collect();
    let reviewed = rows.iter().filter(|e| p.reviewed_in_period(&e.record.code)).count();
    let limit = rows.iter().filter(|e| !e.body.text("down_at_most").is_empty()).count();
    let known = rows.iter().filter(|e| !e.body.text("criteria").is_empty()).count();
    let blocks = vec![
        purpose("What we do that must work, and what it needs in order to work."),
        Block::Figures(vec![
            (all.len().to_string(), "activities".into()),
            (of(limit, all.len()), "with a time that they may stand still at most".into()),
            (of(known, all.len()), "say how one can tell that they run as they should".into()),
            (of(reviewed, all.len()), format!("looked through{}", p.since_words())),
        ]),
        drawn("how bad it would be down, then code", "all."),
        table(p, &rows, all.len(), ("activity", "activities"), COLUMNS, true),
    ];
    Ok(vec![section("processes", "Processes", &["4.4", "8.1", "A.5.29", "A.5.30"], true, blocks)])
}

fn still(p: &Paper, e: &Entry) -> Cell {
    let n = e.body.number("critical");
    let word = p.impact_words().get((n as usize).wrapping_sub(1)).cloned().unwrap_or_default().to_lowercase();
    let said = format!("{n} {word}");
    let mut lines = vec![vec![if n >= 4 { bold(said) } else { plain(said) }]];
    if e.body.text("personal_data") != "none" {
        lines.push(vec![soft("personal data")]);
    }
    Cell::Lines(lines)
}
fn rests(p: &Paper, e: &Entry) -> Cell {
    let lines: Vec<_> = ["assets", "suppliers", "obligations"]
        .into_iter()
        .map(|f| p.codes(e.body.codes(f)))
        .filter(|s| !s.is_empty())
        .collect();
    if lines.is_empty() { owed("nothing is named") } else { Cell::Lines(lines) }
}
