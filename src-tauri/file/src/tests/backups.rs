//! P10, P18, P19, P20: backups are usable, a clock deletes none, restoring loses neither the old file nor the new one.
use super::shim;
use super::*;
use crate::backup::{self, Before, Made, series};
use crate::{Trouble, load};
use isms::dates::add_days;
use std::collections::BTreeSet;

fn at(on: NaiveDate) -> Clock {
    Clock { at: on.and_hms_opt(9, 0, 0).unwrap().and_utc(), on }
}
/// One more act, on this day.
fn work(f: &mut File, on: NaiveDate) {
    let n = f.isms().last_seq();
    f.act(
        proposal(Verb::Change, vec![add("asset", Some("A-0"), json!({"title": format!("Server of act {n}")}))]),
        BY,
        at(on),
    )
    .unwrap();
}
fn folder(dir: &tempfile::TempDir) -> PathBuf {
    let folder = dir.path().join("backups");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
/// Numbers in the names of all that lies there.
fn named(folder: &Path) -> BTreeSet<u32> {
    let number = |name: String| name.split('.').nth(2).and_then(|n| n.parse().ok());
    let names = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    names.filter_map(number).collect()
}
fn numbers(folder: &Path, f: &File) -> Vec<u32> {
    series(folder, &f.isms().log).unwrap().backups.iter().map(|b| b.number).collect()
}

#[test]
fn a_backup_has_number_and_day_in_its_name_and_nothing_is_made_twice() {
    let (dir, path) = place();
    let mut f = started(&path);
    let folder = folder(&dir);
    let first = f.back_up(&folder, day("2026-11-24"), None).unwrap();
    let name = first.backup().path.file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(name, format!("book.{}.000001.2026-11-24.isms-backup", &f.isms().log[..8]));
    assert_eq!((first.backup().acts, first.backup().root), (3, f.isms().root()));
    assert!(matches!(f.back_up(&folder, day("2026-11-25"), None).unwrap(), Made::Unchanged(b) if b.number == 1));
    // Answers of a guide that is not finished are no act, and are kept too.
    let draft = crate::Draft {
        id: None,
        wizard: "note".into(),
        about: vec!["A-0".into()],
        step: "x".into(),
        answers: json!({"a": 1}),
        kept_at: at(day("2026-11-25")).at,
    };
    f.keep_draft(&draft).unwrap();
    assert!(matches!(f.back_up(&folder, day("2026-11-25"), None).unwrap(), Made::New { .. }));
    work(&mut f, day("2026-11-26"));
    let before = f.back_up(&folder, day("2026-11-26"), Some(Before::Import)).unwrap();
    assert!(before.backup().path.to_string_lossy().ends_with(".000003.2026-11-26.before-import.isms-backup"));
    let found = series(&folder, &f.isms().log).unwrap().backups;
    assert_eq!(found.iter().map(|b| (b.number, b.before)).collect::<Vec<_>>()[0], (3, Some(Before::Import)));
    // Beside the open document, through a connection of its own.
    let log = f.isms().log.to_string();
    assert!(matches!(backup::back_up(&path, &log, &folder, day("2026-11-26"), None).unwrap(), Made::Unchanged(_)));
    work(&mut f, day("2026-11-26"));
    let made = backup::back_up(&path, &log, &folder, day("2026-11-26"), None).unwrap();
    assert_eq!(made.backup().root, f.isms().root());
    // The document was replaced by that of another trail: no backup is made under the wrong name.
    let elsewhere = dir.path().join("other.isms");
    let other = started(&elsewhere).isms().log.to_string();
    assert!(backup::back_up(&path, &other, &folder, day("2026-11-26"), None).is_err());
    whole(&f);
}

/// 400 days of work, two backups a day, the clock set back a year on the way; each backup was verified, and one chosen by chance is
/// restored every 20 days.
#[test]
fn a_rotation_of_400_days_keeps_what_it_shall_and_a_clock_set_back_deletes_nothing() {
    let (dir, path) = place();
    let folder = folder(&dir);
    let mut f = started(&path);
    let log = f.isms().log.to_string();
    let mut random = 88_172_645_463_325_252_u64;
    let (mut held, mut tried) = (Vec::new(), 0);
    for n in 0..400_i64 {
        let back = if n >= 200 { 365 } else { 0 };
        let today = add_days(day("2026-01-05"), n - back);
        for _ in 0..if n % 7 == 0 { 2 } else { 1 } {
            work(&mut f, today);
            let made = f.back_up(&folder, today, None).unwrap();
            assert_eq!((made.backup().acts, made.backup().root), (f.isms().last_seq().into(), f.isms().root()), "{n}");
        }
        let kept = named(&folder);
        assert!(kept.len() <= 60, "{n}: {}", kept.len());
        if n != 199 && n % 20 != 19 {
            assert!(!(200..360).contains(&n) || held.iter().all(|h| kept.contains(h)), "day {n}: {kept:?}");
            continue;
        }
        let found = series(&folder, &log).unwrap();
        assert!(found.unread.is_empty() && found.backups.len() == kept.len());
        assert!(found.backups.windows(2).all(|w| w[0].number > w[1].number && w[0].acts > w[1].acts));
        if n == 199 {
            held = kept.iter().copied().collect();
            // 12 days, the weeks and months before them.
            assert!((18..=28).contains(&held.len()), "{held:?}");
            let days: BTreeSet<NaiveDate> = found.backups.iter().map(|b| b.day).collect();
            assert!((0..12).all(|d| days.contains(&add_days(today, -d))), "{days:?}");
            assert_eq!(days.iter().map(|d| d.format("%Y-%m").to_string()).collect::<BTreeSet<_>>().len(), 6);
        }
        if (200..360).contains(&n) {
            assert!(held.iter().all(|h| kept.contains(h)), "day {n}: the clock deleted some of {held:?}: {kept:?}");
        }
        if n % 20 == 19 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let one = &found.backups[random as usize % found.backups.len()];
            let to = dir.path().join("restored.isms");
            let r = backup::restore(&one.path, &to, today).unwrap();
            assert_eq!(r.acts, one.acts);
            let again = File::open(&to).unwrap();
            whole(&again);
            assert_eq!(again.isms().root(), one.root);
            drop(again);
            if let Some(kept) = r.kept {
                std::fs::remove_file(kept).unwrap();
            }
            let t = backup::try_out(one, f.isms()).unwrap();
            assert_eq!((t.wrong.as_str(), t.parted, t.acts), ("", None, one.acts), "{}", t.sentence());
            tried += 1;
        }
    }
    assert_eq!(tried, 20);
    // Six months after the clock went back the older ones have had their time.
    let left = numbers(&folder, &f);
    assert!(held.iter().all(|h| !left.contains(h)) && left.len() <= 28, "{left:?}");
}

