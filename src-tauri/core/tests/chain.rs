//! From a law to the last person: small books told in a line, and the demo organization, as text (DOMAIN 2.7, 2.11, 2.12, 3.4 C and F).
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
mod fennel;
mod notation;
use isms::kinds::{Course, Obligation, Person, Policy};
use isms::report::{Names, Scope, build};
use isms::staleness::{State, staleness};
use isms::text::doc_text;
use isms::view::{self, ChainShown, Shown};

/// The chain as a few lines.
fn told(c: &ChainShown) -> String {
    let states = |s: &[State]| s.iter().map(|x| view::word(*x)).collect::<Vec<_>>().join("+");
    let whole = if c.whole { "whole" } else { "not whole" };
    let mut out = vec![format!("{whole}: {} {}", c.law.id, states(&c.law.states))];
    for k in c.policies.iter().chain(&c.courses) {
        let why: Vec<&str> = k.reasons.iter().map(|r| r.rule).collect();
        let from = k.from.join("+");
        out.push(format!("{} < {from}: {} {} {} {}", k.id, k.version, k.stage, states(&k.states), why.join("+")));
    }
    for p in &c.people {
        let mut line = format!("{} {} {}:", p.of, p.must, p.version);
        for (word, list) in [("done", &p.done), ("owed", &p.owed), ("ahead", &p.ahead), ("away", &p.away)] {
            if !list.is_empty() {
                let who: Vec<&str> = list.iter().map(|x| x.id.as_str()).collect();
                line.push_str(&format!(" {word} {}", who.join("+")));
            }
        }
        out.push(line);
    }
    for a in &c.also {
        out.push(format!("{}: {}", a.title, a.knots.iter().map(|k| k.id.clone()).collect::<Vec<_>>().join("+")));
    }
    out.extend(c.gaps.iter().map(|g| format!("gap: {}", view::plain(g))));
    out.extend([c.says.clone(), c.would.clone(), c.then.clone()]);
    out.iter().map(|l| l.trim().to_string()).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}
/// Facts as in the lines of the rules, on a day.
fn of(facts: &str, day: &str) -> String {
    let w = notation::world(&notation::line(&format!("rule: {facts} | {day} | OB-1 current")));
    assert!(w.refused.is_empty(), "{:?}", w.refused);
    let day = notation::d(day);
    let currency = staleness(&w.isms, day);
    told(&view::chain(&Shown::new(&w.isms, day, &currency), "OB-1").unwrap())
}
#[track_caller]
fn says(facts: &str, day: &str, lines: &[&str]) {
    let all = of(facts, day);
    for l in lines {
        assert!(all.lines().any(|x| x == *l), "no line \u{201c}{l}\u{201d} in\n{all}");
    }
}
/// The notation answers every law with a POL-903 of its own; here it stands in the book like any other.
const BOOK: &str = "OB-1; POL-1{obligations=OB-1,must_be_read=once_a_major,for_roles=admin}; CRS-1{policies=POL-1+POL-903,for_roles=admin}; \
    P-1{roles=admin}; P-2{roles=admin}; 01-10 P-1 trained CRS-1 v1.0; 01-10 P-2 trained CRS-1 v1.0; \
    01-10 P-1 read POL-1 v1.0; 01-10 P-2 read POL-1 v1.0";
const CHANGED: &str = "09-02 OB-1 changed demands";
const RULED: &str = "09-03 OB-1 reviewed; 09-05 POL-1 version v2.0; 09-05 POL-903 reviewed";

#[test]
fn a_chain_that_holds_is_told_from_the_law_to_the_last_person() {
    let expected = "whole: OB-1 current
POL-1 < OB-1: 1.0 in force current
POL-903 < OB-1: 1.0 in force current
CRS-1 < POL-1+POL-903: 1.0 offered current
POL-1 read 1.0: done P-1+P-2
CRS-1 learn 1.0: done P-1+P-2
All of it is current, from the law to the last person: 2 policies, 1 course and 2 people.
A change of substance would put 2 policies out of step.
If the policies change with it, 1 course has to follow, and 2 people have to read or learn again.";
    assert_eq!(of(BOOK, "2026-02-01"), expected);
}

#[test]
fn a_change_of_the_law_stops_at_the_rules_until_one_gets_a_new_version() {
    says(
        &format!("{BOOK}; {CHANGED}"),
        "2026-09-03",
        &[
            "not whole: OB-1 out of step",
            "POL-1 < OB-1: 1.0 in force out of step policy-obligation-changed",
            "CRS-1 < POL-1+POL-903: 1.0 offered current",
            "POL-1 read 1.0: done P-1+P-2",
            "The law itself and both policies need a look.",
        ],
    );
    says(
        &format!("{BOOK}; {CHANGED}; {RULED}"),
        "2026-09-06",
        &[
            "not whole: OB-1 current",
            "POL-1 < OB-1: 2.0 in force current",
            "CRS-1 < POL-1+POL-903: 1.0 offered out of step course-policy-changed",
            "POL-1 read 2.0: owed P-1+P-2",
            "CRS-1 learn 1.0: done P-1+P-2",
            "The course needs a look. 2 of 2 people owe something.",
        ],
    );
}

