//! What stands beside each question about a supplier.
//! It shows; it must never answer.
use super::*;
use crate::wizard::PanelPart;

pub(super) fn service(run: &Run, out: &mut Vec<PanelPart>) {
    panel::quoted(run, "What they do for you, as it stands", "service", out);
    panel::linking(run, "What runs at or rests on them", &["asset", "process"], out);
    panel::linking(run, "Risks that could come through them", &["risk"], out);
    panel::last_answer(run, "service", "critical", out);
}
pub(super) fn reach(run: &Run, out: &mut Vec<PanelPart>) {
    panel::linking(run, "What of yours runs there", &["asset"], out);
    panel::linked(run, "Laws and contracts that govern it", &["obligations"], out);
}
pub(super) fn past(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = super::checks::news(run)
        .into_iter()
        .map(|ix| panel::link_shown(run, ix, "suppliers", panel::one_line(run, run.isms.rec(ix))))
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("Incidents and threats that name them", "None is on record.")
    } else {
        PanelPart::Links { title: "Incidents and threats that name them".into(), links }
    });
    panel::last_answer(run, "past", "past", out);
}
pub(super) fn assurance(run: &Run, out: &mut Vec<PanelPart>) {
    let proofs: Vec<_> = run.isms.ix(&run.subject).into_iter().collect();
    panel::evidence(run, "Proofs on record", &proofs, out);
    out.push(PanelPart::text("What to read", "The scope says which firm, which sites and which services it covers. A certificate of the mother firm, or of their offices only, says nothing of the service that you buy."));
}
pub(super) fn read(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("What is this?", "Reports list what the tester found wanting, and what the customer must do for the rest to hold: second factor, closing accounts, reading logs. An auditor asks whether you do your part."));
    panel::last_answer(run, "read", "read_what", out);
}
/// The clauses usual for what they reach.
pub(super) fn contract(run: &Run, out: &mut Vec<PanelPart>) {
    let mut lines = vec![
        "- what they must do to keep what is yours safe",
        "- within how many hours they tell you of an incident",
        "- that you, or someone for you, may check",
        "- whom else they may use, and that the same holds there",
        "- what becomes of your data and access at the end",
    ];
    if reaches(run, &["our_systems"]) {
        lines.push("- who of theirs gets in, how, and that it is logged");
    }
    if reaches(run, &["builds_our_product"]) {
        lines.push("- how they build and test, and who owns the source");
    }
    if reaches(run, &["our_premises"]) {
        lines.push("- who comes, with whom, and that they keep silent");
    }
    if personal(run) != "none" {
        lines.push("- what they may do with personal data, in a processing agreement");
    }
    out.push(PanelPart::text("What such a contract usually says", lines.join("\n")));
    panel::linked(run, "Laws and contracts that govern it", &["obligations"], out);
    panel::last_answer(run, "contract", "security_clauses", out);
}
pub(super) fn privacy(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("What is this?", "Whoever handles personal data by your order needs an agreement that says what they may do with it (GDPR Art. 28). Sub-processors are those whom they use for it; you may object to new ones."));
    panel::quoted(run, "Whom they use, as it stands", "subcontractors", out);
}
pub(super) fn setup(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("Why this is asked", "Most gaps lie where each thinks that the other does it. Look into the contract or their documentation, not into your memory."));
    panel::last_answer(run, "setup", "jobs", out);
}
pub(super) fn exit(run: &Run, out: &mut Vec<PanelPart>) {
    panel::quoted(run, "As it stands", "exit", out);
    panel::linking(run, "What runs at or rests on them", &["asset", "process"], out);
}
pub(super) fn result(run: &Run, out: &mut Vec<PanelPart>) {
    let against = against(run);
    let text = if against.is_empty() {
        "Nothing in your answers speaks against them.".to_string()
    } else {
        against.iter().map(|a| format!("- {a}")).collect::<Vec<_>>().join("\n")
    };
    out.push(PanelPart::text("What speaks against \u{201c}fine\u{201d}", text));
    panel::linking(run, "Risks that could come through them", &["risk"], out);
    panel::linking(run, "What is to be done with them already", &["action"], out);
    panel::last_review(run, out);
}
pub(super) fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    for code in run.about.iter().take(12) {
        let at = run.of(code);
        if on(&at) {
            let against = against(&at);
            let text = if against.is_empty() { "nothing speaks against them".to_string() } else { against.join("; ") };
            let title = at.record().map(|r| r.title()).unwrap_or_default();
            out.push(PanelPart::text(format!("{code} {title}"), text));
        }
    }
}
