//! Bad inputs that come in as spreadsheets, packed folders, reports of scanners and dates: rows 13 to 24, 26 to 30 and 40 of RELIABILITY 8, each
//! built here and each with its sentence. Bundles are not in the product (25 has no door); their packed folders are tried at the three
//! doors that unpack: workbooks, documents, lists.
#![allow(clippy::unwrap_used)]
mod common;
use common::*;
use isms_import::{Choices, Import, Look, Source, What, dropped, words_of};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// What is said of a file as a whole.
fn whole(name: &str, bytes: &[u8]) -> String {
    match Source::read(name, bytes).and_then(|s| Import::look(&s, demo(), today(), &Choices::default())) {
        Err(r) => r.to_string(),
        Ok(l) => panic!("{name} was read: {:?}", l.notes),
    }
}
fn looked(name: &str, bytes: &[u8], answers: &[(&str, &str)]) -> Look {
    let s = Source::read(name, bytes).unwrap_or_else(|r| panic!("{r}"));
    Import::look(&s, demo(), today(), &choices(answers)).unwrap_or_else(|r| panic!("{r}"))
}
fn scan(bytes: &[u8]) -> String {
    dropped("findings", "scan.nessus", bytes, demo(), today()).unwrap_err().to_string()
}
fn errors(l: &Look) -> Vec<(u32, String)> {
    l.rows.iter().flat_map(|r| r.errors.iter().map(|e| (r.row, e.text.clone()))).collect()
}

#[test]
fn row_13_formulas_are_text() {
    let csv = "Code,Title,Owner\nR-901,\"=HYPERLINK(\"\"http://x\"\")\",Daniel Okafor\nR-902,+cmd|' /C calc'!A0,Daniel Okafor\nR-903,@SUM(1+1),Daniel Okafor\nR-904,\"\t=1+1\",Daniel Okafor\nR-905,\"\n=1+1\",Daniel Okafor\n";
    let l = looked("formula.csv", csv.as_bytes(), &with(&[("missing:likelihood", "2"), ("missing:impact", "2")]));
    assert!(
        noted(&l, "Cells that look like formulas: 5. They are taken as text; nothing is computed."),
        "{:?}",
        l.notes
    );
    assert_eq!(field(&l, "R-902", "title"), "+cmd|' /C calc'!A0");
}
#[test]
fn row_14_encodings_are_named_and_wrong_bytes_shown_by_row() {
    let text = "Code,Title,Owner\nR-901,Prüfung fällig,Daniel Okafor\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin1: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for (bytes, encoding) in [(utf16, "UTF-16"), (latin1.clone(), "Latin-1"), (bom, "UTF-8")] {
        let l = looked("x.csv", &bytes, &RISK);
        assert!(l.encoding.starts_with(encoding), "{}", l.encoding);
        assert_eq!(row(&l, 2).title, "Prüfung fällig");
    }
    // One line of another encoding than the rest.
    let mixed = [text.as_bytes(), b"R-902,\xc4nderung,Daniel Okafor\n"].concat();
    let l = looked("x.csv", &mixed, &RISK);
    assert!(
        errors(&l).contains(&(3, "not UTF-8; read as Latin-1 it says «Änderung»: take that?".into())),
        "{:?}",
        errors(&l)
    );
}
#[test]
fn row_15_an_unclosed_quotation_mark() {
    assert_eq!(
        whole("unclosed-quote.csv", b"Code,Title\nR-1,a\nR-2,\"b\nR-3,c\n"),
        "unclosed-quote.csv, row 3, column Title: row 3, column Title: a quotation mark is not closed; everything after it would be one cell. Close or remove it in your spreadsheet program; nothing was taken."
    );
}
#[test]
fn row_16_ragged_rows_are_listed_and_it_is_all_or_nothing() {
    let l = looked(
        "ragged.csv",
        b"Code,Title,Owner\nR-901,a,Daniel Okafor\nR-902\nR-903,c,Daniel Okafor,more,and more\n",
        &RISK,
    );
    assert!(rows(&l, What::Wrong).contains(&3), "{:?}", errors(&l));
    assert!(l.proposal(false).is_err());
}
#[test]
fn row_17_a_giant_cell() {
    let big = ["Code\n".as_bytes(), &vec![b'x'; 48 << 20]].concat();
    assert_eq!(
        whole("one-cell.csv", &big),
        "one-cell.csv, row 2, column 1: Row 2, column 1 is larger than 64 KB. Shorten it, or keep it as a document of its own."
    );
    let larger = vec![b'x'; 60 << 20];
    assert_eq!(
        whole("one-cell-60MB.csv", &larger),
        "one-cell-60MB.csv: The file has 60 MB. At most 50 MB are read; take out what is not needed, or split it."
    );
}
#[test]
fn row_18_nothing_invisible_comes_in() {
    let csv = "Code,Title,Owner\nR-901,a\0b,Daniel Okafor\nR-902,abc\u{202e}def,Daniel Okafor\nR-903,\u{200b}x,Daniel Okafor\n";
    let l = looked("nul-and-bidi.csv", csv.as_bytes(), &RISK);
    assert_eq!(rows(&l, What::Wrong), [2, 3, 4]);
    let all = errors(&l);
    for (n, says) in [(2, "NUL"), (3, "U+202E"), (4, "U+200B")] {
        assert!(all.iter().any(|(r, t)| *r == n && t.contains(says)), "{says}: {all:?}");
    }
}

