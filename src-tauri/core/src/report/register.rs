//! A register on paper: records of a kind, one a row; each column is declared once: head, width, what stands in it.
//! It must never leave out a row that was drawn, nor a reason that the rules give.
use super::{Body, Paper, bold, count, one_line, plain, soft};
use crate::doc::{Block, Cell, Column, Row, Span, Table};
use crate::isms::{Ix, Record};
use chrono::NaiveDate;

/// One record of a register, with its answers.
pub(crate) struct Entry<'a> {
    pub ix: Ix,
    pub record: &'a Record,
    pub body: Body,
}

/// One column: in millimetres where the sum is 170 (portrait) or 257 (landscape).
pub(crate) struct Col {
    pub head: &'static str,
    pub width: f32,
    pub right: bool,
    pub fill: fn(&Paper, &Entry) -> Cell,
}
pub(crate) const fn col(head: &'static str, width: f32, fill: fn(&Paper, &Entry) -> Cell) -> Col {
    Col { head, width, right: false, fill }
}
/// A column of numbers.
pub(crate) const fn number(head: &'static str, width: f32, fill: fn(&Paper, &Entry) -> Cell) -> Col {
    Col { head, width, right: true, fill }
}

/// The live records of a kind, by code.
pub(crate) fn entries<'a>(p: &'a Paper, kind: &str) -> Vec<Entry<'a>> {
    let mut out: Vec<Entry> = p
        .isms
        .each(kind)
        .filter(|(_, r)| r.live())
        .map(|(ix, record)| Entry { ix, record, body: Body::of(record) })
        .collect();
    out.sort_by(|a, b| a.record.code.cmp(&b.record.code));
    out
}

/// The table of some entries out of `total`; a sentence where there is none. Each row can be linked to by its code, unless a sheet of the
/// same paper bears it (`linked` false).
pub(crate) fn table(
    p: &Paper,
    entries: &[&Entry],
    total: usize,
    noun: (&str, &str),
    columns: &[Col],
    linked: bool,
) -> Block {
    if entries.is_empty() {
        let of = if total == 0 { String::new() } else { format!(" of {}", count(total, noun.0, noun.1)) };
        return Block::Para(vec![plain(format!("None{of}."))]);
    }
    let rows = entries
        .iter()
        .map(|e| Row::Cells {
            cells: columns.iter().map(|c| (c.fill)(p, e)).collect(),
            id: linked.then(|| e.record.code.to_string()),
            reasons: p.reasons(&e.record.code),
        })
        .collect();
    let columns = columns.iter().map(|c| Column { head: c.head.into(), width: c.width, right: c.right }).collect();
    Block::Table(Table { columns, rows, foot: format!("{} of {} shown", entries.len(), count(total, noun.0, noun.1)) })
}

/// How the rows were drawn and in what order: the small type over a register.
pub(crate) fn drawn(order: &str, drawn: impl Into<String>) -> Block {
    Block::Note(vec![bold("Order: "), plain(format!("{order}. ")), bold("Drawn: "), plain(drawn)])
}

impl Entry<'_> {
    /// The code as a link.
    pub fn code(&self, p: &Paper) -> Cell {
        vec![p.code(&self.record.code)].into()
    }
    /// The title in bold, with a second line in the second ink where there is one.
    pub fn title(&self, p: &Paper, second: &str) -> Cell {
        let mut lines = vec![vec![bold(p.title(self.record))]];
        if !second.is_empty() {
            lines.push(vec![soft(second)]);
        }
        Cell::Lines(lines)
    }
    /// Whoever a field names, by initials and role.
    pub fn who(&self, p: &Paper, field: &str) -> Cell {
        let of: Vec<String> = self.body.codes(field).into_iter().map(|c| p.who(c)).collect();
        of.join("; ").into()
    }
    /// The words of a choice, as on its button.
    pub fn word(&self, field: &str) -> Cell {
        self.body.word(field).into()
    }
    /// A field in its own words, in the record face where they are prose.
    pub fn say(&self, p: &Paper, field: &str) -> Cell {
        let v = self.body.get(field);
        match self.body.kind.field(field) {
            Some(f) if !crate::canonical::empty(v) => p.say(&f.ty, v).into(),
            _ => Cell::Empty,
        }
    }
    /// Prose of the record on one run.
    pub fn recorded(&self, field: &str) -> Cell {
        match one_line(self.body.text(field)) {
            s if s.is_empty() => Cell::Empty,
            s => vec![Span::Recorded(s)].into(),
        }
    }
    pub fn day(&self, field: &str) -> Cell {
        day(self.body.day(field))
    }
    /// Codes that a field names, as links.
    pub fn codes(&self, p: &Paper, field: &str) -> Cell {
        match p.codes(self.body.codes(field)) {
            s if s.is_empty() => Cell::Empty,
            s => s.into(),
        }
    }
    pub fn flag(&self, p: &Paper) -> Cell {
        p.flag(&self.record.code)
    }
    pub fn reviewed(&self, p: &Paper) -> Cell {
        p.reviewed_cell(&self.record.code)
    }
    pub fn state(&self) -> &str {
        self.record.state()
    }
}

/// "2026-11-18", or nothing.
pub(crate) fn day(d: Option<NaiveDate>) -> Cell {
    d.map_or(Cell::Empty, |d| d.to_string().into())
}

/// A table of what is no record: heads with widths, a row for each line; the sentence where there is none. All that were found are
/// shown; a column in which nothing stands is left out and named.
pub(crate) fn listing(heads: &[(&str, f32)], rows: Vec<Vec<Cell>>, noun: (&str, &str), none: &str) -> Block {
    if rows.is_empty() {
        return Block::Para(vec![plain(none)]);
    }
    let mut foot = format!("{} of {} shown", rows.len(), count(rows.len(), noun.0, noun.1));
    let empty = |n: usize| {
        rows.iter().all(|r| match r.get(n) {
            None | Some(Cell::Empty) => true,
            Some(Cell::Spans(s)) => s.is_empty(),
            _ => false,
        })
    };
    let kept: Vec<bool> = (0..heads.len()).map(|n| !empty(n)).collect();
    let mut columns: Vec<Column> = Vec::new();
    let mut spare = 0.0;
    for ((head, width), keep) in heads.iter().zip(&kept) {
        if *keep {
            columns.push(Column { head: (*head).into(), width: *width, right: false });
        } else {
            spare += width;
            foot.push_str(&format!(" \u{b7} {}: none, column left out", head.to_lowercase()));
        }
    }
    // The widest takes the room.
    if let Some(widest) = columns.iter_mut().max_by(|a, b| a.width.total_cmp(&b.width)) {
        widest.width += spare;
    }
    let filled = |cells: Vec<Cell>| cells.into_iter().zip(&kept).filter(|(_, keep)| **keep).map(|(c, _)| c).collect();
    let rows =
        rows.into_iter().map(|cells| Row::Cells { cells: filled(cells), id: None, reasons: Vec::new() }).collect();
    Block::Table(Table { columns, rows, foot })
}
