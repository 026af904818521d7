//! An incident from the first minute to its closing: opened on the day, taken up again, its clocks answered; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let one = |b: Book, about: Vec<&'static str>, a| (b, "incident", about, a);
    vec![
        one(book(), vec![], opened()),
        one(book(), vec![], event()),
        one(noticed(), vec!["I-001"], under_control()),
        one(over(), vec!["I-001"], closed()),
        one(
            over().with(
                "incident",
                "I-001",
                json!({"state": "closed", "lessons": "Encrypt what travels.", "no_rule_because": "Looked."}),
            ),
            vec!["I-001"],
            reopened(),
        ),
    ]
}
/// A company under the GDPR and NIS2, whose insurer wants to be told within 48 hours.
pub fn book() -> Book {
    Book::new()
        .with("organization", "ORG", json!({"laws": ["gdpr", "nis2_important"]}))
        .with("obligation", "OB-0", json!({"title": "Cyber insurance", "source": "Policy 4711, 6.2", "jurisdiction": "Insurer", "clock": "own", "own_clock_hours": 48, "applies": "yes", "state": "binding"}))
        .with("control", "SOA-8.24", json!({"assets": ["A-0"]}))
}
/// Opened within five minutes on the day: nothing is sent yet.
pub fn opened() -> Value {
    json!({
        "what": {"what": "A bag with a laptop was taken in a train. The laptop was locked.", "title": "Laptop stolen", "assets": ["A-0"]},
        "when": {"noticed_at": "2026-06-02T08:10+02:00", "noticed_by": "a developer, by telephone", "aware_at": "2026-06-02T09:00+02:00"},
        "now": {"now": {"stop": {"then": "done", "at": "2026-06-02T08:40+02:00"}, "keep": {"then": "not_needed"}, "keys": {"then": "open"}}, "more": [{"what": "Police report taken", "at": "2026-06-02T10:00+02:00"}]},
        "class": {"class": "incident", "loss": ["availability"]},
        "data": {"personal_data": "yes", "whose_data": "About 300 customers: name, address, order."},
        "people": {"risk_to_people": "risk", "people_why": "The disk was encrypted, the password is short."},
        "weight": {"significant": "no"},
        "clocks": {"answers": {"gdpr-33": {"answer": "open"}, "gdpr-33-2": {"answer": "not_needed", "why": "We are not a processor for anyone here."}, "own-OB-0": {"answer": "sent", "sent": "2026-06-02T11:00+02:00", "to": "Insurer's hotline", "reference": "C-4711"}}},
        "others": {"others": [{"who": "staff in the office", "told": "2026-06-02T09:30+02:00", "note": "At the stand-up."}, {"who": "our largest customer", "until": "2026-06-04"}]},
        "proof": {"evidence": ["EV-1"], "custody": [{"what": "Log of the device manager", "place": "Evidence share", "who": "administrator", "since": "2026-06-02T09:20+02:00"}]},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Written down within the hour with the developer.", "signed": true},
    })
}
/// Nothing was lost: opened and closed in one go.
pub fn event() -> Value {
    json!({
        "what": {"what": "A scan of the web server from outside was turned away."},
        "when": {"noticed_at": "2026-06-02T08:10+02:00", "noticed_by": "the firewall"},
        "now": {},
        "class": {"class": "event"},
        "data": {"personal_data": "no"},
        "others": {},
        "close": {"close": "yes"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Read the firewall's log; nothing got through.", "signed": true},
    })
}
fn noticed() -> Book {
    let mut b = book();
    b.finish("incident", &[], opened()).unwrap_or_else(|r| panic!("{r}"));
    b.on("2026-06-03")
}
/// The second day: reported, under control, back to normal. It turns out to be worse.
pub fn under_control() -> Value {
    json!({
        "news": {"new": ["what", "class", "data", "people", "weight", "others", "proof"], "since": "2026-06-03T07:30+02:00"},
        "what": {"what": "A bag with a laptop was taken in a train. The laptop was locked. Its password was on a note.", "assets": ["A-0"]},
        "class": {"class": "major", "loss": ["availability", "confidentiality"]},
        "data": {"personal_data": "yes", "whose_data": "About 300 customers: name, address, order, bank account."},
        "people": {"risk_to_people": "high_risk", "people_why": "Bank accounts can be misused."},
        "weight": {"significant": "yes"},
        "clocks": {"answers": {
            "gdpr-33": {"answer": "sent", "sent": "2026-06-03T09:00+02:00", "to": "Data protection authority", "evidence": "EV-1"},
            "gdpr-34": {"answer": "open"},
            "nis2-early": {"answer": "sent", "sent": "2026-06-03T09:30+02:00", "to": "CSIRT", "reference": "77-12"},
            "nis2-72": {"answer": "open"},
            "nis2-users": {"answer": "not_needed", "why": "No customer's own service is touched by it."}}},
        "others": {},
        "proof": {},
        "contain": {"contained_on": "2026-06-02", "contain_done": "Locked and erased from afar."},
        "recover": {"recovered_on": "2026-06-03", "recover_done": "A new laptop was set up."},
        "close": {"close": "no"},
        "check": {},
        "sign": {"held_on": "2026-06-03", "outcome": "changed", "why": "Second look with the developer and the insurer.", "signed": true},
    })
}
/// A fortnight on: all reports answered but the last.
fn over() -> Book {
    let mut b = noticed();
    b.finish("incident", &["I-001"], under_control()).unwrap_or_else(|r| panic!("{r}"));
    b.on("2026-06-16")
}
pub fn closed() -> Value {
    json!({
        "news": {},
        "clocks": {"answers": {
            "gdpr-34": {"answer": "sent", "sent": "2026-06-04T12:00+02:00", "to": "312 customers by letter", "evidence": "EV-1"},
            "nis2-72": {"answer": "sent", "sent": "2026-06-05T09:00+02:00", "to": "CSIRT", "reference": "77-13"},
            "nis2-final": {"answer": "sent", "sent": "2026-06-15T09:00+02:00", "to": "CSIRT", "reference": "77-14"}}},
        "close": {"close": "yes"},
        "lessons": {"lessons": "Reporting at once worked. Passwords on notes were known and nobody said anything.", "lessons_with": ["P-3"]},
        "cause": {"failed": "yes", "requirement": ["A.8.24"], "gap": "Passwords must not be written down; one was on the device.", "grade": "minor"},
        "marks": {"risks": ["R-0"], "controls": ["SOA-8.24"], "policies": ["POL-0"], "teach": [{"whom": "all who travel", "what": "Leave no note with the device", "who": "P-3", "until": "2026-07-15"}]},
        "cost": {"cost_hours": 30, "cost_money": {"minor": 180000, "currency": "EUR"}, "customers_hit": 312},
        "check": {},
        "sign": {"held_on": "2026-06-16", "outcome": "changed", "why": "Talked it through with those who were there.", "signed": true},
    })
}
pub fn reopened() -> Value {
    json!({
        "reopen": {"why": "A customer reports a false invoice."},
        "news": {},
        "clocks": {"answers": {"gdpr-34": {"answer": "open"}, "nis2-72": {"answer": "open"}}},
        "check": {},
        "sign": {"held_on": "2026-06-16", "outcome": "changed", "why": "The invoice names an order that was on the laptop.", "signed": true},
    })
}
fn says(step: &str, other: Value) -> String {
    book().guide("incident", &[], but(opened(), json!({step: other}))).says(step)
}
fn later(step: &str, other: Value) -> String {
    noticed().guide("incident", &["I-001"], but(under_control(), json!({step: other}))).says(step)
}
fn last(step: &str, other: Value) -> String {
    over().guide("incident", &["I-001"], but(closed(), json!({step: other}))).says(step)
}
/// The line at the top of a page.
fn clocks(b: &Book, about: &[&str], answers: Value, step: &str) -> Vec<Value> {
    let shown = b.guide("incident", about, answers).show(step);
    let page = serde_json::to_value(&shown.step.panel).unwrap();
    let part = page.as_array().unwrap().iter().find(|p| p["part"] == "clocks").cloned().unwrap_or_default();
    part["clocks"].as_array().cloned().unwrap_or_default()
}
fn lines(list: &[Value]) -> String {
    let text = |c: &Value, f: &str| c[f].as_str().unwrap().to_string();
    list.iter().map(|c| format!("{}: {}", text(c, "law"), text(c, "says"))).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_incident_is_opened_in_a_few_pages() {
    let mut b = book();
    golden("incident", &b.guide("incident", &[], opened()).transcript());
    b.finish("incident", &[], opened()).unwrap_or_else(|r| panic!("{r}"));
    let i = b.body("I-001");
    assert_eq!(
        (i["title"].as_str(), i["state"].as_str(), i["class"].as_str()),
        (Some("Laptop stolen"), Some("open"), Some("incident"))
    );
    assert_eq!(
        i["steps"],
        json!([{"at": "2026-06-02T08:40+02:00", "what": "Stop it from spreading: take the device, account or service off"}, {"at": "2026-06-02T10:00+02:00", "what": "Police report taken"}])
    );
    let told = i["notifications"].as_array().unwrap();
    assert_eq!(told.len(), 3);
    assert_eq!(
        told[0],
        json!({"clock": "gdpr-33-2", "answer": "not_needed", "from": "2026-06-02T09:00+02:00", "why": "We are not a processor for anyone here."})
    );
    assert_eq!(
        told[1],
        json!({"clock": "own-OB-0", "answer": "sent", "from": "2026-06-02T09:00+02:00", "due": "2026-06-04T09:00+02:00", "sent": "2026-06-02T11:00+02:00", "to": "Insurer's hotline", "evidence": "EV-0002"})
    );
    assert_eq!(told[2]["clock"], "other");
    assert_eq!(
        b.body("EV-0002")["note"],
        "Sent 2026-06-02T11:00+02:00 to Insurer's hotline (OB-0 Cyber insurance). Number of the confirmation: C-4711."
    );
    assert_eq!(b.body("ACT-001")["what"], "Tell our largest customer of Laptop stolen");
    assert_eq!(
        (b.body("ACT-002")["due"].as_str(), b.body("ACT-002")["from"].as_str()),
        (Some("2026-06-02"), Some("I-001"))
    );
    assert_eq!((b.review()["about"].clone(), b.review()["outcome"].as_str()), (json!(["I-001"]), Some("changed")));
    assert_eq!((b.states("I-001/gdpr-33").as_str(), b.states("I-001/gdpr-33-2").as_str()), ("due soon", "current"));
}

#[test]
fn clocks_run_at_the_top_of_every_page_the_next_first() {
    let b = book();
    let guide = b.guide("incident", &[], opened());
    assert!(clocks(&b, &[], opened(), "what").len() > 2, "what is answered later is there when somebody goes back");
    for step in guide.steps() {
        assert!(!clocks(&b, &[], opened(), &step).is_empty(), "{step}");
    }
    // Nothing is judged yet: what may apply is proposed.
    let begun = json!({"when": opened()["when"]});
    expect(
        &lines(&clocks(&b, &[], begun, "class")),
        "NIS2 Art. 23(4)(a): by Wed 3 June 09:00 +02:00
         OB-0, Insurer: by Thu 4 June 09:00 +02:00
         GDPR Art. 33(1): by Fri 5 June 09:00 +02:00
         NIS2 Art. 23(4)(b): by Fri 5 June 09:00 +02:00
         GDPR Art. 33(2): without undue delay
         NIS2 Art. 23(1), (2): without undue delay"
            .replace("\n         ", "\n")
            .as_str(),
    );
    let mut shown = guide.show("clocks");
    isms::wizard::tell_time(&mut shown, chrono::DateTime::parse_from_rfc3339("2026-06-03T16:00:00+02:00").unwrap());
    let page = serde_json::to_value(&shown.step.panel).unwrap();
    assert_eq!(
        (page[0]["clocks"][0]["id"].as_str(), page[0]["clocks"][0]["minutes"].as_i64()),
        (Some("gdpr-33"), Some(41 * 60))
    );
    // The draft stands beside the row of its clock.
    let rows = serde_json::to_value(&shown.step.questions[0].rows).unwrap();
    let draft = &rows.as_array().unwrap().iter().find(|r| r["id"] == "gdpr-33").unwrap()["panel"][0];
    for words in [
        "To: supervisory authority",
        "GDPR Art. 33(1)",
        "A bag with a laptop was taken",
        "About 300 customers",
        "2 June 09:00 +02:00",
        "Pat Zero, pat@example.test",
        "Stop it from spreading",
    ] {
        assert!(draft["text"].as_str().unwrap().contains(words), "{words}: {}", draft["text"]);
    }
}

#[test]
fn a_later_fact_has_a_clock_of_its_own() {
    // On the day nobody thinks of personal data; three days later somebody finds some.
    let no_data = but(
        opened(),
        json!({
        "data": {"personal_data": "no", "whose_data": null}, "people": {"risk_to_people": null, "people_why": null},
        "clocks": {"answers": {"gdpr-33": null, "gdpr-33-2": null}}}),
    );
    let mut b = book();
    b.finish("incident", &[], no_data).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.states("I-001/gdpr-33"), "no item");
    let mut b = b.on("2026-06-05");
    let found = json!({
        "news": {"new": ["data"], "since": "2026-06-05T14:10+02:00"},
        "data": {"personal_data": "yes", "whose_data": "A list of 40 applicants lay on the disk."},
        "people": {"risk_to_people": "risk", "people_why": "The list has addresses and salaries."},
        "clocks": {"answers": {"gdpr-33": {"answer": "open"}, "gdpr-33-2": {"answer": "not_needed", "why": "The applicants are our own."}}},
        "contain": {}, "check": {},
        "sign": {"held_on": "2026-06-05", "outcome": "changed", "why": "The backup showed what was on the disk.", "signed": true},
    });
    expect(
        &lines(&clocks(&b, &["I-001"], found.clone(), "people")[..1]),
        "GDPR Art. 33(1): by Mon 8 June 14:10 +02:00",
    );
    b.finish("incident", &["I-001"], found).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("I-001")["awareness"], json!([{"of": "personal_data", "from": "2026-06-05T14:10+02:00"}]));
    let item = isms::staleness::of(&b.isms, b.today, "I-001/gdpr-33").unwrap();
    assert_eq!(
        item.reasons[0].text(&b.isms),
        "I-001: the supervisory authority must be told by 8 June 14:10 +02:00 (GDPR Art. 33(1): 72 hours, from 5 June 14:10)."
    );
    expect(
        &later("news", json!({"since": "2026-06-01T08:00+02:00"})),
        "red since: The incident was noticed only on Tue 2 June 08:10 +02:00. From when on did you know?",
    );
    assert!(later("news", json!({"since": null})).contains("red since:"), "a fact without its moment starts no clock");
}

