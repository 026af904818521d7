//! What each paper says equals the records: its rows, its figures, and what it must not show.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use chrono::{Duration, NaiveDate, NaiveTime};
use isms::act::{Change, Proposal, Stamp, Verb};
use isms::doc::{Block, Chart, Doc, Sheet};
use isms::kinds::*;
use isms::report::{Scope, build};
use isms::text::{doc_text, tables};
use isms::{Isms, demo};
use serde_json::json;
use std::sync::OnceLock;

fn day(s: &str) -> NaiveDate {
    s.parse().unwrap()
}
fn today() -> NaiveDate {
    day(demo::DAY)
}
fn act(isms: &mut Isms, on: NaiveDate, by: &str, n: u64, proposal: Proposal) -> Result<(), isms::Refusal> {
    let mut salt = || [7; 32];
    let at = on.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap()).and_utc() + Duration::seconds(n as i64);
    let planned = isms.plan(proposal, &mut Stamp { at, on, by: by.into(), salt: &mut salt })?;
    isms.apply(&planned);
    Ok(())
}
fn fennel() -> &'static Isms {
    static ONCE: OnceLock<Isms> = OnceLock::new();
    ONCE.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl");
        let mut isms = Isms::new("00000000000000000000000000000000");
        for (n, a) in demo::acts(&std::fs::read_to_string(path).unwrap()).unwrap().into_iter().enumerate() {
            let _ = act(&mut isms, a.on, &a.by, n as u64, a.proposal);
        }
        isms
    })
}
fn made(name: &str) -> Doc {
    build(fennel(), name, &Scope::on(today())).unwrap_or_else(|r| panic!("{name}: {r}"))
}
fn about(name: &str, code: &str) -> Doc {
    build(fennel(), name, &Scope::on(today()).about(code)).unwrap_or_else(|r| panic!("{name}: {r}"))
}
/// The rows of the table whose first heads are these.
fn rows(doc: &Doc, heads: &[&str]) -> Vec<Vec<String>> {
    let all = tables(doc);
    let found = all.iter().find(|t| t.heads.iter().zip(heads).all(|(a, b)| a == b) && t.heads.len() >= heads.len());
    found
        .unwrap_or_else(|| panic!("no table {heads:?} in {:?}", all.iter().map(|t| &t.heads).collect::<Vec<_>>()))
        .rows
        .clone()
}
fn figures(doc: &Doc) -> Vec<String> {
    let f = doc.sections[0].blocks.iter().find_map(|b| if let Block::Figures(f) = b { Some(f) } else { None });
    f.unwrap().iter().map(|(n, _)| n.clone()).collect()
}
fn blocks(doc: &Doc) -> impl Iterator<Item = &Block> {
    doc.sections.iter().flat_map(|s| &s.blocks)
}
fn charts(doc: &Doc) -> Vec<&Chart> {
    blocks(doc).filter_map(|b| if let Block::Chart(c) = b { Some(c) } else { None }).collect()
}
fn sheets(doc: &Doc) -> Vec<&Sheet> {
    blocks(doc).filter_map(|b| if let Block::Sheet(s) = b { Some(s) } else { None }).collect()
}
fn last_audit() -> NaiveDate {
    isms::report::last_audit(fennel(), today()).unwrap().0
}
fn one_line(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}

// ---- the management review

#[test]
fn the_paper_asks_for_every_acceptance_and_every_aim_off_target() {
    let doc = made("management-paper");
    let line = fennel().organization().unwrap().accept_up_to.0;
    let soon = today() + Duration::days(90);
    let waiting: Vec<String> = fennel()
        .live::<Risk>()
        .filter(|(_, _, k)| if k.treatment == risk::Treatment::Retain { k.level() } else { k.residual() } > line)
        .filter(|(_, _, k)| k.accepted.is_none() || k.accepted_until.is_some_and(|d| d.0 <= soon))
        .map(|(_, r, _)| r.code.to_string())
        .collect();
    assert!(!waiting.is_empty());
    let signed: Vec<String> = rows(&doc, &["Code", "Risk", "Carried"]).iter().map(|r| r[0].clone()).collect();
    assert_eq!(signed, waiting);
    let off: Vec<String> = fennel()
        .live::<Objective>()
        .filter(|(_, r, o)| {
            let last = o.measurements.iter().filter(|m| m.struck.is_none()).max_by_key(|m| m.date.0);
            r.state() == "set" && last.is_some_and(|m| !o.on_target(m.number.value()))
        })
        .map(|(_, r, _)| r.code.to_string())
        .collect();
    let asked = rows(&doc, &["Topic", "What is asked"]);
    for (topic, codes) in [("d4", &off), ("f1", &waiting)] {
        for code in codes {
            assert!(asked.iter().any(|r| r[0] == topic && r[1].contains(code.as_str())), "{topic} {code}: {asked:?}");
        }
    }
    let above = fennel().live::<Risk>().filter(|(_, _, k)| k.level() > line).count();
    assert_eq!(figures(&doc)[1], format!("{above} of {}", fennel().live::<Risk>().count()));
}

