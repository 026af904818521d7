//! Every screen in the real window, light and dark: axe-core finds nothing, the page had no fault, there is one h1, and the focus is somewhere.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::json;
use stories::window::Window;
use stories::{Desk, SCREENS};

fn look(window: &Window, name: &str, wrong: &mut Vec<String>) {
    for theme in ["light", "dark"] {
        window.theme(theme);
        window.settled();
        for v in window.axe() {
            wrong.push(format!("{name}, {theme}: {v}"));
        }
    }
    let heads = window.script("return document.querySelectorAll('h1').length", &[]);
    if heads != json!(1) {
        wrong.push(format!("{name}: {heads} headings of the first rank"));
    }
    let wide = window.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth", &[]);
    if wide.as_i64().is_some_and(|w| w > 1) {
        wrong.push(format!("{name}: {wide} pixels wider than the window"));
    }
}

#[test]
fn no_screen_of_the_demo_keeps_anyone_out() {
    let desk = Desk::default();
    let file = desk.demo("d.isms");
    let home = desk.path("home");
    let window = Window::open(
        &[&file.to_string_lossy()],
        &[("ISMS_HOME", &home.to_string_lossy()), ("ISMS_TODAY", "2026-11-24")],
        (1280, 800),
    );
    window.sees("The best next step");
    let mut wrong = Vec::new();
    for (name, address) in SCREENS {
        window.go(address);
        window.settled();
        look(&window, name, &mut wrong);
    }
    // What floats.
    window.go("#/today");
    window.settled();
    window.chord(&["\u{E009}"], "k");
    window.settled();
    look(&window, "palette", &mut wrong);
    window.is_sound();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_empty_file_and_no_file_are_screens_too() {
    let desk = Desk::default();
    desk.isms(&["new", "n.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-05-02"]).ok();
    let home = desk.path("home");
    let mut wrong = Vec::new();
    {
        let window =
            Window::open(&[], &[("ISMS_HOME", &home.to_string_lossy()), ("ISMS_TODAY", "2026-11-24")], (900, 700));
        window.settled();
        look(&window, "welcome", &mut wrong);
        window.is_sound();
    }
    let window = Window::open(
        &[&desk.path("n.isms").to_string_lossy()],
        &[("ISMS_HOME", &home.to_string_lossy()), ("ISMS_TODAY", "2026-11-24")],
        (900, 700),
    );
    window.sees("Alder Bikes");
    for (name, address) in [
        ("empty today", "#/today"),
        ("empty register", "#/risk"),
        ("empty programme", "#/programme"),
        ("empty training", "#/training"),
        ("empty matrix", "#/matrix"),
        ("empty calendar", "#/calendar"),
        ("empty month", "#/calendar?view=month"),
        ("empty list", "#/calendar?view=list"),
        ("empty trail", "#/trail"),
        ("empty pack", "#/pack"),
    ] {
        window.go(address);
        window.settled();
        look(&window, name, &mut wrong);
    }
    window.is_sound();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_step_that_today_offers_leads_somewhere() {
    let desk = Desk::default();
    desk.isms(&["new", "n.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-05-02"]).ok();
    desk.demo("d.isms");
    for name in ["n.isms", "d.isms"] {
        let home = desk.path("home");
        let window = Window::open(
            &[&desk.path(name).to_string_lossy()],
            &[("ISMS_HOME", &home.to_string_lossy()), ("ISMS_TODAY", "2026-11-24")],
            (1280, 800),
        );
        window.sees("The best next step");
        window.settled();
        let links = window.script(
            "return [...new Set([...document.querySelectorAll('main a.btn[href^=\"#/\"]')].map(a => a.getAttribute('href')))]",
            &[],
        );
        let links: Vec<String> =
            links.as_array().expect("links").iter().filter_map(|l| l.as_str().map(String::from)).collect();
        assert!(links.len() > 5, "{name}: {links:?}");
        let mut dead = Vec::new();
        for link in links {
            window.go(&link);
            window.settled();
            let text = window.text();
            if text.contains("There is no") && text.contains("in this file")
                || text.contains("no such page")
                || window.heading().is_empty()
            {
                dead.push(link);
            }
        }
        window.is_sound();
        assert!(dead.is_empty(), "{name}: {dead:?}");
    }
}

#[test]
fn what_cannot_be_opened_is_said_on_the_first_screen() {
    let desk = Desk::default();
    let bad = desk.write("letter.isms", b"Dear colleague");
    let home = desk.path("home");
    let window = Window::open(&[&bad.to_string_lossy()], &[("ISMS_HOME", &home.to_string_lossy())], (1280, 800));
    window.sees("letter.isms");
    window.is_sound();
}
