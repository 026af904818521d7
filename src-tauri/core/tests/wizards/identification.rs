//! What is missing from the register: news, bare assets, worries, the list of twenty, doubles; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use isms::{Change, Verb};
use serde_json::{Map, Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    vec![
        (Book::new(), "risk-identification", vec!["REGISTER"], calm()),
        (book(), "risk-identification", vec!["REGISTER"], all()),
    ]
}
fn twenty(other: Value) -> Value {
    let calm = isms::catalog::WORRIES
        .iter()
        .map(|w| {
            let have = matches!(w.id, "lost-device" | "backup" | "fire-water");
            let v = if have {
                json!({"have": "have"})
            } else {
                json!({"have": "not", "because": "We have nothing of that sort."})
            };
            (w.id.to_string(), v)
        })
        .collect::<Map<_, _>>();
    but(json!({"catalogue": calm}), json!({"catalogue": other}))
}
/// Nothing is new.
pub fn calm() -> Value {
    json!({
        "changed": {},
        "with": {"with": ["P-1"]},
        "worry": {"nothing_why": "Asked all four of us; nobody slept badly."},
        "catalogue": twenty(json!({})),
        "check": {},
        "sign": {"outcome": "holds", "why": "Went through the list with Jo; nothing is missing.", "signed": true},
    })
}
/// Something new of each sort, a link, a reason, a double.
pub fn all() -> Value {
    let new = |hits: Value| json!({"keep": "keep", "because": "It is bought in a hurry and nobody looks.", "hits": hits, "harms": ["availability"], "owner": "P-1", "likelihood": 3, "impact": 4});
    json!({
        "changed": {},
        "with": {"with": ["P-1", "P-2"]},
        "asked-for": {"asked": {"T-0": {"then": "new", "title": "Someone signs in with a stolen token"}, "NC-0": {"then": "belongs", "risk": "R-0"}}},
        "uncovered": {"uncovered": {"A-9": {"then": "new", "title": "Nobody can pay for a day"}, "PR-0": {"then": "belongs", "risk": "R-1"}}},
        "changes": {"changes": {"A-8": {"then": "none", "because": "It holds nothing and reaches nothing."}}},
        "worry": {"worries": ["The new intern sends the list of customers home", "The new intern sends the list of customers away"]},
        "catalogue": twenty(json!({"fraud": {"have": "new", "because": null}})),
        "doubles": {"doubles": {"R-0+R-8": "merge"}},
        "new-risks": {"fresh": {
            "T-0": new(json!(["A-0"])), "A-9": new(json!(["A-9"])), "worry-1": new(json!(["A-0"])),
            "worry-2": {"keep": "drop", "dropped_why": "The same as the one above."}, "fraud": new(json!(["A-9"])),
        }},
        "check": {},
        "sign": {"outcome": "changed", "why": "An evening with Jo and Anna over the whole list.", "signed": true},
    })
}
fn example(kind: &str, code: &str, more: Value) -> Change {
    Change::put(kind, code, but((isms::kinds::kind(kind).unwrap().example)(), more))
}
/// A threat and a finding that want a risk, a bare asset, a bare process, a new asset, and a double.
fn book() -> Book {
    let mut b = Book::new().on("2026-02-01");
    b.act(Verb::Add, vec![
        example("asset", "A-9", json!({"title": "Payment gateway", "availability": 5, "state": "in_use"})),
        example("process", "PR-0", json!({"title": "Payroll", "critical": 5, "assets": []})),
        example("risk", "R-8", json!({"title": "Laptop with customer data gets stolen", "assets": ["A-0", "A-1"]})),
        Change::put("threat", "T-0", json!({"title": "Stolen sign-in tokens", "says": "Attackers read sessions.", "source": "National centre", "published_on": "2026-01-30", "level": "tactical", "relevant": "yes", "relevant_why": "We use such sessions.", "exploited": "claimed", "wants_new_risk": true, "state": "judged"})),
        example("nonconformity", "NC-0", json!({"grade": "minor"})),
        example("asset", "A-8", json!({"title": "Screen in the hall"})),
    ]);
    b.on("2026-06-02")
}
fn says(step: &str, other: Value) -> String {
    book().guide("risk-identification", &["REGISTER"], but(all(), json!({step: other}))).says(step)
}

