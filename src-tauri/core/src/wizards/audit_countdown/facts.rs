//! Which audit, how many days are left, what would be noticed, what is drawn: read from the file and the answers.
//! It must never ask or refuse anything, and never draw by chance.
use crate::dates::{days_between, say};
use crate::isms::Record;
use crate::kinds::{Asset, Audit, Incident, ManagementReview, Person, Review, Risk, Supplier};
use crate::preflight::{self, Choices, Facts, Finding, Preflight};
use crate::wizard::Run;
use chrono::NaiveDate;
use std::rc::Rc;

/// The external audit: that on which it was begun, else the next that is planned; none where none is recorded yet.
pub(super) fn audit<'a>(run: &Run<'a>) -> Option<(&'a Record, &'a Audit)> {
    let isms: &'a crate::Isms = run.isms;
    let of = |code: &String| {
        let r = isms.record(code)?;
        r.get::<Audit>().filter(|a| a.external()).map(|a| (r, a))
    };
    run.about.iter().find_map(of).or_else(|| {
        let planned = isms.live::<Audit>().filter(|(_, r, a)| a.external() && r.state() == "planned");
        let day = |a: &Audit| a.held_from.or(a.planned_on).map(|d| d.0);
        planned
            .map(|(_, r, a)| (r, a))
            .filter(|(_, a)| day(a).is_none_or(|d| d >= run.today))
            .min_by_key(|(_, a)| day(a))
    })
}
/// An audit of our own on which it was begun.
pub(super) fn not_external(run: &Run) -> Option<String> {
    run.about.iter().find(|c| run.isms.get::<Audit>(c).is_some_and(|a| !a.external())).cloned()
}
/// The day on which it is recorded that the audit begins.
pub(super) fn recorded(run: &Run) -> Option<NaiveDate> {
    let own = audit(run).and_then(|(_, a)| a.held_from.or(a.planned_on)).map(|d| d.0);
    own.or_else(|| found(run).next_audit)
}
/// As it was answered, or as it is recorded.
pub(super) fn begins(run: &Run) -> Option<NaiveDate> {
    run.day("date", "begins").or_else(|| recorded(run))
}
pub(super) fn days_left(run: &Run) -> i64 {
    begins(run).map_or(90, |d| days_between(run.today, d))
}
/// Reviews of earlier visits, the latest last.
pub(super) fn visits<'a>(run: &Run<'a>) -> Vec<&'a Review> {
    let isms: &'a crate::Isms = run.isms;
    let Some((r, _)) = audit(run) else { return Vec::new() };
    let own = |m: &crate::isms::Mark| isms.rec(m.review).get::<Review>().filter(|v| v.wizard.0 == run.wizard.name);
    r.marks.iter().filter_map(own).collect()
}
pub(super) fn is_first(run: &Run) -> bool {
    visits(run).is_empty()
}
/// What would be noticed today.
pub(super) fn found(run: &Run) -> Rc<Preflight> {
    run.once(|| preflight::run(run.isms, run.today, &Choices::default(), &Facts::default()))
}
pub(super) fn finding<'p>(found: &'p Preflight, key: &str) -> Option<&'p Finding> {
    found.noticed().find(|f| f.key() == key)
}

// ---- what still has to be placed
pub(super) fn internal_is_reported(run: &Run) -> bool {
    let from = found(run).from;
    run.isms.live::<Audit>().any(|(_, r, a)| {
        a.internal() && matches!(r.state(), "reported" | "closed") && a.reported_on.is_some_and(|d| d.0 > from)
    })
}
pub(super) fn review_is_minuted(run: &Run) -> bool {
    let from = found(run).from;
    run.isms.live::<ManagementReview>().any(|(_, r, m)| r.state() == "minuted" && m.held_on.0 > from)
}

// ---- what has been told
/// Changes of which the body is still to be told.
pub(super) fn untold(run: &Run) -> Vec<String> {
    use crate::kinds::Change;
    let open = |c: &Change| crate::staleness::word(&c.tell_cb) == "yes";
    run.isms.live::<Change>().filter(|(_, _, c)| open(c)).map(|(_, r, _)| r.code.to_string()).collect()
}
/// Was it answered on an earlier visit, and has nothing come since?
pub(super) fn told_before(run: &Run) -> bool {
    let yes = |v: &&Review| v.answers.iter().any(|a| a.step.0 == "told" && &*a.answer == "yes");
    untold(run).is_empty() && visits(run).iter().any(yes)
}

// ---- samples
/// Number for number the same for the same audit, day and sort; another on another day (FNV-1a, 64 bits).
fn drawn(seed: &str, n: usize) -> usize {
    let hash = seed.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    (hash % n.max(1) as u64) as usize
}
/// A record of each sort that there is: code, what to show.
pub(super) fn samples(run: &Run) -> Vec<(String, String)> {
    let isms = run.isms;
    let from = found(run).from;
    let titled = |r: &Record| format!("{} {}", r.code, r.title());
    let mut sorts: Vec<(&str, Vec<(String, String)>)> = vec![
        ("access", Vec::new()),
        ("leaver", Vec::new()),
        (
            "risk",
            isms.live::<Risk>()
                .map(|(_, r, _)| {
                    (r.code.to_string(), format!("The risk {}: its score, its why, who said yes", titled(r)))
                })
                .collect(),
        ),
        (
            "incident",
            isms.live::<Incident>()
                .map(|(_, r, _)| {
                    (r.code.to_string(), format!("The incident {}: when, who was told, what was learned", titled(r)))
                })
                .collect(),
        ),
        (
            "supplier",
            isms.live::<Supplier>()
                .filter(|(_, r, _)| r.state() != "considered")
                .map(|(_, r, _)| {
                    (r.code.to_string(), format!("The supplier {}: contract, last look, proof", titled(r)))
                })
                .collect(),
        ),
    ];
    let access = |r: &Record| {
        (r.code.to_string(), format!("Access to {}: who has it, and when that was last looked at", titled(r)))
    };
    sorts[0].1 = isms
        .live::<Asset>()
        .filter(|(_, r, a)| {
            r.state() == "in_use"
                && matches!(crate::staleness::word(&a.what), "application" | "platform" | "service" | "network")
        })
        .map(|(_, r, _)| access(r))
        .collect();
    let left = isms.each("person").filter_map(|(_, r)| Some((r, r.get::<Person>()?.left_on?.0)));
    sorts[1].1 = left
        .filter(|(r, on)| !r.common.withdrawn && *on > from && *on <= run.today)
        .map(|(r, on)| {
            (
                r.code.to_string(),
                format!("{}, who left on {}: the last day, and what was closed when", r.title(), say(on, run.today)),
            )
        })
        .collect();
    let audit = audit(run).map_or_else(|| "audit".to_string(), |(r, _)| r.code.to_string());
    let seed = |sort: &str| format!("{audit} {} {sort}", run.today);
    sorts
        .into_iter()
        .filter(|(_, all)| !all.is_empty())
        .map(|(sort, mut all)| all.swap_remove(drawn(&seed(sort), all.len())))
        .collect()
}
