//! The demo organization, replayed: on 24 November 2026 it must be out of step exactly where its story says, and in order elsewhere.
#![allow(clippy::expect_used, clippy::unwrap_used)]
use chrono::{NaiveDate, TimeZone, Utc};
use isms::staleness::{Currency, State, staleness};
use isms::{Isms, Stamp, demo};

fn replay(until: NaiveDate) -> Isms {
    let path = std::env::var("ISMS_DEMO")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl").into());
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
    for a in demo::acts(&text).unwrap().into_iter().take_while(|a| a.on <= until) {
        let mut salt = || [1; 32];
        let at = Utc.from_utc_datetime(&a.on.and_hms_opt(9, 0, 0).unwrap());
        let planned = isms
            .plan(a.proposal, &mut Stamp { at, on: a.on, by: a.by, salt: &mut salt })
            .unwrap_or_else(|r| panic!("{}: {r}", a.on));
        isms.apply(&planned);
    }
    isms
}
fn day(s: &str) -> NaiveDate {
    isms::dates::parse(s).unwrap()
}

/// Rule: items, each with the input that is named ("R-010 < S-005"). The numbers are the rows of the demo's story.
const FOUND: &str = "
1 policy-obligation-changed: POL-10 < OB-010, POL-14 < OB-010
2 control-obligation-changed: SOA-5.24 < OB-010, SOA-8.8 < OB-010
3 risk-obligation-changed: R-043 < OB-010
4 policy-obligation-changed: POL-09 < OB-011
4 control-obligation-changed: SOA-5.23 < OB-011
4 risk-obligation-changed: R-048 < OB-011
5 obligation-coming: OB-011
6 edited-since-review: OB-010, OB-011, S-005, A-031, ORG
7 asset-supplier-changed: A-005 < S-005, A-030 < S-005, A-045 < S-005
8 risk-supplier-changed: R-010 < S-005, R-012 < S-005, R-044 < S-005/A-030, R-025 < S-005/A-045
9 control-rests-changed: SOA-5.22 < S-005, SOA-8.13 < S-005
10 risk-asset-changed: R-038 < A-031
11 register-context-changed: REGISTER < ORG
11 policy-organization-changed: POL-01 < ORG
12 risk-threat-news: R-022 < T-029
13 threat-unjudged: T-030
14 risk-vulnerability: R-019 < V-029, R-020 < V-029, R-017 < V-029/A-026/A-036, R-039 < V-029/A-026/A-036, R-013 < V-028, R-014 < V-028
15 vulnerability-late: V-028, V-029
16 vulnerability-retest: V-027
17 risk-incident: R-008 < I-008, R-014 < I-008, R-053 < I-008, R-013 < I-009, R-014 < I-009
18 supplier-incident: S-010 < I-008
19 incident-lessons-due: I-008
20 incident-unjudged: I-009
20 incident-clock: I-009/uk-33, I-009/gdpr-33
21 risk-change: R-018 < CH-012, R-020 < CH-012, R-035 < CH-012
21 control-change: SOA-7.1 < CH-012
22 change-tell-cb: CH-012
23 context-change: ORG < CH-012
24 change-unscreened: CH-013
25 change-check-due: CH-011
26 risk-control-changed: R-034 < SOA-7.2
27 risk-not-accepted: R-030
28 risk-acceptance-ending: R-021, R-043
29 risk-action-late: R-021 < ACT-021
30 high-risk-cadence: R-043, R-021
31 risk-not-approved: R-026
32 risk-untreated: R-051
33 register-asset-uncovered: REGISTER < A-029, REGISTER < A-043
34 review-overdue: POL-07
34 policy-parent-changed: POL-07 < POL-01
35 policy-draft-waiting: POL-06
36 course-policy-changed: CRS-02 < POL-10
37 control-no-evidence: SOA-8.18
38 control-evidence-expired: SOA-7.6
39 control-planned-late: SOA-8.12
40 control-does-not-work: SOA-7.2
40 found-not-to-hold: SOA-7.2
41 control-excluded-but-needed: SOA-8.30 < R-051
42 control-routine-late: SOA-5.3 < RT-13, SOA-5.15 < RT-13, SOA-5.16 < RT-13, SOA-5.18 < RT-13, SOA-8.2 < RT-13, SOA-5.30 < RT-14, SOA-8.13 < RT-14
43 control-nonconformity: SOA-5.37 < NC-012
44 obligation-unanswered: OB-006
45 obligation-unclear: OB-022
46 supplier-assurance-ending: S-005, S-002
47 supplier-assurance-missing: S-010
48 supplier-contract-ending: S-003
49 supplier-contract-weak: S-011, S-018
50 supplier-used-unassessed: S-018
50 never-reviewed: S-018
51 never-reviewed: A-044
52 owner-left: A-035 < P-031
53 training-missing: P-046/CRS-01, P-046/CRS-06
54 training-role-changed: P-035/CRS-04
54 competence-missing: P-035, P-025
55 training-version-late: P-018/CRS-03, P-022/CRS-03, P-033/CRS-01
55 training-repeat: P-018/CRS-03, P-022/CRS-03, P-033/CRS-01
56 training-repeat: P-013/CRS-01
57 training-failed: P-045/CRS-01
58 reading-missing: P-046/POL-01, P-046/POL-05
59 reading-version: P-029/POL-10, P-002/POL-01
60 competence-ending: P-005
61 confidentiality-missing: P-047
62 leaver-open: P-031
64 routine-due: RT-13
65 routine-missed: RT-14
66 action-late: ACT-021, ACT-024, ACT-032
67 action-moved-often: ACT-006
68 action-check-due: ACT-030
69 nc-no-cause: NC-012
70 nc-repeats: NC-009
71 exception-ending: EX-002
71 review-overdue: EX-002
72 risk-exception: R-021 < EX-002
72 control-exception: SOA-8.8 < EX-002
73 objective-missed-alone: OBJ-02, OBJ-08
74 objective-target-date: OBJ-08
75 measure-due: OBJ-07
76 coverage-core: coverage/8.3
77 coverage-clause: coverage/7.4
78 coverage-control: coverage/SOA-5.28, coverage/SOA-7.6, coverage/SOA-7.12, coverage/SOA-8.18, coverage/SOA-8.34
";
/// Not accused by this rule (and input), although near it.
const NOT: &str = "
1 policy-obligation-changed: POL-12
2 control-obligation-changed: SOA-5.21, SOA-8.25, SOA-8.26, SOA-8.28
3 risk-obligation-changed: R-006, R-007
4 risk-obligation-changed: R-040
8 risk-supplier-changed: R-001, R-003, R-004, R-009, R-011, R-016, R-036, R-037
17 risk-incident: R-030
";
/// Quite in order.
const CURRENT: &str = "PR-001 PR-002 PR-003 PR-004 PR-005 PR-006 PR-007 PR-008 S-001 S-004 S-006 S-007 S-008 S-009 S-012 S-013 S-014 S-015 S-016 S-017
R-001 R-002 R-003 R-004 R-005 R-006 R-007 R-009 R-011 R-015 R-016 R-023 R-024 R-027 R-028 R-029 R-031 R-032 R-033 R-036 R-037 R-040 R-041 R-042 R-045 R-046 R-047 R-049 R-050 R-052 R-054 R-055
EX-001 EX-003 EX-004 I-001 I-002 I-003 I-004 I-005 I-006 I-007 NC-001 NC-002 NC-003 NC-004 NC-005 NC-006 NC-007 NC-008 NC-010
CH-001 CH-002 CH-003 CH-004 CH-005 CH-006 CH-007 CH-008 CH-009 CH-010 V-001 V-010 V-024 V-026 PROGRAMME SOA POLICIES cycle/surveillance-1 cycle/surveillance-2 cycle/recertification";

