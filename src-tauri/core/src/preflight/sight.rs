//! What the checks look through: the file on a day, the period since the last external audit, what no longer holds, and small words.
//! It must never hold a check.
use super::{Choices, Found, Severity};
use crate::dates::{add_days, days_between, say};
use crate::isms::{Isms, Ix, Record, json_of};
use crate::kinds::{Audit, Organization};
use crate::report::{last_audit, thousands};
use crate::staleness::{self, Currency, Differing, Eye, Item, Reason, State, Target};
use chrono::NaiveDate;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::Hash;

pub struct Sight<'a> {
    pub isms: &'a Isms,
    pub today: NaiveDate,
    /// The period begins the day after.
    pub from: NaiveDate,
    /// "the last external audit (20 May)"
    since: String,
    /// The next external audit: planned, agreed, or the latest day of the cycle's next event.
    pub next: Option<NaiveDate>,
    /// Is that one the recertification?
    pub recertification: bool,
    pub choices: &'a Choices,
    pub currency: Currency,
    pub(crate) eye: Eye<'a>,
    ahead: OnceCell<Currency>,
    /// Where the item of an id stands in the currency.
    by_id: OnceCell<HashMap<String, usize>>,
    /// What was read for one sentence and serves the next.
    read: Differing,
}

impl<'a> Sight<'a> {
    pub fn new(isms: &'a Isms, today: NaiveDate, choices: &'a Choices) -> Sight<'a> {
        let eye = Eye::new(isms, today, None);
        let certificate = isms.organization().and_then(|o| o.decided_on).map(|d| d.0);
        let (from, since) = match (last_audit(isms, today), certificate) {
            (Some((day, _)), _) => (day, format!("the last external audit ({})", say(day, today))),
            (None, Some(day)) if day < today => (day, format!("the certificate ({})", say(day, today))),
            _ => (add_days(if isms.last_seq() > 0 { isms.day_of(1) } else { today }, -1), "this file began".into()),
        };
        let planned = isms
            .live::<Audit>()
            .filter(|(_, r, a)| a.external() && r.state() == "planned")
            .filter_map(|(_, _, a)| Some((a.held_from.or(a.planned_on)?.0, staleness::word(&a.sort))))
            .filter(|(day, _)| *day >= today)
            .min();
        let next = planned.map(|(day, _)| day).or_else(|| staleness::coverage::next_external_audit(&eye));
        let expires = isms.organization().and_then(|o| o.expires_on).map(|d| d.0);
        let recertification = match planned {
            Some((_, sort)) => sort == "recertification",
            // Half a year before it ends, the next one is about the next certificate.
            None => expires.is_some_and(|e| days_between(next.unwrap_or(today), e) <= 180),
        };
        let currency = staleness::staleness(isms, today);
        Sight {
            isms,
            today,
            from,
            since,
            next,
            recertification,
            choices,
            currency,
            eye,
            ahead: OnceCell::new(),
            by_id: OnceCell::new(),
            read: Differing::default(),
        }
    }
    pub fn org(&self) -> Option<&'a Organization> {
        self.isms.organization()
    }
    /// "since the last external audit (20 May)"
    pub fn since(&self) -> String {
        format!("since {}", self.since)
    }
    pub fn day(&self, day: NaiveDate) -> String {
        say(day, self.today)
    }
    pub fn in_period(&self, day: NaiveDate) -> bool {
        day > self.from && day <= self.today
    }
    pub fn item(&self, id: &str) -> Option<&Item> {
        let items = &self.currency.items;
        let by_id = self.by_id.get_or_init(|| items.iter().enumerate().map(|(n, i)| (i.id(self.isms), n)).collect());
        by_id.get(id).map(|n| &items[*n])
    }
    /// What a rule says, one finding a reason. What is only due soon is a note.
    pub fn rule(&self, id: &str) -> Vec<Found> {
        self.reasons(|r| r.rule.id == id)
    }
    /// The same where the rule has no day of its own: what it says is so, and weighs what the check says.
    pub fn firm(&self, id: &str) -> Vec<Found> {
        self.rule(id).into_iter().map(|f| Found { severity: None, ..f }).collect()
    }
    pub fn reasons(&self, which: impl Fn(&Reason) -> bool) -> Vec<Found> {
        let mut out = Vec::new();
        for item in &self.currency.items {
            out.extend(item.reasons.iter().filter(|r| which(r)).map(|r| self.told(item, r)));
        }
        out
    }
    /// A reason as a finding, with the rule's own sentence.
    pub fn told(&self, item: &Item, r: &Reason) -> Found {
        let place = match (item.target, r.input) {
            (Target::Whole(_), Some(input)) => self.isms.rec(input).code.to_string(),
            _ => item.id(self.isms),
        };
        let mut f = Found::at(place, staleness::plain(&r.sentence_beside(self.isms, &self.read)));
        if r.state == State::DueSoon {
            f.severity = Some(Severity::Note);
        }
        if let Some(until) = item.put_off_until.filter(|d| *d >= self.today) {
            f.note = format!("put off until {}", self.day(until));
        }
        f
    }
    /// What a rule of time will say of a day until `day`, however far off.
    pub fn due_until(&self, id: &str, day: NaiveDate) -> Vec<Found> {
        let ahead = self.ahead.get_or_init(|| staleness::ahead(self.isms, self.today));
        let mut out = Vec::new();
        for item in &ahead.items {
            let due = |r: &&Reason| r.rule.id == id && r.due.is_some_and(|d| d <= day);
            out.extend(item.reasons.iter().filter(due).map(|r| Found { severity: None, ..self.told(item, r) }));
        }
        out
    }
    /// The guide that the item of this place offers.
    pub fn offers(&self, place: &str) -> Option<&'static str> {
        staleness::offers(self.isms, self.item(place)?).map(|(wizard, _)| wizard)
    }
    /// Who answers for a place: the owner of the record, of an item the person, else who looks after the ISMS.
    pub fn owner(&self, place: &str) -> String {
        let ours = || self.org().map(|o| o.isms_owner.0.clone()).unwrap_or_default();
        let code = match place.split_once('/') {
            Some(("coverage", control)) => control,
            Some((code, _)) => code,
            None => place,
        };
        match self.isms.record(code) {
            Some(r) if r.info().name == "person" => r.code.to_string(),
            Some(r) => r.common.owner.as_ref().map_or_else(ours, |o| o.0.clone()),
            None => ours(),
        }
    }
    pub fn code(&self, ix: Ix) -> String {
        self.isms.rec(ix).code.to_string()
    }
    /// "R-012 Loss of the results database"
    pub fn named(&self, r: &Record) -> String {
        if r.info().name == "person" { r.title() } else { format!("{} {}", r.code, r.title()) }
    }
    /// A record as it stood when the period began, or when it was added.
    pub fn then(&self, r: &Record) -> serde_json::Map<String, serde_json::Value> {
        r.at(self.isms.last_act_of(self.from)).or(r.revisions.first()).map(json_of).unwrap_or_default()
    }
    /// Days on which reviews of a record were held in the period.
    pub fn looked_at(&self, r: &Record) -> bool {
        r.marks.iter().any(|m| m.outcome.reviews() && self.in_period(m.held_on))
    }
}

