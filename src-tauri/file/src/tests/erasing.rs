//! RELIABILITY 7.2 to 7.4: what names people goes, from every byte on the disk; the trail stays whole, and an older copy is brought to it.
use super::shim;
use super::*;
use crate::{Draft, Standing};
use isms::erase::{Asked, look};
use isms::ledger;

/// The words that must be nowhere afterwards.
const MARKERS: [&str; 4] = ["Quillfeather", "quillfeather", "sealedletter", "Vellum"];

fn attach(f: &mut File, about: &[&str], text: &str, personal: bool) -> String {
    let n = f.isms().last_seq();
    let fields = json!({"shows": "A certificate of Vellum", "collected_on": "2026-01-05", "collected_by": BY, "classification": "internal", "personal": personal});
    let about: Vec<String> = about.iter().map(|s| s.to_string()).collect();
    let from = std::io::Cursor::new(text.as_bytes().to_vec());
    let name = "quillfeather.pdf";
    f.attach(&about, name, "application/pdf", from, fields.as_object().unwrap().clone(), BY, clock(n)).unwrap().code
}
fn code(i: u32) -> String {
    format!("P-{:03}", 100 + i)
}
fn name(i: u32) -> String {
    format!("Ada{i} Quillfeather{i}")
}
/// `n` people with all that can hang on one: history, trainings, confirmations, proofs, reasons of acts, drafts; all of them left in 2020.
fn peopled(path: &Path, n: u32) -> File {
    let mut f = grown(path, 60);
    do_(
        &mut f,
        Verb::Add,
        "",
        vec![add("course", Some("CRS-0"), example("course")), add("policy", Some("POL-0"), example("policy"))],
    )
    .unwrap();
    for i in 0..n {
        let p = like(
            "person",
            json!({"title": name(i), "email": format!("ada.quillfeather{i}@example.org"), "able_because": "Vellum taught her.", "joined_on": "2010-01-04"}),
        );
        do_(&mut f, Verb::Add, &format!("{} was hired.", name(i)), vec![add("person", Some(&code(i)), p)]).unwrap();
    }
    let big = "sealedletter ".repeat(100_000);
    for i in 0..n {
        let text = if i == 0 { big.clone() } else { format!("sealedletter of {}", name(i)) };
        let ev = attach(&mut f, &[&code(i)], &text, true);
        let tr = like(
            "training_record",
            json!({"person": code(i), "taught_by": "Dr. Vellum", "on": "2015-03-02", "evidence": [ev], "score": 93}),
        );
        let ack = like("acknowledgement", json!({"person": code(i), "notes": "Vellum signed it."}));
        do_(&mut f, Verb::Add, "", vec![add("training_record", None, tr), add("acknowledgement", None, ack)]).unwrap();
    }
    let all = |fields: Value| (0..n).map(|i| add("person", Some(&code(i)), fields.clone())).collect::<Vec<_>>();
    do_(&mut f, Verb::Change, "Vellum said so.", all(json!({"away_from": "2019-01-01", "away_until": "2019-05-01"})))
        .unwrap();
    do_(
        &mut f,
        Verb::State,
        "",
        all(json!({"state": "left", "left_on": "2020-06-30", "accounts_closed_on": "2020-06-30"})),
    )
    .unwrap();
    for i in 0..n.min(3) {
        let about = if i == 0 { code(0) } else { "RT-1".into() };
        let answers = json!({"list": {"left": name(i)}});
        let d = Draft {
            id: None,
            wizard: "people-round".into(),
            about: vec![about],
            step: "list".into(),
            answers,
            kept_at: clock(5).at,
        };
        f.keep_draft(&d).unwrap();
    }
    f
}
/// Every file in the folder, hidden ones too.
fn found(dir: &Path) -> Vec<String> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let bytes = std::fs::read(entry.path()).unwrap();
        for m in MARKERS {
            if bytes.windows(m.len()).any(|w| w == m.as_bytes()) {
                out.push(format!("{m} in {}", entry.file_name().to_string_lossy()));
            }
        }
    }
    out
}
fn asked(n: u32) -> Asked {
    Asked { of: (0..n).map(code).collect(), ..Asked::default() }
}
fn erase(f: &mut File, asked: &Asked) -> Result<Done, ActError> {
    let n = f.isms().last_seq();
    f.erase(asked, BY, clock(n))
}

