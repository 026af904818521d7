//! How risks are judged, on one page: the scales in words, the bands, the line, who may accept what, and when any of it changed (6.1.2).
//! It must never show a scale of another day than that of the report.
use crate::doc::{Block, Cell, Row, Section, Span, Table, column};
use crate::isms::{Record, json_of};
use crate::kinds::Organization;
use crate::kinds::organization::{MayAccept, ScaleWord};
use crate::refusal::Refusal;
use crate::report::paper::{level, why_of};
use crate::report::register::{drawn, listing};
use crate::report::{Paper, Report, bold, count, one_line, plain, purpose, right, section};

pub(super) const REPORT: Report =
    Report { name: "risk-method", title: "How we judge risks", clause: "6.1.2", about: "", of: &[], build };

/// What a score is read by; a change of one of them is a new version of the criteria.
const CRITERIA: [&str; 5] = ["likelihood_words", "impact_words", "bands", "accept_up_to", "accept_above"];

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let (Some(org), Some(r)) = (p.isms.organization(), p.isms.record("ORG")) else {
        let none = vec![
            purpose("How we judge."),
            Block::Para(vec![plain("The organization is not on record yet, so there is no scale.")]),
        ];
        return Ok(vec![section("risk-method", REPORT.title, &["6.1.2"], false, none)]);
    };
    let versions = versions(p, r);
    let line = org.accept_up_to.0;
    let mut blocks = vec![
        purpose("The scales in words, the bands, and who may accept what."),
        Block::Figures(vec![
            (
                versions.len().to_string(),
                format!("version of the criteria, in force since {}", versions.last().map_or_else(|| p.day(), |v| v.0)),
            ),
            (line.to_string(), "up to this level a risk is carried without more ado".into()),
            ("25".into(), "levels: likelihood \u{d7} impact, both 1 to 5".into()),
        ]),
        drawn(
            "score",
            "the scales as they stand in the file. A level is the product of both scores; its word is that of its band.",
        ),
        scale("How likely", &org.likelihood_words),
        scale("How bad", &org.impact_words),
        bands(p, org),
    ];
    blocks.push(changes(p, &versions));
    Ok(vec![section("risk-method", REPORT.title, &["6.1.2"], false, blocks)])
}

fn scale(title: &str, words: &[ScaleWord]) -> Block {
    let rows = words
        .iter()
        .map(|w| Row::Cells {
            cells: vec![
                w.score.0.to_string().into(),
                vec![bold(w.word.trim())].into(),
                w.meaning.as_ref().map_or(Cell::Empty, |m| vec![Span::Recorded(one_line(m))].into()),
            ],
            id: None,
            reasons: Vec::new(),
        })
        .collect();
    Block::Table(Table {
        columns: vec![right("Score", 14.0), column(title, 36.0), column("What it means", 120.0)],
        rows,
        foot: format!("{} of {} shown", words.len(), count(words.len(), "score", "scores")),
    })
}

fn bands(p: &Paper, org: &Organization) -> Block {
    let rows: Vec<Vec<Cell>> = org
        .bands
        .iter()
        .map(|b| {
            let rule = org.accept_above.iter().find(|a| *a.band == *b.name);
            let who = match rule.map(|a| a.by) {
                Some(MayAccept::RiskOwner) => "the owner of the risk",
                Some(MayAccept::TopManagement) => "top management",
                Some(MayAccept::Nobody) => "nobody: it must be lowered",
                None if b.to.0 <= org.accept_up_to.0 => "needs no acceptance",
                None => "not said",
            };
            let until = match rule {
                Some(a) if a.by != MayAccept::Nobody => {
                    format!("{} at most", count(a.months.0 as usize, "month", "months"))
                }
                _ => String::new(),
            };
            vec![
                Cell::Level(level(p.isms, b.to.0, 0)),
                format!("{} to {}", b.from.0, b.to.0).into(),
                who.into(),
                until.into(),
            ]
        })
        .collect();
    listing(
        &[
            ("Highest of its band", 46.0),
            ("Levels", 24.0),
            ("Who may accept it above the line", 64.0),
            ("For how long", 36.0),
        ],
        rows,
        ("band", "bands"),
        "No band is on record.",
    )
}

/// The day and act of each version of the criteria, and what differs from the one before.
fn versions(p: &Paper, r: &Record) -> Vec<(chrono::NaiveDate, crate::isms::Seq, Vec<&'static str>)> {
    let mut out: Vec<(chrono::NaiveDate, crate::isms::Seq, Vec<&'static str>)> = Vec::new();
    let mut had: Option<Vec<serde_json::Value>> = None;
    for v in &r.revisions {
        let b = json_of(v);
        let now: Vec<serde_json::Value> = CRITERIA.iter().map(|f| b.get(*f).cloned().unwrap_or_default()).collect();
        let differs: Vec<&'static str> = match &had {
            None => CRITERIA.to_vec(),
            Some(was) => {
                CRITERIA.iter().zip(was.iter().zip(&now)).filter(|(_, (a, b))| a != b).map(|(f, _)| *f).collect()
            }
        };
        if !differs.is_empty() {
            out.push((p.isms.day_of(v.seq), v.seq, differs));
            had = Some(now);
        }
    }
    out
}
fn changes(p: &Paper, versions: &[(chrono::NaiveDate, crate::isms::Seq, Vec<&'static str>)]) -> Block {
    let word = |f: &str| match f {
        "likelihood_words" => "how likely",
        "impact_words" => "how bad",
        "bands" => "bands",
        "accept_up_to" => "the line",
        _ => "who may accept",
    };
    let rows: Vec<Vec<Cell>> = versions
        .iter()
        .enumerate()
        .rev()
        .map(|(i, (day, seq, differs))| {
            let what = if i == 0 {
                "first set".to_string()
            } else {
                differs.iter().map(|f| word(f)).collect::<Vec<_>>().join(", ")
            };
            vec![
                (i + 1).to_string().into(),
                day.to_string().into(),
                what.into(),
                vec![Span::Recorded(one_line(&why_of(p.isms, *seq)))].into(),
            ]
        })
        .collect();
    listing(
        &[("Version", 18.0), ("Since", 22.0), ("What changed", 50.0), ("Why, as recorded", 80.0)],
        rows,
        ("version of the criteria", "versions of the criteria"),
        "",
    )
}
