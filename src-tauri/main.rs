//! Opens the window. On Windows without a console beside it.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    isms_upkeep::run()
}
