//! The doors that strangers' bytes come through (`fuzz/targets.rs`), each tried with its seeds and with seeded mutations of them, on the
//! ordinary compiler. `ISMS_FUZZ` says how many mutations a door; the fuzzer itself goes on where this ends. And the command line's own
//! arguments, given to the program as it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]
mod run;
#[path = "../../../fuzz/targets.rs"]
mod targets;

use run::isms;
use std::path::{Path, PathBuf};

struct Dice(u64);
impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n.max(1) as u64) as usize
    }
}
fn times(default: usize) -> usize {
    std::env::var("ISMS_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}
fn samples(folder: &str, out: &mut Vec<Vec<u8>>, wanted: &dyn Fn(&str) -> bool) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../import/tests/files").join(folder);
    let mut all: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    for path in all {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !folder.is_empty() {
            samples(&format!("{folder}/{name}"), out, wanted);
        } else if wanted(&name) && path.metadata().unwrap().len() < 200_000 {
            out.push(std::fs::read(path).unwrap());
        }
    }
}
const WORD: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Rules</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a &amp; b</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"#;
const SHEET: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Code</t></is></c><c r="B1" t="inlineStr"><is><t>Title</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>R-901</t></is></c><c r="B2"><f>1+1</f><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>"#;
const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>/MediaBox[0 0 595 842]>>endobj\n4 0 obj<</Length 44>>stream\nBT /F1 12 Tf 50 700 Td (Words of it) Tj ET\nendstream\nendobj\nxref\n0 5\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF";
fn seeds(door: &str) -> Vec<Vec<u8>> {
    let mut out: Vec<Vec<u8>> = Vec::new();
    let end = |ends: &'static [&'static str]| move |n: &str| ends.iter().any(|e| n.ends_with(e));
    match door {
        "table" => samples("", &mut out, &|n: &str| (n.ends_with(".csv") || n.ends_with(".txt")) && !n.starts_with("feeds")),
        "accounts" => samples("", &mut out, &|n: &str| n.starts_with("14") || n.starts_with("07")),
        "workbook" => {
            samples("", &mut out, &end(&[".xlsx", ".xlsm"]));
            out.push(SHEET.into());
        }
        "old_workbook" => samples("", &mut out, &end(&[".xls"])),
        "threats" | "findings" => samples("feeds", &mut out, &|n: &str| n != "SOURCES.md"),
        "document" => out.push(WORD.into()),
        "pdf" => out.push(PDF.into()),
        "answers" => out.extend(["From: a@b.c\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{\"isms-answer\":1,\"campaign\":\"CMP-01\",\"person\":\"P-001\"}\n", "{\"isms-answer\":1,\"campaign\":\"CMP-01\",\"log\":\"\",\"read\":[]}"].map(|s| s.into())),
        "proof" | "pack" | "file" => {
            let dir = tempfile::tempdir().unwrap();
            let at = dir.path().join("x.isms");
            isms(&["new", at.to_str().unwrap(), "--name", "Alder Bikes Ltd", "--certified", "2026-10-01"], dir.path());
            if door != "file" {
                isms(&["pack", at.to_str().unwrap(), "--out", dir.path().join("x.pdf").to_str().unwrap()], dir.path());
            }
            let name = ["x.isms", "x.pdf", "x.isms-proof"][match door {
                "file" => 0,
                "pack" => 1,
                _ => 2,
            }];
            out.push(std::fs::read(dir.path().join(name)).unwrap());
        }
        "words" => out.extend(["2026-02-28", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "# Rules\n\n1. One\n   - two\n\n| a | b |\n|---|---|\n| *c* | [d](e) |\n\n> said\n", "invoice.pdf.exe"].map(|s| s.into())),
        // Choices: no bytes are better than others.
        _ => {
            let mut dice = Dice(99);
            out.extend((0..8).map(|_| (0..200).map(|_| dice.roll(256) as u8).collect::<Vec<u8>>()));
        }
    }
    assert!(!out.is_empty(), "{door} has no seed");
    out
}
/// What a fuzzer does to a seed.
fn mutated(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    const WORDS: &[&str] = &[
        "\"",
        "'",
        "<",
        ">",
        "</",
        "<!ENTITY a \"b\">",
        "<!DOCTYPE",
        "]]>",
        "<![CDATA[",
        "&#0;",
        "&#x10FFFF;",
        "&amp;",
        "{",
        "}",
        "[",
        "]",
        ",",
        ";",
        "\0",
        "\u{feff}",
        "\u{202e}",
        "\r\n",
        "-1",
        "99999999999999999999",
        "1e999",
        "0001-01-01",
        "9999-12-31",
        "/Length 9999999999",
        " 0 R",
        "endobj",
        "<<",
        ">>",
        "stream\n",
        "PK\x03\x04",
        "é",
        "😀",
        "XFD1048576",
        "A0",
        "=",
    ];
    let mut b = seeds[dice.roll(seeds.len())].clone();
    for _ in 0..1 + dice.roll(6) {
        let at = dice.roll(b.len() + 1);
        match dice.roll(10) {
            0 | 1 if !b.is_empty() => b[at.min(at.saturating_sub(1))] ^= 1 << dice.roll(8),
            2 if !b.is_empty() => b[at.saturating_sub(1)] = dice.roll(256) as u8,
            3 => drop(b.splice(at..at, WORDS[dice.roll(WORDS.len())].bytes())),
            4 => {
                let end = (at + 1 + dice.roll(40)).min(b.len());
                b.drain(at..end);
            }
            5 => {
                let end = (at + 1 + dice.roll(200)).min(b.len());
                let piece = b[at..end].to_vec();
                let times = 1 + dice.roll(4);
                (0..times).for_each(|_| drop(b.splice(at..at, piece.clone())));
            }
            6 => b.truncate(at),
            7 => {
                let other = &seeds[dice.roll(seeds.len())];
                let from = dice.roll(other.len() + 1);
                b.truncate(at);
                b.extend_from_slice(&other[from..]);
            }
            8 if b.len() >= at + 4 => b[at..at + 4]
                .copy_from_slice(&[[0u8; 4], [0xFF; 4], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 1]][dice.roll(4)]),
            _ => b.push(dice.roll(256) as u8),
        }
    }
    b
}
fn tried(door: &str, mutations: usize) {
    let (run, seeds) = (targets::target(door).unwrap(), seeds(door));
    let mut dice = Dice(door.len() as u64 * 1_000_003 + door.bytes().map(u64::from).sum::<u64>());
    let all = seeds.iter().cloned().chain((0..mutations).map(|_| mutated(&seeds, &mut dice))).chain([Vec::new()]);
    for (n, bytes) in all.enumerate() {
        let r = std::panic::catch_unwind(|| run(&bytes));
        if r.is_err() {
            let kept = std::env::temp_dir().join(format!("isms-fuzz-{door}-{n}"));
            std::fs::write(&kept, &bytes).unwrap();
            panic!("{door}, input {n}: kept in {}", kept.display());
        }
    }
}
/// The doors, in groups that share what takes time to make, and how many mutations each gets at a push.
const GROUPS: &[(&str, &[(&str, usize)])] = &[
    ("files", &[("file", 150), ("proof", 300), ("pack", 200), ("document", 600), ("pdf", 400), ("words", 400)]),
    (
        "tables",
        &[
            ("table", 120),
            ("workbook", 120),
            ("old_workbook", 120),
            ("accounts", 120),
            ("threats", 200),
            ("findings", 200),
            ("answers", 300),
        ],
    ),
    ("deeds", &[("acts", 40), ("guides", 60), ("arguments", 60)]),
];
fn group(name: &str) {
    let (_, doors) = GROUPS.iter().find(|(n, _)| *n == name).unwrap();
    doors.iter().for_each(|(door, n)| tried(door, times(*n)));
}
#[test]
fn files_of_strangers_never_panic() {
    group("files");
}
#[test]
fn tables_of_strangers_never_panic() {
    group("tables");
}
#[test]
fn deeds_of_strangers_never_panic() {
    group("deeds");
}
#[test]
fn every_door_is_tried() {
    let mut here: Vec<&str> = GROUPS.iter().flat_map(|(_, doors)| doors.iter().map(|(n, _)| *n)).collect();
    let mut all: Vec<&str> = targets::TARGETS.iter().map(|(n, _)| *n).collect();
    here.sort_unstable();
    all.sort_unstable();
    assert_eq!(here, all);
    // And each has a program for the fuzzer.
    let manifest = include_str!("../../../fuzz/Cargo.toml");
    for name in all {
        assert!(manifest.contains(&format!("name = \"{name}\"\npath = \"doors/{name}.rs\"")), "{name}");
    }
}

