//! The guides that an owner meets most, in the real window from the item, button or palette where they begin to the page that is signed:
//! the real controls, one step back, the consequences before the signature, and what the command line finds written afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::{Value, json};
use stories::Desk;
use stories::owner::{Owner, Written};

/// Records of a kind whose title begins so.
fn titled(w: &Written, kind: &str, title: &str) -> Vec<Value> {
    let all = w.says(&["list", kind]);
    let rows = all["records"].as_array().cloned().expect("records");
    rows.into_iter().filter(|r| r["title"].as_str().is_some_and(|t| t.starts_with(title))).collect()
}
#[test]
fn a_new_file_is_set_up_and_the_year_follows() {
    let desk = Desk::default();
    desk.isms(&["new", "n.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-05-02"]).ok();
    let file = desk.path("n.isms");
    let o = Owner::at(desk, file);
    // The first thing that Today offers.
    o.window.keys("\u{E007}");
    o.window.heads("What is the organization's legal name");
    o.types("f-does", "We make software with which bicycle shops run their workshops.");
    o.continues("Who are you, and who directs");
    o.types("f-people-0-name", "Ida Alder");
    o.within("#f-people-0-is-group, .list-row", "I am that, and I direct it");
    o.looks_back("What is the organization's legal name", "bicycle shops run");
    o.continues("When did the certification body decide");
    o.types("f-decided_on", "2025-10-01");
    o.types("f-expires_on", "2028-09-30");
    o.types("f-certificate_number", "IS 4711");
    o.types("f-certificate_body", "Certare");
    o.continues("Is the next audit agreed?");
    o.answers("agreed", "no");
    o.continues("What does it cover, word for word?");
    o.types("f-scope", "Development and operation of workshop software.");
    o.continues("How many people are covered");
    o.types("f-headcount", "40");
    o.answers("joiners", "some");
    o.presses("Add a row");
    o.types("f-sites-0-place", "Leeds");
    o.within(".list-row", "office");
    o.continues("Do you build software");
    o.presses("we build software");
    o.goes_on();
    // One key a law: the row that is answered hands on to the next.
    o.focuses("[data-row=\"0\"] [role=radio]");
    o.window.keys(&"N".repeat(15));
    o.window.sees("all 15 answered");
    o.answers("promised", "no");
    o.goes_on();
    o.goes_on();
    o.types("f-accept_up_to", "9");
    o.answers("bands_fit", "keep these");
    o.goes_on();
    o.row("high", "top management");
    o.row_types("high", "For how many months", "12");
    o.row("very high", "nobody");
    o.goes_on();
    o.answers("likelihood_fit", "keep these");
    o.answers("impact_fit", "keep these");
    o.continues("What do you have today?");
    o.will_choose("people.csv", "Name,E-mail,Joined,Type,Roles\nGrace Hall,grace@alder.example,2021-05-01,employee,everyone\nTom Lund,tom@alder.example,2012-01-02,employee,everyone\n");
    o.presses("choose one");
    o.window.sees("2 new");
    o.window.sees("Grace Hall");
    o.looks_back("How likely", "");
    o.window.sees("2 new");
    // People are not reviewed one by one: nothing asks when they last were.
    o.continues("What did the last external audit find?");
    o.answers("found", "nothing that is still open");
    o.continues("This is your year");
    o.continues("Where shall backups go, and shall the file be locked");
    o.answers("backups", "on this computer only");
    o.answers("lock", "no");
    o.continues("Check your answers");
    o.window.sees("Ida Alder");
    o.signs("Set up with the certificate and the last report beside it.");
    o.goes("#/programme");
    o.window.sees("Threat digest");
    let w = o.leaves();
    let org = w.shows("ORG")["body"].clone();
    assert_eq!((&org["name"], &org["accept_up_to"]), (&json!("Alder Bikes Ltd"), &json!(9)), "{org}");
    assert!(titled(&w, "routine", "").len() > 20);
    assert_eq!(titled(&w, "person", "Ida Alder").len(), 1);
    assert_eq!(titled(&w, "person", "Grace Hall").len(), 1);
}

