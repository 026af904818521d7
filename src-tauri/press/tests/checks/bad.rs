//! Bad input: what records may hold, each with a defined result. (What does not fit its column or page: `src/laid.rs`.)
use crate::file::Checked;
use crate::specimen::{b, frame, s, section};
use crate::{filed, texts, tool};
use isms::doc::*;
use isms_press::pdf;
use serde_json::Value;

/// 300 texts that would command a reader of PDF, mail or page, were they more than text.
fn payloads() -> Vec<String> {
    let commands = [
        "/JS (app.alert(1))",
        "/JavaScript",
        "/OpenAction << /S /JavaScript >>",
        "/AA << /O 9 0 R >>",
        "/Launch /F (cmd.exe)",
        "/URI (http://192.0.2.1/)",
        "/SubmitForm",
        "/GoToR /F (\\\\192.0.2.1\\x)",
        "/EmbeddedFile 9 0 R",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "\\x00\\x01(((",
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "{{7*7}} ${7*7} %s%n",
    ];
    let frames = [
        ("", ""),
        (") ", " ("),
        (")) Tj ET ", " BT (("),
        ("endstream endobj 9 0 obj << ", " >> endobj"),
        ("<< ", " >>"),
        ("[click](", ")"),
        ("![i](", ")"),
        ("<a href=\"", "\">x</a>"),
        ("\\) ", " \\("),
        ("EMC /P <</MCID 0>> BDC ", " EMC"),
        ("%%EOF ", " startxref 0"),
        ("--> ", " <!--"),
        ("\u{202E}", "\u{202C}"),
        ("a\u{0}\u{7}\u{1b}", "\u{200B}\u{FEFF}"),
        ("]]> &amp; ", " <![CDATA["),
        ("\u{2066}x\u{2069} ", " \u{E0001}"),
        ("*_`", "`_*"),
        ("R-001, p. ", " \u{85}"),
        ("' or 1=1 -- ", ";"),
        ("þÿ", "þÿ"),
    ];
    frames
        .iter()
        .flat_map(|(before, after)| commands.iter().map(move |command| format!("{before}{command}{after}")))
        .collect()
}
/// What is read of it on paper: signs that hide or turn as marks in words. Written apart from the press.
fn as_read(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || ('\u{200B}'..='\u{206F}').contains(&c) && !('\u{2010}'..='\u{2027}').contains(&c)
            || c == '\u{FEFF}'
            || c == '\u{E0001}'
    };
    text.chars().map(|c| if hidden(c) { format!("[U+{:04X}]", u32::from(c)) } else { c.to_string() }).collect()
}
fn close(text: &str) -> String {
    text.split_whitespace().collect::<String>()
}

#[test]
fn three_hundred_payloads_stay_words() {
    let payloads = payloads();
    assert_eq!(payloads.len(), 300);
    let mut sections = Vec::new();
    for (at, part) in payloads.chunks(15).enumerate() {
        let mut blocks = Vec::new();
        for (n, payload) in part.iter().enumerate() {
            blocks.push(Block::Heading { level: 1 + (n % 2) as u8, spans: s(payload), id: Some(payload.clone()) });
            blocks.push(Block::Para(vec![
                Span::Text("«".into()),
                Span::Text(payload.clone()),
                Span::Text("» ".into()),
                Span::Link { text: payload.clone(), to: payload.clone() },
            ]));
            blocks.push(Block::Recorded(payload.clone()));
        }
        let rows = part.iter().map(|p| Row::Cells {
            cells: vec![p.as_str().into(), Cell::Spans(vec![Span::Recorded(p.clone())])],
            id: None,
            reasons: vec![b(p)],
        });
        let columns = vec![column(&part[0], 85.0), column("What", 85.0)];
        blocks.push(Block::Table(Table { columns, rows: rows.collect(), foot: part[1].clone() }));
        sections.push(section(Some(at as u32), &part[2], &[part[3].as_str()], false, blocks));
    }
    let mut doc = frame(&payloads[30], sections);
    doc.organization.clone_from(&payloads[45]);
    doc.classification.clone_from(&payloads[60]);
    doc.files = vec![Attached {
        name: payloads[31].clone(),
        media_type: "text/plain".into(),
        description: payloads[32].clone(),
        day: doc.as_of,
        relationship: Relationship::Supplement,
        bytes: payloads.concat().replace('\u{0}', "").into_bytes().into(),
    }];
    let bytes = pdf(&doc).unwrap().bytes;
    Checked::new(&bytes).all();
    // Another program's view of every key and name in the file.
    let (_folder, path) = filed(&bytes);
    let (json, fine) = tool("qpdf", &["--json", "--json-key=qpdf", &path]);
    assert!(fine, "{json}");
    let json: Value = serde_json::from_str(&json).unwrap();
    let mut names = Vec::new();
    walk(&json, &mut names);
    assert!(names.iter().any(|name| name == "/StructElem"), "it looked inside");
    for forbidden in [
        "/JS",
        "/JavaScript",
        "/OpenAction",
        "/AA",
        "/Launch",
        "/URI",
        "/SubmitForm",
        "/GoToR",
        "/GoToE",
        "/RichMedia",
        "/AcroForm",
        "/XFA",
    ] {
        assert!(!names.iter().any(|name| name == forbidden), "{forbidden}");
    }
    // And every word comes out as it went in.
    let text = close(&texts(&bytes).concat());
    for payload in &payloads {
        let wanted = close(&format!("«{}»", as_read(payload)));
        assert!(text.contains(&wanted), "{payload:?}: {wanted}");
    }
}
/// Keys and names; strings of the file begin with "u:" or "b:" there and are not looked at.
fn walk(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            names.push(key.clone());
            walk(value, names);
        }),
        Value::Array(list) => list.iter().for_each(|value| walk(value, names)),
        Value::String(text) if text.starts_with('/') => names.push(text.clone()),
        _ => {}
    }
}

