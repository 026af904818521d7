//! What holds of every pack: it builds on nothing and on the demo, in its order, with one place for each id, and leads somewhere with each link.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
mod fennel;
use fennel::{act, day, fennel, today};
use isms::act::{Change, Proposal, Verb};
use isms::doc::{Block, Doc, Row, Span};
use isms::packs::{Choices, PACKS, SECTIONS, build, pack, samples};
use isms::preflight::Facts;
use isms::report::Scope;
use isms::text::doc_text;
use isms::{Isms, reports};
use serde_json::json;
use std::collections::BTreeMap;

fn scope(name: &str) -> Scope {
    let reports = if name == "topic" {
        vec![("suppliers".into(), None), ("risk-sheet".into(), Some("R-021".into()))]
    } else {
        Vec::new()
    };
    Scope { pack: Choices { reports, ..Choices::default() }, ..Scope::on(today()) }
}
fn made(name: &str) -> Doc {
    build(fennel(), pack(name).unwrap(), &scope(name)).unwrap_or_else(|r| panic!("{name}: {r}"))
}
fn titles(doc: &Doc) -> Vec<String> {
    doc.sections
        .iter()
        .filter(|s| !s.part)
        .map(|s| format!("{} {}", s.number.map_or("-".into(), |n| n.to_string()), s.title))
        .collect()
}
/// Ids that are places, and where links lead.
fn ids_and_links(doc: &Doc) -> (BTreeMap<String, usize>, Vec<String>) {
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    let mut links = Vec::new();
    fn walk(v: &serde_json::Value, ids: &mut BTreeMap<String, usize>, links: &mut Vec<String>) {
        match v {
            serde_json::Value::Object(o) => {
                if let Some(l) = o.get("link").and_then(|l| l.get("to")).and_then(|t| t.as_str()) {
                    links.push(l.to_string());
                }
                if let Some(id) = o.get("id").and_then(|i| i.as_str()) {
                    *ids.entry(id.to_string()).or_default() += 1;
                }
                o.values().for_each(|v| walk(v, ids, links));
            }
            serde_json::Value::Array(a) => a.iter().for_each(|v| walk(v, ids, links)),
            _ => {}
        }
    }
    walk(&serde_json::to_value(doc).unwrap(), &mut ids, &mut links);
    (ids, links)
}

#[test]
fn every_pack_builds_on_an_empty_file_and_says_so() {
    for p in PACKS {
        let reports = if p.name == "topic" { vec![("suppliers".into(), None)] } else { Vec::new() };
        let scope = Scope { pack: Choices { reports, ..Choices::default() }, ..Scope::on(today()) };
        let doc = build(&Isms::new("0"), p, &scope).unwrap_or_else(|r| panic!("{}: {r}", p.name));
        assert!(titles(&doc).len() >= p.sections.len(), "{}: {:?}", p.name, titles(&doc));
    }
}

#[test]
fn every_section_names_reports_that_are_there_and_stands_once() {
    for s in SECTIONS {
        for part in s.parts {
            if let isms::packs::Part::Whole(name) | isms::packs::Part::Each(name, _) = part {
                assert!(reports::report(name).is_some(), "{}: {name}", s.name);
            }
        }
    }
    let numbers: Vec<u32> = SECTIONS.iter().map(|s| s.number).collect();
    assert_eq!(numbers, (1..=23).collect::<Vec<_>>());
    for p in PACKS {
        for name in p.sections {
            assert!(isms::packs::section(name).is_some(), "{}: {name}", p.name);
        }
    }
}

#[test]
fn the_yearly_pack_stands_in_the_order_in_which_an_auditor_samples() {
    let doc = made("surveillance");
    let want: Vec<String> = SECTIONS.iter().map(|s| format!("{} {}", s.number, s.title)).collect();
    let mut want: Vec<String> = want;
    want.insert(2, "- Gaps known to us".into());
    want[3] += " since 20 May 2026";
    assert_eq!(titles(&doc), want);
    // The last audit and the decision are two days.
    let cycle = titles(&made("recertification"));
    assert_eq!((cycle.len(), &cycle[4..]), (want.len(), &want[4..]));
}

