//! The fifty thousand rows: a preview of the first hundred and all counts, within two seconds in a release build.
//! In a debug build only the result is judged.
#![allow(clippy::unwrap_used)]
mod common;
use common::*;
use isms_import::{Import, Source};
use std::io::Read;
use std::time::{Duration, Instant};

/// Time on the processor where the system tells it, for the machine may be busy with other things; else the time by the clock.
fn cpu() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let own = std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|s| s.split(' ').next().and_then(|n| n.parse().ok()));
    own.map_or_else(|| START.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

#[test]
fn fifty_thousand_rows() {
    let isms = demo();
    let mut csv = Vec::new();
    zip::ZipArchive::new(std::io::Cursor::new(bytes("bad-13-50000-rows.csv.zip")))
        .unwrap()
        .by_index(0)
        .unwrap()
        .read_to_end(&mut csv)
        .unwrap();
    let answers = [("missing:harms", "availability"), ("missing:treatment", "modify"), ("hit", "A-002")];
    let start = cpu();
    let source = Source::read("bad-13-50000-rows.csv", &csv).unwrap();
    let look = Import::look(&source, isms, today(), &choices(&answers)).unwrap();
    let took = cpu() - start;
    eprintln!("50,000 rows: {took:?}");
    // Three of the twenty owners in the file have left; nobody who left owns a risk.
    assert_eq!((look.counts.adds, look.counts.errors, look.counts.left_out), (42_500, 7_500, 0), "{:?}", look.notes);
    assert_eq!(look.rows.iter().filter(|r| r.what != isms_import::What::Wrong).count(), 100);
    assert!(look.rows.len() <= 2_100);
    assert!(noted(&look, "50000 rows are more than"));
    assert!(noted(&look, "The first 100 rows are shown"));
    assert_eq!((row(&look, 2).id.as_deref(), row(&look, 2).title.as_str()), (Some("R-1000"), "Risk number 1"));
    if !cfg!(debug_assertions) {
        assert!(took.as_secs_f64() < 2.0, "{took:?}");
    }
}
