//! The version of the Statement of Applicability: a number that nobody types, counted from what became of its lines (DOMAIN 2.9).
//! Pure over revisions; it must never depend on today.
use crate::isms::{Isms, Revision, Seq, json_of};
use crate::words::Version;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Controls of Annex A.
pub const ANNEX_A: usize = 93;
/// Those of them that were new in the edition of 2022.
pub const NEW_IN_2022: [&str; 11] =
    ["5.7", "5.23", "5.30", "7.4", "8.9", "8.10", "8.11", "8.12", "8.16", "8.23", "8.28"];

/// A version, with the act that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoaVersion {
    pub version: Version,
    pub seq: Seq,
    pub on: NaiveDate,
}

/// The version as of now; none until all controls of Annex A stand in the file.
pub fn soa_version(isms: &Isms) -> Option<SoaVersion> {
    soa_versions(isms).pop()
}

/// Every version, oldest first. 1.0 is the act that added the last of the 93; from then on each act counts once: a major step where any
/// `applies` or `because_of` changed or a control was added, retired or restored, else a minor one where any status, way or owner did.
pub fn soa_versions(isms: &Isms) -> Vec<SoaVersion> {
    let Some(first) = complete_by(isms) else { return Vec::new() };
    let mut steps: BTreeMap<Seq, bool> = BTreeMap::new();
    for (_, r) in isms.each("control") {
        for (i, now) in r.revisions.iter().enumerate().filter(|(_, v)| v.seq > first) {
            if let Some(major) = weight(i.checked_sub(1).map(|b| &r.revisions[b]), now) {
                *steps.entry(now.seq).or_default() |= major;
            }
        }
    }
    let mut at = Version { major: 1, minor: 0 };
    let mut out = vec![SoaVersion { version: at, seq: first, on: isms.day_of(first) }];
    for (seq, major) in steps {
        at = if major {
            Version { major: at.major + 1, minor: 0 }
        } else {
            Version { major: at.major, minor: at.minor + 1 }
        };
        out.push(SoaVersion { version: at, seq, on: isms.day_of(seq) });
    }
    out
}

/// The act with which all controls of Annex A stood in the file.
fn complete_by(isms: &Isms) -> Option<Seq> {
    let mut added: Vec<Seq> = isms.each("control").filter(|(_, r)| of_annex(&r.code)).map(|(_, r)| r.added()).collect();
    added.sort_unstable();
    added.get(ANNEX_A - 1).copied()
}

/// Does this revision make a version, and is it a major one? A declared correction of words makes none.
fn weight(was: Option<&Revision>, now: &Revision) -> Option<bool> {
    let Some(was) = was else { return Some(true) };
    let (a, b) = (json_of(was), json_of(now));
    let differs = |f: &str| a.get(f) != b.get(f);
    if differs("retired") || differs("withdrawn") || differs("applies") {
        return Some(true);
    }
    let corrected = was.derived.prints[0] == now.derived.prints[0];
    if differs("because_of") && !corrected {
        return Some(true);
    }
    (differs("status") || differs("owner") || differs("how") && !corrected).then_some(false)
}

/// Is this the code of a control of Annex A? Own ones are named otherwise.
pub fn of_annex(code: &str) -> bool {
    number(code).is_some()
}
/// Theme and place of a control of Annex A: (8, 13) of "SOA-8.13".
pub fn number(code: &str) -> Option<(u32, u32)> {
    let (theme, n) = code.strip_prefix("SOA-")?.split_once('.')?;
    Some((theme.parse().ok()?, n.parse().ok()?))
}
/// The order of the Statement: by number, own controls last.
pub fn order(code: &str) -> (u32, u32, &str) {
    number(code).map_or((u32::MAX, 0, code), |(a, b)| (a, b, ""))
}
