//! One control: why it is in or out, how it is done here, every proof over time, what was found, what happened, whether its routines ran.
//! It must never show the routine of a control without the times that were missed, nor a claim without what proves it.
use super::record::{proofs, reviews};
use crate::dates::add_months;
use crate::doc::{Answer, Block, Cell, Part, Section, Sheet, Span};
use crate::isms::{Ix, Record};
use crate::kinds::{Control, Incident, Nonconformity, Risk};
use crate::refusal::Refusal;
use crate::report::chart::bars;
use crate::report::paper::{level_now, ours};
use crate::report::register::listing;
use crate::report::{Body, Paper, Report, bold, count, heading, plain, purpose, section, soft};
use crate::view::{Shown, strip};
use chrono::{Datelike, NaiveDate};

pub(super) const REPORT: Report =
    Report { name: "control-sheet", title: "Control", clause: "6.1.3", about: "control", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let (Some(ix), Some(r), Some(c)) = (p.isms.ix(about), p.isms.record(about), p.isms.get::<Control>(about)) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no control \u{201c}{about}\u{201d}."),
            "Give a code like SOA-8.13.",
        ));
    };
    let year = add_months(p.day(), -12);
    let from = p.from.map_or(year, |f| f.min(year));
    let found = found(p, r, c);
    let happened = happened(p, r);
    let taken = p.proofs(ix);
    let new = taken.iter().filter(|(_, d)| *d > from).count();
    let mut blocks = vec![
        purpose("One line of the Statement of Applicability: why, how, and what shows that it works."),
        Block::Figures(vec![
            (format!("{new} of {}", taken.len()), format!("proofs taken after {from}")),
            (risks(p, r).len().to_string(), "risks against which it works".into()),
            (found.len().to_string(), "findings about it".into()),
            (happened.len().to_string(), "incidents in which it failed or was missing".into()),
        ]),
        Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows: head(p, r, c) }] }),
    ];
    blocks.extend(proofs_by_month(p, &taken));
    let listed = proofs(p, ix);
    blocks.extend(if listed.is_empty() {
        vec![heading("Proofs"), Block::Para(vec![Span::Red("None: nothing in this file shows that it works.".into())])]
    } else {
        listed
    });
    blocks.push(heading(format!("Did its routines run after {from}?")));
    blocks.push(listing(
        &[("Routine", 46.0), ("Due", 22.0), ("Done", 22.0), ("Review", 20.0), ("What became of it", 60.0)],
        times(p, r, from),
        ("time", "times"),
        if c.routines.is_empty() {
            "No routine keeps it working."
        } else {
            "No time of its routines lies in this period."
        },
    ));
    blocks.push(heading("What was found"));
    blocks.push(listing(
        &[("Code", 18.0), ("Finding", 76.0), ("Grade", 22.0), ("Raised", 24.0), ("State", 30.0)],
        found.into_iter().map(|(r, n)| finding(p, r, n)).collect(),
        ("finding", "findings"),
        "Nothing was found about it.",
    ));
    blocks.push(heading("What happened"));
    blocks.push(listing(
        &[("Code", 18.0), ("Incident", 98.0), ("Noticed", 24.0), ("State", 30.0)],
        happened.into_iter().map(|(r, i)| incident(p, r, i)).collect(),
        ("incident", "incidents"),
        "No incident names it.",
    ));
    blocks.extend(reviews(p, r));
    let title = format!("{} {}", crate::report::paper::shown(about), r.title());
    Ok(vec![section("control-sheet", title, &["6.1.3", &crate::report::paper::shown(about)], false, blocks)])
}

