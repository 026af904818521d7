//! How serious a weakness is by its CVSS vector, versions 3.x and 4.0 (A.8.8, DOMAIN 8). The arithmetic is the `cvss` crate's.
//! It must never guess: a vector that cannot be read has no severity.
use crate::kinds::Severity;
use cvss::{Cvss, Error};

/// What a vector looks like, for whoever has to mend one.
pub const LIKE: &str =
    "Copy it whole, like CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H. Versions 3.0, 3.1 and 4.0 are read.";

/// What a vector comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// "3.1", "3.0" or "4.0".
    pub version: &'static str,
    /// 0.0 to 10.0 with one decimal: of 3.x the base score, as public records state it; of 4.0 with all that is given.
    pub score: f64,
}
impl Scored {
    /// 0.1 to 3.9 low, 4.0 to 6.9 medium, 7.0 to 8.9 high, 9.0 to 10 critical; none below.
    pub fn severity(self) -> Option<Severity> {
        band(self.score)
    }
    /// "9.8, critical (CVSS 3.1)"
    pub fn words(self) -> String {
        let word = self.severity().map_or("no severity", Severity::word);
        format!("{:.1}, {word} (CVSS {})", self.score, self.version)
    }
}

/// The band of a score.
pub fn band(score: f64) -> Option<Severity> {
    match score {
        s if s < 0.1 => None,
        s if s < 4.0 => Some(Severity::Low),
        s if s < 7.0 => Some(Severity::Medium),
        s if s < 9.0 => Some(Severity::High),
        _ => Some(Severity::Critical),
    }
}

/// Reads a vector ("CVSS:3.1/AV:N/…") and computes its score; says what is wrong with it otherwise, as a sentence.
pub fn score(vector: &str) -> Result<Scored, String> {
    let vector = vector.trim();
    let read: Cvss = vector.parse().map_err(|e| says(vector, e))?;
    let version = match &read {
        Cvss::CvssV30(v) => whole(v, "3.0")?,
        Cvss::CvssV31(v) => whole(v, "3.1")?,
        Cvss::CvssV40(_) => "4.0",
        _ => return Err("It is of another version than 3.0, 3.1 and 4.0.".into()),
    };
    Ok(Scored { version, score: (read.score() * 10.0).round() / 10.0 })
}
/// The eight parts without which a 3.x vector has no score; the crate reads it all the same.
fn whole(v: &cvss::v3::Vector, version: &'static str) -> Result<&'static str, String> {
    let has = [
        ("AV", v.av.is_some()),
        ("AC", v.ac.is_some()),
        ("PR", v.pr.is_some()),
        ("UI", v.ui.is_some()),
        ("S", v.s.is_some()),
        ("C", v.c.is_some()),
        ("I", v.i.is_some()),
        ("A", v.a.is_some()),
    ];
    match has.into_iter().find(|(_, there)| !there) {
        Some((name, _)) => Err(format!("\u{201c}{name}\u{201d} is missing.")),
        None => Ok(version),
    }
}
fn says(vector: &str, e: Error) -> String {
    if !vector.starts_with("CVSS:") {
        return "It does not begin with its version.".into();
    }
    let part = |s: &str| s.chars().take(40).collect::<String>();
    let missing = |name: &str| format!("\u{201c}{name}\u{201d} is missing.");
    let twice = |name: &str| format!("\u{201c}{name}\u{201d} stands in it twice.");
    let odd = |name: &str, value: &str| format!("\u{201c}{name}\u{201d} cannot be \u{201c}{}\u{201d}.", part(value));
    match &e {
        Error::InvalidMetricV3 { metric_type, value } => odd(metric_type.name(), value),
        Error::InvalidMetricV4 { metric_type, value } => odd(metric_type.name(), value),
        Error::DuplicateMetricV3 { metric_type } => twice(metric_type.name()),
        Error::DuplicateMetricV4 { metric_type } => twice(metric_type.name()),
        Error::MissingMandatoryMetricV4 { metric_type } => missing(metric_type.name()),
        Error::UnknownMetric { name } => format!("There is no part \u{201c}{}\u{201d}.", part(name)),
        Error::UnsupportedVersion { version } => format!("Version {} is not read.", part(version)),
        Error::InvalidComponent { component } => {
            format!("\u{201c}{}\u{201d} is no part of a vector.", part(component))
        }
        _ => "Its parts do not fit together.".into(),
    }
}