#[test]
fn the_second_visit_asks_only_what_is_new_and_a_sent_report_starts_the_next() {
    let b = noticed();
    let calm = json!({"news": {}});
    assert_eq!(b.guide("incident", &["I-001"], calm).steps(), ["news", "clocks", "contain", "check", "sign"]);
    let mut b = b;
    b.finish("incident", &["I-001"], under_control()).unwrap_or_else(|r| panic!("{r}"));
    let i = b.body("I-001");
    assert_eq!((i["state"].as_str(), i["class"].as_str()), (Some("recovered"), Some("major")));
    assert_eq!(i["done"], "Locked and erased from afar.\n\nA new laptop was set up.");
    assert_eq!(
        i["awareness"],
        json!([{"of": "high_risk", "from": "2026-06-03T07:30+02:00"}, {"of": "significance", "from": "2026-06-03T07:30+02:00"}])
    );
    assert_eq!((b.states("I-001/gdpr-33").as_str(), b.states("I-001/nis2-72").as_str()), ("current", "due soon"));
    // The 72 hours were answered a day later, so the month of the last report began that day; it is asked on the same page.
    let b = over();
    let rows = |a: Value| {
        b.guide("incident", &["I-001"], a).show("clocks").step.questions[0]
            .rows
            .clone()
            .unwrap()
            .into_iter()
            .map(|r| r.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(json!({})), ["gdpr-34", "nis2-72"]);
    assert_eq!(rows(closed()), ["gdpr-34", "nis2-72", "nis2-final"]);
}

#[test]
fn it_is_closed_when_every_report_is_answered_and_says_what_it_means_for_the_rest() {
    let open = last("close", json!({}));
    expect(&open, "");
    let b = over();
    let left = but(closed(), json!({"clocks": {"answers": {"gdpr-34": {"answer": "open"}}}}));
    expect(
        &b.guide("incident", &["I-001"], left).says("close"),
        "red close: 1 report is still open: GDPR Art. 34(1). Say for each that it was sent, or that it is not needed and why.",
    );
    let mut b = b;
    b.finish("incident", &["I-001"], closed()).unwrap_or_else(|r| panic!("{r}"));
    let i = b.body("I-001");
    assert_eq!(
        (i["state"].as_str(), i["nonconformity"].as_str(), i["risks"].clone()),
        (Some("closed"), Some("NC-001"), json!(["R-0"]))
    );
    let nc = b.body("NC-001");
    assert_eq!(
        (nc["source"].as_str(), nc["grade"].as_str(), nc["requirement"].clone(), nc["state"].as_str()),
        (Some("incident"), Some("minor"), json!(["A.8.24"]), Some("raised"))
    );
    assert_eq!(
        (b.body("ACT-003")["owner"].as_str(), b.body("ACT-003")["what"].as_str()),
        (Some("P-3"), Some("Teach all who travel: Leave no note with the device"))
    );
    assert!(b.states("R-0").contains("stale"), "{}", b.states("R-0"));
    assert_eq!(b.states("I-001"), "current");
}

#[test]
fn what_was_closed_can_be_opened_again_with_a_reason() {
    let (mut b, name, about, answers) = ways().pop().unwrap();
    b.finish(name, &about, answers).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("I-001")["state"], "open");
    assert!(b.review()["answers"].to_string().contains("A customer reports a false invoice."));
}

