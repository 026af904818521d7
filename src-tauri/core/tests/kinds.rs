//! What holds of every record kind, without naming one: its lists name fields and states that exist, and its example can be recorded.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use chrono::{NaiveDate, TimeZone, Utc};
use isms::act::{Change, Declare, Proposal, Stamp, Verb};
use isms::kind::{KindInfo, Ty};
use isms::kinds::kinds;
use isms::words::Edge;
use isms::{Isms, Refusal};
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};

/// Puts records into the file, or says why not.
fn put(isms: &mut Isms, records: &[(&'static KindInfo, String)]) -> Result<(), Refusal> {
    let changes = records
        .iter()
        .map(|(k, code)| {
            let Value::Object(fields) = (k.example)() else { panic!("the example of {} is no object", k.name) };
            Change::Put { kind: k.name.into(), code: Some(code.clone()), fields, declare: Declare::Nothing }
        })
        .collect();
    let mut n = 0u8;
    let mut salt = || {
        n = n.wrapping_add(1);
        [n; 32]
    };
    let on = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let at = Utc.with_ymd_and_hms(2026, 11, 24, 9, 0, 0).unwrap();
    let proposal = Proposal { verb: Verb::Add, why: String::new(), changes };
    let planned = isms.plan(proposal, &mut Stamp { at, on, by: "P-0".into(), salt: &mut salt })?;
    isms.apply(&planned);
    Ok(())
}

/// The codes under which an example must stand so that the links of all examples lead somewhere.
fn codes() -> Vec<(&'static KindInfo, String)> {
    let mut named = BTreeSet::new();
    for k in kinds() {
        if let Value::Object(body) = (k.example)() {
            isms::isms::links_in(k, &body, &mut |_, code| {
                named.insert(code.to_string());
            });
        }
    }
    let mut out = Vec::new();
    for k in kinds() {
        let own: Vec<&String> =
            named.iter().filter(|c| c.split_once('-').is_some_and(|(p, _)| p == k.prefix)).collect();
        match (k.prefix, own.is_empty()) {
            ("ORG", _) => out.push((k, "ORG".to_string())),
            (_, true) => out.push((k, format!("{}-0", k.prefix))),
            (_, false) => out.extend(own.into_iter().map(|c| (k, c.clone()))),
        }
    }
    out
}

#[test]
fn every_example_can_be_recorded() {
    let mut isms = Isms::new("0");
    let mut left = codes();
    // Those that rest on others wait until these are there; what stands in a circle goes in one act.
    loop {
        let before = left.len();
        left.retain(|one| put(&mut isms, std::slice::from_ref(one)).is_err());
        if left.len() == before {
            break;
        }
    }
    if !left.is_empty() {
        let names: Vec<&str> = left.iter().map(|(_, c)| c.as_str()).collect();
        if let Err(r) = put(&mut isms, &left) {
            panic!("{names:?} cannot be recorded:\n{r}");
        }
    }
    for k in kinds() {
        let codes: Vec<_> = isms.each(k.name).collect();
        assert!(!codes.is_empty(), "no {} was recorded", k.name);
        assert!(codes.iter().all(|(_, r)| !r.title().is_empty()), "the example of {} has no title", k.name);
    }
}

#[test]
fn lists_of_a_kind_name_fields_that_it_has() {
    for k in kinds() {
        let has = |name: &str| k.field(name).is_some();
        for (facet, fields) in k.facets {
            for f in *fields {
                assert!(has(f), "{}: facet {facet} names {f}", k.name);
            }
        }
        for c in k.columns {
            assert!(has(c) || matches!(*c, "state" | "code" | "title" | "level"), "{}: column {c}", k.name);
        }
        for (f, _) in k.alike {
            assert!(has(f), "{}: alike {f}", k.name);
        }
        assert!(k.facets.len() < isms::isms::FACETS, "{}: too many facets", k.name);
        let facets: HashSet<_> = k.facets.iter().map(|(n, _)| n).collect();
        assert_eq!(facets.len(), k.facets.len(), "{}: a facet is there twice", k.name);
    }
}

/// `MATERIAL` and `CONDUCTS` leave no trace of a name that is wrong, so they are read where they are written.
#[test]
fn material_and_conducting_fields_exist() {
    fn of<K: isms::Kind>() {
        let k = isms::kinds::kind(K::NAME).unwrap();
        for name in K::MATERIAL.iter().chain(K::CONDUCTS) {
            assert!(k.field(name).is_some(), "{}: {name} is no field", K::NAME);
        }
        for name in K::CONDUCTS {
            let edge = k.field(name).map(|f| f.ty.clone());
            assert!(
                matches!(
                    edge,
                    Some(Ty::Ref { edge: Some(Edge::RestsOn), .. } | Ty::Refs { edge: Some(Edge::RestsOn), .. })
                ),
                "{}: {name} conducts, but does not rest on anything",
                K::NAME
            );
        }
        assert!(
            K::TITLED || k.field("title").is_none() || K::NAME == "person",
            "{}: a title that is made is not asked",
            K::NAME
        );
    }
    macro_rules! each { ($($k:ident),* $(,)?) => { [$({ of::<isms::kinds::$k>(); stringify!($k) }),*].len() }; }
    let n = each!(
        Acknowledgement,
        Action,
        Asset,
        Audit,
        Campaign,
        Change,
        Control,
        Course,
        Evidence,
        Exception,
        Incident,
        ManagementReview,
        Nonconformity,
        Objective,
        Obligation,
        Organization,
        Person,
        Policy,
        Process,
        Review,
        Risk,
        Routine,
        Supplier,
        Threat,
        TrainingRecord,
        Vulnerability,
    );
    assert_eq!(n, kinds().len(), "a kind is missing in this list");
}

#[test]
fn names_prefixes_and_icons_are_good() {
    let icons = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/icons.svg")).unwrap();
    let mut names = HashSet::new();
    let mut prefixes = HashSet::new();
    for k in kinds() {
        assert!(names.insert(k.name), "{} is there twice", k.name);
        assert!(prefixes.insert(k.prefix), "{}: prefix {} is taken", k.name, k.prefix);
        assert!(
            (1..=6).contains(&k.prefix.len()) && k.prefix.chars().all(|c| c.is_ascii_uppercase()),
            "{}: prefix {}",
            k.name,
            k.prefix
        );
        assert!(icons.contains(&format!("id=\"{}\"", k.icon)), "{}: there is no icon {}", k.name, k.icon);
        assert!(isms::catalog::knows(k.clause), "{}: there is no clause {}", k.name, k.clause);
        assert!(
            !k.title.is_empty() && !k.plural.is_empty() && !k.about.is_empty(),
            "{} does not say what it is",
            k.name
        );
        assert!(
            k.routine.is_empty() || isms::catalog::routines().iter().any(|r| r.name == k.routine),
            "{}: there is no routine {}",
            k.name,
            k.routine
        );
    }
}

#[test]
fn every_field_asks_something() {
    fn fields(kind: &str, of: &[isms::Field]) {
        let mut seen = HashSet::new();
        for f in of {
            assert!(seen.insert(&f.name), "{kind}.{} is there twice", f.name);
            assert!(f.question.chars().count() > 3, "{kind}.{} asks nothing", f.name);
            match &f.ty {
                Ty::Row { of } | Ty::List { of } => {
                    assert!(!of.is_empty(), "{kind}.{} has rows without fields", f.name);
                    fields(&format!("{kind}.{}", f.name), of);
                }
                Ty::Choice { of } | Ty::Many { of } => assert!(
                    of.len() > 1 && of.iter().all(|c| !c.label.is_empty()),
                    "{kind}.{} leaves no choice",
                    f.name
                ),
                Ty::Ref { kinds, .. } | Ty::Refs { kinds, .. } => {
                    for k in kinds {
                        assert!(
                            isms::kinds::kind(k).is_some(),
                            "{kind}.{} leads to a kind {k} that does not exist",
                            f.name
                        );
                    }
                }
                _ => {}
            }
            for part in f.case.split('&').filter(|c| !c.is_empty()) {
                let Some((field, values)) = part.split_once('=') else { panic!("{kind}.{}: case {part}", f.name) };
                let field = field.trim_end_matches('!');
                let other = of.iter().find(|o| o.name == field);
                assert!(other.is_some() || field == "state", "{kind}.{}: its case names {field}", f.name);
                if let Some(Ty::Choice { of } | Ty::Many { of }) = other.map(|o| &o.ty) {
                    for v in values.split('|') {
                        assert!(
                            v.is_empty() || of.iter().any(|c| c.name == v),
                            "{kind}.{}: its case names the answer {v}",
                            f.name
                        );
                    }
                }
            }
        }
    }
    for k in kinds() {
        fields(k.name, &k.fields);
    }
}

#[test]
fn arrows_name_states_and_cases_too() {
    for k in kinds() {
        let states: HashSet<&str> = k.states.iter().copied().collect();
        assert_eq!(states.len(), k.states.len(), "{}: a state is there twice", k.name);
        let mut seen = HashSet::new();
        for a in k.arrows {
            assert!(states.contains(a.from) && states.contains(a.to), "{}: arrow {} → {}", k.name, a.from, a.to);
            // One without a verb only skips stops of a way that has them.
            let stops = k.arrows.iter().filter(|b| !b.verb.is_empty() && b.from == a.from && b.to != a.to).count();
            assert!(
                a.from != a.to && (!a.verb.is_empty() || stops > 0) && seen.insert((a.from, a.to)),
                "{}: arrow {} → {}",
                k.name,
                a.from,
                a.to
            );
        }
        for s in k.states.iter().skip(1) {
            assert!(k.arrows.iter().any(|a| a.to == *s), "{}: nothing leads to {s}", k.name);
        }
        for f in &k.fields {
            for part in
                f.case.split('&').filter_map(|c| c.split_once('=')).filter(|(n, _)| n.trim_end_matches('!') == "state")
            {
                for s in part.1.split('|') {
                    assert!(states.contains(s), "{}.{}: its case names the state {s}", k.name, f.name);
                }
            }
        }
    }
}

#[test]
fn a_new_file_can_begin_with_the_defaults() {
    let decided = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
    let on = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let object = |v: Value| match v {
        Value::Object(m) => m,
        _ => panic!("no object"),
    };
    let change = |kind: &str, code: &str, body: Value| Change::Put {
        kind: kind.into(),
        code: Some(code.into()),
        fields: object(body),
        declare: Declare::Nothing,
    };
    let changes = vec![
        change("person", "P-001", isms::catalog::first_person("Sam Reed", on)),
        change("organization", "ORG", isms::catalog::default_organization("Example Ltd", decided)),
    ];
    let mut isms = Isms::new("0");
    let mut salt = || [7; 32];
    let at = Utc.with_ymd_and_hms(2026, 11, 24, 9, 0, 0).unwrap();
    let mut stamp = Stamp { at, on, by: "P-001".into(), salt: &mut salt };
    let planned = isms.plan(Proposal { verb: Verb::Add, why: String::new(), changes }, &mut stamp).unwrap();
    isms.apply(&planned);
    let proposed = isms::catalog::propose(&isms::catalog::FirstRun::default(), on);
    let routines = proposed.iter().map(|p| change("routine", &p.code, p.body("P-001", on))).collect();
    let planned = isms.plan(Proposal { verb: Verb::Add, why: String::new(), changes: routines }, &mut stamp).unwrap();
    isms.apply(&planned);
    assert_eq!(isms.of_kind("routine").len(), 29);
}

/// An act of P-001 in a new file.
fn young(more: Vec<Change>) -> Result<Isms, Refusal> {
    let on = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let mut changes = vec![
        Change::put("person", "P-001", isms::catalog::first_person("Ana Reyes", on)),
        Change::put("organization", "ORG", isms::catalog::default_organization("Heron Clinics", on)),
    ];
    changes.extend(more);
    let mut isms = Isms::new("0");
    let at = Utc.with_ymd_and_hms(2026, 11, 24, 9, 0, 0).unwrap();
    let mut salt = || [7; 32];
    let proposal = Proposal { verb: Verb::Add, why: "A new file.".into(), changes };
    let planned = isms.plan(proposal, &mut Stamp { at, on, by: "P-001".into(), salt: &mut salt })?;
    isms.apply(&planned);
    Ok(isms)
}

#[test]
fn an_answer_that_another_asks_for_is_never_asked_for_because_critical_is_critical() {
    let kind = isms::kinds::kind("supplier").unwrap();
    let Value::Object(mut body) = (kind.example)() else { panic!("no object") };
    body.insert("critical".into(), "critical".into());
    body.insert("owner".into(), "P-001".into());
    for link in ["exit", "obligations"] {
        body.remove(link);
    }
    let refused = young(vec![Change::put("supplier", "S-001", Value::Object(body))]).err().unwrap();
    let said: Vec<String> = refused.each().map(|r| r.to_string()).collect();
    let all = said.join("\n");
    assert!(all.contains("It is asked for because it is critical."), "{all}");
}

#[test]
fn a_state_that_changed_is_said_in_words() {
    let kind = isms::kinds::kind("policy").unwrap();
    let body = |state: &str| serde_json::Map::from_iter([("state".to_string(), Value::from(state))]);
    let changes = isms::view::changes_between(kind, Some(&body("draft")), &body("in_force"));
    let [one] = changes.as_slice() else { panic!("{} changes", changes.len()) };
    let Ty::Choice { of } = &one.ty else { panic!("no words for it") };
    let word = |v: &Value| of.iter().find(|c| *v == c.name.as_str()).map(|c| c.label.as_str());
    assert_eq!((word(&one.was), word(&one.now)), (Some("draft"), Some("in force")));
}
