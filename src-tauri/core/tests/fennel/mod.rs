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
        "person" => scope.about("P-021"),
        "policy" => scope.about("POL-01"),
        _ => scope.about("R-021"),
    }
}
