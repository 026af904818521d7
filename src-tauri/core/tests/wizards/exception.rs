//! Permission to deviate: asked for and granted, asked for and waited for, and the round; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use isms::{Change, Verb};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    vec![
        (Book::new(), "exception-review", vec!["POL-0"], asked()),
        (granted(), "exception-review", vec![], but(asked(), json!({"begin": {"do": "ask"}}))),
        (granted(), "exception-review", vec![], but(round(), json!({"begin": {"do": "round"}}))),
        (one(), "exception-review", vec!["EX-0"], goes_on()),
    ]
}
/// A new one that makes a risk greater; its owner and the rule's owner say yes.
pub fn asked() -> Value {
    json!({
        "what": {"from_rule": ["POL-0"], "for_what": "The two terminals at the fair.", "why": "Staff change every hour.", "title": "Shared account at the fair", "owner": "P-0"},
        "instead": {"instead": "No network, and data that we made up."},
        "risk": {"risks": ["R-1"]},
        "until": {"until": "2026-09-30"},
        "yes": {"approved": {"by": "P-0", "on": "2026-06-02", "how": "in_app"}, "risk_owners": {"P-1": {"by": "P-1", "on": "2026-06-01", "how": "email", "proof": ["EV-1"]}}},
        "check": {},
        "sign": {"outcome": "holds", "why": "Talked it over with Jo before the fair.", "signed": true},
    })
}
/// One ends, one goes on for longer, one shall change the rule.
pub fn round() -> Value {
    json!({
        "round": {"round": {
            "EX-0": {"then": "end", "instead_done": "yes", "know_by": "The fair is over."},
            "EX-1": {"then": "longer", "instead_done": "partly", "know_by": "Saw the list at the door.", "until": "2027-01-31", "why": "The new door comes in winter."},
            "EX-2": {"then": "rule", "instead_done": "yes", "know_by": "Asked Alexander.", "rule": "Let test machines keep their old keys."},
        }},
        "longer": {"longer": {"EX-1": {"by": "P-1", "on": "2026-06-02", "how": "in_app"}}},
        "check": {},
        "sign": {"why": "Went through the three with Jo.", "signed": true},
    })
}
/// A single one that goes on.
pub fn goes_on() -> Value {
    json!({
        "changed": {},
        "round": {"round": {"EX-0": {"then": "goes_on", "instead_done": "yes", "know_by": "Looked at both terminals."}}},
        "check": {},
        "sign": {"outcome": "holds", "why": "Looked at both terminals with Anna.", "signed": true},
    })
}
fn add(b: &mut Book, code: &str, title: &str, more: Value) {
    let body = but((isms::kinds::kind("exception").unwrap().example)(), but(json!({"title": title}), more));
    b.act(Verb::Add, vec![Change::put("exception", code, body)]);
    b.act(Verb::Review, vec![Change::add("review", json!({"wizard": "exception-review", "about": [code], "held_on": b.today.to_string(), "by": "P-0", "outcome": "holds", "why": "It was granted on that day.", "signed": {"by": "P-0", "on": b.today.to_string(), "how": "in_app"}}))]);
}
fn one() -> Book {
    let mut b = Book::new().on("2026-01-05");
    add(&mut b, "EX-0", "Shared account", json!({}));
    b.on("2026-06-02")
}
fn granted() -> Book {
    let mut b = one().on("2026-01-05");
    add(&mut b, "EX-1", "Open door", json!({}));
    add(&mut b, "EX-2", "Old keys", json!({"from_rule": ["SOA-8.24"]}));
    b.on("2026-06-02")
}
fn says(step: &str, other: Value) -> String {
    Book::new().guide("exception-review", &["POL-0"], but(asked(), json!({step: other}))).says(step)
}

