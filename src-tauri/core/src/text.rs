//! A `Doc` without a page: as plain text for a terminal and for tests, and its tables as rows for a spreadsheet.
//! It must never leave out a word that the paper shows.
use crate::doc::{
    Answer, Block, Cell, Cells, Chart, Doc, Grid, Level, Mark, Matrix, PAGED, Row, Sheet, Span, State, Table,
};

/// A table of a report as plain rows: heads, rows, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// "Risk register", or with the heading above it: "Risk register: What moved, and why".
    pub title: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub foot: String,
}

/// The whole document, a line a row, cells between bars.
pub fn doc_text(doc: &Doc) -> String {
    let mut out = vec![format!("{} \u{b7} {}", doc.organization, doc.title), foot(doc)];
    for s in &doc.sections {
        let number = s.number.map(|n| format!("{n} ")).unwrap_or_default();
        let clauses = if s.clauses.is_empty() { String::new() } else { format!("  [{}]", s.clauses.join(", ")) };
        out.push(String::new());
        out.push(format!("== {number}{}{clauses}", s.title));
        s.blocks.iter().for_each(|b| block(b, &mut out));
    }
    out.push(String::new());
    out.join("\n")
}
fn foot(doc: &Doc) -> String {
    let head = doc.checkpoint.as_ref().map(|c| format!(" \u{b7} {} \u{b7} {}", c.size, c.short())).unwrap_or_default();
    format!("{}{} \u{b7} As of {}{head}", if doc.draft { "Draft \u{b7} " } else { "" }, doc.classification, doc.as_of)
}

fn block(b: &Block, out: &mut Vec<String>) {
    match b {
        Block::Heading { level, spans, .. } => {
            out.push(String::new());
            out.push(format!("{} {}", "-".repeat(usize::from(*level) + 1), say(spans)));
        }
        Block::Para(s) | Block::Note(s) => out.push(say(s)),
        Block::Recorded(md) => out.push(md.clone()),
        Block::Compared { changed, lead, spans, .. } => {
            out.push(format!("{}{lead}{}", if *changed { "| " } else { "  " }, say(spans)));
        }
        Block::Bullets(list) => out.extend(list.iter().map(|s| format!("- {}", say(s)))),
        Block::Figures(list) => out.extend(list.iter().map(|(n, w)| format!("{n}: {}", w.replace('\n', " ")))),
        Block::Table(t) | Block::Close(t) => table(t, out),
        Block::Beside(sides) => sides.iter().flat_map(|(_, blocks)| blocks).for_each(|b| block(b, out)),
        Block::Sheet(s) => sheet(s, out),
        Block::Matrix(m) => matrix(m, out),
        Block::MatrixPair { then, now } => {
            matrix(then, out);
            matrix(now, out);
        }
        Block::Grid(g) => grid(g, out),
        Block::Chart(c) => chart(c, out),
        Block::Cells(c) => cells(c, out),
        Block::Signature(s) => {
            out.extend(s.signers.iter().map(|(who, what, how)| format!("Signed: {who} | {what} | {how}")));
            out.push(s.sentence.clone());
        }
        Block::Checkpoint { checkpoint, caption, .. } => {
            out.push(format!("Checkpoint of {} acts: {}", checkpoint.size, checkpoint.groups().join(" ")));
            out.push(say(caption));
        }
        Block::Cover(c) => {
            out.push(c.name.clone());
            out.push(c.subtitle.clone());
            out.extend(c.rows.iter().map(|(l, s)| format!("{l}: {}", say(s))));
            out.extend(c.figures.iter().map(|(n, w)| format!("{n}: {}", w.replace('\n', " "))));
            if let Some(p) = &c.checkpoint {
                out.push(format!("Checkpoint of {} acts: {}", p.size, p.groups().join(" ")));
            }
            out.push(say(&c.checkpoint_caption));
        }
        Block::Contents => out.push("(contents)".into()),
        Block::PageBreak => {}
    }
}

