//! Registers on paper against the records themselves: the same rows, the same figures. Counted here from the stored answers, not by the
//! report's own means.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
mod fennel;
use fennel::{act, day, fennel, scope, today};
use isms::act::{Change, Proposal, Verb};
use isms::doc::{Block, Doc};
use isms::isms::Record;
use isms::report::{Names, Scope, build, last_audit};
use isms::text::{doc_text, tables};
use isms::{Isms, kinds::kind};
use serde_json::{Value, json};

type Answers = serde_json::Map<String, Value>;

fn made(name: &str) -> Doc {
    build(fennel(), name, &scope(name)).unwrap_or_else(|r| panic!("{name}: {r}"))
}
/// Live records of a kind with their answers, state among them.
fn all(kind: &str) -> Vec<(&'static Record, Answers)> {
    fennel().each(kind).map(|(_, r)| r).filter(|r| r.live()).map(|r| (r, r.body_json())).collect()
}
fn since() -> String {
    last_audit(fennel(), today()).unwrap().0.to_string()
}
fn text<'a>(b: &'a Answers, field: &str) -> &'a str {
    b.get(field).and_then(Value::as_str).unwrap_or_default()
}
fn codes(kind: &str, keep: impl Fn(&Answers) -> bool) -> Vec<String> {
    all(kind).into_iter().filter(|(_, b)| keep(b)).map(|(r, _)| r.code.to_string()).collect()
}
fn level(b: &Answers) -> u64 {
    b["likelihood"].as_u64().unwrap() * b["impact"].as_u64().unwrap()
}
fn figures(doc: &Doc) -> Vec<String> {
    let found = doc.sections[0].blocks.iter().find_map(|b| if let Block::Figures(f) = b { Some(f) } else { None });
    found.unwrap().iter().map(|(n, _)| n.clone()).collect()
}
fn rows(doc: &Doc, title: &str) -> Vec<Vec<String>> {
    let found = tables(doc);
    let titles: Vec<&String> = found.iter().map(|t| &t.title).collect();
    found.iter().find(|t| t.title == title).unwrap_or_else(|| panic!("no table {title}: {titles:?}")).rows.clone()
}
fn of(n: usize, all: usize) -> String {
    format!("{n} of {all}")
}

/// A register: its report, its table, the codes that must stand in the first column, and some of its figures by their place.
type Register = (&'static str, &'static str, fn() -> Vec<String>, fn() -> Vec<(usize, String)>);
const REGISTERS: &[Register] = &[
    (
        "suppliers",
        "Suppliers",
        || codes("supplier", |_| true),
        || vec![(0, codes("supplier", |b| text(b, "state") != "considered").len().to_string())],
    ),
    (
        "obligations",
        "Obligations",
        || codes("obligation", |b| text(b, "applies") != "no" && text(b, "state") != "ended"),
        || {
            let all = codes("obligation", |_| true).len();
            let binds = codes("obligation", |b| {
                text(b, "applies") != "no" && text(b, "state") != "ended" && text(b, "in_force_from") <= "2026-11-24"
            });
            vec![(0, of(binds.len(), all))]
        },
    ),
    (
        "assets",
        "Assets: All assets",
        || codes("asset", |_| true),
        || {
            let all = codes("asset", |_| true).len();
            let high = codes("asset", |b| matches!(text(b, "classification"), "confidential" | "secret")).len();
            vec![
                (0, all.to_string()),
                (1, of(high, all)),
                (2, of(codes("asset", |b| text(b, "personal_data") != "none").len(), all)),
            ]
        },
    ),
    (
        "processes",
        "Processes",
        || codes("process", |_| true),
        || vec![(0, codes("process", |_| true).len().to_string())],
    ),
    (
        "vulnerabilities",
        "Weaknesses and tests: Weaknesses",
        || {
            let since = since();
            codes("vulnerability", |b| {
                matches!(text(b, "state"), "open" | "accepted")
                    || text(b, "found_on") > &*since
                    || text(b, "fixed_on") > &*since
            })
        },
        || {
            let all = codes("vulnerability", |_| true).len();
            let open = codes("vulnerability", |b| matches!(text(b, "state"), "open" | "accepted")).len();
            let late = codes("vulnerability", |b| text(b, "state") == "open" && text(b, "due") < "2026-11-24").len();
            vec![(0, of(open, all)), (1, late.to_string())]
        },
    ),
    (
        "incidents",
        "Incidents and notifications",
        || codes("incident", |b| matches!(text(b, "class"), "incident" | "major")),
        || {
            let since = since();
            let n = codes("incident", |b| text(b, "noticed_at")[..10] > *since).len();
            vec![(2, of(n, codes("incident", |_| true).len()))]
        },
    ),
    (
        "breach-register",
        "Register of personal data breaches",
        || codes("incident", |b| text(b, "personal_data") != "no"),
        || vec![(0, codes("incident", |b| text(b, "personal_data") != "no").len().to_string())],
    ),
    (
        "changes",
        "Changes",
        || {
            let since = since();
            codes("change", |b| !matches!(text(b, "state"), "checked" | "dropped") || text(b, "when") > &*since)
        },
        || {
            let since = since();
            let shown = |b: &Answers| !matches!(text(b, "state"), "checked" | "dropped") || text(b, "when") > &*since;
            vec![(1, codes("change", |b| shown(b) && b["unplanned"] == json!(true)).len().to_string())]
        },
    ),
    (
        "exceptions",
        "Exceptions",
        || {
            let since = since();
            codes("exception", |b| matches!(text(b, "state"), "asked" | "granted") || text(b, "until") > &*since)
        },
        || {
            let live = codes("exception", |b| matches!(text(b, "state"), "asked" | "granted")).len();
            vec![(0, of(live, codes("exception", |_| true).len()))]
        },
    ),
    (
        "evidence-index",
        "Evidence index: Every proof",
        || codes("evidence", |_| true),
        || {
            let held =
                codes("evidence", |b| b["personal"] == json!(true) || text(b, "classification") == "secret").len();
            vec![(1, format!("{} \u{b7} {held}", codes("evidence", |_| true).len() - held))]
        },
    ),
    (
        "acceptances",
        "Acceptances",
        || codes("risk", |b| level(b) > 9 || b.get("accepted").is_some_and(Value::is_object)),
        || vec![(0, of(codes("risk", |b| level(b) > 9).len(), codes("risk", |_| true).len()))],
    ),
];

