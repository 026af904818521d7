//! The digest: sorted by what fits, dismissed together and back again, a weakness with its day, an event from the house; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, golden};
use isms::Change;
use isms::Verb;
use serde_json::{Value, json};

/// A book whose assets name products, with the routine of the digest.
pub fn book() -> Book {
    let mut b = Book::new().on("2026-05-04");
    let example = |k: &str, more: Value| {
        let mut body = (isms::kinds::kind(k).unwrap().example)();
        super::book::merge(&mut body, more);
        body
    };
    b.act(Verb::Add, vec![
        Change::put("asset", "A-2", example("asset", json!({"title": "Remote access", "product": "Connect Secure", "vendor": "Ivanti", "release": "22.7", "exposed": "internet"}))),
        Change::put("asset", "A-3", example("asset", json!({"title": "Desktops", "product": "Windows 11 Enterprise", "vendor": "Microsoft"}))),
        Change::put("supplier", "S-0", example("supplier", json!({"title": "Halden Hosting"}))),
        Change::put("routine", "RT-0", example("routine", json!({"title": "Threat digest", "wizard": "threat-digest"}))),
        Change::put("risk", "R-3", example("risk", json!({"title": "Somebody gets in through remote access", "assets": ["A-2"]}))),
        Change::put("threat", "T-0", example("threat", json!({"title": "Stolen sign-in tokens"}))),
    ]);
    b.act(Verb::Review, vec![Change::add("review", json!({"wizard": "first-run", "about": ["R-3", "A-2", "A-3", "S-0"], "held_on": "2026-05-04", "by": "P-0", "outcome": "holds", "why": "Looked at when it was added.", "signed": {"by": "P-0", "on": "2026-05-04", "how": "in_app"}}))]);
    b.on("2026-06-02")
}
pub fn row(id: &str, title: &str, vendor: &str, product: &str, exploited: &str) -> Value {
    json!({"id": id, "title": title, "source": "CISA KEV", "url": format!("https://example.test/{id}"), "published": "2026-05-28", "cve": id, "vendor": vendor, "product": product, "exploited": exploited, "says": format!("{title}, in full.")})
}
fn file() -> Value {
    json!({"file": "kev.json", "evidence": "EV-0", "rows": [
        row("CVE-2026-0001", "Camera firmware lets anyone in", "Acme", "Cam 9", "confirmed"),
        row("CVE-2026-0002", "Ivanti Connect Secure lets attackers in", "Ivanti", "Connect Secure", "confirmed"),
        row("CVE-2026-0003", "Office macro runs by itself", "Microsoft", "Excel", ""),
        row("CVE-2026-0004", "Printer leaks pages", "Paperworks", "P-100", ""),
    ]})
}
/// The smallest: nothing came, and it is said where was looked.
pub fn nothing() -> Value {
    json!({
        "bring": {"none_why": "Read the catalogue and two newsletters; nothing new."},
        "sort": {"items": {"T-0": {"relevant": "no", "because": "not_used"}}},
        "inside": {"odd": "no"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "holds", "why": "Read the sources of the month.", "signed": true},
    })
}
/// One that concerns us and is fixed, told, and made a task and a rule; one dismissed by maker; one put off; two together.
pub fn month() -> Value {
    json!({
        "bring": {"files": file(), "lines": [{"what": "Halden Hosting had an outage after an attack", "who": "A customer", "when": "2026-06-01"}]},
        "sort": {"bulk": "yes", "items": {
            "CVE-2026-0002": {"relevant": "yes", "why": "It is our way in from outside."},
            "CVE-2026-0003": {"relevant": "no", "because": "other", "other": "Macros are off on every machine."},
            "line-1": {"relevant": "yes", "why": "They host our product."},
            "T-0": {"relevant": "later"},
        }},
        "CVE-2026-0002/touch": {"assets": ["A-2"], "level": "operational", "risks": ["R-3"], "wants_new_risk": "no"},
        "CVE-2026-0002/act": {"now": ["patch", "task", "tell", "rule"], "severity": "critical", "tasks": [{"what": "Look through the sign-in log of May.", "who": "P-0", "until": "2026-06-10"}],
            "tell_whom": ["administrator"], "tell": "Sign in only through the office until Friday. Report odd prompts.", "rules": ["POL-0"]},
        "line-1/touch": {"assets": ["S-0"], "exploited": "claimed", "level": "strategic", "risks": [], "no_risk_because": "", "wants_new_risk": "yes"},
        "line-1/new-risk": {"title": "Our host is taken down by an attack", "owner": "P-1", "harms": ["availability"], "likelihood": 2, "impact": 4},
        "line-1/act": {"now": ["nothing"]},
        "inside": {"odd": "yes", "events": [{"what": "A mail asked the reception for gift cards.", "when": "2026-05-20T10:15+02:00", "who": "Reception"}]},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Went through the list of May one by one.", "signed": true},
    })
}
/// A third digest: the weather is asked for.
fn third() -> Book {
    let mut b = book();
    for day in ["2026-04-02", "2026-05-02"] {
        b = b.on(day);
        b.act(Verb::Review, vec![Change::add("review", json!({"wizard": "threat-digest", "about": ["RT-0"], "held_on": day, "by": "P-0", "outcome": "holds", "why": "Read the sources of the month.", "signed": {"by": "P-0", "on": day, "how": "in_app"}}))]);
    }
    b.on("2026-06-02")
}
fn weather() -> Value {
    but(
        nothing(),
        json!({"drift": {"trend": "worse", "trend_why": "More attacks come through makers of small software.", "sources": {"National centre": {"keep": "drop"}}, "new_source": "Our host's status page"}}),
    )
}
/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    vec![
        (book(), "threat-digest", vec!["RT-0"], nothing()),
        (book(), "threat-digest", vec![], month()),
        (third(), "threat-digest", vec!["RT-0"], weather()),
    ]
}
fn says(step: &str, other: Value) -> String {
    book().guide("threat-digest", &["RT-0"], but(month(), other)).says(step)
}

