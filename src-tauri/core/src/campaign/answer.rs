//! An answer as it comes back: read strictly, told from edited and foreign ones by its seal, scored. Each one is accepted or refused with
//! its own sentence; refusing one says nothing of the others.
use super::{find, first_day, key, mac, number, version_now};
use crate::dates;
use crate::isms::Isms;
use crate::kinds::Campaign;
use crate::plan::hex;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::HashSet;

/// The largest answer that is read, in bytes. A true one has under 1,000.
pub const LARGEST_ANSWER: usize = 8 << 10;

/// What an answer file says. Its text is canonical JSON: every byte of it counts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    #[serde(rename = "isms-answer")]
    format: u32,
    pub(super) campaign: String,
    pub(super) number: String,
    person: String,
    of: String,
    version: String,
    read: bool,
    answers: Vec<usize>,
    when: String,
    attempt: String,
    mac: String,
}
impl Answer {
    /// What is sealed: the text of the file up to the seal.
    fn sealed(&self) -> String {
        let text = |s: &str| serde_json::Value::from(s).to_string();
        let answers: Vec<String> = self.answers.iter().map(usize::to_string).collect();
        format!(
            "{{\"isms-answer\":{},\"campaign\":{},\"number\":{},\"person\":{},\"of\":{},\"version\":{},\"read\":{},\"answers\":[{}],\"when\":{},\"attempt\":{}",
            self.format,
            text(&self.campaign),
            text(&self.number),
            text(&self.person),
            text(&self.of),
            text(&self.version),
            self.read,
            answers.join(","),
            text(&self.when),
            text(&self.attempt)
        )
    }
    fn text(&self) -> String {
        format!("{},\"mac\":\"{}\"}}", self.sealed(), self.mac)
    }
}
/// Why a text is no answer.
pub(super) enum NoAnswer {
    Other,
    Damaged,
    Newer,
    Edited,
}
pub(super) fn read(text: &str) -> Result<Answer, NoAnswer> {
    match serde_json::from_str::<Answer>(text) {
        Ok(a) if a.format != 1 => Err(NoAnswer::Newer),
        // Another spelling of the same is not what the page wrote.
        Ok(a) if a.text() != text => Err(NoAnswer::Edited),
        Ok(a) => Ok(a),
        Err(_) if text.contains("isms-answer") => Err(NoAnswer::Damaged),
        Err(_) => Err(NoAnswer::Other),
    }
}
/// An answer as it stood in a mail: lines were broken, quoted, and quotation marks bent. An answer has no blanks, so what a mail program
/// puts between is taken out; a file as it was saved stays as it is.
pub fn tidy(text: &str) -> String {
    let Some(from) = text.find("{\"isms-answer\"").or_else(|| text.find("{\u{201c}isms-answer")) else {
        return text.to_string();
    };
    let rest = &text[from..];
    let rest = rest.find('}').map_or(rest, |to| &rest[..=to]);
    rest.chars()
        .filter(|c| !c.is_whitespace() && *c != '>' && *c != '\u{feff}')
        .map(|c| if matches!(c, '\u{201c}' | '\u{201d}' | '\u{201e}') { '"' } else { c })
        .collect()
}

/// An answer that is true and new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub file: String,
    pub person: String,
    pub on: NaiveDate,
    /// In percent, rounded down; none where nothing was asked.
    pub score: Option<u8>,
    pub passed: bool,
    /// By what it is known again.
    pub number: String,
    /// Exactly as it came.
    pub text: String,
    /// What the owner should know of it; empty: nothing.
    pub note: String,
}
/// An answer that is not taken in, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub file: String,
    pub why: String,
}
/// Answers that were looked at, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    pub accepted: Vec<Accepted>,
    pub refused: Vec<Refused>,
}