#[test]
fn a_register_has_the_rows_and_figures_of_its_records() {
    for (report, table, want, counted) in REGISTERS {
        let doc = made(report);
        let mut have: Vec<String> =
            rows(&doc, table).iter().map(|r| r[0].split(' ').next().unwrap().to_string()).collect();
        let mut want = want();
        have.sort();
        want.sort();
        assert!(!want.is_empty(), "{report}: the demo has nothing to show");
        assert_eq!(have, want, "{report}");
        let figures = figures(&doc);
        for (at, said) in counted() {
            assert_eq!(figures[at], said, "{report}, figure {at}: {figures:?}");
        }
    }
}

#[test]
fn columns_are_those_of_the_pack() {
    for (report, table, heads) in [
        ("obligations", "Obligations", "Code | Source | What we must do | Answered by | Version read, on | Flag"),
        (
            "assets",
            "Assets: All assets",
            "Code | Asset | Owner | Class | Where | Back within | Last restore test | Flag",
        ),
        ("access-reviews", "Access reviews", "System | Date | Accounts | Kept | Removed | Asked | Leavers found | By"),
        ("threats", "Threat news: Month by month", "Month | Looked at | Concerned us | What followed"),
        ("threats", "Threat news: What concerned us", "Code | What | Source, date | Assets | Risks | Done"),
        (
            "vulnerabilities",
            "Weaknesses and tests: Weaknesses",
            "Code | Severity | Exploited | Found on, by | Asset | Due | Fixed | Checked again | Days | Flag",
        ),
        (
            "breach-register",
            "Register of personal data breaches",
            "Code | What | When aware | People, number | Effect | Measures | Told or why not",
        ),
        (
            "changes",
            "Changes",
            "Code | What | Planned or not | Took effect | Screening (yes answers) | Touched | Approved by | Looked back on | Outcome",
        ),
        (
            "routines",
            "Operation: routines: Every occurrence",
            "Routine | Control | Occurrence | Due | Done | By | Result in one line | Proof",
        ),
        (
            "exceptions",
            "Exceptions",
            "Code | From which rule | For what | Instead | Risk | By | From, until | Extended | Flag",
        ),
        ("acceptances", "Acceptances", "Risk | Level | By whom (may they?) | On | Until | Way | Why"),
        (
            "treatment-plan",
            "Treatment plan: Actions",
            "Risk | Level \u{2192} aim | Action | Owner | First date | Date now | Done | Proof | Worked? | Flag",
        ),
    ] {
        let doc = made(report);
        let t = tables(&doc).into_iter().find(|t| t.title == table).unwrap_or_else(|| panic!("{report}: no {table}"));
        let have = t.heads.join(" | ");
        // What is empty for all rows is left out, and named.
        let missing: Vec<&str> = heads.split(" | ").filter(|h| !t.heads.iter().any(|x| x == h)).collect();
        assert!(
            missing.iter().all(|h| t.foot.contains(&format!("\u{201c}{h}\u{201d}"))),
            "{report}: {have} ({})",
            t.foot
        );
        let left: Vec<&str> = heads.split(" | ").filter(|h| !missing.contains(h)).collect();
        assert!(have.ends_with(&left.join(" | ")) || have.contains(&left.join(" | ")), "{report}: {have}");
    }
}

