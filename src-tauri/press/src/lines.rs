//! Words to lines (PAPER 8): where text may break, what never breaks, and what happens to a word wider than its column.
use crate::draw::{INK, Item, PT, Style, Tag, Through, Type, What};
use crate::shape::{Run, Shaper};
use std::rc::Rc;

/// Text of one look, or something drawn that stands in the line like a word.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    /// Text that went through `shape::visible`.
    Text { text: String, style: Style, tag: Tag, link: Option<u32> },
    /// Items relative to the baseline, and their width in mm. It does not part from the text after it.
    Drawn { items: Vec<Item>, width: f32 },
}

impl Piece {
    pub(crate) fn text(text: impl Into<String>, style: Style, tag: Tag) -> Piece {
        Piece::Text { text: text.into(), style, tag, link: None }
    }
}

#[derive(Clone, Debug)]
enum Frag {
    Text { run: Rc<Run>, style: Style, tag: Tag, link: Option<u32> },
    Drawn { items: Vec<Item>, width: f32 },
}

impl Frag {
    fn width(&self) -> f32 {
        match self {
            Frag::Text { run, style, .. } => run.width * style.size * PT / 1000.0,
            Frag::Drawn { width, .. } => *width,
        }
    }
}

/// What stays together on a line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Word {
    frags: Vec<Frag>,
    /// Millimetres.
    pub(crate) width: f32,
    /// The space before it, if the word before was parted by one.
    space: Option<Frag>,
    /// Begins a new line.
    feed: bool,
    /// A code, a date, a state, a drawing: never broken if it can be helped.
    pub(crate) firm: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Align {
    Left,
    Right,
    Centre,
}

/// How words become lines. Millimetres.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    pub(crate) kind: Type,
    pub(crate) width: f32,
    /// Left of the lines after the first.
    pub(crate) hang: f32,
    /// How far a single firm word may stand out at the right (into the gap between columns).
    pub(crate) over: f32,
    pub(crate) align: Align,
}

impl Setting {
    pub(crate) fn new(kind: Type, width: f32) -> Setting {
        Setting { kind, width, hang: 0.0, over: 0.0, align: Align::Left }
    }
    pub(crate) fn aligned(self, align: Align) -> Setting {
        Setting { align, ..self }
    }
}

/// A line with what stands on it, relative to its top left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) items: Vec<Item>,
    /// Height, mm.
    pub(crate) h: f32,
    /// Baseline from the top, mm.
    pub(crate) baseline: f32,
    /// No page ends after this line.
    pub(crate) glue: bool,
}

impl Line {
    /// An empty line of that height: a gap.
    pub(crate) fn gap(h: f32) -> Line {
        Line { h, glue: true, ..Line::default() }
    }
}

/// Units that do not part from their number.
const UNITS: &[&str] = &[
    "%", "‰", "mm", "cm", "m", "km", "s", "ms", "min", "h", "kB", "KB", "MB", "GB", "TB", "g", "kg", "°C", "€", "EUR",
    "USD", "GBP", "CHF", "pt",
];
/// Words that do not part from the number after them.
const BEFORE: &[&str] = &["p.", "pp.", "page", "§", "§§", "No.", "Nr.", "Art.", "act", "Act"];

/// Cuts pieces into words.
pub(crate) fn words(shaper: &mut Shaper, pieces: &[Piece]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut word = Word::default();
    for piece in pieces {
        match piece {
            Piece::Drawn { items, width } => {
                word.frags.push(Frag::Drawn { items: items.clone(), width: *width });
                word.width += width;
                word.firm = true;
            }
            Piece::Text { text, style, tag, link } => {
                let frag = |shaper: &mut Shaper, text: &str| Frag::Text {
                    run: shaper.run(style.face, text),
                    style: *style,
                    tag: *tag,
                    link: *link,
                };
                for cut in cuts(text) {
                    match cut {
                        Cut::Word(text) => {
                            let frag = frag(shaper, text);
                            word.width += frag.width();
                            word.firm |= firm(text);
                            word.frags.push(frag);
                        }
                        Cut::Space(text) => {
                            flush(&mut words, &mut word);
                            word.space = Some(frag(shaper, text));
                        }
                        Cut::Break => flush(&mut words, &mut word),
                        Cut::Feed => {
                            flush(&mut words, &mut word);
                            if word.feed {
                                words.push(std::mem::take(&mut word));
                            }
                            word.feed = true;
                            word.space = Some(frag(shaper, " "));
                        }
                    }
                }
            }
        }
    }
    flush(&mut words, &mut word);
    if word.space.is_some() && !word.feed {
        // A space at the very end: for those who read line after line.
        words.push(word);
    }
    words
}

