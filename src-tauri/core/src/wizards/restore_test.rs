//! A restore test: what was restored, how long it took against the aim, whether it was right, and whether a copy lies out of reach.
//! A backup that was never restored is a hope (A.8.13).
use super::routine::*;
use crate::kinds::{Asset, Evidence, Person};
use crate::wizard::{About, Done, Judge, PanelPart, Part, Run, Step, Wizard, ask, panel};
use crate::words::*;
use crate::{Change, dates};
use schemars::JsonSchema;
use serde_json::json;

pub(super) static WIZARD: Wizard = Wizard {
    name: "restore-test",
    title: "Record a restore test",
    clause: "A.8.13",
    about: About::Records("routine"),
    minutes: 15,
    parts: &[Part::Once(STEPS)],
    words: |_, _| None,
    at_check: |_, _| {},
    finish,
};
static STEPS: &[Step] = &[
    ask::<What>("what", "What was restored").panel(turn).judge(what),
    ask::<Who>("who", "Who did it").least(&[("other", 3)]).panel(people),
    ask::<Time>("time", "How long, how old").panel(aims).judge(time),
    ask::<Right>("right", "Was it right").least(&[("how", 10)]).panel(about_panel).judge(right),
    ask::<Apart>("apart", "A copy out of reach")
        .cases(&[("apart_why", "apart=no")])
        .facts(&["apart"])
        .panel(about_panel),
    ask::<Proof>("proof", "What shows it").panel(proof_panel).judge(judge_proof),
    ask::<Learn>("learn", "What you learn").panel(about_panel).judge(learn),
];

