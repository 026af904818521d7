//! The two worked examples of what becomes stale and why, as whole stories on the command line: a law changes; a supplier moves data.
//! Before each act the impact is asked for, and what it said is what the status shows afterwards, sentence by sentence.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::{Value, json};
use std::collections::BTreeMap;
use stories::Desk;

const FILE: &str = "story.isms";

/// A file, and the day on which its owner sits before it.
struct Story {
    desk: Desk,
}
impl Story {
    fn begin() -> Story {
        let desk = Desk::default().on("2026-01-05");
        desk.isms(&["new", FILE, "--name", "Alder Bikes Ltd", "--certified", "2025-02-01"]).ok();
        Story { desk }
    }
    fn on(&mut self, day: &str) -> &Story {
        self.desk.today = day.into();
        self
    }
    fn status(&self) -> BTreeMap<String, Value> {
        let all = self.desk.isms(&["status", FILE, "--json"]).ok().json();
        let items = all["items"].as_array().expect("items").iter();
        items.map(|i| (i["id"].as_str().unwrap_or_default().to_string(), i.clone())).collect()
    }
    /// Rules that speak about an item, in their order.
    fn rules(&self, id: &str) -> Vec<String> {
        let all = self.status();
        let item = all.get(id).unwrap_or_else(|| panic!("no item {id}"));
        let rules = item["reasons"].as_array().expect("reasons").iter();
        rules.filter_map(|r| r["rule"].as_str().map(String::from)).collect()
    }
    /// Every reason there is: item, rule, state, way, sentence.
    fn reasons(&self) -> Vec<String> {
        let all = self.status();
        let mut out = Vec::new();
        for (id, item) in &all {
            for r in item["reasons"].as_array().expect("reasons") {
                out.push(told(id, r));
            }
        }
        out.sort();
        out
    }
    /// While the file is being set up nobody looks.
    fn has(&self, kind: &str, id: &str, body: Value) {
        self.desk.isms(&["put", FILE, kind, id, "--json", &body.to_string()]).ok();
    }
    /// Asks what it would touch, does it, and holds the two against each other. Gives what it touched.
    fn put(&self, kind: &str, id: &str, body: Value) -> Vec<(String, String)> {
        let body = body.to_string();
        let id = if id.is_empty() { kind } else { id };
        let said = self.desk.isms(&["impact", FILE, id, "--put", &body, "--json"]).ok().json();
        let before = self.reasons();
        let mut args = vec!["put", FILE, kind];
        args.extend((id != kind).then_some(id));
        self.desk.isms(&[&args[..], &["--json", &body]].concat()).ok();
        let mut new = self.reasons();
        for old in &before {
            if let Some(at) = new.iter().position(|n| n == old) {
                new.remove(at);
            }
        }
        let touches = said["touches"].as_array().expect("touches");
        let mut said: Vec<String> = touches.iter().map(|t| told(t["id"].as_str().unwrap_or_default(), t)).collect();
        said.sort();
        assert_eq!(said, new, "{kind} {id} {body}");
        let mut out: Vec<(String, String)> = touches
            .iter()
            .map(|t| [&t["id"], &t["rule"]].map(|v| v.as_str().unwrap_or_default().to_string()))
            .map(|[id, rule]| (id, rule))
            .collect();
        out.sort();
        out
    }
    fn review(&self, about: &[&str], more: Value) {
        let day = &self.desk.today;
        let mut body = json!({"wizard": "note", "about": about, "held_on": day, "by": "P-001", "outcome": "holds", "why": "Went through all of it with those who know.",
            "signed": {"by": "P-001", "on": day, "how": "in_app"}});
        for (k, v) in more.as_object().into_iter().flatten() {
            body[k] = v.clone();
        }
        let touched = self.put("review", "", body);
        assert!(touched.is_empty(), "a review that changes nothing touches {touched:?}");
    }
    fn guide(&self, name: &str, about: &str, answers: Value) -> Value {
        self.desk.write("answers.json", answers.to_string());
        self.desk.isms(&["wizard", FILE, name, "--about", about, "--answers", "answers.json"]).ok().json()
    }
}
fn told(id: &str, r: &Value) -> String {
    format!("{id} {} [{}] {}: {}", r["rule"], r["state"], r["path"], r["text"])
}
fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
}
fn signed(on: &str) -> Value {
    json!({"by": "P-001", "on": on, "how": "in_app"})
}
fn with(mut body: Value, more: Value) -> Value {
    body["owner"] = json!("P-001");
    for (k, v) in more.as_object().into_iter().flatten() {
        body[k] = v.clone();
    }
    body
}
fn asset(more: Value) -> Value {
    with(
        json!({"title": "Customer database", "what": "application", "purpose": "Keeps orders.", "classification": "confidential", "personal_data": "ordinary", "confidentiality": 3, "integrity": 2, "availability": 2, "runs_where": "Frankfurt", "exposed": "internal", "state": "in_use"}),
        more,
    )
}
fn supplier(more: Value) -> Value {
    with(
        json!({"title": "Halden Cloud", "service": "Runs our machines.", "critical": "important", "access": ["our_data"], "personal_data": "processor", "data_where": "Germany", "security_clauses": "yes", "processing_agreement_on": "2024-01-10",
            "assurance": [{"sort": "iso27001", "valid_until": "2029-12-31", "covers_our_service": true}], "must_tell_us_hours": 48, "state": "in_use"}),
        more,
    )
}
fn control(number: &str, title: &str, more: Value) -> Value {
    with(
        json!({"title": title, "number": format!("A.{number}"), "applies": "yes", "because_of": ["business"], "justification": "Without it a mistake would be for good.", "status": "in_place", "how": "As the rule for it says, by the tool.", "how_checked": "Looked at each quarter.", "works": "yes"}),
        more,
    )
}
fn risk(title: &str, more: Value) -> Value {
    with(
        json!({"title": title, "because": "Nobody looks at night.", "harms": ["confidentiality"], "assets": ["A-03"], "likelihood": 2, "impact": 3, "scores_why": "One case in ten years, and we have a list.", "treatment": "retain", "treatment_why": "What more could be done costs more than it saves.",
            "residual_likelihood": 2, "residual_impact": 3, "plan_approved": signed("2026-01-05")}),
        more,
    )
}

