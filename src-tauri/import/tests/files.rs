//! One test a sample file: what the table is taken for, what is asked, what each row becomes. The demo organization is matched against.
//! What is expected stands beside the samples; a test says no more than that, and no less.
#![allow(clippy::unwrap_used)]
mod common;
use common::*;
use isms_import::{Choices, Import, What};

/// The whole of it can be planned, and a second look finds nothing to do.
fn once_only(file: &str, answers: &[(&str, &str)]) -> isms_import::Look {
    once_only_of(file, &choices(answers))
}
fn once_only_of(file: &str, c: &Choices) -> isms_import::Look {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl")).unwrap();
    let mut isms = isms::Isms::new("0123456789abcdef0123456789abcdef");
    for act in isms::demo::acts(&text).unwrap() {
        apply(&mut isms, act.proposal, act.on, &act.by).unwrap();
    }
    let s = source(file);
    let look = Import::look(&s, &isms, today(), c).unwrap();
    apply(&mut isms, look.proposal(true).unwrap(), today(), "P-004").unwrap_or_else(|e| panic!("{e}"));
    let again = Import::look(&s, &isms, today(), c).unwrap();
    assert_eq!(
        (again.counts.adds, again.counts.changes),
        (0, 0),
        "{:?}",
        again.rows.iter().filter(|r| r.what != What::Same).collect::<Vec<_>>()
    );
    assert_eq!(again.counts.unchanged, look.counts.adds + look.counts.changes + look.counts.unchanged);
    look
}

#[test]
fn f01_risk_register_with_merged_headers() {
    let l = look("01-risk-register-merged-headers.xlsx", &[]);
    assert_eq!((l.recognised_as.as_str(), l.sheet.as_str()), ("risk register", "Risk Register"));
    assert!(noted(&l, "headings in rows 5 and 6"));
    for (column, to_) in [
        ("Ref", Some("code")),
        ("Risk / What could happen", Some("title")),
        ("Risk / How it would come about", Some("because")),
        ("Owner", Some("owner")),
        ("Before treatment / Likelihood", Some("likelihood")),
        ("Before treatment / Impact", Some("impact")),
        ("Before treatment / Level", None),
        ("Treatment", Some("treatment")),
        ("Existing controls", Some("controls")),
        ("After treatment / Likelihood", Some("residual_likelihood")),
        ("After treatment / Impact", Some("residual_impact")),
        ("After treatment / Level", None),
        ("Next review", Some("next_review")),
    ] {
        assert_eq!(to(&l, column).as_deref(), to_, "{column}");
    }
    assert!(l.columns.iter().filter(|c| c.column.ends_with("Level")).all(|c| c.why == "worked out here"));
    assert!(noted(&l, "Row 17 is left out: a legend"));
    assert_eq!(l.counts.errors + l.counts.adds, 9);
    assert!(
        ask(&l, "scale:likelihood")
            .text
            .contains("the scale in the workbook: Very rare = 1, Rare = 2, Possible = 3, Likely = 4")
    );
    assert!(ask(&l, "scale:impact").text.contains("Threatens us = 5"));
    for (id, code) in [("person:T. Fennel", "P-002"), ("person:H. Lindqvist", "P-007")] {
        assert_eq!((ask(&l, id).answer.as_deref(), ask(&l, id).choices[0].name.as_str()), (None, code));
    }
    assert!(noted(&l, "“12/05/2025” and “12-05-25” are read with the day first"));
    assert!(ask(&l, "span:Next review").text.contains("“May 2025”"));
    let words = &ask(&l, "words:Next review").text;
    assert!(words.contains("“n/a”") && words.contains("“tbc”"));
    assert_eq!(ask(&l, "codes").answer, None);
    assert_eq!(ask(&l, "controls:Existing controls").answer.as_deref(), Some("yes"));
    let given = with(&[
        ("codes", "keep"),
        ("person:T. Fennel", "P-002"),
        ("person:H. Lindqvist", "P-007"),
        ("span:Next review", "last"),
    ]);
    let l = once_only("01-risk-register-merged-headers.xlsx", &given);
    assert_eq!((l.counts.adds, l.counts.errors, l.counts.left_out), (9, 0, 1));
    assert_eq!(
        (field(&l, "R-01", "treatment"), field(&l, "R-06", "treatment"), field(&l, "R-09", "treatment")),
        ("modify".into(), "retain".into(), "share".into())
    );
    assert_eq!(
        (field(&l, "R-03", "likelihood"), field(&l, "R-03", "impact"), field(&l, "R-03", "owner")),
        (2.into(), 5.into(), "P-002".into())
    );
    assert_eq!(field(&l, "R-01", "controls"), serde_json::json!(["SOA-8.1", "SOA-8.24"]));
    assert_eq!(
        field(&l, "R-01", "scores_why"),
        "Taken over from 01-risk-register-merged-headers.xlsx on 24 November 2026; why not recorded."
    );
    let l = look(
        "01-risk-register-merged-headers.xlsx",
        &with(&[
            ("codes", "renumber"),
            ("person:T. Fennel", "P-002"),
            ("person:H. Lindqvist", "P-007"),
            ("span:Next review", "empty"),
        ]),
    );
    assert_eq!(row(&l, 7).id.as_deref(), Some("R-056"));
    assert!(field(&l, "R-056", "notes").as_str().unwrap().contains("Ref: R01"));
}

