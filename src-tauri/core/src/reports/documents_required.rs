//! What the standard asks to be written down, as a checklist: what is there, where, and what is missing (7.5.1).
//! It must never say that something is there by another rule than the one that the file is watched by.
use crate::doc::{Block, Cell, Section, Span};
use crate::isms::Record;
use crate::kinds::{
    Action, Audit, Control, ManagementReview, Nonconformity, Objective, Obligation, Person, Policy, Risk, Routine,
    TrainingRecord,
};
use crate::refusal::Refusal;
use crate::report::paper::ours;
use crate::report::register::{drawn, listing};
use crate::report::{Body, Paper, Report, bold, count, join, plain, purpose, section, soft};
use crate::soa::{self, ANNEX_A};
use crate::staleness::{coverage, word};

pub(super) const REPORT: Report = Report {
    name: "documents-required",
    title: "What the standard asks to be written down",
    clause: "7.5.1",
    about: "",
    of: &[],
    build,
};

/// Controls of Annex A that are expected to have a rule, a list or a record, where they apply.
const EXPECTED: [(&str, &str); 27] = [
    ("5.9", "list of assets"),
    ("5.10", "rules for the use of assets"),
    ("5.14", "rules for sending information"),
    ("5.15", "rules for access"),
    ("5.19", "rules for suppliers"),
    ("5.20", "agreements with suppliers"),
    ("5.24", "plan for incidents"),
    ("5.26", "how incidents are answered"),
    ("5.29", "plan for disruptions"),
    ("5.30", "continuity plan, and its tests"),
    ("5.31", "laws and contracts that apply"),
    ("5.33", "how long records are kept"),
    ("5.34", "rules for personal data"),
    ("5.37", "procedures of operation"),
    ("6.2", "terms of employment"),
    ("6.4", "what happens when rules are broken"),
    ("6.6", "agreements on confidentiality"),
    ("6.7", "rules for work from elsewhere"),
    ("7.7", "rules for desks and screens"),
    ("8.9", "how systems are to be set up"),
    ("8.13", "rules for backup, and tests of restoring"),
    ("8.15", "what is logged"),
    ("8.24", "rules for cryptography"),
    ("8.25", "rules for development"),
    ("8.27", "principles of building systems"),
    ("8.28", "rules for writing code"),
    ("8.32", "rules for changes"),
];

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut there = 0;
    let rows: Vec<Vec<Cell>> = coverage::required()
        .map(|(number, asks)| {
            let id = format!("checklist/{number}");
            let missing = p.item(&id).is_some_and(|i| i.shown().next().is_some());
            there += usize::from(!missing);
            let verdict = if missing { vec![Span::Red("missing".into())] } else { vec![bold("there")] };
            let place = where_it_is(p, number);
            vec![
                number.into(),
                ours(asks).into(),
                verdict.into(),
                if place.is_empty() { vec![soft("nothing in this file")].into() } else { place.into() },
            ]
        })
        .collect();
    let all = rows.len();
    let expected = expected(p);
    let (with, of) = (expected.iter().filter(|(ok, _)| *ok).count(), expected.len());
    let blocks = vec![
        purpose("What has to be written down, whether it is there, and where."),
        Block::Figures(vec![
            (format!("{there} of {all}"), "things that the clauses ask for are there".into()),
            (format!("{with} of {of}"), "controls that ask for a rule, a list or a record name one".into()),
        ]),
        drawn(
            "clause",
            "every clause that asks for documented information, and two that expect it. \u{201c}There\u{201d} by the rules with which the file is watched.",
        ),
        listing(
            &[("Clause", 18.0), ("What must be there", 56.0), ("State", 18.0), ("Where", 78.0)],
            rows,
            ("line", "lines"),
            "",
        ),
    ];
    let by_control = vec![
        purpose("Rules, lists and records that controls are expected to come with, where they apply."),
        drawn(
            "number",
            "controls of Annex A that are expected to come with a rule, a list or a record, in our words; those that are left out of the Statement are not asked. Where: documents, routines and laws that the control names.",
        ),
        listing(
            &[("Control", 18.0), ("What is expected", 56.0), ("State", 18.0), ("Where", 78.0)],
            expected.into_iter().map(|(_, row)| row).collect(),
            ("control that applies", "controls that apply"),
            "No control of Annex A that applies stands in this file.",
        ),
    ];
    Ok(vec![
        section("documents-required", "What the standard asks to be written down", &["7.5.1"], false, blocks),
        section(
            "documents-by-control",
            "What controls are expected to come with",
            &["7.5.1", "A.5", "A.6", "A.7", "A.8"],
            false,
            by_control,
        ),
    ])
}

