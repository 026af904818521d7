//! The list of reports. One thing, one file, one line here.
//! It must never say what a report contains: that is its file's.
use crate::report::Report;

macro_rules! reports {
    ($($file:ident),* $(,)?) => {
        $(pub(crate) mod $file;)*
        /// Every report, in the order of the list.
        pub fn all() -> &'static [Report] {
            static ALL: &[Report] = &[$($file::REPORT),*];
            ALL
        }
    };
}
reports! {
    acceptances,
    access_reviews,
    acknowledgement_sheet,
    acknowledgements,
    as_of,
    assets,
    attendance_sheet,
    audit_checklist,
    audit_programme,
    audit_report,
    breach_register,
    calendar,
    campaign,
    campaigns,
    chain,
    changes,
    changes_since,
    checkpoint,
    communication,
    competence,
    context,
    control_sheet,
    countdown,
    cover,
    currency,
    documents,
    documents_required,
    evidence_index,
    exceptions,
    finding_answer,
    gaps,
    handover,
    held_on_person,
    incident_sheet,
    incidents,
    joiners_leavers,
    judgements,
    last_findings,
    management_minutes,
    management_paper,
    measurements,
    nonconformities,
    nonconformity_sheet,
    objectives,
    obligations,
    person_record,
    policy,
    policy_changes,
    processes,
    readers_guide,
    record,
    review_record,
    reviews_since,
    risk_method,
    risk_movement,
    risk_register,
    risk_sheet,
    routines,
    soa,
    soa_changes,
    supplier_sheet,
    suppliers,
    threats,
    trail,
    training,
    training_certificate,
    training_grid,
    treatment_plan,
    vulnerabilities,
}

/// The report of this name.
pub fn report(name: &str) -> Option<&'static Report> {
    all().iter().find(|r| r.name == name)
}

type VersionsOf = fn(&crate::isms::Isms, &crate::report::Scope) -> crate::report::Versions;
/// Reports that are of a version, or of two: what there is to choose from.
const VERSIONED: &[(&str, VersionsOf)] = &[
    ("policy", policy::versions),
    ("policy-changes", policy_changes::versions),
    ("soa-changes", soa_changes::versions),
];
pub(crate) fn versions_of(name: &str) -> Option<VersionsOf> {
    VERSIONED.iter().find(|(n, _)| *n == name).map(|(_, of)| *of)
}
