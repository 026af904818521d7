//! All that the file holds on one person, as data to be handed to them (GDPR Art. 15 and 20). The page is the report `held-on-person`.
//! It must never name others in it but by their codes.
use super::all_theirs;
use super::names::{self, Names};
use crate::dates;
use crate::isms::{Isms, Ix, Record, json_of};
use crate::refusal::Refusal;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Everything about one person.
#[derive(Clone, Debug, Serialize)]
pub struct Held {
    pub id: String,
    pub name: String,
    pub on: NaiveDate,
    /// Each version of the person's own record, oldest first; one that was erased has no fields.
    pub versions: Vec<Version>,
    /// Records that are theirs alone, as they stand.
    pub records: Vec<Own>,
    /// Where else the code stands.
    pub named_in: Vec<NamedIn>,
    /// Where else the name stands.
    pub texts: Vec<super::Found>,
    /// What they did here: number of the act, day, what it was.
    pub acts: Vec<Did>,
    /// Until when it is kept; none while they work here.
    pub kept_until: Option<NaiveDate>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    pub act: u32,
    pub on: NaiveDate,
    pub fields: Map<String, Value>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Own {
    pub id: String,
    pub kind: &'static str,
    pub fields: Map<String, Value>,
}
#[derive(Clone, Debug, Serialize)]
pub struct NamedIn {
    pub id: String,
    pub kind: &'static str,
    pub questions: Vec<String>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Did {
    pub act: u32,
    pub on: NaiveDate,
    pub verb: &'static str,
}

/// All that is held on a person. Refused where there is no such person.
pub fn held(isms: &Isms, code: &str, today: NaiveDate) -> Result<Held, Refusal> {
    let found = isms.ix(code).map(|ix| (ix, isms.rec(ix))).filter(|(_, r)| super::is_people(r.info()));
    let Some((ix, r)) = found else {
        return Err(Refusal::new(
            "unknown",
            code,
            format!("There is no person \u{201c}{code}\u{201d}."),
            "Give a code like P-004.",
        ));
    };
    let own = all_theirs(isms, &BTreeSet::from([ix]));
    let shown = |r: &Record| r.shown_json();
    let mut named: BTreeMap<Ix, Vec<String>> = BTreeMap::new();
    for (src, field) in r.inn.iter().filter(|(src, _)| !own.contains(src)) {
        let s = isms.rec(*src);
        let question = s.info().fields.get(*field as usize).map(|f| super::label(&f.question)).unwrap_or_default();
        named.entry(*src).or_default().push(question);
    }
    let mut texts = Vec::new();
    if r.state() != "erased" {
        let names = Names::of(isms, &[ix], &BTreeMap::new());
        for (_, other) in (0..).zip(isms.records.iter()).filter(|(n, o)| !own.contains(n) && !o.common.withdrawn) {
            for (field, v) in other.shown_json() {
                names::strings(&v, &mut |s| {
                    if let Some(at) = names.surely(s) {
                        let question = other.info().field(&field).map_or(String::new(), |f| super::label(&f.question));
                        let (id, title) = (other.code.to_string(), other.title());
                        texts.push(super::Found {
                            id,
                            title,
                            question,
                            text: by_code(isms, ix, &names::around(s, at)),
                        });
                    }
                });
            }
        }
    }
    Ok(Held {
        id: code.to_string(),
        name: r.title(),
        on: today,
        versions: r
            .revisions
            .iter()
            .map(|v| Version { act: v.seq, on: isms.day_of(v.seq), fields: json_of(v) })
            .collect(),
        records: own
            .iter()
            .filter(|o| **o != ix)
            .map(|o| isms.rec(*o))
            .map(|r| Own { id: r.code.to_string(), kind: r.info().name, fields: shown(r) })
            .collect(),
        named_in: named
            .into_iter()
            .map(|(ix, questions)| (isms.rec(ix), questions))
            .filter(|(r, _)| !r.common.withdrawn)
            .map(|(r, questions)| NamedIn { id: r.code.to_string(), kind: r.info().name, questions })
            .collect(),
        texts,
        acts: isms
            .acts
            .iter()
            .filter(|a| *a.by == *code)
            .map(|a| Did { act: a.seq, on: a.on, verb: a.verb.name() })
            .collect(),
        kept_until: crate::catalog::retention::kept_until(isms, r).map(|(_, d)| d),
    })
}
/// Other people by their codes: this is not theirs.
fn by_code(isms: &Isms, own: Ix, text: &str) -> String {
    let mut others: Vec<(String, String)> = isms
        .each("person")
        .filter(|(ix, _)| *ix != own)
        .map(|(_, r)| (r.title(), r.code.to_string()))
        .filter(|(name, _)| name.contains(' '))
        .collect();
    others.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    others.iter().fold(text.to_string(), |t, (name, code)| t.replace(name.as_str(), code))
}
impl Held {
    /// In a few lines.
    pub fn says(&self, today: NaiveDate) -> Vec<String> {
        let n = |n: usize, one: &str, many: &str| super::count(n, one, many);
        let mut out = vec![
            format!("{} ({})", self.name, self.id),
            format!("{} of the record itself", n(self.versions.len(), "version", "versions")),
            format!("{} of theirs alone", n(self.records.len(), "record", "records")),
            format!("{} by code", n(self.named_in.len(), "other record names them", "other records name them")),
            n(self.texts.len(), "text in which the name stands", "texts in which the name stands"),
            n(self.acts.len(), "act that they did", "acts that they did"),
        ];
        if let Some(d) = self.kept_until {
            out.push(format!("Kept until {}.", dates::say(d, today)));
        }
        out
    }
}
