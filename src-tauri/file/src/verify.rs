//! Checks the whole file from its stored bytes: every leaf, commitment and canonical form, gaps, what is derived, links, evidence,
//! checkpoints. It names what differs, and must never mend it.
use crate::fault::Fault;
use crate::load::{self, Meta};
use crate::{File, canon, evidence::CHUNK, schema, settings, trail};
use chrono::NaiveDate;
use isms::isms::{Derived, Revision, links_in};
use isms::kinds::{KindId, kind_id, kinds};
use isms::ledger::{self, Hash};
use isms::plan::{derive_after, hex};
use isms::{Declare, Seq, Verb};
use rusqlite::{Connection, Row};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// "act 412", "R-012 version 3", "evidence scan.pdf".
    #[serde(rename = "where")]
    pub place: String,
    pub text: String,
}
/// What the check found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    pub ok: bool,
    pub acts: u64,
    /// Head of the trail, recomputed from the stored bytes, 64 hexadecimal digits.
    pub root: String,
    pub problems: Vec<Problem>,
}

/// More than these are not named.
const MOST: usize = 200;

impl File {
    /// Recomputes the trail from the stored bytes and compares everything that is derived from it.
    pub fn verify(&self) -> Result<Report, Fault> {
        let path = if self.is_in_place() { Some(self.bytes_path()) } else { None };
        check(&self.conn, path)
    }
}

fn problem(list: &mut Vec<Problem>, place: impl Into<String>, text: impl Into<String>) {
    if list.len() <= MOST {
        list.push(Problem { place: place.into(), text: text.into() });
    }
}

/// An act as its row and body say.
struct ActSeen {
    seq: Seq,
    leaf: Hash,
    verb: Verb,
    undoes: Option<Seq>,
    listed: Vec<Listed>,
}
struct Listed {
    record: String,
    kind: Option<KindId>,
    version: u32,
    commitment: Hash,
    declare: Declare,
}
struct RevisionSeen {
    id: i64,
    act: Seq,
    record: i64,
    version: u32,
    body: Option<Box<str>>,
    commitment: Hash,
    derived: Option<Derived>,
}
struct RecordSeen {
    id: i64,
    kind: Option<KindId>,
    code: String,
    head: u32,
    /// Places in the list of revisions.
    revisions: Vec<usize>,
    links: Vec<(String, i64)>,
}

/// Checks what a connection sees. With a path, further connections read beside it.
pub(crate) fn check(conn: &Connection, path: Option<&Path>) -> Result<Report, Fault> {
    let open = !conn.is_autocommit();
    if !open {
        conn.execute_batch("BEGIN")?;
    }
    let report = check_held(conn, path);
    if !open {
        conn.execute_batch("COMMIT")?;
    }
    report
}

fn check_held(conn: &Connection, path: Option<&Path>) -> Result<Report, Fault> {
    let meta = load::meta(conn)?;
    let mut problems = Vec::new();
    match schema::fits(&schema::parts(conn)?, schema::known()?) {
        schema::Fits::Exactly | schema::Fits::OldViews => {}
        schema::Fits::Strange(part) => problem(&mut problems, "schema", format!("The file contains parts this program did not create: {part}.")),
        schema::Fits::Missing(part) => problem(&mut problems, "schema", format!("A part is missing: {part}.")),
    }
    let acts = ranges(conn, "SELECT coalesce(max(seq), 0) FROM act")?;
    let revisions = ranges(conn, "SELECT coalesce(max(id), 0) FROM revision")?;
    let log = meta.log.clone();
    let (structure, seen) = std::thread::scope(|s| {
        // The page structure beside the rest; where there is one core, or no second connection, afterwards.
        let beside = path.map(|p| s.spawn(move || settings::connect_reading(p).and_then(|c| structure(&c))));
        let seen = (|| -> Result<_, Fault> {
            let acts = each_range(conn, path, acts, &|c, from, to, out, bad| read_acts(c, &log, from, to, out, bad))?;
            let revisions = each_range(conn, path, revisions, &read_revisions)?;
            Ok((acts, revisions))
        })();
        let structure = match beside {
            Some(b) => b.join().unwrap_or(Ok(None)),
            None => structure(conn),
        };
        (structure, seen)
    });
    if let Some(text) = structure? {
        problem(&mut problems, "structure", text);
    }
    let ((acts, mut bad), (revisions, mut more)) = seen?;
    problems.append(&mut bad);
    problems.append(&mut more);
    let mut records = records(conn, &revisions, &mut problems)?;
    links(conn, &mut records, &mut problems)?;
    listed(&acts, &revisions, &records, &mut problems);
    derived(&acts, &revisions, &records, &mut problems);
    let root = heads(conn, &meta, &acts, &mut problems)?;
    evidence(conn, path, &revisions, &records, &mut problems)?;
    Ok(Report { ok: problems.is_empty(), acts: acts.len() as u64, root: hex(&root), problems })
}

