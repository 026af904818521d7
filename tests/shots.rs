//! Pictures of every screen into target/shots, light and dark, wide and narrow: for looking at them beside the drawn ones.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use stories::window::Window;
use stories::{Desk, root};

fn main() {
    let out = root().join("target/shots");
    std::fs::create_dir_all(&out).expect("can make the folder");
    let desk = Desk::default();
    let file = desk.demo("fennel-rowe.isms");
    let home = desk.path("home");
    let only = std::env::args().nth(1);
    for (w, h) in [(1280, 800), (900, 700)] {
        let window = Window::open(
            &[&file.to_string_lossy()],
            &[("ISMS_HOME", &home.to_string_lossy()), ("ISMS_TODAY", "2026-11-24")],
            (w, h),
        );
        window.sees("Today");
        for (name, address) in stories::SCREENS {
            if only.as_ref().is_some_and(|o| !name.contains(o.as_str())) {
                continue;
            }
            window.go(address);
            window.settled();
            for theme in ["light", "dark"] {
                if w == 900 && theme == "dark" {
                    continue;
                }
                window.theme(theme);
                window.settled();
                window.shot(&out.join(format!("{name}-{w}-{theme}.png")));
            }
        }
    }
}
