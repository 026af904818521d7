//! Stories of the lock: a code that is drawn, written down and typed back; asked for when the file is opened; put out of sight.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use stories::Desk;
use stories::window::Window;

const TODAY: &str = "2026-11-24";

fn open(desk: &Desk, name: &str) -> Window {
    let home = desk.path("home");
    Window::open(
        &[&desk.path(name).to_string_lossy()],
        &[
            ("ISMS_HOME", &home.to_string_lossy()),
            ("ISMS_TODAY", TODAY),
            ("ISMS_DIALOG", &desk.path(".").to_string_lossy()),
        ],
        (1280, 800),
    )
}
fn text(pdf: &std::path::Path) -> String {
    let out = std::process::Command::new("pdftotext").arg(pdf).arg("-").output().expect("pdftotext is installed");
    String::from_utf8_lossy(&out.stdout).into_owned()
}
fn shows(desk: &Desk, name: &str, words: &str) -> bool {
    let bytes = std::fs::read(desk.path(name)).unwrap();
    bytes.windows(words.len()).any(|w| w == words.as_bytes())
}

#[test]
fn a_file_is_locked_opened_changed_and_unlocked_on_the_command_line() {
    let desk = Desk::default();
    desk.isms(&["new", "n.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-05-02"]).ok();
    assert!(shows(&desk, "n.isms", "Alder Bikes"));
    desk.isms(&["backup", "n.isms"]).ok();
    let locked = desk.isms(&["lock", "n.isms", "--sheet", "code.pdf", "--json"]).ok().json();
    let code = locked["code"].as_str().unwrap().to_string();
    assert_eq!(code.len(), 31);
    assert!(!shows(&desk, "n.isms", "Alder Bikes") && !shows(&desk, "n.isms", "SQLite"));
    // The page has the code; without it nothing opens, with a wrong one neither, and nothing changes.
    let page = text(&desk.path("code.pdf"));
    assert!(code.split('-').all(|g| page.contains(g)) && page.contains("There is no second way in."), "{page}");
    let before = std::fs::read(desk.path("n.isms")).unwrap();
    let r = desk.isms(&["status", "n.isms"]).ends(2).err;
    assert!(r.contains("It is locked with a recovery code, or it is not an ISMS file."), "{r}");
    let wrong = "0000-0000-0000-0000-00000-00000";
    let r = desk.isms_with(&[("ISMS_CODE", wrong)], &["status", "n.isms"]).ends(2).err;
    assert!(r.contains("locked with a recovery code"), "{r}");
    let r = desk.isms_with(&[("ISMS_CODE", "1234")], &["status", "n.isms"]).ends(2).err;
    assert!(r.contains("A recovery code has 26 letters and digits; these are 4."), "{r}");
    assert_eq!(std::fs::read(desk.path("n.isms")).unwrap(), before);
    // A backup from before the lock is legible to anyone: that is said, and the next one takes its place although nothing was recorded.
    let with = [("ISMS_CODE", code.as_str())];
    let seen = desk.isms_with(&with, &["doctor", "n.isms"]).ends(1).out;
    assert!(seen.contains("1 backup there was made without the lock, and anyone can read it."), "{seen}");
    let made = desk.isms_with(&with, &["backup", "n.isms", "--drop-older"]).ok().out;
    assert!(made.contains("1 older one was taken away."), "{made}");
    let seen = desk.isms_with(&with, &["doctor", "n.isms"]).ok().out;
    assert!(seen.contains("1 backup in") && !seen.contains("without the lock"), "{seen}");
    // With its code everything goes on, backups are locked with it, and trials read them.
    desk.isms_with(&with, &["status", "n.isms"]).ok();
    std::fs::create_dir(desk.path("stick")).unwrap();
    desk.isms_with(&with, &["backup", "n.isms", "stick", "--test"]).ok();
    for entry in std::fs::read_dir(desk.path("stick")).unwrap() {
        let name = format!("stick/{}", entry.unwrap().file_name().to_string_lossy());
        assert!(!shows(&desk, &name, "Alder Bikes"), "{name}");
    }
    desk.isms_with(&with, &["verify", "n.isms"]).ok();
    // Another code: the old one opens the file no more.
    let again = desk.isms_with(&with, &["lock", "n.isms", "--json"]).ok().json();
    assert_eq!(again["changed"], true);
    desk.isms_with(&with, &["status", "n.isms"]).ends(2);
    let with = [("ISMS_CODE", again["code"].as_str().unwrap())];
    desk.isms_with(&with, &["unlock", "n.isms"]).ok();
    desk.isms(&["status", "n.isms"]).ok();
    let r = desk.isms(&["unlock", "n.isms"]).ends(2).err;
    assert!(r.contains("The file is not locked."), "{r}");
}

