//! Words taken out of DOCX and PDF that the tests build, and what becomes of files that lie: a sentence, and nothing taken.
#![allow(clippy::unwrap_used)]
use isms_import::{Taken, words_of};
use lopdf::{Document, Object, Stream, dictionary};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(*name, SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated))
            .unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}
fn docx(body: &str) -> Vec<u8> {
    let ns = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let document = format!("<?xml version=\"1.0\"?><w:document {ns}><w:body>{body}</w:body></w:document>");
    let styles =
        format!("<w:styles {ns}><w:style w:styleId=\"Titre2\"><w:name w:val=\"heading 2\"/></w:style></w:styles>");
    let numbering = format!(
        "<w:numbering {ns}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum><w:num w:numId=\"5\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    );
    zipped(&[
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
    ])
}
fn p(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}
fn page(content: &[u8], compress: bool) -> Document {
    let mut doc = Document::with_version("1.5");
    let pages = doc.new_object_id();
    let font = doc.add_object(dictionary! {"Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding"});
    let mut stream = Stream::new(dictionary! {}, content.to_vec());
    if compress {
        stream.compress().unwrap();
    }
    let content = doc.add_object(stream);
    let page = doc.add_object(dictionary! {"Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => dictionary! {"Font" => dictionary! {"F1" => font}}, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()]});
    doc.objects
        .insert(pages, Object::Dictionary(dictionary! {"Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1}));
    let catalog = doc.add_object(dictionary! {"Type" => "Catalog", "Pages" => pages});
    doc.trailer.set("Root", catalog);
    doc
}
fn saved(mut doc: Document) -> Vec<u8> {
    let mut out = Vec::new();
    doc.save_to(&mut out).unwrap();
    out
}
fn says(name: &str, bytes: &[u8]) -> String {
    words_of(name, bytes).unwrap_err().to_string()
}

#[test]
fn a_document_keeps_its_form() {
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Titre2\"/></w:pPr><w:r><w:t>Who does what</w:t></w:r></w:p>{}<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"5\"/></w:numPr></w:pPr><w:r><w:t>Support keeps the first note.</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"5\"/></w:numPr></w:pPr><w:r><w:t>Rui</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:tab/><w:t>secures logs &amp; keys</w:t></w:r></w:p><w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc><w:tc/></w:tr></w:tbl>",
        p("Anyone *may* report."),
        p("What"),
        p("Who"),
        p("a|b")
    );
    let taken = words_of("rules.docx", &docx(&body)).unwrap();
    assert_eq!(
        taken.text.unwrap(),
        "## Who does what\n\nAnyone \\*may\\* report.\n\n1. Support keeps the first note.\n1. Rui secures logs & keys\n\n| What | Who |\n|---|---|\n| a\\|b |  |"
    );
}
#[test]
fn notes_and_text_boxes_are_taken_out_and_said_to_be_so() {
    let ns = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
    let run = |words: &str| format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    let boxed = |words: &str| format!("<w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing>", p(words));
    let document = format!(
        "<w:document {ns}><w:body><w:p>{}<w:r><w:footnoteReference w:id=\"3\"/></w:r>{}<w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>{}</w:p><w:p>{}<w:r><w:endnoteReference w:id=\"1\"/></w:r><w:r><w:footnoteReference w:id=\"9\"/></w:r></w:p></w:body></w:document>",
        run("Keys are counted"),
        run(" every "),
        boxed("Ask Rui."),
        boxed("Ask Rui."),
        run("month."),
        run("Losses are told.")
    );
    let foot = format!(
        "<w:footnotes {ns}><w:footnote w:type=\"separator\" w:id=\"0\">{}</w:footnote><w:footnote w:id=\"3\">{}{}</w:footnote></w:footnotes>",
        p("----"),
        p("Also those &amp; cards"),
        p("of guests.")
    );
    let end = format!("<w:endnotes {ns}><w:endnote w:id=\"1\">{}</w:endnote></w:endnotes>", p("By telephone."));
    let parts = |foot: &str| {
        zipped(&[
            ("word/document.xml", document.as_bytes()),
            ("word/footnotes.xml", foot.as_bytes()),
            ("word/endnotes.xml", end.as_bytes()),
        ])
    };
    assert_eq!(
        words_of("rules.docx", &parts(&foot)).unwrap().text.unwrap(),
        "Keys are counted \\[footnote 1\\] every month.\n\nText box: Ask Rui.\n\nLosses are told. \\[endnote 1\\]\n\nFootnote 1: Also those & cards of guests.\n\nEndnote 1: By telephone."
    );
    // Notes are bounded and distrusted as the text is.
    let long =
        format!("<w:footnotes {ns}><w:footnote w:id=\"3\">{}</w:footnote></w:footnotes>", p(&"word ".repeat(900_000)));
    assert!(says("rules.docx", &parts(&long)).contains("characters of text"));
    assert!(says("rules.docx", &parts("<!DOCTYPE x []><w:footnotes/>")).contains("document type definition"));
    let deep = format!("<w:footnotes {ns}>{}", "<w:r>".repeat(300));
    assert!(says("rules.docx", &parts(&deep)).contains("nested too deeply"));
}
#[test]
fn a_pdf_gives_its_lines_as_paragraphs() {
    let content = b"BT /F1 16 Tf 50 780 Td (When something goes wrong) Tj ET BT /F1 10 Tf 50 740 Td 12 TL (The person who leads the response) Tj T* [(decides who has to be ) -20 (told)] TJ T* (at once.) Tj 0 -30 Td (The clock starts then.) Tj ET";
    let wanted = "## When something goes wrong\n\nThe person who leads the response decides who has to be told at once.\n\nThe clock starts then.";
    for compress in [false, true] {
        assert_eq!(words_of("rule.pdf", &saved(page(content, compress))).unwrap().text.as_deref(), Some(wanted));
    }
    // Lengths that the file states are not believed.
    let bytes = saved(page(content, false));
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let at = text.find("/Length ").unwrap();
    let end = at + 8 + text[at + 8..].find(|c: char| !c.is_ascii_digit()).unwrap();
    for lie in ["0", "7", "99999999", "18446744073709551615"] {
        let lying = [&bytes[..at + 8], lie.as_bytes(), &bytes[end..]].concat();
        match words_of("rule.pdf", &lying) {
            Ok(Taken { text, note }) => {
                assert!(text.as_deref() == Some(wanted) || text.is_none() && note.is_some(), "{lie}: {text:?}")
            }
            Err(r) => assert!(!r.text.is_empty() && !r.hint.is_empty(), "{lie}"),
        }
    }
}
#[test]
fn a_file_without_words_is_kept_and_says_so() {
    for (name, bytes) in
        [("scan.pdf", saved(page(b"q 10 0 0 10 0 0 cm /Im1 Do Q", false))), ("empty.docx", docx(&p("  ")))]
    {
        let taken = words_of(name, &bytes).unwrap();
        assert_eq!(taken.text, None);
        assert!(taken.note.unwrap().contains("differences are not shown"));
    }
}
#[test]
fn what_is_no_document_is_refused_in_a_sentence() {
    let bomb = docx(&format!("<!--{}-->", "0".repeat(200 << 20)));
    assert!(bomb.len() < 2 << 20);
    let squeezed = saved(page(&vec![b' '; 200 << 20], true));
    assert!(squeezed.len() < 2 << 20);
    let mut locked = page(b"BT ET", false);
    locked.trailer.set("Encrypt", dictionary! {"Filter" => "Standard", "V" => 1, "R" => 2, "O" => Object::string_literal("x"), "U" => Object::string_literal("y"), "P" => -4});
    let whole = docx(&p("Words."));
    let deep = docx(&format!("{}{}", "<w:x>".repeat(5000), "</w:x>".repeat(5000)));
    let entity = zipped(&[("word/document.xml", b"<!DOCTYPE d [<!ENTITY a \"aaaa\">]><d>&a;</d>")]);
    for (name, bytes, wanted) in [
        ("bomb.docx", bomb, "unpacks to far more than its size (over 128 MB, or more than 200 to 1)"),
        ("bomb.pdf", squeezed, "unpacks to far more than its size"),
        ("cut.docx", whole[..whole.len() / 2].to_vec(), "is damaged or not what its name says"),
        ("book.docx", zipped(&[("xl/workbook.xml", b"<x/>")]), "has no text of one in it"),
        ("deep.docx", deep, "nested too deeply (limit 200)"),
        ("entity.docx", entity, "document type definition"),
        ("open.docx", zipped(&[("word/document.xml", b"<w:document><w:body><w:p>")]), "damaged"),
        ("locked.pdf", saved(locked), "The PDF is protected."),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<</Type".to_vec(), "damaged, cut off"),
        ("login.pdf", b"<!doctype html><title>Login</title>".to_vec(), "neither a DOCX nor a PDF"),
        ("old.doc", [&[0xD0, 0xCF, 0x11, 0xE0][..], &[0; 600]].concat(), "old Word document"),
        ("nothing.docx", Vec::new(), "The file is empty (0 bytes)."),
        ("long.docx", docx(&p(&"word ".repeat(230_000))), "At most 1000000 are kept"),
    ] {
        let said = says(name, &bytes);
        assert!(said.starts_with(name) && said.contains(wanted), "{name}: {said}");
    }
}
/// Whatever bytes they are: words, a note, or a refusal; never a panic.
#[test]
fn damaged_files_never_take_the_program_down() {
    let good = [saved(page(b"BT /F1 10 Tf (Words) Tj ET", true)), docx(&p("Words."))];
    let mut seed = 11u64;
    for bytes in &good {
        for _ in 0..300 {
            let mut bad = bytes.clone();
            for _ in 0..4 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = (seed >> 33) as usize % bad.len();
                bad[at] = (seed >> 20) as u8;
            }
            if let Err(r) = words_of("x", &bad) {
                assert!(!r.text.is_empty() && !r.hint.is_empty());
            }
        }
    }
}
