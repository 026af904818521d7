//! An audit by others over its two visits: planned, given the pack, held, told; its findings with their days, its certificate; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let one = |b: Book, about: Vec<&'static str>, a| (b, "external-audit", about, a);
    vec![
        one(Book::new(), vec!["cycle/surveillance-2"], planned()),
        one(on_paper(), vec!["AU-001"], later()),
        one(on_paper(), vec![], but(later(), json!({"which": {"audit": "AU-001"}}))),
        one(come(), vec!["AU-001"], held()),
        one(come(), vec!["AU-001"], quiet()),
        one(Book::new(), vec![], renewed()),
        one(waiting(), vec!["AU-001"], decided()),
        one(
            told(),
            vec!["AU-001"],
            json!({"after": {"added": "Their answer came by mail."}, "check": {}, "sign": signed()}),
        ),
    ]
}
fn signed() -> Value {
    json!({"outcome": "changed", "why": "Went through it with the owner of the system.", "signed": true})
}
pub fn planned() -> Value {
    json!({
        "dates": {"from": "2026-07-13", "until": "2026-07-14", "who": "Helga Aumann, Certare", "place": "on_site", "plan": ["EV-1"]},
        "covers": {"clauses": ["8.2", "10.2"], "controls": ["SOA-8.24"]},
        "given": {"pack": "not_yet"},
        "check": {}, "sign": signed(),
    })
}
/// It was planned, and comes in six weeks.
fn on_paper() -> Book {
    let mut b = Book::new();
    b.finish("external-audit", &["cycle/surveillance-2"], planned()).unwrap_or_else(|r| panic!("{r}"));
    b.on("2026-06-29")
}
/// The pack goes out; a day is added.
fn later() -> Value {
    json!({
        "dates": {"sort": "surveillance", "from": "2026-07-13", "until": "2026-07-15", "who": "Helga Aumann, Certare", "place": "both"},
        "covers": {"clauses": ["8.2", "10.2"], "controls": ["SOA-8.24"]},
        "given": {"pack": "pack", "sent_to": "the portal of Certare", "sent_on": "2026-06-29", "copy": ["EV-0"]},
        "check": {}, "sign": signed(),
    })
}
/// They were here.
fn come() -> Book {
    let mut b = on_paper();
    b.finish("external-audit", &["AU-001"], later()).unwrap_or_else(|r| panic!("{r}"));
    b.on("2026-07-22")
}
pub fn held() -> Value {
    json!({
        "held": {"held_from": "2026-07-13", "held_until": "2026-07-14"},
        "day": {"day": [
            {"asked": "The last three leavers", "shown": "Tickets and the access list", "clause": "A.8.24"},
            {"asked": "What the board decided"},
        ]},
        "findings": {
            "findings": [
                {"number": "01", "grade": "major", "requirement": "8.2", "text": "No risk was judged in the last year."},
                {"number": "02", "grade": "minor", "requirement": "A.8.24, 10.2", "text": "One of nine laptops was not encrypted.", "answer_due": "2026-08-07"},
                {"grade": "observation", "text": "One person alone knows how to restore."},
            ],
            "came_on": "2026-07-20", "report": ["EV-1"],
        },
        "disagree": {"objections": {"1": {"until": "2026-08-03", "why": "Three were judged in January; the list was shown."}}},
        "tell": {"to": ["P-1"], "on": "2026-07-21"},
        "result": {"what": "once_answered", "on": "2026-07-14", "good": "Reasons stand beside each change of a risk."},
        "check": {}, "sign": signed(),
    })
}
fn quiet() -> Value {
    json!({
        "held": {"held_from": "2026-07-13"}, "day": {}, "findings": {},
        "tell": {"to": ["P-1"], "on": "2026-07-21"}, "result": {"what": "recommended", "on": "2026-07-14"},
        "check": {}, "sign": signed(),
    })
}
/// Entered once it was over, with the new certificate.
fn renewed() -> Value {
    json!({
        "dates": {"sort": "recertification", "from": "2026-05-11", "until": "2026-05-13", "who": "Ruben Tavares, Certare", "place": "remote"},
        "covers": {}, "given": {"pack": "nothing"}, "day": {}, "findings": {},
        "tell": {"to": ["P-1"], "on": "2026-05-13"}, "result": {"what": "recommended", "on": "2026-05-13"},
        "new": {"decided_on": "2026-06-01", "expires_on": "2029-05-31", "number": "C-2", "scope": "Development, operation and support of the product.", "soa": "3.0", "next_audit": "2027-05-10"},
        "check": {}, "sign": signed(),
    })
}
/// Recommended, and the body has not decided.
fn waiting() -> Book {
    let mut b = Book::new();
    let mut answers = renewed();
    answers["new"] = json!({});
    b.finish("external-audit", &[], answers).unwrap_or_else(|r| panic!("{r}"));
    b.on("2026-06-20")
}
fn decided() -> Value {
    json!({"new": {"decided_on": "2026-06-15", "expires_on": "2029-06-14", "scope": "Software for laboratories."}, "after": {}, "check": {}, "sign": signed()})
}
fn told() -> Book {
    let mut b = come();
    b.finish("external-audit", &["AU-001"], held()).unwrap_or_else(|r| panic!("{r}"));
    b.on("2026-08-10")
}
fn says(b: &Book, about: &[&str], answers: Value, step: &str) -> String {
    b.guide("external-audit", about, answers).says(step)
}