fn flush(words: &mut Vec<Word>, word: &mut Word) {
    if !word.frags.is_empty() {
        words.push(std::mem::take(word));
    }
}

enum Cut<'a> {
    Word(&'a str),
    Space(&'a str),
    /// A line may end here.
    Break,
    Feed,
}

fn cuts(text: &str) -> Vec<Cut<'_>> {
    let mut out = Vec::new();
    let (mut start, mut at) = (0, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b' ' => {
                let end = at + bytes[at..].iter().take_while(|b| **b == b' ').count();
                if end - at == 1 && kept(&text[start..at], &text[end..]) {
                    at = end;
                    continue;
                }
                parts(&text[start..at], &mut out);
                out.push(Cut::Space(&text[at..end]));
                (start, at) = (end, end);
            }
            b'\n' => {
                parts(&text[start..at], &mut out);
                out.push(Cut::Feed);
                at += 1;
                start = at;
            }
            _ => at += 1,
        }
    }
    parts(&text[start..], &mut out);
    out
}

/// Whether the space between stays closed.
fn kept(before: &str, after: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if digit(after.chars().next()) {
        return BEFORE.contains(&before.trim_start_matches(['(', '[']));
    }
    digit(before.chars().last()) && {
        let next = after.split([' ', '\n']).next().unwrap_or("");
        UNITS.contains(&next.trim_end_matches([',', '.', ';', ':', ')']))
    }
}

/// Breaks inside what has no spaces: after a hyphen or slash between words, between characters of scripts without spaces.
fn parts<'a>(word: &'a str, out: &mut Vec<Cut<'a>>) {
    if word.is_empty() {
        return;
    }
    if word.is_ascii() && !word.bytes().any(|b| b == b'-' || b == b'/') {
        out.push(Cut::Word(word));
        return;
    }
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    let mut start = 0;
    for i in 0..chars.len().saturating_sub(1) {
        let (c, next) = (chars[i].1, chars[i + 1].1);
        let (left, right) = (i, chars.len() - 1 - i);
        let letters = chars[i + 1..].iter().filter(|(_, c)| c.is_alphanumeric()).count();
        let dash = matches!(c, '-' | '\u{2010}') && left >= 2 && letters >= 3 && next.is_alphabetic() && {
            let before = chars[i - 1].1;
            before.is_alphabetic() && !(before.is_uppercase() && next.is_uppercase())
        };
        let slash = c == '/'
            && next != '/'
            && left >= 3
            && right >= 3
            && !(next.is_numeric() && i > 0 && chars[i - 1].1.is_numeric());
        let em = c == '\u{2014}';
        if dash || slash || em || (spaceless(c) && !closing(next)) || (spaceless(next) && !opening(c) && !closing(next))
        {
            out.push(Cut::Word(&word[start..chars[i + 1].0]));
            out.push(Cut::Break);
            start = chars[i + 1].0;
        }
    }
    out.push(Cut::Word(&word[start..]));
}

fn spaceless(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}' | '\u{E00}'..='\u{E7F}')
}
fn closing(c: char) -> bool {
    matches!(
        c,
        '。' | '、'
            | '，'
            | '．'
            | '）'
            | '」'
            | '』'
            | '！'
            | '？'
            | '：'
            | '；'
            | ')'
            | ']'
            | '.'
            | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '”'
            | '’'
    )
}
fn opening(c: char) -> bool {
    matches!(c, '（' | '「' | '『' | '(' | '[' | '“' | '‘')
}

/// Codes, dates, numbers: short, with a figure.
fn firm(word: &str) -> bool {
    word.len() <= 24 && word.bytes().any(|b| b.is_ascii_digit())
}

