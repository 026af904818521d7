//! Locking a file with a recovery code, with another one, or no longer.
use crate::input;
use crate::look::{open, real_today};
use crate::say::{self, End, Ended, Stop, line};
use isms::recovery::{self, Recovery};
use isms::{Refusal, doc};
use isms_file::{Code, File, know};
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

/// Asks first for all that can be asked for, draws a code, lays its sheet down, shows it, and only then locks the file with it: a code
/// that nobody saw would be a lost file.
pub fn lock(path: &Path, sheet: Option<&Path>, json: bool) -> Ended {
    let mut file = open(path)?;
    may_write(&mut file)?;
    if let Some(out) = sheet {
        free(out)?;
    } else if say::leads_nowhere() {
        return Err(unseen(path, "Standard output is closed, or leads to where nothing is kept").into());
    }
    let code = Code::draw();
    let before = file.is_locked();
    if let Some(out) = sheet {
        let groups = code.groups();
        let groups: Vec<&str> = groups.iter().map(|g| g.as_str()).collect();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let of = Recovery { groups: &groups, id: &code.id(), file_name: &name };
        let page: doc::Doc = recovery::sheet(file.isms(), &of, real_today()?);
        let pdf = isms_press::pdf(&page).map_err(|e| Stop::Fault(e.to_string()))?;
        isms_file::write_whole(out, &pdf.bytes)?;
    }
    // The page of a code that opens nothing would be taken for one that does.
    let no_page = || sheet.is_none_or(|out| std::fs::remove_file(out).is_ok());
    if json {
        // The first part of the answer; whether it is done is its last.
        say::raw(&format!(
            "{{\n  \"code\": {},\n  \"number\": {},\n  \"changed\": {before},\n",
            json!(code.written().as_str()),
            json!(code.id())
        ));
    } else {
        line(format!("Recovery code: {}", code.written().as_str()));
    }
    if let Err(e) = say::reached() {
        no_page();
        return Err(unseen(path, &format!("The code could not be shown: {}", input::why(&e))).into());
    }
    if let Err(fault) = file.relock(Some(&code)) {
        if json {
            say::raw("  \"ok\": false\n}\n");
        }
        return Err(opens_nothing(fault, no_page));
    }
    know(&code);
    if json {
        say::raw("  \"ok\": true\n}\n");
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
/// Is it open for writing, in its place, and nobody else's? No draft has this number: none goes away.
fn may_write(file: &mut File) -> Result<(), Stop> {
    Ok(file.drop_draft(i64::MIN)?)
}
/// An older page stays: backups may be locked with its code.
fn free(sheet: &Path) -> Result<(), Refusal> {
    let place = sheet.display().to_string();
    if std::fs::symlink_metadata(sheet).is_ok() {
        let text = "There is a file of this name already.";
        return Err(Refusal::new("field", place, text, "Choose another name for the page; nothing was changed."));
    }
    let folder = sheet.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        let text = "The folder is not there.";
        return Err(Refusal::new("field", place, text, "Choose another place for the page; nothing was changed."));
    }
    Ok(())
}
fn unseen(path: &Path, why: &str) -> Refusal {
    Refusal::new(
        "closed",
        path.display().to_string(),
        format!("{why}. The file was not locked: a code that nobody saw would be a lost file."),
        "Let the command write to the screen or into a file. Nothing was changed.",
    )
}
/// What is said of a code that was shown, where the file was not locked with it after all.
fn opens_nothing(fault: isms_file::Fault, no_page: impl Fn() -> bool) -> Stop {
    if fault.trouble == isms_file::Trouble::Unsure {
        let said = "Keep the code that was shown until the file opens: it may be locked with it already.";
        return Stop::Fault(format!("{fault} {said}"));
    }
    let said = match no_page() {
        true => "The code that was shown opens nothing: the file was not locked with it.",
        false => "The code that was shown, and its page, open nothing: the file was not locked with it.",
    };
    match Stop::from(fault) {
        Stop::Refused(r) => Stop::Refused(Refusal { text: format!("{} {said}", r.text), ..r }),
        Stop::Fault(text) => Stop::Fault(format!("{text} {said}")),
        told => told,
    }
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
