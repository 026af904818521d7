//! Lists dropped on the first run: what each is taken for, how one knows what another brings, and what finishing writes.
#![allow(clippy::unwrap_used)] // A test says by panicking what is missing.
use isms::wizard::{self, Answers};
use isms::{Change, Isms, Proposal, Refusal, Stamp, Verb};
use isms_import::{beside, choose, dropped, read_lists};
use serde_json::{Value, json};
use std::collections::HashMap;

fn day(s: &str) -> chrono::NaiveDate {
    isms::dates::parse(s).unwrap()
}
fn today() -> chrono::NaiveDate {
    day("2026-06-02")
}
fn act(isms: &mut Isms, proposal: Proposal) -> Result<(), Refusal> {
    let mut salt = || [7u8; 32];
    let at = today().and_hms_opt(9, 0, 0).unwrap().and_utc();
    let planned = isms.plan(proposal, &mut Stamp { at, on: today(), by: "P-001".into(), salt: &mut salt })?;
    isms.apply(&planned);
    Ok(())
}
/// A file as it begins.
fn new_file() -> Isms {
    let mut isms = Isms::new("00000000000000000000000000000000");
    let mut org = isms::catalog::default_organization("Alder Bikes", today());
    for field in ["owner", "isms_owner"] {
        org[field] = "P-001".into();
    }
    org["top_management"] = json!(["P-001"]);
    org["communication"][0]["by"] = "P-001".into();
    let changes = vec![
        Change::put("person", "P-001", isms::catalog::first_person("The owner of this file", today())),
        Change::put("organization", "ORG", org),
    ];
    act(&mut isms, Proposal { verb: Verb::Add, why: "For the test.".into(), changes }).unwrap();
    isms
}
/// The first run up to its lists: Ida keeps the file, Tom directs.
fn answers() -> Value {
    let laws: serde_json::Map<String, Value> = [
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
    ]
    .iter()
    .map(|l| (l.to_string(), json!("no")))
    .collect();
    json!({
        "who": {"name": "Alder Bikes Ltd", "does": "We make software with which bicycle shops run their workshops."},
        "people": {"people": [{"name": "Ida Alder", "is": "me", "since": "2019-03-01"}, {"name": "Tom Lund", "is": "directs", "since": "2012-01-02"}]},
        "certificate": {"decided_on": "2025-10-01", "expires_on": "2028-09-30", "certificate_number": "IS 4711", "certificate_body": "Certare"},
        "audit": {"agreed": "no"},
        "covers": {"scope": "Development and operation of workshop software."},
        "size": {"headcount": 40, "joiners": "some", "sites": [{"place": "Leeds", "sort": "office"}]},
        "make": {"does_what": ["build"]},
        "laws": {"laws": laws, "promised": "no"},
        "rhythm": {},
        "line": {"accept_up_to": 9, "bands_fit": "keep"},
        "above": {"above": {"high": {"by": "top_management", "months": 12}, "very high": {"by": "nobody"}}},
        "scale": {"likelihood_fit": "keep", "impact_fit": "keep"},
        "findings": {"found": "nothing"},
        "programme": {},
        "safe": {"backups": "here", "lock": "no"},
        "check": {},
        "sign": {"why": "Set up with the certificate and the last report beside it.", "signed": true},
    })
}
/// The first run with files dropped on it, in this order.
struct Guide {
    isms: Isms,
    answers: Answers,
    kept: HashMap<String, Vec<u8>>,
    read: usize,
}
impl Guide {
    fn begin() -> Guide {
        Guide { isms: new_file(), answers: serde_json::from_value(answers()).unwrap(), kept: HashMap::new(), read: 0 }
    }
    fn drops(mut self, name: &str, text: &str) -> Guide {
        let mut now = dropped("lists", name, text.as_bytes(), &self.isms, today()).unwrap();
        let code = format!("EV-{:03}", self.kept.len() + 1);
        self.kept.insert(code.clone(), text.as_bytes().to_vec());
        now["evidence"] = code.into();
        let all = beside("lists", self.answers.get("bring", "lists"), now);
        self.answer("bring", json!({"lists": all}));
        self.reads();
        self
    }
    fn answer(&mut self, step: &str, given: Value) {
        self.answers.keep(step, given.as_object().unwrap().clone());
    }
    fn chooses(mut self, list: &str, choices: Value) -> Guide {
        choose(self.answers.0.get_mut("bring").unwrap().get_mut("lists").unwrap(), list, Some(choices));
        self.reads();
        self
    }
    fn reads(&mut self) {
        let guide = isms::wizards::wizard("first-run").unwrap();
        let about = ["ORG".to_string()];
        let (kept, read) = (&self.kept, &mut self.read);
        let mut bytes = |code: &str| -> Result<Vec<u8>, Refusal> {
            *read += 1;
            Ok(kept[code].clone())
        };
        read_lists(&self.isms, today(), "P-001", guide, &about, &mut self.answers, &mut bytes).unwrap();
    }
    fn list(&self, n: usize) -> &Value {
        &self.answers.get("bring", "lists").unwrap()["rows"][n]
    }
    fn finish(mut self) -> Result<Isms, Refusal> {
        let guide = isms::wizards::wizard("first-run").unwrap();
        let about = ["ORG".to_string()];
        self.reads();
        let proposal = wizard::finish(&self.isms, today(), "P-001", guide, &about, &self.answers, None)?;
        act(&mut self.isms, proposal)?;
        Ok(self.isms)
    }
}
fn find(isms: &Isms, kind: &str, title: &str) -> Value {
    let (_, r) = isms.each(kind).find(|(_, r)| r.title() == title).unwrap_or_else(|| panic!("no {kind} {title}"));
    let mut body = Value::Object(r.body_json());
    body["code"] = r.code.to_string().into();
    body
}
const PEOPLE: &str = "Name,E-mail,Joined,Type,Roles\nIda Alder,ida@alder.example,2019-03-01,employee,\nGrace Hall,grace@alder.example,2021-05-01,employee,everyone\n";
const ASSETS: &str = "Asset,Owner,Type,Classification,Confidentiality,Integrity,Availability,Personal data,Exposed,Last review\nBuild server,Grace Hall,server,confidential,3,4,3,no,internal,2026-02-10\nLaptops,Tom Lund,laptop,internal,3,3,2,no,internal,\n";

