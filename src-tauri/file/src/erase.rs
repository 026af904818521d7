//! Erasing: the act, what it takes away and a file without a trace of it, all in a copy; verified; then the copy takes the file's place.
//! It must never leave the file half erased, nor a copy with what was erased lying about.
use crate::fault::{ActError, Fault, NOTHING, Trouble};
use crate::settings::At;
use crate::write::{self, Clock, Done, Extra};
use crate::{File, copy, load, moved, schema, verify};
use isms::act::Change;
use isms::erase::{Asked, Erases, Erasures};
use isms::plan::Planned;
use isms::{Isms, Proposal, Refusal, Stamp};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, TransactionBehavior, params};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Guards that stand in the way of erasing. They are taken away in the copy and put back to the letter in the same transaction.
const GUARDS: [&str; 5] = ["act_set", "evidence_set", "evidence_del", "chunk_set", "chunk_del"];

impl File {
    /// Erases what names people: one act, refused as a whole where something stands in the way (`isms::erase::look` shows it before).
    pub fn erase(&mut self, asked: &Asked, by: &str, clock: Clock) -> Result<Done, ActError> {
        self.erase_as(by, clock, &mut |isms, stamp| isms.plan_erase(asked, stamp))
    }
    /// Everyone and everything that was erased, for bringing an older copy to it.
    pub fn erasures(&self) -> Erasures {
        isms::erase::erasures(self.isms())
    }
    /// Erases again what a newer file of the same trail erased: for a backup from before, before anybody sees it. None where nothing is
    /// left to do.
    pub fn reapply_erasures(&mut self, from: &Erasures, by: &str, clock: Clock) -> Result<Option<Done>, ActError> {
        let mut salt = write::salts();
        let mut stamp = Stamp { at: clock.at, on: clock.on, by: by.to_string(), salt: &mut salt };
        if self.isms().plan_erase_again(from, &mut stamp).is_none() {
            return Ok(None);
        }
        let nothing = || Refusal::new("erase", "", "Nothing is left to be erased.", "");
        let done = self.erase_as(by, clock, &mut |isms, stamp| {
            isms.plan_erase_again(from, stamp).unwrap_or_else(|| Err(nothing()))
        })?;
        Ok(Some(done))
    }
    /// The erasures of a proposal, each an act of its own before the rest; none of them where the rest would be refused.
    /// Gives the rest, which must not write down again what is gone.
    pub(crate) fn erase_first(&mut self, proposal: Proposal, by: &str, clock: Clock) -> Result<Proposal, ActError> {
        let erases = |c: &Change| if let Change::Erase(a) = c { Some(a.clone()) } else { None };
        let asked: Vec<Asked> = proposal.changes.iter().filter_map(erases).collect();
        if asked.is_empty() {
            return Ok(proposal);
        }
        let proposal = isms::erase::without_names(self.isms(), proposal, clock.on);
        let mut salt = write::salts();
        let mut stamp = Stamp { at: clock.at, on: clock.on, by: by.to_string(), salt: &mut salt };
        self.isms().plan(proposal.clone(), &mut stamp)?;
        for a in &asked {
            self.isms().plan_erase(a, &mut stamp)?;
        }
        for a in &asked {
            self.erase(a, by, clock)?;
        }
        Ok(proposal)
    }

