//! What holds of every report: it builds on nothing and on the demo, links to what is there, counts right, and says the same each time.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
mod fennel;
use fennel::{act, day, fennel, scope, today};
use isms::act::{Change, Proposal, Verb};
use isms::doc::{Answer, Block, Cell, Doc, Row, Span};
use isms::kinds::audit::Verdict;
use isms::kinds::{Audit, Control, Nonconformity, Risk};
use isms::report::{Names, Scope, build};
use isms::text::{doc_text, tables};
use isms::{Isms, demo, reports};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Each report of the demo, built once.
fn made(name: &str) -> &'static Doc {
    static ONCE: OnceLock<BTreeMap<&'static str, Doc>> = OnceLock::new();
    &ONCE.get_or_init(|| reports::all().iter().map(|r| (r.name, again(r.name))).collect())[name]
}
fn again(name: &str) -> Doc {
    build(fennel(), name, &scope(name)).unwrap_or_else(|r| panic!("{name}: {r}"))
}

#[test]
fn every_report_builds_on_an_empty_file() {
    let isms = Isms::new("0");
    let mut bare = Vec::new();
    for r in reports::all() {
        let scope = Scope::on(today());
        match build(&isms, r.name, &scope) {
            Ok(doc) => {
                assert!(!doc.sections.is_empty(), "{} says nothing", r.name);
                for b in doc.sections.iter().flat_map(|s| &s.blocks) {
                    let Block::Table(t) = b else { continue };
                    bare.extend(t.rows.is_empty().then(|| format!("{}: {}", r.name, t.columns[0].head)));
                }
            }
            Err(refusal) => assert!(!r.about.is_empty(), "{}: {refusal}", r.name),
        }
        assert!(r.about.is_empty() || build(&isms, r.name, &scope.about("R-021")).is_err(), "{}", r.name);
    }
    assert!(bare.is_empty(), "heads without rows: {bare:?}");
}

#[test]
fn every_report_builds_on_the_demo_and_says_the_same_each_time() {
    for r in reports::all() {
        let (a, b) = (made(r.name), &again(r.name));
        assert_eq!(doc_text(a), doc_text(b), "{}", r.name);
        assert_eq!(serde_json::to_string(a).unwrap(), serde_json::to_string(b).unwrap(), "{}", r.name);
        assert_eq!(a.checkpoint, Some(fennel().checkpoint()));
    }
}

#[test]
fn every_report_builds_however_people_are_named() {
    for names in [Names::Full, Names::Roles] {
        for r in reports::all() {
            let doc = build(fennel(), r.name, &Scope { names, ..scope(r.name) }).unwrap();
            assert!(!doc_text(&doc).contains("D.O."), "{} {names:?}", r.name);
        }
    }
}

#[test]
fn names_of_reports_are_in_order_and_each_once() {
    let names: Vec<&str> = reports::all().iter().map(|r| r.name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted);
}

/// Everything in a document that can be linked to, and every link.
#[derive(Default)]
struct Places {
    ids: Vec<String>,
    links: Vec<String>,
}
fn spans(list: &[Span], p: &mut Places) {
    p.links.extend(list.iter().filter_map(|s| if let Span::Link { to, .. } = s { Some(to.clone()) } else { None }));
}
fn places(doc: &Doc) -> Places {
    let mut p = Places::default();
    for s in &doc.sections {
        p.ids.push(s.id.clone());
        for b in &s.blocks {
            match b {
                Block::Heading { spans: s, id, .. } => {
                    p.ids.extend(id.clone());
                    spans(s, &mut p);
                }
                Block::Para(s) | Block::Note(s) => spans(s, &mut p),
                Block::Table(t) => {
                    for r in &t.rows {
                        match r {
                            Row::Group(s) => spans(s, &mut p),
                            Row::Cells { cells, id, reasons } => {
                                p.ids.extend(id.clone());
                                reasons.iter().for_each(|s| spans(s, &mut p));
                                for c in cells {
                                    match c {
                                        Cell::Spans(s) => spans(s, &mut p),
                                        Cell::Lines(l) => l.iter().for_each(|s| spans(s, &mut p)),
                                        _ => {}
                                    }
                                }
                            }
                        }
                    }
                }
                Block::Sheet(sheet) => {
                    p.ids.extend(sheet.id.clone());
                    for (_, answers) in sheet.parts.iter().flat_map(|p| &p.rows) {
                        for a in answers {
                            if let Answer::Spans(s) = a {
                                spans(s, &mut p);
                            }
                        }
                    }
                }
                Block::Cover(c) => {
                    c.rows.iter().for_each(|(_, s)| spans(s, &mut p));
                    spans(&c.checkpoint_caption, &mut p);
                }
                _ => {}
            }
        }
    }
    p
}

