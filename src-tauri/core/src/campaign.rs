//! A campaign without a server: one file a person that asks, one small file that comes back, and how a true answer is told from all others.
//! Pure: the secret comes with the record, days come in. It must never put a right answer, or the secret, into what goes out.
mod answer;
mod mail;
mod page;

pub use answer::{Accepted, LARGEST_ANSWER, Looked, Refused, look, tidy, too_large};
pub use mail::{Letter, letter};
pub use page::{LARGEST_MATERIAL, Material, page};

use crate::act::{Change, Proposal, Verb};
use crate::isms::Isms;
use crate::kinds::{Campaign, Course, Person, Policy};
use crate::plan::{hex, unhex};
use crate::refusal::Refusal;
use crate::words::Version;
use chrono::NaiveDate;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

/// The key of one person: what their file signs its answer with. From it neither the secret nor another's key can be worked out.
fn key(c: &Campaign, code: &str, person: &str) -> [u8; 32] {
    let secret = unhex(&c.secret).unwrap_or_default();
    mac(&secret, format!("isms-upkeep campaign 1\n{code}\n{person}").as_bytes())
}
fn mac(key: &[u8], text: &[u8]) -> [u8; 32] {
    // A key of any length is taken: this cannot fail.
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mut m) => {
            m.update(text);
            m.finalize().into_bytes().into()
        }
        Err(_) => [0; 32],
    }
}
/// Public number of a campaign: tells CMP-01 of this file from CMP-01 of another.
pub fn number(c: &Campaign, code: &str) -> String {
    let secret = unhex(&c.secret).unwrap_or_default();
    hex(&mac(&secret, format!("isms-upkeep number 1\n{code}").as_bytes())[..8])
}
/// The campaign of this code, or a refusal that says what is missing.
pub fn find<'a>(isms: &'a Isms, code: &str) -> Result<&'a Campaign, Refusal> {
    isms.get::<Campaign>(code).filter(|_| isms.record(code).is_some_and(|r| !r.common.withdrawn)).ok_or_else(|| {
        Refusal::new(
            "link",
            code,
            format!("There is no campaign \u{201c}{code}\u{201d} in this file."),
            "Give a code like CMP-01.",
        )
    })
}
/// The open campaign that an answer is meant for by its own words, whether or not the answer is true; none if it names none of this file.
pub fn meant_for(isms: &Isms, text: &str) -> Option<String> {
    let a = answer::read(&tidy(text)).ok()?;
    let c = isms.get::<Campaign>(&a.campaign)?;
    (number(c, &a.campaign) == a.number).then_some(a.campaign)
}

/// The latest version of what is asked, as it holds now.
pub(crate) fn version_now(isms: &Isms, of: &str) -> Option<Version> {
    isms.get::<Course>(of).map(|c| c.version).or_else(|| isms.get::<Policy>(of).map(|p| p.version))
}
/// "Security basics", the title of what is asked.
pub(crate) fn title_of(isms: &Isms, of: &str) -> String {
    isms.record(of).map_or_else(|| of.to_string(), |r| r.title())
}
/// Who has not answered, or not passed, in the order of the campaign. Whoever has left owes nothing.
pub fn missing(isms: &Isms, c: &Campaign) -> Vec<String> {
    let here = |p: &str| isms.record(p).is_some_and(|r| r.state() == "active" && !r.retired());
    c.people.iter().filter(|p| !c.done_by(p) && here(p)).cloned().collect()
}