#[test]
fn judgements_are_all_that_were_made_since_the_last_audit() {
    let doc = made("judgements");
    let since = since();
    let n = |keep: &dyn Fn(&Answers) -> bool| codes("review", |b| text(b, "held_on") > &*since && keep(b)).len();
    let figures = figures(&doc);
    let none = n(&|b| text(b, "outcome") == "no_effect");
    assert!(none > 0);
    assert_eq!(figures[0], none.to_string());
    assert_eq!(rows(&doc, "Judgements: \u{201c}No effect\u{201d} decisions").len(), none);
    assert_eq!(figures[3], n(&|b| text(b, "outcome") == "put_off").to_string());
    let put_off = rows(&doc, "Judgements: Put off for long");
    let days: Vec<(&str, &str)> = put_off.iter().map(|r| (&*r[2], &*r[3])).collect();
    assert_eq!(days, [("2026-12-11", "28"), ("2026-12-05", "23")]);
    // The one correction of the demo was declared in July 2024.
    let doc = build(fennel(), "judgements", &Scope { from: Some(day("2024-07-01")), ..Scope::on(today()) }).unwrap();
    let fixed = rows(&doc, "Judgements: Declared corrections");
    assert_eq!(fixed.len(), 1, "{fixed:?}");
    assert!(
        fixed[0][0] == "2024-07-15" && fixed[0][1].starts_with("OB-018") && fixed[0][2].contains("Policy wording 2024"),
        "{fixed:?}"
    );
}

#[test]
fn judgements_exist_even_if_there_is_none() {
    let doc = build(&Isms::new("0"), "judgements", &Scope::on(today())).unwrap();
    let said = doc_text(&doc);
    for words in [
        "No decision was made that a change has no effect.",
        "No change was declared to be only a correction.",
        "No review was recorded late.",
        "Nothing was put off for more than 14 days.",
    ] {
        assert!(said.contains(words), "{words}:\n{said}");
    }
}

#[test]
fn every_performance_of_a_routine_is_shown_and_so_is_what_was_not_done() {
    let doc = made("routines");
    let shown = rows(&doc, "Operation: routines: Every occurrence");
    let proofs = shown.iter().map(|r| r.join(" | ")).collect::<Vec<_>>().join("\n");
    let mut looked = 0;
    for (r, _) in all("routine") {
        for m in r.marks.iter().filter(|m| m.outcome.reviews() && m.held_on > day("2026-01-15")) {
            let code = &fennel().rec(m.review).code;
            assert!(proofs.contains(&**code), "{}: {code} of {} is missing:\n{proofs}", r.code, m.held_on);
            looked += 1;
        }
    }
    assert!(looked > 50, "{looked}");
    assert!(
        proofs.contains(
            "RT-14 | A.8.13 | 2026-05 | 2026-05-01 | not done |  | No reason is on record. It cannot be made good. | "
        ),
        "{proofs}"
    );
    let strip = tables(&doc).into_iter().find(|t| t.heads.iter().any(|h| h == "2026-05")).unwrap();
    assert_eq!(strip.rows.len(), codes("routine", |_| true).len());
    let may = strip.heads.iter().position(|h| h == "2026-05").unwrap();
    let restore = strip.rows.iter().find(|r| r.iter().any(|c| c.starts_with("RT-14"))).unwrap();
    assert_eq!(restore[may], "not done");
    let one = build(fennel(), "routines", &Scope::on(today()).about("RT-14")).unwrap();
    assert_eq!(figures(&one)[0], of(1, codes("routine", |_| true).len()));
    assert_eq!(build(fennel(), "routines", &Scope::on(today()).about("R-021")).unwrap_err().code, "link");
}

#[test]
fn the_treatment_plan_has_every_open_action_of_a_risk() {
    let doc = made("treatment-plan");
    let shown = rows(&doc, "Treatment plan: Actions");
    let open = |b: &Answers| matches!(text(b, "state"), "open" | "doing") && text(b, "from").starts_with("R-");
    let want = codes("action", open);
    assert!(!want.is_empty());
    for code in &want {
        assert!(shown.iter().any(|r| r[2].starts_with(&**code)), "{code}");
    }
    let late = codes("action", |b| open(b) && text(b, "due") < "2026-11-24");
    assert_eq!(figures(&doc)[1], late.len().to_string());
    for (i, _) in late.iter().enumerate() {
        assert!(shown[i].iter().any(|c| c == "late"), "late ones stand first: {:?}", shown[i]);
    }
}

