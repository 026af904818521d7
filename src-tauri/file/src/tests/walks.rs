//! The ordinary life of a document: acts, undo and redo, as of, drafts, evidence, the demo.
use super::*;
use crate::Draft;
use std::io::{Cursor, Read};

#[test]
fn what_was_done_is_there_after_closing_and_opening() {
    let (_dir, path) = place();
    let before = {
        let f = grown(&path, 120);
        whole(&f);
        assert!(f.read_only().is_none());
        known(f.isms())
    };
    assert!(!crate::open::journal_of(&path).exists());
    assert!(!crate::lock::lock_path(&path).exists());
    let f = File::open(&path).unwrap();
    assert_eq!(known(f.isms()), before);
    whole(&f);
}

#[test]
fn a_refused_act_changes_nothing() {
    let (_dir, path) = place();
    let mut f = grown(&path, 12);
    let before = known(f.isms());
    for bad in [
        add("risk", None, json!({"title": "Half"})),
        add("risk", Some("R-001"), json!({"impact": 9})),
        add("risk", Some("R-001"), json!({"owner": "P-77"})),
        add("asset", Some("A-001"), json!({"owner": "R-001"})),
        add("spaceship", None, json!({})),
    ] {
        let e = do_(&mut f, Verb::Change, "", vec![bad]).unwrap_err();
        assert!(matches!(e, ActError::Refused(_)), "{e}");
    }
    assert_eq!(known(f.isms()), before);
    whole(&f);
    drop(f);
    assert_eq!(known(File::open(&path).unwrap().isms()), before);
}

#[test]
fn undo_walks_back_and_redo_forth_and_the_trail_only_grows() {
    let (_dir, path) = place();
    let mut f = started(&path);
    let bodies = |f: &File| -> Vec<Value> {
        f.isms().records.iter().filter(|r| !r.common.withdrawn).map(|r| json!([&*r.code, r.body_json()])).collect()
    };
    let mut seen = vec![bodies(&f)];
    for i in 0..25u32 {
        let change = if i % 3 == 0 {
            add("asset", None, like("asset", json!({"title": format!("Asset {i}")})))
        } else {
            add("asset", Some("A-0"), json!({"purpose": format!("Purpose {i}")}))
        };
        do_(&mut f, Verb::Change, "", vec![change]).unwrap();
        seen.push(bodies(&f));
    }
    let mut random = 0x9E37_79B9_u32;
    let (mut at, mut acts) = (25usize, f.isms().last_seq());
    let steps: u32 = std::env::var("ISMS_WALKS").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    for _ in 0..steps {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        let done = if random.is_multiple_of(2) {
            let done = f.undo("", BY, clock(100));
            // The three acts that began the file cannot all be undone: others rest on them.
            if done.is_ok() && at > 0 {
                at -= 1
            } else if at == 0 {
                if done.is_ok() {
                    f.redo(BY, clock(100)).unwrap();
                    acts += 2;
                }
                continue;
            }
            done
        } else {
            let done = f.redo(BY, clock(100));
            if done.is_ok() {
                at += 1
            }
            done
        };
        if done.is_ok() {
            acts += 1;
        }
        assert_eq!(f.isms().last_seq(), acts);
        assert_eq!(bodies(&f), seen[at]);
    }
    whole(&f);
    let before = known(f.isms());
    drop(f);
    let f = File::open(&path).unwrap();
    assert_eq!(known(f.isms()), before);
}

#[test]
fn as_of_is_what_was_known_then() {
    let (_dir, path) = place();
    let mut f = started(&path);
    let mut was = Vec::new();
    for i in 0..30u32 {
        let on = day("2026-03-01") + chrono::Days::new(u64::from(i / 3));
        let c = Clock { at: on.and_hms_opt(10, i, 0).unwrap().and_utc(), on };
        f.act(
            proposal(
                Verb::Change,
                vec![
                    add("asset", Some("A-0"), json!({"purpose": format!("Purpose {i}")})),
                    add("asset", None, like("asset", json!({"title": format!("Asset {i}")}))),
                ],
            ),
            BY,
            c,
        )
        .unwrap();
        was.push((on, known(f.isms())));
    }
    drop(f);
    let f = File::open_read_only(&path).unwrap();
    for day_no in 0..10 {
        let on = day("2026-03-01") + chrono::Days::new(day_no);
        let then = was.iter().rev().find(|(d, _)| *d <= on).unwrap();
        assert_eq!(known(&f.isms().as_of(on)), then.1, "{on}");
    }
}

