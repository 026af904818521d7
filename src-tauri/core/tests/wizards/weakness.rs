//! The round of the month and the penetration test: hosts matched, deadlines by the rules, permission to live with one, late and again.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, golden};
use isms::{Change, Verb};
use serde_json::{Value, json};

/// The book of the digest, with routines, one late weakness, one that is fixed, and one of which nothing was decided.
pub fn book() -> Book {
    let mut b = super::threat::book();
    let example = |k: &str, more: Value| {
        let mut body = (isms::kinds::kind(k).unwrap().example)();
        super::book::merge(&mut body, more);
        body
    };
    b.act(Verb::Add, vec![
        Change::put("routine", "RT-1", example("routine", json!({"title": "Scan and triage", "wizard": "vulnerability-round"}))),
        Change::put("routine", "RT-2", example("routine", json!({"title": "Penetration test", "wizard": "pentest"}))),
        Change::put("vulnerability", "V-0", example("vulnerability", json!({"title": "Old gateway", "assets": ["A-2"], "found_on": "2026-04-01", "due": "2026-05-01"}))),
        Change::put("vulnerability", "V-1", example("vulnerability", json!({"title": "Weak cipher", "assets": ["A-3"], "found_on": "2026-04-01", "identifiers": ["nessus-1"], "fixed_on": "2026-05-10", "state": "fixed"}))),
        Change::put("vulnerability", "V-2", example("vulnerability", json!({"title": "Default password", "assets": ["A-3"], "found_on": "2026-05-20", "decision": "open", "due": "2026-06-19"}))),
        Change::put("vulnerability", "V-3", example("vulnerability", json!({"title": "Open share", "assets": ["A-3"], "found_on": "2026-04-01", "identifiers": ["nessus-3"], "fixed_on": "2026-05-10", "state": "fixed"}))),
    ]);
    b
}
fn finding(id: &str, title: &str, host: &str, severity: &str) -> Value {
    json!({"id": id, "title": title, "source": "Nessus", "severity": severity, "host": host})
}
fn scan() -> Value {
    json!({"file": "june.nessus", "evidence": "EV-0", "hosts": ["desk-1", "vpn.example.test", "10.0.0.9", "10.0.0.10"], "rows": [
        {"id": "nessus-7", "title": "Remote code in the gateway", "source": "Nessus", "cve": "CVE-2026-0007", "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "severity": "critical", "host": "vpn.example.test"},
        finding("nessus-8", "Old library", "desk-1", "medium"),
        finding("nessus-9", "Guest account", "desk-1", "low"),
        {"id": "nessus-3", "title": "Open share", "known": "V-3", "severity": "high", "host": "desk-1"},
        finding("nessus-4", "Something of a neighbour", "10.0.0.9", "high"),
        {"id": "nessus-5", "title": "No grade", "source": "Nessus", "host": "10.0.0.10"},
    ]})
}
pub fn round() -> Value {
    json!({
        "changed": {},
        "scan": {"file": scan()},
        "covered": {"covered": {"A-2": {"reached": "yes"}}},
        "match": {"host": {
            "vpn.example.test": {"what": "asset", "asset": "A-2"}, "desk-1": {"what": "asset", "asset": "A-3"}, "10.0.0.9": {"what": "not_ours"},
            "10.0.0.10": {"what": "new", "title": "Test machine", "owner": "P-3", "sort": "device", "classification": "internal", "personal_data": "none", "exposed": "internal", "impact": 2},
        }},
        "triage": {"triage": {
            "nessus-7": {"decision": "fix"}, "nessus-8": {"decision": "accept"}, "nessus-9": {"decision": "false_alarm", "why": "The account has no rights and is locked."},
            "nessus-3": {"decision": "fix", "due": "2026-06-10"}, "nessus-5": {"decision": "reduce", "severity": "medium", "by": "Take it off the office network."}, "V-2": {"decision": "fix"},
        }},
        "late": {"late": {"V-0": {"then": "exception"}}},
        "nessus-8/permit": {"from_rule": ["POL-0"], "why": "The maker has no newer one.", "instead": "It runs without rights.", "until": "2026-12-31", "approved": {"by": "P-0", "on": "2026-06-02", "how": "in_app"}},
        "V-0/permit": {"from_rule": ["POL-0"], "why": "The spare part comes in July.", "instead": "Access only from the office.", "until": "2026-07-31", "approved": {"by": "P-0", "not_yet": true}},
        "again": {"again": {"V-1": {"result": "closed", "on": "2026-06-01", "how": "scan"}}},
        "pattern": {"pattern": "yes", "cause": "Nobody owns the desktops, so nobody updates them."},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "holds_with_actions", "why": "Went through the scan of June line by line.", "signed": true},
    })
}
/// No scan; the late one was fixed, the fixed ones are looked at by hand.
pub fn without() -> Value {
    json!({
        "changed": {},
        "scan": {"none_why": "The scanner is being moved this month."},
        "triage": {"triage": {"V-2": {"decision": "fix"}}},
        "late": {"late": {"V-0": {"then": "fixed", "fixed_on": "2026-05-30", "shown_by": "Saw the new version on the console."}}},
        "again": {"again": {"V-1": {"result": "not_yet"}, "V-3": {"result": "open", "on": "2026-06-01", "how": "hand"}}},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Went through the open ones by hand.", "signed": true},
    })
}
pub fn test_plan() -> Value {
    json!({
        "changed": {}, "stage": {"stage": "before"},
        "plan": {"assets": ["A-2"], "tester": "Red Team Ltd", "from": "2026-07-01", "until": "2026-07-05", "limits": "Nothing on Fridays; call Pat Zero.", "permission": ["EV-1"]},
        "able": {"able": "They are certified, and neither built nor run it."},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "holds_with_actions", "why": "Agreed with the tester by phone.", "signed": true},
    })
}
pub fn test_report() -> Value {
    json!({
        "changed": {}, "stage": {"stage": "after"},
        "able": {"able": "They are certified, and neither built nor run it."},
        "report": {"file": {"file": "report.json", "evidence": "EV-0", "hosts": ["vpn.example.test"], "rows": [finding("burp-1", "Injection in the sign-in", "vpn.example.test", "high")]},
            "findings": [{"what": "Session does not end", "asset": "A-2", "severity": "low", "vector": "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N"}], "report": ["EV-1"]},
        "match": {"host": {"vpn.example.test": {"what": "asset", "asset": "A-2"}}},
        "triage": {"triage": {"burp-1": {"decision": "fix"}, "finding-1": {"decision": "accept"}}},
        "finding-1/permit": {"from_rule": ["POL-0"], "why": "The maker mends it in autumn.", "instead": "Sessions end each night.", "until": "2026-10-31", "approved": {"by": "P-0", "on": "2026-06-02", "how": "in_app"}},
        "controls": {"controls": {"SOA-8.24": {"says": "in_doubt"}}},
        "risks": {"risks": ["R-3"]},
        "retest": {"retest_on": "2026-09-01"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "holds_with_actions", "why": "Read the report with the tester.", "signed": true},
    })
}
/// Answer sets that together go every way of both guides.
pub fn ways() -> Vec<super::registry::Way> {
    vec![
        (book(), "vulnerability-round", vec!["RT-1"], round()),
        (book(), "vulnerability-round", vec![], without()),
        (book(), "pentest", vec!["RT-2"], test_plan()),
        (book(), "pentest", vec![], test_report()),
    ]
}
fn find(b: &Book, title: &str) -> Value {
    let (code, mut body) = b
        .isms
        .each("vulnerability")
        .map(|(_, r)| (r.code.to_string(), r.body_json()))
        .find(|(_, v)| v["title"] == title)
        .unwrap();
    body.insert("code".into(), code.into());
    Value::Object(body)
}

