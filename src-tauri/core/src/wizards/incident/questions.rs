//! Every question about an incident, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::incident::{IncidentClass, Involved, RiskToPeople, Significant};
use crate::kinds::{Asset, Control, Evidence, Person, Policy, Risk, Supplier};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Reopen {
    /// {code} is closed. Why do you open it again? — What has come to light since?
    why: Prose,
}

#[derive(JsonSchema)]
pub(super) struct News {
    /// What is new since {date}? — Tick what has changed; only that is asked again. Nothing is new: tick nothing.
    new: Option<Vec<NewThing>>,
    /// From when on did you know? — A new fact starts its own clock, not an earlier one.
    since: Moment,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum NewThing {
    /// what happened, or what was hit
    What,
    /// how serious it is
    Class,
    /// whether personal data is involved
    Data,
    /// what it could mean for the people
    People,
    /// whether it is a serious disruption or loss
    Weight,
    /// somebody else must hear of it
    Others,
    /// something more was kept as proof
    Proof,
}

#[derive(JsonSchema)]
pub(super) struct What {
    /// What happened? What have you seen so far? — Facts, not guilt. No names, no health data.
    what: Prose,
    /// What do you call it? — A few words. Empty: the first words of what happened.
    title: Option<Text>,
    /// What was hit? — Systems, devices, documents. You can add more later.
    assets: Option<Refs<Asset>>,
    /// Which suppliers were involved?
    suppliers: Option<Refs<Supplier>>,
}

#[derive(JsonSchema)]
pub(super) struct When {
    /// When was it noticed?
    noticed_at: Moment,
    /// By whom, how? — A role or a tool, not a name.
    noticed_by: Text,
    /// Since when are you reasonably sure? — Empty: since it was noticed.
    aware_at: Option<Moment>,
}

#[derive(JsonSchema)]
pub(super) struct Now {
    /// What must be done in the next hour? — Tick what is done, with its time. What does not fit is not needed.
    now: Option<Vec<Ticked>>,
    /// What else was done, and when?
    more: Option<Vec<Step>>,
}
/// One thing of the first hour.
#[derive(JsonSchema)]
struct Ticked {
    /// Is it done?
    then: Tick,
    /// At what time?
    #[schemars(extend("case" = "then=done"))]
    at: Option<Moment>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Tick {
    /// done
    Done,
    /// not needed
    NotNeeded,
    /// still to do
    Open,
}
/// Something that was done.
#[derive(JsonSchema)]
struct Step {
    /// What?
    what: Text,
    /// When?
    at: Moment,
}

#[derive(JsonSchema)]
pub(super) struct Class {
    /// How serious is it?
    class: IncidentClass,
    /// What was lost? — Nothing, if it was stopped before.
    loss: Option<Vec<crate::kinds::risk::Harm>>,
}

#[derive(JsonSchema)]
pub(super) struct Data {
    /// Is personal data involved? — Names, addresses, accounts, pictures count. If you cannot tell yet, say unclear.
    personal_data: Involved,
    /// Whose, about how many, what kind? — "About 300 customers: name, address, order." An estimate is enough.
    whose_data: Prose,
}

#[derive(JsonSchema)]
pub(super) struct People {
    /// What could it mean for them? — Theft of identity, money, shame, danger; or nothing because it was encrypted.
    risk_to_people: RiskToPeople,
    /// Why do you think so?
    people_why: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Weight {
    /// Is it a serious disruption or loss, for you or for others?
    significant: Significant,
    /// When was it classed as major? — The moment of the decision starts a clock.
    classified_at: Option<Moment>,
}

#[derive(JsonSchema)]
pub(super) struct Clocks {
    /// Sent, or not needed, and why?
    answers: Vec<Answer>,
}
/// What became of one report.
#[derive(JsonSchema)]
struct Answer {
    /// Was it sent?
    answer: Told,
    /// When was it sent?
    #[schemars(extend("case" = "answer=sent"))]
    sent: Option<Moment>,
    /// To whom?
    #[schemars(extend("case" = "answer=sent"))]
    to: Option<Text>,
    /// Number of the confirmation — If you have no file as proof.
    #[schemars(extend("case" = "answer=sent?"))]
    reference: Option<Text>,
    /// Which file shows it?
    #[schemars(extend("case" = "answer=sent?"))]
    evidence: Option<Ref<Evidence>>,
    /// Why? — For a late report, why it was late. For one that is not needed, why not.
    #[schemars(extend("case" = "answer=sent|not_needed?"))]
    why: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Told {
    /// sent
    Sent,
    /// not needed
    NotNeeded,
    /// still to do
    Open,
}

#[derive(JsonSchema)]
pub(super) struct Others {
    /// Who else must hear of it? — Customers by contract, insurer, staff, police, supplier. Nobody: leave it empty.
    others: Option<Vec<Other>>,
}
/// Somebody who must hear of it.
#[derive(JsonSchema)]
struct Other {
    /// Who?
    who: Text,
    /// When were they told? — Empty: not yet.
    told: Option<Moment>,
    /// If not yet: until when?
    until: Option<Date>,
    /// What for, or what shows it?
    note: Option<Text>,
}

#[derive(JsonSchema)]
pub(super) struct Proof {
    /// What have you kept as proof? — Logs, screens, mails, the device. Drop files here.
    evidence: Option<Refs<Evidence>>,
    /// Where is it, who touched it? — One row for each thing. By role.
    custody: Option<Vec<Kept>>,
}
/// A thing that was kept.
#[derive(JsonSchema)]
struct Kept {
    /// What?
    what: Text,
    /// Where is it kept?
    place: Text,
    /// Who took it, who has touched it since?
    who: Text,
    /// Since when?
    since: Option<Moment>,
}

#[derive(JsonSchema)]
pub(super) struct Contain {
    /// Under control since? — Empty: not yet.
    contained_on: Option<Past>,
    /// What was done to stop it?
    contain_done: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Recover {
    /// Back to normal since? — Empty: not yet.
    recovered_on: Option<Past>,
    /// What was done to get back?
    recover_done: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Close {
    /// Is it over, and do you close it now? — Closing asks what you learn and what it says about your risks and rules.
    close: YesNo,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum YesNo {
    /// yes, close it
    Yes,
    /// not yet
    No,
}

#[derive(JsonSchema)]
pub(super) struct Lessons {
    /// What do you learn? What went well? — With those who were there, within 30 days.
    lessons: Prose,
    /// With whom did you talk it through?
    lessons_with: Option<Refs<Person>>,
}

#[derive(JsonSchema)]
pub(super) struct Cause {
    /// Was a rule not met, or did a control fail?
    failed: Failed,
    /// How do you know that none did?
    no_rule_because: Prose,
    /// Which clause or control was it?
    requirement: Option<Clauses>,
    /// Or which rule of your own?
    own_rule: Option<Text>,
    /// What was not met? — What should have been, and what was.
    gap: Prose,
    /// How grave is it?
    grade: Grade,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Failed {
    /// no, because
    No,
    /// yes
    Yes,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Grade {
    /// major. The system failed, or a promise was broken.
    Major,
    /// minor. One lapse in something that works.
    Minor,
}

#[derive(JsonSchema)]
pub(super) struct Marks {
    /// Which risks came true?
    risks: Option<Refs<Risk>>,
    /// Which controls failed or were missing?
    controls: Option<Refs<Control>>,
    /// Which rules must change?
    policies: Option<Refs<Policy>>,
    /// Who must be taught?
    teach: Option<Vec<Teach>>,
    /// None of these, because?
    says_nothing_because: Option<Prose>,
}
/// Somebody who must be taught something.
#[derive(JsonSchema)]
struct Teach {
    /// Whom? A role or a group.
    whom: Text,
    /// What?
    what: Text,
    /// Who sees to it?
    who: Option<Ref<Person>>,
    /// Until when?
    until: Date,
}

#[derive(JsonSchema)]
pub(super) struct Cost {
    /// How many hours of work did it cost?
    cost_hours: Option<Count>,
    /// How much money?
    cost_money: Option<Money>,
    /// How many customers felt it?
    customers_hit: Option<Count>,
}
