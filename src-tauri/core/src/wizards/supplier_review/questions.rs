//! Every question of the look at a supplier, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Evidence, Person, Risk};
use crate::words::*;
use schemars::JsonSchema;

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
pub(super) struct Service {
    /// Is this still what they do for you?
    still: Still,
    /// What do they do for you now?
    service: Prose,
    /// How bad would it be if they failed or leaked?
    critical: Weight,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Still {
    /// the same
    Same,
    /// changed
    Changed,
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
pub(super) struct Reach {
    /// What of yours can they reach?
    access: Vec<Access>,
    /// In which countries is the data?
    data_where: Text,
    /// Whom do they use? — Those on whom they depend for what they do for you.
    subcontractors: Option<Prose>,
    /// Do they handle personal data for you?
    personal_data: Handles,
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
pub(super) struct Past {
    /// What went wrong since {date}? — Outages, breaches, slow answers, bad news.
    past: Happened,
    /// What was it? — Each becomes an incident, to be gone on with there.
    events: Vec<Event>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Happened {
    /// nothing
    Nothing,
    /// what is beside this, and no more
    Known,
    /// something more
    More,
}
/// Something that went wrong.
#[derive(JsonSchema)]
struct Event {
    /// What happened?
    what: Prose,
    /// When did you notice?
    noticed_at: Moment,
    /// How serious?
    class: Class,
    /// Is personal data involved?
    personal_data: Involved,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Class {
    /// only noticed
    Event,
    /// it nearly went wrong
    NearMiss,
    /// it went wrong
    Incident,
    /// it went badly wrong
    Major,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Involved {
    /// no
    No,
    /// yes
    Yes,
    /// unclear
    Unclear,
}

#[derive(JsonSchema)]
pub(super) struct Assurance {
    /// What shows that they are secure? Until when, and does it cover the service that you buy? — Read the scope on their certificate, not only the logo.
    assurance: Option<Vec<Shows>>,
    /// Why do you go on although nothing valid shows it? — Only where that is so.
    without_why: Option<Prose>,
}
/// What shows that they are secure.
#[derive(JsonSchema)]
struct Shows {
    /// What is it?
    sort: Sort,
    /// Until when does it count?
    valid_until: Option<Date>,
    /// Does it cover the service that you buy?
    covers_our_service: bool,
    /// Whose name is on it?
    #[schemars(extend("case" = "sort=iso27001|soc2|tisax|c5"))]
    holder: Option<Holder>,
    /// Who signed it?
    #[schemars(extend("case" = "sort=questionnaire"))]
    signed_by: Option<Text>,
    /// Where is it?
    evidence: Option<Ref<Evidence>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Sort {
    /// ISO 27001 certificate
    Iso27001,
    /// SOC 2 report
    Soc2,
    /// TISAX label
    Tisax,
    /// C5 report
    C5,
    /// penetration test
    Pentest,
    /// questionnaire
    Questionnaire,
    /// visit
    Visit,
    /// other
    Other,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Holder {
    /// the firm in our contract
    Same,
    /// another firm of theirs
    Other,
}

#[derive(JsonSchema)]
pub(super) struct Read {
    /// Have you read the report's exceptions? — What do they expect you to do yourself?
    read: HaveRead,
    /// What do they say, and what is yours to do?
    read_what: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum HaveRead {
    /// yes
    Yes,
    /// no
    No,
    /// there are none
    None,
}

#[derive(JsonSchema)]
pub(super) struct Contract {
    /// Does the contract say what they must do, how fast they must tell you, and that you may check?
    security_clauses: YesPartlyNo,
    /// Within how many hours must they tell you of an incident? — Empty: it does not say.
    must_tell_us_hours: Option<Count>,
    /// When does the contract end, or renew? — Empty: it does not end.
    contract_ends: Option<Date>,
    /// How many days before must you give notice?
    notice_days: Option<Count>,
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
pub(super) struct Privacy {
    /// When was the processing agreement signed? — Empty: it is not signed.
    processing_agreement_on: Option<crate::words::Past>,
    /// Is its list of sub-processors known?
    subs_known: YesNo,
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
pub(super) struct Setup {
    /// Whose job is what: who patches, who backs up, who watches logs, who closes accounts?
    jobs: Whose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Whose {
    /// us
    Us,
    /// them
    Them,
    /// nobody
    Nobody,
    /// I don't know
    DontKnow,
}

#[derive(JsonSchema)]
pub(super) struct Exit {
    /// How would you leave, and how would you get your data back? Has anyone tried?
    exit: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Ends {
    /// How does it end? — "Not acceptable" needs a plan, not a new supplier overnight.
    last_result: Verdict,
    /// What is to be done, by whom, until when?
    todo: Vec<Task>,
    /// Which risk carries this meanwhile? — Empty: a new one; it is asked for next.
    risk: Option<Ref<Risk>>,
    /// Do you use them from now on?
    use_now: YesNo,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    /// fine
    Fine,
    /// fine, with things to do
    FineWithActions,
    /// not acceptable
    NotAcceptable,
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
pub(super) struct NewRisk {
    /// What could happen meanwhile? — One sentence with something that happens.
    title: Text,
    /// How would it come about, and what would it lead to?
    because: Prose,
    /// What would be lost?
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
pub(super) struct RiskLevel {
    /// How likely is it, as things stand? — Choose the sentence that fits, not the number.
    likelihood: Score,
    /// How bad would it be?
    impact: Score,
    /// What makes you say so?
    scores_why: Prose,
    /// Why do what you plan, and not something else?
    treatment_why: Prose,
}
