//! What every report sees: the file on the day, the file as of the last audit, what is current, and how things are named in this copy.
//! Derived once a report, or once a pack; it holds no rule of its own.
use super::{Body, Names, People, Scope, Signed, plain, soft};
use crate::catalog;
use crate::dates;
use crate::doc::{Cell, Level, Span, State};
use crate::isms::{Isms, Ix, Mark, Record, Revision, Seq, decode, json_of};
use crate::kind::Ty;
use crate::kinds::{Audit, Organization, Outcome, Review, Risk, Vulnerability};
use crate::packs::Pack;
use crate::refusal::Refusal;
use crate::staleness::{self, Currency, Item, Piece, Reason};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A review that was recorded more than this many days after it was held is named wherever it is shown.
pub(crate) const LATE_DAYS: i64 = 14;

/// The sources of a report.
pub struct Paper<'a> {
    pub isms: &'a Isms,
    pub scope: Scope,
    /// The pack that it is bound in, if it is.
    pub pack: Option<&'static Pack>,
    /// Proofs that a pack on one question is about, by code; none: all.
    pub cited: Option<std::collections::BTreeSet<String>>,
    pub currency: Currency,
    pub people: People,
    /// The day compared with, its last act, and what it was.
    pub from: Option<NaiveDate>,
    pub then_seq: Seq,
    pub since: String,
    /// The file as it stood then.
    pub then: Option<Isms>,
    by_id: BTreeMap<String, usize>,
}

impl<'a> Paper<'a> {
    /// `isms` is the file as it stood at the end of the scope's day.
    pub fn new(isms: &'a Isms, scope: &Scope) -> Result<Paper<'a>, Refusal> {
        let last = last_audit(isms, scope.as_of);
        let from = scope.from.or(last.as_ref().map(|(day, _)| *day));
        if let Some(day) = from.filter(|d| *d > scope.as_of) {
            return Err(Refusal::new(
                "date",
                "from",
                format!("{day} is after {}, the day of the report.", scope.as_of),
                "Give an earlier day to compare with.",
            ));
        }
        let since = match (&last, from) {
            (Some((day, what)), Some(from)) if *day == from => what.clone(),
            (_, Some(from)) => from.to_string(),
            _ => String::new(),
        };
        let then_seq = from.map_or(0, |d| isms.last_act_of(d));
        let then = from.filter(|_| then_seq > 0).map(|_| isms.as_of_act(then_seq));
        let currency = staleness::staleness(isms, scope.as_of);
        let by_id = currency.items.iter().enumerate().map(|(i, item)| (item.id(isms), i)).collect();
        Ok(Paper {
            people: People::of(isms, scope.names),
            isms,
            scope: scope.clone(),
            pack: None,
            cited: None,
            currency,
            from,
            then_seq,
            since,
            then,
            by_id,
        })
    }
    pub fn day(&self) -> NaiveDate {
        self.scope.as_of
    }
    /// "since 2026-05-20" or nothing.
    pub fn since_words(&self) -> String {
        self.from.map(|d| format!(" since {d}")).unwrap_or_default()
    }

    // ---- what is current
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.by_id.get(id).map(|i| &self.currency.items[*i])
    }
    pub fn states(&self, id: &str) -> Vec<State> {
        self.item(id).map(states_of).unwrap_or_default()
    }
    /// The last column of a register.
    pub fn flag(&self, id: &str) -> Cell {
        match self.states(id) {
            s if s.is_empty() => Cell::Empty,
            s => Cell::States(s),
        }
    }
    pub fn is_current(&self, id: &str) -> bool {
        matches!(self.states(id).as_slice(), [State::Current | State::NotApplicable] | [])
    }
    /// Why it is not current, in the product's own sentences, and what an auditor would ask of the last review.
    pub fn reasons(&self, id: &str) -> Vec<Vec<Span>> {
        let mut out: Vec<Vec<Span>> =
            self.item(id).map(|i| i.shown().map(|r| self.sentence(r)).collect()).unwrap_or_default();
        if let Some(m) = self.isms.last_mark(id) {
            let recorded = self.isms.day_of(m.seq);
            let days = dates::days_between(m.held_on, recorded);
            if m.outcome == Outcome::CarriedOver {
                out.push(vec![plain(format!(
                    "The review of {} is carried over from the time before this file.",
                    m.held_on
                ))]);
            } else if days > LATE_DAYS {
                let code = self.isms.rec(m.review).code.to_string();
                out.push(vec![
                    self.code(&code),
                    plain(format!(" was held on {} and recorded {days} days later, on {recorded}.", m.held_on)),
                ]);
            }
        }
        out
    }

