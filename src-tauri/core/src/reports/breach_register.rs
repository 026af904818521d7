//! The register of breaches of personal data, as data protection law asks for it: also of those that were not reported, with the why.
//! It must never hold another incident, nor leave one out because nobody had to be told.
use super::incident_sheet::at;
use super::incidents::{noticed_on, told};
use crate::doc::{Block, Cell, Section, Span};
use crate::kinds::Incident;
use crate::kinds::incident::Involved;
use crate::refusal::Refusal;
use crate::report::register::{Col, Entry, col, drawn, entries, of, only, table};
use crate::report::{Paper, Report, bold, one_line, plain, purpose, section, soft};

pub(super) const REPORT: Report = Report {
    name: "breach-register",
    title: "Register of personal data breaches",
    clause: "A.5.34",
    about: "",
    of: &[],
    build,
};

const COLUMNS: &[Col] = &[
    col("Code", 13.0, |p, e| e.code(p)),
    col("What", 56.0, what),
    col("When aware", 24.0, aware),
    col("People, number", 36.0, people),
    col("Effect", 36.0, effect),
    col("Measures", 44.0, measures),
    col("Told or why not", 48.0, told),
];

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all = entries(p, "incident");
    all.retain(|e| e.record.get::<Incident>().is_some_and(|i| i.personal_data != Involved::No));
    all.sort_by(|a, b| (b.body.text("noticed_at"), &b.record.code).cmp(&(a.body.text("noticed_at"), &a.record.code)));
    let asked = p.scope.from;
    let rows =
        only(&all, |e| asked.is_none_or(|f| e.record.get::<Incident>().and_then(noticed_on).is_some_and(|d| d > f)));
    let unclear = rows.iter().filter(|e| e.body.text("personal_data") == "unclear").count();
    let judged = rows.iter().filter(|e| !matches!(e.body.text("risk_to_people"), "" | "not_judged")).count();
    let blocks = vec![
        purpose("Every breach of personal data, what it meant for people, and whom we told or why not."),
        Block::Figures(vec![
            (rows.len().to_string(), asked.map_or("breaches on record".into(), |f| format!("breaches since {f}"))),
            (of(judged, rows.len()), "with the risk to people judged".into()),
            (unclear.to_string(), "of which it is not yet clear whether personal data was touched".into()),
        ]),
        drawn(
            "newest first",
            "incidents, near misses and events in which personal data was touched, or may have been. Others are not in this register.",
        ),
        table(p, &rows, all.len(), ("breach of personal data", "breaches of personal data"), COLUMNS, true),
    ];
    Ok(vec![section("breach-register", "Register of personal data breaches", &["A.5.34"], true, blocks)])
}

fn what(p: &Paper, e: &Entry) -> Cell {
    Cell::Lines(vec![vec![bold(p.title(e.record))], vec![Span::Recorded(one_line(e.body.text("what")))]])
}
fn aware(_: &Paper, e: &Entry) -> Cell {
    let (m, word) = match e.body.text("aware_at") {
        "" => (e.body.text("noticed_at"), "noticed; no later moment given"),
        m => (m, "reasonably sure"),
    };
    Cell::Lines(vec![vec![plain(at(m))], vec![soft(word)]])
}
fn people(p: &Paper, e: &Entry) -> Cell {
    match e.say(p, "whose_data") {
        Cell::Empty => vec![Span::Red("not said".into())].into(),
        said => said,
    }
}
fn effect(_: &Paper, e: &Entry) -> Cell {
    let word = e.body.word("risk_to_people");
    let mut lines = vec![vec![if word.is_empty() { Span::Red("not judged".into()) } else { bold(word) }]];
    if !e.body.text("people_why").is_empty() {
        lines.push(vec![Span::Recorded(one_line(e.body.text("people_why")))]);
    }
    let lost = e.body.word("loss");
    if !lost.is_empty() {
        lines.push(vec![soft(format!("lost: {}", lost.to_lowercase()))]);
    }
    Cell::Lines(lines)
}
fn measures(_: &Paper, e: &Entry) -> Cell {
    let lines: Vec<Vec<Span>> = [e.body.text("done"), e.body.text("lessons")]
        .into_iter()
        .filter(|t| !t.is_empty())
        .map(|t| vec![Span::Recorded(one_line(t))])
        .collect();
    if lines.is_empty() { vec![Span::Red("none written down".into())].into() } else { Cell::Lines(lines) }
}