#[test]
fn the_paper_has_eleven_topics_of_five_lines_and_one_chart_at_most() {
    let doc = made("management-paper");
    let topics = &doc.sections[1].blocks;
    let (mut seen, mut drawn) = (Vec::new(), 0);
    for b in topics {
        match b {
            Block::Heading { spans, .. } => {
                seen.push(isms::text::say(spans)[..2].to_string());
                drawn = 0;
            }
            Block::Sheet(s) => {
                let n: usize = s.parts.iter().map(|p| p.rows.len()).sum();
                assert!((1..=5).contains(&n), "{:?}: {n} lines", seen.last());
            }
            Block::Chart(_) | Block::MatrixPair { .. } | Block::Matrix(_) => {
                drawn += 1;
                assert!(drawn <= 1, "{:?}", seen.last());
            }
            _ => {}
        }
    }
    assert_eq!(seen, TOPICS.iter().map(|(t, _)| t.to_string()).collect::<Vec<_>>());
}

#[test]
fn the_paper_looks_back_from_the_day_that_it_is_given() {
    let early =
        build(fennel(), "management-paper", &Scope { from: Some(day("2024-06-30")), ..Scope::on(today()) }).unwrap();
    let then = fennel().as_of(day("2024-06-30"));
    let line = then.organization().unwrap().accept_up_to.0;
    let above = |i: &Isms| i.live::<Risk>().filter(|(_, _, k)| k.level() > line).count();
    let words = format!("{} now; {} on 30 June 2024.", above(fennel()), above(&then));
    assert!(doc_text(&early).contains(&words), "{words}");
    assert!(!doc_text(&made("management-paper")).contains(&words));
}

#[test]
fn minutes_show_the_figures_and_the_checkpoint_of_their_day() {
    let doc = about("management-minutes", "MR-003");
    let held = day("2026-04-14");
    let then = fennel().as_of(held);
    let Some(Block::Checkpoint { checkpoint, on, .. }) = blocks(&doc).find(|b| matches!(b, Block::Checkpoint { .. }))
    else {
        panic!("no checkpoint")
    };
    assert_eq!((checkpoint, *on), (&then.checkpoint(), held));
    assert_ne!(checkpoint, &fennel().checkpoint());
    let text = doc_text(&doc);
    let open = |i: &Isms| i.live::<Nonconformity>().filter(|(_, r, n)| n.failing() && r.state() != "closed").count();
    let before = fennel().as_of(day("2025-04-08"));
    assert_ne!(open(&then), open(fennel()));
    assert!(text.contains(&format!("Open: {} now; {} on 8 April 2025.", open(&then), open(&before))), "{text}");
    let review = fennel().get::<ManagementReview>("MR-003").unwrap();
    for i in &review.inputs {
        let said = i.said.as_ref().unwrap().trim().to_string();
        assert!(text.contains(&format!("What was said: {said}")), "{}: {said}", i.topic);
    }
    let decided = rows(&doc, &["Decision", "Who"]);
    assert_eq!(decided.len(), review.decisions.len());
    for (row, d) in decided.iter().zip(&review.decisions) {
        let a = fennel().record(d.action.as_ref().unwrap()).unwrap();
        assert!(row[0].contains(d.what.trim()) && row[0].contains(&*a.code), "{row:?}");
        assert!(row[3].contains(a.state()), "{row:?}");
    }
}

// ---- objectives and measurements

