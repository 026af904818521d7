//! Lists that a guide brings in with its own act: each is read as the import reads it, one after the other, so that a later one knows
//! what an earlier one brings. Nothing is written here; what the owner chose of each stands in the answer beside what was read.
use crate::dropped::{Dropped, Found};
use crate::fold::key;
use crate::look::{self, Choices, Import, Look};
use crate::source::{Source, refuse};
use chrono::{NaiveDate, NaiveTime};
use isms::wizard::{Answers, Wizard, drops, so_far};
use isms::{Change, Declare, Isms, Proposal, Refusal, Stamp, Verb};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Rows of one list that is brought in within a guide; more of them come by themselves.
const MOST_ROWS: usize = 2_000;
/// Good and wrong rows of the preview.
const SHOWN: (usize, usize) = (12, 40);
/// Whom and what the others name is read first.
const FIRST: [&str; 5] = ["person", "supplier", "asset", "policy", "control"];

/// Every table of the file, to be read once the owner's other answers are known.
pub(crate) fn rows(d: &Dropped) -> Result<Found, Refusal> {
    let source = Source::read(d.name, d.bytes)?;
    let sheets = look::tables(&source)?;
    let mut found = Found::default();
    for sheet in &sheets {
        let lines = source.sheet(sheet).map_or(0, |s| s.lines.len());
        if lines > MOST_ROWS {
            return Err(refuse(
                source.name.clone(),
                format!("The list has {lines} rows."),
                format!("At most {MOST_ROWS} come in here. Leave it, and bring it in by itself afterwards."),
            ));
        }
        let id = if sheets.len() > 1 { format!("{}, {sheet}", source.name) } else { source.name.clone() };
        let mut choices = Choices::default();
        if sheets.len() > 1 {
            choices.sheet = Some(sheet.clone());
        }
        let mut row = Map::new();
        row.insert("id".into(), id.into());
        row.insert("file".into(), source.name.clone().into());
        row.insert("choices".into(), json!(choices));
        found.rows.push(row);
    }
    Ok(found)
}

/// Reads the lists among these answers, where one is new or something that it rests on was answered otherwise since. `bytes` gives the
/// file that is kept under a code. What cannot be read says why in its row, `refused`; the guide judges it.
pub fn read_lists<E>(
    isms: &Isms,
    today: NaiveDate,
    by: &str,
    wizard: &'static Wizard,
    about: &[String],
    answers: &mut Answers,
    bytes: &mut dyn FnMut(&str) -> Result<Vec<u8>, E>,
) -> Result<(), E> {
    for (step, field, _) in drops(wizard).into_iter().filter(|(.., of)| of == "lists") {
        let ids: Vec<String> = answers.0.keys().filter(|id| id.rsplit('/').next() == Some(step)).cloned().collect();
        for id in ids {
            let Some(mut value) = answers.0.get(&id).and_then(|a| a.get(&field)).cloned() else { continue };
            let Some(mut rows) = value["rows"].as_array().cloned().filter(|r| !r.is_empty()) else { continue };
            let base = so_far(isms, today, by, wizard, about, answers, &["person", "organization"]);
            let with = json!([isms.last_seq(), today, base.iter().map(change).collect::<Vec<_>>(), chosen(&rows)]);
            if value["with"] == with {
                continue;
            }
            let mut sources = Vec::new();
            for row in &rows {
                let name = row["file"].as_str().unwrap_or_default();
                let read = match row["evidence"].as_str() {
                    Some(code) => Source::read(name, &bytes(code)?),
                    None => Err(refuse(name, "The file is not kept here.", "Drop it once more.")),
                };
                sources.push(read);
            }
            all(isms, today, by, &base, &sources, &mut rows);
            value["rows"] = rows.into();
            value["with"] = with;
            if let Some(a) = answers.0.get_mut(&id) {
                a.insert(field.clone(), value);
            }
        }
    }
    Ok(())
}
/// What the owner chose of each list.
fn chosen(rows: &[Value]) -> Value {
    rows.iter().map(|r| json!([r["id"], r["evidence"], r["choices"], r["later"]])).collect()
}

