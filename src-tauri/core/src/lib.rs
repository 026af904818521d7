//! The domain of ISMS Upkeep. It does no I/O, knows no clock and no randomness: days, moments and salts come in as arguments.
//! It must never know SQL, Tauri, PDF or a spreadsheet's format.
pub mod act;
pub mod calendar;
pub mod canonical;
pub mod catalog;
pub mod check;
pub mod clock;
pub mod currency;
pub mod cvss;
pub mod dates;
pub mod decide;
pub mod demo;
pub mod digest;
pub mod doc;
pub mod fit;
pub mod isms;
pub mod kind;
pub mod kinds;
pub mod ledger;
pub mod matrix;
pub mod plan;
pub mod records;
pub mod refusal;
pub mod report;
pub mod reports;
pub mod soa;
pub mod staleness;
pub mod text;
pub mod types;
pub mod view;
pub mod wizard;
pub mod wizards;
pub mod words;

pub use act::{Act, Change, Declare, Proposal, Stamp, Verb};
pub use isms::{Isms, Ix, Record, Seq};
pub use kind::{Field, Kind, KindInfo, Ty};
pub use refusal::Refusal;
