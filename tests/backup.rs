//! Backups as an owner meets them: made, tried, gone back to, on the command line and in the window; and the look at a file as a whole.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use std::path::{Path, PathBuf};
use stories::Desk;
use stories::window::Window;

/// A file of an organization of our own, with a person and some work in it.
fn begun(desk: &Desk) -> PathBuf {
    desk.isms(&["new", "book.isms", "--name", "Halden Optics", "--certified", "2025-03-04"]).ok();
    desk.isms(&["put", "book.isms", "asset", "--json", ASSET]).ok();
    desk.path("book.isms")
}
const ASSET: &str = r#"{"title": "File server", "owner": "P-001", "what": "device", "purpose": "Keeps the drawings of all instruments.", "classification": "internal", "personal_data": "none", "confidentiality": 2, "integrity": 2, "availability": 2, "runs_where": "Halden", "exposed": "internal", "state": "in_use"}"#;
const LIST: &str = "Name;Owner;What;Purpose;Classification;Personal data;C;I;A;Where;Exposed\nLabel printer;P-001;device;Prints labels;internal;none;1;2;2;Halden;internal\n";
fn names(folder: &Path) -> Vec<String> {
    let mut all: Vec<String> = std::fs::read_dir(folder)
        .map(|d| d.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    all.sort();
    all
}

#[test]
fn a_backup_is_made_tried_recorded_and_gone_back_to() {
    let desk = Desk::default();
    begun(&desk);
    std::fs::create_dir(desk.path("stick")).expect("a folder");
    let first = desk.isms(&["backup", "book.isms", "stick", "--json"]).ok().json();
    assert_eq!(
        (first["new"].as_bool(), first["number"].as_u64(), first["acts"].as_u64()),
        (Some(true), Some(1), Some(2))
    );
    let path = first["path"].as_str().expect("a path").to_string();
    assert!(path.ends_with(".000001.2026-11-24.isms-backup"), "{path}");
    assert!(
        desk.isms(&["backup", "book.isms", "stick"]).ok().out.contains("Nothing changed since backup 1 of 24 November")
    );
    desk.isms(&["put", "book.isms", "asset", "A-001", "--json", r#"{"purpose": "Keeps the drawings and the orders"}"#])
        .ok();
    // Tried out and recorded: a proof, for there is no routine for it yet.
    let out = desk.isms(&["backup", "book.isms", "stick", "--test", "--record"]).ok().out;
    assert!(out.contains("Backup 2 holds all that is recorded (3 acts), and was checked."), "{out}");
    assert!(out.contains("Backup 2 of 24 November 2026: restored and whole. 3 acts, "), "{out}");
    assert!(out.contains("Backup 1 of 24 November 2026: restored and whole. 2 acts, "), "{out}");
    let proof = desk.isms(&["list", "book.isms", "evidence"]).ok().out;
    assert!(proof.contains("Test of the backups of this file, 2026-11-24"), "{proof}");
    // Going back: what is lost is said, what was there is kept.
    let before = desk.isms(&["verify", "book.isms", "--json"]).ok().json();
    let out = desk.isms(&["restore", &path, "book.isms"]).ok().out;
    assert!(out.contains("book.isms: 2 acts, restored and checked."), "{out}");
    assert!(out.contains("2 later acts of the file that was there are not in it."), "{out}");
    let kept = "book replaced 2026-11-24.isms";
    assert!(out.contains(kept), "{out}");
    assert_eq!(desk.isms(&["verify", kept, "--json"]).ok().json(), before);
    assert_eq!(desk.isms(&["verify", "book.isms", "--json"]).ok().json()["acts"], 2);
    // The present went into the program's own backups too, before it was replaced.
    let own = desk.path("home/backups");
    let logs = names(&own);
    assert!(names(&own.join(&logs[0])).iter().any(|n| n.ends_with(".before-restore.isms-backup")), "{logs:?}");
    // And a record of this name is brought back as ever.
    desk.isms(&["retire", "book.isms", "A-001", "--why", "Sold, and taken out of use."]).ok();
    desk.isms(&["restore", "book.isms", "A-001", "--why", "It was not sold."]).ok();
}

#[test]
fn a_restore_test_is_a_performance_of_its_routine() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let routine = |desk: &Desk| {
        let all = desk.isms(&["programme", "d.isms", "--json"]).ok().json();
        let list = all["routines"].as_array().expect("routines").clone();
        list.into_iter().find(|r| r["id"] == "RT-14").expect("the restore test")
    };
    let before = routine(&desk);
    let id = before["id"].as_str().expect("a code").to_string();
    std::fs::create_dir(desk.path("stick")).expect("a folder");
    let acts = |desk: &Desk| desk.isms(&["verify", "d.isms", "--json"]).ok().json()["acts"].clone();
    let as_it_was = acts(&desk);
    desk.isms(&["backup", "d.isms", "stick", "--test"]).ok();
    assert_eq!(acts(&desk), as_it_was, "nothing is recorded unless it is said");
    let out = desk.isms(&["backup", "d.isms", "stick", "--test", "--record"]).ok().out;
    assert!(out.contains("restored and whole") && out.contains("Reviewed RT-14"), "{out}");
    let shown = desk.isms(&["show", "d.isms", &id, "--history", "--json"]).ok().json();
    let text = shown.to_string();
    assert!(text.contains("2026-11-24") && text.contains("Backups of this file were restored and compared"), "{text}");
    assert_ne!(before["cells"], routine(&desk)["cells"], "it stands in the year as done");
    desk.isms(&["verify", "d.isms"]).ok();
}

#[test]
fn an_import_is_preceded_by_a_backup_and_not_done_where_none_can_be_made() {
    let desk = Desk::default();
    begun(&desk);
    desk.write("assets.csv", LIST);
    let import = ["import", "book.isms", "assets.csv", "--as", "asset"];
    desk.isms(&[&import[..], &["--dry-run"]].concat()).ok();
    assert!(names(&desk.path("home/backups")).is_empty(), "a look makes no backup");
    // Something lies where the folder should be: nothing is brought in.
    std::fs::create_dir_all(desk.path("home")).expect("a folder");
    desk.write("home/backups", "in the way");
    let no = desk.isms(&import).ends(3);
    assert!(no.err.contains("No backup was made in"), "{}", no.err);
    assert_eq!(desk.isms(&["verify", "book.isms", "--json"]).ok().json()["acts"], 2);
    std::fs::remove_file(desk.path("home/backups")).expect("can remove");
    desk.isms(&import).ok();
    let log = names(&desk.path("home/backups")).remove(0);
    let made = names(&desk.path("home/backups").join(log));
    assert!(made.len() == 1 && made[0].ends_with(".000001.2026-11-24.before-import.isms-backup"), "{made:?}");
}

#[test]
fn the_doctor_says_in_sentences_how_a_file_is_and_mends_nothing() {
    let desk = Desk::default();
    let path = begun(&desk);
    let none = desk.isms(&["doctor", "book.isms"]).ends(1).out;
    assert!(none.contains("yes It opens: 2 acts, ") && none.contains("NO  No backup of it was found."), "{none}");
    desk.isms(&["backup", "book.isms"]).ok();
    let well = desk.isms(&["doctor", "book.isms"]).ok().out;
    for says in [
        "Every page of it is in order",
        "finds it",
        "The trail is whole: 2 acts, and all is as it was written. Checkpoint",
        "No files of evidence",
        "1 backup in ",
        "was made today and holds 2 acts",
        "All is well. Nothing was changed.",
    ] {
        assert!(well.contains(says), "{says}: {well}");
    }
    assert_eq!(desk.isms(&["doctor", "book.isms", "--json"]).ok().json()["ok"], true);
    // Half of it is there: it does not open, and its backups are named if its first page reads.
    let bytes = std::fs::read(&path).expect("can read");
    std::fs::write(&path, &bytes[..bytes.len() / 2]).expect("can write");
    let half = desk.isms(&["doctor", "book.isms", "--json"]).json_of(1);
    assert_eq!(half["ok"], false);
    assert!(half.to_string().contains("It does not open. Incomplete: "), "{half}");
    assert_eq!(std::fs::read(&path).expect("can read").len(), bytes.len() / 2);
    assert_eq!(names(desk.dir.path()).iter().filter(|n| n.contains("book")).count(), 1, "nothing was laid beside it");
    assert!(desk.isms(&["doctor", "nowhere.isms"]).ends(2).err.contains("not there"));
}

fn opened(desk: &Desk, arguments: &[&str]) -> Window {
    std::fs::create_dir_all(desk.path("dialog/tables")).expect("a folder");
    let (home, dialog) = (desk.path("home"), desk.path("dialog"));
    let (home, dialog) = (home.to_string_lossy(), dialog.to_string_lossy());
    Window::open(arguments, &[("ISMS_HOME", &home), ("ISMS_DIALOG", &dialog), ("ISMS_TODAY", &desk.today)], (1280, 800))
}

#[test]
fn in_the_window_backups_are_made_tried_chosen_a_second_place_and_restored() {
    let desk = Desk::default();
    let file = begun(&desk);
    let window = opened(&desk, &[&file.to_string_lossy()]);
    window.sees("The best next step");
    window.go("#/settings");
    window.sees("No backup yet. The first is made within half an hour");
    window.press("Back up now", 0);
    window.sees("Backed up, and checked");
    window.sees("The last good backup was made today");
    window.sees("It holds all that is recorded.");
    window.press("Back up now", 0);
    window.sees("Nothing changed since the last backup");
    // A second place, which then gets its own.
    window.press("Choose a folder", 0);
    window.sees("No backups of this file lie there.");
    window.press("Back up now", 0);
    window.sees("No second place");
    let second = desk.path("dialog/tables");
    window.until("a backup in the second place", || (names(&second).len() == 1).then_some(()));
    // Tried, and recorded when the owner says so.
    window.press("Test my backups", 0);
    window.sees("The backups can be restored");
    window.sees("restored and whole");
    window.press("Record it", 0);
    window.sees("1 act since is not in it yet");
    // Going back: what is lost is said before.
    window.press("Restore", 0);
    window.sees("1 act after 24 November is not in it.");
    window.press("Go back to 24 November", 0);
    window.sees("is open. What was there before is kept beside it");
    drop(window);
    assert_eq!(desk.isms(&["verify", "book.isms", "--json"]).ok().json()["acts"], 2);
    assert_eq!(desk.isms(&["verify", "book replaced 2026-11-24.isms", "--json"]).ok().json()["acts"], 3);
}

#[test]
fn a_damaged_file_is_answered_with_its_newest_good_backup() {
    let desk = Desk::default();
    let file = begun(&desk);
    // Opened once, so that this computer knows whose it is.
    let window = opened(&desk, &[&file.to_string_lossy()]);
    window.sees("The best next step");
    window.go("#/settings");
    window.press("Back up now", 0);
    window.sees("Backed up, and checked");
    drop(window);
    let bytes = std::fs::read(&file).expect("can read");
    std::fs::write(&file, &bytes[..bytes.len() * 2 / 3]).expect("can write");
    let window = opened(&desk, &[]);
    window.press("book.isms", 0);
    window.sees("This file does not open");
    window.sees("Incomplete: ");
    window.press("Open the newest good backup", 0);
    window.sees("The best next step");
    window.sees("is open. What was there before is kept beside it");
    drop(window);
    assert_eq!(desk.isms(&["verify", "book.isms", "--json"]).ok().json()["acts"], 2);
    // Who goes back on the command line may go on in the window, though it has seen more.
    std::fs::create_dir(desk.path("stick")).expect("a folder");
    let made = desk.isms(&["backup", "book.isms", "stick", "--json"]).ok().json();
    desk.isms(&["put", "book.isms", "asset", "A-001", "--json", r#"{"purpose": "Keeps the drawings and the orders"}"#])
        .ok();
    let window = opened(&desk, &[&file.to_string_lossy()]);
    window.sees("The best next step");
    drop(window);
    desk.isms(&["restore", made["path"].as_str().expect("a path"), "book.isms"]).ok();
    let window = opened(&desk, &[&file.to_string_lossy()]);
    window.sees("The best next step");
    window.sees("All saved");
}