fn structure(conn: &Connection) -> rusqlite::Result<Option<String>> {
    let text: String = conn.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0))?;
    Ok((text != "ok").then_some(text))
}

// ---- reading on all cores
const STRIDE: i64 = 2_048;
fn ranges(conn: &Connection, last: &str) -> Result<i64, Fault> {
    Ok(conn.query_row(last, [], |r| r.get(0))?)
}
type Reader<'a, T> = dyn Fn(&Connection, i64, i64, &mut Vec<T>, &mut Vec<Problem>) -> Result<(), Fault> + Sync + 'a;
type Found<T> = (Vec<T>, Vec<Problem>);

/// Reads rows 1..=last in strides; the result is in order. Rows before 1 are looked for too.
fn each_range<T: Send>(conn: &Connection, path: Option<&Path>, last: i64, read: &Reader<'_, T>) -> Result<Found<T>, Fault> {
    let next = AtomicI64::new(0);
    let parts: Mutex<BTreeMap<i64, Found<T>>> = Mutex::new(BTreeMap::new());
    let work = |conn: &Connection| -> Result<(), Fault> {
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let from = if n == 0 { i64::MIN } else { n * STRIDE };
            if n * STRIDE > last {
                return Ok(());
            }
            let (mut out, mut bad) = (Vec::with_capacity(STRIDE as usize), Vec::new());
            read(conn, from, (n + 1) * STRIDE - 1, &mut out, &mut bad)?;
            parts.lock().unwrap_or_else(PoisonError::into_inner).insert(n, (out, bad));
        }
    };
    match path.filter(|_| last > STRIDE) {
        None => work(conn)?,
        Some(path) => std::thread::scope(|s| {
            let hands: Vec<_> = (1..cores()).map(|_| s.spawn(|| settings::connect_reading(path).map_err(Fault::from).and_then(|c| work(&c)))).collect();
            work(conn)?;
            hands.into_iter().try_for_each(|h| h.join().unwrap_or_else(|_| Err(Fault::damaged("The check stopped."))))
        })?,
    }
    let (mut all, mut problems) = (Vec::with_capacity(last.clamp(0, 1 << 24) as usize), Vec::new());
    for (_, (mut out, mut bad)) in parts.into_inner().unwrap_or_else(PoisonError::into_inner) {
        all.append(&mut out);
        problems.append(&mut bad);
    }
    Ok((all, problems))
}
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, |n| n.get()).min(8)
}

/// The body of an act, as `plan` writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<'a> {
    at: &'a str,
    #[serde(borrow)]
    by: Cow<'a, str>,
    #[serde(default, borrow)]
    cm: Vec<Line<'a>>,
    log: &'a str,
    on: &'a str,
    seq: Seq,
    #[serde(default)]
    undoes: Option<Seq>,
    v: u32,
    verb: &'a str,
    #[serde(default)]
    why: Option<&'a str>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    #[serde(default, rename = "as")]
    declared: Declare,
    #[serde(default, rename = "chg")]
    _changed: IgnoredAny,
    cm: &'a str,
    kind: &'a str,
    #[serde(borrow)]
    rec: Cow<'a, str>,
    ver: u32,
}

