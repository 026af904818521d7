//! Measuring the aims each quarter, and looking at the aims themselves once a year; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use isms::{Change, Verb};
use serde_json::{Value, json};

/// Answer sets that together go every way of both guides.
pub fn ways() -> Vec<super::registry::Way> {
    vec![
        (book(), "measure", vec!["OBJ-0"], reached()),
        (rests(), "measure", vec!["OBJ-0"], missed()),
        (book(), "objectives", vec!["OBJ-0"], fits()),
        (book(), "objectives", vec!["OBJ-0"], other()),
    ]
}
/// On target.
pub fn reached() -> Value {
    json!({
        "value": {"value": "72.5"},
        "proof": {"source": "Report of the mail filter"},
        "says": {},
        "check": {},
        "sign": {"outcome": "holds", "why": "Counted the answers to the false mails of March.", "signed": true},
    })
}
/// Off target, with a cause and something to do.
pub fn missed() -> Value {
    json!({
        "changed": {"matters": {"objective-input-changed:POL-0": "yes"}},
        "value": {"value": 41, "on": "2026-06-01"},
        "proof": {"source": "Counted by Tom", "file": "EV-1"},
        "says": {"says": "The new people do not know the button."},
        "off": {"off_why": "Nobody shows it on the first day.", "now": "act", "what": "Show the button on the first day.", "who": "P-2", "until": "2026-07-31"},
        "check": {},
        "sign": {"outcome": "holds_with_actions", "why": "Counted the answers to the false mails of May.", "signed": true},
    })
}
/// The aim stays as it is.
pub fn fits() -> Value {
    json!({
        "changed": {},
        "still": {"still": "yes"}, "number": {"right": "yes"}, "target": {}, "by_when": {}, "who": {}, "plan": {}, "new": {},
        "check": {},
        "sign": {"outcome": "holds", "why": "Went through the aim with Jo; it still moves us.", "signed": true},
    })
}
/// Another number, another value, another day; and a new aim.
pub fn other() -> Value {
    but(
        fits(),
        json!({
            "still": {"still": "no", "still_why": "To report is not enough.", "becomes": "changes", "aim": "People report the false mail within an hour."},
            "number": {"right": "no", "right_why": "It counts who reports, not how fast.", "measured_by": "Minutes to the first report", "unit": "minutes"},
            "target": {"target": 60}, "by_when": {"by_when": "2028-12-31"}, "who": {"who_measures": "P-2"}, "plan": {"plan": "A false mail each month, at changing hours."},
            "new": {"new": [{"aim": "Backups come back within four hours.", "measured_by": "Hours to restore", "unit": "hours", "better": "lower", "target": 4, "by_when": "2027-06-30", "who": "P-3", "reads": "P-1", "plan": "One test each quarter."}]},
            "sign": {"outcome": "changed", "why": "Jo wants to know how fast we hear of it."},
        }),
    )
}
fn example(more: Value) -> Value {
    let quarterly = json!({"by_when": "2027-12-31", "measure_every": {"every": 3, "unit": "month", "from": {"fixed": "2026-01-01"}, "lead_days": 10}});
    but(but((isms::kinds::kind("objective").unwrap().example)(), quarterly), more)
}
fn set(b: &mut Book, code: &str, more: Value) {
    b.today = super::book::day("2026-01-05");
    b.act(Verb::Add, vec![Change::put("objective", code, example(more))]);
    b.act(Verb::Review, vec![Change::add("review", json!({"wizard": "objectives", "about": [code], "held_on": "2026-01-05", "by": "P-0", "outcome": "holds", "why": "It was set with management.", "signed": {"by": "P-0", "on": "2026-01-05", "how": "in_app"}}))]);
    b.today = super::book::day("2026-06-02");
}
fn book() -> Book {
    let mut b = Book::new();
    set(&mut b, "OBJ-0", json!({"measurements": []}));
    b
}
/// The policy that it serves has a new version.
fn rests() -> Book {
    let mut b = Book::new();
    set(&mut b, "OBJ-0", json!({"policies": ["POL-0"]}));
    let mut b = b.with("objective", "OBJ-0", json!({"measurements": [{"date": "2026-03-31", "number": "62"}]}));
    b.act(Verb::Publish, vec![Change::put("policy", "POL-0", json!({"version": "2.0", "change": "major", "changed_what": "Report within a day.", "in_force_from": "2026-06-02", "approved": {"by": "P-1", "on": "2026-06-02", "how": "in_app"}}))]);
    b
}
fn says(b: Book, guide: &str, step: &str, answers: Value, other: Value) -> String {
    b.guide(guide, &["OBJ-0"], but(answers, json!({step: other}))).says(step)
}

