//! What would be out of step by a change that has not been made yet: shown before it is saved (DOMAIN 3.5, 1).
//! Either of a record's fields in the abstract, or of a plan as it would be written.
use super::{Currency, Eye, Hypothesis, Reason, Target, When, staleness};
use crate::isms::{Isms, Ix};
use crate::plan::Planned;
use std::collections::{HashMap, HashSet};

/// A reason that would be there after the change; its target, rule, path and text are what the owner is shown.
pub type Touched = Reason;

/// What a material change of these fields of a record would outdate, and is not outdated by it now; of all its material fields, if none is
/// named. 3.5, 1. `now` is how the file stands on the day asked for.
pub fn impact(isms: &Isms, now: &Currency, changed: Ix, fields: &[&str]) -> Vec<Touched> {
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
    let then = Eye::new(isms, now.today, Some(Hypothesis { record: changed, facets, major })).all();
    new_in(&then, now, isms.records.len()).into_iter().filter(|r| r.input == Some(changed)).collect()
}

/// The reasons of one that the other does not have, in their order. `n`: how many records there are.
fn new_in(then: &Currency, now: &Currency, n: usize) -> Vec<Reason> {
    let mut records: Vec<&[Reason]> = vec![&[]; n];
    let mut others: HashMap<Target, &[Reason]> = HashMap::new();
    for item in now.items.iter().filter(|i| !i.reasons.is_empty()) {
        match item.target {
            Target::Record(ix) => records[ix as usize] = &item.reasons,
            other => {
                others.insert(other, &item.reasons);
            }
        }
    }
    let had = |r: &Reason| {
        let before = match r.target {
            Target::Record(ix) => records[ix as usize],
            other => others.get(&other).copied().unwrap_or_default(),
        };
        before
            .iter()
            .any(|b| std::ptr::eq(b.rule, r.rule) && (b.state, b.input, b.changed) == (r.state, r.input, r.changed))
    };
    then.items.iter().flat_map(|i| &i.reasons).filter(|r| !had(r)).cloned().collect()
}

/// Those of them that the owner is shown: where an input is retired, that sentence stands for both (3.4 G, input-retired).
pub fn told<'r>(touched: impl IntoIterator<Item = &'r Touched>) -> Vec<&'r Touched> {
    let all: Vec<&Touched> = touched.into_iter().collect();
    let ended: HashSet<(Target, Option<Ix>)> =
        all.iter().filter(|r| r.rule.id == "input-retired").map(|r| (r.target, r.input)).collect();
    let hidden = |r: &Touched| matches!(r.rule.when, When::Input(_)) && ended.contains(&(r.target, r.input));
    all.into_iter().filter(|r| !hidden(r)).collect()
}

/// The file as a plan would leave it. Nothing is written.
pub struct Outlook {
    /// It shares with the present file all that the plan does not touch. Sentences are told by it.
    pub after: Isms,
    pub currency: Currency,
    /// Reasons that are there afterwards and are not there now: exactly the difference of the two.
    pub touched: Vec<Touched>,
    /// Records from this number on are the plan's own.
    fresh: Ix,
}
impl Outlook {
    /// What would be out of step of that which is there already; a record that the plan adds is new, not touched.
    pub fn known(&self) -> impl Iterator<Item = &Touched> {
        let there = |ix: Ix| ix < self.fresh;
        self.touched.iter().filter(move |r| match r.target {
            Target::Record(ix) | Target::Control(ix) | Target::Clock(ix, ..) => there(ix),
            Target::Pair(a, b) => there(a) && there(b),
            _ => true,
        })
    }
}

/// What would be out of step once this plan is done, and is not so now. `now` is how the file stands on the day asked for.
pub fn impact_of(isms: &Isms, now: &Currency, planned: &Planned) -> Outlook {
    let mut after = isms.clone();
    after.apply(planned);
    let currency = staleness(&after, now.today);
    let touched = new_in(&currency, now, after.records.len());
    Outlook { after, currency, touched, fresh: isms.records.len() as Ix }
}
