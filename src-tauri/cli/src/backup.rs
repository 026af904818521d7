//! Backups: making one, trying them out, restoring one; and the look at a file as a whole.
use crate::look::{open, real_today};
use crate::say::{self, End, Ended, Stop, line};
use crate::work::{act, said};
use isms::backups::{self, Tried};
use isms::report::count;
use isms::{Refusal, dates};
use isms_file::{Before, File, Made, backup as store};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Before an act that brings much in or takes something away for good.
pub fn before(file: &File, why: Before) -> Result<(), Stop> {
    Ok(store::before(file, real_today()?, why)?)
}

/// A folder: the next of the series there. Without one: the place of the program's own. Another name: one copy under that name.
pub fn backup(path: &Path, to: Option<&Path>, (test, record, drop_older): (bool, bool, bool), json: bool) -> Ended {
    let mut file = open(path)?;
    let today = real_today()?;
    let folder = match to {
        Some(to) if to.is_dir() => to.to_path_buf(),
        Some(to) if test => {
            let text = "The folder is not there.";
            return Err(Refusal::new("field", to.display().to_string(), text, "Give the folder of the backups.").into());
        }
        Some(to) => return copy(&file, to, json),
        None => store::own_folder(&file.isms().log)?,
    };
    let made = file.back_up(&folder, today, None)?;
    let b = made.backup();
    let thinned = match &made {
        Made::New { thinned, .. } => *thinned,
        Made::Unchanged(_) => 0,
    };
    let is_new = matches!(made, Made::New { .. });
    let dropped = if drop_older { store::drop_older(&folder, &file.isms().log)? } else { 0 };
    let tried = if test { try_out(&file, &folder, today)? } else { Vec::new() };
    let ok = tried.iter().all(Tried::ok);
    if json {
        let tried: Vec<Value> = tried
            .iter()
            .map(|t| json!({"number": t.number, "day": t.day, "ok": t.ok(), "acts": t.acts, "records": t.records, "versions": t.versions, "evidence": t.evidence, "text": t.sentence()}))
            .collect();
        say::value(
            &json!({"ok": ok, "new": is_new, "number": b.number, "day": b.day, "acts": b.acts, "path": b.path.display().to_string(), "thinned": thinned, "dropped": dropped, "tried": tried}),
        );
    } else {
        line(b.path.display().to_string());
        line(if is_new {
            format!("Backup {} holds all that is recorded ({}), and was checked.", b.number, acts_of(b.acts))
        } else {
            format!("Nothing changed since backup {} of {}.", b.number, dates::say(b.day, today))
        });
        if thinned > 0 {
            line(format!("{}: newer ones stand for {}.", taken(thinned), if thinned == 1 { "it" } else { "them" }));
        }
        if drop_older {
            line(format!(
                "{}. What lies elsewhere (a second place, a stick, files kept when a backup was restored) is not touched.",
                taken(dropped)
            ));
        }
        tried.iter().for_each(|t| line(t.sentence()));
    }
    if record {
        let (by, on) = (crate::work::who(&file)?, crate::look::today_of(&file)?);
        let proposal = backups::record(file.isms(), on, &by, &tried);
        let done = act(&mut file, proposal)?;
        if !json {
            said(&file, &done);
        }
    }
    Ok(if ok { End::Done } else { End::Finding })
}
fn taken(n: usize) -> String {
    format!("{} taken away", count(n, "older one was", "older ones were"))
}
fn acts_of(n: u64) -> String {
    count(n as usize, "act", "acts")
}
fn try_out(file: &File, folder: &Path, today: chrono::NaiveDate) -> Result<Vec<Tried>, Stop> {
    let all = store::series(folder, &file.isms().log)?.backups;
    let numbers: Vec<u32> = all.iter().map(|b| b.number).collect();
    let chosen = backups::to_try(&numbers, today);
    let those = chosen.iter().filter_map(|n| all.iter().find(|b| b.number == *n));
    Ok(those.map(|b| store::try_out(b, file.isms())).collect::<Result<_, _>>()?)
}
fn copy(file: &File, to: &Path, json: bool) -> Ended {
    if to.exists() {
        let hint = "Give a folder, or a name that is free; nothing was changed.";
        return Err(
            Refusal::new("field", to.display().to_string(), "There is a file of this name already.", hint).into()
        );
    }
    file.save_copy(to)?;
    let acts = file.isms().acts.len();
    if json {
        say::value(&json!({"ok": true, "new": true, "acts": acts, "path": to.display().to_string()}));
    } else {
        line(format!("{}: a copy of all that is recorded ({}), checked.", to.display(), acts_of(acts as u64)));
    }
    Ok(End::Done)
}

