//! What only the file and the press know, for the checks of the preflight: are the bytes there, does the trail hold, is each letter printed.
use crate::{Lend, NotMade, lent};
use isms::isms::Isms;
use isms::kinds::Evidence;
pub use isms::preflight::Facts;
use isms_file::{Fault, File};
use serde_json::Value;

/// Looks at all of it, in one go.
pub fn facts(file: &mut File, isms: &Isms) -> Result<Facts, NotMade> {
    facts_of(
        &mut |f| {
            f(file);
            Ok(())
        },
        isms,
        &mut |_| true,
    )
}
/// The same of a file that is lent for moments. `tell` hears how far it is, from 0 to 1, and cancels
/// with `false`.
pub fn facts_of(lend: &mut Lend, isms: &Isms, tell: &mut dyn FnMut(f32) -> bool) -> Result<Facts, NotMade> {
    if !tell(0.0) {
        return Err(NotMade::Cancelled);
    }
    // The trail, and the bytes of every proof, in one reading.
    let (report, not_extended) = lent(lend, |f| -> Result<_, Fault> {
        Ok((f.verify()?, f.not_extended()?.into_iter().collect::<Vec<String>>()))
    })??;
    // Bytes of a proof that are gone or altered are a gap of their own; the trail holds all the same.
    let (bytes, other): (Vec<_>, Vec<_>) = report.problems.iter().partition(|p| p.place.starts_with("evidence"));
    let broken: Vec<String> = match (report.ok, report.problems.is_empty()) {
        (false, true) => vec!["The trail does not hold.".to_string()],
        _ => other.iter().map(|p| format!("{}: {}", p.place, p.text)).collect(),
    };
    // Which proofs they are of is asked only where there is something to ask.
    let mut missing = Vec::new();
    let files: Vec<_> = isms
        .live::<Evidence>()
        .filter(|_| !bytes.is_empty())
        .filter_map(|(_, r, e)| Some((r.code.to_string(), e.file.as_ref()?.sha256.to_string())))
        .collect();
    for (n, (code, sha)) in files.iter().enumerate() {
        if !tell(0.5 + 0.4 * n as f32 / files.len() as f32) {
            return Err(NotMade::Cancelled);
        }
        let whole = match isms::plan::unhex(sha) {
            None => false,
            Some(hash) => lent(lend, |f| {
                f.evidence_bytes(&hash).is_ok_and(|mut bytes| std::io::copy(&mut bytes, &mut std::io::sink()).is_ok())
            })?,
        };
        if !whole {
            missing.push(code.clone());
        }
    }
    if !tell(0.9) {
        return Err(NotMade::Cancelled);
    }
    let mut texts: Vec<(String, String)> = Vec::new();
    for r in isms.records.iter().filter(|r| r.live()) {
        r.shown_json().values().for_each(|v| strings(&r.code, v, &mut texts));
    }
    let uncovered = isms_press::uncovered(texts.iter().map(|(c, t)| (c.as_str(), t.as_str())))?;
    Ok(Facts {
        missing_files: Some(missing),
        uncovered: Some(uncovered),
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
