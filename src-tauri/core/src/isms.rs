//! Everything that the file knows, in memory: the acts, the records with all their revisions, what links to what, and what was attested
//! when. Facts only; what is due or out of step is derived from them and never stored.
use crate::act::{Act, Verb};
use crate::kind::{Common, Field, KindInfo, Ty};
use crate::kinds::{self, KindId, Organization, Outcome, Review, kinds};
use crate::ledger::{Frontier, Hash};
use crate::records::Records;
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Number of an act in the ledger, from 1.
pub type Seq = u32;
/// Number of a record in memory.
pub type Ix = u32;
/// Targets that are no record: the registers and the programme as wholes (DOMAIN 2.27).
pub const WHOLES: [&str; 4] = ["REGISTER", "SOA", "POLICIES", "PROGRAMME"];
/// Fingerprints that a revision carries: facet 0 (all that is material) and up to seven named ones.
pub const FACETS: usize = 8;

/// What an act made of one record.
#[derive(Clone, Debug)]
pub struct Revision {
    pub seq: Seq,
    /// Canonical JSON, exactly as committed; none once erased.
    pub body: Option<Arc<str>>,
    pub salt: Option<[u8; 32]>,
    pub commitment: Hash,
    pub derived: Derived,
}
/// What is computed of a revision when it is made, and rebuilt by `verify`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derived {
    /// DOMAIN 3.1: per facet the number of the latest material revision, or of the earlier one whose values it has again.
    pub prints: [Seq; FACETS],
    /// Is this news active by this revision (dates alone aside)?
    pub active: bool,
    pub retired: bool,
}

/// A record with its whole history.
#[derive(Clone)]
pub struct Record {
    pub kind: KindId,
    pub code: Arc<str>,
    pub common: Common,
    /// The struct of its kind.
    pub body: Arc<dyn Any + Send + Sync>,
    /// Oldest first, never empty.
    pub revisions: Vec<Revision>,
    /// Links from here: field of its kind, record.
    pub out: Vec<(u16, Ix)>,
    /// Links to here: record, field of that record's kind.
    pub inn: Vec<(Ix, u16)>,
    /// Reviews about it, oldest first.
    pub marks: Vec<Mark>,
}
/// A review that stands, as the target sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Act that recorded it.
    pub seq: Seq,
    /// The last act that the reviewer can have seen (DOMAIN 3.1).
    pub horizon: Seq,
    pub held_on: NaiveDate,
    pub review: Ix,
    pub outcome: kinds::Outcome,
    pub next_by: Option<NaiveDate>,
}

impl Record {
    pub fn info(&self) -> &'static KindInfo {
        &kinds()[self.kind as usize]
    }
    pub fn get<K: 'static>(&self) -> Option<&K> {
        self.body.downcast_ref()
    }
    /// The latest revision. `revisions` is never empty.
    pub fn head(&self) -> &Revision {
        &self.revisions[self.revisions.len() - 1]
    }
    pub fn title(&self) -> String {
        match &self.common.title {
            Some(t) => t.to_string(),
            None => (self.info().title_of)(&*self.body),
        }
    }
    /// The guide with which it is gone through, and the verb on its button.
    pub fn guide(&self) -> Option<(&'static str, &'static str)> {
        (self.info().guide)(&*self.body)
    }
    pub fn state(&self) -> &str {
        self.common.state.as_deref().unwrap_or_default()
    }
    pub fn retired(&self) -> bool {
        self.common.retired.is_some()
    }
    /// Counts for rules and registers: neither retired nor withdrawn.
    pub fn live(&self) -> bool {
        self.common.retired.is_none() && !self.common.withdrawn
    }
    /// Day-zero act that added it.
    pub fn added(&self) -> Seq {
        self.revisions[0].seq
    }
    /// The revision that stood when act `seq` had been done.
    pub fn at(&self, seq: Seq) -> Option<&Revision> {
        match self.revisions.partition_point(|r| r.seq <= seq) {
            0 => None,
            n => Some(&self.revisions[n - 1]),
        }
    }
    /// Fingerprint of a facet after act `seq`; 0 before the record existed.
    pub fn print_at(&self, facet: usize, seq: Seq) -> Seq {
        self.at(seq).map_or(0, |r| r.derived.prints[facet])
    }
    pub fn print(&self, facet: usize) -> Seq {
        self.head().derived.prints[facet]
    }
    /// The latest review that moves the horizon.
    pub fn last_review(&self) -> Option<&Mark> {
        self.marks.iter().rev().find(|m| m.outcome.reviews())
    }
    /// The day by which it is to be looked at, where that was set sooner than the cadence says: by its last review, or by a decision since
    /// to spread what comes together.
    pub fn next_by(&self) -> Option<NaiveDate> {
        let since = self.marks.iter().rev().take_while(|m| !m.outcome.reviews());
        let sooner = since.filter(|m| m.outcome == kinds::Outcome::Sooner).filter_map(|m| m.next_by);
        sooner.chain(self.last_review().and_then(|m| m.next_by)).min()
    }
    pub fn body_json(&self) -> Map<String, Value> {
        json_of(self.head())
    }
    /// The same without what is never shown: the secret of a kind that keeps one.
    pub fn shown_json(&self) -> Map<String, Value> {
        let mut body = self.body_json();
        body.remove("secret");
        body
    }
}
/// The fields of a revision; nothing of an erased one.
pub fn json_of(r: &Revision) -> Map<String, Value> {
    r.body.as_deref().and_then(|b| serde_json::from_str(b).ok()).unwrap_or_default()
}

