//! Many risks at once: first those that something touched, one by one; then the quiet ones, one key a row; then the whole picture.
//! There is no "all hold": each was on the screen.
use super::super::sitting::{Sitting, choose, choose_panel, choose_shape};
use super::{Now, on, one, outcome_of, questions as q, risk};
use crate::kinds::{Outcome, Risk};
use crate::wizard::{Done, Judge, Page, PanelPart, Row, Run, Step, ask, changed_reasons, panel};
use serde_json::{Value, json};

pub(super) static BEFORE: &[Step] = &[ask::<q::Choose>("choose", "Which risks")
    .when(SEVERAL, |r| r.many())
    .shape(choose_shape)
    .panel(choose_panel)
    .judge(choose)];

pub(super) static QUIET: &[Step] = &[ask::<q::Quiet>("quiet", "The quiet ones")
    .when("several risks, some of them untouched", |r| r.many() && !SITTING.quiet(r).is_empty())
    .shape(quiet_shape)
    .panel(quiet_panel)];

pub(super) static AFTER: &[Step] = &[
    ask::<q::QuietWhy>("quiet_why", "What you went by")
        .when("several risks, some of them hold untouched", |r| r.many() && !SITTING.held(r).is_empty())
        .least(&[("quiet_why", 20)])
        .panel(quiet_panel),
    ask::<q::Wide>("wide", "The whole picture")
        .when(SEVERAL, |r| r.many())
        .cases(&[("wide_what", "wide=yes")])
        .least(&[("wide_what", 10)])
        .panel(wide_panel),
    ask::<q::AcceptList>("accept-list", "The owners' word")
        .when("several risks, some of them to approve", |r| r.many() && !to_approve(r).is_empty())
        .shape(list_shape)
        .panel(list_panel)
        .judge(list),
];
const SEVERAL: &str = "when several risks are gone through";

static SITTING: Sitting = Sitting { touched, seconds: 360 };
pub(super) fn first(run: &Run) -> Vec<String> {
    SITTING.first(run)
}
pub(super) fn looked_closer(run: &Run) -> Vec<String> {
    SITTING.looked_closer(run)
}
pub(super) fn count(run: &Run) -> usize {
    SITTING.count(run)
}
pub(super) fn minutes(run: &Run) -> usize {
    SITTING.minutes(run)
}
/// Does this one want a look of its own: a reason, an incident, a contradiction, or a level above the line?
fn touched(run: &Run, code: &str) -> bool {
    let at = run.of(code);
    !changed_reasons(&at).is_empty()
        || run.isms.last_mark(code).is_none()
        || risk(&at).is_some_and(|r| r.level() > super::line(run))
}
/// Everything that is gone through singly and was not put aside.
fn looked_at(run: &Run) -> Vec<String> {
    SITTING.singly(run).into_iter().filter(|c| on(&run.of(c))).collect()
}
fn put_aside(run: &Run) -> usize {
    SITTING.singly(run).into_iter().filter(|c| !on(&run.of(c))).count()
}

fn quiet_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("quiet") {
        a.rows = Some(
            SITTING
                .quiet(run)
                .iter()
                .filter_map(|code| {
                    let r = run.isms.get::<Risk>(code)?;
                    Some(Row::new(
                        code.as_str(),
                        format!("{code} {}", &*r.title),
                        r.because.to_string(),
                        format!(
                            "{} \u{d7} {} = {}: \u{201c}{}\u{201d}",
                            r.likelihood.0,
                            r.impact.0,
                            r.level(),
                            &*r.scores_why
                        ),
                    ))
                })
                .collect(),
        );
    }
}
fn quiet_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let first = SITTING.quiet(run).first().cloned().unwrap_or_default();
    let after = run
        .item(&first)
        .and_then(|i| i.due)
        .map(|d| format!(" They are due on {}.", run.say_day(d)))
        .unwrap_or_default();
    out.push(PanelPart::text(
        "What changed",
        format!("Nothing that these rest on has changed since each was last looked at.{after}"),
    ));
    panel::scale(run, out);
}
fn wide_panel(run: &Run, out: &mut Vec<PanelPart>) {
    panel::matrix(run, out);
    // Side by side: those that stand at the same score.
    let mut groups: std::collections::BTreeMap<(u8, u8), Vec<String>> = std::collections::BTreeMap::new();
    for (_, r, k) in run.isms.live::<Risk>() {
        groups.entry((k.likelihood.0, k.impact.0)).or_default().push(format!("{} {}", r.code, &*k.title));
    }
    let text = groups
        .into_iter()
        .rev()
        .filter(|(_, l)| l.len() > 1)
        .map(|((l, i), list)| format!("**{l} \u{d7} {i}**: {}", list.join("; ")))
        .collect::<Vec<_>>()
        .join("\n\n");
    out.push(PanelPart::text(
        "Risks with the same score",
        if text.is_empty() { "No two risks stand at the same score.".into() } else { text },
    ));
}

