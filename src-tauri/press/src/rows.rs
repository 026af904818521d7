//! How the rows of a table go over pages (PAPER 8): the head again, reasons sentence by sentence, tall rows by lines.
use crate::draw::{HAIR, INK, Item, MUTE, NOTE, TABLE, Tag};
use crate::flow::{Press, ROW, Slab, fitting};
use crate::lines::{Align, Line, Piece, Setting, height, placed};
use crate::shape::visible;
use crate::table::{AGAIN_LINES, Grille, Measure, Measured, OVER};

/// The foot of a table: above it, and its line.
const FOOT: f32 = 1.4 + 3.53;

impl Press<'_> {
    pub(crate) fn paginate(
        &mut self,
        rows: &[Measure],
        grille: &Grille,
        foot: Option<Vec<Line>>,
        total: usize,
        before: f32,
    ) {
        let foot_h = foot.as_ref().map_or(0.0, |lines| 1.4 + height(lines));
        let mut walk = Walk { before, head: true, first: true, shown: 0, on_page: 0, total };
        if total == 0 {
            let groups: f32 =
                rows.iter().map(|row| if let Measure::Group(lines) = row { group_height(lines) } else { 0.0 }).sum();
            self.make_room(&walk, grille, groups + foot_h);
            self.table_head(&mut walk, grille);
        }
        let mut at = 0;
        let mut groups: Vec<&Vec<Line>> = Vec::new();
        while let Some(row) = rows.get(at) {
            at += 1;
            let row = match row {
                Measure::Group(lines) => {
                    groups.push(lines);
                    continue;
                }
                Measure::Row(row) => row,
            };
            let groups_h: f32 = groups.iter().map(|lines| group_height(lines)).sum();
            let is_last = walk.shown + 1 == walk.total;
            let reserve = if is_last { foot_h } else { FOOT };
            // The last row takes one other with it.
            let penultimate = walk.shown + 2 == walk.total && walk.on_page > 0;
            let next = if penultimate {
                rows.get(at).map_or(0.0, |next| {
                    let Measure::Row(next) = next else { return 0.0 };
                    // Whole, unless it is so tall that it goes over pages anyway.
                    let whole = next.with(next.reasons.len());
                    if whole <= self.full() / 3.0 { whole } else { next.with(next.reasons.len().min(1)) }
                })
            } else {
                0.0
            };
            let count = row.reasons.len();
            let lead = self.lead(&walk, grille) + groups_h;
            let room = self.room();
            let third = self.full() / 3.0;
            if lead + row.with(count) + reserve + if next > 0.0 { next - FOOT + foot_h.max(FOOT) } else { 0.0 } <= room
            {
                self.table_head(&mut walk, grille);
                self.groups(&mut groups);
                self.row(row, grille, (true, 0, count), &mut walk);
            } else if count > 1 && lead + row.with(1) + FOOT <= room {
                self.table_head(&mut walk, grille);
                self.groups(&mut groups);
                let mut fit = 1;
                while fit + 1 < count && lead + row.with(fit + 1) + FOOT <= room {
                    fit += 1;
                }
                self.row(row, grille, (true, 0, fit), &mut walk);
                self.rest(row, grille, fit, reserve, &mut walk);
            } else if row.main() > third && (lead + 30.0 + FOOT <= room || (self.fresh() && !self.holds())) {
                self.table_head(&mut walk, grille);
                self.groups(&mut groups);
                self.split(row, grille, reserve, &mut walk);
            } else if !self.fresh() && (walk.first || walk.on_page > 0) {
                self.next_page(&mut walk, grille, None);
                at -= 1;
            } else {
                // Nothing before it and still no room: by lines, whatever it is.
                self.table_head(&mut walk, grille);
                self.groups(&mut groups);
                self.split(row, grille, reserve, &mut walk);
            }
        }
        if !groups.is_empty() {
            // Group lines with nothing under them.
            self.table_head(&mut walk, grille);
            self.groups(&mut groups);
        }
        if let Some(lines) = foot {
            self.put(1.4, Slab { h: height(&lines), items: placed(lines, 0.0, 0.0), ..Slab::default() });
        }
    }

    /// Height of what stands before the next row: space and head.
    fn lead(&self, walk: &Walk, grille: &Grille) -> f32 {
        let before = if walk.first && (self.holds() || !self.fresh()) { walk.before } else { 0.0 };
        let head = if walk.first { grille.head_h } else { grille.again_h };
        before + if walk.head { head } else { 0.0 }
    }

    fn make_room(&mut self, walk: &Walk, grille: &Grille, h: f32) {
        if self.lead(walk, grille) + h > self.room() && !self.fresh() {
            self.turn();
        }
    }

    fn table_head(&mut self, walk: &mut Walk, grille: &Grille) {
        if !walk.head {
            return;
        }
        let (head, h) = if walk.first { (&grille.head, grille.head_h) } else { (&grille.again, grille.again_h) };
        self.release();
        self.put(if walk.first { walk.before } else { 0.0 }, Slab { h, items: head.clone(), ..Slab::default() });
        walk.head = false;
        walk.first = false;
    }

    fn groups(&mut self, groups: &mut Vec<&Vec<Line>>) {
        for lines in groups.drain(..) {
            let h = group_height(lines);
            let mut items = placed(lines.clone(), 0.0, 3.0 - 1.2);
            items.push(Item::rule(0.0, h, self.page.column, 0.0, 0.25, INK));
            self.put(0.0, Slab { h, items, ..Slab::default() });
        }
    }

    /// A row with its reasons `from..to`: (with the row itself, from, to).
    fn row(&mut self, row: &Measured, grille: &Grille, part: (bool, usize, usize), walk: &mut Walk) {
        let (whole, from, to) = part;
        let mut items = Vec::new();
        let mut y = row.pad;
        if whole {
            for (lines, (x, _)) in row.cells.iter().zip(&grille.columns) {
                items.extend(placed(lines.clone(), *x, y));
            }
            y = row.main();
            walk.shown += 1;
            walk.on_page += 1;
        } else {
            y = self.again(row, grille, &mut items, y) + 0.3;
        }
        for lines in &row.reasons[from..to] {
            items.extend(placed(lines.clone(), 0.0, y));
            y += height(lines);
        }
        if to > from {
            y += row.pad;
        }
        items.push(Item::rule(0.0, y, self.page.column, 0.0, 0.25, HAIR));
        let ids = row.id.iter().filter(|_| whole).map(|id| (id.clone(), ROW)).collect();
        self.put(0.0, Slab { h: y, items, ids, entry: None });
    }

    /// Code and name of a row that goes on. Returns where they end.
    fn again(&mut self, row: &Measured, grille: &Grille, items: &mut Vec<Item>, y: f32) -> f32 {
        let width = grille.columns.first().map_or(20.0, |column| column.1);
        let set = Setting { over: OVER, ..Setting::new(TABLE, width) };
        let code = self.brief(&[], (&row.code, TABLE.style, Tag::Ornament), &[], AGAIN_LINES, &set);
        let end = y + height(&code).max(height(&row.name));
        items.extend(placed(code, 0.0, y));
        if let Some((x, _)) = grille.columns.get(1) {
            items.extend(placed(row.name.clone(), *x, y));
        }
        end
    }

    /// The reasons that had no room, on the pages after.
    fn rest(&mut self, row: &Measured, grille: &Grille, mut from: usize, reserve: f32, walk: &mut Walk) {
        let count = row.reasons.len();
        while from < count {
            let left = count - from;
            let more = match left {
                1 => "one more reason".to_owned(),
                2..=9 => format!(
                    "{} more reasons",
                    ["two", "three", "four", "five", "six", "seven", "eight", "nine"][left - 2]
                ),
                _ => format!("{left} more reasons"),
            };
            self.next_page(walk, grille, Some((row.code.as_str(), &more)));
            self.table_head(walk, grille);
            let top = height(&row.name).max(4.0) + 2.0 * row.pad + 0.3;
            let mut to = from + 1;
            let mut h = top + height(&row.reasons[from]);
            while to < count && h + height(&row.reasons[to]) + reserve.max(FOOT) <= self.room() {
                h += height(&row.reasons[to]);
                to += 1;
            }
            self.row(row, grille, (false, from, to), walk);
            from = to;
        }
    }

    /// A row taller than a third of a page, broken between its lines, at least two on each side.
    fn split(&mut self, row: &Measured, grille: &Grille, reserve: f32, walk: &mut Walk) {
        let mut cells = row.cells.clone();
        let mut first = true;
        loop {
            let mut top = row.pad;
            let mut items = Vec::new();
            if !first {
                self.table_head(walk, grille);
                top = self.again(row, grille, &mut items, top) + 0.6;
            }
            let rest: f32 = row.reasons.first().map_or(0.0, |lines| height(lines) + row.pad);
            let tallest = cells.iter().map(|lines| height(lines)).fold(0.0, f32::max);
            let whole = top + tallest + row.pad + rest + reserve.max(FOOT) <= self.room();
            let room = if whole { f32::MAX } else { self.room() - top - row.pad - FOOT };
            let mut moved = false;
            let mut h: f32 = 0.0;
            for (lines, (x, _)) in cells.iter_mut().zip(&grille.columns) {
                let mut count = fitting(lines, room);
                if count == 0 && !moved && !lines.is_empty() && self.fresh_below_head(walk) {
                    count = 1;
                }
                let left = lines.split_off(count);
                moved |= count > 0;
                h = h.max(height(lines));
                items.extend(placed(std::mem::replace(lines, left), *x, top));
            }
            let done = cells.iter().all(Vec::is_empty);
            let y = top + h + row.pad;
            items.push(Item::rule(0.0, y, self.page.column, 0.0, 0.25, HAIR));
            let ids = row.id.iter().filter(|_| first).map(|id| (id.clone(), ROW)).collect();
            if first {
                walk.shown += 1;
            }
            walk.on_page += 1;
            self.put(0.0, Slab { h: y, items, ids, entry: None });
            first = false;
            if done {
                break;
            }
            self.next_page(walk, grille, Some((row.code.as_str(), "the rest of its text")));
        }
        if !row.reasons.is_empty() {
            self.reasons_after_split(row, grille, reserve, walk);
        }
    }

    fn fresh_below_head(&self, walk: &Walk) -> bool {
        walk.on_page == 0
    }

    fn reasons_after_split(&mut self, row: &Measured, grille: &Grille, reserve: f32, walk: &mut Walk) {
        let mut to = 0;
        let mut h = row.pad;
        while to < row.reasons.len() && h + height(&row.reasons[to]) + reserve.max(FOOT) <= self.room() {
            h += height(&row.reasons[to]);
            to += 1;
        }
        if to > 0 {
            let mut y = 0.0;
            let mut items = Vec::new();
            for lines in &row.reasons[..to] {
                items.extend(placed(lines.clone(), 0.0, y));
                y += height(lines);
            }
            y += row.pad;
            items.push(Item::rule(0.0, y, self.page.column, 0.0, 0.25, HAIR));
            self.put(0.0, Slab { h: y, items, ..Slab::default() });
        }
        if to < row.reasons.len() {
            self.rest(row, grille, to, reserve, walk);
        }
    }

    /// Closes the table's part on this page, says where it goes on, and begins the next.
    fn next_page(&mut self, walk: &mut Walk, _grille: &Grille, row: Option<(&str, &str)>) {
        let next = self.number() + 1;
        if walk.on_page > 0 {
            let rows = if walk.first_part() { "on this page" } else { "so far" };
            let sum = format!("{} of {} rows {rows}", walk.shown, walk.total);
            let text = match row {
                Some((code, more)) => format!("{code} continues on page {next} with {more} · {sum}"),
                None => format!("{sum} · continued on page {next}"),
            };
            let pieces = [Piece::text(visible(&text), NOTE.style.inked(MUTE), Tag::Ornament)];
            let lines = self.lines(&pieces, &Setting::new(NOTE, self.page.column).aligned(Align::Right));
            self.put(1.4, Slab { h: height(&lines), items: placed(lines, 0.0, 0.0), ..Slab::default() });
        }
        self.turn();
        if !walk.first {
            self.continued_title();
            walk.head = true;
        }
        walk.on_page = 0;
    }
}

/// How far a table has come.
struct Walk {
    before: f32,
    /// The head is still to be drawn on this page.
    head: bool,
    /// No part of the table stands yet.
    first: bool,
    shown: usize,
    on_page: usize,
    total: usize,
}

impl Walk {
    fn first_part(&self) -> bool {
        self.shown == self.on_page
    }
}

fn group_height(lines: &[Line]) -> f32 {
    3.0 + height(lines)
}
