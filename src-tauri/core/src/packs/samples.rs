//! A mock sample: five records as an auditor would draw them, to try whether each is found within a minute (PACK 6).
use crate::isms::Isms;
use crate::ledger::sha256;
use serde::Serialize;

/// One record that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// The register that it is drawn from, as an auditor says it.
    pub population: &'static str,
    pub code: String,
    /// What the auditor wants to see of it.
    pub ask: &'static str,
}

/// The registers that auditors draw from (PACK 1.2), and what they follow.
const POPULATIONS: [(&str, &str, &str); 11] = [
    ("risk", "Risks", "its scores with their why, who owns it, and who accepted it until when"),
    ("control", "Statement of Applicability", "why it applies, how you do it, and the newest proof"),
    ("person", "People", "what was trained, in which version, and when"),
    ("supplier", "Suppliers", "when it was last looked at, and until when its assurance holds"),
    ("change", "Changes", "whether it was planned, what it touched, and who approved it"),
    ("incident", "Incidents", "the time line, who was told, and what was learned"),
    ("nonconformity", "Nonconformities", "the cause, the action, and whether the effect was checked later"),
    ("routine", "Routines", "the occurrence in the middle of the year, and its proof"),
    ("audit", "Internal audits", "what was seen, and to whom it was reported"),
    ("management_review", "Management reviews", "what was decided, and how it stands now"),
    ("policy", "Policies", "who approved the version in force, and who has not read it"),
];

/// Five records, each of another register: by a rule from `seed` alone, so that the same pack draws the same.
pub fn samples(isms: &Isms, seed: &[u8]) -> Vec<Sample> {
    let draw = |kind: &str| {
        let mut codes: Vec<&str> = isms.each(kind).filter(|(_, r)| r.live()).map(|(_, r)| &*r.code).collect();
        codes.sort_by_key(|c| sha256(&[seed, c.as_bytes()].concat()));
        codes.first().map(ToString::to_string)
    };
    let mut all: Vec<(_, Sample)> = POPULATIONS
        .iter()
        .filter_map(|(kind, population, ask)| {
            Some((sha256(&[seed, kind.as_bytes()].concat()), Sample { population, code: draw(kind)?, ask }))
        })
        .collect();
    all.sort_by_key(|(order, _)| *order);
    all.into_iter().take(5).map(|(_, s)| s).collect()
}
