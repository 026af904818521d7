//! Review a risk: a straight path as a transcript, each branch, each sentence, and many at once.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect};
use isms::wizard::{self, Answers};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let one = |answers| (Book::new(), "risk-review", vec!["R-0"], answers);
    vec![one(holds()), one(rises()), one(gone()), (touched(), "risk-review", vec!["R-0", "R-1", "R-2"], batch())]
}
/// Nothing changed, and it holds.
pub fn holds() -> Value {
    json!({
        "changed": {},
        "same": {"still": "yes"},
        "reach": {},
        "owner": {"owner": "yes"},
        "controls": {"works": {"SOA-8.24": "yes"}},
        "score": {"likelihood": 2, "impact": 3, "scores_why": "No laptop was lost this year, and all are encrypted.", "scores_why__who": "Tom of IT"},
        "decide": {"treatment": "retain", "treatment_why": "More would cost more than it saves."},
        "after": {"residual_likelihood": 2, "residual_impact": 3},
        "accept": {"accepted": {"by": "P-0", "on": "2026-06-02", "how": "in_app"}},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "holds", "why": "Looked at the report and asked Tom; nothing is different.", "signed": true},
    })
}
/// It rose above the line, and something is done about it.
pub fn rises() -> Value {
    but(
        holds(),
        json!({
            "score": {"likelihood": 5, "impact": 3, "scores_why": "Two were stolen from the office in May."},
            "decide": {"treatment": "modify", "treatment_why": "Locks cost less than one case."},
            "plan": {"planned_controls": ["SOA-8.12"], "actions": [{"what": "Lockers for every desk; each has a key.", "who": "P-0", "until": "2026-09-30"}]},
            "after": {"residual_likelihood": 2, "residual_impact": 3},
            "accept": {"accepted": {"by": "P-1", "on": "2026-06-02", "how": "in_app"}, "accepted_until": "2027-06-01"},
            "approve": {"plan_approved": {"by": "P-0", "on": "2026-06-02", "how": "in_app"}},
            "sign": {"outcome": "changed", "why": "Two thefts in May; lockers are ordered."},
        }),
    )
}
/// It can no longer happen.
pub fn gone() -> Value {
    json!({"changed": {}, "same": {"still": "gone", "gone_why": "The laptops were sold; everyone has a desk machine now."}, "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Looked at the list of devices: there is none left.", "signed": true}})
}
fn says(step: &str, other: Value) -> String {
    Book::new().guide("risk-review", &["R-0"], but(holds(), json!({step: other}))).says(step)
}

