//! A copy that a synchronised folder made lies beside the file: whoever opens it is told, and what each has more.
#![allow(clippy::unwrap_used)]
use serde_json::json;
use stories::Desk;
use stories::window::Window;

#[test]
fn a_copy_beside_the_file_is_told_when_it_is_opened() {
    let desk = Desk::default();
    let file = desk.path("alder.isms");
    desk.isms(&["new", "alder.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-10-01"]).ok();
    let change = |file: &str, scope: &str| {
        desk.isms(&["put", file, "organization", "ORG", "--json", &json!({"scope": scope}).to_string()]).ok();
    };
    std::fs::copy(&file, desk.path("alder (Anna's conflicted copy 2026-11-20).isms")).unwrap();
    change("alder.isms", "All of Alder.");
    change("alder (Anna's conflicted copy 2026-11-20).isms", "Alder in Kent.");
    let home = desk.path("home");
    let window = Window::open(
        &[&file.to_string_lossy()],
        &[("ISMS_HOME", &home.to_string_lossy()), ("ISMS_TODAY", "2026-11-24")],
        (1280, 800),
    );
    window.sees("There are two of this file.");
    window.sees("Nothing is merged.");
    if let Some(folder) = std::env::var_os("ISMS_SHOTS") {
        for theme in ["light", "dark"] {
            window.theme(theme);
            window.settled();
            window.shot(&std::path::Path::new(&folder).join(format!("copies-{theme}.png")));
        }
    }
}
