//! Rows of small cells: the month strip of routines, the coverage map of audits (PAPER 7). Each state has a shape of its own, so that
//! grey print loses nothing; what it shows is said in words for those who do not see it.
use crate::draw::{FURNITURE, HAIR, HEAD, INK, INK2, Item, Style, TABLE, TINT2, Tag, Type, WHITE, circle, knots};
use crate::flow::{Press, Slab, mm};
use crate::fonts::Face;
use crate::lines::{Align, Piece, Setting, height, placed};
use crate::shape::visible;
use isms::doc::{CellForm, CellMark, CellPart, CellRow, Cells, Span};

/// Least space between parts that stand side by side, and the tint of what was looked at.
const APART: f32 = 3.0;
const TINT: u32 = 0xF0F3F0;
/// Words at the end of a row.
const END: f32 = 17.0;

/// Nodes of a part's table.
struct Axes {
    caption: Option<u32>,
    columns: Vec<u32>,
    end: Option<u32>,
    body: u32,
}

impl Press<'_> {
    pub(crate) fn small_cells(&mut self, c: &Cells, before: f32) {
        if c.parts.is_empty() {
            return;
        }
        let mut before = before;
        if !c.key.is_empty() {
            let key = self.tree.node("P", self.parent);
            let (items, h) = self.meanings(c, Tag::Node(key));
            self.put(before, Slab { h, items, ..Slab::default() });
            before = 2.5;
        }
        let end = if c.end.is_empty() { 0.0 } else { END };
        let width = c.words + c.cell * c.columns.len() as f32 + end;
        let n = c.parts.len() as f32;
        let step = if c.parts.len() > 1 { ((self.page.column - width) / (n - 1.0)).max(width + APART) } else { 0.0 };
        let tallest = c.parts.iter().map(|p| p.rows.len()).max().unwrap_or(0);
        let tables: Vec<Axes> = c.parts.iter().enumerate().map(|(n, part)| self.axes(c, part, n == 0)).collect();
        let (head, head_h) = self.heads(c, (width, step, end), &tables);
        let again: Vec<Item> = head.iter().map(|i| i.clone().tagged(Tag::Ornament)).collect();
        let mut first = Some(head);
        for at in 0..tallest {
            let mut items = Vec::new();
            for (n, part) in c.parts.iter().enumerate() {
                let Some(row) = part.rows.get(at) else { continue };
                items.extend(
                    self.cell_row(c, row, (width, end), &tables[n])
                        .into_iter()
                        .map(|i| i.shifted(n as f32 * step, 0.0)),
                );
            }
            let need =
                if first.is_some() { head_h + before } else { 0.0 } + c.row * if at + 2 == tallest { 2.0 } else { 1.0 };
            if need > self.room() && !self.fresh() {
                self.turn();
                if first.is_none() {
                    self.continued_title();
                    self.put(0.0, Slab { h: head_h, items: again.clone(), ..Slab::default() });
                }
            }
            if let Some(items) = first.take() {
                self.put(before, Slab { h: head_h, items, ..Slab::default() });
            }
            self.put(0.0, Slab { h: c.row, items, ..Slab::default() });
        }
    }

    /// The table of a part with its head cells, for those who do not see it: what each column is stands there in full.
    fn axes(&mut self, c: &Cells, part: &CellPart, first: bool) -> Axes {
        let table = self.tree.node("Table", self.parent);
        if first {
            self.tree.rare(table).alt = Some(visible(&c.sentence).into_owned());
        }
        let caption = (!part.title.is_empty()).then(|| self.tree.node("Caption", table));
        let (head, body) = (self.tree.node("THead", table), self.tree.node("TBody", table));
        let tr = self.tree.node("TR", head);
        let th = |press: &mut Self, words: Option<&String>| {
            let th = press.tree.node("TH", tr);
            press.tree.rare(th).scope = Some("Column");
            press.tree.rare(th).actual = words.map(|words| visible(words).into_owned());
            th
        };
        th(self, None);
        let columns = (0..c.columns.len()).map(|at| th(self, c.names.get(at))).collect();
        let end = (!c.end.is_empty()).then(|| th(self, None));
        Axes { caption, columns, end, body }
    }

    /// Titles of the parts, years and heads of the columns.
    fn heads(&mut self, c: &Cells, (width, step, end): (f32, f32, f32), tables: &[Axes]) -> (Vec<Item>, f32) {
        let mut items = Vec::new();
        let small = FURNITURE.inked(INK2);
        let strong = Type { style: Style { size: 7.0, ..HEAD.style }, ..FURNITURE };
        let titled = c.parts.iter().any(|p| !p.title.is_empty());
        let top = if titled { HEAD.height() + 0.4 } else { 0.0 };
        let line = top + 2.0 * FURNITURE.height();
        for (n, part) in c.parts.iter().enumerate() {
            let x = n as f32 * step;
            let axes = &tables[n];
            if titled {
                let tag = axes.caption.map_or(Tag::Ornament, Tag::Node);
                let title = self.plain(&format!("{} ", part.title), HEAD, width, tag);
                items.extend(placed(title, x, 0.0));
            }
            for (i, (over, head)) in c.columns.iter().enumerate() {
                let at = x + c.words + c.cell * i as f32;
                let tag = Tag::Node(axes.columns[i]);
                if !over.is_empty() {
                    let wide = over.chars().count() > 2;
                    let set = Setting::new(small, if wide { c.cell * 6.0 } else { c.cell });
                    let set = if wide { set } else { set.aligned(Align::Centre) };
                    let pieces =
                        [Piece::text(visible(&format!("{over} ")), if wide { strong.style } else { small.style }, tag)];
                    let lines = self.lines(&pieces, &set);
                    items.extend(placed(lines, at + if wide { 0.4 } else { 0.0 }, top));
                    if wide {
                        items.push(Item::rule(at, top, 0.0, line - top, 0.25, HAIR));
                    }
                }
                let pieces =
                    [Piece::text(visible(&format!("{head} ")), if titled { strong.style } else { small.style }, tag)];
                let lines = self.lines(&pieces, &Setting::new(small, c.cell).aligned(Align::Centre));
                items.extend(placed(lines, at, top + FURNITURE.height()));
            }
            if let Some(th) = axes.end {
                let pieces = [Piece::text(visible(&format!("{} ", c.end)), strong.style, Tag::Node(th))];
                let lines = self.lines(&pieces, &Setting::new(strong, end).aligned(Align::Right));
                items.extend(placed(lines, x + width - end, top + FURNITURE.height()));
            }
            items.push(Item::rule(x, line + 0.4, width, 0.0, 0.8, INK));
        }
        (items, line + 0.4 + mm(0.4))
    }

    fn cell_row(&mut self, c: &Cells, row: &CellRow, (width, end): (f32, f32), axes: &Axes) -> Vec<Item> {
        let mut items = Vec::new();
        let tr = self.tree.node("TR", axes.body);
        let node = self.tree.node("TH", tr);
        self.tree.rare(node).scope = Some("Row");
        let tag = Tag::Node(node);
        let kind = Type { style: Style { size: 7.5, ..TABLE.style }, ..FURNITURE };
        let y = (c.row - kind.height()) / 2.0;
        let bare = row.title.is_empty();
        let code = if row.strong && bare {
            kind.style.faced(Face::Bold)
        } else {
            kind.style.inked(if bare { INK } else { INK2 })
        };
        let mut pieces = self.pieces(&[Span::Link { text: row.code.clone(), to: row.code.clone() }], code, node);
        if bare {
            pieces.push(Piece::text(" ", code, tag));
            let lines = self.lines(&pieces, &Setting::new(kind, c.words));
            items.extend(placed(lines, 0.0, y));
        } else {
            let code_w = 12.5;
            let lines = self.lines(&pieces, &Setting::new(kind, code_w));
            items.extend(placed(lines, 0.0, y));
            let title = self.fitting(&row.title, kind.faced(Face::Bold), c.words - code_w - 1.0);
            let lines = self.plain(&format!("{title} "), kind.faced(Face::Bold), c.words, tag);
            items.extend(placed(lines, code_w, y));
        }
        let missing = row.missing.min(c.columns.len());
        for (i, top) in axes.columns.iter().enumerate() {
            let td = self.tree.node("TD", tr);
            self.tree.headed(td, &[node, *top]);
            let x = c.words + c.cell * i as f32;
            // The dashed frame over the last columns is said at the first of them.
            let framed = missing > 0 && i == c.columns.len() - missing;
            let Some(mark) = row.cells.get(i) else { continue };
            let mut said = [mark.form.word(), &visible(&mark.text)].join(" ").trim().to_owned();
            if framed {
                said = format!("{said} not looked at in time").trim().to_owned();
            }
            let tag = if said.is_empty() {
                Tag::Ornament
            } else {
                let span = self.tree.inline("Span", td);
                self.tree.rare(span).actual = Some(said);
                Tag::Node(span)
            };
            if framed {
                let (w, h) = (c.cell * missing as f32 - 0.3, c.row - 0.7);
                let ring = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)];
                let frame = Item::path(x + 0.15, 0.35, vec![knots(&ring)], None, Some((INK, 0.7)), true);
                items.push(frame.dashed(0.8, 0.6).tagged(tag));
            }
            if c.columns.get(i).is_some_and(|(over, _)| over.chars().count() > 2) {
                items.push(Item::rule(x, 0.0, 0.0, c.row, 0.25, HAIR));
            }
            items.extend(self.mark(mark, (x, c.cell, c.row), kind, tag));
        }
        if end > 0.0 {
            let td = self.tree.node("TD", tr);
            if let Some(top) = axes.end {
                self.tree.headed(td, &[node, top]);
            }
            let tag = Tag::Node(td);
            let style = if row.short { kind.style.faced(Face::Bold) } else { kind.style };
            let pieces = [Piece::text(visible(&format!("{} ", row.end)), style, tag)];
            let lines = self.lines(&pieces, &Setting::new(kind, end).aligned(Align::Right));
            items.extend(placed(lines, width - end, y));
        }
        items.push(Item::rule(0.0, c.row, width, 0.0, 0.25, HAIR));
        items
    }

    /// As many whole words as have room. What is left out stands where the code leads.
    fn fitting(&mut self, words: &str, kind: Type, room: f32) -> String {
        let mut out = String::new();
        for word in words.split_whitespace() {
            let longer = if out.is_empty() { word.to_string() } else { format!("{out} {word}") };
            if !out.is_empty() && self.shaper.width(kind.style.face, kind.style.size, &visible(&longer)) > room {
                break;
            }
            out = longer;
        }
        out
    }

    fn mark(&mut self, mark: &CellMark, (x, w, h): (f32, f32, f32), kind: Type, tag: Tag) -> Vec<Item> {
        let (gap, up) = (0.15, 0.45);
        let (bx, by, bw, bh) = (x + gap, up, w - 2.0 * gap, h - 2.0 * up);
        let ring = [(0.0, 0.0), (bw, 0.0), (bw, bh), (0.0, bh)];
        let mut items: Vec<Item> = match mark.form {
            CellForm::Empty | CellForm::Bare => Vec::new(),
            CellForm::Dot => {
                vec![Item::path(x + w / 2.0, h / 2.0, vec![circle(0.0, 0.0, 0.16)], Some(INK2), None, true)]
            }
            CellForm::Light => vec![Item::area(bx, by, bw, bh, if w > 3.95 { TINT } else { TINT2 })],
            CellForm::Hatched => hatched(bx, by, bw, bh),
            CellForm::Framed => vec![Item::path(bx, by, vec![knots(&ring)], Some(TINT2), Some((INK, 0.55)), true)],
            CellForm::Open => vec![Item::path(bx, by, vec![knots(&ring)], Some(WHITE), Some((INK, 0.85)), true)],
            CellForm::Crossed => vec![
                Item::path(bx, by, vec![knots(&ring)], Some(WHITE), Some((INK, 0.85)), true),
                Item::path(
                    bx,
                    by,
                    vec![knots(&[(0.6, 0.6), (bw - 0.6, bh - 0.6)]), knots(&[(bw - 0.6, 0.6), (0.6, bh - 0.6)])],
                    None,
                    Some((INK, 0.85)),
                    false,
                ),
            ],
        };
        items = items.into_iter().map(|i| i.tagged(tag)).collect();
        if !mark.text.is_empty() && mark.form != CellForm::Crossed {
            let size = if w > 3.95 { 7.5 } else { 6.5 };
            let face = if mark.form == CellForm::Framed { Face::Bold } else { Face::Sans };
            let style = Style { size, ..kind.style.faced(face) };
            // Narrow figures keep to their cell.
            let style = if self.shaper.width(face, size, &visible(&mark.text)) > w {
                Style { size: 5.5, ..style }
            } else {
                style
            };
            if mark.form == CellForm::Hatched {
                let wide = self.shaper.width(face, style.size, &visible(&mark.text)) + 0.5;
                items.push(Item::area(x + (w - wide) / 2.0, h / 2.0 - 1.1, wide, 2.2, WHITE).tagged(tag));
            }
            let pieces = [Piece::text(visible(&mark.text), style, tag)];
            let set = Setting { over: 2.0, ..Setting::new(kind, w).aligned(Align::Centre) };
            let lines = self.lines(&pieces, &set);
            items.extend(placed(lines, x, (h - kind.height()) / 2.0));
        }
        items
    }

    /// What the shapes mean, side by side.
    fn meanings(&mut self, c: &Cells, tag: Tag) -> (Vec<Item>, f32) {
        let (mut x, mut y) = (0.0, 0.0);
        let mut deepest: f32 = 4.55;
        let mut items = Vec::new();
        let kind = Type { style: Style { size: 7.5, ..TABLE.style }, ..FURNITURE };
        for (form, sign, words) in &c.key {
            let words = visible(words);
            let wide = c.cell + 1.0 + self.shaper.width(Face::Sans, FURNITURE.style.size, &words) + 5.0;
            if x > 0.0 && x + wide > self.page.column {
                (x, y) = (0.0, y + deepest + 0.65);
                deepest = 4.55;
            }
            let mark = CellMark { form: *form, text: sign.clone() };
            items.extend(self.mark(&mark, (x, c.cell, 4.55), kind, tag).into_iter().map(|i| i.shifted(0.0, y)));
            let room = wide.min(self.page.column - c.cell - 1.0);
            let lines = self.plain(&format!("{words} "), FURNITURE.inked(INK2), room, tag);
            let drop = ((4.55 - height(&lines)) / 2.0).max(0.0);
            deepest = deepest.max(height(&lines));
            items.extend(placed(lines, x + c.cell + 1.0, y + drop));
            x += wide;
        }
        (items, y + deepest)
    }
}

/// Lines from the lower left to the upper right on the light ground, cut at the edges.
fn hatched(x: f32, y: f32, w: f32, h: f32) -> Vec<Item> {
    let mut items = vec![Item::area(x, y, w, h, TINT2)];
    let mut c = 0.7;
    while c < w + h {
        let (x0, y0) = if c < h { (0.0, c) } else { (c - h, h) };
        let (x1, y1) = if c < w { (c, 0.0) } else { (w, c - w) };
        items.push(Item::path(x, y, vec![knots(&[(x0, y0), (x1, y1)])], None, Some((INK, 0.45)), false));
        c += 0.9;
    }
    let ring = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)];
    items.push(Item::path(x, y, vec![knots(&ring)], None, Some((INK, 0.35)), true));
    items
}
