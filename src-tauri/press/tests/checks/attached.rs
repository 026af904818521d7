//! Files inside the PDF: what goes in comes out, under safe names; what must not go in is refused.
use crate::file::Checked;
use crate::specimen::{frame, s, section};
use crate::{filed, tool};
use isms::doc::{Attached, Block, Doc, Relationship};
use isms_press::{PressFault, attached_bytes, attached_names, pdf};

fn file(name: &str, media_type: &str, bytes: &[u8]) -> Attached {
    Attached {
        name: name.into(),
        media_type: media_type.into(),
        description: "Shows that the restore of May worked \u{2014} Größe geprüft".into(),
        day: "2026-05-12".parse().unwrap(),
        relationship: Relationship::Supplement,
        bytes: bytes.into(),
    }
}
fn with(files: Vec<Attached>) -> Doc {
    Doc {
        files,
        ..frame("Pack", vec![section(None, "Evidence", &["7.5"], false, vec![Block::Para(s("Files inside."))])])
    }
}
const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";

#[test]
fn what_goes_in_comes_out() {
    let csv = "code,level\n".repeat(5_000);
    let mut files = vec![
        file("EV-012 restore.pdf", "application/pdf", b"%PDF-1.7 not read by us"),
        file("Prüfbericht Łódź.png", "image/png", PNG),
        file("register.csv", "text/csv", csv.as_bytes()),
        file("empty.txt", "text/plain", b""),
    ];
    files[2].relationship = Relationship::Data;
    let doc = with(files);
    assert_eq!(attached_bytes(&doc), 23 + 12 + 55_000);
    let one = pdf(&doc).unwrap().bytes;
    let checked = Checked::new(&one);
    checked.all();
    let inside = checked.attached();
    let names: Vec<&str> = inside.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["EV-012 restore.pdf", "Prüfbericht Łódź.png", "register.csv", "empty.txt"]);
    for (file, (_, bytes)) in doc.files.iter().zip(&inside) {
        assert_eq!(&file.bytes[..], &bytes[..]);
    }
    assert!(one.len() < 40_000, "words are compressed: {}", one.len());
    // The same data, the same bytes; other bytes, another file.
    assert!(one == pdf(&doc.clone()).unwrap().bytes);
    let mut other = doc;
    other.files[3].bytes = b"x".as_slice().into();
    assert_ne!(Checked::new(&one).id(), Checked::new(&pdf(&other).unwrap().bytes).id());
    // Another reader finds them and gives them back.
    let (folder, path) = filed(&one);
    let (said, fine) = tool("pdfdetach", &["-list", &path]);
    assert!(fine && said.contains("4 embedded files"), "{said}");
    for name in names {
        assert!(said.contains(name), "{name}: {said}");
    }
    let out = folder.path().join("out.csv");
    let (said, fine) = tool("pdfdetach", &["-savefile", "register.csv", "-o", out.to_str().unwrap(), &path]);
    assert!(fine, "{said}");
    assert_eq!(std::fs::read_to_string(out).unwrap(), csv);
}

#[test]
fn names_are_safe_and_each_stands_once() {
    let long = "ä".repeat(300);
    let names = [
        ("../../etc/passwd", "-..-etc-passwd.txt"),
        ("a.txt", "a.txt"),
        ("A.TXT", "A (2).txt"),
        ("a.txt", "a (3).txt"),
        ("con.txt", "_con.txt"),
        ("COM1", "_COM1.txt"),
        ("pay\u{202E}txt.exe", "pay[U+202E]txt.exe.txt"),
        ("C:\\x\n\u{0}.txt", "C--x-[U+0000].txt"),
        (" . ", "file.txt"),
        ("", "file (2).txt"),
        ("e\u{301}.md", "é.md"),
    ];
    let mut files: Vec<Attached> = names.iter().map(|(name, _)| file(name, "text/plain", b"x")).collect();
    files.push(file(&long, "text/plain", b"x"));
    files.push(file(&long, "text/plain", b"x"));
    let doc = with(files);
    let safe = attached_names(&doc);
    for ((given, wanted), got) in names.iter().zip(&safe) {
        assert_eq!(got, wanted, "{given:?}");
    }
    assert!(safe.iter().all(|name| name.len() <= 100), "{safe:?}");
    assert_eq!(safe.iter().collect::<std::collections::BTreeSet<_>>().len(), safe.len());
    let bytes = pdf(&doc).unwrap().bytes;
    let inside = Checked::new(&bytes).attached();
    assert_eq!(inside.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), safe);
}

#[test]
fn what_may_not_go_in_is_refused_by_name() {
    for (name, media, bytes) in [
        ("setup.exe", "application/x-msdownload", b"MZ".as_slice()),
        ("page.html", "text/html", b"<script>"),
        ("drawing.svg", "image/svg+xml", b"<svg/>"),
        ("macro.docm", "application/vnd.ms-word.document.macroEnabled.12", b"PK\x03\x04"),
        ("unknown", "application/octet-stream", b"x"),
        ("looks.pdf", "application/pdf", b"MZ\x90"),
        ("looks.png", "image/png", b"%PDF-1.7"),
        ("looks.txt", "text/plain", b"MZ\x00"),
        ("looks.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"\xd0\xcf\x11\xe0"),
    ] {
        let fault = pdf(&with(vec![file(name, media, bytes)])).unwrap_err();
        assert!(matches!(fault, PressFault::Attachment { .. }), "{fault:?}");
        let said = fault.to_string();
        assert!(said.starts_with(&format!("\u{201c}{name}\u{201d} cannot go inside the PDF: ")), "{said}");
    }
}
