//! Law and contracts: the same text, a changed one with what follows from it, many at once; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use isms::{Change, Verb};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let one = |answers| (Book::new(), "obligation-review", vec!["OB-0"], answers);
    vec![
        one(same()),
        (cited(), "obligation-review", vec!["OB-0"], changed()),
        (several(), "obligation-review", vec!["OB-0", "OB-1", "OB-2"], batch()),
    ]
}
/// The least that must be said.
pub fn same() -> Value {
    json!({
        "text": {"text": "same", "looked": "The signed contract in the safe, section 9."},
        "applies": {"applies": "yes"},
        "asks": {},
        "answer": {"answer": {"1": {"is": "yes", "by": ["POL-0"]}}},
        "clock": {},
        "from": {},
        "watch": {},
        "check": {},
        "sign": {"why": "Read section 9 of the contract once more.", "signed": true},
    })
}
/// A new version: what is different, a duty that nothing answers, one thing due, one left with a why, a course.
pub fn changed() -> Value {
    json!({
        "text": {"text": "changed", "version": "2026-06-01", "proof": ["EV-1"]},
        "new": {"new": "They want to hear of incidents within one day."},
        "applies": {"applies": "yes", "applies_why": "The new frame contract is signed."},
        "asks": {"demands": "Tell them of incidents within one day. Name a contact who answers at night."},
        "answer": {"answer": {"1": {"is": "yes", "by": ["POL-0", "SOA-8.24"]}, "2": {"is": "not_yet", "what": "Find two people for the night.", "who": "P-1", "until": "2026-07-31"}}},
        "touch": {"touch": {"POL-0": {"then": "due"}, "R-1": {"then": "leave", "why": "The time to report changes neither how likely nor how bad it is."}}},
        "clock": {"clock": "own", "own_clock_hours": 24, "to_whom": "security@helvian.example"},
        "people": {"whom": "roles", "roles": ["administrator"], "how": "course", "course": "CRS-0"},
        "from": {"in_force_from": "2026-07-01", "ends_on": "2028-06-30"},
        "watch": {"how_kept_up": "The account manager's letter each June"},
        "check": {},
        "sign": {"outcome": "changed", "why": "Read the new contract with Jo and went through what rests on it.", "signed": true},
    })
}
/// Three: one of them touched, two quiet, of which one is looked at closer; and a new contract.
pub fn batch() -> Value {
    let mut all = json!({
        "choose": {"which": ["OB-0", "OB-1", "OB-2"]},
        "OB-0/touched": {"look": "now"},
        "OB-0/changed": {"matters": {"edited-since-review:OB-0": "yes"}},
        "quiet": {"quiet": {"OB-1": "holds", "OB-2": "look_closer"}},
        "OB-2/touched": {"look": "now"},
        "OB-2/changed": {},
        "quiet_why": {"quiet_why": "Read the contracts with Jo on Tuesday, page by page."},
        "contracts": {"signed": "these", "contracts": [{"with": "Corvid Labs", "asks": "Encrypt every copy of their data.", "place": "Frame contract, annex 2", "kept_up": "Their buyer writes each January"}]},
        "check": {},
        "sign": {"why": "Went through the three with Jo.", "signed": true},
    });
    for code in ["OB-0", "OB-2"] {
        for (step, given) in same().as_object().unwrap().iter().filter(|(s, _)| !matches!(s.as_str(), "check" | "sign"))
        {
            all[format!("{code}/{step}")] = given.clone();
        }
    }
    all
}
/// The policy cites it, and a risk and a control rest on it.
fn cited() -> Book {
    let mut b = Book::new().on("2026-06-01").with("risk", "R-1", json!({"obligations": ["OB-0"]}));
    b.act(Verb::Review, vec![Change::add("review", json!({"wizard": "risk-review", "about": ["R-1"], "held_on": "2026-06-01", "by": "P-0", "outcome": "changed", "why": "Names the contract that it breaks.", "signed": {"by": "P-0", "on": "2026-06-01", "how": "in_app"}}))]);
    b.on("2026-06-02")
}
fn several() -> Book {
    let mut b = Book::new().on("2026-01-05");
    let ob = |code: &str, title: &str| {
        let mut body = (isms::kinds::kind("obligation").unwrap().example)();
        body["title"] = title.into();
        Change::put("obligation", code, body)
    };
    b.act(Verb::Add, vec![ob("OB-1", "Secrecy"), ob("OB-2", "Deletion")]);
    b.act(Verb::Change, vec![Change::put("policy", "POL-0", json!({"obligations": ["OB-0", "OB-1", "OB-2"]}))]);
    b.act(Verb::Review, vec![Change::add("review", json!({"wizard": "first-run", "about": ["OB-1", "OB-2"], "held_on": "2026-01-05", "by": "P-0", "outcome": "holds", "why": "Both were read on day zero.", "signed": {"by": "P-0", "on": "2026-01-05", "how": "in_app"}}))]);
    b.on("2026-06-02").with("obligation", "OB-0", json!({"demands": "Tell them of incidents within one day."}))
}
fn says(step: &str, answers: Value, other: Value) -> String {
    cited().guide("obligation-review", &["OB-0"], but(answers, json!({step: other}))).says(step)
}

