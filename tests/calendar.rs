//! The calendar from the command line and in the real window: what is exported is found again, what is spread falls due sooner and can be undone.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use stories::Desk;
use stories::window::Window;

/// UID to sequence, day and status of each entry of a calendar file.
fn entries(path: &Path) -> BTreeMap<String, (u64, String, String)> {
    let text = std::fs::read_to_string(path).expect("the calendar file").replace("\r\n ", "");
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    text.split("BEGIN:VEVENT\r\n")
        .skip(1)
        .map(|e| {
            // The alarm inside has a name of its own.
            let own: String = match (e.find("BEGIN:VALARM"), e.find("END:VALARM")) {
                (Some(a), Some(b)) => format!("{}{}", &e[..a], &e[b..]),
                _ => e.to_string(),
            };
            let of = |key: &str| {
                own.lines()
                    .find_map(|l| l.strip_prefix(key)?.split_once(':').map(|(_, v)| v.to_string()))
                    .unwrap_or_default()
            };
            (of("UID"), (of("SEQUENCE").parse().expect("a number"), of("DTSTART"), of("STATUS")))
        })
        .collect()
}

#[test]
fn a_second_export_finds_the_first_again() {
    let d = Desk::default();
    d.demo("d.isms");
    let first = d.isms(&["export", "d.isms", "--format", "ics", "--to", "one.ics"]).ok().out;
    assert!(first.contains("one.ics: ") && first.contains(" entries") && !first.contains("taken out"), "{first}");
    d.isms(&["export", "d.isms", "--format", "ics", "--to", "folder"]).ok();
    assert_eq!(std::fs::read(d.path("one.ics")).unwrap(), std::fs::read(d.path("folder/isms.ics")).unwrap());
    let one = entries(&d.path("one.ics"));
    assert!(one.len() > 300 && one.values().all(|e| e.2.is_empty()));
    let of = |all: &BTreeMap<String, (u64, String, String)>, of: &str| {
        all.iter().find(|(k, _)| k.contains(of)).unwrap_or_else(|| panic!("no {of}")).1.clone()
    };
    assert_eq!(of(&one, ".ACT-025.action-late@").1, "20261215");
    d.isms(&[
        "put",
        "d.isms",
        "action",
        "ACT-036",
        "--json",
        r#"{"due": "2027-05-31"}"#,
        "--why",
        "The supplier needs longer.",
    ])
    .ok();
    d.isms(&["retire", "d.isms", "ACT-025", "--why", "The tool is gone."]).ok();
    let said = d.isms(&["export", "d.isms", "--format", "ics", "--to", "two.ics"]).ok().out;
    assert!(said.contains("1 taken out"), "{said}");
    let two = entries(&d.path("two.ics"));
    // Each of the first stands in the second, later; nothing stands twice; what went is taken out under its name.
    for (uid, (sequence, ..)) in &one {
        assert!(two.get(uid).is_some_and(|e| e.0 > *sequence), "{uid}");
    }
    assert_eq!(two.len(), one.len());
    assert_eq!(of(&two, ".ACT-036.action-late@").1, "20270531");
    assert_eq!(of(&two, ".ACT-025.action-late@").2, "CANCELLED");
    assert_eq!(two.values().filter(|e| e.2 == "CANCELLED").count(), 1);
    d.isms(&["verify", "d.isms"]).ok();
    // A day is a day: no clock of the machine is in it.
    let text = std::fs::read_to_string(d.path("two.ics")).unwrap();
    assert!(text.contains("DTSTART;VALUE=DATE:20270531"));
}

