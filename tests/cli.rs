//! Stories on the command line: what an owner, a consultant and an auditor do, from the file to the PDF.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::{Value, json};
use std::process::Command;
use stories::Desk;

fn status(desk: &Desk, file: &str, extra: &[&str]) -> Value {
    let mut args = vec!["status", file, "--json"];
    args.extend(extra);
    desk.isms(&args).ok().json()
}
fn item<'a>(status: &'a Value, id: &str) -> &'a Value {
    status["items"].as_array().expect("items").iter().find(|i| i["id"] == id).unwrap_or_else(|| panic!("no item {id}"))
}
fn states(status: &Value, id: &str) -> Vec<String> {
    item(status, id)["states"].as_array().expect("states").iter().filter_map(|s| s.as_str().map(String::from)).collect()
}
fn rules(status: &Value, id: &str) -> Vec<String> {
    item(status, id)["reasons"]
        .as_array()
        .expect("reasons")
        .iter()
        .filter_map(|r| r["rule"].as_str().map(String::from))
        .collect()
}
fn inputs(status: &Value, id: &str, rule: &str) -> Vec<String> {
    item(status, id)["reasons"]
        .as_array()
        .expect("reasons")
        .iter()
        .filter(|r| r["rule"] == rule)
        .filter_map(|r| r["input"].as_str().map(String::from))
        .collect()
}
/// The text of a PDF as another program reads it.
fn pdf_text(path: &std::path::Path) -> String {
    let out =
        Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(path).arg("-").output().expect("pdftotext is installed");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into()
}
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_demo_shows_what_was_planted_and_accuses_nobody_else() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let s = status(&desk, "d.isms", &[]);
    assert_eq!(s["as_of"], "2026-11-24");
    for (id, rule, input) in [
        ("POL-10", "policy-obligation-changed", "OB-010"),
        ("POL-14", "policy-obligation-changed", "OB-010"),
        ("R-043", "risk-obligation-changed", "OB-010"),
        ("R-048", "risk-obligation-changed", "OB-011"),
        ("R-010", "risk-supplier-changed", "S-005"),
        ("R-012", "risk-supplier-changed", "S-005"),
        ("R-038", "risk-asset-changed", "A-031"),
        ("R-022", "risk-threat-news", "T-029"),
        ("R-019", "risk-vulnerability", "V-029"),
        ("R-013", "risk-vulnerability", "V-028"),
        ("R-008", "risk-incident", "I-008"),
        ("R-014", "risk-incident", "I-009"),
        ("R-018", "risk-change", "CH-012"),
        ("R-034", "risk-control-changed", "SOA-7.2"),
        ("R-021", "risk-action-late", "ACT-021"),
        ("CRS-02", "course-policy-changed", "POL-10"),
        ("REGISTER", "register-context-changed", "ORG"),
        ("P-002/POL-01", "reading-version", "POL-01"),
    ] {
        assert!(
            inputs(&s, id, rule).contains(&input.to_string()),
            "{id} should be out of step by {rule} < {input}: {:?}",
            item(&s, id)["reasons"]
        );
    }
    for (id, rule) in [
        ("R-030", "risk-not-accepted"),
        ("R-021", "risk-acceptance-ending"),
        ("R-043", "risk-acceptance-ending"),
        ("R-043", "high-risk-cadence"),
        ("R-021", "high-risk-cadence"),
        ("R-026", "risk-not-approved"),
        ("R-051", "risk-untreated"),
        ("POL-07", "review-overdue"),
        ("POL-06", "policy-draft-waiting"),
        ("A-044", "never-reviewed"),
        ("T-030", "threat-unjudged"),
        ("RT-13", "routine-due"),
        ("RT-14", "routine-missed"),
        ("OBJ-08", "objective-target-date"),
        ("OBJ-07", "measure-due"),
        ("P-046/CRS-01", "training-missing"),
        ("P-018/CRS-03", "training-version-late"),
        ("P-013/CRS-01", "training-repeat"),
        ("P-045/CRS-01", "training-failed"),
        ("P-035/CRS-04", "training-role-changed"),
        ("A-035", "owner-left"),
        ("OB-010", "edited-since-review"),
        ("SOA-7.2", "found-not-to-hold"),
    ] {
        assert!(rules(&s, id).contains(&rule.to_string()), "{id} should show {rule}: {:?}", rules(&s, id));
    }
    for id in [
        "R-001", "R-002", "R-003", "R-004", "R-005", "R-006", "R-007", "R-009", "R-011", "R-015", "R-016", "R-023",
        "R-024", "R-027", "R-028", "R-029", "R-031", "R-032", "R-033", "R-036", "R-037", "R-040", "R-041", "R-042",
        "R-045", "R-046", "R-047", "R-049", "R-050", "R-052", "R-054", "R-055", "POL-12", "PR-001", "PR-008", "S-001",
        "S-004", "S-012",
    ] {
        assert_eq!(states(&s, id), ["current"], "{id}: {:?}", item(&s, id)["reasons"]);
    }
    assert_eq!(states(&s, "P-027/CRS-01"), ["not applicable"]);
}

