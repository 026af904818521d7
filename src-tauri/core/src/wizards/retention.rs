//! What has passed its time, and people who left long ago: kept with a why, or erased (7.5.3, A.5.33, A.8.10).
//! It must never erase what was not shown, nor write a name into the list of what was erased.
use super::routine::about_panel;
use crate::Change;
use crate::catalog::retention::{self, KEEPING, Keeping};
use crate::dates;
use crate::erase::{self, Asked, Erasure};
use crate::wizard::{About, Done, Judge, Page, PanelPart, Part, Row, Run, Step, Wizard, ask};
use crate::words::*;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde_json::{Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "retention",
    title: "Erase what has passed its time",
    clause: "A.5.33",
    about: About::Records("routine"),
    minutes: 20,
    parts: &[Part::Once(STEPS)],
    words,
    at_check,
    finish,
};
static STEPS: &[Step] = &[
    ask::<Over>("due", "Past its time")
        .when("if something has passed its time", |r| !things(r).is_empty())
        .shape(due_shape)
        .panel(due_panel)
        .judge(due),
    ask::<Left>("people", "Who left")
        .when("if anybody left long enough ago", |r| !people(r).is_empty())
        .shape(people_shape)
        .panel(people_panel)
        .judge(judge_people),
    ask::<Confirm>("confirm", "Sure")
        .when("if something is to be erased", |r| !chosen(r).is_empty())
        .panel(confirm_panel)
        .judge(confirm),
    ask::<Others>("others", "Elsewhere").cases(&[("where", "gone=no")]).least(&[("where", 3)]).panel(others_panel),
];

