//! What stands beside each question of the first run.
//! It shows; it must never answer.
use super::{org, plan};
use crate::dates::add_months;
use crate::wizard::{PanelPart, Run, panel};

const WHY: &str = "What is this?";

pub(super) fn who(_: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(WHY, "These two sentences stand at the top of every paper that you hand out. An auditor reads first what you do and for whom, and measures the rest by it."));
    out.push(PanelPart::text("How this goes", "Short pages, about 25 minutes. You can leave after each; your answers stay. Nothing is recorded before you sign at the end, and all of it can be changed later."));
}
pub(super) fn people(run: &Run, out: &mut Vec<PanelPart>) {
    panel::people(run, "On record so far", &[run.by.to_string()], out);
    out.push(PanelPart::text(WHY, "Top management decides about money and people, approves the policy and holds the yearly review. It may be one person, and it may be you."));
}
pub(super) fn certificate(_: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("Where it stands on the certificate", "- At the top: the body's name, and often the mark of who accredits it\n- Beside the words \u{201c}certificate number\u{201d} or \u{201c}registration\u{201d}: **the number**\n- Near the foot, \u{201c}issued\u{201d}, \u{201c}date of certification\u{201d} or \u{201c}original approval\u{201d}: **the decision**\n- Beside it, \u{201c}valid until\u{201d} or \u{201c}expiry\u{201d}: **the end**"));
    out.push(PanelPart::text(WHY, "The decision starts the three years. The body decides some weeks after its audit, so the day of the audit is the wrong one."));
}
pub(super) fn audit(run: &Run, out: &mut Vec<PanelPart>) {
    let mut answers = plan::answers(run);
    answers.next_external_audit = None;
    out.push(PanelPart::text(
        "The latest day by the certificate",
        answers.external_audit(run.today).map_or_else(
            || "The certificate gives none that lies ahead.".to_string(),
            |d| format!("{}. The body may come sooner.", run.say_day(d)),
        ),
    ));
    out.push(PanelPart::text(WHY, "The body looks once a year, and before the end of the three years it looks at everything again. Your own audit and the yearly review are planned before that day."));
}
pub(super) fn covers(run: &Run, out: &mut Vec<PanelPart>) {
    let number = run.says("certificate", "certificate_number");
    out.push(PanelPart::text(
        "The certificate",
        if number.is_empty() { "Its number is not known yet.".to_string() } else { format!("Number {number}.") },
    ));
    out.push(PanelPart::text(
        WHY,
        "The standard calls it the scope. What it does not name is not certified, and may not be sold as such.",
    ));
}
pub(super) fn size(_: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("What follows from it", "With 25 people or fewer some tasks come seldomer. With more than 100, or many who join, people and rights are looked at oftener. Where everyone works at home, no site is walked through."));
}
pub(super) fn make(_: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("What follows from it", "Whoever builds software checks its code too. Whoever runs systems for customers restores and reads logs oftener. Whoever only uses what others run looks after updates instead of scanning."));
}
pub(super) fn laws(_: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("What follows from it", "When something goes wrong, the clocks of the laws that you tick run, and so do the hours of your contracts. This is no legal advice."));
}
pub(super) fn rhythm(_: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("What follows from it", "Tasks that can be moved keep out of the months with least time. The yearly review by management comes before budgets are made, so that what it decides can be paid."));
}
pub(super) fn line(run: &Run, out: &mut Vec<PanelPart>) {
    panel::matrix(run, out);
    // The line and the bands as they are answered, not as they are recorded.
    if let Some(PanelPart::Matrix { matrix, .. }) = out.last_mut() {
        if let Some(n) = super::count(run.answer("line", "accept_up_to")) {
            matrix.accept_up_to = n;
        }
        let bands = super::bands(run);
        for (likelihood, row) in (1u32..).zip(&mut matrix.fields) {
            for (impact, field) in (1u32..).zip(row) {
                let level = likelihood * impact;
                let at = bands.iter().position(|b| (b.1..=b.2).contains(&level)).unwrap_or(0);
                field.rank = at.min(3) as u8;
            }
        }
    }
    out.push(PanelPart::text(WHY, "The level is how likely times how bad, from 1 to 25. Up to your line a risk may stay as it is; above it something is done, or somebody who may says yes."));
}
pub(super) fn bring(_: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("How a list is read", "Drop them one after the other, people first if you can: who owns a risk is then known by name. Codes of yours are kept. A row that is wrong stays out and is shown with what is wrong; what is right comes in with the rest when you sign."));
    out.push(PanelPart::text(
        "What you have not",
        "Nothing is lost. The guides build each list with you, from the first risk on. A list can also come later, by **Bring in a spreadsheet\u{2026}** (Ctrl K).",
    ));
}
pub(super) fn reviewed(_: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("What follows from it", "Due days count from the day that you give. An auditor reads \u{201c}carried over\u{201d} beside it: said by your list, not proved here."));
    out.push(PanelPart::text("If nobody knows", "Then it was never reviewed in this file, and says so. What came with the list is spread over the first 90 days, so that no week takes all of it."));
}
pub(super) fn findings(run: &Run, out: &mut Vec<PanelPart>) {
    let body = org(run).and_then(|o| o.certificate_body.as_ref()).map(|b| b.to_string());
    let said = run.says("certificate", "certificate_body");
    let name = if said.is_empty() { body.filter(|b| !super::open(b)) } else { Some(said.to_string()) };
    out.push(PanelPart::text(
        "Where it stands",
        format!("In the last report of {}.", name.unwrap_or_else(|| "the certification body".into())),
    ));
    out.push(PanelPart::text(WHY, "The first thing that an auditor looks at is what the last one found. Each becomes a finding here, with its day; cause and cure are asked in its own guide."));
}
/// What each answer leads to: neither is done by answering.
pub(super) fn safe(_: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "What follows from it",
        "Folder and lock are chosen in the settings; each answer that asks for one becomes a task that leads there. Backups on this computer are made in any case.",
    ));
    out.push(PanelPart::text(
        WHY,
        "A file that is lost is a year of proofs that are lost. A file that is stolen tells where you are weak.",
    ));
}
/// The hours of each month, beside twice the mean, which none should pass.
pub(super) fn programme(run: &Run, out: &mut Vec<PanelPart>) {
    let months = plan::by_month(run);
    let hours = |m: u32| (f64::from(m) / 6.0).round() / 10.0;
    let most = months.iter().sum::<u32>() / 6;
    let start = plan::start(run);
    out.push(PanelPart::Bars {
        title: "Hours by month".into(),
        unit: "h".into(),
        bars: (0..12)
            .zip(months)
            .map(|(n, m)| panel::Bar {
                label: add_months(start, n).format("%B").to_string(),
                value: hours(m),
                over: m > most,
            })
            .collect(),
        line: hours(most),
    });
    out.push(PanelPart::text(WHY, "Each task becomes a routine that comes up on its day. The hours are those of an organization of about 40 people. Yours follow from what you do, after three times."));
}
