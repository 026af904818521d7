//! The checkpoint on one page: the head in full, how to check it, what it proves and what not (7.5.3). It says nothing else.
use super::trail;
use crate::doc::Section;
use crate::refusal::Refusal;
use crate::report::{Paper, Report, purpose, section};

pub(super) const REPORT: Report =
    Report { name: "checkpoint", title: "Checkpoint", clause: "7.5.3", about: "", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut blocks = vec![purpose("The state of the whole trail in one number, to be kept by somebody else.")];
    blocks.extend(trail::head_and_proof(p)?);
    Ok(vec![section("checkpoint", "Checkpoint", &["7.5.3"], false, blocks)])
}
