//! The reporting clocks of one incident: which of them run, since when, until when (DOMAIN 6). Pure functions of the incident, the laws and
//! terms of the organization, and the contracts; hours run through nights, weekends and holidays.
use crate::catalog::{CLOCKS, Clock};
use crate::dates::add_months;
use crate::kinds::incident::{IncidentClass, Involved, NotificationAnswer, RiskToPeople, Significant, moment};
use crate::kinds::{Incident, Obligation, Organization};
use crate::staleness::word;
use chrono::{DateTime, Duration, FixedOffset};

/// A point in time with the offset in which it was given; what is reckoned from it keeps that offset.
pub type Instant = DateTime<FixedOffset>;

/// A clock that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    pub clock: &'static Clock,
    pub begins: Instant,
    /// None: the law names no limit ("without undue delay").
    pub until: Option<Instant>,
}

/// From when on one was reasonably sure: where that is not said, from when one noticed. Section 6, rule 1.
pub fn aware(i: &Incident) -> Option<Instant> {
    moment(i.aware_at.as_ref().unwrap_or(&i.noticed_at)).ok()
}
/// Start plus hours; the end of the civil day months later. Section 6, rule 2.
pub fn after_hours(begins: Instant, hours: u32) -> Option<Instant> {
    begins.checked_add_signed(Duration::hours(hours.into()))
}
pub fn after_months(begins: Instant, months: u32) -> Option<Instant> {
    let day = add_months(begins.date_naive(), months.min(1_200) as i32);
    day.and_hms_opt(23, 59, 0)?.and_local_timezone(*begins.offset()).single()
}

/// The clocks of laws that run for an incident, in the order of the catalogue. A row is proposed when what it asks for is true or not yet
/// judged; what the file does not ask of an incident (was it an attack, a product, a request) counts as not judged.
pub fn running(org: &Organization, i: &Incident) -> Vec<Running> {
    CLOCKS.iter().filter_map(|c| run(org, i, c)).collect()
}
/// One clock of them.
pub fn run(org: &Organization, i: &Incident, c: &'static Clock) -> Option<Running> {
    let has = |law: &&str| org.laws.iter().any(|l| word(l) == *law);
    let term = org.clock_terms.iter().find(|t| t.clock.0 == c.id);
    if !c.of.iter().any(has) || term.is_some_and(|t| !t.runs) {
        return None;
    }
    let sure = aware(i)?;
    if c.since.is_some_and(|(y, m, d)| chrono::NaiveDate::from_ymd_opt(y, m, d).is_some_and(|s| sure.date_naive() < s))
    {
        return None;
    }
    // A fact that came to light later starts its clocks then (section 6, rule 3).
    let of = |fact: &str| i.awareness.iter().rev().find(|a| word(&a.of) == fact).and_then(|a| moment(&a.from).ok());
    let of_data = of("personal_data").unwrap_or(sure);
    let of_weight = of("significance").unwrap_or(sure);
    let noticed = moment(&i.noticed_at).unwrap_or(sure);
    let classified = i.classified_at.as_ref().and_then(|m| moment(m).ok());
    let data = i.personal_data != Involved::No;
    let weighty = i.significant != Some(Significant::No) && i.class >= IncidentClass::Incident;
    let high = data && i.risk_to_people == Some(RiskToPeople::HighRisk);
    let begins = match c.id {
        "gdpr-33" | "uk-33" => (data && i.risk_to_people != Some(RiskToPeople::Unlikely)).then_some(of_data),
        "gdpr-33-2" => data.then_some(of_data),
        "gdpr-34" | "ch-fadp" => high.then_some(of("high_risk").unwrap_or(of_data)),
        "hipaa" => data.then_some(noticed),
        "nis2-early" | "nis2-72" | "nis2-users" | "cra-early" | "cra-72" | "cra-users" | "eidas" | "cer" | "ai-73"
        | "nydfs" | "uk-nis" => weighty.then_some(of_weight),
        "ch-isa" => weighty.then_some(noticed),
        "sec-8k" => weighty.then_some(classified.unwrap_or(sure)),
        "nis2-final" => sent(i, "nis2-72").filter(|_| weighty),
        "dora-initial" => classified.or(weighty.then_some(sure)),
        "dora-interim" => sent(i, "dora-initial"),
        "dora-final" => sent(i, "dora-interim"),
        "cra-final-incident" => sent(i, "cra-72"),
        // On request, or no clock at all: the row says what it is.
        _ => None,
    }?;
    let until = match (term.and_then(|t| t.hours), c.id) {
        (Some(h), _) => after_hours(begins, h.0),
        // Trust service providers: 24 hours.
        (None, "nis2-72") if has(&"eidas") => after_hours(begins, 24),
        // Not later than 24 hours after aware, unless it was classified later still.
        (None, "dora-initial") => {
            let latest = after_hours(sure, 24);
            match classified {
                Some(at) if latest.is_some_and(|l| at > l) => after_hours(at, 4),
                Some(at) => after_hours(at, 4).min(latest),
                None => latest,
            }
        }
        (None, _) => match (c.hours, c.months) {
            (Some(h), _) => after_hours(begins, h),
            (None, Some(m)) => after_months(begins, m),
            (None, None) => None,
        },
    };
    Some(Running { clock: c, begins, until })
}
/// When the latest notification by a clock was sent.
fn sent(i: &Incident, clock: &str) -> Option<Instant> {
    i.notifications
        .iter()
        .filter(|n| n.clock.0 == clock && n.answer == NotificationAnswer::Sent)
        .filter_map(|n| n.sent.as_ref().and_then(|m| moment(m).ok()))
        .max()
}
/// The clock of a contract: from when on one was sure, and its own hours.
pub fn of_contract(ob: &Obligation, i: &Incident) -> Option<(Instant, Option<Instant>)> {
    let begins = aware(i)?;
    Some((begins, ob.own_clock_hours.and_then(|h| after_hours(begins, h.0))))
}
