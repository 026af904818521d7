//! The packs: what an auditor is handed, for which sort of audit, in which order (PACK 2). Each section and each pack is declared once, here.
//! It must never know what a report says: a section binds reports, and opens with what all sections open with.
mod bind;
mod choices;
mod frame;
mod samples;

pub use bind::{build, build_telling, cancelled, going, numbered, preview};
pub use choices::{Choices, Evidences, Going, held_back};
pub(crate) use frame::section_of;
pub use samples::{Sample, samples};

use crate::dates::add_months;
use crate::isms::{Isms, Record};
use crate::kinds::incident::IncidentClass;
use crate::kinds::{Audit, Incident, Nonconformity};
use crate::report::{Paper, last_audit};
use crate::staleness::word;
use crate::topics;
use chrono::NaiveDate;

/// One of the 23 sections (PACK 2.4).
pub struct Bound {
    /// Its number in a pack that holds all of them: never given to another.
    pub number: u32,
    /// Never renamed: what `--sections` and the settings of a pack say.
    pub name: &'static str,
    pub title: &'static str,
    /// Clauses and controls that it answers; the first is the one whose place at the edge is its own.
    pub clauses: &'static [&'static str],
    /// The line under its title.
    pub purpose: &'static str,
    /// Kinds of items of which it says how many are current. Empty: it says nothing of that.
    pub kinds: &'static [&'static str],
    pub parts: &'static [Part],
}
/// What a section is bound of.
pub enum Part {
    /// A report of the whole file.
    Whole(&'static str),
    /// A sheet for each of some records.
    Each(&'static str, fn(&Paper) -> Vec<String>),
    /// The reports that the owner chose, each a numbered section of its own.
    Asked,
    /// The list of sections and pages: drawn by the press.
    Contents,
    /// The list of clauses and pages: made last, when the sections are known.
    Guide,
}
use Part::{Asked, Contents, Each, Guide, Whole};

#[allow(clippy::too_many_arguments)] // A row of a table reads better than seven names on seven lines, twenty-three times.
const fn row(
    number: u32,
    name: &'static str,
    title: &'static str,
    clauses: &'static [&'static str],
    purpose: &'static str,
    kinds: &'static [&'static str],
    parts: &'static [Part],
) -> Bound {
    Bound { number, name, title, clauses, purpose, kinds, parts }
}

