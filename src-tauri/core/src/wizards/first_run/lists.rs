//! Lists that the owner has today: what they come to, when they were last reviewed, and the reviews that are carried over.
//! How a sheet is read is the import's; here stands only what it found. It must never claim a review that nobody named.
use crate::act::{Change, Declare};
use crate::dates::{add_days, parse};
use crate::kinds::kind;
use crate::wizard::{Done, Judge, Page, Row, Run};
use serde_json::{Map, Value, json};

/// A list as it was dropped and read.
pub(super) struct List<'a>(&'a Map<String, Value>);

impl<'a> List<'a> {
    pub(super) fn id(&self) -> &'a str {
        self.text("id")
    }
    fn text(&self, field: &str) -> &'a str {
        self.0.get(field).and_then(Value::as_str).unwrap_or_default()
    }
    fn count(&self, field: &str) -> u64 {
        self.0
            .get("look")
            .and_then(|l| l.get("counts"))
            .and_then(|c| c.get(field))
            .and_then(Value::as_u64)
            .unwrap_or_default()
    }
    fn later(&self) -> bool {
        self.0.get("later") == Some(&Value::Bool(true))
    }
    fn rows(&self, field: &str) -> impl Iterator<Item = &'a Map<String, Value>> + use<'a> {
        self.0.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
    }
    /// What it would write, with the codes that its records get.
    fn puts(&self) -> impl Iterator<Item = (&'a str, &'a str, &'a Map<String, Value>)> + use<'a> {
        self.rows("changes")
            .filter_map(|c| Some((c.get("kind")?.as_str()?, c.get("code")?.as_str()?, c.get("fields")?.as_object()?)))
    }
    /// Codes of those of its records that are reviewed, each with its owner, if it names one.
    fn reviewed(&self) -> Vec<(&'a str, Option<&'a str>)> {
        let own = self.text("kind");
        let puts = self.puts().filter(|(k, ..)| *k == own && kind(k).is_some_and(|k| k.reviewed));
        puts.map(|(_, code, f)| (code, f.get("owner").and_then(Value::as_str))).collect()
    }
}
fn all<'a>(run: &Run<'a>) -> Vec<List<'a>> {
    let rows = run.answer("bring", "lists").and_then(|v| v.get("rows")).and_then(Value::as_array);
    rows.into_iter().flatten().filter_map(Value::as_object).map(List).collect()
}
/// Those that are brought in now.
fn taken<'a>(run: &Run<'a>) -> Vec<List<'a>> {
    all(run).into_iter().filter(|l| !l.later()).collect()
}
/// Those whose records are looked at again and again.
pub(super) fn looked_at<'a>(run: &Run<'a>) -> Vec<List<'a>> {
    taken(run).into_iter().filter(|l| !l.reviewed().is_empty()).collect()
}
/// Those that were dropped and wait: "the list risks.csv, kept as EV-003".
pub(super) fn later(run: &Run) -> Vec<String> {
    let waits = all(run).into_iter().filter(List::later);
    waits
        .map(|l| match l.text("evidence") {
            "" => format!("the list {}", l.id()),
            kept => format!("the list {}, kept as {kept}", l.id()),
        })
        .collect()
}

pub(super) fn bring(run: &Run, judge: &mut Judge) {
    for l in taken(run) {
        let (good, wrong) = (l.count("adds") + l.count("changes"), l.count("errors"));
        let id = l.id();
        if !l.text("refused").is_empty() {
            judge
                .red("lists", format!("{id}: {} Read it as something else, or leave it for later.", l.text("refused")));
        } else if l.text("kind").is_empty() {
            judge.red("lists", format!("{id} was not read. Drop it once more."));
        } else if good == 0 && wrong > 0 {
            judge.red("lists", format!("{id}: none of its rows can come in as it stands. Answer what it asks, say which column is what, or leave it for later."));
        } else if good == 0 {
            judge.yellow("lists", format!("{id} says nothing that is not known here already."));
        } else if wrong > 0 {
            let (rows, stay) = if wrong == 1 { ("row is", "stays") } else { ("rows are", "stay") };
            judge.yellow("lists", format!("{id}: {wrong} {rows} wrong and {stay} out. Mend it in the sheet and drop it again, or bring it in later."));
        }
    }
}

