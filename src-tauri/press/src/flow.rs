//! Pages and the pen that goes down them: room, breaks, what is kept together, places that links lead to.
use crate::draw::{HEADING, Item, PT, RED, Style, TABLE, TEXT, Tag, Through, Type, What};
use crate::draw::{INK2, MUTE};
use crate::fonts::Face;
use crate::lines::{Line, Piece, Setting, fill, height, placed, words};
use crate::shape::{Shaper, visible};
use crate::tree::Tree;
use crate::{Paper, PressFault};
use isms::doc::{Block, Doc, PAGED, Row, Span};
use std::collections::BTreeMap;

/// Sizes of a page in mm (PAPER 1 and 9).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Geometry {
    pub(crate) w: f32,
    pub(crate) h: f32,
    pub(crate) left: f32,
    pub(crate) top: f32,
    /// Where the text ends, from the top.
    pub(crate) bottom: f32,
    /// Width of the column.
    pub(crate) column: f32,
    pub(crate) landscape: bool,
}

impl Geometry {
    pub(crate) fn new(paper: Paper, landscape: bool) -> Geometry {
        let (w, h, right) = match (paper, landscape) {
            (Paper::A4, false) => (210.0, 297.0, 16.0),
            (Paper::A4, true) => (297.0, 210.0, 16.0),
            (Paper::Letter, false) => (215.9, 279.4, 21.9),
            (Paper::Letter, true) => (279.4, 215.9, 16.0),
        };
        Geometry { w, h, left: 24.0, top: 22.0, bottom: h - 18.0, column: w - 24.0 - right, landscape }
    }
}

/// A page as laid out.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) geometry: Geometry,
    pub(crate) items: Vec<Item>,
    pub(crate) section: usize,
    /// Not the first page of its section.
    pub(crate) continued: bool,
}

/// Where a link leads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Counted from 0.
    pub(crate) page: usize,
    pub(crate) y: f32,
    rank: u8,
}

/// Of several places with one id the sheet is meant rather than the row.
pub(crate) const ROW: u8 = 0;
pub(crate) const TITLE: u8 = 1;
pub(crate) const SHEET: u8 = 2;

/// An entry of the outline.
#[derive(Debug)]
pub(crate) struct Entry {
    /// From 1.
    pub(crate) level: u8,
    pub(crate) title: String,
    pub(crate) page: usize,
    pub(crate) y: f32,
}

/// Something that stays on one page.
#[derive(Debug, Default)]
pub(crate) struct Slab {
    pub(crate) h: f32,
    /// Relative to the column's left and the slab's top.
    pub(crate) items: Vec<Item>,
    pub(crate) ids: Vec<(String, u8)>,
    pub(crate) entry: Option<(u8, String)>,
}

/// The state of a layout.
pub(crate) struct Press<'a> {
    pub(crate) doc: &'a Doc,
    pub(crate) paper: Paper,
    pub(crate) shaper: Shaper,
    pub(crate) tree: Tree,
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) places: BTreeMap<String, Place>,
    pub(crate) outline: Vec<Entry>,
    /// Pages of ids in the run before this one, from 1.
    pub(crate) known: BTreeMap<String, usize>,
    /// Ids that exist, with the rank of the best place.
    targets: BTreeMap<String, u8>,
    pub(crate) page: Geometry,
    /// The pen, from the top of the page.
    pub(crate) y: f32,
    held: Vec<(f32, Slab)>,
    pub(crate) section: usize,
    /// Node of the section.
    pub(crate) parent: u32,
    /// What a continued page calls itself.
    pub(crate) title: String,
    pub(crate) heading: u8,
    /// The row that is being set: no link to itself.
    pub(crate) own: Option<String>,
    /// Whether a page number was asked for.
    pub(crate) asked: bool,
    /// The type of a table's cells.
    pub(crate) cells: Type,
}