/// Fills lines with words, greedily.
pub(crate) fn fill(words: &[Word], set: &Setting) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut row: Vec<Word> = Vec::new();
    let mut used = 0.0;
    let room = |lines: &Vec<Line>| set.width - if lines.is_empty() { 0.0 } else { set.hang };
    for (i, word) in words.iter().enumerate() {
        if word.feed && (i > 0 || !row.is_empty()) {
            emit(&mut lines, &mut row, Some(word), set);
            used = 0.0;
        }
        if word.frags.is_empty() && !word.feed {
            emit(&mut lines, &mut row, Some(word), set);
            continue;
        }
        let space = if row.is_empty() { 0.0 } else { word.space.as_ref().map_or(0.0, Frag::width) };
        if used + space + word.width <= room(&lines) + 0.01 {
            used += space + word.width;
            row.push(word.clone());
            continue;
        }
        if !row.is_empty() {
            emit(&mut lines, &mut row, Some(word), set);
        }
        used = 0.0;
        let mut rest = word.clone();
        while rest.width > room(&lines) + if rest.firm { set.over } else { 0.01 } {
            let Some((head, tail)) = broken(&rest, room(&lines)) else { break };
            row.push(head);
            emit(&mut lines, &mut row, None, set);
            rest = tail;
        }
        used += rest.width;
        row.push(rest);
    }
    if !row.is_empty() {
        emit(&mut lines, &mut row, None, set);
    }
    let count = lines.len();
    if count > 1 {
        lines[0].glue = true;
        lines[count - 2].glue = true;
    }
    lines
}

/// Breaks a word at the last letter that fits, never fewer than three letters on either line.
fn broken(word: &Word, room: f32) -> Option<(Word, Word)> {
    const LEAST: usize = 3;
    let count = |frag: &Frag| if let Frag::Text { run, .. } = frag { run.glyphs.len() } else { 1 };
    let total: usize = word.frags.iter().map(count).sum();
    let (mut width, mut seen, mut best) = (0.0, 0, None);
    for (f, frag) in word.frags.iter().enumerate() {
        match frag {
            Frag::Drawn { width: w, .. } => {
                width += w;
                seen += 1;
            }
            Frag::Text { run, style, .. } => {
                for (g, glyph) in run.glyphs.iter().enumerate() {
                    // A mark stays with its letter.
                    if width <= room && seen >= LEAST && total - seen >= LEAST && glyph.advance != 0 {
                        best = Some((f, g));
                    }
                    width += f32::from(glyph.advance) * style.size * PT / 1000.0;
                    seen += 1;
                }
            }
        }
    }
    // A column too narrow for three letters takes three all the same: better over the edge than lost.
    let (f, g) = best.or_else(|| match word.frags.first() {
        Some(Frag::Text { run, .. }) if run.glyphs.len() >= 2 * LEAST => Some((0, LEAST)),
        _ => None,
    })?;
    let (mut head, mut tail) = (Word { space: word.space.clone(), ..Word::default() }, Word::default());
    for (at, frag) in word.frags.iter().enumerate() {
        match frag {
            Frag::Text { run, style, tag, link } if at == f => {
                let part =
                    |from, to| Frag::Text { run: Rc::new(run.part(from, to)), style: *style, tag: *tag, link: *link };
                if g > 0 {
                    head.frags.push(part(0, g));
                }
                tail.frags.push(part(g, run.glyphs.len()));
            }
            _ if at < f => head.frags.push(frag.clone()),
            _ => tail.frags.push(frag.clone()),
        }
    }
    for half in [&mut head, &mut tail] {
        half.width = half.frags.iter().map(Frag::width).sum();
    }
    tail.firm = word.firm;
    Some((head, tail))
}

/// Makes a line of the words; `next` tells whether a space was between it and the following line.
fn emit(lines: &mut Vec<Line>, row: &mut Vec<Word>, next: Option<&Word>, set: &Setting) {
    let width: f32 = row
        .iter()
        .enumerate()
        .map(|(i, word)| word.width + if i == 0 { 0.0 } else { word.space.as_ref().map_or(0.0, Frag::width) })
        .sum();
    let left = if lines.is_empty() { 0.0 } else { set.hang };
    let mut x = match set.align {
        Align::Left => left,
        Align::Right => set.width - width,
        Align::Centre => (set.width - width) / 2.0,
    };
    let baseline = set.kind.baseline();
    let mut line = Line { h: set.kind.height(), baseline, ..Line::default() };
    for (i, mut word) in std::mem::take(row).into_iter().enumerate() {
        if let Some(space) = word.space.take().filter(|_| i > 0) {
            put(&mut line, &mut x, space, baseline);
        }
        for frag in word.frags {
            put(&mut line, &mut x, frag, baseline);
        }
    }
    underline(&mut line);
    // The space at the end of a line is not seen, but those who copy or listen need it.
    if let Some(space) = next.and_then(|word| word.space.clone()) {
        put(&mut line, &mut x, space, baseline);
    }
    lines.push(line);
}