#[test]
fn objectives_are_all_there_with_their_last_values() {
    let doc = made("objectives");
    let table = rows(&doc, &["Code", "Aim", "Measure"]);
    assert_eq!(table.len(), fennel().live::<Objective>().count());
    for row in &table {
        let o = fennel().get::<Objective>(&row[0]).unwrap();
        let mut values: Vec<_> = o.measurements.iter().filter(|m| m.struck.is_none()).collect();
        values.sort_by_key(|m| m.date.0);
        let last = values.last().unwrap();
        assert_eq!(row[5], format!("{} {}", &*last.number, &*o.unit));
        assert_eq!(row[6] == "on target", o.on_target(last.number.value()), "{row:?}");
        let c = charts(&doc).into_iter().find(|c| c.caption.starts_with(&row[0])).unwrap();
        let drawn = c.series[0].values.iter().rev().find_map(|v| *v).unwrap();
        assert_eq!(f64::from(drawn) / 10f64.powi(c.places.into()), last.number.value(), "{row:?}");
        assert!(
            c.foot < c.top
                && c.series.iter().flat_map(|s| s.values.iter().flatten()).all(|v| (c.foot..=c.top).contains(v))
        );
    }
}

#[test]
fn what_was_not_measured_or_was_struck_is_a_gap_and_never_joined() {
    let mut isms = Isms::new("0");
    let person = (kind("person").unwrap().example)();
    let mut aim = (kind("objective").unwrap().example)();
    let of = |d: &str, n: &str| json!({"date": d, "number": n});
    aim["measure_every"] = json!({"every": 1, "unit": "month", "from": {"fixed": "2025-01-01"}});
    aim["measurements"] = json!([
        of("2025-01-31", "61.5"),
        of("2025-03-31", "72"),
        {"date": "2025-04-30", "number": "99", "struck": "The list was of another month."},
        of("2025-05-31", "75")
    ]);
    let changes = vec![Change::put("person", "P-0", person), Change::put("objective", "OBJ-01", aim)];
    act(&mut isms, day("2026-01-05"), "P-0", 1, Proposal { verb: Verb::Add, why: String::new(), changes }).unwrap();
    let doc = build(&isms, "objectives", &Scope::on(day("2026-01-05"))).unwrap();
    let c = charts(&doc)[0];
    assert_eq!(c.steps[..5], ["2025-01", "2025-02", "2025-03", "2025-04", "2025-05"]);
    assert_eq!(c.series[0].values[..6], [Some(615), None, Some(720), None, Some(750), None]);
    assert_eq!((c.places, c.number(615).as_str()), (1, "61.5"));
    assert!(c.sentence.contains("2 of 3 values on target. Not measured: 2025-02, 2025-04"), "{}", c.sentence);
    let values = rows(&build(&isms, "measurements", &Scope::on(day("2026-01-05"))).unwrap(), &["Day", "Of", "Value"]);
    let struck: Vec<_> = values.iter().filter(|r| r[4] == "struck").collect();
    assert_eq!((values.len(), struck.len()), (4, 1));
    assert!(struck[0].iter().any(|c| c.contains("another month")), "{struck:?}");
}

#[test]
fn measurements_list_every_value_of_the_period() {
    let doc = made("measurements");
    let all: Vec<NaiveDate> =
        fennel().live::<Objective>().flat_map(|(_, _, o)| o.measurements.iter().map(|m| m.date.0)).collect();
    let new = all.iter().filter(|d| **d > last_audit()).count();
    assert_eq!(rows(&doc, &["Day", "Of", "Value"]).len(), new);
    assert_eq!(figures(&doc)[1], format!("{new} of {}", all.len()));
    let one = about("measurements", "OBJ-02");
    assert!(rows(&one, &["Day", "Of", "Value"]).iter().all(|r| r[1].starts_with("OBJ-02")));
    assert_eq!(build(fennel(), "objectives", &Scope::on(today()).about("OBJ-99")).unwrap_err().code, "unknown");
}

// ---- context, communication