#[test]
fn the_past_is_as_it_was() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let risk = |day: &str| -> (usize, Value) {
        let l = desk.isms(&["list", "d.isms", "risk", "--as-of", day, "--json"]).ok().json();
        let rows = l["records"].as_array().expect("rows").clone();
        let above = rows
            .iter()
            .filter(|r| r["body"]["likelihood"].as_u64().unwrap_or(0) * r["body"]["impact"].as_u64().unwrap_or(0) > 9)
            .count();
        assert_eq!(l["kind"], "risk");
        (above, json!(rows))
    };
    let level = |rows: &Value, id: &str| {
        rows.as_array()
            .expect("rows")
            .iter()
            .find(|r| r["id"] == id)
            .map(|r| r["body"]["likelihood"].as_u64().unwrap_or(0) * r["body"]["impact"].as_u64().unwrap_or(0))
    };
    let (above, rows) = risk("2024-06-12");
    assert_eq!((rows.as_array().map(Vec::len), above, level(&rows, "R-001")), (Some(48), 14, Some(15)));
    let (above, rows) = risk("2025-05-13");
    assert_eq!((rows.as_array().map(Vec::len), above, level(&rows, "R-001")), (Some(51), 8, Some(10)));
    desk.isms(&["show", "d.isms", "NC-004", "--as-of", "2025-05-13"]).ends(2);
    desk.isms(&["show", "d.isms", "NC-004"]).ok();
    // The demo as it stood on that day shows the same, and keeps that day as its own.
    desk.isms(&["demo", "then.isms", "--as-of", "2025-05-13"]).ok();
    let then = desk.isms(&["list", "then.isms", "risk", "--json"]).ok().json();
    assert_eq!((&then["as_of"], then["records"].as_array().map(Vec::len)), (&json!("2025-05-13"), Some(51)));
    desk.isms(&["demo", "too-early.isms", "--as-of", "2020-01-01"]).ends(2);
}

