//! The cover, the checkpoint with its QR code, the signatures.
use crate::draw::{COVER, COVER_FIGURE, HEADING, INK, INK2, Item, MUTE, NOTE, SMALL_HEADING, Tag, knots};
use crate::flow::{BODY, Press, Slab, mm};
use crate::fonts::Face;
use crate::furniture::thousands;
use crate::lines::{Line, Setting, height, placed};
use crate::sheet::ANSWER;
use chrono::NaiveDate;
use isms::doc::{Checkpoint, Cover, Signature, Span};

/// Edge of the QR code on the cover and in the section on the trail, mm.
const QR_COVER: f32 = 26.0;
const QR_TRAIL: f32 = 40.0;
/// The double rule: 0.8 pt each, 1.1 mm outside to outside.
const DOUBLE: f32 = 1.1;

impl Press<'_> {
    pub(crate) fn cover(&mut self, cover: &Cover) {
        let h1 = self.tree.node("H1", self.parent);
        self.heading = 1;
        let parent = self.parent;
        let mut subtitle = cover.subtitle.lines();
        let over = self.tree.node("P", parent);
        let over = self.plain("Information security management system", BODY.inked(INK2), 140.0, Tag::Node(over));
        // A name of several lines has lines of about one length.
        let wide = self.plain(&cover.name, COVER, 130.0, Tag::Node(h1)).len();
        let narrow = (60..130).step_by(5).map(|w| w as f32);
        let width = narrow.into_iter().find(|w| self.plain(&cover.name, COVER, *w, Tag::Node(h1)).len() <= wide);
        let name = self.plain(&cover.name, COVER, width.unwrap_or(130.0), Tag::Node(h1));
        let mut stack: Vec<(f32, Vec<Line>)> = vec![(0.0, over), (1.2, name)];
        if let Some(first) = subtitle.next() {
            let node = self.tree.node("P", parent);
            let kind = HEADING.faced(Face::Sans);
            stack.push((3.0, self.plain(first, kind, 140.0, Tag::Node(node))));
        }
        for line in subtitle {
            let node = self.tree.node("P", parent);
            stack.push((0.0, self.plain(line, BODY.inked(INK2), 140.0, Tag::Node(node))));
        }
        let mut y = 13.2;
        let mut items = Vec::new();
        for (gap, lines) in stack {
            y += gap;
            let h = height(&lines);
            items.extend(placed(lines, 0.0, y));
            y += h;
        }
        self.put(0.0, Slab { h: y, items, ..Slab::default() });
        if !cover.rows.is_empty() {
            self.sheet_of(&cover.rows, 9.0);
        }
        if !cover.figures.is_empty() {
            self.glance(&cover.figures);
        }
        if let Some(checkpoint) = &cover.checkpoint {
            let slab = self.checkpoint_slab(checkpoint, self.doc.as_of, &cover.checkpoint_caption, true);
            // At the foot of the page, 3 mm above the foot line.
            let at = self.page.h - 21.0 - slab.h;
            let gap = (at - self.y).max(4.0);
            self.put(gap, slab);
        }
    }

    /// The figures at a glance, with their words.
    fn glance(&mut self, figures: &[(String, String)]) {
        let day = self.doc.as_of.format("%-d %B %Y").to_string();
        let node = self.tree.node("P", self.parent);
        let title = self.plain(&format!("The state on {day}"), SMALL_HEADING, self.page.column, Tag::Node(node));
        let mut top = height(&title) + 1.8;
        let mut items = placed(title, 0.0, 0.0);
        items.push(Item::rule(0.0, top, self.page.column, 0.0, 0.8, INK));
        top += 2.0;
        let across = figures.len().clamp(1, 5);
        let gap = 4.5;
        let width = (self.page.column - gap * (across - 1) as f32) / across as f32;
        let mut tallest: f32 = 0.0;
        for (at, (figure, words)) in figures.iter().enumerate() {
            let node = self.tree.node("P", self.parent);
            let tag = Tag::Node(node);
            let mut lines = self.plain(&format!("{figure} "), COVER_FIGURE, width, tag);
            // The first line says what is counted, the rest of how many.
            let (what, rest) = words.split_once('\n').unwrap_or(("", words));
            if !what.is_empty() {
                lines.extend(self.plain(&format!("{what} "), NOTE.inked(INK).faced(Face::Bold), width, tag));
            }
            lines.extend(self.plain(rest, NOTE, width, tag));
            if at > 0 && at % across == 0 {
                top += tallest + 3.0;
                tallest = 0.0;
            }
            tallest = tallest.max(height(&lines));
            items.extend(placed(lines, (at % across) as f32 * (width + gap), top));
        }
        self.put(8.0, Slab { h: top + tallest, items, ..Slab::default() });
    }

    pub(crate) fn checkpoint(&mut self, checkpoint: &Checkpoint, on: NaiveDate, caption: &[Span], before: f32) {
        let slab = self.checkpoint_slab(checkpoint, on, caption, false);
        self.put(before, slab);
    }

    fn checkpoint_slab(&mut self, checkpoint: &Checkpoint, on: NaiveDate, caption: &[Span], cover: bool) -> Slab {
        let column = self.page.column;
        let (edge, across, step) = if cover { (QR_COVER, 8, 12.5) } else { (QR_TRAIL, 4, 17.0) };
        let words = column - edge - 8.0;
        let mut items = vec![Item::rule(0.0, mm(0.4), column, 0.0, 0.8, INK)];
        // The quiet zone of the code, four of 33 modules, is blank paper.
        let quiet = edge / 33.0 * 4.0;
        let mut y = quiet.max(2.4);
        let qr_top = y;
        let title_node = self.tree.node("P", self.parent);
        let acts = if checkpoint.size == 1 { "act" } else { "acts" };
        let title = format!("Checkpoint of {on}: {} {acts}", thousands(checkpoint.size));
        let title = self.plain(&title, SMALL_HEADING, words, Tag::Node(title_node));
        let title_h = height(&title);
        items.extend(placed(title, 0.0, y));
        y += title_h + 1.0;
        let node = self.tree.node("P", self.parent);
        let kind = if cover { BODY } else { HEADING.faced(Face::Sans) };
        let indent = if cover { 0.0 } else { 5.0 };
        for (at, row) in checkpoint.groups().chunks(across).enumerate() {
            if !cover {
                let number = self.plain(&(at + 1).to_string(), NOTE.inked(MUTE), 5.0, Tag::Ornament);
                let dy = kind.baseline() - NOTE.baseline();
                items.extend(placed(number, 0.0, y + dy));
            }
            for (i, group) in row.iter().enumerate() {
                let lines = self.plain(&format!("{group} "), kind, step, Tag::Node(node));
                items.extend(placed(lines, indent + i as f32 * step, y));
            }
            y += kind.height() + 0.4;
        }
        if !caption.is_empty() {
            let node = self.tree.node("P", self.parent);
            let pieces = self.pieces(caption, NOTE.style, node);
            let lines = self.lines(&pieces, &Setting::new(NOTE, words.min(125.0)));
            y += 1.2;
            let h = height(&lines);
            items.extend(placed(lines, 0.0, y));
            y += h;
        }
        let figure = self.tree.node("Figure", self.parent);
        let digits = checkpoint.groups().concat();
        self.tree.rare(figure).alt = Some(format!("QR code of the checkpoint: {digits}"));
        if let Some(code) = qr(&digits, edge) {
            items.push(code.shifted(column - edge, qr_top).tagged(Tag::Node(figure)));
        }
        y = y.max(qr_top + edge) + 2.4;
        items.extend(double_rule(0.0, y, column));
        Slab { h: y + DOUBLE, items, ..Slab::default() }
    }

    pub(crate) fn signature(&mut self, signature: &Signature, before: f32) {
        let width = self.page.column.min(170.0) - ANSWER;
        let parent = self.parent;
        let mut items = Vec::new();
        let mut y = 0.0;
        if !signature.signers.is_empty() {
            items.push(Item::rule(ANSWER, 0.0, width, 0.0, 0.4, INK));
            let node = self.tree.node("P", parent);
            let title = self.plain("Signed", BODY.faced(Face::Bold), width, Tag::Node(node));
            y = 1.2;
            let h = height(&title);
            items.extend(placed(title, ANSWER, y));
            y += h + 3.0;
            let gap = 7.0;
            let each = (width - 2.0 * gap) / 3.0;
            for row in signature.signers.chunks(3) {
                let mut tallest: f32 = 0.0;
                for (i, (name, what, proof)) in row.iter().enumerate() {
                    let node = self.tree.node("P", parent);
                    let tag = Tag::Node(node);
                    let mut lines = self.plain(&format!("{name} "), BODY.faced(Face::Bold), each, tag);
                    lines.extend(self.plain(&format!("{what} "), NOTE, each, tag));
                    lines.extend(self.plain(proof, NOTE, each, tag));
                    tallest = tallest.max(height(&lines));
                    items.extend(placed(lines, ANSWER + i as f32 * (each + gap), y));
                }
                y += tallest + 3.5;
            }
            items.extend(double_rule(ANSWER, y, width));
            y += DOUBLE + 2.0;
        }
        if !signature.sentence.is_empty() {
            let node = self.tree.node("P", parent);
            let lines = self.plain(&signature.sentence, NOTE, width, Tag::Node(node));
            let h = height(&lines);
            items.extend(placed(lines, ANSWER, y));
            y += h;
        }
        self.put(before + 3.0, Slab { h: y, items, ..Slab::default() });
    }
}

/// Closes an account.
pub(crate) fn double_rule(x: f32, y: f32, w: f32) -> Vec<Item> {
    let half = mm(0.4);
    vec![Item::rule(x, y + half, w, 0.0, 0.8, INK), Item::rule(x, y + DOUBLE - half, w, 0.0, 0.8, INK)]
}

/// Modules as merged rectangles of one path, `edge` mm wide.
fn qr(text: &str, edge: f32) -> Option<Item> {
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let k = edge / size as f32;
    let mut rings = Vec::new();
    for row in 0..size {
        let mut column = 0;
        while column < size {
            let start = column;
            while column < size && code.get_module(column, row) {
                column += 1;
            }
            if column > start {
                let (x0, x1, y0, y1) = (start as f32 * k, column as f32 * k, row as f32 * k, (row + 1) as f32 * k);
                rings.push(knots(&[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]));
            }
            column += 1;
        }
    }
    Some(Item::path(0.0, 0.0, rings, Some(INK), None, true))
}
