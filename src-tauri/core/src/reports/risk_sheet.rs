//! The sheet of one risk, from cause to proof: scores with their why, decision, approvals, actions, controls, and who looked when.
//! It must never show a score without its why (6.1.2, 6.1.3, 8.3).
use super::risk_register::{self, Line};
use crate::doc::{Answer, Block, Cell, Part, Row, Section, Sheet, Span, Table, column};
use crate::isms::{Ix, Record};
use crate::refusal::Refusal;
use crate::report::paper::{level_after, shown};
use crate::report::{Body, Paper, Report, bold, count, heading, join, plain, section, soft, thousands};
use chrono::NaiveDate;

pub(super) const REPORT: Report =
    Report { name: "risk-sheet", title: "Risk sheet", clause: "6.1.3", about: "risk", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let lines = risk_register::lines(p);
    let Some(l) = lines.iter().find(|l| &*l.record.code == about) else {
        return Err(Refusal::new(
            "closed",
            about,
            format!("{about} is retired; it has no sheet of its own."),
            format!("Print it with `record {about}`."),
        ));
    };
    let mut blocks = sheet(p, l);
    // The title stands over the section, not twice.
    blocks.remove(0);
    Ok(vec![section("risk-sheet", format!("{about} {}", l.record.title()), &["6.1.3", "8.2", "8.3"], false, blocks)])
}

/// Heading with the code as id, then the sheet.
pub(super) fn sheet(p: &Paper, l: &Line) -> Vec<Block> {
    let code: &str = &l.record.code;
    let first = l.record.added();
    let mut out = vec![
        Block::Heading {
            level: 1,
            spans: vec![plain(format!("{code} {}", l.record.title()))],
            id: Some(code.to_string()),
        },
        Block::Para(vec![
            soft(format!(
                "One risk, from cause to proof. First recorded {} (act {}). ",
                p.isms.day_of(first),
                thousands(first as usize)
            )),
            Span::Link { text: "Row in the register".into(), to: format!("row-{code}") },
            soft("."),
        ]),
        Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows: rows(p, l) }] }),
    ];
    out.extend(actions(p, l));
    out.extend(controls(p, l));
    out.extend(looked(p, l));
    out
}

fn rows(p: &Paper, l: &Line) -> Vec<(String, Vec<Answer>)> {
    let r = l.risk;
    let b = Body::of(l.record);
    let code: &str = &l.record.code;
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let mut state = vec![Answer::States(p.states(code))];
    state.extend(p.reasons(code).into_iter().map(Answer::Spans));
    let mut level =
        vec![Answer::Level(l.now.clone()), Answer::Spans(vec![plain(p.scores_words(r.likelihood.0, r.impact.0))])];
    match &l.then {
        Some((was, _)) if *was != l.now => level.push(Answer::Spans(vec![soft(format!(
            "On {}: {} {}",
            p.from.unwrap_or(p.day()),
            was.number,
            was.word
        ))])),
        Some(_) => level.push(Answer::Spans(vec![soft(format!("The same on {}", p.from.unwrap_or(p.day())))])),
        None => {}
    }
    if let Some(n) = r.scored_by_criteria.map(|c| c.0).filter(|n| *n != p.isms.criteria()) {
        level.push(Answer::Spans(vec![bold(format!("By criteria {n}; the criteria now are {}.", p.isms.criteria()))]));
    }
    let rests: Vec<Vec<Span>> = r
        .assets
        .iter()
        .chain(r.processes.iter())
        .chain(r.suppliers.iter())
        .chain(r.obligations.iter())
        .map(|c| p.named(c))
        .collect();
    let mut out = vec![
        ("State".into(), state),
        ("Level now".into(), level),
        ("Owner".into(), spans(p.named(&r.owner))),
        ("How it would come about".into(), vec![Answer::Recorded(r.because.to_string())]),
        ("Why these scores".into(), vec![Answer::Recorded(r.scores_why.to_string())]),
        ("What would be lost".into(), spans(vec![plain(b.word("harms"))])),
        ("Rests on".into(), spans(join(rests, " \u{b7} "))),
        (
            "Decision".into(),
            vec![Answer::Spans(vec![bold(b.word("treatment"))]), Answer::Recorded(r.treatment_why.to_string())],
        ),
        (
            "After treatment".into(),
            vec![
                Answer::Level(level_after(p.isms, r)),
                Answer::Spans(vec![plain(p.scores_words(r.residual_likelihood.0, r.residual_impact.0))]),
            ],
        ),
    ];
    if let Some(why) = &r.residual_why {
        out.push(("Why it will rise".into(), vec![Answer::Recorded(why.to_string())]));
    }
    let approved = b.signed("plan_approved").map_or_else(|| vec![bold("Not yet")], |a| p.approval(&a));
    out.push(("Treatment approved".into(), spans(approved)));
    let above = l.now.number > p.accept_up_to();
    let accepted = match b.signed("accepted") {
        Some(a) => {
            let mut s = p.approval(&a);
            if !above {
                s.insert(0, soft(format!("Within the line of {}; ", p.accept_up_to())));
            }
            if let Some(until) = b.day("accepted_until") {
                s.push(plain(format!(", until {until}")));
                if until < p.day() {
                    s.push(if above { bold(": ended") } else { soft(": ended") });
                }
            }
            s
        }
        None if above => vec![
            Span::Red("By nobody".into()),
            plain(format!(": {} is above the line of {}.", l.now.number, p.accept_up_to())),
        ],
        None => vec![soft(format!("Within the line of {}: carried by the criteria", p.accept_up_to()))],
    };
    out.push(("Accepted".into(), spans(accepted)));
    let proofs = p.proofs(l.ix);
    if !proofs.is_empty() {
        let n = proofs.len();
        let newest: Vec<Vec<Span>> =
            proofs.iter().take(6).map(|(e, d)| vec![p.code(&p.isms.rec(*e).code), plain(format!(" {d}"))]).collect();
        let mut s = join(newest, " \u{b7} ");
        s.push(soft(format!(" \u{b7} the newest {} of {n}", n.min(6))));
        out.push(("Proofs".into(), spans(s)));
    }
    if !l.record.common.notes.as_deref().unwrap_or_default().is_empty() {
        out.push(("Notes".into(), vec![Answer::Recorded(b.text("notes").into())]));
    }
    out
}