impl Slab {
    /// What has room in `room` mm, and the rest; nothing where not even a line has.
    fn cut(&mut self, room: f32) -> Option<(Slab, Slab)> {
        let fits = |item: &Item| match &item.what {
            What::Text { style, .. } => item.y + style.size * PT * 0.3 <= room,
            _ => item.y <= room,
        };
        let words = |item: &&Item| matches!(item.what, What::Text { .. });
        if !self.items.iter().filter(words).any(&fits) || self.items.iter().filter(words).all(&fits) {
            return None;
        }
        let top = |item: &Item| match &item.what {
            What::Text { style, .. } => item.y - style.size * PT * 1.1,
            _ => item.y,
        };
        let rest = self.items.iter().filter(|item| !fits(item)).map(top).fold(f32::MAX, f32::min);
        let (mut upper, mut lower) = (Vec::new(), Vec::new());
        for mut item in std::mem::take(&mut self.items) {
            if !fits(&item) {
                lower.push(item.shifted(0.0, -rest));
                continue;
            }
            // What runs along goes on: margin rules, tints.
            let mut tail = item.clone();
            match (&mut item.what, &mut tail.what) {
                (What::Rule { dy, .. }, What::Rule { dy: more, .. }) if item.y + *dy > room => {
                    *more = item.y + *dy - rest;
                    *dy = room - item.y;
                    tail.y = 0.0;
                    lower.push(tail);
                }
                (What::Area { h, .. }, What::Area { h: more, .. }) if item.y + *h > room => {
                    *more = (item.y + *h - rest).max(0.0);
                    *h = room - item.y;
                    tail.y = 0.0;
                    lower.push(tail);
                }
                _ => {}
            }
            upper.push(item);
        }
        let first = Slab { h: room, items: upper, ids: std::mem::take(&mut self.ids), entry: self.entry.take() };
        Some((first, Slab { h: self.h - rest, items: lower, ..Slab::default() }))
    }
}

impl<'a> Press<'a> {
    pub(crate) fn new(doc: &'a Doc, paper: Paper, shaper: Shaper, known: BTreeMap<String, usize>) -> Press<'a> {
        Press {
            doc,
            paper,
            shaper,
            tree: Tree::new(),
            leaves: Vec::new(),
            places: BTreeMap::new(),
            outline: Vec::new(),
            known,
            targets: targets(doc),
            page: Geometry::new(paper, false),
            y: 0.0,
            held: Vec::new(),
            section: 0,
            parent: 0,
            title: String::new(),
            heading: 1,
            own: None,
            asked: false,
            cells: TABLE,
        }
    }

    /// Lays the whole document out.
    pub(crate) fn run(mut self, tell: &mut crate::Tell) -> Result<Press<'a>, PressFault> {
        for at in 0..self.doc.sections.len() {
            if !tell(self.leaves.len() + 1) {
                return Err(PressFault::Cancelled);
            }
            self.section(at);
        }
        if self.leaves.is_empty() {
            return Err(PressFault::Empty);
        }
        self.furniture();
        Ok(self)
    }

    // ---- pages ----

    pub(crate) fn begin_page(&mut self, continued: bool) {
        self.leaves.push(Leaf { geometry: self.page, items: Vec::new(), section: self.section, continued });
        self.y = self.page.top;
    }

    /// A new page of the same section.
    pub(crate) fn turn(&mut self) {
        self.begin_page(true);
    }

    pub(crate) fn fresh(&self) -> bool {
        self.y <= self.page.top + 0.01
    }

    /// Millimetres left on this page, after what is held.
    pub(crate) fn room(&self) -> f32 {
        self.page.bottom - self.y - self.held_height()
    }

    fn held_height(&self) -> f32 {
        let first = self.fresh();
        self.held
            .iter()
            .enumerate()
            .map(|(i, (before, slab))| slab.h + if first && i == 0 { 0.0 } else { *before })
            .sum()
    }

    /// Height of the text of a page.
    pub(crate) fn full(&self) -> f32 {
        self.page.bottom - self.page.top
    }

    /// Number of the page that the pen is on, from 1.
    pub(crate) fn number(&self) -> usize {
        self.leaves.len()
    }

    // ---- slabs ----

    /// Keeps a heading back until what it heads is put.
    pub(crate) fn hold(&mut self, before: f32, slab: Slab) {
        self.held.push((before, slab));
    }

