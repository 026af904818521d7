//! Every question of the first run, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::Evidence;
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Who {
    /// What is the organization's legal name?
    name: Text,
    /// What does it do, for whom? — Two sentences, as you would tell a stranger.
    does: Prose,
}
#[derive(JsonSchema)]
pub(super) struct People {
    /// Who are you, and who directs the organization? — The second is "top management" in the standard: those who can decide about money and people.
    people: Vec<Human>,
}
/// You, or someone who directs.
#[derive(JsonSchema)]
struct Human {
    /// Name?
    name: Text,
    /// Who is that?
    is: Is,
    /// Since when are they here? — Empty for who is on record.
    since: Option<Past>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Is {
    /// I am that
    Me,
    /// directs the organization
    Directs,
    /// I am that, and I direct it
    Both,
}

#[derive(JsonSchema)]
pub(super) struct Certificate {
    /// When did the certification body decide? — It is all on the certificate. Not the date of the audit: the date of the decision.
    decided_on: Past,
    /// Until when is it valid?
    expires_on: Date,
    /// What is its number?
    certificate_number: Text,
    /// Which body certifies you?
    certificate_body: Text,
    /// By whom is the body accredited? — Its mark stands beside the body's own.
    accreditation: Option<Text>,
}
#[derive(JsonSchema)]
pub(super) struct Audit {
    /// Is the next audit agreed? — Otherwise we compute the latest day.
    agreed: NoYes,
    /// When?
    next_external_audit: Date,
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
pub(super) struct Covers {
    /// What does it cover, word for word? — Copy it. An auditor compares it letter by letter.
    scope: Prose,
    /// Put the certificate here. — The words above can then be read beside it.
    copy: Option<Refs<Evidence>>,
}

#[derive(JsonSchema)]
pub(super) struct Size {
    /// How many people are covered?
    headcount: Count,
    /// How many join or leave in a year?
    joiners: Joiners,
    /// From where do you work? — Home counts as one row.
    sites: Vec<Site>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Joiners {
    /// few
    Few,
    /// some
    Some,
    /// many
    Many,
}
/// A place of work.
#[derive(JsonSchema)]
struct Site {
    /// Where?
    place: Text,
    /// What sort of place?
    sort: Sort,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Sort {
    /// office
    Office,
    /// data centre
    DataCentre,
    /// home
    Home,
    /// other
    Other,
}

#[derive(JsonSchema)]
pub(super) struct Make {
    /// Do you build software, run systems for customers, or only use what others run? — Several are possible.
    does_what: Vec<Does>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Does {
    /// we build software
    Build,
    /// we run systems for customers
    Run,
    /// we use what others run
    Use,
}

#[derive(JsonSchema)]
pub(super) struct Laws {
    /// Which of these bind you? — Not sure? Tick "not sure": it becomes a task with the question to ask your lawyer.
    laws: Binds,
    /// Do contracts or an insurer set hours within which you must report? — Cyber insurance nearly always does.
    promised: NoYes,
    /// Whose, and how many hours?
    promises: Vec<Promise>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Binds {
    /// yes
    Yes,
    /// no
    No,
    /// not sure
    Unsure,
}
/// Hours that somebody has set.
#[derive(JsonSchema)]
struct Promise {
    /// Whose?
    whose: Text,
    /// What is it?
    sort: Whose,
    /// Within how many hours?
    hours: Count,
    /// Where does it stand?
    source: Text,
    /// How do you learn of changes to it?
    learn: Text,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Whose {
    /// a customer's contract
    Customer,
    /// an insurance
    Insurer,
    /// another contract
    Other,
}

#[derive(JsonSchema)]
pub(super) struct Rhythm {
    /// In which months is there least time? — None ticked: all are alike.
    #[serde(default)]
    busiest: Vec<Month>,
    /// When are budgets made? — Management looks at it all before that.
    #[serde(default)]
    budgets: Vec<Month>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Month {
    /// January
    Jan,
    /// February
    Feb,
    /// March
    Mar,
    /// April
    Apr,
    /// May
    May,
    /// June
    Jun,
    /// July
    Jul,
    /// August
    Aug,
    /// September
    Sep,
    /// October
    Oct,
    /// November
    Nov,
    /// December
    Dec,
}

#[derive(JsonSchema)]
pub(super) struct Line {
    /// Where is your line: up to which level is a risk acceptable without more ado? — Copy what your method says. The matrix shows what it means.
    accept_up_to: Count,
    /// Do these bands fit, or do you have your own? — {bands}.
    bands_fit: Fit,
    /// Up to which level does each go?
    bands_own: Vec<Band>,
}
/// A band of levels.
#[derive(JsonSchema)]
struct Band {
    /// Up to which level?
    to: Count,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Fit {
    /// keep these
    Keep,
    /// we have our own
    Own,
}
#[derive(JsonSchema)]
pub(super) struct Above {
    /// Who may accept more than that, and for how long? — Copy it from your method too.
    above: Vec<More>,
}
/// Who may accept a band above the line.
#[derive(JsonSchema)]
struct More {
    /// Who may accept it?
    by: MayAccept,
    /// For how many months at most?
    #[schemars(extend("case" = "by=risk_owner|top_management"))]
    months: Option<Count>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum MayAccept {
    /// who owns the risk
    RiskOwner,
    /// top management
    TopManagement,
    /// nobody
    Nobody,
}
#[derive(JsonSchema)]
pub(super) struct Scale {
    /// How likely: do these sentences fit, or do you have your own?
    likelihood_fit: Fit,
    /// Your five steps of how likely it is
    likelihood_own: Vec<Step>,
    /// How bad: do these sentences fit, or do you have your own?
    impact_fit: Fit,
    /// Your five steps of how bad it is
    impact_own: Vec<Step>,
}
/// A step of the scale.
#[derive(JsonSchema)]
struct Step {
    /// Which word?
    word: Text,
    /// In plain words?
    meaning: Option<Prose>,
}

#[derive(JsonSchema)]
pub(super) struct Bring {
    /// What do you have today? Drop your lists here. — Risks, assets, suppliers, people, policies, Statement of Applicability; spreadsheets as they are. You will see what we understood before anything is saved.
    lists: Option<DroppedLists>,
    /// Which do you bring in later? — Each becomes a task.
    #[serde(default)]
    later: Vec<Have>,
}
#[derive(JsonSchema)]
pub(super) struct Reviewed {
    /// When was each last reviewed? — A column, or one date for the whole list. It is marked as carried over, not as proved here.
    reviewed: Vec<Last>,
}
/// When a list was last looked at.
#[derive(JsonSchema)]
struct Last {
    /// Where does it stand?
    when: When,
    /// On which day?
    #[schemars(extend("case" = "when=date"))]
    on: Option<Past>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum When {
    /// in a column of it
    Column,
    /// one day for all of it
    Date,
    /// unknown
    Unknown,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Have {
    /// risks
    Risks,
    /// assets
    Assets,
    /// suppliers
    Suppliers,
    /// people
    People,
    /// policies
    Policies,
    /// Statement of Applicability
    Controls,
}

#[derive(JsonSchema)]
pub(super) struct Findings {
    /// What did the last external audit find? — Number, grade, sentence, date to answer.
    found: Found,
    /// Which audit was it?
    sort: AuditSort,
    /// On which day did it end?
    ended_on: Past,
    /// Which findings?
    findings: Vec<Finding>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Found {
    /// nothing that is still open
    Nothing,
    /// these
    These,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum AuditSort {
    /// the first one, on site
    #[serde(rename = "stage_2")]
    Stage2,
    /// the yearly one
    Surveillance,
    /// the one that renewed it
    Recertification,
    /// one in between
    Special,
}
/// A finding of the last audit.
#[derive(JsonSchema)]
struct Finding {
    /// Number?
    number: Text,
    /// How was it graded?
    grade: Grade,
    /// Which clause or control?
    #[serde(default)]
    clause: Clauses,
    /// What does it say?
    what: Prose,
    /// Until when must they have your answer?
    answer_due: Option<Date>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Grade {
    /// major
    Major,
    /// minor
    Minor,
    /// observation
    Observation,
    /// opportunity
    Opportunity,
}

#[derive(JsonSchema)]
pub(super) struct Safe {
    /// Where shall backups go? — Each half hour and at close they are made on this computer by themselves. A second place outlives it.
    backups: BackupPlace,
    /// Shall the file be locked with a passphrase? — It is drawn for you, as a recovery code on a page to print.
    lock: NoYes,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum BackupPlace {
    /// on this computer only
    Here,
    /// in a second place too
    Second,
}
#[derive(JsonSchema)]
pub(super) struct Programme {
    /// This is your year. Take away or move what does not fit. — {count}, about {hours}. What stays as it is needs no answer.
    lines: Option<Vec<Routine>>,
}
/// A routine of the year.
#[derive(JsonSchema)]
struct Routine {
    /// What of it?
    what: What,
    /// To which month?
    #[schemars(extend("case" = "what=move"))]
    month: Option<Month>,
    /// What does the same for you?
    #[schemars(extend("case" = "what=leave?"))]
    instead: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum What {
    /// keep
    Keep,
    /// move
    Move,
    /// take away
    Leave,
}
