//! P5, P7: a disk that is too small, and two processes that write at once. The small disk is the shim's (a true one would ask for a mount).
use super::shim;
use super::*;
use crate::Trouble;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

const FULL: &str = "tests::small::run_on_a_small_disk";
const WRITER: &str = "tests::small::writer_beside_another";

/// Not a test of its own: 512 KiB, filled to the end.
#[test]
fn run_on_a_small_disk() {
    if std::env::var_os("ISMS_SMALL").is_none() {
        return;
    }
    shim::register();
    let (_dir, path) = place();
    let mut f = started(&path);
    shim::room((512 << 10) - std::fs::metadata(&path).unwrap().len() as i64);
    let new = |f: &mut File, i: u32| {
        do_(
            f,
            Verb::Add,
            "",
            vec![add("asset", None, like("asset", json!({"title": format!("Asset {i}"), "notes": "y".repeat(4_000)})))],
        )
    };
    let mut saved = f.isms().last_seq();
    let fault = loop {
        match new(&mut f, saved) {
            Ok(done) => saved = done.seq,
            Err(ActError::Fault(fault)) => break fault,
            Err(e) => panic!("{e}"),
        }
        assert!(saved < 500, "the disk never became full");
    };
    assert_eq!(
        (fault.trouble, fault.to_string().as_str()),
        (Trouble::Full, "The disk is full. Nothing was changed. Make room on the disk, then do it again.")
    );
    assert!(saved > 40, "{saved} acts fitted");
    // Again and again it is refused, and what was saved stays and can be read.
    for _ in 0..5 {
        assert!(matches!(new(&mut f, 0), Err(ActError::Fault(x)) if x.trouble == Trouble::Full));
        assert_eq!(f.isms().last_seq(), saved);
    }
    whole(&f);
    // With room it goes on where it stopped, without being opened anew.
    shim::room(1 << 20);
    saved = new(&mut f, 0).unwrap().seq;
    drop(f);
    // A disk that is full when the file is opened.
    shim::room(0);
    let f = File::open(&path).unwrap();
    assert_eq!((f.isms().last_seq(), f.read_only()), (saved, None));
    whole(&f);
    println!("\nsmall disk: {saved} acts, all there");
}
#[test]
fn on_a_small_disk_filled_to_the_end_nothing_is_lost() {
    let out = another(FULL, &[("ISMS_SMALL", "1".into())]).output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success() && text.contains("small disk:"), "{text}\n{}", String::from_utf8_lossy(&out.stderr));
}

/// Not a test of its own: a process that pays no heed to the lock and writes as often as it is told, each act with a name of its own.
#[test]
fn writer_beside_another() {
    let (Ok(path), Ok(name), Ok(times)) =
        (std::env::var("ISMS_BESIDE"), std::env::var("ISMS_BESIDE_NAME"), std::env::var("ISMS_BESIDE_TIMES"))
    else {
        return;
    };
    let path = PathBuf::from(path);
    // Both processes take the file as their own; a lock that is held is stepped over as an old program would that knows none.
    let mut f = loop {
        let _ = std::fs::remove_file(crate::lock::lock_path(&path));
        match File::open(&path) {
            Ok(f) if f.read_only().is_none() => break f,
            Ok(_) | Err(_) => {}
        }
    };
    let _ = std::fs::remove_file(crate::lock::lock_path(&path));
    let mut at_once = 0;
    for i in 0..times.parse::<u32>().unwrap() {
        // Each four begin when the other begins them too.
        if i % 4 == 0 {
            println!("\nready");
            std::io::stdin().read_line(&mut String::new()).unwrap();
        }
        loop {
            let title = format!("{name} {i}");
            match do_(&mut f, Verb::Change, "", vec![add("asset", Some("A-0"), json!({ "title": title }))]) {
                Ok(done) => {
                    println!("saved {} {title}", done.seq);
                    break;
                }
                // The other was faster: nothing was saved, and it is done again.
                Err(ActError::Fault(x)) if x.trouble == Trouble::Busy => at_once += 1,
                Err(e) => panic!("{e}"),
            }
        }
    }
    println!("told busy {at_once} times");
}
#[test]
fn two_processes_that_write_at_once_neither_lose_an_act_nor_fork_the_trail() {
    let all: u32 = std::env::var("ISMS_WRITES").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000);
    // In memory where there is such a place: what a sync takes is not the question here.
    let dir = tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap());
    let path = dir.path().join("book.isms");
    let before = started(&path).isms().last_seq();
    let mut children: Vec<_> = ["left", "right"]
        .map(|name| {
            let vars = [
                ("ISMS_BESIDE", path.display().to_string()),
                ("ISMS_BESIDE_NAME", name.to_string()),
                ("ISMS_BESIDE_TIMES", (all / 2).to_string()),
            ];
            let mut child = another(WRITER, &vars)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::inherit())
                .spawn()
                .unwrap();
            let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
            (child.stdin.take().unwrap(), lines, child)
        })
        .into();
    let mut said = Vec::new();
    // what a writer says until it is ready for the next four, or ends.
    let mut hear = |lines: &mut dyn Iterator<Item = String>| {
        for line in lines {
            if line == "ready" {
                return true;
            }
            if let Some((seq, title)) = line.strip_prefix("saved ").and_then(|l| l.split_once(' ')) {
                said.push((seq.parse::<u32>().unwrap(), title.to_string()));
            }
        }
        false
    };
    loop {
        let ready: Vec<bool> = children.iter_mut().map(|(_, lines, _)| hear(lines)).collect();
        assert_eq!(ready[0], ready[1], "a writer stopped");
        if !ready[0] {
            break;
        }
        children.iter_mut().for_each(|(go, ..)| go.write_all(b"\n").unwrap());
    }
    for (.., mut child) in children {
        assert!(child.wait().unwrap().success());
    }
    said.sort();
    // Each number was given out once, to one act, and none is missing.
    assert!(said.iter().map(|(n, _)| *n).eq(before + 1..=before + all), "{} acts", said.len());
    let titles: BTreeSet<&str> = said.iter().map(|(_, t)| t.as_str()).collect();
    assert_eq!(titles.len() as u32, all);
    let turns = said.windows(2).filter(|w| w[0].1.split(' ').next() != w[1].1.split(' ').next()).count();
    assert!(turns >= all as usize / 8, "they took turns {turns} times: nothing was tried");
    println!("{all} acts of two processes, {turns} turns");
    let f = File::open(&path).unwrap();
    assert_eq!(f.isms().last_seq(), before + all);
    let history = &f.isms().record("A-0").unwrap().revisions;
    for ((_, title), revision) in said.iter().zip(history.iter().skip(history.len() - all as usize)) {
        assert!(revision.body.as_deref().unwrap().contains(&format!("\"title\":\"{title}\"")), "{title}");
    }
    whole(&f);
}