#[test]
fn a_value_is_appended_for_the_period_that_has_none() {
    let mut b = book();
    assert_eq!(b.states("OBJ-0"), "overdue");
    let page = b.guide("measure", &["OBJ-0"], reached()).show("value");
    let q = &page.step.questions[0];
    assert_eq!(
        (q.label.as_str(), q.hint.as_str()),
        ("What is the value for 2026-Q1?", "Share of staff who report, in %; last time not measured yet.")
    );
    b.finish("measure", &["OBJ-0"], reached()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        b.body("OBJ-0")["measurements"],
        json!([{"date": "2026-03-31", "number": "72.5", "note": "Report of the mail filter"}])
    );
    assert_eq!((b.states("OBJ-0").as_str(), b.review()["outcome"].as_str()), ("current", Some("holds")));
    // The yearly look at the aim stays due when it was due.
    assert_eq!(b.review()["next_by"], "2027-01-05");
    // The next one is for the present quarter.
    let next = b.guide("measure", &["OBJ-0"], json!({})).show("value");
    assert_eq!(next.step.questions[0].label, "What is the value for 2026-Q2?");
}

#[test]
fn off_target_asks_why_and_what_now() {
    let mut b = rests();
    golden("measure", &b.guide("measure", &["OBJ-0"], missed()).transcript());
    let panel = serde_json::to_value(&b.guide("measure", &["OBJ-0"], missed()).show("says").step.panel).unwrap();
    let trend = panel.as_array().unwrap().iter().find(|p| p["part"] == "trend").unwrap();
    assert_eq!(
        (&trend["target"], &trend["points"]),
        (&json!(70.0), &json!([{"on": "2026-03-31", "value": 62.0, "off": true}]))
    );
    b.finish("measure", &["OBJ-0"], missed()).unwrap_or_else(|r| panic!("{r}"));
    let all = b.body("OBJ-0")["measurements"].clone();
    assert_eq!(
        all[1],
        json!({"date": "2026-06-01", "number": "41", "note": "Counted by Tom; The new people do not know the button.", "evidence": "EV-1"})
    );
    assert_eq!((&b.body("ACT-001")["from"], &b.body("ACT-001")["owner"]), (&json!("OBJ-0"), &json!("P-2")));
    assert_eq!(b.states("OBJ-0"), "current");
    let mut b = rests();
    b.finish(
        "measure",
        &["OBJ-0"],
        but(missed(), json!({"off": {"now": "target", "what": null, "who": null, "until": null}})),
    )
    .unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (&b.body("ACT-001")["sort"], &b.body("ACT-001")["title"]),
        (
            &json!("decision"),
            &json!("Bring to management whether the target of OBJ-0 People report odd mail is the right one:\u{2026}")
        )
    );
    assert_eq!(b.body("OBJ-0")["target"], "70");
}

#[test]
fn several_are_measured_one_after_the_other() {
    let mut b = book();
    set(&mut b, "OBJ-1", json!({"title": "Backups come back", "measurements": []}));
    let mut both = json!({"check": {}, "sign": {"why": "Counted both for the first quarter.", "signed": true}});
    for code in ["OBJ-0", "OBJ-1"] {
        for step in ["value", "proof", "says"] {
            both[format!("{code}/{step}")] = reached()[step].clone();
        }
    }
    both["OBJ-1/value"]["value"] = json!({"dont_know": true});
    b.finish("measure", &["OBJ-0", "OBJ-1"], both).unwrap_or_else(|r| panic!("{r}"));
    let each: Vec<Value> = b.review()["each"].as_array().unwrap().iter().map(|e| e["outcome"].clone()).collect();
    assert_eq!(
        (each, b.states("OBJ-0"), b.states("OBJ-1")),
        (vec![json!("holds"), json!("holds_with_actions")], "current".into(), "overdue".into())
    );
}

#[test]
fn the_aims_of_the_year() {
    let mut b = book();
    b.finish("objectives", &["OBJ-0"], fits()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.review()["outcome"], "holds");
    let mut b = book();
    golden("objectives", &b.guide("objectives", &["OBJ-0"], other()).transcript());
    b.finish("objectives", &["OBJ-0"], other()).unwrap_or_else(|r| panic!("{r}"));
    let o = b.body("OBJ-0");
    assert_eq!(
        (&o["aim"], &o["measured_by"], &o["unit"], &o["target"], &o["by_when"], &o["who_measures"], &o["state"]),
        (
            &json!("People report the false mail within an hour."),
            &json!("Minutes to the first report"),
            &json!("minutes"),
            &json!("60"),
            &json!("2028-12-31"),
            &json!("P-2"),
            &json!("set")
        )
    );
    let new = b.body("OBJ-01");
    assert_eq!(
        (&new["target"], &new["who_reads"], &new["measure_every"]["from"]),
        (&json!("4"), &json!("P-1"), &json!({"fixed": "2026-04-01"}))
    );
    let mut b = book();
    let dropped = but(
        fits(),
        json!({"still": {"still": "no", "still_why": "The mail is gone.", "becomes": "dropped"}, "sign": {"outcome": "holds_with_actions"}}),
    );
    assert_eq!(
        b.guide("objectives", &["OBJ-0"], dropped.clone()).steps(),
        ["changed", "still", "new", "check", "sign"]
    );
    b.finish("objectives", &["OBJ-0"], dropped).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (&b.body("ACT-001")["what"], &b.body("OBJ-0")["state"]),
        (
            &json!("Let management decide whether OBJ-0 People report odd mail is dropped: The mail is gone."),
            &json!("set")
        )
    );
}

