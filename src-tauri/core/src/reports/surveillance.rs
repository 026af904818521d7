//! The pack for the yearly audit: cover, contents, and the sections in the order in which an auditor samples.
//! It must never carry a score, a seal or a word of praise; each figure says of how many.
use super::{changes_since, currency, documents, gaps, reviews_since, risk_register, soa, trail, training};
use crate::doc::{Block, Cover, Section, Span, State};
use crate::isms::Ix;
use crate::kinds::{Audit, Risk};
use crate::refusal::Refusal;
use crate::report::paper::{accept_up_to, last_audit};
use crate::report::{Body, Names, Paper, Report, plain, section, thousands};
use crate::staleness::Target;
use std::collections::BTreeMap;

pub(super) const REPORT: Report = Report {
    name: "surveillance",
    title: "Records for the surveillance audit",
    clause: "9.2",
    about: "",
    of: &[],
    build,
};

/// The sections after cover and contents, in this order.
const BOUND: [&Report; 9] = [
    &gaps::REPORT,
    &changes_since::REPORT,
    &documents::REPORT,
    &risk_register::REPORT,
    &soa::REPORT,
    &training::REPORT,
    &reviews_since::REPORT,
    &currency::REPORT,
    &trail::REPORT,
];

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut out = vec![
        section("cover", "Cover and checkpoint", &[], false, vec![Block::Cover(cover(p))]),
        section("contents", "Contents", &[], false, vec![Block::Contents, Block::Note(how_to_read(p))]),
    ];
    for report in BOUND {
        out.extend((report.build)(p)?);
    }
    for (i, s) in out.iter_mut().skip(2).enumerate() {
        s.number = Some(i as u32 + 1);
    }
    Ok(out)
}

fn cover(p: &Paper) -> Cover {
    let org = p.isms.record("ORG").map(Body::of);
    let text = |f: &str| org.as_ref().map(|o| o.text(f).to_string()).unwrap_or_default();
    let day = |f: &str| org.as_ref().and_then(|o| o.day(f));
    let next = p
        .isms
        .live::<Audit>()
        .filter(|(_, r, a)| a.external() && r.state() == "planned")
        .filter_map(|(_, r, a)| a.planned_on.map(|d| (d.0, r)))
        .filter(|(d, _)| *d >= p.day())
        .min_by_key(|(d, r)| (*d, r.code.to_string()));
    let what_for = match next.map(|(_, r)| Body::of(r).text("sort").to_string()).as_deref() {
        Some("recertification") => "Records for the recertification audit",
        Some("surveillance") | None => "Records for the surveillance audit",
        Some(_) => "Records for the next external audit",
    };
    let mut rows: Vec<(String, Vec<Span>)> = Vec::new();
    let body = text("certificate_body");
    let what = next
        .map(|(d, r)| format!("{}, {d}", r.title()))
        .or_else(|| day("next_external_audit").map(|d| format!("the audit of {d}")))
        .unwrap_or_else(|| "the next audit; no day is agreed yet".into());
    rows.push(("For".into(), vec![plain(if body.is_empty() { what } else { format!("{body} \u{b7} {what}") })]));
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
            format!("{f} to {} \u{b7} \u{201c}last audit\u{201d} is {}", p.day(), p.since)
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
    let names = match p.scope.names {
        Names::Initials => "People by initials and role",
        Names::Full => "People by name and role",
        Names::Roles => "People by role",
    };
    rows.push(("In this copy".into(), vec![plain(format!("{names} \u{b7} dates year-month-day"))]));
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
        subtitle: format!("{what_for}\n{}", second.join(" \u{b7} ")),
        rows,
        figures: figures(p),
        checkpoint: Some(p.isms.checkpoint()),
        checkpoint_caption: vec![
            plain(format!("Taken on {}. ", p.day())),
            plain(match &p.scope.earlier {
                Some(e) => format!(
                    "Extends the checkpoint of {} acts, {}, that left the house before. ",
                    thousands(e.size as usize),
                    e.short()
                ),
                None => "No earlier checkpoint was given to extend. ".into(),
            }),
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

fn how_to_read(p: &Paper) -> Vec<Span> {
    let line = p.accept_up_to();
    let since = last_audit(p.isms, p.day())
        .map(|(d, what)| format!(" The last external audit was {what}, until {d}."))
        .unwrap_or_default();
    vec![plain(format!(
        "Codes are links, both ways: R risk, A asset, S supplier, OB obligation, POL document, CRS course, NC finding, ACT action, RV review, EV proof; A.8.13 is a control. Levels are likelihood \u{d7} impact, both 1 to 5; up to {line} they are carried. Out of step means that something it rests on changed after it was last looked at; the reason stands under the row. Recorded words stay as they were written, and may name people.{since}"
    ))]
}
