//! The Statement of Applicability: one control that holds, one that is left out, one that is not there yet, a sitting with its version; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let one = |code, answers| (Book::new(), "control-review", vec![code], answers);
    vec![
        one("SOA-8.24", holds()),
        one("SOA-8.12", out()),
        one("SOA-8.12", partly()),
        (full(), "control-review", vec!["SOA"], sitting()),
        (Book::new(), "control-review", vec!["SOA-8.24", "SOA-8.12"], two()),
    ]
}
/// A file in which all 93 are decided.
fn full() -> Book {
    let mut b = Book::new().on("2026-01-05");
    let rest =
        isms::catalog::controls().iter().filter_map(|e| e.number.strip_prefix("A.").map(|n| (n.to_string(), e.title)));
    let rest: Vec<isms::Change> = rest
        .filter(|(n, _)| !matches!(n.as_str(), "8.24" | "8.12"))
        .map(|(n, title)| isms::Change::put("control", &format!("SOA-{n}"), json!({"title": title, "number": format!("A.{n}"), "owner": "P-0", "applies": "yes", "because_of": ["business"], "justification": "We work like this because of our trade.", "status": "not_started"})))
        .collect();
    b.act(isms::Verb::Import, rest);
    b.on("2026-06-02")
}
fn holds() -> Value {
    json!({
        "changed": {},
        "needed": {"needed": "yes"},
        "reason": {"because_of": ["risk"], "risks": ["R-0"]},
        "how": {},
        "shows": {"evidence": ["EV-0"]},
        "worked": {"works": "yes"},
        "owner": {"owner": "P-0"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Read the report of the device manager.", "signed": true},
    })
}
fn out() -> Value {
    json!({
        "changed": {},
        "needed": {"needed": "not_needed"},
        "out": {"justification": "Nobody here works with data that could leave unseen; all of it is public."},
        "owner": {"owner": "P-0"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Went through what we hold with the heads.", "signed": true},
    })
}
fn partly() -> Value {
    json!({
        "changed": {},
        "needed": {"needed": "partly"},
        "reason": {"because_of": ["law"], "obligations": ["OB-0"]},
        "how": {"how": "Mails with account numbers are held back by the mail gateway; Pat looks daily."},
        "worked": {"works": "partly"},
        "gap": {"todo": [{"what": "Switch it on for the cloud drive.", "who": "P-3", "until": "2026-08-31"}], "done_by": "2026-09-30"},
        "owner": {"owner": "P-3"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Tried ten mails with account numbers in them.", "signed": true},
    })
}
fn prefixed(code: &str, answers: &Value, into: &mut Value) {
    for (step, v) in answers.as_object().unwrap() {
        if !matches!(step.as_str(), "check" | "sign" | "changed") {
            into[format!("{code}/{step}")] = v.clone();
        }
    }
}
/// One sitting: two controls, one of one's own, and the version.
fn sitting() -> Value {
    let mut all = json!({
        "choose": {"theme": "chosen", "which": ["SOA-8.24", "SOA-8.12"]},
        "own": {"own": [{"title": "Two people for each payment", "justification": "The insurer asks for it in the policy.", "because_of": "business", "status": "in_place", "how": "The bank's portal wants two sign-ins.", "how_checked": "Ten payments looked at each half-year.", "owner": "P-1"}]},
        "version": {"approved": {"by": "P-1", "on": "2026-06-02", "how": "in_app"}},
        "check": {},
        "sign": {"held_on": "2026-06-02", "why": "A morning with Alexander; two controls gone through.", "signed": true},
    });
    prefixed("SOA-8.24", &holds(), &mut all);
    prefixed("SOA-8.12", &partly(), &mut all);
    all
}
fn two() -> Value {
    let mut all = sitting();
    all.as_object_mut().unwrap().retain(|step, _| step != "choose" && step != "version");
    all["own"] = json!({});
    all
}
fn says(step: &str, other: Value) -> String {
    Book::new().guide("control-review", &["SOA-8.24"], but(holds(), json!({step: other}))).says(step)
}
fn says_of_gap(step: &str, other: Value) -> String {
    Book::new().guide("control-review", &["SOA-8.12"], but(partly(), json!({step: other}))).says(step)
}

#[test]
fn a_control_that_holds_is_asked_in_the_words_of_the_catalogue() {
    let mut b = Book::new();
    let g = b.guide("control-review", &["SOA-8.24"], holds());
    assert_eq!(g.steps(), ["changed", "needed", "reason", "how", "shows", "worked", "owner", "check", "sign"]);
    let page = g.show("needed").step;
    let question = isms::catalog::entry("A.8.24").unwrap().question;
    assert_eq!(
        (page.questions[0].label.as_str(), page.questions[0].hint.as_str()),
        (question, "SOA-8.24 Use of cryptography")
    );
    assert!(
        serde_json::to_string(&page.panel).unwrap().contains("R-0"),
        "the risks that count on it stand beside the question"
    );
    b.finish("control-review", &["SOA-8.24"], holds()).unwrap_or_else(|r| panic!("{r}"));
    let c = b.body("SOA-8.24");
    assert_eq!(
        (&c["because_of"], &c["works"], &c["status"], &c["how"]),
        (&json!(["risk"]), &json!("yes"), &json!("in_place"), &json!("Every disk is encrypted."))
    );
    assert_eq!((b.states("SOA-8.24"), b.body("R-0")["controls"].clone()), ("current".into(), json!(["SOA-8.24"])));
}

#[test]
fn what_is_missing_has_an_action_and_a_day_and_the_owner_may_change() {
    let mut b = Book::new();
    b.finish("control-review", &["SOA-8.12"], partly()).unwrap_or_else(|r| panic!("{r}"));
    let c = b.body("SOA-8.12");
    assert_eq!(
        (&c["status"], &c["done_by"], &c["owner"], &c["obligations"], &c["works"]),
        (&json!("partly"), &json!("2026-09-30"), &json!("P-3"), &json!(["OB-0"]), &json!("partly"))
    );
    let a = b.body("ACT-001");
    assert_eq!(
        (&a["what"], &a["owner"], &a["due"], &a["from"]),
        (
            &json!("Switch it on for the cloud drive (SOA-8.12 Data leakage prevention)"),
            &json!("P-3"),
            &json!("2026-08-31"),
            &json!("SOA-8.12")
        )
    );
    assert_eq!(b.states("SOA-8.12"), "current");
    // Not yet: it is planned, and the risk that is ticked plans with it.
    let mut b = Book::new();
    let not_yet = but(
        partly(),
        json!({"needed": {"needed": "not_yet"}, "reason": {"because_of": ["risk"], "risks": ["R-1"], "obligations": []}}),
    );
    assert_eq!(
        b.guide("control-review", &["SOA-8.12"], not_yet.clone()).steps(),
        ["changed", "needed", "reason", "gap", "owner", "check", "sign"]
    );
    b.finish("control-review", &["SOA-8.12"], not_yet).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (b.body("SOA-8.12")["status"].as_str(), b.body("R-1")["planned_controls"].clone()),
        (Some("planned"), json!(["SOA-8.12"]))
    );
}

#[test]
fn what_is_left_out_keeps_nothing_but_its_reason() {
    let mut b = Book::new();
    b.finish("control-review", &["SOA-8.12"], out()).unwrap_or_else(|r| panic!("{r}"));
    let c = b.body("SOA-8.12");
    assert_eq!(
        (&c["applies"], &c["status"], &c["because_of"], &c["done_by"]),
        (&json!("no"), &Value::Null, &Value::Null, &Value::Null)
    );
    assert!(c["justification"].as_str().unwrap().starts_with("Nobody here works with data"));
    let again = but(partly(), json!({"reason": {"justification": "A customer asks for it since May of this year."}}));
    let g = b.guide("control-review", &["SOA-8.12"], partly());
    expect(&g.says("reason"), "red justification: \u{201c}Why is it in, in one sentence?\u{201d} is not answered.");
    b.finish("control-review", &["SOA-8.12"], again).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (b.body("SOA-8.12")["applies"].as_str(), b.body("SOA-8.12")["justification"].as_str()),
        (Some("yes"), Some("A customer asks for it since May of this year."))
    );
}

#[test]
fn a_sitting_ends_with_the_version_and_its_approval() {
    let mut b = full();
    let g = b.guide("control-review", &["SOA"], sitting());
    let version = g.show("version").step;
    assert_eq!(version.questions[0].label, "SoA 2.0, the first that is approved. Who approves it?");
    assert!(
        version.questions[0].hint.starts_with("And does the certificate name a version?"),
        "{}",
        version.questions[0].hint
    );
    b.finish("control-review", &["SOA"], sitting()).unwrap_or_else(|r| panic!("{r}"));
    let own = b.body("SOA-X01");
    assert_eq!(
        (&own["number"], &own["status"], &own["owner"], &own["because_of"]),
        (&json!("X01"), &json!("in_place"), &json!("P-1"), &json!(["business"]))
    );
    let review = b.review();
    assert_eq!(review["about"], json!(["SOA-8.24", "SOA-8.12", "SOA"]));
    let each: Vec<(&str, &str)> = review["each"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["target"].as_str().unwrap(), e["outcome"].as_str().unwrap()))
        .collect();
    assert_eq!(each, [("SOA-8.24", "changed"), ("SOA-8.12", "holds_with_actions"), ("SOA", "holds")]);
    assert_eq!(
        (isms::soa::soa_version(&b.isms).unwrap().version.to_string(), b.states("SOA")),
        ("2.0".into(), "current".into())
    );
    // Approved: what follows counts from here.
    let mut more = sitting();
    more["own"] = json!({});
    more["choose"]["which"] = json!(["SOA-8.12"]);
    more["SOA-8.12/how"] =
        json!({"how": "Mails and shared files with account numbers are held back; Pat looks daily."});
    for step in ["needed", "reason", "how", "shows", "worked", "owner"] {
        more.as_object_mut().unwrap().remove(&format!("SOA-8.24/{step}"));
    }
    let g = b.guide("control-review", &["SOA"], more.clone());
    let version = g.show("version").step;
    assert_eq!(version.questions[0].label, "SoA 2.1: 1 change since 2.0. Who approves it?");
    assert!(serde_json::to_string(&version.panel).unwrap().contains("- SOA-8.12 how it is done"));
    // Not yet: the lines are reviewed, the Statement is not.
    more["version"]["approved"] = json!({"by": "P-1", "not_yet": true});
    b.finish("control-review", &["SOA"], more).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.review()["about"], json!(["SOA-8.12"]));
    assert!(b.isms.each("action").any(|(_, r)| r.body_json()["what"] == "Get the approval of Jo Berg for SoA 2.1"));
    // And only the version, later.
    let only = json!({"choose": {"theme": "none"}, "own": {}, "version": {"approved": {"by": "P-1", "on": "2026-06-02", "how": "in_app"}}, "check": {}, "sign": sitting()["sign"]});
    assert_eq!(
        b.guide("control-review", &["SOA"], only.clone()).steps(),
        ["choose", "own", "version", "check", "sign"]
    );
    b.finish("control-review", &["SOA"], only).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.review()["about"], json!(["SOA"]));
}

