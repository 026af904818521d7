//! The one write path: plan, one transaction, look whether the file is still there, enter it in memory. All or nothing.
//! It must never say "saved" of what is not on the disk, in the file that the owner sees.
use crate::evidence::Bytes;
use crate::fault::{ActError, COPY, Fault, NOTHING, Trouble};
use crate::load::{self, derived_text, moment_text};
use crate::{File, Kept, moved, trail};
use chrono::{DateTime, NaiveDate, Utc};
use isms::kinds::kinds;
use isms::plan::Planned;
use isms::{Isms, Proposal, Refusal, Seq, Stamp};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::HashMap;

/// The moment of an act, given by whoever has a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Machine clock, UTC.
    pub at: DateTime<Utc>,
    /// Civil date in the organization's zone.
    pub on: NaiveDate,
}

/// What an act did. It is on the disk.
#[derive(Clone, Debug, Default)]
pub struct Done {
    pub seq: Seq,
    /// Codes of the records that it added or changed, in the order of the act.
    pub changed: Vec<String>,
    /// What the names of the proposal ("@risk") became.
    pub codes: HashMap<String, String>,
    /// The disk reported an error, and what was saved was read back and is whole.
    pub looked_again: bool,
}

/// What goes into the same transaction as an act.
#[derive(Default)]
pub(crate) struct Extra<'a> {
    pub(crate) bytes: Option<Bytes<'a>>,
    /// The draft that the act finishes.
    pub(crate) draft: Option<i64>,
    /// The head after the act leaves the house, for this purpose.
    pub(crate) leaves: Option<String>,
}

/// How an attempt to write ended without a fault.
enum Wrote {
    Saved {
        looked_again: bool,
    },
    /// Another program has added to the trail since it was read.
    Behind,
}

impl File {
    /// Does what the owner asks for: checks it, writes it, and only then shows it.
    pub fn act(&mut self, proposal: Proposal, by: &str, clock: Clock) -> Result<Done, ActError> {
        let proposal = self.erase_first(proposal, by, clock)?;
        self.planned(by, clock, &mut Extra::default(), &mut |isms, stamp| isms.plan(proposal.clone(), stamp))
    }
    /// The same, and the draft that it finishes goes with it.
    pub fn finish(&mut self, draft: i64, proposal: Proposal, by: &str, clock: Clock) -> Result<Done, ActError> {
        let proposal = self.erase_first(proposal, by, clock)?;
        let mut extra = Extra { draft: Some(draft), ..Extra::default() };
        self.planned(by, clock, &mut extra, &mut |isms, stamp| isms.plan(proposal.clone(), stamp))
    }
    /// Undoes the last act that is not yet undone, as a new act.
    pub fn undo(&mut self, why: &str, by: &str, clock: Clock) -> Result<Done, ActError> {
        self.planned(by, clock, &mut Extra::default(), &mut |isms, stamp| isms.plan_undo(why.to_string(), stamp))
    }
    /// Does again what was undone last, as a new act.
    pub fn redo(&mut self, by: &str, clock: Clock) -> Result<Done, ActError> {
        self.planned(by, clock, &mut Extra::default(), &mut |isms, stamp| isms.plan_redo(stamp))
    }

    /// Plans on what is known, writes, and enters it. Where another program was faster: reads anew and plans again.
    pub(crate) fn planned(
        &mut self,
        by: &str,
        clock: Clock,
        extra: &mut Extra,
        plan: &mut dyn FnMut(&Isms, &mut Stamp) -> Result<Planned, Refusal>,
    ) -> Result<Done, ActError> {
        self.writable()?;
        for _ in 0..5 {
            let mut salt = salts();
            let planned =
                plan(&self.isms, &mut Stamp { at: clock.at, on: clock.on, by: by.to_string(), salt: &mut salt })?;
            match self.write(&planned, extra)? {
                Wrote::Saved { looked_again } => return Ok(Done { looked_again, ..self.enter(&planned) }),
                Wrote::Behind => self.read_anew()?,
            }
        }
        Err(Fault::new(
            Trouble::Busy,
            "Another program keeps writing to this file.",
            NOTHING,
            "Close it there, then do it again.",
        )
        .into())
    }

    /// May anything be written now?
    pub(crate) fn writable(&mut self) -> Result<(), Fault> {
        if let Some(reason) = &self.read_only {
            return Err(Fault::new(
                Trouble::ReadOnly,
                format!("The file is open for reading only. {reason}"),
                NOTHING,
                COPY,
            ));
        }
        if moved::has_moved(&self.conn) {
            return Err(self.gone("The last change was not saved."));
        }
        Ok(())
    }
    /// The file was moved: from now on it is only read.
    pub(crate) fn gone(&mut self, lost: &str) -> Fault {
        self.read_only = Some(crate::fault::MOVED.into());
        Fault::moved(lost)
    }

