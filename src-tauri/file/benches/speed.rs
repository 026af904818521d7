//! Speed of opening, acting and checking, each beside its floor in the same run: `cargo bench -p isms-file [-- 1000 10000]`.
//! It must never be compared across machines: only the ratio says something.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]
use isms::{Change, Proposal, Verb};
use isms_file::{Clock, File};
use rusqlite::{Connection, OpenFlags, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::time::{Duration, Instant};

fn main() {
    let sizes: Vec<u32> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000, 100_000] } else { sizes };
    println!(
        "{:>8} {:>7} {:>26} {:>26} {:>26} {:>9}",
        "records", "file", "open / bare read", "act / bare commit (p50)", "check / bare read + hash", "make"
    );
    for n in sizes {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.isms");
        let made = Instant::now();
        make(&path, n);
        let made = made.elapsed();
        let size = std::fs::metadata(&path).unwrap().len();
        let times = if n > 20_000 { 5 } else { 15 };
        let (open, read) = pairs(times, || time(|| drop(File::open(&path).unwrap())), || time(|| read_bare(&path)));
        let (verify, hash) = {
            let f = File::open(&path).unwrap();
            pairs(times, || time(|| assert!(f.verify().unwrap().ok)), || time(|| hash_bare(&path)))
        };
        let (act, commit) = acts(dir.path(), &path);
        println!(
            "{n:>8} {:>5.1}MB {} {} {} {:>8.1}s",
            size as f64 / 1e6,
            pair(open, read),
            pair(act, commit),
            pair(verify, hash),
            made.as_secs_f64()
        );
    }
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
/// Medians of two works that take turns, so that what else the machine does falls on both.
fn pairs(times: usize, mut a: impl FnMut() -> Duration, mut b: impl FnMut() -> Duration) -> (Duration, Duration) {
    let (mut x, mut y) = (Vec::new(), Vec::new());
    for _ in 0..times {
        y.push(b());
        x.push(a());
    }
    (median(x), median(y))
}
fn median(mut v: Vec<Duration>) -> Duration {
    v.sort();
    v[v.len() / 2]
}
fn pair(a: Duration, b: Duration) -> String {
    format!(
        "{:>8.2} /{:>7.2}ms ={:>4.2}x",
        a.as_secs_f64() * 1e3,
        b.as_secs_f64() * 1e3,
        a.as_secs_f64() / b.as_secs_f64()
    )
}

fn example(kind: &str, own: Value) -> Value {
    let mut v = (isms::kinds::kind(kind).unwrap().example)();
    for (k, x) in own.as_object().unwrap() {
        v[k] = x.clone();
    }
    v
}
fn day(n: u32) -> chrono::NaiveDate {
    "2026-02-02".parse::<chrono::NaiveDate>().unwrap() + chrono::Days::new(u64::from(n) * 290 / 125_000)
}
/// n records with links as an ISMS has them, an act each, and a quarter as many changes.
fn make(path: &Path, n: u32) {
    let mut f = File::create(path).unwrap();
    let act = |i: u32, verb, changes| {
        (
            "P-0".to_string(),
            day(i),
            Proposal {
                verb,
                why: if i.is_multiple_of(3) { "Seen in the yearly round.".into() } else { String::new() },
                changes,
            },
        )
    };
    let begin = vec![
        act(0, Verb::Add, vec![Change::put("person", "P-0", example("person", json!({})))]),
        act(0, Verb::Add, vec![Change::put("organization", "ORG", example("organization", json!({"headcount": 40})))]),
        act(0, Verb::Add, vec![Change::put("asset", "A-0", example("asset", json!({})))]),
    ];
    let mut assets = 0;
    let mut risks = 0;
    let all = (0..n - 3).flat_map(|i| {
        let one = match i % 5 {
            0 | 1 => {
                assets += 1;
                Change::put("asset", &format!("A-{assets:03}"), example("asset", json!({"title": format!("Asset number {i}"), "notes": "Kept in the second rack; see the plan of the room for where exactly."})))
            }
            2 | 3 => {
                risks += 1;
                let on = |k: u32| format!("A-{:03}", 1 + (i.wrapping_mul(2_654_435_761).rotate_left(k) % assets));
                let mut on = vec![on(0), on(7), on(13)];
                on.sort();
                on.dedup();
                Change::put("risk", &format!("R-{risks:03}"), example("risk", json!({"title": format!("Risk number {i}"), "assets": on})))
            }
            _ => Change::add("evidence", json!({"note": "Saw the list, and it was complete.", "shows": format!("List {i}"), "about": [format!("R-{:03}", 1 + i % risks)], "collected_on": "2026-02-01", "collected_by": "P-0", "classification": "internal", "personal": false})),
        };
        let first = act(i, Verb::Add, vec![one]);
        let second = (i % 4 == 3).then(|| {
            let s = 1 + i % 3;
            act(i, Verb::Change, vec![Change::put("risk", &format!("R-{:03}", 1 + (i / 7) % risks), json!({"likelihood": s, "residual_likelihood": s, "notes": format!("Round {i}")}))])
        });
        std::iter::once(first).chain(second)
    });
    f.replay(begin.into_iter().chain(all)).unwrap();
}