/// Actions of the risk: those it names and those that come from it.
fn actions(p: &Paper, l: &Line) -> Vec<Block> {
    let mut list: Vec<Ix> = p.isms.linked(l.record, "actions").collect();
    list.extend(l.record.inn.iter().map(|(src, _)| *src).filter(|ix| p.isms.rec(*ix).info().name == "action"));
    list.sort_unstable();
    list.dedup();
    list.retain(|ix| !p.isms.rec(*ix).common.withdrawn);
    list.sort_by(|a, b| p.isms.rec(*a).code.cmp(&p.isms.rec(*b).code));
    if list.is_empty() {
        return Vec::new();
    }
    action_table(p, list)
}
/// Actions with owner, dates and whether they worked.
pub(super) fn action_table(p: &Paper, list: Vec<Ix>) -> Vec<Block> {
    let n = list.len();
    let rows = list.into_iter().map(|ix| action(p, p.isms.rec(ix))).collect();
    let columns = vec![
        column("Code", 16.0),
        column("What", 58.0),
        column("Owner", 32.0),
        column("First date", 20.0),
        column("Date now", 20.0),
        column("Worked?", 24.0),
    ];
    vec![
        heading("Actions"),
        Block::Table(Table { columns, rows, foot: format!("{n} of {} shown", count(n, "action", "actions")) }),
    ]
}
/// The first day set for an action, and each later one to which it was moved.
pub(super) fn due_days(r: &Record) -> (Option<NaiveDate>, Vec<NaiveDate>) {
    let all: Vec<Option<NaiveDate>> = r.revisions.iter().map(|v| Body::at(r, v).day("due")).collect();
    let moved = all.windows(2).filter(|w| w[0] != w[1]).filter_map(|w| w[1]).collect();
    (all.first().copied().flatten(), moved)
}
/// "once", "twice", "3 times"
pub(super) fn times(n: usize) -> String {
    match n {
        1 => "once".into(),
        2 => "twice".into(),
        n => format!("{n} times"),
    }
}
/// When it was done and whether it worked; of what is open its state.
fn worked(p: &Paper, r: &Record, b: &Body) -> Cell {
    match (b.day("done_on"), b.word("effective")) {
        _ if r.state() == "dropped" => vec![plain("dropped")].into(),
        (None, _) => p.flag(&r.code),
        (Some(d), w) if w.is_empty() => {
            Cell::Lines(vec![vec![plain(format!("done {d}"))], vec![soft("effect not yet checked")]])
        }
        (Some(d), w) => Cell::Lines(vec![vec![plain(format!("done {d}"))], vec![plain(w)]]),
    }
}
fn action(p: &Paper, r: &Record) -> Row {
    let b = Body::of(r);
    let (first, then) = due_days(r);
    let mut reasons = p.reasons(&r.code);
    if !then.is_empty() {
        let to: Vec<String> = then.iter().map(|d| d.to_string()).collect();
        reasons.insert(0, vec![plain(format!("Moved {}: to {}.", times(then.len()), to.join(", to ")))]);
    }
    let day = |d: Option<NaiveDate>| d.map_or(Cell::Empty, |d| d.to_string().into());
    let worked = worked(p, r, &b);
    Row::Cells {
        cells: vec![
            vec![p.code(&r.code)].into(),
            vec![plain(r.title())].into(),
            p.who(b.text("owner")).into(),
            day(first),
            day(b.day("due")),
            worked,
        ],
        id: None,
        reasons,
    }
}

