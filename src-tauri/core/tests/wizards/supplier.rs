//! Look at a supplier: one that holds, one that is new and critical, one that is not acceptable, a minor one, two together; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let one = |answers| (book(), "supplier-review", vec!["S-0"], answers);
    vec![
        one(holds()),
        one(not_acceptable()),
        (considered(), "supplier-review", vec!["S-1"], critical()),
        (minor(), "supplier-review", vec!["S-0"], little()),
        (considered(), "supplier-review", vec!["S-0", "S-1"], together()),
    ]
}
fn book() -> Book {
    with(json!({}))
}
fn with(more: Value) -> Book {
    let mut body = (isms::kinds::kind("supplier").unwrap().example)();
    super::book::merge(&mut body, more);
    let mut b = Book::new().with("supplier", "S-0", body);
    b.act(isms::Verb::Review, vec![isms::Change::add("review", json!({"wizard": "supplier-review", "about": ["S-0"], "held_on": "2026-06-02", "by": "P-0", "outcome": "holds", "why": "Looked at it when it was put down.", "signed": {"by": "P-0", "on": "2026-06-02", "how": "in_app"}}))]);
    b.with("risk", "R-0", json!({"suppliers": ["S-0"]}))
}
fn minor() -> Book {
    with(json!({"critical": "minor", "personal_data": "none", "access": ["our_premises"], "data_where": null}))
}
fn considered() -> Book {
    let mut body = (isms::kinds::kind("supplier").unwrap().example)();
    super::book::merge(
        &mut body,
        json!({"title": "Deskly", "state": "considered", "security_clauses": "no", "processing_agreement_on": null, "assurance": null}),
    );
    book().with("supplier", "S-1", body)
}
/// Nothing changed, and it is fine.
fn holds() -> Value {
    json!({
        "changed": {},
        "service": {"still": "same", "critical": "important"},
        "reach": {"access": ["our_data"], "data_where": "Germany", "personal_data": "processor"},
        "past": {"past": "nothing"},
        "assurance": {"assurance": [{"sort": "iso27001", "valid_until": "2029-12-31", "covers_our_service": true, "holder": "same"}]},
        "contract": {"security_clauses": "yes", "must_tell_us_hours": 24},
        "privacy": {"processing_agreement_on": "2024-01-10", "subs_known": "yes"},
        "setup": {"jobs": {"patches": "them", "backups": "them", "logs": "us", "accounts": "us"}},
        "result": {"last_result": "fine"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Read the certificate's scope and the contract again.", "signed": true},
    })
}
/// Asked before it is used; everything that can be asked.
fn critical() -> Value {
    json!({
        "changed": {},
        "service": {"still": "changed", "service": "Runs the ticket tool and its mails.", "critical": "critical"},
        "reach": {"access": ["our_data", "our_systems"], "data_where": "Ireland", "subcontractors": "A host in Dublin.", "personal_data": "processor"},
        "past": {"past": "more", "events": [{"what": "Tickets could be read by others for an hour.", "noticed_at": "2026-05-03T09:00+02:00", "class": "near_miss", "personal_data": "unclear"}]},
        "assurance": {"assurance": [{"sort": "soc2", "valid_until": "2027-01-31", "covers_our_service": true, "holder": "same", "evidence": "EV-1"}, {"sort": "questionnaire", "covers_our_service": true, "signed_by": "Their head of security"}]},
        "read": {"read": "no"},
        "contract": {"security_clauses": "partly", "must_tell_us_hours": 48, "contract_ends": "2027-05-31", "notice_days": 90},
        "privacy": {"subs_known": "no"},
        "setup": {"jobs": {"patches": "them", "backups": "nobody", "logs": "dont_know", "accounts": "us"}},
        "exit": {"exit": "Export all tickets as files; tried in May with ten."},
        "result": {"last_result": "fine_with_actions", "use_now": "yes", "todo": [{"what": "Add the missing clauses to the contract.", "who": "P-0", "until": "2026-07-31"}]},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "holds_with_actions", "why": "Read the report and spoke with their head of security.", "signed": true},
    })
}
fn not_acceptable() -> Value {
    but(
        holds(),
        json!({
            "result": {"last_result": "not_acceptable", "todo": [{"what": "Move the backups elsewhere.", "who": "P-0", "until": "2026-12-31"}]},
            "result-risk": {"title": "Backups are read at the host", "because": "They keep the keys; one of theirs looks.", "harms": ["confidentiality"]},
            "result-level": {"likelihood": 3, "impact": 4, "scores_why": "It came out in their report.", "treatment_why": "Moving takes half a year and costs little."},
            "sign": {"outcome": "does_not_hold", "why": "Their report says that they keep the keys."},
        }),
    )
}
fn little() -> Value {
    json!({
        "changed": {}, "service": {"still": "same", "critical": "minor"}, "reach": {"access": ["our_premises"], "personal_data": "none"}, "past": {"past": "nothing"},
        "contract": {"security_clauses": "no"}, "result": {"last_result": "fine_with_actions", "todo": [{"what": "Have the cleaners sign that they keep silent.", "who": "P-0", "until": "2026-07-31"}]},
        "check": {}, "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Asked the firm and read the contract.", "signed": true},
    })
}
/// Two together: one is put aside.
fn together() -> Value {
    let mut all = json!({"S-0/touched": {"look": "later"}, "S-1/touched": {"look": "now"}});
    for (step, v) in critical().as_object().unwrap() {
        let id = if matches!(step.as_str(), "check" | "sign") { step.clone() } else { format!("S-1/{step}") };
        all[id] = v.clone();
    }
    all["sign"].as_object_mut().unwrap().remove("outcome");
    all
}
fn says(step: &str, other: Value) -> String {
    book().guide("supplier-review", &["S-0"], but(holds(), json!({step: other}))).says(step)
}
fn says_of_new(step: &str, other: Value) -> String {
    considered().guide("supplier-review", &["S-1"], but(critical(), json!({step: other}))).says(step)
}

