//! Courses, competence and the round of people: what each writes, and what each refuses.
use super::book::{Book, but};
use super::registry::Way;
use serde_json::{Value, json};

fn sign(why: &str) -> Value {
    json!({"held_on": "2026-06-02", "why": why, "signed": true})
}
fn course_same() -> Value {
    json!({
        "changed": {}, "teaches": {"still": "yes"}, "right": {"understood": "yes", "understood_why": "All passed and nobody asked twice."},
        "whom": {"right_people": "yes"}, "edit": {"edit": "no"}, "duty": {"duty": "nothing"}, "repeat": {}, "sign": sign("Read it once more beside the policy."),
    })
}
fn course_major() -> Value {
    but(
        course_same(),
        json!({
            "teaches": {"still": "no", "teaches": "Report a loss within four hours, by phone."}, "right": {"understood": "partly", "understood_why": "Two did not know the number."},
            "whom": {"right_people": "no", "for_roles": ["administrator"]}, "edit": {"edit": "later", "until": "2026-07-01"},
            "duty": {"duty": "yes", "changed_what": "Four hours instead of a day."}, "repeat": {"repeat": {"every": 1, "unit": "year", "from": "last"}},
        }),
    )
}
fn course_new_file() -> Value {
    but(
        course_same(),
        json!({"edit": {"edit": "now", "content": "EV-1"}, "duty": {"duty": "no", "changed_what": "Newer pictures, same content."}}),
    )
}
fn needing() -> Book {
    Book::new().with("person", "P-0", json!({"able_because": "Runs the servers since 2015."})).with("organization", "ORG", json!({"role_list": [
        {"role": "everyone"}, {"role": "administrator", "needs": "Can restore a server."}, {"role": "developer"}, {"role": "top management"}]}))
}
fn competence_short() -> Value {
    json!({
        "needs": {"needs": {"administrator": {"right": "same"}}},
        "holders": {"holders": {"administrator": {"held": "yes"}}},
        "able": {"able": {"P-0": {"able": "yes", "why": "Ran the servers of two firms since 2015.", "proof": ["EV-1"]}}},
        "gap": {}, "self": {"me": "A course of four days and three audits.", "auditor": "Audited two partner firms last year."}, "sign": sign("Went through the roles with the head of IT."),
    })
}
fn competence_gap() -> Value {
    but(
        competence_short(),
        json!({
            "needs": {"needs": {"developer": {"right": "other", "needs": "Knows the ten usual mistakes."}}},
            "holders": {"holders": {"developer": {"held": "from_now", "who": "P-2"}}},
            "able": {"able": {"P-2": {"able": "not_yet"}, "P-3": {"able": "yes", "why": "Ten years of code that others read."}}},
            "gap": {"gap": [{"what": "Anna has never done it", "by": "course", "who": "P-1", "until": "2026-09-01"}]},
        }),
    )
}
fn helped() -> Book {
    let mut b = needing();
    b.finish("competence-review", &[], competence_gap()).unwrap();
    b.with("action", "ACT-001", json!({"state": "done", "done_on": "2026-06-01", "result": "Course taken."}))
}
fn competence_helped() -> Value {
    but(
        competence_gap(),
        json!({"helped": {"helped": {"ACT-001": {"helped": "yes", "how": "Found two mistakes in the last review."}}}}),
    )
}
fn nobody() -> Value {
    json!({"list": {"nobody": true}, "outside": {"outside": "no"}, "odd": {"odd": "no"}, "sign": sign("Asked payroll and the team leads.")})
}
/// A list from payroll: one is new, one is gone, one changed role.
fn month() -> Value {
    json!({
        "list": {"list": {"file": "payroll.csv", "rows": [{"id": "2", "Name": "Zero, Pat"}, {"id": "3", "Name": "Jo Berg"}, {"id": "4", "Name": "Alexander Meyer"}, {"id": "5", "Name": "Nova Lind"}]},
            "new": [{"name": "Kim Ode", "standing": "contractor", "joined_on": "2026-06-01", "roles": ["developer"]}], "moved": ["P-3"]},
        "compare": {"there": {"row-5": {"new": "yes", "joined_on": "2026-05-18"}}, "here": {"P-2": {"still": "left", "left_on": "2026-05-31"}}},
        "joined": {"joined": {"new-1": {"screened": "open", "contract": "yes", "access": "open"}, "row-5": {"screened": "done", "contract": "yes", "confidentiality_on": "2026-05-18", "access": "yes"}}},
        "moved": {"moved": {"P-3": {"roles": ["everyone", "administrator"], "goes": "The code.", "comes": "The servers.", "done": "open"}}},
        "left": {"left": {"P-2": {"accounts_closed_on": "2026-05-31", "things_returned_on": "2026-06-01", "to": "P-1", "reminded": "yes"}}},
        "outside": {"outside": "yes", "who_outside": "Kim Ode starts as a freelancer."},
        "odd": {"odd": "yes", "odd_what": "A strange call that asked for a password."},
        "sign": sign("Compared the payroll of May with the register."),
    })
}
fn owning() -> Book {
    Book::new().with("asset", "A-1", json!({"owner": "P-2"}))
}

