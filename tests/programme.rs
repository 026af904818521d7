//! The programme as its owner meets it: what five answers propose, the year on the command line, the year in the window, and what is asked
//! before a routine goes that alone answers a clause.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::{Value, json};
use stories::Desk;
use stories::window::Window;

const ANSWERS: &str = r#"{"decided_on": "2026-05-02", "headcount": 18, "home_offices_only": true, "does": ["build", "run"], "laws": ["gdpr", "nis2_important"], "busiest": [12], "budgets": [9]}"#;

fn book() -> Desk {
    let desk = Desk::default();
    desk.isms(&["new", "n.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-05-02"]).ok();
    desk.write("answers.json", ANSWERS);
    desk
}
fn codes(list: &Value) -> Vec<&str> {
    list["records"].as_array().expect("records").iter().filter_map(|r| r["id"].as_str()).collect()
}

#[test]
fn five_answers_propose_a_programme_and_one_act_records_it() {
    let desk = book();
    let empty = desk.isms(&["programme", "n.isms"]).ok();
    assert!(empty.out.contains("no routines yet"), "{}", empty.out);
    let said = desk.isms(&["programme", "n.isms", "--propose", "@answers.json"]).ok().out;
    for words in [
        "RT-11  You build software, so its parts are scanned every two weeks.",
        "RT-27  Left out. 25 people or fewer: everyone works at home",
        "Then what answers A.7.1, A.7.2, A.7.3, A.7.4, A.7.7?",
        "RT-30  NIS2 Art. 20(2) asks that management is itself trained.",
        "90 days before the day of the external audit, 2 May 2027",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    // Looking records nothing.
    assert!(codes(&desk.isms(&["list", "n.isms", "routine", "--json"]).ok().json()).is_empty());
    let lines = desk.isms(&["programme", "n.isms", "--propose", "@answers.json", "--json"]).ok().json();
    assert_eq!(lines["lines"].as_array().expect("lines").len(), 30);
    assert_eq!(lines["months"].as_array().expect("months").len(), 12);

    let added = desk.isms(&["programme", "n.isms", "--propose", "@answers.json", "--add"]).ok().out;
    assert!(added.contains("Added 29 routines (act 2)"), "{added}");
    let there = desk.isms(&["list", "n.isms", "routine", "--json"]).ok().json();
    let have = codes(&there);
    assert!(have.contains(&"RT-30") && !have.contains(&"RT-27"), "{have:?}");
    // The trail says why it deviates.
    let trail = desk.isms(&["trail", "n.isms"]).ok().out;
    assert!(trail.contains("Physical round of sites is left out: 25 people or fewer"), "{trail}");
    // Said again, nothing is there to add; with other answers only what is missing is.
    assert!(
        desk.isms(&["programme", "n.isms", "--propose", "@answers.json", "--add"])
            .ok()
            .out
            .contains("nothing was added")
    );
    let more = desk.isms(&["programme", "n.isms", "--propose", "{}", "--add"]).ok().out;
    assert!(more.contains("Added RT-27 (act 3)"), "{more}");
    desk.isms(&["verify", "n.isms"]).ok();
    // One act, so one undo.
    desk.isms(&["undo", "n.isms"]).ok();
    desk.isms(&["undo", "n.isms"]).ok();
    let p = desk.isms(&["programme", "n.isms", "--json"]).ok().json();
    assert_eq!(p["routines"].as_array().expect("routines").len(), 0);
}

#[test]
fn a_code_that_is_taken_is_refused_by_name_and_nothing_is_added() {
    let desk = book();
    let own = json!({"title": "Water the plants", "owner": "P-001", "what": "With care.", "serves": ["A.7.5"], "proof_needed": "none", "started_on": "2026-11-24", "cadence": {"every": 1, "unit": "week"}});
    desk.isms(&["put", "n.isms", "routine", "RT-04", "--json", &own.to_string()]).ok();
    let refused = desk.isms(&["programme", "n.isms", "--propose", "@answers.json", "--add"]).ends(2);
    assert!(
        refused.err.contains("RT-04")
            && refused
                .err
                .contains("A code that the proposal needs is taken: RT-04 is \u{201c}Water the plants\u{201d}"),
        "{}",
        refused.err
    );
    assert_eq!(codes(&desk.isms(&["list", "n.isms", "routine", "--json"]).ok().json()), ["RT-04"]);
    let lines = desk.isms(&["programme", "n.isms", "--propose", "@answers.json", "--json"]).ok().json();
    let line = lines["lines"].as_array().expect("lines").iter().find(|l| l["code"] == "RT-04").expect("a line").clone();
    assert_eq!(line["taken_by"], "Water the plants");
    // With codes that are free next all of it comes, beside the routine that was there.
    let added = desk.isms(&["programme", "n.isms", "--propose", "@answers.json", "--add", "--next-codes"]).ok().out;
    assert!(added.contains("Added 29 routines"), "{added}");
    let list = desk.isms(&["list", "n.isms", "routine", "--json"]).ok().json();
    assert_eq!((codes(&list).len(), codes(&list)[1]), (30, "RT-05"));
    // Then it is known by what it does, not by its code.
    let again = desk.isms(&["programme", "n.isms", "--propose", "@answers.json", "--add"]).ok().out;
    assert!(again.contains("nothing was added"), "{again}");
}

#[test]
fn answers_that_are_none_are_refused_in_words() {
    let desk = book();
    for (answers, words) in [
        (r#"{"busiest": [13]}"#, "13 is not a month"),
        (r#"{"people": 4}"#, "These are not answers to the five questions"),
        (r#"{"laws": ["gravity"]}"#, "These are not answers to the five questions"),
        ("{", "This is not JSON"),
        ("@nothing.json", "It cannot be read"),
    ] {
        let refused = desk.isms(&["programme", "n.isms", "--propose", answers]).ends(2);
        assert!(refused.err.contains(words), "{answers}: {}", refused.err);
    }
    desk.isms(&["programme", "n.isms", "--add"]).ends(2);
    desk.isms(&["programme", "n.isms", "--from", "2026-05-01", "--to", "2026-04-01"]).ends(2);
}

#[test]
fn the_year_of_the_demo_shows_what_was_skipped_what_is_late_and_what_is_crowded() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let shown = desk.isms(&["programme", "d.isms"]).ok().out;
    for words in [
        "29 routines, 74 h 35 min a year, on 2026-11-24",
        "September 2027 takes",
        "RT-13  !  Due on 1 October, not done: 54 days late so far.",
        "RT-14  \u{25a1}  That of 1 May was skipped, and nobody said why.",
        "\u{25a0}\u{b7}\u{b7}\u{25a0}\u{b7}\u{b7}\u{25a1}\u{b7}\u{b7}\u{25a0}\u{b7}\u{b7}|\u{25a0}|\u{b7}\u{b7}\u{25cb}\u{b7}\u{b7}\u{25cb}\u{b7}\u{b7}\u{25cb}\u{b7}\u{b7}",
        "\u{25a1} skipped, no why",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    let p = desk
        .isms(&["programme", "d.isms", "--json", "--as-of", "2026-02-01", "--from", "2025-01-01", "--to", "2025-12-31"])
        .ok()
        .json();
    assert_eq!((&p["as_of"], &p["from"], &p["to"]), (&json!("2026-02-01"), &json!("2025-01-01"), &json!("2025-12-01")));
    let restore =
        p["routines"].as_array().expect("routines").iter().find(|r| r["id"] == "RT-14").expect("RT-14").clone();
    let marks: Vec<&str> =
        restore["cells"].as_array().expect("cells").iter().filter_map(|c| c["mark"].as_str()).collect();
    // The performance of October counts for November.
    assert_eq!(marks, ["done", "done", "done", "done"], "{restore}");
}

#[test]
fn a_routine_that_alone_answers_a_clause_goes_only_with_what_answers_it_then() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let refused = desk.isms(&["retire", "d.isms", "RT-14", "--why", "The key person has left us."]).ends(2);
    assert!(
        refused.err.contains("Only RT-14 answers A.8.13") && refused.err.contains("Then what answers it?"),
        "{}",
        refused.err
    );
    desk.isms(&["retire", "d.isms", "RT-14", "--why", "A.8.13: the provider restores every month and shows us."]).ok();
    let trail = desk.isms(&["show", "d.isms", "RT-14"]).ok().out;
    assert!(trail.contains("retired: A.8.13: the provider"), "{trail}");
    // One whose clauses others answer too goes with any why.
    desk.isms(&["retire", "d.isms", "RT-29", "--why", "Done by hand."]).ok();
}

#[test]
fn the_year_in_the_window_by_keys_alone() {
    let desk = Desk::default();
    let file = desk.demo("d.isms");
    let home = desk.path("home");
    let window = Window::open(
        &[&file.to_string_lossy()],
        &[("ISMS_HOME", &home.to_string_lossy()), ("ISMS_TODAY", "2026-11-24")],
        (1280, 800),
    );
    window.sees("The best next step");
    window.settled();
    // From the list by its switch, and back.
    window.go("#/routine");
    window.heads("Routines");
    window.click("radio", "Year");
    window.sees("Hours a month");
    window.settled();
    // One tab stop; arrows walk; the panel says what the mark means.
    let stops = window.script("return document.querySelectorAll('.programme [tabindex=\"0\"]').length", &[]);
    assert_eq!(stops, json!(1));
    window.script("document.querySelector('.programme td[tabindex=\"0\"]').focus()", &[]);
    window.keys(&"\u{E015}".repeat(13)); // down to RT-14
    window.keys(&"\u{E012}".repeat(6)); // left to May
    window.sees("That of 1 May was skipped, and nobody said why.");
    let name = window.script("return document.activeElement.innerText.trim()", &[]);
    assert!(name.as_str().is_some_and(|n| n.contains("May 2026, skipped, no why")), "{name}");
    window.keys("\u{E011}"); // Home: the first month
    window.sees("November 2025");
    for theme in ["light", "dark"] {
        window.theme(theme);
        window.settled();
        let found = window.axe();
        assert!(found.is_empty(), "{theme}: {}", found.join("\n"));
    }
    // Half a year later, and half a year back.
    window.keys("]");
    window.sees("May 2026 to April 2028");
    window.keys("[");
    window.sees("November 2025 to October 2027");
    window.keys("\u{E007}"); // Enter opens the record
    window.heads("Restore test");
    window.sees("Month by month");
    window.sees("That of 1 May was skipped, and nobody said why.");
    window.theme("light");
    window.settled();
    let found = window.axe();
    assert!(found.is_empty(), "{}", found.join("\n"));
    // Before it goes: what answers the control then?
    window.click("button", "More: print, attach, retire");
    window.settled();
    window.press("Retire\u{2026}", 0);
    window.sees("Then what answers A.8.13?");
    window.press("Retire", 0);
    window.sees("Say it in the why, with the number");
    window.fill("act-why", "A.8.13: the provider restores every month and shows us.");
    window.press("Retire", 0);
    window.sees("Retired RT-14");
    window.is_sound();
    drop(window);
    assert!(desk.isms(&["show", "d.isms", "RT-14"]).ok().out.contains("retired: A.8.13: the provider"));
}
