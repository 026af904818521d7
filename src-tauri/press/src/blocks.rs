//! Sections and their plain blocks: title, headings, prose, notes, bullets, figures, contents.
use crate::draw::{HAIR, HEADING, INK, INK2, Item, MUTE, NOTE, RECORDED, SECTION, SMALL_HEADING, Tag, Type};
use crate::flow::{BODY, GAP, PROSE, Press, Slab, TITLE, mm};
use crate::fonts::Face;
use crate::lines::{Align, Line, Piece, Setting, height, level_with_first, placed};
use crate::shape::visible;
use isms::doc::{Block, Span};

impl Press<'_> {
    /// A section: a new page, its title, its blocks.
    pub(crate) fn section(&mut self, at: usize) {
        let doc = self.doc;
        let section = &doc.sections[at];
        self.section = at;
        self.page = crate::flow::Geometry::new(self.paper, section.landscape);
        if !section.control.is_empty() {
            // A document's control block stands below the head: the text begins a gap below it.
            self.page.top = self.page.top.max(crate::furniture::below_control(section.control.len()) + GAP);
        }
        self.parent = self.tree.node("Sect", 0);
        self.title = section.title.clone();
        self.heading = 0;
        self.begin_page(false);
        let covered = matches!(section.blocks.first(), Some(Block::Cover(_)));
        let name = match section.number {
            Some(number) if !section.part => format!("{number}  {}", section.title),
            _ => section.title.clone(),
        };
        let level = if section.part { 2 } else { 1 };
        if covered || section.title.is_empty() {
            let entry = (!name.is_empty()).then(|| (level, visible(&name).into_owned()));
            let slab = Slab { ids: vec![(section.id.clone(), TITLE)], entry, ..Slab::default() };
            self.put(0.0, slab);
        } else {
            self.section_title(section.number, &section.title, (level, &name), &section.id);
        }
        let mut before: Option<&Block> = None;
        for (i, block) in section.blocks.iter().enumerate() {
            let gap = match before {
                Some(before) => between(before, block),
                None if covered => 0.0,
                None => after_title(block),
            };
            self.block(block, gap, i == 0);
            before = Some(block);
        }
        if self.holds() {
            // A heading with nothing under it still stands.
            self.put(0.0, Slab::default());
        }
    }

    fn section_title(&mut self, number: Option<u32>, title: &str, (level, name): (u8, &str), id: &str) {
        let node = self.tree.node("H1", self.parent);
        self.heading = 1;
        let tag = Tag::Node(node);
        let mut indent = 0.0;
        let mut items = Vec::new();
        if let Some(number) = number {
            let kind = SECTION.faced(Face::Sans).inked(MUTE);
            let pieces = [Piece::text(format!("{number} "), kind.style, tag)];
            let width = self.shaper.width(Face::Sans, kind.style.size, &number.to_string());
            let lines = self.lines(&pieces, &Setting::new(kind, 40.0));
            items.extend(placed(lines, 0.0, 0.0));
            indent = (width + 3.0).max(9.0);
        }
        let lines = self.plain(title, SECTION, self.page.column - indent, tag);
        let h = height(&lines);
        items.extend(placed(lines, indent, 0.0));
        let entry = Some((level, visible(name).into_owned()));
        self.hold(0.0, Slab { h, items, ids: vec![(id.to_owned(), TITLE)], entry });
    }

    fn block(&mut self, block: &Block, before: f32, first: bool) {
        match block {
            Block::Heading { level, spans, id } => self.heading_block(*level, spans, id.as_deref(), before),
            Block::Para(spans) => {
                let kind = if first { BODY.inked(INK2) } else { BODY };
                self.para(spans, kind, PROSE, before);
            }
            Block::Recorded(markdown) => {
                let lines = self.markdown(markdown, self.parent, PROSE, false);
                self.put_lines(before, 0.0, lines);
            }
            Block::Compared { changed, heading, lead, spans } => self.compared(*changed, *heading, lead, spans, before),
            Block::Note(spans) => self.note(spans, before),
            Block::Bullets(bullets) => self.bullets(bullets, before),
            Block::Figures(figures) => self.figures(figures, before),
            Block::Table(table) => self.table(table, before),
            Block::Close(table) => self.close_table(table, before),
            Block::Beside(sides) => self.beside(sides, before),
            Block::Sheet(sheet) => self.sheet(sheet, before),
            Block::Matrix(matrix) => self.matrix(matrix, before),
            Block::MatrixPair { then, now } => self.matrix_pair(then, now, before),
            Block::Grid(grid) => self.grid(grid, before),
            Block::Chart(chart) => self.chart(chart, before),
            Block::Cells(cells) => self.small_cells(cells, before),
            Block::Signature(signature) => self.signature(signature, before),
            Block::Checkpoint { checkpoint, on, caption } => self.checkpoint(checkpoint, *on, caption, before),
            Block::Cover(cover) => self.cover(cover),
            Block::Contents => self.contents(before),
            Block::PageBreak => {
                // A heading that waits goes along to the next page.
                if !self.fresh() {
                    self.turn();
                }
            }
        }
    }

    /// Blocks beside one another, from the same height down. A side that has no room goes over to the next page as it would alone.
    fn beside(&mut self, sides: &[(f32, Vec<Block>)], before: f32) {
        self.put(before, Slab::default());
        let (page, top, leaf) = (self.page, self.y, self.leaves.len());
        let gap = 3.0;
        let whole: f32 = sides.iter().map(|(share, _)| share).sum();
        let column = page.column - gap * (sides.len().max(1) - 1) as f32;
        let (mut x, mut low) = (0.0, top);
        for (share, blocks) in sides {
            if self.leaves.len() == leaf {
                self.y = top;
            }
            self.page.left = page.left + x;
            self.page.column = column * share / whole;
            x += self.page.column + gap;
            let mut last: Option<&Block> = None;
            for block in blocks {
                self.block(block, last.map_or(0.0, |last| between(last, block)), false);
                last = Some(block);
            }
            self.release();
            low = if self.leaves.len() == leaf { low.max(self.y) } else { self.y };
        }
        (self.page, self.y) = (page, low);
    }

    fn heading_block(&mut self, level: u8, spans: &[Span], id: Option<&str>, before: f32) {
        let kind = if level <= 1 { HEADING } else { SMALL_HEADING };
        let wanted = self.heading_kind(level.clamp(1, 5) + 1);
        let node = self.tree.node(wanted, self.parent);
        let pieces = self.pieces(spans, kind.style, node);
        let words: String = pieces
            .iter()
            .filter_map(|piece| if let Piece::Text { text, .. } = piece { Some(text.as_str()) } else { None })
            .collect();
        let lines = self.lines(&pieces, &Setting::new(kind, self.page.column));
        if level <= 1 {
            self.title.clone_from(&words);
        }
        let slab = Slab {
            h: height(&lines),
            items: placed(lines, 0.0, 0.0),
            ids: id.map(|id| (id.to_owned(), TITLE)).into_iter().collect(),
            entry: (!words.trim().is_empty()).then_some((if level <= 1 { 2 } else { 3 }, words)),
        };
        self.hold(before, slab);
    }

    pub(crate) fn para(&mut self, spans: &[Span], kind: Type, width: f32, before: f32) {
        let node = self.tree.node("P", self.parent);
        let pieces = self.pieces(spans, kind.style, node);
        let lines = self.lines(&pieces, &Setting::new(kind, width));
        self.put_lines(before, 0.0, lines);
    }

    fn note(&mut self, spans: &[Span], before: f32) {
        let node = self.tree.node("Note", self.parent);
        self.tree.rare(node).named = true;
        let pieces = self.pieces(spans, NOTE.style, node);
        let lines = self.lines(&pieces, &Setting::new(NOTE, self.page.column.min(190.0)));
        self.put_lines(before, 0.0, lines);
    }

    /// A part of a comparison: the bar stands left of its words.
    fn compared(&mut self, changed: bool, heading: bool, lead: &str, spans: &[Span], before: f32) {
        let kind = if heading { SMALL_HEADING } else { RECORDED };
        let node = self.tree.node("P", self.parent);
        let mut all = Vec::with_capacity(spans.len() + 1);
        if !lead.is_empty() {
            all.push(Span::Text(lead.to_string()));
        }
        all.extend_from_slice(spans);
        let pieces = self.pieces(&all, kind.style, node);
        let hang = if lead.is_empty() { 0.0 } else { 5.5 };
        let mut lines = self.lines(&pieces, &Setting { hang, ..Setting::new(kind, PROSE - 4.0) });
        for line in &mut lines {
            for item in &mut line.items {
                item.x += 4.0;
            }
            if changed {
                line.items.push(Item::rule(0.6, 0.0, 0.0, line.h, 1.75, INK));
            }
            line.glue |= heading;
        }
        self.put_lines(before, 0.0, lines);
    }

    fn bullets(&mut self, bullets: &[Vec<Span>], before: f32) {
        let list = self.tree.node("L", self.parent);
        for (i, spans) in bullets.iter().enumerate() {
            let lines = self.bullet(list, "–", spans);
            self.put_lines(if i == 0 { before } else { 0.6 }, 0.0, lines);
        }
    }

    fn bullet(&mut self, list: u32, label: &str, spans: &[Span]) -> Vec<Line> {
        let item = self.tree.node("LI", list);
        let (label_node, body) = (self.tree.node("Lbl", item), self.tree.node("LBody", item));
        let mut label = self.plain(&format!("{label} "), BODY, 10.0, Tag::Node(label_node));
        let pieces = self.pieces(spans, BODY.style, body);
        let mut lines = self.lines(&pieces, &Setting::new(BODY, PROSE - 4.0));
        for line in &mut lines {
            for entry in &mut line.items {
                entry.x += 4.0;
            }
        }
        if let (Some(first), Some(label)) = (lines.first_mut(), label.pop()) {
            first.items.splice(0..0, label.items);
        }
        lines
    }

    fn figures(&mut self, figures: &[(String, String)], before: f32) {
        if figures.is_empty() {
            return;
        }
        let across = figures.len().clamp(4, 6);
        let (gap, width) = (5.0, (self.page.column - 5.0 * (across - 1) as f32) / across as f32);
        let mut top = 1.8;
        let mut items = vec![Item::rule(0.0, 0.0, self.page.column, 0.0, 0.8, INK)];
        for row in figures.chunks(across) {
            let mut tallest: f32 = 0.0;
            for (i, (figure, words)) in row.iter().enumerate() {
                let node = self.tree.node("P", self.parent);
                let tag = Tag::Node(node);
                let mut lines = self.plain(&format!("{figure} "), HEADING, width, tag);
                lines.extend(self.plain(words, NOTE, width - 1.0, tag));
                tallest = tallest.max(height(&lines));
                items.extend(placed(lines, i as f32 * (width + gap), top));
            }
            top += tallest + 2.0;
        }
        self.put(before, Slab { h: top - 2.0, items, ..Slab::default() });
    }

    /// The sections with their pages.
    fn contents(&mut self, before: f32) {
        let list = self.tree.node("TOC", self.parent);
        let doc = self.doc;
        self.asked = true;
        for (i, section) in doc.sections.iter().filter(|section| !section.title.is_empty() && !section.part).enumerate()
        {
            let entry = self.tree.node("TOCI", list);
            let reference = self.tree.node("Reference", entry);
            let (link, node) = self.tree.link(reference, &section.id, &section.title);
            let page = self.known.get(&section.id).copied().unwrap_or(0).to_string();
            let piece = |text: String, style| Piece::Text { text, style, tag: Tag::Node(node), link: Some(link) };
            let number = section.number.map_or_else(String::new, |number| format!("{number} "));
            let number = [piece(number, BODY.style.inked(INK2))];
            let number = self.lines(&number, &Setting::new(BODY, 7.0).aligned(Align::Right));
            let title = [piece(format!("{} ", visible(&section.title)), BODY.style)];
            let title = self.lines(&title, &Setting::new(BODY, PROSE - 10.0 - 14.0));
            let page = [piece(page, BODY.style)];
            let page = self.lines(&page, &Setting::new(BODY, 12.0).aligned(Align::Right));
            let h = height(&title).max(BODY.height()) + 1.5;
            let dy = level_with_first(&title, &page) + 0.75;
            let mut items = placed(number, 0.0, dy);
            items.extend(placed(title, 10.0, 0.75));
            items.extend(placed(page, PROSE - 12.0, dy));
            items.push(Item::rule(0.0, h, PROSE, 0.0, 0.25, HAIR));
            self.put(if i == 0 { before } else { 0.0 }, Slab { h: h + mm(0.25), items, ..Slab::default() });
        }
    }
}

