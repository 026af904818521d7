//! Texts of ours to begin policies with: each makes a draft that the file takes, names only clauses and controls that exist, says only
//! words that stand on a screen, and together they answer what the standard asks to be written down as a rule.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
mod fennel;
use fennel::{act, fennel, today};
use isms::act::{Change, Declare, Proposal, Verb};
use isms::catalog::{self, STARTERS, starter};
use isms::kinds::Policy;
use isms::staleness::staleness;
use isms::view::{self, Shown, StarterShown};
use isms::{Isms, demo};
use std::collections::BTreeSet;

/// DOMAIN 9: what a document of this kind answers, of the clauses and of the controls that are expected to come with a rule.
const ASKED: [&str; 33] = [
    "5.2", "6.1.2", "6.1.3", "7.5.2", "7.5.3", "9.2.2", "10.2", "A.5.9", "A.5.10", "A.5.14", "A.5.15", "A.5.19",
    "A.5.20", "A.5.24", "A.5.26", "A.5.29", "A.5.30", "A.5.31", "A.5.33", "A.5.34", "A.5.37", "A.6.2", "A.6.4",
    "A.6.6", "A.6.7", "A.7.7", "A.8.9", "A.8.13", "A.8.15", "A.8.24", "A.8.25", "A.8.27", "A.8.28",
];
/// UX 6: words that are not said, whole; and two that only the standard says.
const UNSAID: [&str; 45] = [
    "stale",
    "compliant",
    "compliance",
    "residual",
    "inherent",
    "mitigate",
    "mitigation",
    "appetite",
    "tolerance",
    "remediate",
    "remediation",
    "entity",
    "attest",
    "attestation",
    "artefact",
    "artefacts",
    "stakeholder",
    "stakeholders",
    "ledger",
    "merkle",
    "hash",
    "hashes",
    "hashed",
    "invalid",
    "sync",
    "commit",
    "submit",
    "process",
    "execute",
    "snooze",
    "tbd",
    "misc",
    "etc",
    "user",
    "users",
    "admin",
    "admins",
    "grc",
    "posture",
    "maturity",
    "please",
    "successfully",
    "oops",
    "shall",
    "should be ensured",
];

fn new_file() -> Isms {
    let mut isms = Isms::new("0");
    act(&mut isms, today(), "P-001", 0, catalog::first_act("Alder Bikes Ltd", today(), "Ida Alder", today())).unwrap();
    isms
}
fn put(isms: &mut Isms, n: u64, body: serde_json::Map<String, serde_json::Value>) -> Result<(), isms::Refusal> {
    let change = Change::Put { kind: "policy".into(), code: None, fields: body, declare: Declare::Nothing };
    act(isms, today(), "P-001", n, Proposal { verb: Verb::Add, why: String::new(), changes: vec![change] })
}
fn offered(isms: &Isms) -> Vec<StarterShown> {
    let currency = staleness(isms, today());
    view::starters(&Shown::new(isms, today(), &currency), "policy", "P-001")
}
fn words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(String::from).collect()
}

#[test]
fn each_becomes_a_draft_of_a_new_file_as_it_stands() {
    let mut isms = new_file();
    for (n, t) in STARTERS.iter().enumerate() {
        let draft = t.draft(&isms, "P-001");
        put(&mut isms, n as u64 + 1, draft).unwrap_or_else(|r| panic!("{}: {r}", t.name));
    }
    let all: Vec<_> = isms.live::<Policy>().collect();
    assert_eq!(all.len(), STARTERS.len());
    for (_, r, p) in all {
        assert_eq!((r.state(), p.version.to_string().as_str()), ("draft", "1.0"), "{}", r.title());
        assert!(p.approved.is_none(), "{} is approved by nobody yet", r.title());
    }
}

