//! A pack is whole or it is not there: cancelled at each step, killed at random moments. Where its proofs lie, and what is said of them.
#![allow(clippy::unwrap_used, clippy::expect_used)]
use chrono::{TimeZone, Utc};
use isms::Refusal;
use isms::proof;
use isms_file::{Bundle, Clock, File, proof_beside};
use isms_pack::{Made, NotMade, Request, Step};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

fn clock() -> Clock {
    let on = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    Clock { at: Utc.with_ymd_and_hms(2026, 11, 24, 9, 0, 0).unwrap(), on }
}
const LOG: &str = "restore of May: all 4,211 files came back, checked by hand against the list.";

/// A file with an organization and three proofs: a text, an archive, one that names people.
fn started(dir: &Path) -> PathBuf {
    let path = dir.join("book.isms");
    let mut f = File::create(&path).unwrap();
    let first = isms::catalog::first_act("Fennel", clock().on, "Anna Keeper", clock().on);
    f.act(first, "P-001", clock()).unwrap();
    for (name, media, bytes, personal) in [
        ("restore.txt", "text/plain", LOG.as_bytes().to_vec(), false),
        ("logs.zip", "application/zip", [b"PK\x03\x04".to_vec(), vec![7; 90_000]].concat(), false),
        ("names.csv", "text/csv", b"who\nAnna\n".to_vec(), true),
    ] {
        let Value::Object(fields) = json!({"shows": format!("What {name} shows"), "collected_on": "2026-11-20", "collected_by": "P-001", "classification": "internal", "personal": personal})
        else {
            unreachable!()
        };
        let fields: Map<String, Value> = fields;
        f.attach(&["ORG".into()], name, media, std::io::Cursor::new(bytes), fields, "P-001", clock()).unwrap();
    }
    path
}
fn request(evidence: &str) -> Request {
    Request {
        pack: "topic".into(),
        reports: vec![("record".into(), Some("ORG".into()))],
        evidence: evidence.into(),
        ..Request::default()
    }
}
fn make(f: &mut File, r: &Request, to: &Path, tell: &mut dyn FnMut(Step) -> bool) -> Result<Made, NotMade> {
    let mut lend = |g: &mut dyn FnMut(&mut File)| -> Result<(), Refusal> {
        g(f);
        Ok(())
    };
    isms_pack::make(&mut lend, r, to, "P-001", clock(), tell)
}
/// Everything in a folder: path and bytes, but for the book itself.
fn seen(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut left = vec![dir.to_path_buf()];
    while let Some(at) = left.pop() {
        for e in std::fs::read_dir(&at).unwrap() {
            let p = e.unwrap().path();
            if p.is_dir() {
                left.push(p);
            } else if !p.file_name().unwrap().to_string_lossy().contains("book.isms") {
                out.insert(p.strip_prefix(dir).unwrap().display().to_string(), std::fs::read(&p).unwrap());
            }
        }
    }
    out
}
/// The pack at `to` is all there: the proof is of this PDF, and each file of the folder is what the list says.
fn whole(to: &Path, files: usize) {
    let text = std::fs::read_to_string(proof_beside(to)).unwrap();
    let read = proof::read(&text).unwrap();
    let sum = isms::ledger::sha256(&std::fs::read(to).unwrap());
    assert!(read.alone(&sum, None).iter().all(|s| s.holds), "the proof is of another PDF");
    let folder = Bundle::folder_beside(to);
    let list = std::fs::read_to_string(folder.join("SHA256SUMS.txt")).unwrap();
    assert_eq!(list.lines().count(), files);
    for line in list.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        assert_eq!(isms::plan::hex(&isms::ledger::sha256(&std::fs::read(folder.join(name)).unwrap())), sum, "{name}");
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), files + 1);
}

#[test]
fn proofs_lie_where_they_were_asked_for_and_what_names_people_stays() {
    let dir = tempfile::tempdir().unwrap();
    let mut f = File::open(started(dir.path())).unwrap();
    let to = dir.path().join("p.pdf");
    let made = make(&mut f, &request("beside"), &to, &mut |_| true).unwrap();
    assert_eq!((made.inside, made.beside, made.notes.len()), (0, 2, 0));
    whole(&to, 2);
    let names: Vec<String> = seen(dir.path()).into_keys().collect();
    assert_eq!(
        names,
        ["p files/EV-0001 restore.txt", "p files/EV-0002 logs.zip", "p files/SHA256SUMS.txt", "p.isms-proof", "p.pdf"]
    );
    // Inside: the text goes in, the archive, which no PDF may hold, beside.
    let made = make(&mut f, &request("inside"), &to, &mut |_| true).unwrap();
    assert_eq!((made.inside, made.beside), (1, 1));
    whole(&to, 1);
    // Listed only: the former folder goes with its pack.
    let made = make(&mut f, &request("index"), &to, &mut |_| true).unwrap();
    assert_eq!((made.inside, made.beside), (0, 0));
    assert_eq!(seen(dir.path()).into_keys().collect::<Vec<_>>(), ["p.isms-proof", "p.pdf"]);
    // A folder of that name that is somebody's own is never touched.
    std::fs::create_dir(dir.path().join("p files")).unwrap();
    std::fs::write(dir.path().join("p files/mine.txt"), "mine").unwrap();
    let before = seen(dir.path());
    match make(&mut f, &request("beside"), &to, &mut |_| true) {
        Err(NotMade::Refused(r)) => assert_eq!(r.text, "There is a folder of this name that holds other things."),
        other => panic!("{other:?}"),
    }
    assert_eq!(seen(dir.path()), before);
}

