//! Who can get into one system: the list taken from it, whose each account is, keep or remove or ask, and what was done (A.5.18, A.8.2, A.5.3).
//! It must never keep an account of somebody who left.
mod told;

use super::routine::performed;
use crate::kinds::{Asset, Evidence, Person};
use crate::wizard::{About, Done, Flag, Judge, Page, PanelPart, Part, Row, Run, Step, Wizard, ask, panel};
use crate::words::*;
use crate::{Change, dates};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "access-review",
    title: "Who can get into this?",
    clause: "A.5.18",
    about: About::Chosen(&["asset", "routine"]),
    minutes: 40,
    parts: &[Part::Once(STEPS)],
    words,
    at_check,
    finish,
};
pub(crate) use told::{Line, Told, told};

static STEPS: &[Step] = &[
    ask::<List>("list", "The list").shape(list_shape).panel(list_panel).judge(list),
    ask::<Match>("match", "Whose is it")
        .when("if an account belongs to nobody on record", |r| !unmatched(r).is_empty())
        .heading("Whose account is this?", "Leavers, doubles and shared ones come first.")
        .shape(match_shape)
        .panel(decide_panel)
        .judge(matched),
    ask::<Decide>("decide", "Keep, remove, ask")
        .heading("Does each still need it?", "K keep, R remove, A ask. Nothing is ticked for you.")
        .shape(decide_shape)
        .panel(decide_panel)
        .judge(decide),
    ask::<Clash>("clash", "Both do and approve")
        .when("if an account can both do and approve", |r| !clashing(r).is_empty())
        .shape(clash_shape)
        .panel(decide_panel),
    ask::<Asked>("ask", "Whom you asked")
        .when("if one is marked ask", |r| !to_ask(r).is_empty())
        .shape(ask_shape)
        .panel(decide_panel),
    ask::<Removed>("removed", "Removed")
        .when("if one is to be removed", |r| !to_remove(r).is_empty())
        .cases(&[
            ("removed_by", "done=yes"),
            ("removed_on", "done=yes"),
            ("who", "done=not_yet"),
            ("until", "done=not_yet"),
        ])
        .panel(removed_panel)
        .judge(removed),
    ask::<Late>("late", "Access after the last day")
        .when("if somebody who left still had access", |r| !late(r).is_empty())
        .cases(&[("used_how", "used=no")])
        .least(&[("used_how", 10)])
        .panel(late_panel),
];