#[test]
fn f02_german_latin1() {
    let l = look("02-risikoliste-latin1.csv", &[]);
    assert_eq!(l.encoding, "Latin-1, separated by “;”");
    for (column, to_) in [
        ("Nr.", None),
        ("Risiko", Some("title")),
        ("Eigentümer", Some("owner")),
        ("Eintrittswahrscheinlichkeit", Some("likelihood")),
        ("Auswirkung", Some("impact")),
        ("Risikowert", None),
        ("Behandlung", Some("treatment")),
        ("Maßnahmen", Some("notes")),
        ("Rest-Wahrscheinlichkeit", Some("residual_likelihood")),
        ("Rest-Auswirkung", Some("residual_impact")),
        ("Kosten (EUR)", Some("notes")),
    ] {
        assert_eq!(to(&l, column).as_deref(), to_, "{column}");
    }
    assert!(ask(&l, "scale:likelihood").text.contains("sehr gering = 1, gering = 2, mittel = 3, hoch = 4"));
    assert!(ask(&l, "scale:impact").text.contains("sehr hoch = 5"));
    let l = once_only("02-risikoliste-latin1.csv", &RISK);
    assert_eq!((l.counts.adds, l.counts.errors), (6, 0));
    let first = row(&l, 2).id.clone().unwrap();
    let notes = field(&l, &first, "notes");
    assert!(
        notes.as_str().unwrap().contains("Verschlüsselung; Fernlöschung")
            && notes.as_str().unwrap().contains("1.250,00")
    );
    let last = row(&l, 7).id.clone().unwrap();
    assert_eq!((field(&l, &last, "residual_likelihood"), field(&l, &last, "treatment")), (1.into(), "share".into()));
}

#[test]
fn f03_utf16_with_tabs() {
    let given =
        with(&[("link:Fennel Cloud", "A-002"), ("link:Results database", "A-001"), ("link:Nordhaven", "S-001")]);
    let l = once_only("03-risks-utf16.txt", &given);
    assert_eq!(l.encoding, "UTF-16, separated by tabs");
    assert_eq!((l.counts.adds, l.counts.errors), (5, 0));
    assert_eq!(
        l.rows.iter().map(|r| r.id.clone().unwrap()).collect::<Vec<_>>(),
        ["R-101", "R-102", "R-103", "R-104", "R-105"]
    );
    assert_eq!(row(&l, 2).title, "Σφάλμα διαχωρισμού πελατών (separation error)");
    assert!(noted(&l, "“10/01/2026” is read with the month first"));
    assert!(
        l.columns.iter().any(|c| c.column == "Score" && c.field.is_none() && c.why.contains("likelihood times impact"))
    );
    assert!(noted(
        &l,
        "A level of 12 stands above your line of 9: it needs a treatment, or an acceptance by who may give it (row 6)"
    ));
    let reviews: Vec<_> = l.proposal(false).unwrap().changes.into_iter().filter(|c| matches!(c, isms::Change::Put { kind, fields, .. } if kind == "review" && fields["outcome"] == "carried_over")).collect();
    assert_eq!(reviews.len(), 5);
}

