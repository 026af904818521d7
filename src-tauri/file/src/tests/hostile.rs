//! Files that are not what they should be: the corpus of RELIABILITY 8, rows 1 to 10 and 12, P9, P10, P14, and files with parts or bodies of others.
use super::*;
use crate::{OpenRefused, Why};

fn refused(path: &Path) -> OpenRefused {
    let before = std::fs::read(path).ok();
    let listing = |p: &Path| std::fs::read_dir(p.parent().unwrap()).unwrap().count();
    let files = listing(path);
    for open in [|p: &Path| File::open(p), |p: &Path| File::open_read_only(p)] {
        let r = open(path).err().unwrap_or_else(|| panic!("{} was opened", path.display()));
        assert_eq!(std::fs::read(path).ok(), before, "untouched");
        assert_eq!(listing(path), files, "nothing beside it");
        assert!(!r.text.is_empty() && r.to_string().starts_with(&r.file));
    }
    File::open(path).err().unwrap()
}
fn plain(path: &Path, sql: &str) {
    let c = raw(path);
    c.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA recursive_triggers = OFF; PRAGMA writable_schema = OFF")
        .unwrap();
    c.execute_batch(sql).unwrap();
}

#[test]
fn what_is_no_file_of_ours_is_told_apart() {
    let (dir, path) = place();
    std::fs::write(&path, b"").unwrap();
    let r = refused(&path);
    assert_eq!((r.why, r.text.as_str()), (Why::Empty, "This file is empty (0 bytes)."));
    assert!(r.backup_helps());
    std::fs::write(&path, "Dear Anna,\nhere is the list.\n".repeat(20)).unwrap();
    assert_eq!(refused(&path).text, "Not an ISMS file.");
    std::fs::remove_file(&path).unwrap();
    plain(&path, "CREATE TABLE t (a); PRAGMA application_id = 1234");
    let r = refused(&path);
    assert_eq!((r.why, r.text.as_str()), (Why::OtherProgram, "A database of another program (id 1234)."));
    assert_eq!(File::open(dir.path()).err().unwrap().why, Why::NotAFile);
    assert_eq!(File::open(dir.path().join("none.isms")).err().unwrap().why, Why::Missing);
    assert_eq!(File::create(&path).err().unwrap().why, Why::Exists);
}

#[test]
fn a_newer_format_is_refused_and_the_file_stays_as_it_is() {
    let (_dir, path) = place();
    drop(started(&path));
    for version in [2i64, 11, 99, i64::from(i32::MAX), -1, i64::from(i32::MIN), 0] {
        plain(&path, &format!("PRAGMA user_version = {version}"));
        let r = refused(&path);
        if version > 0 {
            assert_eq!(r.why, Why::Newer);
            assert!(
                r.text.contains(&format!("format {version} or later"))
                    && r.hint.starts_with("Opened nothing, changed nothing."),
                "{r}"
            );
        } else {
            assert_eq!(r.why, Why::Damaged);
        }
    }
    plain(&path, "PRAGMA user_version = 1");
    whole(&File::open(&path).unwrap());
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    if code().is_some() {
        return; // A locked file has no header: tests/locked.rs cuts one.
    }
    let (dir, path) = place();
    drop(grown(&path, 60));
    let bytes = std::fs::read(&path).unwrap();
    let cut = dir.path().join("cut.isms");
    for percent in 1..=99 {
        std::fs::write(&cut, &bytes[..bytes.len() * percent / 100]).unwrap();
        let r = refused(&cut);
        assert_eq!(r.why, Why::Incomplete, "{percent}: {r}");
        assert!(
            r.text.starts_with(&format!("Incomplete: {} % of it", percent))
                || r.text.starts_with(&format!("Incomplete: {} % of it", percent - 1)),
            "{r}"
        );
    }
}

#[test]
fn a_damaged_header_or_structure_is_named_and_nothing_hangs() {
    if code().is_some() {
        return; // A locked file has no header: tests/locked.rs alters every page of one.
    }
    let (dir, path) = place();
    drop(grown(&path, 60));
    let good = std::fs::read(&path).unwrap();
    let bad = dir.path().join("bad.isms");
    let with = |at: usize, bytes: &[u8]| {
        let mut b = good.clone();
        b[at..at + bytes.len()].copy_from_slice(bytes);
        std::fs::write(&bad, b).unwrap();
        refused(&bad)
    };
    assert_eq!(with(16, &[0, 0]).text, "Damaged (header).");
    assert_eq!(with(16, &[0, 7]).text, "Damaged (header).");
    assert_eq!(with(21, &[1]).text, "Damaged (header).");
    assert_eq!(with(18, &[2, 2]).why, Why::Strange);
    // A page that points to itself: find an interior page of a table and let its right child be itself.
    let pages = good.len() / 4096;
    let interior = (2..=pages).find(|p| good[(p - 1) * 4096] == 5).expect("an interior page");
    let started = std::time::Instant::now();
    let r = with((interior - 1) * 4096 + 8, &(interior as u32).to_be_bytes());
    assert_eq!(r.text, "Damaged (structure).");
    assert!(started.elapsed().as_secs() < 10);
    // Each page overwritten in turn is noticed at opening or by the check.
    for p in (1..=pages).step_by(3) {
        let mut b = good.clone();
        for (i, x) in b[(p - 1) * 4096 + usize::from(p == 1) * 100..p * 4096].iter_mut().enumerate() {
            *x = (i * 31 + p) as u8;
        }
        std::fs::write(&bad, b).unwrap();
        if let Ok(f) = File::open(&bad) {
            assert!(f.read_only().is_some() || !f.verify().is_ok_and(|r| r.ok), "page {p}");
        }
    }
}