#[test]
fn a_round_from_first_page_to_signature() {
    let mut b = book();
    golden("vulnerability-round", &b.guide("vulnerability-round", &["RT-1"], round()).transcript());
    b.finish("vulnerability-round", &["RT-1"], round()).unwrap_or_else(|r| panic!("{r}"));
    let hit = find(&b, "Remote code in the gateway");
    assert_eq!(
        (&hit["due"], &hit["assets"], &hit["hosts"], &hit["identifiers"], &hit["found_by"], &hit["evidence"]),
        (
            &json!("2026-06-09"),
            &json!(["A-2"]),
            &json!(["vpn.example.test"]),
            &json!(["nessus-7", "CVE-2026-0007"]),
            &json!("scan"),
            &json!(["EV-0"])
        )
    );
    let lived = find(&b, "Old library");
    assert_eq!(
        (&lived["state"], &lived["decision"], &lived["due"]),
        (&json!("accepted"), &json!("accept"), &json!("2026-12-31"))
    );
    let permit = b.body(lived["exception"].as_str().unwrap());
    assert_eq!(
        (&permit["state"], &permit["from_rule"], &permit["approved"]["by"]),
        (&json!("granted"), &json!(["POL-0"]), &json!("P-0"))
    );
    let alarm = find(&b, "Guest account");
    assert_eq!(
        (&alarm["state"], &alarm["decided_because"]),
        (&json!("false_alarm"), &json!("The account has no rights and is locked."))
    );
    // What was fixed and is there again is open again; what was checked is closed.
    assert_eq!(
        (&b.body("V-3")["state"], &b.body("V-3")["due"], b.body("V-3").get("fixed_on")),
        (&json!("open"), &json!("2026-06-10"), None)
    );
    assert_eq!((&b.body("V-1")["state"], &b.body("V-1")["retested_on"]), (&json!("verified"), &json!("2026-06-01")));
    // Asked for, not yet allowed: it stays open and late.
    assert_eq!((&b.body("V-0")["state"], &b.body("V-0")["due"]), (&json!("open"), &json!("2026-05-01")));
    assert_eq!(b.body(b.body("V-0")["exception"].as_str().unwrap())["state"], "asked");
    // A new asset, and hosts that are not asked for again.
    let (_, fresh) = b.isms.each("asset").last().unwrap();
    assert_eq!(
        (fresh.title().as_str(), &fresh.body_json()["tags"], &fresh.body_json()["availability"]),
        ("Test machine", &json!(["10.0.0.10"]), &json!(2))
    );
    assert_eq!(b.body("A-3")["tags"], json!(["desk-1"]));
    let reduce = find(&b, "No grade");
    assert_eq!((&reduce["assets"], &reduce["due"]), (&json!([&*fresh.code]), &json!("2026-08-31")));
    assert!(b.isms.each("vulnerability").all(|(_, r)| r.title() != "Something of a neighbour"));
    let (_, nc) = b.isms.each("nonconformity").last().unwrap();
    assert_eq!((&nc.body_json()["grade"], &nc.body_json()["requirement"]), (&json!("observation"), &json!(["A.8.8"])));
    let review = b.review();
    assert_eq!(review["about"][0], "RT-1");
    assert!(
        review["answers"]
            .to_string()
            .contains("6 looked at, 3 to fix, 1 to reduce, 1 to live with, 1 false alarms, 1 put aside."),
        "{}",
        review["answers"]
    );
    // Next month: what is open is not asked for again, and neither are the hosts.
    let known = |id: &str, title: &str| {
        b.isms
            .each("vulnerability")
            .find(|(_, r)| r.title() == title)
            .map(|(_, r)| json!({"id": id, "title": title, "known": &*r.code, "host": "desk-1", "severity": "high"}))
            .unwrap()
    };
    let next = json!({"scan": {"file": {"file": "july", "rows": [known("nessus-8", "Old library"), known("nessus-7", "Remote code in the gateway"), known("nessus-1", "Weak cipher")]}}});
    let b = b.on("2026-07-01");
    let g = b.guide("vulnerability-round", &["RT-1"], next);
    assert!(!g.steps().contains(&"match".to_string()));
    let rows = g.show("triage").step.questions[0].rows.clone().unwrap();
    assert_eq!(rows.iter().map(|r| r.title.clone()).collect::<Vec<_>>(), ["Weak cipher"]);
}

