//! Somebody who left asks to be forgotten: what is held is handed over, what goes is shown, it goes, and the trail is whole.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::json;
use stories::Desk;
use stories::owner::{Owner, Written};

const ID: &str = "P-017";
const MARKS: [&str; 2] = ["Lema\u{ee}tre", "francois.lemaitre"];

fn found(desk: &Desk) -> Vec<String> {
    let has = |bytes: &[u8], mark: &str| bytes.windows(mark.len()).any(|w| w == mark.as_bytes());
    let files = std::fs::read_dir(desk.dir.path()).unwrap().flatten();
    files
        .filter(|e| e.path().is_file())
        .filter(|e| MARKS.iter().any(|m| has(&std::fs::read(e.path()).unwrap(), m)))
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn somebody_who_left_is_forgotten_and_the_trail_is_whole() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let held = desk.isms(&["about", "d.isms", ID, "--json"]).json_of(0);
    assert_eq!(held["name"], "Fran\u{e7}ois Lema\u{ee}tre");
    assert_eq!(held["kept_until"], "2027-12-31");
    assert!(held["records"].as_array().unwrap().iter().any(|r| r["kind"] == "training_record"));
    let before = desk.isms(&["verify", "d.isms", "--json"]).json_of(0);
    // Kept for three years: earlier only with a why. A preview writes nothing.
    let seen = desk.isms(&["erase", "d.isms", ID, "--preview", "--json"]).json_of(1);
    assert_eq!(seen["until"], "2027-12-31");
    assert_eq!(seen["of"][0]["becomes"], "Former employee #1");
    let refused = desk.isms(&["erase", "d.isms", ID]).ends(2);
    assert!(refused.err.contains("is kept until 31 December 2027, 36 months after the last day. Say why it goes earlier, in at least 10 characters."), "{}", refused.err);
    let active = desk.isms(&["erase", "d.isms", "P-004", "--why", "A mistake of ours."]).ends(2);
    assert!(active.err.contains("works here. Record the last day first"), "{}", active.err);
    assert_eq!(desk.isms(&["verify", "d.isms", "--json"]).json_of(0), before);
    let why = "He asked for it by mail on 20 November.";
    let shown = desk.isms(&["erase", "d.isms", ID, "--preview", "--why", why]).ok().out;
    assert!(shown.starts_with("Erase ") && shown.contains("records of Fran\u{e7}ois Lema\u{ee}tre"), "{shown}");
    assert!(shown.contains("That someone was trained"), "{shown}");
    let done = desk.isms(&["erase", "d.isms", ID, "--why", why]).ok().out;
    assert!(done.contains("Backups from before still name them: a restored one is erased again by itself"), "{done}");
    assert_eq!(found(&desk), Vec::<String>::new());
    let after = desk.isms(&["verify", "d.isms"]).ok().out;
    assert!(after.contains("Content was erased under act") && after.contains("; the trail is whole."), "{after}");
    let json = desk.isms(&["verify", "d.isms", "--json"]).json_of(0);
    assert_eq!(json["erased"], json!([before["acts"].as_u64().unwrap() + 1]));
    let undo = desk.isms(&["undo", "d.isms", "--why", "A mistake of ours."]).ends(2);
    assert!(undo.err.contains("What was erased cannot come back"), "{}", undo.err);
    // What stays still makes its pages.
    assert!(desk.isms(&["show", "d.isms", ID, "--history"]).ok().out.contains("Former employee #1"));
    for report in ["training", "trail"] {
        desk.isms(&["report", "d.isms", report, "--text"]).ok();
    }
    desk.isms(&["status", "d.isms", "--as-of", "2024-11-30"]).ok();
    let due = desk.isms(&["erase", "d.isms", "--due", "--json"]).json_of(0);
    assert!(due.as_array().unwrap().iter().all(|r| r["id"] != ID));
}

#[test]
fn in_the_window_the_button_says_what_it_does_and_the_page_reads_well_afterwards() {
    let o = Owner::opens("forget.isms");
    o.goes("#/record/P-017");
    o.window.heads("Fran\u{e7}ois Lema\u{ee}tre");
    o.window.settled();
    o.window.click("button", "More: print, attach, retire");
    o.presses("Erase personal data");
    o.window.sees("What goes");
    o.window.sees("That someone was trained");
    o.window.sees("By your own times it is kept until 31 December 2027.");
    o.window.sees("36 months after the last day. Say why it goes earlier");
    o.window.pictured();
    o.types("erase-why", "He asked for it by mail on 20 November.");
    o.window.until("nothing stands in the way", || {
        (!o.window.text().contains("Say why it goes earlier, in")).then_some(())
    });
    o.window.is_sound();
    o.presses("Erase ");
    o.window.heads("Former employee #1");
    o.window.sees("What named this person was erased on 24 November");
    o.window.pictured();
    // Nothing brings it back, and nothing offers to.
    assert_eq!(o.window.count("Undo"), 0);
    assert_eq!(o.window.count("Edit"), 0);
    let Written { desk, .. } = o.leaves();
    assert!(found(&desk).is_empty());
}
