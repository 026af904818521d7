//! What the product brings along: clauses, controls and their questions in our own words, the default scales, the routines of the
//! programme and the legal clocks (DOMAIN 4, 6, 8). The standard's text is not in it.
mod clocks;
mod programme;
pub mod retention;
mod scales;
mod start;
mod starters;
pub mod stories;
mod worries;

pub use clocks::{CLOCKS, Clock, clock, clocks};
pub use programme::{
    Anchor, Does, FirstRun, Joiners, Line, Proof, Proposed, ROUTINES, answers_alone, minutes_by_month, propose,
    routines, takes_each,
};
pub use scales::{bands, impact_words, likelihood_words, outcome_words};
pub use start::{default_organization, first_act, first_person};
pub use starters::{STARTERS, Starter, starter};
pub use worries::{WORRIES, Worry};

use std::collections::HashMap;
use std::sync::OnceLock;

/// A clause, or a control of Annex A.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// "9.2.1", "A.5.22".
    pub number: String,
    /// Of a control: organizational, people, physical, technological. Empty for a clause.
    pub theme: &'static str,
    pub title: &'static str,
    /// What the owner is asked, in plain words.
    pub question: &'static str,
    /// What an auditor wants to see.
    pub typical_evidence: &'static str,
    /// "yearly", "monthly"; empty for a clause.
    pub typical_cadence: &'static str,
    /// "preventive", "detective; corrective"; empty for a clause, as the next three.
    pub control_type: &'static str,
    /// "confidentiality; integrity; availability".
    pub cia: &'static str,
    /// "identify", "protect; detect".
    pub concept: &'static str,
    pub capability: &'static str,
}

/// Numbers that only gather others, with a title of ours.
const WHOLES: [(&str, &str); 15] = [
    ("4", "Where we stand"),
    ("5", "Management's part"),
    ("6", "Planning"),
    ("6.1", "Risks and chances"),
    ("7", "Means"),
    ("7.5", "Documents and records"),
    ("8", "Doing it"),
    ("9", "Checking"),
    ("9.2", "Internal audit"),
    ("9.3", "Management review"),
    ("10", "Getting better"),
    ("A.5", "Organizational controls"),
    ("A.6", "People controls"),
    ("A.7", "Physical controls"),
    ("A.8", "Technological controls"),
];

/// The clauses, in the standard's order.
pub fn clauses() -> &'static [Entry] {
    static ALL: OnceLock<Vec<Entry>> = OnceLock::new();
    ALL.get_or_init(|| {
        let row = |cells: Vec<String>| {
            let [number, title, question, evidence] = fixed(cells)?;
            Some(Entry {
                number,
                theme: "",
                title: keep(title),
                question: keep(question),
                typical_evidence: keep(evidence),
                typical_cadence: "",
                control_type: "",
                cia: "",
                concept: "",
                capability: "",
            })
        };
        csv(include_str!("catalog/clauses.csv")).into_iter().skip(1).filter_map(row).collect()
    })
}

/// The 93 controls of Annex A, in its order.
pub fn controls() -> &'static [Entry] {
    static ALL: OnceLock<Vec<Entry>> = OnceLock::new();
    ALL.get_or_init(|| {
        let row = |cells: Vec<String>| {
            let [number, theme, title, question, evidence, cadence, control_type, cia, concept, capability] =
                fixed(cells)?;
            Some(Entry {
                number: format!("A.{number}"),
                theme: keep(theme),
                title: keep(title),
                question: keep(question),
                typical_evidence: keep(evidence),
                typical_cadence: keep(cadence),
                control_type: keep(control_type),
                cia: keep(cia),
                concept: keep(concept),
                capability: keep(capability),
            })
        };
        csv(include_str!("catalog/controls.csv")).into_iter().skip(1).filter_map(row).collect()
    })
}

/// One clause or control.
pub fn entry(number: &str) -> Option<&'static Entry> {
    static BY_NUMBER: OnceLock<HashMap<&'static str, &'static Entry>> = OnceLock::new();
    BY_NUMBER
        .get_or_init(|| clauses().iter().chain(controls()).map(|e| (e.number.as_str(), e)).collect())
        .get(number)
        .copied()
}

/// Is there such a clause, control, or number that gathers some?
pub fn knows(number: &str) -> bool {
    entry(number).is_some() || WHOLES.iter().any(|(n, _)| *n == number)
}

/// What a number stands for: itself, or all parts of it that are listed ("9.2" → "9.2.1", "9.2.2"). Nothing for an unknown one.
pub fn parts(number: &str) -> Vec<&'static str> {
    if let Some(e) = entry(number) {
        return vec![&e.number];
    }
    if !knows(number) {
        return Vec::new();
    }
    let all = clauses().iter().chain(controls()).map(|e| e.number.as_str());
    all.filter(|n| n.strip_prefix(number).is_some_and(|rest| rest.starts_with('.'))).collect()
}

/// Is this a place that a new file left open, or nothing at all? Such a text says nothing yet (`default_organization`).
pub fn to_be_written(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.starts_with("To be written")
}

/// Our short title of a clause, control, or number that gathers some.
pub fn title_of(number: &str) -> Option<&'static str> {
    entry(number).map(|e| e.title).or_else(|| WHOLES.iter().find(|(n, _)| *n == number).map(|(_, t)| *t))
}

/// Lives as long as the program: the catalogue is read once.
fn keep(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
fn fixed<const N: usize>(cells: Vec<String>) -> Option<[String; N]> {
    cells.try_into().ok()
}

/// Rows of a CSV text: commas, quotes where a cell has a comma, a quote in quotes doubled.
fn csv(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clause_and_control_is_there_once() {
        assert_eq!((clauses().len(), controls().len()), (30, 93));
        assert!(clauses().iter().chain(controls()).all(|e| !e.title.is_empty() && e.question.ends_with('?')));
        assert_eq!(parts("A.5").len(), 37);
        assert_eq!(WHOLES.iter().filter(|(n, _)| parts(n).is_empty()).count(), 0);
    }
    #[test]
    fn a_number_with_parts_stands_for_all_of_them() {
        assert_eq!(parts("9.2"), ["9.2.1", "9.2.2"]);
        assert_eq!(parts("8.2"), ["8.2"]);
        assert_eq!(parts("A.8.2"), ["A.8.2"]);
        for known in ["4", "8.2", "9.2", "9.2.1", "A.5", "A.5.22"] {
            assert!(knows(known) && title_of(known).is_some(), "{known}");
        }
        for unknown in ["", "A", "3", "9.2.3", "A.5.38", "5.22", "A.9", "SOA-X01"] {
            assert!(!knows(unknown) && parts(unknown).is_empty() && title_of(unknown).is_none(), "{unknown}");
        }
    }
    #[test]
    fn routines_and_clocks_name_what_the_catalogue_has() {
        assert_eq!(ROUTINES.len(), 29);
        for r in routines() {
            assert!(r.serves.iter().all(|n| knows(n)), "{}", r.name);
        }
        let mut ids: Vec<&str> = CLOCKS.iter().map(|c| c.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), CLOCKS.len());
        assert_eq!(clock("gdpr-33").and_then(|c| c.hours), Some(72));
    }
    #[test]
    fn the_default_scales_have_five_steps_and_cover_all_levels() {
        assert_eq!((likelihood_words(None).len(), impact_words(None).len()), (5, 5));
        assert_eq!(bands(None).iter().map(|(_, a, b)| b + 1 - a).sum::<u32>(), 25);
    }
}
