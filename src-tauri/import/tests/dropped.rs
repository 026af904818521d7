//! Files dropped on a question of a guide: read into the rows that it asks about, or refused in a sentence.
#![allow(clippy::unwrap_used)] // A test says by panicking what is missing.
use isms::{Change, Isms, Proposal, Stamp, Verb};
use isms_import::dropped;
use serde_json::{Value, json};

fn day(s: &str) -> chrono::NaiveDate {
    isms::dates::parse(s).unwrap()
}
/// A file with three people, one of whom left.
fn people() -> Isms {
    let mut isms = Isms::new("00000000000000000000000000000000");
    let person = |code: &str, title: &str, email: &str, more: Value| {
        let mut body = json!({"title": title, "email": email, "standing": "employee", "roles": ["everyone"], "joined_on": "2020-01-01"});
        more.as_object().unwrap().iter().for_each(|(k, v)| body[k] = v.clone());
        Change::put("person", code, body)
    };
    let mut org = (isms::kinds::kind("organization").unwrap().example)();
    org["top_management"] = json!(["P-0"]);
    org["isms_owner"] = json!("P-0");
    let changes = vec![
        person("P-0", "Grace Holloway", "grace@example.test", json!({})),
        person("P-1", "Anna Meyer", "anna.meyer@example.test", json!({"left_on": "2026-04-30", "state": "left"})),
        Change::put("organization", "ORG", org),
    ];
    let mut salt = || [7u8; 32];
    let mut stamp = Stamp {
        at: day("2026-06-01").and_hms_opt(9, 0, 0).unwrap().and_utc(),
        on: day("2026-06-01"),
        by: "P-0".into(),
        salt: &mut salt,
    };
    let planned = isms.plan(Proposal { verb: Verb::Add, why: "For the test.".into(), changes }, &mut stamp).unwrap();
    isms.apply(&planned);
    isms
}
fn take(of: &str, name: &str, text: &str) -> Value {
    dropped(of, name, text.as_bytes(), &people(), day("2026-06-02")).unwrap()
}
fn refused(of: &str, name: &str, text: &str) -> String {
    dropped(of, name, text.as_bytes(), &people(), day("2026-06-02")).unwrap_err().to_string()
}

#[test]
fn accounts_are_matched_with_people_and_what_stands_out_is_marked() {
    let v = take(
        "accounts",
        "crm.csv",
        "login,display name,role,last sign-in,mfa\ngrace,Grace Holloway,admin,2026-06-01,true\nanna.meyer,Anna Meyer,user,2026-05-12T08:00:00Z,false\ninfo,,user,never,false\ngrace,Grace Holloway,user,,true\n",
    );
    let row = |i: usize| v["rows"][i].clone();
    assert_eq!(v["file"], "crm.csv");
    assert_eq!(
        row(0),
        json!({"id": "row-2", "login": "grace", "display": "Grace Holloway", "rights": "admin", "person": "P-0", "administrator": true, "second_factor": true, "last_sign_in": "2026-06-01"})
    );
    assert_eq!(
        (row(1)["person"].as_str(), row(1)["gone"].as_str(), row(1)["last_sign_in"].as_str()),
        (Some("P-1"), Some("2026-04-30"), Some("2026-05-12"))
    );
    assert_eq!((row(2).get("person"), row(2)["last_sign_in"].as_str()), (None, Some("never")));
    assert_eq!(row(3)["double_of"], "row-2");
}

#[test]
fn any_table_gives_its_rows_by_header() {
    let v = take("table", "/home/x/payroll.csv", "Name;First day\nKim Ode;2026-06-01\n\nNova Lind;\n");
    assert_eq!(v["file"], "payroll.csv");
    assert_eq!(
        v["rows"],
        json!([{"id": "2", "Name": "Kim Ode", "First day": "2026-06-01"}, {"id": "4", "Name": "Nova Lind"}])
    );
}

#[test]
fn what_is_no_such_file_is_refused_in_a_sentence() {
    assert!(refused("accounts", "notes.csv", "a,b\n1,2\n").contains("No list of accounts was recognised"));
    assert!(refused("table", "empty.csv", "").contains("The file is empty."));
    assert!(refused("poems", "x.csv", "a\n1\n").contains("No file of the sort"));
    let many = format!("login,role,last login\n{}", "someone,user,2026-01-01\n".repeat(6_000));
    assert!(
        refused("accounts", "many.csv", &many)
            .contains("The file has 6000 rows. At most 5000 are gone through at once; split it.")
    );
}
