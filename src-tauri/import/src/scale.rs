//! What a cell is worth on the organization's scale of five steps: a number on it, or a word that is one of a list.
//! A number that is not on the scale is named with the scale; a percentage, a letter or a coarser scale is asked about, never converted in silence.
use crate::ask::{Asks, Notes, pairs};
use crate::fold::{key, shown};
use crate::guides::{IMPACT, LIKELIHOOD, THREE};
use crate::source::{Cell, Value, number};
use isms::kind::Ty;
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};

/// The words of one scale in this import.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scale {
    name: &'static str,
    /// The organization's own words for 1 to 5.
    own: Vec<String>,
    map: HashMap<String, u8>,
    /// Words that wait for an answer.
    waits: bool,
    percent: Option<bool>,
}

/// Which scale a field is on.
pub(crate) fn of(field: &str) -> &'static str {
    if field.contains("likelihood") { "likelihood" } else { "impact" }
}

/// The organization's words, lowest first; the defaults where it has none.
pub(crate) fn own_words(isms: &isms::Isms, scale: &str) -> Vec<String> {
    let mut words: Vec<String> = match scale {
        "likelihood" => ["Very rare", "Rare", "Possible", "Likely", "Very likely"],
        _ => ["Slight", "Small", "Noticeable", "Serious", "Threatens us"],
    }
    .map(String::from)
    .to_vec();
    let field = format!("{scale}_words");
    let Some(org) = isms.record("ORG") else { return words };
    // The list's fields are found by their types: the score, and the first text.
    let Some(Ty::List { of }) = org.info().field(&field).map(|f| f.ty.clone()) else { return words };
    let (score, text) =
        (of.iter().find(|f| f.ty == Ty::Score || f.ty == Ty::Count), of.iter().find(|f| f.ty == Ty::Text));
    if let (Some(score), Some(text), Some(rows)) = (score, text, org.body_json().get(&field).and_then(Json::as_array)) {
        for row in rows {
            if let (Some(n @ 1..=5), Some(w)) =
                (row.get(&score.name).and_then(Json::as_u64), row.get(&text.name).and_then(Json::as_str))
            {
                words[n as usize - 1] = w.to_string();
            }
        }
    }
    words
}

impl Scale {
    /// "it goes from 1 (Very rare) to 5 (Very likely)"
    pub(crate) fn words(&self) -> String {
        format!("it goes from 1 ({}) to 5 ({})", self.own[0], self.own[4])
    }
    pub(crate) fn choices(&self) -> Vec<(String, String)> {
        self.own.iter().enumerate().map(|(i, w)| ((i + 1).to_string(), format!("{} {w}", i + 1))).collect()
    }
    pub(crate) fn mend(&self) -> Vec<String> {
        self.choices().into_iter().map(|(_, l)| l).collect()
    }

