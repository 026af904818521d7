//! The risk matrix, alone or then and now, with the line of acceptance and what moved (PAPER 7).
use crate::draw::{BANDS, FURNITURE, HAIR, INK, INK2, Item, SMALL_HEADING, TABLE, Tag, Type, WHITE, circle, knots};
use crate::flow::{Press, Slab, mm};
use crate::fonts::Face;
use crate::lines::{Align, Piece, Setting, height, placed};
use crate::marks::Worded;
use crate::shape::visible;
use isms::doc::{Level, Matrix, Move, Span};

/// Edge of a field, left of the fields, top of the fields, size of the whole: mm.
const FIELD: f32 = 9.8;
const LEFT: f32 = 17.5;
const TOP: f32 = 5.5;
const WIDTH: f32 = 67.5;
const APART: f32 = 8.0;

impl Press<'_> {
    pub(crate) fn matrix(&mut self, matrix: &Matrix, before: f32) {
        let (items, h) = self.drawn(matrix);
        self.charts(vec![(items, h)], matrix, before);
    }

    pub(crate) fn matrix_pair(&mut self, then: &Matrix, now: &Matrix, before: f32) {
        let drawn = vec![self.drawn(then), self.drawn(now)];
        self.charts(drawn, now, before);
    }

    /// Charts side by side and the list of what moved, right of them or under them.
    fn charts(&mut self, charts: Vec<(Vec<Item>, f32)>, matrix: &Matrix, before: f32) {
        let mut h: f32 = 0.0;
        let mut items = Vec::new();
        let mut right = 0.0;
        for (at, (chart, height)) in charts.into_iter().enumerate() {
            right = at as f32 * (WIDTH + APART);
            items.extend(chart.into_iter().map(|item| item.shifted(right, 0.0)));
            h = h.max(height);
        }
        right += WIDTH + APART;
        let rows = self.moves(matrix);
        let list_h: f32 = rows.iter().map(|(_, h)| h).sum();
        if self.page.column - right >= 60.0 && list_h + TOP <= h {
            let (mut y, width) = (TOP, self.page.column - right);
            for (row, row_h) in rows {
                items.extend(row.into_iter().map(|item| item.shifted(right, y)));
                y += row_h;
                items.push(Item::rule(right, y, width, 0.0, 0.25, HAIR));
            }
            self.put(before, Slab { h, items, ..Slab::default() });
        } else {
            self.put(before, Slab { h, items, ..Slab::default() });
            for (at, (mut row, row_h)) in rows.into_iter().enumerate() {
                row.push(Item::rule(0.0, row_h, 92.0, 0.0, 0.25, HAIR));
                self.put(if at == 0 { 2.0 } else { 0.0 }, Slab { h: row_h, items: row, ..Slab::default() });
            }
        }
    }

    /// "a R-021 [16] → [12] down": one line for each move.
    fn moves(&mut self, matrix: &Matrix) -> Vec<(Vec<Item>, f32)> {
        if matrix.moves.is_empty() {
            return Vec::new();
        }
        let list = self.tree.node("L", self.parent);
        let mut rows = Vec::new();
        for (at, step) in matrix.moves.iter().enumerate() {
            let entry = self.tree.node("LI", list);
            let body = self.tree.node("LBody", entry);
            let (then, now) = (level_at(matrix, step.from), level_at(matrix, step.to));
            let direction = match now.number.cmp(&then.number) {
                std::cmp::Ordering::Less => "down",
                std::cmp::Ordering::Greater => "up",
                std::cmp::Ordering::Equal => "same number, other scores",
            };
            let bold = TABLE.style.faced(Face::Bold);
            let letter = self
                .lines(&[Piece::text(format!("{} ", letter(at)), bold, Tag::Node(body))], &Setting::new(TABLE, 6.0));
            let code = self.pieces(
                &[Span::Link { text: step.code.clone(), to: step.code.clone() }, Span::Text(" ".into())],
                bold,
                body,
            );
            let code = self.lines(&code, &Setting::new(TABLE, 20.0));
            let levels = self.levels(Some(&then), &now, TABLE.style, body, Worded::Bare);
            let levels = self.lines(&levels, &Setting::new(TABLE, 34.0));
            let words = self.plain(&format!(" {direction}"), TABLE, 46.0, Tag::Node(body));
            let h = height(&levels).max(height(&words)).max(height(&code)) + 1.6;
            let mut items = placed(letter, 0.0, 0.8);
            items.extend(placed(code, 5.0, 0.8));
            items.extend(placed(levels, 20.0, 0.8));
            items.extend(placed(words, 46.0, 0.8));
            rows.push((items, h));
        }
        rows
    }

    fn drawn(&mut self, matrix: &Matrix) -> (Vec<Item>, f32) {
        // For those who do not see it: a table whose cells know both of their heads. What moved stands in a list of its own.
        let table = self.tree.node("Table", self.parent);
        self.tree.rare(table).alt = Some(said(matrix));
        let mut items = Vec::new();
        let named = self.tree.node("Caption", table);
        let caption = self.plain(&format!("{} ", matrix.caption), SMALL_HEADING, WIDTH - LEFT, Tag::Node(named));
        let over = (height(&caption) - SMALL_HEADING.height()).max(0.0);
        items.extend(placed(caption, LEFT, 0.0));
        let (rows, columns) = size(matrix);
        let (head, body) = (self.tree.node("THead", table), self.tree.node("TBody", table));
        let tr = self.tree.node("TR", head);
        let heads: Vec<u32> = (0..=columns).map(|_| self.tree.node("TH", tr)).collect();
        for th in &heads {
            self.tree.rare(*th).scope = Some("Column");
        }
        let top = TOP + over;
        for likelihood in (1..=rows).rev() {
            let y = top + (rows - likelihood) as f32 * FIELD;
            let tr = self.tree.node("TR", body);
            let th = self.tree.node("TH", tr);
            self.tree.rare(th).scope = Some("Row");
            for (impact, top_head) in (1..=columns).zip(heads.iter().skip(1)) {
                let td = self.tree.node("TD", tr);
                self.tree.headed(td, &[th, *top_head]);
                let Some(field) = matrix.fields.get(likelihood - 1).and_then(|row| row.get(impact - 1)) else {
                    continue;
                };
                let x = LEFT + (impact - 1) as f32 * FIELD;
                let rank = usize::from(field.rank.min(3));
                items.push(Item::frame(x, y, FIELD, FIELD, BANDS[rank], 0.25));
                if !field.codes.is_empty() {
                    let ink = if rank == 3 { WHITE } else { INK };
                    let kind = Type { style: SMALL_HEADING.style.inked(ink), lead: 9.5 };
                    let span = self.tree.inline("Span", td);
                    let meant = format!("{} {}", field.codes.len(), word(field.rank));
                    self.tree.rare(span).actual = Some(meant);
                    let count = self.plain(&format!("{} ", field.codes.len()), kind, FIELD, Tag::Node(span));
                    let dy = FIELD - 1.3 - kind.baseline();
                    items.extend(placed(count, x + 1.1, y + dy));
                }
            }
            let word = matrix.likelihood_words.get(likelihood - 1).cloned().unwrap_or_default();
            // Words of the criteria: what has no room beside its row stands whole with the method.
            let (style, tag) = (FURNITURE.style.inked(INK2), Tag::Node(th));
            let set = Setting::new(FURNITURE, LEFT - 1.4).aligned(Align::Right);
            let number = [Piece::text(format!(" {likelihood} "), style, tag)];
            let lines = self.brief(&[], (&word, style, tag), &number, 3, &set);
            let dy = (FIELD - height(&lines)) / 2.0;
            items.extend(placed(lines, 0.0, y + dy));
        }
        let bottom = top + rows as f32 * FIELD;
        let mut lowest = bottom;
        for (impact, th) in (1..=columns).zip(heads.iter().skip(1)) {
            let x = LEFT + (impact - 1) as f32 * FIELD;
            let tag = Tag::Node(*th);
            let number = self.centred(&format!("{impact} "), FURNITURE.inked(INK2), FIELD, tag);
            items.extend(placed(number, x, bottom + 0.8));
            let word = matrix.impact_words.get(impact - 1).cloned().unwrap_or_default();
            let kind = Type { style: FURNITURE.style.inked(INK2), lead: 7.7 };
            let set = Setting::new(kind, FIELD - 0.4).aligned(Align::Centre);
            let space = [Piece::text(" ", kind.style, tag)];
            let lines = self.brief(&[], (&word, kind.style, tag), &space, 4, &set);
            lowest = lowest.max(bottom + 3.7 + height(&lines));
            items.extend(placed(lines, x + 0.2, bottom + 3.7));
        }
        items.extend(acceptance(matrix, top));
        let arrows = self.arrows(matrix, top, Tag::Ornament);
        items.extend(arrows);
        (items, lowest + 0.5)
    }

    fn centred(&mut self, text: &str, kind: Type, width: f32, tag: Tag) -> Vec<crate::lines::Line> {
        let pieces = [Piece::text(visible(text), kind.style, tag)];
        self.lines(&pieces, &Setting::new(kind, width).aligned(Align::Centre))
    }

    /// Hollow disc then, full disc with its letter now, an arrow between.
    fn arrows(&mut self, matrix: &Matrix, top: f32, tag: Tag) -> Vec<Item> {
        let (rows, _) = size(matrix);
        let field = |(likelihood, impact): (u8, u8)| {
            (
                LEFT + (f32::from(impact.max(1)) - 1.0) * FIELD,
                top + (rows as f32 - f32::from(likelihood.max(1))) * FIELD,
            )
        };
        // Middles of the counts' figures, which no line may cross.
        let mut counts: Vec<Point> = Vec::new();
        for (l, row) in matrix.fields.iter().enumerate() {
            for (i, at) in row.iter().enumerate() {
                let (x, y) = field(((l + 1) as u8, (i + 1) as u8));
                let figures = if at.codes.is_empty() { 0 } else { at.codes.len().to_string().len() };
                counts.extend((0..figures).map(|figure| (x + 2.1 + 1.95 * figure as f32, y + FIELD - 2.5)));
            }
        }
        let mut taken: Vec<(f32, f32)> = Vec::new();
        let mut items = Vec::new();
        for (at, step) in matrix.moves.iter().enumerate() {
            let ((x0, y0), (x1, y1)) = best(field(step.from), field(step.to), &counts, &taken, step);
            taken.extend([(x0, y0), (x1, y1)]);
            let (dx, dy) = (x1 - x0, y1 - y0);
            let length = (dx * dx + dy * dy).sqrt();
            if length > 3.2 {
                let (ux, uy) = (dx / length, dy / length);
                let tip = (x1 - ux * 1.5, y1 - uy * 1.5);
                let base = (tip.0 - ux * 1.7, tip.1 - uy * 1.7);
                let start = (x0 + ux * 1.1, y0 + uy * 1.1);
                items.push(Item::path(0.0, 0.0, vec![knots(&[start, base])], None, Some((INK, 0.9)), false));
                let head = [tip, (base.0 - uy * 0.8, base.1 + ux * 0.8), (base.0 + uy * 0.8, base.1 - ux * 0.8)];
                items.push(Item::path(0.0, 0.0, vec![knots(&head)], Some(INK), None, true));
                items.push(Item::path(0.0, 0.0, vec![circle(x0, y0, 1.05)], Some(WHITE), Some((INK, 0.85)), true));
            }
            items.push(Item::path(0.0, 0.0, vec![circle(x1, y1, 1.6)], Some(INK), Some((WHITE, 0.3)), true));
            items = items.into_iter().map(|item| item.tagged(tag)).collect();
            let kind = Type { style: FURNITURE.style.inked(WHITE).faced(Face::Bold), lead: 7.0 };
            let text = self.centred(&letter(at), kind, 4.0, tag);
            let dy = 0.85 - kind.baseline();
            items.extend(placed(text, x1 - 2.0, y1 + dy));
        }
        items
    }
}

