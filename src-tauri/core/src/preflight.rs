//! What an auditor would notice, before it leaves the house: every check of PACK 3 with place, sentence, clause and what mends it.
//! Pure: what only the file or the press can know is handed in as `Facts`; a check whose facts were not handed in says that it did not run.
mod checking;
mod declare;
mod operation;
mod people;
mod proofs;
mod risks;
mod sight;
mod soa;
mod threats;
mod weeks;
mod whole;

pub(crate) use declare::said;
pub use declare::{Said, declare};
pub use sight::Sight;
pub(crate) use sight::places;
pub use weeks::{InWeek, minutes, spell};

use crate::dates::{add_days, days_between};
use crate::isms::Isms;
use crate::kinds::asset::Classification;
use crate::kinds::{Audit, ManagementReview, Review};
use crate::report::Names;
use crate::staleness;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};

/// Percent of the risks from which "not looked at in the period" is no slip but a gap in the method. The three shares are ours
/// (PACK 3) and are to be tried with auditors.
pub const RISKS_NEVER: usize = 10;
/// Percent of the controls in place from which claims without proof are a pattern.
pub const CLAIMS_UNPROVEN: usize = 15;
/// Percent of the actions due in the period from which late ones are a pattern.
pub const ACTIONS_LATE: usize = 20;

/// What a finding means for the pack. The order is that of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The proof itself would be false: no export.
    Refuse,
    /// An auditor would very probably write a nonconformity, or the pack would be wrong.
    Stop,
    /// It would be noticed and asked about.
    Weak,
    /// Good to know; may be right.
    Note,
}
impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Refuse => "refuse",
            Severity::Stop => "stop",
            Severity::Weak => "weak",
            Severity::Note => "note",
        }
    }
}
impl Serialize for Severity {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.name())
    }
}

/// What mends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mends {
    /// The guide of this name.
    Guide(&'static str),
    /// The guide that the item itself offers.
    ByItem,
    /// The record's page.
    Page,
    /// A setting of the pack.
    Builder,
    /// Nothing after the fact; one honest sentence does.
    Declare,
    /// Nothing.
    Nothing,
    /// A command of the command line.
    Command(&'static str),
}

/// How a check looks.
#[derive(Clone, Copy)]
pub enum Run {
    /// It is the rule of staleness of the same id, with its items and its sentence.
    Rule,
    Look(fn(&Sight) -> Vec<Found>),
    /// By facts that only the file or the press knows; none: they were not handed in.
    Told(fn(&Facts) -> Option<Vec<Found>>),
}

/// One row of PACK 3.
pub struct Check {
    /// Never renamed.
    pub code: &'static str,
    /// As a rule; a finding may say otherwise, where a share or a person decides.
    pub severity: Severity,
    pub clause: &'static str,
    pub mends: Mends,
    pub run: Run,
    /// What it means until it is mended, in one sentence to an auditor.
    pub effect: &'static str,
}
impl Check {
    const fn means(mut self, effect: &'static str) -> Check {
        self.effect = effect;
        self
    }
}
const fn check(code: &'static str, severity: Severity, clause: &'static str, mends: Mends, run: Run) -> Check {
    Check { code, severity, clause, mends, run, effect: "" }
}

/// What a check found in one place.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// A code, the id of an item, or a whole: "R-012", "P-007/CRS-02", "PROGRAMME".
    pub place: String,
    pub sentence: String,
    /// None: the check's own.
    pub severity: Option<Severity>,
    /// What else is good to know.
    pub note: String,
    /// All the records that it is about, where it is about several.
    pub records: Vec<String>,
    /// None: by what the check says.
    pub guide: Option<&'static str>,
}
impl Found {
    fn at(place: impl Into<String>, sentence: impl Into<String>) -> Found {
        Found { place: place.into(), sentence: sentence.into(), ..Found::default() }
    }
    fn with(self, severity: Severity) -> Found {
        Found { severity: Some(severity), ..self }
    }
    fn noting(self, note: impl Into<String>) -> Found {
        Found { note: note.into(), ..self }
    }
    /// About several records, of which the note names some.
    fn of(self, records: Vec<String>) -> Found {
        Found { note: if self.note.is_empty() { places(&records) } else { self.note }, records, ..self }
    }
}

/// What the file and the press know. Each is a list of places; none: it was not looked at.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Evidence whose bytes are not in the file, or are not those of its fingerprint.
    pub missing_files: Option<Vec<String>>,
    /// Records with a script that no face on paper covers.
    pub uncovered: Option<Vec<String>>,
    /// Earlier packs that this trail does not extend, in words.
    pub not_extended: Option<Vec<String>>,
    /// What does not hold in the trail, in words.
    pub broken: Option<Vec<String>>,
}

/// What the pack is to be.
#[derive(Clone, Debug)]
pub struct Choices {
    pub names: Names,
    /// The highest that may go out.
    pub classification: Classification,
}
impl Default for Choices {
    fn default() -> Choices {
        Choices { names: Names::default(), classification: Classification::Confidential }
    }
}