/// A record whose stored body is not what its kind asks for. The file opens for reading only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub record: String,
    pub why: String,
}

/// A copy shares with its original whatever neither of them has changed since, so that “what if” costs little.
#[derive(Clone, Default)]
pub struct Isms {
    /// Random number of this log, 32 hexadecimal digits: acts of one log cannot be grafted into another.
    pub log: Arc<str>,
    pub acts: Vec<Arc<Act>>,
    pub records: Records,
    codes: Arc<HashMap<Arc<str>, Ix>>,
    by_kind: Vec<Vec<Ix>>,
    /// Marks of targets that are no record.
    marks: HashMap<String, Vec<Mark>>,
    /// (target, input) → horizon of the latest "no effect" decision.
    no_effects: Arc<HashMap<(String, String), Seq>>,
    put_off: HashMap<String, Mark>,
    ledger: Frontier,
    undone: Arc<HashSet<Seq>>,
    numbers: Vec<u32>,
    /// Acts that are dated before the act before them.
    pub clock_back: Vec<Seq>,
    /// Civil dates of the acts.
    days: Vec<NaiveDate>,
    /// Latest civil date of acts 1..=seq, for back-dated horizons.
    latest_day: Vec<NaiveDate>,
}

/// A record as the file stores it, for `Isms::load`.
pub struct Stored {
    pub kind: KindId,
    pub code: Arc<str>,
    pub revisions: Vec<Revision>,
}

