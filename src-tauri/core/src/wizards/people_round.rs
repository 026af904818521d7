//! Joiners, movers, leavers of the month: is everything done for each, and is what they had in good hands (A.5.11, A.5.18, A.6.1 to A.6.6, 7.2)?
//! Access that is open after somebody's last day stops the round until it is closed.
use super::routine::performed;
use crate::kinds::person::Standing;
use crate::kinds::{Person, kind};
use crate::wizard::{About, Done, Judge, Page, PanelPart, Part, Row, Run, Step, Wizard, ask, panel};
use crate::words::*;
use crate::{Change, dates};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "people-round",
    title: "Who came, moved, went",
    clause: "A.6.1",
    about: About::Chosen(&["routine", "person"]),
    minutes: 10,
    parts: &[Part::Once(STEPS)],
    words,
    at_check: |_, _| {},
    finish,
};
static STEPS: &[Step] = &[
    ask::<List>("list", "Who").panel(list_panel).judge(list),
    ask::<Compare>("compare", "The list beside your people")
        .when("if a list was dropped that differs", |r| !only_there(r).is_empty() || !only_here(r).is_empty())
        .shape(compare_shape)
        .panel(list_panel),
    ask::<Joined>("joined", "Who joined")
        .when("if anybody joined", |r| !joiners(r).is_empty())
        .shape(joined_shape)
        .panel(joined_panel),
    ask::<Moved>("moved", "Who changed role")
        .when("if anybody changed role", |r| !movers(r).is_empty())
        .shape(moved_shape)
        .panel(roles_panel)
        .judge(moved),
    ask::<Left>("left", "Who left")
        .when("if anybody left", |r| !leavers(r).is_empty())
        .shape(left_shape)
        .panel(left_panel)
        .judge(left),
    ask::<Outside>("outside", "From outside")
        .cases(&[("who_outside", "outside=yes")])
        .least(&[("who_outside", 3)])
        .panel(outside_panel),
    ask::<Odd>("odd", "Anything odd").cases(&[("odd_what", "odd=yes")]).least(&[("odd_what", 10)]).panel(odd_panel),
];

