//! Stock-take: a list compared, what is new, gone and lost; one thing alone; an activity; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    vec![
        (book(), "asset-review", vec![], whole()),
        (moved(), "asset-review", vec!["A-0"], one()),
        (book(), "asset-review", vec!["PR-0"], activity()),
    ]
}
/// Laptops, a van of nobody, a server on which much hangs, a notebook.
fn book() -> Book {
    let asset = |more: Value| {
        let mut body = (isms::kinds::kind("asset").unwrap().example)();
        super::book::merge(&mut body, more);
        body
    };
    let mut b = Book::new().on("2026-01-05");
    let put = |code: &str, more: Value| isms::Change::put("asset", code, asset(more));
    b.act(isms::Verb::Import, vec![
        put("A-2", json!({"title": "srv-01", "what": "device", "availability": 4, "runs_where": "Frankfurt", "users": "Everyone"})),
        put("A-3", json!({"title": "Notebook of sales", "what": "device", "runs_where": "Berlin", "users": "Sales"})),
        put("A-4", json!({"title": "Old tablet", "what": "device", "runs_where": "Berlin", "users": "Reception"})),
    ]);
    let example = (isms::kinds::kind("process").unwrap().example)();
    b.act(isms::Verb::Import, vec![isms::Change::put("process", "PR-0", example)]);
    b.on("2026-06-02")
}
/// The same, and A-0 has moved since it was looked at.
fn moved() -> Book {
    let mut supplier = (isms::kinds::kind("supplier").unwrap().example)();
    super::book::merge(&mut supplier, json!({"data_where": "Ireland"}));
    let mut b = book().with("supplier", "S-0", supplier).with("asset", "A-0", json!({"supplier": ["S-0"]}));
    b.act(isms::Verb::Review, vec![isms::Change::add("review", json!({"wizard": "asset-review", "about": ["A-0"], "held_on": "2026-06-02", "by": "P-0", "outcome": "changed", "why": "They run at Halden Cloud now.", "signed": {"by": "P-0", "on": "2026-06-02", "how": "in_app"}}))]);
    b.with("supplier", "S-0", json!({"data_where": "Norway"}))
}
/// An export of a device management.
fn list() -> Value {
    let mut rows = vec![
        json!({"id": "2", "Host name": "SRV 01", "Location": "Munich", "Serial": "X1"}),
        json!({"id": "3", "Host name": "printer-9", "Location": "Hall", "Serial": "X2"}),
        json!({"id": "4", "Host name": "sales-nb", "Location": "Berlin", "Serial": "X3"}),
        json!({"id": "5", "Host name": "test box", "Serial": "X4"}),
    ];
    rows.extend(
        (1..=6).map(|n| json!({"id": (n + 5).to_string(), "Host name": format!("phone-{n:03}"), "Location": "Berlin"})),
    );
    json!({"file": "devices.csv", "evidence": "EV-0", "rows": rows, "notes": []})
}
fn add(what: &str, place: &str) -> Value {
    json!({"then": "add", "what": "device", "purpose": what, "runs_where": place, "exposed": "internal", "owner": "P-0"})
}
fn whole() -> Value {
    let worth = |n: i32| json!({"classification": "internal", "personal_data": "none", "confidentiality": n, "integrity": 1, "availability": 1});
    json!({
        "choose": {"scope": "all"},
        "compare": {"have": "list", "list": list(), "covers": ["device"]},
        "new": {"new": {"3": add("Prints.", "Hall"), "4": {"then": "same", "same_as": "A-3"}, "5": {"then": "ignore", "because": "It is thrown away on Friday."}, "group:phone": add("Calls and second factor.", "Berlin")}},
        "new-worth": {"worth": {"3": worth(2), "group:phone": worth(3)}},
        "gone": {"gone": {"A-4": {"then": "lost", "noticed_at": "2026-06-01T10:00+02:00"}}},
        "each": {"right": {"A-0": "right", "A-1": "right", "A-2": "change", "A-3": "right", "A-4": "right"}},
        "each-change": {"different": {"A-2": {"runs_where": "Munich", "owner": "P-3", "classification": "confidential", "personal_data": "ordinary", "exposed": "internal"}}},
        "need": {"need": {"A-2": {"depends_on": ["A-0"], "restore_within": "4 hours"}}},
        "orphan": {"orphan": {"A-1": {"then": "retire", "why": "Sold in May; nothing was in it."}}},
        "process": {"process": {"PR-0": {"assets": ["A-2"], "down_at_most": "2 days"}}, "more": [{"title": "Support", "does": "Answers customers.", "critical": 3, "personal_data": "ordinary", "owner": "P-3", "assets": ["A-0"]}]},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Walked through both floors with the export in hand.", "signed": true},
    })
}
fn one() -> Value {
    json!({
        "changed": {"matters": {"asset-supplier-changed:S-0": "no"}, "matters_why": {"asset-supplier-changed:S-0": "The disks are encrypted; the place does not matter."}},
        "each": {"right": {"A-0": "right"}},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "holds", "why": "Asked Alexander, who set them up.", "signed": true},
    })
}
fn activity() -> Value {
    json!({
        "process": {"process": {"PR-0": {"assets": ["A-0"], "down_at_most": "2 days"}}},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Went through the month's end with Anna.", "signed": true},
    })
}
fn says(step: &str, other: Value) -> String {
    book().guide("asset-review", &[], but(whole(), json!({step: other}))).says(step)
}

