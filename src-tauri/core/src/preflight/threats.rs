//! Threats, weaknesses, incidents (PACK 3).
use super::Mends::Guide;
use super::Run::{Look, Rule};
use super::Severity::{Note, Stop, Weak};
use super::{Check, Found, Sight, check};
use crate::dates::add_months;
use crate::kinds::threat::{Exploited, Fits, Relevant};
use crate::kinds::{Incident, Review, Routine, Threat, Vulnerability};

pub(super) const CHECKS: &[Check] = &[
    check("threat-silent", Weak, "A.5.7", Guide("threat-digest"), Look(silent))
        .means("We may not have heard of what is new out there."),
    check("threat-dismissed-strong", Note, "A.5.7", Guide("threat-digest"), Look(dismissed))
        .means("Something that fits us was set aside."),
    check("vulnerability-late", Weak, "A.8.8", Guide("vulnerability-round"), Look(late))
        .means("A known weakness is open for longer than our own rule allows."),
    check("vulnerability-retest", Note, "A.8.8", Guide("vulnerability-round"), Look(retest))
        .means("It is mended, and nobody has looked whether it holds."),
    check("incident-clock", Stop, "A.5.31", Guide("incident"), Rule)
        .means("A report that the law asks for is neither sent nor declined."),
    check("incident-lessons-due", Weak, "A.5.27", Guide("incident"), Rule)
        .means("The same could happen again: the lessons are not drawn."),
    check("incident-none", Note, "A.5.24", Guide("people-round"), Look(none))
        .means("It may be asked whether people know how to report."),
];

/// A digest is a review with that guide, or a performance of the routine that is done with it.
fn silent(s: &Sight) -> Vec<Found> {
    let by_guide =
        s.isms.live::<Review>().filter(|(_, _, v)| v.wizard.0 == "threat-digest").map(|(_, _, v)| v.held_on.0);
    let by_routine = s
        .isms
        .live::<Routine>()
        .filter(|(_, _, x)| x.wizard.as_deref() == Some("threat-digest"))
        .filter_map(|(_, r, _)| r.last_review().map(|m| m.held_on));
    let last = by_guide.chain(by_routine).filter(|d| *d <= s.today).max();
    match last {
        Some(d) if add_months(d, 2) >= s.today => Vec::new(),
        Some(d) => vec![Found::at("PROGRAMME", format!("News of threats were last gone through on {}.", s.day(d)))],
        None => vec![Found::at("PROGRAMME", "News of threats were never gone through.")],
    }
}
fn dismissed(s: &Sight) -> Vec<Found> {
    s.isms
        .live::<Threat>()
        .filter(|(_, _, t)| {
            t.relevant == Relevant::No && t.exploited == Exploited::Confirmed && t.fits == Some(Fits::Product)
        })
        .map(|(_, r, _)| {
            Found::at(
                &*r.code,
                format!(
                    "{} is used in attacks and names a product of yours; you said that it does not concern you.",
                    s.named(r)
                ),
            )
        })
        .collect()
}
fn late(s: &Sight) -> Vec<Found> {
    let mut out = s.rule("vulnerability-late");
    for f in out.iter_mut().filter(|f| f.severity.is_none()) {
        if s.isms.get::<Vulnerability>(&f.place).is_some_and(crate::staleness::risks::exploited) {
            f.severity = Some(Stop);
        }
    }
    out
}
fn retest(s: &Sight) -> Vec<Found> {
    s.rule("vulnerability-retest").into_iter().map(|f| f.with(Note)).collect()
}
fn none(s: &Sight) -> Vec<Found> {
    let since = add_months(s.today, -12);
    let any = s
        .isms
        .live::<Incident>()
        .any(|(_, _, i)| crate::kinds::incident::moment(&i.noticed_at).is_ok_and(|at| at.date_naive() > since));
    if any || s.isms.last_seq() == 0 || s.isms.day_of(1) > since {
        return Vec::new();
    }
    vec![Found::at("REGISTER", "0 events in the last 12 months: is it known how to report one?")]
}