#[test]
fn context_has_scope_parties_and_every_role() {
    let doc = made("context");
    let org = fennel().organization().unwrap();
    let text = doc_text(&doc);
    for said in [&org.scope, &org.scope_edges, &org.issues_inside, &org.issues_outside, &org.climate_why] {
        assert!(text.contains(&one_line(said)), "{}", one_line(said));
    }
    assert_eq!(rows(&doc, &["Who", "Expects"]).len(), org.parties.len());
    let roles = rows(&doc, &["Role", "Who"]);
    for r in &org.role_list {
        let named = match r.role.trim() {
            "isms owner" => "looks after the ISMS",
            other => other,
        };
        assert!(roles.iter().any(|row| row[0] == named), "{named}");
    }
    let deputies: Vec<&String> = roles.iter().map(|r| &r[2]).collect();
    assert!(deputies.iter().all(|d| *d == "none named"), "the demo has no role of a deputy: {deputies:?}");
    let used = fennel().live::<Supplier>().filter(|(_, r, _)| r.state() != "considered").count();
    assert_eq!(rows(&doc, &["What others do", "Supplier"]).len(), used);
}

#[test]
fn the_scope_stands_beside_the_text_of_the_certificate() {
    let mut isms = Isms::new("0");
    let person = (kind("person").unwrap().example)();
    let mut org = (kind("organization").unwrap().example)();
    org["scope"] = json!("Leipzig");
    org["decided_on"] = json!("2025-02-01");
    let put = |fields| Proposal {
        verb: Verb::Add,
        why: String::new(),
        changes: vec![Change::put("organization", "ORG", fields)],
    };
    let first = Proposal {
        verb: Verb::Add,
        why: String::new(),
        changes: vec![Change::put("person", "P-0", person), Change::put("organization", "ORG", org)],
    };
    act(&mut isms, day("2026-01-05"), "P-0", 1, first).unwrap();
    let text = |isms: &Isms| doc_text(&build(isms, "context", &Scope::on(day("2026-03-01"))).unwrap());
    assert!(text(&isms).contains("equal, as recorded on 2026-01-05"), "{}", text(&isms));
    act(&mut isms, day("2026-02-05"), "P-0", 2, put(json!({"scope": "Leipzig and Halle"}))).unwrap();
    let said = text(&isms);
    assert!(said.contains("differs from the text of the certificate, as recorded on 2026-01-05:"), "{said}");
    assert!(said.contains("Leipzig and Halle"), "{said}");
}

#[test]
fn communication_has_the_plan_and_what_records_say_was_told() {
    let doc = made("communication");
    assert_eq!(rows(&doc, &["What", "To whom", "When"]).len(), fennel().organization().unwrap().communication.len());
    let told = rows(&doc, &["Day", "What", "To whom"]);
    for (_, r, i) in fennel().live::<Incident>() {
        for n in &i.notifications {
            let sent = n.sent.as_ref().map(|s| s[..10].to_string());
            if let Some(on) = sent.filter(|s| day(s) > last_audit()) {
                assert!(told.iter().any(|t| t[0] == on && t[3] == *r.code), "{} of {on}", r.code);
            }
        }
    }
    assert!(told.iter().all(|t| day(&t[0]) > last_audit()));
    let owed = fennel().live::<isms::kinds::Change>().filter(|(_, _, c)| c.tell_cb == change::TellBody::Yes).count();
    assert_eq!(figures(&doc)[3], owed.to_string());
}

// ---- people

#[test]
fn competence_holds_back_what_is_about_a_person() {
    let doc = made("competence");
    let org = fennel().organization().unwrap();
    let table = rows(&doc, &["Role", "Needs", "Who"]);
    for role in org.role_list.iter().filter(|r| r.needs.is_some()) {
        let holders = fennel().live::<Person>().filter(|(_, r, p)| {
            r.state() == "active"
                && (p.has_role(&role.role) || role.role.trim() == "isms owner" && *org.isms_owner == *r.code)
        });
        assert_eq!(
            table.iter().filter(|r| r[0] == role.role.trim()).count(),
            holders.count().max(1),
            "{}",
            &*role.role
        );
    }
    let text = doc_text(&doc);
    let full =
        build(fennel(), "competence", &Scope { names: isms::report::Names::Full, ..Scope::on(today()) }).unwrap();
    let full = doc_text(&full);
    let mut said = 0;
    for (_, r, p) in fennel().live::<Person>() {
        if let Some(why) = p.able_because.as_ref().map(|w| one_line(w)) {
            assert!(!text.contains(&why), "{}", r.code);
            said += usize::from(full.contains(&why));
        }
    }
    assert!(said > 0);
}