#[test]
fn an_entry_made_days_later_says_so() {
    let mut b = book().on("2026-06-05");
    let late = but(opened(), json!({"contain": {}, "sign": {"held_on": "2026-06-05"}}));
    let words = b.guide("incident", &[], late.clone()).says("when");
    assert!(
        words.contains(
            "yellow noticed_at: That is 3 days ago. The record says that it was written down later; that is no fault."
        ),
        "{words}"
    );
    b.finish("incident", &[], late).unwrap_or_else(|r| panic!("{r}"));
    assert!(b.review()["answers"].to_string().contains("3 days after it was noticed."));
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(
        &says("when", json!({"noticed_at": "2026-06-03T08:00+02:00"})),
        "red noticed_at: Wed 3 June 08:00 +02:00 has not happened yet. When was it?",
    );
    expect(
        &says("when", json!({"aware_at": "2026-06-02T07:00+02:00"})),
        "red aware_at: You cannot have been sure before it was noticed. Give the same or a later moment.",
    );
    expect(
        &says("when", json!({"noticed_at": "2026-06-01T08:00+02:00"})),
        "yellow aware_at: You were sure 25 hours after it was noticed. An authority asks what was done meanwhile; write it down.",
    );
    expect(
        &says("now", json!({"now": {"stop": {"at": "2026-06-02T07:00+02:00"}}})),
        "red now: Stop it from spreading: take the device, account or service off: that is before it was noticed. When was it done?",
    );
    assert!(says("now", json!({"now": {"stop": {"at": null}}})).contains("red now: Stop it from spreading"));
    expect(
        &says("data", json!({"personal_data": "unclear"})),
        "yellow personal_data: Unclear counts as possible: the clock for the authority runs until you know. Find out first.",
    );
    expect(
        &says("data", json!({"whose_data": null})),
        "red whose_data: \u{201c}Whose, about how many, what kind?\u{201d} is not answered.",
    );
    expect(
        &says("people", json!({"people_why": "so"})),
        "red people_why: \u{201c}so\u{201d} does not tell next year's you anything.",
    );
    assert!(
        says("what", json!({"what": "Alexander Meyer lost it in a train."}))
            .contains("yellow what: This names a person. The text goes into the pack. Use the role instead?")
    );
    let clock = |row: Value| says("clocks", json!({"answers": {"gdpr-33": row}}));
    expect(
        &clock(json!({"answer": "not_needed"})),
        "red answers: GDPR Art. 33(1): why is it not needed? The reason is what an authority and an auditor ask for, in at least 10 characters.",
    );
    expect(
        &clock(json!({"answer": "sent", "sent": "2026-06-02T12:00+02:00", "to": "Authority"})),
        "red answers: GDPR Art. 33(1): what shows that it was sent? Give the file, or the number of the confirmation.",
    );
    expect(
        &clock(json!({"answer": "sent", "sent": "2026-06-02T08:00+02:00", "to": "Authority", "reference": "1"})),
        "red answers: GDPR Art. 33(1): it cannot have been sent before Tue 2 June 09:00 +02:00, when you were sure.",
    );
    expect(
        &clock(json!({"answer": "sent", "sent": "2026-06-03T08:00+02:00", "to": "Authority", "reference": "1"})),
        "red answers: GDPR Art. 33(1): Wed 3 June 08:00 +02:00 has not happened yet. When was it?",
    );
    assert!(
        clock(json!({"answer": "sent", "sent": "2026-06-02T12:00+02:00", "reference": "1"}))
            .contains("\u{201c}To whom?\u{201d} is not answered.")
    );
    assert!(
        clock(json!({"answer": null}))
            .contains("GDPR Art. 33(1): to supervisory authority: \u{201c}Was it sent?\u{201d} is not answered.")
    );
    let late = json!({"answers": {"nis2-72": {"sent": "2026-06-08T09:00+02:00"}}});
    expect(
        &last("clocks", late),
        "red answers: NIS2 Art. 23(4)(b): it went out 50 hours after its limit. Why was it late? The reason goes with the report.",
    );
    expect(
        &says("others", json!({"others": [{"who": "Police", "told": "2026-06-04T09:00+02:00"}]})),
        "red others: Police: Thu 4 June 09:00 +02:00 has not happened yet. When was it?",
    );
    expect(
        &later("contain", json!({"contained_on": "2026-06-01"})),
        "red contained_on: That lies before it was noticed (2 June). Since when?",
    );
    expect(
        &later("recover", json!({"recovered_on": "2026-06-01"})),
        "red recovered_on: That lies before it was under control (2 June). Since when?",
    );
    expect(
        &later("recover", json!({"recover_done": null})),
        "red recover_done: \u{201c}What was done to get back?\u{201d} is not answered.",
    );
    let unjudged = but(
        under_control(),
        json!({"people": {"risk_to_people": "not_judged", "people_why": null}, "close": {"close": "yes"}}),
    );
    assert!(
        noticed()
            .guide("incident", &["I-001"], unjudged)
            .says("close")
            .contains("red close: It is not judged yet whether it must be reported.")
    );
    let unclear = but(under_control(), json!({"data": {"personal_data": "unclear"}, "close": {"close": "yes"}}));
    assert!(
        noticed()
            .guide("incident", &["I-001"], unclear)
            .says("close")
            .contains("It is still unclear whether personal data was involved.")
    );
    expect(
        &last("cause", json!({"requirement": []})),
        "red requirement: Which one was it? Give a clause, a control, or a rule of your own.",
    );
    expect(
        &last("cause", json!({"failed": "no", "no_rule_because": null})),
        "red no_rule_because: \u{201c}How do you know that none did?\u{201d} is not answered.",
    );
    let nothing = json!({"risks": [], "controls": [], "policies": [], "teach": []});
    expect(
        &last("marks", nothing.clone()),
        "red says_nothing_because: It is not said what it means for risks, controls, rules or people. Name them, or say why there are none.",
    );
    expect(
        &last("marks", json!({"says_nothing_because": "Nothing follows from it."})),
        "red says_nothing_because: You name some, and say that there are none. Which is right?",
    );
    expect(
        &last("marks", json!({"controls": []})),
        "yellow controls: A rule was not met or a control failed, you say. Which control stands for it?",
    );
    let b = over().on("2026-07-20");
    let words =
        b.guide("incident", &["I-001"], but(closed(), json!({"sign": {"held_on": "2026-07-20"}}))).says("lessons");
    expect(&words, "yellow lessons: It has been over for 47 days; 30 is the aim. What was seen then is fading.");
}

