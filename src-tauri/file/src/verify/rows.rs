//! Acts and revisions from their rows, on all cores: each leaf and commitment recomputed, each column compared with the body.
//! It must never look at more than one row at a time.
use super::{ActSeen, Listed, Packed, Problem, RevisionSeen, cores, problem};
use crate::fault::Fault;
use crate::settings::At;
use crate::{canon, load};
use chrono::NaiveDate;
use isms::kinds::kind_id;
use isms::ledger::{self, Hash};
use isms::{Declare, Seq, Verb};
use rusqlite::{Connection, Row};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

const STRIDE: i64 = 2_048;
pub(super) fn count(conn: &Connection, table: &str) -> Result<i64, Fault> {
    Ok(conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))?)
}
pub(super) type Reader<'a, T> =
    dyn Fn(&Connection, i64, i64, &mut Vec<T>, &mut Vec<Problem>) -> Result<(), Fault> + Sync + 'a;
pub(super) type Found<T> = (Vec<T>, Vec<Problem>);

/// Reads as many rows as there are in strides of their numbers, which are 1, 2, 3 …; the result is in order. The first stride takes
/// in what is numbered before 1, the last whatever comes behind: a number of a strange file makes nothing larger.
pub(super) fn each_range<T: Send>(
    conn: &Connection,
    at: Option<At>,
    rows: i64,
    read: &Reader<'_, T>,
) -> Result<Found<T>, Fault> {
    let next = AtomicI64::new(0);
    let parts: Mutex<BTreeMap<i64, Found<T>>> = Mutex::new(BTreeMap::new());
    let work = |conn: &Connection| -> Result<(), Fault> {
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let from = if n == 0 { i64::MIN } else { n * STRIDE };
            if n * STRIDE > rows {
                return Ok(());
            }
            let to = if (n + 1) * STRIDE > rows { i64::MAX } else { (n + 1) * STRIDE - 1 };
            let (mut out, mut bad) = (Vec::with_capacity(STRIDE as usize), Vec::new());
            read(conn, from, to, &mut out, &mut bad)?;
            parts.lock().unwrap_or_else(PoisonError::into_inner).insert(n, (out, bad));
        }
    };
    match at.filter(|_| rows > STRIDE) {
        None => work(conn)?,
        Some(at) => std::thread::scope(|s| {
            let hands: Vec<_> =
                (1..cores()).map(|_| s.spawn(|| at.reading().map_err(Fault::from).and_then(|c| work(&c)))).collect();
            work(conn)?;
            hands.into_iter().try_for_each(|h| h.join().unwrap_or_else(|_| Err(Fault::damaged("The check stopped."))))
        })?,
    }
    let (mut all, mut problems) = (Vec::with_capacity(rows.clamp(0, 1 << 24) as usize), Vec::new());
    for (_, (mut out, mut bad)) in parts.into_inner().unwrap_or_else(PoisonError::into_inner) {
        all.append(&mut out);
        problems.append(&mut bad);
    }
    Ok((all, problems))
}

/// The body of an act, as `plan` writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<'a> {
    at: &'a str,
    #[serde(borrow)]
    by: Cow<'a, str>,
    #[serde(default, borrow)]
    erased: Option<Erased<'a>>,
    #[serde(default, borrow)]
    cm: Vec<Line<'a>>,
    log: &'a str,
    on: &'a str,
    #[serde(default)]
    pack: Option<IgnoredAny>,
    seq: Seq,
    #[serde(default)]
    undoes: Option<Seq>,
    v: u32,
    verb: &'a str,
    #[serde(default)]
    why: Option<&'a str>,
}
/// What an act of erasure says that it took away: counts, and where something is gone that no later version stands for.
#[derive(Deserialize)]
struct Erased<'a> {
    #[serde(default, borrow)]
    also: Vec<Version<'a>>,
    #[serde(default)]
    whys: Vec<Seq>,
}
#[derive(Deserialize)]
struct Version<'a> {
    #[serde(borrow)]
    rec: Cow<'a, str>,
    ver: u32,
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