#[test]
fn joiners_and_leavers_are_those_of_the_period() {
    let doc = made("joiners-leavers");
    let within = |d: NaiveDate| d > last_audit() && d <= today();
    let people: Vec<&Person> = fennel().each("person").filter_map(|(_, r)| r.get::<Person>()).collect();
    let came = people.iter().filter(|p| within(p.joined_on.0)).count();
    let went = people.iter().filter(|p| p.left_on.is_some_and(|d| within(d.0))).count();
    assert_eq!(rows(&doc, &["Who", "First day"]).len(), came);
    assert_eq!(rows(&doc, &["Who", "Last day"]).len(), went);
    assert!(figures(&doc)[0].ends_with(&format!(" of {came}")));
    // Each leaver beside the first round of joiners and leavers that came after.
    let rounds: Vec<(NaiveDate, &str)> = fennel()
        .live::<Review>()
        .filter(|(_, _, v)| v.wizard.to_string() == "people-round" && v.outcome.reviews())
        .map(|(_, r, v)| (v.held_on.0, &*r.code))
        .collect();
    for row in rows(&doc, &["Who", "Last day"]) {
        let first = rounds.iter().filter(|(d, _)| *d >= day(&row[1])).min();
        assert_eq!(row[4], first.map_or("no round yet".into(), |(d, c)| format!("{c} / {d}")), "{row:?}");
        assert_eq!(row[5] == "open", row[2] == "not recorded", "{row:?}");
    }
    assert!(rows(&doc, &["Who", "Last day"]).iter().any(|r| r[5] == "open"));
}

#[test]
fn the_courses_of_the_grid_say_what_changed_in_their_version() {
    let table = rows(&made("training-grid"), &["Code", "Aim", "Version"]);
    let offered: Vec<_> = fennel().live::<Course>().filter(|(_, r, _)| r.state() == "offered").collect();
    assert_eq!(table.len(), offered.len());
    for (_, r, c) in offered {
        let row = table.iter().find(|t| t[0] == *r.code).unwrap();
        assert!(row[2].starts_with(&c.version.to_string()), "{row:?}");
        assert_eq!(row[3], c.changed_what.as_ref().map_or(String::new(), |w| one_line(w)), "{row:?}");
    }
}

#[test]
fn acknowledgements_count_what_the_rules_say_of_each_pair() {
    let doc = made("acknowledgements");
    let owed = isms::staleness::staleness(fennel(), today());
    let table = rows(&doc, &["Code", "Document, version"]);
    let must = fennel()
        .live::<Policy>()
        .filter(|(_, r, p)| r.state() == "in_force" && p.must_be_read != policy::MustBeRead::No);
    assert_eq!(table.len(), must.count());
    for row in &table {
        let pairs: Vec<_> = owed
            .items
            .iter()
            .filter(|i| i.id(fennel()).ends_with(&format!("/{}", row[0])))
            .filter(|i| !i.states.as_ref().contains(&isms::staleness::State::NotApplicable))
            .collect();
        assert_eq!(row[3], pairs.len().to_string(), "{row:?}");
        let fine = pairs.iter().filter(|i| i.counts_as_current()).count();
        assert!(row[4].parse::<usize>().unwrap() <= fine, "{row:?}: {fine} in order");
        assert_eq!(row[3] == row[4], row[5] == "nobody", "{row:?}");
    }
    let one = about("acknowledgements", "POL-01");
    let all = fennel().live::<Acknowledgement>().filter(|(_, _, a)| *a.policy == *"POL-01").count();
    assert_eq!(rows(&one, &["Code", "Who", "Version"]).len(), all);
}

#[test]
fn a_persons_record_is_all_of_it_and_without_the_name() {
    let doc = about("person-record", "P-021");
    let trained = fennel().live::<TrainingRecord>().filter(|(_, _, t)| *t.person == *"P-021").count();
    let read = fennel().live::<Acknowledgement>().filter(|(_, _, a)| *a.person == *"P-021").count();
    assert!(trained > 0 && read > 0);
    assert_eq!(rows(&doc, &["Course or rule", "Version"]).len(), trained + read);
    assert_eq!(figures(&doc)[..2], [trained.to_string(), read.to_string()]);
    assert!(!doc_text(&doc).contains(&fennel().record("P-021").unwrap().title()));
}

// ---- controls and documents

