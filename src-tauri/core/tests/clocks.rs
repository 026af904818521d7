//! The reporting clocks of DOMAIN 6, row by row: when each begins, when it has run out, to the minute and with its offset; what the owner
//! changes of them; and the terms of the certification body.
#![allow(clippy::expect_used, clippy::unwrap_used)]
use chrono::{NaiveDate, TimeZone, Utc};
use isms::catalog::{CLOCKS, clock};
use isms::clock::{of_contract, run, running};
use isms::kinds::{Incident, Obligation, Organization};
use isms::staleness::{State, staleness};
use isms::{Change, Isms, Proposal, Refusal, Stamp, Verb, kinds};
use serde_json::{Value, json};

fn of<K: serde::de::DeserializeOwned>(kind: &str, more: Value) -> K {
    let mut body = (kinds::kind(kind).unwrap().example)();
    for (k, v) in more.as_object().unwrap() {
        body[k] = v.clone();
    }
    serde_json::from_value(body).unwrap()
}
fn org(laws: &[&str]) -> Organization {
    of("organization", json!({ "laws": laws }))
}
/// Sure on 20 April at 14:10 in summer time; noticed an hour before.
fn incident(more: Value) -> Incident {
    let mut all = json!({"noticed_at": "2026-04-20T13:10+02:00", "aware_at": "2026-04-20T14:10+02:00", "class": "incident", "personal_data": "yes", "risk_to_people": "high_risk", "significant": "yes"});
    for (k, v) in more.as_object().unwrap() {
        all[k] = v.clone();
    }
    of("incident", all)
}
fn sent(clock: &str, at: &str) -> Value {
    json!({"clock": clock, "sent": at, "answer": "sent"})
}
fn until(laws: &[&str], more: Value, id: &str) -> Option<String> {
    run(&org(laws), &incident(more), clock(id).unwrap())
        .map(|r| r.until.map_or("no limit".into(), |u| u.format("%Y-%m-%dT%H:%M%:z").to_string()))
}