#[test]
fn the_internal_auditor_works_along_the_standard_with_a_checklist() {
    let mut s = scope("internal");
    s.pack.audit = Some("AU-006".into());
    let doc = build(fennel(), pack("internal").unwrap(), &s).unwrap();
    let own: Vec<String> = titles(&doc);
    assert_eq!(own[2..4], ["3 Internal audits", "4 Your last findings"]);
    assert!(own.last().unwrap().ends_with("Checklist"), "{own:?}");
    assert!(own.iter().all(|t| !t.contains("Currency") && !t.contains("Gaps")), "{own:?}");
    assert!(doc_text(&doc).contains("by a fixed rule from the code of the audit"));
}

#[test]
fn each_id_of_a_pack_is_one_place_and_each_link_leads_to_one_or_to_a_record() {
    for p in PACKS {
        let doc = made(p.name);
        let (ids, links) = ids_and_links(&doc);
        let twice: Vec<_> = ids.iter().filter(|(_, n)| **n > 1).collect();
        assert!(twice.is_empty(), "{}: {twice:?}", p.name);
        for to in links {
            let left_out = !p.numbered && (to.starts_with("section-") || to.starts_with("row-"));
            assert!(
                ids.contains_key(&to) || fennel().record(&to).is_some() || left_out,
                "{}: {to} leads nowhere",
                p.name
            );
        }
    }
}

#[test]
fn in_the_pack_a_risk_is_linked_both_ways() {
    let (ids, links) = ids_and_links(&made("surveillance"));
    for code in ["R-021", "row-R-021", "SOA-8.8", "POL-01", "NC-011", "EV-0001"] {
        assert!(ids.contains_key(code), "{code} is no place");
        assert!(links.iter().any(|i| i == code), "nothing leads to {code}");
    }
}

#[test]
fn every_section_opens_with_purpose_clause_and_its_gaps() {
    let doc = made("surveillance");
    for b in SECTIONS.iter().filter(|b| b.number > 2 && b.number < 23) {
        let s = doc.sections.iter().find(|s| s.number == Some(b.number) && !s.part).unwrap();
        let Block::Para(first) = &s.blocks[0] else { panic!("{}: no purpose", b.name) };
        assert_eq!(first, &vec![Span::Soft(b.purpose.into())]);
        let Block::Note(note) = &s.blocks[1] else { panic!("{}: no opening", b.name) };
        let said: String = note
            .iter()
            .map(|s| match s {
                Span::Text(t) | Span::Bold(t) => t.as_str(),
                Span::Link { text, .. } => text,
                _ => "",
            })
            .collect();
        assert!(said.contains("Clause: ") && said.contains("Gaps: "), "{}: {said}", b.name);
    }
    let text = doc_text(&doc);
    assert!(text.contains("Clause: 6.1.2, 8.2. Current: "), "{text}");
}

#[test]
fn the_guide_names_thirty_clauses_each_with_a_page() {
    let doc = made("surveillance");
    let guide = doc.sections.iter().find(|s| s.id == "section-guide").unwrap();
    let Some(Block::Beside(sides)) = guide.blocks.iter().find(|b| matches!(b, Block::Beside(_))) else {
        panic!("no guide")
    };
    let Block::Close(clauses) = &sides[1].1[0] else { panic!("no clauses") };
    let (ids, _) = ids_and_links(&doc);
    assert_eq!(clauses.rows.len(), 30);
    for r in &clauses.rows {
        let Row::Cells { cells, .. } = r else { panic!("a group") };
        let isms::doc::Cell::Spans(page) = &cells[3] else { panic!("no page") };
        let [Span::Link { to, .. }] = page.as_slice() else { panic!("{cells:?}: no page") };
        assert!(ids.contains_key(to), "{to}");
    }
}

/// A file that was made today, with nothing in it but what every new file says.
fn young() -> Isms {
    let mut isms = Isms::new("0");
    let changes = vec![
        Change::put("person", "P-001", isms::catalog::first_person("Ana Reyes", today())),
        Change::put("organization", "ORG", isms::catalog::default_organization("Heron Clinics", today())),
    ];
    act(&mut isms, today(), "P-001", 0, Proposal { verb: Verb::Add, why: "A new file.".into(), changes }).unwrap();
    isms
}

