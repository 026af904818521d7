//! Brings the spreadsheets of small companies into an ISMS: reads, recognises, maps, tries out, and makes one proposal of it, all or nothing.
//! It does no I/O and knows no clock; it must never write, compute a formula, or guess what the owner was not asked.
mod book;
mod fold;
pub mod source;
mod text;

pub use source::Source;
