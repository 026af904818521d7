//! Plan and record training: a session with a pasted list, a certificate, an assignment; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let one = |about, answers| (Book::new(), "training-record", vec![about], answers);
    vec![one("CRS-0", session()), one("CRS-1", outside()), one("CRS-1", assigned())]
}
/// A session: one pasted by address, one by hand, one line that could be two people, one missing.
pub fn session() -> Value {
    json!({
        "what": {"course": "CRS-0", "do": "record", "version": "1.0"},
        "session": {"on": "2026-06-01", "how": "session", "teacher": "Pat Zero", "length": 45},
        "who-came": {"result": {"P-0": "attended"}, "pasted": "jo@example.test\nA. Meyer\nBob from the fair", "sheet_count": 3},
        "import": {"placed": {"A. Meyer": {"what": "person", "who": "P-2"}, "Bob from the fair": {"what": "not_ours"}}},
        "proof": {"evidence": ["EV-1"], "content": "no", "content_why": "It was shown from the wiki."},
        "missing": {"then": {"P-3": {"then": "next_date", "on": "2026-06-20"}}},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "holds_with_actions", "why": "Counted the sheet against the list of people.", "signed": true},
    })
}
/// Competence from outside.
pub fn outside() -> Value {
    json!({
        "what": {"course": "CRS-1", "do": "outside"},
        "session": {"on": "2026-05-20", "teacher": "Fast Lane Ltd"},
        "who-came": {"result": {"P-0": "passed"}, "score": {"P-0": 91}},
        "proof": {"evidence": ["EV-1"], "valid_until": "2028-05-20"},
        "did-it-help": {"effective": "yes", "effective_how": "Watched him rotate the keys.", "lesson": "yes", "lesson_what": "Add a part about backups."},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "holds_with_actions", "why": "Saw the certificate and watched the work.", "signed": true},
    })
}
/// Assigned by role.
pub fn assigned() -> Value {
    json!({
        "what": {"course": "CRS-1", "do": "assign"},
        "people-due": {"who": "roles", "roles": ["administrator", "developer"], "until": "2026-07-31", "how_told": "meeting", "meeting_on": "2026-06-10"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Developers now have access to the hosts.", "signed": true},
    })
}
fn says(step: &str, other: Value) -> String {
    Book::new().guide("training-record", &["CRS-0"], but(session(), json!({step: other}))).says(step)
}

#[test]
fn a_session_from_first_page_to_signature() {
    let mut b = Book::new();
    golden("training-record", &b.guide("training-record", &["CRS-0"], session()).transcript());
    b.finish("training-record", &["CRS-0"], session()).unwrap_or_else(|r| panic!("{r}"));
    let who: Vec<Value> = b.isms.each("training_record").map(|(_, r)| r.body_json()["person"].clone()).collect();
    assert_eq!(who.len(), 3);
    for p in ["P-0", "P-1", "P-2"] {
        assert_eq!(b.states(&format!("{p}/CRS-0")), "current");
    }
    let t = b.body("TR-0001");
    assert_eq!(
        (&t["course_version"], &t["on"], &t["how"], &t["taught_by"], &t["evidence"]),
        (&json!("1.0"), &json!("2026-06-01"), &json!("session"), &json!("Pat Zero"), &json!(["EV-1"]))
    );
    assert_eq!(b.body("ACT-001")["owner"], "P-3");
    let mut about = b.review()["about"].as_array().unwrap().clone();
    about.sort_by_key(|v| v.to_string());
    assert_eq!(about, [json!("P-0/CRS-0"), json!("P-1/CRS-0"), json!("P-2/CRS-0")]);
    let again = b
        .guide(
            "training-record",
            &["CRS-0"],
            but(session(), json!({"who-came": {"pasted": null, "sheet_count": null}})),
        )
        .says("who-came");
    assert!(again.contains("red result: Pat Zero is recorded for CRS-0 on 1 June already (TR-0003)."), "{again}");
}

#[test]
fn a_certificate_from_outside_proves_competence_and_its_end_is_followed() {
    let mut b = Book::new();
    b.finish("training-record", &["P-0/CRS-1"], outside()).unwrap_or_else(|r| panic!("{r}"));
    let t = b.body("TR-0001");
    assert_eq!(
        (&t["how"], &t["result"], &t["score"], &t["effective"]),
        (&json!("external"), &json!("passed"), &json!(91), &json!("yes"))
    );
    assert_eq!(b.body("P-0")["competence_proof"], json!(["EV-1", "EV-0002"]));
    assert_eq!(b.body("EV-0002")["valid_until"], "2028-05-20");
    assert_eq!(b.body("ACT-001")["what"], "Change CRS-1 Secure administration: Add a part about backups.");
    assert_eq!(b.states("P-0/CRS-1"), "current");
}

#[test]
fn by_role_the_course_is_changed_and_by_name_each_gets_an_action() {
    let mut b = Book::new();
    b.finish("training-record", &["CRS-1"], assigned()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("CRS-1")["for_roles"], json!(["administrator", "developer"]));
    assert_eq!(b.review()["about"], json!(["P-0/CRS-1", "P-3/CRS-1"]));
    let mut b = Book::new();
    let named = but(
        assigned(),
        json!({"people-due": {"who": "people", "roles": null, "people": ["P-2"]}, "sign": {"outcome": "holds_with_actions"}}),
    );
    b.finish("training-record", &["CRS-1"], named).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (b.body("ACT-001")["owner"].as_str(), b.body("ACT-001")["due"].as_str()),
        (Some("P-2"), Some("2026-07-31"))
    );
}

