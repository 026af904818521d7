//! What has passed its time: what is asked for, what is refused, what is erased and what is written.
use super::book::{Book, but};
use super::registry::Way;
use isms::kinds::kind;
use isms::{Change, Verb};
use serde_json::{Value, json};

/// A routine for it; Anna left in 2022, Alexander in 2025; a list of accounts, a failed attempt and a campaign from long ago.
pub fn book() -> Book {
    let mut b = Book::new();
    let today = b.today;
    b.today = super::book::day("2026-01-05");
    let put = |k: &str, code: &str, more: Value| {
        let mut body = (kind(k).unwrap().example)();
        super::book::merge(&mut body, more);
        Change::put(k, code, body)
    };
    b.act(
        Verb::Add,
        vec![
            put("routine", "RT-1", json!({"title": "Retention", "wizard": "retention", "cadence": {"every": 1, "unit": "year", "from": "last"}, "serves": ["A.5.33"], "proof_needed": "note"})),
            put("evidence", "EV-7", json!({"shows": "Accounts of the laptops", "note": null, "about": ["A-0"], "personal": true, "collected_on": "2024-11-20", "file": {"name": "accounts.csv", "media_type": "text/csv", "sha256": "00".repeat(32), "size": 10}})),
            put("training_record", "TR-1", json!({"person": "P-1", "on": "2024-02-01", "result": "failed", "score": 40})),
            put("training_record", "TR-2", json!({"person": "P-2", "on": "2021-02-01", "score": 90})),
            put("acknowledgement", "ACK-1", json!({"person": "P-2", "on": "2021-03-01"})),
        ],
    );
    b.act(
        Verb::State,
        vec![Change::put(
            "person",
            "P-2",
            json!({"state": "left", "left_on": "2022-03-31", "accounts_closed_on": "2022-03-31"}),
        )],
    );
    b.act(Verb::State, vec![Change::put("person", "P-3", json!({"state": "left", "left_on": "2026-01-05"}))]);
    b.today = today;
    b
}
fn sign() -> Value {
    json!({"held_on": "2026-06-02", "why": "Went through all that has passed its time.", "signed": true})
}
/// Nothing has passed its time.
fn empty() -> Book {
    let mut b = Book::new();
    let mut body = (kind("routine").unwrap().example)();
    super::book::merge(&mut body, json!({"title": "Retention", "wizard": "retention"}));
    b.act(Verb::Add, vec![Change::put("routine", "RT-1", body)]);
    b
}
fn least() -> Value {
    json!({"others": {"gone": "yes"}, "sign": sign()})
}
fn erases() -> Value {
    json!({
        "due": {"due": {"EV-7": {"fate": "erase"}, "TR-1": {"fate": "keep", "because": "A dispute about it is running."}}},
        "people": {"people": {"P-2": {"fate": "erase"}}},
        "confirm": {"number": 3},
        "others": {"gone": "no", "where": "The old share of the office."},
        "sign": sign(),
    })
}
fn keeps() -> Value {
    let keep = json!({"fate": "keep", "because": "A dispute about it is running."});
    json!({"due": {"due": {"EV-7": keep, "TR-1": keep}}, "people": {"people": {"P-2": keep}}, "others": {"gone": "not_sure"}, "sign": sign()})
}
pub fn ways() -> Vec<Way> {
    vec![
        (empty(), "retention", vec!["RT-1"], least()),
        (book(), "retention", vec!["RT-1"], erases()),
        (book(), "retention", vec!["RT-1"], keeps()),
    ]
}