impl Isms {
    pub fn new(log: &str) -> Isms {
        Isms {
            log: log.into(),
            by_kind: vec![Vec::new(); kinds().len()],
            numbers: vec![0; kinds().len()],
            ..Isms::default()
        }
    }
    /// Rebuilds what is known from acts and records as stored. Records that do not decode are named; the rest is there.
    /// `links`, where given, are (from, field, to) by number of record in `stored`; else they are read from the bodies.
    pub fn load(
        log: &str,
        acts: Vec<impl Into<Arc<Act>>>,
        stored: Vec<Stored>,
        links: Option<Vec<(Ix, u16, Ix)>>,
    ) -> (Isms, Vec<Broken>) {
        let mut isms = Isms::new(log);
        for act in acts {
            isms.push_act(act.into());
        }
        let decoded = decode_all(&stored);
        let all = 0..stored.len() as Ix;
        let read = if links.is_some() { Vec::new() } else { all.collect() };
        Isms::put_together(isms, stored, decoded, links.unwrap_or_default(), &read)
    }
    /// What was decoded, with its links: those given, and those that are `read` from the bodies; both by number in `stored`.
    fn put_together(
        mut isms: Isms,
        stored: Vec<Stored>,
        decoded: Vec<Decoded>,
        links: Vec<(Ix, u16, Ix)>,
        read: &[Ix],
    ) -> (Isms, Vec<Broken>) {
        let mut broken = Vec::new();
        let mut kept: Vec<Option<Ix>> = Vec::with_capacity(stored.len());
        for (s, d) in stored.into_iter().zip(decoded) {
            match d {
                Ok((common, body)) => {
                    kept.push(Some(isms.records.len() as Ix));
                    isms.put_record(Record {
                        kind: s.kind,
                        code: s.code,
                        common,
                        body,
                        revisions: s.revisions,
                        out: Vec::new(),
                        inn: Vec::new(),
                        marks: Vec::new(),
                    });
                }
                Err(why) => {
                    kept.push(None);
                    broken.push(Broken { record: s.code.to_string(), why });
                }
            }
        }
        if !broken.is_empty() {
            let place = |ix: Ix| kept.get(ix as usize).copied().flatten();
            isms.acts.iter_mut().for_each(|a| {
                let made = a.made.iter().filter_map(|(ix, v)| Some((place(*ix)?, *v))).collect();
                Arc::make_mut(a).made = made;
            });
        }
        for (src, field, dst) in links {
            if let (Some(Some(s)), Some(Some(d))) = (kept.get(src as usize), kept.get(dst as usize)) {
                isms.rec_mut(*s).out.push((field, *d));
                isms.rec_mut(*d).inn.push((*s, field));
            }
        }
        for ix in read.iter().filter_map(|src| kept.get(*src as usize).copied().flatten()) {
            isms.relink(ix);
        }
        let reviews: Vec<Ix> = isms.of_kind("review").to_vec();
        for ix in reviews {
            isms.mark(ix);
        }
        (isms, broken)
    }
    /// The file as it stood when act `seq` had been done. A replay of the acts up to then.
    pub fn as_of_act(&self, seq: Seq) -> Isms {
        let mut isms = Isms::new(&self.log);
        self.acts.iter().take(seq as usize).for_each(|a| isms.push_act(a.clone()));
        let (mut stored, mut decoded, mut links, mut read) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut place: Vec<Option<Ix>> = vec![None; self.records.len()];
        for (r, place) in self.records.iter().zip(&mut place) {
            let n = r.revisions.partition_point(|v| v.seq <= seq);
            if n == 0 {
                continue;
            }
            *place = Some(stored.len() as Ix);
            let mut revisions = r.revisions[..n].to_vec();
            self.stand_in(r, &mut revisions);
            // What has not changed since is as it is now; it need not be read once more.
            decoded.push(match n == r.revisions.len() {
                true => Ok((r.common.clone(), r.body.clone())),
                false => decode(r.info(), &revisions[n - 1]),
            });
            stored.push(Stored { kind: r.kind, code: r.code.clone(), revisions });
        }
        for (r, at) in self.records.iter().zip(&place).filter_map(|(r, at)| Some((r, (*at)?))) {
            if stored[at as usize].revisions.len() == r.revisions.len() {
                links.extend(r.out.iter().filter_map(|(field, to)| Some((at, *field, place[*to as usize]?))));
            } else {
                read.push(at);
            }
        }
        Isms::put_together(isms, stored, decoded, links, &read).0
    }
    /// Of a version whose content was erased only what stayed can be told: the next one that says something stands in for it, as it was on
    /// that day as far as the facts tell. `revisions` are the first of the record's.
    fn stand_in(&self, r: &Record, revisions: &mut [Revision]) {
        let Some(last) = revisions.last_mut().filter(|v| v.body.is_none()) else { return };
        let from = r.revisions.iter().position(|v| v.seq == last.seq).unwrap_or(0);
        let Some(later) = r.revisions[from..].iter().find(|v| v.body.is_some()) else { return };
        let mut body = json_of(later);
        if body.get("state").and_then(Value::as_str) == Some("erased") {
            (r.info().as_it_was)(&mut body, self.day_of(last.seq));
        }
        for gone in ["retired", "withdrawn"].iter().filter(|_| !last.derived.retired) {
            body.remove(*gone);
        }
        last.body = Some(crate::canonical::text(&Value::Object(body)).into());
    }
    /// The file as it stood at the end of a day (DOMAIN 3.8, 6).
    pub fn as_of(&self, day: NaiveDate) -> Isms {
        self.as_of_act(self.last_act_of(day))
    }
    /// The last act before the first that is dated later than `day` (DOMAIN 3.10, 11).
    pub fn last_act_of(&self, day: NaiveDate) -> Seq {
        self.latest_day.partition_point(|d| *d <= day) as Seq
    }

