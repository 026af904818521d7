//! What one person was trained in and has read, to be handed to that person on request (7.2, 7.3).
//! It must never leave out a training that was not passed, nor print what is personal in a copy without names.
use super::training::{done, heads, in_order, missing};
use crate::doc::{Answer, Block, Cell, Part, Section, Sheet, Span};
use crate::isms::Record;
use crate::refusal::Refusal;
use crate::report::register::{drawn, listing};
use crate::report::{Body, Paper, Report, heading, plain, purpose, section, soft};
use chrono::NaiveDate;

pub(super) const REPORT: Report = Report {
    name: "person-record",
    title: "Training and reading of one person",
    clause: "7.2",
    about: "person",
    of: &[],
    build,
};

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let Some(r) = p.isms.record(about) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no person \u{201c}{about}\u{201d}."),
            "Give a code like P-004.",
        ));
    };
    let mut rows = lines(p, about, "training_record", "course", "course_version");
    let trained = rows.len();
    rows.extend(lines(p, about, "acknowledgement", "policy", "policy_version"));
    let read = rows.len() - trained;
    rows.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    let heads = heads(p);
    let owed: Vec<bool> = heads.iter().filter_map(|h| in_order(p, r, h)).collect();
    let person = [(r, Body::of(r))];
    let mut figures = vec![
        (trained.to_string(), "trainings on record".to_string()),
        (read.to_string(), "documents confirmed as read".into()),
    ];
    // Whoever has left owes nothing.
    let here = r.state() == "active";
    if here {
        let fine = owed.iter().filter(|x| **x).count();
        figures.push((format!("{fine} of {}", owed.len()), "of what is owed now is in order".into()));
    }
    let mut blocks = vec![
        purpose("Which courses and rules, in which version, when, with which result."),
        Block::Figures(figures),
        Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows: head(p, r) }] }),
        heading("Courses and rules"),
        drawn("newest first", "every training and every confirmation of this person, passed or not."),
        listing(
            &[
                ("Course or rule", 62.0),
                ("Version", 16.0),
                ("Date", 22.0),
                ("Result", 24.0),
                ("Way", 24.0),
                ("Proof", 22.0),
            ],
            rows.into_iter().map(|(.., cells)| cells).collect(),
            ("line", "lines"),
            "Nothing is on record of this person yet.",
        ),
    ];
    if here {
        blocks.extend(missing(p, &heads, &person, &done(p)));
    }
    Ok(vec![section("person-record", format!("{about} {}", p.who(about)), &["7.2", "7.3"], false, blocks)])
}

fn head(p: &Paper, r: &Record) -> Vec<(String, Vec<Answer>)> {
    let b = Body::of(r);
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let mut out = vec![("Who".to_string(), spans(vec![plain(p.who(&r.code))]))];
    let roles = b.texts("roles").join(", ");
    out.push(("Roles".into(), spans(vec![if roles.is_empty() { soft("none") } else { plain(roles) }])));
    for (label, field) in
        [("First day", "joined_on"), ("Last day", "left_on"), ("Confidentiality signed", "confidentiality_on")]
    {
        if let Some(d) = b.day(field) {
            out.push((label.into(), spans(vec![plain(d.to_string())])));
        }
    }
    if let Some(f) = r.info().field("able_because").filter(|_| !crate::canonical::empty(b.get("able_because"))) {
        out.push(("Able because".into(), spans(p.say(&f.ty, b.get("able_because")))));
    }
    let proofs = b.codes("competence_proof");
    if !proofs.is_empty() {
        out.push(("Shown by".into(), spans(p.codes(proofs))));
    }
    out
}
type Line = (Option<NaiveDate>, String, Vec<Cell>);
fn lines(p: &Paper, person: &str, kind: &str, of: &str, version: &str) -> Vec<Line> {
    let proof = if kind == "acknowledgement" { "proof" } else { "evidence" };
    p.isms
        .each(kind)
        .filter(|(_, r)| r.live())
        .map(|(_, r)| (r, Body::of(r)))
        .filter(|(_, b)| b.text("person") == person)
        .map(|(r, b)| {
            let result: Cell = if kind == "acknowledgement" {
                "read".into()
            } else {
                let score = b.get("score").as_u64().map(|n| format!(", {n} %")).unwrap_or_default();
                let words = format!("{}{score}", b.word("result").to_lowercase());
                if b.text("result") == "failed" { vec![Span::Red(words)].into() } else { words.into() }
            };
            let cells = vec![
                p.named(b.text(of)).into(),
                b.text(version).into(),
                b.day("on").map_or(Cell::Empty, |d| d.to_string().into()),
                result,
                b.word("how").into(),
                p.codes(b.codes(proof)).into(),
            ];
            (b.day("on"), r.code.to_string(), cells)
        })
        .collect()
}
