//! The guides on the demo organization: every page of every record opens, and one review of each is signed.
//! It must not depend on how much is out of step there, only on what is touched here.
use super::book::Book;
use isms::wizard::{self, Answers};
use isms::{Isms, Stamp, demo};
use serde_json::{Map, Value, json};

fn replay() -> Book {
    let path = std::env::var("ISMS_DEMO")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl").into());
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
    for a in demo::acts(&text).unwrap() {
        let mut salt = || [1; 32];
        let at = a.on.and_hms_opt(9, 0, 0).unwrap().and_utc();
        let planned = isms
            .plan(a.proposal, &mut Stamp { at, on: a.on, by: a.by, salt: &mut salt })
            .unwrap_or_else(|r| panic!("{}: {r}", a.on));
        isms.apply(&planned);
    }
    Book { isms, today: isms::dates::parse(demo::DAY).unwrap() }
}
/// Answers every page of a risk's review the calm way: all that changed matters, everything stands as it stood.
fn as_it_stands(b: &Book, code: &str) -> (Answers, Vec<String>) {
    let (w, about) = (isms::wizards::wizard("risk-review").unwrap(), vec![code.to_string()]);
    let mut answers = Answers::default();
    let mut shown = wizard::show(&b.isms, b.today, "P-0", w, &about, &answers, None);
    while shown.step.id != "sign" {
        let body = b.body(code);
        let mut given = Map::new();
        for q in &shown.step.questions {
            let v = match (q.field.as_str(), &q.rows) {
                ("matters", Some(rows)) => Value::Object(rows.iter().map(|r| (r.id.clone(), "yes".into())).collect()),
                ("works", Some(rows)) => Value::Object(rows.iter().map(|r| (r.id.clone(), "partly".into())).collect()),
                ("late", Some(rows)) => Value::Object(
                    rows.iter()
                        .map(|r| {
                            (
                                r.id.clone(),
                                json!({"then": "new_date", "until": "2027-01-31", "why": "The maker is late."}),
                            )
                        })
                        .collect(),
                ),
                ("still" | "owner", _) => "yes".into(),
                ("likelihood" | "impact" | "treatment" | "residual_likelihood" | "residual_impact", _) => {
                    body[q.field.as_str()].clone()
                }
                ("scores_why" | "treatment_why", _) => "Looked at it again in November with Daniel.".into(),
                ("actions", _) => {
                    json!([{"what": "See to it that it gets smaller.", "who": "P-004", "until": "2027-03-01"}])
                }
                ("accepted" | "plan_approved", _) => json!({"by": q.people[0], "on": "2026-11-24", "how": "in_app"}),
                ("accepted_until", _) => "2027-02-20".into(),
                _ => continue,
            };
            given.insert(q.field.clone(), v);
        }
        let step = shown.step.id.clone();
        shown = wizard::next(&b.isms, b.today, "P-004", w, &about, &mut answers, &step, given)
            .unwrap_or_else(|r| panic!("{code} {step}: {r}"));
    }
    let result = serde_json::to_value(shown.proposed.as_ref().unwrap().outcome).unwrap();
    answers.keep(
        "sign",
        json!({"outcome": result, "why": "Went through it with Daniel on Tuesday.", "signed": true})
            .as_object()
            .unwrap()
            .clone(),
    );
    (answers, about)
}

#[test]
fn every_page_of_the_demo_opens_and_a_stale_risk_is_brought_up_to_date() {
    let mut b = replay();
    for (guide, kind) in [
        ("risk-review", "risk"),
        ("policy-review", "policy"),
        ("training-record", "course"),
        ("obligation-review", "obligation"),
        ("context-review", "organization"),
        ("objectives", "objective"),
        ("measure", "objective"),
        ("exception-review", "exception"),
    ] {
        for (_, r) in b.isms.each(kind).filter(|(_, r)| r.live()) {
            let w = isms::wizards::wizard(guide).unwrap();
            let shown = wizard::show(&b.isms, b.today, "P-004", w, &[r.code.to_string()], &Answers::default(), None);
            assert!(!shown.step.panel.is_empty(), "a panel is never empty: {} {}", r.code, shown.step.id);
        }
    }
    let all: Vec<String> = b.isms.each("risk").filter(|(_, r)| r.live()).map(|(_, r)| r.code.to_string()).collect();
    let w = isms::wizards::wizard("risk-review").unwrap();
    let shown = wizard::show(&b.isms, b.today, "P-004", w, &all, &Answers::default(), None);
    assert!(shown.steps.len() > 100, "each touched one is gone through: {}", shown.steps.len());
    for code in ["R-022", "R-043", "R-010"] {
        assert_ne!(b.states(code), "current");
        let (answers, about) = as_it_stands(&b, code);
        let proposal = wizard::finish(&b.isms, b.today, "P-004", w, &about, &answers, None)
            .unwrap_or_else(|r| panic!("{code}: {r}"));
        b.propose(proposal).unwrap_or_else(|r| panic!("{code}: {r}"));
        assert_eq!(b.states(code), "current", "{code}");
    }
}
