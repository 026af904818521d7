//! From an older format of the spine to this one: numbered steps, a verified backup first, all or nothing.
//! It must never rewrite an act or a revision: old bytes stay as they were hashed.
use crate::fault::{Fault, NOTHING, Trouble};
use crate::settings::At;
use crate::{copy, load, schema};
use rusqlite::{Connection, TransactionBehavior};
use std::path::{Path, PathBuf};

/// Brings a file of format `to - 1` to format `to`.
pub(crate) struct Step {
    pub(crate) to: i32,
    pub(crate) sql: &'static str,
}
/// Every step, in order. Format 1 is the first.
pub(crate) const STEPS: &[Step] = &[];

/// "name.isms.before-format-2", beside the file.
pub(crate) fn backup_path(path: &Path, to: i32) -> PathBuf {
    path.with_file_name(format!("{}.before-format-{to}", path.file_name().unwrap_or_default().to_string_lossy()))
}

/// Takes all steps that the file lacks, in one transaction. The backup is verified before the first of them.
pub(crate) fn migrate(at: At, from: i32, steps: &[Step]) -> Result<(), Fault> {
    let missing: Vec<&Step> = steps.iter().filter(|s| s.to > from).collect();
    let Some(last) = missing.last() else { return Ok(()) };
    let mut conn = at.writing()?;
    let backup = backup_path(at.path, last.to);
    copy::save(&conn, at.with(&backup))?;
    let kept = at.with(&backup).reading().and_then(|c| load::meta(&c));
    if kept.as_ref().ok() != Some(&load::meta(&conn)?) {
        return Err(Fault::new(
            Trouble::Damaged,
            "The backup that is made before a file is brought to a newer format is not whole.",
            NOTHING,
            "Choose another disk for it.",
        ));
    }
    let result = steps_in_one(&mut conn, from, &missing);
    if result.is_err() && version(&conn).is_ok_and(|v| v == last.to) {
        // The commit reported an error and is there all the same.
        return Ok(());
    }
    result
}

fn steps_in_one(conn: &mut Connection, from: i32, steps: &[&Step]) -> Result<(), Fault> {
    let before = load::meta(conn)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if version(&tx)? != from {
        return Err(Fault::new(Trouble::Busy, crate::fault::BUSY, NOTHING, "Close it there, then open it again."));
    }
    let mut at = from;
    for step in steps {
        if step.to != at + 1 {
            return Err(Fault::new(
                Trouble::Bug,
                format!("There is no step from format {at} to {}.", step.to),
                NOTHING,
                "Your file is as it was before.",
            ));
        }
        tx.execute_batch(step.sql)?;
        at = step.to;
    }
    schema::renew_views(&tx)?;
    if tx.prepare("PRAGMA foreign_key_check")?.exists([])? || load::meta(&tx)? != before {
        return Err(Fault::new(
            Trouble::Bug,
            "After the change of format the file would not be whole.",
            NOTHING,
            "Your file is as it was before.",
        ));
    }
    tx.execute_batch(&format!("PRAGMA user_version = {at}"))?;
    tx.commit()?;
    Ok(())
}

pub(crate) fn version(conn: &Connection) -> rusqlite::Result<i32> {
    conn.query_row("PRAGMA user_version", [], |r| r.get(0))
}
