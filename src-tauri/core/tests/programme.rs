//! The programme: what the five answers propose, and how the routines of a file are shown over the year.
#![allow(clippy::expect_used, clippy::unwrap_used)]
use chrono::{Datelike, NaiveDate, NaiveTime};
use isms::catalog::{Does, FirstRun, Joiners, Proposed, ROUTINES, minutes_by_month, propose};
use isms::dates::{add_days, add_months, days_between};
use isms::kinds::organization::Law;
use isms::words::From;
use isms::{Change, Isms, Proposal, Stamp, Verb};
use serde_json::json;

fn day(s: &str) -> NaiveDate {
    isms::dates::parse(s).unwrap()
}
fn line<'a>(lines: &'a [Proposed], name: &str) -> &'a Proposed {
    lines.iter().find(|l| l.name == name).unwrap_or_else(|| panic!("no {name}"))
}
fn every(lines: &[Proposed], name: &str) -> String {
    line(lines, name).cadence.words()
}
/// The first of the twelve whole months after today's.
fn start(today: NaiveDate) -> NaiveDate {
    add_months(today.with_day(1).unwrap(), 1)
}

/// What must be so whatever was answered.
fn holds(a: &FirstRun, today: NaiveDate) {
    let lines = propose(a, today);
    let say = || format!("{a:?} on {today}");
    let from = start(today);
    let months = minutes_by_month(&lines, from);
    let year: u32 = months.iter().sum();
    assert!(months.iter().all(|m| m * 6 <= year), "{months:?}, mean {}: {}", year / 12, say());
    let goal =
        a.external_audit(today).or((0..12).map(|n| add_months(from, n)).find(|d| a.budgets.contains(&d.month())));
    let time = goal.is_none_or(|d| days_between(today, d) >= 120);
    for (i, l) in lines.iter().enumerate() {
        assert_eq!(l.code, format!("RT-{:02}", i + 1), "{}", say());
        assert!(l.cadence.lead_days < l.cadence.days(), "{} {}", l.name, say());
        assert_eq!(l.dropped, l.why.contains("no site"), "{} {}", l.name, say());
        let table = ROUTINES.iter().find(|t| t.name == l.name);
        let same = table.is_some_and(|t| {
            (t.every, t.unit, t.what) == (l.cadence.every, l.cadence.unit, l.what.as_str())
                && t.serves.len() == l.serves.len()
        });
        assert!(same || !l.why.is_empty(), "{} deviates and says no why: {}", l.name, say());
        // Fixed ones keep out of the busiest month; what comes every month cannot.
        if let (From::Fixed(anchor), true) = (l.cadence.from, l.cadence.days() > 31) {
            // Where the auditor or the budgets come soon, the audit and the review have no month to choose.
            let bound = ["internal-audit", "management-review"].contains(&l.name);
            if a.busiest.len() == 1 && (time || !bound) {
                let in_busy = (0..12).map(|k| l.cadence.after(anchor, k)).find(|d| a.busiest.contains(&d.month()));
                assert_eq!(in_busy, None, "{} {}", l.name, say());
            }
            assert!(anchor > today, "{} {}", l.name, say());
        }
    }
    // Nothing is silently left without an answer.
    let kept: Vec<&str> =
        lines.iter().filter(|l| !l.dropped).flat_map(|l| &l.serves).flat_map(|n| isms::catalog::parts(n)).collect();
    let open: Vec<&str> = ROUTINES
        .iter()
        .flat_map(|t| t.serves)
        .flat_map(|n| isms::catalog::parts(n))
        .filter(|n| !kept.contains(n))
        .collect();
    let told: Vec<&str> = lines.iter().flat_map(|l| &l.leaves).map(String::as_str).collect();
    assert!(
        open.iter().all(|n| told.contains(n)) && told.iter().all(|n| open.contains(n)),
        "{open:?} {told:?} {}",
        say()
    );
    // The review looks at the audit, and comes before the external audit and the budgets.
    let (audit, review) =
        (line(&lines, "internal-audit").first.unwrap(), line(&lines, "management-review").first.unwrap());
    assert!(days_between(audit, review) >= 14, "{audit} {review} {}", say());
    if time && a.budgets.len() < 3 && a.busiest.len() < 3 {
        assert!(!a.budgets.contains(&review.month()), "{review} {}", say());
    }
    if let Some(day) = a.external_audit(today).filter(|d| days_between(today, *d) >= 14 + 30 + 14) {
        assert!(audit <= add_days(day, -30) && review <= add_days(day, -14), "{audit} {review} {day} {}", say());
    }
}