#[test]
fn the_months_threats_are_judged_by_keys() {
    let o = Owner::opens("threats.isms");
    let entry = |n: u32, maker: &str, product: &str, name: &str| json!({"cveID": format!("CVE-2026-9{n:03}"), "vendorProject": maker, "product": product, "vulnerabilityName": name, "dateAdded": "2026-11-20", "shortDescription": format!("{name}, in full."), "requiredAction": "Apply the update.", "dueDate": "2026-12-11", "knownRansomwareCampaignUse": "Known", "notes": "", "cwes": []});
    let mut all = vec![
        entry(1, "Fortinet", "FortiGate 60F", "FortiGate lets anyone in"),
        entry(2, "Microsoft", "Excel", "Excel runs macros by itself"),
        entry(3, "Microsoft", "Exchange Server", "Exchange reads mail for strangers"),
    ];
    all.extend((4..40).map(|n| entry(n, "Paperworks", &format!("P-{n}"), &format!("Printer {n} leaks pages"))));
    let feed = json!({"title": "CISA Catalog of Known Exploited Vulnerabilities", "catalogVersion": "2026.11.20", "dateReleased": "2026-11-20T10:00:00.0Z", "count": all.len(), "vulnerabilities": all});
    o.will_choose("kev.json", feed.to_string());
    o.goes("#/record/RT-10");
    o.begins();
    o.window.heads("What have you brought?");
    o.presses("choose one");
    o.window.sees("39 rows");
    o.continues("Does it concern us?");
    o.looks_back("What have you brought?", "kev.json");
    o.answers("bulk", "yes");
    // One key a decision, one more for the reason of a no; each hands on to the next.
    let rows = o.rows();
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(rows[0].starts_with("FortiGate"), "{rows:?}");
    o.focuses("[data-row=\"1\"] [role=radio]");
    o.window.keys("N1L");
    o.row("FortiGate", "yes");
    o.row_types("FortiGate", "Why?", "It is our way in from outside.");
    for row in rows.iter().skip(3) {
        o.row(row, "no");
        o.focuses("[data-row=\"3\"] [role=radio][aria-checked=true]");
        o.window.keys("3");
    }
    o.window.sees("all 4 answered");
    o.continues("FortiGate lets anyone in");
    o.answers("level", "act now");
    o.answers("wants_new_risk", "no");
    o.goes_on();
    o.presses("patch or fix it");
    o.answers("severity", "critical");
    o.goes_on();
    o.answers("odd", "no");
    o.continues("If you had to tell management");
    o.answers("trend", "worse");
    o.types("f-trend_why", "More attacks come through makers of small software.");
    o.row("National bulletin", "drop");
    o.row("Trade association", "keep");
    o.continues("Check your answers");
    o.window.sees("1 concerns us");
    o.signs("Went through the list of November one by one.");
    // What was put off is asked for again, first of all.
    o.goes("#/threat");
    o.window.sees("Exchange reads mail for strangers");
    // The source that was dropped is not asked about again.
    o.goes("#/wizard/threat-digest/RT-10");
    o.window.heads("What have you brought?");
    o.window.sees("Trade association");
    assert!(!o.window.text().contains("National bulletin"));
    let w = o.leaves();
    let hit = &titled(&w, "threat", "FortiGate")[0]["body"];
    assert_eq!((&hit["relevant"], &hit["state"]), (&json!("yes"), &json!("judged")), "{hit}");
    let together = titled(&w, "threat", "Printer")
        .into_iter()
        .filter(|t| t["title"].as_str().is_some_and(|t| t.ends_with("leaks pages")));
    assert_eq!(together.filter(|t| t["body"]["relevant"] == "no").count(), 36);
    assert_eq!(titled(&w, "vulnerability", "FortiGate").len(), 1);
    let excel = &titled(&w, "threat", "Excel")[0]["body"];
    assert_eq!(excel["relevant_why"], json!("We do not use it."), "{excel}");
}

