//! `isms chain`: from a law to the last person who reads or learns because of it. `isms starters`: texts of ours to begin with.
use crate::look::Seen;
use crate::say::{self, End, Ended, line};
use chrono::NaiveDate;
use isms::Refusal;
use isms::catalog::{self, STARTERS};
use isms::view::{self, CircleShown, KnotShown, StarterShown};
use serde_json::{Map, Value};
use std::path::Path;

pub fn chain(path: &Path, id: &str, as_of: Option<NaiveDate>, json: bool) -> Ended {
    let seen = Seen::of(path, as_of)?;
    let c = view::chain(&seen.shown(), id)?;
    if json {
        say::value(&c);
        return Ok(End::Done);
    }
    line(&c.says);
    head("Law");
    knot(&c.law);
    line(format!("      {}, {}. {}", c.source, c.jurisdiction, c.read));
    for (title, knots, none) in
        [("Policies", &c.policies, "No policy answers it."), ("Courses", &c.courses, "No course teaches them.")]
    {
        head(title);
        if knots.is_empty() {
            line(format!("  {none}"));
        }
        knots.iter().for_each(knot);
    }
    head("People");
    if c.people.is_empty() {
        line("  Nobody is asked to read or learn any of it.");
    }
    c.people.iter().for_each(circle);
    for also in &c.also {
        head(also.title);
        also.knots.iter().for_each(knot);
    }
    if !c.gaps.is_empty() {
        head("Where it breaks off");
        c.gaps.iter().for_each(|g| line(format!("  {}", view::plain(g))));
    }
    head("If it changed today");
    line(format!("  {} {}", c.would, c.then).trim_end());
    Ok(End::Done)
}
fn head(title: &str) {
    line(format!("\n{title}"));
}
fn knot(k: &KnotShown) {
    let states: Vec<&str> = k.states.iter().map(|s| view::word(*s)).collect();
    let version = if k.version.is_empty() { String::new() } else { format!(" {}", k.version) };
    let from = if matches!(k.kind, "course" | "routine") { format!(" < {}", k.from.join(", ")) } else { String::new() };
    let stage = if k.stage.is_empty() { String::new() } else { format!(", {}", k.stage) };
    line(format!("  {}  {}{version}{stage} [{}]{from}", k.id, k.title, states.join(", ")));
    if !k.waits.is_empty() {
        line(format!("      {}", k.waits));
    }
    for r in &k.reasons {
        line(format!("      {}", r.text));
    }
}
fn circle(c: &CircleShown) {
    line(format!("  {} {}, to {}: {}", c.of, c.version, c.must, c.says));
    for p in &c.owed {
        line(format!("      {}  {}", p.id, p.why));
    }
}

pub fn starters(path: Option<&Path>, json: bool) -> Ended {
    let print = |rows: Vec<(&str, &str, &[&str], String)>| {
        say::table(
            &rows
                .into_iter()
                .map(|(name, title, answers, why)| vec![name.to_string(), title.to_string(), answers.join(" "), why])
                .collect::<Vec<_>>(),
        );
    };
    let Some(path) = path else {
        if json {
            let all: Vec<Value> = STARTERS.iter().map(|t| serde_json::json!({"name": t.name, "title": t.title, "kind": t.kind, "sort": t.sort, "answers": t.answers, "text": t.text})).collect();
            say::value(&all);
        } else {
            print(STARTERS.iter().map(|t| (t.name, t.title, t.answers, String::new())).collect());
        }
        return Ok(End::Done);
    };
    let seen = Seen::of(path, None)?;
    let by = crate::work::who_in(seen.isms())?;
    let all: Vec<StarterShown> = view::starters(&seen.shown(), "policy", &by);
    if json {
        say::value(&all);
    } else {
        print(all.iter().map(|t| (t.name, t.title, t.answers, view::plain(&t.why))).collect());
    }
    Ok(End::Done)
}

/// The fields of a new record that begins with a text of ours; what is given besides comes first.
pub fn begun(
    isms: &isms::Isms,
    kind: &str,
    name: &str,
    by: &str,
    given: Map<String, Value>,
) -> Result<Map<String, Value>, Refusal> {
    let Some(t) = catalog::starter(name).filter(|t| t.kind == kind) else {
        return Err(Refusal::new(
            "unknown",
            "--starter",
            format!("There is no text \u{201c}{name}\u{201d} to begin a {} with.", kind.replace('_', " ")),
            "`isms starters` lists them.",
        ));
    };
    let mut fields = t.draft(isms, by);
    fields.extend(given);
    Ok(fields)
}
