//! P3, P4: the disk fails at the n-th operation, once and for good, for every n. Nothing is lost, nothing damaged, and what is said is true.
//! Each run is a process of its own, for the failing disk is the whole process's.
use super::shim::{self, Fail};
use super::*;
use crate::Trouble;

const RUN: &str = "tests::faults::run_with_a_failing_disk";

/// Not a test of its own: all n of one sort of failure.
#[test]
fn run_with_a_failing_disk() {
    let Ok(how) = std::env::var("ISMS_FAIL") else { return };
    shim::register();
    let (how, stays) = (if how.contains("full") { Fail::Full } else { Fail::Io }, how.contains("stays"));
    let (mut points, mut durable, mut told) = (0, 0, std::collections::BTreeMap::<String, u32>::new());
    let (_dir, path) = place();
    drop(grown(&path, 12));
    let first = std::fs::read(&path).unwrap();
    for n in 0.. {
        std::fs::write(&path, &first).unwrap();
        let mut f = File::open(&path).unwrap();
        assert!(f.read_only().is_none(), "{n}: {:?}", f.read_only());
        // A large act among small ones, so that pages are written before the commit too.
        let large = |i: u32| {
            add("asset", None, like("asset", json!({"title": format!("Asset {i}"), "notes": "y".repeat(15_000)})))
        };
        let start = f.isms().last_seq();
        let mut saved = start;
        let mut unsaved: Option<Vec<u8>> = None;
        let mut unsure = false;
        shim::fail_at(n, how, stays);
        for i in 0..3 {
            let act = match i {
                1 => f.undo("", BY, clock(9)),
                _ => do_(&mut f, Verb::Add, "", vec![large(i)]),
            };
            match act {
                Ok(done) => {
                    assert_eq!(done.seq, saved + 1);
                    saved = done.seq;
                    durable += u32::from(done.looked_again);
                }
                Err(ActError::Refused(r)) => panic!("{n}: {r}"),
                Err(ActError::Fault(fault)) => {
                    assert!(!fault.text.is_empty() && !fault.lost.is_empty() && !fault.still.is_empty());
                    *told.entry(format!("{:?}", fault.trouble)).or_default() += 1;
                    unsure |= fault.trouble == Trouble::Unsure;
                    unsaved = Some(Vec::new());
                    break;
                }
            }
        }
        let done = !shim::failed() && unsaved.is_none();
        let reached = shim::failed();
        drop(f);
        shim::well();
        // With a well disk: what was said to be saved is there; what was said not to be saved is not.
        let f = File::open(&path).unwrap_or_else(|e| panic!("{n}: {e} {}", e.detail));
        let report = f.verify().unwrap();
        assert!(report.ok, "{n}: {:?}", report.problems);
        let stored = f.isms().last_seq();
        if unsure {
            assert!(stored == saved || stored == saved + 1, "{n}: {stored} of {saved}");
        } else {
            assert_eq!(stored, saved, "{n}: what was said is not so");
        }
        drop(f);
        if done && !reached {
            points = n;
            break;
        }
        assert!(n < 2_000);
    }
    println!(
        "\nfaults: {how:?}, stays {stays}: {points} points, {durable} times durable although an error was reported, told {told:?}"
    );
    assert!(points > 20);
}

#[test]
fn a_disk_that_fails_at_any_operation_loses_nothing_and_the_truth_is_told() {
    let runs: Vec<_> = ["full once", "full stays", "io once", "io stays"]
        .map(|how| {
            (
                how,
                another(RUN, &[("ISMS_FAIL", how.to_string())])
                    .stdout(std::process::Stdio::piped())
                    .stderr(std::process::Stdio::piped())
                    .spawn()
                    .unwrap(),
            )
        })
        .into();
    for (how, child) in runs {
        let out = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&out.stdout);
        text.lines().filter(|l| l.starts_with("faults:")).for_each(|l| println!("{l}"));
        assert!(out.status.success(), "{how}: {text}\n{}", String::from_utf8_lossy(&out.stderr));
        assert!(text.contains("faults:"), "{how}: the run did not happen");
    }
}