fn read_acts(conn: &Connection, log: &str, from: i64, to: i64, out: &mut Vec<ActSeen>, bad: &mut Vec<Problem>) -> Result<(), Fault> {
    let sql = "SELECT seq, at, day, by, verb, why, why_salt, undoes, body, leaf FROM act WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq";
    let mut q = conn.prepare_cached(sql)?;
    let mut rows = q.query([from, to])?;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let text = |i: usize| row.get_ref(i).ok().and_then(|v| v.as_str().ok()).unwrap_or_default();
        let place = || format!("act {seq}");
        let body = text(8);
        let leaf = ledger::leaf(body.as_bytes());
        if row.get_ref(9)?.as_blob().ok() != Some(&leaf[..]) {
            problem(bad, place(), "Its text is not what was hashed.");
        }
        if !canon::is_canonical(body) {
            problem(bad, place(), "Its text is not in its canonical form.");
        }
        let parsed: Body = match serde_json::from_str(body) {
            Ok(b) => b,
            Err(e) => {
                problem(bad, place(), format!("Its text cannot be read: {e}."));
                out.push(ActSeen { seq: seq as Seq, leaf, verb: Verb::Setting, undoes: None, listed: Vec::new() });
                continue;
            }
        };
        let why: Option<&str> = row.get_ref(5)?.as_str_or_null().unwrap_or(None);
        let salt: Option<[u8; 32]> = row.get(6).unwrap_or(None);
        let undoes: Option<Seq> = row.get(7).unwrap_or(None);
        let why = match (why, salt) {
            (Some(w), Some(s)) => Some(hex(&ledger::commitment(&s, w.as_bytes()))),
            (None, None) => None,
            _ => Some(String::new()),
        };
        let same = [
            ("number", i64::from(parsed.seq) == seq),
            ("moment", parsed.at == text(1)),
            ("day", parsed.on == text(2)),
            ("person", parsed.by == text(3)),
            ("verb", parsed.verb == text(4)),
            ("reason", parsed.why == why.as_deref()),
            ("undone act", parsed.undoes == undoes),
            ("trail", parsed.log == log),
            ("format", parsed.v == 1),
        ];
        for (what, _) in same.iter().filter(|(_, same)| !same) {
            problem(bad, place(), format!("Its {what} is not the one that was hashed."));
        }
        let listed = parsed
            .cm
            .iter()
            .map(|l| Listed { record: l.rec.to_string(), kind: kind_id(l.kind), version: l.ver, commitment: unhex(l.cm).unwrap_or_default(), declare: l.declared })
            .collect();
        out.push(ActSeen { seq: seq as Seq, leaf, verb: load::verb_named(parsed.verb).unwrap_or(Verb::Setting), undoes, listed });
    }
    Ok(())
}
fn unhex(text: &str) -> Option<Hash> {
    let t = text.as_bytes();
    let mut hash = [0; 32];
    if t.len() != 64 {
        return None;
    }
    let digit = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    for (i, h) in hash.iter_mut().enumerate() {
        *h = digit(t[2 * i])? << 4 | digit(t[2 * i + 1])?;
    }
    Some(hash)
}