/// The words of a run.
pub fn say(spans: &[Span]) -> String {
    spans
        .iter()
        .enumerate()
        .map(|(i, s)| match s {
            // A page has no number here.
            Span::Text(t)
                if t == PAGED && matches!(spans.get(i + 1), Some(Span::Link { text, .. }) if text.is_empty()) =>
            {
                String::new()
            }
            Span::Text(t) | Span::Bold(t) | Span::Soft(t) | Span::Red(t) | Span::Recorded(t) => t.clone(),
            Span::Link { text, .. } => text.clone(),
            Span::Added(t) => format!("[+{t}]"),
            Span::Removed(t) => format!("[-{t}]"),
        })
        .collect()
}
fn level(l: &Level) -> String {
    format!("{} {}", l.number, l.word)
}
fn states(list: &[State]) -> String {
    list.iter().map(|s| s.word()).collect::<Vec<_>>().join(", ")
}
/// What a cell says.
pub fn cell(c: &Cell) -> String {
    match c {
        Cell::Spans(s) => say(s),
        Cell::Lines(l) => l.iter().map(|s| say(s)).collect::<Vec<_>>().join(" / "),
        Cell::Level(l) => level(l),
        Cell::Levels { then, now } => {
            format!("{} \u{2192} {}", then.as_ref().map_or_else(|| "new".into(), level), level(now))
        }
        Cell::States(s) => states(s),
        Cell::Empty => String::new(),
    }
}
fn table(t: &Table, out: &mut Vec<String>) {
    out.push(t.columns.iter().map(|c| c.head.as_str()).collect::<Vec<_>>().join(" | "));
    for r in &t.rows {
        match r {
            Row::Group(s) => out.push(format!("# {}", say(s))),
            Row::Cells { cells, reasons, .. } => {
                out.push(cells.iter().map(cell).collect::<Vec<_>>().join(" | "));
                out.extend(reasons.iter().map(|s| format!("    \u{2013} {}", say(s))));
            }
        }
    }
    if !t.foot.is_empty() {
        out.push(format!("({})", t.foot));
    }
}
fn answer(a: &Answer) -> String {
    match a {
        Answer::Spans(s) => say(s),
        Answer::Recorded(md) => md.clone(),
        Answer::Level(l) => level(l),
        Answer::States(s) => states(s),
    }
}
fn sheet(s: &Sheet, out: &mut Vec<String>) {
    for p in &s.parts {
        if !p.title.is_empty() {
            out.push(format!("# {}", p.title));
        }
        out.extend(p.rows.iter().map(|(l, a)| {
            format!("{}: {}", l.replace('\n', ", "), a.iter().map(answer).collect::<Vec<_>>().join(" / "))
        }));
    }
}
fn matrix(m: &Matrix, out: &mut Vec<String>) {
    out.push(m.caption.clone());
    for (i, row) in m.fields.iter().enumerate().rev() {
        let cells: Vec<String> =
            row.iter().map(|f| if f.codes.is_empty() { ".".into() } else { f.codes.len().to_string() }).collect();
        out.push(format!("{} {}: {}", i + 1, m.likelihood_words.get(i).map_or("", |w| w), cells.join(" ")));
    }
    out.extend(
        m.moves
            .iter()
            .map(|v| format!("{}: {} \u{d7} {} \u{2192} {} \u{d7} {}", v.code, v.from.0, v.from.1, v.to.0, v.to.1)),
    );
}
/// The mark of a grid in a word.
pub fn mark(m: Mark) -> &'static str {
    match m {
        Mark::Full => "up to date",
        Mark::Repeat => "to be repeated",
        Mark::Earlier => "earlier version",
        Mark::Never => "never",
        Mark::NotYet => "not yet due",
        Mark::None => "\u{2013}",
        Mark::Away => "away",
    }
}
fn grid_rows(g: &Grid) -> (Vec<String>, Vec<Vec<String>>) {
    let heads = ["Who", "Role", "Joined"]
        .iter()
        .map(|s| s.to_string())
        .chain(g.columns.iter().map(|(c, t)| format!("{c} {t}")))
        .collect();
    let rows = g
        .rows
        .iter()
        .map(|r| {
            [r.who.clone(), r.role.clone(), r.joined.clone()]
                .into_iter()
                .chain(r.marks.iter().map(|m| {
                    if m.text.is_empty() { mark(m.mark).into() } else { format!("{} {}", mark(m.mark), m.text) }
                }))
                .collect()
        })
        .collect();
    (heads, rows)
}
fn grid(g: &Grid, out: &mut Vec<String>) {
    let (heads, rows) = grid_rows(g);
    out.push(heads.join(" | "));
    out.extend(rows.iter().map(|r| r.join(" | ")));
    out.push(format!("({})", g.foot));
}