#[test]
fn what_no_face_has_is_said_on_its_page_and_kept_in_the_text() {
    let words = "資産台帳 と अभिलेख และ سجل ✈ 🦀";
    let doc = frame(
        "Scripts",
        vec![
            section(None, "Latin", &[], false, vec![Block::Para(s("Πλήρης κατάλογος, полный список, Łódź"))]),
            section(None, "Others", &[], false, vec![Block::Para(s(words)), Block::Recorded(words.into())]),
        ],
    );
    let bytes = pdf(&doc).unwrap().bytes;
    Checked::new(&bytes).all();
    let pages = texts(&bytes);
    assert!(!pages[0].contains("stands for a character"), "{}", pages[0]);
    assert_eq!(pages[1].matches("□ on this page stands for a character that no face of this print has").count(), 1);
    assert!(pages[1].contains("(U+8CC7, U+7523, U+53F0, U+5E33, U+3068, U+0905, and "), "{}", pages[1]);
    // The words themselves are in the file for those who copy or listen. (A reader may order Arabic its own way.)
    for word in ["資産台帳", "अभिलेख", "และ", "✈", "🦀"] {
        assert_eq!(pages[1].matches(word).count(), 2, "{word}: {}", pages[1]);
    }
}

#[test]
fn a_long_title_heads_its_section_whole_and_the_margins_in_part() {
    let title = "Records of the yearly look at everything that bears on what is asked ".repeat(6).trim_end().to_owned();
    assert!(title.len() >= 400);
    let many =
        (0..90).map(|n| s(&format!("Line {n} of a text that goes on over the page."))).map(Block::Para).collect();
    let mut doc = frame(&title, vec![section(Some(7), &title, &[], false, many)]);
    doc.organization = "Ärztekammer ".repeat(40);
    let bytes = pdf(&doc).unwrap().bytes;
    let checked = Checked::new(&bytes);
    checked.all();
    assert_eq!(checked.outline(), [(1, format!("7  {title}"))]);
    let pages = texts(&bytes);
    assert!(close(&pages[0]).contains(&close(&title)), "whole under the head: {}", pages[0]);
    assert!(pages[1].contains("7 · Records of the yearly look") && pages[1].contains("(continued)"), "{}", pages[1]);
    assert!(!close(&pages[1]).contains(&close(&title)), "in part in the head");
}

#[test]
fn a_page_is_printed_beside_a_code_where_there_is_one() {
    let spans = [paged(link("R-012")), s("; "), paged(link("R-999")), s(".")].concat();
    let table = Table {
        columns: vec![column("Code", 20.0), column("What", 150.0)],
        rows: vec![Row::Cells {
            cells: vec!["R-012".into(), "here".into()],
            id: Some("R-012".into()),
            reasons: vec![],
        }],
        foot: String::new(),
    };
    let doc = frame(
        "Pages",
        vec![
            section(None, "First", &[], false, vec![Block::Para(spans)]),
            section(None, "Second", &[], false, vec![Block::Table(table)]),
        ],
    );
    let bytes = pdf(&doc).unwrap().bytes;
    let checked = Checked::new(&bytes);
    checked.all();
    assert!(texts(&bytes)[0].contains("R-012, p. 2; R-999."), "{}", texts(&bytes)[0]);
    assert_eq!(checked.links(), 2);
}