#[test]
fn evidence_comes_out_as_it_went_in_and_is_stored_once() {
    let (_dir, path) = place();
    let mut f = started(&path);
    let fields = || match json!({"shows": "Access review", "collected_on": "2026-01-30", "collected_by": "P-0", "classification": "internal", "personal": false})
    {
        Value::Object(m) => m,
        _ => unreachable!(),
    };
    for size in [0usize, 1, 4095, 1 << 20, (1 << 20) + 1, 3 * (1 << 20) + 17] {
        let bytes: Vec<u8> = (0..size).map(|i| (i * 7 % 251) as u8).collect();
        let a = f
            .attach(
                &["A-0".into()],
                "../scans/review \u{202e}.pdf",
                "application/pdf",
                Cursor::new(&bytes),
                fields(),
                BY,
                clock(9),
            )
            .unwrap();
        let note = a.note.unwrap_or_default();
        assert_eq!(note.contains("0 bytes"), size == 0, "an empty file is accepted with a note");
        assert!(note.contains("U+202E"), "what its name hides is said");
        let mut out = Vec::new();
        f.evidence_bytes(&a.sha256).unwrap().read_to_end(&mut out).unwrap();
        assert_eq!(out, bytes);
        let again = f
            .attach(&["ORG".into()], "other name.pdf", "application/pdf", Cursor::new(&bytes), fields(), BY, clock(9))
            .unwrap();
        assert!(again.known && again.sha256 == a.sha256 && again.code != a.code);
        assert_eq!(f.isms().linked(f.isms().record(&a.code).unwrap(), "about").next(), f.isms().ix("A-0"));
    }
    whole(&f);
    // An attachment that the domain refuses leaves no bytes behind.
    let mut none = fields();
    none.remove("shows");
    let e = f
        .attach(&["A-0".into()], "x.pdf", "application/pdf", Cursor::new(b"new bytes"), none, BY, clock(9))
        .unwrap_err();
    assert!(matches!(e, ActError::Refused(_)));
    assert_eq!(f.conn.query_row("SELECT count(*) FROM evidence", [], |r| r.get::<_, i64>(0)).unwrap(), 6);
    drop(f);
    whole(&File::open(&path).unwrap());
}

#[test]
fn five_hundred_files_come_out_as_they_went_in() {
    let (_dir, path) = place();
    let mut f = started(&path);
    let mut all = Vec::new();
    for i in 0..500usize {
        let bytes: Vec<u8> = (0..(i * 37) % 5000 + 1).map(|n| ((n * n + i) % 256) as u8).collect();
        let fields = match json!({"shows": format!("File {i}"), "collected_on": "2026-01-30", "classification": "internal", "personal": false})
        {
            Value::Object(m) => m,
            _ => unreachable!(),
        };
        let a = f.attach(&["A-0".into()], &format!("{i}.bin"), "", Cursor::new(&bytes), fields, BY, clock(9)).unwrap();
        all.push((a.sha256, bytes));
    }
    drop(f);
    let f = File::open(&path).unwrap();
    for (sha, bytes) in &all {
        let mut out = Vec::new();
        f.evidence_bytes(sha).unwrap().read_to_end(&mut out).unwrap();
        assert!(out == *bytes);
    }
    whole(&f);
}

