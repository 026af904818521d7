//! Checks the whole file from its stored bytes: every leaf, commitment and canonical form, gaps, what is derived, links, evidence,
//! checkpoints. It names what differs, and must never mend it.
use crate::fault::{Fault, Trouble};
use crate::load::{self, Meta};
use crate::settings::At;
use crate::{File, schema, trail};
use chrono::NaiveDate;
use isms::isms::Derived;
use isms::kinds::KindId;
use isms::ledger::{self, Hash};
use isms::plan::hex;
use isms::{Declare, Seq, Verb};
use rusqlite::Connection;

mod bytes;
mod lean;
mod made;
mod rows;

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
    /// Acts of erasure, under which content is gone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub erased: Vec<Seq>,
    pub problems: Vec<Problem>,
    /// Its views, which only other programs read, are not those of this version: of an older one, or somebody changed them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub other_views: bool,
}
/// What is said of such views.
pub const OTHER_VIEWS: &str = "Its views, which only other programs read, are not those of this version. The next opening for writing makes them anew.";
impl Report {
    /// "Content was erased under acts 412 and 500; the trail is whole."; nothing where none was.
    pub fn says_erased(&self) -> Option<String> {
        let of = match self.erased.as_slice() {
            [] => return None,
            [one] => format!("act {one}"),
            [all @ .., last] => {
                let all: Vec<String> = all.iter().map(Seq::to_string).collect();
                format!("acts {} and {last}", all.join(", "))
            }
        };
        Some(format!("Content was erased under {of}; the trail is {}.", if self.ok { "whole" } else { "not whole" }))
    }
}

/// More than these are not named.
const MOST: usize = 200;

impl File {
    /// Recomputes the trail from the stored bytes and compares everything that is derived from it.
    pub fn verify(&self) -> Result<Report, Fault> {
        match check(&self.conn, self.is_in_place().then(|| self.at())) {
            // What cannot even be read is what the check is to find.
            Err(f) if f.trouble == Trouble::Damaged => Ok(Report {
                ok: false,
                acts: u64::from(self.isms.last_seq()),
                root: hex(&self.isms.root()),
                erased: Vec::new(),
                problems: vec![Problem { place: "file".into(), text: f.text }],
                other_views: false,
            }),
            other => other,
        }
    }
}

fn problem(list: &mut Vec<Problem>, place: impl Into<String>, text: impl Into<String>) {
    if list.len() <= MOST {
        // Names come from the file: nothing in them is to act on where they are shown.
        let legible = |s: String| isms::caution::legible(&s, 300);
        list.push(Problem { place: legible(place.into()), text: legible(text.into()) });
    }
}

