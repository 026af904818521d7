//! P11 and P24: what is changed with another SQLite program, or by a flipped bit, is found by the check; a history rewritten to the
//! last hash is found against any checkpoint that was kept.
use super::*;
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, params};

/// Rewrites history from an act on and recomputes every hash, as a person with our source could.
pub(crate) fn rehash_from(path: &Path, seq: i64) {
    let mut c = raw(path);
    let triggers: Vec<String> = {
        let mut q = c.prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
        q.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let tx = c.transaction().unwrap();
    drop_triggers(&tx);
    let acts: Vec<(i64, String)> = {
        let mut q = tx.prepare("SELECT seq, body FROM act ORDER BY seq").unwrap();
        q.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    let mut leaves = Vec::new();
    for (n, body) in acts {
        let mut v: Value = serde_json::from_str(&body).unwrap();
        if n >= seq {
            v["at"] = "2020-01-01T00:00:00.000Z".into();
        }
        let body = isms::canonical::text(&v);
        let leaf = isms::ledger::leaf(body.as_bytes());
        tx.execute(
            "UPDATE act SET body = ?2, leaf = ?3, at = ?4 WHERE seq = ?1",
            params![n, body, leaf, v["at"].as_str()],
        )
        .unwrap();
        leaves.push(leaf);
    }
    tx.execute("UPDATE meta SET root = ?1", [isms::ledger::root(&leaves)]).unwrap();
    for t in triggers {
        tx.execute_batch(&t).unwrap();
    }
    tx.commit().unwrap();
}
pub(crate) fn drop_triggers(c: &Connection) {
    let mut q = c.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").unwrap();
    let names: Vec<String> = q.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    for n in names {
        c.execute_batch(&format!("DROP TRIGGER \"{n}\"")).unwrap();
    }
}

pub(crate) struct Dice(pub(crate) u64);
impl Dice {
    /// A number from 0 on, smaller than `n`.
    pub(crate) fn roll(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n as u64) as usize
    }
}

/// A cell that is not what it was.
fn other(cell: &Cell, dice: &mut Dice) -> Cell {
    match cell {
        Cell::Null => [Cell::Integer(1), Cell::Text("x".into()), Cell::Blob(vec![7; 32])][dice.roll(3)].clone(),
        Cell::Integer(i) => Cell::Integer(i + [-1, 1, 7, 1000][dice.roll(4)]),
        Cell::Text(t) if t.is_empty() => Cell::Text("x".into()),
        Cell::Text(t) => {
            let mut c: Vec<char> = t.chars().collect();
            let at = dice.roll(c.len());
            match dice.roll(3) {
                0 => c[at] = if c[at] == '5' { '6' } else { '5' },
                1 => c.insert(at, ' '),
                _ => drop(c.remove(at)),
            }
            Cell::Text(c.into_iter().collect())
        }
        Cell::Blob(b) => {
            let mut b = b.clone();
            let at = dice.roll(b.len().max(1));
            match b.get_mut(at) {
                Some(x) => *x ^= 1 << dice.roll(8),
                None => b.push(1),
            }
            Cell::Blob(b)
        }
        Cell::Real(r) => Cell::Real(r + 1.0),
    }
}
fn columns(c: &Connection, table: &str) -> Vec<String> {
    let mut q = c.prepare(&format!("SELECT name FROM pragma_table_info('{table}')")).unwrap();
    q.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
}
fn key(table: &str) -> &'static [&'static str] {
    match table {
        "act" => &["seq"],
        "link" => &["src", "n"],
        "evidence" => &["sha256"],
        "checkpoint" => &["n"],
        "meta" => &["one"],
        _ => &["id"],
    }
}

/// A file with everything in it that is protected.
pub(crate) fn full(path: &Path, largest: usize) {
    let mut f = grown(path, 60);
    for (i, bytes) in [vec![1u8; 100], vec![2u8; largest]].into_iter().enumerate() {
        let fields = match json!({"shows": format!("File {i}"), "collected_on": "2026-01-30", "classification": "internal", "personal": false})
        {
            Value::Object(m) => m,
            _ => unreachable!(),
        };
        f.attach(
            &["A-0".into()],
            &format!("{i}.bin"),
            "application/pdf",
            std::io::Cursor::new(bytes),
            fields,
            BY,
            clock(9),
        )
        .unwrap();
    }
    f.checkpoint("pack", day("2026-03-01")).unwrap();
    do_(&mut f, Verb::Add, "More.", vec![add("asset", None, example("asset"))]).unwrap();
    f.checkpoint("mail", day("2026-03-02")).unwrap();
}

