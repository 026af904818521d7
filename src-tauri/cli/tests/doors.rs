//! The doors that the shell opens: files that an argument names, standard output, the terminal. What comes through them is bounded, what
//! goes out is written or said not to be, and no file is locked with a code that nobody saw.
#![cfg(target_os = "linux")] // For /dev/full, pipes with a name, and `timeout`.
#![allow(clippy::unwrap_used)]
mod run;

use run::{ended, isms};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

const ISMS: &str = env!("CARGO_BIN_EXE_isms");

fn book() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let (code, said) = isms(&["new", "x.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-10-01"], dir.path());
    assert_eq!(code, Some(0), "{said}");
    dir
}
fn bytes(dir: &Path) -> Vec<u8> {
    std::fs::read(dir.join("x.isms")).unwrap()
}
/// A line of a shell, in which `$I` is the program.
fn sh(line: &str, dir: &Path) -> (Option<i32>, String) {
    ended(Command::new("sh").args(["-c", line]).env("I", ISMS), dir)
}
/// With standard output into a pipe that nobody reads; gives what was said on standard error.
fn unheard(args: &[&str], dir: &Path) -> (Option<i32>, String) {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(ISMS);
    command.args(args).current_dir(dir).env("ISMS_TODAY", "2026-11-24").env("ISMS_HOME", dir.join("home"));
    let child = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    let out = child.wait_with_output().unwrap();
    (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
}

#[test]
fn a_file_is_not_locked_with_a_code_that_nobody_saw() {
    let dir = book();
    let before = bytes(dir.path());
    for json in ["", " --json"] {
        for to in ["> /dev/full", ">&-", "> /dev/null", "1< x.isms"] {
            let (code, said) = sh(&format!("$I lock x.isms{json} {to}"), dir.path());
            assert_eq!(code, Some(2), "{json} {to}: {said}");
            assert!(
                said.contains("The file was not locked: a code that nobody saw would be a lost file."),
                "{to}: {said}"
            );
            assert_eq!(bytes(dir.path()), before, "{json} {to}");
        }
        let args = ["lock", "x.isms", json.trim()];
        let (code, said) = unheard(&args[..if json.is_empty() { 2 } else { 3 }], dir.path());
        assert_eq!((code, bytes(dir.path())), (Some(2), before.clone()), "{said}");
        assert!(said.contains("nobody reads it any more"), "{said}");
    }
    // A page of a code that opens nothing would be taken for one that does.
    let (code, said) = sh("$I lock x.isms --sheet page.pdf > /dev/full", dir.path());
    assert_eq!((code, bytes(dir.path())), (Some(2), before.clone()), "{said}");
    assert!(!dir.path().join("page.pdf").exists());
    // With the page in hand the screen may be silent.
    let (code, said) = sh("$I lock x.isms --sheet page.pdf > /dev/null", dir.path());
    assert_eq!(code, Some(0), "{said}");
    assert!(dir.path().join("page.pdf").exists() && bytes(dir.path()) != before);
}

#[test]
fn no_code_is_drawn_where_the_file_cannot_be_locked() {
    let dir = book();
    let before = bytes(dir.path());
    let refused = |args: &[&str], says: &str| {
        let (code, said) = isms(args, dir.path());
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(says) && !said.contains("Recovery code"), "{said}");
        assert_eq!(bytes(dir.path()), before);
    };
    // Held by another window.
    let held = std::fs::File::create(dir.path().join(".x.isms.lock")).unwrap();
    held.lock().unwrap();
    refused(&["lock", "x.isms"], "The file is open for reading only.");
    refused(&["lock", "x.isms"], "\u{201c}isms backup FILE COPY.isms\u{201d} keeps everything that was saved");
    drop(held);
    // Its page has no place, or that of an older one, with which backups may be locked.
    std::fs::write(dir.path().join("page.pdf"), "an older page").unwrap();
    refused(&["lock", "x.isms", "--sheet", "page.pdf"], "There is a file of this name already.");
    assert_eq!(std::fs::read(dir.path().join("page.pdf")).unwrap(), b"an older page");
    refused(&["lock", "x.isms", "--sheet", "none/page.pdf"], "The folder is not there.");
    let protect = |on: bool| {
        let mode = if on { 0o444 } else { 0o644 };
        std::fs::set_permissions(dir.path().join("x.isms"), PermissionsExt::from_mode(mode)).unwrap();
    };
    protect(true);
    refused(&["lock", "x.isms"], "The file is write-protected.");
    // So it is with every act, and what the hint names works.
    let (code, said) = isms(&["put", "x.isms", "organization", "ORG", "--json", r#"{"scope":"All."}"#], dir.path());
    assert_eq!(code, Some(2), "{said}");
    assert!(said.starts_with("Refused. FILE: ") && !said.contains("Save a copy"), "{said}");
    assert_eq!(isms(&["backup", "x.isms", "copy.isms"], dir.path()).0, Some(0));
    protect(false);
}

#[test]
fn a_code_that_was_shown_in_vain_is_named_as_such() {
    let dir = book();
    let before = bytes(dir.path());
    // What is written anew has no place: something lies there.
    std::fs::create_dir_all(dir.path().join(".x.isms.anew/in the way")).unwrap();
    let (code, said) = isms(&["lock", "x.isms", "--sheet", "page.pdf"], dir.path());
    assert!(matches!(code, Some(2 | 3)), "{code:?} {said}");
    assert!(said.contains("Recovery code: ") && said.contains("The code that was shown opens nothing"), "{said}");
    assert!(!dir.path().join("page.pdf").exists());
    let (code, said) = sh("$I lock x.isms --json 2> /dev/null", dir.path());
    assert!(matches!(code, Some(2 | 3)), "{code:?} {said}");
    let answer: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(answer["ok"], false, "{said}");
    assert_eq!(bytes(dir.path()), before);
}

#[test]
fn what_cannot_be_said_is_a_fault_and_a_reader_that_went_away_is_none() {
    let dir = book();
    let lost = "What was to be said could not be written to standard output";
    for command in ["status x.isms", "list x.isms control --json", "kinds", "--help", "verify x.isms"] {
        let (code, said) = sh(&format!("$I {command} > /dev/full"), dir.path());
        assert_eq!(code, Some(3), "{command}: {said}");
        assert!(said.contains(lost) && said.contains("the disk is full"), "{command}: {said}");
        let args: Vec<&str> = command.split(' ').collect();
        assert_eq!(unheard(&args, dir.path()), (Some(0), String::new()), "{command}");
    }
    // The status that a command has besides stays where only the reader went.
    assert_eq!(unheard(&["pack", "x.isms", "--preflight"], dir.path()), (Some(1), String::new()));
    // Of what was done it is said that it is done.
    let put = ["put", "x.isms", "organization", "ORG", "--json", r#"{"scope":"All of Alder."}"#];
    let (code, said) = unheard(&put, dir.path());
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains(lost) && said.contains("What the command did is done all the same."), "{said}");
    assert!(isms(&["trail", "x.isms"], dir.path()).1.contains("2 acts"));
    // Nor does a full standard error end it otherwise.
    assert_eq!(sh("$I list x.isms nothing 2> /dev/full", dir.path()).0, Some(2));
}

/// Every argument that names a file to be read, with FILE where it stands.
const READ: &[&str] = &[
    "attach x.isms ORG FILE",
    "import x.isms FILE",
    "import x.isms table.csv --map FILE",
    "put x.isms organization ORG --json @FILE",
    "impact x.isms ORG --put @FILE",
    "programme x.isms --propose @FILE",
    "wizard x.isms training-record --answers FILE",
    "wizard d.isms policy-review --about POL-10 --answers names-FILE.json",
    "campaign d.isms CMP-01 --answers FILE",
    "policy x.isms POL-01 write --text FILE",
    "policy x.isms POL-01 write --file FILE",
    "verify FILE.pdf",
    "verify FILE.isms-proof",
    "verify x.isms --against FILE.pdf",
];

#[test]
fn pipes_devices_and_folders_are_no_files_and_nothing_waits_for_them() {
    let dir = book();
    for end in ["", ".pdf", ".isms-proof"] {
        assert!(Command::new("mkfifo").arg(dir.path().join(format!("pipe{end}"))).status().unwrap().success());
        std::fs::create_dir(dir.path().join(format!("folder{end}"))).unwrap();
        for (name, to) in [("device", "/dev/zero"), ("astray", "nowhere")] {
            std::os::unix::fs::symlink(to, dir.path().join(format!("{name}{end}"))).unwrap();
        }
    }
    begun(dir.path());
    let before = bytes(dir.path());
    for command in READ {
        for (name, says) in [
            ("pipe", "It is a pipe, not a file."),
            ("folder", "It is a folder, not a file."),
            ("device", "It is a device, not a file."),
            ("astray", "it is a link that leads nowhere"),
            ("none", "it is not there"),
        ] {
            if matches!(name, "none" | "astray") && command.contains("isms-proof") {
                continue; // The PDF beside it is what is asked for first.
            }
            let command = command.replace("FILE", name);
            let (code, said) = sh(&format!("timeout 60 $I {command}"), dir.path());
            assert_eq!(code, Some(2), "{command}: {said}");
            assert!(said.contains(says) && !said.contains("os error"), "{command}: {said}");
        }
    }
    assert_eq!(bytes(dir.path()), before);
}
/// What the commands ask for before they come as far as their file: a table, a campaign.
fn begun(dir: &Path) {
    for name in ["pipe", "folder", "device", "astray", "none", "large"] {
        let answers = format!(r#"{{"text": {{"file": {{"file": "{name}"}}}}}}"#);
        std::fs::write(dir.join(format!("names-{name}.json")), answers).unwrap();
    }
    std::fs::write(dir.join("table.csv"), "Code,Title\nR-1,Fire\n").unwrap();
    let (code, said) = isms(&["demo", "d.isms"], dir);
    assert_eq!(code, Some(0), "{said}");
    let answers = r#"{"what": {"of": "CRS-01"}, "whom": {"people": ["P-004"]}, "quiz": {"ask": "no"},
        "words": {"words": "Reporting a loss is simpler now: one call is enough.", "until": "2026-12-15"},
        "out": {"answers_to": "owner@fennel.example"}, "check": {},
        "sign": {"held_on": "2026-11-24", "outcome": "changed", "why": "She is due for the course.", "signed": true}}"#;
    std::fs::write(dir.join("sending.json"), answers).unwrap();
    let (code, said) =
        isms(&["wizard", "d.isms", "training-campaign", "--about", "CRS-01", "--answers", "sending.json"], dir);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn what_is_larger_than_is_read_is_refused_before_it_is_read() {
    let dir = book();
    begun(dir.path());
    for end in ["", ".pdf", ".isms-proof"] {
        // 3 GB that take no room.
        std::fs::File::create(dir.path().join(format!("large{end}"))).unwrap().set_len(3 << 30).unwrap();
    }
    let before = bytes(dir.path());
    for command in READ {
        let limit = if command.contains("--text") {
            "At most 4 MB are read"
        } else if command.contains('@') || command.contains("--map") || command.contains("training-record") {
            "At most 8 MB are read"
        } else if command.contains("FILE.pdf") || command.contains("isms-proof") {
            "At most 512 MB are read"
        } else if command.starts_with("attach") {
            "The file is larger than 512 MiB."
        } else {
            "At most 50 MB are read"
        };
        let command = command.replace("FILE", "large");
        let (code, said) = sh(&format!("ulimit -v 1000000; timeout 120 $I {command}"), dir.path());
        assert_eq!(code, Some(2), "{command}: {said}");
        assert!(said.contains(limit), "{command}: {said}");
        assert!(command.starts_with("attach") || said.contains("The file has 3072 MB."), "{command}: {said}");
    }
    assert_eq!(bytes(dir.path()), before);
}

#[test]
fn json_that_is_none_is_said_in_our_words() {
    let dir = book();
    let before = bytes(dir.path());
    let deep = "[".repeat(200) + &"]".repeat(200);
    let quoted = format!(r#"{{"scope":"{}"}}"#, "[".repeat(200));
    std::fs::write(dir.path().join("latin"), b"{\"scope\":\"caf\xe9\"}").unwrap();
    std::fs::write(dir.path().join("broken"), "{\"scope\": \"All\",\n  scope}").unwrap();
    for (given, place, says) in [
        (deep.as_str(), "--json", "it is nested deeper than 127 levels."),
        ("{\"scope\": }", "--json", "This is not JSON: line 1, column 11 is not as JSON is written."),
        ("{\"scope\": \"All", "--json", "This is not JSON: it ends in the middle, in line 1, column 14."),
        ("", "--json", "This is not JSON: it is empty."),
        ("@latin", "latin", "It is not text in UTF-8."),
        ("@broken", "broken", "This is not JSON: line 2, column 3 is not as JSON is written."),
    ] {
        let (code, said) = isms(&["put", "x.isms", "organization", "ORG", "--json", given], dir.path());
        assert_eq!(code, Some(2), "{said}");
        assert!(said.starts_with(&format!("Refused. {place}: ")) && said.contains(says), "{given}: {said}");
    }
    for (given, says) in [
        ("[]", "they are not an object."),
        (r#"{"people":4}"#, "none is called \u{201c}people\u{201d}."),
        (r#"{"busiest":"June"}"#, "what \u{201c}busiest\u{201d} says cannot be read."),
    ] {
        let (code, said) = isms(&["programme", "x.isms", "--propose", given], dir.path());
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(says), "{given}: {said}");
    }
    assert_eq!(bytes(dir.path()), before);
    // Brackets in words are no levels.
    assert_eq!(isms(&["put", "x.isms", "organization", "ORG", "--json", &quoted], dir.path()).0, Some(0));
}

#[test]
fn what_would_steer_a_terminal_is_made_visible() {
    let dir = book();
    let name = "a\u{1b}[31m\u{7}\r\u{9b}\u{202e}gpj.isms";
    let seen = "a\u{27e8}U+001B\u{27e9}[31m\u{27e8}U+0007\u{27e9}\u{27e8}U+000D\u{27e9}\u{27e8}U+009B\u{27e9}\u{27e8}U+202E\u{27e9}gpj.isms";
    let harmless = |said: &str| said.chars().all(|c| !c.is_control() || c == '\n') && !said.contains('\u{202e}');
    // On standard output, on standard error, in a table, and where the arguments are refused.
    let (code, said) = isms(&["backup", "x.isms", name], dir.path());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with(&format!("{seen}: a copy")) && harmless(&said), "{said:?}");
    for args in [&["list", "x.isms", name][..], &["status", "x.isms", name]] {
        let (_, said) = isms(args, dir.path());
        assert!(said.contains(seen) && harmless(&said), "{said:?}");
    }
    let (_, said) = isms(&["status", "x.isms", "--as-of", name], dir.path());
    assert!(said.contains("\u{27e8}U+202E\u{27e9}gpj.isms") && harmless(&said), "{said:?}");
    // JSON has it escaped, and is the same value.
    std::fs::remove_file(dir.path().join(name)).unwrap();
    let (code, said) = isms(&["backup", "x.isms", name, "--json"], dir.path());
    assert!(code == Some(0) && harmless(&said), "{said:?}");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&said).unwrap()["path"], name);
    let (code, said) = isms(&["list", "x.isms", name, "--json"], dir.path());
    assert!(code == Some(2) && harmless(&said), "{said:?}");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&said).unwrap()["refused"]["where"], name);
    // What never ends is shortened, and says so.
    let (code, said) = isms(&["list", "x.isms", &"w".repeat(100_000)], dir.path());
    assert_eq!(code, Some(2));
    assert!(said.len() < 11_000 && said.contains(" characters more)"), "{}", said.len());
    // Lines stay lines.
    let body = r#"{"scope":"One line.\nAnother \u202e line."}"#;
    assert_eq!(isms(&["put", "x.isms", "organization", "ORG", "--json", body], dir.path()).0, Some(0));
    let (_, said) = isms(&["show", "x.isms", "ORG"], dir.path());
    assert!(said.contains("One line.\n    Another") && harmless(&said), "{said:?}");
}
