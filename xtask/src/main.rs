//! The one door for people. `cargo xtask run` does the main job, `cargo xtask test` is exactly what CI runs; both install what is missing
//! and say what. It must never know the domain.
mod install;
mod steps;

use std::process::ExitCode;

const HELP: &str =
    "cargo xtask run      opens the window on the demo organization (without a display: the same job, headless)
cargo xtask test     formatting, lints, types, every test, licences: exactly what CI runs
cargo xtask soak     the tests of faults and hostile input with the counts of a release; may take hours
cargo xtask fmt      formats every source file
cargo xtask types    writes ui/types.d.ts from the kinds
cargo xtask demo     writes the demo organization to target/demo/fennel-rowe.isms
cargo xtask bundle   builds what is shipped, in release
cargo xtask shots    pictures of every screen into target/shots, light and dark";

fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    let done = match task.as_str() {
        "run" => steps::run(),
        "test" => steps::test(std::env::args().skip(2).collect()),
        "soak" => steps::soak(std::env::args().skip(2).collect()),
        "fmt" => steps::format(&[]),
        "types" => steps::types(),
        "demo" => steps::demo().map(|path| say(&format!("The demo organization lies at {}", path.display()))),
        "bundle" => steps::bundle(),
        "shots" => steps::shots(),
        _ => {
            say(HELP);
            return if task.is_empty() || task == "help" || task == "--help" {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(2)
            };
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            complain(&format!("\nxtask {task}: {why}"));
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stdout)]
fn say(text: &str) {
    println!("{text}");
}
#[allow(clippy::print_stderr)]
fn complain(text: &str) {
    eprintln!("{text}");
}
