//! P6: the file is moved, deleted or replaced while it is open. Nothing is acknowledged to a vanished file, and a copy can be saved.
#![cfg(unix)]
use super::*;
use crate::{Draft, Trouble};
use std::io::Cursor;

type Deed = fn(&mut File) -> Result<(), ActError>;
pub(crate) fn fields() -> serde_json::Map<String, Value> {
    match json!({"shows": "A list", "collected_on": "2026-01-30", "classification": "internal", "personal": false}) {
        Value::Object(m) => m,
        _ => unreachable!(),
    }
}
fn deeds() -> Vec<(&'static str, Deed)> {
    vec![
        ("add", |f| do_(f, Verb::Add, "", vec![add("asset", None, example("asset"))]).map(drop)),
        ("change", |f| {
            do_(f, Verb::Change, "", vec![add("asset", Some("A-0"), json!({"purpose": "Another."}))]).map(drop)
        }),
        ("retire", |f| {
            do_(f, Verb::Retire, "", vec![isms::Change::Retire { code: "A-0".into(), why: "No longer used.".into() }])
                .map(drop)
        }),
        ("undo", |f| f.undo("", BY, clock(9)).map(drop)),
        ("redo", |f| f.redo(BY, clock(9)).map(drop)),
        ("attach", |f| f.attach(&["A-0".into()], "a.pdf", "", Cursor::new(b"bytes"), fields(), BY, clock(9)).map(drop)),
        ("checkpoint", |f| Ok(f.checkpoint("pack", day("2026-03-01")).map(drop)?)),
        ("keep a draft", |f| {
            Ok(f.keep_draft(&Draft {
                id: None,
                wizard: "w".into(),
                about: vec![],
                step: "s".into(),
                answers: json!({}),
                kept_at: clock(9).at,
            })
            .map(drop)?)
        }),
        ("drop a draft", |f| Ok(f.drop_draft(1)?)),
    ]
}

#[test]
fn nothing_is_acknowledged_to_a_file_that_vanished() {
    for (what, deed) in deeds() {
        for how in ["renamed", "deleted", "replaced", "moved to another folder"] {
            let (dir, path) = place();
            let mut f = started(&path);
            do_(&mut f, Verb::Add, "", vec![add("asset", None, example("asset"))]).unwrap();
            f.keep_draft(&Draft {
                id: None,
                wizard: "w".into(),
                about: vec![],
                step: "s".into(),
                answers: json!({}),
                kept_at: clock(9).at,
            })
            .unwrap();
            if what == "redo" {
                f.undo("", BY, clock(9)).unwrap();
            }
            let before = known(f.isms());
            match how {
                "renamed" => std::fs::rename(&path, dir.path().join("renamed.isms")).unwrap(),
                "deleted" => std::fs::remove_file(&path).unwrap(),
                "replaced" => {
                    let new = dir.path().join("new.isms");
                    std::fs::write(&new, b"synchronised from elsewhere").unwrap();
                    std::fs::rename(&new, &path).unwrap();
                }
                _ => {
                    std::fs::create_dir(dir.path().join("sub")).unwrap();
                    std::fs::rename(&path, dir.path().join("sub/book.isms")).unwrap();
                }
            }
            assert!(!f.is_in_place());
            let e = deed(&mut f).expect_err(&format!("{what}, {how}"));
            let ActError::Fault(fault) = e else { panic!("{what}, {how}: {e}") };
            assert_eq!(fault.trouble, Trouble::Moved, "{what}, {how}: {fault} {}", fault.detail);
            assert!(fault.text.starts_with("The file is no longer where it was"), "{fault}");
            assert!(f.read_only().is_some());
            assert!(matches!(deed(&mut f), Err(ActError::Fault(x)) if x.trouble == Trouble::ReadOnly), "{what}, {how}");
            let copy = dir.path().join("copy.isms");
            f.save_copy(&copy).unwrap_or_else(|e| panic!("{what}, {how}: {e} {}", e.detail));
            assert_eq!(known(File::open(&copy).unwrap().isms()), before, "{what}, {how}");
            drop(f);
            if how == "replaced" {
                assert_eq!(std::fs::read(&path).unwrap(), b"synchronised from elsewhere");
            }
        }
    }
}

#[test]
fn moved_between_the_commit_and_the_answer_is_told_too() {
    let (dir, path) = place();
    let mut f = started(&path);
    let (from, to) = (path.clone(), dir.path().join("away.isms"));
    // The commit hook runs when the transaction is about to become durable; a rename there is the latest that SQLite can let pass.
    f.conn
        .commit_hook(Some(move || {
            let _ = std::fs::rename(&from, &to);
            false
        }))
        .unwrap();
    let r = do_(&mut f, Verb::Add, "", vec![add("asset", None, example("asset"))]);
    assert!(matches!(&r, Err(ActError::Fault(x)) if x.trouble == Trouble::Moved), "{r:?}");
    let copy = dir.path().join("copy.isms");
    f.save_copy(&copy).unwrap();
    assert_eq!(known(File::open(&copy).unwrap().isms()), known(f.isms()));
}

#[test]
fn a_folder_or_file_that_cannot_be_written_opens_for_reading() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, path) = place();
    drop(started(&path));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let before = std::fs::read_dir(dir.path()).unwrap().count();
    let mut f = File::open(&path).unwrap();
    assert_eq!(f.read_only(), Some("The file is write-protected."));
    assert!(do_(&mut f, Verb::Add, "", vec![add("asset", None, example("asset"))]).is_err());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), before);
}

#[test]
fn a_copy_is_complete_and_never_replaces_an_open_file() {
    let (dir, path) = place();
    let f = grown(&path, 30);
    let copy = dir.path().join("copy.isms");
    std::fs::write(&copy, "an older copy").unwrap();
    f.save_copy(&copy).unwrap();
    assert_eq!(known(File::open(&copy).unwrap().isms()), known(f.isms()));
    assert_eq!(f.save_copy(&path).unwrap_err().trouble, Trouble::Busy);
    let names: Vec<String> = std::fs::read_dir(dir.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.contains("part"))
        .collect();
    assert!(names.is_empty(), "{names:?}");
    assert!(f.save_copy(dir.path().join("nowhere/copy.isms")).is_err());
}
