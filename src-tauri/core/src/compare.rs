//! Two texts side by side: headings, paragraphs, items and rows brought together, and inside those that changed the words.
//! One result for the window, the paper and the command line. It must never know where a text comes from, nor how a difference is drawn.
use crate::prose::{self, Block, Is, Look, Run};
use imara_diff::{Algorithm, Diff, InternedInput, Interner};
use serde::Serialize;
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    Same,
    Added,
    Removed,
}
/// Words that stayed, came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    pub op: Op,
    pub look: Look,
    pub text: String,
}
/// What became of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Same,
    Changed,
    Added,
    Removed,
}
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    #[serde(flatten)]
    pub is: Is,
    pub fate: Fate,
    /// Number of the place that it belongs to, from 1. Blocks that changed next to one another are one place.
    pub place: Option<usize>,
    /// One list of pieces; where it is a row, one a cell.
    pub cells: Vec<Vec<Piece>>,
}
/// The differences between two texts, the whole of the later one among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    pub places: usize,
    /// Words that came and went.
    pub added: usize,
    pub removed: usize,
    pub parts: Vec<Part>,
}
impl Compared {
    /// "3 places changed: 41 words came, 5 went", "Nothing changed"
    pub fn says(&self) -> String {
        let words = |n: usize| if n == 1 { "1 word".to_string() } else { format!("{n} words") };
        match self.places {
            0 => "Nothing changed".into(),
            n => format!(
                "{} changed: {} came, {} went",
                if n == 1 { "1 place".to_string() } else { format!("{n} places") },
                words(self.added),
                self.removed
            ),
        }
    }
}

/// Blocks are only brought together with others of their sort; the number of an item is no difference.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Sort {
    Heading(u8),
    Paragraph(u8),
    Item(u8, bool),
    Row(bool),
    Lines,
}
fn sort(is: Is) -> Sort {
    match is {
        Is::Heading { level } => Sort::Heading(level),
        Is::Paragraph { depth } => Sort::Paragraph(depth),
        Is::Item { depth, number } => Sort::Item(depth, number.is_some()),
        Is::Row { head } => Sort::Row(head),
        Is::Lines => Sort::Lines,
    }
}

/// Share of words that two blocks must have in common to be one that changed.
const ALIKE: f32 = 0.4;
/// Pairs of blocks that are weighed against one another in one hunk; beyond, they are paired as they come.
const WEIGHED: usize = 20_000;

/// What changed from one text to the other, block by block and word by word.
pub fn compare(was: &str, now: &str) -> Compared {
    let (a, b) = (prose::blocks(was), prose::blocks(now));
    let mut input = InternedInput { before: Vec::new(), after: Vec::new(), interner: Interner::new(a.len() + b.len()) };
    input.update_before(a.iter().map(|x| (sort(x.is), &x.cells)));
    input.update_after(b.iter().map(|x| (sort(x.is), &x.cells)));
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let mut parts = Vec::with_capacity(b.len());
    let (mut i, mut j) = (0, 0);
    for h in diff.hunks() {
        let (gone, come) =
            (h.before.start as usize..h.before.end as usize, h.after.start as usize..h.after.end as usize);
        parts.extend(b[j..come.start].iter().map(|x| whole(x, Fate::Same)));
        hunk(&a[gone.clone()], &b[come.clone()], &mut parts);
        (i, j) = (gone.end, come.end);
    }
    debug_assert_eq!(a.len() - i, b.len() - j);
    parts.extend(b[j..].iter().map(|x| whole(x, Fate::Same)));
    counted(parts)
}

fn counted(mut parts: Vec<Part>) -> Compared {
    let mut out = Compared::default();
    let mut before = false;
    for p in &mut parts {
        let changed = p.fate != Fate::Same;
        out.places += usize::from(changed && !before);
        p.place = changed.then_some(out.places);
        before = changed;
        for piece in p.cells.iter().flatten() {
            match piece.op {
                Op::Same => {}
                Op::Added => out.added += piece.text.split_whitespace().count(),
                Op::Removed => out.removed += piece.text.split_whitespace().count(),
            }
        }
    }
    out.parts = parts;
    out
}
fn whole(b: &Block, fate: Fate) -> Part {
    let op = match fate {
        Fate::Added => Op::Added,
        Fate::Removed => Op::Removed,
        _ => Op::Same,
    };
    let piece = |r: &Run| Piece { op, look: r.look, text: r.text.clone() };
    Part { is: b.is, fate, place: None, cells: b.cells.iter().map(|c| c.iter().map(piece).collect()).collect() }
}

