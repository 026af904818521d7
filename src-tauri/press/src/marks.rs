//! Levels and states: shape and word first, colour third (PAPER 6). Drawn relative to the baseline of their word.
use crate::draw::{BANDS, INK, Item, Knot, PT, RED, Style, Tag, WHITE, What, circle, half_disc, knots};
use crate::flow::Press;
use crate::fonts::Face;
use crate::lines::Piece;
use crate::shape::visible;
use isms::doc::{Level, Mark, State};
use std::rc::Rc;

/// Width of a level's box, mm.
const BOX: f32 = 8.8;

/// Where the word of a level stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Worded {
    Beside,
    /// On the next line, if there is no room beside the box.
    Under,
    /// Left out, but read aloud. Only where the row says it elsewhere.
    Bare,
}

impl Press<'_> {
    /// Box with bars and number, and its word in the size of `base`.
    pub(crate) fn level(&mut self, level: &Level, base: Style, node: u32, word: Worded) -> Vec<Piece> {
        let bare = word == Worded::Bare;
        let rank = usize::from(level.rank.min(3));
        let ink = if rank == 3 { WHITE } else { INK };
        let top = -2.93;
        let mut items = vec![Item::frame(0.0, top, BOX, 3.5, BANDS[rank], if rank == 0 { 0.5 } else { 0.35 })];
        for bar in 0..=rank {
            let h = 0.55 * (bar + 1) as f32;
            items.push(Item::area(0.6 + 0.75 * bar as f32, top + 3.0 - h, 0.45, h, ink));
        }
        let style = Style::new(Face::Bold, 8.5, ink);
        let number = level.number.to_string();
        let mut run = self.shaper.run(Face::Bold, &number);
        if bare {
            let mut said = (*run).clone();
            said.actual = Some(format!("{number} {}", level.word));
            run = Rc::new(said);
        }
        let width = run.width * style.size * PT / 1000.0;
        let what = What::Text { style, runs: vec![run], width };
        items.push(Item { x: 8.1 - width, y: -0.1, tag: Tag::Node(node), link: None, what });
        let mut pieces = vec![Piece::Drawn { items, width: BOX + if bare { 0.3 } else { 0.35 } }];
        if !bare {
            let face = if rank >= 2 { Face::Bold } else { Face::Sans };
            let space = if word == Worded::Under { ' ' } else { '\u{A0}' };
            let word = format!("{space}{}", visible(&level.word).replace(' ', "\u{A0}"));
            pieces.push(Piece::text(word, base.faced(face).inked(INK), Tag::Node(node)));
        }
        pieces
    }

    /// "then → now". Both sides alike.
    pub(crate) fn levels(
        &mut self,
        then: Option<&Level>,
        now: &Level,
        base: Style,
        node: u32,
        word: Worded,
    ) -> Vec<Piece> {
        let mut pieces = match then {
            Some(then) => self.level(then, base, node, word),
            None => vec![Piece::text("new", base, Tag::Node(node))],
        };
        pieces.push(Piece::text(" →\u{A0}", base, Tag::Node(node)));
        pieces.extend(self.level(now, base, node, word));
        pieces
    }

    /// Mark and word of a state.
    pub(crate) fn state(&mut self, state: State, base: Style, node: u32) -> Vec<Piece> {
        let (face, ink) = match state {
            State::Current | State::NotApplicable => (Face::Sans, INK),
            State::Overdue => (Face::Bold, RED),
            _ => (Face::Bold, INK),
        };
        let word = format!("\u{A0}{}", state.word().replace(' ', "\u{A0}"));
        vec![
            Piece::Drawn { items: state_mark(state), width: 2.9 },
            Piece::text(word, base.faced(face).inked(ink), Tag::Node(node)),
        ]
    }
}

/// A figure of 10 by 10 made `size` mm wide, standing on the baseline.
struct Figure {
    size: f32,
    items: Vec<Item>,
}

impl Figure {
    fn new(size: f32) -> Figure {
        Figure { size, items: Vec::new() }
    }
    fn path(&mut self, ring: Vec<Knot>, fill: Option<u32>, stroke: Option<(u32, f32)>, closed: bool) -> &mut Figure {
        let k = self.size / 10.0;
        let ring = ring.into_iter().map(|knot| Knot { x: knot.x * k, y: knot.y * k, ..knot }).collect();
        let stroke = stroke.map(|(ink, weight)| (ink, weight * k / PT));
        self.items.push(Item::path(0.0, 0.25 - self.size, vec![ring], fill, stroke, closed));
        self
    }
    fn dashed(&mut self, on: f32, off: f32) {
        let k = self.size / 10.0;
        if let Some(item) = self.items.pop() {
            self.items.push(item.dashed(on * k, off * k));
        }
    }
}

fn state_mark(state: State) -> Vec<Item> {
    let mut f = Figure::new(2.5);
    match state {
        State::Current => {
            f.path(knots(&[(1.0, 5.4), (4.0, 8.4), (9.0, 1.8)]), None, Some((INK, 1.3)), false);
        }
        State::DueSoon => {
            f.path(circle(5.0, 5.0, 3.9), Some(WHITE), Some((INK, 1.0)), true).path(
                half_disc(5.0, 5.0, 3.9, 1.0),
                Some(INK),
                None,
                true,
            );
        }
        State::Stale => {
            for bar in [[(1.0, 3.5), (9.0, 3.5)], [(1.0, 6.7), (9.0, 6.7)], [(7.2, 0.8), (2.8, 9.4)]] {
                f.path(knots(&bar), None, Some((INK, 1.2)), false);
            }
        }
        State::Overdue => {
            f.path(circle(5.0, 5.0, 4.6), Some(RED), None, true).path(
                knots(&[(5.0, 2.0), (5.0, 5.9)]),
                None,
                Some((WHITE, 1.4)),
                false,
            );
            f.path(knots(&[(4.3, 6.8), (5.7, 6.8), (5.7, 8.2), (4.3, 8.2)]), Some(WHITE), None, true);
        }
        State::NeverReviewed => f.path(circle(5.0, 5.0, 4.0), None, Some((INK, 1.1)), true).dashed(1.3, 1.2),
        State::NotApplicable => {
            f.path(knots(&[(1.5, 5.2), (8.5, 5.2)]), None, Some((INK, 1.2)), false);
        }
    }
    f.items
}

/// Mark of a field in a grid of people; none for "away" and what does not concern the person.
pub(crate) fn grid_mark(mark: Mark) -> Vec<Item> {
    let mut f = Figure::new(2.3);
    match mark {
        Mark::Full => {
            f.path(circle(5.0, 5.0, 4.0), Some(INK), None, true);
        }
        Mark::Repeat => {
            f.path(circle(5.0, 5.0, 3.7), Some(WHITE), Some((INK, 1.0)), true).path(
                half_disc(5.0, 5.0, 3.7, -1.0),
                Some(INK),
                None,
                true,
            );
        }
        Mark::Earlier => {
            f.path(circle(5.0, 5.0, 3.7), Some(WHITE), Some((INK, 1.0)), true).path(
                half_disc(5.0, 5.0, 3.7, 1.0),
                Some(INK),
                None,
                true,
            );
        }
        Mark::Never => {
            f.path(circle(5.0, 5.0, 3.7), Some(WHITE), Some((INK, 1.4)), true);
        }
        Mark::NotYet => f.path(circle(5.0, 5.0, 3.9), None, Some((INK, 1.0)), true).dashed(1.3, 1.2),
        Mark::None | Mark::Away => {}
    }
    f.items
}
