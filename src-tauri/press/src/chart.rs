//! Charts: stacked bars, and lines told apart by dash and marker. The foot is zero for what is counted; labels stand at the lines; grey print loses nothing.
use crate::draw::{FURNITURE, HAIR, INK, INK2, Item, SMALL_HEADING, TINT2, Tag, WHITE, circle, knots};
use crate::flow::{Press, Slab};
use crate::fonts::Face;
use crate::lines::{Align, Piece, Setting, height, placed};
use crate::shape::visible;
use isms::doc::{Chart, Form};

/// Height of the field with several series and with one, room left of it for the scale and right of it for names: mm.
const FIELD: f32 = 34.0;
const LOW: f32 = 19.0;
const LEFT: f32 = 11.0;
const RIGHT: f32 = 34.0;
/// Least distance of two labels on the scale of steps, and of two names: mm.
const STEP: f32 = 12.5;
const NAME: f32 = 3.2;
/// Dashes of the lines after the first: on, off, in mm.
const DASHES: [(f32, f32); 5] = [(2.2, 0.9), (0.6, 0.6), (4.0, 1.0), (1.2, 1.4), (0.3, 1.0)];

impl Press<'_> {
    pub(crate) fn chart(&mut self, chart: &Chart, before: f32) {
        let figure = self.tree.node("Figure", self.parent);
        let said = format!("{}. {}", chart.caption.trim_end_matches('.'), chart.sentence);
        self.tree.rare(figure).alt = Some(visible(&said).into_owned());
        let tag = Tag::Node(figure);
        let right = if chart.form == Form::Lines { RIGHT } else { 0.0 };
        let width = self.page.column - LEFT - right;
        let across = width / chart.steps.len().max(1) as f32;
        let mut items = Vec::new();
        let named = self.tree.inline("Caption", figure);
        let caption = self.plain(&format!("{} ", chart.caption), SMALL_HEADING, self.page.column, Tag::Node(named));
        let mut top = height(&caption) + 1.5;
        items.extend(placed(caption, 0.0, 0.0));
        if chart.form == Form::Dots {
            items.extend(limit(LEFT, top + 1.5, 5.0).into_iter().map(|i| i.tagged(tag)));
            let name = chart.series.first().map_or("", |s| s.name.as_str());
            items.extend(placed(self.plain(&format!("{name} "), FURNITURE, 60.0, tag), LEFT + 6.2, top));
            let x = LEFT + 6.2 + self.shaper.width(Face::Sans, FURNITURE.style.size, name) + 5.0;
            let (kept, past) = (dot(x, top + 1.5, false), dot(x + 24.0, top + 1.5, true));
            items.extend(kept.into_iter().chain(past).map(|i| i.tagged(tag)));
            items.extend(placed(self.plain("within it ", FURNITURE, 60.0, tag), x + 1.8, top));
            items.extend(placed(self.plain("beyond it ", FURNITURE, 60.0, tag), x + 25.8, top));
            top += FURNITURE.height() + 1.5;
        }
        if chart.form == Form::Bars && chart.series.iter().any(|s| !s.name.is_empty()) {
            let (key, h) = self.key(chart, tag);
            items.extend(key.into_iter().map(|i| i.shifted(LEFT, top)));
            top += h + 1.5;
        }
        let field = if chart.series.len() > 1 { FIELD } else { LOW };
        let of = chart.top.saturating_sub(chart.foot).max(1);
        let y = |value: u32| top + field * (1.0 - (value.saturating_sub(chart.foot) as f32 / of as f32).min(1.0));
        for quarter in 0..=4u32 {
            let value = chart.foot + of * quarter / 4;
            let weight = if quarter == 0 { 0.8 } else { 0.25 };
            let ink = if quarter == 0 { INK } else { HAIR };
            items.push(Item::rule(LEFT, y(value), width, 0.0, weight, ink).tagged(tag));
            let text = format!("{}{} ", chart.number(value), chart.unit);
            let pieces = [Piece::text(visible(&text), FURNITURE.style.inked(INK2), tag)];
            let lines = self.lines(&pieces, &Setting::new(FURNITURE, LEFT - 1.5).aligned(Align::Right));
            items.extend(placed(lines, 0.0, y(value) - FURNITURE.height() / 2.0));
        }
        let every = (STEP / across).ceil().max(1.0) as usize;
        let mut foot: f32 = 0.0;
        for (i, step) in chart.steps.iter().enumerate().filter(|(i, _)| i % every == 0) {
            let room = across * every as f32;
            let pieces = [Piece::text(visible(&format!("{step} ")), FURNITURE.style.inked(INK2), tag)];
            let lines = self.lines(&pieces, &Setting::new(FURNITURE, room).aligned(Align::Centre));
            foot = foot.max(height(&lines));
            // The middle of the label under the middle of its step.
            let x = LEFT + across * (i as f32 + 0.5) - room / 2.0;
            items.extend(placed(lines, x, top + field + 0.8));
        }
        match chart.form {
            Form::Bars => items.extend(bars(chart, across, &y).into_iter().map(|i| i.tagged(tag))),
            Form::Dots => items.extend(dots(chart, across, &y).into_iter().map(|i| i.tagged(tag))),
            Form::Lines => {
                items.extend(polylines(chart, across, &y).into_iter().map(|i| i.tagged(tag)));
                let names = self.names(chart, LEFT + width + 1.5, &y, tag);
                items.extend(names);
            }
        }
        self.put(before, Slab { h: top + field + 0.8 + foot, items, ..Slab::default() });
    }

    /// What the fills of the bars mean: swatch and word, side by side.
    fn key(&mut self, chart: &Chart, tag: Tag) -> (Vec<Item>, f32) {
        let mut items = Vec::new();
        let mut x = 0.0;
        for (n, series) in chart.series.iter().enumerate() {
            items.extend(fill(n, x, 0.4, 4.0, 2.2).into_iter().map(|i| i.tagged(tag)));
            let words = self.plain(&format!("{} ", series.name), FURNITURE, 60.0, tag);
            items.extend(placed(words, x + 5.2, 0.0));
            x += 5.2 + self.shaper.width(Face::Sans, FURNITURE.style.size, &series.name) + 5.0;
        }
        (items, FURNITURE.height())
    }

    /// Names at the ends of the lines, pushed apart where they would meet.
    fn names(&mut self, chart: &Chart, x: f32, y: &dyn Fn(u32) -> f32, tag: Tag) -> Vec<Item> {
        let mut ends: Vec<(usize, f32, String)> = chart
            .series
            .iter()
            .enumerate()
            .filter_map(|(n, s)| {
                let last = s.values.iter().rev().find_map(|v| *v)?;
                Some((n, y(last), format!("{} {}{}", s.name, chart.number(last), chart.unit)))
            })
            .collect();
        ends.sort_by(|a, b| a.1.total_cmp(&b.1));
        for i in 1..ends.len() {
            ends[i].1 = ends[i].1.max(ends[i - 1].1 + NAME);
        }
        // Pushed over the foot they climb back up.
        let floor = y(chart.foot);
        for i in (0..ends.len()).rev() {
            let most = if i + 1 == ends.len() { floor } else { ends[i + 1].1 - NAME };
            ends[i].1 = ends[i].1.min(most);
        }
        let mut items = Vec::new();
        for (n, at, words) in ends {
            items.extend(marker(n, x + 1.2, at).into_iter().map(|i| i.tagged(tag)));
            let kind = if n == 0 { FURNITURE.inked(INK).faced(Face::Bold) } else { FURNITURE.inked(INK2) };
            let lines = self.plain(&format!("{words} "), kind, RIGHT - 4.0, tag);
            items.extend(placed(lines, x + 3.2, at - FURNITURE.height() / 2.0));
        }
        items
    }
}

