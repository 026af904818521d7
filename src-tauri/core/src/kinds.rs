//! The list of record kinds. One thing, one file, one line here (and its `pub use`).
use crate::kind::{KindInfo, info};
use std::sync::OnceLock;

macro_rules! kinds {
    ($($file:ident::$kind:ident),* $(,)?) => {
        $(pub mod $file; pub use $file::$kind;)*
        /// Every kind, in the order of the list.
        pub fn kinds() -> &'static [KindInfo] {
            static ALL: OnceLock<Vec<KindInfo>> = OnceLock::new();
            ALL.get_or_init(|| vec![$(info::<$kind>()),*])
        }
    };
}
kinds! {
    acknowledgement::Acknowledgement,
    action::Action,
    asset::Asset,
    audit::Audit,
    campaign::Campaign,
    change::Change,
    control::Control,
    course::Course,
    evidence::Evidence,
    exception::Exception,
    incident::Incident,
    management_review::ManagementReview,
    nonconformity::Nonconformity,
    objective::Objective,
    obligation::Obligation,
    organization::Organization,
    person::Person,
    policy::Policy,
    process::Process,
    review::Review,
    risk::Risk,
    routine::Routine,
    supplier::Supplier,
    threat::Threat,
    training_record::TrainingRecord,
    vulnerability::Vulnerability,
}

pub use management_review::TOPICS;
pub use objective::Measurement;
pub use policy::{DraftState, VersionChange};
pub use review::Outcome;
pub use threat::Fits;
pub use vulnerability::Severity;

/// Number of a kind in the list.
pub type KindId = u8;

pub fn kind(name: &str) -> Option<&'static KindInfo> {
    kinds().iter().find(|k| k.name == name)
}
pub fn kind_id(name: &str) -> Option<KindId> {
    kinds().iter().position(|k| k.name == name).map(|i| i as KindId)
}
