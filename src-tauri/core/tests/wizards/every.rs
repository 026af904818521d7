//! What every guide promises, proved on every way that its own tests name: answers survive going back, a crash at any step comes back to
//! that step, what cannot be said can be said so, nobody's judgement is preset. It must never know what a guide is for.
use super::registry::{Way, ways};
use isms::kind::Ty;
use isms::wizard::{self, Answers, WizardShown};
use serde_json::{Map, Value, json};

struct Walk {
    way: Way,
    given: Answers,
}
impl Walk {
    fn all() -> Vec<Walk> {
        ways().into_iter().map(|w| Walk { given: serde_json::from_value(w.3.clone()).unwrap(), way: w }).collect()
    }
    fn name(&self) -> String {
        format!("{} {:?}", self.way.1, self.way.2)
    }
    fn about(&self) -> Vec<String> {
        self.way.2.iter().map(|s| s.to_string()).collect()
    }
    fn show(&self, answers: &Answers, step: Option<&str>) -> WizardShown {
        let w = wizard_of(self.way.1);
        wizard::show(&self.way.0.isms, self.way.0.today, "P-0", w, &self.about(), answers, step)
    }
    fn next(&self, answers: &mut Answers, step: &str) -> Result<WizardShown, isms::Refusal> {
        let w = wizard_of(self.way.1);
        let given = self.given.0.get(step).cloned().unwrap_or_default();
        wizard::next(&self.way.0.isms, self.way.0.today, "P-0", w, &self.about(), answers, step, given)
    }
    fn refused(&self, answers: &Answers) -> Vec<String> {
        let w = wizard_of(self.way.1);
        match wizard::finish(&self.way.0.isms, self.way.0.today, "P-0", w, &self.about(), answers, None) {
            Ok(_) => Vec::new(),
            Err(r) => r.each().map(|x| x.to_string()).collect(),
        }
    }
    /// Goes through it page by page; `at` is told each page with the answers so far.
    fn through(&self, mut at: impl FnMut(&WizardShown, &Answers)) -> Answers {
        let mut kept = Answers::default();
        let mut shown = self.show(&kept, None);
        for _ in 0..400 {
            at(&shown, &kept);
            let step = shown.step.id.clone();
            if step == "sign" {
                return kept;
            }
            let next = self.next(&mut kept, &step).unwrap_or_else(|r| panic!("{} at {step}: {r}", self.name()));
            assert!(next.step.id != step || self.asks_more(&shown, &next), "{}: stuck at {step}", self.name());
            shown = next;
        }
        panic!("{} does not end", self.name());
    }
    fn asks_more(&self, before: &WizardShown, after: &WizardShown) -> bool {
        before.step.questions.len() != after.step.questions.len()
            || !after.warnings.is_empty()
            || before.answers != after.answers
    }
}
fn wizard_of(name: &str) -> &'static wizard::Wizard {
    isms::wizards::wizard(name).unwrap()
}

#[test]
fn going_back_keeps_every_answer_and_a_crash_comes_back_to_the_same_step() {
    for walk in Walk::all() {
        let since = walk.way.0.isms.last_seq();
        walk.through(|shown, kept| {
            let stored: Answers = serde_json::from_str(&serde_json::to_string(kept).unwrap()).unwrap();
            let mut again = stored.clone();
            let w = wizard_of(walk.way.1);
            let moved = wizard::resume(&walk.way.0.isms, walk.way.0.today, "P-0", w, &walk.about(), &mut again, since);
            assert!(moved.reopened.is_empty() && again == stored, "{}: nothing has moved", walk.name());
            let back = walk.show(&again, None);
            assert_eq!(
                (back.step.id.as_str(), back.steps.len()),
                (shown.step.id.as_str(), shown.steps.len()),
                "{}",
                walk.name()
            );
            if let Some(before) = shown.at.checked_sub(1) {
                let id = &shown.steps[before].id;
                let page = walk.show(&stored, Some(id)).answers;
                assert_eq!(page.0.get(id), stored.0.get(id), "{} back at {id}", walk.name());
                assert!(page.0.len() <= 1, "{} at {id}: a page brings its own answers only", walk.name());
            }
        });
    }
}