/// "R-001, R-002, R-003 and 4 more"
pub(crate) fn places(list: &[String]) -> String {
    match list {
        [] | [_] => list.concat(),
        [rest @ .., last] if list.len() <= 6 => format!("{} and {last}", rest.join(", ")),
        _ => format!("{} and {} more", list[..5].join(", "), list.len() - 5),
    }
}
/// "1 risk", "7 risks"
pub(super) fn count(n: usize, one: &str) -> String {
    let many = match one {
        "person" => "people".into(),
        "proof" => "proofs".into(),
        w if w.ends_with('y') => format!("{}ies", &w[..w.len() - 1]),
        w => format!("{w}s"),
    };
    format!("{} {}", thousands(n), if n == 1 { one } else { &many })
}
/// Is `part` more than so many percent of `all`?
pub(super) fn over(part: usize, all: usize, percent: usize) -> bool {
    part * 100 > all * percent
}
/// A text by its words alone, so that two that differ in signs are the same.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}
/// Groups by key, in the order of the first of each.
pub(super) fn grouped<K: Eq + Hash + Clone, V>(list: impl IntoIterator<Item = (K, V)>) -> Vec<(K, Vec<V>)> {
    let mut out: Vec<(K, Vec<V>)> = Vec::new();
    let mut at: HashMap<K, usize> = HashMap::new();
    for (k, v) in list {
        let n = *at.entry(k.clone()).or_insert(out.len());
        if n == out.len() {
            out.push((k, Vec::new()));
        }
        out[n].1.push(v);
    }
    out
}
/// Days of a list of which more than `n` lie within one week.
pub(super) fn most_in_a_week(days: &mut [NaiveDate]) -> (usize, Option<NaiveDate>) {
    days.sort_unstable();
    let mut best = (0, None);
    for (i, first) in days.iter().enumerate() {
        let n = days[i..].iter().take_while(|d| days_between(*first, **d) < 7).count();
        if n > best.0 {
            best = (n, Some(*first));
        }
    }
    best
}