#[test]
fn threat_news_shows_each_month_and_all_that_concerned_us() {
    let doc = build(fennel(), "threats", &Scope { from: Some(day("2024-04-01")), ..Scope::on(today()) }).unwrap();
    let months = rows(&doc, "Threat news: Month by month");
    assert_eq!((months.len(), &*months[0][0], &*months.last().unwrap()[0]), (32, "2026-11", "2024-04"));
    let digests = codes("review", |b| text(b, "wizard") == "threat-digest");
    let looked = months.iter().map(|r| r[1].clone()).collect::<String>();
    assert!(digests.iter().all(|c| looked.contains(c)));
    let ours: Vec<String> = rows(&doc, "Threat news: What concerned us").into_iter().map(|r| r[0].clone()).collect();
    let mut want = codes("threat", |b| text(b, "relevant") == "yes");
    assert_eq!(ours.len(), want.len());
    want.retain(|c| !ours.contains(c));
    assert!(want.is_empty(), "{want:?}");
}

#[test]
fn access_reviews_are_counted_and_those_without_a_list_say_so() {
    let doc = made("access-reviews");
    let held = codes("review", |b| text(b, "wizard") == "access-review");
    let shown = rows(&doc, "Access reviews");
    assert_eq!(shown.len(), held.len());
    assert!(shown.iter().all(|r| r[2] == "\u{2013}"), "{shown:?}");
    assert_eq!(figures(&doc)[1], of(0, held.len()));
}

#[test]
fn the_sheet_of_a_supplier_has_reach_assurance_contract_incidents_and_exit() {
    let said = doc_text(&made("supplier-sheet"));
    for words in
        ["# What they can reach", "# What shows that they are secure", "# The contract", "# Incidents", "# The way out"]
    {
        assert!(said.contains(words), "{words}:\n{said}");
    }
    let s = all("supplier").into_iter().find(|(r, _)| &*r.code == "S-001").unwrap().1;
    for a in s["assurance"].as_array().unwrap() {
        assert!(said.contains(a["valid_until"].as_str().unwrap()), "{a}");
    }
    assert!(said.contains(&format!("{}; notice 90 days before, by ", text(&s, "contract_ends"))), "{said}");
    let other = doc_text(&build(fennel(), "supplier-sheet", &Scope::on(today()).about("S-010")).unwrap());
    assert!(other.contains("I-008"), "{other}");
}

/// A small file with these records, of the examples of their kinds.
fn file(records: &[(&str, &str, Value)]) -> Isms {
    let mut isms = Isms::new("0");
    let mut changes = vec![Change::put("person", "P-0", (kind("person").unwrap().example)())];
    for (k, code, more) in records {
        let mut body = (kind(k).unwrap().example)();
        for (field, v) in more.as_object().unwrap() {
            body[field] = v.clone();
        }
        changes.push(Change::put(k, code, body));
    }
    let proposal = Proposal { verb: Verb::Add, why: "For a test of what is printed.".into(), changes };
    act(&mut isms, day("2026-11-02"), "P-0", 1, proposal).unwrap_or_else(|r| panic!("{r}"));
    isms
}

#[test]
fn what_a_weakness_is_and_where_stays_in_the_house_unless_asked_for() {
    let isms = file(&[
        ("asset", "A-0", json!({})),
        (
            "vulnerability",
            "V-1",
            json!({"title": "Hole in the gateway", "identifiers": ["CVE-2026-1234"], "hosts": ["gw01.example"], "due": "2026-11-10"}),
        ),
    ]);
    let short = doc_text(&build(&isms, "vulnerabilities", &Scope::on(today())).unwrap());
    let long = doc_text(&build(&isms, "vulnerabilities", &Scope { long: true, ..Scope::on(today()) }).unwrap());
    assert!(
        short.contains("V-1 | high") && short.contains("\u{2013} V-1 (high) was to be dealt with by 10 November."),
        "{short}"
    );
    for secret in ["Hole in the gateway", "CVE-2026-1234", "gw01.example"] {
        assert!(!short.contains(secret), "{secret}:\n{short}");
        assert!(long.contains(secret), "{secret}:\n{long}");
    }
}

#[test]
fn a_column_in_which_nothing_stands_is_left_out_and_named() {
    let isms = file(&[("asset", "A-0", json!({}))]);
    let doc = build(&isms, "assets", &Scope::on(today())).unwrap();
    let t = tables(&doc).into_iter().find(|t| t.title == "Assets: All assets").unwrap();
    assert!(!t.heads.iter().any(|h| h == "Back within"), "{:?}", t.heads);
    assert!(t.foot.starts_with("1 of 1 asset shown \u{b7} nothing in \u{201c}Back within\u{201d}"), "{}", t.foot);
}

