//! What stands beside each question of the review of a policy.
//! It shows; it must never answer.
use super::checks::{HEADS, head_of, mattered, may_approve};
use super::{concerned, first, major, next_version, policy, rewritten, roles_now, teaching, text_before, text_now};
use crate::kinds::{Acknowledgement, Evidence, Obligation};
use crate::wizard::{PanelPart, Run, all_reasons, panel, what_changed};

/// What changed, and each obligation with the version of the text that was last read.
pub(super) fn changed(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(what_changed(run));
    for (n, head) in HEADS.iter().enumerate() {
        let lines: Vec<String> = all_reasons(run)
            .iter()
            .filter(|(_, r)| head_of(r.input.map_or("", |ix| run.isms.rec(ix).info().name)) == n)
            .map(|(_, r)| format!("- {}", r.text(run.isms)))
            .collect();
        if !lines.is_empty() {
            out.push(PanelPart::text(*head, lines.join("\n")));
        }
    }
    let Some(p) = policy(run) else { return };
    for code in p.obligations.iter() {
        if let Some(o) = run.isms.get::<Obligation>(code) {
            let version = o
                .source_version
                .as_ref()
                .map_or_else(|| "no version of the text is on record".to_string(), |v| format!("text last read: {v}"));
            out.push(PanelPart::text(format!("{code} {}", &*o.source), format!("{}\n\n{version}.", &*o.demands)));
        }
    }
    panel::last_review(run, out);
}
pub(super) fn practice(run: &Run, out: &mut Vec<PanelPart>) {
    panel::linking(run, "Controls that it describes", &["control"], out);
    panel::linking(run, "Exceptions to it", &["exception"], out);
    panel::linking(run, "Incidents and findings", &["incident", "nonconformity"], out);
    panel::last_answer(run, "practice", "practised", out);
}
pub(super) fn fit(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(p) = policy(run) else { return };
    let answers: Vec<String> =
        p.answers.0.iter().map(|c| format!("- {c} {}", crate::catalog::title_of(c).unwrap_or_default())).collect();
    out.push(PanelPart::text(
        "What it answers",
        if answers.is_empty() { "No clause or control is named.".into() } else { answers.join("\n") },
    ));
    if let Some(org) = run.isms.organization() {
        out.push(PanelPart::text("What we do", org.does.to_string()));
    }
    panel::linking(run, "Incidents and findings", &["incident", "nonconformity"], out);
    panel::last_answer(run, "fit", "fit_why", out);
}
pub(super) fn decide(run: &Run, out: &mut Vec<PanelPart>) {
    panel::last_review(run, out);
    out.push(PanelPart::Record { title: "The policy as it stands".into(), id: run.subject.clone() });
}
pub(super) fn text(run: &Run, out: &mut Vec<PanelPart>) {
    let tick: Vec<String> = mattered(run).into_iter().map(|(_, t)| format!("- {t}")).collect();
    if !tick.is_empty() {
        out.push(PanelPart::text("Dealt with in the text?", tick.join("\n")));
    }
    let version = policy(run).map(|p| p.version).unwrap_or_default();
    let before = text_before(run);
    out.push(PanelPart::text(
        format!("Version {version}, in force"),
        if before.is_empty() { "It is a file without words that can be read.".into() } else { before },
    ));
    waiting(run, out);
}
/// The law may change again while a draft waits.
fn waiting(run: &Run, out: &mut Vec<PanelPart>) {
    if let Some(d) = policy(run).and_then(|p| p.draft.as_ref()) {
        let since = d.since.map(|s| format!(" since {}", run.say_day(s.0))).unwrap_or_default();
        out.push(PanelPart::text(
            "A draft waits",
            format!(
                "Version {} has been waiting for approval{since}. What you sign here takes its place.",
                d.version.map(|v| v.to_string()).unwrap_or_default()
            ),
        ));
    }
}
pub(super) fn duty(run: &Run, out: &mut Vec<PanelPart>) {
    diff(run, out);
    // People who were asked too often stop reading.
    let year = crate::dates::add_months(run.today, -12);
    let asked = run.isms.live::<Acknowledgement>().filter(|(_, _, a)| a.on.0 > year).count();
    let people = concerned(run, &[]).len().max(1);
    out.push(PanelPart::text("How often people were asked", format!("{asked} confirmations in twelve months, about {} a person. When everything is called a real change, people stop reading.", asked.div_ceil(people))));
}
fn diff(run: &Run, out: &mut Vec<PanelPart>) {
    if !text_now(run).is_empty() && !text_before(run).is_empty() {
        out.push(PanelPart::Diff {
            title: "What is different".into(),
            compared: crate::compare::compare(&text_before(run), &text_now(run)),
        });
    } else {
        out.push(PanelPart::text("What is different", "Differences not shown: file."));
    }
}
pub(super) fn audience(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(p) = policy(run) else { return };
    let who = concerned(run, &roles_now(run));
    let read = who
        .iter()
        .filter(|c| {
            run.isms.live::<Acknowledgement>().any(|(_, _, a)| {
                a.person.0 == **c && a.policy.0 == run.subject && a.policy_version.major == p.version.major
            })
        })
        .count();
    out.push(PanelPart::text("Who confirmed the last version", format!("{read} of {} people.", who.len())));
    panel::people(run, "Whom it concerns", &who, out);
    let links: Vec<_> = teaching(run)
        .iter()
        .filter_map(|c| run.isms.ix(c))
        .map(|ix| panel::link_shown(run, ix, "policies", "teaches it".into()))
        .collect();
    if !links.is_empty() {
        out.push(PanelPart::Links { title: "Courses that teach it".into(), links });
    }
}
pub(super) fn approve(run: &Run, out: &mut Vec<PanelPart>) {
    panel::people(run, "Who may approve", &may_approve(run), out);
    if rewritten(run) {
        diff(run, out);
    }
}
/// Places where evidence says that it was published.
pub(super) fn place(run: &Run, out: &mut Vec<PanelPart>) {
    let lines: Vec<String> = run
        .isms
        .live::<Evidence>()
        .filter(|(_, _, e)| e.about.contains(&run.subject))
        .map(|(_, r, e)| format!("- {} {} ({})", r.code, &*e.shows, run.say_day(e.collected_on.0)))
        .collect();
    out.push(PanelPart::text(
        "Where it was published",
        if lines.is_empty() { "No proof says where it was published.".into() } else { lines.join("\n") },
    ));
}
/// The two versions, the number, who will be asked to read it, what becomes stale by it.
pub(super) fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    if !rewritten(run) {
        return;
    }
    diff(run, out);
    let version = next_version(run, major(run));
    let who = concerned(run, &roles_now(run));
    let asked = if (major(run) || first(run)) && !run.is("audience", "must_be_read", "no") {
        let names: Vec<String> = who.iter().take(12).map(|c| run.name(c)).collect();
        format!(
            "{} people are asked to read it: {}{}.",
            who.len(),
            names.join(", "),
            if who.len() > 12 { format!(" and {} more", who.len() - 12) } else { String::new() }
        )
    } else {
        "Nobody is asked to read it.".into()
    };
    out.push(PanelPart::text(format!("It becomes version {version}"), asked));
    // What a day that lies ahead will bring is not among what is out of step today.
    if let Some(from) = run.day("approve", "in_force_from").filter(|d| major(run) && *d > run.today) {
        let controls = run
            .isms
            .live::<crate::kinds::Control>()
            .filter(|(_, _, c)| c.policies.contains(&run.subject))
            .map(|(_, r, _)| r.code.to_string());
        let links: Vec<_> = teaching(run)
            .into_iter()
            .chain(controls)
            .filter_map(|c| run.isms.ix(&c))
            .map(|ix| panel::link_shown(run, ix, "policies", format!("from {}", run.say_day(from))))
            .collect();
        if !links.is_empty() {
            out.push(PanelPart::Links { title: "To be looked at again once it holds".into(), links });
        }
    }
}