#[test]
fn every_link_leads_to_a_place_in_the_document_or_names_a_record() {
    for r in reports::all() {
        let p = places(made(r.name));
        let ids: BTreeSet<&String> = p.ids.iter().collect();
        assert_eq!(
            ids.len(),
            p.ids.len(),
            "{} has the same id twice: {:?}",
            r.name,
            p.ids.iter().filter(|i| p.ids.iter().filter(|x| x == i).count() > 1).take(3).collect::<Vec<_>>()
        );
        for to in &p.links {
            let row_of_a_single_sheet = r.name == "risk-sheet" && to.starts_with("row-");
            let page_of_a_pack = matches!(r.name, "cover" | "readers-guide") && to.starts_with("section-");
            assert!(
                ids.contains(to) || fennel().record(to).is_some() || row_of_a_single_sheet || page_of_a_pack,
                "{}: {to} leads nowhere",
                r.name
            );
        }
    }
}

#[test]
fn every_table_says_how_many_of_how_many_and_fills_its_columns() {
    for r in reports::all() {
        for s in &made(r.name).sections {
            for b in &s.blocks {
                let Block::Table(t) = b else { continue };
                assert!(t.foot.contains(" of "), "{}, {}: {:?}", r.name, s.title, t.foot);
                let sum: f32 = t.columns.iter().map(|c| c.width).sum();
                let wide = if s.landscape { 257.0 } else { 170.0 };
                let dropped = t.foot.contains("left out");
                assert!((sum - wide).abs() < 0.5 || dropped, "{}, {}: columns sum to {sum}", r.name, s.title);
                for row in &t.rows {
                    if let Row::Cells { cells, .. } = row {
                        assert_eq!(cells.len(), t.columns.len(), "{}, {}", r.name, s.title);
                    }
                }
            }
        }
    }
}

fn figures(doc: &Doc, section: usize) -> Vec<(String, String)> {
    doc.sections[section]
        .blocks
        .iter()
        .find_map(|b| if let Block::Figures(f) = b { Some(f.clone()) } else { None })
        .unwrap()
}
fn rows_of(doc: &Doc, title: &str) -> Vec<Vec<String>> {
    tables(doc)
        .into_iter()
        .find(|t| t.title == title)
        .unwrap_or_else(|| panic!("no table {title}: {:?}", tables(doc).iter().map(|t| &t.title).collect::<Vec<_>>()))
        .rows
}

#[test]
fn figures_of_the_register_are_its_counts() {
    let doc = made("risk-register");
    let f = figures(doc, 0);
    let live: Vec<u32> = fennel().live::<Risk>().map(|(_, _, r)| r.level()).collect();
    assert_eq!(f[0].0, live.len().to_string());
    assert_eq!(f[1].0, live.iter().filter(|n| **n > 9).count().to_string());
    let Some(Block::MatrixPair { then, now }) =
        doc.sections[0].blocks.iter().find(|b| matches!(b, Block::MatrixPair { .. }))
    else {
        panic!("no matrix")
    };
    let in_it = |m: &isms::doc::Matrix| m.fields.iter().flatten().map(|f| f.codes.len()).sum::<usize>();
    assert_eq!(in_it(now), live.len());
    assert!(in_it(then) < live.len());
    assert_eq!(now.moves.len(), 4);
    assert_eq!((f[0].0.as_str(), f[1].0.as_str(), f[1].1.as_str()), ("55", "5", "above the line of 9, then 4"));
}

