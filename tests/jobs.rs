//! The three jobs in the real window, from the item to the auditor's PDF: a risk review, a policy update, a training record. And the sheet
//! that is brought in, the edit with its consequences, undo, the crash in the middle of a guide.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use stories::Desk;
use stories::owner::Owner;
use stories::window::Window;

#[test]
fn an_organization_begins_on_the_first_screen() {
    for (way, key, next) in
        [("Begin with your organization", "n", "The best next step"), ("Bring in your spreadsheets", "i", "Choose")]
    {
        let desk = Desk::default();
        std::fs::create_dir_all(desk.path("dialog")).expect("a folder");
        let (home, dialog) = (desk.path("home"), desk.path("dialog"));
        let (home, dialog) = (home.to_string_lossy(), dialog.to_string_lossy());
        let window = Window::open(
            &[],
            &[("ISMS_HOME", &home), ("ISMS_DIALOG", &dialog), ("ISMS_TODAY", &desk.today)],
            (1280, 800),
        );
        let file = desk.path("dialog");
        let o = Owner { window, desk, file };
        o.window.sees("Look around in the example");
        o.presses(way);
        o.window.sees("What is the organization\u{2019}s legal name?");
        // Nothing given is said, and nothing is lost by going away and coming back by its key.
        o.presses("Choose where to keep it");
        o.window.sees("Give the day on the certificate.");
        o.window.keys("\u{e00c}");
        o.window.chord(&["\u{e009}"], key);
        o.types("org-name", "Heron Clinics Ltd");
        o.types("org-day", "12 jun 2024");
        o.presses("Choose where to keep it");
        o.window.sees(next);
        o.goes("#/today");
        o.window.sees("Heron Clinics Ltd");
        o.window.is_sound();
    }
}

fn scored(o: &Owner) {
    o.goes("#/wizard/risk-review/R-038");
    o.window.heads("What has happened since you last looked");
    o.presses("yes");
    o.continues("Is this still the risk you mean?");
    o.presses("yes, as it stands");
    o.continues("What would it hit?");
    o.continues("still the person who can decide");
    o.presses("yes");
    o.continues("What stands against it today");
    for row in 0..3 {
        o.window.press("yes", row);
    }
    o.continues("How likely is it");
    o.window.press("2", 0);
    o.window.press("4", 1);
    o.types(
        "f-scores_why",
        "Settings are text and checked each night; our own collector is not reachable from outside.",
    );
}

#[test]
fn a_risk_review_from_the_item_to_the_page() {
    let o = Owner::opens("risk.isms");
    scored(&o);
    o.continues("What do you decide?");
    o.presses("make it smaller");
    o.types("f-treatment_why", "The nightly checker with its alarm costs little.");
    o.continues("Which controls will be added");
    o.continues("Where do you expect it to be afterwards?");
    o.window.press("1", 0);
    o.window.press("4", 1);
    o.continues("Check your answers");
    o.window.sees("R-038");
    o.continues("Sign");
    // Too short a why is refused, and every word is kept.
    o.types("f-why", "ok");
    o.presses("I have looked at what is shown here");
    o.presses("Sign and record");
    o.window.sees("does not tell next year's you anything");
    o.types("f-why", "Looked at the new collector with the platform engineers; the risk stands as it was scored.");
    o.presses("Sign and record");
    o.window.sees("Signed and recorded");
    o.window.sees("RV-0692");
    o.goes("#/print/review-record?about=RV-0692");
    o.window.press("Make the PDF", 0);
    let text = o.pdf("review-record-RV-0692.pdf");
    for words in ["R-038", "A-031", "the platform engineers; the risk stands", "Daniel Okafor", "page 1 of"] {
        assert!(text.contains(words), "the page lacks {words}: {text}");
    }
    o.goes("#/print/risk-register");
    o.window.press("Make the PDF", 0);
    assert!(o.pdf("risk-register.pdf").contains("55 of 55"));
    let (_, item) = o.then("R-038");
    assert_eq!(item["states"], serde_json::json!(["current"]), "{item}");
}