#[test]
fn what_names_people_is_listed_and_held_back() {
    let isms = file(&[(
        "evidence",
        "EV-0001",
        json!({"shows": "Certificate of Ann Lee", "personal": true, "about": ["P-0"]}),
    )]);
    let outside = doc_text(&build(&isms, "evidence-index", &Scope::on(today())).unwrap());
    assert!(!outside.contains("Ann Lee") && outside.contains("held: names people"), "{outside}");
    assert!(outside.contains("(1 of 1 proof shown"), "{outside}");
    let inside = Scope { names: Names::Full, ..Scope::on(today()) };
    assert!(doc_text(&build(&isms, "evidence-index", &inside).unwrap()).contains("Certificate of Ann Lee"));
}

#[test]
fn a_breach_says_whom_it_concerned_and_who_was_told_or_why_not() {
    let isms = file(&[
        (
            "incident",
            "I-001",
            json!({"personal_data": "yes", "risk_to_people": "risk", "whose_data": "About 40 customers: names and mail addresses.",
            "notifications": [{"clock": "gdpr-33", "answer": "not_needed", "why": "The disk was encrypted."},
                {"clock": "other", "answer": "sent", "to": "Aqualis", "sent": "2026-01-05T11:00+01:00"}]}),
        ),
        ("incident", "I-002", json!({"title": "Power cut", "personal_data": "no"})),
    ]);
    let said = doc_text(&build(&isms, "breach-register", &Scope::on(today())).unwrap());
    for words in [
        "About 40 customers: names and mail addresses.",
        "The disk was encrypted.",
        "sent: Aqualis (besides), 2 h after",
    ] {
        assert!(said.contains(words), "{words}:\n{said}");
    }
    assert!(!said.contains("Power cut"), "{said}");
}

#[test]
fn the_training_grid_is_of_everyone_of_a_role_or_of_one_course() {
    let of = |about: &str| build(fennel(), "training-grid", &Scope::on(today()).about(about));
    let active = codes("person", |b| text(b, "state") == "active" && text(b, "joined_on") <= "2026-11-24");
    let everyone = tables(&made("training-grid"));
    let grids = || everyone.iter().filter(|t| t.heads[0] != "Code");
    assert!(grids().count() > 1 && grids().all(|t| t.rows.len() == active.len()), "{}", active.len());
    let developers = codes("person", |b| {
        text(b, "state") == "active" && b["roles"].as_array().unwrap().iter().any(|r| r == "developer")
    });
    assert!(!developers.is_empty());
    assert!(tables(&of("developer").unwrap()).iter().all(|t| t.rows.len() == developers.len()));
    let one = tables(&of("CRS-01").unwrap());
    let (now, only) = (&one[0].heads, everyone[0].heads.iter().filter(|h| !h.starts_with("CRS-")).count());
    assert_eq!((one.len(), now.len()), (1, only + 1), "{now:?}");
    assert_eq!(of("Nobody").unwrap_err().code, "about");
}

// ---- what an auditor reads off: numbers beneath charts, pages of proofs, what is missing

fn blocks(doc: &Doc) -> Vec<&Block> {
    doc.sections.iter().flat_map(|s| &s.blocks).collect()
}
fn said(doc: &Doc, words: &str) {
    let text = doc_text(doc);
    assert!(text.contains(words), "{words}:\n{text}");
}
/// The line of the numbers beneath a chart: of this series (empty where it has no name) and year.
fn year(doc: &Doc, series: &str, year: &str) -> Vec<usize> {
    let at = usize::from(!series.is_empty());
    tables(doc)
        .iter()
        .filter(|t| t.heads.get(at).is_some_and(|h| h == "Year"))
        .flat_map(|t| &t.rows)
        .find(|r| r[at] == year && (at == 0 || r[0] == series))
        .unwrap_or_else(|| panic!("no line {series} {year}"))[at + 1..]
        .iter()
        .map(|c| c.parse().unwrap_or(0))
        .collect()
}

#[test]
fn each_chart_over_time_has_its_numbers_beneath() {
    for name in ["treatment-plan", "vulnerabilities", "nonconformities", "risk-register", "evidence-index", "currency"]
    {
        let doc = made(name);
        let all = blocks(&doc);
        let mut seen = 0;
        for (i, b) in all.iter().enumerate() {
            let Block::Chart(c) = b else { continue };
            let counts = c.unit.is_empty() && c.steps.iter().all(|s| s.starts_with("20"));
            if !counts {
                continue;
            }
            seen += 1;
            let t = all[i + 1..].iter().take(2).find_map(|b| if let Block::Close(t) = b { Some(t) } else { None });
            let t = t.unwrap_or_else(|| panic!("{name}: {} has no numbers", c.caption));
            let printed: usize = t
                .rows
                .iter()
                .map(|r| {
                    let isms::doc::Row::Cells { cells, .. } = r else { return 0 };
                    let numbers = cells.iter().rev().take(if c.steps[0].contains('-') { 12 } else { 4 });
                    numbers.filter_map(|x| isms::text::cell(x).parse::<usize>().ok()).sum()
                })
                .sum();
            let drawn: u32 = c.series.iter().flat_map(|s| s.values.iter().flatten()).sum();
            assert_eq!(printed, drawn as usize, "{name}: {}", c.caption);
        }
        assert!(seen > 0, "{name}");
    }
}