#[test]
fn each_clock_runs_out_when_its_law_says() {
    let none = || json!({});
    let told = |c: &str, at: &str| json!({ "notifications": [sent(c, at)] });
    let rows: Vec<(&str, &[&str], Value, Option<&str>)> = vec![
        ("gdpr-33", &["gdpr"], none(), Some("2026-04-23T14:10+02:00")),
        ("gdpr-33", &["gdpr"], json!({"risk_to_people": "not_judged"}), Some("2026-04-23T14:10+02:00")),
        ("gdpr-33", &["gdpr"], json!({"personal_data": "unclear"}), Some("2026-04-23T14:10+02:00")),
        ("gdpr-33", &["gdpr"], json!({"risk_to_people": "unlikely"}), None),
        ("gdpr-33", &["gdpr"], json!({"personal_data": "no"}), None),
        ("gdpr-33", &["uk_gdpr"], none(), None),
        // Not said when one was sure: when one noticed.
        ("gdpr-33", &["gdpr"], json!({"aware_at": null}), Some("2026-04-23T13:10+02:00")),
        // Through a weekend, and through the night in which the clocks go forward: 72 true hours.
        (
            "gdpr-33",
            &["gdpr"],
            json!({"noticed_at": "2027-03-27T10:00+01:00", "aware_at": null}),
            Some("2027-03-30T10:00+01:00"),
        ),
        ("gdpr-33-2", &["gdpr"], none(), Some("no limit")),
        ("gdpr-33-5", &["gdpr"], none(), None),
        ("gdpr-34", &["gdpr"], none(), Some("2026-04-23T14:10+02:00")),
        ("gdpr-34", &["gdpr"], json!({"risk_to_people": "risk"}), None),
        ("uk-33", &["uk_gdpr"], none(), Some("2026-04-23T14:10+02:00")),
        ("nis2-early", &["nis2_essential"], none(), Some("2026-04-21T14:10+02:00")),
        ("nis2-early", &["nis2_important"], json!({"significant": "not_judged"}), Some("2026-04-21T14:10+02:00")),
        ("nis2-early", &["nis2_important"], json!({"significant": null}), Some("2026-04-21T14:10+02:00")),
        ("nis2-early", &["nis2_important"], json!({"significant": "no"}), None),
        ("nis2-early", &["nis2_important"], json!({"class": "near_miss"}), None),
        ("nis2-72", &["nis2_important"], none(), Some("2026-04-23T14:10+02:00")),
        // Trust service providers: 24 hours.
        ("nis2-72", &["nis2_important", "eidas"], none(), Some("2026-04-21T14:10+02:00")),
        ("nis2-interim", &["nis2_important"], none(), None),
        ("nis2-final", &["nis2_important"], none(), None),
        ("nis2-final", &["nis2_important"], told("nis2-early", "2026-04-21T09:00+02:00"), None),
        ("nis2-final", &["nis2_important"], told("nis2-72", "2026-04-23T09:00+02:00"), Some("2026-05-23T23:59+02:00")),
        ("nis2-final", &["nis2_important"], told("nis2-72", "2026-08-31T09:00+02:00"), Some("2026-09-30T23:59+02:00")),
        ("nis2-users", &["nis2_important"], none(), Some("no limit")),
        ("nis2-significant", &["nis2_important"], none(), None),
        ("nis2-master", &["nis2_important"], none(), None),
        // 4 hours from classing it as major, and not later than 24 hours after one was sure.
        ("dora-initial", &["dora"], json!({"classified_at": "2026-04-20T16:00+02:00"}), Some("2026-04-20T20:00+02:00")),
        ("dora-initial", &["dora"], json!({"classified_at": "2026-04-21T12:00+02:00"}), Some("2026-04-21T14:10+02:00")),
        ("dora-initial", &["dora"], json!({"classified_at": "2026-04-21T14:10+02:00"}), Some("2026-04-21T14:10+02:00")),
        ("dora-initial", &["dora"], json!({"classified_at": "2026-04-22T08:00+02:00"}), Some("2026-04-22T12:00+02:00")),
        ("dora-initial", &["dora"], none(), Some("2026-04-21T14:10+02:00")),
        ("dora-initial", &["dora"], json!({"significant": "no"}), None),
        ("dora-interim", &["dora"], none(), None),
        ("dora-interim", &["dora"], told("dora-initial", "2026-04-20T18:00+02:00"), Some("2026-04-23T18:00+02:00")),
        // From the last of the intermediate reports.
        (
            "dora-final",
            &["dora"],
            json!({"notifications": [sent("dora-interim", "2026-04-23T18:00+02:00"), sent("dora-interim", "2026-05-02T18:00+02:00"), sent("dora-interim", "2026-04-28T18:00+02:00")]}),
            Some("2026-06-02T23:59+02:00"),
        ),
        ("dora-provider", &["dora"], none(), None),
        // Since 11 September 2026.
        ("cra-early", &["cra"], none(), None),
        (
            "cra-early",
            &["cra"],
            json!({"noticed_at": "2026-09-10T23:50+02:00", "aware_at": "2026-09-10T23:59+02:00"}),
            None,
        ),
        (
            "cra-early",
            &["cra"],
            json!({"noticed_at": "2026-09-10T23:50+02:00", "aware_at": "2026-09-11T00:00+02:00"}),
            Some("2026-09-12T00:00+02:00"),
        ),
        (
            "cra-72",
            &["cra"],
            json!({"noticed_at": "2026-10-01T08:00+02:00", "aware_at": null}),
            Some("2026-10-04T08:00+02:00"),
        ),
        ("cra-final-vuln", &["cra"], json!({"noticed_at": "2026-10-01T08:00+02:00", "aware_at": null}), None),
        (
            "cra-final-incident",
            &["cra"],
            json!({"noticed_at": "2026-10-01T08:00+02:00", "aware_at": null, "notifications": [sent("cra-72", "2026-10-03T08:00+02:00")]}),
            Some("2026-11-03T23:59+02:00"),
        ),
        ("cra-users", &["cra"], json!({"noticed_at": "2026-10-01T08:00+02:00", "aware_at": null}), Some("no limit")),
        // From discovery, not from being sure.
        ("ch-isa", &["ch_isa"], none(), Some("2026-04-21T13:10+02:00")),
        ("ch-fadp", &["ch_fadp"], none(), Some("no limit")),
        ("ch-fadp", &["ch_fadp"], json!({"risk_to_people": "risk"}), None),
        ("eidas", &["eidas"], none(), Some("2026-04-21T14:10+02:00")),
        ("cer", &["cer"], none(), Some("2026-04-21T14:10+02:00")),
        ("ai-73", &["ai_act"], none(), Some("2026-05-05T14:10+02:00")),
        ("hipaa", &["hipaa"], none(), Some("2026-06-19T13:10+02:00")),
        ("nydfs", &["nydfs"], none(), Some("2026-04-23T14:10+02:00")),
        ("sec-8k", &["sec"], none(), Some("no limit")),
        ("uk-nis", &["uk_nis"], none(), Some("2026-04-23T14:10+02:00")),
        ("own", &["gdpr"], none(), None),
    ];
    for (id, laws, more, want) in &rows {
        assert_eq!(until(laws, more.clone(), id).as_deref(), *want, "{id} {laws:?} {more}");
    }
    for c in &CLOCKS {
        assert!(rows.iter().any(|r| r.0 == c.id), "{} has no line", c.id);
    }
    // A sending that is judged not needed starts nothing.
    let not = json!({"notifications": [{"clock": "nis2-72", "answer": "not_needed", "why": "Nobody was hit."}]});
    assert_eq!(until(&["nis2_important"], not, "nis2-final"), None);
    // A processor's and a controller's clock run at once; in the order of the catalogue.
    let ids: Vec<&str> = running(&org(&["gdpr", "dora"]), &incident(json!({}))).iter().map(|r| r.clock.id).collect();
    assert_eq!(ids, ["gdpr-33", "gdpr-33-2", "gdpr-34", "dora-initial"]);
}

