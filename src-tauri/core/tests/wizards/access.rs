//! Who can get into a system: every decision, every refusal, and what is written.
use super::book::{Book, but};
use super::registry::Way;
use isms::Change;
use isms::Verb;
use isms::kinds::kind;
use serde_json::{Value, json};

fn book() -> Book {
    let mut b = Book::new().with("person", "P-2", json!({"state": "left", "left_on": "2026-04-30"}));
    let mut body = (kind("routine").unwrap().example)();
    super::book::merge(&mut body, json!({"wizard": "access-review", "proof_needed": "evidence"}));
    b.act(Verb::Add, vec![Change::put("routine", "RT-1", body)]);
    b.with("asset", "A-1", json!({"title": "CRM", "owner": "P-1"}))
}
fn account(id: u32, login: &str, more: Value) -> Value {
    let mut row = json!({"id": format!("row-{id}"), "login": login, "display": login, "rights": "user", "administrator": false, "last_sign_in": "2026-05-30"});
    super::book::merge(&mut row, more);
    row
}
fn list(rows: Value) -> Value {
    json!({"system": "A-1", "list": {"file": "crm.csv", "evidence": "EV-1", "rows": rows}, "taken_on": "2026-06-02", "taken_by": "P-0"})
}
fn plain() -> Value {
    json!({
        "list": list(json!([account(2, "jo.berg", json!({"person": "P-1"}))])),
        "decide": {"decide": {"row-2": {"what": "keep"}}},
        "sign": {"held_on": "2026-06-02", "why": "Went through the one account with Jo Berg.", "signed": true},
    })
}
fn full() -> Value {
    json!({
        "list": list(json!([
            account(2, "jo.berg", json!({"person": "P-1", "administrator": true, "rights": "admin"})),
            account(3, "anna.meyer", json!({"person": "P-2", "gone": "2026-04-30", "last_sign_in": "2026-05-12"})),
            account(4, "info", json!({"second_factor": false})),
            account(5, "alexander.meyer", json!({"person": "P-3", "rights": "create and approve invoices"})),
            account(6, "pat.zero", json!({"person": "P-0"})),
        ])),
        "match": {"whose": {"row-4": {"whose": "service", "person": "P-1"}}},
        "decide": {"decide": {"row-2": {"what": "keep", "why": "Runs the system."}, "row-3": {"what": "remove"}, "row-4": {"what": "ask"}, "row-5": {"what": "keep"}, "row-6": {"what": "ask"}}},
        "clash": {"clash": {"row-5": {"what": "split"}}},
        "ask": {"asked": {"row-4": {"said": "remove", "whom": "P-1"}, "row-6": {"said": "not_yet"}}},
        "removed": {"done": "not_yet", "who": "P-0", "until": "2026-06-03"},
        "late": {"used": "unknown"},
        "sign": {"held_on": "2026-06-02", "why": "Went through the export with the owner of the CRM.", "signed": true},
    })
}
fn seen_in_log() -> Value {
    but(
        full(),
        json!({"late": {"used": "no", "used_how": "The sign-in of 12 May was our own test."}, "removed": {"done": "yes", "removed_by": "P-0", "removed_on": "2026-06-02", "proof": ["EV-1"], "who": null, "until": null}}),
    )
}
pub fn ways() -> Vec<Way> {
    vec![
        (book(), "access-review", vec![], plain()),
        (book(), "access-review", vec!["RT-1"], full()),
        (book(), "access-review", vec!["RT-1"], seen_in_log()),
    ]
}
fn titles(b: &Book, kind: &str) -> Vec<String> {
    b.isms.each(kind).map(|(_, r)| r.title()).collect()
}

#[test]
fn what_is_decided_becomes_tasks_an_incident_and_a_performance() {
    let mut b = book();
    b.finish("access-review", &["RT-1"], full()).unwrap();
    assert_eq!(
        titles(&b, "action"),
        [
            "Remove 2 accounts of A-1: anna.meyer, info",
            "Ask about 1 accounts of A-1",
            "Split the rights of alexander.meyer in A-1: they both do and approve"
        ]
    );
    assert_eq!(titles(&b, "incident"), ["Access to A-1 after the last day"]);
    assert_eq!(b.review()["about"], json!(["RT-1"]));
    let again = b.guide("access-review", &["RT-1"], full());
    let rows = again.show("decide").step.questions[0].rows.clone().unwrap();
    assert_eq!(
        rows.iter().find(|r| r.title.contains("jo.berg")).unwrap().detail,
        "Rights: admin; last signed in on 30 May; last time: keep"
    );
    let mut b = book();
    b.finish("access-review", &["RT-1"], seen_in_log()).unwrap();
    assert_eq!(titles(&b, "incident").len(), 0);
}

