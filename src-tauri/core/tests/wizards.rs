//! The guided reviews, text in and text out: every step reachable, every check with its sentence, a whole run of each as a transcript.
//! Here unwrap is allowed; the clock is given.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
#[path = "wizards/book.rs"]
mod book;
#[path = "wizards/demo.rs"]
mod demo;
#[path = "wizards/policy.rs"]
mod policy;
#[path = "wizards/registry.rs"]
mod registry;
#[path = "wizards/risk.rs"]
mod risk;
#[path = "wizards/threat.rs"]
mod threat;
#[path = "wizards/training.rs"]
mod training;
#[path = "wizards/weakness.rs"]
mod weakness;
