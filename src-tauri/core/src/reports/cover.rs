//! The first page: whom it is for, what the certificate says, the period, what was chosen for this copy, the state at a glance, the checkpoint.
//! It must never carry a score, a seal or a word of praise; each figure says of how many (PAPER 10).
use crate::doc::{Block, Cover, Section, Span, State};
use crate::isms::Ix;
use crate::kinds::{Audit, Risk};
use crate::packs::{self, Evidences, Pack};
use crate::refusal::Refusal;
use crate::report::paper::accept_up_to;
use crate::report::{Body, Names, Paper, Report, count, plain, section, thousands};
use crate::staleness::Target;
use std::collections::BTreeMap;

pub(super) const REPORT: Report =
    Report { name: "cover", title: "Cover and checkpoint", clause: "9.2", about: "", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    Ok(vec![section("cover", "Cover and checkpoint", &[], false, vec![Block::Cover(cover(p))])])
}

/// The audit that the pack is for: the one that was chosen, else the next planned one of its sort.
fn meant<'a>(p: &'a Paper, of: &Pack) -> Option<(chrono::NaiveDate, &'a crate::isms::Record)> {
    let day = |a: &Audit| a.planned_on.or(a.held_from).map(|d| d.0);
    if let Some(code) = &p.scope.pack.audit {
        let a = p.isms.get::<Audit>(code)?;
        return Some((day(a)?, p.isms.record(code)?));
    }
    packs::audits(p.isms, of, p.day()).into_iter().find_map(|(on, r)| Some((on.filter(|d| *d >= p.day())?, r)))
}

fn cover(p: &Paper) -> Cover {
    let org = p.isms.record("ORG").map(Body::of);
    let text = |f: &str| org.as_ref().map(|o| o.text(f).to_string()).unwrap_or_default();
    let day = |f: &str| org.as_ref().and_then(|o| o.day(f));
    let of = p.pack.unwrap_or(&packs::PACKS[0]);
    let audits = matches!(of.name, "surveillance" | "recertification" | "internal");
    let next = meant(p, of).filter(|_| audits);
    let mut rows: Vec<(String, Vec<Span>)> = Vec::new();
    let body = if of.name == "internal" { String::new() } else { text("certificate_body") };
    let day_of = day("next_external_audit").filter(|_| of.name != "internal");
    let what = next
        .map(|(d, r)| format!("{}, {d}", r.title()))
        .or_else(|| day_of.map(|d| format!("the audit of {d}")))
        .unwrap_or_else(|| "the next audit; no day is agreed yet".into());
    if audits {
        rows.push(("For".into(), vec![plain(if body.is_empty() { what } else { format!("{body} \u{b7} {what}") })]));
        let lead = next.map(|(_, r)| crate::report::audits::auditor(p, r)).filter(|a| !a.is_empty());
        if let Some(lead) = lead {
            rows.push(("Auditor".into(), vec![plain(lead)]));
        }
    }
    if !p.scope.pack.copy_for.is_empty() {
        rows.push(("This copy is for".into(), vec![plain(p.scope.pack.copy_for.clone())]));
    }
    let mut certificate: Vec<String> = Vec::new();
    if !text("certificate_number").is_empty() {
        certificate.push(text("certificate_number"));
    }
    certificate.extend(day("decided_on").map(|d| format!("decided on {d}")));
    certificate.extend(day("expires_on").map(|d| format!("valid until {d}")));
    let state = text("certificate_state");
    if !matches!(state.as_str(), "" | "valid") {
        certificate.push(state.replace('_', " "));
    }
    rows.push((
        "Certificate".into(),
        vec![plain(if certificate.is_empty() { "none recorded".to_string() } else { certificate.join(" \u{b7} ") })],
    ));
    rows.push(("Scope, as on the certificate".into(), vec![Span::Recorded(text("scope"))]));
    let version = crate::soa::soa_version(p.isms)
        .map_or_else(|| "not yet complete".to_string(), |v| format!("version {} of {}", v.version, v.on));
    let named = text("soa_on_certificate");
    rows.push((
        "Statement of Applicability".into(),
        vec![plain(format!(
            "Named by the certificate: {} \u{b7} in this pack: {version}",
            if named.is_empty() { "none recorded".to_string() } else { format!("version {named}") }
        ))],
    ));
    let period = match p.from {
        Some(f) if p.since != f.to_string() => {
            format!("{f} to {} \u{b7} since {}", p.day(), p.since)
        }
        Some(f) => format!("{f} to {}", p.day()),
        None => format!("up to {}; no earlier audit stands in this file", p.day()),
    };
    rows.push(("Period".into(), vec![plain(period)]));
    let owner = text("isms_owner");
    rows.push((
        "Prepared by".into(),
        vec![plain(if owner.is_empty() { "not recorded".to_string() } else { p.who(&owner) })],
    ));
    rows.push((
        "Released by".into(),
        vec![plain(match p.scope.pack.released_by.as_str() {
            "" if p.scope.draft => "nobody yet: a draft".to_string(),
            "" => "not recorded".to_string(),
            code => p.who(code),
        })],
    ));
    rows.push(("In this copy".into(), vec![plain(chosen(p, of))]));
    let sites: Vec<String> = org
        .as_ref()
        .map(|o| {
            o.rows("sites").iter().filter_map(|r| r.get("place").and_then(|v| v.as_str())).map(String::from).collect()
        })
        .unwrap_or_default();
    let people = org
        .as_ref()
        .map(|o| o.number("headcount"))
        .filter(|n| *n > 0)
        .map(|n| format!("{} people", thousands(n as usize)));
    let second: Vec<String> = sites.into_iter().chain(people).collect();
    Cover {
        name: text("name"),
        subtitle: format!("{}\n{}", of.cover, second.join(" \u{b7} ")),
        rows,
        figures: figures(p),
        checkpoint: Some(p.isms.checkpoint()),
        checkpoint_caption: vec![
            plain(format!("Taken on {}. ", p.day())),
            plain(match &p.scope.earlier {
                Some(e) => format!(
                    "Extends the checkpoint of {} acts, {}, that left the house before: proof on page ",
                    thousands(e.size as usize),
                    e.short()
                ),
                None => "First pack: nothing earlier to extend. How to check it: page ".into(),
            }),
            Span::Link { text: String::new(), to: "section-trail".into() },
            plain(". "),
            plain("What the figures prove, and what not: "),
            Span::Link { text: "Trail".into(), to: "section-trail".into() },
            plain("."),
        ],
    }
}

