//! Runs the program in a folder of its own, on a day of its own, with nothing of whoever runs the tests.
use std::path::Path;
use std::process::{Command, Stdio};

/// How it ended, and all that it said.
pub fn ended(command: &mut Command, dir: &Path) -> (Option<i32>, String) {
    let out = command
        .current_dir(dir)
        .env("ISMS_TODAY", "2026-11-24")
        .env("ISMS_HOME", dir.join("home"))
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|e| panic!("{command:?}: {e}"));
    (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr))
}
#[allow(dead_code)] // Not every test asks the program directly.
pub fn isms(args: &[&str], dir: &Path) -> (Option<i32>, String) {
    ended(Command::new(env!("CARGO_BIN_EXE_isms")).args(args), dir)
}
