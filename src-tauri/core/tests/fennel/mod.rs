//! The demo organization for tests of what is printed of it: replayed once a process, with its day and a record for each sheet.
#![allow(dead_code)] // Each file of tests takes what it needs.
use chrono::{Duration, NaiveDate, NaiveTime};
use isms::act::{Proposal, Stamp};
use isms::report::Scope;
use isms::{Isms, demo, reports};
use std::sync::OnceLock;

pub fn day(s: &str) -> NaiveDate {
    s.parse().unwrap()
}
pub fn act(isms: &mut Isms, on: NaiveDate, by: &str, n: u64, proposal: Proposal) -> Result<(), isms::Refusal> {
    let mut salt = || [7; 32];
    let at = on.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap()).and_utc() + Duration::seconds(n as i64);
    let planned = isms.plan(proposal, &mut Stamp { at, on, by: by.into(), salt: &mut salt })?;
    isms.apply(&planned);
    Ok(())
}
/// The demo organization, replayed once. What is refused is another test's matter.
pub fn fennel() -> &'static Isms {
    static ONCE: OnceLock<Isms> = OnceLock::new();
    ONCE.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl");
        let mut isms = Isms::new("00000000000000000000000000000000");
        for (n, a) in demo::acts(&std::fs::read_to_string(path).unwrap()).unwrap().into_iter().enumerate() {
            let _ = act(&mut isms, a.on, &a.by, n as u64, a.proposal);
        }
        // The demo has no campaign; one of its last day stands here for the papers of campaigns.
        let fields = serde_json::json!({
            "of": "CRS-01", "version": "2.0", "people": ["P-004", "P-012", "P-013"], "words": "Read it by mid December.", "until": "2026-12-15",
            "answers_to": "owner@fennel.example", "sent_on": demo::DAY, "pass_mark": 80,
            "quiz": [{"question": "Who may know your password?", "a": "My boss", "b": "Nobody", "right": "b"}],
            "answered": [{"person": "P-012", "on": demo::DAY, "score": 100, "passed": true, "answer": "0011223344556677"}],
        });
        let changes = vec![isms::Change::put("campaign", "CMP-01", fields)];
        let _ = act(&mut isms, today(), "P-004", 99, Proposal { verb: isms::Verb::Add, why: String::new(), changes });
        isms
    })
}
pub fn today() -> NaiveDate {
    day(demo::DAY)
}
/// A record for each report to be about.
pub fn scope(name: &str) -> Scope {
    let scope = Scope::on(today());
    match reports::report(name).unwrap().about {
        "" => scope,
        "review" => scope.about("RV-0571"),
        "incident" => scope.about("I-001"),
        "nonconformity" => scope.about("NC-003"),
        "supplier" => scope.about("S-001"),
        "management_review" => scope.about("MR-003"),
        "control" => scope.about("SOA-8.13"),
        "audit" => scope.about("AU-006"),
        "obligation" => scope.about("OB-001"),
        "person" => scope.about("P-021"),
        "course" => scope.about("CRS-01"),
        "policy" => scope.about("POL-04"),
        "training_record" => scope.about("TR-0003"),
        "campaign" => scope.about("CMP-01"),
        _ => scope.about("R-021"),
    }
}
