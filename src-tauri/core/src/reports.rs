//! The list of reports. One thing, one file, one line here.
//! It must never say what a report contains: that is its file's.
use crate::report::Report;

macro_rules! reports {
    ($($file:ident),* $(,)?) => {
        $(mod $file;)*
        /// Every report, in the order of the list.
        pub fn all() -> &'static [Report] {
            static ALL: &[Report] = &[$($file::REPORT),*];
            ALL
        }
    };
}
reports! {
    acknowledgements,
    calendar,
    changes_since,
    checkpoint,
    communication,
    competence,
    context,
    control_sheet,
    currency,
    documents_required,
    finding_answer,
    gaps,
    incident_sheet,
    joiners_leavers,
    management_minutes,
    management_paper,
    measurements,
    objectives,
    person_record,
    policy_register,
    record,
    review_record,
    reviews_since,
    risk_register,
    risk_sheet,
    soa,
    soa_changes,
    suppliers,
    surveillance,
    trail,
    training,
}

/// The report of this name.
pub fn report(name: &str) -> Option<&'static Report> {
    all().iter().find(|r| r.name == name)
}
