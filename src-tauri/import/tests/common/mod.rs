//! The demo organization as a test matches against it, and the sample files.
//! The history is replayed once for all tests of a binary.
#![allow(dead_code, clippy::unwrap_used)]
use chrono::NaiveDate;
use isms::{Isms, Proposal, Stamp};
use isms_import::{Choices, Import, Look, RowShown, Source, What};
use std::sync::OnceLock;

pub fn today() -> NaiveDate {
    isms::demo::DAY.parse().unwrap()
}
pub fn demo() -> &'static Isms {
    static DEMO: OnceLock<Isms> = OnceLock::new();
    DEMO.get_or_init(|| {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl")).unwrap();
        let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
        for act in isms::demo::acts(&text).unwrap() {
            apply(&mut isms, act.proposal, act.on, &act.by).unwrap_or_else(|e| panic!("{e}"));
        }
        isms
    })
}
pub fn apply(isms: &mut Isms, proposal: Proposal, on: NaiveDate, by: &str) -> Result<(), isms::Refusal> {
    let mut n = 0u8;
    let mut salt = move || {
        n = n.wrapping_add(1);
        [n; 32]
    };
    let planned = isms.plan(
        proposal,
        &mut Stamp { at: on.and_hms_opt(9, 0, 0).unwrap().and_utc(), on, by: by.into(), salt: &mut salt },
    )?;
    isms.apply(&planned);
    Ok(())
}
pub fn bytes(file: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/files/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}
pub fn source(file: &str) -> Source {
    Source::read(file, &bytes(file)).unwrap()
}
pub fn choices(answers: &[(&str, &str)]) -> Choices {
    Choices { answers: answers.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect(), ..Choices::default() }
}
pub fn look(file: &str, answers: &[(&str, &str)]) -> Look {
    Import::look(&source(file), demo(), today(), &choices(answers)).unwrap()
}
pub fn to(look: &Look, column: &str) -> Option<String> {
    look.columns
        .iter()
        .find(|c| c.column == column)
        .unwrap_or_else(|| panic!("no column {column} in {:?}", look.columns))
        .field
        .clone()
}
pub fn row(look: &Look, n: u32) -> &RowShown {
    look.rows.iter().find(|r| r.row == n).unwrap_or_else(|| panic!("no row {n}"))
}
pub fn rows(look: &Look, what: What) -> Vec<u32> {
    look.rows.iter().filter(|r| r.what == what).map(|r| r.row).collect()
}
pub fn ask<'a>(look: &'a Look, id: &str) -> &'a isms_import::Ask {
    look.asks
        .iter()
        .find(|a| a.id == id)
        .unwrap_or_else(|| panic!("no ask {id} in {:?}", look.asks.iter().map(|a| &a.id).collect::<Vec<_>>()))
}
pub fn noted(look: &Look, words: &str) -> bool {
    look.notes.iter().any(|n| n.contains(words))
}

/// What the owner answers for a bare list of risks.
pub const RISK: [(&str, &str); 3] =
    [("missing:harms", "availability"), ("missing:treatment", "modify"), ("hit", "A-002")];
pub fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    RISK.iter().chain(more).copied().collect()
}
pub fn field(look: &Look, code: &str, name: &str) -> serde_json::Value {
    let p = look.proposal(true).unwrap();
    p.changes
        .iter()
        .find_map(|c| match c {
            isms::Change::Put { code: Some(k), fields, .. } if k == code => {
                Some(fields.get(name).cloned().unwrap_or_default())
            }
            _ => None,
        })
        .unwrap_or_else(|| panic!("no change of {code}"))
}