#[test]
fn a_policy_that_was_read_together_needs_the_signed_sheet() {
    let read = but(session(), json!({"what": {"course": "POL-0"}, "proof": {"evidence": []}, "missing": {}}));
    let b = Book::new().with("policy", "POL-0", json!({"must_be_read": "once_a_major"}));
    expect(
        &b.guide("training-record", &["POL-0"], read.clone()).says("proof"),
        "red evidence: A policy that was read together counts as confirmed by the signed sheet. Put it here.",
    );
    let mut b = b;
    b.finish(
        "training-record",
        &["POL-0"],
        but(read, json!({"proof": {"evidence": ["EV-1"]}, "missing": {"then": {"P-3": {"then": "campaign"}}}})),
    )
    .unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (b.body("ACK-0001")["how"].as_str(), b.body("ACK-0001")["proof"].clone()),
        (Some("sheet"), json!(["EV-1"]))
    );
    assert_eq!(b.states("P-1/POL-0"), "current");
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(&says("what", json!({"version": "3.0"})), "red version: CRS-0 has no version 3.0. The latest is 1.0.");
    expect(
        &says("session", json!({"on": "2026-01-04"})),
        "red on: Version 1.0 exists since 5 January. On 4 January you can only have taught none.",
    );
    expect(&says("session", json!({"on": "2026-06-03"})), "red on: 3 June has not happened yet.");
    expect(
        &says("who-came", json!({"sheet_count": 27})),
        "red sheet_count: The sheet has 27 signatures, you ticked 3. Which is right?",
    );
    assert!(says("who-came", json!({"result": {"P-0": "passed"}})).contains("red result: Pat Zero:"));
    assert!(
        says("who-came", json!({"result": {"P-0": null}, "pasted": null, "sheet_count": null}))
            .contains("red result: Nobody is ticked. Who was there?")
    );
    expect(
        &says("import", json!({"placed": {"A. Meyer": null}})),
        "red placed: \u{201c}These lines could not be placed. Who is it?\u{201d} is not answered for A. Meyer.",
    );
    expect(
        &says("import", json!({"placed": {"A. Meyer": {"who": null}}})),
        "red placed: A. Meyer: \u{201c}Which person?\u{201d} is not answered.",
    );
    expect(&says("proof", json!({"evidence": []})), "yellow evidence: An auditor picks five people and asks for this.");
    expect(
        &says("proof", json!({"content_why": "no"})),
        "red content_why: \u{201c}no\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("missing", json!({"then": {"P-3": null}})),
        "red then: \u{201c}Alexander Meyer was not there. What now?\u{201d} is not answered for Alexander Meyer.",
    );
    assert!(
        says("missing", json!({"then": {"P-3": {"on": "2026-06-01"}}}))
            .contains("red then: Alexander Meyer: 1 June is not in the future.")
    );
    let out = |step: &str, other: Value| {
        Book::new().guide("training-record", &["CRS-1"], but(outside(), json!({step: other}))).says(step)
    };
    expect(
        &out("who-came", json!({"score": {"P-0": 62}})),
        "red score: Pat Zero: 62 % is under your mark of 80 %. Failed, or is the number wrong?",
    );
    expect(&out("session", json!({"teacher": null})), "red teacher: \u{201c}Who taught it?\u{201d} is not answered.");
    expect(
        &out("proof", json!({"valid_until": "2026-05-01"})),
        "red valid_until: It would have ended before it was given (20 May).",
    );
    expect(
        &out("did-it-help", json!({"effective_how": null})),
        "red effective_how: \u{201c}How do you know?\u{201d} is not answered.",
    );
    let due = |other: Value| {
        Book::new()
            .guide("training-record", &["CRS-1"], but(assigned(), json!({"people-due": other})))
            .says("people-due")
    };
    expect(
        &due(json!({"until": "2026-06-01"})),
        "red until: 1 June is not in the future. Until when must they have done it?",
    );
    expect(&due(json!({"until": "2026-12-01"})), "yellow until: That is 182 days from now. What is meanwhile?");
    expect(&due(json!({"roles": ["pilot"]})), "red roles: There is no role \u{201c}pilot\u{201d} in your list.");
}

#[test]
fn an_older_major_version_is_recorded_but_said_to_be_old() {
    let mut b = Book::new();
    b.act(
        isms::Verb::Publish,
        vec![isms::Change::put(
            "course",
            "CRS-0",
            json!({"version": "2.0", "change": "major", "changed_what": "The reporting time is shorter."}),
        )],
    );
    let g = b.guide("training-record", &["CRS-0"], session());
    expect(
        &g.says("what"),
        "yellow version: Version 2.0 changed what people must do (The reporting time is shorter). Those trained on 1.0 will be shown as not up to date.",
    );
    let g = b.guide("training-record", &["CRS-0"], but(session(), json!({"what": {"version": "2.0"}})));
    expect(&g.says("session"), "red on: Version 2.0 exists since 2 June. On 1 June you can only have taught 1.0.");
}
