//! Replays the demo organization and prints what is not current on a day, as one reads it: `cargo run -p isms --release --example stale`.
//! Arguments: the day (the demo's own if none), then codes; of these all is printed, current or not.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use chrono::{TimeZone, Utc};
use isms::staleness::{State, offers, staleness};
use isms::{Isms, Stamp, demo};
use std::time::Instant;

fn main() -> Result<(), String> {
    let mut args = std::env::args().skip(1);
    let day = args.next().unwrap_or_else(|| demo::DAY.into());
    let only: Vec<String> = args.collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl");
    let path = std::env::var("ISMS_DEMO").unwrap_or_else(|_| path.into());
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
    let today = isms::dates::parse(&day).ok_or(format!("not a day: {day}"))?;
    let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
    let started = Instant::now();
    let mut refused = 0;
    for a in demo::acts(&text)?.into_iter().take_while(|a| a.on <= today) {
        let mut n = 0u8;
        let mut salt = || {
            n = n.wrapping_add(1);
            [n; 32]
        };
        let at = Utc.from_utc_datetime(&a.on.and_hms_opt(9, 0, 0).unwrap_or_default());
        match isms.plan(a.proposal, &mut Stamp { at, on: a.on, by: a.by, salt: &mut salt }) {
            Ok(planned) => isms.apply(&planned),
            Err(r) => {
                refused += 1;
                eprintln!("{} refused: {r}", a.on);
            }
        }
    }
    eprintln!("{} acts, {} records in {:?}; {refused} refused", isms.acts.len(), isms.records.len(), started.elapsed());
    let started = Instant::now();
    let found = staleness(&isms, today);
    eprintln!("{} items in {:?}", found.items.len(), started.elapsed());
    for item in &found.items {
        let id = item.id(&isms);
        if if only.is_empty() { item.is_current() || item.states.is(State::NotApplicable) } else { !only.contains(&id) }
        {
            continue;
        }
        let states: Vec<&str> = item.states.iter().map(|s| s.name()).collect();
        println!(
            "{id} [{}] due {:?} next {:?} aside {:?} {:?}",
            states.join(", "),
            item.due,
            item.next,
            item.put_off_until,
            offers(&isms, item)
        );
        for r in &item.reasons {
            let path: Vec<&str> = r.path.iter().map(|ix| &*isms.rec(*ix).code).collect();
            println!(
                "    {}{} ({}) {}: {}",
                r.rule.id,
                if r.rule.dagger { " \u{2020}" } else { "" },
                r.state.name(),
                path.join(" > "),
                r.text(&isms)
            );
        }
    }
    for s in ["current", "due soon", "stale", "overdue", "never reviewed", "not applicable"] {
        eprintln!("{s}: {}", State::named(s).map_or(0, |s| found.count(s)));
    }
    Ok(())
}