#[derive(JsonSchema)]
#[allow(dead_code)]
struct List {
    /// Which system is it?
    system: Option<Ref<Asset>>,
    /// Drop the list of accounts and rights, taken from the system today. — The export, not a list typed from memory: it is kept as proof.
    list: DroppedAccounts,
    /// On which day was it taken?
    taken_on: Past,
    /// Who took it?
    taken_by: Ref<Person>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Match {
    /// Whose account is this?
    whose: Vec<Whose>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Whose {
    /// Whose account is this?
    whose: Sort,
    /// Which person?
    #[schemars(extend("case" = "whose=person|service"))]
    person: Option<Ref<Person>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Sort {
    /// a person's
    Person,
    /// a service, owned by
    Service,
    /// unknown
    Unknown,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Decide {
    /// Keep, remove or ask?
    decide: Vec<Decision>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Decision {
    /// What becomes of it?
    what: What,
    /// Why does it need all rights?
    #[schemars(extend("case" = "what=keep"))]
    why: Option<Text>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum What {
    /// keep
    Keep,
    /// remove
    Remove,
    /// ask
    Ask,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Clash {
    /// These can both do and approve the same thing. Right?
    clash: Vec<Both>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Both {
    /// What becomes of it?
    what: BothWhat,
    /// Who watches, or why is it allowed?
    #[schemars(extend("case" = "what=watched|exception"))]
    who: Option<Text>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum BothWhat {
    /// split it
    Split,
    /// watched by
    Watched,
    /// an exception
    Exception,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Asked {
    /// Whom did you ask about those marked A, and what did they say?
    asked: Vec<Said>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Said {
    /// What did they say?
    said: SaidWhat,
    /// Whom did you ask?
    #[schemars(extend("case" = "said=keep|remove"))]
    whom: Option<Ref<Person>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum SaidWhat {
    /// keep
    Keep,
    /// remove
    Remove,
    /// not yet
    NotYet,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Removed {
    /// Are they removed? — A fresh export after it is the best proof.
    done: IsDone,
    /// By whom?
    removed_by: Ref<Person>,
    /// When?
    removed_on: Past,
    /// What shows it?
    proof: Option<Refs<Evidence>>,
    /// Who removes them?
    who: Ref<Person>,
    /// Until when?
    until: Date,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum IsDone {
    /// yes
    Yes,
    /// not yet
    NotYet,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Late {
    /// {n} who left still had access after their last day. Was it used?
    used: Used,
    /// Where did you see that?
    used_how: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Used {
    /// no, seen in the log
    No,
    /// yes
    Yes,
    /// unknown
    Unknown,
}

/// An account of the list.
struct Account<'a> {
    id: &'a str,
    row: &'a Map<String, Value>,
}
impl Account<'_> {
    fn text(&self, field: &str) -> &str {
        self.row.get(field).and_then(Value::as_str).unwrap_or_default()
    }
    fn administrator(&self) -> bool {
        self.row.get("administrator").and_then(Value::as_bool).unwrap_or(false)
    }
    fn name(&self) -> String {
        match (self.text("display"), self.text("login")) {
            ("", login) => login.to_string(),
            (name, login) => format!("{name} ({login})"),
        }
    }
}
/// All of them: leavers, doubles and what belongs to nobody first.
fn accounts<'a>(run: &Run<'a>) -> Vec<Account<'a>> {
    let rows = run.answer("list", "list").and_then(|v| v.get("rows")).and_then(Value::as_array);
    let mut out: Vec<Account> = rows
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .filter_map(|row| Some(Account { id: row.get("id")?.as_str()?, row }))
        .collect();
    let first = |a: &Account| {
        (a.text("gone").is_empty(), a.text("double_of").is_empty(), !a.text("person").is_empty(), !a.administrator())
    };
    out.sort_by_key(first);
    out
}
fn unmatched<'a>(run: &Run<'a>) -> Vec<Account<'a>> {
    accounts(run).into_iter().filter(|a| a.text("person").is_empty()).collect()
}
/// The person that an account belongs to, by the list or by the answers.
fn person(run: &Run, a: &Account) -> Option<String> {
    if !a.text("person").is_empty() {
        return Some(a.text("person").to_string());
    }
    let (_, v) = run.by_row("match", "whose").into_iter().find(|(id, _)| *id == a.id)?;
    v.get("person").and_then(Value::as_str).map(String::from)
}
/// The last day of whoever had it, if they left.
fn gone(run: &Run, a: &Account) -> Option<NaiveDate> {
    let p = person(run, a)?;
    let body = run.isms.get::<Person>(&p)?;
    body.left_on.map(|d| d.0).filter(|d| *d < run.today)
}
fn decided<'a>(run: &Run<'a>, id: &str) -> &'a str {
    run.by_row("decide", "decide")
        .into_iter()
        .find(|(r, _)| *r == id)
        .and_then(|(_, v)| v.get("what")?.as_str())
        .unwrap_or_default()
}
fn answered<'a>(run: &Run<'a>, step: &str, field: &str, id: &str, cell: &str) -> &'a str {
    run.by_row(step, field)
        .into_iter()
        .find(|(r, _)| *r == id)
        .and_then(|(_, v)| v.get(cell)?.as_str())
        .unwrap_or_default()
}
fn to_ask<'a>(run: &Run<'a>) -> Vec<Account<'a>> {
    accounts(run).into_iter().filter(|a| decided(run, a.id) == "ask").collect()
}
fn to_remove<'a>(run: &Run<'a>) -> Vec<Account<'a>> {
    accounts(run)
        .into_iter()
        .filter(|a| {
            decided(run, a.id) == "remove"
                || (decided(run, a.id) == "ask" && answered(run, "ask", "asked", a.id, "said") == "remove")
        })
        .collect()
}
/// Rights that both do a thing and approve it, by their own words.
fn clashing<'a>(run: &Run<'a>) -> Vec<Account<'a>> {
    const APPROVES: [&str; 5] = ["approv", "freigeb", "freigabe", "release", "authoriz"];
    const DOES: [&str; 8] = ["create", "enter", "edit", "pay", "post", "request", "anlegen", "erfass"];
    accounts(run)
        .into_iter()
        .filter(|a| {
            let rights = a.text("rights").to_lowercase();
            APPROVES.iter().any(|w| rights.contains(w)) && DOES.iter().any(|w| rights.contains(w))
        })
        .filter(|a| decided(run, a.id) != "remove")
        .collect()
}
fn late<'a>(run: &Run<'a>) -> Vec<Account<'a>> {
    accounts(run).into_iter().filter(|a| gone(run, a).is_some()).collect()
}
fn system(run: &Run) -> String {
    let named = run.about.iter().find(|c| run.isms.get::<Asset>(c).is_some()).cloned();
    named.unwrap_or_else(|| run.says("list", "system").to_string())
}
fn words(run: &Run, word: &str) -> Option<String> {
    (word == "n").then(|| late(run).len().to_string())
}
fn list_shape(run: &Run, page: &mut Page) {
    if run.about.iter().any(|c| run.isms.get::<Asset>(c).is_some()) {
        page.drop("system");
    } else if let Some(a) = page.the("system") {
        a.required = true;
    }
    if let Some(a) = page.the("taken_on") {
        a.value = run.today.to_string().into();
    }
}
fn list(run: &Run, judge: &mut Judge) {
    let none =
        run.answer("list", "list").is_some_and(|v| v.get("rows").and_then(Value::as_array).is_none_or(Vec::is_empty));
    if none {
        judge.red("list", "There is no account in this file. Take the export again.");
    }
    if run.day("list", "taken_on").is_some_and(|d| dates::days_between(d, run.today) > 14) {
        judge.yellow("taken_on", "The list is more than two weeks old. What was opened since is not on it.");
    }
    let owner = run.isms.record(&system(run)).and_then(|r| r.common.owner.as_ref()).map(|o| o.to_string());
    let mine = accounts(run).iter().any(|a| a.administrator() && a.text("person") == run.by);
    if let (true, Some(owner)) = (mine, owner.filter(|o| o != run.by)) {
        judge.yellow(
            "list",
            format!(
                "You may do everything in this system yourself. {} owns it: go through it together.",
                run.name(&owner)
            ),
        );
    }
}
fn row(run: &Run, a: &Account) -> Row {
    let mut says: Vec<String> = Vec::new();
    let mut flags: Vec<Flag> = Vec::new();
    let mut flag = |state, text: String| flags.push(Flag { state, text });
    match (gone(run, a), person(run, a)) {
        (Some(day), Some(p)) => {
            says.push(format!("{} left on {}.", run.name(&p), run.say_day(day)));
            flag("overdue", "left".into());
        }
        (None, Some(p)) => {
            let roles = run
                .isms
                .get::<Person>(&p)
                .map(|x| {
                    x.roles.iter().map(|r| r.to_string()).filter(|r| r != "everyone").collect::<Vec<_>>().join(", ")
                })
                .unwrap_or_default();
            says.push(if roles.is_empty() {
                format!("{}.", run.name(&p))
            } else {
                format!("{}, {roles}.", run.name(&p))
            });
        }
        _ => {
            says.push("Belongs to nobody on record.".into());
            flag("overdue", "nobody's".into());
        }
    }
    if let Some(first) = a.text("double_of").strip_prefix("row-") {
        says.push(format!("Listed twice; row {first} has it first."));
        flag("due soon", "listed twice".into());
    }
    if a.administrator() {
        flag("due soon", "may do everything".into());
    }
    if a.row.get("second_factor") == Some(&Value::Bool(false)) {
        flag("due soon", "no second factor".into());
    }
    let mut detail: Vec<String> = Vec::new();
    if !a.text("rights").is_empty() {
        detail.push(format!("Rights: {}", a.text("rights")));
    }
    match a.text("last_sign_in") {
        "" => {}
        "never" => {
            detail.push("never signed in".into());
            flag("due soon", "never used".into());
        }
        day => detail.push(match dates::parse(day) {
            Some(d) => format!("last signed in on {}", run.say_day(d)),
            None => format!("last signed in: {day}"),
        }),
    }
    if let Some(before) = decided_before(run, a.text("login")) {
        detail.push(format!("last time: {before}"));
    }
    Row {
        flags,
        fields: (!a.administrator()).then(|| vec!["what".to_string()]),
        ..Row::new(a.id, a.name(), says.join(" "), detail.join("; "))
    }
}
/// What was decided about this login the last time, from the notes of that review.
fn decided_before(run: &Run, login: &str) -> Option<&'static str> {
    let (_, review) = last(run)?;
    let system = system(run);
    let list = |note: &str| {
        review
            .answers
            .iter()
            .filter(|a| a.question.starts_with(note) && a.question.contains(&system))
            .any(|a| a.answer.split(", ").any(|l| l == login))
    };
    if list(KEPT) {
        Some("keep")
    } else if list(REMOVED) {
        Some("remove")
    } else {
        None
    }
}
const KEPT: &str = "Kept in ";
const REMOVED: &str = "Removed from ";
fn last<'a>(run: &Run<'a>) -> Option<(NaiveDate, &'a crate::kinds::Review)> {
    let system = system(run);
    run.isms
        .each("review")
        .filter_map(|(_, r)| r.get::<crate::kinds::Review>())
        .filter(|v| &*v.wizard == "access-review" && v.answers.iter().any(|a| a.question.ends_with(&system)))
        .map(|v| (v.held_on.0, v))
        .max_by_key(|x| x.0)
}
fn match_shape(run: &Run, page: &mut Page) {
    let rows = unmatched(run).iter().map(|a| Row { fields: None, ..row(run, a) }).collect();
    if let Some(a) = page.the("whose") {
        a.rows = Some(rows);
    }
}
fn matched(run: &Run, judge: &mut Judge) {
    let unknown = run
        .by_row("match", "whose")
        .iter()
        .filter(|(_, v)| v.get("whose").and_then(Value::as_str) == Some("unknown"))
        .count();
    if unknown > 0 {
        judge.yellow(
            "whose",
            format!("{unknown} belong to nobody you know. An account without an owner is removed, or asked about."),
        );
    }
}
fn decide_shape(run: &Run, page: &mut Page) {
    let rows = accounts(run).iter().map(|a| row(run, a)).collect();
    if let Some(a) = page.the("decide") {
        a.rows = Some(rows);
    }
}
fn decide(run: &Run, judge: &mut Judge) {
    for a in accounts(run) {
        let what = decided(run, a.id);
        if let (Some(day), true) = (gone(run, &a), matches!(what, "keep" | "ask")) {
            judge
                .red("decide", format!("{}: left on {}. The account can only be removed.", a.name(), run.say_day(day)));
        }
        if what == "keep"
            && a.administrator()
            && answered(run, "decide", "decide", a.id, "why").trim().chars().count() < 5
        {
            judge.red("decide", format!("{} may do everything. Say in one line why that is needed.", a.name()));
        }
        if what == "keep" && answered(run, "match", "whose", a.id, "whose") == "unknown" {
            judge.red("decide", format!("{} belongs to nobody. Find the owner, ask, or remove it.", a.name()));
        }
    }
}
fn clash_shape(run: &Run, page: &mut Page) {
    let rows = clashing(run).iter().map(|a| Row { fields: None, ..row(run, a) }).collect();
    if let Some(a) = page.the("clash") {
        a.rows = Some(rows);
    }
}
fn ask_shape(run: &Run, page: &mut Page) {
    let rows = to_ask(run).iter().map(|a| Row { fields: None, ..row(run, a) }).collect();
    if let Some(a) = page.the("asked") {
        a.rows = Some(rows);
    }
}
fn removed(run: &Run, judge: &mut Judge) {
    let gone = to_remove(run).iter().filter(|a| gone(run, a).is_some()).count();
    if gone > 0 && run.is("removed", "done", "not_yet") {
        judge.yellow("done", format!("{gone} of them belong to people who left. Have these closed today."));
    }
    if run.is("removed", "done", "yes") && run.codes("removed", "proof").is_empty() {
        judge.yellow("proof", "Nothing shows yet that they are gone. A fresh export would.");
    }
}
fn list_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let s = system(run);
    match run.isms.record(&s) {
        Some(r) => {
            let owner = r.common.owner.as_ref().map(|o| run.name(o)).unwrap_or_default();
            out.push(PanelPart::text(format!("{s} {}", r.title()), format!("{owner} owns it.")));
        }
        None => {
            let mut of: Vec<String> =
                run.isms.live::<Asset>().map(|(_, r, _)| format!("- {} {}", r.code, r.title())).collect();
            of.truncate(20);
            out.push(PanelPart::text("Systems on record", of.join("\n")));
        }
    }
    if let Some((on, review)) = last(run) {
        out.push(PanelPart::Last {
            title: "The last time".into(),
            answer: format!("{} looked", run.name(&review.by)),
            by: run.name(&review.by),
            on,
            why: review.why.to_string(),
        });
    }
}
fn decide_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let all = accounts(run);
    let n = |f: &dyn Fn(&Account) -> bool| all.iter().filter(|a| f(a)).count();
    out.push(PanelPart::text(
        "The list in numbers",
        format!(
            "- {} accounts\n- {} of people who left\n- {} listed twice\n- {} of nobody on record\n- {} that may do everything\n- {} without a second factor\n- {} never used",
            all.len(),
            n(&|a| gone(run, a).is_some()),
            n(&|a| !a.text("double_of").is_empty()),
            n(&|a| person(run, a).is_none()),
            n(&|a| a.administrator()),
            n(&|a| a.row.get("second_factor") == Some(&Value::Bool(false))),
            n(&|a| a.text("last_sign_in") == "never"),
        ),
    ));
    panel::last_review(run, out);
}
fn removed_panel(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "To be removed",
        to_remove(run).iter().map(|a| format!("- {}", a.name())).collect::<Vec<_>>().join("\n"),
    ));
}
fn late_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let lines: Vec<String> = late(run)
        .iter()
        .map(|a| {
            format!(
                "- {}: left on {}, last signed in {}",
                a.name(),
                gone(run, a).map(|d| run.say_day(d)).unwrap_or_default(),
                a.text("last_sign_in")
            )
        })
        .collect();
    out.push(PanelPart::text("Access after the last day", lines.join("\n")));
}
fn counts(run: &Run) -> (usize, usize, usize) {
    let all = accounts(run);
    let removed = to_remove(run).len();
    let open = to_ask(run)
        .iter()
        .filter(|a| !matches!(answered(run, "ask", "asked", a.id, "said"), "keep" | "remove"))
        .count();
    (all.len() - removed - open, removed, open)
}
fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    let (kept, removed, open) = counts(run);
    out.push(PanelPart::text(
        "What you decided",
        format!("- {kept} kept\n- {removed} removed\n- {open} still asked about"),
    ));
}
fn finish(run: &Run, done: &mut Done) {
    let s = system(run);
    let (kept, removed, open) = counts(run);
    let gone_ids: Vec<&str> = to_remove(run).iter().map(|a| a.id).collect();
    let still: Vec<&str> = to_ask(run)
        .iter()
        .filter(|a| !matches!(answered(run, "ask", "asked", a.id, "said"), "keep" | "remove"))
        .map(|a| a.id)
        .collect();
    let logins = |keep: bool| {
        let of: Vec<String> = accounts(run)
            .iter()
            .filter(|a| !still.contains(&a.id) && gone_ids.contains(&a.id) != keep)
            .map(|a| a.text("login").to_string())
            .collect();
        of.join(", ")
    };
    for (note, text) in [(KEPT, logins(true)), (REMOVED, logins(false))] {
        if !text.is_empty() {
            done.notes.push((format!("{note}{s}"), text));
        }
    }
    let before = last(run).is_some_and(|(_, r)| r.answers.iter().any(|a| a.question.starts_with(ALL_KEPT)));
    if removed == 0 && open == 0 {
        let text = if before {
            "Nothing was removed, as the time before. A review that never removes anything asks to be looked at."
        } else {
            "Nothing was removed."
        };
        done.notes.push((format!("{ALL_KEPT} {kept} of {kept} in {s}"), text.into()));
    }
    let from = if run.isms.record(&s).is_some() { s.clone() } else { "@review".to_string() };
    if run.is("removed", "done", "not_yet") {
        if let Some(until) = run.day("removed", "until") {
            let text = format!(
                "Remove {} accounts of {s}: {}",
                removed,
                to_remove(run).iter().map(|a| a.text("login").to_string()).collect::<Vec<_>>().join(", ")
            );
            done.action("improvement", &text, &from, run.says("removed", "who"), until);
        }
    }
    if !still.is_empty() {
        let text = format!("Ask about {} accounts of {s}", still.len());
        done.action("improvement", &text, &from, run.by, dates::add_days(run.today, 14));
    }
    for a in clashing(run) {
        let who = answered(run, "clash", "clash", a.id, "who").trim().to_string();
        let text = match answered(run, "clash", "clash", a.id, "what") {
            "split" => format!("Split the rights of {} in {s}: they both do and approve", a.text("login")),
            "exception" => {
                format!("Record the exception for {} in {s}, who both does and approves: {who}", a.text("login"))
            }
            _ => continue,
        };
        done.action("improvement", &text, &from, run.by, dates::add_days(run.today, 30));
    }
    let n = late(run).len();
    if n > 0 && matches!(run.says("late", "used"), "yes" | "unknown") {
        let used = if run.is("late", "used", "yes") { "It was used." } else { "Nobody knows whether it was used." };
        let assets = if run.isms.get::<Asset>(&s).is_some() { vec![s.clone()] } else { Vec::new() };
        done.changes.push(Change::add(
            "incident",
            json!({"title": format!("Access to {s} after the last day"), "what": format!("{n} accounts of people who had left were still open. {used}"), "noticed_at": format!("{}T12:00+00:00", run.today), "class": "incident", "personal_data": "unclear", "risk_to_people": "not_judged", "assets": assets}),
        ));
    }
    let mut about = performed(run);
    if about.is_empty() {
        about.push(run.by.to_string());
    }
    done.about = Some(about);
}
const ALL_KEPT: &str = "All kept:";
