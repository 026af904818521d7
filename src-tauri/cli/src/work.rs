//! The commands that write. Each is one act, or nothing.
use crate::input;
use crate::look::{find_kind, open, real_today, today_of};
use crate::say::{self, End, Ended, Stop, line};
use chrono::{NaiveDate, Utc};
use isms::act::{Change, Declare, Proposal, Verb};
use isms::{Isms, Refusal, wizard, wizards};
use isms_file::{Clock, File};
use isms_import::{Choices, Import, Source};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Who acts: ISMS_BY, by code or name; else the owner in the file.
pub fn who(file: &File) -> Result<String, Refusal> {
    who_in(file.isms())
}
pub fn who_in(isms: &Isms) -> Result<String, Refusal> {
    match std::env::var("ISMS_BY") {
        Ok(by) if !by.is_empty() => isms
            .each("person")
            .find(|(_, r)| *r.code == *by || r.title() == by)
            .map(|(_, r)| r.code.to_string())
            .ok_or_else(|| {
                Refusal::new(
                    "link",
                    "ISMS_BY",
                    format!("There is no person \u{201c}{by}\u{201d} in this file."),
                    "Give a code or a name of the register of people.",
                )
            }),
        _ => Ok(isms.organization().map(|o| o.isms_owner.to_string()).unwrap_or_else(|| "P-001".into())),
    }
}
/// The moment of this run. A demo keeps its own day.
pub fn clock(on: NaiveDate) -> Clock {
    Clock { at: Utc::now(), on }
}
pub fn act(file: &mut File, proposal: Proposal) -> Result<isms_file::Done, Stop> {
    let by = who(file)?;
    let on = today_of(file)?;
    Ok(file.act(proposal, &by, clock(on))?)
}
pub fn said(file: &File, done: &isms_file::Done) -> End {
    let isms = file.isms();
    if let Some(a) = isms.act(done.seq) {
        line(format!("{} (act {})", isms::view::say_act(isms, a), a.seq));
    }
    End::Done
}

/// JSON given on the command line or as @FILE.
pub fn given(text: &str) -> Result<Value, Stop> {
    const LIKE: &str = "Write it like '{\"title\": \"…\"}'.";
    match text.strip_prefix('@') {
        Some(path) => given_in(Path::new(path), LIKE),
        None => Ok(input::json(text, "--json", LIKE)?),
    }
}
/// JSON in a file.
fn given_in(path: &Path, like: &str) -> Result<Value, Stop> {
    let text = input::text(path, input::JSON, "Give a file with JSON in it.")?;
    Ok(input::json(&text, &path.display().to_string(), like)?)
}

/// The fields of a record, given likewise.
pub fn given_fields(text: &str) -> Result<Map<String, Value>, Stop> {
    match given(text)? {
        Value::Object(fields) => Ok(fields),
        _ => {
            Err(Refusal::new("field", "--json", "The body is not an object.", "Write it like '{\"title\": \"…\"}'.")
                .into())
        }
    }
}
pub fn declared(correction: bool, material: bool) -> Declare {
    match (correction, material) {
        (true, _) => Declare::Correction,
        (_, true) => Declare::Material,
        _ => Declare::Nothing,
    }
}