/// Looks at answers to a campaign, each a file's name with its text, or with why it could not be read.
pub fn look(
    isms: &Isms,
    code: &str,
    given: &[(String, Result<String, String>)],
    today: NaiveDate,
) -> Result<Looked, Refusal> {
    let c = find(isms, code)?;
    let mut out = Looked::default();
    let mut here: HashSet<String> = HashSet::new();
    for (file, text) in given {
        let looked = match text {
            Ok(text) => one(isms, code, c, file, text, today).and_then(|a| {
                if !here.insert(a.number.clone()) {
                    return Err("The same answer is here twice. It is taken in once.".into());
                }
                match out.accepted.iter().find(|b| b.person == a.person && b.passed) {
                    Some(_) => Err(format!(
                        "{} has answered already, in another of these files. Nothing is recorded twice.",
                        isms.name_of(&a.person)
                    )),
                    None => Ok(a),
                }
            }),
            Err(why) => Err(why.clone()),
        };
        match looked {
            Ok(a) => out.accepted.push(a),
            Err(why) => out.refused.push(Refused { file: file.clone(), why }),
        }
    }
    Ok(out)
}
fn one(isms: &Isms, code: &str, c: &Campaign, file: &str, text: &str, today: NaiveDate) -> Result<Accepted, String> {
    if text.len() > LARGEST_ANSWER {
        return Err(too_large(text.len()));
    }
    let a = read(text).map_err(|no| match no {
        NoAnswer::Other => "This is no answer to a campaign.".to_string(),
        NoAnswer::Damaged => "The answer is damaged, or was changed by hand. Ask for it once more.".into(),
        NoAnswer::Newer => "It was written by a newer version of this program. Update, then drop it again.".into(),
        NoAnswer::Edited => "It was changed after it was saved, so it counts for nobody. Ask for it once more.".into(),
    })?;
    if a.number != number(c, code) {
        let other = isms.get::<Campaign>(&a.campaign).filter(|o| number(o, &a.campaign) == a.number);
        return Err(match other {
            Some(_) => format!("It answers {}, not {code}. Drop it there.", a.campaign),
            None => format!(
                "It answers a campaign of another organization or file ({}, number {}).",
                short(&a.campaign),
                short(&a.number)
            ),
        });
    }
    if !c.people.contains(&a.person) {
        return Err(format!("{} was not asked in {code}. Nothing is recorded of strangers.", short(&a.person)));
    }
    let name = isms.name_of(&a.person);
    if !same(&hex(&mac(&key(c, code, &a.person), a.sealed().as_bytes())), &a.mac) {
        return Err(format!(
            "It was changed after it was saved, or was not written by {name}\u{2019}s file. Ask {name} once more."
        ));
    }
    let choices: Vec<usize> = c.quiz.iter().map(|q| q.choices().len()).collect();
    let fits = a.campaign == code && a.of == *c.of && a.version == c.version.to_string();
    let answers = a.answers.len() == choices.len() && a.answers.iter().zip(&choices).all(|(n, of)| n < of);
    if !fits || !answers || !a.read {
        return Err(format!("It does not answer what {code} asks. Send {name} the file once more."));
    }
    let number = a.mac[..16].to_string();
    if let Some(was) = c.answered.iter().find(|x| *x.answer == *number) {
        return Err(format!("It was recorded already, on {}.", dates::say(was.on.0, today)));
    }
    if let Some(was) = c.answered.iter().find(|x| x.passed && *x.person == a.person) {
        let result = was.score.map_or_else(String::new, |s| format!(", with {} %", s.0));
        return Err(format!(
            "{name} has answered already, on {}{result}. Nothing is recorded twice.",
            dates::say(was.on.0, today)
        ));
    }
    if let Some(r) = isms.record(code).filter(|r| r.state() == "closed" || r.retired()) {
        return Err(format!(
            "{code} was closed on {}. {name} is asked again by the next one.",
            dates::say(isms.day_of(r.head().seq), today)
        ));
    }
    if let Some(now) = version_now(isms, &c.of).filter(|now| now.major > c.version.major) {
        return Err(format!(
            "It is about version {}, and version {now} holds. Ask {name} again about that one.",
            c.version
        ));
    }
    let first = first_day(isms, c, &a.person);
    if first > today {
        return Err(format!("{name} begins on {}, and cannot have answered yet.", dates::say(first, today)));
    }
    let said = dates::parse(&a.when);
    let on = said.filter(|d| (first..=today).contains(d));
    let note = match (on, said) {
        (None, Some(d)) => format!("The clock there said {}; today is recorded.", dates::say(d, today)),
        (None, None) => "The clock there said no day; today is recorded.".into(),
        _ => String::new(),
    };
    let right = a.answers.iter().zip(&c.quiz).filter(|(n, q)| **n == q.right()).count();
    let score = (!c.quiz.is_empty()).then(|| (right * 100 / c.quiz.len()) as u8);
    let passed = score.is_none_or(|s| s >= c.pass_mark.map_or(0, |m| m.0));
    Ok(Accepted {
        file: file.into(),
        on: on.unwrap_or(today),
        person: a.person,
        score,
        passed,
        number,
        text: text.into(),
        note,
    })
}
/// Compares without telling by its time where two seals begin to differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}
/// What a stranger wrote, short enough for a sentence and without signs that move the text.
fn short(s: &str) -> String {
    s.chars().filter(char::is_ascii_graphic).take(24).collect()
}
/// The sentence about a file that is larger than an answer can be.
pub fn too_large(bytes: usize) -> String {
    format!("It has {} KB. An answer has at most {} KB.", bytes.div_ceil(1024), LARGEST_ANSWER >> 10)
}
