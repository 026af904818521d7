//! Management looks at it all: a first review, one with everything, minutes that wait, minutes with a gap; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use isms::kinds::kind;
use isms::{Change, Verb};
use serde_json::{Value, json};

const GUIDE: &str = "management-review";

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    vec![
        (Book::new(), GUIDE, vec![], quiet()),
        (full(), GUIDE, vec!["PROGRAMME"], much()),
        (full(), GUIDE, vec!["RT-0"], much()),
        (after("held", json!({})), GUIDE, vec!["MR-1"], approves()),
        (after("minuted", gap()), GUIDE, vec!["MR-1"], fills()),
        (after("minuted", json!({})), GUIDE, vec!["MR-1"], adds()),
    ]
}
fn sign(why: &str, outcome: &str) -> Value {
    json!({"outcome": outcome, "why": why, "signed": true})
}
/// A first review in a quiet year.
pub fn quiet() -> Value {
    let mut all = json!({
        "when": {"held_on": "2026-06-02", "present": ["P-0", "P-1"], "period_from": "2026-01-05"},
        "before": {"paper": "together"},
        "means": {"enough": "yes", "why": "Pat has a day a week, and that is what it takes."},
        "verdict": {"enough": "yes", "enough_why": "Every promise to customers was kept.", "fits": "yes", "fits_why": "It is as small as we are.", "works": "yes", "works_why": "No incident in the whole time."},
        "decide": {"none_because": "All that is planned goes on as it is."},
        "minutes": {"approved": {"by": "P-1", "on": "2026-06-02", "how": "in_app"}},
        "check": {},
        "sign": sign("Went through all topics with Jo in the morning.", "changed"),
    });
    for (n, t) in isms::kinds::TOPICS.iter().enumerate() {
        all[t.0] = json!({"said": format!("Nothing, because point {} of the paper shows no change.", n + 1)});
    }
    all
}
/// Off target, a risk to accept, means that are not enough, decisions, minutes that wait.
pub fn much() -> Value {
    but(
        quiet(),
        json!({
            "when": {"held_on": "2026-05-04", "present": ["P-1", "P-2"], "late_why": "The notes lay with Jo, who was away."},
            "before": {"paper": "ahead"},
            "a1": {"said": "The second host was bought in March, as decided."},
            "d4": {"off": {"OBJ-0": {"then": "decide", "what": "Show the button on the first day.", "who": "P-2", "until": "2026-07-31"}}},
            "f1": {"accept": {"R-1": {"given": "yes", "by": "P-1", "until": "2026-12-01"}}},
            "means": {"enough": "no", "why": "Pat has no time for the suppliers."},
            "verdict": {"works": "partly", "works_why": "The same finding came twice."},
            "decide": {"none_because": null, "decisions": [{"what": "Half a day more a week for Pat.", "who": "P-1", "until": "2026-07-01"}]},
            "minutes": {"approved": {"by": "P-1", "not_yet": true}},
        }),
    )
}
fn approves() -> Value {
    json!({"minutes": {"approved": {"by": "P-1", "on": "2026-06-02", "how": "in_app"}}, "check": {}, "sign": sign("Jo has read the minutes and said yes to them.", "changed")})
}
fn fills() -> Value {
    but(
        approves(),
        json!({"gaps": {"gaps": {"c1": {"said": "Two customers ask for a second factor."}, "e1": {"said": "Nobody has complained, we asked support."}}}}),
    )
}
fn adds() -> Value {
    json!({"closed": {"added": "The host was named wrongly: it is Northhost."}, "check": {}, "sign": sign("A reader of the minutes found a wrong name.", "holds")})
}
fn gap() -> Value {
    let inputs: Vec<Value> = isms::kinds::TOPICS
        .iter()
        .filter(|t| t.0 != "e1")
        .map(|t| json!({"topic": t.0, "said": if t.0 == "c1" { "nothing" } else { "Nothing, because the year was quiet." }}))
        .collect();
    json!({"inputs": inputs})
}
fn example(name: &str, more: Value) -> Value {
    but((kind(name).unwrap().example)(), more)
}
/// After a review in this state.
fn after(state: &str, more: Value) -> Book {
    let mut body = but(example("management_review", json!({"state": state, "present": ["P-1"]})), more);
    body["minutes_approved"] =
        if state == "held" { Value::Null } else { json!({"by": "P-1", "on": "2026-01-05", "how": "in_app"}) };
    let mut b = Book::new();
    b.act(Verb::Add, vec![Change::put("management_review", "MR-1", body)]);
    b
}
/// A year with something of everything: a review before it, a routine, an aim off target, a risk above the line, findings, audits, changes.
fn full() -> Book {
    let mut b = Book::new();
    b.today = super::book::day("2026-01-06");
    b.act(Verb::Add, vec![
        Change::put("management_review", "MR-1", example("management_review", json!({"present": ["P-1"], "minutes_approved": {"by": "P-1"}, "decisions": [{"what": "Buy a second host.", "action": "ACT-100"}, {"what": "Go on as planned."}]}))),
        Change::put("action", "ACT-100", json!({"title": "Second host", "sort": "decision", "what": "A second host is bought and in use.", "from": "MR-1", "owner": "P-0", "due": "2026-03-31", "state": "open"})),
        Change::put("objective", "OBJ-0", example("objective", json!({"measurements": [{"date": "2026-01-05", "number": "72"}]}))),
        Change::put("routine", "RT-0", example("routine", json!({"title": "Management review", "wizard": GUIDE}))),
    ]);
    b.today = super::book::day("2026-04-20");
    b.act(Verb::Add, vec![
        Change::put("action", "ACT-100", json!({"state": "done", "done_on": "2026-03-20"})),
        Change::put("objective", "OBJ-0", json!({"measurements": [{"date": "2026-01-05", "number": "72"}, {"date": "2026-03-31", "number": "41"}]})),
        Change::put("risk", "R-1", json!({"likelihood": 4, "impact": 3, "residual_likelihood": 4, "residual_impact": 3})),
        Change::put("nonconformity", "NC-1", example("nonconformity", json!({"raised_on": "2026-04-20", "source": "customer"}))),
        Change::put("audit", "AU-1", example("audit", json!({"state": "held", "held_from": "2026-04-10", "held_until": "2026-04-11"}))),
        Change::put("incident", "INC-1", example("incident", json!({}))),
        Change::put("change", "CH-1", example("change", json!({"when": "2026-04-01", "state": "approved", "approved": {"by": "P-1", "on": "2026-03-20", "how": "in_app"}}))),
    ]);
    b.on("2026-06-02")
}
fn says(step: &str, other: Value) -> String {
    full().guide(GUIDE, &["PROGRAMME"], but(much(), json!({step: other}))).says(step)
}
/// Titles and lines of a panel, as text.
fn panel(b: &Book, answers: Value, step: &str) -> String {
    serde_json::to_string(&b.guide(GUIDE, &[], answers).show(step).step.panel).unwrap()
}