pub(super) fn reviewed_shape(run: &Run, page: &mut Page) {
    let Some(ask) = page.the("reviewed") else { return };
    let rows = looked_at(run).into_iter().map(|l| {
        let n = l.reviewed().len();
        let what = kind(l.text("kind")).map_or("records", |k| if n == 1 { k.title } else { k.plural }).to_lowercase();
        let dated: usize = l.rows("reviews").filter_map(|r| r.get("about")?.as_array()).map(Vec::len).sum();
        let column = match dated {
            0 => "No column says when they were last reviewed.".to_string(),
            d if d == n => "A column says it for each.".to_string(),
            1 => "A column says it for 1.".to_string(),
            d => format!("A column says it for {d}."),
        };
        Row::new(l.id(), l.id(), format!("{n} {what}"), column)
    });
    ask.rows = Some(rows.collect());
    ask.rows_vary = true;
}
pub(super) fn reviewed(run: &Run, judge: &mut Judge) {
    for l in looked_at(run) {
        let (when, on) = said(run, l.id());
        if when == "column" && l.rows("reviews").next().is_none() {
            judge.red("reviewed", format!("{}: no column of it says when. Go back and say which column is \u{201c}When was it last reviewed?\u{201d}, or give one day.", l.id()));
        }
        if when == "date" && parse(on).is_some_and(|d| d < add_days(run.today, -3 * 366)) {
            judge.yellow(
                "reviewed",
                format!("{}: that is more than three years ago. All of it will be overdue at once.", l.id()),
            );
        }
    }
}
fn said<'a>(run: &Run<'a>, id: &str) -> (&'a str, &'a str) {
    let row = run.answer("reviewed", "reviewed").and_then(|v| v.get(id)).and_then(Value::as_object);
    let text = |f: &str| row.and_then(|r| r.get(f)).and_then(Value::as_str).unwrap_or_default();
    (text("when"), text("on"))
}

/// What the lists would write, the reviews that are carried over, and a day within the first 90 for what nobody knows when it was looked at.
pub(super) fn bring_in(run: &Run, done: &mut Done) {
    let mut unknown = Vec::new();
    for l in taken(run) {
        for (kind, code, fields) in l.puts() {
            put(done, kind, code, fields);
        }
        let (when, on) = said(run, l.id());
        let records = l.reviewed();
        let mut dated: Vec<&str> = Vec::new();
        if when == "column" {
            for fields in l.rows("reviews") {
                dated.extend(
                    fields.get("about").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str),
                );
                done.changes.push(Change::add("review", Value::Object(fields.clone())));
            }
        }
        if when == "date" {
            let wizard = kind(l.text("kind")).map_or("first-run", |k| k.wizard.unwrap_or(k.routine));
            let mut owners: Vec<&str> = Vec::new();
            for (_, o) in &records {
                let o = o.unwrap_or(run.by);
                if !owners.contains(&o) {
                    owners.push(o);
                }
            }
            for by in owners {
                let about: Vec<&str> =
                    records.iter().filter(|(_, o)| o.unwrap_or(run.by) == by).map(|(code, _)| *code).collect();
                dated.extend(&about);
                done.changes.push(Change::add("review", json!({
                    "wizard": wizard, "about": about, "held_on": on, "by": by, "outcome": "carried_over",
                    "why": format!("Carried over from {}, all of which was last reviewed on this day, as was said when this file was set up.", l.id()),
                })));
            }
        }
        unknown.extend(records.into_iter().map(|(code, _)| code).filter(|c| !dated.contains(c)));
    }
    spread(run, &unknown, done);
}
/// A put of a list beside those of the guide: roles are joined, all else is the list's.
fn put(done: &mut Done, kind: &str, code: &str, fields: &Map<String, Value>) {
    let mut fields = fields.clone();
    let before = done.changes.iter().find_map(|c| match c {
        Change::Put { code: Some(have), fields, .. } if have == code => fields.get("roles"),
        _ => None,
    });
    if let (Some(Value::Array(before)), Some(Value::Array(roles))) = (before, fields.get_mut("roles")) {
        roles.extend(before.iter().filter(|r| !roles.contains(r)).cloned().collect::<Vec<_>>());
    }
    done.changes.push(Change::Put { kind: kind.into(), code: Some(code.into()), fields, declare: Declare::Nothing });
}
/// Never reviewed in this file, and nobody knows when before: a week for each part of them, from the second to the thirteenth (DOMAIN 3.8, 5).
fn spread(run: &Run, codes: &[&str], done: &mut Done) {
    const WEEKS: usize = 11;
    for week in 0..WEEKS {
        let (from, to) = (codes.len() * week / WEEKS, codes.len() * (week + 1) / WEEKS);
        if from < to {
            let day = add_days(run.today, 14 + 7 * week as i64);
            done.changes.push(Change::add("review", json!({
                "wizard": "spread", "about": codes[from..to], "held_on": run.today.to_string(), "by": run.by, "outcome": "sooner", "next_by": day.to_string(),
                "why": "Nobody knows when it was last reviewed; what was brought in so is spread over the first 90 days.",
            })));
        }
    }
}