#[test]
fn the_register_begins_with_the_highest_and_compares_with_the_last_audit() {
    let doc = made("risk-register");
    let text = doc_text(doc);
    let heads = "Code | Risk | Assets | Owner | L | I | Level now | Last audit | Controls | Decision | After | Accepted by, until | Reviewed | Flag";
    assert!(text.contains(heads), "{text}");
    let first = text
        .lines()
        .find(|l| l.starts_with("R-021 | Unpatched Windows 10 field laptops are infected at a customer | A-021"))
        .unwrap();
    let controls: Vec<String> =
        fennel().get::<Risk>("R-021").unwrap().controls.iter().map(|c| c.replace("SOA-", "A.")).collect();
    assert_eq!(
        first.replace(&controls.join(", "), "CONTROLS"),
        "R-021 | Unpatched Windows 10 field laptops are infected at a customer | A-021 | S.A., field engineer | 3 | 4 | 12 high | 16 VERY HIGH | CONTROLS | reduce | 6 medium | M.R. / 2026-11-20 / ended | 2026-08-25 | overdue, out of step"
    );
    let codes: Vec<&str> =
        text.lines().filter(|l| l.starts_with("R-0") && l.matches(" | ").count() == 13).map(|l| &l[..5]).collect();
    assert_eq!(codes[..5], ["R-021", "R-030", "R-043", "R-051", "R-001"]);
    assert_eq!(codes.len(), 55);
    assert!(text.contains("(55 of 55 risks shown)"));
}

#[test]
fn the_statement_has_all_controls_its_version_and_its_exclusions() {
    let doc = made("soa");
    let rows = tables(doc).into_iter().find(|t| t.heads.first().is_some_and(|h| h == "Group")).unwrap();
    assert_eq!(rows.rows.len(), 93);
    assert_eq!(rows.foot, "93 of 93 controls shown");
    assert_eq!(rows.rows[0][1], "A.5.1");
    assert_eq!(figures(doc, 0)[0].0, "92 of 93");
    assert_eq!(rows_of(doc, "Statement of Applicability: excluded controls").len(), 1);
    let version = isms::soa::soa_version(fennel()).unwrap();
    assert!(version.version.major >= 1);
    assert!(doc_text(doc).contains(&format!("Version {}", version.version)));
}

