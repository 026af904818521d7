//! What the stock-take checks beyond types, in the owner's words; and which rows, choices and values its pages have.
//! Yellow makes think, red stops; neither answers.
use super::*;
use crate::kind::{Choice, Ty};
use crate::staleness::Reason;
use crate::wizard::{Judge, Page, Row, all_reasons, must_matter};
use serde_json::{Map, Value};

pub(super) fn text<'a>(v: &'a Value, field: &str) -> &'a str {
    v.get(field).and_then(Value::as_str).unwrap_or_default()
}
fn name(run: &Run, code: &str) -> String {
    format!("{code} {}", run.isms.record(code).map(crate::isms::Record::title).unwrap_or_default())
}

/// Places that are on record, each once.
pub(super) fn places(run: &Run) -> Vec<String> {
    let mut all: Vec<String> = run.isms.live::<Asset>().map(|(_, _, a)| a.runs_where.to_string()).collect();
    all.sort();
    all.dedup();
    all
}
pub(super) fn choose_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("places") {
        let of = places(run).into_iter().map(|p| Choice { name: p.clone(), label: p, meaning: String::new() });
        a.ty = Ty::Many { of: of.collect() };
    }
    page.asks.iter_mut().for_each(|a| a.optional_word = false);
}
pub(super) fn choose(run: &Run, judge: &mut Judge) {
    let said = run.says("choose", "scope");
    let whole = match said {
        "kinds" => !run.codes("choose", "kinds").is_empty(),
        "places" => !run.codes("choose", "places").is_empty(),
        _ => !said.is_empty(),
    };
    for p in run.codes("choose", "places").iter().filter(|p| !places(run).contains(p)) {
        judge.red("places", format!("Nothing on record is at \u{201c}{p}\u{201d}."));
    }
    if whole && scope(run).is_empty() && activities(run).is_empty() && run.isms.live::<Asset>().next().is_some() {
        judge.red("scope", "Nothing on record is among these. Choose more.");
    }
}

/// What has happened, each once, with everything that it touches here.
pub(super) fn causes(run: &Run) -> Vec<(String, Reason, Vec<String>)> {
    let mut out: Vec<(String, Reason, Vec<String>)> = Vec::new();
    for code in scope(run).into_iter().chain(activities(run)) {
        for (id, reason) in all_reasons(&run.of(&code)) {
            match out.iter_mut().find(|(have, ..)| *have == id) {
                Some((_, _, touched)) => touched.push(code.clone()),
                None => out.push((id, reason, vec![code.clone()])),
            }
        }
    }
    out
}
pub(super) fn changed_shape(run: &Run, page: &mut Page) {
    let all = causes(run);
    let row = |(id, r, touched): &(String, Reason, Vec<String>)| {
        let more = &touched[1..];
        let mut detail = if more.is_empty() {
            String::new()
        } else {
            format!("It touches {} here too: {}.", more.len(), more.join(", "))
        };
        if must_matter(run, r) {
            detail =
                format!("This one has to be answered; it cannot be set aside with a sentence. {detail}").trim().into();
        }
        Row::new(id.clone(), r.text(run.isms), "", detail)
    };
    if let Some(a) = page.the("matters") {
        a.rows = Some(all.iter().map(row).collect());
    }
    if let Some(a) = page.the("matters_why") {
        a.rows = Some(all.iter().filter(|(_, r, _)| !must_matter(run, r)).map(row).collect());
    }
}
pub(super) fn changed(run: &Run, judge: &mut Judge) {
    for (id, r, _) in causes(run) {
        if run.row("changed", "matters", &id) != "no" {
            continue;
        }
        if must_matter(run, &r) {
            judge.red("matters", format!("{} That cannot be set aside; answer yes or not sure.", r.text(run.isms)));
        } else if run.row("changed", "matters_why", &id).trim().chars().count() < 10 {
            judge.red(
                "matters_why",
                format!(
                    "{} Why does it not matter here? One sentence that you would say to the auditor.",
                    r.text(run.isms)
                ),
            );
        }
    }
}

pub(super) fn compare_shape(run: &Run, page: &mut Page) {
    let heads = list::headers(run);
    if let Some(a) = page.the("column") {
        a.required = false;
        a.case = "have=list".into();
        if heads.len() > 1 {
            a.ty = Ty::Choice {
                of: heads
                    .iter()
                    .map(|h| Choice { name: h.clone(), label: h.clone(), meaning: String::new() })
                    .collect(),
            };
        }
    }
    page.asks.iter_mut().for_each(|a| a.optional_word = false);
}
pub(super) fn compare(run: &Run, judge: &mut Judge) {
    if !run.is("compare", "have", "list") || run.answer("compare", "list").is_none() {
        return;
    }
    let said = run.says("compare", "column");
    if !said.is_empty() && !list::headers(run).iter().any(|h| h == said) {
        judge.red(
            "column",
            format!("The list has no column \u{201c}{said}\u{201d}. It has: {}.", list::headers(run).join(", ")),
        );
    }
    if list::headers(run).is_empty() {
        judge.red("list", "The list has no rows. Drop another, or say that there is none.");
    }
}