fn head(p: &Paper, r: &Record, c: &Control) -> Vec<(String, Vec<Answer>)> {
    let b = Body::of(r);
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let mut state = vec![Answer::States(p.states(&r.code))];
    state.extend(p.reasons(&r.code).into_iter().map(Answer::Spans));
    let mut applies = vec![bold(if b.text("applies") == "yes" { "applies" } else { "is left out" })];
    if !b.codes("because_of").is_empty() {
        applies.push(plain(format!(" because of: {}", b.word("because_of").to_lowercase())));
    }
    let mut out = vec![
        (format!("On {}", p.day()), state),
        ("Does it apply?".into(), vec![Answer::Spans(applies), Answer::Recorded(c.justification.to_string())]),
    ];
    if b.text("applies") == "yes" {
        let mut status = vec![bold(b.word("status").to_lowercase())];
        if let Some(d) = c.done_by.filter(|_| b.text("status") != "in_place") {
            status.push(plain(format!(", by {}", d.0)));
        }
        out.push(("How far".into(), spans(status)));
        let said = |t: Option<String>| t.map_or_else(|| spans(vec![soft("not said")]), |t| vec![Answer::Recorded(t)]);
        out.push(("How we do it".into(), said(c.how.as_ref().map(|h| h.to_string()))));
        out.push(("How we know that it works".into(), said(c.how_checked.as_ref().map(|h| h.to_string()))));
        let works = b.word("works");
        out.push((
            "Did it work at the last look?".into(),
            spans(vec![if works.is_empty() { soft("not said") } else { plain(works.to_lowercase()) }]),
        ));
    }
    out.push(("Owner".into(), spans(vec![plain(p.who(b.text("owner")))])));
    for (label, field) in [
        ("Documents", "policies"),
        ("Laws, contracts", "obligations"),
        ("Rests on systems", "assets"),
        ("Rests on suppliers", "suppliers"),
        ("Routines", "routines"),
    ] {
        let codes = b.codes(field);
        if !codes.is_empty() {
            out.push((label.into(), codes.into_iter().map(|c| Answer::Spans(p.named(c))).collect()));
        }
    }
    let against: Vec<Answer> = risks(p, r)
        .into_iter()
        .map(|(r, k)| {
            let l = level_now(p.isms, k);
            let mut spans = p.named(&r.code);
            spans.push(soft(format!(", {} {}", l.number, l.word)));
            Answer::Spans(spans)
        })
        .collect();
    out.push((
        "Works against".into(),
        if against.is_empty() { spans(vec![soft("no risk names it")]) } else { against },
    ));
    out
}
/// Live risks that name it, or that it names.
fn risks<'a>(p: &'a Paper, r: &Record) -> Vec<(&'a Record, &'a Risk)> {
    let mut out: Vec<_> = p
        .isms
        .live::<Risk>()
        .filter(|(_, _, k)| k.controls.iter().any(|c| **c == *r.code))
        .map(|(_, r, k)| (r, k))
        .collect();
    out.sort_by(|a, b| (b.1.level(), &a.0.code).cmp(&(a.1.level(), &b.0.code)));
    out
}
fn found<'a>(p: &'a Paper, r: &Record, c: &Control) -> Vec<(&'a Record, &'a Nonconformity)> {
    let names = |n: &Nonconformity| {
        n.controls.iter().any(|x| **x == *r.code) || n.requirement.0.iter().any(|q| **q == *c.number.trim())
    };
    let mut out: Vec<_> = p.isms.live::<Nonconformity>().filter(|(_, _, n)| names(n)).map(|(_, r, n)| (r, n)).collect();
    out.sort_by(|a, b| (b.1.raised_on.0, &a.0.code).cmp(&(a.1.raised_on.0, &b.0.code)));
    out
}
fn finding(p: &Paper, r: &Record, n: &Nonconformity) -> Vec<Cell> {
    vec![
        vec![p.code(&r.code)].into(),
        p.title(r).into(),
        Body::of(r).word("grade").to_lowercase().into(),
        n.raised_on.0.to_string().into(),
        r.state().replace('_', " ").into(),
    ]
}
fn happened<'a>(p: &'a Paper, r: &Record) -> Vec<(&'a Record, &'a Incident)> {
    let mut out: Vec<_> = p
        .isms
        .live::<Incident>()
        .filter(|(_, _, i)| i.controls.iter().any(|x| **x == *r.code))
        .map(|(_, r, i)| (r, i))
        .collect();
    out.sort_by(|a, b| b.0.code.cmp(&a.0.code));
    out
}
fn incident(p: &Paper, r: &Record, i: &Incident) -> Vec<Cell> {
    let noticed = crate::kinds::incident::moment(&i.noticed_at).map(|m| m.date_naive().to_string()).unwrap_or_default();
    vec![vec![p.code(&r.code)].into(), p.title(r).into(), noticed.into(), r.state().replace('_', " ").into()]
}
/// Every time of its routines in the period, done or not.
fn times(p: &Paper, r: &Record, from: NaiveDate) -> Vec<Vec<Cell>> {
    let shown = Shown::new(p.isms, p.day(), &p.currency);
    let routines: Vec<Ix> = p.isms.linked(r, "routines").collect();
    let mut out = Vec::new();
    for ix in routines {
        let Some(strip) = strip(&shown, ix, from, p.day()) else { continue };
        let mut first = true;
        let within = |o: &crate::view::Occasion| o.on.max(o.due).is_none_or(|d| d > from);
        for o in strip.cells.into_iter().flat_map(|c| c.times).filter(within) {
            let day = |d: Option<NaiveDate>| d.map_or(Cell::Empty, |d| d.to_string().into());
            out.push(vec![
                if std::mem::take(&mut first) { p.named(&p.isms.rec(ix).code).into() } else { Cell::Empty },
                day(o.due),
                day(o.on),
                o.review.as_deref().map_or(Cell::Empty, |c| vec![p.code(c)].into()),
                p.people.redact(&ours(&o.says)).into(),
            ]);
        }
    }
    out
}
/// How many proofs were taken in each of the last 24 months.
fn proofs_by_month(p: &Paper, taken: &[(Ix, NaiveDate)]) -> Option<Block> {
    let first = |d: NaiveDate| d.with_day0(0).unwrap_or(d);
    let months: Vec<NaiveDate> = (0..24).rev().map(|n| first(add_months(p.day(), -n))).collect();
    let counts: Vec<usize> = months.iter().map(|m| taken.iter().filter(|(_, d)| first(*d) == *m).count()).collect();
    let all: usize = counts.iter().sum();
    let with = counts.iter().filter(|n| **n > 0).count();
    (all > 1).then(|| {
        Block::Chart(bars(
            "Proofs, by the month in which they were taken",
            months.iter().map(|m| m.format("%Y-%m").to_string()).collect(),
            &counts,
            format!("{} in {with} of the last 24 months.", count(all, "proof", "proofs")),
        ))
    })
}
