//! Every question of the review of a policy, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Course, Person, Policy};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Practice {
    /// Whom have you asked how it is really done? — One person who lives by this rule is enough. Not yourself, if you wrote it.
    asked: Option<Refs<Person>>,
    /// Or people of which role?
    asked_role: Option<Text>,
    /// Do people do what it says? — Think of last month, not of the good intention.
    practised: Practised,
    /// What do they do instead? — Then either the rule or the habit must change.
    differs: Prose,
    /// Which will change?
    which_changes: Which,
    /// What will be done about the habit, by whom, until when?
    habit: Vec<Task>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Practised {
    /// yes
    Yes,
    /// mostly
    Mostly,
    /// no
    No,
    /// I don't know
    DontKnow,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Which {
    /// the rule
    Rule,
    /// the habit
    Habit,
    /// both
    Both,
}
/// One thing to do.
#[derive(JsonSchema)]
struct Task {
    /// What?
    what: Prose,
    /// Who?
    who: Ref<Person>,
    /// Until when?
    until: Date,
}

#[derive(JsonSchema)]
pub(super) struct Fit {
    /// Does it fit us as we are today? — Size, tools, places, people. A rule about the server room that we gave up does not.
    suitable: Fits,
    /// Does it say enough? — Would it answer the questions that came up this year?
    adequate: Fits,
    /// Has it had the effect it is there for? — Look at the incidents and findings on the right.
    effective: Effect,
    /// Why?
    fit_why: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Fits {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Effect {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
    /// cannot tell
    CannotTell,
}

#[derive(JsonSchema)]
pub(super) struct Decide {
    /// What should become of it? — Leaving it is a good answer, if it is true.
    course: What,
    /// Why is it no longer needed, and what answers {clauses} then?
    withdraw_why: Prose,
    /// Which policy answers that then?
    answered_by: Option<Refs<Policy>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum What {
    /// leave it as it is
    Leave,
    /// improve the words
    Improve,
    /// change the rule
    Change,
    /// replace it
    Replace,
    /// withdraw it
    Withdraw,
}

#[derive(JsonSchema)]
pub(super) struct NewText {
    /// Change the text. — Short sentences. Who does what, when. What nobody can check is not a rule.
    draft: Option<LongProse>,
    /// Or a new file? — DOCX or PDF; its words are taken out for comparison.
    file: Option<DroppedWords>,
    /// Where does the new text answer this? — Heading or paragraph; or "not needed, because".
    dealt: Text,
}

#[derive(JsonSchema)]
pub(super) struct Duty {
    /// Does anyone have to do something differently because of this? — If yes, it becomes version {major} and those concerned are asked to read it. If no, it becomes {minor} and nobody is disturbed.
    change: Change,
    /// Tell your colleagues in two sentences what changed. — They read this before the text. "From now on …"
    changed_what: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Change {
    /// yes
    Major,
    /// no
    Minor,
}

#[derive(JsonSchema)]
pub(super) struct Audience {
    /// Whom does it concern? — Everyone, or these roles: {n} people.
    for_roles: Option<Vec<Text>>,
    /// Must they confirm that they have read it? — Once for each real change is usual; yearly for the few rules everyone must know by heart.
    must_be_read: Reading,
    /// Which courses teach this and must change too? — They are put on your list.
    courses: Option<Refs<Course>>,
    /// Must anyone outside be told? — Customers, suppliers, the works council.
    tell_outside: NoYes,
    /// Whom?
    tell_whom: Text,
    /// By when?
    tell_by: Date,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Reading {
    /// no
    No,
    /// once for each real change
    OnceAMajor,
    /// every year
    Yearly,
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
pub(super) struct Approve {
    /// Who approves this version? — {who may}
    approved: Approval,
    /// From which day does it hold? — Leave people time to read: {today + 14} is proposed for a real change.
    in_force_from: Date,
}

#[derive(JsonSchema)]
pub(super) struct Place {
    /// Where do people find it? — Link or folder. The old version must go from there.
    kept_where: Text,
    /// Is the old version out of use? — Printed copies too.
    old_out: OldOut,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum OldOut {
    /// yes
    Yes,
    /// I will see to it
    WillSeeToIt,
}
