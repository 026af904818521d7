//! What a command ends with, and the only place that prints.
use isms::Refusal;
use serde_json::{Value, json};

pub enum End {
    Done,
    /// Verify failed, --fail-on met, rows of an import are wrong.
    Finding,
}
pub enum Stop {
    Refused(Refusal),
    Fault(String),
    /// Said already, where it came up among others; only the exit status is left.
    Told {
        fault: bool,
    },
}
impl Stop {
    pub fn told(self) -> Stop {
        Stop::Told { fault: matches!(self, Stop::Fault(_) | Stop::Told { fault: true }) }
    }
}
impl From<Refusal> for Stop {
    fn from(r: Refusal) -> Stop {
        Stop::Refused(r)
    }
}
impl From<isms_file::OpenRefused> for Stop {
    fn from(r: isms_file::OpenRefused) -> Stop {
        let hint = match r.why {
            isms_file::Why::Locked => {
                "Nothing was changed. ISMS_CODE holds the code of a locked file for a run.".to_string()
            }
            _ => r.hint,
        };
        Stop::Refused(Refusal::new("closed", r.file, r.text, hint))
    }
}
impl From<isms_file::Fault> for Stop {
    fn from(f: isms_file::Fault) -> Stop {
        Stop::Fault(f.to_string())
    }
}
impl From<isms_file::ActError> for Stop {
    fn from(e: isms_file::ActError) -> Stop {
        match e {
            isms_file::ActError::Refused(r) => Stop::Refused(r),
            isms_file::ActError::Fault(f) => f.into(),
        }
    }
}
impl From<isms_pack::NotMade> for Stop {
    fn from(n: isms_pack::NotMade) -> Stop {
        match n {
            isms_pack::NotMade::Cancelled => Stop::Refused(isms::packs::cancelled()),
            isms_pack::NotMade::Refused(r) => Stop::Refused(r),
            isms_pack::NotMade::Fault(f) => f.into(),
            isms_pack::NotMade::Press(text) => Stop::Fault(text),
        }
    }
}
pub type Ended = Result<End, Stop>;

#[allow(clippy::print_stdout)]
pub fn line(text: impl AsRef<str>) {
    use std::io::Write;
    // A closed pipe (`isms status … | head`) is the reader's choice, not an error.
    let _ = writeln!(std::io::stdout(), "{}", text.as_ref());
}
pub fn value(v: &impl serde::Serialize) {
    line(serde_json::to_string_pretty(v).unwrap_or_default());
}
#[allow(clippy::print_stderr)]
pub fn aside(text: impl AsRef<str>) {
    eprintln!("{}", text.as_ref());
}
pub fn stop(stop: &Stop, json: bool) {
    match stop {
        Stop::Told { .. } => {}
        _ if json => aside(stop_json(stop).to_string()),
        Stop::Refused(r) => aside(format!("Refused. {r}")),
        Stop::Fault(text) => aside(format!("Fault. {text}")),
    }
}
/// `{"refused": …}` or `{"fault": …}`.
pub fn stop_json(stop: &Stop) -> Value {
    match stop {
        Stop::Refused(r) => {
            let one = |r: &Refusal| json!({"code": r.code, "where": r.place, "text": r.text, "hint": r.hint});
            let mut refused = one(r);
            if !r.also.is_empty() {
                refused["also"] = Value::Array(r.also.iter().map(one).collect());
            }
            json!({ "refused": refused })
        }
        Stop::Fault(text) => json!({"fault": {"text": text}}),
        Stop::Told { .. } => json!({}),
    }
}
/// What went wrong, in a line.
pub fn words_of(stop: &Stop) -> String {
    match stop {
        Stop::Refused(r) => r.text.clone(),
        Stop::Fault(text) => text.lines().next().unwrap_or_default().to_string(),
        Stop::Told { .. } => String::new(),
    }
}
/// Columns that stand under one another.
pub fn table(rows: &[Vec<String>]) {
    let n = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..n)
        .map(|c| rows.iter().filter_map(|r| r.get(c)).map(|t| t.chars().count()).max().unwrap_or(0).min(60))
        .collect();
    for r in rows {
        let text: Vec<String> = r
            .iter()
            .enumerate()
            .map(|(c, t)| if c + 1 == r.len() { t.clone() } else { format!("{t:w$}", w = widths[c]) })
            .collect();
        line(text.join("  ").trim_end());
    }
}