#[test]
fn a_risk_review_from_answers_ends_in_a_review_and_a_page() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let before = status(&desk, "d.isms", &[]);
    assert_eq!(states(&before, "R-038"), ["stale"]);
    let described = desk.isms(&["wizard", "d.isms", "risk-review", "--about", "R-038", "--describe"]).ok().json();
    assert_eq!(described["name"], "risk-review");
    assert!(described["steps"].as_array().is_some_and(|s| s.len() > 6));
    let answers = stories::root().join("xtask/answers/risk-review.json");
    let done = desk
        .isms(&["wizard", "d.isms", "risk-review", "--about", "R-038", "--answers", &answers.to_string_lossy()])
        .ok()
        .json();
    let review = done["review"].as_str().expect("a review").to_string();
    let after = status(&desk, "d.isms", &[]);
    assert_eq!(states(&after, "R-038"), ["current"], "{:?}", item(&after, "R-038"));
    let shown = desk.isms(&["show", "d.isms", &review, "--json"]).ok().json();
    assert!(shown["body"]["saw"][0]["text"].as_str().is_some_and(|t| t.contains("A-031")), "{shown}");
    desk.isms(&["report", "d.isms", "review-record", "--about", &review, "--out", "review.pdf"]).ok();
    let text = squeezed(&pdf_text(&desk.path("review.pdf")));
    assert!(text.contains("R-038") && text.contains("A-031"), "{text}");
    // It stays as it was signed.
    let refused =
        desk.isms(&["put", "d.isms", "review", &review, "--json", "{\"why\": \"Something else entirely.\"}"]).ends(2);
    assert!(refused.err.contains("never edited"), "{}", refused.err);
    // Undo brings the former horizon back.
    desk.isms(&["undo", "d.isms", "--why", "Reviewed too early."]).ok();
    assert_eq!(states(&status(&desk, "d.isms", &[]), "R-038"), ["stale"]);
    desk.isms(&["redo", "d.isms"]).ok();
    assert_eq!(states(&status(&desk, "d.isms", &[]), "R-038"), ["current"]);
    desk.isms(&["verify", "d.isms"]).ok();
}

#[test]
fn what_an_auditor_is_handed_says_what_the_file_says() {
    let desk = Desk::default();
    desk.demo("d.isms");
    for (name, words) in [
        ("risk-register", vec!["R-001", "Attackers take over an administrator", "55 of 55"]),
        ("soa", vec!["A.5.1", "The security rulebook", "A.8.34", "93"]),
        ("documents", vec!["POL-01", "POL-22"]),
        ("training", vec!["CRS-01", "CRS-09"]),
    ] {
        let out = format!("{name}.pdf");
        desk.isms(&["report", "d.isms", name, "--out", &out]).ok();
        let text = squeezed(&pdf_text(&desk.path(&out)));
        for w in words {
            assert!(text.contains(w), "{name} lacks {w}");
        }
        assert!(text.contains("page 1 of") && text.contains("Fennel & Rowe"), "{name} has no running head and foot");
    }
    // That a pack was given out is recorded, so the second is made of a copy that knows of none.
    std::fs::copy(desk.path("d.isms"), desk.path("twin.isms")).expect("can copy");
    let one = desk.isms(&["pack", "d.isms", "--out", "one.pdf", "--json"]).ok().json();
    assert!(one["pages"].as_u64().is_some_and(|p| p > 20), "{one}");
    desk.isms(&["pack", "twin.isms", "--out", "two.pdf"]).ok();
    assert_eq!(
        std::fs::read(desk.path("one.pdf")).ok(),
        std::fs::read(desk.path("two.pdf")).ok(),
        "same data, same bytes"
    );
    let text = squeezed(&pdf_text(&desk.path("one.pdf")));
    assert!(text.contains("What changed since"), "the pack does not say what changed");
    assert!(
        Command::new("qpdf").arg("--check").arg(desk.path("one.pdf")).output().is_ok_and(|o| o.status.success()),
        "qpdf finds fault"
    );
    // The next file extends what the pack shows; another history does not.
    desk.isms(&["put", "d.isms", "asset", "A-001", "--json", "{\"notes\": \"Looked at again.\"}"]).ok();
    desk.isms(&["verify", "d.isms", "--against", "one.pdf"]).ok();
    desk.isms(&["demo", "other.isms"]).ok();
    desk.isms(&["verify", "other.isms", "--against", "one.pdf"]).ends(1);
}