#[test]
fn a_control_has_its_proofs_risks_findings_and_missed_times() {
    let doc = about("control-sheet", "SOA-8.13");
    let text = doc_text(&doc);
    let c = fennel().get::<Control>("SOA-8.13").unwrap();
    for said in [&c.justification, c.how.as_ref().unwrap(), c.how_checked.as_ref().unwrap()] {
        assert!(text.contains(&one_line(said)), "{}", one_line(said));
    }
    let proofs = fennel().live::<Evidence>().filter(|(_, _, e)| e.about.iter().any(|a| **a == *"SOA-8.13")).count();
    assert_eq!(rows(&doc, &["Code", "Shows"]).len(), proofs);
    let risks: Vec<_> =
        fennel().live::<Risk>().filter(|(_, _, k)| k.controls.iter().any(|x| **x == *"SOA-8.13")).collect();
    assert!(risks.iter().all(|(_, r, _)| text.contains(&*r.code)));
    assert_eq!(figures(&doc)[1], risks.len().to_string());
    let times = rows(&doc, &["Routine", "Due"]);
    assert!(times.iter().any(|t| t.iter().any(|c| c.contains("was skipped"))), "{times:?}");
    let rules = isms::staleness::staleness(fennel(), today());
    let reasons = rules.items.iter().find(|i| i.id(fennel()) == "SOA-8.13").unwrap().shown().count();
    let state = sheets(&doc)[0].parts[0].rows[0].1.len() - 1;
    assert_eq!(state, reasons);
}

#[test]
fn every_version_of_the_statement_is_listed() {
    let doc = made("soa-changes");
    let versions = isms::soa::soa_versions(fennel());
    let table = rows(&doc, &["Version", "Since"]);
    assert_eq!(table.len(), versions.len());
    for (row, v) in table.iter().zip(versions.iter().rev()) {
        assert_eq!((row[0].clone(), row[1].clone()), (v.version.to_string(), v.on.to_string()));
    }
    let changed = rows(&doc, &["Number", "Our words for it"]);
    assert!(changed.len() >= versions.len() - 1);
    assert!(changed.iter().any(|r| r[0] == "A.8.12" && r[2].contains("in place \u{2192} partly")), "{changed:?}");
}

#[test]
fn documents_required_says_missing_where_the_rules_do() {
    let doc = made("documents-required");
    let table = rows(&doc, &["Clause", "What must be there"]);
    let rules = isms::staleness::staleness(fennel(), today());
    let mut missing = 0;
    for row in &table {
        let item = rules.items.iter().find(|i| i.id(fennel()) == format!("checklist/{}", row[0])).unwrap();
        let gap = item.shown().next().is_some();
        missing += usize::from(gap);
        assert_eq!(row[2] == "missing", gap, "{row:?}");
    }
    assert!(missing > 0);
    assert_eq!((table.len(), figures(&doc)[0].clone()), (21, format!("{} of 21", 21 - missing)));
    // Each gap names what makes it one.
    assert!(table.iter().filter(|r| r[2] == "missing").all(|r| r[3].contains("R-030")), "{table:?}");
    let apply = rows(&doc, &["Control", "What is expected"]);
    assert_eq!(apply.len(), 27);
    let nothing = doc_text(&build(&Isms::new("0"), "documents-required", &Scope::on(today())).unwrap());
    assert!(nothing.contains("5.2 | the information security policy | missing | nothing in this file"), "{nothing}");
}

#[test]
fn the_checkpoint_is_the_head_in_full() {
    let doc = made("checkpoint");
    let head = fennel().checkpoint();
    assert_eq!(doc.sections.len(), 1);
    let text = doc_text(&doc);
    assert!(text.contains(&head.groups().join(" ")) && text.contains("It does not prove"), "{text}");
    let early = build(fennel(), "checkpoint", &Scope::on(day("2025-06-30"))).unwrap();
    assert!(!doc_text(&early).contains(&head.groups().join(" ")));
}

