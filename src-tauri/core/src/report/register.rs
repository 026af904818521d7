//! A register on paper: records of a kind, one a row; each column is declared once: head, width, what stands in it.
//! It must never leave out a row that was drawn, nor a reason that the rules give.
use super::{Body, Paper, bold, count, one_line, plain, thousands};
use crate::doc::{Block, Cell, Column, Row, Span, Table};
use crate::isms::{Ix, Record};
use crate::refusal::Refusal;
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

/// The same of one day or state: those that `keep` holds of.
pub(crate) fn only<'e, 'a>(all: &'e [Entry<'a>], keep: impl Fn(&Entry) -> bool) -> Vec<&'e Entry<'a>> {
    all.iter().filter(|e| keep(e)).collect()
}

/// The table of some entries out of `total`; a sentence where there is none. A column that is empty for all of them is left out and named at
/// the foot. Each row can be linked to by its code, unless a sheet of the same paper bears it (`linked` false).
pub(crate) fn table(
    p: &Paper,
    entries: &[&Entry],
    total: usize,
    noun: (&str, &str),
    columns: &[Col],
    linked: bool,
) -> Block {
    if entries.is_empty() {
        let none = match total {
            0 => format!("No {} is on record.", noun.0),
            1 => format!("None of 1 {}.", noun.0),
            n => format!("None of {}.", count(n, noun.0, noun.1)),
        };
        return Block::Para(vec![plain(none)]);
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
    Block::Table(without_empty(Table {
        columns,
        rows,
        foot: format!("{} of {} shown", thousands(entries.len()), count(total, noun.0, noun.1)),
    }))
}
/// A table whose rows are no live records of one kind; where there is none, the sentence for that.
pub(crate) fn list(heads: &[(&str, f32)], rows: Vec<Row>, total: usize, noun: (&str, &str), none: &str) -> Block {
    let n = rows.iter().filter(|r| matches!(r, Row::Cells { .. })).count();
    if n == 0 {
        return Block::Para(vec![plain(none)]);
    }
    let columns = heads.iter().map(|(h, w)| crate::doc::column(h, *w)).collect();
    Block::Table(without_empty(Table {
        columns,
        rows,
        foot: format!("{} of {} shown", thousands(n), count(total, noun.0, noun.1)),
    }))
}
/// A table, or the sentence for an empty one: a head without rows looks like something left out.
pub(crate) fn or_none(t: Table, none: &str) -> Block {
    if t.rows.is_empty() { Block::Para(vec![plain(none)]) } else { Block::Table(t) }
}
/// A row of such a table.
pub(crate) fn row(cells: Vec<Cell>) -> Row {
    Row::Cells { cells, id: None, reasons: Vec::new() }
}
/// Takes out each column in which nothing stands, names it at the foot, and gives its width to the others.
fn without_empty(mut t: Table) -> Table {
    let filled = |i: usize| {
        t.rows.iter().any(|r| matches!(r, Row::Cells { cells, .. } if cells.get(i).is_some_and(|c| !c.is_empty())))
    };
    let keep: Vec<bool> = (0..t.columns.len()).map(filled).collect();
    if keep.iter().all(|k| *k) {
        return t;
    }
    let whole: f32 = t.columns.iter().map(|c| c.width).sum();
    let gone: Vec<String> =
        t.columns.iter().zip(&keep).filter(|(_, k)| !**k).map(|(c, _)| format!("\u{201c}{}\u{201d}", c.head)).collect();
    let mut at = keep.iter();
    t.columns.retain(|_| at.next() != Some(&false));
    for r in &mut t.rows {
        if let Row::Cells { cells, .. } = r {
            let mut at = keep.iter();
            cells.retain(|_| at.next() != Some(&false));
        }
    }
    let left: f32 = t.columns.iter().map(|c| c.width).sum();
    t.columns.iter_mut().for_each(|c| c.width *= whole / left);
    t.foot += &format!(
        " \u{b7} nothing in {}: {} left out",
        gone.join(", "),
        if gone.len() == 1 { "column" } else { "columns" }
    );
    t
}

/// How the rows were drawn and in what order: the small type over a register.
pub(crate) fn drawn(order: &str, drawn: impl Into<String>) -> Block {
    Block::Note(vec![bold("Order: "), plain(format!("{order}. ")), bold("Drawn: "), plain(drawn)])
}

/// "nothing", in red: what is owed.
pub(crate) fn owed(words: &str) -> Cell {
    vec![Span::Red(words.into())].into()
}
/// Recorded words on one run, in the record face; nothing where there are none.
pub(crate) fn recorded(words: &str) -> Cell {
    match one_line(words) {
        s if s.is_empty() => Cell::Empty,
        s => vec![Span::Recorded(s)].into(),
    }
}
/// Some of all; for the figures over a register.
pub(crate) fn of(n: usize, all: usize) -> String {
    format!("{n} of {all}")
}

impl Paper<'_> {
    /// After the day compared with? Without one: ever.
    pub(crate) fn recent(&self, day: Option<NaiveDate>) -> bool {
        self.from.is_none_or(|f| day.is_some_and(|d| d > f))
    }
    /// The one record of these kinds that a register is narrowed to; none where none is named.
    pub(crate) fn narrowed(&self, kinds: &[&str], example: &str) -> Result<Option<(Ix, &Record)>, Refusal> {
        let Some(code) = self.scope.about.as_deref() else { return Ok(None) };
        let found = self.isms.ix(code).map(|ix| (ix, self.isms.rec(ix)));
        match found.filter(|(_, r)| kinds.contains(&r.info().name) && !r.common.withdrawn) {
            Some(found) => Ok(Some(found)),
            None => Err(Refusal::new(
                "link",
                code,
                format!("There is no {} \u{201c}{code}\u{201d} in this file.", kinds.join(" or ").replace('_', " ")),
                format!("Give the code of a {}, like {example}, or none.", kinds.join(" or ").replace('_', " ")),
            )),
        }
    }
}

impl Entry<'_> {
    /// The code as a link.
    pub fn code(&self, p: &Paper) -> Cell {
        vec![p.code(&self.record.code)].into()
    }
    /// The title in bold, with the record's own words under it where there are some.
    pub fn title(&self, p: &Paper, second: &str) -> Cell {
        let mut lines = vec![vec![bold(p.title(self.record))]];
        if !second.is_empty() {
            lines.push(vec![Span::Recorded(one_line(second))]);
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
        recorded(self.body.text(field))
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

/// The same of lines that were all found.
pub(crate) fn listing(heads: &[(&str, f32)], rows: Vec<Vec<Cell>>, noun: (&str, &str), none: &str) -> Block {
    let n = rows.len();
    list(heads, rows.into_iter().map(row).collect(), n, noun, none)
}
