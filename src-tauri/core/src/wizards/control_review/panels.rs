//! What stands beside each question about a control.
//! It shows; it must never answer.
use super::checks::{approvers, open_findings};
use super::*;
use crate::wizard::{PanelPart, panel};

pub(super) fn choose(run: &Run, out: &mut Vec<PanelPart>) {
    let lines = lines(run);
    let undecided = lines.iter().filter(|c| run.isms.record(c).is_none()).count();
    let look = lines.iter().filter(|c| run.isms.record(c).is_some() && needs(run, c)).count();
    let themes: Vec<String> = [(5, "organizational"), (6, "people"), (7, "physical"), (8, "technological")]
        .map(|(n, name)| {
            let all: Vec<&String> = lines.iter().filter(|c| soa::number(c).is_some_and(|(t, _)| t == n)).collect();
            format!("- {name}: {}, of which {} need a look", all.len(), all.iter().filter(|c| needs(run, c)).count())
        })
        .to_vec();
    out.push(PanelPart::text(
        "How it stands",
        format!("{look} need a look; {undecided} of the list are not decided yet.\n\n{}", themes.join("\n")),
    ));
    match soa::soa_version(run.isms) {
        Some(v) => out.push(PanelPart::text("The version", format!("SoA {} since {}.", v.version, run.say_day(v.on)))),
        None => out.push(PanelPart::text("The version", "There is none until all 93 are decided.")),
    }
}
/// What cites it, and what an auditor asks.
pub(super) fn needed(run: &Run, out: &mut Vec<PanelPart>) {
    cited(run, false, out);
}
/// The same beside the questions after the first, which no longer stands on the page.
pub(super) fn reason(run: &Run, out: &mut Vec<PanelPart>) {
    cited(run, true, out);
}
fn cited(run: &Run, with_question: bool, out: &mut Vec<PanelPart>) {
    panel::linking(run, "Risks that count on it", &["risk"], out);
    panel::linked(run, "Laws and contracts that ask for it", &["obligations"], out);
    if let Some(e) = entry(run) {
        out.push(PanelPart::text(
            "What is this?",
            format!(
                "{}An auditor wants to see for instance: {}.",
                if with_question { format!("{}\n\n", e.question) } else { String::new() },
                e.typical_evidence
            ),
        ));
    }
    match run.record() {
        Some(_) => out.push(PanelPart::Record { title: "As it stands".into(), id: run.subject.clone() }),
        None => out.push(PanelPart::text("As it stands", "It is not decided yet.")),
    }
}
pub(super) fn how(run: &Run, out: &mut Vec<PanelPart>) {
    panel::quoted(run, "As it stands", "how", out);
    panel::linked(run, "Rules that it follows", &["policies"], out);
    panel::linked(run, "What it rests on", &["assets", "suppliers"], out);
}
pub(super) fn shows(run: &Run, out: &mut Vec<PanelPart>) {
    let me: Vec<_> = run.isms.ix(&run.subject).into_iter().collect();
    panel::evidence(run, "Newest proofs", &me, out);
    panel::linked(run, "Recurring tasks that keep it working", &["routines"], out);
    if let Some(e) = entry(run) {
        out.push(PanelPart::text(
            "What usually shows it",
            format!("{}. Usually taken {}.", e.typical_evidence, e.typical_cadence),
        ));
    }
}
pub(super) fn worked(run: &Run, out: &mut Vec<PanelPart>) {
    panel::linking(run, "Incidents and findings that name it", &["incident", "nonconformity"], out);
    panel::linking(run, "What measures it", &["objective"], out);
    panel::quoted(run, "How you know, as it stands", "how_checked", out);
    panel::last_answer(run, "worked", "works", out);
}
pub(super) fn gap(run: &Run, out: &mut Vec<PanelPart>) {
    panel::linking(run, "What is being done already", &["action"], out);
    let findings = open_findings(run);
    let text = if findings.is_empty() { "None is open.".into() } else { findings.join(", ") };
    out.push(PanelPart::text("Findings against it", text));
}
pub(super) fn owner(run: &Run, out: &mut Vec<PanelPart>) {
    let codes: Vec<String> =
        run.record().and_then(|r| r.common.owner.as_ref()).map(|o| o.to_string()).into_iter().collect();
    panel::people(run, "Who answers for it now", &codes, out);
}
pub(super) fn own(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = run
        .isms
        .live::<Control>()
        .filter(|(_, r, _)| !soa::of_annex(&r.code))
        .map(|(ix, r, _)| panel::link_shown(run, ix, "own", panel::one_line(run, r)))
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("Controls of your own", "None is on record.")
    } else {
        PanelPart::Links { title: "Controls of your own".into(), links }
    });
    out.push(PanelPart::text("What is this?", "The list of the standard is not closed. What you do against a risk and cannot find in it is a control of your own; customers and insurers sometimes ask for such."));
}
/// What differs from the version that was approved last.
pub(super) fn version(run: &Run, out: &mut Vec<PanelPart>) {
    if let Some(next) = record::next(run) {
        let lines: Vec<String> = next.changes.iter().take(30).map(|c| format!("- {} {}", c.code, c.what)).collect();
        let more = next.changes.len().saturating_sub(30);
        let tail = if more > 0 { format!("\n- and {more} more") } else { String::new() };
        out.push(PanelPart::text(
            "What is different",
            if lines.is_empty() { "Nothing.".into() } else { lines.join("\n") + &tail },
        ));
    }
    panel::people(run, "Who may approve", &approvers(run), out);
    let named = run.isms.organization().and_then(|o| o.soa_on_certificate.as_ref()).map(|v| v.to_string());
    out.push(PanelPart::text("On the certificate", named.map_or_else(|| "No version is on record.".into(), |v| format!("It names version {v}. Where the first number differs, tell the certification body before the next audit."))));
}
pub(super) fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    if run.many() {
        version(run, out);
    } else {
        needed(run, out);
    }
}