#[test]
fn drafts_are_kept_and_dropped_and_leave_no_trace_in_the_trail() {
    let (_dir, path) = place();
    let mut f = started(&path);
    let root = f.isms().root();
    let mut d = Draft {
        id: None,
        wizard: "risk-review".into(),
        about: vec!["R-001".into()],
        step: "scores".into(),
        answers: json!({"scores": {"impact": 3}}),
        kept_at: clock(5).at,
    };
    let id = f.keep_draft(&d).unwrap();
    d.id = Some(id);
    d.step = "decide".into();
    assert_eq!(f.keep_draft(&d).unwrap(), id);
    let second = f.keep_draft(&Draft { id: None, kept_at: clock(6).at, ..d.clone() }).unwrap();
    drop(f);
    let mut f = File::open(&path).unwrap();
    let drafts = f.drafts().unwrap();
    assert_eq!(drafts.iter().map(|d| d.id.unwrap()).collect::<Vec<_>>(), [second, id]);
    assert_eq!(drafts[1], d);
    f.drop_draft(second).unwrap();
    f.finish(id, proposal(Verb::Add, vec![add("asset", None, example("asset"))]), BY, clock(9)).unwrap();
    assert!(f.drafts().unwrap().is_empty());
    assert_ne!(f.isms().root(), root);
    whole(&f);
}

#[test]
fn the_views_show_the_records_to_other_programs() {
    let (_dir, path) = place();
    let f = grown(&path, 30);
    for k in isms::kinds::kinds() {
        let view = if k.name == "evidence" { "evidence_record" } else { k.name };
        let n: i64 = f.conn.query_row(&format!("SELECT count(*) FROM \"{view}\""), [], |r| r.get(0)).unwrap();
        assert_eq!(n as usize, f.isms().each(k.name).filter(|(_, r)| !r.common.withdrawn).count(), "{view}");
    }
    let title: String = f.conn.query_row("SELECT title FROM risk WHERE code = 'R-001'", [], |r| r.get(0)).unwrap();
    assert_eq!(title, "Risk 0");
}

#[test]
fn an_old_view_is_made_anew_on_opening_for_writing() {
    let (_dir, path) = place();
    drop(started(&path));
    let c = raw(&path);
    c.execute_batch("DROP VIEW risk; CREATE VIEW risk AS SELECT load_extension('/tmp/x.so') AS code; DROP VIEW asset")
        .unwrap();
    drop(c);
    let before = std::fs::read(&path).unwrap();
    drop(File::open_read_only(&path).unwrap());
    assert_eq!(std::fs::read(&path).unwrap(), before, "reading changes nothing");
    let f = File::open(&path).unwrap();
    assert_eq!(
        crate::schema::fits(&crate::schema::parts(&f.conn).unwrap(), crate::schema::known().unwrap()),
        crate::schema::Fits::Exactly
    );
    whole(&f);
}

#[test]
fn checkpoints_and_what_was_kept_elsewhere() {
    let (_dir, path) = place();
    let mut f = grown(&path, 20);
    let first = f.checkpoint("surveillance pack", day("2026-03-01")).unwrap();
    for i in 0..10 {
        do_(&mut f, Verb::Add, "", vec![add("asset", None, like("asset", json!({"title": format!("Later {i}")})))])
            .unwrap();
    }
    let second = f.checkpoint("mail to the board", day("2026-04-01")).unwrap();
    assert_eq!(f.checkpoints().unwrap(), [first.clone(), second.clone()]);
    match f.verify_against(&[second.clone(), first.clone()]) {
        crate::Standing::Extends { proof } => assert!(proof.is_empty()),
        other => panic!("{other:?}"),
    }
    match f.verify_against(std::slice::from_ref(&first)) {
        crate::Standing::Extends { proof } => {
            assert!(isms::ledger::consistent(first.size, second.size, &first.root, &second.root, &proof))
        }
        other => panic!("{other:?}"),
    }
    let mut lies = second.clone();
    lies.root[0] ^= 1;
    assert_eq!(
        f.verify_against(&[first.clone(), lies.clone()]),
        crate::Standing::Differs { after: first.size, by: second.size }
    );
    let later = crate::Kept { size: second.size + 5, ..second.clone() };
    assert_eq!(f.verify_against(std::slice::from_ref(&later)), crate::Standing::Older { has: second.size });
    assert_eq!(
        crate::Standing::Older { has: 33 }.sentence(&later, 33),
        "This copy is older than what was seen on 1 April 2026: it has 33 acts, and there were 38."
    );
    assert!(isms::ledger::included(
        &f.isms().act(7).unwrap().leaf,
        6,
        second.size,
        &f.inclusion_proof(7),
        &second.root
    ));
    whole(&f);
}

