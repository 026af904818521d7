//! What an erasure takes and leaves, text in and text out: the preview, what stands in the way, the act, and the past afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use chrono::NaiveDate;
use isms::erase::{Asked, Erasure, erasures, held, look};
use isms::isms::Replay;
use isms::kind::Ty;
use isms::kinds::{kind, kinds};
use isms::{Change, Isms, Proposal, Refusal, Stamp, Verb};
use serde_json::{Value, json};

fn day(s: &str) -> NaiveDate {
    isms::dates::parse(s).unwrap()
}
fn stamped<T>(on: &str, work: impl FnOnce(&mut Stamp) -> T) -> T {
    let mut salt = || [9; 32];
    let at = day(on).and_hms_opt(9, 0, 0).unwrap().and_utc();
    work(&mut Stamp { at, on: day(on), by: "P-0".into(), salt: &mut salt })
}
fn act(isms: &mut Isms, on: &str, verb: Verb, why: &str, changes: Vec<Change>) -> Result<(), Refusal> {
    let planned = stamped(on, |s| isms.plan(Proposal { verb, why: why.into(), changes }, s))?;
    isms.apply(&planned);
    Ok(())
}
fn like(k: &str, code: &str, more: Value) -> Change {
    let mut body = (kind(k).unwrap().example)();
    for (f, v) in more.as_object().unwrap() {
        body[f] = v.clone();
    }
    Change::put(k, code, body)
}
/// Rita left in 2021: trained twice, with a certificate; on a sheet with Bo; she did a review; the trail speaks of her.
fn book() -> Isms {
    let mut i = Isms::new("00000000000000000000000000000000");
    let mut put = |on: &str, verb: Verb, why: &str, changes: Vec<Change>| act(&mut i, on, verb, why, changes).unwrap();
    put(
        "2019-01-07",
        Verb::Add,
        "",
        vec![
            like("person", "P-0", json!({"joined_on": "2010-01-04"})),
            like(
                "person",
                "P-1",
                json!({"title": "Rita Silva", "email": "rita@example.test", "able_because": "Ten years at a bank.", "joined_on": "2012-01-02"}),
            ),
            like("person", "P-2", json!({"title": "Bo Lund", "joined_on": "2012-01-02"})),
            like("organization", "ORG", json!({})),
            like("asset", "A-0", json!({"owner": "P-0"})),
            like("course", "CRS-0", json!({})),
            like(
                "policy",
                "POL-0",
                json!({"approved": {"by": "P-0", "on": "2019-01-07", "how": "in_app"}, "in_force_from": "2019-01-07"}),
            ),
        ],
    );
    put(
        "2019-02-01",
        Verb::Add,
        "Rita Silva sent it.",
        vec![
            like(
                "evidence",
                "EV-1",
                json!({"shows": "Certificate of Rita", "about": ["P-1"], "personal": true, "collected_on": "2019-02-01"}),
            ),
            like(
                "evidence",
                "EV-2",
                json!({"shows": "Sheet of two", "personal": true, "collected_on": "2019-02-01", "note": null, "file": {"name": "sheet.pdf", "media_type": "application/pdf", "sha256": "11".repeat(32), "size": 9}}),
            ),
            like(
                "training_record",
                "TR-1",
                json!({"person": "P-1", "on": "2019-02-01", "score": 88, "evidence": ["EV-2"]}),
            ),
            like("training_record", "TR-2", json!({"person": "P-2", "on": "2019-02-01", "evidence": ["EV-2"]})),
            like("acknowledgement", "ACK-1", json!({"person": "P-1", "on": "2019-02-01"})),
        ],
    );
    put(
        "2019-03-01",
        Verb::Review,
        "",
        vec![like(
            "review",
            "RV-1",
            json!({"about": ["A-0"], "by": "P-1", "held_on": "2019-03-01", "why": "Walked through with RITA SILVA and the cleaners.", "signed": null}),
        )],
    );
    put(
        "2020-01-15",
        Verb::Change,
        "She moved.",
        vec![Change::put("person", "P-1", json!({"away_from": "2020-02-01", "away_until": "2020-08-01"}))],
    );
    put(
        "2021-06-30",
        Verb::State,
        "Last day.",
        vec![Change::put(
            "person",
            "P-1",
            json!({"state": "left", "left_on": "2021-06-30", "accounts_closed_on": "2021-06-30"}),
        )],
    );
    i
}
fn asked(why: &str) -> Asked {
    Asked { of: vec!["P-1".into()], why: why.into(), keep_texts: false }
}
fn stops(i: &Isms, asked: &Asked, on: &str) -> Vec<String> {
    look(i, asked, day(on)).unwrap().stops.iter().map(|r| format!("{} {}", r.text, r.hint)).collect()
}
fn erase(i: &mut Isms, asked: &Asked, on: &str) -> Result<(), Refusal> {
    let planned = stamped(on, |s| i.plan_erase(asked, s))?;
    i.apply(&planned);
    Ok(())
}
fn text(e: &Erasure) -> String {
    let list =
        |title: &str, of: &[String]| format!("{title}\n{}", of.iter().map(|l| format!("  {l}\n")).collect::<String>());
    let earlier: Vec<String> = e.earlier.iter().map(|v| format!("{} {}", v.id, v.version)).collect();
    format!(
        "{}\n{}{}replaced in {}; earlier {}; reasons of {:?}; shared {}\n",
        e.button,
        list("goes", &e.goes),
        list("stays", &e.stays),
        e.replaced.join(", "),
        earlier.join(", "),
        e.reasons,
        e.shared.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ")
    )
}

