//! Going through the open actions: done, moved, dropped, stuck, checked; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    vec![(book(), "action-round", vec![], round()), (book(), "action-round", vec!["ACT-1"], one())]
}
/// Five actions: one late and moved twice, one against a risk, one that a major finding needs, one to be checked, one on its way.
fn book() -> Book {
    let mut b = Book::new();
    let act = |code: &str, title: &str, due: &str, more: Value| {
        let mut body = json!({"title": title, "sort": "improvement", "what": format!("{title}, and the list shows it."), "owner": "P-0", "due": due});
        super::book::merge(&mut body, more);
        isms::Change::put("action", code, body)
    };
    b.act(isms::Verb::Add, vec![
        isms::Change::put("nonconformity", "NC-1", json!({"title": "No approval", "grade": "major", "source": "own_check", "requirement": ["7.5.3"], "what": "Seen on the share.", "raised_on": "2026-05-01"})),
        isms::Change::put("nonconformity", "NC-2", json!({"title": "No log", "grade": "minor", "source": "own_check", "requirement": ["A.8.15"], "what": "Seen on the host.", "raised_on": "2026-01-10", "correction": "Switched on.", "cause": "No template.", "state": "verifying"})),
        act("ACT-1", "Write the list of tools", "2026-02-01", json!({})),
        act("ACT-2", "Encrypt the last laptop", "2026-06-30", json!({"sort": "treatment", "from": "R-0"})),
        act("ACT-3", "Publish from one place", "2026-07-30", json!({"sort": "corrective", "from": "NC-1"})),
        act("ACT-4", "Template with the log on", "2026-03-01", json!({"sort": "corrective", "from": "NC-2", "state": "done", "done_on": "2026-03-01", "result": "Made."})),
        act("ACT-5", "Buy two cupboards", "2026-09-01", json!({"owner": "P-2"})),
    ]);
    b.with("action", "ACT-1", json!({"due": "2026-04-01", "moved_why": "Nobody had time."})).with(
        "action",
        "ACT-1",
        json!({"due": "2026-05-15", "moved_why": "Still nobody had time."}),
    )
}
pub fn round() -> Value {
    json!({
        "open": {"now": {
            "ACT-1": {"then": "longer", "due": "2026-08-01", "why": "The new administrator begins in July."},
            "ACT-2": {"then": "done", "done_on": "2026-06-01", "result": "Encrypted; the device manager shows it.", "proof": "EV-1"},
            "ACT-3": {"then": "on_its_way"},
            "ACT-5": {"then": "dropped", "why": "The office moves in autumn.", "agreed": "P-1"}}},
        "worked": {"worked": {"ACT-4": {"effective": "no", "how": "Two new hosts had no log."}}},
        "stuck": {"stuck": {"ACT-1": {"keeps": "Nobody is free for it", "who": "P-1", "until": "2026-06-20"}}},
        "residual": {"again": {"R-0": "now"}},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Asked each owner by telephone.", "signed": true},
    })
}
pub fn one() -> Value {
    json!({
        "open": {"now": {"ACT-1": {"then": "done", "done_on": "2026-05-30", "result": "The list is on the wiki."}}},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Read the list on the wiki page.", "signed": true},
    })
}
fn says(step: &str, other: Value) -> String {
    book().guide("action-round", &[], but(round(), json!({step: other}))).says(step)
}
fn row(code: &str, v: Value) -> String {
    says("open", json!({"now": {code: v}}))
}

#[test]
fn a_round_from_first_page_to_signature() {
    let mut b = book();
    golden("action-round", &b.guide("action-round", &[], round()).transcript());
    b.finish("action-round", &[], round()).unwrap_or_else(|r| panic!("{r}"));
    let a = b.body("ACT-1");
    assert_eq!(
        (a["due"].as_str(), a["first_due"].as_str(), a["moved_why"].as_str()),
        (Some("2026-08-01"), Some("2026-02-01"), Some("The new administrator begins in July."))
    );
    let a = b.body("ACT-2");
    assert_eq!(
        (a["state"].as_str(), a["done_on"].as_str(), a["evidence"].clone()),
        (Some("done"), Some("2026-06-01"), json!(["EV-1"]))
    );
    let a = b.body("ACT-5");
    assert_eq!((a["state"].as_str(), a["dropped_with"].as_str()), (Some("dropped"), Some("P-1")));
    let a = b.body("ACT-4");
    assert_eq!(
        (a["state"].as_str(), a["effective"].as_str(), a["checked_on"].as_str()),
        (Some("checked"), Some("no"), Some("2026-06-02"))
    );
    assert_eq!(b.body("NC-2")["state"], "acting", "what did not work opens its finding again");
    let d = b.body("ACT-006");
    assert_eq!(
        (d["sort"].as_str(), d["owner"].as_str(), d["what"].as_str()),
        (
            Some("decision"),
            Some("P-1"),
            Some("Decide what becomes of ACT-1 Write the list of tools: Nobody is free for it")
        )
    );
    assert_eq!(b.review()["about"], json!(["ACT-1", "ACT-2", "ACT-3", "ACT-5", "ACT-4"]));
    assert!(b.states("R-0").contains("stale"), "the risk behind it is looked at next: {}", b.states("R-0"));
}