    fn erase_as(
        &mut self,
        by: &str,
        clock: Clock,
        plan: &mut dyn FnMut(&Isms, &mut Stamp) -> Result<Planned, Refusal>,
    ) -> Result<Done, ActError> {
        self.writable()?;
        sweep(&self.path);
        for _ in 0..5 {
            // Held from here to the swap: nobody else can write meanwhile.
            self.conn.execute_batch("BEGIN IMMEDIATE").map_err(Fault::from)?;
            let meta = load::meta(&self.conn).map_err(Fault::from);
            let same = meta.map(|m| (m.size, m.root) == (u64::from(self.isms.last_seq()), self.isms.root()));
            if let Ok(false) = same {
                self.let_go();
                self.read_anew()?;
                continue;
            }
            let done = same.map_err(ActError::from).and_then(|_| {
                let mut salt = write::salts();
                let mut stamp = Stamp { at: clock.at, on: clock.on, by: by.to_string(), salt: &mut salt };
                let planned = plan(&self.isms, &mut stamp)?;
                let temp = temporary(&self.path);
                let made = make(self.at().with(&self.path), &temp, &planned, &self.isms);
                if made.is_err() {
                    sweep(&self.path);
                }
                made?;
                Ok((planned, temp))
            });
            let (planned, temp) = match done {
                Ok(x) => x,
                Err(e) => {
                    self.let_go();
                    return Err(e);
                }
            };
            if moved::has_moved(&self.conn) {
                self.let_go();
                sweep(&self.path);
                return Err(self.gone("Nothing was erased.").into());
            }
            if let Err(fault) = self.put_in_place(&temp, self.key.clone()) {
                sweep(&self.path);
                return Err(fault.into());
            }
            return Ok(self.enter(&planned));
        }
        Err(Fault::new(Trouble::Busy, crate::fault::BUSY, NOTHING, "Close it there, then do it again.").into())
    }
    pub(crate) fn let_go(&self) {
        // Nothing was written in it; where this fails the connection has let go already.
        let _ = self.conn.execute_batch("ROLLBACK");
    }
}

/// ".name.isms.erasing", beside the file.
fn temporary(path: &Path) -> PathBuf {
    path.with_file_name(format!(".{}.erasing", path.file_name().unwrap_or_default().to_string_lossy()))
}
/// Takes away what a run that was killed left beside the file: copies that may hold what was erased, or in clear what is locked. Only who
/// has the file open for writing may.
pub(crate) fn sweep(path: &Path) {
    for left in left_over(path) {
        let _ = std::fs::remove_file(left);
    }
}
/// Copies beside the file under the names that only an unfinished erasure, change of the lock, restore or copy has.
pub(crate) fn left_over(path: &Path) -> Vec<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let Some(Ok(dir)) = path.parent().map(std::fs::read_dir) else { return Vec::new() };
    let ours = |found: &str| {
        let found = found.strip_suffix("-journal").unwrap_or(found);
        let Some(rest) = found.strip_prefix('.').map(|f| f.trim_start_matches('.')) else { return false };
        let Some(rest) = rest.strip_prefix(&name).and_then(|r| r.strip_prefix('.')) else {
            return rest.ends_with(".part") && rest.starts_with(&format!("{stem} replaced "));
        };
        let mut words = rest.split('.');
        let first = words.next().unwrap_or_default();
        let made = ["erasing", "anew", "restored"].contains(&first);
        let random = |w: &str| w.len() == 8 && w.bytes().all(|b| b.is_ascii_hexdigit());
        match (words.next(), words.next(), words.next()) {
            (None, ..) => made,
            (Some("part"), None, _) => random(first),
            (Some(w), Some("part"), None) => made && random(w),
            _ => false,
        }
    };
    let found = dir.flatten().filter(|e| ours(&e.file_name().to_string_lossy()));
    found.filter(|e| e.file_type().is_ok_and(|t| t.is_file())).map(|e| e.path()).collect()
}

/// The file as it will be, as a whole, verified and on the disk.
fn make(at: At, temp: &Path, planned: &Planned, isms: &Isms) -> Result<(), Fault> {
    let root = isms.root_after(&planned.act.leaf);
    {
        let reader = at.reading()?;
        // What is not whole is not erased from: it would no longer be seen what was wrong.
        let before = verify::check(&reader, Some(at))?;
        if let Some(p) = before.problems.first() {
            return Err(Fault::new(
                Trouble::Damaged,
                format!(
                    "The file is not whole ({}: {}), so nothing is erased from it.",
                    p.place,
                    p.text.trim_end_matches('.')
                ),
                NOTHING,
                "Open the newest good backup, and erase there.",
            ));
        }
        copy::save(&reader, at.with(temp))?;
    }
    {
        let mut conn = at.with(temp).writing()?;
        // No journal of it may lie on the disk.
        let _: String = conn.query_row("PRAGMA journal_mode = MEMORY", [], |r| r.get(0))?;
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        write::put(&tx, planned, &root, &mut Extra::default())?;
        if let Some(e) = &planned.erases {
            take_away(&tx, e)?;
        }
        tx.commit()?;
        vacuum(&conn)?;
    }
    let twin = at.with(temp).reading()?;
    let report = verify::check(&twin, Some(at.with(temp)))?;
    let meta = load::meta(&twin)?;
    if !report.ok || (meta.size, meta.root) != (u64::from(planned.act.seq), root) {
        let what =
            report.problems.first().map_or_else(|| "its head".to_string(), |p| format!("{}: {}", p.place, p.text));
        return Err(Fault::new(
            Trouble::Bug,
            format!("After the erasure the file would not be whole ({}).", what.trim_end_matches('.')),
            NOTHING,
            "Your file is as it was before.",
        ));
    }
    drop(twin);
    let said = |e: std::io::Error| Fault::io(&e, "The copy");
    std::fs::metadata(at.path).and_then(|m| std::fs::set_permissions(temp, m.permissions())).map_err(said)?;
    std::fs::File::open(temp).and_then(|f| f.sync_all()).map_err(said)
}

