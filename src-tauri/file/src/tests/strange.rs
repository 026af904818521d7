//! Files of strangers, and what runs that were killed leave: numbers that lead far, edits that no hash holds, copies under hidden names.
use super::giving::pack;
use super::tamper::{drop_triggers, full, noticed};
use super::*;
use crate::backup::drop_older;
use crate::{Before, Bundle, doctor, may_be_laid, write_whole};

/// A copy of the file, changed by another program that drops the guards and puts them back.
fn edited(path: &Path, sql: &str) -> PathBuf {
    let bad = path.with_file_name("bad.isms");
    std::fs::copy(path, &bad).unwrap();
    let c = raw(&bad);
    c.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
    drop_triggers(&c);
    c.execute_batch(sql).unwrap();
    for p in crate::schema::known().unwrap().iter().filter(|p| p.0 == "trigger") {
        c.execute_batch(&p.3).unwrap();
    }
    bad
}

fn grow(f: &mut File, n: u32) {
    for i in 0..n {
        let fields = like("asset", json!({"title": format!("Added {i} of {n}")}));
        do_(f, Verb::Add, "", vec![add("asset", None, fields)]).unwrap();
    }
}

#[test]
fn numbers_that_lead_far_are_named_and_make_nothing_large() {
    let (_dir, path) = place();
    full(&path, 2_000);
    assert!(!noticed(&path));
    for sql in [
        "UPDATE record SET id = 100000000 WHERE id = (SELECT max(id) FROM record)",
        "UPDATE record SET id = 9223372036854775807 WHERE id = (SELECT max(id) FROM record)",
        "UPDATE record SET id = -9223372036854775807 WHERE id = 4",
        "UPDATE record SET head = 9223372036854775807 WHERE id = 3",
        "UPDATE revision SET id = 9223372036854775807 WHERE id = (SELECT max(id) FROM revision)",
        "UPDATE revision SET act = 9223372036854775807 WHERE id = 9",
        "UPDATE revision SET version = -1 WHERE id = 9",
        "UPDATE act SET seq = 9223372036854775807 WHERE seq = 30",
        "UPDATE act SET seq = -1 WHERE seq = 30",
        "UPDATE link SET dst = 9223372036854775807 WHERE src = (SELECT max(src) FROM link)",
        "UPDATE evidence SET size = 9223372036854775807",
        "UPDATE chunk SET n = 9223372036854775807 WHERE id = 1",
        // Changes nothing: the others are found for what they change.
        "UPDATE record SET id = id WHERE id = 4",
    ] {
        let bad = edited(&path, sql);
        assert_eq!(noticed(&bad), !sql.contains("id = id"), "{sql}");
        if let Ok(findings) = doctor(&bad, &[], day("2026-06-01")) {
            assert!(findings.iter().all(|f| !f.text.contains("while it was saving")), "{sql}: {findings:?}");
        }
    }
}

#[test]
fn what_no_hash_holds_is_compared_with_what_the_trail_says_of_it() {
    let (dir, path) = place();
    {
        let mut f = grown(&path, 20);
        let to = dir.path().join("p.pdf");
        f.give_out(&pack(&f, b"%PDF one"), Bundle::begin(&to).unwrap(), BY, clock(30)).unwrap();
    }
    assert!(!noticed(&path));
    for sql in [
        "DELETE FROM checkpoint",
        "UPDATE checkpoint SET day = '2020-01-01'",
        "UPDATE checkpoint SET purpose = 'recertification pack'",
        "INSERT INTO meta SELECT 2, log, size, root FROM meta",
        "INSERT INTO sqlite_sequence (name, seq) VALUES ('draft', 9223372036854775807)",
        "INSERT INTO sqlite_sequence (name, seq) VALUES ('draft', 'abc')",
    ] {
        assert!(noticed(&edited(&path, sql)), "{sql}");
    }
    // Views are for other programs, and those of an older version are no damage: they are told of.
    let bad = edited(&path, "DROP VIEW risk; CREATE VIEW risk AS SELECT 1 AS code");
    let report = File::open_read_only(&bad).unwrap().verify().unwrap();
    assert!(report.ok && report.other_views);
    drop(File::open(&bad).unwrap());
    assert!(!File::open_read_only(&bad).unwrap().verify().unwrap().other_views);
}

