//! What would become stale by a change that has not been made yet: shown before it is saved (DOMAIN 3.5, 1).
//! Either of a record's fields in the abstract, or of a plan as it would be written.
use super::{Eye, Hypothesis, Reason, Target, staleness};
use crate::isms::{Isms, Ix};
use crate::plan::Planned;
use chrono::NaiveDate;

/// A reason that would be there after the change; its target, rule, path and text are what the owner is shown.
pub type Touched = Reason;

/// What a material change of these fields of a record would outdate; of all its material fields, if none is named. 3.5, 1.
pub fn impact(isms: &Isms, today: NaiveDate, changed: Ix, fields: &[&str]) -> Vec<Touched> {
    let info = isms.rec(changed).info();
    let mut facets = 1u8;
    for (n, (_, of)) in info.facets.iter().enumerate().take(7) {
        if fields.is_empty() || of.iter().any(|f| fields.contains(f)) {
            facets |= 2 << n;
        }
    }
    let material = fields.is_empty()
        || fields.iter().any(|f| {
            *f == "state" || *f == "version" || info.field(f).is_some_and(|x| x.material || !x.facets.is_empty())
        });
    if !material {
        return Vec::new();
    }
    let major = matches!(info.name, "policy" | "course") && (fields.is_empty() || fields.contains(&"version"));
    let after = Eye::new(isms, today, Some(Hypothesis { record: changed, facets, major })).all();
    after.items.into_iter().flat_map(|i| i.reasons).filter(|r| r.input == Some(changed)).collect()
}

/// What would be out of step once this plan is done, and is not so now: exactly what `staleness` shows afterwards.
pub fn impact_of(isms: &Isms, today: NaiveDate, planned: &Planned) -> Vec<Touched> {
    let mut copy = isms.as_of_act(isms.last_seq());
    copy.apply(planned);
    // Records that the plan adds have numbers that this file does not know yet.
    let known = |ix: Ix| (ix as usize) < isms.records.len();
    let mut new = impact_between(isms, &copy, today);
    new.retain(|r| r.input.is_none_or(known) && r.path.iter().all(|ix| known(*ix)));
    new
}
/// The same, where the file as it will be is at hand already; also what the records that are added mean for those that are there.
/// The reasons are to be said by the later of the two.
pub fn impact_between(isms: &Isms, after: &Isms, today: NaiveDate) -> Vec<Touched> {
    let before = staleness(isms, today);
    let had = |r: &Reason| {
        before.items.iter().any(|i| {
            i.target == r.target
                && i.reasons
                    .iter()
                    .any(|b| std::ptr::eq(b.rule, r.rule) && b.input == r.input && b.changed == r.changed)
        })
    };
    let known = |ix: Ix| (ix as usize) < isms.records.len();
    let new = staleness(after, today).items.into_iter().flat_map(|i| i.reasons).filter(|r| !had(r));
    new.filter(|r| match r.target {
        Target::Record(ix) | Target::Control(ix) | Target::Clock(ix, ..) => known(ix),
        Target::Pair(a, b) => known(a) && known(b),
        _ => true,
    })
    .collect()
}