#[test]
fn a_quiet_supplier_from_first_page_to_signature() {
    let mut b = book();
    let steps = b.guide("supplier-review", &["S-0"], holds()).steps();
    assert_eq!(
        steps,
        ["changed", "service", "reach", "past", "assurance", "contract", "privacy", "setup", "result", "check", "sign"]
    );
    let panel =
        serde_json::to_string(&b.guide("supplier-review", &["S-0"], holds()).show("service").step.panel).unwrap();
    assert!(panel.contains("R-0"), "the risks on it stand beside the question: {panel}");
    b.finish("supplier-review", &["S-0"], holds()).unwrap_or_else(|r| panic!("{r}"));
    let s = b.body("S-0");
    assert_eq!(
        (&s["last_result"], &s["must_tell_us_hours"], &s["assurance"][0]["holder"]),
        (&json!("fine"), &json!(24), &Value::Null)
    );
    assert_eq!((b.states("S-0"), b.isms.of_kind("action").len()), ("current".into(), 0));
    let answers = b.review()["answers"].to_string();
    assert!(answers.contains("Who patches?: them; Who backs up?: them"), "{answers}");
}

#[test]
fn a_new_supplier_is_looked_at_before_it_is_used_and_what_is_missing_is_ordered() {
    let mut b = considered();
    b.finish("supplier-review", &["S-1"], critical()).unwrap_or_else(|r| panic!("{r}"));
    let s = b.body("S-1");
    assert_eq!(
        (&s["state"], &s["critical"], &s["service"], &s["data_where"]),
        (&json!("in_use"), &json!("critical"), &json!("Runs the ticket tool and its mails."), &json!("Ireland"))
    );
    assert_eq!(
        (&s["assurance"][1]["sort"], &s["notes"], &s["contract_ends"]),
        (
            &json!("questionnaire"),
            &json!("The questionnaire was signed by Their head of security."),
            &json!("2027-05-31")
        )
    );
    let what: Vec<String> =
        b.isms.each("action").map(|(_, r)| r.body_json()["what"].as_str().unwrap().to_string()).collect();
    assert_eq!(
        what,
        [
            "Add the missing clauses to the contract.",
            "Read the exceptions in the report of S-1 Deskly, and what they expect you to do",
            "Get the processing agreement with S-1 Deskly signed",
            "Get the list of sub-processors of S-1 Deskly",
            "Settle with S-1 Deskly: Who backs up?",
            "Find out: Whose job is what: who patches, who backs up, who watches logs, who closes accounts? (Who watches the logs?)",
        ]
    );
    let i = b.body("I-001");
    assert_eq!(
        (&i["suppliers"], &i["class"], &i["risk_to_people"], &i["state"]),
        (&json!(["S-1"]), &json!("near_miss"), &json!("not_judged"), &json!("open"))
    );
    // Its own look has seen the incident that it put down.
    let reasons = isms::staleness::of(&b.isms, b.today, "S-1").unwrap();
    assert!(!reasons.has("supplier-incident") && !reasons.has("supplier-used-unassessed"));
}