/// Owners whose word is needed, each with their risks.
fn to_approve(run: &Run) -> Vec<(String, Vec<String>)> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for code in looked_at(run) {
        let at = run.of(&code);
        if !super::must_approve(&at) {
            continue;
        }
        let owner = super::owner_now(&at);
        match out.iter_mut().find(|o| o.0 == owner) {
            Some(o) => o.1.push(code),
            None => out.push((owner, vec![code])),
        }
    }
    out
}
fn list_shape(run: &Run, page: &mut Page) {
    let all = to_approve(run);
    if let Some(a) = page.the("approved") {
        let total: usize = all.iter().map(|o| o.1.len()).sum();
        a.label = format!(
            "{total} {} to approve. Print or mail the list; one word from each owner covers all of theirs.",
            if total == 1 { "risk" } else { "risks" }
        );
        a.rows = Some(
            all.iter()
                .map(|(owner, risks)| {
                    let n = risks.len();
                    Row::new(
                        owner.as_str(),
                        format!(
                            "{} has {n} {} to approve. Print or mail the list; one word from them covers all.",
                            run.name(owner),
                            if n == 1 { "risk" } else { "risks" }
                        ),
                        risks.join(", "),
                        "",
                    )
                })
                .collect(),
        );
    }
    if all.is_empty() {
        page.drop("approved");
    }
}
fn list(run: &Run, judge: &mut Judge) {
    for (owner, v) in run.by_row("accept-list", "approved") {
        let by = v.get("by").and_then(Value::as_str).unwrap_or_default();
        if !by.is_empty() && by != owner {
            judge.red("approved", format!("The plan is {}'s to approve. Only the risk owner may.", run.name(owner)));
        }
    }
}
fn list_panel(run: &Run, out: &mut Vec<PanelPart>) {
    for (owner, risks) in to_approve(run) {
        let lines: Vec<String> = risks
            .iter()
            .filter_map(|c| {
                let now = Now::of(&run.of(c))?;
                let title = run.isms.record(c)?.title();
                Some(format!(
                    "- {c} {title}: {}, {} now, {} expected",
                    super::panels::treatment_words(&now.treatment),
                    now.level(),
                    now.residual()
                ))
            })
            .collect();
        out.push(PanelPart::text(format!("For {}", run.name(&owner)), lines.join("\n")));
    }
    let owners: Vec<String> = to_approve(run).into_iter().map(|o| o.0).collect();
    panel::people(run, "Who may say yes", &owners, out);
}

/// One review with a result for each; what was put aside stays due.
pub(super) fn finish(run: &Run, done: &mut Done) {
    let mut about = Vec::new();
    for code in looked_at(run) {
        let at = run.of(&code);
        // Names of actions count on through the batch; a control that two risks share is changed once.
        let mut alone = Done { actions: done.actions.clone(), changes: done.changes.clone(), ..Done::default() };
        let (had, acted) = (alone.changes.len(), alone.actions.len());
        one(&at, &mut alone);
        let own = Done {
            changes: alone.changes[had..].to_vec(),
            actions: alone.actions[acted..].to_vec(),
            ..Done::default()
        };
        let outcome =
            if crate::wizard::unknowns_of(&at) > 0 { Outcome::HoldsWithActions } else { outcome_of(&at, &own) };
        let why = [at.says("score", "scores_why"), at.says("same", "gone_why")]
            .into_iter()
            .find(|w| !w.is_empty())
            .unwrap_or_default();
        done.each.push((code.clone(), outcome, why.to_string()));
        done.changes = alone.changes;
        done.actions = alone.actions;
        about.push(code);
    }
    approvals(run, done);
    let why = run.says("quiet_why", "quiet_why");
    for code in SITTING.held(run) {
        done.each.push((code.clone(), Outcome::Holds, why.to_string()));
        about.push(code);
    }
    if run.is("wide", "wide", "yes") {
        done.action(
            "improvement",
            &format!("Look for what is missing among the risks: {}", run.says("wide", "wide_what").trim()),
            "@review",
            run.by,
            super::checks::fortnight(run),
        );
    }
    let n = |o: Outcome| done.each.iter().filter(|e| e.1 == o).count();
    let mut parts = Vec::new();
    for (count, word) in [
        (n(Outcome::Holds), "hold"),
        (n(Outcome::HoldsWithActions), "hold with things to do"),
        (n(Outcome::Changed), "changed"),
        (put_aside(run), "put aside"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    done.notes.push(("How many?".into(), parts.join(", ")));
    done.notes.extend(SITTING.took(run));
    done.about = Some(about);
}
/// One word of an owner covers all of theirs.
fn approvals(run: &Run, done: &mut Done) {
    for (owner, risks) in to_approve(run) {
        let Some(v) = run
            .answer("accept-list", "approved")
            .and_then(|v| v.get(&owner))
            .filter(|v| v.get("how").is_some() && v.get("not_yet").is_none())
        else {
            continue;
        };
        for code in risks {
            done.put("risk", &code, json!({"plan_approved": v}));
        }
    }
}
