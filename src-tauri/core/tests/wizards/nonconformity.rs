//! A finding over its visits: put right, why, what removes the cause, the answer to the body, and whether it worked; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let one = |b: Book, about: Vec<&'static str>, a| (b, "nonconformity", about, a);
    vec![
        one(book(), vec![], found()),
        one(book(), vec![], observation()),
        one(external(), vec!["NC-7"], answered()),
        one(
            sent(),
            vec!["NC-7"],
            json!({"confirm": {"closed_by_cb_on": "2026-07-01"}, "check": {}, "sign": {"why": "Their letter of 1 July says so.", "outcome": "changed", "signed": true}}),
        ),
        one(done(), vec!["NC-005"], worked()),
        one(done(), vec!["NC-005"], failed()),
        one(closed(), vec!["NC-005"], reopened()),
    ]
}
/// Two years ago the same was found; two open minors look like the same cause.
fn book() -> Book {
    let mut b = Book::new();
    let nc = |code: &str, title: &str, on: &str, more: Value| {
        let mut body = json!({"title": title, "grade": "minor", "source": "own_check", "requirement": ["A.8.24"], "what": "Seen on the screen of a laptop.", "raised_on": on});
        super::book::merge(&mut body, more);
        isms::Change::put("nonconformity", code, body)
    };
    b.act(
        isms::Verb::Add,
        vec![
            nc(
                "NC-1",
                "Disk not encrypted",
                "2024-08-01",
                json!({"state": "closed", "correction": "Encrypted.", "cause": "No list."}),
            ),
            nc(
                "NC-2",
                "Old one",
                "2022-01-10",
                json!({"state": "closed", "correction": "Encrypted.", "cause": "No list."}),
            ),
            nc("NC-3", "Tablet not encrypted", "2026-05-20", json!({})),
            nc("NC-4", "Stick not encrypted", "2026-05-21", json!({})),
        ],
    );
    b
}
pub fn found() -> Value {
    json!({
        "what": {"requirement": ["A.8.24"], "what": "1 of 9 laptops had no encryption on 1 June.", "title": "Laptop not encrypted"},
        "grade": {"grade": "minor", "source": "own_check", "raised_on": "2026-06-01"},
        "now": {"correction": "Encrypted the same evening.", "corrected_on": "2026-06-01", "proof": ["EV-1"]},
        "harm": {"consequences": "none", "harm": "It had not left the house; the log shows it."},
        "elsewhere": {"found": "could", "how": "Looked at all 9 laptops and 4 tablets in the device manager."},
        "why": {"why1": "It was set up by hand.", "why2": "It came from a shop and not through the usual order.", "why3": "The order form has no line for urgent purchases."},
        "before": {"before": "yes", "repeats": "NC-1", "repeats_why": "The list was made, but nobody asked for it when buying.", "join": ["NC-3", "NC-4"]},
        "act": {"act": [{"what": "Add urgent purchases to the order form", "who": "P-3", "until": "2026-06-30", "check_after": 60, "sign": "The next three devices arrive encrypted"}]},
        "says": {"risks": ["R-0"], "controls": ["SOA-8.24"], "teach": "Whoever buys devices: where to order"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Went through it with the administrator.", "signed": true},
    })
}
pub fn observation() -> Value {
    json!({
        "what": {"own_rule": "Clean desk", "what": "Two desks had papers on them in the evening."},
        "grade": {"grade": "observation", "source": "staff", "raised_on": "2026-06-02"},
        "act": {}, "says": {"policies": ["POL-0"]}, "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Walked through the office at seven.", "signed": true},
    })
}
/// Raised by the certification body.
fn external() -> Book {
    let mut b = Book::new();
    b.act(isms::Verb::Add, vec![
        isms::Change::put("audit", "AU-1", json!({"title": "Surveillance 1", "sort": "surveillance", "held_from": "2026-05-20", "held_until": "2026-05-21", "aims": "Does it work?", "method": "Samples.", "auditor": "Body Ltd", "state": "held"})),
        isms::Change::put("nonconformity", "NC-7", json!({"title": "Rules not approved", "grade": "major", "source": "external_audit", "audit": "AU-1", "requirement": ["7.5.3"], "what": "POL-0 has no approval of version 1.1.", "raised_on": "2026-05-21", "answer_due": "2026-06-20"})),
    ]);
    b
}
pub fn answered() -> Value {
    json!({
        "now": {"correction": "Version 1.1 was approved on paper.", "corrected_on": "2026-05-22"},
        "harm": {"consequences": "yes", "harm": "Two people worked by the old text; their work was looked at."},
        "elsewhere": {"found": "yes", "how": "Looked at all 12 rules; one more had no approval."},
        "why": {"why1": "The text was put on the share before anybody had approved it.", "why2": "Whoever writes it can also publish it."},
        "before": {"before": "no"},
        "act": {"act": [{"what": "Publish from the application only", "who": "P-0", "until": "2026-06-10", "sign": "No file on the share is newer than its approval"}]},
        "says": {"policies": ["POL-0"]},
        "answer": {"answered_on": "2026-06-02", "close_due": "2026-08-20"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Went through it with the writer of the text.", "signed": true},
    })
}
fn sent() -> Book {
    let mut b = external();
    b.finish("nonconformity", &["NC-7"], answered()).unwrap_or_else(|r| panic!("{r}"));
    b.on("2026-07-02")
}
/// The action is done; sixty days later it is looked at.
fn done() -> Book {
    let mut b = book();
    b.finish("nonconformity", &[], found()).unwrap_or_else(|r| panic!("{r}"));
    let b = b.on("2026-06-20").with(
        "action",
        "ACT-001",
        json!({"state": "done", "done_on": "2026-06-20", "result": "The form has the line."}),
    );
    b.with("action", "ACT-002", json!({"state": "done", "done_on": "2026-06-20", "result": "Told them."}))
        .on("2026-08-19")
}
pub fn worked() -> Value {
    json!({
        "worked": {"worked": {"ACT-001": {"effective": "yes", "how": "Looked at the last devices that came.", "samples": 3, "proof": "EV-1"}}},
        "check": {},
        "sign": {"outcome": "changed", "why": "Looked at the devices with the administrator.", "signed": true},
    })
}
pub fn failed() -> Value {
    json!({
        "worked": {"worked": {"ACT-001": {"effective": "no", "how": "One more came from a shop in July."}}},
        "why": {"why1": "It was bought past the form.", "why2": "A card for small sums can be used for devices."},
        "act": {"act": [{"what": "Bar device shops on the card", "who": "P-0", "until": "2026-09-01", "sign": "The card is refused"}]},
        "says": {"controls": ["SOA-8.24"]},
        "check": {},
        "sign": {"outcome": "changed", "why": "The bill of July shows the purchase.", "signed": true},
    })
}
fn closed() -> Book {
    let mut b = done();
    b.finish("nonconformity", &["NC-005"], worked()).unwrap_or_else(|r| panic!("{r}"));
    b.on("2026-10-01")
}
pub fn reopened() -> Value {
    json!({
        "reopen": {"reopen_why": "In September one more came without encryption."},
        "why": {"why1": "It was bought past the form.", "why2": "A card for small sums can be used for devices."},
        "act": {"act": [{"what": "Bar device shops on the card", "who": "P-0", "until": "2026-11-01", "sign": "The card is refused"}]},
        "says": {"controls": ["SOA-8.24"]},
        "check": {},
        "sign": {"outcome": "changed", "why": "The bill of September shows the purchase.", "signed": true},
    })
}
fn says(step: &str, other: Value) -> String {
    book().guide("nonconformity", &[], but(found(), json!({step: other}))).says(step)
}

#[test]
fn a_finding_from_first_page_to_signature() {
    let mut b = book();
    golden("nonconformity", &b.guide("nonconformity", &[], found()).transcript());
    b.finish("nonconformity", &[], found()).unwrap_or_else(|r| panic!("{r}"));
    let n = b.body("NC-005");
    assert_eq!(n["state"], "answered");
    assert_eq!(n["cause"], "The order form has no line for urgent purchases.");
    assert_eq!(n["whys"].as_array().unwrap().len(), 3);
    assert_eq!(
        (n["harm"].as_str(), n["elsewhere"].as_str()),
        (
            Some("None: It had not left the house; the log shows it."),
            Some("It could: Looked at all 9 laptops and 4 tablets in the device manager.")
        )
    );
    assert_eq!(
        (n["repeats"].as_str(), n["actions"].clone(), n["evidence"].clone()),
        (Some("NC-1"), json!(["ACT-001", "ACT-002"]), json!(["EV-1"]))
    );
    let a = b.body("ACT-001");
    assert_eq!(
        (
            a["title"].as_str(),
            a["sort"].as_str(),
            a["check_after_days"].as_u64(),
            a["from"].as_str(),
            a["owner"].as_str()
        ),
        (Some("Add urgent purchases to the order form"), Some("corrective"), Some(60), Some("NC-005"), Some("P-3"))
    );
    assert_eq!(
        a["what"],
        "Add urgent purchases to the order form. It worked if: The next three devices arrive encrypted."
    );
    // The two that look alike are worked on as one.
    for other in ["NC-3", "NC-4"] {
        assert_eq!(
            (b.body(other)["cause"].clone(), b.body(other)["actions"].clone()),
            (n["cause"].clone(), json!(["ACT-001", "ACT-002"]))
        );
    }
    assert_eq!(b.review()["about"], json!(["NC-005", "NC-3", "NC-4"]));
    assert!(
        b.states("SOA-8.24").contains("stale") && b.states("R-0").contains("stale"),
        "what it says something about is looked at again"
    );
}

#[test]
fn an_observation_is_noted_and_asks_little() {
    let mut b = book();
    assert_eq!(b.guide("nonconformity", &[], observation()).steps(), ["what", "grade", "act", "says", "check", "sign"]);
    b.finish("nonconformity", &[], observation()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("NC-005")["state"], "noted");
    let with = but(
        observation(),
        json!({"act": {"act": [{"what": "Buy two cupboards", "who": "P-0", "until": "2026-07-01", "sign": "No papers at seven"}]}}),
    );
    let mut b = book();
    b.finish("nonconformity", &[], with).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("NC-005")["state"], "acting");
}

