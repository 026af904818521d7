//! Set up the file: a small one with nothing to tell, one with everything; what is written, what is refused.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, day, expect, golden};
use isms::{Change, Isms, Verb};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    vec![
        (new_file(), "first-run", vec!["ORG"], least()),
        (new_file(), "first-run", vec!["ORG"], most()),
        (new_file(), "first-run", vec!["ORG"], at_home()),
        (new_file(), "first-run", vec!["ORG"], with_lists()),
    ]
}
/// A file as it begins, kept by P-0.
fn new_file() -> Book {
    let mut b = Book { isms: Isms::new("00000000000000000000000000000000"), today: day("2026-06-02") };
    let keeper = |mut v: Value| {
        for field in ["owner", "isms_owner"] {
            v[field] = "P-0".into();
        }
        v["top_management"] = json!(["P-0"]);
        v["communication"][0]["by"] = "P-0".into();
        v
    };
    b.act(
        Verb::Add,
        vec![
            Change::put("person", "P-0", isms::catalog::first_person("The owner of this file", b.today)),
            Change::put("organization", "ORG", keeper(isms::catalog::default_organization("Alder Bikes", b.today))),
            Change::put("evidence", "EV-0", json!({"note": "The certificate of 2025.", "shows": "Certificate", "collected_on": "2026-06-02", "collected_by": "P-0", "classification": "internal", "personal": false})),
        ],
    );
    b
}
fn laws(yes: &[&str], unsure: &[&str]) -> Value {
    let all = [
        "gdpr",
        "uk_gdpr",
        "nis2_essential",
        "nis2_important",
        "dora",
        "cra",
        "eidas",
        "cer",
        "ai_act",
        "ch_isa",
        "ch_fadp",
        "uk_nis",
        "hipaa",
        "nydfs",
        "sec",
    ];
    let of = |l: &str| {
        if yes.contains(&l) {
            "yes"
        } else if unsure.contains(&l) {
            "unsure"
        } else {
            "no"
        }
    };
    Value::Object(all.iter().map(|l| (l.to_string(), json!(of(l)))).collect())
}
/// The least that must be said.
fn least() -> Value {
    json!({
        "who": {"name": "Alder Bikes Ltd", "does": "We make software with which bicycle shops run their workshops."},
        "people": {"people": [{"name": "Ida Alder", "is": "both"}]},
        "certificate": {"decided_on": "2025-10-01", "expires_on": "2028-09-30", "certificate_number": "IS 4711", "certificate_body": "Certare"},
        "audit": {"agreed": "no"},
        "covers": {"scope": "Development and operation of workshop software."},
        "size": {"headcount": 40, "joiners": "some", "sites": [{"place": "Leeds", "sort": "office"}]},
        "make": {"does_what": ["build"]},
        "laws": {"laws": laws(&[], &[]), "promised": "no"},
        "rhythm": {},
        "line": {"accept_up_to": 9, "bands_fit": "keep"},
        "above": {"above": {"high": {"by": "top_management", "months": 12}, "very high": {"by": "nobody"}}},
        "scale": {"likelihood_fit": "keep", "impact_fit": "keep"},
        "bring": {},
        "findings": {"found": "nothing"},
        "programme": {},
        "safe": {"backups": "here", "lock": "no"},
        "check": {},
        "sign": {"why": "Set up with the certificate and the last report beside it.", "signed": true},
    })
}
/// Everything that can be told.
fn most() -> Value {
    but(
        least(),
        json!({
            "people": {"people": [{"name": "Ida Alder", "is": "me", "since": "2019-03-01"}, {"name": "Tom Lund", "is": "directs", "since": "2012-01-02"}]},
            "certificate": {"accreditation": "The national body"},
            "audit": {"agreed": "yes", "next_external_audit": "2027-02-15"},
            "covers": {"copy": ["EV-0"]},
            "size": {"headcount": 130, "joiners": "many", "sites": [{"place": "Leeds", "sort": "office"}, {"place": "Home", "sort": "home"}]},
            "make": {"does_what": ["build", "run"]},
            "laws": {"laws": laws(&["gdpr", "nis2_important"], &["cra"]), "promised": "yes", "promises": [
                {"whose": "Cyber insurance", "sort": "insurer", "hours": 24, "source": "Policy 2026, section 4.", "learn": "The broker writes each year."},
                {"whose": "Helvian", "sort": "customer", "hours": 48, "source": "Contract, annex 2", "learn": "The account manager."}]},
            "rhythm": {"busiest": ["dec"], "budgets": ["oct"]},
            "line": {"accept_up_to": 6, "bands_fit": "own", "bands_own": {"low": {"to": 3}, "medium": {"to": 6}, "high": {"to": 12}, "very high": {"to": 25}}},
            "above": {"above": {"high": {"by": "risk_owner", "months": 6}, "very high": {"by": "top_management", "months": 3}}},
            "scale": {"likelihood_fit": "own", "likelihood_own": steps(), "impact_fit": "own", "impact_own": steps()},
            "bring": {"later": ["risks", "controls"]},
            "findings": {"found": "these", "sort": "stage_2", "ended_on": "2025-09-05", "findings": [
                {"number": "2025-1", "grade": "minor", "clause": ["7.5.3"], "what": "Two rules had no version.", "answer_due": "2026-07-01"},
                {"number": "2025-2", "grade": "opportunity", "clause": [], "what": "The list of systems could name who runs each."}]},
            "programme": {"lines": {"RT-14": {"what": "move", "month": "sep"}, "RT-25": {"what": "leave", "instead": "The office keeps the list and checks it in January."}, "RT-09": {"what": "keep"}}},
            "safe": {"backups": "second", "lock": "yes"},
        }),
    )
}
/// A list as the import leaves it in the answer: two assets, of which a column says when one was looked at.
fn assets(id: &str, first: u32) -> Value {
    let code = |n: u32| format!("A-{:03}", first + n);
    let put = |n: u32, title: &str| {
        let mut body = (isms::kinds::kind("asset").unwrap().example)();
        body["title"] = title.into();
        body["owner"] = "P-0".into();
        body.as_object_mut().unwrap().retain(|_, v| !v.to_string().contains("-0\"") || v == "P-0");
        json!({"kind": "asset", "code": code(n), "fields": body})
    };
    json!({"id": id, "file": id, "evidence": "EV-0", "kind": "asset", "choices": {}, "look": {"recognised_as": "asset list", "counts": {"adds": 2, "changes": 0, "unchanged": 0, "errors": 0, "left_out": 0}},
        "changes": [put(0, "Laptops"), put(1, "Build server")],
        "reviews": [{"wizard": "asset-review", "about": [code(0)], "held_on": "2026-03-02", "by": "P-0", "outcome": "carried_over", "why": "Carried over from the list."}]})
}
fn lists(rows: &[Value]) -> Value {
    json!({"file": "assets.csv", "evidence": "EV-0", "rows": rows, "notes": []})
}
/// Two lists now, one later; a column for one, one day for the other.
fn with_lists() -> Value {
    let mut waits = assets("old.csv", 90);
    waits["later"] = true.into();
    but(
        least(),
        json!({
            "bring": {"lists": lists(&[assets("assets.csv", 1), assets("servers.csv", 11), waits])},
            "reviewed": {"reviewed": {"assets.csv": {"when": "column"}, "servers.csv": {"when": "date", "on": "2026-02-01"}}},
        }),
    )
}
/// A few people at home: no site to walk through, and they say who looks at doors and desks.
fn at_home() -> Value {
    but(
        least(),
        json!({
            "size": {"headcount": 8, "joiners": "few", "sites": [{"place": "Home", "sort": "home"}]},
            "make": {"does_what": ["use"]},
            "line": {"accept_up_to": 25},
            "programme": {"lines": {"RT-27": {"what": "leave", "instead": "Each of us checks the own desk with a list in spring."}}},
        }),
    )
}
fn steps() -> Value {
    json!({"1": {"word": "One", "meaning": "Hardly."}, "2": {"word": "Two"}, "3": {"word": "Three"}, "4": {"word": "Four"}, "5": {"word": "Five"}})
}
fn done(answers: Value) -> Book {
    let mut b = new_file();
    b.finish("first-run", &["ORG"], answers).unwrap_or_else(|r| panic!("{r}"));
    b
}
fn says(step: &str, other: Value) -> String {
    new_file().guide("first-run", &["ORG"], but(most(), json!({step: other}))).says(step)
}
fn titles(b: &Book, kind: &str) -> Vec<String> {
    b.isms.each(kind).map(|(_, r)| r.title()).collect()
}

