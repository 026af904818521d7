//! Looks at a file as a whole and says in plain sentences how it is. It must never change or mend anything.
use crate::backup::{self, Series};
use crate::{File, OpenRefused};
use chrono::NaiveDate;
use isms::report::count;
use std::path::{Path, PathBuf};

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// opening, structure, references, trail, evidence, backups
    pub about: &'static str,
    pub ok: bool,
    pub text: String,
}
fn finding(about: &'static str, ok: bool, text: impl Into<String>) -> Finding {
    Finding { about, ok, text: text.into() }
}

/// Looks at a file: does it open, its pages, what refers to what, the trail from its first act, every file of evidence, and the backups of
/// it in these folders, as of a day. A file that is not this program's, or not there, is refused.
pub fn doctor(path: &Path, folders: &[PathBuf], today: NaiveDate) -> Result<Vec<Finding>, OpenRefused> {
    let mut out = Vec::new();
    let (mut locked, mut leaves) = (false, None);
    let log = match File::open_read_only(path) {
        Ok(file) => {
            locked = file.is_locked();
            leaves = Some(file.isms().acts.iter().map(|a| a.leaf).collect::<Vec<_>>());
            of_file(&file, &mut out);
            Some(file.isms().log.to_string())
        }
        Err(r) if r.backup_helps() => {
            out.push(finding("opening", false, format!("It does not open. {}", r.text)));
            backup::log_of(path)
        }
        Err(r) => return Err(r),
    };
    match log {
        Some(log) => {
            // The place of its own is named after the trail.
            let own = backup::home().join("backups").join(&log);
            let all = std::iter::once(&own).chain(folders).filter(|f| f.is_dir());
            of_backups(&all.cloned().collect::<Vec<_>>(), &Of { log: &log, leaves, locked, today }, &mut out);
        }
        None => out.push(finding(
            "backups",
            false,
            "Which backups are of it cannot be told: the number of its trail does not read.",
        )),
    }
    let left = std::fs::canonicalize(path).map(|p| crate::erase::left_over(&p)).unwrap_or_default();
    if !left.is_empty() {
        let what = count(left.len(), "copy", "copies");
        let text = format!(
            "{what} of an interrupted run lie{} beside it, and may hold what was erased or locked. The next opening for writing takes them away.",
            if left.len() == 1 { "s" } else { "" }
        );
        out.push(finding("unfinished", false, text));
    }
    Ok(out)
}

/// The file whose backups are looked at.
struct Of<'a> {
    log: &'a str,
    /// What its acts are, where it opens.
    leaves: Option<Vec<isms::ledger::Hash>>,
    locked: bool,
    today: NaiveDate,
}

fn of_file(file: &File, out: &mut Vec<Finding>) {
    let isms = file.isms();
    out.push(match file.read_only() {
        Some(why) if !why.starts_with("It was opened for viewing") => finding("opening", false, why),
        _ => finding(
            "opening",
            true,
            format!(
                "It opens: {}, {}.",
                count(isms.acts.len(), "act", "acts"),
                count(isms.records.iter().count(), "record", "records")
            ),
        ),
    });
    let report = match file.verify() {
        Ok(r) => r,
        Err(f) => return out.push(finding("trail", false, f.to_string())),
    };
    let of = |which: &dyn Fn(&str) -> bool| -> Vec<String> {
        let those = report.problems.iter().filter(|p| which(&p.place));
        those.map(|p| format!("{}: {}", p.place, p.text)).collect()
    };
    let mut say = |about, wrong: Vec<String>, well: String| match wrong.is_empty() {
        true => out.push(finding(about, true, well)),
        false => out.extend(wrong.into_iter().map(|w| finding(about, false, w))),
    };
    let pages = |p: &str| matches!(p, "structure" | "schema");
    let proofs = |p: &str| p.starts_with("evidence ");
    say("structure", of(&pages), "Every page of it is in order, and it has no parts but ours.".into());
    if report.other_views {
        say("structure", Vec::new(), crate::verify::OTHER_VIEWS.into());
    }
    let dangling = file
        .at()
        .reading()
        .and_then(|c| c.prepare("PRAGMA foreign_key_check")?.exists([]))
        .map(|found| if found { vec!["A row names one that is not there.".to_string()] } else { Vec::new() });
    say("references", dangling.unwrap_or_else(|e| vec![e.to_string()]), "What refers to something finds it.".into());
    let trail = of(&|p| !pages(p) && !proofs(p));
    let checkpoint = isms.checkpoint().groups().join(" ");
    say(
        "trail",
        trail,
        format!(
            "The trail is whole: {}, and all is as it was written. Checkpoint {checkpoint}.",
            count(report.acts as usize, "act", "acts")
        ),
    );
    let files: usize = isms.each("evidence").filter(|(_, r)| r.body_json().contains_key("file")).count();
    say(
        "evidence",
        of(&proofs),
        match files {
            0 => "No files of evidence lie in it.".into(),
            1 => "1 file of evidence is as it was put in.".into(),
            n => format!("{n} files of evidence are as they were put in."),
        },
    );
}