#[test]
fn each_check_of_measuring_bites() {
    let m = |step: &str, other: Value| says(rests(), "measure", step, missed(), other);
    expect(&m("value", json!({"value": "many"})), "red value: \u{201c}many\u{201d} is not a number.");
    expect(&m("value", json!({"on": "2026-06-03"})), "red on: 3 June has not happened yet.");
    expect(
        &m("value", json!({"on": "2026-03-31"})),
        "red on: A value for 31 March is recorded already: 62. Strike it on its page first, if it is wrong.",
    );
    expect(
        &m("value", json!({"on": "2026-02-28"})),
        "yellow on: 28 February does not lie in 2026-Q2; that stays without a value.",
    );
    expect(
        &m("value", json!({"value": 410})),
        "yellow value: It was 62 last time and is 410 now. Is the point at its place?",
    );
    expect(
        &m("proof", json!({"source": null})),
        "red source: \u{201c}Where does it come from?\u{201d} is not answered.",
    );
    expect(&m("says", json!({"says": null})), "red says: It is off target. What does the value tell you?");
    expect(&m("says", json!({"says": "ok"})), "red says: \u{201c}ok\u{201d} does not tell next year's you anything.");
    expect(
        &m("off", json!({"off_why": "?"})),
        "red off_why: \u{201c}?\u{201d} does not tell next year's you anything.",
    );
    expect(
        &m("off", json!({"until": "2026-06-02"})),
        "red until: 2 June is not in the future. Until when will it be done?",
    );
}

#[test]
fn each_check_of_the_aims_bites() {
    let o = |step: &str, answers: Value, more: Value| says(book(), "objectives", step, answers, more);
    expect(
        &o("still", other(), json!({"still_why": "no"})),
        "red still_why: \u{201c}no\u{201d} does not tell next year's you anything.",
    );
    expect(
        &o("still", other(), json!({"aim": null})),
        "red aim: \u{201c}What do you want to reach instead?\u{201d} is not answered.",
    );
    expect(&o("number", other(), json!({"unit": null})), "red unit: \u{201c}In which unit?\u{201d} is not answered.");
    let measured =
        || book().with("objective", "OBJ-0", json!({"measurements": [{"date": "2026-03-31", "number": "75"}]}));
    expect(
        &says(measured(), "objectives", "target", fits(), json!({"target": 70})),
        "yellow target: You stand at 75 already. What gets better by aiming at 70?",
    );
    let within = book().with("objective", "OBJ-0", json!({"better": "within", "target_low": "10"}));
    expect(
        &says(within, "objectives", "target", fits(), json!({"target": 5, "target_low": 10})),
        "red target_low: 10 lies above 5. Which is the lower one?",
    );
    expect(
        &o("by_when", fits(), json!({"by_when": "2026-06-02"})),
        "red by_when: 2 June is not in the future. Until when do you want to reach it?",
    );
    let over = book().with("objective", "OBJ-0", json!({"by_when": "2026-05-31"}));
    expect(
        &says(over, "objectives", "by_when", fits(), json!({})),
        "red by_when: Its day is over (31 May). Give a new one, or go back and leave it to management.",
    );
    let gone = book().with("person", "P-0", json!({"left_on": "2026-05-31"}));
    expect(
        &says(gone, "objectives", "who", fits(), json!({"who_reads": "P-1"})),
        "red who_measures: Pat Zero left on 31 May. Choose who has the say now.",
    );
    let one = other()["new"]["new"][0].clone();
    expect(
        &o("new", fits(), json!({"new": [one.clone(), one.clone(), one.clone(), one.clone()]})),
        "yellow new: 4 new ones. Three good ones are enough.",
    );
    expect(
        &o("new", fits(), json!({"new": [but(one, json!({"by_when": "2026-01-01"}))]})),
        "red new: 1 January is not in the future. Until when do you want to reach it?",
    );
}
