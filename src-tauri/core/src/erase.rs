//! Erasing what names people (GDPR Art. 17; RELIABILITY 7): what goes and what stays, shown first; then one act. Which fields are personal, and
//! whose a record is, the kinds declare. It must never leave a name in what it empties, nor touch what others need.
use crate::canonical::empty;
use crate::catalog::retention;
use crate::dates;
use crate::isms::{Isms, Ix, Record, Seq, json_of};
use crate::kind::{Field, KindInfo, Ty};
use crate::kinds::{Person, kind_id, kinds, person::Standing};
use crate::refusal::Refusal;
use crate::staleness::{answers_for, sentence::noun};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

mod held;
mod names;
pub use held::{Held, held};
use names::Names;

/// What stands in a text that must say something and whose content is gone.
pub const ERASED: &str = "Erased";
/// Fewest characters of a reason for erasing before the time of keeping is over.
const LEAST: usize = 10;

/// What the owner asks to be erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Codes of people who left, or of records that have passed their time.
    pub of: Vec<String>,
    /// Needed where the time of keeping is not over.
    pub why: String,
    /// The owner has read the texts in which the name stands, and they stay.
    pub keep_texts: bool,
}

/// The legal reason, as it stands in the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The time of keeping is over: GDPR Art. 5(1)(e).
    TimeOver,
    /// Before it is over, for the reason that the owner gives: GDPR Art. 17.
    BeforeTime,
}

/// A preview: what goes, what stays, what the owner has to see to first.
#[derive(Clone, Debug, Serialize)]
pub struct Erasure {
    pub of: Vec<Gone>,
    /// "Erase 14 records of Rita Silva"
    pub button: String,
    pub goes: Vec<String>,
    pub stays: Vec<String>,
    /// Records that are emptied: those of the people, and what proves something of nobody else.
    pub emptied: Vec<Emptied>,
    /// Files whose bytes go.
    pub files: Vec<FileGone>,
    /// Records that are never edited: the name is replaced in them.
    pub replaced: Vec<String>,
    /// Earlier versions of other records, in which the name stood.
    pub earlier: Vec<Earlier>,
    /// Numbers of acts whose reason names them.
    pub reasons: Vec<Seq>,
    /// Texts in which the name stands and that the owner changes by hand, or keeps.
    pub texts: Vec<Found>,
    /// Those of them that the owner keeps.
    pub kept: Vec<Found>,
    /// Texts in which a part of the name stands: perhaps somebody else's.
    pub perhaps: Vec<Found>,
    /// Proofs that name others too; they stay as they are.
    pub shared: Vec<Shared>,
    pub reason: Reason,
    /// The day until which it is kept by your own times, if that is still to come.
    pub until: Option<NaiveDate>,
    /// Why it cannot be done as things are.
    pub stops: Vec<Refusal>,
    #[serde(skip)]
    pub(crate) bodies: Vec<(Ix, Map<String, Value>)>,
    #[serde(skip)]
    pub(crate) erases: Erases,
    #[serde(skip)]
    pub(crate) numbers: Vec<(String, usize)>,
    /// The owner's reason, without the name.
    #[serde(skip)]
    pub(crate) why: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct Gone {
    pub id: String,
    pub name: String,
    /// "Former employee #17"; empty for what is no person.
    pub becomes: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct Emptied {
    pub id: String,
    pub kind: &'static str,
    pub title: String,
    /// What goes of it, as nouns.
    pub answers: Vec<String>,
    pub versions: usize,
}
#[derive(Clone, Debug, Serialize)]
pub struct FileGone {
    pub id: String,
    pub name: String,
    /// In bytes.
    pub size: u64,
}
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Earlier {
    pub id: String,
    pub version: u32,
}
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    pub id: String,
    pub title: String,
    pub question: String,
    pub text: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct Shared {
    pub id: String,
    pub title: String,
}

/// What an act of erasure takes away beside what it writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erases {
    /// Versions whose content and salt go.
    pub versions: Vec<(Ix, u32)>,
    /// Acts whose reason goes.
    pub whys: Vec<Seq>,
    /// Fingerprints of files whose bytes go.
    pub files: Vec<[u8; 32]>,
    /// New labels of files that stay: fingerprint, name.
    pub labels: Vec<([u8; 32], String)>,
    /// Codes, and texts, by which an unfinished guide is known to be about them.
    pub codes: Vec<String>,
    pub names: Vec<String>,
}

/// A person who was erased: code, number of "Former employee #17", the act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Former {
    pub id: String,
    pub number: usize,
    pub act: Seq,
    pub on: NaiveDate,
}
/// Everyone who was erased, in order: derived from the acts, so that an older copy can be brought to it (`plan_erase_again`).
pub fn erased(isms: &Isms) -> Vec<Former> {
    let mut out = Vec::new();
    for a in isms.acts.iter().filter(|a| a.verb == crate::Verb::Erase) {
        let body: Value = serde_json::from_str(&a.body).unwrap_or_default();
        for p in body["erased"]["people"].as_array().into_iter().flatten() {
            if let (Some(id), Some(n)) = (p["rec"].as_str(), p["n"].as_u64()) {
                out.push(Former { id: id.into(), number: n as usize, act: a.seq, on: a.on });
            }
        }
    }
    out
}
/// Records other than people that an act of erasure emptied because the owner asked for them by name.
fn erased_records(isms: &Isms) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for a in isms.acts.iter().filter(|a| a.verb == crate::Verb::Erase) {
        let body: Value = serde_json::from_str(&a.body).unwrap_or_default();
        out.extend(body["erased"]["of"].as_array().into_iter().flatten().filter_map(Value::as_str).map(String::from));
    }
    out
}