pub fn ways() -> Vec<Way> {
    let course = |answers| (Book::new(), "course-review", vec!["CRS-0"], answers);
    vec![
        course(course_same()),
        course(course_major()),
        course(course_new_file()),
        (needing(), "competence-review", vec![], competence_short()),
        (needing(), "competence-review", vec![], competence_gap()),
        (helped(), "competence-review", vec![], competence_helped()),
        (Book::new(), "people-round", vec![], nobody()),
        (owning(), "people-round", vec![], month()),
    ]
}
fn titles(b: &Book, kind: &str) -> Vec<String> {
    b.isms.each(kind).map(|(_, r)| r.title()).collect()
}

#[test]
fn a_course_changes_its_version_only_for_a_real_reason() {
    let mut b = Book::new();
    b.finish("course-review", &["CRS-0"], course_same()).unwrap();
    assert_eq!(b.body("CRS-0")["version"], "1.0");
    let mut b = Book::new();
    b.finish("course-review", &["CRS-0"], course_major()).unwrap();
    let c = b.body("CRS-0");
    assert_eq!(
        (&c["version"], &c["change"], &c["for_roles"]),
        (&json!("2.0"), &json!("major"), &json!(["administrator"]))
    );
    assert_eq!(titles(&b, "action").len(), 2);
    let mut b = Book::new();
    b.finish("course-review", &["CRS-0"], course_new_file()).unwrap();
    assert_eq!((b.body("CRS-0")["version"].as_str(), b.body("CRS-0")["content"].as_str()), (Some("1.1"), Some("EV-1")));
    let b = Book::new();
    let says = |a: Value, step: &str| b.guide("course-review", &["CRS-0"], a).says(step);
    assert!(
        says(but(course_major(), json!({"duty": {"duty": "nothing", "changed_what": null}})), "duty")
            .contains("red duty: The course changes by your answers.")
    );
    assert!(
        says(but(course_same(), json!({"duty": {"duty": "yes", "changed_what": "Everything is new."}})), "duty")
            .contains("red duty: Nothing of the course changes")
    );
    assert!(
        says(but(course_major(), json!({"whom": {"for_roles": ["wizard"]}})), "whom")
            .contains("red for_roles: \u{201c}wizard\u{201d} is not on your list of roles.")
    );
    assert!(says(but(course_major(), json!({"edit": {"until": null}})), "edit").contains("red until:"));
}