pub(super) fn acts(
    conn: &Connection,
    log: &str,
    from: i64,
    to: i64,
    out: &mut Vec<ActSeen>,
    bad: &mut Vec<Problem>,
) -> Result<(), Fault> {
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
                problem(bad, place(), format!("Its text cannot be read, from column {} on.", e.column()));
                out.push(ActSeen {
                    seq: seq as Seq,
                    leaf,
                    verb: Verb::Setting,
                    undoes: None,
                    listed: Vec::new(),
                    why_gone: false,
                    also: Vec::new(),
                    whys: Vec::new(),
                    pack: None,
                });
                continue;
            }
        };
        let why: Option<&str> = row.get_ref(5)?.as_str_or_null().unwrap_or(None);
        let salt: Option<[u8; 32]> = row.get(6).unwrap_or(None);
        let undoes: Option<Seq> = row.get(7).unwrap_or(None);
        let why_gone = why.is_none() && salt.is_none() && parsed.why.is_some();
        let why = match (why, salt) {
            (Some(w), Some(s)) => parsed.why.and_then(isms::plan::unhex) == Some(ledger::commitment(&s, w.as_bytes())),
            // Gone, if an act of erasure says so: `made::erased` looks.
            (None, None) => true,
            _ => false,
        };
        let pack = parsed.pack.as_ref().and_then(|_| isms::proof::Pack::in_body(body));
        let packed = parsed.pack.is_none() || pack.is_some();
        let verb = load::verb_named(parsed.verb);
        if verb.is_none() || load::moment(parsed.at).is_none() || parsed.on.parse::<NaiveDate>().is_err() {
            problem(bad, place(), "Its verb, moment or day is none.");
        }
        let same = [
            ("number", i64::from(parsed.seq) == seq),
            ("moment", parsed.at == text(1)),
            ("day", parsed.on == text(2)),
            ("person", parsed.by == text(3)),
            ("verb", parsed.verb == text(4)),
            ("reason", why),
            ("undone act", parsed.undoes == undoes),
            ("trail", parsed.log == log),
            ("format", parsed.v == 1),
            ("erasure", parsed.erased.is_none() || parsed.verb == Verb::Erase.name()),
            ("pack", parsed.pack.is_some() == (parsed.verb == Verb::Export.name()) && packed),
        ];
        for (what, _) in same.iter().filter(|(_, same)| !same) {
            problem(bad, place(), format!("Its {what} is not the one that was hashed."));
        }
        let listed = parsed
            .cm
            .iter()
            .map(|l| Listed {
                record: l.rec.to_string(),
                kind: kind_id(l.kind),
                version: l.ver,
                commitment: isms::plan::unhex(l.cm).unwrap_or_default(),
                declare: l.declared,
            })
            .collect();
        out.push(ActSeen {
            seq: seq as Seq,
            leaf,
            verb: verb.unwrap_or(Verb::Setting),
            pack: pack.map(|p| Packed {
                day: parsed.on.to_string(),
                purpose: format!("{} pack", p.audit),
                head: p.head,
            }),
            undoes,
            listed,
            why_gone,
            also: parsed.erased.iter().flat_map(|e| &e.also).map(|v| (v.rec.to_string(), v.ver)).collect(),
            whys: parsed.erased.map(|e| e.whys).unwrap_or_default(),
        });
    }
    Ok(())
}

pub(super) fn revisions(
    conn: &Connection,
    from: i64,
    to: i64,
    out: &mut Vec<RevisionSeen>,
    bad: &mut Vec<Problem>,
) -> Result<(), Fault> {
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
    Ok(RevisionSeen {
        id,
        act: act as Seq,
        record,
        version: version as u32,
        body: body.map(Box::from),
        commitment,
        derived,
    })
}