fn shapes() -> Vec<FirstRun> {
    let does: Vec<Vec<Does>> = (0..8)
        .map(|n| {
            [Does::Build, Does::Run, Does::Use]
                .into_iter()
                .enumerate()
                .filter(|(i, _)| n >> i & 1 == 1)
                .map(|(_, d)| d)
                .collect()
        })
        .collect();
    let laws = [
        vec![],
        vec![Law::Gdpr],
        vec![Law::Nis2Important],
        vec![Law::Dora],
        vec![Law::Cra, Law::UkGdpr],
        vec![Law::Nis2Essential, Law::Dora, Law::Cra],
    ];
    let mut out = Vec::new();
    for headcount in [None, Some(1), Some(25), Some(26), Some(100), Some(101)] {
        for joiners in [Joiners::Few, Joiners::Some, Joiners::Many] {
            for home_offices_only in [false, true] {
                for does in &does {
                    for laws in &laws {
                        for contracts_set_terms in [false, true] {
                            let (does, laws) = (does.clone(), laws.clone());
                            out.push(FirstRun {
                                headcount,
                                joiners,
                                home_offices_only,
                                does,
                                laws,
                                contracts_set_terms,
                                ..FirstRun::default()
                            });
                        }
                    }
                }
            }
        }
    }
    out
}
fn with(a: &FirstRun, busiest: Vec<u32>, budgets: Vec<u32>, audit: Option<NaiveDate>) -> FirstRun {
    FirstRun { busiest, budgets, next_external_audit: audit, ..a.clone() }
}

#[test]
fn whatever_is_answered_the_year_is_spread() {
    let today = day("2026-11-24");
    let shapes = shapes();
    // Every combination of what decides which lines there are, each with another busiest month, budget month and audit in turn.
    for (n, a) in shapes.iter().enumerate() {
        let n = n as u32;
        holds(a, today);
        let audit = (!n.is_multiple_of(7)).then(|| add_days(today, i64::from(n * 37 % 400)));
        holds(&with(a, vec![n % 12 + 1], vec![n * 5 % 12 + 1], audit), today);
    }
    // Every busiest month with every budget month and audits all over the year, for the smallest, the usual and the largest programme.
    let of = |headcount, joiners, does: &[Does], laws: &[Law]| FirstRun {
        headcount: Some(headcount),
        joiners,
        home_offices_only: true,
        does: does.into(),
        laws: laws.into(),
        ..FirstRun::default()
    };
    for a in [
        of(5, Joiners::Few, &[Does::Use], &[]),
        of(40, Joiners::Some, &[], &[]),
        of(500, Joiners::Many, &[Does::Build, Does::Run], &[Law::Nis2Essential, Law::Dora, Law::Cra]),
    ] {
        for busiest in 1..=12 {
            for budgets in 0..=12 {
                for audit in (0..=12).step_by(2) {
                    let budgets = if budgets == 0 { vec![] } else { vec![budgets] };
                    let audit = (audit > 0).then(|| add_days(today, audit * 31 - 11));
                    holds(&with(&a, vec![busiest], budgets, audit), today);
                }
            }
        }
        // Two busy months, three, and half of the year.
        for busiest in [vec![11, 12], vec![3, 6], vec![1, 2, 3], vec![3, 4, 5, 6, 7, 8]] {
            for budgets in [vec![], vec![10], vec![9, 10]] {
                for audit in 0..=12 {
                    holds(
                        &with(&a, busiest.clone(), budgets.clone(), (audit > 0).then(|| add_days(today, audit * 31))),
                        today,
                    );
                }
            }
        }
    }
    // The same on other days of the year.
    for n in 0..24 {
        let today = add_days(day("2027-01-31"), n * 16);
        for month in [1, 4, 8, 12] {
            holds(&with(&shapes[0], vec![month], vec![month % 12 + 1], Some(add_days(today, 200))), today);
        }
    }
}

