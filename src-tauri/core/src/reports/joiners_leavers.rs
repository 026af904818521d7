//! Who came and who left: trained and told in time, access closed and things back (A.6.1 to A.6.5, A.5.11, A.5.18).
//! It must never leave out someone who came and went within the period.
use super::training::{done, joined, joiner_days, joiners, leavers, left};
use crate::dates::days_between;
use crate::doc::{Block, Section};
use crate::refusal::Refusal;
use crate::report::{Paper, Report, purpose, section};

pub(super) const REPORT: Report =
    Report { name: "joiners-leavers", title: "Joiners and leavers", clause: "A.6.3", about: "", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let done = done(p);
    let (came, went) = (joined(p, &done), left(p));
    let in_time = came.iter().filter(|j| j.trained.is_some() && !j.late).count();
    let open = came.iter().filter(|j| j.trained.is_none() && !j.late).count();
    let mut days: Vec<i64> = came.iter().filter_map(|j| Some(days_between(j.joined, j.trained?))).collect();
    days.sort_unstable();
    let median = days.get(days.len() / 2).map_or_else(|| "\u{2013}".into(), |d| d.to_string());
    let closed = went.iter().filter(|(_, b, d)| b.day("accounts_closed_on").is_some_and(|c| c <= *d)).count();
    let back = went.iter().filter(|(_, b, _)| b.day("things_returned_on").is_some()).count();
    let mut blocks = vec![
        purpose("Who came and who left, and whether what has to happen then did happen."),
        Block::Figures(vec![
            (
                format!("{in_time} of {}", came.len()),
                format!("newcomers trained within {} days; {open} still within them", joiner_days(p)),
            ),
            (median, "days from the first day to the first training (median)".into()),
            (format!("{closed} of {}", went.len()), "leavers whose access was closed by their last day".into()),
            (format!("{back} of {}", went.len()), "leavers whose things came back, by the record".into()),
        ]),
    ];
    blocks.extend(joiners(p, &done));
    blocks.extend(leavers(p));
    Ok(vec![section(
        "joiners-leavers",
        "Joiners and leavers",
        &["7.2", "7.3", "A.5.11", "A.6.3", "A.6.5"],
        false,
        blocks,
    )])
}
