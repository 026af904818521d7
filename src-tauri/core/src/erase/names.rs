//! A person's name in texts: surely (the whole name, an earlier one, an address) or perhaps (a part of it).
use crate::isms::{Isms, Ix, json_of};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What some people are and were called, and what they are called from now on.
pub(super) struct Names {
    /// Lower case, the longest first; with what takes its place.
    whole: Vec<(Vec<char>, String, String)>,
    /// Words of a name, as they are written.
    parts: Vec<String>,
    /// Places in `whole` by first letter.
    first: HashMap<char, Vec<usize>>,
}
impl Names {
    pub(super) fn of(isms: &Isms, people: &[Ix], called: &BTreeMap<Ix, String>) -> Names {
        let mut whole: Vec<(String, String)> = Vec::new();
        let mut parts: BTreeSet<String> = BTreeSet::new();
        let others: Vec<String> = isms
            .each("person")
            .filter(|(ix, r)| !people.contains(ix) && !r.common.withdrawn)
            .map(|(_, r)| r.title())
            .collect();
        for ix in people {
            let r = isms.rec(*ix);
            let instead = called.get(ix).cloned().unwrap_or_default();
            for v in &r.revisions {
                let body = json_of(v);
                let text = |f: &str| body.get(f).and_then(Value::as_str).unwrap_or_default().trim().to_string();
                let name = text("title");
                if name.chars().count() >= 3 && !others.iter().any(|o| o.eq_ignore_ascii_case(&name)) {
                    whole.push((name.clone(), instead.clone()));
                }
                if let Some((first, last)) =
                    name.rsplit_once(' ').filter(|_| !others.iter().any(|o| o.eq_ignore_ascii_case(&name)))
                {
                    whole.push((format!("{last}, {first}"), instead.clone()));
                }
                if !text("email").is_empty() {
                    whole.push((text("email"), instead.clone()));
                }
                parts.extend(name.split_whitespace().filter(|w| w.chars().count() >= 3).map(String::from));
            }
        }
        parts.retain(|w| !others.iter().any(|o| o.split_whitespace().any(|x| x == w)));
        whole.sort_by_key(|(n, _)| std::cmp::Reverse(n.len()));
        whole.dedup();
        let whole: Vec<(Vec<char>, String, String)> =
            whole.into_iter().map(|(n, i)| (n.chars().map(small).collect(), n, i)).collect();
        let mut first: HashMap<char, Vec<usize>> = HashMap::new();
        for (n, w) in whole.iter().enumerate() {
            first.entry(w.0[0]).or_default().push(n);
        }
        Names { whole, parts: parts.into_iter().collect(), first }
    }
    /// Every whole name and address.
    pub(super) fn sure(&self) -> Vec<String> {
        self.whole.iter().map(|(_, n, _)| n.clone()).collect()
    }
    /// Where a whole name stands, in bytes.
    pub(super) fn surely(&self, text: &str) -> Option<usize> {
        self.find(text, 0).map(|(at, ..)| at)
    }
    /// The first whole name from `from` on that is no part of a longer word: begin and end in bytes, and which.
    fn find(&self, text: &str, from: usize) -> Option<(usize, usize, usize)> {
        let mut before = text[..from].chars().next_back();
        for (at, c) in text[from..].char_indices().map(|(i, c)| (i + from, c)) {
            let begins = !before.is_some_and(char::is_alphanumeric);
            before = Some(c);
            for n in self.first.get(&small(c)).into_iter().flatten().filter(|_| begins) {
                if let Some(end) = ends(&text[at..], &self.whole[*n].0).map(|e| at + e) {
                    if apart(text, at, end) {
                        return Some((at, end, *n));
                    }
                }
            }
        }
        None
    }
    pub(super) fn perhaps(&self, text: &str) -> Option<usize> {
        self.parts
            .iter()
            .find_map(|p| text.match_indices(p.as_str()).map(|(at, _)| at).find(|at| apart(text, *at, at + p.len())))
    }
    /// The same of a stored body, in whose texts only quotes and the like are escaped.
    pub(super) fn surely_in_json(&self, body: &str) -> bool {
        if self.surely(body).is_some() {
            return true;
        }
        let mut found = false;
        if self.whole.iter().any(|(_, n, _)| n.contains(['"', '\\'])) {
            if let Ok(v) = serde_json::from_str::<Value>(body) {
                strings(&v, &mut |s| found = found || self.surely(s).is_some());
            }
        }
        found
    }
    pub(super) fn replaced(&self, v: &Value) -> Value {
        match v {
            Value::String(s) => {
                let (mut text, mut from) = (s.clone(), 0);
                while let Some((at, end, n)) = self.find(&text, from) {
                    let instead = &self.whole[n].2;
                    text.replace_range(at..end, instead);
                    from = at + instead.len();
                }
                text.into()
            }
            Value::Array(a) => a.iter().map(|v| self.replaced(v)).collect(),
            Value::Object(o) => Value::Object(o.iter().map(|(k, v)| (k.clone(), self.replaced(v))).collect()),
            other => other.clone(),
        }
    }
}
/// One small letter for one letter, so that places stay.
fn small(c: char) -> char {
    let mut l = c.to_lowercase();
    match (l.next(), l.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}
/// Does a word begin and end here?
fn apart(text: &str, at: usize, end: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !word(text[..at].chars().next_back()) && !word(text[end..].chars().next())
}
/// Where a name ends that begins this text, in bytes. White space is white space, however much of it.
fn ends(text: &str, name: &[char]) -> Option<usize> {
    let mut rest = text.char_indices().peekable();
    for n in name {
        let (_, c) = rest.next()?;
        if n.is_whitespace() {
            if !c.is_whitespace() {
                return None;
            }
            while rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        } else if small(c) != *n {
            return None;
        }
    }
    Some(rest.peek().map_or(text.len(), |(at, _)| *at))
}
/// Every text in a value.
pub(super) fn strings(v: &Value, see: &mut dyn FnMut(&str)) {
    match v {
        Value::String(s) => see(s),
        Value::Array(a) => a.iter().for_each(|v| strings(v, see)),
        Value::Object(o) => o.values().for_each(|v| strings(v, see)),
        _ => {}
    }
}
/// The words around a place.
pub(super) fn around(text: &str, at: usize) -> String {
    let before: Vec<char> = text[..at].chars().rev().take(40).collect();
    let after: String = text[at..].chars().take(80).collect();
    let cut = |is: bool| if is { "\u{2026}" } else { "" };
    let whole: String = before.iter().rev().collect();
    format!("{}{whole}{after}{}", cut(text[..at].chars().count() > 40), cut(text[at..].chars().count() > 80))
        .replace('\n', " ")
}
