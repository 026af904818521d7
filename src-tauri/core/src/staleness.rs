//! What no longer holds, and why: every target's state with its reasons, derived anew each time and never stored (DOMAIN 3).
//! Here are the types and the questions that others ask; the algorithm is `staleness/eye.rs`; each rule is one entry of one table beside it.
use crate::isms::{Isms, Ix, Seq};
use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use std::cmp::Reverse;
use std::sync::OnceLock;

pub mod controls;
pub mod coverage;
mod eye;
pub mod follow_up;
mod impact;
mod name;
pub mod people;
pub mod policies;
pub mod risks;
pub mod sentence;
pub mod supply;
pub mod time;

pub use eye::{Eye, Hypothesis, Said};
pub use impact::{Outlook, Touched, impact, impact_of, told};
pub(crate) use name::word;
pub use people::answers_for;
pub use sentence::{Differing, Piece, linked, plain};

use eye::Scratch;

/// 3.2. A state of an item, by DOMAIN's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    NotApplicable,
    NeverReviewed,
    Overdue,
    DueSoon,
    Stale,
    Current,
}
impl State {
    pub fn name(self) -> &'static str {
        match self {
            State::NotApplicable => "not applicable",
            State::NeverReviewed => "never reviewed",
            State::Overdue => "overdue",
            State::DueSoon => "due soon",
            State::Stale => "stale",
            State::Current => "current",
        }
    }
    pub fn named(name: &str) -> Option<State> {
        [State::NotApplicable, State::NeverReviewed, State::Overdue, State::DueSoon, State::Stale, State::Current]
            .into_iter()
            .find(|s| s.name() == name)
    }
}
impl Serialize for State {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.name())
    }
}

/// 3.3.1. One state of the axis of time, and `stale`; or one of `current`, `not applicable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct States {
    list: [State; 2],
    len: u8,
}
impl States {
    pub fn one(state: State) -> States {
        States { list: [state; 2], len: 1 }
    }
    fn two(time: State) -> States {
        States { list: [time, State::Stale], len: 2 }
    }
    pub fn has(&self, state: State) -> bool {
        self.as_ref().contains(&state)
    }
    pub fn as_slice(&self) -> &[State] {
        self.as_ref()
    }
    pub fn is(&self, state: State) -> bool {
        self.as_ref() == [state]
    }
}
impl AsRef<[State]> for States {
    fn as_ref(&self) -> &[State] {
        &self.list[..self.len as usize]
    }
}
impl std::ops::Deref for States {
    type Target = [State];
    fn deref(&self) -> &[State] {
        self.as_ref()
    }
}
impl Serialize for States {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.as_ref().serialize(s)
    }
}