/// What accepted answers make of the registers: a record for each, the answers themselves as evidence, and their line in the campaign.
/// Nothing, where there are none.
pub fn record(isms: &Isms, code: &str, accepted: &[Accepted], by: &str, today: NaiveDate) -> Vec<Change> {
    let Some(c) = isms.get::<Campaign>(code).filter(|_| !accepted.is_empty()) else { return Vec::new() };
    let policy = isms.get::<Policy>(&c.of).is_some();
    let bytes = accepted.iter().map(|a| a.text.as_str()).collect::<Vec<_>>().join("\n");
    let n = accepted.len();
    let shows = format!("{n} {} to {code}, {today}", if n == 1 { "answer" } else { "answers" });
    let fields = Map::from_iter([
        ("shows".to_string(), shows.into()),
        ("about".to_string(), json!([code])),
        ("collected_on".to_string(), today.to_string().into()),
        ("collected_by".to_string(), by.into()),
        ("classification".to_string(), "internal".into()),
        ("personal".to_string(), true.into()),
    ]);
    let mut out = vec![Change::Keep {
        code: "@answers".into(),
        name: format!("{code} answers {today}.isms-answers"),
        media_type: "text/plain",
        bytes: bytes.into_bytes().into(),
        fields,
    }];
    for a in accepted {
        let on = a.on.to_string();
        if !policy {
            let result = match (a.score, a.passed) {
                (None, _) => "attended",
                (_, true) => "passed",
                _ => "failed",
            };
            let mut fields = json!({"person": a.person, "course": *c.of, "course_version": c.version.to_string(), "on": on, "result": result, "how": "campaign_file", "campaign": code, "evidence": ["@answers"]});
            if let Some(score) = a.score {
                fields["score"] = score.into();
            }
            out.push(Change::add("training_record", fields));
        } else if a.passed {
            out.push(Change::add("acknowledgement", json!({"person": a.person, "policy": *c.of, "policy_version": c.version.to_string(), "on": on, "how": "campaign_file", "campaign": code, "proof": ["@answers"]})));
        }
    }
    let mut answered = json!(c.answered);
    if let Some(list) = answered.as_array_mut() {
        for a in accepted {
            let mut row = json!({"person": a.person, "on": a.on.to_string(), "passed": a.passed, "answer": a.number});
            if let Some(score) = a.score {
                row["score"] = score.into();
            }
            list.push(row);
        }
    }
    out.push(Change::put("campaign", code, json!({"answered": answered})));
    out
}
/// The same as an act of its own: recording is not looking, so no review comes with it.
pub fn taken_in(isms: &Isms, code: &str, looked: &Looked, by: &str, today: NaiveDate) -> Result<Proposal, Refusal> {
    let n = looked.accepted.len();
    if n == 0 {
        let why: Vec<String> = looked.refused.iter().map(|r| format!("{}: {}", r.file, r.why)).collect();
        return Err(Refusal::new("field", code, "None of these answers can be taken in.", why.join(" ")));
    }
    let why = format!("{n} {} to {code} came.", if n == 1 { "answer" } else { "answers" });
    Ok(Proposal { verb: Verb::Add, why, changes: record(isms, code, &looked.accepted, by, today) })
}

/// What is asked, as it stood in the version that is asked for: a page never shows another text than it names.
fn as_asked<K: serde::de::DeserializeOwned>(isms: &Isms, c: &Campaign, kind: &str) -> Option<K> {
    let r = isms.record(&c.of).filter(|r| r.info().name == kind)?;
    let version = Value::from(c.version.to_string());
    let revision = r.revisions.iter().rev().find(|v| crate::isms::json_of(v).get("version") == Some(&version))?;
    serde_json::from_str(revision.body.as_deref()?).ok()
}
/// The evidence whose file goes into each page: what the course or policy has instead of a text; none if it has none.
pub fn material_of(isms: &Isms, of: &str) -> Option<String> {
    let of_policy = isms.get::<Policy>(of).and_then(|p| p.file.as_ref());
    of_policy.or_else(|| isms.get::<Course>(of)?.content.as_ref()).map(|e| e.to_string())
}
/// How large that file is, in bytes.
pub(crate) fn material_size(isms: &Isms, of: &str) -> usize {
    let e = material_of(isms, of).and_then(|e| isms.get::<crate::kinds::Evidence>(&e)?.file.as_ref().map(|f| f.size.0));
    e.unwrap_or(0) as usize
}

