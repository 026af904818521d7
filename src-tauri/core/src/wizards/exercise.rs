//! An exercise at the table: a story is played beat by beat, with the clocks of the law; what was missing becomes something to do.
//! A real incident may count once a year (A.5.24, A.5.26, A.5.29, A.5.30).
use super::routine::*;
use crate::catalog::stories::{STORIES, Story};
use crate::catalog::{Clock, clocks};
use crate::dates;
use crate::kinds::{Incident, Person, Policy};
use crate::wizard::{About, Done, Judge, Page, PanelPart, Part, Row, Run, Step, Wizard, ask, panel};
use crate::words::*;
use schemars::JsonSchema;
use serde_json::Value;

pub(super) static WIZARD: Wizard = Wizard {
    name: "exercise",
    title: "Record an exercise",
    clause: "A.5.29",
    about: About::Records("routine"),
    minutes: 90,
    parts: &[Part::Once(STEPS)],
    words: |_, _| None,
    at_check: |_, _| {},
    finish,
};
static STEPS: &[Step] = &[
    ask::<Play>("story", "Which story")
        .cases(&[("real_why", "story=real"), ("incident", "story=real"), ("own", "story=own")])
        .least(&[("real_why", 10), ("own", 20)])
        .shape(story_shape)
        .panel(story_panel)
        .judge(story),
    ask::<Who>("who", "Who takes part").panel(who_panel),
    ask::<Beats>("beats", "Beat by beat")
        .when("if a story is played", |r| !real(r))
        .heading(
            "Play it beat by beat",
            "Read each beat aloud, then say what you do. Write what was said, not what would be nice.",
        )
        .shape(beats_shape)
        .panel(about_panel),
    ask::<Clocks>("clocks", "Which reports").shape(clocks_shape).panel(clocks_panel),
    ask::<Plan>("plan", "The plan").panel(plan_panel).judge(plan),
    ask::<Gaps>("gaps", "What was missing").panel(about_panel).judge(gaps),
    ask::<Phones>("phones", "Phone numbers").cases(&[("which", "phones=no")]).panel(about_panel),
    ask::<Proof>("proof", "What shows it").panel(proof_panel).judge(judge_proof),
];

#[derive(JsonSchema)]
#[allow(dead_code)]
struct Play {
    /// Which story do you play? — Five ready ones, your own, or something that really happened this year.
    story: Which,
    /// Tell it in a few lines.
    own: Prose,
    /// Which incident was the real thing?
    incident: Ref<Incident>,
    /// Why does it count as the exercise of this year?
    real_why: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(dead_code)]