#[test]
fn each_answer_has_the_effect_of_the_table() {
    let today = day("2026-11-24");
    let default = propose(&FirstRun::default(), today);
    assert_eq!(default.len(), 29);
    for (l, t) in default.iter().zip(ROUTINES) {
        assert_eq!((l.name, l.cadence.every, l.cadence.unit, l.minutes), (t.name, t.every, t.unit, t.minutes));
        assert_eq!(l.why.is_empty(), l.name != "audit-countdown", "{}: {}", l.name, l.why);
    }
    // About 70 hours a year for 40 people.
    let hours = minutes_by_month(&default, start(today)).iter().sum::<u32>() / 60;
    assert!((64..=72).contains(&hours), "{hours}");

    let small = propose(&FirstRun { headcount: Some(25), home_offices_only: true, ..FirstRun::default() }, today);
    for (name, words) in [("risk-identification", "year"), ("access-review", "6 months"), ("spot-check", "year")] {
        assert_eq!(every(&small, name), words, "{name}");
    }
    let gone = line(&small, "site-round");
    assert!(gone.dropped && gone.why.contains("home"));
    assert_eq!(gone.leaves, ["A.7.1", "A.7.2", "A.7.3", "A.7.4", "A.7.7"]);
    // At 26 the default holds again, also at home.
    let more = propose(&FirstRun { headcount: Some(26), home_offices_only: true, ..FirstRun::default() }, today);
    assert!(!line(&more, "site-round").dropped && every(&more, "access-review") == "3 months");

    for a in [
        FirstRun { headcount: Some(101), ..FirstRun::default() },
        FirstRun { headcount: Some(12), joiners: Joiners::Many, ..FirstRun::default() },
    ] {
        let large = propose(&a, today);
        for (name, words) in
            [("people-round", "2 weeks"), ("awareness-course", "6 months"), ("access-review", "3 months")]
        {
            assert_eq!(every(&large, name), words, "{name}");
        }
        assert!(line(&large, "access-review").what.contains("everyone's"));
    }

    let build = propose(&FirstRun { does: vec![Does::Build], ..FirstRun::default() }, today);
    assert_eq!(every(&build, "vulnerability-round"), "2 weeks");
    for n in ["A.8.25", "A.8.26", "A.8.27", "A.8.28", "A.8.29"] {
        assert!(line(&build, "pentest").serves.iter().any(|s| s == n), "{n}");
    }
    let run = propose(&FirstRun { does: vec![Does::Run], ..FirstRun::default() }, today);
    assert_eq!((every(&run, "restore-test").as_str(), every(&run, "log-look").as_str()), ("month", "week"));
    let uses = propose(&FirstRun { does: vec![Does::Use], ..FirstRun::default() }, today);
    assert_eq!((every(&uses, "restore-test").as_str(), every(&uses, "pentest").as_str()), ("6 months", "2 years"));
    assert_eq!(line(&uses, "vulnerability-round").title, "Update status");
    // Who also runs systems does not only use them.
    assert_eq!(
        every(&propose(&FirstRun { does: vec![Does::Use, Does::Run], ..FirstRun::default() }, today), "pentest"),
        "year"
    );

    for (laws, extra) in [
        (vec![Law::Nis2Important], vec!["management-training"]),
        (vec![Law::Dora], vec!["ict-risk-framework", "ict-register"]),
        (vec![Law::Cra], vec![]),
        (vec![Law::Nis2Essential, Law::Dora], vec!["management-training", "ict-risk-framework", "ict-register"]),
    ] {
        let bound = propose(&FirstRun { laws, ..FirstRun::default() }, today);
        assert_eq!(every(&bound, "obligation-review"), "6 months");
        assert_eq!(bound[29..].iter().map(|l| l.name).collect::<Vec<_>>(), extra);
        assert!(
            line(&bound, "incident-exercise").what.contains(" hours"),
            "{}",
            line(&bound, "incident-exercise").what
        );
    }
    assert_eq!(
        every(&propose(&FirstRun { laws: vec![Law::Gdpr], ..FirstRun::default() }, today), "obligation-review"),
        "year"
    );
    let terms = propose(&FirstRun { contracts_set_terms: true, ..FirstRun::default() }, today);
    assert!(line(&terms, "obligation-review").what.contains("contracts"));
}

