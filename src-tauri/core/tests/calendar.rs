//! What the calendar shows: every day that is in the file, the same in the drawing and in the list; hours against the budget and what may
//! be brought forward; what another calendar is given, and that a second time nothing stands twice.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code)] // A test says by panicking what is missing.
#[path = "wizards/book.rs"]
mod book;

use book::{Book, day};
use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use isms::act::{Change, Stamp, Verb};
use isms::decide::Sooner;
use isms::staleness::{self, State, Target};
use isms::view::calendar::{CalendarFile, CalendarShown, Standing, When};
use isms::view::{self, Shown};
use isms::{Isms, decide, demo};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

fn fennel() -> &'static Isms {
    static ONCE: OnceLock<Isms> = OnceLock::new();
    ONCE.get_or_init(replayed)
}
/// The demo organization, replayed.
fn replayed() -> Isms {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl");
    let mut isms = Isms::new("00000000000000000000000000000000");
    for (n, a) in demo::acts(&std::fs::read_to_string(path).unwrap()).unwrap().into_iter().enumerate() {
        let mut salt = || [7; 32];
        let at =
            a.on.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap()).and_utc() + chrono::Duration::seconds(n as i64);
        if let Ok(p) = isms.plan(a.proposal, &mut Stamp { at, on: a.on, by: a.by, salt: &mut salt }) {
            isms.apply(&p);
        }
    }
    isms
}
fn today() -> NaiveDate {
    day(demo::DAY)
}
fn on<T>(isms: &Isms, today: NaiveDate, look: impl FnOnce(&Shown) -> T) -> T {
    let currency = staleness::staleness(isms, today);
    look(&Shown::new(isms, today, &currency))
}
fn year(isms: &Isms, today: NaiveDate, budget: u32) -> CalendarShown {
    on(isms, today, |s| view::calendar(s, None, 12, budget))
}
fn file(isms: &Isms, today: NaiveDate, earlier: &[(u64, NaiveDate)]) -> CalendarFile {
    on(isms, today, |s| view::calendar_file(s, earlier))
}
fn say(file: &CalendarFile) -> BTreeMap<String, String> {
    let name = |uid: &str| uid.split_once('.').unwrap().1.trim_end_matches("@isms-upkeep").to_string();
    file.entries
        .iter()
        .map(|e| (name(&e.uid), format!("{:?}{}", e.when, if e.cancelled { " cancelled" } else { "" })))
        .collect()
}

