//! What belongs together: an act's list and its revisions, a record and its versions, what is computed of them, links.
//! It must never trust a derived column.
use super::lean::Lean;
use super::{ActSeen, Problem, RecordSeen, RevisionSeen, cores, problem};
use crate::fault::Fault;
use crate::load;
use isms::isms::{Derived, Tree, links_of};
use isms::kinds::{kind_id, kinds};
use isms::plan::derive_after;
use isms::{Declare, Seq, Verb};
use rusqlite::Connection;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

pub(super) fn records(
    conn: &Connection,
    revisions: &[RevisionSeen],
    bad: &mut Vec<Problem>,
) -> Result<Vec<RecordSeen>, Fault> {
    let mut records: Vec<RecordSeen> = Vec::new();
    let mut q = conn.prepare(load::RECORDS)?;
    let mut rows = q.query([])?;
    while let Some(row) = rows.next()? {
        let (id, kind, code, head): (i64, String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        if id != records.len() as i64 + 1 {
            problem(bad, &code, format!("It has number {id}; the next is {}.", records.len() + 1));
        }
        records.push(RecordSeen {
            id,
            kind: kind_id(&kind),
            code,
            head: head as u32,
            revisions: Vec::new(),
            links: Vec::new(),
        });
    }
    for (i, r) in revisions.iter().enumerate() {
        match place_of(&records, r.record) {
            Some(at) => records[at].revisions.push(i),
            None => problem(bad, format!("record {}", r.record), "It is not there, and a revision names it."),
        }
    }
    for r in &mut records {
        r.revisions.sort_by_key(|i| revisions[*i].version);
        if r.revisions.is_empty()
            || r.revisions.iter().enumerate().any(|(n, i)| revisions[*i].version as usize != n + 1)
        {
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
    if records.get(guess).is_some_and(|r| r.id == id) {
        Some(guess)
    } else {
        records.binary_search_by_key(&id, |r| r.id).ok()
    }
}
pub(super) fn links(conn: &Connection, records: &mut [RecordSeen], bad: &mut Vec<Problem>) -> Result<(), Fault> {
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
pub(super) fn listed(acts: &[ActSeen], revisions: &[RevisionSeen], records: &[RecordSeen], bad: &mut Vec<Problem>) {
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
                (Some(r), Some(rec))
                    if rec.code == l.record
                        && rec.kind == l.kind
                        && l.kind.is_some()
                        && r.version == l.version
                        && r.commitment == l.commitment => {}
                (Some(_), Some(rec)) if rec.code == l.record => problem(
                    bad,
                    format!("{} version {}", l.record, l.version),
                    format!("It is not what act {} made.", act.seq),
                ),
                _ => problem(
                    bad,
                    format!("{} version {}", l.record, l.version),
                    format!("Act {} made it, and it is not there.", act.seq),
                ),
            }
        }
        while revisions.get(next).is_some_and(|r| r.act == act.seq) {
            problem(bad, format!("act {}", act.seq), "A revision names this act, and the act does not list it.");
            next += 1;
        }
    }
    if next < revisions.len() {
        problem(
            bad,
            format!("act {}", revisions[next].act),
            "A revision stands out of order, or names an act that is not there.",
        );
    }
}

/// Reasons and versions that are gone stand in the list of an act of erasure, and what stands there is gone. Gives those versions: record and
/// version.
pub(super) fn erased<'a>(
    acts: &'a [ActSeen],
    revisions: &[RevisionSeen],
    records: &[RecordSeen],
    bad: &mut Vec<Problem>,
) -> HashSet<(&'a str, u32)> {
    let mut whys: HashMap<Seq, Seq> = HashMap::new();
    let mut versions: HashMap<(&str, u32), Seq> = HashMap::new();
    for a in acts {
        whys.extend(a.whys.iter().map(|s| (*s, a.seq)));
        versions.extend(a.also.iter().map(|(code, v)| ((code.as_str(), *v), a.seq)));
    }
    for a in acts {
        match whys.get(&a.seq) {
            Some(by) if *by <= a.seq || !a.why_gone => problem(
                bad,
                format!("act {}", a.seq),
                format!("Act {by} says that its reason was erased, and it was not."),
            ),
            None if a.why_gone => {
                problem(bad, format!("act {}", a.seq), "Its reason is gone, and no act of erasure says so.")
            }
            _ => {}
        }
    }
    if !versions.is_empty() {
        for r in records {
            for i in &r.revisions {
                let v = &revisions[*i];
                if let Some(by) = versions.get(&(r.code.as_str(), v.version)) {
                    if v.body.is_some() || *by <= v.act {
                        let place = format!("{} version {}", r.code, v.version);
                        problem(bad, place, format!("Act {by} says that its content was erased, and it was not."));
                    }
                }
            }
        }
    }
    versions.into_keys().collect()
}

