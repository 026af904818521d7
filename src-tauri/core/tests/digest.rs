//! The week in words, and the reminder: text in, text out.
#![allow(clippy::expect_used, clippy::unwrap_used)] // A test says by panicking what is missing.
use chrono::{NaiveDate, TimeZone, Utc};
use isms::digest::{self, Pending, Told, address, remind};
use isms::staleness::staleness;
use isms::view::{self, Shown};
use isms::{Isms, Stamp, demo};

fn day(s: &str) -> NaiveDate {
    s.parse().unwrap()
}
fn fennel() -> Isms {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl");
    let mut isms = Isms::new("00000000000000000000000000000000");
    for a in demo::acts(&std::fs::read_to_string(path).unwrap()).unwrap() {
        let mut salt = || [1; 32];
        let at = Utc.from_utc_datetime(&a.on.and_hms_opt(9, 0, 0).unwrap());
        let planned = isms.plan(a.proposal, &mut Stamp { at, on: a.on, by: a.by, salt: &mut salt }).unwrap();
        isms.apply(&planned);
    }
    isms
}

#[test]
fn once_a_day_and_only_if_something_waits() {
    let three = Pending { count: 3, first: "Review R-012 Results are read by others".into() };
    let one = Pending { count: 1, first: "Hold Audits and management reviews".into() };
    let none = Pending { count: 0, first: String::new() };
    for (today, last, pending, names, says) in [
        ("2026-11-24", None, &three, false, Some("3 things need you.")),
        (
            "2026-11-24",
            None,
            &three,
            true,
            Some("3 things need you; the first: Review R-012 Results are read by others."),
        ),
        ("2026-11-24", None, &one, true, Some("1 thing needs you: Hold Audits and management reviews.")),
        ("2026-11-24", None, &one, false, Some("1 thing needs you.")),
        ("2026-11-24", None, &none, true, None),
        ("2026-11-24", Some("2026-11-24"), &three, false, None),
        ("2026-11-25", Some("2026-11-24"), &three, false, Some("3 things need you.")),
        // A day gained on a journey is no new day; a clock that stood in another year silences nobody.
        ("2026-11-23", Some("2026-11-24"), &three, false, None),
        ("2026-11-24", Some("2031-01-01"), &three, false, Some("3 things need you.")),
    ] {
        let told = remind(day(today), last.map(day), pending, names);
        let wanted = says.map(|body| Told { title: "ISMS Upkeep".into(), body: body.into() });
        assert_eq!(told, wanted, "{today} after {last:?}, {names}");
    }
}

#[test]
fn the_digest_of_the_demo_says_what_today_says() {
    let isms = fennel();
    let today = day(demo::DAY);
    let currency = staleness(&isms, today);
    let shown = Shown::new(&isms, today, &currency);
    let d = digest::digest(&shown, 120);
    let t = view::today(&shown, 120, None);
    let text = digest::plain(&d);
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // The best step first, with its reasons word for word.
    let best = t.best.unwrap();
    assert_eq!(d.parts[0].title, "The best next step");
    assert!(d.parts[0].entries[0].head.contains(&best.title), "{:?}", d.parts[0]);
    for r in best.reasons.iter().take(3) {
        assert!(flat.contains(&r.text.split_whitespace().collect::<Vec<_>>().join(" ")), "{}", r.text);
    }
    let titles: Vec<&str> = d.parts.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "The best next step",
            "Became due or out of step in the last seven days",
            "Overdue",
            "Out of step, or never reviewed",
            "Comes until 8 December"
        ]
    );
    let needs = currency.items.iter().filter(|i| view::needs(i, today)).count();
    assert!(flat.contains(&format!("{needs} things need you. Everything here takes about")), "{flat}");
    assert!(flat.contains("in 112 days, on 16 March 2027") && flat.contains(&t.currency.trend), "{flat}");
    assert!(flat.contains("OBJ-04") && flat.contains("Due on 30 November"), "what is current and comes is named");
    // What became due this week is what Today shows as since this week, no more.
    let week = |i: &view::ItemShown| i.since.is_some_and(|s| s > day("2026-11-17") && s <= today);
    let fresh = t.groups.iter().flat_map(|g| &g.items).filter(|i| week(i)).count();
    assert_eq!(d.parts[1].entries.len() + d.parts[1].more, fresh);
    assert!(text.lines().all(|l| l.chars().count() <= 76), "a line is too long");
    assert_eq!(digest::pending(&shown).count, needs);
    assert!(digest::pending(&shown).first.contains(&best.title));
    // Same file, same day, same words.
    assert_eq!(text, digest::plain(&digest::digest(&Shown::new(&isms, today, &staleness(&isms, today)), 120)));
}

#[test]
fn what_is_no_address_reaches_no_header() {
    for good in ["a@b.example", " owner@example.org ", "o'hara+isms@xn--bcher-kva.example"] {
        assert_eq!(address(good), Some(good.trim()));
    }
    for bad in [
        "",
        "a",
        "@b",
        "a@",
        "a@b@c",
        "a b@c.de",
        "a@b.de\r\nBcc: x@y.z",
        "a@b.de, c@d.ef",
        "<a@b.de>",
        "a@.de",
        "a@de.",
    ] {
        assert_eq!(address(bad), None, "{bad:?}");
    }
}
