//! An internal audit over its visits: planned by what is due, held row by row, reported, closed; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let one = |b: Book, about: Vec<&'static str>, a| (b, "internal-audit", about, a);
    vec![
        one(Book::new(), vec![], planned()),
        one(Book::new(), vec!["coverage/7.4"], planned_widely()),
        one(on_paper(), vec!["RT-1"], but(held(), json!({"which": {"audit": "AU-001"}}))),
        one(on_paper(), vec!["AU-001"], quiet()),
        one(done(held()), vec!["AU-001"], reported()),
        one(done(quiet()), vec!["AU-001"], nothing_found()),
        one(
            told(),
            vec!["AU-001"],
            json!({"after": {"added": "The printer was looked at again."}, "check": {}, "sign": signed()}),
        ),
    ]
}
fn signed() -> Value {
    json!({"outcome": "changed", "why": "Went through it with the auditor.", "signed": true})
}
pub fn planned() -> Value {
    json!({
        "cover": {"clauses": ["8.2", "10.2"], "controls": ["SOA-8.24"], "areas": [], "aims": "Whether the ISMS works."},
        "who": {"auditor": "P-3", "able": "A course of three days, and two audits beside the last auditor."},
        "how": {"how": [{"how": "talk", "samples": 3, "of": "people"}, {"how": "look", "samples": 5, "of": "laptops"}], "planned_on": "2026-06-20"},
        "list": {"list": [
            {"clause": "8.2", "question": "Were risks judged at the planned times?"},
            {"clause": "A.8.24", "question": "Is every laptop encrypted?"},
            {"clause": "10.2", "question": "Are findings put right?"},
        ]},
        "check": {}, "sign": signed(),
    })
}
/// As it is proposed, with a lookout from outside.
fn planned_widely() -> Value {
    json!({
        "cover": {"aims": "Whether the ISMS works."},
        "who": {"outside": "Sam Extern, Other Ltd", "able": "Ten years of auditing.", "independent": "From outside; wrote none of it."},
        "how": {"how": [{"how": "test", "samples": 2, "of": "restored files"}], "planned_on": "2026-06-20"},
        "list": {}, "check": {}, "sign": signed(),
    })
}
/// Planned, and the routine that asks for it.
fn on_paper() -> Book {
    let mut b = Book::new();
    let mut routine = (isms::kinds::kind("routine").unwrap().example)();
    super::book::merge(&mut routine, json!({"title": "Internal audit", "wizard": "internal-audit", "owner": "P-0"}));
    b.act(isms::Verb::Add, vec![isms::Change::put("routine", "RT-1", routine)]);
    b.finish("internal-audit", &[], planned()).unwrap_or_else(|r| panic!("{r}"));
    b.on("2026-06-21")
}
pub fn held() -> Value {
    json!({
        "row": {"rows": {
            "1": {"verdict": "conforms", "seen": "Three risks, all looked at on 5 January.", "interviewed": "security owner"},
            "2": {"verdict": "finding", "seen": "1 of 9 laptops was not encrypted.", "proof": "EV-1"},
            "3": {"verdict": "not_looked_at"},
        }},
        "finding": {"findings": {"2": {"grade": "minor", "required": "Every disk is encrypted.", "gap": "One laptop was set up by hand"}}},
        "held": {"held_from": "2026-06-20", "held_until": "2026-06-21"},
        "check": {}, "sign": signed(),
    })
}
fn quiet() -> Value {
    json!({
        "row": {"rows": {
            "1": {"verdict": "conforms", "seen": "Three risks, all looked at on 5 January."},
            "2": {"verdict": "conforms", "seen": "Nine of nine laptops, by the report of 20 June.", "proof": "EV-1"},
            "3": {"verdict": "conforms", "seen": "No finding was open.", "interviewed": "administrator"},
        }},
        "held": {"held_from": "2026-06-20"},
        "check": {}, "sign": signed(),
    })
}
fn done(answers: Value) -> Book {
    let mut b = on_paper();
    b.finish("internal-audit", &["AU-001"], answers).unwrap_or_else(|r| panic!("{r}"));
    b.on("2026-06-25")
}
pub fn reported() -> Value {
    json!({
        "good": {"good": "Risks are looked at in time."},
        "verdict": {"verdict": {
            "standard": {"answer": "partly", "why": "One laptop was not encrypted."},
            "own": {"answer": "partly", "why": "The rule for laptops was not kept once."},
            "works": {"answer": "yes", "why": "What matters was found in order."},
        }},
        "report": {"to": ["P-1"], "on": "2026-06-24"},
        "check": {}, "sign": signed(),
    })
}
fn nothing_found() -> Value {
    but(reported(), json!({"none": {"did": "Opened nine laptops at random and asked for the last restore."}}))
}
fn told() -> Book {
    let mut b = done(held());
    b.finish("internal-audit", &["AU-001"], reported()).unwrap_or_else(|r| panic!("{r}"));
    b
}
fn says(b: &Book, about: &[&str], answers: Value, step: &str) -> String {
    b.guide("internal-audit", about, answers).says(step)
}

