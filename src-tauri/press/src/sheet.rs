//! Account-book sheets: labels left of the red double rule, answers right of it (PAPER 5).
use crate::draw::{HAIR, INK, Item, NOTE, RED, Tag};
use crate::flow::{BODY, Press, SHEET, Slab, fitting};
use crate::fonts::Face;
use crate::lines::{Align, Line, Piece, Setting, height, level_with_first, placed};
use crate::marks::Worded;
use crate::shape::visible;
use isms::doc::{Answer, Sheet};

/// Right edge of the labels, the two red rules, left edge of the answers, their greatest width: mm from the left of the column.
const LABEL: f32 = 29.5;
const RULES: [f32; 2] = [32.0, 32.9];
pub(crate) const ANSWER: f32 = 36.5;
const WIDEST: f32 = 133.0;
const PAD: f32 = 1.2;

/// A row ready to be put.
struct Entry {
    label: Vec<Line>,
    answer: Vec<Line>,
    /// Title of a part: more room above, a rule in ink below.
    title: bool,
}

impl Entry {
    fn top(&self) -> f32 {
        if self.title { 3.4 } else { PAD }
    }
    fn height(&self) -> f32 {
        let (label_y, answer_y) = self.starts();
        (label_y + height(&self.label)).max(answer_y + height(&self.answer)) + self.top() + PAD
    }
    /// Label and answer share their first baseline.
    fn starts(&self) -> (f32, f32) {
        let dy = level_with_first(&self.answer, &self.label);
        if dy >= 0.0 { (dy, 0.0) } else { (0.0, -dy) }
    }
}

