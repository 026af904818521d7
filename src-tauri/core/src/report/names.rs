//! How people are named on paper: initials with role, full name, or role alone. Recorded words are never touched.
//! It must never shorten two people to the same initials.
use super::{Body, Names};
use crate::isms::Isms;
use std::collections::{BTreeMap, HashMap};

/// Everyone the file knows, as a copy names them.
pub struct People {
    mode: Names,
    by_code: BTreeMap<String, Person>,
    /// Full name and what stands in its place, longest names first.
    in_place: Vec<(String, String)>,
}
struct Person {
    name: String,
    initials: String,
    role: String,
}

impl People {
    pub fn of(isms: &Isms, mode: Names) -> People {
        let org = isms.record("ORG").map(Body::of);
        let mut by_code: BTreeMap<String, Person> = isms
            .each("person")
            .map(|(_, r)| {
                let code = r.code.to_string();
                let name = r.title();
                (
                    code.clone(),
                    Person {
                        role: role_of(isms, org.as_ref(), &code),
                        initials: String::new(),
                        name: if name.trim().is_empty() { code } else { name },
                    },
                )
            })
            .collect();
        let names: Vec<(String, String)> = by_code.iter().map(|(c, p)| (c.clone(), p.name.clone())).collect();
        for (code, initials) in initials(&names) {
            if let Some(p) = by_code.get_mut(&code) {
                p.initials = initials;
            }
        }
        let mut people = People { mode, by_code, in_place: Vec::new() };
        if mode != Names::Full {
            let mut list: Vec<(String, String)> = people
                .by_code
                .iter()
                .filter(|(c, p)| p.name != **c)
                .map(|(c, p)| (p.name.clone(), people.short(c)))
                .collect();
            list.sort_by(|a, b| b.0.chars().count().cmp(&a.0.chars().count()).then_with(|| a.cmp(b)));
            people.in_place = list;
        }
        people
    }
    /// "D.O., ISMS owner"
    pub fn who(&self, code: &str) -> String {
        let Some(p) = self.by_code.get(code) else { return code.to_string() };
        match self.mode {
            Names::Roles => self.short(code),
            _ if p.role.is_empty() => self.short(code),
            _ => format!("{}, {}", self.short(code), p.role),
        }
    }
    /// "D.O."
    pub fn short(&self, code: &str) -> String {
        let Some(p) = self.by_code.get(code) else { return code.to_string() };
        match self.mode {
            Names::Initials => p.initials.clone(),
            Names::Full => p.name.clone(),
            Names::Roles if p.role.is_empty() => code.to_string(),
            Names::Roles => p.role.clone(),
        }
    }
    pub fn role(&self, code: &str) -> &str {
        self.by_code.get(code).map_or("", |p| &p.role)
    }
    pub fn known(&self, code: &str) -> bool {
        self.by_code.contains_key(code)
    }
    /// Which texts of a file name somebody, found quickly: for looking through all of it.
    pub fn sought(&self) -> Sought<'_> {
        let mut by_start: HashMap<[u8; 2], Vec<&str>> = HashMap::new();
        let mut all = false;
        for (name, _) in &self.in_place {
            // JSON writes these otherwise.
            all |= name.len() < 2 || name.chars().any(|c| c.is_control() || matches!(c, '"' | '\\'));
            if let [a, b, ..] = name.as_bytes() {
                let same = by_start.entry([*a, *b]).or_default();
                if !same.contains(&name.as_str()) {
                    same.push(name);
                }
            }
        }
        let mut starts = vec![false; 1 << 16];
        by_start.keys().for_each(|s| starts[usize::from(u16::from_ne_bytes(*s))] = true);
        Sought { all, starts, by_start }
    }
    /// A sentence of ours, with initials for each full name in it.
    pub fn redact(&self, text: &str) -> String {
        let mut out = text.to_string();
        for (name, short) in &self.in_place {
            if out.contains(name.as_str()) {
                out = out.replace(name.as_str(), short);
            }
        }
        out
    }
}

