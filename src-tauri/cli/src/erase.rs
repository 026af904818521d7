//! `isms erase`: what names people who left goes, after it was shown. `isms about`: all that is held on one of them.
use crate::look::{open, today_of};
use crate::say::{self, End, Ended, line};
use crate::work;
use isms::Refusal;
use isms::catalog::retention;
use isms::dates;
use isms::erase::{self, Asked, Erasure};
use serde_json::json;
use std::path::Path;

pub fn erase(path: &Path, asked: Asked, preview: bool, json: bool) -> Ended {
    let mut file = open(path)?;
    let today = today_of(&file)?;
    let shown = file.look_before_erasing(&asked, today)?;
    if preview {
        if json {
            say::value(&shown);
        } else {
            told(&shown, &shown.stops);
        }
        return Ok(if shown.stops.is_empty() { End::Done } else { End::Finding });
    }
    let by = work::who(&file)?;
    if shown.stops.is_empty() {
        crate::backup::before(&file, isms_file::Before::Erasure)?;
    }
    let done = file.erase(&asked, &by, work::clock(today))?;
    if json {
        say::value(&json!({"act": done.seq, "records": done.changed, "goes": shown.goes, "stays": shown.stays}));
    } else {
        told(&shown, &[]);
        line(format!(
            "\nDone (act {}). Backups from before still name them: a restored one is erased again by itself, and \u{201c}isms backup FILE --drop-older\u{201d} takes them away. Packs that were handed out are yours to think of.",
            done.seq
        ));
    }
    Ok(End::Done)
}
fn told(e: &Erasure, stops: &[Refusal]) {
    line(&e.button);
    for g in e.of.iter().filter(|g| !g.becomes.is_empty()) {
        line(format!("  {} {} becomes \u{201c}{}\u{201d}", g.id, g.name, g.becomes));
    }
    for (title, list) in [("What goes", &e.goes), ("What stays", &e.stays)] {
        line(format!("\n{title}"));
        list.iter().for_each(|l| line(format!("  {l}")));
    }
    for (title, list) in [
        ("The name stands here; change it by hand, or say that it stays (--keep-texts)", &e.texts),
        ("It stays here, as you said", &e.kept),
        ("Perhaps meant here", &e.perhaps),
    ] {
        if !list.is_empty() {
            line(format!("\n{title}"));
            list.iter().for_each(|f| line(format!("  {} {}: {}", f.id, f.question, f.text)));
        }
    }
    if !e.shared.is_empty() {
        line("\nKept files that name others too, or hold the name in plain letters; they stay");
        e.shared.iter().for_each(|s| line(format!("  {} {}", s.id, s.title)));
    }
    if !stops.is_empty() {
        line("\nNot yet");
        stops.iter().for_each(|r| line(format!("  {} {}", r.text, r.hint)));
    }
}

pub fn due(path: &Path, json: bool) -> Ended {
    let file = open(path)?;
    let today = today_of(&file)?;
    let list = retention::due(file.isms(), today);
    if json {
        let rows: Vec<_> = list
            .iter()
            .map(|(k, until, code)| json!({"sort": k.name, "id": code, "kept_until": until, "months": k.months}))
            .collect();
        say::value(&rows);
        return Ok(End::Done);
    }
    for k in &retention::KEEPING {
        let of: Vec<_> = list.iter().filter(|(row, ..)| row.name == k.name).collect();
        line(format!("{} ({} months {}): {}", k.what, k.months, k.after, of.len()));
        for (_, until, code) in of {
            let title = file.isms().record(code).map(isms::Record::title).unwrap_or_default();
            line(format!("  {code} {title}, kept until {}", dates::say(*until, today)));
        }
    }
    Ok(End::Done)
}

pub fn about(path: &Path, id: &str, json: bool) -> Ended {
    let file = open(path)?;
    let today = today_of(&file)?;
    let held = erase::held(file.isms(), id, today)?;
    if json {
        say::value(&held);
    } else {
        held.says(today).iter().for_each(line);
        line(format!("All of it: isms about FILE {id} --json, or isms report FILE held-on-person --about {id}."));
    }
    Ok(End::Done)
}
