//! Replays the demo organization's whole history through the same door as the owner's own acts: everything in it must be possible.
//! All refusals are collected, so that one run tells what does not fit.
use chrono::{Duration, NaiveTime};
use isms::act::Stamp;
use isms::{Isms, demo};

fn story() -> Vec<demo::DemoAct> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl");
    demo::acts(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The file after the last act, and what was refused on the way. Replayed once for all tests.
fn replayed() -> &'static (Isms, Vec<String>) {
    static ONCE: std::sync::OnceLock<(Isms, Vec<String>)> = std::sync::OnceLock::new();
    ONCE.get_or_init(replay)
}

fn replay() -> (Isms, Vec<String>) {
    let mut isms = Isms::new("00000000000000000000000000000000");
    let mut bad = Vec::new();
    let mut count = 0u64;
    for (n, act) in story().into_iter().enumerate() {
        let mut salt = || {
            count += 1;
            let mut s = [0; 32];
            s[..8].copy_from_slice(&count.to_be_bytes());
            s
        };
        let at = act.on.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap()).and_utc() + Duration::seconds(n as i64);
        let mut stamp = Stamp { at, on: act.on, by: act.by, salt: &mut salt };
        match isms.plan(act.proposal, &mut stamp) {
            Ok(planned) => isms.apply(&planned),
            Err(r) => bad.push(format!("line {} ({}): {r}", n + 1, act.on)),
        }
    }
    (isms, bad)
}

#[test]
fn every_act_of_the_demo_is_possible() {
    let (isms, bad) = replayed();
    assert!(
        bad.is_empty(),
        "{} of the acts are refused:\n{}",
        bad.len(),
        bad.iter().take(20).cloned().collect::<Vec<_>>().join("\n")
    );
    assert_eq!(isms.last_seq(), 3479);
    let count = |kind: &str| isms.of_kind(kind).len();
    assert_eq!(
        (count("person"), count("asset"), count("risk"), count("control"), count("policy"), count("routine")),
        (48, 45, 55, 93, 22, 29)
    );
    assert_eq!((count("training_record"), count("acknowledgement"), count("evidence")), (396, 721, 680));
    assert_eq!(count("review"), 691 + 201 + 2);
    assert!(isms.clock_back.is_empty());
}

#[test]
fn decisions_and_values_of_the_demo_are_where_the_rules_look_for_them() {
    let (isms, _) = replayed();
    assert!(isms.no_effect("R-001", "CH-001") > 0);
    assert_eq!(isms.put_off_until("S-003").map(|d| d.to_string()).as_deref(), Some("2026-12-05"));
    let values: usize = isms
        .each("objective")
        .map(|(_, r)| r.body_json().get("measurements").and_then(|m| m.as_array()).map_or(0, Vec::len))
        .sum();
    assert_eq!(values, 212);
    // Codes of decisions are of their own series, so that reviews go on counting.
    assert_eq!(isms.next_code(isms::kinds::kind_id("review").unwrap()), "RV-0692");
}

#[test]
fn what_was_replayed_is_read_again_as_it_stands() {
    let (isms, _) = replayed();
    let stored = isms
        .records
        .iter()
        .map(|r| isms::isms::Stored { kind: r.kind, code: r.code.clone(), revisions: r.revisions.clone() })
        .collect();
    let (again, broken) = Isms::load(&isms.log, isms.acts.clone(), stored, None);
    assert!(broken.is_empty(), "{broken:?}");
    assert_eq!(again.root(), isms.root());
    assert_eq!(again.records.len(), isms.records.len());
    for (a, b) in again.records.iter().zip(&isms.records) {
        assert_eq!((&a.code, a.title(), &a.marks), (&b.code, b.title(), &b.marks));
        let sorted = |links: &[(u16, u32)]| {
            let mut l = links.to_vec();
            l.sort_unstable();
            l
        };
        assert_eq!(sorted(&a.out), sorted(&b.out), "{}", a.code);
    }
}