#[test]
fn competence_is_shown_by_reasons_and_a_gap_has_a_plan() {
    let mut b = needing();
    b.finish("competence-review", &[], competence_gap()).unwrap();
    assert_eq!(b.body("P-0")["able_because"], "Ran the servers of two firms since 2015.");
    assert_eq!(b.body("P-0")["competence_proof"], json!(["EV-1"]));
    assert!(b.body("P-2")["roles"].as_array().unwrap().contains(&json!("developer")));
    assert_eq!(b.body("ORG")["role_list"][2]["needs"], "Knows the ten usual mistakes.");
    assert_eq!(titles(&b, "action"), ["Competence: Anna has never done it (a course)"]);
    assert_eq!(b.review()["about"], json!(["P-0", "P-3", "P-2"]));
    let b = needing();
    let says = |a: Value, step: &str| b.guide("competence-review", &[], a).says(step);
    assert!(
        says(but(competence_gap(), json!({"gap": {"gap": null}})), "gap")
            .contains("red gap: Anna Meyer is not yet able.")
    );
    let thin = but(competence_short(), json!({"able": {"able": {"P-0": {"why": "Clever."}}}}));
    assert!(says(thin, "able").contains("red able: \u{201c}Clever.\u{201d} shows nobody why Pat Zero is able."));
    let nobody = but(competence_short(), json!({"holders": {"holders": {"administrator": {"held": "nobody"}}}}));
    assert!(says(nobody, "holders").contains("yellow holders:"));
}

#[test]
fn a_measure_that_helped_is_checked() {
    let mut b = helped();
    b.finish("competence-review", &[], competence_helped()).unwrap();
    let a = b.body("ACT-001");
    assert_eq!((&a["state"], &a["effective"]), (&json!("checked"), &json!("yes")));
}

#[test]
fn the_round_adds_moves_and_lets_go_and_hands_over_what_they_had() {
    let mut b = owning();
    b.finish("people-round", &[], month()).unwrap();
    assert_eq!(titles(&b, "person")[4..], ["Kim Ode", "Nova Lind"]);
    assert_eq!(b.body("P-2")["state"], "left");
    assert_eq!(b.body("A-1")["owner"], "P-1");
    assert_eq!(b.body("P-3")["roles"], json!(["everyone", "administrator"]));
    assert_eq!(titles(&b, "incident"), ["A strange call that asked for a password."]);
    assert_eq!(titles(&b, "action").len(), 3);
}

#[test]
fn open_access_after_the_last_day_stops_the_round() {
    let b = owning();
    let says = |a: Value, step: &str| b.guide("people-round", &[], a).says(step);
    let open = but(month(), json!({"left": {"left": {"P-2": {"accounts_closed_on": null, "to": null}}}}));
    let said = says(open, "left");
    assert!(said.contains("red left: The access of Anna Meyer is open 2 days after the last day."), "{said}");
    assert!(said.contains("red left: Anna Meyer answers for 1 records. Say who takes them over."), "{said}");
    assert!(says(but(month(), json!({"list": {"nobody": true}})), "list").contains("red nobody: You named somebody."));
    assert!(says(json!({"list": {}}), "list").contains("red nobody: Drop the list"));
    let twice = but(
        nobody(),
        json!({"list": {"nobody": null, "new": [{"name": "Meyer, Anna", "standing": "employee", "joined_on": "2026-06-01"}]}}),
    );
    assert!(says(twice, "list").contains("red new: Meyer, Anna is in your register already."));
    let early = but(nobody(), json!({"list": {"nobody": null, "left": [{"person": "P-3", "left_on": "2026-01-01"}]}}));
    assert!(says(early, "list").contains("red left: Alexander Meyer joined on 5 January, after that last day."));
    let odd = but(month(), json!({"moved": {"moved": {"P-3": {"roles": ["king"]}}}}));
    assert!(
        says(odd, "moved").contains("red moved: Alexander Meyer: \u{201c}king\u{201d} is not on your list of roles.")
    );
}

#[test]
fn whoever_told_a_last_day_beforehand_is_asked_about_once_it_has_come() {
    let asked = |last: &str| {
        let b = Book::new().with("person", "P-3", json!({"left_on": last}));
        b.guide("people-round", &[], nobody()).steps().contains(&"left".to_string())
    };
    assert!(asked("2026-06-02") && !asked("2026-06-03"));
}
