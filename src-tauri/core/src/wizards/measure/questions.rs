//! Every question of measuring, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Evidence, Person};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Measured {
    /// What is the value for {period}? — {measured_by}; last time {last time}.
    value: Number,
    /// For which day? — The last day of the period, unless it was another.
    on: Option<Past>,
}
#[derive(JsonSchema)]
pub(super) struct Proof {
    /// Where does it come from? — "Report of the device manager", "counted by Tom".
    source: Text,
    /// Put the list or the picture here, if there is one.
    file: Option<Ref<Evidence>>,
}
#[derive(JsonSchema)]
pub(super) struct Says {
    /// What does it tell you?
    says: Option<Prose>,
}
#[derive(JsonSchema)]
pub(super) struct Off {
    /// Why, and what now? — What kept it from being reached?
    off_why: Prose,
    /// What now?
    now: Now,
    /// What will be done?
    what: Prose,
    /// Who?
    who: Ref<Person>,
    /// Until when?
    until: Date,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Now {
    /// something is done
    Act,
    /// management looks at the target
    Target,
}