/// Rebuilds what is computed of each revision, and the links of each record as it stands.
pub(super) fn derived(
    acts: &[ActSeen],
    revisions: &[RevisionSeen],
    records: &[RecordSeen],
    gone: &HashSet<(&str, u32)>,
    bad: &mut Vec<Problem>,
) {
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
            of_record(r, acts, revisions, &codes, gone, &mut mine);
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

fn of_record(
    r: &RecordSeen,
    acts: &[ActSeen],
    revisions: &[RevisionSeen],
    codes: &HashMap<&str, i64>,
    gone: &HashSet<(&str, u32)>,
    bad: &mut Vec<Problem>,
) {
    let Some(kind) = r.kind else {
        problem(bad, &r.code, "This version knows no such kind.");
        return;
    };
    let info = &kinds()[kind as usize];
    let text_of = |i: &usize| revisions[*i].body.as_deref();
    let head: Option<Lean> = r.revisions.last().and_then(text_of).and_then(|t| serde_json::from_str(t).ok());
    // Most records have one version: nothing is compared with it, and it need not be parsed for comparing.
    let only = r.revisions.len() == 1;
    let mut before: Vec<(Seq, Derived)> = Vec::with_capacity(r.revisions.len());
    let mut bodies: Vec<Option<Map<String, Value>>> = Vec::with_capacity(r.revisions.len());
    for (n, i) in r.revisions.iter().enumerate() {
        let v = &revisions[*i];
        let place = || format!("{} version {}", r.code, v.version);
        let Some(stored) = v.derived else {
            problem(bad, place(), "What is computed of it cannot be read.");
            return;
        };
        let Some(act) = (v.act as usize).checked_sub(1).and_then(|s| acts.get(s)) else { return };
        let body = match v.body.as_deref() {
            None => {
                let erased = |i: &usize| {
                    acts.get((revisions[*i].act as usize).wrapping_sub(1)).is_some_and(|a| a.verb == Verb::Erase)
                };
                if !gone.contains(&(r.code.as_str(), v.version)) && !r.revisions[n + 1..].iter().any(erased) {
                    problem(bad, place(), "Its content is gone, and no act of erasure says so.");
                }
                None
            }
            Some(text) => {
                let now = if only { head.as_ref().and_then(Lean::end) } else { serde_json::from_str(text).ok() };
                let Some(now) = now else {
                    problem(bad, place(), "Its content cannot be read.");
                    return;
                };
                let derived: Vec<Derived> = before.iter().map(|b| b.1).collect();
                let expected = match act.verb {
                    // What an erased version gave can no longer be computed, nor what followed from it.
                    _ if bodies.iter().any(Option::is_none) => Some(stored),
                    Verb::Undo | Verb::Redo => restored(act, &before),
                    _ => {
                        let declare =
                            act.listed.iter().find(|l| l.record == r.code).map_or(Declare::Nothing, |l| l.declare);
                        Some(derive_after(
                            info,
                            &derived,
                            &|n| bodies[n].as_ref().map(Cow::Borrowed),
                            &now,
                            text,
                            declare,
                            v.act,
                        ))
                    }
                };
                if expected != Some(stored) {
                    problem(
                        bad,
                        place(),
                        "What is computed of it (when it last changed, whether it is active or retired) is not what its content gives.",
                    );
                }
                Some(now)
            }
        };
        before.push((v.act, stored));
        bodies.push(body);
    }
    let mut links: Vec<(&str, i64)> = Vec::new();
    if let Some(body) = head.filter(|b| b.get("withdrawn").is_none()) {
        links_of(info, &body, &mut |field, code| {
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
fn restored(act: &ActSeen, before: &[(Seq, Derived)]) -> Option<Derived> {
    let made = before.iter().position(|b| Some(b.0) == act.undoes)?;
    Some(match (act.verb, made) {
        (Verb::Redo, _) => before[made].1,
        (_, 0) => Derived { active: false, retired: true, ..before[0].1 },
        _ => before[made - 1].1,
    })
}