enum Which {
    /// Everything is encrypted on a Friday evening
    Ransomware,
    /// The provider of a main service is gone
    CloudGone,
    /// A laptop with customer data is lost
    LostLaptop,
    /// A mail with personal data goes to the wrong list
    WrongList,
    /// The office is closed for two weeks
    OfficeClosed,
    /// A story of our own
    Own,
    /// It really happened: an incident counts
    Real,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Who {
    /// Who takes part? Deputies too? — Whoever would decide and whoever would do.
    who: Refs<Person>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Beats {
    /// What did you do?
    beats: Vec<Beat>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Beat {
    /// What did you do?
    did: Prose,
    /// Who decided?
    decided: Option<Ref<Person>>,
    /// After how many minutes?
    minutes: Option<Count>,
    /// Where is that written?
    written: Option<Text>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Clocks {
    /// Which reports would have been due, by when, and who would have sent them? — None is an answer, with the reason.
    clocks: Prose,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Plan {
    /// Was the plan found?
    found: YesPartlyNo,
    /// Was it right?
    right: YesPartlyNo,
    /// Was it followed?
    followed: YesPartlyNo,
    /// Which rules does that say something about? — They are marked, so that their next review sees it.
    policies: Option<Refs<Policy>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum YesPartlyNo {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Gaps {
    /// What was missing, who sees to it, until when? — One line a thing. An exercise that finds nothing was too easy.
    gaps: Option<Vec<FollowUp>>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Phones {
    /// Did the phone numbers work?
    phones: bool,
    /// Which did not?
    which: Prose,
}

fn real(run: &Run) -> bool {
    run.is("story", "story", "real")
}
fn played(run: &Run) -> Option<&'static Story> {
    let name = run.says("story", "story");
    STORIES.iter().find(|s| s.name == name)
}
/// Incidents of the last twelve months that were more than an event.
fn true_ones(run: &Run) -> Vec<String> {
    let year = dates::add_months(run.today, -12).to_string();
    run.isms
        .live::<Incident>()
        .filter(|(_, r, _)| {
            let body = r.body_json();
            let text = |f: &str| body.get(f).and_then(Value::as_str).unwrap_or_default().to_string();
            matches!(text("class").as_str(), "incident" | "major")
                && text("noticed_at")[..].get(..10).is_some_and(|d| d > year.as_str())
        })
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
fn story_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("story").filter(|_| true_ones(run).is_empty()) {
        if let crate::kind::Ty::Choice { of } = &a.ty {
            a.choices = Some(of.iter().filter(|c| c.name != "real").cloned().collect());
        }
    }
}
fn story(run: &Run, judge: &mut Judge) {
    if !real(run) {
        return;
    }
    let code = run.says("story", "incident");
    if !code.is_empty() && !true_ones(run).iter().any(|c| c == code) {
        judge.red(
            "incident",
            format!("{code} was not an incident of the last twelve months, so it cannot stand for an exercise."),
        );
    }
    let before = run.isms.last_mark(&run.subject).and_then(|m| run.isms.rec(m.review).get::<crate::kinds::Review>());
    let counted = before.is_some_and(|r| {
        r.answers.iter().any(|a| &*a.field == "real_why") && dates::add_months(r.held_on.0, 12) > run.today
    });
    if counted {
        judge.red(
            "story",
            "A real incident stood for the exercise last time already. Once a year at most: play a story now.",
        );
    }
}
fn story_panel(run: &Run, out: &mut Vec<PanelPart>) {
    match played(run) {
        Some(s) => {
            out.push(PanelPart::text(s.title, s.beats.iter().map(|b| format!("- {b}")).collect::<Vec<_>>().join("\n")))
        }
        None => out.push(PanelPart::text(
            "The stories",
            STORIES.iter().map(|s| format!("- {}", s.title)).collect::<Vec<_>>().join("\n"),
        )),
    }
    let critical: Vec<String> = run
        .isms
        .live::<crate::kinds::Supplier>()
        .filter(|(_, r, _)| r.body_json().get("importance").and_then(Value::as_str) == Some("critical"))
        .map(|(_, r, _)| format!("- {} {}", r.code, r.title()))
        .collect();
    if !critical.is_empty() {
        out.push(PanelPart::text("Suppliers that you cannot do without", critical.join("\n")));
    }
    panel::last_review(run, out);
}
fn who_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let top: Vec<String> = run.isms.organization().map(|o| o.top_management.0.clone()).unwrap_or_default();
    panel::people(run, "Who directs", &top, out);
    panel::last_review(run, out);
}
fn beats_shape(run: &Run, page: &mut Page) {
    let rows = match played(run) {
        Some(s) => s.beats.iter().enumerate().map(|(i, b)| Row::new(format!("beat-{}", i + 1), *b, "", "")).collect(),
        None => vec![Row::new("beat-1", run.says("story", "own").trim(), "", "")],
    };
    if let Some(a) = page.the("beats") {
        a.rows = Some(rows);
    }
}
/// The clocks of the laws that bind the organization.
fn ticking(run: &Run) -> Vec<&'static Clock> {
    let laws: Vec<String> = run
        .isms
        .record("ORG")
        .map(crate::isms::Record::body_json)
        .and_then(|b| b.get("laws").map(crate::wizard::strings))
        .unwrap_or_default();
    clocks().iter().filter(|c| c.of.iter().any(|l| laws.iter().any(|x| x == l)) && !c.starts.is_empty()).collect()
}
fn clocks_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("clocks") {
        a.required = !ticking(run).is_empty();
    }
}
fn clocks_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let lines: Vec<String> = ticking(run).iter().map(|c| format!("- {}: {}, to {}", c.law, c.limit, c.to)).collect();
    out.push(PanelPart::text(
        "What the laws that bind you ask",
        if lines.is_empty() { "The organization names no law with a clock.".into() } else { lines.join("\n") },
    ));
}
fn plan_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let plans: Vec<String> = run
        .isms
        .live::<Policy>()
        .filter(|(_, _, p)| p.answers.0.iter().any(|c| matches!(c.as_str(), "A.5.24" | "A.5.26" | "A.5.29" | "A.5.30")))
        .map(|(_, r, _)| format!("- {} {}", r.code, r.title()))
        .collect();
    out.push(PanelPart::text(
        "Plans in your rules",
        if plans.is_empty() { "No rule answers A.5.24, A.5.26, A.5.29 or A.5.30.".into() } else { plans.join("\n") },
    ));
}
fn plan(run: &Run, judge: &mut Judge) {
    let poor = ["found", "right", "followed"].iter().any(|f| matches!(run.says("plan", f), "partly" | "no"));
    if poor && run.codes("plan", "policies").is_empty() {
        judge
            .yellow("policies", "Which rule should have helped? Name it, and its next review sees what happened here.");
    }
}
fn gaps(run: &Run, judge: &mut Judge) {
    let poor = ["found", "right", "followed"].iter().any(|f| run.is("plan", f, "no"));
    if poor && run.table("gaps", "gaps").is_empty() {
        judge.red("gaps", "The plan did not hold. Say what you will do about it.");
    }
}
fn finish(run: &Run, done: &mut Done) {
    follow_up(run, "gaps", "gaps", done);
    if run.answer("phones", "phones") == Some(&Value::Bool(false)) {
        let text = format!("Mend the phone list: {}", run.says("phones", "which").trim());
        done.action("improvement", &text, &run.subject, run.by, dates::add_days(run.today, 14));
    }
    for code in run.codes("plan", "policies") {
        let Some(p) = run.isms.record(&code) else { continue };
        let owner = p.common.owner.as_ref().map_or_else(|| run.by.to_string(), |o| o.to_string());
        let text =
            format!("Bring {code} {} in line with what the exercise of {} showed", p.title(), run.say_day(run.today));
        done.action("improvement", &text, &code, &owner, dates::add_days(run.today, 60));
    }
    keep_proof(run, "proof", "proof", done);
}