#[test]
fn the_audit_and_the_review_are_placed_by_the_external_audit_and_the_budgets() {
    let today = day("2026-11-24");
    let on = |a: FirstRun| {
        let l = propose(&a, today);
        (
            line(&l, "internal-audit").first.unwrap(),
            line(&l, "management-review").first.unwrap(),
            line(&l, "audit-countdown").first,
        )
    };
    let external = day("2027-06-15");
    let free = FirstRun { next_external_audit: Some(external), ..FirstRun::default() };
    assert_eq!(on(free.clone()), (add_days(external, -90), add_days(external, -60), Some(external)));
    // Without an agreed day the cycle says: first surveillance twelve months after the decision, then the anniversary, then the renewal.
    let cycle = |d: &str| FirstRun { decided_on: Some(day(d)), ..FirstRun::default() }.external_audit(today);
    assert_eq!(cycle("2026-05-02"), Some(day("2027-05-02")));
    assert_eq!(cycle("2025-05-02"), Some(day("2027-05-02")));
    assert_eq!(cycle("2024-05-02"), Some(day("2027-03-02")));
    assert_eq!(cycle("2023-05-02"), None);
    // A budget month gives way forwards or backwards, never behind the external audit.
    let (audit, review, _) = on(FirstRun { budgets: vec![4], ..free.clone() });
    assert!(review.month() != 4 && days_between(audit, review) >= 14 && review <= add_days(external, -14));
    let (audit, ..) = on(FirstRun { busiest: vec![3], ..free });
    assert!(audit.month() != 3 && audit <= add_days(external, -30));
    // Without an audit the budgets say.
    let (audit, review, _) = on(FirstRun { budgets: vec![9, 10], ..FirstRun::default() });
    assert!(review.month() == 8 && audit < add_days(review, -14) && audit.month() >= 6);
}

#[test]
fn what_is_proposed_can_be_recorded_as_it_stands() {
    let today = day("2026-11-24");
    for a in [
        FirstRun::default(),
        FirstRun {
            headcount: Some(9),
            home_offices_only: true,
            does: vec![Does::Use],
            busiest: vec![12],
            next_external_audit: Some(day("2027-03-02")),
            ..FirstRun::default()
        },
        FirstRun {
            headcount: Some(300),
            does: vec![Does::Build, Does::Run],
            laws: vec![Law::Gdpr, Law::Nis2Essential, Law::Dora, Law::Cra],
            contracts_set_terms: true,
            ..FirstRun::default()
        },
    ] {
        let mut isms = Isms::new("0");
        let mut salt = || [7; 32];
        let at = today.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap()).and_utc();
        let mut stamp = Stamp { at, on: today, by: "P-001".into(), salt: &mut salt };
        let planned = isms
            .plan(isms::catalog::first_act("Alder Bikes Ltd", day("2026-05-02"), "Sam Reed", today), &mut stamp)
            .unwrap();
        isms.apply(&planned);
        let lines = propose(&a, today);
        let changes = lines
            .iter()
            .filter(|l| !l.dropped)
            .map(|l| Change::put("routine", &l.code, l.body("P-001", today)))
            .collect();
        let planned = isms
            .plan(Proposal { verb: Verb::Add, why: String::new(), changes }, &mut stamp)
            .unwrap_or_else(|r| panic!("{r}"));
        isms.apply(&planned);
        // On the first day nothing of it is late, and what counts from the last time is not due before its month.
        for (ix, r) in isms.each("routine") {
            let item = isms::staleness::of(&isms, today, &isms.rec(ix).code).unwrap();
            assert!(!item.states.has(isms::staleness::State::Overdue), "{} {:?}", r.code, item.states.as_ref());
        }
    }
}

