//! Every rule of staleness, told in one line each (DOMAIN 3.4): facts in the order of the ledger, a day, what must be found.
//! The lines a to h are DOMAIN's own, word for word, `edges` are ours; `ISMS_RULE_LINES=file` runs further ones.
#![allow(clippy::expect_used, clippy::unwrap_used)]
mod notation;

use isms::Isms;
use isms::staleness::{Item, rules, staleness};
use notation::*;
use std::collections::BTreeSet;

const LINES: [(&str, &str); 9] = [
    ("a-time", include_str!("../src/staleness/lines/a-time.txt")),
    ("b-risks", include_str!("../src/staleness/lines/b-risks.txt")),
    ("c-policies", include_str!("../src/staleness/lines/c-policies.txt")),
    ("d-controls", include_str!("../src/staleness/lines/d-controls.txt")),
    ("e-supply", include_str!("../src/staleness/lines/e-supply.txt")),
    ("f-people", include_str!("../src/staleness/lines/f-people.txt")),
    ("g-follow-up", include_str!("../src/staleness/lines/g-follow-up.txt")),
    ("h-coverage", include_str!("../src/staleness/lines/h-coverage.txt")),
    // Ours: edges, and what clears a reason.
    ("edges", include_str!("../src/staleness/lines/edges.txt")),
];
/// Rules of DOMAIN whose lines stand above and which the program does not have yet.
const NOT_YET: [&str; 0] = [];

fn shown(isms: &Isms, item: Option<&Item>) -> String {
    match item {
        None => "no such item".into(),
        Some(i) => {
            let states: Vec<&str> = i.states.iter().map(|s| s.name()).collect();
            let reasons: Vec<String> = i
                .reasons
                .iter()
                .map(|r| {
                    let path: Vec<&str> = r.path.iter().map(|ix| &*isms.rec(*ix).code).collect();
                    format!(
                        "{}[{}{}] \u{201c}{}\u{201d}",
                        r.rule.id,
                        r.state.name(),
                        if path.is_empty() { String::new() } else { format!(" {}", path.join(" > ")) },
                        r.text(isms)
                    )
                })
                .collect();
            format!("{} ({})", states.join("+"), reasons.join("; "))
        }
    }
}
/// What is wrong with a line; none if all is as it says.
fn run(line: &Line) -> Vec<String> {
    let w = world(line);
    let found = staleness(&w.isms, line.today);
    let mut wrong = Vec::new();
    let mut told = false;
    for e in &line.expected {
        let item = found.find(&w.isms, &e.id);
        let got: BTreeSet<&str> = item.into_iter().flat_map(|i| i.states.iter()).map(|s| s.name()).collect();
        told |= item.is_some_and(|i| i.has(&line.rule));
        if got != e.states {
            wrong.push(format!("{}: expected {:?}, got {}", e.id, e.states, shown(&w.isms, item)));
            continue;
        }
        if let Some(input) = &e.input {
            let fits = |r: &isms::staleness::Reason| {
                let from = r.input.is_some_and(|ix| *w.isms.rec(ix).code == **input);
                let between: Vec<&str> = r.path.iter().skip(1).map(|ix| &*w.isms.rec(*ix).code).collect();
                from && (e.via.is_empty()
                    || between.iter().take(e.via.len()).copied().eq(e.via.iter().map(String::as_str))
                        && between.len() == e.via.len() + 1)
            };
            if !item.is_some_and(|i| i.reasons.iter().any(fits)) {
                wrong.push(format!(
                    "{}: expected a reason < {input}{}, got {}",
                    e.id,
                    e.via.iter().map(|v| format!("/{v}")).collect::<String>(),
                    shown(&w.isms, item)
                ));
            }
        }
    }
    if line.rule != "(suspension)" && told == line.silent {
        let all: Vec<String> =
            line.expected.iter().map(|e| format!("{} {}", e.id, shown(&w.isms, found.find(&w.isms, &e.id)))).collect();
        wrong.push(format!(
            "{} {} among the reasons: {}",
            line.rule,
            if line.silent { "must not be" } else { "is not" },
            all.join(", ")
        ));
    }
    // Every sentence can be told, without an open place.
    for r in found.items.iter().flat_map(|i| &i.reasons) {
        let text = r.text(&w.isms);
        if text.contains('{') || text.contains("  ") || text.contains(" ,") || text.contains("a day not recorded") {
            wrong.push(format!("{} is told badly: {text}", r.rule.id));
        }
    }
    if !wrong.is_empty() && !w.refused.is_empty() {
        wrong.push(format!("refused: {}", w.refused.join(" / ")));
    }
    let _ = w.soa;
    wrong
}
/// Runs every line of a text; what fails is told with its place.
fn failures(name: &str, text: &str) -> (usize, Vec<String>) {
    let mut bad = Vec::new();
    let mut n = 0;
    for (at, l) in each(text) {
        n += 1;
        let wrong = std::panic::catch_unwind(|| run(&line(&l))).unwrap_or_else(|e| {
            vec![format!(
                "panicked: {}",
                e.downcast_ref::<String>()
                    .cloned()
                    .or(e.downcast_ref::<&str>().map(|s| s.to_string()))
                    .unwrap_or_default()
            )]
        });
        if !wrong.is_empty() {
            bad.push(format!("{name}:{at}: {l}\n    {}", wrong.join("\n    ")));
        }
    }
    (n, bad)
}