fn size(matrix: &Matrix) -> (usize, usize) {
    (matrix.fields.len().max(1), matrix.fields.iter().map(Vec::len).max().unwrap_or(1).max(1))
}

fn letter(at: usize) -> String {
    char::from(b'a' + (at % 26) as u8).to_string()
}

fn level_at(matrix: &Matrix, (likelihood, impact): (u8, u8)) -> Level {
    let at = |n: u8| usize::from(n.max(1)) - 1;
    let rank = matrix.fields.get(at(likelihood)).and_then(|row| row.get(at(impact))).map_or(0, |field| field.rank);
    Level { number: u32::from(likelihood) * u32::from(impact), rank, word: word(rank).into() }
}

fn word(rank: u8) -> &'static str {
    ["low", "medium", "high", "VERY HIGH"][usize::from(rank.min(3))]
}

/// The chart in words, for those who do not see it.
fn said(matrix: &Matrix) -> String {
    let mut out = format!("Risk matrix. {}. Acceptable up to {}.", matrix.caption, matrix.accept_up_to);
    for (l, row) in matrix.fields.iter().enumerate().rev() {
        for (i, field) in row.iter().enumerate() {
            if !field.codes.is_empty() {
                let n = field.codes.len();
                out.push_str(&format!(
                    " Likelihood {}, impact {}, {}: {n} ({}).",
                    l + 1,
                    i + 1,
                    word(field.rank),
                    field.codes.join(", ")
                ));
            }
        }
    }
    for step in &matrix.moves {
        out.push_str(&format!(
            " {} moved from {} times {} to {} times {}.",
            step.code, step.from.0, step.from.1, step.to.0, step.to.1
        ));
    }
    crate::shape::visible(&out).into_owned()
}