#[test]
fn f04_treatment_by_asset() {
    let l = look("04-risk-treatment-by-asset.xlsx", &[]);
    assert!(
        ask(&l, "percent:likelihood").text.contains("35 % = 3 Possible")
            && ask(&l, "percent:likelihood").answer.is_none()
    );
    assert!(ask(&l, "letters:impact").text.contains("E = 5 Threatens us"));
    assert!(noted(&l, "Row 7 is left out: a total") && noted(&l, "The sheet hides “Comment”"));
    assert_eq!(to(&l, "Comment").as_deref(), Some("notes"));
    let given = with(&[("percent:likelihood", "yes"), ("letters:impact", "up"), ("link:Signing key", "A-008")]);
    let l = once_only("04-risk-treatment-by-asset.xlsx", &given);
    assert_eq!((l.counts.adds, l.counts.errors, l.counts.left_out), (5, 0, 1));
    let actions: Vec<_> = l
        .proposal(false)
        .unwrap()
        .changes
        .into_iter()
        .filter_map(|c| match c {
            isms::Change::Put { kind, fields, .. } if kind == "action" => Some(fields),
            _ => None,
        })
        .collect();
    assert_eq!(actions.len(), 4);
    assert!(actions.iter().all(|a| a["owner"].is_string() && a["due"].is_string()));
    assert_eq!(actions.iter().filter(|a| a.get("state").is_some_and(|s| s == "done")).count(), 3);
    let first = row(&l, 2).id.clone().unwrap();
    assert!(field(&l, &first, "notes").as_str().unwrap().contains("Damage (GBP): 12000"));
}

#[test]
fn f05_assets() {
    let l = look("05-assets.xlsx", &[]);
    assert_eq!(l.sheets, ["Hardware", "Information & systems", "Notes"]);
    assert!(noted(&l, "The sheet “Hardware” holds a list of assets too"));
    assert!(!noted(&l, "“Notes” holds"));
    assert_eq!((l.counts.adds, l.counts.errors, l.counts.changes + l.counts.unchanged), (0, 0, 24));
    let c = Choices { sheet: Some("Hardware".into()), ..Choices::default() };
    let l = Import::look(&source("05-assets.xlsx"), demo(), today(), &c).unwrap();
    let merge = ask(&l, "merge:Laptop");
    assert!(merge.text.contains("40 rows are called Laptop 01 to Laptop 40") && merge.text.contains("“Laptops”"));
    assert_eq!((l.counts.left_out, row(&l, 2).id.as_deref()), (39, Some("A-019")));
    let c = Choices { answers: [("merge:Laptop".to_string(), "each".to_string())].into(), ..c };
    let l = Import::look(&source("05-assets.xlsx"), demo(), today(), &c).unwrap();
    assert_eq!(l.counts.errors + l.counts.adds, 40);
}

#[test]
fn f06_suppliers_with_a_mark_and_a_line_break() {
    let l = look("06-suppliers-bom.csv", &[]);
    assert_eq!((l.columns[0].column.as_str(), l.recognised_as.as_str()), ("Supplier", "list of suppliers"));
    assert_eq!(l.rows.len(), 17);
    assert!(ask(&l, "span:ISO 27001 until").text.contains("“Sep 2026”"));
    for word in [
        "“expired” in “ISO 27001 until” is no day; it is left empty",
        "“n/a” in “ISO 27001 until”",
        "“missing” in “DPA signed”",
    ] {
        assert!(noted(&l, word), "{word}");
    }
    assert_eq!(ask(&l, "date:Reviewed on").answer, None);
    let given = [("span:ISO 27001 until", "last"), ("date:Reviewed on", "month")];
    let l = once_only("06-suppliers-bom.csv", &given);
    assert_eq!((l.counts.adds, l.counts.errors), (0, 0));
    assert!(
        row(&l, 11)
            .changes
            .iter()
            .any(|c| c.field == "notes" && c.now.as_str().unwrap().contains("line one\nline two"))
    );
    // H/M/L against a file that knows none of them.
    let mut isms = isms::Isms::new("0123456789abcdef0123456789abcdef");
    let person = serde_json::json!({"title": "Daniel Okafor", "standing": "employee", "roles": ["everyone"], "joined_on": "2018-01-08"});
    apply(
        &mut isms,
        isms::Proposal {
            verb: isms::Verb::Add,
            why: String::new(),
            changes: vec![isms::Change::put("person", "P-001", person)],
        },
        today(),
        "P-001",
    )
    .unwrap();
    let all = [
        ("missing:owner", "P-001"),
        ("missing:access", "our_data"),
        ("missing:security_clauses", "partly"),
        given[0],
        given[1],
    ];
    let l = Import::look(&source("06-suppliers-bom.csv"), &isms, today(), &choices(&all)).unwrap();
    assert_eq!(
        (l.counts.adds, l.counts.errors),
        (17, 0),
        "{:?}",
        l.rows.iter().flat_map(|r| &r.errors).collect::<Vec<_>>()
    );
    let critical = |n: u32| field(&l, row(&l, n).id.as_deref().unwrap(), "critical");
    assert_eq!((critical(2), critical(5), critical(17)), ("critical".into(), "important".into(), "minor".into()));
}