/// State at a glance: what is counted, then of how many.
fn figures(p: &Paper) -> Vec<(String, String)> {
    let line = p.accept_up_to();
    let risks: Vec<(String, &Risk)> = p.isms.live::<Risk>().map(|(_, r, k)| (r.code.to_string(), k)).collect();
    let above: Vec<&(String, &Risk)> = risks.iter().filter(|(_, k)| k.level() > line).collect();
    let open: Vec<String> = above
        .iter()
        .filter(|(_, k)| k.accepted.is_none() || k.accepted_until.is_some_and(|d| d.0 < p.day()))
        .map(|(c, _)| c.clone())
        .collect();
    let then = p.then.as_ref().map(|t| {
        let all: Vec<u32> = t.live::<Risk>().map(|(_, _, k)| k.level()).collect();
        format!("; at the last audit {} of {}", all.iter().filter(|n| **n > accept_up_to(t)).count(), all.len())
    });
    let unaccepted = if open.is_empty() {
        String::new()
    } else {
        format!(". Without an acceptance that holds: {}", open.join(", "))
    };
    let controls: Vec<Body> = p.isms.each("control").filter(|(_, r)| r.live()).map(|(_, r)| Body::of(r)).collect();
    let applied: Vec<&Body> = controls.iter().filter(|b| b.text("applies") == "yes").collect();
    let status = |s: &str| applied.iter().filter(|b| b.text("status") == s).count();
    let mut owed: BTreeMap<Ix, bool> = BTreeMap::new();
    for i in &p.currency.items {
        if let Target::Pair(person, _) = i.target {
            let states = p.states(&i.id(p.isms));
            if !states.contains(&State::NotApplicable) {
                *owed.entry(person).or_insert(true) &= matches!(states.as_slice(), [State::Current] | [State::DueSoon]);
            }
        }
    }
    let people = (owed.values().filter(|x| **x).count(), owed.len());
    let ncs: Vec<(String, Body)> = p
        .isms
        .each("nonconformity")
        .filter(|(_, r)| r.live())
        .map(|(_, r)| (r.code.to_string(), Body::of(r)))
        .filter(|(_, b)| matches!(b.text("grade"), "major" | "minor") && b.text("state") != "closed")
        .collect();
    let late: Vec<String> =
        ncs.iter().filter(|(c, _)| p.states(c).contains(&State::Overdue)).map(|(c, _)| c.clone()).collect();
    let from_audit = ncs.iter().filter(|(_, b)| b.text("source") == "external_audit").count();
    let counted: Vec<Vec<State>> = p
        .currency
        .items
        .iter()
        .filter(|i| i.target.record().is_some_and(|ix| p.isms.rec(ix).info().reviewed))
        .map(|i| p.states(&i.id(p.isms)))
        .filter(|s| !s.contains(&State::NotApplicable))
        .collect();
    let current = counted.iter().filter(|s| matches!(s.as_slice(), [State::Current])).count();
    vec![
        (
            above.len().to_string(),
            format!(
                "risks above the line\nof {line}, of {} risks{}{unaccepted}",
                risks.len(),
                then.unwrap_or_default()
            ),
        ),
        (
            status("in_place").to_string(),
            format!(
                "controls in place\nof {} that apply; {} partly, {} planned, {} not started; {} excluded",
                applied.len(),
                status("partly"),
                status("planned"),
                status("not_started"),
                controls.len() - applied.len()
            ),
        ),
        (people.0.to_string(), format!("people fully trained and read\nof {} concerned", people.1)),
        (
            ncs.len().to_string(),
            format!(
                "open nonconformities\n{from_audit} from external audits; {}",
                if late.is_empty() { "none late".to_string() } else { format!("late: {}", late.join(", ")) }
            ),
        ),
        (
            current.to_string(),
            format!(
                "items current\nof {} that are looked at again and again: risks, controls, documents, suppliers and the like",
                counted.len()
            ),
        ),
    ]
}

