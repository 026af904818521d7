//! What is said of a gap that stays open: one honest sentence, recorded as an answer of the countdown's review, signed by who says it.
//! It must never close a gap, nor move the horizon of the record that the gap is in.
use super::{DECLARED, Preflight, Severity};
use crate::act::{Change, Proposal, Verb};
use crate::isms::Isms;
use crate::kinds::Audit;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use serde_json::json;

/// What is said of one gap.
#[derive(Clone, Debug)]
pub struct Said {
    /// The check and the place of the gap, as the list names them.
    pub check: String,
    pub place: String,
    pub why: String,
    /// What is planned, and what holds until then.
    pub plan: String,
    pub until: NaiveDate,
}

/// "The auditor was ill. Until then: the rows stay on the list. By 2027-01-31."
pub(crate) fn said(why: &str, plan: &str, until: &str) -> String {
    let stop = |t: &str| if t.ends_with(['.', '?']) { t.to_string() } else { format!("{t}.") };
    format!("{} Until then: {} By {until}.", stop(why.trim()), stop(plan.trim()))
}

/// The review that says it. Refused where there is no such gap, where it is one that stops the export itself, and where why, plan or day
/// is not said.
pub fn declare(isms: &Isms, today: NaiveDate, by: &str, found: &Preflight, gap: &Said) -> Result<Proposal, Refusal> {
    let key = format!("{} {}", gap.check, gap.place);
    let Some(finding) = found.findings.iter().find(|f| f.key() == key) else {
        return Err(Refusal::new(
            "unknown",
            key,
            "There is no such gap today.",
            "`isms pack FILE --preflight` lists the gaps: the check in brackets, then the place.",
        ));
    };
    if finding.severity == Severity::Refuse {
        return Err(Refusal::new(
            "closed",
            key,
            "This cannot be declared: the proof itself would be false.",
            "Nothing is exported until the trail holds.",
        ));
    }
    let mut wrong = Vec::new();
    for (field, text, asks) in [
        ("why", &gap.why, "It is not said why it is open."),
        ("plan", &gap.plan, "It is not said what is planned, and what holds until then."),
    ] {
        if text.trim().chars().count() < 10 {
            wrong.push(Refusal::new(
                "field",
                field,
                asks,
                "One sentence of at least 10 characters, as you would say it to the auditor.",
            ));
        }
    }
    if gap.until < today {
        wrong.push(Refusal::new("date", "until", "The day is past.", "Give the day by which it will be mended."));
    }
    Refusal::all(wrong)?;
    // What it is said for: the audit that comes; where none is planned, the programme.
    let coming = isms
        .live::<Audit>()
        .filter(|(_, r, a)| a.external() && r.state() == "planned")
        .filter_map(|(_, r, a)| Some((a.held_from.or(a.planned_on)?.0, r.code.to_string())))
        .filter(|(day, _)| *day >= today)
        .min();
    let about = coming.map_or_else(|| "PROGRAMME".to_string(), |(_, code)| code);
    let text = said(&gap.why, &gap.plan, &gap.until.to_string());
    let why = format!("A gap that stays open is declared: {}", crate::wizard::short(&finding.sentence));
    let review = json!({
        "wizard": "audit-countdown", "about": [about], "held_on": today.to_string(), "by": by, "outcome": "holds", "why": why,
        "answers": [{"step": "honest", "field": "honest", "question": format!("{DECLARED}{key}"), "answer": text}],
        "signed": {"by": by, "on": today.to_string(), "how": "in_app"},
    });
    Ok(Proposal { verb: Verb::Review, why, changes: vec![Change::add("review", review)] })
}
