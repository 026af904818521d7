//! The checklist of one audit, to be filled by hand: what to ask or look at, the samples that were drawn, room for what is seen.
//! It must never draw other samples than the guide draws on that day, nor fill in what nobody has seen.
use crate::catalog;
use crate::doc::{Block, Cell, Row, Section, Table, column};
use crate::kinds::Audit;
use crate::refusal::Refusal;
use crate::report::audits::{auditor, days};
use crate::report::register::drawn;
use crate::report::{Paper, Report, bold, count, plain, purpose, section, soft};
use crate::wizards::audits::samples;

pub(super) const REPORT: Report =
    Report { name: "audit-checklist", title: "Checklist of an audit", clause: "9.2.2", about: "audit", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let (Some(r), Some(a)) = (p.isms.record(about), p.isms.get::<Audit>(about)) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no audit \u{201c}{about}\u{201d}."),
            "Give a code like AU-001.",
        ));
    };
    let list = lines(a);
    let with =
        list.iter().enumerate().filter(|(n, (c, _))| !samples(p.isms, about, n + 1, c, p.day()).0.is_empty()).count();
    let numbers: std::collections::BTreeSet<&str> = list.iter().map(|(c, _)| c.as_str()).collect();
    let mut blocks = vec![
        purpose("What to ask and look at, with room for what is seen."),
        Block::Figures(vec![
            (list.len().to_string(), "rows".into()),
            (numbers.len().to_string(), "clauses and controls".into()),
            (format!("{with} of {}", list.len()), "rows with samples drawn from the registers".into()),
        ]),
        Block::Para(vec![bold(auditor(p, r)), plain(format!(" \u{b7} {}", days(a)))]),
        drawn(
            if a.checklist.is_empty() { "as the audit covers them" } else { "as on the checklist" },
            format!(
                "all rows. Samples: three of each register, by a fixed rule from the code of the audit, the row and the day {}, so that they can be drawn again; add your own.",
                p.day()
            ),
        ),
        Block::Note(vec![
            bold("Verdict, mark one: "),
            plain(
                "C conforms, i could be better, o observation, m minor, M major, \u{2013} not looked at. Without what was seen, \u{201c}conforms\u{201d} is no evidence. Roles instead of names.",
            ),
        ]),
    ];
    blocks.push(if list.is_empty() {
        Block::Para(vec![plain("The audit covers nothing yet, and has no checklist.")])
    } else {
        table(p, about, &list)
    });
    Ok(vec![section("audit-checklist", format!("Checklist: {about} {}", p.title(r)), &["9.2.2"], true, blocks)])
}
/// The rows of the checklist; where none was written, one for each clause and control that is covered.
fn lines(a: &Audit) -> Vec<(String, String)> {
    if !a.checklist.is_empty() {
        return a.checklist.iter().map(|c| (c.clause.to_string(), c.question.to_string())).collect();
    }
    let parts = a.covers.0.iter().flat_map(|n| catalog::parts(n));
    parts.filter_map(catalog::entry).map(|e| (e.number.clone(), e.question.to_string())).collect()
}
fn table(p: &Paper, about: &str, list: &[(String, String)]) -> Block {
    let rows = list
        .iter()
        .enumerate()
        .map(|(n, (number, question))| {
            let (drawn, of) = samples(p.isms, about, n + 1, number, p.day());
            let mut shown: Vec<_> = drawn.iter().map(|c| p.named(c)).collect();
            if !drawn.is_empty() {
                shown.push(vec![soft(format!("{} of {of}", drawn.len()))]);
            }
            let typical = catalog::entry(number).map(|e| e.typical_evidence).unwrap_or_default();
            let mut asked = vec![vec![plain(question.clone())]];
            if !typical.is_empty() {
                asked.push(vec![soft(format!("Shows it: {typical}"))]);
            }
            Row::Cells {
                cells: vec![
                    (n + 1).to_string().into(),
                    Cell::Lines(vec![
                        vec![bold(number.clone())],
                        vec![soft(catalog::title_of(number).unwrap_or_default())],
                    ]),
                    Cell::Lines(asked),
                    if shown.is_empty() { Cell::Empty } else { Cell::Lines(shown) },
                    // Room for a pen.
                    Cell::Lines(vec![vec![plain("\u{a0}")]; 4]),
                    "C   i   o   m   M   \u{2013}".into(),
                ],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    let columns = vec![
        column("Row", 11.0),
        column("Requirement", 32.0),
        column("Ask or look at", 66.0),
        column("Samples", 46.0),
        column("Seen: which, when, what number; whom", 68.0),
        column("Verdict", 34.0),
    ];
    let n = list.len();
    Block::Table(Table { columns, rows, foot: format!("{n} of {} shown", count(n, "row", "rows")) })
}
