//! All campaigns: what was asked of whom, how many have done it (7.3, A.6.3).
//! It must never count who did not pass as done.
use crate::doc::{Block, Section};
use crate::kinds::Campaign;
use crate::refusal::Refusal;
use crate::report::register::{drawn, listing};
use crate::report::{Paper, Report, heading, purpose, section};

pub(super) const REPORT: Report =
    Report { name: "campaigns", title: "Campaigns", clause: "7.3", about: "", of: &["campaign"], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all: Vec<_> = p.isms.live::<Campaign>().map(|(_, r, c)| (r, c)).collect();
    all.sort_by(|a, b| (b.1.sent_on.0, &b.0.code).cmp(&(a.1.sent_on.0, &a.0.code)));
    let (asked, done) = all.iter().fold((0, 0), |n, (_, c)| (n.0 + c.people.len(), n.1 + c.done()));
    let rows = all
        .iter()
        .map(|(r, c)| {
            vec![
                vec![p.code(&r.code)].into(),
                p.named(&c.of).into(),
                c.version.to_string().into(),
                c.sent_on.0.to_string().into(),
                c.until.0.to_string().into(),
                format!("{} of {}", c.done(), c.people.len()).into(),
                r.state().into(),
            ]
        })
        .collect();
    let blocks = vec![
        purpose("What people were asked to read or learn by a file of their own, and how many have."),
        Block::Figures(vec![
            (all.len().to_string(), "campaigns".into()),
            (asked.to_string(), "people asked in all".into()),
            (done.to_string(), "of them have done it".into()),
        ]),
        heading("Each campaign"),
        drawn("newest first", "all campaigns that stand."),
        listing(
            &[
                ("Code", 18.0),
                ("What", 62.0),
                ("Version", 16.0),
                ("Sent", 22.0),
                ("Until", 22.0),
                ("Done", 16.0),
                ("State", 14.0),
            ],
            rows,
            ("campaign", "campaigns"),
            "Nobody was asked by a file yet.",
        ),
    ];
    Ok(vec![section("campaigns", "Campaigns", &["7.3", "A.6.3"], false, blocks)])
}
