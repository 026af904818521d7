//! Every question of the review of a risk, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Asset, Control, Obligation, Person, Process, Risk, Supplier};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Same {
    /// Is this still the risk you mean? — Read it aloud. Would a new colleague understand what could happen and what it would lead to?
    still: Still,
    /// What could happen? — One sentence with something that happens: "Laptop with customer data is stolen", not "Laptop".
    title: Text,
    /// How would it come about, and what would it lead to? — Cause first, then the damage, in two or three sentences.
    because: Prose,
    /// Which risks is it really? — One line each. This one stays as the first of them.
    split_into: Vec<Text>,
    /// Why can it no longer happen? — "We sold the van in May." A risk that is merely small stays in the register.
    gone_why: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Still {
    /// yes, as it stands
    Yes,
    /// yes, but the words must change
    Words,
    /// it is really two or more
    Two,
    /// it can no longer happen
    Gone,
}

#[derive(JsonSchema)]
pub(super) struct Reach {
    /// What would it hit? — Take away what is gone, add what is new. Without at least one, nothing can tell you when this risk needs another look.
    assets: Option<RestsOn<Asset>>,
    /// Which activities?
    processes: Option<RestsOn<Process>>,
    /// Through which suppliers could it come?
    suppliers: Option<RestsOn<Supplier>>,
    /// Would it break a law or a contract? Which? — For instance a customer's contract, or data protection law. Leave empty if none.
    obligations: Option<RestsOn<Obligation>>,
    /// What would be lost? — Secrecy: someone sees what they should not. Correctness: something is wrong. Availability: something is not there when needed.
    harms: Vec<Harm>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Harm {
    /// secrecy
    Confidentiality,
    /// correctness
    Integrity,
    /// availability
    Availability,
}

#[derive(JsonSchema)]
pub(super) struct Owner {
    /// Is {owner} still the person who can decide about this risk? — The one who has the say and the money, not the one who keeps the list.
    owner: StillOwner,
    /// Who then?
    new_owner: Ref<Person>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StillOwner {
    /// yes
    Yes,
    /// someone else
    SomeoneElse,
}

#[derive(JsonSchema)]
pub(super) struct Controls {
    /// Works?
    works: Works,
    /// How do you know? — "Report of 3 May", "asked Tom", "saw it".
    know_by: Option<Text>,
    /// Add — Search all 93 and your own.
    add: Option<Refs<Control>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Works {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
    /// I don't know
    DontKnow,
}

#[derive(JsonSchema)]
pub(super) struct Scores {
    /// How likely is it, with what stands against it today? — Choose the sentence that fits, not the number.
    likelihood: Score,
    /// How bad would it be if it happened? — Take the worst column: money, work, people, reputation.
    impact: Score,
    /// What makes you say so? — What you have seen, here or at firms like yours. An auditor will ask: how did you get to {n}?
    scores_why: Prose,
    /// It is much lower than last time, but nothing is recorded that made it so. What did? — Add the control or the proof, or take the score back.
    lower_why: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Decide {
    /// What do you decide? — Make it smaller, live with it, stop what causes it, or let someone else carry part of the damage.
    treatment: Treatment,
    /// Why that? — Cost against damage, in one sentence.
    treatment_why: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Treatment {
    /// make it smaller
    Modify,
    /// live with it
    Retain,
    /// stop it
    Avoid,
    /// share it
    Share,
}

#[derive(JsonSchema)]
pub(super) struct Plan {
    /// Which controls will be added or made stronger? — Search by what it does: "second factor", "backup".
    planned_controls: Option<Refs<Control>>,
    /// What will be done, by whom, until when? — Each so that a stranger can see that it is done.
    actions: Option<Vec<NewAction>>,
    /// {n} things are late. What about each? — Done? A new date? No longer needed?
    late: Vec<LateAction>,
}
/// One thing to do.
#[derive(JsonSchema)]
struct NewAction {
    /// What?
    what: Prose,
    /// Who?
    who: Ref<Person>,
    /// Until when?
    until: Date,
}
/// What about a late action?
#[derive(JsonSchema)]
struct LateAction {
    /// What about it?
    then: Then,
    /// When was it done?
    #[schemars(extend("case" = "then=done"))]
    on: Option<Past>,
    /// What was done in the end?
    #[schemars(extend("case" = "then=done"))]
    what: Option<Prose>,
    /// Until when now?
    #[schemars(extend("case" = "then=new_date"))]
    until: Option<Date>,
    /// Why?
    #[schemars(extend("case" = "then=new_date|drop"))]
    why: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Then {
    /// done
    Done,
    /// new date
    NewDate,
    /// drop
    Drop,
}

#[derive(JsonSchema)]
pub(super) struct After {
    /// Where do you expect it to be afterwards? — If nothing is planned, it stays where it is.
    residual_likelihood: Score,
    /// And how bad?
    residual_impact: Score,
    /// Why is what is left higher than it stands today?
    residual_why: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Accept {
    /// Who accepts what is left? — They say: I know, and we carry this.
    accepted: Approval,
    /// Until when? — At most {months} months; then it is asked again.
    accepted_until: Date,
}

#[derive(JsonSchema)]
pub(super) struct Approve {
    /// Has {risk owner} agreed to this plan? — The standard asks for the risk owner's word, not yours.
    plan_approved: Approval,
}

// ---- many at once

#[derive(JsonSchema)]
pub(super) struct Choose {
    /// Which risks do you want to go through? — Due and stale ones are chosen. Take as many as you have time for: {n} risks, about {m} minutes.
    which: Option<Refs<Risk>>,
}
#[derive(JsonSchema)]
pub(super) struct Touched {
    /// Look at {code} now? — Later puts it aside; it stays due.
    look: Look,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Look {
    /// now
    Now,
    /// later
    Later,
}
#[derive(JsonSchema)]
pub(super) struct Quiet {
    /// Nothing has changed for these. Does each still hold? — Read the sentence and the score. H: holds. L: look closer. The why of last time is beside it.
    quiet: Holds,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Holds {
    /// holds
    Holds,
    /// look closer
    LookCloser,
}
#[derive(JsonSchema)]
pub(super) struct QuietWhy {
    /// What did you go by for these {n}? — "Went through the list with the heads of sales and IT on Tuesday."
    quiet_why: Prose,
}
#[derive(JsonSchema)]
pub(super) struct Wide {
    /// Looking at the whole picture: is anything missing, doubled, or out of proportion? — The matrix before and after; risks with the same score side by side.
    wide: NoYes,
    /// What is it?
    wide_what: Prose,
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
pub(super) struct AcceptList {
    /// {n} risks to approve. Print or mail the list; one word from each owner covers all of theirs. — One answer a risk owner.
    approved: Approval,
}