#[test]
fn the_preview_says_what_goes_and_what_stays() {
    let e = look(&book(), &asked(""), day("2026-06-02")).unwrap();
    assert_eq!(
        text(&e),
        "Erase 3 records of Rita Silva
goes
  1 evidence: note, what it shows.
  1 person: name, e-mail address, start of an absence, end of an absence, grounds of competence, background check.
  1 training record: result, teacher, evidence.
  6 versions as they were until now, with their keys.
  3 reasons that were given for acts.
  The name in 1 record that is never edited; \u{201c}Former employee #1\u{201d} stands there instead.
stays
  That someone was trained, 1 time: role, course, version, day, passed or not.
  That someone read a policy, 1 time: which, which version, day.
  First and last day, roles, and when access was closed and things came back.
  1 other record that names only the code.
  The trail: every act, and the head that the auditor knows.
replaced in RV-1; earlier ; reasons of [2, 4, 5]; shared EV-2
"
    );
}

#[test]
fn what_stands_in_the_way_is_said_with_how_to_mend_it() {
    let mut i = book();
    assert_eq!(stops(&i, &asked(""), "2026-06-02"), Vec::<String>::new());
    assert_eq!(
        stops(&i, &asked(""), "2023-06-02"),
        [
            "Rita Silva (P-1) is kept until 30 June 2024, 36 months after the last day. Say why it goes earlier, in at least 10 characters."
        ]
    );
    assert_eq!(stops(&i, &asked("She asked for it in writing."), "2023-06-02"), Vec::<String>::new());
    let other = |code: &str| Asked { of: vec![code.into()], ..Asked::default() };
    assert_eq!(
        stops(&i, &other("P-2"), "2026-06-02"),
        ["Bo Lund (P-2) works here. Record the last day first: \u{201c}Record as left\u{201d}."]
    );
    assert_eq!(
        stops(&i, &other("A-0"), "2026-06-02")[0],
        "A-0 has no time of keeping. Retire it, or erase the person whom it names."
    );
    assert!(
        look(&i, &other("P-9"), day("2026-06-02"))
            .unwrap_err()
            .to_string()
            .contains("There is no \u{201c}P-9\u{201d} in this file.")
    );
    act(
        &mut i,
        "2022-01-03",
        Verb::Change,
        "",
        vec![Change::put("asset", "A-0", json!({"owner": "P-1", "notes": "Ask Silva, or mail rita@example.test."}))],
    )
    .unwrap();
    assert_eq!(
        stops(&i, &asked(""), "2026-06-02"),
        [
            "Rita Silva (P-1) still answers for A-0. Hand it to somebody else first.",
            "The name stands in a text of A-0: Anything else worth knowing. Change them by hand, or say that they stay as they are.",
        ]
    );
    act(
        &mut i,
        "2022-01-04",
        Verb::Change,
        "",
        vec![Change::put("asset", "A-0", json!({"owner": "P-0", "notes": "Ask Silva."}))],
    )
    .unwrap();
    let e = look(&i, &asked(""), day("2026-06-02")).unwrap();
    assert_eq!((e.stops.len(), e.perhaps.iter().map(|f| f.text.as_str()).collect::<Vec<_>>()), (0, vec!["Ask Silva."]));
    assert_eq!(e.earlier.iter().map(|v| (v.id.as_str(), v.version)).collect::<Vec<_>>(), [("A-0", 2)]);
    // A namesake is not meant.
    act(&mut i, "2022-01-05", Verb::Add, "", vec![like("person", "P-3", json!({"title": "rita silva"}))]).unwrap();
    let e = look(&i, &asked(""), day("2026-06-02")).unwrap();
    assert_eq!(e.replaced, Vec::<String>::new());
}