#[derive(JsonSchema)]
#[allow(dead_code)] // Read by name, from the answers.
struct Over {
    /// These have passed their time.
    due: Vec<Fate>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Left {
    /// These left more than {n} months ago. Erase what names them?
    people: Vec<Fate>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Fate {
    /// Keep or erase?
    fate: KeepOrErase,
    /// Because?
    #[schemars(extend("case" = "fate=keep"))]
    because: Option<Text>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum KeepOrErase {
    /// keep
    Keep,
    /// erase
    Erase,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Confirm {
    /// This cannot be undone. Type the number {records}.
    number: Count,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Others {
    /// Is it gone from mail folders and shares too?
    gone: Gone,
    /// Where is it still?
    r#where: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Gone {
    /// yes
    Yes,
    /// no
    No,
    /// not sure
    NotSure,
}

/// What is due, with whether it is a person.
type Due = (&'static Keeping, NaiveDate, String);
struct All(Vec<Due>);
fn all(run: &Run) -> std::rc::Rc<All> {
    run.once(|| All(retention::due(run.isms, run.today)))
}
fn things(run: &Run) -> Vec<Due> {
    all(run).0.iter().filter(|d| d.0.kind != "person").cloned().collect()
}
fn people(run: &Run) -> Vec<Due> {
    all(run).0.iter().filter(|d| d.0.kind == "person").cloned().collect()
}
fn months() -> u32 {
    KEEPING.iter().find(|k| k.kind == "person").map_or(0, |k| k.months)
}
fn said<'v>(v: &'v Value, field: &str) -> &'v str {
    v.get(field).and_then(Value::as_str).unwrap_or_default().trim()
}
/// Codes that are to be erased, in the order in which they were asked for.
fn chosen(run: &Run) -> Vec<String> {
    let of = |step: &str| {
        let rows = run.by_row(step, step);
        rows.into_iter().filter(|(_, v)| said(v, "fate") == "erase").map(|(id, _)| id.to_string()).collect::<Vec<_>>()
    };
    let due = |c: &String| all(run).0.iter().any(|d| d.2 == *c);
    of("due").into_iter().chain(of("people")).filter(due).collect()
}
/// Worked out once: what erasing all of it would do.
struct Looked(Option<Erasure>);
fn looked(run: &Run) -> std::rc::Rc<Looked> {
    run.once(|| {
        let asked = Asked { of: chosen(run), ..Asked::default() };
        Looked(erase::look(run.isms, &asked, run.today).ok())
    })
}
fn records(run: &Run) -> usize {
    looked(run).0.as_ref().map_or(0, |e| e.emptied.len())
}
fn words(run: &Run, word: &str) -> Option<String> {
    match word {
        "n" => Some(months().to_string()),
        "records" => Some(records(run).to_string()),
        _ => None,
    }
}
fn title(run: &Run, code: &str) -> String {
    run.isms.record(code).map_or_else(|| code.to_string(), |r| format!("{code} {}", r.title()))
}
fn rows(run: &Run, of: Vec<Due>) -> Vec<Row> {
    of.into_iter()
        .map(|(k, until, code)| {
            let kept = format!("{}: kept for {} months {}, until {}.", k.what, k.months, k.after, run.say_day(until));
            Row::new(code.clone(), title(run, &code), kept, "")
        })
        .collect()
}
fn due_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("due") {
        a.rows = Some(rows(run, things(run)));
    }
}
fn people_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("people") {
        a.rows = Some(rows(run, people(run)));
    }
}
/// Whatever is kept past its time says why.
fn kept(run: &Run, step: &str, judge: &mut Judge) {
    for (code, v) in run.by_row(step, step) {
        if said(v, "fate") == "keep" && said(v, "because").chars().count() < 10 {
            judge.red(
                step,
                format!("{}: say in at least 10 characters why it is kept past its time.", title(run, code)),
            );
        }
    }
}
fn due(run: &Run, judge: &mut Judge) {
    kept(run, "due", judge);
}
fn judge_people(run: &Run, judge: &mut Judge) {
    kept(run, "people", judge);
    for (code, _) in run.by_row("people", "people").into_iter().filter(|(_, v)| said(v, "fate") == "erase") {
        let asked = Asked { of: vec![code.to_string()], ..Asked::default() };
        for stop in erase::look(run.isms, &asked, run.today).map(|e| e.stops).unwrap_or_default() {
            judge.red("people", format!("{}: {} {}", title(run, code), stop.text, stop.hint));
        }
    }
}
fn confirm(run: &Run, judge: &mut Judge) {
    let n = records(run);
    let given = run.answer("confirm", "number").and_then(|v| v.as_u64().or_else(|| v.as_str()?.trim().parse().ok()));
    if given.is_some_and(|g| g != n as u64) {
        judge.red("number", format!("{n} records would be erased. Type {n} if that is what you want."));
    }
}
fn times() -> String {
    KEEPING
        .iter()
        .map(|k| format!("- {}: {} months {} ({})", k.what, k.months, k.after, k.because))
        .collect::<Vec<_>>()
        .join("\n")
}
fn due_panel(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("How long things are kept", times()));
    about_panel(run, out);
}
fn goes_and_stays(e: &Erasure, out: &mut Vec<PanelPart>) {
    let list = |of: &[String]| of.iter().map(|l| format!("- {l}")).collect::<Vec<_>>().join("\n");
    out.push(PanelPart::text("What stays", list(&e.stays)));
    out.push(PanelPart::text("What goes", list(&e.goes)));
    if !e.perhaps.is_empty() {
        let of: Vec<String> =
            e.perhaps.iter().take(12).map(|f| format!("- {} {}: {}", f.id, f.question, f.text)).collect();
        out.push(PanelPart::text("Perhaps meant here too", of.join("\n")));
    }
    if !e.shared.is_empty() {
        let of: Vec<String> = e.shared.iter().take(12).map(|s| format!("- {} {}", s.id, s.title)).collect();
        out.push(PanelPart::text("Proofs that name others too", of.join("\n")));
    }
}
fn people_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let asked = Asked { of: people(run).into_iter().map(|d| d.2).collect(), ..Asked::default() };
    if let Ok(e) = erase::look(run.isms, &asked, run.today) {
        goes_and_stays(&e, out);
    }
}
fn confirm_panel(run: &Run, out: &mut Vec<PanelPart>) {
    if let Some(e) = &looked(run).0 {
        let of: Vec<String> = e.of.iter().map(|g| format!("- {} {}", g.id, g.name)).collect();
        out.push(PanelPart::text(e.button.clone(), of.join("\n")));
        goes_and_stays(e, out);
    }
}
fn others_panel(run: &Run, out: &mut Vec<PanelPart>) {
    if all(run).0.is_empty() {
        out.push(PanelPart::text(
            "What has passed its time",
            "Nothing in this file has. What lies outside of it is looked at here.",
        ));
    }
    out.push(PanelPart::text(
        "Where copies hide",
        "- mail folders and their archives\n- shares, and the bins of shares\n- exports and packs that were handed out\n- backups: they keep what was erased until they are thinned",
    ));
    about_panel(run, out);
}
fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    if !chosen(run).is_empty() {
        confirm_panel(run, out);
    }
}
fn finish(run: &Run, done: &mut Done) {
    let of = chosen(run);
    if !of.is_empty() {
        // Codes alone: a list of names would keep what was erased.
        let lines: Vec<String> = all(run)
            .0
            .iter()
            .filter(|d| of.contains(&d.2))
            .map(|(k, until, code)| format!("{code}\t{}\tkept until {until}", k.what))
            .collect();
        let text = format!("Erased on {}\n\n{}\n", run.today, lines.join("\n"));
        let fields = json!({"shows": format!("What was erased on {}", run.today), "about": [run.subject], "collected_on": run.today.to_string(), "collected_by": run.by, "classification": "internal", "personal": false});
        done.changes.push(Change::Erase(Asked { of, ..Asked::default() }));
        if let Value::Object(fields) = fields {
            done.changes.push(Change::Keep {
                code: "@list".into(),
                name: format!("erased-{}.txt", run.today),
                media_type: "text/plain",
                bytes: text.into_bytes().into(),
                fields,
            });
        }
    }
    let what = match run.says("others", "gone") {
        "no" => format!("Erase it in mail folders and shares too: {}", run.says("others", "where").trim()),
        "not_sure" => "Find out whether it is gone from mail folders and shares too".to_string(),
        _ => return,
    };
    done.action("improvement", &what, &run.subject, run.by, dates::add_days(run.today, 30));
}