#[test]
fn a_later_list_knows_whom_an_earlier_one_and_the_guide_named() {
    // Dropped the other way round: people are read first all the same.
    let g = Guide::begin().drops("assets.csv", ASSETS).drops("people.csv", PEOPLE);
    let counts = |n: usize| g.list(n)["look"]["counts"].clone();
    assert_eq!((g.list(0)["kind"].as_str(), g.list(1)["kind"].as_str()), (Some("asset"), Some("person")));
    assert_eq!((&counts(0)["errors"], &counts(0)["adds"]), (&json!(0), &json!(2)), "{:#}", g.list(0)["look"]);
    // Ida keeps the file and is not added a second time.
    assert_eq!((&counts(1)["adds"], &counts(1)["changes"]), (&json!(1), &json!(1)), "{:#}", g.list(1)["look"]);
    let mut g = g;
    g.answer("reviewed", json!({"reviewed": {"assets.csv": {"when": "column"}, "people.csv": {"when": "unknown"}}}));
    let isms = g.finish().unwrap();
    let (grace, tom, ida) =
        (find(&isms, "person", "Grace Hall"), find(&isms, "person", "Tom Lund"), find(&isms, "person", "Ida Alder"));
    assert_eq!((&ida["code"], &ida["email"]), (&json!("P-001"), &json!("ida@alder.example")));
    assert!(ida["roles"].as_array().unwrap().contains(&json!("isms owner")), "{ida}");
    assert_eq!(isms.each("person").count(), 3);
    assert_eq!(find(&isms, "asset", "Build server")["owner"], grace["code"]);
    assert_eq!(find(&isms, "asset", "Laptops")["owner"], tom["code"]);
    let server = find(&isms, "asset", "Build server")["code"].as_str().unwrap().to_string();
    let mark = isms.last_mark(&server).unwrap();
    assert_eq!((mark.held_on, mark.outcome), (day("2026-02-10"), isms::kinds::Outcome::CarriedOver));
}

#[test]
fn what_is_answered_otherwise_is_read_anew_and_nothing_else_is() {
    let mut g = Guide::begin().drops("assets.csv", ASSETS);
    assert_eq!(g.list(0)["look"]["counts"]["errors"], json!(1), "Grace is known to nobody yet");
    let read = g.read;
    g.reads();
    assert_eq!(g.read, read, "nothing was answered otherwise");
    g.answer("people", json!({"people": [{"name": "Ida Alder", "is": "me"}, {"name": "Grace Hall", "is": "directs"}]}));
    g.reads();
    assert!(g.read > read);
    let wrong: Vec<&Value> =
        g.list(0)["look"]["rows"].as_array().unwrap().iter().filter(|r| r["what"] == "wrong").collect();
    assert_eq!((wrong.len(), &wrong[0]["title"]), (1, &json!("Laptops")), "now Tom is known to nobody");
}

#[test]
fn a_list_may_be_something_else_or_come_later_and_is_refused_where_nothing_fits() {
    let g = Guide::begin().drops("people.csv", PEOPLE).chooses("people.csv", json!({"kind": "risk"}));
    let said = g.finish().err().unwrap().to_string();
    assert!(said.contains("people.csv"), "{said}");
    let g = Guide::begin().drops("people.csv", PEOPLE).chooses("people.csv", json!({"later": true}));
    let isms = g.finish().unwrap();
    assert_eq!(isms.each("person").count(), 2);
    find(&isms, "action", "Bring in the list people.csv, kept as EV-001");
    let refused =
        |name: &str, text: &str| dropped("lists", name, text.as_bytes(), &new_file(), today()).unwrap_err().to_string();
    assert!(refused("a.csv", "").contains("The file is empty."));
    let long = (0..2_100)
        .fold(PEOPLE.to_string(), |t, n| t + &format!("Person {n},p{n}@alder.example,2020-01-01,employee,everyone\n"));
    assert!(refused("people.csv", &long).contains("bring it in by itself afterwards"));
}
