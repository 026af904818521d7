//! What goes to each person: their file, and the mail that carries it. A letter is words; the press makes a draft of it.
use super::page::{Material, page, words};
use super::{find, title_of, version_now};
use crate::dates;
use crate::isms::Isms;
use crate::kinds::{Campaign, Person};
use crate::refusal::Refusal;
use chrono::NaiveDate;

/// One person's file and mail.
#[derive(Clone, Debug)]
pub struct Letter {
    pub person: String,
    /// None: there is no address on record, and the draft names nobody.
    pub to: Option<(String, String)>,
    /// Whose answer address it is.
    pub from: (String, String),
    pub subject: String,
    pub body: String,
    /// "CMP-01 P-012 Anna Meyer": what both files are called, without their ends.
    pub name: String,
    /// The HTML file.
    pub page: String,
}

/// The letter of one person; `again`: as a reminder.
pub fn letter(
    isms: &Isms,
    code: &str,
    person: &str,
    material: Option<&Material>,
    again: bool,
    today: NaiveDate,
) -> Result<Letter, Refusal> {
    let c = find(isms, code)?;
    if isms.record(code).is_some_and(|r| r.state() == "closed") {
        let hint = "Begin another for those who are still due.";
        return Err(Refusal::new("closed", code, format!("{code} is closed."), hint));
    }
    if let Some(now) = version_now(isms, &c.of).filter(|now| now.major > c.version.major) {
        let text = format!("{code} asks for version {} of {}, and version {now} holds.", c.version, *c.of);
        return Err(Refusal::new("closed", code, text, "Close it, and begin another for the new version."));
    }
    let name = isms.name_of(person);
    let to = isms.get::<Person>(person).and_then(|x| x.email.as_ref()).map(|e| (name.clone(), e.to_string()));
    Ok(Letter {
        person: person.into(),
        to,
        from: (isms.organization().map(|o| o.name.to_string()).unwrap_or_default(), c.answers_to.to_string()),
        subject: subject(isms, c, today, again),
        body: body(isms, code, c, person, &name, again),
        name: file_name(code, person, &name),
        page: page(isms, code, person, material, today)?,
    })
}
fn subject(isms: &Isms, c: &Campaign, today: NaiveDate, again: bool) -> String {
    let title = title_of(isms, &c.of);
    let until = dates::say(c.until.0, today);
    match again {
        true => format!("Reminder: {title}, answer was asked by {until}"),
        false => format!("{title}: answer by {until}"),
    }
}
fn body(isms: &Isms, code: &str, c: &Campaign, person: &str, name: &str, again: bool) -> String {
    let failed = c.answer_of(person).filter(|a| !a.passed).and_then(|a| a.score);
    let mut out = format!("Hello {name},\n\n");
    match failed {
        Some(s) => out.push_str(&format!(
            "thank you for your answer. It has {} % right, and {} % are needed. Have another look, and answer once more.\n\n",
            s.0,
            c.pass_mark.map_or(0, |m| m.0)
        )),
        None if again => out.push_str("your answer has not come yet.\n\n"),
        None => {}
    }
    out.push_str(&words(&c.words));
    let quiz = match c.quiz.len() {
        0 => String::new(),
        1 => "\n2. Answer the question at its end.".into(),
        n => format!("\n2. Answer the {n} questions at its end."),
    };
    let n = if quiz.is_empty() { 2 } else { 3 };
    out.push_str(&format!(
        "\n\n1. Save the attached file, and open it in any browser. It works without a network.{quiz}\n{n}. Press \u{201c}Save my answer\u{201d}.\n{}. Attach the small file that is saved to your reply.\n\nThe file is for you alone: your answer carries its seal.\n\n{} {} \u{b7} {code}\n",
        n + 1,
        title_of(isms, &c.of),
        c.version
    ));
    out
}
/// A name that every file system takes.
fn file_name(code: &str, person: &str, name: &str) -> String {
    let clean: String =
        name.chars().map(|c| if c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'') { c } else { ' ' }).collect();
    let words: Vec<&str> = clean.split_whitespace().collect();
    let words: String = words.join(" ").chars().take(60).collect();
    format!("{code} {person} {words}").trim_end().to_string()
}