/// 2.27. What can be current or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    Record(Ix),
    /// A person and a course, or a person and a policy.
    Pair(Ix, Ix),
    /// "REGISTER", "SOA", "POLICIES", "PROGRAMME".
    Whole(&'static str),
    /// Coverage of a clause by internal audits.
    Clause(&'static str),
    /// Coverage of a control by internal audits.
    Control(Ix),
    /// "surveillance-1", "surveillance-2", "recertification".
    Cycle(&'static str),
    /// An incident and a clock of section 6; "own" stands for those of all contracts.
    Clock(Ix, &'static str),
    /// A line of section 9.
    Line(&'static str),
}
impl Target {
    /// The code that people see: "R-012", "P-007/CRS-02", "coverage/7.4".
    pub fn id(&self, isms: &Isms) -> String {
        let code = |ix: Ix| &isms.rec(ix).code;
        match *self {
            Target::Record(ix) => code(ix).to_string(),
            Target::Pair(a, b) => format!("{}/{}", code(a), code(b)),
            Target::Whole(name) => name.to_string(),
            Target::Clause(n) => format!("coverage/{n}"),
            Target::Control(ix) => format!("coverage/{}", code(ix)),
            Target::Cycle(e) => format!("cycle/{e}"),
            Target::Clock(ix, clock) => format!("{}/{clock}", code(ix)),
            Target::Line(n) => format!("checklist/{n}"),
        }
    }
    /// The name of its sort in the status JSON (3.10, 4).
    pub fn kind(&self, isms: &Isms) -> &'static str {
        match *self {
            Target::Record(ix) => isms.rec(ix).info().name,
            Target::Pair(_, b) if isms.rec(b).info().name == "course" => "person_course",
            Target::Pair(..) => "person_policy",
            Target::Whole(_) => "whole",
            Target::Clause(_) | Target::Control(_) => "coverage",
            Target::Cycle(_) => "cycle",
            Target::Clock(..) => "incident_clock",
            Target::Line(_) => "checklist",
        }
    }
    pub fn record(&self) -> Option<Ix> {
        match *self {
            Target::Record(ix) => Some(ix),
            _ => None,
        }
    }
}

/// Every record from where a change began to the target, at most six (3.6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Path {
    at: [Ix; 6],
    len: u8,
}
impl Path {
    pub fn of(list: &[Ix]) -> Path {
        let mut p = Path::default();
        list.iter().for_each(|ix| p.push(*ix));
        p
    }
    fn push(&mut self, ix: Ix) {
        if (self.len as usize) < self.at.len() {
            self.at[self.len as usize] = ix;
            self.len += 1;
        }
    }
}
impl std::ops::Deref for Path {
    type Target = [Ix];
    fn deref(&self) -> &[Ix] {
        &self.at[..self.len as usize]
    }
}

/// Order of reasons (3.3, 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    Clock,
    Expiry,
    Contradiction,
    Input,
    Cadence,
    Coverage,
}

/// How an input is compared with what was seen of it.
#[derive(Clone, Copy)]
pub enum Differs {
    /// The fingerprint of a facet; "" is all that is material.
    Facet(&'static str),
    /// Only a new major version in force counts, or retirement.
    Major,
}

/// When a rule speaks.
#[derive(Clone, Copy)]
pub enum When {
    /// What the target rests on, also over conduits, differs from what was seen (3.6).
    Input(&'static [(&'static str, Differs)]),
    /// Active news that bears on the target, or through records of the named kinds on which it rests; and only if the function says so.
    News(&'static str, &'static [&'static str], fn(&Eye, &Bearing) -> bool),
    /// Anything else: the function looks and tells.
    Test(fn(&Eye, Target, &mut Said)),
    /// Told by the rule of this name, which looks once for several.
    With(&'static str),
}
/// News `news` names `named`, which is `target` or a record on which it rests.
pub struct Bearing {
    pub news: Ix,
    pub named: Ix,
    pub target: Ix,
}

/// One row of DOMAIN 3.4.
pub struct Rule {
    /// Never renamed.
    pub id: &'static str,
    /// Kind of the target, "reviewed", "owned", or the name of a derived sort ("person_course", "whole"…).
    pub target: &'static str,
    pub clause: &'static str,
    pub sort: Sort,
    /// †: the file contradicts itself.
    pub dagger: bool,
    pub when: When,
    /// The sentence, with {…} where facts stand.
    pub says: &'static str,
    /// What clears it, in words.
    pub clears: &'static str,
}
impl Rule {
    /// May the owner answer "no effect" (3.7)?
    pub fn takes_no_effect(&self) -> bool {
        self.clears.contains("no effect")
    }
}
impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// Why an item is not current: a rule, what it found, and when.
#[derive(Clone, Debug)]
pub struct Reason {
    pub rule: &'static Rule,
    pub target: Target,
    pub today: NaiveDate,
    /// The state for which it argues.
    pub state: State,
    /// What changed or contradicts.
    pub input: Option<Ix>,
    /// The day of the change.
    pub changed: Option<NaiveDate>,
    /// The review that it outdates.
    pub reviewed: Option<NaiveDate>,
    /// The day that a rule of time counts to.
    pub due: Option<NaiveDate>,
    /// From how many days before it the owner wants to know.
    pub lead: i64,
    /// What was seen of the input.
    pub seen: Seq,
    /// The record between, for the sentence, and a number of which it speaks.
    pub other: Option<Ix>,
    pub number: i64,
    /// From the input to the target.
    pub path: Path,
}

/// One target's standing today.
#[derive(Clone, Debug)]
pub struct Item {
    pub target: Target,
    pub states: States,
    /// The earliest day of its reasons of time; of a current item the next due day; else none (3.1).
    pub due: Option<NaiveDate>,
    /// The next day on which a rule of time has something due, whatever its state: for the calendar.
    pub next: Option<NaiveDate>,
    /// Since when it is not current.
    pub since: Option<NaiveDate>,
    /// Ordered (3.3, 4).
    pub reasons: Vec<Reason>,
    /// Put aside until this day; it keeps its states.
    pub put_off_until: Option<NaiveDate>,
}
impl Item {
    pub fn id(&self, isms: &Isms) -> String {
        self.target.id(isms)
    }
    pub fn kind(&self, isms: &Isms) -> &'static str {
        self.target.kind(isms)
    }
    pub fn is_current(&self) -> bool {
        self.states.is(State::Current)
    }
    /// For the currency figure: due soon alone counts as current (3.3, 6).
    pub fn counts_as_current(&self) -> bool {
        self.is_current() || self.states.is(State::DueSoon)
    }
    /// 3.3, 3: smaller is more urgent. `never reviewed` stands as due soon until its due day, as overdue after it.
    pub fn urgency(&self, today: NaiveDate) -> u8 {
        let time = self.states.as_ref()[0];
        let clock = self.reasons.iter().any(|r| r.rule.sort == Sort::Clock && r.state == State::Overdue);
        match time {
            State::Overdue if clock => 0,
            State::Overdue => 1,
            State::NeverReviewed if self.due.is_none_or(|d| d < today) => 2,
            _ if self.states.has(State::Stale) => 3,
            State::NeverReviewed | State::DueSoon => 4,
            State::Current => 5,
            _ => 6,
        }
    }
    /// The reasons that the owner is shown: where an input was retired, that sentence stands for both (3.4 G, input-retired).
    pub fn shown(&self) -> impl Iterator<Item = &Reason> {
        let retired = |r: &Reason| r.rule.id == "input-retired";
        self.reasons.iter().filter(move |r| {
            retired(r)
                || !matches!(r.rule.when, When::Input(_))
                || !self.reasons.iter().any(|o| retired(o) && o.input == r.input)
        })
    }
    pub fn has(&self, rule: &str) -> bool {
        self.reasons.iter().any(|r| r.rule.id == rule)
    }
}

/// Every target's state on a day.
#[derive(Clone, Debug)]
pub struct Currency {
    pub today: NaiveDate,
    /// Records in the order in which they were added, then what is derived.
    pub items: Vec<Item>,
}
impl Currency {
    pub fn find(&self, isms: &Isms, id: &str) -> Option<&Item> {
        let ix = isms.ix(id);
        self.items.iter().find(|i| match (ix, i.target) {
            (Some(ix), Target::Record(t)) => t == ix,
            (Some(_), _) => false,
            (None, Target::Record(_)) => false,
            (None, _) => i.id(isms) == id,
        })
    }
    /// Items that need something, the most urgent first.
    pub fn pending(&self) -> Vec<&Item> {
        let mut list: Vec<&Item> =
            self.items.iter().filter(|i| !i.is_current() && !i.states.is(State::NotApplicable)).collect();
        list.sort_by_key(|i| (i.urgency(self.today), i.due.or(i.since), Reverse(i.reasons.len())));
        list
    }
    pub fn count(&self, state: State) -> usize {
        self.items.iter().filter(|i| i.states.has(state)).count()
    }
    /// 3.3, 5: one change that yields more than 12 reasons of one rule is one line that opens a batch.
    pub fn floods(&self) -> Vec<Flood> {
        let mut all: Vec<(&'static str, Ix, usize)> = Vec::new();
        for (n, item) in self.items.iter().enumerate() {
            all.extend(item.reasons.iter().filter_map(|r| Some((r.rule.id, r.input?, n))));
        }
        all.sort_unstable();
        let mut out = Vec::new();
        for group in all.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            if group.len() > 12 {
                if let Some(rule) = rule(group[0].0) {
                    out.push(Flood { rule, input: group[0].1, items: group.iter().map(|g| g.2).collect() });
                }
            }
        }
        out
    }
}
/// "A new risk scale touches 48 risks."
#[derive(Clone, Debug)]
pub struct Flood {
    pub rule: &'static Rule,
    pub input: Ix,
    /// Numbers of the items in `Currency::items`.
    pub items: Vec<usize>,
}

/// Every rule of every table.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        time::RULES,
        risks::RULES,
        policies::RULES,
        controls::RULES,
        supply::RULES,
        people::RULES,
        follow_up::RULES,
        coverage::RULES,
    ]
    .into_iter()
    .flatten()
}
pub fn rule(id: &str) -> Option<&'static Rule> {
    static SORTED: OnceLock<Vec<&'static Rule>> = OnceLock::new();
    let all = SORTED.get_or_init(|| {
        let mut all: Vec<_> = rules().collect();
        all.sort_by_key(|r| r.id);
        all
    });
    all.binary_search_by(|r| r.id.cmp(id)).ok().map(|n| all[n])
}