    /// The review that an act is called by: what was looked at and signed, not what came along with it (decided to be looked at sooner, or
    /// carried over from the time before the file). None: it made no review.
    pub fn review_of(&self, act: &Act) -> Option<Ix> {
        let reviews = || act.made.iter().filter_map(|(ix, _)| Some((*ix, self.rec(*ix).get::<Review>()?)));
        let came_along = |r: &Review| matches!(r.outcome, Outcome::Sooner | Outcome::CarriedOver);
        reviews().find(|(_, r)| !came_along(r)).or_else(|| reviews().next()).map(|(ix, _)| ix)
    }

    // ---- reading
    pub fn ix(&self, code: &str) -> Option<Ix> {
        self.codes.get(code).copied()
    }
    pub fn record(&self, code: &str) -> Option<&Record> {
        self.ix(code).map(|ix| self.rec(ix))
    }
    pub fn rec(&self, ix: Ix) -> &Record {
        &self.records[ix as usize]
    }
    /// For entering what was written; a copy that shares the record keeps it as it was.
    pub fn rec_mut(&mut self, ix: Ix) -> &mut Record {
        self.records.at_mut(ix)
    }
    pub fn get<K: 'static>(&self, code: &str) -> Option<&K> {
        self.record(code).and_then(Record::get)
    }
    /// Every record of a kind, in the order in which they were added, retired ones too.
    pub fn of_kind(&self, name: &str) -> &[Ix] {
        kinds::kind_id(name).map_or(&[], |k| &self.by_kind[k as usize])
    }
    pub fn each(&self, name: &str) -> impl Iterator<Item = (Ix, &Record)> {
        self.of_kind(name).iter().map(|ix| (*ix, self.rec(*ix)))
    }
    /// Live records of a kind with their structs.
    pub fn live<K: crate::kind::Kind>(&self) -> impl Iterator<Item = (Ix, &Record, &K)> {
        self.each(K::NAME).filter(|(_, r)| r.live()).filter_map(|(ix, r)| r.get::<K>().map(|k| (ix, r, k)))
    }
    pub fn organization(&self) -> Option<&Organization> {
        self.get("ORG")
    }
    pub fn act(&self, seq: Seq) -> Option<&Act> {
        self.acts.get((seq as usize).checked_sub(1)?).map(|a| &**a)
    }
    pub fn last_seq(&self) -> Seq {
        self.acts.len() as Seq
    }
    /// Civil date of an act.
    pub fn day_of(&self, seq: Seq) -> NaiveDate {
        (seq as usize).checked_sub(1).and_then(|n| self.days.get(n)).copied().unwrap_or(NaiveDate::MIN)
    }
    pub fn root(&self) -> Hash {
        self.ledger.root()
    }
    /// The head as it will be once an act with this leaf is entered.
    pub fn root_after(&self, leaf: &Hash) -> Hash {
        let mut ledger = self.ledger.clone();
        ledger.push(*leaf);
        ledger.root()
    }
    pub fn leaves(&self) -> Vec<Hash> {
        self.acts.iter().map(|a| a.leaf).collect()
    }
    pub fn checkpoint(&self) -> crate::doc::Checkpoint {
        crate::doc::Checkpoint { size: self.ledger.size(), root: self.root() }
    }
    pub fn is_undone(&self, seq: Seq) -> bool {
        self.undone.contains(&seq)
    }
    /// Reviews of a target, oldest first: of a record, or of an item that is derived or a whole.
    pub fn marks_of(&self, target: &str) -> &[Mark] {
        match self.record(target) {
            Some(r) => &r.marks,
            None => self.marks.get(target).map_or(&[], |m| m.as_slice()),
        }
    }
    pub fn last_mark(&self, target: &str) -> Option<&Mark> {
        self.marks_of(target).iter().rev().find(|m| m.outcome.reviews())
    }
    /// Horizon of the latest decision that `input` does not touch `target`; 0 if there is none.
    pub fn no_effect(&self, target: &str, input: &str) -> Seq {
        if self.no_effects.is_empty() {
            return 0;
        }
        self.no_effects.get(&(target.to_string(), input.to_string())).copied().unwrap_or(0)
    }
    pub fn has_no_effects(&self) -> bool {
        !self.no_effects.is_empty()
    }
    /// Is anything put aside at all?
    pub fn has_put_off(&self) -> bool {
        !self.put_off.is_empty()
    }
    /// Until when the item is put aside.
    pub fn put_off_until(&self, target: &str) -> Option<NaiveDate> {
        self.put_off.get(target).and_then(|m| m.next_by)
    }
    /// Which version of the criteria holds: 1, and one more for each material change of them (DOMAIN 8).
    pub fn criteria(&self) -> u32 {
        let Some(org) = self.record("ORG") else { return 1 };
        let facet = org.info().facet("criteria");
        let mut prints: Vec<Seq> = org.revisions.iter().map(|r| r.derived.prints[facet]).collect();
        prints.dedup();
        prints.len() as u32
    }
    /// The code that the next record of this kind gets: highest number ever used, plus one.
    pub fn next_code(&self, kind: KindId) -> String {
        kinds()[kind as usize].code(self.numbers[kind as usize] + 1)
    }
    /// Name of a person, or the code where there is none.
    pub fn name_of(&self, person: &str) -> String {
        self.record(person).map_or_else(|| person.to_string(), Record::title)
    }
    /// The codes that a field of a record links to.
    pub fn linked<'a>(&'a self, r: &'a Record, field: &str) -> impl Iterator<Item = Ix> + 'a {
        let f = if r.out.is_empty() { None } else { r.info().field_ix(field) };
        r.out.iter().filter(move |(x, _)| Some(*x) == f).map(|(_, ix)| *ix)
    }
    /// The last act that is neither undone nor itself an undo, a redo or a mere note: what "undo" means now. A pack that left the house
    /// stands in the way, and `plan_undo` says so.
    pub fn undoable(&self) -> Option<&Act> {
        let stands = |a: &&Act| !self.undone.contains(&a.seq);
        self.acts.iter().rev().map(|a| &**a).find_map(|a| match a.verb {
            Verb::Redo => a.undoes.and_then(|s| self.act(s)).filter(stands),
            Verb::Undo | Verb::Setting => None,
            Verb::Export | Verb::Erase => Some(a),
            _ => Some(a).filter(|a| !a.made.is_empty()).filter(stands),
        })
    }
    /// The latest undone act, as long as nothing else was done since.
    pub fn redoable(&self) -> Option<&Act> {
        let mut open = 0usize;
        for a in self.acts.iter().rev() {
            match a.verb {
                Verb::Undo if open == 0 => return a.undoes.and_then(|s| self.act(s)),
                Verb::Undo => open -= 1,
                Verb::Redo => open += 1,
                _ if a.made.is_empty() => {}
                _ => return None,
            }
        }
        None
    }

    // ---- growing: only `plan` and the file's reading call these
    /// What an act of erasure took away.
    pub(crate) fn forget(&mut self, e: &crate::erase::Erases) {
        for (ix, version) in &e.versions {
            if let Some(v) = self.rec_mut(*ix).revisions.get_mut(*version as usize - 1) {
                (v.body, v.salt) = (None, None);
            }
        }
        for seq in &e.whys {
            if let Some(a) = self.acts.get_mut(*seq as usize - 1).map(Arc::make_mut) {
                (a.why, a.why_salt) = ("".into(), None);
            }
        }
    }
    pub(crate) fn push_act(&mut self, act: Arc<Act>) {
        let before = self.latest_day.last().copied();
        if self.days.last().is_some_and(|b| act.on < *b) {
            self.clock_back.push(act.seq);
        }
        self.days.push(act.on);
        self.latest_day.push(before.map_or(act.on, |b| b.max(act.on)));
        self.ledger.push(act.leaf);
        match (act.verb, act.undoes) {
            (Verb::Undo, Some(s)) => {
                Arc::make_mut(&mut self.undone).insert(s);
            }
            (Verb::Redo, Some(s)) => {
                Arc::make_mut(&mut self.undone).remove(&s);
            }
            _ => {}
        }
        self.acts.push(act);
    }
    pub(crate) fn put_record(&mut self, r: Record) -> Ix {
        let ix = self.records.len() as Ix;
        Arc::make_mut(&mut self.codes).insert(r.code.clone(), ix);
        self.by_kind[r.kind as usize].push(ix);
        if let Some(n) = number_in(&r.code, r.info().prefix) {
            let most = &mut self.numbers[r.kind as usize];
            *most = (*most).max(n);
        }
        self.records.push(r);
        ix
    }
    /// Reads the links of a record from its head.
    pub(crate) fn relink(&mut self, ix: Ix) {
        let r = &self.records[ix as usize];
        let mut out = Vec::new();
        if !r.common.withdrawn {
            links_in(r.info(), &r.body_json(), &mut |field, code| {
                if let Some(dst) = self.codes.get(code) {
                    let link = (field, *dst);
                    if !out.contains(&link) {
                        out.push(link);
                    }
                }
            });
        }
        self.set_links(ix, &out);
    }
    pub(crate) fn set_links(&mut self, ix: Ix, links: &[(u16, Ix)]) {
        if self.records[ix as usize].out == links {
            return;
        }
        let old = std::mem::replace(&mut self.rec_mut(ix).out, links.to_vec());
        for (field, dst) in old.iter().filter(|l| !links.contains(l)) {
            self.rec_mut(*dst).inn.retain(|(s, f)| !(*s == ix && f == field));
        }
        for (field, dst) in links.iter().filter(|l| !old.contains(l)) {
            // By number of the record and of the field, in whatever order they are entered.
            let inn = &mut self.rec_mut(*dst).inn;
            let at = inn.partition_point(|have| *have < (ix, *field));
            inn.insert(at, (ix, *field));
        }
    }
    /// Enters a review (or takes it out again, when its act was undone) among the marks of what it is about.
    pub(crate) fn mark(&mut self, ix: Ix) {
        let r = self.rec(ix);
        let Some(review) = r.get::<Review>() else { return };
        let seq = r.added();
        let acted = self.day_of(seq);
        let now = review.held_on.0 >= acted || review.outcome == kinds::Outcome::CarriedOver;
        let horizon = if now { seq } else { self.last_act_of(review.held_on.0).min(seq) };
        let stands = r.live();
        let review = review.clone();
        for target in &review.about {
            let outcome = review.each.iter().find(|e| e.target == *target).map_or(review.outcome, |e| e.outcome);
            let m = Mark {
                seq,
                horizon,
                held_on: review.held_on.0,
                review: ix,
                outcome,
                next_by: review.next_by.map(|d| d.0),
            };
            let list = match self.codes.get(target.0.as_str()) {
                Some(t) => &mut self.records.at_mut(*t).marks,
                None => self.marks.entry(target.0.clone()).or_default(),
            };
            list.retain(|have| have.review != ix);
            if stands {
                let at = list.partition_point(|have| have.seq <= seq);
                list.insert(at, m);
            }
            match outcome {
                kinds::Outcome::NoEffect => {
                    if let Some(input) = &review.input {
                        let key = (target.0.clone(), input.0.clone());
                        if stands {
                            let h = Arc::make_mut(&mut self.no_effects).entry(key).or_default();
                            *h = (*h).max(horizon);
                        } else {
                            let left = self.no_effect_left(&target.0, &input.0);
                            if left == 0 {
                                Arc::make_mut(&mut self.no_effects).remove(&key);
                            } else {
                                Arc::make_mut(&mut self.no_effects).insert(key, left);
                            }
                        }
                    }
                }
                _ => {
                    // Put off as long as nothing but "no effect" was said of it since.
                    let last = self
                        .marks_of(&target.0)
                        .iter()
                        .rev()
                        .find(|m| !matches!(m.outcome, kinds::Outcome::NoEffect | kinds::Outcome::Sooner));
                    match last.copied().filter(|m| m.outcome == kinds::Outcome::PutOff) {
                        Some(m) => self.put_off.insert(target.0.clone(), m),
                        None => self.put_off.remove(&target.0),
                    };
                }
            }
        }
    }
    fn no_effect_left(&self, target: &str, input: &str) -> Seq {
        self.marks_of(target)
            .iter()
            .filter(|m| {
                m.outcome == kinds::Outcome::NoEffect
                    && self.rec(m.review).get::<Review>().and_then(|r| r.input.as_ref()).is_some_and(|i| i.0 == input)
            })
            .map(|m| m.horizon)
            .max()
            .unwrap_or(0)
    }
}

