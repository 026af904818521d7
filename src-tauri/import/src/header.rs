//! Finds the table in a sheet: which row is the header (two rows, where cells are merged), which rows are data, and which are not:
//! title blocks, headings, totals, legends. Every row that is left out is named with the reason.
use crate::fold::{in_order, key, shown, without_brackets};
use crate::guides::{DERIVED, GUIDES, Guide, NEVER, SKIP};
use crate::source::{Line, Sheet, Value, letter};
use std::collections::HashMap;
use std::sync::OnceLock;

/// A column of the table.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// As it is shown and mapped: "Before treatment / Likelihood"; a second one of the same name has "(2)".
    pub(crate) name: String,
    pub(crate) index: usize,
    pub(crate) hidden: bool,
    pub(crate) parent: String,
    pub(crate) child: String,
}
/// A row that is no record.
#[derive(Clone, Debug)]
pub(crate) struct Left {
    pub(crate) row: u32,
    pub(crate) title: String,
    pub(crate) why: &'static str,
}
#[derive(Clone)]
pub(crate) struct Table<'a> {
    pub(crate) sheet: &'a Sheet,
    pub(crate) guide: &'static Guide,
    pub(crate) score: f64,
    /// First and last row of the header.
    pub(crate) header: (u32, u32),
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<&'a Line>,
    pub(crate) left: Vec<Left>,
    /// Pairs that stand above the table: "Course", "Safe development".
    pub(crate) head: Vec<(u32, String, String)>,
}

