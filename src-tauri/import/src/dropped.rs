//! A file that is dropped on a question of a guide, read into the rows that the guide asks about: one line a sort.
//! Nothing is decided here; what the owner says to each row is the guide's.
use crate::feeds;
use crate::header;
use crate::source::{Source, refuse};
use chrono::NaiveDate;
use isms::{Isms, Refusal};
use serde_json::{Map, Value, json};

/// Rows that a guide can go through at once.
pub const MOST_DROPPED: usize = 5_000;

/// What a reader is given.
pub(crate) struct Dropped<'a> {
    pub(crate) name: &'a str,
    pub(crate) bytes: &'a [u8],
    pub(crate) isms: &'a Isms,
    pub(crate) today: NaiveDate,
}
/// What a reader finds: rows as objects, each with an `id` of its own, and what the owner should know of the file as a whole.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) rows: Vec<Map<String, Value>>,
    pub(crate) notes: Vec<String>,
    /// Of a scan: every host that it reached.
    pub(crate) hosts: Vec<String>,
    /// What came of it, where its rows are no count: "1,204 words were taken out".
    pub(crate) says: String,
}
type Reader = fn(&Dropped) -> Result<Found, Refusal>;

/// Every sort of file that a question may ask for.
const SORTS: &[(&str, Reader)] = &[
    ("table", table),
    ("lists", crate::lists::rows),
    ("accounts", crate::accounts::rows),
    ("answers", crate::answers::rows),
    ("words", words),
    ("threats", feeds::threats),
    ("findings", feeds::findings),
];

/// Reads a file for a question of this sort: `{"file": name, "rows": […], "notes": […]}`.
/// Refused as a whole: what is no such file, and what has more rows than a person could judge.
pub fn dropped(of: &str, name: &str, bytes: &[u8], isms: &Isms, today: NaiveDate) -> Result<Value, Refusal> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let Some((_, read)) = SORTS.iter().find(|(sort, _)| *sort == of) else {
        return Err(refuse(
            name,
            format!("No file of the sort \u{201c}{of}\u{201d} is read here."),
            "Type the rows instead.",
        ));
    };
    let found = read(&Dropped { name, bytes, isms, today })?;
    if found.rows.len() > MOST_DROPPED {
        return Err(refuse(
            name,
            format!("The file has {} rows.", found.rows.len()),
            format!("At most {MOST_DROPPED} are gone through at once; split it."),
        ));
    }
    let mut out = json!({"file": name, "rows": found.rows, "notes": found.notes});
    if !found.hosts.is_empty() {
        out["hosts"] = found.hosts.into();
    }
    if !found.says.is_empty() {
        out["says"] = found.says.into();
    }
    Ok(out)
}