#[test]
fn a_new_one_is_granted_by_the_owners_of_the_rule_and_of_the_risk() {
    let mut b = Book::new();
    golden("exception-review", &b.guide("exception-review", &["POL-0"], asked()).transcript());
    b.finish("exception-review", &["POL-0"], asked()).unwrap_or_else(|r| panic!("{r}"));
    let e = b.body("EX-001");
    assert_eq!(
        (&e["state"], &e["from"], &e["until"], &e["risks"], &e["approved"]["by"], &e["evidence"], &e["extended"]),
        (
            &json!("granted"),
            &json!("2026-06-02"),
            &json!("2026-09-30"),
            &json!(["R-1"]),
            &json!("P-0"),
            &json!(["EV-1"]),
            &json!(0)
        )
    );
    assert_eq!(
        (b.states("EX-001"), b.states("R-1"), b.states("POL-0")),
        ("current".into(), "stale".into(), "current".into())
    );
    assert_eq!(b.review()["about"], json!(["EX-001"]));
    assert!(b.review().to_string().contains("Did the owner of R-1 say yes?\""), "{}", b.review());
}

#[test]
fn without_the_words_it_waits_and_is_granted_in_a_later_round() {
    let mut b = Book::new();
    let waits = but(
        asked(),
        json!({"yes": {"approved": {"how": null, "on": null, "not_yet": true}, "risk_owners": {"P-1": {"how": null, "on": null, "proof": null, "not_yet": true}}}, "sign": {"outcome": "holds_with_actions"}}),
    );
    b.finish("exception-review", &["POL-0"], waits).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((b.body("EX-001")["state"].as_str(), b.states("R-1").as_str()), (Some("asked"), "current"));
    assert_eq!(
        b.body("ACT-001")["what"],
        "Get the word of Pat Zero for the exception \u{201c}Shared account at the fair\u{201d}"
    );
    assert_eq!(
        b.body("ACT-002")["what"],
        "Get the word of Jo Berg for the exception \u{201c}Shared account at the fair\u{201d}: it makes R-1 greater"
    );
    let yes = json!({
        "changed": {},
        "round": {"round": {"EX-001": {"then": "goes_on", "instead_done": "yes", "know_by": "Saw both terminals."}}},
        "longer": {"longer": {"EX-001": {"by": "P-1", "on": "2026-06-02", "how": "in_app"}}},
        "check": {},
        "sign": {"outcome": "holds", "why": "Jo said yes when we sat together.", "signed": true},
    });
    b.finish("exception-review", &["EX-001"], yes).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((b.body("EX-001")["state"].as_str(), b.body("EX-001")["extended"].as_u64()), (Some("granted"), Some(0)));
}

#[test]
fn none_rises_is_said_and_stored() {
    let mut b = Book::new();
    let none = but(
        asked(),
        json!({"risk": {"risks": [], "no_risk_because": "Nothing real is on the terminals."}, "yes": {"risk_owners": null}}),
    );
    b.finish("exception-review", &[], none).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (b.body("EX-001")["no_risk_because"].as_str(), b.body("EX-001")["state"].as_str()),
        (Some("Nothing real is on the terminals."), Some("granted"))
    );
}

#[test]
fn the_round_ends_lengthens_or_mends_the_rule() {
    let mut b = granted();
    let all = but(round(), json!({"begin": {"do": "round"}}));
    b.finish("exception-review", &[], all).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((b.body("EX-0")["state"].as_str(), b.states("EX-0").as_str()), (Some("ended"), "not applicable"));
    let e = b.body("EX-1");
    assert_eq!((&e["until"], &e["extended"], &e["approved"]["by"]), (&json!("2027-01-31"), &json!(1), &json!("P-1")));
    let what: Vec<Value> = b.isms.each("action").map(|(_, r)| r.body_json()["what"].clone()).collect();
    assert_eq!(
        what,
        [
            json!("Do again what EX-1 Open door promises instead: No network, made-up data."),
            json!(
                "Change SOA-8.24 Use of cryptography so that EX-2 is no longer needed: Let test machines keep their old keys."
            ),
        ]
    );
    let each: Vec<Value> = b.review()["each"].as_array().unwrap().iter().map(|e| e["outcome"].clone()).collect();
    assert_eq!(each, ["changed", "holds_with_actions", "holds_with_actions"]);
    // A single one goes on.
    let mut b = one();
    b.finish("exception-review", &["EX-0"], goes_on()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((b.review()["outcome"].as_str(), b.states("EX-0").as_str()), (Some("holds"), "current"));
    let mut b = one();
    let unknown = but(
        goes_on(),
        json!({"round": {"round": {"EX-0": {"instead_done": "dont_know"}}}, "sign": {"outcome": "holds_with_actions"}}),
    );
    b.finish("exception-review", &["EX-0"], unknown).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("ACT-001")["what"], "Find out whether the instead of EX-0 Shared account is still done");
}

