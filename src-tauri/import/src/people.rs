//! Finds the record that a cell means: a person by e-mail, code, name, initials or likeness; anything else by code or title.
//! Only what can be no other is taken; everything else is a proposal that the owner is asked about.
use crate::fold::{alike, key};
use chrono::NaiveDate;
use isms::Isms;
use serde_json::Value;
use std::collections::HashMap;

/// What a text was found to mean.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Found {
    One(String),
    /// Candidates, best first.
    Perhaps(Vec<String>),
    None,
}

struct One {
    code: String,
    name: String,
    key: String,
    words: Vec<String>,
    email: String,
    /// "" for what is still there; the state ("left", "retired") otherwise.
    gone: String,
    gone_on: Option<NaiveDate>,
}

/// Everything of some kinds that a cell may name.
pub(crate) struct Names {
    all: Vec<One>,
    people: bool,
    by_code: HashMap<String, usize>,
    by_key: HashMap<String, Vec<usize>>,
    by_mail: HashMap<String, usize>,
}

impl Names {
    pub(crate) fn of(isms: &Isms, kinds: &[String]) -> Names {
        let mut names = Names {
            all: Vec::new(),
            people: kinds.iter().any(|k| k == "person"),
            by_code: HashMap::new(),
            by_key: HashMap::new(),
            by_mail: HashMap::new(),
        };
        for kind in kinds {
            for (_, r) in isms.each(kind).filter(|(_, r)| !r.common.withdrawn) {
                let body = r.body_json();
                let text = |f: &str| body.get(f).and_then(Value::as_str).unwrap_or_default();
                let name = r.title();
                let gone = if r.retired() {
                    "retired"
                } else if matches!(r.state(), "left" | "erased" | "retired" | "withdrawn" | "superseded") {
                    r.state()
                } else {
                    ""
                };
                let k = key(&name);
                let at = names.all.len();
                names.by_code.insert(r.code.to_uppercase(), at);
                names.by_key.entry(k.clone()).or_default().push(at);
                let email = text("email").to_lowercase();
                if !email.is_empty() {
                    names.by_mail.insert(email.clone(), at);
                }
                names.all.push(One {
                    code: r.code.to_string(),
                    words: k
                        .split(' ')
                        .chain(key(text("measured_by")).split(' '))
                        .filter(|w| !w.is_empty())
                        .map(String::from)
                        .collect(),
                    key: k,
                    name,
                    email,
                    gone: gone.to_string(),
                    gone_on: text("left_on").parse().ok(),
                });
            }
        }
        names
    }
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
    pub(crate) fn name(&self, code: &str) -> &str {
        self.by_code.get(&code.to_uppercase()).map_or("", |i| &self.all[*i].name)
    }
    /// "left", with the day where it is known.
    pub(crate) fn gone(&self, code: &str) -> Option<(&str, Option<NaiveDate>)> {
        let one = &self.all[*self.by_code.get(&code.to_uppercase())?];
        (!one.gone.is_empty()).then_some((one.gone.as_str(), one.gone_on))
    }
    /// Those that are still there, as choices.
    pub(crate) fn here(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all.iter().filter(|o| o.gone.is_empty()).map(|o| (o.code.as_str(), o.name.as_str()))
    }
    pub(crate) fn has(&self, code: &str) -> bool {
        self.by_code.contains_key(&code.to_uppercase())
    }

    pub(crate) fn find(&self, text: &str) -> Found {
        let text = text.trim();
        if text.is_empty() {
            return Found::None;
        }
        if let Some(i) = self.by_code.get(&text.to_uppercase()) {
            return self.one(*i);
        }
        // "Grace Holloway <grace@…>", "grace@…", and a login that is the part before the @.
        let lower = text.to_lowercase();
        if let Some(mail) = lower.split(['<', '>', ' ', ';', '(', ')', ',']).find(|w| w.contains('@')) {
            if let Some(i) = self.by_mail.get(mail) {
                return self.one(*i);
            }
            if text.len() == mail.len() {
                return self.by_login(mail.split('@').next().unwrap_or_default());
            }
        }
        if self.people && !text.contains(' ') && text.contains(['.', '_']) {
            if let found @ Found::One(_) = self.by_login(&lower) {
                return found;
            }
        }
        let whole = key(text);
        if let Some(list) = self.by_key.get(&whole).filter(|_| !whole.is_empty()) {
            return self.these(list.clone(), true);
        }
        let short = key(&crate::fold::without_brackets(text));
        if short != whole && !short.is_empty() {
            if let Some(list) = self.by_key.get(&short) {
                return self.these(list.clone(), true);
            }
        }
        if self.people { self.person(text, &short) } else { self.thing(&short) }
    }

