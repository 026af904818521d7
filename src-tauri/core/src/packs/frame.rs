//! What every section opens with: purpose, clause, how current, its gaps (PACK 2.4). It must never say of a section what its report does not show.
use super::{Bound, SECTIONS};
use crate::doc::{Block, Span};
use crate::isms::{Isms, Ix};
use crate::preflight::{Finding, Preflight, Severity};
use crate::report::{Paper, bold, plain, soft};
use crate::staleness::{Item, Target};

/// The two lines under a section's title.
pub(super) fn opening(p: &Paper, found: &Preflight, b: &Bound) -> Vec<Block> {
    let mut out = Vec::new();
    if !b.purpose.is_empty() {
        out.push(Block::Para(vec![soft(b.purpose)]));
    }
    let mut note: Vec<Span> = Vec::new();
    if !b.clauses.is_empty() {
        note.extend([bold("Clause: "), plain(format!("{}. ", b.clauses.join(", ")))]);
    }
    note.extend(current(p, b));
    if note.is_empty() || b.name == "gaps" {
        return out;
    }
    let gaps: Vec<&Finding> = gaps_of(p, found, b.number).collect();
    note.push(bold("Gaps: "));
    match gaps.len() {
        0 => note.push(plain("none known here.")),
        n => {
            let stops = gaps.iter().filter(|f| f.severity <= Severity::Stop).count();
            let said = if stops > 0 { format!("{n}, {stops} of them grave; see ") } else { format!("{n}; see ") };
            note.extend([
                plain(said),
                Span::Link { text: "Gaps known to us".into(), to: "section-gaps".into() },
                plain("."),
            ]);
        }
    }
    out.push(Block::Note(note));
    out
}

/// "48 of 55 current, oldest look 2025-11-03 ."
fn current(p: &Paper, b: &Bound) -> Vec<Span> {
    let items: Vec<_> = p.currency.items.iter().filter(|i| b.kinds.contains(&i.kind(p.isms))).collect();
    let counted: Vec<_> =
        items.iter().filter(|i| !p.states(&i.id(p.isms)).contains(&crate::doc::State::NotApplicable)).collect();
    if counted.is_empty() {
        return Vec::new();
    }
    let holds = counted.iter().filter(|i| i.counts_as_current()).count();
    let mut out = vec![bold("Current: "), plain(format!("{holds} of {}", counted.len()))];
    let oldest = counted
        .iter()
        .filter_map(|i| match i.target {
            Target::Record(ix) => Some((p.reviewed_on(&i.id(p.isms))?, ix)),
            _ => None,
        })
        .min_by_key(|(d, ix): &(chrono::NaiveDate, Ix)| (*d, p.isms.rec(*ix).code.to_string()));
    if let Some((day, ix)) = oldest {
        out.extend([plain(format!(", oldest look {day} (")), p.code(&p.isms.rec(ix).code), plain(")")]);
    }
    out.push(plain(". "));
    out
}

/// The section in which a finding is seen: that of the kind of its place, else of its clause.
pub(crate) fn section_of(isms: &Isms, item: Option<&Item>, f: &Finding) -> Option<&'static Bound> {
    let item = item.map(|i| i.kind(isms));
    let kind = item
        .filter(|k| !matches!(*k, "whole" | "checklist" | "cycle"))
        .or_else(|| isms.record(&f.place).map(|r| r.info().name));
    let by_kind = kind.and_then(|k| SECTIONS.iter().find(|s| s.kinds.contains(&k)));
    let number = f.place.strip_prefix("checklist/").unwrap_or(f.clause);
    // The Statement of Applicability as a whole is no record, and shares its clause with the treatment plan (6.1.3).
    let whole = (f.place == "SOA").then(|| SECTIONS.iter().find(|s| s.name == "soa")).flatten();
    by_kind.or(whole).or_else(|| {
        // The longest clause that it stands under.
        let under = |c: &str| number == c || number.strip_prefix(c).is_some_and(|rest| rest.starts_with(['.', ' ']));
        SECTIONS
            .iter()
            .flat_map(|s| s.clauses.iter().map(move |c| (c.len(), s, *c)))
            .filter(|(_, _, c)| under(c))
            .max_by_key(|(n, s, _)| (*n, std::cmp::Reverse(s.number)))
            .map(|(_, s, _)| s)
    })
}
/// What is noticed in one section.
pub(super) fn gaps_of<'f>(p: &'f Paper, found: &'f Preflight, number: u32) -> impl Iterator<Item = &'f Finding> {
    found.noticed().filter(move |f| section_of(p.isms, p.item(&f.place), f).is_some_and(|s| s.number == number))
}
