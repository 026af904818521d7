//! A campaign from the owner's desk to a colleague's browser and back: sent, read, answered in a real Chromium, saved, taken in, recorded.
//! The file that goes out of the house asks the network for nothing, and everyone can use it.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use stories::Desk;
use stories::owner::Owner;
use stories::window::Window;

fn quiz() -> Value {
    json!([
        {"question": "What do you do with a strange mail?", "a": "Report it", "b": "Open it", "right": "a"},
        {"question": "Who may know your password?", "a": "My boss", "b": "Nobody", "c": "The helpdesk", "right": "b"},
        {"question": "Within which time do you report a lost laptop?", "a": "A week", "b": "When I find the time", "c": "A month", "d": "At once", "right": "d"},
    ])
}
/// The demo with a campaign about CRS-01 to three people, and its files.
fn sent(desk: &Desk) -> (String, Vec<PathBuf>) {
    let book = desk.demo("fennel.isms").display().to_string();
    let answers = json!({
        "what": {"of": "CRS-01"}, "whom": {"people": ["P-004", "P-013", "P-012"]},
        "quiz": {"ask": "yes", "questions": quiz(), "pass_mark": 80},
        "words": {"words": "Reporting a loss is simpler now: one call is enough. **Read it by 15 December**, it takes ten minutes.", "until": "2026-12-15"},
        "out": {"answers_to": "owner@fennel.example"}, "check": {},
        "sign": {"held_on": "2026-11-24", "outcome": "changed", "why": "These three are due for the course.", "signed": true},
    });
    let given = desk.write("sending.json", answers.to_string()).display().to_string();
    desk.isms(&["wizard", &book, "training-campaign", "--about", "CRS-01", "--answers", &given]).ok();
    let said = desk.isms(&["campaign", &book, "CMP-01", "--out", &desk.path("out").display().to_string()]).ok();
    assert!(said.out.contains("6 files for 3 people"), "{}", said.out);
    let mut files: Vec<PathBuf> = std::fs::read_dir(desk.path("out/CMP-01"))
        .unwrap()
        .map(|f| f.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "html"))
        .collect();
    files.sort();
    (book, files)
}
/// Ticks these answers and saves; gives what was saved.
fn answer(window: &Window, folder: &Path, person: &str, choices: &[usize]) -> PathBuf {
    for (q, c) in choices.iter().enumerate() {
        window.script("document.getElementById(arguments[0]).click()", &[json!(format!("q{q}-{c}"))]);
    }
    window.script("const r = document.getElementById('read'); if (!r.checked) r.click()", &[]);
    window.press("Save my answer", 0);
    window.sees("Saved. Now send it back.");
    let file = folder.join(format!("CMP-01 {person}.isms-answer"));
    window.until("the saved answer", || file.is_file().then(|| file.clone()))
}

