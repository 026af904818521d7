//! A sheet on which each person signs that they have read a version of a policy (7.3, A.5.1).
//! It must never say that somebody has.
use crate::report::Report;

pub(super) const REPORT: Report = Report {
    name: "acknowledgement-sheet",
    title: "Sheet to be signed by who has read it",
    clause: "7.3",
    about: "policy",
    of: &[],
    build: super::attendance_sheet::read,
};
