//! Speed of taking 250 answers of a campaign in: looked at, scored, recorded with their evidence in one act; beside the bare act that adds as
//! many records: `cargo bench -p isms-file --bench answers`. It must never be compared across machines: only the ratio says something.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]
use hmac::{Hmac, KeyInit, Mac};
use isms::{Change, Proposal, Verb, campaign};
use isms_file::{Clock, File};
use serde_json::{Value, json};
use sha2::Sha256;
use std::time::{Duration, Instant};

const PEOPLE: usize = 250;

fn main() {
    let mut times: Vec<(Duration, Duration)> = (0..7).map(|_| once()).collect();
    times.sort();
    let (took, bare) = times[times.len() / 2];
    println!(
        "{PEOPLE} answers: {:.1} ms; the same records in a bare act: {:.1} ms; {:.2}x",
        took.as_secs_f64() * 1e3,
        bare.as_secs_f64() * 1e3,
        took.as_secs_f64() / bare.as_secs_f64()
    );
}
fn example(kind: &str, own: Value) -> Value {
    let mut v = (isms::kinds::kind(kind).unwrap().example)();
    for (k, x) in own.as_object().unwrap() {
        v[k] = x.clone();
    }
    v
}
fn once() -> (Duration, Duration) {
    let dir = tempfile::tempdir().unwrap();
    let mut f = File::create(dir.path().join("book.isms")).unwrap();
    let clock = Clock { at: "2026-06-02T09:00:00Z".parse().unwrap(), on: "2026-06-02".parse().unwrap() };
    let add = |f: &mut File, changes| {
        f.act(Proposal { verb: Verb::Add, why: String::new(), changes }, "P-0", clock).unwrap();
    };
    let mut people: Vec<String> = vec!["P-0".into()];
    people.extend((1..PEOPLE).map(|n| format!("P-{n:03}")));
    let mut begin: Vec<Change> = people
        .iter()
        .map(|p| Change::put("person", p, example("person", json!({"title": format!("Person {p}")}))))
        .collect();
    begin.push(Change::put("organization", "ORG", example("organization", json!({}))));
    begin.push(Change::put("course", "CRS-0", example("course", json!({}))));
    add(&mut f, begin);
    let question = json!({"question": "Where?", "a": "Here", "b": "There", "right": "a"});
    let asked = json!({"people": people, "quiz": [question, question, question], "pass_mark": 60, "sent_on": "2026-06-02", "until": "2026-06-30"});
    add(&mut f, vec![Change::put("campaign", "CMP-01", example("campaign", asked))]);
    let given: Vec<(String, Result<String, String>)> =
        people.iter().map(|p| (format!("{p}.isms-answer"), Ok(answer(&f, p)))).collect();

    let start = Instant::now();
    let looked = campaign::look(f.isms(), "CMP-01", &given, clock.on).unwrap();
    let proposal = campaign::taken_in(f.isms(), "CMP-01", &looked, "P-0", clock.on).unwrap();
    f.act(proposal, "P-0", clock).unwrap();
    let took = start.elapsed();
    assert_eq!(f.isms().each("training_record").count(), PEOPLE);

    let records = people
        .iter()
        .map(|p| Change::add("training_record", example("training_record", json!({"person": p, "on": "2026-06-02"}))))
        .collect();
    let start = Instant::now();
    add(&mut f, records);
    (took, start.elapsed())
}
/// As the page of this person seals it.
fn answer(f: &File, person: &str) -> String {
    let page = campaign::page(f.isms(), "CMP-01", person, None, "2026-06-02".parse().unwrap()).unwrap();
    let from = page.find("id=\"asked\">").unwrap() + 11;
    let a: Value = serde_json::from_str(&page[from..from + page[from..].find("</script>").unwrap()]).unwrap();
    let body = format!(
        r#"{{"isms-answer":1,"campaign":{},"number":{},"person":{},"of":{},"version":{},"read":true,"answers":[0,0,1],"when":"2026-06-02","attempt":"00""#,
        a["campaign"], a["number"], a["person"], a["of"], a["version"]
    );
    let mut m = Hmac::<Sha256>::new_from_slice(&isms::plan::unhex(a["key"].as_str().unwrap()).unwrap()).unwrap();
    m.update(body.as_bytes());
    format!("{body},\"mac\":\"{}\"}}", isms::plan::hex(&m.finalize().into_bytes()))
}