#[test]
fn the_least_that_can_be_said_makes_a_whole_year() {
    let b = done(least());
    let o = b.body("ORG");
    assert_eq!(
        (&o["name"], &o["title"], &o["scope"], &o["certificate_number"], &o["top_management"], &o["isms_owner"]),
        (
            &json!("Alder Bikes Ltd"),
            &json!("Alder Bikes Ltd"),
            &json!("Development and operation of workshop software."),
            &json!("IS 4711"),
            &json!(["P-0"]),
            &json!("P-0")
        )
    );
    assert_eq!(
        (&o["decided_on"], &o["state_since"], &o["headcount"]),
        (&json!("2025-10-01"), &json!("2025-10-01"), &json!(40))
    );
    assert_eq!(b.body("P-0")["title"], json!("Ida Alder"));
    assert_eq!(b.body("P-0")["roles"], json!(["everyone", "top management", "isms owner"]));
    assert_eq!(titles(&b, "routine").len(), 29);
    assert_eq!((&b.body("RT-14")["title"], &b.body("RT-14")["owner"]), (&json!("Restore test"), &json!("P-0")));
    assert_eq!(o["accept_above"][1], json!({"band": "very high", "by": "nobody", "months": 0}));
    // What only the guide about the context asks is a task, and is looked at within the month.
    assert_eq!(b.review()["next_by"], json!("2026-07-02"));
    assert_eq!(titles(&b, "action").len(), 1);
    assert_eq!((b.review()["outcome"].as_str(), b.review()["about"].clone()), (Some("changed"), json!(["ORG"])));
    assert!(
        titles(&b, "nonconformity").is_empty() && titles(&b, "obligation").is_empty() && titles(&b, "audit").is_empty()
    );
}

