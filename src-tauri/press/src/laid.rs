//! Tests of the layout itself: nothing leaves its page, nothing stands on something else.
use crate::draw::{Item, PT, Tag, What};
use crate::flow::{Leaf, Press};
use crate::specimen::{self, b, frame, row, s, section};
use crate::{Paper, laid_out};
use isms::doc::*;

fn text(item: &Item) -> Option<(String, f32, f32)> {
    match &item.what {
        What::Text { style, runs, width } => {
            let text: String = runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.text)).collect();
            // Trailing spaces may hang over.
            let spaces = text.chars().rev().take_while(|c| *c == ' ').count() as f32 * 0.26 * style.size * PT;
            Some((text.trim_end().to_owned(), item.x + width - spaces, style.size * PT))
        }
        _ => None,
    }
}

fn check(leaf: &Leaf, number: usize) {
    let texts: Vec<_> = leaf
        .items
        .iter()
        .filter_map(|item| text(item).map(|(words, right, size)| (words, item.x, right, item.y, size, item.tag)))
        .collect();
    for (words, x, right, y, size, tag) in &texts {
        let edge = if matches!(tag, Tag::Header) {
            leaf.geometry.w - 2.9
        } else {
            leaf.geometry.left + leaf.geometry.column + 0.6
        };
        assert!(
            *x >= leaf.geometry.left - 0.05 && *right <= edge,
            "page {number}: {words:?} leaves the column: {x} to {right}"
        );
        if !matches!(tag, Tag::Header | Tag::Footer) {
            assert!(
                *y <= leaf.geometry.bottom + 0.3 && *y - size >= leaf.geometry.top - 1.0,
                "page {number}: {words:?} at {y}"
            );
        }
    }
    for (i, a) in texts.iter().enumerate() {
        for b in &texts[i + 1..] {
            let (apart, overlap) = ((a.3 - b.3).abs(), a.2.min(b.2) - a.1.max(b.1));
            if apart < a.4.min(b.4) * 0.6 && overlap > 0.35 && !a.0.is_empty() && !b.0.is_empty() {
                panic!("page {number}: {:?} stands on {:?} by {overlap} mm", a.0, b.0);
            }
        }
    }
}

fn checked(doc: &Doc, paper: Paper) -> Press<'_> {
    let press = laid_out(doc, paper).unwrap();
    for (at, leaf) in press.leaves.iter().enumerate() {
        check(leaf, at + 1);
    }
    press
}

#[test]
fn specimens_stand_on_their_pages() {
    for paper in [Paper::A4, Paper::Letter] {
        checked(&specimen::specimen(), paper);
        checked(&specimen::soa(), paper);
    }
}

#[test]
fn a_head_never_breaks_inside_a_word() {
    let heads = ["Applicability", "Risk", "Responsible", "Documents", "Newest proof"];
    let columns = heads.iter().map(|head| column(head, if *head == "Risk" { 130.0 } else { 10.0 })).collect();
    let rows = vec![row(vec![
        "yes".into(),
        s("A long text that takes the most of the page.").into(),
        "X".into(),
        "POL-01".into(),
        "2026-11-24".into(),
    ])];
    let doc = frame(
        "Heads",
        vec![section(None, "Heads", &[], false, vec![Block::Table(Table { columns, rows, foot: String::new() })])],
    );
    let press = checked(&doc, Paper::A4);
    let words: Vec<String> = press.leaves[0].items.iter().filter_map(text).map(|(words, ..)| words).collect();
    for head in ["Applicability", "Responsible", "Documents"] {
        assert!(words.iter().any(|word| word == head), "{head}: {words:?}");
    }
    assert!(words.contains(&"2026-11-24".to_owned()), "a date stays whole");
}

#[test]
fn tall_rows_sheets_and_hostile_words_break() {
    let long = "A sentence of the record that goes on for quite a while, as auditors like it. ".repeat(60);
    let word = "x".repeat(400);
    let reasons: Vec<Vec<Span>> = (0..40)
        .map(|n| s(&format!("Reason {n}: it rests on something that changed, and nobody has looked since.")))
        .collect();
    let columns = || vec![column("Code", 20.0), column("What", 50.0), column("Why", 100.0)];
    let rows = vec![
        Row::Cells {
            cells: vec!["R-001".into(), b("Title").into(), long.clone().into()],
            id: Some("R-001".into()),
            reasons: reasons.clone(),
        },
        Row::Group(s("A group")),
        Row::Cells { cells: vec!["R-002".into(), word.clone().into(), "short".into()], id: None, reasons },
        row(vec![word.clone().into(), "漢字".repeat(200).into(), "".into(), "one cell too many".into()]),
    ];
    let part = Part {
        title: "Part".into(),
        rows: vec![(word.clone(), vec![Answer::Recorded(long.repeat(2)), Answer::Spans(s(&word))])],
    };
    let doc = frame(
        &long,
        vec![
            section(
                None,
                &word,
                &["A.5.1", &word],
                false,
                vec![
                    Block::Table(Table { columns: columns(), rows: rows.clone(), foot: long.clone() }),
                    Block::Sheet(Sheet { id: Some("X".into()), parts: vec![part] }),
                    Block::Heading { level: 1, spans: s(&long[..200]), id: None },
                    Block::Bullets(vec![s(&long), s(&word)]),
                ],
            ),
            section(
                Some(1234),
                "Wide",
                &[],
                true,
                vec![Block::Table(Table { columns: columns(), rows, foot: String::new() })],
            ),
        ],
    );
    let press = checked(&doc, Paper::A4);
    assert!(press.leaves.len() > 6);
    for n in 0..40 {
        let reason = format!("Reason {n}:");
        let found = press
            .leaves
            .iter()
            .flat_map(|leaf| &leaf.items)
            .filter_map(text)
            .filter(|(words, ..)| words.contains(&reason))
            .count();
        assert_eq!(found, 4, "{reason} stands once for each of the rows");
    }
}