/// First day from which a person can have answered.
fn first_day(isms: &Isms, c: &Campaign, person: &str) -> NaiveDate {
    let joined = isms.get::<Person>(person).map(|p| p.joined_on.0);
    joined.into_iter().chain([c.sent_on.0]).max().unwrap_or(c.sent_on.0)
}
/// The rows of a dropped file: {"file", "text"} or {"file", "refused"}.
pub fn rows(v: &Value) -> Vec<(String, Result<String, String>)> {
    let text = |r: &Value, k: &str| r[k].as_str().map(String::from);
    v["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|r| {
            let file = text(r, "file").unwrap_or_default();
            (file, text(r, "text").ok_or_else(|| text(r, "refused").unwrap_or_default()))
        })
        .collect()
}

/// How one person stands in a campaign.
pub struct Standing {
    pub person: String,
    pub name: String,
    pub sent: NaiveDate,
    /// Day of the answer that counts.
    pub answered: Option<NaiveDate>,
    /// "passed, 80 %", "read"; empty: no answer yet.
    pub result: String,
    /// "reminded 2026-03-04"; the last of each is last.
    pub reminded: String,
}
/// Everyone of a campaign, in its order.
pub fn standing(isms: &Isms, c: &Campaign) -> Vec<Standing> {
    c.people
        .iter()
        .map(|p| {
            let answer = c.answer_of(p);
            let tries = c.answered.iter().filter(|a| *a.person == *p).count();
            let result = answer.map_or_else(String::new, |a| {
                let score = a.score.map_or_else(String::new, |s| format!(", {} %", s.0));
                let word = if a.score.is_none() {
                    "read"
                } else if a.passed {
                    "passed"
                } else {
                    "not passed"
                };
                let which = if tries > 1 { format!(", answered {tries} times") } else { String::new() };
                format!("{word}{score}{which}")
            });
            let reminded: Vec<String> = c
                .reminded
                .iter()
                .filter(|r| *r.person == *p)
                .map(|r| {
                    let word = match r.then {
                        crate::kinds::campaign::Then::Remind => "reminded",
                        crate::kinds::campaign::Then::Away => "away",
                        crate::kinds::campaign::Then::Talk => "to be talked to",
                        crate::kinds::campaign::Then::NextDate => "next date",
                    };
                    format!("{word} {}", r.on.0)
                })
                .collect();
            Standing {
                person: p.clone(),
                name: isms.name_of(p),
                sent: c.sent_on.0,
                answered: answer.map(|a| a.on.0),
                result,
                reminded: reminded.join("; "),
            }
        })
        .collect()
}
/// That reminders to these people were written on this day: one act, by whoever acts. None where all of it is recorded already.
pub fn reminders_written(isms: &Isms, code: &str, people: &[String], today: NaiveDate) -> Option<Proposal> {
    let c = isms.get::<Campaign>(code)?;
    let then = crate::kinds::campaign::Then::Remind;
    let told = |p: &String| c.reminded.iter().any(|r| *r.person == *p && r.on.0 == today && r.then == then);
    let new: Vec<&String> = people.iter().filter(|p| !told(p)).collect();
    if new.is_empty() {
        return None;
    }
    let mut rows = json!(c.reminded);
    if let Some(list) = rows.as_array_mut() {
        list.extend(new.iter().map(|p| json!({"person": p, "on": today.to_string(), "then": then})));
    }
    let n = new.len();
    let why = format!("{n} {} to {code} written.", if n == 1 { "reminder" } else { "reminders" });
    Some(Proposal { verb: Verb::Change, why, changes: vec![Change::put("campaign", code, json!({"reminded": rows}))] })
}
/// Who gets a reminder: of those who are missing the ones whom the owner chose last, else all of them.
pub fn to_remind(isms: &Isms, c: &Campaign) -> Vec<String> {
    let missing = missing(isms, c);
    let last = |p: &String| c.reminded.iter().rev().find(|r| *r.person == *p);
    let chosen: Vec<String> = missing
        .iter()
        .filter(|p| last(p).is_some_and(|r| r.then == crate::kinds::campaign::Then::Remind))
        .cloned()
        .collect();
    if c.reminded.is_empty() { missing } else { chosen }
}
