//! Section 16: what internal audits looked at in this cycle of the certificate, with which verdict, and what is still to be looked at.
//! It must never show a letter where nobody looked, nor leave out what is still to be covered (9.2.2).
use crate::catalog;
use crate::dates::{add_days, add_months};
use crate::doc::{Block, Cell, CellForm, CellMark, CellPart, CellRow, Cells, Row, Section, Span, Table, column};
use crate::kinds::{Audit, Control};
use crate::refusal::Refusal;
use crate::report::audits::{Held, auditor, days, findings, held, letter, verdict};
use crate::report::register::drawn;
use crate::report::{Paper, Report, bold, count, heading, plain, purpose, section, soft};
use crate::staleness::word;
use chrono::NaiveDate;

pub(super) const REPORT: Report = Report {
    name: "audit-programme",
    title: "Audit programme and coverage",
    clause: "9.2.2",
    about: "",
    of: &["audit"],
    build,
};

/// Columns of the map: as many audits as a page takes.
const MOST: usize = 9;

/// What is to be covered in the cycle, and by whom it was.
struct Subject {
    number: String,
    title: String,
    /// Id of the item of the rules: "coverage/8.2", "coverage/SOA-8.13".
    item: String,
    excluded: bool,
    /// The last day on which an internal audit looked at it.
    last: Option<NaiveDate>,
    letters: Vec<&'static str>,
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let org = p.isms.organization();
    let from = org.and_then(|o| o.decided_on).map(|d| d.0);
    let until = org.and_then(|o| o.expires_on).map(|d| d.0).or(from.map(|d| add_months(d, 36)));
    let all = held(p, |a| a.internal() || a.external());
    let shown: Vec<&Held> = all.iter().skip(all.len().saturating_sub(MOST)).collect();
    let subjects = subjects(p, &all, &shown);
    let owed: Vec<&Subject> = subjects.iter().filter(|s| !s.excluded).collect();
    let in_cycle = |s: &&&Subject| s.last.is_some_and(|d| from.is_none_or(|f| d >= f));
    let covered = owed.iter().filter(in_cycle).count();
    let since = |h: &&Held| from.is_none_or(|f| h.on >= f);
    let (own, others): (Vec<&Held>, Vec<&Held>) = all.iter().filter(since).partition(|h| h.audit.internal());
    let rows: Vec<_> = own.iter().flat_map(|h| &h.audit.checklist).filter(|r| !letter(r.verdict).is_empty()).collect();
    let seen = rows.iter().filter(|r| r.seen.is_some()).count();
    let cycle = from.map(|d| format!(" since {d}")).unwrap_or_default();
    let mut blocks = vec![
        purpose("What we looked at ourselves, and what is still to be looked at."),
        Block::Figures(vec![
            (
                format!("{} and {}", own.len(), others.len()),
                format!("internal audits, and audits by the certification body{cycle}"),
            ),
            (format!("{covered} of {}", owed.len()), format!("clauses and controls covered by internal audits{cycle}")),
            (format!("{seen} of {}", rows.len()), "rows of their checklists say what was seen".into()),
            (
                (owed.len() - covered).to_string(),
                until.map_or_else(
                    || "still to be covered".into(),
                    |d| format!("still to be covered, by {} at the latest", add_days(d, -90)),
                ),
            ),
        ]),
    ];
    blocks.push(still(p, &owed, from));
    blocks.push(heading("The audits"));
    blocks.push(audits(p, &all));
    blocks.push(drawn(
        "number",
        format!(
            "all {} clauses and all {}; {}.",
            catalog::clauses().len(),
            count(subjects.len() - catalog::clauses().len(), "control", "controls"),
            if shown.len() == all.len() {
                "every audit that was held".to_string()
            } else {
                format!("the last {} of {} audits that were held", shown.len(), all.len())
            }
        ),
    ));
    blocks.push(Block::Note(vec![
        bold("Columns: "),
        plain("I internal, 1 and 2 the stages of certification, S surveillance, R recertification, X special, with the year. "),
        bold("Cells: "),
        plain("C conforms, i could be better, o observation, m minor, M major; blank is not looked at in that audit. Of audits by the body, which keeps its own rows, C is what its plan covered and no finding names. A dashed frame: not looked at in time."),
    ]));
    blocks.push(Block::Cells(map(p, &subjects, &shown, from)));
    let odd: Vec<&Subject> = owed.iter().filter(|s| !p.is_current(&s.item)).copied().collect();
    if !odd.is_empty() {
        blocks.push(heading("What is not as it should be"));
        blocks.push(flagged(p, &odd, from));
    }
    Ok(vec![section(
        "audit-programme",
        "Internal audits: what was covered",
        &["9.2.1", "9.2.2", "A.5.35"],
        false,
        blocks,
    )])
}

