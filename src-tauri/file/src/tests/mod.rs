//! What is promised of the file (RELIABILITY 1.2), tried. Helpers that all of it shares; they must never be used outside of tests.
#![allow(clippy::print_stdout, clippy::print_stderr)]
mod backups;
mod clocks;
mod conflicts;
mod cuts;
mod erasing;
mod faults;
mod frozen;
mod giving;
mod hostile;
mod kills;
mod locked;
mod moving;
mod pages;
mod promises;
mod proofs;
pub(crate) mod shim;
mod small;
mod steps;
mod strange;
mod tamper;
mod walks;

use crate::code::Key;
use crate::settings::At;
use crate::{ActError, Clock, Code, Done, File};
use chrono::NaiveDate;
use isms::{Change, Proposal, Verb};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

pub(crate) const BY: &str = "P-0";

/// ISMS_LOCKED=1 runs every test of this crate over files that are locked with this code.
pub(crate) fn code() -> Option<Code> {
    std::env::var_os("ISMS_LOCKED").map(|_| Code::read("0123-4567-89AB-CDEF-GHJKM-NPQRS").unwrap())
}
/// Where a closed document lies, with its key if it is locked.
pub(crate) fn at(path: &Path) -> At<'_> {
    At::new(path, key(path).map(|k| &*Box::leak(Box::new(k))))
}
fn key(path: &Path) -> Option<Key> {
    let start = std::fs::read(path).ok()?;
    let salt = start.first_chunk::<16>().filter(|s| !s.starts_with(b"SQLite"))?;
    Some(code()?.key(*salt))
}
/// A document (or nothing yet) as a plain SQLite tool sees it that knows its key: without any of our settings.
pub(crate) fn raw(path: &Path) -> rusqlite::Connection {
    let key = key(path);
    let conn = rusqlite::Connection::open(path).unwrap();
    if let Some(key) = key {
        conn.pragma_update(None, "key", key.spec()).unwrap();
    }
    conn
}
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
/// The moment of act `n` in a test.
pub(crate) fn clock(n: u32) -> Clock {
    let on = day("2026-02-02") + chrono::Days::new(u64::from(n / 40));
    Clock { at: on.and_hms_opt(9, n % 40, 0).unwrap().and_utc(), on }
}
pub(crate) fn add(kind: &str, code: Option<&str>, fields: Value) -> Change {
    match code {
        Some(c) => Change::put(kind, c, fields),
        None => Change::add(kind, fields),
    }
}
pub(crate) fn proposal(verb: Verb, changes: Vec<Change>) -> Proposal {
    Proposal { verb, why: String::new(), changes }
}
pub(crate) fn example(kind: &str) -> Value {
    (isms::kinds::kind(kind).unwrap().example)()
}
/// The example of a kind with some fields of its own.
pub(crate) fn like(kind: &str, own: Value) -> Value {
    let mut v = example(kind);
    for (k, x) in own.as_object().unwrap() {
        v[k] = x.clone();
    }
    v
}
pub(crate) fn do_(file: &mut File, verb: Verb, why: &str, changes: Vec<Change>) -> Result<Done, ActError> {
    let n = file.isms().last_seq();
    file.act(Proposal { verb, why: why.into(), changes }, BY, clock(n))
}
/// A folder and the path of a document in it.
pub(crate) fn place() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.isms");
    (dir, path)
}
/// A document with an organization, a person, some assets and risks that rest on them.
pub(crate) fn started(path: &Path) -> File {
    let mut f = File::create(path).unwrap();
    do_(&mut f, Verb::Add, "", vec![add("person", Some("P-0"), example("person"))]).unwrap();
    do_(
        &mut f,
        Verb::Add,
        "The organization as it is certified.",
        vec![add("organization", Some("ORG"), example("organization"))],
    )
    .unwrap();
    do_(&mut f, Verb::Add, "", vec![add("asset", Some("A-0"), example("asset"))]).unwrap();
    f
}
/// … and a history of `n` further acts of all sorts.
pub(crate) fn grown(path: &Path, n: u32) -> File {
    let mut f = started(path);
    for i in 0..n {
        let done = match i % 6 {
            0 => do_(
                &mut f,
                Verb::Add,
                "A walk through the office.",
                vec![
                    add(
                        "risk",
                        Some("@r"),
                        like("risk", json!({"title": format!("Risk {i}"), "assets": ["A-0", "@a"]})),
                    ),
                    add("asset", Some("@a"), like("asset", json!({"title": format!("Asset {i}")}))),
                ],
            ),
            1 => do_(
                &mut f,
                Verb::Change,
                "Seen anew; it is \u{201c}higher\u{201d}.",
                vec![add(
                    "risk",
                    Some("R-001"),
                    json!({"impact": 1 + i % 3, "residual_impact": 1 + i % 3, "notes": format!("Seen again {i} \u{e9}\u{1F600}")}),
                )],
            ),
            2 => do_(
                &mut f,
                Verb::Add,
                "",
                vec![add("asset", None, like("asset", json!({"title": format!("Server {i}")})))],
            ),
            3 => f.undo("It was a mistake.", BY, clock(i)),
            4 => f.redo(BY, clock(i)),
            _ => do_(
                &mut f,
                Verb::Change,
                "",
                vec![add("asset", Some("A-001"), json!({"purpose": format!("Purpose {i}")}))],
            ),
        };
        done.unwrap_or_else(|e| panic!("act {i}: {e}"));
    }
    f
}
/// No problem, and every derived thing equal to what a fresh opening gives.
pub(crate) fn whole(file: &File) {
    let report = file.verify().unwrap();
    assert!(report.ok, "{:#?}", report.problems);
}
/// What a file knows, to compare: heads, links both ways, trail.
pub(crate) fn known(isms: &isms::Isms) -> Value {
    let records: Vec<Value> = isms
        .records
        .iter()
        .map(|r| {
            json!({"code": &*r.code, "state": r.state(), "retired": r.retired(), "withdrawn": r.common.withdrawn, "bodies": r.revisions.iter().map(|v| v.body.as_deref()).collect::<Vec<_>>(),
                "prints": r.revisions.iter().map(|v| v.derived.prints).collect::<Vec<_>>(), "out": r.out, "inn": r.inn})
        })
        .collect();
    let acts: Vec<Value> = isms
        .acts
        .iter()
        .map(|a| json!({"seq": a.seq, "body": &*a.body, "why": &*a.why, "made": a.made, "at": a.at.to_rfc3339()}))
        .collect();
    json!({"root": isms::plan::hex(&isms.root()), "records": records, "acts": acts})
}
/// What a run that is to be stopped was told: the file or folder, at which operation, how ("abort", "full", "io", and what else).
pub(crate) struct Stop {
    pub(crate) path: PathBuf,
    pub(crate) n: i64,
    pub(crate) how: String,
}
impl Stop {
    /// None where this run is not one.
    pub(crate) fn told() -> Option<Stop> {
        let var = |name: &str| std::env::var(name).ok();
        let stop = Stop {
            path: var("ISMS_STEP_PATH")?.into(),
            n: var("ISMS_STEP_N")?.parse().ok()?,
            how: var("ISMS_STEP_HOW")?,
        };
        shim::register();
        Some(stop)
    }
    /// From now on the operations count.
    pub(crate) fn begin(&self) {
        let fail = match self.how.split(' ').next() {
            Some("abort") => shim::Fail::Abort,
            Some("full") => shim::Fail::Full,
            _ => shim::Fail::Io,
        };
        shim::fail_at(self.n, fail, true);
    }
}
/// Runs this test binary again as another process, with this one test and these variables.
pub(crate) fn another(test: &str, vars: &[(&str, String)]) -> std::process::Command {
    let mut c = std::process::Command::new(std::env::current_exe().unwrap());
    c.args([test, "--exact", "--nocapture", "--test-threads=1"]);
    for (k, v) in vars {
        c.env(k, v);
    }
    c
}
