//! The window against what is written in it, against script that did run, and against a look at the disk afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
#[path = "hardened/payloads.rs"]
mod payloads;

use stories::Desk;

#[test]
fn tmp_plants() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let (planted, refused) = payloads::plant(&desk, "d.isms", &["R-012", "POL-10", "ORG", "RT-14", "OB-005", "CRS-01"]);
    for p in &planted {
        println!("{} {} {} {:?}", p.kind, p.id, p.texts.len(), p.texts.iter().map(|t| &t.0).collect::<Vec<_>>());
    }
    println!("{refused:?}");
    let mut n: Vec<usize> = planted.iter().flat_map(|p| p.numbers.clone()).collect();
    println!("{}", n.len());
    n.sort();
    n.dedup();
    println!("{}", n.len());
}