#[test]
fn the_version_of_the_statement_counts_acts() {
    let mut isms = Isms::new("0");
    let on = day("2026-01-05");
    let put = |isms: &mut Isms, n: u64, verb, changes| {
        act(isms, on, "P-0", n, Proposal { verb, why: "Because it is so here.".into(), changes })
            .unwrap_or_else(|r| panic!("{r}"))
    };
    let example = |kind: &str, code: &str, more: serde_json::Value| {
        let mut body = (isms::kinds::kind(kind).unwrap().example)();
        for (k, v) in more.as_object().unwrap() {
            body[k] = v.clone();
        }
        Change::put(kind, code, body)
    };
    let nothing = serde_json::json!({});
    put(
        &mut isms,
        1,
        Verb::Add,
        vec![
            example("person", "P-0", nothing.clone()),
            example("person", "P-1", serde_json::json!({"title": "Bea Boss", "email": null})),
            example("policy", "POL-01", nothing),
        ],
    );
    let control = |code: String| {
        let number = code.trim_start_matches("SOA-").to_string();
        example(
            "control",
            &code,
            serde_json::json!({"number": number, "title": "Ours", "because_of": ["business"], "status": "not_started", "policies": [], "evidence": [], "assets": [], "suppliers": [], "routines": [], "obligations": [], "owner": "P-0"}),
        )
    };
    let annex = (1..=37)
        .map(|n| (5, n))
        .chain((1..=8).map(|n| (6, n)))
        .chain((1..=14).map(|n| (7, n)))
        .chain((1..=34).map(|n| (8, n)));
    let mut all: Vec<Change> = annex.map(|(t, n)| control(format!("SOA-{t}.{n}"))).collect();
    let last = all.pop().unwrap();
    put(&mut isms, 2, Verb::Add, all);
    assert_eq!(isms::soa::soa_version(&isms), None);
    put(&mut isms, 3, Verb::Add, vec![last]);
    let at = |isms: &Isms| isms::soa::soa_version(isms).unwrap().version.to_string();
    assert_eq!(at(&isms), "1.0");
    put(
        &mut isms,
        4,
        Verb::Change,
        vec![
            Change::put("control", "SOA-5.1", serde_json::json!({"status": "planned", "done_by": "2026-12-31"})),
            Change::put("control", "SOA-5.2", serde_json::json!({"owner": "P-1"})),
        ],
    );
    assert_eq!(at(&isms), "1.1");
    put(&mut isms, 5, Verb::Change, vec![Change::put("control", "SOA-5.1", serde_json::json!({"notes": "A note."}))]);
    assert_eq!(at(&isms), "1.1");
    put(
        &mut isms,
        6,
        Verb::Change,
        vec![Change::put("control", "SOA-5.1", serde_json::json!({"because_of": ["good_practice"]}))],
    );
    assert_eq!(at(&isms), "2.0");
    put(&mut isms, 7, Verb::Retire, vec![Change::Retire { code: "SOA-5.1".into(), why: "Only for this test.".into() }]);
    assert_eq!(at(&isms), "3.0");
}

#[test]
fn a_review_shows_before_and_after_of_its_own_act_and_who_signed() {
    let text = doc_text(made("review-record"));
    for words in [
        "Risk review of 14 July 2026: R-001",
        "level: 15 high \u{2192} 10 high",
        "likelihood: 3 \u{2192} 2",
        "Sessions of administrators now last one hour and are bound to the device.",
        "Nothing in this record was changed after it was signed",
        "Since then: RV-0657 of 2026-10-02",
    ] {
        assert!(text.contains(words), "{words} is missing:\n{text}");
    }
    assert!(text.lines().filter(|l| l.starts_with("Signed: ")).count() >= 2, "{text}");
}

#[test]
fn a_decision_that_a_change_has_no_effect_has_a_record_of_its_own() {
    let code = fennel()
        .each("review")
        .find(|(_, r)| r.get::<isms::kinds::Review>().is_some_and(|v| v.outcome == isms::kinds::Outcome::NoEffect))
        .map(|(_, r)| r.code.to_string())
        .unwrap();
    let text = doc_text(&build(fennel(), "review-record", &Scope::on(today()).about(&code)).unwrap());
    assert!(text.contains("Decision that a change has no effect of"), "{text}");
    assert!(text.contains("The change: "), "{text}");
}

#[test]
fn every_kind_prints_as_a_sheet_and_names_of_people_stay_at_home() {
    for k in isms::kinds::kinds() {
        let Some((_, r)) = fennel().each(k.name).next() else { continue };
        let doc = build(fennel(), "record", &Scope::on(today()).about(&r.code)).unwrap();
        let text = doc_text(&doc);
        assert!(text.contains(&format!("{} \u{b7} {}", r.code, k.title.to_lowercase())), "{text}");
        let whose = r.body_json().get("person").and_then(|p| p.as_str()).unwrap_or(&r.code).to_string();
        if let Some(person) = fennel().record(&whose).filter(|p| p.info().name == "person") {
            assert!(!text.contains(&person.title()), "{} names {}:\n{text}", r.code, person.title());
        }
    }
    let full = Scope { names: Names::Full, ..Scope::on(today()).about("P-004") };
    assert!(doc_text(&build(fennel(), "record", &full).unwrap()).contains("Daniel Okafor"));
}

