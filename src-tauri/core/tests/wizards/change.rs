//! Something new is coming: a new tool from first page to signature, one that came unplanned, an idea, and the later visits; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let new = |answers| (Book::new(), "change-intake", vec![], answers);
    let on = |b: Book, answers| (b, "change-intake", vec!["CH-0"], answers);
    vec![
        new(tool()),
        new(unplanned()),
        (Book::new(), "change-intake", vec!["A-0"], about_an_asset()),
        on(idea("idea"), screened()),
        on(idea("approved"), live()),
        on(idea("done"), back()),
        on(idea("checked"), added()),
    ]
}
fn sign(why: &str, outcome: &str) -> Value {
    json!({"held_on": "2026-06-02", "outcome": outcome, "why": why, "signed": true})
}
fn no(n: usize) -> (String, Value) {
    (format!("seven-{n}"), json!({"answer": "no"}))
}
/// A change in this state, with an action that had to be done first.
fn idea(state: &str) -> Book {
    let mut body = (isms::kinds::kind("change").unwrap().example)();
    let seven: Value = (0..7)
        .map(|n| json!({"question": format!("Question {n}"), "answer": if n == 1 { "unsure" } else { "no" }}))
        .collect();
    super::book::merge(
        &mut body,
        json!({"assets": ["A-0"], "when": if state == "idea" { "2026-09-01" } else { "2026-05-20" }, "after_check_on": "2026-07-20"}),
    );
    if state != "idea" {
        body["screening"] = seven;
        body["approved"] = json!({"by": "P-1", "on": "2026-05-01", "how": "in_app"});
        body["outcome"] = if state == "checked" { json!("Went as planned.") } else { Value::Null };
    } else {
        body.as_object_mut().unwrap().remove("screening");
    }
    body["state"] = state.into();
    let b = Book::new().with("change", "CH-0", body);
    b.with("action", "ACT-100", json!({"title": "Second factor", "sort": "change", "what": "A second factor is on for everyone.", "from": "CH-0", "owner": "P-0", "due": "2026-05-10", "state": "open"}))
}
/// A new tool of a new supplier, with everything that can follow.
pub fn tool() -> Value {
    let mut all = json!({
        "what": {"sort": "system", "what": "A new tool for support tickets.", "why": "The old one is switched off.", "when": "2026-09-01", "owner": "P-3"},
        "seven-1": {"answer": "yes", "note": "Texts of customers"},
        "seven-2": {"answer": "unsure", "ask": "P-2"},
        "seven-3": {"answer": "yes", "note": "Its maker"},
        "seven-4": {"answer": "yes", "note": "A sign-in page"},
        "seven-6": {"answer": "yes", "note": "Support is within the scope"},
        "data": {"which": "Names and texts of 900 customers.", "assessment": "ask", "ask": "P-2"},
        "supplier": {"name": "Deskly", "service": "Runs the ticket tool.", "access": ["our_data"], "data_where": "Ireland"},
        "supplier-new": {"critical": "critical", "personal_data": "processor", "exit": "Export all tickets as files and move them."},
        "things": {"things": [{"title": "Ticket tool", "what": "application", "purpose": "Keeps what customers ask.", "runs_where": "At Deskly", "exposed": "internet"}]},
        "worth": {"worth": {"Ticket tool": {"classification": "confidential", "personal_data": "ordinary", "confidentiality": 3, "integrity": 2, "availability": 2}}},
        "isms": {"thought": "Support joins the scope; Jo tells the body and Pat the team."},
        "touch": {"assets": ["A-0"]},
        "touch-rules": {"risks": ["R-0"], "controls": ["SOA-8.24"]},
        "risks": {"wrong": [{"title": "Tickets are read by strangers", "because": "A link is shared; whoever has it reads on.", "harms": ["confidentiality"], "about_it": "Turn off public links."},
            {"title": "Tickets are lost", "because": "The maker deletes them by mistake.", "harms": ["availability"], "about_it": "We would cope for a day."}]},
        "risk-levels": {"level": {"Tickets are read by strangers": {"treatment": "modify", "likelihood": 3, "impact": 3, "scores_why": "It happened at a neighbour's."},
            "Tickets are lost": {"treatment": "retain", "likelihood": 2, "impact": 2, "scores_why": "They keep three copies."}}},
        "needs": {"needs": [{"what": "A second factor is on for everyone.", "who": "P-3", "until": "2026-08-20"}]},
        "tell": {"tell": "yes", "tell_by": "2026-06-30"},
        "yes": {"approved": {"by": "P-1", "on": "2026-06-02", "how": "in_app"}},
        "back": {"after_check_on": "2026-10-31"},
        "check": {},
        "sign": sign("Went through the seven questions with Alexander.", "changed"),
    });
    all.as_object_mut().unwrap().extend([no(5), no(7)]);
    all
}
/// It was there before anybody could plan it.
pub fn unplanned() -> Value {
    let mut all = json!({
        "what": {"sort": "process", "what": "Sales keeps its notes in a chat group.", "why": "The old tool was too slow for them.", "when": "2026-04-01", "owner": "P-0"},
        "unplanned": {"before_known": "Two offers stood in a group with guests for a week."},
        "touch": {}, "touch-rules": {"nothing_why": "The chat is not on record as a thing yet."},
        "tell": {"tell": "no"},
        "yes": {"approved": {"by": "P-0", "on": "2026-06-02", "how": "in_app"}},
        "back": {"after_check_on": "2026-08-01"},
        "check": {},
        "sign": sign("Heard of it on Monday and asked sales.", "changed"),
    });
    all.as_object_mut().unwrap().extend((1..8).map(no));
    all
}
/// Begun on an asset that was added by hand; somebody's yes is waited for.
fn about_an_asset() -> Value {
    but(
        unplanned(),
        json!({
            "what": {"sort": "system", "when": "2026-09-01"}, "things": {}, "touch-rules": {"nothing_why": null},
            "yes": {"approved": {"by": "P-1", "on": null, "how": null, "not_yet": true}},
            "back": {"after_check_on": "2026-11-01"},
        }),
    )
}
/// An idea on record, gone through and approved.
fn screened() -> Value {
    let mut all =
        but(unplanned(), json!({"touch-rules": {"nothing_why": null}, "back": {"after_check_on": "2026-11-01"}}));
    all.as_object_mut().unwrap().remove("what");
    all.as_object_mut().unwrap().remove("unplanned");
    all
}
fn live() -> Value {
    json!({
        "live": {"live": "yes", "live_on": "2026-05-28"},
        "held": {"held": {"ACT-100": {"held": "yes", "how": "Saw the list of accounts."}}},
        "check": {},
        "sign": sign("Looked at it with the team on Tuesday.", "changed"),
    })
}
fn back() -> Value {
    json!({
        "live": {"live_on": "2026-05-28"},
        "held": {"held": {"ACT-100": {"held": "no", "how": "Two people still sign in by password."}}},
        "came": {"outcome": "It is faster; two people cannot use it at home."},
        "mend": {"mend": [{"what": "Give the two a key.", "who": "P-0", "until": "2026-06-20"}]},
        "check": {},
        "sign": sign("Looked at it sixty days after it went live.", "changed"),
    })
}
fn added() -> Value {
    json!({"closed": {"added": "In May the maker was sold; see CH-2."}, "check": {}, "sign": sign("Wrote down what became known later.", "changed")})
}
fn says(step: &str, other: Value) -> String {
    Book::new().guide("change-intake", &[], but(tool(), json!({step: other}))).says(step)
}