#[test]
fn the_body_gets_an_answer_and_its_date_is_kept() {
    let b = external();
    let page = b.guide("nonconformity", &["NC-7"], answered()).show("answer");
    let panel = serde_json::to_value(&page.step.panel).unwrap();
    let text = panel[0]["text"].as_str().unwrap();
    for words in [
        "Answer to finding NC-7 (7.5.3)",
        "POL-0 has no approval",
        "Put right at once (2026-05-22)",
        "Two people worked by the old text",
        "Yes: Looked at all 12 rules",
        "Whoever writes it can also publish it.",
        "Publish from the application only (administrator, by 2026-06-10, checked 90 days later",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // Not sent yet: its date still counts.
    let mut waits = external();
    waits
        .finish("nonconformity", &["NC-7"], but(answered(), json!({"answer": {"answered_on": null}})))
        .unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(waits.body("NC-7")["state"], "raised");
    assert_eq!(waits.guide("nonconformity", &["NC-7"], json!({})).steps(), ["answer", "check", "sign"]);
    assert_eq!(waits.on("2026-06-21").states("NC-7"), "overdue");
    let mut b = b;
    b.finish("nonconformity", &["NC-7"], answered()).unwrap_or_else(|r| panic!("{r}"));
    let n = b.body("NC-7");
    assert_eq!(
        (n["state"].as_str(), n["answered_on"].as_str(), n["answer_due"].as_str(), n["close_due"].as_str()),
        (Some("answered"), Some("2026-06-02"), Some("2026-06-20"), Some("2026-08-20"))
    );
    expect(
        &external()
            .on("2026-06-30")
            .guide("nonconformity", &["NC-7"], but(answered(), json!({"answer": {"answered_on": "2026-06-25"}})))
            .says("answer"),
        "yellow answered_on: They wanted it by 20 June. It is shown as sent 5 days late.",
    );
    expect(
        &external()
            .guide("nonconformity", &["NC-7"], but(answered(), json!({"answer": {"answered_on": "2026-05-01"}})))
            .says("answer"),
        "red answered_on: That lies before the finding (21 May). When was it sent?",
    );
}

#[test]
fn it_is_closed_only_when_somebody_has_looked_again_later() {
    let b = done();
    let page = b.guide("nonconformity", &["NC-005"], json!({})).show("worked");
    assert_eq!(page.step.heading, "60 days later: did it work? What did you look at?");
    assert_eq!(b.guide("nonconformity", &["NC-005"], json!({})).steps(), ["worked", "check", "sign"]);
    let mut b = b;
    b.finish("nonconformity", &["NC-005"], worked()).unwrap_or_else(|r| panic!("{r}"));
    let a = b.body("ACT-001");
    assert_eq!(
        (a["state"].as_str(), a["checked_on"].as_str(), a["effective"].as_str(), a["effective_because"].as_str()),
        (Some("checked"), Some("2026-08-19"), Some("yes"), Some("Looked at the last devices that came. (3 samples)"))
    );
    assert_eq!(b.body("NC-005")["state"], "closed");
    let at = |on: &str, row: Value| {
        done()
            .on(on)
            .guide("nonconformity", &["NC-005"], but(worked(), json!({"worked": {"worked": {"ACT-001": row}}})))
            .says("worked")
    };
    expect(
        &at("2026-06-20", json!({})),
        "red worked: ACT-001 was done today. Whether it worked shows later: from tomorrow on at the earliest, by 19 August as planned.",
    );
    expect(
        &at("2026-07-20", json!({})),
        "yellow worked: ACT-001 was to be checked on 19 August. Is it not too early to see?",
    );
    expect(
        &at("2026-08-20", json!({"effective": null})),
        "red worked: ACT-001 Add urgent purchases to the order form: \u{201c}Did it work?\u{201d} is not answered.\nred worked: ACT-001 was to be checked by 19 August. Did it work?",
    );
    expect(
        &at("2026-08-20", json!({"effective": "too_early"})),
        "yellow worked: ACT-001 was to be checked by 19 August. It stays on Today until it is.",
    );
    assert!(at("2026-08-20", json!({"how": "ok"})).contains(
        "red worked: ACT-001: \u{201c}ok\u{201d} does not tell next year's you anything. What did you look at?"
    ));
}

#[test]
fn what_did_not_work_asks_why_again_and_for_something_else() {
    let mut b = done();
    b.finish("nonconformity", &["NC-005"], failed()).unwrap_or_else(|r| panic!("{r}"));
    let n = b.body("NC-005");
    assert_eq!(
        (n["state"].as_str(), n["cause"].as_str(), n["actions"].clone()),
        (
            Some("acting"),
            Some("A card for small sums can be used for devices."),
            json!(["ACT-001", "ACT-002", "ACT-003"])
        )
    );
    let mut b = closed();
    assert_eq!(b.body("NC-005")["state"], "closed");
    b.finish("nonconformity", &["NC-005"], reopened()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("NC-005")["state"], "acting");
}

#[test]
fn a_person_is_no_last_answer() {
    let why = |third: &str| says("why", json!({"why3": third}));
    for last in [
        "Somebody forgot to tick the box.",
        "It was human error.",
        "Alexander Meyer did not look.",
        "The colleague did not know.",
    ] {
        expect(
            &why(last),
            "red why3: What let that person be the only safeguard? Ask once more; a person is no last answer.",
        );
    }
    expect(&why("The order form has no line for it."), "");
    expect(&says("why", json!({"why2": null, "why3": null})), "red why2: \u{201c}Why that?\u{201d} is not answered.");
    expect(
        &says("why", json!({"why3": null, "why4": "No budget for the tool."})),
        "red why3: One answer is left out. Each why asks for the answer before it.",
    );
    expect(
        &why("money"),
        "red why3: \u{201c}money\u{201d} does not tell next year's you anything. What is it that can be changed?",
    );
    expect(&why("It was set up by hand."), "red why3: This is the same answer again. What lies behind it?");
}

#[test]
fn each_check_of_the_pages_bites() {
    let unsaid = but(found(), json!({"what": {"requirement": []}}));
    expect(
        &book().guide("nonconformity", &[], unsaid).says("grade"),
        "red grade: It is not said what was required. Go back one page and give a clause, a control, or a rule of your own.",
    );
    expect(&says("grade", json!({"raised_on": "2026-06-03"})), "red raised_on: 3 June has not happened yet.");
    assert!(
        says("what", json!({"what": "Alexander Meyer had no encryption."}))
            .contains("yellow what: This names a person. The text goes into the pack. Use the role instead?")
    );
    expect(
        &says("now", json!({"corrected_on": "2026-05-20"})),
        "yellow corrected_on: That lies before it was found (1 June). Is the day right?",
    );
    expect(
        &says("harm", json!({"harm": "no"})),
        "red harm: \u{201c}no\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("elsewhere", json!({"how": null})),
        "red how: \u{201c}How did you look, and what did you see?\u{201d} is not answered.",
    );
    expect(
        &says("before", json!({"before": "no"})),
        "yellow before: NC-4 of 21 May was about A.8.24 too. Is it really another matter?",
    );
    expect(
        &says("before", json!({"repeats": "NC-2"})),
        "yellow repeats: NC-2 is of 10 January 2022 and about A.8.24. Only the same requirement within 36 months counts as the same again.",
    );
    expect(
        &says("before", json!({"repeats_why": null})),
        "red repeats_why: \u{201c}Why did the last cure not last?\u{201d} is not answered.",
    );
    expect(
        &says("act", json!({"act": []})),
        "red act: Nothing removes the cause yet. Add at least one thing to do, or say why there is none.",
    );
    expect(
        &says("act", json!({"no_action_because": "It was only once."})),
        "red no_action_because: You name something to do, and say that there is nothing. Which is right?",
    );
    let row = |more: Value| {
        let mut r = json!({"what": "Mend the form", "who": "P-0", "until": "2026-06-30", "sign": "It is mended"});
        super::book::merge(&mut r, more);
        says("act", json!({"act": [r]}))
    };
    expect(&row(json!({"until": "2026-05-30"})), "red act: Row 1: 30 May is past. Until when will it be done?");
    expect(
        &row(json!({"check_after": 3})),
        "red act: Row 1: 3 days is too soon or too late to see an effect. Give 7 to 365.",
    );
    assert!(row(json!({"sign": null})).contains("By what sign will you see that it worked?"));
    let major = external()
        .guide(
            "nonconformity",
            &["NC-7"],
            but(answered(), json!({"act": {"act": [], "no_action_because": "The paper was signed."}})),
        )
        .says("act");
    expect(
        &major,
        "yellow no_action_because: For a major finding a certification body expects an action. Will this reason do?",
    );
    expect(
        &says("says", json!({"risks": [], "controls": [], "teach": null})),
        "red says_nothing_because: It is not said what it means for the rest. Name it, or say why there is nothing.",
    );
    expect(
        &says("says", json!({"says_nothing_because": "Nothing follows from it."})),
        "red says_nothing_because: You name something, and say that there is nothing. Which is right?",
    );
}

#[test]
fn the_printed_answer_says_what_was_answered() {
    let paper = |b: &Book, code: &str| {
        let scope = isms::report::Scope::on(b.today).about(code);
        isms::text::doc_text(&isms::report::build(&b.isms, "finding-answer", &scope).unwrap())
    };
    let text = paper(&sent(), "NC-7");
    for words in [
        "POL-0 has no approval of version 1.1.",
        "Version 1.1 was approved on paper.",
        "on 2026-05-22",
        "Two people worked by the old text; their work was looked at.",
        "Yes: Looked at all 12 rules; one more had no approval.",
        "Whoever writes it can also publish it.",
        "1. The text was put on the share before anybody had approved it.",
        "Publish from the application only",
        "due 2026-06-20, sent 2026-06-02",
        "2026-08-20",
        "stands by this answer",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let text = paper(&closed(), "NC-005");
    for words in [
        "yes, looked at on 2026-08-19, 60 days after it was done",
        "Looked at the last devices that came. (3 samples)",
        "The list was made, but nobody asked for it when buying.",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let unanswered = paper(&external(), "NC-7");
    assert!(unanswered.contains("Not answered yet"), "{unanswered}");
}
