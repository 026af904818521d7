//! What still holds, month by month, in the real window; and the reminder, with a window and without one.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use stories::window::{Window, screen};
use stories::{Desk, program};

fn opened(desk: &Desk, file: &Path, today: &str) -> Window {
    std::fs::create_dir_all(desk.path("dialog")).expect("a folder");
    let (home, dialog, system) = (desk.path("home"), desk.path("dialog"), desk.path("system"));
    std::fs::create_dir_all(system.join(".config")).expect("a folder");
    let window = Window::open(
        &[&file.to_string_lossy()],
        &[
            ("ISMS_HOME", &home.to_string_lossy()),
            ("ISMS_DIALOG", &dialog.to_string_lossy()),
            ("HOME", &system.to_string_lossy()),
            ("ISMS_TODAY", today),
        ],
        (1280, 800),
    );
    window.sees("The best next step");
    window
}
fn told(desk: &Desk) -> Vec<String> {
    let text = std::fs::read_to_string(desk.path("dialog/told.txt")).unwrap_or_default();
    text.lines().map(String::from).collect()
}
/// Until it is so, or the story gives up.
fn until(what: &str, so: impl Fn() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < Duration::from_secs(20), "waited in vain for {what}");
        std::thread::yield_now();
    }
}

#[test]
fn the_months_are_walked_by_keys_and_read_as_a_list() {
    let desk = Desk::default();
    let file = desk.demo("d.isms");
    let window = opened(&desk, &file, "2026-11-24");
    window.press("Month by month", 0);
    window.heads("What still holds");
    window.sees("On 20 May it was 92 %, now 93 %.");
    // From the sum of today down to the risks, and three months back.
    window.script("document.querySelector('td[tabindex=\"0\"]').focus()", &[]);
    window.keys("\u{E015}\u{E015}\u{E012}\u{E012}\u{E012}");
    window.settled();
    let at = window.script(
        "return document.activeElement.innerText + '|' + document.querySelector('aside').getAttribute('aria-label')",
        &[],
    );
    let at = at.as_str().unwrap_or_default().to_string();
    assert!(at.contains("Risks, 31 August 2026"), "{at}");
    let listed = desk.isms(&["currency", "d.isms", "--kind", "risk", "--json"]).ok().json();
    let august = listed["registers"][0]["months"]
        .as_array()
        .expect("months")
        .iter()
        .find(|m| m["on"] == "2026-08-31")
        .cloned()
        .expect("August");
    assert!(at.starts_with(&august["percent"].to_string()), "{at} is not {august}");
    // Each field opens its register as of that day.
    window.keys("\u{E007}");
    window.heads("Risks");
    window.sees("31 August 2026");
    assert_eq!(window.script("return location.hash", &[]), json!("#/risk?asof=2026-08-31"));
    // What is drawn is in the list, field by field.
    let fields = "return [...document.querySelectorAll('.months td.c .unseen')].map(e => e.textContent.replace('per cent:', '').trim()).filter(t => t !== 'nothing there yet').sort().join('\\n')";
    window.go("#/currency");
    window.settled();
    let drawn = window.script(fields, &[]);
    window.go("#/currency?show=list");
    window.settled();
    let listed = "return [...document.querySelectorAll('.months-list .why, section.settings > p')].map(e => e.textContent.trim()).sort().join('\\n')";
    let list = window.script(listed, &[]);
    let lines = |v: &serde_json::Value| v.as_str().unwrap_or_default().lines().count();
    assert!(lines(&drawn) > 500, "only {} fields", lines(&drawn));
    assert!(drawn == list, "{} fields are drawn, {} are listed", lines(&drawn), lines(&list));
    window.is_sound();
}

#[test]
fn one_notification_a_day_once_it_is_asked_for() {
    let desk = Desk::default();
    desk.isms(&["new", "n.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-05-02"]).ok();
    let file = desk.path("n.isms");
    {
        let window = opened(&desk, &file, "2026-11-24");
        window.go("#/settings");
        window.heads("Settings");
        // Off until chosen.
        assert_eq!(told(&desk), Vec::<String>::new());
        window.press("One notification a day", 0);
        until("the first notification", || !told(&desk).is_empty());
        assert_eq!(told(&desk), ["2026-11-24 ISMS Upkeep: 20 things need you."]);
        // Chosen anew on the same day, with names: it was told already.
        window.press("It may say what comes first", 0);
        until("a second look", || told(&desk).len() == 2);
        window.is_sound();
    }
    for (day, says) in [
        ("2026-11-24", "2026-11-24 nothing"),
        ("2026-11-25", "2026-11-25 ISMS Upkeep: 20 things need you; the first: Set up ORG Alder Bikes Ltd."),
    ] {
        let before = told(&desk).len();
        let window = opened(&desk, &file, day);
        until("the look of another run", || told(&desk).len() > before);
        assert_eq!(told(&desk)[before], says);
        window.is_sound();
    }
    assert_eq!(told(&desk).iter().filter(|t| t.contains("2026-11-24 ISMS")).count(), 1, "{:?}", told(&desk));
}