fn read_revisions(conn: &Connection, from: i64, to: i64, out: &mut Vec<RevisionSeen>, bad: &mut Vec<Problem>) -> Result<(), Fault> {
    let sql = "SELECT id, act, record, version, salt, body, commitment, derived FROM revision WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    let mut q = conn.prepare_cached(sql)?;
    let mut rows = q.query([from, to])?;
    while let Some(row) = rows.next()? {
        let r = read_revision(row, bad)?;
        out.push(r);
    }
    Ok(())
}
fn read_revision(row: &Row, bad: &mut Vec<Problem>) -> Result<RevisionSeen, Fault> {
    let (id, act, record, version): (i64, i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
    let place = || format!("revision {id}, of record {record}, version {version}");
    let body = row.get_ref(5)?.as_str_or_null().unwrap_or(Some(""));
    let salt: Option<[u8; 32]> = row.get(4).unwrap_or(None);
    let commitment: Hash = row.get(6).unwrap_or_default();
    match (body, salt) {
        (Some(b), Some(s)) => {
            if ledger::commitment(&s, b.as_bytes()) != commitment {
                problem(bad, place(), "Its content is not what was committed to.");
            }
            if !canon::is_canonical(b) {
                problem(bad, place(), "Its content is not in its canonical form.");
            }
        }
        (None, None) => {}
        _ => problem(bad, place(), "Half of it is gone."),
    }
    let derived = row.get_ref(7)?.as_bytes().ok().and_then(load::derived_from);
    Ok(RevisionSeen { id, act: act as Seq, record, version: version as u32, body: body.map(Box::from), commitment, derived })
}

// ---- what belongs together
fn records(conn: &Connection, revisions: &[RevisionSeen], bad: &mut Vec<Problem>) -> Result<Vec<RecordSeen>, Fault> {
    let mut records: Vec<RecordSeen> = Vec::new();
    let mut q = conn.prepare(load::RECORDS)?;
    let mut rows = q.query([])?;
    while let Some(row) = rows.next()? {
        let (id, kind, code, head): (i64, String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        if id != records.len() as i64 + 1 {
            problem(bad, &code, format!("It has number {id}; the next is {}.", records.len() + 1));
        }
        records.push(RecordSeen { id, kind: kind_id(&kind), code, head: head as u32, revisions: Vec::new(), links: Vec::new() });
    }
    for (i, r) in revisions.iter().enumerate() {
        match place_of(&records, r.record) {
            Some(at) => records[at].revisions.push(i),
            None => problem(bad, format!("record {}", r.record), "It is not there, and a revision names it."),
        }
    }
    for r in &mut records {
        r.revisions.sort_by_key(|i| revisions[*i].version);
        if r.revisions.is_empty() || r.revisions.iter().enumerate().any(|(n, i)| revisions[*i].version as usize != n + 1) {
            problem(bad, &r.code, "Its versions have a gap.");
        }
        if r.head as usize != r.revisions.len() {
            problem(bad, &r.code, format!("It stands at version {} and has {}.", r.head, r.revisions.len()));
        }
    }
    Ok(records)
}
/// Records are in order of their number, which is mostly their place.
fn place_of(records: &[RecordSeen], id: i64) -> Option<usize> {
    let guess = usize::try_from(id - 1).ok()?;
    if records.get(guess).is_some_and(|r| r.id == id) { Some(guess) } else { records.binary_search_by_key(&id, |r| r.id).ok() }
}
fn links(conn: &Connection, records: &mut [RecordSeen], bad: &mut Vec<Problem>) -> Result<(), Fault> {
    let mut q = conn.prepare("SELECT src, n, field, dst FROM link ORDER BY src, n")?;
    let mut rows = q.query([])?;
    while let Some(row) = rows.next()? {
        let (src, n): (i64, i64) = (row.get(0)?, row.get(1)?);
        match place_of(records, src) {
            Some(at) => {
                let r = &mut records[at];
                if n != r.links.len() as i64 {
                    problem(bad, &r.code, "Its stored links have a gap.");
                }
                r.links.push((row.get(2)?, row.get(3)?));
            }
            None => problem(bad, format!("record {src}"), "It is not there, and a link names it."),
        }
    }
    Ok(())
}

/// Each act lists what it made, in order; each revision stands in the list of its act.
fn listed(acts: &[ActSeen], revisions: &[RevisionSeen], records: &[RecordSeen], bad: &mut Vec<Problem>) {
    if let Some((n, r)) = revisions.iter().enumerate().find(|(n, r)| r.id != *n as i64 + 1) {
        problem(bad, format!("revision {}", r.id), format!("It follows revision {n}: there is a gap."));
    }
    let mut next = 0;
    for (n, act) in acts.iter().enumerate() {
        if act.seq as usize != n + 1 {
            problem(bad, format!("act {}", act.seq), format!("It follows act {n}: there is a gap."));
        }
        for l in &act.listed {
            let found = revisions.get(next).filter(|r| r.act == act.seq);
            next += usize::from(found.is_some());
            let record = found.and_then(|r| place_of(records, r.record)).map(|i| &records[i]);
            match (found, record) {
                (Some(r), Some(rec)) if rec.code == l.record && rec.kind == l.kind && l.kind.is_some() && r.version == l.version && r.commitment == l.commitment => {}
                (Some(_), Some(rec)) if rec.code == l.record => problem(bad, format!("{} version {}", l.record, l.version), format!("It is not what act {} made.", act.seq)),
                _ => problem(bad, format!("{} version {}", l.record, l.version), format!("Act {} made it, and it is not there.", act.seq)),
            }
        }
        while revisions.get(next).is_some_and(|r| r.act == act.seq) {
            problem(bad, format!("act {}", act.seq), "A revision names this act, and the act does not list it.");
            next += 1;
        }
    }
    if next < revisions.len() {
        problem(bad, format!("act {}", revisions[next].act), "A revision stands out of order, or names an act that is not there.");
    }
}

/// Rebuilds what is computed of each revision, and the links of each record as it stands.
fn derived(acts: &[ActSeen], revisions: &[RevisionSeen], records: &[RecordSeen], bad: &mut Vec<Problem>) {
    let codes: HashMap<&str, i64> = records.iter().map(|r| (r.code.as_str(), r.id)).collect();
    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<(usize, Problem)>> = Mutex::new(Vec::new());
    let work = || loop {
        let from = next.fetch_add(256, Ordering::Relaxed);
        if from >= records.len() {
            return;
        }
        for (i, r) in records.iter().enumerate().skip(from).take(256) {
            let mut mine = Vec::new();
            of_record(r, acts, revisions, &codes, &mut mine);
            if !mine.is_empty() {
                found.lock().unwrap_or_else(PoisonError::into_inner).extend(mine.into_iter().map(|p| (i, p)));
            }
        }
    };
    if records.len() < 512 {
        work();
    } else {
        std::thread::scope(|s| (0..cores()).for_each(|_| drop(s.spawn(work))));
    }
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_by_key(|(i, _)| *i);
    found.into_iter().for_each(|(_, p)| problem(bad, p.place, p.text));
}

fn of_record(r: &RecordSeen, acts: &[ActSeen], revisions: &[RevisionSeen], codes: &HashMap<&str, i64>, bad: &mut Vec<Problem>) {
    let Some(kind) = r.kind else {
        problem(bad, &r.code, "This version knows no such kind.");
        return;
    };
    let info = &kinds()[kind as usize];
    let mut before: Vec<Revision> = Vec::new();
    let mut was: Option<Map<String, Value>> = None;
    let mut erased = false;
    for i in &r.revisions {
        let v = &revisions[*i];
        let place = || format!("{} version {}", r.code, v.version);
        let Some(stored) = v.derived else {
            problem(bad, place(), "What is computed of it cannot be read.");
            return;
        };
        let Some(act) = (v.act as usize).checked_sub(1).and_then(|s| acts.get(s)) else { return };
        let Some(text) = v.body.as_deref() else {
            let by_act = r.revisions.iter().map(|i| &revisions[*i]).any(|later| later.version > v.version && acts.get(later.act as usize - 1).is_some_and(|a| a.verb == Verb::Erase));
            if !by_act {
                problem(bad, place(), "Its content is gone, and no act of erasure says so.");
            }
            erased = true;
            before.push(Revision { seq: v.act, body: None, salt: None, commitment: v.commitment, derived: stored });
            was = None;
            continue;
        };
        let Ok(Value::Object(now)) = serde_json::from_str(text) else {
            problem(bad, place(), "Its content cannot be read.");
            return;
        };
        let expected = match act.verb {
            _ if erased => Some(stored),
            Verb::Undo | Verb::Redo => restored(act, v, &before),
            _ => {
                let declare = act.listed.iter().find(|l| l.record == r.code).map_or(Declare::Nothing, |l| l.declare);
                Some(derive_after(info, &before, was.as_ref(), &now, text, declare, v.act))
            }
        };
        if expected != Some(stored) {
            problem(bad, place(), "What is computed of it (when it last changed, whether it is active or retired) is not what its content gives.");
        }
        before.push(Revision { seq: v.act, body: Some(text.into()), salt: None, commitment: v.commitment, derived: stored });
        was = Some(now);
    }
    let mut links: Vec<(&str, i64)> = Vec::new();
    if let Some(body) = was.filter(|b| !b.contains_key("withdrawn")) {
        links_in(info, &body, &mut |field, code| {
            if let Some(dst) = codes.get(code) {
                let link = (info.fields[field as usize].name.as_str(), *dst);
                if !links.contains(&link) {
                    links.push(link);
                }
            }
        });
    }
    if links.len() != r.links.len() || links.iter().zip(&r.links).any(|(a, b)| a.0 != b.0 || a.1 != b.1) {
        problem(bad, &r.code, "Its stored links are not those of its content.");
    }
}
/// What an undo or redo brings back is what stood before (`plan_undo`, `plan_redo`).
fn restored(act: &ActSeen, v: &RevisionSeen, before: &[Revision]) -> Option<Derived> {
    let made = before.iter().position(|b| Some(b.seq) == act.undoes)?;
    Some(match (act.verb, made) {
        (Verb::Redo, _) => before[made].derived,
        (_, 0) => Derived { active: false, retired: true, ..before[0].derived },
        _ => before[made - 1].derived,
    })
    .filter(|_| v.version as usize == before.len() + 1)
}

/// The head of the trail, and every head that left the house.
fn heads(conn: &Connection, meta: &Meta, acts: &[ActSeen], bad: &mut Vec<Problem>) -> Result<Hash, Fault> {
    let leaves: Vec<Hash> = acts.iter().map(|a| a.leaf).collect();
    let mut rows: Vec<(i64, u64, Hash, String, String)> = Vec::new();
    let mut q = conn.prepare("SELECT n, size, root, day, note FROM checkpoint ORDER BY n")?;
    let mut found = q.query([])?;
    while let Some(r) = found.next()? {
        rows.push((r.get(0)?, r.get::<_, i64>(1)? as u64, r.get(2)?, r.get(3)?, r.get(4)?));
    }
    let mut sizes: Vec<u64> = rows.iter().map(|r| r.1).collect();
    sizes.push(leaves.len() as u64);
    sizes.sort_unstable();
    let roots = trail::roots_at(&leaves, &sizes);
    let root_of = |size: u64| sizes.binary_search(&size).ok().and_then(|i| roots[i]);
    let root = root_of(leaves.len() as u64).unwrap_or_else(|| ledger::root(&leaves));
    if meta.size != leaves.len() as u64 || meta.root != root {
        problem(bad, "trail", format!("Its {} acts do not give the head that was stored with {}.", leaves.len(), meta.size));
    }
    for (i, (n, size, head, day, note)) in rows.iter().enumerate() {
        let place = format!("checkpoint {n}");
        if *n != i as i64 + 1 || (i > 0 && rows[i - 1].1 > *size) {
            problem(bad, &place, "The checkpoints have a gap.");
        }
        if day.parse::<NaiveDate>().is_err() {
            problem(bad, &place, "Its day cannot be read.");
        }
        if root_of(*size) != Some(*head) {
            problem(bad, &place, format!("The first {size} acts are not those that it was given out for."));
        }
        if *note != trail::note(&meta.log, *size, head) {
            problem(bad, &place, "Its note does not say what it says.");
        }
    }
    Ok(root)
}

/// Bytes against their hashes, and the list of bytes against the records that name them.
fn evidence(conn: &Connection, path: Option<&Path>, revisions: &[RevisionSeen], records: &[RecordSeen], bad: &mut Vec<Problem>) -> Result<(), Fault> {
    let mut named: HashMap<String, (usize, &str, Value)> = HashMap::new();
    for r in records.iter().filter(|r| r.kind == kind_id("evidence")) {
        for i in &r.revisions {
            let Some(Value::Object(body)) = revisions[*i].body.as_deref().and_then(|b| serde_json::from_str(b).ok()) else { continue };
            let Some(file) = body.get("file").filter(|f| f.get("sha256").is_some()) else { continue };
            let sha = file["sha256"].as_str().unwrap_or_default().to_string();
            let first = named.entry(sha).or_insert_with(|| (*i, &r.code, file.clone()));
            if *i < first.0 {
                *first = (*i, &r.code, file.clone());
            }
        }
    }
    let mut stored: Vec<(Hash, String, i64)> = Vec::new();
    let mut q = conn.prepare("SELECT sha256, name, media_type, size FROM evidence ORDER BY sha256")?;
    let mut rows = q.query([])?;
    while let Some(r) = rows.next()? {
        let (sha, name, media, size): (Hash, String, String, i64) = (r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?);
        match named.remove(&hex(&sha)) {
            Some((_, _, f)) if f["name"] == name.as_str() && f["media_type"] == media.as_str() && f["size"].as_i64() == Some(size) => {}
            Some((_, code, _)) => problem(bad, code, format!("The facts of its file ({name}) are not those that were recorded.")),
            // Its record may have been erased.
            None if records.iter().any(|r| r.kind == kind_id("evidence") && r.revisions.iter().any(|i| revisions[*i].body.is_none())) => {}
            None => problem(bad, format!("evidence {name}"), "No record names these bytes."),
        }
        stored.push((sha, name, size));
    }
    let mut missing: Vec<&str> = named.values().map(|(_, code, _)| *code).collect();
    missing.sort_unstable();
    missing.into_iter().for_each(|code| problem(bad, code, "The bytes of its file are not here."));
    let stray: i64 = conn.query_row("SELECT count(*) FROM chunk WHERE sha256 NOT IN (SELECT sha256 FROM evidence)", [], |r| r.get(0))?;
    let gaps: bool = conn.query_row("SELECT count(*) <> coalesce(max(id), 0) OR min(id) < 1 FROM chunk", [], |r| Ok(r.get::<_, Option<bool>>(0)?.unwrap_or(false)))?;
    if gaps {
        problem(bad, "evidence", "The pieces have a gap.");
    }
    if stray > 0 {
        problem(bad, "evidence", format!("{stray} pieces of bytes belong to no file."));
    }
    let next = AtomicUsize::new(0);
    let wrong: Mutex<Vec<Problem>> = Mutex::new(Vec::new());
    let work = |conn: &Connection| -> Result<(), Fault> {
        while let Some((sha, name, size)) = stored.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Some(text) = altered(conn, sha, *size)? {
                wrong.lock().unwrap_or_else(PoisonError::into_inner).push(Problem { place: format!("evidence {name}"), text });
            }
        }
        Ok(())
    };
    match path.filter(|_| stored.len() > 8) {
        None => work(conn)?,
        Some(path) => std::thread::scope(|s| {
            let hands: Vec<_> = (1..cores()).map(|_| s.spawn(|| settings::connect_reading(path).map_err(Fault::from).and_then(|c| work(&c)))).collect();
            work(conn)?;
            hands.into_iter().try_for_each(|h| h.join().unwrap_or_else(|_| Err(Fault::damaged("The check stopped."))))
        })?,
    }
    let mut wrong = wrong.into_inner().unwrap_or_else(PoisonError::into_inner);
    wrong.sort_by(|a, b| a.place.cmp(&b.place));
    wrong.into_iter().for_each(|p| problem(bad, p.place, p.text));
    Ok(())
}
fn altered(conn: &Connection, sha: &Hash, size: i64) -> Result<Option<String>, Fault> {
    let mut q = conn.prepare_cached("SELECT n, bytes FROM chunk WHERE sha256 = ?1 ORDER BY n")?;
    let mut rows = q.query([sha])?;
    let (mut hash, mut n, mut total) = (Sha256::new(), 0, 0);
    while let Some(r) = rows.next()? {
        let bytes = r.get_ref(1)?.as_blob().unwrap_or_default();
        if r.get::<_, i64>(0)? != n || (bytes.len() != CHUNK && total + (bytes.len() as i64) < size) {
            return Ok(Some("A piece of it is missing.".into()));
        }
        hash.update(bytes);
        (n, total) = (n + 1, total + bytes.len() as i64);
    }
    Ok((total != size || <Hash>::from(hash.finalize()) != *sha).then(|| "Its bytes are not what was attached.".into()))
}