#[test]
fn the_act_carries_codes_counts_and_the_reason_alone() {
    let mut i = book();
    let before = (i.root(), i.leaves());
    erase(&mut i, &asked("Rita Silva has been gone for five years."), "2026-06-02").unwrap();
    assert_eq!(&*i.acts.last().unwrap().why, "Former employee #1 has been gone for five years.");
    let body: Value = serde_json::from_str(&i.acts.last().unwrap().body).unwrap();
    assert_eq!(
        body["erased"],
        json!({"people": [{"rec": "P-1", "n": 1}], "records": 3, "versions": 6, "whys": [2, 4, 5], "reason": "time_over", "files": 0, "kept": 0})
    );
    assert_eq!(isms::ledger::root(&i.leaves()[..before.1.len()]), before.0);
    let p = i.record("P-1").unwrap();
    assert_eq!(
        Value::Object(p.body_json()),
        json!({"accounts_closed_on": "2021-06-30", "confidentiality_on": "2020-01-06", "joined_on": "2012-01-02", "left_on": "2021-06-30", "roles": ["everyone"], "standing": "employee", "state": "erased", "title": "Former employee #1", "v": 1})
    );
    assert_eq!(i.record("EV-1").unwrap().title(), "Erased");
    assert_eq!(i.record("EV-2").unwrap().title(), "Sheet of two");
    let everything: String = i
        .records
        .iter()
        .flat_map(|r| &r.revisions)
        .filter_map(|v| v.body.as_deref())
        .chain(i.acts.iter().map(|a| &*a.why))
        .collect();
    for gone in ["Rita", "RITA", "rita@", "bank", "2020-08-01"] {
        assert!(!everything.contains(gone), "{gone}");
    }
    assert!(everything.contains("Walked through with Former employee #1 and the cleaners."));
    // Nothing is out of step because of it, and nothing can be done with it any more.
    for again in [
        erase(&mut i, &asked(""), "2026-06-03").unwrap_err(),
        act(
            &mut i,
            "2026-06-03",
            Verb::Change,
            "",
            vec![Change::put("person", "P-1", json!({"email": "x@example.test"}))],
        )
        .unwrap_err(),
    ] {
        assert!(again.text.contains("erased"), "{again}");
    }
    let e = erasures(&i);
    assert_eq!((e.people[0].id.as_str(), e.people[0].number, e.people[0].act), ("P-1", 1, 6));
}