fn all(
    isms: &Isms,
    today: NaiveDate,
    by: &str,
    base: &[Change],
    sources: &[Result<Source, Refusal>],
    rows: &mut [Value],
) {
    let mut copy = isms.clone();
    // Half-filled pages may not do yet; a list is then read without what they say.
    for kind in ["person", "organization"] {
        let some = base.iter().filter(|c| matches!(c, Change::Put { kind: k, .. } if k == kind)).cloned().collect();
        let _ = enter(&mut copy, today, by, some);
    }
    let mut order: Vec<(usize, usize)> = Vec::new();
    for (n, (row, source)) in rows.iter_mut().zip(sources).enumerate() {
        for gone in ["look", "changes", "reviews", "refused", "kind"] {
            if let Some(o) = row.as_object_mut() {
                o.remove(gone);
            }
        }
        let first = source.as_ref().map_err(Clone::clone).and_then(|s| Import::look(s, &copy, today, &choices(row)));
        match first {
            Ok(look) => order.push((FIRST.iter().position(|k| *k == look.kind).unwrap_or(FIRST.len()), n)),
            Err(r) => row["refused"] = r.to_string().into(),
        }
        row["kinds"] = json!(look::kinds());
    }
    order.sort_unstable();
    for (_, n) in order {
        let (Some(row), Some(Ok(source))) = (rows.get_mut(n), sources.get(n)) else { continue };
        let look = match Import::look(source, &copy, today, &choices(row)) {
            Ok(look) => look,
            Err(r) => {
                row["refused"] = r.to_string().into();
                continue;
            }
        };
        row["kind"] = look.kind.into();
        row["look"] = shown(&look);
        if row["later"] == true {
            continue;
        }
        let (reviews, puts): (Vec<Change>, Vec<Change>) = look
            .good()
            .iter()
            .cloned()
            .partition(|c| matches!(c, Change::Put { kind, code: None, .. } if kind == "review"));
        match enter(&mut copy, today, by, puts.clone()) {
            Ok(codes) => {
                row["changes"] = puts.iter().map(|c| named(change(c), &codes)).collect();
                row["reviews"] = reviews.iter().map(|c| named(change(c)["fields"].take(), &codes)).collect();
            }
            Err(r) => row["refused"] = r.to_string().into(),
        }
    }
}
fn choices(row: &Value) -> Choices {
    serde_json::from_value(row["choices"].clone()).unwrap_or_default()
}
/// Enters changes into a copy; what their names ("@x3-0") became.
fn enter(
    copy: &mut Isms,
    today: NaiveDate,
    by: &str,
    changes: Vec<Change>,
) -> Result<HashMap<String, String>, Refusal> {
    if changes.is_empty() {
        return Ok(HashMap::new());
    }
    let mut salt = || [0u8; 32];
    let mut stamp = Stamp { at: today.and_time(NaiveTime::MIN).and_utc(), on: today, by: by.into(), salt: &mut salt };
    let planned = copy.plan(Proposal { verb: Verb::Import, why: String::new(), changes }, &mut stamp)?;
    copy.apply(&planned);
    Ok(planned.codes)
}
fn change(c: &Change) -> Value {
    match c {
        Change::Put { kind, code, fields, declare } => {
            let mut out = json!({"kind": kind, "code": code, "fields": fields});
            if *declare != Declare::Nothing {
                out["declare"] = json!(declare);
            }
            out
        }
        Change::Retire { code, why } => json!({"retire": code, "why": why}),
        Change::Restore { code } => json!({"restore": code}),
        // A list is rows of words; it brings no files.
        Change::Keep { code, .. } => json!({"keep": code}),
        // Nor does it erase anybody.
        Change::Erase(asked) => json!({"erase": asked.of}),
    }
}
/// The same with the codes that its names became.
fn named(mut v: Value, codes: &HashMap<String, String>) -> Value {
    fn walk(v: &mut Value, codes: &HashMap<String, String>) {
        match v {
            Value::String(s) if s.starts_with('@') => {
                if let Some(code) = codes.get(s.as_str()) {
                    *s = code.clone();
                }
            }
            Value::Array(a) => a.iter_mut().for_each(|v| walk(v, codes)),
            Value::Object(o) => o.values_mut().for_each(|v| walk(v, codes)),
            _ => {}
        }
    }
    walk(&mut v, codes);
    v
}
/// The preview, cut to what a page can show.
fn shown(look: &Look) -> Value {
    let mut out = json!(look);
    let (mut good, mut wrong) = SHOWN;
    if let Some(rows) = out["rows"].as_array_mut() {
        rows.retain(|r| {
            let left = if r["what"] == "wrong" { &mut wrong } else { &mut good };
            let keep = *left > 0;
            *left = left.saturating_sub(1);
            keep
        });
    }
    if let Some(o) = out.as_object_mut() {
        o.remove("kinds");
    }
    out
}

/// What the owner chose of one list: answers of a guide with it. None: it is taken away.
pub fn choose(answer: &mut Value, list: &str, choices: Option<Value>) {
    let Some(rows) = answer["rows"].as_array_mut() else { return };
    match choices {
        None => rows.retain(|r| r["id"] != list),
        Some(chosen) => {
            for row in
                rows.iter_mut().filter(|r| r["id"] == list || key(r["file"].as_str().unwrap_or_default()) == key(list))
            {
                if let Some(later) = chosen.get("later") {
                    row["later"] = later.clone();
                }
                for (name, v) in chosen.as_object().into_iter().flatten().filter(|(n, _)| *n != "later") {
                    row["choices"][name] = v.clone();
                }
            }
        }
    }
}