#[test]
fn a_law_changes_and_one_chain_leads_to_the_last_signature() {
    const PEOPLE: usize = 38;
    let mut s = Story::begin();
    let list: String = (2..=PEOPLE).map(|n| format!("Person {n};employee;2020-01-01;everyone\n")).collect();
    s.desk.write("people.csv", format!("Name;Employment type;Entry date;Roles\n{list}"));
    s.desk.isms(&["import", FILE, "people.csv", "--as", "person"]).ok();
    s.has("obligation", "OB-03", with(json!({"title": "GDPR Art. 33", "sort": "regulation", "source": "GDPR Art. 33", "jurisdiction": "EU", "demands": "Tell the authority of a breach within 72 hours.", "applies": "yes", "applies_why": "We hold data of customers.", "how_kept_up": "Newsletter of our lawyer", "source_version": "2016/679", "clock": "gdpr-33", "state": "binding"}), json!({})));
    s.has("policy", "POL-04", with(json!({"title": "Incident response", "sort": "topic_policy", "text": "Report at once; we tell the authority within 72 hours.", "version": "2.0", "change": "major", "changed_what": "Who tells whom.", "approved": signed("2026-01-05"), "in_force_from": "2026-01-05", "classification": "internal", "must_be_read": "once_a_major", "kept_where": "Wiki", "state": "in_force", "obligations": ["OB-03"]}), json!({})));
    s.has(
        "control",
        "SOA-5.26",
        control("5.26", "Response to incidents", json!({"obligations": ["OB-03"], "policies": ["POL-04"]})),
    );
    s.has("asset", "A-03", asset(json!({})));
    s.has(
        "risk",
        "R-009",
        risk("A breach is reported too late", json!({"controls": ["SOA-5.26"], "obligations": ["OB-03"]})),
    );
    s.has("supplier", "S-04", supplier(json!({"obligations": ["OB-03"]})));
    s.has("course", "CRS-02", with(json!({"title": "When something goes wrong", "aim": "awareness", "teaches": "Whom to tell, and when.", "version": "1.0", "change": "major", "changed_what": "First issue.", "state": "offered", "policies": ["POL-04"]}), json!({})));
    s.review(&["OB-03", "POL-04", "SOA-5.26", "A-03", "R-009", "S-04", "CRS-02", "ORG"], json!({}));
    let came: BTreeMap<String, &str> = (1..=PEOPLE).map(|n| (format!("P-{n:03}"), "attended")).collect();
    // Everyone at once, with the sheet that they signed.
    let campaign = |s: &Story, what: &str, version: &str, sheet: &str| {
        s.desk.write("sheet.pdf", format!("%PDF-1.4 {sheet}"));
        s.desk.isms(&["attach", FILE, what, "sheet.pdf", "--shows", sheet]).ok();
        let shown = s.desk.isms(&["show", FILE, what, "--json"]).ok().json();
        let proofs = shown["evidence"].as_array().expect("evidence").iter();
        let proof = proofs
            .filter(|e| e["shows"] == sheet)
            .filter_map(|e| e["id"].as_str())
            .next()
            .expect("the sheet")
            .to_string();
        s.guide(
            "training-record",
            what,
            json!({"what": {"course": what, "do": "record", "version": version}, "session": {"on": s.desk.today, "how": "session", "teacher": "Person 2", "length": 45}, "who-came": {"result": came}, "proof": {"evidence": [proof], "content": "no", "content_why": "It was shown from the wiki."}, "missing": {}, "check": {},
                "sign": {"held_on": s.desk.today, "outcome": "holds", "why": "Counted the sheet against the list of people.", "signed": true}}),
        )
    };
    s.on("2026-01-06");
    campaign(&s, "CRS-02", "1.0", "Who was trained on version 1.0");
    campaign(&s, "POL-04", "2.0", "Who read version 2.0");
    let owed = |s: &Story, what: &str, rule: &str| {
        let all = s.status();
        all.iter()
            .filter(|(id, i)| {
                id.ends_with(&format!("/{what}"))
                    && i["reasons"].as_array().is_some_and(|r| r.iter().any(|r| r["rule"] == rule))
            })
            .count()
    };
    assert_eq!(s.status().keys().filter(|k| k.ends_with("/POL-04") || k.ends_with("/CRS-02")).count(), 2 * PEOPLE);
    assert_eq!((owed(&s, "POL-04", "reading-version"), owed(&s, "CRS-02", "training-version")), (0, 0));

    // 2 September: the law changes. Four things stand on it, and each names it.
    s.on("2026-09-02");
    let touched = s.put("obligation", "OB-03", json!({"source_version": "2016/679 as amended: 96 hours"}));
    assert_eq!(
        touched,
        pairs(&[
            ("OB-03", "edited-since-review"),
            ("POL-04", "policy-obligation-changed"),
            ("R-009", "risk-obligation-changed"),
            ("S-04", "supplier-obligation-changed"),
            ("SOA-5.26", "control-obligation-changed"),
        ])
    );
    s.review(&["OB-03"], json!({"why": "Read the amendment with our lawyer."}));

    // 5 September: the policy is reviewed and gets version 3.0, the control in the same sitting.
    s.on("2026-09-05");
    s.guide(
        "policy-review",
        "POL-04",
        json!({"changed": {"matters": {"policy-obligation-changed:OB-03": "yes"}}, "practice": {"asked": ["P-002"], "practised": "yes"}, "fit": {"suitable": "yes", "adequate": "partly", "effective": "yes", "fit_why": "It still says 72 hours."}, "decide": {"course": "change"},
            "text": {"draft": "Report at once; we tell the authority within 96 hours, by the new form.", "dealt": {"policy-obligation-changed:OB-03": "First sentence"}}, "duty": {"change": "major", "changed_what": "96 hours, and a new form."},
            "audience": {"for_roles": [], "must_be_read": "once_a_major", "courses": ["CRS-02"], "tell_outside": "no"}, "approve": {"approved": signed("2026-09-05"), "in_force_from": "2026-09-15"}, "place": {"kept_where": "Wiki", "old_out": "will_see_to_it"}, "check": {},
            "sign": {"held_on": "2026-09-05", "outcome": "changed", "why": "The law gives 96 hours; asked Person 2 how it is done.", "signed": true}}),
    );
    s.review(&["SOA-5.26"], json!({"why": "The new form is in the list of whom to tell."}));
    assert!(s.rules("POL-04").is_empty());
    // What is published for a later day touches nobody yet.
    assert!(s.rules("CRS-02").is_empty() && owed(&s, "POL-04", "reading-version") == 0);

    // 15 September: it holds. The course teaches the old one; everyone owes a confirmation. No act was needed for that.
    s.on("2026-09-15");
    assert_eq!(s.rules("CRS-02"), ["course-policy-changed"]);
    assert_eq!(owed(&s, "POL-04", "reading-version"), PEOPLE);
    assert!(s.rules("SOA-5.26").contains(&"control-policy-changed".to_string()));
    // What a day alone brings about lies beyond a review of that same day; within one of the next.
    s.on("2026-09-16");
    s.review(&["SOA-5.26"], json!({"why": "We do it as version 3.0 says since yesterday."}));
    assert_eq!(s.rules("SOA-5.26"), ["control-no-evidence"]);

    // 20 September: version 2.0 of the course outdates 38 trainings.
    s.on("2026-09-20");
    let touched = s.put(
        "course",
        "CRS-02",
        json!({"version": "2.0", "change": "major", "changed_what": "96 hours, and the new form."}),
    );
    assert_eq!(touched.iter().filter(|t| t.1 == "training-version").count(), PEOPLE);
    assert_eq!(touched.len(), PEOPLE);
    let text = s.desk.isms(&["status", FILE]).ok().out;
    assert!(text.contains("touches 38 people"), "more than twelve of one rule are one line: {text}");
    s.review(&["CRS-02"], json!({"why": "The course says what version 3.0 asks."}));
    assert!(s.rules("CRS-02").is_empty());

    // 25 September: one campaign closes them all.
    s.on("2026-09-25");
    campaign(&s, "CRS-02", "2.0", "Who was trained on version 2.0");
    campaign(&s, "POL-04", "3.0", "Who read version 3.0");
    assert_eq!((owed(&s, "POL-04", "reading-version"), owed(&s, "CRS-02", "training-version")), (0, 0));

    // The risk: no effect, because. The supplier: reviewed, with an action.
    s.review(&["R-009"], json!({"outcome": "no_effect", "input": "OB-03", "why": "The deadline changes nothing in likelihood or impact."}));
    assert!(s.rules("R-009").is_empty());
    s.on("2026-09-26");
    assert_eq!(s.rules("S-04"), ["supplier-obligation-changed"]);
    s.put("action", "ACT-900", with(json!({"title": "Amend the hours in the contract", "sort": "corrective", "what": "The contract gives us fewer hours than the law gives us.", "due": "2026-11-30", "check_after_days": 30, "from": "S-04", "state": "open"}), json!({})));
    s.review(&["S-04"], json!({"outcome": "holds_with_actions", "actions": ["ACT-900"], "why": "They tell us within 48 hours; that is to be amended."}));
    for id in ["OB-03", "POL-04", "CRS-02", "R-009", "S-04", "A-03"] {
        assert!(s.rules(id).is_empty(), "{id}: {:?}", s.rules(id));
    }
    // The auditor sees one chain with its days, and a trail that is whole.
    let trail = s.desk.isms(&["trail", FILE, "--json"]).ok().json();
    let days: Vec<&str> = trail["acts"].as_array().expect("acts").iter().filter_map(|a| a["on"].as_str()).collect();
    assert!(days.is_sorted() && days.contains(&"2026-09-02") && days.last() == Some(&"2026-09-26"), "{days:?}");
    s.desk.isms(&["verify", FILE]).ok();
}