#[derive(JsonSchema)]
#[allow(dead_code)]
struct What {
    /// What was restored? — Not the same as last time: take the next in turn.
    assets: Refs<Asset>,
    /// From which backup of which day?
    backup_of: Past,
    /// To where? — To a place where nothing real can be overwritten.
    to: Prose,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Who {
    /// Who did it?
    by: Refs<Person>,
    /// Could someone else have? — Say who, and from which instruction.
    other: Prose,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Time {
    /// How long did it take? In hours.
    hours: Number,
    /// How old was the newest data? In hours.
    newest: Number,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Right {
    /// Was it complete and usable?
    right: Usable,
    /// Who checked, and how? — Opened, counted, compared: what was done.
    how: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Usable {
    /// yes
    Yes,
    /// partly
    Partly,
    /// no
    No,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Apart {
    /// Is there a copy that an intruder could not delete?
    apart: Apartness,
    /// What shows it?
    apart_proof: Option<Refs<Evidence>>,
    /// Why not, and what would it take?
    apart_why: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Apartness {
    /// yes
    Yes,
    /// no
    No,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Learn {
    /// What will you do differently? — One line a thing; each becomes a task.
    learn: Option<Vec<FollowUp>>,
}

/// Hours, from an answer that was given as a number; none if it is no number.
fn hours(run: &Run, field: &str) -> Option<f64> {
    let v = run.answer("time", field)?;
    v.as_f64().or_else(|| v.as_str()?.replace(',', ".").parse().ok())
}
/// "4 hours", "2 days", "30 min" in hours; none where nobody could tell.
pub(crate) fn in_hours(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase().replace(',', ".");
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let n: f64 = text[..end].parse().ok()?;
    match text[end..].trim_start().chars().next() {
        Some('h') | None => Some(n),
        Some('d') => Some(n * 24.0),
        Some('w') => Some(n * 168.0),
        Some('m') if text[end..].trim_start().starts_with("min") => Some(n / 60.0),
        _ => None,
    }
}
/// The strictest aims of what was restored: hours to be back, hours of data that may be lost.
fn aim(run: &Run) -> (Option<f64>, Option<f64>) {
    let hours = |field: &str| {
        run.codes("what", "assets")
            .iter()
            .filter_map(|c| in_hours(run.isms.record(c)?.body_json().get(field)?.as_str()?))
            .fold(None, |least: Option<f64>, h| Some(least.map_or(h, |l| l.min(h))))
    };
    (hours("restore_within"), hours("lose_at_most"))
}
fn last_restored(run: &Run) -> Vec<String> {
    let Some(m) = run.isms.last_mark(&run.subject) else { return Vec::new() };
    let review = run.isms.rec(m.review).get::<crate::kinds::Review>();
    let said = review
        .map(|r| r.answers.iter().filter(|a| &*a.field == "assets").map(|a| a.answer.to_string()).collect::<String>());
    let said = said.unwrap_or_default();
    run.isms.live::<Asset>().filter(|(_, r, _)| said.contains(&*r.code)).map(|(_, r, _)| r.code.to_string()).collect()
}
fn turn(run: &Run, out: &mut Vec<PanelPart>) {
    about_panel(run, out);
    let mut due: Vec<(u64, String)> = run
        .isms
        .live::<Asset>()
        .filter_map(|(_, r, _)| {
            let body = r.body_json();
            let within = body.get("restore_within")?.as_str()?.to_string();
            let minutes = in_hours(&within).map_or(u64::MAX, |h| (h * 60.0) as u64);
            Some((minutes, format!("- {} {}: back within {within}", r.code, r.title())))
        })
        .collect();
    due.sort();
    let last = last_restored(run);
    let text = if due.is_empty() {
        "No asset says yet how fast it must be back.".to_string()
    } else {
        due.into_iter().map(|d| d.1).take(12).collect::<Vec<_>>().join("\n")
    };
    out.push(PanelPart::text("What must be back soonest", text));
    if !last.is_empty() {
        out.push(PanelPart::text("Restored last time", last.join(", ")));
    }
}
fn people(run: &Run, out: &mut Vec<PanelPart>) {
    let of: Vec<String> =
        run.record().and_then(|r| r.common.owner.as_ref()).map(|o| o.to_string()).into_iter().collect();
    panel::people(run, "Who answers for it", &of, out);
    panel::last_answer(run, "who", "other", out);
}
fn aims(run: &Run, out: &mut Vec<PanelPart>) {
    let (back, lose) = aim(run);
    let say = |h: Option<f64>, what: &str| {
        h.map_or_else(|| format!("- {what}: not said for what was restored"), |h| format!("- {what}: {h} hours"))
    };
    out.push(PanelPart::text(
        "The aim",
        format!("{}\n{}", say(back, "Back within"), say(lose, "At most this much data lost")),
    ));
    panel::last_answer(run, "time", "hours", out);
}
fn what(run: &Run, judge: &mut Judge) {
    let now = run.codes("what", "assets");
    if !now.is_empty() && now == last_restored(run) {
        judge.yellow("assets", "This is what was restored last time. Is it not another's turn?");
    }
}
fn time(run: &Run, judge: &mut Judge) {
    for (field, aim, what) in [("hours", aim(run).0, "to be back"), ("newest", aim(run).1, "of data lost")] {
        if let (Some(took), Some(aim)) = (hours(run, field), aim) {
            if took > aim {
                judge.yellow(
                    field,
                    format!("The aim is {aim} hours {what}; this was {took}. It becomes something to do."),
                );
            }
        }
        if hours(run, field).is_none_or(|h| h < 0.0) && run.answer("time", field).is_some() {
            judge.red(field, "Give the hours as a number, like 1.5.");
        }
    }
}
fn right(run: &Run, judge: &mut Judge) {
    if run.is("right", "right", "no") {
        judge.yellow("right", "Then nothing that rests on this backup is safe now. It becomes something to do, and the control does not work.");
    }
}
fn learn(run: &Run, judge: &mut Judge) {
    if !run.is("right", "right", "yes") && run.table("learn", "learn").is_empty() {
        judge.red("learn", "It was not complete and usable. Say what you will do about it.");
    }
}
fn finish(run: &Run, done: &mut Done) {
    let (back, lose) = aim(run);
    for (field, aim, what) in [("hours", back, "was back"), ("newest", lose, "had lost data")] {
        if let (Some(took), Some(aim)) = (hours(run, field), aim) {
            if took > aim {
                let text =
                    format!("Restore {what} after {took} hours; the aim is {aim}. Make it faster, or change the aim");
                done.action("improvement", &text, &run.subject, run.by, dates::add_days(run.today, 30));
            }
        }
    }
    if run.is("apart", "apart", "no") {
        let text = format!("Keep a copy that an intruder cannot delete: {}", run.says("apart", "apart_why").trim());
        done.action("improvement", &text, &run.subject, run.by, dates::add_days(run.today, 60));
    }
    follow_up(run, "learn", "learn", done);
    keep_proof(run, "proof", "proof", done);
    let works = match run.says("right", "right") {
        "yes" => "yes",
        "partly" => "partly",
        "no" => "no",
        _ => return,
    };
    let control = run
        .isms
        .live::<crate::kinds::Control>()
        .find(|(_, _, c)| &*c.number == "A.8.13")
        .map(|(_, r, _)| r.code.to_string());
    if let Some(code) = control {
        let how = format!("Restore test of {}: {}", run.say_day(run.today), run.says("right", "how").trim());
        done.changes.push(Change::put("control", &code, json!({"works": works, "how_checked": how})));
    }
}