#[test]
fn a_stock_take_from_first_page_to_signature() {
    let mut b = book();
    golden("asset-review", &b.guide("asset-review", &[], whole()).transcript());
    b.finish("asset-review", &[], whole()).unwrap_or_else(|r| panic!("{r}"));
    let server = b.body("A-2");
    assert_eq!(
        (&server["runs_where"], &server["owner"], &server["depends_on"], &server["restore_within"]),
        (&json!("Munich"), &json!("P-3"), &json!(["A-0"]), &json!("4 hours"))
    );
    // Many of one sort are one thing with a count, and the list is its proof.
    let titles: Vec<String> = b.isms.each("asset").filter(|(_, r)| r.live()).map(|(_, r)| r.title()).collect();
    assert_eq!(titles, ["Laptops", "srv-01", "Notebook of sales", "Old tablet", "printer-9", "phone (6)"]);
    let phones = b.body("A-006");
    assert_eq!(
        (&phones["evidence"], &phones["state"], &phones["confidentiality"]),
        (&json!(["EV-0"]), &json!("in_use"), &json!(3))
    );
    assert_eq!(b.body("A-1")["retired"], "Sold in May; nothing was in it.");
    let i = b.body("I-001");
    assert_eq!(
        (&i["title"], &i["assets"], &i["personal_data"], &i["noticed_at"]),
        (&json!("Old tablet is lost"), &json!(["A-4"]), &json!("unclear"), &json!("2026-06-01T10:00+02:00"))
    );
    assert_eq!(
        (b.body("PR-0")["assets"].clone(), b.body("PR-001")["title"].clone()),
        (json!(["A-2"]), json!("Support"))
    );
    assert_eq!(b.review()["about"], json!(["A-0", "A-1", "A-2", "A-3", "A-4", "A-005", "A-006", "PR-0", "PR-001"]));
    assert_eq!(
        (b.states("A-0"), b.states("A-3"), b.states("A-006"), b.states("PR-0")),
        ("current".into(), "current".into(), "current".into(), "current".into())
    );
}

#[test]
fn what_is_gone_leaves_with_its_proof_and_what_was_not_wiped_is_followed() {
    let mut b = book();
    let gone = |more: Value| {
        let mut all = but(
            whole(),
            json!({"gone": {"gone": {"A-4": but(json!({"then": "gone", "on": "2026-05-20", "noticed_at": null}), more)}}}),
        );
        all["each"]["right"].as_object_mut().unwrap().remove("A-4");
        all
    };
    b.finish("asset-review", &[], gone(json!({"wiped": "yes", "proof": "EV-1"}))).unwrap_or_else(|r| panic!("{r}"));
    let a = b.body("A-4");
    assert_eq!(
        (&a["retired"], &a["until"], &a["evidence"]),
        (&json!("Gone since 2026-05-20; wiped, see EV-1."), &json!("2026-05-20"), &json!(["EV-1"]))
    );
    assert_eq!((b.isms.of_kind("incident").len(), b.isms.of_kind("action").len()), (0, 0));
    let mut b = book();
    expect(
        &b.guide("asset-review", &[], gone(json!({"wiped": "no"}))).says("gone"),
        "yellow gone: A-4 Old tablet: what it held is not wiped. Who has it now? It goes on your list.",
    );
    b.finish("asset-review", &[], gone(json!({"wiped": "no"}))).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("ACT-001")["what"], "Find out who has A-4 Old tablet now, and have what it held wiped");
}

