//! P32: an import that runs out of memory may take the program down, and never the file with it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]
mod run;

use std::fmt::Write;
use std::process::Command;

#[test]
fn an_import_that_runs_out_of_memory_leaves_the_file_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let isms = env!("CARGO_BIN_EXE_isms");
    let run = |script: &str| run::ended(Command::new("sh").args(["-c", script]), dir.path());
    assert_eq!(run(&format!("'{isms}' new x.isms --name 'Alder Bikes Ltd' --certified 2026-10-01")).0, Some(0));
    let before = run(&format!("'{isms}' verify x.isms --json"));
    let mut csv = String::from("Code,Title,Owner\n");
    (0..150_000).for_each(|n| writeln!(csv, "R-{n},{},The owner of this file", "w".repeat(200)).unwrap());
    std::fs::write(dir.path().join("big.csv"), csv).unwrap();
    // The address space of the process ends at 128 MB; the table and what is made of it do not fit.
    let (code, said) = run(&format!("ulimit -v 131072; exec '{isms}' import x.isms big.csv"));
    assert_ne!(code, Some(0), "it fitted after all: {said}");
    assert!(said.contains("memory"), "{code:?} {said}");
    // The lock of the dead process is no hindrance, and nothing is half there.
    assert_eq!(run(&format!("'{isms}' verify x.isms --json")), before);
    assert_eq!(before.0, Some(0));
    let put = format!("'{isms}' put x.isms organization ORG --json '{{\"scope\":\"All of Alder.\"}}'");
    assert_eq!(run(&put).0, Some(0), "it can be written to");
}