#[test]
fn a_contract_has_hours_of_its_own() {
    let at = |o: &Obligation| of_contract(o, &incident(json!({}))).unwrap().1.map(|u| u.to_rfc3339());
    let day: Obligation = of("obligation", json!({"clock": "own", "own_clock_hours": 12}));
    assert_eq!(at(&day).as_deref(), Some("2026-04-21T02:10:00+02:00"));
    assert_eq!(at(&of("obligation", json!({}))), None);
}

// ---- through a file
fn d(s: &str) -> NaiveDate {
    isms::dates::parse(s).unwrap()
}
fn act(isms: &mut Isms, on: &str, changes: Vec<Change>) -> Result<(), Refusal> {
    let mut salt = || [1; 32];
    let on = d(on);
    let at = Utc.from_utc_datetime(&on.and_hms_opt(9, 0, 0).unwrap());
    let proposal = Proposal { verb: Verb::Change, why: "as the test says".into(), changes };
    let planned = isms.plan(proposal, &mut Stamp { at, on, by: "P-0".into(), salt: &mut salt })?;
    isms.apply(&planned);
    Ok(())
}
fn file(org: Value) -> Isms {
    let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
    let mut body = (kinds::kind("organization").unwrap().example)();
    for (k, v) in org.as_object().unwrap() {
        body[k] = v.clone();
    }
    let person = (kinds::kind("person").unwrap().example)();
    act(&mut isms, "2026-01-05", vec![Change::put("person", "P-0", person), Change::put("organization", "ORG", body)])
        .unwrap();
    isms
}
fn example(kind: &str, more: Value) -> Value {
    let mut body = (kinds::kind(kind).unwrap().example)();
    for (k, v) in more.as_object().unwrap() {
        body[k] = v.clone();
    }
    body
}
fn states(isms: &Isms, today: &str, id: &str) -> Vec<&'static str> {
    staleness(isms, d(today)).find(isms, id).map(|i| i.states.iter().map(|s| s.name()).collect()).unwrap_or_default()
}
fn sentence(isms: &Isms, today: &str, id: &str) -> String {
    let found = staleness(isms, d(today));
    found.find(isms, id).and_then(|i| i.reasons.first()).map(|r| r.text(isms)).unwrap_or_default()
}