#[test]
fn a_hundred_of_a_hundred_people_go_and_the_trail_is_whole() {
    let (dir, path) = place();
    let mut f = peopled(&path, 100);
    let kept = f.checkpoint("pack of last year", day("2026-03-01")).unwrap();
    let (leaves, root, before) = (f.isms().leaves(), f.isms().root(), f.isms().last_seq());
    // What is locked shows none anyway.
    assert!(crate::tests::code().is_some() || found(dir.path()).len() >= 4, "the markers are there before");
    let done = erase(&mut f, &asked(100)).unwrap();
    assert_eq!(done.seq, before + 1);
    whole(&f);
    assert_eq!(
        f.verify().unwrap().says_erased().unwrap(),
        format!("Content was erased under act {}; the trail is whole.", done.seq)
    );
    // The earlier acts are what they were: same leaves, same head over them, every one proved to belong.
    assert_eq!(f.isms().leaves()[..before as usize], leaves[..]);
    assert_eq!(ledger::root(&f.isms().leaves()[..before as usize]), root);
    assert!(matches!(f.verify_against(std::slice::from_ref(&kept)), Standing::Extends { .. }));
    let (now, size) = (f.isms().leaves(), u64::from(done.seq));
    for (n, leaf) in now.iter().enumerate() {
        let proof = ledger::inclusion(&now, n);
        assert!(ledger::included(leaf, n as u64, size, &proof, &f.isms().root()), "act {}", n + 1);
    }
    assert_eq!(found(dir.path()), Vec::<String>::new());
    // What stays says that it was so; the rest of the file is as it was.
    let p = f.isms().record("P-107").unwrap();
    assert_eq!((p.title().as_str(), p.state()), ("Former employee #8", "erased"));
    assert_eq!(p.body_json()["left_on"], "2020-06-30");
    let t = f.isms().each("training_record").next().unwrap().1.body_json();
    assert_eq!(
        (t["person"].as_str(), t["course_version"].as_str(), t.get("score")),
        (Some("P-100"), Some("1.0"), None)
    );
    assert!(f.drafts().unwrap().is_empty());
    assert_eq!(f.isms().record("R-001").unwrap().revisions.iter().filter(|v| v.body.is_none()).count(), 0);
    let files = |f: &File| f.conn.query_row("SELECT count(*) FROM evidence", [], |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!(files(&f), 0);
    // Opened anew it is the same, and it is written on.
    let seen = known(f.isms());
    drop(f);
    let mut f = File::open(&path).unwrap();
    assert_eq!(known(f.isms()), seen);
    assert_eq!(f.read_only(), None);
    attach(&mut f, &["A-0"], "something new", false);
    whole(&f);
    assert_eq!(
        std::fs::read_dir(dir.path())
            .unwrap()
            .flatten()
            .filter(|e| e.file_name().to_string_lossy().contains("erasing"))
            .count(),
        0
    );
}

#[test]
fn an_erasure_is_never_undone_nor_what_lies_before_it() {
    let (_dir, path) = place();
    let mut f = peopled(&path, 2);
    erase(&mut f, &asked(1)).unwrap();
    let refused = |f: &mut File| match f.undo("A mistake.", BY, clock(99)) {
        Err(ActError::Refused(r)) => r.text,
        other => panic!("{other:?}"),
    };
    let seq = f.isms().last_seq();
    assert_eq!(refused(&mut f), format!("What was erased cannot come back (act {seq} of {}).", f.isms().day_of(seq)));
    do_(&mut f, Verb::Change, "", vec![add("asset", Some("A-0"), json!({"purpose": "Later"}))]).unwrap();
    f.undo("", BY, clock(100)).unwrap();
    assert!(refused(&mut f).starts_with("What was erased cannot come back"));
    let edit = do_(&mut f, Verb::Change, "", vec![add("person", Some(&code(0)), json!({"title": "Ada"}))]);
    assert!(edit.unwrap_err().to_string().contains("What named P-100 was erased; it stays as it is."));
    for verb in [Verb::State, Verb::Erase] {
        let by_hand = do_(&mut f, verb, "", vec![add("person", Some(&code(1)), json!({"state": "erased"}))]);
        assert!(by_hand.unwrap_err().to_string().contains("by an act of its own"));
    }
    whole(&f);
}

#[test]
fn kept_files_that_hold_the_name_in_plain_letters_are_named_before() {
    let (_dir, path) = place();
    let mut f = peopled(&path, 2);
    let name = f.isms().record(&code(0)).unwrap().title().to_uppercase();
    let list = attach(&mut f, &["A-0"], &format!("Name,Team\n{name},Support\n"), false);
    attach(&mut f, &["A-0"], "Name,Team\nSomebody else,Sales\n", false);
    let kept = |f: &File, of: u32| {
        let seen = f.look_before_erasing(&asked(of), day("2026-11-27")).unwrap();
        seen.shared.into_iter().map(|s| s.id).collect::<Vec<_>>()
    };
    assert_eq!(kept(&f, 1), [list.as_str()]);
    assert!(look(f.isms(), &asked(1), day("2026-11-27")).unwrap().shared.is_empty());
}

#[test]
fn a_proof_of_two_stays_until_both_are_gone_and_the_same_bytes_elsewhere_stay() {
    let (_dir, path) = place();
    let mut f = peopled(&path, 2);
    let both = attach(&mut f, &[&code(0), &code(1)], "sealedletter of both", true);
    let twin = attach(&mut f, &["A-0"], "sealedletter of another", false);
    let e = look(f.isms(), &asked(1), day("2026-11-27")).unwrap();
    assert_eq!(e.shared.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), [both.as_str()]);
    erase(&mut f, &asked(1)).unwrap();
    assert_eq!(f.evidence_of(&both).unwrap(), b"sealedletter of both");
    erase(&mut f, &Asked { of: vec![code(1)], ..Asked::default() }).unwrap();
    assert!(f.evidence_of(&both).is_err());
    assert_eq!(f.evidence_of(&twin).unwrap(), b"sealedletter of another");
    whole(&f);
    assert_eq!(f.isms().record(&code(1)).unwrap().title(), "Former employee #2");
    // Nobody looks inside the bytes of what is about something else.
}