#[test]
fn late_ones_come_first_with_their_first_date() {
    let b = book();
    let rows = b.guide("action-round", &[], json!({})).show("open").step.questions[0].rows.clone().unwrap();
    let ids: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["ACT-1", "ACT-2", "ACT-3", "ACT-5"]);
    assert_eq!(rows[0].sentence[0], "Pat Zero; was due on 15 May; first date 1 February, moved 2 times");
    let b = b.with("person", "P-2", json!({"state": "left", "left_on": "2026-05-01"}));
    let rows = b.guide("action-round", &[], json!({})).show("open").step.questions[0].rows.clone().unwrap();
    assert_eq!(rows[3].sentence[0], "Anna Meyer; due on 1 September; Anna Meyer has left");
}

#[test]
fn one_action_alone_can_be_gone_through() {
    let mut b = book();
    assert_eq!(b.guide("action-round", &["ACT-1"], one()).steps(), ["open", "check", "sign"]);
    b.finish("action-round", &["ACT-1"], one()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (b.body("ACT-1")["state"].as_str(), b.body("ACT-1")["result"].as_str()),
        (Some("done"), Some("The list is on the wiki."))
    );
    expect(
        &b.guide("action-round", &["ACT-1"], json!({})).says("open"),
        "red now: Nothing is open and nothing waits for a check, so there is nothing to go through.",
    );
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(
        &row("ACT-1", json!({"then": "on_its_way"})),
        "red now: ACT-1 was due on 15 May. Is it done, does it need longer, or is it no longer needed?",
    );
    expect(&row("ACT-1", json!({"due": "2026-06-02"})), "red now: ACT-1: 2 June is not in the future. Until when?");
    expect(
        &row("ACT-3", json!({"then": "longer", "due": "2026-07-01", "why": "The office moves in July."})),
        "red now: ACT-3: that is not later than 30 July. Until when?",
    );
    expect(
        &row("ACT-1", json!({"why": "busy"})),
        "red now: ACT-1: \u{201c}busy\u{201d} does not tell next year's you anything. Why?",
    );
    expect(
        &row("ACT-1", json!({"why": null})),
        "red now: ACT-1 Write the list of tools: \u{201c}Why?\u{201d} is not answered.",
    );
    expect(
        &row("ACT-3", json!({"then": "dropped", "why": "Nobody publishes any more.", "agreed": "P-1"})),
        "red now: ACT-3 removes the cause of a major finding; it cannot be dropped. Do it, or put another in its place first.",
    );
    expect(
        &row("ACT-2", json!({"result": "ok"})),
        "red now: ACT-2: \u{201c}ok\u{201d} does not tell next year's you anything. What was done in the end?",
    );
    expect(
        &row("ACT-2", json!({"done_on": "2026-06-03"})),
        "red now: ACT-2 Encrypt the last laptop: 3 June has not happened yet.",
    );
    expect(
        &row("ACT-2", json!({"done_on": "2026-05-01"})),
        "yellow now: ACT-2: that lies before it was written down (2 June). Is the day right?",
    );
    assert!(row("ACT-5", json!({"agreed": null})).contains("\u{201c}Who agreed?\u{201d} is not answered."));
    let worked = |v: Value| says("worked", json!({"worked": {"ACT-4": v}}));
    expect(
        &worked(json!({})),
        "yellow worked: NC-2 No log is open again by this. Something else must take the place of ACT-4.",
    );
    expect(
        &worked(json!({"effective": "yes", "how": "fine"})),
        "red worked: ACT-4: \u{201c}fine\u{201d} does not tell next year's you anything. How can you tell?",
    );
    expect(
        &worked(json!({"effective": "too_early"})),
        "yellow worked: ACT-4 was to be checked by 30 May. It stays on Today until it is.",
    );
    let b = book().with("action", "ACT-3", json!({"state": "done", "done_on": "2026-06-02", "result": "Done now."}));
    expect(
        &b.guide(
            "action-round",
            &["ACT-3"],
            json!({"worked": {"worked": {"ACT-3": {"effective": "yes", "how": "Looked at the share."}}}}),
        )
        .says("worked"),
        "red worked: ACT-3 was done today. Whether it worked shows later, from tomorrow on at the earliest.",
    );
    expect(
        &says("stuck", json!({"stuck": {"ACT-1": {"until": "2026-06-01"}}})),
        "red stuck: ACT-1: 1 June is not in the future. Until when must it be decided?",
    );
    let b = book().with("person", "P-2", json!({"state": "left", "left_on": "2026-05-01"}));
    expect(
        &b.guide("action-round", &[], but(round(), json!({"stuck": {"stuck": {"ACT-1": {"who": "P-2"}}}})))
            .says("stuck"),
        "red stuck: Anna Meyer has left. Who can clear that now?",
    );
}