#[test]
fn the_guide_of_a_young_file_says_where_nothing_is_recorded_and_agrees_with_its_gaps() {
    let doc = build(&young(), pack("surveillance").unwrap(), &scope("surveillance")).unwrap();
    let guide = doc.sections.iter().find(|s| s.id == "section-guide").unwrap();
    let Some(Block::Beside(sides)) = guide.blocks.iter().find(|b| matches!(b, Block::Beside(_))) else {
        panic!("no guide")
    };
    let Block::Close(clauses) = &sides[1].1[0] else { panic!("no clauses") };
    let stands: BTreeMap<String, String> = clauses
        .rows
        .iter()
        .map(|r| {
            let Row::Cells { cells, .. } = r else { panic!("a group") };
            (isms::text::cell(&cells[0]), isms::text::cell(&cells[5]))
        })
        .collect();
    assert_eq!(stands.len(), 30);
    for clause in ["5.1", "5.2", "6.2", "7.1", "8.1", "9.1", "9.2.1", "9.3.1", "9.3.2", "9.3.3", "10.2"] {
        let state = stands[clause].as_str();
        assert!(matches!(state, "nothing recorded yet" | "never reviewed" | "overdue"), "{clause}: {state}");
    }
    for clause in ["6.2", "9.1", "9.2.1", "9.3.1", "9.3.3"] {
        assert_eq!(stands[clause], "nothing recorded yet", "{clause}");
    }
    assert!(stands.values().all(|s| s != "not applicable"), "{stands:?}");
    // What is not decided is a gap of the Statement, and so is the climate where only the new file's own words stand.
    let soa = doc.sections.iter().find(|s| s.number == Some(9) && !s.part).unwrap();
    let text = doc_text(&Doc { sections: vec![soa.clone()], ..doc.clone() });
    assert!(text.contains("Gaps: 1, 1 of them grave"), "{text}");
    let text = doc_text(&doc);
    assert!(text.contains("not decided yet") && !text.contains("it matters"), "{text}");
    assert!(text.contains("It is not said whether climate change matters"), "{text}");
}

#[test]
fn a_stop_that_nobody_declared_makes_a_draft_and_a_false_proof_makes_nothing() {
    assert!(made("surveillance").draft, "the demo has stops");
    assert!(!made("management-review").draft, "what states no gaps owes no declaration");
    let facts = Facts { broken: Some(vec!["act 7: its leaf is not that of its body".into()]), ..Facts::default() };
    let scope = Scope { pack: Choices { facts, ..Choices::default() }, ..Scope::on(today()) };
    let refused = build(fennel(), pack("surveillance").unwrap(), &scope).unwrap_err();
    assert_eq!(refused.code, "trail-broken");
}

#[test]
fn sections_are_chosen_by_name_and_keep_their_numbers() {
    let mut s = scope("surveillance");
    s.pack.sections = vec!["risks".into(), "soa".into(), "gaps".into()];
    let doc = build(fennel(), pack("surveillance").unwrap(), &s).unwrap();
    assert_eq!(
        titles(&doc),
        [
            "1 Cover and checkpoint",
            "- Gaps known to us",
            "7 Risks",
            "9 Statement of Applicability",
            "23 Gaps known to us"
        ]
    );
    assert!(
        doc_text(&doc).contains("Without Reader\u{2019}s guide, What changed")
            || doc_text(&doc).contains("without Reader\u{2019}s guide, What changed")
    );
    s.pack.sections = vec!["weather".into()];
    let r = build(fennel(), pack("surveillance").unwrap(), &s).unwrap_err();
    assert_eq!(r.text, "There is no section \u{201c}weather\u{201d} in the pack \u{201c}surveillance\u{201d}.");
}

#[test]
fn a_pack_on_one_question_holds_its_reports_and_needs_one() {
    let doc = made("topic");
    assert_eq!(
        titles(&doc),
        [
            "1 Cover and checkpoint",
            "2 What is in it",
            "3 Suppliers",
            "4 R-021 Unpatched Windows 10 field laptops are infected at a customer",
            "5 Evidence index",
            "6 Trail"
        ]
    );
    let r = build(fennel(), pack("topic").unwrap(), &Scope::on(today())).unwrap_err();
    assert_eq!(r.code, "field");
    let mut s = scope("topic");
    s.pack.reports = vec![("risk-sheet".into(), Some("S-001".into()))];
    assert_eq!(build(fennel(), pack("topic").unwrap(), &s).unwrap_err().code, "link");
}