#[test]
fn a_visit_to_an_audit_that_was_held_page_by_page() {
    golden("external-audit", &come().guide("external-audit", &["AU-001"], held()).transcript());
}

#[test]
fn before_it_the_audit_is_planned_the_day_is_agreed_and_the_pack_is_noted_with_its_checkpoint() {
    let b = on_paper();
    let a = b.body("AU-001");
    assert_eq!(
        (a["title"].as_str(), a["sort"].as_str(), a["state"].as_str(), a["auditor"].as_str()),
        (Some("Surveillance, July 2026"), Some("surveillance"), Some("planned"), Some("Helga Aumann, Certare"))
    );
    assert_eq!(
        (a["planned_on"].clone(), a["method"].clone()),
        (json!("2026-07-13"), json!("On site, 2026-07-13 to 2026-07-14."))
    );
    assert_eq!((a["covers"].clone(), a["evidence"].clone()), (json!(["8.2", "10.2", "A.8.24"]), json!(["EV-1"])));
    assert!(a["held_from"].is_null() && a["notes"].is_null());
    assert_eq!(b.body("ORG")["next_external_audit"], "2026-07-13");
    // The sort is known from the day of the cycle, so it is not asked.
    let page = Book::new().guide("external-audit", &["cycle/surveillance-2"], json!({})).show("dates");
    assert!(page.step.questions.iter().all(|q| q.field != "sort"));

    // Once more before it: what is recorded stands there; the pack is asked for until it is given.
    assert_eq!(b.guide("external-audit", &["AU-001"], later()).steps(), ["dates", "covers", "given", "check", "sign"]);
    let page = b.guide("external-audit", &["AU-001"], json!({})).show("dates");
    let value = |f: &str| page.step.questions.iter().find(|q| q.field == f).unwrap().value.clone();
    assert_eq!(
        (value("sort"), value("from"), value("who")),
        (json!("surveillance"), json!("2026-07-13"), json!("Helga Aumann, Certare"))
    );
    let before = b.isms.checkpoint();
    let b = come();
    let a = b.body("AU-001");
    let note = a["notes"].as_str().unwrap();
    assert_eq!(
        note,
        format!(
            "Given to the auditor on 2026-06-29: the pack, to the portal of Certare. Checkpoint when it was noted: {} acts: {}.",
            before.size,
            before.groups().join(" ")
        )
    );
    assert!(b.review().to_string().contains(note));
    assert_eq!(a["evidence"], json!(["EV-1", "EV-0"]));
    assert!(!b.guide("external-audit", &["AU-001"], held()).steps().contains(&"given".to_string()));
}

