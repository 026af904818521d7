//! The list that was dropped beside the register: what is only there, what is only here, what is said differently.
//! It compares names and codes as they are written; that two things are one is for the owner to say.
use super::*;
use serde_json::{Map, Value};

/// Rows of the list as they were read.
fn rows<'a>(run: &Run<'a>) -> Vec<&'a Map<String, Value>> {
    if !run.is("compare", "have", "list") {
        return Vec::new();
    }
    let list = run.answer("compare", "list").and_then(|l| l.get("rows")).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_object).collect()
}
/// The proof as which the list is kept.
pub(super) fn kept_as(run: &Run) -> Option<String> {
    run.answer("compare", "list").and_then(|l| l.get("evidence")).and_then(Value::as_str).map(String::from)
}
/// Headers of the list, in the order of their first appearance.
pub(super) fn headers(run: &Run) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for row in rows(run) {
        out.extend(row.keys().filter(|k| *k != "id" && !out.contains(k)).cloned().collect::<Vec<_>>());
    }
    out
}
fn like(header: &str, words: &[&str]) -> bool {
    let h = header.to_lowercase();
    h.split(|c: char| !c.is_alphanumeric()).any(|w| words.contains(&w))
}
/// The column that names a thing: the one chosen, or the one that looks most like it.
pub(super) fn name_column(run: &Run) -> Option<String> {
    let all = headers(run);
    let said = run.says("compare", "column");
    let chosen = all.iter().find(|h| **h == said).cloned();
    let by = |words: &[&str]| all.iter().find(|h| like(h, words)).cloned();
    chosen
        .or_else(|| by(&["name", "hostname", "host", "title"]))
        .or_else(|| by(&["device", "asset", "application", "app", "software", "resource"]))
        .or_else(|| all.first().cloned())
}
/// Small letters and digits only, so that "Laptop 12" and "laptop-12" are one.
fn plain(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}
/// What is left of a name without its number: "LT-0042" and "LT-0043" are of one sort.
fn stem(name: &str) -> String {
    name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '_' | '#' | '.' | '(' | ')'))
        .trim()
        .to_string()
}
/// As many of one sort are one thing with a count.
const GROUP: usize = 5;

/// A line of the list, or several of one sort.
#[derive(Clone, Debug)]
pub(super) struct There {
    /// Row number of the list, or "group:stem".
    pub(super) id: String,
    pub(super) name: String,
    pub(super) count: usize,
    /// What the list says of it, column by column.
    pub(super) says: String,
    pub(super) place: String,
}
fn text<'a>(row: &'a Map<String, Value>, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}
fn named<'a>(run: &Run<'a>) -> Vec<(String, &'a Map<String, Value>)> {
    let Some(column) = name_column(run) else { return Vec::new() };
    rows(run).into_iter().map(|r| (text(r, &column).trim().to_string(), r)).filter(|(n, _)| !n.is_empty()).collect()
}
/// Lines of the list that name something, each with the asset that it names: worked out once for a page.
struct Beside(Vec<Option<String>>);
fn beside<'a>(run: &Run<'a>) -> Vec<(String, &'a Map<String, Value>, Option<String>)> {
    let all = named(run);
    let found = run.once(|| {
        // Every title as it is compared, once for the whole list.
        let titles: Vec<(String, Option<String>, &str)> = if all.is_empty() {
            Vec::new()
        } else {
            let live = run.isms.live::<Asset>().map(|(_, r, _)| (r.title(), &*r.code));
            live.map(|(t, code)| (plain(&t), t.trim_end().ends_with(')').then(|| plain(&stem(&t))), code)).collect()
        };
        Beside(all.iter().map(|(n, r)| found(run, &titles, n, r)).collect())
    });
    all.into_iter().zip(&found.0).map(|((n, r), f)| (n, r, f.clone())).collect()
}
/// The asset that a row names: by its code anywhere in the row, by its title, or as one of a group.
fn found(run: &Run, titles: &[(String, Option<String>, &str)], name: &str, row: &Map<String, Value>) -> Option<String> {
    let coded = row.iter().filter(|(k, _)| *k != "id").filter_map(|(_, v)| v.as_str()).map(str::trim);
    if let Some(code) = coded.clone().find(|v| run.isms.get::<Asset>(v).is_some()) {
        return Some(code.to_string());
    }
    let (whole, sort) = (plain(name), plain(&stem(name)));
    let same = |(title, group, _): &&(String, Option<String>, &str)| {
        *title == whole || (!sort.is_empty() && sort != whole && group.as_ref() == Some(&sort))
    };
    titles.iter().find(same).map(|(_, _, code)| code.to_string())
}

