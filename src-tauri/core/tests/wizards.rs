//! The guided reviews, text in and text out: every step reachable, every check with its sentence, a whole run of each as a transcript.
//! Here unwrap is allowed; the clock is given.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
#[path = "wizards/action_round.rs"]
mod action_round;
#[path = "wizards/book.rs"]
mod book;
#[path = "wizards/demo.rs"]
mod demo;
#[path = "wizards/every.rs"]
mod every;
#[path = "wizards/incident.rs"]
mod incident;
#[path = "wizards/nonconformity.rs"]
mod nonconformity;
#[path = "wizards/policy.rs"]
mod policy;
#[path = "wizards/registry.rs"]
mod registry;
#[path = "wizards/risk.rs"]
mod risk;
#[path = "wizards/training.rs"]
mod training;