#[test]
fn every_line_holds() {
    let mut all = Vec::new();
    let mut n = 0;
    for (name, text) in LINES {
        let skip = |l: &str| l.split_once(':').is_some_and(|(r, _)| NOT_YET.contains(&r.trim()));
        let kept: String = text.lines().map(|l| if skip(l) { "\n".to_string() } else { format!("{l}\n") }).collect();
        let (count, bad) = failures(name, &kept);
        n += count;
        all.extend(bad);
    }
    if let Ok(file) = std::env::var("ISMS_RULE_LINES") {
        let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{file}: {e}"));
        let (count, bad) = failures(&file, &text);
        n += count;
        all.extend(bad);
    }
    println!("{} of {n} lines hold", n - all.len());
    assert!(all.is_empty(), "{} of {n} lines fail\n\n{}\n", all.len(), all.join("\n"));
}

#[test]
fn every_rule_has_a_line_and_every_line_its_rule() {
    let told: BTreeSet<String> = LINES
        .iter()
        .flat_map(|(_, t)| each(t))
        .filter_map(|(_, l)| l.split_once(':').map(|(r, _)| r.trim().to_string()))
        .filter(|r| r != "(suspension)")
        .collect();
    let known: BTreeSet<String> = rules().map(|r| r.id.to_string()).collect();
    assert_eq!(known.len(), rules().count(), "two rules of one name");
    let unknown: Vec<&String> = told.iter().filter(|r| !known.contains(*r) && !NOT_YET.contains(&r.as_str())).collect();
    assert!(unknown.is_empty(), "lines of rules that do not exist: {unknown:?}");
    let silent: Vec<&String> = known.iter().filter(|r| !told.contains(*r)).collect();
    assert!(silent.is_empty(), "rules without a line: {silent:?}");
    for r in rules() {
        assert!(!r.says.is_empty() && !r.clause.is_empty() && !r.clears.is_empty(), "{} is not told whole", r.id);
        assert!(!NOT_YET.contains(&r.id), "{} is there by now", r.id);
    }
}

/// What the impact of a change says before it is made is what is found once it is made (3.5, 1).
#[test]
fn impact_before_is_what_is_found_after() {
    let cases = [
        (
            "A-1; S-1; A-2{supplier=S-1,depends_on=A-1}; PR-1{assets=A-2}; R-1{assets=A-2}; R-2{processes=PR-1}; SOA-8.13{suppliers=S-1}",
            "S-1",
            "data_where",
        ),
        ("A-1; A-2{depends_on=A-1}; R-1{assets=A-2}; R-2{assets=A-1}; SOA-8.13{assets=A-1}", "A-1", "exposed"),
        (
            "OB-1; POL-1{obligations=OB-1}; SOA-5.18{obligations=OB-1}; R-1{obligations=OB-1}; S-1{obligations=OB-1}; PR-1{obligations=OB-1}",
            "OB-1",
            "demands",
        ),
        ("POL-1; SOA-8.13{policies=POL-1}; R-1{controls=SOA-8.13}", "SOA-8.13", "how"),
        ("POL-1; SOA-8.13{policies=POL-1}; R-1{controls=SOA-8.13}", "SOA-8.13", "works"),
        ("ORG; R-1; POL-1", "ORG", "impact_words"),
        ("ORG; R-1; POL-1; POL-2{sort=policy}", "ORG", "issues_outside"),
        ("ORG; R-1; POL-1", "ORG", "headcount"),
        ("A-1; R-1{assets=A-1}", "A-1", "users"),
        ("R-1{controls=SOA-8.13}; SOA-8.13; OBJ-1{risks=R-1}", "R-1", "because"),
    ];
    for (facts, id, field) in cases {
        let before = line(&format!("x: {facts} | 2026-06-02 | ORG current"));
        let after = line(&format!("x: {facts}; 06-01 {id} changed {field} | 2026-06-02 | ORG current"));
        let (w, then) = (world(&before), world(&after));
        assert!(then.refused.is_empty(), "{:?}", then.refused);
        let ix = w.isms.ix(id).expect("a record");
        let say = |isms: &Isms, r: &isms::staleness::Reason| {
            format!(
                "{} {} {:?}",
                r.target.id(isms),
                r.rule.id,
                r.path.iter().map(|x| isms.rec(*x).code.to_string()).collect::<Vec<_>>()
            )
        };
        let mut told: Vec<String> = isms::staleness::impact(&w.isms, &staleness(&w.isms, d("06-02")), ix, &[field])
            .iter()
            .map(|r| say(&w.isms, r))
            .collect();
        let found = staleness(&then.isms, d("06-02"));
        let changed = then.isms.ix(id);
        let mut real: Vec<String> = found
            .items
            .iter()
            .flat_map(|i| &i.reasons)
            .filter(|r| r.input == changed)
            .map(|r| say(&then.isms, r))
            .collect();
        told.sort();
        real.sort();
        assert_eq!(told, real, "{id}.{field}");
    }
}

