//! Tables: widths of columns, rows as lines (PAPER 4). How they go over pages: `rows.rs`.
use crate::draw::{HEAD, INK, Item, MUTE, NOTE, TABLE, Tag, Type};
use crate::flow::{Press, mm};
use crate::fonts::Face;
use crate::lines::{Align, Line, Piece, Setting, Word, fill, height, placed, words};
use crate::marks::Worded;
use crate::shape::visible;
use isms::doc::{Cell, Row, Span, Table};

/// Between two columns, mm.
const BETWEEN: f32 = 3.0;
/// How far a code or date may stand into that gap.
pub(crate) const OVER: f32 = 2.3;
/// The same for a level with its word, for a head.
const LEVEL_OVER: f32 = 1.4;
const HEAD_OVER: f32 = 0.6;
/// Above and below the words of a row.
const PAD: f32 = 1.2;
const PAD_TIGHT: f32 = 0.75;
const PAD_CLOSE: f32 = 0.3;
/// From this number of rows a table is set tight.
const TIGHT_FROM: usize = 13;
/// Lines of a name that stands again where its row goes on; of the heads that stand again on each page.
pub(crate) const AGAIN_LINES: usize = 3;
const AGAIN_HEAD_LINES: usize = 8;

/// A paragraph of a cell, in words; `bare` is used where the words have no room on one line.
struct Para {
    words: Vec<Word>,
    bare: Option<Vec<Word>>,
    /// First level of its row: its column should have room for the word.
    leader: bool,
    kind: Type,
}

/// A row, measured.
pub(crate) struct Measured {
    /// Lines of each cell.
    pub(crate) cells: Vec<Vec<Line>>,
    pub(crate) reasons: Vec<Vec<Line>>,
    pub(crate) id: Option<String>,
    /// What stands again where the row goes on.
    pub(crate) code: String,
    pub(crate) name: Vec<Line>,
    pub(crate) pad: f32,
}

impl Measured {
    pub(crate) fn main(&self) -> f32 {
        let tallest = self.cells.iter().map(|lines| height(lines)).fold(0.0, f32::max);
        self.pad + tallest + if self.reasons.is_empty() { self.pad } else { 0.8 }
    }
    /// Height with the first `count` reasons.
    pub(crate) fn with(&self, count: usize) -> f32 {
        let reasons: f32 = self.reasons[..count].iter().map(|lines| height(lines)).sum();
        self.main() + if count > 0 { reasons + self.pad } else { 0.0 }
    }
}

pub(crate) enum Measure {
    Row(Box<Measured>),
    Group(Vec<Line>),
}

/// Columns with their places: left edge and width of the content, mm.
pub(crate) struct Grille {
    pub(crate) columns: Vec<(f32, f32)>,
    pub(crate) right: Vec<bool>,
    pub(crate) head: Vec<Item>,
    pub(crate) head_h: f32,
    /// The head again, for the pages after the first.
    pub(crate) again: Vec<Item>,
    pub(crate) again_h: f32,
}