fn cell_rows(c: &Cells) -> (Vec<String>, Vec<Vec<String>>) {
    let grouped = c.parts.len() > 1;
    let mut heads: Vec<String> = if grouped { vec!["Group".into()] } else { Vec::new() };
    heads.extend(["Code".into(), "Title".into()]);
    heads.extend(c.names.iter().cloned());
    if !c.end.is_empty() {
        heads.push(c.end.clone());
    }
    let rows = c.parts.iter().flat_map(|p| {
        p.rows.iter().map(move |r| {
            let mut line: Vec<String> = if grouped { vec![p.title.clone()] } else { Vec::new() };
            line.extend([r.code.clone(), r.title.clone()]);
            let from = r.cells.len().saturating_sub(r.missing);
            line.extend(r.cells.iter().enumerate().map(|(i, m)| match (m.form.word(), m.text.as_str()) {
                ("", "") if i >= from => "not looked at".to_string(),
                (word, "") => word.to_string(),
                ("", text) => text.to_string(),
                (word, text) => format!("{word} {text}"),
            }));
            if !c.end.is_empty() {
                line.push(r.end.clone());
            }
            line
        })
    });
    (heads, rows.collect())
}
fn cells(c: &Cells, out: &mut Vec<String>) {
    let (heads, rows) = cell_rows(c);
    out.push(heads.join(" | "));
    out.extend(rows.iter().map(|r| r.join(" | ")));
    out.push(format!("({})", c.sentence));
}

/// A chart as its numbers: a line a series.
fn chart(c: &Chart, out: &mut Vec<String>) {
    out.push(format!("{} ({} to {})", c.caption, c.steps.first().map_or("", |s| s), c.steps.last().map_or("", |s| s)));
    for s in &c.series {
        let values: Vec<String> =
            s.values.iter().map(|v| v.map_or_else(|| "\u{2013}".into(), |v| c.number(v))).collect();
        out.push(format!("{}: {}", s.name, values.join(" ")));
    }
    out.push(c.sentence.clone());
}

/// Every table and grid of a document. Reasons stand in a column of their own, a group in the first column of all its rows.
pub fn tables(doc: &Doc) -> Vec<Rows> {
    let mut out = Vec::new();
    for s in &doc.sections {
        let mut under = String::new();
        for b in &s.blocks {
            let title = if under.is_empty() { s.title.clone() } else { format!("{}: {under}", s.title) };
            match b {
                Block::Heading { spans, .. } => under = say(spans),
                Block::Table(t) | Block::Close(t) => out.push(table_rows(title, t)),
                Block::Beside(sides) => {
                    for b in sides.iter().flat_map(|(_, blocks)| blocks) {
                        if let Block::Table(t) | Block::Close(t) = b {
                            out.push(table_rows(title.clone(), t));
                        }
                    }
                }
                Block::Grid(g) => {
                    let (heads, rows) = grid_rows(g);
                    out.push(Rows { title, heads, rows, foot: g.foot.clone() });
                }
                Block::Cells(c) => {
                    let (heads, rows) = cell_rows(c);
                    out.push(Rows { title, heads, rows, foot: String::new() });
                }
                _ => {}
            }
        }
    }
    out
}
fn table_rows(title: String, t: &Table) -> Rows {
    let grouped = t.rows.iter().any(|r| matches!(r, Row::Group(_)));
    let reasoned = t.rows.iter().any(|r| matches!(r, Row::Cells { reasons, .. } if !reasons.is_empty()));
    let mut heads: Vec<String> = t.columns.iter().map(|c| c.head.clone()).collect();
    if grouped {
        heads.insert(0, "Group".into());
    }
    if reasoned {
        heads.push("Reasons".into());
    }
    let mut group = String::new();
    let mut rows = Vec::new();
    for r in &t.rows {
        match r {
            Row::Group(s) => group = say(s),
            Row::Cells { cells, reasons, .. } => {
                let mut line: Vec<String> = cells.iter().map(cell).collect();
                if grouped {
                    line.insert(0, group.clone());
                }
                if reasoned {
                    line.push(reasons.iter().map(|s| say(s)).collect::<Vec<_>>().join(" "));
                }
                rows.push(line);
            }
        }
    }
    Rows { title, heads, rows, foot: t.foot.clone() }
}

/// Words in lines of at most `width` characters: the first begins with `first`, the others with `next`. A longer word stands alone.
pub fn wrap(words: &str, width: usize, first: &str, next: &str) -> Vec<String> {
    let mut out = vec![first.to_string()];
    let mut fresh = true;
    for word in words.split_whitespace() {
        let have = out.last().map_or(0, |l| l.chars().count());
        if !fresh && have + 1 + word.chars().count() > width {
            out.push(next.to_string());
            fresh = true;
        }
        if let Some(l) = out.last_mut() {
            if !fresh {
                l.push(' ');
            }
            l.push_str(word);
        }
        fresh = false;
    }
    out
}