#[test]
fn after_it_each_finding_has_its_days_and_what_was_said_stands_in_the_audit() {
    let mut b = come();
    b.finish("external-audit", &["AU-001"], held()).unwrap_or_else(|r| panic!("{r}"));
    let a = b.body("AU-001");
    assert_eq!(
        (a["state"].as_str(), a["held_from"].as_str(), a["held_until"].as_str(), a["reported_on"].as_str()),
        (Some("reported"), Some("2026-07-13"), Some("2026-07-14"), Some("2026-07-21"))
    );
    assert_eq!(
        (a["reported_to"].clone(), a["findings"].clone()),
        (json!(["P-1"]), json!(["NC-001", "NC-002", "NC-003"]))
    );
    assert_eq!(
        a["summary"],
        "Result of 2026-07-14: Recommended, once findings are answered.\n\nGood: Reasons stand beside each change of a risk.\n\nAsked for:\n\n- A.8.24: The last three leavers; shown: Tickets and the access list\n- What the board decided"
    );
    // The contract's 30 and 90 days run from the day on which the finding came; what is written goes before; a remark needs no answer.
    let days = |c: &str| (b.body(c)["answer_due"].clone(), b.body(c)["close_due"].clone());
    assert_eq!(days("NC-001"), (json!("2026-08-19"), json!("2026-10-18")));
    assert_eq!(days("NC-002"), (json!("2026-08-07"), Value::Null));
    assert_eq!(days("NC-003"), (Value::Null, Value::Null));
    let n = b.body("NC-002");
    assert_eq!(
        (
            n["title"].as_str(),
            n["grade"].as_str(),
            n["source"].as_str(),
            n["audit"].as_str(),
            n["raised_on"].as_str(),
            n["state"].as_str()
        ),
        (
            Some("02: One of nine laptops was not encrypted"),
            Some("minor"),
            Some("external_audit"),
            Some("AU-001"),
            Some("2026-07-14"),
            Some("raised")
        )
    );
    assert_eq!(n["what"], "One of nine laptops was not encrypted.");
    assert_eq!((n["requirement"].clone(), n["controls"].clone()), (json!(["A.8.24", "10.2"]), json!(["SOA-8.24"])));
    // The objection is something to do, from the finding, until its day.
    let act = b.body("ACT-001");
    assert_eq!(
        (act["from"].as_str(), act["due"].as_str(), act["owner"].as_str()),
        (Some("NC-001"), Some("2026-08-03"), Some("P-0"))
    );
    assert_eq!(
        act["what"],
        "Object to a finding, 01: No risk was judged in the last year: Three were judged in January; the list was shown."
    );
    assert_eq!(b.review()["about"], json!(["AU-001"]));
    // Told, it closes once every finding has its answer.
    let added = json!({"after": {"added": "Their answer came by mail."}, "check": {}, "sign": signed()});
    let mut b = told();
    expect(
        &says(&b, &["AU-001"], added.clone(), "after"),
        "yellow added: NC-001, NC-002, NC-003 has no answer yet. The audit stays open until every finding has one.",
    );
    for c in ["NC-001", "NC-002"] {
        b = b.with(
            "nonconformity",
            c,
            json!({"state": "answered", "correction": "Done.", "elsewhere": "No.", "cause": "By hand."}),
        );
    }
    let mut b = b.with("nonconformity", "NC-003", json!({"state": "noted"}));
    b.finish("external-audit", &["AU-001"], added).unwrap_or_else(|r| panic!("{r}"));
    let a = b.body("AU-001");
    assert_eq!(a["state"], "closed");
    assert!(a["summary"].as_str().unwrap().ends_with("\n\nAdded on 2026-08-10: Their answer came by mail."), "{a}");
}

