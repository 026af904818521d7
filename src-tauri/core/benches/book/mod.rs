//! What benchmarks measure on: organizations of any size with realistic links, the demo organization, and a stopwatch.
use chrono::{NaiveDate, TimeZone, Utc};
use isms::{Change, Isms, Proposal, Stamp, Verb, kinds};
use serde_json::{Map, Value, json};
use std::time::Instant;

/// Kinds with their share of a thousand records, in the order in which they are added.
const SHARES: [(&str, usize); 18] = [
    ("supplier", 20),
    ("asset", 80),
    ("obligation", 25),
    ("process", 15),
    ("policy", 20),
    ("control", 30),
    ("course", 1),
    ("risk", 90),
    ("action", 50),
    ("routine", 3),
    ("objective", 1),
    ("exception", 3),
    ("vulnerability", 60),
    ("threat", 40),
    ("incident", 12),
    ("change", 15),
    ("nonconformity", 10),
    ("evidence", 150),
];

struct Dice(u64);
impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}
fn act(isms: &mut Isms, on: NaiveDate, verb: Verb, changes: Vec<Change>) {
    let mut salt = || [1; 32];
    let at = Utc.from_utc_datetime(&on.and_hms_opt(9, 0, 0).unwrap_or_default());
    match isms
        .plan(Proposal { verb, why: "bench".into(), changes }, &mut Stamp { at, on, by: "P-0".into(), salt: &mut salt })
    {
        Ok(p) => isms.apply(&p),
        Err(r) => panic!("{r}"),
    }
}
fn example(kind: &str) -> Map<String, Value> {
    kinds::kind(kind).and_then(|k| (k.example)().as_object().cloned()).unwrap_or_default()
}
fn put(kind: &str, code: &str, body: Map<String, Value>) -> Change {
    Change::put(kind, code, Value::Object(body))
}
/// About `n` records, reviewed, with a year's life.
pub fn build(n: usize) -> Isms {
    built(n, &[])
}
/// The same of somebody who brought the registers along and has no programme yet: what *Set up the file* begins on at its largest.
#[allow(dead_code)] // Only the guides begin there.
pub fn without_programme(n: usize) -> Isms {
    built(n, &["routine"])
}
/// A new file as it is made: the organization with its open places, and whoever keeps it.
#[allow(dead_code)]
pub fn empty() -> Isms {
    let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
    let on = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default();
    act(&mut isms, on, Verb::Add, isms::catalog::first_act("New Ltd", on, "Mara Lind", on).changes);
    isms
}
fn built(n: usize, but: &[&str]) -> Isms {
    let mut dice = Dice(7);
    let zero = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default();
    let day = |n: u64| zero + chrono::Days::new(n);
    let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
    let people = (n / 50).clamp(20, 400);
    let mut org = example("organization");
    // Who directs and who looks after the ISMS are two: alone with themselves nobody holds a management review.
    org.insert("isms_owner".into(), json!("P-1"));
    let mut first = vec![put("organization", "ORG", org)];
    first.extend((0..people).map(|p| put("person", &format!("P-{p}"), example("person"))));
    act(&mut isms, zero, Verb::Add, first);
    let mut codes: std::collections::HashMap<&str, Vec<String>> = Default::default();
    let mut reviewed: Vec<String> = Vec::new();
    for (kind, share) in SHARES.into_iter().filter(|(kind, _)| !but.contains(kind)) {
        let info = kinds::kind(kind).expect("a kind");
        let count = (share * n / 1000).max(1);
        let list: Vec<String> = (1..=count)
            .map(|i| if kind == "control" { format!("SOA-X{i}") } else { format!("{}-{i}", info.prefix) })
            .collect();
        let mut changes = Vec::new();
        for (i, code) in list.iter().enumerate() {
            let mut b = example(kind);
            let mut some = |of: &str, n: usize| -> Value {
                let have = &codes[of];
                let mut out: Vec<&String> = (0..n).map(|_| &have[dice.roll(have.len())]).collect();
                out.sort();
                out.dedup();
                json!(out)
            };
            b.insert("title".into(), json!(format!("{} number {i}", info.title)));
            match kind {
                "asset" => {
                    b.insert("supplier".into(), some("supplier", 1));
                    if i > 10 {
                        b.insert("depends_on".into(), json!([list[i / 2], list[i / 3 + 1]]));
                    }
                }
                "process" => {
                    b.insert("assets".into(), some("asset", 4));
                    b.insert("suppliers".into(), some("supplier", 1));
                }
                "policy" => {
                    b.insert("obligations".into(), some("obligation", 2));
                    b.insert("must_be_read".into(), json!(if i < 20 { "yearly" } else { "no" }));
                }
                "control" => {
                    b.insert("number".into(), json!(format!("X{i}")));
                    b.insert("policies".into(), some("policy", 2));
                    b.insert("obligations".into(), some("obligation", 1));
                    b.insert("suppliers".into(), some("supplier", 1));
                }
                "course" => {
                    b.insert("policies".into(), some("policy", 2));
                }
                "risk" => {
                    b.insert("assets".into(), some("asset", 3));
                    b.insert("processes".into(), some("process", 1));
                    b.insert("controls".into(), some("control", 4));
                    b.insert("obligations".into(), some("obligation", 1));
                }
                "action" => {
                    b.insert("from".into(), some("risk", 1)[0].clone());
                }
                "exception" => {
                    b.insert("from_rule".into(), some("policy", 1));
                    b.insert("risks".into(), some("risk", 1));
                }
                "vulnerability" | "threat" | "incident" | "change" => {
                    b.insert("assets".into(), some("asset", 1));
                    if i % 4 == 0 {
                        b.insert("risks".into(), some("risk", 1));
                    }
                    if kind == "vulnerability" && i % 10 != 0 {
                        b.insert("state".into(), json!("verified"));
                        b.insert("fixed_on".into(), json!("2026-01-05"));
                        b.insert("retested_on".into(), json!("2026-01-05"));
                    }
                }
                "nonconformity" => {
                    b.insert("controls".into(), some("control", 1));
                    b.insert("state".into(), json!(if i % 5 == 0 { "acting" } else { "closed" }));
                }
                "evidence" => {
                    b.insert("about".into(), some("control", 1));
                    b.remove("title");
                }
                _ => {}
            }
            changes.push(put(kind, code, b));
            if changes.len() == 500 {
                act(&mut isms, zero, Verb::Add, std::mem::take(&mut changes));
            }
        }
        if !changes.is_empty() {
            act(&mut isms, zero, Verb::Add, changes);
        }
        if info.reviewed {
            reviewed.extend(list.iter().cloned());
        }
        codes.insert(kind, list);
    }
    // The rest are proofs: training, readings.
    let mut changes = Vec::new();
    let courses = codes["course"].clone();
    let policies: Vec<String> = codes["policy"].iter().take(20).cloned().collect();
    let mut left = n.saturating_sub(isms.records.len() + reviewed.len() / 10);
    'all: for round in 0..50 {
        for p in 0..people {
            for s in courses.iter().chain(&policies) {
                if left == 0 {
                    break 'all;
                }
                left -= 1;
                let (kind, key) =
                    if s.starts_with("CRS") { ("training_record", "course") } else { ("acknowledgement", "policy") };
                let mut b = example(kind);
                b.insert("person".into(), json!(format!("P-{p}")));
                b.insert(key.into(), json!(s));
                let _ = round;
                changes.push(Change::add(kind, Value::Object(b)));
                if changes.len() == 500 {
                    act(&mut isms, zero, Verb::Add, std::mem::take(&mut changes));
                }
            }
        }
    }
    if !changes.is_empty() {
        act(&mut isms, zero, Verb::Add, changes);
    }
    for (i, about) in reviewed.chunks(10).enumerate() {
        let mut b = example("review");
        b.insert("about".into(), json!(about));
        let on = day((i % 90) as u64);
        b.insert("held_on".into(), json!(on.to_string()));
        b.insert("signed".into(), json!({"by": "P-0", "on": on.to_string(), "how": "in_app"}));
        act(&mut isms, day(90), Verb::Review, vec![Change::add("review", Value::Object(b))]);
    }
    // A year's life: edits, minor and material.
    for i in 0..n / 50 {
        let kind = ["asset", "supplier", "obligation", "control", "risk"][dice.roll(5)];
        let code = codes[kind][dice.roll(codes[kind].len())].clone();
        let body = match (i % 3, kind) {
            (0, "asset") => json!({"runs_where": format!("Place {i}")}),
            (0, "supplier") => json!({"data_where": format!("Country {i}")}),
            (0, "obligation") => json!({"source_version": format!("Text {i}")}),
            (0, "control") => json!({"how": format!("Done in another way, number {i}.")}),
            _ => json!({"notes": format!("Note {i}")}),
        };
        act(
            &mut isms,
            day(91 + (i as u64 * 200 / (n as u64 / 50 + 1))),
            Verb::Change,
            vec![Change::put(kind, &code, body)],
        );
    }
    isms
}

/// The demo organization, act by act.
#[allow(dead_code)] // Not every benchmark walks the demo.
pub fn fennel() -> Isms {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl");
    let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
    for a in isms::demo::acts(&std::fs::read_to_string(path).expect("the demo")).expect("acts") {
        let mut salt = || [1; 32];
        let at = Utc.from_utc_datetime(&a.on.and_hms_opt(9, 0, 0).unwrap_or_default());
        let p = isms.plan(a.proposal, &mut Stamp { at, on: a.on, by: a.by, salt: &mut salt }).expect("an act");
        isms.apply(&p);
    }
    isms
}
/// The least and the median of some rounds, in milliseconds.
pub fn timed<T>(rounds: usize, mut what: impl FnMut() -> T) -> (f64, f64) {
    let mut times: Vec<f64> = (0..rounds.max(1))
        .map(|_| {
            let t = Instant::now();
            let made = what();
            let ms = t.elapsed().as_secs_f64() * 1e3;
            std::hint::black_box(made);
            ms
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[0], times[times.len() / 2])
}
