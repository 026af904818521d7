//! How long the preview of each section of the demo's pack takes to build, beside the floor of the same run: the staleness of everything, which
//! each of them needs once. `cargo bench -p isms --bench packs`. Limit: 100 ms a section.
#![allow(clippy::expect_used, clippy::unwrap_used)]
#[path = "../tests/fennel/mod.rs"]
mod fennel;
use fennel::{fennel, today};
use isms::packs::{Choices, SECTIONS, build, pack};
use isms::report::Scope;
use std::time::Instant;

fn main() {
    let isms = fennel();
    let of = pack("surveillance").expect("declared");
    let best = |f: &dyn Fn()| {
        let mut t: Vec<f64> = (0..7)
            .map(|_| {
                let t = Instant::now();
                f();
                t.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        t.sort_by(f64::total_cmp);
        t[3]
    };
    let floor = best(&|| drop(isms::staleness::staleness(isms, today())));
    println!("{:<18} {floor:8.1} ms", "staleness alone");
    for s in SECTIONS {
        let choices = Choices { sections: vec![s.name.into()], gaps_last: true, ..Choices::default() };
        let scope = Scope { pack: choices, ..Scope::on(today()) };
        let t = best(&|| drop(build(isms, of, &scope).expect("it builds")));
        println!("{:<18} {t:8.1} ms {:6.1} x{}", s.name, t / floor, if t > 100.0 { "  over 100 ms" } else { "" });
    }
    let scope = Scope::on(today());
    let t = best(&|| drop(build(isms, of, &scope).expect("it builds")));
    println!("{:<18} {t:8.1} ms {:6.1} x", "all of them", t / floor);
}