/// The rows that opening reads, into owned memory, with bare rusqlite.
fn read_bare(path: &Path) {
    let c = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let acts = rows(&c, "SELECT seq, at, day, by, verb, why, why_salt, undoes, body, leaf FROM act ORDER BY seq");
    let revisions =
        rows(&c, "SELECT id, act, record, version, salt, body, commitment, derived FROM revision ORDER BY id");
    let records = rows(&c, "SELECT id, kind, code, head FROM record ORDER BY id");
    let links = rows(&c, "SELECT src, n, field, dst FROM link ORDER BY src, n");
    std::hint::black_box((acts, revisions, records, links));
}
fn rows(c: &Connection, sql: &str) -> Vec<Vec<rusqlite::types::Value>> {
    let mut q = c.prepare(sql).unwrap();
    let n = q.column_count();
    q.query_map([], |r| (0..n).map(|i| r.get(i)).collect()).unwrap().map(Result::unwrap).collect()
}
/// Every body read and hashed once, one core.
fn hash_bare(path: &Path) {
    let c = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    for sql in ["SELECT '', body FROM act ORDER BY seq", "SELECT salt, body FROM revision ORDER BY id"] {
        let mut q = c.prepare(sql).unwrap();
        let mut rows = q.query([]).unwrap();
        while let Some(r) = rows.next().unwrap() {
            let mut h = Sha256::new();
            h.update([0]);
            h.update(r.get_ref(0).unwrap().as_bytes().unwrap());
            h.update(r.get_ref(1).unwrap().as_bytes().unwrap());
            std::hint::black_box(h.finalize());
        }
    }
}

/// An act through the program, and a bare durable commit of the same rows into the same tables without guards, in turns.
fn acts(dir: &Path, path: &Path) -> (Duration, Duration) {
    let bare = dir.join("bare.db");
    std::fs::copy(path, &bare).unwrap();
    let mut c = Connection::open(&bare).unwrap();
    let triggers: Vec<String> = rows(&c, "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .into_iter()
        .map(|r| match &r[0] {
            rusqlite::types::Value::Text(t) => t.clone(),
            _ => unreachable!(),
        })
        .collect();
    triggers.iter().for_each(|t| c.execute_batch(&format!("DROP TRIGGER {t}")).unwrap());
    c.execute_batch("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = EXTRA; PRAGMA fullfsync = ON; PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768").unwrap();
    let body: String = c.query_row("SELECT body FROM act ORDER BY seq DESC LIMIT 1", [], |r| r.get(0)).unwrap();
    let risk: String = c
        .query_row(
            "SELECT r.body FROM revision r JOIN record ON record.id = r.record WHERE kind = 'risk' LIMIT 1",
            [],
            |r| r.get(0),
        )
        .unwrap();
    let n: i64 = c.query_row("SELECT count(*) FROM record", [], |r| r.get(0)).unwrap();
    let hash = [7u8; 32];
    let mut next = 0;
    let mut commit = || {
        next += 1;
        let tx = c.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
        let id = 1 + (next * 7_919) % n;
        let seq: i64 = tx.prepare_cached("SELECT max(seq) + 1 FROM act").unwrap().query_row([], |r| r.get(0)).unwrap();
        tx.prepare_cached("INSERT INTO act (seq, at, day, by, verb, why, why_salt, undoes, body, leaf) VALUES (?1, '2026-11-24T09:00:00.000Z', '2026-11-24', 'P-0', 'change', NULL, NULL, NULL, ?2, ?3)").unwrap().execute(params![seq, body, hash]).unwrap();
        tx.prepare_cached("INSERT INTO revision (act, record, version, salt, body, commitment, derived) VALUES (?1, ?2, ?3, ?4, ?5, ?4, '{\"p\":[1,1,1,1,1,1,1,1],\"a\":0,\"r\":0}')").unwrap().execute(params![seq, id, 1_000_000 + next, hash, risk]).unwrap();
        tx.prepare_cached("UPDATE record SET head = ?2 WHERE id = ?1")
            .unwrap()
            .execute(params![id, 1_000_000 + next])
            .unwrap();
        tx.prepare_cached("DELETE FROM link WHERE src = ?1").unwrap().execute([id]).unwrap();
        for k in 0..4 {
            tx.prepare_cached("INSERT INTO link (src, n, field, dst) VALUES (?1, ?2, 'assets', 1)")
                .unwrap()
                .execute(params![id, k])
                .unwrap();
        }
        tx.prepare_cached("UPDATE meta SET size = ?1, root = ?2").unwrap().execute(params![seq, hash]).unwrap();
        tx.commit().unwrap();
    };
    let mut f = File::open(path).unwrap();
    let codes: Vec<String> = f.isms().each("risk").map(|(_, r)| r.code.to_string()).collect();
    let clock = Clock { at: "2026-11-24T09:00:00Z".parse().unwrap(), on: "2026-11-24".parse().unwrap() };
    let mut i = 0;
    let mut act = || {
        i += 1;
        let code = &codes[(i * 7_919) % codes.len()];
        let s = 1 + (i % 3) as u32;
        let p = Proposal {
            verb: Verb::Change,
            why: "As agreed.".into(),
            changes: vec![Change::put(
                "risk",
                code,
                json!({"impact": s, "residual_impact": s, "notes": format!("Measured {i}")}),
            )],
        };
        time(|| drop(f.act(p, "P-0", clock).unwrap()))
    };
    pairs(300, &mut act, || time(&mut commit))
}
