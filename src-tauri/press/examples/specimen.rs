//! Prints specimens with every kind of block, to be looked at:
//! `cargo run -p isms-press --example specimen -- specimen.pdf [letter]`.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
#[path = "../tests/specimen/mod.rs"]
mod specimen;

use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "specimen.pdf".into());
    let paper = if std::env::args().nth(2).as_deref() == Some("letter") {
        isms_press::Paper::Letter
    } else {
        isms_press::Paper::A4
    };
    let doc = specimen::specimen();
    let start = Instant::now();
    let pdf = isms_press::pdf_on(&doc, paper)?;
    println!("specimen: {} pages, {} bytes, {:?}", pdf.pages, pdf.bytes.len(), start.elapsed());
    std::fs::write(&path, &pdf.bytes)?;
    let doc = specimen::soa();
    for _ in 0..3 {
        let start = Instant::now();
        let pdf = isms_press::pdf_on(&doc, paper)?;
        println!("statement of 93 controls: {} pages, {} bytes, {:?}", pdf.pages, pdf.bytes.len(), start.elapsed());
        std::fs::write(path.replace(".pdf", "-soa.pdf"), &pdf.bytes)?;
    }
    Ok(())
}