#[test]
fn everything_that_is_told_is_recorded_in_one_act() {
    let before = new_file().isms.last_seq();
    let b = done(most());
    golden("first-run", &new_file().guide("first-run", &["ORG"], most()).transcript());
    assert_eq!(b.isms.last_seq(), before + 1);
    let o = b.body("ORG");
    let tom = b.isms.each("person").find(|(_, r)| r.title() == "Tom Lund").map(|(_, r)| r.code.to_string()).unwrap();
    assert_eq!(o["top_management"], json!([tom]));
    assert_eq!(b.body(&tom)["roles"], json!(["everyone", "top management"]));
    assert_eq!(b.body("P-0")["roles"], json!(["everyone", "isms owner"]));
    assert_eq!((&o["laws"], &o["next_external_audit"]), (&json!(["gdpr", "nis2_important"]), &json!("2027-02-15")));
    assert_eq!((&o["accept_up_to"], &o["bands"][2]["from"], &o["bands"][2]["to"]), (&json!(6), &json!(7), &json!(12)));
    assert_eq!(o["accept_above"][0], json!({"band": "high", "by": "risk_owner", "months": 6}));
    assert_eq!(o["likelihood_words"][0], json!({"score": 1, "word": "One", "meaning": "Hardly."}));
    // Hours of a contract are an obligation with a clock.
    let clock = b.body("OB-001");
    assert_eq!(
        (&clock["title"], &clock["clock"], &clock["own_clock_hours"], &clock["state"]),
        (&json!("Report to Cyber insurance within 24 hours"), &json!("own"), &json!(24), &json!("binding"))
    );
    assert_eq!(titles(&b, "obligation").len(), 2);
    // The last audit and what it found.
    let nc = b.body("NC-001");
    assert_eq!(
        (&nc["grade"], &nc["source"], &nc["audit"], &nc["raised_on"], &nc["answer_due"], &nc["state"]),
        (
            &json!("minor"),
            &json!("external_audit"),
            &json!("AU-001"),
            &json!("2025-09-05"),
            &json!("2026-07-01"),
            &json!("raised")
        )
    );
    assert_eq!(
        (&b.body("AU-001")["findings"], &b.body("AU-001")["auditor"]),
        (&json!(["NC-001", "NC-002"]), &json!("Certare"))
    );
    // Not sure, and what is to be brought in: tasks.
    let tasks = titles(&b, "action");
    for task in ["Choose a second place for backups", "Lock the file with a recovery code"] {
        assert!(tasks.iter().any(|t| t.starts_with(task)), "{task}: {tasks:?}");
    }
    assert!(
        tasks.iter().any(|t| t.starts_with("Ask your lawyer: does \u{201c}Cyber Resilience Act\u{201d} bind us?")),
        "{tasks:?}"
    );
    assert!(tasks.iter().any(|t| t.starts_with("Bring in the list of risks")), "{tasks:?}");
    assert_eq!(tasks.len(), 6);
    // The year: one moved, one taken away with what answers instead, one more by NIS2.
    assert!(b.body("RT-14")["cadence"]["from"]["fixed"].as_str().unwrap().starts_with("2026-09-"));
    assert!(b.isms.record("RT-25").is_none() && b.isms.record("RT-30").is_some());
    let review = b.review();
    let note = review["answers"].as_array().unwrap().iter().find(|a| a["question"].as_str().unwrap().contains("RT-25"));
    assert_eq!(note.unwrap()["answer"], json!("The office keeps the list and checks it in January."));
}

