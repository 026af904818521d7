//! Changes: planned or noticed, what they touched, who said yes, and whether somebody looked back (6.3, 8.1, A.8.32).
//! It must never hide that one was not planned.
use crate::doc::{Block, Cell, Section, Span};
use crate::kinds::Change;
use crate::kinds::change::{ScreeningAnswer, TellBody};
use crate::refusal::Refusal;
use crate::report::register::{Col, Entry, col, drawn, entries, of, only, owed, table};
use crate::report::{Paper, Report, bold, one_line, plain, purpose, section, soft};

pub(super) const REPORT: Report =
    Report { name: "changes", title: "Changes", clause: "6.3", about: "", of: &["change"], build };

const COLUMNS: &[Col] = &[
    col("Code", 14.0, |p, e| e.code(p)),
    col("What", 52.0, |p, e| e.title(p, e.body.text("what"))),
    col("Planned or not", 20.0, planned),
    col("Took effect", 20.0, effect),
    col("Screening (yes answers)", 32.0, screening),
    col("Touched", 31.0, touched),
    col("Approved by", 29.0, approved),
    col("Looked back on", 24.0, back),
    col("Outcome", 35.0, |_, e| e.recorded("outcome")),
];

fn body<'a>(e: &Entry<'a>) -> Option<&'a Change> {
    e.record.get::<Change>()
}
fn over(e: &Entry) -> bool {
    matches!(e.state(), "checked" | "dropped")
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all = entries(p, "change");
    all.sort_by(|a, b| (b.body.day("when"), &b.record.code).cmp(&(a.body.day("when"), &a.record.code)));
    let rows = only(&all, |e| !over(e) || p.recent(e.body.day("when")));
    let took =
        rows.iter().filter(|e| e.body.day("when").is_some_and(|d| d <= p.day()) && e.state() != "dropped").count();
    let unplanned = rows.iter().filter(|e| e.body.yes("unplanned")).count();
    let asked = rows.iter().filter(|e| body(e).is_some_and(|c| !c.screening.is_empty())).count();
    let checked = rows.iter().filter(|e| e.state() == "checked").count();
    let tell = rows.iter().filter(|e| body(e).is_some_and(|c| c.tell_cb == TellBody::Yes)).count();
    let blocks = vec![
        purpose("What we changed, what it touched, and whether we looked before and after."),
        Block::Figures(vec![
            (of(took, rows.len()), "took effect".into()),
            (unplanned.to_string(), "were not planned, and are marked so".into()),
            (of(asked, rows.len()), "were looked at for security".into()),
            (of(checked, rows.len()), "were looked back on".into()),
            (tell.to_string(), "of which the certification body is still to be told".into()),
        ]),
        drawn(
            "newest first",
            format!(
                "all that are not finished, and those that took effect{}; earlier ones that were looked back on or dropped are left out.",
                p.since_words()
            ),
        ),
        table(p, &rows, all.len(), ("change", "changes"), COLUMNS, true),
    ];
    Ok(vec![section("changes", "Changes", &["6.3", "8.1", "A.8.32"], true, blocks)])
}

fn planned(_: &Paper, e: &Entry) -> Cell {
    let mut lines = vec![vec![if e.body.yes("unplanned") { bold("unplanned") } else { plain("planned") }]];
    lines.push(vec![soft(e.state().replace('_', " "))]);
    Cell::Lines(lines)
}
fn effect(p: &Paper, e: &Entry) -> Cell {
    match e.body.day("when") {
        Some(d) if d > p.day() => Cell::Lines(vec![vec![soft("planned for")], vec![plain(d.to_string())]]),
        Some(d) => d.to_string().into(),
        None => Cell::Empty,
    }
}
/// Each question that was answered yes or not sure, with what exactly.
fn screening(_: &Paper, e: &Entry) -> Cell {
    let Some(c) = body(e) else { return Cell::Empty };
    if c.screening.is_empty() {
        return owed("not looked at");
    }
    let lines: Vec<Vec<Span>> = c
        .screening
        .iter()
        .filter(|s| s.answer != ScreeningAnswer::No)
        .map(|s| {
            let mut said = vec![plain(s.question.trim_end_matches('?').to_string())];
            if s.answer == ScreeningAnswer::Unsure {
                said.push(bold(" (not sure)"));
            }
            if let Some(n) = s.note.as_ref().filter(|n| !n.trim().is_empty()) {
                said.extend([plain(": "), Span::Recorded(one_line(n))]);
            }
            said
        })
        .collect();
    if lines.is_empty() { vec![soft(format!("none of {}", c.screening.len()))].into() } else { Cell::Lines(lines) }
}
fn touched(p: &Paper, e: &Entry) -> Cell {
    let lines: Vec<Vec<Span>> = ["assets", "processes", "suppliers", "risks", "policies", "controls"]
        .into_iter()
        .map(|f| p.codes(e.body.codes(f)))
        .filter(|s| !s.is_empty())
        .collect();
    if lines.is_empty() { vec![soft("nothing is named")].into() } else { Cell::Lines(lines) }
}
fn approved(p: &Paper, e: &Entry) -> Cell {
    match e.body.signed("approved") {
        Some(a) => p.signed_cell(&a),
        None if matches!(e.state(), "idea" | "screened" | "dropped") => vec![soft("not yet")].into(),
        None => owed("nobody"),
    }
}
/// The day of the look back, by the review that did it; else when it is to be.
fn back(p: &Paper, e: &Entry) -> Cell {
    let done = p.isms.marks_of(&e.record.code).iter().rev().find(|m| m.outcome.reviews()).map(|m| m.held_on);
    match (e.state(), e.body.day("after_check_on"), done) {
        ("checked", _, Some(on)) => on.to_string().into(),
        ("checked", due, None) => {
            let moved =
                e.record.revisions.iter().find(|v| {
                    crate::isms::json_of(v).get("state").and_then(serde_json::Value::as_str) == Some("checked")
                });
            moved.map(|v| p.isms.day_of(v.seq)).or(due).map_or(Cell::Empty, |d| d.to_string().into())
        }
        ("dropped", ..) => vec![soft("dropped")].into(),
        (_, Some(d), _) if d < p.day() => {
            Cell::Lines(vec![vec![Span::Red("not yet".into())], vec![soft(format!("due {d}"))]])
        }
        (_, Some(d), _) => Cell::Lines(vec![vec![soft("to be on")], vec![plain(d.to_string())]]),
        ("idea" | "screened", None, _) => vec![soft("no day yet")].into(),
        (_, None, _) => owed("no day set"),
    }
}
