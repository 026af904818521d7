//! Two copies of a file that a synchronised folder has parted: `isms verify A --against B` says which extends which, or where they parted.
#![allow(clippy::unwrap_used)]
mod run;

use run::isms;

#[test]
fn two_copies_are_compared_by_their_trails() {
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| isms(args, dir.path());
    let copy = |from: &str, to: &str| assert!(std::fs::copy(dir.path().join(from), dir.path().join(to)).is_ok());
    let change = |file: &str, goal: &str| {
        let body = format!(r#"{{"scope":"{goal}"}}"#);
        let (code, said) = run(&["put", file, "organization", "ORG", "--json", &body]);
        assert_eq!(code, Some(0), "{said}");
    };
    run(&["new", "a.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-10-01"]);
    copy("a.isms", "b.isms");
    let said = |code: i32, says: &str| {
        let (ended, said) = run(&["verify", "a.isms", "--against", "b.isms"]);
        assert_eq!(ended, Some(code), "{said}");
        assert!(said.contains(says), "{said}");
    };
    said(0, "1 acts, all in order. a.isms and b.isms hold the same 1 act.");
    change("a.isms", "All of Alder.");
    said(0, "a.isms extends b.isms: it holds all of it, and 1 act since.");
    change("b.isms", "Alder in Kent.");
    change("b.isms", "Alder in Kent and Essex.");
    said(1, "Both changed after act 1 on 24 November 2026: a.isms has 1 act since, b.isms 2 acts. Nothing is merged.");
    copy("b.isms", "a.isms");
    change("b.isms", "All of Alder, again.");
    said(1, "b.isms extends a.isms: it holds all of it, and 1 act since.");
    run(&["new", "c.isms", "--name", "Another Ltd", "--certified", "2026-10-01"]);
    copy("c.isms", "b.isms");
    said(1, "are not copies of one file");
}