    fn sentence(&self, r: &Reason) -> Vec<Span> {
        let piece = |p: Piece| match p {
            Piece::Text(t) => plain(self.people.redact(&ours(&t))),
            Piece::Code { code, .. } if self.people.known(&code) => self.code(&code),
            // What a weakness is stays in the house: a reason names it by its code.
            Piece::Code { code, .. } if !self.scope.long && self.isms.get::<Vulnerability>(&code).is_some() => {
                self.code(&code)
            }
            Piece::Code { code, words } => {
                Span::Link { text: self.people.redact(&words).replace(&code, &shown(&code)), to: code }
            }
        };
        r.sentence(self.isms).into_iter().map(piece).collect()
    }

    // ---- names and codes
    /// "D.O., ISMS owner"
    pub fn who(&self, code: &str) -> String {
        self.people.who(code)
    }
    /// "D.O."
    pub fn short(&self, code: &str) -> String {
        self.people.short(code)
    }
    /// A code as a link: "R-012"; a control of Annex A by its number, "A.8.13"; a person by initials.
    pub fn code(&self, code: &str) -> Span {
        if self.people.known(code) {
            return Span::Link { text: self.short(code), to: code.into() };
        }
        Span::Link { text: shown(code), to: code.into() }
    }
    pub fn codes<'b>(&self, codes: impl IntoIterator<Item = &'b str>) -> Vec<Span> {
        super::values::join(codes.into_iter().map(|c| vec![self.code(c)]).collect(), ", ")
    }
    /// "A-001 Results database"
    pub fn named(&self, code: &str) -> Vec<Span> {
        if self.people.known(code) {
            return vec![Span::Link { text: self.who(code), to: code.into() }];
        }
        match self.isms.record(code) {
            Some(r) => vec![self.code(code), plain(format!(" {}", self.title(r)))],
            None => vec![plain(code)],
        }
    }
    /// Title of a record; of a person, and of what is titled by one, as this copy names people.
    pub fn title(&self, r: &Record) -> String {
        match r.info().name {
            "person" => self.who(&r.code),
            _ if self.held(r) => "names people: held, shown on request".into(),
            _ if r.info().titled => r.title(),
            _ => self.people.redact(&r.title()),
        }
    }
    /// Does it name people, in a copy that must not?
    pub fn held(&self, r: &Record) -> bool {
        self.scope.names != Names::Full
            && r.info().field("personal").is_some_and(|f| f.ty == Ty::Bool)
            && Body::of(r).yes("personal")
    }
    /// A sentence of ours with its codes as links and its people as this copy names them.
    pub fn linked(&self, text: &str) -> Vec<Span> {
        staleness::linked(self.isms, &self.people.redact(text))
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(t) => plain(t),
                Piece::Code { code, .. } => self.code(&code),
            })
            .collect()
    }

    // ---- reviews and proofs
    /// "2026-09-18", the day of the latest review that moves the horizon.
    pub fn reviewed_on(&self, id: &str) -> Option<NaiveDate> {
        self.isms.last_mark(id).map(|m| m.held_on)
    }
    pub fn reviewed_cell(&self, id: &str) -> Cell {
        self.reviewed_on(id).map_or(Cell::Spans(vec![soft("never")]), |d| Cell::from(d.to_string()))
    }
    /// Was it looked at after the day compared with? Without one: ever.
    pub fn reviewed_in_period(&self, id: &str) -> bool {
        self.reviewed_on(id).is_some_and(|d| self.from.is_none_or(|f| d > f))
    }
    pub fn review_of(&self, m: &Mark) -> Option<(&Record, &Review)> {
        let r = self.isms.rec(m.review);
        r.get::<Review>().map(|v| (r, v))
    }
    /// Live proofs that a record names or that name it, newest first: record, day of taking.
    pub fn proofs(&self, ix: Ix) -> Vec<(Ix, NaiveDate)> {
        let r = self.isms.rec(ix);
        let mut list: Vec<Ix> = if r.info().field_ix("evidence").is_some() {
            self.isms.linked(r, "evidence").collect()
        } else {
            Vec::new()
        };
        for (src, f) in &r.inn {
            let other = self.isms.rec(*src);
            if other.info().name == "evidence" && other.info().fields[*f as usize].name == "about" {
                list.push(*src);
            }
        }
        list.sort_unstable();
        list.dedup();
        let mut out: Vec<(Ix, NaiveDate)> = list
            .into_iter()
            .filter(|i| self.isms.rec(*i).live())
            .filter_map(|i| Some((i, Body::of(self.isms.rec(i)).day("collected_on")?)))
            .collect();
        out.sort_by(|a, b| b.1.cmp(&a.1).then(b.0.cmp(&a.0)));
        out
    }
    /// Records that rest on this one, or that it is news for.
    pub fn dependents(&self, ix: Ix) -> Vec<Ix> {
        use crate::words::Edge;
        let edge = |r: &Record, f: u16| match &r.info().fields[f as usize].ty {
            Ty::Ref { edge, .. } | Ty::Refs { edge, .. } => *edge,
            _ => None,
        };
        let r = self.isms.rec(ix);
        let mut out: Vec<Ix> = r
            .inn
            .iter()
            .filter(|(src, f)| matches!(edge(self.isms.rec(*src), *f), Some(Edge::RestsOn | Edge::Mutual)))
            .map(|(src, _)| *src)
            .collect();
        out.extend(
            r.out
                .iter()
                .filter(|(f, _)| matches!(edge(r, *f), Some(Edge::BearsOn | Edge::Mutual)))
                .map(|(_, dst)| *dst),
        );
        out.sort_unstable();
        out.dedup();
        out.retain(|i| self.isms.rec(*i).live());
        out
    }

    // ---- the yardstick
    pub fn accept_up_to(&self) -> u32 {
        accept_up_to(self.isms)
    }
    pub fn likelihood_words(&self) -> Vec<String> {
        catalog::likelihood_words(self.isms.organization()).into_iter().map(|(_, w, _)| w.to_string()).collect()
    }
    pub fn impact_words(&self) -> Vec<String> {
        catalog::impact_words(self.isms.organization()).into_iter().map(|(_, w, _)| w.to_string()).collect()
    }
    /// "3 possible × 4 serious"
    pub fn scores_words(&self, likelihood: u8, impact: u8) -> String {
        let word = |list: Vec<String>, n: u8| {
            list.get(usize::from(n).wrapping_sub(1)).cloned().unwrap_or_default().to_lowercase()
        };
        format!(
            "{likelihood} {} \u{d7} {impact} {}",
            word(self.likelihood_words(), likelihood),
            word(self.impact_words(), impact)
        )
    }
    pub fn signed_cell(&self, a: &Signed) -> Cell {
        let mut second: Vec<Span> = a.on.map(|d| soft(d.to_string())).into_iter().collect();
        for p in &a.proof {
            second.push(soft(" \u{b7} "));
            second.push(self.code(p));
        }
        Cell::Lines(vec![vec![plain(format!("{} {}", self.short(&a.by), a.how))], second])
    }
}

