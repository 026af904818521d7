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
    audit_checklist,
    audit_programme,
    audit_report,
    calendar,
    changes_since,
    currency,
    finding_answer,
    gaps,
    incident_sheet,
    last_findings,
    nonconformities,
    nonconformity_sheet,
    policy_register,
    record,
    review_record,
    reviews_since,
    risk_register,
    risk_sheet,
    soa,
    suppliers,
    surveillance,
    trail,
    training,
}

/// The report of this name.
pub fn report(name: &str) -> Option<&'static Report> {
    all().iter().find(|r| r.name == name)
}