#[test]
fn answers_that_cannot_be_are_refused_in_words() {
    let bad: FirstRun = serde_json::from_value(
        json!({"busiest": [13], "headcount": 0, "decided_on": "2026-05-02", "expires_on": "2026-05-01"}),
    )
    .unwrap();
    let refusal = bad.check().unwrap_err();
    assert_eq!(refusal.each().map(|r| r.place.as_str()).collect::<Vec<_>>(), ["busiest", "headcount", "expires_on"]);
    assert!(serde_json::from_value::<FirstRun>(json!({"people": 4})).is_err());
    assert!(FirstRun::default().check().is_ok());
}

// ---- as it is shown

use isms::staleness::{Currency, State, staleness};
use isms::view::{self, Became, ProgrammeShown, RoutineShown, Shown};
use serde_json::Value;

/// A small file with one routine, on a day.
struct Book {
    isms: Isms,
    today: NaiveDate,
}
impl Book {
    /// Started on its first day, with the fields of a routine as they differ from a quarterly one from 1 February 2026.
    fn new(more: Value) -> Book {
        let mut b = Book { isms: Isms::new("0"), today: day("2026-01-05") };
        b.act(Verb::Add, isms::catalog::first_act("Alder Bikes Ltd", day("2025-05-02"), "Sam Reed", b.today).changes);
        let mut body = json!({"title": "Restore test", "owner": "P-001", "what": "Restore and compare.", "wizard": "restore-test", "serves": ["A.8.13"], "minutes": 45, "proof_needed": "note",
            "started_on": "2026-01-05", "cadence": {"every": 3, "unit": "month", "from": {"fixed": "2026-02-01"}, "lead_days": 14, "window_days": 14}});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        b.act(Verb::Add, vec![Change::put("routine", "RT-01", body)]);
        b
    }
    fn act(&mut self, verb: Verb, changes: Vec<Change>) {
        let mut salt = || [7; 32];
        let at = self.today.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap()).and_utc();
        let mut stamp = Stamp { at, on: self.today, by: "P-001".into(), salt: &mut salt };
        let planned = self
            .isms
            .plan(Proposal { verb, why: "For the test.".into(), changes }, &mut stamp)
            .unwrap_or_else(|r| panic!("{r}"));
        self.isms.apply(&planned);
    }
    fn on(mut self, today: &str) -> Book {
        self.today = day(today);
        self
    }
    fn done(self, on: &str) -> Book {
        self.done_saying(on, json!({}))
    }
    fn done_saying(mut self, on: &str, more: Value) -> Book {
        self.today = day(on);
        let mut body = json!({"wizard": "restore-test", "about": ["RT-01"], "held_on": on, "by": "P-001", "outcome": "holds", "why": "Restored and compared, equal.", "signed": {"by": "P-001", "on": on, "how": "in_app"}});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.act(Verb::Review, vec![Change::add("review", body)]);
        self
    }
    fn shown(&self) -> ProgrammeShown {
        let c = staleness(&self.isms, self.today);
        view::programme(&Shown::new(&self.isms, self.today, &c), None, None, 120)
    }
    /// "2026-02 done 30", one line a time.
    fn strip(&self) -> Vec<String> {
        let p = self.shown();
        p.routines[0].cells.iter().flat_map(|c| &c.times).map(line_of).collect()
    }
}
fn line_of(t: &isms::view::Occasion) -> String {
    let word = json!(t.became).as_str().unwrap().to_string();
    let day = |d: Option<NaiveDate>| d.map_or(String::new(), |d| format!(" {d}"));
    let late = if t.days_late > 0 { format!(" +{}", t.days_late) } else { String::new() };
    format!(
        "{word}{}{}{late}",
        t.due.map_or(String::new(), |d| format!(" {d}")),
        if t.on == t.due { String::new() } else { day(t.on).replacen(' ', " on ", 1) }
    )
}