#[test]
fn a_new_tool_from_first_page_to_signature() {
    let mut b = Book::new();
    golden("change-intake", &b.guide("change-intake", &[], tool()).transcript());
    b.finish("change-intake", &[], tool()).unwrap_or_else(|r| panic!("{r}"));
    let c = b.body("CH-001");
    assert_eq!(
        (&c["state"], &c["unplanned"], &c["tell_cb"], &c["owner"]),
        (&json!("approved"), &json!(false), &json!("yes"), &json!("P-3"))
    );
    assert_eq!((&c["assets"], &c["suppliers"]), (&json!(["A-0", "A-002"]), &json!(["S-001"])));
    assert_eq!(c["screening"].as_array().unwrap().len(), 7);
    assert_eq!(c["screening"][0]["note"], "Texts of customers\nNames and texts of 900 customers.");
    let s = b.body("S-001");
    assert_eq!(
        (&s["state"], &s["data_where"], &s["security_clauses"]),
        (&json!("considered"), &json!("Ireland"), &json!("no"))
    );
    let a = b.body("A-002");
    assert_eq!((&a["state"], &a["supplier"], &a["confidentiality"]), (&json!("planned"), &json!(["S-001"]), &json!(3)));
    let r = b.body("R-003");
    assert_eq!(
        (&r["assets"], &r["suppliers"], &r["actions"]),
        (&json!(["A-0", "A-002"]), &json!(["S-001"]), &json!(["ACT-001"]))
    );
    assert_eq!((b.body("R-004")["treatment"].as_str(), b.body("R-004").get("actions")), (Some("retain"), None));
    let due: Vec<(String, String)> = b
        .isms
        .each("action")
        .map(|(_, r)| {
            (r.body_json()["owner"].as_str().unwrap().to_string(), r.body_json()["due"].as_str().unwrap().to_string())
        })
        .collect();
    assert_eq!(
        due,
        [
            ("P-3", "2026-09-01"),
            ("P-2", "2026-06-16"),
            ("P-2", "2026-06-16"),
            ("P-3", "2026-08-31"),
            ("P-3", "2026-08-20"),
            ("P-0", "2026-06-30")
        ]
        .map(|(a, b)| (a.to_string(), b.to_string()))
    );
    assert_eq!(
        (b.states("SOA-8.24"), b.states("R-003"), b.states("S-001")),
        ("stale".into(), "never reviewed".into(), "never reviewed".into())
    );
    assert_eq!(b.review()["about"], json!(["CH-001"]));
}

