//! How long each page of each guide takes to be shown among 10,000 records, beside the floor of the same run: what is due and why, worked
//! out once. `cargo bench -p isms --bench guides`, or with sizes and names of guides of your own after `--`.
//! Limit: each page within 50 ms.
#![allow(clippy::expect_used, clippy::unwrap_used)]
mod book;
#[path = "../tests/year/owner.rs"]
mod owner;

use book::{build, empty, timed, without_programme};
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

/// The dearest page of a guide on a file, in milliseconds, and which it is; prints the line.
fn measure(isms: &Isms, on: &str, today: NaiveDate, w: &'static Wizard, floor: f64) -> (f64, String) {
    let about = about(isms, w);
    // Whoever directs: a management review without them is refused.
    let by = isms.organization().and_then(|o| o.top_management.first()).map_or("P-0", |p| p.as_str());
    let owner = Owner { isms, today, by, visit: 0, said: Default::default() };
    let mut pages = Vec::new();
    let mut to_the_end = false;
    let end = owner.through(w, &about, |shown, answers: &Answers| {
        // A way through hundreds of records repeats its pages: the first forty are all of them.
        if pages.len() < 40 {
            let (_, ms) = timed(5, || wizard::show(isms, today, by, w, &about, answers, Some(&shown.step.id)));
            pages.push((ms, shown.step.id.clone()));
        }
        to_the_end |= shown.step.id == "sign";
        pages.len() < 40
    });
    pages.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (most, at) = pages.first().cloned().unwrap_or_default();
    let middle = pages.get(pages.len() / 2).map_or(0.0, |p| p.0);
    let name = format!("{}{on}", w.name);
    println!(
        "{name:28} {:3} pages; middle {middle:6.1} ms; dearest {most:6.1} ms at {at} (ratio {:.1}){}",
        pages.len(),
        most / floor,
        match end {
            Err(why) => format!("; ended there: {}", why.lines().next().unwrap_or_default()),
            Ok(_) if !to_the_end => "; and more of the same".into(),
            Ok(_) => String::new(),
        }
    );
    (most, format!("{name} {at}"))
}

fn main() {
    let today = NaiveDate::from_ymd_opt(2026, 10, 20).unwrap_or_default();
    let named: Vec<String> = std::env::args().skip(1).filter(|a| wizards::wizard(a).is_some()).collect();
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10_000];
    }
    for n in sizes {
        let isms = build(n);
        let (_, floor) = timed(9, || staleness(&isms, today));
        println!("{} records; what is due and why, worked out once: {floor:.1} ms", isms.records.len());
        let mut all = Vec::new();
        for w in wizards::all().iter().filter(|w| named.is_empty() || named.iter().any(|n| n == w.name)) {
            if w.name == "first-run" {
                // It is refused where there is a programme: so it is gone through where there is none.
                all.push(measure(&empty(), ", a new file", today, w, floor));
                all.push(measure(&without_programme(n), ", no routines", today, w, floor));
            } else {
                all.push(measure(&isms, "", today, w, floor));
            }
        }
        let (most, at) = all.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default();
        println!("dearest of all: {most:.1} ms at {at}; limit 50");
    }
}
