//! What is asked for: the choices of the builder and of the command line, and what they mean for this file.
use chrono::NaiveDate;
use isms::Refusal;
use isms::isms::Isms;
use isms::packs::{self, Choices, Evidences, Pack};
use isms::report::{Names, Scope};
use serde::{Deserialize, Serialize};

/// What is chosen of a pack. What is not said is as PACK 2.1 has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    /// "surveillance"; empty: that of the next audit.
    pub pack: String,
    /// The audit that it is for, by code; none: the next one.
    pub audit: Option<String>,
    pub from: Option<NaiveDate>,
    /// None: today.
    pub as_of: Option<NaiveDate>,
    /// By name; empty: all of the pack.
    pub sections: Vec<String>,
    /// Reports of a pack on one question, each with the record that it is about.
    pub reports: Vec<(String, Option<String>)>,
    /// "initials", "full", "roles"
    pub names: String,
    /// "index", "beside", "inside"
    pub evidence: String,
    /// "a4", "letter"
    pub paper: String,
    /// Empty: the pack's own.
    pub classification: String,
    pub copy_for: String,
    /// By code of the person.
    pub released_by: String,
    /// Weaknesses with hosts and identifiers.
    pub long: bool,
    pub draft: bool,
    pub gaps_last: bool,
}
impl Default for Request {
    fn default() -> Request {
        Request {
            pack: String::new(),
            audit: None,
            from: None,
            as_of: None,
            sections: Vec::new(),
            reports: Vec::new(),
            names: "initials".into(),
            evidence: "index".into(),
            paper: "a4".into(),
            classification: String::new(),
            copy_for: String::new(),
            released_by: String::new(),
            long: false,
            draft: false,
            gaps_last: false,
        }
    }
}
impl Request {
    /// The pack that is meant.
    pub fn pack(&self, isms: &Isms, today: NaiveDate) -> Result<&'static Pack, Refusal> {
        if self.pack.is_empty() {
            return Ok(packs::next(isms, today));
        }
        packs::pack(&self.pack).ok_or_else(|| {
            let all: Vec<&str> = packs::PACKS.iter().map(|p| p.name).collect();
            Refusal::new(
                "unknown",
                self.pack.clone(),
                format!("There is no pack \u{201c}{}\u{201d}.", self.pack),
                format!("It is one of: {}.", all.join(", ")),
            )
        })
    }
    /// What is chosen, as the reports take it. Refused where the day lies ahead, the period is turned round, or a code is none of this file.
    pub fn scope(&self, isms: &Isms, today: NaiveDate) -> Result<(&'static Pack, Scope), Refusal> {
        let pack = self.pack(isms, today)?;
        let day = self.as_of.unwrap_or(today);
        if day > today {
            return Err(Refusal::new(
                "date",
                "--to",
                format!("{day} lies ahead: nothing of that day is on record yet."),
                format!("Give {today} or an earlier day."),
            ));
        }
        if let Some(from) = self.from.filter(|f| *f > day) {
            return Err(Refusal::new(
                "date",
                "--from",
                format!("The period begins on {from}, after {day}, the day of the pack."),
                "Give an earlier day to begin with.",
            ));
        }
        let released = Some(&self.released_by).filter(|r| !r.is_empty());
        for code in self.audit.iter().chain(released) {
            if isms.record(code).is_none_or(|r| r.common.withdrawn) {
                return Err(Refusal::new(
                    "unknown",
                    code.clone(),
                    format!("There is no \u{201c}{code}\u{201d} in this file."),
                    "Give the code of an audit, or of a person.",
                ));
            }
        }
        let scope = Scope {
            from: self.from,
            names: match self.names.as_str() {
                "full" => Names::Full,
                "roles" => Names::Roles,
                _ => Names::Initials,
            },
            classification: match self.classification.trim() {
                "" => pack.classification.into(),
                own => own.into(),
            },
            long: self.long,
            draft: self.draft,
            earlier: isms::proof::last_pack(isms),
            pack: Choices {
                audit: self.audit.clone(),
                sections: self.sections.clone(),
                evidence: Evidences::named(&self.evidence).unwrap_or_default(),
                letter: self.paper == "letter",
                gaps_last: self.gaps_last,
                reports: self.reports.clone(),
                copy_for: self.copy_for.clone(),
                released_by: self.released_by.clone(),
                ..Choices::default()
            },
            ..Scope::on(day)
        };
        Ok((pack, scope))
    }
}