#[test]
fn files_of_others_in_the_folder_are_left_alone() {
    let (dir, path) = place();
    let folder = folder(&dir);
    let mut f = started(&path);
    let log = f.isms().log.to_string();
    let other_path = dir.path().join("other.isms");
    let other = started(&other_path);
    other.back_up(&folder, day("2026-01-01"), None).unwrap();
    // Another trail's file under a name that looks like ours, a folder, a note, a damaged one of ours.
    let mine = |n: u32, d: &str| folder.join(format!("book.{}.{n:06}.{d}.isms-backup", &log[..8]));
    std::fs::copy(&other_path, mine(1, "2020-01-01")).unwrap();
    std::fs::create_dir(mine(2, "2020-01-02")).unwrap();
    std::fs::write(folder.join("notes.txt"), "mine").unwrap();
    std::fs::write(mine(7, "2020-01-03"), "SQLite format 3\0 and then nothing").unwrap();
    let before: BTreeSet<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name()).collect();
    for n in 0..30 {
        work(&mut f, add_days(day("2026-02-02"), n));
        let made = f.back_up(&folder, add_days(day("2026-02-02"), n), None).unwrap();
        assert_eq!(made.backup().number, 8 + n as u32, "no number is given twice");
    }
    let after: BTreeSet<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(before.is_subset(&after), "{before:?} {after:?}");
    let found = series(&folder, &log).unwrap();
    assert_eq!((found.unread.len(), found.backups.len() < 20), (1, true));
    assert_eq!(std::fs::read(mine(1, "2020-01-01")).unwrap(), std::fs::read(&other_path).unwrap());
}