/// What no longer holds on this day, and why (3.4). Pure.
pub fn staleness(isms: &Isms, today: NaiveDate) -> Currency {
    Eye::new(isms, today, None).all()
}
/// The same items in the same order, and as if every rule of time had spoken already: each day that a rule counts to, however far off,
/// has a reason. For the calendar; the states say nothing.
pub fn ahead(isms: &Isms, today: NaiveDate) -> Currency {
    let mut eye = Eye::new(isms, today, None);
    eye.ahead = true;
    eye.all()
}
/// One item alone.
pub fn of(isms: &Isms, today: NaiveDate, id: &str) -> Option<Item> {
    let eye = Eye::new(isms, today, None);
    match isms.ix(id) {
        Some(ix) => {
            let mut scratch = Scratch::default();
            eye.item(ix, &mut scratch)
        }
        None => {
            let mut out = Vec::new();
            eye.derived(&mut out);
            out.into_iter().find(|i| i.id(isms) == id)
        }
    }
}

/// Does it speak of the day by which a record is to be looked at again?
pub fn of_a_review(r: &Reason) -> bool {
    matches!(
        r.rule.id,
        "review-overdue" | "review-due-soon" | "due-before-audit" | "high-risk-cadence" | "never-reviewed"
    )
}
/// The days after one and until another on which a routine with a fixed rhythm is to be done.
pub fn occurrences(r: &crate::kinds::Routine, after: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
    time::occurrences(r, after, until)
}
/// How often a record is looked at: its own cadence, else the routine's, else the kind's; three months for a risk above the line.
/// None where it is not looked at by a cadence, or has a rhythm of its own.
pub fn rhythms(isms: &Isms) -> impl Fn(Ix) -> Option<crate::words::Cadence> {
    time::rhythms(isms)
}
/// The guide that an item offers, and the verb on its button (DOMAIN 11, last paragraph).
pub fn offers(isms: &Isms, item: &Item) -> Option<(&'static str, &'static str)> {
    let first = item.reasons.first().map_or("", |r| r.rule.id);
    Some(match item.kind(isms) {
        "risk" => ("risk-review", "Review"),
        "asset" | "process" => ("asset-review", "Look through"),
        "supplier" => ("supplier-review", "Assess"),
        "obligation" => ("obligation-review", "Read again"),
        "control" => ("control-review", "Review"),
        "policy" => ("policy-review", "Review"),
        "course" => ("course-review", "Review"),
        "organization" if not_set_up(isms) => ("first-run", "Set up"),
        "organization" => ("context-review", "Review"),
        "objective" if matches!(first, "measure-due" | "") => ("measure", "Measure"),
        "objective" => ("objectives", "Decide"),
        "routine" => {
            let wizard = item
                .target
                .record()
                .and_then(|ix| isms.rec(ix).get::<crate::kinds::Routine>())
                .and_then(|r| r.wizard.as_deref());
            (wizard.and_then(guide).unwrap_or("note"), "Do it")
        }
        "exception" => ("exception-review", "Look again"),
        "person_course" | "person_policy" => ("training-campaign", "Ask them"),
        "campaign" => ("training-campaign", "Go on"),
        "person" if first.starts_with("competence") => ("competence-review", "Review"),
        "person" => ("people-round", "Go through"),
        "action" => ("action-round", "Go through"),
        "threat" => ("threat-digest", "Judge"),
        "vulnerability" => ("vulnerability-round", "Deal with"),
        "change" => ("change-intake", "Look at it"),
        "incident" | "incident_clock" => ("incident", "Go on"),
        "nonconformity" => ("nonconformity", "Go on"),
        "audit" => isms.rec(item.target.record()?).guide()?,
        "coverage" => ("internal-audit", "Audit"),
        "cycle" => match item.due {
            // Before it one gets ready; once its day is over, what came of it is written down.
            Some(due)
                if (0..=90)
                    .contains(&crate::dates::days_between(item.reasons.first().map_or(due, |r| r.today), due)) =>
            {
                ("audit-countdown", "Get ready")
            }
            _ => ("external-audit", "Plan"),
        },
        "management_review" => ("management-review", "Hold"),
        "whole" => match item.target {
            Target::Whole("REGISTER") => ("risk-identification", "Look for risks"),
            Target::Whole("SOA") => ("control-review", "Review"),
            Target::Whole("POLICIES") => ("policy-review", "Review"),
            _ if matches!(first, "management-review-due" | "review-before-audit") => ("management-review", "Hold"),
            _ => ("internal-audit", "Audit"),
        },
        "checklist" => coverage::wizard_of_line(item.target)?,
        _ => return None,
    })
}
/// A new file: it has no routine, and the organization still has open places (`catalog::default_organization`).
fn not_set_up(isms: &Isms) -> bool {
    let open =
        |o: &crate::kinds::Organization| o.does.starts_with("To be written") || o.scope.starts_with("To be written");
    isms.organization().is_some_and(open) && isms.each("routine").next().is_none()
}
/// Names of wizards (DOMAIN 11).
const WIZARDS: [&str; 34] = [
    "risk-review",
    "risk-identification",
    "context-review",
    "obligation-review",
    "policy-review",
    "control-review",
    "supplier-review",
    "asset-review",
    "threat-digest",
    "vulnerability-round",
    "pentest",
    "change-intake",
    "incident",
    "course-review",
    "note",
    "access-review",
    "restore-test",
    "exercise",
    "training-campaign",
    "training-record",
    "competence-review",
    "people-round",
    "internal-audit",
    "external-audit",
    "nonconformity",
    "management-review",
    "objectives",
    "measure",
    "exception-review",
    "spot-check",
    "retention",
    "action-round",
    "audit-countdown",
    "first-run",
];
/// The guide of this name, whether or not it is in this version.
pub fn guide(name: &str) -> Option<&'static str> {
    WIZARDS.into_iter().find(|w| *w == name)
}
/// About how many minutes a guide takes once (DOMAIN 4).
pub fn minutes(wizard: &str) -> u32 {
    match wizard {
        "risk-review" => 6,
        "context-review" | "obligation-review" | "restore-test" => 45,
        "risk-identification" | "asset-review" | "incident" | "external-audit" => 60,
        "action-round" | "policy-review" | "course-review" | "nonconformity" | "change-intake" | "retention" => 20,
        "control-review" => 2,
        "supplier-review" | "first-run" => 25,
        "threat-digest" | "measure" | "note" => 15,
        "vulnerability-round" | "competence-review" => 30,
        "pentest" | "exercise" => 90,
        "access-review" | "spot-check" => 40,
        "internal-audit" => 480,
        "management-review" => 120,
        "audit-countdown" => 240,
        _ => 10,
    }
}
