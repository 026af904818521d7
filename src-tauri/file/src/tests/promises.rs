//! Every test that SECURITY.md names is there.
use std::path::Path;

fn sources(dir: &Path, out: &mut String) {
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}
#[test]
fn every_test_that_is_promised_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let mut all = String::new();
    sources(&root.join("src-tauri"), &mut all);
    sources(&root.join("tests"), &mut all);
    let names: Vec<&str> = text
        .lines()
        .filter(|l| l.starts_with('|'))
        .flat_map(|l| l.split('`').skip(1).step_by(2))
        .filter(|n| n.len() > 12 && n.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))
        .collect();
    assert!(names.len() > 50, "{names:?}");
    for name in names {
        assert!(all.contains(&format!("fn {name}()")), "SECURITY.md names `{name}`, and there is no such test");
    }
}
