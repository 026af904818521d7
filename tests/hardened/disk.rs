//! After a day's work the disk holds the owner's words in the file and its backups; of a locked file, nowhere.
use crate::Watched;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use stories::Desk;

/// Marks that stand nowhere else on this machine.
fn marks() -> Vec<String> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock").as_nanos();
    (0..50).map(|n| format!("planted{:x}{n:02}q", now ^ u128::from(std::process::id()))).collect()
}
/// Files under these folders, changed since then, that hold a mark as it is written or in two bytes a letter.
fn holding(folders: &[PathBuf], since: SystemTime, marks: &[String]) -> Vec<PathBuf> {
    let wide = |m: &String| m.bytes().flat_map(|b| [b, 0]).collect::<Vec<u8>>();
    // What all of them begin with, for a quick look.
    let begins = &marks[0].as_bytes()[..marks[0].len() - 3];
    let wide_begins = &wide(&marks[0])[..2 * begins.len()];
    let (mut found, mut open) = (Vec::new(), folders.to_vec());
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let (path, Ok(meta)) = (entry.path(), entry.metadata()) else { continue };
            if meta.is_dir() {
                open.push(path);
            } else if meta.is_file() && meta.len() < 200_000_000 && meta.modified().is_ok_and(|m| m >= since) {
                let bytes = std::fs::read(&path).unwrap_or_default();
                let has = |what: &[u8]| bytes.windows(what.len()).any(|w| w == what);
                if has(begins) || has(wide_begins) {
                    found.push(path);
                }
            }
        }
    }
    found.sort();
    found
}

/// A day's work with all fifty marks: records, whys, a draft of a form, a guide begun, words looked for, choices of a pack.
fn works(watched: &mut Watched, marks: &[String]) {
    let mut given = marks.iter();
    let mut next = || given.next().expect("enough marks").clone();
    for n in 0..20 {
        let body = json!({"title": next(), "owner": "P-001", "what": "device", "purpose": format!("Keeps {}", n), "classification": "internal", "personal_data": "none",
            "confidentiality": 2, "integrity": 2, "availability": 2, "runs_where": next(), "exposed": "internal", "state": "in_use"});
        watched.calls("put", json!({"kind": "asset", "id": null, "body": body, "why": "", "declare": null}));
    }
    watched.calls(
        "put",
        json!({"kind": "asset", "id": "A-001", "body": {"purpose": "Another one"}, "why": next(), "declare": null}),
    );
    watched.calls("retire", json!({"id": "A-002", "why": format!("Sold: {}", next())}));
    // A form that is begun and left.
    watched.goes("#/new/asset");
    watched.window.fill("f-title", &next());
    watched.goes("#/asset");
    // Words looked for, in a register, in the trail and in the palette.
    for (address, label) in [("#/asset", "Find in assets"), ("#/person", "Find in people"), ("#/trail", "Find")] {
        watched.goes(address);
        watched.window.write(label, &next());
        watched.window.settled();
    }
    watched.window.chord(&["\u{e009}"], "k");
    watched.window.settled();
    watched.window.keys(&next());
    watched.window.settled();
    watched.window.keys("\u{e00c}");
    // For whom a pack is.
    watched.goes("#/pack");
    let mut request = watched.calls("pack_shown", json!({"request": null}))["request"].clone();
    request["copy_for"] = json!(next());
    watched.calls("pack_shown", json!({"request": request}));
    // It ends while something is looked for.
    watched.goes("#/asset");
    watched.window.write("Find in assets", &next());
    watched.window.settled();
}

/// A desk whose every place of the machine's own lies within it, and when its day began.
struct Day {
    desk: Desk,
    since: SystemTime,
}
impl Day {
    fn begins() -> Day {
        let desk = Desk::default();
        for folder in ["user", "tmp", "cache", "data", "config", "state", "home"] {
            std::fs::create_dir_all(desk.path(folder)).expect("a folder");
        }
        desk.isms(&["new", "book.isms", "--name", "Halden Optics", "--certified", "2025-03-04"]).ok();
        // A clock of the disk may be coarser than ours.
        Day { desk, since: SystemTime::now() - Duration::from_secs(2) }
    }
    fn opens(&self) -> Watched {
        let of = |name: &str| self.desk.path(name).to_string_lossy().into_owned();
        let (user, tmp, cache, data, config, state) =
            (of("user"), of("tmp"), of("cache"), of("data"), of("config"), of("state"));
        let places = [
            ("HOME", &*user),
            ("TMPDIR", &*tmp),
            ("XDG_CACHE_HOME", &*cache),
            ("XDG_DATA_HOME", &*data),
            ("XDG_CONFIG_HOME", &*config),
            ("XDG_STATE_HOME", &*state),
        ];
        Watched::opens_with(&self.desk, &["book.isms"], &self.desk.today, &places)
    }
    /// Where marks stand: on the desk by name, elsewhere on the machine by their whole path.
    fn left(&self, marks: &[String]) -> Vec<String> {
        let mut folders = vec![self.desk.dir.path().to_path_buf(), "/dev/shm".into(), "/var/tmp".into()];
        if let Some(user) = std::env::var_os("HOME").map(PathBuf::from) {
            folders.extend([".cache", ".local", ".config"].map(|f| user.join(f)));
        }
        folders.push(std::env::temp_dir());
        let mut all: Vec<String> = holding(&folders, self.since, marks)
            .iter()
            .map(|p| p.strip_prefix(self.desk.dir.path()).unwrap_or(p).to_string_lossy().into_owned())
            .collect();
        all.dedup();
        all
    }
}
fn is_backup(name: &str) -> bool {
    name.starts_with("home/backups/") && Path::new(name).extension().is_some_and(|e| e == "isms-backup")
}

#[test]
fn what_was_written_stands_in_the_file_and_its_backups_and_nowhere_else() {
    let day = Day::begins();
    let marks = marks();
    let mut watched = day.opens();
    works(&mut watched, &marks);
    watched.calls("back_up_now", json!({}));
    drop(watched);
    let left = day.left(&marks);
    assert!(left.contains(&"book.isms".to_string()), "the look finds what is there: {left:?}");
    assert!(left.iter().any(|l| is_backup(l)), "{left:?}");
    let elsewhere: Vec<&String> = left.iter().filter(|l| *l != "book.isms" && !is_backup(l)).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}

#[test]
fn of_a_locked_file_nothing_stands_anywhere() {
    let day = Day::begins();
    let marks = marks();
    let locked = day.desk.isms(&["lock", "book.isms", "--json"]).ok().json();
    let code = locked["code"].as_str().expect("a code");
    let mut watched = day.opens();
    watched.window.write("Recovery code", code);
    watched.window.click("button", "Open");
    watched.window.heads("Today");
    works(&mut watched, &marks);
    watched.calls("back_up_now", json!({}));
    drop(watched);
    assert!(std::fs::read_dir(day.desk.path("home/backups")).expect("a folder").count() > 0);
    assert_eq!(day.left(&marks), Vec::<String>::new());
    // Nor the code.
    let code = code.to_string() + "   ";
    assert_eq!(day.left(&[code]), Vec::<String>::new());
}
