//! Stub.
//! Stub.
use crate::wizard::{About, Wizard};
pub(super) static WIZARD: Wizard = Wizard { name: "training-record", title: "", clause: "", about: About::Records("policy"), minutes: 10, parts: &[], words: |_, _| None, finish: |_, _| {} };