#[test]
fn what_is_said_to_the_owner_is_not_said_to_the_auditor() {
    for r in reports::all() {
        for s in &made(r.name).sections {
            for b in &s.blocks {
                let Block::Table(t) = b else { continue };
                for row in &t.rows {
                    let Row::Cells { reasons, .. } = row else { continue };
                    for text in reasons.iter().map(|s| isms::text::say(s)) {
                        let you = text
                            .split(|c: char| !c.is_alphabetic())
                            .any(|w| matches!(w.to_lowercase().as_str(), "you" | "your" | "yours"));
                        assert!(!you, "{}: {text}", r.name);
                    }
                }
            }
        }
    }
}

#[test]
fn gaps_are_all_that_is_not_current() {
    let doc = made("gaps");
    let noticed = isms::preflight::run(fennel(), today(), &Default::default(), &Default::default());
    let f = figures(doc, 0);
    assert_eq!(f[0].0, noticed.count(isms::preflight::Severity::Stop).to_string());
    let all = tables(doc);
    assert_eq!(all[0].rows.len(), noticed.noticed().count());
    let effect = all[0].heads.iter().position(|h| h == "Effect until cured").expect("the column");
    assert!(all[0].rows.iter().all(|r| !r[effect].is_empty()), "a gap that means nothing");
    let f = doc.sections[0].blocks.iter().filter_map(|b| if let Block::Figures(f) = b { Some(f) } else { None });
    let f: Vec<_> = f.collect();
    let f = f[f.len() - 1];
    let (current, all) =
        f[0].0.split_once(" of ").map(|(a, b)| (a.parse::<usize>().unwrap(), b.parse::<usize>().unwrap())).unwrap();
    let soon = isms::staleness::staleness(fennel(), today())
        .items
        .iter()
        .filter(|i| i.counts_as_current() && !i.is_current())
        .count();
    let items = tables(doc).into_iter().find(|t| t.title.ends_with("Every item that is not current")).unwrap();
    assert_eq!(items.rows.len(), all - current - soon);
}

#[test]
fn a_pack_that_does_not_extend_the_earlier_one_is_not_made() {
    let then = fennel().as_of_act(1_000).checkpoint();
    let good = Scope { earlier: Some(then.clone()), ..Scope::on(today()) };
    assert!(
        doc_text(&build(fennel(), "trail", &good).unwrap())
            .contains("Proof that nothing in the first 1,000 acts was changed")
    );
    let bad = Scope { earlier: Some(isms::doc::Checkpoint { size: 1_000, root: [1; 32] }), ..Scope::on(today()) };
    assert_eq!(build(fennel(), "trail", &bad).unwrap_err().code, "proof");
}

#[test]
fn the_trail_counts_every_act_once() {
    let doc = made("trail");
    let rows = rows_of(doc, "Trail, and how to check all of this");
    let all = rows.last().unwrap();
    let number = |s: &str| s.replace(',', "").parse::<usize>().unwrap_or(0);
    assert_eq!(number(&all[9]), fennel().acts.len());
    assert_eq!(all[1..9].iter().map(|s| number(s)).sum::<usize>(), fennel().acts.len());
}

#[test]
fn wrong_questions_are_refused_in_words() {
    let of = |name: &str, scope: Scope| build(fennel(), name, &scope).unwrap_err();
    assert_eq!(of("risks", Scope::on(today())).code, "unknown");
    assert_eq!(of("review-record", Scope::on(today())).place, "about");
    assert_eq!(of("review-record", Scope::on(today()).about("R-021")).code, "link");
    assert_eq!(of("record", Scope::on(day("2024-03-01")).about("R-021")).code, "unknown");
    assert_eq!(of("trail", Scope { from: Some(day("2027-01-01")), ..Scope::on(today()) }).code, "date");
}

#[test]
fn as_of_an_earlier_day_the_report_knows_nothing_later() {
    let doc = build(fennel(), "risk-register", &Scope::on(day("2025-06-30"))).unwrap();
    let text = doc_text(&doc);
    for later in ["R-051", "ACT-025", "2026-08-25"] {
        assert!(!text.contains(later), "{later}");
    }
    assert!(doc.checkpoint.unwrap().size < fennel().checkpoint().size);
}

