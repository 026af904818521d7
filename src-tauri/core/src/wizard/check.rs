//! What would be written: the answers once more, each record before and after, what is added, and what it means for the rest of the file.
//! Nothing is saved by looking.
use super::panel::pieces;
use super::sign;
use super::{Run, Warning, say};
use crate::act::Stamp;
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
#[derive(Clone, Copy)]
pub(super) struct Dry {
    pub proposed: Outcome,
    /// Does something material of the subject differ?
    pub material: bool,
    pub actions: usize,
    /// Has each of several targets a result of its own?
    pub each: bool,
    /// Was it asked already who took part?
    pub with: bool,
}

/// The plan of the answers, unsigned, and the file as it would stand.
pub(super) struct Outlook {
    planned: Planned,
    then: staleness::Outlook,
}
/// Worked out once for a page, by a stamp that is thrown away.
fn outlook<'r>(run: &'r Run) -> &'r Result<Outlook, Refusal> {
    run.worked.outlook.get_or_init(|| {
        dry(run);
        let kept = run.worked.unsigned.borrow_mut().take();
        let proposal = kept.unwrap_or_else(|| sign::proposal(run, true).0);
        let mut salt = || [0u8; 32];
        let mut stamp = Stamp {
            at: run.today.and_time(NaiveTime::MIN).and_utc(),
            on: run.today,
            by: run.by.to_string(),
            salt: &mut salt,
        };
        let planned = run.isms.plan(proposal, &mut stamp)?;
        let then = staleness::impact_of(run.isms, run.currency(), &planned);
        Ok(Outlook { planned, then })
    })
}

pub(super) fn dry(run: &Run) -> Dry {
    if let Some(kept) = run.worked.dry.get() {
        return *kept;
    }
    let (proposal, dry) = sign::proposal(run, true);
    run.worked.unsigned.replace(Some(proposal));
    let _ = run.worked.dry.set(dry);
    dry
}
/// When the subject falls due again, were it signed today.
pub(super) fn next_due(run: &Run) -> Option<NaiveDate> {
    run.isms.ix(&run.subject)?;
    let then = &outlook(run).as_ref().ok()?.then;
    let item = then.currency.find(&then.after, &run.subject)?;
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
    let (planned, then) = match outlook(run) {
        Ok(o) => (&o.planned, &o.then),
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
    let copy = &then.after;
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
    let read = staleness::Differing::default();
    out.again = staleness::told(then.known())
        .into_iter()
        .map(|r| {
            let id = r.target.id(copy);
            let sentence = r.sentence_beside(copy, &read);
            AgainLine {
                title: copy.record(&id).map_or_else(|| id.clone(), crate::isms::Record::title),
                kind: r.target.kind(copy),
                rule: r.rule.id,
                path: r.path.iter().map(|ix| copy.rec(*ix).code.to_string()).collect(),
                text: staleness::plain(&sentence),
                sentence: pieces(&sentence),
                id,
            }
        })
        .filter(|l| !run.about.contains(&l.id))
        .collect();
    out.current = current(then);
    out
}
/// Which of the things that this is about would be current.
fn current(then: &staleness::Outlook) -> Vec<String> {
    let ids: Vec<String> = then
        .after
        .each("review")
        .last()
        .and_then(|(_, r)| r.get::<crate::kinds::Review>().map(|v| v.about.iter().map(|t| t.0.clone()).collect()))
        .unwrap_or_default();
    let current = |id: &String| then.currency.find(&then.after, id).is_some_and(|i| i.counts_as_current());
    ids.into_iter().filter(current).collect()
}