#[test]
fn a_truncated_backup_is_refused_at_each_of_99_cuts() {
    let (dir, path) = place();
    let folder = folder(&dir);
    let f = grown(&path, 40);
    let made = f.back_up(&folder, day("2026-11-24"), None).unwrap().backup().clone();
    let root = f.isms().root();
    drop(f);
    let bytes = std::fs::read(&made.path).unwrap();
    let present = std::fs::read(&path).unwrap();
    for percent in 1..100 {
        std::fs::write(&made.path, &bytes[..bytes.len() * percent / 100]).unwrap();
        let Err(ActError::Refused(r)) = backup::restore(&made.path, &path, day("2026-11-25")) else {
            panic!("{percent} %: it was taken")
        };
        assert!(r.hint.contains("Nothing was changed"), "{percent} %: {r:?}");
        assert_eq!(std::fs::read(&path).unwrap(), present, "{percent} %");
        let f = File::open(&path).unwrap();
        let found = series(&folder, &f.isms().log).unwrap();
        assert!(found.backups.is_empty() && found.unread.len() == 1, "{percent} %: counted as good");
        // The next one is made although the damaged one says that nothing changed.
        assert!(!backup::try_out(&made, f.isms()).unwrap().ok(), "{percent} %");
    }
    std::fs::write(&made.path, &bytes).unwrap();
    let r = backup::restore(&made.path, &path, day("2026-11-25")).unwrap();
    assert_eq!(File::open(&path).unwrap().isms().root(), root);
    assert!(r.kept.unwrap().to_string_lossy().ends_with("book replaced 2026-11-25.isms"));
}

#[test]
fn restoring_keeps_the_present_and_refuses_what_it_must_not_replace() {
    let (dir, path) = place();
    let folder = folder(&dir);
    let mut f = started(&path);
    let made = f.back_up(&folder, day("2026-11-24"), None).unwrap().backup().clone();
    work(&mut f, day("2026-11-25"));
    let now = f.isms().root();
    let refused = |to: &Path| match backup::restore(&made.path, to, day("2026-11-26")) {
        Err(ActError::Refused(r)) => r.text,
        other => panic!("{other:?}"),
    };
    assert!(refused(&path).contains("open here"), "{}", refused(&path));
    drop(f);
    let elsewhere = dir.path().join("other.isms");
    drop(started(&elsewhere));
    assert!(refused(&elsewhere).contains("another history"));
    std::fs::write(dir.path().join("letter.txt"), "Dear Anna").unwrap();
    assert!(refused(&dir.path().join("letter.txt")).contains("Not an ISMS file"));
    assert!(refused(&made.path).contains("same file"));
    let r = backup::restore(&made.path, &path, day("2026-11-26")).unwrap();
    assert_eq!((r.acts, r.had), (3, Some(4)));
    let kept = r.kept.unwrap();
    assert_eq!(File::open(&kept).unwrap().isms().root(), now);
    // And back again: the second of the day has a name of its own.
    let again = backup::restore(&kept, &path, day("2026-11-26")).unwrap();
    assert!(again.kept.unwrap().to_string_lossy().ends_with("book replaced 2026-11-26 2.isms"));
    assert_eq!(File::open(&path).unwrap().isms().root(), now);
    // A damaged file is replaced too, and kept as it is.
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let r = backup::restore(&made.path, &path, day("2026-11-26")).unwrap();
    assert_eq!((r.had, std::fs::read(r.kept.unwrap()).unwrap().len()), (None, bytes.len() / 2));
    whole(&File::open(&path).unwrap());
    // Where the history went another way since, a trial says so and counts all the same.
    let mut f = File::open(&path).unwrap();
    work(&mut f, day("2026-11-27"));
    let later = f.back_up(&folder, day("2026-11-27"), None).unwrap().backup().clone();
    assert_eq!(later.number, 2);
    drop(f);
    backup::restore(&kept, &path, day("2026-11-27")).unwrap();
    let f = File::open(&path).unwrap();
    let t = backup::try_out(&later, f.isms()).unwrap();
    assert_eq!((t.ok(), t.parted), (true, Some(3)), "{}", t.sentence());
}

const RUN: &str = "tests::backups::run_that_is_stopped";