#[test]
fn parts_that_this_program_did_not_make_are_named() {
    let (dir, path) = place();
    drop(grown(&path, 12));
    let bad = dir.path().join("bad.isms");
    let with = |sql: &str| {
        let _ = std::fs::remove_file(&bad);
        std::fs::copy(&path, &bad).unwrap();
        plain(&bad, sql);
        refused(&bad)
    };
    let r = with("CREATE TRIGGER t AFTER INSERT ON revision BEGIN UPDATE record SET head = 1; END");
    assert_eq!(
        (r.why, r.text.as_str()),
        (Why::Strange, "The file contains parts this program did not create: trigger t.")
    );
    assert_eq!(
        with("CREATE TRIGGER t INSTEAD OF UPDATE ON risk BEGIN DELETE FROM draft; END").text,
        "The file contains parts this program did not create: trigger t."
    );
    assert_eq!(with("ALTER TABLE draft RENAME TO d2; CREATE VIEW draft AS SELECT * FROM d2").why, Why::Strange);
    assert_eq!(with("CREATE TABLE more (a)").text, "The file contains parts this program did not create: table more.");
    assert_eq!(
        with("CREATE VIEW hello AS SELECT 1").text,
        "The file contains parts this program did not create: view hello."
    );
    assert_eq!(with("CREATE VIRTUAL TABLE f USING fts5(a)").why, Why::Strange);
    assert_eq!(with("DROP TRIGGER act_del").text, "Damaged (schema): the trigger act_del is missing.");
    assert_eq!(with("CREATE INDEX i ON link (dst)").why, Why::Strange);
    assert_eq!(with("ANALYZE").why, Why::Strange);
}

#[test]
fn a_link_that_leads_nowhere_is_refused() {
    let (dir, path) = place();
    drop(grown(&path, 12));
    let bad = dir.path().join("bad.isms");
    for sql in [
        "INSERT INTO link VALUES (3, 90, 'owner', 9999)",
        "INSERT INTO link VALUES (9999, 0, 'owner', 1)",
        "DROP TRIGGER chunk_new; INSERT INTO chunk VALUES (1, zeroblob(32), 0, x'00')",
    ] {
        let _ = std::fs::remove_file(&bad);
        std::fs::copy(&path, &bad).unwrap();
        let trigger: Option<String> = sql.contains("DROP TRIGGER").then(|| {
            raw(&path).query_row("SELECT sql FROM sqlite_schema WHERE name = 'chunk_new'", [], |r| r.get(0)).unwrap()
        });
        plain(&bad, sql);
        if let Some(t) = trigger {
            plain(&bad, &t);
        }
        let r = refused(&bad);
        assert_eq!(r.why, Why::Damaged, "{sql}: {r} {}", r.detail);
    }
}

#[test]
fn a_body_that_does_not_decode_opens_the_file_for_reading_and_names_the_record() {
    let (_dir, path) = place();
    let mut f = started(&path);
    // As a mistake of the program would leave it: everything is hashed and linked, only the kind does not understand it.
    let mut salt = crate::write::salts();
    let c = clock(9);
    let mut planned = f
        .isms
        .plan(
            proposal(Verb::Add, vec![add("asset", Some("A-7"), example("asset"))]),
            &mut isms::Stamp { at: c.at, on: c.on, by: BY.into(), salt: &mut salt },
        )
        .unwrap();
    let r = &mut planned.revisions[0].revision;
    let old = isms::plan::hex(&r.commitment);
    r.body = Some(r.body.as_deref().unwrap().replace("\"confidentiality\":2", "\"confidentiality\":[2]").into());
    r.commitment = isms::ledger::commitment(&r.salt.unwrap(), r.body.as_deref().unwrap().as_bytes());
    planned.act.body = planned.act.body.replace(&old, &isms::plan::hex(&r.commitment)).into();
    planned.act.leaf = isms::ledger::leaf(planned.act.body.as_bytes());
    let root = f.isms.root_after(&planned.act.leaf);
    let tx = f.conn.transaction().unwrap();
    crate::write::put(&tx, &planned, &root, &mut crate::write::Extra::default()).unwrap();
    tx.commit().unwrap();
    drop(f);
    let mut f = File::open(&path).unwrap();
    assert!(f.read_only().unwrap().starts_with("A-7 cannot be read: "), "{:?}", f.read_only());
    assert!(f.isms().record("A-0").is_some() && f.isms().record("A-7").is_none());
    assert_eq!(f.isms().last_seq(), 4);
    let e = do_(&mut f, Verb::Add, "", vec![add("asset", None, example("asset"))]).unwrap_err();
    assert!(e.to_string().starts_with("The file is open for reading only."), "{e}");
    let copy = path.with_file_name("copy.isms");
    f.save_copy(&copy).unwrap();
    assert_eq!(File::open(&copy).unwrap().isms().last_seq(), 4);
}