/// "People by initials and role · dates year-month-day · without section 12 · proofs listed, not attached"
fn chosen(p: &Paper, of: &Pack) -> String {
    let mut out = vec![
        match p.scope.names {
            Names::Initials => "people by initials and role",
            Names::Full => "people by name and role",
            Names::Roles => "people by role",
        }
        .to_string(),
        "dates year-month-day".into(),
    ];
    let (inside, beside) = (p.scope.pack.inside.len(), p.scope.pack.beside.len());
    out.push(match (p.scope.pack.evidence, inside, beside) {
        (Evidences::Index, ..) => "proofs listed with their fingerprints; files shown on request".into(),
        (Evidences::Inside, 0, 0) => "files of proof inside this PDF".into(),
        (Evidences::Beside, 0, 0) => "files of proof in a folder beside this PDF".into(),
        (_, n, 0) => format!("{} inside this PDF", count(n, "file of proof", "files of proof")),
        (_, 0, n) => format!("{} in a folder beside this PDF", count(n, "file of proof", "files of proof")),
        (_, n, m) => {
            format!("{} inside this PDF, {m} in a folder beside it", count(n, "file of proof", "files of proof"))
        }
    });
    let left: Vec<&str> = of
        .sections
        .iter()
        .filter(|n| {
            let all = &p.scope.pack.sections;
            !all.is_empty() && !all.iter().any(|s| s == *n) && packs::section(n).is_some_and(|b| !b.always())
        })
        .filter_map(|n| packs::section(n).map(|s| s.title))
        .collect();
    out.push(if left.is_empty() { "all sections".into() } else { format!("without {}", left.join(", ")) });
    if p.scope.long {
        out.push("weaknesses with hosts".into());
    }
    let words = out.join(" \u{b7} ");
    crate::report::capital(&words)
}