#[test]
fn the_same_text_holds_and_is_current() {
    let mut b = Book::new();
    b.finish("obligation-review", &["OB-0"], same()).unwrap_or_else(|r| panic!("{r}"));
    let r = b.review();
    assert_eq!((r["outcome"].as_str(), b.states("OB-0").as_str()), (Some("holds"), "current"));
    assert_eq!(b.body("OB-0")["source_version"], "2023-05-01");
}

#[test]
fn a_changed_law_travels_as_far_as_the_owner_says() {
    let mut b = cited();
    golden("obligation-review", &b.guide("obligation-review", &["OB-0"], changed()).transcript());
    let shown = b.guide("obligation-review", &["OB-0"], changed());
    let page = serde_json::to_string(&shown.show("touch").step.panel).unwrap();
    assert!(
        page.contains("POL-0 Acceptable use") && page.contains("taught by CRS-0 Security basics; it concerns 4 people"),
        "{page}"
    );
    let check = serde_json::to_string(&shown.show("check").step.panel).unwrap();
    assert!(check.contains("R-1 Backup cannot be read stays as it is: The time to report changes neither"), "{check}");
    b.finish("obligation-review", &["OB-0"], changed()).unwrap_or_else(|r| panic!("{r}"));
    let o = b.body("OB-0");
    assert_eq!(
        (&o["source_version"], &o["clock"], &o["own_clock_hours"], &o["ends_on"], &o["notes"], &o["evidence"]),
        (
            &json!("2026-06-01"),
            &json!("own"),
            &json!(24),
            &json!("2028-06-30"),
            &json!("Report to: security@helvian.example"),
            &json!(["EV-1"])
        )
    );
    assert_eq!(
        (b.states("OB-0"), b.states("POL-0"), b.states("R-1")),
        ("current".into(), "stale".into(), "current".into())
    );
    assert_eq!(b.body("SOA-8.24")["obligations"], json!(["OB-0"]));
    assert_eq!(
        (b.body("ACT-001")["owner"].as_str(), b.body("ACT-001")["due"].as_str()),
        (Some("P-1"), Some("2026-07-31"))
    );
    assert!(
        b.body("ACT-002")["what"].as_str().unwrap().starts_with("Bring CRS-0 Security basics up to date with OB-0")
    );
    let no_effect: Vec<Value> = b
        .isms
        .each("review")
        .map(|(_, r)| Value::Object(r.body_json()))
        .filter(|r| r["outcome"] == "no_effect")
        .collect();
    assert_eq!((no_effect.len(), &no_effect[0]["about"], &no_effect[0]["input"]), (1, &json!(["R-1"]), &json!("OB-0")));
    // The next change counts again.
    let b = b.with("obligation", "OB-0", json!({"demands": "Tell them at once."}));
    assert_eq!(b.states("R-1"), "stale");
}