#[test]
fn each_check_of_the_pages_bites() {
    let draft = Book::new().with("policy", "POL-0", json!({"state": "withdrawn"}));
    expect(
        &draft.guide("exception-review", &["POL-0"], asked()).says("what"),
        "red from_rule: POL-0 is not in force; nothing deviates from it.",
    );
    expect(
        &one().guide("exception-review", &["POL-0"], asked()).says("what"),
        "yellow from_rule: EX-0 Shared account deviates from the same rule already. Is it the rule that does not fit?",
    );
    expect(
        &says("what", json!({"why": "No."})),
        "red why: \u{201c}No.\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("instead", json!({"instead": "Nothing much."})),
        "red instead: Without something else instead it is no exception, but a rule that is not kept. What keeps the damage away?",
    );
    expect(
        &says("risk", json!({"risks": []})),
        "red no_risk_because: No risk rises, because? Say it, or name the risks.",
    );
    expect(
        &says("risk", json!({"no_risk_because": "Nothing is on it."})),
        "red no_risk_because: You name R-1 and say that none rises. Which is right?",
    );
    expect(&says("until", json!({"until": "2026-06-02"})), "red until: 2 June is not in the future.");
    expect(
        &says("until", json!({"until": "2027-06-03"})),
        "red until: An exception holds for at most 12 months: 2 June 2027 at the latest. It can be asked for again, twice.",
    );
    expect(
        &says("yes", json!({"approved": {"by": "P-2"}})),
        "red approved: Only the owner of the rule or top management may allow this: Pat Zero or Jo Berg.",
    );
    expect(
        &says("yes", json!({"risk_owners": {"P-1": {"by": "P-2"}}})),
        "red risk_owners: That risk is Jo Berg's. Only its owner may say yes to more of it.",
    );
    let all = |step: &str, other: Value| {
        granted().guide("exception-review", &["EX-0", "EX-1", "EX-2"], but(round(), json!({step: other}))).says(step)
    };
    expect(
        &all("round", json!({"round": {"EX-1": {"until": "2027-01-04"}}})),
        "red round: EX-1: 4 January 2027 is not longer than 5 January 2027.",
    );
    expect(
        &all("round", json!({"round": {"EX-1": {"until": "2027-06-03"}}})),
        "red round: EX-1: at most 12 months, 2 June 2027 at the latest.",
    );
    expect(
        &all("round", json!({"round": {"EX-1": {"why": "so"}}})),
        "red round: EX-1: \u{201c}so\u{201d} does not tell next year's you anything. Why longer?",
    );
    expect(
        &all("round", json!({"round": {"EX-1": {"instead_done": "no"}}})),
        "yellow round: EX-1 goes on, and what was promised instead is not done. What keeps the damage away today?",
    );
    let twice = granted().with("exception", "EX-1", json!({"extended": 2}));
    assert!(
        twice
            .guide("exception-review", &["EX-1"], round())
            .says("round")
            .contains("red round: EX-1 was extended twice already. End it, change the rule, or ask for a new one.")
    );
    let over = one().on("2027-01-06");
    expect(
        &over.guide("exception-review", &["EX-0"], goes_on()).says("round"),
        "red round: EX-0 ran out on 5 January. End it, ask for longer, or change the rule.",
    );
    expect(
        &all("longer", json!({"longer": {"EX-1": {"by": "P-2"}}})),
        "red longer: EX-1: only the owner of the rule or top management may allow this: Pat Zero or Jo Berg.",
    );
}
