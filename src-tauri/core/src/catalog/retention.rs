//! How long what names people is kept (RELIABILITY 7.6), each row once. Defaults of ours, not legal advice; nothing is ever erased silently.
use crate::dates;
use crate::isms::{Isms, Record};
use crate::kinds::{Campaign, Evidence, Incident, Person, TrainingRecord, training_record::TrainingResult};
use chrono::NaiveDate;

/// A sort of content, and how long it is kept.
pub struct Keeping {
    /// Stored in answers; never renamed.
    pub name: &'static str,
    /// Kind whose records it looks at.
    pub kind: &'static str,
    /// "Results of failed attempts".
    pub what: &'static str,
    pub months: u32,
    /// From when, in words: "after the attempt".
    pub after: &'static str,
    /// Why so long.
    pub because: &'static str,
    /// From which day the months count, for a record of this sort; none for any other.
    from: fn(&Isms, &Record) -> Option<NaiveDate>,
}

/// Every sort. The first is people themselves; they are asked for apart.
pub const KEEPING: [Keeping; 6] = [
    Keeping {
        name: "people",
        kind: "person",
        what: "People who left",
        months: 36,
        after: "after the last day",
        because: "one cycle of certification: what shows that they were able",
        from: |_, r| r.get::<Person>().filter(|_| r.state() == "left").and_then(|p| p.left_on).map(|d| d.0),
    },
    Keeping {
        name: "attempts",
        kind: "training_record",
        what: "Attempts that failed",
        months: 12,
        after: "after the attempt",
        because: "what counts is that it was passed later",
        from: |_, r| r.get::<TrainingRecord>().filter(|t| t.result == TrainingResult::Failed).map(|t| t.on.0),
    },
    Keeping {
        name: "results",
        kind: "campaign",
        what: "Results of single people in a campaign",
        months: 12,
        after: "after the last day to answer",
        because: "passed or not is enough",
        from: |_, r| r.get::<Campaign>().filter(|_| r.state() == "closed").map(|c| c.until.0),
    },
    Keeping {
        name: "accounts",
        kind: "evidence",
        what: "Lists of accounts",
        months: 12,
        after: "after they were taken",
        because: "as long as a log of who came in",
        from: |isms, r| r.get::<Evidence>().filter(|e| of_people(e) && about_asset(isms, e)).map(|e| e.collected_on.0),
    },
    Keeping {
        name: "proofs",
        kind: "evidence",
        what: "Other proofs that name people",
        months: 36,
        after: "after they stopped to count",
        because: "one cycle of certification",
        from: |isms, r| {
            let e =
                r.get::<Evidence>().filter(|e| of_people(e) && !about_asset(isms, e) && !of_one_who_works(isms, r))?;
            Some(e.valid_until.map_or(e.collected_on.0, |d| d.0))
        },
    },
    Keeping {
        name: "incidents",
        kind: "incident",
        what: "Who had a part in an incident",
        months: 60,
        after: "after it was over",
        because: "claims and repeated incidents",
        from: |_, r| {
            let i = r.get::<Incident>().filter(|_| r.state() == "closed")?;
            i.recovered_on.or(i.contained_on).map(|d| d.0).or_else(|| dates::parse(i.noticed_at.get(..10)?))
        },
    },
];
fn of_people(e: &Evidence) -> bool {
    e.personal && e.file.is_some()
}
fn about_asset(isms: &Isms, e: &Evidence) -> bool {
    e.about.iter().any(|c| isms.record(c).is_some_and(|r| r.info().name == "asset"))
}
/// A proof of what somebody can who still works here is kept as long as they do.
fn of_one_who_works(isms: &Isms, r: &Record) -> bool {
    let works = |code: &str| isms.record(code).is_some_and(|p| p.info().name == "person" && p.state() == "active");
    r.inn
        .iter()
        .map(|(src, _)| isms.rec(*src))
        .any(|s| works(&s.code) || s.get::<TrainingRecord>().is_some_and(|t| works(&t.person)))
        || r.get::<Evidence>().is_some_and(|e| e.about.iter().any(|c| works(c)))
}

/// The row that a record falls under, and the day until which it is kept; none where nothing limits it.
pub fn kept_until(isms: &Isms, r: &Record) -> Option<(&'static Keeping, NaiveDate)> {
    let mut rows = KEEPING.iter().filter(|k| k.kind == r.info().name);
    rows.find_map(|k| Some((k, dates::add_months((k.from)(isms, r)?, k.months as i32))))
}
/// Everything that has passed its time and still says something of people, row by row, the oldest first.
pub fn due(isms: &Isms, today: NaiveDate) -> Vec<(&'static Keeping, NaiveDate, String)> {
    let mut out: Vec<(usize, NaiveDate, String, &'static Keeping)> = Vec::new();
    for (n, k) in KEEPING.iter().enumerate() {
        for (_, r) in isms.each(k.kind).filter(|(_, r)| !r.common.withdrawn) {
            if let Some((row, until)) = kept_until(isms, r) {
                if row.name == k.name && until < today && crate::erase::says_something(r) {
                    out.push((n, until, r.code.to_string(), row));
                }
            }
        }
    }
    out.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
    out.into_iter().map(|(_, until, code, k)| (k, until, code)).collect()
}
