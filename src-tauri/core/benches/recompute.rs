//! How long staleness takes over 1,000, 10,000 and 100,000 records with realistic links, and what it costs to say what a change would touch
//! before it is made, beside the floor of the same run: a bare walk over every record and link that reads the fingerprints and compares
//! nothing. `cargo bench -p isms`, or with sizes of your own after `--`.
//! Limits: all of 10,000 records within 10 ms, of 100,000 within 150 ms; a change among 10,000 within 16 ms.
#![allow(clippy::expect_used, clippy::unwrap_used)]
mod book;

use book::{build, fennel, timed};
use chrono::{NaiveDate, TimeZone, Utc};
use isms::currency;
use isms::plan::Planned;
use isms::staleness::{impact, impact_of, staleness};
use isms::{Change, Isms, Proposal, Stamp, Verb};
use serde_json::{Value, json};
use std::time::Instant;

/// Twenty-four months' ends by one replay, beside one recompute of today.
fn months(isms: &Isms, today: NaiveDate, once: f64) {
    let days = currency::month_ends(isms::dates::add_months(today, -23), today);
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            let t = Instant::now();
            std::hint::black_box(currency::on_days(isms, &days));
            t.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let t = Instant::now();
    for d in &days {
        std::hint::black_box(staleness(&isms.as_of(*d), *d));
    }
    let apart = t.elapsed().as_secs_f64() * 1e3;
    println!(
        "{} months by one replay: median {:.1} ms; ratio to one recompute {:.1}; a replay for each month: {apart:.1} ms",
        days.len(),
        times[2],
        times[2] / once
    );
}

/// A change of each sort that owners make, of the record on which most rests and of one from the middle of its register.
fn changes(isms: &Isms) -> Vec<(String, Change)> {
    let of = |kind: &str, fields: Value| {
        let all = isms.of_kind(kind);
        let most = all.iter().max_by_key(|ix| isms.rec(**ix).inn.len());
        let some = [most, all.get(all.len() / 2)];
        some.into_iter()
            .flatten()
            .map(|ix| {
                let code = isms.rec(*ix).code.to_string();
                (code.clone(), Change::put(kind, &code, fields.clone()))
            })
            .collect::<Vec<_>>()
    };
    let mut out = of("supplier", json!({"data_where": "Elsewhere"}));
    out.extend(of("asset", json!({"runs_where": "Elsewhere"})));
    out.extend(of("process", json!({"down_at_most": "An hour"})));
    out.extend(of("obligation", json!({"source_version": "The new one"})));
    out.extend(of(
        "policy",
        json!({"text": "Another text.", "version": "2.0", "change": "major", "changed_what": "All of it."}),
    ));
    out.extend(of("control", json!({"how": "In quite another way than before."})));
    out.extend(of("risk", json!({"because": "For quite another reason."})));
    out.extend(of("person", json!({"state": "left", "left_on": "2026-10-19"})));
    out.extend(of("organization", json!({"accept_up_to": 6, "does": "Something else."})));
    out.push(("A-1, ended".into(), Change::Retire { code: "A-1".into(), why: "It is no longer there.".into() }));
    out
}
fn plan(isms: &Isms, on: NaiveDate, change: Change) -> Planned {
    let mut salt = || [1; 32];
    let at = Utc.from_utc_datetime(&on.and_hms_opt(9, 0, 0).unwrap_or_default());
    let proposal = Proposal { verb: Verb::Change, why: "bench".into(), changes: vec![change] };
    match isms.plan(proposal, &mut Stamp { at, on, by: "P-0".into(), salt: &mut salt }) {
        Ok(p) => p,
        Err(r) => panic!("{r}"),
    }
}
fn main() {
    let demo = fennel();
    let day = isms::dates::parse(isms::demo::DAY).expect("a day");
    let t = Instant::now();
    for _ in 0..10 {
        std::hint::black_box(staleness(&demo, day));
    }
    print!("demo, {} acts: ", demo.acts.len());
    months(&demo, day, t.elapsed().as_secs_f64() * 1e2);
    let today = NaiveDate::from_ymd_opt(2026, 10, 20).unwrap_or_default();
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000];
    }
    for n in sizes {
        let started = Instant::now();
        let isms = build(n);
        let built = started.elapsed();
        let links: usize = isms.records.iter().map(|r| r.out.len()).sum();
        let rounds = std::env::var("ISMS_ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(21);
        let (least, all) = timed(rounds, || staleness(&isms, today));
        let (_, floor) = timed(rounds, || {
            let mut seen = 0u64;
            for r in isms.records.iter() {
                for (_, ix) in &r.out {
                    seen = seen.wrapping_add(u64::from(isms.rec(*ix).print(0)));
                }
                for (ix, _) in &r.inn {
                    seen = seen.wrapping_add(u64::from(isms.rec(*ix).print(0)));
                }
            }
            seen
        });
        let found = staleness(&isms, today);
        let off = found.items.iter().filter(|i| !i.is_current()).count();
        println!(
            "{} records, {} acts, {links} links (built in {built:.1?}): {} items, {off} not current",
            isms.records.len(),
            isms.acts.len(),
            found.items.len()
        );
        println!("    floor, a bare walk: {floor:.2} ms");
        println!(
            "    all that is due and why: least {least:.2} ms, median {all:.2} ms, {:.1} times the floor",
            all / floor
        );
        months(&isms, today, all);
        // The dearest of all changes counts, not the mean.
        let mut dear = (0.0, 0.0, String::new(), 0);
        let mut abstractly = 0.0f64;
        for (what, change) in changes(&isms) {
            let planned = plan(&isms, today, change);
            let (least, ms) = timed(rounds / 4, || impact_of(&isms, &found, &planned));
            let touched = impact_of(&isms, &found, &planned).touched.len();
            if ms > dear.1 {
                dear = (least, ms, what.clone(), touched);
            }
            if let Some(ix) = isms.ix(&what) {
                abstractly = abstractly.max(timed(rounds / 4, || impact(&isms, &found, ix, &[])).1);
            }
        }
        let (least, ms, what, touched) = dear;
        println!(
            "    what a change would touch, at most: least {least:.2} ms, median {ms:.2} ms, {:.1} times the floor ({what}: {touched} reasons); of any field {abstractly:.2} ms",
            ms / floor
        );
    }
}
