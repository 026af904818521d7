//! Review a policy: left as it is, changed, waiting, withdrawn; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let one = |answers| (Book::new(), "policy-review", vec!["POL-0"], answers);
    vec![one(stays()), (law_changed(), "policy-review", vec!["POL-0"], changes()), one(withdrawn())]
}
/// It may stay as it is.
pub fn stays() -> Value {
    json!({
        "changed": {},
        "practice": {"asked": ["P-2"], "practised": "yes"},
        "fit": {"suitable": "yes", "adequate": "yes", "effective": "yes"},
        "decide": {"course": "leave"},
        "place": {"kept_where": "Wiki"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "holds", "why": "Asked Anna; she does it as it stands there.", "signed": true},
    })
}
/// The law changed, and so does the rule.
pub fn changes() -> Value {
    json!({
        "changed": {"matters": {"policy-obligation-changed:OB-0": "yes"}},
        "practice": {"asked": ["P-2"], "practised": "mostly", "differs": "Losses are told on Monday.", "which_changes": "both", "habit": [{"what": "Show everyone the number to call.", "who": "P-0", "until": "2026-07-01"}]},
        "fit": {"suitable": "yes", "adequate": "partly", "effective": "cannot_tell", "fit_why": "It does not say whom to call."},
        "decide": {"course": "change"},
        "text": {"draft": "Use what we give you for work. Report a loss within 12 hours to the number on the wall.", "dealt": {"policy-obligation-changed:OB-0": "Second sentence"}},
        "duty": {"change": "major", "changed_what": "From now on a loss is reported within 12 hours."},
        "audience": {"for_roles": [], "must_be_read": "once_a_major", "courses": ["CRS-0"], "tell_outside": "yes", "tell_whom": "The works council", "tell_by": "2026-06-30"},
        "approve": {"approved": {"by": "P-1", "on": "2026-06-02", "how": "in_app"}, "in_force_from": "2026-06-16"},
        "place": {"kept_where": "Wiki", "old_out": "will_see_to_it"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "The law asks for 12 hours; asked Anna how it is done.", "signed": true},
    })
}
pub fn withdrawn() -> Value {
    but(
        stays(),
        json!({"decide": {"course": "withdraw", "withdraw_why": "The handbook says all of it since May."}, "approve": {"approved": {"by": "P-0", "on": "2026-06-02", "how": "in_app"}}, "place": {}, "sign": {"outcome": "changed"}}),
    )
}
/// The obligation that the policy answers changed after it was last reviewed.
pub fn law_changed() -> Book {
    Book::new().with("obligation", "OB-0", json!({"demands": "Report within 12 hours."}))
}
fn says(step: &str, other: Value) -> String {
    law_changed().guide("policy-review", &["POL-0"], but(changes(), json!({step: other}))).says(step)
}

