//! Two versions of a document: what differs, what staff were told, who approved (7.5.2, 6.3). What came is underlined, what went is struck
//! through, and a bar stands beside it, so that a grey copy loses nothing. It must never leave a change out.
use super::policy::{control, marked};
use crate::compare::{Fate, Op, Part};
use crate::doc::{self, Answer, Block, Cell, Row, Section, Sheet, Span, Table, column};
use crate::isms::Isms;
use crate::policy::{self, VersionShown};
use crate::prose::Is;
use crate::refusal::Refusal;
use crate::report::{Paper, Report, Scope, Versions, purpose, section, soft};

pub(super) const REPORT: Report =
    Report { name: "policy-changes", title: "Changes of a document", clause: "7.5", about: "policy", of: &[], build };

pub(super) fn versions(isms: &Isms, scope: &Scope) -> Versions {
    let (was, now) = &scope.versions;
    super::policy::named(isms, scope, |code| {
        let (was, now) = policy::compared_keys(isms, scope.as_of, code, was.as_deref(), now.as_deref())?;
        Ok(vec![was, now])
    })
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let code = p.scope.about.clone().unwrap_or_default();
    let (was, now) = &p.scope.versions;
    let c = policy::compare_versions(p.isms, p.day(), &code, was.as_deref(), now.as_deref(), None)?;
    let title = p.isms.record(&code).map(|r| r.title()).unwrap_or_default();
    let mut blocks = vec![
        purpose(
            "What differs between two versions: what came is underlined, what went is struck through, with a bar beside it.",
        ),
        Block::Sheet(Sheet { id: None, parts: vec![sheet(p, "Earlier", &c.was), sheet(p, "Later", &c.now)] }),
        Block::Note(vec![soft(format!("{}.", c.says.trim_end_matches('.')))]),
    ];
    if c.not_shown.is_none() {
        blocks.extend(differences(&c.compared.parts));
    }
    let name = format!("{code} {title}: {} and {}", c.was.number, c.now.number);
    let mut out = section(&format!("changes-{code}"), name, &["7.5", "6.3"], false, blocks);
    out.control = control(p, &code, &c.now);
    Ok(vec![out])
}
fn sheet(p: &Paper, title: &str, v: &VersionShown) -> doc::Part {
    let line = |s: String| vec![Answer::Spans(vec![Span::Text(s)])];
    let mut rows = vec![("Version".to_string(), line(format!("{}, {}", v.number, v.state)))];
    if let Some(d) = v.from {
        rows.push(("Holds from".into(), line(d.to_string())));
    }
    let mut signed = vec![Span::Text(match &v.approved_by {
        Some(by) => format!("{}, {}", p.who(by), v.approved),
        None => "not approved".into(),
    })];
    for proof in &v.proof {
        signed.push(Span::Text(" \u{b7} ".into()));
        signed.push(p.code(proof));
    }
    rows.push(("Approved by".into(), vec![Answer::Spans(signed)]));
    if !v.changed_what.is_empty() {
        let acts =
            if v.change == "major" { "Somebody has to act differently." } else { "Nobody has to act differently." };
        rows.push((
            "What changed".into(),
            vec![Answer::Recorded(v.changed_what.clone()), Answer::Spans(vec![soft(acts)])],
        ));
    }
    doc::Part { title: title.into(), rows }
}

/// All that changed, each with the heading that it stands under and the block before and after it; what stayed is counted. Rows of a
/// table are rows, under its head.
fn differences(parts: &[Part]) -> Vec<Block> {
    let changed = |i: usize| parts.get(i).is_some_and(|p| p.fate != Fate::Same);
    let mut shown: Vec<bool> =
        (0..parts.len()).map(|i| changed(i) || changed(i + 1) || i > 0 && changed(i - 1)).collect();
    let mut heading = None;
    for (i, part) in parts.iter().enumerate() {
        if matches!(part.is, Is::Heading { .. }) {
            heading = Some(i);
        } else if changed(i) {
            if let Some(h) = heading {
                shown[h] = true;
            }
        }
    }
    let mut out = Vec::new();
    let (mut left, mut i) = (0, 0);
    while i < parts.len() {
        let rows = rows_from(parts, i);
        if rows > 0 {
            let table = &parts[i..i + rows];
            if table.iter().all(|p| p.fate == Fate::Same) {
                left += rows;
            } else {
                stayed(&mut left, &mut out);
                out.push(rows_block(table));
            }
            i += rows;
            continue;
        }
        if shown[i] {
            stayed(&mut left, &mut out);
            out.push(block(&parts[i]));
        } else {
            left += 1;
        }
        i += 1;
    }
    stayed(&mut left, &mut out);
    out
}
/// How many rows of one table begin here: up to the next head, or to what is no row.
fn rows_from(parts: &[Part], from: usize) -> usize {
    let rest = &parts[from..];
    rest.iter().enumerate().take_while(|(n, p)| matches!(p.is, Is::Row { head } if *n == 0 || !head)).count()
}
/// Rows that came, went or changed, each said to be so in the first column; those that stayed are counted at the foot.
fn rows_block(parts: &[Part]) -> Block {
    let width = parts.iter().map(|p| p.cells.len()).max().unwrap_or(1).max(1);
    let head = parts.first().filter(|p| matches!(p.is, Is::Row { head: true }));
    let said = |c: usize| -> String {
        let cell = head.and_then(|h| h.cells.get(c)).into_iter().flatten();
        let gone = head.is_some_and(|h| h.fate == Fate::Removed);
        cell.filter(|x| gone || x.op != Op::Removed).map(|x| x.text.as_str()).collect()
    };
    let each = 150.0 / width as f32;
    let mut columns = vec![column("Change", 20.0)];
    columns.extend((0..width).map(|c| match said(c).trim() {
        "" => column("\u{2013}", each),
        words => column(words, each),
    }));
    let mut rows = Vec::new();
    for p in parts.iter().filter(|p| p.fate != Fate::Same) {
        let is_head = matches!(p.is, Is::Row { head: true });
        let word = match p.fate {
            Fate::Added => "added",
            Fate::Removed => "removed",
            _ => "changed",
        };
        let word = if is_head { format!("head {word}") } else { word.into() };
        let mut cells: Vec<Cell> = vec![vec![Span::Bold(word)].into()];
        cells.extend((0..width).map(|c| p.cells.get(c).map_or(Cell::Empty, |cell| marked(cell).into())));
        rows.push(Row::Cells { cells, id: None, reasons: Vec::new() });
    }
    let same = parts.iter().filter(|p| p.fate == Fate::Same && !matches!(p.is, Is::Row { head: true })).count();
    let foot = match same {
        0 => String::new(),
        1 => "1 row stayed as it was".into(),
        n => format!("{n} rows stayed as they were"),
    };
    Block::Table(Table { columns, rows, foot })
}
fn stayed(left: &mut usize, out: &mut Vec<Block>) {
    if *left > 0 {
        let words = if *left == 1 {
            "1 paragraph stayed as it was.".into()
        } else {
            format!("{left} paragraphs stayed as they were.")
        };
        out.push(Block::Note(vec![soft(format!("[\u{2026}] {words}"))]));
    }
    *left = 0;
}
fn block(p: &Part) -> Block {
    let spans = p.cells.iter().flat_map(|cell| marked(cell)).collect();
    let lead = match p.is {
        Is::Item { number: Some(n), .. } => format!("{n}. "),
        Is::Item { .. } => "\u{2013} ".into(),
        _ => String::new(),
    };
    Block::Compared { changed: p.fate != Fate::Same, heading: matches!(p.is, Is::Heading { .. }), lead, spans }
}
