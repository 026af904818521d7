//! Section 18: every finding, where it came from, why it could happen, what removes the cause, and whether that worked.
//! It must never count as closed what nobody has closed, nor leave out one that came again (10.2). A page takes eight columns of prose: grade
//! with source, requirement with what, correction with extent, cause with repeats, action with effect stand together; the sheet has each apart.
use crate::dates::days_between;
use crate::doc::State;
use crate::doc::{Block, Cell, Chart, Form, Section, Series, Span};
use crate::kinds::action::Effective;
use crate::kinds::{Action, Nonconformity};
use crate::refusal::Refusal;
use crate::report::audits::closed_on;
use crate::report::chart::{by_year, quarter, quarter_words as say, quarters};
use crate::report::register::{Col, Entry, col, day, drawn, entries, only, table};
use crate::report::{Paper, Report, bold, heading, plain, purpose, section, soft};
use crate::staleness::word;

pub(super) const REPORT: Report = Report {
    name: "nonconformities",
    title: "Findings and what became of them",
    clause: "10.2",
    about: "",
    of: &["nonconformity"],
    build,
};

const COLUMNS: &[Col] = &[
    col("Code", 16.0, |p, e| e.code(p)),
    col("Grade, source", 29.0, |_, e| {
        Cell::Lines(vec![vec![bold(e.body.word("grade"))], vec![soft(e.body.word("source"))]])
    }),
    col("Raised", 21.0, |_, e| e.day("raised_on")),
    col("Requirement, what was found", 52.0, what),
    col("Put right, elsewhere too?", 43.0, |_, e| both(e, "correction", "elsewhere")),
    col("Cause", 36.0, cause),
    col("Action, did it work?", 33.0, action),
    col("Days open, flag", 27.0, open),
];
const REMARKS: &[Col] = &[
    col("Code", 16.0, |p, e| e.code(p)),
    col("Grade, source", 29.0, |_, e| {
        Cell::Lines(vec![vec![bold(e.body.word("grade"))], vec![soft(e.body.word("source"))]])
    }),
    col("Raised", 21.0, |_, e| e.day("raised_on")),
    col("Requirement, what was remarked", 82.0, what),
    col("What we did, or why not", 79.0, followed),
    col("Days open, flag", 30.0, open),
];
const BETTER: &[Col] = &[
    col("What is better", 90.0, |p, e| {
        Cell::Lines(vec![
            vec![p.code(&e.record.code), plain(" "), bold(p.title(e.record))],
            vec![Span::Recorded(crate::report::one_line(e.body.text("what")))],
        ])
    }),
    col("From which hint", 62.0, |p, e| match e.body.text("from") {
        "" => vec![soft("of our own accord")].into(),
        code => p.named(code).into(),
    }),
    col("Since", 34.0, since),
    col("Effect", 49.0, effect),
    col("Flag", 22.0, |p, e| e.flag(p)),
];

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all = entries(p, "nonconformity");
    all.sort_by_key(|e| (e.body.text("source") != "external_audit", e.body.day("raised_on"), e.record.code.clone()));
    let (failing, remarks): (Vec<&Entry>, Vec<&Entry>) = all.iter().partition(|e| failing(e));
    let open = failing.iter().filter(|e| e.state() != "closed").count();
    let late = failing.iter().filter(|e| !p.is_current(&e.record.code)).count();
    let again = all.iter().filter(|e| !e.body.text("repeats").is_empty()).count();
    let mut blocks = vec![
        purpose("What was not right, why, and whether the cure worked."),
        Block::Figures(vec![
            (failing.len().to_string(), "majors and minors, all that are on record".into()),
            (format!("{open} of {}", failing.len()), "of them open".into()),
            (format!("{late} of {}", failing.len()), "late, or to be looked at again".into()),
            (again.to_string(), "found before".into()),
        ]),
    ];
    if let Some(c) = chart(p, &all) {
        let (said, numbers) = (Block::Note(vec![plain(c.sentence.clone())]), by_year(&c, 257.0));
        blocks.extend([Block::Chart(c), said, numbers]);
    }
    blocks.push(heading("Requirements that were not met"));
    blocks.push(drawn("those of the certification body first, then by day", "every major and minor on record."));
    blocks.push(table(p, &failing, failing.len(), ("major or minor", "majors and minors"), COLUMNS, true));
    blocks.push(heading("Observations and opportunities"));
    blocks.push(table(p, &remarks, remarks.len(), ("remark", "remarks"), REMARKS, true));
    blocks.extend(improvements(p));
    Ok(vec![section("nonconformities", "Findings and improvement", &["10.1", "10.2"], true, blocks)])
}
/// What was made better without a requirement that was not met (10.1).
fn improvements(p: &Paper) -> Vec<Block> {
    let mut all = entries(p, "action");
    all.retain(|e| e.body.text("sort") == "improvement" && e.state() != "dropped");
    all.sort_by_key(|e| {
        (e.body.day("done_on").is_none(), e.body.day("done_on").or(e.body.day("due")), e.record.code.clone())
    });
    let shown = only(&all, |e| e.body.day("done_on").is_none_or(|d| p.recent(Some(d))));
    vec![
        heading("Improvements"),
        drawn(
            "by the day on which it was done, then those that are to come",
            format!(
                "every action that was recorded as an improvement and is done{} or still open; dropped ones are left out.",
                p.since_words()
            ),
        ),
        table(p, &shown, all.len(), ("improvement", "improvements"), BETTER, true),
    ]
}
fn since(p: &Paper, e: &Entry) -> Cell {
    match (e.body.day("done_on"), e.body.day("due")) {
        (Some(d), _) => day(Some(d)),
        (None, Some(due)) if due < p.day() => {
            Cell::Lines(vec![vec![Span::Red("not done".into())], vec![soft(format!("due {due}"))]])
        }
        (None, due) => {
            Cell::Lines(vec![vec![soft("not yet")], due.map(|d| vec![soft(format!("due {d}"))]).unwrap_or_default()])
        }
    }
}
fn effect(_: &Paper, e: &Entry) -> Cell {
    let Some(a) = e.record.get::<Action>() else { return Cell::Empty };
    match (a.effective, a.done_on) {
        (Some(w), _) => {
            let mut lines = vec![vec![plain(word(&w).replace('_', " "))]];
            lines.extend(a.checked_on.map(|d| vec![soft(format!("looked at on {}", d.0))]));
            lines.extend(a.effective_because.iter().map(|w| vec![Span::Recorded(crate::report::one_line(w))]));
            Cell::Lines(lines)
        }
        (None, Some(_)) => vec![soft("not looked at")].into(),
        (None, None) => Cell::Empty,
    }
}
fn failing(e: &Entry) -> bool {
    e.record.get::<Nonconformity>().is_some_and(Nonconformity::failing)
}
/// The requirement, the title, and what was found as it was written.
fn what(p: &Paper, e: &Entry) -> Cell {
    let mut required = e.body.texts("requirement").join(", ");
    if required.is_empty() {
        required = e.body.text("own_rule").to_string();
    }
    Cell::Lines(vec![
        vec![soft(required)],
        vec![bold(p.title(e.record))],
        vec![Span::Recorded(crate::report::one_line(e.body.text("what")))],
    ])
}
fn both(e: &Entry, one: &str, other: &str) -> Cell {
    let lines: Vec<Vec<Span>> = [one, other]
        .into_iter()
        .map(|f| crate::report::one_line(e.body.text(f)))
        .filter(|t| !t.is_empty())
        .map(|t| vec![Span::Recorded(t)])
        .collect();
    if lines.is_empty() { vec![Span::Red("not yet".into())].into() } else { Cell::Lines(lines) }
}
fn cause(p: &Paper, e: &Entry) -> Cell {
    let mut lines = match crate::report::one_line(e.body.text("cause")) {
        t if t.is_empty() => vec![vec![Span::Red("not yet".into())]],
        t => vec![vec![Span::Recorded(t)]],
    };
    if !e.body.text("repeats").is_empty() {
        lines.push(vec![bold("repeats "), p.code(e.body.text("repeats"))]);
    }
    Cell::Lines(lines)
}
/// Each action with its day, and whether it worked.
fn action(p: &Paper, e: &Entry) -> Cell {
    let list = super::incident_sheet::from_here(p, e.record, "action");
    let mut lines = Vec::new();
    for ix in &list {
        let r = p.isms.rec(*ix);
        let Some(a) = r.get::<Action>() else { continue };
        lines.push(vec![p.code(&r.code)]);
        lines.push(match (a.done_on, r.state()) {
            (_, "dropped") => vec![soft("dropped")],
            (Some(d), _) => vec![soft(format!("done {}", d.0))],
            (None, _) => vec![soft(format!("due {}", a.due.0))],
        });
        if a.done_on.is_some() && r.state() != "dropped" {
            let on = a.checked_on.map(|d| format!(", {}", d.0)).unwrap_or_default();
            lines.push(match a.effective {
                Some(Effective::No) => vec![Span::Red(format!("did not work{on}"))],
                Some(w) => vec![plain(format!("worked: {}{on}", word(&w).replace('_', " ")))],
                None => vec![Span::Red("effect not checked".into())],
            });
        }
    }
    match e.body.text("no_action_because") {
        why if list.is_empty() && !why.is_empty() => {
            vec![soft("none, because "), Span::Recorded(crate::report::one_line(why))].into()
        }
        _ if list.is_empty() => vec![Span::Red("none yet".into())].into(),
        _ => Cell::Lines(lines),
    }
}
fn followed(p: &Paper, e: &Entry) -> Cell {
    let mut lines: Vec<Vec<Span>> = super::incident_sheet::from_here(p, e.record, "action")
        .into_iter()
        .map(|ix| p.named(&p.isms.rec(ix).code))
        .collect();
    for f in ["correction", "no_action_because"] {
        let t = crate::report::one_line(e.body.text(f));
        if !t.is_empty() {
            lines.push(vec![Span::Recorded(t)]);
        }
    }
    if lines.is_empty() {
        let said = if e.state() == "noted" { "noted; nothing more on record" } else { "nothing yet" };
        return vec![soft(said)].into();
    }
    Cell::Lines(lines)
}
/// How long it took, or how long it is open, and its state in words.
fn open(p: &Paper, e: &Entry) -> Cell {
    let Some(raised) = e.body.day("raised_on") else { return Cell::Empty };
    let state = e.state().to_string();
    let mut lines = match closed_on(p, e.record) {
        Some(on) => vec![vec![plain(days_between(raised, on).to_string())], vec![soft(format!("{state} {on}"))]],
        None => vec![vec![bold(days_between(raised, p.day()).to_string())], vec![soft(format!("{state}, still open"))]],
    };
    let flags: Vec<&str> = p
        .states(&e.record.code)
        .into_iter()
        .filter(|s| !matches!(s, State::Current | State::NotApplicable))
        .map(State::word)
        .collect();
    if !flags.is_empty() {
        lines.push(vec![bold(flags.join(", "))]);
    }
    Cell::Lines(lines)
}

