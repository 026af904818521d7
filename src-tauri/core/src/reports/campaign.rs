//! One campaign: who got it, who answered, with which result, who was reminded (7.3, A.6.3).
//! It must never leave out who has not answered, nor show a key.
use crate::campaign::standing;
use crate::doc::{Answer, Block, Cell, Part, Section, Sheet, Span};
use crate::kinds::Campaign;
use crate::refusal::Refusal;
use crate::report::register::{drawn, listing};
use crate::report::{Paper, Report, heading, plain, purpose, section};

pub(super) const REPORT: Report =
    Report { name: "campaign", title: "Campaign", clause: "7.3", about: "campaign", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let (Some(r), Some(c)) = (p.isms.record(about), p.isms.get::<Campaign>(about)) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no campaign \u{201c}{about}\u{201d}."),
            "Give a code like CMP-01.",
        ));
    };
    let rows = standing(p.isms, c);
    let (n, m) = (c.done(), c.people.len());
    let open = rows.iter().filter(|s| s.answered.is_none()).count();
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let facts = vec![
        (
            "What was asked".to_string(),
            spans([p.named(&c.of), vec![plain(format!(", version {}", c.version))]].concat()),
        ),
        ("Sent".into(), spans(vec![plain(format!("{}, to be answered by {}", c.sent_on.0, c.until.0))])),
        (
            "State".into(),
            spans(vec![plain(if r.state() == "closed" {
                format!("closed {}", p.isms.day_of(r.head().seq))
            } else {
                "open".into()
            })]),
        ),
        ("What was written".into(), vec![Answer::Recorded(c.words.to_string())]),
    ];
    let mut parts = vec![Part { title: String::new(), rows: facts }];
    if !c.quiz.is_empty() {
        let quiz = c.quiz.iter().enumerate().map(|(i, q)| {
            let right = q.choices().get(q.right()).map(|s| s.to_string()).unwrap_or_default();
            (
                format!("Question {}", i + 1),
                spans(vec![plain(format!("{} ", q.question)), Span::Soft(format!("Right: {right}"))]),
            )
        });
        let mark = c.pass_mark.map_or(0, |m| m.0);
        parts.push(Part { title: format!("Passed from {mark} % on"), rows: quiz.collect() });
    }
    let cells = rows
        .into_iter()
        .map(|s| {
            let failed = s.result.starts_with("not passed");
            let result: Cell = match (s.answered, failed) {
                (None, _) => vec![Span::Red("no answer".into())].into(),
                (_, true) => vec![Span::Red(s.result)].into(),
                _ => s.result.into(),
            };
            vec![
                p.named(&s.person).into(),
                s.sent.to_string().into(),
                s.answered.map_or(Cell::Empty, |d| d.to_string().into()),
                result,
                s.reminded.into(),
            ]
        })
        .collect();
    let blocks = vec![
        purpose("Who was asked to read or learn it, who answered, with which result."),
        Block::Figures(vec![
            (format!("{n} of {m}"), "have done it".into()),
            (open.to_string(), "have not answered".into()),
            ((m - n - open).to_string(), "answered and did not pass".into()),
        ]),
        Block::Sheet(Sheet { id: None, parts }),
        heading("Person by person"),
        drawn("as it was sent", "everyone who got it."),
        listing(
            &[("Who", 52.0), ("Sent", 22.0), ("Answered", 22.0), ("Result", 34.0), ("Reminded", 40.0)],
            cells,
            ("person", "people"),
            "Nobody got it.",
        ),
    ];
    Ok(vec![section("campaign", format!("{about} {}", p.title(r)), &["7.3", "A.6.3"], false, blocks)])
}