#[test]
fn on_paper_each_account_has_its_decision_and_a_login_stays_at_home() {
    let mut b = book();
    b.finish("access-review", &["RT-1"], full()).unwrap();
    let scope = isms::report::Scope::on("2026-06-02".parse().unwrap());
    let said = |scope: isms::report::Scope| {
        isms::text::doc_text(&isms::report::build(&b.isms, "access-reviews", &scope).unwrap_or_else(|r| panic!("{r}")))
    };
    let register = said(scope.clone());
    assert!(
        register.contains("A-1 CRM | 2026-06-02 | 5 | 2 | 2 | 2, 1 not answered | 1; used: unknown | "),
        "{register}"
    );
    assert!(register.contains("2 of 5: accounts gone through were removed"), "{register}");
    assert!(!register.contains("anna.meyer"), "{register}");
    let outside = said(scope.clone().about("A-1"));
    assert!(!outside.contains("anna.meyer") && outside.contains("account 1 | remove"), "{outside}");
    let inside = said(isms::report::Scope { names: isms::report::Names::Full, ..scope.about("A-1") });
    for line in [
        "anna.meyer (anna.meyer) | remove",
        "info (info) | asked: remove",
        "pat.zero (pat.zero) | asked, not answered",
        "jo.berg (jo.berg) | keep | Runs the system",
        "alexander.meyer (alexander.meyer) | keep",
    ] {
        assert!(inside.contains(line), "{line}:\n{inside}");
    }
    assert!(inside.contains("5 of 5 accounts shown"), "{inside}");
}

#[test]
fn an_account_of_somebody_who_left_goes_and_all_rights_need_a_reason() {
    let b = book();
    let says = |a: Value, step: &str| b.guide("access-review", &["RT-1"], a).says(step);
    let keep = |row: &str| json!({"decide": {"decide": {row: {"what": "keep", "why": null}}}});
    assert!(
        says(but(full(), keep("row-3")), "decide")
            .contains("red decide: anna.meyer (anna.meyer): left on 30 April. The account can only be removed.")
    );
    assert!(
        says(but(full(), keep("row-2")), "decide")
            .contains("red decide: jo.berg (jo.berg) may do everything. Say in one line why that is needed.")
    );
    let nobody =
        but(but(full(), keep("row-4")), json!({"match": {"whose": {"row-4": {"whose": "unknown", "person": null}}}}));
    assert!(says(nobody.clone(), "decide").contains("red decide: info (info) belongs to nobody."));
    assert!(says(nobody, "match").contains("yellow whose: 1 belong to nobody you know."));
    assert!(
        says(but(full(), json!({"list": {"taken_on": "2026-05-01"}})), "list")
            .contains("yellow taken_on: The list is more than two weeks old.")
    );
    assert!(says(full(), "removed").contains("yellow done: 1 of them belong to people who left."));
    let empty = but(plain(), json!({"list": {"list": {"rows": []}}}));
    assert!(says(empty, "list").contains("red list: There is no account in this file."));
    let mine = but(
        plain(),
        json!({"list": {"list": {"rows": [account(2, "pat.zero", json!({"person": "P-0", "administrator": true}))]}}}),
    );
    assert!(says(mine, "list").contains(
        "yellow list: You may do everything in this system yourself. Jo Berg owns it: go through it together."
    ));
}

#[test]
fn a_review_that_never_removes_anything_is_noticed() {
    let mut b = book();
    b.finish("access-review", &["RT-1"], plain()).unwrap();
    b = b.on("2026-09-02");
    let answers = but(
        plain(),
        json!({"sign": {"held_on": "2026-09-02", "why": "Once more with Jo Berg, account by account."}, "list": {"taken_on": "2026-09-02"}}),
    );
    b.finish("access-review", &["RT-1"], answers).unwrap();
    let notes = b.review()["answers"].to_string();
    assert!(notes.contains("Nothing was removed, as the time before."), "{notes}");
}
