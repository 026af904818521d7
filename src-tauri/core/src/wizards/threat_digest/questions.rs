//! Every question of the digest, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Asset, Person, Policy, Risk, Supplier};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Bring {
    /// What have you brought? — Drop the downloaded files (exploited-weakness list, advisories, newsletter), or write down what you read or heard. Nothing leaves this computer.
    files: Option<DroppedThreats>,
    /// What you read or heard
    #[serde(default)]
    lines: Vec<Line>,
    /// Nothing this month? Where did you look? — Looking and finding nothing is a result. Not looking is a gap.
    #[serde(default)]
    none_sources: Vec<Text>,
    /// In a sentence: where did you look, and what did you look for?
    none_why: Option<Prose>,
}
/// Something that was read or heard.
#[derive(JsonSchema)]
struct Line {
    /// What?
    what: Prose,
    /// Who says so?
    who: Text,
    /// When?
    when: Past,
}

#[derive(JsonSchema)]
pub(super) struct Sort {
    /// {n} items match nothing you have. Dismiss them together? — They are kept and can be found. When you add an asset that matches, they come back by themselves.
    bulk: Bulk,
    /// {m} more fit less well than those below. Dismiss them together? — There are more than anyone can read in one sitting.
    rest: Bulk,
    /// Concerns us?
    items: Vec<Judged>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Bulk {
    /// yes
    Yes,
    /// show me them
    Show,
}
/// Does it concern us?
#[derive(JsonSchema)]
struct Judged {
    /// Concerns us?
    relevant: Relevant,
    /// Why?
    #[schemars(extend("case" = "relevant=no"))]
    because: Option<Ready>,
    /// In your own words: why?
    #[schemars(extend("case" = "relevant=no&because=other"))]
    other: Option<Prose>,
    /// It fits well and is used in attacks. One more sentence: how do you know?
    #[schemars(extend("case" = "relevant=no"))]
    sentence: Option<Prose>,
    /// Why?
    #[schemars(extend("case" = "relevant=yes"))]
    why: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Relevant {
    /// yes
    Yes,
    /// no
    No,
    /// later
    Later,
}
/// Ready answers: reasons that are one of few facts.
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Ready {
    /// we do not use it
    NotUsed,
    /// already fixed
    Fixed,
    /// not reachable from outside
    NotReachable,
    /// our provider handles it
    Provider,
    /// does not fit our size or trade
    NotOurTrade,
    /// something else
    Other,
}

#[derive(JsonSchema)]
pub(super) struct Touch {
    /// What of ours does it concern? — If a provider's service is hit and nothing of yours, choose the provider.
    assets: Refs<(Asset, Supplier)>,
    /// Is it being used in attacks? — Confirmed: a named body says so. Claimed: it is said.
    exploited: Exploited,
    /// Is it a trend, a way of attacking, or something to act on now?
    level: Level,
    /// Which of your risks does it make likelier or worse? — These become due for a look.
    risks: Option<Refs<Risk>>,
    /// None of them, because?
    no_risk_because: Option<Prose>,
    /// Is a risk missing from the register?
    wants_new_risk: Missing,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Exploited {
    /// unknown
    Unknown,
    /// claimed
    Claimed,
    /// confirmed
    Confirmed,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Level {
    /// trend
    Strategic,
    /// method
    Tactical,
    /// act now
    Operational,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Missing {
    /// no
    No,
    /// yes: I write it down now
    Yes,
    /// yes: at the next look at the register
    Later,
}

/// The short form of a risk; its first review asks the rest.
#[derive(JsonSchema)]
pub(super) struct NewRisk {
    /// What could happen? — One sentence with something that happens. It is not reviewed yet, and will be asked for.
    title: Text,
    /// Who can decide about it? — The one who has the say and the money.
    owner: Ref<Person>,
    /// What would be lost?
    harms: Vec<Harm>,
    /// How likely is it, with what stands against it today? — Choose the sentence that fits, not the number.
    likelihood: Score,
    /// How bad would it be if it happened? — Take the worst column: money, work, people, reputation.
    impact: Score,
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
pub(super) struct Act {
    /// What do you do about it? — Several are possible.
    now: Vec<Now>,
    /// Attacks are known and it can be reached from the internet. Why is nothing more needed?
    nothing_why: Prose,
    /// How serious is the weakness? — By its vector where there is one. It sets the day by your own rules.
    severity: Severity,
    /// What, who, until when?
    tasks: Vec<Task>,
    /// Whom do you tell?
    tell_whom: Vec<Text>,
    /// What do you tell them? — Two sentences. "Mails that ask for … are going round."
    tell: Prose,
    /// Which rule changes?
    rules: Refs<Policy>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Now {
    /// nothing more: the risk review is enough
    Nothing,
    /// patch or fix it
    Patch,
    /// a task
    Task,
    /// tell people
    Tell,
    /// change a rule
    Rule,
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
/// A task.
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
pub(super) struct Inside {
    /// And in our own house: has anyone seen or reported anything odd this month? — Strange mails, lost devices, wrong recipients, alarms. Small things count.
    odd: NoYes,
    /// What, when, who noticed? — Each becomes an event that you go on with afterwards.
    events: Vec<Event>,
}
/// Something odd.
#[derive(JsonSchema)]
struct Event {
    /// What?
    what: Prose,
    /// When was it noticed?
    when: Moment,
    /// Who noticed?
    who: Text,
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
pub(super) struct Drift {
    /// If you had to tell management in two sentences how the weather is: better, the same, worse, and why? — This goes into the next management review by itself.
    trend: Trend,
    /// The two sentences
    trend_why: Prose,
    /// Are your sources still the right ones?
    #[serde(default)]
    sources: Vec<Source>,
    /// A source to add?
    new_source: Option<Text>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Trend {
    /// better
    Better,
    /// the same
    Same,
    /// worse
    Worse,
}
/// Is it still the right one?
#[derive(JsonSchema)]
struct Source {
    /// Still right?
    keep: Keep,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Keep {
    /// keep
    Keep,
    /// drop
    Drop,
}
