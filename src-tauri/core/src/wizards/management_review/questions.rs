//! Every question of the management review, word for word as it is read in the room. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::Person;
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct When {
    /// On which day is it held?
    held_on: Past,
    /// Who takes part? — At least one of top management, and not only who looks after the ISMS.
    present: Refs<Person>,
    /// Since when do you look back?
    period_from: Past,
    /// Why is it written up later? — This is shown to the auditor; it is no fault.
    late_why: Option<Prose>,
}
#[derive(JsonSchema)]
pub(super) struct Before {
    /// Here is the paper for it. Read it first? — Facts and trends of every topic. Copy it and send it ahead.
    paper: Paper,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Paper {
    /// all have read it beforehand
    Ahead,
    /// we read it together now
    Together,
}

/// A topic: the panel shows, this is what is said.
macro_rules! topics {
    ($($name:ident, $question:tt;)*) => { $(
        #[derive(JsonSchema)]
        pub(super) struct $name {
            #[doc = $question]
            said: Prose,
        }
    )* };
}
topics! {
    A1, "What became of what you decided last time? — \"Nothing\" needs a because.";
    B1, "What changed outside? — \"Nothing\" needs a because.";
    B2, "What changed inside? — \"Nothing\" needs a because.";
    C1, "What do customers, authorities and others expect now that they did not before? — \"Nothing\" needs a because.";
    D1, "What went wrong, and was it cured? — \"Nothing\" needs a because.";
    D2, "What do the numbers say? — \"Nothing\" needs a because.";
    D3, "What did audits say? — \"Nothing\" needs a because.";
    E1, "What did others tell you about your security? — \"Nothing\" needs a because.";
    G1, "What could be better, and what is worth doing? — \"Nothing\" needs a because.";
}
#[derive(JsonSchema)]
pub(super) struct Aims {
    /// Are the objectives reached? — "Nothing" needs a because.
    said: Prose,
    /// These are off target. What follows?
    off: Vec<Off>,
}
/// An aim that is off target.
#[derive(JsonSchema)]
struct Off {
    /// What follows?
    then: Follows,
    /// What is decided?
    #[schemars(extend("case" = "then=decide"))]
    what: Option<Prose>,
    /// Who does it?
    #[schemars(extend("case" = "then=decide"))]
    who: Option<Ref<Person>>,
    /// Until when?
    #[schemars(extend("case" = "then=decide"))]
    until: Option<Date>,
    /// Why is it left so?
    #[schemars(extend("case" = "then=leave"))]
    because: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Follows {
    /// we decide something
    Decide,
    /// it is left so, because
    Leave,
}
#[derive(JsonSchema)]
pub(super) struct Risks {
    /// Where do the risks stand, and how far is the plan? — "Nothing" needs a because.
    said: Prose,
    /// These need somebody who accepts them. Who does?
    accept: Vec<Accept>,
}
/// A risk above the line whose acceptance is missing or ends.
#[derive(JsonSchema)]
struct Accept {
    /// Is it accepted?
    given: NoYes,
    /// By whom?
    #[schemars(extend("case" = "given=yes"))]
    by: Option<Ref<Person>>,
    /// Until when?
    #[schemars(extend("case" = "given=yes"))]
    until: Option<Date>,
    /// Why not?
    #[schemars(extend("case" = "given=no"))]
    because: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum NoYes {
    /// no
    No,
    /// yes
    Yes,
}

#[derive(JsonSchema)]
pub(super) struct Means {
    /// Are people, time and money enough? Does the person who runs this have enough of each?
    enough: NoYes,
    /// Why?
    why: Prose,
}
#[derive(JsonSchema)]
pub(super) struct Verdict {
    /// Is it enough for its task?
    enough: YesPartlyNo,
    /// What makes you say so?
    enough_why: Prose,
    /// Does it fit who you are?
    fits: YesPartlyNo,
    /// Why does it, or not?
    fits_why: Prose,
    /// Does it have the effect that you want?
    works: YesPartlyNo,
    /// How can you tell?
    works_why: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum YesPartlyNo {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
}
#[derive(JsonSchema)]
pub(super) struct Decide {
    /// What do you decide, who does it, until when? — Each becomes something to do.
    decisions: Option<Vec<Decision>>,
    /// If nothing: why none?
    none_because: Option<Prose>,
}
/// A decision.
#[derive(JsonSchema)]
struct Decision {
    /// What is decided?
    what: Prose,
    /// Who does it?
    who: Ref<Person>,
    /// Until when?
    until: Date,
}

#[derive(JsonSchema)]
pub(super) struct Gaps {
    /// The minutes say nothing to these. What do you say now? — It is added with today's day; what stands there stays.
    gaps: Vec<Gap>,
}
/// A topic of which the minutes say nothing.
#[derive(JsonSchema)]
struct Gap {
    /// What do you say to this?
    said: Prose,
}
#[derive(JsonSchema)]
pub(super) struct Closed {
    /// It is minuted and stays as it is. What is there to add? — It is put below the minutes, with today's day.
    added: Prose,
}
#[derive(JsonSchema)]
pub(super) struct Minutes {
    /// Who approves these minutes? — Only top management: {who may}.
    approved: Approval,
}
