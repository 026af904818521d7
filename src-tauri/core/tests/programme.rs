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
    let goal = a.external_audit(today).or((0..12).map(|n| add_months(from, n)).find(|d| a.budgets.contains(&d.month())));
    let time = goal.is_none_or(|d| days_between(today, d) >= 120);
    for (i, l) in lines.iter().enumerate() {
        assert_eq!(l.code, format!("RT-{:02}", i + 1), "{}", say());
        assert!(l.cadence.lead_days < l.cadence.days(), "{} {}", l.name, say());
        assert_eq!(l.dropped, l.why.contains("no site"), "{} {}", l.name, say());
        let table = ROUTINES.iter().find(|t| t.name == l.name);
        let same = table.is_some_and(|t| (t.every, t.unit, t.what) == (l.cadence.every, l.cadence.unit, l.what.as_str()) && t.serves.len() == l.serves.len());
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
    let kept: Vec<&str> = lines.iter().filter(|l| !l.dropped).flat_map(|l| &l.serves).flat_map(|n| isms::catalog::parts(n)).collect();
    let open: Vec<&str> = ROUTINES.iter().flat_map(|t| t.serves).flat_map(|n| isms::catalog::parts(n)).filter(|n| !kept.contains(n)).collect();
    let told: Vec<&str> = lines.iter().flat_map(|l| &l.leaves).map(String::as_str).collect();
    assert!(open.iter().all(|n| told.contains(n)) && told.iter().all(|n| open.contains(n)), "{open:?} {told:?} {}", say());
    // The review looks at the audit, and comes before the external audit and the budgets.
    let (audit, review) = (line(&lines, "internal-audit").first.unwrap(), line(&lines, "management-review").first.unwrap());
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
        .map(|n| [Does::Build, Does::Run, Does::Use].into_iter().enumerate().filter(|(i, _)| n >> i & 1 == 1).map(|(_, d)| d).collect())
        .collect();
    let laws = [vec![], vec![Law::Gdpr], vec![Law::Nis2Important], vec![Law::Dora], vec![Law::Cra, Law::UkGdpr], vec![Law::Nis2Essential, Law::Dora, Law::Cra]];
    let mut out = Vec::new();
    for headcount in [None, Some(1), Some(25), Some(26), Some(100), Some(101)] {
        for joiners in [Joiners::Few, Joiners::Some, Joiners::Many] {
            for home_offices_only in [false, true] {
                for does in &does {
                    for laws in &laws {
                        for contracts_set_terms in [false, true] {
                            let (does, laws) = (does.clone(), laws.clone());
                            out.push(FirstRun { headcount, joiners, home_offices_only, does, laws, contracts_set_terms, ..FirstRun::default() });
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
    let of = |headcount, joiners, does: &[Does], laws: &[Law]| FirstRun { headcount: Some(headcount), joiners, home_offices_only: true, does: does.into(), laws: laws.into(), ..FirstRun::default() };
    for a in [
        of(5, Joiners::Few, &[Does::Use], &[]),
        of(40, Joiners::Some, &[], &[]),
        of(500, Joiners::Many, &[Does::Build, Does::Run], &[Law::Nis2Essential, Law::Dora, Law::Cra]),
    ] {
        for busiest in 1..=12 {
            for budgets in 0..=12 {
                for audit in 0..=12 {
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
                    holds(&with(&a, busiest.clone(), budgets.clone(), (audit > 0).then(|| add_days(today, audit * 31))), today);
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

    for a in [FirstRun { headcount: Some(101), ..FirstRun::default() }, FirstRun { headcount: Some(12), joiners: Joiners::Many, ..FirstRun::default() }] {
        let large = propose(&a, today);
        for (name, words) in [("people-round", "2 weeks"), ("awareness-course", "6 months"), ("access-review", "3 months")] {
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
    assert_eq!(every(&propose(&FirstRun { does: vec![Does::Use, Does::Run], ..FirstRun::default() }, today), "pentest"), "year");

    for (laws, extra) in [
        (vec![Law::Nis2Important], vec!["management-training"]),
        (vec![Law::Dora], vec!["ict-risk-framework", "ict-register"]),
        (vec![Law::Cra], vec![]),
        (vec![Law::Nis2Essential, Law::Dora], vec!["management-training", "ict-risk-framework", "ict-register"]),
    ] {
        let bound = propose(&FirstRun { laws, ..FirstRun::default() }, today);
        assert_eq!(every(&bound, "obligation-review"), "6 months");
        assert_eq!(bound[29..].iter().map(|l| l.name).collect::<Vec<_>>(), extra);
        assert!(line(&bound, "incident-exercise").what.contains(" hours"), "{}", line(&bound, "incident-exercise").what);
    }
    assert_eq!(every(&propose(&FirstRun { laws: vec![Law::Gdpr], ..FirstRun::default() }, today), "obligation-review"), "year");
    let terms = propose(&FirstRun { contracts_set_terms: true, ..FirstRun::default() }, today);
    assert!(line(&terms, "obligation-review").what.contains("contracts"));
}

#[test]
fn the_audit_and_the_review_are_placed_by_the_external_audit_and_the_budgets() {
    let today = day("2026-11-24");
    let on = |a: FirstRun| {
        let l = propose(&a, today);
        (line(&l, "internal-audit").first.unwrap(), line(&l, "management-review").first.unwrap(), line(&l, "audit-countdown").first)
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
        FirstRun { headcount: Some(9), home_offices_only: true, does: vec![Does::Use], busiest: vec![12], next_external_audit: Some(day("2027-03-02")), ..FirstRun::default() },
        FirstRun { headcount: Some(300), does: vec![Does::Build, Does::Run], laws: vec![Law::Gdpr, Law::Nis2Essential, Law::Dora, Law::Cra], contracts_set_terms: true, ..FirstRun::default() },
    ] {
        let mut isms = Isms::new("0");
        let mut salt = || [7; 32];
        let at = today.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap()).and_utc();
        let mut stamp = Stamp { at, on: today, by: "P-001".into(), salt: &mut salt };
        let planned = isms.plan(isms::catalog::first_act("Alder Bikes Ltd", day("2026-05-02"), "Sam Reed", today), &mut stamp).unwrap();
        isms.apply(&planned);
        let lines = propose(&a, today);
        let changes = lines.iter().filter(|l| !l.dropped).map(|l| Change::put("routine", &l.code, l.body("P-001", today))).collect();
        let planned = isms.plan(Proposal { verb: Verb::Add, why: String::new(), changes }, &mut stamp).unwrap_or_else(|r| panic!("{r}"));
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
    let bad: FirstRun = serde_json::from_value(json!({"busiest": [13], "headcount": 0, "decided_on": "2026-05-02", "expires_on": "2026-05-01"})).unwrap();
    let refusal = bad.check().unwrap_err();
    assert_eq!(refusal.each().map(|r| r.place.as_str()).collect::<Vec<_>>(), ["busiest", "headcount", "expires_on"]);
    assert!(serde_json::from_value::<FirstRun>(json!({"people": 4})).is_err());
    assert!(FirstRun::default().check().is_ok());
}
