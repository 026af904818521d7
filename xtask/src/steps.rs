//! What each task does, step by step, each step a command that a person could type.
use crate::{install, say};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub type Failed = Box<dyn std::error::Error>;

/// Root of the checkout.
pub fn here() -> &'static Path {
    let inside = Path::new(env!("CARGO_MANIFEST_DIR"));
    inside.parent().unwrap_or(inside)
}
pub fn run_in(dir: &Path, program: &str, args: &[&str]) -> Result<(), Failed> {
    let status = Command::new(program).args(args).current_dir(dir).status().map_err(|e| format!("{program}: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{program} {}` failed", args.join(" ")).into()) }
}
/// Does it run and succeed? Its output is thrown away.
pub fn quietly(program: &str, args: &[&str]) -> bool {
    Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}
fn cargo(args: &[&str]) -> Result<(), Failed> {
    run_in(here(), "cargo", args)
}
fn step(what: &str) {
    say(&format!("\n== {what}"));
}
/// Where cargo puts what it builds.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| here().join("target"), PathBuf::from)
}
fn isms(args: &[&str]) -> Result<(), Failed> {
    let program = target().join("debug/isms");
    let status = Command::new(&program).args(args).current_dir(here()).status()?;
    // 1 is a finding ("something is overdue"), not a failure.
    if matches!(status.code(), Some(0 | 1)) { Ok(()) } else { Err(format!("`isms {}` failed", args.join(" ")).into()) }
}

/// The demo organization as a file, made once.
pub fn demo() -> Result<PathBuf, Failed> {
    cargo(&["build", "--quiet", "--package", "isms-cli"])?;
    let dir = target().join("demo");
    std::fs::create_dir_all(&dir)?;
    let file = dir.join("fennel-rowe.isms");
    if !file.exists() {
        isms(&["demo", &file.to_string_lossy()])?;
    }
    Ok(file)
}

/// The main job: the window on the demo organization; without a display the same job on the command line.
pub fn run() -> Result<(), Failed> {
    if install::display() {
        install::for_window()?;
        let file = demo()?;
        step("The window");
        cargo(&["build", "--package", "isms-upkeep"])?;
        return run_in(here(), &target().join("debug/isms-upkeep").to_string_lossy(), &[&file.to_string_lossy()]);
    }
    say("There is no display, so the same job is done on the command line.");
    install::packages(&["build-essential", "libssl-dev"])?;
    cargo(&["build", "--quiet", "--package", "isms-cli"])?;
    let dir = target().join("demo");
    std::fs::create_dir_all(&dir)?;
    let file = dir.join("headless.isms");
    let _ = std::fs::remove_file(&file);
    let file = file.to_string_lossy().into_owned();
    step("The demo organization");
    isms(&["demo", &file])?;
    step("What is due or out of step, and why");
    isms(&["status", &file])?;
    step("A guided review of R-038, with the answers of a file");
    isms(&["wizard", &file, "risk-review", "--about", "R-038", "--answers", "xtask/answers/risk-review.json"])?;
    step("The PDFs");
    for report in ["risk-register", "soa", "documents", "training"] {
        let out = dir.join(format!("{report}.pdf"));
        isms(&["report", &file, report, "--out", &out.to_string_lossy()])?;
    }
    let pack = dir.join("pack.pdf");
    isms(&["pack", &file, "--out", &pack.to_string_lossy()])?;
    isms(&["verify", &file])?;
    say(&format!("\nThe file and its PDFs lie in {}", dir.display()));
    Ok(())
}

/// Formats every source file. `cargo fmt` does not see those that a macro lists (guides, reports): rustfmt is given all of them.
pub fn format(how: &[&str]) -> Result<(), Failed> {
    let mut sources = Vec::new();
    for dir in ["src-tauri", "tests", "xtask"] {
        rust_files(&here().join(dir), &mut sources)?;
    }
    sources.sort();
    let edition = ["--edition", "2024"];
    let args: Vec<&str> =
        edition.into_iter().chain(how.iter().copied()).chain(sources.iter().map(String::as_str)).collect();
    let status =
        Command::new("rustfmt").args(args).current_dir(here()).status().map_err(|e| format!("rustfmt: {e}"))?;
    if status.success() { Ok(()) } else { Err("not formatted: `cargo xtask fmt` does it".into()) }
}
fn rust_files(dir: &Path, out: &mut Vec<String>) -> Result<(), Failed> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("target") {
            rust_files(&path, out)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path.to_string_lossy().into_owned());
        }
    }
    Ok(())
}

/// Exactly what CI runs. Names of steps may be given to run only those: fmt, clippy, ui, tests, deny.
pub fn test(only: Vec<String>) -> Result<(), Failed> {
    let wanted = |name: &str| only.is_empty() || only.iter().any(|o| o == name);
    install::for_window()?;
    install::for_tests()?;
    if wanted("fmt") {
        step("Formatting");
        format(&["--check"])?;
    }
    if wanted("clippy") {
        step("Lints");
        cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    }
    if wanted("ui") {
        step("The window's modules: types and unit tests");
        run_in(here(), "node", &["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"])?;
        run_in(here(), "node", &["--test", "ui/tests/"])?;
    }
    if wanted("tests") {
        step("Tests");
        cargo(&["build", "--package", "isms-upkeep", "--package", "isms-cli"])?;
        let run: &[&str] = if quietly("cargo", &["nextest", "--version"]) { &["nextest", "run"] } else { &["test"] };
        cargo(&[run, &["--workspace", "--exclude", "stories", "--no-fail-fast"]].concat())?;
        step("Stories, in the window and on the command line");
        stories(&[run, &["--package", "stories", "--no-fail-fast"]].concat())?;
    }
    if wanted("deny") {
        step("Licences, sources, and who may depend on whom");
        install::cargo_tool("cargo-deny", &["deny", "--version"])?;
        cargo(&["deny", "--locked", "check", "licenses", "bans", "sources"])?;
    }
    say("\nAll passed.");
    Ok(())
}