#[test]
fn a_backup_from_before_is_brought_to_it() {
    let (dir, path) = place();
    let mut f = peopled(&path, 3);
    let backup = dir.path().join("backup.isms");
    f.save_copy(&backup).unwrap();
    erase(&mut f, &Asked { of: vec![code(2)], ..Asked::default() }).unwrap();
    erase(&mut f, &Asked { of: vec![code(0)], ..Asked::default() }).unwrap();
    let list = f.erasures();
    drop(f);
    std::fs::remove_file(&path).unwrap();
    let mut old = File::open(&backup).unwrap();
    let n = old.isms().last_seq();
    let done = old.reapply_erasures(&list, BY, clock(n)).unwrap().unwrap();
    assert_eq!(done.seq, n + 1);
    let title = |f: &File, c: u32| f.isms().record(&code(c)).unwrap().title();
    assert_eq!(
        (title(&old, 2), title(&old, 0), title(&old, 1)),
        ("Former employee #1".into(), "Former employee #2".into(), name(1))
    );
    whole(&old);
    assert_eq!(
        old.erasures().people.iter().map(|p| (&*p.id, p.number)).collect::<Vec<_>>(),
        [("P-100", 2), ("P-102", 1)]
    );
    assert!(old.reapply_erasures(&list, BY, clock(n + 1)).unwrap().is_none(), "nothing is left to do");
    drop(old);
    let there: Vec<Vec<u8>> =
        std::fs::read_dir(dir.path()).unwrap().map(|e| std::fs::read(e.unwrap().path()).unwrap()).collect();
    let has = |m: &str| there.iter().any(|b| b.windows(m.len()).any(|w| w == m.as_bytes()));
    assert!(
        (crate::tests::code().is_some() || has("Ada1 Quillfeather1"))
            && !has("Ada0 Quillfeather0")
            && !has("Ada2 Quillfeather2")
    );
}