#[test]
fn a_quiet_review_is_minuted_with_all_topics_and_the_checkpoint() {
    let mut b = Book::new();
    let root = b.isms.checkpoint();
    b.finish(GUIDE, &[], quiet()).unwrap_or_else(|r| panic!("{r}"));
    let m = b.body("MR-001");
    assert_eq!(
        (&m["state"], &m["title"], &m["held_on"], &m["period_from"], &m["minutes_approved"]["by"]),
        (
            &json!("minuted"),
            &json!("Management review of 2 June 2026"),
            &json!("2026-06-02"),
            &json!("2026-01-05"),
            &json!("P-1")
        )
    );
    assert_eq!(m["inputs"].as_array().unwrap().len(), 11);
    assert_eq!(m["inputs"][3]["said"], "Nothing, because point 4 of the paper shows no change.");
    assert_eq!(m["decisions"], json!([{"what": "Nothing is decided, because: All that is planned goes on as it is."}]));
    assert_eq!(m["resources"], "They are enough: Pat has a day a week, and that is what it takes.");
    let notes = m["notes"].as_str().unwrap();
    assert!(notes.ends_with(&format!("Checkpoint of {} acts: {}", root.size, root.groups().join(" "))), "{notes}");
    assert_eq!((&b.review()["about"], &b.review()["with"]), (&json!(["MR-001"]), &json!(["P-1"])));
    assert_eq!(b.states("MR-001"), "current");
}