#[test]
fn actions_and_findings_are_counted_by_their_own_days() {
    let plan = made("treatment-plan");
    // Those that a risk names or that come from one, each once.
    let named: Vec<String> = all("risk")
        .iter()
        .flat_map(|(_, b)| b.get("actions").and_then(Value::as_array).cloned().unwrap_or_default())
        .map(|v| v.as_str().unwrap().to_string())
        .collect();
    let done = |month: &str| {
        all("action")
            .iter()
            .filter(|(r, b)| text(b, "from").starts_with("R-") || named.contains(&r.code.to_string()))
            .filter(|(_, b)| text(b, "done_on").starts_with(month))
            .count()
    };
    let in_2025: Vec<usize> = (1..=12).map(|m| done(&format!("2025-{m:02}"))).collect();
    assert!(in_2025.iter().sum::<usize>() > 0);
    assert_eq!(year(&plan, "done", "2025"), in_2025);
    let findings = made("nonconformities");
    let raised = |q: u32| {
        let months: Vec<String> = (1..=3).map(|m| format!("2025-{:02}", q * 3 + m)).collect();
        codes("nonconformity", |b| months.iter().any(|m| text(b, "raised_on").starts_with(m))).len()
    };
    assert_eq!(year(&findings, "opened", "2025"), (0..4).map(raised).collect::<Vec<_>>());
}

#[test]
fn bands_by_quarter_are_the_register_as_it_stood() {
    let doc = made("risk-register");
    let last = fennel().last_act_of(day("2025-03-31"));
    let then = fennel().as_of_act(last);
    let levels: Vec<u64> = then.each("risk").filter(|(_, r)| r.live()).map(|(_, r)| level(&r.body_json())).collect();
    let bands = isms::catalog::bands(fennel().organization());
    for (name, from, to) in &bands {
        let want = levels.iter().filter(|n| (u64::from(*from)..=u64::from(*to)).contains(n)).count();
        assert_eq!(year(&doc, &name.to_lowercase(), "2025")[0], want, "{name}");
    }
    assert!(!levels.is_empty());
    let now: usize = bands.iter().map(|(n, ..)| year(&doc, &n.to_lowercase(), "2026")[3]).sum();
    assert_eq!(now, codes("risk", |_| true).len());
}

#[test]
fn each_risk_names_its_controls_in_the_register() {
    let shown = rows(&made("risk-register"), "Risk register: All risks");
    let mut some = 0;
    for (r, b) in all("risk") {
        let line = shown.iter().find(|l| l[0] == *r.code).unwrap();
        for c in b.get("controls").and_then(Value::as_array).into_iter().flatten() {
            let number = c.as_str().unwrap().replace("SOA-", "A.");
            assert!(line[8].split(", ").any(|x| x == number), "{}: {number} of {:?}", r.code, line[8]);
            some += 1;
        }
    }
    assert!(some > 0);
}

#[test]
fn the_statement_is_drawn_by_theme_and_tells_the_age_of_its_proofs() {
    let doc = made("soa");
    let chart = blocks(&doc).into_iter().find_map(|b| if let Block::Chart(c) = b { Some(c) } else { None }).unwrap();
    assert_eq!(chart.steps.len(), 4);
    for (n, theme) in ["5.", "6.", "7.", "8."].iter().enumerate() {
        let of = |keep: &dyn Fn(&Answers) -> bool| {
            codes("control", |b| text(b, "number").trim_start_matches("A.").starts_with(theme) && keep(b)).len() as u32
        };
        let applies = |b: &Answers| text(b, "applies") == "yes";
        let want = [
            of(&|b| applies(b) && text(b, "status") == "in_place"),
            of(&|b| applies(b) && text(b, "status") == "partly"),
            of(&|b| applies(b) && matches!(text(b, "status"), "planned" | "not_started")),
            of(&|b| !applies(b)),
        ];
        let have: Vec<u32> = chart.series.iter().map(|s| s.values[n].unwrap()).collect();
        assert_eq!(have, want, "{}", chart.steps[n]);
        assert!(want[0] > 0);
        assert!(chart.sentence.contains(&format!("{} in place", want[0])), "{}", chart.sentence);
    }
    let isms = file(&[
        ("control", "SOA-5.1", json!({"number": "A.5.1", "status": "in_place"})),
        ("evidence", "EV-0001", json!({"about": ["SOA-5.1"], "collected_on": "2026-03-10"})),
        ("control", "SOA-5.2", json!({"number": "A.5.2", "status": "in_place"})),
        ("evidence", "EV-0002", json!({"about": ["SOA-5.2"], "collected_on": "2026-10-15"})),
    ]);
    let doc = build(&isms, "soa", &Scope::on(today())).unwrap();
    said(&doc, "EV-0001 / 2026-03-10 / 8 months old");
    said(&doc, "EV-0002 / 2026-10-15 / 40 days old");
}