/// What is on the list and not on record; many of one sort together.
pub(super) fn only_there(run: &Run) -> Vec<There> {
    let loose: Vec<(String, &Map<String, Value>)> =
        beside(run).into_iter().filter(|(_, _, f)| f.is_none()).map(|(n, r, _)| (n, r)).collect();
    let place_column = headers(run).into_iter().find(|h| like(h, PLACE));
    let column = name_column(run).unwrap_or_default();
    let mut out: Vec<There> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for (name, row) in &loose {
        let (sort, place) = (stem(name), place_column.as_ref().map(|c| text(row, c).to_string()).unwrap_or_default());
        let alike = loose.iter().filter(|(n, _)| !sort.is_empty() && stem(n) == sort).count();
        if alike >= GROUP {
            let id = format!("group:{sort}");
            if !seen.contains(&id) {
                seen.push(id.clone());
                let says = format!(
                    "{alike} of one sort, from {name} on. They become one thing with a count; the list is its proof."
                );
                out.push(There { id, name: format!("{sort} ({alike})"), count: alike, says, place });
            }
            continue;
        }
        if seen.contains(&plain(name)) {
            continue;
        }
        seen.push(plain(name));
        let says: Vec<String> = row
            .iter()
            .filter(|(k, _)| *k != "id" && **k != column)
            .filter_map(|(k, v)| Some(format!("{k}: {}", v.as_str()?)))
            .take(4)
            .collect();
        out.push(There { id: text(row, "id").to_string(), name: name.clone(), count: 1, says: says.join("; "), place });
    }
    out
}
/// What the owner said that a line of the list is: an asset that is on record under another name.
fn same_as(run: &Run) -> Vec<String> {
    let said = run.by_row("new", "new").into_iter();
    said.filter(|(_, v)| v["then"] == "same").filter_map(|(_, v)| v["same_as"].as_str().map(String::from)).collect()
}
/// What is on record, of the kinds that the list has, and not on it.
pub(super) fn only_here(run: &Run) -> Vec<String> {
    let all = beside(run);
    if all.is_empty() {
        return Vec::new();
    }
    let covers = run.codes("compare", "covers");
    let there: Vec<String> = all.into_iter().filter_map(|(_, _, f)| f).chain(same_as(run)).collect();
    let wanted = |c: &String| run.isms.get::<Asset>(c).is_some_and(|a| covers.iter().any(|k| *k == word(&a.what)));
    scope(run).into_iter().filter(|c| wanted(c) && !there.contains(c)).collect()
}
/// "gone", "exists" or "lost", where it was asked; empty where it was not.
pub(super) fn fate<'a>(run: &Run<'a>, code: &str) -> &'a str {
    run.answer("gone", "gone")
        .and_then(|v| v.get(code))
        .and_then(|v| v.get("then"))
        .and_then(Value::as_str)
        .unwrap_or_default()
}

const PLACE: &[&str] = &["place", "location", "site", "where", "region", "office"];
/// What the list says otherwise of a thing that is on both: place, who has it, version.
pub(super) fn differs(run: &Run, code: &str) -> Vec<String> {
    let Some(a) = run.isms.get::<Asset>(code) else { return Vec::new() };
    let mine: Vec<_> = beside(run).into_iter().filter(|(_, _, f)| f.as_deref() == Some(code)).collect();
    if mine.is_empty() {
        return Vec::new();
    }
    let owner = run.isms.record(code).and_then(|r| r.common.owner.as_ref()).map(|o| run.name(o)).unwrap_or_default();
    let here = |o: &Option<crate::words::Text>| o.as_ref().map(|t| t.to_string()).unwrap_or_default();
    let facts: [(&[&str], &str, String); 4] = [
        (PLACE, "place", a.runs_where.to_string()),
        (&["owner", "assigned", "responsible"], "owner", owner),
        (&["version", "release"], "version", here(&a.release)),
        (&["vendor", "maker", "manufacturer", "publisher"], "maker", here(&a.vendor)),
    ];
    let mut out = Vec::new();
    for (_, row, _) in mine {
        for (words, what, known) in &facts {
            let said = row
                .iter()
                .find(|(k, _)| *k != "id" && like(k, words))
                .and_then(|(_, v)| v.as_str())
                .unwrap_or_default();
            if !said.is_empty() && plain(said) != plain(known) {
                let line = format!("{what}: {said} (here: {})", if known.is_empty() { "none" } else { known });
                if !out.contains(&line) {
                    out.push(line);
                }
            }
        }
    }
    out.truncate(4);
    out
}
