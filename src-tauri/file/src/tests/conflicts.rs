//! P8, P9: copies that a synchronised folder leaves: recognised by their names, told apart by their trails, never merged; and copies that
//! were taken in the middle of a write, of which none is taken for good.
use super::*;
use crate::{Kept, Standing, Twins, is_conflict_copy, twins};

#[test]
fn copies_of_synchronised_folders_are_recognised_by_their_names() {
    let copies = [
        // Dropbox
        "book (Anna's conflicted copy 2026-11-20).isms",
        "book (HALDEN-3's conflicted copy 2026-11-20 (1)).isms",
        "book (conflicted copy).isms",
        "book (Case Conflict).isms",
        "book (In Konflikt stehende Kopie von Anna 2026-11-20).isms",
        "book (Copie en conflit de Anna 2026-11-20).isms",
        "book (Copia en conflicto de Anna 2026-11-20).isms",
        "book (Copia in conflitto di Anna 2026-11-20).isms",
        // Nextcloud and ownCloud
        "book (conflicted copy 2026-11-20 101112).isms",
        "book_conflict-20261120-101112.isms",
        // OneDrive
        "book-HALDEN-3.isms",
        "book-DESKTOP-7QK2L1M.isms",
        "book-LAPTOP-ANNA.isms",
        "book-PC.isms",
        // Google Drive
        "book (1).isms",
        "book (12).isms",
        "book (1) (2).isms",
        // Syncthing, Resilio, Seafile, Synology, pCloud, iCloud
        "book.sync-conflict-20261120-101112-ABCDEFG.isms",
        "book.sync-conflict-20261120-101112.isms",
        "book.Conflict.isms",
        "book.conflict1.isms",
        "book (SFConflict anna@example.org 2026-11-20-10-11-12).isms",
        "book_HALDEN-3_Nov-20-101112-2026_Conflict.isms",
        "book [conflicted].isms",
        "book [Conflict 2].isms",
        "book 2.isms",
        "book-ANNA-PC.ISMS",
        "book (Rui’s conflicted copy 2026-11-20).isms",
        "book(1).isms",
        "book (anna conflict copy 2026-11-20).isms",
    ];
    assert_eq!(copies.len(), 30);
    for name in copies {
        assert!(is_conflict_copy(name, "book.isms"), "{name}");
        assert!(!is_conflict_copy("book.isms", name), "{name} the other way round");
    }
    for name in [
        "book.isms",
        "books.isms",
        "book-2026.isms",
        "book-old.isms",
        "book of 2026.isms",
        "book 2026.isms",
        "book (final).isms",
        "bookkeeping (1).isms",
        "other (1).isms",
        "book (1).pdf",
        "book.isms.before-format-2",
        "book-.isms",
        ".isms",
    ] {
        assert!(!is_conflict_copy(name, "book.isms"), "{name}");
    }
}

