//! A register: every record of a kind with its states, for sorting, filtering and reading.
use super::Shown;
use crate::kinds::{Risk, kind};
use crate::staleness::State;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub id: String,
    pub title: String,
    pub states: Vec<State>,
    pub due: Option<NaiveDate>,
    pub retired: bool,
    pub body: Map<String, Value>,
    /// The first reason, in a sentence.
    pub reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residual: Option<u32>,
    /// Its guide, where that is not the same for the whole kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guide: Option<&'static str>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Register {
    pub kind: String,
    pub as_of: NaiveDate,
    pub rows: Vec<Row>,
    pub titles: BTreeMap<String, String>,
    pub counts: BTreeMap<&'static str, usize>,
}

pub fn register(s: &Shown, name: &str) -> Option<Register> {
    let info = kind(name)?;
    let mut codes = Vec::new();
    let mut counts = BTreeMap::new();
    let rows = s
        .isms
        .each(name)
        .filter(|(_, r)| !r.common.withdrawn)
        .map(|(_, r)| {
            let body = r.shown_json();
            crate::isms::links_in(info, &body, &mut |_, c| codes.push(c.to_string()));
            let item = s.item(&r.code);
            let states = item.map(|i| i.states.as_ref().to_vec()).unwrap_or_default();
            for state in &states {
                *counts.entry(state.name()).or_insert(0) += 1;
            }
            let risk = r.get::<Risk>();
            Row {
                id: r.code.to_string(),
                title: r.title(),
                due: item.and_then(|i| i.due),
                retired: r.retired(),
                reason: item.and_then(|i| i.reasons.first().map(|x| x.text(s.isms))).unwrap_or_default(),
                level: risk.map(Risk::level),
                residual: risk.map(Risk::residual),
                guide: super::record::guide_of(r).filter(|_| !info.guides.is_empty()).map(|g| g.name),
                states,
                body,
            }
        })
        .collect();
    codes.sort();
    codes.dedup();
    Some(Register {
        kind: name.into(),
        as_of: s.today,
        rows,
        titles: s.titles(codes.iter().map(String::as_str)),
        counts,
    })
}