pub(super) fn new_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("new") {
        // Where the list says where a thing is, that stands there.
        let placed = list::only_there(run).into_iter().filter(|t| !t.place.is_empty());
        let known =
            placed.map(|t| (t.id, Value::Object(Map::from_iter([("runs_where".to_string(), Value::from(t.place))]))));
        a.value = Value::Object(known.collect());
        a.rows = Some(list::only_there(run).into_iter().map(|t| Row::new(t.id, t.name, t.says, "")).collect());
        a.optional_word = false;
    }
}
pub(super) fn new(run: &Run, judge: &mut Judge) {
    let there = list::only_there(run);
    let singles = there.iter().filter(|t| t.count == 1);
    let added = singles
        .filter(|t| run.answer("new", "new").and_then(|v| v.get(&t.id)).is_some_and(|v| text(v, "then") == "add"))
        .count();
    if added > 30 {
        judge.yellow(
            "new",
            format!(
                "{added} things one by one? A group with a count is enough where they are alike; the list is its proof."
            ),
        );
    }
    for (id, v) in run.by_row("new", "new") {
        let what = there.iter().find(|t| t.id == id).map(|t| t.name.clone()).unwrap_or_default();
        if text(v, "then") == "ignore" && (1..5).contains(&text(v, "because").trim().chars().count()) {
            judge.red(
                "new",
                format!(
                    "{what}: \u{201c}{}\u{201d} does not tell next year's you anything. Why is it left out?",
                    text(v, "because").trim()
                ),
            );
        }
    }
}
pub(super) fn worth_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("worth") {
        a.rows = Some(record::added(run).into_iter().map(|t| Row::new(t.id, t.name, "", "")).collect());
        a.optional_word = false;
    }
}

pub(super) fn gone_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("gone") {
        let row = |c: &String| {
            let a = run.isms.get::<Asset>(c)?;
            let owner = run.isms.record(c)?.common.owner.as_ref().map(|o| run.name(o)).unwrap_or_default();
            Some(Row::new(c.as_str(), name(run, c), format!("{}; {owner}", &*a.runs_where), word(&a.classification)))
        };
        a.rows = Some(list::only_here(run).iter().filter_map(row).collect());
        a.optional_word = false;
    }
}
pub(super) fn gone(run: &Run, judge: &mut Judge) {
    for (code, v) in run.by_row("gone", "gone") {
        let held = run.isms.get::<Asset>(code).is_some_and(|a| {
            matches!(word(&a.classification), "confidential" | "secret") || word(&a.personal_data) != "none"
        });
        if text(v, "then") == "gone" && text(v, "wiped") == "no" && held {
            judge.yellow(
                "gone",
                format!("{}: what it held is not wiped. Who has it now? It goes on your list.", name(run, code)),
            );
        }
        if let Ok(at) = chrono::DateTime::parse_from_str(text(v, "noticed_at"), "%Y-%m-%dT%H:%M%:z") {
            if at.date_naive() > run.today {
                judge.red(
                    "gone",
                    format!(
                        "{}: {} has not happened yet. When was it noticed?",
                        name(run, code),
                        run.say_day(at.date_naive())
                    ),
                );
            }
        }
    }
}

/// One line of what is on record of a thing.
pub(super) fn facts_line(run: &Run, code: &str) -> String {
    let Some(r) = run.isms.record(code) else { return String::new() };
    let body = r.body_json();
    let say = |f: &str| {
        let ty = r.info().field(f).map(|x| x.ty.clone());
        ty.zip(body.get(f)).map(|(ty, v)| crate::wizard::say::value(run.isms, run.today, f, &ty, v)).unwrap_or_default()
    };
    let personal = if body.get("personal_data").is_some_and(|v| v == "none") {
        "no personal data".into()
    } else {
        format!("personal data: {}", say("personal_data"))
    };
    format!(
        "{}; {}; {}; {personal}; reachable: {}",
        say("runs_where"),
        say("owner"),
        say("classification"),
        say("exposed")
    )
}
pub(super) fn each_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("right") {
        let row = |c: &String| {
            let other = list::differs(run, c);
            let detail =
                if other.is_empty() { String::new() } else { format!("The list says otherwise. {}", other.join("; ")) };
            Row::new(c.as_str(), name(run, c), facts_line(run, c), detail)
        };
        a.rows = Some(stays(run).iter().map(row).collect());
    }
}
/// What stands in the register stands in the row, to be mended.
fn as_recorded(run: &Run, codes: &[String], fields: &[&str]) -> Value {
    let mut out = Map::new();
    for code in codes {
        let body = run.isms.record(code).map(crate::isms::Record::body_json).unwrap_or_default();
        let row: Map<String, Value> =
            fields.iter().filter_map(|f| Some((f.to_string(), body.get(*f)?.clone()))).collect();
        out.insert(code.clone(), Value::Object(row));
    }
    Value::Object(out)
}
pub(super) const FACTS: [&str; 5] = ["runs_where", "owner", "classification", "personal_data", "exposed"];
pub(super) fn different_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("different") {
        let codes = changing(run);
        a.value = as_recorded(run, &codes, &FACTS);
        a.rows = Some(
            codes.iter().map(|c| Row::new(c.as_str(), name(run, c), "", list::differs(run, c).join("; "))).collect(),
        );
    }
}
pub(super) fn different(run: &Run, judge: &mut Judge) {
    for (code, v) in run.by_row("each-change", "different") {
        if let Some(text) = crate::wizard::gone_person(run, text(v, "owner")) {
            judge.red("different", format!("{}: {text} Choose who answers for it now.", name(run, code)));
        }
    }
    for code in changing(run) {
        if record::facts(run, &code).is_none_or(|f| f.is_empty()) {
            judge.yellow(
                "different",
                format!("{}: you said that it is not right, and nothing is changed.", name(run, &code)),
            );
        }
    }
}