#[test]
fn two_copies_that_went_on_are_told_apart_by_their_trails() {
    let (dir, path) = place();
    drop(grown(&path, 12));
    let copy = dir.path().join("book (1).isms");
    std::fs::copy(&path, &copy).unwrap();
    let said = |sentence: &str| {
        let (a, b) = (File::open(&path).unwrap(), File::open_read_only(&copy).unwrap());
        let t = twins(a.isms(), b.isms());
        assert_eq!(t.sentence("book.isms", "book (1).isms"), sentence);
        // Seen from the other side it is the same.
        let back = twins(b.isms(), a.isms());
        match (&t, &back) {
            (Twins::Extends { more: x }, Twins::Extended { more: y })
            | (Twins::Extended { more: x }, Twins::Extends { more: y }) => assert_eq!(x, y),
            (
                Twins::Forked { after: x, first: p, second: q, .. },
                Twins::Forked { after: y, first: r, second: s, .. },
            ) => assert_eq!((x, p, q), (y, s, r)),
            _ => assert_eq!(t, back),
        }
        // What only has such a name is passed over.
        // A copy that is the same harms nobody.
        if matches!(t, Twins::Strangers | Twins::Same { .. }) {
            assert!(a.conflict_copies().is_empty() && b.conflict_copies().is_empty());
            return;
        }
        // Beside the open file the sentence is said by itself, in whichever of the two one is.
        let beside = a.conflict_copies();
        assert_eq!(beside.len(), 1, "{beside:?}");
        assert!(beside[0].starts_with(sentence), "{beside:?}");
        assert_eq!(b.conflict_copies().len(), 1);
    };
    let act = |path: &Path| {
        drop(do_(&mut File::open(path).unwrap(), Verb::Add, "", vec![add("asset", None, example("asset"))]).unwrap())
    };
    said("book.isms and book (1).isms hold the same 15 acts.");
    act(&path);
    said("book.isms extends book (1).isms: it holds all of it, and 1 act since.");
    act(&copy);
    act(&copy);
    said("Both changed after act 15 on 2 February 2026: book.isms has 1 act since, book (1).isms 2 acts.");
    std::fs::copy(&copy, &path).unwrap();
    act(&copy);
    said("book (1).isms extends book.isms: it holds all of it, and 1 act since.");
    // Another organization under such a name, and a damaged copy.
    std::fs::remove_file(&copy).unwrap();
    drop(started(&copy));
    said("book.isms and book (1).isms are not copies of one file: their trails have nothing in common.");
    std::fs::write(&copy, b"half").unwrap();
    let beside = File::open(&path).unwrap().conflict_copies();
    assert_eq!(
        beside,
        [
            "A copy lies beside this file, and cannot be read. book (1).isms: Not an ISMS file. Nothing was changed. Choose a file that this program made; its name ends in .isms."
        ]
    );
    std::fs::remove_file(&copy).unwrap();
    assert!(File::open(&path).unwrap().conflict_copies().is_empty());
}

/// P9: the main file alone, as a synchronising program copies it while a change is being written.
#[test]
fn a_copy_taken_in_the_middle_of_a_write_is_never_taken_for_good() {
    let (dir, path) = place();
    drop(grown(&path, 30));
    let kept = {
        let f = File::open(&path).unwrap();
        Kept { size: f.isms().checkpoint().size, root: f.isms().root(), day: None, purpose: "seen".into() }
    };
    let half = dir.path().join("half.isms");
    let (mut refused, mut older) = (0, 0);
    for n in 0..20u32 {
        let f = File::open(&path).unwrap();
        // With hardly any memory the pages of a large change go to the file while it is under way.
        f.conn.execute_batch("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE").unwrap();
        let mut salt = crate::write::salts();
        let c = clock(9);
        let many = (0..10 + n).map(|i| {
            add("asset", None, like("asset", json!({"title": format!("A {n} {i}"), "notes": "z".repeat(2_500)})))
        });
        let planned = f
            .isms
            .plan(
                proposal(Verb::Add, many.collect()),
                &mut isms::Stamp { at: c.at, on: c.on, by: BY.into(), salt: &mut salt },
            )
            .unwrap();
        let root = f.isms.root_after(&planned.act.leaf);
        crate::write::put(&f.conn, &planned, &root, &mut crate::write::Extra::default()).unwrap();
        // By another process, as such a program is one: a plain read in this one would drop SQLite's lock.
        assert!(std::process::Command::new("cp").arg(&path).arg(&half).status().unwrap().success());
        f.conn.execute_batch("ROLLBACK").unwrap();
        drop(f);
        match File::open(&half) {
            Err(e) => {
                assert!(e.backup_helps(), "{e}");
                refused += 1;
            }
            Ok(f) => {
                // Whole, and as it was before: then it is an older state, which the head that this computer saw shows or confirms.
                if f.verify().unwrap().ok {
                    assert!(matches!(f.verify_against(std::slice::from_ref(&kept)), Standing::Extends { .. }));
                    older += 1;
                } else {
                    refused += 1;
                }
            }
        }
    }
    assert!(refused >= 15, "{refused} refused, {older} whole");
}