/// Not a test of its own: a restore, or a backup, that is stopped at operation n, or with a disk that fails there.
#[test]
fn run_that_is_stopped() {
    let Some(stop) = Stop::told() else { return };
    let dir = &stop.path;
    let open = stop.how.ends_with("backup").then(|| File::open(dir.join("book.isms")).unwrap());
    stop.begin();
    let (done, text) = match &open {
        Some(f) => match f.back_up(&dir.join("backups"), day("2026-11-25"), None) {
            Ok(_) => (true, String::new()),
            Err(f) => (false, f.to_string()),
        },
        None => match backup::restore(&dir.join("old.isms-backup"), &dir.join("book.isms"), day("2026-11-25")) {
            Ok(_) => (true, String::new()),
            Err(ActError::Fault(f)) => (false, f.to_string()),
            Err(ActError::Refused(r)) => (false, r.text),
        },
    };
    println!("\nreached: {}", shim::failed());
    shim::well();
    println!("result: {done}\nsaid: {}", text.lines().next().unwrap_or_default());
}
fn head(path: &Path) -> load::Meta {
    let f = File::open(path).unwrap_or_else(|e| panic!("{}: {e} {}", path.display(), e.detail));
    whole(&f);
    load::meta(&crate::code::reading(path).unwrap()).unwrap()
}

#[test]
fn a_restore_that_is_stopped_anywhere_leaves_the_old_file_or_the_new_one() {
    let (dir, path) = place();
    let mut f = grown(&path, 12);
    f.save_copy(dir.path().join("old.isms-backup")).unwrap();
    let backup = load::meta(&f.conn).unwrap();
    work(&mut f, day("2026-11-24"));
    let present = load::meta(&f.conn).unwrap();
    drop(f);
    let (book, old) = (std::fs::read(&path).unwrap(), std::fs::read(dir.path().join("old.isms-backup")).unwrap());
    for how in ["abort", "full", "io"] {
        let (mut as_it_was, mut restored) = (0, 0);
        for n in 0.. {
            for entry in std::fs::read_dir(dir.path()).unwrap() {
                std::fs::remove_file(entry.unwrap().path()).unwrap();
            }
            std::fs::write(&path, &book).unwrap();
            std::fs::write(dir.path().join("old.isms-backup"), &old).unwrap();
            let vars = [
                ("ISMS_STEP_PATH", dir.path().display().to_string()),
                ("ISMS_STEP_N", n.to_string()),
                ("ISMS_STEP_HOW", how.to_string()),
            ];
            let text = String::from_utf8_lossy(&another(RUN, &vars).output().unwrap().stdout).into_owned();
            let found = head(&path);
            if found == present {
                as_it_was += 1;
            } else {
                assert_eq!(found, backup, "{how} {n}: neither the old nor the new");
                restored += 1;
                let kept = dir.path().join("book replaced 2026-11-25.isms");
                assert_eq!(head(&kept), present, "{how} {n}: the present was not kept");
            }
            assert_eq!(std::fs::read(dir.path().join("old.isms-backup")).unwrap(), old, "{how} {n}");
            if text.contains("result: true") {
                assert_eq!(found, backup, "{how} {n}");
            }
            if text.contains("reached: false") {
                assert!(text.contains("result: true"), "{how} {n}: {text}");
                break;
            }
            assert!(n < 2_000);
        }
        println!(
            "{how}: {} points, {as_it_was} times the file as it was, {restored} times the backup",
            as_it_was + restored
        );
        assert!(as_it_was > 20 && restored > 0, "{how}: {as_it_was} {restored}");
    }
}

#[test]
fn a_disk_that_fails_while_backing_up_leaves_the_older_ones_and_says_so() {
    let (dir, path) = place();
    let folder = folder(&dir);
    let mut f = grown(&path, 12);
    let first = f.back_up(&folder, day("2026-11-24"), None).unwrap().backup().clone();
    work(&mut f, day("2026-11-25"));
    let (log, now) = (f.isms().log.to_string(), f.isms().root());
    drop(f);
    let kept = std::fs::read(&first.path).unwrap();
    for how in ["abort backup", "full backup", "io backup"] {
        for n in 0.. {
            let vars = [
                ("ISMS_STEP_PATH", dir.path().display().to_string()),
                ("ISMS_STEP_N", n.to_string()),
                ("ISMS_STEP_HOW", how.to_string()),
            ];
            let text = String::from_utf8_lossy(&another(RUN, &vars).output().unwrap().stdout).into_owned();
            assert_eq!(std::fs::read(&first.path).unwrap(), kept, "{how} {n}");
            let found = series(&folder, &log).unwrap();
            assert!(found.unread.is_empty(), "{how} {n}: half a backup has a good name: {:?}", found.unread);
            for b in found.backups.iter().filter(|b| b.number > 1) {
                assert_eq!(b.root, now);
                assert!(backup::restore(&b.path, &dir.path().join("r.isms"), day("2026-11-26")).is_ok());
            }
            if text.contains("result: false") {
                assert!(text.contains("said: No backup was made in"), "{how} {n}: {text}");
                assert_eq!(found.backups.len(), 1, "{how} {n}");
            }
            // The next point begins as the first did.
            for b in found.backups.iter().filter(|b| b.number > 1) {
                std::fs::remove_file(&b.path).unwrap();
            }
            if text.contains("reached: false") {
                assert!(text.contains("result: true"), "{how} {n}: {text}");
                break;
            }
            assert!(n < 2_000);
        }
    }
    // A folder that is not there.
    let f = File::open(&path).unwrap();
    let gone = f.back_up(&dir.path().join("stick"), day("2026-11-25"), None).unwrap_err();
    assert_eq!(gone.trouble, Trouble::Disk);
    assert!(gone.text.contains("stick") && gone.lost.contains("older backups"), "{gone}");
}