#[test]
fn each_names_what_exists_and_is_as_long_as_a_page() {
    let mut names = BTreeSet::new();
    for t in STARTERS {
        assert!(names.insert(t.name) && starter(t.name).is_some(), "{} twice", t.name);
        let mut once = BTreeSet::new();
        for n in t.answers {
            assert!(catalog::entry(n).is_some() && once.insert(n), "{}: {n}", t.name);
        }
        let n = words(t.text).len();
        assert!((250..=560).contains(&n), "{} has {n} words", t.name);
        assert!((2..=16).contains(&t.places()), "{} leaves {} places", t.name, t.places());
        assert_eq!(t.places(), t.text.matches(']').count(), "{}: a bracket stands open", t.name);
        assert!(!t.text.contains("](") && !t.text.contains('|') && !t.text.contains("# #"), "{}: not drawn", t.name);
    }
}

#[test]
fn none_says_a_word_that_is_not_said_and_its_sentences_are_short() {
    for t in STARTERS {
        let all = words(t.text);
        for bad in UNSAID {
            assert!(!all.iter().any(|w| w == bad), "{} says {bad}", t.name);
        }
        assert!(!t.text.contains('!'), "{} shouts", t.name);
        for line in t.text.lines().filter(|l| !l.starts_with('#')) {
            for one in line.split_inclusive(['.', '?', ':', ';']) {
                let n = words(one).len();
                assert!(n <= 44, "{}: {n} words in \u{201c}{}\u{201d}", t.name, one.trim());
            }
        }
    }
}

#[test]
fn together_they_answer_all_that_has_to_be_written_down_as_a_rule() {
    let all: BTreeSet<&str> = STARTERS.iter().flat_map(|t| t.answers.iter().copied()).collect();
    let missing: Vec<&str> = ASKED.into_iter().filter(|n| !all.contains(n)).collect();
    assert!(missing.is_empty(), "nothing answers {missing:?}");
    // And what the file itself watches is satisfied by them once they are in force.
    let sorts: BTreeSet<&str> = STARTERS.iter().map(|t| t.sort).collect();
    assert!(sorts.contains("policy") && sorts.contains("method"), "{sorts:?}");
}

#[test]
fn what_answers_an_open_clause_stands_first_with_its_why() {
    let mut isms = new_file();
    let empty = offered(&isms);
    assert_eq!(empty.len(), STARTERS.len());
    assert_eq!(empty[0].name, "information-security-policy");
    let say = |t: &StarterShown| view::plain(&t.why);
    let crypto = empty.iter().find(|t| t.name == "cryptography").unwrap();
    assert_eq!(say(crypto), "Nothing answers A.8.24 yet.");
    let draft = starter("cryptography").unwrap().draft(&isms, "P-001");
    put(&mut isms, 1, draft).unwrap();
    let after = offered(&isms);
    let last = after.last().unwrap();
    assert_eq!((last.name, last.missing.len()), ("cryptography", 0));
    assert_eq!(say(last), "What it answers is answered by Cryptography and keys.");
}

#[test]
fn a_control_that_the_statement_leaves_out_is_not_called_missing() {
    let isms = fennel();
    for t in offered(isms) {
        for n in &t.missing {
            let code = format!("SOA-{}", n.trim_start_matches("A."));
            let out = isms.record(&code).is_some_and(|r| r.body_json()["applies"] == "no");
            assert!(!out, "{}: {n} is left out by {}", t.name, demo::DAY);
        }
    }
}

#[test]
fn roles_of_the_file_that_fit_are_taken_and_no_other() {
    let isms = fennel();
    let list: BTreeSet<String> = isms.organization().unwrap().role_list.iter().map(|r| r.role.to_string()).collect();
    let dev = starter("secure-development").unwrap().draft(isms, "P-004");
    let roles: Vec<&str> = dev["for_roles"].as_array().unwrap().iter().map(|r| r.as_str().unwrap()).collect();
    assert!(!roles.is_empty() && roles.iter().all(|r| list.contains(*r)), "{roles:?} of {list:?}");
    assert!(!roles.contains(&"everyone"));
    assert_eq!(starter("acceptable-use").unwrap().draft(isms, "P-004")["for_roles"], serde_json::json!([]));
}