/// The acts once more, from the first on: the file as it stood after one act after another, each step by what changed since the last.
/// What it gives is what `as_of_act` gives; it costs one replay for all the days together.
pub struct Replay<'a> {
    of: &'a Isms,
    now: Isms,
    /// Every revision, by act: (act, record).
    made: Vec<(Seq, Ix)>,
    /// Where a record of `of` stands in `now`.
    place: Vec<Option<Ix>>,
    /// An old revision does not read (its content was erased): from here on each step is a replay of its own.
    apart: bool,
}
impl<'a> Replay<'a> {
    pub fn new(of: &'a Isms) -> Replay<'a> {
        let mut made: Vec<(Seq, Ix)> =
            (0..).zip(of.records.iter()).flat_map(|(ix, r)| r.revisions.iter().map(move |v| (v.seq, ix))).collect();
        made.sort_unstable();
        Replay { of, now: Isms::new(&of.log), made, place: vec![None; of.records.len()], apart: false }
    }
    /// The file as it stood when act `to` had been done; an act before the one reached already leaves it where it is.
    pub fn forward(&mut self, to: Seq) -> &Isms {
        let to = to.min(self.of.last_seq());
        let from = self.now.last_seq();
        if to <= from {
            return &self.now;
        }
        if self.apart {
            self.now = self.of.as_of_act(to);
            return &self.now;
        }
        for act in &self.of.acts[from as usize..to as usize] {
            self.now.push_act(act.clone());
        }
        let step = self.made.partition_point(|m| m.0 <= from)..self.made.partition_point(|m| m.0 <= to);
        let mut touched: Vec<Ix> = self.made[step].iter().map(|m| m.1).collect();
        touched.sort_unstable();
        touched.dedup();
        let news: Vec<Stored> = touched
            .iter()
            .map(|ix| {
                let r = self.of.rec(*ix);
                let part = r.revisions.partition_point(|v| v.seq <= from)..r.revisions.partition_point(|v| v.seq <= to);
                let mut revisions = r.revisions[part].to_vec();
                self.of.stand_in(r, &mut revisions);
                Stored { kind: r.kind, code: r.code.clone(), revisions }
            })
            .collect();
        // What has not changed since then is as it is now; it need not be read once more.
        let as_now = |ix: Ix| self.of.rec(ix).head().seq <= to;
        let decoded: Vec<Decoded> = touched
            .iter()
            .zip(&news)
            .map(|(ix, new)| match new.revisions.last() {
                _ if as_now(*ix) => Ok((self.of.rec(*ix).common.clone(), self.of.rec(*ix).body.clone())),
                Some(r) => decode(&kinds()[new.kind as usize], r),
                None => Err("has no revision".to_string()),
            })
            .collect();
        for ((ix, new), decoded) in touched.iter().zip(news).zip(decoded) {
            let Ok((common, body)) = decoded else {
                self.apart = true;
                self.now = self.of.as_of_act(to);
                return &self.now;
            };
            match self.place[*ix as usize] {
                Some(at) => {
                    let r = self.now.records.at_mut(at);
                    r.common = common;
                    r.body = body;
                    r.revisions.extend(new.revisions);
                }
                None => {
                    let Stored { kind, code, revisions } = new;
                    let (out, inn, marks) = Default::default();
                    let at = self.now.put_record(Record { kind, code, common, body, revisions, out, inn, marks });
                    self.place[*ix as usize] = Some(at);
                }
            }
        }
        let here: Vec<(Ix, Ix)> = touched.iter().filter_map(|ix| Some((*ix, self.place[*ix as usize]?))).collect();
        for (ix, at) in &here {
            let now = self.of.rec(*ix);
            if now.head().seq <= to {
                let out = now.out.iter().filter_map(|(field, dst)| Some((*field, self.place[*dst as usize]?)));
                let links: Vec<(u16, Ix)> = out.collect();
                self.now.set_links(*at, &links);
            } else {
                self.now.relink(*at);
            }
        }
        for (_, at) in here {
            if self.now.rec(at).info().name == "review" {
                self.now.mark(at);
            }
        }
        &self.now
    }
}

/// The number in a counted code: 12 of "R-012".
pub(crate) fn number_in(code: &str, prefix: &str) -> Option<u32> {
    code.strip_prefix(prefix)?.strip_prefix('-')?.parse().ok()
}

/// Decodes heads on all cores; the order stays.
type Decoded = Result<(Common, Arc<dyn Any + Send + Sync>), String>;
fn decode_all(stored: &[Stored]) -> Vec<Decoded> {
    let one = |s: &Stored| match s.revisions.last() {
        Some(r) => decode(&kinds()[s.kind as usize], r),
        None => Err("has no revision".to_string()),
    };
    if stored.len() < 512 {
        return stored.iter().map(one).collect();
    }
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get()).min(8);
    let size = stored.len().div_ceil(cores);
    std::thread::scope(|scope| {
        let parts: Vec<_> =
            stored.chunks(size).map(|part| scope.spawn(move || part.iter().map(one).collect::<Vec<_>>())).collect();
        parts.into_iter().flat_map(|p| p.join().unwrap_or_default()).collect()
    })
}