#[test]
fn a_name_in_an_earlier_version_goes_and_the_check_knows_which() {
    let (dir, path) = place();
    let mut f = peopled(&path, 1);
    do_(&mut f, Verb::Change, "", vec![add("asset", Some("A-0"), json!({"notes": "Ask ada0  quillfeather0, or IT."}))])
        .unwrap();
    let stop = erase(&mut f, &asked(1)).unwrap_err().to_string();
    assert!(stop.contains("The name stands in a text of A-0: Anything else worth knowing."), "{stop}");
    do_(&mut f, Verb::Change, "", vec![add("asset", Some("A-0"), json!({"notes": "Ask IT."}))]).unwrap();
    let e = look(f.isms(), &asked(1), day("2026-11-27")).unwrap();
    assert_eq!(e.earlier.iter().map(|v| (&*v.id, v.version)).collect::<Vec<_>>(), [("A-0", 2)]);
    let done = erase(&mut f, &asked(1)).unwrap();
    whole(&f);
    assert_eq!(found(dir.path()), Vec::<String>::new());
    let a = f.isms().record("A-0").unwrap();
    assert_eq!(a.revisions.iter().map(|v| v.body.is_some()).collect::<Vec<_>>(), [true, false, true]);
    // As of a day on which it stood, the next version that says something stands in for it.
    let then = f.isms().as_of_act(a.revisions[1].seq);
    assert_eq!(then.record("A-0").unwrap().body_json()["notes"], "Ask IT.");
    assert_eq!(f.isms().as_of_act(done.seq - 1).record("P-100").unwrap().state(), "left");
    drop(f);
    // Content that is gone without an act that says so, and a reason that is gone: both are found.
    let c = raw(&path);
    c.execute_batch("DROP TRIGGER revision_set; DROP TRIGGER act_set; UPDATE revision SET salt = NULL, body = NULL WHERE record = 3 AND version = 1; UPDATE act SET why = NULL, why_salt = NULL WHERE seq = 2").unwrap();
    let report = crate::verify::check(&c, None).unwrap();
    let says =
        |place: &str| report.problems.iter().filter(|p| p.place == place).map(|p| p.text.as_str()).collect::<Vec<_>>();
    assert_eq!(says("A-0 version 1"), ["Its content is gone, and no act of erasure says so."]);
    assert_eq!(says("act 2"), ["Its reason is gone, and no act of erasure says so."]);
    assert_eq!(
        report.says_erased().unwrap(),
        format!("Content was erased under act {}; the trail is not whole.", done.seq)
    );
}

#[test]
fn a_proof_that_is_never_edited_keeps_all_but_the_name() {
    let (dir, path) = place();
    let mut f = peopled(&path, 1);
    let review = like(
        "review",
        json!({"about": ["A-0"], "why": "Went through it with Ada0 Quillfeather0 and the heads of sales.", "signed": null}),
    );
    do_(&mut f, Verb::Review, "", vec![add("review", None, review)]).unwrap();
    let marks = f.isms().marks_of("A-0").to_vec();
    erase(&mut f, &asked(1)).unwrap();
    whole(&f);
    let (_, r) = f.isms().each("review").next().unwrap();
    assert_eq!(r.body_json()["why"], "Went through it with Former employee #1 and the heads of sales.");
    assert_eq!(f.isms().marks_of("A-0"), marks, "the review stands as before");
    assert_eq!(found(dir.path()), Vec::<String>::new());
}

#[test]
fn a_refused_or_failed_erasure_leaves_the_file_and_no_copy() {
    let (dir, path) = place();
    let mut f = peopled(&path, 1);
    do_(
        &mut f,
        Verb::State,
        "",
        vec![add("person", Some(&code(0)), json!({"state": "active", "left_on": null, "joined_on": "2020-07-06"}))],
    )
    .unwrap();
    let before = known(f.isms());
    assert!(erase(&mut f, &asked(1)).unwrap_err().to_string().contains("works here"));
    assert!(erase(&mut f, &Asked { of: vec!["P-999".into()], ..Asked::default() }).is_err());
    assert_eq!(known(f.isms()), before);
    do_(
        &mut f,
        Verb::State,
        "",
        vec![add("person", Some(&code(0)), json!({"state": "left", "left_on": "2021-01-31"}))],
    )
    .unwrap();
    // An erasure that was cut off leaves its copy; the next one that writes takes it away.
    let left = dir.path().join(".book.isms.erasing");
    std::fs::write(&left, "Quillfeather").unwrap();
    std::fs::write(dir.path().join("..book.isms.erasing.0a1b2c3d.part"), "Quillfeather").unwrap();
    drop(f);
    let mut f = File::open(&path).unwrap();
    assert!(!left.exists(), "opening takes it away");
    erase(&mut f, &asked(1)).unwrap();
    assert_eq!(found(dir.path()), Vec::<String>::new());
    let held = std::fs::metadata(&path).unwrap().permissions();
    assert!(!held.readonly());
}

