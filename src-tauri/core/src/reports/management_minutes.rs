//! The minutes of one management review: who was there, what was shown with the figures of that day, what was said, what was decided and
//! how it stands now. It must never show a figure of a later day as if it had been on the table, nor leave a topic out (9.3.3).
use super::management_paper::{Seen, facts, topic_title};
use crate::dates::days_between;
use crate::doc::{Answer, Block, Cell, Part, Row, Section, Sheet, Signature, Span, Table, column};
use crate::isms::{Record, Seq};
use crate::kinds::management_review::Judgement;
use crate::kinds::{Action, ManagementReview, TOPICS};
use crate::refusal::Refusal;
use crate::report::paper::thousands;
use crate::report::{Body, Paper, Report, Scope, bold, count, heading, join, plain, purpose, section, soft};
use crate::staleness::word;

pub(super) const REPORT: Report = Report {
    name: "management-minutes",
    title: "Minutes of a management review",
    clause: "9.3",
    about: "management_review",
    of: &[],
    build,
};

/// Records that a line of the facts names; the rest is counted.
const NAMED: usize = 4;

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let (Some(r), Some(m)) = (p.isms.record(about), p.isms.get::<ManagementReview>(about)) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no management review \u{201c}{about}\u{201d}."),
            "Give a code like MR-001.",
        ));
    };
    let seq = shown_at(p, r, m);
    let stood = p.isms.as_of_act(seq);
    let held = m.held_on.0;
    let scope =
        Scope { as_of: held, from: Some(m.period_from.0.min(held)), about: None, earlier: None, ..p.scope.clone() };
    let then = Paper::new(&stood, &scope)?;
    let seen = Seen::new(&then);
    let look = seen.look(m.period_from.0.min(held));
    let mut blocks = vec![
        purpose("What top management saw and decided."),
        Block::Figures(figures(p, m)),
        Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows: head(p, r, m, seq) }] }),
        Block::Note(vec![
            bold("What was shown: "),
            plain(if seq == 0 {
                "the file held nothing yet on that day, so that no figure of it can be given.".to_string()
            } else {
                format!(
                    "the figures of the file as it stood on {held}, after act {}; {NAMED} records of a line are named, the rest is counted. ",
                    thousands(seq as usize)
                )
            }),
            bold("What was said: "),
            plain("the last line of each topic, as it was minuted."),
        ]),
    ];
    for (id, words) in TOPICS {
        blocks.push(heading(topic_title(id, words)));
        let mut rows = if seq > 0 { facts(p, &look, id, NAMED) } else { Vec::new() };
        rows.push(("What was said".into(), said(p, m, id)));
        blocks.push(Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows }] }));
    }
    blocks.push(heading("Means and verdict"));
    let judged = |j: &Judgement| {
        vec![Answer::Spans(vec![bold(word(&j.answer).to_string())]), Answer::Recorded(j.why.to_string())]
    };
    let rows = vec![
        ("Enough for its task?".to_string(), judged(&m.adequate)),
        ("Fitting?".into(), judged(&m.suitable)),
        ("Having its effect?".into(), judged(&m.effective)),
        ("People, time and money".into(), vec![Answer::Recorded(m.resources.to_string())]),
    ];
    blocks.push(Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows }] }));
    blocks.extend(decisions(p, m));
    blocks.extend(end(p, &stood, r, m));
    Ok(vec![section("management-minutes", format!("{about} {}", r.title()), &["9.3"], false, blocks)])
}