/// One random edit. What it did, or nothing where it changed nothing.
fn edit(c: &Connection, dice: &mut Dice) -> Option<String> {
    let tables = ["act", "act", "revision", "revision", "record", "link", "evidence", "chunk", "checkpoint", "meta"];
    let table = tables[dice.roll(tables.len())];
    let keys = key(table);
    let rows: i64 = c.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0)).unwrap();
    let at = dice.roll(rows as usize);
    let names = columns(c, table);
    let row: Vec<Cell> = c
        .query_row(&format!("SELECT * FROM {table} LIMIT 1 OFFSET {at}"), [], |r| {
            (0..names.len()).map(|i| r.get(i)).collect()
        })
        .unwrap();
    let of = |n: &str| row[names.iter().position(|x| x == n).unwrap()].clone();
    let which: Vec<Cell> = keys.iter().map(|k| of(k)).collect();
    let test = keys.iter().enumerate().map(|(i, k)| format!("\"{k}\" = ?{}", i + 1)).collect::<Vec<_>>().join(" AND ");
    match dice.roll(10) {
        // Deletes a row.
        0 if table != "checkpoint" => {
            c.execute(&format!("DELETE FROM {table} WHERE {test}"), rusqlite::params_from_iter(which)).ok()?;
            Some(format!("delete {table} {at}"))
        }
        // Inserts a copy with one cell changed. (A second row of a true tree head says nothing false: checkpoints are not in the trail.)
        1 if table != "checkpoint" => {
            let i = dice.roll(row.len());
            let mut new = row.clone();
            new[i] = other(&row[i], dice);
            let marks = (1..=row.len()).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
            c.execute(&format!("INSERT INTO {table} VALUES ({marks})"), rusqlite::params_from_iter(new)).ok()?;
            Some(format!("insert {table} {at}"))
        }
        // Swaps a cell of two rows.
        2 => {
            let to = dice.roll(rows as usize);
            let i = dice.roll(row.len());
            let name = &names[i];
            if keys.contains(&name.as_str()) || (table == "checkpoint" && ["purpose", "day"].contains(&name.as_str())) {
                return None;
            }
            let twin: Vec<Cell> = c
                .query_row(&format!("SELECT * FROM {table} LIMIT 1 OFFSET {to}"), [], |r| {
                    (0..names.len()).map(|i| r.get(i)).collect()
                })
                .unwrap();
            if twin[i] == row[i] {
                return None;
            }
            let twin_key: Vec<Cell> =
                keys.iter().map(|k| twin[names.iter().position(|x| x == k).unwrap()].clone()).collect();
            let set = |key: Vec<Cell>, v: &Cell| {
                c.execute(
                    &format!("UPDATE {table} SET \"{name}\" = ?{} WHERE {test}", keys.len() + 1),
                    rusqlite::params_from_iter(key.into_iter().chain([v.clone()])),
                )
            };
            set(which, &twin[i]).ok()?;
            set(twin_key, &row[i]).ok()?;
            Some(format!("swap {table}.{name} {at} {to}"))
        }
        // Cuts the tail of the trail with all that hangs on it.
        3 => {
            let last: i64 = c.query_row("SELECT max(seq) FROM act", [], |r| r.get(0)).unwrap();
            let from = last - dice.roll(5) as i64;
            c.execute_batch(&format!("DELETE FROM revision WHERE act >= {from}; DELETE FROM act WHERE seq >= {from}; DELETE FROM checkpoint WHERE size >= {from};
                DELETE FROM record WHERE id NOT IN (SELECT record FROM revision); UPDATE record SET head = (SELECT max(version) FROM revision WHERE record = record.id);
                DELETE FROM link WHERE src NOT IN (SELECT id FROM record) OR dst NOT IN (SELECT id FROM record)")).ok()?;
            Some(format!("cut from {from}"))
        }
        // Changes a body and the leaf or commitment that stands beside it, as a careful hand would.
        4 => {
            let (n, body): (i64, String) = c
                .query_row(&format!("SELECT seq, body FROM act LIMIT 1 OFFSET {}", dice.roll(60)), [], |r| {
                    Ok((r.get(0)?, r.get(1)?))
                })
                .unwrap();
            let body = body.replace("2026-02", "2026-01");
            c.execute("UPDATE act SET body = ?2, leaf = ?3, at = replace(at, '2026-02', '2026-01'), day = replace(day, '2026-02', '2026-01') WHERE seq = ?1", params![n, body, isms::ledger::leaf(body.as_bytes())]).ok()?;
            Some(format!("careful act {n}"))
        }
        5 => {
            let (n, salt, body): (i64, [u8; 32], String) = c
                .query_row(&format!("SELECT id, salt, body FROM revision LIMIT 1 OFFSET {}", dice.roll(60)), [], |r| {
                    Ok((r.get(0)?, r.get(1)?, r.get(2)?))
                })
                .unwrap();
            let body = body.replace("\"v\":1", "\"tags\":[\"x\"],\"v\":1");
            c.execute(
                "UPDATE revision SET body = ?2, commitment = ?3 WHERE id = ?1",
                params![n, body, isms::ledger::commitment(&salt, body.as_bytes())],
            )
            .ok()?;
            Some(format!("careful revision {n}"))
        }
        // Changes one cell.
        _ => {
            let i = dice.roll(row.len());
            if table == "checkpoint" && ["purpose", "day"].contains(&names[i].as_str()) {
                return None;
            }
            let new = other(&row[i], dice);
            c.execute(
                &format!("UPDATE {table} SET \"{}\" = ?{} WHERE {test}", names[i], keys.len() + 1),
                rusqlite::params_from_iter(which.into_iter().chain([new])),
            )
            .ok()?;
            Some(format!("set {table}.{} {at}", names[i]))
        }
    }
}

/// Is the file refused, read-only, or found wanting by the check?
pub(crate) fn noticed(path: &Path) -> bool {
    match File::open_read_only(path) {
        Err(_) => true,
        Ok(f) => !f.verify().is_ok_and(|r| r.ok),
    }
}

#[test]
fn every_edit_with_another_program_is_found() {
    let (dir, path) = place();
    let heavy = dir.path().join("heavy.isms");
    full(&path, 2_000);
    full(&heavy, (1 << 20) + 5);
    assert!(!noticed(&path) && !noticed(&heavy));
    let known = crate::schema::known().unwrap();
    let triggers: Vec<&str> = known.iter().filter(|p| p.0 == "trigger").map(|p| p.3.as_str()).collect();
    let wanted: usize = std::env::var("ISMS_EDITS").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000);
    let bad = dir.path().join("bad.isms");
    let (mut done, mut dice) = (0, Dice(42));
    while done < wanted {
        std::fs::copy(if done % 20 == 0 { &heavy } else { &path }, &bad).unwrap();
        let c = raw(&bad);
        c.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; BEGIN")
            .unwrap();
        drop_triggers(&c);
        let what = edit(&c, &mut dice);
        // The guards are put back, so that the content alone must tell.
        for t in &triggers {
            c.execute_batch(t).unwrap();
        }
        let Some(what) = what else {
            drop(c);
            continue;
        };
        if c.execute_batch("COMMIT").is_err() {
            continue;
        }
        drop(c);
        assert!(noticed(&bad), "edit {done}, {what}, was not found");
        done += 1;
    }
}