#[test]
fn one_thing_is_asked_little_and_what_changed_is_said_once() {
    let mut b = moved();
    let g = b.guide("asset-review", &["A-0"], one());
    assert_eq!(g.steps(), ["changed", "each", "check", "sign"]);
    b.finish("asset-review", &["A-0"], one()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.review()["saw"][0]["why"], "The disks are encrypted; the place does not matter.");
    assert_eq!(b.states("A-0"), "current");
    // The same cause for several is one row.
    let b = moved().with("asset", "A-3", json!({"supplier": ["S-0"]}));
    let both = b.guide("asset-review", &["A-0", "A-3"], json!({}));
    let rows = both.show("changed").step.questions[0].rows.clone().unwrap();
    assert!(rows.iter().any(|r| r.id == "asset-supplier-changed:S-0"), "{rows:?}");
}

#[test]
fn an_activity_is_looked_at_alone() {
    let mut b = book();
    assert_eq!(b.guide("asset-review", &["PR-0"], activity()).steps(), ["process", "check", "sign"]);
    b.finish("asset-review", &["PR-0"], activity()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((b.body("PR-0")["assets"].clone(), b.states("PR-0")), (json!(["A-0"]), "current".into()));
}

#[test]
fn the_stock_is_taken_by_kind_or_by_place() {
    let b = book();
    let rows = |choose: Value| {
        let g = b.guide("asset-review", &[], json!({"choose": choose, "compare": {"have": "none"}}));
        let rows = g.show("each").step.questions[0].rows.clone().unwrap();
        rows.into_iter().map(|r| r.id).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(rows(json!({"scope": "kinds", "kinds": ["device"]})), "A-2 A-3 A-4");
    assert_eq!(rows(json!({"scope": "places", "places": ["Berlin"]})), "A-3 A-4");
    assert_eq!(rows(json!({"scope": "due"})), "A-2 A-3 A-4");
    assert_eq!(rows(json!({"scope": "all"})), "A-0 A-1 A-2 A-3 A-4");
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(&says("choose", json!({"scope": "kinds", "kinds": ["site"]})), "");
    expect(
        &says("choose", json!({"scope": "places", "places": ["Mars"]})),
        "red places: Nothing on record is at \u{201c}Mars\u{201d}.",
    );
    let all = says("compare", json!({"list": null}));
    expect(&all, "red list: \u{201c}Drop it here.\u{201d} is not answered.");
    expect(
        &says("compare", json!({"column": "Colour"})),
        "red column: The list has no column \u{201c}Colour\u{201d}. It has: Host name, Location, Serial.",
    );
    expect(
        &says("compare", json!({"list": {"rows": []}})),
        "red list: The list has no rows. Drop another, or say that there is none.",
    );
    expect(
        &says("new", json!({"new": {"5": {"because": "no"}}})),
        "red new: test box: \u{201c}no\u{201d} does not tell next year's you anything. Why is it left out?",
    );
    expect(
        &says("new", json!({"new": {"5": {"because": null}}})),
        "red new: test box: \u{201c}Because?\u{201d} is not answered.",
    );
    expect(
        &says("new", json!({"new": {"4": {"same_as": null}}})),
        "red new: sales-nb: \u{201c}The same as which?\u{201d} is not answered.",
    );
    let many: Vec<Value> = (0..40)
        .map(|n| json!({"id": n.to_string(), "Name": format!("{}x{n}y", char::from(b'a' + (n % 26) as u8))}))
        .collect();
    let mut loud = but(whole(), json!({"compare": {"list": {"file": "m.csv"}}, "new": {}, "new-worth": {}}));
    loud["compare"]["list"]["rows"] = json!(many);
    loud["new"] =
        json!({"new": (0..40).map(|n| (n.to_string(), add("Unknown.", "Hall"))).collect::<serde_json::Map<_, _>>()});
    expect(
        &book().guide("asset-review", &[], loud).says("new"),
        "yellow new: 40 things one by one? A group with a count is enough where they are alike; the list is its proof.",
    );
    expect(
        &says("gone", json!({"gone": {"A-4": {"noticed_at": "2026-06-05T10:00+02:00"}}})),
        "red gone: A-4 Old tablet: 5 June has not happened yet. When was it noticed?",
    );
    expect(
        &says("gone", json!({"gone": {"A-4": {"then": "gone", "on": "2026-05-20", "wiped": "yes"}}})),
        "red gone: A-4 Old tablet: \u{201c}What shows that it was wiped?\u{201d} is not answered.",
    );
    expect(
        &says("gone", json!({"gone": {"A-4": {"then": "gone", "on": "2026-06-20", "wiped": "nothing"}}})),
        "red gone: A-4 Old tablet: 20 June has not happened yet.",
    );
    expect(
        &says("each", json!({"right": {"A-3": null}})),
        "red right: \u{201c}Place, owner, sensitivity, personal data, reachable from outside: right?\u{201d} is not answered for A-3 Notebook of sales.",
    );
    let same = json!({"different": {"A-2": {"runs_where": "Frankfurt", "owner": "P-0"}}});
    expect(
        &says("each-change", same),
        "yellow different: A-2 srv-01: you said that it is not right, and nothing is changed.",
    );
    expect(
        &says("need", json!({"need": {"A-2": {"restore_within": null}}})),
        "yellow need: A-2 srv-01: nothing says how fast it must be back. Backups and drills are measured by that.",
    );
    expect(
        &says("need", json!({"need": {"A-2": {"depends_on": ["A-2"]}}})),
        "red need: A-2 srv-01: a thing cannot need itself. Take it away.",
    );
    expect(
        &says("orphan", json!({"orphan": {"A-1": {"why": "old"}}})),
        "red orphan: A-1 Old van: \u{201c}old\u{201d} does not tell next year's you anything. Why may it go?",
    );
    expect(
        &says("orphan", json!({"orphan": {"A-1": {"then": "owner", "users": "Sales"}}})),
        "red orphan: A-1 Old van: \u{201c}Who answers for it?\u{201d} is not answered.",
    );
    expect(
        &says("process", json!({"process": {"PR-0": {"assets": []}}})),
        "yellow process: PR-0 Payroll: it needs nothing? Then nothing tells you when it is in danger.",
    );
    let left = |mut b: Book, step: &str| {
        b.act(
            isms::Verb::State,
            vec![isms::Change::put("person", "P-3", json!({"state": "left", "left_on": "2026-05-31"}))],
        );
        b.guide("asset-review", &[], whole()).says(step)
    };
    expect(
        &left(book(), "each-change"),
        "red different: A-2 srv-01: Alexander Meyer left on 31 May. Choose who answers for it now.",
    );
    let gone = but(
        whole(),
        json!({"gone": {"gone": {"A-4": {"then": "gone", "on": "2026-05-20", "wiped": "nothing"}}}, "process": {"process": {"PR-0": {"assets": ["A-4"]}}}}),
    );
    expect(
        &book().guide("asset-review", &[], gone).says("process"),
        "red process: PR-0 Payroll: you said that A-4 Old tablet is gone. What takes its place?",
    );
}

#[test]
fn a_thing_whose_owner_is_gone_finds_another_one() {
    let mut b = book().with("asset", "A-3", json!({"owner": "P-2"}));
    b.act(
        isms::Verb::State,
        vec![isms::Change::put("person", "P-2", json!({"state": "left", "left_on": "2026-05-31"}))],
    );
    let g = b.guide("asset-review", &[], whole());
    let rows = g.show("orphan").step.questions[0].rows.clone().unwrap();
    assert!(rows.iter().any(|r| r.id == "A-3" && r.sentence[0] == "Anna Meyer left on 31 May."), "{rows:?}");
}