#[test]
fn the_demo_is_replayed_through_the_one_write_path() {
    let (_dir, path) = place();
    let started = std::time::Instant::now();
    let mut f = File::demo(&path).unwrap_or_else(|e| panic!("{e} {}", e.detail));
    println!("demo: {} acts, {} records in {:?}", f.isms().last_seq(), f.isms().records.len(), started.elapsed());
    assert_eq!(f.demo_day(), Some(day("2026-11-24")));
    whole(&f);
    f.go_on_today(
        "P-004",
        Clock { at: day("2027-01-05").and_hms_opt(8, 0, 0).unwrap().and_utc(), on: day("2027-01-05") },
    )
    .unwrap();
    assert_eq!(f.demo_day(), None);
    assert!(f.go_on_today("P-004", clock(1)).is_err());
    let before = known(f.isms());
    drop(f);
    let f = File::open(&path).unwrap();
    assert!(f.demo_day().is_none() && f.read_only().is_none());
    assert_eq!(known(f.isms()), before);
}

#[test]
fn a_python_verifier_of_its_own_finds_the_same_head() {
    if code().is_some() {
        return; // Python's SQLite reads no locked file.
    }
    let (_dir, path) = place();
    let f = grown(&path, 60);
    let report = f.verify().unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/verify.py");
    let old = f.isms().leaves()[..17].to_vec();
    let proof = isms::ledger::consistency(&f.isms().leaves(), 17)
        .iter()
        .map(|h| isms::plan::hex(h))
        .collect::<Vec<_>>()
        .join(",");
    drop(f);
    let run = |args: &[&str]| {
        let out = std::process::Command::new("python3").arg(script).args(args).output().unwrap();
        (
            out.status.code(),
            String::from_utf8_lossy(&out.stdout).trim().to_string(),
            String::from_utf8_lossy(&out.stderr).into_owned(),
        )
    };
    let file = path.to_str().unwrap();
    let (code, text, err) = run(&[file]);
    assert_eq!((code, text), (Some(0), format!("{} {}", report.acts, report.root)), "{err}");
    let old_root = isms::plan::hex(&isms::ledger::root(&old));
    let (code, text, _) = run(&[file, "17", &old_root, &proof]);
    assert_eq!(code, Some(0), "{text}");
    let other = if proof.starts_with('0') { "1" } else { "0" };
    let flipped = format!("{other}{}", &proof[1..]);
    assert_eq!(run(&[file, "17", &old_root, &flipped]).0, Some(1));
    let c = raw(&path);
    c.execute_batch("DROP TRIGGER act_set; UPDATE act SET body = replace(body, '\"verb\":\"change\"', '\"verb\":\"review\"') WHERE seq = 5").unwrap();
    drop(c);
    assert_eq!(run(&[file]).0, Some(1));
}

#[test]
fn only_the_write_path_inserts() {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            if entry.is_dir() && name != "tests" {
                folders.push(entry);
            } else if name.ends_with(".rs") {
                let text = std::fs::read_to_string(&entry).unwrap();
                let writes = |t: &&str| {
                    ["INSERT INTO", "INSERT OR REPLACE INTO", "UPDATE", "DELETE FROM"]
                        .iter()
                        .any(|w| text.contains(&format!("{w} {t} ")) || text.contains(&format!("{w} {t}\"")))
                };
                let tables: Vec<&str> =
                    ["act", "revision", "record", "link", "evidence", "chunk", "meta", "checkpoint", "draft"]
                        .into_iter()
                        .filter(writes)
                        .collect();
                if !tables.is_empty() {
                    found.push(format!("{name}: {}", tables.join(" ")));
                }
            }
        }
    }
    found.sort();
    assert_eq!(
        found,
        [
            "drafts.rs: draft",
            "erase.rs: act revision evidence chunk draft",
            "open.rs: meta",
            "trail.rs: checkpoint",
            "write.rs: act revision record link evidence chunk meta draft"
        ]
    );
}