/// The line along the fields that are still acceptable.
fn acceptance(matrix: &Matrix, top: f32) -> Vec<Item> {
    let (rows, columns) = size(matrix);
    let fine = |l: usize, i: usize| (l * i) as u32 <= matrix.accept_up_to;
    let mut rings = Vec::new();
    for l in 1..=rows {
        let y = top + (rows - l) as f32 * FIELD;
        for i in 1..=columns {
            let x = LEFT + (i - 1) as f32 * FIELD;
            if i < columns && fine(l, i) != fine(l, i + 1) {
                rings.push(knots(&[(x + FIELD, y), (x + FIELD, y + FIELD)]));
            }
            if l < rows && fine(l, i) != fine(l + 1, i) {
                rings.push(knots(&[(x, y), (x + FIELD, y)]));
            }
        }
    }
    // Each piece runs a little over its ends, so that the corners are closed.
    let over = mm(1.75) / 2.0;
    for ring in &mut rings {
        let upright = ring[0].x == ring[1].x;
        if upright {
            ring[0].y -= over;
            ring[1].y += over;
        } else {
            ring[0].x -= over;
            ring[1].x += over;
        }
    }
    rings.into_iter().map(|ring| Item::path(0.0, 0.0, vec![ring], None, Some((INK, 1.75)), false)).collect()
}

