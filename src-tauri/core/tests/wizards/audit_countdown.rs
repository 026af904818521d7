//! Getting ready for the external audit: the first visit, the last one, what is drawn, what is declared; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, golden};
use isms::preflight;
use serde_json::{Value, json};

/// A planned surveillance audit on 1 September, a change to tell of, a leaver, an incident, a supplier.
fn book(today: &str) -> Book {
    let mut b = Book::new();
    let add = |k: &str, code: &str, more: Value| {
        let mut body = (isms::kinds::kind(k).unwrap().example)();
        super::book::merge(&mut body, more);
        isms::Change::put(k, code, body)
    };
    b.act(isms::Verb::Add, vec![
        add("audit", "AU-1", json!({"title": "Surveillance audit 2026", "sort": "surveillance", "planned_on": "2026-09-01", "aims": "Does it hold?", "auditor": "TUEV"})),
        add("incident", "I-1", json!({"title": "Lost laptop"})),
        add("supplier", "S-1", json!({"title": "Hetzner"})),
    ]);
    b.with("organization", "ORG", json!({"next_external_audit": "2026-09-01"})).on(today)
}
fn signed(today: &str) -> Value {
    json!({"check": {}, "sign": {"held_on": today, "outcome": "holds_with_actions", "why": "Went through the gaps with each owner.", "signed": true}})
}
fn key(b: &Book, code: &str) -> String {
    let p = preflight::run(&b.isms, b.today, &preflight::Choices::default(), &preflight::Facts::default());
    let f = p
        .findings
        .iter()
        .find(|f| f.code == code)
        .unwrap_or_else(|| panic!("no {code}: {:?}", p.findings.iter().map(|f| f.key()).collect::<Vec<_>>()));
    f.key()
}
fn samples(b: &Book) -> Vec<String> {
    let rows = b.guide("audit-countdown", &["AU-1"], json!({})).show("sample").step.questions[0].rows.clone().unwrap();
    rows.into_iter().map(|r| r.id).collect()
}
/// The first visit, 90 days before.
fn first(b: &Book) -> Value {
    let (give, live) = (key(b, "no-internal-audit"), key(b, "soa-incomplete"));
    but(
        signed("2026-06-02"),
        json!({
            "date": {"begins": "2026-09-01", "ends": "2026-09-02", "how": "on_site", "places": "Leipzig", "people": ["P-1"]},
            "gaps": {"gaps": {give: {"then": "give", "who": "P-1"}, live: {"then": "live", "because": "The rest follows with the new edition."}}},
            "order": {"internal": "2026-07-15", "review": "2026-07-30", "pack": "2026-08-18"},
        }),
    )
}
/// The last visit, six days before; every step but those of the first.
fn last(b: &Book) -> Value {
    let stop = key(b, "no-management-review");
    let rows: serde_json::Map<String, Value> = samples(b)
        .into_iter()
        .enumerate()
        .map(|(n, code)| {
            let v = match n {
                0 => json!({"shown": "not_right", "what": "The list is of last year", "who": "P-2"}),
                1 => json!({"shown": "not_found", "who": "P-0"}),
                _ => json!({"shown": "shown"}),
            };
            (code, v)
        })
        .collect();
    but(
        signed("2026-08-26"),
        json!({
            "gaps": {"gaps": {}},
            "sample": {"samples": rows},
            "ask": {"asked": [{"role": "sales", "knew": "knew"}, {"role": "developer", "knew": "not", "course": "CRS-0"}, {"role": "top management", "knew": "knew"}]},
            "told": {"told": "not_yet"},
            "honest": {"honest": {stop: {"why": "The director was ill for two months", "plan": "It is held with the deputy", "until": "2026-08-30"}}},
            "pack": {"built": "built"},
            "room": {"opens": "Pat opens what is asked for.", "originals": "In the cupboard behind reception.", "notes": "P-2"},
        }),
    )
}
/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let (a, b) = (book("2026-06-02"), book("2026-08-26"));
    let b = visited(b);
    let (x, y) = (first(&a), last(&b));
    vec![(a, "audit-countdown", vec!["AU-1"], x), (b, "audit-countdown", vec!["AU-1"], y)]
}
/// The same after a first visit.
fn visited(b: Book) -> Book {
    let today = b.today.to_string();
    let mut b = b.on("2026-06-02");
    let answers = first(&b);
    b.finish("audit-countdown", &["AU-1"], answers).unwrap_or_else(|r| panic!("{r}"));
    b.on(&today)
}
fn titles(b: &Book) -> Vec<String> {
    b.isms.each("action").map(|(_, r)| r.title()).collect()
}

#[test]
fn the_first_visit_from_first_page_to_signature() {
    let mut b = book("2026-06-02");
    let answers = first(&b);
    golden("audit-countdown", &b.guide("audit-countdown", &["AU-1"], answers.clone()).transcript());
    b.finish("audit-countdown", &["AU-1"], answers).unwrap_or_else(|r| panic!("{r}"));
    let said = titles(&b);
    assert!(said.iter().any(|t| t.starts_with("Before the audit: No internal audit was reported")), "{said:?}");
    for t in ["Hold the internal audit and report it", "Hold the management review", "Build the pack for the audit"] {
        assert!(said.iter().any(|x| x == t), "{said:?}");
    }
    assert_eq!(b.review()["about"][0], "AU-1");
    // What is lived with is printed with the gap.
    let d = preflight::declarations(&b.isms, isms::dates::add_days(b.today, -30));
    assert_eq!(
        (d[0].key.as_str(), d[0].text.as_str()),
        ("soa-incomplete SOA", "We live with it, because: The rest follows with the new edition.")
    );
    let scope = isms::report::Scope::on(isms::dates::add_days(b.today, 1));
    let text = isms::text::doc_text(&isms::report::build(&b.isms, "gaps", &scope).unwrap());
    assert!(text.contains("What we say to it") && text.contains("The rest follows with the new edition."), "{text}");
    assert!(text.contains("checks ran."), "{text}");
    let countdown = isms::text::doc_text(&isms::report::build(&b.isms, "countdown", &scope).unwrap());
    assert!(countdown.contains("By owner") && countdown.contains("Week 1, until 2026-06-09"), "{countdown}");
}