#[test]
fn a_quiet_risk_from_first_page_to_signature() {
    let mut b = Book::new();
    expect(&b.guide("risk-review", &["R-0"], holds()).transcript(), "
        == 1 of 11: What has happened since you last looked (5 January, by Pat Zero)?
        == 2 of 11: Still the same risk?
           Is this still the risk you mean?
           What could happen?
           How would it come about, and what would it lead to?
           Which risks is it really?
           Why can it no longer happen?
        == 3 of 11: What it would hit
           What would it hit?
           Which activities?
           Through which suppliers could it come?
           Would it break a law or a contract? Which?
           What would be lost?
        == 4 of 11: Who decides
           Is Pat Zero still the person who can decide about this risk?
           Who then?
        == 5 of 11: What stands against it today, and does it work?
           Works?
             - SOA-8.24 Use of cryptography
           How do you know?
             - SOA-8.24 Use of cryptography
           Add
        == 6 of 11: How likely, how bad
           How likely is it, with what stands against it today?
           How bad would it be if it happened?
           What makes you say so?
        == 7 of 11: What you decide
           What do you decide?
           Why that?
        == 8 of 11: What is left
           Where do you expect it to be afterwards?
           And how bad?
        == 9 of 11: Who accepts it
           Who accepts what is left?
        == 10 of 11: Check your answers
           Is this still the risk you mean? > yes, as it stands
           Is Pat Zero still the person who can decide about this risk? > yes
           Works? > SOA-8.24 Use of cryptography: yes
           How likely is it, with what stands against it today? > 2 rare
           How bad would it be if it happened? > 3 noticeable
           What makes you say so? > No laptop was lost this year, and all are encrypted.
           What do you decide? > live with it
           Why that? > More would cost more than it saves.
           Where do you expect it to be afterwards? > 2 rare
           And how bad? > 3 noticeable
           Who accepts what is left? > Pat Zero, 2 June, here, now
           changes R-0: scores_why \"One case in ten years, and the disks are encrypted.\" > \"No laptop was lost this year, and all are encrypted.\"; treatment_why \"What more could be done costs more than it saves.\" > \"More would cost more than it saves.\"; accepted null > {\"by\":\"P-0\",\"how\":\"in_app\",\"on\":\"2026-06-02\"}
           current R-0
           Yellow A-0 holds personal data. Is data protection law not touched?
        == 11 of 11: Sign
           On which day did you look at this?
           Who else took part?
           What is the result?
           In one or two sentences: why?
           Do you want to look again sooner than 2 June 2027?
           I have looked at what is shown here and stand by these answers. Pat Zero, administrator
           Proposed from your answers: it still holds.
    ");
    b.finish("risk-review", &["R-0"], holds()).unwrap();
    assert_eq!(b.states("R-0"), "current");
    assert_eq!(b.states("SOA-8.24"), "current", "what a review writes of a control's working is no news to others");
    let review = b.review();
    assert_eq!(
        (review["wizard"].as_str(), review["outcome"].as_str(), review["signed"]["by"].as_str()),
        (Some("risk-review"), Some("holds"), Some("P-0"))
    );
    let answers = review["answers"].as_array().unwrap();
    let why = answers.iter().find(|a| a["field"] == "scores_why").unwrap();
    assert_eq!(
        why,
        &json!({"step": "score", "field": "scores_why", "question": "What makes you say so?", "answer": "No laptop was lost this year, and all are encrypted.", "who": "Tom of IT"})
    );
}

#[test]
fn a_risk_that_rose_is_planned_accepted_and_approved_in_one_act() {
    let mut b = Book::new();
    let before = b.isms.last_seq();
    b.finish("risk-review", &["R-0"], rises()).unwrap();
    assert_eq!(b.isms.last_seq(), before + 1);
    let r = b.body("R-0");
    assert_eq!(
        (&r["likelihood"], &r["treatment"], &r["planned_controls"], &r["actions"]),
        (&json!(5), &json!("modify"), &json!(["SOA-8.12"]), &json!(["ACT-001"]))
    );
    assert_eq!(
        (&r["accepted"]["by"], &r["accepted_until"], &r["plan_approved"]["on"], &r["scored_by_criteria"]),
        (&json!("P-1"), &json!("2027-06-01"), &json!("2026-06-02"), &json!(1))
    );
    let a = b.body("ACT-001");
    assert_eq!(
        (&a["sort"], &a["from"], &a["due"], &a["owner"]),
        (&json!("treatment"), &json!("R-0"), &json!("2026-09-30"), &json!("P-0"))
    );
    assert_eq!(b.review()["actions"], json!(["ACT-001"]));
    assert_eq!(b.review()["outcome"], "changed");
    assert_eq!(b.states("R-0"), "current");
}

#[test]
fn what_changed_stands_on_the_first_page_with_before_and_after_and_in_the_review() {
    let mut b = Book::new().with("asset", "A-0", json!({"runs_where": "At home, too"}));
    let g = b.guide("risk-review", &["R-0"], holds());
    let shown = serde_json::to_value(g.show("changed")).unwrap();
    let rows = shown["step"]["questions"][0]["rows"].as_array().unwrap();
    assert_eq!((rows.len(), rows[0]["id"].as_str()), (1, Some("risk-asset-changed:A-0")));
    let part = &shown["step"]["panel"][0];
    assert_eq!(
        (part["part"].as_str(), part["reasons"][0]["now"].as_str(), part["reasons"][0]["by"].as_str()),
        (Some("reasons"), Some("At home, too"), Some("Pat Zero"))
    );
    expect(
        &g.says("changed"),
        "red matters: \u{201c}Does this matter here?\u{201d} is not answered for R-0 rests on A-0 Laptops, whose place changed on 2 June; it was last reviewed on 5 January.",
    );
    let no = |why: &str| {
        but(
            holds(),
            json!({"changed": {"matters": {"risk-asset-changed:A-0": "no"}, "matters_why": {"risk-asset-changed:A-0": why}}}),
        )
    };
    assert!(b.guide("risk-review", &["R-0"], no("")).says("changed").contains("Why does it not matter here?"));
    assert!(
        b.guide("risk-review", &["R-0"], no("no"))
            .says("changed")
            .contains("\u{201c}no\u{201d} does not tell next year's you anything.")
    );
    b.finish("risk-review", &["R-0"], no("At home the disks are encrypted as well.")).unwrap();
    assert_eq!(
        b.review()["saw"],
        json!([{"target": "R-0", "rule": "risk-asset-changed", "text": "R-0 rests on A-0 Laptops, whose place changed on 2 June; it was last reviewed on 5 January.", "matters": "no", "why": "At home the disks are encrypted as well."}])
    );
    assert_eq!(b.states("R-0"), "current");
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(
        &says("same", json!({"still": "words", "title": "Laptop", "because": "A bag is left."})),
        "yellow title: This names a thing. What could happen to it?",
    );
    expect(
        &says(
            "same",
            json!({"still": "words", "title": "Laptop with customer data is stolen", "because": "A bag is left."}),
        ),
        "",
    );
    expect(
        &says("same", json!({"still": "gone", "gone_why": "Sold."})),
        "red gone_why: \u{201c}Sold.\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("same", json!({"still": "two", "split_into": []})),
        "red split_into: \u{201c}Which risks is it really?\u{201d} is not answered.",
    );
    assert!(says("reach", json!({"assets": []})).contains("red assets: This risk hits nothing that the file knows."));
    assert!(says("reach", json!({"harms": []})).contains("red harms: What would be lost?"));
    expect(
        &says("reach", json!({})),
        "yellow obligations: A-0 holds personal data. Is data protection law not touched?",
    );
    expect(
        &says("owner", json!({"owner": "someone_else"})),
        "red new_owner: \u{201c}Who then?\u{201d} is not answered.",
    );
    expect(&says("controls", json!({"works": {}})), "");
    expect(
        &says("controls", json!({"works": {"SOA-8.24": null}})),
        "red works: \u{201c}Works?\u{201d} is not answered for SOA-8.24 Use of cryptography.",
    );
    expect(
        &says("controls", json!({"add": ["SOA-8.12"], "works": {"SOA-8.12": "yes"}})),
        "red works: SOA-8.12 is only planned. It cannot count today.",
    );
    expect(&says("score", json!({"likelihood": null})), "red likelihood: Say how likely it is.");
    expect(
        &says("score", json!({"scores_why": "ok"})),
        "red scores_why: \u{201c}ok\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("score", json!({"likelihood": 3, "scores_why": "One case in ten years, and the disks are encrypted."})),
        "
        red scores_why: The score is another, the reason is the same as last time. What makes you say so now?",
    );
    expect(
        &says("score", json!({"likelihood": 5})),
        "yellow impact: 5 \u{d7} 3 = 15, high. Your line is 9: this is above it.",
    );
    expect(
        &says("after", json!({"residual_likelihood": 1})),
        "red residual_likelihood: You live with it, so it stays where it is: 2 \u{d7} 3.",
    );
    expect(
        &says("accept", json!({"accepted": {"by": "P-2"}})),
        "red accepted: Only the risk owner may accept that: Pat Zero.",
    );
    expect(
        &says("decide", json!({"treatment_why": "cheap"})),
        "red treatment_why: \u{201c}cheap\u{201d} does not tell next year's you anything.",
    );
}

#[test]
fn each_check_of_a_risk_above_the_line_bites() {
    let says = |step: &str, other: Value| {
        Book::new().guide("risk-review", &["R-0"], but(rises(), json!({step: other}))).says(step)
    };
    assert!(
        says("plan", json!({"planned_controls": [], "actions": []}))
            .contains("red planned_controls: It is to be made smaller and lies above your line.")
    );
    assert!(
        says("plan", json!({"actions": []}))
            .contains("red actions: It lies above your line, and nothing says what will be done.")
    );
    assert!(
        says("plan", json!({"actions": [{"what": "Lockers.", "who": "P-0", "until": "2026-06-01"}]}))
            .contains("red actions: 1 June is not in the future.")
    );
    expect(
        &says("plan", json!({"actions": [{"what": "Lockers.", "who": "P-0", "until": "2028-01-01"}]})),
        "yellow actions: That is long for a risk above your line. What is done until then?",
    );
    expect(
        &says("accept", json!({"accepted": {"by": "P-0"}})),
        "red accepted: R-0 stands at 15, above your line of 9. Only top management may accept that: Jo Berg.",
    );
    expect(
        &says("accept", json!({"accepted_until": "2027-06-03"})),
        "red accepted_until: High: only top management, for at most 12 months. It ends on 2 June 2027 at the latest.",
    );
    expect(
        &says("accept", json!({"accepted_until": null})),
        "red accepted_until: \u{201c}Until when?\u{201d} is not answered.",
    );
    expect(&says("accept", json!({"accepted": {"how": "email"}})), "red accepted: Nothing shows that they said yes.");
    expect(
        &says("approve", json!({"plan_approved": {"by": "P-1"}})),
        "red plan_approved: The plan is Pat Zero's to approve. Only the risk owner may: Pat Zero.",
    );
    expect(
        &says("after", json!({"residual_likelihood": 5, "residual_impact": 5})),
        "red residual_why: \u{201c}Why is what is left higher than it stands today?\u{201d} is not answered.",
    );
}

#[test]
fn a_person_who_left_and_a_record_that_is_retired_are_not_chosen() {
    let mut b = Book::new();
    b.act(
        isms::Verb::State,
        vec![isms::Change::put("person", "P-2", json!({"state": "left", "left_on": "2026-05-31"}))],
    );
    b.act(isms::Verb::Retire, vec![isms::Change::Retire { code: "A-1".into(), why: "Sold in June.".into() }]);
    expect(
        &b.guide(
            "risk-review",
            &["R-0"],
            but(holds(), json!({"owner": {"owner": "someone_else", "new_owner": "P-2"}})),
        )
        .says("owner"),
        "red new_owner: Anna Meyer left on 31 May. Choose who has the say now.",
    );
    assert!(
        b.guide("risk-review", &["R-0"], but(holds(), json!({"reach": {"assets": ["A-0", "A-1"]}})))
            .says("reach")
            .contains("red assets: A-1 was retired on 2 June. Choose what took its place, or remove it.")
    );
}

#[test]
fn a_control_that_a_finding_speaks_against_does_not_simply_work() {
    let b = Book::new().with("nonconformity", "NC-004", {
        let mut body = (isms::kinds::kind("nonconformity").unwrap().example)();
        super::book::merge(&mut body, json!({"controls": ["SOA-8.24"], "risks": [], "policies": []}));
        body
    });
    assert!(
        b.guide("risk-review", &["R-0"], holds())
            .says("controls")
            .contains("red works: You say the control works, but NC-004 (open) says it does not. Which is right?")
    );
    let old = Book::new().on("2027-06-02");
    assert!(
        old.guide("risk-review", &["R-0"], holds())
            .says("controls")
            .contains("red know_by: The newest proof of SOA-8.24 is older than 13 months")
    );
}

#[test]
fn a_control_that_does_not_work_makes_a_task_and_never_a_finding() {
    let mut b = Book::new();
    b.finish(
        "risk-review",
        &["R-0"],
        but(holds(), json!({"controls": {"works": {"SOA-8.24": "no"}}, "sign": {"outcome": "holds_with_actions"}})),
    )
    .unwrap();
    assert_eq!(b.body("SOA-8.24")["works"], "no");
    assert_eq!(
        b.body("ACT-001")["what"],
        "Decide whether it is a nonconformity that SOA-8.24 Use of cryptography does not work"
    );
    assert_eq!(b.isms.of_kind("nonconformity").len(), 0);
}

#[test]
fn a_drop_by_two_with_nothing_recorded_asks_what_made_it_so_on_the_same_page() {
    let b = Book::new().with("risk", "R-0", json!({"likelihood": 4, "residual_likelihood": 4}));
    let mut b = b;
    b.act(isms::Verb::Review, vec![isms::Change::add("review", json!({"wizard": "risk-review", "about": ["R-0"], "held_on": "2026-06-02", "by": "P-0", "outcome": "changed", "why": "It is more likely now than it was.", "signed": {"by": "P-0", "on": "2026-06-02", "how": "in_app"}}))]);
    let about = ["R-0".to_string()];
    let w = isms::wizards::wizard("risk-review").unwrap();
    let mut answers: Answers = serde_json::from_value(but(holds(), json!({"score": null}))).unwrap_or_default();
    answers.0.remove("score");
    let given = json!({"likelihood": 2, "impact": 3, "scores_why": "Nothing was heard of it for a while."});
    let shown =
        wizard::next(&b.isms, b.today, "P-0", w, &about, &mut answers, "score", given.as_object().unwrap().clone())
            .unwrap();
    assert_eq!(shown.step.id, "score", "the further question is shown before anything is refused");
    assert!(
        shown
            .step
            .questions
            .iter()
            .any(|q| q.label == "It is much lower than last time, but nothing is recorded that made it so. What did?")
    );
    let refusal =
        wizard::next(&b.isms, b.today, "P-0", w, &about, &mut answers, "score", given.as_object().unwrap().clone())
            .unwrap_err();
    assert_eq!(refusal.place, "score.lower_why");
}

#[test]
fn i_dont_know_makes_a_task_and_caps_the_result() {
    let mut b = Book::new();
    let unknown = but(holds(), json!({"score": {"likelihood": null}}));
    let mut unknown = unknown;
    unknown["score"]["likelihood"] = json!({"dont_know": true});
    expect(
        &b.guide("risk-review", &["R-0"], unknown.clone()).says("sign"),
        "red outcome: You answered \u{201c}I don't know\u{201d}, so it holds with things to do at best.",
    );
    unknown["sign"]["outcome"] = json!("holds_with_actions");
    b.finish("risk-review", &["R-0"], unknown).unwrap();
    assert_eq!(b.body("R-0")["likelihood"], 2, "what is not known is not changed");
    let a = b.body("ACT-001");
    assert_eq!(
        (&a["what"], &a["due"], &a["owner"]),
        (&json!("Find out: How likely is it, with what stands against it today?"), &json!("2026-06-16"), &json!("P-0"))
    );
    let mut treatment = holds();
    treatment["decide"]["treatment"] = json!({"dont_know": true});
    assert!(b.guide("risk-review", &["R-0"], treatment).says("decide").contains("is no answer here"));
}

#[test]
fn not_yet_finishes_and_is_said_in_the_review() {
    let mut b = Book::new();
    let mut waits = rises();
    waits["accept"]["accepted"] = json!({"by": "P-1", "not_yet": true});
    waits["accept"]["accepted_until"] = Value::Null;
    waits["after"]["residual_likelihood"] = json!(4);
    b.finish("risk-review", &["R-0"], waits).unwrap();
    assert_eq!(b.body("R-0").get("accepted"), None);
    assert!(b.states("R-0").contains("stale"), "nobody who may has accepted it yet: {}", b.states("R-0"));
    assert!(
        b.review()["answers"]
            .as_array()
            .unwrap()
            .iter()
            .any(|a| a["field"] == "accepted" && a["answer"] == "not yet: waiting for Jo Berg")
    );
}

#[test]
fn the_signature_is_judged() {
    let says = |other: Value| says("sign", other);
    expect(&says(json!({"held_on": "2026-06-03"})), "red held_on: 3 June has not happened yet.");
    expect(&says(json!({"held_on": "2026-01-04"})), "
        red held_on: R-0 was already reviewed on 5 January. Give that day or a later one.
        red late_why: 4 January is 149 days back. Why is it written up later? It is shown to the auditor; it is no fault.");
    expect(&says(json!({"held_on": "2026-05-10", "late_why": "Notes were lost for a while."})), "");
    expect(&says(json!({"why": "ok"})), "red why: \u{201c}ok\u{201d} does not tell next year's you anything.");
    expect(&says(json!({"signed": null})), "red signed: Nobody has signed.");
    expect(
        &says(json!({"outcome": "holds_with_actions"})),
        "red outcome: \u{201c}Holds, with things to do\u{201d} needs something to do. Add an action, or choose another result.",
    );
    expect(
        &says(json!({"outcome": "does_not_hold"})),
        "red outcome: What does not hold needs something to do about it. Add an action, or choose another result.",
    );
    expect(
        &says(json!({"next_by": "2027-07-01"})),
        "red next_by: 1 July 2027 is not sooner than 2 June 2027. Leave it empty, or choose an earlier day.",
    );
    let again = but(
        holds(),
        json!({"changed": {"matters": {"risk-asset-changed:A-0": "yes"}}, "sign": {"why": "All of it was looked at on day zero."}}),
    );
    let changed = Book::new().with("asset", "A-0", json!({"runs_where": "At home, too"}));
    expect(
        &changed.guide("risk-review", &["R-0"], again.clone()).says("sign"),
        "red why: This is word for word what was said of R-0 last time, and something has changed since. Say what you looked at now.",
    );
    let mut same = again;
    same["changed"] = json!({});
    expect(
        &Book::new().guide("risk-review", &["R-0"], same).says("sign"),
        "yellow why: Still exactly so? The record will say \u{201c}confirmed unchanged\u{201d}.",
    );
}

#[test]
fn a_risk_that_is_gone_is_retired_and_one_that_was_two_is_split() {
    let mut b = Book::new();
    assert_eq!(b.guide("risk-review", &["R-0"], gone()).steps(), ["changed", "same", "check", "sign"]);
    b.finish("risk-review", &["R-0"], gone()).unwrap();
    assert_eq!(b.body("R-0")["retired"], "The laptops were sold; everyone has a desk machine now.");
    let mut b = Book::new();
    b.finish(
        "risk-review",
        &["R-0"],
        but(holds(), json!({"same": {"still": "two", "split_into": ["Laptop is read at the border"]}})),
    )
    .unwrap();
    let new = b.body("R-003");
    assert_eq!(
        (&new["title"], &new["assets"], new.get("plan_approved")),
        (&json!("Laptop is read at the border"), &json!(["A-0"]), None)
    );
    assert_eq!(b.states("R-003"), "never reviewed");
}

#[test]
fn late_actions_are_done_moved_or_dropped() {
    let mut b = Book::new();
    b.finish("risk-review", &["R-0"], but(rises(), json!({"plan": {"actions": [{"what": "Lockers.", "who": "P-0", "until": "2026-06-30"}, {"what": "Cables.", "who": "P-0", "until": "2026-06-30"}, {"what": "Cameras.", "who": "P-0", "until": "2026-06-30"}]}}))).unwrap();
    let mut b = b.on("2026-08-01");
    let again = but(
        rises(),
        json!({
            "plan": {"actions": null, "late": {
                "ACT-001": {"then": "done", "on": "2026-07-15", "what": "All desks have one."}, "ACT-002": {"then": "new_date", "until": "2026-09-01", "why": "The maker is late."}, "ACT-003": {"then": "drop", "why": "Not allowed by the landlord."}}},
            "changed": {"matters": {"risk-action-late:ACT-001": "yes", "risk-action-late:ACT-002": "yes", "risk-action-late:ACT-003": "not_sure"}},
            "accept": {"accepted": {"on": "2026-08-01"}}, "approve": {"plan_approved": {"on": "2026-08-01"}},
            "sign": {"held_on": "2026-08-01", "outcome": "holds", "why": "Lockers stand, cables come in September."},
        }),
    );
    let shown = b.guide("risk-review", &["R-0"], again.clone()).show("plan");
    assert!(shown.step.questions.iter().any(|q| q.label == "3 things are late. What about each?"));
    let mut none = again.clone();
    none["plan"]["late"] = json!({"ACT-001": {"then": "done"}});
    let says = b.guide("risk-review", &["R-0"], none).says("plan");
    assert!(
        says.contains("red late: ACT-001 Lockers.: \u{201c}When was it done?\u{201d} is not answered.")
            && says.contains("is not answered for ACT-002"),
        "{says}"
    );
    b.finish("risk-review", &["R-0"], again).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (b.body("ACT-001")["state"].as_str(), b.body("ACT-001")["result"].as_str()),
        (Some("done"), Some("All desks have one."))
    );
    assert_eq!(
        (&b.body("ACT-002")["due"], &b.body("ACT-002")["first_due"]),
        (&json!("2026-09-01"), &json!("2026-06-30"))
    );
    assert_eq!(b.body("ACT-003")["dropped_why"], "Not allowed by the landlord.");
}

#[test]
fn a_review_that_was_made_meanwhile_is_not_written_over_and_a_draft_says_what_moved() {
    let mut b = Book::new();
    let began = b.isms.last_seq();
    let mut answers: Answers = serde_json::from_value(holds()).unwrap();
    let (w, about) = (isms::wizards::wizard("risk-review").unwrap(), ["R-0".to_string()]);
    b.act(
        isms::Verb::Change,
        vec![isms::Change::put("risk", "R-0", json!({"likelihood": 3, "residual_likelihood": 3}))],
    );
    let moved = wizard::resume(&b.isms, b.today, "P-0", w, &about, &mut answers, began);
    assert_eq!(moved.sentences[0], "R-0 was changed on 2 June by Pat Zero: likelihood, residual likelihood.");
    assert_eq!(moved.reopened, ["score", "after", "changed"]);
    let r = wizard::finish(&b.isms, b.today, "P-0", w, &about, &answers, None).unwrap_err();
    assert!(r.to_string().contains("score: Something changed elsewhere since this was answered."), "{r}");
    b.finish("risk-review", &["R-0"], but(holds(), json!({"changed": {"matters": {"edited-since-review:R-0": "yes"}}, "score": {"likelihood": 3}, "after": {"residual_likelihood": 3}, "sign": {"outcome": "changed"}}))).unwrap_or_else(|r| panic!("{r}"));
    let r = wizard::finish(&b.isms, b.today, "P-0", w, &about, &answers, Some(began)).unwrap_err();
    assert_eq!(r.text, "R-0 was reviewed at 14:03 UTC by Pat Zero (RV-0002); compare.");
}

/// Three at once: one that something touched, two quiet ones.
pub fn batch() -> Value {
    let mut all = json!({
        "choose": {"which": ["R-0", "R-1", "R-2"]},
        "R-0/touched": {"look": "now"},
        "quiet": {"quiet": {"R-1": "holds", "R-2": "look_closer"}, "quiet__seconds": 31},
        "R-2/touched": {"look": "later"},
        "quiet_why": {"quiet_why": "Went through the list with the heads of sales and IT on Tuesday."},
        "wide": {"wide": "no"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "why": "Went through the register with Jo in one sitting.", "signed": true},
    });
    for (step, given) in rises().as_object().unwrap().clone() {
        if !matches!(step.as_str(), "check" | "sign" | "approve" | "changed") {
            all[format!("R-0/{step}")] = given;
        }
    }
    all["R-0/changed"] = json!({"matters": {"risk-control-changed:SOA-8.24": "yes"}});
    all["accept-list"] = json!({"approved": {"P-0": {"by": "P-0", "on": "2026-06-02", "how": "in_app"}}});
    all
}
/// The control of R-0 is done differently since day zero.
pub fn touched() -> Book {
    Book::new().with("control", "SOA-8.24", json!({"status": "partly", "done_by": "2026-12-31"}))
}

#[test]
fn many_at_once_touched_first_then_one_key_a_row() {
    let mut b = touched();
    let about = ["R-0", "R-1", "R-2"];
    let steps = b.guide("risk-review", &about, batch()).steps();
    assert_eq!(
        steps.iter().filter(|s| !s.starts_with("R-0/")).map(String::as_str).collect::<Vec<_>>(),
        ["choose", "quiet", "R-2/touched", "quiet_why", "wide", "accept-list", "check", "sign"]
    );
    assert_eq!(steps[1], "R-0/touched", "the best attention goes to what matters");
    b.finish("risk-review", &about, batch()).unwrap_or_else(|r| panic!("{r}"));
    let review = b.review();
    assert_eq!(review["about"], json!(["R-0", "R-1"]));
    assert_eq!(review["each"][0]["outcome"], "changed");
    assert_eq!(
        review["each"][1],
        json!({"target": "R-1", "outcome": "holds", "why": "Went through the list with the heads of sales and IT on Tuesday."})
    );
    let notes: Vec<&str> = review["answers"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|a| a["field"] == "note")
        .map(|a| a["answer"].as_str().unwrap())
        .collect();
    assert_eq!(notes, ["1 hold, 1 changed, 1 put aside", "31 seconds for 2 risks; 1 were opened"]);
    assert_eq!(b.body("R-0")["plan_approved"]["on"], "2026-06-02");
    assert_eq!((b.states("R-0"), b.states("R-1")), ("current".into(), "current".into()));
    let missing = b.guide("risk-review", &about, but(batch(), json!({"quiet": {"quiet": {"R-1": null}}})));
    assert!(missing.finish().unwrap_err().to_string().contains("quiet"));
}
