//! The commands that make something: files, PDFs, tables.
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
            "Give --out FILE.pdf, FILE.xlsx or FILE.csv, or --text.",
        )
        .into());
    };
    let ending = out.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    if matches!(ending.as_str(), "csv" | "xlsx") {
        let tables = isms_press::tables::of_report(&doc, &ending).map_err(|e| Stop::Fault(e.to_string()))?;
        let Some(bytes) = tables else {
            return Err(
                Refusal::new("empty", name, "This report has no table.", "Give --out FILE.pdf, or --text.").into()
            );
        };
        isms_file::write_whole(out, &bytes)?;
        line(out.display().to_string());
        return Ok(End::Done);
    }
    if ending != "pdf" {
        return Err(Refusal::new(
            "field",
            out.display().to_string(),
            "By its ending it is neither a PDF nor a spreadsheet.",
            "Give --out FILE.pdf, FILE.xlsx or FILE.csv.",
        )
        .into());
    }
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
            format!("The folder cannot be made: {}.", crate::input::why(&e)),
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
