//! What an auditor would notice, from the command line: the demo's gaps in words and as data, and what mends one.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use stories::Desk;

#[test]
fn the_gaps_of_a_file_are_told_like_a_compiler_tells_them_and_go_when_they_are_mended() {
    let d = Desk::default();
    d.demo("d.isms");
    // A gap that would stop the pack is a finding: status 1.
    let run = d.isms(&["pack", "d.isms", "--preflight"]);
    assert_eq!(run.status, 1, "{}", run.err);
    let lines: Vec<&str> = run.out.lines().collect();
    let heads: Vec<&str> = lines.iter().copied().filter(|l| !l.starts_with(' ') && l.contains("]  ")).collect();
    let rank =
        |l: &&str| ["refuse[", "stop[", "weak[", "note["].iter().position(|s| l.starts_with(s)).expect("a severity");
    assert!(heads.iter().map(rank).is_sorted(), "{}", run.out);
    let at = lines.iter().position(|l| l.starts_with("weak[") || l.starts_with("stop[")).expect("a gap");
    assert!(lines[at + 1].starts_with("  ") && lines[at + 2].starts_with("  note: "), "{}", run.out);
    assert!(run.out.contains("-> Start"), "{}", run.out);
    assert!(run.out.trim_end().ends_with("99 checks ran."), "{}", run.out);

    let v = d.isms(&["pack", "d.isms", "--preflight", "--json"]).json();
    let findings = v["findings"].as_array().unwrap();
    assert_eq!(findings.len(), heads.len());
    assert_eq!(v["ran"].as_array().unwrap().len(), 99);
    assert!(findings.iter().all(|f| f["code"].is_string() && f["place"].is_string() && f["sentence"].is_string()));
    let counted: u64 = ["refuse", "stop", "weak", "note"].iter().map(|s| v["counts"][s].as_u64().unwrap()).sum();
    assert_eq!(counted as usize, findings.len());
    assert!(lines.contains(&v["summary"].as_str().unwrap()));
    // What no guide mends says so.
    assert!(findings.iter().filter(|f| f["wizard"].is_null()).all(|f| f["minutes"].is_null()));

    // A gap is made, told, and mended.
    let of = |code: &str, place: &str| {
        let v = d.isms(&["pack", "d.isms", "--preflight", "--json"]).json();
        v["findings"].as_array().unwrap().iter().any(|f| f["code"] == code && f["place"] == place)
    };
    let scope = d.isms(&["show", "d.isms", "ORG", "--json"]).ok().out;
    assert!(!of("scope-differs", "ORG"), "{scope}");
    d.isms(&[
        "put",
        "d.isms",
        "organization",
        "ORG",
        "--json",
        r#"{"scope": "Everything, everywhere."}"#,
        "--why",
        "We grew.",
    ])
    .ok();
    assert!(of("scope-differs", "ORG"));
    d.isms(&["undo", "d.isms"]).ok();
    assert!(!of("scope-differs", "ORG"));
}

#[test]
fn a_pack_needs_a_place_to_go_unless_it_only_looks() {
    let d = Desk::default();
    d.demo("d.isms");
    let run = d.isms(&["pack", "d.isms"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("--out"), "{}", run.err);
}