/// What would be noticed, in one place, and what mends it.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub code: &'static str,
    pub severity: Severity,
    pub place: String,
    pub sentence: String,
    /// What it means until it is mended.
    pub effect: &'static str,
    /// Clause, and what else is good to know.
    pub note: String,
    pub clause: &'static str,
    /// The guide that mends it, if a guide does.
    pub wizard: Option<&'static str>,
    /// What else does: "a declaration", "the record's page".
    #[serde(skip_serializing_if = "str::is_empty")]
    pub help: &'static str,
    pub minutes: Option<u32>,
    /// The last day on which that makes sense before the audit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest: Option<NaiveDate>,
    /// Who answers for it, by code.
    pub owner: String,
    /// The audit or review with whose report it mends itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mended_by: Option<String>,
    /// What was declared of it for this audit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<String>,
}
impl Finding {
    /// What names it in a declaration: "no-internal-audit PROGRAMME".
    pub fn key(&self) -> String {
        format!("{} {}", self.code, self.place)
    }
}

/// A place as it is read: a line of the checklist or of the coverage by its clause or control, a whole by its name.
pub(crate) fn spoken(place: &str) -> String {
    match place {
        "REGISTER" => "the risk register".into(),
        "SOA" => "the Statement of Applicability".into(),
        "POLICIES" => "the policies".into(),
        "PROGRAMME" => "the programme".into(),
        _ => {
            let bare = place.strip_prefix("checklist/").or_else(|| place.strip_prefix("coverage/"));
            crate::report::paper::shown(bare.unwrap_or(place))
        }
    }
}

/// How often a check spoke.
#[derive(Clone, Debug, Serialize)]
pub struct Ran {
    pub check: &'static str,
    pub found: usize,
}

/// One run.
#[derive(Clone, Debug, Serialize)]
pub struct Preflight {
    pub as_of: NaiveDate,
    /// The last external audit, else the certificate, else the day before the first act: what comes after it is the period.
    pub from: NaiveDate,
    pub next_audit: Option<NaiveDate>,
    /// Ordered: severity, then short first.
    pub findings: Vec<Finding>,
    /// Every check that ran, in the order of the table.
    pub ran: Vec<Ran>,
    /// Checks whose facts were not handed in.
    pub not_run: Vec<&'static str>,
}
impl Preflight {
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity == severity).count()
    }
    /// What goes into the list of gaps: all but notes.
    pub fn noticed(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| f.severity != Severity::Note)
    }
    /// "3 stop, 11 weak, 24 note. 9 mend themselves when AU-007 is reported."
    pub fn summary(&self) -> String {
        let n = |s| self.count(s);
        let mut out = format!("{} stop, {} weak, {} note.", n(Severity::Stop), n(Severity::Weak), n(Severity::Note));
        if n(Severity::Refuse) > 0 {
            out = format!("{} refuse, {out}", n(Severity::Refuse));
        }
        let mut by: Vec<&String> = self.findings.iter().filter_map(|f| f.mended_by.as_ref()).collect();
        by.sort();
        for group in by.chunk_by(|a, b| a == b) {
            let verb = if group.len() == 1 { "mends itself" } else { "mend themselves" };
            let word = if group[0].starts_with("MR-") { "minuted" } else { "reported" };
            out += &format!(" {} {verb} when {} is {word}.", group.len(), group[0]);
        }
        out
    }
}

/// Every check, in the order of PACK 3.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    [
        whole::CHECKS,
        risks::CHECKS,
        soa::CHECKS,
        people::CHECKS,
        operation::CHECKS,
        threats::CHECKS,
        checking::CHECKS,
        proofs::CHECKS,
    ]
    .into_iter()
    .flatten()
}
pub fn named(code: &str) -> Option<&'static Check> {
    checks().find(|c| c.code == code)
}

/// All checks on a day. Pure.
pub fn run(isms: &Isms, today: NaiveDate, choices: &Choices, facts: &Facts) -> Preflight {
    look(&Sight::new(isms, today, choices), facts)
}
/// The same, by what was worked out already.
pub fn look(sight: &Sight, facts: &Facts) -> Preflight {
    let (mut findings, mut ran, mut not_run) = (Vec::new(), Vec::new(), Vec::new());
    let said = declarations(sight.isms, sight.from);
    let soon = coming(sight);
    for c in checks() {
        let found = match c.run {
            Run::Rule => Some(sight.rule(c.code)),
            Run::Look(f) => Some(f(sight)),
            Run::Told(f) => f(facts),
        };
        match found {
            None => not_run.push(c.code),
            Some(found) => {
                ran.push(Ran { check: c.code, found: found.len() });
                findings.extend(found.into_iter().map(|f| finding(sight, c, f, &soon)));
            }
        }
    }
    for f in &mut findings {
        f.declared = said.iter().find(|d| d.key == f.key()).map(|d| d.text.clone());
    }
    // Short first: a declaration or a page takes a few minutes.
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.severity, f.minutes.unwrap_or(A_SENTENCE));
        key(a).cmp(&key(b))
    });
    Preflight { as_of: sight.today, from: sight.from, next_audit: sight.next, findings, ran, not_run }
}
/// Minutes of what is no guide: a sentence, a page, a setting.
const A_SENTENCE: u32 = 5;

