//! A year in which every routine is done: from the demo's day on, each routine on the day on which it is due, by an owner who answers what
//! the page asks. It must never call a routine done that its own strip does not.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
#[path = "year/owner.rs"]
mod owner;

use chrono::{Duration, NaiveDate};
use isms::act::Stamp;
use isms::kinds::Routine;
use isms::view::Became;
use isms::{Isms, demo, staleness, view, wizard, wizards};
use owner::Owner;
use std::collections::BTreeSet;

const BY: &str = "P-004";

fn fennel() -> Isms {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl");
    let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
    for a in demo::acts(&std::fs::read_to_string(path).unwrap()).unwrap() {
        act(&mut isms, a.on, &a.by, a.proposal).unwrap();
    }
    isms
}
fn act(isms: &mut Isms, on: NaiveDate, by: &str, proposal: isms::Proposal) -> Result<(), isms::Refusal> {
    let mut salt = || [1; 32];
    let at = on.and_hms_opt(9, 0, 0).unwrap().and_utc();
    let planned = isms.plan(proposal, &mut Stamp { at, on, by: by.into(), salt: &mut salt })?;
    isms.apply(&planned);
    Ok(())
}

/// Routines that are due by the end of this week, in the order of their codes, each with the guide that it is done with.
fn due(isms: &Isms, today: NaiveDate) -> Vec<(String, &'static str)> {
    let now = staleness::staleness(isms, today);
    let mut out: Vec<(String, &'static str)> = now
        .pending()
        .into_iter()
        .filter(|i| i.kind(isms) == "routine" && i.due.is_none_or(|d| d < today + Duration::days(7)))
        .map(|i| i.id(isms))
        .filter_map(|id| {
            let guide = wizards::guide_of(isms.get::<Routine>(&id)?);
            Some((id, wizards::wizard(guide).map_or("note", |w| w.name)))
        })
        .collect();
    out.sort();
    out
}

#[test]
fn every_routine_of_a_year_is_done_and_its_strip_says_so() {
    let mut isms = fennel();
    let first = isms::dates::parse(demo::DAY).unwrap();
    let (mut done, mut guides, mut wrong) = (0, BTreeSet::new(), Vec::new());
    for week in 0..53 {
        let today = first + Duration::days(7 * week);
        for (routine, guide) in due(&isms, today) {
            match perform(&mut isms, today, &routine, guide) {
                Ok(()) => {
                    done += 1;
                    guides.insert(guide);
                }
                Err(why) => wrong.push(format!("{today} {routine}: {}", why.lines().next().unwrap_or_default())),
            }
        }
    }
    println!("{done} done with {guides:?}");
    wrong.sort_by_key(|w| w[11..].to_string());
    wrong.dedup_by_key(|w| w[11..].to_string());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(done > 70 && guides.len() >= 16, "{done} times with {guides:?}");

    // The strips say the same: from the month after the first on, nothing was left out and nothing late.
    let last = first + Duration::days(7 * 52);
    assert_eq!(due(&isms, last), []);
    let now = staleness::staleness(&isms, last);
    let shown = view::Shown::new(&isms, last, &now);
    let (from, to) = (isms::dates::parse("2027-01-01").unwrap(), isms::dates::parse("2027-10-31").unwrap());
    let programme = view::programme(&shown, Some(from), Some(to), 120);
    let mut times = 0;
    for r in programme.routines.iter().filter(|r| r.each.is_none()) {
        for cell in r.cells.iter().filter(|c| c.mark.is_some()) {
            assert!(
                cell.times.iter().all(|t| matches!(t.became, Became::Done | Became::Tolerated | Became::Again)),
                "{} in {}: {}",
                r.id,
                cell.month,
                cell.says
            );
            times += cell.times.len();
        }
    }
    assert!(times > 60, "{times}");
}
fn perform(isms: &mut Isms, today: NaiveDate, routine: &str, guide: &str) -> Result<(), String> {
    let w = wizards::wizard(guide).unwrap();
    let mut named: Vec<String> = if w.about.takes(isms, routine) { vec![routine.to_string()] } else { Vec::new() };
    // A guide of several visits is begun again on what its first visit made.
    for visit in 0..4 {
        let about = {
            let now = staleness::staleness(isms, today);
            let shown = view::Shown::new(isms, today, &now);
            view::begin(&shown, w, &named).map_err(|r| format!("{guide} cannot be begun: {r}"))?
        };
        let proposal = {
            let owner = Owner { isms, today, by: BY, visit, said: Default::default() };
            let answers = owner.through(w, &about, |_, _| true)?;
            wizard::finish(isms, today, BY, w, &about, &answers, None).map_err(|r| format!("{guide}: {r}"))?
        };
        let before = isms.last_seq();
        act(isms, today, BY, proposal).map_err(|r| format!("{guide} recorded: {r}"))?;
        if due(isms, today).iter().all(|(r, _)| r != routine) {
            return Ok(());
        }
        named = made_since(isms, before).into_iter().filter(|c| w.about.takes(isms, c)).take(1).collect();
    }
    Err(format!("{guide} was finished, and {routine} is still due"))
}
/// Records that were added after an act.
fn made_since(isms: &Isms, seq: isms::isms::Seq) -> Vec<String> {
    isms::kinds::kinds()
        .iter()
        .flat_map(|k| isms.each(k.name))
        .filter(|(_, r)| r.added() > seq)
        .map(|(_, r)| r.code.to_string())
        .collect()
}