#[test]
fn a_policy_gets_its_next_version_and_those_concerned_owe_a_reading() {
    let o = Owner::opens("policy.isms");
    o.goes("#/wizard/policy-review/POL-10");
    o.presses("yes");
    o.continues("Whom have you asked");
    o.presses("yes");
    o.continues("Does it fit us");
    for question in 0..3 {
        o.window.press("yes", question);
    }
    o.types("f-fit_why", "Read through it with support; it answers what came up this year.");
    o.continues("What should become of it?");
    o.presses("change the rule");
    o.continues("Change the text");
    o.types("f-draft", "Report anything odd with the button in mail or by telephone within one hour. Then: stop the harm, keep the proof, start the sheet with the clocks of the product law.");
    o.types("f-dealt-0", "Second sentence, the clocks");
    o.continues("Does anyone have to do something differently");
    o.presses("yes");
    o.types("f-changed_what", "From now on anything odd is reported within one hour, also for products.");
    o.continues("Whom does it concern?");
    o.presses("everyone");
    o.presses("once for each real change");
    // The first "no" is an answer to whether they must confirm it.
    o.window.press("no", 1);
    o.continues("Who approves this version?");
    o.window.choose("f-approved", "P-001");
    o.presses("here, now");
    o.types("f-in_force_from", "2026-11-24");
    o.continues("Where do people find it?");
    o.presses("yes");
    o.continues("Check your answers");
    o.window.sees("3.0");
    o.continues("Sign");
    o.types("f-why", "The duty to report for products has begun; the rule now names it and its hour.");
    o.presses("I have looked at what is shown here");
    o.presses("Sign and record");
    o.window.sees("Signed and recorded");
    o.goes("#/print/documents");
    o.window.press("Make the PDF", 0);
    let text = o.pdf("documents.pdf");
    assert!(text.contains("3.0") && text.contains("within one hour, also for products"), "{text}");
    let (desk, item) = o.then("POL-10");
    assert_eq!(item["states"], serde_json::json!(["current"]), "{item}");
    let s = desk.isms(&["status", "policy.isms", "--json"]).ok().json();
    let owed = s["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter(|i| i["kind"] == "person_policy" && i["id"].as_str().is_some_and(|d| d.ends_with("/POL-10")))
        .filter(|i| i["reasons"].as_array().is_some_and(|r| r.iter().any(|r| r["rule"] == "reading-version")))
        .count();
    assert!(owed > 30, "{owed} people owe the reading of 3.0");
}

#[test]
fn a_session_is_recorded_with_its_proof_and_the_grid_shows_it() {
    let o = Owner::opens("training.isms");
    o.goes("#/wizard/training-record/CRS-01");
    o.presses("record a training that took place");
    o.presses("2.0");
    o.continues("On which day?");
    o.types("f-on", "2026-11-20");
    o.presses("together (room or call)");
    o.types("f-teacher", "Daniel Okafor");
    o.continues("Who was there?");
    let first = o.window.script("return document.querySelector('.row-title').innerText", &[]);
    o.window.press("passed", 0);
    o.types("f-result-0-score", "62");
    o.presses("Continue");
    o.window.sees("62 % is under your mark of 80 %");
    o.types("f-result-0-score", "92");
    o.continues("What shows that they were there?");
    o.presses("yes");
    o.presses("Continue");
    // Whoever was missing is asked for; then check and sign.
    while o.window.heading() != "Check your answers" {
        let n = o.window.count("campaign file");
        for row in 0..n {
            o.window.press("campaign file", row);
        }
        o.presses("Continue");
        o.window.settled();
    }
    o.continues("Sign");
    o.types("f-why", "Held the session with those who were due; the sheet is with the people manager.");
    o.presses("I have looked at what is shown here");
    o.presses("Sign and record");
    o.window.sees("Signed and recorded");
    o.goes("#/print/training");
    o.window.press("Make the PDF", 0);
    let text = o.pdf("training.pdf");
    assert!(text.contains("2026-11-20"), "the new record of {first} is not on the page: {text}");
    o.window.is_sound();
}

#[test]
fn answers_survive_a_crash() {
    let o = Owner::opens("crash.isms");
    scored(&o);
    // Kept 400 ms after the last key: seen by what the window says.
    o.window.sees("Draft kept");
    let Owner { mut window, desk, file } = o;
    window.kill();
    drop(window);
    let window = Owner::window(&desk, &file);
    window.sees("You left at");
    window.go("#/wizard/risk-review/R-038");
    window.heads("How likely is it");
    let why = window.script("return document.getElementById('f-scores_why').value", &[]);
    assert!(why.as_str().is_some_and(|w| w.starts_with("Settings are text")), "{why}");
    window.is_sound();
}

#[test]
fn the_answer_of_last_time_is_copied_by_one_key_and_asked_about() {
    let o = Owner::opens("again.isms");
    scored(&o);
    o.types("f-scores_why", "x");
    o.window.sees("Last time:");
    o.window.chord(&["\u{E009}"], "l");
    o.window.sees("Still exactly so?");
    let why = o.window.script("return document.getElementById('f-scores_why').value", &[]);
    assert!(why.as_str().is_some_and(|w| w.len() > 10 && o.window.text().contains(w)), "{why}");
    // One character more, and it is an answer of today.
    o.types("f-scores_why", &format!("{} Still so in November.", why.as_str().unwrap_or_default()));
    // What was announced stays in the words for those who listen; the note itself goes.
    o.window.until("no more asking", || {
        let notes =
            "return [...document.querySelectorAll('.note')].some((n) => n.innerText.includes('Still exactly so?'))";
        (o.window.script(notes, &[]) == serde_json::json!(false)).then_some(())
    });
    o.window.is_sound();
}

#[test]
fn an_edit_says_what_it_puts_out_of_step_and_is_undone_by_one_key() {
    let o = Owner::opens("edit.isms");
    o.goes("#/edit/A-001");
    o.window.heads("Edit");
    o.types("f-runs_where", "Reykjavik");
    o.window.sees("out of step");
    o.presses("Save");
    o.window.sees("Undo");
    o.window.heads("Results database");
    o.window.chord(&["\u{E009}"], "z");
    o.window.sees("Undid");
    let (_, item) = o.then("R-001");
    assert_eq!(item["states"], serde_json::json!(["current"]), "{item}");
}

#[test]
fn a_register_prints_its_own_report_and_a_record_its_sheet() {
    let o = Owner::opens("print.isms");
    o.goes("#/supplier");
    o.window.sees("Nordhaven Cloud");
    o.window.press("Print", 0);
    o.window.sees("On whom our information depends");
    o.goes("#/record/AU-006");
    o.window.heads("Internal audit 2026");
    o.window.click("button", "More: print, attach, retire");
    o.window.press("Report of an audit", 0);
    o.window.sees("AU-006");
    o.window.sees("What was looked at");
    o.window.is_sound();
}

#[test]
fn a_spreadsheet_is_chosen_looked_at_and_brought_in() {
    let o = Owner::opens("import.isms");
    let sheet = o.desk.write("suppliers.csv", "Name,Service,Importance,Owner,Access,Personal data,Security clauses\nAlder Couriers,Carries parcels,minor,Daniel Okafor,none,none,yes\nBirch Print,Prints manuals,minor,Hannah Lindqvist,none,none,no\n");
    std::fs::write(o.desk.path("dialog/open.txt"), sheet.to_string_lossy().as_bytes()).expect("can write");
    o.goes("#/import");
    o.window.press("Choose", 0);
    o.window.sees("Alder Couriers");
    o.window.press("Bring in", 0);
    o.window.sees("Brought in");
    o.goes("#/supplier");
    o.window.sees("Birch Print");
    o.window.is_sound();
}

#[test]
fn the_pack_is_made_from_the_window() {
    let o = Owner::opens("pack.isms");
    o.goes("#/pack");
    o.window.press("Make the pack", 0);
    let dialog = o.window.count("Choose where");
    if dialog > 0 {
        o.window.press("Choose where", 0);
    }
    let text = o.pdf("pack-2026-11-24.pdf");
    assert!(
        text.contains("Fennel & Rowe") && text.contains("Statement of Applicability"),
        "{}",
        &text[..2000.min(text.len())]
    );
    o.window.is_sound();
}

#[test]
fn the_grid_is_walked_by_keys_alone_and_several_are_chosen() {
    let o = Owner::opens("grid.isms");
    o.goes("#/training");
    o.window.sees("42 people");
    o.focuses("td[tabindex='0']");
    let at = || o.window.script("return document.activeElement.dataset.at ?? document.activeElement.tagName", &[]);
    let is = |want: &str| o.window.until(want, || (at() == want).then_some(()));
    let stops = || o.window.script("return document.querySelectorAll('.rows.both [tabindex=\"0\"]').length", &[]);
    is("0-0");
    o.window.keys("\u{e015}");
    is("1-0");
    o.window.keys("\u{e014}");
    is("1-1");
    o.window.keys("\u{e010}");
    is("1-16");
    assert_eq!(stops(), 1, "one tab stop");
    // The last row and the last column: what lies far away is not drawn, what has the focus is in view.
    o.window.chord(&["\u{e009}"], "\u{e010}");
    is("41-16");
    let (drawn, seen) = (
        o.window.script("return document.querySelectorAll('.rows.both td.c').length", &[]),
        o.window.script(
            "const a = document.activeElement.getBoundingClientRect(), b = document.querySelector('.rows.both').getBoundingClientRect(); return a.bottom <= b.bottom && a.right <= b.right + 1 && a.left > b.left",
            &[],
        ),
    );
    assert!(drawn.as_u64().unwrap() < 42 * 17, "all {drawn} fields are drawn");
    assert_eq!((seen, stops()), (true.into(), 1.into()));
    o.window.chord(&["\u{e009}"], "\u{e011}");
    is("0-0");
    // Three of one column.
    o.window.keys("\u{e014}");
    is("0-1");
    o.window.chord(&["\u{e008}"], "\u{e015}");
    o.window.chord(&["\u{e008}"], "\u{e015}");
    o.window.sees("3 people");
    o.window.sees("Record 3…");
    o.window.keys("\u{e007}");
    o.window.heads("Which training is it?");
    o.window.is_sound();
}