/// What was erased in a file, to be erased again in an older copy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Erasures {
    pub people: Vec<Former>,
    pub records: Vec<String>,
}
/// Does a proposal erase anything?
pub fn erases(proposal: &crate::act::Proposal) -> bool {
    proposal.changes.iter().any(|c| matches!(c, crate::act::Change::Erase(_)))
}
/// "1 person or record", "3 people and records"
pub fn counted(n: usize) -> String {
    if n == 1 { "1 person or record".into() } else { format!("{n} people and records") }
}
impl Erasures {
    /// How many people and records.
    pub fn len(&self) -> usize {
        self.people.len() + self.records.len()
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
pub fn erasures(isms: &Isms) -> Erasures {
    Erasures { people: erased(isms), records: erased_records(isms) }
}

/// The body without what is personal in it; what must say something says that it was erased. `called`: what the person is called from now on.
pub(crate) fn emptied(info: &KindInfo, body: &Map<String, Value>, called: Option<&str>) -> Map<String, Value> {
    let mut out = body.clone();
    without(&info.fields, &mut out);
    if let Some(name) = called {
        out.insert("title".into(), name.into());
        out.insert("state".into(), "erased".into());
    }
    if let Some(why) = out.get_mut("retired") {
        *why = ERASED.into();
    }
    let mut whole = Value::Object(out);
    crate::canonical::tidy(&mut whole);
    match whole {
        Value::Object(m) => m,
        _ => Map::new(),
    }
}
fn without(fields: &[Field], row: &mut Map<String, Value>) {
    for f in fields {
        let Some(v) = row.get_mut(&f.name).filter(|v| !empty(v)) else { continue };
        match (&f.ty, f.personal) {
            (_, true) if f.required => *v = ERASED.into(),
            (_, true) => {
                row.remove(&f.name);
            }
            (Ty::Row { of }, _) => {
                if let Some(r) = v.as_object_mut() {
                    without(of, r);
                }
            }
            (Ty::List { of }, _) => {
                v.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut).for_each(|r| without(of, r))
            }
            _ => {}
        }
    }
}
/// Is anything personal left in it? A person who was erased has nothing.
pub fn says_something(r: &Record) -> bool {
    let body = r.body_json();
    r.state() != "erased" && emptied(r.info(), &body, None) != tidied(body)
}
fn tidied(body: Map<String, Value>) -> Map<String, Value> {
    let mut v = Value::Object(body);
    crate::canonical::tidy(&mut v);
    v.as_object().cloned().unwrap_or_default()
}
/// Is this a kind of people: one whose records are erased, and not only emptied?
fn is_people(info: &KindInfo) -> bool {
    info.states.contains(&"erased")
}
fn former(r: &Record, number: usize) -> String {
    let word = match r.get::<Person>().map(|p| p.standing) {
        Some(Standing::Contractor) => "contractor",
        Some(Standing::Board) => "board member",
        Some(Standing::Intern) => "intern",
        _ => "employee",
    };
    format!("Former {word} #{number}")
}
/// Codes by which a body says whose it is.
fn whose(info: &KindInfo, body: &Map<String, Value>, field: &str) -> Vec<String> {
    let bare = |s: &str| s.split_once('/').map_or(s, |(who, _)| who).to_string();
    match (info.field(field).map(|f| &f.ty), body.get(field)) {
        (Some(_), Some(Value::String(s))) => vec![bare(s)],
        (Some(_), Some(Value::Array(a))) => a.iter().filter_map(Value::as_str).map(bare).collect(),
        _ => Vec::new(),
    }
}
/// Is this record theirs alone?
fn theirs(isms: &Isms, r: &Record, own: &BTreeSet<Ix>) -> bool {
    let info = r.info();
    let body = r.body_json();
    info.whose.iter().any(|field| {
        let mine = |ix: &Ix| own.contains(ix);
        // Whoever was erased before keeps nothing alive.
        let gone = |ix: &Ix| mine(ix) || isms.rec(*ix).state() == "erased";
        let said = whose(info, &body, field);
        let all: Vec<Ix> = said.iter().filter_map(|c| isms.ix(c)).collect();
        let only = all.len() == said.len() && all.iter().all(gone);
        match info.field(field).map(|f| &f.ty) {
            // What rests on it is a use of it too: a sheet that thirty trainings show is of thirty.
            Some(Ty::Refs { .. }) => {
                let used: Vec<Ix> =
                    r.inn.iter().map(|(src, _)| *src).filter(|s| !isms.rec(*s).common.withdrawn).collect();
                only && used.iter().all(gone) && all.iter().chain(&used).any(mine)
            }
            _ => only && all.iter().any(mine),
        }
    })
}
/// These records, and all that is theirs alone.
fn all_theirs(isms: &Isms, of: &BTreeSet<Ix>) -> BTreeSet<Ix> {
    let mut own = of.clone();
    loop {
        let before = own.len();
        for k in kinds().iter().filter(|k| !k.whose.is_empty()) {
            for (ix, r) in isms.each(k.name) {
                if !own.contains(&ix) && theirs(isms, r, &own) {
                    own.insert(ix);
                }
            }
        }
        if own.len() == before {
            return own;
        }
    }
}

/// What erasing this would do. Refused only where what is asked for is not there; all else that stands in the way is in `stops`.
pub fn look(isms: &Isms, asked: &Asked, today: NaiveDate) -> Result<Erasure, Refusal> {
    looked(isms, asked, today, &[])
}
/// The same with numbers that are given out already: an older copy is brought to what a newer file did.
fn looked(isms: &Isms, asked: &Asked, today: NaiveDate, given: &[Former]) -> Result<Erasure, Refusal> {
    let mut of: BTreeSet<Ix> = BTreeSet::new();
    for code in &asked.of {
        let Some(ix) = isms.ix(code) else {
            return Err(Refusal::new(
                "unknown",
                code.as_str(),
                format!("There is no \u{201c}{code}\u{201d} in this file."),
                "Give the code of a person who left, like P-029.",
            ));
        };
        of.insert(ix);
    }
    if of.is_empty() {
        return Err(Refusal::new("field", "", "Nobody is named.", "Give the code of a person who left, like P-029."));
    }
    let people: Vec<Ix> = of.iter().copied().filter(|ix| is_people(isms.rec(*ix).info())).collect();
    let own = all_theirs(isms, &of);
    let mut next = erased(isms).iter().chain(given).map(|f| f.number).max().unwrap_or(0);
    let mut numbers = Vec::new();
    let mut called: BTreeMap<Ix, String> = BTreeMap::new();
    for ix in &people {
        let r = isms.rec(*ix);
        let n = given.iter().find(|f| *f.id == *r.code).map_or_else(
            || {
                next += 1;
                next
            },
            |f| f.number,
        );
        called.insert(*ix, former(r, n));
        numbers.push((r.code.to_string(), n));
    }
    let mut e = Erasure {
        of: of
            .iter()
            .map(|ix| isms.rec(*ix))
            .zip(&of)
            .map(|(r, ix)| Gone {
                id: r.code.to_string(),
                name: r.title(),
                becomes: called.get(ix).cloned().unwrap_or_default(),
            })
            .collect(),
        button: String::new(),
        goes: Vec::new(),
        stays: Vec::new(),
        emptied: Vec::new(),
        files: Vec::new(),
        replaced: Vec::new(),
        earlier: Vec::new(),
        reasons: Vec::new(),
        texts: Vec::new(),
        kept: Vec::new(),
        perhaps: Vec::new(),
        shared: Vec::new(),
        reason: Reason::TimeOver,
        until: None,
        stops: Vec::new(),
        bodies: Vec::new(),
        erases: Erases::default(),
        numbers,
        why: String::new(),
    };
    empty_own(isms, &own, &called, &mut e);
    let names = Names::of(isms, &people, &called);
    e.why = names.replaced(&asked.why.trim().into()).as_str().unwrap_or_default().to_string();
    search(isms, &own, &names, &mut e);
    if asked.keep_texts {
        e.kept = std::mem::take(&mut e.texts);
    }
    files(isms, &own, &mut e);
    whys(isms, &own, &names, &mut e);
    shared(isms, &people, &own, &mut e);
    e.erases.codes = own.iter().map(|ix| isms.rec(*ix).code.to_string()).collect();
    e.erases.names = names.sure();
    time(isms, &of, today, &mut e);
    stops(isms, asked, &of, today, &mut e);
    words(isms, &people, &own, &mut e);
    Ok(e)
}

fn empty_own(isms: &Isms, own: &BTreeSet<Ix>, called: &BTreeMap<Ix, String>, e: &mut Erasure) {
    for ix in own {
        let r = isms.rec(*ix);
        let (info, body) = (r.info(), r.body_json());
        let now = emptied(info, &body, called.get(ix).map(String::as_str));
        if now == tidied(body.clone()) {
            continue;
        }
        let answers =
            info.fields.iter().filter(|f| body.get(&f.name) != now.get(&f.name)).map(|f| noun(&f.name)).collect();
        let versions = r.revisions.iter().filter(|v| v.body.is_some()).count();
        e.emptied.push(Emptied { id: r.code.to_string(), kind: info.name, title: r.title(), answers, versions });
        e.erases.versions.extend((1..).zip(&r.revisions).filter(|(_, v)| v.body.is_some()).map(|(n, _)| (*ix, n)));
        e.bodies.push((*ix, now));
    }
}
/// A question as a label.
fn label(question: &str) -> String {
    question.trim_start_matches("(program)").trim().trim_end_matches(['?', '.']).to_string()
}
/// Where the name stands in the rest of the file.
fn search(isms: &Isms, own: &BTreeSet<Ix>, names: &Names, e: &mut Erasure) {
    for (ix, r) in (0..).zip(isms.records.iter()).filter(|(ix, _)| !own.contains(ix)) {
        let info = r.info();
        let body = r.body_json();
        let hits = |sure: bool| {
            let mut out = Vec::new();
            for (name, v) in &body {
                let question = info.field(name).map_or_else(|| name.replace('_', " "), |f| label(&f.question));
                names::strings(v, &mut |s| {
                    let found = if sure { names.surely(s) } else { names.perhaps(s) };
                    if let Some(at) = found {
                        out.push(Found {
                            id: r.code.to_string(),
                            title: r.title(),
                            question: question.clone(),
                            text: names::around(s, at),
                        });
                    }
                });
            }
            out
        };
        let sure = hits(true);
        let edited = !info.proof && !r.retired() && !r.common.withdrawn && r.state() != "erased";
        if sure.is_empty() {
            if edited {
                e.perhaps.extend(hits(false));
            }
        } else if edited {
            e.texts.extend(sure);
            // What the owner keeps is kept as it was.
            continue;
        } else {
            let now = Value::Object(body.iter().map(|(k, v)| (k.clone(), names.replaced(v))).collect());
            if let (Some(was), Some(is)) = (file_name(&Value::Object(body.clone())), file_name(&now)) {
                if was != is {
                    let sha = now["file"]["sha256"].as_str().and_then(crate::plan::unhex);
                    e.erases.labels.extend(sha.map(|s| (s, is)));
                }
            }
            if let Value::Object(now) = now {
                e.replaced.push(r.code.to_string());
                e.bodies.push((ix, now));
            }
        }
        for (n, v) in (1..).zip(&r.revisions) {
            if v.body.as_deref().is_some_and(|b| names.surely_in_json(b)) {
                e.erases.versions.push((ix, n));
                if sure.is_empty() {
                    e.earlier.push(Earlier { id: r.code.to_string(), version: n });
                }
            }
        }
    }
    e.texts.sort_by(|a, b| (&a.id, &a.question).cmp(&(&b.id, &b.question)));
}
fn file_name(body: &Value) -> Option<String> {
    body["file"]["name"].as_str().map(String::from)
}
/// Bytes go where no other evidence has them.
fn files(isms: &Isms, own: &BTreeSet<Ix>, e: &mut Erasure) {
    let file = |v: &crate::isms::Revision| json_of(v).get("file").cloned().filter(|f| f.get("sha256").is_some());
    let mut elsewhere: BTreeSet<String> = BTreeSet::new();
    let Some(k) = kind_id("evidence") else { return };
    for (_, r) in isms.each(kinds()[k as usize].name).filter(|(ix, _)| !own.contains(ix)) {
        elsewhere.extend(r.revisions.iter().filter_map(file).filter_map(|f| Some(f["sha256"].as_str()?.to_string())));
    }
    let mut seen = BTreeSet::new();
    for ix in own {
        let r = isms.rec(*ix);
        if r.kind != k {
            continue;
        }
        for f in r.revisions.iter().filter_map(file) {
            let sha = f["sha256"].as_str().unwrap_or_default().to_string();
            if elsewhere.contains(&sha) || !seen.insert(sha.clone()) {
                continue;
            }
            e.erases.files.extend(crate::plan::unhex(&sha));
            let name = f["name"].as_str().unwrap_or_default().to_string();
            e.files.push(FileGone { id: r.code.to_string(), name, size: f["size"].as_u64().unwrap_or(0) });
        }
    }
}
/// Reasons of acts: those that name them, and those of acts that were about nothing else.
fn whys(isms: &Isms, own: &BTreeSet<Ix>, names: &Names, e: &mut Erasure) {
    for a in isms.acts.iter().filter(|a| !a.why.is_empty() && a.verb != crate::Verb::Erase) {
        let theirs = !a.made.is_empty() && a.made.iter().all(|(ix, _)| own.contains(ix));
        let touches = a.made.iter().any(|(ix, _)| own.contains(ix));
        if theirs || names.surely(&a.why).is_some() || (touches && names.perhaps(&a.why).is_some()) {
            e.reasons.push(a.seq);
        }
    }
    e.erases.whys = e.reasons.clone();
}
/// Proofs of theirs that are of others too.
fn shared(isms: &Isms, people: &[Ix], own: &BTreeSet<Ix>, e: &mut Erasure) {
    for (_, r) in isms.each("evidence").filter(|(ix, r)| !own.contains(ix) && !r.common.withdrawn) {
        let of_them = r.out.iter().any(|(_, to)| people.contains(to)) || r.inn.iter().any(|(src, _)| own.contains(src));
        if of_them && r.get::<crate::kinds::Evidence>().is_some_and(|e| e.personal && e.file.is_some()) {
            e.shared.push(Shared { id: r.code.to_string(), title: r.title() });
        }
    }
}
fn time(isms: &Isms, of: &BTreeSet<Ix>, today: NaiveDate, e: &mut Erasure) {
    let until = of
        .iter()
        .map(|ix| isms.rec(*ix))
        .filter(|r| !r.common.withdrawn)
        .filter_map(|r| retention::kept_until(isms, r))
        .map(|(_, d)| d)
        .max();
    e.until = until.filter(|d| *d >= today);
    e.reason = if e.until.is_some() { Reason::BeforeTime } else { Reason::TimeOver };
}
fn stops(isms: &Isms, asked: &Asked, of: &BTreeSet<Ix>, today: NaiveDate, e: &mut Erasure) {
    for r in of.iter().map(|ix| isms.rec(*ix)) {
        let named = || format!("{} ({})", r.title(), r.code);
        let stop = |text: String, hint: &str| Refusal::new("erase", &*r.code, text, hint);
        if r.state() == "erased" {
            e.stops.push(stop(format!("{} was erased already.", r.code), "There is nothing left that names anybody."));
        } else if is_people(r.info()) && !r.common.withdrawn {
            if r.state() != "left" {
                e.stops.push(stop(
                    format!("{} works here.", named()),
                    "Record the last day first: \u{201c}Record as left\u{201d}.",
                ));
            }
            let has = answers_for(isms, &r.code);
            if let Some(first) = has.first() {
                let more = if has.len() > 1 { format!(" and {} more", has.len() - 1) } else { String::new() };
                e.stops.push(stop(
                    format!("{} still answers for {first}{more}.", named()),
                    "Hand it to somebody else first.",
                ));
            }
        } else if !is_people(r.info()) && retention::kept_until(isms, r).is_none() {
            e.stops.push(stop(
                format!("{} has no time of keeping.", r.code),
                "Retire it, or erase the person whom it names.",
            ));
        } else if !says_something(r) {
            e.stops.push(stop(format!("{} says nothing of people.", r.code), "Leave it as it is."));
        }
        if asked.why.trim().chars().count() < LEAST {
            if let Some((k, until)) = retention::kept_until(isms, r).filter(|(_, d)| *d >= today) {
                let text =
                    format!("{} is kept until {}, {} months {}.", named(), dates::say(until, today), k.months, k.after);
                e.stops.push(stop(text, "Say why it goes earlier, in at least 10 characters."));
            }
        }
    }
    if let Some(first) = e.texts.first() {
        let n = e.texts.len();
        let text = match n {
            1 => format!("The name stands in a text of {}: {}.", first.id, first.question),
            n => format!(
                "The name stands in {n} texts of other records; the first is in {}: {}.",
                first.id, first.question
            ),
        };
        e.stops.push(Refusal::new(
            "texts",
            first.id.as_str(),
            text,
            "Change them by hand, or say that they stay as they are.",
        ));
    }
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
fn words(isms: &Isms, people: &[Ix], own: &BTreeSet<Ix>, e: &mut Erasure) {
    let n = e.emptied.len();
    let whom = match (e.of.as_slice(), people.len()) {
        ([one], 1) => format!(" of {}", one.name),
        (_, 0) => String::new(),
        (_, p) => format!(" of {p} people"),
    };
    e.button = format!("Erase {}{whom}", count(n, "record", "records"));
    let mut answers: BTreeMap<&str, (usize, Vec<String>)> = BTreeMap::new();
    for x in &e.emptied {
        let have = answers.entry(x.kind).or_default();
        have.0 += 1;
        for a in &x.answers {
            if !have.1.contains(a) {
                have.1.push(a.clone());
            }
        }
    }
    for (kind, (n, list)) in answers {
        let info = crate::kinds::kind(kind);
        let word = info.map_or(kind, |k| if n == 1 { k.title } else { k.plural }).to_lowercase();
        e.goes.push(format!("{n} {word}: {}.", list.join(", ")));
    }
    let mut goes = |n: usize, one: &str, many: &str| {
        if n > 0 {
            e.goes.push(format!("{}.", count(n, one, many)));
        }
    };
    goes(e.files.len(), "file that proves something of nobody else", "files that prove something of nobody else");
    let before = e.erases.versions.len();
    goes(before, "version as it was until now, with its key", "versions as they were until now, with their keys");
    goes(e.reasons.len(), "reason that was given for an act", "reasons that were given for acts");
    if !e.replaced.is_empty() {
        let becomes = e.of.iter().map(|g| g.becomes.as_str()).find(|b| !b.is_empty()).unwrap_or(ERASED);
        let of = count(e.replaced.len(), "record that is never edited", "records that are never edited");
        e.goes.push(format!("The name in {of}; \u{201c}{becomes}\u{201d} stands there instead."));
    }
    let of_kind = |kind: &str| own.iter().filter(|ix| isms.rec(**ix).info().name == kind).count();
    match of_kind("training_record") {
        0 => {}
        n => e.stays.push(format!(
            "That someone was trained, {}: role, course, version, day, passed or not.",
            count(n, "time", "times")
        )),
    }
    match of_kind("acknowledgement") {
        0 => {}
        n => e
            .stays
            .push(format!("That someone read a policy, {}: which, which version, day.", count(n, "time", "times"))),
    }
    if !people.is_empty() {
        e.stays.push("First and last day, roles, and when access was closed and things came back.".into());
        let codes: Vec<&str> = people.iter().map(|ix| &*isms.rec(*ix).code).collect();
        let acts = isms.acts.iter().filter(|a| codes.contains(&&*a.by)).count();
        if acts > 0 {
            e.stays.push(format!(
                "{} under {} code, without a name.",
                count(acts, "act", "acts"),
                if codes.len() == 1 { "its" } else { "their" }
            ));
        }
        let by_code: BTreeSet<Ix> = people
            .iter()
            .flat_map(|ix| &isms.rec(*ix).inn)
            .map(|(src, _)| *src)
            .filter(|s| !own.contains(s) && !isms.rec(*s).common.withdrawn)
            .collect();
        if !by_code.is_empty() {
            e.stays.push(format!(
                "{} that name{} only the code.",
                count(by_code.len(), "other record", "other records"),
                if by_code.len() == 1 { "s" } else { "" }
            ));
        }
    }
    e.stays.push("The trail: every act, and the head that the auditor knows.".into());
}

/// The rest of a proposal that erases, without the names that go: answers and whys of a guide were written before.
pub fn without_names(isms: &Isms, proposal: crate::Proposal, today: NaiveDate) -> crate::Proposal {
    use crate::Change;
    let of: Vec<String> = proposal
        .changes
        .iter()
        .filter_map(|c| if let Change::Erase(a) = c { Some(a.of.clone()) } else { None })
        .flatten()
        .collect();
    let Ok(e) = look(isms, &Asked { of, ..Asked::default() }, today) else { return proposal };
    let people: Vec<Ix> = e.numbers.iter().filter_map(|(c, _)| isms.ix(c)).collect();
    let called = e.of.iter().filter_map(|g| Some((isms.ix(&g.id)?, g.becomes.clone()))).collect();
    let names = Names::of(isms, &people, &called);
    let text = |s: &str| names.replaced(&s.into()).as_str().unwrap_or_default().to_string();
    let mut changes = proposal.changes;
    for c in &mut changes {
        match c {
            Change::Put { fields, .. } | Change::Keep { fields, .. } => {
                fields.values_mut().for_each(|v| *v = names.replaced(v));
            }
            Change::Retire { why, .. } => *why = text(why),
            Change::Restore { .. } | Change::Erase(_) => {}
        }
    }
    crate::Proposal { why: text(&proposal.why), changes, ..proposal }
}

/// The lines of the act's body: codes, counts and the legal reason; nothing else.
pub(crate) fn in_act(isms: &Isms, e: &Erasure) -> Value {
    let remade: BTreeSet<Ix> = e.bodies.iter().map(|(ix, _)| *ix).collect();
    let also: Vec<Value> = e
        .erases
        .versions
        .iter()
        .filter(|(ix, _)| !remade.contains(ix))
        .map(|(ix, v)| json!({"rec": &*isms.rec(*ix).code, "ver": v}))
        .collect();
    let others: Vec<&str> = e.of.iter().filter(|g| g.becomes.is_empty()).map(|g| g.id.as_str()).collect();
    let people: Vec<Value> = e.numbers.iter().map(|(code, n)| json!({"rec": code, "n": n})).collect();
    json!({
        "people": people, "of": others, "records": e.emptied.len(), "versions": e.erases.versions.len(), "files": e.files.len(),
        "also": also, "whys": e.reasons, "kept": e.kept.len(), "reason": e.reason,
    })
}

/// What is to be erased again in an older copy, as a newer file did it: what is asked, and with which numbers. None where nothing is left to do.
pub fn again(isms: &Isms, from: &Erasures, today: NaiveDate) -> Option<Result<Erasure, Refusal>> {
    let there = |c: &str| isms.record(c).is_some_and(|r| r.state() != "erased" && says_something(r));
    let mut of: Vec<String> = from.people.iter().map(|f| f.id.clone()).filter(|c| there(c)).collect();
    of.extend(from.records.iter().filter(|c| there(c)).cloned());
    if of.is_empty() {
        return None;
    }
    let asked = Asked { of, why: String::new(), keep_texts: true };
    Some(looked(isms, &asked, today, &from.people))
}
