//! The algorithm: what is worked out once for all rules, how far a change travels, and what comes of what the rules tell (DOMAIN 3.1, 3.3, 3.6).
//! No rule is here; each stands in its table.
use super::{
    Bearing, Currency, Differs, Item, Path, Reason, Rule, State, States, Target, When, coverage, follow_up, people,
    policies, rule, rules, time,
};
use crate::isms::{Isms, Ix, Mark, Record, Seq, WHOLES};
use crate::kind::Ty;
use crate::kinds::{KindId, kind_id, kinds};
use crate::words::Edge;
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::sync::OnceLock;

/// `Differs` with the number of the facet in the origin's kind.
#[derive(Clone, Copy)]
enum Compare {
    Facet(usize),
    Major,
}
/// What a field's links mean.
#[derive(Clone, Copy, Default)]
struct Flags {
    edge: Option<Edge>,
    conducts: bool,
    owner: bool,
}
/// What the tables say, arranged by kind.
pub(crate) struct Tables {
    flags: Vec<Vec<Flags>>,
    /// [kind of target][kind of origin]
    inputs: Vec<Vec<Option<(&'static Rule, Compare)>>>,
    news: Vec<Vec<Option<(&'static Rule, u64)>>>,
    tests: Vec<Vec<&'static Rule>>,
    input_retired: &'static Rule,
    shows: Vec<bool>,
    conducting: Vec<bool>,
    /// Kinds of news.
    is_news: Vec<bool>,
    /// Names of kinds in their order, for looking up.
    names: Vec<(&'static str, KindId)>,
}
impl Tables {
    fn kind(&self, name: &str) -> Option<KindId> {
        self.names.binary_search_by(|n| n.0.cmp(name)).ok().map(|n| self.names[n].1)
    }
}
pub(crate) fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let all = kinds();
        let n = all.len();
        let flags: Vec<Vec<Flags>> = all
            .iter()
            .map(|k| {
                k.fields
                    .iter()
                    .map(|f| Flags {
                        edge: match &f.ty {
                            Ty::Ref { edge, .. } | Ty::Refs { edge, .. } => *edge,
                            _ => None,
                        },
                        conducts: f.conducts,
                        owner: f.name == "owner",
                    })
                    .collect()
            })
            .collect();
        let mut inputs = vec![vec![None; n]; n];
        let mut news = vec![vec![None; n]; n];
        let mut tests: Vec<Vec<&'static Rule>> = vec![Vec::new(); n];
        let id = |name: &str| kind_id(name).map(usize::from);
        for rule in rules() {
            let of: Vec<usize> = match rule.target {
                "reviewed" => (0..n).filter(|k| all[*k].reviewed).collect(),
                "any" => (0..n).collect(),
                "owned" => (0..n).filter(|k| all[*k].reviewed || all[*k].field("owner").is_some()).collect(),
                name => id(name).into_iter().collect(),
            };
            for k in of {
                match rule.when {
                    When::Input(from) => {
                        for (o, differs) in from.iter().filter_map(|(o, d)| Some((id(o)?, d))) {
                            let compare = match differs {
                                Differs::Facet(f) => Compare::Facet(all[o].facet(f)),
                                Differs::Major => Compare::Major,
                            };
                            inputs[k][o] = Some((rule, compare));
                        }
                    }
                    When::News(from, through, _) => {
                        if let Some(o) = id(from) {
                            news[k][o] =
                                Some((rule, through.iter().filter_map(|t| id(t)).fold(0u64, |m, t| m | 1 << t)));
                        }
                    }
                    When::Test(_) => tests[k].push(rule),
                    When::With(_) => {}
                }
            }
        }
        let input_retired = rules().find(|r| r.id == "input-retired").unwrap_or(&time::RULES[0]);
        let shows = all
            .iter()
            .map(|k| {
                k.reviewed
                    || matches!(
                        k.name,
                        "person"
                            | "action"
                            | "vulnerability"
                            | "nonconformity"
                            | "incident"
                            | "change"
                            | "threat"
                            | "evidence"
                            | "audit"
                            | "management_review"
                            | "campaign"
                    )
            })
            .collect();
        let conducting = flags.iter().map(|f| f.iter().any(|x| x.conducts)).collect();
        let mut names: Vec<(&'static str, KindId)> =
            all.iter().enumerate().map(|(n, k)| (k.name, n as KindId)).collect();
        names.sort_unstable();
        let is_news = all.iter().map(|k| k.has_news()).collect();
        Tables { flags, inputs, news, tests, input_retired, shows, conducting, is_news, names }
    })
}

/// What is known of a record in one place, so that most records are passed over without touching them again.
#[derive(Clone, Copy)]
struct Fact {
    kind: KindId,
    live: bool,
    withdrawn: bool,
    /// Act that made its latest revision.
    head: Seq,
    /// Horizon and day of the latest review; 0 if there is none.
    horizon: Seq,
    held_on: NaiveDate,
    /// Latest act that may matter to what rests on it: its own, of what it conducts from, of news that names them.
    reach: Seq,
    /// Latest act of news that names it.
    news: Seq,
    /// Place of its code among those of reviewed records.
    rank: u32,
}
/// A later time than any act.
const EVER: Seq = Seq::MAX;

/// A material change that has not happened: what would follow from it (3.5, 1).
#[derive(Clone, Debug)]
pub struct Hypothesis {
    pub record: Ix,
    /// Facets of its kind that would change, 0 among them.
    pub facets: u8,
    /// A new major version would be published.
    pub major: bool,
}

/// The file, a day, and what is worked out once for all rules.
pub struct Eye<'a> {
    pub isms: &'a Isms,
    pub today: NaiveDate,
    pub org: Option<(Ix, &'a crate::kinds::Organization)>,
    pub accept_up_to: u32,
    pub next_audit: Option<NaiveDate>,
    /// Do rules of time speak however far off their day is?
    pub(crate) ahead: bool,
    hypothesis: Option<Hypothesis>,
    facts: Vec<Fact>,
    tables: &'static Tables,
    /// Cadence that a routine of the "each" sort gives to a kind.
    cadences: Vec<Option<crate::words::Cadence>>,
    pub(crate) once: time::Once,
}

/// Where a rule puts what it found.
pub struct Said {
    pub(crate) target: Target,
    today: NaiveDate,
    reviewed: Option<NaiveDate>,
    reasons: Vec<Reason>,
    next: Option<NaiveDate>,
    applies: bool,
    /// Does a rule of time speak however far off its day is?
    ahead: bool,
}
impl Said {
    fn new(target: Target, today: NaiveDate, reviewed: Option<NaiveDate>, ahead: bool) -> Said {
        Said { target, today, reviewed, reasons: Vec::new(), next: None, applies: true, ahead }
    }
    /// A rule speaks.
    pub fn tell(&mut self, id: &'static str, state: State) -> &mut Reason {
        let rule = rule(id).unwrap_or(&time::RULES[0]);
        self.say(rule, state)
    }
    fn say(&mut self, rule: &'static Rule, state: State) -> &mut Reason {
        let at = self.reasons.len();
        let path = match self.target {
            Target::Record(ix) => {
                let mut p = Path::default();
                p.push(ix);
                p
            }
            _ => Path::default(),
        };
        if at == 0 {
            // Most items have but one reason.
            self.reasons.reserve_exact(1);
        }
        self.reasons.push(Reason {
            rule,
            target: self.target,
            today: self.today,
            state,
            input: None,
            changed: None,
            reviewed: self.reviewed,
            due: None,
            lead: 0,
            seen: 0,
            other: None,
            number: 0,
            path,
        });
        &mut self.reasons[at]
    }
    /// Something is due on a day: due soon from `lead` days before, overdue from the day after (7.3).
    pub fn due(&mut self, id: &'static str, due: NaiveDate, lead: i64) -> Option<&mut Reason> {
        self.next(due);
        let state = if self.today > due {
            State::Overdue
        } else if self.ahead || crate::dates::days_between(self.today, due) <= lead {
            State::DueSoon
        } else {
            return None;
        };
        let r = self.tell(id, state);
        r.due = Some(due);
        r.lead = lead.max(0);
        Some(r)
    }
    /// A rule will speak of a day that is not near yet: told where one looks ahead.
    pub(crate) fn coming(&mut self, id: &'static str, due: NaiveDate, lead: i64) -> Option<&mut Reason> {
        if !self.ahead {
            return None;
        }
        let r = self.tell(id, State::DueSoon);
        r.due = Some(due);
        r.lead = lead.max(0);
        Some(r)
    }
    /// Something will be due on a day.
    pub fn next(&mut self, due: NaiveDate) {
        self.next = Some(self.next.map_or(due, |n| n.min(due)));
    }
    pub(crate) fn told(&self) -> &[Reason] {
        &self.reasons
    }
    /// The rules' subject does not exist for this target.
    pub fn not_applicable(&mut self) {
        self.applies = false;
    }
    /// 3.3: states, due day and order of what was told.
    fn done(mut self, isms: &Isms, put_off: Option<NaiveDate>) -> Item {
        let target = self.target;
        if !self.applies {
            return Item {
                target,
                states: States::one(State::NotApplicable),
                due: None,
                next: None,
                since: None,
                reasons: Vec::new(),
                put_off_until: None,
            };
        }
        if self.reasons.is_empty() {
            return Item {
                target,
                states: States::one(State::Current),
                due: self.next,
                next: self.next,
                since: None,
                reasons: Vec::new(),
                put_off_until: put_off,
            };
        }
        let never = self.reasons.iter().any(|r| r.state == State::NeverReviewed);
        if never {
            self.reasons.retain(|r| r.state != State::Stale || r.rule.dagger);
        }
        let worst = self.reasons.iter().map(|r| r.state).filter(|s| *s != State::Stale).min();
        let stale = !never && self.reasons.iter().any(|r| r.state == State::Stale);
        let states = match (worst, stale) {
            (Some(t), true) => States::two(t),
            (Some(t), false) => States::one(t),
            (None, _) => States::one(State::Stale),
        };
        order(isms, &mut self.reasons);
        let due = self.reasons.iter().filter(|r| r.state != State::Stale).filter_map(|r| r.due).min();
        let since = self
            .reasons
            .iter()
            .filter_map(|r| match r.state {
                State::Stale => r.changed,
                State::Overdue => r.due.or(r.changed),
                State::NeverReviewed => r.changed,
                _ => None,
            })
            .min();
        Item { target, states, due, next: self.next, since, reasons: self.reasons, put_off_until: put_off }
    }
}

/// 3.3, 4: legal clock; expiry; contradiction; input changed (news first, shortest path, latest change); cadence; coverage.
/// Same rule and same input: one reason, with the latest change.
fn order(isms: &Isms, reasons: &mut Vec<Reason>) {
    if reasons.len() < 2 {
        return;
    }
    let key = |r: &Reason| {
        let news = !matches!(r.rule.when, When::News(..));
        (r.rule.sort, news, r.path.len(), Reverse(r.changed), r.due)
    };
    let code = |r: &Reason| r.input.map_or("", |i| &isms.rec(i).code);
    reasons
        .sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| code(a).cmp(code(b))).then_with(|| a.rule.id.cmp(b.rule.id)));
    let mut seen: Vec<(&str, Option<Ix>)> = Vec::with_capacity(reasons.len());
    reasons.retain(|r| {
        let k = (r.rule.id, r.input);
        let new = r.input.is_none() || !seen.contains(&k);
        seen.push(k);
        new
    });
}