/// The names of all people, by their first two bytes.
pub struct Sought<'a> {
    /// Some name could stand in a body in another spelling: every body has to be read.
    all: bool,
    starts: Vec<bool>,
    by_start: HashMap<[u8; 2], Vec<&'a str>>,
}
impl Sought<'_> {
    /// May this body, as it is written, hold a name? Where not, none of its texts does.
    pub fn may_stand_in(&self, body: &str) -> bool {
        let bytes = body.as_bytes();
        self.all
            || bytes.windows(2).enumerate().any(|(at, w)| {
                let start = [w[0], w[1]];
                self.starts[usize::from(u16::from_ne_bytes(start))]
                    && self
                        .by_start
                        .get(&start)
                        .is_some_and(|names| names.iter().any(|n| bytes[at..].starts_with(n.as_bytes())))
            })
    }
}

/// What a person is here: who looks after the ISMS, who directs, else the first role of the list that not everybody has.
fn role_of(isms: &Isms, org: Option<&Body>, code: &str) -> String {
    if let Some(org) = org {
        if org.text("isms_owner") == code {
            return "ISMS owner".into();
        }
        if org.codes("top_management").contains(&code) {
            return "top management".into();
        }
    }
    let Some(r) = isms.record(code) else { return String::new() };
    let b = Body::of(r);
    b.texts("roles").into_iter().find(|r| *r != "everyone").map_or_else(|| b.word("standing"), String::from)
}

/// Initials of all; where two would have the same, all of those get further letters: of the first name, then of the last, at last the code.
fn initials(people: &[(String, String)]) -> Vec<(String, String)> {
    let mut groups: BTreeMap<String, Vec<(&str, Vec<&str>)>> = BTreeMap::new();
    for (code, name) in people {
        let words: Vec<&str> = name
            .split_whitespace()
            .filter(|w| w.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase()))
            .collect();
        let words = if words.is_empty() { vec![name.as_str()] } else { words };
        groups.entry(letters(&words, 1, 1)).or_default().push((code, words));
    }
    let mut out = Vec::new();
    for (short, group) in groups {
        if let [(code, _)] = group.as_slice() {
            out.push((code.to_string(), short));
            continue;
        }
        let tries = (2..=12).map(|n| (n, 1)).chain((2..=12).map(|n| (12, n)));
        let distinct =
            tries.map(|(a, b)| group.iter().map(|(_, w)| letters(w, a, b)).collect::<Vec<_>>()).find(|list| {
                let mut sorted = list.clone();
                sorted.sort();
                sorted.dedup();
                sorted.len() == list.len()
            });
        for (i, (code, _)) in group.iter().enumerate() {
            out.push((
                code.to_string(),
                distinct.as_ref().map_or_else(|| format!("{short} ({code})"), |list| list[i].clone()),
            ));
        }
    }
    out
}
/// The first letters of the first and of the last word: "D.O.", "To.F."
fn letters(words: &[&str], of_first: usize, of_last: usize) -> String {
    let take = |w: &str, n: usize| w.chars().take(n).collect::<String>();
    match words {
        [] => String::new(),
        [one] => format!("{}.", take(one, of_first)),
        [first, .., last] => format!("{}.{}.", take(first, of_first), take(last, of_last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn of(names: &[&str]) -> Vec<String> {
        let people: Vec<(String, String)> =
            names.iter().enumerate().map(|(i, n)| (format!("P-{i:03}"), n.to_string())).collect();
        let mut out = initials(&people);
        out.sort();
        out.into_iter().map(|(_, s)| s).collect()
    }
    #[test]
    fn initials_collide_and_get_further_letters() {
        assert_eq!(
            of(&["Daniel Okafor", "Tobias Fennel", "Theo Faria", "Ana de Sousa"]),
            ["D.O.", "To.F.", "Th.F.", "A.S."]
        );
        assert_eq!(of(&["Milena Zając", "Marek Żak", "Cher"]), ["M.Z.", "M.Ż.", "C."]);
        assert_eq!(of(&["Anna Meyer", "Anna Maier"]), ["Anna.Me.", "Anna.Ma."]);
        assert_eq!(of(&["Anna Meyer", "Anna Meyer"]), ["A.M. (P-000)", "A.M. (P-001)"]);
    }
}