#[test]
fn a_supplier_moves_data_and_a_review_stops_the_spread() {
    let mut s = Story::begin();
    s.has("supplier", "S-04", supplier(json!({})));
    s.has("asset", "A-03", asset(json!({"supplier": ["S-04"]})));
    s.has("control", "SOA-8.13", control("8.13", "Backups", json!({"suppliers": ["S-04"]})));
    s.has("control", "SOA-5.23", control("5.23", "Cloud services", json!({})));
    s.has(
        "risk",
        "R-012",
        risk("Data ends up in another country", json!({"suppliers": ["S-04"], "controls": ["SOA-5.23"]})),
    );
    // The same, had it named only A-03.
    s.has("risk", "R-013", risk("Data ends up with someone else", json!({})));
    s.review(&["S-04", "A-03", "SOA-8.13", "SOA-5.23", "R-012", "R-013"], json!({}));

    // 1 June: the data moves.
    s.on("2026-06-01");
    let touched = s.put("supplier", "S-04", json!({"data_where": "Ireland"}));
    assert_eq!(
        touched,
        pairs(&[
            ("A-03", "asset-supplier-changed"),
            ("R-012", "risk-supplier-changed"),
            ("R-013", "risk-supplier-changed"),
            ("S-04", "edited-since-review"),
            ("SOA-8.13", "control-rests-changed"),
        ])
    );
    let way = |s: &Story, id: &str, rule: &str| {
        let all = s.status();
        let reasons = all[id]["reasons"].as_array().cloned().unwrap_or_default();
        reasons.iter().find(|r| r["rule"] == rule).map(|r| r["path"].clone())
    };
    // Two ways lead to R-012; the shorter is shown.
    assert_eq!(way(&s, "R-012", "risk-supplier-changed"), Some(json!(["S-04", "R-012"])));
    assert_eq!(way(&s, "R-013", "risk-supplier-changed"), Some(json!(["S-04", "A-03", "R-013"])));

    // 3 June: the asset is reviewed, nothing of it changes. The way through it is absorbed, the direct one is not.
    s.on("2026-06-03");
    s.review(&["A-03"], json!({"why": "Ireland is as good a place for it as Germany."}));
    assert!(s.rules("A-03").is_empty() && s.rules("R-013").is_empty());
    assert_eq!(s.rules("R-012"), ["risk-supplier-changed"]);

    // 10 June: the risk is reviewed and scored anew. Its band rises, so its control is asked.
    s.on("2026-06-10");
    let scores = json!({"likelihood": 4, "residual_likelihood": 4}).to_string();
    let told = s.desk.isms(&["impact", FILE, "R-012", "--put", &scores, "--json"]).ok().json();
    let asked = |v: &Value| {
        v.as_array().into_iter().flatten().find(|t| t["rule"] == "control-risk-changed").map(|t| t["text"].clone())
    };
    let sentence = asked(&told["touches"]);
    assert_eq!(sentence, Some(json!("R-012, for which SOA-5.23 is there, rose from medium to high on 10 June.")));
    s.guide(
        "risk-review",
        "R-012",
        json!({"changed": {"matters": {"risk-supplier-changed:S-04": "yes"}}, "same": {"still": "yes"}, "reach": {"assets": ["A-03"], "suppliers": ["S-04"], "harms": ["confidentiality"]}, "owner": {"owner": "yes"},
            "controls": {"works": {"SOA-5.23": "yes"}, "know_by": {"SOA-5.23": "Asked the host for its list of places"}}, "score": {"likelihood": 4, "impact": 3, "scores_why": "The host has moved once and may do so again."},
            "decide": {"treatment": "retain", "treatment_why": "We would have to move everything to another host."}, "plan": {}, "after": {"residual_likelihood": 4, "residual_impact": 3}, "approve": {"plan_approved": signed("2026-06-10")},
            "accept": {"accepted": signed("2026-06-10"), "accepted_until": "2027-06-09"}, "sign": {"held_on": "2026-06-10", "outcome": "changed", "why": "Ireland is within the Union, yet the host moves without asking.", "signed": true}}),
    );
    let all = s.status();
    assert_eq!(asked(&all["SOA-5.23"]["reasons"]), sentence);
    assert_eq!(way(&s, "SOA-5.23", "control-risk-changed"), Some(json!(["R-012", "SOA-5.23"])));
    assert!(s.rules("R-012").is_empty());
    // Step by step each change that changes nothing ends its chain.
    s.review(&["SOA-5.23", "SOA-8.13", "S-04"], json!({"why": "Asked the host; the list of places is complete."}));
    for id in ["S-04", "A-03", "R-012", "R-013"] {
        assert!(s.rules(id).is_empty(), "{id}: {:?}", s.rules(id));
    }
    assert_eq!(
        (s.rules("SOA-5.23"), s.rules("SOA-8.13")),
        (vec!["control-no-evidence".to_string()], vec!["control-no-evidence".to_string()])
    );
    s.desk.isms(&["verify", FILE]).ok();
}
