//! P20: a clock that goes back or far ahead. The order is that of the trail; what went back is named; nothing falls due twice.
use super::{BY, add, day, known, like, place, proposal, started, whole};
use crate::{Clock, File};
use chrono::NaiveDate;
use isms::Verb;
use isms::calendar::Rhythm;
use isms::dates::add_days;
use isms::kinds::Routine;
use isms::report::{Names, Scope};
use isms::staleness::{State, staleness};
use serde_json::json;
use std::collections::BTreeMap;

fn at(on: NaiveDate) -> Clock {
    Clock { at: on.and_hms_opt(9, 0, 0).unwrap().and_utc(), on }
}

#[test]
fn the_order_is_that_of_the_trail_and_a_clock_that_went_back_is_named() {
    let (_dir, path) = place();
    let mut f = started(&path);
    let before = f.isms().last_seq();
    let days = [
        "2026-05-10",
        "2026-05-09",
        "2021-05-10",
        "2046-05-10",
        "1970-01-01",
        "2038-01-19",
        "9999-12-31",
        "2026-05-11",
        "2026-05-11",
    ];
    for (n, text) in days.iter().enumerate() {
        let title = format!("Server of step {n}");
        f.act(proposal(Verb::Change, vec![add("asset", Some("A-0"), json!({ "title": title }))]), BY, at(day(text)))
            .unwrap_or_else(|e| panic!("{text}: {e:?}"));
        assert_eq!(f.isms().last_seq(), before + n as u32 + 1);
        assert_eq!(f.isms().record("A-0").unwrap().title(), title, "the last act holds, whatever its day");
    }
    let back: Vec<u32> = [1, 2, 4, 7].map(|n| before + n + 1).to_vec();
    assert_eq!(f.isms().clock_back, back);
    let then = known(f.isms());
    drop(f);
    let f = File::open(&path).unwrap();
    assert_eq!((known(f.isms()), &f.isms().clock_back), (then, &back));
    assert!(f.isms().acts.iter().map(|a| a.seq).eq(1..=before + days.len() as u32));
    whole(&f);
    // Whoever reads the trail is told which acts those are, and by how much.
    let scope = Scope { names: Names::Full, ..Scope::on(day("9999-12-31")) };
    let trail = isms::text::doc_text(&isms::report::build(f.isms(), "trail", &scope).unwrap());
    let trail = trail.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(trail.contains("The clock went back"), "{trail}");
    for s in &back {
        let says = format!("Act {s} is dated {}, the act before it {}.", f.isms().day_of(*s), f.isms().day_of(s - 1));
        assert!(trail.contains(&says), "{says}");
    }
    // As of a day: up to the first act that is dated later (DOMAIN 3.10, 11), so that nobody has seen the future.
    assert_eq!(f.isms().last_act_of(day("2026-05-12")), before + 3);
    assert_eq!(f.isms().as_of(day("2026-05-09")).last_seq(), before);
    // What is due can be told on any of these days.
    for text in days {
        assert!(!staleness(f.isms(), day(text)).items.is_empty(), "{text}");
    }
}

/// An owner who does whatever is due whenever the program says so, while the clock jumps about: each occurrence is done once.
#[test]
fn nothing_falls_due_twice_while_the_clock_jumps() {
    let (_dir, path) = place();
    let mut f = started(&path);
    let cadence = json!({"every": 1, "unit": "month", "from": {"fixed": "2026-03-01"}, "lead_days": 7});
    let routine = like("routine", json!({"cadence": cadence, "started_on": "2026-03-01", "wizard": null}));
    f.act(proposal(Verb::Add, vec![add("routine", Some("RT-1"), routine)]), BY, at(day("2026-02-20"))).unwrap();
    let mut done: BTreeMap<NaiveDate, Vec<NaiveDate>> = BTreeMap::new();
    let mut fired = 0;
    // Forward, each day three times: as it is, a day before, three weeks before.
    for n in 0..150 {
        for jump in [0, -1, -21] {
            let today = add_days(day("2026-02-20"), n + jump);
            let found = staleness(f.isms(), today);
            let item = found.find(f.isms(), "RT-1").unwrap();
            let told = item.reasons.iter().filter(|r| r.rule.id == "routine-due").count();
            assert!(told <= 1, "{today}: {item:?}");
            if told == 0 {
                continue;
            }
            fired += 1;
            let o = Rhythm::of(&f.isms().get::<Routine>("RT-1").unwrap().cadence).unwrap().counts_for(today).unwrap();
            done.entry(o).or_default().push(today);
            let body = like(
                "review",
                json!({"wizard": "note", "about": ["RT-1"], "held_on": today.to_string(), "signed": {"by": BY, "on": today.to_string(), "how": "in_app"}}),
            );
            f.act(proposal(Verb::Review, vec![add("review", None, body)]), BY, at(today)).unwrap();
            let after = staleness(f.isms(), today);
            assert!(after.find(f.isms(), "RT-1").unwrap().states.is(State::Current), "{today}");
        }
    }
    assert!(done.values().all(|d| d.len() == 1), "done twice: {done:?}");
    assert_eq!(
        done.keys().copied().collect::<Vec<_>>(),
        ["2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01"].map(day)
    );
    assert_eq!(fired, done.len());
    // Twenty years ahead it is due once, and back again it is as it was.
    let now = day("2026-07-10");
    let as_it_was = format!("{:?}", staleness(f.isms(), now));
    let far = staleness(f.isms(), day("2046-07-10"));
    assert_eq!(far.find(f.isms(), "RT-1").unwrap().reasons.iter().filter(|r| r.rule.id == "routine-due").count(), 1);
    assert_eq!(format!("{:?}", staleness(f.isms(), now)), as_it_was);
    whole(&f);
}