/// All sections, in the order in which an auditor samples (DOMAIN 12).
#[rustfmt::skip]
pub const SECTIONS: &[Bound] = &[
    row(1, "cover", "Cover and checkpoint", &[], "", &[], &[Whole("cover")]),
    row(2, "guide", "Reader\u{2019}s guide", &[], "Where each clause and control is shown.", &[], &[Guide]),
    row(3, "changes", "What changed", &["6.3"], "What is different from what you saw, and what we did about it.", &[], &[Whole("changes-since")]),
    row(4, "last-findings", "Your last findings", &["10.2"], "What became of each finding of the last audit.", &[], &[Whole("last-findings")]),
    row(5, "context", "Scope, context, parties, roles", &["4.1", "4.2", "4.3", "5.3"], "What the certificate covers, what bears on it, who expects what, who does what.", &["organization"], &[Whole("context")]),
    row(6, "documents", "Policies and documents", &["5.2", "7.5", "A.5.1"], "Which rules are in force, who approved them, who has read them.", &["policy", "person_policy"], &[Whole("documents")]),
    row(7, "risks", "Risks", &["6.1.2", "8.2"], "How we judge, what we found, how it moved.", &["risk"], &[Whole("risk-method"), Whole("risk-register")]),
    row(8, "treatment", "Treatment plan", &["6.1.3", "8.3"], "What is being done, what came of it, what is carried knowingly.", &["action"], &[Whole("treatment-plan"), Whole("acceptances")]),
    row(9, "soa", "Statement of Applicability", &["6.1.3", "A.5", "A.6", "A.7", "A.8"], "Which controls, why, how, and the newest proof.", &["control"], &[Whole("soa")]),
    row(10, "objectives", "Objectives and measurements", &["6.2", "9.1"], "What we want, what we measured, what it says.", &["objective"], &[Whole("objectives"), Whole("measurements")]),
    row(11, "people", "Competence and awareness", &["7.2", "7.3", "A.6.3"], "Who can, who knows, in which version.", &["person", "course", "person_course"], &[Whole("competence"), Whole("training-grid"), Whole("joiners-leavers"), Whole("acknowledgements")]),
    row(12, "communication", "Communication", &["7.4"], "What we told whom.", &[], &[Whole("communication")]),
    row(13, "operation", "Operation", &["8.1", "A.5.8", "A.5.19", "A.5.23", "A.8.32"], "That it ran all year: routines, changes, suppliers, assets, access, obligations.", &["routine", "change", "supplier", "asset", "process", "obligation"], &[Whole("routines"), Whole("changes"), Whole("suppliers"), Whole("assets"), Whole("access-reviews"), Whole("obligations")]),
    row(14, "threats", "Threats, weaknesses, tests", &["A.5.7", "A.8.8"], "What was new, what was found, how fast it was dealt with.", &["threat", "vulnerability"], &[Whole("threats"), Whole("vulnerabilities")]),
    row(15, "incidents", "Incidents and notifications", &["A.5.24", "A.5.25", "A.5.26", "A.5.27", "A.5.28"], "What went wrong and what we learned.", &["incident", "incident_clock"], &[Whole("incidents"), Each("incident-sheet", incidents)]),
    row(16, "audits", "Internal audits", &["9.2"], "What we looked at ourselves, and what is still to be looked at.", &["audit", "coverage"], &[Whole("audit-programme"), Each("audit-report", internal_audits)]),
    row(17, "reviews", "Management reviews", &["9.3"], "What top management saw and decided.", &["management_review"], &[Each("management-minutes", management_reviews)]),
    row(18, "nonconformities", "Nonconformities and improvement", &["10.1", "10.2"], "What was not right, why, and whether the cure worked.", &["nonconformity"], &[Whole("nonconformities"), Each("nonconformity-sheet", external_findings)]),
    row(19, "judgements", "Exceptions and judgements", &["6.1.3"], "Where we deviate, and where we said that a change does not matter.", &["exception"], &[Whole("exceptions"), Whole("judgements")]),
    row(20, "currency", "Currency", &["9.1"], "How much of this was current, month by month.", &[], &[Whole("currency"), Whole("reviews-since")]),
    row(21, "evidence", "Evidence index", &["7.5.3", "A.5.28"], "Every proof, where it is, its fingerprint.", &["evidence"], &[Whole("evidence-index")]),
    row(22, "trail", "Trail", &["7.5.3"], "What was recorded when; what the checkpoint proves and what not.", &[], &[Whole("trail")]),
    row(23, "gaps", "Gaps known to us", &["10.1"], "What is not as it should be, and what we do about it.", &[], &[Whole("gaps")]),
];
/// What stands in the internal auditor's pack alone: the sheet to fill.
const CHECKLIST: Bound = row(
    24,
    "checklist",
    "Checklist",
    &["9.2.2"],
    "What to ask and look at, with the samples that were drawn.",
    &[],
    &[Each("audit-checklist", coming_audit)],
);
/// What goes to top management ahead of its review (PACK 2.5).
const PAPER: Bound = row(
    25,
    "paper",
    "Paper for the management review",
    &["9.3"],
    "What is asked of you, and what the file knows of each topic.",
    &[],
    &[Whole("management-paper")],
);
/// What answers one question.
#[rustfmt::skip]
const QUESTION: Bound = row(26, "question", "The reports that answer it", &[], "", &[], &[Asked]);
/// In packs without a guide.
#[rustfmt::skip]
const INSIDE: Bound = row(27, "contents", "What is in it", &[], "Where each part begins, and how to read it.", &[], &[Contents]);

/// A section by its name.
pub fn section(name: &str) -> Option<&'static Bound> {
    SECTIONS.iter().chain([&CHECKLIST, &PAPER, &QUESTION, &INSIDE]).find(|s| s.name == name)
}
impl Bound {
    /// It is in whatever is chosen: the cover, and what a question is answered by.
    pub fn always(&self) -> bool {
        self.name == "cover" || self.asks()
    }
    /// Is it bound of the reports that the owner chose?
    pub fn asks(&self) -> bool {
        self.parts.iter().any(|p| matches!(p, Asked))
    }
}

