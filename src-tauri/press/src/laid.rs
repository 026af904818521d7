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
    let press = laid_out(doc, paper, &mut |_| true).unwrap();
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

fn words_of(leaf: &Leaf) -> Vec<String> {
    leaf.items.iter().filter_map(text).map(|(words, ..)| words).collect()
}
/// A table of `rows` rows; every fifth has reasons.
fn register(rows: usize, columns: Vec<Column>, landscape: bool) -> Doc {
    let rows = (0..rows)
        .map(|n| Row::Cells {
            cells: (0..columns.len())
                .map(|at| match at {
                    0 => format!("R-{n:03}").as_str().into(),
                    1 => b(&format!("Title of risk {n} that has room on two lines of its column")).into(),
                    _ => ["S.A., field engineer", "2026-11-24", "modify"][(n + at) % 3].into(),
                })
                .collect(),
            id: None,
            reasons: if n % 5 == 4 {
                (0..6).map(|r| s(&format!("Reason {r} of {n}: it rests on what changed."))).collect()
            } else {
                vec![]
            },
        })
        .collect();
    let table = Table { columns, rows, foot: "all shown".into() };
    frame("Register", vec![section(None, "Register", &["8.2"], landscape, vec![Block::Table(table)])])
}
fn narrow() -> Vec<Column> {
    vec![column("Code", 20.0), column("Risk", 60.0), column("Owner", 50.0), column("Reviewed", 40.0)]
}

#[test]
fn reasons_go_on_under_their_rows_name_and_no_row_ends_alone() {
    let mut went_on = 0;
    for rows in 20..60 {
        let doc = register(rows, narrow(), false);
        let press = checked(&doc, Paper::A4);
        for (at, leaf) in press.leaves.iter().enumerate() {
            let words = words_of(leaf);
            let codes = words.iter().filter(|word| word.starts_with("R-") && word.len() == 5).count();
            assert!(codes > 0, "{rows} rows, page {}", at + 1);
            if at + 1 == press.leaves.len() && at > 0 {
                assert!(codes >= 2, "{rows} rows: the last stands alone");
            }
            let Some(more) = words.iter().find(|word| word.contains(&format!("continues on page {}", at + 2))) else {
                continue;
            };
            // The foot names the row; the next page has its name again before its other reasons.
            went_on += 1;
            let code = &more[..5];
            let next = words_of(&press.leaves[at + 1]);
            let place = next.iter().position(|word| word == code).expect("the code again");
            assert!(next[place..].iter().take(5).any(|word| word.ends_with("(continued)")), "{next:?}");
            let n: usize = code[2..].parse().unwrap();
            assert!(next.iter().any(|word| word.contains(&format!(" of {n}: it rests"))), "{next:?}");
            // The first reason stood with its row.
            assert!(words.iter().any(|word| word.contains(&format!("Reason 0 of {n}:"))), "{words:?}");
        }
    }
    assert!(went_on > 3, "the test saw {went_on} rows go on");
}

#[test]
fn letter_breaks_rows_as_a4_does() {
    // Portrait: the same column of 170 mm, the same lines.
    let doc = register(12, narrow(), false);
    let (a4, letter) = (checked(&doc, Paper::A4), checked(&doc, Paper::Letter));
    let rows = |press: &Press<'_>| -> Vec<String> {
        let own = |item: &&Item| matches!(item.tag, Tag::Node(_));
        press.leaves.iter().flat_map(|leaf| leaf.items.iter().filter(own)).filter_map(text).map(|t| t.0).collect()
    };
    assert_eq!(rows(&a4), rows(&letter));
    // Landscape: 17.6 mm less. Codes, numbers and dates keep their millimetres, the wide columns give.
    let widths: [(&str, f32); 13] = [
        ("Code", 13.0),
        ("Risk", 54.0),
        ("Assets", 18.0),
        ("Owner", 29.0),
        ("L", 6.0),
        ("I", 6.0),
        ("Level now", 25.0),
        ("Last audit", 17.0),
        ("Decision", 16.0),
        ("After", 11.0),
        ("Accepted by, until", 24.0),
        ("Reviewed", 18.0),
        ("Flag", 20.0),
    ];
    assert_eq!(widths.iter().map(|(_, width)| width).sum::<f32>(), 257.0);
    let columns: Vec<Column> = widths.iter().map(|(head, width)| column(head, *width)).collect();
    let mut doc = register(3, columns, true);
    if let Some(Block::Table(table)) = doc.sections[0].blocks.first_mut() {
        for row in &mut table.rows {
            if let Row::Cells { cells, .. } = row {
                let level = |number, rank| Level { number, rank, word: ["medium", "high"][rank as usize - 1].into() };
                cells[2] = "A-021, A-009".into();
                cells[4] = "3".into();
                cells[5] = "4".into();
                cells[6] = Cell::Level(level(12, 2));
                cells[7] = Cell::Level(level(9, 1));
                cells[8] = "modify".into();
                cells[9] = Cell::Level(level(6, 1));
                cells[10] = "M.R. 2026-11-20 ended".into();
                cells[11] = "2026-08-25".into();
                cells[12] = Cell::States(vec![State::Overdue, State::Stale]);
            }
        }
    }
    for (paper, wide) in [(Paper::A4, 257.0), (Paper::Letter, 239.4)] {
        let press = checked(&doc, paper);
        let leaf = &press.leaves[0];
        assert!((leaf.geometry.column - wide).abs() < 0.01);
        let starts: Vec<f32> = widths
            .iter()
            .map(|(head, _)| {
                let first = head.split(' ').next().unwrap();
                let heads = leaf.items.iter().filter(|item| item.y < 60.0);
                let mut place = heads.filter_map(|item| text(item).map(|t| (t.0, item.x)));
                place.rfind(|(words, _)| words.split(' ').next() == Some(first)).unwrap().1
            })
            .collect();
        assert!(starts.windows(2).all(|pair| pair[0] < pair[1]), "{starts:?}");
        let got = |at: usize| starts[at + 1] - starts[at];
        for at in [0, 2, 4, 5, 6, 7, 8, 9, 11] {
            let wish = widths[at].1;
            assert!((got(at) - wish).abs() < 2.0, "{paper:?} {}: {} of {wish}", widths[at].0, got(at));
        }
        if paper == Paper::Letter {
            for (at, wish) in [(1, 44.4), (3, 24.0), (10, 21.0)] {
                assert!((got(at) - wish).abs() < 3.0, "{}: {} of {wish}", widths[at].0, got(at));
            }
        }
    }
}