#[test]
fn the_owner_changes_a_limit_or_takes_a_clock_off_with_a_why() {
    let breach = example(
        "incident",
        json!({"noticed_at": "2026-11-02T09:00+01:00", "personal_data": "yes", "risk_to_people": "risk"}),
    );
    let with = |terms: Value| {
        let mut isms = file(json!({ "laws": ["gdpr"] }));
        if terms != json!([]) {
            act(&mut isms, "2026-10-20", vec![Change::put("organization", "ORG", json!({ "clock_terms": terms }))])?;
        }
        act(&mut isms, "2026-11-02", vec![Change::put("incident", "I-1", breach.clone())])?;
        Ok::<Isms, Refusal>(isms)
    };
    let row = |more: Value| {
        let mut t = json!({"clock": "gdpr-33", "runs": true, "hours": 96, "why": "Art. 33 as amended, 96 hours.", "read_on": "2026-10-19"});
        for (k, v) in more.as_object().unwrap() {
            t[k] = v.clone();
        }
        t
    };
    let plain = with(json!([])).unwrap();
    assert_eq!(states(&plain, "2026-11-06", "I-1/gdpr-33"), ["overdue"]);
    assert_eq!(
        sentence(&plain, "2026-11-03", "I-1/gdpr-33"),
        "I-1: the supervisory authority must be told by 5 November 09:00 +01:00 (GDPR Art. 33(1): 72 hours, from 2 November 09:00)."
    );
    let longer = with(json!([row(json!({}))])).unwrap();
    assert_eq!(states(&longer, "2026-11-06", "I-1/gdpr-33"), ["due soon"]);
    assert_eq!(states(&longer, "2026-11-07", "I-1/gdpr-33"), ["overdue"]);
    assert!(
        sentence(&longer, "2026-11-03", "I-1/gdpr-33")
            .contains("by 6 November 09:00 +01:00 (GDPR Art. 33(1): 96 hours by your own reading")
    );
    // Only that clock.
    assert_eq!(states(&longer, "2026-11-06", "I-1/gdpr-33-2"), ["due soon"]);
    let off = with(json!([row(json!({"runs": false, "hours": null, "why": "We hold nobody's data as controller."}))]))
        .unwrap();
    assert_eq!(states(&off, "2026-11-06", "I-1/gdpr-33"), [] as [&str; 0]);
    assert_eq!(states(&off, "2026-11-06", "I-1/gdpr-33-2"), ["due soon"]);
    // A law that names no limit gets the one that one sets oneself.
    let own = with(json!([row(json!({"clock": "gdpr-33-2", "hours": 24}))])).unwrap();
    assert_eq!(states(&own, "2026-11-04", "I-1/gdpr-33-2"), ["overdue"]);
    for (bad, says) in [
        (json!([row(json!({"clock": "gdpr-99"}))]), "no clock of a law"),
        (json!([row(json!({"clock": "own"}))]), "obligation"),
        (json!([row(json!({"hours": 0}))]), "1 to 8,784"),
        (json!([row(json!({"hours": 8785}))]), "1 to 8,784"),
        (json!([row(json!({"hours": null}))]), "Nothing of gdpr-33"),
        (json!([row(json!({"runs": false}))]), "Take the hours out"),
        (json!([row(json!({"why": "So it is"}))]), "10 characters"),
        (json!([row(json!({"read_on": "2026-10-21"}))]), "has not happened"),
        (json!([row(json!({})), row(json!({}))]), "twice"),
    ] {
        let r = with(bad.clone()).err().unwrap_or_else(|| panic!("taken: {bad}"));
        let all: String = r.each().map(|r| format!("{r} ")).collect();
        assert!(all.contains(says), "{bad}: {all}");
    }
}

