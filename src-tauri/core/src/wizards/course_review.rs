//! Look at a course again: what it teaches, whether it was understood, whom it is for, and whether anyone must repeat it.
//! Awareness and competence are kept apart as clauses 7.3 and 7.2 do; only a real change makes people repeat.
use crate::kinds::{Course, Evidence, TrainingRecord};
use crate::wizard::{About, CHANGED, Done, Judge, Page, PanelPart, Part, Run, Step, Wizard, ask, panel};
use crate::words::*;
use crate::{Change, dates};
use schemars::JsonSchema;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "course-review",
    title: "Look at a course again",
    clause: "7.2",
    about: About::Records("course"),
    minutes: 15,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: |_, _| {},
    finish,
};
static STEPS: &[Step] = &[
    CHANGED,
    ask::<Teaches>("teaches", "What it teaches")
        .cases(&[("teaches", "still=no")])
        .facts(&["still"])
        .panel(teaches_panel),
    ask::<Right>("right", "Was it understood").least(&[("understood_why", 10)]).panel(right_panel),
    ask::<Whom>("whom", "For whom").cases(&[("for_roles", "right_people=no")]).panel(whom_panel).judge(whom),
    ask::<Edit>("edit", "The material")
        .cases(&[("content", "edit=now"), ("until", "edit=later")])
        .panel(teaches_panel)
        .judge(edit),
    ask::<Duty>("duty", "Anything new")
        .cases(&[("changed_what", "duty=yes|no")])
        .least(&[("changed_what", 10)])
        .shape(duty_shape)
        .panel(duty_panel)
        .judge(duty),
    ask::<Repeat>("repeat", "How often again").panel(duty_panel),
];

