//! The yardsticks (DOMAIN 8): the organization's own words where it has them, else ours.
//! The impact is the highest of its columns, never a mean; the level is likelihood times impact.
use crate::kinds::{Organization, Outcome};
use serde_json::{Value, json};

pub(super) const LIKELIHOOD: [(u32, &str, &str); 5] = [
    (1, "Very rare", "We know of no case like ours; less than once in 20 years."),
    (2, "Rare", "Happens to firms like ours now and then; perhaps once in 5 to 20 years."),
    (3, "Possible", "Could well happen to us; once in 1 to 5 years."),
    (4, "Likely", "We expect it; about once a year."),
    (5, "Very likely", "Happens several times a year, or is happening."),
];
pub(super) const IMPACT: [(u32, &str, &str); 5] = [
    (1, "Slight", "Under 0.1 % of yearly turnover; an hour lost; nobody outside notices."),
    (
        2,
        "Small",
        "0.1 to 0.5 % of turnover; a day lost by a team; a few people annoyed, nothing to report; one customer asks.",
    ),
    (
        3,
        "Noticeable",
        "0.5 to 2 % of turnover; two to three days for most; personal data of some people, perhaps reportable; several customers ask, one may leave.",
    ),
    (
        4,
        "Serious",
        "2 to 10 % of turnover; a week without a main service; reportable, people may be harmed, a contract broken; trade press, customers leave.",
    ),
    (
        5,
        "Threatens us",
        "Over 10 % of turnover; weeks, or for good; many people harmed, fines, court; we may not survive it.",
    ),
];
pub(super) const BANDS: [(&str, u32, u32, &str); 4] =
    [("low", 1, 4, "green"), ("medium", 5, 9, "yellow"), ("high", 10, 15, "orange"), ("very high", 16, 25, "red")];

/// Score, word, meaning of the five steps of likelihood.
pub fn likelihood_words(org: Option<&Organization>) -> Vec<(u32, String, String)> {
    words(
        org.map(|o| o.likelihood_words.iter().map(|w| (w.score.0, &*w.word, w.meaning.as_deref())).collect()),
        &LIKELIHOOD,
    )
}
/// Score, word, meaning of the five steps of impact.
pub fn impact_words(org: Option<&Organization>) -> Vec<(u32, String, String)> {
    words(org.map(|o| o.impact_words.iter().map(|w| (w.score.0, &*w.word, w.meaning.as_deref())).collect()), &IMPACT)
}
fn words(own: Option<Vec<(u8, &str, Option<&str>)>>, ours: &[(u32, &str, &str); 5]) -> Vec<(u32, String, String)> {
    match own {
        Some(rows) if rows.len() == 5 => rows
            .into_iter()
            .map(|(n, word, meaning)| (n.into(), word.to_string(), meaning.unwrap_or_default().to_string()))
            .collect(),
        _ => ours.iter().map(|(n, word, meaning)| (*n, word.to_string(), meaning.to_string())).collect(),
    }
}

/// Name, first and last level of each band, ascending.
pub fn bands(org: Option<&Organization>) -> Vec<(String, u32, u32)> {
    match org.map(|o| &o.bands).filter(|b| !b.is_empty()) {
        Some(own) => {
            let mut rows: Vec<_> = own.iter().map(|b| (b.name.to_string(), b.from.0, b.to.0)).collect();
            rows.sort_by_key(|(_, from, _)| *from);
            rows
        }
        None => BANDS.iter().map(|(name, from, to, _)| (name.to_string(), *from, *to)).collect(),
    }
}

/// A result in words.
pub fn outcome_words(o: Outcome) -> &'static str {
    match o {
        Outcome::Holds => "it still holds",
        Outcome::HoldsWithActions => "holds, with things to do",
        Outcome::Changed => "changed",
        Outcome::DoesNotHold => "does not hold",
        Outcome::NoEffect => "no effect",
        Outcome::CarriedOver => "carried over",
        Outcome::PutOff => "put off",
        Outcome::Sooner => "to be looked at sooner",
    }
}

/// A scale as the organization's body has it.
pub(super) fn rows(scale: &[(u32, &str, &str); 5]) -> Vec<Value> {
    scale.iter().map(|(n, word, meaning)| json!({"score": n, "word": word, "meaning": meaning})).collect()
}