#[test]
fn in_time_within_tolerance_late_and_once_more() {
    let b = Book::new(json!({}))
        .done("2026-01-30")
        .done("2026-05-09")
        .done("2026-05-20")
        .done("2026-09-03")
        .on("2026-09-10");
    assert_eq!(
        b.strip(),
        [
            "done 2026-02-01 on 2026-01-30",
            "tolerated 2026-05-01 on 2026-05-09 +8",
            "again 2026-05-01 on 2026-05-20 +19",
            "late 2026-08-01 on 2026-09-03 +33",
            "ahead 2026-11-01",
            "ahead 2027-02-01",
            "ahead 2027-05-01",
            "ahead 2027-08-01",
        ]
    );
    let p = b.shown();
    let says: Vec<&str> = p.routines[0].cells.iter().flat_map(|c| &c.times).map(|t| t.says.as_str()).collect();
    assert_eq!(says[1], "Done on 9 May, 8 days after 1 May: within the 14 days that you allow.");
    assert_eq!(says[3], "Done on 3 September, due on 1 August: 33 days late.");
    assert_eq!(p.routines[0].due, Some(day("2026-11-01")));
    // On its day it is due, the day after overdue; it stands in its own month.
    let b = b.on("2026-11-01");
    assert!(b.strip().contains(&"due_soon 2026-11-01".to_string()), "{:?}", b.strip());
    let b = b.on("2026-11-02");
    assert!(b.strip().contains(&"overdue 2026-11-01 +1".to_string()), "{:?}", b.strip());
}

#[test]
fn a_skipped_time_shows_the_why_that_a_later_performance_gives() {
    let b = Book::new(json!({})).done("2026-01-30").done("2026-07-30").on("2026-09-10");
    assert!(b.strip().contains(&"skipped 2026-05-01".to_string()), "{:?}", b.strip());
    assert_eq!((b.shown().skipped, b.shown().unexplained), (1, 1));
    assert!(b.shown().says.last().unwrap().contains("nobody said why"));
    let b = b.done_saying("2026-10-30", json!({"skipped_why": "The one person who can was ill"}));
    let p = b.shown();
    let said =
        p.routines[0].cells.iter().flat_map(|c| &c.times).find(|t| t.became == Became::SkippedSaid).expect("a why");
    assert_eq!(said.due, Some(day("2026-05-01")));
    assert_eq!(said.says, "That of 1 May was skipped: The one person who can was ill.");
    assert_eq!(said.review.as_deref(), Some("RV-0003"));
    assert_eq!((p.skipped, p.unexplained), (1, 0));
}

#[test]
fn what_counts_from_the_last_time_is_measured_against_the_time_before() {
    let every = json!({"cadence": {"every": 6, "unit": "month", "from": "last", "lead_days": 30, "window_days": 30}});
    let b = Book::new(every).done("2026-01-20").done("2026-08-01").on("2026-09-10");
    assert_eq!(
        b.strip(),
        ["done on 2026-01-20", "tolerated 2026-07-20 on 2026-08-01 +12", "ahead 2027-02-01", "ahead 2027-08-01"]
    );
    // Overdue, it stands where it was due; the one after counts from today at the soonest.
    let b = b.on("2027-02-11");
    assert_eq!(b.strip()[1..], ["overdue 2027-02-01 +10", "ahead 2027-08-11"]);
    // It is to be done now, so its minutes stand in this month.
    let p = b.shown();
    let now = p.months.iter().find(|m| m.month == p.now).unwrap();
    assert_eq!((now.minutes, now.yours), (45, 45));
}

#[test]
fn a_pause_shows_its_why_and_owes_nothing() {
    let mut b = Book::new(json!({})).done("2026-01-30").on("2026-03-01");
    b.act(Verb::Change, vec![Change::put("routine", "RT-01", json!({"paused_from": "2026-04-01", "paused_until": "2026-08-31", "paused_why": "The old store is being replaced."}))]);
    let b = b.on("2026-11-10");
    assert_eq!(
        b.strip(),
        [
            "done 2026-02-01 on 2026-01-30",
            "paused",
            "paused",
            "paused",
            "paused",
            "paused",
            "overdue 2026-11-01 +9",
            "ahead 2027-02-01",
            "ahead 2027-05-01",
            "ahead 2027-08-01",
        ]
    );
    let p = b.on("2026-05-10").shown();
    assert!(
        p.routines[0].paused
            && p.routines[0]
                .cells
                .iter()
                .any(|c| c.says == "Paused from 1 April until 31 August: The old store is being replaced.")
    );
}