#[test]
fn dropped_guards_and_records_of_another_trail_are_found() {
    let (dir, path) = place();
    full(&path, 2_000);
    let other = dir.path().join("other.isms");
    full(&other, 2_000);
    let bad = dir.path().join("bad.isms");
    for p in crate::schema::known().unwrap().iter().filter(|p| p.0 == "trigger") {
        std::fs::copy(&path, &bad).unwrap();
        raw(&bad).execute_batch(&format!("DROP TRIGGER {}", p.1)).unwrap();
        assert!(noticed(&bad), "{}", p.1);
    }
    // Acts of one trail in the file of another, with all their hashes.
    std::fs::copy(&path, &bad).unwrap();
    let c = raw(&bad);
    drop_triggers(&c);
    let key = at(&other).key.map_or("", |k| k.spec());
    c.execute("ATTACH ?1 AS o KEY ?2", [other.to_str().unwrap(), key]).unwrap();
    c.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM act; INSERT INTO act SELECT * FROM o.act; DELETE FROM revision; INSERT INTO revision SELECT * FROM o.revision; UPDATE meta SET size = (SELECT size FROM o.meta), root = (SELECT root FROM o.meta)").unwrap();
    for p in crate::schema::known().unwrap().iter().filter(|p| p.0 == "trigger") {
        c.execute_batch(&p.3).unwrap();
    }
    drop(c);
    assert!(noticed(&bad));
}