/// What is known of a record: its fields, or a text of ours that it begins with, or both.
pub struct Given<'a> {
    pub body: Option<&'a str>,
    pub starter: Option<&'a str>,
}
pub fn put(path: &Path, kind: &str, id: Option<&str>, given: Given, why: &str, declare: Declare) -> Ended {
    find_kind(kind)?;
    let mut fields = given.body.map_or_else(|| Ok(Map::new()), given_fields)?;
    let mut file = open(path)?;
    if let Some(name) = given.starter {
        let by = who_in(file.isms())?;
        fields = crate::chain::begun(file.isms(), kind, name, &by, fields)?;
    }
    if declare != Declare::Nothing && why.trim().chars().count() < 10 {
        return Err(Refusal::new(
            "field",
            "--why",
            "It is not said why.",
            "Say in at least 10 characters why this is only a correction, or why it matters.",
        )
        .into());
    }
    let verb = match id.and_then(|i| file.isms().record(i)) {
        None => Verb::Add,
        Some(r) if fields.get("state").and_then(Value::as_str).is_some_and(|s| s != r.state()) => Verb::State,
        Some(r) if fields.contains_key("version") && r.body_json().get("version") != fields.get("version") => {
            Verb::Publish
        }
        Some(_) => Verb::Change,
    };
    let change = Change::Put { kind: kind.into(), code: id.map(String::from), fields, declare };
    let done = act(&mut file, Proposal { verb, why: why.into(), changes: vec![change] })?;
    Ok(said(&file, &done))
}
pub fn retire(path: &Path, id: &str, why: &str) -> Ended {
    let mut file = open(path)?;
    isms::view::may_retire(file.isms(), id, why)?;
    let done = act(
        &mut file,
        Proposal {
            verb: Verb::Retire,
            why: why.into(),
            changes: vec![Change::Retire { code: id.into(), why: why.into() }],
        },
    )?;
    Ok(said(&file, &done))
}
pub fn restore(path: &Path, id: &str, why: &str) -> Ended {
    let mut file = open(path)?;
    let done = act(
        &mut file,
        Proposal { verb: Verb::Restore, why: why.into(), changes: vec![Change::Restore { code: id.into() }] },
    )?;
    Ok(said(&file, &done))
}
pub fn undo(path: &Path, why: &str) -> Ended {
    let mut file = open(path)?;
    let (by, on) = (who(&file)?, today_of(&file)?);
    let done = file.undo(why, &by, clock(on))?;
    Ok(said(&file, &done))
}
pub fn redo(path: &Path) -> Ended {
    let mut file = open(path)?;
    let (by, on) = (who(&file)?, today_of(&file)?);
    let done = file.redo(&by, clock(on))?;
    Ok(said(&file, &done))
}

pub fn wizard(
    path: &Path,
    name: Option<&str>,
    about: &[String],
    describe: bool,
    answers: Option<&Path>,
    _json: bool,
) -> Ended {
    let mut file = open(path)?;
    let Some(name) = name else {
        say::table(
            &wizards::all()
                .iter()
                .map(|w| vec![w.name.to_string(), w.clause.to_string(), w.title.to_string()])
                .collect::<Vec<_>>(),
        );
        return Ok(End::Done);
    };
    let Some(w) = wizards::wizard(name) else {
        return Err(Refusal::new(
            "unknown",
            name,
            format!("There is no guide \u{201c}{name}\u{201d}."),
            "`isms wizard FILE` lists them.",
        )
        .into());
    };
    let about: Vec<String> =
        about.iter().flat_map(|a| a.split(',')).map(|a| a.trim().to_string()).filter(|a| !a.is_empty()).collect();
    let (by, on) = (who(&file)?, today_of(&file)?);
    let about = {
        let currency = isms::staleness::staleness(file.isms(), on);
        isms::view::begin(&isms::view::Shown::new(file.isms(), on, &currency), w, &about).or_else(|r| {
            // The questions can be read without anything to ask them of.
            if describe && about.is_empty() { Ok(about.clone()) } else { Err(r) }
        })?
    };
    if describe {
        say::value(&wizard::describe(file.isms(), on, &by, w, &about));
        return Ok(End::Done);
    }
    let Some(answers) = answers else {
        return Err(Refusal::new(
            "field",
            "--answers",
            "There are no answers.",
            "Give a file with --answers, or look at the questions with --describe.",
        )
        .into());
    };
    let given = given_in(answers, "Write them like {\"STEP\": {\"FIELD\": value}}.")?;
    let Ok(given) = serde_json::from_value::<wizard::Answers>(given) else {
        return Err(Refusal::new(
            "field",
            answers.display().to_string(),
            "The answers are not an object.",
            "Write them like {\"STEP\": {\"FIELD\": value}}.",
        )
        .into());
    };
    let given = take_in(&mut file, w, &about, given, answers.parent().unwrap_or(Path::new("")), &by, on)?;
    let proposal = wizard::finish(file.isms(), on, &by, w, &about, &given, None)?;
    if isms::erase::erases(&proposal) {
        crate::backup::before(&file, isms_file::Before::Erasure)?;
    }
    let done = file.act(proposal, &by, clock(on))?;
    let isms = file.isms();
    let made: Vec<String> = isms
        .act(done.seq)
        .map(|a| a.made.iter().map(|(ix, _)| isms.rec(*ix).code.to_string()).collect())
        .unwrap_or_default();
    let review = made.iter().find(|c| isms.record(c).is_some_and(|r| r.info().name == "review"));
    say::value(&json!({"review": review, "changed": made.iter().filter(|c| Some(*c) != review).collect::<Vec<_>>()}));
    Ok(End::Done)
}