impl Press<'_> {
    pub(crate) fn sheet(&mut self, sheet: &Sheet, before: f32) {
        let entries = self.entries(sheet);
        let ids = sheet.id.iter().map(|id| (id.clone(), SHEET)).collect();
        self.sheet_rows(entries, ids, before, sheet.id.is_some());
    }

    /// A sheet of plain rows (cover).
    pub(crate) fn sheet_of(&mut self, rows: &[(String, Vec<isms::doc::Span>)], before: f32) {
        let node = self.tree.node("Table", self.parent);
        let entries = rows
            .iter()
            .map(|(label, spans)| {
                let (label, td) = self.label(node, label);
                let pieces = self.pieces(spans, BODY.style, td);
                let width = (self.page.column - ANSWER).min(WIDEST);
                Entry { label, answer: self.lines(&pieces, &Setting::new(BODY, width)), title: false }
            })
            .collect();
        self.sheet_rows(entries, Vec::new(), before, false);
    }

    fn label(&mut self, table: u32, label: &str) -> (Vec<Line>, u32) {
        let tr = self.tree.node("TR", table);
        let th = self.tree.node("TH", tr);
        self.tree.rare(th).scope = Some("Row");
        let td = self.tree.node("TD", tr);
        let pieces = [Piece::text(visible(label), NOTE.style, Tag::Node(th))];
        (self.lines(&pieces, &Setting::new(NOTE, LABEL).aligned(Align::Right)), td)
    }

    fn entries(&mut self, sheet: &Sheet) -> Vec<Entry> {
        let node = self.tree.node("Table", self.parent);
        let width = (self.page.column - ANSWER).min(WIDEST);
        let mut entries = Vec::new();
        for part in &sheet.parts {
            if !part.title.is_empty() {
                let tr = self.tree.node("TR", node);
                let th = self.tree.node("TH", tr);
                self.tree.rare(th).span = 2;
                self.tree.rare(th).scope = Some("Column");
                let answer = self.plain(&part.title, BODY.faced(Face::Bold), width, Tag::Node(th));
                entries.push(Entry { label: Vec::new(), answer, title: true });
            }
            for (label, answers) in &part.rows {
                let (label, td) = self.label(node, label);
                let mut answer: Vec<Line> = Vec::new();
                let several = answers.len() > 1;
                for one in answers {
                    let under = |press: &mut Self| if several { press.tree.node("P", td) } else { td };
                    let lines = match one {
                        Answer::Spans(spans) => {
                            let at = under(self);
                            let pieces = self.pieces(spans, BODY.style, at);
                            self.lines(&pieces, &Setting::new(BODY, width))
                        }
                        Answer::Recorded(markdown) => self.markdown(markdown, td, width, true),
                        Answer::Level(level) => {
                            let at = under(self);
                            let pieces = self.level(level, BODY.style, at, Worded::Beside);
                            self.lines(&pieces, &Setting::new(BODY, width))
                        }
                        Answer::States(states) => {
                            let at = under(self);
                            let mut pieces = Vec::new();
                            for (i, state) in states.iter().enumerate() {
                                if i > 0 {
                                    pieces.push(Piece::text("   ", BODY.style, Tag::Node(at)));
                                }
                                pieces.extend(self.state(*state, BODY.style, at));
                            }
                            self.lines(&pieces, &Setting::new(BODY, width))
                        }
                    };
                    answer.extend(lines);
                }
                entries.push(Entry { label, answer, title: false });
            }
        }
        entries
    }

    fn sheet_rows(&mut self, entries: Vec<Entry>, mut ids: Vec<(String, u8)>, before: f32, whole: bool) {
        let total: f32 = entries.iter().map(Entry::height).sum();
        let gap = if self.fresh() && !self.holds() { 0.0 } else { before };
        if whole && gap + total > self.room() && total <= self.full() - 25.0 && !self.fresh() {
            self.turn();
        }
        let mut before = before;
        let third = self.full() / 3.0;
        let mut waiting: Option<Slab> = None;
        for entry in entries {
            let title = entry.title;
            if entry.height() > third && !title {
                let head = waiting.take();
                self.tall_entry(entry, head, &mut ids, before);
            } else {
                let mut slab = self.entry_slab(entry);
                // A title stays with the row under it.
                if let Some(head) = waiting.take() {
                    slab = stacked(head, slab);
                }
                if title {
                    waiting = Some(slab);
                    continue;
                }
                slab.ids = std::mem::take(&mut ids);
                self.put(before, slab);
            }
            before = 0.0;
        }
        if let Some(mut slab) = waiting {
            slab.ids = ids;
            self.put(before, slab);
        }
    }

    fn entry_slab(&mut self, entry: Entry) -> Slab {
        let (h, top, title) = (entry.height(), entry.top(), entry.title);
        let (label_y, answer_y) = entry.starts();
        let mut items = margin(h);
        items.extend(placed(entry.label, 0.0, top + label_y));
        items.extend(placed(entry.answer, ANSWER, top + answer_y));
        items.push(Item::rule(0.0, h, self.page.column, 0.0, 0.25, if title { INK } else { HAIR }));
        Slab { h, items, ..Slab::default() }
    }

    /// An answer longer than a third of a page: broken between its lines.
    fn tall_entry(&mut self, mut entry: Entry, head: Option<Slab>, ids: &mut Vec<(String, u8)>, before: f32) {
        let mut head = head;
        let mut before = before;
        loop {
            let (_, answer_y) = entry.starts();
            let above = head.as_ref().map_or(0.0, |slab| slab.h);
            let gap = if self.fresh() && !self.holds() { 0.0 } else { before };
            let room = self.room() - gap - above - 2.0 * PAD - answer_y;
            let mut count = fitting(&entry.answer, room);
            if count == 0 {
                if !self.fresh() {
                    self.turn();
                    continue;
                }
                count = entry.answer.len().min(1);
            }
            let rest = entry.answer.split_off(count);
            let part = Entry {
                label: std::mem::take(&mut entry.label),
                answer: std::mem::take(&mut entry.answer),
                title: false,
            };
            let mut slab = self.entry_slab(part);
            if let Some(head) = head.take() {
                slab = stacked(head, slab);
            }
            slab.ids = std::mem::take(ids);
            self.put(before, slab);
            before = 0.0;
            if rest.is_empty() {
                return;
            }
            entry.answer = rest;
            let gaps = entry.answer.iter().take_while(|line| line.items.is_empty()).count();
            entry.answer.drain(..gaps);
            self.turn();
        }
    }
}

/// The red double rule beside a row.
fn margin(h: f32) -> Vec<Item> {
    RULES.iter().map(|x| Item::rule(*x, 0.0, 0.0, h, 0.4, RED)).collect()
}

fn stacked(upper: Slab, lower: Slab) -> Slab {
    let dy = upper.h;
    let mut items = upper.items;
    items.extend(lower.items.into_iter().map(|item| item.shifted(0.0, dy)));
    Slab {
        h: dy + lower.h,
        items,
        ids: upper.ids.into_iter().chain(lower.ids).collect(),
        entry: upper.entry.or(lower.entry),
    }
}
