//! What the search for missing risks checks beyond types, in the owner's words; and which rows its pages have.
//! Yellow makes think, red stops; neither answers.
use super::find::{answered, doubles, fresh};
use super::{WORRIES, kind_of};
use crate::isms::Record;
use crate::kinds::Risk;
use crate::wizard::{CHANGED, Judge, Page, Row, Run};
use serde_json::{Map, Value, json};

/// What has a page of its own is not asked twice.
pub(super) fn changed_shape(run: &Run, page: &mut Page) {
    (CHANGED.shape)(run, page);
    for a in &mut page.asks {
        if let Some(rows) = &mut a.rows {
            rows.retain(|r| {
                !r.id.starts_with("register-risk-missing") && !r.id.starts_with("register-asset-uncovered")
            });
        }
    }
    page.asks.retain(|a| a.rows.as_ref().is_none_or(|r| !r.is_empty()));
}
pub(super) fn with(run: &Run, judge: &mut Judge) {
    if run.codes("with", "with").iter().all(|p| p == run.by) {
        judge.yellow("with", "Alone you see half. Ask someone from the business and someone from IT.");
    }
}

pub(super) fn items_shape(run: &Run, page: &mut Page, field: &str, codes: Vec<String>) {
    if let Some(a) = page.the(field) {
        a.rows = Some(
            codes
                .iter()
                .filter_map(|code| {
                    let r = run.isms.record(code)?;
                    Some(Row::new(code.as_str(), format!("{code} {}", r.title()), line(r), r.info().title))
                })
                .collect(),
        );
    }
}
/// The one sentence of a record that says what it is.
fn line(r: &Record) -> String {
    let body = r.body_json();
    ["says", "purpose", "service", "does", "demands", "what"]
        .iter()
        .find_map(|f| body.get(*f)?.as_str())
        .map(crate::wizard::short)
        .unwrap_or_default()
}
pub(super) fn items(run: &Run, step: &str, field: &str, judge: &mut Judge) {
    for (code, row) in run.by_row(step, field) {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        match text("then") {
            "none" if !text("because").is_empty() && text("because").chars().count() < 10 => {
                judge.red(field, format!("{code}: \u{201c}{}\u{201d} does not tell next year's you anything. Why is there nothing to fear?", text("because")));
            }
            "new" if names_a_thing(text("title")) => {
                judge.yellow(
                    field,
                    format!("\u{201c}{}\u{201d} names a thing. What could happen to it?", text("title")),
                );
            }
            "belongs" if run.isms.record(text("risk")).is_some_and(|r| !r.live()) => {
                judge.red(
                    field,
                    format!("{} was retired. Choose what took its place, or make it a new one.", text("risk")),
                );
            }
            _ => {}
        }
    }
}
/// One or two words are hardly ever something that happens.
fn names_a_thing(title: &str) -> bool {
    (1..3).contains(&title.split_whitespace().count())
}

pub(super) fn worry(run: &Run, judge: &mut Judge) {
    let lines = run.codes("worry", "worries");
    let why = run.says("worry", "nothing_why").trim();
    if lines.iter().all(|l| l.trim().is_empty()) {
        if why.chars().count() < 10 {
            judge.red("nothing_why", "Nothing in half a year? Say why you can be so calm, in at least 10 characters.");
        }
        return;
    }
    for l in lines.iter().filter(|l| names_a_thing(l)) {
        judge.yellow("worries", format!("\u{201c}{}\u{201d} names a thing. What could happen to it?", l.trim()));
    }
    for l in &lines {
        let same = |t: &str| t.trim().eq_ignore_ascii_case(l.trim());
        if let Some((_, r, _)) = run.isms.live::<Risk>().find(|(_, _, k)| same(&k.title)) {
            judge.red("worries", format!("\u{201c}{}\u{201d} stands in the register already ({}).", l.trim(), r.code));
        }
    }
}