// ---- packed folders

type Part<'a> = (&'a str, &'a [u8]);
fn packed(parts: &[Part]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
const WORD: Part = ("word/document.xml", b"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Words.</w:t></w:r></w:p></w:body></w:document>");
const OSV: Part = ("GHSA-1.json", br#"{"id":"GHSA-1","summary":"One","modified":"2026-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"x"}}]}"#);
/// Each of the three doors that unpack: a refusal, or what it read of the parts that it knows.
fn doors(bytes: &[u8]) -> [Result<String, String>; 3] {
    let book = Source::read("x.xlsx", bytes).map(|s| format!("{} sheets", s.sheets.len())).map_err(|r| r.to_string());
    let document = words_of("x.docx", bytes).map(|t| t.text.unwrap_or_default()).map_err(|r| r.to_string());
    let list = dropped("threats", "x.zip", bytes, demo(), today())
        .map(|v| format!("{} rows", v["rows"].as_array().unwrap().len()))
        .map_err(|r| r.to_string());
    [book, document, list]
}
#[test]
fn rows_19_and_20_a_name_in_a_packed_folder_leads_nowhere() {
    // Nothing is ever unpacked to a place: parts are taken by the names that are known, and a hostile name is only another part.
    let names = ["../../x", "C:\\x", "/etc/x", "..\\x", "\\\\host\\x", "a/../../b"];
    let mut parts: Vec<Part> = names.iter().map(|n| (*n, &b"slip"[..])).collect();
    parts.extend([WORD, OSV]);
    let here = std::env::current_dir().unwrap();
    let listing = |dir: &std::path::Path| std::fs::read_dir(dir).unwrap().count();
    let before = (listing(&here), listing(here.parent().unwrap()));
    let [book, document, list] = doors(&packed(&parts));
    assert!(book.unwrap_err().starts_with("x.xlsx: It is a packed folder (ZIP), not a spreadsheet."));
    assert_eq!((document.unwrap(), list.unwrap()), ("Words.".into(), "1 rows".into()));
    assert_eq!(before, (listing(&here), listing(here.parent().unwrap())));
    assert!(!std::path::Path::new("/etc/x").exists());
    // A link, and the part that it stands for: it is not followed.
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("word/document.xml", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    zip.add_symlink("GHSA-2.json", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let [_, document, list] = doors(&zip.finish().unwrap().into_inner());
    let said = document.unwrap_or_else(|e| e);
    assert!(!said.contains("root:"), "{said}");
    assert!(list.unwrap_err().starts_with("x.zip: It is a packed folder without a list that is read here."));
}
#[test]
fn row_21_a_bomb_is_stopped_by_what_it_unpacks_to() {
    let zeros = vec![0u8; 52 << 20];
    let said = doors(&packed(&[("xl/workbook.xml", &zeros)]))[0].clone().unwrap_err();
    assert!(
        said.starts_with(
            "x.xlsx: The workbook unpacks to far more than its size (over 256 MB, or more than 100 to 1)."
        ),
        "{said}"
    );
    let said = doors(&packed(&[("word/document.xml", &zeros)]))[1].clone().unwrap_err();
    assert!(
        said.starts_with("x.docx: The file unpacks to far more than its size (over 128 MB, or more than 200 to 1)."),
        "{said}"
    );
    let said = doors(&packed(&[("a.json", &zeros)]))[2].clone().unwrap_err();
    assert!(
        said.starts_with(
            "x.zip: The packed folder unpacks to far more than its size (over 100 MB, or one file over 50)."
        ),
        "{said}"
    );
    // One in another is not unpacked.
    let inner = packed(&[("a.json", &zeros)]);
    let said = doors(&packed(&[("inner.zip", &inner)]))[2].clone().unwrap_err();
    assert!(said.starts_with("x.zip: It is a packed folder without a list that is read here."), "{said}");
}
#[test]
fn row_22_overlapping_parts_and_lying_sizes_are_counted_not_believed() {
    let good = packed(&[WORD, OSV]);
    // The sizes in the list at the end say 1, or four thousand million.
    for lie in [1u32, u32::MAX - 1] {
        let mut b = good.clone();
        for at in (0..b.len() - 46).filter(|i| good[*i..].starts_with(b"PK\x01\x02")) {
            b[at + 20..at + 24].copy_from_slice(&lie.to_le_bytes());
            b[at + 24..at + 28].copy_from_slice(&lie.to_le_bytes());
        }
        for said in doors(&b).into_iter().skip(1) {
            match said {
                Ok(read) => assert!(read == "Words." || read == "1 rows" || read.is_empty(), "{read}"),
                Err(e) => assert!(e.contains("damaged") || e.contains("without a list"), "{e}"),
            }
        }
    }
    // Every part is said to begin where the first does.
    let mut b = good.clone();
    for at in (0..b.len() - 46).filter(|i| good[*i..].starts_with(b"PK\x01\x02")) {
        b[at + 42..at + 46].fill(0);
    }
    let [_, document, list] = doors(&b);
    assert!(document.is_ok() || document.unwrap_err().contains("damaged"));
    assert!(list.unwrap_err().contains("packed folder"));
}
#[test]
fn row_23_twin_names_do_not_hide_one_another() {
    let twins = packed(&[
        ("WORD/document.xml", b"<w:p>other</w:p>"),
        WORD,
        ("Word/Document.xml", b"<w:p>other</w:p>"),
        OSV,
        ("ghsa-1.json", OSV.1),
    ]);
    let [_, document, list] = doors(&twins);
    assert_eq!(document.unwrap(), "Words.");
    assert_eq!(list.unwrap(), "1 rows", "the same number twice is one row");
}
#[test]
fn row_24_what_is_protected_is_said_to_be_so() {
    // The first bit of the flags of every part says "encrypted".
    let mut b = packed(&[WORD, OSV, ("xl/workbook.xml", b"<x/>")]);
    let good = b.clone();
    for at in 0..b.len() - 30 {
        if good[at..].starts_with(b"PK\x03\x04") {
            b[at + 6] |= 1;
        } else if good[at..].starts_with(b"PK\x01\x02") {
            b[at + 8] |= 1;
        }
    }
    let [book, document, list] = doors(&b);
    assert_eq!(
        book.unwrap_err(),
        "x.xlsx: The workbook is protected with a password. Take the password away, and bring it again."
    );
    assert_eq!(
        document.unwrap_err(),
        "x.docx: The document is protected with a password. Take the password away, and choose it again."
    );
    assert_eq!(
        list.unwrap_err(),
        "x.zip: The packed folder is protected with a password. Unpack it, and bring the list that is inside."
    );
}

// ---- reports of scanners

#[test]
fn rows_26_and_27_no_entity_of_a_files_own() {
    let says = "scan.nessus: The file defines shorthand of its own (entities), by which a small file can become a huge one. Nothing of it was read. Fetch it from where it came; no maker of such lists needs that.";
    assert_eq!(scan(b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><NessusClientData_v2>&e;</NessusClientData_v2>"), says);
    let mut laughs = String::from("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a0 \"lol\">");
    (1..10).for_each(|n| laughs += &format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)));
    laughs += "]><NessusClientData_v2>&a9;</NessusClientData_v2>";
    assert_eq!(scan(laughs.as_bytes()), says);
}
#[test]
fn row_28_too_many_attributes() {
    let many: String = (0..80_000).map(|n| format!(" a{n}=\"\"")).collect();
    let xml = format!(
        "<?xml version=\"1.0\"?>\n<NessusClientData_v2>\n<Report>\n<ReportHost{many}/>\n</Report></NessusClientData_v2>"
    );
    assert_eq!(
        scan(xml.as_bytes()),
        "scan.nessus: The file is damaged: in line 4 an element has more than 200 attributes. Fetch it once more from where it came."
    );
}
#[test]
fn row_29_too_deep() {
    let xml = format!("<NessusClientData_v2>{}{}</NessusClientData_v2>", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(
        scan(xml.as_bytes()),
        "scan.nessus: The file is nested deeper than any such list (limit 100). Nothing of it was read. Fetch it once more from where it came."
    );
}
#[test]
fn row_30_cut_off_or_a_web_page() {
    let cut = b"<?xml version=\"1.0\"?>\n<NessusClientData_v2>\n<Report name=\"x\">\n<ReportHost name=\"h\">\n<ReportItem port=\"1\"";
    assert_eq!(
        scan(cut),
        "scan.nessus: The file is damaged: in line 5 it ends in the middle. Fetch it once more from where it came."
    );
    assert_eq!(
        scan(&cut[..90]),
        "scan.nessus: The file is damaged: in line 5 it ends in the middle. Fetch it once more from where it came."
    );
    assert_eq!(
        scan(b"<NessusClientData_v2>\n<Report></Wrong>\n</NessusClientData_v2>"),
        "scan.nessus: The file is damaged: in line 2 an element is not closed, or stands where it cannot. Fetch it once more from where it came."
    );
    assert_eq!(
        scan(b"<!DOCTYPE html><html><head><title>Log in</title></head></html>"),
        "scan.nessus: It is a web page, not a list. Fetch the list itself; its page mostly names it \u{201c}JSON\u{201d}, \u{201c}XML\u{201d} or \u{201c}feed\u{201d}."
    );
}

// ---- dates

#[test]
fn row_40_days_that_are_none_are_told_by_row_and_nothing_is_guessed() {
    // What can be read in one way only is read; what has no such day is told by its row.
    let column = |days: &[&str]| {
        format!(
            "Name,Contract end\n{}",
            days.iter().enumerate().map(|(n, d)| format!("Firm {n},{d}\n")).collect::<String>()
        )
    };
    let of = |l: &Look| -> Vec<(u32, String)> {
        l.rows
            .iter()
            .flat_map(|r| r.errors.iter().filter(|e| e.column == "Contract end").map(|e| (r.row, e.text.clone())))
            .collect()
    };
    let l = looked("dates.csv", column(&["2025-02-29", "31/12/25", "0001-01-01", "2026-03-29T02:30"]).as_bytes(), &[]);
    assert_eq!(
        of(&l),
        [
            (2, "“2025-02-29”: February 2025 has no day 29.".to_string()),
            (4, "“0001-01-01” lies outside 1990 to 2099.".to_string())
        ]
    );
    // A column that can be read in two ways is asked about once, and until then nothing of it is taken.
    let csv = column(&["04/03/2027", "05/06/2027"]);
    let l = looked("dates.csv", csv.as_bytes(), &[]);
    assert_eq!(ask(&l, "date:Contract end").answer, None);
    assert_eq!(of(&l).len(), 2);
    let l = looked(
        "dates.csv",
        csv.as_bytes(),
        &[("date:Contract end", &ask(&l, "date:Contract end").choices[0].name.clone())],
    );
    assert_eq!(of(&l), []);
}