#[derive(JsonSchema)]
#[allow(dead_code)]
struct Teaches {
    /// Is what it teaches still right? — Look at what its rules, incidents and findings say since {date}.
    still: YesNo,
    /// What should they know or be able to do afterwards?
    teaches: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum YesNo {
    /// yes
    Yes,
    /// no
    No,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Right {
    /// Did people understand it?
    understood: Understood,
    /// How can you tell? — Results, questions asked, who failed what.
    understood_why: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Understood {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
    /// cannot tell
    CannotTell,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Whom {
    /// Are these the right people? — {whom}.
    right_people: YesNo,
    /// For which roles is it? — One a line; none: everyone.
    for_roles: Option<Vec<Text>>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Edit {
    /// Does the material have to change?
    edit: Edited,
    /// Put the new material here.
    content: Option<Ref<Evidence>>,
    /// Until when will it be ready?
    until: Option<Date>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Edited {
    /// no
    No,
    /// yes, here it is
    Now,
    /// yes, later
    Later,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Duty {
    /// Is there anything new to know or do? — Yes: everyone concerned does it again. No: only the words are better.
    duty: Major,
    /// What changed?
    changed_what: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Major {
    /// nothing changed
    Nothing,
    /// no, only better words
    No,
    /// yes
    Yes,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Repeat {
    /// How often again? — Empty: once is enough.
    repeat: Option<Cadence>,
}

fn course<'a>(run: &Run<'a>) -> Option<&'a Course> {
    run.record()?.get()
}
fn words(run: &Run, word: &str) -> Option<String> {
    match word {
        "whom" => Some(match course(run)?.for_roles.as_slice() {
            [] => "It is for everyone".into(),
            roles => format!("It is for {}", roles.iter().map(|r| r.to_string()).collect::<Vec<_>>().join(", ")),
        }),
        _ => None,
    }
}
fn teaches_panel(run: &Run, out: &mut Vec<PanelPart>) {
    panel::quoted(run, "What it teaches", "teaches", out);
    panel::linked(run, "Rules that it teaches", &["policies"], out);
}
/// Results of the version that is offered now.
fn right_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(c) = course(run) else { return };
    let of: Vec<_> = run
        .isms
        .live::<TrainingRecord>()
        .filter(|(_, _, t)| t.course.contains(&run.subject))
        .map(|(_, r, _)| r.body_json())
        .collect();
    let count = |result: &str| of.iter().filter(|b| b.get("result").and_then(Value::as_str) == Some(result)).count();
    let scores: Vec<u64> = of.iter().filter_map(|b| b.get("score").and_then(Value::as_u64)).collect();
    let mean = scores.iter().sum::<u64>().checked_div(scores.len() as u64);
    let mut text = format!(
        "{} records of all versions, version {} is offered now.\n- passed: {}\n- not passed: {}",
        of.len(),
        c.version,
        count("passed"),
        count("failed")
    );
    if let Some(mean) = mean {
        text += &format!("\n- mean result: {mean} %");
    }
    out.push(PanelPart::text("How people did", text));
    panel::last_answer(run, "right", "understood_why", out);
}
fn whom_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let roles: Vec<String> = run
        .isms
        .organization()
        .map(|o| o.role_list.iter().map(|r| format!("- {}", r.role)).collect())
        .unwrap_or_default();
    out.push(PanelPart::text("Roles on your list", roles.join("\n")));
}
fn whom(run: &Run, judge: &mut Judge) {
    let known: Vec<String> =
        run.isms.organization().map(|o| o.role_list.iter().map(|r| r.role.to_string()).collect()).unwrap_or_default();
    if let Some(other) = run.codes("whom", "for_roles").iter().find(|r| !known.contains(r)) {
        judge.red("for_roles", format!("\u{201c}{other}\u{201d} is not on your list of roles. Write it as it stands there, or add the role to the organization first."));
    }
}
fn edit(run: &Run, judge: &mut Judge) {
    if run.is("edit", "edit", "later") && run.day("edit", "until").is_none() {
        judge.red("until", "Say until when the new material will be ready; it becomes something to do.");
    }
    if run.is("edit", "edit", "no") && run.is("teaches", "still", "no") {
        judge.yellow(
            "edit",
            "You said that what it teaches is not right any more. Does the material not have to change then?",
        );
    }
}
/// Does an answer so far change the course itself?
fn changes(run: &Run) -> bool {
    run.is("teaches", "still", "no") || run.is("edit", "edit", "now")
}
fn duty_shape(run: &Run, page: &mut Page) {
    if changes(run) {
        if let Some(a) = page.the("duty") {
            if let crate::kind::Ty::Choice { of } = &a.ty {
                a.choices = Some(of.iter().filter(|c| c.name != "nothing").cloned().collect());
            }
        }
    }
}
fn duty(run: &Run, judge: &mut Judge) {
    if changes(run) && run.is("duty", "duty", "nothing") {
        judge.red("duty", "The course changes by your answers. Say whether anyone must know or do something new.");
    }
    if !changes(run) && run.is("duty", "duty", "yes") && !run.is("edit", "edit", "later") {
        judge.red("duty", "Nothing of the course changes, so there is nothing new to know. Change what it teaches or its material first.");
    }
}
fn duty_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(c) = course(run) else { return };
    let n = run
        .isms
        .live::<crate::kinds::Person>()
        .filter(|(_, r, p)| r.state() == "active" && c.concerns(&p.roles))
        .count();
    out.push(PanelPart::text(
        "Whom it concerns",
        format!("{n} people. A real change asks each of them to do it again."),
    ));
    out.push(PanelPart::text(
        "Version",
        format!("{}. {}", c.version, c.changed_what.as_ref().map(|w| w.to_string()).unwrap_or_default()),
    ));
}
fn finish(run: &Run, done: &mut Done) {
    let Some(c) = course(run) else { return };
    let mut set = Map::new();
    if run.is("teaches", "still", "no") {
        set.insert("teaches".into(), run.says("teaches", "teaches").trim().into());
    }
    if run.is("whom", "right_people", "no") {
        set.insert("for_roles".into(), json!(run.codes("whom", "for_roles")));
    }
    if run.is("edit", "edit", "now") && !run.says("edit", "content").is_empty() {
        set.insert("content".into(), run.says("edit", "content").into());
    }
    if changes(run) {
        let major = run.is("duty", "duty", "yes");
        let next = if major {
            Version { major: c.version.major + 1, minor: 0 }
        } else {
            Version { minor: c.version.minor + 1, ..c.version }
        };
        set.insert("version".into(), next.to_string().into());
        set.insert("change".into(), if major { "major" } else { "minor" }.into());
        set.insert("changed_what".into(), run.says("duty", "changed_what").trim().into());
    }
    if let Some(every) = run.answer("repeat", "repeat") {
        set.insert("repeat".into(), every.clone());
    }
    let body = run.body();
    set.retain(|f, v| body.get(f) != Some(v));
    if !set.is_empty() {
        done.changes.push(Change::put("course", &run.subject, Value::Object(set)));
    }
    let owner =
        run.record().and_then(|r| r.common.owner.as_ref()).map_or_else(|| run.by.to_string(), |o| o.to_string());
    let title = run.record().map(|r| r.title()).unwrap_or_default();
    if run.is("edit", "edit", "later") {
        if let Some(until) = run.day("edit", "until") {
            done.action(
                "improvement",
                &format!("Bring the material of {} {title} up to date", run.subject),
                &run.subject,
                &owner,
                until,
            );
        }
    }
    if matches!(run.says("right", "understood"), "partly" | "no") {
        let text = format!(
            "Make {} {title} easier to understand: {}",
            run.subject,
            run.says("right", "understood_why").trim()
        );
        done.action("improvement", &text, &run.subject, &owner, dates::add_days(run.today, 60));
    }
}
