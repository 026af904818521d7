//! What still holds: each register by months, how much of it was current, and where one looks it up.
use crate::currency::{self, Counts, Moment, Spread};
use crate::dates;
use crate::isms::Isms;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use serde::Serialize;

/// A register on the last day of a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CurrencyField {
    #[serde(flatten)]
    pub counts: Counts,
    /// None where there was nothing in it yet.
    pub percent: Option<usize>,
    /// "45 of 48 hold: 2 out of step, 1 overdue"
    pub says: String,
    /// The register as of that day.
    pub go: String,
}
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CurrencyRow {
    /// Kind of the register, or name of the derived sort.
    pub sort: &'static str,
    pub title: &'static str,
    /// Group of the list of places; empty for the sum.
    pub group: &'static str,
    pub fields: Vec<CurrencyField>,
    /// Per cent on the day of the last external audit.
    pub then: Option<usize>,
}
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CurrencyMonths {
    /// Last days of months, and the last day of the span.
    pub days: Vec<NaiveDate>,
    pub rows: Vec<CurrencyRow>,
    pub all: CurrencyRow,
    /// The last external audit before the end of the span.
    pub then_on: Option<NaiveDate>,
    pub then_what: String,
    /// "On 13 May 2025 it was 97 %, now 94 %."
    pub trend: String,
    /// The month in which least held, in a sentence; empty where all held always.
    pub lowest: String,
    pub spread: Spread,
}

/// Counts in words: what holds, then what does not.
pub fn say(c: &Counts) -> String {
    if c.total == 0 {
        return "nothing there yet".into();
    }
    let parts: Vec<String> =
        [(c.soon, "due soon"), (c.stale, "out of step"), (c.overdue, "overdue"), (c.never, "never reviewed")]
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, w)| format!("{n} {w}"))
            .collect();
    let hold = if c.holds() == 1 { "holds" } else { "hold" };
    let head = format!("{} of {} {hold}", c.holds(), c.total);
    if parts.is_empty() { head } else { format!("{head}: {}", parts.join(", ")) }
}

/// Where a sort is looked up.
fn place(sort: &str) -> &str {
    match sort {
        "person_course" | "person_policy" => "training",
        "whole" => "risk",
        "coverage" => "audit",
        "cycle" | "checklist" => "organization",
        "incident_clock" => "incident",
        kind => kind,
    }
}
const GROUPS: [&str; 4] = ["Threats", "Business", "Law and rules", "Audit"];
/// Number of its group in the list of places (UX 2).
fn group(sort: &str) -> usize {
    match sort {
        "incident_clock" => 0,
        "person_course" | "person_policy" => 2,
        "whole" | "coverage" | "cycle" | "checklist" => 3,
        kind => crate::kinds::kind(kind).map_or(3, |k| k.group as usize),
    }
}
fn row(
    sort: &'static str,
    title: &'static str,
    moments: &[Moment],
    then: Option<&Moment>,
    today: NaiveDate,
    of: impl Fn(&Moment) -> Counts,
) -> CurrencyRow {
    let at = if sort.is_empty() { "today" } else { place(sort) };
    let fields = moments
        .iter()
        .map(|m| {
            let counts = of(m);
            let go = if m.on < today && !sort.is_empty() { format!("#/{at}?asof={}", m.on) } else { format!("#/{at}") };
            CurrencyField { percent: counts.percent(), says: say(&counts), go, counts }
        })
        .collect();
    let group = if sort.is_empty() { "" } else { GROUPS[group(sort)] };
    CurrencyRow { sort, title, group, fields, then: then.and_then(|m| of(m).percent()) }
}

/// Month by month from `from` (else the certification decision) to `to` (else today).
pub fn months(
    isms: &Isms,
    today: NaiveDate,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<CurrencyMonths, Refusal> {
    let to = to.unwrap_or(today).min(today);
    let from = from.unwrap_or_else(|| currency::begins(isms, to));
    let days = currency::month_ends(from, to);
    if days.is_empty() {
        return Err(Refusal::new(
            "date",
            "from",
            format!("{from} is after {to}, the last day of the span."),
            "Give an earlier day to begin with.",
        ));
    }
    if days.len() > 240 {
        return Err(Refusal::new(
            "date",
            "from",
            format!("From {from} to {to} are {} months.", days.len()),
            "Give a span of at most twenty years.",
        ));
    }
    let last = currency::last_audit(isms, to);
    let mut asked = days.clone();
    asked.extend(last.iter().map(|(d, _)| *d));
    let all = currency::on_days(isms, &asked);
    let then = last.as_ref().and_then(|(d, _)| all.iter().find(|m| m.on == *d));
    let moments: Vec<Moment> = all.iter().filter(|m| days.contains(&m.on)).cloned().collect();
    let mut rows: Vec<CurrencyRow> = currency::sorts()
        .filter(|s| moments.iter().any(|m| m.of(s).total > 0))
        .map(|s| row(s, currency::title(s), &moments, then, today, |m| m.of(s)))
        .collect();
    rows.sort_by_key(|r| group(r.sort));
    let total = row("", "Everything", &moments, then, today, |m| m.all);
    let now = moments.last().and_then(|m| m.all.percent());
    let was = then.and_then(|m| Some((m.on, m.all.percent()?)));
    let lowest = match currency::lowest(&moments) {
        Some((m, Some((sort, open)))) if moments.len() > 1 => format!(
            "Least held on {}: {} %. Most of what did not was in {} ({open} of {}).",
            dates::say(m.on, today),
            m.all.percent().unwrap_or(0),
            currency::title(sort),
            m.all.total - m.all.holds()
        ),
        _ => String::new(),
    };
    Ok(CurrencyMonths {
        spread: currency::spread(isms, &days),
        days,
        rows,
        all: total,
        then_on: was.map(|w| w.0),
        then_what: last.filter(|_| was.is_some()).map(|(_, what)| what).unwrap_or_default(),
        trend: currency::trend(was, now, today).unwrap_or_else(|| {
            "There was no external audit since this file began, so there is nothing to compare with.".into()
        }),
        lowest,
    })
}