/// Level of a number by the criteria with which it was scored (DOMAIN 8); zero or the present version: by those that hold.
pub fn level(isms: &Isms, number: u32, criteria: u32) -> Level {
    let old = (criteria != 0 && criteria != isms.criteria()).then(|| criteria_of(isms, criteria)).flatten();
    let bands = match &old {
        Some(org) => catalog::bands(Some(org)),
        None => catalog::bands(isms.organization()),
    };
    let at = bands.iter().position(|(_, from, to)| (*from..=*to).contains(&number)).unwrap_or(0);
    let word = bands.get(at).map(|(w, ..)| w.to_string()).unwrap_or_default();
    // The highest band stands in capitals, so that a copy without colour loses nothing.
    Level { number, rank: at.min(3) as u8, word: if at >= 3 { word.to_uppercase() } else { word } }
}
pub fn level_now(isms: &Isms, risk: &Risk) -> Level {
    level(isms, risk.level(), risk.scored_by_criteria.map_or(0, |c| c.0))
}
pub fn level_after(isms: &Isms, risk: &Risk) -> Level {
    level(isms, risk.residual(), risk.scored_by_criteria.map_or(0, |c| c.0))
}
pub fn accept_up_to(isms: &Isms) -> u32 {
    isms.organization().map_or(9, |o| o.accept_up_to.0)
}
/// The organization's yardstick in its n-th version.
fn criteria_of(isms: &Isms, n: u32) -> Option<Organization> {
    let r = isms.record("ORG")?;
    let facet = r.info().facet("criteria");
    let (mut at, mut print, mut found) = (0, None, None);
    for v in &r.revisions {
        if print != Some(v.derived.prints[facet]) {
            at += 1;
            print = Some(v.derived.prints[facet]);
        }
        if at == n {
            found = Some(v);
        }
    }
    let (_, body) = decode(r.info(), found?).ok()?;
    body.downcast_ref::<Organization>().cloned()
}

