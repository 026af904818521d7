//! Every check of the preflight, told in a line when it speaks and when it keeps silent (PACK 3): text in, text out.
#![allow(clippy::expect_used, clippy::unwrap_used)]
mod notation;

use isms::kinds::asset::Classification;
use isms::preflight::{self, Choices, Facts, Preflight, Severity};
use isms::report::Names;
use isms::{Change, Isms, Verb};
use notation::*;
use serde_json::json;

/// PACK 3's table, written out.
const CODES: [&str; 99] = [
    "scope-differs",
    "certificate-ended",
    "documents-missing",
    "no-internal-audit",
    "no-management-review",
    "review-before-audit",
    "context-old",
    "climate-undecided",
    "change-tell-cb",
    "headcount-moved",
    "roles-empty",
    "communication-unkept",
    "finding-open-major",
    "nc-answer-due",
    "audit-findings-open",
    "nc-repeats",
    "risk-never-reviewed",
    "risk-stale",
    "risk-not-approved",
    "risk-not-accepted",
    "risk-acceptance-ending",
    "risk-untreated",
    "risk-score-unexplained",
    "risk-fell-silently",
    "risk-outside-scale",
    "risk-owner-one",
    "register-no-new",
    "register-asset-uncovered",
    "action-late",
    "action-moved-often",
    "action-no-proof",
    "risk-treatment-done",
    "action-ineffective",
    "soa-incomplete",
    "soa-on-certificate",
    "soa-not-approved",
    "soa-claim-unproven",
    "soa-copied",
    "control-reason-gone",
    "control-excluded-but-needed",
    "control-planned-late",
    "control-does-not-work",
    "policy-overdue",
    "policy-stale",
    "policy-approver-left",
    "policy-unapproved",
    "policy-draft-waiting",
    "reading-gap",
    "training-gap",
    "training-joiner-late",
    "training-management",
    "competence-missing",
    "leaver-open",
    "confidentiality-missing",
    "routine-missed",
    "routine-bunched",
    "middle-empty",
    "reviews-bunched",
    "reviews-backdated",
    "supplier-used-unassessed",
    "supplier-assurance-ending",
    "supplier-contract-weak",
    "obligation-unanswered",
    "obligation-old",
    "change-unscreened",
    "change-check-due",
    "access-all-kept",
    "restore-over-time",
    "threat-silent",
    "threat-dismissed-strong",
    "vulnerability-late",
    "vulnerability-retest",
    "incident-clock",
    "incident-lessons-due",
    "incident-none",
    "coverage-clause",
    "coverage-control",
    "audit-not-independent",
    "audit-no-evidence",
    "audit-finds-nothing",
    "audit-unreported",
    "review-topic-empty",
    "decision-late",
    "nc-no-cause",
    "action-check-due",
    "measure-due",
    "objective-missed-alone",
    "exception-ending",
    "evidence-missing-file",
    "evidence-undated",
    "evidence-bunched",
    "evidence-names-people",
    "names-in-text",
    "secret-going-out",
    "waiting-for-word",
    "glyph-missing",
    "clock-went-back",
    "checkpoint-does-not-extend",
    "trail-broken",
];
/// Checks that are told below, for what they look at is not said in that notation.
const ELSEWHERE: [&str; 11] = [
    "action-no-proof",
    "communication-unkept",
    "access-all-kept",
    "restore-over-time",
    "audit-no-evidence",
    "evidence-missing-file",
    "waiting-for-word",
    "glyph-missing",
    "clock-went-back",
    "checkpoint-does-not-extend",
    "trail-broken",
];
const LINES: &str = include_str!("preflight_lines.txt");

fn made(facts: &str, today: &str) -> (World, chrono::NaiveDate) {
    let facts: Vec<Fact> = split_top(facts, ';').iter().map(|f| fact(f)).collect();
    let line = Line { rule: String::new(), facts, today: d(today), expected: Vec::new(), silent: false };
    (world(&line), line.today)
}
fn looked(isms: &Isms, today: chrono::NaiveDate) -> Preflight {
    preflight::run(isms, today, &Choices::default(), &Facts::default())
}
fn told(p: &Preflight, code: &str) -> Vec<String> {
    p.findings
        .iter()
        .filter(|f| f.code == code)
        .map(|f| format!("{} {}: {}", f.severity.name(), f.place, f.sentence))
        .collect()
}

