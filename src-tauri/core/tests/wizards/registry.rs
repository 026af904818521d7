//! What holds of every guide: each step can be reached, each description is whole, each question can be read aloud.
//! It must never know what a guide is for.
use super::book::{Book, Guide};
use super::risk;
use isms::wizard::{Answers, Wizard};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A way through a guide: the book it is walked in, the guide, what it is about, the answers.
pub type Way = (Book, &'static str, Vec<&'static str>, Value);

/// Answer sets that together go every way. A guide's own file says which; here is one line for each.
pub fn ways() -> Vec<Way> {
    [
        super::access::ways(),
        super::action_round::ways(),
        super::asset::ways(),
        super::audit_countdown::ways(),
        super::campaign::ways(),
        super::change::ways(),
        super::context::ways(),
        super::control::ways(),
        super::exception::ways(),
        super::external_audit::ways(),
        super::first_run::ways(),
        super::identification::ways(),
        super::incident::ways(),
        super::internal_audit::ways(),
        super::management::ways(),
        super::nonconformity::ways(),
        super::objective::ways(),
        super::obligation::ways(),
        super::people::ways(),
        super::policy::ways(),
        super::retention::ways(),
        super::risk::ways(),
        super::routine::ways(),
        super::supplier::ways(),
        super::threat::ways(),
        super::training::ways(),
        super::weakness::ways(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
fn described(w: &'static Wizard) -> Vec<Value> {
    let b = Book::new();
    isms::wizard::describe(&b.isms, b.today, "P-0", w, &[])["steps"].as_array().unwrap().clone()
}

#[test]
fn every_step_of_every_guide_can_be_reached_and_every_way_ends_in_a_record() {
    for w in isms::wizards::all() {
        let mut reached = BTreeSet::new();
        for (b, name, about, answers) in ways().into_iter().filter(|x| x.1 == w.name) {
            let g: Guide = b.guide(name, &about, answers.clone());
            let steps = g.steps();
            assert_eq!(steps[steps.len() - 2..], ["check", "sign"]);
            reached.extend(steps.iter().map(|s| s.rsplit('/').next().unwrap().to_string()));
            g.finish().unwrap_or_else(|r| panic!("{name} {about:?}: {r}"));
            let mut b = b;
            b.finish(name, &about, answers).unwrap_or_else(|r| panic!("{name} {about:?}: {r}"));
            let review = b.review();
            assert_eq!((review["wizard"].as_str(), review["signed"]["by"].as_str()), (Some(name), Some("P-0")));
        }
        for s in described(w) {
            assert!(reached.contains(s["id"].as_str().unwrap()), "{}: nothing reaches {}", w.name, s["id"]);
        }
    }
}

#[test]
fn a_description_names_every_field_that_the_answers_give() {
    for (_, name, about, answers) in ways() {
        let steps = described(isms::wizards::wizard(name).unwrap());
        for (id, given) in answers.as_object().unwrap() {
            let bare = id.rsplit('/').next().unwrap();
            let step = steps.iter().find(|s| s["id"] == bare).unwrap_or_else(|| panic!("{name} {about:?}: {id}"));
            for field in given.as_object().unwrap_or(&Map::new()).keys().filter(|f| !f.contains("__")) {
                assert!(
                    step["questions"].as_array().unwrap().iter().any(|q| q["field"] == field.as_str()),
                    "{name}: {id}.{field}"
                );
            }
        }
    }
}

#[test]
fn a_wrong_answer_is_refused_by_step_and_field_and_an_unknown_one_by_name() {
    let b = Book::new();
    let r = b
        .guide(
            "risk-review",
            &["R-0"],
            super::book::but(
                risk::holds(),
                serde_json::json!({"score": {"likelihood": 9, "mood": "good"}, "nowhere": {}}),
            ),
        )
        .finish()
        .unwrap_err();
    let places: Vec<&str> = r.each().map(|x| x.place.as_str()).collect();
    assert_eq!(places[..3], ["nowhere", "score.mood", "score.likelihood"]);
    assert!(
        r.to_string()
            .contains("score.likelihood: \u{201c}9\u{201d} is not on the scale. Choose a whole number from 1 to 5."),
        "{r}"
    );
}

/// Read aloud: at most three sentences of at most 22 words each, no clause number, no word of the trade.
#[test]
fn every_question_can_be_read_aloud() {
    const TRADE: [&str; 8] = [
        "treatment",
        "residual",
        "mitigate",
        "asset owner",
        "applicability",
        "nonconformity",
        "corrective",
        "stakeholder",
    ];
    // WIZARDS 3 has them word for word: a reading that cannot be shorter.
    // Lists that are dropped: one of them has no other name than the standard's.
    const LONGER: [&str; 1] = ["first-run/bring.lists"];
    let mut bad = Vec::new();
    for w in isms::wizards::all() {
        for s in described(w) {
            for q in s["questions"].as_array().unwrap() {
                let text = format!("{} {}", q["label"].as_str().unwrap(), q["hint"].as_str().unwrap());
                let at = format!("{}/{}.{}", w.name, s["id"].as_str().unwrap(), q["field"].as_str().unwrap());
                let label = q["label"].as_str().unwrap();
                let sentences: Vec<&str> =
                    label.split_inclusive(['?', '.']).filter(|x| x.split_whitespace().count() > 0).collect();
                if sentences.len() > 3 && !LONGER.contains(&at.as_str()) {
                    bad.push(format!("{at} has {} sentences", sentences.len()));
                }
                for one in text.split_inclusive(['?', '.', ':']) {
                    let n = one.split_whitespace().count();
                    if n > 22 && !LONGER.contains(&at.as_str()) {
                        bad.push(format!("{at} has a sentence of {n} words: {one}"));
                    }
                }
                for word in TRADE {
                    if text.to_lowercase().contains(word) && !LONGER.contains(&at.as_str()) {
                        bad.push(format!("{at} says {word}"));
                    }
                }
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn answers_keep_what_they_have_and_null_takes_one_back() {
    let mut a = Answers::default();
    a.keep("score", Map::from_iter([("likelihood".to_string(), 3.into())]));
    a.keep("score", Map::from_iter([("impact".to_string(), 4.into()), ("likelihood".to_string(), Value::Null)]));
    assert_eq!(serde_json::to_value(&a).unwrap(), serde_json::json!({"score": {"impact": 4}}));
}

#[test]
fn a_text_that_reads_like_a_rule_is_asked_for_in_the_owners_words() {
    let b = Book::new();
    let why = |why: &str| {
        b.guide("risk-review", &["R-0"], super::book::but(risk::holds(), serde_json::json!({"sign": {"why": why}})))
            .says("sign")
    };
    assert!(
        why("Access to laptops shall be restricted.").contains("yellow why: This reads like the standard's own text.")
    );
    assert!(!why("Looked at the device manager; every disk is encrypted.").contains("reads like"));
}