/// One sort of pack (PACK 2.1).
pub struct Pack {
    /// On the command line and in the settings; never renamed.
    pub name: &'static str,
    /// "Surveillance audit"
    pub title: &'static str,
    /// Whom it is for, in the words of the builder.
    pub about: &'static str,
    /// What its cover says.
    pub cover: &'static str,
    pub classification: &'static str,
    /// Names of its sections, in its order.
    pub sections: &'static [&'static str],
    /// It keeps the numbers of the catalogue, so that two packs of different years compare; else it counts its own.
    pub numbered: bool,
    /// Sheets for all risks, not only for those that an auditor picks.
    pub full: bool,
    /// The list of known gaps stands on page 3 too.
    pub gaps_first: bool,
    /// The day after which its period begins; none: nothing earlier stands in the file.
    pub since: fn(&Isms, NaiveDate) -> Option<NaiveDate>,
}

const ALL: &[&str] = &[
    "cover",
    "guide",
    "changes",
    "last-findings",
    "context",
    "documents",
    "risks",
    "treatment",
    "soa",
    "objectives",
    "people",
    "communication",
    "operation",
    "threats",
    "incidents",
    "audits",
    "reviews",
    "nonconformities",
    "judgements",
    "currency",
    "evidence",
    "trail",
    "gaps",
];
/// An internal auditor works along the standard: by clause, after the programme and the last findings (PACK 2.5).
const BY_CLAUSE: &[&str] = &[
    "cover",
    "guide",
    "audits",
    "last-findings",
    "changes",
    "context",
    "documents",
    "risks",
    "treatment",
    "soa",
    "objectives",
    "people",
    "operation",
    "threats",
    "incidents",
    "nonconformities",
    "judgements",
    "checklist",
];

pub const PACKS: &[Pack] = &[
    Pack {
        name: "surveillance",
        title: "Surveillance audit",
        about: "the yearly visit of the certification body",
        cover: "Records for the surveillance audit",
        classification: "Confidential: for the certification body",
        sections: ALL,
        numbered: true,
        full: false,
        gaps_first: true,
        since: last_external,
    },
    Pack {
        name: "recertification",
        title: "Recertification audit",
        about: "the third year: the whole cycle, in the long form",
        cover: "Records for the recertification audit",
        classification: "Confidential: for the certification body",
        sections: ALL,
        numbered: true,
        full: true,
        gaps_first: true,
        since: decision,
    },
    Pack {
        name: "internal",
        title: "Internal audit",
        about: "our own auditor, by clause, with the checklist",
        cover: "Records for the internal audit",
        classification: "Internal: for the auditor",
        sections: BY_CLAUSE,
        numbered: false,
        full: false,
        gaps_first: false,
        since: last_internal,
    },
    Pack {
        name: "management-review",
        title: "Management review",
        about: "top management, sent ahead",
        cover: "Paper for the management review",
        classification: "Confidential: for top management",
        sections: &["cover", "changes", "paper"],
        numbered: false,
        full: false,
        gaps_first: false,
        since: last_review,
    },
    Pack {
        name: "topic",
        title: "One question",
        about: "a customer, a regulator, or an auditor between audits: one or more reports",
        cover: "Records on one question",
        classification: "Confidential: for the recipient",
        sections: &["cover", "contents", "question", "evidence", "trail"],
        numbered: false,
        full: false,
        gaps_first: false,
        since: last_external,
    },
];

impl Pack {
    /// Does it say what is not as it should be? What is sent to top management, to our own auditor or on one question does not.
    pub fn states_gaps(&self) -> bool {
        self.sections.contains(&"gaps")
    }
}