#[test]
fn the_past_is_told_by_what_stayed() {
    let mut i = book();
    let was: Vec<(String, String)> = (1..=5).map(|n| state(&i, n)).collect();
    erase(&mut i, &asked(""), "2026-06-02").unwrap();
    let mut replay = Replay::new(&i);
    for n in 1..=6 {
        let then = i.as_of_act(n);
        let step = replay.forward(n);
        for (a, b) in then.records.iter().zip(step.records.iter()) {
            assert_eq!(
                (&a.code, a.state(), a.body_json(), &a.out),
                (&b.code, b.state(), b.body_json(), &b.out),
                "after act {n}"
            );
        }
        if n < 6 {
            assert_eq!(state(&i, n).0, was[n as usize - 1].0, "after act {n}");
            assert_eq!(state(&i, n).1, "Former employee #1");
        }
    }
    assert_eq!(i.as_of_act(3).marks_of("A-0").len(), 1, "a review whose text was mended still stood then");
    let history = isms::view::history_of(&i, i.ix("P-1").unwrap());
    assert_eq!(
        history.iter().map(|h| h.did.as_str()).collect::<Vec<_>>(),
        [
            "Erased personal data of P-1 and 2 more",
            "P-1: changed; what it said of P-1 was erased",
            "Changed P-1; what it said of P-1 was erased",
            "Added P-0 and 6 more; what it said of P-1 was erased",
        ]
    );
    assert!(history.iter().all(|h| h.changes.is_empty()));
}
fn state(i: &Isms, n: u32) -> (String, String) {
    let then = i.as_of_act(n);
    let p = then.record("P-1").unwrap();
    (p.state().to_string(), p.title())
}

#[test]
fn all_that_is_held_is_handed_over_with_others_by_code() {
    let mut i = book();
    act(
        &mut i,
        "2022-01-03",
        Verb::Change,
        "",
        vec![Change::put("asset", "A-0", json!({"notes": "Bo Lund or Rita Silva."}))],
    )
    .unwrap();
    let h = held(&i, "P-1", day("2026-06-02")).unwrap();
    assert_eq!(
        (h.versions.len(), h.records.iter().map(|r| r.id.as_str()).collect::<Vec<_>>()),
        (3, vec!["EV-1", "TR-1", "ACK-1"])
    );
    assert_eq!(h.versions[0].fields["able_because"], "Ten years at a bank.");
    assert_eq!(
        h.texts.iter().map(|t| (t.id.as_str(), t.text.as_str())).collect::<Vec<_>>(),
        [("A-0", "P-2 or Rita Silva."), ("RV-1", "Walked through with RITA SILVA and the cleaners.")]
    );
    assert_eq!(h.says(day("2026-06-02")).last().unwrap(), "Kept until 30 June 2024.");
    assert!(held(&i, "A-0", day("2026-06-02")).is_err());
}

#[test]
fn what_must_say_something_and_is_personal_is_a_text() {
    fn walk(kind: &str, fields: &[isms::Field], bad: &mut Vec<String>) {
        for f in fields {
            let texts = matches!(f.ty, Ty::Text | Ty::Prose | Ty::PersonalText | Ty::PersonalProse);
            if f.personal && f.required && !texts {
                bad.push(format!("{kind}.{}", f.name));
            }
            if let Ty::Row { of } | Ty::List { of } = &f.ty {
                walk(kind, of, bad);
            }
        }
    }
    let mut bad = Vec::new();
    for k in kinds() {
        walk(k.name, &k.fields, &mut bad);
        for w in k.whose {
            assert!(
                k.field(w).is_some_and(|f| matches!(f.ty, Ty::Ref { .. } | Ty::Refs { .. } | Ty::Targets)),
                "{}.{w}",
                k.name
            );
        }
    }
    assert_eq!(bad, Vec::<String>::new());
}