#[test]
fn many_at_once_touched_first_then_one_key_a_row() {
    let mut b = several();
    let g = b.guide("obligation-review", &["OB-0", "OB-1", "OB-2"], batch());
    let steps = g.steps().join(" ");
    assert!(
        steps.starts_with("choose OB-0/touched OB-0/changed OB-0/text")
            && steps.ends_with("quiet_why contracts check sign"),
        "{steps}"
    );
    b.finish("obligation-review", &["OB-0", "OB-1", "OB-2"], batch()).unwrap_or_else(|r| panic!("{r}"));
    let r = b.review();
    assert_eq!(r["about"], json!(["OB-0", "OB-2", "OB-1"]));
    assert!(r["each"].as_array().unwrap().iter().all(|e| e["outcome"] == "holds"));
    assert!(r.to_string().contains("\"answer\":\"3 hold\""), "{r}");
    let new = b.body("OB-003");
    assert_eq!(
        (&new["sort"], &new["jurisdiction"], &new["demands"]),
        (&json!("contract"), &json!("Corvid Labs"), &json!("Encrypt every copy of their data."))
    );
    let later = but(batch(), json!({"OB-0/touched": {"look": "later"}}));
    let mut b = several();
    b.finish("obligation-review", &["OB-0", "OB-1", "OB-2"], later).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((b.states("OB-0"), b.review()["about"].clone()), ("stale".into(), json!(["OB-2", "OB-1"])));
}

#[test]
fn unclear_and_unknown_make_tasks_and_a_draft_becomes_binding() {
    let unclear = but(
        same(),
        json!({"applies": {"applies": "unclear", "applies_why": "We may be too small for it."}, "sign": {"outcome": "changed"}}),
    );
    let mut b = Book::new();
    b.finish("obligation-review", &["OB-0"], unclear).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        b.body("ACT-001")["what"],
        "Find out whether OB-0 Breach notification binds us: We may be too small for it."
    );
    assert_eq!(b.body("ACT-001")["due"], "2026-06-16");
    let mut b = Book::new();
    let open = but(
        same(),
        json!({"text": {"text": {"dont_know": true}, "looked": null}, "sign": {"outcome": "holds_with_actions"}}),
    );
    b.finish("obligation-review", &["OB-0"], open).unwrap_or_else(|r| panic!("{r}"));
    assert!(
        b.body("ACT-001")["what"]
            .as_str()
            .unwrap()
            .starts_with("Find out: Is the text still the one you read on 5 January?")
    );
    let mut b = Book::new();
    let mut body = (isms::kinds::kind("obligation").unwrap().example)();
    body["state"] = "watching".into();
    b.act(Verb::Add, vec![Change::put("obligation", "OB-9", body)]);
    let holds = but(same(), json!({"from": {"in_force_from": "2026-06-01"}, "sign": {"outcome": "changed"}}));
    b.finish("obligation-review", &["OB-9"], holds).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("OB-9")["state"], "binding");
    assert_eq!(b.body("POL-0")["obligations"], json!(["OB-0", "OB-9"]));
    let over = but(same(), json!({"from": {"ends_on": "2026-06-01"}, "sign": {"outcome": "changed"}}));
    b.finish("obligation-review", &["OB-9"], over).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((b.body("OB-9")["state"].as_str(), b.states("OB-9").as_str()), (Some("ended"), "not applicable"));
}