pub(super) const NEEDS: [&str; 4] = ["depends_on", "supplier", "restore_within", "lose_at_most"];
pub(super) fn need_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("need") {
        let codes = critical(run);
        a.value = as_recorded(run, &codes, &NEEDS);
        a.rows = Some(codes.iter().map(|c| Row::new(c.as_str(), name(run, c), "", "")).collect());
    }
}
pub(super) fn need(run: &Run, judge: &mut Judge) {
    for code in critical(run) {
        let row = run.answer("need", "need").and_then(|v| v.get(&code)).cloned().unwrap_or_default();
        let kept = run.isms.get::<Asset>(&code).is_some_and(|a| a.restore_within.is_some());
        let said = row.get("restore_within");
        if said.map_or(!kept, crate::canonical::empty) {
            judge.yellow(
                "need",
                format!(
                    "{}: nothing says how fast it must be back. Backups and drills are measured by that.",
                    name(run, &code)
                ),
            );
        }
        if row.get("depends_on").map(crate::wizard::strings).unwrap_or_default().contains(&code) {
            judge.red("need", format!("{}: a thing cannot need itself. Take it away.", name(run, &code)));
        }
    }
}

pub(super) fn orphan_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("orphan") {
        let row = |c: &String| {
            let owner = run.isms.record(c).and_then(|r| r.common.owner.as_ref());
            let why = owner
                .map_or_else(|| Some("Nobody answers for it.".to_string()), |o| crate::wizard::gone_person(run, o));
            Row::new(
                c.as_str(),
                name(run, c),
                why.unwrap_or_else(|| {
                    "No activity, thing, risk or control names it, and nobody is said to use it.".into()
                }),
                facts_line(run, c),
            )
        };
        a.rows = Some(orphans(run).iter().map(row).collect());
    }
}
pub(super) fn orphan(run: &Run, judge: &mut Judge) {
    for (code, v) in run.by_row("orphan", "orphan") {
        if let Some(text) = crate::wizard::gone_person(run, text(v, "owner")).filter(|_| text(v, "then") == "owner") {
            judge.red("orphan", format!("{}: {text} Choose who answers for it now.", name(run, code)));
        }
        if text(v, "then") == "retire" && (1..5).contains(&text(v, "why").trim().chars().count()) {
            judge.red(
                "orphan",
                format!(
                    "{}: \u{201c}{}\u{201d} does not tell next year's you anything. Why may it go?",
                    name(run, code),
                    text(v, "why").trim()
                ),
            );
        }
    }
}

pub(super) const ACTIVITY: [&str; 3] = ["assets", "suppliers", "down_at_most"];
pub(super) fn process_shape(run: &Run, page: &mut Page) {
    let codes = activities(run);
    if codes.is_empty() {
        page.drop("process");
    } else if let Some(a) = page.the("process") {
        a.value = as_recorded(run, &codes, &ACTIVITY);
        let row = |c: &String| {
            Row::new(
                c.as_str(),
                name(run, c),
                run.isms.get::<Process>(c).map(|p| p.does.to_string()).unwrap_or_default(),
                "",
            )
        };
        a.rows = Some(codes.iter().map(row).collect());
    }
}
pub(super) fn process(run: &Run, judge: &mut Judge) {
    let gone: Vec<String> = scope(run).into_iter().filter(|c| list::fate(run, c) == "gone").collect();
    for (code, v) in run.by_row("process", "process") {
        let needs = v.get("assets").map(crate::wizard::strings).unwrap_or_default();
        if let Some(a) = needs.iter().find(|a| gone.contains(a)) {
            judge.red(
                "process",
                format!("{}: you said that {} is gone. What takes its place?", name(run, code), name(run, a)),
            );
        }
        if needs.is_empty() && v.get("suppliers").is_none_or(crate::canonical::empty) {
            judge.yellow(
                "process",
                format!("{}: it needs nothing? Then nothing tells you when it is in danger.", name(run, code)),
            );
        }
    }
}