#[test]
fn a_calm_half_year_is_a_review_of_the_register() {
    let mut b = Book::new();
    assert_eq!(
        b.guide("risk-identification", &["REGISTER"], calm()).steps(),
        ["changed", "with", "worry", "catalogue", "check", "sign"]
    );
    b.finish("risk-identification", &["REGISTER"], calm()).unwrap_or_else(|r| panic!("{r}"));
    let r = b.review();
    assert_eq!((&r["about"], &r["with"], &r["outcome"]), (&json!(["REGISTER"]), &json!(["P-1"]), &json!("holds")));
    assert_eq!(b.isms.each("risk").count(), 3);
    // Nobody is asked twice who was there.
    let g = b.guide("risk-identification", &["REGISTER"], calm());
    assert!(!g.show("sign").step.questions.iter().any(|q| q.field == "with"));
    // What the register answers is ticked, with the risk that says so.
    let page = g.show("catalogue");
    let q = &page.step.questions[0];
    let row = q.rows.as_ref().unwrap().iter().find(|r| r.id == "lost-device").unwrap();
    assert_eq!(row.detail, "R-0 Laptop with customer data is stolen");
}

#[test]
fn an_evening_over_the_register_adds_links_merges_and_says_why_not() {
    let mut b = book();
    golden("risk-identification", &b.guide("risk-identification", &["REGISTER"], all()).transcript());
    b.finish("risk-identification", &["REGISTER"], all()).unwrap_or_else(|r| panic!("{r}"));
    let titles: Vec<String> = b.isms.each("risk").filter(|(_, r)| r.live()).map(|(_, r)| r.title()).collect();
    assert_eq!(
        titles,
        [
            "Laptop with customer data is stolen",
            "Backup cannot be read",
            "Office burns down",
            "Someone signs in with a stolen token",
            "Nobody can pay for a day",
            "The new intern sends the list of customers home",
            "A false invoice or a familiar voice gets money out",
        ]
    );
    let new = b.body("R-010");
    assert_eq!(
        (&new["assets"], &new["owner"], &new["treatment_why"]),
        (&json!(["A-9"]), &json!("P-1"), &json!("Not decided yet: found on 2 June, to be reviewed within two weeks."))
    );
    assert_eq!(b.states("R-010"), "never reviewed");
    let item = isms::staleness::of(&b.isms, b.today, "R-010").unwrap();
    assert_eq!(
        item.reasons.iter().find(|r| r.rule.id == "never-reviewed").unwrap().due,
        Some(super::book::day("2026-06-16"))
    );
    assert_eq!(
        (&b.body("T-0")["risks"], &b.body("NC-0")["risks"], &b.body("R-1")["processes"]),
        (&json!(["R-009"]), &json!(["R-0"]), &json!(["PR-0"]))
    );
    assert_eq!(
        (&b.body("R-8")["retired"], &b.body("R-0")["assets"]),
        (&json!("The same as R-0 Laptop with customer data is stolen."), &json!(["A-0", "A-1"]))
    );
    let said = b.review().to_string();
    assert!(
        said.contains("\"answer\":\"no risk, because: It holds nothing and reaches nothing.\"")
            && said.contains("\"target\":\"A-8\""),
        "{said}"
    );
    assert!(said.contains("4 risks before, 4 new, 1 merged, 1 dropped, 7 after"), "{said}");
    assert_eq!((b.states("REGISTER").as_str(), b.review()["with"].clone()), ("current", json!(["P-1", "P-2"])));
}

