//! What stands beside each question of the review of a risk.
//! It shows; it must never answer.
use super::checks::{accept_words, came_true, late, may_accept, open_actions};
use super::{Now, controls_now, owner_now, risk, where_it_lies};
use crate::kinds::{Action, Risk};
use crate::wizard::{PanelPart, Run, panel};
use serde_json::Value;

pub(super) fn same(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::Record { title: "The risk as it stands".into(), id: run.subject.clone() });
    out.push(PanelPart::text("What is this?", "A risk is something that could happen to your information and would hurt you. An auditor asks whether a stranger can tell what would happen and what it would lead to."));
}
pub(super) fn reach(run: &Run, out: &mut Vec<PanelPart>) {
    panel::linked(run, "What it hits today", &["assets", "processes", "suppliers", "obligations"], out);
    out.push(crate::wizard::what_changed(run));
}
pub(super) fn owner(run: &Run, out: &mut Vec<PanelPart>) {
    let mut who = vec![owner_now(run)];
    who.extend(run.isms.organization().map(|o| o.top_management.to_vec()).unwrap_or_default());
    who.dedup();
    panel::people(run, "Who has the say", &who, out);
}
pub(super) fn controls(run: &Run, out: &mut Vec<PanelPart>) {
    let list: Vec<_> = controls_now(run).iter().filter_map(|c| run.isms.ix(c)).collect();
    panel::evidence(run, "Newest proofs", &list, out);
    let mut routines = Vec::new();
    for ix in &list {
        for rt in run.isms.linked(run.isms.rec(*ix), "routines") {
            let r = run.isms.rec(rt);
            let last = run
                .isms
                .last_mark(&r.code)
                .map_or_else(|| "never done".to_string(), |m| format!("last done on {}", run.say_day(m.held_on)));
            let mut l = panel::link_shown(run, rt, "routines", last);
            l.moved = false;
            if !routines.iter().any(|x: &crate::view::LinkShown| x.id == l.id) {
                routines.push(l);
            }
        }
    }
    if !routines.is_empty() {
        out.push(PanelPart::Links { title: "Routines that keep them working".into(), links: routines });
    }
    let findings: Vec<_> = controls_now(run)
        .iter()
        .flat_map(|c| super::checks::open_findings(run, c))
        .filter_map(|r| run.isms.ix(&r.code))
        .map(|ix| panel::link_shown(run, ix, "controls", run.isms.rec(ix).state().replace('_', " ")))
        .collect();
    if !findings.is_empty() {
        out.push(PanelPart::Links { title: "Open findings against them".into(), links: findings });
    }
}
pub(super) fn score(run: &Run, out: &mut Vec<PanelPart>) {
    panel::scale(run, out);
    if let Some((code, on)) = came_true(run) {
        out.push(PanelPart::text("It came true", format!("{code} on {}.", run.say_day(on))));
    }
    panel::similar(run, out);
    panel::matrix(run, out);
    last_scores(run, out);
}
/// What was said before: the scores of each review, latest first.
fn last_scores(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(r) = run.record() else { return };
    let lines: Vec<String> = r
        .marks
        .iter()
        .rev()
        .filter(|m| m.outcome.reviews())
        .take(5)
        .filter_map(|m| {
            let b = crate::isms::json_of(r.at(m.horizon.max(m.seq))?);
            let (l, i) = (b.get("likelihood").and_then(Value::as_u64)?, b.get("impact").and_then(Value::as_u64)?);
            Some(format!("{}: {l} \u{d7} {i} = {}", run.say_day(m.held_on), l * i))
        })
        .collect();
    if !lines.is_empty() {
        out.push(PanelPart::text(
            "What you said before",
            lines.iter().map(|l| format!("- {l}")).collect::<Vec<_>>().join("\n"),
        ));
    }
    if let Some(k) = r.get::<Risk>() {
        out.push(PanelPart::text("And why", k.scores_why.to_string()));
    }
}
pub(super) fn decide(run: &Run, out: &mut Vec<PanelPart>) {
    if let Some(now) = Now::of(run) {
        out.push(PanelPart::text("Where it lies", where_it_lies(run, &now)));
    }
    panel::last_review(run, out);
    panel::quoted(run, "What you decided before, and why", "treatment_why", out);
    panel::matrix(run, out);
    out.push(PanelPart::text("What is this?", "The standard calls the decision the treatment of the risk: make it smaller by controls, live with it knowingly, stop what causes it, or share the damage, for instance with an insurer. An auditor asks why you chose it."));
}
pub(super) fn plan(run: &Run, out: &mut Vec<PanelPart>) {
    let mut all = open_actions(run);
    all.extend(late(run));
    all.sort();
    all.dedup();
    let links: Vec<_> = all
        .iter()
        .filter_map(|code| {
            let ix = run.isms.ix(code)?;
            let a = run.isms.rec(ix).get::<Action>()?;
            let moved = run
                .isms
                .rec(ix)
                .revisions
                .windows(2)
                .filter(|w| crate::isms::json_of(&w[0]).get("due") != crate::isms::json_of(&w[1]).get("due"))
                .count();
            let first = a
                .first_due
                .filter(|d| d.0 != a.due.0)
                .map(|d| format!(", first {}, moved {moved} times", run.say_day(d.0)))
                .unwrap_or_default();
            Some(panel::link_shown(
                run,
                ix,
                "actions",
                format!("{}, until {}{first}", run.name(&a.owner), run.say_day(a.due.0)),
            ))
        })
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("Open actions", "Nothing is under way for this risk.")
    } else {
        PanelPart::Links { title: "Open actions".into(), links }
    });
    // Controls that answer risks like this one: those of the nearest by asset and title.
    let Some(me) = risk(run) else { return };
    let mine = controls_now(run);
    let mut count: Vec<(usize, u32)> = Vec::new();
    for (_, _, k) in run.isms.live::<Risk>().filter(|(_, r, k)| {
        *r.code != *run.subject && (k.assets.iter().any(|a| me.assets.contains(a)) || k.harms == me.harms)
    }) {
        for c in k.controls.iter().filter(|c| !mine.contains(c)) {
            if let Some(ix) = run.isms.ix(c) {
                match count.iter_mut().find(|x| x.1 == ix) {
                    Some(x) => x.0 += 1,
                    None => count.push((1, ix)),
                }
            }
        }
    }
    count.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let links: Vec<_> = count
        .iter()
        .take(5)
        .map(|(n, ix)| {
            panel::link_shown(run, *ix, "controls", format!("against {n} like risk{}", if *n == 1 { "" } else { "s" }))
        })
        .collect();
    if !links.is_empty() {
        out.push(PanelPart::Links { title: "Controls that answer risks like this one".into(), links });
    }
}
pub(super) fn after(run: &Run, out: &mut Vec<PanelPart>) {
    if let Some(now) = Now::of(run) {
        out.push(PanelPart::text("Where it lies today", where_it_lies(run, &now)));
    }
    panel::matrix(run, out);
}
pub(super) fn accept(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(now) = Now::of(run) else { return };
    out.push(PanelPart::text("Who may", accept_words(run, now.carried())));
    panel::people(run, "Who may accept it", &may_accept(run, now.carried()), out);
    if let Some(a) = risk(run).and_then(|r| r.accepted.as_ref()) {
        let until = risk(run)
            .and_then(|r| r.accepted_until)
            .map(|d| format!(", until {}", run.say_day(d.0)))
            .unwrap_or_default();
        out.push(PanelPart::text(
            "The last acceptance",
            format!("{}, {}{until}.", run.name(&a.by), run.say_day(a.on.0)),
        ));
    }
}
/// What the owner is asked to approve, on one page.
pub(super) fn approve(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(now) = Now::of(run) else { return };
    let title = run.record().map(|r| r.title()).unwrap_or_default();
    let mut lines = vec![
        format!("**{} {title}**", run.subject),
        where_it_lies(run, &now),
        format!("Decision: {}. {}", treatment_words(&now.treatment), run.says("decide", "treatment_why")),
    ];
    if !now.planned.is_empty() {
        lines.push(format!(
            "Controls to come: {}",
            now.planned
                .iter()
                .map(|c| run.isms.record(c).map_or_else(|| c.clone(), |r| format!("{c} {}", r.title())))
                .collect::<Vec<_>>()
                .join(", ")
        ));
    }
    for row in run.table("plan", "actions") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default();
        lines.push(format!("- {}, {}, until {}", text("what"), run.name(text("who")), text("until")));
    }
    lines.push(format!(
        "Expected afterwards: {} \u{d7} {} = {}.",
        now.residual_likelihood,
        now.residual_impact,
        now.residual()
    ));
    out.push(PanelPart::text("What they are asked to approve", lines.join("\n\n")));
    panel::people(run, "Who may say yes", std::slice::from_ref(&now.owner), out);
}
pub(super) fn treatment_words(name: &str) -> &'static str {
    match name {
        "modify" => "make it smaller",
        "retain" => "live with it",
        "avoid" => "stop it",
        _ => "share it",
    }
}