#[test]
fn the_calendar_is_printed_by_month_from_a_day_to_a_day() {
    let d = Desk::default();
    d.demo("d.isms");
    let text =
        d.isms(&["report", "d.isms", "calendar", "--from", "2027-02-01", "--to", "2027-03-31", "--text"]).ok().out;
    for words in [
        "Calendar 2027-02-01 to 2027-03-31",
        "Date | What | Why then | Who | Minutes",
        "# February 2027",
        "# March 2027",
        "2027-03-16 | AU-008 Recertification",
        "things shown",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("# April 2027") && !text.contains("# January 2027"));
    let mine = d.isms(&["report", "d.isms", "calendar", "--about", "P-004", "--text"]).ok().out;
    let rows = |t: &str| t.lines().filter(|l| l.matches(" | ").count() == 4).count();
    let all = d.isms(&["report", "d.isms", "calendar", "--text"]).ok().out;
    assert!(rows(&mine) > 3 && rows(&mine) < rows(&all), "{} of {}", rows(&mine), rows(&all));
    let no =
        d.isms(&["report", "d.isms", "calendar", "--from", "2027-03-01", "--to", "2027-02-01", "--text"]).ends(2).err;
    assert!(no.contains("is before 2027-03-01"), "{no}");
    assert!(
        d.isms(&["report", "d.isms", "calendar", "--about", "R-001", "--text"])
            .ends(2)
            .err
            .contains("There is no person")
    );
    d.isms(&["report", "d.isms", "calendar", "--out", "c.pdf", "--from", "2027-02-01", "--to", "2027-03-31"]).ok();
    assert!(std::fs::read(d.path("c.pdf")).unwrap().starts_with(b"%PDF"));
    // A new file has a calendar too.
    d.isms(&["new", "n.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-05-02"]).ok();
    let new = d.isms(&["report", "n.isms", "calendar", "--text"]).ok().out;
    assert!(
        new.contains(
            "2027-05-02 | Surveillance 1, latest day | The first surveillance audit must be held by 2 May 2027"
        ),
        "{new}"
    );
}

const CTRL: &str = "\u{E009}";
const ENTER: &str = "\u{E007}";
const RIGHT: &str = "\u{E014}";
const DOWN: &str = "\u{E015}";

fn focused(w: &Window, what: &str) -> String {
    w.script(&format!("return document.activeElement.{what}"), &[]).as_str().unwrap_or_default().to_string()
}

