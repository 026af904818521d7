//! One finding on a page: as it was written, what was done at once, why it came about, what keeps it away, what it touches, its trail.
//! It must never phrase anew what was written, nor look closed while it is open (10.2).
use super::finding_answer::{answer, checks, days, rest, signature};
use super::incident_sheet::from_here;
use super::risk_sheet::action_table;
use crate::catalog;
use crate::dates::days_between;
use crate::doc::{Answer, Block, Cell, Part, Row, Section, Sheet, Span, Table, column};
use crate::isms::Record;
use crate::kinds::Nonconformity;
use crate::refusal::Refusal;
use crate::report::audits::{auditor, closed_on};
use crate::report::{Body, Paper, Report, bold, count, heading, plain, purpose, right, section, soft, thousands};

pub(super) const REPORT: Report = Report {
    name: "nonconformity-sheet",
    title: "One finding",
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
    let mut said = answer(p, ix, r, n);
    let why = said.iter().position(|(label, _)| label == "Cause").unwrap_or(said.len());
    let mut because = said.split_off(why);
    let actions = from_here(p, r, "action");
    if actions.is_empty() && n.no_action_because.is_none() && n.failing() {
        because.push(("Action".into(), vec![Answer::Spans(vec![Span::Red("none yet".into())])]));
    }
    let mut parts = vec![
        Part { title: String::new(), rows: finding(p, r, n) },
        Part { title: "What we did at once".into(), rows: said },
        Part { title: "Why it came about".into(), rows: because },
    ];
    let dates = days(p, r, n).into_iter().skip(2).collect::<Vec<_>>();
    if !dates.is_empty() {
        parts.push(Part { title: "What the body was told".into(), rows: dates });
    }
    let worked = checks(p, &actions);
    if !worked.is_empty() {
        parts.push(Part { title: "Whether the cure worked".into(), rows: worked });
    }
    parts.push(Part { title: "What it touches".into(), rows: touches(p, n) });
    let mut blocks = vec![
        purpose("One finding, from the words in which it was raised to the check of the effect."),
        Block::Sheet(Sheet { id: None, parts }),
    ];
    if !actions.is_empty() {
        blocks.extend(action_table(p, actions));
    }
    blocks.push(heading("Trail of this finding"));
    blocks.push(trail(p, r));
    if closed_on(p, r).is_some() {
        blocks.extend(signature(p, r));
    } else {
        blocks.push(Block::Note(vec![plain("No double rule closes this sheet: the finding is open.")]));
    }
    Ok(vec![section("nonconformity-sheet", format!("{about} {}", p.title(r)), &["10.2"], false, blocks)])
}
fn finding(p: &Paper, r: &Record, n: &Nonconformity) -> Vec<(String, Vec<Answer>)> {
    let b = Body::of(r);
    let open = match closed_on(p, r) {
        Some(on) => format!(" \u{b7} on {on}, after {} days", days_between(n.raised_on.0, on)),
        None => format!(" \u{b7} open for {} days", days_between(n.raised_on.0, p.day())),
    };
    let mut state = vec![Answer::Spans(vec![bold(r.state().to_string()), plain(open)])];
    state.extend(Some(p.states(&r.code)).filter(|s| !s.is_empty()).map(Answer::States));
    state.extend(p.reasons(&r.code).into_iter().map(Answer::Spans));
    let first = thousands(r.added() as usize);
    let mut raised = vec![plain(format!("{}, {}", n.raised_on.0, b.word("source")))];
    if let Some(a) = n.audit.as_ref().and_then(|a| p.isms.record(a)) {
        raised.push(plain(": "));
        raised.extend(p.named(&a.code));
        raised.push(plain(format!(" by {}", auditor(p, a))));
    }
    raised.push(soft(format!(" \u{b7} act {first}")));
    let mut required: Vec<Answer> = n
        .requirement
        .0
        .iter()
        .map(|c| Answer::Spans(vec![bold(c.as_str()), plain(format!(" {}", catalog::title_of(c).unwrap_or_default()))]))
        .collect();
    required.extend(n.own_rule.as_ref().map(|o| Answer::Spans(vec![plain(format!("Own rule: {o}"))])));
    if required.is_empty() {
        required.push(Answer::Spans(vec![soft("not said")]));
    }
    vec![
        ("State".into(), state),
        ("Raised".into(), vec![Answer::Spans(raised)]),
        ("Grade".into(), vec![Answer::Spans(vec![bold(b.word("grade"))])]),
        ("Requirement".into(), required),
        ("As it was written".into(), vec![Answer::Recorded(n.what.to_string())]),
    ]
}
fn touches(p: &Paper, n: &Nonconformity) -> Vec<(String, Vec<Answer>)> {
    let mut out = rest(p, n);
    out.push((
        "Found before?".into(),
        match (&n.repeats, &n.repeats_why) {
            (Some(before), why) => {
                let mut said = vec![Answer::Spans(p.named(before))];
                said.extend(why.as_ref().map(|w| Answer::Recorded(w.to_string())));
                said
            }
            (None, _) => vec![Answer::Spans(vec![plain("no earlier one is named")])],
        },
    ));
    out
}
/// Each act that touched it, the oldest first.
fn trail(p: &Paper, r: &Record) -> Block {
    let Some(ix) = p.isms.ix(&r.code) else { return Block::Para(vec![plain("Nothing is on record.")]) };
    let mut acts = crate::view::history_of(p.isms, ix);
    acts.reverse();
    let rows: Vec<Row> = acts
        .iter()
        .map(|h| {
            // A move is told by where it led, all else by what was written.
            let fields: Vec<String> = h
                .changes
                .iter()
                .map(|c| if c.field == "state" { c.now.as_str().unwrap_or("state") } else { &c.field })
                .map(|f| f.replace('_', " "))
                .collect();
            let what = if fields.is_empty() { p.people.redact(&h.did) } else { fields.join(", ") };
            let done = match &h.review {
                Some(code) => vec![p.code(code), plain(format!(": {what}"))],
                None => vec![plain(what)],
            };
            Row::Cells {
                cells: vec![
                    thousands(h.seq as usize).into(),
                    h.on.to_string().into(),
                    p.who(&h.by).into(),
                    Cell::Spans(done),
                ],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    let n = rows.len();
    let columns = vec![right("Act", 16.0), column("Date", 24.0), column("By", 45.0), column("What was recorded", 85.0)];
    Block::Table(Table { columns, rows, foot: format!("{n} of {} that touched it shown", count(n, "act", "acts")) })
}