    pub(crate) fn holds(&self) -> bool {
        !self.held.is_empty()
    }

    /// Puts what is held and then the slab, on a new page if they have no room here.
    pub(crate) fn put(&mut self, before: f32, slab: Slab) {
        let before_here = if self.fresh() && self.held.is_empty() { 0.0 } else { before };
        if before_here + slab.h > self.room() + 0.01 && !self.fresh() {
            self.turn();
        }
        self.release();
        let mut slab = slab;
        let mut before = before;
        // Taller than a page, whatever it is: cut between its lines.
        loop {
            let gap = if self.fresh() { 0.0 } else { before };
            let room = self.page.bottom - self.y - gap;
            if slab.h <= room + 0.3 {
                break;
            }
            let Some((upper, lower)) = slab.cut(room) else { break };
            self.drop(before, upper);
            self.turn();
            (slab, before) = (lower, 0.0);
        }
        self.drop(before, slab);
    }

    /// Puts what is held, here.
    pub(crate) fn release(&mut self) {
        for (before, slab) in std::mem::take(&mut self.held) {
            self.drop(before, slab);
        }
    }

    fn drop(&mut self, before: f32, slab: Slab) {
        if !self.fresh() {
            self.y += before;
        }
        let (page, y, left) = (self.leaves.len() - 1, self.y, self.page.left);
        for (id, rank) in slab.ids {
            self.place(id, rank, page, y);
        }
        if let Some((level, title)) = slab.entry {
            self.outline.push(Entry { level, title, page, y });
        }
        if let Some(leaf) = self.leaves.last_mut() {
            leaf.items.extend(slab.items.into_iter().map(|item| item.shifted(left, y)));
        }
        self.y += slab.h;
    }

    pub(crate) fn place(&mut self, id: String, rank: u8, page: usize, y: f32) {
        let place = Place { page, y, rank };
        let old = self.places.entry(id).or_insert(place);
        if old.rank < rank {
            *old = place;
        }
    }

    /// Puts lines, at least two on each page.
    pub(crate) fn put_lines(&mut self, before: f32, x: f32, mut lines: Vec<Line>) {
        let mut before = before;
        while !lines.is_empty() {
            let gap = if self.fresh() && self.held.is_empty() { 0.0 } else { before };
            let room = self.room() - gap;
            let count = fitting(&lines, room);
            if count == 0 && !self.fresh() {
                self.turn();
                continue;
            }
            let rest = lines.split_off(count.max(1).min(lines.len()));
            let slab = Slab { h: height(&lines), items: placed(lines, x, 0.0), ..Slab::default() };
            self.release();
            self.drop(before, slab);
            lines = rest;
            if !lines.is_empty() {
                self.turn();
                before = 0.0;
                let gaps = lines.iter().take_while(|line| line.items.is_empty()).count();
                lines.drain(..gaps);
            }
        }
    }

    /// The title of the running part, at the top of a page that goes on with a table. Not read aloud: it stands there already.
    pub(crate) fn continued_title(&mut self) {
        let small = Style::new(Face::Sans, 9.5, MUTE);
        let title = self.title.clone();
        let again = [Piece::text(" (continued)", small, Tag::Ornament)];
        let set = Setting::new(HEADING, self.page.column);
        let lines = self.brief(&[], (&title, HEADING.style, Tag::Ornament), &again, 2, &set);
        let slab = Slab { h: height(&lines), items: placed(lines, 0.0, 0.0), ..Slab::default() };
        self.drop(0.0, slab);
        self.y += 2.6;
    }

    // ---- text ----