type Point = (f32, f32);

/// Places of a move inside its fields: no line over a count, no disc over another.
fn best(from: Point, to: Point, counts: &[Point], taken: &[Point], step: &Move) -> (Point, Point) {
    const SPOTS: [Point; 8] =
        [(0.72, 0.28), (0.28, 0.28), (0.72, 0.68), (0.5, 0.24), (0.78, 0.48), (0.22, 0.45), (0.5, 0.46), (0.84, 0.84)];
    let spot = |field: Point, s: Point| (field.0 + s.0 * FIELD, field.1 + s.1 * FIELD);
    let mut best = ((spot(from, SPOTS[0]), spot(to, SPOTS[0])), f32::MAX);
    for (i, a) in SPOTS.iter().enumerate() {
        for (j, b) in SPOTS.iter().enumerate() {
            let (p, q) = (spot(from, *a), spot(to, *b));
            let mut cost = (i + j) as f32 * 0.3;
            let near = |p: Point, q: Point| ((p.0 - q.0).powi(2) + (p.1 - q.1).powi(2)).sqrt();
            if step.from != step.to {
                // Long enough to be seen, short enough to be followed.
                cost += 0.1 * near(p, q) + (8.0 - near(p, q)).max(0.0) * 1.5;
            }
            for other in taken {
                for own in [p, q] {
                    cost += (3.5 - near(own, *other)).max(0.0) * 20.0;
                }
                cost += (2.4 - beside(p, q, *other)).max(0.0) * 8.0;
            }
            for count in counts {
                cost += (2.9 - beside(p, q, *count)).max(0.0) * 10.0;
            }
            if cost < best.1 {
                best = ((p, q), cost);
            }
        }
    }
    best.0
}

/// Distance of a point from a line between two others.
fn beside(p: Point, q: Point, point: Point) -> f32 {
    let (dx, dy) = (q.0 - p.0, q.1 - p.1);
    let length = dx * dx + dy * dy;
    let t = if length == 0.0 { 0.0 } else { (((point.0 - p.0) * dx + (point.1 - p.1) * dy) / length).clamp(0.0, 1.0) };
    ((p.0 + t * dx - point.0).powi(2) + (p.1 + t * dy - point.1).powi(2)).sqrt()
}