#[test]
fn the_terms_of_the_certification_body_are_kept() {
    let finding = |grade: &str, state: &str| {
        example(
            "nonconformity",
            json!({"grade": grade, "source": "external_audit", "audit": "AU-1", "state": state, "raised_on": "2026-03-02"}),
        )
    };
    let audit = example("audit", json!({"sort": "surveillance"}));
    let with = |terms: Value, grade: &str, state: &str| {
        let mut isms = file(json!({ "body_terms": terms }));
        act(
            &mut isms,
            "2026-03-02",
            vec![
                Change::put("audit", "AU-1", audit.clone()),
                Change::put("nonconformity", "NC-1", finding(grade, state)),
            ],
        )
        .unwrap();
        isms
    };
    let term = |term: &str, days: u32| json!([{ "term": term, "days": days }]);
    let due = |isms: &Isms, id: &str| {
        staleness(isms, d("2026-03-02")).find(isms, id).and_then(|i| i.next).map(|d| d.to_string())
    };
    // Days to answer: 30 unless the contract says otherwise.
    assert_eq!(due(&with(json!([]), "minor", "raised"), "NC-1").as_deref(), Some("2026-04-01"));
    let ten = with(term("answer_finding", 10), "minor", "raised");
    assert_eq!(due(&ten, "NC-1").as_deref(), Some("2026-03-12"));
    assert_eq!(states(&ten, "2026-03-12", "NC-1"), ["due soon"]);
    assert_eq!(states(&ten, "2026-03-13", "NC-1"), ["overdue"]);
    assert!(sentence(&ten, "2026-03-13", "NC-1").contains("expects your answer to NC-1"));
    // Days to close: 90 for a major; a minor is looked at in the next audit.
    assert_eq!(due(&with(json!([]), "major", "acting"), "NC-1").as_deref(), Some("2026-05-31"));
    let sixty = with(term("close_finding", 60), "major", "acting");
    assert_eq!(due(&sixty, "NC-1").as_deref(), Some("2026-05-01"));
    assert!(sentence(&sixty, "2026-05-02", "NC-1").contains("expects the closing of NC-1"));
    assert_eq!(due(&with(term("close_finding", 60), "minor", "acting"), "NC-1"), None);
    // Days before expiry: 60.
    let until = |terms: Value| due(&file(json!({ "body_terms": terms })), "cycle/recertification");
    assert_eq!(until(json!([])).as_deref(), Some("2027-12-02"));
    assert_eq!(until(term("audit_before_expiry", 120)).as_deref(), Some("2027-10-03"));
    // Bounds.
    for bad in [
        json!([{ "term": "answer_finding", "days": 0 }]),
        json!([{ "term": "close_finding", "days": 401 }]),
        json!([{ "term": "close_finding", "days": 30 }, { "term": "close_finding", "days": 60 }]),
    ] {
        let mut isms = file(json!({}));
        let r = act(&mut isms, "2026-03-02", vec![Change::put("organization", "ORG", json!({ "body_terms": bad }))]);
        assert!(r.is_err_and(|r| r.to_string().contains("terms of the body")));
    }
}

#[test]
fn a_certificate_in_any_state_gives_items_or_none() {
    let cycle = |org: Value, today: &str| {
        let isms = file(org);
        let found = staleness(&isms, d(today));
        let of =
            |id: &str| found.find(&isms, id).map(|i| i.states.iter().map(|s| s.name()).collect::<Vec<_>>().join("+"));
        (
            of("ORG"),
            of("cycle/surveillance-1"),
            of("cycle/recertification"),
            found.items.iter().any(|i| i.kind(&isms) == "coverage"),
        )
    };
    // No certificate yet: the organization is asked for nothing of one.
    let none = json!({"certificate_number": null, "certificate_body": null, "accreditation": null, "decided_on": null, "expires_on": null, "certificate_state": null, "state_since": null});
    assert_eq!(cycle(none, "2026-03-01"), (Some("never reviewed".into()), None, None, false));
    // Decided, and the end not yet known: three years.
    let (_, first, last, covered) = cycle(json!({ "expires_on": null }), "2028-01-31");
    assert_eq!((first.as_deref(), last.as_deref(), covered), (Some("overdue"), Some("overdue"), true));
    // Suspended: the cycle goes on, for the audits must still be held.
    let suspended = json!({"certificate_state": "suspended", "state_since": "2026-02-01"});
    assert_eq!(cycle(suspended.clone(), "2026-03-01"), cycle(json!({}), "2026-03-01"));
    // On the last day it holds; the day after it has ended, and the sentence says until when it can be restored.
    let isms = file(json!({}));
    assert!(!staleness(&isms, d("2028-01-31")).find(&isms, "ORG").unwrap().has("certificate-ended"));
    let found = staleness(&isms, d("2028-02-01"));
    let ended =
        found.find(&isms, "ORG").unwrap().reasons.iter().find(|r| r.rule.id == "certificate-ended").unwrap().clone();
    assert_eq!(ended.state, State::Overdue);
    assert_eq!(
        ended.text(&isms),
        "The certificate ended on 31 January. It can be restored until 31 July if the outstanding work is completed."
    );
}