#[test]
fn a_pack_on_one_question_lists_and_hands_over_only_the_proofs_that_it_is_about() {
    let mut isms = fennel().clone();
    for about in ["R-021", "SOA-8.13"] {
        let file = json!({"name": "a.txt", "media_type": "text/plain", "sha256": "a".repeat(64), "size": 10});
        let fields = json!({"shows": format!("Of {about}"), "about": [about], "collected_on": "2026-11-20", "collected_by": "P-001", "classification": "internal", "personal": false, "file": file});
        let changes = vec![Change::add("evidence", fields)];
        act(&mut isms, today(), "P-001", 0, Proposal { verb: Verb::Add, why: String::new(), changes }).unwrap();
    }
    let shows = |code: &str| isms.record(code).unwrap().title();
    let mut s = scope("topic");
    s.pack.reports = vec![("risk-sheet".into(), Some("R-021".into()))];
    let of = pack("topic").unwrap();
    let going: Vec<String> = isms::packs::going(&isms, of, &s).unwrap().into_iter().map(|f| shows(&f.code)).collect();
    assert_eq!(going, ["Of R-021"]);
    let doc = build(&isms, of, &s).unwrap();
    let all = isms::text::tables(&doc);
    let list = all.iter().find(|t| t.heads.iter().any(|h| h == "SHA-256")).expect("the list of proofs");
    let about = list.heads.iter().position(|h| h == "About").unwrap();
    assert!(list.rows.iter().any(|r| r[about].contains("R-021")), "{:?}", list.rows);
    assert!(list.rows.len() < 40 && list.foot.contains(" of 682 "), "{} rows, {}", list.rows.len(), list.foot);
    // What has no list of proofs hands none over.
    let none = isms::packs::going(&isms, pack("management-review").unwrap(), &scope("")).unwrap();
    assert!(none.is_empty(), "{none:?}");
}

#[test]
fn a_pack_is_for_the_next_audit_of_its_sort() {
    // The demo's next visit is the recertification.
    assert_eq!(isms::packs::next(fennel(), today()).name, "recertification");
    assert_eq!(isms::packs::next(&Isms::new("0"), today()).name, "surveillance");
    let covers = |name: &str| match made(name).sections[0].blocks.first() {
        Some(Block::Cover(c)) => c.rows.iter().find(|(l, _)| l == "For").map(|(_, s)| format!("{s:?}")).unwrap(),
        _ => panic!("no cover"),
    };
    assert!(covers("recertification").contains("Recertification, 2027-03-16"), "{}", covers("recertification"));
    assert!(!covers("surveillance").contains("Recertification"), "{}", covers("surveillance"));
}

#[test]
fn in_the_third_year_every_risk_has_its_sheet() {
    let doc = made("recertification");
    let (ids, _) = ids_and_links(&doc);
    let risks: Vec<&str> = fennel().each("risk").filter(|(_, r)| r.live()).map(|(_, r)| &*r.code).collect();
    assert!(risks.iter().all(|c| ids.contains_key(&format!("row-{c}"))), "a risk without a sheet of its own");
    let yearly = ids_and_links(&made("surveillance")).0;
    assert!(risks.iter().any(|c| !yearly.contains_key(&format!("row-{c}"))), "the short form is shorter");
}

#[test]
fn a_period_that_lies_ahead_is_refused() {
    let s = Scope { from: Some(day("2027-01-01")), ..scope("surveillance") };
    let r = build(fennel(), pack("surveillance").unwrap(), &s).unwrap_err();
    assert_eq!((r.code, &*r.place), ("date", "from"));
}

#[test]
fn five_samples_of_five_registers_the_same_each_time() {
    let all = samples(fennel(), &fennel().root());
    assert_eq!(all.len(), 5);
    assert_eq!(all, samples(fennel(), &fennel().root()));
    assert_ne!(all, samples(fennel(), b"another"));
    let mut from: Vec<&str> = all.iter().map(|s| s.population).collect();
    from.dedup();
    assert_eq!(from.len(), 5);
    assert!(all.iter().all(|s| fennel().record(&s.code).is_some()));
}