#[test]
fn the_owner_opens_the_calendar_spreads_a_month_undoes_it_and_takes_it_along() {
    let desk = Desk::default();
    let file = desk.demo("d.isms");
    let (home, dialog) = (desk.path("home"), desk.path("dialog"));
    std::fs::create_dir_all(&dialog).expect("a folder");
    let w = Window::open(
        &[&file.to_string_lossy()],
        &[
            ("ISMS_HOME", &home.to_string_lossy()),
            ("ISMS_DIALOG", &dialog.to_string_lossy()),
            ("ISMS_TODAY", "2026-11-24"),
        ],
        (1280, 800),
    );
    w.sees("The best next step");
    w.chord(&[CTRL], "2");
    w.heads("Calendar");
    w.sees("November 2026 to October 2027");
    w.sees("The certificate, 12 June 2024 to 11 June 2027");

    // What is drawn stands in the list: the codes of every field.
    let drawn = w.script("return [...document.querySelectorAll('.year .event')].filter(e => e.title.includes(': ') && !/^\\D*$/.test(e.title)).flatMap(e => e.title.split(': ')[0].split(', '))", &[]);
    let drawn: BTreeSet<String> = drawn
        .as_array()
        .expect("titles")
        .iter()
        .filter_map(|c| c.as_str().map(String::from))
        .filter(|c| c.contains('-') && !c.contains(' '))
        .collect();
    assert!(drawn.len() > 200, "{}", drawn.len());
    w.press("List", 0);
    w.sees("November 2026");
    let list = w.text();
    let missing: Vec<&String> = drawn.iter().filter(|c| !list.contains(c.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
    w.press("Year", 0);

    // One tab stop; arrows move; Enter opens the field as a list.
    let stops = w.script("return document.querySelectorAll('.year [tabindex=\"0\"]').length", &[]);
    assert_eq!(stops, serde_json::json!(1));
    w.script("document.querySelector('.year [tabindex=\"0\"]').focus()", &[]);
    w.keys(DOWN);
    assert_eq!(focused(&w, "dataset.at"), "1-0");
    for _ in 0..10 {
        w.keys(RIGHT);
    }
    assert_eq!(focused(&w, "dataset.at"), "1-10");
    w.keys(ENTER);
    w.until("the list of September's risks", || {
        let at = w.script("return location.hash", &[]).as_str().unwrap_or_default().to_string();
        (at.contains("lane=risks") && at.contains("month=2027-09")).then_some(())
    });
    w.sees("R-002");
    assert!(!w.text().contains("POL-02 "), "only risks");
    // Earlier and later by a key, and back to this month.
    w.go("#/calendar");
    w.settled();
    w.keys("]");
    w.sees("November 2027 to October 2028");
    w.keys("[[");
    w.sees("November 2025 to October 2026");
    w.press("Today", 1);
    w.sees("November 2026 to October 2027");
    w.press("Month", 0);
    w.sees("Monday");
    assert!(w.text().contains("What falls on a day off keeps its day"));
    w.press("Year", 0);

    // Spread: shown first, refused without a why, done, in the trail, undone as one act.
    let before = desk.isms(&["status", &file.to_string_lossy(), "--json"]).ok().json();
    w.press("Spread ", 0);
    w.sees("Each gets a day before the one on which it falls due");
    w.sees("September 2027");
    w.fill("act-why", "ok");
    w.press("Bring ", 0);
    w.sees("It is not said why");
    w.fill("act-why", "September would take more than half a week at once.");
    w.press("Bring ", 0);
    w.sees("reviews forward");
    w.until("the dialog to close", || (!w.text().contains("Each gets a day before")).then_some(()));
    w.go("#/trail");
    w.heads("Trail");
    w.sees("September would take more than half a week at once.");
    w.go("#/calendar");
    w.heads("Calendar");

    // Twice to another calendar: the same names.
    w.press("To my calendar", 0);
    w.sees("The calendar is saved");
    let ics = dialog.join("isms.ics");
    let one = entries(&ics);
    std::fs::remove_file(&ics).expect("was there");
    let due = |all: &BTreeMap<String, (u64, String, String)>| -> BTreeMap<String, String> {
        all.iter().filter(|(k, _)| k.contains(".review@")).map(|(k, v)| (k.clone(), v.1.clone())).collect()
    };
    w.chord(&[CTRL], "z");
    w.sees("Undid");
    w.press("To my calendar", 0);
    w.until("the second calendar", || ics.exists().then_some(()));
    w.settled();
    let two = entries(&ics);
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    let moved = due(&one).iter().filter(|(k, d)| due(&two)[*k] > **d).count();
    assert!(moved > 20, "{moved} fell due sooner");
    assert!(due(&one).iter().all(|(k, d)| due(&two)[k] >= *d), "something was let fall due later");
    assert!(one.iter().all(|(k, e)| two[k].0 > e.0));
    w.is_sound();
    drop(w);
    let after = desk.isms(&["status", &file.to_string_lossy(), "--json"]).ok().json();
    assert_eq!(before["items"], after["items"]);
    desk.isms(&["verify", &file.to_string_lossy()]).ok();
}

#[test]
fn a_file_without_a_certificate_has_a_calendar_and_says_what_is_missing() {
    let desk = Desk::default();
    desk.isms(&["new", "n.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-05-02"]).ok();
    desk.isms(&[
        "put",
        "n.isms",
        "organization",
        "ORG",
        "--json",
        r#"{"decided_on": null, "expires_on": null, "certificate_state": null, "state_since": null}"#,
        "--why",
        "The body has not decided yet.",
    ])
    .ok();
    let home = desk.path("home");
    let w = Window::open(
        &[&desk.path("n.isms").to_string_lossy()],
        &[("ISMS_HOME", &home.to_string_lossy()), ("ISMS_TODAY", "2026-11-24")],
        (900, 700),
    );
    w.sees("Alder Bikes");
    w.go("#/calendar?from=2028-03");
    w.heads("Calendar");
    w.sees("No certificate is entered.");
    w.sees("March 2028 to August 2028");
    w.press("Enter the certificate", 0);
    w.sees("On which day did the body decide to certify?");
    w.is_sound();
}