/// Contents, keys, reasons and bytes go; the caller holds the transaction.
fn take_away(conn: &Connection, e: &Erases) -> Result<(), Fault> {
    let guards: Vec<_> =
        schema::known()?.iter().filter(|p| p.0 == "trigger" && GUARDS.contains(&p.1.as_str())).collect();
    for g in &guards {
        conn.execute_batch(&format!("DROP TRIGGER {}", g.1))?;
    }
    for (ix, version) in &e.versions {
        conn.prepare_cached("UPDATE revision SET salt = NULL, body = NULL WHERE record = ?1 AND version = ?2")?
            .execute(params![i64::from(*ix) + 1, version])?;
    }
    for seq in &e.whys {
        conn.prepare_cached("UPDATE act SET why = NULL, why_salt = NULL WHERE seq = ?1")?.execute([seq])?;
    }
    for sha in &e.files {
        conn.prepare_cached("DELETE FROM chunk WHERE sha256 = ?1")?.execute([sha])?;
        conn.prepare_cached("DELETE FROM evidence WHERE sha256 = ?1")?.execute([sha])?;
    }
    for (sha, name) in &e.labels {
        conn.prepare_cached("UPDATE evidence SET name = ?2 WHERE sha256 = ?1")?.execute(params![sha, name])?;
    }
    let ids: Vec<i64> =
        conn.prepare("SELECT id FROM chunk ORDER BY id")?.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
    for (n, id) in (1i64..).zip(ids).filter(|(n, id)| n != id) {
        conn.prepare_cached("UPDATE chunk SET id = ?1 WHERE id = ?2")?.execute([n, id])?;
    }
    drafts(conn, e)?;
    for g in &guards {
        conn.execute_batch(&g.3)?;
    }
    Ok(())
}
/// Unfinished guides about them, or in whose answers the name stands.
fn drafts(conn: &Connection, e: &Erases) -> Result<(), Fault> {
    let mut q = conn.prepare("SELECT id, subject, answers FROM draft")?;
    let rows: Vec<(i64, String, String)> =
        q.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect::<Result<_, _>>()?;
    let names: Vec<String> = e.names.iter().map(|n| n.to_lowercase()).collect();
    for (id, subject, answers) in rows {
        let about: Vec<String> = serde_json::from_str(&subject).unwrap_or_default();
        let theirs = about
            .iter()
            .any(|a| e.codes.iter().any(|c| a == c || a.strip_prefix(c.as_str()).is_some_and(|r| r.starts_with('/'))));
        let said: Value = serde_json::from_str(&answers).unwrap_or_default();
        let text = said.to_string().to_lowercase();
        if theirs || names.iter().any(|n| text.contains(n.as_str())) {
            conn.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([id])?;
        }
    }
    Ok(())
}
/// Writes every page anew. SQLite does it through a database of its own that it attaches, which is else switched off.
fn vacuum(conn: &Connection) -> Result<(), Fault> {
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    for switch in [DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE] {
        conn.set_db_config(switch, true)?;
    }
    conn.execute_batch("VACUUM")?;
    Ok(())
}
