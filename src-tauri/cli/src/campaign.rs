//! A campaign without a window: its files and drafts, and the answers as they come.
use crate::input;
use crate::look::{open, today_of};
use crate::say::{self, End, Ended, Stop, line};
use crate::work::{clock, who};
use isms::campaign::{self, LARGEST_MATERIAL, Material};
use isms::{Proposal, Refusal};
use isms_file::File;
use serde_json::json;
use std::path::{Path, PathBuf};

/// How it stands: who got it, who answered, with which result.
pub fn shown(path: &Path, code: &str, json: bool) -> Ended {
    let file = open(path)?;
    let isms = file.isms();
    let c = campaign::find(isms, code)?;
    let rows = campaign::standing(isms, c);
    if json {
        let rows: Vec<_> = rows.iter().map(|r| json!({"person": r.person, "name": r.name, "sent": r.sent.to_string(), "answered": r.answered.map(|d| d.to_string()), "result": r.result, "reminded": r.reminded})).collect();
        say::value(&json!({"campaign": code, "done": c.done(), "people": rows}));
        return Ok(End::Done);
    }
    let head = ["Who", "Sent", "Answered", "Result", "Reminded"].map(String::from).to_vec();
    let rows = rows.into_iter().map(|r| {
        vec![
            format!("{} {}", r.person, r.name),
            r.sent.to_string(),
            r.answered.map(|d| d.to_string()).unwrap_or_default(),
            r.result,
            r.reminded,
        ]
    });
    say::table(&std::iter::once(head).chain(rows).collect::<Vec<_>>());
    line(format!("{} of {} done.", c.done(), c.people.len()));
    Ok(End::Done)
}

/// The files and drafts of those who have not done it, in a folder of their own inside `out`; `again`: as reminders, which are
/// recorded.
pub fn files(path: &Path, code: &str, out: &Path, again: bool) -> Ended {
    let mut file = open(path)?;
    let today = today_of(&file)?;
    let isms = file.isms();
    let c = campaign::find(isms, code)?;
    let people = if again { campaign::to_remind(isms, c) } else { campaign::missing(isms, c) };
    if people.is_empty() {
        line(if again {
            "Nobody is to be reminded; there is nothing to send."
        } else {
            "Nobody is missing; there is nothing to send."
        });
        return Ok(End::Done);
    }
    let material = material(&file, &c.of)?;
    std::fs::create_dir_all(out).map_err(|e| {
        Refusal::new(
            "field",
            out.display().to_string(),
            format!("The folder cannot be made: {}.", input::why(&e)),
            "Choose another place.",
        )
    })?;
    let made = people.iter().flat_map(|p| match campaign::letter(isms, code, p, material.as_ref(), again, today) {
        Ok(l) => {
            let mail = isms_press::mail::letter(&l, today, &isms.log);
            vec![Ok((format!("{}.html", l.name), l.page.into_bytes())), Ok((format!("{}.eml", l.name), mail))]
        }
        Err(r) => vec![Err(r)],
    });
    let name = if again { format!("{code} reminders {today}") } else { code.to_string() };
    let (folder, n) = isms_file::write_folder(out, &name, made)?;
    line(format!("{}: {} files for {} people.", folder.display(), n, people.len()));
    if let Some(p) = campaign::reminders_written(file.isms(), code, &people, today).filter(|_| again) {
        let by = who(&file)?;
        file.act(p, &by, clock(today))?;
        line("It is recorded who was reminded.");
    }
    Ok(End::Done)
}
fn material(file: &File, of: &str) -> Result<Option<Material>, Stop> {
    let Some(e) = campaign::material_of(file.isms(), of) else { return Ok(None) };
    let whole = file.evidence_whole(&e, LARGEST_MATERIAL)?;
    Ok(whole.map(|(name, media_type, bytes)| Material { name, media_type, bytes }))
}

/// Takes answers in: those that are true in one act, the others named with why not.
pub fn answers(path: &Path, code: &str, given: &[PathBuf]) -> Ended {
    let mut file = open(path)?;
    let (by, today) = (who(&file)?, today_of(&file)?);
    campaign::find(file.isms(), code)?;
    let mut all = Vec::new();
    for path in given {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = input::read(path, input::LIST, "Name files that came back.")?;
        all.extend(campaign::rows(&isms_import::dropped("answers", &name, &bytes, file.isms(), today)?));
    }
    let looked = campaign::look(file.isms(), code, &all, today)?;
    for r in &looked.refused {
        say::aside(format!("{}: {}", r.file, r.why));
    }
    let proposal: Proposal = campaign::taken_in(file.isms(), code, &looked, &by, today)?;
    file.act(proposal, &by, clock(today))?;
    for a in &looked.accepted {
        let result = match (a.score, a.passed) {
            (None, _) => "read".to_string(),
            (Some(s), true) => format!("passed, {s} %"),
            (Some(s), false) => format!("not passed, {s} %"),
        };
        let note = if a.note.is_empty() { String::new() } else { format!(" ({})", a.note) };
        line(format!("{} {}: {result}{note}", a.person, file.isms().name_of(&a.person)));
    }
    let c = campaign::find(file.isms(), code)?;
    line(format!(
        "{} taken in, {} refused; {} of {} done.",
        looked.accepted.len(),
        looked.refused.len(),
        c.done(),
        c.people.len()
    ));
    Ok(if looked.refused.is_empty() { End::Done } else { End::Finding })
}