#[test]
fn every_day_that_a_rule_counts_to_within_the_year_stands_somewhere() {
    let isms = fennel();
    let c = year(isms, today(), 120);
    let stands: BTreeSet<(&str, NaiveDate)> = c
        .events
        .iter()
        .filter_map(|e| Some((e, e.on?)))
        .flat_map(|(e, d)| e.codes.iter().map(move |c| (c.as_str(), d)))
        .collect();
    let mut missing = Vec::new();
    let mut n = 0;
    for item in staleness::staleness(isms, today()).items {
        if item.states.has(State::NotApplicable) {
            continue;
        }
        let days = item
            .next
            .into_iter()
            .chain(item.due)
            .chain(item.reasons.iter().filter(|r| r.state != State::Stale).filter_map(|r| r.due));
        for d in days.filter(|d| *d <= c.until) {
            n += 1;
            let id = item.id(isms);
            if !stands.contains(&(id.as_str(), d)) {
                missing.push(format!("{id} on {d}"));
            }
        }
        // What needs a look and names no day stands there too.
        let needs = !item.is_current() && item.put_off_until.is_none();
        let id = item.id(isms);
        if needs && !c.events.iter().any(|e| e.codes.contains(&id)) {
            missing.push(format!("{id}, undated"));
        }
    }
    assert!(n > 900, "{n}");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_date_to_come_in_a_record_stands_on_its_day() {
    // Dates that nobody has to do anything about.
    const QUIET: [&str; 4] = ["person.away_until", "person.away_from", "routine.paused_until", "routine.started_on"];
    // Nor about these: an acceptance of what needs none, the day of a weakness that is fixed.
    let idle = |r: &isms::isms::Record, field: &str| match field {
        "risk.accepted_until" => r.get::<isms::kinds::Risk>().unwrap().level() <= 9,
        "vulnerability.due" => r.state() != "open",
        _ => false,
    };
    let isms = fennel();
    let c = year(isms, today(), 120);
    let (mut n, mut missing) = (0, Vec::new());
    for r in isms.records.iter().filter(|r| r.live() && r.info().name != "review") {
        let body = r.body_json();
        for f in r.info().fields.iter().filter(|f| f.ty == isms::kind::Ty::Date) {
            let name = format!("{}.{}", r.info().name, f.name);
            let Some(d) = body.get(&f.name).and_then(|v| v.as_str()).and_then(isms::dates::parse) else { continue };
            if d <= today() || d > c.until || QUIET.contains(&name.as_str()) || idle(r, &name) {
                continue;
            }
            n += 1;
            let stands = c.events.iter().any(|e| e.codes.iter().any(|x| **x == *r.code) && e.on == Some(d));
            // The day to speak stands in place of the contract's end as long as it lies ahead.
            let notice = name == "supplier.contract_ends"
                && c.events.iter().any(|e| *e.id == *r.code && e.label.ends_with("ends"));
            // The end of the certificate is on its line.
            let line = c.certificate.as_ref().is_some_and(|l| l.marks.iter().any(|m| m.on == d))
                && name.starts_with("organization");
            if !stands && !notice && !line {
                missing.push(format!("{} {name} {d} ({})", r.code, r.state()));
            }
        }
    }
    assert!(n > 20, "{n}");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_list_holds_what_the_drawing_holds() {
    let c = year(fennel(), today(), 120);
    let drawn: BTreeSet<&String> = c.lanes.iter().flat_map(|l| &l.fields).flatten().flat_map(|f| &f.codes).collect();
    let listed: BTreeSet<&String> =
        c.events.iter().filter(|e| e.at >= c.from && e.at <= c.until).flat_map(|e| &e.codes).collect();
    assert_eq!(drawn, listed);
    assert!(drawn.len() > 400);
    // Month by month and lane by lane, too.
    for (n, m) in c.months.iter().enumerate() {
        for l in &c.lanes {
            let drawn: BTreeSet<&String> = l.fields[n].iter().flat_map(|f| &f.codes).collect();
            let here = |e: &&isms::view::calendar::Event| {
                e.lane == l.lane && (e.at.year(), e.at.month()) == (m.first.year(), m.first.month())
            };
            let listed: BTreeSet<&String> = c.events.iter().filter(here).flat_map(|e| &e.codes).collect();
            assert_eq!(drawn, listed, "{} in {}", l.title, m.first);
        }
    }
    // Several stand by their number, one by its words.
    for f in c.lanes.iter().flat_map(|l| &l.fields).flatten() {
        assert!(!f.label.is_empty() && f.count > 0 && !f.codes.is_empty());
        assert!(f.go.is_none() || f.count == 1, "{} leads to one of {}", f.label, f.count);
        assert!(f.go.is_some() || f.label.starts_with(&f.count.to_string()), "{}", f.label);
    }
}

/// A file in which only what a test puts into it has a rhythm.
fn quiet() -> Book {
    Book::new().on("2026-06-02")
}

#[test]
fn a_monthly_routine_stands_in_each_month_and_a_yearly_review_once() {
    let mut b = quiet();
    b.act(Verb::Add, vec![Change::put("routine", "RT-01", json!({"title": "Logs", "owner": "P-0", "what": "Look.", "cadence": {"every": 1, "unit": "month", "from": {"fixed": "2026-06-10"}, "lead_days": 5}, "wizard": "note", "minutes": 15, "proof_needed": "note", "started_on": "2026-06-01"}))]);
    let c = year(&b.isms, b.today, 120);
    let of = |id: &str| -> Vec<String> {
        c.events
            .iter()
            .filter(|e| e.id == id && e.on.is_some())
            .map(|e| format!("{} {}", e.on.unwrap(), e.state.word()))
            .collect()
    };
    let months: Vec<String> =
        (0..12).map(|n| isms::dates::add_months(day("2026-06-10"), n).to_string() + " planned").collect();
    assert_eq!(of("RT-01"), months);
    assert_eq!(of("R-0"), ["2027-01-05 planned"]);
    // Seen from a later span, the yearly review occurs again.
    let later = on(&b.isms, b.today, |s| view::calendar(s, Some(day("2028-01-20")), 12, 120));
    let again: Vec<NaiveDate> = later.events.iter().filter(|e| e.id == "R-0").filter_map(|e| e.on).collect();
    assert_eq!(again, [day("2028-01-05")]);
    assert_eq!((later.from, later.until), (day("2028-01-01"), day("2028-12-31")));
}

#[test]
fn what_is_overdue_or_out_of_step_stands_today_with_its_own_sign() {
    let mut b = quiet();
    b.act(Verb::Change, vec![Change::put("asset", "A-0", json!({"exposed": "internet"}))]);
    let b = b.on("2027-01-20");
    let c = year(&b.isms, b.today, 120);
    let risk = c.events.iter().find(|e| e.id == "R-1").unwrap();
    assert_eq!((risk.on, risk.at, risk.state), (Some(day("2027-01-05")), b.today, Standing::Overdue));
    let (lane, month) = (c.lanes.iter().find(|l| l.title == "Risks").unwrap(), 0);
    assert_eq!(lane.fields[month][0].state, Standing::Overdue);
    assert!(c.months[0].now && !c.months[1].now);
    let asset = c.events.iter().find(|e| e.id == "A-0").unwrap();
    assert_eq!((asset.at, asset.state), (b.today, Standing::Overdue));
    let before = year(&b.isms, day("2026-06-02"), 120);
    let stale: Vec<_> = before.events.iter().filter(|e| e.state == Standing::OutOfStep).collect();
    assert!(!stale.is_empty() && stale.iter().all(|e| e.on.is_none() && e.at == day("2026-06-02")), "{stale:?}");
    // On the day itself it is due soon, and its true day is its place.
    let then = year(&b.isms, day("2027-01-05"), 120);
    let risk = then.events.iter().find(|e| e.id == "R-1").unwrap();
    assert_eq!((risk.at, risk.state), (day("2027-01-05"), Standing::DueSoon));
}

#[test]
fn past_months_show_what_was_done() {
    let c = on(fennel(), today(), |s| view::calendar(s, Some(day("2026-09-01")), 3, 120));
    assert_eq!(c.months.len(), 3);
    let september: Vec<_> = c.events.iter().filter(|e| e.at.month() == 9 && e.at.year() == 2026).collect();
    assert!(september.len() > 5, "{}", september.len());
    assert!(september.iter().all(|e| e.state == Standing::Done));
    // What is owed stands in this month, not in the one in which it fell due.
    assert!(c.events.iter().filter(|e| e.state == Standing::Overdue).all(|e| e.at >= today()));
}

// ---- hours, and bringing forward

/// Forty risks that were all brought in on one day.
fn crowd() -> Book {
    let mut b = quiet();
    let risk = (isms::kinds::kind("risk").unwrap().example)();
    let codes: Vec<String> = (10..50).map(|n| format!("R-0{n}")).collect();
    let put = |c: &String| {
        let mut body = risk.clone();
        body["title"] = format!("Risk {c}").into();
        body["plan_approved"] = json!({"by": "P-0", "on": "2026-06-02", "how": "in_app"});
        Change::put("risk", c, body)
    };
    b.act(Verb::Import, codes.iter().map(put).collect());
    b.act(Verb::Review, vec![Change::add("review", json!({"wizard": "risk-review", "about": codes, "held_on": "2026-06-02", "by": "P-0", "outcome": "carried_over", "why": "From the sheet of the time before."}))]);
    b
}
fn load(c: &CalendarShown, month: &str) -> u32 {
    c.months.iter().find(|m| m.first == day(month)).unwrap().minutes
}

#[test]
fn a_crowded_month_says_why_and_offers_to_look_sooner() {
    let b = crowd();
    let c = on(&b.isms, day("2026-11-20"), |s| view::calendar(s, Some(day("2027-01-01")), 12, 120));
    assert_eq!(load(&c, "2027-06-01"), 40 * 6);
    let june = c.crowded.iter().find(|m| m.month == day("2027-06-01")).unwrap();
    assert_eq!(june.text, "June 2027 takes 4 h, more than your two hours.");
    assert_eq!(june.because, "40 risks fall due on the same day because they came in together.");
    let offer = june.offer.as_ref().unwrap();
    assert_eq!(offer.text, "Bring 20 of them forward to May");
    assert_eq!(offer.holds, "none is looked at later than its year allows");
    assert_eq!(offer.moves.len(), 20);
    // The fifteenth of May 2027 is a Saturday: the working day before.
    assert!(offer.moves.iter().all(|m| m.by == day("2027-05-14") && m.due == day("2027-06-02") && m.by < m.due));
    let months: Vec<(NaiveDate, u32, u32)> = offer.months.iter().map(|l| (l.month, l.was, l.will)).collect();
    assert_eq!(months, [(day("2027-05-01"), 0, 120), (day("2027-06-01"), 240, 120)]);
    // Within the budget nothing is said.
    let wide = on(&b.isms, day("2026-11-20"), |s| view::calendar(s, Some(day("2027-01-01")), 12, 240));
    assert!(!wide.crowded.iter().any(|m| m.month == day("2027-06-01")));
}

#[test]
fn what_is_spread_falls_due_sooner_and_undone_as_one_act_it_is_as_before() {
    let mut b = crowd();
    b.today = day("2026-11-20");
    let c = on(&b.isms, b.today, |s| view::calendar(s, Some(day("2027-01-01")), 12, 60));
    let june = c.crowded.iter().find(|m| m.month == day("2027-06-01")).unwrap();
    let offer = june.offer.clone().unwrap();
    // No month gets more than the owner gives, or than the year takes on average.
    assert_eq!(offer.text, "Spread 24 of them over April to June");
    let moves: Vec<Sooner> = offer.moves.iter().map(|m| Sooner { id: m.id.clone(), by: m.by }).collect();
    let before: Vec<_> = staleness::staleness(&b.isms, b.today).items.iter().map(|i| (i.states, i.due)).collect();
    let changes = decide::spread(&b.isms, b.today, "P-0", &moves, "June would take too much at once.").unwrap();
    assert_eq!(changes.len(), 2, "one decision for each day");
    b.act(Verb::Spread, changes);
    let c = on(&b.isms, b.today, |s| view::calendar(s, Some(day("2027-01-01")), 12, 60));
    for l in &offer.months {
        assert_eq!(load(&c, &l.month.to_string()), l.will, "{}", l.month);
    }
    // It is still looked at every year from the day on which it is looked at, and its state is what it was.
    for m in &offer.moves {
        let item = staleness::of(&b.isms, b.today, &m.id).unwrap();
        assert_eq!((item.due, item.is_current()), (Some(m.by), true), "{}", m.id);
        let e = c.events.iter().find(|e| e.id == m.id).unwrap();
        assert_eq!(e.on, Some(m.by));
        assert!(e.why.contains("brought forward"), "{}", e.why);
    }
    assert_eq!(b.states("R-010"), "current");
    let act = b.isms.undoable().unwrap();
    assert_eq!(isms::view::say_act(&b.isms, act), "Brought 24 reviews forward");
    let mut salt = || [7u8; 32];
    let at = b.today.and_hms_opt(15, 0, 0).unwrap().and_utc();
    let undo = b
        .isms
        .plan_undo("It fits after all.".into(), &mut Stamp { at, on: b.today, by: "P-0".into(), salt: &mut salt })
        .unwrap();
    b.isms.apply(&undo);
    let after: Vec<_> = staleness::staleness(&b.isms, b.today).items.iter().map(|i| (i.states, i.due)).collect();
    assert_eq!(before, after);
}

#[test]
fn a_review_answers_what_was_brought_forward() {
    let mut b = crowd();
    b.today = day("2026-11-20");
    let moves = [Sooner { id: "R-010".into(), by: day("2027-02-15") }];
    let changes = decide::spread(&b.isms, b.today, "P-0", &moves, "June would take too much at once.").unwrap();
    b.act(Verb::Spread, changes);
    b.today = day("2027-02-16");
    assert_eq!(b.states("R-010"), "overdue");
    b.act(Verb::Review, vec![Change::add("review", json!({"wizard": "risk-review", "about": ["R-010"], "held_on": "2027-02-16", "by": "P-0", "outcome": "holds", "why": "Looked at it with the owner.", "signed": {"by": "P-0", "on": "2027-02-16", "how": "in_app"}}))]);
    let item = staleness::of(&b.isms, b.today, "R-010").unwrap();
    assert_eq!((item.is_current(), item.due), (true, Some(day("2028-02-16"))));
}

#[test]
fn nothing_is_spread_to_a_later_day_nor_without_a_why() {
    let mut b = crowd();
    b.today = day("2026-11-20");
    let refused = |moves: &[(&str, &str)], why: &str| -> String {
        let moves: Vec<Sooner> = moves.iter().map(|(id, by)| Sooner { id: id.to_string(), by: day(by) }).collect();
        decide::spread(&b.isms, b.today, "P-0", &moves, why)
            .map(|c| format!("{} changes", c.len()))
            .unwrap_or_else(|r| r.to_string())
    };
    let why = "June would take too much at once.";
    assert_eq!(refused(&[("R-010", "2027-06-01"), ("R-011", "2027-06-01")], why), "1 changes");
    assert!(refused(&[("R-010", "2027-06-02")], why).contains("would not be sooner"));
    assert!(
        refused(&[("R-010", "2027-06-03")], why)
            .contains("R-010 falls due on 2027-06-02; 2027-06-03 would not be sooner. Choose an earlier day")
    );
    assert!(refused(&[("R-010", "2026-11-20")], why).contains("not after today"));
    assert!(refused(&[("R-999", "2027-05-01")], why).contains("No review of"));
    assert!(refused(&[("P-0", "2027-05-01")], why).contains("No review of"));
    assert!(refused(&[], why).contains("Nothing is named"));
    assert!(refused(&[("R-010", "2027-05-14")], "ok").contains("It is not said why"));
    // Each mistake is named, not only the first.
    let both = refused(&[("R-010", "2027-07-01"), ("R-999", "2027-05-01")], why);
    assert!(both.contains("R-010") && both.contains("R-999"), "{both}");
}

#[test]
fn no_offer_of_the_demo_looks_later_or_before_half_of_its_time() {
    let isms = fennel();
    for budget in [60, 120, 300, 600, 900] {
        let c = year(isms, today(), budget);
        let mut offers = 0;
        for m in &c.crowded {
            let Some(o) = &m.offer else { continue };
            offers += 1;
            let ids: BTreeSet<&String> = o.moves.iter().map(|x| &x.id).collect();
            assert_eq!(ids.len(), o.moves.len(), "a record is moved twice");
            for x in &o.moves {
                let held = isms.last_mark(&x.id).unwrap().held_on;
                assert!(x.by < x.due && x.by > today(), "{x:?}");
                assert!((x.by - held) * 2 >= x.due - held - chrono::Duration::days(1), "{x:?} was held on {held}");
                assert!(!matches!(x.by.weekday(), Weekday::Sat | Weekday::Sun), "{x:?}");
            }
            let moves: Vec<Sooner> = o.moves.iter().map(|x| Sooner { id: x.id.clone(), by: x.by }).collect();
            decide::spread(isms, today(), "P-002", &moves, "So that no month takes too much.").unwrap();
            assert!(o.months.iter().all(|l| l.month == m.month || l.will > l.was));
            assert!(o.months.iter().any(|l| l.month == m.month && l.will < l.was));
        }
        assert!(offers > 0, "no offer at a budget of {budget} minutes");
    }
}

// ---- the certificate

/// No two labels of one row meet.
fn apart(c: &isms::view::calendar::Certificate) {
    for (n, a) in c.marks.iter().enumerate() {
        for b in &c.marks[..n] {
            let one_row = (a.below, a.deep) == (b.below, b.deep);
            assert!(!one_row || (a.at - b.at).abs() >= 7.0, "{} and {}", a.what, b.what);
        }
    }
}
#[test]
fn the_line_of_the_certificate_says_what_was_held_and_what_is_latest() {
    let c = year(fennel(), today(), 120).certificate.unwrap();
    let say: Vec<String> = c.marks.iter().map(|m| format!("{} {} {}", m.what, m.how, m.on)).collect();
    assert_eq!(
        say,
        [
            "Decided  2024-06-12",
            "Surveillance 1 held 2025-05-14",
            "Surveillance 2 held 2026-05-20",
            "Today  2026-11-24",
            "Recertification  2027-03-16",
            "Ends  2027-06-11",
        ]
    );
    assert!(c.says.contains("Surveillance 1 held 14 May 2025") && c.warning.is_empty());
    apart(&c);
    // A new certificate: latest days of the first cycle.
    let mut isms = Isms::new("00000000000000000000000000000000");
    let mut salt = || [7; 32];
    let at = day("2026-03-01").and_hms_opt(9, 0, 0).unwrap().and_utc();
    let first = isms::catalog::first_act("Alder Bikes Ltd", day("2026-02-28"), "Ida Alder", day("2026-03-01"));
    let planned =
        isms.plan(first, &mut Stamp { at, on: day("2026-03-01"), by: "P-001".into(), salt: &mut salt }).unwrap();
    isms.apply(&planned);
    let c = year(&isms, day("2026-03-01"), 120);
    let line = c.certificate.unwrap();
    let latest: Vec<(&str, NaiveDate)> =
        line.marks.iter().filter(|m| m.how == "latest").map(|m| (m.what, m.on)).collect();
    let want = [("Surveillance 1", "2027-02-28"), ("Recertification", "2028-12-29"), ("Surveillance 2", "2028-12-31")];
    assert_eq!(latest, want.map(|(what, on)| (what, day(on))));
    apart(&line);
    // And the latest day of the first stands in the year.
    assert!(c.events.iter().any(|e| e.id == "cycle/surveillance-1"
        && e.on == Some(day("2027-02-28"))
        && e.label == "Surveillance 1, latest day"));
}

#[test]
fn without_a_certificate_or_a_file_the_calendar_is_still_one() {
    let empty = Isms::new("0");
    let c = year(&empty, today(), 120);
    assert!(c.certificate.is_none() && c.crowded.is_empty());
    assert_eq!((c.months.len(), c.from, c.until), (12, day("2026-11-01"), day("2027-10-31")));
    assert!(c.lanes.iter().all(|l| l.fields.len() == 12));
    let b = quiet().with(
        "organization",
        "ORG",
        json!({"decided_on": null, "expires_on": null, "certificate_state": null, "next_external_audit": null}),
    );
    assert!(year(&b.isms, b.today, 120).certificate.is_none());
    let b = quiet().with("organization", "ORG", json!({"certificate_state": "suspended", "state_since": "2026-05-01"}));
    assert!(year(&b.isms, b.today, 120).certificate.unwrap().warning.contains("suspended since 1 May"));
    let over = quiet().on("2028-03-01");
    let line = year(&over.isms, over.today, 120).certificate.unwrap();
    assert!(line.warning.contains("ended on 31 January") && line.warning.contains("until 31 July"), "{}", line.warning);
    assert!(!line.marks.iter().any(|m| m.what == "Today"));
}

// ---- the month sheet

#[test]
fn the_sheet_begins_on_monday_and_a_day_off_is_offered_on_the_working_day_before() {
    let b = quiet().with("control", "SOA-8.12", json!({"done_by": "2026-08-01"}));
    let c = on(&b.isms, b.today, |s| view::calendar(s, Some(day("2026-08-12")), 1, 120));
    assert!(c.weeks.iter().all(|w| w.len() == 7 && w[0].on.weekday() == Weekday::Mon));
    assert_eq!(c.weeks[0][0].on, day("2026-07-27"));
    assert_eq!(c.weeks.last().unwrap()[6].on, day("2026-09-06"));
    let days: Vec<_> = c.weeks.iter().flatten().collect();
    assert!(days.iter().all(|d| d.off == matches!(d.on.weekday(), Weekday::Sat | Weekday::Sun)));
    assert!(days.iter().all(|d| d.outside == (d.on.month() != 8)));
    let at = |d: &str| days.iter().find(|x| x.on == day(d)).unwrap();
    let n = c.events.iter().position(|e| e.id == "SOA-8.12").unwrap();
    assert!(at("2026-08-01").events.contains(&n) && at("2026-07-31").offered.contains(&n));
    assert!(at("2026-07-31").events.is_empty());
    // A house that works on Saturdays is offered nothing on Friday.
    let b = b.with("organization", "ORG", json!({"weekend": ["sun"]}));
    let c = on(&b.isms, b.today, |s| view::calendar(s, Some(day("2026-08-12")), 1, 120));
    assert!(c.weeks.iter().flatten().all(|d| d.offered.is_empty()));
    assert!(!c.weeks[0][5].off && c.weeks[0][6].off);
}

// ---- for another calendar

#[test]
fn the_same_file_gives_the_same_entries_each_under_a_name_of_its_own() {
    let (a, b) = (file(fennel(), today(), &[]), file(&replayed(), today(), &[]));
    assert_eq!(a, b);
    for w in a.entries.windows(2) {
        assert!(w[0].uid != w[1].uid, "{:?}\n{:?}", w[0], w[1]);
    }
    let names: BTreeSet<&str> = a.entries.iter().map(|e| e.uid.as_str()).collect();
    assert_eq!(names.len(), a.entries.len(), "two entries have one name");
    assert!(names.iter().all(|n| n.starts_with("00000000000000000000000000000000.") && !n.contains(' ')));
    assert!(a.entries.len() > 300);
    // Every dated event is in it.
    let c = on(fennel(), today(), |s| view::calendar::events(s, isms::dates::add_months(today(), 12)));
    let dated = c.iter().filter(|e| e.on.is_some() && e.state != Standing::Done).count();
    assert_eq!(dated, a.entries.len());
    assert!(a.entries.iter().all(|e| !e.summary.is_empty() && !e.description.is_empty() && !e.cancelled));
}

#[test]
fn what_was_done_moves_and_what_is_gone_is_cancelled() {
    let mut b = quiet();
    b.act(Verb::Add, vec![
        Change::put("routine", "RT-01", json!({"title": "Logs", "owner": "P-0", "what": "Look.", "cadence": {"every": 1, "unit": "month", "from": {"fixed": "2026-06-10"}, "lead_days": 5}, "wizard": "note", "minutes": 15, "proof_needed": "note", "started_on": "2026-06-01"})),
        Change::put("action", "ACT-001", json!({"title": "Buy a safe", "sort": "treatment", "owner": "P-0", "what": "Buy it.", "due": "2026-09-01", "state": "open"})),
    ]);
    let (acts, then) = (u64::from(b.isms.last_seq()), b.today);
    let first = file(&b.isms, b.today, &[]);
    let was = say(&first);
    assert_eq!(was["R-0.review"], "Day(2027-01-05)");
    assert_eq!(was["RT-01.routine-2026-06-10"], "Day(2026-06-10)");
    assert_eq!(was["ACT-001.action-late"], "Day(2026-09-01)");
    b.today = day("2026-06-09");
    b.act(Verb::Review, vec![Change::add("review", json!({"wizard": "note", "about": ["RT-01", "R-0"], "held_on": "2026-06-09", "by": "P-0", "outcome": "holds", "why": "Looked at both of them today.", "signed": {"by": "P-0", "on": "2026-06-09", "how": "in_app"}}))]);
    b.act(Verb::Retire, vec![Change::Retire { code: "ACT-001".into(), why: "The landlord has one.".into() }]);
    let second = file(&b.isms, b.today, &[(acts, then)]);
    let is = say(&second);
    // The review keeps its name and moves; the occurrence that is done and the retired action are taken out, under the names they had.
    assert_eq!(is["R-0.review"], "Day(2027-06-09)");
    assert_eq!(is["RT-01.routine-2026-06-10"], "Day(2026-06-10) cancelled");
    assert_eq!(is["RT-01.routine-2026-07-10"], "Day(2026-07-10)");
    assert_eq!(is["ACT-001.action-late"], "Day(2026-09-01) cancelled");
    assert!(second.sequence > first.sequence && second.stamp > first.stamp);
    // Nobody exported before: nobody is told.
    assert!(file(&b.isms, b.today, &[]).entries.iter().all(|e| !e.cancelled));
    // A day later, without an act, it still grows.
    assert!(file(&b.isms, day("2026-06-10"), &[]).sequence > second.sequence);
}

#[test]
fn a_legal_clock_has_its_moment_with_its_offset() {
    let f = file(fennel(), today(), &[]);
    let clocks: Vec<_> = f.entries.iter().filter(|e| matches!(e.when, When::Moment(_))).collect();
    let gdpr = clocks.iter().find(|e| e.uid.contains("I-009.gdpr-33.")).expect("the clock of the authority");
    let i = fennel().get::<isms::kinds::Incident>("I-009").unwrap();
    let aware =
        chrono::DateTime::parse_from_str(&i.aware_at.clone().unwrap_or(i.noticed_at.clone()), "%Y-%m-%dT%H:%M%:z")
            .unwrap();
    assert_eq!(gdpr.when, When::Moment(aware + chrono::Duration::hours(72)));
    let own: BTreeSet<&str> = clocks.iter().filter(|e| e.uid.contains(".own.")).map(|e| e.uid.as_str()).collect();
    assert!(!own.is_empty());
}

#[test]
fn looking_ahead_changes_no_target_and_no_order() {
    let (now, far) = (staleness::staleness(fennel(), today()), staleness::ahead(fennel(), today()));
    let ids = |c: &staleness::Currency| c.items.iter().map(|i| i.target).collect::<Vec<Target>>();
    assert_eq!(ids(&now), ids(&far));
    // Whatever speaks today speaks when one looks ahead.
    for (a, b) in now.items.iter().zip(&far.items) {
        for r in a.reasons.iter().filter(|r| r.due.is_some()) {
            assert!(b.reasons.iter().any(|x| x.due == r.due), "{} {}", a.id(fennel()), r.rule.id);
        }
    }
}