#[test]
fn the_impact_of_a_change_that_is_not_saved_yet_stands_on_the_check() {
    let b = Book::new();
    let check = b.guide("change-intake", &[], tool()).show("check").check.unwrap();
    let again: Vec<&str> = check.again.iter().map(|l| l.text.as_str()).collect();
    assert!(
        again.iter().any(|t| t.starts_with("CH-001 A new tool for support tickets") && t.contains("SOA-8.24")),
        "{again:?}"
    );
    let panel =
        serde_json::to_string(&b.guide("change-intake", &["A-0"], about_an_asset()).show("touch").step.panel).unwrap();
    assert!(panel.contains("\"says\":\"R-0 \u{2192} A-0\"") || panel.contains("A-0 \u{2192} R-0"), "{panel}");
}

#[test]
fn what_came_before_it_could_be_planned_is_said_to_be_so() {
    let mut b = Book::new();
    b.finish("change-intake", &[], unplanned()).unwrap_or_else(|r| panic!("{r}"));
    let c = b.body("CH-001");
    assert_eq!((&c["state"], &c["unplanned"]), (&json!("done"), &json!(true)));
    assert!(c["notes"].as_str().unwrap().starts_with("What it did before it was known: Two offers stood in a group"));
}

#[test]
fn an_idea_is_gone_through_without_asking_again_what_is_on_record() {
    let mut b = idea("idea");
    let steps = b.guide("change-intake", &["CH-0"], screened()).steps();
    assert!(!steps.contains(&"what".to_string()) && steps.contains(&"seven-1".to_string()), "{steps:?}");
    b.finish("change-intake", &["CH-0"], screened()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((b.body("CH-0")["state"].as_str(), b.states("A-0")), (Some("approved"), "current".into()));
    // Not yet: it waits, and the next visit asks only for what is open.
    let mut b = idea("idea");
    let waits = but(
        screened(),
        json!({"seven-2": {"answer": "unsure", "ask": "P-2"}, "yes": {"approved": {"by": "P-1", "on": null, "how": null, "not_yet": true}}}),
    );
    b.finish("change-intake", &["CH-0"], waits).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("CH-0")["state"], "screened");
    assert_eq!(b.guide("change-intake", &["CH-0"], json!({})).steps(), ["seven-2", "yes", "back", "check", "sign"]);
    let then = json!({"seven-2": {"answer": "no"}, "yes": {"approved": {"by": "P-1", "on": "2026-06-02", "how": "in_app"}}, "back": {"after_check_on": "2026-11-01"}, "check": {}, "sign": sign("Anna says that nobody new gets in.", "changed")});
    b.finish("change-intake", &["CH-0"], then).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (b.body("CH-0")["state"].as_str(), b.body("CH-0")["screening"][1]["answer"].as_str()),
        (Some("approved"), Some("no"))
    );
    assert_eq!(b.isms.each("review").count(), 3);
}