#[test]
fn lists_come_in_with_the_same_act_and_say_when_they_were_looked_at() {
    let before = new_file().isms.last_seq();
    let b = done(with_lists());
    assert_eq!(b.isms.last_seq(), before + 1);
    assert_eq!(titles(&b, "asset"), ["Laptops", "Build server", "Laptops", "Build server"]);
    let reviews: Vec<Value> = b.isms.each("review").map(|(_, r)| Value::Object(r.body_json())).collect();
    let carried: Vec<(&Value, &Value)> =
        reviews.iter().filter(|r| r["outcome"] == "carried_over").map(|r| (&r["about"], &r["held_on"])).collect();
    assert_eq!(
        carried,
        [(&json!(["A-001"]), &json!("2026-03-02")), (&json!(["A-011", "A-012"]), &json!("2026-02-01"))]
    );
    // Of A-002 nobody knows: never reviewed, and not all in the same fortnight.
    let sooner: Vec<&Value> = reviews.iter().filter(|r| r["outcome"] == "sooner").collect();
    assert_eq!(
        (sooner.len(), &sooner[0]["about"], &sooner[0]["next_by"]),
        (1, &json!(["A-002"]), &json!("2026-08-25"))
    );
    assert_eq!((b.states("A-002").as_str(), b.states("A-011").as_str()), ("never reviewed", "current"));
    let due = |code: &str| isms::staleness::of(&b.isms, b.today, code).and_then(|i| i.due);
    assert_eq!(due("A-002"), Some(day("2026-08-25")));
    // Decided or carried over in the same act; what the act is called by is the file that was set up.
    let act = b.isms.act(b.isms.last_seq()).unwrap();
    assert_eq!(isms::view::say_act(&b.isms, act), "Reviewed ORG");
    let history = isms::view::history_of(&b.isms, b.isms.ix("P-0").unwrap());
    assert_eq!((history[0].did.as_str(), history[0].review.as_deref()), ("Reviewed ORG", Some("RV-0004")));
    // The list that waits is a task that says where it is kept.
    assert!(titles(&b, "action").contains(&"Bring in the list old.csv, kept as EV-0".to_string()));
    let said = b.isms.each("review").find_map(|(_, r)| {
        let v = Value::Object(r.body_json());
        let one = v["answers"].as_array()?.iter().find(|a| a["step"] == "bring")?["answer"].clone();
        one.as_str().map(String::from)
    });
    assert_eq!(
        said.as_deref(),
        Some(
            "assets.csv, kept as EV-0: asset list, 2 new; servers.csv, kept as EV-0: asset list, 2 new; old.csv, kept as EV-0: later"
        )
    );
}

