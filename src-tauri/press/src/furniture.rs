//! Head, foot and clause marks of each page (PAPER 1).
use crate::draw::{FURNITURE, HAIR, HEAD, INK, INK2, Item, Style, Tag, Type, What};
use crate::flow::{Press, mm};
use crate::fonts::Face;
use crate::lines::{Align, Line, Piece, Setting, placed};
use crate::shape::{MISSING, visible};
use isms::doc::{Block, Section};

/// Slots of the outer margin: clauses 4 to 10, then the themes of Annex A.
const SLOTS: [&str; 11] = ["4", "5", "6", "7", "8", "9", "10", "A.5", "A.6", "A.7", "A.8"];

/// Lines that a name or a title may have in the margin.
const MARGIN_LINES: usize = 2;
/// Where the head begins, in millimetres from the edge.
const TOP: f32 = 10.5;
/// Lines of a document's control block, at most.
const CONTROL_LINES: usize = 2;
/// Where a control block of so many lines ends.
pub(crate) fn below_control(lines: usize) -> f32 {
    TOP + FURNITURE.height() + 1.7 + lines.min(CONTROL_LINES) as f32 * FURNITURE.height()
}

impl Press<'_> {
    /// Draws head, foot and clause marks on all pages. Called when the number of pages is known.
    pub(crate) fn furniture(&mut self) {
        let count = self.leaves.len();
        for at in 0..count {
            let mut items = self.head(at);
            items.extend(self.foot(at, count));
            items.extend(self.thumbs(at));
            items.extend(self.substitutes(at, &items));
            self.leaves[at].items.extend(items);
        }
    }

    fn head(&mut self, at: usize) -> Vec<Item> {
        let (page, continued) = (self.leaves[at].geometry, self.leaves[at].continued);
        let section = &self.doc.sections[self.leaves[at].section];
        let title = running_title(self.doc, section);
        let style = FURNITURE.style;
        let draft = [
            Piece::text("Draft", style.inked(INK).faced(Face::Bold), Tag::Header),
            Piece::text(" · ", style, Tag::Header),
        ];
        let lead: &[Piece] = if self.doc.draft { &draft } else { &[] };
        let again = [Piece::text(" (continued)", style, Tag::Header)];
        let end: &[Piece] = if continued { &again } else { &[] };
        let top = TOP;
        let half = page.column / 2.0 - 3.0;
        let set = Setting::new(FURNITURE, half);
        let organization = self.brief(&[], (&self.doc.organization, style, Tag::Header), &[], MARGIN_LINES, &set);
        let set = set.aligned(Align::Right);
        let right = self.brief(lead, (&title, style, Tag::Header), end, MARGIN_LINES, &set);
        // Long names grow upwards, so that the rule stays.
        let rise = |lines: &[crate::lines::Line]| top - crate::lines::height(lines) + FURNITURE.height();
        let (left_y, right_y) = (rise(&organization), rise(&right));
        let mut items = placed(organization, page.left, left_y);
        items.extend(placed(right, page.left + page.column - half, right_y));
        items.push(Item::rule(page.left, top + FURNITURE.height() + 1.2, page.column, 0.0, 0.25, HAIR));
        let mut y = below_control(0);
        for line in section.control.clone().into_iter().take(CONTROL_LINES) {
            let pieces = [Piece::text(visible(&line), FURNITURE.style.inked(INK), Tag::Header)];
            let lines = self.lines(&pieces, &Setting::new(FURNITURE, page.column));
            y += FURNITURE.height();
            items.extend(placed(lines.into_iter().take(1).collect(), page.left, y - FURNITURE.height()));
        }
        items
    }

    fn foot(&mut self, at: usize, count: usize) -> Vec<Item> {
        let page = self.leaves[at].geometry;
        let top = page.h - 8.0 - FURNITURE.height();
        let ink = |face| FURNITURE.inked(INK).faced(face);
        let middle = match &self.doc.checkpoint {
            Some(point) => format!("As of {} · {} · {}", self.doc.as_of, thousands(point.size), point.short()),
            None => format!("As of {}", self.doc.as_of),
        };
        let set = |kind: Type, width: f32, align| Setting::new(kind, width).aligned(align);
        let text = |text: String, style: Style| [Piece::text(visible(&text).into_owned(), style, Tag::Footer)];
        let (a, b) = (page.column * 0.36, page.column * 0.44);
        let bold = ink(Face::Bold);
        let left = set(bold, a, Align::Left);
        let words = (self.doc.classification.as_str(), bold.style, Tag::Footer);
        let left = self.brief(&[], words, &[], MARGIN_LINES, &left);
        let middle = self.lines(&text(middle, FURNITURE.style), &set(FURNITURE, b, Align::Centre));
        let plain = ink(Face::Sans);
        let right = self.lines(&text(format!("page {} of {count}", at + 1), plain.style), &set(plain, a, Align::Right));
        let mut items = vec![Item::rule(page.left, top - 1.2, page.column, 0.0, 0.25, HAIR)];
        items.extend(placed(left, page.left, top));
        items.extend(placed(middle, page.left + (page.column - b) / 2.0, top));
        items.extend(placed(right, page.left + page.column - a, top));
        items
    }

    /// At most `most` lines: of a longer text its first words. For what stands whole elsewhere in the document.
    pub(crate) fn brief(
        &mut self,
        lead: &[Piece],
        text: (&str, Style, Tag),
        end: &[Piece],
        most: usize,
        set: &Setting,
    ) -> Vec<Line> {
        let (text, style, tag) = text;
        let text = visible(text).replace('\n', " ");
        // More than this has room in no margin and no column.
        let mut text = text.char_indices().nth(110 * most).map_or(text.as_str(), |(at, _)| &text[..at]);
        loop {
            let mut pieces = lead.to_vec();
            pieces.push(Piece::text(text, style, tag));
            pieces.extend_from_slice(end);
            let lines = self.lines(&pieces, set);
            if lines.len() <= most || text.is_empty() {
                return lines;
            }
            let mut cut = text.trim_end().rfind(' ').unwrap_or(text.len() * 4 / 5);
            while !text.is_char_boundary(cut) {
                cut -= 1;
            }
            text = text[..cut].trim_end();
        }
    }

    /// Where a box stands for a character that no face has, the page says so and says which.
    fn substitutes(&mut self, at: usize, more: &[Item]) -> Vec<Item> {
        let mut missing: Vec<char> = Vec::new();
        for item in self.leaves[at].items.iter().chain(more) {
            let What::Text { runs, .. } = &item.what else { continue };
            for run in runs {
                let Some(actual) = &run.actual else { continue };
                for (c, glyph) in actual.chars().zip(&run.glyphs) {
                    if glyph.text == MISSING && c != MISSING && !missing.contains(&c) {
                        missing.push(c);
                    }
                }
            }
        }
        if missing.is_empty() {
            return Vec::new();
        }
        const NAMED: usize = 6;
        let mut names: Vec<String> = missing.iter().take(NAMED).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        if missing.len() > NAMED {
            names.push(format!("and {} more", missing.len() - NAMED));
        }
        let text = format!(
            "{MISSING} on this page stands for a character that no face of this print has ({}). Copied or read aloud, the words are whole.",
            names.join(", ")
        );
        let page = self.leaves[at].geometry;
        let lines = self.plain(&text, FURNITURE.inked(INK2), page.column, Tag::Footer);
        // Between the text and the rule of the foot.
        let y = page.h - 8.0 - 2.0 * FURNITURE.height() - 1.2 - 0.5;
        placed(lines.into_iter().take(1).collect(), page.left, y)
    }

    fn thumbs(&mut self, at: usize) -> Vec<Item> {
        let page = self.leaves[at].geometry;
        let clauses = &self.doc.sections[self.leaves[at].section].clauses;
        let kind = Type { style: HEAD.style, lead: 9.0 };
        let step = (page.h - 52.0) / SLOTS.len() as f32;
        let most = ((step - 3.0) / kind.height()).floor() as usize;
        let mut items = Vec::new();
        for (slot, name) in SLOTS.iter().enumerate() {
            let mut here: Vec<&str> = Vec::new();
            for clause in clauses.iter().map(String::as_str).filter(|clause| slot_of(clause) == Some(slot)) {
                if !here.contains(&clause) {
                    here.push(clause);
                }
            }
            if here.is_empty() {
                continue;
            }
            // More than the slot holds: its own name says it.
            let shown = if here.len() > most { vec![*name] } else { here };
            let (x, y) = (page.w - 13.0, 24.0 + slot as f32 * step);
            items.push(Item::rule(x, y, 10.0, 0.0, 0.8, INK));
            let mut top = y + mm(0.8) / 2.0 + 0.8;
            for clause in shown {
                let pieces = [Piece::text(visible(clause), kind.style, Tag::Header)];
                let lines = self.lines(&pieces, &Setting::new(kind, 10.0).aligned(Align::Right));
                let height = crate::lines::height(&lines);
                items.extend(placed(lines, x, top));
                top += height;
            }
        }
        items
    }
}

fn slot_of(clause: &str) -> Option<usize> {
    SLOTS
        .iter()
        .position(|slot| clause == *slot || clause.strip_prefix(slot).is_some_and(|rest| rest.starts_with(['.', ' '])))
}

/// What the head of a page calls its section.
fn running_title(doc: &isms::doc::Doc, section: &Section) -> String {
    let cover = |section: &Section| section.blocks.iter().any(|block| matches!(block, Block::Cover(_)));
    let pack = doc.sections.iter().any(|section| section.number.is_some() || cover(section));
    match section.number {
        _ if cover(section) || section.title.is_empty() => doc.title.clone(),
        Some(number) => format!("{number} · {}", section.title),
        None if pack || section.title == doc.title || doc.title.is_empty() => section.title.clone(),
        None => format!("{}: {}", doc.title, section.title),
    }
}

/// "3,479"
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}