#[test]
fn where_nothing_was_found_it_is_closed_at_once_and_while_nothing_is_said_it_stays_under_way() {
    let mut b = come();
    b.finish("external-audit", &["AU-001"], quiet()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("AU-001")["state"], "closed");
    let mut b = come();
    let open = but(quiet(), json!({"result": {"what": "not_yet", "on": null}}));
    b.finish("external-audit", &["AU-001"], open).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("AU-001")["state"], "held");
    // Later the letter comes: days and plan are not asked again.
    assert_eq!(b.guide("external-audit", &["AU-001"], json!({})).steps()[..2], ["day", "findings"]);
    let mut answers = held();
    answers.as_object_mut().unwrap().remove("held");
    b.finish("external-audit", &["AU-001"], answers).unwrap_or_else(|r| panic!("{r}"));
    let a = b.body("AU-001");
    assert_eq!(
        (a["state"].as_str(), a["held_from"].as_str(), a["findings"].as_array().unwrap().len()),
        (Some("reported"), Some("2026-07-13"), 3)
    );
}

#[test]
fn a_new_certificate_begins_a_new_cycle_and_the_first_stays_on_record() {
    let mut b = Book::new();
    b.finish("external-audit", &[], renewed()).unwrap_or_else(|r| panic!("{r}"));
    let o = b.body("ORG");
    let text = |f: &str| o[f].as_str().unwrap_or_default().to_string();
    assert_eq!(
        [
            text("decided_on"),
            text("expires_on"),
            text("first_decided_on"),
            text("state_since"),
            text("certificate_state")
        ],
        ["2026-06-01", "2029-05-31", "2025-02-01", "2026-06-01", "valid"]
    );
    assert_eq!(
        [text("certificate_number"), text("scope"), text("soa_on_certificate"), text("next_external_audit")],
        ["C-2", "Development, operation and support of the product.", "3.0", "2027-05-10"]
    );
    assert_eq!(b.body("AU-001")["state"], "closed");
    // Recommended is not decided: the certificate stays as it is, and the audit waits.
    let mut b = waiting();
    assert_eq!(
        (b.body("AU-001")["state"].as_str(), b.body("ORG")["decided_on"].as_str()),
        (Some("reported"), Some("2025-02-01"))
    );
    assert_eq!(b.guide("external-audit", &["AU-001"], json!({})).steps(), ["new", "after", "check", "sign"]);
    b.finish("external-audit", &["AU-001"], decided()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (b.body("AU-001")["state"].as_str(), b.body("ORG")["decided_on"].as_str()),
        (Some("closed"), Some("2026-06-15"))
    );
    // A surveillance makes no new certificate; nor does an audit that was refused wait for one.
    assert!(!come().guide("external-audit", &["AU-001"], held()).steps().contains(&"new".to_string()));
    let mut b = Book::new();
    let mut refused = but(renewed(), json!({"result": {"what": "refused"}}));
    refused.as_object_mut().unwrap().remove("new");
    b.finish("external-audit", &[], refused).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("AU-001")["state"], "closed");
}

#[test]
fn a_major_of_stage_2_or_of_a_recertification_is_closed_sooner_where_the_certificate_asks_it() {
    let with = |sort: &str, ends: &str| {
        let mut b = Book::new().with("organization", "ORG", json!({"expires_on": ends, "body_terms": [{"term": "answer_finding", "days": 14}, {"term": "close_finding", "days": 300}]}));
        let major = json!([{"number": "1", "grade": "major", "requirement": "8.2", "text": "No risk was judged."}]);
        let mut answers = but(
            renewed(),
            json!({"dates": {"sort": sort}, "findings": {"findings": major, "came_on": "2026-05-20"}, "disagree": {}, "result": {"what": "once_answered"}}),
        );
        answers["new"] = json!({});
        b.finish("external-audit", &[], answers).unwrap_or_else(|r| panic!("{r}"));
        (
            b.body("NC-001")["answer_due"].as_str().unwrap().to_string(),
            b.body("NC-001")["close_due"].as_str().unwrap().to_string(),
        )
    };
    assert_eq!(with("recertification", "2026-08-01"), ("2026-06-03".into(), "2026-08-01".into()));
    assert_eq!(with("stage_2", "2028-01-31"), ("2026-06-03".into(), "2026-11-13".into()));
    assert_eq!(with("special", "2028-01-31"), ("2026-06-03".into(), "2027-03-16".into()));
}

