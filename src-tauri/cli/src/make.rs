//! The commands that make something: files, PDFs, tables, and the check of what was made.
use crate::look::{Seen, open, today_of};
use crate::say::{self, End, Ended, Stop, line};
use crate::work::clock;
use chrono::NaiveDate;
use isms::report::{Names, Scope};
use isms::{Refusal, reports};
use isms_file::File;
use std::path::Path;

fn fresh(path: &Path) -> Result<(), Refusal> {
    if path.exists() {
        return Err(Refusal::new(
            "field",
            path.display().to_string(),
            "There is already a file of this name.",
            "Choose another name; nothing was changed.",
        ));
    }
    Ok(())
}

pub fn demo(path: &Path, as_of: Option<NaiveDate>) -> Ended {
    fresh(path)?;
    let file = File::demo_on(path, as_of)?;
    line(format!("{}: {} acts, shown as of {}", path.display(), file.isms().last_seq(), today_of(&file)?));
    Ok(End::Done)
}

pub fn new(path: &Path, name: &str, certified: NaiveDate) -> Ended {
    fresh(path)?;
    let on = crate::look::real_today()?;
    let mut file = File::create(path)?;
    let keeper =
        std::env::var("ISMS_BY").ok().filter(|b| !b.is_empty()).unwrap_or_else(|| "The owner of this file".into());
    if let Err(e) = file.act(isms::catalog::first_act(name, certified, &keeper, on), "P-001", clock(on)) {
        // Nothing half made is left behind.
        drop(file);
        let _ = std::fs::remove_file(path);
        return Err(e.into());
    }
    line(format!(
        "{}: a new file for {}",
        path.display(),
        file.isms().organization().map(|o| o.name.to_string()).unwrap_or_default()
    ));
    Ok(End::Done)
}

#[allow(clippy::too_many_arguments)] // What is printed, of which days and versions, and whereto.
pub fn report(
    path: &Path,
    name: Option<&str>,
    out: Option<&Path>,
    about: Option<&str>,
    (from, to, as_of): (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>),
    versions: (Option<String>, Option<String>),
    long: bool,
    text: bool,
) -> Ended {
    let Some(name) = name else {
        say::table(
            &reports::all()
                .iter()
                .map(|r| vec![r.name.to_string(), r.clause.to_string(), r.title.to_string()])
                .collect::<Vec<_>>(),
        );
        return Ok(End::Done);
    };
    let ahead = isms::report::looks_ahead(name);
    let seen = Seen::of(path, if ahead { as_of } else { to.or(as_of) })?;
    let scope = Scope { about: about.map(String::from), versions, names: Names::Full, long, ..Scope::on(seen.today) };
    let scope = if ahead { Scope { span: (from, to), ..scope } } else { Scope { from, ..scope } };
    let doc = isms::report::build(seen.isms(), name, &scope)?;
    if text {
        line(isms::text::doc_text(&doc));
        return Ok(End::Done);
    }
    let Some(out) = out else {
        return Err(Refusal::new(
            "field",
            "--out",
            "It is not said where the PDF goes.",
            "Give --out FILE.pdf, or --text.",
        )
        .into());
    };
    let pdf = isms_press::pdf(&doc).map_err(|e| Stop::Fault(e.to_string()))?;
    isms_file::write_whole(out, &pdf.bytes)?;
    line(format!("{}: {} pages", out.display(), pdf.pages));
    Ok(End::Done)
}

/// One calendar file, into the folder or under the name that is given.
fn export_calendar(path: &Path, to: &Path) -> Ended {
    let mut file = open(path)?;
    let today = today_of(&file)?;
    let currency = isms::staleness::staleness(file.isms(), today);
    let calendar =
        isms::view::calendar_file(&isms::view::Shown::new(file.isms(), today, &currency), &file.calendars()?);
    let out = if to.extension().is_some_and(|e| e.eq_ignore_ascii_case("ics")) {
        to.to_path_buf()
    } else {
        folder(to)?;
        to.join("isms.ics")
    };
    isms_file::write_whole(&out, &isms_press::ics::ics(&calendar))?;
    file.calendar_given(today)?;
    let gone = calendar.entries.iter().filter(|e| e.cancelled).count();
    let taken = if gone > 0 { format!(", {gone} taken out") } else { String::new() };
    line(format!("{}: {} entries{taken}", out.display(), calendar.entries.len() - gone));
    Ok(End::Done)
}
fn folder(to: &Path) -> Result<(), Refusal> {
    std::fs::create_dir_all(to).map_err(|e| {
        Refusal::new(
            "field",
            to.display().to_string(),
            format!("The folder cannot be made: {e}."),
            "Choose another place.",
        )
    })
}