#[test]
fn what_killed_runs_left_is_told_and_swept() {
    let (dir, path) = place();
    let folder = dir.path().join("backups");
    std::fs::create_dir(&folder).unwrap();
    let f = started(&path);
    f.back_up(&folder, day("2026-06-01"), Some(Before::Erasure)).unwrap();
    drop(f);
    let left = [
        "..book.isms.anew.0a1b2c3d.part",
        "..book.isms.anew.0a1b2c3d.part-journal",
        ".book.isms.anew",
        ".book.isms.restored",
        "..book.isms.restored.0a1b2c3d.part",
        ".book.isms.erasing",
        ".book.isms.0a1b2c3d.part",
        ".book replaced 2026-06-01.isms.part",
    ];
    let others =
        [".book.isms.txt", ".other.isms.anew", "book.isms.0a1b2c3d.part", ".book.isms.keep.part", ".notes.part"];
    let lay = |names: &[&str]| names.iter().for_each(|n| std::fs::write(dir.path().join(n), b"names").unwrap());
    let there = |names: &[&str]| names.iter().filter(|n| dir.path().join(n).exists()).count();
    lay(&left);
    lay(&others);
    let told = doctor(&path, &[], day("2026-06-01")).unwrap();
    let says = told.iter().find(|f| f.about == "unfinished").unwrap();
    assert!(!says.ok && says.text.starts_with("8 copies of an interrupted run lie beside it"), "{}", says.text);
    // Reading takes nothing away; opening for writing does, and nothing else.
    drop(File::open_read_only(&path).unwrap());
    assert_eq!(there(&left), left.len());
    drop(File::open(&path).unwrap());
    assert_eq!((there(&left), there(&others)), (0, others.len()));
    // Beside the backups: a young one may be of a run that lives, until older ones are to go.
    let backup = std::fs::read_dir(&folder).unwrap().flatten().next().unwrap().file_name();
    let part = folder.join(format!(".{}.0a1b2c3d.part", backup.to_string_lossy()));
    std::fs::write(&part, b"names").unwrap();
    let f = File::open(&path).unwrap();
    f.back_up(&folder, day("2026-06-01"), None).unwrap();
    assert!(part.exists());
    let told = doctor(&path, std::slice::from_ref(&folder), day("2026-06-01")).unwrap();
    assert!(told.iter().any(|f| f.about == "unfinished" && !f.ok), "{told:?}");
    assert_eq!(drop_older(&folder, &f.isms().log).unwrap(), 0);
    assert!(!part.exists());
}

#[test]
fn nobody_works_in_a_backup_and_one_of_another_history_is_told() {
    let (dir, path) = place();
    let folder = dir.path().join("backups");
    std::fs::create_dir(&folder).unwrap();
    let mut f = started(&path);
    let made = f.back_up(&folder, day("2026-06-01"), None).unwrap();
    let backup = made.backup().path.clone();
    let b = File::open(&backup).unwrap();
    assert!(b.read_only().is_some_and(|r| r.starts_with("It is a backup")), "{:?}", b.read_only());
    drop(b);
    let well = doctor(&path, std::slice::from_ref(&folder), day("2026-06-01")).unwrap();
    assert!(well.iter().all(|f| f.ok), "{well:?}");
    // Under another name it was worked in, and came back.
    let other = dir.path().join("other.isms");
    std::fs::copy(&backup, &other).unwrap();
    let mut o = File::open(&other).unwrap();
    grow(&mut o, 3);
    drop(o);
    std::fs::copy(&other, &backup).unwrap();
    grow(&mut f, 1);
    let told = doctor(&path, std::slice::from_ref(&folder), day("2026-06-01")).unwrap();
    assert!(told.iter().any(|f| !f.ok && f.text.contains("is not of the history of this file")), "{told:?}");
    // Gone back to, it is said that they parted, and how much of the present is not in it.
    let had = f.isms().acts.len() as u64;
    drop(f);
    let r = crate::backup::restore(&backup, &path, day("2026-06-01")).unwrap();
    assert_eq!((r.had, r.lost, r.parted), (Some(had), Some(1), Some(had - 1)));
}

#[test]
fn what_is_made_of_a_file_never_takes_its_place() {
    let (dir, path) = place();
    drop(started(&path));
    let before = std::fs::read(&path).unwrap();
    let renamed = dir.path().join("r.pdf");
    std::fs::copy(&path, &renamed).unwrap();
    let backup = dir.path().join("x.isms-backup");
    std::fs::write(&backup, b"whatever").unwrap();
    // A locked one begins like nothing: its ending tells, or that it is open.
    let mut places = vec![path.clone(), backup, dir.path().to_path_buf()];
    if code().is_none() {
        places.push(renamed);
    }
    for at in &places {
        assert!(may_be_laid(at).is_err(), "{}", at.display());
        assert!(write_whole(at, b"%PDF").is_err(), "{}", at.display());
        assert!(Bundle::begin(at).is_err(), "{}", at.display());
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
    #[cfg(unix)]
    assert!(may_be_laid(Path::new("/dev/null")).is_err());
    let free = dir.path().join("p.pdf");
    write_whole(&free, b"%PDF one").unwrap();
    write_whole(&free, b"%PDF two").unwrap();
    assert_eq!(std::fs::read(&free).unwrap(), b"%PDF two");
}