#[test]
fn a_change_is_taken_in_and_waits_for_its_day() {
    let o = Owner::opens("change.isms");
    o.presses("Something happened");
    o.presses("Something is changing");
    o.window.heads("What is changing, why, and from when?");
    o.window.choose("f-sort", "system");
    o.types("f-what", "A new tool for support tickets, run by its maker.");
    o.types("f-why", "The old one is switched off in spring.");
    o.types("f-when", "2027-02-01");
    o.continues("New or more sensitive data?");
    o.presses("yes");
    o.types("f-note", "Texts of customers");
    o.looks_back("What is changing, why, and from when?", "run by its maker");
    o.continues("New people with access?");
    o.presses("not sure");
    o.picks("f-ask", "Hannah");
    o.continues("A new supplier");
    o.presses("yes");
    o.types("f-note", "Its maker");
    o.continues("Reachable from the internet");
    o.presses("no");
    o.continues("A law, contract or promise");
    o.presses("no");
    o.continues("Does the scope");
    o.presses("no");
    o.continues("Does anyone's duty");
    o.presses("no");
    o.continues("Which data, whose");
    o.types("f-which", "Names and texts of 900 customers.");
    o.answers("assessment", "no");
    o.continues("Who is it, and what can they reach?");
    o.types("f-name", "Deskly");
    o.types("f-service", "Runs the ticket tool.");
    o.presses("our data");
    o.types("f-data_where", "Ireland");
    o.goes_on();
    o.answers("critical", "important");
    o.answers("personal_data", "yes, by our order");
    o.goes_on();
    o.presses("Add a row");
    o.types("f-things-0-title", "Ticket tool");
    o.window.choose("f-things-0-what", "application");
    o.types("f-things-0-purpose", "Keeps what customers ask.");
    o.types("f-things-0-runs_where", "At Deskly, in Ireland");
    o.within(".list-row", "the internet");
    o.goes_on();
    o.row("Ticket tool", "confidential");
    for (field, answer) in
        [("personal_data", "yes, ordinary"), ("confidentiality", "3"), ("integrity", "2"), ("availability", "2")]
    {
        o.within(&format!("[data-row] .ask:has([id$=\"{field}\"])"), answer);
    }
    o.continues("It touches these. Right?");
    o.picks("f-assets", "Support tickets");
    o.goes_on();
    o.picks("f-risks", "R-0");
    o.continues("What could go wrong");
    o.types("f-none_because", "The register has the risks of losing tickets already.");
    o.goes_on();
    o.presses("Add a row");
    o.types("f-needs-0-what", "A second factor is on for everyone.");
    o.picks("f-needs-0-who", "Aoife");
    o.types("f-needs-0-until", "2027-01-20");
    o.continues("Must the certification body be told?");
    o.answers("tell", "no");
    o.continues("Who says yes?");
    o.window.choose("f-approved", "P-001");
    o.answers("approved", "not yet");
    o.continues("When will you look");
    o.continues("Check your answers");
    o.window.sees("Deskly is added");
    o.signs("Went through the seven questions with support.");
    let w = o.leaves();
    let c = titled(&w, "change", "A new tool for support tickets")[0]["body"].clone();
    assert_eq!((&c["state"], c["screening"].as_array().map(Vec::len)), (&json!("screened"), Some(7)), "{c}");
    assert_eq!(titled(&w, "supplier", "Deskly").len(), 1);
    assert_eq!(titled(&w, "asset", "Ticket tool")[0]["body"]["state"], "planned");
    assert_eq!(titled(&w, "action", "A second factor is on").len(), 1);
}

