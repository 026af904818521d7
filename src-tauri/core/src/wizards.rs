//! The list of guides. One guide, one file, one line here.
//! It must never know what a guide asks.
use crate::wizard::Wizard;

pub(crate) mod audits;
mod routine;
mod sitting;
mod weaknesses;

macro_rules! guides {
    ($($file:ident),* $(,)?) => {
        $(mod $file;)*
        static ALL: &[&Wizard] = &[$(&$file::WIZARD),*];
    };
}
guides! {
    access_review,
    action_round,
    asset_review,
    audit_countdown,
    change_intake,
    competence_review,
    context_review,
    control_review,
    course_review,
    exception_review,
    exercise,
    external_audit,
    first_run,
    incident,
    internal_audit,
    management_review,
    measure,
    nonconformity,
    note,
    objectives,
    obligation_review,
    pentest,
    people_round,
    policy_review,
    restore_test,
    retention,
    risk_identification,
    risk_review,
    spot_check,
    supplier_review,
    threat_digest,
    training_campaign,
    training_record,
    vulnerability_round,
}

pub(crate) use access_review::{Line as AccessLine, Told as AccessTold, told as access_told};
pub(crate) use nonconformity::is_a_person;
pub(crate) use restore_test::in_hours;

/// Every guide, by name.
pub fn all() -> &'static [&'static Wizard] {
    ALL
}
pub fn wizard(name: &str) -> Option<&'static Wizard> {
    ALL.iter().copied().find(|w| w.name == name)
}
/// The guide with which a routine is done: its own if this version has it, else a note.
pub fn guide_of(routine: &crate::kinds::Routine) -> &'static str {
    routine.wizard.as_deref().and_then(wizard).map_or("note", |w| w.name)
}
