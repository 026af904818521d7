//! A campaign from the first page to its close: what goes out, what comes back, and each answer that is not taken in with its sentence.
//! Here a colleague answers as the page does: from what stands in the file, with the key that lies there.
use super::book::{Book, but, expect};
use hmac::{Hmac, KeyInit, Mac};
use isms::campaign;
use serde_json::{Value, json};
use sha2::Sha256;

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let late = |answered: &[(&str, &[usize])]| {
        let (b, answers) = sent_and_answered(answered);
        (b.on("2026-07-02"), "training-campaign", vec!["CMP-01"], answers)
    };
    let (some, files) = sent_and_answered(&[("P-2", &[0, 1, 2])]);
    let mut out = vec![
        (Book::new(), "training-campaign", vec!["CRS-0"], sending()),
        (read_it(), "training-campaign", vec!["POL-0"], reading()),
        (some.on("2026-06-10"), "training-campaign", vec!["CMP-01"], taking(files)),
    ];
    let (b, name, about, files) = late(&[("P-0", &[0, 1, 2]), ("P-1", &[0, 0, 0])]);
    out.push((b, name, about, reminding(files)));
    let (b, name, about, files) = late(&[("P-0", &[0, 1, 2])]);
    out.push((b, name, about, closing(files)));
    out
}
fn read_it() -> Book {
    Book::new().with("policy", "POL-0", json!({"must_be_read": "once_a_major"}))
}
pub fn quiz() -> Value {
    json!([
        {"question": "What do you do with a strange mail?", "a": "Report it", "b": "Open it", "right": "a"},
        {"question": "Who may know your password?", "a": "My boss", "b": "Nobody", "c": "IT", "right": "b"},
        {"question": "Where is the policy?", "a": "In a drawer", "b": "Nowhere", "c": "In the wiki", "d": "I do not know", "right": "c"},
    ])
}
/// A course with three questions.
pub fn sending() -> Value {
    json!({
        "what": {"of": "CRS-0"},
        "whom": {"people": ["P-0", "P-1", "P-2", "P-3"]},
        "quiz": {"ask": "yes", "questions": quiz(), "pass_mark": 60},
        "words": {"words": "The reporting time is shorter now. Answer by the end of June.", "until": "2026-06-30"},
        "out": {"answers_to": "pat@example.test"},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "Everyone is due since the new version.", "signed": true},
    })
}
/// A policy, nothing asked.
pub fn reading() -> Value {
    json!({
        "what": {}, "whom": {}, "quiz": {"ask": "no"},
        "words": {"words": "It is new. Read it within the month.", "until": "2026-06-30"},
        "out": {},
        "check": {},
        "sign": {"held_on": "2026-06-02", "outcome": "changed", "why": "The policy must be read by everyone.", "signed": true},
    })
}
fn later(more: Value, held: &str, outcome: &str) -> Value {
    but(
        json!({"close": {"close": "not_yet"}, "check": {}, "sign": {"held_on": held, "outcome": outcome, "why": "Looked at each answer that came.", "signed": true}}),
        more,
    )
}
fn taking(files: Value) -> Value {
    later(json!({"back": {"files": files}}), "2026-06-10", "changed")
}
fn reminding(files: Value) -> Value {
    later(
        json!({"back": {"files": files}, "missing": {"then": {"P-1": {"then": "remind"}, "P-2": {"then": "talk"}, "P-3": {"then": "away", "until": "2026-09-30"}}}}),
        "2026-07-02",
        "changed",
    )
}
fn closing(files: Value) -> Value {
    later(
        json!({"back": {"files": files}, "missing": {"then": {"P-1": {"then": "next_date", "on": "2026-07-20"}}}, "close": {"close": "close", "why": "The rest comes with the next version."}}),
        "2026-07-02",
        "changed",
    )
}
fn sent() -> Book {
    let mut b = Book::new();
    b.finish("training-campaign", &["CRS-0"], sending()).unwrap_or_else(|r| panic!("{r}"));
    b
}
fn sent_and_answered(answered: &[(&str, &[usize])]) -> (Book, Value) {
    let b = sent();
    let texts: Vec<String> = answered.iter().map(|(p, a)| Colleague::of(&b, p).answers(a)).collect();
    (b, dropped(&texts.iter().map(String::as_str).collect::<Vec<_>>()))
}
/// Files as the import reads them.
pub fn dropped(texts: &[&str]) -> Value {
    let rows: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(n, t)| json!({"id": n.to_string(), "file": format!("{n}.isms-answer"), "text": t}))
        .collect();
    json!({"file": "0.isms-answer", "rows": rows})
}