#[test]
fn improvements_are_those_done_in_the_period_and_those_to_come() {
    let doc = made("nonconformities");
    let since = since();
    let shown: Vec<String> = rows(&doc, "Findings and improvement: Improvements")
        .iter()
        .map(|r| r[0].split(' ').next().unwrap().to_string())
        .collect();
    let better = |b: &Answers| text(b, "sort") == "improvement" && text(b, "state") != "dropped";
    let mut want = codes("action", |b| better(b) && (text(b, "done_on").is_empty() || text(b, "done_on") > &*since));
    let (mut have, all) = (shown.clone(), codes("action", better).len());
    want.sort();
    have.sort();
    assert!(!want.is_empty() && want.len() < all);
    assert_eq!(have, want);
    said(&doc, &format!("({} of {all} improvements shown", want.len()));
}

#[test]
fn an_assurance_that_ended_or_covers_another_service_says_so() {
    let shown = rows(&made("suppliers"), "Suppliers");
    let mut past = 0;
    for (r, b) in all("supplier") {
        let line = shown.iter().find(|l| l[0] == *r.code).unwrap();
        let each = b.get("assurance").and_then(Value::as_array).cloned().unwrap_or_default();
        assert_eq!(line[5] == "nothing", each.is_empty(), "{line:?}");
        for a in &each {
            let until = a["valid_until"].as_str().unwrap();
            let ended = until < "2026-11-24";
            past += usize::from(ended);
            assert!(line[5].contains(&format!("{} {until}", if ended { "ended" } else { "until" })), "{line:?}");
            let ours = a["covers_our_service"] == json!(true);
            assert!(line[5].contains(if ours { "our service" } else { "another service" }), "{line:?}");
        }
    }
    assert!(past > 0 && shown.iter().any(|l| l[5] == "nothing") && shown.iter().any(|l| l[5].contains("another")));
}

#[test]
fn a_proof_names_three_places_with_their_pages() {
    let doc = made("evidence-index");
    let shown = rows(&doc, "Evidence index: Every proof");
    // The reasons stand in a column after the last.
    let found = tables(&doc).into_iter().find(|t| t.title == "Evidence index: Every proof").unwrap();
    let at = found.heads.iter().position(|h| h == "Named on page").unwrap();
    let text = doc_text(&doc);
    assert!(text.contains("Named on page") && !text.contains(", p. "), "a page that is not known prints nothing");
    let mut some = 0;
    for (r, b) in all("evidence") {
        let Some(line) = shown.iter().find(|l| l[0] == *r.code) else { panic!("{} is not listed", r.code) };
        let about = b.get("about").and_then(Value::as_array).cloned().unwrap_or_default();
        let about: Vec<&str> = about.iter().filter_map(Value::as_str).filter(|c| !c.starts_with("P-")).collect();
        let live = |c: &&&str| fennel().record(c).is_some_and(Record::live);
        for c in about.iter().filter(live) {
            let named = line[at].split(" / ").any(|x| x == c.replace("SOA-", "A."));
            assert!(named || line[at].contains(" more"), "{c}: {line:?}");
            some += 1;
        }
    }
    assert!(some > 500, "{some}");
    // A control that names its proof comes before what the proof says that it is about.
    let isms = file(&[
        ("asset", "A-0", json!({})),
        ("evidence", "EV-0001", json!({"about": ["A-0"]})),
        ("control", "SOA-5.1", json!({"number": "A.5.1", "evidence": ["EV-0001"]})),
    ]);
    said(&build(&isms, "evidence-index", &Scope::on(today())).unwrap(), "A.5.1 / A-0");
    let places = blocks(&doc)
        .into_iter()
        .filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None })
        .flat_map(|t| &t.rows)
        .filter_map(|r| if let isms::doc::Row::Cells { cells, .. } = r { cells.last() } else { None })
        .flat_map(|c| if let isms::doc::Cell::Lines(l) = c { l.clone() } else { Vec::new() })
        .filter(|l| matches!(l.last(), Some(isms::doc::Span::Link { text, to }) if text.is_empty() && !to.is_empty()))
        .count();
    assert!(places > some / 2, "{places}");
}