/// The last external audit held before a day: its last day, and what it was.
pub fn last_audit(isms: &Isms, day: NaiveDate) -> Option<(NaiveDate, String)> {
    isms.live::<Audit>()
        .filter(|(_, r, a)| a.external() && r.state() != "planned")
        .filter_map(|(_, r, a)| a.held_until.or(a.held_from).map(|d| (d.0, r.title())))
        .filter(|(held, _)| *held < day)
        .max()
}

/// What act made of a record which fields: the revision and the one before.
pub fn step(r: &Record, seq: Seq) -> Option<(Option<&Revision>, &Revision)> {
    let at = r.revisions.iter().position(|v| v.seq == seq)?;
    Some((at.checked_sub(1).map(|b| &r.revisions[b]), &r.revisions[at]))
}
/// Why an act was done: its own why, or that of the review it recorded.
pub fn why_of(isms: &Isms, seq: Seq) -> String {
    let Some(act) = isms.act(seq) else { return String::new() };
    let review = isms.review_of(act).and_then(|ix| isms.rec(ix).get::<Review>()).map(|r| r.why.to_string());
    review.filter(|w| !w.is_empty()).unwrap_or_else(|| act.why.to_string())
}
/// Score of a revision: likelihood, impact.
pub fn scores(v: &Revision) -> Option<(u8, u8)> {
    let b = json_of(v);
    let n = |k: &str| b.get(k).and_then(serde_json::Value::as_u64).map(|n| n as u8);
    Some((n("likelihood")?, n("impact")?))
}

/// "SOA-8.13" is control A.8.13 of Annex A; all else is shown as it is.
pub fn shown(code: &str) -> String {
    match code.strip_prefix("SOA-") {
        Some(n) if n.starts_with(|c: char| c.is_ascii_digit()) => format!("A.{n}"),
        _ => code.to_string(),
    }
}
/// The first if there is one, else the other: "R-1, R-2" or "none".
pub fn choose(list: &[String], none: &str) -> String {
    if list.is_empty() { none.to_string() } else { list.join(", ") }
}
/// "3,479"
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// The product's sentences speak to the owner; on paper the owner speaks. Only phrases of ours, so that no recorded word is touched.
pub(crate) fn ours(sentence: &str) -> String {
    const SAID: [(&str, &str); 17] = [
        ("what you accept", "what we accept"),
        ("you accept up to", "we accept up to"),
        ("You changed", "We changed"),
        ("You were ", "We were "),
        ("you have not yet", "we have not yet"),
        ("you yourselves find", "we ourselves find"),
        ("expects your answer", "expects our answer"),
        ("for your judgement", "for our judgement"),
        ("; yours is ", "; ours is "),
        (" does for you", " does for us"),
        ("personal data for you", "personal data for us"),
        ("reach what is yours", "reach what is ours"),
        (" applies to you", " applies to us"),
        ("You last ", "We last "),
        ("world around you", "world around us"),
        ("that binds you", "that binds us"),
        ("that concerned you", "that concerned us"),
    ];
    let mut out = sentence.to_string();
    for (you, we) in SAID {
        if out.contains(you) {
            out = out.replace(you, we);
        }
    }
    out
}
fn states_of(item: &Item) -> Vec<State> {
    use staleness::State as S;
    item.states
        .as_ref()
        .iter()
        .map(|s| match s {
            S::NeverReviewed => State::NeverReviewed,
            S::Overdue => State::Overdue,
            S::DueSoon => State::DueSoon,
            S::Stale => State::Stale,
            S::Current => State::Current,
            S::NotApplicable => State::NotApplicable,
        })
        .collect()
}