/// Space between two blocks, mm.
fn between(before: &Block, block: &Block) -> f32 {
    match (before, block) {
        (_, Block::Heading { level, .. }) => {
            if *level <= 1 {
                5.0
            } else {
                GAP
            }
        }
        (Block::Heading { level, .. }, Block::Figures(_)) if *level <= 1 => 2.0,
        (Block::Heading { level, .. }, _) => {
            if *level <= 1 {
                1.6
            } else {
                1.0
            }
        }
        (Block::Para(_) | Block::Recorded(_) | Block::Bullets(_), Block::Para(_) | Block::Recorded(_)) => 2.2,
        (Block::Para(_) | Block::Recorded(_), Block::Bullets(_)) => 1.5,
        (Block::Compared { heading: false, .. }, Block::Compared { heading: false, .. }) => 1.6,
        (Block::Compared { .. }, Block::Compared { .. }) => 2.2,
        (Block::Note(_), Block::Table(_) | Block::Grid(_)) => 3.0,
        (Block::Matrix(_) | Block::MatrixPair { .. }, Block::Note(_)) => 3.0,
        (Block::Figures(_), Block::Note(_)) => 3.5,
        (_, Block::Note(_)) => 2.0,
        _ => GAP,
    }
}

fn after_title(block: &Block) -> f32 {
    match block {
        Block::Para(_) => 0.5,
        Block::Note(_) => 1.5,
        _ => GAP,
    }
}