/// Audits that a pack is for, which are planned or under way: the next first, then those whose day is past.
pub fn audits<'a>(isms: &'a Isms, pack: &Pack, day: NaiveDate) -> Vec<(Option<NaiveDate>, &'a Record)> {
    let fits = |a: &Audit| match pack.name {
        "internal" => a.internal(),
        "recertification" => word(&a.sort) == "recertification",
        "surveillance" => a.external() && word(&a.sort) != "recertification",
        _ => false,
    };
    let open = isms.live::<Audit>().filter(|(_, r, a)| matches!(r.state(), "planned" | "held") && fits(a));
    let mut out: Vec<_> = open.map(|(_, r, a)| (a.held_from.or(a.planned_on).map(|d| d.0), r)).collect();
    out.sort_by_key(|(on, r)| (on.is_none_or(|d| d < day), *on, r.code.to_string()));
    out
}
/// The pack for the certification body's next visit: that of the next audit that is planned, else the yearly one.
pub fn next(isms: &Isms, day: NaiveDate) -> &'static Pack {
    let soonest = |p: &Pack| audits(isms, p, day).into_iter().filter_map(|(on, _)| on).find(|d| *d >= day);
    let (yearly, third) = (&PACKS[0], &PACKS[1]);
    match (soonest(yearly), soonest(third)) {
        (None, Some(_)) => third,
        (Some(a), Some(b)) if b < a => third,
        _ => yearly,
    }
}

/// The pack of this name.
pub fn pack(name: &str) -> Option<&'static Pack> {
    PACKS.iter().find(|p| p.name == name)
}

// ---- periods

fn last_external(isms: &Isms, day: NaiveDate) -> Option<NaiveDate> {
    last_audit(isms, day).map(|(d, _)| d)
}
fn decision(isms: &Isms, day: NaiveDate) -> Option<NaiveDate> {
    isms.organization()
        .and_then(|o| o.decided_on)
        .map(|d| d.0)
        .filter(|d| *d < day)
        .or_else(|| last_external(isms, day))
}
fn last_internal(isms: &Isms, day: NaiveDate) -> Option<NaiveDate> {
    let held = isms
        .live::<Audit>()
        .filter(|(_, r, a)| a.internal() && matches!(r.state(), "reported" | "closed"))
        .filter_map(|(_, _, a)| a.held_until.or(a.held_from).map(|d| d.0))
        .filter(|d| *d < day);
    held.max().or_else(|| last_external(isms, day))
}
fn last_review(isms: &Isms, day: NaiveDate) -> Option<NaiveDate> {
    let last = topics::last_minuted(isms, "").map(|(_, _, m)| m.held_on.0).filter(|d| *d < day);
    Some(last.unwrap_or_else(|| add_months(day, -12)))
}

// ---- which records have a sheet

/// What was more than an event, in the period or still open.
fn incidents(p: &Paper) -> Vec<String> {
    let all = p.isms.live::<Incident>().filter(|(_, r, i)| {
        matches!(i.class, IncidentClass::Incident | IncidentClass::Major)
            && (r.state() != "closed" || p.recent(Some(p.isms.day_of(r.added()))))
    });
    codes(all.map(|(_, r, _)| r.code.to_string()).collect())
}
fn internal_audits(p: &Paper) -> Vec<String> {
    let all = crate::report::audits::held(p, Audit::internal);
    all.into_iter().filter(|h| p.recent(Some(h.on))).map(|h| h.record.code.to_string()).collect()
}
fn coming_audit(p: &Paper) -> Vec<String> {
    if let Some(code) = &p.scope.pack.audit {
        return vec![code.clone()];
    }
    let internal = PACKS.iter().find(|k| k.name == "internal");
    let open = internal.map(|k| audits(p.isms, k, p.day())).unwrap_or_default();
    open.into_iter().take(1).map(|(_, r)| r.code.to_string()).collect()
}
fn management_reviews(p: &Paper) -> Vec<String> {
    let all = p.isms.live::<crate::kinds::ManagementReview>();
    let mut all: Vec<_> = all
        .filter(|(_, _, m)| p.recent(Some(m.held_on.0)))
        .map(|(_, r, m)| (m.held_on.0, r.code.to_string()))
        .collect();
    all.sort();
    all.into_iter().map(|(_, c)| c).collect()
}
/// What the body found and is not yet closed, or was closed in the period: one page each (PACK 1.2).
fn external_findings(p: &Paper) -> Vec<String> {
    let all = p.isms.live::<Nonconformity>().filter(|(_, r, n)| {
        word(&n.source) == "external_audit"
            && n.failing()
            && crate::report::audits::closed_on(p, r).is_none_or(|d| p.recent(Some(d)))
    });
    codes(all.map(|(_, r, _)| r.code.to_string()).collect())
}
fn codes(mut all: Vec<String>) -> Vec<String> {
    all.sort();
    all
}