    /// Looks at all cells of the scale's columns, and asks what must be asked.
    pub(crate) fn build<'a>(
        name: &'static str,
        own: Vec<String>,
        columns: &[String],
        cells: impl Iterator<Item = &'a Cell>,
        brought: &[(String, Vec<(String, i64)>)],
        asks: &mut Asks,
        notes: &mut Notes,
    ) -> Scale {
        let mut scale = Scale { name, own, ..Scale::default() };
        let mut words: BTreeMap<String, String> = BTreeMap::new();
        let (mut numbers, mut parts, mut fractions) = (0usize, 0usize, Vec::new());
        for c in cells {
            match &c.value {
                Value::Number(n) => {
                    numbers += 1;
                    if *n > 0.0 && *n <= 1.0 {
                        parts += 1;
                        fractions.push(*n);
                    }
                }
                Value::Text(t) if plain(t).is_none() => {
                    if let Some(p) =
                        t.trim().strip_suffix('%').and_then(|p| p.trim().replace(',', ".").parse::<f64>().ok())
                    {
                        numbers += 1;
                        parts += 1;
                        fractions.push(p / 100.0);
                    } else if t.chars().any(char::is_alphabetic) && t.chars().count() <= 40 {
                        words.entry(key(t)).or_insert_with(|| t.trim().to_string());
                    }
                }
                _ => {}
            }
        }
        let shown_in = columns.join("\u{201d}, \u{201c}");
        if numbers > 1 && parts == numbers && fractions.iter().any(|f| *f < 1.0) {
            fractions.sort_by(f64::total_cmp);
            fractions.dedup();
            let list: Vec<String> = fractions
                .iter()
                .map(|f| {
                    format!(
                        "{} % = {} {}",
                        number(f * 100.0),
                        of_percent(*f),
                        scale.own[usize::from(of_percent(*f)) - 1]
                    )
                })
                .collect();
            let text = format!(
                "In \u{201c}{shown_in}\u{201d} stand percentages, not scores. Read as \u{201c}within a year\u{201d} they would be: {}. Take that?",
                list.join("; ")
            );
            let answer = asks.ask(&format!("percent:{name}"), None, || {
                (text, pairs(&[("yes", "take these scores"), ("no", "leave the rows wrong")]))
            });
            scale.percent = Some(answer.as_deref() == Some("yes"));
        }
        if words.is_empty() {
            return scale;
        }
        scale.words_of(&words, &shown_in, brought, asks, notes);
        scale
    }

    fn words_of(
        &mut self,
        words: &BTreeMap<String, String>,
        shown_in: &str,
        brought: &[(String, Vec<(String, i64)>)],
        asks: &mut Asks,
        notes: &mut Notes,
    ) {
        let name = self.name;
        // The workbook's own scale sheet, then the organization's words, then what is usual; the first list that knows all, else the one that knows most.
        let mut lists: Vec<(String, HashMap<String, u8>)> = Vec::new();
        for (title, list) in brought {
            if list.iter().all(|(_, n)| (1..=5).contains(n)) {
                let fits = key(title).contains(&name[..6])
                    || name == "likelihood" && key(title).contains("wahrschein")
                    || name == "impact" && key(title).contains("auswirk");
                let map: HashMap<String, u8> = list.iter().map(|(w, n)| (key(w), *n as u8)).collect();
                if fits || words.keys().all(|w| map.contains_key(w)) {
                    lists.push(("the scale in the workbook".to_string(), map));
                }
            }
        }
        lists
            .push(("your own words".into(), self.own.iter().enumerate().map(|(i, w)| (key(w), i as u8 + 1)).collect()));
        for set in if name == "likelihood" { LIKELIHOOD } else { IMPACT } {
            lists.push((
                "the usual meaning".into(),
                set.iter()
                    .enumerate()
                    .flat_map(|(i, names)| names.split('|').map(move |n| (key(n), i as u8 + 1)))
                    .collect(),
            ));
        }
        let known = |m: &HashMap<String, u8>| words.keys().filter(|w| m.contains_key(*w)).count();
        // Without an end of the scale among the words, three steps may be meant.
        let coarse = THREE
            .iter()
            .find(|set| words.keys().all(|w| set.iter().any(|names| names.split('|').any(|n| key(n) == *w))));
        let full = lists.iter().position(|(_, m)| known(m) == words.len());
        if let (Some(set), true) = (coarse, full.is_none_or(|f| f > 1)) {
            let answer = asks.ask(&format!("scale:{name}"), None, || {
                (
                    format!(
                        "\u{201c}{shown_in}\u{201d} has only three steps ({}); yours has five. Which ones are they?",
                        words.values().cloned().collect::<Vec<_>>().join(", ")
                    ),
                    pairs(&[
                        ("1-3-5", "1, 3 and 5"),
                        ("2-3-4", "2, 3 and 4"),
                        ("1-2-3", "1, 2 and 3"),
                        ("3-4-5", "3, 4 and 5"),
                    ]),
                )
            });
            match answer {
                Some(a) => {
                    for (names, n) in set.iter().zip(a.split('-')) {
                        names.split('|').for_each(|w| {
                            self.map.insert(key(w), n.parse().unwrap_or(3));
                        });
                    }
                }
                None => self.waits = true,
            }
            return;
        }
        // Letters: A to E.
        if words.len() > 1 && words.keys().all(|w| w.len() == 1 && ("a"..="e").contains(&w.as_str())) {
            let up = (1..=5)
                .map(|n| format!("{} = {n} {}", (b'A' + n - 1) as char, self.own[usize::from(n) - 1]))
                .collect::<Vec<_>>()
                .join(", ");
            let answer = asks.ask(&format!("letters:{name}"), None, || {
                (
                    format!("\u{201c}{shown_in}\u{201d} uses letters. Is A the least: {up}?"),
                    pairs(&[("up", "yes, A is the least"), ("down", "no, A is the worst")]),
                )
            });
            match answer.as_deref() {
                Some(a) => (1..=5u8).for_each(|n| {
                    let letter = ((b'a' + if a == "up" { n - 1 } else { 5 - n }) as char).to_string();
                    self.map.insert(letter, n);
                }),
                None => self.waits = true,
            }
            return;
        }
        let best =
            full.unwrap_or_else(|| (0..lists.len()).max_by_key(|i| (known(&lists[*i].1), usize::MAX - i)).unwrap_or(0));
        let (from, map) = &lists[best];
        if known(map) == 0 {
            return;
        }
        let mut told: Vec<(u8, &String)> = words.iter().filter_map(|(k, w)| map.get(k).map(|n| (*n, w))).collect();
        told.sort();
        let list = told.iter().map(|(n, w)| format!("{w} = {n}")).collect::<Vec<_>>().join(", ");
        let answer = asks.ask(&format!("scale:{name}"), Some("yes"), || {
            (
                format!("The words of \u{201c}{shown_in}\u{201d} are read by {from}: {list}. Is that right?"),
                pairs(&[("yes", "yes"), ("no", "no, leave the rows wrong")]),
            )
        });
        notes.say(format!("The words of \u{201c}{shown_in}\u{201d} are read by {from}: {list}."));
        match answer.as_deref() {
            Some("yes") => self.map = map.clone(),
            _ => self.waits = true,
        }
    }

    /// The score of a cell, or why there is none.
    pub(crate) fn read(&self, cell: &Cell) -> Result<Option<u8>, String> {
        let off = |t: &str| {
            Err(format!("\u{201c}{}\u{201d} is not on your scale of {}: {}.", shown(t), self.name, self.words()))
        };
        let show = cell.show();
        match &cell.value {
            Value::Number(n) if self.percent.is_some() && *n > 0.0 && *n <= 1.0 => {
                self.part(*n, &format!("{} %", number(n * 100.0)))
            }
            Value::Number(n) if n.fract() == 0.0 && (1.0..=5.0).contains(n) => Ok(Some(*n as u8)),
            Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Error(_) => off(&show),
            Value::Empty if cell.formula.is_some() => Err(format!(
                "\u{201c}{}\u{201d} is a formula without a stored value; nothing is computed here.",
                shown(&show)
            )),
            Value::Empty => Ok(None),
            Value::Text(t) => {
                if let Some(n) = plain(t) {
                    return if (1..=5).contains(&n) { Ok(Some(n as u8)) } else { off(t) };
                }
                if let Some(p) = t
                    .trim()
                    .strip_suffix('%')
                    .and_then(|p| p.trim().replace(',', ".").parse::<f64>().ok())
                    .filter(|_| self.percent.is_some())
                {
                    return self.part(p / 100.0, t.trim());
                }
                let k = key(t);
                if k.is_empty() {
                    return Ok(None);
                }
                if let Some(n) = self.map.get(&k) {
                    return Ok(Some(*n));
                }
                if self.waits && t.chars().any(char::is_alphabetic) {
                    return Err(format!("What \u{201c}{}\u{201d} is worth is asked above.", shown(t)));
                }
                off(t)
            }
        }
    }
    fn part(&self, p: f64, text: &str) -> Result<Option<u8>, String> {
        match self.percent {
            Some(true) => Ok(Some(of_percent(p))),
            _ => Err(format!(
                "\u{201c}{text}\u{201d} is a percentage, not a score; it would be {} ({}). Say so above.",
                of_percent(p),
                self.own[usize::from(of_percent(p)) - 1]
            )),
        }
    }
}