/// Files that the answers name for a question that asks for one: read into rows, and kept as evidence. Paths are from the answers' folder.
fn take_in(
    file: &mut File,
    w: &'static wizard::Wizard,
    about: &[String],
    given: wizard::Answers,
    folder: &Path,
    by: &str,
    on: NaiveDate,
) -> Result<wizard::Answers, Stop> {
    let mut given = given;
    for (step, field, of) in wizard::drops(w) {
        for (at, answers) in given.0.iter_mut().filter(|(id, _)| id.rsplit('/').next() == Some(step)) {
            let Some(named) = answers.get(&field).filter(|v| v.get("rows").is_none()) else { continue };
            // One file, or several for one question.
            let names: Vec<String> = match named.get("file") {
                Some(Value::String(one)) => vec![one.clone()],
                Some(Value::Array(some)) => some.iter().filter_map(Value::as_str).map(String::from).collect(),
                _ => continue,
            };
            let mut all: Option<Value> = None;
            for name in &names {
                let path = folder.join(name);
                // Or the code of evidence that is kept already.
                let here = file.isms().get::<isms::kinds::Evidence>(name).and_then(|e| e.file.as_ref());
                let (name, bytes) = match here.map(|f| f.name.to_string()) {
                    Some(called) => (called, file.evidence_of(name)?),
                    None => {
                        let read = input::read(&path, input::LIST, "Name a file beside the answers.").map_err(|r| {
                            let text = format!("{}: {}", path.display(), r.text);
                            Refusal { place: format!("{at}.{field}"), text, ..r }
                        })?;
                        (name.clone(), read)
                    }
                };
                let mut rows = isms_import::dropped(&of, &name, &bytes, file.isms(), on)?;
                if isms_import::kept(&of) {
                    let personal = isms_import::personal(&of);
                    rows["evidence"] = file.keep_dropped(about, &name, &bytes, personal, by, clock(on))?.into();
                }
                all = Some(isms_import::beside(&of, all.as_ref(), rows));
            }
            let Some(mut rows) = all else { continue };
            // What is chosen of a list: its kind, columns, answers to what it asks, or that it comes later.
            for (list, chosen) in named.get("choices").and_then(Value::as_object).into_iter().flatten() {
                isms_import::choose(&mut rows, list, Some(chosen.clone()));
            }
            answers.insert(field.clone(), rows);
        }
    }
    let kept = |code: &str| -> Result<Vec<u8>, Stop> { Ok(file.evidence_of(code)?) };
    isms_import::read_lists(file.isms(), on, by, w, about, &mut given, &mut { kept })?;
    Ok(given)
}

