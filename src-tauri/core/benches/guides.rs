//! How long each page of each guide takes to be shown among 10,000 records, beside the floor of the same run: what is due and why, worked
//! out once. `cargo bench -p isms --bench guides`, or with sizes of your own after `--`.
//! Limit: each page within 50 ms.
#![allow(clippy::expect_used, clippy::unwrap_used)]
mod book;
#[path = "../tests/year/owner.rs"]
mod owner;

use book::{build, timed};
use chrono::NaiveDate;
use isms::staleness::staleness;
use isms::wizard::{self, About, Answers, Wizard};
use isms::{Isms, wizards};
use owner::Owner;

/// One record of its kind, or the whole that it is about.
fn about(isms: &Isms, w: &Wizard) -> Vec<String> {
    let first =
        |kind: &str| isms.each(kind).find(|(_, r)| r.live()).map(|(_, r)| r.code.to_string()).into_iter().collect();
    match w.about {
        About::Records(kind) => first(kind),
        About::Register(_, whole) | About::Whole(whole) => vec![whole.to_string()],
        About::Chosen(_) => Vec::new(),
    }
}

fn main() {
    let today = NaiveDate::from_ymd_opt(2026, 10, 20).unwrap_or_default();
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10_000];
    }
    for n in sizes {
        let isms = build(n);
        let (_, floor) = timed(9, || staleness(&isms, today));
        println!("{} records; what is due and why, worked out once: {floor:.1} ms", isms.records.len());
        let mut dearest = (0.0, String::new());
        for w in wizards::all() {
            let about = about(&isms, w);
            // Whoever directs: a management review without them is refused.
            let by = isms.organization().and_then(|o| o.top_management.first()).map_or("P-0", |p| p.as_str());
            let owner = Owner { isms: &isms, today, by, visit: 0, said: Default::default() };
            let mut pages = Vec::new();
            let end = owner.through(w, &about, |shown, answers: &Answers| {
                // A way through hundreds of records repeats its pages: the first forty are all of them.
                if pages.len() < 40 {
                    let (_, ms) =
                        timed(5, || wizard::show(&isms, today, "P-0", w, &about, answers, Some(&shown.step.id)));
                    pages.push((ms, shown.step.id.clone()));
                }
                pages.len() < 40
            });
            pages.sort_by(|a, b| b.0.total_cmp(&a.0));
            let (most, at) = pages.first().cloned().unwrap_or_default();
            let middle = pages.get(pages.len() / 2).map_or(0.0, |p| p.0);
            println!(
                "{:20} {:3} pages; middle {middle:6.1} ms; dearest {most:6.1} ms at {at} (ratio {:.1}){}",
                w.name,
                pages.len(),
                most / floor,
                end.err().map_or_else(String::new, |why| format!(
                    "; ended there: {}",
                    why.lines().next().unwrap_or_default()
                ))
            );
            if most > dearest.0 {
                dearest = (most, format!("{} {at}", w.name));
            }
        }
        println!("dearest of all: {:.1} ms at {}; limit 50", dearest.0, dearest.1);
    }
}