fn finding(sight: &Sight, c: &'static Check, f: Found, soon: &[Coming]) -> Finding {
    let guide = f.guide.or(match c.mends {
        Mends::Guide(name) => Some(name),
        Mends::ByItem => sight.offers(&f.place),
        _ => None,
    });
    let help = match c.mends {
        Mends::Page => "the record's page",
        Mends::Builder => "a setting of the pack",
        Mends::Declare => "a declaration: one honest sentence",
        Mends::Command(words) => words,
        _ => "",
    };
    let before = match guide {
        Some("internal-audit") => Some(30),
        Some("management-review") => Some(14),
        _ => None,
    };
    let clause = clause_words(c.clause);
    Finding {
        code: c.code,
        severity: f.severity.unwrap_or(c.severity),
        note: [clause, f.note].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("; "),
        effect: c.effect,
        clause: c.clause,
        wizard: guide,
        help: if guide.is_some() { "" } else { help },
        minutes: guide.map(staleness::minutes),
        latest: before.and_then(|days| sight.next.map(|a| add_days(a, -days))).filter(|d| *d >= sight.today),
        owner: sight.owner(&f.place),
        mended_by: soon.iter().find(|s| s.mends(c.code, &f.place)).map(|s| s.code.clone()),
        declared: None,
        sentence: f.sentence,
        records: f.records,
        place: f.place,
    }
}
/// "clause 9.2.1", "control A.5.31", "your contract with the certification body"
fn clause_words(clause: &str) -> String {
    match clause.chars().next() {
        None => String::new(),
        Some('A') => format!("control {clause}"),
        Some(c) if c.is_ascii_digit() => format!("clause {clause}"),
        Some(_) => "the rules of certification".into(),
    }
}

/// An internal audit or a management review that is under way, and what its report will mend.
struct Coming {
    code: String,
    audit: bool,
    covers: Vec<String>,
}
impl Coming {
    fn mends(&self, check: &str, place: &str) -> bool {
        if !self.audit {
            return matches!(check, "no-management-review" | "review-before-audit") || place == "checklist/9.3.3";
        }
        let covered = || {
            let number = place
                .strip_prefix("coverage/")
                .map(|n| n.strip_prefix("SOA-").map_or_else(|| n.to_string(), |c| format!("A.{c}")));
            number.is_some_and(|n| {
                self.covers
                    .iter()
                    .any(|c| *c == n || n.strip_prefix(c.as_str()).is_some_and(|rest| rest.starts_with('.')))
            })
        };
        match check {
            "no-internal-audit" => true,
            "audit-unreported" => place == self.code,
            "coverage-clause" | "coverage-control" => covered(),
            _ => place == "checklist/9.2.2",
        }
    }
}
fn coming(sight: &Sight) -> Vec<Coming> {
    let audits = sight.isms.live::<Audit>().filter(|(_, r, a)| a.internal() && matches!(r.state(), "planned" | "held"));
    let reviews = sight.isms.live::<ManagementReview>().filter(|(_, r, _)| r.state() != "minuted");
    let mut audits: Vec<_> =
        audits.map(|(_, r, a)| (r.state() == "held", r.code.to_string(), a.covers.0.clone())).collect();
    // One that is held is nearer to its report than one that is planned; of several, the one planned last.
    audits.reverse();
    audits.sort_by_key(|(held, ..)| !held);
    audits
        .into_iter()
        .map(|(_, code, covers)| Coming { code, audit: true, covers })
        .chain(reviews.map(|(_, r, _)| Coming { code: r.code.to_string(), audit: false, covers: Vec::new() }))
        .collect()
}

/// What was said of a gap that stays open, by who prepared for the audit; it is printed with the gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Check and place.
    pub key: String,
    pub text: String,
    /// The review in which it was said, and the day.
    pub review: String,
    pub on: NaiveDate,
}
/// How a declaration stands among the answers of a review.
pub(crate) const DECLARED: &str = "Declared: ";
/// The declarations of a period, the latest of each gap.
pub fn declarations(isms: &Isms, from: NaiveDate) -> Vec<Declaration> {
    let mut out: Vec<Declaration> = Vec::new();
    for (_, r, v) in isms.live::<Review>() {
        if v.wizard.0 != "audit-countdown" || days_between(from, v.held_on.0) <= 0 {
            continue;
        }
        for a in &v.answers {
            let Some(key) = a.question.strip_prefix(DECLARED) else { continue };
            out.retain(|d| d.key != key);
            out.push(Declaration {
                key: key.into(),
                text: a.answer.to_string(),
                review: r.code.to_string(),
                on: v.held_on.0,
            });
        }
    }
    out
}