pub fn import(
    path: &Path,
    source: &Path,
    kind: Option<&str>,
    map: Option<&Path>,
    dry_run: bool,
    skip_wrong: bool,
    json: bool,
) -> Ended {
    let mut file = open(path)?;
    let name = source.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = input::read(source, input::LIST, "Give a CSV or XLSX file.")?;
    let source = Source::read(&name, &bytes)?;
    let given: Map<String, Value> = match map {
        None => Map::new(),
        Some(m) => match given_in(m, "Write it like {\"Column\": \"field\"}.")? {
            Value::Object(m) => m,
            _ => {
                return Err(Refusal::new(
                    "field",
                    m.display().to_string(),
                    "The map is not an object.",
                    "Write it like {\"Column\": \"field\"}.",
                )
                .into());
            }
        },
    };
    let choices = choices(kind, &given);
    let on = today_of(&file)?;
    let look = Import::look(&source, file.isms(), on, &choices)?;
    let wrong = look.counts.errors > 0;
    let mut applied = false;
    let mut refused = None;
    if !dry_run {
        match look.proposal(skip_wrong) {
            Ok(proposal) => {
                let by = who(&file)?;
                crate::backup::before(&file, isms_file::Before::Import)?;
                file.act(proposal, &by, clock(on))?;
                applied = true;
            }
            Err(r) => refused = Some(r),
        }
    }
    if json {
        let mut v = look.json_for_cli();
        v["applied"] = applied.into();
        say::value(&v);
    } else {
        line(format!("{}: read as {}", look.source, look.recognised_as));
        for n in &look.notes {
            line(format!("    {n}"));
        }
        for a in &look.asks {
            line(format!(
                "    asked: {} ({})",
                a.text,
                a.choices.iter().map(|c| c.label.as_str()).collect::<Vec<_>>().join(" / ")
            ));
        }
        line(format!(
            "{} new, {} changed, {} unchanged, {} wrong, {} left out",
            look.counts.adds, look.counts.changes, look.counts.unchanged, look.counts.errors, look.counts.left_out
        ));
        for r in look.rows.iter().filter(|r| !r.errors.is_empty()) {
            for e in &r.errors {
                let column = if e.column.is_empty() { String::new() } else { format!(", {}", e.column) };
                line(format!("    row {}{column}: {}", r.row, e.text));
            }
        }
        line(if applied { "Brought in, as one act." } else { "Nothing was brought in." });
    }
    match refused {
        Some(r) if !wrong => Err(r.into()),
        _ => Ok(if wrong && !(applied && skip_wrong) { End::Finding } else { End::Done }),
    }
}

/// A map file: {"Column": "field", "Other column": null, "sheet": "Risks", "answers": {"id of what is asked": "answer"}}.
fn choices(kind: Option<&str>, given: &Map<String, Value>) -> Choices {
    let text = |v: &Value| v.as_str().map(String::from);
    Choices {
        kind: kind.map(String::from),
        sheet: given.get("sheet").and_then(text),
        mapping: given
            .iter()
            .filter(|(k, v)| *k != "sheet" && *k != "answers" && (v.is_string() || v.is_null()))
            .map(|(k, v)| (k.clone(), text(v)))
            .collect(),
        answers: given
            .get("answers")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter_map(|(k, v)| Some((k.clone(), text(v)?)))
            .collect(),
    }
}

pub fn attach(path: &Path, id: &str, evidence: &[PathBuf], shows: Option<&str>) -> Ended {
    let mut file = open(path)?;
    let (by, on) = (who(&file)?, today_of(&file)?);
    for e in evidence {
        let name = e.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let shows = shows.map_or_else(|| name.clone(), String::from);
        let fields = json!({"shows": shows, "collected_on": on.min(real_today()?), "collected_by": by, "classification": "internal", "personal": false});
        let Value::Object(fields) = fields else { return Ok(End::Done) };
        let bytes = input::open(e, "Give a file.")?;
        let attached =
            file.attach(&[id.to_string()], &name, isms_file::media_type(&name), bytes, fields, &by, clock(on))?;
        if let Some(note) = &attached.note {
            say::aside(note);
        }
        said(&file, &attached.done);
    }
    Ok(End::Done)
}