#[test]
fn every_page_says_what_is_asked_and_has_something_beside_it() {
    for walk in Walk::all() {
        walk.through(|shown, _| {
            let at = format!("{} {}", walk.name(), shown.step.id);
            let s = &shown.step;
            assert!(!s.title.is_empty(), "{at}");
            assert!(!s.heading.is_empty() || s.questions.first().is_some_and(|q| !q.label.is_empty()), "{at}");
            assert!(
                s.questions.iter().all(|q| !q.label.trim().is_empty() && !q.label.contains('{')),
                "{at}: {:?}",
                s.questions.iter().map(|q| &q.label).collect::<Vec<_>>()
            );
            assert!(
                s.questions.iter().all(|q| !q.hint.contains('{')),
                "{at}: {:?}",
                s.questions.iter().map(|q| &q.hint).collect::<Vec<_>>()
            );
            assert!(s.id == "check" || !s.panel.is_empty(), "{at}: nothing stands beside it");
            assert!(s.questions.len() <= 8, "{at} asks {} things at once", s.questions.len());
            let text = serde_json::to_string(s).unwrap().to_lowercase();
            assert!(!text.contains("compliant") && !text.contains("compliance"), "{at}");
        });
    }
}

/// Facts may be proposed (a day, a person, what stands in the register); what somebody must judge, and every why, is left to them.
#[test]
fn no_judgement_and_no_why_is_preset() {
    // Follows from the answer before it: where nothing is planned, the level stays where it is.
    const FOLLOWS: [&str; 2] = ["residual_likelihood", "residual_impact"];
    for walk in Walk::all() {
        walk.through(|shown, kept| {
            let answered = kept.0.get(&shown.step.id);
            for q in &shown.step.questions {
                let mine = answered.is_some_and(|a| a.contains_key(&q.field));
                let judged = !FOLLOWS.contains(&q.field.as_str())
                    && (matches!(q.ty, Ty::Score | Ty::Bool) || q.field.ends_with("why") || q.field == "matters");
                if judged && !mine && shown.step.id != "sign" {
                    assert_eq!(q.value, Value::Null, "{} {}.{}", walk.name(), shown.step.id, q.field);
                }
                let all_yes = q.rows.is_some() && matches!(q.ty, Ty::Choice { .. }) && !q.value.is_null() && !mine;
                assert!(!all_yes, "{} {}.{} has rows answered beforehand", walk.name(), shown.step.id, q.field);
            }
            if shown.step.id == "sign" {
                assert!(shown.step.questions.iter().all(|q| !matches!(q.field.as_str(), "why" | "signed")
                    || q.value.is_null()
                    || kept.0.contains_key("sign")));
            }
        });
    }
}

/// Whoever answers "I don't know" or waits for somebody's word is not stopped for saying so.
#[test]
fn i_dont_know_and_not_yet_are_answers() {
    let (mut asked, mut waited) = (0, 0);
    for walk in Walk::all() {
        let whole = walk.through(|_, _| {});
        for (step, fields) in &walk.given.0 {
            let Some(shown) = whole.0.contains_key(step).then(|| walk.show(&whole, Some(step))) else { continue };
            if shown.step.id != *step {
                continue;
            }
            for q in &shown.step.questions {
                let put = |v: Value| {
                    let mut answers = walk.given.clone();
                    answers.keep(step, Map::from_iter([(q.field.clone(), v)]));
                    answers.keep("sign", Map::from_iter([("outcome".to_string(), Value::Null)]));
                    let place = format!("{step}.{}:", q.field);
                    walk.refused(&answers).into_iter().filter(|r| r.starts_with(&place)).collect::<Vec<_>>()
                };
                if q.dont_know && q.rows.is_none() {
                    asked += 1;
                    assert_eq!(put(json!({"dont_know": true})), Vec::<String>::new(), "{} {step}", walk.name());
                }
                let by = fields.get(&q.field).and_then(|v| v.get("by")).cloned();
                if let (Ty::Approval, Some(by)) = (&q.ty, by) {
                    waited += 1;
                    assert_eq!(put(json!({"by": by, "not_yet": true})), Vec::<String>::new(), "{} {step}", walk.name());
                }
            }
        }
    }
    assert!(
        asked > 5 && waited > 2,
        "{asked} questions take \u{201c}I don't know\u{201d}, {waited} approvals \u{201c}not yet\u{201d}"
    );
}

#[test]
fn the_same_answers_make_the_same_proposal_and_unsigned_ones_none() {
    for walk in Walk::all() {
        let w = wizard_of(walk.way.1);
        let finish = |a: &Answers| wizard::finish(&walk.way.0.isms, walk.way.0.today, "P-0", w, &walk.about(), a, None);
        let one = finish(&walk.given).unwrap();
        assert_eq!(
            format!("{:?}", one.changes),
            format!("{:?}", finish(&walk.given).unwrap().changes),
            "{}",
            walk.name()
        );
        let mut unsigned = walk.given.clone();
        unsigned.keep("sign", Map::from_iter([("signed".to_string(), Value::Null)]));
        let r = finish(&unsigned).unwrap_err();
        assert!(r.to_string().contains("Nobody has signed."), "{}: {r}", walk.name());
    }
}