#[test]
fn the_owner_locks_the_file_goes_away_and_opens_it_with_the_page() {
    let desk = Desk::default();
    desk.isms(&["new", "n.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-05-02"]).ok();
    let w = open(&desk, "n.isms");
    w.sees("Alder Bikes");
    w.go("#/settings");
    w.heads("Settings");
    w.sees("Whoever has this file can read it");
    w.press("Lock this file…", 0);
    w.sees("A lost code is a lost file");
    let groups: Vec<String> = w
        .script("return [...document.querySelectorAll('.code-groups li')].map((g) => g.textContent)", &[])
        .as_array()
        .unwrap()
        .iter()
        .map(|g| g.as_str().unwrap().to_string())
        .collect();
    assert_eq!(groups.len(), 6);
    let asked: Vec<usize> = w
        .script("return [...document.querySelectorAll('[role=dialog] label[for^=lock-]')].map((l) => Number(l.textContent.match(/\\d/)[0]))", &[])
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_u64().unwrap() as usize)
        .collect();
    // What was typed wrongly locks nothing.
    w.fill("lock-0", "WRONG");
    w.fill("lock-1", &groups[asked[1] - 1].to_lowercase());
    w.press_in("[role=dialog]", "Lock the file");
    w.sees("is not what stands there.");
    assert!(shows(&desk, "n.isms", "Alder Bikes"));
    w.press("Save the page to print…", 0);
    w.sees("Saved:");
    assert!(desk.path("Recovery code.pdf").exists());
    w.fill("lock-0", &groups[asked[0] - 1]);
    w.press_in("[role=dialog]", "Lock the file");
    w.sees("Locked with the code of page");
    assert!(!shows(&desk, "n.isms", "Alder Bikes"));
    w.is_sound();
    // Out of sight: nothing of the content is left in the page, and a wrong code is told so.
    w.chord(&["\u{E009}", "\u{E008}"], "L");
    w.sees("n.isms is locked.");
    assert!(!w.text().contains("Alder"));
    w.fill("code", "0000-0000-0000-0000-00000-00000");
    w.press("Open", 0);
    w.sees("Wrong recovery code, or not an ISMS file.");
    w.fill("code", &groups.concat().to_lowercase());
    w.press("Open", 0);
    w.sees("Alder Bikes");
    w.is_sound();
    drop(w);
    // The next start asks again.
    let w = open(&desk, "n.isms");
    w.sees("n.isms is locked.");
    w.fill("code", &groups.join("-"));
    w.press("Open", 0);
    w.sees("Alder Bikes");
    w.go("#/settings");
    w.sees("Locked with the code of page");
    w.press("Take the lock off…", 0);
    w.press_in("[role=dialog]", "Take the lock off");
    w.sees("The lock is off");
    assert!(shows(&desk, "n.isms", "Alder Bikes"));
    // A file without a lock is only put out of sight.
    w.chord(&["\u{E009}", "\u{E008}"], "L");
    w.sees("Out of sight while nobody was here.");
    assert!(!w.text().contains("Alder"));
    w.press("Go on", 0);
    w.heads("Settings");
    w.is_sound();
}
