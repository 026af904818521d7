//! What binds us: laws, contracts and promises, in which version they were read, and what of ours answers each (A.5.31, 4.2).
//! It must never call answered what no rule and no control of ours names.
use crate::doc::{Block, Cell, Section, Span};
use crate::kinds::{Obligation, obligation::Applies};
use crate::refusal::Refusal;
use crate::report::register::{Col, Entry, col, drawn, entries, of, only, owed, table};
use crate::report::{Paper, Report, bold, heading, plain, purpose, section, soft};

pub(super) const REPORT: Report =
    Report { name: "obligations", title: "Obligations", clause: "A.5.31", about: "", of: &["obligation"], build };

const NOUN: (&str, &str) = ("obligation", "obligations");
const COLUMNS: &[Col] = &[
    col("Code", 16.0, |p, e| e.code(p)),
    col("Source", 72.0, source),
    col("What we must do", 70.0, |_, e| e.recorded("demands")),
    col("Answered by", 42.0, answered),
    col("Version read, on", 32.0, version),
    col("Flag", 25.0, |p, e| e.flag(p)),
];
const ASIDE: &[Col] = &[
    col("Code", 16.0, |p, e| e.code(p)),
    col("Source", 70.0, source),
    col("Why it does not bind us now", 109.0, |_, e| e.recorded("applies_why")),
    col("Version read, on", 36.0, version),
    col("Flag", 26.0, |p, e| e.flag(p)),
];

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all = entries(p, "obligation");
    let rank = |e: &Entry| {
        ["law", "regulation", "contract", "standard", "licence", "own_promise"]
            .iter()
            .position(|s| *s == e.body.text("sort"))
    };
    all.sort_by(|a, b| (rank(a), &a.record.code).cmp(&(rank(b), &b.record.code)));
    let aside = |e: &Entry| e.body.text("applies") == "no" || e.state() == "ended";
    let rows = only(&all, |e| !aside(e));
    let left = only(&all, aside);
    let ahead = rows.iter().filter(|e| e.body.day("in_force_from").is_some_and(|d| d > p.day())).count();
    let unclear =
        rows.iter().filter(|e| e.record.get::<Obligation>().is_some_and(|o| o.applies == Applies::Unclear)).count();
    let open = rows.iter().filter(|e| binds(p, e) && answers(p, e).is_empty()).count();
    let reviewed = rows.iter().filter(|e| p.reviewed_in_period(&e.record.code)).count();
    let mut blocks = vec![
        purpose("What law, contracts and promises ask of us, and what answers it."),
        Block::Figures(vec![
            (of(rows.len() - ahead, all.len()), "obligations on record bind us now".into()),
            (ahead.to_string(), "come into force later".into()),
            (of(reviewed, rows.len()), format!("read again{}", p.since_words())),
            (open.to_string(), "bind us, and nothing of ours names them".into()),
            (unclear.to_string(), "of which it is not clear whether they apply".into()),
        ]),
        drawn(
            "law, regulation, contract, standard, licence, promise of our own; then code",
            "all that bind us or will. What does not apply, or ended, stands below with its why.",
        ),
        table(p, &rows, all.len(), NOUN, COLUMNS, true),
    ];
    if !left.is_empty() {
        blocks.push(heading("Ended, or not for us"));
        blocks.push(table(p, &left, all.len(), NOUN, ASIDE, true));
    }
    Ok(vec![section("obligations", "Obligations", &["4.2", "A.5.31", "A.5.32", "A.5.34"], true, blocks)])
}

/// Does it bind us on the day of the report?
fn binds(p: &Paper, e: &Entry) -> bool {
    e.body.text("applies") == "yes" && e.body.day("in_force_from").is_none_or(|d| d <= p.day())
}
/// Rules, controls, activities and suppliers' contracts that name it, by code.
fn answers(p: &Paper, e: &Entry) -> Vec<String> {
    let kinds = ["policy", "control", "process", "supplier"];
    let mut of: Vec<(usize, String)> = p
        .dependents(e.ix)
        .into_iter()
        .map(|i| p.isms.rec(i))
        .filter_map(|r| Some((kinds.iter().position(|k| *k == r.info().name)?, r.code.to_string())))
        .collect();
    of.sort_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| crate::soa::order(&a.1).cmp(&crate::soa::order(&b.1))).then_with(|| a.1.cmp(&b.1))
    });
    of.into_iter().map(|(_, c)| c).collect()
}
fn source(p: &Paper, e: &Entry) -> Cell {
    let from = e.body.day("in_force_from").filter(|d| *d > p.day()).map(|d| bold(format!("in force from {d}")));
    let mut lines = vec![
        vec![bold(p.title(e.record))],
        vec![
            plain(e.body.text("source")),
            soft(format!(" \u{b7} {}, {}", e.body.word("sort").to_lowercase(), e.body.text("jurisdiction"))),
        ],
    ];
    lines.extend(from.map(|s| vec![s]));
    if e.body.text("applies") == "unclear" {
        lines.push(vec![bold("not clear whether it applies")]);
    }
    Cell::Lines(lines)
}
fn answered(p: &Paper, e: &Entry) -> Cell {
    match answers(p, e) {
        list if !list.is_empty() => p.codes(list.iter().map(String::as_str)).into(),
        _ if binds(p, e) => owed("nothing on record"),
        _ => vec![soft("nothing yet")].into(),
    }
}
fn version(p: &Paper, e: &Entry) -> Cell {
    let read = match e.body.text("source_version") {
        "" => Span::Red("version not said".into()),
        v => plain(v),
    };
    let on = p.reviewed_on(&e.record.code).map_or_else(|| soft("never reviewed"), |d| soft(d.to_string()));
    Cell::Lines(vec![vec![read], vec![on]])
}