#[test]
fn a_journal_of_another_file_is_refused_and_both_are_left_as_they_are() {
    let (dir, path) = place();
    drop(grown(&path, 60));
    // A real hot journal: of a second file, torn from a process in mid-transaction.
    let other = dir.path().join("other.isms");
    drop(grown(&other, 120));
    let journal = {
        let c = raw(&other);
        c.execute_batch("PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE; CREATE TABLE x (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO x SELECT randomblob(900) FROM n; UPDATE draft SET step = 'x'; DROP TRIGGER act_set; UPDATE act SET why = 'x'").unwrap();
        std::fs::read(crate::open::journal_of(&other)).unwrap()
    };
    assert!(journal.len() > 4096);
    let beside = crate::open::journal_of(&path);
    std::fs::write(&beside, &journal).unwrap();
    let before = std::fs::read(&path).unwrap();
    for open in [|p: &Path| File::open_read_only(p), |p: &Path| File::open(p)] {
        match open(&path) {
            Err(r) => {
                assert_eq!(r.why, Why::Journal, "{r}");
                assert!(r.text.contains("book.isms-journal"), "{r}");
            }
            // SQLite may see for itself that the journal is not one of a crash.
            Ok(f) => {
                whole(&f);
                panic!("a foreign journal was taken");
            }
        }
        assert_eq!(std::fs::read(&path).unwrap(), before);
        assert_eq!(std::fs::read(&beside).unwrap(), journal);
    }
    let kept = path.with_file_name(".book.isms.recovery");
    assert_eq!(std::fs::read(kept.join("book.isms")).unwrap(), before);
    assert_eq!(std::fs::read(kept.join("book.isms-journal")).unwrap(), journal);
}

#[test]
fn a_history_that_was_rewritten_shows_against_what_was_seen() {
    let (_dir, path) = place();
    let f = grown(&path, 30);
    let leaves = f.isms().leaves();
    let seen: Vec<crate::Kept> = [10u64, 20, 25]
        .map(|n| crate::Kept {
            size: n,
            root: isms::ledger::root(&leaves[..n as usize]),
            day: Some(day("2026-02-02")),
            purpose: "seen".into(),
        })
        .into();
    drop(f);
    tamper::rehash_from(&path, 22);
    let mut f = File::open(&path).unwrap();
    whole(&f);
    let standing = f.verify_against(&seen);
    assert_eq!(standing, crate::Standing::Differs { after: 20, by: 25 });
    let said = standing.sentence(&seen[2], 33);
    assert_eq!(said, "The trail differs from what was seen on 2 February 2026, between act 21 and act 25.");
    f.hold_read_only(said);
    assert!(f.undo("", BY, clock(1)).is_err());
}

#[test]
fn two_windows_do_not_both_write() {
    let (_dir, path) = place();
    let mut first = started(&path);
    let mut second = File::open(&path).unwrap();
    let reason = second.read_only().unwrap().to_string();
    assert!(reason.contains(&crate::lock::this_host()) && reason.contains("has had it open since"), "{reason}");
    assert!(do_(&mut second, Verb::Add, "", vec![add("asset", None, example("asset"))]).is_err());
    do_(&mut first, Verb::Add, "", vec![add("asset", None, example("asset"))]).unwrap();
    drop(second);
    do_(&mut first, Verb::Add, "", vec![add("asset", None, example("asset"))]).unwrap();
    drop(first);
    assert!(File::open(&path).unwrap().read_only().is_none());
}

#[test]
fn two_writers_that_ignore_the_lock_neither_lose_an_act_nor_fork_the_trail() {
    let (_dir, path) = place();
    drop(started(&path));
    let open = || {
        let f = File::open(&path).unwrap();
        let _ = std::fs::remove_file(crate::lock::lock_path(&path));
        f
    };
    let (mut a, mut b) = (open(), open());
    assert!(a.read_only().is_none() && b.read_only().is_none());
    for i in 0..200u32 {
        let f = if (i / 3) % 2 == 0 { &mut a } else { &mut b };
        do_(f, Verb::Add, "", vec![add("asset", None, like("asset", json!({"title": format!("Asset {i}")})))]).unwrap();
    }
    drop((a, b));
    let f = File::open(&path).unwrap();
    assert_eq!(f.isms().of_kind("asset").len(), 201);
    whole(&f);
}

#[cfg(unix)]
#[test]
fn links_are_resolved_and_several_names_are_refused() {
    let (dir, path) = place();
    drop(started(&path));
    let link = dir.path().join("link.isms");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert_eq!(File::open(&link).unwrap().path(), path.canonicalize().unwrap());
    std::fs::hard_link(&path, dir.path().join("twin.isms")).unwrap();
    assert_eq!(refused(&path).why, Why::NotAFile);
}
