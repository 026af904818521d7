//! The certificate's line: decided, audits, today, end (DOMAIN 5.2).
use super::super::Shown;
use crate::calendar::surveillance_by;
use crate::dates::{add_days, add_months, days_between, say};
use crate::kinds::Audit;
use crate::kinds::audit::AuditSort;
use crate::kinds::organization::CertificateState;
use crate::staleness::coverage::{before_expiry, was_held};
use chrono::NaiveDate;
use serde::Serialize;

/// A point on the line.
#[derive(Clone, Debug, Serialize)]
pub struct CycleMark {
    pub what: &'static str,
    /// Before the date: "held", "latest"; empty: the day itself.
    pub how: &'static str,
    pub on: NaiveDate,
    /// Per cent of the way from the decision to the end, 0 to 100.
    pub at: f64,
    /// Under the line, so that no two labels meet.
    pub below: bool,
    /// A row further down, where the first one under the line is taken too.
    pub deep: bool,
    /// The record that it is about.
    pub id: Option<String>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Certificate {
    pub decided: NaiveDate,
    pub ends: NaiveDate,
    /// How far today is, per cent.
    pub gone: f64,
    pub marks: Vec<CycleMark>,
    /// The whole line in one sentence, for who cannot see it.
    pub says: String,
    /// Suspended, withdrawn or ended: what the owner must know first. Empty while it is valid.
    pub warning: String,
}

/// The line of the certificate; none before it is decided.
pub(super) fn certificate(s: &Shown) -> Option<Certificate> {
    let org = s.isms.organization()?;
    let decided = org.decided_on?.0;
    let ends = org.expires_on.map_or_else(|| add_months(decided, 36), |d| d.0);
    let length = days_between(decided, ends).max(1);
    let share = |day: NaiveDate| (100.0 * days_between(decided, day) as f64 / length as f64).clamp(0.0, 100.0);
    let first = org.first_decided_on.map(|d| d.0);
    let mut audits: Vec<(NaiveDate, bool, AuditSort, String)> = s
        .isms
        .live::<Audit>()
        .filter(|(_, _, a)| matches!(a.sort, AuditSort::Surveillance | AuditSort::Recertification))
        .filter_map(|(_, r, a)| {
            let held = was_held(r.state());
            let on = if held { a.held_until.or(a.held_from) } else { a.planned_on.or(a.held_from) };
            on.map(|d| (d.0, held, a.sort, r.code.to_string()))
        })
        .filter(|(on, ..)| *on > decided && *on <= add_days(ends, 1))
        .collect();
    audits.sort_by_key(|(on, held, ..)| (!held, *on));
    let of = |sort: AuditSort| audits.iter().filter(move |a| a.2 == sort);
    let agreed = org.next_external_audit.map(|d| d.0).filter(|d| *d >= s.today && *d <= ends);
    let mut agreed_for = agreed.filter(|d| !audits.iter().any(|a| !a.1 && days_between(a.0, *d).abs() < 30));
    let mut mark = |what: &'static str, found: Option<&(NaiveDate, bool, AuditSort, String)>, latest: NaiveDate| {
        let (how, on, id) = match found {
            Some((on, true, _, id)) => ("held", *on, Some(id.clone())),
            Some((on, false, _, id)) => ("", *on, Some(id.clone())),
            // The agreed day belongs to the first event that is still to come.
            None => match agreed_for.take() {
                Some(on) => ("", on, Some("ORG".to_string())),
                None => ("latest", latest, None),
            },
        };
        CycleMark { what, how, on, at: share(on), below: false, deep: false, id }
    };
    let mut marks = vec![
        CycleMark { what: "Decided", how: "", on: decided, at: 0.0, below: false, deep: false, id: Some("ORG".into()) },
        CycleMark { what: "Ends", how: "", on: ends, at: 100.0, below: false, deep: false, id: Some("ORG".into()) },
        mark("Surveillance 1", of(AuditSort::Surveillance).next(), surveillance_by(decided, first, 1)),
        mark("Surveillance 2", of(AuditSort::Surveillance).nth(1), surveillance_by(decided, first, 2)),
    ];
    let latest = add_days(ends, -before_expiry(Some(org)));
    let mut recertification = mark("Recertification", of(AuditSort::Recertification).next(), latest);
    recertification.below = true;
    marks.push(recertification);
    if (decided..=ends).contains(&s.today) {
        marks.push(CycleMark {
            what: "Today",
            how: "",
            on: s.today,
            at: share(s.today),
            below: true,
            deep: false,
            id: None,
        });
    }
    // Labels that would meet on one side of the line: the later one goes to the other, or a row further down.
    const ROOM: f64 = 12.0;
    for n in 1..marks.len() {
        let meets = |below: bool, deep: bool| {
            marks[..n].iter().any(|m| (m.below, m.deep) == (below, deep) && (m.at - marks[n].at).abs() < ROOM)
        };
        let own = marks[n].below;
        let free = [(own, false), (!own, false), (true, true)].into_iter().find(|(below, deep)| !meets(*below, *deep));
        (marks[n].below, marks[n].deep) = free.unwrap_or((own, false));
    }
    marks.sort_by_key(|m| m.on);
    let said: Vec<String> = marks
        .iter()
        .map(|m| match (m.what, m.how) {
            ("Today", _) => format!("today, {}", say(m.on, NaiveDate::MIN)),
            (what, "") => format!("{what} {}", say(m.on, NaiveDate::MIN)),
            (what, how) => format!("{what} {how} {}", say(m.on, NaiveDate::MIN)),
        })
        .collect();
    let since = org.state_since.map(|d| format!(" since {}", say(d.0, s.today))).unwrap_or_default();
    let warning = match org.certificate_state {
        Some(CertificateState::Suspended) => {
            format!("The certificate is suspended{since}. The mark must not be shown while this lasts.")
        }
        Some(CertificateState::Withdrawn) => format!("The certificate is withdrawn{since}."),
        _ if s.today > ends => format!(
            "The certificate ended on {}. It can be restored until {} if the outstanding work is completed.",
            say(ends, s.today),
            say(add_months(ends, 6), s.today)
        ),
        _ => String::new(),
    };
    Some(Certificate {
        decided,
        ends,
        gone: share(s.today),
        says: format!("Certificate cycle: {}", said.join("; ")),
        marks,
        warning,
    })
}