    fn by_login(&self, login: &str) -> Found {
        let list: Vec<usize> = (0..self.all.len())
            .filter(|i| !login.is_empty() && self.all[*i].email.split('@').next() == Some(login))
            .collect();
        self.these(list, true)
    }
    fn one(&self, i: usize) -> Found {
        Found::One(self.all[i].code.clone())
    }
    /// `sure`: a single one is it; several are a question. Those still there go first.
    fn these(&self, mut list: Vec<usize>, sure: bool) -> Found {
        list.sort_by_key(|i| !self.all[*i].gone.is_empty());
        match list.as_slice() {
            [] => Found::None,
            [i] if sure => self.one(*i),
            _ => {
                list.truncate(8);
                Found::Perhaps(list.iter().map(|i| self.all[*i].code.clone()).collect())
            }
        }
    }

    fn person(&self, text: &str, k: &str) -> Found {
        let words: Vec<&str> = k.split(' ').filter(|w| !w.is_empty()).collect();
        let lost = text.contains(['?', '\u{fffd}']);
        if lost {
            return self.these((0..self.all.len()).filter(|i| fits_lost(text, &self.all[*i].name)).collect(), false);
        }
        if words.is_empty() {
            return Found::None;
        }
        let mut sorted = words.clone();
        sorted.sort_unstable();
        let same: Vec<usize> = (0..self.all.len())
            .filter(|i| {
                let mut theirs: Vec<&str> = self.all[*i].words.iter().map(String::as_str).collect();
                theirs.sort_unstable();
                theirs == sorted
            })
            .collect();
        if !same.is_empty() {
            return self.these(same, true);
        }
        // "T. Fennel", "Nair, P.": surname whole, the rest initials.
        let initials = |i: &usize| {
            let o = &self.all[*i];
            let (short, long): (Vec<&str>, Vec<&str>) = words.iter().partition(|w| w.chars().count() == 1);
            !short.is_empty()
                && !long.is_empty()
                && long.iter().all(|l| o.words.iter().any(|w| w == l))
                && short.iter().all(|s| o.words.iter().any(|w| w.starts_with(s) && !long.contains(&w.as_str())))
        };
        let part = |i: &usize| words.iter().all(|w| w.chars().count() > 2 && self.all[*i].words.iter().any(|o| o == w));
        for test in [&initials as &dyn Fn(&usize) -> bool, &part] {
            let list: Vec<usize> = (0..self.all.len()).filter(|i| test(i)).collect();
            if !list.is_empty() {
                return self.these(list, false);
            }
        }
        self.near(k, 0.86)
    }

    fn thing(&self, k: &str) -> Found {
        let words: Vec<&str> = k.split(' ').filter(|w| w.chars().count() > 1).collect();
        if words.is_empty() {
            return Found::None;
        }
        let part: Vec<usize> =
            (0..self.all.len()).filter(|i| words.iter().all(|w| self.all[*i].words.iter().any(|o| o == w))).collect();
        if !part.is_empty() {
            return self.these(part, false);
        }
        // "Reports of odd mail": the words of "People report odd mail" in another form.
        let stem = |a: &str, b: &str| {
            a == b || a.chars().count() > 3 && b.chars().count() > 3 && (a.starts_with(b) || b.starts_with(a))
        };
        let long: Vec<&&str> = words.iter().filter(|w| w.chars().count() > 2).collect();
        let stems: Vec<usize> = (0..self.all.len())
            .filter(|i| long.len() > 1 && long.iter().all(|w| self.all[*i].words.iter().any(|o| stem(w, o))))
            .collect();
        if !stems.is_empty() {
            return self.these(stems, false);
        }
        self.near(k, 0.84)
    }

    fn near(&self, k: &str, least: f64) -> Found {
        let mut near: Vec<(f64, usize)> =
            self.all.iter().enumerate().map(|(i, o)| (alike(k, &o.key), i)).filter(|(s, _)| *s >= least).collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        self.these(near.into_iter().map(|(_, i)| i).take(4).collect(), false)
    }
}

/// Does a name whose letters were lost ("Wi?niewski") fit this one? Each mark stands for one letter.
fn fits_lost(lost: &str, name: &str) -> bool {
    let one = |w: &str, n: &str| {
        w.chars().count() == n.chars().count()
            && w.chars()
                .zip(n.chars())
                .all(|(a, b)| matches!(a, '?' | '\u{fffd}') || key(&a.to_string()) == key(&b.to_string()))
    };
    let (a, b): (Vec<&str>, Vec<&str>) = (lost.split_whitespace().collect(), name.split_whitespace().collect());
    a.len() == b.len() && a.iter().zip(&b).all(|(w, n)| one(w, n))
}
impl Names {
    /// Code of the one with exactly this e-mail address.
    pub(crate) fn mail(&self, mail: &str) -> Option<String> {
        self.by_mail.get(&mail.trim().to_lowercase()).map(|i| self.all[*i].code.clone())
    }
    /// Code of the only one with this title, of those still there.
    pub(crate) fn titled(&self, title: &str) -> Option<String> {
        let list = self.by_key.get(&key(title))?;
        let here: Vec<&usize> = list.iter().filter(|i| self.all[**i].gone.is_empty() || self.people).collect();
        match here.as_slice() {
            [one] => Some(self.all[**one].code.clone()),
            _ => None,
        }
    }
}
