//! Which risks moved since a day, from where to where, and why (8.2). It must never show a level without number and word.
use super::risk_register;
use crate::doc::{Block, Section};
use crate::refusal::Refusal;
use crate::report::{Paper, Report, plain, purpose, section};

pub(super) const REPORT: Report =
    Report { name: "risk-movement", title: "How risks moved", clause: "8.2", about: "", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let lines = risk_register::lines(p);
    let mut blocks = vec![purpose("From where to where each risk moved, and why.")];
    if p.isms.organization().is_some() {
        blocks.push(risk_register::pair(p));
    }
    match risk_register::movement(p, &lines) {
        rows if rows.is_empty() => blocks.push(Block::Para(vec![plain(
            "Nothing is compared: no earlier audit stands in this file, and no day is given.",
        )])),
        rows => blocks.extend(rows),
    }
    Ok(vec![section("risk-movement", REPORT.title, &["8.2"], true, blocks)])
}
