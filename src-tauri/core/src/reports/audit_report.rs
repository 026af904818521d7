//! One audit: why, how, by whom, what was looked at and seen, what was found, who was told. Of an audit by others, what they left.
//! It must never show a verdict without what was seen, nor leave out a row that nobody looked at (9.2.2).
use super::incident_sheet::looked;
use crate::catalog;
use crate::doc::{Answer, Block, Cell, Part, Row, Section, Sheet, Span, Table, column};
use crate::isms::Record;
use crate::kinds::audit::{ChecklistRow, Verdict};
use crate::kinds::{Audit, Nonconformity};
use crate::refusal::Refusal;
use crate::report::audits::{auditor, days, findings};
use crate::report::register::drawn;
use crate::report::{Body, Paper, Report, bold, count, heading, join, plain, purpose, section, soft};
use crate::staleness::word;

pub(super) const REPORT: Report =
    Report { name: "audit-report", title: "Report of an audit", clause: "9.2.2", about: "audit", of: &[], build };

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
    let found = findings(p, about, a);
    let at: Vec<&ChecklistRow> = a.checklist.iter().filter(|c| c.verdict != Verdict::NotLookedAt).collect();
    let shown = at.iter().filter(|c| !c.evidence.is_empty() || c.interviewed.is_some()).count();
    let failing: Vec<_> = found.iter().filter(|(_, _, n)| n.failing()).collect();
    let done = failing.iter().filter(|(_, r, _)| r.state() == "closed").count();
    let mut figures = Vec::new();
    if !a.checklist.is_empty() {
        figures.push((format!("{} of {}", at.len(), a.checklist.len()), "rows of the checklist were looked at".into()));
        figures.push((format!("{shown} of {}", at.len()), "of them name a sample or whom was spoken with".into()));
    }
    figures.push((found.len().to_string(), format!("findings: {}", by_grade(&found))));
    figures.push((format!("{done} of {}", failing.len()), format!("majors and minors closed on {}", p.day())));
    let mut blocks = vec![
        purpose("What was looked at, by whom, what was seen, and what came of it."),
        Block::Figures(figures),
        Block::Sheet(Sheet { id: None, parts: parts(p, r, a) }),
    ];
    if let Some(s) = &a.summary {
        blocks.push(heading("The verdict"));
        blocks.push(Block::Recorded(s.to_string()));
    }
    blocks.push(heading("Findings"));
    blocks.push(finding_table(p, &found));
    blocks.push(heading("What was looked at"));
    if a.checklist.is_empty() {
        let said = if a.internal() {
            "The checklist is empty."
        } else {
            "The auditor keeps the rows; what was found stands above."
        };
        blocks.push(Block::Para(vec![plain(said)]));
    } else {
        blocks.push(drawn("as on the checklist", "all rows, those too that were not looked at."));
        blocks.push(rows(p, a));
    }
    blocks.extend(looked(p, r, ("visit", "visits")));
    Ok(vec![section("audit-report", format!("{about} {}", p.title(r)), &["9.2.1", "9.2.2", "A.5.35"], false, blocks)])
}
/// "1 minor, 2 observations"
fn by_grade(found: &[(crate::isms::Ix, &Record, &Nonconformity)]) -> String {
    let of = |g: &str| found.iter().filter(|(_, _, n)| word(&n.grade) == g).count();
    let said: Vec<String> = [
        ("major", "major", "majors"),
        ("minor", "minor", "minors"),
        ("observation", "observation", "observations"),
        ("opportunity", "opportunity", "opportunities"),
    ]
    .into_iter()
    .filter(|(g, ..)| of(g) > 0)
    .map(|(g, one, many)| count(of(g), one, many))
    .collect();
    if said.is_empty() { "none".into() } else { said.join(", ") }
}
fn parts(p: &Paper, r: &Record, a: &Audit) -> Vec<Part> {
    let b = Body::of(r);
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let said = |f: &str| Some(b.text(f)).filter(|t| !t.is_empty()).map(|t| vec![Answer::Recorded(t.to_string())]);
    let owed = |what: &str| vec![Answer::Spans(vec![Span::Red(what.into())])];
    let mut what = vec![
        ("Sort, state".to_string(), spans(vec![bold(b.word("sort")), plain(format!(" \u{b7} {}", r.state()))])),
        (
            "Planned for".into(),
            spans(vec![a.planned_on.map_or_else(|| soft("not on record"), |d| plain(d.0.to_string()))]),
        ),
        ("Held".into(), spans(vec![plain(days(a))])),
        ("Aim".into(), vec![Answer::Recorded(a.aims.to_string())]),
        ("How".into(), vec![Answer::Recorded(a.method.to_string())]),
        ("Measured against".into(), spans(vec![plain(against(a))])),
        ("Covers".into(), spans(vec![plain(covers(a))])),
    ];
    if !a.areas.is_empty() {
        what.push(("Areas".into(), spans(join(a.areas.iter().map(|c| p.named(c)).collect(), " \u{b7} "))));
    }
    let mut who = vec![("Auditor".to_string(), spans(vec![bold(auditor(p, r))]))];
    if a.internal() {
        who.push(("Able because".into(), said("auditor_able").unwrap_or_else(|| owed("not said"))));
        who.push((
            "Does not judge their own work, because".into(),
            said("independent_because").unwrap_or_else(|| vec![Answer::Spans(vec![soft("nothing on record")])]),
        ));
        who.extend(
            Some(p.reasons(&r.code))
                .filter(|w| !w.is_empty())
                .map(|w| ("Open about it".into(), w.into_iter().map(Answer::Spans).collect())),
        );
    }
    let told = match a.reported_on {
        Some(d) => {
            let to: Vec<String> = a.reported_to.iter().map(|c| p.who(c)).collect();
            spans(vec![plain(if to.is_empty() { d.0.to_string() } else { format!("{} to {}", d.0, to.join("; ")) })])
        }
        None => owed("not yet"),
    };
    vec![
        Part { title: "The audit".into(), rows: what },
        Part { title: "Who audited".into(), rows: who },
        Part { title: "Who was told".into(), rows: vec![("Reported on".into(), told)] },
    ]
}
fn against(a: &Audit) -> &'static str {
    if a.internal() || a.external() {
        "ISO/IEC 27001:2022 with Amendment 1, and our own rules"
    } else {
        "What was agreed with whoever audits"
    }
}
/// "17 clauses and 45 controls: 4.2, 4.4, …"
fn covers(a: &Audit) -> String {
    if a.covers.0.is_empty() {
        return "not on record".into();
    }
    let controls = a.covers.0.iter().filter(|n| n.starts_with("A.")).count();
    let whole = a.covers.0.len() - controls;
    format!(
        "{} and {}: {}",
        count(whole, "clause", "clauses"),
        count(controls, "control", "controls"),
        a.covers.0.join(", ")
    )
}
pub(super) fn finding_table(p: &Paper, found: &[(crate::isms::Ix, &Record, &Nonconformity)]) -> Block {
    if found.is_empty() {
        return Block::Para(vec![plain("Nothing was found.")]);
    }
    let rows = found
        .iter()
        .map(|(_, r, n)| Row::Cells {
            cells: vec![
                vec![p.code(&r.code)].into(),
                Body::of(r).word("grade").into(),
                n.requirement.0.join(", ").into(),
                Cell::Lines(vec![vec![bold(p.title(r))], vec![Span::Recorded(crate::report::one_line(&n.what))]]),
                r.state().to_string().into(),
                p.flag(&r.code),
            ],
            id: None,
            reasons: p.reasons(&r.code),
        })
        .collect();
    let columns = vec![
        column("Code", 16.0),
        column("Grade", 23.0),
        column("Requirement", 23.0),
        column("What was found", 66.0),
        column("State", 18.0),
        column("Flag", 24.0),
    ];
    let n = found.len();
    Block::Table(Table {
        columns,
        rows,
        foot: format!("{n} of {} of this audit shown", count(n, "finding", "findings")),
    })
}
fn rows(p: &Paper, a: &Audit) -> Block {
    let rows = a
        .checklist
        .iter()
        .map(|c| {
            let seen = match &c.seen {
                Some(s) => vec![Span::Recorded(crate::report::one_line(s))].into(),
                None if c.verdict == Verdict::NotLookedAt => Cell::Empty,
                None => vec![Span::Red("nothing on record".into())].into(),
            };
            let mut shown: Vec<Vec<Span>> = c.evidence.iter().map(|e| vec![p.code(e)]).collect();
            shown.extend(c.interviewed.iter().map(|w| vec![soft(w.to_string())]));
            Row::Cells {
                cells: vec![
                    Cell::Lines(vec![
                        vec![bold(c.clause.to_string())],
                        vec![soft(catalog::title_of(&c.clause).unwrap_or_default())],
                    ]),
                    c.question.to_string().into(),
                    seen,
                    verdict_words(c.verdict),
                    if shown.is_empty() { Cell::Empty } else { Cell::Lines(shown) },
                ],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    let columns = vec![
        column("Requirement", 30.0),
        column("Asked or looked at", 32.0),
        column("Seen", 65.0),
        column("Verdict", 21.0),
        column("Sample, talk", 22.0),
    ];
    let n = a.checklist.len();
    Block::Table(Table { columns, rows, foot: format!("{n} of {} shown", count(n, "row", "rows")) })
}
fn verdict_words(v: Verdict) -> Cell {
    match v {
        Verdict::Conforms => "conforms".into(),
        Verdict::NotLookedAt => vec![soft("not looked at")].into(),
        found => vec![bold(word(&found).to_string())].into(),
    }
}
