//! P1: what was acknowledged is there, however the process ends. A writer in a process of its own is killed at random moments.
use super::*;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::Duration;

const WRITER: &str = "tests::kills::writer_that_is_killed";

/// Not a test of its own: the process that P1 kills. Tells each act on standard output once it is acknowledged.
#[test]
fn writer_that_is_killed() {
    let Ok(path) = std::env::var("ISMS_KILL_PATH") else { return };
    let mut f = File::open(&path).unwrap_or_else(|e| panic!("{e} {}", e.detail));
    assert!(f.read_only().is_none(), "{:?}", f.read_only());
    let mut out = std::io::stdout();
    writeln!(out, "\nready").unwrap();
    for i in 0.. {
        let done = match i % 4 {
            3 => f.undo("", BY, clock(9)).unwrap(),
            _ => do_(
                &mut f,
                Verb::Add,
                "Again.",
                vec![
                    add(
                        "asset",
                        Some("@a"),
                        like("asset", json!({"title": format!("Asset {i}"), "notes": "x".repeat(3000)})),
                    ),
                    add("risk", None, like("risk", json!({"assets": ["@a"]}))),
                ],
            )
            .unwrap(),
        };
        writeln!(out, "saved {} {}", done.seq, isms::plan::hex(&f.isms().root())).unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let kills: usize = std::env::var("ISMS_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    let (dir, path) = place();
    drop(started(&path));
    let (mut journals, mut ahead, mut random) = (0, 0, 88_172_645_463_325_252_u64);
    for n in 0..kills {
        let mut child = another(WRITER, &[("ISMS_KILL_PATH", path.display().to_string())])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let ready = lines.by_ref().any(|l| l == "ready");
        if !ready {
            let out = child.wait_with_output().unwrap();
            panic!("kill {n}: the writer did not begin: {}", String::from_utf8_lossy(&out.stderr));
        }
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let reader = std::thread::spawn(move || lines.filter(|l| l.starts_with("saved ")).last());
        std::thread::sleep(Duration::from_micros(random % 40_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let acknowledged = reader.join().unwrap();
        journals += usize::from(std::fs::metadata(crate::open::journal_of(&path)).is_ok_and(|m| m.len() > 0));
        let f = File::open(&path).unwrap_or_else(|e| panic!("kill {n}: {e} {}", e.detail));
        assert!(f.read_only().is_none(), "kill {n}: {:?}", f.read_only());
        let report = f.verify().unwrap();
        assert!(report.ok, "kill {n}: {:?}", report.problems);
        if let Some(line) = acknowledged {
            let mut words = line.split(' ').skip(1);
            let seq: u32 = words.next().unwrap().parse().unwrap();
            let root = words.next().unwrap();
            assert!(f.isms().last_seq() >= seq, "kill {n}: act {seq} was acknowledged and is lost");
            assert_eq!(isms::plan::hex(&isms::ledger::root(&f.isms().leaves()[..seq as usize])), root);
            ahead += usize::from(f.isms().last_seq() > seq);
        }
        // One act at most was stored and not yet told. The file stays small enough for a quick test.
        if f.isms().last_seq() > 300 {
            drop(f);
            std::fs::remove_file(&path).unwrap();
            drop(started(&path));
        }
        assert!(!dir.path().join(".book.isms.recovery").exists(), "kill {n}");
    }
    println!(
        "{kills} kills, 0 lost; a journal was left {journals} times; {ahead} times one act was stored and not yet acknowledged"
    );
}