    /// Enters what was written in memory.
    pub(crate) fn enter(&mut self, planned: &Planned) -> Done {
        self.isms.apply(planned);
        Done {
            seq: planned.act.seq,
            changed: planned.revisions.iter().map(|p| p.code.to_string()).collect(),
            codes: planned.codes.clone(),
            looked_again: false,
        }
    }

    /// One transaction. After an error at its end it is read back what is true (RELIABILITY P4).
    fn write(&mut self, planned: &Planned, extra: &mut Extra) -> Result<Wrote, Fault> {
        let root = self.isms.root_after(&planned.act.leaf);
        let head = (self.isms.last_seq(), self.isms.root());
        let written = (|| -> Result<Option<rusqlite::Result<()>>, Fault> {
            let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let meta = load::meta(&tx)?;
            if (meta.size, meta.root) != (u64::from(head.0), head.1) {
                return Ok(None);
            }
            put(&tx, planned, &root, extra)?;
            if let Some(purpose) = &extra.leaves {
                let (size, day) = (u64::from(planned.act.seq), Some(planned.act.on));
                trail::put(&tx, &self.isms.log, &Kept { size, root, day, purpose: purpose.clone() })?;
            }
            Ok(Some(tx.commit()))
        })();
        match written {
            Ok(None) => Ok(Wrote::Behind),
            Ok(Some(Ok(()))) if moved::has_moved(&self.conn) => {
                self.enter(planned);
                Err(self.gone("The last change went into the file that was moved away."))
            }
            Ok(Some(Ok(()))) => Ok(Wrote::Saved { looked_again: false }),
            Ok(Some(Err(e))) if error_code(&e) == Some(rusqlite::ErrorCode::DatabaseBusy) && self.rolled_back() => {
                Err(Fault::sqlite(&e))
            }
            Ok(Some(Err(e))) => self.look_again(planned, &Fault::sqlite(&e)),
            Err(fault) => {
                let clean = self.rolled_back();
                if fault.trouble == Trouble::Moved || moved::has_moved(&self.conn) {
                    return Err(self.gone("The last change was not saved.").detail(fault.detail));
                }
                if clean { Err(fault) } else { self.look_again(planned, &fault) }
            }
        }
    }
    /// Is no transaction open any more?
    fn rolled_back(&self) -> bool {
        self.conn.is_autocommit() || self.conn.execute_batch("ROLLBACK").is_ok() || self.conn.is_autocommit()
    }

    /// The disk failed while an act was being committed: closes, opens anew, and reads which of the two is true.
    fn look_again(&mut self, planned: &Planned, first: &Fault) -> Result<Wrote, Fault> {
        if moved::has_moved(&self.conn) {
            return Err(self
                .gone("It is not known whether the last change went into the file that was moved away.")
                .detail(&first.detail));
        }
        let unsure = |file: &mut File, detail: String| {
            let text = "The disk answered with an error while the last change was being saved, and cannot be read to see whether it is there.";
            file.read_only = Some(text.into());
            Err(Fault::new(
                Trouble::Unsure,
                text,
                "Whether the last change was saved is not known.",
                "Open the file again and look at its trail before you repeat it.",
            )
            .detail(detail))
        };
        let empty = match Connection::open_in_memory() {
            Ok(c) => c,
            Err(e) => return unsure(self, e.to_string()),
        };
        drop(std::mem::replace(&mut self.conn, empty));
        let head = self.at().with(&self.path).writing().and_then(|conn| {
            let head = load::meta(&conn)?;
            let leaf = conn
                .query_row("SELECT leaf FROM act WHERE seq = ?1", [planned.act.seq], |r| r.get::<_, [u8; 32]>(0))
                .optional()?;
            Ok((conn, head, leaf))
        });
        match head {
            Err(e) => unsure(self, format!("{}; then {e}", first.detail)),
            Ok((_, head, _)) if head.log != *self.isms.log => {
                Err(self.gone("It is not known whether the last change went into the file that was moved away."))
            }
            Ok((conn, _, leaf)) => {
                self.conn = conn;
                match leaf {
                    Some(l) if l == planned.act.leaf => Ok(Wrote::Saved { looked_again: true }),
                    // None, or the act of another program: ours is not there.
                    _ => Err(first.clone()),
                }
            }
        }
    }

    /// Another program wrote to the file: reads it again, all of it in one state, for that program may go on writing.
    pub(crate) fn read_anew(&mut self) -> Result<(), Fault> {
        let tx = self.conn.transaction()?;
        let loaded = load::load(&tx, None)?;
        tx.finish()?;
        if let Some(b) = loaded.broken.first() {
            let text = format!("Another program changed this file: {} cannot be read any more ({}).", b.record, b.why);
            self.read_only = Some(text.clone());
            return Err(Fault::damaged(text));
        }
        self.isms = loaded.isms;
        Ok(())
    }
}