#[test]
fn none_with_a_reason_silences_a_bare_asset() {
    let mut b = book();
    let none = but(
        all(),
        json!({"uncovered": {"uncovered": {"A-9": {"then": "none", "title": null, "because": "It stands still since May."}}}, "catalogue": twenty(json!({})),
        "new-risks": {"fresh": {"A-9": null, "fraud": null}}}),
    );
    b.finish("risk-identification", &["REGISTER"], none).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.states("REGISTER"), "current");
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(
        &says("with", json!({"with": ["P-0"]})),
        "yellow with: Alone you see half. Ask someone from the business and someone from IT.",
    );
    expect(
        &says("asked-for", json!({"asked": {"T-0": null}})),
        "red asked: \u{201c}These news asked for a risk. Which?\u{201d} is not answered for T-0 Stolen sign-in tokens.",
    );
    expect(
        &says("asked-for", json!({"asked": {"T-0": {"title": "Token"}}})),
        "yellow asked: \u{201c}Token\u{201d} names a thing. What could happen to it?",
    );
    expect(
        &says("changes", json!({"changes": {"A-8": {"because": "no"}}})),
        "red changes: A-8: \u{201c}no\u{201d} does not tell next year's you anything. Why is there nothing to fear?",
    );
    let mut gone = book();
    gone.act(Verb::Retire, vec![Change::Retire { code: "R-1".into(), why: "It is over.".into() }]);
    expect(
        &gone.guide("risk-identification", &["REGISTER"], all()).says("uncovered"),
        "red uncovered: R-1 was retired. Choose what took its place, or make it a new one.",
    );
    expect(
        &says("worry", json!({"worries": []})),
        "red nothing_why: Nothing in half a year? Say why you can be so calm, in at least 10 characters.",
    );
    expect(
        &says("worry", json!({"worries": ["Thieves"]})),
        "yellow worries: \u{201c}Thieves\u{201d} names a thing. What could happen to it?",
    );
    expect(
        &says("worry", json!({"worries": ["office burns down"]})),
        "red worries: \u{201c}office burns down\u{201d} stands in the register already (R-2).",
    );
    expect(
        &says("catalogue", json!({"catalogue": {"leaver": {"because": "no"}}})),
        "red catalogue: A leaver takes data along or still gets in: why does it not fit? Say it in at least 10 characters.",
    );
    expect(
        &says("catalogue", json!({"catalogue": {"leaver": {"have": "have"}}})),
        "yellow catalogue: A leaver takes data along or still gets in: no risk of the register seems to say so. Which one is it?",
    );
    expect(
        &says("doubles", json!({"doubles": {"R-0+R-8": null}})),
        "red doubles: \u{201c}These look alike. The same?\u{201d} is not answered for R-0 Laptop with customer data is stolen / R-8 Laptop with customer data gets stolen.",
    );
    assert!(
        says("new-risks", json!({"fresh": {"A-9": {"likelihood": null}}}))
            .contains("\u{201c}How likely is it?\u{201d} is not answered.")
    );
    let left = book().with("person", "P-1", json!({"left_on": "2026-05-31"}));
    assert!(
        left.guide("risk-identification", &["REGISTER"], all())
            .says("new-risks")
            .contains("red fresh: Nobody can pay for a day: Jo Berg left on 31 May. Choose who has the say now.")
    );
    let mut twice = all();
    twice["worry"]["worries"][1] = "The new intern sends the list of customers home".into();
    twice["new-risks"]["fresh"]["worry-2"] = twice["new-risks"]["fresh"]["worry-1"].clone();
    expect(
        &book().guide("risk-identification", &["REGISTER"], twice).says("new-risks"),
        "red fresh: \u{201c}The new intern sends the list of customers home\u{201d} is there twice. Drop one.",
    );
    let mut many = all();
    let lines: Vec<Value> = (1..=13).map(|n| format!("Number {n} of many goes wrong").into()).collect();
    many["worry"]["worries"] = lines.into();
    for n in 1..=13 {
        many["new-risks"]["fresh"][format!("worry-{n}")] = many["new-risks"]["fresh"]["T-0"].clone();
    }
    expect(
        &book().guide("risk-identification", &["REGISTER"], many).says("new-risks"),
        "yellow fresh: 16 new risks in one evening. Keep those that differ in what would be done about them; drop the others.",
    );
}