fn subjects(p: &Paper, all: &[Held], shown: &[&Held]) -> Vec<Subject> {
    let one = |number: &str, title: &str, item: String, excluded: bool| Subject {
        last: all.iter().filter(|h| h.audit.internal() && looked(h, number)).map(|h| h.on).max(),
        letters: shown.iter().map(|h| letter(verdict(p, h, number))).collect(),
        number: number.to_string(),
        title: title.to_string(),
        item,
        excluded,
    };
    let mut out: Vec<Subject> =
        catalog::clauses().iter().map(|e| one(&e.number, e.title, format!("coverage/{}", e.number), false)).collect();
    let mut controls: Vec<_> = p.isms.live::<Control>().collect();
    controls.sort_by_key(|(_, r, _)| in_order(&r.code));
    out.extend(
        controls
            .into_iter()
            .map(|(_, r, c)| one(&c.number, &p.title(r), format!("coverage/{}", r.code), word(&c.applies) == "no")),
    );
    out
}
/// Did a row of its checklist look at this?
fn looked(h: &Held, number: &str) -> bool {
    h.audit
        .checklist
        .iter()
        .any(|r| !letter(r.verdict).is_empty() && (catalog::parts(&r.clause).contains(&number) || *r.clause == *number))
}
/// "SOA-5.9" before "SOA-5.10".
fn in_order(code: &str) -> Vec<u32> {
    code.trim_start_matches("SOA-").split('.').map(|n| n.parse().unwrap_or(u32::MAX)).collect()
}
/// What is still to be covered, with the day on which it was last looked at.
fn still(p: &Paper, owed: &[&Subject], from: Option<NaiveDate>) -> Block {
    let open: Vec<String> = owed
        .iter()
        .filter(|s| s.last.is_none_or(|d| from.is_some_and(|f| d < f)))
        .map(|s| s.last.map_or_else(|| s.number.clone(), |d| format!("{} (last on {d})", s.number)))
        .collect();
    let said =
        if open.is_empty() { "nothing in this cycle.".to_string() } else { format!("{}.", open.join(" \u{b7} ")) };
    // Looked at in this cycle, and due once more: what is looked at every year.
    let again: Vec<String> = owed
        .iter()
        .filter(|s| !p.is_current(&s.item))
        .filter_map(|s| s.last.filter(|d| from.is_none_or(|f| *d >= f)).map(|d| format!("{} (last on {d})", s.number)))
        .collect();
    let mut spans = vec![bold("Still to be looked at: "), plain(said)];
    if !again.is_empty() {
        spans.extend([bold(" Again, as every year: "), plain(format!("{}.", again.join(" \u{b7} ")))]);
    }
    Block::Para(spans)
}
/// "S 25"
fn head(h: &Held) -> String {
    let letter = match word(&h.audit.sort) {
        "internal" => "I",
        "stage_1" => "1",
        "stage_2" => "2",
        "surveillance" => "S",
        "recertification" => "R",
        _ => "X",
    };
    format!("{letter} {}", h.on.format("%y"))
}
fn audits(p: &Paper, all: &[Held]) -> Block {
    if all.is_empty() {
        return Block::Para(vec![plain("None was held.")]);
    }
    let rows = all
        .iter()
        .map(|h| {
            let found = findings(p, &h.record.code, h.audit);
            let open = found.iter().filter(|(_, r, n)| n.failing() && r.state() != "closed").count();
            let mut cell = vec![plain(found.len().to_string())];
            if open > 0 {
                cell.push(Span::Red(format!(", {open} open")));
            }
            Row::Cells {
                cells: vec![
                    vec![p.code(&h.record.code)].into(),
                    vec![bold(p.title(h.record))].into(),
                    head(h).into(),
                    days(h.audit).into(),
                    auditor(p, h.record).into(),
                    cell.into(),
                    told(p, h.audit),
                ],
                id: Some(h.record.code.to_string()),
                reasons: p.reasons(&h.record.code),
            }
        })
        .collect();
    let columns = vec![
        column("Code", 15.0),
        column("Audit", 38.0),
        column("Column", 15.0),
        column("Held", 27.0),
        column("Auditor", 37.0),
        column("Findings", 18.0),
        column("Reported", 20.0),
    ];
    let n = all.len();
    Block::Table(Table { columns, rows, foot: format!("{n} of {} held shown", count(n, "audit", "audits")) })
}
fn told(_: &Paper, a: &Audit) -> Cell {
    match a.reported_on {
        Some(d) => d.0.to_string().into(),
        None => vec![Span::Red("not yet".into())].into(),
    }
}
/// The four blocks of the map: number, then a cell an audit.
fn map(p: &Paper, all: &[Subject], shown: &[&Held], from: Option<NaiveDate>) -> Cells {
    let late = |s: &Subject| !s.excluded && !p.is_current(&s.item);
    let before = |s: &Subject| s.last.is_none_or(|d| from.is_some_and(|f| d < f));
    // A frame over the columns of the last year, as far as nothing stands in them.
    let last_year = shown.last().map_or(0, |h| shown.iter().filter(|x| x.on > add_months(h.on, -12)).count());
    let row = |s: &&Subject| {
        let blank = s.letters.iter().rev().take_while(|l| l.is_empty()).count();
        let cells = s.letters.iter().map(|l| CellMark {
            form: match *l {
                "" => CellForm::Empty,
                "C" => CellForm::Light,
                _ => CellForm::Framed,
            },
            text: l.to_string(),
        });
        CellRow {
            code: s.number.clone(),
            title: String::new(),
            strong: late(s),
            cells: cells.collect(),
            missing: if late(s) && before(s) { blank.min(last_year) } else { 0 },
            end: String::new(),
            short: false,
        }
    };
    let within = |themes: &[&str]| -> Vec<&Subject> {
        all.iter()
            .filter(|s| match themes {
                [] => !s.number.starts_with("A."),
                some => some.iter().any(|t| s.number.starts_with(t)),
            })
            .collect()
    };
    let parts: Vec<CellPart> = [
        ("Clauses", &[][..]),
        ("A.5 Organizational", &["A.5."][..]),
        ("A.6, A.7", &["A.6.", "A.7."][..]),
        ("A.8 Technological", &["A.8.", "A.X"][..]),
    ]
    .into_iter()
    .map(|(title, themes)| CellPart { title: title.into(), rows: within(themes).iter().map(row).collect() })
    .filter(|p| !p.rows.is_empty())
    .collect();
    let columns: Vec<(String, String)> = shown
        .iter()
        .map(|h| {
            let head = head(h);
            let (letter, year) = head.split_once(' ').unwrap_or((head.as_str(), ""));
            (year.to_string(), letter.to_string())
        })
        .collect();
    let found: Vec<String> = all
        .iter()
        .flat_map(|s| {
            s.letters
                .iter()
                .zip(shown)
                .filter(|(l, _)| !matches!(**l, "" | "C"))
                .map(|(l, h)| format!("{} {l} in {}", s.number, head(h)))
        })
        .collect();
    let open: Vec<&str> = all.iter().filter(|s| late(s)).map(|s| s.number.as_str()).collect();
    let said = |list: Vec<String>| if list.is_empty() { "none".to_string() } else { list.join(", ") };
    let sentence = format!(
        "Coverage map of {} by {}. Findings: {}. Not looked at in time: {}.",
        count(all.len(), "clause and control", "clauses and controls"),
        count(shown.len(), "audit", "audits"),
        said(found),
        said(open.into_iter().map(String::from).collect())
    );
    let cell = if columns.len() > 7 { 28.0 / columns.len() as f32 } else { 4.0 };
    let names = shown.iter().map(|h| head(h)).collect();
    Cells { columns, names, parts, words: 11.0, cell, row: 4.55, end: String::new(), key: Vec::new(), sentence }
}
/// What is not current, with the day on which it was last looked at and why it stands here.
fn flagged(p: &Paper, some: &[&Subject], from: Option<NaiveDate>) -> Block {
    let rows = some
        .iter()
        .map(|s| Row::Cells {
            cells: vec![
                vec![bold(s.number.clone())].into(),
                s.title.clone().into(),
                match s.last {
                    None => vec![soft("never")].into(),
                    Some(d) if from.is_some_and(|f| d < f) => vec![soft(d.to_string())].into(),
                    Some(d) => d.to_string().into(),
                },
                p.flag(&s.item),
            ],
            id: None,
            reasons: p.reasons(&s.item),
        })
        .collect();
    let columns =
        vec![column("Number", 18.0), column("Subject", 100.0), column("Last internal", 26.0), column("Flag", 26.0)];
    Block::Table(Table { columns, rows, foot: format!("{0} of {0} shown", some.len()) })
}