/// By the default words: once in 20 years is 5 % within a year, once in 5 years 18 %, once a year 63 %.
fn of_percent(p: f64) -> u8 {
    match p {
        p if p <= 0.05 => 1,
        p if p <= 0.18 => 2,
        p if p <= 0.63 => 3,
        p if p <= 0.9 => 4,
        _ => 5,
    }
}

/// "3", "3 - possible", "3 (Possible)", "3.0"; not "2-3".
fn plain(text: &str) -> Option<i64> {
    let t = text.trim();
    if let Ok(n) = t.replace(',', ".").parse::<f64>() {
        return (n.fract() == 0.0 && n.abs() < 1e9).then_some(n as i64);
    }
    let digits = t.chars().take_while(char::is_ascii_digit).count();
    let rest = &t[digits..];
    let words = rest.trim_start_matches([' ', '-', '\u{2013}', '=', ':', '(', '/', '.']);
    (digits > 0 && digits < 3 && rest.len() > words.len() && words.starts_with(char::is_alphabetic))
        .then(|| t[..digits].parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    fn scale(name: &'static str, words: &[&str], answers: &[(&str, &str)]) -> (Scale, Asks) {
        let mut asks = Asks::new(answers.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect());
        let cells: Vec<Cell> = words.iter().map(|w| Cell::text(*w)).collect();
        let own = own_words(&isms::Isms::new("x"), name);
        let s = Scale::build(name, own, &["X".into()], cells.iter(), &[], &mut asks, &mut Notes::default());
        (s, asks)
    }
    #[test]
    fn words_of_five_steps_are_known_and_shown_once() {
        let (s, asks) = scale("likelihood", &["gering", "mittel", "hoch", "sehr gering"], &[]);
        assert_eq!(
            ["sehr gering", "gering", "mittel", "hoch"].map(|w| s.read(&Cell::text(w)).unwrap()),
            [Some(1), Some(2), Some(3), Some(4)]
        );
        assert_eq!((asks.list.len(), asks.list[0].answer.as_deref()), (1, Some("yes")));
    }
    #[test]
    fn three_steps_are_asked_about() {
        let (s, asks) = scale("impact", &["H", "M", "L"], &[]);
        assert!(s.read(&Cell::text("H")).unwrap_err().contains("asked above"));
        assert_eq!(asks.list[0].answer, None);
        let (s, _) = scale("impact", &["H", "M", "L"], &[("scale:impact", "1-3-5")]);
        assert_eq!(s.read(&Cell::text("H")), Ok(Some(5)));
    }
    #[test]
    fn what_is_off_the_scale_is_named_with_it() {
        let (s, _) = scale("impact", &[], &[]);
        for bad in ["6", "2-3", "0", "2.5", "-1"] {
            assert_eq!(
                s.read(&Cell::text(bad)).unwrap_err(),
                format!("“{bad}” is not on your scale of impact: it goes from 1 (Slight) to 5 (Threatens us).")
            );
        }
        assert_eq!(s.read(&Cell::text("3 - possible")), Ok(Some(3)));
    }
}
