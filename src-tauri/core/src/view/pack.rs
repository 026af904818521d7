//! The pack as its builder shows it: what can be chosen, what would be noticed and what mends it, the sections, what left the house.
//! It must never soften a gap nor leave one out, and it reads no staleness: the list is the preflight's.
use super::Shown;
use crate::isms::Isms;
use crate::kinds::ManagementReview;
use crate::packs::{self, PACKS, Pack};
use crate::preflight::{self, Finding, Mends, Preflight, Severity, Sight};
use crate::proof;
use crate::report::Scope;
use crate::staleness::{self, Piece};
use crate::{reports, wizards};
use chrono::NaiveDate;
use serde::Serialize;

/// One sort of pack, to choose.
#[derive(Clone, Debug, Serialize)]
pub struct PackNamed {
    pub name: &'static str,
    pub title: &'static str,
    pub about: &'static str,
    pub classification: &'static str,
}
/// An audit or review that a pack can be for.
#[derive(Clone, Debug, Serialize)]
pub struct ForShown {
    pub id: String,
    pub title: String,
    pub on: Option<NaiveDate>,
}
/// One section, with what would be noticed in it.
#[derive(Clone, Debug, Serialize)]
pub struct SectionShown {
    pub name: &'static str,
    /// In this pack as it is chosen; none: it is left out.
    pub number: Option<u32>,
    pub title: &'static str,
    pub clauses: String,
    pub purpose: &'static str,
    /// The gravest of its gaps: "stop", "weak", "note". Empty: none.
    pub mark: &'static str,
    pub gaps: usize,
    /// It is always in.
    pub always: bool,
}
/// What would be noticed, in one place.
#[derive(Clone, Debug, Serialize)]
pub struct GapShown {
    pub severity: &'static str,
    /// Code of the check.
    pub check: &'static str,
    pub place: String,
    pub sentence: Vec<Piece>,
    /// "Section 17, Management reviews, clause 9.3"
    pub at: String,
    pub note: String,
    /// The verb that mends it and where; empty: nothing does, or it is chosen here.
    pub verb: String,
    pub go: String,
    pub minutes: Option<u32>,
    /// The last day on which that makes sense before the audit.
    pub latest: Option<NaiveDate>,
    pub declared: Option<String>,
    /// May it be declared?
    pub declares: bool,
}
/// A report that a pack on one question can have.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionShown {
    pub name: &'static str,
    pub title: &'static str,
    pub clause: &'static str,
    /// The kind that it is about one of; "record": any. Empty: the whole file.
    pub about: &'static str,
}
/// A pack that left the house.
#[derive(Clone, Debug, Serialize)]
pub struct GivenShown {
    pub seq: u32,
    pub on: NaiveDate,
    pub file: String,
    pub title: String,
    pub pages: u32,
    /// "34 acts · 7F3C-A91B"
    pub checkpoint: String,
}
/// The builder's page.
#[derive(Clone, Debug, Serialize)]
pub struct PackShown {
    pub pack: &'static str,
    pub title: String,
    /// "Second surveillance audit, 12 January 2027", or that none is planned.
    pub audit: Option<ForShown>,
    /// What is to be known of it before anything is made: no audit is planned, the day is past.
    pub notes: Vec<String>,
    /// First day of the period; none: nothing earlier stands in the file.
    pub from: Option<NaiveDate>,
    pub as_of: NaiveDate,
    pub packs: Vec<PackNamed>,
    pub audits: Vec<ForShown>,
    pub sections: Vec<SectionShown>,
    pub gaps: Vec<GapShown>,
    /// Severity and how many: stop, weak, note.
    pub counts: Vec<(&'static str, usize)>,
    /// Stops that nobody declared: the pack is a draft.
    pub undeclared: usize,
    /// Why nothing is exported at all.
    pub refused: Option<String>,
    pub ran: usize,
    /// Checks that are still to run: they read the whole file.
    pub waits: usize,
    pub questions: Vec<QuestionShown>,
    /// Files that may go out, their bytes, and how many are held back.
    pub files: (usize, u64, usize),
    pub most_inside: u64,
    /// Newest first.
    pub given: Vec<GivenShown>,
    pub classification: &'static str,
}

/// What the builder shows of a pack: `isms` is the file now, `scope` what is chosen, `facts` what was looked at in the file.
pub fn pack(now: &Isms, today: NaiveDate, pack: &'static Pack, scope: &Scope) -> PackShown {
    let day = scope.as_of.min(today);
    let stood = (day < today).then(|| now.as_of(day));
    let isms = stood.as_ref().unwrap_or(now);
    let choices = preflight::Choices { names: scope.names, ..preflight::Choices::default() };
    let sight = Sight::new(isms, day, &choices);
    let found = preflight::look(&sight, &scope.pack.facts);
    let bound = packs::numbered(pack, scope);
    let audits = audits(isms, pack, day);
    let audit = match &scope.pack.audit {
        Some(code) => audits.iter().find(|a| a.id == *code).cloned(),
        None => audits.first().cloned(),
    };
    let from = scope.from.or_else(|| (pack.since)(isms, day));
    let mut notes = Vec::new();
    if isms.organization().is_none() {
        notes.push("Nothing is recorded yet: the pack has a cover and empty sections.".to_string());
    }
    if audit.is_none() && pack.name != "topic" {
        notes.push(match pack.name {
            "management-review" => {
                "No management review is planned. The paper is made all the same, for the next one.".into()
            }
            _ => format!(
                "No {} is planned. The pack is made all the same; the cover names no audit.",
                pack.title.to_lowercase()
            ),
        });
    }
    if from.is_none() {
        notes.push("Nothing earlier stands in the file, so it is compared with nothing.".into());
    }
    let all: Vec<(&'static packs::Bound, Option<u32>)> = pack
        .sections
        .iter()
        .filter_map(|n| packs::section(n))
        .map(|b| (b, bound.iter().find(|(x, _)| x.name == b.name).map(|(_, n)| *n)))
        .collect();
    let gaps: Vec<(Option<&'static packs::Bound>, GapShown)> =
        found.findings.iter().map(|f| gap(&sight, &found, f, &bound)).collect();
    let sections = all
        .into_iter()
        .map(|(b, number)| {
            let here: Vec<&GapShown> =
                gaps.iter().filter(|(s, _)| s.is_some_and(|s| s.name == b.name)).map(|(_, g)| g).collect();
            SectionShown {
                name: b.name,
                number,
                title: b.title,
                clauses: b.clauses.join(", "),
                purpose: b.purpose,
                mark: ["refuse", "stop", "weak", "note"]
                    .into_iter()
                    .find(|s| here.iter().any(|g| g.severity == *s))
                    .unwrap_or(""),
                gaps: here.len(),
                always: b.always(),
            }
        })
        .collect();
    let files = packs::going(isms, pack, scope).unwrap_or_default();
    let with_file = isms.live::<crate::kinds::Evidence>().filter(|(_, _, e)| e.file.is_some()).count();
    PackShown {
        pack: pack.name,
        title: pack.title.into(),
        audit,
        notes,
        from,
        as_of: day,
        packs: PACKS
            .iter()
            .map(|p| PackNamed { name: p.name, title: p.title, about: p.about, classification: p.classification })
            .collect(),
        audits,
        sections,
        counts: [Severity::Stop, Severity::Weak, Severity::Note]
            .into_iter()
            .map(|s| (s.name(), found.count(s)))
            .collect(),
        undeclared: found
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Stop && f.declared.is_none() && pack.states_gaps())
            .count(),
        refused: found.findings.iter().find(|f| f.severity == Severity::Refuse).map(|f| f.sentence.clone()),
        ran: found.ran.len(),
        waits: found.not_run.len(),
        gaps: gaps.into_iter().map(|(_, g)| g).collect(),
        questions: reports::all()
            .iter()
            .map(|r| QuestionShown { name: r.name, title: r.title, clause: r.clause, about: r.about })
            .collect(),
        files: (files.len(), files.iter().map(|f| f.size).sum(), with_file - files.len().min(with_file)),
        most_inside: packs::Evidences::MOST_INSIDE,
        given: given(now),
        classification: pack.classification,
    }
}

/// Planned audits of the pack's sort, the next first.
fn audits(isms: &Isms, pack: &Pack, day: NaiveDate) -> Vec<ForShown> {
    if pack.name == "management-review" {
        let all = isms.live::<ManagementReview>().filter(|(_, r, _)| r.state() != "minuted");
        return all
            .map(|(_, r, m)| ForShown { id: r.code.to_string(), title: r.title(), on: Some(m.held_on.0) })
            .collect();
    }
    packs::audits(isms, pack, day)
        .into_iter()
        .map(|(on, r)| ForShown { id: r.code.to_string(), title: r.title(), on })
        .collect()
}

/// The packs that left the house, newest first.
fn given(isms: &Isms) -> Vec<GivenShown> {
    proof::packs(isms)
        .rev()
        .map(|(act, p)| GivenShown {
            seq: act.seq,
            on: act.on,
            file: p.file.clone(),
            title: packs::pack(&p.audit).map_or_else(|| p.audit.clone(), |k| k.title.to_string()),
            pages: p.pages,
            checkpoint: format!("{} acts \u{b7} {}", crate::report::thousands(p.head.size as usize), p.head.short()),
        })
        .collect()
}

fn gap(
    sight: &Sight,
    found: &Preflight,
    f: &Finding,
    bound: &[(&'static packs::Bound, u32)],
) -> (Option<&'static packs::Bound>, GapShown) {
    let isms = sight.isms;
    let item = sight.item(&f.place);
    let section = packs::section_of(isms, item, f);
    let number = section.and_then(|s| bound.iter().find(|(b, _)| b.name == s.name).map(|(_, n)| *n));
    let at = match (section, number) {
        (Some(s), Some(n)) => format!("Section {n}, {}", s.title),
        (Some(s), None) => s.title.to_string(),
        _ => String::new(),
    };
    let clause = f.note.split("; ").next().unwrap_or_default().to_string();
    let rest = f.note.strip_prefix(&clause).unwrap_or("").trim_start_matches("; ").to_string();
    let at = match (at.is_empty(), clause.is_empty()) {
        (false, false) => format!("{at}, {clause}"),
        (true, false) => clause,
        _ => at,
    };
    let (verb, go) = mends(sight, found, f);
    let shown = GapShown {
        severity: f.severity.name(),
        check: f.code,
        place: f.place.clone(),
        sentence: staleness::linked(isms, &f.sentence),
        at,
        note: rest,
        verb,
        go,
        minutes: f.minutes,
        latest: f.latest,
        declared: f.declared.clone(),
        declares: f.severity != Severity::Refuse,
    };
    (section, shown)
}

/// The verb that mends a gap, and the address where it begins.
fn mends(sight: &Sight, found: &Preflight, f: &Finding) -> (String, String) {
    let isms = sight.isms;
    let code = [f.place.as_str()]
        .into_iter()
        .chain(f.place.split('/'))
        .chain(f.records.first().map(String::as_str))
        .find(|c| isms.record(c).is_some());
    let page = code.map(|c| ("Open".to_string(), format!("#/record/{c}")));
    if let Some(name) = f.wizard {
        if let Some(w) = wizards::wizard(name) {
            let shown = Shown::new(isms, found.as_of, &sight.currency);
            let about: Vec<String> = match sight.item(&f.place) {
                Some(_) => vec![f.place.clone()],
                None if code.is_some_and(|c| c == f.place) => vec![f.place.clone()],
                None => f.records.clone(),
            };
            let about = if super::begin(&shown, w, &about).is_ok() { about } else { Vec::new() };
            if super::begin(&shown, w, &about).is_ok() {
                let offered = sight.item(&f.place).and_then(|i| staleness::offers(isms, i)).filter(|(n, _)| *n == name);
                let verb = offered.map_or("Start", |(_, verb)| verb);
                return (verb.into(), format!("#/wizard/{name}/{}", about.join(",")).trim_end_matches('/').to_string());
            }
        }
        return page.unwrap_or_default();
    }
    match preflight::named(f.code).map(|c| c.mends) {
        Some(Mends::Builder) => ("Choose".into(), "#/pack?show=choices".into()),
        Some(Mends::Declare | Mends::Nothing | Mends::Command(_)) => page.unwrap_or_default(),
        _ => page.unwrap_or_default(),
    }
}

/// How many gaps are counted at the place's name: all but notes.
pub fn pack_gaps(isms: &Isms, today: NaiveDate) -> usize {
    preflight::run(isms, today, &preflight::Choices::default(), &preflight::Facts::default()).noticed().count()
}