// ---- the chart
/// Findings of every grade, opened and closed by quarter; none where there are none.
fn chart(p: &Paper, all: &[Entry]) -> Option<Chart> {
    let opened: Vec<i32> = all.iter().filter_map(|e| e.body.day("raised_on")).map(quarter).collect();
    let closed: Vec<i32> = all.iter().filter_map(|e| closed_on(p, e.record)).map(quarter).collect();
    let steps = quarters(all.iter().filter_map(|e| e.body.day("raised_on")).min()?, p.day());
    let (first, now) = (*steps.first()?, *steps.last()?);
    let of = |list: &[i32]| -> Vec<Option<u32>> {
        steps.iter().map(|q| Some(list.iter().filter(|x| *x == q).count() as u32)).collect()
    };
    let (up, down) = (of(&opened), of(&closed));
    let most = up.iter().chain(&down).flatten().max().copied().unwrap_or(1);
    let sum = |v: &[Option<u32>]| v.iter().flatten().sum::<u32>();
    let sentence = format!("From {} to {}: {} opened, {} closed or noted.", say(first), say(now), sum(&up), sum(&down));
    Some(Chart {
        caption: "Findings of every grade, opened and closed by quarter".into(),
        steps: steps.iter().map(|q| say(*q)).collect(),
        top: most.div_ceil(4).max(1) * 4,
        foot: 0,
        places: 0,
        unit: String::new(),
        form: Form::Lines,
        series: vec![
            Series { name: "opened".into(), values: up },
            Series { name: "closed or noted".into(), values: down },
        ],
        sentence,
    })
}