/// As a guide does it: the erasure is an act of its own, and what the guide writes after it does not bring the name back.
#[test]
fn a_proposal_that_erases_does_so_first_and_writes_no_name_afterwards() {
    let (dir, path) = place();
    let mut f = peopled(&path, 1);
    let review = like(
        "review",
        json!({"about": ["A-0"], "why": format!("{} was to be erased, and is.", name(0)), "signed": null}),
    );
    let put = add("review", None, review);
    let changes = |of: &str| vec![Change::Erase(Asked { of: vec![of.into()], ..Asked::default() }), put.clone()];
    let n = f.isms().last_seq();
    let bad = f.act(proposal(Verb::Review, changes("P-999")), BY, clock(n)).unwrap_err();
    assert!(bad.to_string().contains("There is no"), "{bad}");
    // Where the rest cannot be written, nobody is erased.
    let broken = vec![changes(&code(0))[0].clone(), add("asset", Some("A-0"), json!({"owner": "P-999"}))];
    assert!(f.act(proposal(Verb::Change, broken), BY, clock(n)).is_err());
    assert_eq!(f.isms().last_seq(), n);
    f.act(proposal(Verb::Review, changes(&code(0))), BY, clock(n)).unwrap();
    assert_eq!(f.isms().acts[n as usize..].iter().map(|a| a.verb).collect::<Vec<_>>(), [Verb::Erase, Verb::Review]);
    assert_eq!(
        f.isms().each("review").last().unwrap().1.body_json()["why"],
        "Former employee #1 was to be erased, and is."
    );
    whole(&f);
    assert_eq!(found(dir.path()), Vec::<String>::new());
}

const RUN: &str = "tests::erasing::run_that_is_stopped";

/// Not a test of its own: an erasure that is stopped at operation n, or whose disk fails there.
#[test]
fn run_that_is_stopped() {
    let Some(stop) = Stop::told() else { return };
    let mut f = File::open(&stop.path).unwrap();
    stop.begin();
    let r = erase(&mut f, &asked(1));
    let seen = shim::well();
    println!("\nseen: {seen}\nresult: {}", r.is_ok());
}

#[test]
fn stopped_anywhere_it_is_wholly_erased_or_not_at_all() {
    let (dir, path) = place();
    drop(peopled(&path, 1));
    let old = std::fs::read(&path).unwrap();
    let run = |n: i64, how: &str| {
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            std::fs::remove_file(entry.unwrap().path()).unwrap();
        }
        std::fs::write(&path, &old).unwrap();
        let vars = [
            ("ISMS_STEP_PATH", path.display().to_string()),
            ("ISMS_STEP_N", n.to_string()),
            ("ISMS_STEP_HOW", how.to_string()),
        ];
        String::from_utf8_lossy(&another(RUN, &vars).output().unwrap().stdout).into_owned()
    };
    let all = run(1_000_000, "io");
    assert!(all.contains("result: true"), "{all}");
    let seen: i64 = all.lines().find_map(|l| l.strip_prefix("seen: ")).unwrap().parse().unwrap();
    assert!(seen > 30, "{seen} operations");
    let (mut kept, mut gone) = (0, 0);
    for (how, points) in [("abort", 24), ("full", 8), ("io", 8)] {
        for k in 0..points {
            let said = run(k * seen / points, how);
            let f = File::open(&path).unwrap();
            whole(&f);
            let state = f.isms().record(&code(0)).unwrap().state().to_string();
            assert!(!said.contains("result: true") || state == "erased", "{how} {k}: said to be done");
            drop(f);
            // Opened again, no copy of what was to be erased is left.
            let beside: Vec<_> = std::fs::read_dir(dir.path()).unwrap().flatten().map(|e| e.file_name()).collect();
            assert_eq!(beside, ["book.isms"], "{how} {k}");
            match state.as_str() {
                "erased" => {
                    gone += 1;
                    assert_eq!(found(dir.path()), Vec::<String>::new(), "{how} {k}");
                }
                _ => kept += 1,
            }
        }
    }
    println!("{seen} operations; stopped at 40 points: {kept} as it was, {gone} erased, none half");
    assert!(kept > 20);
}