#[test]
fn f07_hr_export() {
    let l = look("07-hr-export.xlsx", &[]);
    assert_eq!((l.recognised_as.as_str(), l.rows.len()), ("list of people", 47));
    for (column, why) in [("Date of birth", "do not import: a date of birth"), ("Salary band", "do not import: pay")] {
        let c = l.columns.iter().find(|c| c.column == column).unwrap();
        assert!(c.field.is_none() && c.why.starts_with(why) && c.example.is_empty());
    }
    assert_eq!(
        (to(&l, "Last name").as_deref(), to(&l, "First name").as_deref(), to(&l, "Preferred name")),
        (Some("last_name"), Some("first_name"), None)
    );
    assert_eq!((l.counts.adds, l.counts.errors), (0, 0));
    assert_eq!((row(&l, 2).id.as_deref(), row(&l, 2).title.as_str()), (Some("P-001"), "Margaret Rowe"));
    assert!(row(&l, 2).changes[0].now.as_str().unwrap().contains("00100200"));
    once_only("07-hr-export.xlsx", &[]);
    // Whoever has an exit date is recorded as left.
    let before: chrono::NaiveDate = "2026-03-01".parse().unwrap();
    let earlier = demo().as_of(before);
    let l = Import::look(&source("07-hr-export.xlsx"), &earlier, today(), &choices(&[("missing:roles", "everyone")]))
        .unwrap();
    assert!(
        row(&l, 11).changes.iter().any(|c| c.field == "state" && c.now == "left")
            && row(&l, 11).changes.iter().any(|c| c.field == "left_on" && c.now == "2026-03-31")
    );
}

#[test]
fn f08_quiz_export() {
    let l = look("08-training-forms-quiz.xlsx", &[]);
    assert_eq!((l.recognised_as.as_str(), ask(&l, "course").answer.as_deref()), ("list of participants", None));
    let l = once_only("08-training-forms-quiz.xlsx", &[("course", "CRS-01"), ("left", "take")]);
    assert!(ask(&l, "course-version").answer.is_some());
    assert_eq!((l.counts.adds + l.counts.unchanged, l.counts.errors), (31, 1));
    assert_eq!(rows(&l, What::Wrong), [6]);
    assert!(row(&l, 6).errors[0].text.contains("“anonymous” is no person"));
    let (a, b) = (row(&l, 32).id.clone().unwrap(), row(&l, 33).id.clone().unwrap());
    assert_eq!(
        (field(&l, &a, "result"), field(&l, &a, "score"), field(&l, &b, "result"), field(&l, &b, "score")),
        ("failed".into(), 70.into(), "passed".into(), 90.into())
    );
    assert!(l.columns.iter().filter(|c| c.column.contains('?')).all(|c| c.field.is_none()));
}

#[test]
fn f09_form_export_with_confirmations() {
    let l = look("09-training-forms-sheet.csv", &[]);
    assert_eq!((ask(&l, "as").answer.as_deref(), l.rows.len()), (None, 22));
    assert!(noted(&l, "are read with the month first"));
    let l = once_only("09-training-forms-sheet.csv", &[("as", "training_record"), ("left", "take")]);
    assert_eq!((l.counts.adds, l.counts.errors), (22, 0));
    let third = row(&l, 4).id.clone().unwrap();
    assert_eq!(field(&l, &third, "score"), 80);
    // "AOIFE" by her address.
    assert_eq!(row(&l, 5).title, "Aoife Brennan");
    // Rui left in March, his answer is of February.
    assert_eq!(row(&l, 6).what, What::New);
    // As confirmations of a document: mails need a proof, one for the whole list.
    let given = [("as", "acknowledgement"), ("policy-version", "each"), ("how", "email"), ("left", "take")];
    // The header says which document and "version 2", which came later than most answers: each of those rows is told.
    let wrong = look("09-training-forms-sheet.csv", &[given[0], given[2], given[3]]);
    assert_eq!((ask(&wrong, "policy").answer.as_deref(), wrong.counts.errors), (Some("POL-10"), 20));
    assert!(row(&wrong, 2).errors[0].text.starts_with("Version 2.0 exists since 23 February 2026"));
    let l = once_only("09-training-forms-sheet.csv", &given);
    assert_eq!((l.counts.adds + l.counts.unchanged, l.counts.errors), (22, 0), "{:?}", l.rows);
    let p = l.proposal(false).unwrap();
    assert_eq!(
        p.changes.iter().filter(|c| matches!(c, isms::Change::Put { kind, .. } if kind == "evidence")).count(),
        1
    );
}

