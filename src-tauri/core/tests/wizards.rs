//! The guided reviews, text in and text out: every step reachable, every check with its sentence, a whole run of each as a transcript.
//! Here unwrap is allowed; the clock is given.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
#[path = "wizards/access.rs"]
mod access;
#[path = "wizards/action_round.rs"]
mod action_round;
#[path = "wizards/asset.rs"]
mod asset;
#[path = "wizards/audit_countdown.rs"]
mod audit_countdown;
#[path = "wizards/book.rs"]
mod book;
#[path = "wizards/campaign.rs"]
mod campaign;
#[path = "wizards/change.rs"]
mod change;
#[path = "wizards/context.rs"]
mod context;
#[path = "wizards/control.rs"]
mod control;
#[path = "wizards/demo.rs"]
mod demo;
#[path = "wizards/every.rs"]
mod every;
#[path = "wizards/exception.rs"]
mod exception;
#[path = "wizards/external_audit.rs"]
mod external_audit;
#[path = "wizards/first_run.rs"]
mod first_run;
#[path = "wizards/identification.rs"]
mod identification;
#[path = "wizards/incident.rs"]
mod incident;
#[path = "wizards/internal_audit.rs"]
mod internal_audit;
#[path = "wizards/management.rs"]
mod management;
#[path = "wizards/nonconformity.rs"]
mod nonconformity;
#[path = "wizards/objective.rs"]
mod objective;
#[path = "wizards/obligation.rs"]
mod obligation;
#[path = "wizards/people.rs"]
mod people;
#[path = "wizards/policy.rs"]
mod policy;
#[path = "wizards/registry.rs"]
mod registry;
#[path = "wizards/retention.rs"]
mod retention;
#[path = "wizards/risk.rs"]
mod risk;
#[path = "wizards/routine.rs"]
mod routine;
#[path = "wizards/supplier.rs"]
mod supplier;
#[path = "wizards/threat.rs"]
mod threat;
#[path = "wizards/training.rs"]
mod training;
#[path = "wizards/weakness.rs"]
mod weakness;
