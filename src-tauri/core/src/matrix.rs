//! The risk matrix: which risks lie in which field on a day, and which way each went since an earlier one.
//! It draws nothing and judges nothing; bands and line are the organization's own.
use crate::catalog;
use crate::isms::{Isms, json_of};
use crate::kinds::Risk;
use crate::view::{self, NamedDay};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// Likelihood upwards, impact to the right.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixShown {
    pub as_of: NaiveDate,
    pub since: Option<NaiveDate>,
    /// `fields[likelihood - 1][impact - 1]`
    pub fields: Vec<Vec<MatrixField>>,
    pub accept_up_to: u32,
    pub moves: Vec<Moved>,
    pub titles: BTreeMap<String, String>,
    pub days: Vec<NamedDay>,
}
#[derive(Clone, Debug, Default, Serialize)]
pub struct MatrixField {
    /// 0 low to 3 very high.
    pub rank: u8,
    pub codes: Vec<String>,
}
/// A risk whose field is another than it was.
#[derive(Clone, Debug, Serialize)]
pub struct Moved {
    pub code: String,
    pub title: String,
    pub from: [u8; 2],
    pub to: [u8; 2],
    pub why: String,
    pub on: Option<NaiveDate>,
    pub higher: bool,
}

/// Rank of a level among the organization's bands: 0 low to 3 very high.
pub fn rank(isms: &Isms, level: u32) -> u8 {
    catalog::bands(isms.organization())
        .iter()
        .position(|(_, from, to)| (*from..=*to).contains(&level))
        .unwrap_or(0)
        .min(3) as u8
}
/// Name of the band in which a level lies.
pub fn band(isms: &Isms, level: u32) -> String {
    catalog::bands(isms.organization())
        .into_iter()
        .find(|(_, from, to)| (*from..=*to).contains(&level))
        .map_or_else(String::new, |b| b.0)
}

/// The matrix of all live risks; `isms` is the file as it stood on `day`.
pub fn matrix(isms: &Isms, day: NaiveDate, since: Option<NaiveDate>) -> MatrixShown {
    let mut fields: Vec<Vec<MatrixField>> = (1..=5u32)
        .map(|l| (1..=5u32).map(|i| MatrixField { rank: rank(isms, l * i), codes: Vec::new() }).collect())
        .collect();
    let mut titles = BTreeMap::new();
    let mut moves = Vec::new();
    let then = since.map(|d| isms.last_act_of(d));
    for (_, r, risk) in isms.live::<Risk>() {
        let to = [risk.likelihood.0, risk.impact.0];
        let at = |n: u8| usize::from(n.clamp(1, 5)) - 1;
        fields[at(to[0])][at(to[1])].codes.push(r.code.to_string());
        titles.insert(r.code.to_string(), r.title());
        let was = then.and_then(|seq| r.at(seq)).map(json_of);
        let score = |f: &str| was.as_ref().and_then(|b| b.get(f)).and_then(serde_json::Value::as_u64).map(|n| n as u8);
        if let (Some(l), Some(i)) = (score("likelihood"), score("impact")) {
            if [l, i] != to {
                // The act that brought it where it is now.
                let seq = r
                    .revisions
                    .iter()
                    .rev()
                    .take_while(|v| {
                        let b = json_of(v);
                        b.get("likelihood") == Some(&to[0].into()) && b.get("impact") == Some(&to[1].into())
                    })
                    .last()
                    .map(|v| v.seq);
                moves.push(Moved {
                    code: r.code.to_string(),
                    title: r.title(),
                    from: [l, i],
                    to,
                    why: risk.scores_why.to_string(),
                    on: seq.map(|s| isms.day_of(s)),
                    higher: u32::from(to[0]) * u32::from(to[1]) > u32::from(l) * u32::from(i),
                });
            }
        }
    }
    MatrixShown {
        as_of: day,
        since,
        fields,
        accept_up_to: isms.organization().map_or(9, |o| o.accept_up_to.0),
        moves,
        titles,
        days: view::days(isms),
    }
}