/// Blocks that went and blocks that came in one place: those alike are one that changed.
fn hunk(gone: &[Block], come: &[Block], parts: &mut Vec<Part>) {
    let pairs = pairs(gone, come);
    let (mut i, mut j) = (0, 0);
    for (x, y) in pairs.into_iter().chain([(gone.len(), come.len())]) {
        parts.extend(gone[i..x].iter().map(|b| whole(b, Fate::Removed)));
        parts.extend(come[j..y].iter().map(|b| whole(b, Fate::Added)));
        if let (Some(a), Some(b)) = (gone.get(x), come.get(y)) {
            parts.push(changed(a, b));
        }
        (i, j) = (x + 1, y + 1);
    }
}
/// Which of those that went belongs to which of those that came, in order: the greatest likeness in all.
fn pairs(gone: &[Block], come: &[Block]) -> Vec<(usize, usize)> {
    let mut seen = HashMap::new();
    let a: Vec<Vec<u32>> = gone.iter().map(|b| bag(b, &mut seen)).collect();
    let b: Vec<Vec<u32>> = come.iter().map(|b| bag(b, &mut seen)).collect();
    let like = |i: usize, j: usize| {
        if sort(gone[i].is) != sort(come[j].is) {
            0.0
        } else {
            Some(alike(&a[i], &b[j])).filter(|l| *l >= ALIKE).unwrap_or(0.0)
        }
    };
    if a.len().saturating_mul(b.len()) > WEIGHED {
        return nearest(a.len(), b.len(), like);
    }
    let w = b.len() + 1;
    let mut best = vec![0.0f32; (a.len() + 1) * w];
    let mut weight = vec![0.0f32; a.len() * b.len()];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let l = like(i, j);
            weight[i * b.len() + j] = l;
            let with = if l > 0.0 { l + best[(i + 1) * w + j + 1] } else { 0.0 };
            best[i * w + j] = with.max(best[(i + 1) * w + j]).max(best[i * w + j + 1]);
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        let l = weight[i * b.len() + j];
        if l > 0.0 && l + best[(i + 1) * w + j + 1] >= best[i * w + j] {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * w + j] >= best[i * w + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}
/// For long hunks: the most alike of the next few.
fn nearest(n: usize, m: usize, like: impl Fn(usize, usize) -> f32) -> Vec<(usize, usize)> {
    let (mut from, mut out) = (0, Vec::new());
    for i in 0..n {
        let to = (from + 12).min(m);
        let found = (from..to).map(|j| (j, like(i, j))).filter(|(_, l)| *l > 0.0).max_by(|x, y| x.1.total_cmp(&y.1));
        if let Some((j, _)) = found {
            out.push((i, j));
            from = j + 1;
        }
    }
    out
}
/// The words of a block as sorted numbers.
fn bag(b: &Block, seen: &mut HashMap<String, u32>) -> Vec<u32> {
    let mut out = Vec::new();
    for r in b.cells.iter().flatten() {
        for word in r.text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            let next = seen.len() as u32;
            out.push(*seen.entry(word.to_lowercase()).or_insert(next));
        }
    }
    out.sort_unstable();
    out
}
/// Share of words in common, 0 to 1.
fn alike(a: &[u32], b: &[u32]) -> f32 {
    let (mut i, mut j, mut both) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, both) = (i + 1, j + 1, both + 1),
        }
    }
    // A short text that stands whole in a longer one is the same text, added to.
    let least = a.len().min(b.len());
    if least >= 4 && both == least {
        return 0.9;
    }
    (2 * both) as f32 / (a.len() + b.len()).max(1) as f32
}

fn changed(a: &Block, b: &Block) -> Part {
    let none = Vec::new();
    let n = a.cells.len().max(b.cells.len());
    let cells = (0..n).map(|i| pieces(a.cells.get(i).unwrap_or(&none), b.cells.get(i).unwrap_or(&none))).collect();
    Part { is: b.is, fate: Fate::Changed, place: None, cells }
}

/// Words, spaces and signs, each with its look.
fn tokens(runs: &[Run]) -> Vec<(Look, &str)> {
    let sort = |c: char| {
        if c.is_whitespace() {
            0
        } else if c.is_alphanumeric() || matches!(c, '\u{2019}' | '\'' | '-') {
            1
        } else {
            2
        }
    };
    let mut out = Vec::new();
    for r in runs {
        let mut from = 0;
        let mut last: Option<u8> = None;
        for (at, c) in r.text.char_indices() {
            let now = sort(c);
            if last.is_some_and(|l| l != now || now == 2) {
                out.push((r.look, &r.text[from..at]));
                from = at;
            }
            last = Some(now);
        }
        if from < r.text.len() {
            out.push((r.look, &r.text[from..]));
        }
    }
    out
}
/// Words of a paragraph beyond which sentences are compared first, and words only inside of those that changed.
const LONG: usize = 4_000;
/// Words of one such place beyond which it is not looked into: what went, then what came.
const PLACE: usize = 4_000;
/// Places of tokens that stayed, or went and came, in order.
type Spans = Vec<(bool, std::ops::Range<usize>, std::ops::Range<usize>)>;