#[test]
fn silence_about_incidents_is_told_with_how_often_staff_were_asked() {
    let none = build(&Isms::new("0"), "incidents", &Scope::on(today())).unwrap();
    said(&none, "No incident and 0 events and near misses were recorded.");
    said(&none, "No record says that staff were asked whether they saw anything odd.");
    let asked = json!({"wizard": "threat-digest", "about": ["RT-01"], "held_on": "2026-10-30", "outcome": "holds", "answers": [
        {"step": "inside", "field": "odd", "question": "Has anyone seen anything odd?", "answer": "no"}]});
    let isms = file(&[
        ("routine", "RT-01", json!({})),
        ("review", "RV-0001", asked),
        ("incident", "I-001", json!({"class": "event", "noticed_at": "2026-09-10T10:00+02:00"})),
    ]);
    let doc = build(&isms, "incidents", &Scope::on(today())).unwrap();
    said(&doc, "No incident and 1 event or near miss were recorded.");
    said(&doc, "Staff were asked monthly (1 time); last asked 2026-10-30.");
    said(&doc, "Nothing at all was noticed in 2 of 3 months: 2026-10, 2026-11.");
}

#[test]
fn each_routine_and_each_action_has_one_place() {
    for (name, want) in [
        ("routines", codes("routine", |_| true)),
        (
            "treatment-plan",
            codes("action", |b| matches!(text(b, "state"), "open" | "doing") && text(b, "from").starts_with("R-")),
        ),
    ] {
        let doc = made(name);
        let ids: Vec<&String> = blocks(&doc)
            .into_iter()
            .filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None })
            .flat_map(|t| &t.rows)
            .filter_map(|r| if let isms::doc::Row::Cells { id, .. } = r { id.as_ref() } else { None })
            .collect();
        let mut each = ids.clone();
        each.sort();
        each.dedup();
        assert_eq!(each.len(), ids.len(), "{name} has an id twice");
        for code in want {
            assert_eq!(ids.iter().filter(|i| ***i == code).count(), 1, "{name}: {code}");
        }
    }
}

#[test]
fn a_supplier_who_came_in_the_period_and_was_used_first_says_so() {
    let supplier = json!({"state": "in_use"});
    let assessed =
        json!({"wizard": "supplier-review", "about": ["S-001"], "held_on": "2026-11-20", "outcome": "holds"});
    let mut isms = file(&[("supplier", "S-001", supplier)]);
    let mut review = (kind("review").unwrap().example)();
    for (k, v) in assessed.as_object().unwrap() {
        review[k] = v.clone();
    }
    let proposal =
        Proposal { verb: Verb::Add, why: String::new(), changes: vec![Change::put("review", "RV-0001", review)] };
    act(&mut isms, day("2026-11-20"), "P-0", 2, proposal).unwrap();
    let since = |d: &str| build(&isms, "suppliers", &Scope { from: Some(day(d)), ..Scope::on(today()) }).unwrap();
    said(&since("2026-10-01"), "first on 2026-11-20, in use by 2026-11-02");
    assert!(!doc_text(&since("2026-11-10")).contains("in use by"));
}

#[test]
fn what_else_is_measured_has_its_last_result_and_what_it_says() {
    let shown = rows(&made("measurements"), "Measurements: Other measures");
    let tries = ["spot-check", "restore-test", "exercise", "vulnerability-round", "pentest", "access-review"];
    let want = codes("routine", |b| {
        let serves = b["serves"].as_array().unwrap().iter().any(|c| c.as_str().unwrap().starts_with("9.1"));
        serves || tries.contains(&text(b, "wizard"))
    });
    assert_eq!(shown.iter().map(|r| r[0].split(' ').next().unwrap()).collect::<Vec<_>>(), want);
    let mut done = 0;
    for line in &shown {
        let code = line[0].split(' ').next().unwrap();
        let about = |b: &Answers| {
            b["about"].as_array().unwrap().iter().any(|x| x.as_str() == Some(code))
                && !matches!(text(b, "outcome"), "put_off" | "no_effect" | "sooner")
        };
        let last =
            all("review").into_iter().filter(|(_, b)| about(b)).map(|(_, b)| text(&b, "held_on").to_string()).max();
        assert_eq!(line[4] == "never done", last.is_none(), "{line:?}");
        if let Some(last) = last {
            assert!(line[4].starts_with(&last), "{line:?}, {last}");
            done += 1;
        }
    }
    assert!(done > 3);
}