#[test]
fn what_is_not_acceptable_has_a_plan_and_a_risk_that_carries_it() {
    let mut b = book();
    b.finish("supplier-review", &["S-0"], not_acceptable()).unwrap_or_else(|r| panic!("{r}"));
    let r = b.body("R-003");
    assert_eq!(
        (&r["suppliers"], &r["actions"], &r["likelihood"], &r["residual_likelihood"]),
        (&json!(["S-0"]), &json!(["ACT-001"]), &json!(3), &json!(3))
    );
    assert_eq!(
        (b.body("S-0")["last_result"].as_str(), b.review()["outcome"].as_str()),
        (Some("not_acceptable"), Some("does_not_hold"))
    );
    let mut b = book();
    let carried = but(not_acceptable(), json!({"result": {"risk": "R-1"}}));
    let steps = b.guide("supplier-review", &["S-0"], carried.clone()).steps();
    assert!(!steps.contains(&"result-risk".to_string()));
    b.finish("supplier-review", &["S-0"], carried).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((b.body("R-1")["suppliers"].clone(), b.isms.of_kind("risk").len()), (json!(["S-0"]), 3));
    // Nobody is put into use of whom it was said that they are not acceptable.
    let mut b = considered();
    b.finish(
        "supplier-review",
        &["S-1"],
        but(
            critical(),
            json!({"result": {"last_result": "not_acceptable", "risk": "R-1"}, "sign": {"outcome": "does_not_hold"}}),
        ),
    )
    .unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("S-1")["state"], "considered");
}

