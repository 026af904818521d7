//! What would be written: the answers once more, each record before and after, what is added, and what it means for the rest of the file.
//! Nothing is saved by looking.
use super::panel::pieces;
use super::sign;
use super::{Run, Warning, say};
use crate::act::Stamp;
use crate::isms::Isms;
use crate::kinds::{Outcome, kinds};
use crate::plan::Planned;
use crate::refusal::Refusal;
use crate::staleness;
use crate::view::{FieldChange, changes_between};
use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;
use serde_json::Value;

/// The page `check` (WIZARDS 1.2).
#[derive(Clone, Debug, Serialize)]
pub struct CheckShown {
    pub answers: Vec<AnswerShown>,
    pub changes: Vec<ChangedRecord>,
    pub adds: Vec<AddedRecord>,
    /// What will have to be looked at again.
    pub again: Vec<AgainLine>,
    /// What will be current.
    pub current: Vec<String>,
    pub warnings: Vec<Warning>,
}
#[derive(Clone, Debug, Serialize)]
pub struct AnswerShown {
    pub step: String,
    pub field: String,
    pub label: String,
    pub shown: String,
    pub who: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct ChangedRecord {
    pub id: String,
    pub title: String,
    pub changes: Vec<FieldChange>,
}
#[derive(Clone, Debug, Serialize)]
pub struct AddedRecord {
    pub id: String,
    pub kind: &'static str,
    pub title: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct AgainLine {
    pub id: String,
    pub title: String,
    pub kind: &'static str,
    pub rule: &'static str,
    pub path: Vec<String>,
    pub text: String,
    pub sentence: Vec<Value>,
}

/// What the answers so far would come to.
pub(super) struct Dry {
    pub proposed: Outcome,
    /// Does something material of the subject differ?
    pub material: bool,
    pub actions: usize,
}

/// The plan of the answers, unsigned, and the file as it would stand.
pub(super) struct Outlook {
    planned: Planned,
    after: Isms,
}
/// Worked out once for a page, by a stamp that is thrown away.
fn outlook<'r>(run: &'r Run) -> &'r Result<Outlook, Refusal> {
    run.outlook.get_or_init(|| {
        let (proposal, _) = sign::proposal(run, true);
        let mut salt = || [0u8; 32];
        let mut stamp = Stamp {
            at: run.today.and_time(NaiveTime::MIN).and_utc(),
            on: run.today,
            by: run.by.to_string(),
            salt: &mut salt,
        };
        let planned = run.isms.plan(proposal, &mut stamp)?;
        let mut after = run.isms.as_of_act(run.isms.last_seq());
        after.apply(&planned);
        Ok(Outlook { planned, after })
    })
}

pub(super) fn dry(run: &Run) -> Dry {
    let (proposal, done) = sign::proposal(run, true);
    let targets = done.about.as_deref().unwrap_or(run.about);
    let about = |code: &str| targets.iter().any(|a| a == code);
    let material = proposal.changes.iter().any(|c| sign::material(run, c, &about));
    Dry { proposed: sign::propose(run, material, &done), material, actions: done.actions.len() }
}
/// When the subject falls due again, were it signed today.
pub(super) fn next_due(run: &Run) -> Option<NaiveDate> {
    run.isms.ix(&run.subject)?;
    let item = staleness::of(&outlook(run).as_ref().ok()?.after, run.today, &run.subject)?;
    item.next.or(item.due).filter(|d| *d > run.today)
}

/// The whole page.
pub(super) fn shown(run: &Run, warnings: Vec<Warning>) -> CheckShown {
    let answers = say::said(run)
        .into_iter()
        .map(|s| AnswerShown { step: s.step, field: s.field, label: s.label, shown: s.shown, who: s.who })
        .collect();
    let mut out =
        CheckShown { answers, changes: Vec::new(), adds: Vec::new(), again: Vec::new(), current: Vec::new(), warnings };
    let (planned, copy) = match outlook(run) {
        Ok(o) => (&o.planned, &o.after),
        Err(refusal) => {
            // The registers' own bounds, where no question has them: said here, so that nobody signs in vain.
            out.warnings.extend(refusal.each().map(|r| Warning {
                field: String::new(),
                level: super::Level::Red,
                text: format!("{} {}", r.text, r.hint).trim().to_string(),
                step: "check".into(),
                hint: String::new(),
                code: r.code,
            }));
            return out;
        }
    };
    for p in &planned.revisions {
        let info = &kinds()[p.kind as usize];
        if info.name == "review" {
            continue;
        }
        let title = copy.rec(p.ix).title();
        if p.fresh {
            out.adds.push(AddedRecord { id: p.code.to_string(), kind: info.name, title });
        } else {
            let was = run.isms.rec(p.ix).body_json();
            out.changes.push(ChangedRecord {
                id: p.code.to_string(),
                title,
                changes: changes_between(info, Some(&was), &copy.rec(p.ix).body_json()),
            });
        }
    }
    out.again = staleness::impact_of(run.isms, run.today, planned)
        .into_iter()
        .map(|r| {
            let id = r.target.id(run.isms);
            AgainLine {
                title: run.isms.record(&id).map_or_else(|| id.clone(), crate::isms::Record::title),
                kind: r.target.kind(run.isms),
                rule: r.rule.id,
                path: r.path.iter().map(|ix| run.isms.rec(*ix).code.to_string()).collect(),
                text: r.text(run.isms),
                sentence: pieces(&r.sentence(run.isms)),
                id,
            }
        })
        .filter(|l| !run.about.contains(&l.id))
        .collect();
    out.current = current(run, copy);
    out
}
/// Which of the things that this is about would be current.
fn current(run: &Run, copy: &Isms) -> Vec<String> {
    let ids: Vec<String> = copy
        .each("review")
        .last()
        .and_then(|(_, r)| r.get::<crate::kinds::Review>().map(|v| v.about.iter().map(|t| t.0.clone()).collect()))
        .unwrap_or_default();
    ids.into_iter().filter(|id| staleness::of(copy, run.today, id).is_some_and(|i| i.counts_as_current())).collect()
}