#[test]
fn an_incident_is_opened_within_minutes_and_its_clocks_stand_on_top() {
    let o = Owner::opens("incident.isms");
    o.presses("Something happened");
    o.presses("Something went wrong");
    o.window.heads("What happened?");
    o.types("f-what", "A bag with a laptop was taken in a train. The laptop was locked.");
    o.types("f-title", "Laptop stolen in Leeds");
    o.picks("f-assets", "Laptops");
    o.continues("When was it noticed");
    o.types("f-noticed_at", "2026-11-24");
    o.types("f-noticed_at-time", "08:10");
    o.types("f-noticed_by", "a developer, by telephone");
    o.looks_back("What happened?", "taken in a train");
    o.continues("What must be done in the next hour?");
    o.row("Stop it", "done");
    o.types("f-now-0-at", "2026-11-24");
    o.types("f-now-0-at-time", "08:40");
    o.row("Keep what", "not needed");
    o.goes_on();
    o.presses("an incident");
    o.goes_on();
    o.answers("personal_data", "yes");
    o.types("f-whose_data", "About 300 customers: name, address, order.");
    o.continues("What could it mean for them?");
    o.answers("risk_to_people", "a risk");
    o.types("f-people_why", "The disk is encrypted, the password was short.");
    o.goes_on();
    o.answers("significant", "no");
    o.continues("These reports may be due");
    for row in o.rows() {
        o.row(&row, "still to do");
    }
    o.continues("Who else must hear of it?");
    o.continues("What have you kept as proof");
    o.continues("Check your answers");
    o.window.sees("Laptop stolen in Leeds");
    o.signs("Written down within the hour with the developer.");
    o.goes("#/incident");
    o.window.sees("Laptop stolen in Leeds");
    let w = o.leaves();
    let i = titled(&w, "incident", "Laptop stolen in Leeds")[0].clone();
    assert_eq!((&i["body"]["class"], &i["body"]["personal_data"]), (&json!("incident"), &json!("yes")), "{i}");
    // Its clocks run from the moment that was typed.
    let s = w.says(&["status"]);
    let clock = format!("{}/gdpr-33", i["id"].as_str().expect("a code"));
    let item = s["items"].as_array().expect("items").iter().find(|x| x["id"] == clock).expect("a clock");
    assert_eq!(item["due"], "2026-11-27", "{item}");
}

#[test]
fn an_audit_is_planned_from_the_palette() {
    let o = Owner::opens("audit.isms");
    o.calls("Start: Check yourself");
    o.window.heads("What shall this audit cover?");
    o.types("f-aims", "Whether suppliers are looked at as we say.");
    o.continues("Who audits?");
    o.picks("f-auditor", "Aoife");
    o.types("f-able", "A course of three days, and two audits beside the last auditor.");
    o.types("f-independent", "Runs none of what is looked at.");
    o.looks_back("What shall this audit cover?", "Whether suppliers are looked at");
    o.goes_on();
    o.presses("Add a row");
    o.within(".list-row", "talk");
    o.types("f-how-0-samples", "3");
    o.types("f-how-0-of", "people of the office");
    o.types("f-planned_on", "2027-01-20");
    o.continues("This is the checklist");
    o.continues("Check your answers");
    o.signs("Planned with management for January.");
    let w = o.leaves();
    let a = titled(&w, "audit", "Internal audit, January 2027")[0]["body"].clone();
    assert_eq!(a["state"], "planned", "{a}");
    assert!(a["checklist"].as_array().is_some_and(|c| c.len() > 3), "{a}");
}