#[test]
fn a_colleague_reads_answers_and_saves_in_a_browser_and_the_answer_is_recorded_once() {
    let desk = Desk::default();
    let (book, files) = sent(&desk);
    let folder = desk.dir.path();
    let window = Window::browser(folder, (1280, 900));
    window.opens(&files[0]);
    assert!(files[0].display().to_string().contains("P-004"), "{files:?}");
    window.sees("Reporting a loss is simpler now");
    // HMAC-SHA-256 in the page gives what RFC 4231 says (test cases 1, 2, 4 and 6).
    for (key, text, mac) in [
        ("0b".repeat(20), hex(b"Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (
            hex(b"Jefe"),
            hex(b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            "0102030405060708090a0b0c0d0e0f10111213141516171819".into(),
            "cd".repeat(50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        ),
        (
            "aa".repeat(131),
            hex(b"Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
    ] {
        assert_eq!(window.script("return sealOf(arguments[0], arguments[1])", &[json!(key), json!(text)]), mac);
    }
    // Nothing is asked for over a network, and nothing could be.
    assert_eq!(window.script("return performance.getEntriesByType('resource').map(e => e.name)", &[]), json!([]));
    let stopped = window.script_async(
        "const done = arguments[arguments.length - 1]; const seen = []; document.addEventListener('securitypolicyviolation', e => { seen.push(e.effectiveDirective); if (seen.length === 2) done(seen.sort()); }); fetch('http://127.0.0.1:9/x').catch(() => {}); const i = new Image(); i.src = 'http://127.0.0.1:9/y.png';",
        &[],
    );
    assert_eq!(stopped, json!(["connect-src", "img-src"]));
    // What is left open is said, and the way there is one key.
    window.press("Save my answer", 0);
    window.sees("4 things are still open");
    let axe = window.axe();
    assert!(axe.is_empty(), "{axe:#?}");
    let file = answer(&window, folder, "P-004", &[0, 1, 3]);
    let axe = window.axe();
    assert!(axe.is_empty(), "{axe:#?}");
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(window.script("return document.getElementById('text').value", &[]), json!(text));
    for dark in ["dark", "light"] {
        window.browser_does(
            "Emulation.setEmulatedMedia",
            json!({"features": [{"name": "prefers-color-scheme", "value": dark}]}),
        );
        let axe = window.axe();
        assert!(axe.is_empty(), "{dark}: {axe:#?}");
    }
    window.is_sound();

    // Edited by hand; of another file; dropped twice with the true one: one is recorded, each other says why not.
    let edited = desk.write("edited.isms-answer", text.replace("\"answers\":[0,1,3]", "\"answers\":[0,1,2]"));
    let foreign = desk.write("foreign.isms-answer", text.replace("CMP-01", "CMP-77"));
    let twice = desk.write("CMP-01 P-004 (1).isms-answer", &text);
    let given: Vec<String> = [&file, &edited, &foreign, &twice].iter().map(|p| p.display().to_string()).collect();
    let mut args = vec!["campaign", book.as_str(), "CMP-01", "--answers"];
    args.extend(given.iter().map(String::as_str));
    let said = desk.isms(&args).ends(1);
    assert!(
        said.out.contains("passed, 100 %") && said.out.contains("1 taken in, 3 refused; 1 of 3 done."),
        "{}",
        said.out
    );
    for why in [
        "edited.isms-answer: It was changed after it was saved",
        "foreign.isms-answer: It was changed after it was saved",
        "CMP-01 P-004 (1).isms-answer: The same answer is here twice.",
    ] {
        assert!(said.err.contains(why), "{}", said.err);
    }
    let again = desk.isms(&args[..5]).ends(2);
    assert!(again.err.contains("It was recorded already"), "{}", again.err);
    let trained = desk.isms(&["list", &book, "training_record", "--json"]).ok().out;
    assert_eq!(trained.matches("\"campaign\": \"CMP-01\"").count(), 1);
    desk.isms(&["verify", &book]).ok();

    // By mail: the next colleague copies the text, and the mail program breaks its lines.
    window.opens(files.iter().find(|f| f.display().to_string().contains("P-013")).unwrap());
    window.sees("Reporting a loss is simpler now");
    answer(&window, folder, "P-013", &[1, 0, 3]);
    let text = window.script("return document.getElementById('text').value", &[]).as_str().unwrap().to_string();
    let wrapped: Vec<String> = text.as_bytes().chunks(64).map(|c| String::from_utf8_lossy(c).into_owned()).collect();
    let mail = format!(
        "From: a@fennel.example\r\nTo: owner@fennel.example\r\nSubject: Answer\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHere it is:\r\n\r\n> {}\r\n\r\nBest\r\n",
        wrapped.join("\r\n> ")
    );
    let mail = desk.write("reply.eml", mail).display().to_string();
    let said = desk.isms(&["campaign", &book, "CMP-01", "--answers", &mail]).ok();
    assert!(said.out.contains("not passed, 33 %"), "{}", said.out);
    let rows = desk.isms(&["campaign", &book, "CMP-01", "--json"]).ok().json();
    assert_eq!(rows["done"], 1);
    assert!(rows["people"].to_string().contains("not passed, 33 %"));
    // Nothing that is printed or exported has the secret.
    desk.isms(&["export", &book, "--to", &desk.path("tables").display().to_string(), "--format", "json"]).ok();
    let all = std::fs::read_to_string(desk.path("tables/isms.json")).unwrap();
    assert!(all.contains("\"CMP-01\"") && !all.contains("\"secret\":"), "the export has a secret");
    assert!(!desk.isms(&["show", &book, "CMP-01", "--json"]).ok().out.contains("\"secret\":"));
}
fn hex(b: &[u8]) -> String {
    b.iter().map(|x| format!("{x:02x}")).collect()
}

#[test]
fn the_owner_sends_a_campaign_from_the_window_and_takes_its_answers_in() {
    let o = Owner::opens("sends.isms");
    o.goes("#/wizard/training-campaign/CRS-01");
    o.window.heads("What shall they read or learn?");
    o.continues("Who gets it?");
    o.continues("Do you want to ask questions?");
    o.answers("ask", "yes");
    o.presses("Add a row");
    o.types("f-questions-0-question", "What do you do with a strange mail?");
    o.types("f-questions-0-a", "Open it");
    o.types("f-questions-0-b", "Report it");
    o.within(".list-row .list-field:last-child", "B");
    o.types("f-pass_mark", "100");
    // So few questions are said to be few; it goes on.
    o.continues("What do you write to them?");
    o.types("f-words", "Reporting is one call now. Read it within three weeks.");
    o.types("f-until", "2026-12-15");
    o.continues("Here is one file a person and a mail draft each.");
    o.types("f-answers_to", "owner@fennel.example");
    o.continues("Check your answers");
    o.signs("Those who are due get the file, so that they can catch up.");
    o.presses("Save the ");
    o.window.sees("files are saved");
    let folder = o.desk.path("dialog/tables/CMP-01");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()).collect();
    pages.sort();
    let drafts = pages.iter().filter(|p| p.extension().is_some_and(|e| e == "eml")).count();
    assert_eq!(drafts * 2, pages.len());
    let page = pages.iter().find(|p| p.extension().is_some_and(|e| e == "html")).unwrap();
    let person = page.file_name().unwrap().to_string_lossy().split(' ').nth(1).unwrap().to_string();

    let browser = Window::browser(o.desk.dir.path(), (1280, 900));
    browser.opens(page);
    browser.sees("Reporting is one call now.");
    let file = answer(&browser, o.desk.dir.path(), &person, &[1]);
    drop(browser);
    let text = std::fs::read_to_string(&file).unwrap();
    let edited = o.desk.write("edited.isms-answer", text.replace("[1]", "[0]"));
    std::fs::write(o.desk.path("dialog/open.txt"), format!("{}\n{}", file.display(), edited.display())).unwrap();

    o.goes("#/record/CMP-01");
    o.begins();
    o.window.heads("Drop the answers here, as many as you have.");
    o.presses("choose one");
    o.window.sees("1 can be taken in");
    o.window.sees("edited.isms-answer: It was changed after it was saved");
    o.continues("Close it? 1 of");
    o.answers("close", "not yet");
    o.continues("Check your answers");
    o.signs("Looked at the one answer that came, and at the one that was edited.");
    o.goes("#/print/campaign?about=CMP-01");
    o.window.sees("passed, 100 %");
    let w = o.leaves();
    let c = w.shows("CMP-01")["body"].clone();
    assert_eq!(
        (c["answered"].as_array().map(Vec::len), c["answered"][0]["person"].as_str()),
        (Some(1), Some(&*person)),
        "{c}"
    );
    assert!(c.get("secret").is_none());
    let trained = w.desk.isms(&["list", &w.file.to_string_lossy(), "training_record", "--json"]).ok().out;
    assert_eq!(trained.matches("\"campaign\": \"CMP-01\"").count(), 1);
}