#[test]
fn a_month_from_first_page_to_signature() {
    let mut b = book();
    golden("threat-digest", &b.guide("threat-digest", &["RT-0"], month()).transcript());
    b.finish("threat-digest", &["RT-0"], month()).unwrap_or_else(|r| panic!("{r}"));
    let by = |item: &str| {
        b.isms.each("threat").map(|(_, r)| Value::Object(r.body_json())).find(|t| t["item"] == item).unwrap()
    };
    let hit = by("CVE-2026-0002");
    assert_eq!(
        (
            &hit["relevant"],
            &hit["relevant_why"],
            &hit["exploited"],
            &hit["fits"],
            &hit["state"],
            &hit["evidence"],
            &hit["risks"]
        ),
        (
            &json!("yes"),
            &json!("It is our way in from outside."),
            &json!("confirmed"),
            &json!("product"),
            &json!("judged"),
            &json!(["EV-0"]),
            &json!(["R-3"])
        )
    );
    let gone = by("CVE-2026-0004");
    assert_eq!(
        gone["relevant_why"],
        "It matches nothing that you have. Dismissed together with others (2 in all), not read singly."
    );
    assert_eq!((&gone["fits"], &gone["vendor"]), (&json!("nothing"), &json!("Paperworks")));
    assert_eq!(by("CVE-2026-0003")["relevant_why"], "Macros are off on every machine.");
    // Critical would be 7 days; used in attacks is 3.
    let (_, v) = b.isms.each("vulnerability").last().unwrap();
    let v = Value::Object(v.body_json());
    assert_eq!(
        (&v["due"], &v["assets"], &v["identifiers"], &v["decision"]),
        (&json!("2026-06-05"), &json!(["A-2"]), &json!(["CVE-2026-0002"]), &json!("fix"))
    );
    let actions: Vec<String> = b
        .isms
        .each("action")
        .map(|(_, r)| {
            format!("{}: {}", r.body_json()["due"].as_str().unwrap(), r.body_json()["what"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        actions,
        [
            "2026-06-10: Look through the sign-in log of May.",
            "2026-07-02: Change POL-0 because of this news: Ivanti Connect Secure lets attackers in",
            "2026-06-16: Ask Halden Hosting what they have done about it, and look at them again: Halden Hosting had an outage after an attack",
        ]
    );
    let (_, told) = b.isms.each("evidence").last().unwrap();
    assert_eq!(told.body_json()["shows"], "What was told to administrator");
    let (_, odd) = b.isms.each("incident").last().unwrap();
    assert_eq!(
        (&odd.body_json()["class"], odd.state(), &odd.body_json()["noticed_at"]),
        (&json!("event"), "open", &json!("2026-05-20T10:15+02:00"))
    );
    // The risk it touches is to be looked at, by rule; the new one was never reviewed.
    assert!(b.states("R-3").contains("stale"));
    let (_, risk) = b.isms.each("risk").last().unwrap();
    assert_eq!(
        (&risk.body_json()["title"], b.states(&risk.code)),
        (&json!("Our host is taken down by an attack"), "never reviewed".to_string())
    );
    // What was put off waits, once counted, and is not in the review.
    assert_eq!((&b.body("T-0")["put_off"], &b.body("T-0")["state"]), (&json!(1), &json!("new")));
    let about = b.review()["about"].as_array().unwrap().clone();
    assert_eq!((&about[0], about.len()), (&json!("RT-0"), 6));
    assert!(b.review()["answers"].to_string().contains("5 new, 2 concern us, 1 risk to look at, 1 weakness to fix by 5 June, 1 put off, 2 dismissed together. 4 looked at singly."), "{}", b.review()["answers"]);
}

#[test]
fn what_was_dismissed_comes_back_when_something_fits_and_says_so() {
    let mut b = book();
    b.finish("threat-digest", &["RT-0"], month()).unwrap_or_else(|r| panic!("{r}"));
    let b = b.on("2026-07-01").with("asset", "A-0", json!({"vendor": "Paperworks", "product": "P-100"}));
    let code = b
        .isms
        .each("threat")
        .find(|(_, r)| r.body_json().get("item") == Some(&json!("CVE-2026-0004")))
        .map(|(_, r)| r.code.to_string())
        .unwrap();
    let g = b.guide("threat-digest", &["RT-0"], json!({}));
    let page = g.show("sort");
    let rows = page.step.questions.iter().find(|q| q.field == "items").unwrap().rows.clone().unwrap();
    let ids: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
    // Only that one, and what was put off.
    assert_eq!(ids, [code.as_str(), "T-0"]);
    assert_eq!(
        rows[0].sentence,
        [json!("You run P-100 (A-0). It fitted less when it was dismissed on 2 June, so it comes back.")]
    );
    // Judged once more it is quiet, for it fits no better than it did then.
    let mut b = b;
    let again = but(
        nothing(),
        json!({"sort": {"items": {code.as_str(): {"relevant": "no", "because": "fixed"}}}, "sign": {"held_on": "2026-07-01", "outcome": "changed"}}),
    );
    b.finish("threat-digest", &["RT-0"], again).unwrap_or_else(|r| panic!("{r}"));
    assert!(!b.guide("threat-digest", &["RT-0"], json!({})).steps().contains(&"sort".to_string()));
}

#[test]
fn what_fits_best_comes_first_with_its_reason_and_its_panel() {
    let b = book();
    let shown = b.guide("threat-digest", &["RT-0"], month()).show("sort");
    let rows = shown.step.questions.iter().find(|q| q.field == "items").unwrap().rows.clone().unwrap();
    let says: Vec<String> = rows.iter().map(|r| format!("{}: {}", r.id, r.sentence[0].as_str().unwrap())).collect();
    assert_eq!(
        says,
        [
            "CVE-2026-0002: You run Connect Secure (A-2), this weakness is being used in attacks. You have version 22.7.",
            "CVE-2026-0003: A-3 Desktops is by the same maker.",
            "line-1: \u{201c}halden\u{201d} is named, a word of S-0 Halden Hosting.",
            "T-0: Nothing that you have is named.",
        ]
    );
    let panel = serde_json::to_value(&rows[0].panel).unwrap();
    assert_eq!(panel[1]["title"], "It fits by product");
    assert_eq!((&panel[1]["links"][0]["id"], &panel[2]["links"][0]["id"]), (&json!("A-2"), &json!("R-3")));
    let bulk = shown.step.questions.iter().find(|q| q.field == "bulk").unwrap();
    assert_eq!(bulk.label, "2 items match nothing you have. Dismiss them together?");
}
#[test]
fn after_a_holiday_only_what_fits_best_is_asked_singly() {
    let mut rows: Vec<Value> =
        (0..500).map(|n| row(&format!("CVE-2026-1{n:03}"), "Something of Windows", "Microsoft", "Visio", "")).collect();
    rows.extend((0..300).map(|n| row(&format!("CVE-2026-2{n:03}"), "Something else", "Acme", "Cam 9", "confirmed")));
    rows.push(row("CVE-2026-0002", "Connect Secure lets attackers in", "Ivanti", "Connect Secure", "confirmed"));
    rows.push(row("CVE-2026-0005", "Windows lets attackers in", "Microsoft", "Windows", "confirmed"));
    let b = book();
    let answers = json!({"bring": {"files": {"file": "all.json", "rows": rows}}});
    let shown = b.guide("threat-digest", &["RT-0"], answers.clone()).show("sort");
    let ask = |f: &str| shown.step.questions.iter().find(|q| q.field == f).unwrap().clone();
    let ids: Vec<String> = ask("items").rows.unwrap().iter().map(|r| r.id.clone()).collect();
    assert_eq!(ids.len(), 200);
    assert_eq!(ids[..2], ["CVE-2026-0002", "CVE-2026-0005"]);
    assert!(ids.contains(&"T-0".to_string()));
    assert!(ask("bulk").label.starts_with("300 items match nothing you have."));
    assert!(ask("rest").label.starts_with("303 more fit less well than those below."));
    let all = b
        .guide("threat-digest", &["RT-0"], but(answers, json!({"sort": {"rest": "show", "bulk": "show"}})))
        .show("sort");
    assert_eq!(all.step.questions.iter().find(|q| q.field == "items").unwrap().rows.as_ref().unwrap().len(), 803);
}

#[test]
fn each_check_has_its_sentence() {
    let quiet = book().with(
        "threat",
        "T-0",
        json!({"state": "judged", "relevant": "no", "relevant_why": "We sign in otherwise."}),
    );
    let at = |b: &Book, answers: Value, step: &str| b.guide("threat-digest", &["RT-0"], answers).says(step);
    assert!(at(&quiet, json!({}), "bring").contains("red none_why: Nothing was brought. Say where you looked and what for: looking and finding nothing is a result, not looking is a gap."));
    assert!(
        at(&quiet, json!({"bring": {"none_why": "ok"}}), "bring")
            .contains("red none_why: \u{201c}ok\u{201d} does not tell next year's you anything.")
    );
    let bare = Book::new();
    assert!(
        bare.guide("threat-digest", &[], nothing())
            .says("bring")
            .contains("red none_why: There is no routine for this digest in your programme")
    );
    let known = but(month(), json!({"bring": {"files": {"rows": [{"id": "x", "known": "A-0", "title": "x"}]}}}));
    assert!(at(&book(), known, "bring").contains("yellow files: 1 of 1 you have already seen; they are skipped."));

    let item = |code: &str, v: Value| json!({"sort": {"items": {code: v}}});
    assert!(
        says("sort", json!({"sort": {"items": {"T-0": null}}}))
            .contains("red items: \u{201c}Concerns us?\u{201d} is not answered for Stolen sign-in tokens.")
    );
    assert!(
        says("sort", item("CVE-2026-0003", json!({"relevant": "no", "because": null, "other": null})))
            .contains("Office macro runs by itself: \u{201c}Why?\u{201d} is not answered.")
    );
    assert!(says("sort", item("CVE-2026-0002", json!({"relevant": "no", "because": "fixed", "why": null}))).contains("Ivanti Connect Secure lets attackers in: \u{201c}It fits well and is used in attacks. One more sentence: how do you know?\u{201d} is not answered."));
    assert!(!says("sort", item("CVE-2026-0002", json!({"relevant": "no", "because": "fixed", "sentence": "Saw version 22.8 on the console.", "why": null}))).contains("red"));
    assert!(says("sort", item("line-1", json!({"why": "ok"}))).contains(
        "Halden Hosting had an outage after an attack: \u{201c}ok\u{201d} does not tell next year's you anything."
    ));
    let twice = book().with("threat", "T-0", json!({"put_off": 2}));
    assert!(
        at(&twice, month(), "sort")
            .contains("red items: Stolen sign-in tokens: it was put off twice already. Say yes or no.")
    );

    let touch = |v: Value| says("CVE-2026-0002/touch", json!({"CVE-2026-0002/touch": v}));
    assert!(
        touch(json!({"assets": []}))
            .contains("red assets: It is something to act on now, but nothing of yours is named.")
    );
    assert!(touch(json!({"risks": []})).contains("red risks: It concerns you, and yet it touches no risk."));
    assert!(
        touch(json!({"risks": [], "no_risk_because": "no"}))
            .contains("red no_risk_because: \u{201c}no\u{201d} does not tell next year's you anything.")
    );
    assert!(
        touch(json!({"exploited": "unknown"}))
            .contains("yellow exploited: The source says that it is used in attacks. Do you know better?")
    );

    let act = |v: Value| says("CVE-2026-0002/act", json!({"CVE-2026-0002/act": v}));
    assert!(
        act(json!({"now": ["nothing", "patch"]}))
            .contains("red now: You say that nothing more is needed, and name something to do.")
    );
    assert!(act(json!({"now": ["nothing"]})).contains("red nothing_why: \u{201c}Attacks are known and it can be reached from the internet. Why is nothing more needed?\u{201d} is not answered."));
    assert!(
        act(json!({"tasks": [{"what": "Look", "who": "P-0", "until": "2026-06-01"}]}))
            .contains("red tasks: 1 June is not in the future. Until when is it to be done?")
    );
    assert!(
        says("CVE-2026-0002/act", json!({"CVE-2026-0002/touch": {"assets": []}, "CVE-2026-0002/act": {}}))
            .contains("red now: A weakness to fix needs a place")
    );

    let inside = |v: Value| says("inside", json!({"inside": {"odd": "yes", "events": [v]}}));
    assert!(
        inside(json!({"what": "A lost phone", "when": "2026-12-21T10:00+01:00", "who": "Sales"}))
            .contains("red events: 21 December has not happened yet. When was it noticed?")
    );
    assert!(
        inside(json!({"what": "Anna Meyer lost a phone", "when": "2026-05-21T10:00+02:00", "who": "Sales"}))
            .contains("yellow events: This names a person. The text goes into the pack. Use the role instead?")
    );
}