fn controls(p: &Paper, l: &Line) -> Vec<Block> {
    let mut list: Vec<(Ix, bool)> = p.isms.linked(l.record, "controls").map(|ix| (ix, false)).collect();
    for ix in p.isms.linked(l.record, "planned_controls") {
        if !list.iter().any(|(have, _)| *have == ix) {
            list.push((ix, true));
        }
    }
    if list.is_empty() {
        return vec![heading("Controls"), Block::Note(vec![plain("No control is named against this risk.")])];
    }
    list.sort_by(|a, b| crate::soa::order(&p.isms.rec(a.0).code).cmp(&crate::soa::order(&p.isms.rec(b.0).code)));
    let n = list.len();
    let rows = list
        .into_iter()
        .map(|(ix, planned)| {
            let r = p.isms.rec(ix);
            let b = Body::of(r);
            let status =
                if planned { format!("{}; planned for this risk", b.word("status")) } else { b.word("status") };
            let proof = p.proofs(ix).first().map_or(Cell::Spans(vec![soft("none")]), |(e, d)| {
                Cell::Spans(vec![p.code(&p.isms.rec(*e).code), plain(format!(", {d}"))])
            });
            let status = if b.text("applies") == "no" { Cell::Spans(vec![bold("excluded")]) } else { status.into() };
            Row::Cells {
                cells: vec![
                    vec![Span::Link { text: shown(&r.code), to: r.code.to_string() }].into(),
                    vec![plain(r.title())].into(),
                    status,
                    proof,
                    p.flag(&r.code),
                ],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    let columns = vec![
        column("Number", 16.0),
        column("Our words for it", 58.0),
        column("Status", 28.0),
        column("Newest proof", 40.0),
        column("Flag", 28.0),
    ];
    vec![
        heading("Controls"),
        Block::Table(Table { columns, rows, foot: format!("{n} of {} shown", count(n, "control", "controls")) }),
    ]
}

/// Every look since the day compared with, and at least the newest four.
fn looked(p: &Paper, l: &Line) -> Vec<Block> {
    let all = &l.record.marks;
    if all.is_empty() {
        return vec![heading("Looked at"), Block::Note(vec![plain("Nobody has looked at it since it was added.")])];
    }
    let newest: Vec<_> = all
        .iter()
        .rev()
        .enumerate()
        .filter(|(i, m)| *i < 4 || p.from.is_some_and(|f| m.held_on > f))
        .map(|(_, m)| m)
        .collect();
    let rows = newest
        .iter()
        .filter_map(|m| {
            let (r, v) = p.review_of(m)?;
            let with: Vec<String> = v.with.iter().map(|c| p.short(c)).collect();
            let with = if with.is_empty() { String::new() } else { format!(" with {}", with.join(", ")) };
            let why =
                v.each.iter().find(|e| e.target.0 == *l.record.code).and_then(|e| e.why.as_ref()).unwrap_or(&v.why);
            let head = vec![
                p.code(&r.code),
                bold(format!(", {}{with}: {}", p.short(&v.by), crate::catalog::outcome_words(m.outcome))),
            ];
            Some((
                format!("{}\nact {}", m.held_on, thousands(m.seq as usize)),
                vec![Answer::Spans(head), Answer::Recorded(why.to_string())],
            ))
        })
        .collect();
    let title = if newest.len() == all.len() {
        format!("Looked at: all {}", count(all.len(), "review", "reviews"))
    } else {
        format!("Looked at: the newest {} of {}", newest.len(), count(all.len(), "review", "reviews"))
    };
    vec![heading(title), Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows }] })]
}