#[test]
fn a_theme_takes_in_what_is_not_decided_yet() {
    let mut b = Book::new();
    let mut all = json!({"choose": {"theme": "physical"}, "own": {}, "check": {}, "sign": sitting()["sign"]});
    let physical: Vec<String> = (1..=14).map(|n| format!("SOA-7.{n}")).collect();
    for code in &physical {
        prefixed(code, &out(), &mut all);
    }
    let steps = b.guide("control-review", &["SOA"], all.clone()).steps();
    assert_eq!(steps.iter().filter(|s| s.ends_with("/needed")).count(), 14);
    assert!(!steps.contains(&"version".to_string()), "there is no version before all 93 are decided");
    b.finish("control-review", &["SOA"], all).unwrap_or_else(|r| panic!("{r}"));
    let c = b.body("SOA-7.4");
    assert_eq!(
        (&c["number"], &c["applies"], c["title"].as_str()),
        (&json!("A.7.4"), &json!("no"), Some(isms::catalog::entry("A.7.4").unwrap().title))
    );
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(
        &says("needed", json!({"needed": null})),
        &format!("red needed: \u{201c}{}\u{201d} is not answered.", isms::catalog::entry("A.8.24").unwrap().question),
    );
    expect(
        &says("reason", json!({"because_of": []})),
        "red because_of: \u{201c}What makes it necessary?\u{201d} is not answered.",
    );
    expect(
        &says("reason", json!({"risks": []})),
        "red risks: A risk is the reason, and no risk on record counts on it. Tick one, or take the reason away.",
    );
    expect(
        &says("reason", json!({"because_of": ["law"]})),
        "red obligations: A law or contract is the reason, and none is named. Tick it, or take the reason away.\nyellow because_of: R-0 counts on it. Is a risk not among the reasons?",
    );
    let b = Book::new().with("control", "SOA-8.24", json!({"applies": "no", "because_of": null, "status": null}));
    let why = but(holds(), json!({"reason": {"justification": "ISO 27001 requires it of everyone."}}));
    expect(
        &b.guide("control-review", &["SOA-8.24"], why).says("reason"),
        "red justification: That it is in the standard is no reason. What would happen here without it?",
    );
    let excluded =
        |more: Value| Book::new().guide("control-review", &["SOA-8.24"], but(out(), json!({"out": more}))).says("out");
    assert!(
        excluded(json!({})).contains(
            "red justification: It cannot be left out: R-0 Laptop with customer data is stolen counts on it."
        ),
        "{}",
        excluded(json!({}))
    );
    let left = |why: &str| {
        Book::new()
            .guide("control-review", &["SOA-8.12"], but(out(), json!({"out": {"justification": why}})))
            .says("out")
    };
    expect(
        &left("Too small."),
        "red justification: \u{201c}Too small.\u{201d} does not tell next year's you anything.",
    );
    assert!(left("Not applicable.").contains("red justification: That only says it again."));
    let mut body = (isms::kinds::kind("incident").unwrap().example)();
    super::book::merge(&mut body, json!({"controls": ["SOA-8.12"]}));
    let b = Book::new().with("incident", "I-001", body);
    assert!(
        b.guide("control-review", &["SOA-8.12"], out())
            .says("out")
            .contains("I-001 Laptop stolen says that it failed or was missing")
    );
    let title = isms::catalog::entry("A.8.12").unwrap().question;
    expect(
        &says_of_gap("how", json!({"how": title})),
        "yellow how: This reads like the question itself. Say how you do it: which tool, who, how often.",
    );
    expect(
        &says_of_gap("how", json!({"how": "Every disk is encrypted."})),
        "yellow how: SOA-8.24 has the same text. What is done for this one?",
    );
    let bare = || Book::new().with("control", "SOA-8.12", json!({"how": null, "how_checked": null}));
    expect(
        &bare().guide("control-review", &["SOA-8.12"], but(partly(), json!({"how": {"how": null}}))).says("how"),
        "red how: \u{201c}How do you do it, concretely?\u{201d} is not answered.",
    );
    let yes = |step: &str| {
        bare()
            .guide("control-review", &["SOA-8.12"], but(partly(), json!({"needed": {"needed": "yes"}, "shows": {}})))
            .says(step)
    };
    expect(
        &yes("shows"),
        "red evidence: You say that you do it, and nothing shows it. Put a proof here, name a task that was done, or say partly.",
    );
    expect(&yes("worked"), "red how_checked: \u{201c}How do you know?\u{201d} is not answered.");
    let old = Book::new().on("2027-06-02");
    expect(
        &old.guide("control-review", &["SOA-8.24"], holds()).says("shows"),
        "yellow evidence: \u{201c}In place\u{201d} by habit? The newest proof is from 5 January 2026. Take a fresh one.",
    );
    let mut body = (isms::kinds::kind("nonconformity").unwrap().example)();
    super::book::merge(&mut body, json!({"controls": ["SOA-8.24"], "risks": [], "policies": []}));
    let b = Book::new().with("nonconformity", "NC-004", body);
    expect(
        &b.guide("control-review", &["SOA-8.24"], holds()).says("worked"),
        "red works: You say the control works, but NC-004 (open) says it does not. Which is right?",
    );
    assert!(
        b.guide("control-review", &["SOA-8.24"], holds())
            .says("needed")
            .contains("NC-004 (open) says it is not as it should be")
    );
    expect(
        &says_of_gap("gap", json!({"todo": []})),
        "red todo: \u{201c}What is missing, who does it, until when?\u{201d} is not answered.",
    );
    expect(
        &says_of_gap("gap", json!({"done_by": "2026-06-02"})),
        "red done_by: 2 June is not in the future. Until when will it be in place?",
    );
    expect(
        &says_of_gap("gap", json!({"todo": [{"what": "It.", "who": "P-0", "until": "2026-06-01"}]})),
        "red todo: 1 June is not in the future. Until when will it be done?",
    );
    let b = full();
    let of_batch =
        |step: &str, other: Value| b.guide("control-review", &["SOA"], but(sitting(), json!({step: other}))).says(step);
    expect(
        &of_batch("version", json!({"approved": {"by": "P-0"}})),
        "red approved: Only top management approves the Statement: Jo Berg.",
    );
    let own = |more: Value| json!({"own": [but(sitting()["own"]["own"][0].clone(), more)]});
    expect(
        &of_batch("own", own(json!({"justification": "Good."}))),
        "red own: Two people for each payment: \u{201c}Good.\u{201d} is too short for an auditor. Why do you have it?",
    );
    expect(
        &of_batch("own", own(json!({"status": "planned", "done_by": "2026-06-01"}))),
        "red own: Two people for each payment: 1 June is not in the future. Until when will it be in place?",
    );
    expect(&of_batch("choose", json!({"which": []})), "red which: \u{201c}Which ones?\u{201d} is not answered.");
}
