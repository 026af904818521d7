//! Recorded words as blocks: headings, paragraphs, items of lists, rows of tables, each with its words in their look.
//! Markup that is not Markdown (HTML, scripts) is words like any other. It must never lose a word that was written.
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::Serialize;

/// How words look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    #[default]
    Plain,
    Bold,
    Emphasis,
    Code,
}
/// What a block is. `depth` counts the lists around it, from 1; paragraphs outside of lists have 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Is {
    Heading {
        level: u8,
    },
    Paragraph {
        depth: u8,
    },
    /// `number`: of a numbered list.
    Item {
        depth: u8,
        number: Option<u64>,
    },
    Row {
        head: bool,
    },
    /// Lines that stand as they were written.
    Lines,
}
/// Words of one look.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Run {
    pub look: Look,
    pub text: String,
}
/// A block with its words: one list of runs, or one a cell where it is a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub is: Is,
    pub cells: Vec<Vec<Run>>,
}
impl Block {
    fn new(is: Is) -> Block {
        Block { is, cells: vec![Vec::new()] }
    }
    /// Its words without their look; cells parted by " | ".
    pub fn words(&self) -> String {
        let cells: Vec<String> = self.cells.iter().map(|c| c.iter().map(|r| r.text.as_str()).collect()).collect();
        cells.join(" | ")
    }
}

/// What of Markdown is read: that of CommonMark, and tables.
pub fn options() -> Options {
    Options::ENABLE_TABLES
}

/// A text in pieces: words, and tables apart.
pub enum Part<'a> {
    Words(&'a str),
    /// Rows, the first of them the head.
    Table(Vec<Block>),
}
/// Cuts a text at its tables. Those inside of lists stay with the words.
pub fn parts(markdown: &str) -> Vec<Part<'_>> {
    let (mut out, mut from, mut depth) = (Vec::new(), 0, 0u32);
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Table(_)) if depth == 0 => {
                if !markdown[from..range.start].trim().is_empty() {
                    out.push(Part::Words(&markdown[from..range.start]));
                }
                out.push(Part::Table(blocks(&markdown[range.clone()])));
                from = range.end;
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    if !markdown[from..].trim().is_empty() {
        out.push(Part::Words(&markdown[from..]));
    }
    out
}

/// The blocks of a text, in its order.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut at = Reading::default();
    for event in Parser::new_ext(markdown, options()) {
        at.take(event);
    }
    at.close();
    at.out
}

#[derive(Default)]
struct Reading {
    out: Vec<Block>,
    now: Option<Block>,
    /// Lists that are open: the number of the next item, where they are numbered.
    lists: Vec<Option<u64>>,
    bold: u32,
    emphasis: u32,
    /// Where the link leads that is being read.
    links: Vec<String>,
}
impl Reading {
    fn depth(&self) -> u8 {
        self.lists.len().min(9) as u8
    }
    fn open(&mut self, is: Is) {
        self.close();
        self.now = Some(Block::new(is));
    }
    fn close(&mut self) {
        if let Some(mut b) = self.now.take() {
            for cell in &mut b.cells {
                trim(cell);
            }
            if b.cells.iter().any(|c| !c.is_empty()) {
                self.out.push(b);
            }
        }
    }
    fn put(&mut self, text: &str, look: Look) {
        let depth = self.depth();
        let block = self.now.get_or_insert_with(|| Block::new(Is::Paragraph { depth }));
        let Some(cell) = block.cells.last_mut() else { return };
        match cell.last_mut() {
            Some(run) if run.look == look => run.text.push_str(text),
            _ => cell.push(Run { look, text: text.to_string() }),
        }
    }
    fn look(&self) -> Look {
        match (self.bold > 0, self.emphasis > 0) {
            (true, _) => Look::Bold,
            (_, true) => Look::Emphasis,
            _ => Look::Plain,
        }
    }
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(t) | Event::Html(t) | Event::InlineHtml(t) => {
                let look = if matches!(self.now, Some(Block { is: Is::Lines, .. })) { Look::Code } else { self.look() };
                self.put(&t, look);
            }
            Event::Code(t) => self.put(&t, Look::Code),
            Event::SoftBreak => self.put(" ", self.look()),
            Event::HardBreak => self.put("\n", self.look()),
            Event::Rule => {
                self.open(Is::Paragraph { depth: self.depth() });
                self.put("\u{2014}", Look::Plain);
                self.close();
            }
            Event::TaskListMarker(_) | Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }
    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Heading { level, .. } => self.open(Is::Heading { level: level_of(level) }),
            // The first paragraph of an item is the item.
            Tag::Paragraph => match &self.now {
                Some(b) if matches!(b.is, Is::Item { .. }) && b.cells[0].is_empty() => {}
                _ => self.open(Is::Paragraph { depth: self.depth() }),
            },
            Tag::List(first) => {
                self.close();
                self.lists.push(first);
            }
            Tag::Item => {
                let depth = self.depth();
                let number = self.lists.last_mut().and_then(|n| {
                    let now = *n;
                    *n = now.map(|n| n.saturating_add(1));
                    now
                });
                self.open(Is::Item { depth, number });
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => self.open(Is::Lines),
            Tag::HtmlBlock => self.open(Is::Lines),
            Tag::TableHead => {
                self.open(Is::Row { head: true });
                self.empty_row();
            }
            Tag::TableRow => {
                self.open(Is::Row { head: false });
                self.empty_row();
            }
            Tag::TableCell => {
                if let Some(b) = &mut self.now {
                    b.cells.push(Vec::new());
                }
            }
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.links.push(dest_url.to_string()),
            _ => {}
        }
    }
    fn empty_row(&mut self) {
        if let Some(b) = &mut self.now {
            b.cells.clear();
        }
    }
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::TableHead
            | TagEnd::TableRow => self.close(),
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
            }
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => {
                if let Some(to) = self.links.pop().filter(|to| !to.is_empty()) {
                    let said = self.now.as_ref().is_some_and(|b| b.words().ends_with(&to));
                    if !said {
                        self.put(&format!(" ({to})"), self.look());
                    }
                }
            }
            _ => {}
        }
    }
}
fn level_of(level: HeadingLevel) -> u8 {
    level as u8
}
fn trim(cell: &mut Vec<Run>) {
    if let Some(first) = cell.first_mut() {
        first.text = first.text.trim_start().to_string();
    }
    if let Some(last) = cell.last_mut() {
        last.text = last.text.trim_end().to_string();
    }
    cell.retain(|r| !r.text.is_empty());
}

/// Words of a file as Markdown that means nothing but these words.
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 16);
    let start = words.trim_start();
    for c in words.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    // What would begin a heading, a quotation or a list.
    if start.starts_with(['#', '>', '-', '+', '=', '~']) {
        return format!("\\{}", out.trim_start());
    }
    let digits = start.chars().take_while(char::is_ascii_digit).count();
    if (1..=9).contains(&digits) && start[digits..].starts_with(['.', ')']) {
        let out = out.trim_start();
        return format!("{}\\{}", &out[..digits], &out[digits..]);
    }
    out
}
