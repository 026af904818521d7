//! Find or do: verbs from kinds and wizards, places, and the words of the records. None is listed by hand for a kind.
use super::Shown;
use crate::catalog::STARTERS;
use crate::kinds::{Obligation, kinds};
use crate::staleness::State;
use crate::{reports, wizards};
use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub struct PaletteEntry {
    pub group: &'static str,
    pub label: String,
    pub detail: String,
    pub icon: &'static str,
    pub go: Option<String>,
    pub run: Option<String>,
    pub keys: &'static str,
}

fn entry(
    group: &'static str,
    label: String,
    detail: String,
    icon: &'static str,
    go: Option<String>,
    run: Option<&str>,
) -> PaletteEntry {
    PaletteEntry { group, label, detail, icon, go, run: run.map(String::from), keys: "" }
}

fn a_or_an(noun: &str) -> &'static str {
    if "aeiou".contains(noun.chars().next().unwrap_or('x').to_ascii_lowercase()) { "an" } else { "a" }
}

/// At most 40 entries, best first: exact code, needs the owner, match at a word's start. ">" only verbs, "#" only codes.
pub fn palette(s: &Shown, find: &str) -> Vec<PaletteEntry> {
    // Nobody looks for more; whoever hands over a book gets its first line.
    let find = find.char_indices().nth(200).map_or(find, |(end, _)| &find[..end]);
    let (only, find) = match find.chars().next() {
        Some(c @ ('>' | '#')) => (Some(c), find[1..].trim().to_lowercase()),
        _ => (None, find.trim().to_lowercase()),
    };
    let mut found: Vec<(u32, PaletteEntry)> = Vec::new();
    let score = |text: &str| -> Option<u32> {
        if find.is_empty() {
            return Some(50);
        }
        let text = text.to_lowercase();
        if text == find {
            return Some(0);
        }
        if text.starts_with(&find) {
            return Some(10);
        }
        let words: Vec<&str> = find.split_whitespace().collect();
        if words.iter().all(|w| text.split(|c: char| !c.is_alphanumeric()).any(|t| t.starts_with(w))) {
            return Some(20);
        }
        text.contains(&find).then_some(40)
    };
    if only != Some('#') {
        let mut verb = |label: String, detail: &str, icon: &'static str, go: Option<String>, run: Option<&str>| {
            if let Some(n) = score(&label) {
                found.push((n, entry("Do", label, detail.into(), icon, go, run)));
            }
        };
        for k in kinds().iter().filter(|k| !matches!(k.name, "organization" | "review") && !k.keyed) {
            let a = a_or_an(k.title);
            verb(
                format!("{} {a} {}…", if k.proof { "Record" } else { "Add" }, k.title.to_lowercase()),
                "",
                k.icon,
                Some(format!("#/new/{}", k.name)),
                None,
            );
        }
        for k in kinds().iter().filter(|k| STARTERS.iter().any(|t| t.kind == k.name)) {
            let label = format!("Add {} {} from a text of ours…", a_or_an(k.title), k.title.to_lowercase());
            verb(label, "", k.icon, Some(format!("#/new/{}?from=", k.name)), None);
        }
        // Many of a sort are offered only to who looks for one.
        if !find.is_empty() {
            for t in STARTERS {
                let label = format!("Start from our text: {}", t.title);
                verb(
                    label,
                    t.answers.first().copied().unwrap_or_default(),
                    "sheet",
                    Some(format!("#/new/{}?from={}", t.kind, t.name)),
                    None,
                );
            }
            for (_, r, _) in s.isms.live::<Obligation>() {
                let label = format!("Show the chain of {} {}", r.code, r.title());
                verb(label, "", "link", Some(format!("#/chain/{}", r.code)), None);
            }
        }
        for w in wizards::all().iter().filter(|w| super::today::past(s.isms, w).is_none()) {
            verb(format!("Start: {}", w.title), w.clause, "look", Some(format!("#/wizard/{}", w.name)), None);
        }
        // A sheet is printed from its record.
        for r in reports::all().iter().filter(|r| r.about.is_empty()) {
            verb(format!("Print: {}", r.title), r.clause, "print", Some(format!("#/print/{}", r.name)), None);
        }
        verb("Make the pack".into(), "", "pack", Some("#/pack".into()), None);
        verb("Bring in a spreadsheet…".into(), "CSV, XLSX", "import", None, Some("import"));
        verb("Make a checkpoint".into(), "", "trail", None, Some("checkpoint"));
        verb("Check the trail".into(), "", "trail", None, Some("verify"));
        verb("To my calendar…".into(), "iCalendar", "calendar", None, Some("save_calendar"));
        verb("Show what comes as a list".into(), "", "calendar", Some("#/calendar?view=list".into()), None);
        verb("Show this month as a sheet".into(), "", "calendar", Some("#/calendar?view=month".into()), None);
        verb("Export tables…".into(), "CSV, XLSX, JSON", "export", None, Some("export"));
        verb("Save a copy…".into(), "", "folder", None, Some("save_copy"));
        verb("Show as of…".into(), "", "clock", None, Some("as_of"));
        if let Some(a) = s.isms.undoable().filter(|a| a.verb != crate::Verb::Erase) {
            verb(format!("Undo: {}", super::say_act(s.isms, a)), "Ctrl Z", "undo", None, Some("undo"));
        }
        if let Some(a) = s.isms.redoable() {
            verb(format!("Do again: {}", super::say_act(s.isms, a)), "Ctrl Shift Z", "next", None, Some("redo"));
        }
        verb("Switch light and dark".into(), "", "more", None, Some("theme"));
        verb("Settings".into(), "", "more", Some("#/settings".into()), None);
        verb("Back up, test and restore".into(), "In the settings", "folder", Some("#/settings".into()), None);
        verb(
            "Lock the file, change or take off its code".into(),
            "In the settings",
            "lock",
            Some("#/settings".into()),
            None,
        );
        verb("Out of sight".into(), "Ctrl Shift L", "lock", None, Some("hide"));
        verb("Close this file".into(), "", "folder", None, Some("close_file"));
    }
    if only.is_none() {
        let places = [
            ("Today", "#/today", "today"),
            ("What still holds, month by month", "#/currency", "sheet"),
            ("Calendar", "#/calendar", "calendar"),
            ("Risk matrix", "#/matrix", "matrix"),
            ("Programme of the year", "#/programme", "calendar"),
            ("Training", "#/training", "training"),
            ("Audit pack", "#/pack", "pack"),
            ("Trail", "#/trail", "trail"),
        ];
        for (title, go, icon) in places {
            if let Some(n) = score(title) {
                found.push((n + 2, entry("Go to", title.into(), String::new(), icon, Some(go.into()), None)));
            }
        }
        for k in kinds().iter() {
            if let Some(n) = score(k.plural) {
                found.push((
                    n + 2,
                    entry("Go to", k.plural.into(), String::new(), k.icon, Some(format!("#/{}", k.name)), None),
                ));
            }
        }
    }
    if only != Some('>') && !find.is_empty() {
        for r in s
            .isms
            .records
            .iter()
            .filter(|r| r.live() && !matches!(r.info().name, "training_record" | "acknowledgement" | "review"))
        {
            let title = r.title();
            let n = match score(&r.code) {
                Some(n) => Some(n),
                None if only == Some('#') => None,
                None => score(&title).map(|n| n + 4),
            };
            let n = n.or_else(|| {
                (only.is_none()
                    && find.len() > 2
                    && r.head().body.as_deref().is_some_and(|b| b.to_lowercase().contains(&find)))
                .then_some(60)
            });
            if let Some(n) = n {
                let states = s.item(&r.code).map(|i| i.states.as_ref().to_vec()).unwrap_or_default();
                let needs = states.iter().any(|st| matches!(st, State::Overdue | State::Stale | State::NeverReviewed));
                let detail = states
                    .iter()
                    .filter(|st| **st != State::Current)
                    .map(|st| super::word(*st))
                    .collect::<Vec<_>>()
                    .join(", ");
                found.push((
                    n.saturating_sub(if needs { 3 } else { 0 }),
                    entry(
                        "In the words of the record",
                        format!("{} {title}", r.code),
                        detail,
                        r.info().icon,
                        Some(format!("#/record/{}", r.code)),
                        None,
                    ),
                ));
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.label.cmp(&b.1.label)));
    let mut per_group = std::collections::BTreeMap::new();
    found
        .into_iter()
        .map(|(_, e)| e)
        .filter(|e| {
            let n = per_group.entry(e.group).or_insert(0);
            *n += 1;
            *n <= 14
        })
        .collect()
}