/// Working memory of one thread.
#[derive(Default)]
pub(crate) struct Scratch {
    met: Met,
    /// Everything that the target rests on.
    nodes: Vec<Node>,
    /// The same without what lies behind records that absorb one change.
    open: Vec<Node>,
    found: Vec<(Ix, Ix, u32)>,
}
#[derive(Clone, Copy)]
struct Node {
    ix: Ix,
    /// Number of the node before it, towards the target; `u32::MAX` at the first step.
    towards: u32,
    depth: u8,
    rests: bool,
}
/// Which records a search has met already.
#[derive(Default)]
struct Met {
    stamp: Vec<u32>,
    round: u32,
}
impl Met {
    fn begin(&mut self, n: usize) {
        if self.stamp.len() < n {
            self.stamp.resize(n, 0);
        }
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.stamp.fill(0);
            self.round = 1;
        }
    }
    fn fresh(&mut self, ix: Ix) -> bool {
        let s = &mut self.stamp[ix as usize];
        let new = *s != self.round;
        *s = self.round;
        new
    }
}

impl<'a> Eye<'a> {
    pub(crate) fn new(isms: &'a Isms, today: NaiveDate, hypothesis: Option<Hypothesis>) -> Eye<'a> {
        let tables = tables();
        let org = isms.ix("ORG").and_then(|ix| Some((ix, isms.rec(ix).get::<crate::kinds::Organization>()?)));
        let mut eye = Eye {
            isms,
            today,
            org,
            accept_up_to: org.map_or(9, |(_, o)| o.accept_up_to.0),
            next_audit: org.and_then(|(_, o)| o.next_external_audit).map(|d| d.0).filter(|d| *d >= today),
            ahead: false,
            hypothesis,
            facts: Vec::new(),
            tables,
            cadences: vec![None; kinds().len()],
            once: time::Once::default(),
        };
        eye.facts = eye.look();
        eye.rank();
        eye.spread();
        eye.cadences = time::cadences(isms);
        eye.once = time::Once::new(&eye);
        eye
    }
    fn look(&self) -> Vec<Fact> {
        let one = |n: usize| {
            let r = &self.isms.records[n];
            let mark = r.last_review();
            let hypo = self.hypothesis.as_ref().is_some_and(|h| h.record as usize == n);
            let head = if hypo { EVER } else { r.head().seq };
            Fact {
                kind: r.kind,
                live: r.live(),
                withdrawn: r.common.withdrawn,
                head,
                horizon: mark.map_or(0, |m| m.horizon),
                held_on: mark.map_or(NaiveDate::MIN, |m| m.held_on),
                reach: head,
                news: 0,
                rank: 0,
            }
        };
        let all = self.isms.records.len();
        let cores = cores(all);
        if cores == 1 {
            return (0..all).map(one).collect();
        }
        let size = all.div_ceil(cores);
        std::thread::scope(|s| {
            let one = &one;
            let parts: Vec<_> = (0..cores)
                .map(|c| s.spawn(move || (c * size..((c + 1) * size).min(all)).map(one).collect::<Vec<_>>()))
                .collect();
            parts.into_iter().flat_map(|p| p.join().unwrap_or_default()).collect()
        })
    }
    /// Numbers the records that others rest on by the order of their codes.
    fn rank(&mut self) {
        // The first sixteen bytes as one number spare most looks at the codes themselves.
        let key = |ix: Ix| {
            let mut head = [0; 16];
            head.iter_mut().zip(self.isms.rec(ix).code.bytes()).for_each(|(h, b)| *h = b);
            u128::from_be_bytes(head)
        };
        let reviewed = kinds().iter().filter(|k| k.reviewed).flat_map(|k| self.isms.of_kind(k.name));
        let mut order: Vec<(u128, Ix)> = reviewed.map(|ix| (key(*ix), *ix)).collect();
        let code = |ix: Ix| &self.isms.rec(ix).code;
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| code(a.1).cmp(code(b.1))));
        for (n, (_, ix)) in order.into_iter().enumerate() {
            self.facts[ix as usize].rank = n as u32;
        }
    }
    /// Marks for each record the latest act that may matter to what rests on it. Only a bound, by which most targets are passed over.
    fn spread(&mut self) {
        for &ix in self.isms.of_kind("policy") {
            // A version published ahead of its day comes to hold by the date alone.
            let from = self.rec(ix).get::<crate::kinds::Policy>().and_then(|p| p.in_force_from);
            if from.is_some_and(|d| d.0 <= self.today && d.0 > self.day(self.rec(ix).head().seq)) {
                let f = &mut self.facts[ix as usize];
                (f.head, f.reach) = (EVER, EVER);
            }
        }
        for (k, info) in kinds().iter().enumerate() {
            if !self.tables.is_news[k] {
                continue;
            }
            for &ix in self.isms.of_kind(info.name) {
                let f = self.facts[ix as usize];
                if f.withdrawn {
                    continue;
                }
                let seq = if self.by_date(ix) { EVER } else { f.head };
                for &(field, to) in &self.isms.rec(ix).out {
                    if self.tables.flags[k][field as usize].edge == Some(Edge::BearsOn) {
                        let t = &mut self.facts[to as usize];
                        t.news = t.news.max(seq);
                        t.reach = t.reach.max(seq);
                    }
                }
            }
        }
        for _ in 0..4 {
            let mut moved = false;
            for (k, info) in kinds().iter().enumerate().filter(|(k, _)| self.tables.conducting[*k]) {
                for &ix in self.isms.of_kind(info.name) {
                    let mut most = self.facts[ix as usize].reach;
                    for &(field, to) in &self.isms.rec(ix).out {
                        if self.tables.flags[k][field as usize].conducts {
                            most = most.max(self.facts[to as usize].reach);
                        }
                    }
                    moved |= most != self.facts[ix as usize].reach;
                    self.facts[ix as usize].reach = most;
                }
            }
            if !moved {
                break;
            }
        }
    }
    /// Does something of this news hang on the date alone (3.1)?
    fn by_date(&self, ix: Ix) -> bool {
        let r = self.isms.rec(ix);
        if let Some(e) = r.get::<crate::kinds::Exception>() {
            return r.head().derived.active && e.until.0 < self.today;
        }
        r.head().derived.active && r.get::<crate::kinds::Vulnerability>().is_some_and(|v| v.due.0 < self.today)
    }

    // ---- words of 3.1
    pub fn rec(&self, ix: Ix) -> &'a Record {
        self.isms.rec(ix)
    }
    pub fn live(&self, ix: Ix) -> bool {
        self.facts[ix as usize].live
    }
    pub fn kind(&self, ix: Ix) -> &'static str {
        kinds()[self.facts[ix as usize].kind as usize].name
    }
    /// Horizon of a record's latest review; 0 if there is none.
    pub fn horizon(&self, ix: Ix) -> Seq {
        self.facts[ix as usize].horizon
    }
    pub fn reviewed(&self, ix: Ix) -> Option<NaiveDate> {
        Some(self.facts[ix as usize].held_on).filter(|d| *d != NaiveDate::MIN)
    }
    /// Horizon of a pair, and the day to which it belongs.
    fn horizon_of(&self, target: &str, own: Seq, held_on: NaiveDate, input: Ix, rule: &Rule) -> (Seq, NaiveDate) {
        if !self.isms.has_no_effects() || !rule.takes_no_effect() {
            return (own, held_on);
        }
        match self.isms.no_effect(target, &self.rec(input).code) {
            n if n > own => (n, self.isms.day_of(n)),
            _ => (own, held_on),
        }
    }
    /// Horizon of a record and an input, "no effect" decisions counted.
    pub fn pair_horizon(&self, target: Ix, input: Ix, rule: &Rule) -> (Seq, NaiveDate) {
        let f = &self.facts[target as usize];
        self.horizon_of(&self.rec(target).code, f.horizon, f.held_on, input, rule)
    }
    /// The same of an item that is no record.
    pub fn derived_horizon(&self, target: &str, input: Ix, rule: &Rule) -> (Seq, NaiveDate) {
        let (own, day) = self.isms.last_mark(target).map_or((0, NaiveDate::MIN), |m| (m.horizon, m.held_on));
        self.horizon_of(target, own, day, input, rule)
    }
    /// Fingerprint now.
    fn print(&self, ix: Ix, facet: usize) -> Seq {
        match &self.hypothesis {
            Some(h) if h.record == ix && h.facets & (1 << facet) != 0 => EVER,
            _ => self.rec(ix).print(facet),
        }
    }
    /// Does the facet differ from what stood at `seq`? A record added later is compared with what it was when it was added: the link to
    /// it is a change of the record that holds the link (3.5, 5).
    pub fn differs(&self, ix: Ix, facet: usize, seq: Seq) -> bool {
        if self.facts[ix as usize].head <= seq {
            return false;
        }
        let r = self.rec(ix);
        self.print(ix, facet) != r.print_at(facet, seq.max(r.added()))
    }
    /// Is a change of this record being supposed?
    pub(crate) fn supposed(&self, ix: Ix) -> bool {
        self.hypothesis.as_ref().is_some_and(|h| h.record == ix)
    }
    /// Is a new major version of it being supposed?
    pub(crate) fn supposed_major(&self, ix: Ix) -> bool {
        self.hypothesis.as_ref().is_some_and(|h| h.record == ix && h.major)
    }
    /// Was there a revision, or is one supposed, after this act?
    pub(crate) fn touched_since(&self, ix: Ix, seq: Seq) -> bool {
        self.facts[ix as usize].head > seq
    }
    pub fn facet(&self, ix: Ix, name: &str) -> usize {
        self.rec(ix).info().facet(name)
    }
    /// The act of the latest change of a facet.
    pub fn changed_by(&self, ix: Ix, facet: usize) -> Seq {
        let revisions = &self.rec(ix).revisions;
        (1..revisions.len())
            .rev()
            .find(|n| revisions[*n].derived.prints[facet] != revisions[n - 1].derived.prints[facet])
            .map_or(revisions[0].seq, |n| revisions[n].seq)
    }
    /// The day of the latest change of a facet.
    pub fn changed_on(&self, ix: Ix, facet: usize) -> NaiveDate {
        if self.hypothesis.as_ref().is_some_and(|h| h.record == ix && h.facets & (1 << facet) != 0) {
            return self.today;
        }
        self.isms.day_of(self.changed_by(ix, facet))
    }
    pub fn day(&self, seq: Seq) -> NaiveDate {
        self.isms.day_of(seq)
    }
    /// Was the person's last day before today?
    pub fn gone(&self, person: Ix) -> bool {
        self.once.gone.get(person as usize).copied().unwrap_or(false)
    }
    /// Records whose field links to this one, retired ones left out.
    pub fn citing(&self, ix: Ix, kind: &str, field: &str) -> impl Iterator<Item = Ix> {
        let inn = &self.rec(ix).inn;
        let k = if inn.is_empty() { None } else { self.tables.kind(kind) };
        let f = k.and_then(|k| kinds()[k as usize].field_ix(field));
        let facts = &self.facts;
        inn.iter()
            .filter(move |(s, x)| Some(facts[*s as usize].kind) == k && Some(*x) == f && facts[*s as usize].live)
            .map(|(s, _)| *s)
    }
    /// Live records of a kind that link here, by whichever field.
    pub fn citing_any(&self, ix: Ix, kind: &str) -> impl Iterator<Item = Ix> {
        let inn = &self.rec(ix).inn;
        let k = if inn.is_empty() { None } else { self.tables.kind(kind) };
        let facts = &self.facts;
        inn.iter().filter(move |(s, _)| Some(facts[*s as usize].kind) == k && facts[*s as usize].live).map(|(s, _)| *s)
    }
    pub fn owner(&self, ix: Ix) -> Option<Ix> {
        let flags = &self.tables.flags[self.facts[ix as usize].kind as usize];
        self.rec(ix).out.iter().find(|(f, _)| flags[*f as usize].owner).map(|(_, p)| *p)
    }
    /// The cadence of an "each" routine for a kind.
    pub fn cadence_of_kind(&self, ix: Ix) -> Option<&crate::words::Cadence> {
        self.cadences[self.facts[ix as usize].kind as usize].as_ref()
    }
    /// Marks of reviews of a record, newest first.
    pub fn reviews(&self, ix: Ix) -> impl Iterator<Item = &'a Mark> {
        self.rec(ix).marks.iter().rev().filter(|m| m.outcome.reviews())
    }

    /// A rule other than those of 3.6 found an input that differs.
    pub fn input<'s>(
        &self,
        said: &'s mut Said,
        id: &'static str,
        state: State,
        input: Ix,
        changed: NaiveDate,
        seen: Seq,
    ) -> &'s mut Reason {
        let target = said.target.record();
        let r = said.tell(id, state);
        r.input = Some(input);
        r.changed = Some(changed);
        r.seen = seen;
        r.path = target.map_or_else(|| Path::of(&[input]), |t| Path::of(&[input, t]));
        r
    }
    /// The act since which the record's state is one of these without a break; 0 if it is none of them now.
    pub fn since_state(&self, ix: Ix, of: impl Fn(&str) -> bool) -> Seq {
        self.since(ix, |body| of(body.get("state").and_then(|s| s.as_str()).unwrap_or_default()))
    }
    /// The act that gave a field its present value.
    pub fn since_field(&self, ix: Ix, field: &str) -> Seq {
        let now = self.rec(ix).body_json().remove(field);
        self.since(ix, |body| body.get(field) == now.as_ref())
    }
    /// The act since which something holds of the record's body without a break; 0 if it does not hold now.
    pub fn since(&self, ix: Ix, holds: impl Fn(&serde_json::Map<String, serde_json::Value>) -> bool) -> Seq {
        let mut since = 0;
        for v in self.rec(ix).revisions.iter().rev() {
            if !holds(&crate::isms::json_of(v)) {
                break;
            }
            since = v.seq;
        }
        since
    }

    // ---- the whole of it
    pub(crate) fn all(&self) -> Currency {
        let n = self.facts.len();
        let cores = cores(n);
        let part = |from: usize, to: usize| {
            let mut scratch = Scratch::default();
            let mut items = Vec::with_capacity(to - from);
            items.extend((from..to).filter_map(|ix| self.item(ix as Ix, &mut scratch)));
            items
        };
        if cores == 1 {
            let mut items = part(0, n);
            self.derived(&mut items);
            return Currency { today: self.today, items };
        }
        let items = {
            let size = n.div_ceil(cores * 4);
            let next = std::sync::atomic::AtomicUsize::new(0);
            let (next, part) = (&next, &part);
            std::thread::scope(|s| {
                let others = s.spawn(|| {
                    let mut items = Vec::with_capacity(n / 2);
                    self.derived(&mut items);
                    items
                });
                let hands: Vec<_> = (0..cores)
                    .map(|_| {
                        s.spawn(move || {
                            let mut mine = Vec::new();
                            loop {
                                let c = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                                if c * size >= n {
                                    return mine;
                                }
                                mine.push((c, part(c * size, ((c + 1) * size).min(n))));
                            }
                        })
                    })
                    .collect();
                let mut parts: Vec<(usize, Vec<Item>)> =
                    hands.into_iter().flat_map(|h| h.join().unwrap_or_default()).collect();
                parts.sort_by_key(|p| p.0);
                let others = others.join().unwrap_or_default();
                let mut all = Vec::with_capacity(parts.iter().map(|p| p.1.len()).sum::<usize>() + others.len());
                parts.into_iter().for_each(|p| all.extend(p.1));
                all.extend(others);
                all
            })
        };
        Currency { today: self.today, items }
    }

    /// The item of a record; none for proofs and for what was never really added.
    pub(crate) fn item(&self, ix: Ix, scratch: &mut Scratch) -> Option<Item> {
        let f = self.facts[ix as usize];
        let k = f.kind as usize;
        if f.withdrawn || !self.tables.shows[k] {
            return None;
        }
        let r = self.rec(ix);
        let mut said = Said::new(Target::Record(ix), self.today, self.reviewed(ix), self.ahead);
        if !f.live {
            said.not_applicable();
            return Some(said.done(self.isms, None));
        }
        if kinds()[k].reviewed && time::closed(r) {
            said.not_applicable();
        } else {
            for rule in &self.tables.tests[k] {
                if let When::Test(test) = rule.when {
                    test(self, Target::Record(ix), &mut said);
                }
            }
            if f.horizon > 0 && kinds()[k].reviewed {
                self.inputs(ix, scratch, &mut said);
            }
        }
        let put_off = if said.reasons.is_empty() { None } else { self.put_off(&r.code) };
        Some(said.done(self.isms, put_off))
    }
    fn put_off(&self, id: &str) -> Option<NaiveDate> {
        self.isms.put_off_until(id).filter(|d| *d > self.today)
    }
    /// Items that are no record.
    pub(crate) fn derived(&self, out: &mut Vec<Item>) {
        for whole in WHOLES {
            let mark = self.isms.last_mark(whole);
            let mut said = Said::new(Target::Whole(whole), self.today, mark.map(|m| m.held_on), self.ahead);
            for rule in rules().filter(|r| r.target == whole) {
                if let When::Test(test) = rule.when {
                    test(self, Target::Whole(whole), &mut said);
                }
            }
            out.push(said.done(self.isms, self.put_off(whole)));
        }
        people::pairs(self, out);
        coverage::items(self, out);
        follow_up::clocks(self, out);
    }
    /// Finishes an item that is no record.
    pub(crate) fn finish(&self, said: Said) -> Item {
        let none = said.reasons.is_empty() || !self.isms.has_put_off();
        let put_off = if none { None } else { self.put_off(&said.target.id(self.isms)) };
        said.done(self.isms, put_off)
    }
    pub(crate) fn begin(&self, target: Target, reviewed: Option<NaiveDate>) -> Said {
        Said::new(target, self.today, reviewed, self.ahead)
    }

    // ---- 3.6
    /// What the target rests on, and news that bears on it, that differ from what was seen.
    fn inputs(&self, t: Ix, scratch: &mut Scratch, said: &mut Said) {
        let f = self.facts[t as usize];
        let k = f.kind as usize;
        if !self.moved(t, &f) {
            return;
        }
        let Scratch { met, nodes, open, found } = scratch;
        self.search(t, met, nodes, |_| true);
        // Which origins differ?
        found.clear();
        for (at, node) in nodes.iter().enumerate() {
            let o = self.facts[node.ix as usize];
            if let Some((rule, compare)) = self.tables.inputs[k][o.kind as usize].filter(|_| o.head > f.horizon) {
                let (h, held) = self.pair_horizon(t, node.ix, rule);
                if self.input_differs(compare, node.ix, h, held).is_some() {
                    found.push((node.ix, node.ix, at as u32));
                }
            }
        }
        // Which news names the target, or one of them?
        let named = std::iter::once((t, u32::MAX)).chain(nodes.iter().enumerate().map(|(at, n)| (n.ix, at as u32)));
        for (y, at) in named {
            if self.facts[y as usize].news <= f.horizon {
                continue;
            }
            for &(n, field) in &self.rec(y).inn {
                let nk = self.facts[n as usize].kind as usize;
                let Some((rule, through)) = self.tables.news[k][nk] else { continue };
                if self.tables.flags[nk][field as usize].edge != Some(Edge::BearsOn)
                    || (y != t && through & (1 << self.facts[y as usize].kind) == 0)
                {
                    continue;
                }
                if self.bears(rule, n, y, t) && !found.iter().any(|f| (f.0, f.1) == (n, y)) {
                    found.push((n, y, at));
                }
            }
        }
        for &(origin, named, at) in found.iter() {
            self.trace(t, (origin, named, at), met, nodes, open, said);
        }
    }
    /// Can anything that the target rests on differ? Looks only at the bounds.
    fn moved(&self, t: Ix, f: &Fact) -> bool {
        if f.news > f.horizon {
            return true;
        }
        let r = self.rec(t);
        let own = &self.tables.flags[f.kind as usize];
        r.out.iter().any(|(field, x)| {
            matches!(own[*field as usize].edge, Some(Edge::RestsOn | Edge::Mutual))
                && self.facts[*x as usize].reach > f.horizon
        }) || r.inn.iter().any(|(x, field)| {
            let x = &self.facts[*x as usize];
            x.head > f.horizon && self.tables.flags[x.kind as usize][*field as usize].edge == Some(Edge::Mutual)
        })
    }
    /// Breadth-first from the target over its ⇐ and ⇔ links and then over conduits, never through the target or a retired record, at most
    /// four records before the last. `open` says through which records a path may lead.
    fn search(&self, t: Ix, met: &mut Met, nodes: &mut Vec<Node>, open: impl Fn(Ix) -> bool) {
        met.begin(self.facts.len());
        nodes.clear();
        met.fresh(t);
        let r = self.rec(t);
        // Behind a record whose bound lies within the horizon nothing can differ.
        let seen = self.facts[t as usize].horizon;
        let may = |f: &Fact| !f.withdrawn && f.reach > seen;
        let own = &self.tables.flags[self.facts[t as usize].kind as usize];
        for &(field, x) in &r.out {
            let edge = own[field as usize].edge;
            if matches!(edge, Some(Edge::RestsOn | Edge::Mutual)) && may(&self.facts[x as usize]) && met.fresh(x) {
                nodes.push(Node { ix: x, towards: u32::MAX, depth: 0, rests: edge == Some(Edge::RestsOn) });
            }
        }
        for &(x, field) in &r.inn {
            let f = &self.facts[x as usize];
            if self.tables.flags[f.kind as usize][field as usize].edge == Some(Edge::Mutual) && may(f) && met.fresh(x) {
                nodes.push(Node { ix: x, towards: u32::MAX, depth: 0, rests: false });
            }
        }
        self.by_code(nodes);
        let mut at = 0;
        while at < nodes.len() {
            let node = nodes[at];
            let f = &self.facts[node.ix as usize];
            if node.depth < 4 && f.live && self.tables.conducting[f.kind as usize] && open(node.ix) {
                let from = nodes.len();
                for &(field, x) in &self.rec(node.ix).out {
                    if self.tables.flags[f.kind as usize][field as usize].conducts
                        && may(&self.facts[x as usize])
                        && met.fresh(x)
                    {
                        nodes.push(Node { ix: x, towards: at as u32, depth: node.depth + 1, rests: true });
                    }
                }
                self.by_code(&mut nodes[from..]);
            }
            at += 1;
        }
    }
    fn by_code(&self, nodes: &mut [Node]) {
        if nodes.len() > 1 {
            nodes.sort_unstable_by_key(|n| self.facts[n.ix as usize].rank);
        }
    }
    /// Does an input differ, by its rule? Then the day of the change.
    fn input_differs(&self, compare: Compare, o: Ix, h: Seq, held: NaiveDate) -> Option<NaiveDate> {
        match compare {
            Compare::Major => policies::new_major(self, o, h, held),
            Compare::Facet(facet) => self.differs(o, facet, h).then(|| self.changed_on(o, facet)),
        }
    }
    /// Does news that names `y` bear on `t`, and is it later than what was seen? Then the day.
    fn bears_since(&self, rule: &Rule, n: Ix, y: Ix, t: Ix, h: Seq, held: NaiveDate) -> Option<NaiveDate> {
        let When::News(_, _, only) = rule.when else { return None };
        let now = self.news_since(n, h, held)?;
        only(self, &Bearing { news: n, named: y, target: t }).then_some(now)
    }
    fn bears(&self, rule: &Rule, n: Ix, y: Ix, t: Ix) -> bool {
        let (h, held) = self.pair_horizon(t, n, rule);
        self.bears_since(rule, n, y, t, h, held).is_some()
    }
    /// 3.1: is this news active now and was it not at the horizon, or has it changed materially since; has an exception ended since; has a
    /// date passed since? Then the day of it.
    pub fn news_since(&self, n: Ix, h: Seq, held: NaiveDate) -> Option<NaiveDate> {
        let r = self.rec(n);
        let f = &self.facts[n as usize];
        let mut until = None;
        if let Some(e) = r.get::<crate::kinds::Exception>() {
            until = Some(e.until.0);
            if let Some(ended) = self.exception_ended(n, h, held) {
                return ended;
            }
        }
        if !f.live || !r.head().derived.active {
            return None;
        }
        // A weakness past its date, by the date alone.
        if let Some(v) = r.get::<crate::kinds::Vulnerability>() {
            if v.due.0 < self.today && v.due.0 >= held {
                return Some(v.due.0.max(self.active_since(n)));
            }
        }
        if f.head <= h {
            return None;
        }
        let was = r.at(h).is_some_and(|v| v.derived.active) && until.is_none_or(|u| u >= held);
        if !was || self.print(n, 0) != r.print_at(0, h) {
            return Some(self.changed_on(n, 0).max(self.active_since(n)));
        }
        None
    }
    /// Since when the news is active without a break.
    pub fn active_since(&self, n: Ix) -> NaiveDate {
        let rs = &self.rec(n).revisions;
        let first = rs.iter().rposition(|v| !v.derived.active).map_or(0, |p| (p + 1).min(rs.len() - 1));
        self.day(rs[first].seq)
    }
    /// The end of an exception is news too. `Some(None)`: it has ended, and that was seen; `Some(Some(day))`: it ended after the horizon.
    fn exception_ended(&self, n: Ix, h: Seq, held: NaiveDate) -> Option<Option<NaiveDate>> {
        let r = self.rec(n);
        let last = r.revisions.iter().rposition(|v| v.derived.active)?;
        let until = crate::isms::json_of(&r.revisions[last])
            .get("until")
            .and_then(|u| u.as_str())
            .and_then(crate::dates::parse)
            .unwrap_or(NaiveDate::MAX);
        let by_date = (until < self.today).then_some(until);
        match r.revisions.get(last + 1) {
            Some(end) if by_date.is_none_or(|u| u >= self.day(end.seq)) => {
                Some((end.seq > h).then(|| self.day(end.seq)))
            }
            _ => by_date.map(|u| (held <= u).then_some(u)),
        }
    }
    /// The shortest path from an origin to the target that no review between them absorbs; then its rule speaks (3.6).
    /// `named` is the record named by news, or the origin itself; `at` its place among `nodes`.
    fn trace(
        &self,
        t: Ix,
        (origin, named, at): (Ix, Ix, u32),
        met: &mut Met,
        nodes: &[Node],
        open: &mut Vec<Node>,
        said: &mut Said,
    ) {
        let k = self.facts[t as usize].kind as usize;
        let ok = self.facts[origin as usize].kind as usize;
        let news = self.tables.news[k][ok].map(|(r, _)| r).filter(|_| named != origin);
        let input = self.tables.inputs[k][ok];
        let Some(rule) = news.or(input.map(|(r, _)| r)) else { return };
        let (h, held) = self.pair_horizon(t, origin, rule);
        let mut path = Path::of(&[origin]);
        let mut rests = true;
        if named != t {
            // The record that news names lies between as well.
            let most = if news.is_some() { 3 } else { 4 };
            let between = |ix: Ix| (news.is_some() || ix != origin) && self.absorbs(ix, origin, h);
            let way = |nodes: &[Node], at: u32| -> Option<(Path, bool)> {
                let mut path = if news.is_some() { Path::of(&[origin]) } else { Path::default() };
                let mut node = *nodes.get(at as usize)?;
                if node.depth > most {
                    return None;
                }
                loop {
                    if between(node.ix) {
                        return None;
                    }
                    path.push(node.ix);
                    match nodes.get(node.towards as usize) {
                        Some(next) => node = *next,
                        None => return Some((path, node.rests)),
                    }
                }
            };
            // The shortest way of all, or the shortest on which nobody has seen it.
            let found = way(nodes, at).or_else(|| {
                self.search(t, met, open, |r| !self.absorbs(r, origin, h));
                let at = open.iter().position(|n| n.ix == named)?;
                way(open, at as u32)
            });
            let Some(found) = found else { return };
            (path, rests) = found;
        }
        path.push(t);
        let changed = match (news, input) {
            (Some(_), _) => self.bears_since(rule, origin, named, t, h, held),
            (None, Some((_, compare))) => self.input_differs(compare, origin, h, held),
            (None, None) => None,
        };
        // One reason for each rule and origin: the shortest way.
        if let Some(have) = said.reasons.iter_mut().find(|r| std::ptr::eq(r.rule, rule) && r.input == Some(origin)) {
            if have.path.len() > path.len() {
                have.path = path;
            }
            return;
        }
        let r = said.say(rule, State::Stale);
        r.input = Some(origin);
        r.changed = changed;
        r.seen = h;
        r.path = path;
        if news.is_none() && rests && !self.live(origin) && !self.rec(origin).at(h).is_some_and(|v| v.derived.retired) {
            let retired = self.tables.input_retired;
            let r = said.say(retired, State::Stale);
            r.input = Some(origin);
            r.changed = changed;
            r.seen = h;
            r.path = path;
        }
    }
    /// Did the reviewer of a record between see the origin as it is now, later than the target's horizon? News counts as seen only where it
    /// is itself a reason for that record (3.10, 1).
    fn absorbs(&self, r: Ix, origin: Ix, h: Seq) -> bool {
        let f = &self.facts[r as usize];
        let is_news = self.tables.is_news[self.facts[origin as usize].kind as usize];
        if is_news && self.tables.news[f.kind as usize][self.facts[origin as usize].kind as usize].is_none() {
            return false;
        }
        let (mut seen, mut held) = (f.horizon, f.held_on);
        if self.isms.has_no_effects() {
            let n = self.isms.no_effect(&self.rec(r).code, &self.rec(origin).code);
            if n > seen {
                (seen, held) = (n, self.day(n));
            }
        }
        if seen <= h {
            return false;
        }
        if is_news { self.news_since(origin, seen, held).is_none() } else { !self.differs(origin, 0, seen) }
    }
}

fn cores(n: usize) -> usize {
    if n < 4_000 { 1 } else { std::thread::available_parallelism().map_or(1, |n| n.get()).min(8) }
}
