//! One document in one of its versions, with its control block on every page: what a binder or an auditor is handed (5.2, 7.5.2, 7.5.3).
//! It must never print a text as in force that is not.
use crate::compare::Op;
use crate::doc::{Block, Cell, Row, Section, Span, Table, column};
use crate::isms::Isms;
use crate::policy::{self, VersionShown};
use crate::prose::{self, Look};
use crate::refusal::Refusal;
use crate::report::{Body, Paper, Report, Scope, VersionNamed, Versions, section, soft};

pub(super) const REPORT: Report =
    Report { name: "policy", title: "Document", clause: "7.5", about: "policy", of: &[], build };

pub(super) fn versions(isms: &Isms, scope: &Scope) -> Versions {
    let picked = |code: &str| {
        Ok::<_, Refusal>(vec![policy::version(isms, scope.as_of, code, scope.versions.0.as_deref())?.0.key])
    };
    named(isms, scope, picked)
}
/// Every version of the document that the scope is about, and which of them are picked.
pub(super) fn named(isms: &Isms, scope: &Scope, picked: impl Fn(&str) -> Result<Vec<String>, Refusal>) -> Versions {
    let code = scope.about.as_deref().unwrap_or_default();
    let of = policy::versions(isms, scope.as_of, code).unwrap_or_default().into_iter();
    let of = of.map(|v| VersionNamed { key: v.key, number: v.number, state: v.state.into(), from: v.from }).collect();
    // What is asked for and is not there is refused where the page is made.
    Versions { of, picked: picked(code).unwrap_or_default() }
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let code = p.scope.about.clone().unwrap_or_default();
    let (v, words) = policy::version(p.isms, p.day(), &code, p.scope.versions.0.as_deref())?;
    let title = p.isms.record(&code).map(|r| r.title()).unwrap_or_default();
    let mut blocks = Vec::new();
    if v.state != "in force" {
        blocks.push(Block::Note(vec![Span::Bold(not_in_force(&v))]));
    }
    if let Some(file) = &v.file {
        let says = "The document is a file; these are the words that were taken out of it. What holds is the file: ";
        let says = if words.is_ok() { says } else { "The document is a file; its words are not printed here: " };
        blocks.push(Block::Note(vec![soft(says), p.code(file)]));
    }
    match words {
        Ok(text) => blocks.extend(recorded(&text)),
        Err(why) => blocks.push(Block::Note(vec![soft(why)])),
    }
    let clauses: Vec<String> = p
        .isms
        .record(&code)
        .map(|r| Body::of(r).texts("answers").into_iter().map(String::from).collect())
        .unwrap_or_default();
    let clauses: Vec<&str> =
        if clauses.is_empty() { vec!["7.5"] } else { clauses.iter().map(String::as_str).collect() };
    let mut out = section(&format!("policy-{code}"), format!("{code} {title}"), &clauses, false, blocks);
    out.control = control(p, &code, &v);
    Ok(vec![out])
}
fn not_in_force(v: &VersionShown) -> String {
    match v.state {
        "earlier" => format!("Version {} does not hold any more.", v.number),
        "approved" => format!(
            "Version {} is approved and does not hold yet: it comes in force on {}.",
            v.number,
            v.from.map(|d| d.to_string()).unwrap_or_default()
        ),
        state => format!(
            "Version {} is {}: it does not hold yet.",
            v.number,
            if state == "draft" { "a draft" } else { state }
        ),
    }
}
/// Code, version, owner, approver, way, dates, class, next review: two lines.
pub(super) fn control(p: &Paper, code: &str, v: &VersionShown) -> Vec<String> {
    let Some(r) = p.isms.record(code) else { return Vec::new() };
    let b = Body::of(r);
    let from = match v.from {
        Some(d) if v.state == "in force" => format!("in force since {d}"),
        Some(d) if v.state == "approved" => format!("approved, in force from {d}"),
        Some(d) => format!("{}, from {d}", v.state),
        None => v.state.to_string(),
    };
    let signed = match &v.approved_by {
        Some(by) => format!("Approved by {}, {}", p.who(by), v.approved),
        None => "Not approved".to_string(),
    };
    let next =
        p.item(code).and_then(|i| i.due.or(i.next)).map(|d| format!(" \u{b7} next review {d}")).unwrap_or_default();
    vec![
        format!(
            "{code} \u{b7} version {} \u{b7} {from} \u{b7} {} \u{b7} owner {}",
            v.number,
            b.word("classification"),
            p.who(b.text("owner"))
        ),
        format!("{signed}{next}"),
    ]
}

/// Markdown of a record, its tables as tables.
pub(super) fn recorded(markdown: &str) -> Vec<Block> {
    prose::parts(markdown)
        .into_iter()
        .map(|part| match part {
            prose::Part::Words(words) => Block::Recorded(words.to_string()),
            prose::Part::Table(rows) => {
                let cell = |runs: &[prose::Run]| -> Cell {
                    runs.iter()
                        .map(|r| {
                            if r.look == Look::Bold {
                                Span::Bold(r.text.clone())
                            } else {
                                Span::Recorded(r.text.clone())
                            }
                        })
                        .collect::<Vec<_>>()
                        .into()
                };
                table(
                    rows.iter().map(|r| r.cells.iter().map(|c| cell(c)).collect()).collect(),
                    rows.first()
                        .map(|r| r.cells.iter().map(|c| c.iter().map(|x| x.text.as_str()).collect()).collect())
                        .unwrap_or_default(),
                )
            }
        })
        .collect()
}
/// A table whose first row is its head.
pub(super) fn table(rows: Vec<Vec<Cell>>, heads: Vec<String>) -> Block {
    let columns = heads
        .iter()
        .map(|h| column(if h.is_empty() { "\u{2013}" } else { h }, 170.0 / heads.len().max(1) as f32))
        .collect();
    let rows = rows.into_iter().skip(1).map(|cells| Row::Cells { cells, id: None, reasons: Vec::new() }).collect();
    Block::Table(Table { columns, rows, foot: String::new() })
}
/// Words of a comparison as they are printed: what came underlined, what went struck through.
pub(super) fn marked(pieces: &[crate::compare::Piece]) -> Vec<Span> {
    pieces
        .iter()
        .map(|x| match x.op {
            Op::Added => Span::Added(x.text.clone()),
            Op::Removed => Span::Removed(x.text.clone()),
            Op::Same if x.look == Look::Bold => Span::Bold(x.text.clone()),
            Op::Same => Span::Recorded(x.text.clone()),
        })
        .collect()
}
