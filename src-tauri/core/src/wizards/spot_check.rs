//! A spot check of our own rules: one rule, five samples drawn by a fixed rule from the date, and what they say (A.5.36).
use super::routine::*;
use crate::kinds::{Asset, Person, Policy, Supplier};
use crate::wizard::{About, Done, Judge, Page, PanelPart, Part, Row, Run, Step, Wizard, ask, panel};
use crate::words::*;
use crate::{Change, dates};
use schemars::JsonSchema;
use serde_json::json;

pub(super) static WIZARD: Wizard = Wizard {
    name: "spot-check",
    title: "Check one of your rules",
    clause: "A.5.36",
    about: About::Records("routine"),
    minutes: 40,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: |_, _| {},
    finish,
};
static STEPS: &[Step] = &[
    ask::<Rule>("rule", "Which rule").shape(rule_shape).panel(rule_panel),
    ask::<Sample>("sample", "The sample")
        .cases(&[("why_others", "draw=others"), ("others", "draw=others")])
        .least(&[("why_others", 10)])
        .panel(sample_panel)
        .judge(sample),
    ask::<Each>("each", "Was it kept").shape(each_shape).panel(each_panel),
    ask::<Result>("result", "What it says").least(&[("says", 10)]).panel(result_panel).judge(result),
    ask::<Proof>("proof", "What shows it").panel(proof_panel).judge(judge_proof),
];

