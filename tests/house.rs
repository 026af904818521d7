//! The shape of the house, kept by tests: one list of commands, one writer, one place that knows Tauri, no code per kind in the window.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use stories::{program, root};

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}
fn files(dir: &str, end: &str) -> Vec<PathBuf> {
    fn walk(dir: &Path, end: &str, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                if !path.ends_with("vendor") && !path.ends_with("target") && !path.ends_with("node_modules") {
                    walk(&path, end, out);
                }
            } else if path.to_string_lossy().ends_with(end) {
                out.push(path);
            }
        }
    }
    let mut out = Vec::new();
    walk(&root().join(dir), end, &mut out);
    out.sort();
    assert!(!out.is_empty(), "no {end} under {dir}");
    out
}

#[test]
fn handler_manifest_capability_and_page_name_the_same_commands() {
    let manifest: BTreeSet<String> = read("src-tauri/commands.txt").lines().map(String::from).collect();
    let source = read("src-tauri/commands.rs");
    let list = source.split("generate_handler![").nth(1).and_then(|s| s.split(']').next()).expect("a handler list");
    let handler: BTreeSet<String> = list
        .split(',')
        .map(|c| c.trim().rsplit("::").next().unwrap_or_default().to_string())
        .filter(|c| !c.is_empty())
        .collect();
    let capability: serde_json::Value = serde_json::from_str(&read("src-tauri/capabilities/main.json")).expect("JSON");
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|p| p.as_str()?.strip_prefix("allow-").map(|c| c.replace('-', "_")))
        .collect();
    let types = read("ui/commands.d.ts");
    let page: BTreeSet<String> = types
        .split("export interface Commands {")
        .nth(1)
        .expect("Commands")
        .lines()
        .filter_map(|l| l.trim().split_once(": { args:").map(|(n, _)| n.to_string()))
        .collect();
    assert_eq!(handler, manifest);
    assert_eq!(allowed, manifest);
    assert_eq!(page, manifest);
}

#[test]
fn the_window_may_do_nothing_but_its_commands_and_hear_two_events() {
    let capability: serde_json::Value = serde_json::from_str(&read("src-tauri/capabilities/main.json")).expect("JSON");
    let core: Vec<&str> = capability["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|p| p.as_str())
        .filter(|p| !p.starts_with("allow-"))
        .collect();
    assert_eq!(core, ["core:event:allow-listen", "core:event:allow-unlisten"]);
    let config: serde_json::Value = serde_json::from_str(&read("tauri.conf.json")).expect("JSON");
    let csp = &config["app"]["security"]["csp"];
    assert_eq!(csp["default-src"], "'none'");
    assert_eq!(csp["script-src"], "'self'");
    assert_eq!(config["app"]["withGlobalTauri"], false);
}

#[test]
fn only_one_crate_writes_and_in_one_place() {
    let mut writers = Vec::new();
    for path in files("src-tauri", ".rs") {
        let text = std::fs::read_to_string(&path).expect("readable");
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        if name.contains("/tests") || name.contains("benches") {
            continue;
        }
        // Only what is compiled into the product counts.
        let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
        for table in ["act", "revision", "record", "link", "evidence", "chunk"] {
            if shipped.contains(&format!("INSERT INTO {table}")) || shipped.contains(&format!("INSERT INTO {table}(")) {
                writers.push(name.clone());
            }
        }
    }
    writers.dedup();
    assert_eq!(writers, ["src-tauri/file/src/write.rs"], "a second function writes the trail");
}

#[test]
fn only_the_bridge_knows_tauri_and_nothing_builds_html_from_text() {
    for path in files("ui", ".js") {
        let text = std::fs::read_to_string(&path).expect("readable");
        if path.to_string_lossy().contains("/ui/tests/") {
            continue;
        }
        if !path.ends_with("bridge.js") {
            assert!(!text.contains("__TAURI"), "{} names Tauri", path.display());
        }
        for bad in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "dangerouslySetInnerHTML",
            "document.write",
            "eval(",
            "new Function",
        ] {
            assert!(!text.contains(bad), "{} uses {bad}", path.display());
        }
    }
}

#[test]
fn the_types_of_the_window_are_those_of_the_kinds() {
    let out = std::process::Command::new(program("isms")).args(["kinds", "--types"]).output().expect("isms runs");
    assert_eq!(String::from_utf8_lossy(&out.stdout), read("ui/types.d.ts"), "run `cargo xtask types`");
}

#[test]
fn every_file_of_the_three_catalogues_is_in_its_list() {
    for (dir, list) in [("kinds", "kinds.rs"), ("wizards", "wizards.rs"), ("reports", "reports.rs")] {
        let text = read(&format!("src-tauri/core/src/{list}"));
        for entry in std::fs::read_dir(root().join("src-tauri/core/src").join(dir)).expect("a folder").flatten() {
            let path = entry.path();
            let Some(name) = path.file_stem().and_then(|n| n.to_str()) else { continue };
            if path.extension().is_some_and(|e| e == "rs") {
                assert!(text.contains(name), "{dir}/{name}.rs is not in {list}");
            }
        }
    }
}

#[test]
fn the_domain_knows_no_clock_no_disk_and_no_other_crate_of_ours() {
    for path in files("src-tauri/core/src", ".rs") {
        let text = std::fs::read_to_string(&path).expect("readable");
        let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
        for bad in [
            "Utc::now",
            "Local::now",
            "SystemTime",
            "Instant::now",
            "std::fs",
            "std::net",
            "std::env",
            "rusqlite",
            "printpdf",
            "tauri::",
            "isms_file",
            "isms_press",
        ] {
            assert!(!shipped.contains(bad), "{} uses {bad}", path.display());
        }
    }
}