/// The last act before it was recorded, no later than the day on which it was held.
fn shown_at(p: &Paper, r: &Record, m: &ManagementReview) -> Seq {
    let recorded = r
        .revisions
        .iter()
        .find(|v| matches!(Body::at(r, v).text("state"), "held" | "minuted"))
        .map_or(r.added(), |v| v.seq);
    p.isms.last_act_of(m.held_on.0).min(recorded.saturating_sub(1))
}
fn input<'a>(m: &'a ManagementReview, topic: &str) -> Option<&'a str> {
    m.inputs
        .iter()
        .find(|i| &*i.topic == topic)
        .and_then(|i| i.said.as_ref())
        .map(|s| s.trim())
        .filter(|s| !s.is_empty())
}
fn figures(p: &Paper, m: &ManagementReview) -> Vec<(String, String)> {
    let answered = TOPICS.iter().filter(|(t, _)| input(m, t).is_some()).count();
    let actions: Vec<(&Record, &Action)> = followed(p, m).filter_map(|(_, a)| a).collect();
    let over = actions.iter().filter(|(r, _)| !matches!(r.state(), "open" | "doing")).count();
    let late = actions.iter().filter(|(r, a)| is_late(p, r, a)).count();
    vec![
        (format!("{answered} of {}", TOPICS.len()), "topics to which something was said".into()),
        (actions.len().to_string(), "decisions that somebody was to carry out".into()),
        (format!("{over} of {}", actions.len()), "carried out, or dropped with a why".into()),
        (late.to_string(), "late now".into()),
    ]
}
type Followed<'a> = (&'a str, Option<(&'a Record, &'a Action)>);
fn followed<'a>(p: &'a Paper, m: &'a ManagementReview) -> impl Iterator<Item = Followed<'a>> {
    m.decisions.iter().map(|d| {
        let action = d.action.as_ref().and_then(|a| Some((p.isms.record(a)?, p.isms.get::<Action>(a)?)));
        (d.what.trim(), action)
    })
}
fn is_late(p: &Paper, r: &Record, a: &Action) -> bool {
    matches!(r.state(), "open" | "doing") && a.due.0 < p.day()
}
fn head(p: &Paper, r: &Record, m: &ManagementReview, seq: Seq) -> Vec<(String, Vec<Answer>)> {
    let held = m.held_on.0;
    let first = r.added();
    let recorded = p.isms.day_of(first);
    let mut when = format!("{recorded}, act {}", thousands(first as usize));
    match days_between(held, recorded) {
        ..=0 => {}
        1 => when.push_str(", the day after"),
        d => when.push_str(&format!(", {d} days after it was held")),
    }
    let present: Vec<Vec<Span>> = m.present.iter().map(|c| vec![plain(p.who(c))]).collect();
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let state = match r.state() {
        "minuted" => vec![bold("minuted")],
        "held" => vec![Span::Red("the minutes are not approved yet".into())],
        _ => vec![Span::Red("prepared, not held yet".into())],
    };
    let mut out = vec![
        ("Held on".to_string(), spans(vec![bold(held.to_string())])),
        ("Present".into(), spans(join(present, " \u{b7} "))),
        ("Looks back".into(), spans(vec![plain(format!("{} to {held}", m.period_from.0))])),
        ("Recorded".into(), spans(vec![plain(when)])),
        ("State".into(), spans(state)),
    ];
    if seq > 0 {
        out.push((
            "Figures".into(),
            spans(vec![plain(format!("as of act {}, checkpoint on the last page", thousands(seq as usize)))]),
        ));
    }
    out
}
/// As it was minuted; "nothing" and silence are said to be so.
fn said(p: &Paper, m: &ManagementReview, topic: &str) -> Vec<Answer> {
    let Some(text) = input(m, topic) else {
        return vec![Answer::Spans(vec![Span::Red("nothing was minuted".into())])];
    };
    let mut out = Vec::new();
    if text.to_lowercase().starts_with("nothing") {
        out.push(Answer::Spans(vec![bold("nothing, because")]));
    }
    out.push(Answer::Recorded(text.to_string()));
    let refs: Vec<&str> =
        m.inputs.iter().filter(|i| &*i.topic == topic).flat_map(|i| i.refs.iter().map(|c| &**c)).collect();
    if !refs.is_empty() {
        let mut spans = vec![soft("On the table: ")];
        spans.extend(p.codes(refs));
        out.push(Answer::Spans(spans));
    }
    out
}
fn decisions(p: &Paper, m: &ManagementReview) -> Vec<Block> {
    let rows: Vec<Row> = followed(p, m)
        .map(|(what, action)| {
            let what = vec![Span::Recorded(what.to_string())];
            let cells: Vec<Cell> = match action {
                None => vec![what.into(), Cell::Empty, Cell::Empty, vec![soft("nothing to carry out")].into()],
                Some((r, a)) => vec![
                    Cell::Lines(vec![what, vec![p.code(&r.code)]]),
                    p.who(&a.owner).into(),
                    a.due.0.to_string().into(),
                    stands(p, r, a),
                ],
            };
            let reasons = action.map(|(r, _)| p.reasons(&r.code)).unwrap_or_default();
            Row::Cells { cells, id: None, reasons }
        })
        .collect();
    if rows.is_empty() {
        return vec![heading("Decisions"), Block::Para(vec![Span::Red("No decision was minuted.".into())])];
    }
    let n = rows.len();
    let columns = vec![column("Decision", 72.0), column("Who", 38.0), column("Until", 22.0), column("State now", 38.0)];
    vec![
        heading("Decisions"),
        Block::Table(Table {
            columns,
            rows,
            foot: format!("{n} of {} shown; state on {}", count(n, "decision", "decisions"), p.day()),
        }),
    ]
}
fn stands(p: &Paper, r: &Record, a: &Action) -> Cell {
    if is_late(p, r, a) {
        return Cell::Lines(vec![vec![Span::Red("late".into())], vec![soft(format!("since {}", a.due.0))]]);
    }
    let when = a.done_on.filter(|_| r.state() != "dropped").map(|d| soft(format!(" {}", d.0)));
    let mut lines = vec![std::iter::once(bold(r.state().replace('_', " "))).chain(when).collect::<Vec<_>>()];
    if r.state() == "dropped" {
        lines.extend(a.dropped_why.as_ref().map(|w| vec![Span::Recorded(w.trim().to_string())]));
    } else if a.done_on.is_some() {
        let worked = Body::of(r).word("effective");
        if !worked.is_empty() {
            lines.push(vec![soft(format!("did it work: {}", worked.to_lowercase()))]);
        }
    }
    Cell::Lines(lines)
}
/// What was added, who approved it and how, and the state of the log on that day.
fn end(p: &Paper, stood: &crate::isms::Isms, r: &Record, m: &ManagementReview) -> Vec<Block> {
    let mut out = Vec::new();
    if let Some(notes) = r.common.notes.as_ref().filter(|n| !n.trim().is_empty()) {
        out.push(heading("Kept with the minutes"));
        out.push(Block::Recorded(notes.to_string()));
    }
    out.push(heading("Approved by"));
    match Body::of(r).signed("minutes_approved") {
        Some(a) => {
            let mut how = a.on.map(|d| format!("{d}, ")).unwrap_or_default();
            how.push_str(&a.how);
            let proof = if a.proof.is_empty() { String::new() } else { format!(" \u{b7} {}", a.proof.join(", ")) };
            let act = r.head().seq;
            let since = r.revisions.iter().find(|v| Body::at(r, v).text("state") == "minuted").map_or(act, |v| v.seq);
            out.push(Block::Signature(Signature {
                signers: vec![(p.who(&a.by), "the minutes".into(), format!("{how}{proof}"))],
                sentence: format!("Act {} of the trail, {}.", thousands(since as usize), p.isms.day_of(since)),
            }));
        }
        None => {
            out.push(Block::Para(vec![Span::Red("Nobody yet.".into()), plain(" Only top management approves them.")]))
        }
    }
    let head = stood.checkpoint();
    if head.size > 0 {
        out.push(heading("What stood in the file on that day"));
        out.push(Block::Checkpoint {
            caption: vec![plain(format!(
                "Checkpoint of {} on {}: whoever keeps these pages can prove later that nothing recorded before them was changed.",
                count(head.size as usize, "act", "acts"),
                m.held_on.0
            ))],
            checkpoint: head,
            on: m.held_on.0,
        });
    }
    out
}
