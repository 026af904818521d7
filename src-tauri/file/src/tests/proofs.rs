//! Files that are kept as proof, rows 31 to 37 of RELIABILITY 8 and P26: whatever they are called and hold, they are stored as they are, come
//! out as they went in, are never opened, and what whoever opens a copy should know is said. A name is a label; what goes out has one of ours.
use super::*;
use isms::caution::shown;

fn kept(f: &mut File, name: &str, bytes: &[u8]) -> crate::Attached {
    let Value::Object(fields) =
        json!({"shows": "A proof", "collected_on": "2026-01-30", "classification": "internal", "personal": false})
    else {
        unreachable!()
    };
    f.attach(&["A-0".into()], name, crate::media_type(name), std::io::Cursor::new(bytes), fields, BY, clock(9))
        .unwrap_or_else(|e| panic!("{name}: {e}"))
}
fn named(f: &File, code: &str) -> String {
    f.isms().get::<isms::kinds::Evidence>(code).unwrap().file.as_ref().unwrap().name.to_string()
}
fn picture(side: u32) -> Vec<u8> {
    let mut b = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    b.extend(side.to_be_bytes());
    b.extend(side.to_be_bytes());
    b.extend(b"\x08\x06\0\0\0");
    b
}

#[test]
fn rows_31_to_36_each_is_kept_as_it_is_and_what_is_to_be_known_of_it_is_said() {
    let long = format!("{}.pdf", "n".repeat(300));
    let pdf = &b"%PDF-1.7\n"[..];
    let big = picture(60_000);
    let rows: [(&str, &[u8], &str, Option<&str>); 18] = [
        // 31: names that a system knows or cannot hold.
        ("CON.pdf", pdf, "CON.pdf", None),
        ("NUL.txt", b"words", "NUL.txt", None),
        ("a. ", b"words", "a.", None),
        (&long, pdf, &long[..200], None),
        ("../../etc/passwd", b"words", "passwd", None),
        ("C:\\Users\\Anna\\scan.pdf", pdf, "scan.pdf", None),
        // 32: two ends, and an end that reads as another.
        (
            "invoice.pdf.exe",
            b"MZ",
            "invoice.pdf.exe",
            Some("Its name ends in .exe: that is a program. It can be saved, not opened from here."),
        ),
        (
            "photo\u{202e}gpj.exe",
            b"MZ",
            "photo\u{27e8}U+202E\u{27e9}gpj.exe",
            Some(
                "Its name holds a mark that turns the direction of reading (U+202E); it ends in .exe, whatever it looks like. It can be saved, not opened from here.",
            ),
        ),
        // 33: content that acts.
        (
            "report.docm",
            b"PK\x03\x04",
            "report.docm",
            Some(
                "A file that ends in .docm can act by itself once it is opened. It can be saved, not opened from here.",
            ),
        ),
        (
            "disk.iso",
            b"CD001",
            "disk.iso",
            Some(
                "A file that ends in .iso can act by itself once it is opened. It can be saved, not opened from here.",
            ),
        ),
        (
            "link.url",
            b"[InternetShortcut]",
            "link.url",
            Some(
                "A file that ends in .url can act by itself once it is opened. It can be saved, not opened from here.",
            ),
        ),
        (
            "x.desktop",
            b"[Desktop Entry]",
            "x.desktop",
            Some(
                "A file that ends in .desktop can act by itself once it is opened. It can be saved, not opened from here.",
            ),
        ),
        (
            "report.txt",
            b"\x7fELF",
            "report.txt",
            Some("By its content it is a program. It can be saved, not opened from here."),
        ),
        // 34: another content than the name says.
        (
            "not-a-pdf.pdf",
            b"<!doctype html>",
            "not-a-pdf.pdf",
            Some("The content is not a PDF, although its name ends in .pdf. It is kept as it is."),
        ),
        // 35: a picture that fills the memory.
        (
            "bomb.png",
            &big,
            "bomb.png",
            Some(
                "The picture is 60000 × 60000 points, too large to show for most programs (50 million). It is kept as it is.",
            ),
        ),
        // 36: scripts inside.
        (
            "script.svg",
            b"<svg><script/></svg>",
            "script.svg",
            Some("An SVG can hold a script. It is kept as it is; no picture of it is shown here."),
        ),
        (
            "js.pdf",
            b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
            "js.pdf",
            Some("This PDF holds a script or starts a program. It is kept as it is; it is not opened from here."),
        ),
        ("restore.pdf", b"%PDF-1.7\nwords", "restore.pdf", None),
    ];
    let (_dir, path) = place();
    let mut f = started(&path);
    let mut codes = Vec::new();
    for (n, (name, bytes, label, says)) in rows.iter().enumerate() {
        // Bytes of its own for each, that none is known already.
        let bytes = [bytes, &[b' ', n as u8][..]].concat();
        let a = kept(&mut f, name, &bytes);
        assert_eq!((named(&f, &a.code).as_str(), a.note.as_deref()), (*label, *says), "{name}");
        codes.push((a.code, bytes));
    }
    drop(f);
    let f = File::open(&path).unwrap();
    for (code, bytes) in codes {
        assert_eq!(f.evidence_of(&code).unwrap(), bytes, "{code}");
    }
    whole(&f);
}