#[test]
fn it_is_planned_held_reported_and_closed_over_four_visits() {
    let mut b = on_paper();
    let a = b.body("AU-001");
    assert_eq!(
        (a["title"].as_str(), a["state"].as_str(), a["sort"].as_str(), a["auditor"].as_str()),
        (Some("Internal audit, June 2026"), Some("planned"), Some("internal"), Some("P-3"))
    );
    assert_eq!(a["covers"], json!(["8.2", "10.2", "A.8.24"]));
    assert_eq!(a["method"], "- talk: 3 of people\n- look: 5 of laptops");
    assert_eq!(
        a["checklist"][1],
        json!({"clause": "A.8.24", "question": "Is every laptop encrypted?", "verdict": "not_looked_at"})
    );
    assert_eq!(b.review()["about"], json!(["AU-001"]));

    assert_eq!(b.guide("internal-audit", &["AU-001"], held()).steps(), ["row", "finding", "held", "check", "sign"]);
    b.finish("internal-audit", &["AU-001"], held()).unwrap_or_else(|r| panic!("{r}"));
    let a = b.body("AU-001");
    let nc = a["findings"][0].as_str().unwrap().to_string();
    assert_eq!(
        (a["state"].as_str(), a["held_from"].as_str(), a["held_until"].as_str()),
        (Some("held"), Some("2026-06-20"), Some("2026-06-21"))
    );
    assert_eq!(
        a["checklist"],
        json!([
            {"clause": "8.2", "question": "Were risks judged at the planned times?", "verdict": "conforms", "seen": "Three risks, all looked at on 5 January.", "interviewed": "security owner"},
            {"clause": "A.8.24", "question": "Is every laptop encrypted?", "verdict": "minor", "seen": "1 of 9 laptops was not encrypted.", "evidence": ["EV-1"]},
            {"clause": "10.2", "question": "Are findings put right?", "verdict": "not_looked_at"},
        ])
    );
    let n = b.body(&nc);
    assert_eq!(
        (n["grade"].as_str(), n["source"].as_str(), n["audit"].as_str(), n["state"].as_str()),
        (Some("minor"), Some("internal_audit"), Some("AU-001"), Some("raised"))
    );
    assert_eq!(
        n["what"],
        "Required: Every disk is encrypted.\n\nSeen: 1 of 9 laptops was not encrypted.\n\nMissing: One laptop was set up by hand"
    );
    assert_eq!((n["requirement"].clone(), n["controls"].clone()), (json!(["A.8.24"]), json!(["SOA-8.24"])));
    // The routine has run, and a sample shows it; what the finding says something about is looked at again.
    assert_eq!(b.review()["about"], json!(["AU-001", "RT-1"]));
    assert_eq!(b.body("RT-1")["evidence"], json!(["EV-1"]));
    assert!(b.states("SOA-8.24").contains("stale"));

    let mut b = b.on("2026-06-25");
    b.finish("internal-audit", &["AU-001"], reported()).unwrap_or_else(|r| panic!("{r}"));
    let a = b.body("AU-001");
    assert_eq!(
        (a["state"].as_str(), a["reported_on"].as_str(), a["reported_to"].clone()),
        (Some("reported"), Some("2026-06-24"), json!(["P-1"]))
    );
    assert_eq!(
        a["summary"],
        "Works well: Risks are looked at in time.\n\nDoes the ISMS meet the standard? partly: One laptop was not encrypted.\n\nDoes it meet your own rules? partly: The rule for laptops was not kept once.\n\nDoes it work? yes: What matters was found in order."
    );

    let later = json!({"after": {"added": "The laptop was collected."}, "check": {}, "sign": signed()});
    expect(
        &says(&b, &["AU-001"], later.clone(), "after"),
        &format!("yellow added: {nc} has no answer yet. The audit stays open until every finding has one."),
    );
    let mut open = told();
    open.finish("internal-audit", &["AU-001"], later.clone()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(open.body("AU-001")["state"], "reported");
    let mut b = b.with(
        "nonconformity",
        &nc,
        json!({"state": "answered", "correction": "Encrypted.", "elsewhere": "No.", "cause": "Set up by hand."}),
    );
    b.finish("internal-audit", &["AU-001"], later).unwrap_or_else(|r| panic!("{r}"));
    let a = b.body("AU-001");
    assert_eq!(a["state"], "closed");
    assert!(a["summary"].as_str().unwrap().ends_with("\n\nAdded on 2026-06-25: The laptop was collected."), "{a}");
}

#[test]
fn what_is_due_stands_ticked_and_what_was_covered_is_grey() {
    let b = Book::new();
    let page = b.guide("internal-audit", &["coverage/7.4"], json!({})).show("cover");
    let value = |f: &str| page.step.questions.iter().find(|q| q.field == f).unwrap().value.clone();
    let ticked: Vec<String> = serde_json::from_value(value("clauses")).unwrap();
    for n in ["7.4", "6.1.2", "8.2", "9.3.1", "10.2"] {
        assert!(ticked.iter().any(|t| t == n), "{n}: {ticked:?}");
    }
    let b = done(held());
    let page = b.guide("internal-audit", &[], json!({"which": {}})).show("cover");
    let panel = serde_json::to_value(&page.step.panel).unwrap();
    let text = |title: &str| {
        panel.as_array().unwrap().iter().find(|p| p["title"] == title).unwrap()["text"].as_str().unwrap().to_string()
    };
    let (red, grey) = (text("Red: clauses not yet covered"), text("Grey: covered in this cycle"));
    assert!(grey.contains("8.2 ") && grey.contains("A.8.24 ") && !grey.contains("10.2 "), "{grey}");
    assert!(!red.contains("- 8.2 "), "{red}");
    assert!(text("Red: controls not yet covered").contains("A.8.12"));
    assert!(!text("Red: controls not yet covered").contains("A.8.24"));
}

#[test]
fn the_checklist_is_drawn_from_links_stale_items_findings_and_changes() {
    let mut b = Book::new().with("control", "SOA-8.24", json!({"policies": ["POL-0"]}));
    let mut change = (isms::kinds::kind("change").unwrap().example)();
    super::book::merge(&mut change, json!({"title": "New chat tool", "when": "2026-05-01"}));
    b.act(isms::Verb::Add, vec![
        isms::Change::put("nonconformity", "NC-1", json!({"title": "Disk not encrypted", "grade": "minor", "source": "own_check", "requirement": ["A.8.24"], "what": "Seen on a laptop.", "raised_on": "2026-05-01"})),
        isms::Change::put("change", "CHG-1", change),
    ]);
    let answers = but(planned(), json!({"cover": {"clauses": ["6.3"]}, "list": {"list": null}}));
    let page = b.guide("internal-audit", &[], answers).show("list");
    let list = page.step.questions[0].value.to_string();
    for words in [
        "\"6.3\"",
        "SOA-8.24 is due for a look: does it work as it is written?",
        "Is POL-0 ",
        "NC-1 Disk not encrypted: is it put right, and does it stay so?",
        "CHG-1 New chat tool: was it looked at before?",
    ] {
        assert!(list.contains(words), "{words}: {list}");
    }
}

#[test]
fn it_starts_from_what_is_due_and_from_the_audit_itself() {
    let b = on_paper();
    let takes = |id: &str| isms::wizards::wizard("internal-audit").unwrap().about.takes(&b.isms, id);
    for id in ["AU-001", "RT-1", "PROGRAMME", "coverage/7.4", "coverage/SOA-8.24", "checklist/9.2.2"] {
        assert!(takes(id), "{id}");
    }
    assert!(!takes("R-0") && !takes("SOA") && !takes("cycle/recertification"));
    // One is under way: it is asked which is meant, and none means a new one.
    let which = |answer: Value| b.guide("internal-audit", &["PROGRAMME"], json!({"which": answer})).steps();
    assert_eq!(which(json!({"audit": "AU-001"}))[..2], ["which", "row"]);
    assert_eq!(which(json!({}))[..2], ["which", "cover"]);
    // One that is no internal audit under way cannot be meant; what others audit is never made an audit of your own.
    let mut b = on_paper();
    let other = json!({"title": "Surveillance", "sort": "surveillance", "aims": "Does it work?", "method": "Samples.", "auditor": "Body Ltd"});
    b.act(isms::Verb::Add, vec![isms::Change::put("audit", "AU-7", other)]);
    expect(
        &says(&b, &["PROGRAMME"], json!({"which": {"audit": "AU-7"}}), "which"),
        "red audit: AU-7 is no internal audit that is under way. Choose one of those beside, or none.",
    );
    let red = "AU-7 is an audit by others; this guide is for your own. Leave, and start from one of yours.";
    expect(&says(&b, &["AU-7"], planned(), "which"), &format!("red audit: {red}"));
    let r = b.guide("internal-audit", &["AU-7"], planned()).finish().unwrap_err();
    assert!(r.to_string().contains(red), "{r}");
    let told = told();
    assert_eq!(told.guide("internal-audit", &["PROGRAMME"], json!({})).steps()[0], "cover", "none is under way");
}

#[test]
fn who_judges_their_own_work_says_why_it_is_fair() {
    let b = Book::new();
    let who = |who: Value| says(&b, &[], but(planned(), json!({"who": who})), "who");
    expect(
        &who(json!({"auditor": "P-0"})),
        "red independent: Pat Zero answers for SOA-8.24 and would judge their own work. Choose another auditor, or say why it is still fair.",
    );
    expect(&who(json!({"auditor": "P-0", "independent": "The control itself is looked at by Jo."})), "");
    expect(&who(json!({})), "");
    expect(
        &who(json!({"auditor": null})),
        "red auditor: Nobody is named. Choose one of you, or write who comes from outside.",
    );
    expect(
        &who(json!({"outside": "Sam, Other Ltd"})),
        "red outside: Two are named. Who signs the report? The other can be named when you sign.",
    );
    let r = b.guide("internal-audit", &[], but(planned(), json!({"who": {"auditor": "P-0"}}))).finish().unwrap_err();
    assert!(r.to_string().contains("would judge their own work"), "{r}");
}

#[test]
fn what_conforms_without_what_was_seen_is_refused() {
    let b = on_paper();
    let row = |rows: Value| says(&b, &["AU-001"], but(held(), json!({"row": {"rows": rows}})), "row");
    expect(
        &row(json!({"1": {"seen": null}})),
        "red rows: 8.2: Were risks judged at the planned times?: \u{201c}Conforms\u{201d} without what was seen is no evidence. Write which one, when, what number.",
    );
    assert!(
        row(json!({"2": {"seen": null}})).contains("\u{201c}A finding\u{201d} without what was seen is no evidence.")
    );
    assert!(row(json!({"1": {"seen": "ok"}})).contains("\u{201c}ok\u{201d} does not tell next year's you anything."));
    let none = json!({"verdict": "not_looked_at", "seen": null, "proof": null, "interviewed": null});
    assert!(row(json!({"1": none, "2": none, "3": none})).contains("red rows: Nothing was looked at."));
    let r = b
        .guide("internal-audit", &["AU-001"], but(held(), json!({"row": {"rows": {"1": {"seen": null}}}})))
        .finish()
        .unwrap_err();
    assert!(r.to_string().contains("without what was seen is no evidence"), "{r}");
    expect(
        &says(&b, &["AU-001"], quiet(), "row"),
        "yellow rows: 1 of 3 rows have no sample and no talk. The report counts them.",
    );
    expect(&row(json!({})), "yellow rows: 1 of 3 rows were not looked at. They do not count as covered.");
    expect(
        &says(
            &b,
            &["AU-001"],
            but(held(), json!({"held": {"held_from": "2026-06-21", "held_until": "2026-06-20"}})),
            "held",
        ),
        "red held_until: It ends before it begins. Give a later day.",
    );
}

#[test]
fn a_row_has_its_record_and_the_same_samples_beside_it() {
    let b = on_paper();
    let rows = |b: &Book| {
        let page = b.guide("internal-audit", &["AU-001"], json!({})).show("row");
        serde_json::to_value(page.step.questions[0].rows.as_ref().unwrap()).unwrap()
    };
    let shown = rows(&b);
    assert!(shown[1]["panel"].to_string().contains("\"id\":\"SOA-8.24\""), "{}", shown[1]);
    assert!(shown[1]["panel"].to_string().contains("Disk encryption report"), "{}", shown[1]);
    assert!(shown[0]["panel"].to_string().contains("Drawn from 3 by a fixed rule"), "{}", shown[0]);
    assert_eq!(shown, rows(&b), "drawn again, the same are drawn");
}

#[test]
fn rows_filled_at_the_desk_are_counted_in_the_report() {
    let mut b = done(quiet());
    assert_eq!(
        b.guide("internal-audit", &["AU-001"], nothing_found()).steps(),
        ["good", "verdict", "none", "report", "check", "sign"]
    );
    b.finish("internal-audit", &["AU-001"], nothing_found()).unwrap_or_else(|r| panic!("{r}"));
    let summary = b.body("AU-001")["summary"].as_str().unwrap().to_string();
    assert!(summary.ends_with("Nothing was found. What was done: Opened nine laptops at random and asked for the last restore.\n\n1 of 3 rows have no sample and no talk."), "{summary}");
    assert!(b.review().to_string().contains("1 of 3 rows have no sample and no talk."));
}

#[test]
fn the_report_goes_to_management_after_the_audit_and_says_what_was_found() {
    let b = done(held());
    let with = |other: Value, step: &str| says(&b, &["AU-001"], but(reported(), other), step);
    expect(
        &with(json!({"report": {"to": ["P-2"]}}), "report"),
        "yellow to: None of them is top management. Jo Berg should know of it too.",
    );
    expect(
        &with(json!({"report": {"on": "2026-06-20"}}), "report"),
        "red on: That lies before the audit ended (21 June). When did they get it?",
    );
    let yes = json!({"verdict": {"verdict": {"standard": {"answer": "yes"}}}});
    let nc = b.body("AU-001")["findings"][0].as_str().unwrap().to_string();
    expect(
        &with(yes.clone(), "verdict"),
        &format!("yellow verdict: You say that it meets the standard; {nc} says: not in everything. Is it partly?"),
    );
    let b = done(but(held(), json!({"finding": {"findings": {"2": {"grade": "major"}}}})));
    expect(
        &says(&b, &["AU-001"], but(reported(), yes), "verdict"),
        &format!(
            "red verdict: You say that it meets the standard, but {nc} (major) says that it does not. Which is right?"
        ),
    );
    assert!(
        with(json!({"verdict": {"verdict": {"works": {"why": "ok"}}}}), "verdict")
            .contains("\u{201c}ok\u{201d} does not tell next year's you anything.")
    );
}

#[test]
fn three_audits_that_found_nothing_ask_for_another_eye() {
    let mut b = done(quiet());
    let old = |on: &str| json!({"title": "Internal audit", "sort": "internal", "held_from": on, "aims": "Does it work?", "method": "Talks.", "auditor": "Sam", "state": "held"});
    b.act(isms::Verb::Add, vec![isms::Change::put("audit", "AU-8", old("2024-06-01"))]);
    expect(&says(&b, &["AU-001"], nothing_found(), "none"), "");
    b.act(isms::Verb::Add, vec![isms::Change::put("audit", "AU-9", old("2025-06-01"))]);
    expect(
        &says(&b, &["AU-001"], nothing_found(), "none"),
        "yellow did: 3 audits in a row have found nothing. Let somebody else look, or look elsewhere.",
    );
}

#[test]
fn what_leaves_a_hole_in_the_plan_is_said() {
    let b = Book::new();
    let with = |other: Value, step: &str| says(&b, &[], but(planned(), other), step);
    expect(
        &with(json!({"cover": {"clauses": [], "controls": []}}), "cover"),
        "red clauses: It covers nothing yet. Choose clauses, controls or areas.",
    );
    assert!(with(json!({}), "cover").starts_with("yellow clauses: Left out: 6.1.2, 6.1.3, 8.3,"));
    expect(&with(json!({"cover": {"clauses": ["6.1", "8", "9", "10"]}}), "cover"), "");
    expect(&with(json!({"list": {"list": []}}), "list"), "red list: The checklist is empty. Write at least one line.");
    assert!(
        with(json!({"list": {"list": [{"clause": "8.99", "question": "What?"}]}}), "list").contains(
            "red list: There is no clause or control \u{201c}8.99\u{201d}. Give a number like 8.2 or A.5.22."
        )
    );
    expect(
        &with(json!({"list": {"list": [{"clause": "8.2", "question": "What?"}]}}), "list"),
        "yellow list: No line asks about 10.2, A.8.24. It will not count as covered.",
    );
    expect(
        &with(
            json!({"how": {"how": [{"how": "talk", "samples": 3, "of": "people"}], "planned_on": "2026-05-01"}}),
            "how",
        ),
        "yellow how: Only talk. What people say is one thing; look at something as well.\nyellow planned_on: 1 May has passed. Was it planned then?",
    );
}