    /// Spans as pieces: `base` for the report's words; the record's words are serif in the fitting size.
    pub(crate) fn pieces(&mut self, spans: &[Span], base: Style, node: u32) -> Vec<Piece> {
        let tag = Tag::Node(node);
        let recorded = Style {
            face: Face::Serif,
            size: if base.size > 8.0 && base.size < 9.0 { 8.25 } else { base.size },
            ..base
        };
        let bold = base.faced(Face::Bold);
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(span) = spans.get(at) {
            at += 1;
            if let [Span::Link { to, text }, Span::Text(between), Span::Link { text: none, to: same }, ..] =
                &spans[at - 1..]
            {
                // A code with its page: where there is no such place, the code alone.
                if between == PAGED
                    && to == same
                    && none.is_empty()
                    && !text.is_empty()
                    && !self.targets.contains_key(to)
                {
                    at += 2;
                }
            }
            let (words, style) = match span {
                Span::Text(words) => (words, base),
                Span::Bold(words) => (words, bold),
                Span::Soft(words) => (words, base.inked(INK2)),
                Span::Red(words) => (words, base.inked(RED)),
                Span::Recorded(words) => (words, recorded),
                Span::Added(words) => (words, Style { line: Through::Under, ..base }),
                Span::Removed(words) => (words, Style { line: Through::Strike, ..base.inked(MUTE) }),
                Span::Link { text, to } => {
                    let words = if text.is_empty() {
                        self.asked = true;
                        // Three figures until the pages are known; a dash where there is no such place.
                        let yet = if self.targets.contains_key(to) { "000" } else { "–" };
                        self.known.get(to).map_or_else(|| yet.to_owned(), usize::to_string)
                    } else {
                        visible(text).into_owned()
                    };
                    let own = self.own.as_deref() == Some(to);
                    match self.targets.get(to) {
                        Some(rank) if !(own && *rank == ROW) => {
                            let (number, leaf) = self.tree.link(node, to, &words);
                            pieces.push(Piece::Text {
                                text: words,
                                style: base,
                                tag: Tag::Node(leaf),
                                link: Some(number),
                            });
                        }
                        _ => pieces.push(Piece::text(words, base, tag)),
                    }
                    continue;
                }
            };
            pieces.push(Piece::text(visible(words), style, tag));
        }
        pieces
    }

    pub(crate) fn lines(&mut self, pieces: &[Piece], set: &Setting) -> Vec<Line> {
        fill(&words(&mut self.shaper, pieces), set)
    }

    /// Plain words of one type as lines.
    pub(crate) fn plain(&mut self, text: &str, kind: Type, width: f32, tag: Tag) -> Vec<Line> {
        let pieces = [Piece::text(visible(text), kind.style, tag)];
        self.lines(&pieces, &Setting::new(kind, width))
    }

    /// Level of a heading in the tree: none is skipped on the way down.
    pub(crate) fn heading_kind(&mut self, wanted: u8) -> &'static str {
        self.heading = wanted.min(self.heading + 1);
        ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(self.heading.clamp(1, 6)) - 1]
    }
}

/// How many of the lines fit, so that none ends the page that must not.
pub(crate) fn fitting(lines: &[Line], room: f32) -> usize {
    let (mut sum, mut count) = (0.0, 0);
    for (i, line) in lines.iter().enumerate() {
        sum += line.h;
        if sum > room + 0.01 {
            return count;
        }
        if !line.glue || i + 1 == lines.len() {
            count = i + 1;
        }
    }
    count
}

/// Prose is at most this wide, mm.
pub(crate) const PROSE: f32 = 125.0;
/// Between blocks, mm.
pub(crate) const GAP: f32 = 4.0;

fn targets(doc: &Doc) -> BTreeMap<String, u8> {
    let mut targets = BTreeMap::new();
    let mut add = |id: &Option<String>, rank: u8| {
        if let Some(id) = id {
            let best = targets.entry(id.clone()).or_insert(rank);
            *best = rank.max(*best);
        }
    };
    for section in &doc.sections {
        add(&Some(section.id.clone()), TITLE);
        for block in &section.blocks {
            match block {
                Block::Heading { id, .. } => add(id, TITLE),
                Block::Sheet(sheet) => add(&sheet.id, SHEET),
                Block::Table(table) => {
                    for row in &table.rows {
                        if let Row::Cells { id, .. } = row {
                            add(id, ROW);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    targets
}

/// Points to millimetres.
pub(crate) const fn mm(pt: f32) -> f32 {
    pt * PT
}

/// The report's text, for those that need its height.
pub(crate) const BODY: Type = TEXT;
