//! Every question about a finding, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Control, Evidence, Nonconformity, Person, Policy, Risk, Supplier};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Reopen {
    /// {code} is closed. Why do you open it again? — What shows that the cause is still there?
    reopen_why: Prose,
}

#[derive(JsonSchema)]
pub(super) struct What {
    /// Which clause or control was it?
    requirement: Option<Clauses>,
    /// Or which rule of your own?
    own_rule: Option<Text>,
    /// What was found, with which evidence?
    what: Prose,
    /// What do you call it? — A few words. Empty: the first words of what was found.
    title: Option<Text>,
}

#[derive(JsonSchema)]
pub(super) struct HowGrave {
    /// How grave is it?
    grade: Grade,
    /// Where does it come from? — Findings of audits come from the audit itself.
    source: Source,
    /// On which day was it found?
    raised_on: Past,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Grade {
    /// major. The system failed, or a promise was broken.
    Major,
    /// minor. One lapse in something that works.
    Minor,
    /// observation. Nothing is broken, but it could be.
    Observation,
    /// opportunity. It works; it could be better.
    Opportunity,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Source {
    /// own check
    OwnCheck,
    /// staff
    Staff,
    /// customer
    Customer,
    /// incident
    Incident,
}

#[derive(JsonSchema)]
pub(super) struct Worked {
    /// Did it work? What did you look at? — Not "was it done" but "does it no longer happen".
    worked: Option<Vec<Checked>>,
}
/// Whether one action removed the cause.
#[derive(JsonSchema)]
struct Checked {
    /// Did it work?
    effective: Effective,
    /// What did you look at?
    #[schemars(extend("case" = "effective=yes|partly|no"))]
    how: Option<Prose>,
    /// How many samples did you look at?
    #[schemars(extend("case" = "effective=yes|partly|no?"))]
    samples: Option<Count>,
    /// Which file shows it?
    #[schemars(extend("case" = "effective=yes|partly|no?"))]
    proof: Option<Ref<Evidence>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Effective {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
    /// too early
    TooEarly,
}

#[derive(JsonSchema)]
pub(super) struct Now {
    /// What was done at once to put this case right?
    correction: Prose,
    /// On which day?
    corrected_on: Past,
    /// What shows it?
    proof: Option<Refs<Evidence>>,
}

#[derive(JsonSchema)]
pub(super) struct Harm {
    /// Did it have consequences?
    consequences: Consequences,
    /// What were they, and what was done about them? — Without any: how do you know?
    harm: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Consequences {
    /// yes
    Yes,
    /// none, because
    None,
}

#[derive(JsonSchema)]
pub(super) struct Elsewhere {
    /// Does the same exist, or could it, elsewhere?
    found: Found,
    /// How did you look, and what did you see? — Which systems, how many, which samples.
    how: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Found {
    /// no
    No,
    /// it could
    Could,
    /// yes, it does
    Yes,
}

#[derive(JsonSchema)]
pub(super) struct Whys {
    /// Why did that happen? — "Someone forgot" is never the last answer: why could it be forgotten?
    why1: Text,
    /// Why that?
    why2: Text,
    /// And why that? — Ask until the answer is something that you can change.
    why3: Option<Text>,
    /// And that?
    why4: Option<Text>,
    /// And at last, why?
    why5: Option<Text>,
}

#[derive(JsonSchema)]
pub(super) struct Before {
    /// Has it happened before?
    before: YesNo,
    /// Which one was it?
    repeats: Ref<Nonconformity>,
    /// Why did the last cure not last?
    repeats_why: Prose,
    /// Which of these have the same cause? — They are worked on as one: the same cause, the same actions.
    join: Option<Refs<Nonconformity>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum YesNo {
    /// no
    No,
    /// yes
    Yes,
}

#[derive(JsonSchema)]
pub(super) struct Act {
    /// What removes the cause, who, until when? — And when will you check that it worked, by what sign?
    act: Option<Vec<ToDo>>,
    /// Nothing is to be done about the cause, because?
    no_action_because: Option<Prose>,
}
/// Something that removes the cause.
#[derive(JsonSchema)]
struct ToDo {
    /// What?
    what: Text,
    /// Who?
    who: Ref<Person>,
    /// Until when?
    until: Date,
    /// Check after how many days? Empty: 90.
    check_after: Option<Count>,
    /// By what sign will you see that it worked?
    sign: Text,
}

#[derive(JsonSchema)]
pub(super) struct Says {
    /// Which risks does it say something about?
    risks: Option<Refs<Risk>>,
    /// Which controls?
    controls: Option<Refs<Control>>,
    /// Which rules?
    policies: Option<Refs<Policy>>,
    /// Which suppliers?
    suppliers: Option<Refs<Supplier>>,
    /// Who must be taught? — Whom, and what.
    teach: Option<Text>,
    /// Nothing, because?
    says_nothing_because: Option<Prose>,
}

#[derive(JsonSchema)]
pub(super) struct Answer {
    /// Here is the answer to the certification body. When did you send it? — Empty: not yet.
    answered_on: Option<Past>,
    /// Until when do they want it? — As the finding or your contract says.
    answer_due: Option<Date>,
    /// Until when must it be closed?
    close_due: Option<Date>,
}

#[derive(JsonSchema)]
pub(super) struct Confirm {
    /// When did the certification body confirm that it is closed? — Empty: not yet.
    closed_by_cb_on: Option<Past>,
}