#[test]
fn cancelled_at_any_step_it_leaves_what_was_there() {
    let dir = tempfile::tempdir().unwrap();
    let mut f = File::open(started(dir.path())).unwrap();
    let to = dir.path().join("p.pdf");
    let mut steps: Vec<Step> = Vec::new();
    make(&mut f, &request("beside"), &to, &mut |s| {
        steps.push(s);
        true
    })
    .unwrap();
    whole(&to, 2);
    assert!(steps.windows(2).all(|w| w[0].part <= w[1].part + 1e-6), "it never goes back: {steps:?}");
    for words in ["Checking the file", "Reading the proofs: 1 of 2", "Binding: Evidence index", "Setting page 2"] {
        assert!(steps.iter().any(|s| s.words == words), "nothing says {words}: {steps:?}");
    }
    let (before, acts) = (seen(dir.path()), f.isms().last_seq());
    for n in 0..steps.len() {
        let mut left = n;
        let made = make(&mut f, &request("inside"), &to, &mut |_| {
            left = left.wrapping_sub(1);
            left != usize::MAX
        });
        // The other choice may have a step less.
        if made.is_ok() && n > 8 {
            break;
        }
        assert!(matches!(made, Err(NotMade::Cancelled)), "step {n}: {made:?}");
        assert!(seen(dir.path()) == before, "step {n} left something");
        assert_eq!(f.isms().last_seq(), acts, "step {n} recorded something");
    }
}

#[test]
fn a_proof_whose_bytes_are_gone_is_said_and_does_not_go_out() {
    let dir = tempfile::tempdir().unwrap();
    let path = started(dir.path());
    let mut bytes = std::fs::read(&path).unwrap();
    let at =
        bytes.windows(LOG.len()).position(|w| w == LOG.as_bytes()).expect("the bytes of the proof stand in the file");
    bytes[at + 10] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let mut f = File::open(&path).unwrap();
    let to = dir.path().join("p.pdf");
    let made = make(&mut f, &request("beside"), &to, &mut |_| true).unwrap();
    // The pack on one question states no gaps, so it owes no declaration; the list of proofs says what is missing.
    assert!(!made.draft);
    assert_eq!(made.notes, ["The file of EV-0001 is not in the book, so it does not go out; the list says so."]);
    whole(&to, 1);
}

#[test]
fn an_early_day_a_turned_period_and_a_file_for_reading_only_are_defined() {
    let dir = tempfile::tempdir().unwrap();
    let mut f = File::open(started(dir.path())).unwrap();
    let to = dir.path().join("p.pdf");
    let day = |t: &str| Some(isms::dates::parse(t).unwrap());
    let refused = |f: &mut File, r: Request| match make(f, &r, &to, &mut |_| true) {
        Err(NotMade::Refused(r)) => r.text,
        other => panic!("{other:?}"),
    };
    let ahead = Request { as_of: day("2027-01-01"), ..request("index") };
    assert_eq!(refused(&mut f, ahead), "2027-01-01 lies ahead: nothing of that day is on record yet.");
    let turned = Request { from: day("2026-12-01"), ..request("index") };
    assert_eq!(refused(&mut f, turned), "The period begins on 2026-12-01, after 2026-11-24, the day of the pack.");
    let none = Request { reports: Vec::new(), ..request("index") };
    assert_eq!(refused(&mut f, none), "A pack on one question needs at least one report, and none is named.");
    assert!(seen(dir.path()).is_empty());
    f.hold_read_only("It was opened for viewing.");
    let made = make(&mut f, &request("beside"), &to, &mut |_| true).unwrap();
    assert_eq!((made.act, made.proof, made.beside), (None, None, 2));
    assert!(
        made.notes[0].starts_with("The file is open for reading only, so this pack is not recorded"),
        "{:?}",
        made.notes
    );
}

/// Not a test of its own: the process that is killed.
#[test]
fn maker_that_is_killed() {
    let Ok(dir) = std::env::var("ISMS_KILL_PACK") else { return };
    let dir = PathBuf::from(dir);
    let mut f = File::open(dir.join("book.isms")).unwrap();
    println!("\nready");
    std::io::stdout().flush().unwrap();
    loop {
        make(&mut f, &request("beside"), &dir.join("p.pdf"), &mut |_| true).unwrap();
    }
}
#[test]
fn killed_at_any_moment_it_leaves_the_former_pack_or_the_new_one() {
    let kills: usize = std::env::var("ISMS_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(30);
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("p.pdf");
    let mut f = File::open(started(dir.path())).unwrap();
    make(&mut f, &request("beside"), &to, &mut |_| true).unwrap();
    drop(f);
    let mut random = 88_172_645_463_325_252_u64;
    for n in 0..kills {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["maker_that_is_killed", "--exact", "--nocapture"])
            .env("ISMS_KILL_PACK", dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|l| l == "ready"), "kill {n}: the maker did not begin");
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_micros(random % 400_000));
        child.kill().unwrap();
        child.wait().unwrap();
        // What the next start does.
        Bundle::settle(&to).unwrap();
        whole(&to, 2);
        let names: Vec<String> = seen(dir.path()).into_keys().collect();
        assert_eq!(names.len(), 5, "kill {n} left something: {names:?}");
        let f = File::open(dir.path().join("book.isms")).unwrap();
        assert!(f.verify().unwrap().ok, "kill {n}");
    }
}