/// Every command with words, codes, days, JSON and paths that nobody would give it: it ends as it says it ends, in a sentence.
#[test]
fn arguments_of_the_command_line_never_panic() {
    let dir = tempfile::tempdir().unwrap();
    isms(&["new", "x.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-10-01"], dir.path());
    std::fs::write(dir.path().join("note.txt"), "words").unwrap();
    let (_, help) = isms(&["--help"], dir.path());
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|l| !l.starts_with("Commands:"))
        .skip(1)
        .take_while(|l| l.starts_with("  "))
        .filter_map(|l| l.split_whitespace().next())
        // "lock" does what it says: the file is no longer as it was.
        .filter(|c| !matches!(*c, "" | "help" | "lock"))
        .collect();
    assert!(commands.len() > 25, "{help}");
    let options: Vec<Vec<String>> = commands
        .iter()
        .map(|c| {
            let (_, help) = isms(&[c, "--help"], dir.path());
            help.split_whitespace()
                .filter(|w| w.starts_with("--") && w.len() > 3)
                .map(|w| w.trim_end_matches([',', '.', ';', ':']).to_string())
                .filter(|w| w != "--help")
                .collect()
        })
        .collect();
    const ODD: &[&str] = &[
        "",
        " ",
        "x.isms",
        "note.txt",
        "none.isms",
        ".",
        "/dev/null",
        "R-001",
        "P-001",
        "ORG",
        "risk",
        "asset",
        "évidence",
        "\u{202e}",
        "-1",
        "--",
        "@note.txt",
        "@none",
        "{}",
        "[]",
        "{\"title\":1}",
        "{\"title\":{\"a\":[null]}}",
        "2026-02-30",
        "9999-12-31",
        "0000-01-01",
        "999999-01-01",
        "=1+1",
        "../../x",
        "out.pdf",
        "%s",
        "1.0",
        "18446744073709551616",
        "\u{1F600}",
        "json",
        "csv",
        "initial",
    ];
    let mut dice = Dice(2026);
    for n in 0..times(120) {
        let which = if n < commands.len() { n } else { dice.roll(commands.len()) };
        let mut args = vec![commands[which].to_string()];
        if dice.roll(4) > 0 {
            args.push("x.isms".into());
        }
        for _ in 0..dice.roll(6) {
            if !options[which].is_empty() && dice.roll(2) == 0 {
                args.push(options[which][dice.roll(options[which].len())].clone());
            }
            args.push(ODD[dice.roll(ODD.len())].to_string());
        }
        let given: Vec<&str> = args.iter().map(String::as_str).collect();
        let (code, said) = isms(&given, dir.path());
        assert!(matches!(code, Some(0..=3)), "{args:?} ended with {code:?}: {said}");
        assert!(!said.contains("panicked") && !said.contains("RUST_BACKTRACE"), "{args:?}: {said}");
        assert!(code == Some(0) || !said.trim().is_empty(), "{args:?} says nothing");
    }
    // The file is as sound as it was.
    assert_eq!(isms(&["verify", "x.isms"], dir.path()).0, Some(0));
}
