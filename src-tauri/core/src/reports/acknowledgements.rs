//! Who has read which document, in the version that is in force (7.3, A.5.1, A.6.2).
//! It must never say "read by all" where one is missing.
use super::training::{done, heads, in_order, mark, people};
use crate::doc::{Block, Cell, Mark, Section, Span};
use crate::refusal::Refusal;
use crate::report::register::{day, drawn, listing};
use crate::report::{Body, Paper, Report, bold, heading, plain, purpose, section, soft};

pub(super) const REPORT: Report = Report {
    name: "acknowledgements",
    title: "Who has read what",
    clause: "7.3",
    about: "",
    of: &["acknowledgement"],
    build,
};

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let done = done(p);
    let people = people(p);
    let only = p.scope.about.as_deref();
    let documents: Vec<_> =
        heads(p).into_iter().filter(|h| !h.course && only.is_none_or(|c| *h.record.code == *c)).collect();
    if let Some(code) = only.filter(|_| documents.is_empty()) {
        return Err(Refusal::new(
            "unknown",
            code,
            format!("\u{201c}{code}\u{201d} is no document in force that has to be read."),
            "Give a code like POL-01, or none for all.",
        ));
    }
    let (mut owed, mut read, mut whole) = (0, 0, 0);
    let mut rows = Vec::new();
    for h in &documents {
        let body = Body::of(h.record);
        let mut missing: Vec<Span> = Vec::new();
        let (mut concerned, mut has, mut not_yet) = (0, 0, 0);
        for person in &people {
            let Some(fine) = in_order(p, person.0, h) else { continue };
            concerned += 1;
            if mark(p, person, h, &done).mark == Mark::NotYet {
                not_yet += 1;
            } else if fine {
                has += 1;
            } else {
                if !missing.is_empty() {
                    missing.push(plain(", "));
                }
                missing.push(plain(p.short(&person.0.code)));
            }
        }
        let left = concerned - has - not_yet;
        owed += concerned;
        read += has;
        whole += usize::from(has == concerned);
        let who: Cell = match (left, not_yet) {
            (0, 0) => vec![soft("nobody")].into(),
            (0, n) => vec![soft(format!("nobody; {n} not yet due"))].into(),
            (_, 0) => missing.into(),
            (_, n) => {
                missing.push(soft(format!("; {n} not yet due")));
                missing.into()
            }
        };
        rows.push(vec![
            vec![p.code(&h.record.code)].into(),
            Cell::Lines(vec![vec![bold(h.record.title())], vec![soft(format!("version {}", h.version))]]),
            body.word("must_be_read").into(),
            concerned.to_string().into(),
            vec![if left == 0 { plain(has.to_string()) } else { Span::Red(has.to_string()) }].into(),
            who,
            day(body.day("in_force_from")),
        ]);
    }
    let mut blocks = vec![
        purpose("Which rules have to be read, by whom, and who has read the version that is in force."),
        Block::Figures(vec![
            (format!("{read} of {owed}"), "person and document pairs are in order".into()),
            (format!("{whole} of {}", documents.len()), "documents are read by all whom they concern".into()),
            (people.len().to_string(), "people are active".into()),
        ]),
        drawn(
            "code",
            "all documents in force that have to be read, with all active people who have begun; who is away for long is not counted.",
        ),
        listing(
            &[
                ("Code", 16.0),
                ("Document, version", 48.0),
                ("Must be read", 24.0),
                ("Concerned", 19.0),
                ("Read", 12.0),
                ("Missing", 29.0),
                ("In force since", 22.0),
            ],
            rows,
            ("document", "documents"),
            "No document in force has to be read.",
        ),
    ];
    if let Some(h) = documents.first().filter(|_| only.is_some()) {
        blocks.push(heading("Who has read it"));
        let mut all: Vec<(&crate::isms::Record, Body)> = p
            .isms
            .each("acknowledgement")
            .filter(|(_, r)| r.live())
            .map(|(_, r)| (r, Body::of(r)))
            .filter(|(_, b)| b.text("policy") == &*h.record.code)
            .collect();
        all.sort_by(|a, b| (b.1.day("on"), &a.0.code).cmp(&(a.1.day("on"), &b.0.code)));
        let rows = all
            .iter()
            .map(|(r, b)| {
                vec![
                    vec![p.code(&r.code)].into(),
                    p.who(b.text("person")).into(),
                    b.text("policy_version").into(),
                    day(b.day("on")),
                    b.word("how").into(),
                    p.codes(b.codes("proof")).into(),
                ]
            })
            .collect();
        blocks.push(listing(
            &[("Code", 20.0), ("Who", 58.0), ("Version", 18.0), ("On", 22.0), ("Way", 26.0), ("Proof", 26.0)],
            rows,
            ("acknowledgement", "acknowledgements"),
            "Nobody yet.",
        ));
    }
    Ok(vec![section("acknowledgements", "Who has read what", &["7.3", "A.5.1", "A.6.2"], false, blocks)])
}
