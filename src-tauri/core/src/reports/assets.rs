//! Assets: what holds or moves our information, how sensitive it is, where it is, and whether it was ever restored (A.5.9 to A.5.13).
//! It must never count what it does not show, nor call restored what no test names. All stand in full, not only the confidential ones, so that
//! each code of the pack has its place.
use crate::doc::{Block, Cell, Row, Section, Span, Table, column};
use crate::kinds::{Asset, Review, Routine};
use crate::refusal::Refusal;
use crate::report::register::{Col, Entry, col, drawn, entries, of, row, table};
use crate::report::{Paper, Report, bold, heading, plain, purpose, right, section, soft};
use chrono::NaiveDate;

pub(super) const REPORT: Report =
    Report { name: "assets", title: "Assets", clause: "A.5.9", about: "", of: &["asset"], build };

const COLUMNS: &[Col] = &[
    col("Code", 14.0, |p, e| e.code(p)),
    col("Asset", 68.0, |p, e| e.title(p, e.body.text("purpose"))),
    col("Owner", 32.0, |p, e| e.who(p, "owner")),
    col("Class", 24.0, class),
    col("Where", 42.0, place),
    col("Back within", 26.0, back),
    col("Last restore test", 25.0, tested),
    col("Flag", 26.0, |p, e| e.flag(p)),
];
const CLASSES: [&str; 4] = ["secret", "confidential", "internal", "public"];

fn rank(e: &Entry) -> usize {
    CLASSES.iter().position(|c| *c == e.body.text("classification")).unwrap_or(CLASSES.len())
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all = entries(p, "asset");
    all.sort_by(|a, b| (rank(a), &a.record.code).cmp(&(rank(b), &b.record.code)));
    let rows: Vec<&Entry> = all.iter().collect();
    let high = rows.iter().filter(|e| rank(e) < 2).count();
    let personal = rows.iter().filter(|e| e.body.text("personal_data") != "none").count();
    let reviewed = rows.iter().filter(|e| p.reviewed_in_period(&e.record.code)).count();
    let outside = rows.iter().filter(|e| e.body.text("exposed") == "internet").count();
    let blocks = vec![
        purpose("What holds our information, how sensitive it is, and who answers for it."),
        Block::Figures(vec![
            (all.len().to_string(), "assets".into()),
            (of(high, all.len()), "are confidential or secret".into()),
            (of(personal, all.len()), "hold personal data".into()),
            (of(outside, all.len()), "can be reached from the internet".into()),
            (of(reviewed, all.len()), format!("looked through{}", p.since_words())),
        ]),
        by_kind(&all),
        heading("All assets"),
        drawn(
            "class down, then code",
            "all that are planned or in use. A restore test counts for an asset if the test, or the routine that it performed, names it.",
        ),
        table(p, &rows, all.len(), ("asset", "assets"), COLUMNS, true),
    ];
    Ok(vec![section("assets", "Assets", &["A.5.9", "A.5.12", "A.8.13"], true, blocks)])
}

/// Counts by kind and classification.
fn by_kind(all: &[Entry]) -> Block {
    let mut kinds: Vec<String> = all.iter().map(|e| e.body.word("what")).collect();
    kinds.sort();
    kinds.dedup();
    let line = |name: Span, keep: &dyn Fn(&Entry) -> bool| {
        let here: Vec<&Entry> = all.iter().filter(|e| keep(e)).collect();
        let n = |i: usize| match here.iter().filter(|e| rank(e) == i).count() {
            0 => Cell::Spans(vec![soft("\u{2013}")]),
            n => n.to_string().into(),
        };
        let mut cells: Vec<Cell> = vec![vec![name].into()];
        cells.extend((0..CLASSES.len()).map(n));
        cells.push(vec![bold(here.len().to_string())].into());
        row(cells)
    };
    let mut rows: Vec<Row> =
        kinds.iter().map(|k| line(plain(k.as_str()), &|e: &Entry| e.body.word("what") == *k)).collect();
    if rows.is_empty() {
        return Block::Note(vec![plain("There is nothing to count.")]);
    }
    rows.push(line(bold("All"), &|_: &Entry| true));
    let mut columns = vec![column("Kind", 107.0)];
    columns.extend(
        CLASSES.iter().chain(["all"].iter()).map(|c| right(&format!("{}{}", c[..1].to_uppercase(), &c[1..]), 30.0)),
    );
    Block::Table(Table { columns, rows, foot: format!("{0} of {0} kinds in use shown", kinds.len()) })
}

fn class(_: &Paper, e: &Entry) -> Cell {
    let word = e.body.word("classification");
    let mut lines = vec![vec![if rank(e) < 2 { bold(word) } else { plain(word) }]];
    if e.body.text("personal_data") != "none" {
        lines.push(vec![soft(if e.body.text("personal_data") == "special" {
            "special personal data"
        } else {
            "personal data"
        })]);
    }
    Cell::Lines(lines)
}
fn place(p: &Paper, e: &Entry) -> Cell {
    let mut second = vec![soft(format!("reached from: {}", e.body.word("exposed").to_lowercase()))];
    let by = e.body.codes("supplier");
    if !by.is_empty() {
        second.push(soft("; "));
        second.extend(p.codes(by));
    }
    Cell::Lines(vec![vec![plain(e.body.text("runs_where"))], second])
}
fn back(_: &Paper, e: &Entry) -> Cell {
    let (back, lose) = (e.body.text("restore_within"), e.body.text("lose_at_most"));
    let mut lines = Vec::new();
    if !back.is_empty() {
        lines.push(vec![plain(back)]);
    }
    if !lose.is_empty() {
        lines.push(vec![soft(format!("may lose {lose}"))]);
    }
    if lines.is_empty() { Cell::Empty } else { Cell::Lines(lines) }
}
/// The newest restore test that names the asset, or a routine that does.
fn tested(p: &Paper, e: &Entry) -> Cell {
    let named = |v: &Review| {
        v.about.iter().any(|t| {
            *t.0 == *e.record.code
                || p.isms.get::<Routine>(&t.0).is_some_and(|r| r.about.iter().any(|a| **a == *e.record.code))
        })
    };
    let newest: Option<(NaiveDate, &str)> = p
        .isms
        .each("review")
        .filter(|(_, r)| r.live())
        .filter_map(|(_, r)| Some((r, r.get::<Review>()?)))
        .filter(|(_, v)| &*v.wizard == "restore-test" && v.outcome.reviews() && named(v))
        .map(|(r, v)| (v.held_on.0, &*r.code))
        .max();
    match newest {
        Some((on, code)) => Cell::Lines(vec![vec![plain(on.to_string())], vec![p.code(code)]]),
        None if e.record.get::<Asset>().is_some_and(|a| a.restore_within.is_some()) => {
            vec![soft("none names it")].into()
        }
        None => Cell::Empty,
    }
}