/// Does `restore A B` speak of a backup and a place? Else of a file and a record.
pub fn is_backup(backup: &Path, to: &str) -> bool {
    let ends = |p: &Path, with: &str| p.extension().is_some_and(|e| e.eq_ignore_ascii_case(with));
    ends(backup, "isms-backup") || ends(Path::new(to), "isms")
}
pub fn restore(backup: &Path, to: &Path, json: bool) -> Ended {
    let today = real_today()?;
    // What is there now goes into its own backups too, as long as it can be read.
    if let Ok(present) = File::open_read_only(to) {
        before(&present, Before::Restore)?;
    }
    let r = store::restore(backup, to, today)?;
    meant(to)?;
    if json {
        say::value(
            &json!({"to": r.to.display().to_string(), "acts": r.acts, "had": r.had, "lost": r.lost, "parted": r.parted, "erased_again": r.erased_again, "kept": r.kept.as_ref().map(|k| k.display().to_string())}),
        );
        return Ok(End::Done);
    }
    line(format!("{}: {}, restored and checked.", to.display(), acts_of(r.acts)));
    if let Some(last) = r.parted {
        line(format!(
            "The file that was there and the backup are the same up to act {last}; after it each went on for itself."
        ));
    }
    if let Some(lost) = r.lost.filter(|n| *n > 0) {
        line(format!(
            "{lost} later act{} of the file that was there {} not in it.",
            if lost == 1 { "" } else { "s" },
            if lost == 1 { "is" } else { "are" }
        ));
    }
    if r.erased_again > 0 {
        line(format!(
            "{} that were erased since the backup were erased in it again.",
            isms::erase::counted(r.erased_again)
        ));
    }
    if let Some(kept) = r.kept {
        line(format!("What was there is kept as {}.", kept.display()));
    }
    Ok(End::Done)
}

/// Tells the window on this computer that the file has fewer acts than it saw because its owner went back.
fn meant(to: &Path) -> Result<(), Stop> {
    let file = File::open_read_only(to)?;
    let head = file.isms().checkpoint();
    let folder = store::home().join("restored");
    // Where that cannot be written the window opens the file for reading, and says why.
    if std::fs::create_dir_all(&folder).is_ok() {
        let text = format!("{} {}", head.size, isms::plan::hex(&head.root));
        isms_file::write_whole(&folder.join(&*file.isms().log), text.as_bytes())?;
    }
    Ok(())
}

pub fn doctor(path: &Path, folders: &[PathBuf], json: bool) -> Ended {
    let found = isms_file::doctor(path, folders, real_today()?)?;
    let ok = found.iter().all(|f| f.ok);
    if json {
        say::value(&json!({"ok": ok, "findings": found}));
    } else {
        found.iter().for_each(|f| line(format!("{} {}", if f.ok { "yes" } else { "NO " }, f.text)));
        let wrong = found.iter().filter(|f| !f.ok).count();
        line(match wrong {
            0 => "All is well. Nothing was changed.".to_string(),
            1 => "1 thing is not as it should be. Nothing was changed.".to_string(),
            n => format!("{n} things are not as they should be. Nothing was changed."),
        });
    }
    Ok(if ok { End::Done } else { End::Finding })
}
