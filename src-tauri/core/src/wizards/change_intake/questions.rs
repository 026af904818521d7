//! Every question about a change, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Asset, Control, Person, Policy, Process, Risk, Supplier};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct What {
    /// What sort of change is it?
    sort: Sort,
    /// What is changing? — New tool, supplier, site, product, reorganization, a way of working.
    what: Prose,
    /// Why?
    why: Prose,
    /// From when? — A day that has passed says that it came before you could plan it.
    when: Date,
    /// Who sees to it?
    owner: Ref<Person>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Sort {
    /// a new product or project
    Initiative,
    /// a system or tool
    System,
    /// a supplier
    Supplier,
    /// a site
    Site,
    /// who does what
    Role,
    /// a way of working
    Process,
    /// the organization
    Organization,
    /// the ISMS itself
    Isms,
    /// a law or contract
    Law,
}

#[derive(JsonSchema)]
pub(super) struct BeforeYouKnew {
    /// What did it do to you before you knew? — Did anything leak, fail or stand open in the meantime?
    before_known: Prose,
}

/// One of the seven; its label is put in by the guide.
#[derive(JsonSchema)]
pub(super) struct Screen {
    /// Yes or no?
    answer: Answer,
    /// What exactly? — One line.
    note: Text,
    /// Who can tell you? — They get a question, to be answered within 14 days.
    ask: Ref<Person>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Answer {
    /// yes
    Yes,
    /// no
    No,
    /// not sure
    Unsure,
}

#[derive(JsonSchema)]
pub(super) struct Data {
    /// Which data, whose, how many people?
    which: Prose,
    /// Is a data protection assessment needed? — Much data, sensitive data, or people who are watched: then it usually is.
    assessment: Assess,
    /// Whom will you ask?
    ask: Ref<Person>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Assess {
    /// yes
    Yes,
    /// no
    No,
    /// ask
    Ask,
}

#[derive(JsonSchema)]
pub(super) struct Who {
    /// Is it one that you have already?
    known: Option<Ref<Supplier>>,
    /// Or a new one: what is it called?
    name: Option<Text>,
    /// What will they do for you?
    service: Prose,
    /// What of yours can they reach?
    access: Vec<Access>,
    /// In which countries will the data be?
    data_where: Text,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Access {
    /// our data
    OurData,
    /// our systems
    OurSystems,
    /// our premises
    OurPremises,
    /// builds our product
    BuildsOurProduct,
    /// none of it
    None,
}
#[derive(JsonSchema)]
pub(super) struct NewSupplier {
    /// How bad would it be if they failed or leaked?
    critical: Weight,
    /// Will they handle personal data for you?
    personal_data: Handles,
    /// How would you leave them, and get your data back?
    exit: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Weight {
    /// critical
    Critical,
    /// important
    Important,
    /// minor
    Minor,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Handles {
    /// no
    None,
    /// yes, by our order
    Processor,
    /// yes, for purposes of their own
    Controller,
    /// yes, together with us
    Joint,
}

#[derive(JsonSchema)]
pub(super) struct Things {
    /// Which new things will hold or move your information? — A system, a device, a place, a body of data. None: leave it empty.
    things: Option<Vec<Thing>>,
}
/// A thing that is to come.
#[derive(JsonSchema)]
struct Thing {
    /// What do you call it?
    title: Text,
    /// What kind of thing is it?
    what: WhatKind,
    /// What is it used for?
    purpose: Prose,
    /// Where will it be, or run?
    runs_where: Text,
    /// From where can it be reached?
    exposed: Exposed,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum WhatKind {
    /// information
    Information,
    /// application
    Application,
    /// platform
    Platform,
    /// device
    Device,
    /// network
    Network,
    /// site
    Site,
    /// service
    Service,
    /// people
    People,
    /// other
    Other,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Exposed {
    /// the internet
    Internet,
    /// partners
    Partners,
    /// inside only
    Internal,
    /// offline
    Offline,
}
#[derive(JsonSchema)]
pub(super) struct Worths {
    /// How sensitive is it, and how bad would it be? — Choose by what it will hold, not by what it costs.
    worth: Vec<Worth>,
}
/// How much hangs on a thing.
#[derive(JsonSchema)]
struct Worth {
    /// How sensitive is what it holds?
    classification: Classification,
    /// Personal data?
    personal_data: Personal,
    /// How bad if it leaked?
    confidentiality: Score,
    /// How bad if it were wrong?
    integrity: Score,
    /// How bad if it were gone?
    availability: Score,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Classification {
    /// public
    Public,
    /// internal
    Internal,
    /// confidential
    Confidential,
    /// secret
    Secret,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Personal {
    /// no
    None,
    /// yes, ordinary
    Ordinary,
    /// yes, of a special category
    Special,
}

#[derive(JsonSchema)]
pub(super) struct Isms {
    /// Does the ISMS itself change (scope, method, tools, people who run it)? What must be thought of before? — Aim, consequences, means, who is responsible.
    thought: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Touch {
    /// Which things does it touch?
    assets: Option<Refs<Asset>>,
    /// Which activities?
    processes: Option<Refs<Process>>,
    /// Which suppliers?
    suppliers: Option<Refs<Supplier>>,
}
#[derive(JsonSchema)]
pub(super) struct TouchRules {
    /// Which risks that you know?
    risks: Option<Refs<Risk>>,
    /// Which policies?
    policies: Option<Refs<Policy>>,
    /// Which controls?
    controls: Option<Refs<Control>>,
    /// It touches nothing that you have on record. Why?
    nothing_why: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Wrong {
    /// What could go wrong because of it, and what would you do about it? — Each becomes a risk, to be reviewed later.
    wrong: Option<Vec<Line>>,
    /// Or none, because? — What stands against it already?
    none_because: Option<Prose>,
}
/// A thing that could go wrong.
#[derive(JsonSchema)]
struct Line {
    /// What could happen?
    title: Text,
    /// How would it come about, and what would it lead to?
    because: Prose,
    /// What would be lost?
    harms: Vec<Harm>,
    /// What would you do about it?
    about_it: Prose,
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
pub(super) struct Levels {
    /// How likely and how bad is each, as things stand? — Choose the sentence that fits, not the number.
    level: Vec<Level>,
}
/// How likely, how bad, and what you decide.
#[derive(JsonSchema)]
struct Level {
    /// What do you decide?
    treatment: Treatment,
    /// How likely?
    likelihood: Score,
    /// How bad?
    impact: Score,
    /// What makes you say so?
    scores_why: Prose,
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
pub(super) struct Needs {
    /// What must be true before it goes live? — Security needs in plain words: second factor, backup, log, contract.
    needs: Option<Vec<Task>>,
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
pub(super) struct Tell {
    /// Must the certification body be told? — Proposed from your answers.
    tell: NoYes,
    /// By when?
    tell_by: Date,
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
    /// Who says yes? — {who may}
    approved: Approval,
}
#[derive(JsonSchema)]
pub(super) struct Back {
    /// When will you look whether it went well? — 60 days after it goes live are proposed.
    after_check_on: Date,
}

// ---- the later visits

#[derive(JsonSchema)]
pub(super) struct Live {
    /// Did it go live?
    live: WentLive,
    /// When?
    live_on: Past,
    /// Until when now?
    new_when: Date,
    /// Why was it given up?
    drop_why: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum WentLive {
    /// yes
    Yes,
    /// not yet
    NotYet,
    /// it was given up
    GivenUp,
}
#[derive(JsonSchema)]
pub(super) struct Held {
    /// Did the needs hold? — Look at each as it is now, not as it was planned.
    held: Vec<NeedHeld>,
}
/// Did one need hold?
#[derive(JsonSchema)]
struct NeedHeld {
    /// Did it hold?
    held: Holds,
    /// How do you know?
    how: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Holds {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
}
#[derive(JsonSchema)]
pub(super) struct Came {
    /// What came of it, expected or not?
    outcome: Prose,
}
#[derive(JsonSchema)]
pub(super) struct Mend {
    /// What must be taken back or added? — Nothing: leave it empty.
    mend: Option<Vec<Task>>,
}
#[derive(JsonSchema)]
pub(super) struct Closed {
    /// This one is closed. What is to be added? — It is written beneath what is on record.
    added: Prose,
}