#[test]
fn the_printed_incident_says_what_was_answered() {
    let mut b = over();
    let paper = |b: &Book| {
        let scope = isms::report::Scope::on(b.today).about("I-001");
        isms::text::doc_text(&isms::report::build(&b.isms, "incident-sheet", &scope).unwrap())
    };
    let open = paper(&b);
    assert!(
        open.contains("Open to CSIRT or authority, by 2026-06-06 07:30 +02:00: neither sent nor said not to be needed"),
        "{open}"
    );
    b.finish("incident", &["I-001"], closed()).unwrap_or_else(|r| panic!("{r}"));
    let text = paper(&b);
    for words in [
        "A bag with a laptop was taken in a train. The laptop was locked. Its password was on a note.",
        "2026-06-02 08:10 +02:00, by a developer, by telephone",
        "About 300 customers: name, address, order, bank account.",
        "Bank accounts can be misused.",
        "Stop it from spreading",
        "known that it is a high risk to people",
        "reported to Data protection authority (GDPR Art. 33(1))",
        "from 2026-06-02 09:00 +02:00, until 2026-06-05 09:00 +02:00",
        "We are not a processor for anyone here.",
        "Evidence share; in the hands of administrator, since 2026-06-02 09:20 +02:00",
        "Reporting at once worked.",
        "30 hours \u{b7} 1800.00 EUR \u{b7} 312 customers",
        "Teach all who travel",
        "Talked it through with those who were there.",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(!text.contains("Open to"), "{text}");
}