#[test]
fn the_months_can_be_chosen_and_are_whole() {
    let b = Book::new(json!({})).done("2026-01-30").on("2026-09-10");
    let c = staleness(&b.isms, b.today);
    let s = Shown::new(&b.isms, b.today, &c);
    let p = view::programme(&s, Some(day("2026-01-17")), Some(day("2026-02-20")), 120);
    assert_eq!((p.from, p.to, p.months.len()), (day("2026-01-01"), day("2026-02-01"), 2));
    assert_eq!(p.routines[0].cells.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["", "30"]);
    // The hour was spent in January, for the occurrence of February.
    assert_eq!(p.months.iter().map(|m| m.minutes).collect::<Vec<_>>(), [45, 0]);
    let all = view::programme(&s, None, None, 120);
    assert_eq!((all.months.len(), all.from, all.to), (24, day("2025-09-01"), day("2027-08-01")));
    assert_eq!(all.minutes_a_year, 180);
}

#[test]
fn a_month_over_twice_the_mean_is_named_with_what_it_is_full_of() {
    let mut b = Book::new(json!({})).done("2026-01-30").on("2026-09-10");
    assert_eq!(
        b.shown().says[0],
        "September 2026 takes 45 min, more than twice the mean of 15 min: Restore test 45 min."
    );
    // Five a month of equal size are no crowd.
    for n in 2..7 {
        b.act(Verb::Add, vec![Change::put("routine", &format!("RT-{n:02}"), json!({"title": format!("Look {n}"), "owner": "P-001", "what": "Look.", "serves": ["A.8.15"], "minutes": 30, "proof_needed": "note", "started_on": "2026-09-10", "cadence": {"every": 1, "unit": "month", "from": {"fixed": "2026-09-20"}, "lead_days": 5}}))]);
    }
    let p = b.shown();
    assert_eq!(p.says[0], "No month from September 2026 to August 2027 takes more than twice the mean of 2 h 45 min.");
    assert!(p.months.iter().all(|m| !m.crowded));
    assert_eq!(p.says[1], "What you do yourself takes more than your 2 h in 12 of the 12 months ahead.");
}

#[test]
fn what_only_one_routine_answers_is_asked_for_before_it_goes() {
    let mut b = Book::new(json!({"serves": ["A.8.13", "9.2"]}));
    b.act(Verb::Add, vec![Change::put("routine", "RT-02", json!({"title": "Audit round", "owner": "P-001", "what": "Look.", "serves": ["9.2.2"], "proof_needed": "note", "started_on": "2026-01-05", "cadence": {"every": 1, "unit": "year"}}))]);
    assert_eq!(
        view::alone_answers(&b.isms, "RT-01"),
        ["9.2.1", "A.8.13"].map(String::from).into_iter().rev().collect::<Vec<_>>()
    );
    assert!(view::alone_answers(&b.isms, "RT-02").is_empty() && view::alone_answers(&b.isms, "P-001").is_empty());
    for (why, refused) in [
        ("We stop doing this.", Some("A.8.13 (")),
        ("A.8.13: the provider restores each month.", Some("9.2.1 (")),
        ("A.8.13: ; 9.2.1:", Some("A.8.13 (")),
        ("A.8.13 and 9.2.1 are answered by the group's internal audit.", None),
        ("A.8.130 and 9.2.11 are answered by the group.", Some("A.8.13 (")),
    ] {
        match (view::may_retire(&b.isms, "RT-01", why), refused) {
            (Ok(()), None) => {}
            (Err(r), Some(words)) => {
                assert!(r.text.contains(words) && r.text.contains("Then what answers"), "{why}: {}", r.text)
            }
            (got, _) => panic!("{why}: {got:?}"),
        }
    }
    assert!(view::may_retire(&b.isms, "RT-02", "").is_ok());
}