fn put(line: &mut Line, x: &mut f32, frag: Frag, baseline: f32) {
    let width = frag.width();
    match frag {
        Frag::Drawn { items, .. } => line.items.extend(items.into_iter().map(|item| item.shifted(*x, baseline))),
        Frag::Text { run, style, tag, link } => {
            if let Some(Item { x: at, y, tag: t, link: l, what: What::Text { style: s, runs, width: w } }) =
                line.items.last_mut()
            {
                if *t == tag && *l == link && *s == style && *y == baseline && (*at + *w - *x).abs() < 0.001 {
                    runs.push(run);
                    *w += width;
                    *x += width;
                    return;
                }
            }
            line.items.push(Item { x: *x, y: baseline, tag, link, what: What::Text { style, runs: vec![run], width } });
        }
    }
    *x += width;
}

fn underline(line: &mut Line) {
    let rules: Vec<Item> = line
        .items
        .iter()
        .filter_map(|item| match &item.what {
            What::Text { style, width, .. } => {
                let dy = match style.line {
                    Through::No => return None,
                    Through::Under => 0.14,
                    Through::Strike => -0.29,
                };
                Some(Item::rule(
                    item.x,
                    item.y + dy * style.size * PT,
                    *width,
                    0.0,
                    0.5,
                    if style.line == Through::Strike { style.ink } else { INK },
                ))
            }
            _ => None,
        })
        .collect();
    line.items.extend(rules);
}

/// Height of lines under one another.
pub(crate) fn height(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line.h).sum()
}

/// One baseline for label and answer: how far the first of `lower` must be moved down so that it stands on the first of `upper`.
pub(crate) fn level_with_first(upper: &[Line], lower: &[Line]) -> f32 {
    match (upper.first(), lower.first()) {
        (Some(a), Some(b)) => a.baseline - b.baseline,
        _ => 0.0,
    }
}

/// What stands on the lines, moved to (x, y).
pub(crate) fn placed(lines: Vec<Line>, x: f32, y: f32) -> Vec<Item> {
    let mut top = y;
    let mut items = Vec::new();
    for line in lines {
        items.extend(line.items.into_iter().map(|item| item.shifted(x, top)));
        top += line.h;
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::TEXT;

    fn set(text: &str, width: f32) -> Vec<String> {
        let mut shaper = Shaper::new().unwrap();
        let words = words(&mut shaper, &[Piece::text(text, TEXT.style, Tag::Ornament)]);
        fill(&words, &Setting::new(TEXT, width))
            .iter()
            .map(|line| {
                let glyphs = line
                    .items
                    .iter()
                    .flat_map(|item| if let What::Text { runs, .. } = &item.what { runs.clone() } else { vec![] });
                glyphs.flat_map(|run| run.glyphs.clone()).map(|glyph| glyph.text).collect::<String>()
            })
            .collect()
    }

    #[test]
    fn codes_dates_pages_and_units_hold() {
        assert_eq!(
            set("see A.5.1 of 2026-11-24, p. 34, 15 MB", 19.0),
            ["see A.5.1 of ", "2026-11-24, ", "p. 34, ", "15 MB"]
        );
    }

    #[test]
    fn breaks_after_hyphen_and_slash_between_words() {
        assert_eq!(set("phishing-resistant", 20.0), ["phishing-", "resistant"]);
        assert_eq!(set("approved/rejected", 20.0), ["approved/", "rejected"]);
    }

    #[test]
    fn long_words_break_with_three_letters_each_side() {
        let lines = set("srv-prod-eu-west-1b-database-primary.internal.example.org", 22.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| line.len() >= 3), "{lines:?}");
        assert_eq!(lines.concat(), "srv-prod-eu-west-1b-database-primary.internal.example.org");
        assert_eq!(set("Donaudampfschifffahrt", 1.0).concat(), "Donaudampfschifffahrt");
    }

    #[test]
    fn nothing_is_lost() {
        let text = "Two  spaces\n\na feed, “quotes” — and Größenordnung (§ 12).";
        let flat: String = set(text, 30.0).concat();
        assert_eq!(flat.replace(' ', ""), text.replace([' ', '\n'], ""));
    }
}