#[test]
fn what_nobody_knows_when_it_was_looked_at_is_spread_over_ninety_days() {
    let mut many = assets("assets.csv", 1);
    let one = many["changes"][0].clone();
    many["changes"] = (1..=40)
        .map(|n| {
            let mut put = one.clone();
            put["code"] = format!("A-{n:03}").into();
            put["fields"]["title"] = format!("Asset {n}").into();
            put
        })
        .collect();
    let b = done(but(
        least(),
        json!({"bring": {"lists": lists(&[many])}, "reviewed": {"reviewed": {"assets.csv": {"when": "unknown"}}}}),
    ));
    let mut days: Vec<_> = (1..=40)
        .map(|n| isms::staleness::of(&b.isms, b.today, &format!("A-{n:03}")).and_then(|i| i.due).unwrap())
        .collect();
    days.sort();
    let most = days.iter().map(|d| days.iter().filter(|x| *x == d).count()).max();
    assert_eq!((days[0], days[39], most), (day("2026-06-16"), day("2026-08-25"), Some(4)));
}

#[test]
fn a_list_that_cannot_come_in_is_said_before_anything_is_saved() {
    let says = |list: Value| says("bring", json!({"lists": lists(&[list])}));
    let counted = |adds: u32, errors: u32| {
        let mut l = assets("assets.csv", 1);
        l["look"]["counts"] = json!({"adds": adds, "changes": 0, "unchanged": 0, "errors": errors, "left_out": 0});
        l
    };
    expect(
        &says(counted(0, 3)),
        "red lists: assets.csv: none of its rows can come in as it stands. Answer what it asks, say which column is what, or leave it for later.",
    );
    expect(
        &says(counted(2, 1)),
        "yellow lists: assets.csv: 1 row is wrong and stays out. Mend it in the sheet and drop it again, or bring it in later.",
    );
    expect(&says(counted(0, 0)), "yellow lists: assets.csv says nothing that is not known here already.");
    let mut no = assets("assets.csv", 1);
    no["refused"] = "No table was recognised.".into();
    expect(
        &says(no),
        "red lists: assets.csv: No table was recognised. Read it as something else, or leave it for later.",
    );
    expect(&says(json!({"id": "assets.csv"})), "red lists: assets.csv was not read. Drop it once more.");
    let mut none = assets("assets.csv", 1);
    none["reviews"] = json!([]);
    let reviewed = |list: &Value, said: Value| {
        let answers = but(
            least(),
            json!({"bring": {"lists": lists(std::slice::from_ref(list))}, "reviewed": {"reviewed": {"assets.csv": said}}}),
        );
        new_file().guide("first-run", &["ORG"], answers).says("reviewed")
    };
    expect(
        &reviewed(&none, json!({"when": "column"})),
        "red reviewed: assets.csv: no column of it says when. Go back and say which column is \u{201c}When was it last reviewed?\u{201d}, or give one day.",
    );
    expect(
        &reviewed(&none, json!({"when": "date", "on": "2022-01-01"})),
        "yellow reviewed: assets.csv: that is more than three years ago. All of it will be overdue at once.",
    );
    assert!(reviewed(&none, json!({"when": "date"})).starts_with("red reviewed"));
    assert!(!new_file().guide("first-run", &["ORG"], least()).steps().contains(&"reviewed".to_string()));
}

#[test]
fn a_few_people_at_home_walk_through_no_site_and_say_what_does_instead() {
    let b = done(at_home());
    assert!(b.isms.record("RT-27").is_none());
    assert_eq!(
        b.body("RT-12")["cadence"],
        json!({"every": 2, "unit": "year", "from": "last", "lead_days": 60, "window_days": 60})
    );
    // Nothing lies above a line of 25.
    assert!(!new_file().guide("first-run", &["ORG"], at_home()).steps().contains(&"above".to_string()));
    let silent = but(at_home(), json!({"programme": {"lines": {"RT-27": null}}}));
    expect(
        &new_file().guide("first-run", &["ORG"], silent).says("programme"),
        "red lines: Physical round of sites: nothing else in your year answers A.7.1, A.7.2, A.7.3, A.7.4, A.7.7. Say in a sentence what does, or keep it.",
    );
    let kept = but(at_home(), json!({"programme": {"lines": {"RT-27": {"what": "keep", "instead": null}}}}));
    assert!(done(kept).isms.record("RT-27").is_some());
}