/// A stored revision into the struct of its kind. What does not decode is an error with the record's name, never a default.
pub fn decode(kind: &KindInfo, r: &Revision) -> Decoded {
    let Some(text) = r.body.as_deref() else { return Err("its content was erased".into()) };
    let lifted;
    let version = version_in(text);
    let text = if version == kind.version {
        text
    } else {
        let body: Value = serde_json::from_str(text).map_err(|e| crate::kind::unread(&e))?;
        lifted = (kind.upcast)(version, body).to_string();
        &lifted
    };
    let common: Common = serde_json::from_str(text).map_err(|e| crate::kind::unread(&e))?;
    Ok((common, (kind.decode)(text)?))
}
/// Bodies end with `"v":n}`, for the keys of canonical JSON stand in order and no field name sorts after it… unless it does: then it is read.
fn version_in(text: &str) -> u32 {
    if text.contains("\"v\":1,") || text.ends_with("\"v\":1}") {
        return 1;
    }
    serde_json::from_str::<Value>(text).ok().and_then(|v| v.get("v").and_then(Value::as_u64)).unwrap_or(1) as u32
}

/// A parsed body, however it is held: `Value`, or what borrows from the text (`verify` reads every body of the trail).
pub trait Tree: Sized {
    fn text(&self) -> Option<&str>;
    /// The elements of a list; none of anything else.
    fn list(&self) -> &[Self];
    /// A field of a row.
    fn get(&self, name: &str) -> Option<&Self>;
}
impl Tree for Value {
    fn text(&self) -> Option<&str> {
        self.as_str()
    }
    fn list(&self) -> &[Value] {
        self.as_array().map_or(&[], Vec::as_slice)
    }
    fn get(&self, name: &str) -> Option<&Value> {
        self.as_object()?.get(name)
    }
}