fn of_backups(folders: &[PathBuf], of: &Of, out: &mut Vec<Finding>) {
    let (log, locked, today) = (of.log, of.locked, of.today);
    let mut any = false;
    for folder in folders {
        let Series { backups, unread } = match backup::series(folder, log) {
            Ok(s) => s,
            Err(f) => {
                out.push(finding("backups", false, f.text));
                continue;
            }
        };
        if let Some(newest) = backups.first() {
            any = true;
            let age = match isms::dates::days_between(newest.day, today) {
                0 => "today".to_string(),
                1 => "yesterday".to_string(),
                n if n > 1 => format!("{n} days ago"),
                _ => "on a day that is yet to come: the clock was changed".to_string(),
            };
            out.push(finding(
                "backups",
                true,
                format!(
                    "{} in {}. The newest, number {}, was made {age} and holds {}.",
                    count(backups.len(), "backup", "backups"),
                    folder.display(),
                    newest.number,
                    count(newest.acts as usize, "act", "acts")
                ),
            ));
            if let Some(text) = isms::backups::legible(backups.iter().filter(|b| locked && !b.locked).count()) {
                out.push(finding("backups", false, format!("{}: {text}", folder.display())));
            }
        }
        let mut sizes: Vec<u64> = backups.iter().map(|b| b.acts).collect();
        sizes.sort_unstable();
        let roots = of.leaves.as_ref().map(|l| crate::trail::roots_at(l, &sizes));
        let other = |b: &&backup::Backup| {
            let root = |r: &Vec<Option<isms::ledger::Hash>>| sizes.binary_search(&b.acts).ok().and_then(|i| r[i]);
            roots.as_ref().is_some_and(|r| root(r) != Some(b.root))
        };
        if let Some(b) = backups.iter().find(other) {
            let text = format!(
                "Backup {} in {} is not of the history of this file: one of the two went on for itself, or is older than what was seen.",
                b.number,
                folder.display()
            );
            out.push(finding("backups", false, text));
        }
        let left = backup::unfinished(folder, log);
        if !left.is_empty() {
            let what = count(left.len(), "backup", "backups");
            let text = format!(
                "{what} in {} of an interrupted run {} unfinished, and may hold what was erased. A later backup takes such away.",
                folder.display(),
                if left.len() == 1 { "is" } else { "are" }
            );
            out.push(finding("unfinished", false, text));
        }
        let name = |p: &Path| p.file_name().unwrap_or_default().to_string_lossy().into_owned();
        out.extend(
            unread.iter().map(|(p, why)| finding("backups", false, format!("{} cannot be used. {why}", name(p)))),
        );
    }
    if !any {
        out.push(finding("backups", false, "No backup of it was found."));
    }
}