#[test]
fn what_is_printed_of_the_trail_claims_no_signature_and_can_be_put_together_by_hand() {
    for name in ["trail", "checkpoint"] {
        let doc = made(name);
        let text = doc_text(&doc);
        assert!(
            text.contains("It carries no signature: by whom it was made is not proved, only what was not changed."),
            "{text}"
        );
        assert!(
            text.contains("everything the auditor was shown last year is unchanged in this year\u{2019}s log"),
            "{text}"
        );
        assert!(!text.contains("holding this key") && !text.contains("holds the key"), "{text}");
        let rows = |head: &str| -> Vec<Vec<String>> {
            let t = blocks(&doc).find_map(|b| match b {
                Block::Table(t) if t.columns.iter().any(|c| c.head.starts_with(head)) => Some(t),
                _ => None,
            });
            let cell = |c: &isms::doc::Cell| match c {
                isms::doc::Cell::Spans(s) => isms::text::say(s),
                isms::doc::Cell::Lines(l) => l.iter().map(|s| isms::text::say(s)).collect(),
                _ => String::new(),
            };
            let row = |r: &isms::doc::Row| match r {
                isms::doc::Row::Cells { cells, .. } => cells.iter().map(cell).collect(),
                isms::doc::Row::Group(_) => Vec::new(),
            };
            t.unwrap_or_else(|| panic!("{name} has no table {head}")).rows.iter().map(row).collect()
        };
        let line: String = rows("The line of act").into_iter().map(|r| r[0].clone()).collect();
        let hash = |parts: &[&[u8]]| isms::ledger::sha256(&parts.concat());
        let mut so_far = hash(&[&[0], line.as_bytes()]);
        let steps = rows("What is hashed");
        assert_eq!(steps[0][3], isms::plan::hex(&so_far));
        for step in &steps[1..] {
            let this = isms::plan::unhex(&step[2]).unwrap();
            so_far = match step[1].as_str() {
                "01, this, the last result" => hash(&[&[1], &this, &so_far]),
                "01, the last result, this" => hash(&[&[1], &so_far, &this]),
                other => panic!("{other}"),
            };
            assert_eq!(step[3], isms::plan::hex(&so_far));
        }
        assert_eq!(so_far, fennel().checkpoint().root, "{name}");
    }
}

#[test]
fn an_empty_register_has_its_sentence() {
    let isms = Isms::new("0");
    for (name, said) in [
        ("objectives", "No objective is on record."),
        ("measurements", "No value is on record"),
        ("context", "the organization is not described in this file yet"),
        ("communication", "No plan is on record of what is told to whom."),
        ("competence", "No role in the list asks for something in particular."),
        ("joiners-leavers", "Nobody joined"),
        ("acknowledgements", "No document in force has to be read."),
        ("soa-changes", "No version yet"),
        ("management-paper", "None by what the file knows"),
    ] {
        let text = doc_text(&build(&isms, name, &Scope::on(today())).unwrap());
        assert!(text.contains(said), "{name}: {text}");
    }
}

#[test]
fn what_is_of_a_version_names_those_that_can_be_chosen() {
    let isms = fennel();
    let offered = |name: &str, scope: &Scope| {
        let v = isms::report::versions(isms, name, scope).unwrap_or_else(|| panic!("{name}"));
        (v.of.iter().map(|v| v.number.clone()).collect::<Vec<_>>(), v.picked)
    };
    let scope = Scope::on(today()).about("POL-10");
    let (of, picked) = offered("policy", &scope);
    let all = isms::policy::versions(isms, today(), "POL-10").unwrap();
    assert_eq!((of.len(), picked), (all.len(), vec!["2.0".to_string()]));
    assert_eq!(offered("policy-changes", &scope).1, [all[1].key.clone(), all[0].key.clone()]);
    // What is picked is what the page is of.
    let scope = Scope { versions: (Some("1.0".into()), None), ..scope };
    assert_eq!(offered("policy", &scope).1, ["1.0"]);
    assert!(doc_text(&build(isms, "policy", &scope).unwrap()).contains("Version 1.0 does not hold any more."));
    let (of, picked) = offered("soa-changes", &Scope::on(today()));
    assert_eq!((of.first(), picked.len()), (picked.last(), 2));
    let two = Scope { versions: (of.get(1).cloned(), of.first().cloned()), ..Scope::on(today()) };
    let changed = rows(&build(isms, "soa-changes", &two).unwrap(), &["Number", "Our words for it"]);
    assert!(!changed.is_empty() && changed.iter().all(|r| r[5] == of[0]), "{changed:?}");
    let none = Scope { versions: (Some("99.0".into()), None), ..Scope::on(today()) };
    assert!(build(isms, "soa-changes", &none).unwrap_err().to_string().contains("has no version"));
    assert!(isms::report::versions(isms, "risk-register", &Scope::on(today())).is_none());
}