#[test]
fn it_is_whole_again_when_the_last_has_read_and_learned() {
    let upto = format!(
        "{BOOK}; {CHANGED}; {RULED}; 09-07 CRS-1 version v2.0; 09-10 P-1 trained CRS-1 v2.0; 09-10 P-2 trained CRS-1 v2.0; \
         09-10 P-1 read POL-1 v2.0"
    );
    says(&upto, "2026-09-11", &["POL-1 read 2.0: done P-1 owed P-2", "1 of 2 people owes something."]);
    let all = format!("{upto}; 09-10 P-2 read POL-1 v2.0");
    says(&all, "2026-09-11", &["whole: OB-1 current", "POL-1 read 2.0: done P-1+P-2", "CRS-1 learn 2.0: done P-1+P-2"]);
}

#[test]
fn it_says_where_it_breaks_off_and_what_else_rests_on_the_law() {
    says(
        "OB-1; SOA-5.31{obligations=OB-1,routines=RT-1}; RT-1; R-1{obligations=OB-1}",
        "2026-02-01",
        &[
            "Controls: SOA-5.31",
            "Risks: R-1",
            "Routines: RT-1",
            "gap: Nobody has to confirm POL-903 Acceptable use POL-903, and no course teaches it.",
            "What is there is current. The chain breaks off at one place.",
            "A change of substance would put 1 policy, 1 control and 1 risk out of step.",
            "If the policy changes with it, no course has to follow and nobody has to confirm it.",
        ],
    );
    says(
        &format!("{BOOK}; 08-20 P-3 added{{joined_on=2026-08-20,roles=admin}}"),
        "2026-09-01",
        &["POL-1 read 1.0: done P-1+P-2 ahead P-3", "CRS-1 learn 1.0: done P-1+P-2 ahead P-3", "whole: OB-1 current"],
    );
}

#[test]
fn a_chain_begins_at_an_obligation_and_at_nothing_else() {
    let currency = staleness(fennel::fennel(), fennel::today());
    let s = Shown::new(fennel::fennel(), fennel::today(), &currency);
    for (id, says) in [("R-021", "R-021 is no obligation"), ("OB-999", "There is no \u{201c}OB-999\u{201d}")] {
        let r = view::chain(&s, id).unwrap_err();
        assert!(r.text.starts_with(says) && !r.hint.is_empty(), "{r}");
    }
}

#[test]
fn on_the_demo_every_chain_counts_what_the_records_say() {
    let isms = fennel::fennel();
    let currency = staleness(isms, fennel::today());
    let s = Shown::new(isms, fennel::today(), &currency);
    let mut seen = 0;
    for (_, r, _) in isms.live::<Obligation>() {
        let c = view::chain(&s, &r.code).unwrap();
        let cites = |p: &Policy| p.obligations.iter().any(|o| **o == *r.code);
        let policies: Vec<String> =
            isms.live::<Policy>().filter(|(_, _, p)| cites(p)).map(|(_, x, _)| x.code.to_string()).collect();
        assert_eq!(c.policies.iter().map(|k| k.id.clone()).collect::<Vec<_>>(), policies, "{}", r.code);
        let teaches = |k: &Course| k.policies.iter().any(|p| policies.iter().any(|q| **p == *q));
        let courses = isms.live::<Course>().filter(|(_, _, k)| teaches(k)).count();
        assert_eq!(c.courses.len(), courses, "{}", r.code);
        for circle in &c.people {
            let (p, k) = (isms.get::<Policy>(&circle.of), isms.get::<Course>(&circle.of));
            let concerned = isms
                .live::<Person>()
                .filter(|(_, x, w)| {
                    x.state() == "active" && p.map_or_else(|| k.unwrap().concerns(&w.roles), |p| p.concerns(&w.roles))
                })
                .count();
            let all = circle.done.len() + circle.owed.len() + circle.ahead.len() + circle.away.len();
            assert_eq!(all, concerned, "{} of {}", circle.of, r.code);
            seen += all;
        }
        let owes = c.people.iter().any(|p| !p.owed.is_empty());
        assert!(!(c.whole && owes), "{} is called whole while someone owes", r.code);
        assert_eq!(c.next.is_some(), !c.whole && c.next.is_some(), "{}", r.code);
    }
    assert!(seen > 200, "{seen} readings and trainings");
}

#[test]
fn the_page_on_paper_says_the_same() {
    let isms = fennel::fennel();
    let scope = Scope { names: Names::Full, ..Scope::on(fennel::today()) }.about("OB-005");
    let text = doc_text(&build(isms, "chain", &scope).unwrap());
    for words in [
        "The policy and the course need a look.",
        "POL-10",
        "When something goes wrong",
        "whose version 2.0 holds since",
        "39 of 41",
        "Dimitris Karagiannis",
        "A change of substance would put 1 policy, 2 controls and 1 risk out of step.",
        "42 people have to read or learn again",
    ] {
        assert!(text.contains(words), "no \u{201c}{words}\u{201d} in\n{text}");
    }
    let outside = doc_text(&build(isms, "chain", &Scope::on(fennel::today()).about("OB-005")).unwrap());
    assert!(!outside.contains("Dimitris Karagiannis"), "{outside}");
}
