//! Evidence: every byte against its hash, and the list of bytes against the records that name them.
//! It must never look inside the bytes.
use super::{Problem, RecordSeen, RevisionSeen, cores, problem};
use crate::evidence::CHUNK;
use crate::fault::Fault;
use crate::settings::At;
use isms::kinds::kind_id;
use isms::ledger::Hash;
use isms::plan::hex;
use rusqlite::Connection;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Bytes against their hashes, and the list of bytes against the records that name them.
pub(super) fn evidence(
    conn: &Connection,
    at: Option<At>,
    revisions: &[RevisionSeen],
    records: &[RecordSeen],
    bad: &mut Vec<Problem>,
) -> Result<(), Fault> {
    let mut named: HashMap<String, (usize, &str, Value)> = HashMap::new();
    for r in records.iter().filter(|r| r.kind == kind_id("evidence")) {
        for i in &r.revisions {
            // Most evidence is a note or an address: it names no file, and need not be parsed.
            let text = revisions[*i].body.as_deref().filter(|b| b.contains("\"sha256\":"));
            let Some(Value::Object(body)) = text.and_then(|b| serde_json::from_str(b).ok()) else { continue };
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
            Some((_, _, f))
                if f["name"] == name.as_str()
                    && f["media_type"] == media.as_str()
                    && f["size"].as_i64() == Some(size) => {}
            Some((_, code, _)) => {
                problem(bad, code, format!("The facts of its file ({name}) are not those that were recorded."))
            }
            None => problem(bad, format!("evidence {name}"), "No record names these bytes."),
        }
        stored.push((sha, name, size));
    }
    let mut missing: Vec<&str> = named.values().map(|(_, code, _)| *code).collect();
    missing.sort_unstable();
    missing.into_iter().for_each(|code| problem(bad, code, "The bytes of its file are not here."));
    let stray: i64 =
        conn.query_row("SELECT count(*) FROM chunk WHERE sha256 NOT IN (SELECT sha256 FROM evidence)", [], |r| {
            r.get(0)
        })?;
    let gaps: bool = conn.query_row("SELECT count(*) <> coalesce(max(id), 0) OR min(id) < 1 FROM chunk", [], |r| {
        Ok(r.get::<_, Option<bool>>(0)?.unwrap_or(false))
    })?;
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
                wrong
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(Problem { place: format!("evidence {name}"), text });
            }
        }
        Ok(())
    };
    match at.filter(|_| stored.len() > 8) {
        None => work(conn)?,
        Some(at) => std::thread::scope(|s| {
            let hands: Vec<_> =
                (1..cores()).map(|_| s.spawn(|| at.reading().map_err(Fault::from).and_then(|c| work(&c)))).collect();
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