/// Somebody with a file.
pub struct Colleague {
    pub asked: Value,
}
impl Colleague {
    pub fn of(b: &Book, person: &str) -> Colleague {
        let page = campaign::page(&b.isms, "CMP-01", person, None, b.today).unwrap();
        let from = page.find("id=\"asked\">").unwrap() + 11;
        let to = page[from..].find("</script>").unwrap();
        Colleague { asked: serde_json::from_str(&page[from..from + to]).unwrap() }
    }
    pub fn answers(&self, answers: &[usize]) -> String {
        self.said(answers, "2026-06-09", "0011223344556677")
    }
    pub fn said(&self, answers: &[usize], when: &str, attempt: &str) -> String {
        let a = &self.asked;
        let answers = answers.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
        let body = format!(
            r#"{{"isms-answer":1,"campaign":{},"number":{},"person":{},"of":{},"version":{},"read":true,"answers":[{answers}],"when":"{when}","attempt":"{attempt}""#,
            a["campaign"], a["number"], a["person"], a["of"], a["version"]
        );
        let key = isms::plan::unhex(a["key"].as_str().unwrap()).unwrap();
        let mut m = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        m.update(body.as_bytes());
        format!("{body},\"mac\":\"{}\"}}", isms::plan::hex(&m.finalize().into_bytes()))
    }
}
/// What is said of one answer, dropped on this book.
fn says(b: &Book, text: &str) -> String {
    let looked = campaign::look(&b.isms, "CMP-01", &[("a".into(), Ok(text.into()))], b.today).unwrap();
    match (looked.accepted.first(), looked.refused.first()) {
        (Some(a), None) => format!(
            "accepted {} on {} {:?} {}{}",
            a.person,
            a.on,
            a.score,
            if a.passed { "passed" } else { "failed" },
            a.note
        ),
        (None, Some(r)) => r.why.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_course_is_sent_answered_and_recorded() {
    let (b, files) = sent_and_answered(&[("P-2", &[0, 1, 2]), ("P-3", &[1, 0, 2])]);
    let c = b.body("CMP-01");
    assert_eq!(
        (c["of"].as_str(), c["version"].as_str(), c["sent_on"].as_str(), c["state"].as_str(), c["pass_mark"].as_u64()),
        (Some("CRS-0"), Some("1.0"), Some("2026-06-02"), Some("out"), Some(60))
    );
    let mut b = b.on("2026-06-10");
    b.finish("training-campaign", &["CMP-01"], taking(files)).unwrap_or_else(|r| panic!("{r}"));
    let t = b.body("TR-0001");
    assert_eq!(
        (
            t["person"].as_str(),
            t["result"].as_str(),
            t["score"].as_u64(),
            t["how"].as_str(),
            t["campaign"].as_str(),
            t["on"].as_str()
        ),
        (Some("P-2"), Some("passed"), Some(100), Some("campaign_file"), Some("CMP-01"), Some("2026-06-09"))
    );
    assert_eq!((b.body("TR-0002")["result"].as_str(), b.body("TR-0002")["score"].as_u64()), (Some("failed"), Some(33)));
    assert_eq!(t["evidence"], json!(["EV-0002"]));
    let e = b.body("EV-0002");
    assert_eq!((e["shows"].as_str(), e["about"].clone()), (Some("2 answers to CMP-01, 2026-06-10"), json!(["CMP-01"])));
    assert_eq!(b.states("P-2/CRS-0"), "current");
    assert_eq!(b.review()["about"], json!(["CMP-01"]));
    // Whoever failed answers once more; whoever passed is not recorded twice.
    let again = Colleague::of(&b, "P-3").said(&[0, 1, 0], "2026-06-10", "ffff223344556677");
    assert_eq!(says(&b, &again), "accepted P-3 on 2026-06-10 Some(66) passed");
    assert_eq!(
        says(&b, &Colleague::of(&b, "P-2").said(&[0, 1, 0], "2026-06-10", "ffff223344556677")),
        "Anna Meyer has answered already, on 9 June, with 100 %. Nothing is recorded twice."
    );
}

#[test]
fn a_policy_that_was_read_is_an_acknowledgement_with_its_answer_as_proof() {
    let mut b = read_it();
    b.finish("training-campaign", &["POL-0"], reading()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("CMP-01")["people"], json!(["P-3", "P-2", "P-1", "P-0"]));
    let files = dropped(&[&Colleague::of(&b, "P-1").answers(&[])]);
    let mut b = b.on("2026-06-10");
    b.finish("training-campaign", &["CMP-01"], taking(files)).unwrap_or_else(|r| panic!("{r}"));
    let a = b.body("ACK-0001");
    assert_eq!(
        (
            a["person"].as_str(),
            a["policy_version"].as_str(),
            a["how"].as_str(),
            a["proof"].clone(),
            a["campaign"].as_str()
        ),
        (Some("P-1"), Some("1.0"), Some("campaign_file"), json!(["EV-0002"]), Some("CMP-01"))
    );
    assert_eq!(b.states("P-1/POL-0"), "current");
}

#[test]
fn each_answer_that_is_not_taken_in_says_why() {
    let b = sent().on("2026-06-10");
    let anna = Colleague::of(&b, "P-2");
    let good = anna.answers(&[0, 1, 2]);
    assert_eq!(says(&b, &good), "accepted P-2 on 2026-06-09 Some(100) passed");
    // Edited: a better answer, another day, another person, another spelling of the same.
    let edited =
        "It was changed after it was saved, or was not written by Anna Meyer\u{2019}s file. Ask Anna Meyer once more.";
    let worse = anna.answers(&[1, 1, 2]);
    assert_eq!(says(&b, &worse.replace("[1,1,2]", "[0,1,2]")), edited);
    assert_eq!(says(&b, &good.replace("2026-06-09", "2026-06-08")), edited);
    assert!(says(&b, &good.replace("P-2", "P-3")).contains("was not written by Alexander Meyer\u{2019}s file"));
    assert_eq!(
        says(&b, &good.replace(",\"when\"", ", \"when\"")),
        "It was changed after it was saved, so it counts for nobody. Ask for it once more."
    );
    // Strangers, and files of others.
    assert_eq!(
        says(&b, &good.replace("P-2", "P-99")),
        "P-99 was not asked in CMP-01. Nothing is recorded of strangers."
    );
    let number = anna.asked["number"].as_str().unwrap();
    assert_eq!(
        says(&b, &good.replace(number, "0123456789abcdef")),
        "It answers a campaign of another organization or file (CMP-01, number 0123456789abcdef)."
    );
    // Damaged, no answer, too large, of a newer program.
    assert_eq!(
        says(&b, &good[..good.len() / 2]),
        "The answer is damaged, or was changed by hand. Ask for it once more."
    );
    assert_eq!(says(&b, "Dear Pat, here it is."), "This is no answer to a campaign.");
    assert_eq!(says(&b, &"x".repeat(9000)), "It has 9 KB. An answer has at most 8 KB.");
    assert_eq!(
        says(&b, &good.replace(":1,", ":2,")),
        "It was written by a newer version of this program. Update, then drop it again."
    );
    // What the key of this one person seals, but the page never writes.
    assert_eq!(
        says(&b, &anna.answers(&[0, 1])),
        "It does not answer what CMP-01 asks. Send Anna Meyer the file once more."
    );
    assert_eq!(
        says(&b, &anna.answers(&[0, 1, 9])),
        "It does not answer what CMP-01 asks. Send Anna Meyer the file once more."
    );
    // A clock that is wrong loses no answer.
    assert_eq!(
        says(&b, &anna.said(&[0, 1, 2], "2020-01-01", "00")),
        "accepted P-2 on 2026-06-10 Some(100) passedThe clock there said 1 January 2020; today is recorded."
    );
}

#[test]
fn doubles_replays_closed_and_outdated_answers_are_refused() {
    let b = sent();
    let (anna, alex) = (Colleague::of(&b, "P-2"), Colleague::of(&b, "P-3"));
    let (good, failed) = (anna.answers(&[0, 1, 2]), alex.answers(&[1, 0, 0]));
    let given = |texts: &[&String]| -> Vec<(String, Result<String, String>)> {
        texts.iter().enumerate().map(|(n, t)| (n.to_string(), Ok(t.to_string()))).collect()
    };
    let mut b = b.on("2026-06-10");
    let second = anna.said(&[0, 1, 2], "2026-06-10", "aa");
    let looked = campaign::look(&b.isms, "CMP-01", &given(&[&good, &good, &second, &failed]), b.today).unwrap();
    let refused: Vec<&str> = looked.refused.iter().map(|r| r.why.as_str()).collect();
    assert_eq!(
        refused,
        [
            "The same answer is here twice. It is taken in once.",
            "Anna Meyer has answered already, in another of these files. Nothing is recorded twice."
        ]
    );
    b.propose(campaign::taken_in(&b.isms, "CMP-01", &looked, "P-0", b.today).unwrap()).unwrap();
    assert_eq!(b.isms.each("training_record").count(), 2);
    assert_eq!(says(&b, &good), "It was recorded already, on 9 June.");
    assert_eq!(says(&b, &failed), "It was recorded already, on 9 June.");
    let nothing = campaign::look(&b.isms, "CMP-01", &given(&[&good, &failed]), b.today).unwrap();
    let none = campaign::taken_in(&b.isms, "CMP-01", &nothing, "P-0", b.today).unwrap_err().to_string();
    assert!(none.contains("None of these answers can be taken in."), "{none}");
    let jo = Colleague::of(&b, "P-1").answers(&[0, 1, 2]);
    // A new version that changes what people must do.
    b.act(
        isms::Verb::Publish,
        vec![isms::Change::put(
            "course",
            "CRS-0",
            json!({"version": "2.0", "change": "major", "changed_what": "Report within an hour."}),
        )],
    );
    assert_eq!(says(&b, &jo), "It is about version 1.0, and version 2.0 holds. Ask Jo Berg again about that one.");
    b.act(isms::Verb::State, vec![isms::Change::put("campaign", "CMP-01", json!({"state": "closed"}))]);
    assert_eq!(says(&b, &jo), "CMP-01 was closed on 10 June. Jo Berg is asked again by the next one.");
}

/// Whatever byte is touched, nothing is taken in.
#[test]
fn an_answer_with_any_byte_changed_is_refused() {
    let b = sent().on("2026-06-10");
    let good = Colleague::of(&b, "P-2").answers(&[0, 1, 2]).into_bytes();
    let mut tried = 0;
    for at in 0..good.len() {
        for bit in 0..8 {
            let mut bad = good.clone();
            bad[at] ^= 1 << bit;
            let Ok(text) = String::from_utf8(bad) else { continue };
            for text in [campaign::tidy(&text), text] {
                let looked = campaign::look(&b.isms, "CMP-01", &[("a".into(), Ok(text.clone()))], b.today).unwrap();
                assert!(looked.accepted.is_empty(), "byte {at}: {text}");
                tried += 1;
            }
        }
        let mut cut = good.clone();
        cut.remove(at);
        let looked =
            campaign::look(&b.isms, "CMP-01", &[("a".into(), Ok(String::from_utf8(cut).unwrap()))], b.today).unwrap();
        assert!(looked.accepted.is_empty(), "without byte {at}");
    }
    assert!(tried > 3000, "{tried}");
}

#[test]
fn an_answer_that_went_through_a_mail_program_is_the_same_answer() {
    let b = sent().on("2026-06-10");
    let good = Colleague::of(&b, "P-2").answers(&[0, 1, 2]);
    let wrapped: String =
        good.as_bytes().chunks(70).map(|c| format!("> {}\r\n", std::str::from_utf8(c).unwrap())).collect();
    let quoted = format!("Hello Pat,\r\nhere it is:\r\n{wrapped}\r\nRegards, {{Anna}}");
    assert_eq!(campaign::tidy(&quoted), good);
    assert_eq!(campaign::tidy(&good.replacen('"', "\u{201c}", 1)), good);
}

#[test]
fn the_file_of_a_person_tells_nothing_that_is_not_theirs() {
    let b = sent();
    let secret = b.body("CMP-01")["secret"].as_str().unwrap().to_string();
    assert_eq!(secret.len(), 64);
    let page = campaign::page(&b.isms, "CMP-01", "P-2", None, b.today).unwrap();
    let other = Colleague::of(&b, "P-3").asked["key"].as_str().unwrap().to_string();
    for hidden in [&secret, &other, "\"right\"", "Alexander Meyer", "{title}", "{quiz}", "http://", "https://", "src="]
    {
        assert!(!page.contains(hidden), "{hidden}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("<html lang=\"en\">"));
    // A text in German is read as German; what the program says beside it stays English.
    let german = Book::new();
    let mut german = german;
    german
        .finish("training-campaign", &["CRS-0"], but(sending(), json!({"words": {"lang": "de"}})))
        .unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(german.body("CMP-01")["lang"], "de");
    let page_de = campaign::page(&german.isms, "CMP-01", "P-2", None, german.today).unwrap();
    for part in [
        "<html lang=\"de\">",
        "<dl class=\"facts\" lang=\"en\">",
        "<h2 id=\"part-0\" lang=\"en\">",
        "<h2 id=\"quiz\" lang=\"en\">3 questions</h2>",
        "<section class=\"stand\" lang=\"en\"",
        "<footer lang=\"en\">",
    ] {
        assert!(page_de.contains(part), "{part} in {page_de}");
    }
    assert!(
        page_de.contains("<div class=\"words\"><p>The reporting time"),
        "the owner's words have the language of the page"
    );
    // Nobody gives a secret, and no change of the record moves it.
    let own = isms::Proposal {
        verb: isms::Verb::Change,
        why: String::new(),
        changes: vec![isms::Change::put("campaign", "CMP-01", json!({"secret": "00"}))],
    };
    let mut b = b;
    assert!(b.propose(own).unwrap_err().to_string().contains("Its secret is made by the program."));
    let asked_else = isms::Proposal {
        verb: isms::Verb::Change,
        why: String::new(),
        changes: vec![isms::Change::put("campaign", "CMP-01", json!({"pass_mark": 10}))],
    };
    assert!(
        b.propose(asked_else)
            .unwrap_err()
            .to_string()
            .contains("The files are out; what they ask stays as it went out.")
    );
    assert_eq!(b.body("CMP-01")["secret"], secret.as_str());
}

#[test]
fn what_the_owner_writes_cannot_become_part_of_the_page() {
    let mut b = Book::new().with("course", "CRS-0", json!({"title": "A <b>& {style}", "teaches": "# Know\n\n<script>alert(1)</script>\n\nand <img src=x onerror=alert(1)> ![p](http://x/y.png) [a](javascript:alert(1)) [b](https://example.test/)"}));
    let mut answers = sending();
    answers["words"]["words"] = "</script><script>alert(2)</script> {asked}".into();
    answers["quiz"]["questions"][0]["a"] = "\"><script>alert(3)</script>".into();
    b.finish("training-campaign", &["CRS-0"], answers).unwrap_or_else(|r| panic!("{r}"));
    let page = campaign::page(&b.isms, "CMP-01", "P-2", None, b.today).unwrap();
    assert_eq!(page.matches("<script").count(), 2);
    for no in ["<img", "javascript:", "<script>alert", "y.png"] {
        assert!(!page.contains(no), "{no}");
    }
    assert!(page.contains("<a href=\"https://example.test/\""));
    assert!(page.contains("A &lt;b&gt;&amp; {style}"));
    assert!(page.contains("<h3>Know</h3>"));
}

#[test]
fn reminders_absence_talks_and_the_close_are_recorded() {
    let (b, files) = sent_and_answered(&[("P-0", &[0, 1, 2]), ("P-1", &[0, 0, 0])]);
    let mut b = b.on("2026-07-02");
    b.finish("training-campaign", &["CMP-01"], reminding(files)).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(
        b.body("CMP-01")["reminded"],
        json!([{"person": "P-1", "on": "2026-07-02", "then": "remind"}, {"person": "P-2", "on": "2026-07-02", "then": "talk"}, {"person": "P-3", "on": "2026-07-02", "then": "away"}])
    );
    assert_eq!(b.body("P-3")["away_until"], "2026-09-30");
    // The guide recorded it today already; written again on another day, it is recorded again.
    let to = campaign::to_remind(&b.isms, b.isms.get("CMP-01").unwrap());
    assert_eq!(to, ["P-1"]);
    assert!(campaign::reminders_written(&b.isms, "CMP-01", &to, b.today).is_none());
    let mut b = b.on("2026-07-09");
    let p = campaign::reminders_written(&b.isms, "CMP-01", &to, b.today).unwrap();
    assert_eq!(p.why, "1 reminder to CMP-01 written.");
    b.propose(p).unwrap();
    let standing = campaign::standing(&b.isms, b.isms.get("CMP-01").unwrap());
    let jo = standing.iter().find(|s| s.person == "P-1").unwrap();
    assert_eq!(jo.reminded, "reminded 2026-07-02; reminded 2026-07-09");
    let doc = isms::report::build(&b.isms, "campaign", &isms::report::Scope::on(b.today).about("CMP-01")).unwrap();
    assert!(isms::text::doc_text(&doc).contains("reminded 2026-07-02; reminded 2026-07-09"));
    let mut b = b.on("2026-07-02");
    assert_eq!(b.body("ACT-001")["what"], "Talk to Anna Meyer about CRS-0 Security basics");
    let l = campaign::letter(&b.isms, "CMP-01", "P-1", None, true, b.today).unwrap();
    assert_eq!(l.subject, "Reminder: Security basics, answer was asked by 30 June");
    assert!(l.body.contains("It has 33 % right, and 60 % are needed."), "{}", l.body);
    assert_eq!((l.to, l.name.as_str()), (Some(("Jo Berg".into(), "jo@example.test".into())), "CMP-01 P-1 Jo Berg"));
    let close = later(
        json!({"back": {}, "close": {"close": "close", "why": "Two are away until autumn."}}),
        "2026-07-02",
        "changed",
    );
    let g = b.guide("training-campaign", &["CMP-01"], close.clone());
    expect(&g.says("close"), "yellow close: 1 of 4 is under 90 %. The pack will show why.");
    expect(
        &b.guide("training-campaign", &["CMP-01"], but(close.clone(), json!({"close": {"why": null}}))).says("close"),
        "red why: \u{201c}Why, with so many still open?\u{201d} is not answered.\nyellow close: 1 of 4 is under 90 %. The pack will show why.",
    );
    b.finish("training-campaign", &["CMP-01"], close).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b.body("CMP-01")["state"], "closed");
    expect(
        &b.guide("training-campaign", &["CMP-01"], json!({"close": {"close": "not_yet"}})).says("close"),
        "red close: CMP-01 is closed. Begin another for those who are still due.",
    );
    assert_eq!(b.states("P-2/CRS-0"), "never reviewed");
    assert!(campaign::letter(&b.isms, "CMP-01", "P-2", None, true, b.today).is_err());
}

#[test]
fn each_check_of_the_pages_bites() {
    let says = |step: &str, other: Value| {
        Book::new().guide("training-campaign", &["CRS-0"], but(sending(), json!({step: other}))).says(step)
    };
    expect(
        &says("what", json!({})),
        "yellow of: CRS-0 has no material. They read only what it says that they should know.",
    );
    expect(&says("whom", json!({"people": []})), "red people: Nobody is ticked. Who gets it?");
    expect(
        &says("whom", json!({"people": ["P-2"]})),
        "yellow people: Jo Berg directs the organization and is due, but not ticked. An auditor looks there first.",
    );
    expect(
        &says("quiz", json!({"questions": [{"question": "Where?", "a": "Here", "b": "There", "right": "c"}]})),
        "red questions: Question 1 has no answer C. Which is right?",
    );
    expect(
        &says("quiz", json!({"questions": [{"question": "Where?", "a": "Here", "b": "Here", "right": "a"}]})),
        "red questions: Question 1 has the same answer twice. Only one of them would count.",
    );
    expect(
        &says("quiz", json!({"questions": [{"question": "Where?", "a": "Here", "b": "There", "right": "a"}]})),
        "yellow questions: So few are soon guessed. Three to seven are usual.",
    );
    expect(
        &says("quiz", json!({"pass_mark": null})),
        "red pass_mark: \u{201c}From which result on is it passed?\u{201d} is not answered.",
    );
    expect(
        &says("words", json!({"until": "2026-06-02"})),
        "red until: 2 June is not in the future. Until when shall they answer?",
    );
    expect(
        &says("words", json!({"until": "2026-12-01"})),
        "yellow until: That is 182 days from now. What is asked for so late is soon forgotten.",
    );
    expect(
        &says("words", json!({"words": "Read it."})),
        "red words: \u{201c}Read it.\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("out", json!({"answers_to": "pat"})),
        "red answers_to: \u{201c}pat\u{201d} is no address. Write it like name@example.org.",
    );
    // A course with a mark of its own.
    let own = but(sending(), json!({"what": {"of": "CRS-1"}}));
    expect(
        &Book::new().guide("training-campaign", &["CRS-1"], own).says("quiz"),
        "red pass_mark: CRS-1 asks for 80 %. Less would not count there.",
    );
    let b = Book::new().with("person", "P-2", json!({"joined_on": "2026-06-15", "email": null}));
    let w = b.guide("training-campaign", &["CRS-0"], sending()).says("whom");
    expect(&w, "red people: Anna Meyer begins on 15 June. Ask then.");
    let b = Book::new().with("policy", "POL-0", json!({"state": "withdrawn"}));
    assert!(
        b.guide("training-campaign", &["POL-0"], reading()).says("what").contains("red of: POL-0 is not in force.")
    );
    expect(
        sent().guide("training-campaign", &["CRS-0"], sending()).says("what").lines().last().unwrap_or_default(),
        "yellow of: CMP-01 asks for the same since 2 June, and is open. Go on there for those who have its file.",
    );
}

#[test]
fn what_was_dropped_is_said_beside_the_question_and_one_bad_file_stops_none() {
    let b = sent().on("2026-06-10");
    let anna = Colleague::of(&b, "P-2").answers(&[0, 1, 2]);
    let g = b.guide("training-campaign", &["CMP-01"], taking(dropped(&[&anna, "nonsense"])));
    expect(&g.says("back"), "yellow files: 1.isms-answer: This is no answer to a campaign.");
    let panel = serde_json::to_string(&g.show("back").step.panel).unwrap();
    assert!(panel.contains("Anna Meyer: passed, 100 %, 9 June"), "{panel}");
    assert!(panel.contains("1 of 4 done."), "{panel}");
    let mut b2 = sent().on("2026-06-10");
    b2.finish("training-campaign", &["CMP-01"], taking(dropped(&[&anna, "nonsense"])))
        .unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(b2.isms.each("training_record").count(), 1);
    let said = b2.review()["answers"].to_string();
    assert!(said.contains("1.isms-answer: This is no answer to a campaign."), "{said}");
}

#[test]
fn its_papers_say_who_answered_and_sheets_have_room_for_a_signature() {
    let (b, files) = sent_and_answered(&[("P-2", &[0, 1, 2]), ("P-3", &[1, 0, 0])]);
    let mut b = b.on("2026-06-10");
    b.finish("training-campaign", &["CMP-01"], taking(files)).unwrap_or_else(|r| panic!("{r}"));
    let doc =
        |name: &str, about: &str| isms::report::build(&b.isms, name, &isms::report::Scope::on(b.today).about(about));
    let text =
        |name: &str, about: &str| isms::text::doc_text(&doc(name, about).unwrap_or_else(|r| panic!("{name}: {r}")));
    let campaign = text("campaign", "CMP-01");
    for said in ["1 of 4", "passed, 100 %", "not passed, 0 %", "no answer", "2026-06-09", "Right: Nobody"] {
        assert!(campaign.contains(said), "{said} in {campaign}");
    }
    let secret = b.body("CMP-01")["secret"].as_str().unwrap().to_string();
    assert!(!campaign.contains("Anna Meyer") && !campaign.contains(&secret));
    assert!(!text("record", "CMP-01").contains(&secret));
    let certificate = text("training-certificate", "TR-0001");
    for said in ["Anna Meyer", "Security basics", "version 1.0", "9 June 2026", "passed, with 100 %"] {
        assert!(certificate.contains(said), "{said} in {certificate}");
    }
    let failed = doc("training-certificate", "TR-0002").unwrap_err().to_string();
    assert!(failed.contains("Alexander Meyer did not pass this training, so there is nothing to certify."), "{failed}");
    for (name, about) in [("attendance-sheet", "CRS-0"), ("acknowledgement-sheet", "POL-0")] {
        let d = doc(name, about).unwrap();
        let table = &isms::text::tables(&d)[0];
        assert_eq!(table.heads, ["", "Name, role", "Signature", "Day"]);
        assert!(
            ["Alexander Meyer", "Anna Meyer", "Jo Berg", "Pat Zero"]
                .iter()
                .zip(&table.rows)
                .all(|(n, r)| r[1].contains(n)),
            "{:?}",
            table.rows
        );
    }
    let held = text("held-on-person", "P-2");
    for said in ["Anna Meyer", "anna@example.test", "CMP-01", "TR-0001", "answered: done, 100 %"] {
        assert!(held.contains(said), "{said} in {held}");
    }
    assert!(!held.contains("Alexander Meyer"), "{held}");
}

#[test]
fn a_campaign_past_its_last_day_is_an_item_until_it_is_closed() {
    let b = sent().on("2026-06-30");
    assert_eq!(b.states("CMP-01"), "current");
    let b = b.on("2026-07-01");
    let item = isms::staleness::of(&b.isms, b.today, "CMP-01").unwrap();
    let title = b.isms.record("CMP-01").unwrap().title();
    assert_eq!(
        item.reasons.iter().map(|r| r.text(&b.isms)).collect::<Vec<_>>(),
        [format!("CMP-01 {title}: the last day to answer was 30 June; 4 people are missing.")]
    );
    assert_eq!(isms::staleness::offers(&b.isms, &item), Some(("training-campaign", "Go on")));
}