#[test]
fn one_change_that_touches_many_is_one_line() {
    let facts: Vec<String> = (1..=13).map(|n| format!("R-{n}{{assets=A-1}}")).collect();
    let l = line(&format!("x: A-1; {}; 05-01 A-1 changed runs_where | 2026-05-02 | R-1 stale < A-1", facts.join("; ")));
    let w = world(&l);
    let found = staleness(&w.isms, l.today);
    let floods = found.floods();
    assert_eq!(floods.len(), 1);
    assert_eq!(
        (floods[0].rule.id, &*w.isms.rec(floods[0].input).code, floods[0].items.len()),
        ("risk-asset-changed", "A-1", 13)
    );
    let fewer = line(&format!(
        "x: A-1; {}; 05-01 A-1 changed runs_where | 2026-05-02 | R-1 stale < A-1",
        facts[..12].join("; ")
    ));
    assert!(staleness(&world(&fewer).isms, l.today).floods().is_empty());
}

#[test]
fn of_is_the_item_that_all_has_and_due_days_are_the_true_ones() {
    let l = line(
        "x: A-1; R-1{assets=A-1}; P-1; CRS-1; POL-1; 05-01 A-1 changed runs_where; 05-02 R-1 snoozed 2026-05-30 | 2026-05-10 | R-1 stale < A-1",
    );
    let w = world(&l);
    let all = staleness(&w.isms, l.today);
    for item in &all.items {
        let id = item.id(&w.isms);
        let one = isms::staleness::of(&w.isms, l.today, &id).unwrap_or_else(|| panic!("no {id}"));
        assert_eq!(format!("{item:?}"), format!("{one:?}"));
    }
    let r = all.find(&w.isms, "R-1").expect("R-1");
    assert_eq!((r.due, r.next, r.put_off_until), (None, Some(d("2027-01-05")), Some(d("2026-05-30"))));
    let p = all.find(&w.isms, "POL-1").expect("POL-1");
    assert_eq!((p.is_current(), p.due), (true, Some(d("2027-01-05"))));
}

#[test]
fn a_line_that_is_not_so_fails() {
    for wrong in [
        "risk-asset-changed: A-1; R-1{assets=A-1}; 05-01 A-1 changed runs_where | 2026-06-01 | R-1 current (silent)",
        "risk-asset-changed: A-1; R-1{assets=A-1}; 05-01 A-1 edited notes | 2026-06-01 | R-1 stale < A-1",
        "risk-asset-changed: A-1; R-1{assets=A-1}; 05-01 A-1 changed runs_where | 2026-06-01 | R-1 stale < S-1",
        "risk-supplier-changed: S-1; A-1{supplier=S-1}; R-1{assets=A-1}; 06-01 S-1 changed data_where | 2026-06-02 | R-1 stale < S-1/A-2",
        "review-overdue: POL-1{every=1y} | 2027-01-05 | POL-1 due soon",
        "risk-nonconformity: A-1; R-1{assets=A-1}; 05-01 A-1 changed runs_where | 2026-06-01 | R-1 stale",
    ] {
        assert!(!run(&line(wrong)).is_empty(), "passes: {wrong}");
    }
}