#[test]
fn a_customer_has_neither_the_terms_of_the_body_nor_a_certificate() {
    let mut b = Book::new();
    let found = json!([{"grade": "minor", "requirement": "A.8.24", "text": "One of nine laptops was not encrypted."}]);
    let mut answers = but(
        renewed(),
        json!({"dates": {"sort": "customer", "who": "Big Lab plc"}, "findings": {"findings": found, "came_on": "2026-05-20"}, "disagree": {}}),
    );
    answers.as_object_mut().unwrap().remove("new");
    b.finish("external-audit", &[], answers).unwrap_or_else(|r| panic!("{r}"));
    let n = b.body("NC-001");
    assert_eq!(
        (n["source"].as_str(), n["audit"].as_str(), n["answer_due"].clone()),
        (Some("customer"), Some("AU-001"), Value::Null)
    );
    assert_eq!(b.body("ORG")["decided_on"], "2025-02-01");
}

#[test]
fn what_cannot_be_is_refused_each_with_its_sentence() {
    let b = come();
    let with = |other: Value, step: &str| says(&b, &["AU-001"], but(held(), other), step);
    // A deadline before its event.
    expect(
        &with(
            json!({"findings": {"findings": [{"number": "7", "grade": "minor", "requirement": "8.2", "text": "No list.", "answer_due": "2026-07-15"}]}}),
            "findings",
        ),
        "red findings: 7: No list: the answer would be due on 15 July, before the finding came (20 July). Which day is written there?",
    );
    expect(
        &with(json!({"findings": {"came_on": "2026-07-10"}}), "findings"),
        "red came_on: That lies before the audit (13 July). On which day did they come?",
    );
    expect(
        &with(json!({"findings": {"came_on": null}}), "findings"),
        "red came_on: On which day did the findings come? The time to answer runs from it.",
    );
    // A finding without a grade, or for a clause that is none.
    let graded = |row: Value| with(json!({"findings": {"findings": [row]}}), "findings");
    assert!(graded(json!({"text": "No list."})).contains("red findings: "), "{}", graded(json!({"text": "No list."})));
    let r = b
        .guide(
            "external-audit",
            &["AU-001"],
            but(held(), json!({"findings": {"findings": [{"text": "No list was there."}]}})),
        )
        .finish()
        .unwrap_err();
    assert!(r.to_string().to_lowercase().contains("grade"), "{r}");
    expect(
        &graded(json!({"grade": "minor", "requirement": "8.99", "text": "No list."})),
        "red findings: There is no clause or control \u{201c}8.99\u{201d}. Give a number like 8.2 or A.5.22.",
    );
    expect(
        &with(json!({"day": {"day": [{"asked": "A list", "clause": "A.9"}]}}), "day"),
        "red day: There is no clause or control \u{201c}A.9\u{201d}. Give a number like 8.2 or A.5.22.",
    );
    // A result without its day, before the audit, or against what was found.
    expect(
        &with(json!({"result": {"on": null}}), "result"),
        "red on: On which day did they say so? A result without its day cannot be shown.",
    );
    expect(
        &with(json!({"result": {"on": "2026-07-01"}}), "result"),
        "red on: That lies before the audit (13 July). On which day did they say so?",
    );
    expect(
        &with(json!({"result": {"what": "recommended"}}), "result"),
        "red what: You say that they recommended it as it is, but a major finding is open. Is it \u{201c}yes, once findings are answered\u{201d}?",
    );
    // Until when one may object lies after the audit.
    expect(
        &with(json!({"disagree": {"objections": {"1": {"until": "2026-07-01"}}}}), "disagree"),
        "red objections: 01: No risk was judged in the last year: 1 July lies before the audit (13 July). Until when may you object?",
    );
    expect(
        &with(json!({"disagree": {"objections": {"1": {"until": "2026-07-18"}}}}), "disagree"),
        "yellow objections: 01: No risk was judged in the last year: 18 July has passed. Was it sent in time?",
    );
    expect(
        &with(json!({"tell": {"to": ["P-2"]}}), "tell"),
        "yellow to: None of them is top management. Jo Berg should know of it too.",
    );
    expect(
        &with(json!({"tell": {"on": "2026-07-13"}}), "tell"),
        "red on: That lies before the audit ended (14 July). When did they get it?",
    );
    expect(
        &with(json!({"held": {"held_from": "2026-07-14", "held_until": "2026-07-13"}}), "held"),
        "red held_until: It ends before it begins. Give a later day.",
    );
}