#[test]
fn f10_attendance_sheet() {
    let l = look("10-attendance-sheet-cp1252.csv", &[]);
    assert!(l.encoding.starts_with("Windows-1252"));
    assert_eq!((ask(&l, "course").answer.as_deref(), l.counts.left_out), (Some("CRS-03"), 2));
    assert_eq!(rows(&l, What::LeftOut), [11, 15]);
    assert_eq!(
        (
            ask(&l, "person:Ma?gorzata Zaj?c").answer.as_deref(),
            ask(&l, "person:Ma?gorzata Zaj?c").choices[0].name.as_str()
        ),
        (None, "P-012")
    );
    let l = once_only(
        "10-attendance-sheet-cp1252.csv",
        &[
            ("person:Krzysztof Wi?niewski", "P-006"),
            ("person:Ma?gorzata Zaj?c", "P-012"),
            ("person:?ukasz D?browski", "P-018"),
        ],
    );
    assert_eq!((l.counts.adds, l.counts.errors), (12, 0));
    assert_eq!(field(&l, row(&l, 6).id.as_deref().unwrap(), "on"), "2025-11-11");
}

#[test]
fn f11_statement_of_applicability() {
    let l = once_only("11-soa.xlsx", &[]);
    assert_eq!(l.recognised_as, "Statement of Applicability");
    assert_eq!(
        (l.counts.adds, l.counts.errors, l.counts.left_out, l.counts.changes + l.counts.unchanged),
        (0, 0, 4, 93)
    );
    assert!(noted(&l, "Row 15: “5.1” is read as 5.10, by order and title"));
    assert!(noted(&l, "All 93 controls of Annex A are there, none is missing."));
    let mut codes: Vec<String> = l.rows.iter().filter_map(|r| r.id.clone()).collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 93);
    assert_eq!(
        (row(&l, 12).id.as_deref(), row(&l, 15).id.as_deref(), row(&l, 18).id.as_deref()),
        (Some("SOA-5.7"), Some("SOA-5.10"), Some("SOA-5.13"))
    );
    // Into a file that has none: 92 apply, one does not; what the sheet does not say is filled honestly.
    let mut isms = isms::Isms::new("0123456789abcdef0123456789abcdef");
    let people: Vec<isms::Change> = demo()
        .each("person")
        .map(|(_, r)| isms::Change::Put {
            kind: "person".into(),
            code: Some(r.code.to_string()),
            fields: r.body_json(),
            declare: isms::Declare::Nothing,
        })
        .collect();
    apply(
        &mut isms,
        isms::Proposal {
            verb: isms::Verb::Add,
            why: String::new(),
            changes: people
                .into_iter()
                .map(|c| match c {
                    isms::Change::Put { kind, code, mut fields, declare } => {
                        fields.remove("v");
                        fields.remove("competence_proof");
                        isms::Change::Put { kind, code, fields, declare }
                    }
                    other => other,
                })
                .collect(),
        },
        today(),
        "P-004",
    )
    .unwrap();
    let l = Import::look(&source("11-soa.xlsx"), &isms, today(), &choices(&[])).unwrap();
    let waits: Vec<_> = l.rows.iter().filter(|r| r.what == What::Wrong).collect();
    assert_eq!(l.counts.adds + waits.len(), 93, "{waits:?}");
    // Two are "Partial", and the sheet has no day until when: asked once.
    assert_eq!(waits.len(), 2, "{waits:?}");
    let l =
        Import::look(&source("11-soa.xlsx"), &isms, today(), &choices(&[("missing:done_by", "2027-05-24")])).unwrap();
    assert_eq!((l.counts.adds, l.counts.errors), (93, 0));
    assert_eq!(
        (field(&l, "SOA-8.12", "status"), field(&l, "SOA-8.12", "done_by")),
        ("partly".into(), "2027-05-24".into())
    );
    let applies: Vec<serde_json::Value> = l
        .rows
        .iter()
        .filter(|r| r.what == What::New)
        .filter_map(|r| r.id.as_deref())
        .map(|c| field(&l, c, "applies"))
        .collect();
    assert_eq!(
        (applies.iter().filter(|a| *a == "yes").count(), applies.iter().filter(|a| *a == "no").count()),
        (92, 1)
    );
    assert_eq!(field(&l, "SOA-5.5", "because_of"), serde_json::json!(["risk", "law"]));
}