#[test]
fn without_a_scan_what_is_late_and_fixed_is_gone_through_all_the_same() {
    let mut b = book();
    b.finish("vulnerability-round", &[], without()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        (&b.body("V-0")["state"], &b.body("V-0")["fixed_on"], &b.body("V-0")["decided_because"]),
        (&json!("fixed"), &json!("2026-05-30"), &json!("Saw the new version on the console."))
    );
    // Still open: a new day by the rules.
    assert_eq!((&b.body("V-3")["state"], &b.body("V-3")["due"]), (&json!("open"), &json!("2026-07-02")));
    assert_eq!(b.body("V-1")["state"], "fixed");
    let mut b = book();
    b.finish(
        "vulnerability-round",
        &["V-0"],
        but(
            without(),
            json!({"late": {"late": {"V-0": {"then": "risk", "risk": "R-3", "fixed_on": null, "shown_by": null}}}}),
        ),
    )
    .unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("V-0")["risks"], json!(["R-3"]));
    assert!(b.states("R-3").contains("stale"));
}

#[test]
fn a_test_is_planned_without_being_performed_and_its_report_is_the_performance() {
    let mut b = book();
    b.finish("pentest", &["RT-2"], test_plan()).unwrap_or_else(|r| panic!("{r}"));
    let (_, plan) = b.isms.each("evidence").last().unwrap();
    assert_eq!(b.review()["about"], json!([&*plan.code]));
    assert!(plan.body_json()["note"].as_str().unwrap().contains("By: Red Team Ltd, from 2026-07-01 to 2026-07-05."));
    assert_eq!(b.body("ACT-001")["due"], "2026-07-19");
    golden("pentest", &b.guide("pentest", &["RT-2"], test_report()).transcript());
    b.finish("pentest", &["RT-2"], test_report()).unwrap_or_else(|r| panic!("{r}"));
    let (a, c) = (find(&b, "Injection in the sign-in"), find(&b, "Session does not end"));
    assert_eq!((&a["found_by"], &a["risks"], &a["due"]), (&json!("pentest"), &json!(["R-3"]), &json!("2026-07-02")));
    // By its vector, not by the word beside it.
    assert_eq!((&c["severity"], &c["state"]), (&json!("medium"), &json!("accepted")));
    let actions: Vec<String> = b
        .isms
        .each("action")
        .skip(1)
        .map(|(_, r)| format!("{} {}", r.body_json()["due"].as_str().unwrap(), r.body_json()["what"].as_str().unwrap()))
        .collect();
    assert_eq!(
        actions,
        [
            "2026-07-02 See whether SOA-8.24 Use of cryptography works: the penetration test puts it in doubt",
            "2026-09-01 Have it tested again that the holes of the penetration test are closed"
        ]
    );
    assert_eq!(b.review()["about"][0], "RT-2");
    assert!(b.states("R-3").contains("stale"));
    let mut b = book();
    b.finish(
        "pentest",
        &["RT-2"],
        but(test_report(), json!({"controls": {"controls": {"SOA-8.24": {"says": "proved"}}}})),
    )
    .unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("SOA-8.24")["evidence"], json!(["EV-0", "EV-1"]));
}