#[test]
fn the_settings_say_when_the_last_was_made_and_what_going_back_would_cost() {
    use isms::view::{BackupFact, PlaceFact, backups};
    let (dir, path) = place();
    let folder = folder(&dir);
    let mut f = started(&path);
    let fact = |b: &crate::Backup| BackupFact {
        number: b.number,
        day: b.day,
        made: b.day.and_hms_opt(14, 5, 0),
        acts: b.acts,
        root: b.root,
        bytes: 300_000,
        before: b.before.map(Before::name),
    };
    let places = |f: &File| {
        let all = series(&folder, &f.isms().log).unwrap();
        vec![PlaceFact {
            folder: "own".into(),
            trouble: None,
            backups: all.backups.iter().map(fact).collect(),
            unread: all.unread.len(),
            legible: 0,
        }]
    };
    let none = backups(f.isms(), day("2026-02-03"), &places(&f), true);
    assert_eq!(none.last, "No backup yet. The first is made within half an hour, and whenever the file is closed.");
    assert_eq!(
        backups(f.isms(), day("2026-02-03"), &[], false).last,
        "No backup yet. The example is not backed up by itself."
    );
    f.back_up(&folder, day("2026-02-03"), None).unwrap();
    work(&mut f, day("2026-02-05"));
    let kept = f.back_up(&folder, day("2026-02-05"), Some(Before::Import)).unwrap().backup().clone();
    work(&mut f, day("2026-02-05"));
    let shown = backups(f.isms(), day("2026-02-06"), &places(&f), true);
    assert_eq!(
        shown.last,
        "The last good backup was made yesterday at 14:05. 1 act since is not in it yet; the next is made within half an hour."
    );
    assert_eq!(shown.places[0].says, "2 backups, 586 kB; the newest was made yesterday at 14:05.");
    let lines: Vec<(u32, &str, &str)> = shown.list.iter().map(|b| (b.number, b.before, b.loses.as_str())).collect();
    assert_eq!(
        lines,
        [
            (2, "before bringing in a list", "1 act after 5 February is not in it."),
            (1, "", "2 acts after 2 February are not in it.")
        ]
    );
    // A second place is suggested after a week; once chosen, Today tells when it waits.
    assert_eq!((shown.advice.as_str(), shown.today.as_str()), ("", ""));
    let later = backups(f.isms(), day("2026-02-20"), &places(&f), true);
    assert!(later.advice.starts_with("All backups lie on this computer.") && later.today.is_empty(), "{later:?}");
    let mut two = places(&f);
    two.push(PlaceFact { folder: "stick".into(), trouble: None, backups: vec![fact(&kept)], unread: 1, legible: 0 });
    let waits = backups(f.isms(), day("2026-02-20"), &two, true);
    assert!(waits.today.starts_with("The second place has had no backup for 15 days."), "{waits:?}");
    assert_eq!(waits.places[1].trouble, "1 file there cannot be read, and is left alone.");
    assert!(backups(f.isms(), day("2026-02-11"), &two, true).today.is_empty());
    // Back to the first, and on from there: the later one is of a history that went another way.
    let first = series(&folder, &f.isms().log).unwrap().backups.remove(1);
    drop(f);
    backup::restore(&first.path, &path, day("2026-02-21")).unwrap();
    let mut f = File::open(&path).unwrap();
    work(&mut f, day("2026-02-21"));
    let parted = backups(f.isms(), day("2026-02-21"), &places(&f), true);
    assert!(parted.list[0].loses.starts_with("It is from a history that went another way"), "{parted:?}");
    assert!(parted.last.contains("was made on 3 February at 14:05. 1 act since"), "{}", parted.last);
}