#[test]
fn f12_policies() {
    let l = look("12-policies.csv", &[]);
    assert_eq!(l.recognised_as, "list of documents");
    assert!(ask(&l, "span:Next review").text.contains("“April 2027”"));
    assert_eq!(ask(&l, "bare:6").choices.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["external", "out"]);
    let l =
        once_only("12-policies.csv", &[("span:Next review", "last"), ("person:D. Okafor", "P-004"), ("bare:6", "out")]);
    assert_eq!(
        (l.counts.adds, l.counts.errors, l.counts.changes + l.counts.unchanged, l.counts.left_out),
        (0, 0, 5, 1)
    );
    assert_eq!(
        l.rows.iter().filter_map(|r| r.id.clone()).collect::<Vec<_>>(),
        ["POL-01", "POL-03", "POL-05", "POL-06", "POL-10"]
    );
    // Versions 2.0, 2.2, 2.0, 1.1 and 2.0 are those in the file; the draft beside one is noted.
    assert!(l.rows.iter().flat_map(|r| &r.changes).all(|c| c.field != "version"));
    assert!(row(&l, 5).changes.iter().any(|c| c.field == "notes" && c.now.as_str().unwrap().contains("draft 2.0")));
}

#[test]
fn f13_incident_log() {
    let l = look("13-incident-log.xlsx", &[]);
    assert_eq!((l.recognised_as.as_str(), rows(&l, What::LeftOut)), ("incident log", vec![2, 4, 6]));
    assert!(ask(&l, "twice:6").text.contains("the same as row 5"));
    let l = once_only("13-incident-log.xlsx", &[("offset", "+00:00"), ("missing:risk_to_people", "unlikely")]);
    assert_eq!((l.counts.adds + l.counts.changes, l.counts.errors), (2, 0), "{:?}", l.rows);
    assert_eq!(row(&l, 3).id.as_deref(), Some("I-001"));
    assert!(row(&l, 3).changes.iter().any(|c| c.now.as_str().is_some_and(|n| n.contains("No - encrypted"))));
}

#[test]
fn f14_accounts_are_no_people() {
    let l = look("14-access-review-crm.csv", &[]);
    assert_eq!(l.recognised_as, "list of accounts");
    for (words, who) in [
        ("left already", "François Lemaître, Rui Gonçalves, Tiago Seixas, Ben Whitcombe and Jonathan Pike"),
        ("twice", "jonathan.pike"),
        ("no person", "svc-backup and demo"),
    ] {
        assert!(
            l.notes.iter().any(|n| n.contains(words)
                && who.split([',']).all(|w| n.contains(w.trim().trim_start_matches("and ")))
                || n.contains(words) && who.split(" and ").flat_map(|w| w.split(", ")).all(|w| n.contains(w))),
            "{words}: {:?}",
            l.notes
        );
    }
    assert!(noted(&l, "without a second factor") && noted(&l, "Administrators") && noted(&l, "never signed in"));
    assert_eq!(l.proposal(true).unwrap().changes.len(), 1);
}

#[test]
fn f15_measurements_across() {
    let given =
        [("link:Availability", "OBJ-04"), ("link:Restore time", "OBJ-06"), ("link:Reports of odd mail", "OBJ-01")];
    let l = look("15-measurements-wide.xlsx", &given);
    assert_eq!(l.recognised_as, "table of measurements");
    assert!(
        noted(&l, "30 measurements of 3 objectives")
            && noted(&l, "November 2026 has no values")
            && noted(&l, "0.7 are read as 70 %")
    );
    // The demo has its own values for most of those months, and a measured value is never overwritten.
    assert!(row(&l, 2).errors.iter().all(|e| e.text.contains("already")));
}