impl Press<'_> {
    pub(crate) fn table(&mut self, table: &Table, before: f32) {
        let rows = table.rows.iter().filter(|row| matches!(row, Row::Cells { .. })).count();
        self.padded(table, if rows >= TIGHT_FROM { PAD_TIGHT } else { PAD }, before);
    }

    /// Rows that stand close.
    pub(crate) fn close_table(&mut self, table: &Table, before: f32) {
        self.cells = NOTE.inked(INK);
        self.padded(table, PAD_CLOSE, before);
        self.cells = TABLE;
    }

    fn padded(&mut self, table: &Table, pad: f32, before: f32) {
        if table.columns.is_empty() {
            return;
        }
        let node = self.tree.node("Table", self.parent);
        let (head_node, body) = (self.tree.node("THead", node), self.tree.node("TBody", node));
        let heads = self.tree.node("TR", head_node);
        let rows = table.rows.iter().filter(|row| matches!(row, Row::Cells { .. })).count();
        let cells = self.cells(table, body);
        let widths = self.widths(table, &cells);
        let grille = self.grille(table, &widths, heads);
        let measured: Vec<Measure> = cells.into_iter().map(|row| self.measure(row, table, &grille, pad)).collect();
        let foot = self.table_foot(&table.foot);
        self.paginate(&measured, &grille, foot, rows, before);
    }

    /// Each row as paragraphs, with its nodes.
    fn cells(&mut self, table: &Table, body: u32) -> Vec<RowWords> {
        let mut out = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            match row {
                Row::Group(spans) => {
                    let tr = self.tree.node("TR", body);
                    let th = self.tree.node("TH", tr);
                    self.tree.rare(th).span = table.columns.len();
                    self.tree.rare(th).scope = Some("Column");
                    let pieces = self.pieces(spans, TABLE.style.faced(Face::Bold), th);
                    out.push(RowWords::Group(words(&mut self.shaper, &pieces)));
                }
                Row::Cells { cells, id, reasons } => {
                    self.own.clone_from(id);
                    let tr = self.tree.node("TR", body);
                    let leader = cells.iter().position(|cell| matches!(cell, Cell::Level(_)));
                    let mut row = Vec::with_capacity(table.columns.len());
                    for at in 0..table.columns.len() {
                        let cell_node = self.tree.node(if at == 0 { "TH" } else { "TD" }, tr);
                        if at == 0 {
                            self.tree.rare(cell_node).scope = Some("Row");
                        }
                        row.push(
                            cells.get(at).map_or_else(Vec::new, |cell| self.cell(cell, cell_node, leader == Some(at))),
                        );
                    }
                    // Cells beyond the columns are not lost: they stand under the last one.
                    for cell in cells.iter().skip(table.columns.len()) {
                        let last = (self.tree.nodes.len() - 1) as u32;
                        let more = self.cell(cell, last, true);
                        if let Some(into) = row.last_mut() {
                            into.extend(more);
                        }
                    }
                    let mut whys = Vec::with_capacity(reasons.len());
                    for reason in reasons {
                        let tr = self.tree.node("TR", body);
                        let td = self.tree.node("TD", tr);
                        self.tree.rare(td).span = table.columns.len();
                        let mut pieces = vec![Piece::text("– ", NOTE.style, Tag::Node(td))];
                        pieces.extend(self.pieces(reason, NOTE.style, td));
                        whys.push(words(&mut self.shaper, &pieces));
                    }
                    let name = cells.get(1).map(plain_words).unwrap_or_default();
                    let code = cells.first().map(plain_words).unwrap_or_default();
                    out.push(RowWords::Row { cells: row, reasons: whys, id: id.clone(), code, name });
                    self.own = None;
                }
            }
        }
        out
    }

    /// A cell as paragraphs; `leader` is the first level of its row.
    fn cell(&mut self, cell: &Cell, node: u32, leader: bool) -> Vec<Para> {
        let base = self.cells.style;
        let para = |press: &mut Self, pieces: Vec<Piece>, bare: Option<Vec<Piece>>| Para {
            words: words(&mut press.shaper, &pieces),
            bare: bare.map(|pieces| words(&mut press.shaper, &pieces)),
            leader,
            kind: press.cells,
        };
        match cell {
            Cell::Empty => Vec::new(),
            Cell::Spans(spans) => {
                let pieces = self.pieces(spans, base, node);
                vec![para(self, pieces, None)]
            }
            Cell::Lines(lines) => {
                let mut out = Vec::new();
                for spans in lines {
                    let under = if lines.len() > 1 { self.tree.node("P", node) } else { node };
                    let pieces = self.pieces(spans, base, under);
                    out.push(para(self, pieces, None));
                }
                out
            }
            Cell::Level(level) => {
                // The first level of a row always has its word, the others where there is room.
                let pieces = self.level(level, base, node, Worded::Beside);
                let other = self.level(level, base, node, if leader { Worded::Under } else { Worded::Bare });
                vec![para(self, pieces, Some(other))]
            }
            Cell::Levels { then, now } => {
                let pieces = self.levels(then.as_ref(), now, base, node, Worded::Beside);
                let bare = self.levels(then.as_ref(), now, base, node, Worded::Bare);
                vec![para(self, pieces, Some(bare))]
            }
            Cell::States(states) => {
                let mut out = Vec::new();
                for state in states {
                    let under = if states.len() > 1 { self.tree.node("P", node) } else { node };
                    let pieces = self.state(*state, base, under);
                    out.push(para(self, pieces, None));
                }
                out
            }
        }
    }

    /// Widths of the columns in mm. As wished, unless a head word, code or state would not fit: then the roomy ones give.
    fn widths(&mut self, table: &Table, rows: &[RowWords]) -> Vec<f32> {
        let wished: f32 = table.columns.iter().map(|column| column.width.max(1.0)).sum();
        let nominal = if self.page.landscape { 257.0 } else { 170.0 };
        // A sum of the nominal width on a narrower page: wide columns give first, narrow ones keep their millimetres.
        let scale =
            if (wished - nominal).abs() < 0.5 && self.page.column < nominal { 1.0 } else { self.page.column / wished };
        let mut widths: Vec<f32> = table.columns.iter().map(|column| column.width.max(1.0) * scale).collect();
        let last = widths.len() - 1;
        let mut need: Vec<f32> = Vec::with_capacity(widths.len());
        for (at, column) in table.columns.iter().enumerate() {
            let gap = if at == last { 0.0 } else { BETWEEN };
            let head = [Piece::text(visible(&column.head), HEAD.style, Tag::Ornament)];
            let head = words(&mut self.shaper, &head);
            // What is no word of a head any more breaks like any other.
            let head = head.iter().map(|word| word.width).filter(|width| *width <= 40.0).fold(0.0, f32::max)
                + (gap - if column.right { 0.0 } else { HEAD_OVER }).max(0.05);
            let mut least = head;
            for row in rows {
                if let RowWords::Row { cells, .. } = row {
                    for para in cells.get(at).into_iter().flatten() {
                        let words = if para.leader { &para.words } else { para.bare.as_ref().unwrap_or(&para.words) };
                        for word in words {
                            let (most, over) = match (para.leader, word.firm) {
                                (true, _) => (40.0, gap - LEVEL_OVER),
                                (_, true) => (40.0, gap - OVER),
                                _ => (26.0, gap - 1.0),
                            };
                            if word.width <= most {
                                least = least.max(word.width + over.max(0.0));
                            }
                        }
                    }
                }
            }
            need.push(least);
        }
        let over = (widths.iter().sum::<f32>() - self.page.column).max(0.0);
        let short: f32 = widths.iter().zip(&need).map(|(width, need)| (need - width).max(0.0)).sum::<f32>() + over;
        if short > 0.01 {
            let spare: Vec<f32> = widths.iter().zip(&need).map(|(width, need)| (width - need).max(0.0)).collect();
            let sum: f32 = spare.iter().sum();
            for ((width, need), spare) in widths.iter_mut().zip(&need).zip(&spare) {
                *width = width.max(*need) - if sum > 0.0 { spare * (short / sum).min(1.0) } else { 0.0 };
            }
            // Still too wide: all give alike, long words break.
            let total: f32 = widths.iter().sum();
            if total > self.page.column + 0.01 {
                let k = self.page.column / total;
                widths.iter_mut().for_each(|width| *width *= k);
            }
        }
        widths
    }

    fn grille(&mut self, table: &Table, widths: &[f32], heads: u32) -> Grille {
        let mut x = 0.0;
        let last = widths.len() - 1;
        let mut columns = Vec::new();
        for (at, width) in widths.iter().enumerate() {
            columns.push((x, (width - if at == last { 0.0 } else { BETWEEN }).max(4.0)));
            x += width;
        }
        let mut laid: Vec<(Vec<Line>, f32)> = Vec::new();
        for (column, (x, width)) in table.columns.iter().zip(&columns) {
            let th = self.tree.node("TH", heads);
            self.tree.rare(th).scope = Some("Column");
            let pieces = [Piece::text(visible(&column.head), HEAD.style, Tag::Node(th))];
            let align = if column.right { Align::Right } else { Align::Left };
            // A head may stand a little into the gap before it breaks.
            let set = Setting::new(HEAD, *width + if column.right { 0.0 } else { HEAD_OVER }).aligned(align);
            laid.push((self.lines(&pieces, &set), *x));
        }
        // Heads stand again on each page: a very long one with its first lines only.
        let brief: Vec<(Vec<Line>, f32)> =
            laid.iter().map(|(lines, x)| (lines.iter().take(AGAIN_HEAD_LINES).cloned().collect(), *x)).collect();
        // Heads are the reports' own words. Those of a record (there are none now) could at most fill half of a page.
        let most = (self.full() / 2.0 / HEAD.height()) as usize;
        laid.iter_mut().for_each(|(lines, _)| lines.truncate(most));
        let (head, head_h) = self.head_items(laid);
        let (again, again_h) = self.head_items(brief);
        let again = again.into_iter().map(|item| item.tagged(Tag::Ornament)).collect();
        Grille {
            columns,
            right: table.columns.iter().map(|column| column.right).collect(),
            head,
            head_h,
            again,
            again_h,
        }
    }

    /// Heads on one last line, the rule below them, and their height.
    fn head_items(&self, heads: Vec<(Vec<Line>, f32)>) -> (Vec<Item>, f32) {
        let tallest = heads.iter().map(|(lines, _)| height(lines)).fold(0.0, f32::max);
        let mut items = Vec::new();
        for (lines, x) in heads {
            let top = tallest - height(&lines);
            items.extend(placed(lines, x, top));
        }
        let rule = tallest + 1.0;
        items.push(Item::rule(0.0, rule, self.page.column, 0.0, 0.8, INK));
        (items, rule + mm(0.4))
    }

    fn measure(&mut self, row: RowWords, table: &Table, grille: &Grille, pad: f32) -> Measure {
        match row {
            RowWords::Group(words) => {
                Measure::Group(fill(&words, &Setting::new(TABLE.faced(Face::Bold), self.page.column)))
            }
            RowWords::Row { cells, reasons, id, code, name } => {
                let cells = cells
                    .iter()
                    .zip(&grille.columns)
                    .zip(&grille.right)
                    .map(|((paras, (_, width)), right)| {
                        let mut lines: Vec<Line> = Vec::new();
                        for para in paras {
                            let align = if *right { Align::Right } else { Align::Left };
                            let set = Setting { over: OVER, ..Setting::new(para.kind, *width).aligned(align) };
                            let set_lines = match &para.bare {
                                Some(bare) if one_line(&para.words) > width + LEVEL_OVER => fill(bare, &set),
                                Some(_) => fill(&para.words, &Setting { width: width + LEVEL_OVER, ..set }),
                                None => fill(&para.words, &set),
                            };
                            lines.extend(set_lines);
                        }
                        lines
                    })
                    .collect();
                let (x, width) = reason_place(grille, self.page.column);
                let set = Setting { hang: 3.0, ..Setting::new(NOTE, width.min(190.0)) };
                let reasons = reasons
                    .iter()
                    .flat_map(|words| {
                        let mut lines = fill(words, &set);
                        lines.iter_mut().flat_map(|line| &mut line.items).for_each(|item| item.x += x);
                        // A reason as long as half a page goes over it in parts.
                        lines.chunks(12).map(<[Line]>::to_vec).collect::<Vec<_>>()
                    })
                    .collect();
                let width = grille.columns.get(1).map_or(30.0, |column| column.1);
                let again = [Piece::text(" (continued)", NOTE.style.inked(MUTE), Tag::Ornament)];
                let name = if table.columns.len() > 1 {
                    let style = TABLE.style.faced(Face::Bold);
                    let set = Setting::new(TABLE, width);
                    self.brief(&[], (&name, style, Tag::Ornament), &again, AGAIN_LINES, &set)
                } else {
                    Vec::new()
                };
                Measure::Row(Box::new(Measured { cells, reasons, id, code, name, pad }))
            }
        }
    }

    fn table_foot(&mut self, foot: &str) -> Option<Vec<Line>> {
        if foot.is_empty() {
            return None;
        }
        let node = self.tree.node("P", self.parent);
        let pieces = [Piece::text(visible(foot), NOTE.style.inked(MUTE), Tag::Node(node))];
        Some(self.lines(&pieces, &Setting::new(NOTE, self.page.column).aligned(Align::Right)))
    }
}

enum RowWords {
    Row { cells: Vec<Vec<Para>>, reasons: Vec<Vec<Word>>, id: Option<String>, code: String, name: String },
    Group(Vec<Word>),
}

/// Width of words if they stood on one line, without the spaces between.
fn one_line(words: &[Word]) -> f32 {
    words.iter().map(|word| word.width + 0.8).sum::<f32>() - 0.8
}

/// Reasons begin under the second column.
fn reason_place(grille: &Grille, column: f32) -> (f32, f32) {
    let x = grille.columns.get(1).map_or(3.0, |second| second.0).min(column - 60.0);
    (x, column - x)
}

fn plain_words(cell: &Cell) -> String {
    let flat = |spans: &[Span]| -> String {
        spans
            .iter()
            .map(|span| match span {
                Span::Text(t) | Span::Bold(t) | Span::Recorded(t) | Span::Red(t) | Span::Added(t) => t.as_str(),
                Span::Link { text, .. } => text.as_str(),
                Span::Soft(_) | Span::Removed(_) => "",
            })
            .collect()
    };
    match cell {
        Cell::Spans(spans) => flat(spans),
        Cell::Lines(lines) => lines.first().map(|spans| flat(spans)).unwrap_or_default(),
        _ => String::new(),
    }
}
