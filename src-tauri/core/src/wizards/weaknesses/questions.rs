//! Every question of the monthly round and of the penetration test, word for word as the owner reads it. Question, dash, hint.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Asset, Control, Evidence, Person, Policy, Risk};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(in crate::wizards) struct Scan {
    /// Drop this month's scan or advisory list, or say why there is none.
    file: Option<DroppedFindings>,
    /// There is none, because?
    none_why: Option<Prose>,
}
#[derive(JsonSchema)]
pub(in crate::wizards) struct Covered {
    /// Were these reached by the scan? — Not found is not the same as not looked at.
    covered: Vec<Reached>,
}
/// Was it reached?
#[derive(JsonSchema)]
struct Reached {
    /// Reached?
    reached: YesNo,
    /// No, because?
    #[schemars(extend("case" = "reached=no"))]
    because: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum YesNo {
    /// yes
    Yes,
    /// no
    No,
}

#[derive(JsonSchema)]
pub(in crate::wizards) struct Match {
    /// Which of your assets is this host?
    host: Vec<Host>,
}
/// A host that no asset names.
#[derive(JsonSchema)]
struct Host {
    /// What is it?
    what: HostIs,
    /// Which asset?
    #[schemars(extend("case" = "what=asset"))]
    asset: Option<Ref<Asset>>,
    /// What do you call it?
    #[schemars(extend("case" = "what=new"))]
    title: Option<Text>,
    /// Who answers for it?
    #[schemars(extend("case" = "what=new"))]
    owner: Option<Ref<Person>>,
    /// What kind of thing is it?
    #[schemars(extend("case" = "what=new"))]
    sort: Option<crate::kinds::asset::What>,
    /// How sensitive is what it holds?
    #[schemars(extend("case" = "what=new"))]
    classification: Option<crate::kinds::asset::Classification>,
    /// Does it hold personal data?
    #[schemars(extend("case" = "what=new"))]
    personal_data: Option<crate::kinds::asset::PersonalData>,
    /// From where can it be reached?
    #[schemars(extend("case" = "what=new"))]
    exposed: Option<crate::kinds::asset::Exposed>,
    /// How bad if it leaked, were wrong or were gone? 1 to 5, the worst of the three.
    #[schemars(extend("case" = "what=new"))]
    impact: Option<Score>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum HostIs {
    /// an asset
    Asset,
    /// new
    New,
    /// not ours
    NotOurs,
}

#[derive(JsonSchema)]
pub(in crate::wizards) struct Triage {
    /// What do you do about each? — Deadline by your rules: {days}.
    triage: Vec<Decided>,
}
/// What is done about a weakness.
#[derive(JsonSchema)]
struct Decided {
    /// What do you do?
    decision: Decision,
    /// How serious is it? The list does not say.
    severity: Option<Severity>,
    /// Until when? Empty: the day of your rules.
    due: Option<Date>,
    /// By what do you reduce it?
    #[schemars(extend("case" = "decision=reduce"))]
    by: Option<Prose>,
    /// How do you know that it is a false alarm?
    #[schemars(extend("case" = "decision=false_alarm"))]
    why: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Decision {
    /// fix
    Fix,
    /// reduce
    Reduce,
    /// live with it
    Accept,
    /// false alarm
    FalseAlarm,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Severity {
    /// low
    Low,
    /// medium
    Medium,
    /// high
    High,
    /// critical
    Critical,
}

#[derive(JsonSchema)]
pub(in crate::wizards) struct Permit {
    /// From which rule or control do you deviate?
    from_rule: Refs<(Policy, Control)>,
    /// Why can it not be kept?
    why: Prose,
    /// What is done instead? — So that it does less harm meanwhile.
    instead: Prose,
    /// Until when? — At most 12 months; then it is asked again.
    until: Date,
    /// Who allows it? — The owner of the rule.
    approved: Approval,
}

#[derive(JsonSchema)]
pub(in crate::wizards) struct Late {
    /// These are late. Done, or why not?
    late: Vec<LateOne>,
}
/// What about a late one?
#[derive(JsonSchema)]
struct LateOne {
    /// What now?
    then: LateIs,
    /// Fixed on which day?
    #[schemars(extend("case" = "then=fixed"))]
    fixed_on: Option<Past>,
    /// What shows it?
    #[schemars(extend("case" = "then=fixed"))]
    shown_by: Option<Prose>,
    /// Which risk goes up by it?
    #[schemars(extend("case" = "then=risk"))]
    risk: Option<Ref<Risk>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum LateIs {
    /// fixed
    Fixed,
    /// a new day by permission
    Exception,
    /// the risk goes up
    Risk,
}

#[derive(JsonSchema)]
pub(in crate::wizards) struct Again {
    /// These were fixed. Has someone checked again?
    again: Vec<Checked>,
}
/// Was it checked again?
#[derive(JsonSchema)]
struct Checked {
    /// Checked again?
    result: CheckedIs,
    /// On which day?
    #[schemars(extend("case" = "result=closed|open"))]
    on: Option<Past>,
    /// By scan or by hand?
    #[schemars(extend("case" = "result=closed|open"))]
    how: Option<ByWhat>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum CheckedIs {
    /// closed
    Closed,
    /// still open
    Open,
    /// not yet
    NotYet,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ByWhat {
    /// scan
    Scan,
    /// by hand
    Hand,
}

#[derive(JsonSchema)]
pub(in crate::wizards) struct Pattern {
    /// Do several come from one cause? — Same server, same habit, same missing owner.
    pattern: NoYes,
    /// What is the cause, as far as you see it?
    cause: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum NoYes {
    /// no
    No,
    /// yes
    Yes,
}

// ---- the penetration test
#[derive(JsonSchema)]
pub(in crate::wizards) struct Stage {
    /// Is the test still to come, or is the report here?
    stage: StageIs,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StageIs {
    /// it is still to come
    Before,
    /// the report is here
    After,
}
#[derive(JsonSchema)]
pub(in crate::wizards) struct Plan {
    /// What is tested, by whom, when, and what must not break? — Permission in writing, with times and a phone number.
    assets: Refs<Asset>,
    /// Who tests it?
    tester: Text,
    /// From when to when?
    from: Date,
    /// Until when?
    until: Date,
    /// What must not break, and who is called if it does?
    limits: Prose,
    /// Put the permission here.
    permission: Refs<Evidence>,
}
#[derive(JsonSchema)]
pub(in crate::wizards) struct Able {
    /// Why is this tester able and independent?
    able: Prose,
}
#[derive(JsonSchema)]
pub(in crate::wizards) struct Report {
    /// Drop the report and the list of findings.
    file: Option<DroppedFindings>,
    /// Or type the findings
    #[serde(default)]
    findings: Vec<Typed>,
    /// The report itself
    #[serde(default)]
    report: Refs<Evidence>,
    /// Nothing was found: what was tested, and how hard?
    none_why: Option<Prose>,
}
/// A finding that is typed.
#[derive(JsonSchema)]
struct Typed {
    /// What was found?
    what: Text,
    /// Where?
    asset: Ref<Asset>,
    /// How serious is it?
    severity: Severity,
    /// CVSS vector, if the report has one?
    vector: Option<Text>,
}
#[derive(JsonSchema)]
pub(in crate::wizards) struct Controls {
    /// Which controls did it prove, and which did it put in doubt?
    controls: Vec<Proved>,
}
/// What the test says of a control.
#[derive(JsonSchema)]
struct Proved {
    /// What does it say?
    says: ProvedIs,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ProvedIs {
    /// proved
    Proved,
    /// in doubt
    InDoubt,
    /// not touched
    NotTouched,
}
#[derive(JsonSchema)]
pub(in crate::wizards) struct Risks {
    /// Which risks look different now? — These become due for a look.
    risks: Option<Refs<Risk>>,
}
#[derive(JsonSchema)]
pub(in crate::wizards) struct Retest {
    /// When will it be tested again that the holes are closed?
    retest_on: Date,
}
