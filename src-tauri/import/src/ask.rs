//! What only the owner can say, asked once for all rows that it concerns. Where an answer changes nothing of substance it is proposed;
//! who someone is, which number comes first, what a word is worth: never.
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub name: String,
    pub label: String,
}
/// A question above the preview.
#[derive(Clone, Debug, Serialize)]
pub struct Ask {
    pub id: String,
    pub text: String,
    pub choices: Vec<Choice>,
    /// Given, or proposed; none: the rows that wait for it are wrong.
    pub answer: Option<String>,
}

#[derive(Default)]
pub(crate) struct Asks {
    pub(crate) list: Vec<Ask>,
    at: HashMap<String, usize>,
    answers: BTreeMap<String, String>,
}
impl Asks {
    pub(crate) fn new(answers: BTreeMap<String, String>) -> Asks {
        Asks { answers, ..Asks::default() }
    }
    /// What was answered to `id`, or `proposed`. Asks only once; an answer that is none of the choices counts as none.
    pub(crate) fn ask(
        &mut self,
        id: &str,
        proposed: Option<&str>,
        make: impl FnOnce() -> (String, Vec<(String, String)>),
    ) -> Option<String> {
        if let Some(i) = self.at.get(id) {
            return self.list[*i].answer.clone();
        }
        let (text, choices) = make();
        let choices: Vec<Choice> = choices.into_iter().map(|(name, label)| Choice { name, label }).collect();
        let known = |a: &&str| choices.iter().any(|c| c.name == **a);
        let answer =
            self.answers.get(id).map(String::as_str).filter(known).or(proposed.filter(known)).map(String::from);
        self.at.insert(id.to_string(), self.list.len());
        self.list.push(Ask { id: id.to_string(), text, choices, answer: answer.clone() });
        answer
    }
    /// What was answered to a question that was asked before; none: it was not asked yet.
    pub(crate) fn asked(&self, id: &str) -> Option<Option<String>> {
        self.at.get(id).map(|i| self.list[*i].answer.clone())
    }
    /// An answer that was given without having been asked: "cell:47:Impact", "row:12".
    pub(crate) fn given(&self, id: &str) -> Option<&str> {
        self.answers.get(id).map(String::as_str)
    }
    pub(crate) fn any_given(&self, prefix: &str) -> bool {
        self.answers.keys().any(|k| k.starts_with(prefix))
    }
}

/// Shorthand for choices.
pub(crate) fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
}

/// Sentences about the whole, each once, with the rows that they concern.
#[derive(Default)]
pub(crate) struct Notes {
    list: Vec<(String, Vec<u32>)>,
    at: HashMap<String, usize>,
}
impl Notes {
    pub(crate) fn say(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.at.contains_key(&text) {
            self.at.insert(text.clone(), self.list.len());
            self.list.push((text, Vec::new()));
        }
    }
    /// The same sentence for several rows: "… (rows 3, 5 and 9)".
    pub(crate) fn row(&mut self, text: impl Into<String>, row: u32) {
        let text = text.into();
        self.say(text.clone());
        if let Some(i) = self.at.get(&text) {
            let rows = &mut self.list[*i].1;
            if rows.last() != Some(&row) {
                rows.push(row);
            }
        }
    }
    pub(crate) fn all(&self) -> Vec<String> {
        self.list
            .iter()
            .map(|(text, rows)| match rows.as_slice() {
                [] => text.clone(),
                [one] => format!("{} (row {one})", text.trim_end_matches('.')),
                many => format!(
                    "{} (rows {})",
                    text.trim_end_matches('.'),
                    crate::fold::list(&many.iter().map(u32::to_string).collect::<Vec<_>>(), 6)
                ),
            })
            .collect()
    }
}