// ---- audits and findings
fn audit(code: &str) -> &'static Audit {
    fennel().get::<Audit>(code).unwrap()
}
#[test]
fn the_programme_counts_what_internal_audits_looked_at_in_this_cycle() {
    let doc = made("audit-programme");
    let from = day("2024-06-12");
    let mut looked = BTreeSet::new();
    let (mut rows, mut seen) = (0, 0);
    for (_, _, a) in fennel().live::<Audit>().filter(|(_, r, a)| a.internal() && r.state() != "planned") {
        if a.held_until.is_some_and(|d| d.0 < from) {
            continue;
        }
        for row in a.checklist.iter().filter(|r| r.verdict != Verdict::NotLookedAt) {
            looked.extend(isms::catalog::parts(&row.clause));
            rows += 1;
            seen += usize::from(row.seen.is_some());
        }
    }
    let applies: Vec<String> = fennel()
        .live::<Control>()
        .filter(|(_, _, c)| serde_json::to_value(c.applies).unwrap() == "yes")
        .map(|(_, _, c)| c.number.to_string())
        .collect();
    let owed = isms::catalog::clauses().len() + applies.len();
    let covered = looked.iter().filter(|n| !n.starts_with("A.") || applies.iter().any(|a| a == *n)).count();
    let f = figures(doc, 0);
    assert_eq!(f[0].0, "2 and 2");
    assert_eq!((f[1].0.clone(), f[2].0.clone()), (format!("{covered} of {owed}"), format!("{seen} of {rows}")));
    assert_eq!(f[3], ((owed - covered).to_string(), "still to be covered, by 2027-03-13 at the latest".into()));
    // Every clause and control has its row; the letter is that of the audit, and blank where nobody looked.
    let map = tables(doc).into_iter().find(|t| t.heads[0] == "Group").unwrap();
    assert_eq!(map.heads[3..], ["I 24", "1 24", "2 24", "I 25", "S 25", "I 26", "S 26"]);
    assert_eq!(map.rows.len(), isms::catalog::clauses().len() + fennel().live::<Control>().count());
    let row = |n: &str| map.rows.iter().find(|r| r[1] == n).unwrap()[3..].join("|");
    assert_eq!(row("A.8.13"), "C||C||m|C|");
    assert_eq!(row("A.5.22"), "C||C||m|m|");
    assert_eq!(row("7.4"), "C||C|||not looked at|not looked at");
    let text = doc_text(doc);
    for (n, last) in [("7.4", "2024-04-11"), ("A.7.12", "2024-04-11")] {
        assert!(!looked.contains(n) && text.contains(&format!("{n} (last on {last})")), "{n}");
    }
    assert!(text.contains("Again, as every year: 8.3 (last on 2025-03-06)."), "{text}");
    assert!(
        text.contains("Clause 7.4 has not been audited internally since the certificate of 12 June 2024"),
        "{text}"
    );
}

#[test]
fn the_report_of_an_audit_has_every_row_and_every_finding() {
    let (doc, a) = (made("audit-report"), audit("AU-006"));
    let at = a.checklist.iter().filter(|r| r.verdict != Verdict::NotLookedAt).count();
    let found: Vec<String> = fennel()
        .live::<Nonconformity>()
        .filter(|(_, _, n)| n.audit.as_ref().is_some_and(|x| **x == *"AU-006"))
        .map(|(_, r, _)| r.code.to_string())
        .collect();
    let f = figures(doc, 0);
    assert_eq!((f[0].0.clone(), f[2].0.clone()), (format!("{at} of {}", a.checklist.len()), found.len().to_string()));
    assert_eq!(f[2].1, "findings: 2 minors");
    assert_eq!(f[3].0, "1 of 2");
    let of = |head: &str| tables(doc).into_iter().find(|t| t.heads[0] == head).unwrap().rows;
    assert_eq!(of("Requirement").len(), a.checklist.len());
    assert_eq!(of("Code").iter().map(|r| r[0].clone()).collect::<Vec<_>>(), found);
    let text = doc_text(doc);
    for said in [&*a.aims, &**a.auditor_able.as_ref().unwrap(), &**a.independent_because.as_ref().unwrap()] {
        assert!(text.contains(said), "{said}");
    }
    for row in a.checklist.iter().filter_map(|r| r.seen.as_ref()) {
        assert!(text.contains(row.trim()), "{}", &**row);
    }
    // Of an audit by others there are no rows of ours; what they said stands there.
    let theirs = doc_text(&build(fennel(), "audit-report", &Scope::on(today()).about("AU-007")).unwrap());
    assert!(
        theirs.contains("NC-011") && theirs.contains("Certificate upheld. One minor nonconformity, one observation."),
        "{theirs}"
    );
    assert!(!theirs.contains("of the checklist"), "{theirs}");
}