#[test]
fn whom_to_tell_by_a_campaign_or_a_course_that_is_still_to_be_made() {
    let told = |how: Value| {
        let mut b = cited();
        b.finish("obligation-review", &["OB-0"], but(changed(), json!({"people": how})))
            .unwrap_or_else(|r| panic!("{r}"));
        b.body("ACT-002")["what"].as_str().unwrap().to_string()
    };
    expect(
        &told(json!({"how": "campaign", "course": null})),
        "Send a campaign file about OB-0 Breach notification to administrator: They want to hear of incidents within one day.",
    );
    expect(
        &told(json!({"course": null})),
        "Make a course about OB-0 Breach notification for administrator: They want to hear of incidents within one day.",
    );
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(
        &says("text", same(), json!({"looked": null})),
        "red looked: It is the same text. Where did you look? Without that, nobody can believe it next year.",
    );
    expect(
        &says("text", same(), json!({"version": "2026"})),
        "red version: You say that it is the same text, but the version on record is \u{201c}2023-05-01\u{201d}. Which is right?",
    );
    expect(
        &says("text", changed(), json!({"version": null})),
        "red version: Which version do you read today? Write its date or number.",
    );
    expect(
        &says("text", changed(), json!({"version": "2023-05-01"})),
        "red version: \u{201c}2023-05-01\u{201d} is the version that you read last time. Which one is new?",
    );
    expect(
        &says("new", changed(), json!({"new": "all"})),
        "red new: \u{201c}all\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("applies", same(), json!({"applies": "no"})),
        "red applies_why: A \u{201c}no\u{201d} needs the reason: size, sector, country or role.",
    );
    expect(
        &says("applies", same(), json!({"applies": "unclear"})),
        "red applies_why: It said \u{201c}yes\u{201d} before. Why is that different now?",
    );
    let law = Book::new().with("obligation", "OB-0", json!({"sort": "law", "source": "GDPR Art. 33"}));
    let no = but(same(), json!({"applies": {"applies": "no", "applies_why": "We hold no data of people."}}));
    expect(
        &law.guide("obligation-review", &["OB-0"], no.clone()).says("applies"),
        "red applies: You ticked GDPR among the laws that bind you, and now say that OB-0 does not. Which is right?",
    );
    let uk = law.with("obligation", "OB-0", json!({"source": "UK GDPR Art. 33"}));
    expect(&uk.guide("obligation-review", &["OB-0"], no).says("applies"), "");
    expect(
        &says("asks", same(), json!({"demands": "Obey."})),
        "red demands: Say what you must do, in one sentence each duty.",
    );
    expect(
        &says("asks", same(), json!({"demands": "The processor shall notify. ".repeat(80)})),
        "yellow demands: 2239 characters read like the text of the law itself. Say how you do it: who, what, until when?",
    );
    expect(
        &says("asks", changed(), json!({"demands": null})),
        "yellow demands: The text changed, and what you must do stands word for word as before. Is that so?",
    );
    expect(
        &says("answer", changed(), json!({"answer": {"1": {"by": []}}})),
        "red answer: Tell them of incidents within one day.: \u{201c}By which rule or control?\u{201d} is not answered.",
    );
    expect(
        &says("answer", changed(), json!({"answer": {"2": {"until": "2026-06-02"}}})),
        "red answer: 2 June is not in the future. Until when will it be done?",
    );
    expect(
        &says("answer", changed(), json!({"answer": {"1": {"by": ["SOA-8.12"]}}})),
        "yellow answer: SOA-8.12 Data leakage prevention is not in place yet. Does it answer this today?\nyellow answer: POL-0 cites this and answers no duty of it. Does it still belong here?",
    );
    assert!(
        says("answer", changed(), json!({"answer": {"2": {"what": null}}}))
            .contains("\u{201c}What will be done?\u{201d} is not answered.")
    );
    expect(
        &says("touch", changed(), json!({"touch": {"R-1": {"why": "no"}}})),
        "red touch: Why does the change not touch R-1? Say it in at least 10 characters, as you would to the auditor.",
    );
    expect(
        &says("touch", changed(), json!({"touch": {"R-1": null}})),
        "red touch: \u{201c}What follows from this change?\u{201d} is not answered for R-1 Backup cannot be read.",
    );
    expect(
        &says("clock", same(), json!({"clock": "soon"})),
        "red clock: There is no clock \u{201c}soon\u{201d}. Choose none, own, or one of the list.",
    );
    expect(
        &says("clock", same(), json!({"clock": "gdpr-33"})),
        "red to_whom: To whom must you report? When the clock runs, nobody has time to look for the address.",
    );
    expect(
        &says("clock", changed(), json!({"own_clock_hours": 0})),
        "red own_clock_hours: Within 0 hours nobody can report anything. How many does it give you?",
    );
    expect(
        &says("people", changed(), json!({"roles": ["pilot"]})),
        "red roles: There is no role \u{201c}pilot\u{201d} in your list.",
    );
    expect(
        &says("people", changed(), json!({"whom": "nobody", "nobody_why": "no"})),
        "red nobody_why: \u{201c}no\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("from", changed(), json!({"ends_on": "2026-06-30"})),
        "red ends_on: It would end before it begins (1 July). Give a later day.",
    );
    expect(
        &says("watch", same(), json!({"how_kept_up": "The internet."})),
        "red how_kept_up: \u{201c}The internet.\u{201d} does not come to you. Name what does: a newsletter, your lawyer, the regulator's feed.",
    );
    let many = |step: &str, other: Value| {
        several().guide("obligation-review", &["OB-0", "OB-1", "OB-2"], but(batch(), json!({step: other}))).says(step)
    };
    expect(&many("choose", json!({"which": []})), "red which: Choose at least one obligation.");
    expect(
        &many("contracts", json!({"contracts": []})),
        "red contracts: \u{201c}With whom, and what does each ask?\u{201d} is not answered.",
    );
    expect(
        &many("quiet_why", json!({"quiet_why": "All read."})),
        "red quiet_why: \u{201c}All read.\u{201d} does not tell next year's you anything.",
    );
}
