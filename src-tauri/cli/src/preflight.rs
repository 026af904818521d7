//! What an auditor would notice, on the command line: the facts that only the file and the press know are gathered here; the core judges.
use crate::look::{open, today_of};
use crate::say::{self, End, Ended, Stop, line};
use chrono::NaiveDate;
use isms::preflight::{self, Choices, Finding, Severity, spell};
use serde_json::Value;
use std::path::Path;

pub fn preflight(path: &Path, as_of: Option<NaiveDate>, json: bool) -> Ended {
    let mut file = open(path)?;
    let now = today_of(&file)?;
    let isms = as_of.filter(|d| *d < now).map_or_else(|| file.isms().clone(), |d| file.isms().as_of(d));
    let today = as_of.unwrap_or(now);
    let facts = isms_pack::facts(&mut file, &isms)?;
    let found = preflight::run(&isms, today, &Choices::default(), &facts);
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

/// What is said of a gap on the command line.
#[derive(clap::Args)]
pub struct Declared {
    /// Declares a gap that stays open: its check and its place, as the preflight names them
    #[arg(long, num_args = 2, value_names = ["CHECK", "PLACE"], conflicts_with_all = ["out", "preflight"], requires_all = ["why", "plan", "until"])]
    declare: Vec<String>,
    /// Why it is open
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// What is planned, and what holds until then
    #[arg(long, value_name = "TEXT")]
    plan: Option<String>,
    /// The day by which it is mended
    #[arg(long, value_name = "DAY")]
    until: Option<NaiveDate>,
}
impl Declared {
    pub fn is_said(&self) -> bool {
        !self.declare.is_empty()
    }
}
/// Says it, signed by who acts.
pub fn declare(path: &Path, d: &Declared) -> Ended {
    let mut file = open(path)?;
    let now = today_of(&file)?;
    let isms = file.isms().clone();
    let facts = isms_pack::facts(&mut file, &isms)?;
    let found = preflight::run(&isms, now, &Choices::default(), &facts);
    let by = crate::work::who(&file)?;
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let said = preflight::Said {
        check: d.declare.first().cloned().unwrap_or_default(),
        place: d.declare.get(1).cloned().unwrap_or_default(),
        why: text(&d.why),
        plan: text(&d.plan),
        until: d.until.unwrap_or(now),
    };
    let proposal = preflight::declare(&isms, now, &by, &found, &said)?;
    let done = crate::work::act(&mut file, proposal)?;
    Ok(crate::work::said(&file, &done))
}