pub(super) fn catalogue_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("catalogue") {
        let mut ticked = Map::new();
        let rows = WORRIES
            .iter()
            .map(|w| {
                let by = answered(run, w);
                let detail =
                    by.as_ref().and_then(|c| Some(format!("{c} {}", run.isms.record(c)?.title()))).unwrap_or_default();
                if by.is_some() {
                    // A fact of the file, not a judgement: the owner may say otherwise.
                    ticked.insert(w.id.into(), json!({"have": "have"}));
                }
                Row::new(w.id, w.sentence, "", detail)
            })
            .collect();
        a.rows = Some(rows);
        a.value = Value::Object(ticked);
    }
}
pub(super) fn catalogue(run: &Run, judge: &mut Judge) {
    for (id, row) in run.by_row("catalogue", "catalogue") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        let Some(w) = WORRIES.iter().find(|w| w.id == id) else { continue };
        if text("have") == "not" && !text("because").is_empty() && text("because").chars().count() < 10 {
            judge.red("catalogue", format!("{}: why does it not fit? Say it in at least 10 characters.", w.sentence));
        }
        if text("have") == "have" && answered(run, w).is_none() {
            judge.yellow(
                "catalogue",
                format!("{}: no risk of the register seems to say so. Which one is it?", w.sentence),
            );
        }
    }
}

pub(super) fn doubles_shape(run: &Run, page: &mut Page) {
    let why = |c: &str| run.isms.get::<Risk>(c).map(|k| crate::wizard::short(&k.because)).unwrap_or_default();
    let title = |c: &str| run.isms.record(c).map(Record::title).unwrap_or_default();
    if let Some(a) = page.the("doubles") {
        a.rows = Some(
            doubles(run)
                .into_iter()
                .map(|(a, b)| {
                    Row::new(format!("{a}+{b}"), format!("{a} {} / {b} {}", title(&a), title(&b)), why(&a), why(&b))
                })
                .collect(),
        );
    }
}

pub(super) fn fresh_shape(run: &Run, page: &mut Page) {
    let all = fresh(run);
    if let Some(a) = page.the("fresh") {
        // What it came from is what it hits; that is known.
        let known: Map<String, Value> = all
            .iter()
            .filter(|f| matches!(kind_of(run, &f.id), "asset" | "process" | "supplier"))
            .map(|f| (f.id.clone(), json!({"hits": [f.id]})))
            .collect();
        a.value = Value::Object(known);
        a.rows = Some(
            all.iter()
                .map(|f| {
                    let from = run
                        .isms
                        .record(&f.id)
                        .map(|r| format!("because of {} {}", f.id, r.title()))
                        .unwrap_or_default();
                    Row::new(f.id.as_str(), f.title.as_str(), "", from)
                })
                .collect(),
        );
    }
}
pub(super) fn judge_fresh(run: &Run, judge: &mut Judge) {
    let all = fresh(run);
    let rows = run.by_row("new-risks", "fresh");
    let said = |id: &str, f: &str| {
        rows.iter().find(|r| r.0 == id).and_then(|r| r.1.get(f)).and_then(Value::as_str).unwrap_or_default().to_string()
    };
    let kept = all.iter().filter(|f| said(&f.id, "keep") == "keep").count();
    if kept > 12 {
        judge.yellow("fresh", format!("{kept} new risks in one evening. Keep those that differ in what would be done about them; drop the others."));
    }
    for (n, f) in all.iter().enumerate() {
        if let Some(gone) = crate::wizard::gone_person(run, &said(&f.id, "owner")) {
            judge.red("fresh", format!("{}: {gone} Choose who has the say now.", f.title));
        }
        let twin = all[..n].iter().find(|o| o.title.eq_ignore_ascii_case(&f.title));
        if twin.is_some_and(|o| said(&o.id, "keep") == "keep") && said(&f.id, "keep") == "keep" {
            judge.red("fresh", format!("\u{201c}{}\u{201d} is there twice. Drop one.", f.title));
        }
    }
}