#[test]
fn names_of_2_000_risks_are_bound_without_loss() {
    let mut isms = Isms::new("0");
    act(
        &mut isms,
        day("2026-01-05"),
        "P-001",
        0,
        isms::catalog::first_act("Alder Bikes Ltd", day("2026-01-02"), "Ana Alder", day("2026-01-05")),
    )
    .unwrap();
    let risk = |n: u32| {
        let title = format!("Risk number {n} \u{2014} \u{39a}\u{3af}\u{3bd}\u{3b4}\u{3c5}\u{3bd}\u{3bf}\u{3c2}");
        let fields = json!({
            "title": title, "because": "Somebody leaves a door open.", "owner": "P-001", "harms": ["confidentiality"], "assets": ["A-001"],
            "likelihood": 2, "impact": 2, "scores_why": format!("Seen twice in {n} years, and the harm is small."),
            "treatment": "retain", "treatment_why": "What more could be done costs more than it saves.",
            "residual_likelihood": 2, "residual_impact": 2,
        });
        Change::put("risk", &format!("R-{n:04}"), fields)
    };
    let laptop = json!({"title": "Laptops", "owner": "P-001", "what": "device", "purpose": "Work.", "classification": "internal", "personal_data": "none",
        "confidentiality": 2, "integrity": 2, "availability": 2, "runs_where": "here", "exposed": "internal", "state": "in_use"});
    let changes = std::iter::once(Change::put("asset", "A-001", laptop)).chain((1..=2_000).map(risk)).collect();
    let listed = Proposal { verb: Verb::Import, why: "The list of before.".into(), changes };
    act(&mut isms, day("2026-01-06"), "P-001", 1, listed).unwrap_or_else(|r| panic!("{r}"));
    let text = doc_text(&build(&isms, pack("surveillance").unwrap(), &Scope::on(day("2026-02-01"))).unwrap());
    for n in [1, 1_000, 2_000] {
        assert!(text.contains(&format!("Risk number {n} \u{2014} \u{39a}\u{3af}\u{3bd}\u{3b4}")), "{n}");
    }
    assert!(text.contains("2,000 of 2,000 risks shown"), "the register says how many");
}