#[test]
fn each_check_has_its_sentence() {
    let at = |step: &str, other: Value| book().guide("vulnerability-round", &["RT-1"], but(round(), other)).says(step);
    assert!(
        at("scan", json!({"scan": {"file": null}}))
            .contains("red file: There is no scan. Drop one, or say why there is none this month.")
    );
    assert!(
        at("scan", json!({"scan": {"file": null, "none_why": "ok"}}))
            .contains("red none_why: \u{201c}ok\u{201d} does not tell next year's you anything.")
    );
    let empty = Book::new();
    assert!(
        empty
            .guide("vulnerability-round", &[], json!({"scan": {"none_why": "The scanner is being moved."}}))
            .says("scan")
            .contains("red none_why: There is no routine for this round in your programme and no open weakness")
    );
    assert!(
        at("covered", json!({"covered": {"covered": {"A-2": {"reached": "no"}}}}))
            .contains("\u{201c}No, because?\u{201d} is not answered.")
    );
    assert!(
        at("match", json!({"match": {"host": {"desk-1": null}}}))
            .contains("red host: \u{201c}Which of your assets is this host?\u{201d} is not answered for desk-1.")
    );

    let row = |key: &str, v: Value| at("triage", json!({"triage": {"triage": {key: v}}}));
    assert!(
        row("nessus-5", json!({"severity": null}))
            .contains("No grade: the list does not say how serious it is. Say it, for the day follows from it.")
    );
    assert!(row("nessus-7", json!({"due": "2026-07-01"})).contains("Remote code in the gateway: 1 July is later than your rules allow (9 June). Keep that day, or live with it by a permission."));
    assert!(
        row("nessus-7", json!({"due": "2026-06-01"}))
            .contains("Remote code in the gateway: 1 June has passed already. Until when?")
    );
    assert!(
        row("nessus-9", json!({"why": null}))
            .contains("Guest account: \u{201c}How do you know that it is a false alarm?\u{201d} is not answered.")
    );
    assert!(
        row("nessus-9", json!({"why": "ok"}))
            .contains("Guest account: \u{201c}ok\u{201d} does not tell next year's you anything.")
    );
    assert!(row("nessus-3", json!({"decision": "accept"})).contains("Open share: it was fixed and is there again."));
    assert!(
        at("triage", json!({"match": {"host": {"desk-1": {"what": null}}}, "triage": {}}))
            .contains("Old library: it is not said on which asset it is.")
    );

    let permit = |v: Value| at("nessus-8/permit", json!({"nessus-8/permit": v}));
    assert!(permit(json!({"until": "2027-07-01"})).contains("red until: A permission holds for at most 12 months."));
    assert!(permit(json!({"until": "2026-06-01"})).contains("red until: 1 June is not in the future. Until when?"));
    assert!(
        permit(json!({"approved": {"by": "P-2"}}))
            .contains("red approved: Only the owner of the rule may allow that: Pat Zero.")
    );
    assert!(permit(json!({"instead": "no"})).contains("red instead: \u{201c}no\u{201d} does not tell"));

    let late = book()
        .guide(
            "vulnerability-round",
            &["RT-1"],
            but(without(), json!({"late": {"late": {"V-0": {"fixed_on": "2026-03-01"}}}})),
        )
        .says("late");
    assert!(late.contains("red late: V-0: it was fixed on 1 March and found on 1 April. When was it fixed?"));
    assert!(
        at("again", json!({"again": {"again": {"V-1": {"on": "2026-05-01"}}}}))
            .contains("red again: V-1: the check lies before it was fixed (10 May). When was it checked?")
    );
    assert!(
        at("pattern", json!({"pattern": {"cause": "habit"}}))
            .contains("red cause: \u{201c}habit\u{201d} does not tell")
    );

    let test = |step: &str, base: Value, other: Value| book().guide("pentest", &["RT-2"], but(base, other)).says(step);
    assert!(
        test("plan", test_plan(), json!({"plan": {"until": "2026-06-30"}}))
            .contains("red until: It ends before it begins. Until when?")
    );
    assert!(
        test("plan", test_plan(), json!({"plan": {"from": "2026-05-01"}}))
            .contains("red from: 1 May has passed. If the test was held, say that the report is here.")
    );
    assert!(
        test("report", test_report(), json!({"report": {"file": null, "findings": null}}))
            .contains("red file: Neither a list nor a finding is here.")
    );
    assert!(
        test("report", test_report(), json!({"report": {"file": null, "report": null}}))
            .contains("red report: The report is missing.")
    );
    assert!(
        test(
            "report",
            test_report(),
            json!({"report": {"findings": [{"what": "x", "asset": "A-2", "severity": "low", "vector": "AV:N"}]}})
        )
        .contains(
            "red findings: This is no CVSS vector that can be read. It does not begin with its version. Copy it whole"
        )
    );
    assert!(
        test("retest", test_report(), json!({"retest": {"retest_on": "2026-06-01"}}))
            .contains("red retest_on: 1 June is not in the future.")
    );
}

#[test]
fn a_weakness_with_a_vector_that_cannot_be_read_is_refused_at_its_field() {
    let mut b = book();
    let put = |b: &mut Book, vector: &str| {
        b.propose(isms::Proposal {
            verb: Verb::Change,
            why: "For the test.".into(),
            changes: vec![Change::put("vulnerability", "V-0", json!({"vector": vector}))],
        })
    };
    let r = put(&mut b, "CVSS:3.1/AV:N/AC:L").unwrap_err();
    assert_eq!(
        (r.place.as_str(), r.text.as_str()),
        ("V-0.vector", "This is no CVSS vector that can be read. \u{201c}PR\u{201d} is missing.")
    );
    put(&mut b, "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:L/SC:N/SI:N/SA:N").unwrap();
}
