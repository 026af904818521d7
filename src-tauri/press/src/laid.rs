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
        if matches!(tag, Tag::Header | Tag::Footer) {
            let room = 4.0..=leaf.geometry.h - 4.0;
            assert!(room.contains(y) && room.contains(&(y - size)), "page {number}: {words:?} leaves the sheet: {y}");
        } else {
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

/// Every block with titles of 400 characters and words of 200.
fn unkind() -> Doc {
    let title = "Title that nobody would write but somebody pastes ".repeat(8);
    let word = "W".repeat(200);
    let level = |number| Level { number, rank: 2, word: word.clone() };
    let mark = |text: &str| GridMark { mark: Mark::Earlier, text: text.into() };
    let person = |who: &str| GridRow {
        code: "P-001".into(),
        who: who.into(),
        role: word.clone(),
        joined: title.clone(),
        marks: vec![mark(&word), mark(&title)],
    };
    let table = Table {
        columns: (0..9).map(|n| column(if n % 2 == 0 { &word } else { &title }, 19.0)).collect(),
        rows: vec![
            Row::Group(s(&title)),
            Row::Cells {
                cells: vec![
                    word.as_str().into(),
                    title.as_str().into(),
                    Cell::Level(level(12)),
                    Cell::Levels { then: Some(level(3)), now: level(4) },
                    Cell::States(vec![State::Overdue, State::Stale]),
                    Cell::Lines(vec![s(&word), s(&title)]),
                ],
                id: Some(word.clone()),
                reasons: vec![s(&title), s(&word)],
            },
        ],
        foot: title.clone(),
    };
    let field = |n: usize| Field { rank: 3, codes: vec![word.clone(); n] };
    let matrix = Matrix {
        caption: title.clone(),
        fields: vec![vec![field(3), field(400)], vec![field(0), field(1)]],
        likelihood_words: vec![word.clone(), title.clone()],
        impact_words: vec![word.clone(), title.clone()],
        accept_up_to: 1,
        moves: vec![Move { code: word.clone(), from: (1, 1), to: (2, 2) }],
    };
    let part = Part {
        title: title.clone(),
        rows: vec![
            (word.clone(), vec![Answer::Spans(s(&word)), Answer::Recorded(word.clone())]),
            (title.clone(), vec![Answer::Level(level(25)), Answer::States(vec![State::DueSoon; 9])]),
        ],
    };
    let blocks = vec![
        Block::Figures(vec![(word.clone(), word.clone()), (title.clone(), title.clone())]),
        Block::Heading { level: 1, spans: s(&title), id: None },
        Block::Heading { level: 2, spans: s(&word), id: None },
        Block::Table(table.clone()),
        Block::Sheet(Sheet { id: Some("X".into()), parts: vec![part] }),
        Block::Bullets(vec![s(&word), s(&title)]),
        Block::Note(s(&word)),
        Block::MatrixPair { then: matrix.clone(), now: matrix },
        Block::Grid(Grid {
            columns: vec![(word.clone(), title.clone()), (title.clone(), word.clone())],
            rows: vec![person(&word), person(&title), person("")],
            foot: title.clone(),
        }),
        Block::Signature(Signature {
            signers: vec![(word.clone(), title.clone(), word.clone()), (title.clone(), word.clone(), title.clone())],
            sentence: title.clone(),
        }),
        Block::Cells(Cells {
            columns: vec![("2026".into(), "J".into()), (String::new(), "F".into())],
            names: vec!["2026-01".into(), "2026-02".into()],
            parts: vec![CellPart {
                title: String::new(),
                rows: vec![CellRow {
                    code: "RT-01".into(),
                    title: title.clone(),
                    strong: true,
                    cells: vec![CellMark { form: CellForm::Framed, text: "12".into() }],
                    missing: 1,
                    end: "9 of 10".into(),
                    short: true,
                }],
            }],
            words: 40.0,
            cell: 3.9,
            row: 5.6,
            end: "In time".into(),
            key: vec![(CellForm::Open, String::new(), title.clone())],
            sentence: title.clone(),
        }),
        Block::Chart(Chart {
            caption: title.clone(),
            steps: vec!["2026-01".into(), "2026-02".into()],
            top: 9,
            foot: 0,
            places: 0,
            unit: String::new(),
            form: Form::Lines,
            series: vec![Series { name: "Risks".into(), values: vec![Some(1), Some(9)] }],
            sentence: title.clone(),
        }),
        Block::Contents,
    ];
    let cover = Cover {
        name: title.clone(),
        subtitle: format!("{word}\n{title}"),
        rows: vec![(word.clone(), s(&title))],
        figures: vec![(word.clone(), format!("{title}\n{word}"))],
        checkpoint: None,
        checkpoint_caption: s(&title),
    };
    let mut doc = frame(
        &title,
        vec![
            section(None, &title, &[&word], false, vec![Block::Cover(cover)]),
            section(Some(23), &title, &["A.5.1"], true, blocks.clone()),
            section(None, &word, &[], false, blocks),
        ],
    );
    doc.organization.clone_from(&title);
    doc.classification.clone_from(&word);
    doc.draft = true;
    doc
}

#[test]
fn unkind_titles_and_words_stay_on_their_pages() {
    for paper in [Paper::A4, Paper::Letter] {
        checked(&unkind(), paper);
    }
}

#[test]
fn five_hundred_people_by_forty_columns() {
    let marks = |n: usize| {
        (0..40)
            .map(|c| GridMark {
                mark: [Mark::Full, Mark::Repeat, Mark::Never, Mark::None, Mark::Away][(n + c) % 5],
                text: if (n + c) % 5 < 2 { "2.0 · 26-03-04".into() } else { String::new() },
            })
            .collect()
    };
    let rows = (0..500)
        .map(|n| GridRow {
            code: format!("P-{n:03}"),
            who: format!("P-{n:03}"),
            role: ["developer", "top management"][n / 250].into(),
            joined: "2024-03".into(),
            marks: marks(n),
        })
        .collect();
    let columns = (0..40).map(|n| (format!("CRS-{n:02}"), format!("Course number {n}"))).collect();
    let grid = Block::Grid(Grid { columns, rows, foot: "500 of 500 people".into() });
    let doc = frame("Grid", vec![section(None, "Grid", &["7.2"], true, vec![grid])]);
    let press = checked(&doc, Paper::A4);
    let words: Vec<String> =
        press.leaves.iter().flat_map(|leaf| &leaf.items).filter_map(text).map(|(words, ..)| words).collect();
    let count = |wanted: &str| words.iter().filter(|word| *word == wanted).count();
    let parts = count("P-000");
    assert!((3..=5).contains(&parts), "{parts} parts");
    for n in [1, 249, 250, 499] {
        assert_eq!(count(&format!("P-{n:03}")), parts, "each person stands in each part");
    }
    // Each mark with a text once, and each column's head on each page of its part.
    assert_eq!(words.iter().filter(|word| word.ends_with("26-03-04")).count(), 500 * 40 * 2 / 5);
    assert!((0..40).all(|n| count(&format!("CRS-{n:02}")) >= 500 / 45));
}
