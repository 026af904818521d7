//! What the guides of routine evidence share: what is to be followed up, and the proof that the routine asks for.
//! It must never know which routine is done.
use crate::act::Change;
use crate::dates;
use crate::kinds::routine::ProofNeeded;
use crate::kinds::{Evidence, Person, Routine};
use crate::wizard::{Done, Judge, PanelPart, Run, panel};
use crate::words::*;
use schemars::JsonSchema;
use serde_json::{Value, json};

/// Something that came up.
#[derive(JsonSchema)]
#[allow(dead_code)] // Read by name, from the answers.
pub(super) struct FollowUp {
    /// What is it?
    sort: FollowSort,
    /// What exactly?
    what: Prose,
    /// Who sees to it?
    who: Option<Ref<Person>>,
    /// Until when?
    until: Option<Date>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum FollowSort {
    /// something to do
    Action,
    /// something went wrong
    Incident,
    /// a rule was not kept
    Finding,
}

/// The proof of the day.
#[derive(JsonSchema)]
#[allow(dead_code)]
pub(super) struct Proof {
    /// What shows that it was done? — A list, log or picture with its date. Drop it here.
    pub proof: Option<Refs<Evidence>>,
}

/// The routine that is done.
pub(super) fn routine<'a>(run: &Run<'a>) -> Option<&'a Routine> {
    run.record()?.get()
}
/// The routines that a run of this guide performs: those that it was begun on, else the programme's own for it.
pub(super) fn performed(run: &Run) -> Vec<String> {
    let named: Vec<String> = run.about.iter().filter(|c| run.isms.get::<Routine>(c).is_some()).cloned().collect();
    if !named.is_empty() {
        return named;
    }
    let own = run.isms.live::<Routine>().filter(|(_, _, r)| super::guide_of(r) == run.wizard.name);
    own.map(|(_, r, _)| r.code.to_string()).take(1).collect()
}
/// The review is also about the routine that is done with this guide: it has been performed.
pub(super) fn perform(run: &Run, done: &mut Done) {
    let about = done.about.get_or_insert_with(|| run.about.to_vec());
    about.extend(performed(run).into_iter().filter(|c| !run.about.contains(c)));
}
/// Red where the routine asks for evidence and none is there.
pub(super) fn judge_proof(run: &Run, judge: &mut Judge) {
    let needed = routine(run).is_some_and(|r| r.proof_needed == ProofNeeded::Evidence);
    if needed && run.codes("proof", "proof").is_empty() && !run.unknown("proof", "proof") {
        judge.red("proof", "This routine leaves a proof each time. Drop the list, log or picture that shows it.");
    }
}
/// What stands beside the question for proof: what was shown the last times.
pub(super) fn proof_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let ix: Vec<_> = run.isms.ix(&run.subject).into_iter().collect();
    panel::evidence(run, "What showed it before", &ix, out);
}
/// What is done, as the routine says, and how it went last time.
pub(super) fn about_panel(run: &Run, out: &mut Vec<PanelPart>) {
    if let Some(r) = routine(run) {
        out.push(PanelPart::text("What is done", r.what.to_string()));
        if !r.serves.0.is_empty() {
            let serves: Vec<String> = r
                .serves
                .0
                .iter()
                .map(|n| format!("- {n} {}", crate::catalog::title_of(n).unwrap_or_default()))
                .collect();
            out.push(PanelPart::text("What it answers", serves.join("\n")));
        }
    }
    panel::last_review(run, out);
}
/// Each thing that came up becomes an action, an incident of class event, or a finding of our own.
pub(super) fn follow_up(run: &Run, step: &str, field: &str, done: &mut Done) {
    for row in run.table(step, field) {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        let (what, who) = (text("what"), text("who"));
        if what.is_empty() {
            continue;
        }
        let who = if who.is_empty() { run.by } else { who };
        let title = crate::wizard::short(what);
        match text("sort") {
            "incident" => done.changes.push(Change::add(
                "incident",
                json!({"title": title, "what": what, "noticed_at": format!("{}T12:00+00:00", run.today), "class": "event", "personal_data": "unclear", "risk_to_people": "not_judged"}),
            )),
            "finding" => done.changes.push(Change::add(
                "nonconformity",
                json!({"title": title, "grade": "minor", "source": "own_check", "what": what, "raised_on": run.today.to_string(), "requirement": routine(run).map(|r| r.serves.0.clone()).unwrap_or_default()}),
            )),
            _ => {
                let until = dates::parse(text("until")).unwrap_or_else(|| dates::add_days(run.today, 30));
                done.action("improvement", what, &run.subject, who, until);
            }
        }
    }
}
/// Proof that is not about the routine yet is linked to it.
pub(super) fn keep_proof(run: &Run, step: &str, field: &str, done: &mut Done) {
    let given = run.codes(step, field);
    let about = |code: &String| run.isms.get::<Evidence>(code).is_some_and(|e| e.about.contains(&run.subject));
    let have: Vec<String> = run.body().get("evidence").map(crate::wizard::strings).unwrap_or_default();
    let fresh: Vec<String> = given.into_iter().filter(|c| !about(c) && !have.contains(c)).collect();
    if !fresh.is_empty() {
        let all: Vec<String> = have.into_iter().chain(fresh).collect();
        done.put("routine", &run.subject, json!({"evidence": all}));
    }
}
