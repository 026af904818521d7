//! What has happened to a draft's subject since the draft was kept, and which steps must be gone through once more.
//! It takes no answer away; it only says that it is to be looked at again.
use super::{Answers, Run, Wizard, changed};
use crate::isms::{Isms, Seq, json_of};
use chrono::NaiveDate;

/// A draft taken up again.
#[derive(Clone, Debug)]
pub struct Moved {
    /// "R-012 was changed on 14 May by Dana Weiss: likelihood."
    pub sentences: Vec<String>,
    /// Steps that are open again.
    pub reopened: Vec<String>,
}

/// Compares the file with what it was when act `since` had been done, and marks in the answers which steps are open again.
#[allow(clippy::too_many_arguments)] // The file's context, the guide, and the draft.
pub fn resume(
    isms: &Isms,
    today: NaiveDate,
    by: &str,
    wizard: &'static Wizard,
    about: &[String],
    answers: &mut Answers,
    since: Seq,
) -> Moved {
    let mut out = Moved { sentences: Vec::new(), reopened: Vec::new() };
    let kept = answers.clone();
    let run = Run::new(isms, today, by, wizard, about, &kept);
    let mut reopen = |subject: &str, touched: &dyn Fn(&str) -> bool| {
        for at in run.way().iter().filter(|a| a.run.subject == subject && kept.0.contains_key(&a.id)) {
            if super::ask::fields(at.step).iter().any(|f| touched(&f.name)) && !out.reopened.contains(&at.id) {
                out.reopened.push(at.id.clone());
            }
        }
    };
    for target in about {
        let Some(r) = isms.record(target) else { continue };
        if r.print(0) != r.print_at(0, since) {
            let was = r.at(since).map(json_of).unwrap_or_default();
            let now = r.body_json();
            let fields: Vec<&str> = r
                .info()
                .fields
                .iter()
                .filter(|f| was.get(&f.name) != now.get(&f.name))
                .map(|f| f.name.as_str())
                .collect();
            let (on, who) = isms.act(r.head().seq).map(|a| (run.say_day(a.on), run.name(&a.by))).unwrap_or_default();
            out.sentences.push(format!(
                "{target} was changed on {on} by {who}: {}.",
                fields.iter().map(|f| f.replace('_', " ")).collect::<Vec<_>>().join(", ")
            ));
            reopen(target, &|f| fields.contains(&f));
        }
        if let Some(m) = r.last_review().filter(|m| m.seq > since) {
            out.sentences.push(format!(
                "{target} was reviewed on {} ({}).",
                run.say_day(m.held_on),
                isms.rec(m.review).code
            ));
        }
        // News for the subject: the first step asks whether it matters.
        for (_, reason) in changed::reasons_of(&run, target) {
            let fresh =
                reason.input.map(|ix| isms.rec(ix)).filter(|i| i.print(0) != i.print_at(0, since) || i.added() > since);
            if let Some(input) = fresh {
                if *input.code != **target {
                    out.sentences.push(reason.text(isms));
                }
                reopen(target, &|f| f == "matters");
            }
        }
        // The scale is another: what was scored by the old one is scored again.
        let scale = |at: Option<&crate::isms::Revision>| {
            at.map(json_of)
                .map(|b| ["likelihood_words", "impact_words", "bands", "accept_up_to"].map(|f| b.get(f).cloned()))
        };
        if let Some(org) = isms.record("ORG") {
            if org.at(since).is_some() && scale(org.at(since)) != scale(Some(org.head())) {
                let sentence = "The yardstick for risks has changed.".to_string();
                if !out.sentences.contains(&sentence) {
                    out.sentences.push(sentence);
                }
                reopen(target, &|f| f == "likelihood");
            }
        }
    }
    out.reopened.iter().for_each(|id| answers.reopen(id));
    out
}