#[test]
fn it_begins_on_the_programme_its_routine_or_a_review_and_on_nothing_else() {
    let about = isms::wizards::wizard(GUIDE).unwrap().about;
    let b = full();
    let takes: Vec<&str> =
        ["PROGRAMME", "RT-0", "MR-1", "SOA", "R-1"].into_iter().filter(|id| about.takes(&b.isms, id)).collect();
    assert_eq!(takes, ["PROGRAMME", "RT-0", "MR-1"]);
    assert!(!isms::wizards::wizard("incident").unwrap().about.takes(&b.isms, "PROGRAMME"));
}

#[test]
fn a_full_review_leaves_decisions_acceptances_and_somebody_to_approve() {
    let mut b = full();
    golden(GUIDE, &b.guide(GUIDE, &["PROGRAMME"], much()).transcript());
    b.finish(GUIDE, &["PROGRAMME"], much()).unwrap_or_else(|r| panic!("{r}"));
    let m = b.body("MR-002");
    assert_eq!((&m["state"], &m["minutes_approved"]), (&json!("held"), &Value::Null));
    assert_eq!(
        (&m["effective"], &m["resources"]),
        (
            &json!({"answer": "partly", "why": "The same finding came twice."}),
            &json!("They are not enough: Pat has no time for the suppliers.")
        )
    );
    let acts: Vec<String> = b
        .isms
        .each("action")
        .map(|(_, r)| r.body_json())
        .filter(|a| a["from"] == "MR-002")
        .map(|a| {
            format!("{} {} {}", a["owner"].as_str().unwrap(), a["due"].as_str().unwrap(), a["what"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        acts,
        [
            "P-2 2026-07-31 OBJ-0: Show the button on the first day.",
            "P-1 2026-07-01 Half a day more a week for Pat.",
            "P-1 2026-06-16 Approve the minutes of the management review of 4 May 2026",
        ]
    );
    assert_eq!(m["decisions"].as_array().unwrap().len(), 2);
    assert!(m["decisions"][0]["action"].as_str().unwrap().starts_with("ACT-"));
    let r = b.body("R-1");
    assert_eq!(
        (&r["accepted"]["by"], &r["accepted"]["on"], &r["accepted_until"]),
        (&json!("P-1"), &json!("2026-06-02"), &json!("2026-12-01"))
    );
    let notes = m["notes"].as_str().unwrap();
    assert!(notes.starts_with("All have read the paper beforehand.\n\nWritten up on 2026-06-02, because: The notes lay with Jo, who was away."), "{notes}");
    // What the panels showed is named in the minutes, topic by topic; the routine counts as done.
    let refs = |t: &str| m["inputs"].as_array().unwrap().iter().find(|i| i["topic"] == t).unwrap()["refs"].clone();
    assert_eq!(
        (refs("a1"), refs("d1"), refs("d3"), refs("e1")),
        (json!(["ACT-100"]), json!(["NC-1"]), json!(["AU-1"]), json!(["NC-1", "INC-1"]))
    );
    assert_eq!(b.review()["about"], json!(["MR-002", "RT-0"]));
    // The reminder is not given twice, and the word closes it.
    b.finish(
        GUIDE,
        &["MR-002"],
        but(approves(), json!({"minutes": {"approved": {"on": null, "how": null, "not_yet": true}}})),
    )
    .unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.isms.each("action").filter(|(_, r)| r.body_json()["from"] == "MR-002").count(), 3);
    b.finish(GUIDE, &["MR-002"], approves()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("MR-002")["state"], "minuted");
    assert!(b.body("MR-002")["notes"].as_str().unwrap().contains("Approved on 2026-06-02. Facts as of act "));
}

#[test]
fn a_gap_is_filled_beside_what_stands_and_an_addition_stands_below() {
    let mut b = after("minuted", gap());
    assert!(b.states("MR-1").contains("stale"));
    b.finish(GUIDE, &["MR-1"], fills()).unwrap_or_else(|r| panic!("{r}"));
    let said = |b: &Book, t: &str| {
        let m = b.body("MR-1");
        m["inputs"].as_array().unwrap().iter().find(|i| i["topic"] == t).unwrap()["said"].clone()
    };
    assert_eq!(said(&b, "c1"), "nothing\n\nAdded on 2026-06-02: Two customers ask for a second factor.");
    assert_eq!(said(&b, "e1"), "Added on 2026-06-02: Nobody has complained, we asked support.");
    assert_eq!(said(&b, "a1"), "Nothing, because the year was quiet.");
    assert_eq!((b.states("MR-1").as_str(), &b.body("MR-1")["state"]), ("current", &json!("minuted")));
    let g = b.guide(GUIDE, &["MR-1"], adds());
    assert_eq!(g.steps(), ["closed", "check", "sign"]);
    b.finish(GUIDE, &["MR-1"], adds()).unwrap_or_else(|r| panic!("{r}"));
    assert!(
        b.body("MR-1")["notes"]
            .as_str()
            .unwrap()
            .ends_with("Added on 2026-06-02: The host was named wrongly: it is Northhost.")
    );
}

#[test]
fn every_topic_shows_what_the_file_knows_with_its_trend() {
    let b = full();
    // The paper asks what the pages ask.
    let paper = panel(&b, much(), "before");
    for (id, _) in isms::kinds::TOPICS {
        let page = b.guide(GUIDE, &[], much()).show(id);
        assert!(paper.contains(&format!("{id}  {}", page.step.questions[0].label)), "{id}");
    }
    for (step, words) in [
        (
            "before",
            &[
                "Facts since 5 January",
                "a1  What became of",
                "ACT-100",
                "g1  What could be better",
                r#""part":"print""#,
                "management-paper",
            ][..],
        ),
        ("a1", &["1 of 1 done, 0 late (MR-1, 5 January).", "Go on as planned.", "What was said last time"]),
        ("b1", &["The world around you", "0 in the 148 days before", "0 since 5 January"]),
        ("b2", &["CH-1", "People within the scope", " on 5 January."]),
        ("c1", &["Customers: ", "0 since 5 January."]),
        ("d1", &["1 now; 0 on 5 January.", "minor, found on 20 April"]),
        ("d2", &["What is current", "Routines that are kept", "72 %, then 41 %; the aim is 70 %", "trend"]),
        ("d3", &["AU-1", "internal, 11 April, 0 findings", "1 since 5 January; 0 in the"]),
        ("d4", &["1 now; 0 on 5 January."]),
        ("e1", &["customer; minor", "INC-1"]),
        ("f1", &["matrix", "Risks above the line", "The plan", "R-1", "stands at 12; accepted by nobody"]),
        ("g1", &["Ideas", "Lessons"]),
        ("means", &["0 of 0 now", "hours a year"]),
        ("verdict", &["Enough: yes: It covers what we do."]),
        (
            "decide",
            &["OBJ-0: Show the button on the first day. (decided above)", "The means are not enough. Pat has no time"],
        ),
        ("minutes", &["Checkpoint of "]),
    ] {
        let shown = panel(&b, much(), step);
        for w in words {
            assert!(shown.contains(w), "{step} lacks {w:?}:\n{shown}");
        }
    }
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(
        &says("when", json!({"present": ["P-0"]})),
        "red present: Pat Zero looks after the ISMS and would review that work alone. Somebody else who leads must take part.",
    );
    // Also where the owner is top management.
    let both = full().with("organization", "ORG", json!({"top_management": ["P-0", "P-1"]}));
    let alone = but(much(), json!({"when": {"present": ["P-0"]}}));
    let r = both.guide(GUIDE, &["PROGRAMME"], alone).finish().unwrap_err();
    assert!(r.to_string().contains("would review that work alone"), "{r}");
    expect(
        &says("when", json!({"present": ["P-0", "P-2"]})),
        "red present: Nobody of top management takes part. It is their review: name who of them does.",
    );
    expect(
        &says("when", json!({"held_on": "2026-01-05", "period_from": "2026-01-04"})),
        "red held_on: MR-1 was held on 5 January. Give a later day.",
    );
    expect(
        &says("when", json!({"period_from": "2026-05-04"})),
        "red period_from: It looks back from the day on which it is held. Give an earlier day.",
    );
    expect(
        &says("when", json!({"period_from": "2026-02-01"})),
        "yellow period_from: MR-1 was held on 5 January: nobody looks at the time until 1 February.",
    );
    expect(
        &says("when", json!({"late_why": null})),
        "red late_why: 4 May is 29 days back. Why is it written up later? It is shown to the auditor; it is no fault.",
    );
    expect(&says("a1", json!({"said": "ok"})), "red said: \u{201c}ok\u{201d} does not tell next year's you anything.");
    for nothing in ["Nothing new.", "Nothing, because no", "No change so far"] {
        expect(
            &says("b1", json!({"said": nothing})),
            "red said: Nothing? Say because of what: whom you asked, what you looked at.",
        );
    }
    expect(
        &says("e1", json!({"said": "Nothing, because point 2 of the paper shows no change."})),
        "yellow said: Word for word what you said to b1. Was this topic really looked at?",
    );
    expect(
        &says("d4", json!({"off": {"OBJ-0": null}})),
        "red off: \u{201c}These are off target. What follows?\u{201d} is not answered for OBJ-0 People report odd mail.",
    );
    expect(
        &says("d4", json!({"off": {"OBJ-0": {"then": "leave", "because": "later"}}})),
        "red off: OBJ-0: \u{201c}later\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("d4", json!({"off": {"OBJ-0": {"until": "2026-06-02"}}})),
        "red off: OBJ-0: 2 June is not in the future.",
    );
    expect(
        &says("f1", json!({"accept": {"R-1": {"by": "P-2"}}})),
        "red accept: R-1 stands at 12, above your line of 9; Anna Meyer may not accept that.",
    );
    expect(
        &full().guide(GUIDE, &[], but(much(), json!({"when": {"present": ["P-0", "P-2"]}}))).says("f1"),
        "red accept: R-1: Jo Berg was not there. Whoever accepts it says so here.",
    );
    expect(
        &says("f1", json!({"accept": {"R-1": {"until": "2026-06-01"}}})),
        "red accept: R-1: 1 June is not in the future.",
    );
    expect(
        &says("f1", json!({"accept": {"R-1": {"until": "2029-06-01"}}})),
        "red accept: R-1: an acceptance at 12 ends on 2 June 2027 at the latest.",
    );
    expect(
        &says("f1", json!({"accept": {"R-1": {"given": "no", "because": "no"}}})),
        "red accept: R-1: \u{201c}no\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("means", json!({"why": "yes"})),
        "red why: \u{201c}yes\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("verdict", json!({"fits_why": "ok"})),
        "red fits_why: \u{201c}ok\u{201d} does not tell next year's you anything.",
    );
    expect(
        &Book::new().guide(GUIDE, &[], but(quiet(), json!({"decide": {"none_because": null}}))).says("decide"),
        "red decisions: Nothing is decided. Decide at least one thing, or say why none.",
    );
    expect(
        &Book::new().guide(GUIDE, &[], but(quiet(), json!({"decide": {"none_because": "fine"}}))).says("decide"),
        "red none_because: \u{201c}fine\u{201d} does not tell next year's you anything.",
    );
    expect(
        &Book::new().guide(GUIDE, &[], but(quiet(), json!({"means": {"enough": "no"}}))).says("decide"),
        "yellow none_because: You said that the means are not enough. Does nothing follow from it?",
    );
    expect(
        &says("decide", json!({"none_because": "All goes on as it is."})),
        "red none_because: Something is decided, and you say why nothing is. Take one of them away.",
    );
    let late = json!({"decisions": [{"what": "Half a day more a week for Pat.", "who": "P-1", "until": "2026-06-01"}]});
    expect(&says("decide", late), "red decisions: 1 June is not in the future.");
    let b = full().with("person", "P-2", json!({"left_on": "2026-05-31"}));
    let gone = json!({"decide": {"decisions": [{"what": "Half a day more a week for Pat.", "who": "P-2", "until": "2026-07-01"}]}});
    expect(
        &b.guide(GUIDE, &[], but(much(), gone)).says("decide"),
        "red decisions: Anna Meyer left on 31 May. Choose who has the say now.",
    );
    expect(
        &says("minutes", json!({"approved": {"by": "P-2", "not_yet": null, "on": "2026-06-02", "how": "in_app"}})),
        "red approved: Only top management approves the minutes: Jo Berg.",
    );
    expect(
        &says("minutes", json!({"approved": {"not_yet": null, "on": "2026-05-01", "how": "in_app"}})),
        "red approved: 1 May lies before the review itself (4 May).",
    );
    let gaps = |t: &str| {
        let other = json!({"gaps": {"gaps": {"c1": {"said": t}}}});
        after("minuted", gap()).guide(GUIDE, &["MR-1"], but(fills(), other)).says("gaps")
    };
    expect(&gaps("Nothing."), "red gaps: c1: Nothing? Say because of what: whom you asked, what you looked at.");
    expect(&gaps("fine"), "red gaps: c1: \u{201c}fine\u{201d} does not tell next year's you anything.");
}