#[test]
fn a_new_file_lives_through_its_first_days() {
    let desk = Desk::default().on("2027-02-01");
    desk.isms(&["new", "n.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-11-30"]).ok();
    desk.isms(&["new", "n.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-11-30"]).ends(2);
    desk.isms(&["put", "n.isms", "asset", "--json", r#"{"title":"Order database","owner":"P-001","what":"application","purpose":"Keeps orders.","classification":"confidential","personal_data":"ordinary","confidentiality":4,"integrity":3,"availability":3,"runs_where":"Amsterdam","exposed":"internet","state":"in_use"}"#]).ok();
    desk.isms(&["put", "n.isms", "risk", "--json", r#"{"title":"Orders are read by someone outside","because":"A stolen password is enough.","owner":"P-001","harms":["confidentiality"],"assets":["A-001"],"likelihood":2,"impact":4,"scores_why":"One attempt last year.","treatment":"retain","treatment_why":"The cost is out of proportion.","residual_likelihood":2,"residual_impact":4}"#]).ok();
    let s = status(&desk, "n.isms", &[]);
    assert_eq!(states(&s, "R-001"), ["never reviewed"]);
    // A change of what it rests on, seen only after a review.
    let shown = desk.isms(&["show", "n.isms", "R-001", "--json"]).ok().json();
    assert!(shown["links"].as_array().is_some_and(|l| l.iter().any(|l| l["id"] == "A-001")), "{shown}");
    // Mistakes are refused with place and mend, and nothing is half done.
    for (body, says) in [
        (r#"{"likelihood": 6}"#, "1 to 5"),
        (r#"{"assets": ["A-777"]}"#, "A-777"),
        (r#"{"owner": "A-001"}"#, "person"),
        (r#"{"colour": "red"}"#, "no field"),
        (r#"{"title": ""}"#, "not answered"),
        (r#"{"treatment": "hope"}"#, "one of"),
        ("{", "JSON"),
    ] {
        let refused = desk.isms(&["put", "n.isms", "risk", "R-001", "--json", body]).ends(2);
        assert!(refused.err.contains(says), "{body}: {}", refused.err);
    }
    let trail = desk.isms(&["trail", "n.isms", "--json"]).ok().json();
    let acts = trail["acts"].as_array().map_or(0, Vec::len);
    assert_eq!(acts, 3, "{trail}");
    desk.isms(&["retire", "n.isms", "R-001", "--why", "We sold the shop."]).ok();
    assert_eq!(states(&status(&desk, "n.isms", &[]), "R-001"), ["not applicable"]);
    desk.isms(&["undo", "n.isms"]).ok();
    desk.isms(&["undo", "n.isms"]).ok();
    desk.isms(&["show", "n.isms", "R-001"]).ends(2);
    desk.isms(&["verify", "n.isms"]).ok();
}

#[test]
fn files_from_strangers_are_refused_with_a_sentence_and_left_untouched() {
    let desk = Desk::default();
    let good = std::fs::read(desk.demo("good.isms")).expect("readable");
    desk.write("empty.isms", b"");
    desk.write("text.isms", b"Dear colleague, here is the register.");
    desk.write("cut.isms", &good[..good.len() / 3]);
    desk.write("cut-page.isms", &good[..good.len() - 4096]);
    let mut other = good.clone();
    other[68..72].copy_from_slice(&[0, 0, 0, 7]);
    desk.write("other.isms", &other);
    let mut newer = good.clone();
    newer[60..64].copy_from_slice(&99u32.to_be_bytes());
    desk.write("newer.isms", &newer);
    for (name, says) in [
        ("empty.isms", "empty"),
        ("text.isms", "Not an ISMS"),
        ("cut.isms", ""),
        ("cut-page.isms", ""),
        ("other.isms", "program"),
        ("newer.isms", "newer"),
        ("missing.isms", ""),
    ] {
        let before = std::fs::read(desk.path(name)).ok();
        let refused = desk.isms(&["status", name]);
        assert!(matches!(refused.status, 2 | 3), "{name}: {} {}", refused.status, refused.out);
        assert!(refused.err.contains(name) && refused.err.contains(says), "{name}: {}", refused.err);
        assert_eq!(std::fs::read(desk.path(name)).ok(), before, "{name} was touched");
    }
    desk.isms(&["status", "good.isms", "--as-of", "yesterday"]).ends(2);
    desk.isms(&["list", "good.isms", "unicorn"]).ends(2);
    desk.isms(&["report", "good.isms", "soa", "--out", "no/such/folder/soa.pdf"]).ends(2);
}

#[test]
fn status_of_many_files_fails_on_what_it_is_told_to() {
    let desk = Desk::default();
    desk.demo("a.isms");
    desk.isms(&["new", "b.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-11-20"]).ok();
    desk.isms(&["status", "a.isms", "b.isms", "--fail-on", "overdue"]).ends(1);
    desk.isms(&["status", "a.isms", "--json"]).ok();
    let all = desk.isms(&["status", "a.isms", "b.isms", "--json"]).ok().json();
    assert_eq!(all["files"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_spreadsheet_comes_in_whole_or_not_at_all_and_twice_is_once() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let csv = "Code;Name;Owner;What;Purpose;Classification;Personal data;C;I;A;Where;Exposed\nA-901;Label printer;Daniel Okafor;device;Prints labels;internal;none;1;2;2;London;internal\nA-902;Wiki;daniel.okafor@fennelrowe.example;application;Our rules;internal;ordinary;2;2;2;London;internal\n";
    desk.write("assets.csv", csv);
    let dry = desk.isms(&["import", "d.isms", "assets.csv", "--as", "asset", "--dry-run", "--json"]).json_of(0);
    assert_eq!((&dry["adds"], &dry["applied"]), (&json!(2), &json!(false)), "{dry}");
    let done = desk.isms(&["import", "d.isms", "assets.csv", "--as", "asset", "--json"]).json_of(0);
    assert_eq!(done["applied"], true, "{done}");
    let again = desk.isms(&["import", "d.isms", "assets.csv", "--as", "asset", "--dry-run", "--json"]).json_of(0);
    assert_eq!((&again["adds"], &again["unchanged"]), (&json!(0), &json!(2)), "{again}");
    desk.write("bad.csv", csv.replace("A-902;Wiki", "A-903;").replace(";2;2;2;", ";2;9;2;"));
    let wrong = desk.isms(&["import", "d.isms", "bad.csv", "--as", "asset", "--json"]).json_of(1);
    assert_eq!(wrong["applied"], false, "{wrong}");
    assert!(wrong["errors"].as_array().is_some_and(|e| !e.is_empty()), "{wrong}");
    desk.isms(&["show", "d.isms", "A-903"]).ends(2);
}

#[test]
fn evidence_goes_in_by_its_fingerprint_and_tables_come_out_tame() {
    let desk = Desk::default();
    desk.demo("d.isms");
    desk.write("list.pdf", b"%PDF-1.4 not much of a file");
    desk.write("nothing.pdf", b"");
    desk.isms(&["attach", "d.isms", "SOA-8.18", "list.pdf", "--shows", "List of programs"]).ok();
    let shown = desk.isms(&["show", "d.isms", "SOA-8.18", "--json"]).ok().json();
    assert_eq!(shown["evidence"][0]["shows"], "List of programs");
    assert_eq!(shown["evidence"][0]["name"], "list.pdf");
    desk.isms(&["attach", "d.isms", "R-999", "list.pdf"]).ends(2);
    desk.isms(&["put", "d.isms", "asset", "A-001", "--json", "{\"notes\": \"=HYPERLINK(1)\"}"]).ok();
    desk.isms(&["export", "d.isms", "--to", "out", "--format", "csv"]).ok();
    let csv = std::fs::read_to_string(desk.path("out/asset.csv")).expect("a table");
    assert!(csv.contains("'=HYPERLINK(1)"), "a formula went out");
    desk.isms(&["export", "d.isms", "--to", "out", "--format", "xlsx"]).ok();
    desk.isms(&["export", "d.isms", "--to", "out", "--format", "json"]).ok();
    let json: Value =
        serde_json::from_slice(&std::fs::read(desk.path("out/isms.json")).expect("a file")).expect("JSON");
    assert_eq!(json["risk"].as_array().map(Vec::len), Some(55));
}

/// What a change would touch, as (item, rule, sentence).
fn touches(impact: &Value) -> Vec<(String, String, String)> {
    let mut out: Vec<_> = impact["touches"]
        .as_array()
        .expect("touches")
        .iter()
        .map(|t| ["id", "rule", "text"].map(|k| t[k].as_str().unwrap_or_default().to_string()))
        .map(|[a, b, c]| (a, b, c))
        .collect();
    out.sort();
    out
}

#[test]
fn what_a_change_would_touch_is_said_before_and_nothing_is_written() {
    let desk = Desk::default();
    let path = desk.demo("d.isms");
    let bytes = std::fs::read(&path).expect("readable");
    let any = desk.isms(&["impact", "d.isms", "S-005", "--json"]).ok().json();
    let lines = touches(&any);
    assert!(lines.iter().any(|(id, rule, text)| id == "R-044"
        && rule == "risk-supplier-changed"
        && text.contains("R-044 depends on S-005 Backstead through A-030")));
    let via = any["touches"].as_array().into_iter().flatten().find(|t| t["id"] == "R-044").expect("R-044");
    assert_eq!(
        (&via["path"], &via["kind"], &via["title"].is_string()),
        (&json!(["S-005", "A-030", "R-044"]), &json!("risk"), &true)
    );
    // More than twelve of one rule are one line of text, and all of them in JSON.
    let risks = lines.iter().filter(|l| l.1 == "risk-supplier-changed").count();
    assert!(risks > 12 && any["by_kind"]["risk"] == risks, "{any}");
    let text = desk.isms(&["impact", "d.isms", "S-005"]).ok().out;
    assert!(text.contains(&format!("{risks} risks by one rule (risk-supplier-changed, {risks} times)")), "{text}");
    assert!(text.contains(&format!("and {} more", risks - 3)) && text.matches("R-010").count() == 0, "{text}");
    assert!(text.contains("S-005 \u{2192} A-045 \u{2192} PR-008"), "{text}");
    // One field: what rests on it alone.
    let words = desk.isms(&["impact", "d.isms", "ORG", "--field", "impact_words", "--json"]).ok().json();
    assert_eq!(words["by_kind"]["risk"], 55, "{words}");
    assert!(words["by_kind"].get("policy").is_none(), "{words}");
    let minor = desk.isms(&["impact", "d.isms", "R-001", "--field", "notes"]).ok().out;
    assert!(minor.contains("touches nothing"), "{minor}");
    // A change, the end, an addition: what comes is what was said.
    type Act<'a> = (&'a [&'a str], &'a [&'a str]);
    let acts: [Act; 5] = [
        (
            &["S-004", "--put", r#"{"data_where": "Ireland"}"#],
            &["put", "d.isms", "supplier", "S-004", "--json", r#"{"data_where": "Ireland"}"#],
        ),
        (&["A-003", "--retire"], &["retire", "d.isms", "A-003", "--why", "Replaced by another cluster."]),
        (&["incident", "--put", "@incident.json"], &["put", "d.isms", "incident", "--json", "@incident.json"]),
        (&["P-008", "--put", "@left.json"], &["put", "d.isms", "person", "P-008", "--json", "@left.json"]),
        (
            &["R-002", "--put", r#"{"notes": "Seen at a neighbour."}"#, "--material"],
            &[
                "put",
                "d.isms",
                "risk",
                "R-002",
                "--json",
                r#"{"notes": "Seen at a neighbour."}"#,
                "--material",
                "--why",
                "It changes how we look at it.",
            ],
        ),
    ];
    desk.write("incident.json", r#"{"title": "Mail to the wrong customer", "what": "A report went to someone else.", "noticed_at": "2026-11-23T10:00+01:00", "class": "incident", "personal_data": "yes", "risk_to_people": "risk", "risks": ["R-002"], "assets": ["A-015"]}"#);
    desk.write("left.json", r#"{"state": "left", "left_on": "2026-11-20"}"#);
    let reasons = |s: &Value| -> Vec<(String, String, String)> {
        let mut out = Vec::new();
        for i in s["items"].as_array().expect("items") {
            for r in i["reasons"].as_array().expect("reasons") {
                out.push([&i["id"], &r["rule"], &r["text"]].map(|v| v.as_str().unwrap_or_default().to_string()));
            }
        }
        let mut out: Vec<_> = out.into_iter().map(|[a, b, c]| (a, b, c)).collect();
        out.sort();
        out
    };
    assert_eq!(std::fs::read(&path).ok(), Some(bytes), "looking wrote something");
    for (look, act) in acts {
        let told = touches(&desk.isms(&[&["impact", "d.isms"], look, &["--json"]].concat()).ok().json());
        let before = reasons(&status(&desk, "d.isms", &[]));
        desk.isms(act).ok();
        let mut new = reasons(&status(&desk, "d.isms", &[]));
        for old in &before {
            if let Some(at) = new.iter().position(|n| n == old) {
                new.remove(at);
            }
        }
        assert!(!told.is_empty(), "{look:?} touches nothing");
        assert_eq!(told, new, "{look:?}");
        desk.isms(&["undo", "d.isms"]).ok();
    }
    // Mistakes are refused as the act itself would be.
    for (args, says) in [
        (&["R-999"][..], "R-999"),
        (&["R-001", "--field", "colour"], "no field"),
        (&["R-001", "--put", r#"{"likelihood": 6}"#], "1 to 5"),
        (&["R-001", "--put", "[]"], "not an object"),
        (&["unicorn", "--put", "{}"], "unicorn"),
        (&["R-001", "--put", "{}", "--retire"], "cannot be used"),
    ] {
        let refused = desk.isms(&[&["impact", "d.isms"], args].concat()).ends(2);
        assert!(refused.err.contains(says), "{args:?}: {}", refused.err);
    }
}

#[test]
fn one_file_that_cannot_be_opened_does_not_hide_the_others() {
    let desk = Desk::default();
    desk.demo("late.isms");
    desk.isms(&["new", "quiet.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-05-02"]).ok();
    desk.write("letter.isms", b"Dear colleague");
    // All can be opened: a finding is 1, none is 0.
    let fine = desk.isms(&["status", "late.isms", "quiet.isms", "--fail-on", "overdue"]).ends(1);
    let summary =
        |out: &str, name: &str| out.lines().rev().find(|l| l.starts_with(name)).unwrap_or_default().to_string();
    assert!(summary(&fine.out, "late.isms").ends_with("found"), "{}", fine.out);
    assert!(!summary(&fine.out, "quiet.isms").contains("found"), "{}", fine.out);
    assert!(fine.out.trim_end().ends_with("2 files"), "{}", fine.out);
    desk.isms(&["status", "late.isms", "quiet.isms"]).ok();
    // One cannot: the others are reported all the same, and the run ends as refused.
    let mixed = desk
        .isms(&["status", "letter.isms", "late.isms", "missing.isms", "quiet.isms", "--fail-on", "overdue"])
        .ends(2);
    assert!(mixed.err.contains("letter.isms") && mixed.err.contains("missing.isms"), "{}", mixed.err);
    for (name, says) in [
        ("letter.isms", "not opened"),
        ("late.isms", "found"),
        ("missing.isms", "not opened"),
        ("quiet.isms", "never reviewed"),
    ] {
        assert!(summary(&mixed.out, name).ends_with(says), "{name}: {}", summary(&mixed.out, name));
    }
    assert!(mixed.out.trim_end().ends_with("2 of 4 files could be opened"), "{}", mixed.out);
    let j =
        desk.isms(&["status", "letter.isms", "late.isms", "quiet.isms", "--fail-on", "overdue", "--json"]).json_of(2);
    let files = j["files"].as_array().expect("files");
    assert_eq!(files.len(), 3);
    assert_eq!((&files[0]["file"], &files[0]["refused"]["text"]), (&json!("letter.isms"), &json!("Not an ISMS file.")));
    assert_eq!((&files[1]["found"], &files[2]["found"]), (&json!(true), &json!(false)));
    assert!(files[1]["items"].as_array().is_some_and(|i| i.len() > 100));
    assert_eq!(j["summary"], json!({"opened": 2, "not_opened": 1, "found": true}));
}

#[test]
fn how_much_held_is_what_the_status_of_each_day_says() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let c = desk.isms(&["currency", "d.isms", "--json"]).ok().json();
    assert_eq!((&c["from"], &c["to"]), (&json!("2024-06-30"), &json!("2026-11-24")));
    for on in ["2025-02-28", "2026-05-31", "2026-11-24"] {
        let month =
            c["all"]["months"].as_array().expect("months").iter().find(|m| m["on"] == on).expect("a month").clone();
        let s = status(&desk, "d.isms", &["--as-of", on]);
        let items = s["items"].as_array().expect("items");
        let holds =
            items.iter().filter(|i| i["states"] == json!(["current"]) || i["states"] == json!(["due soon"])).count();
        let total = items.iter().filter(|i| i["states"] != json!(["not applicable"])).count();
        assert_eq!(
            month["current"].as_u64().unwrap_or(0) + month["due soon"].as_u64().unwrap_or(0),
            holds as u64,
            "{on}"
        );
        assert_eq!(month["total"], total, "{on}");
    }
    let part =
        desk.isms(&["currency", "d.isms", "--from", "2026-01-10", "--to", "2026-03-05", "--kind", "policy"]).ok();
    for day in ["2026-01-31", "2026-02-28", "2026-03-05"] {
        assert!(part.out.contains(day), "{}", part.out);
    }
    desk.isms(&["currency", "d.isms", "--from", "2026-12-01"]).ends(2);
    desk.isms(&["currency", "d.isms", "--kind", "nonsense"]).ends(2);
    desk.isms(&["report", "d.isms", "currency", "--out", "c.pdf"]).ok();
    let text = squeezed(&pdf_text(&desk.path("c.pdf")));
    assert!(text.contains("On 20 May it was 92 %, now 93 %.") && text.contains("2025-03"), "{text}");
}

#[test]
fn the_week_is_a_text_and_a_draft() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let text = desk.isms(&["digest", "d.isms"]).ok().out;
    assert!(text.contains("The best next step") && text.contains("Comes until 8 December"), "{text}");
    std::fs::create_dir(desk.path("week")).expect("a folder");
    desk.isms(&["digest", "d.isms", "--out", "week", "--to", "board@example.org"]).ok();
    let draft = std::fs::read_to_string(desk.path("week/digest-2026-11-24.eml")).expect("a draft");
    assert!(draft.contains("To: <board@example.org>\r\n") && draft.contains("X-Unsent: 1\r\n"), "{draft}");
    assert_eq!(
        std::fs::read_to_string(desk.path("week/digest-2026-11-24.txt")).expect("a text").trim_end(),
        text.trim_end()
    );
    desk.isms(&["digest", "d.isms", "--to", "a@b.de\r\nBcc: all@example.org"]).ends(2);
    desk.isms(&["digest", "d.isms", "--out", "week.pdf"]).ends(2);
}