#[test]
fn a_minor_supplier_is_asked_little_and_two_together_each_have_their_result() {
    let b = minor();
    assert_eq!(
        b.guide("supplier-review", &["S-0"], little()).steps(),
        ["changed", "service", "reach", "past", "contract", "result", "check", "sign"]
    );
    let mut b = considered();
    b.finish("supplier-review", &["S-0", "S-1"], together()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (b.review()["about"].clone(), b.review()["each"].clone()),
        (json!(["S-1"]), json!([{"target": "S-1", "outcome": "holds_with_actions"}]))
    );
    assert_eq!(b.body("S-1")["state"], "in_use");
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(
        &says("service", json!({"critical": null})),
        "red critical: \u{201c}How bad would it be if they failed or leaked?\u{201d} is not answered.",
    );
    expect(
        &says("service", json!({"still": "changed"})),
        "red service: \u{201c}What do they do for you now?\u{201d} is not answered.",
    );
    expect(
        &says("reach", json!({"data_where": null})),
        "red data_where: \u{201c}In which countries is the data?\u{201d} is not answered.",
    );
    expect(
        &says("reach", json!({"access": ["none", "our_data"]})),
        "red access: They can reach nothing, and yet something is named. Take one of the two away.",
    );
    expect(
        &says("reach", json!({"access": ["our_premises"]})),
        "yellow access: They handle personal data by your order and cannot reach your data. Is that so?",
    );
    expect(&says("past", json!({"past": "more"})), "red events: \u{201c}What was it?\u{201d} is not answered.");
    let late = json!({"past": "more", "events": [{"what": "It stood still.", "noticed_at": "2026-06-09T09:00+02:00", "class": "event", "personal_data": "no"}]});
    expect(&says("past", late), "red events: 9 June has not happened yet. When was it?");
    let shows = |row: Value| json!({"assurance": [row]});
    expect(
        &says(
            "assurance",
            shows(
                json!({"sort": "iso27001", "valid_until": "2026-05-31", "covers_our_service": true, "holder": "same"}),
            ),
        ),
        "red assurance: The ISO 27001 certificate ran out on 31 May. Put the new one here, or say below why you go on without.",
    );
    expect(
        &says(
            "assurance",
            but(
                shows(
                    json!({"sort": "iso27001", "valid_until": "2026-05-31", "covers_our_service": true, "holder": "same"}),
                ),
                json!({"without_why": "The new one is due in July; their auditor confirmed it."}),
            ),
        ),
        "",
    );
    expect(
        &says(
            "assurance",
            shows(
                json!({"sort": "iso27001", "valid_until": "2029-12-31", "covers_our_service": true, "holder": "other"}),
            ),
        ),
        "red assurance: The ISO 27001 certificate names another firm. Then it does not cover what you buy: say no, or get the one that names yours.",
    );
    expect(
        &says("assurance", shows(json!({"sort": "iso27001", "covers_our_service": true}))),
        "red assurance: \u{201c}Whose name is on it?\u{201d} is not answered.",
    );
    let asked = |by: Value| shows(json!({"sort": "questionnaire", "covers_our_service": true, "signed_by": by}));
    expect(
        &says("assurance", asked(json!("Their sales team"))),
        "yellow assurance: Whoever sells answers so that you buy. Ask for the signature of whoever runs their security.",
    );
    expect(&says("assurance", asked(Value::Null)), "red assurance: \u{201c}Who signed it?\u{201d} is not answered.");
    expect(
        &says_of_new("assurance", json!({"assurance": []})),
        "red without_why: They are critical, and nothing that counts today shows that they are secure for what you buy. Add what does, or say why you go on.",
    );
    expect(
        &says_of_new("read", json!({"read": "yes"})),
        "red read_what: \u{201c}What do they say, and what is yours to do?\u{201d} is not answered.",
    );
    expect(
        &says("contract", json!({"must_tell_us_hours": null})),
        "yellow must_tell_us_hours: You say that the contract covers it. Within how many hours must they tell you?",
    );
    expect(
        &says("contract", json!({"contract_ends": "2026-05-31"})),
        "yellow contract_ends: It ended on 31 May. What holds between you now?",
    );
    expect(
        &says("contract", json!({"contract_ends": "2026-07-31", "notice_days": 90})),
        "yellow notice_days: Notice had to be given by 2 May; it runs on past 31 July.",
    );
    expect(
        &says("privacy", json!({"processing_agreement_on": null})),
        "yellow processing_agreement_on: Without it they must not handle personal data for you (GDPR Art. 28). It goes on your list.",
    );
    expect(
        &says("setup", json!({"jobs": {"logs": "nobody"}})),
        "yellow jobs: Who watches the logs? Nobody, you say. It goes on your list.",
    );
    expect(
        &says("setup", json!({"jobs": {"logs": null}})),
        "red jobs: \u{201c}Whose job is what: who patches, who backs up, who watches logs, who closes accounts?\u{201d} is not answered for Who watches the logs?.",
    );
    expect(
        &says_of_new("exit", json!({"exit": "We leave."})),
        "red exit: \u{201c}We leave.\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("result", json!({"last_result": "fine_with_actions"})),
        "red todo: \u{201c}What is to be done, by whom, until when?\u{201d} is not answered.",
    );
    expect(
        &says(
            "result",
            json!({"last_result": "fine_with_actions", "todo": [{"what": "Ask.", "who": "P-0", "until": "2026-06-02"}]}),
        ),
        "red todo: 2 June is not in the future. Until when will it be done?",
    );
    let b = book();
    let fine_against = |other: Value| b.guide("supplier-review", &["S-0"], but(holds(), other)).says("result");
    expect(
        &fine_against(json!({"contract": {"security_clauses": "no"}})),
        "red last_result: You say that it is fine, but the contract says nothing of security, and they can reach what is yours. What is to be done about it?",
    );
    expect(
        &fine_against(json!({"privacy": {"processing_agreement_on": null}})),
        "red last_result: You say that it is fine, but no processing agreement is signed. What is to be done about it?",
    );
    expect(
        &fine_against(json!({"service": {"critical": "critical"}, "assurance": {"assurance": []}})),
        "red last_result: You say that it is fine, but nothing valid shows that they are secure. What is to be done about it?",
    );
    expect(
        &considered()
            .guide(
                "supplier-review",
                &["S-1"],
                but(critical(), json!({"service": {"critical": "important"}, "assurance": {"assurance": []}})),
            )
            .says("result"),
        "yellow use_now: Nothing that counts today shows that they are secure for what you buy. Do you use them all the same?",
    );
}

#[test]
fn nothing_went_wrong_is_not_said_against_an_incident_on_record() {
    let mut b = book();
    let mut body = (isms::kinds::kind("incident").unwrap().example)();
    super::book::merge(&mut body, json!({"title": "Host stood still", "suppliers": ["S-0"]}));
    b = b.on("2026-06-10").with("incident", "I-001", body);
    let g = b.guide("supplier-review", &["S-0"], holds());
    expect(&g.says("past"), "red past: You say nothing, but I-001 Host stood still names them. Which is right?");
    expect(&b.guide("supplier-review", &["S-0"], but(holds(), json!({"past": {"past": "known"}}))).says("past"), "");
    assert!(g.says("changed").contains("is not answered for I-001 Host stood still"), "{}", g.says("changed"));
}