// ---- the demo organization

fn demo() -> (Isms, NaiveDate) {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl")).unwrap();
    let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
    for a in isms::demo::acts(&text).unwrap() {
        let mut salt = || [1; 32];
        let at = a.on.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap()).and_utc();
        let planned = isms
            .plan(a.proposal, &mut Stamp { at, on: a.on, by: a.by, salt: &mut salt })
            .unwrap_or_else(|r| panic!("{}: {r}", a.on));
        isms.apply(&planned);
    }
    (isms, day("2026-11-24"))
}
fn routine<'a>(p: &'a ProgrammeShown, id: &str) -> &'a RoutineShown {
    p.routines.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn the_demo_shows_its_skipped_and_late_routines_and_accuses_nobody_else() {
    let (isms, today) = demo();
    let c: Currency = staleness(&isms, today);
    let s = Shown::new(&isms, today, &c);
    let p = view::programme(&s, None, None, 120);
    let accused: Vec<String> = p
        .routines
        .iter()
        .flat_map(|r| {
            r.cells
                .iter()
                .flat_map(|c| &c.times)
                .filter(|t| matches!(t.became, Became::Skipped | Became::SkippedSaid | Became::Overdue | Became::Late))
                .map(|t| format!("{}: {}", r.id, t.says))
        })
        .collect();
    assert_eq!(
        accused,
        [
            "RT-13: Due on 1 October, not done: 54 days late so far.",
            "RT-14: That of 1 May was skipped, and nobody said why.",
            "RT-29: Done on 12 May, due on 6 May: 6 days late.",
        ]
    );
    // What the strip says is what the rules say.
    for r in &p.routines {
        let rules: Vec<&str> = s.item(&r.id).unwrap().reasons.iter().map(|x| x.rule.id).collect();
        let has = |b: Became| r.cells.iter().flat_map(|c| &c.times).any(|t| t.became == b);
        assert_eq!(has(Became::Skipped), rules.contains(&"routine-missed"), "{}", r.id);
        assert_eq!(has(Became::Overdue), r.states.contains(&State::Overdue), "{}", r.id);
    }
    // Item by item: how many were looked at, and the reviews that name the routine.
    let risks = routine(&p, "RT-02");
    assert_eq!(risks.each.as_deref(), Some("risks"));
    let march = risks.cells.iter().find(|c| c.month == day("2026-03-01")).unwrap();
    assert!(
        march.says.contains("risks reviewed in March 2026.")
            && march.times.iter().any(|t| t.review.as_deref() == Some("RV-0524")),
        "{}",
        march.says
    );
    assert!(!risks.cells.iter().flat_map(|c| &c.times).any(|t| matches!(t.became, Became::Skipped | Became::Overdue)));
    assert_eq!(routine(&p, "RT-14").due, Some(day("2027-02-01")));
    // About 70 hours a year, as the table says.
    assert!((60..=80).contains(&(p.minutes_a_year / 60)), "{}", p.minutes_a_year);
    // Nothing is planned in the past, nothing was done in the future.
    for r in &p.routines {
        for t in r.cells.iter().flat_map(|c| &c.times) {
            assert!(t.on.is_none_or(|d| d <= today), "{} {}", r.id, t.says);
            assert!(t.became != Became::Ahead || t.due.is_none_or(|d| d > today), "{} {}", r.id, t.says);
        }
    }
    assert!(
        p.months.iter().filter(|m| m.crowded && m.ahead).count() == 1 && p.says[0].starts_with("September 2027 takes"),
        "{:?}",
        p.says
    );
    // As of a day in the past the strip knows nothing of what came after.
    let then = day("2026-02-01");
    let past = isms.as_of(then);
    let c = staleness(&past, then);
    let p = view::programme(&Shown::new(&past, then, &c), None, None, 120);
    assert_eq!(p.unexplained, 0);
    assert_eq!(routine(&p, "RT-14").due, Some(day("2026-05-01")));
}