fn rows(text: &str) -> impl Iterator<Item = (String, String, String, Option<String>)> {
    text.lines().filter(|l| !l.trim().is_empty()).flat_map(|l| {
        let (n, rest) = l.trim().split_once(' ').unwrap();
        let (rule, items) = rest.split_once(':').unwrap();
        items
            .split(',')
            .map(|i| {
                let (id, input) = i.split_once('<').map_or((i, None), |(a, b)| (a, Some(b.trim().to_string())));
                (n.to_string(), rule.trim().to_string(), id.trim().to_string(), input)
            })
            .collect::<Vec<_>>()
    })
}
fn has(isms: &Isms, found: &Currency, rule: &str, id: &str, input: Option<&str>) -> bool {
    found.find(isms, id).is_some_and(|item| {
        item.reasons.iter().any(|r| {
            let way: Vec<&str> = r.path.iter().map(|ix| &*isms.rec(*ix).code).collect();
            r.rule.id == rule && input.is_none_or(|i| way.join("/").starts_with(&format!("{i}/")) || way.join("/") == i)
        })
    })
}

#[test]
fn the_demo_is_out_of_step_where_its_story_says() {
    let today = day(demo::DAY);
    let isms = replay(today);
    let found = staleness(&isms, today);
    let mut wrong = Vec::new();
    for (n, rule, id, input) in rows(FOUND) {
        if !has(&isms, &found, &rule, &id, input.as_deref()) {
            wrong.push(format!(
                "row {n}: {id} is not accused by {rule}{}",
                input.map_or_else(String::new, |i| format!(" < {i}"))
            ));
        }
    }
    for (n, rule, id, _) in rows(NOT) {
        if has(&isms, &found, &rule, &id, None) {
            wrong.push(format!("row {n}: {id} is accused by {rule}"));
        }
    }
    let threats =
        isms.of_kind("threat").iter().map(|ix| isms.rec(*ix).code.to_string()).filter(|c| c != "T-029" && c != "T-030");
    for id in CURRENT.split_whitespace().map(String::from).chain(threats) {
        match found.find(&isms, &id) {
            Some(i) if i.is_current() || i.states.is(State::NotApplicable) => {}
            Some(i) => wrong.push(format!(
                "{id} is not in order: {}",
                i.reasons.iter().map(|r| format!("{} ({})", r.rule.id, r.text(&isms))).collect::<Vec<_>>().join("; ")
            )),
            None => wrong.push(format!("{id} is no item")),
        }
    }
    let s5 = found.find(&isms, "S-005").map(|i| i.states.to_vec());
    if s5 != Some(vec![State::Overdue, State::Stale]) {
        wrong.push(format!("S-005 is {s5:?}"));
    }
    for id in ["P-027/CRS-01", "P-027/POL-01", "coverage/SOA-8.30"] {
        if !found.find(&isms, id).is_some_and(|i| i.states.is(State::NotApplicable)) {
            wrong.push(format!("{id} is applicable"));
        }
    }
    for (id, due) in [("RT-19", "2026-11-28"), ("ACT-031", "2026-11-30")] {
        let item = found.find(&isms, id).unwrap();
        if !item.states.is(State::DueSoon) || item.due != Some(day(due)) {
            wrong.push(format!("{id} is {:?} by {:?}", item.states, item.due));
        }
    }
    assert_eq!(found.find(&isms, "S-003").and_then(|i| i.put_off_until), Some(day("2026-12-05")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn as_of_an_earlier_day_is_what_could_be_seen_then() {
    let isms = replay(day(demo::DAY));
    for (on, risks, above) in [("2024-06-12", 48, 14), ("2025-05-13", 51, 8)] {
        let then = isms.as_of(day(on));
        let level = |r: &isms::Record| r.get::<isms::kinds::Risk>().map_or(0, |r| r.level());
        let live: Vec<u32> = then.each("risk").filter(|(_, r)| r.live()).map(|(_, r)| level(r)).collect();
        assert_eq!((live.len(), live.iter().filter(|l| **l > 9).count()), (risks, above), "{on}");
        // The same as if nothing had been entered since.
        let (a, b) = (staleness(&then, day(on)), staleness(&replay(day(on)), day(on)));
        let told = |isms: &Isms, c: &Currency| {
            c.items
                .iter()
                .map(|i| {
                    format!(
                        "{} {:?} {:?}",
                        i.id(isms),
                        i.states,
                        i.reasons.iter().map(|r| r.text(isms)).collect::<Vec<_>>()
                    )
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&then, &a), told(&replay(day(on)), &b));
    }
}