#[test]
fn start_at_login_and_the_week_are_the_owners_choice() {
    let desk = Desk::default();
    let file = desk.demo("d.isms");
    let window = opened(&desk, &file, "2026-11-24");
    window.go("#/settings");
    window.heads("Settings");
    let list = desk.path("system/.config/autostart");
    let entries = || -> Vec<String> {
        std::fs::read_dir(&list)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|e| std::fs::read_to_string(e.path()).ok())
            .collect()
    };
    assert!(entries().is_empty(), "nothing starts at login before it is chosen");
    window.press("Start when I log in", 0);
    until("the entry", || entries().iter().any(|e| e.contains("--quietly")));
    window.settled();
    window.press("Start when I log in", 0);
    until("the entry to be gone", || entries().is_empty());
    window.settled();
    window.press("Save as a mail draft", 0);
    let draft = desk.path("dialog/digest-2026-11-24.eml");
    until("the draft", || draft.exists());
    window.press("Save as text", 0);
    let text = desk.path("dialog/digest-2026-11-24.txt");
    until("the text", || text.exists());
    window.sees("This week is written");
    // The window and the command line write the same.
    desk.isms(&["digest", "d.isms", "--out", "again.eml"]).ok();
    assert_eq!(std::fs::read(desk.path("again.eml")).ok(), std::fs::read(&draft).ok());
    let words = std::fs::read_to_string(&text).expect("readable");
    assert!(std::fs::read_to_string(&draft).is_ok_and(|d| d.contains("X-Unsent: 1\r\n")));
    assert_eq!(words.trim_end(), desk.isms(&["digest", "d.isms"]).ok().out.trim_end());
    window.is_sound();
}

/// The program as the system starts it at login.
struct Quiet {
    screen: Child,
    program: Child,
}
impl Quiet {
    fn starts(desk: &Desk, today: &str) -> Quiet {
        let (screen, display) = screen((1280, 800));
        let program = Command::new(program("isms-upkeep"))
            .arg("--quietly")
            .env("DISPLAY", display)
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("ISMS_HOME", desk.path("home"))
            .env("ISMS_DIALOG", desk.path("dialog"))
            .env("HOME", desk.path("system"))
            .env("ISMS_TODAY", today)
            .stderr(Stdio::from(std::fs::File::create(desk.path("heard.txt")).expect("a file")))
            .spawn()
            .expect("the program starts");
        Quiet { screen, program }
    }
    fn alive(&mut self) -> bool {
        self.program.try_wait().is_ok_and(|s| s.is_none())
    }
    /// Programs that it started: a page would be one.
    fn pages(&self) -> usize {
        let id = self.program.id();
        let list = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        list.split_whitespace().count()
    }
}
impl Drop for Quiet {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
        let _ = self.screen.kill();
        let _ = self.screen.wait();
    }
}
fn remembers(desk: &Desk, file: &Path) -> PathBuf {
    for dir in ["home", "dialog", "system"] {
        std::fs::create_dir_all(desk.path(dir)).expect("a folder");
    }
    let memory = json!({"settings": {"remind": true}, "recent": [{"path": file, "needs": null, "opened": "2026-11-20T09:00:00Z"}]});
    desk.write("home/memory.json", memory.to_string())
}

#[test]
fn started_quietly_it_tells_and_leaves_no_trace_on_the_file() {
    let desk = Desk::default();
    desk.isms(&["new", "n.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-05-02"]).ok();
    let file = desk.path("n.isms");
    let before = std::fs::read(&file).expect("readable");
    let memory = remembers(&desk, &file);
    let mut quiet = Quiet::starts(&desk, "2026-11-24");
    until("the notification", || !told(&desk).is_empty());
    assert_eq!(told(&desk), ["2026-11-24 ISMS Upkeep: 20 things need you."]);
    assert!(quiet.alive(), "it stays for the next day");
    assert_eq!(quiet.pages(), 0, "no window was opened");
    assert!(std::fs::read_to_string(&memory).is_ok_and(|m| m.contains("\"told\": \"2026-11-24\"")));
    // Nothing lies beside the file, it is as it was, and it can be written to meanwhile.
    let beside: Vec<String> = std::fs::read_dir(desk.dir.path())
        .expect("a folder")
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.contains("n.isms") && n != "n.isms")
        .collect();
    assert_eq!(beside, Vec::<String>::new());
    assert_eq!(std::fs::read(&file).expect("readable"), before);
    desk.isms(&["put", "n.isms", "person", "P-001", "--json", "{\"notes\": \"Here since the spring.\"}"]).ok();
    drop(quiet);
    // Started again on the same day it says nothing.
    let _again = Quiet::starts(&desk, "2026-11-24");
    until("the look of the second run", || told(&desk).len() == 2);
    assert_eq!(told(&desk)[1], "2026-11-24 nothing");
}

#[test]
fn a_file_that_is_gone_or_foreign_is_one_quiet_line() {
    let desk = Desk::default();
    let foreign = desk.write("letter.isms", b"Dear colleague");
    for file in [desk.path("gone.isms"), foreign] {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        remembers(&desk, &file);
        let mut quiet = Quiet::starts(&desk, "2026-11-24");
        let heard = || std::fs::read_to_string(desk.path("heard.txt")).unwrap_or_default();
        until("the line", || heard().contains(&name));
        assert!(quiet.alive(), "{}", heard());
        assert_eq!(heard().lines().filter(|l| l.contains(&name)).count(), 1, "{}", heard());
        assert_eq!(told(&desk), Vec::<String>::new());
    }
}
