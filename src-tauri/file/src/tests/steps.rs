//! P13: a change of format is whole or not at all, wherever the process ends or the disk fails; a verified backup is there before.
//! There is only format 1 so far: an invented list of steps proves the mechanism.
use super::shim;
use super::*;
use crate::migrate::{self, Step};
use crate::{load, verify};

const INVENTED: &[Step] = &[
    Step {
        to: 2,
        sql: "ALTER TABLE draft ADD COLUMN colour TEXT; CREATE TABLE extra (a INTEGER PRIMARY KEY, b TEXT NOT NULL) STRICT; INSERT INTO extra (b) SELECT code FROM record",
    },
    Step { to: 3, sql: "CREATE INDEX extra_b ON extra (b); UPDATE extra SET b = b || ' again' || hex(zeroblob(400))" },
];
const RUN: &str = "tests::steps::run_that_is_stopped";

/// Which format has the file, all of it?
fn format(path: &Path) -> i32 {
    // A journal that was left is rolled back, as opening does.
    let c = at(path).writing().unwrap();
    let version = migrate::version(&c).unwrap();
    let tables: i64 =
        c.query_row("SELECT count(*) FROM sqlite_schema WHERE name IN ('extra', 'extra_b')", [], |r| r.get(0)).unwrap();
    let columns: i64 =
        c.query_row("SELECT count(*) FROM pragma_table_info('draft') WHERE name = 'colour'", [], |r| r.get(0)).unwrap();
    match version {
        1 => assert_eq!((tables, columns), (0, 0), "half of a newer format"),
        3 => {
            assert_eq!((tables, columns), (2, 1), "half of a newer format");
            let rows: (i64, i64) = c
                .query_row("SELECT count(*), sum(b LIKE '% again%') FROM extra", [], |r| Ok((r.get(0)?, r.get(1)?)))
                .unwrap();
            assert_eq!(rows.0, rows.1);
        }
        other => panic!("format {other}"),
    }
    let ok: String = c.query_row("PRAGMA integrity_check", [], |r| r.get(0)).unwrap();
    assert_eq!(ok, "ok");
    version
}

#[test]
fn steps_are_taken_in_order_after_a_verified_backup() {
    let (_dir, path) = place();
    drop(grown(&path, 30));
    let before = load::meta(&at(&path).reading().unwrap()).unwrap();
    migrate::migrate(at(&path), 1, INVENTED).unwrap();
    assert_eq!(format(&path), 3);
    assert_eq!(load::meta(&at(&path).reading().unwrap()).unwrap(), before);
    let backup = migrate::backup_path(&path, 3);
    let f = File::open(&backup).unwrap();
    whole(&f);
    assert_eq!(f.isms().root(), before.root);
    drop(f);
    assert!(migrate::migrate(at(&path), 3, INVENTED).is_ok());
    // A step that fails half-way, and a gap in the list, leave the file as it was.
    for bad in [
        &[Step { to: 2, sql: "CREATE TABLE extra (a); INSERT INTO nowhere VALUES (1)" }][..],
        &[Step { to: 3, sql: "CREATE TABLE extra (a)" }][..],
        &[Step { to: 2, sql: "DROP TRIGGER meta_set; UPDATE meta SET size = size + 1" }][..],
    ] {
        std::fs::copy(&backup, &path).unwrap();
        assert!(migrate::migrate(at(&path), 1, bad).is_err());
        whole(&File::open(&path).unwrap());
    }
}

/// Not a test of its own: a change of format that is stopped at operation n, or with a disk that fails there.
#[test]
fn run_that_is_stopped() {
    let Some(stop) = Stop::told() else { return };
    stop.begin();
    let r = migrate::migrate(at(&stop.path), 1, INVENTED);
    println!("\nreached: {}", shim::failed());
    shim::well();
    println!("result: {}", r.is_ok());
}

#[test]
fn stopped_anywhere_the_format_is_the_old_or_the_new_and_never_half() {
    let (dir, path) = place();
    drop(grown(&path, 30));
    let old = std::fs::read(&path).unwrap();
    let backup = migrate::backup_path(&path, 3);
    for how in ["abort", "full", "io"] {
        let mut formats = [0; 4];
        for n in 0.. {
            for entry in std::fs::read_dir(dir.path()).unwrap() {
                std::fs::remove_file(entry.unwrap().path()).unwrap();
            }
            std::fs::write(&path, &old).unwrap();
            let vars = [
                ("ISMS_STEP_PATH", path.display().to_string()),
                ("ISMS_STEP_N", n.to_string()),
                ("ISMS_STEP_HOW", how.to_string()),
            ];
            let out = another(RUN, &vars).output().unwrap();
            let text = String::from_utf8_lossy(&out.stdout).into_owned();
            let found = format(&path);
            formats[found as usize] += 1;
            // The live file is not written to before a verified backup stands beside it.
            if std::fs::read(&path).unwrap() != old || found == 3 {
                let c = at(&backup).reading().expect("a backup");
                assert!(verify::check(&c, None).unwrap().ok, "{how} {n}");
            }
            if text.contains("result: true") {
                assert_eq!(found, 3, "{how} {n}");
            }
            if text.contains("result: false") && !text.contains("reached: false") {
                assert!(found == 1 || found == 3);
            }
            if text.contains("reached: false") {
                break;
            }
            assert!(n < 2_000);
        }
        println!(
            "{how}: {} points, {} of the old format, {} of the new, none half",
            formats[1] + formats[3],
            formats[1],
            formats[3]
        );
        assert!(formats[1] > 20);
    }
}
