//! Texts of ours to begin a record with: which clauses each answers, and which of them nothing in the file answers yet.
use super::Shown;
use crate::catalog::{STARTERS, Starter};
use crate::isms::Isms;
use crate::kinds::Policy;
use crate::soa;
use crate::staleness::Piece;
use serde::Serialize;
use serde_json::{Map, Value};

#[derive(Clone, Debug, Serialize)]
pub struct StarterShown {
    pub name: &'static str,
    pub title: &'static str,
    pub sort: &'static str,
    pub answers: &'static [&'static str],
    /// Those of them that nothing of this file answers yet, where they apply.
    pub missing: Vec<&'static str>,
    /// "Nothing answers 5.2 yet."
    pub why: Vec<Piece>,
    /// How many places are left for the organization to decide.
    pub places: usize,
    /// The form that it fills.
    pub body: Map<String, Value>,
}

/// Policies that answer this number, or one that gathers it; a draft counts, for it is on its way.
fn answered_by(isms: &Isms, number: &str) -> Vec<String> {
    isms.live::<Policy>()
        .filter(|(_, r, _)| r.state() != "withdrawn")
        .filter(|(_, _, p)| {
            p.answers
                .0
                .iter()
                .any(|a| a == number || number.strip_prefix(a.as_str()).is_some_and(|r| r.starts_with('.')))
        })
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
/// Is it a control that the Statement of Applicability leaves out?
fn left_out(isms: &Isms, number: &str) -> bool {
    isms.record(&format!("SOA-{}", number.trim_start_matches("A.")))
        .filter(|r| number.starts_with("A.") && r.live() && soa::of_annex(&r.code))
        .is_some_and(|r| r.body_json().get("applies").and_then(Value::as_str) == Some("no"))
}

/// For this kind, those first that answer what nothing answers yet; else in the order of the catalogue.
pub fn starters(s: &Shown, kind: &str, by: &str) -> Vec<StarterShown> {
    let isms = s.isms;
    let mut out: Vec<StarterShown> = STARTERS.iter().filter(|t| t.kind == kind).map(|t| shown(isms, t, by)).collect();
    out.sort_by_key(|t| (t.missing.is_empty(), !t.missing.contains(&t.answers[0])));
    out
}
fn shown(isms: &Isms, t: &'static Starter, by: &str) -> StarterShown {
    let mut missing = Vec::new();
    let mut have: Vec<String> = Vec::new();
    for n in t.answers.iter().filter(|n| !left_out(isms, n)) {
        let policies = answered_by(isms, n);
        if policies.is_empty() {
            missing.push(*n);
        }
        have.extend(policies);
    }
    have.sort();
    have.dedup();
    let text = |s: String| Piece::Text(s);
    let why = if !missing.is_empty() {
        vec![text(format!("Nothing answers {} yet.", listed(&missing)))]
    } else if have.is_empty() {
        vec![text("Your Statement of Applicability leaves these controls out.".into())]
    } else {
        let mut out = vec![text("What it answers is answered by ".into())];
        for (i, code) in have.iter().enumerate() {
            if i > 0 {
                out.push(text(if i + 1 == have.len() { " and " } else { ", " }.into()));
            }
            let words = isms.record(code).map(|r| r.title()).unwrap_or_default();
            out.push(Piece::Code { code: code.clone(), words });
        }
        out.push(text(".".into()));
        out
    };
    StarterShown {
        name: t.name,
        title: t.title,
        sort: t.sort,
        answers: t.answers,
        missing,
        why,
        places: t.places(),
        body: t.draft(isms, by),
    }
}
/// "5.2", "5.2 and A.5.1", "5.2, A.5.1 and A.5.2"
pub(super) fn listed(all: &[&str]) -> String {
    match all {
        [] => String::new(),
        [one] => (*one).to_string(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