#[test]
fn days_of_the_visit_and_of_the_certificate_are_in_order() {
    let b = Book::new();
    let with = |other: Value, step: &str| says(&b, &[], but(renewed(), other), step);
    expect(
        &with(json!({"dates": {"until": "2026-05-10"}}), "dates"),
        "red until: It ends before it begins. Give a later day.",
    );
    expect(
        &with(json!({"dates": {"from": "2026-06-01", "until": "2026-06-03"}}), "dates"),
        "red until: It is not over yet. Come back once they have left: your answers are kept.",
    );
    expect(
        &with(json!({"dates": {"from": "2028-03-01", "until": null}}), "dates"),
        "yellow from: The certificate ends before that, on 31 January 2028. It can be restored for six months.",
    );
    expect(
        &with(json!({"given": {"pack": "not_yet"}}), "given"),
        "red pack: They have been here already. Which pack did they have? If none: \u{201c}they look here\u{201d}.",
    );
    expect(
        &with(json!({"new": {"decided_on": "2026-05-01"}}), "new"),
        "red decided_on: That lies before the audit (11 May). Which day stands on the certificate?",
    );
    expect(
        &with(json!({"new": {"expires_on": "2026-05-31"}}), "new"),
        "red expires_on: It would end before it was decided. Which day stands on the certificate?",
    );
    expect(
        &with(json!({"new": {"expires_on": "2029-09-01"}}), "new"),
        "red expires_on: That is more than three years after 1 June. Which day stands on the certificate?",
    );
    expect(
        &with(json!({"new": {"expires_on": "2028-06-01"}}), "new"),
        "yellow expires_on: That is not three years after the decision. Was it transferred or cut short?",
    );
    expect(
        &with(json!({"new": {"next_audit": "2026-06-01"}}), "new"),
        "red next_audit: That day has passed. When do they come next?",
    );
}

#[test]
fn what_was_found_before_is_said() {
    let mut b = come();
    b.act(isms::Verb::Add, vec![isms::Change::put("nonconformity", "NC-1", json!({"title": "Disk not encrypted", "grade": "minor", "source": "own_check", "requirement": ["A.8.24"], "what": "Seen on a laptop.", "raised_on": "2026-05-01"}))]);
    let said = says(&b, &["AU-001"], held(), "findings");
    assert!(said.contains("yellow findings: 02: One of nine laptops was not encrypted: NC-1 was found for the same requirement within three years."), "{said}");
    let twice = but(
        held(),
        json!({"findings": {"findings": [{"number": "1", "grade": "minor", "text": "No list."}, {"number": "1", "grade": "minor", "text": "No list here."}]}}),
    );
    expect(&says(&b, &["AU-001"], twice, "findings"), "yellow findings: 1 stands here twice. Is it the same finding?");
}