#[derive(JsonSchema)]
#[allow(dead_code)]
struct List {
    /// Who joined, changed role or left since {since}? — Drop the list from payroll, or name them below; nobody is an answer too.
    list: Option<DroppedTable>,
    /// Who is new?
    new: Option<Vec<New>>,
    /// Who changed role?
    moved: Option<Refs<Person>>,
    /// Who left, and on which day?
    left: Option<Vec<Gone>>,
    /// Or nobody?
    nobody: Option<bool>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct New {
    /// Name?
    name: PersonalText,
    /// In what capacity?
    standing: Standing,
    /// First day?
    joined_on: Date,
    /// Which roles? One a line; none: everyone's.
    roles: Option<Vec<Text>>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Gone {
    /// Who?
    person: Ref<Person>,
    /// Last day?
    left_on: Date,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Compare {
    /// These are only on the list. Are they new?
    there: Option<Vec<There>>,
    /// These are not on the list. Are they still here?
    here: Option<Vec<Here>>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct There {
    /// Is this somebody new?
    new: IsNew,
    /// First day?
    #[schemars(extend("case" = "new=yes"))]
    joined_on: Option<Date>,
    /// Why not?
    #[schemars(extend("case" = "new=no"))]
    because: Option<Text>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum IsNew {
    /// yes
    Yes,
    /// no
    No,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Here {
    /// Still here?
    still: Still,
    /// Last day?
    #[schemars(extend("case" = "still=left"))]
    left_on: Option<Date>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Still {
    /// still here
    Here,
    /// left
    Left,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Joined {
    /// Is everything done for them?
    joined: Vec<Entry>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Entry {
    /// Checked before hiring?
    screened: Screened,
    /// Contract with security duties?
    contract: Done3,
    /// Confidentiality signed on?
    confidentiality_on: Option<Past>,
    /// Courses and rules by when?
    courses_by: Option<Date>,
    /// Only the access the role needs?
    access: Done3,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Screened {
    /// yes
    Done,
    /// not needed
    NotNeeded,
    /// still open
    Open,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Done3 {
    /// yes
    Yes,
    /// still open
    Open,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Moved {
    /// Which access and duties go, which come?
    moved: Vec<Move>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Move {
    /// Which roles from now on? One a line.
    roles: Vec<Text>,
    /// What goes?
    goes: Prose,
    /// What comes?
    comes: Prose,
    /// Is it done?
    done: Done3,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Left {
    /// Is everything closed and handed over?
    left: Vec<Leave>,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Leave {
    /// Access closed on?
    accounts_closed_on: Option<Past>,
    /// Things back on?
    things_returned_on: Option<Past>,
    /// Records handed over to whom?
    to: Option<Ref<Person>>,
    /// Reminded of what still binds them?
    reminded: Done3,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Outside {
    /// Did any contractor start or end?
    outside: IsNew,
    /// Who, and what follows?
    who_outside: Prose,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Odd {
    /// Anything odd this month? — Strange mails, lost devices, wrong recipients. Small things count.
    odd: IsNew,
    /// What, when, and who noticed?
    odd_what: Prose,
}

/// The day of the last round; else a month ago.
fn since(run: &Run) -> NaiveDate {
    let last = performed(run).first().and_then(|c| run.isms.last_mark(c)).map(|m| m.held_on);
    last.unwrap_or_else(|| dates::add_months(run.today, -1))
}
fn words(run: &Run, word: &str) -> Option<String> {
    (word == "since").then(|| run.say_day(since(run)))
}
/// A name without case, order and signs, so that "Meyer, Anna" is Anna Meyer.
fn fold(name: &str) -> Vec<String> {
    let mut of: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    of.sort();
    of
}
/// The name in a row of the dropped list: what stands under a header that says so, else its first words.
fn name_in(row: &Map<String, Value>) -> String {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_string();
    let under = |word: &str| {
        row.iter()
            .filter(|(h, _)| *h != "id" && h.to_lowercase().contains(word))
            .map(|(_, v)| text(v))
            .collect::<Vec<_>>()
    };
    let named = under("name");
    if named.is_empty() {
        row.iter()
            .filter(|(h, _)| *h != "id")
            .map(|(_, v)| text(v))
            .find(|t| t.chars().any(char::is_alphabetic))
            .unwrap_or_default()
    } else {
        named.join(" ")
    }
}
fn listed(run: &Run) -> Vec<(String, String)> {
    let rows = run.answer("list", "list").and_then(|v| v.get("rows")).and_then(Value::as_array);
    rows.into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .map(|r| (format!("row-{}", r.get("id").and_then(Value::as_str).unwrap_or_default()), name_in(r)))
        .filter(|(_, n)| !n.trim().is_empty())
        .collect()
}
fn active<'a>(run: &Run<'a>) -> Vec<(String, String, &'a Person)> {
    run.isms
        .live::<Person>()
        .filter(|(_, r, _)| r.state() == "active")
        .map(|(_, r, p)| (r.code.to_string(), r.title(), p))
        .collect()
}
fn only_there(run: &Run) -> Vec<(String, String)> {
    let known: Vec<Vec<String>> = active(run).iter().map(|(_, name, _)| fold(name)).collect();
    listed(run).into_iter().filter(|(_, n)| !known.contains(&fold(n))).collect()
}
fn only_here(run: &Run) -> Vec<(String, String)> {
    let there: Vec<Vec<String>> = listed(run).iter().map(|(_, n)| fold(n)).collect();
    if there.is_empty() {
        return Vec::new();
    }
    active(run).into_iter().filter(|(_, n, _)| !there.contains(&fold(n))).map(|(c, n, _)| (c, n)).collect()
}
fn cell<'v>(v: &'v Value, field: &str) -> &'v str {
    v.get(field).and_then(Value::as_str).unwrap_or_default().trim()
}
/// Everyone who is new, as (row, name, body of a person to be added), and those who joined since the last time.
fn joiners(run: &Run) -> Vec<(String, String, Option<Value>)> {
    let mut out = Vec::new();
    for (i, r) in run.table("list", "new").into_iter().enumerate() {
        let v = Value::Object(r.clone());
        let mut roles = v.get("roles").map(crate::wizard::strings).unwrap_or_default();
        if roles.is_empty() {
            roles.push("everyone".into());
        }
        let body = json!({"title": cell(&v, "name"), "standing": cell(&v, "standing"), "joined_on": cell(&v, "joined_on"), "roles": roles});
        out.push((format!("new-{}", i + 1), cell(&v, "name").to_string(), Some(body)));
    }
    for (row, name) in only_there(run) {
        if let Some((_, v)) =
            run.by_row("compare", "there").into_iter().find(|(id, v)| *id == row && cell(v, "new") == "yes")
        {
            let body = json!({"title": name, "standing": "employee", "joined_on": cell(v, "joined_on"), "roles": ["everyone"]});
            out.push((row, name, Some(body)));
        }
    }
    let from = since(run);
    for (code, name, p) in active(run) {
        if p.joined_on.0 > from && p.joined_on.0 <= run.today {
            out.push((code, name, None));
        }
    }
    out
}
fn movers(run: &Run) -> Vec<String> {
    run.codes("list", "moved")
}
/// Everyone who left: by these answers, or on record with something still open.
fn leavers(run: &Run) -> Vec<(String, NaiveDate)> {
    let mut out: Vec<(String, NaiveDate)> = Vec::new();
    for r in run.table("list", "left") {
        let v = Value::Object(r.clone());
        if let Some(day) = dates::parse(cell(&v, "left_on")) {
            out.push((cell(&v, "person").to_string(), day));
        }
    }
    for (code, v) in run.by_row("compare", "here") {
        if let Some(day) = dates::parse(cell(v, "left_on")).filter(|_| cell(v, "still") == "left") {
            out.push((code.to_string(), day));
        }
    }
    for (_, r, p) in run.isms.live::<Person>() {
        let open = p.accounts_closed_on.is_none() || p.things_returned_on.is_none();
        // A last day that was told beforehand and has come.
        let came = r.state() == "active" && p.left_on.is_some_and(|d| d.0 <= run.today);
        if let (Some(day), true) = (p.left_on, came || open && r.state() == "left") {
            out.push((r.code.to_string(), day.0));
        }
    }
    out.dedup_by(|a, b| a.0 == b.0);
    out.retain(|(c, _)| run.isms.get::<Person>(c).is_some());
    out
}
/// Live records that this person answers for.
fn owned(run: &Run, person: &str) -> Vec<String> {
    let mut out: Vec<String> = crate::kinds::kinds()
        .iter()
        .filter(|k| k.field("owner").is_some())
        .flat_map(|k| run.isms.each(k.name))
        .filter(|(_, r)| r.live() && r.common.owner.as_ref().is_some_and(|o| **o == *person))
        .filter(|(_, r)| !(r.info().name == "action" && matches!(r.state(), "done" | "checked" | "dropped")))
        .map(|(_, r)| r.code.to_string())
        .collect();
    out.sort();
    out
}
fn list(run: &Run, judge: &mut Judge) {
    let somebody =
        !run.table("list", "new").is_empty() || !movers(run).is_empty() || !run.table("list", "left").is_empty();
    let dropped = run.answer("list", "list").is_some();
    if run.yes("list", "nobody") && somebody {
        judge.red("nobody", "You named somebody. Take the tick away, or the names.");
    }
    if !run.yes("list", "nobody") && !somebody && !dropped {
        judge.red("nobody", "Drop the list, name who came, moved or went, or tick that it is nobody.");
    }
    for r in run.table("list", "new") {
        let v = Value::Object(r.clone());
        if active(run).iter().any(|(_, n, _)| fold(n) == fold(cell(&v, "name"))) {
            judge.red("new", format!("{} is in your register already.", cell(&v, "name")));
        }
    }
    for r in run.table("list", "left") {
        let v = Value::Object(r.clone());
        let Some(p) = run.isms.get::<Person>(cell(&v, "person")) else { continue };
        if dates::parse(cell(&v, "left_on")).is_some_and(|d| d < p.joined_on.0) {
            judge.red(
                "left",
                format!(
                    "{} joined on {}, after that last day.",
                    run.name(cell(&v, "person")),
                    run.say_day(p.joined_on.0)
                ),
            );
        }
    }
}
fn compare_shape(run: &Run, page: &mut Page) {
    let rows = |of: Vec<(String, String)>| of.into_iter().map(|(id, n)| Row::new(id, n, "", "")).collect::<Vec<_>>();
    for (field, of) in [("there", only_there(run)), ("here", only_here(run))] {
        if of.is_empty() {
            page.drop(field);
        } else if let Some(a) = page.the(field) {
            a.rows = Some(rows(of));
            a.required = true;
        }
    }
}
fn joined_shape(run: &Run, page: &mut Page) {
    let rows = joiners(run).into_iter().map(|(id, n, _)| Row::new(id, n, "", "")).collect();
    if let Some(a) = page.the("joined") {
        a.rows = Some(rows);
    }
}
fn moved_shape(run: &Run, page: &mut Page) {
    let rows = movers(run)
        .into_iter()
        .map(|c| {
            let roles = run
                .isms
                .get::<Person>(&c)
                .map(|p| p.roles.iter().map(|r| r.to_string()).collect::<Vec<_>>().join(", "))
                .unwrap_or_default();
            Row::new(c.clone(), run.name(&c), format!("Until now: {roles}"), "")
        })
        .collect();
    if let Some(a) = page.the("moved") {
        a.rows = Some(rows);
    }
}
fn moved(run: &Run, judge: &mut Judge) {
    let known: Vec<String> =
        run.isms.organization().map(|o| o.role_list.iter().map(|r| r.role.to_string()).collect()).unwrap_or_default();
    for (p, v) in run.by_row("moved", "moved") {
        if let Some(other) =
            v.get("roles").map(crate::wizard::strings).unwrap_or_default().into_iter().find(|r| !known.contains(r))
        {
            judge.red(
                "moved",
                format!(
                    "{}: \u{201c}{other}\u{201d} is not on your list of roles. Write it as it stands there.",
                    run.name(p)
                ),
            );
        }
    }
}
fn left_shape(run: &Run, page: &mut Page) {
    let rows = leavers(run)
        .into_iter()
        .map(|(c, day)| {
            let own = owned(run, &c);
            let has = if own.is_empty() {
                "Answers for nothing.".to_string()
            } else {
                format!("Answers for {}.", own.join(", "))
            };
            Row::new(c.clone(), run.name(&c), format!("Last day {}. {has}", run.say_day(day)), "")
        })
        .collect();
    if let Some(a) = page.the("left") {
        a.rows = Some(rows);
    }
}
fn left(run: &Run, judge: &mut Judge) {
    for (p, day) in leavers(run) {
        let Some((_, v)) = run.by_row("left", "left").into_iter().find(|(id, _)| *id == p) else { continue };
        let name = run.name(&p);
        let open = dates::parse(cell(v, "accounts_closed_on")).is_none();
        if open && day < run.today {
            let n = dates::days_between(day, run.today);
            judge.red(
                "left",
                format!(
                    "The access of {name} is open {n} {} after the last day. Close it now and give the day.",
                    if n == 1 { "day" } else { "days" }
                ),
            );
        }
        if !owned(run, &p).is_empty() && cell(v, "to").is_empty() {
            judge.red("left", format!("{name} answers for {} records. Say who takes them over.", owned(run, &p).len()));
        }
        if cell(v, "to") == p {
            judge.red("left", format!("{name} cannot take over from {name}."));
        }
    }
}
fn list_panel(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("People on record", format!("{} are active.", active(run).len())));
    let open: Vec<String> =
        leavers(run).iter().map(|(c, d)| format!("- {}, last day {}", run.name(c), run.say_day(*d))).collect();
    if !open.is_empty() {
        out.push(PanelPart::text("Gone, with something still open", open.join("\n")));
    }
    panel::last_review(run, out);
}
fn joined_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let days = run.isms.organization().map_or(30, |o| o.joiner_days.0);
    out.push(PanelPart::text(
        "By your own rule",
        format!("A newcomer is trained and has read the rules within {days} days."),
    ));
    roles_panel(run, out);
}
fn roles_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let lines: Vec<String> = run
        .isms
        .organization()
        .map(|o| o.role_list.iter().map(|r| format!("- {}", r.role)).collect())
        .unwrap_or_default();
    out.push(PanelPart::text("Roles on your list", lines.join("\n")));
}
fn left_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let of: Vec<String> = leavers(run).into_iter().map(|x| x.0).collect();
    panel::people(run, "Who left", &of, out);
}
fn outside_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let of: Vec<String> =
        active(run).into_iter().filter(|(_, _, p)| p.standing == Standing::Contractor).map(|x| x.0).collect();
    if of.is_empty() {
        out.push(PanelPart::text("Contractors on record", "None."));
    } else {
        panel::people(run, "Contractors on record", &of, out);
    }
}
fn odd_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let from = dates::add_months(run.today, -3).to_string();
    let lines: Vec<String> = run
        .isms
        .live::<crate::kinds::Incident>()
        .filter(|(_, _, i)| i.noticed_at.get(..10).is_some_and(|d| d >= from.as_str()))
        .map(|(_, r, _)| format!("- {} {}", r.code, r.title()))
        .collect();
    out.push(PanelPart::text(
        "Of the last three months",
        if lines.is_empty() {
            "Nothing was recorded. In twelve months that is hard to believe.".into()
        } else {
            lines.join("\n")
        },
    ));
}
fn finish(run: &Run, done: &mut Done) {
    for (i, (id, _, body)) in joiners(run).into_iter().enumerate() {
        let given = run
            .by_row("joined", "joined")
            .into_iter()
            .find(|(r, _)| *r == id)
            .map(|(_, v)| v.clone())
            .unwrap_or_default();
        let mut set = body.clone().unwrap_or_else(|| json!({}));
        for field in ["screened", "confidentiality_on"] {
            if !cell(&given, field).is_empty() {
                set[field] = cell(&given, field).into();
            }
        }
        if body.is_some() {
            done.changes.push(Change::put("person", &format!("@person{}", i + 1), set));
        } else if set != json!({}) {
            done.put("person", &id, set);
        }
        let mut open = Vec::new();
        if cell(&given, "contract") == "open" {
            open.push("contract with security duties");
        }
        if cell(&given, "access") == "open" {
            open.push("only the access that the role needs");
        }
        if cell(&given, "screened") == "open" {
            open.push("check before hiring");
        }
        if !open.is_empty() {
            let text = format!("Finish for the newcomer of {}: {}", run.say_day(run.today), open.join(", "));
            done.action("improvement", &text, "@review", run.by, dates::add_days(run.today, 14));
        }
    }
    for (p, v) in run.by_row("moved", "moved") {
        let roles = v.get("roles").map(crate::wizard::strings).unwrap_or_default();
        if !roles.is_empty() {
            done.put("person", p, json!({"roles": roles}));
        }
        if cell(v, "done") == "open" {
            let text = format!(
                "Change of role: {} goes, {} comes",
                cell(v, "goes").trim_end_matches('.'),
                cell(v, "comes").trim_end_matches('.')
            );
            done.action("improvement", &text, "@review", run.by, dates::add_days(run.today, 7));
        }
    }
    for (p, day) in leavers(run) {
        let Some((_, v)) = run.by_row("left", "left").into_iter().find(|(id, _)| *id == p) else { continue };
        let mut set = json!({"left_on": day.to_string()});
        // Who is still here until a coming day leaves the register on that day's round.
        if day <= run.today {
            set["state"] = "left".into();
        }
        for field in ["accounts_closed_on", "things_returned_on"] {
            if !cell(v, field).is_empty() {
                set[field] = cell(v, field).into();
            }
        }
        done.put("person", &p, set);
        let to = cell(v, "to");
        if !to.is_empty() {
            for code in owned(run, &p) {
                if let Some(k) = run.isms.record(&code).and_then(|r| kind(r.info().name)) {
                    done.put(k.name, &code, json!({"owner": to}));
                }
            }
        }
        if cell(v, "things_returned_on").is_empty() || cell(v, "reminded") == "open" {
            let what = if cell(v, "things_returned_on").is_empty() {
                "get their things back"
            } else {
                "remind them of what still binds them"
            };
            done.action(
                "improvement",
                &format!("Leaver of {}: {what}", run.say_day(day)),
                "@review",
                run.by,
                dates::add_days(run.today, 14),
            );
        }
    }
    if run.is("outside", "outside", "yes") {
        let text = format!("Contractor started or ended: {}", run.says("outside", "who_outside").trim());
        done.action("improvement", &text, "@review", run.by, dates::add_days(run.today, 14));
    }
    if run.is("odd", "odd", "yes") {
        let what = run.says("odd", "odd_what").trim();
        done.changes.push(Change::add(
            "incident",
            json!({"title": crate::wizard::short(what), "what": what, "noticed_at": format!("{}T12:00+00:00", run.today), "class": "event", "personal_data": "unclear", "risk_to_people": "not_judged"}),
        ));
    }
    let mut about = performed(run);
    about.extend(run.about.iter().filter(|c| !about.contains(c)).cloned().collect::<Vec<_>>());
    if about.is_empty() {
        about.push(run.by.to_string());
    }
    done.about = Some(about);
}