#[test]
fn a_history_rewritten_to_the_last_hash_is_found_against_a_kept_checkpoint() {
    let (_dir, path) = place();
    let (kept, n) = {
        let f = grown(&path, 60);
        (f.isms().checkpoint(), f.isms().last_seq())
    };
    for seq in [1, 17, i64::from(n)] {
        rehash_from(&path, seq);
        let f = File::open(&path).unwrap();
        // Honestly: without a head that was kept elsewhere nothing shows.
        whole(&f);
        assert!(matches!(f.extends(&kept), crate::Standing::Differs { .. }), "from act {seq}");
    }
}

#[test]
fn a_flipped_bit_is_found() {
    let (dir, path) = place();
    full(&path, 2_000);
    let good = std::fs::read(&path).unwrap();
    let bad = dir.path().join("bad.isms");
    let wanted: usize = std::env::var("ISMS_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000);
    let (mut dice, mut missed) = (Dice(7), 0);
    let before = known(File::open_read_only(&path).unwrap().isms());
    for _ in 0..wanted {
        let mut b = good.clone();
        let at = dice.roll(b.len());
        b[at] ^= 1 << dice.roll(8);
        std::fs::write(&bad, &b).unwrap();
        if !noticed(&bad) {
            missed += 1;
            // In free space or the header's counters: what the file says is the same.
            assert_eq!(known(File::open_read_only(&bad).unwrap().isms()), before, "byte {at}");
        }
    }
    println!("{missed} of {wanted} flips fell where nothing is stored");
}

#[test]
fn the_guards_hold_off_our_own_mistakes() {
    let (_dir, path) = place();
    full(&path, 2_000);
    let f = File::open(&path).unwrap();
    for sql in [
        "UPDATE act SET why = 'x'",
        "DELETE FROM act",
        "INSERT OR REPLACE INTO act SELECT * FROM act WHERE seq = 2",
        "INSERT INTO act SELECT seq + 2, at, day, by, verb, why, why_salt, undoes, body, leaf FROM act WHERE seq = (SELECT max(seq) FROM act)",
        "UPDATE revision SET body = '{}'",
        "UPDATE revision SET body = NULL, salt = NULL",
        "DELETE FROM revision",
        "INSERT OR REPLACE INTO revision SELECT * FROM revision WHERE id = 1",
        "UPDATE record SET kind = 'risk'",
        "UPDATE record SET head = 0",
        "DELETE FROM record",
        "INSERT OR REPLACE INTO record SELECT * FROM record WHERE id = 1",
        "INSERT OR REPLACE INTO record SELECT max(id) + 1, 'risk', 'P-0', 1 FROM record",
        "UPDATE evidence SET name = 'x'",
        "DELETE FROM evidence",
        "INSERT OR REPLACE INTO evidence SELECT * FROM evidence",
        "UPDATE chunk SET n = 9",
        "DELETE FROM chunk",
        "INSERT OR REPLACE INTO chunk SELECT * FROM chunk",
        "UPDATE checkpoint SET purpose = 'x'",
        "DELETE FROM checkpoint",
        "INSERT OR REPLACE INTO checkpoint SELECT * FROM checkpoint WHERE n = 1",
        "UPDATE meta SET log = 'x'",
        "UPDATE meta SET size = size - 1",
        "DELETE FROM meta",
        "INSERT OR REPLACE INTO meta SELECT * FROM meta",
        "UPDATE act SET rowid = 99 WHERE seq = 1",
    ] {
        assert!(f.conn.execute_batch(sql).is_err(), "{sql}");
        for other in [false, true] {
            let c = raw(&path);
            c.execute_batch(&format!("PRAGMA recursive_triggers = {other}; PRAGMA foreign_keys = ON")).unwrap();
            assert!(c.execute_batch(sql).is_err(), "{sql}, from another connection");
        }
    }
    whole(&f);
}