#[test]
fn the_later_visits_record_when_it_went_live_and_what_came_of_it() {
    let mut b = idea("approved");
    b.finish("change-intake", &["CH-0"], live()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((b.body("CH-0")["state"].as_str(), b.body("CH-0")["when"].as_str()), (Some("done"), Some("2026-05-28")));
    assert_eq!(
        (b.body("ACT-100")["state"].as_str(), b.body("ACT-100")["done_on"].as_str()),
        (Some("done"), Some("2026-05-28"))
    );
    // The day is known now, and is not asked again.
    assert_eq!(b.guide("change-intake", &["CH-0"], json!({})).steps(), ["held", "came", "mend", "check", "sign"]);
    let mut then = back();
    then.as_object_mut().unwrap().remove("live");
    then["held"]["held"]["ACT-100"] = json!({"held": "yes", "how": "Looked at the list again."});
    let mut b = b.on("2026-07-21");
    then["mend"]["mend"][0]["until"] = "2026-08-01".into();
    then["sign"]["held_on"] = "2026-07-21".into();
    b.finish("change-intake", &["CH-0"], then).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (b.body("CH-0")["state"].as_str(), b.body("CH-0")["outcome"].as_str()),
        (Some("checked"), Some("It is faster; two people cannot use it at home."))
    );
    assert_eq!(
        (b.body("ACT-100")["state"].as_str(), b.body("ACT-100")["effective"].as_str()),
        (Some("checked"), Some("yes"))
    );
    assert_eq!(b.body("ACT-101")["what"], "Give the two a key.");
    // A need that did not hold is put right; what was given up is dropped; what is not yet live gets another day.
    let mut b = idea("done");
    b.finish("change-intake", &["CH-0"], back()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        b.body("ACT-101")["what"],
        "Put right what did not hold: ACT-100 Second factor (Two people still sign in by password.)"
    );
    for (said, state, when) in [
        (
            json!({"live": "given_up", "live_on": null, "drop_why": "Too dear for what it does."}),
            "dropped",
            "2026-05-20",
        ),
        (json!({"live": "not_yet", "live_on": null, "new_when": "2026-08-01"}), "approved", "2026-08-01"),
    ] {
        let mut b = idea("approved");
        b.finish("change-intake", &["CH-0"], but(live(), json!({"live": said}))).unwrap_or_else(|r| panic!("{r}"));
        assert_eq!((b.body("CH-0")["state"].as_str(), b.body("CH-0")["when"].as_str()), (Some(state), Some(when)));
    }
    let mut b = idea("checked");
    b.finish("change-intake", &["CH-0"], added()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        b.body("CH-0")["outcome"],
        "Went as planned.\n\nAdded on 2026-06-02: In May the maker was sold; see CH-2."
    );
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(
        &says("what", json!({"when": "2026-06-01"})),
        "yellow when: 1 June has passed. It is recorded as unplanned, which is no fault; you are asked what it did to you meanwhile.",
    );
    expect(
        &says("what", json!({"why": "new"})),
        "red why: \u{201c}new\u{201d} does not tell next year's you anything.",
    );
    expect(&says("seven-1", json!({"note": null})), "red note: \u{201c}What exactly?\u{201d} is not answered.");
    expect(&says("seven-2", json!({"ask": null})), "red ask: \u{201c}Who can tell you?\u{201d} is not answered.");
    expect(
        &says("supplier", json!({"name": null})),
        "red name: Who is it? Choose one that you have, or say what the new one is called.",
    );
    expect(
        &says("supplier", json!({"access": ["none", "our_data"]})),
        "red access: They can reach nothing, and yet something is named. Take one of the two away.",
    );
    expect(
        &says("supplier-new", json!({"exit": null})),
        "red exit: \u{201c}How would you leave them, and get your data back?\u{201d} is not answered.",
    );
    let thing = |title: &str| json!({"title": title, "what": "application", "purpose": "Keeps what customers ask.", "runs_where": "There", "exposed": "internet"});
    assert!(
        says("things", json!({"things": [thing("Laptops")]})).contains("red things: A-0 Laptops is on record already.")
    );
    assert!(
        says("things", json!({"things": [thing("X"), thing("X")]}))
            .contains("red things: \u{201c}X\u{201d} is there twice.")
    );
    expect(
        &says("worth", json!({"worth": {"Ticket tool": null}})),
        "red worth: \u{201c}How sensitive is it, and how bad would it be?\u{201d} is not answered for Ticket tool.",
    );
    expect(
        &says("risks", json!({"wrong": []})),
        "red wrong: What could go wrong? Name it, or say below why nothing could.",
    );
    expect(
        &says("risks", json!({"none_because": "All is encrypted."})),
        "red none_because: You named what could go wrong and say that nothing could. Which is right?",
    );
    expect(
        &says("risk-levels", json!({"level": {"Tickets are lost": {"impact": null}}})),
        "red level: Tickets are lost: \u{201c}How bad?\u{201d} is not answered.",
    );
    let need = |until: &str| json!({"needs": [{"what": "A second factor.", "who": "P-3", "until": until}]});
    expect(
        &says("needs", need("2026-09-01")),
        "red needs: 1 September is not before it goes live (1 September). Choose an earlier day.",
    );
    expect(&says("needs", need("2026-06-01")), "red needs: 1 June has passed. Until when will it be done?");
    expect(
        &says("needs", json!({"needs": []})),
        "yellow needs: Nothing has to be true before it goes live. Is that so, with what you answered?",
    );
    expect(
        &says("tell", json!({"tell": "no"})),
        "yellow tell: You say no, yet the scope, a site or what you sell changes. Most contracts with the body ask for word of that.",
    );
    expect(
        &says("tell", json!({"tell_by": "2026-06-01"})),
        "red tell_by: 1 June has passed. By when will you tell them?",
    );
    expect(
        &says("yes", json!({"approved": {"by": "P-2"}})),
        "red approved: Only who leads, who looks after the ISMS or who sees to the change may say yes: Jo Berg, Pat Zero or Alexander Meyer.",
    );
    expect(
        &says("yes", json!({})),
        "yellow approved: 1 of the seven is still not sure. Does whoever says yes know that?",
    );
    expect(
        &says("back", json!({"after_check_on": "2026-08-01"})),
        "red after_check_on: It goes live on 1 September only. Look some time after that.",
    );
    expect(
        &says("back", json!({"after_check_on": "2026-06-02"})),
        "red after_check_on: 2 June is not in the future. When will you look?",
    );
    let plain = |step: &str, other: Value| {
        Book::new().guide("change-intake", &[], but(unplanned(), json!({step: other}))).says(step)
    };
    expect(
        &plain("touch-rules", json!({"nothing_why": null})),
        "red nothing_why: It touches nothing that you have on record. Name one thing, or say why it touches none.",
    );
    expect(
        &plain("seven-7", json!({})),
        "yellow answer: Seven times no. Would it change what an auditor sees? If not, it need not be recorded here.",
    );
    let mut all = unplanned();
    (1..8).for_each(|n| all[format!("seven-{n}")] = json!({"answer": "unsure", "ask": "P-2"}));
    expect(
        &Book::new().guide("change-intake", &[], all).says("seven-7"),
        "yellow answer: 7 of seven are not sure. Each becomes a question to the person you named; ask them before anybody says yes.",
    );
    let later = |b: Book, answers: Value, step: &str, other: Value| {
        b.guide("change-intake", &["CH-0"], but(answers, json!({step: other}))).says(step)
    };
    expect(
        &later(idea("approved"), live(), "live", json!({"live": "not_yet", "new_when": "2026-06-01"})),
        "red new_when: 1 June is not in the future. From when will it be?",
    );
    expect(
        &later(idea("approved"), live(), "live", json!({"live_on": "2026-06-03"})),
        "red live_on: 3 June has not happened yet.",
    );
    expect(
        &later(idea("approved"), live(), "held", json!({"held": {"ACT-100": {"how": "ok"}}})),
        "red held: ACT-100: \u{201c}ok\u{201d} does not tell next year's you anything. How do you know?",
    );
    expect(
        &later(idea("done"), back(), "came", json!({"outcome": "fine"})),
        "red outcome: \u{201c}fine\u{201d} does not tell next year's you anything.",
    );
    expect(
        &later(idea("done"), back(), "mend", json!({"mend": [{"what": "Keys.", "who": "P-0", "until": "2026-05-01"}]})),
        "red mend: 1 May has passed. Until when will it be done?",
    );
}

