//! Files that lie: bombs, far corners, damaged and protected workbooks, giant cells, invisible marks. Each is refused or shown, none is believed.
//! Beside them the old format, which no sample has.
#![allow(clippy::unwrap_used)]
mod common;
use common::*;
use isms_import::{Choices, Import, Source, What};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn book(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let o = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let parts: [(&str, &[u8]); 4] = [
        ("[Content_Types].xml", br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#),
        ("_rels/.rels", br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
    ];
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#
    );
    for (name, bytes) in
        parts.iter().copied().chain([("xl/worksheets/sheet1.xml", sheet.as_bytes())]).chain(more.iter().copied())
    {
        zip.start_file(name, o).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
fn cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn a_bomb_is_refused_by_what_it_inflates_to() {
    let r = Source::read("x.xlsx", &book("", &[("xl/media/a.bin", &vec![0u8; 300 << 20])])).unwrap_err();
    assert_eq!(r.text, "The workbook unpacks to far more than its size (over 256 MB, or more than 100 to 1).");
    let r = Source::read("x.xlsx", &book("", &[("xl/media/a.bin", &vec![0u8; 12 << 20])])).unwrap_err();
    assert_eq!(r.text, "The workbook unpacks to far more than its size (over 256 MB, or more than 100 to 1).");
}
#[test]
fn two_far_corners_cost_nothing() {
    let far = format!("<row r=\"1\">{}</row><row r=\"1048576\">{}</row>", cell("A1", "Code"), cell("B1048576", "x"));
    assert_eq!(Source::read("x.xlsx", &book(&far, &[])).unwrap().sheets[0].lines.len(), 2);
    let wide = format!("<row r=\"1\">{}</row>", cell("XFD1", "x"));
    assert!(Source::read("x.xlsx", &book(&wide, &[])).unwrap_err().text.contains("column XFD"));
}
#[test]
fn giant_cells_and_damage() {
    let big = format!("<row r=\"1\">{}</row>", cell("A1", &"x".repeat(70_000)));
    assert_eq!(Source::read("x.xlsx", &book(&big, &[])).unwrap_err().text, "Row 1, column 1 is larger than 64 KB.");
    let mut cut = book(&format!("<row r=\"1\">{}</row>", cell("A1", "x")), &[]);
    for n in 0..40 {
        let at = cut.len() * n / 40;
        cut[at] ^= 0x55;
        let _ = Source::read("x.xlsx", &cut);
    }
    assert!(Source::read("x.xlsx", b"PK\x03\x04xl/ nothing").is_err());
}
#[test]
fn nul_and_marks_that_turn_text() {
    let csv = "Code,Title,Owner\nR-301,abc\u{202e}def,Daniel Okafor\nR-302,\u{200b}hidden,Daniel Okafor\nR-303,fine,Daniel Okafor\n";
    let s = Source::read("x.csv", csv.as_bytes()).unwrap();
    let l = Import::look(
        &s,
        demo(),
        today(),
        &choices(&[
            ("missing:harms", "availability"),
            ("missing:treatment", "modify"),
            ("missing:likelihood", "2"),
            ("missing:impact", "2"),
            ("hit", "A-001"),
        ]),
    )
    .unwrap();
    assert_eq!((rows(&l, What::Wrong), rows(&l, What::New)), (vec![2, 3], vec![4]));
    assert!(row(&l, 2).title.contains("⟨U+202E⟩") && row(&l, 2).errors[0].text.contains("U+202E"));
}
#[test]
fn the_old_format() {
    let s = source("old-workbook.xls");
    assert_eq!(s.sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Lieferanten", "leer"]);
    let l = Import::look(
        &s,
        demo(),
        today(),
        &choices(&[
            ("missing:access", "our_data"),
            ("missing:personal_data", "none"),
            ("missing:security_clauses", "no"),
            ("scale:critical", "x"),
        ]),
    )
    .unwrap();
    assert_eq!(
        (l.recognised_as.as_str(), l.counts.adds, l.counts.errors, l.counts.left_out),
        ("list of suppliers", 2, 0, 1),
        "{:?}",
        l.rows
    );
    let p = l.proposal(false).unwrap();
    let owners: Vec<_> = p
        .changes
        .iter()
        .filter_map(|c| match c {
            isms::Change::Put { fields, .. } => Some((fields["owner"].clone(), fields.get("contract_ends").cloned())),
            _ => None,
        })
        .collect();
    assert_eq!(owners, [("P-004".into(), Some("2027-03-31".into())), ("P-004".into(), None)]);
}
#[test]
fn an_old_workbook_that_claims_an_enormous_table_is_refused_before_it_is_read() {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    let record =
        |typ: u16, data: &[u8]| [&typ.to_le_bytes()[..], &(data.len() as u16).to_le_bytes()[..], data].concat();
    let mut dimensions = Vec::new();
    for n in [0u32, 65_536] {
        dimensions.extend(n.to_le_bytes());
    }
    dimensions.extend([0, 0, 0, 1, 0, 0]);
    let stream = [record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]), record(0x0200, &dimensions), record(0x000A, &[])].concat();
    file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    let bytes = file.into_inner().into_inner();
    assert!(Source::read("x.xls", &bytes).unwrap_err().text.contains("enormous"));
    // Cut, and with every part turned: a refusal or a table, never a panic.
    let whole = bytes_of_xls();
    for n in 1..60 {
        let mut b = whole.clone();
        let at = b.len() * n / 60;
        b[at] = !b[at];
        b.truncate(b.len() - n * 7);
        let _ = Source::read("x.xls", &b);
    }
}
fn bytes_of_xls() -> Vec<u8> {
    bytes("old-workbook.xls")
}
#[test]
fn random_tables_never_panic() {
    let mut seed = 11u64;
    let mut next = |n: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    };
    let words = [
        "Code",
        "Title",
        "Owner",
        "Likelihood",
        "Impact",
        "R-1",
        "3",
        "Daniel Okafor",
        "31/02/2027",
        "\"",
        "=1+1",
        "",
        "é",
        "x",
        "n/a",
        "Supplier",
        "Contract end",
        "H",
        "5.1",
        "\u{202e}",
        "Total",
        "Applicable",
        "Name",
        "Present",
        "Email",
    ];
    for _ in 0..300 {
        let mut csv = String::new();
        for _ in 0..next(6) {
            for _ in 0..next(7) {
                csv.push_str(words[next(words.len() as u64) as usize]);
                csv.push([',', ';', '\t', ','][next(4) as usize]);
            }
            csv.push('\n');
        }
        if let Ok(s) = Source::read("x.csv", csv.as_bytes()) {
            let _ = Import::look(&s, demo(), today(), &Choices::default())
                .map(|l| (l.json_for_cli(), l.proposal(true).is_ok()));
        }
    }
}
#[test]
fn the_wire_has_the_names_that_the_window_knows() {
    let l = look("bad-01-ragged.csv", &[]);
    let v = serde_json::to_value(&l).unwrap();
    let keys: Vec<&str> = v.as_object().unwrap().keys().map(String::as_str).collect();
    for key in [
        "source",
        "recognised_as",
        "kinds",
        "sheets",
        "sheet",
        "encoding",
        "columns",
        "fields",
        "asks",
        "rows",
        "counts",
        "notes",
    ] {
        assert!(keys.contains(&key), "{key}");
    }
    assert_eq!(keys.len(), 12);
    let names = |v: &serde_json::Value| {
        let mut k: Vec<String> = v.as_object().unwrap().keys().cloned().collect();
        k.sort();
        k.join(" ")
    };
    assert_eq!(names(&v["columns"][0]), "column example field why");
    assert_eq!(names(&v["fields"][0]), "name question required");
    assert_eq!(names(&v["asks"][0]), "answer choices id text");
    assert_eq!(names(&v["asks"][0]["choices"][0]), "label name");
    assert_eq!(names(&v["rows"][0]), "changes errors id row title what");
    assert_eq!(names(&v["rows"][0]["errors"][0]), "column mend text value");
    assert_eq!(names(&v["counts"]), "adds changes errors left_out unchanged");
    let c = l.json_for_cli();
    for key in ["source", "recognised_as", "mapping", "adds", "changes", "unchanged", "errors", "applied"] {
        assert!(c.get(key).is_some(), "{key}");
    }
    assert_eq!(
        (c["recognised_as"].as_str(), c["mapping"]["Impact"].as_str(), c["applied"].as_bool()),
        (Some("risk"), Some("impact"), Some(false))
    );
}
#[test]
fn every_place_of_every_guide_exists() {
    for k in look("bad-01-ragged.csv", &[]).kinds {
        assert!(isms::kinds::kind(&k.name).is_some(), "{}", k.name);
    }
    // A choice of the owner that cannot be is refused with what can.
    let c = Choices { mapping: [("Impact".to_string(), Some("colour".to_string()))].into(), ..Choices::default() };
    assert!(
        Import::look(&source("bad-01-ragged.csv"), demo(), today(), &c)
            .unwrap_err()
            .text
            .contains("There is no place “colour” in a risk")
    );
    let c = Choices { mapping: [("Impact".to_string(), None)].into(), ..Choices::default() };
    let l = Import::look(&source("bad-01-ragged.csv"), demo(), today(), &c).unwrap();
    assert_eq!((to(&l, "Impact"), ask(&l, "missing:impact").answer.as_deref()), (None, None));
    let c = Choices { kind: Some("unicorn".into()), ..Choices::default() };
    assert!(Import::look(&source("bad-01-ragged.csv"), demo(), today(), &c).is_err());
}
