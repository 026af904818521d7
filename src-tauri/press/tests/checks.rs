//! The press's own checker: every rule that the files rely on, walked over the finished file.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#[path = "checks/attached.rs"]
mod attached;
#[path = "checks/bad.rs"]
mod bad;
#[path = "checks/file.rs"]
mod file;
#[path = "checks/reports.rs"]
mod reports;
mod specimen;

use file::Checked;
use isms::doc::*;
use isms_press::{Paper, pdf, pdf_on};
use specimen::{b, frame, s, section};
use std::io::Write;
use std::process::{Command, Stdio};

/// Runs a program that a test stands on; it must be there. What it says, and whether all was well.
fn tool(name: &str, args: &[&str]) -> (String, bool) {
    let done = Command::new(name).args(args).output().unwrap_or_else(|e| {
        panic!(
            "{name} is needed for this test ({e}): `cargo xtask test` installs it, or install qpdf and poppler-utils"
        )
    });
    (String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr), done.status.success())
}
/// The file in a folder of its own, for programs that want a name.
fn filed(bytes: &[u8]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.pdf");
    std::fs::write(&path, bytes).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

/// What `pdftotext` reads, page by page.
fn texts(bytes: &[u8]) -> Vec<String> {
    let mut reader = Command::new("pdftotext")
        .args(["-enc", "UTF-8", "-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext of poppler-utils is needed for this test");
    let mut input = reader.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes).unwrap());
    let output = reader.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut pages: Vec<String> = text.split('\u{C}').map(str::to_owned).collect();
    pages.pop();
    pages
}

