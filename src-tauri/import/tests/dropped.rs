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

// ---- answers to campaigns
/// What is found in a file: each text, or why there is none.
fn answers(name: &str, bytes: &[u8]) -> Vec<String> {
    let isms = Isms::new("00000000000000000000000000000000");
    let read = isms_import::dropped("answers", name, bytes, &isms, day("2026-06-10")).unwrap();
    isms::campaign::rows(&read).into_iter().map(|(_, text)| text.unwrap_or_else(|why| format!("no: {why}"))).collect()
}
const ANSWER: &str = r#"{"isms-answer":1,"campaign":"CMP-01","number":"00","person":"P-001","of":"CRS-01","version":"1.0","read":true,"answers":[0,2],"when":"2026-06-09","attempt":"aa","mac":"bb"}"#;

#[test]
fn answers_are_found_in_files_bundles_and_mails() {
    assert_eq!(answers("a.isms-answer", ANSWER.as_bytes()), [ANSWER]);
    // A file is taken byte for byte; its blanks are not put right.
    let spaced = ANSWER.replace(",\"of\"", ", \"of\"");
    assert_eq!(answers("a.isms-answer", spaced.as_bytes()), [spaced]);
    assert_eq!(answers("CMP-01.isms-answers", format!("{ANSWER}\n{ANSWER}").as_bytes()), [ANSWER, ANSWER]);
    let head = "From: a@example.test\r\nTo: b@example.test\r\nSubject: Answer\r\nMIME-Version: 1.0\r\n";
    let attached = |name: &str, body: &str| {
        format!(
            "{head}Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHello\r\n--x\r\nContent-Type: application/octet-stream; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n--x--\r\n"
        )
    };
    assert_eq!(answers("m.eml", attached("CMP-01 P-001.isms-answer", ANSWER).as_bytes()), [ANSWER]);
    let quoted: String =
        ANSWER.as_bytes().chunks(60).map(|c| format!("> {}\r\n", std::str::from_utf8(c).unwrap())).collect();
    let plain = format!("{head}Content-Type: text/plain; charset=utf-8\r\n\r\nHere:\r\n{quoted}\r\nBest, A.\r\n");
    assert_eq!(answers("m.eml", plain.as_bytes()), [ANSWER]);
    let html = format!(
        "{head}Content-Type: text/html; charset=utf-8\r\n\r\n<p>Here:</p><blockquote>{}</blockquote>\r\n",
        ANSWER.replace('"', "&quot;")
    );
    assert_eq!(answers("m.eml", html.as_bytes()), [ANSWER]);
}

#[test]
fn what_is_no_answer_says_so_for_itself() {
    assert_eq!(answers("a.isms-answer", b""), ["no: The file is empty (0 bytes)."]);
    assert_eq!(answers("a.pdf", b"%PDF-1.7 hello"), ["no: This is no answer to a campaign."]);
    assert_eq!(answers("a.bin", b"\xff\xfe\x00"), ["no: This is no answer to a campaign: it is no text."]);
    assert_eq!(answers("a.isms-answer", &vec![b'{'; 20_000]), ["no: It has 20 KB. An answer has at most 8 KB."]);
    let mail = "From: a@example.test\r\nSubject: Sorry\r\n\r\nI will do it tomorrow.\r\n";
    assert_eq!(
        answers("m.eml", mail.as_bytes()),
        ["no: There is no answer in this mail, neither attached nor in its text."]
    );
    let large = [mail.as_bytes(), &vec![b'x'; 9 << 20]].concat();
    assert_eq!(
        answers("m.eml", &large),
        ["no: The mail has 10 MB. At most 8 MB are opened; save the answer from it, and drop that."]
    );
    // Cut, doubled and senseless mails end in a sentence too.
    for n in 0..mail.len() {
        assert_eq!(answers("m.eml", &mail.as_bytes()[..n.max(1)]).len(), 1);
    }
}

#[test]
fn an_answer_that_is_dropped_anywhere_finds_its_campaign() {
    let mut isms = people();
    assert_eq!(isms_import::answers_to("a.isms-answer", ANSWER.as_bytes(), &isms), None);
    let example = |kind: &str| (isms::kinds::kind(kind).unwrap().example)();
    let mut campaign = example("campaign");
    campaign["sent_on"] = json!("2026-06-01");
    let changes = vec![Change::put("course", "CRS-0", example("course")), Change::put("campaign", "CMP-01", campaign)];
    let on = day("2026-06-01");
    let at = on.and_hms_opt(10, 0, 0).unwrap().and_utc();
    let mut stamp = Stamp { at, on, by: "P-0".into(), salt: &mut || [9u8; 32] };
    let planned = isms.plan(Proposal { verb: Verb::Add, why: String::new(), changes }, &mut stamp).unwrap();
    isms.apply(&planned);
    // One that names no campaign of this file goes to the one that is open, which says why it is not taken in.
    assert_eq!(isms_import::answers_to("a.isms-answer", ANSWER.as_bytes(), &isms).as_deref(), Some("CMP-01"));
    assert_eq!(isms_import::answers_to("a.txt", b"Minutes of Monday", &isms), None);
    let number = isms::campaign::number(isms.get("CMP-01").unwrap(), "CMP-01");
    let own = ANSWER.replace("\"number\":\"00\"", &format!("\"number\":\"{number}\""));
    assert_eq!(isms::campaign::meant_for(&isms, &own).as_deref(), Some("CMP-01"));
}

#[test]
fn a_document_is_its_words_or_says_that_it_has_none() {
    assert!(refused("words", "rules.odt", "no document at all").contains("neither a DOCX nor a PDF"));
    assert!(refused("words", "rules.pdf", "").contains("The file is empty"));
}
