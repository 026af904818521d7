//! Section 4: what became of each finding of the last audit by others, and of those before it that are still open.
//! It must never phrase anew what the auditor wrote, nor leave out what is late (10.2).
use super::finding_answer::{answer, checks, days as dates};
use super::incident_sheet::from_here;
use super::risk_sheet::action_table;
use crate::dates::days_between;
use crate::doc::{Answer, Block, Cell, Part, Row, Section, Sheet, Span, Table, column};
use crate::isms::{Ix, Record};
use crate::kinds::Nonconformity;
use crate::refusal::Refusal;
use crate::report::audits::{closed_on, days, findings, held};
use crate::report::register::drawn;
use crate::report::{Body, Paper, Report, bold, count, heading, plain, purpose, section, soft};
use crate::staleness::word;

pub(super) const REPORT: Report = Report {
    name: "last-findings",
    title: "The last findings of the auditor",
    clause: "10.2",
    about: "",
    of: &[],
    build,
};

type Found<'a> = (Ix, &'a Record, &'a Nonconformity);

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let all = held(p, |a| a.external());
    let Some(last) = all.last() else {
        let blocks = vec![
            purpose("What became of each finding of the last audit."),
            Block::Para(vec![plain("No audit by the certification body is on record, so nothing was found by one.")]),
        ];
        return Ok(vec![section("last-findings", "Your last findings", &["10.2"], false, blocks)]);
    };
    let found = findings(p, &last.record.code, last.audit);
    let earlier: Vec<Found> = all[..all.len() - 1]
        .iter()
        .flat_map(|h| findings(p, &h.record.code, h.audit))
        .filter(|(_, r, _)| closed_on(p, r).is_none())
        .collect();
    let (failing, remarks): (Vec<Found>, Vec<Found>) = found.iter().partition(|(_, _, n)| n.failing());
    let closed = failing.iter().filter(|(_, r, _)| r.state() == "closed").count();
    let answered = failing.iter().filter(|(_, r, _)| r.state() != "raised").count();
    let late = failing.iter().filter(|(_, r, n)| late(p, r, n)).count();
    let mut blocks = vec![
        purpose("What became of each finding of the last audit, in the auditor's words and in ours."),
        Block::Figures(vec![
            (found.len().to_string(), format!("findings of {}, {}", p.title(last.record), days(last.audit))),
            (format!("{answered} of {}", failing.len()), "majors and minors answered".into()),
            (format!("{closed} of {}", failing.len()), "of them closed".into()),
            (late.to_string(), "with an answer that is or was late".into()),
        ]),
        drawn(
            "grade, then number",
            format!(
                "all findings of {}, and those of earlier audits that are still open: {}.",
                last.record.code,
                if earlier.is_empty() { "none".to_string() } else { earlier.len().to_string() }
            ),
        ),
    ];
    if found.is_empty() {
        blocks.push(Block::Para(vec![plain("Nothing was found in that audit.")]));
    }
    for f in failing.iter().chain(&earlier) {
        blocks.extend(one(p, f));
    }
    if !remarks.is_empty() {
        blocks.push(heading("Observations and opportunities"));
        blocks.push(table(p, &remarks));
    }
    Ok(vec![section("last-findings", "Your last findings", &["10.2"], false, blocks)])
}
/// Was the answer sent after its day, or is it not sent and its day has passed?
fn late(p: &Paper, r: &Record, n: &Nonconformity) -> bool {
    n.answer_due.is_some_and(|due| match n.answered_on {
        Some(sent) => sent.0 > due.0,
        None => r.state() == "raised" && p.day() > due.0,
    })
}
fn one(p: &Paper, f: &Found) -> Vec<Block> {
    let (ix, r, n) = *f;
    let b = Body::of(r);
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let open = match closed_on(p, r) {
        Some(on) => format!("{}, on {on}, after {} days", r.state(), days_between(n.raised_on.0, on)),
        None => format!("{}, open for {} days", r.state(), days_between(n.raised_on.0, p.day())),
    };
    let mut state = vec![Answer::Spans(vec![bold(open)])];
    state.extend(p.reasons(&r.code).into_iter().map(Answer::Spans));
    let mut rows = vec![
        (
            "Grade, requirement".to_string(),
            spans(vec![bold(b.word("grade")), plain(format!(" \u{b7} {}", n.requirement.0.join(", ")))]),
        ),
        ("As written by the auditor".into(), vec![Answer::Recorded(n.what.to_string())]),
        ("State".into(), state),
    ];
    if let Some(again) = &n.repeats {
        rows.push(("Repeats".into(), spans(p.named(again))));
    }
    rows.extend(answer(p, ix, r, n));
    // After the state and the day, which stand above: when the answer was due and sent.
    rows.extend(dates(p, r, n).into_iter().skip(2).filter(|(label, _)| label != "Confirmed by the body"));
    let actions = from_here(p, r, "action");
    rows.extend(checks(p, &actions).into_iter().map(|(code, said)| (format!("Did {code} work?"), said)));
    rows.push((
        "Closed by the body".into(),
        match (n.closed_by_cb_on, r.state()) {
            (Some(d), _) => spans(vec![plain(d.0.to_string())]),
            (None, "closed") => spans(vec![soft("closed by us; no word of the body on record")]),
            (None, _) => spans(vec![plain("not yet")]),
        },
    ));
    let mut out = vec![
        Block::Heading { level: 1, spans: vec![p.code(&r.code), plain(format!(" {}", p.title(r)))], id: None },
        Block::Sheet(Sheet { id: Some(r.code.to_string()), parts: vec![Part { title: String::new(), rows }] }),
    ];
    if !actions.is_empty() {
        out.extend(action_table(p, actions).into_iter().skip(1));
    }
    out
}
fn table(p: &Paper, remarks: &[Found]) -> Block {
    let rows = remarks
        .iter()
        .map(|(_, r, n)| {
            let done: Vec<Vec<Span>> = p
                .isms
                .linked(r, "actions")
                .map(|ix| p.named(&p.isms.rec(ix).code))
                .chain(n.correction.iter().map(|c| vec![Span::Recorded(crate::report::one_line(c))]))
                .chain(
                    n.no_action_because
                        .iter()
                        .map(|c| vec![soft("nothing, because "), Span::Recorded(crate::report::one_line(c))]),
                )
                .collect();
            let day = closed_on(p, r).map(|d| d.to_string());
            Row::Cells {
                cells: vec![
                    vec![p.code(&r.code)].into(),
                    word(&n.grade).to_string().into(),
                    Cell::Lines(vec![vec![bold(p.title(r))], vec![Span::Recorded(crate::report::one_line(&n.what))]]),
                    if done.is_empty() { vec![soft("noted; nothing on record")].into() } else { Cell::Lines(done) },
                    day.map_or_else(|| vec![soft("open")].into(), Cell::from),
                ],
                id: Some(r.code.to_string()),
                reasons: p.reasons(&r.code),
            }
        })
        .collect();
    let columns = vec![
        column("Number", 17.0),
        column("Grade", 24.0),
        column("As written", 60.0),
        column("What we did, or why not", 47.0),
        column("Date", 22.0),
    ];
    let n = remarks.len();
    Block::Table(Table { columns, rows, foot: format!("{n} of {} shown", count(n, "remark", "remarks")) })
}