/// An act as its row and body say.
struct ActSeen {
    seq: Seq,
    leaf: Hash,
    verb: Verb,
    undoes: Option<Seq>,
    listed: Vec<Listed>,
    /// The body commits to a reason, and there is none.
    why_gone: bool,
    /// Versions and reasons that this act took away, as it says.
    also: Vec<(String, u32)>,
    whys: Vec<Seq>,
    pack: Option<Packed>,
}
/// A pack that left the house, as its act says.
struct Packed {
    day: String,
    purpose: String,
    /// What was printed in it.
    head: isms::doc::Checkpoint,
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
pub(crate) fn check(conn: &Connection, at: Option<At>) -> Result<Report, Fault> {
    let open = !conn.is_autocommit();
    if !open {
        conn.execute_batch("BEGIN")?;
    }
    let report = check_held(conn, at);
    if !open {
        conn.execute_batch("COMMIT")?;
    }
    report
}

fn check_held(conn: &Connection, at: Option<At>) -> Result<Report, Fault> {
    let meta = load::meta(conn)?;
    let mut problems = Vec::new();
    let fits = schema::fits(&schema::parts(conn)?, schema::known()?);
    let other_views = fits == schema::Fits::OldViews;
    match fits {
        schema::Fits::Exactly | schema::Fits::OldViews => {}
        schema::Fits::Strange(part) => {
            problem(&mut problems, "schema", format!("The file contains parts this program did not create: {part}."))
        }
        schema::Fits::Missing(part) => problem(&mut problems, "schema", format!("A part is missing: {part}.")),
    }
    let acts = rows::count(conn, "act")?;
    let revisions = rows::count(conn, "revision")?;
    if rows::count(conn, "meta")? != 1 {
        problem(&mut problems, "trail", "Its head has more than one row.");
    }
    if !counts_on(conn)? {
        problem(&mut problems, "drafts", "Their counter is not where the last one left it.");
    }
    let log = meta.log.clone();
    let (structure, seen) = std::thread::scope(|s| {
        // The page structure beside the rest; where there is one core, or no second connection, afterwards.
        let beside = at.map(|at| s.spawn(move || at.reading().and_then(|c| structure(&c))));
        let seen = (|| -> Result<_, Fault> {
            let acts =
                rows::each_range(conn, at, acts, &|c, from, to, out, bad| rows::acts(c, &log, from, to, out, bad))?;
            let revisions = rows::each_range(conn, at, revisions, &rows::revisions)?;
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
    let mut records = made::records(conn, &revisions, &mut problems)?;
    made::links(conn, &mut records, &mut problems)?;
    made::listed(&acts, &revisions, &records, &mut problems);
    let gone = made::erased(&acts, &revisions, &records, &mut problems);
    made::derived(&acts, &revisions, &records, &gone, &mut problems);
    let root = heads(conn, &meta, &acts, &mut problems)?;
    bytes::evidence(conn, at, &revisions, &records, &mut problems)?;
    let erased = acts.iter().filter(|a| a.verb == Verb::Erase).map(|a| a.seq).collect();
    Ok(Report { ok: problems.is_empty(), acts: acts.len() as u64, root: hex(&root), erased, problems, other_views })
}

/// Does the counter of drafts stand at the last one that was begun, or behind it within reason?
fn counts_on(conn: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*), coalesce(sum(name = 'draft' AND typeof(seq) = 'integer' AND seq BETWEEN (SELECT coalesce(max(id), 0) FROM draft) AND 9007199254740991), 0) FROM sqlite_sequence";
    let (all, good): (i64, i64) = conn.query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(all <= 1 && good == all)
}

fn structure(conn: &Connection) -> rusqlite::Result<Option<String>> {
    if let Some(page) = altered_page(conn)? {
        return Ok(Some(page));
    }
    let text: String = conn.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0))?;
    Ok((text != "ok").then_some(text))
}

/// The first page of a locked file whose seal does not fit; nothing of a file that is not locked.
pub(crate) fn altered_page(conn: &Connection) -> rusqlite::Result<Option<String>> {
    let mut q = conn.prepare("PRAGMA cipher_integrity_check")?;
    let first: Option<String> = q.query([])?.next()?.map(|r| r.get(0)).transpose()?;
    Ok(first.map(|text| match text.rsplit(' ').next().and_then(|n| n.parse::<u64>().ok()) {
        Some(page) => format!("Page {page} was altered or damaged."),
        None => text,
    }))
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, |n| n.get()).min(8)
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
    let packs = || acts.iter().filter_map(|a| Some((a.seq, a.pack.as_ref()?)));
    sizes.extend(packs().map(|(_, p)| p.head.size));
    sizes.push(leaves.len() as u64);
    sizes.sort_unstable();
    let roots = trail::roots_at(&leaves, &sizes);
    let root_of = |size: u64| sizes.binary_search(&size).ok().and_then(|i| roots[i]);
    let root = root_of(leaves.len() as u64).unwrap_or_else(|| ledger::root(&leaves));
    if meta.size != leaves.len() as u64 || meta.root != root {
        problem(
            bad,
            "trail",
            format!("Its {} acts do not give the head that was stored with {}.", leaves.len(), meta.size),
        );
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
        if *note != isms::proof::note(&meta.log, *size, head) {
            problem(bad, &place, "Its note does not say what it says.");
        }
    }
    for (seq, pack) in packs() {
        let place = format!("act {seq}");
        if root_of(pack.head.size) != Some(pack.head.root) {
            problem(
                bad,
                &place,
                format!("The first {} acts are not those that its pack was printed for.", pack.head.size),
            );
        }
        let kept = |r: &&(i64, u64, Hash, String, String)| r.1 == u64::from(seq) && r.3 == pack.day;
        let purposes = "SELECT purpose FROM checkpoint WHERE n = ?1";
        let same = match rows.iter().find(kept) {
            Some(r) => conn.query_row(purposes, [r.0], |r| Ok(r.get_ref(0)?.as_str() == Ok(&pack.purpose)))?,
            None => false,
        };
        if !same {
            problem(bad, &place, "The checkpoint of its pack is not kept.");
        }
    }
    Ok(root)
}
