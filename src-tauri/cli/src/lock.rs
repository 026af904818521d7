//! Locking a file with a recovery code, with another one, or no longer.
use crate::look::{open, real_today};
use crate::say::{self, End, Ended, Stop, line};
use isms::recovery::{self, Recovery};
use isms::{Refusal, doc};
use isms_file::{Code, know};
use serde_json::json;
use std::path::Path;

/// The code of locked files, for this run: ISMS_CODE, so that it stands in no list of commands.
pub fn told() -> Result<(), Refusal> {
    match std::env::var("ISMS_CODE") {
        Ok(text) if !text.trim().is_empty() => {
            let code = Code::read(&text).map_err(|r| Refusal { place: "ISMS_CODE".into(), ..r })?;
            know(&code);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Draws a code, lays its sheet down, and only then locks the file with it.
pub fn lock(path: &Path, sheet: Option<&Path>, json: bool) -> Ended {
    let mut file = open(path)?;
    let code = Code::draw();
    let groups = code.groups();
    let groups: Vec<&str> = groups.iter().map(|g| g.as_str()).collect();
    if let Some(out) = sheet {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let of = Recovery { groups: &groups, id: &code.id(), file_name: &name };
        let page: doc::Doc = recovery::sheet(file.isms(), &of, real_today()?);
        let pdf = isms_press::pdf(&page).map_err(|e| Stop::Fault(e.to_string()))?;
        isms_file::write_whole(out, &pdf.bytes)?;
    }
    // Before anything is locked: a code that was never shown would be a lost file.
    if !json {
        line(format!("Recovery code: {}", code.written().as_str()));
    }
    let before = file.is_locked();
    file.relock(Some(&code))?;
    know(&code);
    if json {
        say::value(&json!({"ok": true, "code": code.written().as_str(), "number": code.id(), "changed": before}));
        return Ok(End::Done);
    }
    line(format!(
        "{} is {} locked with it (number {}). A lost code is a lost file: write it down now, and keep it elsewhere.",
        path.display(),
        if before { "now" } else { "from now on" },
        code.id()
    ));
    line(
        "Copies and backups from before stay as they are; \u{201c}isms backup FILE --drop-older\u{201d} makes a locked one and takes the older ones away.",
    );
    Ok(End::Done)
}

/// Anyone who has the file can read it again.
pub fn unlock(path: &Path, json: bool) -> Ended {
    let mut file = open(path)?;
    if !file.is_locked() {
        let hint = "Nothing was changed.";
        return Err(Refusal::new("closed", path.display().to_string(), "The file is not locked.", hint).into());
    }
    file.relock(None)?;
    if json {
        say::value(&json!({"ok": true}));
    } else {
        line(format!("{} is no longer locked: whoever has it can read it.", path.display()));
    }
    Ok(End::Done)
}
