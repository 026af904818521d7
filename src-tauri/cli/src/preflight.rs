//! What an auditor would notice, on the command line: the facts that only the file and the press know are gathered here; the core judges.
use crate::look::{open, today_of};
use crate::say::{self, End, Ended, Stop, line};
use chrono::NaiveDate;
use isms::isms::Isms;
use isms::kinds::Evidence;
use isms::preflight::{self, Choices, Facts, Finding, Severity, spell};
use isms_file::File;
use serde_json::Value;
use std::path::Path;

pub fn preflight(path: &Path, as_of: Option<NaiveDate>, json: bool) -> Ended {
    let file = open(path)?;
    let now = today_of(&file)?;
    let past = as_of.filter(|d| *d < now).map(|d| file.isms().as_of(d));
    let isms = past.as_ref().unwrap_or(file.isms());
    let today = as_of.unwrap_or(now);
    let found = preflight::run(isms, today, &Choices::default(), &facts(&file, isms)?);
    if json {
        let mut v = serde_json::to_value(&found).map_err(|e| Stop::Fault(e.to_string()))?;
        v["summary"] = found.summary().into();
        v["counts"] = [Severity::Refuse, Severity::Stop, Severity::Weak, Severity::Note]
            .into_iter()
            .map(|s| (s.name().to_string(), Value::from(found.count(s))))
            .collect::<serde_json::Map<String, Value>>()
            .into();
        say::value(&v);
    } else {
        for f in &found.findings {
            print(f, today);
        }
        line(found.summary());
        line(format!("{} checks ran.", found.ran.len()));
        if !found.not_run.is_empty() {
            line(format!("Did not run: {}.", found.not_run.join(", ")));
        }
    }
    let serious = found.count(Severity::Refuse) + found.count(Severity::Stop) > 0;
    Ok(if serious { End::Finding } else { End::Done })
}
fn print(f: &Finding, today: NaiveDate) {
    line(format!("{}[{}]  {}", f.severity.name(), f.code, f.place));
    line(format!("  {}", f.sentence));
    if !f.note.is_empty() {
        line(format!("  note: {}", f.note));
    }
    if let Some(said) = &f.declared {
        line(format!("  declared: {said}"));
    }
    match (f.wizard, f.minutes) {
        (Some(wizard), Some(minutes)) => {
            let latest = f.latest.map(|d| format!("; latest sensible day: {}", isms::dates::say(d, today)));
            let help = format!("  help: {wizard} ({}{})", spell(minutes), latest.unwrap_or_default());
            // Only a guide of this version can be begun.
            let start = if isms::wizards::wizard(wizard).is_some() { "-> Start" } else { "" };
            line(format!("{help:<66} {start}").trim_end());
        }
        _ if !f.help.is_empty() => line(format!("  help: {}", f.help)),
        _ => {}
    }
}

/// What the stored bytes and the faces on paper say.
pub fn facts(file: &File, isms: &Isms) -> Result<Facts, Stop> {
    let mut missing = Vec::new();
    for (_, r, e) in isms.live::<Evidence>() {
        let Some(stored) = &e.file else { continue };
        let whole = isms::plan::unhex(&stored.sha256)
            .and_then(|h| file.evidence_bytes(&h).ok())
            .is_some_and(|mut bytes| std::io::copy(&mut bytes, &mut std::io::sink()).is_ok());
        if !whole {
            missing.push(r.code.to_string());
        }
    }
    let report = file.verify()?;
    let broken = match report.problems.as_slice() {
        _ if report.ok => Vec::new(),
        [] => vec!["The trail does not hold.".to_string()],
        all => all.iter().map(|p| format!("{}: {}", p.place, p.text)).collect(),
    };
    let not_extended = file.not_extended()?.into_iter().collect();
    let mut texts: Vec<(String, String)> = Vec::new();
    for r in isms.records.iter().filter(|r| r.live()) {
        r.shown_json().values().for_each(|v| strings(&r.code, v, &mut texts));
    }
    let uncovered = isms_press::uncovered(texts.iter().map(|(c, t)| (c.as_str(), t.as_str())));
    Ok(Facts {
        missing_files: Some(missing),
        uncovered: Some(uncovered.map_err(|e| Stop::Fault(e.to_string()))?),
        not_extended: Some(not_extended),
        broken: Some(broken),
    })
}
fn strings(code: &str, v: &Value, out: &mut Vec<(String, String)>) {
    match v {
        Value::String(s) => out.push((code.to_string(), s.clone())),
        Value::Array(a) => a.iter().for_each(|v| strings(code, v, out)),
        Value::Object(o) => o.values().for_each(|v| strings(code, v, out)),
        _ => {}
    }
}