/// Each story in a network of its own, in which it counts that nothing leaves; in the computer's where none can be made.
fn stories(run: &[&str]) -> Result<(), Failed> {
    let alone = here().join("tests/alone.sh").to_string_lossy().into_owned();
    let nextest = run.first() == Some(&"nextest");
    if !nextest || alone.contains(' ') || !quietly("unshare", &["-rn", "sh", &alone, "true"]) {
        say("No network of their own can be made here: what they send is not counted.");
        return cargo(run);
    }
    let runner = format!("CARGO_TARGET_{}_UNKNOWN_LINUX_GNU_RUNNER", std::env::consts::ARCH.to_uppercase());
    let status = Command::new("cargo")
        .args(run)
        .env(runner, format!("unshare -rn sh {alone}"))
        .env("ISMS_ALONE", "each")
        .current_dir(here())
        .status()?;
    if status.success() { Ok(()) } else { Err(format!("`cargo {}` failed", run.join(" ")).into()) }
}

/// What is tried more often before a release than at each push: a promise (RELIABILITY 1.2), the variable that says how often, how often,
/// the package and the test.
const SOAK: &[(&str, &str, &str, &str, &str)] = &[
    ("P1, killed while writing", "ISMS_KILLS", "2000", "isms-file", "what_was_acknowledged_survives_a_kill"),
    ("P2, power cuts", "ISMS_CUTS", "50000", "isms-file", "a_power_cut_loses_nothing_that_was_acknowledged"),
    ("P7, two writers", "ISMS_WRITES", "10000", "isms-file", "two_processes_that_write_at_once"),
    ("P11, flipped bits", "ISMS_FLIPS", "20000", "isms-file", "a_flipped_bit_is_found"),
    ("P12, mutated pages", "ISMS_PAGES", "500", "isms-file", "a_mutated_page_of_any_type"),
    ("P16, wrong codes", "ISMS_TRIES", "1000", "isms-file", "wrong_codes_change_nothing"),
    ("all of it, over locked files", "ISMS_LOCKED", "1", "isms-file", ""),
    ("P17, killed while making a pack", "ISMS_KILLS", "500", "isms-pack", "killed_at_any_moment"),
    ("P24, edits with another program", "ISMS_EDITS", "10000", "isms-file", "every_edit_with_another_program_is_found"),
    ("P26, evidence in and out", "ISMS_FILES", "500", "isms-file", "odd_names_and_sizes_come_out"),
    ("P27, doors of strangers", "ISMS_FUZZ", "50000", "isms-cli", "strangers"),
    ("P31, do, undo, redo", "ISMS_WALKS", "1000", "isms-file", "undo_walks_back_and_redo_forth"),
];
/// The same tests with the counts of a release. Words narrow it to promises that contain one: `cargo xtask soak P2 P12`.
pub fn soak(only: Vec<String>) -> Result<(), Failed> {
    let mut failed = Vec::new();
    for (promise, variable, times, package, test) in SOAK {
        let called =
            |o: &String| promise.split(',').next() == Some(o) || promise.contains(o.as_str()) && !o.starts_with('P');
        if !only.is_empty() && !only.iter().any(called) {
            continue;
        }
        step(&format!("{promise}: {times} times"));
        // With the lines that say what was met; optimized, for most of it is computing.
        let status = Command::new("cargo")
            .args(["test", "--release", "--package", package, test, "--", "--nocapture"])
            .env(variable, times)
            .current_dir(here())
            .status()?;
        if !status.success() {
            failed.push(*promise);
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("these did not hold: {}", failed.join("; ")).into()) }
}

/// TypeScript types of the records, from the kinds themselves. A test fails when the committed file is old.
pub fn types() -> Result<(), Failed> {
    cargo(&["build", "--quiet", "--package", "isms-cli"])?;
    let out = Command::new(target().join("debug/isms")).args(["kinds", "--types"]).output()?;
    std::fs::write(here().join("ui/types.d.ts"), out.stdout)?;
    say("ui/types.d.ts is written");
    Ok(())
}

pub fn bundle() -> Result<(), Failed> {
    install::for_window()?;
    cargo(&["build", "--release", "--package", "isms-upkeep", "--features", "shipped"])?;
    cargo(&["build", "--release", "--package", "isms-cli"])?;
    for name in ["isms-upkeep", "isms"] {
        let size = std::fs::metadata(target().join("release").join(name))?.len();
        say(&format!("target/release/{name}: {:.1} MB", size as f64 / 1e6));
    }
    Ok(())
}

/// Pictures of every screen, for looking at them.
pub fn shots() -> Result<(), Failed> {
    install::for_window()?;
    install::for_tests()?;
    cargo(&["build", "--package", "isms-upkeep", "--package", "isms-cli"])?;
    cargo(&["run", "--package", "stories", "--bin", "shots"])
}