#[test]
fn the_last_visit_asks_for_a_word_to_what_stays_open() {
    let mut b = visited(book("2026-08-26"));
    let answers = last(&b);
    let steps = b.guide("audit-countdown", &["AU-1"], answers.clone()).steps();
    assert_eq!(steps, ["gaps", "sample", "ask", "told", "honest", "pack", "room", "check", "sign"]);
    b.finish("audit-countdown", &["AU-1"], answers).unwrap_or_else(|r| panic!("{r}"));
    let said = titles(&b);
    for t in [
        "The list is of last year",
        "Make findable within a minute",
        "Tell developer once more: CRS-0",
        "Tell the certification body of the changes",
    ] {
        assert!(said.iter().any(|x| x.contains(t)), "{t}: {said:?}");
    }
    let p = preflight::run(&b.isms, b.today, &preflight::Choices::default(), &preflight::Facts::default());
    let gap = p.findings.iter().find(|f| f.code == "no-management-review").unwrap();
    assert_eq!(
        gap.declared.as_deref(),
        Some("The director was ill for two months. Until then: It is held with the deputy. By 2026-08-30.")
    );
}

#[test]
fn samples_are_the_same_for_everybody_on_a_day_and_others_on_another() {
    let b = book("2026-08-20");
    let one = samples(&b);
    assert_eq!(one, samples(&b));
    assert!(one.len() >= 3 && one.iter().any(|c| c.starts_with("R-")) && one.contains(&"I-1".to_string()), "{one:?}");
    let days: std::collections::BTreeSet<Vec<String>> =
        (10..28).map(|n| samples(&book(&format!("2026-08-{n}")))).collect();
    assert!(days.len() > 1, "another day draws others");
}

#[test]
fn steps_come_as_the_day_comes_nearer() {
    let steps = |today: &str| visited(book(today)).guide("audit-countdown", &["AU-1"], json!({})).steps().join(" ");
    assert_eq!(steps("2026-06-20"), "gaps check sign");
    assert_eq!(steps("2026-07-10"), "gaps told check sign");
    assert_eq!(steps("2026-07-20"), "gaps sample told check sign");
    assert_eq!(steps("2026-08-05"), "gaps sample ask told check sign");
    assert_eq!(steps("2026-08-20"), "gaps sample ask told honest pack check sign");
}

#[test]
fn each_check_has_its_sentence() {
    let b = book("2026-06-02");
    let says = |step: &str, other: Value| {
        b.guide("audit-countdown", &["AU-1"], but(first(&b), json!({step: other}))).says(step)
    };
    assert!(
        says("date", json!({"begins": "2026-05-01", "ends": null}))
            .contains("red begins: 1 May is over. Give a day that lies ahead.")
    );
    assert!(says("date", json!({"ends": "2026-08-01"})).contains("red ends: It ends before it begins."));
    assert!(
        says("order", json!({"review": "2026-07-01"}))
            .contains("red review: Management reviews what the internal audit found. Place it after 15 July.")
    );
    assert!(
        says("order", json!({"pack": "2026-07-20"}))
            .contains("red pack: The pack shows what was decided. Place it after 30 July.")
    );
    assert!(says("order", json!({"pack": "2026-09-01"})).contains("red pack: That is not before the audit."));
    assert!(says("order", json!({"internal": "2026-05-01"})).contains("red internal: 1 May is over."));
    assert!(
        says("order", json!({"internal": "2026-08-10", "review": "2026-08-12"}))
            .contains("yellow internal: Fewer than 30 days are left")
    );
    let live = |why: &str| says("gaps", json!({"gaps": {key(&b, "soa-incomplete"): {"then": "live", "because": why}}}));
    assert!(live("ok").contains("does not tell next year's you anything"));
    assert!(
        live("The rest follows in autumn.")
            .contains("yellow gaps: The Statement of Applicability: an auditor would very probably write this up.")
    );
    let b = book("2026-08-26");
    let b = visited(b);
    let says = |step: &str, other: Value| {
        b.guide("audit-countdown", &["AU-1"], but(last(&b), json!({step: other}))).says(step)
    };
    assert!(says("ask", json!({"asked": [{"role": "sales", "knew": "knew"}]})).contains("yellow asked: You asked 1."));
    let stop = key(&b, "no-management-review");
    assert!(
        says("honest", json!({"honest": {stop.clone(): {"until": "2026-08-01"}}}))
            .contains("The programme: 1 August is over. By when is it mended?")
    );
    assert!(says("honest", json!({"honest": null})).contains("have no word from you."));
    let own = visited(book("2026-08-26")).with("audit", "AU-2", json!({"title": "Internal audit", "sort": "internal", "planned_on": "2026-08-20", "aims": "Does it work?", "method": "Samples", "auditor": "Sam", "state": "planned"}));
    assert!(own.guide("audit-countdown", &["AU-2"], json!({})).says("gaps").contains("AU-2 is an audit of your own."));
}
