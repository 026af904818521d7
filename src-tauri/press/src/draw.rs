//! What stands on a page: text, rules, areas, paths. Lengths in millimetres from the top left corner, type in points.
use crate::fonts::Face;
use crate::shape::Run;
use std::rc::Rc;

/// One point in millimetres.
pub(crate) const PT: f32 = 25.4 / 72.0;

/// A colour, `0xRRGGBB` (PAPER 3).
pub(crate) type Ink = u32;
pub(crate) const INK: Ink = 0x16201B;
pub(crate) const INK2: Ink = 0x435049;
pub(crate) const MUTE: Ink = 0x5C6861;
pub(crate) const HAIR: Ink = 0xA3ACA6;
pub(crate) const TINT2: Ink = 0xD9DFDA;
pub(crate) const RED: Ink = 0xAE221B;
pub(crate) const WHITE: Ink = 0xFFFFFF;
/// Bands: low, medium, high, very high.
pub(crate) const BANDS: [Ink; 4] = [0xFFFFFF, 0xF1DA8E, 0xD0905C, 0x7E2019];

/// What text looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    pub(crate) face: Face,
    /// Points.
    pub(crate) size: f32,
    pub(crate) ink: Ink,
    pub(crate) line: Through,
}

/// A line with the text: under it (added, emphasis) or through it (removed).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Through {
    No,
    Under,
    Strike,
}

impl Style {
    pub(crate) const fn new(face: Face, size: f32, ink: Ink) -> Style {
        Style { face, size, ink, line: Through::No }
    }
    pub(crate) const fn inked(self, ink: Ink) -> Style {
        Style { ink, ..self }
    }
    pub(crate) const fn faced(self, face: Face) -> Style {
        Style { face, ..self }
    }
}

/// Style with its leading, in points (PAPER 2).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type {
    pub(crate) style: Style,
    pub(crate) lead: f32,
}

impl Type {
    const fn new(face: Face, size: f32, lead: f32, ink: Ink) -> Type {
        Type { style: Style::new(face, size, ink), lead }
    }
    /// Height of a line, mm.
    pub(crate) fn height(self) -> f32 {
        self.lead * PT
    }
    /// From the top of a line to its baseline, mm: the text's own height in the middle of the leading, as in CSS.
    pub(crate) fn baseline(self) -> f32 {
        ((self.lead - 1.362 * self.style.size) / 2.0 + 1.069 * self.style.size) * PT
    }
    pub(crate) const fn inked(self, ink: Ink) -> Type {
        Type { style: self.style.inked(ink), lead: self.lead }
    }
    pub(crate) const fn faced(self, face: Face) -> Type {
        Type { style: self.style.faced(face), lead: self.lead }
    }
}

pub(crate) const COVER: Type = Type::new(Face::Bold, 26.0, 30.0, INK);
pub(crate) const COVER_FIGURE: Type = Type::new(Face::Bold, 20.0, 24.0, INK);
pub(crate) const SECTION: Type = Type::new(Face::Bold, 16.0, 20.0, INK);
pub(crate) const HEADING: Type = Type::new(Face::Bold, 12.0, 15.0, INK);
pub(crate) const SMALL_HEADING: Type = Type::new(Face::Bold, 9.5, 12.0, INK);
pub(crate) const TEXT: Type = Type::new(Face::Sans, 9.5, 13.0, INK);
pub(crate) const RECORDED: Type = Type::new(Face::Serif, 9.5, 13.5, INK);
pub(crate) const TABLE: Type = Type::new(Face::Sans, 8.5, 11.0, INK);
pub(crate) const HEAD: Type = Type::new(Face::Bold, 7.5, 9.5, INK);
pub(crate) const NOTE: Type = Type::new(Face::Sans, 7.5, 10.0, INK2);
pub(crate) const FURNITURE: Type = Type::new(Face::Sans, 7.0, 9.0, MUTE);

/// Whom a thing on the page belongs to, for those who do not see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// Ornament: rules, boxes, marks beside their word, repeated heads.
    Ornament,
    Header,
    Footer,
    /// A leaf of the structure tree.
    Node(u32),
}

#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) x: f32,
    /// Baseline of text; top of areas; start of rules.
    pub(crate) y: f32,
    pub(crate) tag: Tag,
    /// Number of the link in the tree that it belongs to.
    pub(crate) link: Option<u32>,
    pub(crate) what: What,
}

/// A point of a path; `curve` marks the two control points of a Bézier curve.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Knot {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) curve: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    Text {
        style: Style,
        runs: Vec<Rc<Run>>,
        width: f32,
    },
    /// A straight line to (x + dx, y + dy); weight in points.
    Rule {
        dx: f32,
        dy: f32,
        weight: f32,
        ink: Ink,
    },
    Area {
        w: f32,
        h: f32,
        fill: Ink,
    },
    /// Rings of knots relative to the item. Weight in points; dash in mm.
    Path {
        rings: Vec<Vec<Knot>>,
        fill: Option<Ink>,
        stroke: Option<(Ink, f32)>,
        closed: bool,
        dash: Option<(f32, f32)>,
    },
}