#[test]
fn what_is_due_is_what_the_times_say() {
    let b = book();
    let due: Vec<String> = isms::catalog::retention::due(&b.isms, b.today)
        .into_iter()
        .map(|(k, until, code)| format!("{} {code} {until}", k.name))
        .collect();
    assert_eq!(due, ["people P-2 2025-03-31", "attempts TR-1 2025-02-01", "accounts EV-7 2025-11-20"]);
    let page = b.guide("retention", &["RT-1"], erases()).show("people").step;
    assert_eq!(page.questions[0].label, "These left more than 36 months ago. Erase what names them?");
    let row = &page.questions[0].rows.as_ref().unwrap()[0];
    assert_eq!(
        (row.title.as_str(), row.sentence[0].as_str().unwrap()),
        ("P-2 Anna Meyer", "People who left: kept for 36 months after the last day, until 31 March 2025.")
    );
    let panel = serde_json::to_string(&page.panel).unwrap();
    assert!(
        panel.contains("What stays")
            && panel.contains("That someone was trained, 1 time: role, course, version, day, passed or not."),
        "{panel}"
    );
    assert!(panel.contains("What goes") && panel.contains("name, e-mail address"), "{panel}");
}

#[test]
fn kept_past_its_time_needs_a_why_and_erasing_its_number() {
    let b = book();
    let says = |a: Value, step: &str| b.guide("retention", &["RT-1"], a).says(step);
    let bare = but(keeps(), json!({"due": {"due": {"EV-7": {"because": "Audit"}}}}));
    assert!(says(bare, "due").contains(
        "red due: EV-7 Accounts of the laptops: say in at least 10 characters why it is kept past its time."
    ));
    let page = b.guide("retention", &["RT-1"], erases()).show("confirm").step;
    assert_eq!(page.questions[0].label, "This cannot be undone. Type the number 3.");
    assert!(
        says(but(erases(), json!({"confirm": {"number": 4}})), "confirm")
            .contains("red number: 3 records would be erased. Type 3 if that is what you want.")
    );
    let b = b.with("asset", "A-0", json!({"notes": "Anna Meyer has the key."}));
    let stop = b.guide("retention", &["RT-1"], erases()).says("people");
    assert!(stop.contains("red people: P-2 Anna Meyer: The name stands in a text of A-0: Anything else worth knowing. Change them by hand, or say that they stay as they are."), "{stop}");
    let b = b.with("asset", "A-0", json!({"notes": null, "owner": "P-2"}));
    let stop = b.guide("retention", &["RT-1"], erases()).says("people");
    assert!(
        stop.contains(
            "red people: P-2 Anna Meyer: Anna Meyer (P-2) still answers for A-0. Hand it to somebody else first."
        ),
        "{stop}"
    );
}

#[test]
fn it_asks_for_the_erasure_keeps_a_list_without_names_and_an_action() {
    let mut b = book();
    let p = b.guide("retention", &["RT-1"], erases()).finish().unwrap();
    let asked: Vec<_> =
        p.changes.iter().filter_map(|c| if let Change::Erase(a) = c { Some(a.of.clone()) } else { None }).collect();
    assert_eq!(asked, [["EV-7", "P-2"]]);
    let list = p.changes.iter().find_map(|c| {
        if let Change::Keep { bytes, .. } = c { Some(String::from_utf8_lossy(bytes).into_owned()) } else { None }
    });
    assert_eq!(
        list.unwrap(),
        "Erased on 2026-06-02\n\nP-2\tPeople who left\tkept until 2025-03-31\nEV-7\tLists of accounts\tkept until 2025-11-20\n"
    );
    // The review was written while the name still stood there.
    let said = format!("{:?}", isms::erase::without_names(&b.isms, p, b.today).changes);
    assert!(!said.contains("Anna") && said.contains("Former employee #1"), "{said}");
    b.finish("retention", &["RT-1"], erases()).unwrap();
    assert_eq!(
        b.isms.each("action").last().unwrap().1.title(),
        "Erase it in mail folders and shares too: The old share of the office."
    );
    assert_eq!(b.review()["about"], json!(["RT-1"]));
    let mut b = book();
    b.finish("retention", &["RT-1"], keeps()).unwrap();
    assert_eq!(
        b.isms.each("action").last().unwrap().1.title(),
        "Find out whether it is gone from mail folders and shares too"
    );
    assert!(!b.guide("retention", &["RT-1"], keeps()).steps().contains(&"confirm".to_string()));
}
