//! What a change would put out of step, and what would follow from there, in words: shown before it is saved.
use super::{ImpactLine, Shown, chain, impact_line, starters::listed};
use crate::isms::Ix;
use crate::kinds::kind;
use crate::plan::Planned;
use crate::staleness::{self, Target};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, Serialize)]
pub struct ImpactShown {
    pub material: bool,
    pub fields: Vec<String>,
    pub would_be_stale: Vec<ImpactLine>,
    pub by_kind: BTreeMap<String, usize>,
    /// "3 policies and 2 controls fall out of step."; empty where nothing does.
    pub says: String,
    /// What follows when a rule among them changes: courses, and how many people.
    pub then: String,
}

/// What this plan would put out of step.
pub fn impact(s: &Shown, planned: &Planned) -> ImpactShown {
    let outlook = staleness::impact_of(s.isms, s.currency, planned);
    let told = staleness::told(outlook.known());
    let policies: BTreeSet<Ix> = told
        .iter()
        .filter_map(|r| match r.target {
            Target::Record(ix) if outlook.after.rec(ix).info().name == "policy" => Some(ix),
            _ => None,
        })
        .collect();
    let lines: Vec<ImpactLine> = told.into_iter().map(|r| impact_line(&outlook.after, r)).collect();
    let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for l in &lines {
        ids.entry(l.kind).or_default().insert(&l.id);
    }
    let by_kind: BTreeMap<&str, usize> = ids.into_iter().map(|(k, ids)| (k, ids.len())).collect();
    let all: usize = by_kind.values().sum();
    let says = counted(&by_kind)
        .map(|words| format!("{words} {} out of step.", if all == 1 { "falls" } else { "fall" }))
        .unwrap_or_default();
    let by_kind = by_kind.into_iter().map(|(k, n)| (k.to_string(), n)).collect();
    let fields: Vec<String> = planned
        .revisions
        .iter()
        .flat_map(|r| {
            let info = &crate::kinds::kinds()[r.kind as usize];
            r.changed.iter().filter(|f| info.field(f).is_some_and(|f| f.material)).cloned()
        })
        .collect();
    let policies: Vec<Ix> = policies.into_iter().collect();
    let then = chain::then(s, &policies);
    ImpactShown { material: !fields.is_empty(), fields, would_be_stale: lines, by_kind, says, then }
}

/// "3 policies, 2 controls and 1 risk", policies first; none where there is nothing.
pub(super) fn counted(by_kind: &BTreeMap<&str, usize>) -> Option<String> {
    let rank = |k: &str| {
        ["policy", "course", "person_policy", "person_course", "control", "risk"]
            .iter()
            .position(|x| *x == k)
            .unwrap_or(6)
    };
    let mut all: Vec<(&str, usize)> = by_kind.iter().map(|(k, n)| (*k, *n)).filter(|(_, n)| *n > 0).collect();
    all.sort_by_key(|(k, _)| (rank(k), *k));
    let words: Vec<String> = all.into_iter().map(|(k, n)| named(k, n, true)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    (!words.is_empty()).then(|| listed(&words))
}

/// Things of a kind in words, for records and for what is derived of them (DOMAIN 3.10, 4): "3 policies", or without the number.
pub fn named(of: &str, n: usize, number: bool) -> String {
    let word = match (kind(of), of, n) {
        (Some(info), _, 1) => info.title.to_lowercase(),
        (Some(info), ..) => info.plural.to_lowercase(),
        (None, "person_course", 1) => "training owed".into(),
        (None, "person_course", _) => "trainings owed".into(),
        (None, "person_policy", 1) => "confirmation owed".into(),
        (None, "person_policy", _) => "confirmations owed".into(),
        (None, "coverage", _) => "to be audited".into(),
        (None, "cycle", _) => "of the certificate's cycle".into(),
        (None, "incident_clock", 1) => "reporting clock".into(),
        (None, "incident_clock", _) => "reporting clocks".into(),
        (None, "checklist", 1) => "document that the standard asks for".into(),
        (None, "checklist", _) => "documents that the standard asks for".into(),
        _ => "as a whole".into(),
    };
    if number { format!("{n} {word}") } else { word }
}
