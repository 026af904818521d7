//! Markdown of recorded text, in the record's face. Only what a policy needs; nothing in it becomes a link or an instruction.
use crate::draw::{INK, RECORDED, SMALL_HEADING, Style, Tag, Through, Type};
use crate::flow::Press;
use crate::fonts::Face;
use crate::lines::{Line, Piece, Setting};
use crate::shape::visible;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag as Md, TagEnd};

/// An item of a list: its body, and the label with its node until that is set.
type ItemOpen = (u32, Option<(String, u32)>);

/// A paragraph that is being gathered.
struct Open {
    pieces: Vec<Piece>,
    look: Type,
    /// Kind and parent of its node, which is made when it is known not to be empty.
    kind: &'static str,
    parent: u32,
    /// Bold and emphasis, nested.
    bold: usize,
    emphasis: usize,
    struck: usize,
}

impl Press<'_> {
    /// Lines of the Markdown, at most `width` mm wide. Inside a cell its parts hang under the cell and headings are bold paragraphs.
    pub(crate) fn markdown(&mut self, markdown: &str, parent: u32, width: f32, cell: bool) -> Vec<Line> {
        let mut out: Vec<Line> = Vec::new();
        // Lists that are open: next number (0: bullets) and their node; items that are open.
        let mut lists: Vec<(u64, u32)> = Vec::new();
        let mut items: Vec<ItemOpen> = Vec::new();
        let mut open: Option<Open> = None;
        let mut target: Option<(String, String)> = None;
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        for event in Parser::new_ext(markdown, options) {
            let under = items.last().map_or(parent, |item| item.0);
            match event {
                Event::Start(Md::Heading { level, .. }) => {
                    let kind = if cell { "P" } else { self.heading_kind(depth(level) + 2) };
                    open = Some(Open::new(kind, under, SMALL_HEADING));
                }
                Event::End(TagEnd::Heading(_)) => {
                    if let Some(done) = open.take() {
                        let above = if out.is_empty() { 0.0 } else { 3.0 };
                        self.close(&mut out, done, width, above, &mut items, lists.len(), true);
                    }
                }
                Event::Start(Md::Paragraph | Md::CodeBlock(_) | Md::TableRow | Md::TableHead) => {
                    open = Some(Open::new("P", under, RECORDED))
                }
                Event::End(TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::TableRow | TagEnd::TableHead) => {
                    if let Some(done) = open.take() {
                        self.close(&mut out, done, width, 1.6, &mut items, lists.len(), false);
                    }
                }
                Event::Start(Md::List(first)) => {
                    if let Some(done) = open.take() {
                        self.close(&mut out, done, width, 0.5, &mut items, lists.len(), false);
                    }
                    let node = self.tree.node("L", under);
                    self.tree.rare(node).scope = first.map(|_| "Decimal");
                    lists.push((first.map_or(0, |first| first.max(1)), node));
                }
                Event::End(TagEnd::List(_)) => {
                    lists.pop();
                }
                Event::Start(Md::Item) => {
                    let (label, list) = match lists.last_mut() {
                        Some((0, list)) => ("–".to_owned(), *list),
                        Some((number, list)) => {
                            *number += 1;
                            (format!("{}.", *number - 1), *list)
                        }
                        None => ("–".to_owned(), parent),
                    };
                    let item = self.tree.node("LI", list);
                    let label_node = self.tree.node("Lbl", item);
                    let body = self.tree.node("LBody", item);
                    items.push((body, Some((label, label_node))));
                }
                Event::End(TagEnd::Item) => {
                    if let Some(done) = open.take() {
                        self.close(&mut out, done, width, 0.5, &mut items, lists.len(), false);
                    }
                    items.pop();
                }
                Event::Start(Md::Strong) => ensure(&mut open, under).bold += 1,
                Event::End(TagEnd::Strong) => {
                    let open = ensure(&mut open, under);
                    open.bold = open.bold.saturating_sub(1);
                }
                Event::Start(Md::Emphasis) => ensure(&mut open, under).emphasis += 1,
                Event::End(TagEnd::Emphasis) => {
                    let open = ensure(&mut open, under);
                    open.emphasis = open.emphasis.saturating_sub(1);
                }
                Event::Start(Md::Strikethrough) => ensure(&mut open, under).struck += 1,
                Event::End(TagEnd::Strikethrough) => {
                    let open = ensure(&mut open, under);
                    open.struck = open.struck.saturating_sub(1);
                }
                Event::Start(Md::Link { dest_url, .. } | Md::Image { dest_url, .. }) => {
                    target = Some((dest_url.into_string(), String::new()))
                }
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    if let Some((to, said)) = target.take() {
                        let to = to.strip_prefix("mailto:").unwrap_or(&to);
                        if said != to && !to.is_empty() {
                            ensure(&mut open, under).push(&format!(" ({to})"));
                        }
                    }
                }
                Event::End(TagEnd::TableCell) => ensure(&mut open, under).push(" · "),
                Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                    if let Some((_, said)) = &mut target {
                        said.push_str(&text);
                    }
                    ensure(&mut open, under).push(text.trim_end_matches('\n'));
                }
                Event::SoftBreak => ensure(&mut open, under).push(" "),
                Event::HardBreak => ensure(&mut open, under).push("\n"),
                _ => {}
            }
        }
        if let Some(done) = open.take() {
            self.close(&mut out, done, width, 1.6, &mut items, lists.len(), false);
        }
        if let Some(last) = out.last_mut() {
            last.glue = false;
        }
        out
    }

    #[allow(clippy::too_many_arguments)]
    fn close(
        &mut self,
        out: &mut Vec<Line>,
        open: Open,
        width: f32,
        above: f32,
        items: &mut [ItemOpen],
        depth: usize,
        heading: bool,
    ) {
        if open.pieces.is_empty() {
            return;
        }
        let indent = 5.5 * depth as f32;
        let node = self.tree.node(open.kind, open.parent);
        let mut pieces = open.pieces;
        for piece in &mut pieces {
            if let Piece::Text { tag, .. } = piece {
                *tag = Tag::Node(node);
            }
        }
        let mut lines = self.lines(&pieces, &Setting::new(open.look, width - indent));
        for line in &mut lines {
            for item in &mut line.items {
                item.x += indent;
            }
        }
        if let Some((_, label)) = items.last_mut() {
            if let (Some((label, node)), Some(first)) = (label.take(), lines.first_mut()) {
                let label = self.plain(&format!("{label} "), RECORDED, 9.0, Tag::Node(node));
                let label = label.into_iter().flat_map(|line| line.items).map(|item| item.shifted(indent - 5.5, 0.0));
                first.items.splice(0..0, label);
            }
        }
        if out.last().is_some_and(|line| !line.items.is_empty()) {
            // The gap goes with what follows it.
            out.push(Line::gap(above));
        }
        out.extend(lines);
        if heading {
            if let Some(last) = out.last_mut() {
                last.glue = true;
            }
            out.push(Line::gap(1.0));
        }
    }
}

fn ensure(open: &mut Option<Open>, under: u32) -> &mut Open {
    open.get_or_insert_with(|| Open::new("P", under, RECORDED))
}

impl Open {
    fn new(kind: &'static str, parent: u32, look: Type) -> Open {
        Open { pieces: Vec::new(), look, kind, parent, bold: 0, emphasis: 0, struck: 0 }
    }

    fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let base = self.look.style;
        // The record's face has no bold: bold words are the sans's, a little smaller, for its letters are larger.
        let style =
            if self.bold > 0 { Style { face: Face::Bold, size: base.size - 0.25, ink: INK, ..base } } else { base };
        let line = match (self.struck > 0, self.emphasis > 0) {
            (true, _) => Through::Strike,
            (_, true) => Through::Under,
            _ => Through::No,
        };
        self.pieces.push(Piece::text(visible(text), Style { line, ..style }, Tag::Ornament));
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => 0,
        HeadingLevel::H3 => 1,
        _ => 2,
    }
}