#[test]
fn management_looks_at_it_all() {
    let o = Owner::opens("management.isms");
    o.goes("#/record/RT-24");
    o.begins();
    o.window.heads("When, who takes part");
    o.picks("f-present", "Tobias");
    o.goes_on();
    o.presses("we read it together now");
    o.goes_on();
    for n in 0..11 {
        o.types("f-said", &format!("Nothing, because point {n} of the paper shows no change."));
        for row in o.rows() {
            if o.window.heading().contains("objectives") {
                o.row(&row, "it is left so");
                o.row_types(&row, "Why is it left so", "It is measured anew in spring, with the new hands.");
            } else {
                o.row(&row, "no");
                o.row_types(&row, "Why not", "It is brought below the line first.");
            }
        }
        let heading = o.goes_on();
        if n == 0 {
            o.looks_back("What became of what you decided last time?", "point 0 of the paper");
        }
        assert!(!heading.is_empty());
    }
    o.window.heads("Are people, time and money enough?");
    o.answers("enough", "yes");
    o.types("f-why", "Daniel has a day a week, and that is what it takes.");
    o.goes_on();
    for (field, why) in [
        ("enough", "Every promise to customers was kept."),
        ("fits", "It is as small as we are."),
        ("works", "No incident came twice."),
    ] {
        o.answers(field, "yes");
        o.types(&format!("f-{field}_why"), why);
    }
    o.continues("What do you decide");
    o.presses("Add a row");
    o.types("f-decisions-0-what", "Half a day more a week for the suppliers.");
    o.picks("f-decisions-0-who", "Tobias");
    o.types("f-decisions-0-until", "2027-01-31");
    o.continues("Who approves these minutes?");
    o.window.choose("f-approved", "P-002");
    o.answers("approved", "here, now");
    o.continues("Check your answers");
    o.window.sees("Half a day more a week");
    o.signs("Went through all topics together in the morning.");
    let w = o.leaves();
    let m = titled(&w, "management_review", "Management review of 24 November 2026")[0]["body"].clone();
    assert_eq!((&m["state"], m["inputs"].as_array().map(Vec::len)), (&json!("minuted"), Some(11)), "{m}");
    assert_eq!(titled(&w, "action", "Half a day more a week").len(), 1);
}

#[test]
fn who_may_get_in_is_looked_at_with_the_systems_own_list() {
    let o = Owner::opens("access.isms");
    o.will_choose("crm.csv", "login,display name,role,last sign-in,mfa\nmargaret.rowe,Margaret Rowe,read,2026-11-23T08:18:00Z,true\ntobias.fennel,Tobias Fennel,user,2026-11-19T08:13:00Z,true\ndaniel.okafor,Daniel Okafor,admin,2026-09-18T08:10:00Z,false\npaulo.sa,Paulo S\u{e1},user,2026-11-12T09:00:00Z,true\ninfo,Shared mailbox,user,2026-11-20T09:00:00Z,false\nhannah.lindqvist,Hannah Lindqvist,create and approve invoices,2026-11-20T09:00:00Z,true\n");
    o.goes("#/record/RT-13");
    o.begins();
    o.window.heads("Which system is it?");
    o.picks("f-system", "Customer relations");
    o.presses("choose one");
    o.window.sees("6 rows");
    o.picks("f-taken_by", "Aoife");
    o.continues("Whose account is this?");
    o.row("Shared mailbox", "a service");
    o.row_picks("Shared mailbox", "Which person?", "Aoife");
    o.goes_on();
    o.row("Paulo", "remove");
    // What to look at stands beside the names; the right to everything needs a word only where it is kept.
    o.window.sees("may do everything");
    assert!(!o.window.text().contains("Why does it need all rights?"));
    o.row("Daniel", "keep");
    o.row_types("Daniel", "Why does it need all rights?", "Runs the system.");
    o.row("Hannah", "ask");
    for row in o.rows().into_iter().filter(|r| !["Paulo", "Daniel", "Hannah"].iter().any(|x| r.starts_with(x))) {
        o.row(&row, "keep");
    }
    o.looks_back("Whose account is this?", "a service");
    o.continues("These can both do and approve");
    o.row("Hannah", "watched by");
    o.row_types("Hannah", "Who watches", "Margaret signs each month's list.");
    o.continues("Whom did you ask");
    o.row("Hannah", "keep");
    o.row_picks("Hannah", "Whom did you ask?", "Margaret");
    o.continues("Are they removed?");
    o.answers("done", "yes");
    o.picks("f-removed_by", "Aoife");
    o.types("f-removed_on", "2026-11-24");
    o.continues("1 who left still had access");
    o.answers("used", "no, seen in the log");
    o.types("f-used_how", "The sign-in of 12 November was our own test.");
    o.continues("Check your answers");
    o.window.sees("5 kept");
    o.signs("Went through the export with the owner of the system.");
    let (desk, item) = o.then("RT-13");
    assert_eq!(item["states"], json!(["current"]), "{item}");
    let kept = desk.isms(&["list", "access.isms", "review", "--json"]).ok().out;
    assert!(kept.contains("Removed from A-015") && kept.contains("paulo.sa"));
}