impl Item {
    pub(crate) fn rule(x: f32, y: f32, dx: f32, dy: f32, weight: f32, ink: Ink) -> Item {
        Item { x, y, tag: Tag::Ornament, link: None, what: What::Rule { dx, dy, weight, ink } }
    }
    pub(crate) fn area(x: f32, y: f32, w: f32, h: f32, fill: Ink) -> Item {
        Item { x, y, tag: Tag::Ornament, link: None, what: What::Area { w, h, fill } }
    }
    pub(crate) fn path(
        x: f32,
        y: f32,
        rings: Vec<Vec<Knot>>,
        fill: Option<Ink>,
        stroke: Option<(Ink, f32)>,
        closed: bool,
    ) -> Item {
        Item { x, y, tag: Tag::Ornament, link: None, what: What::Path { rings, fill, stroke, closed, dash: None } }
    }
    pub(crate) fn frame(x: f32, y: f32, w: f32, h: f32, fill: Ink, weight: f32) -> Item {
        let ring = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)];
        Item::path(x, y, vec![knots(&ring)], Some(fill), Some((INK, weight)), true)
    }
    pub(crate) fn tagged(mut self, tag: Tag) -> Item {
        self.tag = tag;
        self
    }
    pub(crate) fn shifted(mut self, dx: f32, dy: f32) -> Item {
        self.x += dx;
        self.y += dy;
        self
    }
    pub(crate) fn dashed(mut self, on: f32, off: f32) -> Item {
        if let What::Path { dash, .. } = &mut self.what {
            *dash = Some((on, off));
        }
        self
    }
}

pub(crate) fn knots(points: &[(f32, f32)]) -> Vec<Knot> {
    points.iter().map(|&(x, y)| Knot { x, y, curve: false }).collect()
}

/// Circle around (x, y).
pub(crate) fn circle(x: f32, y: f32, r: f32) -> Vec<Knot> {
    let k = 0.5523 * r;
    let at = |dx: f32, dy: f32, curve| Knot { x: x + dx, y: y + dy, curve };
    vec![
        at(r, 0.0, false),
        at(r, k, true),
        at(k, r, true),
        at(0.0, r, false),
        at(-k, r, true),
        at(-r, k, true),
        at(-r, 0.0, false),
        at(-r, -k, true),
        at(-k, -r, true),
        at(0.0, -r, false),
        at(k, -r, true),
        at(r, -k, true),
        at(r, 0.0, false),
    ]
}

/// Right (`side` 1) or left (`side` -1) half of a disc around (x, y).
pub(crate) fn half_disc(x: f32, y: f32, r: f32, side: f32) -> Vec<Knot> {
    let k = 0.5523 * r;
    let at = |dx: f32, dy: f32, curve| Knot { x: x + side * dx, y: y + dy, curve };
    vec![
        at(0.0, -r, false),
        at(k, -r, true),
        at(r, -k, true),
        at(r, 0.0, false),
        at(r, k, true),
        at(k, r, true),
        at(0.0, r, false),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(ink: Ink) -> [f32; 3] {
        [16, 8, 0].map(|shift| ((ink >> shift) & 0xFF) as f32)
    }
    /// As a printer without colour makes it, 0 to 255 (ITU-R BT.601).
    fn grey(ink: Ink) -> f32 {
        let [r, g, b] = parts(ink);
        0.299 * r + 0.587 * g + 0.114 * b
    }
    /// WCAG contrast ratio.
    fn contrast(a: Ink, b: Ink) -> f32 {
        let light = |ink| {
            let [r, g, b] = parts(ink)
                .map(|c| c / 255.0)
                .map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055_f32).powf(2.4) });
            0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
        };
        let (a, b) = (light(a), light(b));
        a.max(b) / a.min(b)
    }

    #[test]
    fn a_copy_without_colour_keeps_the_bands_apart() {
        for (ink, dark) in BANDS.into_iter().zip([0.0, 15.0, 38.0, 77.0]) {
            let got = 100.0 - grey(ink) / 2.55;
            assert!((got - dark).abs() <= 5.0, "{ink:06X} is {got} % dark, not {dark}");
        }
        let greys: Vec<f32> = BANDS.into_iter().map(grey).collect();
        assert!(greys.windows(2).all(|pair| pair[0] - pair[1] > 25.0), "each is darker than the one before: {greys:?}");
        for (ink, wanted) in [(INK, 28.0), (INK2, 75.0), (MUTE, 100.0), (HAIR, 169.0), (TINT2, 221.0), (RED, 75.0)] {
            assert!((grey(ink) - wanted).abs() <= 0.05 * 255.0, "{ink:06X}: {} for {wanted}", grey(ink));
        }
    }

    #[test]
    fn words_are_read_on_what_they_stand_on() {
        for (words, ground) in [
            (INK, BANDS[0]),
            (INK, BANDS[1]),
            (INK, BANDS[2]),
            (WHITE, BANDS[3]),
            (INK2, WHITE),
            (MUTE, WHITE),
            (RED, WHITE),
            (INK, TINT2),
        ] {
            assert!(contrast(words, ground) >= 4.5, "{words:06X} on {ground:06X}: {}", contrast(words, ground));
        }
    }
}