pub fn export(path: &Path, to: &Path, format: &str) -> Ended {
    if format == "ics" {
        return export_calendar(path, to);
    }
    let seen = Seen::of(path, None)?;
    folder(to)?;
    for (name, bytes) in isms_press::tables::export(seen.isms(), format).map_err(|e| Stop::Fault(e.to_string()))? {
        isms_file::write_whole(&to.join(&name), &bytes)?;
        line(name);
    }
    Ok(End::Done)
}

/// What came of a check.
pub struct Checked {
    pub ok: bool,
    pub acts: usize,
    pub root: String,
    pub text: String,
    pub problems: Vec<isms::view::Problem>,
}
pub fn verify_file(path: &Path, against: Option<&Path>) -> Result<Checked, Stop> {
    let file = open(path)?;
    let report = file.verify()?;
    let mut problems: Vec<isms::view::Problem> =
        report.problems.into_iter().map(|p| isms::view::Problem { place: p.place, text: p.text }).collect();
    if let Some(earlier) = against {
        let (size, root, what) = earlier_head(earlier)?;
        problems.extend(contradicted(&file, size, root, &what));
    }
    let isms = file.isms();
    let ok = problems.is_empty();
    let text = if ok {
        match against {
            Some(a) => format!(
                "{} acts, all in order. The history of {} is wholly contained in it: nothing was changed since.",
                report.acts,
                a.display()
            ),
            None => format!("{} acts, all in order. Checkpoint {}.", report.acts, isms.checkpoint().groups().join(" ")),
        }
    } else {
        format!("{} problems were found in {} acts.", problems.len(), report.acts)
    };
    Ok(Checked { ok, acts: report.acts as usize, root: report.root, text, problems })
}

/// What speaks against this file being the continuation of a kept head.
fn contradicted(file: &File, size: u64, root: [u8; 32], what: &str) -> Option<isms::view::Problem> {
    let kept = isms_file::Kept { size, root, day: None, purpose: what.to_string() };
    match file.verify_against(std::slice::from_ref(&kept)) {
        isms_file::Standing::Extends { .. } => None,
        other => Some(isms::view::Problem {
            place: what.to_string(),
            text: other.sentence(&kept, file.isms().acts.len() as u64),
        }),
    }
}

/// Size and head of an earlier file or pack.
fn earlier_head(path: &Path) -> Result<(u64, [u8; 32], String), Stop> {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf")) {
        let bytes = std::fs::read(path).map_err(|e| {
            Refusal::new(
                "field",
                path.display().to_string(),
                format!("It cannot be read: {e}."),
                "Give a pack that this program made.",
            )
        })?;
        let c = isms_press::checkpoint_in(&bytes).ok_or_else(|| {
            Refusal::new(
                "field",
                path.display().to_string(),
                "This PDF carries no checkpoint.",
                "Give a pack that this program made.",
            )
        })?;
        return Ok((c.size, c.root, path.display().to_string()));
    }
    let earlier = open(path)?;
    let c = earlier.isms().checkpoint();
    Ok((c.size, c.root, path.display().to_string()))
}

pub fn verify_pack(path: &Path, against: Option<&Path>) -> Result<Checked, Stop> {
    let (size, root, what) = earlier_head(path)?;
    let mut out = Checked {
        ok: true,
        acts: size as usize,
        root: isms::plan::hex(&root),
        text: format!(
            "{what} carries the checkpoint of {size} acts: {}.",
            isms::doc::Checkpoint { size, root }.groups().join(" ")
        ),
        problems: Vec::new(),
    };
    if let Some(other) = against {
        // The file that the pack says it was made from, or an earlier pack: the smaller must be contained in the larger.
        if other.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf")) {
            return Err(Refusal::new(
                "field",
                other.display().to_string(),
                "Two packs alone do not prove that one extends the other.",
                "Give the file that they were made from: `isms verify FILE --against PACK.pdf`.",
            )
            .into());
        }
        let file = open(other)?;
        out.problems = contradicted(&file, size, root, &what).into_iter().collect();
        out.ok = out.problems.is_empty();
        out.text = if out.ok {
            format!("{what} was made from this history: its {size} acts are the first {size} of {}.", other.display())
        } else {
            "The pack and the file do not agree.".into()
        };
    }
    Ok(out)
}