#[test]
fn the_checklist_has_room_for_each_row_and_the_samples_of_that_day() {
    let (doc, a) = (made("audit-checklist"), audit("AU-006"));
    let rows = tables(doc)[0].rows.clone();
    assert_eq!(rows.len(), a.checklist.len());
    let drawn = |doc: &Doc| -> Vec<String> { tables(doc)[0].rows.iter().map(|r| r[3].clone()).collect() };
    for (row, c) in rows.iter().zip(&a.checklist) {
        assert!(row[1].starts_with(&*c.clause) && row[2].contains(&*c.question), "{row:?}");
        assert_eq!(row[4].trim_matches(['/', ' ', '\u{a0}']), "", "what nobody has seen is not filled in");
        if *c.clause == *"8.2" {
            assert_eq!(row[3].matches("R-0").count(), 3, "{row:?}");
            assert!(row[3].ends_with("3 of 55"), "{row:?}");
        }
    }
    let with = rows.iter().filter(|r| !r[3].is_empty()).count();
    assert_eq!(figures(doc, 0)[2].0, format!("{with} of {}", rows.len()));
    let on = |d: &str| drawn(&build(fennel(), "audit-checklist", &Scope::on(day(d)).about("AU-006")).unwrap());
    assert_eq!(drawn(doc), on(demo::DAY));
    assert_ne!(on("2026-11-20"), on("2026-11-21"), "another day, other samples");
    // Without a checklist there is a row for each clause and control that it covers.
    let theirs = build(fennel(), "audit-checklist", &Scope::on(today()).about("AU-007")).unwrap();
    assert_eq!(tables(&theirs)[0].rows.len(), audit("AU-007").covers.0.len());
}

#[test]
fn the_last_findings_stand_as_they_were_written_with_what_became_of_them() {
    let doc = made("last-findings");
    let f = figures(doc, 0);
    assert_eq!(f[0], ("1".into(), "findings of Surveillance 2, 2026-05-19 to 2026-05-20".into()));
    assert_eq!((f[1].0.as_str(), f[2].0.as_str(), f[3].0.as_str()), ("1 of 1", "0 of 1", "0"));
    let text = doc_text(doc);
    let n = fennel().get::<Nonconformity>("NC-011").unwrap();
    for said in
        [&*n.what, &**n.correction.as_ref().unwrap(), &**n.elsewhere.as_ref().unwrap(), &**n.cause.as_ref().unwrap()]
    {
        assert!(text.contains(said), "{said}");
    }
    assert!(text.contains("due 2026-06-26"), "{text}");
    assert!(text.contains("acting, open for 188 days") && text.contains("ACT-025"), "{text}");
    // A year earlier it is the findings of the audit before; a remark stands in the table.
    let then = doc_text(&build(fennel(), "last-findings", &Scope::on(day("2025-06-30"))).unwrap());
    assert!(
        then.contains("findings of Surveillance 1") && then.contains("NC-004") && !then.contains("NC-011"),
        "{then}"
    );
    let first = build(fennel(), "last-findings", &Scope::on(day("2024-12-31"))).unwrap();
    assert!(tables(&first).iter().any(|t| t.heads[0] == "Number" && t.rows[0][0] == "NC-002"), "{}", doc_text(&first));
}

