//! Risks that are carried knowingly: who accepted each, whether they may, until when, in which way, and why (6.1.3 f).
//! It must never leave out one above the line that nobody accepted, nor an acceptance that has ended.
use super::risk_register::{self, Line};
use crate::doc::{Block, Cell, Row, Section, Span};
use crate::refusal::Refusal;
use crate::report::register::{drawn, list, of, owed, recorded};
use crate::report::{Body, Paper, Report, bold, plain, purpose, section, soft};

pub(super) const REPORT: Report =
    Report { name: "acceptances", title: "Acceptances", clause: "6.1.3", about: "", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let lines = risk_register::lines(p);
    let carried: Vec<&Line> = lines.iter().filter(|l| carried(p, l)).collect();
    let above = carried.iter().filter(|l| l.now.number > p.accept_up_to()).count();
    let holds = carried.iter().filter(|l| l.now.number > p.accept_up_to() && holds(p, l)).count();
    let blocks = vec![
        purpose("What is carried knowingly, by whom, and until when."),
        Block::Figures(vec![
            (of(above, lines.len()), format!("risks stand above the line of {}", p.accept_up_to())),
            (of(holds, above), "of those have an acceptance that holds".into()),
            ((carried.len() - above).to_string(), "within the line were accepted by somebody all the same".into()),
        ]),
        drawn(
            "level down, then code",
            format!(
                "all above the line of {}, and all others that somebody accepted. The rest is carried within the line, by the criteria.",
                p.accept_up_to()
            ),
        ),
        table(p, &lines),
    ];
    Ok(vec![section("acceptances", "Acceptances", &["6.1.3", "8.3"], true, blocks)])
}

/// Above the line, or accepted by somebody.
fn carried(p: &Paper, l: &Line) -> bool {
    l.now.number > p.accept_up_to() || l.risk.accepted.is_some()
}
/// Accepted by somebody who may, and not ended.
fn holds(p: &Paper, l: &Line) -> bool {
    l.risk.accepted_until.is_none_or(|d| d.0 >= p.day()) && may(p, l) == Some(true)
}
/// May whoever accepted it? By the criteria that hold; none where nobody did.
fn may(p: &Paper, l: &Line) -> Option<bool> {
    let a = l.risk.accepted.as_ref()?;
    Some(p.isms.organization().is_some_and(|o| o.may_accept(&a.by, &l.risk.owner, l.now.number)))
}

/// The acceptances of the treatment plan are the same table.
pub(super) fn table(p: &Paper, lines: &[Line]) -> Block {
    let rows: Vec<Row> = lines.iter().filter(|l| carried(p, l)).map(|l| line(p, l)).collect();
    list(
        &[
            ("Risk", 66.0),
            ("Level", 30.0),
            ("By whom (may they?)", 44.0),
            ("On", 20.0),
            ("Until", 20.0),
            ("Way", 27.0),
            ("Why", 50.0),
        ],
        rows,
        lines.len(),
        ("risk", "risks"),
        "No risk stands above the line, and none was accepted by anybody.",
    )
}
fn line(p: &Paper, l: &Line) -> Row {
    let b = Body::of(l.record);
    let signed = b.signed("accepted");
    let who = match (&signed, may(p, l)) {
        (Some(a), Some(true)) => Cell::Lines(vec![vec![plain(p.who(&a.by))], vec![soft("may accept this level")]]),
        (Some(a), _) => {
            Cell::Lines(vec![vec![plain(p.who(&a.by))], vec![Span::Red("may not, by the criteria".into())]])
        }
        (None, _) => owed("nobody"),
    };
    let until = match l.risk.accepted_until.map(|d| d.0) {
        // Within the line the criteria carry it, whatever was signed before.
        Some(d) if d < p.day() => {
            let ended = if l.now.number > p.accept_up_to() { Span::Red("ended".into()) } else { soft("ended") };
            Cell::Lines(vec![vec![plain(d.to_string())], vec![ended]])
        }
        Some(d) => d.to_string().into(),
        None if signed.is_some() => owed("no end set"),
        None => Cell::Empty,
    };
    let way = signed.as_ref().map_or(Cell::Empty, |a| {
        let proof = p.codes(a.proof.iter().map(String::as_str));
        let mut lines = vec![vec![plain(a.how.as_str())]];
        if !proof.is_empty() {
            lines.push(proof);
        }
        Cell::Lines(lines)
    });
    let why = Some(b.text("residual_why")).filter(|w| !w.is_empty()).unwrap_or(b.text("treatment_why"));
    let mut name = vec![p.code(&l.record.code), plain(" ")];
    name.push(bold(l.record.title()));
    Row::Cells {
        cells: vec![
            name.into(),
            Cell::Level(l.now.clone()),
            who,
            signed.as_ref().and_then(|a| a.on).map_or(Cell::Empty, |d| d.to_string().into()),
            until,
            way,
            recorded(why),
        ],
        id: None,
        reasons: p.reasons(&l.record.code),
    }
}
