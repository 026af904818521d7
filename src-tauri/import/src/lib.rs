//! Brings the spreadsheets of small companies into an ISMS: reads, recognises, maps, tries out, and makes one proposal of it, all or nothing.
//! It does no I/O and knows no clock; it must never write, compute a formula, or guess what the owner was not asked.
mod accounts;
mod answers;
mod ask;
mod beside;
mod book;
mod cells;
mod check;
mod dates;
mod days;
mod draft;
mod dropped;
mod feeds;
mod fill;
mod fold;
mod guides;
mod header;
mod links;
mod look;
mod mapping;
mod people;
mod rows;
mod scale;
mod session;
mod settle;
mod soa;
pub mod source;
mod text;
mod wide;

pub use answers::{LARGEST_MAIL, answers_to};
pub use ask::{Ask, Choice};
pub use draft::{FieldChange, RowError, What};
pub use dropped::{MOST_DROPPED, beside, dropped, kept};
pub use look::{Choices, ColumnShown, Counts, FieldShown, Import, Look, Named, RowShown};
pub use source::Source;