#[test]
fn every_finding_stands_once_in_the_register_and_once_in_the_chart() {
    let doc = made("nonconformities");
    let all: Vec<_> = fennel().live::<Nonconformity>().collect();
    let failing = all.iter().filter(|(_, _, n)| n.failing()).count();
    let open = all.iter().filter(|(_, r, n)| n.failing() && r.state() != "closed").count();
    let again = all.iter().filter(|(_, _, n)| n.repeats.is_some()).count();
    let f = figures(doc, 0);
    assert_eq!(
        (f[0].0.clone(), f[1].0.clone(), f[3].0.clone()),
        (failing.to_string(), format!("{open} of {failing}"), again.to_string())
    );
    let found: Vec<_> = tables(doc).into_iter().filter(|t| t.heads[0] == "Code").collect();
    let listed: BTreeSet<String> = found.iter().flat_map(|t| t.rows.iter().map(|r| r[0].clone())).collect();
    assert_eq!(listed.len(), all.len());
    // Those of the certification body first.
    assert_eq!(found[0].rows[0][0], "NC-003");
    let Some(Block::Chart(c)) = doc.sections[0].blocks.iter().find(|b| matches!(b, Block::Chart(_))) else {
        panic!("no chart")
    };
    let sum = |n: usize| c.series[n].values.iter().flatten().sum::<u32>() as usize;
    let done = all.iter().filter(|(_, r, _)| matches!(r.state(), "closed" | "noted")).count();
    assert_eq!((sum(0), sum(1)), (all.len(), done));
    assert_eq!((c.steps[0].as_str(), c.series[0].values[0]), ("2024 Q2", Some(3)));
    assert_eq!(c.sentence, format!("From 2024 Q2 to 2026 Q4: {} opened, {done} closed or noted.", all.len()));
}

#[test]
fn one_finding_has_its_words_its_cure_and_its_trail() {
    let sheet = |code: &str| build(fennel(), "nonconformity-sheet", &Scope::on(today()).about(code)).unwrap();
    let (open, text) = (sheet("NC-011"), doc_text(&sheet("NC-011")));
    let r = fennel().record("NC-011").unwrap();
    let n = r.get::<Nonconformity>().unwrap();
    assert!(
        text.contains(&*n.what) && text.contains("open for 188 days") && text.contains("Ruben Tavares, Certare Europa"),
        "{text}"
    );
    assert!(text.contains("No double rule closes this sheet"), "{text}");
    let acts: BTreeSet<u32> = r.revisions.iter().map(|v| v.seq).chain(r.marks.iter().map(|m| m.seq)).collect();
    let trail = tables(&open).into_iter().find(|t| t.heads[0] == "Act").unwrap();
    assert_eq!(trail.rows.len(), acts.len());
    let numbers: Vec<u32> = trail.rows.iter().map(|r| r[0].replace(',', "").parse().unwrap()).collect();
    assert_eq!(numbers, acts.into_iter().collect::<Vec<_>>());
    let closed = doc_text(&sheet("NC-003"));
    assert!(closed.contains("closed") && !closed.contains("No double rule"), "{closed}");
}

/// Each kind with a place of its own prints its register, and each sheet is of a kind that there is.
#[test]
fn a_kind_has_one_register_and_a_sheet_is_of_a_kind() {
    let mut of: Vec<&str> = reports::all().iter().flat_map(|r| r.of).copied().collect();
    of.sort_unstable();
    let mut kinds: Vec<&str> =
        isms::kinds::kinds().iter().map(|k| k.name).filter(|k| *k != "management_review").collect();
    kinds.sort_unstable();
    assert_eq!(of, kinds);
    for r in reports::all().iter().filter(|r| !matches!(r.about, "" | "record")) {
        assert!(isms::kinds::kind(r.about).is_some(), "{} is about {}", r.name, r.about);
    }
}
