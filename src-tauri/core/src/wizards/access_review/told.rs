//! What an access review recorded, read back from its answers: which account, what was decided, what was said of it.
//! It must never guess: what is not written in the form in which the guide writes it is no row.
use super::{ALL_KEPT, KEPT, REMOVED};
use crate::kinds::Review;

/// What an access review recorded, read back from its answers as they were written (`say::answer`, `finish`).
pub(crate) struct Told {
    /// Code of the system; empty where the review names none.
    pub system: String,
    pub lines: Vec<Line>,
    /// Accounts of people who had left, and what was said of their use.
    pub leavers: usize,
    pub used: String,
}
/// One account: how it is called, what was decided of it, why it may do everything, and what whoever was asked said.
pub(crate) struct Line {
    pub account: String,
    pub decided: String,
    pub why: String,
    /// "keep", "remove", "not yet"; empty where nobody was asked.
    pub said: String,
}
impl Line {
    pub fn removed(&self) -> bool {
        self.decided == "remove" || self.said == "remove"
    }
    pub fn asked(&self) -> bool {
        self.decided == "ask"
    }
    /// Asked about, and not answered.
    pub fn open(&self) -> bool {
        self.asked() && !matches!(self.said.as_str(), "keep" | "remove")
    }
}
/// None where it was not done with this guide's questions: carried over, or written as a note.
pub(crate) fn told(review: &Review) -> Option<Told> {
    let answer = |step: &str, field: &str| review.answers.iter().find(|a| &*a.step == step && &*a.field == field);
    let mut lines: Vec<Line> = rows(&answer("decide", "decide")?.answer, &["keep", "remove", "ask"])
        .into_iter()
        .map(|(account, decided, why)| Line { account, decided, why, said: String::new() })
        .collect();
    if let Some(asked) = answer("ask", "asked") {
        for (account, said, _) in rows(&asked.answer, &["keep", "remove", "not yet"]) {
            if let Some(l) = lines.iter_mut().find(|l| l.account == account) {
                l.said = said;
            }
        }
    }
    let noted = |note: &str| {
        review
            .answers
            .iter()
            .filter(|a| &*a.field == "note")
            .find_map(|a| a.question.strip_prefix(note).map(String::from))
    };
    let named = |q: String| q.rsplit(" in ").next().unwrap_or_default().to_string();
    let listed = || answer("list", "system").and_then(|a| a.answer.split(' ').next().map(String::from));
    let late = answer("late", "used");
    Some(Told {
        system: noted(KEPT)
            .or_else(|| noted(REMOVED))
            .or_else(|| noted(ALL_KEPT).map(named))
            .or_else(listed)
            .unwrap_or_default(),
        lines,
        leavers: late.map_or(0, |a| a.question.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0)),
        used: late.map(|a| a.answer.to_string()).unwrap_or_default(),
    })
}
/// "login: keep, why; login: remove" as its rows. What is no row by itself belongs to the why before it.
fn rows(answer: &str, choices: &[&str]) -> Vec<(String, String, String)> {
    let mut out: Vec<(String, String, String)> = Vec::new();
    for piece in answer.split("; ") {
        let of = |c: &&str| {
            let (account, rest) = piece.split_once(&format!(": {c}"))?;
            match rest.strip_prefix(", ") {
                Some(why) => Some((account.to_string(), c.to_string(), why.to_string())),
                None if rest.is_empty() => Some((account.to_string(), c.to_string(), String::new())),
                None => None,
            }
        };
        match (choices.iter().find_map(of), out.last_mut()) {
            (Some(row), _) => out.push(row),
            (None, Some(last)) => last.2 += &format!("; {piece}"),
            (None, None) => {}
        }
    }
    out
}