#[test]
fn specimen_keeps_the_rules() {
    for paper in [Paper::A4, Paper::Letter] {
        for (doc, links) in [(specimen::specimen(), 30), (specimen::soa(), 0)] {
            let pdf = pdf_on(&doc, paper).unwrap();
            let checked = Checked::new(&pdf.bytes);
            checked.all();
            assert_eq!(checked.pages(), pdf.pages);
            assert!(checked.links() >= links, "{} links", checked.links());
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let doc = specimen::specimen();
    let (one, two) = (pdf(&doc).unwrap(), pdf(&doc.clone()).unwrap());
    assert!(one.bytes == two.bytes);
    assert_eq!(isms_press::checkpoint_in(&one.bytes), doc.checkpoint, "and is read back by `verify`");
    let mut other = doc;
    other.organization.push('!');
    let other = pdf(&other).unwrap();
    assert_ne!(Checked::new(&one.bytes).id(), Checked::new(&other.bytes).id());
}

#[test]
fn outline_is_nested() {
    let pdf = pdf(&specimen::specimen()).unwrap();
    let outline = Checked::new(&pdf.bytes).outline();
    assert!(outline.contains(&(1, "7  Risk register".into())), "{outline:?}");
    assert!(outline.contains(&(2, "Actions".into())));
    assert!(outline.contains(&(2, "How to check, in three steps".into())), "{outline:?}");
    assert!(!outline.iter().any(|(_, title)| title == "R-021"), "records have no entry");
}

#[test]
fn a_long_table_repeats_its_head_and_loses_no_row() {
    let columns = vec![column("Code", 20.0), column("What is done", 100.0), column("Reviewed", 50.0)];
    let rows = (1..=200)
        .map(|n| {
            let code = format!("R-{n:03}");
            let reasons = if n % 7 == 0 {
                vec![s("It rests on something that changed. Nobody has looked at it since.")]
            } else {
                vec![]
            };
            Row::Cells {
                cells: vec![
                    Cell::Spans(vec![link(code.clone())]),
                    b(&format!("Title of risk number {n}")).into(),
                    "2026-11-24".into(),
                ],
                id: Some(code),
                reasons,
            }
        })
        .collect();
    let doc = frame(
        "Risk register",
        vec![section(
            None,
            "Risk register",
            &["6.1.2"],
            false,
            vec![Block::Table(Table { columns, rows, foot: "200 of 200 risks shown".into() })],
        )],
    );
    let pdf = pdf(&doc).unwrap();
    Checked::new(&pdf.bytes).all();
    let pages = texts(&pdf.bytes);
    assert_eq!(pages.len(), pdf.pages);
    assert!(pages.len() >= 4);
    for (at, page) in pages.iter().enumerate() {
        assert!(page.contains("What is done") && page.contains("Reviewed"), "head on page {}", at + 1);
        assert!(page.contains(&format!("page {} of {}", at + 1, pages.len())));
        assert!(page.contains("As of 2026-11-24 · 3,479"));
        assert_eq!(page.contains("(continued)"), at > 0);
        assert_eq!(page.contains(&format!("continued on page {}", at + 2)), at + 1 < pages.len());
    }
    let all = pages.concat();
    for n in 1..=200 {
        assert_eq!(all.matches(&format!("R-{n:03} ")).count(), 1, "R-{n:03}");
    }
    assert!(pages.last().unwrap().contains("200 of 200 risks shown"));
    assert!(pages.last().unwrap().matches("R-").count() >= 2, "the last row is not alone");
    assert_eq!(pdf.places["R-001"], 1);
    assert_eq!(pdf.places["R-200"], pages.len());
}

#[test]
fn text_comes_back_as_it_was() {
    let lines = [
        "Zażółć gęślą jaźń, Łódź, Çelik, Ångström, fi fl ffi",
        "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία, ᾧ",
        "Съешь же ещё этих мягких французских булок, Ђурђевак",
        "≤ 9 → 12 × 3 ≠ 4 ≥ 2 – — “quoted” ‘x’ § € £ …",
        "AV. To. We. 10 % of 3 GB",
    ];
    let mut blocks: Vec<Block> = lines.iter().map(|line| Block::Para(s(line))).collect();
    blocks.extend(lines.iter().map(|line| Block::Recorded((*line).into())));
    blocks.extend(lines.iter().map(|line| Block::Para(b(line))));
    blocks.push(Block::Para(s("decomposed: e\u{301}, a\u{328}\u{301}; no glyph: 漢字 stays")));
    let doc = frame("Πολιτική Ł", vec![section(None, "Журнал", &[], false, blocks)]);
    let pdf = pdf(&doc).unwrap();
    Checked::new(&pdf.bytes).all();
    let text = texts(&pdf.bytes).concat();
    for line in lines {
        assert_eq!(text.matches(line).count(), 3, "{line}\n{text}");
    }
    assert!(
        text.contains("decomposed: é, ą́; no glyph: 漢字 stays")
            || text.contains("decomposed: é, ą\u{301}; no glyph: 漢字 stays"),
        "{text}"
    );
    assert!(text.contains("Журнал"));
}

#[test]
fn records_cannot_command() {
    let payloads = [
        "/JS (app.alert(1)) /OpenAction << /S /JavaScript >>",
        ") /AA << /O << /S /Launch /F (cmd.exe) >> >> (",
        "[click](javascript:alert(1)) <a href=\"file:///etc/passwd\">x</a> ![i](http://192.0.2.1/x.png)",
        "endstream endobj 1 0 obj << /URI (http://192.0.2.1) >>",
        "pay\u{202E}fdp.exe\u{0}\u{7}\u{200B}\u{FEFF}",
        "\\) Tj ET /Artifact BMC",
    ];
    let mut blocks = Vec::new();
    for payload in payloads {
        blocks.push(Block::Heading { level: 1, spans: s(payload), id: Some(payload.into()) });
        blocks.push(Block::Recorded(payload.into()));
        blocks.push(Block::Para(vec![
            Span::Link { text: payload.into(), to: payload.into() },
            Span::Link { text: "nowhere".into(), to: "http://192.0.2.1".into() },
        ]));
    }
    let mut doc = frame(payloads[0], vec![section(None, payloads[1], &[payloads[2]], false, blocks)]);
    doc.organization = payloads[3].into();
    doc.classification = payloads[4].into();
    let pdf = pdf(&doc).unwrap();
    let checked = Checked::new(&pdf.bytes);
    checked.all();
    let text = texts(&pdf.bytes).concat();
    assert!(text.contains("pay[U+202E]fdp.exe[U+0000][U+0007][U+200B][U+FEFF]"), "{text}");
    assert!(text.contains("/JS (app.alert(1)) /OpenAction"));
    assert!(text.contains("javascript:alert(1)"), "the target of a link is shown as text");
}

#[test]
fn pages_are_filled_in() {
    let blocks = vec![Block::Para(vec![
        Span::Text("see page ".into()),
        Span::Link { text: String::new(), to: "X-1".into() },
        Span::Text("; none: ".into()),
        Span::Link { text: String::new(), to: "X-9".into() },
    ])];
    let table = Table {
        columns: vec![column("Code", 20.0), column("What", 150.0)],
        rows: vec![Row::Cells { cells: vec!["X-1".into(), "here".into()], id: Some("X-1".into()), reasons: vec![] }],
        foot: String::new(),
    };
    let doc = frame(
        "Pages",
        vec![
            section(Some(1), "First", &[], false, [blocks, vec![Block::Contents]].concat()),
            section(Some(2), "Second", &[], false, vec![Block::PageBreak, Block::Table(table)]),
        ],
    );
    let pdf = pdf(&doc).unwrap();
    Checked::new(&pdf.bytes).all();
    let pages = texts(&pdf.bytes);
    assert!(pages[0].contains("see page 2; none: –"), "{}", pages[0]);
    assert_eq!(pages.len(), 2, "a break at the top of a page is none");
    assert_eq!(pdf.places["section-2"], 2);
}

fn chart(form: Form, top: u32, values: Vec<Vec<Option<u32>>>) -> Block {
    let steps = (0..values.first().map_or(0, Vec::len)).map(|n| format!("2025-{:02}", n + 1)).collect();
    let series =
        values.into_iter().enumerate().map(|(n, values)| Series { name: format!("Register {n}"), values }).collect();
    let sentence = "In May it was 90 %, now 95 %.".into();
    Block::Chart(Chart {
        caption: "What held".into(),
        steps,
        top,
        foot: 0,
        places: 0,
        unit: " %".into(),
        form,
        series,
        sentence,
    })
}

#[test]
fn a_chart_is_a_figure_with_words_a_scale_and_names_at_its_lines() {
    let line = |from: u32| (0..24).map(|n| (n != 9).then_some(from + n)).collect::<Vec<_>>();
    let doc = |form| {
        let values = vec![line(70), line(60), line(10)];
        frame("Currency", vec![section(None, "Currency", &[], false, vec![chart(form, 100, values)])])
    };
    for form in [Form::Lines, Form::Bars] {
        let pdf = pdf(&doc(form)).unwrap();
        Checked::new(&pdf.bytes).all();
        let text = texts(&pdf.bytes).join("\n");
        for words in ["What held", "100 %", "25 %", "2025-01", "Register 0", "Register 1", "Register 2"] {
            assert!(text.contains(words), "{words} is missing: {text}");
        }
        // The last value stands at the end of each line.
        assert_eq!(text.contains("Register 0 93 %") && text.contains("Register 2 33 %"), form == Form::Lines, "{text}");
        assert_eq!(Checked::new(&pdf.bytes).said(), ["What held. In May it was 90 %, now 95 %."]);
    }
}

#[test]
fn odd_documents_print() {
    assert!(pdf(&frame("Nothing", vec![])).is_err());
    let empty = |blocks| frame("", vec![section(None, "", &[], false, blocks)]);
    let table = Table { columns: vec![column("Head", 170.0)], rows: vec![], foot: String::new() };
    let blocks = vec![
        Block::Table(table.clone()),
        Block::Table(Table { columns: vec![], ..table.clone() }),
        Block::Table(Table { rows: vec![Row::Group(s("none"))], ..table }),
        Block::Sheet(Sheet { id: None, parts: vec![] }),
        Block::Sheet(Sheet { id: Some("S".into()), parts: vec![Part { title: "only a title".into(), rows: vec![] }] }),
        Block::Grid(Grid { columns: vec![], rows: vec![], foot: String::new() }),
        Block::Figures(vec![]),
        Block::Bullets(vec![]),
        Block::Recorded(String::new()),
        Block::Para(vec![]),
        Block::Signature(Signature { signers: vec![], sentence: String::new() }),
        Block::Matrix(Matrix {
            caption: String::new(),
            fields: vec![],
            likelihood_words: vec![],
            impact_words: vec![],
            accept_up_to: 0,
            moves: vec![],
        }),
        chart(Form::Bars, 0, vec![]),
        chart(Form::Lines, 0, vec![]),
        chart(Form::Bars, 0, vec![vec![], vec![Some(u32::MAX)], vec![None]]),
        chart(Form::Lines, 5, (0..20).map(|n| vec![Some(n), None, Some(99)]).collect()),
        Block::Heading { level: 9, spans: vec![], id: None },
    ];
    for blocks in [vec![], blocks] {
        let pdf = pdf(&empty(blocks)).unwrap();
        Checked::new(&pdf.bytes).all();
    }
}