/// Is a file of this sort kept as evidence as soon as it is dropped? Of answers only those that are true are kept, once they are recorded.
pub fn kept(of: &str) -> bool {
    of != "answers"
}
/// Does a file of this sort name people? The text of a policy does not.
pub fn personal(of: &str) -> bool {
    of != "words"
}
/// A further file for a question whose answer has one already. Lists stand beside one another, each with the proof that it is kept as.
/// News, findings and answers are laid together, each thing once; of the other sorts the new file takes the place of the old.
pub fn beside(of: &str, before: Option<&Value>, mut now: Value) -> Value {
    if of == "lists" {
        return next(before, now);
    }
    let Some(before) = before.filter(|b| matches!(of, "threats" | "findings" | "answers") && b["rows"].is_array())
    else {
        return now;
    };
    let text = |v: &Value, k: &str| v[k].as_str().unwrap_or_default().to_string();
    let have: Vec<Value> = before["rows"].as_array().cloned().unwrap_or_default();
    let ids: std::collections::HashSet<&str> = have.iter().filter_map(|r| r["id"].as_str()).collect();
    let new: Vec<Value> = now["rows"]
        .as_array()
        .into_iter()
        .flatten()
        // The same answer twice is said to be so, not passed over.
        .filter(|r| of == "answers" || r["id"].as_str().is_none_or(|i| !ids.contains(i)))
        .cloned()
        .collect();
    let joined = |k: &str| -> Vec<Value> {
        let mut all: Vec<Value> = before[k].as_array().cloned().unwrap_or_default();
        all.extend(
            now[k]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|v| !before[k].as_array().is_some_and(|b| b.contains(v)))
                .cloned(),
        );
        all
    };
    let (notes, hosts) = (joined("notes"), joined("hosts"));
    let mut also: Vec<Value> = before["also"].as_array().cloned().unwrap_or_default();
    also.push(json!({"file": text(before, "file"), "evidence": text(before, "evidence")}));
    now["rows"] = have.iter().cloned().chain(new).collect();
    now["notes"] = notes.into();
    if !hosts.is_empty() {
        now["hosts"] = hosts.into();
    }
    also.retain(|a| a["file"] != now["file"]);
    if of == "answers" {
        // They come by the dozen: they are counted, not listed.
        let rows = now["rows"].as_array().into_iter().flatten();
        let files: std::collections::HashSet<&str> = rows.filter_map(|r| r["file"].as_str()).collect();
        if files.len() > 1 {
            now["file"] = format!("{} files", files.len()).into();
        }
    } else {
        now["also"] = also.into();
    }
    now
}

/// Lists beside those that are there; one that is there already takes its place.
fn next(before: Option<&Value>, mut now: Value) -> Value {
    let kept = now["evidence"].clone();
    let mut rows = before.and_then(|b| b["rows"].as_array().cloned()).unwrap_or_default();
    for mut row in now["rows"].as_array().cloned().unwrap_or_default() {
        row["evidence"] = kept.clone();
        match rows.iter_mut().find(|r| r["id"] == row["id"]) {
            Some(old) => *old = row,
            None => rows.push(row),
        }
    }
    now["rows"] = rows.into();
    now
}

/// The words of a document, for comparison; the file itself stays what holds.
fn words(d: &Dropped) -> Result<Found, Refusal> {
    let taken = crate::words_of(d.name, d.bytes)?;
    let n = taken.text.as_deref().map_or(0, |t| t.split_whitespace().count());
    let says = match n {
        0 => "no words were taken out".to_string(),
        1 => "1 word was taken out".to_string(),
        n => format!("{} words were taken out", isms::report::thousands(n)),
    };
    let row = |text: String| Map::from_iter([("id".to_string(), "words".into()), ("text".to_string(), text.into())]);
    Ok(Found {
        rows: taken.text.into_iter().map(row).collect(),
        notes: taken.note.into_iter().collect(),
        says,
        ..Found::default()
    })
}
/// Any table: a row is what stands under each header, by the header's own words.
fn table(d: &Dropped) -> Result<Found, Refusal> {
    let source = Source::read(d.name, d.bytes)?;
    let best = source.sheets.iter().filter(|s| !header::put_aside(s)).max_by_key(|s| s.lines.len());
    let Some(sheet) = best.or(source.sheets.first()) else {
        return Err(refuse(d.name, "The file has no rows.", "Choose a file with a header and rows."));
    };
    let Some(head) = sheet.lines.iter().find(|l| l.filled().count() > 1).or(sheet.lines.first()) else {
        return Err(refuse(d.name, "The file has no header.", "Give the columns a name in the first row."));
    };
    let names: Vec<(usize, String)> = head.filled().map(|(i, c)| (i, c.show())).collect();
    let rows = sheet
        .lines
        .iter()
        .filter(|l| l.number > head.number)
        .map(|l| {
            let mut row: Map<String, Value> = Map::new();
            row.insert("id".into(), l.number.to_string().into());
            for (i, name) in &names {
                let cell = l.cell(*i);
                if !cell.is_empty() {
                    row.insert(name.clone(), cell.show().into());
                }
            }
            row
        })
        .collect();
    Ok(Found { rows, notes: source.notes, ..Found::default() })
}
