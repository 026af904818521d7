//! What one person may hang on the wall: which course, in which version, when, with which result, who taught it (7.2).
//! It must never be made of a training that was not passed.
use crate::doc::{Answer, Block, Part, Section, Sheet, Span};
use crate::kinds::{Course, TrainingRecord};
use crate::refusal::Refusal;
use crate::report::{Body, Paper, Report, bold, plain, section, soft};

pub(super) const REPORT: Report = Report {
    name: "training-certificate",
    title: "Certificate of a training",
    clause: "7.2",
    about: "training_record",
    of: &[],
    build,
};

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let live = p.isms.record(about).filter(|r| r.live());
    let (Some(r), Some(t)) = (live, p.isms.get::<TrainingRecord>(about)) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no training record \u{201c}{about}\u{201d}."),
            "Give a code like TR-0001.",
        ));
    };
    // It is for the person: here the name stands in full, whatever the copy is for.
    let name = p.isms.name_of(&t.person);
    if !t.passes() {
        return Err(Refusal::new(
            "field",
            about,
            format!("{name} did not pass this training, so there is nothing to certify."),
            "Print a record with the result attended or passed.",
        ));
    }
    let title = p.isms.record(&t.course).map(|c| c.title()).unwrap_or_default();
    let b = Body::of(r);
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let mut result = b.word("result").to_lowercase();
    if let Some(s) = t.score {
        result.push_str(&format!(", with {} %", s.0));
    }
    let mut rows = vec![
        ("Name".to_string(), spans(vec![bold(name)])),
        ("Course".into(), spans(vec![bold(title), soft(format!("  {}, version {}", *t.course, t.course_version))])),
        ("Date".into(), spans(vec![plain(t.on.0.format("%-d %B %Y").to_string())])),
        ("Result".into(), spans(vec![plain(result)])),
        ("Way".into(), spans(vec![plain(b.word("how"))])),
    ];
    if let Some(who) = &t.taught_by {
        rows.push(("Taught by".into(), spans(vec![plain(who.to_string())])));
    }
    if let Some(c) = p.isms.get::<Course>(&t.course) {
        rows.push(("What it teaches".into(), vec![Answer::Recorded(c.teaches.to_string())]));
    }
    let organization = p.isms.organization().map(|o| o.name.to_string()).unwrap_or_default();
    let blocks = vec![
        Block::Para(vec![plain(format!("{organization} confirms that this person has done this course."))]),
        Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows }] }),
        Block::Sheet(Sheet {
            id: None,
            parts: vec![Part {
                title: String::new(),
                rows: vec![
                    ("Place, day".into(), spans(vec![plain("\u{a0}")])),
                    ("Signature".into(), spans(vec![plain("\u{a0}")])),
                ],
            }],
        }),
        Block::Note(vec![plain(format!("Kept as {about} in the register of trainings."))]),
    ];
    Ok(vec![section("training-certificate", "Certificate of a training", &["7.2", "7.3"], false, blocks)])
}
