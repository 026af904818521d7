//! Every check of the preflight, told in a line when it speaks and when it keeps silent (PACK 3): text in, text out.
#![allow(clippy::expect_used, clippy::unwrap_used)]
mod notation;

use isms::kinds::asset::Classification;
use isms::preflight::{self, Choices, Facts, Preflight, Severity};
use isms::report::Names;
use isms::{Change, Isms, Verb};
use notation::*;
use serde_json::json;
use std::collections::BTreeSet;

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
const ELSEWHERE: [&str; 10] = [
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
            Some((_, place)) if place.trim().is_empty() => {
                want.split_once(' ').is_some_and(|(s, _)| s != "(silent)")
                    && !found.iter().any(|f| f.contains(&want.replace(" (silent)", ":")))
                    || found.is_empty()
            }
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
