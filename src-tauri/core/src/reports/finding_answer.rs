//! The answer to a finding, as a certification body asks for it: correction, extent, cause, action, dates, proof, and whether it worked.
//! It must never show a cause without how it was found, nor an action without its date (10.2).
use super::incident_sheet::{from_here, looked};
use super::risk_sheet::action_table;
use crate::dates;
use crate::doc::{Answer, Block, Part, Section, Sheet, Signature, Span};
use crate::isms::{Ix, Record};
use crate::kinds::{Action, Nonconformity};
use crate::refusal::Refusal;
use crate::report::{Body, Paper, Report, bold, how_words, join, plain, section, soft, thousands};
use serde_json::Value;

pub(super) const REPORT: Report = Report {
    name: "finding-answer",
    title: "Answer to a finding",
    clause: "10.2",
    about: "nonconformity",
    of: &[],
    build,
};

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let (Some(r), Some(n)) = (p.isms.record(about), p.isms.get::<Nonconformity>(about)) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no finding \u{201c}{about}\u{201d}."),
            "Give a code like NC-001.",
        ));
    };
    let ix = p.isms.ix(about).unwrap_or_default();
    let first = r.added();
    let parts = vec![
        Part { title: "The finding".into(), rows: finding(p, r, n) },
        Part { title: "The answer".into(), rows: answer(p, ix, r, n) },
        Part { title: "What it says about the rest".into(), rows: rest(p, n) },
        Part { title: "Dates".into(), rows: days(p, r, n) },
    ];
    let mut blocks = vec![
        Block::Para(vec![soft(format!(
            "What was found, what was put right, why it could happen, and what keeps it from happening again. First recorded {} (act {}).",
            p.isms.day_of(first),
            thousands(first as usize)
        ))]),
        Block::Sheet(Sheet { id: None, parts }),
    ];
    let actions: Vec<Ix> = from_here(p, r, "action");
    if !actions.is_empty() {
        blocks.extend(action_table(p, actions.clone()));
        let checks = checks(p, &actions);
        if !checks.is_empty() {
            blocks.push(Block::Sheet(Sheet {
                id: None,
                parts: vec![Part { title: "Whether it worked".into(), rows: checks }],
            }));
        }
    }
    blocks.extend(looked(p, r, ("visit", "visits")));
    blocks.extend(signature(p, r));
    Ok(vec![section("finding-answer", format!("Answer to {about} {}", r.title()), &["10.2"], false, blocks)])
}
pub(super) fn finding(p: &Paper, r: &Record, n: &Nonconformity) -> Vec<(String, Vec<Answer>)> {
    let b = Body::of(r);
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let mut required: Vec<Answer> = n
        .requirement
        .0
        .iter()
        .map(|c| {
            Answer::Spans(vec![
                bold(c.as_str()),
                plain(format!(" {}", crate::catalog::title_of(c).unwrap_or_default())),
            ])
        })
        .collect();
    required.extend(n.own_rule.as_ref().map(|o| Answer::Spans(vec![plain(format!("Own rule: {o}"))])));
    let mut out = vec![
        ("Grade".into(), spans(vec![bold(b.word("grade"))])),
        ("What was required".into(), if required.is_empty() { spans(vec![soft("not said")]) } else { required }),
        ("What was found".into(), vec![Answer::Recorded(n.what.to_string())]),
        (
            "Where it comes from".into(),
            spans(match &n.audit {
                Some(a) => {
                    let mut s = vec![plain(format!("{}: ", b.word("source")))];
                    s.extend(p.named(a));
                    s
                }
                None => vec![plain(b.word("source"))],
            }),
        ),
    ];
    if let Some(before) = &n.repeats {
        let mut again = vec![Answer::Spans(p.named(before))];
        again.extend(n.repeats_why.as_ref().map(|w| Answer::Recorded(w.to_string())));
        out.push(("Found before, and why the cure did not last".into(), again));
    }
    out
}
pub(super) fn answer(p: &Paper, ix: Ix, r: &Record, n: &Nonconformity) -> Vec<(String, Vec<Answer>)> {
    let b = Body::of(r);
    let said = |words: Option<String>| match words {
        Some(w) => vec![Answer::Recorded(w)],
        None if r.state() == "closed" => vec![Answer::Spans(vec![soft("nothing on record")])],
        None if n.failing() => vec![Answer::Spans(vec![Span::Red("Not answered yet".into())])],
        None => vec![Answer::Spans(vec![soft("not asked of a remark like this")])],
    };
    let text = |f: &str| Some(b.text(f).to_string()).filter(|t| !t.is_empty());
    let mut put_right = said(text("correction"));
    if let Some(d) = n.corrected_on {
        put_right.push(Answer::Spans(vec![soft(format!("on {}", d.0))]));
    }
    let mut out = vec![
        ("Put right at once".to_string(), put_right),
        ("Consequences".into(), said(text("harm"))),
        ("Extent: the same elsewhere?".into(), said(text("elsewhere"))),
    ];
    let mut cause = said(text("cause"));
    if n.whys.len() > 1 {
        cause.push(Answer::Spans(vec![soft("Asked why, and why that:")]));
        cause.extend(
            n.whys
                .iter()
                .enumerate()
                .map(|(i, w)| Answer::Spans(vec![soft(format!("{}. ", i + 1)), Span::Recorded(w.to_string())])),
        );
    }
    out.push(("Cause".into(), cause));
    if let Some(why) = &n.no_action_because {
        out.push(("No action, because".into(), vec![Answer::Recorded(why.to_string())]));
    }
    let proofs: Vec<Vec<Span>> = p
        .proofs(ix)
        .iter()
        .map(|(e, d)| {
            let e = p.isms.rec(*e);
            vec![p.code(&e.code), plain(format!(" {} ({d})", p.title(e)))]
        })
        .collect();
    if !proofs.is_empty() {
        out.push(("Proofs".into(), proofs.into_iter().map(Answer::Spans).collect()));
    }
    out
}
pub(super) fn rest(p: &Paper, n: &Nonconformity) -> Vec<(String, Vec<Answer>)> {
    let mut out: Vec<(String, Vec<Answer>)> =
        [("Risks", &*n.risks), ("Controls", &*n.controls), ("Rules", &*n.policies), ("Suppliers", &*n.suppliers)]
            .into_iter()
            .filter(|(_, codes)| !codes.is_empty())
            .map(|(label, codes)| {
                (label.to_string(), vec![Answer::Spans(join(codes.iter().map(|c| p.named(c)).collect(), " \u{b7} "))])
            })
            .collect();
    if let Some(why) = &n.says_nothing_because {
        out.push(("Nothing, because".into(), vec![Answer::Recorded(why.to_string())]));
    }
    if out.is_empty() {
        out.push(("Nothing is named".into(), vec![Answer::Spans(vec![soft("no risk, control, rule or supplier")])]));
    }
    out
}
pub(super) fn days(p: &Paper, r: &Record, n: &Nonconformity) -> Vec<(String, Vec<Answer>)> {
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let mut state = vec![Answer::Spans(vec![bold(r.state().replace('_', " "))]), Answer::States(p.states(&r.code))];
    state.extend(p.reasons(&r.code).into_iter().map(Answer::Spans));
    let mut out = vec![("State".to_string(), state), ("Raised".into(), spans(vec![plain(n.raised_on.0.to_string())]))];
    if let Some(due) = n.answer_due {
        let sent = match n.answered_on {
            Some(s) if s.0 > due.0 => vec![
                plain(format!("due {}, sent {}", due.0, s.0)),
                Span::Red(format!(", {} days late", dates::days_between(due.0, s.0))),
            ],
            Some(s) => vec![plain(format!("due {}, sent {}", due.0, s.0))],
            None if due.0 < p.day() && r.state() == "raised" => {
                vec![plain(format!("due {}, ", due.0)), Span::Red("late: not sent".into())]
            }
            None => vec![plain(format!("due {}, ", due.0)), soft("no day of sending on record")],
        };
        out.push(("Answer to the body".into(), spans(sent)));
    } else if let Some(s) = n.answered_on {
        out.push(("Answer to the body".into(), spans(vec![plain(format!("sent {}", s.0))])));
    }
    if let Some(due) = n.close_due {
        out.push(("To be closed by".into(), spans(vec![plain(due.0.to_string())])));
    }
    if let Some(on) = n.closed_by_cb_on {
        out.push(("Confirmed by the body".into(), spans(vec![plain(on.0.to_string())])));
    }
    out
}
/// What was looked at to see whether an action removed the cause.
pub(super) fn checks(p: &Paper, actions: &[Ix]) -> Vec<(String, Vec<Answer>)> {
    actions
        .iter()
        .filter_map(|ix| {
            let r = p.isms.rec(*ix);
            let a = r.get::<Action>()?;
            let done = a.done_on?;
            let mut answers = Vec::new();
            match (a.checked_on, a.check_after_days) {
                (Some(on), _) => {
                    answers.push(Answer::Spans(vec![
                        bold(Body::of(r).word("effective")),
                        plain(format!(
                            ", looked at on {}, {} days after it was done",
                            on.0,
                            dates::days_between(done.0, on.0)
                        )),
                    ]));
                    answers.extend(a.effective_because.as_ref().map(|w| Answer::Recorded(w.to_string())));
                }
                (None, Some(days)) => {
                    let by = dates::add_days(done.0, i64::from(days.0));
                    answers.push(Answer::Spans(vec![if by < p.day() {
                        Span::Red(format!("not looked at; it was to be by {by}"))
                    } else {
                        soft(format!("to be looked at by {by}"))
                    }]));
                }
                (None, None) => answers.push(Answer::Spans(vec![soft("not looked at, and no day is set for it")])),
            }
            Some((crate::report::paper::shown(&r.code), answers))
        })
        .collect()
}
/// Who stood by it last.
pub(super) fn signature(p: &Paper, r: &Record) -> Option<Block> {
    let (review, v) = p.isms.marks_of(&r.code).iter().rev().find_map(|m| p.review_of(m))?;
    let a = v.signed.as_ref()?;
    let how = serde_json::to_value(a.how).ok().and_then(|h: Value| h.as_str().map(String::from)).unwrap_or_default();
    let seq = review.added();
    Some(Block::Signature(Signature {
        signers: vec![(p.who(&a.by), "stands by this answer".into(), format!("{} \u{b7} {}", a.on.0, how_words(&how)))],
        sentence: format!("Act {} of the trail, {}.", thousands(seq as usize), p.isms.day_of(seq)),
    }))
}