/// What differs between two lists: same, or gone and come.
fn spans<T: std::hash::Hash + Eq + Copy>(a: &[T], b: &[T], by: Algorithm) -> Spans {
    let mut input: InternedInput<T> =
        InternedInput { before: Vec::new(), after: Vec::new(), interner: Interner::new(a.len() + b.len()) };
    input.update_before(a.iter().copied());
    input.update_after(b.iter().copied());
    let diff = Diff::compute(by, &input);
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    for h in diff.hunks() {
        let (gone, come) =
            (h.before.start as usize..h.before.end as usize, h.after.start as usize..h.after.end as usize);
        if gone.start > i {
            out.push((true, i..gone.start, j..come.start));
        }
        (i, j) = (gone.end, come.end);
        out.push((false, gone, come));
    }
    if i < a.len() {
        out.push((true, i..a.len(), j..b.len()));
    }
    out
}
/// Sentences, counted in tokens: each ends after its full stop and the space behind it. Where there is none for long, after a word that
/// the word itself decides, so that a word more or less does not move all cuts behind it.
fn sentences(tokens: &[(Look, &str)]) -> Vec<std::ops::Range<usize>> {
    let (mut out, mut from) = (Vec::new(), 0);
    for i in 0..tokens.len() {
        let space = tokens[i].1.starts_with(char::is_whitespace);
        let before = if i > from { tokens[i - 1].1 } else { "" };
        let stop = matches!(before, "." | "!" | "?" | ";" | ":" | "\u{3002}");
        let decides = || before.bytes().fold(7u32, |h, x| (h ^ u32::from(x)).wrapping_mul(16_777_619)) % 16 == 0;
        if space && (stop || i - from >= 60 && decides()) || i - from >= 1_000 {
            out.push(from..i + 1);
            from = i + 1;
        }
    }
    if from < tokens.len() {
        out.push(from..tokens.len());
    }
    out
}
/// Word by word; where there are very many, sentence by sentence, and word by word inside of those that changed.
fn differing(a: &[(Look, &str)], b: &[(Look, &str)]) -> Spans {
    if a.len().max(b.len()) <= LONG {
        return spans(a, b, Algorithm::Myers);
    }
    let (x, y) = (sentences(a), sentences(b));
    let of = |all: &[std::ops::Range<usize>], r: &std::ops::Range<usize>, end: usize| {
        let at = |n: usize| all.get(n).map_or(end, |s| s.start);
        at(r.start)..at(r.end)
    };
    let keys_a: Vec<&[(Look, &str)]> = x.iter().map(|r| &a[r.clone()]).collect();
    let keys_b: Vec<&[(Look, &str)]> = y.iter().map(|r| &b[r.clone()]).collect();
    let mut out = Spans::new();
    for (same, gone, come) in spans(&keys_a, &keys_b, Algorithm::Histogram) {
        let (gone, come) = (of(&x, &gone, a.len()), of(&y, &come, b.len()));
        if same || gone.is_empty() || come.is_empty() || gone.len().max(come.len()) > PLACE {
            out.push((same, gone, come));
            continue;
        }
        let inside = spans(&a[gone.clone()], &b[come.clone()], Algorithm::Myers);
        let moved = |r: std::ops::Range<usize>, by: usize| r.start + by..r.end + by;
        out.extend(inside.into_iter().map(|(same, g, c)| (same, moved(g, gone.start), moved(c, come.start))));
    }
    out
}
/// What stayed between two changes and says nothing by itself (a space, a comma, "of") goes with them.
fn pieces(was: &[Run], now: &[Run]) -> Vec<Piece> {
    let (a, b) = (tokens(was), tokens(now));
    let runs = differing(&a, &b);
    let letters = |r: &std::ops::Range<usize>| {
        a[r.clone()].iter().map(|t| t.1.chars().filter(|c| c.is_alphanumeric()).count()).sum::<usize>()
    };
    let mut whole = Spans::new();
    let n = runs.len();
    for (k, run) in runs.into_iter().enumerate() {
        let bridge = run.0 && k > 0 && k + 1 < n && letters(&run.1) <= 3;
        match whole.last_mut() {
            Some(last) if !last.0 && (bridge || !run.0) => {
                last.1.end = run.1.end;
                last.2.end = run.2.end;
            }
            _ => whole.push(run),
        }
    }
    let mut out: Vec<Piece> = Vec::new();
    let mut put = |op: Op, list: &[(Look, &str)]| {
        for &(look, word) in list {
            match out.last_mut() {
                Some(p) if p.op == op && p.look == look => p.text.push_str(word),
                _ => out.push(Piece { op, look, text: word.to_string() }),
            }
        }
    };
    for (same, gone, come) in whole {
        if same {
            put(Op::Same, &b[come]);
        } else {
            put(Op::Removed, &a[gone]);
            put(Op::Added, &b[come]);
        }
    }
    out
}