/// 32 random bytes at each call.
pub(crate) fn salts() -> impl FnMut() -> [u8; 32] {
    // The system's source of randomness does not fail on any system that this program runs on once it has answered once; were it to, a
    // salt of zeros would be readable in the trail, so the process stops instead.
    || {
        let mut salt = [0; 32];
        if getrandom::fill(&mut salt).is_err() {
            std::process::abort();
        }
        salt
    }
}
fn error_code(e: &rusqlite::Error) -> Option<rusqlite::ErrorCode> {
    e.sqlite_error_code()
}

/// Lays an act down, with everything that belongs to it. The only function that inserts acts, revisions, records, links and evidence;
/// the caller holds the transaction.
pub(crate) fn put(conn: &Connection, planned: &Planned, root: &[u8; 32], extra: &mut Extra) -> Result<(), Fault> {
    let a = &planned.act;
    conn.prepare_cached("INSERT INTO act (seq, at, day, by, verb, why, why_salt, undoes, body, leaf) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?.execute(params![
        a.seq, moment_text(&a.at), a.on.to_string(), &*a.by, a.verb.name(), (!a.why.is_empty()).then_some(&*a.why), a.why_salt, a.undoes, &*a.body, a.leaf
    ])?;
    if let Some(bytes) = &mut extra.bytes {
        bytes.as_recorded(planned);
        put_bytes(conn, bytes)?;
    }
    for f in &planned.files {
        let (name, media_type) = (f.name.clone(), f.media_type.to_string());
        let mut from = std::io::Cursor::new(&*f.bytes);
        put_bytes(
            conn,
            &mut Bytes { sha256: f.sha256, name, media_type, size: f.bytes.len() as u64, from: &mut from },
        )?;
    }
    if !planned.revisions.is_empty() {
        let last: i64 =
            conn.prepare_cached("SELECT coalesce(max(id), 0) FROM revision")?.query_row([], |r| r.get(0))?;
        // Records before links: links inside one act may go in circles.
        for (n, p) in planned.revisions.iter().enumerate() {
            let (id, r) = (i64::from(p.ix) + 1, &p.revision);
            if p.fresh {
                conn.prepare_cached("INSERT INTO record (id, kind, code, head) VALUES (?1, ?2, ?3, ?4)")?
                    .execute(params![id, kinds()[p.kind as usize].name, &*p.code, p.version])?;
            }
            conn.prepare_cached("INSERT INTO revision (id, act, record, version, salt, body, commitment, derived) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?.execute(params![
                last + 1 + n as i64, a.seq, id, p.version, r.salt, r.body.as_deref(), r.commitment, derived_text(&r.derived)
            ])?;
            if !p.fresh {
                conn.prepare_cached("UPDATE record SET head = ?2 WHERE id = ?1")?.execute(params![id, p.version])?;
                conn.prepare_cached("DELETE FROM link WHERE src = ?1")?.execute([id])?;
            }
        }
        for p in &planned.revisions {
            let fields = &kinds()[p.kind as usize].fields;
            for (n, (field, dst)) in p.links.iter().enumerate() {
                conn.prepare_cached("INSERT INTO link (src, n, field, dst) VALUES (?1, ?2, ?3, ?4)")?.execute(
                    params![i64::from(p.ix) + 1, n as i64, fields[*field as usize].name, i64::from(*dst) + 1],
                )?;
            }
        }
    }
    if let Some(draft) = extra.draft {
        conn.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([draft])?;
    }
    conn.prepare_cached("UPDATE meta SET size = ?1, root = ?2 WHERE one = 1")?.execute(params![a.seq, root])?;
    Ok(())
}

/// Evidence, in pieces of one MiB, hashed once more on the way in.
fn put_bytes(conn: &Connection, bytes: &mut Bytes) -> Result<(), Fault> {
    if conn.prepare_cached("SELECT 1 FROM evidence WHERE sha256 = ?1")?.exists([&bytes.sha256])? {
        return Ok(());
    }
    conn.prepare_cached("INSERT INTO evidence (sha256, name, media_type, size) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![bytes.sha256, bytes.name, bytes.media_type, bytes.size as i64])?;
    let last: i64 = conn.prepare_cached("SELECT coalesce(max(id), 0) FROM chunk")?.query_row([], |r| r.get(0))?;
    let mut insert = conn.prepare_cached("INSERT INTO chunk (id, sha256, n, bytes) VALUES (?1, ?2, ?3, ?4)")?;
    let sha256 = bytes.sha256;
    bytes.each_chunk(&mut |n, piece| {
        insert.execute(params![last + 1 + n, sha256, n, piece])?;
        Ok(())
    })
}