#[derive(JsonSchema)]
#[allow(dead_code)]
struct Rule {
    /// Which rule do you check? — The one that was not checked longest is proposed.
    rule: Ref<Policy>,
    /// Which sentence of it? — One that can be seen to be kept or not: "Screens are locked when nobody sits there."
    sentence: Prose,
    /// On what is it seen?
    on: On,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum On {
    /// people
    People,
    /// assets
    Assets,
    /// suppliers
    Suppliers,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Sample {
    /// We drew {k} of {n}: {drawn}. Take others only with a reason. — They are drawn from the date by a fixed rule, so that it can be repeated.
    draw: Draw,
    /// Which ones, one a line?
    others: Vec<Text>,
    /// Why these?
    why_others: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Draw {
    /// these
    These,
    /// others
    Others,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Each {
    /// Was it kept?
    kept: Vec<Seen>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Seen {
    /// Was it kept?
    kept: Kept,
    /// What did you see?
    seen: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Kept {
    /// yes
    Yes,
    /// no
    No,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Result {
    /// {kept} of {k} kept. What does that say?
    says: Prose,
    /// Is it a finding? — One of five is enough to ask.
    finding: Option<bool>,
    /// What is to be done?
    follow: Option<Vec<FollowUp>>,
}

/// Codes of all that could be looked at.
fn all(run: &Run) -> Vec<String> {
    match run.says("rule", "on") {
        "people" => run
            .isms
            .live::<Person>()
            .filter(|(_, r, _)| r.state() == "active")
            .map(|(_, r, _)| r.code.to_string())
            .collect(),
        "assets" => run.isms.live::<Asset>().map(|(_, r, _)| r.code.to_string()).collect(),
        "suppliers" => run.isms.live::<Supplier>().map(|(_, r, _)| r.code.to_string()).collect(),
        _ => Vec::new(),
    }
}
/// Five of them: every one as likely as the other, and the same again from the same day and rule. A step of a generator by Park and Miller.
fn drawn(run: &Run) -> Vec<String> {
    draw(all(run), 5, &format!("{} {}", run.today, run.says("rule", "rule")))
}
/// So many of them, the same again from the same seed, in order.
pub(super) fn draw(mut left: Vec<String>, most: usize, seed: &str) -> Vec<String> {
    let mut x = seed.bytes().fold(7u64, |h, b| (h * 31 + u64::from(b)) % 2_147_483_647).max(1);
    let mut out = Vec::new();
    while out.len() < most && !left.is_empty() {
        x = x * 48_271 % 2_147_483_647;
        let at = (x % left.len() as u64) as usize;
        out.push(left.remove(at));
    }
    out.sort();
    out
}
/// What was looked at: as drawn, or as named.
fn samples(run: &Run) -> Vec<String> {
    if run.is("sample", "draw", "others") {
        let mut named: Vec<String> =
            run.codes("sample", "others").iter().map(|s| s.trim().to_string()).filter(|s| !s.is_empty()).collect();
        named.dedup();
        named
    } else {
        drawn(run)
    }
}
fn title(run: &Run, code: &str) -> String {
    run.isms.record(code).map_or_else(|| code.to_string(), |r| format!("{code} {}", r.title()))
}
fn failed(run: &Run) -> Vec<String> {
    run.by_row("each", "kept")
        .into_iter()
        .filter(|(_, v)| v.get("kept").and_then(serde_json::Value::as_str) == Some("no"))
        .map(|(id, _)| id.to_string())
        .collect()
}
fn words(run: &Run, word: &str) -> Option<String> {
    Some(match word {
        "n" => all(run).len().to_string(),
        "k" => samples(run).len().to_string(),
        "drawn" => drawn(run).iter().map(|c| title(run, c)).collect::<Vec<_>>().join("; "),
        "kept" => (samples(run).len() - failed(run).len().min(samples(run).len())).to_string(),
        _ => return None,
    })
}
/// Rules in force, the one that was checked longest ago first.
fn by_turn(run: &Run) -> Vec<String> {
    let checked = |code: &str| {
        run.isms
            .each("review")
            .filter_map(|(_, r)| r.get::<crate::kinds::Review>())
            .filter(|v| {
                &*v.wizard == "spot-check"
                    && v.answers.iter().any(|a| &*a.field == "rule" && a.answer.starts_with(code))
            })
            .map(|v| v.held_on.0)
            .max()
    };
    let mut of: Vec<_> = run
        .isms
        .live::<Policy>()
        .filter(|(_, r, _)| r.state() == "in_force")
        .map(|(_, r, _)| (checked(&r.code), r.code.to_string()))
        .collect();
    of.sort();
    of.into_iter().map(|x| x.1).collect()
}
fn rule_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("rule") {
        a.value = by_turn(run).first().map_or(serde_json::Value::Null, |c| c.as_str().into());
    }
}
fn rule_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let turn: Vec<String> = by_turn(run).iter().take(10).map(|c| format!("- {}", title(run, c))).collect();
    out.push(PanelPart::text(
        "Whose turn it is",
        if turn.is_empty() { "No rule is in force yet.".into() } else { turn.join("\n") },
    ));
    panel::last_review(run, out);
}
fn sample_panel(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "The rule",
        format!("{}\n\n{}", title(run, run.says("rule", "rule")), run.says("rule", "sentence")),
    ));
}
fn sample(run: &Run, judge: &mut Judge) {
    if samples(run).is_empty() {
        judge.red(
            "draw",
            "There is nothing of this sort to look at. Choose what the rule is seen on, or name the samples.",
        );
    }
}
fn each_shape(run: &Run, page: &mut Page) {
    let rows = samples(run).iter().map(|c| Row::new(c.clone(), title(run, c), "", "")).collect();
    if let Some(a) = page.the("kept") {
        a.rows = Some(rows);
    }
}
fn each_panel(run: &Run, out: &mut Vec<PanelPart>) {
    sample_panel(run, out);
}
fn result_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let not: Vec<String> = failed(run).iter().map(|c| format!("- {}", title(run, c))).collect();
    out.push(PanelPart::text("Where it was not kept", if not.is_empty() { "Nowhere.".into() } else { not.join("\n") }));
}
fn result(run: &Run, judge: &mut Judge) {
    let finding = run.answer("result", "finding").and_then(serde_json::Value::as_bool);
    if !failed(run).is_empty() && finding.is_none() {
        judge.red("finding", "One was not kept. Say whether it is a finding.");
    }
    if finding == Some(false) && failed(run).len() > 1 {
        judge.yellow("finding", "More than one was not kept. An auditor would call that a finding.");
    }
}
fn finish(run: &Run, done: &mut Done) {
    let rule = run.says("rule", "rule");
    let not = failed(run);
    if run.yes("result", "finding") && !not.is_empty() {
        let what = format!(
            "{} Checked on {}: {} of {} samples were not in order ({}). {}",
            run.says("rule", "sentence").trim(),
            run.today,
            not.len(),
            samples(run).len(),
            not.iter().map(|c| title(run, c)).collect::<Vec<_>>().join("; "),
            run.says("result", "says").trim()
        );
        done.changes.push(Change::add(
            "nonconformity",
            json!({"title": crate::wizard::short(&format!("Not kept: {}", run.says("rule", "sentence").trim())), "grade": "minor", "source": "own_check", "own_rule": rule, "what": what, "raised_on": run.today.to_string(), "policies": [rule]}),
        ));
    }
    follow_up(run, "result", "follow", done);
    if !not.is_empty() && !run.yes("result", "finding") && run.table("result", "follow").is_empty() {
        let text = format!("Put right what the spot check of {rule} showed: {}", not.join(", "));
        done.action("improvement", &text, &run.subject, run.by, dates::add_days(run.today, 30));
    }
    keep_proof(run, "proof", "proof", done);
}
