//! The gaps spread over the weeks that are left, each owner's evenly, in the order in which they press.
//! It must never move one beyond the last day on which it makes sense.
use super::{A_SENTENCE, Finding, Preflight};
use crate::dates::{add_days, days_between};
use chrono::NaiveDate;

/// A gap in its week.
#[derive(Clone, Copy, Debug)]
pub struct InWeek<'a> {
    /// From 0: the seven days from the day of the run on.
    pub week: usize,
    /// The last day of that week, not after the audit.
    pub until: NaiveDate,
    pub finding: &'a Finding,
}
impl Preflight {
    /// Whole weeks until the next external audit, at least one; twelve where none is in sight.
    pub fn weeks_left(&self) -> usize {
        self.next_audit.map_or(12, |a| (days_between(self.as_of, a).max(0) as usize / 7).max(1))
    }
    /// Everything that would be noticed, by week, then as it presses.
    pub fn by_week(&self) -> Vec<InWeek<'_>> {
        let weeks = self.weeks_left();
        let mut owners: Vec<(&str, usize, usize)> = Vec::new();
        for f in self.noticed() {
            match owners.iter_mut().find(|o| o.0 == f.owner) {
                Some(o) => o.1 += 1,
                None => owners.push((&f.owner, 1, 0)),
            }
        }
        let mut out = Vec::new();
        for f in self.noticed() {
            let Some(o) = owners.iter_mut().find(|o| o.0 == f.owner) else { continue };
            let even = o.2 * weeks / o.1;
            o.2 += 1;
            let last = f.latest.map_or(weeks - 1, |d| (days_between(self.as_of, d).max(0) as usize / 7).min(weeks - 1));
            let week = even.min(last);
            let end = add_days(self.as_of, 7 * (week as i64 + 1) - 1);
            let until = self.next_audit.map_or(end, |a| end.min(add_days(a, -1)).max(self.as_of));
            out.push(InWeek { week, until, finding: f });
        }
        out.sort_by_key(|w| w.week);
        out
    }
}
/// Minutes of several, as the guides estimate; a declaration or a page takes a few.
pub fn minutes<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> u32 {
    findings.into_iter().map(|f| f.minutes.unwrap_or(A_SENTENCE)).sum()
}
pub use crate::dates::spell;