/// A piece of a bar: solid, hatched, grey, white.
fn fill(n: usize, x: f32, y: f32, w: f32, h: f32) -> Vec<Item> {
    let mut items = match n {
        0 => vec![Item::area(x, y, w, h, INK2)],
        2 => vec![Item::area(x, y, w, h, TINT2)],
        _ => vec![Item::area(x, y, w, h, WHITE)],
    };
    if n == 1 {
        // Lines from the lower left to the upper right, cut at the edges.
        let mut c = 0.8;
        while c < w + h {
            let (x0, y0) = if c < h { (0.0, c) } else { (c - h, h) };
            let (x1, y1) = if c < w { (c, 0.0) } else { (w, c - w) };
            items.push(Item::path(x, y, vec![knots(&[(x0, y0), (x1, y1)])], None, Some((INK2, 0.4)), false));
            c += 0.9;
        }
    }
    let ring = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)];
    items.push(Item::path(x, y, vec![knots(&ring)], None, Some((INK2, 0.25)), true));
    items
}
fn bars(chart: &Chart, across: f32, y: &dyn Fn(u32) -> f32) -> Vec<Item> {
    let w = (across * 0.72).min(14.0);
    let mut items = Vec::new();
    for i in 0..chart.steps.len() {
        let x = LEFT + across * (i as f32 + 0.5) - w / 2.0;
        let mut below = 0;
        for (n, series) in chart.series.iter().enumerate() {
            let value = series.values.get(i).copied().flatten().unwrap_or(0);
            if value > 0 {
                let upper = y(below + value);
                items.extend(fill(n, x, upper, w, y(below) - upper));
            }
            below += value;
        }
    }
    items
}
/// A short thick line: what is not to be passed.
fn limit(x: f32, y: f32, w: f32) -> Vec<Item> {
    vec![Item::rule(x, y, w, 0.0, 1.75, INK)]
}
/// One thing: a full disc; beyond its limit a ring with a cross in it.
fn dot(x: f32, y: f32, beyond: bool) -> Vec<Item> {
    if !beyond {
        return vec![Item::path(x, y, vec![circle(0.0, 0.0, 0.75)], Some(INK2), None, true)];
    }
    let bars = [knots(&[(-0.55, -0.55), (0.55, 0.55)]), knots(&[(0.55, -0.55), (-0.55, 0.55)])];
    vec![
        Item::path(x, y, vec![circle(0.0, 0.0, 1.0)], Some(WHITE), Some((INK, 0.6)), true),
        Item::path(x, y, bars.to_vec(), None, Some((INK, 0.6)), false),
    ]
}
/// Things of one step side by side, in the order in which they are given, under or over the line of their limit.
fn dots(chart: &Chart, across: f32, y: &dyn Fn(u32) -> f32) -> Vec<Item> {
    let mut items = Vec::new();
    let w = across * 0.8;
    for i in 0..chart.steps.len() {
        let x = LEFT + across * (i as f32 + 0.5) - w / 2.0;
        let most = chart.series.first().and_then(|s| s.values.get(i).copied().flatten());
        let here: Vec<u32> = chart.series.iter().skip(1).filter_map(|s| s.values.get(i).copied().flatten()).collect();
        let step = w / (here.len() as f32 + 1.0);
        if let Some(most) = most {
            items.extend(limit(x, y(most), w));
        }
        for (n, days) in here.iter().enumerate() {
            items.extend(dot(x + step * (n as f32 + 1.0), y(*days), most.is_some_and(|m| *days > m)));
        }
    }
    items
}
fn polylines(chart: &Chart, across: f32, y: &dyn Fn(u32) -> f32) -> Vec<Item> {
    let mut items = Vec::new();
    for (n, series) in chart.series.iter().enumerate().rev() {
        let mut points: Vec<(f32, f32)> = Vec::new();
        let mut pieces = Vec::new();
        for (i, value) in series.values.iter().enumerate() {
            match value {
                Some(v) => points.push((LEFT + across * (i as f32 + 0.5), y(*v))),
                None => pieces.push(std::mem::take(&mut points)),
            }
        }
        pieces.push(points);
        for piece in pieces {
            match piece.as_slice() {
                [] => continue,
                // Between two gaps no line can lead to it.
                [(x, at)] => {
                    items.extend(marker(n, *x, *at));
                    continue;
                }
                _ => {}
            }
            let weight = if n == 0 { 1.2 } else { 0.6 };
            let line = Item::path(0.0, 0.0, vec![knots(&piece)], None, Some((INK, weight)), false);
            items.push(match n {
                0 => line,
                n => {
                    let (on, off) = DASHES[(n - 1) % DASHES.len()];
                    line.dashed(on, off)
                }
            });
        }
        // Now and then a marker, so that lines that cross can be followed.
        for (i, value) in series.values.iter().enumerate().filter(|(i, _)| (i + n * 2) % 6 == 0) {
            if let Some(v) = value {
                items.extend(marker(n, LEFT + across * (i as f32 + 0.5), y(*v)));
            }
        }
    }
    items
}
/// Full disc, ring, square, hollow square, triangle, rhomb.
fn marker(n: usize, x: f32, y: f32) -> Vec<Item> {
    const R: f32 = 0.75;
    let square = [(-R, -R), (R, -R), (R, R), (-R, R)];
    let (ring, full) = match n % 6 {
        0 => (circle(0.0, 0.0, R), true),
        1 => (circle(0.0, 0.0, R), false),
        2 => (knots(&square), true),
        3 => (knots(&square), false),
        4 => (knots(&[(0.0, -R * 1.2), (R * 1.1, R), (-R * 1.1, R)]), true),
        _ => (knots(&[(0.0, -R * 1.3), (R * 1.3, 0.0), (0.0, R * 1.3), (-R * 1.3, 0.0)]), false),
    };
    vec![Item::path(x, y, vec![ring], Some(if full { INK } else { WHITE }), Some((INK, 0.5)), true)]
}
