//! People by courses and documents, one mark a field with version and date: of everyone, of one role, or of one course or document.
//! It must never show a mark without version and date, nor leave out top management (7.2, 7.3, A.6.3).
use super::training::{done, heads, people, whole};
use crate::doc::{Cell, Section};
use crate::refusal::Refusal;
use crate::report::register::{Col, col, drawn, entries, only, table};
use crate::report::{Body, Paper, Report, heading, plain, section, soft};

pub(super) const REPORT: Report =
    Report { name: "training-grid", title: "Who is trained in what", clause: "7.2", about: "", of: &[], build };

/// What stands over the columns of the grid: each course with what changed in its version.
const COURSES: &[Col] = &[
    col("Code", 16.0, |p, e| e.code(p)),
    col("Aim", 74.0, |p, e| e.title(p, e.body.text("teaches"))),
    col("Version", 28.0, |_, e| {
        Cell::Lines(vec![vec![plain(e.body.text("version"))], vec![soft(e.body.word("change").to_lowercase())]])
    }),
    col("What changed", 63.0, |_, e| e.recorded("changed_what")),
    col("Repeats", 30.0, |p, e| match e.say(p, "repeat") {
        Cell::Empty => vec![soft("once a version")].into(),
        said => said,
    }),
    col("For", 46.0, |_, e| match e.body.texts("for_roles").join(", ") {
        s if s.is_empty() => vec![soft("everyone")].into(),
        s => s.into(),
    }),
];

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let (mut heads, mut people) = (heads(p), people(p));
    let mut of = "Who can, who knows, in which version.".to_string();
    if let Some(about) = p.scope.about.as_deref() {
        let role = |b: &Body| b.texts("roles").iter().any(|r| r.eq_ignore_ascii_case(about));
        if heads.iter().any(|h| &*h.record.code == about) {
            heads.retain(|h| &*h.record.code == about);
            of = format!("Who has {about}, in which version.");
        } else if people.iter().any(|(_, b)| role(b)) {
            people.retain(|(_, b)| role(b));
            of = format!("The role \u{201c}{about}\u{201d}: who can, who knows, in which version.");
        } else {
            return Err(Refusal::new(
                "about",
                about.to_string(),
                format!(
                    "\u{201c}{about}\u{201d} is no course that is offered, no document that must be read, and nobody's role."
                ),
                "Name one of them, or none for the whole grid.",
            ));
        }
    }
    let mut blocks = whole(p, &of, heads, &people, &done(p));
    if p.scope.about.is_none() {
        let all = entries(p, "course");
        let rows = only(&all, |e| e.state() == "offered");
        blocks.push(heading("The courses"));
        blocks.push(drawn("code", "every course that is offered."));
        blocks.push(table(p, &rows, all.len(), ("course", "courses"), COURSES, true));
    }
    Ok(vec![section("training-grid", "Who is trained in what", &["7.2", "7.3", "A.6.3"], true, blocks)])
}
