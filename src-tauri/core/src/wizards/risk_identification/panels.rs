//! What stands beside each question about what is missing.
//! It shows; it must never answer.
use super::find::{asked_for, changes as changed, doubles as pairs, uncovered as bare};
use crate::kinds::{Incident, Risk};
use crate::wizard::{PanelPart, Run, panel};

fn list(run: &Run, title: &str, codes: &[String], out: &mut Vec<PanelPart>) {
    let links = codes
        .iter()
        .filter_map(|c| run.isms.ix(c))
        .map(|ix| panel::link_shown(run, ix, "about", panel::one_line(run, run.isms.rec(ix))))
        .collect();
    out.push(PanelPart::Links { title: title.into(), links });
}
fn register(run: &Run, out: &mut Vec<PanelPart>) {
    let n = run.isms.live::<Risk>().count();
    out.push(PanelPart::text("The register today", format!("{n} {}.", if n == 1 { "risk" } else { "risks" })));
}
pub(super) fn with(run: &Run, out: &mut Vec<PanelPart>) {
    register(run, out);
    panel::last_review(run, out);
    panel::matrix(run, out);
}
pub(super) fn asked(run: &Run, out: &mut Vec<PanelPart>) {
    list(run, "What asked for it", &asked_for(run), out);
    register(run, out);
}
pub(super) fn uncovered(run: &Run, out: &mut Vec<PanelPart>) {
    list(run, "In no risk", &bare(run), out);
    out.push(PanelPart::text("What is this?", "These matter by your own words, and no risk names them. An auditor compares the list of assets with the list of risks. \u{201c}None\u{201d} with a reason is a full answer."));
}
pub(super) fn changes(run: &Run, out: &mut Vec<PanelPart>) {
    list(run, "Added or changed", &changed(run), out);
    panel::matrix(run, out);
}
pub(super) fn worry(run: &Run, out: &mut Vec<PanelPart>) {
    let from = crate::dates::add_months(run.today, -6);
    let lines: Vec<String> = run
        .isms
        .live::<Incident>()
        .filter(|(_, r, _)| run.isms.day_of(r.added()) > from)
        .map(|(_, r, _)| format!("- {} {}", r.code, r.title()))
        .collect();
    out.push(PanelPart::text(
        "What went wrong this half-year",
        if lines.is_empty() { "No incident is recorded.".into() } else { lines.join("\n") },
    ));
    panel::last_answer(run, "worry", "worries", out);
    register(run, out);
}
pub(super) fn catalogue(run: &Run, out: &mut Vec<PanelPart>) {
    register(run, out);
    panel::matrix(run, out);
}
pub(super) fn doubles(run: &Run, out: &mut Vec<PanelPart>) {
    for (a, b) in pairs(run) {
        list(run, &format!("{a} and {b}"), &[a.clone(), b.clone()], out);
    }
    panel::matrix(run, out);
}
pub(super) fn fresh(run: &Run, out: &mut Vec<PanelPart>) {
    panel::scale(run, out);
    out.push(PanelPart::text("What follows", "Each is added without a decision and falls due in two weeks. Its review asks what is done about it, and who says yes."));
}