/// One audit, one guide: Today, the record's page and whoever begins it agree.
#[test]
fn your_own_audit_and_theirs_each_begin_with_their_own_guide() {
    let mut b = on_paper();
    let audit = |sort: &str| json!({"title": sort, "sort": sort, "planned_on": "2026-07-01", "aims": "Does it work?", "method": "Samples.", "auditor": "Somebody"});
    b.act(
        isms::Verb::Add,
        vec![
            isms::Change::put("audit", "AU-7", audit("internal")),
            isms::Change::put("audit", "AU-8", audit("supplier")),
            isms::Change::put("audit", "AU-9", audit("customer")),
        ],
    );
    let currency = isms::staleness::staleness(&b.isms, b.today);
    let s = isms::view::Shown::new(&b.isms, b.today, &currency);
    let page = |id: &str| isms::view::record(&s, id).unwrap().guide.map(|g| format!("{} {}", g.name, g.verb));
    assert_eq!(page("AU-001").as_deref(), Some("external-audit Go on"));
    assert_eq!(page("AU-9").as_deref(), Some("external-audit Go on"));
    assert_eq!(page("AU-7").as_deref(), Some("internal-audit Audit"));
    assert_eq!(page("AU-8"), None);
    assert_eq!(page("R-0").as_deref(), Some("risk-review Review"));
    let rows = isms::view::register(&s, "audit").unwrap().rows;
    let row = |id: &str| rows.iter().find(|r| r.id == id).unwrap().guide;
    assert_eq!((row("AU-001"), row("AU-7"), row("AU-8")), (Some("external-audit"), Some("internal-audit"), None));
    let begin = |wizard: &str, id: &str| {
        isms::view::begin(&s, isms::wizards::wizard(wizard).unwrap(), &[id.to_string()]).map_err(|r| r.to_string())
    };
    assert_eq!(begin("external-audit", "AU-001"), Ok(vec!["AU-001".into()]));
    assert_eq!(begin("internal-audit", "AU-7"), Ok(vec!["AU-7".into()]));
    let other = |r: Result<Vec<String>, String>| r.unwrap_err();
    assert!(
        other(begin("internal-audit", "AU-001")).contains(
            "AU-001 is done with \u{201c}The auditor comes\u{201d}, not with \u{201c}Check yourself\u{201d}."
        )
    );
    assert!(other(begin("external-audit", "AU-7")).contains("AU-7 is done with \u{201c}Check yourself\u{201d}"));
    assert!(
        other(begin("internal-audit", "AU-8"))
            .contains("\u{201c}Check yourself\u{201d} is not for AU-8, nor is any other guide.")
    );
    // What an item of Today offers is what its page offers.
    let day = currency.items.iter().find(|i| i.id(&b.isms) == "cycle/surveillance-2").unwrap();
    assert!(isms::view::item_shown(&s, day).available);
    for i in currency.items.iter().filter(|i| i.kind(&b.isms) == "audit") {
        let id = i.id(&b.isms);
        assert_eq!(isms::staleness::offers(&b.isms, i), b.isms.record(&id).unwrap().guide(), "{id}");
    }
    // The guide itself says so too, for who begins it by hand.
    expect(
        &says(&b, &["AU-7"], json!({}), "which"),
        "red audit: AU-7 is no audit by others; this guide is for those. Leave, and start from one of theirs.",
    );
    expect(
        &says(&b, &[], json!({"which": {"audit": "AU-7"}}), "which"),
        "red audit: AU-7 is no audit by others that is under way. Choose one of those beside, or none.",
    );
    // Begun on a day of the cycle, the one audit that is under way for it is meant.
    assert_eq!(b.guide("external-audit", &["cycle/surveillance-2"], json!({})).steps()[0], "dates");
    assert_eq!(b.guide("external-audit", &["cycle/recertification"], json!({})).steps()[0], "which");
}