/// At most five by code; the rest is counted.
fn some(p: &Paper, mut codes: Vec<String>, noun: (&str, &str)) -> Vec<Span> {
    const MOST: usize = 5;
    codes.sort();
    let n = codes.len();
    match n {
        0 => Vec::new(),
        1..=MOST => join(codes.iter().map(|c| p.named(c)).collect(), " \u{b7} "),
        _ => {
            let mut out = vec![plain(format!("{}, the newest ", count(n, noun.0, noun.1)))];
            out.extend(p.codes(codes.last().map(String::as_str)));
            out
        }
    }
}
fn part(n: usize, all: usize, words: &str) -> Vec<Span> {
    if all == 0 { Vec::new() } else { vec![plain(format!("{n} of {all} {words}"))] }
}
/// "4 of 5 ...; not R-030"
fn but(p: &Paper, mut out: Vec<Span>, not: Vec<String>) -> Vec<Span> {
    if !not.is_empty() {
        out.push(plain("; not "));
        out.extend(p.codes(not.iter().map(String::as_str)));
    }
    out
}
/// The records that answer a clause.
fn where_it_is(p: &Paper, number: &str) -> Vec<Span> {
    let isms = p.isms;
    let org = isms.organization();
    let policies = |is: &dyn Fn(&Policy) -> bool| -> Vec<String> {
        isms.live::<Policy>()
            .filter(|(_, r, d)| matches!(r.state(), "in_force" | "in_approval") && is(d))
            .map(|(_, r, _)| r.code.to_string())
            .collect()
    };
    let cites = |d: &Policy, clause: &str| {
        d.answers.0.iter().any(|c| c == clause || clause.strip_prefix(c.as_str()).is_some_and(|r| r.starts_with('.')))
    };
    let documents = ("document", "documents");
    match number {
        "4.1" => org.map(|_| p.named("ORG")).unwrap_or_default(),
        "4.3" => org.filter(|o| !o.scope.trim().is_empty()).map(|_| p.named("ORG")).unwrap_or_default(),
        "5.2" => some(p, policies(&|d| word(&d.sort) == "policy"), documents),
        "6.1.2" | "6.1.3" => some(p, policies(&|d| word(&d.sort) == "method" && cites(d, number)), documents),
        "6.1.3 d" => {
            let n = isms.live::<Control>().filter(|(_, r, _)| soa::of_annex(&r.code)).count();
            let mut out = part(n, ANNEX_A, "controls of Annex A");
            if let Some(v) = soa::soa_version(isms) {
                out.push(plain(format!(", version {}", v.version)));
            }
            out
        }
        "6.1.3 e" => {
            let above: Vec<_> = isms.live::<Risk>().filter(|(_, _, k)| k.level() > p.accept_up_to()).collect();
            let n = above.iter().filter(|(_, _, k)| !k.actions.is_empty() || k.accepted.is_some()).count();
            let not = above.iter().filter(|(_, _, k)| k.actions.is_empty() && k.accepted.is_none());
            let not = not.map(|(_, r, _)| r.code.to_string()).collect();
            but(p, part(n, above.len(), "risks above the line have something to do or an acceptance"), not)
        }
        "6.1.3 f" => {
            let line = p.accept_up_to();
            let all = isms.live::<Risk>().count();
            let whole = |k: &Risk| {
                k.plan_approved.is_some() && (k.level() <= line || k.accepted.is_some() || k.residual() <= line)
            };
            let not: Vec<String> =
                isms.live::<Risk>().filter(|(_, _, k)| !whole(k)).map(|(_, r, _)| r.code.to_string()).collect();
            let words = "risks with their plan approved, and accepted where they stay above the line";
            but(p, part(all - not.len(), all, words), not)
        }
        "6.2" => some(
            p,
            isms.live::<Objective>()
                .filter(|(_, r, _)| r.state() == "set")
                .map(|(_, r, _)| r.code.to_string())
                .collect(),
            ("objective that runs", "objectives that run"),
        ),
        "7.2" => {
            let active: Vec<_> = isms.live::<Person>().filter(|(_, r, _)| r.state() == "active").collect();
            let n = active.iter().filter(|(_, _, x)| !x.competence_proof.is_empty()).count();
            part(n, active.len(), "active people with a proof of their own")
        }
        "7.3" => {
            let n = isms.live::<TrainingRecord>().filter(|(_, _, t)| t.passes()).count();
            part(n, isms.live::<TrainingRecord>().count(), "training records count")
        }
        "7.4" => org.filter(|o| !o.communication.is_empty()).map_or_else(Vec::new, |o| {
            let mut out = p.named("ORG");
            out.push(plain(format!(": {} of the plan", count(o.communication.len(), "line", "lines"))));
            out
        }),
        "7.5.1 b" => some(p, policies(&|_| true), documents),
        "7.5.3" => {
            let mut codes = policies(&|d| word(&d.sort) == "external");
            codes.extend(
                isms.live::<Obligation>()
                    .filter(|(_, _, o)| o.source_version.is_some())
                    .map(|(_, r, _)| r.code.to_string()),
            );
            some(p, codes, ("document from outside", "documents from outside"))
        }
        "8.1" => {
            let all: Vec<_> = isms.live::<Routine>().collect();
            let n = all.iter().filter(|(_, r, _)| p.reviewed_in_period(&r.code)).count();
            part(n, all.len(), &format!("routines were done{}", p.since_words()))
        }
        "8.2" => {
            let all: Vec<_> = isms.live::<Risk>().collect();
            let n = all.iter().filter(|(_, r, _)| p.reviewed_in_period(&r.code)).count();
            part(n, all.len(), &format!("risks were looked at{}", p.since_words()))
        }
        "8.3" => {
            let all: Vec<_> = isms.live::<Action>().filter(|(_, _, a)| word(&a.sort) == "treatment").collect();
            let n = all.iter().filter(|(_, r, _)| !matches!(r.state(), "open" | "doing")).count();
            part(n, all.len(), "actions of the plan are done or dropped")
        }
        "9.1" => {
            let n: usize = isms
                .live::<Objective>()
                .map(|(_, _, o)| o.measurements.iter().filter(|m| m.struck.is_none()).count())
                .sum();
            if n == 0 { Vec::new() } else { vec![plain(count(n, "value", "values"))] }
        }
        "9.2.2" => some(
            p,
            isms.live::<Audit>()
                .filter(|(_, _, a)| !a.external() && a.reported_on.is_some())
                .map(|(_, r, _)| r.code.to_string())
                .collect(),
            ("internal audit with its report", "internal audits with their reports"),
        ),
        "9.3.3" => some(
            p,
            isms.live::<ManagementReview>()
                .filter(|(_, r, _)| r.state() == "minuted")
                .map(|(_, r, _)| r.code.to_string())
                .collect(),
            ("review with minutes", "reviews with minutes"),
        ),
        "10.2" => {
            let all: Vec<_> = isms.live::<Nonconformity>().filter(|(_, _, n)| n.failing()).collect();
            part(
                all.iter().filter(|(_, _, n)| n.cause.is_some()).count(),
                all.len(),
                "nonconformities with their cause",
            )
        }
        _ => Vec::new(),
    }
}
/// Controls that apply and are expected to come with something; does each name it?
fn expected(p: &Paper) -> Vec<(bool, Vec<Cell>)> {
    let mut list: Vec<(String, &str, &Record)> = EXPECTED
        .iter()
        .map(|(n, words)| (format!("SOA-{n}"), *words))
        .filter_map(|(code, words)| p.isms.record(&code).filter(|r| r.live()).map(|r| (code, words, r)))
        .filter(|(.., r)| Body::of(r).text("applies") == "yes")
        .collect();
    list.sort_by(|a, b| soa::order(&a.0).cmp(&soa::order(&b.0)));
    list.into_iter()
        .map(|(code, words, r)| {
            let b = Body::of(r);
            let named: Vec<&str> = ["policies", "routines", "obligations"].iter().flat_map(|f| b.codes(f)).collect();
            let ok = !named.is_empty();
            let verdict = if ok { vec![bold("named")] } else { vec![Span::Red("not named".into())] };
            let place: Cell = match named.len() {
                0 => Cell::Empty,
                1..=2 => join(named.iter().map(|c| p.named(c)).collect(), " \u{b7} ").into(),
                _ => p.codes(named.iter().copied()).into(),
            };
            (ok, vec![vec![p.code(&code)].into(), words.into(), verdict.into(), place])
        })
        .collect()
}