#[test]
fn a_new_file_is_set_up_first_and_one_with_routines_is_not_asked_again() {
    let today = |b: &Book| {
        let currency = isms::staleness::staleness(&b.isms, b.today);
        let s = isms::view::Shown::new(&b.isms, b.today, &currency);
        let guide = isms::wizards::wizard("first-run").unwrap();
        (
            isms::view::today(&s, 600, None).best.and_then(|i| i.wizard),
            isms::view::begin(&s, guide, &[]).map_err(|r| r.to_string()),
        )
    };
    let (best, begun) = today(&new_file());
    assert_eq!((best.as_deref(), begun), (Some("first-run"), Ok(vec!["ORG".to_string()])));
    let b = done(least());
    let (best, begun) = today(&b);
    assert_ne!(best.as_deref(), Some("first-run"));
    assert!(begun.unwrap_err().contains("This file is set up: it has its routines."));
    // Also a draft that was begun before.
    assert!(
        b.guide("first-run", &["ORG"], least())
            .says("who")
            .contains("red name: This file is set up: it has its routines. Change them on the page of the programme.")
    );
    assert!(b.guide("first-run", &["ORG"], least()).finish().is_err());
}

#[test]
fn the_panels_show_the_line_the_bands_and_the_hours_as_they_are_answered() {
    let b = new_file();
    let panel = |answers: Value, step: &str| {
        let shown = b.guide("first-run", &["ORG"], answers).show(step);
        serde_json::to_value(shown.step.panel).unwrap()
    };
    let matrix = panel(most(), "above")[0]["matrix"].clone();
    assert_eq!(matrix["accept_up_to"], json!(6));
    // 3 times 4 is high by their own bands up to 12; 4 times 4 very high.
    assert_eq!((&matrix["fields"][2][3]["rank"], &matrix["fields"][3][3]["rank"]), (&json!(2), &json!(3)));
    let hours = |answers: Value| -> f64 {
        let months = panel(answers, "programme")[0].clone();
        let bars = months["bars"].as_array().unwrap();
        assert_eq!((bars.len(), bars[0]["label"].as_str()), (12, Some("July")));
        bars.iter().map(|p| p["value"].as_f64().unwrap()).sum()
    };
    let less = but(
        most(),
        json!({"programme": {"lines": {"RT-23": {"what": "leave", "instead": "The mother company audits us."}}}}),
    );
    assert!((hours(most()) - hours(less) - 8.0).abs() < 0.7, "the internal audit takes eight hours");
    let latest = panel(least(), "audit")[0]["text"].as_str().unwrap().to_string();
    assert!(latest.ends_with("The body may come sooner."), "{latest}");
}