#[test]
fn the_pack_redacts_what_is_ours_and_numbers_its_sections() {
    let doc = &made("surveillance");
    let mut numbers: Vec<u32> = doc.sections.iter().filter_map(|s| s.number).collect();
    numbers.dedup();
    assert_eq!(numbers, (1..=23).collect::<Vec<_>>());
    let text = doc_text(doc);
    for owed in [
        "What changed since 20 May 2026",
        "Risk register",
        "Statement of Applicability",
        "It does not prove",
        "that there is only one log",
    ] {
        assert!(text.contains(owed), "{owed}");
    }
    let Block::Cover(cover) = &doc.sections[0].blocks[0] else { panic!("no cover") };
    assert_eq!(cover.figures.len(), 5);
    assert_eq!(cover.name, "Fennel & Rowe Instruments Ltd");
    // Recorded words stay as they were written, and titles that the owner gave; all else names nobody.
    let mut ours = serde_json::to_value(doc).unwrap();
    fn without_recorded(v: &mut serde_json::Value) {
        match v {
            serde_json::Value::Object(o) => {
                o.retain(|k, _| k != "recorded");
                o.values_mut().for_each(without_recorded);
            }
            serde_json::Value::Array(a) => a.iter_mut().for_each(without_recorded),
            _ => {}
        }
    }
    without_recorded(&mut ours);
    let ours = serde_json::to_string_pretty(&ours).unwrap();
    let titles: Vec<String> =
        fennel().records.iter().filter(|r| r.info().titled && r.info().name != "person").map(|r| r.title()).collect();
    for name in fennel().each("person").map(|(_, r)| r.title()) {
        let found: Vec<&str> =
            ours.lines().filter(|l| l.contains(&name) && !titles.iter().any(|t| l.contains(t.as_str()))).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn a_gap_is_declared_in_one_sentence_and_nothing_else_moves() {
    use isms::preflight::{self, Said};
    use isms::staleness::staleness;
    let mut isms = fennel().clone();
    let look = |isms: &Isms| preflight::run(isms, today(), &preflight::Choices::default(), &Facts::default());
    let found = look(&isms);
    let gap = found.findings.iter().find(|f| f.severity == preflight::Severity::Stop).unwrap().clone();
    let said = Said {
        check: gap.code.into(),
        place: gap.place.clone(),
        why: "The auditor whom we had asked fell ill".into(),
        plan: "another one is booked, and the rows are kept on the list".into(),
        until: day("2027-01-31"),
    };
    let refusal = |s: Said| preflight::declare(&isms, today(), "P-001", &found, &s).unwrap_err();
    assert_eq!(refusal(Said { place: "R-9999".into(), ..said.clone() }).text, "There is no such gap today.");
    let all = refusal(Said { why: "ill".into(), plan: String::new(), until: day("2026-11-01"), ..said.clone() });
    let texts: Vec<&str> = all.each().map(|r| r.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "It is not said why it is open.",
            "It is not said what is planned, and what holds until then.",
            "The day is past."
        ]
    );
    let broken = Facts { broken: Some(vec!["act 7 is not as it was written".into()]), ..Facts::default() };
    let refused = preflight::run(&isms, today(), &preflight::Choices::default(), &broken);
    let never = Said { check: "trail-broken".into(), place: "TRAIL".into(), ..said.clone() };
    assert_eq!(preflight::declare(&isms, today(), "P-001", &refused, &never).unwrap_err().code, "closed");

    let states = |isms: &Isms| -> Vec<(String, String)> {
        staleness(isms, today()).items.iter().map(|i| (i.id(isms), format!("{:?}", i.states.as_ref()))).collect()
    };
    let before = states(&isms);
    let proposal = preflight::declare(&isms, today(), "P-001", &found, &said).unwrap();
    act(&mut isms, today(), "P-001", 1, proposal).unwrap();
    assert_eq!(states(&isms), before, "a declaration reviews nothing");
    let now = look(&isms);
    assert_eq!(now.findings.len(), found.findings.len(), "the gap stays");
    let declared = now.findings.iter().find(|f| f.key() == gap.key()).unwrap().declared.clone();
    assert_eq!(
        declared.as_deref(),
        Some(
            "The auditor whom we had asked fell ill. Until then: another one is booked, and the rows are kept on the list. By 2027-01-31."
        )
    );
    let text = doc_text(&build(&isms, pack("surveillance").unwrap(), &scope("surveillance")).unwrap());
    assert!(text.contains("another one is booked, and the rows are kept"), "it is printed with the gap");
}

#[test]
fn the_builder_shows_the_gaps_of_the_preflight_each_at_its_section_with_what_mends_it() {
    use isms::{preflight, view};
    for p in PACKS {
        let s = scope(p.name);
        let shown = view::pack(fennel(), today(), p, &s);
        let choices = preflight::Choices::default();
        let found = preflight::run(fennel(), today(), &choices, &Facts::default());
        assert_eq!(shown.gaps.len(), found.findings.len(), "{}", p.name);
        for (g, f) in shown.gaps.iter().zip(&found.findings) {
            assert_eq!((g.check, g.severity, &g.place), (f.code, f.severity.name(), &f.place));
            assert_eq!(isms::staleness::plain(&g.sentence), f.sentence, "its words are the check's");
            assert!(g.go.is_empty() || g.go.starts_with("#/"), "{}", g.go);
            if f.wizard.is_some_and(|w| isms::wizards::wizard(w).is_some()) {
                assert!(!g.verb.is_empty() && !g.go.is_empty(), "{} {} is mended by nothing", g.check, g.place);
            }
        }
        let numbers: Vec<u32> = shown.sections.iter().filter_map(|s| s.number).collect();
        assert_eq!(numbers.len(), p.sections.len(), "{}", p.name);
        let in_sections: usize = shown.sections.iter().map(|s| s.gaps).sum();
        assert!(
            p.name != "surveillance" || in_sections * 10 >= shown.gaps.len() * 9,
            "{in_sections} of {} stand at a section",
            shown.gaps.len()
        );
    }
    // An empty file: defined sentences, no gap that nobody could mend.
    let nothing = view::pack(&Isms::new("0"), today(), pack("surveillance").unwrap(), &scope("surveillance"));
    assert_eq!(
        nothing.notes.first().map(String::as_str),
        Some("Nothing is recorded yet: the pack has a cover and empty sections.")
    );
    assert!(nothing.notes.iter().any(|n| n.starts_with("No surveillance audit is planned.")), "{:?}", nothing.notes);
    // Sections that are left out have no number; a pack of the catalogue keeps its own.
    let few =
        Scope { pack: Choices { sections: vec!["risks".into(), "soa".into()], ..Choices::default() }, ..scope("") };
    let shown = view::pack(fennel(), today(), pack("surveillance").unwrap(), &few);
    let numbers: Vec<(&str, u32)> = shown.sections.iter().filter_map(|s| Some((s.name, s.number?))).collect();
    assert_eq!(numbers, [("cover", 1), ("risks", 7), ("soa", 9)]);
}

#[test]
fn a_section_is_looked_at_alone_as_it_will_be_bound() {
    use isms::packs::{build_telling, preview};
    let p = pack("surveillance").unwrap();
    let whole = made("surveillance");
    for s in SECTIONS {
        let one = preview(fennel(), p, &scope(""), s.name).unwrap();
        let of = |d: &Doc| -> Vec<String> {
            d.sections.iter().filter(|x| x.number == Some(s.number)).map(|x| x.title.clone()).collect()
        };
        assert_eq!(of(&one), of(&whole), "{}", s.name);
        assert_eq!(one.sections.len(), of(&one).len(), "{} alone", s.name);
    }
    // Told section by section; who says no gets nothing.
    let mut told = Vec::new();
    let refused = build_telling(fennel(), p, &scope(""), &mut |n, title| {
        told.push(title.to_string());
        n < 3
    });
    assert_eq!((refused.unwrap_err().code, told.len()), ("cancelled", 4));
}

#[test]
fn the_list_of_proofs_says_where_each_is() {
    let p = pack("surveillance").unwrap();
    let mut isms = fennel().clone();
    for (n, personal) in [false, false, false, false, true].into_iter().enumerate() {
        let file = json!({"name": format!("{n}.txt"), "media_type": "text/plain", "sha256": format!("{n}").repeat(64), "size": 10 + n});
        let fields = json!({"shows": format!("Proof {n}"), "about": ["SOA-8.13"], "collected_on": "2026-11-20", "collected_by": "P-001", "classification": "internal", "personal": personal, "file": file});
        let changes = vec![Change::add("evidence", fields)];
        act(&mut isms, today(), "P-001", n as u64, Proposal { verb: Verb::Add, why: String::new(), changes }).unwrap();
    }
    let codes: Vec<String> = isms::packs::going(&isms, p, &scope("")).unwrap().into_iter().map(|f| f.code).collect();
    assert_eq!(codes.len(), 4, "what names people is not among them: {codes:?}");
    let one = |n: usize| std::iter::once(codes[n].clone()).collect();
    let facts = Facts { missing_files: Some(vec![codes[2].clone()]), ..Facts::default() };
    let chosen =
        Choices { sections: vec!["evidence".into()], inside: one(0), beside: one(1), facts, ..Choices::default() };
    let doc = build(&isms, p, &Scope { pack: chosen, ..scope("") }).unwrap();
    let all = isms::text::tables(&doc);
    let t = all.iter().find(|t| t.heads.iter().any(|h| h == "Where")).expect("the list of proofs");
    let place = t.heads.iter().position(|h| h == "Where").expect("the column");
    let rows: BTreeMap<&str, &str> = t.rows.iter().map(|r| (r[0].as_str(), r[place].as_str())).collect();
    let at = |code: &str| rows.get(code).copied().unwrap_or_default();
    for (n, word) in ["attached", "beside", "missing", "listed only"].into_iter().enumerate() {
        assert!(at(&codes[n]).contains(word), "{}: {} is not {word}", codes[n], at(&codes[n]));
    }
    assert!(rows.values().any(|w| w.contains("held")), "what names people is held");
}