#[test]
fn row_37_nothing_is_kept_with_a_word_and_too_much_is_refused_with_the_bound() {
    struct Zeros(u64);
    impl std::io::Read for Zeros {
        fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
            let n = (buf.len() as u64).min(self.0) as usize;
            buf[..n].fill(0);
            self.0 -= n as u64;
            Ok(n)
        }
    }
    impl std::io::Seek for Zeros {
        fn seek(&mut self, _: std::io::SeekFrom) -> std::io::Result<u64> {
            Ok(0)
        }
    }
    let (_dir, path) = place();
    let mut f = started(&path);
    let none = kept(&mut f, "evidence-0.bin", b"");
    assert_eq!(none.note.as_deref(), Some("The file is empty (0 bytes). It is kept as it is."));
    assert_eq!(f.evidence_of(&none.code).unwrap(), b"");
    let before = f.isms().last_seq();
    let Value::Object(fields) =
        json!({"shows": "x", "collected_on": "2026-01-30", "classification": "internal", "personal": false})
    else {
        unreachable!()
    };
    let e = f.attach(&[], "evidence-1_2GB.bin", "", Zeros(1_200 << 20), fields, BY, clock(9)).unwrap_err();
    assert!(
        e.to_string().contains(
            "evidence-1_2GB.bin: The file is larger than 512 MiB. Keep it where it is, and record a link to it."
        ),
        "{e}"
    );
    assert_eq!(f.isms().last_seq(), before);
}

/// P26: sizes around a piece of one MiB and names of all sorts.
#[test]
fn odd_names_and_sizes_come_out_as_they_went_in() {
    let many: usize = std::env::var("ISMS_FILES").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let (_dir, path) = place();
    let mut f = started(&path);
    let mut dice = tamper::Dice(5);
    let mut all = Vec::new();
    for n in 0..many {
        let size = [0, 1, 511, 4096, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (2 << 20) + 7]
            [if n % 6 == 0 { n / 6 % 8 } else { dice.roll(4) }];
        let mut bytes: Vec<u8> = (0..size).map(|i| (i % 251) as u8).collect();
        bytes.extend((n as u32).to_le_bytes());
        let name: String = (0..1 + dice.roll(12))
            .map(|_| ['a', 'Z', '.', ' ', 'é', '日', '\u{202e}', '/', '\\', ':', '%', '\n'][dice.roll(12)])
            .collect();
        all.push((kept(&mut f, &name, &bytes).code, name, bytes));
    }
    drop(f);
    let f = File::open(&path).unwrap();
    for (code, name, bytes) in all {
        assert!(f.evidence_of(&code).unwrap() == bytes, "{name:?}");
        let label = named(&f, &code);
        assert!(
            !label.contains(['/', '\\', '\n', '\u{202e}']) && !label.trim().is_empty() && shown(&label) == label,
            "{name:?} became {label:?}"
        );
    }
    whole(&f);
}