#[test]
fn each_check_of_the_pages_bites() {
    let open = "This is still to be written. Say it in your own words.";
    expect(&says("who", json!({"does": "To be written: what you do."})), &format!("red does: {open}"));
    expect(
        &says("people", json!({"people": [{"name": "Ida", "is": "directs"}]})),
        "red people: Which of these are you?",
    );
    expect(
        &says("people", json!({"people": [{"name": "Ida", "is": "me"}]})),
        "red people: Nobody here directs the organization. Who can decide about money and people? Add them, or say that you do.",
    );
    expect(
        &says("people", json!({"people": [{"name": "Ida", "is": "me"}, {"name": "Tom", "is": "both"}]})),
        "red people: You are one person, and 2 rows say that they are you.",
    );
    expect(
        &says("people", json!({"people": [{"name": "Ida", "is": "me"}, {"name": "ida", "is": "directs"}]})),
        "red people: ida stands here twice.",
    );
    expect(
        &says("certificate", json!({"expires_on": "2028-12-02"})),
        "red expires_on: 2 December 2028 is more than 37 months after the decision. A certificate is valid for three years; read both days again.",
    );
    expect(
        &says("certificate", json!({"expires_on": "2025-09-30"})),
        "red expires_on: It ends before it begins. Give the day that stands on the certificate.",
    );
    expect(
        &says("certificate", json!({"decided_on": "2025-09-05"})),
        "yellow decided_on: A certificate that ends on 30 September 2028 was as a rule decided on 1 October 2025. Is 5 September 2025 the day of the audit?",
    );
    expect(
        &says("certificate", json!({"decided_on": "2023-01-01", "expires_on": "2025-12-31"})),
        "yellow expires_on: Then the certificate has ended on 31 December 2025. Is that so?",
    );
    expect(
        &says("certificate", json!({"certificate_number": "To be written"})),
        &format!("red certificate_number: {open}"),
    );
    expect(
        &says("audit", json!({"next_external_audit": "2026-06-02"})),
        "red next_external_audit: 2 June is not in the future. When do they come?",
    );
    let fresh = but(
        most(),
        json!({"certificate": {"decided_on": "2026-05-01", "expires_on": "2029-04-30"}, "audit": {"next_external_audit": "2026-06-30"}}),
    );
    expect(
        &new_file().guide("first-run", &["ORG"], fresh).says("audit"),
        "yellow next_external_audit: The decision and this audit lie 60 days apart. Is one of them the day of another audit?",
    );
    expect(
        &says("audit", json!({"next_external_audit": "2028-10-15"})),
        "yellow next_external_audit: By then the certificate has ended, on 30 September 2028.",
    );
    expect(
        &says("covers", json!({"copy": null})),
        "yellow copy: Nothing shows yet that these are the certificate's own words. Put it here if you have it.",
    );
    expect(
        &says("size", json!({"headcount": 0})),
        "red headcount: 0 people are not in one scope. Give a number from 1 to 100,000.",
    );
    expect(
        &says("size", json!({"sites": [{"place": "To be written: where", "sort": "office"}]})),
        &format!("red sites: {open}"),
    );
    expect(
        &says("laws", json!({"laws": laws(&["nis2_essential", "nis2_important"], &[])})),
        "red laws: NIS2 binds you as essential or as important, never as both. Which is it?",
    );
    expect(
        &says("laws", json!({"laws": {"gdpr": null}})),
        "red laws: \u{201c}Which of these bind you?\u{201d} is not answered for GDPR.",
    );
    expect(
        &says(
            "laws",
            json!({"promises": [{"whose": "Helvian", "sort": "customer", "hours": 0, "source": "Annex 2", "learn": "By mail."}]}),
        ),
        "red promises: Helvian: give from 1 to 8,760 hours.",
    );
    expect(
        &says("line", json!({"accept_up_to": 26})),
        "red accept_up_to: 26 lies outside of the matrix. Give a level from 1 to 25.",
    );
    expect(
        &says("line", json!({"bands_own": {"very high": {"to": 20}}})),
        "red bands_own: very high ends at 20. The last band goes up to 25.",
    );
    expect(
        &says("line", json!({"bands_own": {"medium": {"to": 2}}})),
        "red bands_own: medium ends before it begins. Each band goes further than the one before.",
    );
    expect(&says("above", json!({"above": {"high": {"months": 40}}})), "red above: high: give from 1 to 36 months.");
    expect(
        &says("findings", json!({"ended_on": "2026-07-02"})),
        "red ended_on: 2 July has not happened yet.\nred findings: 2025-1: it is to be answered before the audit ended. Read the day again.",
    );
    expect(
        &says(
            "findings",
            json!({"findings": [{"number": "1", "grade": "major", "clause": ["7.2"], "what": "No proof."}]}),
        ),
        "yellow findings: 1: the body wants an answer by a day. It stands in the report.",
    );
    expect(
        &says(
            "findings",
            json!({"findings": [{"number": "1", "grade": "minor", "clause": [], "what": "No proof.", "answer_due": "2026-07-01"}]}),
        ),
        "red findings: 1: say which clause or control it is about.",
    );
    expect(
        &says("programme", json!({"lines": {"RT-14": {"what": "leave", "month": null}}})),
        "red lines: Restore test: nothing else in your year answers A.8.13. Say in a sentence what does, or keep it.",
    );
    expect(
        &says("programme", json!({"lines": {"RT-02": {"what": "move", "month": "may"}}})),
        "red lines: Risk review has no month of its own. Keep it, or take it away.",
    );
    expect(
        &says("programme", json!({"lines": {"RT-23": {"what": "move", "month": "mar"}}})),
        "yellow lines: Internal audit then comes too late for the external audit on 15 February 2027.",
    );
}