#[test]
fn a_policy_that_stays() {
    let mut b = Book::new();
    assert_eq!(
        b.guide("policy-review", &["POL-0"], stays()).steps(),
        ["changed", "practice", "fit", "decide", "place", "check", "sign"]
    );
    b.finish("policy-review", &["POL-0"], stays()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((b.states("POL-0"), b.review()["outcome"].as_str()), ("current".into(), Some("holds")));
    assert_eq!(b.body("POL-0")["version"], "1.0");
}

#[test]
fn a_real_change_from_first_page_to_signature() {
    let mut b = law_changed();
    golden("policy-review", &b.guide("policy-review", &["POL-0"], changes()).transcript());
    b.finish("policy-review", &["POL-0"], changes()).unwrap_or_else(|r| panic!("{r}"));
    let p = b.body("POL-0");
    assert_eq!(
        (&p["version"], &p["in_force_from"], &p["must_be_read"], &p["approved"]["by"], &p["state"]),
        (&json!("2.0"), &json!("2026-06-16"), &json!("once_a_major"), &json!("P-1"), &json!("in_force"))
    );
    assert_eq!(b.states("POL-0"), "current");
    let whats: Vec<String> = b.isms.each("action").map(|(_, r)| r.title()).collect();
    assert_eq!(
        whats,
        [
            "Show everyone the number to call.",
            "Bring CRS-0 Security basics up to date with version 2.0 of POL-0 Acceptable use",
            "Tell The works council what changes with version 2.0 of POL-0 Acceptable use",
            "Take version 1.0 of POL-0 Acceptable use out of use, printed copies too"
        ]
    );
    let b = b.on("2026-06-20");
    assert_eq!(b.states("CRS-0"), "stale", "the course teaches it");
    assert_eq!(b.states("P-2/POL-0"), "never reviewed", "those whom it concerns are asked to read it");
    assert!(
        b.review()["answers"]
            .as_array()
            .unwrap()
            .iter()
            .any(|a| a["field"] == "draft" && a["answer"] == "a text of 19 words")
    );
}

#[test]
fn the_page_before_signing_shows_both_versions_and_who_must_read() {
    let b = law_changed();
    let shown = serde_json::to_value(b.guide("policy-review", &["POL-0"], changes()).show("check")).unwrap();
    let panel = shown["step"]["panel"].as_array().unwrap();
    assert_eq!(
        (
            panel[0]["part"].as_str(),
            panel[0]["compared"]["places"].as_u64(),
            panel[0]["compared"]["parts"][0]["cells"][0][0]["text"].as_str()
        ),
        (Some("diff"), Some(1), Some("Use what we give you for work. Report a loss within "))
    );
    assert_eq!(
        (panel[1]["title"].as_str(), panel[1]["text"].as_str()),
        (
            Some("It becomes version 2.0"),
            Some("4 people are asked to read it: Pat Zero, Jo Berg, Anna Meyer, Alexander Meyer.")
        )
    );
    assert!(!shown["check"]["changes"].as_array().unwrap().is_empty());
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(
        &says("practice", json!({"asked": [], "practised": "yes"})),
        "yellow asked: A policy that nobody was asked about is what an auditor tests first.",
    );
    expect(
        &says("practice", json!({"differs": null})),
        "red differs: \u{201c}What do they do instead?\u{201d} is not answered.",
    );
    expect(
        &says("practice", json!({"habit": []})),
        "red habit: \u{201c}What will be done about the habit, by whom, until when?\u{201d} is not answered.",
    );
    expect(
        &says("fit", json!({"fit_why": null})),
        "red fit_why: Why? Say in one sentence what does not fit, is not said, or has no effect.",
    );
    expect(
        &says("text", json!({"draft": ""})),
        "red draft: There is no text yet. Change the text, or give a new file.",
    );
    expect(
        &says("text", json!({"draft": "Use what we give you for work. Report a loss within 24 hours."})),
        "red draft: This is the text that is in force. Change something, or decide to leave it as it is.",
    );
    expect(
        &says("text", json!({"dealt": {"policy-obligation-changed:OB-0": null}})),
        "red dealt: \u{201c}Where does the new text answer this?\u{201d} is not answered for POL-0 answers OB-0 Breach notification, whose entry changed on 2 June; it was last reviewed on 5 January.",
    );
    expect(
        &says("text", json!({"dealt": {"policy-obligation-changed:OB-0": "not needed"}})),
        "red dealt: Not needed, because? Say it in at least 10 characters.",
    );
    expect(
        &says("duty", json!({"change": "minor"})),
        "yellow change: You changed a rule (\u{201c}within 12 hours\u{201d}). Does really nobody act differently?",
    );
    assert!(
        says("duty", json!({"changed_what": "x".repeat(401)}))
            .contains("red changed_what: 401 characters are too many")
    );
    assert!(says("audience", json!({"must_be_read": "no"})).contains("yellow must_be_read: It answers A.5.10"));
    expect(
        &says("audience", json!({"for_roles": ["pilot"]})),
        "
        red for_roles: There is no role \u{201c}pilot\u{201d} in your list.",
    );
    expect(
        &says("approve", json!({"approved": {"by": "P-2"}})),
        "red approved: Only Pat Zero or above may approve POL-0: Pat Zero or Jo Berg.",
    );
    expect(
        &says("approve", json!({"in_force_from": "2026-06-01"})),
        "red in_force_from: It would hold before it was approved (2 June). Give that day or a later one.",
    );
    expect(
        &says("place", json!({"kept_where": null})),
        "red kept_where: \u{201c}Where do people find it?\u{201d} is not answered.",
    );
    let no =
        but(stays(), json!({"practice": {"practised": "no", "differs": "Nobody reports.", "which_changes": "rule"}}));
    expect(
        &Book::new().guide("policy-review", &["POL-0"], no).says("decide"),
        "red course: You said that people do not do what it says and that the rule will change. Then it cannot stay as it is.",
    );
    let last = Book::new().with("policy", "POL-0", json!({"answers": ["5.2"]}));
    expect(
        &last.guide("policy-review", &["POL-0"], withdrawn()).says("decide"),
        "red withdraw_why: It is the last one that answers 5.2, which the standard wants in writing. Put another in force first.",
    );
}

#[test]
fn a_finding_against_it_makes_yes_worth_another_thought() {
    let mut body = (isms::kinds::kind("nonconformity").unwrap().example)();
    super::book::merge(&mut body, json!({"controls": [], "risks": [], "policies": ["POL-0"]}));
    let b = Book::new().with("nonconformity", "NC-004", body);
    assert!(
        b.guide("policy-review", &["POL-0"], stays())
            .says("fit")
            .contains("yellow effective: You say that it has its effect, but NC-004 (open) concerns it.")
    );
}

#[test]
fn the_policy_itself_is_approved_by_top_management_only() {
    let b = Book::new().with(
        "policy",
        "POL-0",
        json!({"sort": "policy", "approved": {"by": "P-1", "on": "2026-01-05", "how": "in_app"}}),
    );
    let g = b.guide("policy-review", &["POL-0"], but(changes(), json!({"changed": {"matters": {"edited-since-review:POL-0": "yes"}}, "approve": {"approved": {"by": "P-0"}}})));
    assert!(
        g.says("approve").contains("red approved: Only top management may approve the policy: Jo Berg."),
        "{}",
        g.says("approve")
    );
    // Where nobody acts differently its owner may (DOMAIN 2.11), and is no approver who left.
    let minor = but(
        changes(),
        json!({
            "changed": {"matters": {"edited-since-review:POL-0": "yes"}},
            "text": {"dealt": {"edited-since-review:POL-0": "Second sentence"}},
            "duty": {"change": "minor"},
            "approve": {"approved": {"by": "P-0", "on": "2026-06-02", "how": "in_app"}, "in_force_from": "2026-06-02"},
        }),
    );
    let mut b = b;
    b.finish("policy-review", &["POL-0"], minor).unwrap_or_else(|r| panic!("{r}"));
    let p = b.body("POL-0");
    assert_eq!((&p["version"], &p["approved"]["by"]), (&json!("1.1"), &json!("P-0")));
    assert_eq!(b.states("POL-0"), "current");
}

#[test]
fn not_yet_leaves_the_draft_beside_the_version_in_force() {
    let mut b = law_changed();
    let mut waits = changes();
    waits["approve"]["approved"] = json!({"by": "P-1", "not_yet": true});
    waits["sign"]["outcome"] = json!("holds_with_actions");
    b.finish("policy-review", &["POL-0"], waits).unwrap_or_else(|r| panic!("{r}"));
    let p = b.body("POL-0");
    assert_eq!(
        (&p["version"], &p["draft"]["version"], &p["draft"]["state"]),
        (&json!("1.0"), &json!("2.0"), &json!("in_approval"))
    );
    assert!(
        b.isms
            .each("action")
            .any(|(_, r)| r.title() == "Get the approval of Jo Berg for version 2.0 of POL-0 Acceptable use")
    );
    assert_eq!(b.review()["outcome"], "holds_with_actions");
}

#[test]
fn an_author_who_approves_is_printed_as_such_and_a_withdrawn_one_goes() {
    let mut b = law_changed();
    let mut own = changes();
    own["approve"]["approved"]["by"] = json!("P-0");
    b.finish("policy-review", &["POL-0"], own).unwrap_or_else(|r| panic!("{r}"));
    assert!(b.review()["answers"].as_array().unwrap().iter().any(|a| a["answer"] == "approved by its author"));
    let mut b = Book::new();
    assert_eq!(
        b.guide("policy-review", &["POL-0"], withdrawn()).steps(),
        ["changed", "practice", "fit", "decide", "approve", "check", "sign"]
    );
    b.finish("policy-review", &["POL-0"], withdrawn()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("POL-0")["state"], "withdrawn");
    assert_eq!(b.states("POL-0"), "not applicable");
}

/// A document that was dropped on the question, as the surfaces read it.
fn dropped(words: Option<&str>) -> Value {
    let rows: Vec<Value> = words.into_iter().map(|w| json!({"id": "words", "text": w})).collect();
    json!({"file": "Use.docx", "evidence": "EV-1", "says": "some words were taken out", "rows": rows, "notes": []})
}
#[test]
fn a_new_text_that_is_a_file_brings_its_words_along() {
    let words = "Use what we give you for work. Report a loss within 12 hours.";
    let file = |words| but(changes(), json!({"text": {"draft": null, "file": dropped(words)}}));
    let mut b = law_changed();
    let shown = serde_json::to_value(b.guide("policy-review", &["POL-0"], file(Some(words))).show("duty")).unwrap();
    assert_eq!(shown["step"]["panel"][0]["compared"]["places"], 1, "the words of the file stand beside those in force");
    b.finish("policy-review", &["POL-0"], file(Some(words))).unwrap_or_else(|r| panic!("{r}"));
    let p = b.body("POL-0");
    assert_eq!(
        (&p["text"], &p["file"], &p["file_text"], &p["version"]),
        (&Value::Null, &json!("EV-1"), &json!(words), &json!("2.0"))
    );
    assert!(
        b.review()["answers"]
            .as_array()
            .unwrap()
            .iter()
            .any(|a| { a["field"] == "file" && a["answer"] == "Use.docx: some words were taken out, kept as EV-1" })
    );
    // Not approved yet: the draft is the file, and has its words.
    let mut b = law_changed();
    let mut waits = file(Some(words));
    waits["approve"]["approved"] = json!({"by": "P-1", "not_yet": true});
    waits["sign"]["outcome"] = json!("holds_with_actions");
    b.finish("policy-review", &["POL-0"], waits).unwrap_or_else(|r| panic!("{r}"));
    let d = b.body("POL-0")["draft"].clone();
    assert_eq!((&d["text"], &d["file"], &d["file_text"]), (&Value::Null, &json!("EV-1"), &json!(words)));
    // Without words it is kept all the same, and no differences are shown.
    let mut b = law_changed();
    let shown = serde_json::to_value(b.guide("policy-review", &["POL-0"], file(None)).show("duty")).unwrap();
    assert_eq!(shown["step"]["panel"][0]["text"], "Differences not shown: file.");
    b.finish("policy-review", &["POL-0"], file(None)).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((&b.body("POL-0")["file"], &b.body("POL-0")["file_text"]), (&json!("EV-1"), &Value::Null));
    expect(
        &says("text", json!({"file": dropped(Some(words))})),
        "red file: There is a text and a file. Give one of the two.",
    );
    let same = b.guide(
        "policy-review",
        &["POL-0"],
        but(stays(), json!({"decide": {"course": "improve"}, "text": {"file": dropped(None)}})),
    );
    expect(
        &same.says("text"),
        "red file: This is the file that is in force. Give another, or decide to leave it as it is.",
    );
}