/// Where a header may lead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum To {
    Field(&'static str),
    Never(&'static str),
    Derived,
    Skip,
}

/// A header as it may be named: folded, its words, and whether it is long enough to be found inside another.
struct Name {
    whole: String,
    words: Vec<String>,
    long: bool,
}
type Names = Vec<(To, Vec<Name>)>;
fn words(names: &str) -> Vec<Name> {
    names
        .split('|')
        .map(|n| {
            let whole = key(n);
            let words: Vec<String> = whole.split(' ').map(String::from).collect();
            Name { long: words.iter().any(|w| w.chars().count() > 2), words, whole }
        })
        .collect()
}
fn dictionary(guide: &'static Guide) -> &'static Names {
    static ALL: OnceLock<HashMap<&'static str, Names>> = OnceLock::new();
    static NONE: Names = Vec::new();
    let all = ALL.get_or_init(|| {
        GUIDES.iter().map(|g| (g.kind, g.columns.iter().map(|c| (To::Field(c.to), words(c.names))).collect())).collect()
    });
    all.get(guide.kind).unwrap_or(&NONE)
}
fn common() -> &'static Names {
    static ALL: OnceLock<Names> = OnceLock::new();
    ALL.get_or_init(|| {
        NEVER
            .iter()
            .map(|(n, why)| (To::Never(why), words(n)))
            .chain([(To::Derived, words(DERIVED)), (To::Skip, words(SKIP))])
            .collect()
    })
}

/// How well a header names each place, 0.62 and more, best first.
pub(crate) fn places(guide: &'static Guide, parent: &str, child: &str) -> Vec<(f64, To)> {
    let (whole, short) = (key(child), key(&without_brackets(child)));
    let joined = key(&format!("{parent} {child}"));
    let (whole_w, short_w, joined_w): (Vec<&str>, Vec<&str>, Vec<&str>) =
        (whole.split(' ').collect(), short.split(' ').collect(), joined.split(' ').collect());
    let mut out: Vec<(f64, To)> = Vec::new();
    for (to, names) in dictionary(guide).iter().chain(common()) {
        let mut best: f64 = 0.0;
        for name in names {
            if name.whole == whole {
                best = 1.0;
                continue;
            }
            if name.whole == short && !short.is_empty() {
                best = best.max(0.97);
                continue;
            }
            // Found inside another only if a word of it is there at all.
            let long = name.long && joined_w.contains(&name.words[0].as_str());
            if !long {
                continue;
            }
            let n: Vec<&str> = name.words.iter().map(String::as_str).collect();
            let part = |w: &[&str]| 0.55 + 0.35 * n.len() as f64 / w.len() as f64;
            let s = if !parent.is_empty()
                && in_order(&n, &joined_w)
                && n.iter().any(|w| whole_w.contains(w))
                && n.iter().any(|w| !whole_w.contains(w))
            {
                part(&joined_w) + 0.3
            } else if !short.is_empty() && in_order(&n, &short_w) {
                part(&short_w)
            } else if in_order(&n, &whole_w) {
                part(&whole_w)
            } else {
                0.0
            };
            best = best.max(s);
        }
        if best >= 0.62 {
            // What must not be taken wins where it is as good.
            out.push((best + if matches!(to, To::Never(_)) { 0.02 } else { 0.0 }, *to));
        }
    }
    out.sort_by(|a, b| b.0.total_cmp(&a.0));
    out
}

/// Which column goes where, by the headers alone: each place once, notes as often as they come.
pub(crate) fn assign(guide: &'static Guide, columns: &[Column]) -> Vec<Option<(f64, To)>> {
    let mut all: Vec<(f64, usize, To)> = columns
        .iter()
        .enumerate()
        .flat_map(|(i, c)| places(guide, &c.parent, &c.child).into_iter().map(move |(s, t)| (s, i, t)))
        .collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut out: Vec<Option<(f64, To)>> = vec![None; columns.len()];
    let mut taken: Vec<&str> = Vec::new();
    for (s, i, to) in all {
        if out[i].is_some() {
            continue;
        }
        match to {
            To::Field(f) if f != "notes" => {
                if taken.contains(&f) {
                    continue;
                }
                taken.push(f);
            }
            _ => {}
        }
        out[i] = Some((s, to));
    }
    out
}

fn worth(guide: &'static Guide, columns: &[Column]) -> Option<f64> {
    let found = assign(guide, columns);
    let has = |to: &str| {
        found.iter().flatten().any(|(_, t)| {
            *t == To::Field(match guide.col(to) {
                Some(c) => c.to,
                None => return false,
            })
        })
    };
    guide.needs.iter().all(|any| any.split('|').any(has)).then(|| {
        found
            .iter()
            .flatten()
            .map(|(s, t)| match t {
                To::Field(f) => s * (1.0 + f64::from(guide.col(f).map_or(0, |c| c.tells))),
                To::Derived => 0.5,
                _ => 0.0,
            })
            .sum()
    })
}

fn title_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The header that begins in this line: names of the columns, and whether it takes two rows.
fn columns_at(sheet: &Sheet, at: usize) -> (Vec<Column>, usize) {
    let line = &sheet.lines[at];
    let spans: Vec<(usize, usize)> = sheet
        .merges
        .iter()
        .filter(|m| m.top == line.number && m.bottom == line.number && m.right > m.left)
        .map(|m| (m.left, m.right))
        .collect();
    let next = sheet.lines.get(at + 1).filter(|n| n.number == line.number + 1);
    let width = line.cells.len().max(spans.iter().map(|s| s.1 + 1).max().unwrap_or(0));
    let two = next.is_some_and(|n| {
        spans.iter().any(|(l, r)| r - l < width.saturating_sub(1) && (*l..=*r).all(|c| !n.cell(c).is_empty()))
    });
    let mut columns: Vec<Column> = Vec::new();
    let below = next.filter(|_| two);
    for index in 0..width.max(below.map_or(0, |n| n.cells.len())) {
        let own = title_of(&line.cell(index).show());
        let over = spans
            .iter()
            .find(|(l, r)| (*l..=*r).contains(&index))
            .map(|(l, _)| title_of(&line.cell(*l).show()))
            .unwrap_or_default();
        let under = below.map(|n| title_of(&n.cell(index).show())).unwrap_or_default();
        let (parent, child) = match (two, under.is_empty()) {
            (true, false) if !over.is_empty() => (over, under),
            (true, false) if own.is_empty() => (String::new(), under),
            (true, false) => (own, under),
            _ => (String::new(), own),
        };
        let mut name = if parent.is_empty() { child.clone() } else { format!("{parent} / {child}") };
        if name.is_empty() {
            let used = sheet.lines[at + 1..].iter().take(200).any(|l| !l.cell(index).is_empty());
            if !used {
                continue;
            }
            name = format!("Column {}", letter(index));
        }
        let again = columns
            .iter()
            .filter(|c| {
                c.name == name
                    || c.name
                        .rsplit_once(" (")
                        .is_some_and(|(a, b)| a == name && b.trim_end_matches(')').parse::<u32>().is_ok())
            })
            .count();
        if again > 0 {
            name = format!("{name} ({})", again + 1);
        }
        columns.push(Column { name, index, hidden: sheet.hidden_columns.contains(&index), parent, child });
    }
    (columns, usize::from(two))
}

/// "R-012", "r01", "SOA-5.1": could it be a code?
pub(crate) fn like_code(text: &str) -> bool {
    let t = text.trim();
    // "March 2025" is none.
    if t.contains(' ') && !matches!(crate::days::read(t), crate::days::Said::Bad(_)) {
        return false;
    }
    let letters = t.chars().take_while(char::is_ascii_alphabetic).count();
    let rest = t[letters..].trim_start_matches(['-', '_', '.', ' ', '#']);
    (1..=6).contains(&letters)
        && (1..=12).contains(&rest.len())
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
}

fn prefix_bonus(guide: &Guide, lines: &[Line]) -> f64 {
    let Some(info) = isms::kinds::kind(guide.kind) else { return 0.0 };
    let hits = lines.iter().take(30).filter(|l| {
        l.cells.iter().take(3).any(|c| {
            let t = c.show().to_uppercase();
            t.strip_prefix(info.prefix)
                .is_some_and(|r| r.trim_start_matches(['-', ' ', '.']).starts_with(|c: char| c.is_ascii_digit()))
        })
    });
    if hits.count() * 2 >= lines.len().clamp(1, 30) { 5.0 } else { 0.0 }
}

fn words_or_day(cell: &crate::source::Cell) -> bool {
    match &cell.value {
        Value::Text(t) => t.trim().parse::<f64>().is_err(),
        Value::Date(_) => true,
        _ => false,
    }
}

/// The table of a sheet: as `only`, or as what it looks most like.
pub(crate) fn table<'a>(sheet: &'a Sheet, file: &str, only: Option<&'static Guide>) -> Option<Table<'a>> {
    let mut best: Option<(f64, usize, usize, Vec<Column>, &'static Guide)> = None;
    let named = key(&format!("{file} {}", sheet.name));
    for at in 0..sheet.lines.len().min(40) {
        let line = &sheet.lines[at];
        // Headers are texts or dates; a row of numbers is none.
        let (filled, texts) = line.filled().fold((0, 0), |(n, t), (_, c)| (n + 1, t + usize::from(words_or_day(c))));
        if filled < 2 || texts * 10 < filled * 7 {
            continue;
        }
        let (columns, more) = columns_at(sheet, at);
        for guide in GUIDES.iter().copied().filter(|g| only.is_none_or(|o| o.kind == g.kind)) {
            let Some(mut score) = worth(guide, &columns) else { continue };
            if guide.layout == crate::guides::Layout::Wide {
                let months = columns.iter().filter(|c| is_month(line.cell(c.index))).count();
                if months < 3 {
                    continue;
                }
                score += months as f64;
            }
            score += prefix_bonus(guide, &sheet.lines[(at + 1).min(sheet.lines.len())..]);
            if guide.also.iter().chain([&guide.kind]).any(|w| named.split(' ').any(|n| n == *w || n.starts_with(*w))) {
                score += 1.5;
            }
            if best.as_ref().is_none_or(|b| score > b.0 + 1e-9) {
                best = Some((score, at, more, columns.clone(), guide));
            }
        }
    }
    let (score, at, more, columns, guide) = best?;
    let header = (sheet.lines[at].number, sheet.lines[at + more].number);
    let head = sheet.lines[..at].iter().filter_map(pair).collect();
    let (rows, left) = rows(sheet, at + more + 1, &columns, at, guide);
    Some(Table { sheet, guide, score, header, columns, rows, left, head })
}

/// A header that is a month or a day.
pub(crate) fn is_month(cell: &crate::source::Cell) -> bool {
    match &cell.value {
        Value::Date(_) => true,
        Value::Text(t) => matches!(crate::days::read(t), crate::days::Said::Span(..) | crate::days::Said::Day(_)),
        _ => false,
    }
}

/// "Course | Safe development" or "Course: Safe development".
fn pair(line: &Line) -> Option<(u32, String, String)> {
    let filled: Vec<String> = line.filled().map(|(_, c)| c.show()).collect();
    match filled.as_slice() {
        [k, v] => Some((line.number, k.trim_end_matches(':').trim().to_string(), v.clone())),
        [one] => one.split_once(':').map(|(k, v)| (line.number, k.trim().to_string(), v.trim().to_string())),
        _ => None,
    }
}

fn rows<'a>(
    sheet: &'a Sheet,
    from: usize,
    columns: &[Column],
    header: usize,
    guide: &Guide,
) -> (Vec<&'a Line>, Vec<Left>) {
    let (mut rows, mut left) = (Vec::new(), Vec::new());
    let names: Vec<String> = sheet.lines[header].filled().map(|(_, c)| key(&c.show())).collect();
    let mut before = sheet.lines[header].number;
    for line in &sheet.lines[from.min(sheet.lines.len())..] {
        let gap = line.number > before + 1;
        before = line.number;
        let filled: Vec<(usize, String)> = line.filled().map(|(i, c)| (i, c.show())).collect();
        let text = filled.first().map(|(_, t)| t.clone()).unwrap_or_default();
        let mut leave = |why| left.push(Left { row: line.number, title: shown(&text), why });
        let few = filled.len() * 10 <= columns.len() * 6;
        if filled.len() > 1 && filled.iter().map(|(_, t)| key(t)).eq(names.iter().cloned()) {
            leave("the header again");
            continue;
        }
        let sum = line.cells.iter().any(|c| {
            c.formula.as_deref().is_some_and(|f| {
                let f = f.to_uppercase();
                f.starts_with("=SUM") || f.starts_with("=SUBTOTAL")
            })
        });
        let total = filled.iter().any(|(_, t)| {
            matches!(
                key(t).as_str(),
                "total"
                    | "totals"
                    | "sum"
                    | "summe"
                    | "gesamt"
                    | "gesamtsumme"
                    | "subtotal"
                    | "zwischensumme"
                    | "grand total"
            )
        });
        if few && (total || sum) {
            leave("a total");
            continue;
        }
        let wide = sheet.merges.iter().any(|m| {
            m.top == line.number && m.left == filled.first().map_or(usize::MAX, |f| f.0) && m.right - m.left >= 2
        });
        let first = key(&text);
        if filled.len() == 1 && columns.len() >= 3 && !like_code(&text) {
            let note = [
                "legend",
                "legende",
                "key",
                "note",
                "notes",
                "hinweis",
                "anmerkung",
                "source",
                "quelle",
                "stand",
                "scale",
                "skala",
            ]
            .iter()
            .any(|w| first.split(' ').next() == Some(w));
            leave(if note || gap && !wide { "a legend or note" } else { "a heading" });
            continue;
        }
        // "5 | Organizational controls"
        if guide.layout == crate::guides::Layout::Soa
            && filled.len() <= 2
            && text.trim_start_matches("A.").trim().parse::<u32>().is_ok()
        {
            leave("a heading");
            continue;
        }
        rows.push(line);
    }
    (rows, left)
}

/// Sheets that look like they were put aside.
pub(crate) fn put_aside(sheet: &Sheet) -> bool {
    let name = key(&sheet.name);
    sheet.hidden
        || [
            "old",
            "alt",
            "archive",
            "archiv",
            "copy",
            "kopie",
            "backup",
            "do not use",
            "template",
            "vorlage",
            "example",
            "beispiel",
        ]
        .iter()
        .any(|w| in_order(&w.split(' ').collect::<Vec<_>>(), &name.split(' ').collect::<Vec<_>>()))
}

/// Scales that a workbook brings along: header, and the words with their numbers.
pub(crate) fn scales(sheet: &Sheet) -> Vec<(String, Vec<(String, i64)>)> {
    let width = sheet.lines.iter().map(|l| l.cells.len()).max().unwrap_or(0).min(30);
    let mut out = Vec::new();
    for (word, number) in (0..width).flat_map(|c| [(c, c + 1), (c + 1, c)]) {
        let mut run: Vec<(String, i64)> = Vec::new();
        let mut title = String::new();
        for line in sheet.lines.iter().take(60) {
            let label = line.cell(word).show();
            let n = match &line.cell(number).value {
                Value::Number(n) if n.fract() == 0.0 => Some(*n as i64),
                Value::Text(t) => t.trim().parse().ok(),
                _ => None,
            };
            match n.filter(|n| {
                (1..=10).contains(n)
                    && !label.is_empty()
                    && label.parse::<f64>().is_err()
                    && label.chars().count() <= 40
            }) {
                Some(n) if !run.iter().any(|(_, m)| *m == n) => run.push((label, n)),
                Some(_) => {}
                None if run.len() >= 3 => break,
                None => {
                    run.clear();
                    title = if label.is_empty() { title } else { label };
                }
            }
        }
        if run.len() >= 3 {
            out.push((title, run));
        }
    }
    out
}