#[test]
fn a_supplier_that_does_more_is_brought_up_to_date_and_one_on_record_is_not_added_twice() {
    let mut b = Book::new().with("supplier", "S-0", (isms::kinds::kind("supplier").unwrap().example)());
    let double = but(tool(), json!({"supplier": {"name": "halden cloud"}}));
    expect(
        &b.guide("change-intake", &[], double).says("supplier"),
        "red name: S-0 Halden Cloud is on record already. Choose it instead.",
    );
    let more = but(
        tool(),
        json!({"supplier": {"known": "S-0", "name": null, "service": "Runs our machines and the ticket tool.", "access": ["our_data", "our_systems"]}, "touch": {"suppliers": ["S-0"]}}),
    );
    expect(
        &b.guide("change-intake", &[], but(more.clone(), json!({"touch": {"suppliers": []}}))).says("touch"),
        "yellow suppliers: You named S-0 before. Does the change not touch them?",
    );
    b.finish("change-intake", &[], more).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (&b.body("S-0")["access"], &b.body("S-0")["service"]),
        (&json!(["our_data", "our_systems"]), &json!("Runs our machines and the ticket tool."))
    );
    assert_eq!((b.isms.of_kind("supplier").len(), b.body("A-002")["supplier"].clone()), (1, json!(["S-0"])));
}
