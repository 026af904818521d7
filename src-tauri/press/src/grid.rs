//! People by courses or policies: one mark a field, with version and date (PAPER 6 and 7).
use crate::draw::{FURNITURE, HAIR, HEAD, INK, Item, MUTE, NOTE, TINT2, Tag, Type};
use crate::flow::{Press, Slab, mm};
use crate::fonts::Face;
use crate::lines::{Align, Line, Piece, Setting, height, placed};
use crate::marks::grid_mark;
use crate::shape::visible;
use isms::doc::{Grid, GridMark, GridRow, Mark, Span};

const PAD: f32 = 0.6;
/// Between columns, mm.
const BETWEEN: f32 = 1.0;
/// A mark and the space after it.
const MARK: f32 = 2.9;

impl Press<'_> {
    pub(crate) fn grid(&mut self, grid: &Grid, before: f32) {
        let people = self.people(grid);
        let left: f32 = people.iter().sum();
        let room = self.page.column - left;
        let widest = self.widest(grid);
        let least = (widest * 0.6 + MARK + BETWEEN).clamp(13.0, 30.0);
        let across = ((room / least).floor() as usize).clamp(1, grid.columns.len().max(1));
        let mut before = before;
        let mut start = 0;
        // More columns than the page is wide: the people stand again beside the rest of them.
        loop {
            let end = (start + across).min(grid.columns.len());
            let last = end >= grid.columns.len();
            let width = (room / (end - start).max(1) as f32).min(26.0);
            let foot = if last {
                grid.foot.clone()
            } else {
                format!("Columns {} to {} of {}", start + 1, end, grid.columns.len())
            };
            self.grid_part(grid, &people, (start, end), width, &foot, before);
            before = 6.0;
            start = end;
            if last {
                break;
            }
        }
    }

    /// Widths of who, role, joined.
    fn people(&mut self, grid: &Grid) -> [f32; 3] {
        let kind = FURNITURE.inked(INK);
        let mut widths = [7.0_f32, 0.0, 0.0];
        for row in &grid.rows {
            for (width, text) in widths.iter_mut().zip([name(row), &row.role, &row.joined]) {
                if !text.is_empty() {
                    *width = width.max(self.shaper.width(kind.style.face, kind.style.size, &visible(text)) + 2.0);
                }
            }
        }
        let heads = [(0, "Who"), (1, "Role"), (2, "Joined")];
        for (at, head) in heads {
            if widths[at] > 0.0 {
                widths[at] = widths[at].max(self.shaper.width(Face::Bold, 7.0, head) + 2.0);
            }
        }
        [widths[0].min(34.0), widths[1].min(30.0), widths[2].min(20.0)]
    }

    fn widest(&mut self, grid: &Grid) -> f32 {
        let mut widest: f32 = 0.0;
        for mark in grid.rows.iter().flat_map(|row| &row.marks) {
            widest = widest.max(self.shaper.width(Face::Sans, 7.0, &shown(mark)));
        }
        widest
    }

    fn grid_part(
        &mut self,
        grid: &Grid,
        people: &[f32; 3],
        (start, end): (usize, usize),
        width: f32,
        foot: &str,
        before: f32,
    ) {
        let table = self.tree.node("Table", self.parent);
        let (head, body) = (self.tree.node("THead", table), self.tree.node("TBody", table));
        let tr = self.tree.node("TR", head);
        let bold = Type { style: HEAD.style, lead: 9.0 };
        let bold = Type { style: crate::draw::Style { size: 7.0, ..bold.style }, ..bold };
        let mut heads: Vec<(f32, Vec<Line>)> = Vec::new();
        let mut x = 0.0;
        for (title, width) in ["Who", "Role", "Joined"].iter().zip(people) {
            if *width > 0.0 {
                let th = self.tree.node("TH", tr);
                self.tree.rare(th).scope = Some("Column");
                heads.push((x, self.plain(title, bold, *width, Tag::Node(th))));
                x += width;
            }
        }
        let left = x;
        let mut tops = Vec::new();
        for (code, title) in &grid.columns[start..end] {
            let th = self.tree.node("TH", tr);
            self.tree.rare(th).scope = Some("Column");
            tops.push(th);
            let tag = Tag::Node(th);
            let mut lines = self.plain(&format!("{code} "), bold, width - BETWEEN, tag);
            lines.extend(self.plain(title, FURNITURE.inked(INK), width - BETWEEN, tag));
            heads.push((x, lines));
            x += width;
        }
        let right = x;
        let tallest = heads.iter().map(|(_, lines)| height(lines)).fold(0.0, f32::max);
        let mut head_items = Vec::new();
        for (x, lines) in heads {
            let y = tallest - height(&lines);
            head_items.extend(placed(lines, x, y));
        }
        head_items.push(Item::rule(0.0, tallest + 1.0, right, 0.0, 0.8, INK));
        let again: Vec<Item> = head_items.iter().map(|item| item.clone().tagged(Tag::Ornament)).collect();
        let head_h = tallest + 1.0 + mm(0.4);

        let foot_lines = if foot.is_empty() {
            Vec::new()
        } else {
            let node = self.tree.node("P", self.parent);
            let pieces = [Piece::text(visible(foot), NOTE.style.inked(MUTE), Tag::Node(node))];
            self.lines(&pieces, &Setting::new(NOTE, right.max(120.0).min(self.page.column)).aligned(Align::Right))
        };
        let foot_h = 1.4 + height(&foot_lines).max(NOTE.height());
        let total = grid.rows.len();
        let mut role = "";
        let mut first_page = true;
        let mut head_due = true;
        for (at, row) in grid.rows.iter().enumerate() {
            // Two rows at least stand on the last page, so the last but one looks ahead.
            let rows_to_fit = if at + 2 == total { 2.0 } else { 1.0 };
            let mut repeated = role == row.role && !head_due;
            let tr = self.tree.node("TR", body);
            let (mut items, h) = self.grid_row(row, (tr, &tops), people, left, (start, end), width, repeated);
            let need =
                h * rows_to_fit + foot_h + if head_due { head_h + if first_page { before } else { 0.0 } } else { 0.0 };
            if need > self.room() && !self.fresh() {
                if !head_due {
                    let next = self.number() + 1;
                    let text = format!("{at} of {total} so far · continued on page {next}");
                    let pieces = [Piece::text(text, NOTE.style.inked(MUTE), Tag::Ornament)];
                    let lines = self.lines(
                        &pieces,
                        &Setting::new(NOTE, right.max(120.0).min(self.page.column)).aligned(Align::Right),
                    );
                    self.put(1.4, Slab { h: height(&lines), items: placed(lines, 0.0, 0.0), ..Slab::default() });
                    self.turn();
                    self.continued_title();
                    head_due = true;
                } else {
                    self.turn();
                }
                if repeated {
                    // The role stands again at the top of a page.
                    repeated = false;
                    let mut lines = self.plain(&row.role, FURNITURE.inked(INK), people[1] - BETWEEN, Tag::Ornament);
                    lines.truncate(1);
                    items.extend(placed(lines, people[0], PAD));
                }
            }
            let _ = repeated;
            if head_due {
                let items = if first_page { head_items.clone() } else { again.clone() };
                self.release();
                self.put(if first_page { before } else { 0.0 }, Slab { h: head_h, items, ..Slab::default() });
                head_due = false;
                first_page = false;
            }
            role = &row.role;
            items.push(Item::rule(0.0, h, right, 0.0, 0.25, HAIR));
            self.put(0.0, Slab { h, items, ..Slab::default() });
        }
        if head_due {
            self.put(before, Slab { h: head_h, items: head_items, ..Slab::default() });
        }
        if !foot_lines.is_empty() {
            self.put(1.4, Slab { h: height(&foot_lines), items: placed(foot_lines, 0.0, 0.0), ..Slab::default() });
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn grid_row(
        &mut self,
        row: &GridRow,
        (tr, tops): (u32, &[u32]),
        people: &[f32; 3],
        left: f32,
        (start, end): (usize, usize),
        width: f32,
        repeated: bool,
    ) -> (Vec<Item>, f32) {
        let kind = FURNITURE.inked(INK);
        let mut cells: Vec<(f32, Vec<Line>)> = Vec::new();
        let mut tint = Vec::new();
        let th = self.tree.node("TH", tr);
        self.tree.rare(th).scope = Some("Row");
        let who = self.pieces(&[Span::Link { text: name(row).to_owned(), to: row.code.clone() }], kind.style, th);
        cells.push((0.0, self.lines(&who, &Setting::new(kind, people[0] - BETWEEN))));
        let mut x = people[0];
        for (at, (text, width)) in [&row.role, &row.joined].into_iter().zip(&people[1..]).enumerate() {
            if *width > 0.0 {
                let td = self.tree.node("TD", tr);
                if !(at == 0 && repeated) {
                    cells.push((x, self.plain(text, kind, width - BETWEEN, Tag::Node(td))));
                }
                x += width;
            }
        }
        for at in start..end {
            let td = self.tree.node("TD", tr);
            if let Some(top) = tops.get(at - start) {
                self.tree.headed(td, &[th, *top]);
            }
            let x = left + (at - start) as f32 * width;
            let Some(mark) = row.marks.get(at) else { continue };
            if matches!(mark.mark, Mark::Repeat | Mark::Earlier | Mark::Never) {
                tint.push(x);
            }
            let ink = if matches!(mark.mark, Mark::None | Mark::Away) { kind.inked(MUTE) } else { kind };
            let mut text = shown(mark);
            let drawn = grid_mark(mark.mark);
            let room = width - BETWEEN - if drawn.is_empty() { 0.0 } else { MARK };
            if self.shaper.width(Face::Sans, 7.0, &visible(&text)) > room {
                // Narrow: the space parts version and date well enough.
                text = text.replace(" · ", " ");
            }
            let mut pieces = Vec::new();
            if !drawn.is_empty() {
                pieces.push(Piece::Drawn { items: drawn, width: MARK });
            }
            pieces.push(Piece::text(visible(&text), ink.style, Tag::Node(td)));
            let set = Setting { hang: MARK, over: 0.8, ..Setting::new(kind, width - BETWEEN + 0.5) };
            cells.push((x, self.lines(&pieces, &set)));
        }
        let tallest = cells.iter().map(|(_, lines)| height(lines)).fold(kind.height(), f32::max);
        let h = tallest + 2.0 * PAD;
        let mut items: Vec<Item> = tint.into_iter().map(|x| Item::area(x - 0.6, 0.0, width, h, TINT2)).collect();
        for (x, lines) in cells {
            items.extend(placed(lines, x, PAD));
        }
        (items, h)
    }
}

fn name(row: &GridRow) -> &str {
    if row.who.is_empty() { &row.code } else { &row.who }
}

fn shown(mark: &GridMark) -> String {
    match mark.mark {
        Mark::None => "–".into(),
        Mark::Away if mark.text.is_empty() => "away".into(),
        _ => mark.text.clone(),
    }
}
