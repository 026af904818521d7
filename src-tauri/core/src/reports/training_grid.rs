//! People by courses and documents, one mark a field with version and date: of everyone, of one role, or of one course or document.
//! It must never show a mark without version and date, nor leave out top management (7.2, 7.3, A.6.3).
use super::training::{done, heads, people, whole};
use crate::doc::Section;
use crate::refusal::Refusal;
use crate::report::{Body, Paper, Report, section};

pub(super) const REPORT: Report =
    Report { name: "training-grid", title: "Who is trained in what", clause: "7.2", about: "", of: &[], build };

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
    let blocks = whole(p, &of, heads, &people, &done(p));
    Ok(vec![section("training-grid", "Who is trained in what", &["7.2", "7.3", "A.6.3"], true, blocks)])
}