/// Calls `found` with field number and code for each link in a body.
pub fn links_in(kind: &KindInfo, body: &Map<String, Value>, found: &mut dyn FnMut(u16, &str)) {
    for (i, f) in kind.fields.iter().enumerate() {
        if let Some(v) = body.get(&f.name) {
            links_at(&f.ty, v, i as u16, found);
        }
    }
}
/// The same for a body that is held otherwise.
pub fn links_of<T: Tree>(kind: &KindInfo, body: &T, found: &mut dyn FnMut(u16, &str)) {
    for (i, f) in kind.fields.iter().enumerate() {
        if let Some(v) = body.get(&f.name) {
            links_at(&f.ty, v, i as u16, found);
        }
    }
}
fn links_at<T: Tree>(ty: &Ty, v: &T, field: u16, found: &mut dyn FnMut(u16, &str)) {
    let one =
        |v: Option<&T>, found: &mut dyn FnMut(u16, &str)| v.and_then(T::text).into_iter().for_each(|c| found(field, c));
    let many = |v: Option<&T>, found: &mut dyn FnMut(u16, &str)| {
        v.map_or(&[][..], T::list).iter().filter_map(T::text).for_each(|c| found(field, c))
    };
    let row = |of: &[Field], row: &T, found: &mut dyn FnMut(u16, &str)| {
        for f in of {
            if let Some(v) = row.get(&f.name) {
                links_at(&f.ty, v, field, found);
            }
        }
    };
    match ty {
        Ty::Ref { .. } | Ty::Target => one(Some(v), found),
        Ty::Refs { .. } | Ty::Targets => many(Some(v), found),
        Ty::Approval => {
            one(v.get("by"), found);
            many(v.get("proof"), found);
        }
        Ty::Row { of } => row(of, v, found),
        Ty::List { of } => v.list().iter().for_each(|r| row(of, r, found)),
        _ => {}
    }
}