#[test]
fn the_table_holds_exactly_the_checks_of_the_pack() {
    let have: Vec<&str> = preflight::checks().map(|c| c.code).collect();
    assert_eq!(have, CODES);
}

#[test]
fn every_check_has_a_line_that_it_speaks_and_one_that_it_keeps_silent() {
    let mut missing = Vec::new();
    for code in CODES.into_iter().filter(|c| !ELSEWHERE.contains(c)) {
        let own: Vec<String> = each(LINES).map(|(_, l)| l).filter(|l| l.starts_with(&format!("{code}:"))).collect();
        if !own.iter().any(|l| l.contains("(silent)")) || !own.iter().any(|l| !l.contains("(silent)")) {
            missing.push(code);
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_line_holds() {
    let mut bad = Vec::new();
    for (n, l) in each(LINES) {
        let (code, rest) = l.split_once(':').expect("a check");
        let cols = split_top(rest, '|');
        let (w, today) = made(&cols[0], &cols[1]);
        let p = looked(&w.isms, today);
        let found = told(&p, code);
        let want = cols[2].trim();
        let right = match want.split_once("(silent)") {
            Some((_, "")) => found.is_empty(),
            Some((_, place)) => !found.iter().any(|f| f.contains(&format!(" {}:", place.trim()))),
            None => found.iter().any(|f| f.starts_with(&format!("{want}:"))),
        };
        if !right {
            bad.push(format!("{n}: {l}\n    found {found:?}\n    refused {:?}", w.refused));
        }
        for f in &p.findings {
            let s = &f.sentence;
            if s.contains('{') || s.contains("  ") || s.trim().is_empty() || !s.ends_with(['.', '?', '\u{201d}', ':']) {
                bad.push(format!("{n}: {} is told badly: {s}", f.code));
            }
        }
    }
    bad.dedup();
    assert!(bad.is_empty(), "{} lines:\n{}", bad.len(), bad.join("\n"));
}

// ---- what the notation does not say
fn put(w: &mut World, on: &str, kind: &str, code: &str, fields: serde_json::Value) {
    w.act(d(on), Verb::Change, vec![Change::put(kind, code, fields)]).expect("a change");
}
fn review(w: &mut World, on: &str, about: &str, more: serde_json::Value) {
    let change = w.review(&[about.to_string()], d(on), d(on), "holds", more);
    w.act(d(on), Verb::Review, vec![change]).expect("a review");
}
fn at(w: &World, code: &str, today: &str) -> Vec<String> {
    told(&looked(&w.isms, d(today)), code)
}

#[test]
fn a_treatment_that_is_done_shows_what_came_of_it() {
    let (mut w, _) = made("ACT-1; 03-01 ACT-1 is done", "2026-04-01");
    assert!(at(&w, "action-no-proof", "2026-04-01").is_empty());
    put(&mut w, "03-02", "action", "ACT-1", json!({"result": null}));
    let found = at(&w, "action-no-proof", "2026-04-01");
    assert!(
        found[0].starts_with("weak ACT-1: ") && found[0].ends_with("neither a proof nor a result is recorded."),
        "{found:?}"
    );
}
#[test]
fn a_planned_message_without_a_record_is_told() {
    let (mut w, _) = made("ORG", "2026-02-01");
    let telling = |when: &str| json!({"communication": [{"what": "Yearly letter to customers", "to_whom": "Customers", "when": when, "how": "Mail", "by": "P-0"}]});
    put(&mut w, "02-01", "organization", "ORG", telling("after an incident"));
    assert!(at(&w, "communication-unkept", "2026-03-01").is_empty(), "what is told when something happens has no date");
    put(&mut w, "02-02", "organization", "ORG", telling("every year"));
    assert_eq!(
        at(&w, "communication-unkept", "2026-03-01"),
        [
            "note ORG: \u{201c}Yearly letter to customers\u{201d} to Customers (every year): nothing shows it in the last 12 months."
        ]
    );
    let proof = json!({"note": "Sent.", "shows": "Yearly letter to customers, 2026", "collected_on": "2026-02-10", "classification": "internal", "personal": false});
    w.act(d("02-10"), Verb::Add, vec![Change::put("evidence", "EV-5", proof)]).expect("evidence");
    assert!(at(&w, "communication-unkept", "2026-03-01").is_empty());
}
#[test]
fn three_access_reviews_that_take_nothing_away_are_told() {
    let (mut w, _) = made("A-1; RT-1", "2026-06-01");
    let kept = json!({"wizard": "access-review", "answers": [{"step": "check", "field": "note", "question": "All kept: 9 of 9 in A-1", "answer": "Nothing was removed."}]});
    for on in ["02-01", "03-01"] {
        review(&mut w, on, "RT-1", kept.clone());
    }
    assert!(at(&w, "access-all-kept", "2026-06-01").is_empty());
    review(&mut w, "04-01", "RT-1", kept);
    assert!(at(&w, "access-all-kept", "2026-06-01")[0].ends_with("3 access reviews, 0 removed."));
    review(&mut w, "05-01", "RT-1", json!({"wizard": "access-review"}));
    assert!(at(&w, "access-all-kept", "2026-06-01").is_empty());
}
#[test]
fn a_restore_that_took_too_long_is_told_until_something_is_done() {
    let (mut w, _) = made("A-1{restore_within=4 hours}; RT-1", "2026-06-01");
    let test = |hours: &str| {
        let said =
            |field: &str, answer: &str| json!({"step": "time", "field": field, "question": "?", "answer": answer});
        json!({"wizard": "restore-test", "answers": [said("assets", "A-1 Customer database"), said("hours", hours), said("newest", "1")]})
    };
    review(&mut w, "02-01", "RT-1", test("3.5"));
    assert!(at(&w, "restore-over-time", "2026-06-01").is_empty());
    review(&mut w, "03-01", "RT-1", test("9"));
    let found = at(&w, "restore-over-time", "2026-06-01");
    assert!(found[0].starts_with("weak RT-1: ") && found[0].contains("9 h to be back against 4 h"), "{found:?}");
    let action = json!({"title": "Faster", "sort": "improvement", "what": "Make it faster.", "from": "RT-1", "owner": "P-0", "due": "2026-09-01"});
    w.act(d("03-02"), Verb::Add, vec![Change::add("action", action)]).expect("an action");
    assert!(at(&w, "restore-over-time", "2026-06-01").is_empty());
}
#[test]
fn rows_of_an_audit_say_what_was_seen() {
    let (mut w, _) = made("03-01 AU-1 is held{sort=internal,covers=8.2}", "2026-03-10");
    assert!(at(&w, "audit-no-evidence", "2026-03-10").is_empty());
    let rows = json!({"checklist": [{"clause": "8.2", "question": "?", "seen": "Two samples.", "verdict": "conforms"}, {"clause": "8.3", "question": "?", "verdict": "observation"}, {"clause": "9.1", "question": "?", "verdict": "not_looked_at"}]});
    put(&mut w, "03-02", "audit", "AU-1", rows);
    assert!(at(&w, "audit-no-evidence", "2026-03-10")[0].ends_with("1 of 2 rows do not say what was seen."));
}
#[test]
fn a_word_that_is_waited_for_is_told_until_it_comes() {
    let (mut w, _) = made("R-1; P-1", "2026-06-01");
    let waits = json!({"answers": [{"target": "R-1", "step": "approve", "field": "plan_approved", "question": "Does the owner say yes?", "answer": "not yet: waiting for Jo Berg"}]});
    review(&mut w, "02-01", "R-1", waits);
    assert_eq!(at(&w, "waiting-for-word", "2026-03-01"), ["weak R-1: 1 approval waits for Jo Berg."]);
    put(&mut w, "02-20", "risk", "R-1", json!({"plan_approved": {"by": "P-0", "on": "2026-02-20", "how": "in_app"}}));
    assert!(at(&w, "waiting-for-word", "2026-03-01").is_empty());
}
#[test]
fn acts_that_are_dated_before_the_act_before_are_told() {
    let (mut w, _) = made("R-1", "2026-06-01");
    assert!(at(&w, "clock-went-back", "2026-06-01").is_empty());
    put(&mut w, "03-10", "risk", "R-1", json!({"notes": "one"}));
    put(&mut w, "03-08", "risk", "R-1", json!({"notes": "two"}));
    assert_eq!(
        at(&w, "clock-went-back", "2026-06-01"),
        ["note TRAIL: 1 act on 8 March is dated before the act before."]
    );
}

#[test]
fn what_only_the_file_and_the_press_know_is_handed_in_or_did_not_run() {
    let (w, today) = made("R-1", "2026-06-01");
    let told_by = ["evidence-missing-file", "glyph-missing", "checkpoint-does-not-extend", "trail-broken"];
    let p = looked(&w.isms, today);
    assert_eq!((p.not_run.as_slice(), p.ran.len()), (told_by.as_slice(), 95));
    let some = |words: &str| Some(vec![words.to_string()]);
    let facts = Facts {
        missing_files: some("EV-0044"),
        uncovered: some("S-021"),
        not_extended: some("The history was rewritten."),
        broken: some("act 4: the body was altered."),
    };
    let p = preflight::run(&w.isms, today, &Choices::default(), &facts);
    assert!(p.not_run.is_empty() && p.ran.len() == 99);
    assert!(told(&p, "evidence-missing-file")[0].starts_with("stop EV-0044: "));
    assert!(told(&p, "glyph-missing")[0].starts_with("note S-021: "));
    assert_eq!(told(&p, "checkpoint-does-not-extend"), ["refuse TRAIL: The history was rewritten."]);
    assert_eq!(told(&p, "trail-broken"), ["refuse TRAIL: act 4: the body was altered."]);
    let none = Some(Vec::new());
    let fine = Facts { missing_files: none.clone(), uncovered: none.clone(), not_extended: none.clone(), broken: none };
    let p = preflight::run(&w.isms, today, &Choices::default(), &fine);
    assert!(told_by.iter().all(|c| told(&p, c).is_empty()) && p.ran.len() == 99);
}

#[test]
fn the_choices_of_the_pack_decide_what_is_held_back() {
    let (w, today) = made(
        "R-1{because=Pat Zero P-0 knows.}; EV-1{about=R-1,personal=yes}; EV-2{about=R-1,classification=confidential}",
        "2026-03-01",
    );
    let with =
        |names, classification| preflight::run(&w.isms, today, &Choices { names, classification }, &Facts::default());
    let p = with(Names::Initials, Classification::Internal);
    assert_eq!(
        [told(&p, "evidence-names-people").len(), told(&p, "names-in-text").len(), told(&p, "secret-going-out").len()],
        [1, 1, 1]
    );
    let p = with(Names::Full, Classification::Confidential);
    assert_eq!(
        [told(&p, "evidence-names-people").len(), told(&p, "names-in-text").len(), told(&p, "secret-going-out").len()],
        [0, 0, 0]
    );
}

#[test]
fn the_page_is_ordered_by_weight_then_by_how_long_it_takes() {
    let (w, today) = made(
        "ORG{next_external_audit=2026-12-10}; 03-02 R-2 added; 11-01 AU-7 added{sort=internal,covers=7.4}; SOA-5.18{works=no}",
        "2026-11-10",
    );
    let p = looked(&w.isms, today);
    let keys: Vec<(Severity, u32)> = p.findings.iter().map(|f| (f.severity, f.minutes.unwrap_or(5))).collect();
    assert!(keys.is_sorted(), "{keys:?}");
    assert!(keys.iter().any(|k| k.0 == Severity::Stop) && keys.iter().any(|k| k.0 == Severity::Weak));
    let audit = p.findings.iter().find(|f| f.code == "no-internal-audit").expect("it was never held in the period");
    assert_eq!((audit.wizard, audit.minutes, audit.latest), (Some("internal-audit"), Some(480), Some(d("2026-11-10"))));
    assert_eq!((audit.owner.as_str(), audit.mended_by.as_deref()), ("P-0", Some("AU-7")));
    assert_eq!(audit.note, "clause 9.2; every surveillance audit looks at this");
    assert!(p.summary().ends_with("when AU-7 is reported."), "{}", p.summary());
    let n = |s| p.count(s);
    assert!(p.summary().starts_with(&format!(
        "{} stop, {} weak, {} note. ",
        n(Severity::Stop),
        n(Severity::Weak),
        n(Severity::Note)
    )));
    // Every gap has its week, none after the audit, none after its last sensible day; the weeks rise.
    let weeks = p.by_week();
    assert_eq!(weeks.len(), p.noticed().count());
    assert!(weeks.windows(2).all(|w| w[0].week <= w[1].week));
    assert!(weeks.iter().all(|w| w.until < d("2026-12-10") && w.week < p.weeks_left()));
    assert_eq!(weeks.iter().find(|w| w.finding.code == "no-internal-audit").map(|w| w.week), Some(0));
}
